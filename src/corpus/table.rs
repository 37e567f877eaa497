//! Tables: rows that agree on the number of their cells.
//!
//! Exports differ in separator, quote and header, and prose is full of commas. A file is a table
//! when nearly all rows have the same number of cells and something else speaks for it: its
//! extension, a header of known names, or cells as long as stories.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::container::{Input, RECORD_BYTES, Step, input_failure, too_large};
use super::{Content, Layout, Rejection};
use crate::text::decode;
use crate::text::fold::folded;

/// Extensions that say "table".
const EXTENSIONS: &[&str] = &["csv", "psv", "tab", "tsv"];

/// How tables are written, the usual first.
const DIALECTS: &[(u8, Option<u8>)] = &[
    (b',', Some(b'"')),
    (b'\t', Some(b'"')),
    (b';', Some(b'"')),
    (b'|', Some(b'"')),
    (b';', Some(b'\'')),
    (b',', Some(b'\'')),
    (b'\t', None),
    (b';', None),
    (b'|', None),
];

/// Names that only a header has. Folded: lower case, without spaces, `_` and `-`.
const HEADER_NAMES: &[&str] = &[
    "abstract",
    "article",
    "articlebody",
    "articleid",
    "articles",
    "articletext",
    "artikel",
    "auteur",
    "author",
    "authors",
    "autor",
    "autore",
    "autores",
    "baslik",
    "berita",
    "body",
    "bron",
    "bronnen",
    "byline",
    "caption",
    "categoria",
    "category",
    "channel",
    "class",
    "contenido",
    "content",
    "contents",
    "conteudo",
    "country",
    "created",
    "createdat",
    "data",
    "date",
    "dateline",
    "datepublish",
    "datepublished",
    "datetime",
    "datum",
    "description",
    "docid",
    "excerpt",
    "fecha",
    "fonte",
    "fuente",
    "fulltext",
    "haber",
    "heading",
    "headline",
    "headlines",
    "headlinetext",
    "icerik",
    "id",
    "index",
    "inhalt",
    "innehall",
    "isi",
    "judul",
    "kategori",
    "kategoria",
    "kategorie",
    "kaynak",
    "kilde",
    "konten",
    "label",
    "lang",
    "language",
    "lead",
    "link",
    "maintext",
    "maintitle",
    "metin",
    "name",
    "naslov",
    "news",
    "newspaper",
    "newspapername",
    "ngay",
    "noidung",
    "outlet",
    "page",
    "paper",
    "periodico",
    "pubdate",
    "publication",
    "publicationdate",
    "publishdate",
    "published",
    "publishedat",
    "publisher",
    "quelle",
    "rubrik",
    "rubrique",
    "rubryka",
    "seccion",
    "section",
    "sezione",
    "snippet",
    "sommario",
    "source",
    "sourcename",
    "standfirst",
    "story",
    "subheadline",
    "subject",
    "subtitle",
    "sumber",
    "summary",
    "tacgia",
    "tags",
    "tanggal",
    "tarih",
    "teaser",
    "tekst",
    "testo",
    "text",
    "texte",
    "texto",
    "tieude",
    "time",
    "timestamp",
    "titel",
    "title",
    "titles",
    "titolo",
    "titre",
    "titular",
    "titulo",
    "topic",
    "tresc",
    "type",
    "tytul",
    "url",
    "verfasser",
    "wire",
    "yazar",
    "year",
    "zrodlo",
    "zusammenfassung",
    "автор",
    "дата",
    "заголовок",
    "источник",
    "рубрика",
    "текст",
];

/// Rows that may differ from the rest: a note at the end, an unquoted separator.
const MIN_AGREEMENT: f32 = 0.9;

/// The same where extension and header both say "table".
const MIN_AGREEMENT_NAMED: f32 = 0.5;

/// A file without a table's name needs cells of this many bytes, as stories have and lists have not.
const STORY_CELL: usize = 80;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    delimiter: u8,
    quote: Option<u8>,
    columns: usize,
    has_header: bool,
    /// Charset of the start, when it is not UTF-8.
    charset: Option<&'static str>,
}

