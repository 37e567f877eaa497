//! The shape of the program, read from its text.
//!
//! A stage imports only what stands above it in [`STAGES`]. The text is searched, not understood:
//! `super::super::` would slip by, and so would a macro that writes a path.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The stages in reading order, and what each may import.
const STAGES: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("panics", &[]),
    ("regular_file", &[]),
    ("text", &["error"]),
    ("corpus", &["error", "regular_file", "text"]),
    (
        "article",
        &["error", "panics", "regular_file", "text", "corpus"],
    ),
    // It sees `&str`, never an article.
    ("entity", &["error", "text"]),
    ("index", &["error", "text", "corpus", "article", "entity"]),
    (
        "ingest",
        &[
            "error", "panics", "text", "corpus", "article", "entity", "index",
        ],
    ),
    // Not `ingest`: a question never reads a record.
    (
        "query",
        &[
            "error",
            "regular_file",
            "text",
            "corpus",
            "article",
            "entity",
            "index",
        ],
    ),
    (
        "cli",
        &[
            "error",
            "regular_file",
            "text",
            "corpus",
            "article",
            "entity",
            "index",
            "ingest",
            "query",
        ],
    ),
];

/// More lines than this need a reason, in a sentence of the first lines that begins with [`REASON`].
const MOST_LINES: usize = 600;
const REASON: &str = "Longer than 600 lines:";

/// The program that makes the built-in data: it speaks, and is no part of the library.
const TRAINER: &str = "entity/train/";

/// Names that say nothing of what is inside.
const EMPTY_NAMES: &[&str] = &[
    "util", "utils", "helper", "helpers", "common", "misc", "manager",
];

#[test]
fn the_table_of_stages_has_no_cycle() {
    for (number, (stage, imports)) in STAGES.iter().enumerate() {
        for import in *imports {
            let above = STAGES[..number].iter().any(|(name, _)| name == import);
            assert!(above, "`{stage}` imports `{import}`, which is not above it");
        }
    }
}

#[test]
fn a_stage_imports_only_what_stands_above_it() {
    for source in sources() {
        let Some((stage, allowed)) = STAGES.iter().find(|(name, _)| *name == source.stage) else {
            continue;
        };
        for import in imports(&source.code) {
            assert!(
                import == *stage || allowed.contains(&import.as_str()),
                "{}: `{stage}` may import only {allowed:?}, not `{import}`",
                source.name
            );
        }
    }
}

#[test]
fn every_stage_stands_in_lib_rs_and_nothing_else() {
    let lib = source("lib.rs");
    let declared: BTreeSet<&str> = lib
        .code
        .lines()
        .filter_map(|line| line.trim().strip_suffix(';'))
        .filter_map(|line| line.strip_prefix("pub mod ").or(line.strip_prefix("mod ")))
        .collect();
    let stages: BTreeSet<&str> = STAGES.iter().map(|(stage, _)| *stage).collect();
    assert_eq!(declared, stages);
    let on_disk: BTreeSet<String> = sources().into_iter().map(|source| source.stage).collect();
    for stage in on_disk {
        let is_root = stage == "lib" || stage == "main";
        assert!(is_root || stages.contains(stage.as_str()), "src/{stage}");
    }
}

#[test]
fn the_engine_is_known_to_index_and_query_only() {
    for source in sources() {
        let uses = source.code.matches("tantivy").count();
        match source.stage.as_str() {
            "index" | "query" => {}
            "error" => assert_eq!(uses, 1, "one variant of the error wraps the engine's"),
            _ => assert_eq!(uses, 0, "{} knows tantivy", source.name),
        }
    }
}

#[test]
fn nothing_opens_a_connection() {
    for source in sources() {
        for forbidden in ["std::net", "TcpStream", "UdpSocket", "UnixStream"] {
            let found = source.code.contains(forbidden);
            assert!(!found, "{} uses {forbidden}", source.name);
        }
    }
}

