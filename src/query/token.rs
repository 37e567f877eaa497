//! The pieces of a query, and the characters and words that make them.

use super::Nearness;
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
    /// NEAR/5, w/5, PRE/5, /s, SAME: how the operands before and behind it stand to each other.
    Near(Proximity),
    /// ATLEAST/3, atleast3, `repeat3:`; without a number when none was given.
    AtLeast(Option<u32>),
    /// `~4` behind quotes or brackets.
    Slop,
    /// `~1` behind a word.
    Fuzzy,
    /// `=` before quotes.
    Print,
}

/// An operator between two operands as typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Proximity {
    /// NEAR/5; without a number when none was given.
    Near(Option<u32>),
    /// PRE/5; without a number when none was given.
    Pre(Option<u32>),
    /// ADJ without a number.
    Adjacent,
    /// /s
    Sentence,
    /// /p, SAME
    Paragraph,
    /// pre/s, +s, pre/p, +p: in one sentence or paragraph and in this order.
    InOrder(Nearness),
    /// w/seg: in one part of the article.
    Segment,
    /// AROUND(5), NEAR(n=5), within/5, +5: how other systems write what is `Near` or `Pre` here.
    Foreign(Nearness),
}

impl TokenKind {
    /// Whether an operand can begin with it.
    pub(super) fn opens_operand(&self) -> bool {
        use TokenKind::{AtLeast, Field, Not, Open, Print, Quote, Range, Star, Word};
        matches!(
            self,
            Open | Not | Field(_) | Word(_) | Quote(_) | Range(_) | Star | Print | AtLeast(_)
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

/// The number of `near5`, `NEAR/5`: one of `names` in any case, then digits. Numbers that are too large
/// for any use come out as the largest there is.
pub(super) fn numbered(word: &str, names: &[&str]) -> Option<u32> {
    names.iter().find_map(|name| {
        let (start, rest) = word.split_at_checked(name.len())?;
        let digits = rest.strip_prefix('/').unwrap_or(rest);
        (start.eq_ignore_ascii_case(name) && is_count(digits)).then(|| number(digits))
    })
}

/// The number that these digits write, or the largest there is.
pub(super) fn number(digits: &str) -> u32 {
    digits.parse().unwrap_or(u32::MAX)
}

/// Operators written as words: in capitals, or with a number or slash in any case.
pub(super) fn operator(word: &str) -> Option<TokenKind> {
    match word {
        "AND" | "&&" => return Some(TokenKind::And),
        "OR" => return Some(TokenKind::Or),
        "NOT" | "ANDNOT" => return Some(TokenKind::Not),
        "*:*" => return Some(TokenKind::Star),
        _ => {}
    }
    if let Some(times) = numbered(word, &["atleast"]) {
        return Some(TokenKind::AtLeast(Some(times)));
    }
    // In capitals it is no word, whatever stands behind the slash.
    if word == "ATLEAST" || word.starts_with("ATLEAST/") || word.eq_ignore_ascii_case("atleast/") {
        return Some(TokenKind::AtLeast(None));
    }
    proximity(word).map(TokenKind::Near)
}

fn proximity(word: &str) -> Option<Proximity> {
    use Proximity::{Adjacent, Foreign, InOrder, Near, Paragraph, Pre, Segment, Sentence};
    if let Some(distance) = numbered(word, &["near"]) {
        return Some(Near(Some(distance)));
    }
    if let Some(distance) = numbered(word, &["onear", "adj"]) {
        return Some(Pre(Some(distance)));
    }
    let lower = word.to_lowercase();
    let (name, reach) = match word {
        "SAME" => return Some(Paragraph),
        "NEAR" | "ONEAR" | "PRE" | "ADJ" => (lower.as_str(), ""),
        _ => lower.split_once('/')?,
    };
    let distance = is_count(reach).then(|| number(reach));
    // `near/far` is a word, `NEAR/far` is not.
    let is_sure = reach.is_empty() || word.starts_with(|first: char| first.is_uppercase());
    Some(match (name, reach, distance) {
        ("" | "w" | "n", _, Some(_)) => Near(distance),
        ("pre" | "p", _, Some(_)) => Pre(distance),
        ("within", _, Some(distance)) => Foreign(Nearness::Near(distance)),
        ("next", _, Some(distance)) => Foreign(Nearness::Pre(distance)),
        ("" | "w", "s" | "sent", _) => Sentence,
        ("" | "w", "p" | "para", _) => Paragraph,
        ("pre", "s" | "sent", _) => InOrder(Nearness::Sentence),
        ("pre", "p" | "para", _) => InOrder(Nearness::Paragraph),
        ("" | "w" | "pre", "seg", _) => Segment,
        ("near", _, None) if is_sure => Near(None),
        ("onear" | "pre", _, None) if is_sure => Pre(None),
        ("adj", _, None) if is_sure => Adjacent,
        _ => return None,
    })
}
