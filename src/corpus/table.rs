//! Tables: rows that agree on the number of their cells.
//!
//! Exports differ in separator, quote and header, and prose is full of commas. A file is a table
//! when nearly all rows have the same number of cells and something else speaks for it: its
//! extension, a header of known names, or cells as long as stories.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::container::{Input, RECORD_BYTES, Step, input_failure, too_large};
use super::{Content, Rejection};
use crate::text::decode;

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
    "articleid",
    "articles",
    "author",
    "authors",
    "body",
    "byline",
    "category",
    "class",
    "content",
    "contents",
    "country",
    "date",
    "datepublished",
    "datum",
    "description",
    "docid",
    "fecha",
    "headline",
    "headlines",
    "heading",
    "id",
    "index",
    "label",
    "lang",
    "language",
    "link",
    "maintext",
    "name",
    "news",
    "newspaper",
    "outlet",
    "page",
    "paper",
    "publication",
    "publicationdate",
    "published",
    "publishdate",
    "publishedat",
    "publisher",
    "section",
    "snippet",
    "source",
    "story",
    "subject",
    "subtitle",
    "summary",
    "tags",
    "teaser",
    "text",
    "texte",
    "texto",
    "time",
    "timestamp",
    "titel",
    "title",
    "titles",
    "titre",
    "titulo",
    "topic",
    "type",
    "url",
    "year",
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

