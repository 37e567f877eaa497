//! The text of a names file: its lines and cells, as people and spreadsheets write them.
//!
//! A table with a tab between cells and the names of the columns in the first line. Lines that begin
//! with `#` are comments. Whatever is not changed is written back byte for byte: comments, blank
//! lines, the order of rows and columns, columns that mean nothing here, the ends of lines.
//!
//! Spreadsheets put quotes around cells with a comma, a quote or a line end in them, some a byte order
//! mark in front of the file, and leave empty cells out at the end of a row. All of that is read.

use std::fmt;

/// A column of a names file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Canonical,
    Kind,
    Variants,
    NotVariants,
    Note,
    Id,
}

impl Column {
    /// In the order in which a new file has them.
    const ALL: [Column; 6] = [
        Column::Canonical,
        Column::Kind,
        Column::Variants,
        Column::NotVariants,
        Column::Note,
        Column::Id,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Column::Canonical => "canonical",
            Column::Kind => "kind",
            Column::Variants => "variants",
            Column::NotVariants => "not-variants",
            Column::Note => "note",
            Column::Id => "id",
        }
    }

    /// By the head of a column, capitals and signs aside.
    fn named(head: &str) -> Option<Column> {
        let letters = head.chars().filter(|character| character.is_alphanumeric());
        let head: String = letters.flat_map(char::to_lowercase).collect();
        Some(match head.as_str() {
            "canonical" => Column::Canonical,
            "kind" | "type" => Column::Kind,
            "variants" | "variant" => Column::Variants,
            "notvariants" | "notvariant" => Column::NotVariants,
            "note" | "notes" => Column::Note,
            "id" => Column::Id,
            _ => return None,
        })
    }
}

/// What is wrong with a names file, and in which line, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) message: String,
}

impl Fault {
    pub(super) fn new(line: usize, message: impl Into<String>) -> Fault {
        let message = message.into();
        Fault { line, message }
    }
}

/// Between the names of a cell.
const SEPARATOR: char = ';';

/// Stands where a spreadsheet says that the text is UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A names file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    has_mark: bool,
    line_end: &'static str,
    lines: Vec<Line>,
    /// Where each of [`Column::ALL`] stands.
    columns: [Option<usize>; 6],
    /// How many columns the first line names.
    width: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    /// From 1; 0 for one that is new.
    number: usize,
    /// As written, quotes included.
    cells: Vec<String>,
    /// As written: `\n`, `\r\n`, `\r`; empty behind the last line of some files.
    end: String,
    /// Whether it says something: no comment, not blank, not the names of the columns.
    is_row: bool,
}

impl Line {
    fn says_something(&self) -> bool {
        let is_comment = value(&self.cells[0]).starts_with('#');
        !is_comment && self.cells.iter().any(|cell| !value(cell).is_empty())
    }
}

impl Sheet {
    /// A table of no rows.
    pub(super) fn new() -> Sheet {
        let heads = Column::ALL.map(|column| column.name().to_owned());
        Sheet {
            has_mark: false,
            line_end: "\n",
            lines: vec![Line {
                number: 1,
                cells: heads.to_vec(),
                end: "\n".to_owned(),
                is_row: false,
            }],
            columns: std::array::from_fn(Some),
            width: Column::ALL.len(),
        }
    }

    /// Reads a table. An empty text is a table of no rows.
    pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Fault> {
        let text = decoded(bytes)?;
        let (has_mark, text) = match text.strip_prefix(BYTE_ORDER_MARK) {
            Some(text) => (true, text),
            None => (false, text),
        };
        let mut lines = lines(text)?;
        let Some(head) = lines.iter_mut().find(|line| line.is_row) else {
            if let Some(last) = lines.last_mut().filter(|last| last.end.is_empty()) {
                last.end = "\n".to_owned();
            }
            let mut sheet = Sheet {
                has_mark,
                ..Sheet::new()
            };
            lines.append(&mut sheet.lines);
            return Ok(Sheet { lines, ..sheet });
        };
        head.is_row = false;
        let columns = columns(head)?;
        let width = head.cells.len();
        let line_end = if head.end == "\r\n" { "\r\n" } else { "\n" };
        Ok(Sheet {
            has_mark,
            line_end,
            lines,
            columns,
            width,
        })
    }

