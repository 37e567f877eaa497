//! Whatever an archive or a query holds, nothing of it moves a cursor, turns a line or hides.

use serde_json::json;

use crate::sandbox::{Output, Sandbox, text};

/// Clears the screen, sets the window's title, names an address, turns the line around, rings, hides, returns.
const EVIL: &str = "\x1b[2J\x1b]0;owned\x07\x1b]8;;x:\x1b\\\u{202e}\u{2066}\u{200f}\u{61c}\u{206f}\u{9b}31m\
                    \u{9d}\u{85}\u{2028}\u{2029}\x08\x7f\r\u{feff}\u{ad}";

fn evil_archive() -> Sandbox {
    let sandbox = Sandbox::new();
    let article = json!({
        "title": format!("Strike{EVIL} ends"), "text": format!("The strike{EVIL} ended.\nAll {EVIL} of it."),
        "author": format!("Jane{EVIL} Doe"), "source": format!("Echo{EVIL}"), "section": format!("A{EVIL}"),
        "url": format!("http://x/{EVIL}"), "summary": format!("Sum{EVIL}mary"), "language": format!("en{EVIL}"),
    });
    sandbox.write("corpus/a.json", article.to_string());
    sandbox.write(
        "corpus/b\x1b[31m\u{202e}.json",
        article.to_string().replace("ended", "went on"),
    );
    sandbox.write("corpus/broken\x1b[31m\u{202e}.json", "{\"title\": \"Cut");
    sandbox
}

#[track_caller]
fn assert_harmless(output: &Output) {
    for (stream, shown) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let bad = shown.chars().find(|&character| {
            let is_control = character.is_control() && character != '\n';
            let is_bidi = matches!(character, '\u{200e}' | '\u{200f}' | '\u{61c}'
                | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}');
            is_control || is_bidi || matches!(character, '\u{feff}' | '\u{2028}' | '\u{2029}')
        });
        assert_eq!(bad, None, "{stream} {output:?}");
    }
}

#[test]
fn no_command_lets_one_through() {
    let sandbox = evil_archive();
    let output = sandbox.run(["index"]);
    assert_eq!(output.code, 0, "{output}");
    assert_harmless(&output);
    for arguments in [
        &["query", "strike"][..],
        &["query", "strike", "-l"],
        &["query", "strike", "--sort", "oldest", "--no-snippet"],
        &["read", "corpus"],
        &["names"],
        &["stats"],
        &["doctor"],
    ] {
        let output = sandbox.run(arguments);
        assert!(output.code <= 1, "{arguments:?} {output}");
        assert_harmless(&output);
    }
    for hit in sandbox.hits(["strike"]) {
        let output = sandbox.run(["show", &text(&hit["id"])]);
        assert_eq!(output.code, 0);
        assert_harmless(&output);
    }
}

#[test]
fn errors_show_what_was_typed_as_harmlessly() {
    let sandbox = evil_archive();
    let _ = sandbox.run(["index"]);
    for arguments in [
        vec!["query".to_owned(), format!("\"strike{EVIL}")],
        vec!["query".to_owned(), format!("nosuch{EVIL}:strike")],
        vec!["query".to_owned(), format!("title:{EVIL}")],
        vec!["query".to_owned(), format!("strike{EVIL} OR")],
        vec!["query".to_owned(), format!("zeppelin{EVIL}")],
        vec!["query".to_owned(), format!("--{EVIL}")],
        vec!["query".to_owned(), format!("--sort={EVIL}")],
        vec![
            "query".to_owned(),
            "x".to_owned(),
            "--from".to_owned(),
            EVIL.to_owned(),
        ],
        vec!["query".to_owned(), "--phrase".to_owned(), EVIL.to_owned()],
        vec![
            "query".to_owned(),
            "--person".to_owned(),
            format!("Nobody{EVIL}"),
        ],
        vec![
            "query".to_owned(),
            "x".to_owned(),
            "--index".to_owned(),
            format!("no{EVIL}"),
        ],
        vec!["index".to_owned(), format!("no{EVIL}")],
        vec!["read".to_owned(), format!("no{EVIL}")],
        vec!["show".to_owned(), EVIL.to_owned()],
        vec!["names".to_owned(), EVIL.to_owned()],
        vec![EVIL.to_owned()],
    ] {
        let output = sandbox.run(&arguments);
        assert!((0..=2).contains(&output.code), "{arguments:?} {output}");
        assert_harmless(&output);
    }
}

