//! Which files count, in an order that does not depend on the file system.
//!
//! Every entry below a corpus is either handed on as a [`File`], rejected with a reason, or left
//! out silently by a `.morgueignore`. Nothing is opened here, so that a FIFO cannot stop the walk.

use std::cmp::Ordering;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf, is_separator};
use std::time::SystemTime;
use std::vec;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::{DirEntry, WalkDir};

use super::root::{Root, last_part};
use super::{FileName, PartFile, Rejection, Stamp};
use crate::error::{Error, Result};

/// Lists, in the syntax of a `.gitignore`, what below its folder is no part of the archive.
pub const IGNORE_FILE: &str = ".morgueignore";

/// An ignore file of more bytes is not read.
const IGNORE_BYTES: u64 = 1 << 20;

const BAD_IGNORE_FILE: &str = "ignore file with errors";

/// Says how files that do not explain themselves are read. It is ours, and no part of an archive.
pub const MAPPING_FILE: &str = "morgue.toml";

/// The folders and files to read.
#[derive(Debug)]
pub struct Corpus {
    /// Sorted by name, so that the whole walk is.
    roots: Vec<Root>,
}

/// A file to read.
#[derive(Clone, Debug)]
pub struct File {
    /// Where to open it.
    pub path: PathBuf,
    /// Path below the corpus.
    pub name: FileName,
    /// Evidence of whether it has changed, its parts included.
    pub stamp: Stamp,
    /// The files it names as its own: the pages of an issue. Empty for nearly all files.
    pub parts: Vec<PartFile>,
}

/// One step of the walk.
#[derive(Clone, Debug)]
pub enum Found {
    /// A regular file, unopened.
    File(File),
    /// An entry that gives no records. Counts as one in the summary.
    Rejected {
        /// Where it is.
        path: PathBuf,
        /// Path below the corpus.
        name: FileName,
        /// Why.
        rejection: Rejection,
    },
}

impl Corpus {
    /// Looks at the arguments only; [`Corpus::files`] walks.
    ///
    /// A root may be a folder or a single file. With several roots, the last part of each path goes
    /// before the paths below it.
    ///
    /// # Errors
    /// [`Error::NoCorpus`] for a root that does not exist, [`Error::CorpusClash`] for two roots with
    /// one name, [`Error::Io`] for a root that may not be looked at.
    pub fn open(paths: &[PathBuf]) -> Result<Corpus> {
        let is_alone = paths.len() == 1;
        let roots = paths.iter().map(|path| Root::open(path, is_alone));
        let mut roots = roots.collect::<Result<Vec<Root>>>()?;
        roots.sort_by_cached_key(Root::sort_key);
        for pair in roots.windows(2) {
            if pair[0].shown_name() == pair[1].shown_name() {
                let name = pair[0].shown_name();
                return Err(Error::CorpusClash { name });
            }
        }
        Ok(Corpus { roots })
    }

    /// Whether `path` was given by itself, and not found in a folder.
    pub(super) fn is_root(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| root.path == path)
    }

    /// Looks again at the folders and files that were given: while an archive is read, a disk can be taken away.
    ///
    /// # Errors
    /// [`Error::CorpusGone`] for one that is not there any more, or another by now.
    pub fn check_still_there(&self) -> Result<()> {
        self.roots.iter().try_for_each(Root::check_still_there)
    }

    /// The folders and files themselves, sorted by name.
    pub fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// Walks the corpus, in byte order of the paths below it.
    pub fn files(&self) -> Files {
        Files {
            roots: self.roots.clone().into_iter(),
            walk: None,
        }
    }
}

/// The walk over all roots. See [`Corpus::files`].
pub struct Files {
    roots: vec::IntoIter<Root>,
    walk: Option<RootWalk>,
}

impl Iterator for Files {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(walk) = &mut self.walk
                && let Some(found) = walk.next()
            {
                return Some(found);
            }
            self.walk = Some(RootWalk::new(self.roots.next()?));
        }
    }
}

struct RootWalk {
    root: Root,
    entries: walkdir::IntoIter,
    /// The ignore files of the folders from the root to the current one, with the depth of each.
    ignores: Vec<(usize, Gitignore)>,
}

impl RootWalk {
    fn new(root: Root) -> RootWalk {
        let entries = WalkDir::new(&root.path)
            .follow_links(true)
            .sort_by(path_order)
            .into_iter();
        RootWalk {
            root,
            entries,
            ignores: Vec::new(),
        }
    }

