//! Hits as other programs read them: one file a format, each from hits to text.
//!
//! Every format is written hit by hit, so an answer of any size takes no memory. Whatever an archive holds, the
//! output is well-formed: what would end a field or a line is escaped as the format has it, and control characters
//! are taken out. Kind of every item is newspaper article.

mod author;
mod bibtex;
mod csl;
mod field;
mod ris;
mod table;

use std::io::{self, Write};

pub use field::{FIELDS, Field, NoField, STANDARD, chosen, object};
use table::Cell;

use super::Hit;

/// A format of other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Cells separated by commas, quoted where needed, after RFC 4180; line ends are `\n`. First line: the names of the fields.
    /// A text that a spreadsheet would take for a formula has an apostrophe before it.
    Csv,
    /// Cells separated by tabs; tabs and line ends in them become spaces. First line: the names of the fields. Apostrophes as in CSV.
    Tsv,
    /// The same without the first line and the apostrophes, for `cut` and `awk`.
    Lines,
    /// BibTeX, for LaTeX.
    Bibtex,
    /// RIS, for reference managers.
    Ris,
    /// CSL-JSON, for pandoc and Zotero: one array.
    Csl,
}

/// Writes hits in one format, one after the other.
pub struct Exporter {
    format: Format,
    fields: Vec<&'static Field>,
    written: u64,
}

impl Exporter {
    /// For a format. `fields` are the columns of tables; the other formats have their own.
    pub fn new(format: Format, fields: Vec<&'static Field>) -> Exporter {
        Exporter {
            format,
            fields,
            written: 0,
        }
    }

    /// What stands before the hits.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        let names = self.fields.iter();
        let names = names.map(|field| Cell::Text(field.name.to_owned()));
        match self.format {
            Format::Csv => table::csv(names, out),
            Format::Tsv => table::tsv(names, out),
            Format::Csl => out.write_all(b"["),
            Format::Lines | Format::Bibtex | Format::Ris => Ok(()),
        }
    }

    /// One hit.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write(&mut self, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
        let is_first = self.written == 0;
        self.written += 1;
        let cells = self.fields.iter().map(|field| field.cell(hit));
        match self.format {
            Format::Csv => table::csv(cells, out),
            Format::Tsv => table::tsv(cells, out),
            Format::Lines => table::lines(cells, out),
            Format::Bibtex => out.write_all(bibtex::entry(hit).as_bytes()),
            Format::Ris => out.write_all(ris::record(hit).as_bytes()),
            Format::Csl => {
                out.write_all(if is_first { b"\n" } else { b",\n" })?;
                serde_json::to_writer(out, &csl::item(hit)).map_err(io::Error::from)
            }
        }
    }

    /// What stands behind the hits.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn end(&self, out: &mut dyn Write) -> io::Result<()> {
        match (self.format, self.written) {
            (Format::Csl, 0) => out.write_all(b"]\n"),
            (Format::Csl, _) => out.write_all(b"\n]\n"),
            _ => Ok(()),
        }
    }
}

/// A row of a table that does not hold a hit; nothing in formats that are no tables.
///
/// # Errors
/// When `out` fails.
pub fn row<const N: usize>(
    format: Format,
    cells: [String; N],
    out: &mut dyn Write,
) -> io::Result<()> {
    let cells = cells.into_iter().map(Cell::Text);
    match format {
        Format::Csv => table::csv(cells, out),
        Format::Tsv => table::tsv(cells, out),
        Format::Lines => table::lines(cells, out),
        Format::Bibtex | Format::Ris | Format::Csl => Ok(()),
    }
}

/// The text on one line: line ends and tabs are spaces, other control characters are gone.
fn one_line(text: &str) -> String {
    let plain = text.chars().map(|character| match character {
        character if character.is_whitespace() => ' ',
        character => character,
    });
    let plain: String = plain.filter(|character| !character.is_control()).collect();
    plain.trim().to_owned()
}

/// Where the article stands, for notes: `a.jsonl #3`.
fn origin(hit: &Hit) -> String {
    let origin = &hit.stored.article.origin;
    match origin.record {
        0 => origin.file.to_string(),
        record => format!("{} #{record}", &*origin.file),
    }
}

#[cfg(test)]
mod tests;
