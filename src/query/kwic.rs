//! Key word in context: an occurrence with the text on both sides of it, and the order of such lines.
//!
//! Context is cut to columns of a terminal, not characters, and between words; it runs on over paragraphs but
//! stays inside the part, for a headline is no context of the body. What the lines are sorted by does not depend
//! on how much of the context is shown.

use std::fmt;
use std::str::FromStr;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::index::Stored;
use crate::index::document::part_text;
use crate::query::Occurrence;
use crate::text::Span;
use crate::text::fold;
use crate::text::token::{TokenKind, tokens, words};
use crate::text::visible::visible;

/// Columns of context on each side for scripts, whatever terminal there is.
pub const CONTEXT_COLUMNS: usize = 40;

/// An occurrence is sorted by words at most so far away.
pub const FARTHEST_WORD: usize = 10;

/// What lines are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The n-th word before the match; 1 stands next to it.
    Left(usize),
    /// What matched.
    Match,
    /// The n-th word behind it.
    Right(usize),
    /// First day the article can be of; undated last.
    Date,
    /// Publication; those without one last.
    Source,
}

/// A text that is no [`Key`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoKey;

impl fmt::Display for NoKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "lines are sorted by L1 to L{FARTHEST_WORD} (words before), R1 to R{FARTHEST_WORD} (words behind), match, \
             date, source"
        )
    }
}

impl std::error::Error for NoKey {}

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Key, NoKey> {
        let text = text.trim().to_ascii_lowercase();
        match text.as_str() {
            "match" => return Ok(Key::Match),
            "date" => return Ok(Key::Date),
            "source" => return Ok(Key::Source),
            _ => {}
        }
        let number = |digits: &str| {
            let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            let number = digits.parse().ok().filter(|_| is_plain);
            number.filter(|number| (1..=FARTHEST_WORD).contains(number))
        };
        let left = text.strip_prefix('l').and_then(number).map(Key::Left);
        let right = || text.strip_prefix('r').and_then(number).map(Key::Right);
        left.or_else(right).ok_or(NoKey)
    }
}

/// The text before and behind a span: bytes of `text`, both next to the span. Each is at most so many columns wide as
/// [`visible`] shows it, and begins and ends between words unless one word alone is wider.
///
/// Costs time linear in the columns.
pub fn context(text: &str, span: Span, left: usize, right: usize) -> (Span, Span) {
    let (start, end) = (span.start as usize, span.end as usize);
    let before = Span::new(left_edge(text, start, left), start);
    let behind = Span::new(end, right_edge(text, end, right));
    (before, behind)
}

/// A text of the article as one line.
pub fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

/// What a line is compared by: one string, in the order of the keys. Words are folded; a line that lacks what a key
/// asks for comes behind those that have it.
pub fn sort_key(keys: &[Key], stored: &Stored, occurrence: &Occurrence) -> String {
    let text = part_text(&stored.article, occurrence.part);
    let (start, end) = (occurrence.span.start as usize, occurrence.span.end as usize);
    let mut out = String::new();
    for key in keys {
        let value = match *key {
            Key::Left(number) => word_before(text, start, number),
            Key::Right(number) => word_behind(text, end, number),
            Key::Match => Some(fold::key(occurrence.span.of(text))),
            Key::Source => stored.article.source.as_deref().map(fold::key),
            Key::Date => {
                let published = stored.article.published;
                published.map(|date| format!("{:08}", date.range().0))
            }
        };
        match value {
            Some(value) => {
                out.push('0');
                out.push_str(&value);
            }
            None => out.push('1'),
        }
        // Below every character of a word, so that `port` comes before `ports`.
        out.push('\0');
    }
    out
}

/// No word is longer than this, in bytes. Where one is, the sides of a line are cut inside it.
const LONGEST_WORD: usize = 80;

fn word_before(text: &str, at: usize, number: usize) -> Option<String> {
    let from = text.floor_char_boundary(at.saturating_sub(number * LONGEST_WORD));
    let before = &text[from..at];
    let words: Vec<&str> = words(before).map(|word| word.span.of(before)).collect();
    let word = words.len().checked_sub(number).map(|at| words[at])?;
    Some(fold::folded(word))
}

fn word_behind(text: &str, at: usize, number: usize) -> Option<String> {
    let to = text.ceil_char_boundary((at + number * LONGEST_WORD).min(text.len()));
    let behind = &text[at..to];
    let word = words(behind).nth(number - 1)?;
    Some(fold::folded(word.span.of(behind)))
}

