//! The folders and files that were given to be read, and whether they are still there.
//!
//! A disk can be taken away, and a folder renamed, while it is read. What is left then looks like an archive whose files
//! were deleted. So a root remembers what it was when the run began.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Error, Result};

/// A folder or file to read, as it was given.
#[derive(Clone, Debug)]
pub struct Root {
    pub(super) path: PathBuf,
    is_folder: bool,
    /// Goes before the paths of its files; `None` when there is only one root.
    pub(super) name: Option<String>,
    /// The folder itself, wherever its path leads by now. Open, since some file systems number a folder anew when nobody holds it.
    /// `None` for a file, which may be replaced by a newer one, and for a folder that may not be opened.
    held: Option<Arc<fs::File>>,
}

impl Root {
    /// Looks at a path. With `is_alone` it is the only one.
    ///
    /// # Errors
    /// [`Error::NoCorpus`], [`Error::Io`].
    pub(super) fn open(path: &Path, is_alone: bool) -> Result<Root> {
        let metadata = fs::metadata(path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => Error::NoCorpus {
                path: path.to_path_buf(),
            },
            _ => Error::io("read", path)(source),
        })?;
        let is_folder = metadata.is_dir();
        // Only a folder: to open a FIFO waits for somebody to write.
        let held = is_folder.then(|| fs::File::open(path).ok()).flatten();
        Ok(Root {
            path: path.to_path_buf(),
            is_folder,
            name: (is_folder && !is_alone).then(|| last_part(path)),
            held: held.map(Arc::new),
        })
    }

    /// As it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// An error unless its path still leads to what was there when it was opened.
    pub(super) fn check_still_there(&self) -> Result<()> {
        let gone = |source| Error::CorpusGone {
            path: self.path.clone(),
            source,
        };
        let now = fs::metadata(&self.path).map_err(gone)?;
        let is_same = match &self.held {
            Some(held) => is_same(&now, &held.metadata().map_err(gone)?),
            None => now.is_dir() == self.is_folder,
        };
        match is_same {
            true => Ok(()),
            false => Err(gone(io::Error::other("something else is there now"))),
        }
    }

    /// The folder itself, or the one in which the file lies.
    pub fn folder(&self) -> &Path {
        let parent = self.path.parent().filter(|_| !self.is_folder);
        match parent {
            Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
            Some(parent) => parent,
            None => &self.path,
        }
    }

    /// The part of a file's name below this root; `None` for a file of another one.
    pub fn below<'f>(&self, file: &'f str) -> Option<&'f str> {
        if let Some(name) = &self.name {
            return file.strip_prefix(name.as_str())?.strip_prefix('/');
        }
        let is_own = || {
            let members = file.strip_prefix(last_part(&self.path).as_str());
            members.is_some_and(|members| members.is_empty() || members.starts_with('!'))
        };
        (self.is_folder || is_own()).then_some(file)
    }

    /// The way from a folder above down to this root, with `/` between and after the parts; `None`
    /// when `above` is not above it.
    pub(super) fn way_from(&self, above: &Path) -> Option<String> {
        let (above, own) = (
            above.canonicalize().ok()?,
            self.folder().canonicalize().ok()?,
        );
        let below = own.strip_prefix(above).ok()?;
        let parts = below.iter().map(|part| part.to_string_lossy());
        let way: String = parts.map(|part| format!("{part}/")).collect();
        (!way.is_empty()).then_some(way)
    }

    pub(super) fn shown_name(&self) -> String {
        self.name.clone().unwrap_or_else(|| last_part(&self.path))
    }

    pub(super) fn sort_key(&self) -> Vec<u8> {
        let mut key = self.shown_name().into_bytes();
        if self.name.is_some() {
            key.push(b'/');
        }
        key
    }
}

/// `corpus` of `a/corpus`, also for `a/corpus/.` and `..`.
pub(super) fn last_part(path: &Path) -> String {
    let name = match path.file_name() {
        Some(name) => Some(name.to_owned()),
        None => fs::canonicalize(path)
            .ok()
            .and_then(|whole| whole.file_name().map(ToOwned::to_owned)),
    };
    name.map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    one.is_dir() == other.is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(root: &Root) -> Option<String> {
        let error = root.check_still_there().err()?;
        let source = std::error::Error::source(&error)?;
        Some(source.to_string())
    }

    #[test]
    fn a_root_is_there_until_something_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let (path, aside) = (folder.path().join("a"), folder.path().join("b"));
        fs::create_dir(&path).unwrap();
        let root = Root::open(&path, true).unwrap();
        assert_eq!(why(&root), None);
        fs::write(path.join("x.txt"), "text").unwrap();
        assert_eq!(why(&root), None, "what is in it may change");
        fs::rename(&path, &aside).unwrap();
        assert!(why(&root).is_some());
        // Like the folder that is left when a disk goes away.
        fs::create_dir(&path).unwrap();
        assert_eq!(why(&root).is_some(), cfg!(unix));
        fs::remove_dir(&path).unwrap();
        fs::write(&path, "text").unwrap();
        assert_eq!(why(&root).unwrap(), "something else is there now");
        fs::remove_file(&path).unwrap();
        fs::rename(&aside, &path).unwrap();
        assert_eq!(why(&root), None, "it came back");
    }

    #[test]
    fn a_file_may_be_replaced_but_not_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "one").unwrap();
        let root = Root::open(&path, true).unwrap();
        let draft = folder.path().join("a.txt.new");
        fs::write(&draft, "two").unwrap();
        fs::rename(&draft, &path).unwrap();
        assert_eq!(why(&root), None);
        fs::remove_file(&path).unwrap();
        assert!(why(&root).is_some());
    }
}
