//! Rows of tables: by the names of the columns, or, where there are none, by what is in them.

use super::Signs;
use crate::article::fields::{Field, Fields, field_of, key_of};
use crate::article::mapping::{Pick, same_name};
use crate::article::published::Published;
use crate::article::{Draft, Rejection};
use crate::corpus::Content;

/// Reads one row.
///
/// # Errors
/// `no text` when no cell can be text.
pub(super) fn read(signs: &Signs<'_>) -> Result<Draft, Rejection> {
    let Content::Row {
        header,
        first_rows,
        cells,
    } = signs.content
    else {
        return Err(Rejection::skipped("no text"));
    };
    let header = header.as_deref();
    let cells: Vec<String> = cells.iter().map(|cell| without_backslashes(cell)).collect();
    let Some(rule) = signs.rule else {
        return Ok(guessed(header, first_rows, &cells));
    };
    // What the mapping speaks of is taken out before anything is guessed.
    let is_spoken_of = |at: usize| {
        let name = header.and_then(|header| header.get(at));
        rule.speaks_of_column(at + 1) || name.is_some_and(|name| rule.speaks_of(name))
    };
    let left = |row: &Vec<String>| -> Vec<String> {
        let cells = row.iter().enumerate();
        let left = cells.map(|(at, cell)| if is_spoken_of(at) { "" } else { cell });
        left.map(str::to_owned).collect()
    };
    let rows: Vec<Vec<String>> = first_rows.iter().map(left).collect();
    let mut draft = guessed(header, &rows, &left(&cells));
    rule.apply(&mut draft, true, |pick| picked(pick, header, &cells))?;
    Ok(draft)
}

/// The cell that a mapping speaks of; `None` when the table has no such column.
fn picked(pick: &Pick, header: Option<&[String]>, cells: &[String]) -> Option<Vec<String>> {
    let at = match pick {
        Pick::Value(value) => return Some(vec![value.clone()]),
        Pick::Column(number) => number - 1,
        Pick::Name(name) => {
            let mut names = header?.iter();
            names.position(|column| same_name(column.trim_start_matches('\u{feff}'), name))?
        }
    };
    // A row that is cut short has lost empty cells.
    let is_column = at < cells.len() || header.is_some_and(|header| at < header.len());
    is_column.then(|| cells.get(at).cloned().into_iter().collect())
}

/// The fields by the names of the columns, or by what is in them.
fn guessed(header: Option<&[String]>, first_rows: &[Vec<String>], cells: &[String]) -> Draft {
    let mut fields = Fields::default();
    let mut named: Vec<Option<Field>> = vec![None; cells.len()];
    if let Some(header) = header {
        for (at, (name, cell)) in header.iter().zip(cells).enumerate() {
            if key_of(name).ends_with("id") {
                fields.note_id(cell);
            }
            if let Some((field, rank)) = field_of(name) {
                named[at] = Some(field);
                fields.add(field, rank, vec![cell.clone()]);
            }
        }
    }
    let has = |field: Field| named.contains(&Some(field));
    if has(Field::Body) || has(Field::Title) && has(Field::Summary) {
        return fields.into_draft();
    }
    let own = [cells.to_vec()];
    let rows: &[Vec<String>] = if first_rows.is_empty() {
        &own
    } else {
        first_rows
    };
    let is_headless = !has(Field::Title);
    for (at, field) in guess(rows, &named).into_iter().enumerate() {
        // Under names of other fields only the text is looked for.
        let is_wanted = is_headless || field == Some(Field::Body);
        if let (Some(field), Some(cell)) = (field.filter(|_| is_wanted), cells.get(at)) {
            fields.add(field, LAST, vec![cell.clone()]);
        }
    }
    fields.into_draft()
}

/// Cells from this length on are running text.
const BODY_CHARS: usize = 40;

/// What a column holds, by its cells.
#[derive(Clone, Copy, Debug, Default)]
struct Column {
    cells: usize,
    addresses: usize,
    dates: usize,
    numbers: usize,
    chars: usize,
    words: usize,
}

impl Column {
    fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Column {
        let mut column = Column::default();
        for cell in cells.map(str::trim).filter(|cell| !cell.is_empty()) {
            let words = cell.split_whitespace().count();
            column.cells += 1;
            column.chars += cell.chars().count();
            column.words += words;
            let is_number = cell
                .chars()
                .all(|c| c.is_numeric() || matches!(c, '.' | '-' | ','));
            if cell.starts_with("http://") || cell.starts_with("https://") {
                column.addresses += 1;
            } else if words <= 6
                && (!is_number || is_day(cell))
                && Published::parse(cell, None).is_some()
            {
                column.dates += 1;
            } else if is_number {
                column.numbers += 1;
            }
        }
        column
    }

