//! Rows of cells.
//!
//! A cell is data: one that begins with `=`, `+`, `-` or `@` is a formula to a spreadsheet that is told to open the file
//! instead of importing its columns as text.

use std::io::{self, Write};

/// A row after RFC 4180, ended by `\n`. A line end inside a cell stays, in quotes.
pub(super) fn csv(cells: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    let mut row = csv::WriterBuilder::new().from_writer(Vec::new());
    let is_harmless =
        |&character: &char| !character.is_control() || matches!(character, '\n' | '\t');
    row.write_record(cells.map(|cell| cell.chars().filter(is_harmless).collect::<String>()))?;
    let row = row.into_inner().map_err(|error| error.into_error())?;
    out.write_all(&row)
}

/// A row of cells with a tab between. The format knows no quotes, so a cell is one line without tabs.
pub(super) fn tsv(cells: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<String> = cells.map(|cell| super::one_line(&cell)).collect();
    writeln!(out, "{}", cells.join("\t"))
}
