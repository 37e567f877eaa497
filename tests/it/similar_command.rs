//! `morgue similar` finds articles like one, and never the one itself.

use serde_json::json;

use crate::sandbox::{Sandbox, text};

fn archive() -> Sandbox {
    Sandbox::of_articles(&[
        json!({"title": "Dockers strike over pay", "date": "1923-05-04",
               "text": "The dockers of Cork went on strike on Thursday. They ask for more pay. The harbour was silent."}),
        json!({"title": "Harbour silent as dockers strike", "date": "1923-05-06",
               "text": "No ship was unloaded in the harbour. The dockers strike for more pay."}),
        json!({"title": "A quiet wedding", "date": "1923-05-06",
               "text": "The bride wore white. The guests went home on Thursday."}),
    ])
}

#[test]
fn the_likest_comes_first_and_the_article_itself_never() {
    let sandbox = archive();
    let id = text(&sandbox.hits(["cork"])[0]["id"]);
    let output = sandbox.run(["similar", "--json", &id]);
    let titles: Vec<String> = output
        .lines()
        .iter()
        .map(|hit| text(&hit["title"]))
        .collect();
    assert_eq!(titles[0], "Harbour silent as dockers strike", "{output}");
    assert!(
        !titles.contains(&"Dockers strike over pay".to_owned()),
        "{output}"
    );
    assert!(output.stderr.contains("dockers"), "{output}");
    assert_eq!(output.code, 0);
}

#[test]
fn what_shares_nothing_is_like_nothing() {
    let sandbox = Sandbox::of_articles(&[
        json!({"title": "One", "text": "Zinc smelters everywhere."}),
        json!({"title": "Two", "text": "Cotton balers nowhere."}),
    ]);
    let id = text(&sandbox.hits(["zinc"])[0]["id"]);
    assert_eq!(sandbox.run(["similar", &id]).code, 1);
    assert_eq!(sandbox.run(["similar", "0123456789abcdef"]).code, 2);
}