#[test]
fn json_escapes_what_moves_a_cursor() {
    let sandbox = evil_archive();
    let _ = sandbox.run(["index"]);
    for output in [
        sandbox.run(["query", "strike", "--json"]),
        sandbox.run(["read", "corpus", "--json"]),
    ] {
        // Bidi characters are data; what a terminal obeys is not there.
        assert!(
            !output.stdout.contains(['\x1b', '\x07', '\x08']),
            "{output}"
        );
        assert!(output.lines().iter().all(serde_json::Value::is_object));
    }
}

/// An archive with something evil in every place of which something is ever printed.
#[cfg(unix)]
fn archive_of_all_evil() -> Sandbox {
    use std::io::{Cursor, Write};

    let sandbox = Sandbox::new();
    let who =
        format!("President Gustavo{EVIL} Petro met Angela{EVIL} Merkel in Berlin{EVIL}, Germany.");
    let article = |title: &str, day: u32| {
        json!({
            "title": format!("{title}{EVIL} strike"), "text": format!("{who} The strike{EVIL} ended.\nAll of it."),
            "author": format!("Jane{EVIL} Doe"), "source": format!("Echo{EVIL}"), "section": format!("A{EVIL}"),
            "url": format!("http://x/{EVIL}"), "summary": format!("Sum{EVIL}mary"), "language": format!("en{EVIL}"),
            "dateline": format!("BERLIN{EVIL}"), "page": format!("3{EVIL}"), "edition": format!("Late{EVIL}"),
            "date": format!("2999-01-{day:02}"),
        })
    };
    sandbox.write("corpus/a.json", article("One", 1).to_string());
    sandbox.write(
        format!("corpus/dir{EVIL}/b{EVIL}.json"),
        article("Two", 2).to_string(),
    );
    // What cannot be read is named with what is in it.
    sandbox.write(
        format!("corpus/cut{EVIL}.json"),
        format!("{{\"{EVIL}\": \"Cut"),
    );
    sandbox.write(
        format!("corpus/{EVIL}.xml"),
        format!("<?xml version='1.0'?><nitf{EVIL}><{EVIL}></body>"),
    );
    sandbox.write(
        format!("corpus/bytes{EVIL}.jsonl"),
        b"{\"title\":\"\\ud800\",\"text\":\"a \xed\xa0\x80 strike\"}\n{\"\x1b[2J\n",
    );
    sandbox.write(
        "corpus/nul.txt",
        "Strike\0\x1b[2J\n\nThe strike\0\u{9b}2J went on.\n",
    );
    sandbox.write(
        format!("corpus/long{EVIL}.txt"),
        format!("Strike\n\nThe strike {} went on.\n", EVIL.repeat(10_000)),
    );
    sandbox.write(
        format!("corpus/t{EVIL}.csv"),
        format!("kop{EVIL},tekst{EVIL}\nStrike{EVIL},It{EVIL} ended\n"),
    );
    sandbox.write("corpus/sub/.morgueignore", format!("[{EVIL}\n{{{EVIL}"));
    sandbox.write("corpus/sub/c.json", article("Three", 3).to_string());
    let mut zip = zip::write::ZipWriter::new(Cursor::new(Vec::new()));
    for member in [format!("m{EVIL}.json"), "n\0\x1b[2J.json".to_owned()] {
        zip.start_file(member, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(b"{\"title\": \"Cut").unwrap();
    }
    sandbox.write(
        format!("corpus/z{EVIL}.zip"),
        zip.finish().unwrap().into_inner(),
    );
    std::os::unix::fs::symlink(
        format!("no{EVIL}"),
        sandbox.path(format!("corpus/link{EVIL}")),
    )
    .unwrap();
    sandbox
}

#[cfg(unix)]
#[test]
fn no_verb_prints_what_an_archive_made_of_evil_holds() {
    let sandbox = archive_of_all_evil();
    let output = sandbox.run(["index", "--timings"]);
    assert_eq!(output.code, 0, "{output}");
    assert_harmless(&output);
    assert!(output.stdout.contains("failed"), "{output}");
    let ids: Vec<String> = sandbox
        .hits(["strike", "--all"])
        .iter()
        .map(|hit| text(&hit["id"]))
        .collect();
    assert!(ids.len() >= 5, "{ids:?}");
    let id = ids[0].as_str();
    for arguments in [
        &["query", "strike", "--all"][..],
        &["query", "strike", "--all", "-C", "3"],
        &[
            "query", "strike", "--all", "--color", "never", "--lang", "en",
        ],
        &["query", "strike", "--all", "-l"],
        &["query", "person:petro OR place:berlin", "--all"],
        &[
            "query",
            "strike",
            "--facet",
            "person,place,org,source,section,lang,decade,year,month",
        ],
        &[
            "query",
            "strike",
            "--fields",
            "title,file,byline,source,section,dateline,url,summary,persons",
        ],
        &["query", "strike", "--tsv"],
        &["query", "strike", "--ris", "--no-snippet"],
        &["kwic", "strike"],
        &[
            "kwic",
            "strike",
            "--sort",
            "source,L1,R1",
            "--width",
            "9999",
        ],
        &["kwic", "person:petro"],
        &["explain", "strike person:petro"],
        &["explain", "strike", id],
        &["show", id],
        &["show", id, "--query", "strike"],
        &["similar", id],
        &["names"],
        &["names", "petro"],
        &["names", "--with", "Angela Merkel"],
        &["names", "--query", "strike"],
        &["names", "suggest"],
        &["names", "ban", "Berlin", "--dry-run"],
        &["stats"],
        &["doctor"],
        &["read", "corpus"],
        &["index"],
        &["index", "--rebuild"],
    ] {
        let output = sandbox.run(arguments);
        assert!(output.code <= 1, "{arguments:?} {output}");
        if arguments
            .iter()
            .any(|flag| matches!(*flag, "--ris" | "--tsv" | "--fields"))
        {
            // Other programs read it: bidi characters are data, what a terminal obeys is not there.
            let is_obeyed = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
            assert!(
                !output.stdout.contains(is_obeyed),
                "{arguments:?} {output:?}"
            );
            continue;
        }
        assert_harmless(&output);
    }
}

#[cfg(unix)]
#[test]
fn no_error_shows_what_a_file_that_somebody_wrote_holds() {
    let sandbox = archive_of_all_evil();
    let _ = sandbox.run(["index"]);
    let head = "canonical\tkind\tvariants\tnot-variants\n";
    for (number, rows) in [
        format!("A{EVIL}\tship{EVIL}\n"),
        format!("A{EVIL}\tperson\tB{EVIL}\nC{EVIL}\tperson\tB{EVIL}\n"),
        format!("A{EVIL}\tperson\tB{EVIL}\tB{EVIL}\n"),
        format!("{EVIL}\tperson\n"),
        format!("\"A{EVIL}\tperson"),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("names{EVIL}{number}.tsv");
        sandbox.write(&name, format!("{head}{rows}"));
        let output = sandbox.run(["query", "strike", "--names", &name]);
        assert!(output.code == 2 || number == 3, "{number} {output}");
        assert_harmless(&output);
    }
    sandbox.write(
        "good.tsv",
        format!("{head}Angela{EVIL} Merkel\tperson\tAngie{EVIL}\n"),
    );
    for arguments in [
        &["names", "--names", "good.tsv"][..],
        &[
            "names",
            "rename",
            "Angela Merkel",
            "Angela\x1b[2J\u{202e} M",
            "--names",
            "good.tsv",
        ],
        &[
            "names",
            "merge",
            "Angela Merkel",
            "Jane\x1b[2J\u{202e} Doe",
            "--kind",
            "person",
            "--names",
            "good.tsv",
        ],
        &[
            "names",
            "split",
            "Angela Merkel",
            "\u{202e}Petro\x1b[2J",
            "--kind",
            "person",
            "--note",
            EVIL,
            "--names",
            "good.tsv",
        ],
        &[
            "names",
            "unban",
            "\u{202e}Petro\x1b[2J",
            "--kind",
            "person",
            "--names",
            "good.tsv",
        ],
        &["query", "person:Merkel", "--names", "good.tsv"],
    ] {
        let output = sandbox.run(arguments);
        assert!((0..=2).contains(&output.code), "{arguments:?} {output}");
        assert_harmless(&output);
    }
    for mapping in [
        EVIL.to_owned(),
        "[[mapping]]\nfiles = \"*\"\n\"\\u001b[2J\\u202e\" = 1\n".to_owned(),
        "[[mapping]]\nfiles = \"[\\u001b[2J\\u202e\"\n".to_owned(),
        "[[mapping]]\nfiles = \"*\"\ncharset = \"\\u001b[2J\\u202e\"\n".to_owned(),
        "[[mapping]]\nfiles = \"*\"\ndelimiter = \"\\u001b[2J\\u202e\"\n".to_owned(),
        "[[mapping]]\nfiles = \"*\"\ndate_format = \"%\\u001b[2J\\u202e\"\n".to_owned(),
        // Understood, and it does not fit.
        "[[mapping]]\nfiles = \"*\"\ntitle = \"\\u001b[2J\\u202e\"\nbody = \"\\u009b2J\"\n"
            .to_owned(),
    ] {
        sandbox.write("corpus/morgue.toml", &mapping);
        for arguments in [&["index"][..], &["read", "corpus"]] {
            let output = sandbox.run(arguments);
            assert!(!output.stderr.is_empty(), "{mapping:?} {output}");
            assert_harmless(&output);
        }
    }
    std::fs::remove_file(sandbox.path("corpus/morgue.toml")).unwrap();
    let output = sandbox.run(["query", &format!("zeppelin{EVIL}"), "--receipt", "r.json"]);
    assert_harmless(&output);
    for receipt in [
        std::fs::read_to_string(sandbox.path("r.json")).unwrap(),
        format!("{{\"receipt\":\"{EVIL}\"}}"),
        format!("{{\"receipt\":{{\"{EVIL}\":1}}}}"),
    ] {
        let name = format!("r{EVIL}.json");
        sandbox.write(&name, receipt);
        assert_harmless(&sandbox.run(["rerun", &name]));
    }
    let (one, two) = (format!("x/p{EVIL}"), format!("y/p{EVIL}"));
    sandbox.write(format!("{one}/a.txt"), "One\n\nText.\n");
    sandbox.write(format!("{two}/a.txt"), "Two\n\nText.\n");
    let index = format!("i{EVIL}");
    for arguments in [
        &["index", &one, &two][..],
        &["index", &one, "--index", &index],
        &["stats", "--index", &index],
    ] {
        assert_harmless(&sandbox.run(arguments));
    }
    let evil = format!("no{EVIL}/such");
    for arguments in [
        &["index", "--failures", &evil][..],
        &["query", "strike", "--receipt", &evil],
        &["query", "strike", "--names", &evil],
        &["query", "strike", "--facet", &evil],
        &["query", "strike", "--fields", &evil],
        &["kwic", "strike", "--sort", &evil],
        &["rerun", &evil],
        &["explain", "strike", &evil],
        &["similar", &evil],
        &["show", &evil],
        &["completions", &evil],
        &["doctor", &evil],
        &["names", "--with", &evil],
        &["names", "--kind", &evil],
    ] {
        let output = sandbox.run(arguments);
        assert!((1..=2).contains(&output.code), "{arguments:?} {output}");
        assert_harmless(&output);
    }
}
