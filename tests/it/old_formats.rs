//! Indexes that earlier versions of morgue wrote: each asks to be rebuilt, and none is misread.
//!
//! They are kept in `tests/data`, whose README says how one is made. Other tests change the number in
//! `morgue.json`; here the files behind it are old, too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use morgue::entity::TAGGER_VERSION;
use morgue::index::FORMAT_VERSION;
use morgue::index::analyzer::ANALYZER_VERSION;
use serde_json::Value;

use crate::sandbox::{Sandbox, copy, text};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");

/// Every command that reads an index; that none is missing is a test below.
const READERS: &[&[&str]] = &[
    &["query", "ferry"],
    &["query", "person:Doyle", "--strict-names"],
    &["query", "*", "--facet", "source"],
    &["query", "\"harbour master\" NEAR/5 ferr*"],
    &["kwic", "harbour"],
    &["rerun", "ferry.receipt"],
    &["explain", "ferry"],
    &["show", "0123456789abcdef"],
    &["similar", "0123456789abcdef"],
    &["names"],
    &["names", "suggest"],
    &["names", "merge", "Mary Doyle", "Tom Byrne"],
    &["stats"],
    &["doctor"],
];

#[test]
fn an_index_of_every_earlier_format_is_kept() {
    let kept: Vec<u32> = kept().into_keys().collect();
    for format in 1..FORMAT_VERSION {
        assert!(
            kept.contains(&format),
            "tests/data has no index of format {format}; its README says how to make one"
        );
    }
}

#[test]
fn every_command_that_reads_an_index_is_asked() {
    let help = Sandbox::new().run(["--help"]).stdout;
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let (list, _) = list.split_once("\n\n").unwrap();
    let verbs: BTreeSet<&str> = list
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        // A description that goes on in the next line is indented deeper.
        .filter(|verb| !verb.is_empty())
        .collect();
    // They write one, or need none.
    let others = ["index", "read", "completions", "help"];
    let asked = READERS.iter().map(|arguments| arguments[0]);
    assert_eq!(verbs, asked.chain(others).collect());
}

#[test]
fn an_index_of_an_earlier_format_is_refused_by_every_command() {
    for (format, folder) in kept() {
        if is_current(&folder) {
            continue;
        }
        let sandbox = with_index(&folder);
        let before = sandbox.snapshot("index");
        for arguments in READERS
            .iter()
            .chain(&[&["index"][..], &["index", "--dry-run"]])
        {
            let what = format!("format {format}, {arguments:?}");
            let output = sandbox.run(*arguments);
            assert_eq!(output.code, 2, "{what}: {output}");
            assert_eq!(output.stdout, "", "{what}");
            assert!(!output.stderr.contains("panicked"), "{what}: {output}");

            let error = sandbox.run(arguments.iter().chain(&["--json"])).error();
            assert_eq!(error["code"], "E-VERSION", "{what}: {error}");
            assert!(
                text(&error["help"]).contains("--rebuild"),
                "{what}: {error}"
            );
            if format != FORMAT_VERSION {
                let found = format!("format version {format},");
                assert!(text(&error["message"]).contains(&found), "{what}: {error}");
            }
        }
        let mut after = sandbox.snapshot("index");
        after.retain(|(path, _)| !path.ends_with("writer.lock"));
        assert_eq!(before, after, "format {format}: refusing changes nothing");
    }
}

#[test]
fn an_index_of_an_earlier_format_can_be_rebuilt() {
    for (format, folder) in kept() {
        let sandbox = with_index(&folder);
        let summary = sandbox.index_with(["--rebuild"]);
        assert_eq!(summary["added"], 2, "format {format}: {summary}");
        assert_answers(&sandbox);
        assert_eq!(sandbox.index()["unchanged"], 2, "format {format}");
    }
}

#[test]
fn an_index_of_this_format_opens() {
    for (format, folder) in kept() {
        if !is_current(&folder) {
            continue;
        }
        let sandbox = with_index(&folder);
        assert_answers(&sandbox);
        for arguments in READERS {
            let output = sandbox.run(arguments.iter().chain(&["--json"]));
            let what = format!("format {format}, {arguments:?}: {output}");
            assert!(!output.stderr.contains("E-VERSION"), "{what}");
            assert!(!output.stderr.contains("E-DAMAGED"), "{what}");
        }
        let summary = sandbox.index();
        assert_eq!(summary["unchanged"], 2, "format {format}: {summary}");
    }
}

/// The folders `format-N`, by N.
fn kept() -> BTreeMap<u32, PathBuf> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(DATA).unwrap() {
        let entry = entry.unwrap();
        if let Some(number) = entry.file_name().to_str().unwrap().strip_prefix("format-") {
            let format: u32 = number.parse().unwrap();
            assert_eq!(version(&entry.path(), "format"), format);
            found.insert(format, entry.path());
        }
    }
    found
}

/// A number of `morgue.json`.
fn version(folder: &Path, what: &str) -> u32 {
    let bytes = fs::read(folder.join("morgue.json")).unwrap();
    let current: Value = serde_json::from_slice(&bytes).unwrap();
    current[what].as_u64().unwrap().try_into().unwrap()
}

/// The newest may be refused, too: for its words or its names, which have versions of their own.
fn is_current(folder: &Path) -> bool {
    version(folder, "format") == FORMAT_VERSION
        && version(folder, "analyzer") == ANALYZER_VERSION
        && version(folder, "tagger") == TAGGER_VERSION
}

/// With this index, the corpus from which it was made, and a receipt.
fn with_index(folder: &Path) -> Sandbox {
    let sandbox = Sandbox::new();
    copy(&Path::new(DATA).join("corpus"), &sandbox.path("corpus"));
    sandbox.index();
    assert_eq!(
        sandbox
            .run(["query", "ferry", "--receipt=ferry.receipt"])
            .code,
        0
    );
    fs::remove_dir_all(sandbox.path("index")).unwrap();
    copy(folder, &sandbox.path("index"));
    sandbox
}

fn assert_answers(sandbox: &Sandbox) {
    assert_eq!(sandbox.found(["ferries"]), ["ferry.txt"]);
    assert_eq!(sandbox.found(["\"harbour master\""]).len(), 2);
    assert_eq!(sandbox.found(["person:Byrne"]), ["strike.txt"]);
}