    fn next(&mut self) -> Option<Found> {
        loop {
            let found = match self.entries.next()? {
                Ok(entry) => self.look_at(&entry),
                Err(error) => self.walk_error(&error),
            };
            if found.is_some() {
                return found;
            }
        }
    }

    /// `None` for folders that are entered and for what is left out.
    fn look_at(&mut self, entry: &DirEntry) -> Option<Found> {
        let path = entry.path();
        let is_folder = entry.file_type().is_dir();
        // Left folders take their ignore files with them.
        let depth = entry.depth();
        self.ignores.retain(|(below, _)| *below < depth);

        if depth > 0 {
            let name = last_name(path);
            let is_hidden = name.starts_with(b".");
            let is_ours = [IGNORE_FILE, MAPPING_FILE]
                .iter()
                .any(|ours| name == ours.as_bytes());
            if is_ours && !is_folder {
                return None;
            }
            let verdict = self.ignore_verdict(path, is_folder);
            let leave_out = verdict == Some(true);
            // `!.notes` in an ignore file brings a hidden entry in.
            let hide = is_hidden && verdict != Some(false);
            if (leave_out || hide) && is_folder {
                self.entries.skip_current_dir();
            }
            if leave_out {
                return None;
            }
            if hide {
                return Some(self.rejected(path, Rejection::skipped("hidden")));
            }
        }
        if is_folder {
            return self.enter(path, depth);
        }
        let metadata = match entry.metadata() {
            Ok(metadata) => metadata,
            Err(error) => return self.walk_error(&error),
        };
        Some(self.file(path, &metadata))
    }

    /// Reads the ignore file of a folder. One that cannot be understood is reported, and the lines
    /// in it that can be understood hold.
    fn enter(&mut self, folder: &Path, depth: usize) -> Option<Found> {
        let path = folder.join(IGNORE_FILE);
        // A link to nowhere counts: what it keeps out must not come in without a word.
        if fs::symlink_metadata(&path).map_or(true, |about| about.is_dir()) {
            return None;
        }
        let unread =
            |why: String| Some(self.rejected(&path, Rejection::failed(BAD_IGNORE_FILE, why)));
        match fs::metadata(&path) {
            Err(error) => return unread(error.to_string()),
            // A FIFO of that name would be opened and never end.
            Ok(about) if !about.is_file() => return unread("it is no regular file".to_owned()),
            Ok(about) if about.len() > IGNORE_BYTES => {
                return unread(format!("it is larger than {} MB", IGNORE_BYTES >> 20));
            }
            Ok(_) => {}
        }
        let mut builder = GitignoreBuilder::new(folder);
        let mut problem = builder.add(&path);
        match builder.build() {
            Ok(ignore) => self.ignores.push((depth, ignore)),
            Err(error) => problem = Some(error),
        }
        let problem = problem?;
        Some(self.rejected(&path, Rejection::failed(BAD_IGNORE_FILE, problem)))
    }

    /// `Some(true)` leave out, `Some(false)` expressly keep. The deepest ignore file that says
    /// something decides.
    fn ignore_verdict(&self, path: &Path, is_folder: bool) -> Option<bool> {
        for (_, ignore) in self.ignores.iter().rev() {
            match ignore.matched(path, is_folder) {
                Match::Ignore(_) => return Some(true),
                Match::Whitelist(_) => return Some(false),
                Match::None => {}
            }
        }
        None
    }

    fn file(&self, path: &Path, metadata: &Metadata) -> Found {
        if !metadata.is_file() {
            let mut rejection = Rejection::skipped("not a regular file");
            rejection.detail = kind_of(metadata.file_type()).map(str::to_owned);
            return self.rejected(path, rejection);
        }
        Found::File(File {
            path: path.to_path_buf(),
            name: self.name(path),
            stamp: Stamp::new(metadata, SystemTime::now()),
            parts: Vec::new(),
        })
    }

