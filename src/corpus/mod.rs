//! Find archive files and cut them into records.
//!
//! A *file* is what the walk finds, a *record* one item in it as the archive holds it: a whole
//! document, one line of JSON Lines, one row of a table. A file that holds files (a zip, a crawl) is
//! opened, and each of its *members* is cut like a file of its own. This stage does not know what a
//! record says; it hands over bytes with their [`Origin`].

mod container;
mod file_name;
mod issue;
mod json;
mod layout;
mod magic;
mod mbox;
mod root;
mod sgml;
mod stamp;
mod table;
mod walk;

use std::sync::Arc;

pub use container::{Cut, cut};
pub use file_name::FileName;
pub use issue::PartFile;
pub(crate) use json::repaired;
pub use layout::{Layout, Layouts, check_globs};
pub use root::Root;
pub use stamp::Stamp;
pub use walk::{Corpus, File, Files, Found, IGNORE_FILE, MAPPING_FILE};

use serde::{Deserialize, Serialize};

/// Where a record was found, enough to open it again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// Path of the file below the corpus; for a member of a container, its own name after a `!`:
    /// `a.zip!b/c.json`.
    pub file: FileName,
    /// 0-based, in file order; the data row for tables.
    pub record: u32,
}

/// One item exactly as the archive holds it.
#[derive(Clone, Debug)]
pub struct Record {
    /// Where it stands.
    pub origin: Origin,
    /// What it holds.
    pub content: Content,
}

/// The bytes of a record, in the shape in which its file held them.
#[derive(Clone, Debug)]
pub enum Content {
    /// A whole file or member, which may hold several articles. It is alone in its file: its
    /// articles are numbered from 0.
    Document(Document),
    /// One of several like it that were cut from a file (a message of an mbox, a `<DOC>` of an SGML
    /// collection): undecoded, and one article at most.
    Piece(Vec<u8>),
    /// One JSON object, as text: a line of JSON Lines, an element of an array, a whole file. An
    /// element of a feed has the feed's title with it, under `feed`.
    Json(String),
    /// One row of a table.
    Row {
        /// Column names, as printed; `None` when the table has no header.
        header: Option<Arc<[String]>>,
        /// The start of the table, cells cut short: what a column holds shows in several rows.
        first_rows: Arc<[Vec<String>]>,
        /// The cells, decoded, unquoted.
        cells: Vec<String>,
    },
}

/// A file as its container hands it over.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Decompressed, undecoded.
    pub bytes: Vec<u8>,
    /// What the container says of it; empty for a file that lies in a folder.
    pub stated: Stated,
    /// The files that it names as its own, for an issue of several files.
    pub parts: Vec<Part>,
}

/// A file that belongs to another: a page of an issue.
#[derive(Clone, Debug)]
pub struct Part {
    /// As the other file writes it: `file://./ALTO/0001.xml`.
    pub name: String,
    /// Undecoded.
    pub bytes: Vec<u8>,
}

/// What a container says of a member, as printed: the headers that a crawl recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Address it was fetched from.
    pub url: Option<String>,
    /// `text/html`, without parameters, lower case.
    pub media_type: Option<String>,
    /// Charset of the `Content-Type`.
    pub charset: Option<String>,
    /// When it was fetched: the latest day it can have appeared.
    pub fetched: Option<String>,
}

impl Content {
    /// Size in bytes, for queues that are bounded by memory.
    pub fn len(&self) -> usize {
        match self {
            Content::Document(document) => {
                let parts = document.parts.iter().map(|part| part.bytes.len());
                document.bytes.len() + parts.sum::<usize>()
            }
            Content::Piece(bytes) => bytes.len(),
            Content::Json(text) => text.len(),
            Content::Row { cells, .. } => cells.iter().map(String::len).sum(),
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A file or record that gives no article, and why. Counted in the summary, never an end to the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// Whether something is wrong (`Failed`) or there just is no article here (`Skipped`).
    pub outcome: Outcome,
    /// A few words, the same for all records with this fate: `no text`, `not valid JSON`.
    pub reason: String,
    /// What exactly, for one record: a position, an error message.
    pub detail: Option<String>,
}

/// Which column of the summary a rejected record counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// No article in it, and nothing wrong with that.
    Skipped,
    /// Should have been an article, but could not be read.
    Failed,
}

impl Rejection {
    /// Nothing wrong, but no article either.
    pub fn skipped(reason: impl Into<String>) -> Rejection {
        Rejection {
            outcome: Outcome::Skipped,
            reason: reason.into(),
            detail: None,
        }
    }

    /// Could not be read.
    pub fn failed(reason: impl Into<String>, detail: impl ToString) -> Rejection {
        Rejection {
            outcome: Outcome::Failed,
            reason: reason.into(),
            detail: Some(detail.to_string()),
        }
    }
}
