//! What is on disk: the contract of both sides.
//!
//! ```text
//! index/
//!   morgue.json        which generation counts, and the versions it was made with
//!   gen-3/             tantivy's segments, the manifest and dictionaries of stored articles
//!   writer.lock        held while `morgue index` runs
//!   names.tsv          who is who, if anybody says so: the keepers' own, see crate::query::names::file
//! ```
//!
//! A rebuild fills the next generation beside the current one and then changes `morgue.json` in one
//! rename, so that queries see the old index or the new one, never half of each. `morgue` touches
//! no other file in the folder.

pub mod analyzer;
pub mod date_faults;
mod directory;
pub mod document;
pub mod layout;
pub mod manifest;
mod merges;
pub mod name_term;
pub mod packed;
mod pieces;
pub mod positions;
mod pressed;
pub mod printed;
mod queue;
mod reader;
mod replay;
pub(crate) mod sample;
pub mod schema;
mod seal;
pub mod soundness;
mod statistics;
mod writer;

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::error::OpenReadError;

pub use document::{Encoded, Encoder, Stored};
pub use manifest::Manifest;
pub use reader::Reader;
pub use writer::{Effort, Mode, Writer};

use crate::entity::TAGGER_VERSION;
use crate::error::{Error, Result};
use analyzer::ANALYZER_VERSION;

/// Raised when files of this version cannot be read by code of another.
///
/// - 1: first.
/// - 2: members of containers, editions, every statement of the date, what a mapping said of a file.
/// - 3: the title before a name.
/// - 4: words as printed, any name by position.
/// - 5: stored articles packed; name terms without what can be told from their key.
/// - 6: places of headline and lead in `text` only.
/// - 7: every file sealed; of what ends at a position only the largest is marked.
/// - 8: stored articles pressed one by one.
pub const FORMAT_VERSION: u32 = 8;

/// Names the generation that counts.
const CURRENT: &str = "morgue.json";

/// Held by the one writer.
const LOCK: &str = "writer.lock";

/// What `morgue.json` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Current {
    generation: u32,
    format: u32,
    analyzer: u32,
    tagger: u32,
}

/// What each commit says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// File name of the manifest that belongs to it.
    pub manifest: String,
    /// Counts the commits of this generation, from 1.
    pub number: u64,
    /// How many dictionaries its stored articles are pressed with.
    dictionaries: u8,
    /// Hash of all articles, in hex: the same for two indexes that hold the same, however they came to it.
    pub fingerprint: String,
}

impl Current {
    fn of(generation: u32) -> Current {
        Current {
            generation,
            format: FORMAT_VERSION,
            analyzer: ANALYZER_VERSION,
            tagger: TAGGER_VERSION,
        }
    }

    /// Reads it; `None` when there is no index in the folder.
    fn read(folder: &Path) -> Result<Option<Current>> {
        let path = folder.join(CURRENT);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("read", &path)(error)),
        };
        let current = serde_json::from_slice(&bytes).map_err(|error| Error::Damaged {
            path: folder.to_path_buf(),
            detail: format!("cannot understand `{CURRENT}`: {error}"),
        })?;
        Ok(Some(current))
    }

    /// Writes it in one step.
    fn publish(&self, folder: &Path) -> Result<()> {
        let bytes = serde_json::to_vec(self).expect("numbers can be written");
        let path = folder.join(CURRENT);
        replace(&path, &bytes).map_err(Error::io("write", &path))?;
        sync_folder(folder);
        Ok(())
    }

    fn check(&self, folder: &Path) -> Result<()> {
        for (what, found, expected) in [
            ("format", self.format, FORMAT_VERSION),
            ("analyzer", self.analyzer, ANALYZER_VERSION),
            ("tagger", self.tagger, TAGGER_VERSION),
        ] {
            if found != expected {
                return Err(Error::IndexVersion {
                    path: folder.to_path_buf(),
                    what,
                    found,
                    expected,
                });
            }
        }
        Ok(())
    }
}

fn generation_folder(folder: &Path, generation: u32) -> PathBuf {
    folder.join(format!("gen-{generation}"))
}

/// The number in the name of a generation folder; `None` for everything else in the index folder.
fn generation_number(name: &str) -> Option<u32> {
    name.strip_prefix("gen-")?.parse().ok()
}

/// Writes a whole file and waits until it is on disk.
fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Puts a whole file in the place of what is there, in one step.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    write_synced(draft.as_ref(), bytes)?;
    fs::rename(draft, path)
}

/// Makes a rename durable. Not every file system can; the rename is atomic all the same.
fn sync_folder(folder: &Path) {
    if let Ok(handle) = File::open(folder) {
        let _ = handle.sync_all();
    }
}

/// Wraps an error of the engine: a broken file is damage, anything else is the engine's.
fn engine_error(folder: &Path) -> impl FnOnce(tantivy::TantivyError) -> Error {
    let path = folder.to_path_buf();
    move |source| match source {
        // The engine has a lock of its own. Who is started while another writes holds both for a moment, and gives them up
        // one after the other.
        tantivy::TantivyError::LockFailure(..) => Error::Locked { path, holder: None },
        tantivy::TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => {
            let detail = io_error.to_string();
            Error::Damaged { path, detail }
        }
        tantivy::TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
            let detail = format!("`{}` is missing", file.display());
            Error::Damaged { path, detail }
        }
        tantivy::TantivyError::DataCorruption(_)
        | tantivy::TantivyError::OpenReadError(_)
        | tantivy::TantivyError::IncompatibleIndex(_)
        | tantivy::TantivyError::DeserializeError(_) => Error::Damaged {
            path,
            detail: source.to_string(),
        },
        tantivy::TantivyError::IoError(error) if is_damage(&error) => Error::Damaged {
            path,
            detail: error.to_string(),
        },
        source => Error::Engine { path, source },
    }
}

/// Whether a file was read that is not as it was written, or not all of it.
fn is_damage(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{InvalidData, UnexpectedEof};
    matches!(error.kind(), InvalidData | UnexpectedEof)
}
