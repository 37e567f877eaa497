//! Whatever lies in an archive's folders, the run ends, and every entry is accounted for.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use serde_json::json;

use crate::sandbox::{Sandbox, assert_adds_up, keys, text};

const STORY: &str = "Strike ends\n\nDockers went back to work.\n";

#[test]
fn a_pipe_does_not_stop_the_run() {
    let sandbox = Sandbox::with(&[("a.txt", STORY)]);
    for name in ["pipe.txt", "pipe.jsonl.gz", ".morgueignore"] {
        let made = Command::new("mkfifo")
            .arg(sandbox.path("corpus").join(name))
            .status();
        if !made.is_ok_and(|status| status.success()) {
            #[expect(clippy::print_stderr, reason = "a test that tests nothing must say so")]
            {
                eprintln!("SKIPPED a_pipe_does_not_stop_the_run: there is no mkfifo here");
            }
            return;
        }
    }
    let summary = sandbox.index();
    assert_eq!(summary["added"], 1, "{summary}");
    assert_eq!(summary["skipped"]["not a regular file"], 2);
    let output = sandbox.run(["read", "--json", "corpus/pipe.txt"]);
    assert_eq!(output.code, 1, "{output}");
    assert!(output.stderr.contains("not a regular file"), "{output}");
}

#[test]
fn links_are_followed_but_never_in_a_circle() {
    let sandbox = Sandbox::with(&[("a/story.txt", STORY)]);
    sandbox.write("elsewhere/ferry.txt", "Ferry\n\nThe ferry sank.\n");
    symlink(sandbox.path("elsewhere"), sandbox.path("corpus/linked")).unwrap();
    symlink("..", sandbox.path("corpus/a/up")).unwrap();
    symlink("self", sandbox.path("corpus/self")).unwrap();
    symlink("nowhere", sandbox.path("corpus/dangling.txt")).unwrap();
    let output = sandbox.run(["index", "--json", "--failures", "failures"]);
    let summary = output.lines().remove(0);
    assert_adds_up(&summary);
    assert_eq!(
        summary["failed"],
        json!({"dangling symlink": 1, "symlink loop": 2}),
        "{output}"
    );
    let failures = fs::read_to_string(sandbox.path("failures")).unwrap();
    for name in ["a/up", "self", "dangling.txt"] {
        assert!(
            failures.contains(&format!("\"file\":\"{name}\"")),
            "{failures}"
        );
    }
    let mut found = sandbox.found(["*"]);
    found.sort();
    assert_eq!(found, ["a/story.txt", "linked/ferry.txt"]);
}

#[test]
fn what_may_not_be_read_is_reported() {
    let sandbox = Sandbox::with(&[("a.txt", STORY), ("closed.txt", "Closed\n\nText.\n")]);
    sandbox.write("corpus/folder/b.txt", "Inside\n\nText.\n");
    fs::set_permissions(
        sandbox.path("corpus/closed.txt"),
        fs::Permissions::from_mode(0o000),
    )
    .unwrap();
    fs::set_permissions(
        sandbox.path("corpus/folder"),
        fs::Permissions::from_mode(0o000),
    )
    .unwrap();
    fs::create_dir(sandbox.path("index")).unwrap();
    fs::set_permissions(sandbox.path("index"), fs::Permissions::from_mode(0o777)).unwrap();
    let output = sandbox.run_as_nobody(["index", "--json"]);
    assert_eq!(output.code, 0, "{output}");
    let summary = output.lines().remove(0);
    assert_adds_up(&summary);
    assert_eq!(summary["added"], 1);
    assert_eq!(
        summary["failed"],
        json!({"permission denied": 2}),
        "{output}"
    );
    // Once it may be read, it is.
    fs::set_permissions(
        sandbox.path("corpus/closed.txt"),
        fs::Permissions::from_mode(0o644),
    )
    .unwrap();
    fs::set_permissions(
        sandbox.path("corpus/folder"),
        fs::Permissions::from_mode(0o755),
    )
    .unwrap();
    let output = sandbox.run_as_nobody(["index", "--json"]);
    assert_eq!(output.lines()[0]["added"], 2, "{output}");
    assert_eq!(output.lines()[0]["unchanged"], 1, "{output}");
}

#[test]
fn hidden_files_are_counted_but_not_read() {
    let sandbox = Sandbox::with(&[("a.txt", STORY), (".b.txt", "Hidden\n\nText.\n")]);
    sandbox.write("corpus/.git/config", "Config\n\nText.\n");
    let summary = sandbox.index();
    assert_eq!(summary["skipped"], json!({"hidden": 2}));
    assert_eq!(summary["articles"], 1);
}