/// The dialects to try where a layout leaves something open.
fn candidates(layout: Option<&Layout>) -> Vec<(u8, Option<u8>)> {
    let Some(layout) = layout else {
        return DIALECTS.to_vec();
    };
    if let (Some(delimiter), Some(quote)) = (layout.delimiter, layout.quote) {
        return vec![(delimiter, quote)];
    }
    if let Some(delimiter) = layout.delimiter {
        return vec![
            (delimiter, Some(b'"')),
            (delimiter, Some(b'\'')),
            (delimiter, None),
        ];
    }
    let Some(quote) = layout.quote else {
        return DIALECTS.to_vec();
    };
    let mut delimiters: Vec<u8> = DIALECTS.iter().map(|(delimiter, _)| *delimiter).collect();
    delimiters.dedup();
    delimiters
        .into_iter()
        .map(|delimiter| (delimiter, quote))
        .collect()
}

/// How the table in `head` is written; `None` when it is none. `layout` may say that it is one.
pub(super) fn sniff(
    head: &[u8],
    is_whole: bool,
    extension: &str,
    layout: Option<&Layout>,
) -> Option<Dialect> {
    let is_told = layout.is_some_and(Layout::is_table);
    // A page or an XML file is no table, however its lines look.
    if head.trim_ascii_start().starts_with(b"<") && !is_told {
        return None;
    }
    let is_named = EXTENSIONS.contains(&extension) || is_told;
    let first_line = head.trim_ascii_start().split(|&byte| byte == b'\n').next();
    let mut best: Option<(f32, usize, Dialect)> = None;
    for (delimiter, quote) in candidates(layout) {
        let is_in_first = first_line.is_some_and(|line| line.contains(&delimiter));
        if !is_in_first && !is_named {
            continue;
        }
        let rows = sample(head, is_whole, delimiter, quote);
        let Some((columns, agreement)) = agreement(&rows) else {
            continue;
        };
        let first = || rows.first().into_iter().flatten();
        let names_columns = layout.is_some_and(|layout| layout.names_one_of(first()));
        let said = layout.and_then(|layout| layout.has_header);
        let has_header = said.unwrap_or_else(|| names_columns || is_header(&rows));
        if !is_told && !names_columns && !is_table(&rows, columns, agreement, has_header, is_named)
        {
            continue;
        }
        let is_better = best
            .as_ref()
            .is_none_or(|(sure, width, _)| (agreement, columns) > (*sure, *width));
        if is_better {
            let charset = match std::str::from_utf8(head) {
                Ok(_) => None,
                Err(error) if error.error_len().is_none() => None,
                Err(_) => Some(decode::decode(head, None).1),
            };
            let dialect = Dialect {
                delimiter,
                quote,
                columns,
                has_header,
                charset,
            };
            best = Some((agreement, columns, dialect));
        }
    }
    best.map(|(_, _, dialect)| dialect)
}

fn is_table(
    rows: &[csv::ByteRecord],
    columns: usize,
    agreement: f32,
    has_header: bool,
    is_named: bool,
) -> bool {
    // A file named as a table, under a header of known names, is one even if it is a ragged one.
    let needed = if is_named && has_header {
        MIN_AGREEMENT_NAMED
    } else {
        MIN_AGREEMENT
    };
    if agreement < needed {
        return false;
    }
    if is_named {
        return columns > 1 || has_header;
    }
    let known = rows.first().map_or(0, known_names);
    if known > 1 && has_header {
        return columns > 1 && rows.len() > 1;
    }
    let longest = |row: &csv::ByteRecord| row.iter().map(<[u8]>::len).max().unwrap_or(0);
    let has_stories = rows.iter().map(longest).sum::<usize>() >= STORY_CELL * rows.len();
    // Two cells around one comma are a sentence.
    columns > 2 && rows.len() > 4 && has_stories && agreement == 1.0
}

