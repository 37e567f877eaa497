//! An index that cannot be used says where it is, what is wrong and what to do; nothing panics.

use std::fs;

use crate::dice::{Dice, number_from};
use crate::sandbox::{Sandbox, text};

const STORIES: &[(&str, &str)] = &[
    (
        "a.txt",
        "Ferry runs aground\n\nThe ferry ran aground off Cobh.\n",
    ),
    ("b.txt", "Strike ends\n\nDockers went back to work.\n"),
];

/// Every command that reads an index.
const READERS: [&[&str]; 5] = [
    &["query", "ferry"],
    &["query", "*", "--json"],
    &["show", "0123456789abcdef"],
    &["names"],
    &["stats"],
];

#[test]
fn a_missing_index_is_named_with_what_to_do() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run(["query", "ferry"]), @r#"
----- stderr
error: there is no index in index
help: make one with `morgue index FOLDER`, or name another with `--index DIR`
----- exit 2
"#);
    for arguments in READERS {
        let output = sandbox.run(arguments);
        assert_eq!(output.code, 2, "{arguments:?} {output}");
        assert!(output.stderr.contains("morgue index"), "{output}");
    }
    let error = sandbox.run(["query", "ferry", "--json"]).error();
    assert_eq!(error["code"], "E-INDEX");
    assert!(error["help"].is_string());
    assert!(!sandbox.path("index").exists(), "asking makes no index");
}

#[test]
fn a_folder_without_an_index_is_no_index() {
    let sandbox = Sandbox::new();
    sandbox.write("index/README.md", "mine");
    assert_eq!(
        sandbox.run(["query", "ferry", "--json"]).error()["code"],
        "E-INDEX"
    );
}

#[test]
fn an_index_of_another_version_asks_to_be_rebuilt() {
    for (key, what) in [
        ("format", "format"),
        ("analyzer", "analyzer"),
        ("tagger", "tagger"),
    ] {
        let sandbox = Sandbox::indexed(STORIES);
        let path = sandbox.path("index/morgue.json");
        let mut current: serde_json::Value =
            serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let ours = current[key].as_u64().unwrap();
        current[key] = (ours + 41).into();
        fs::write(&path, current.to_string()).unwrap();
        for arguments in READERS {
            let output = sandbox.run(arguments);
            assert_eq!(output.code, 2, "{output}");
            let found = format!("{what} version {}", ours + 41);
            assert!(output.stderr.contains(&found), "{output}");
            assert!(output.stderr.contains("--rebuild"), "{output}");
        }
        let error = sandbox.run(["index", "--json"]).error();
        assert_eq!(error["code"], "E-VERSION");
        assert!(text(&error["message"]).contains("index"), "{error}");
        sandbox.index_with(["--rebuild"]);
        assert_eq!(sandbox.found(["ferry"]), ["a.txt"]);
    }
}

