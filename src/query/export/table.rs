//! Rows of cells, for spreadsheets and programs.
//!
//! A cell is data, but a spreadsheet takes a text that begins with `=`, `+`, `-` or `@` for a formula and runs it, and with it
//! what whoever wrote the article wants. So before such a text stands an apostrophe, which a spreadsheet takes for the sign of
//! a text (OWASP, "CSV Injection"). It can be taken off again: a text that begins with apostrophes and such a sign gets one
//! more, so one apostrophe before apostrophes and such a sign is always ours.

use std::io::{self, Write};

use crate::text::normalize::is_invisible;

/// A cell: what it says, or a number, which is no text and never changed.
pub(super) enum Cell {
    Text(String),
    Number(String),
}

impl Cell {
    /// As it stands in a table that a spreadsheet may open.
    fn harmless(self) -> String {
        match self {
            Cell::Text(text) if begins_like_a_formula(&text) => format!("'{text}"),
            Cell::Text(text) | Cell::Number(text) => text,
        }
    }

    fn plain(self) -> String {
        let (Cell::Text(text) | Cell::Number(text)) = self;
        text
    }
}

/// Whether the text begins, behind any apostrophes, with what begins a formula somewhere. Blanks and what shows nothing are
/// passed over, as some programs do.
fn begins_like_a_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    let is_blank = |character: char| character.is_whitespace() || is_invisible(character);
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    // The last four are what a Japanese keyboard writes for the first.
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    text.trim_start_matches(is_blank).starts_with(signs)
}

/// A row after RFC 4180, ended by `\n`. A line end inside a cell stays, in quotes; and so does what other programs take for
/// the end of a cell, a semicolon or a tab.
pub(super) fn csv(cells: impl Iterator<Item = Cell>, out: &mut dyn Write) -> io::Result<()> {
    let is_kept = |&character: &char| !character.is_control() || matches!(character, '\n' | '\t');
    let cells = cells.map(|cell| {
        let cell: String = cell.harmless().chars().filter(is_kept).collect();
        match cell.contains([',', ';', '"', '\n', '\t']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell,
        }
    });
    let row = cells.collect::<Vec<String>>().join(",");
    // A row of one empty cell would be no row.
    let row = if row.is_empty() { "\"\"" } else { &row };
    writeln!(out, "{row}")
}

/// A row of cells with a tab between. The format knows no quotes, so a cell is one line without tabs.
pub(super) fn tsv(cells: impl Iterator<Item = Cell>, out: &mut dyn Write) -> io::Result<()> {
    let cells = cells.map(|cell| super::one_line(&cell.harmless()));
    row(cells, out)
}

/// The same for `cut` and `awk`, which know no formulas: every cell as it is.
pub(super) fn lines(cells: impl Iterator<Item = Cell>, out: &mut dyn Write) -> io::Result<()> {
    let cells = cells.map(|cell| super::one_line(&cell.plain()));
    row(cells, out)
}

fn row(cells: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<String> = cells.collect();
    writeln!(out, "{}", cells.join("\t"))
}
