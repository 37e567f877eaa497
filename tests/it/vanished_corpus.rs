//! What cannot be looked at is not gone: its articles stay in the index until it can be.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;

use morgue::Error;
use morgue::index::Mode;
use morgue::ingest::{Observer, Progress};
use serde_json::{Value, json};

use crate::changing_corpus::{held, run, step_by_step};
use crate::sandbox::{Sandbox, assert_adds_up, text};

const STRIKE: &str = "Strike ends\n\nDockers went back to work.\n";
const FERRY: &str = "Ferry sails\n\nThe ferry sailed again.\n";
const RAIN: &str = "Rain again\n\nIt rained in the port.\n";
const FROST: &str = "Frost\n\nThe harbour froze.\n";

const FOUR: &[(&str, &str)] = &[
    ("1.txt", STRIKE),
    ("2.txt", FERRY),
    ("3.txt", RAIN),
    ("4.txt", FROST),
];

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A sandbox in which anybody may write the index.
fn open_to_all(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::with(files);
    fs::create_dir(sandbox.path("index")).unwrap();
    allow(&sandbox.path("index"), 0o777);
    sandbox
}

/// The summary of a run as somebody who may not do everything.
fn index_as_nobody(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let output = sandbox.run_as_nobody([&["index", "--json"], arguments].concat());
    assert_eq!(output.code, 0, "{output}");
    let summary = output.lines().pop().unwrap();
    assert_adds_up(&summary);
    summary
}

fn counts<const N: usize>(summary: &Value, keys: [&str; N]) -> [u64; N] {
    keys.map(|key| summary[key].as_u64().unwrap())
}

fn all(sandbox: &Sandbox) -> Vec<String> {
    let mut found = sandbox.found(["*"]);
    found.sort();
    found
}

/// Does something when two files are settled, once.
struct Then<'a>(Option<&'a dyn Fn()>);

impl Observer for Then<'_> {
    fn progress(&mut self, progress: Progress) {
        if progress.files >= 2
            && let Some(act) = self.0.take()
        {
            act();
        }
    }
}

/// Gets the folder, and where to put it.
type ToFolder = fn(&Path, &Path);

/// How a disk goes away under a folder.
const WAYS: &[(&str, ToFolder)] = &[
    ("renamed", |corpus, aside| {
        fs::rename(corpus, aside).unwrap()
    }),
    ("an empty folder in its place", |corpus, aside| {
        fs::rename(corpus, aside).unwrap();
        fs::create_dir(corpus).unwrap();
    }),
    ("another archive in its place", |corpus, aside| {
        fs::rename(corpus, aside).unwrap();
        fs::create_dir(corpus).unwrap();
        fs::write(corpus.join("1.txt"), "Other\n\nAnother archive.\n").unwrap();
    }),
    ("a file in its place", |corpus, aside| {
        fs::rename(corpus, aside).unwrap();
        fs::write(corpus, "text").unwrap();
    }),
];

#[test]
fn a_corpus_that_goes_away_during_the_run_stops_it() {
    for (what, go) in WAYS {
        for mode in [Mode::Update, Mode::Rebuild] {
            let sandbox = Sandbox::with(FOUR);
            let (corpus, aside, index) = (
                sandbox.path("corpus"),
                sandbox.path("aside"),
                sandbox.path("index"),
            );
            run(
                &step_by_step(&corpus, &index, Mode::Update),
                &mut Then(None),
            )
            .unwrap();
            let before = held(&index);
            // Each is read again, and found as it was.
            for (name, story) in FOUR {
                sandbox.write(format!("corpus/{name}"), story);
            }
            let options = step_by_step(&corpus, &index, mode);
            let act = || go(&corpus, &aside);
            let error = run(&options, &mut Then(Some(&act))).unwrap_err();
            assert!(
                matches!(error, Error::CorpusGone { .. }),
                "{what}: {error:?}"
            );
            assert_eq!(error.code(), "E-CORPUS-GONE");
            let told = error.to_string();
            assert!(told.contains("corpus went away"), "{told}");
            assert!(
                error.hint().unwrap().contains("run this again"),
                "{error:?}"
            );
            assert_eq!(held(&index), before, "{what}");

            let _ = fs::remove_dir_all(&corpus);
            let _ = fs::remove_file(&corpus);
            fs::rename(&aside, &corpus).unwrap();
            let report = run(&options, &mut Then(None)).unwrap();
            assert_eq!((report.articles, report.removed), (4, 0), "{what}");
            assert_eq!(held(&index), before, "{what}");
        }
    }
}

