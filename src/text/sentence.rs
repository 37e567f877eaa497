//! Where sentences end.
//!
//! A sentence ends at `.`, `!`, `?`, `…` or their fullwidth and Arabic kin when what follows can
//! open a sentence, and at every line end: paragraphs are lines. Points of abbreviations belong to
//! their word (see [`super::token`]), except when the next word shows that the sentence ended there
//! all the same (`in the U.S. The ...` is cut, `the U.S. Senate` is not).

use std::ops::Range;

use super::token::{Token, TokenKind};

/// Words that open sentences far more often than they follow an abbreviation inside a name.
const OPENERS: &[&str] = &[
    "A", "After", "An", "And", "As", "At", "But", "For", "He", "Her", "His", "I", "If", "In", "It",
    "Its", "No", "On", "She", "Since", "So", "That", "The", "Their", "There", "They", "This", "We",
    "What", "When", "While", "With", "Yet", "You",
];

/// The sentences of `text` as ranges over its `tokens`, in order; together they cover all tokens.
///
/// Takes time linear in the tokens.
pub fn sentences(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..tokens.len() {
        if ends_here(text, tokens, at) {
            found.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

fn ends_here(text: &str, tokens: &[Token], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1) else {
        return true;
    };
    let token = tokens[at];
    let gap = &text[token.span.end as usize..next.span.start as usize];
    if gap != " " && gap.contains('\n') {
        return true;
    }
    let piece = token.span.of(text);
    if token.kind == TokenKind::Mark {
        if matches!(piece, "。" | "！" | "？" | "｡") {
            return !is_closing(next.span.of(text));
        }
        if is_closing(piece) && !gap.is_empty() {
            // `"... end." Next`: the stop stands before the quote.
            let before = at
                .checked_sub(1)
                .map(|before| tokens[before].span.of(text))
                .unwrap_or_default();
            return is_stop(before) && can_open(text, tokens, at + 1);
        }
        return is_stop(piece) && !gap.is_empty() && can_open(text, tokens, at + 1);
    }
    let ends_in_point = token.kind == TokenKind::Word && piece.ends_with('.');
    ends_in_point
        && !gap.is_empty()
        && OPENERS.binary_search(&next.span.of(text)).is_ok()
        && piece.chars().filter(|&c| c.is_alphabetic()).count() > 1
        && !is_title(piece)
}

/// Abbreviations that stand before a name, never at an end.
fn is_title(piece: &str) -> bool {
    matches!(
        piece,
        "Mr." | "Mrs." | "Ms." | "Dr." | "Gen." | "Sen." | "Rep." | "Gov." | "Prof." | "St."
    )
}

fn is_stop(piece: &str) -> bool {
    matches!(piece, "." | "!" | "?" | "…" | "؟" | "۔" | "।" | "‼")
}

fn is_closing(piece: &str) -> bool {
    matches!(
        piece,
        "\"" | "'" | "”" | "’" | ")" | "]" | "»" | "」" | "』"
    )
}

/// Whether the token at `at` can be the first of a sentence.
fn can_open(text: &str, tokens: &[Token], at: usize) -> bool {
    let piece = tokens[at].span.of(text);
    match tokens[at].kind {
        TokenKind::Word => !piece.starts_with(char::is_lowercase),
        TokenKind::Mark => !matches!(piece, "," | ";" | ":" | ")" | "." | "-" | "–" | "—"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokens;

    #[test]
    fn sentences_as_a_reader_sees_them() {
        for (text, expected) in [
            ("He won. She lost.", vec!["He won.", "She lost."]),
            (
                "Mr. Brown met Gen. Lee. They spoke.",
                vec!["Mr. Brown met Gen. Lee.", "They spoke."],
            ),
            ("in the U.S. Senate", vec!["in the U.S. Senate"]),
            (
                "He left the U.S. The rest stayed.",
                vec!["He left the U.S.", "The rest stayed."],
            ),
            (
                "\"It is over.\" He sat down.",
                vec!["\"It is over.\"", "He sat down."],
            ),
            (
                "Rates rose 3.5 percent to 1.2 million.",
                vec!["Rates rose 3.5 percent to 1.2 million."],
            ),
            (
                "Headline without stop\nBody",
                vec!["Headline without stop", "Body"],
            ),
            ("終わった。次へ。", vec!["終わった。", "次へ。"]),
        ] {
            let all: Vec<_> = tokens(text).collect();
            let cut: Vec<&str> = sentences(text, &all)
                .into_iter()
                .map(|range| {
                    let (first, last) = (all[range.start].span, all[range.end - 1].span);
                    &text[first.start as usize..last.end as usize]
                })
                .collect();
            assert_eq!(cut, expected, "{text}");
        }
    }

    #[test]
    fn openers_are_sorted() {
        assert!(OPENERS.is_sorted());
    }
}
