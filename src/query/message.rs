//! What the parser says back: errors and notes, with the place in the query and what to write instead.

use std::fmt;

use unicode_width::UnicodeWidthChar;

use crate::text::Span;
use crate::text::visible::visible;

/// Stable code of a message, for scripts: `E-` ends the query, `N-` only remarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// Nothing was asked.
    Empty,
    /// A quote is never closed.
    Quote,
    /// A bracket without its other half, or with nothing inside.
    Bracket,
    /// AND, OR or NOT without something to work on.
    Operator,
    /// No field has this name.
    Field,
    /// A field inside the brackets of another field.
    Nested,
    /// A field without a value, or with a value it cannot take.
    Value,
    /// A field's value goes on after a space: `person:John Smith`.
    Name,
    /// Nothing in the word can be searched: `???`.
    Nothing,
    /// Not a date.
    Date,
    /// A range that runs backwards.
    Range,
    /// Brackets or NOTs nested too deep.
    Depth,
    /// The query is too long.
    Long,
    /// NEAR, PRE, ADJ or `"a b"~` without a distance.
    Near,
    /// A distance of 0, or a very large one.
    Distance,
    /// What cannot stand beside NEAR, PRE, /s, /p or under ATLEAST: `(a AND b)`, `NOT a`, `date:`.
    Operand,
    /// Nexis's and Westlaw's w/seg, pre/s, +p.
    Same,
    /// ATLEAST without a number, or with 0.
    AtLeast,
    /// `*` and `?` where they cannot stand for letters: in names, as a word of a phrase, alone.
    Wildcard,
    /// `smith~3`, `"smith jones~1"`, `person:smith~1`.
    Fuzzy,
    /// `=Polish` without quotes, `person:="Ana"`.
    Print,
    /// type:, family:, tag:, pubplace:. Not built yet.
    Later,
    /// Syntax of other systems: `HD=`, `TI(...)`, `[word="..."]`, `resign!`, `AROUND(5)`.
    Foreign,
    /// Lower-case and, or, not between words.
    Case,
    /// AND and OR without brackets.
    Mixed,
    /// Nothing but exclusions.
    Negative,
    /// `^2` is ignored.
    Boost,
    /// `+word` is what every word is.
    Plus,
    /// Words in single quotes.
    SingleQuote,
    /// `"who won?"`: the question mark is punctuation.
    Question,
    /// A distance behind a single word in quotes.
    Slop,
    /// `Yahoo!`: the sign is punctuation, not Nexis's for any ending.
    Ending,
}

impl Code {
    /// Every code with its text, errors first.
    pub const ALL: &[(Code, &str)] = &[
        (Code::Empty, "E-EMPTY"),
        (Code::Quote, "E-QUOTE"),
        (Code::Bracket, "E-BRACKET"),
        (Code::Operator, "E-OPERATOR"),
        (Code::Field, "E-FIELD"),
        (Code::Nested, "E-NESTED"),
        (Code::Value, "E-VALUE"),
        (Code::Name, "E-NAME"),
        (Code::Nothing, "E-NOTHING"),
        (Code::Date, "E-DATE"),
        (Code::Range, "E-RANGE"),
        (Code::Depth, "E-DEPTH"),
        (Code::Long, "E-LONG"),
        (Code::Near, "E-NEAR"),
        (Code::Distance, "E-DISTANCE"),
        (Code::Operand, "E-OPERAND"),
        (Code::Same, "E-SAME"),
        (Code::AtLeast, "E-ATLEAST"),
        (Code::Wildcard, "E-WILDCARD"),
        (Code::Fuzzy, "E-FUZZY"),
        (Code::Print, "E-PRINT"),
        (Code::Later, "E-LATER"),
        (Code::Foreign, "E-FOREIGN"),
        (Code::Case, "N-CASE"),
        (Code::Mixed, "N-MIXED"),
        (Code::Negative, "N-NEGATIVE"),
        (Code::Boost, "N-BOOST"),
        (Code::Plus, "N-PLUS"),
        (Code::SingleQuote, "N-SINGLE-QUOTE"),
        (Code::Question, "N-QUESTION"),
        (Code::Slop, "N-SLOP"),
        (Code::Ending, "N-ENDING"),
    ];

    /// The code as scripts see it: `E-QUOTE`.
    pub fn as_str(self) -> &'static str {
        // The table follows the order of the enum; a test holds it to that.
        Code::ALL[self as usize].1
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Something in the query that cannot be answered. Any of them means: search nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Stable.
    pub code: Code,
    /// One line, lower-case, free to improve.
    pub message: String,
    /// Bytes of the query text. Empty at its end when something is missing there.
    pub span: Span,
    /// What to write instead, when there is something to say.
    pub help: Option<String>,
}

/// Something worth knowing about how the query was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Stable.
    pub code: Code,
    /// One line, lower-case, free to improve.
    pub message: String,
    /// Bytes of the query text.
    pub span: Span,
    /// What to write instead, when there is something to say.
    pub help: Option<String>,
}

