//! The numbers and words of a date.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::plausible_year;
use crate::text::fold::folded;

/// A number or a word of a date.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) number: Option<i64>,
    /// Of the number, in characters; 0 for words.
    pub(super) digits: usize,
    /// Folded; empty for numbers.
    pub(super) word: String,
    /// Whether a word is all in capitals.
    pub(super) is_upper: bool,
    pub(super) span: Range<usize>,
    /// What stands between this token and the next.
    pub(super) gap: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Gap,
    Digit,
    Letter,
    /// The signs of year, month and day, which follow their numbers without a space.
    Sign,
    End,
}

/// Zeros of the scripts that have digits of their own; the other nine follow.
const ZEROS: &[char] = &[
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}',
    '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}',
    '\u{1810}', '\u{ff10}',
];

fn digit(character: char) -> Option<u32> {
    if character.is_ascii() {
        return character.to_digit(10);
    }
    ZEROS.iter().find_map(|&zero| {
        (character as u32)
            .checked_sub(zero as u32)
            .filter(|&d| d < 10)
    })
}

/// The numbers and words of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut start = 0;
    let mut current = Class::Gap;
    let ends = text
        .char_indices()
        .map(|(at, c)| (at, class(c, at, text)))
        .chain([(text.len(), Class::End)]);
    for (at, kind) in ends {
        if kind == current {
            continue;
        }
        push(text, start..at, current, &mut tokens);
        (start, current) = (at, kind);
    }
    tokens
}

fn class(character: char, at: usize, text: &str) -> Class {
    match character {
        '年' | '月' | '日' | '号' | '號' | '년' | '월' | '일' => Class::Sign,
        _ if digit(character).is_some() => Class::Digit,
        // `תש"ח` is one word.
        '"' | '״' | '׳' | '\'' if is_between_hebrew(at, character, text) => Class::Letter,
        '\u{200c}' | '\u{200d}' => Class::Letter,
        _ if character.is_alphabetic() || is_combining_mark(character) => Class::Letter,
        _ => Class::Gap,
    }
}

fn is_between_hebrew(at: usize, character: char, text: &str) -> bool {
    let is_hebrew = |c: char| ('א'..='ת').contains(&c);
    let before = text[..at].chars().next_back().is_some_and(is_hebrew);
    let after = text[at + character.len_utf8()..].chars().next();
    before && after.is_none_or(|c| is_hebrew(c) || c.is_whitespace())
}

fn push(text: &str, span: Range<usize>, class: Class, tokens: &mut Vec<Token>) {
    let piece = &text[span.clone()];
    match class {
        Class::Gap | Class::End => {
            if let Some(last) = tokens.last_mut() {
                piece.clone_into(&mut last.gap);
            }
        }
        Class::Digit => push_digits(piece, span, tokens),
        // A row of signs is words, as in `日月`.
        Class::Sign => {
            // `二〇二四年`: the word before a sign may be a number.
            if let Some(last) = tokens.last_mut().filter(|last| last.gap.is_empty())
                && let Some(number) = chinese_number(&last.word)
            {
                last.digits = last.word.chars().count();
                last.number = Some(number);
                last.word.clear();
            }
            push_word(piece, span, tokens);
        }
        Class::Letter => push_word(piece, span, tokens),
    }
}

fn push_word(piece: &str, span: Range<usize>, tokens: &mut Vec<Token>) {
    tokens.push(Token {
        number: None,
        digits: 0,
        word: folded(piece).replace(['"', '״'], ""),
        is_upper: !piece.contains(char::is_lowercase) && piece.contains(char::is_uppercase),
        span,
        gap: String::new(),
    });
}

fn push_digits(piece: &str, span: Range<usize>, tokens: &mut Vec<Token>) {
    let digits: Vec<(usize, u32)> = piece
        .char_indices()
        .filter_map(|(at, c)| Some((at, digit(c)?)))
        .collect();
    let value = |digits: &[(usize, u32)]| {
        digits.iter().try_fold(0_i64, |number, &(_, digit)| {
            number.checked_mul(10)?.checked_add(i64::from(digit))
        })
    };
    // `13 Nov 202513 Nov 2025`: the line twice, and the space between lost.
    let is_double = matches!(digits.len(), 5 | 6)
        && !tokens.is_empty()
        && value(&digits[..4]).and_then(plausible_year).is_some();
    let cut = if is_double { 4 } else { digits.len() };
    for part in [&digits[..cut], &digits[cut..]] {
        let (Some(first), Some(number)) = (part.first(), value(part)) else {
            continue;
        };
        let end = digits
            .get(part.len())
            .filter(|_| first.0 == 0)
            .map_or(piece.len(), |next| next.0);
        tokens.push(Token {
            number: Some(number),
            digits: part.len(),
            word: String::new(),
            is_upper: false,
            span: span.start + first.0..span.start + end,
            gap: String::new(),
        });
    }
}

/// `二〇二四`, `十二`, `三十一`: the years and days of Chinese papers.
fn chinese_number(word: &str) -> Option<i64> {
    let digits: Vec<i64> = word
        .chars()
        .map(|c| {
            "〇一二三四五六七八九十"
                .chars()
                .position(|known| known == c)
                .or(matches!(c, '零' | '○' | 'o').then_some(0))
                .map(|value| value as i64)
        })
        .collect::<Option<_>>()?;
    match digits.as_slice() {
        [] => None,
        [10] => Some(10),
        [10, unit @ 0..=9] => Some(10 + unit),
        [tens @ 1..=9, 10] => Some(tens * 10),
        [tens @ 1..=9, 10, unit @ 0..=9] => Some(tens * 10 + unit),
        plain if plain.len() <= 4 && plain.iter().all(|&digit| digit < 10) => {
            Some(plain.iter().fold(0, |number, digit| number * 10 + digit))
        }
        _ => None,
    }
}