    /// The rows that say something, each by its place in the table.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        let lines = self.lines.iter().enumerate();
        lines.filter(|(_, line)| line.is_row).map(|(at, _)| at)
    }

    /// The line of a row in the file, from 1; 0 for a row that is not in it yet.
    pub(super) fn line(&self, row: usize) -> usize {
        self.lines[row].number
    }

    /// Whether there is something behind the last column.
    pub(super) fn is_too_wide(&self, row: usize) -> bool {
        let cells = self.lines[row].cells.iter().skip(self.width);
        cells.into_iter().any(|cell| !value(cell).is_empty())
    }

    /// What a cell says: without the quotes of spreadsheets, in one line. Empty when the row ends before it.
    pub(super) fn value(&self, row: usize, column: Column) -> String {
        let at = self.columns[column as usize];
        let cell = at.and_then(|at| self.lines[row].cells.get(at));
        cell.map(|cell| value(cell)).unwrap_or_default()
    }

    /// The names in a cell.
    pub(super) fn list(&self, row: usize, column: Column) -> Vec<String> {
        let value = self.value(row, column);
        let names = value.split(SEPARATOR).map(str::trim);
        let names = names.filter(|name| !name.is_empty());
        names.map(str::to_owned).collect()
    }

    /// Changes a cell; a column that the file does not have is added to it.
    pub(super) fn set(&mut self, row: usize, column: Column, value: &str) {
        if self.value(row, column) == value {
            return;
        }
        let at = self.columns[column as usize].unwrap_or_else(|| self.add_column(column));
        let cells = &mut self.lines[row].cells;
        if cells.len() <= at {
            cells.resize(at + 1, String::new());
        }
        cells[at] = written(value);
    }

    /// Changes the names in a cell.
    pub(super) fn set_list(&mut self, row: usize, column: Column, names: &[String]) {
        self.set(row, column, &names.join("; "));
    }

    /// Adds a row behind all others; gives its place.
    pub(super) fn add(&mut self) -> usize {
        // The last line of a file may lack its end.
        if let Some(last) = self.lines.last_mut()
            && last.end.is_empty()
        {
            last.end = self.line_end.to_owned();
        }
        self.lines.push(Line {
            number: 0,
            cells: vec![String::new(); self.width],
            end: self.line_end.to_owned(),
            is_row: true,
        });
        self.lines.len() - 1
    }

    /// Takes a row out. Rows behind it move up.
    pub(super) fn remove(&mut self, row: usize) {
        self.lines.remove(row);
    }

    fn add_column(&mut self, column: Column) -> usize {
        let head = self.columns[Column::Canonical as usize];
        debug_assert!(head.is_some(), "a table without canonical names is refused");
        let at = self.width;
        if let Some(head) = self
            .lines
            .iter_mut()
            .find(|line| !line.is_row && line.says_something())
        {
            head.cells.truncate(at);
            head.cells.push(column.name().to_owned());
        }
        self.columns[column as usize] = Some(at);
        self.width += 1;
        at
    }
}

/// The text of the file.
impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_mark {
            write!(f, "{BYTE_ORDER_MARK}")?;
        }
        for line in &self.lines {
            write!(f, "{}{}", line.cells.join("\t"), line.end)?;
        }
        Ok(())
    }
}

/// The text of one row, for showing what changed.
impl Sheet {
    pub(super) fn text(&self, row: usize) -> String {
        self.lines[row].cells.join("\t").trim_end().to_owned()
    }
}

