//! How far a run is, for who watches it.

use super::settlement::Settled;

/// How far a run is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Files settled.
    pub files: u64,
    /// Files found.
    pub of_files: u64,
    /// Bytes of what is settled, as it lies on disk.
    pub bytes: u64,
    /// Bytes of all files found.
    pub of_bytes: u64,
    /// Records settled: articles and what was no article.
    pub records: u64,
}

/// The progress of a run, counted as it settles. A file of gigabytes counts by the part of it that is done.
#[derive(Default)]
pub(super) struct Reached {
    pub(super) progress: Progress,
    /// Of the file that is being settled: its bytes on disk, and those of its records so far.
    file_bytes: u64,
    read_of_file: u64,
    /// Of the files before.
    closed_bytes: u64,
}

impl Reached {
    /// Nothing yet of what was found.
    pub(super) fn none_of(found: Progress) -> Reached {
        Reached {
            progress: found,
            ..Reached::default()
        }
    }

    pub(super) fn settled(&mut self, step: &Settled) {
        match step {
            Settled::Record(..) => self.progress.records += 1,
            Settled::Rejected(..) => self.progress.files += 1,
            Settled::Known(file) | Settled::Opened(file) => {
                self.progress.files += 1;
                self.closed_bytes += std::mem::replace(&mut self.file_bytes, file.stamp.len);
                self.read_of_file = 0;
            }
        }
    }

    /// So many bytes of records are done. Packed, they lie on disk in fewer.
    pub(super) fn read(&mut self, bytes: usize) {
        self.read_of_file += bytes as u64;
        self.progress.bytes = self.closed_bytes + self.read_of_file.min(self.file_bytes);
    }
}
