//! `morgue show` gives one stored article as `read` understands it.

use serde_json::json;

use crate::sandbox::{Sandbox, text};

#[test]
fn what_is_shown_is_what_read_says() {
    let sandbox = Sandbox::with_sample();
    sandbox.index();
    let read = sandbox.run(["read", "--json", "corpus"]).lines();
    let hits = sandbox.hits(["*", "--all", "--no-snippet"]);
    assert!(hits.len() > 60);
    for hit in hits.iter().step_by(9) {
        let shown = sandbox
            .run(["show", "--json", &text(&hit["id"])])
            .lines()
            .remove(0);
        assert_eq!(
            (&shown["file"], &shown["record"]),
            (&hit["file"], &hit["record"])
        );
        let mut same = read.iter().filter(|article| article["id"] == hit["id"]);
        assert_eq!(same.next(), Some(&shown));
        assert_eq!(same.next(), None, "one id, one article");
    }
}

#[test]
fn people_see_the_article_whole() {
    let sandbox = Sandbox::of_articles(&[json!({
        "title": "Strike ends", "date": "1923-05-04", "source": "Daily Echo", "author": "Jane Doe",
        "text": "The port opened again at six.\nNobody cheered.",
    })]);
    let id = text(&sandbox.hits(["strike"])[0]["id"]);
    let shown = sandbox.run(["show", &id]).to_string();
    for piece in [
        "Strike ends",
        "Daily Echo",
        "1923-05-04",
        "Jane Doe",
        "a.jsonl",
        &id,
        "The port opened again at six.",
        "Nobody cheered.",
    ] {
        assert!(shown.contains(piece), "{piece}: {shown}");
    }
}

#[test]
fn an_unknown_id_is_an_error() {
    let sandbox = Sandbox::of_articles(&[json!({"title": "One", "text": "x"})]);
    insta::assert_snapshot!(sandbox.run(["show", "0123456789abcdef"]), @r#"
----- stderr
error: no article has the id `0123456789abcdef`
help: ids are 16 hex digits, printed by `morgue query --json`
----- exit 2
"#);
    for id in [
        "",
        "xyz",
        "0123456789abcde",
        "0123456789abcdef0",
        "+123456789abcdef",
    ] {
        let output = sandbox.run(["show", "--json", "--", id]);
        assert_eq!(output.code, 2, "{id}");
        assert_eq!(output.error()["code"], "E-ID", "{id}");
    }
}

#[test]
fn an_id_may_be_typed_in_capitals() {
    let sandbox = Sandbox::of_articles(&[json!({"title": "One", "text": "x"})]);
    let id = text(&sandbox.hits(["*"])[0]["id"]);
    assert_eq!(sandbox.run(["show", &id.to_uppercase()]).code, 0);
    assert_eq!(sandbox.found([format!("id:{id}")]), ["a.jsonl"]);
}

#[test]
fn what_a_query_finds_is_marked() {
    let sandbox = Sandbox::of_articles(&[json!({
        "title": "Strike ends", "date": "1923-05-04", "source": "Daily Echo",
        "text": "After the general\nstrike, général strikes are over.\nJane Doe cheered.",
    })]);
    let id = text(&sandbox.hits(["strike"])[0]["id"]);
    insta::assert_snapshot!(sandbox.run(["show", &id, "--query", "\"general strike\" OR strikes"]), @r#"
*Strike* ends
   source  Daily Echo
     date  1923-05-04
     file  a.jsonl
       id  0af9010d12448f60

After the *general*

*strike*, général *strikes* are over.

Jane Doe cheered.

  persons  Jane Doe
----- stderr
read as  "general strike" OR strikes   (strikes: strikes, strike)
----- exit 0
"#);
    let colored = sandbox
        .run(["show", &id, "--color=always", "--query", "strike"])
        .stdout;
    assert!(
        colored.contains("\x1b[1m\x1b[31mStrike\x1b[0m \x1b[1mends\x1b[0m"),
        "{colored:?}"
    );
}

#[test]
fn marks_come_as_json_when_they_are_asked_for() {
    let sandbox = Sandbox::of_articles(&[
        json!({"title": "Né: strike", "text": "é\nGeneral strike. Striking."}),
    ]);
    let id = text(&sandbox.hits(["strike"])[0]["id"]);
    let show = |query: &str| sandbox.run(["show", "--json", &id, "--query", query]);
    let marks = show("strike").lines()[0]["marks"].clone();
    assert_eq!(
        marks,
        json!([
            {"part": "title", "start": 4, "end": 10},
            {"part": "body", "start": 10, "end": 16},
            {"part": "body", "start": 18, "end": 26}
        ])
    );
    let plain = sandbox.run(["show", "--json", &id]).lines().remove(0);
    assert!(plain.get("marks").is_none());
    assert_eq!(show("zeppelin").lines()[0]["marks"], json!([]));
    assert_eq!(show("\"open").code, 2);
}

#[test]
fn an_article_that_is_no_hit_is_shown_with_a_note() {
    let sandbox = Sandbox::of_articles(&[json!({"title": "Strike", "text": "x"})]);
    let id = text(&sandbox.hits(["strike"])[0]["id"]);
    let output = sandbox.run(["show", &id, "--query", "strike lockout"]);
    assert_eq!(output.code, 0);
    assert!(output.stdout.starts_with("*Strike*\n"), "{output}");
    assert!(
        output
            .stderr
            .contains("the query does not find this article"),
        "{output}"
    );
}
