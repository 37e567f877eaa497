//! Whatever an archive or a query holds, nothing of it moves a cursor, turns a line or hides.

use serde_json::json;

use crate::sandbox::{Output, Sandbox, text};

/// Clears the screen, sets the window's title, turns the line around, rings, hides, returns.
const EVIL: &str =
    "\x1b[2J\x1b]0;owned\x07\u{202e}\u{2066}\u{200f}\u{9b}31m\x08\x7f\r\u{feff}\u{ad}";

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
                | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
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
