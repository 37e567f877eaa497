//! Nothing found: which clause is to blame, and what would find something.

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, text};

fn archive() -> Sandbox {
    Sandbox::of_articles(&[
        json!({"title": "Mayor resigns", "date": "2019-05-04",
               "text": "Mayor Ana Ruiz said on Monday that she had resigned. The council thanked Ana Ruiz."}),
        json!({"title": "Council meets", "date": "2019-05-05",
               "text": "The council met on Tuesday for the first time since the flood, and spoke of nothing but the dam."}),
    ])
}

fn note_of(query: &str) -> Value {
    let output = archive().run(["query", "--json", query]);
    assert_eq!(output.code, 1, "{output}");
    let lines = output
        .stderr
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut lines = lines.filter(|line| line["code"] == "N-NOTHING");
    lines.next().unwrap()
}

/// Query, the clauses with their numbers, what is proposed.
#[test]
fn the_cause_is_named() {
    for (query, clauses, instead) in [
        ("zeppelin", "zeppelin 0", ""),
        ("zeppelin council", "zeppelin 0 | council 2", ""),
        (
            "resigned NEAR/1 council",
            "resigned 1 | council 2 | resigned NEAR/1 council 0",
            "resigned NEAR/10 council 1",
        ),
        (
            "resigned flood",
            "resigned 1 | flood 1",
            "flood 1 | resigned 1",
        ),
        (
            "\"council flood\"",
            "\"council flood\" 0",
            "council AND flood 1",
        ),
        (
            "person:\"Anna Ruis\"",
            "person:\"Anna Ruis\" 0",
            "person:\"Ana Ruiz\" 1",
        ),
        (
            "resigned monday tuesday flood",
            "resigned 1 | monday 1 | tuesday 1 | flood 1",
            "resigned AND monday 1 | tuesday AND flood 1",
        ),
        ("counsil", "counsil 0", "\"council\" 2"),
        ("=\"COUNCIL\"", "=\"COUNCIL\" 0", "\"council\" 2"),
        ("title:flood", "title:flood 0", "flood 1"),
        ("ATLEAST/3 flood", "ATLEAST/3 flood 0", "flood 1"),
    ] {
        let note = note_of(query);
        let told = |list: &Value, key: &str| {
            let told = list.as_array().unwrap().iter();
            let told = told.map(|one| format!("{} {}", text(&one[key]), one["articles"]));
            told.collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(told(&note["clauses"], "clause"), clauses, "{query}");
        let proposed = told(&note["instead"], "query").to_lowercase();
        assert!(
            proposed.contains(&instead.to_lowercase()),
            "{query}: {proposed}"
        );
        assert!(
            !instead.is_empty() || proposed.is_empty(),
            "{query}: {proposed}"
        );
    }
}

/// Every number is what the query gives, and nothing is proposed that finds nothing.
#[test]
fn proposals_keep_their_word() {
    let sandbox = archive();
    for query in [
        "resigned NEAR/1 council",
        "person:\"Anna Ruis\"",
        "counsil",
        "\"met flood\"",
        "resigned flood dam",
    ] {
        for instead in note_of(query)["instead"].as_array().unwrap() {
            let asked = text(&instead["query"]);
            let counted = sandbox.run(["query", "-c", "--json", &asked]).lines();
            assert_eq!(counted[0]["total"], instead["articles"], "{query}: {asked}");
            assert_ne!(counted[0]["total"], 0, "{query}: {asked}");
        }
    }
}

#[test]
fn people_read_a_line_for_each() {
    let output = archive().run(["query", "resigned NEAR/1 council"]);
    let told: Vec<&str> = output.stderr.lines().skip(1).collect();
    assert_eq!(
        told,
        [
            "note: no articles match.  resigned 1 · council 2 · resigned NEAR/1 council 0",
            "  try  resigned NEAR/10 council   within 10 words (1)",
        ],
        "{output}"
    );
}
