//! What an answer is made of, counted.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, keys, text};

fn archive() -> Sandbox {
    Sandbox::of_articles(&[
        json!({"title": "Minister resigns", "date": "1923-05-04", "source": "Daily Echo", "section": "News",
               "language": "en", "text": "Prime Minister Ana Ruiz met Gustavo Petro in Paris on Monday. Ruiz resigned. Petro said nothing."}),
        json!({"title": "Talks in Paris", "date": "1923-07", "source": "Daily Echo", "section": "Foreign",
               "language": "en", "text": "President Gustavo Petro flew to Paris on Monday. The talks go on, Petro said."}),
        json!({"title": "Minister back", "date": "1931", "source": "Evening Post", "language": "en",
               "text": "Prime Minister Ana Ruiz returned to London on Tuesday, where she met Gustavo Petro."}),
        json!({"title": "A quiet day", "text": "On Monday nothing happened in London.", "language": "en"}),
        json!({"title": "Elsewhere", "date": "1950-01-01", "source": "Daily Echo", "language": "en",
               "text": "Rain fell in Madrid."}),
    ])
}

/// The counts of one facet as scripts get them.
fn counts(sandbox: &Sandbox, arguments: &[&str]) -> Vec<(Option<String>, u64)> {
    let mut all = vec!["query", "--json"];
    all.extend(arguments);
    let output = sandbox.run(&all);
    assert_eq!(output.code, 0, "{output}");
    let line = |line: &Value| {
        assert_eq!(keys(line), ["facet", "value", "articles"]);
        let value = line["value"].as_str().map(str::to_owned);
        (value, line["articles"].as_u64().unwrap())
    };
    output.lines().iter().map(line).collect()
}

fn some(value: &str, articles: u64) -> (Option<String>, u64) {
    (Some(value.to_owned()), articles)
}

#[test]
fn the_whole_answer_is_counted() {
    let sandbox = archive();
    assert_eq!(
        counts(
            &sandbox,
            &["minister OR talks OR monday", "--facet", "person"]
        ),
        [some("Gustavo Petro", 3), some("Ana Ruiz", 2)]
    );
    assert_eq!(
        counts(&sandbox, &["*", "--facet", "source"]),
        [some("Daily Echo", 3), some("Evening Post", 1), (None, 1)]
    );
    assert_eq!(
        counts(&sandbox, &["*", "--facet", "section"]),
        [(None, 3), some("Foreign", 1), some("News", 1)]
    );
    assert_eq!(counts(&sandbox, &["*", "--facet", "lang"]), [some("en", 5)]);
    assert!(counts(&sandbox, &["rain", "--facet", "person"]).is_empty());
}

#[test]
fn time_is_counted_as_far_as_it_is_known() {
    let sandbox = archive();
    assert_eq!(
        counts(&sandbox, &["*", "--facet", "year"]),
        [some("1923", 2), some("1931", 1), some("1950", 1), (None, 1)]
    );
    assert_eq!(
        counts(&sandbox, &["*", "--facet", "decade"]),
        [
            some("1920s", 2),
            some("1930s", 1),
            some("1950s", 1),
            (None, 1)
        ]
    );
    // Of 1931 no month is known.
    assert_eq!(
        counts(&sandbox, &["*", "--facet", "month"]),
        [
            some("1923-05", 1),
            some("1923-07", 1),
            some("1950-01", 1),
            (None, 2)
        ]
    );
}

#[test]
fn the_limit_keeps_the_most() {
    let sandbox = archive();
    let most = counts(&sandbox, &["*", "--facet", "source", "--facet-limit", "1"]);
    assert_eq!(most, [some("Daily Echo", 3)]);
    assert_eq!(
        counts(&sandbox, &["*", "--facet", "person", "--facet-limit", "1"]),
        [some("Gustavo Petro", 3)]
    );
    let output = sandbox.run([
        "query",
        "*",
        "--facet",
        "source",
        "--facet-limit",
        "0",
        "--json",
    ]);
    assert_eq!((output.stdout.as_str(), output.code), ("", 0));
}

