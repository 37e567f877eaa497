//! Text files that tell nothing: lists of addresses, lists of words, programs.
//!
//! Only what no story can be taken for. A table of results, a list of names, a flash of three words
//! are articles.

use crate::article::Rejection;

/// Lines looked at; a list is one from its start.
const LINES: usize = 400;

/// A list of words has at least as many lines: verse can be short, and so can a table.
const MIN_WORDS: usize = 20;

/// Longest word of a list, in characters. Scripts without spaces write whole sentences as one.
const WORD_CHARS: usize = 24;

/// The reason why a text is no article, when it clearly is none.
pub(super) fn reason(text: &str) -> Option<Rejection> {
    let lines = || {
        text.lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .take(LINES)
    };
    let count = lines().count();
    if count == 0 {
        return None;
    }
    if lines().all(is_address) {
        return Some(Rejection::skipped("list of addresses"));
    }
    if count >= MIN_WORDS && lines().all(is_listed_word) {
        return Some(Rejection::skipped("list of words"));
    }
    if is_program(text, &mut lines(), count) {
        return Some(Rejection::skipped("program"));
    }
    None
}

/// One address, alone or numbered.
fn is_address(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let word = match (words.next(), words.next(), words.next()) {
        (Some(word), None, _) => word,
        (Some(number), Some(word), None)
            if number
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b')')) =>
        {
            word
        }
        _ => return false,
    };
    let word = word.to_ascii_lowercase();
    ["http://", "https://", "ftp://", "www."]
        .iter()
        .any(|start| word.starts_with(start))
}

/// One word, with a count before or behind it.
fn is_listed_word(line: &str) -> bool {
    let is_number = |word: &str| {
        word.bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    };
    let is_word = |word: &str| {
        // In scripts of this block a line is a sentence.
        let is_spaced = !word.chars().any(|c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3000}'..='\u{9fff}'));
        is_spaced
            && word.chars().count() <= WORD_CHARS
            && !word.ends_with(['.', '!', '?', ',', ';', ':'])
    };
    let words: Vec<&str> = line
        .split([' ', '\t', ',', ':', ';'])
        .filter(|word| !word.is_empty())
        .collect();
    match words.as_slice() {
        [word] => is_word(word),
        [word, count] => is_word(word) && is_number(count) || is_number(word) && is_word(count),
        _ => false,
    }
}

/// Most lines end or begin as those of programs do, and some say so outright.
fn is_program(text: &str, lines: &mut dyn Iterator<Item = &str>, count: usize) -> bool {
    let is_declared = [
        "#!/",
        "<?php",
        "#include <",
        "import ",
        "from __future__",
        "package ",
        "using System",
        "\"use strict\"",
    ]
    .iter()
    .any(|start| text.trim_start().starts_with(start));
    if !is_declared || count < 5 {
        return false;
    }
    let is_code = |line: &str| {
        line.ends_with([';', '{', '}', ')', '(', '[', ']', ':', ','])
            || [
                "#", "//", "import ", "from ", "def ", "return", "for ", "if ", "}", "*",
            ]
            .iter()
            .any(|start| line.starts_with(start))
            || line.contains(" = ")
    };
    let code = lines.filter(|line| is_code(line)).count();
    code * 10 >= count * 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_article() {
        let words = "harbour\t12\nferry\t9\nport\t7\nstrike\t3\n".repeat(6);
        let names = "Cork\nCobh\nKinsale\n";
        for (text, expected) in [
            (
                "https://a.example/1\nhttps://a.example/2\n",
                Some("list of addresses"),
            ),
            (
                "1. https://a.example/1\n2. www.a.example\n",
                Some("list of addresses"),
            ),
            ("Ferry sinks\nhttps://a.example/1\n", None),
            (words.as_str(), Some("list of words")),
            (names, None),
            ("Ferry sinks off Cork", None),
            ("渡轮沉没\n无人伤亡\n", None),
            (
                "#!/bin/sh\nfor a in b; do\necho $a;\ndone;\nexit(1);\n",
                Some("program"),
            ),
            (
                "import duties rise\n\nThe minister said so.\nIt rained.\nA\nB\n",
                None,
            ),
            ("", None),
        ] {
            let found = reason(text).map(|rejection| rejection.reason);
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
