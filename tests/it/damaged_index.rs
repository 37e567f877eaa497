//! An index that cannot be used says where it is, what is wrong and what to do; nothing panics.

use std::fs;

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
error: the index in index was made with format version 76, this morgue has version 6
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

#[test]
fn a_damaged_index_never_panics_and_says_so() {
    for ending in [
        "morgue.json",
        "meta.json",
        ".store",
        ".term",
        ".idx",
        ".pos",
        ".fast",
        ".fieldnorm",
    ] {
        for (harm_name, harm) in HARMS {
            let sandbox = Sandbox::indexed(STORIES);
            let path = sandbox.index_file(ending);
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, harm(bytes)).unwrap();
            let output = sandbox.run(["query", "ferry", "--json"]);
            let what = format!("{ending} {harm_name}: {output}");
            assert!(!output.stderr.contains("panicked"), "{what}");
            assert_ne!(output.code, 1, "damage is not `nothing found`: {what}");
            if output.code == 2 {
                let error = output.error();
                assert_eq!(error["code"], "E-DAMAGED", "{what}");
                assert!(text(&error["message"]).contains("index"), "{what}");
                assert!(text(&error["help"]).contains("--rebuild"), "{what}");
            }
            let output = sandbox.run(["index", "--rebuild"]);
            assert_eq!(output.code, 0, "{ending} {harm_name}: {output}");
            assert_eq!(sandbox.found(["ferry"]), ["a.txt"]);
        }
    }
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