/// Columns of a query shown around an error: a line of a terminal less the indent.
const EXCERPT_COLUMNS: usize = 76;

impl SyntaxError {
    /// For people: message, the line of the query, carets under the place, help. Ends without a
    /// line break and holds no control or bidi character, whatever the query holds.
    ///
    /// `text` is the query it was made from. Of a long query only the part around the place is shown.
    pub fn render(&self, text: &str) -> String {
        let mut out = format!("error: {}\n", visible(&self.message));
        let (line, column, width) = excerpt(text, self.span);
        // An empty query has no line to point at.
        if !line.is_empty() {
            out.push_str(&format!(
                "  {line}\n  {:column$}{}\n",
                "",
                "^".repeat(width)
            ));
        }
        match &self.help {
            Some(help) => out.push_str(&format!("help: {}", visible(help))),
            None => out.truncate(out.trim_end().len()),
        }
        out
    }
}

impl Note {
    /// For people, in one line.
    pub fn render(&self) -> String {
        let mut out = format!("note: {}", visible(&self.message));
        if let Some(help) = &self.help {
            out.push_str(&format!("   {}", visible(help)));
        }
        out
    }
}

/// The part of the query to show, the column of the first caret and the number of carets.
fn excerpt(text: &str, span: Span) -> (String, usize, usize) {
    let (start, end) = (span.range().start, span.range().end);
    let before = visible(&text[..start]);
    let marked = visible(&text[start..end]);
    let behind = visible(text[end..].trim_end());
    let whole = width(&before) + width(&marked) + width(&behind);
    if whole <= EXCERPT_COLUMNS {
        let (column, carets) = (width(&before), width(&marked).max(1));
        return (format!("{before}{marked}{behind}"), column, carets);
    }
    let marked = start_of(&marked, EXCERPT_COLUMNS / 2);
    let room = EXCERPT_COLUMNS - width(&marked);
    let before = end_of(&before, room / 2);
    let behind = start_of(&behind, room - width(&before));
    let (column, carets) = (width(&before), width(&marked).max(1));
    (before + &marked + &behind, column, carets)
}

/// The first `columns` columns, ending in `…` when cut.
fn start_of(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut used = 1;
    let kept: String = text
        .chars()
        .take_while(|&character| {
            used += char_width(character);
            used <= columns
        })
        .collect();
    kept + "…"
}

/// The last `columns` columns, beginning with `…` when cut.
fn end_of(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut used = 1;
    let kept: Vec<char> = text
        .chars()
        .rev()
        .take_while(|&character| {
            used += char_width(character);
            used <= columns
        })
        .collect();
    std::iter::once('…').chain(kept.into_iter().rev()).collect()
}

// Character by character, not `str::width`: the parts of a line must add up.
fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(character: char) -> usize {
    character.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(span: Span) -> SyntaxError {
        SyntaxError {
            code: Code::Nothing,
            message: "no".into(),
            span,
            help: Some("do".into()),
        }
    }

    #[test]
    fn table_is_complete_and_in_order() {
        for (position, (code, text)) in Code::ALL.iter().enumerate() {
            assert_eq!(*code as usize, position, "{text}");
        }
        assert_eq!(Code::ALL.len(), Code::Ending as usize + 1);
    }

    #[test]
    fn carets_stand_under_what_a_terminal_shows() {
        for (text, span, expected) in [
            (
                "ab cd",
                Span::new(3, 5),
                "error: no\n  ab cd\n     ^^\nhelp: do",
            ),
            (
                "東京 x",
                Span::new(7, 8),
                "error: no\n  東京 x\n       ^\nhelp: do",
            ),
            (
                "東京",
                Span::new(3, 6),
                "error: no\n  東京\n    ^^\nhelp: do",
            ),
            (
                "a\u{301} b",
                Span::new(4, 5),
                "error: no\n  a\u{301} b\n    ^\nhelp: do",
            ),
            ("a", Span::new(1, 1), "error: no\n  a\n   ^\nhelp: do"),
            (
                "\u{1b}\u{202e} b",
                Span::new(5, 6),
                "error: no\n  \\x1b\\u{202e} b\n               ^\nhelp: do",
            ),
            ("", Span::new(0, 0), "error: no\nhelp: do"),
        ] {
            assert_eq!(error(span).render(text), expected, "{text:?}");
        }
    }

    #[test]
    fn of_a_long_query_only_the_neighbourhood_is_shown() {
        let text = format!("{}HERE{}", "word ".repeat(1000), " word".repeat(1000));
        let rendered = error(Span::new(5000, 5004)).render(&text);
        let lines: Vec<&str> = rendered.lines().collect();
        assert!(width(lines[1]) <= EXCERPT_COLUMNS + 2);
        let column = lines[2].find('^').unwrap();
        let under: String = lines[1].chars().skip(column).take(4).collect();
        assert_eq!(under, "HERE");
    }
}