#[test]
fn what_was_committed_before_the_corpus_went_away_stays() {
    let sandbox = Sandbox::with(FOUR);
    let (corpus, aside, index) = (
        sandbox.path("corpus"),
        sandbox.path("aside"),
        sandbox.path("index"),
    );
    let options = step_by_step(&corpus, &index, Mode::Update);
    let act = || fs::rename(&corpus, &aside).unwrap();
    run(&options, &mut Then(Some(&act))).unwrap_err();
    assert_eq!(all(&sandbox), ["1.txt"]);
    fs::rename(&aside, &corpus).unwrap();
    let report = run(&options, &mut Then(None)).unwrap();
    assert_eq!((report.added, report.unchanged), (3, 1));
}

#[test]
fn a_corpus_that_may_not_be_read_changes_nothing() {
    let sandbox = open_to_all(FOUR);
    sandbox.write("more/5.txt", "Snow\n\nIt snowed.\n");
    index_as_nobody(&sandbox, &["corpus", "more"]);
    let before = sandbox.snapshot("index");
    allow(&sandbox.path("corpus"), 0o000);
    for arguments in [&["corpus", "more"][..], &["corpus"]] {
        let output = sandbox.run_as_nobody([&["index", "--json"], arguments].concat());
        assert_eq!(output.code, 2, "{output}");
        let error = output.error();
        assert_eq!(error["code"], "E-IO", "{output}");
        assert_eq!(error["message"], "cannot read corpus: permission denied");
        assert!(sandbox.snapshot("index") == before, "{arguments:?}");
    }
    allow(&sandbox.path("corpus"), 0o755);
    let summary = index_as_nobody(&sandbox, &["corpus", "more"]);
    assert_eq!(
        counts(&summary, ["unchanged", "removed", "kept"]),
        [5, 0, 0]
    );
}