    fn walk_error(&self, error: &walkdir::Error) -> Option<Found> {
        let path = error.path().unwrap_or(&self.root.path);
        if error.depth() > 0 && self.ignore_verdict(path, false) == Some(true) {
            return None;
        }
        let rejection = if error.loop_ancestor().is_some() {
            Rejection::failed("symlink loop", "the link leads to a folder above it")
        } else {
            let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
            match error.io_error() {
                Some(source) if source.kind() == io::ErrorKind::NotFound && is_link => {
                    Rejection::failed(DANGLING, target_of(path))
                }
                // A link to itself is no folder, so the walk finds no loop, the system does.
                Some(_) if is_link && fs::metadata(path).is_err_and(|e| is_link_loop(&e)) => {
                    Rejection::failed("symlink loop", "the link leads to itself")
                }
                Some(source) => read_failure(source),
                None => Rejection::failed(UNREADABLE, error),
            }
        };
        Some(self.rejected(path, rejection))
    }

    fn rejected(&self, path: &Path, rejection: Rejection) -> Found {
        Found::Rejected {
            path: path.to_path_buf(),
            name: self.name(path),
            rejection,
        }
    }

    /// The path below the corpus.
    fn name(&self, path: &Path) -> FileName {
        let mut bytes: Vec<u8> = self.root.name.clone().unwrap_or_default().into_bytes();
        let mut push = |part: &[u8]| {
            if !bytes.is_empty() {
                bytes.push(b'/');
            }
            bytes.extend_from_slice(part);
        };
        let (whole, root) = (
            path.as_os_str().as_encoded_bytes(),
            self.root.path.as_os_str().as_encoded_bytes(),
        );
        // The walk puts names behind the root with one `/` each, so that they need not be taken apart.
        match whole.strip_prefix(root) {
            Some([b'/', below @ ..]) if cfg!(unix) && !below.is_empty() => push(below),
            _ => {
                let below = path.strip_prefix(&self.root.path).unwrap_or(path);
                let parts = below.components();
                parts.for_each(|part| push(part.as_os_str().as_encoded_bytes()));
            }
        }
        if bytes.is_empty() {
            // The root itself: a file given by itself, or a folder that cannot be read.
            bytes.extend_from_slice(last_part(path).as_bytes());
        }
        FileName::from_bytes(bytes)
    }
}

/// The order of whole paths as bytes: a folder sorts as its name with the `/` that follows it
/// (`a-b.txt`, `a.txt`, `a/c.txt`, `a0.txt`).
fn path_order(a: &DirEntry, b: &DirEntry) -> Ordering {
    fn end(entry: &DirEntry) -> &'static [u8] {
        // The type is that of the link, since links are followed after sorting.
        let is_folder = if entry.path_is_symlink() {
            entry.path().is_dir()
        } else {
            entry.file_type().is_dir()
        };
        if is_folder { b"/" } else { b"" }
    }
    // Both lie in one folder, so their paths differ in their names alone.
    let [one, other] = [a, b].map(|entry| entry.path().as_os_str().as_encoded_bytes());
    let common = one.len().min(other.len());
    // What kind of entry it is matters, and costs, only where one name begins the other.
    one[..common].cmp(&other[..common]).then_with(|| {
        let rest = |name: &'_ [u8], entry| [&name[common..], end(entry)].concat();
        rest(one, a).cmp(&rest(other, b))
    })
}

/// What stands behind the last separator of a path that the walk made: an entry's name. `Path::file_name` takes the whole
/// path apart, which was a third of a run that finds nothing new.
fn last_name(path: &Path) -> &[u8] {
    let parts = path.as_os_str().as_encoded_bytes();
    let mut parts = parts.rsplit(|&byte| is_separator(char::from(byte)));
    parts.next().unwrap_or_default()
}

/// Why a file or folder cannot be read, in the words of the summary.
pub(super) fn read_failure(error: &io::Error) -> Rejection {
    match error.kind() {
        io::ErrorKind::PermissionDenied => Rejection {
            detail: None,
            ..Rejection::failed(CLOSED, "")
        },
        io::ErrorKind::NotFound => Rejection {
            detail: None,
            ..Rejection::failed(GONE, "")
        },
        _ => Rejection::failed(UNREADABLE, error),
    }
}

const CLOSED: &str = "permission denied";
const GONE: &str = "gone while reading";
const UNREADABLE: &str = "cannot be read";
const DANGLING: &str = "dangling symlink";

impl Rejection {
    /// Whether the file or folder could not be looked at: that says nothing of what is in it, nor that it will be so next time.
    pub fn is_unreachable(&self) -> bool {
        [CLOSED, GONE, UNREADABLE, DANGLING].contains(&self.reason.as_str())
    }
}

fn target_of(link: &Path) -> String {
    let target = fs::read_link(link).unwrap_or_default();
    format!("leads to {}", target.display())
}

