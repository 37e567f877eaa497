//! The pieces of a query, and the characters and words that make them.

use super::fields::Field;
use crate::text::{Span, normalize};

/// A piece of the query.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Bytes of the query.
    pub(super) span: Span,
    /// Whether no space stands between it and the token before.
    pub(super) is_glued: bool,
}

/// What a token is. Texts are repaired already.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// A field name with its colon.
    Field(Field),
    Word(String),
    /// The text between two quotes.
    Quote(String),
    /// `[1945 TO 1950]` behind `date:`.
    Range(String),
    /// `*` or `*:*` alone: every article.
    Star,
    /// NEAR/5, w/5, PRE/5, `~4` behind quotes: words near each other.
    Near,
    /// /s, /p, SAME.
    Same,
    /// ATLEAST/3.
    AtLeast,
    /// `~4` behind quotes or brackets.
    Slop,
    /// `~1` behind a word.
    Fuzzy,
    /// `=` before quotes.
    Print,
}

impl TokenKind {
    /// Whether an operand can begin with it.
    pub(super) fn opens_operand(&self) -> bool {
        use TokenKind::{AtLeast, Field, Not, Open, Print, Quote, Range, Star, Word};
        matches!(
            self,
            Open | Not | Field(_) | Word(_) | Quote(_) | Range(_) | Star | Print | AtLeast
        )
    }

    /// Whether an operand can end with it.
    pub(super) fn closes_operand(&self) -> bool {
        use TokenKind::{Close, Fuzzy, Quote, Range, Slop, Star, Word};
        matches!(
            self,
            Close | Word(_) | Quote(_) | Range(_) | Star | Slop | Fuzzy
        )
    }
}

/// Double quotes as keyboards, phones and other languages write them. Any of them closes any other.
pub(super) fn is_quote(character: char) -> bool {
    matches!(
        character,
        '"' | '“' | '”' | '„' | '‟' | '″' | '‶' | '＂' | '«' | '»' | '〝' | '〞' | '〟'
    )
}

/// Minus as typed, or as a phone makes it of a hyphen.
pub(super) fn is_minus(character: char) -> bool {
    matches!(character, '-' | '\u{2212}' | '\u{2013}')
}

pub(super) fn is_space(character: char) -> bool {
    // The separators of old files are spaces to `normalize` as well.
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

pub(super) fn ends_word(character: char) -> bool {
    is_space(character) || is_quote(character) || matches!(character, '(' | ')' | '|')
}

/// One spelling: NFC, no invisible characters, primes as apostrophes.
pub(super) fn repaired(text: &str) -> String {
    normalize::line(&text.replace(['′', '‵'], "'"))
}

/// Letters first, then letters, digits, `_` or `-`.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(char::is_alphabetic)
        && name
            .chars()
            .all(|next| next.is_alphanumeric() || matches!(next, '_' | '-'))
}

pub(super) fn is_count(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `2`, `0.5`, `.5`
pub(super) fn is_amount(text: &str) -> bool {
    // Nor `inf` nor `1e5`.
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_plain && text.parse::<f32>().is_ok()
}

/// `near5`, `NEAR/5`: one of `names` in any case, then a number.
pub(super) fn is_numbered(word: &str, names: &[&str]) -> bool {
    let word = word.to_lowercase();
    names.iter().any(|name| {
        word.strip_prefix(name)
            .is_some_and(|rest| is_count(rest.strip_prefix('/').unwrap_or(rest)))
    })
}

/// Operators written as words: in capitals, or with a number or slash in any case.
pub(super) fn operator(word: &str) -> Option<TokenKind> {
    let kind = match word {
        "AND" | "&&" => TokenKind::And,
        "OR" => TokenKind::Or,
        "NOT" | "ANDNOT" => TokenKind::Not,
        "NEAR" | "ONEAR" | "ADJ" | "PRE" => TokenKind::Near,
        "SAME" => TokenKind::Same,
        "ATLEAST" => TokenKind::AtLeast,
        "*:*" => TokenKind::Star,
        _ if is_numbered(word, &["near", "onear", "adj"]) => TokenKind::Near,
        _ if is_numbered(word, &["atleast"]) => TokenKind::AtLeast,
        _ => match word.to_lowercase().split_once('/')? {
            ("" | "w" | "n" | "pre" | "p", distance) if is_count(distance) => TokenKind::Near,
            ("near" | "onear" | "adj", "") => TokenKind::Near,
            ("" | "w" | "pre", "s" | "p" | "sent" | "para" | "seg") => TokenKind::Same,
            ("atleast", "") => TokenKind::AtLeast,
            _ => return None,
        },
    };
    Some(kind)
}