#[test]
fn people_get_aligned_columns() {
    insta::assert_snapshot!(archive().run(["query", "*", "--facet", "source,year", "--facet-limit", "2"]), @r#"
5 articles

source
  Daily Echo    3
  Evening Post  1

year
  1923  2
  1931  1
  1 more; --facet-limit N shows N
----- stderr
read as  *
----- exit 0
"#);
}

#[test]
fn hits_follow_when_they_are_asked_for() {
    let sandbox = archive();
    let output = sandbox.run(["query", "*", "--facet", "lang", "--json", "-n", "2"]);
    let lines = output.lines();
    assert_eq!(lines.len(), 3, "{output}");
    assert_eq!(lines[0]["facet"], "lang");
    assert_eq!(lines[1]["rank"], 1);
    assert_eq!(
        sandbox
            .run(["query", "*", "--facet", "lang", "--json", "--all"])
            .lines()
            .len(),
        6
    );
    let output = sandbox.run(["query", "*", "--facet", "source,lang", "--csv"]);
    assert_eq!(
        output.stdout,
        "facet,value,articles\nsource,Daily Echo,3\nsource,Evening Post,1\nsource,,1\nlang,en,5\n"
    );
    let output = sandbox.run(["query", "zeppelin", "--facet", "source", "--json"]);
    assert_eq!((output.stdout.as_str(), output.code), ("", 1));
    for flag in ["-c", "-l", "--bibtex", "--fields=title"] {
        assert_eq!(
            sandbox.run(["query", "*", "--facet", "year", flag]).code,
            2,
            "{flag}"
        );
    }
    assert_eq!(sandbox.run(["query", "*", "--facet", "persons"]).code, 2);
}

#[test]
fn the_names_file_is_heard() {
    let sandbox = archive();
    let _ = sandbox.run(["names", "merge", "Gustavo Petro", "Ana Ruiz"]);
    assert_eq!(
        counts(&sandbox, &["*", "--facet", "person"]),
        [some("Gustavo Petro", 3)],
        "an article with both counts once"
    );
    let _ = sandbox.run(["names", "ban", "Paris", "--kind", "place"]);
    let places = counts(&sandbox, &["*", "--facet", "place"]);
    assert_eq!(places, [some("London", 2), some("Madrid", 1)]);
}

#[test]
fn facets_agree_with_the_list_of_names_and_with_the_hits() {
    let sandbox = Sandbox::with_sample();
    sandbox.index();
    for query in ["*", "strike OR port OR minister", "the"] {
        for kind in ["person", "place", "org"] {
            let listed = sandbox
                .run(["names", "--query", query, "--kind", kind, "--json"])
                .lines();
            let listed: BTreeMap<Option<String>, u64> = listed
                .iter()
                .map(|line| {
                    (
                        Some(text(&line["name"])),
                        line["articles"].as_u64().unwrap(),
                    )
                })
                .collect();
            let counted = counts(
                &sandbox,
                &[query, "--facet", kind, "--facet-limit", "100000"],
            );
            assert_eq!(
                counted.into_iter().collect::<BTreeMap<_, _>>(),
                listed,
                "{query} {kind}"
            );
        }
        let hits = sandbox
            .run(["query", query, "--all", "--json", "--fields", "source,date"])
            .lines();
        let mut sources: BTreeMap<Option<String>, u64> = BTreeMap::new();
        let mut years: BTreeMap<Option<String>, u64> = BTreeMap::new();
        for hit in &hits {
            *sources
                .entry(hit["source"].as_str().map(str::to_owned))
                .or_default() += 1;
            *years
                .entry(hit["date"].as_str().map(|date| date[..4].to_owned()))
                .or_default() += 1;
        }
        for (facet, expected) in [("source", sources), ("year", years)] {
            let counted = counts(
                &sandbox,
                &[query, "--facet", facet, "--facet-limit", "100000"],
            );
            assert_eq!(
                counted.into_iter().collect::<BTreeMap<_, _>>(),
                expected,
                "{query} {facet}"
            );
        }
    }
}