fn reader_builder(delimiter: u8, quote: Option<u8>) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    builder
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .quoting(quote.is_some())
        .quote(quote.unwrap_or(b'"'));
    builder
}

/// The rows of the start of a file; the last one is left out when it may be cut off.
fn sample(head: &[u8], is_whole: bool, delimiter: u8, quote: Option<u8>) -> Vec<csv::ByteRecord> {
    let mut reader = reader_builder(delimiter, quote).from_reader(head);
    let mut rows: Vec<_> = reader.byte_records().filter_map(Result::ok).collect();
    if !is_whole && rows.len() > 1 {
        rows.pop();
    }
    rows
}

/// The usual number of cells, and the share of rows that have it.
fn agreement(rows: &[csv::ByteRecord]) -> Option<(usize, f32)> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        match counts.iter_mut().find(|(width, _)| *width == row.len()) {
            Some((_, count)) => *count += 1,
            None => counts.push((row.len(), 1)),
        }
    }
    let (width, count) = counts.into_iter().max_by_key(|&(_, count)| count)?;
    Some((width, count as f32 / rows.len() as f32))
}

/// A first row with two known names, whatever else is in it; or with one, and no cell that is data.
fn is_header(rows: &[csv::ByteRecord]) -> bool {
    let Some(first) = rows.first() else {
        return false;
    };
    match known_names(first) {
        0 => false,
        // `World` is also a story's class: beside it stands the story.
        1 => !first.iter().any(is_data) && !has_repeats(first),
        _ => true,
    }
}

/// Whether two cells are the same, as names are not and marks are.
fn has_repeats(row: &csv::ByteRecord) -> bool {
    let mut cells: Vec<&[u8]> = row.iter().filter(|cell| !cell.is_empty()).collect();
    cells.sort_unstable();
    cells.windows(2).any(|pair| pair[0] == pair[1])
}

/// Longest name of a column, in bytes.
const NAME_BYTES: usize = 40;

/// Numbers, addresses, texts: what no name of a column is.
fn is_data(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    let has_scheme = cell.windows(3).any(|part| part == b"://");
    cell.len() > NAME_BYTES || cell.first().is_some_and(u8::is_ascii_digit) || has_scheme
}

/// How many different known names are in a row.
fn known_names(row: &csv::ByteRecord) -> usize {
    let mut found: Vec<String> = row
        .iter()
        .filter(|cell| cell.len() <= NAME_BYTES)
        .map(|cell| {
            let letters: String = String::from_utf8_lossy(cell)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect();
            folded(&letters)
        })
        .filter(|name| HEADER_NAMES.binary_search(&name.as_str()).is_ok())
        .collect();
    found.sort_unstable();
    found.dedup();
    found.len()
}

/// Rows that show what the columns hold, how much of a cell is kept for it, and where looking ahead
/// ends.
const FIRST_ROWS: usize = 20;
const FIRST_CELL_CHARS: usize = 200;
const FIRST_BYTES: usize = 1 << 20;

/// The rows of a table, header excluded.
pub(super) struct Rows<'i> {
    reader: csv::Reader<Budget<'i>>,
    row: csv::ByteRecord,
    read: Arc<AtomicU64>,
    dialect: Dialect,
    header: Option<Arc<[String]>>,
    /// Rows read ahead, and the start of the table once that is known.
    ahead: VecDeque<Result<Vec<String>, Rejection>>,
    first_rows: Option<Arc<[Vec<String>]>>,
    number: u32,
    ended: bool,
}