fn decoded(bytes: &[u8]) -> Result<&str, Fault> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let message = "this is UTF-16; save it as UTF-8, with a tab between cells";
        return Err(Fault::new(1, message));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = 1 + line_ends(&bytes[..error.valid_up_to()]);
            return Err(Fault::new(
                line,
                "this line is not UTF-8; save the file as UTF-8",
            ));
        }
    };
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    match text.find(is_control) {
        Some(at) => {
            let found = text[at..].chars().next().unwrap_or_default();
            let message = format!(
                "there is a control character in this line ({})",
                found.escape_default()
            );
            Err(Fault::new(1 + line_ends(&bytes[..at]), message))
        }
        None => Ok(text),
    }
}

/// How many lines end in a text: with `\n`, `\r\n` or `\r`.
fn line_ends(bytes: &[u8]) -> usize {
    let ends = bytes
        .iter()
        .enumerate()
        .filter(|&(at, &byte)| byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    ends.count()
}

fn lines(text: &str) -> Result<Vec<Line>, Fault> {
    let mut lines = Vec::new();
    let mut number = 1;
    let mut rest = text;
    while !rest.is_empty() {
        let mut line = Line {
            number,
            cells: Vec::new(),
            end: String::new(),
            is_row: false,
        };
        loop {
            let end = cell_end(rest).ok_or_else(|| {
                Fault::new(
                    number,
                    "a quote that opens a cell of this line is never closed",
                )
            })?;
            line.cells.push(rest[..end].to_owned());
            rest = &rest[end..];
            match rest.strip_prefix('\t') {
                Some(behind) => rest = behind,
                None => break,
            }
        }
        let end = match rest.as_bytes() {
            [b'\r', b'\n', ..] => 2,
            [_, ..] => 1,
            [] => 0,
        };
        line.end = rest[..end].to_owned();
        rest = &rest[end..];
        line.is_row = line.says_something();
        let inside: usize = line
            .cells
            .iter()
            .map(|cell| line_ends(cell.as_bytes()))
            .sum();
        number += 1 + inside;
        lines.push(line);
    }
    Ok(lines)
}

/// Where the cell at the start of `text` ends. A quote that opens a cell closes it too, or belongs to
/// it: `"Fatty" Arbuckle`. `None` when there is no other quote in the file.
fn cell_end(text: &str) -> Option<usize> {
    let ends_cell = |rest: &str| rest.is_empty() || rest.starts_with(['\t', '\n', '\r']);
    let plain = || text.find(['\t', '\n', '\r']).unwrap_or(text.len());
    if !text.starts_with('"') {
        return Some(plain());
    }
    let mut at = 1;
    loop {
        at += text[at..].find('"')? + 1;
        if !text[at..].starts_with('"') {
            break;
        }
        at += 1;
    }
    Some(match ends_cell(&text[at..]) {
        true => at,
        false => plain(),
    })
}

/// What a cell says: without quotes, in one line, with single spaces.
fn value(cell: &str) -> String {
    let inner = cell
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|inner| !inner.replace("\"\"", "").contains('"'));
    let text = match inner {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_owned(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value as a cell, in one line.
fn written(value: &str) -> String {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    match value.starts_with('"') {
        true => format!("\"{}\"", value.replace('"', "\"\"")),
        false => value,
    }
}

fn columns(head: &Line) -> Result<[Option<usize>; 6], Fault> {
    let mut columns = [None; 6];
    for (at, cell) in head.cells.iter().enumerate() {
        let Some(column) = Column::named(&value(cell)) else {
            continue;
        };
        if columns[column as usize].replace(at).is_some() {
            let message = format!("there are two columns called `{}`", column.name());
            return Err(Fault::new(head.number, message));
        }
    }
    for column in [Column::Canonical, Column::Kind] {
        if columns[column as usize].is_none() {
            let message = match head.cells.len() {
                1 => "the first line must name the columns, with a tab between them: canonical, kind, variants, not-variants, note, id".to_owned(),
                _ => format!(
                    "the first line must name the columns; there is no `{}`",
                    column.name()
                ),
            };
            return Err(Fault::new(head.number, message));
        }
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Sheet {
        Sheet::read(text.as_bytes()).unwrap()
    }

    fn values(sheet: &Sheet, column: Column) -> Vec<String> {
        sheet.rows().map(|row| sheet.value(row, column)).collect()
    }

    #[test]
    fn what_spreadsheets_write_is_read() {
        for text in [
            "canonical\tkind\nAna Ruiz\tperson\n",
            "\u{feff}canonical\tkind\r\nAna Ruiz\tperson\r\n",
            "canonical\tkind\rAna Ruiz\tperson",
            "\"canonical\"\t\"Kind\"\n\"Ana Ruiz\"\t\"person\"",
            "# who is who\t\t\n\nKIND\tCanonical\tmine\nperson\t Ana  Ruiz \n\t\t\t\n",
            "canonical\tkind\n\"Ana\r\nRuiz\"\tperson",
            "\"# a, b\"\ncanonical\ttype\nAna Ruiz\tperson\t\t\t\t",
        ] {
            let sheet = read(text);
            assert_eq!(values(&sheet, Column::Canonical), ["Ana Ruiz"], "{text:?}");
            assert_eq!(values(&sheet, Column::Kind), ["person"], "{text:?}");
            assert_eq!(values(&sheet, Column::Note), [""], "{text:?}");
            assert_eq!(sheet.to_string(), text, "written back as it was");
        }
    }

    #[test]
    fn quotes_of_cells_and_quotes_of_names() {
        let sheet = read("canonical\tkind\tnote\n\"Fatty\" Arbuckle\tperson\t\"a \"\"b\"\"\tc\"\n");
        assert_eq!(values(&sheet, Column::Canonical), ["\"Fatty\" Arbuckle"]);
        assert_eq!(values(&sheet, Column::Note), ["a \"b\" c"]);
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_line() {
        for (bytes, line, message) in [
            (&b"Ana Ruiz\tperson\n"[..], 1, "no `canonical`"),
            (b"# a\n\ncanonical,kind\n", 3, "with a tab between them"),
            (b"canonical\tvariants\n", 1, "no `kind`"),
            (b"canonical\tkind\tid\tID\n", 1, "two columns"),
            (
                b"canonical\tkind\nA\tperson\nM\xfcller\tperson\n",
                3,
                "not UTF-8",
            ),
            (b"\xff\xfec\0a\0", 1, "UTF-16"),
            (
                b"canonical\tkind\r\nA\x1b[1m\tperson\n",
                2,
                "control character",
            ),
            (b"canonical\tkind\n\0\0\0", 2, "control character"),
            (
                b"canonical\tkind\nA\tperson\n\"B\tperson\n",
                3,
                "never closed",
            ),
        ] {
            let fault = Sheet::read(bytes).unwrap_err();
            assert_eq!(fault.line, line, "{fault:?}");
            assert!(fault.message.contains(message), "{fault:?}");
        }
    }

    #[test]
    fn only_what_changed_is_written_anew() {
        let text = "# ours\r\ncanonical\tkind\tseen by\r\n\"Ana Ruiz\"\tperson\tMG\r\nB\torg";
        let mut sheet = read(text);
        let rows: Vec<usize> = sheet.rows().collect();
        sheet.set_list(
            rows[1],
            Column::Variants,
            &["\"Bee\" Ltd".into(), "b; c".into()],
        );
        let row = sheet.add();
        sheet.set(row, Column::Canonical, "C");
        assert_eq!(
            sheet.to_string(),
            "# ours\r\ncanonical\tkind\tseen by\tvariants\r\n\"Ana Ruiz\"\tperson\tMG\r\n\
             B\torg\t\t\"\"\"Bee\"\" Ltd; b; c\"\r\nC\t\t\t\r\n"
        );
        assert_eq!(
            read(&sheet.to_string()).list(rows[1], Column::Variants),
            ["\"Bee\" Ltd", "b", "c"]
        );
    }

    #[test]
    fn a_new_file_has_all_columns() {
        let text = "canonical\tkind\tvariants\tnot-variants\tnote\tid\n";
        assert_eq!(Sheet::new().to_string(), text);
        assert_eq!(read("").to_string(), text);
        assert_eq!(read("# empty\n").to_string(), format!("# empty\n{text}"));
    }
}
