//! A corpus of two thousand short articles that comes out in editions, for tests that disturb what indexes it.

use crate::sandbox::Sandbox;

const FILES: usize = 40;
const ARTICLES_PER_FILE: usize = 50;

/// Questions whose answers differ from edition to edition.
const QUESTIONS: [&str; 5] = ["quiet", "strike", "\"strike 3\"", "title:7", "person:Doe"];

/// Writes the corpus; the edition decides what is in a third of the files.
pub(crate) fn write_edition(sandbox: &Sandbox, edition: usize) {
    for file in 0..FILES {
        let edition = if file % 3 == 0 { edition } else { 0 };
        let stories = ARTICLES_PER_FILE - edition % 7;
        let text: String = (0..stories)
            .map(|story| {
                // Every tenth repeats the one before.
                let number = story - usize::from(story % 10 == 9);
                let title = format!("Story {number} of file {file}");
                let body = format!(
                    "The port {number} was quiet in edition {edition}, said Jane Doe. Strike {}.",
                    number % 13
                );
                serde_json::json!({"title": title, "text": body}).to_string() + "\n"
            })
            .collect();
        sandbox.write(format!("corpus/{file:03}.jsonl"), text);
    }
}

/// What the index says of the articles of an edition, in no order.
pub(crate) fn answers(sandbox: &Sandbox) -> Vec<Vec<String>> {
    QUESTIONS
        .map(|query| {
            let mut found = sandbox.found([query]);
            found.sort();
            found
        })
        .to_vec()
}

/// Asserts that the index is sound, and equal to one that is made of the same corpus at once.
pub(crate) fn assert_equals_a_clean_build(sandbox: &Sandbox, edition: usize) {
    let clean = Sandbox::new();
    write_edition(&clean, edition);
    assert_eq!(sandbox.index()["articles"], clean.index()["articles"]);
    let expected = answers(&clean);
    assert!(expected.iter().all(|found| !found.is_empty()));
    assert!(
        answers(sandbox) == expected,
        "the answers differ from those of a clean build"
    );
    let output = sandbox.run(["doctor", "index"]);
    assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{output}");
    let again = sandbox.index();
    assert_eq!(again["articles"], again["unchanged"], "{again}");
}
