//! A file that is read piece by piece, so that merging segments does not hold them in memory.
//!
//! A mapped file counts as memory of the process as far as it was read. A merge reads all of its segments once, from front
//! to back: with an archive of a million articles that was two gigabytes, most of them read and done with. Here a small piece is copied, together with what follows it, since
//! the next one will be asked for; a large one is mapped for as long as somebody holds it.

use std::fmt;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::error::OpenReadError;
use tantivy::directory::{Directory, FileHandle, MmapDirectory, OwnedBytes};

use super::seal::BLOCK;

/// What is read at once, at least: some blocks, as they are summed.
const AHEAD: usize = 8 * BLOCK;

/// A piece of so many bytes is mapped.
const LARGE: usize = 1 << 20;

/// An open file.
pub(super) struct Pieces {
    name: PathBuf,
    file: File,
    len: usize,
    files: MmapDirectory,
    /// What was read last, and where it begins.
    last: Mutex<(usize, OwnedBytes)>,
}

impl Pieces {
    /// Opens `name` in `folder`, which `files` maps.
    pub(super) fn open(
        folder: &Path,
        name: &Path,
        files: MmapDirectory,
    ) -> Result<Pieces, OpenReadError> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(name.to_path_buf()),
            _ => OpenReadError::wrap_io_error(error, name.to_path_buf()),
        };
        let file = File::open(folder.join(name)).map_err(failed)?;
        let len = file.metadata().map_err(failed)?.len();
        Ok(Pieces {
            name: name.to_path_buf(),
            file,
            len: usize::try_from(len).unwrap_or(usize::MAX),
            files,
            last: Mutex::new((0, OwnedBytes::empty())),
        })
    }
}

impl HasLen for Pieces {
    fn len(&self) -> usize {
        self.len
    }
}

impl fmt::Debug for Pieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pieces({}, {} bytes)", self.name.display(), self.len)
    }
}

impl FileHandle for Pieces {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.end > self.len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if range.len() >= LARGE {
            let mapped = self.files.get_file_handle(&self.name);
            let mapped = mapped.map_err(io::Error::other)?;
            if mapped.len() < range.end {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            return mapped.read_bytes(range);
        }
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (start, bytes) = &*last;
        if range.start < *start || range.end > start + bytes.len() {
            let start = range.start / BLOCK * BLOCK;
            let end = range.end.max(start + AHEAD).min(self.len);
            let mut piece = vec![0; end - start];
            read_at(&self.file, &mut piece, start as u64)?;
            *last = (start, OwnedBytes::new(piece));
        }
        let (start, bytes) = &*last;
        Ok(bytes.slice(range.start - start..range.end - start))
    }
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, at)
}

#[cfg(not(unix))]
fn read_at(mut file: &File, into: &mut [u8], at: u64) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_is_what_the_file_has_there() {
        let folder = tempfile::tempdir().unwrap();
        let len = 3 * LARGE / 2 + 11;
        let content: Vec<u8> = (0..len).map(|at| (at * 31 % 251) as u8).collect();
        std::fs::write(folder.path().join("a.pos"), &content).unwrap();
        let files = MmapDirectory::open(folder.path()).unwrap();
        let pieces = Pieces::open(folder.path(), Path::new("a.pos"), files).unwrap();
        assert_eq!(pieces.len(), len);
        for range in [
            0..0,
            0..10,
            AHEAD - 1..AHEAD + 1,
            5..20,
            AHEAD..AHEAD + LARGE - 1,
            1..LARGE + 1,
            0..len,
            len - 1..len,
            len..len,
        ] {
            let piece = pieces.read_bytes(range.clone()).unwrap();
            assert_eq!(piece.as_slice(), &content[range.clone()], "{range:?}");
        }
        assert!(pieces.read_bytes(len - 1..len + 1).is_err());
    }
}
