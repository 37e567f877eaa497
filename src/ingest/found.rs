//! What there is to read, and whether it can be the corpus.
//!
//! The index becomes equal to what is found, so a disk that is not there would empty it. What looks like that is refused
//! before anything changes.

use std::io;
use std::path::{Path, PathBuf};

use super::Options;
use super::progress::Progress;
use super::settlement::Settlement;
use crate::corpus::{Corpus, File, Found, Root};
use crate::error::{Error, Result};

/// Every file of the corpus, in its order, without those of the index.
///
/// # Errors
/// [`Error::Io`] when a folder that was given cannot be read; [`Error::EmptyCorpus`] when one has no files, and the index
/// holds articles of it.
pub(super) fn found(
    corpus: &Corpus,
    options: &Options,
    settled: &Settlement<'_>,
) -> Result<Vec<Found>> {
    let own = own_folders(&options.corpus, &options.index);
    let is_own = |found: &Found| own.iter().any(|folder| path(found).starts_with(folder));
    let mut found = corpus.gathered(|file| settled.is_unchanged(file));
    found.retain(|found| !is_own(found));
    for root in corpus.roots() {
        check_could_be_read(root, &found)?;
        let lost = match has_files(root, &found) {
            true => 0,
            false => settled.articles_below(root),
        };
        if lost > 0 {
            return Err(emptied(root.path().to_path_buf(), lost));
        }
    }
    if !found.iter().any(is_file) && settled.articles_before() > 0 {
        let first = options.corpus.first().cloned().unwrap_or_default();
        return Err(emptied(first, settled.articles_before()));
    }
    Ok(found)
}

/// An error when the walk did not get into the folder, or lost its place in it.
fn check_could_be_read(root: &Root, found: &[Found]) -> Result<()> {
    for found in found {
        let Found::Rejected {
            path, rejection, ..
        } = found
        else {
            continue;
        };
        if path == root.path() && rejection.is_unreachable() {
            let why = rejection.detail.as_ref().unwrap_or(&rejection.reason);
            let why = io::Error::other(why.clone());
            return Err(Error::io("read", path)(why));
        }
    }
    Ok(())
}

fn has_files(root: &Root, found: &[Found]) -> bool {
    let mut files = found.iter().filter(|found| is_file(found));
    files.any(|file| path(file).starts_with(root.path()))
}

/// It looks as if a disk were missing.
fn emptied(path: PathBuf, articles: u64) -> Error {
    Error::EmptyCorpus { path, articles }
}

fn is_file(found: &Found) -> bool {
    matches!(found, Found::File(_))
}

fn path(found: &Found) -> &Path {
    let (Found::File(File { path, .. }) | Found::Rejected { path, .. }) = found;
    path
}

/// The index folder as it shows below each root of the corpus: an archive may hold its own index.
fn own_folders(corpus: &[PathBuf], index: &Path) -> Vec<PathBuf> {
    let Ok(index) = index.canonicalize() else {
        return Vec::new();
    };
    let below = corpus.iter().filter_map(|root| {
        let inside = index.strip_prefix(root.canonicalize().ok()?).ok()?;
        (!inside.as_os_str().is_empty()).then(|| root.join(inside))
    });
    below.collect()
}

/// How much there is to do.
pub(super) fn totals(found: &[Found]) -> Progress {
    Progress {
        of_files: found.len() as u64,
        of_bytes: found.iter().map(size_on_disk).sum(),
        ..Progress::default()
    }
}

fn size_on_disk(found: &Found) -> u64 {
    match found {
        Found::File(file) => file.stamp.len,
        Found::Rejected { .. } => 0,
    }
}