fn is_link_loop(error: &io::Error) -> bool {
    // `ErrorKind::FilesystemLoop` is not stable; this is its text on every Unix.
    error.kind() != io::ErrorKind::NotFound && error.to_string().contains("symbolic links")
}

#[cfg(unix)]
fn kind_of(file_type: FileType) -> Option<&'static str> {
    use std::os::unix::fs::FileTypeExt;
    if file_type.is_fifo() {
        Some("FIFO")
    } else if file_type.is_socket() {
        Some("socket")
    } else {
        Some("device")
    }
}

#[cfg(not(unix))]
fn kind_of(_: FileType) -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(roots: &[PathBuf]) -> Vec<String> {
        let corpus = Corpus::open(roots).unwrap();
        corpus
            .files()
            .map(|found| match found {
                Found::File(file) => file.name.to_string(),
                Found::Rejected {
                    name, rejection, ..
                } => format!("{name}: {}", rejection.reason),
            })
            .collect()
    }

    fn write(folder: &Path, names: &[&str]) {
        for name in names {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
    }

    #[test]
    fn byte_order_of_whole_paths() {
        let folder = tempfile::tempdir().unwrap();
        write(
            folder.path(),
            &["a/c.txt", "a-b.txt", "a.txt", "a0.txt", "B.txt", "é.txt"],
        );
        let root = folder.path().to_path_buf();
        assert_eq!(
            shown(&[root]),
            ["B.txt", "a-b.txt", "a.txt", "a/c.txt", "a0.txt", "é.txt"]
        );
    }

    #[test]
    fn ignore_files_and_hidden_entries() {
        let folder = tempfile::tempdir().unwrap();
        let names = [
            "README.md",
            "a/x.txt",
            "a/y.log",
            "a/.z",
            "b/x.txt",
            ".git/HEAD",
            "b/keep.log",
            ".in",
        ];
        write(folder.path(), &names);
        fs::write(folder.path().join(IGNORE_FILE), "/README.md\n*.log\n!.in\n").unwrap();
        fs::write(folder.path().join("b").join(IGNORE_FILE), "!keep.log\n").unwrap();
        assert_eq!(
            shown(&[folder.path().to_path_buf()]),
            [
                ".git: hidden",
                ".in",
                "a/.z: hidden",
                "a/x.txt",
                "b/keep.log",
                "b/x.txt"
            ]
        );
    }

    #[test]
    fn several_roots() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &["one/a.txt", "two/a.txt", "x/one/b.txt"]);
        let below = |name: &str| folder.path().join(name);
        assert_eq!(
            shown(&[below("two"), below("one")]),
            ["one/a.txt", "two/a.txt"]
        );
        assert_eq!(shown(&[below("one/a.txt")]), ["a.txt"]);
        assert!(matches!(
            Corpus::open(&[below("one"), below("x/one")]),
            Err(Error::CorpusClash { .. })
        ));
        assert!(matches!(
            Corpus::open(&[below("three")]),
            Err(Error::NoCorpus { .. })
        ));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_what_is_no_file() {
        use std::os::unix::fs::symlink;
        use std::os::unix::net::UnixListener;

        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(root, &["a/x.txt"]);
        symlink(root.join("a"), root.join("linked")).unwrap();
        symlink(root, root.join("a/up")).unwrap();
        symlink(root.join("nowhere"), root.join("gone")).unwrap();
        symlink(root.join("self"), root.join("self")).unwrap();
        let _listener = UnixListener::bind(root.join("socket")).unwrap();
        assert_eq!(
            shown(&[root.to_path_buf()]),
            [
                "a/up: symlink loop",
                "a/x.txt",
                "gone: dangling symlink",
                "linked/up: symlink loop",
                "linked/x.txt",
                "self: symlink loop",
                "socket: not a regular file",
            ]
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_not_utf8() {
        use std::os::unix::ffi::OsStrExt;

        let folder = tempfile::tempdir().unwrap();
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
        fs::write(folder.path().join(name), "text").unwrap();
        let corpus = Corpus::open(&[folder.path().to_path_buf()]).unwrap();
        let Some(Found::File(file)) = corpus.files().next() else {
            panic!("one file was written");
        };
        assert_eq!(&*file.name, "caf\u{fffd}.txt");
        assert_eq!(file.name.as_bytes(), b"caf\xe9.txt");
    }
}