#[test]
fn the_message_of_another_version_reads_well() {
    let sandbox = Sandbox::indexed(STORIES);
    let path = sandbox.path("index/morgue.json");
    let current = fs::read_to_string(&path).unwrap();
    fs::write(&path, current.replace("\"format\":", "\"format\":7")).unwrap();
    insta::assert_snapshot!(sandbox.run(["query", "ferry"]), @r#"
----- stderr
error: the index in index was made with format version 78, this morgue has version 8
help: rebuild it: `morgue index --rebuild FOLDER`
----- exit 2
"#);
}

/// Cuts a file of the index short, or alters it.
type Harm = fn(Vec<u8>) -> Vec<u8>;

const HARMS: [(&str, Harm); 3] = [
    ("emptied", |_| Vec::new()),
    ("halved", |mut bytes| {
        bytes.truncate(bytes.len() / 2);
        bytes
    }),
    ("altered", |mut bytes| {
        let middle = bytes.len() / 2;
        for byte in &mut bytes[middle..] {
            *byte ^= 0x5a;
        }
        bytes
    }),
];

/// What is asked of a damaged index: everything that reads it, and lists of every kind.
const QUESTIONS: [&[&str]; 12] = [
    &["query", "strike ships", "--json", "--all"],
    &["query", "\"said on\"", "--json"],
    &["query", "the NEAR/3 of", "--json"],
    &["query", "person:Vannary", "--json"],
    &["query", "place:Europe", "--json", "--sort", "newest"],
    &["query", "title:strik*", "--json"],
    &["query", "date:>1950 AND =\"London\"", "--count"],
    &["kwic", "the", "--json", "-n", "30"],
    &["names", "--json"],
    &[
        "query",
        "*",
        "--json",
        "--sort",
        "oldest",
        "--no-snippet",
        "--all",
    ],
    &["stats", "--json"],
    &["query", "the", "--files", "--all"],
];

/// Flipped bits in each file, unless `MORGUE_HARMS` says otherwise.
const FLIPS: usize = 10;

/// The sample archive in two segments, one with removed articles.
fn index_in_segments() -> Sandbox {
    let sandbox = Sandbox::with_sample();
    sandbox.index();
    sandbox.write(
        "corpus/zz/late.txt",
        "Late strike\n\nDockers of London struck.\n",
    );
    let sample = sandbox.snapshot("corpus");
    let is_text = |path: &std::path::Path| path.extension().is_some_and(|ending| ending == "txt");
    let (path, _) = sample.iter().find(|(path, _)| is_text(path)).unwrap();
    fs::remove_file(path).unwrap();
    sandbox.index();
    sandbox
}

/// A longer run: `MORGUE_HARMS=200 MORGUE_SEED=1 cargo test --release --test it damaged`.
#[test]
fn a_damaged_index_gives_the_same_answer_or_none() {
    let flips = number_from("MORGUE_HARMS").unwrap_or(FLIPS);
    let mut dice = Dice::new();
    let sandbox = index_in_segments();
    let sound = QUESTIONS.map(|question| {
        let output = sandbox.run(question);
        assert_eq!(output.code, 0, "{question:?} {output}");
        output.stdout
    });
    let mut next = 0;
    let mut refused = 0;
    let mut harmed = 0;
    for (path, bytes) in sandbox.snapshot("index") {
        let name = path.file_name().unwrap().to_str().unwrap();
        if bytes.is_empty() || name == "writer.lock" {
            continue;
        }
        let end = bytes.len();
        let cut = |len: usize| bytes[..len].to_vec();
        let mut harms = vec![
            cut(0),
            cut(end / 2),
            cut(end - 1),
            [&bytes[..], b"x"].concat(),
        ];
        for flip in 0..flips {
            let at = match flip {
                0 => 0,
                1 => end - 1,
                _ => dice.below(end),
            };
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << dice.below(8);
            harms.push(flipped);
        }
        for (number, harm) in harms.into_iter().enumerate() {
            fs::write(&path, harm).unwrap();
            harmed += 1;
            for _ in 0..2 {
                let question = QUESTIONS[next % QUESTIONS.len()];
                let output = sandbox.run(question);
                let what = format!("{name}, harm {number}, {question:?}: {output}");
                if output.code == 2 {
                    refused += 1;
                    assert!(output.stderr.contains("--rebuild"), "{what}");
                    assert!(
                        output.stderr.contains("index is damaged") || name == "morgue.json",
                        "{what}"
                    );
                } else {
                    assert!(output.stdout == sound[next % QUESTIONS.len()], "{what}");
                }
                assert!(!output.stderr.contains("panicked"), "{what}");
                next += 1;
            }
            let output = sandbox.run(["doctor", "index"]);
            assert_ne!(output.code, 0, "{name}, harm {number}: {output}");
            assert!(!output.stderr.contains("panicked"), "{output}");
        }
        fs::write(&path, bytes).unwrap();
    }
    assert!(
        refused > harmed / 2,
        "{refused} questions refused of {harmed} harms"
    );
    let output = sandbox.run(["doctor", "index"]);
    assert_eq!(output.code, 0, "mended: {output}");
}

#[test]
fn a_damaged_index_says_what_to_do() {
    let sandbox = Sandbox::indexed(STORIES);
    let path = sandbox.index_file(".store");
    let mut bytes = fs::read(&path).unwrap();
    bytes[20] ^= 1;
    fs::write(&path, bytes).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    let output = sandbox.run(["query", "ferry"]);
    assert_eq!(output.code, 2, "{output}");
    let told = output.to_string().replace(name, "[file].store");
    insta::assert_snapshot!(told, @r#"
----- stderr
error: the index in index is damaged: `[file].store` is not as written at byte 0
help: rebuild it: `morgue index --rebuild FOLDER`
----- exit 2
"#);
    let told = sandbox
        .run(["doctor"])
        .to_string()
        .replace(name, "[file].store");
    insta::assert_snapshot!(told, @r#"
`[file].store` is not as written at byte 0
----- stderr
note: 1 fault found
----- exit 1
"#);
    let error = sandbox.run(["query", "ferry", "--json"]).error();
    assert_eq!(error["code"], "E-DAMAGED");
    sandbox.index_with(["--rebuild"]);
    assert_eq!(sandbox.found(["ferry"]), ["a.txt"]);
}

#[test]
fn a_damaged_manifest_stops_the_next_run_not_the_questions() {
    for (harm_name, harm) in HARMS {
        let sandbox = Sandbox::indexed(STORIES);
        let path = sandbox.index_file("manifest-1");
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, harm(bytes)).unwrap();
        assert_eq!(sandbox.found(["ferry"]), ["a.txt"], "{harm_name}");
        let error = sandbox.run(["index", "--json"]).error();
        assert_eq!(error["code"], "E-DAMAGED", "{harm_name}");
        assert!(text(&error["message"]).contains("manifest"), "{error}");
        sandbox.index_with(["--rebuild"]);
    }
}

#[test]
fn an_index_whose_generation_is_gone_is_damaged() {
    let sandbox = Sandbox::indexed(STORIES);
    fs::remove_dir_all(sandbox.path("index/gen-1")).unwrap();
    assert_eq!(
        sandbox.run(["query", "ferry", "--json"]).error()["code"],
        "E-DAMAGED"
    );
}

#[test]
fn an_index_that_is_a_file_is_an_error() {
    let sandbox = Sandbox::with(STORIES);
    sandbox.write("index", "not a folder");
    for arguments in [&["index"][..], &["query", "x"]] {
        let output = sandbox.run(arguments);
        assert_eq!(output.code, 2, "{output}");
        assert!(output.stderr.contains("index"), "{output}");
    }
}

#[cfg(unix)]
#[test]
fn an_index_that_may_not_be_written_to_can_be_searched() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::indexed(STORIES);
    let set = |mode: u32| {
        for folder in ["index", "index/gen-1"] {
            let path = sandbox.path(folder);
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    for (path, _) in sandbox.snapshot("index") {
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    }
    set(0o555);
    let output = sandbox.run_as_nobody(["query", "ferry", "--json"]);
    assert_eq!(output.lines().len(), 1, "{output}");
    let id = text(&output.lines()[0]["id"]);
    assert_eq!(sandbox.run_as_nobody(["show", &id]).code, 0);
    assert_eq!(sandbox.run_as_nobody(["stats"]).code, 0);
    let output = sandbox.run_as_nobody(["index", "--json"]);
    assert_eq!(output.code, 2, "{output}");
    assert_eq!(output.error()["code"], "E-IO");
    assert!(
        text(&output.error()["message"]).contains("index"),
        "{output}"
    );
    set(0o755);
}
