//! Files that people write for `morgue`, a mapping, a names file, a receipt, an ignore file: whatever they are, there is an
//! answer, soon and in little memory, and it names the file.
#![cfg(unix)]

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::sandbox::{Output, Sandbox, finish};

const STORY: &str = "Strike ends\n\nPresident Gustavo Petro met dockers in Berlin.\n";

/// Address space of a run: what an index of one story needs, and no room for a file of a hundred megabytes.
const MEMORY_KB: u64 = 2_000_000;

/// Runs the program in so much memory.
fn run_in_little_memory(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    let free = sandbox.command(arguments);
    let mut limited = Command::new("/bin/sh");
    limited
        .args(["-c", &format!("ulimit -v {MEMORY_KB}; exec \"$0\" \"$@\"")])
        .arg(free.get_program())
        .args(free.get_args())
        .current_dir(free.get_current_dir().unwrap())
        .env_clear()
        .envs(
            free.get_envs()
                .filter_map(|(key, value)| Some((key, value?))),
        )
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    finish(limited)
}

/// A file that no file of its kind should be.
struct Trap {
    what: &'static str,
    make: fn(&Path),
    /// What is said of it, after the path.
    why: &'static str,
}

const TRAPS: &[Trap] = &[
    Trap {
        what: "folder",
        make: |path| fs::create_dir(path).unwrap(),
        why: "it is a folder",
    },
    Trap {
        what: "pipe",
        make: |path| {
            let made = Command::new("mkfifo").arg(path).status().unwrap();
            assert!(made.success());
        },
        why: "it is no regular file",
    },
    Trap {
        what: "device without end",
        make: |path| symlink("/dev/zero", path).unwrap(),
        why: "it is no regular file",
    },
    Trap {
        what: "link to nowhere",
        make: |path| symlink("nowhere", path).unwrap(),
        why: "",
    },
    Trap {
        what: "hundred megabytes",
        make: |path| File::create(path).unwrap().set_len(100 << 20).unwrap(),
        why: "larger than",
    },
];

/// Refused with the path and the reason.
#[track_caller]
fn assert_refused(output: &Output, path: &str, why: &str, what: &str) {
    assert_eq!(output.code, 2, "{what}: {output}");
    let first = output.stderr.lines().next().unwrap_or_default();
    assert!(
        first.starts_with("error: ") && first.contains(path) && first.contains(why),
        "{what}: {output}"
    );
    assert!(output.stderr.len() < 40_000, "{what}: {output}");
}

#[test]
fn a_names_file_that_is_none() {
    let sandbox = Sandbox::indexed(&[("a.txt", STORY)]);
    for trap in TRAPS {
        let named = sandbox.path("other.tsv");
        (trap.make)(&named);
        for arguments in [
            &["query", "strike", "--names", "other.tsv"][..],
            &["kwic", "strike", "--names", "other.tsv"],
            &["names", "--names", "other.tsv"],
            &["names", "ban", "Berlin", "--names", "other.tsv"],
            &["show", "0123456789abcdef", "--names", "other.tsv"],
        ] {
            let output = run_in_little_memory(&sandbox, arguments);
            if arguments[0] != "show" {
                assert_refused(&output, "other.tsv", trap.why, trap.what);
            }
        }
        remove(&named);
        // The one of the index.
        let own = sandbox.path("index/names.tsv");
        (trap.make)(&own);
        for verb in [
            &["query", "strike"][..],
            &["stats"],
            &["names"],
            &["names", "ban", "Berlin"],
        ] {
            let output = run_in_little_memory(&sandbox, verb);
            assert_refused(&output, "index/names.tsv", trap.why, trap.what);
        }
        remove(&own);
    }
    assert_eq!(sandbox.found(["strike"]), ["a.txt"]);
}

fn remove(path: &Path) {
    match fs::symlink_metadata(path).unwrap().is_dir() {
        true => fs::remove_dir(path).unwrap(),
        false => fs::remove_file(path).unwrap(),
    }
}

