//! The one tokenizer: cuts a text into words, numbers and marks.
//!
//! What a reader would call a word is a token; the pieces of a hyphenated word are tokens of their
//! own with the hyphen between them, so that every word takes exactly one position and names such
//! as `China-Russia` can be tagged apart. Kept whole: `O'Neill`, `U.S.`, `Mr.`, `J.`, `AT&T`,
//! `1,000`, `5th`. Cut off: the possessive `'s`. Han, Kana, Thai, Lao and Khmer give one token a
//! character.
//!
//! The rules are a contract with every index on disk and with the tagger's weights: a change here
//! raises [`TOKENIZER_VERSION`].

use unicode_normalization::char::is_combining_mark;

use super::Span;

/// Raised when the same text would give other tokens.
///
/// - 1: first.
pub const TOKENIZER_VERSION: u32 = 1;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, perhaps with digits, apostrophes or the points of an abbreviation inside.
    Word,
    /// Begins with a digit: `1,000`, `3.5`, `5th`, `1990s`.
    Number,
    /// One character of a script written without spaces.
    Glyph,
    /// The possessive `'s` after a word.
    Possessive,
    /// Anything else that is not space: punctuation, symbols.
    Mark,
}

impl TokenKind {
    /// Whether the token takes a word position (and is searchable).
    pub fn is_word(self) -> bool {
        matches!(self, TokenKind::Word | TokenKind::Number | TokenKind::Glyph)
    }
}

/// A piece of text with its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// The tokens of a text, in order. Takes time linear in the text and allocates nothing.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// The words of a text in order: the tokens that take a position. The n-th item has position n.
pub fn words(text: &str) -> impl Iterator<Item = Token> + '_ {
    tokens(text).filter(|token| token.kind.is_word())
}

/// Iterator over [`Token`]s.
#[derive(Clone)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

/// Abbreviations whose point belongs to the word, when written with a capital. Sorted.
/// `No.` is left out: it ends sentences more often than it numbers things.
const ABBREVIATIONS: &[&str] = &[
    "Adm", "Assn", "Ave", "Bldg", "Blvd", "Brig", "Bros", "Capt", "Cie", "Cmdr", "Co", "Col",
    "Corp", "Cpl", "Dept", "Det", "Dr", "Drs", "Fr", "Ft", "Gen", "Gov", "Hon", "Inc", "Insp",
    "Jr", "Lt", "Ltd", "Maj", "Messrs", "Mlle", "Mme", "Mr", "Mrs", "Ms", "Mt", "Pres", "Prof",
    "Pte", "Pvt", "Rep", "Reps", "Rev", "Sec", "Sen", "Sens", "Sgt", "Sr", "Sra", "St", "Ste",
    "Supt", "Univ",
];

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        let (first, kind) = loop {
            if at >= bytes.len() {
                self.at = at;
                return None;
            }
            let character = char_at(self.text, at);
            match class(character) {
                Class::Space => at += character.len_utf8(),
                class => break (character, class),
            }
        };
        let end = at + first.len_utf8();
        let (end, kind) = match kind {
            Class::Letter => (self.word_end(at, end), TokenKind::Word),
            Class::Digit => (self.number_end(end), TokenKind::Number),
            Class::Glyph => (self.glyph_end(end), TokenKind::Glyph),
            _ => self.mark_end(at, end, first),
        };
        self.at = end;
        Some(Token {
            span: Span::new(at, end),
            kind,
        })
    }
}

impl Tokens<'_> {
    fn class_at(&self, at: usize) -> Class {
        if at >= self.text.len() {
            return Class::Space;
        }
        class(char_at(self.text, at))
    }

    fn is_wordlike(&self, at: usize) -> bool {
        matches!(self.class_at(at), Class::Letter | Class::Digit)
    }

    /// Where the word that starts at `start` ends; `at` is behind its first letter.
    fn word_end(&self, start: usize, mut at: usize) -> usize {
        let text = self.text;
        let mut letters = 1usize;
        loop {
            // Nothing can happen between two plain letters.
            let plain = text.as_bytes()[at..].iter();
            let plain = plain.take_while(|byte| is_plain(**byte)).count();
            at += plain;
            letters += plain;
            let Some(&behind) = text.as_bytes().get(at) else {
                break;
            };
            if matches!(behind, b' ' | b',') {
                return at;
            }
            let character = char_at(text, at);
            match class(character) {
                Class::Letter | Class::Digit => {
                    at += character.len_utf8();
                    letters += 1;
                }
                Class::Apostrophe if self.is_possessive(at) => break,
                Class::Apostrophe => {
                    let next = at + character.len_utf8();
                    if self.class_at(next) != Class::Letter {
                        break;
                    }
                    at = next;
                    letters = 2;
                }
                // `U.S.`: single letters, each with its point.
                Class::Point if letters == 1 => {
                    let next = at + 1;
                    let is_dotted = self.class_at(next) == Class::Letter && {
                        let behind = next + char_at(text, next).len_utf8();
                        self.class_at(behind) == Class::Point
                    };
                    if !is_dotted {
                        break;
                    }
                    at = next + char_at(text, next).len_utf8();
                }
                // `AT&T`, but not `this&that`.
                Class::Ampersand => {
                    let is_capital_before = text[..at]
                        .chars()
                        .next_back()
                        .is_some_and(char::is_uppercase);
                    let is_capital_behind = text[at + 1..]
                        .chars()
                        .next()
                        .is_some_and(char::is_uppercase);
                    if !(is_capital_before && is_capital_behind) {
                        break;
                    }
                    at += 1;
                }
                _ => break,
            }
        }
        if self.class_at(at) == Class::Point && self.keeps_point(&text[start..at]) {
            at += 1;
        }
        at
    }

    /// Whether the point behind `word` belongs to it.
    fn keeps_point(&self, word: &str) -> bool {
        let is_initial = {
            let mut characters = word.chars();
            characters.next().is_some_and(char::is_uppercase) && characters.next().is_none()
        };
        is_initial
            || word.contains('.')
            || (word.len() <= 6 && ABBREVIATIONS.binary_search(&word).is_ok())
    }

    /// Whether an apostrophe at `at` opens the possessive `'s` that ends a word.
    fn is_possessive(&self, at: usize) -> bool {
        let behind = at + char_at(self.text, at).len_utf8();
        let is_s = matches!(self.text.as_bytes().get(behind), Some(b's' | b'S'));
        is_s && !self.is_wordlike(behind + 1) && self.class_at(behind + 1) != Class::Apostrophe
    }

    fn number_end(&self, mut at: usize) -> usize {
        while at < self.text.len() {
            let character = char_at(self.text, at);
            match class(character) {
                Class::Letter | Class::Digit => at += character.len_utf8(),
                Class::Point | Class::Comma if self.class_at(at + 1) == Class::Digit => at += 1,
                _ => break,
            }
        }
        at
    }

    fn glyph_end(&self, mut at: usize) -> usize {
        while at < self.text.len() {
            let character = char_at(self.text, at);
            if !is_combining_mark(character) {
                break;
            }
            at += character.len_utf8();
        }
        at
    }

    fn mark_end(&self, at: usize, end: usize, first: char) -> (usize, TokenKind) {
        let follows_word = self.text[..at]
            .chars()
            .next_back()
            .is_some_and(|before| matches!(class(before), Class::Letter | Class::Digit));
        let opens_possessive =
            class(first) == Class::Apostrophe && follows_word && self.is_possessive(at);
        if opens_possessive {
            return (end + 1, TokenKind::Possessive);
        }
        (end, TokenKind::Mark)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Letter,
    Digit,
    Glyph,
    Apostrophe,
    Point,
    Comma,
    Ampersand,
    Other,
}