    fn is_mostly(self, count: usize) -> bool {
        self.cells > 0 && count * 2 > self.cells
    }

    /// The mean length of a cell.
    fn mean(self, total: usize) -> usize {
        total.checked_div(self.cells).unwrap_or_default()
    }
}

/// `2001-02-03`, `3.2.2001`: numbers that only a day has.
fn is_day(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split(['-', '.']).collect();
    let is_part = |part: &&str| matches!(part.len(), 1 | 2 | 4);
    parts.len() == 3 && parts.iter().all(is_part) && cell.len() >= 8
}

/// Fields by content, for columns without a name that is known: the longest text is the body, the
/// text before it the headline; a date is a date, a short word the section.
fn guess(rows: &[Vec<String>], named: &[Option<Field>]) -> Vec<Option<Field>> {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let columns: Vec<Column> = (0..width)
        .map(|at| {
            if named.get(at).is_some_and(Option::is_some) {
                return Column::default();
            }
            Column::of(
                rows.iter()
                    .filter_map(|row| row.get(at))
                    .map(String::as_str),
            )
        })
        .collect();
    let mut fields = vec![None; width];
    let is_text = |column: &Column| {
        column.cells > 0
            && !column.is_mostly(column.addresses)
            && !column.is_mostly(column.dates)
            && !column.is_mostly(column.numbers)
    };
    let body = (0..width)
        .rev()
        .filter(|&at| is_text(&columns[at]))
        .filter(|&at| columns[at].mean(columns[at].chars) >= BODY_CHARS)
        .max_by_key(|&at| columns[at].chars);
    let mut has_title = false;
    for (at, column) in columns.iter().enumerate() {
        let words = column.mean(column.words);
        fields[at] = if Some(at) == body {
            Some(Field::Body)
        } else if column.is_mostly(column.addresses) {
            Some(Field::Url)
        } else if column.is_mostly(column.dates) {
            Some(Field::Date)
        } else if !is_text(column) {
            None
        } else if !has_title && (words >= 2 || column.mean(column.chars) >= 12) {
            has_title = true;
            Some(Field::Title)
        } else if words <= 3 {
            Some(Field::Section)
        } else {
            None
        };
    }
    fields
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
            Some('"' | '\'' | '/') => rest = after,
            // Two, in AG News: a new paragraph.
            Some('\\') => {
                out.push('\n');
                rest = &after[1..];
            }
            _ => {
                out.push(' ');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

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
            ("one. \\\\Two", "one. \nTwo"),
            ("He said \\\"no\\\"", "He said \"no\""),
            ("ends in\\", "ends in "),
        ] {
            assert_eq!(without_backslashes(cell), expected, "{cell}");
        }
    }

    fn draft(header: Option<&[&str]>, cells: &[&str]) -> Draft {
        drafts(header, &[cells]).remove(0)
    }

    fn drafts(header: Option<&[&str]>, rows: &[&[&str]]) -> Vec<Draft> {
        let owned = |cells: &[&str]| -> Vec<String> {
            cells.iter().map(|cell| (*cell).to_owned()).collect()
        };
        let header: Option<Arc<[String]>> = header.map(|names| owned(names).into());
        let first_rows: Arc<[Vec<String>]> = rows.iter().map(|cells| owned(cells)).collect();
        let read = |cells: &&[&str]| guessed(header.as_deref(), &first_rows, &owned(cells));
        rows.iter().map(read).collect()
    }

    #[test]
    fn columns_keep_their_roles() {
        let story = "Unions representing workers at Turner Newall say they are disappointed.";
        let long = "A headline that for once goes on and on until it is longer than the story is";
        let rows = drafts(
            None,
            &[
                &["2004-08-13", "Fears for pension", story],
                &["2004-08-14", long, "It is."],
                &["2004-08-15", "Storm", story],
            ],
        );
        assert_eq!(rows[0].dates.len(), 1);
        assert_eq!(rows[1].title.as_deref(), Some(long));
        assert_eq!(rows[1].paragraphs, ["It is."]);
        assert_eq!(rows[2].title.as_deref(), Some("Storm"));

        let row = draft(Some(&["title", "c0", "c1"]), &["Fears", "7", story]);
        assert_eq!(row.title.as_deref(), Some("Fears"));
        assert_eq!(row.paragraphs, [story]);
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
