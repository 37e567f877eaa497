//! `morgue names` lists who, what and where is in the archive, most articles first.

use serde_json::json;

use crate::sandbox::{Sandbox, keys, text, with};

fn archive() -> Sandbox {
    Sandbox::of_articles(&[
        json!({"title": "Talks go on", "language": "en",
               "text": "President Gustavo Petro met Angela Merkel in Berlin. Petro smiled. Petro left."}),
        json!({"title": "Visit ends", "language": "en",
               "text": "Gustavo Petro left Berlin for Bogotá on Monday."}),
        json!({"title": "Rain", "language": "en", "text": "Angela Merkel stayed in Berlin."}),
        json!({"title": "Calm", "language": "en", "text": "Gustavo Petro spoke in Bogotá."}),
    ])
}

fn names(sandbox: &Sandbox, arguments: &[&str]) -> Vec<serde_json::Value> {
    let output = sandbox.run(with(["names", "--json"], arguments));
    assert_eq!(output.code, i32::from(output.stdout.is_empty()), "{output}");
    output.lines()
}

#[test]
fn a_name_has_its_keys_in_order_and_its_counts() {
    let found = names(&archive(), &["--kind", "person"]);
    assert_eq!(
        keys(&found[0]),
        [
            "kind", "name", "articles", "mentions", "variants", "id", "vouched"
        ]
    );
    assert_eq!(
        found[0],
        json!({"kind": "person", "name": "Gustavo Petro", "articles": 3, "mentions": 5,
               "variants": ["Petro"], "id": null, "vouched": false})
    );
    assert_eq!(found[1]["name"], "Angela Merkel");
    assert_eq!(
        (&found[1]["articles"], &found[1]["variants"]),
        (&json!(2), &json!([]))
    );
}

#[test]
fn most_articles_come_first() {
    let counts: Vec<u64> = names(&archive(), &[])
        .iter()
        .map(|name| name["articles"].as_u64().unwrap())
        .collect();
    assert!(counts.len() >= 4, "{counts:?}");
    assert!(counts.is_sorted_by(|a, b| a >= b), "{counts:?}");
}

#[test]
fn kind_pattern_and_limit_narrow_the_list() {
    let sandbox = archive();
    assert!(
        names(&sandbox, &["--kind", "place"])
            .iter()
            .all(|name| name["kind"] == "place")
    );
    for pattern in ["petro", "PETRO", "gustavo petro", "pet", "gustavo pet"] {
        let found = names(&sandbox, &[pattern]);
        assert_eq!(found.len(), 1, "{pattern}: {found:?}");
        assert_eq!(text(&found[0]["name"]), "Gustavo Petro");
    }
    assert_eq!(
        names(&sandbox, &["bogota"])[0]["name"],
        "Bogotá",
        "accents may be left out"
    );
    assert_eq!(names(&sandbox, &["-n", "1"]).len(), 1);
    assert!(names(&sandbox, &["zeppelin"]).is_empty());
    assert_eq!(sandbox.run(["names", "--kind", "ship"]).code, 2);
}

#[test]
fn every_article_that_is_counted_is_found() {
    let sandbox = Sandbox::with_sample();
    sandbox.index();
    let list = names(&sandbox, &["--kind", "person", "-n", "12"]);
    assert!(!list.is_empty());
    for name in list {
        let person = format!("person:\"{}\"", text(&name["name"]));
        let output = sandbox.run(["query", "-c", &person]);
        let found: u64 = output.stdout.trim().parse().unwrap();
        assert!(
            found >= name["articles"].as_u64().unwrap(),
            "{name}: {output}"
        );
    }
}

#[test]
fn names_of_removed_articles_are_gone() {
    let sandbox = archive();
    sandbox.write(
        "corpus/a.jsonl",
        "{\"title\": \"Rain\", \"text\": \"It rained.\"}\n",
    );
    sandbox.index();
    assert!(names(&sandbox, &["petro"]).is_empty());
}

#[test]
fn nobody_is_said_to_be_nobody() {
    let output = archive().run(["names", "zeppelin"]);
    assert_eq!(output.code, 1, "{output}");
    assert!(output.stderr.contains("no names match"), "{output}");
}