#[test]
fn a_path_is_one_line_whatever_is_in_it() {
    let name = "line\nbreak \u{1b}[2J\u{202e}.txt";
    let sandbox = Sandbox::with(&[(name, STORY)]);
    sandbox.index();
    let output = sandbox.run(["query", "-l", "dockers"]);
    assert_eq!(output.stdout, "line\\nbreak \\x1b[2J\\u{202e}.txt\n");
    assert_eq!(
        sandbox.run(["query", "-0", "dockers"]).stdout,
        format!("{name}\0")
    );
    assert_eq!(sandbox.found(["dockers"]), [name]);
}

#[test]
fn paths_that_are_not_utf_8_stay_apart() {
    let sandbox = Sandbox::new();
    for (bytes, story) in [
        (b"\xff.txt", "One\n\nFirst.\n"),
        (b"\xfe.txt", "Two\n\nSecond.\n"),
    ] {
        let path = sandbox.path("corpus").join(OsStr::from_bytes(bytes));
        if fs::write(&path, story).is_err() {
            return; // Not every file system takes such names.
        }
    }
    let summary = sandbox.index();
    assert_eq!(summary["files"], 2, "{summary}");
    assert_eq!(summary["articles"], 2);
    let hits = sandbox.hits(["*"]);
    assert_eq!(hits.len(), 2);
    assert_ne!(hits[0]["id"], hits[1]["id"]);
    for hit in &hits {
        assert_eq!(hit["file"], "\u{fffd}.txt");
        assert_eq!(keys(hit)[2..4], ["file", "file_bytes"]);
        let bytes = text(&hit["file_bytes"]);
        assert!(bytes == "ff2e747874" || bytes == "fe2e747874", "{hit}");
    }
    let summary = sandbox.index();
    assert_eq!(
        (&summary["unchanged"], &summary["removed"]),
        (&json!(2), &json!(0)),
        "{summary}"
    );
    let mut raw = sandbox
        .command(["query", "-0", "first"])
        .output()
        .unwrap()
        .stdout;
    assert_eq!(raw.pop(), Some(0));
    assert_eq!(raw, b"\xff.txt");
}

#[test]
fn files_that_are_not_what_their_name_says_are_read_by_their_bytes() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "corpus/picture.txt",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0",
    );
    sandbox.write(
        "corpus/lines.txt",
        "{\"title\":\"One\",\"text\":\"a\"}\n{\"title\":\"Two\",\"text\":\"b\"}\n",
    );
    sandbox.write("corpus/story.json", STORY);
    sandbox.write("corpus/not-gzip.txt.gz", "Ferry\n\nThe ferry sank.\n");
    sandbox.write("corpus/cut.gz", b"\x1f\x8b\x08\x00\x00\x00");
    sandbox.write("corpus/zeros.txt", vec![0; 4096]);
    let output = sandbox.run(["index", "--json", "--failures", "failures"]);
    let summary = output.lines().remove(0);
    assert_adds_up(&summary);
    assert_eq!(summary["added"], 4, "{output}");
    assert_eq!(summary["skipped"], json!({"not text": 2}), "{output}");
    assert_eq!(summary["failed"], json!({"damaged gzip": 1}), "{output}");
}

#[test]
fn a_path_longer_than_the_system_takes_is_named() {
    let sandbox = Sandbox::with(&[("a.txt", STORY)]);
    let step = "d".repeat(200);
    let deep = |first: &str| format!("{first}/{}", [step.as_str(); 9].join("/"));
    // Too long as a whole, so it is put together from pieces that are not.
    for piece in ["x", "y", "z"] {
        sandbox.write(
            format!("{}/{piece}.txt", deep(piece)),
            format!("Story {piece}\n\nDeep down.\n"),
        );
    }
    fs::rename(sandbox.path("y"), sandbox.path(deep("x")).join("y")).unwrap();
    fs::rename(
        sandbox.path("z"),
        sandbox.path(deep("x")).join(deep("y")).join("z"),
    )
    .unwrap();
    fs::rename(sandbox.path("x"), sandbox.path("corpus/x")).unwrap();
    for unchanged in [0, 3] {
        let output = sandbox.run(["index", "--json"]);
        assert_eq!(output.code, 0, "{output}");
        let summary = output.lines().remove(0);
        assert_adds_up(&summary);
        assert_eq!(summary["articles"], 3, "{output}");
        assert_eq!(summary["unchanged"], unchanged);
        assert_eq!(summary["failed"], json!({"cannot be read": 1}), "{output}");
    }
    assert_eq!(sandbox.titles(["deep", "--sort", "newest"]).len(), 2);
}
