//! What can go wrong, with the path and what to do.
//!
//! A record that cannot be read is no error: it is counted, with its reason, and the run goes on
//! (see [`crate::article::Rejection`]). An [`Error`] ends the command.

use std::io;
use std::path::{Path, PathBuf};

/// Shorthand for results of this library.
pub type Result<T> = std::result::Result<T, Error>;

/// Ends a command. The text does not repeat its source; [`Error::hint`] says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot {action} {}", .path.display())]
    Io {
        /// What was tried: `read`, `write`, `create` ...
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A CORPUS argument does not exist.
    #[error("there is no folder or file {}", .path.display())]
    NoCorpus {
        /// As given.
        path: PathBuf,
    },
    /// A CORPUS argument was there when the run began, and is not any more.
    #[error("{} went away while it was read", .path.display())]
    CorpusGone {
        /// As given.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Two CORPUS arguments would give their articles the same paths.
    #[error("two of the folders to index are both called `{name}`")]
    CorpusClash {
        /// The last part of both paths.
        name: String,
    },
    /// A `morgue.toml` cannot be understood.
    #[error("{}, line {line}: {message}", .path.display())]
    Mapping {
        /// The `morgue.toml`.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A names file cannot be understood, or contradicts itself.
    #[error("{}, line {line}: {message}", .path.display())]
    Names {
        /// The names file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The corpus yields nothing while the index holds articles.
    #[error("nothing to index in {}, but the index holds {articles} articles", .path.display())]
    EmptyCorpus {
        /// The first CORPUS.
        path: PathBuf,
        /// In the index now.
        articles: u64,
    },
    /// There is no index in the folder.
    #[error("there is no index in {}", .path.display())]
    NoIndex {
        /// The index folder.
        path: PathBuf,
    },
    /// The index was written by a morgue with other rules.
    #[error("the index in {} was made with {what} version {found}, this morgue has version {expected}", .path.display())]
    IndexVersion {
        /// The index folder.
        path: PathBuf,
        /// `format`, `analyzer` or `tagger`.
        what: &'static str,
        /// In the index.
        found: u32,
        /// Ours.
        expected: u32,
    },
    /// The index does not hold together.
    #[error("the index in {} is damaged: {detail}", .path.display())]
    Damaged {
        /// The index folder.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// Another process writes to the index.
    #[error("another `morgue index` is writing to {}{}", .path.display(), told(.holder))]
    Locked {
        /// The index folder.
        path: PathBuf,
        /// Which process, and since when; `None` when it cannot be known.
        holder: Option<String>,
    },
    /// A word of the query stands for more words of the archive than may be searched.
    #[error("`{clause}` stands for {terms} words, more than {most}")]
    TooManyTerms {
        /// As typed.
        clause: String,
        /// In the archive.
        terms: usize,
        /// May be searched.
        most: usize,
    },
    /// No article has this id.
    #[error("no article has the id `{id}`")]
    NoArticle {
        /// As typed.
        id: String,
    },
    /// The system gives no more threads.
    #[error("cannot start the threads to read with: {detail}")]
    Threads {
        /// Why.
        detail: String,
    },
    /// The search engine below failed.
    #[error("the search engine failed on {}", .path.display())]
    Engine {
        /// The index folder.
        path: PathBuf,
        /// Why.
        source: tantivy::TantivyError,
    },
}

impl Error {
    /// Wraps an I/O error with what was tried on which path.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_path_buf();
        move |source| Error::Io {
            action,
            path,
            source,
        }
    }

    /// One sentence on what the user can do, for errors that a user can mend.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Error::NoCorpus { .. } => {
                "give the folder that holds the articles: `morgue index FOLDER`".into()
            }
            Error::CorpusGone { .. } => {
                "bring it back (a disk that was taken away, a folder that was renamed), then run this again: nothing was taken out of the index for it".into()
            }
            Error::CorpusClash { .. } => "index their parent folder, or rename one of them".into(),
            Error::Mapping { .. } => {
                "`morgue read --help` shows what a `morgue.toml` can say".into()
            }
            Error::Names { .. } => {
                "mend that line, then run this again; `morgue names --help` shows what a names file says".into()
            }
            Error::EmptyCorpus { .. } => {
                "check the folder, or empty the index with `morgue index --rebuild`".into()
            }
            Error::NoIndex { .. } => {
                "make one with `morgue index FOLDER`, or name another with `--index DIR`".into()
            }
            Error::IndexVersion { .. } | Error::Damaged { .. } => {
                "rebuild it: `morgue index --rebuild FOLDER`".into()
            }
            Error::Locked { .. } => "wait for it to end, then run this again".into(),
            Error::TooManyTerms { terms, .. } => {
                format!("write more of the word, or allow it with `--expand {terms}`")
            }
            Error::NoArticle { .. } => {
                "ids are 16 hex digits, printed by `morgue query --json`".into()
            }
            Error::Io { source, .. } => match source.kind() {
                io::ErrorKind::PermissionDenied => {
                    "check the permissions of the file and its folder".into()
                }
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "free some space, then run this again: nothing is lost".into()
                }
                io::ErrorKind::FileTooLarge => {
                    "allow larger files (`ulimit -f`), then run this again: nothing is lost".into()
                }
                _ => return None,
            },
            Error::Threads { .. } => "try fewer: `morgue index -j 1`".into(),
            Error::Engine { .. } => {
                "if this stays, rebuild the index: `morgue index --rebuild FOLDER`".into()
            }
        };
        Some(hint)
    }

    /// Stable code for scripts: `E-` and a word.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Io { .. } => "E-IO",
            Error::NoCorpus { .. } => "E-CORPUS",
            Error::CorpusGone { .. } => "E-CORPUS-GONE",
            Error::CorpusClash { .. } => "E-CORPUS-CLASH",
            Error::Mapping { .. } => "E-MAPPING",
            Error::Names { .. } => "E-NAMES",
            Error::EmptyCorpus { .. } => "E-EMPTY-CORPUS",
            Error::NoIndex { .. } => "E-INDEX",
            Error::IndexVersion { .. } => "E-VERSION",
            Error::Damaged { .. } => "E-DAMAGED",
            Error::Locked { .. } => "E-LOCKED",
            Error::TooManyTerms { .. } => "E-EXPAND",
            Error::NoArticle { .. } => "E-ID",
            Error::Threads { .. } => "E-THREADS",
            Error::Engine { .. } => "E-ENGINE",
        }
    }
}

/// Who holds a lock, after a colon.
fn told(holder: &Option<String>) -> String {
    holder
        .as_ref()
        .map_or_else(String::new, |holder| format!(": {holder}"))
}
