//! Killed at any moment, the index can be searched, and the next run makes it whole.
//!
//! A kill must not lose an article that was committed, and none may be there twice.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::sandbox::Sandbox;

/// Moments that are tried.
const KILLS: u32 = 20;

const FILES: usize = 40;
const ARTICLES_PER_FILE: usize = 50;

/// A corpus of some thousand short articles; `edition` decides what is in a third of the files.
fn write_corpus(sandbox: &Sandbox, edition: usize) {
    for file in 0..FILES {
        let edition = if file % 3 == 0 { edition } else { 0 };
        let stories = ARTICLES_PER_FILE - edition % 7;
        let text: String = (0..stories)
            .map(|story| {
                let title = format!("Story {story} of file {file}");
                // Every tenth repeats the one before.
                let number = story - usize::from(story % 10 == 9);
                let body = format!(
                    "The port {number} was quiet in edition {edition}. Strike {}.",
                    number % 13
                );
                let title = if story % 10 == 9 {
                    format!("Story {number} of file {file}")
                } else {
                    title
                };
                serde_json::json!({"title": title, "text": body}).to_string() + "\n"
            })
            .collect();
        sandbox.write(format!("corpus/{file:03}.jsonl"), text);
    }
}

fn answers(sandbox: &Sandbox) -> Vec<Vec<String>> {
    ["quiet", "strike", "\"strike 3\"", "title:7"]
        .map(|query| {
            let mut found = sandbox.found([query]);
            found.sort();
            found
        })
        .to_vec()
}

#[test]
fn the_next_run_continues() {
    let clean = Sandbox::new();
    write_corpus(&clean, 1);
    let started = Instant::now();
    clean.index_with(["-j", "2"]);
    let whole_run = started.elapsed();

    let sandbox = Sandbox::new();
    let mut killed = 0;
    for kill in 0..KILLS {
        // Always something to do, and sometimes a rebuild beside an index that is in use.
        write_corpus(&sandbox, kill as usize + 2);
        let mut arguments = vec!["index", "-j", "2"];
        if kill % 5 == 4 {
            arguments.push("--rebuild");
        }
        let mut command = sandbox.command(arguments);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Spread over the whole run, in an order that looks random.
        let moment = whole_run * (kill * 7 % KILLS + 1) / KILLS;
        std::thread::sleep(moment.min(Duration::from_secs(5)));
        let is_running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        killed += u32::from(is_running);

        // Whatever happened, a question is answered or the index is not there yet.
        let output = sandbox.run(["query", "-c", "quiet"]);
        let is_first = !sandbox.path("index/morgue.json").exists();
        assert!(output.code <= 1 || is_first, "after kill {kill}: {output}");
        if kill % 4 == 3 {
            sandbox.index();
        }
    }
    assert!(
        killed > KILLS / 4,
        "only {killed} of {KILLS} runs were killed in time"
    );

    write_corpus(&sandbox, 1);
    sandbox.index();
    let again = sandbox.index();
    let total = again["unchanged"].as_u64().unwrap();
    assert_eq!(again["articles"], total);
    assert_eq!(clean.index()["articles"], total);
    let expected = answers(&clean);
    assert!(expected.iter().all(|found| !found.is_empty()));
    assert!(
        answers(&sandbox) == expected,
        "the answers differ from those of a clean build"
    );
    let generations = fs::read_dir(sandbox.path("index"))
        .unwrap()
        .filter(|entry| {
            entry
                .as_ref()
                .unwrap()
                .file_name()
                .to_str()
                .unwrap()
                .starts_with("gen-")
        });
    assert_eq!(
        generations.count(),
        1,
        "what killed rebuilds left behind is gone"
    );
}
