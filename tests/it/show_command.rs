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