/// How the table in `head` is written; `None` when it is none.
pub(super) fn sniff(head: &[u8], is_whole: bool, extension: &str) -> Option<Dialect> {
    // A page or an XML file is no table, however its lines look.
    if head.trim_ascii_start().starts_with(b"<") {
        return None;
    }
    let is_named = EXTENSIONS.contains(&extension);
    let first_line = head.trim_ascii_start().split(|&byte| byte == b'\n').next();
    let mut best: Option<(f32, usize, Dialect)> = None;
    for &(delimiter, quote) in DIALECTS {
        let is_in_first = first_line.is_some_and(|line| line.contains(&delimiter));
        if !is_in_first && !is_named {
            continue;
        }
        let rows = sample(head, is_whole, delimiter, quote);
        let Some((columns, agreement)) = agreement(&rows) else {
            continue;
        };
        let has_header = is_header(&rows);
        if !is_table(&rows, columns, agreement, has_header, is_named) {
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

/// A first row of short, different names, some of them known.
fn is_header(rows: &[csv::ByteRecord]) -> bool {
    let Some(first) = rows.first() else {
        return false;
    };
    let is_name = |cell: &[u8]| {
        let cell = cell.trim_ascii();
        // The index column that pandas writes has no name.
        cell.is_empty() || cell.len() <= 40 && !cell[0].is_ascii_digit()
    };
    let mut cells: Vec<&[u8]> = first.iter().filter(|cell| !cell.is_empty()).collect();
    cells.sort_unstable();
    let is_distinct = cells.windows(2).all(|pair| pair[0] != pair[1]);
    let known = known_names(first);
    let is_short = first.iter().all(is_name);
    // One known word is enough for narrow tables; `World` is also a story's class.
    is_short && is_distinct && known > 0 && known * 4 >= cells.len()
}

fn known_names(row: &csv::ByteRecord) -> usize {
    row.iter()
        .filter(|cell| {
            let name: String = String::from_utf8_lossy(cell)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect();
            HEADER_NAMES.contains(&name.as_str())
        })
        .count()
}

/// The rows of a table, header excluded.
pub(super) struct Rows {
    reader: csv::Reader<Budget>,
    row: csv::ByteRecord,
    read: Arc<AtomicU64>,
    dialect: Dialect,
    header: Option<Arc<[String]>>,
    number: u32,
    ended: bool,
}

impl Rows {
    pub(super) fn new(dialect: Dialect, input: Input) -> Rows {
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
            number: 0,
            ended: false,
        }
    }

    fn cells(&self) -> Vec<String> {
        let decoded = |cell: &[u8]| decode::decode(cell, self.dialect.charset).0.into_owned();
        self.row.iter().map(decoded).collect()
    }

    fn next_row(&mut self) -> Option<Result<Vec<String>, Rejection>> {
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

impl Iterator for Rows {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if self.ended {
            return None;
        }
        if self.dialect.has_header && self.header.is_none() {
            match self.next_row()? {
                Ok(names) => self.header = Some(names.into()),
                Err(rejection) => return Some((0, Err(rejection))),
            }
        }
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
                cells,
            });
        Some((number, content))
    }
}

/// Ends a table in which a quote is opened and never closed, before the rest of the file is held as
/// one cell.
struct Budget {
    input: Input,
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

impl Read for Budget {
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
mod tests {
    use super::*;
    use std::io::Cursor;

    fn rows(text: &str, extension: &str) -> Option<Vec<String>> {
        let dialect = sniff(text.as_bytes(), true, extension)?;
        let input: Input = Box::new(Cursor::new(text.as_bytes().to_vec()));
        let steps = Rows::new(dialect, input).map(|(number, content)| match content {
            Ok(Content::Row { header, cells }) => {
                let header = header.map_or("-".into(), |names| names.join(","));
                format!("{number} [{header}] {}", cells.join(" / "))
            }
            Ok(_) => unreachable!("only rows come from a table"),
            Err(rejection) => format!("{number} {}", rejection.reason),
        });
        Some(steps.collect())
    }

    #[test]
    fn tables() {
        for (text, extension, expected) in [
            (
                "\"3\",\"Fears for pension\",\"Unions, they say\"\n\"4\",\"Race\",\"A \"\"second\"\" team\"\n",
                "csv",
                vec![
                    "0 [-] 3 / Fears for pension / Unions, they say",
                    "1 [-] 4 / Race / A \"second\" team",
                ],
            ),
            (
                "id;title;text\n1;Ein Titel;'Text; mit Strich'\n2;Zwei;'It''s'\n",
                "csv",
                vec![
                    "0 [id,title,text] 1 / Ein Titel / Text; mit Strich",
                    "1 [id,title,text] 2 / Zwei / It's",
                ],
            ),
            (
                "date\theadline\tbody\n1949\tA \"quoted word\tText\n1950\tB\tText\n",
                "txt",
                vec![
                    "0 [date,headline,body] 1949 / A \"quoted word / Text",
                    "1 [date,headline,body] 1950 / B / Text",
                ],
            ),
            (
                "title,text\nOne,\"Two\nlines\"\n",
                "csv",
                vec!["0 [title,text] One / Two\nlines"],
            ),
            ("title,text\n", "csv", vec!["0 empty file"]),
            (
                "title,text\na,b\nc,d\ne,f\ng,h\ni,j\nk,l\nm,n\no,p\nq,r,s\nt,u,\n",
                "csv",
                vec![
                    "0 [title,text] a / b",
                    "1 [title,text] c / d",
                    "2 [title,text] e / f",
                    "3 [title,text] g / h",
                    "4 [title,text] i / j",
                    "5 [title,text] k / l",
                    "6 [title,text] m / n",
                    "7 [title,text] o / p",
                    "8 uneven row",
                    "9 [title,text] t / u",
                ],
            ),
        ] {
            assert_eq!(
                rows(text, extension).unwrap_or_default(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn prose_is_no_table() {
        for text in [
            "CORK, Ireland\n\nRain, again.\nMore, later.\n",
            "1, Shandon B.C.\n2, Blackrock\n3, Lee Rowing Club\n4, Cobh\n5, Kinsale\n",
            "Team\tPlayed\tPoints\nCork\t3\t6\nCobh\t3\t4\nKinsale\t3\t2\nYoughal\t3\t0\n",
            "<p>a, b</p>\n<p>c, d</p>\n",
            "A headline, with a comma\n\nFirst, second.\n",
        ] {
            assert_eq!(rows(text, "txt"), None, "{text}");
        }
    }
}
