//! The commands that README.md shows work as printed.

use std::fs;
use std::path::Path;

use crate::sandbox::Sandbox;

/// What stands before the arguments of `morgue` on a machine with only Rust installed.
const RUN: &str = "cargo run --release -- ";

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    fs::read_to_string(path).expect("README.md must exist: it is the first thing anybody reads")
}

/// The blocks marked `sh`, each as its commands; a `\` at the end of a line joins it to the next.
fn blocks(readme: &str) -> Vec<Vec<String>> {
    let mut blocks: Vec<Vec<String>> = Vec::new();
    let mut is_inside = false;
    for line in readme.replace("\\\n", " ").lines() {
        match (is_inside, line.trim()) {
            (false, "```sh") => {
                is_inside = true;
                blocks.push(Vec::new());
            }
            (true, "```") => is_inside = false,
            (true, command) if !command.is_empty() => {
                blocks.last_mut().unwrap().push(command.to_owned());
            }
            _ => {}
        }
    }
    blocks
}

/// Cuts a line as a shell does, as far as README.md goes: spaces, both quotes, backslashes.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (None, ' ') => words.extend(word.take()),
            (None, '#') if word.is_none() => break,
            (None, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (Some(open), character) if open == character => quote = None,
            (None | Some('"'), '\\') => word.get_or_insert_default().extend(characters.next()),
            (_, character) => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

#[test]
fn every_command_runs() {
    let sandbox = Sandbox::with_sample();
    let mut commands = 0;
    for block in blocks(&readme()) {
        let is_ours = block.first().is_some_and(|line| line.starts_with(RUN));
        if !is_ours {
            continue;
        }
        for line in block.iter().flat_map(|line| line.split(" && ")) {
            let arguments = line.strip_prefix(RUN);
            let arguments = arguments.unwrap_or_else(|| panic!("not a command of morgue: {line}"));
            let output = sandbox.run(words(arguments));
            assert_eq!(output.code, 0, "{line}\n{output}");
            commands += 1;
        }
    }
    assert!(
        commands > 0,
        "README.md shows no command that begins with `{RUN}`"
    );
}

#[test]
fn the_first_two_blocks_begin_with_cargo() {
    let blocks = blocks(&readme());
    assert!(blocks.len() >= 2, "one for the main job, one for all tests");
    for block in &blocks[..2] {
        assert!(block[0].starts_with("cargo "), "{block:?}");
    }
    let tests = blocks[..2]
        .iter()
        .any(|block| block[0].starts_with("cargo test"));
    assert!(tests, "one of them passes all tests");
}

#[test]
fn lines_are_cut_as_a_shell_cuts_them() {
    assert_eq!(
        words("query --person \"Ana Ruiz\" 'a b'\"c\" # note"),
        ["query", "--person", "Ana Ruiz", "a bc"]
    );
    assert_eq!(
        words(r#"query 'source:"x"' "\"a\"""#),
        ["query", "source:\"x\"", "\"a\""]
    );
    assert_eq!(
        blocks("```sh\na \\\n  b\n\nc\n```\n```\nd\n```\n"),
        [["a    b", "c"]]
    );
}