impl<'i> Rows<'i> {
    pub(super) fn new(dialect: Dialect, input: Input<'i>) -> Rows<'i> {
        let read = Arc::new(AtomicU64::new(0));
        let budget = Budget {
            input,
            read: read.clone(),
        };
        Rows {
            reader: reader_builder(dialect.delimiter, dialect.quote).from_reader(budget),
            row: csv::ByteRecord::new(),
            read,
            dialect,
            header: None,
            ahead: VecDeque::new(),
            first_rows: None,
            number: 0,
            ended: false,
        }
    }

    fn cells(&self) -> Vec<String> {
        let decoded = |cell: &[u8]| decode::decode(cell, self.dialect.charset).0.into_owned();
        self.row.iter().map(decoded).collect()
    }

    /// Reads the start of the table, once.
    fn look_ahead(&mut self) -> Arc<[Vec<String>]> {
        if let Some(rows) = &self.first_rows {
            return rows.clone();
        }
        let mut bytes = 0;
        while self.ahead.len() < FIRST_ROWS && bytes < FIRST_BYTES && !self.ended {
            let Some(row) = self.read_row() else {
                self.ended = true;
                break;
            };
            if let Ok(cells) = &row {
                bytes += cells.iter().map(String::len).sum::<usize>();
            }
            self.ahead.push_back(row);
        }
        let short = |cell: &String| cell.chars().take(FIRST_CELL_CHARS).collect();
        let rows: Arc<[Vec<String>]> = self
            .ahead
            .iter()
            .flatten()
            .filter(|cells| cells.len() == self.dialect.columns)
            .map(|cells| cells.iter().map(short).collect())
            .collect();
        self.first_rows = Some(rows.clone());
        rows
    }

    fn next_row(&mut self) -> Option<Result<Vec<String>, Rejection>> {
        match self.ahead.pop_front() {
            Some(row) => Some(row),
            None if self.ended => None,
            None => self.read_row(),
        }
    }

    fn read_row(&mut self) -> Option<Result<Vec<String>, Rejection>> {
        self.read.store(0, Ordering::Relaxed);
        match self.reader.read_byte_record(&mut self.row) {
            Ok(true) => Some(Ok(self.cells())),
            Ok(false) => None,
            Err(error) => {
                self.ended = true;
                Some(Err(match error.into_kind() {
                    csv::ErrorKind::Io(error) if is_over_budget(&error) => too_large(RECORD_BYTES),
                    csv::ErrorKind::Io(error) => input_failure(&error),
                    other => Rejection::failed("not a table", format!("{other:?}")),
                }))
            }
        }
    }

    /// A row that is shorter lost empty cells at its end; one that is longer cannot be told apart.
    fn fitted(&self, mut cells: Vec<String>) -> Result<Vec<String>, Rejection> {
        let columns = self.dialect.columns;
        while cells.len() > columns && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        if cells.len() > columns || cells.len() * 2 < columns {
            let detail = format!("{} cells where the others have {columns}", cells.len());
            return Err(Rejection::failed("uneven row", detail));
        }
        Ok(cells)
    }
}

impl Iterator for Rows<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if self.ended && self.ahead.is_empty() {
            return None;
        }
        if self.dialect.has_header && self.header.is_none() {
            match self.read_row()? {
                Ok(names) => self.header = Some(names.into()),
                Err(rejection) => return Some((0, Err(rejection))),
            }
        }
        let first_rows = self.look_ahead();
        let number = self.number;
        let Some(row) = self.next_row() else {
            self.ended = true;
            // A header alone: the file still counts as one.
            return (number == 0).then(|| (0, Err(Rejection::skipped("empty file"))));
        };
        self.number = number.saturating_add(1);
        let content = row
            .and_then(|cells| self.fitted(cells))
            .map(|cells| Content::Row {
                header: self.header.clone(),
                first_rows,
                cells,
            });
        Some((number, content))
    }
}

/// Ends a table in which a quote is opened and never closed, before the rest of the file is held as
/// one cell.
struct Budget<'i> {
    input: Input<'i>,
    read: Arc<AtomicU64>,
}

#[derive(Debug, thiserror::Error)]
#[error("row too large")]
struct OverBudget;

fn is_over_budget(error: &io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(|inner| inner.is::<OverBudget>())
}

impl Read for Budget<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        let total = self.read.fetch_add(count as u64, Ordering::Relaxed) + count as u64;
        if total > RECORD_BYTES as u64 {
            return Err(io::Error::other(OverBudget));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
