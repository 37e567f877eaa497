//! The folder of a generation, as the engine sees it: every file sealed ([`super::seal`]).
//!
//! *Asking* maps the files, writes nothing and takes no lock. Tantivy takes a lock file when it opens a reader, so that no segment is deleted between reading
//! the list of segments and opening them; in a folder that may not be written that would fail. [`super::Reader::open`] tries again if a
//! segment vanished.
//!
//! *Writing* reads what is merged piece by piece ([`super::pieces`]).

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use super::pieces::Pieces;
use super::replace;
use super::seal::{SealedFile, SealingWriter, with_sum, without_sum};

/// What a folder is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Asking,
    Writing,
}

/// A folder of sealed files.
#[derive(Clone, Debug)]
pub(super) struct SealedDirectory {
    path: PathBuf,
    files: MmapDirectory,
    purpose: Purpose,
    failure: Failure,
}

impl SealedDirectory {
    pub(super) fn open(
        path: &Path,
        purpose: Purpose,
    ) -> Result<SealedDirectory, OpenDirectoryError> {
        Ok(SealedDirectory {
            path: path.to_path_buf(),
            files: MmapDirectory::open(path)?,
            purpose,
            failure: Failure::default(),
        })
    }

    /// Opens a file; looks at its seal.
    pub(super) fn sealed(&self, path: &Path) -> Result<SealedFile, OpenReadError> {
        let failed = |error| OpenReadError::wrap_io_error(error, path.to_path_buf());
        let file: Arc<dyn FileHandle> = match self.purpose {
            Purpose::Asking => self.files.get_file_handle(path)?,
            Purpose::Writing => Arc::new(Pieces::open(&self.path, path, self.files.clone())?),
        };
        SealedFile::open(file, path).map_err(failed)
    }

    /// The first file that could not be written, and why; once. The engine says only that one of its threads gave up.
    pub(super) fn failure(&self) -> Option<(PathBuf, io::Error)> {
        self.failure.lock().take()
    }

    fn may_write(&self) -> io::Result<()> {
        match self.purpose {
            Purpose::Asking => Err(io::ErrorKind::ReadOnlyFilesystem.into()),
            Purpose::Writing => Ok(()),
        }
    }
}

impl Directory for SealedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.sealed(path)?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.may_write().map_err(|error| DeleteError::IoError {
            io_error: Arc::new(error),
            filepath: path.to_path_buf(),
        })?;
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let failed = |error| OpenWriteError::wrap_io_error(error, path.to_path_buf());
        self.may_write().map_err(failed)?;
        let file = self.files.open_write(path)?;
        // Its buffer, still empty, would stand between the sums and what they are of.
        let file = file.into_inner().map_err(|error| failed(error.into()))?;
        Ok(BufWriter::new(Box::new(Noting {
            path: self.path.join(path),
            file: SealingWriter::new(file),
            failure: self.failure.clone(),
        })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let failed = |error| OpenReadError::wrap_io_error(error, path.to_path_buf());
        without_sum(self.files.atomic_read(path)?, path).map_err(failed)
    }

    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.may_write()?;
        // The engine's own way gives a file that only its owner may read.
        let path = self.path.join(path);
        let written = replace(&path, &with_sum(content));
        self.failure.note(&path, written)
    }

    fn sync_directory(&self) -> io::Result<()> {
        match self.purpose {
            Purpose::Asking => Ok(()),
            Purpose::Writing => self.failure.note(&self.path, self.files.sync_directory()),
        }
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.purpose {
            Purpose::Asking => Ok(DirectoryLock::from(Box::new(()))),
            Purpose::Writing => self.files.acquire_lock(lock),
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

/// What could not be written.
#[derive(Clone, Debug, Default)]
struct Failure(Arc<Mutex<Option<(PathBuf, io::Error)>>>);

impl Failure {
    fn lock(&self) -> MutexGuard<'_, Option<(PathBuf, io::Error)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Passes a result on; the first error is remembered.
    fn note<T>(&self, path: &Path, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            let same = match error.raw_os_error() {
                Some(code) => io::Error::from_raw_os_error(code),
                None => io::Error::new(error.kind(), error.to_string()),
            };
            self.lock()
                .get_or_insert_with(|| (path.to_path_buf(), same));
        }
        result
    }
}

/// Writes a file, and notes when that fails.
struct Noting<W> {
    path: PathBuf,
    file: W,
    failure: Failure,
}

impl<W: Write> Write for Noting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.failure.note(&self.path, self.file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.failure.note(&self.path, self.file.flush())
    }
}

impl<W: TerminatingWrite> TerminatingWrite for Noting<W> {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.failure
            .note(&self.path, self.file.terminate_ref(token))
    }
}
