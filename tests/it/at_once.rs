//! Several programs on one index: one of them writes, the others ask, and each sees one whole state.

use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::editions::{answers, write_edition};
use crate::sandbox::{Output, Sandbox, text};

/// Questions asked at once.
const AT_ONCE: usize = 50;

/// How often.
const ROUNDS: usize = 6;

fn started(sandbox: &Sandbox, arguments: &[&str]) -> Child {
    let mut command = sandbox.command(arguments);
    command.stderr(Stdio::piped()).spawn().unwrap()
}

fn answer(child: Child) -> (Option<i32>, String, String) {
    let output = child.wait_with_output().unwrap();
    let read = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        read(output.stdout),
        read(output.stderr),
    )
}

#[test]
fn of_two_that_write_one_says_who_writes() {
    let sandbox = Sandbox::new();
    write_edition(&sandbox, 1);
    for edition in 2..6 {
        let writers = [
            started(&sandbox, &["index", "--json"]),
            started(&sandbox, &["index", "--json"]),
            started(&sandbox, &["index", "--json", "--rebuild"]),
        ];
        let ids = writers.each_ref().map(Child::id);
        let done = writers.map(answer);
        let winners: Vec<u32> = ids
            .into_iter()
            .zip(&done)
            .filter(|(_, (code, ..))| *code == Some(0))
            .map(|(id, _)| id)
            .collect();
        assert!(!winners.is_empty(), "{done:?}");
        for (code, _, stderr) in done.iter().filter(|(code, ..)| *code != Some(0)) {
            assert_eq!(*code, Some(2), "{stderr}");
            let error: serde_json::Value = serde_json::from_str(stderr.trim()).unwrap();
            assert_eq!(error["code"], "E-LOCKED", "{stderr}");
            // Who comes in the moment between taking the lock and signing it cannot know.
            let message = text(&error["message"]);
            let is_signed = winners
                .iter()
                .any(|id| message.contains(&format!("process {id}, since 2")));
            assert!(is_signed || message.ends_with("to index"), "{message}");
        }
        write_edition(&sandbox, edition);
    }
    let expected = Sandbox::new();
    write_edition(&expected, 5);
    assert_eq!(sandbox.index()["articles"], expected.index()["articles"]);
    assert!(answers(&sandbox) == answers(&expected));
}

/// Asks while `write` writes; every answer must be one of these.
fn asked_while(sandbox: &Sandbox, allowed: &[String], write: impl FnOnce()) {
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let mut asked = 0;
            while !is_done.load(Ordering::Relaxed) {
                let output: Output = sandbox.run(["query", "--count", "edition"]);
                assert_eq!(output.code, 0, "{output}");
                assert!(allowed.contains(&output.stdout), "{output}");
                asked += 1;
            }
            asked
        });
        write();
        is_done.store(true, Ordering::Relaxed);
        let asked = asking.join().unwrap();
        assert!(asked > 3, "asked {asked} times only");
    });
}

#[test]
fn who_asks_during_a_rebuild_sees_the_old_index_or_the_new_one() {
    let sandbox = Sandbox::new();
    write_edition(&sandbox, 1);
    sandbox.index();
    for edition in [3, 1, 4] {
        write_edition(&sandbox, edition);
        let dry = sandbox.index_with(["--dry-run"]);
        let new = dry["articles"].to_string() + "\n";
        let now = sandbox.run(["query", "--count", "edition"]).stdout;
        asked_while(&sandbox, &[now, new.clone()], || {
            sandbox.index_with(["--rebuild"]);
        });
        assert_eq!(sandbox.run(["query", "--count", "edition"]).stdout, new);
    }
}

#[test]
fn who_asks_while_an_index_grows_sees_whole_commits() {
    let sandbox = Sandbox::new();
    write_edition(&sandbox, 1);
    sandbox.index();
    for edition in [3, 5, 2] {
        write_edition(&sandbox, edition);
        let now = sandbox.run(["query", "--count", "edition"]).stdout;
        let new = sandbox.index_with(["--dry-run"])["articles"].to_string() + "\n";
        asked_while(&sandbox, &[now, new], || {
            sandbox.index();
        });
    }
}

#[test]
fn hundreds_of_questions_at_once_have_the_answers_of_one() {
    let sandbox = Sandbox::new();
    write_edition(&sandbox, 1);
    sandbox.index();
    let questions: [&[&str]; 4] = [
        &["query", "\"strike 3\" AND quiet", "--json", "--all"],
        &["query", "person:Doe title:7", "--json"],
        &["kwic", "strik* NEAR/9 quiet", "--json"],
        &["names", "--json"],
    ];
    let alone = questions.map(|question| sandbox.run(question).stdout);
    for round in 0..ROUNDS {
        let asked: Vec<Child> = (0..AT_ONCE)
            .map(|number| started(&sandbox, questions[number % questions.len()]))
            .collect();
        if round == ROUNDS / 2 {
            sandbox.index_with(["--rebuild"]);
        }
        for (number, child) in asked.into_iter().enumerate() {
            let (code, stdout, stderr) = answer(child);
            assert_eq!(code, Some(0), "{stderr}");
            assert!(stdout == alone[number % questions.len()], "{stderr}");
        }
    }
}