#[test]
fn only_the_command_line_prints_exits_and_reads_the_environment() {
    for source in sources() {
        let may_speak = source.stage == "cli" || source.stage == "main";
        if may_speak || source.name.starts_with(TRAINER) {
            continue;
        }
        for forbidden in [
            "println!",
            "eprintln!",
            "print!(",
            "std::env",
            "env::var",
            "env::args",
            "process::exit",
            "io::stdout",
            "io::stderr",
        ] {
            let found = source.code.contains(forbidden);
            assert!(!found, "{} uses {forbidden}", source.name);
        }
    }
}

#[test]
fn a_long_file_says_why() {
    for source in sources() {
        let text = fs::read_to_string(&source.path).unwrap();
        let lines = text.lines().count();
        let opening: Vec<&str> = text.lines().take(20).collect();
        let has_reason = opening.iter().any(|line| line.contains(REASON));
        assert!(
            lines <= MOST_LINES || has_reason,
            "{} has {lines} lines; split it, or say in its first lines `{REASON} ...`",
            source.name
        );
        assert!(
            lines > MOST_LINES || !has_reason,
            "{} has only {lines} lines and excuses itself",
            source.name
        );
    }
}

#[test]
fn a_file_is_named_for_what_it_holds() {
    for source in sources() {
        for part in source.path.strip_prefix(folder()).unwrap() {
            let name = part.to_str().unwrap().trim_end_matches(".rs");
            assert!(!EMPTY_NAMES.contains(&name), "{}", source.name);
        }
    }
}

#[test]
fn imports_are_seen_however_they_are_written() {
    let code = "use crate::text::fold;\nuse crate::{article::{A, b}, index, Error};\nfn f() { crate::query::g() }\npub(in crate::cli) x;";
    let found: Vec<String> = imports(code).into_iter().collect();
    assert_eq!(found, ["article", "cli", "error", "index", "query", "text"]);
    assert_eq!(without_comments("a // b\nc \"//\" d"), "a \nc \"//\" d\n");
}

struct Source {
    path: PathBuf,
    /// Below `src`.
    name: String,
    /// Folder or file directly below `src`.
    stage: String,
    /// The text without comments and tests.
    code: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file of the program.
fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let mut left = vec![folder()];
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(read(path));
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn source(name: &str) -> Source {
    read(folder().join(name))
}

fn read(path: PathBuf) -> Source {
    let name = path
        .strip_prefix(folder())
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let first = name.split(['/', '\\']).next().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let program = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    Source {
        stage: first.trim_end_matches(".rs").to_owned(),
        code: without_comments(program),
        name,
        path,
    }
}

/// Cuts `// ...` off each line, unless it stands in a string.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let comment = line
            .match_indices("//")
            .map(|(at, _)| at)
            .find(|&at| line[..at].matches('"').count() % 2 == 0);
        out.push_str(&line[..comment.unwrap_or(line.len())]);
        out.push('\n');
    }
    out
}

/// The stages that follow `crate::`, also in a group. What `lib.rs` hands on counts as its stage.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, word) in code.match_indices("crate::") {
        let rest = &code[at + word.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group_members(group)),
            None => found.extend([first_name(rest)]),
        }
    }
    let is_root = |name: &String| name == "Error" || name == "Result";
    let handed_on = found.iter().any(is_root);
    found.retain(|name| !name.is_empty() && !is_root(name));
    if handed_on {
        found.insert("error".to_owned());
    }
    found
}

/// The first name of each member of `a::b, c::{d, e}}`.
fn group_members(group: &str) -> Vec<String> {
    let mut members = vec![String::new()];
    let mut depth = 0;
    for character in group.chars() {
        match character {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => members.push(String::new()),
            _ => {}
        }
        members.last_mut().unwrap().push(character);
    }
    members
        .iter()
        .map(|member| first_name(member.trim_start_matches([',', ' ', '\n'])))
        .collect()
}

fn first_name(text: &str) -> String {
    text.chars()
        .take_while(|character| character.is_alphanumeric() || *character == '_')
        .collect()
}