fn left_edge(text: &str, at: usize, columns: usize) -> usize {
    let mut used = 0;
    let mut start = at;
    for (position, character) in text[..at].char_indices().rev() {
        used += columns_of(character);
        if used > columns {
            break;
        }
        start = position;
    }
    if let Some(before) = text[..start].chars().next_back()
        && !before.is_whitespace()
    {
        let from = text.floor_char_boundary(start.saturating_sub(LONGEST_WORD));
        let near = &text[from..at];
        let mut is_open = from == 0;
        let mut edges = tokens(near).filter_map(|token| {
            let position = token.span.start as usize;
            let is_glyph = token.kind == TokenKind::Glyph;
            let is_behind_space = near[..position].ends_with(char::is_whitespace);
            let is_edge = is_behind_space || is_glyph || (is_open && token.kind.is_word());
            is_open = is_glyph;
            is_edge.then_some(from + position)
        });
        start = edges.find(|&edge| edge >= start).unwrap_or(start);
    }
    // A space, an accent without its letter.
    let is_loose = |character: char| character.is_whitespace() || character.width() == Some(0);
    start += text[start..at].len() - text[start..at].trim_start_matches(is_loose).len();
    // Some characters are wider beside others than alone.
    while visible(&text[start..at]).width() > columns {
        start += text[start..].chars().next().map_or(1, char::len_utf8);
    }
    start
}

fn right_edge(text: &str, at: usize, columns: usize) -> usize {
    let mut used = 0;
    let mut end = at;
    for character in text[at..].chars() {
        used += columns_of(character);
        if used > columns {
            break;
        }
        end += character.len_utf8();
    }
    if let Some(behind) = text[end..].chars().next()
        && !behind.is_whitespace()
    {
        let to = text.ceil_char_boundary((end + LONGEST_WORD).min(text.len()));
        let near = &text[at..to];
        let edges = tokens(near).filter_map(|token| {
            let position = token.span.end as usize;
            let is_edge =
                token.kind == TokenKind::Glyph || near[position..].starts_with(char::is_whitespace);
            is_edge.then_some(at + position)
        });
        end = edges.take_while(|&edge| edge <= end).last().unwrap_or(end);
    }
    end = at + text[at..end].trim_end().len();
    while visible(&text[at..end]).width() > columns {
        end -= text[at..end].chars().next_back().map_or(1, char::len_utf8);
    }
    end
}

/// Columns of a character as [`visible`] shows it.
fn columns_of(character: char) -> usize {
    let mut buffer = [0; 4];
    visible(character.encode_utf8(&mut buffer)).width()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str, word: &str, columns: usize) -> (String, String) {
        let at = text.find(word).unwrap();
        let span = Span::new(at, at + word.len());
        let (left, right) = context(text, span, columns, columns);
        (left.of(text).to_owned(), right.of(text).to_owned())
    }

    #[test]
    fn context_is_cut_between_words_and_to_columns() {
        let story = "Dockers in Cork went on strike on Thursday.\nThey ask for more pay.";
        for (text, word, columns, left, right) in [
            (story, "strike", 10, "went on ", " on"),
            (story, "strike", 7, "on ", " on"),
            (story, "strike", 0, "", ""),
            (story, "strike", 14, "Cork went on ", " on Thursday."),
            // It runs on over paragraphs.
            (story, "Thursday", 10, "strike on ", ".\nThey ask"),
            (story, "Dockers", 99, "", &story["Dockers".len()..]),
            // A word that does not fit is cut.
            ("abcdefghij x", "x", 5, "ghij ", ""),
            ("x abcdefghij", "x", 5, "", " abcd"),
            // Wide characters take two columns, and each is a word.
            ("昨日東京都で火災", "京", 5, "日東", "都で"),
            // An accent takes none and stays with its letter.
            (
                "e\u{301}e\u{301} x e\u{301}e\u{301}",
                "x",
                3,
                "e\u{301}e\u{301} ",
                " e\u{301}e\u{301}",
            ),
            ("ae\u{301} x", "x", 2, "e\u{301} ", ""),
            // What is spelled out for the terminal takes the room of its spelling.
            ("a \x1bb x", "x", 6, "\x1bb ", ""),
        ] {
            let found = around(text, word, columns);
            assert_eq!(
                found,
                (left.to_owned(), right.to_owned()),
                "{text} {columns}"
            );
        }
    }

    #[test]
    fn keys_are_read_as_typed() {
        for (text, key) in [
            ("L1", Ok(Key::Left(1))),
            ("r10", Ok(Key::Right(10))),
            (" date ", Ok(Key::Date)),
            ("Source", Ok(Key::Source)),
            ("match", Ok(Key::Match)),
            ("L0", Err(NoKey)),
            ("R11", Err(NoKey)),
            ("L+1", Err(NoKey)),
            ("L", Err(NoKey)),
            ("é1", Err(NoKey)),
            ("", Err(NoKey)),
        ] {
            assert_eq!(text.parse(), key, "{text}");
        }
    }

    #[test]
    fn the_last_word_of_the_left_context_is_the_first_key() {
        let text = "The Général's strike, (Ended) at 東京";
        let at = text.find("strike").unwrap();
        let (start, end) = (at, at + "strike".len());
        assert_eq!(word_before(text, start, 1).as_deref(), Some("general"));
        assert_eq!(word_before(text, start, 2).as_deref(), Some("the"));
        assert_eq!(word_before(text, start, 3), None);
        assert_eq!(word_behind(text, end, 1).as_deref(), Some("ended"));
        assert_eq!(word_behind(text, end, 3).as_deref(), Some("東"));
        assert_eq!(word_behind(text, end, 5), None);
    }
}
