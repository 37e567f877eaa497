//! What the index was made from: every file that was read, and what became of each record.
//!
//! The manifest is a file of its own beside the segments, written before each commit under a new
//! name; the commit names it. So index and manifest change in one step, and a query, which does
//! not need it, never reads it.

use std::collections::BTreeMap;
use std::fs;
use std::hash::Hasher;
use std::path::Path;

use serde::{Deserialize, Deserializer, Serialize};
use twox_hash::XxHash3_64;

use crate::corpus::{FileName, Origin, Rejection, Stamp};
use crate::error::{Error, Result};

/// The files of the last run, by path below the corpus.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Sorted by path, as the corpus is walked.
    #[serde(deserialize_with = "sorted")]
    pub files: BTreeMap<FileName, FileEntry>,
}

/// Reads the files as they were written, sorted: at once, where the map would be asked for the place of each. Postcard
/// writes a map as its pairs.
fn sorted<'de, D: Deserializer<'de>>(
    from: D,
) -> std::result::Result<BTreeMap<FileName, FileEntry>, D::Error> {
    let pairs = Vec::<(FileName, FileEntry)>::deserialize(from)?;
    Ok(pairs.into_iter().collect())
}

/// One file and its records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Tells whether the file changed since. `None` for entries that were not read (a pipe, a folder
    /// that may not be opened): they are looked at anew.
    pub stamp: Option<Stamp>,
    /// Hash of what a mapping said of it and of its members when it was read; 0 for nothing.
    pub mapping: u64,
    /// The files inside it, for a container, in the order in which they gave their first record; the
    /// file itself otherwise.
    pub members: Vec<FileName>,
    /// In file order. A file that gave no record has one entry, a rejection.
    pub records: Vec<RecordEntry>,
}

impl FileEntry {
    /// The records with where each stands.
    pub fn origins(&self) -> impl Iterator<Item = (Origin, &Fate)> {
        self.records.iter().map(|entry| {
            let origin = Origin {
                file: self.members[entry.member as usize].clone(),
                record: entry.record,
            };
            (origin, &entry.fate)
        })
    }

    /// Whether each record stands in one of the members, as [`origins`](FileEntry::origins) takes for granted.
    fn has_every_member(&self) -> bool {
        let members = self.members.len();
        let mut records = self.records.iter();
        records.all(|entry| (entry.member as usize) < members)
    }