#[inline]
fn char_at(text: &str, at: usize) -> char {
    let byte = text.as_bytes()[at];
    if byte.is_ascii() {
        return char::from(byte);
    }
    text[at..]
        .chars()
        .next()
        .expect("the offset lies before the end of the text")
}

/// What each ASCII character is.
const ASCII: [Class; 128] = {
    let mut classes = [Class::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'\'' => Class::Apostrophe,
            b'.' => Class::Point,
            b',' => Class::Comma,
            b'&' => Class::Ampersand,
            // Control characters are no words and no marks.
            0..=b' ' | b'\x7f' => Class::Space,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// Whether the byte is a letter or a digit of ASCII.
#[inline]
fn is_plain(byte: u8) -> bool {
    let class = ASCII.get(usize::from(byte));
    matches!(class, Some(Class::Letter | Class::Digit))
}

/// Whether the character is an apostrophe as archives write it: straight, curly, modifier letters, fullwidth.
pub fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{02BB}' | '\u{FF07}' | '\u{00B4}' | '`'
    )
}

#[inline]
fn class(character: char) -> Class {
    if let Some(&class) = ASCII.get(character as usize) {
        return class;
    }
    match character {
        '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{02BB}' | '\u{FF07}' => Class::Apostrophe,
        // Joiners belong to the word they stand in; folding drops them.
        '\u{200C}' | '\u{200D}' => Class::Letter,
        '\u{0E00}'..='\u{0EFF}' | '\u{1780}'..='\u{17FF}' if character.is_alphanumeric() => {
            Class::Glyph
        }
        '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}'
        | '\u{20000}'..='\u{3FFFF}'
            if character.is_alphanumeric() =>
        {
            Class::Glyph
        }
        character if character.is_alphabetic() || is_combining_mark(character) => Class::Letter,
        character if character.is_numeric() => Class::Digit,
        character if character.is_whitespace() => Class::Space,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        tokens(text)
            .map(|token| {
                let piece = token.span.of(text);
                match token.kind {
                    TokenKind::Word => piece.to_owned(),
                    TokenKind::Number => format!("{piece}#"),
                    TokenKind::Glyph => format!("{piece}~"),
                    TokenKind::Possessive => format!("<{piece}>"),
                    TokenKind::Mark => format!("({piece})"),
                }
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn words_as_a_reader_sees_them() {
        for (text, expected) in [
            (
                "Mr. O'Neill's U.S. visit.",
                "Mr. O'Neill <'s> U.S. visit (.)",
            ),
            ("Hume’s L’Abbé", "Hume <’s> L’Abbé"),
            ("Kim Suk-yeol", "Kim Suk (-) yeol"),
            (
                "$1,000.50, 5th of the 1990s",
                "($) 1,000.50# (,) 5th# of the 1990s#",
            ),
            ("AT&T and R&D, this&that", "AT&T and R&D (,) this (&) that"),
            ("J. R. Smith of Acme Inc.", "J. R. Smith of Acme Inc."),
            (
                "workers' rights 'quoted'",
                "workers (') rights (') quoted (')",
            ),
            ("It ended. No. Plan C.", "It ended (.) No (.) Plan C."),
            ("東京でкошка", "東~ 京~ で~ кошка"),
            ("at 9 a.m. don't", "at 9# a.m. don't"),
            ("", ""),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }

    #[test]
    fn abbreviations_are_sorted() {
        assert!(ABBREVIATIONS.is_sorted());
    }
}