#[test]
fn a_names_file_is_not_written_through_a_link() {
    let sandbox = Sandbox::indexed(&[("a.txt", STORY)]);
    sandbox.write("mine", "mine");
    let draft = sandbox.path("index/names.tsv.new");
    symlink("../mine", &draft).unwrap();
    let output = sandbox.run(["names", "ban", "Berlin"]);
    assert_refused(&output, "names.tsv.new", "in the way", "link");
    assert_eq!(fs::read_to_string(sandbox.path("mine")).unwrap(), "mine");
    fs::remove_file(draft).unwrap();
    assert_eq!(sandbox.run(["names", "ban", "Berlin"]).code, 0);
}

#[test]
fn the_text_of_a_names_file() {
    let sandbox = Sandbox::indexed(&[("a.txt", STORY)]);
    let head = "canonical\tkind\tvariants\tnot-variants\tnote\tid\n";
    let many = format!("{head}A\tperson\t{}\n", "x y; ".repeat(100_000));
    let wide = format!("{head}A{}\n", "\tperson".repeat(100_000));
    let quoted = format!("{head}\"A\tperson\n{}", "\"\"\t\n".repeat(100_000));
    let kind = format!("{head}A\t{}\n", "ship\u{202e}".repeat(1 << 20));
    for (what, bytes, why) in [
        (
            "Latin-1",
            [head.as_bytes(), b"Andr\xe9\tperson\n"].concat(),
            "line 2",
        ),
        (
            "surrogates",
            [head.as_bytes(), b"A\xed\xa0\x80\tperson\n"].concat(),
            "line 2",
        ),
        (
            "UTF-16",
            "canonical\tkind\n"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect(),
            "line 1",
        ),
        ("zeros", vec![0; 1 << 20], "line 1"),
        ("no end of a quote", quoted.into_bytes(), "line "),
        ("a row of many cells", wide.into_bytes(), "line 2"),
        ("a kind of nine megabytes", kind.into_bytes(), "line 2"),
        ("many variants", many.into_bytes(), ""),
    ] {
        sandbox.write("names.tsv", bytes);
        let output = run_in_little_memory(&sandbox, &["names", "--names", "names.tsv"]);
        match why {
            "" => assert_eq!(output.code, 0, "{what}: {output}"),
            why => assert_refused(&output, "names.tsv", why, what),
        }
    }
}

#[test]
fn a_receipt_that_is_none() {
    let sandbox = Sandbox::indexed(&[("a.txt", STORY)]);
    for trap in TRAPS {
        let path = sandbox.path("r.json");
        (trap.make)(&path);
        let output = run_in_little_memory(&sandbox, &["rerun", "r.json"]);
        let why = match trap.why {
            "larger than" => "longer than 4 MB",
            why => why,
        };
        assert_refused(&output, "r.json", why, trap.what);
        remove(&path);
    }
    let deep = format!("{{\"receipt\":{}", "[".repeat(1 << 20));
    for (what, bytes) in [
        ("empty", Vec::new()),
        ("no JSON", b"\xff\xfe\0\x1b[2J".to_vec()),
        ("deep", deep.into_bytes()),
        (
            "surrogates",
            b"{\"receipt\":{\"query\":\"\\ud800\"}}".to_vec(),
        ),
        ("nothing in it", b"{\"receipt\":{}}".to_vec()),
        (
            "a key of megabytes",
            format!("{{\"receipt\":{{\"{}\":1}}}}", "k".repeat(2 << 20)).into_bytes(),
        ),
    ] {
        sandbox.write("r.json", bytes);
        let output = run_in_little_memory(&sandbox, &["rerun", "r.json"]);
        assert_refused(&output, "r.json", "is no receipt", what);
    }
}

