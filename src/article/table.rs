//! Rows of tables: by the names of the columns, or, where there are none, by what is in them.

use super::fields::{Field, Fields, field_of};
use super::published::Published;
use super::{Draft, Rejection};
use crate::corpus::Content;

/// Reads one row.
///
/// # Errors
/// `no text` when no cell can be text.
pub(super) fn read(content: &Content) -> Result<Draft, Rejection> {
    let Content::Row { header, cells } = content else {
        return Err(Rejection::skipped("no text"));
    };
    let cells: Vec<String> = cells.iter().map(|cell| without_backslashes(cell)).collect();
    let mut fields = Fields::default();
    let mut has_text = false;
    if let Some(header) = header {
        for (name, cell) in header.iter().zip(&cells) {
            if let Some((field, rank)) = field_of(name) {
                has_text |= matches!(field, Field::Title | Field::Body);
                fields.add(field, rank, vec![cell.clone()]);
            }
        }
    }
    if !has_text {
        guess(&cells, header.as_deref(), &mut fields);
    }
    Ok(fields.into_draft())
}

/// Cells from this length on are running text.
const BODY_CHARS: usize = 40;

/// Fields by content, for cells whose column has no name, or none that is known: the longest text is
/// the body, the text before it the headline; a date is a date, a short word before them the section.
fn guess(cells: &[String], header: Option<&[String]>, fields: &mut Fields) {
    let is_named = |at: usize| {
        header.is_some_and(|names| names.get(at).is_some_and(|name| field_of(name).is_some()))
    };
    let words = |text: &str| text.split_whitespace().count();
    let mut body = None;
    for (at, cell) in cells.iter().enumerate() {
        let is_text = cell.chars().count() >= BODY_CHARS && !cell.starts_with("http");
        let is_longer = body.is_none_or(|best: usize| cell.len() > cells[best].len());
        if !is_named(at) && is_text && is_longer {
            body = Some(at);
        }
    }
    let mut title = None;
    for (at, cell) in cells.iter().enumerate() {
        if Some(at) == body || is_named(at) {
            continue;
        }
        let cell = cell.trim();
        let is_number =
            !cell.is_empty() && cell.chars().all(|c| c.is_numeric() || c == '.' || c == '-');
        if cell.starts_with("http://") || cell.starts_with("https://") {
            fields.add(Field::Url, LAST, vec![cell.to_owned()]);
        } else if !is_number && words(cell) <= 6 && Published::parse(cell, None).is_some() {
            fields.add(Field::Date, LAST, vec![cell.to_owned()]);
        } else if !is_number && title.is_none() && (words(cell) >= 3 || cell.chars().count() >= 12)
        {
            title = Some(at);
        } else if !is_number && !cell.is_empty() && words(cell) <= 3 {
            fields.add(Field::Section, LAST, vec![cell.to_owned()]);
        }
    }
    // A lone text without a place for a headline is a body.
    if let Some(at) = title {
        fields.add(Field::Title, LAST, vec![cells[at].clone()]);
    }
    if let Some(at) = body {
        fields.add(Field::Body, LAST, vec![cells[at].clone()]);
    }
}

/// Rank of a guess.
const LAST: usize = 9999;

/// Line breaks as exports spell them: `\n` between sentences, or (AG News) a bare `\` at the end of
/// each line, so that `second\team` is `second team`.
fn without_backslashes(cell: &str) -> String {
    if !cell.contains('\\') {
        return cell.to_owned();
    }
    let mut out = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(at) = rest.find('\\') {
        let before = &rest[..at];
        out.push_str(before);
        let after = &rest[at + 1..];
        let mut following = after.chars();
        let (first, second) = (following.next(), following.next());
        let is_in_word = before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
            && second.is_some_and(char::is_lowercase);
        match first {
            Some('n' | 'r') if !is_in_word => {
                out.push('\n');
                rest = &after[1..];
            }
            Some('t') if !is_in_word => {
                out.push(' ');
                rest = &after[1..];
            }
            Some('"' | '\'' | '/' | '\\') => rest = after,
            _ => {
                out.push(' ');
                rest = after;
            }
        }
        if first == Some('\\') {
            out.push('\\');
            rest = &after[1..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backslashes() {
        for (cell, expected) in [
            (
                "A second\\team of rocketeers",
                "A second team of rocketeers",
            ),
            ("the officials\\next week", "the officials next week"),
            ("First.\\nSecond.\\n\\nThird", "First.\nSecond.\n\nThird"),
            ("worth \\$10", "worth  $10"),
            ("He said \\\"no\\\"", "He said \"no\""),
            ("ends in\\", "ends in "),
        ] {
            assert_eq!(without_backslashes(cell), expected, "{cell}");
        }
    }

    fn draft(header: Option<&[&str]>, cells: &[&str]) -> Draft {
        let header = header.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
        let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
        read(&Content::Row { header, cells }).unwrap()
    }

    #[test]
    fn columns_by_name_or_by_content() {
        let row = draft(
            Some(&["id", "Headline", "Text", "Pub. Date"]),
            &["1", "Fears for pension", "Unions say", "2004-08-13"],
        );
        assert_eq!(row.title.as_deref(), Some("Fears for pension"));
        assert_eq!(row.paragraphs, ["Unions say"]);
        assert_eq!(row.dates.len(), 1);

        let story = "Unions representing workers at Turner Newall say they are 'disappointed'.";
        let row = draft(None, &["3", "Fears for T N pension after talks", story]);
        assert_eq!(
            row.title.as_deref(),
            Some("Fears for T N pension after talks")
        );
        assert_eq!(row.paragraphs, [story]);

        let row = draft(None, &["Sport", story]);
        assert_eq!((row.title, row.section.as_deref()), (None, Some("Sport")));
        assert_eq!(row.paragraphs, [story]);
    }
}