    /// Adds what became of a record.
    pub fn push(&mut self, origin: &Origin, fate: Fate) {
        // Records of a member follow each other, so it is the last or a new one; what a container
        // says of itself comes between. A name that stands twice does no harm, a search would.
        let is_it = |name: &FileName| *name == origin.file;
        let member = if self.members.last().is_some_and(is_it) {
            self.members.len() - 1
        } else if self.members.first().is_some_and(is_it) {
            0
        } else {
            self.members.push(origin.file.clone());
            self.members.len() - 1
        };
        self.records.push(RecordEntry {
            member: u32::try_from(member).unwrap_or(u32::MAX),
            record: origin.record,
            fate,
        });
    }
}

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordEntry {
    /// Which of the members it stands in.
    pub member: u32,
    /// Number within the member.
    pub record: u32,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Fate {
    /// It is in the index.
    Indexed {
        /// Hash of title, body, date and source: what makes a duplicate.
        #[serde(with = "postcard::fixint::le")]
        fingerprint: u64,
        /// Hash of everything the article holds: what makes an update.
        #[serde(with = "postcard::fixint::le")]
        content: u64,
    },
    /// An earlier record holds the same article.
    Duplicate {
        /// As above.
        fingerprint: u64,
    },
    /// It gives no article. Boxed, since most records give one, and a manifest holds millions.
    Rejected(Box<Rejection>),
}

/// Bytes that most records take in the file: two hashes, and three or four numbers.
const BYTES_OF_A_RECORD: usize = 24;

impl Manifest {
    /// The manifest of the index in `folder` as it is now; empty when there is no index.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::IndexVersion`].
    pub fn current(folder: &Path) -> Result<Manifest> {
        match super::Reader::open(folder) {
            Ok(reader) => reader.manifest(),
            Err(Error::NoIndex { .. }) => Ok(Manifest::default()),
            Err(error) => Err(error),
        }
    }

    /// Hash of which articles are in the index and what they hold.
    pub fn fingerprint(&self) -> u64 {
        let mut hash = XxHash3_64::new();
        for file in self.files.values() {
            for (origin, fate) in file.origins() {
                if let Fate::Indexed { content, .. } = fate {
                    hash.write(origin.file.as_bytes());
                    hash.write(&origin.record.to_le_bytes());
                    hash.write(&content.to_le_bytes());
                }
            }
        }
        hash.finish()
    }

    /// Number of articles in the index.
    pub fn articles(&self) -> u64 {
        let records = self.files.values().flat_map(|file| &file.records);
        let indexed = records.filter(|entry| matches!(entry.fate, Fate::Indexed { .. }));
        indexed.count() as u64
    }

    /// Reads the manifest in `file` of the index in `index`.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it is missing, cut or altered.
    pub fn read(index: &Path, file: &Path) -> Result<Manifest> {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let damaged = |detail: &str| Error::Damaged {
            path: index.to_path_buf(),
            detail: format!("{detail} `{name}`"),
        };
        let bytes = fs::read(file).map_err(|_| damaged("cannot read the manifest"))?;
        let (body, checksum) = bytes
            .split_last_chunk::<8>()
            .ok_or_else(|| damaged("the manifest is cut short:"))?;
        if XxHash3_64::oneshot(body) != u64::from_le_bytes(*checksum) {
            return Err(damaged("the checksum does not match in the manifest"));
        }
        let manifest: Manifest =
            postcard::from_bytes(body).map_err(|_| damaged("cannot understand the manifest"))?;
        if !manifest.files.values().all(FileEntry::has_every_member) {
            return Err(damaged("a record stands in no file in the manifest"));
        }
        Ok(manifest)
    }

    /// Writes it as `file`, on disk before this returns.
    ///
    /// # Errors
    /// [`Error::Io`].
    ///
    /// # Panics
    /// Never: a manifest is plain data, which can always be serialized.
    pub fn write(&self, file: &Path) -> Result<()> {
        let records = self.files.values().map(|file| file.records.len());
        // At once: grown step by step it would take twice as much.
        let bytes = Vec::with_capacity(BYTES_OF_A_RECORD * records.sum::<usize>());
        let bytes = postcard::to_extend(self, bytes);
        let mut bytes = bytes.expect("a manifest has no unserializable part");
        bytes.extend(XxHash3_64::oneshot(&bytes).to_le_bytes());
        super::write_synced(file, &bytes).map_err(Error::io("write", file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Found by the fuzz target: the checksum only says that the bytes are those that were written.
    #[test]
    fn a_record_of_no_member_is_damage() {
        let folder = tempfile::tempdir().unwrap();
        let origin = Origin {
            file: "a.zip!b.txt".into(),
            record: 0,
        };
        let mut entry = FileEntry {
            stamp: None,
            mapping: 0,
            members: Vec::new(),
            records: Vec::new(),
        };
        entry.push(&origin, Fate::Duplicate { fingerprint: 1 });
        let mut manifest = Manifest {
            files: [("a.zip".into(), entry)].into(),
        };
        let file = folder.path().join("manifest-1");
        manifest.write(&file).unwrap();
        assert_eq!(Manifest::read(folder.path(), &file).unwrap(), manifest);
        for entry in manifest.files.values_mut() {
            entry.records[0].member = 1;
        }
        manifest.write(&file).unwrap();
        let error = Manifest::read(folder.path(), &file).unwrap_err();
        assert!(matches!(error, Error::Damaged { .. }), "{error}");
    }
}