#[test]
fn a_receipt_asks_and_does_nothing_else() {
    let sandbox = Sandbox::indexed(&[("a.txt", STORY)]);
    let output = sandbox.run(["query", "strike", "--receipt", "r.json"]);
    assert_eq!(output.code, 0, "{output}");
    let receipt = fs::read_to_string(sandbox.path("r.json")).unwrap();
    let honest = "\"arguments\":[\"--\",\"strike\"]";
    assert!(receipt.contains(honest), "{receipt}");
    for arguments in [
        r#"["--receipt=stolen","--","strike"]"#,
        r#"["--index=elsewhere","--","strike"]"#,
        r#"["--names=elsewhere","--","strike"]"#,
        r#"["--help"]"#,
        r#"["--version"]"#,
        r#"["--sort=\u001b[2J\u202e"]"#,
    ] {
        let changed = receipt.replace(honest, &format!("\"arguments\":{arguments}"));
        sandbox.write("evil.json", changed);
        let output = sandbox.run(["rerun", "evil.json"]);
        assert_refused(&output, "evil.json", "is no receipt", arguments);
        assert!(!output.stderr.contains(['\x1b', '\u{202e}']), "{output:?}");
    }
    assert!(!sandbox.path("stolen").exists());
    // A whole answer may stand behind it.
    let answer = format!("{receipt}{}", "{\"rank\":1}\n".repeat(600_000));
    sandbox.write("answer.json", answer);
    let output = run_in_little_memory(&sandbox, &["rerun", "answer.json"]);
    assert_eq!(output.code, 0, "{output}");
}

#[test]
fn a_mapping_that_is_none() {
    for trap in TRAPS {
        let sandbox = Sandbox::with(&[("a.txt", STORY)]);
        (trap.make)(&sandbox.path("corpus/morgue.toml"));
        for verb in ["index", "read"] {
            let output = run_in_little_memory(&sandbox, &[verb, "corpus"]);
            match trap.what {
                // It is a folder of the archive.
                "folder" => assert_eq!(output.code, 0, "{output}"),
                what => assert_refused(&output, "corpus/morgue.toml", trap.why, what),
            }
        }
        if trap.what != "folder" {
            assert!(!sandbox.path("index").exists());
        }
    }
}

#[test]
fn the_text_of_a_mapping() {
    let sandbox = Sandbox::with(&[("a.txt", STORY)]);
    let deep = format!("a = {}", "[".repeat(100_000));
    let tables = format!("{}x = 1", "a.".repeat(100_000));
    let long = format!(
        "[[mapping]]\nfiles = \"a\"\n{} = 1\n",
        "k\u{fc}".repeat(100_000)
    );
    for (what, bytes, line) in [
        ("Latin-1", b"[[mapping]]\n# Stra\xdfe\n".to_vec(), 2),
        ("surrogates", b"\n\n\"\xed\xa0\x80\" = 1".to_vec(), 3),
        ("zeros", vec![0; 1 << 19], 1),
        ("deep lists", deep.into_bytes(), 1),
        ("deep keys", tables.into_bytes(), 1),
        ("a long key", long.into_bytes(), 3),
        (
            "escapes",
            b"[[mapping]]\nfiles = \"a\"\n\"\\u001b[2J\\u202e\" = 1\n".to_vec(),
            3,
        ),
    ] {
        sandbox.write("corpus/morgue.toml", bytes);
        let output = run_in_little_memory(&sandbox, &["index"]);
        let place = format!("corpus/morgue.toml, line {line}: ");
        assert_refused(&output, &place, "", what);
        assert!(!output.stderr.contains(['\x1b', '\u{202e}']), "{output:?}");
    }
}

#[test]
fn an_ignore_file_that_is_none() {
    for trap in TRAPS {
        let sandbox = Sandbox::with(&[("a.txt", STORY)]);
        (trap.make)(&sandbox.path("corpus/.morgueignore"));
        let output = run_in_little_memory(&sandbox, &["index", "--json"]);
        assert_eq!(output.code, 0, "{}: {output}", trap.what);
        let summary = &output.lines()[0];
        assert_eq!(summary["articles"], 1, "{}: {output}", trap.what);
        let failed = &summary["failed"]["ignore file with errors"];
        match trap.what {
            "folder" => assert!(failed.is_null(), "{output}"),
            what => assert_eq!(failed, 1, "{what}: {output}"),
        }
    }
}
