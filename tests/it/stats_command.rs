//! `morgue stats` counts what is in the index.

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, lines};

#[test]
fn the_counts_are_those_of_the_corpus() {
    let articles = [
        json!({"title": "One", "text": "x", "date": "1923-05-04", "source": "Echo", "language": "en"}),
        json!({"title": "Two", "text": "x", "date": "2019-01-02", "source": "Echo", "language": "de"}),
        json!({"title": "Three", "text": "x"}),
        json!({"title": "Three", "text": "x"}),
    ];
    let sandbox = Sandbox::indexed(&[("a.jsonl", &lines(&articles)), ("b.txt", "")]);
    let output = sandbox.run(["stats", "--json"]);
    let census = output.lines().remove(0);
    let number = |key: &str| census[key].as_u64().unwrap();
    assert_eq!((number("articles"), number("files")), (3, 2), "{output}");
    assert_eq!(
        (number("duplicate"), number("rejected"), number("undated")),
        (1, 1, 1)
    );
    assert_eq!(
        (&census["from"], &census["to"]),
        (&json!("1923-05-04"), &json!("2019-01-02"))
    );
    assert_eq!(census["sources"], json!({"Echo": 2}));
    assert_eq!(census["languages"]["de"], 1);
    assert!(number("bytes") > 0);
    for key in ["persons", "places", "orgs"] {
        assert!(census[key].is_u64(), "{key}");
    }
}

#[test]
fn an_empty_index_has_counts_too() {
    let sandbox = Sandbox::new();
    sandbox.index();
    let census = sandbox.run(["stats", "--json"]).lines().remove(0);
    assert_eq!(
        (&census["articles"], &census["from"]),
        (&json!(0), &Value::Null)
    );
    assert_eq!(sandbox.run(["stats"]).code, 0);
}

#[test]
fn names_are_counted_as_listed() {
    let sandbox = Sandbox::with_sample();
    sandbox.index();
    let census = sandbox.run(["stats", "--json"]).lines().remove(0);
    for (key, kind) in [("persons", "person"), ("places", "place"), ("orgs", "org")] {
        let listed = sandbox
            .run(["names", "--json", "--kind", kind])
            .lines()
            .len();
        assert_eq!(census[key], listed, "{kind}");
    }
}