#[test]
fn one_corpus_of_two_that_is_empty_is_taken_for_a_missing_disk() {
    let sandbox = Sandbox::with(FOUR);
    sandbox.write("disk/5.txt", "Snow\n\nIt snowed.\n");
    sandbox.index_with(["corpus", "disk"]);
    let before = sandbox.snapshot("index");
    fs::rename(sandbox.path("disk"), sandbox.path("aside")).unwrap();
    // What may lie below a place where a disk is put.
    sandbox.write("disk/.keep", "");
    let output = sandbox.run(["index", "corpus", "disk"]);
    insta::assert_snapshot!(output, @r"
    ----- stderr
    error: nothing to index in disk, but the index holds 1 articles
    help: check the folder, or empty the index with `morgue index --rebuild`
    ----- exit 2
    ");
    assert!(sandbox.snapshot("index") == before);
    let output = sandbox.run(["index", "--json", "--dry-run", "disk"]);
    assert_eq!(output.error()["code"], "E-EMPTY-CORPUS", "{output}");
    // Who means it says so.
    let summary = sandbox.index_with(["corpus", "disk", "--rebuild"]);
    assert_eq!(summary["articles"], 4);
    let summary = sandbox.index_with(["corpus", "disk"]);
    assert_eq!(summary["unchanged"], 4);
}

#[test]
fn a_folder_that_may_not_be_read_keeps_its_articles() {
    let sandbox = open_to_all(&[
        ("a.txt", STRIKE),
        ("b/c.txt", FERRY),
        ("b/d/e.txt", RAIN),
        ("b/f.txt", FROST),
        // Its name begins like the folder's.
        ("b-side.txt", "Snow\n\nIt snowed.\n"),
    ]);
    index_as_nobody(&sandbox, &[]);
    let before = all(&sandbox);
    assert_eq!(before.len(), 5);
    fs::remove_file(sandbox.path("corpus/b-side.txt")).unwrap();
    sandbox.write("corpus/b/c.txt", "Ferry sinks\n\nThe ferry sank.\n");
    allow(&sandbox.path("corpus/b"), 0o000);
    for (run, removed) in [(1, 1), (2, 0)] {
        let promised = index_as_nobody(&sandbox, &["--dry-run"]);
        let summary = index_as_nobody(&sandbox, &[]);
        let keys = ["unchanged", "removed", "kept", "articles"];
        assert_eq!(
            counts(&summary, keys),
            [1, removed, 3, 4],
            "run {run}: {summary}"
        );
        assert_eq!(counts(&promised, keys), counts(&summary, keys));
        assert_eq!(summary["failed"], json!({"permission denied": 1}));
        assert_eq!(all(&sandbox), ["a.txt", "b/c.txt", "b/d/e.txt", "b/f.txt"]);
    }
    let output = sandbox.run_as_nobody(["index"]);
    assert!(
        output
            .stdout
            .contains("kept               3   could not be read this time, stay as they were"),
        "{output}"
    );
    let unchanged = sandbox.snapshot("index");
    index_as_nobody(&sandbox, &[]);
    assert!(
        sandbox.snapshot("index") == unchanged,
        "nothing new, and the index was written to"
    );

    allow(&sandbox.path("corpus/b"), 0o755);
    fs::remove_file(sandbox.path("corpus/b/f.txt")).unwrap();
    let summary = index_as_nobody(&sandbox, &[]);
    let keys = ["updated", "unchanged", "removed", "kept", "articles"];
    assert_eq!(counts(&summary, keys), [1, 2, 1, 0, 3], "{summary}");
    assert_eq!(sandbox.titles(["sank"]), ["Ferry sinks"]);
}

#[test]
fn a_folder_whose_files_may_not_be_looked_at_keeps_their_articles() {
    let sandbox = open_to_all(&[("a.txt", STRIKE), ("b/c.txt", FERRY), ("b/d/e.txt", RAIN)]);
    index_as_nobody(&sandbox, &[]);
    // Their names may be read, and nothing else.
    allow(&sandbox.path("corpus/b"), 0o744);
    let summary = index_as_nobody(&sandbox, &[]);
    let keys = ["unchanged", "removed", "kept", "articles"];
    assert_eq!(counts(&summary, keys), [1, 0, 2, 3], "{summary}");
    assert_eq!(summary["failed"], json!({"permission denied": 2}));
    allow(&sandbox.path("corpus/b"), 0o755);
    let summary = index_as_nobody(&sandbox, &[]);
    assert_eq!(counts(&summary, keys), [3, 0, 0, 3], "{summary}");
}

#[test]
fn a_file_that_could_not_be_read_is_tried_again_though_nothing_shows_a_change() {
    let sandbox = open_to_all(&[("a.txt", STRIKE), ("b.txt", FERRY)]);
    index_as_nobody(&sandbox, &[]);
    sandbox.write("corpus/new.txt", RAIN);
    for name in ["b.txt", "new.txt"] {
        allow(&sandbox.path(format!("corpus/{name}")), 0o000);
    }
    let keys = ["added", "unchanged", "removed", "kept", "articles"];
    for _ in 0..2 {
        let summary = index_as_nobody(&sandbox, &[]);
        assert_eq!(counts(&summary, keys), [0, 1, 0, 1, 2], "{summary}");
        assert_eq!(summary["failed"], json!({"permission denied": 2}));
    }
    // Root reads what nobody else may, with no change to the file.
    let is_root = fs::metadata(sandbox.path("corpus")).unwrap().uid() == 0;
    if !is_root {
        for name in ["b.txt", "new.txt"] {
            allow(&sandbox.path(format!("corpus/{name}")), 0o644);
        }
    }
    let summary = sandbox.index();
    assert_eq!(counts(&summary, keys), [1, 2, 0, 0, 3], "{summary}");
}

#[test]
fn a_link_to_a_disk_that_is_not_there_keeps_its_articles() {
    let sandbox = Sandbox::with(&[("a.txt", STRIKE)]);
    sandbox.write("disk/b.txt", FERRY);
    sandbox.write("disk/c.txt", RAIN);
    symlink("../disk", sandbox.path("corpus/linked")).unwrap();
    symlink("../disk/c.txt", sandbox.path("corpus/copy.txt")).unwrap();
    let summary = sandbox.index();
    assert_eq!(counts(&summary, ["added", "duplicate"]), [3, 1]);
    fs::rename(sandbox.path("disk"), sandbox.path("aside")).unwrap();
    let summary = sandbox.index();
    assert_eq!(
        counts(&summary, ["unchanged", "removed", "kept"]),
        [1, 0, 2]
    );
    assert_eq!(summary["failed"], json!({"dangling symlink": 2}));
    assert_eq!(all(&sandbox), ["a.txt", "copy.txt", "linked/b.txt"]);
    fs::rename(sandbox.path("aside"), sandbox.path("disk")).unwrap();
    let summary = sandbox.index();
    assert_eq!(
        counts(&summary, ["unchanged", "duplicate", "kept"]),
        [3, 1, 0]
    );
    // A link that is taken away is gone.
    fs::remove_file(sandbox.path("corpus/linked")).unwrap();
    assert_eq!(sandbox.index()["removed"], 1);
}

#[test]
fn what_is_kept_gives_way_to_the_same_article_before_it() {
    let sandbox = Sandbox::with(&[("a.txt", STRIKE)]);
    sandbox.write("disk/b.txt", FERRY);
    symlink("../disk", sandbox.path("corpus/linked")).unwrap();
    sandbox.index();
    fs::rename(sandbox.path("disk"), sandbox.path("aside")).unwrap();
    sandbox.write("corpus/b.txt", FERRY);
    sandbox.write("corpus/z.txt", STRIKE);
    let summary = sandbox.index();
    let keys = ["added", "unchanged", "duplicate", "kept", "articles"];
    assert_eq!(counts(&summary, keys), [1, 1, 1, 0, 2], "{summary}");
    assert_eq!(all(&sandbox), ["a.txt", "b.txt"]);
    // The one that gave way comes back when the other goes.
    fs::rename(sandbox.path("aside"), sandbox.path("disk")).unwrap();
    fs::remove_file(sandbox.path("corpus/b.txt")).unwrap();
    sandbox.index();
    assert_eq!(all(&sandbox), ["a.txt", "linked/b.txt"]);
}

/// A file of the system that can be opened and not be read, as on a failing disk.
const FAILING: &str = "/proc/self/mem";

#[test]
fn a_file_on_a_failing_disk_keeps_its_articles() {
    if !Path::new(FAILING).exists() {
        return;
    }
    let sandbox = Sandbox::with(FOUR);
    sandbox.index();
    let path = sandbox.path("corpus/2.txt");
    fs::remove_file(&path).unwrap();
    symlink(FAILING, &path).unwrap();
    let output = sandbox.run(["index", "--json", "--failures", "failures"]);
    let summary = output.lines().remove(0);
    assert_eq!(summary["failed"], json!({"cannot be read": 1}), "{output}");
    assert_eq!(
        counts(&summary, ["unchanged", "removed", "kept"]),
        [3, 0, 1]
    );
    assert_eq!(sandbox.titles(["sailed"]), ["Ferry sails"]);
    let failures = fs::read_to_string(sandbox.path("failures")).unwrap();
    let failure: Value = serde_json::from_str(failures.trim()).unwrap();
    assert_eq!(text(&failure["file"]), "2.txt");
    fs::remove_file(&path).unwrap();
    let summary = sandbox.index();
    assert_eq!(counts(&summary, ["removed", "kept", "articles"]), [1, 0, 3]);
}

#[test]
fn an_issue_whose_page_may_not_be_read_keeps_its_articles() {
    let page = |word: &str| {
        let block = |id: &str, text: &str| {
            format!(
                "<TextBlock ID='{id}'><TextLine><String CONTENT='{text}'/></TextLine></TextBlock>"
            )
        };
        let blocks = [block("T", "Flight"), block("B", word)].concat();
        format!("<alto><Layout><Page><PrintSpace>{blocks}</PrintSpace></Page></Layout></alto>")
    };
    let area = |file: &str, block: &str| {
        format!("<fptr><area FILEID='{file}' BEGIN='{block}' BETYPE='IDREF'/></fptr>")
    };
    let mets = format!(
        "<mets><fileSec><fileGrp><file ID='F1'><FLocat href='1.xml'/></file><file ID='F2'><FLocat href='2.xml'/></file>\
         </fileGrp></fileSec><structMap TYPE='LOGICAL'><div TYPE='Newspaper'><div TYPE='ARTICLE'><div TYPE='HEADING'>\
         <div TYPE='TITLE'>{}</div></div><div TYPE='BODY'><div TYPE='TEXT'>{}</div><div TYPE='TEXT'>{}</div></div></div>\
         </div></structMap></mets>",
        area("F1", "T"),
        area("F1", "B"),
        area("F2", "B"),
    );
    let sandbox = open_to_all(&[("a.txt", STRIKE), ("i/mets.xml", &mets)]);
    sandbox.write("corpus/i/1.xml", page("Zeppelin"));
    sandbox.write("corpus/i/2.xml", page("Airship"));
    let before = index_as_nobody(&sandbox, &[]);
    let found = sandbox.found(["airship AND zeppelin"]);
    assert_eq!(found, ["i/mets.xml"], "{before}");
    allow(&sandbox.path("corpus/i/2.xml"), 0o000);
    let summary = index_as_nobody(&sandbox, &[]);
    assert_eq!(
        counts(&summary, ["updated", "removed"]),
        [0, 0],
        "{summary}"
    );
    assert_eq!(summary["articles"], before["articles"]);
    // The page, and the issue for it.
    assert_eq!(summary["failed"], json!({"permission denied": 2}));
    assert_eq!(sandbox.found(["airship AND zeppelin"]), found);
}
