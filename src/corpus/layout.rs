//! How a file is to be cut, where the keeper of the archive says so.
//!
//! Bytes decide what a file is, and mostly they can. For the others a mapping (see
//! [`crate::article::Mapping`]) says for some files what separates their cells, where their list of
//! records is, or that they are no part of the archive. A container counts as a folder: `a.zip/*.json`
//! names members of `a.zip`, and so does `a.zip!*.json`, as records print it.

use std::path::Path;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Root;

/// Endings of compressed files, which count under the name without it, too.
const COMPRESSED: &[&str] = &[".bz2", ".gz", ".lz4", ".xz", ".zst"];

/// What is said of a file. What is left open is found out, as for any other file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Layout {
    /// Not to be read at all.
    pub is_left_out: bool,
    /// The list of records in a JSON file: keys with points between them, `data.items`.
    pub records: Option<String>,
    /// What separates the cells of a table.
    pub delimiter: Option<u8>,
    /// What stands around cells; `Some(None)` when nothing does, so that quotes are text.
    pub quote: Option<Option<u8>>,
    /// Whether the first row of a table names the columns.
    pub has_header: Option<bool>,
    /// Names that are said to be those of columns: a first row that holds one is a header.
    pub names: Vec<String>,
    /// Charset that holds whatever the bytes look like, by its name in the Encoding standard.
    pub charset: Option<&'static str>,
}

impl Layout {
    /// Whether one of these cells is said to be the name of a column.
    pub(super) fn names_one_of<'c>(&self, cells: impl IntoIterator<Item = &'c [u8]>) -> bool {
        cells.into_iter().any(|cell| {
            let cell = String::from_utf8_lossy(cell);
            let cell = cell.trim_start_matches('\u{feff}').trim().to_lowercase();
            let mut names = self.names.iter();
            names.any(|name| name.trim().to_lowercase() == cell)
        })
    }

    /// Whether something is said that only a table has.
    pub(super) fn is_table(&self) -> bool {
        self.delimiter.is_some() || self.quote.is_some() || self.has_header.is_some()
    }
}

/// What is said of which files. Empty unless somebody said something.
#[derive(Clone, Debug, Default)]
pub struct Layouts {
    reaches: Vec<Reach>,
}

/// The files of one root for which a layout holds.
#[derive(Clone, Debug)]
struct Reach {
    root: Root,
    /// From the folder in which the globs were written down to the root, with `/` at the end.
    way: Option<String>,
    files: Gitignore,
    number: usize,
    layout: Layout,
}

impl Layouts {
    /// Adds a layout for the files below `root` that one of the globs names; `number` is given back
    /// by [`Layouts::of`]. What was added first goes first.
    ///
    /// A glob is written as in a `.gitignore`. It counts from the root, and where `from`, the folder
    /// in which it was written, is a folder above the root, from there, too.
    ///
    /// # Errors
    /// What is wrong with a glob.
    pub fn add(
        &mut self,
        root: &Root,
        from: &Path,
        globs: &[String],
        number: usize,
        layout: &Layout,
    ) -> Result<(), String> {
        self.reaches.push(Reach {
            root: root.clone(),
            way: root.way_from(from),
            files: matcher(globs)?,
            number,
            layout: layout.clone(),
        });
        Ok(())
    }

    /// The layout of a file or member and its number; `None` where nothing is said of it.
    pub fn of(&self, file: &str) -> Option<(usize, &Layout)> {
        let reach = self.reaches.iter().find(|reach| reach.holds_for(file))?;
        Some((reach.number, &reach.layout))
    }
}

impl Reach {
    fn holds_for(&self, file: &str) -> bool {
        let Some(below) = self.root.below(file) else {
            return false;
        };
        let below = below.replace('!', "/");
        let names = |path: &str| {
            let path = path.trim_start_matches('/');
            let plain = COMPRESSED.iter().find_map(|end| path.strip_suffix(end));
            self.files_name(path) || plain.is_some_and(|plain| self.files_name(plain))
        };
        let from_above = self.way.as_ref().map(|way| format!("{way}{below}"));
        names(&below) || from_above.is_some_and(|path| names(&path))
    }

    fn files_name(&self, path: &str) -> bool {
        let verdict = self.files.matched_path_or_any_parents(path, false);
        !path.is_empty() && matches!(verdict, Match::Ignore(_))
    }
}

/// Says what is wrong with globs, when something is.
///
/// # Errors
/// The glob and what is wrong with it.
pub fn check_globs(globs: &[String]) -> Result<(), String> {
    matcher(globs).map(|_| ())
}

fn matcher(globs: &[String]) -> Result<Gitignore, String> {
    let mut builder = GitignoreBuilder::new(".");
    for glob in globs {
        // The `!` at the start is the one that takes files out again.
        let (out, rest) = match glob.strip_prefix('!') {
            Some(rest) => ("!", rest),
            None => ("", glob.as_str()),
        };
        if rest.trim().is_empty() || rest.starts_with('#') {
            return Err(format!("`{glob}` names no files"));
        }
        if has_open_class(rest) {
            return Err(format!("the `[` in `{glob}` is never closed"));
        }
        let line = format!("{out}{}", rest.replace('!', "/"));
        builder
            .add_line(None, &line)
            .map_err(|error| error.to_string())?;
    }
    builder.build().map_err(|error| error.to_string())
}

/// Whether a `[` stays open, which a `.gitignore` silently reads as a character.
fn has_open_class(glob: &str) -> bool {
    let mut rest = glob;
    while let Some(at) = rest.find('[') {
        let is_escaped = rest[..at].ends_with('\\');
        rest = &rest[at + 1..];
        if is_escaped {
            continue;
        }
        // A `]` that comes first is one of the class.
        let inside = rest.trim_start_matches(['!', '^']);
        let Some(end) = inside.char_indices().skip(1).find(|&(_, sign)| sign == ']') else {
            return true;
        };
        rest = &inside[end.0..];
    }
    false
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::corpus::Corpus;

    fn layouts(roots: &[PathBuf], from: &Path, globs: &[&str]) -> Layouts {
        let globs: Vec<String> = globs.iter().map(|glob| (*glob).to_owned()).collect();
        let mut layouts = Layouts::default();
        for (number, root) in Corpus::open(roots).unwrap().roots().iter().enumerate() {
            let layout = Layout::default();
            layouts.add(root, from, &globs, number, &layout).unwrap();
        }
        layouts
    }

    #[test]
    fn globs_and_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = [folder.path().to_path_buf()];
        for (globs, file, expected) in [
            (&["*.csv"][..], "a.csv", true),
            (&["*.csv"], "b/a.csv", true),
            (&["*.csv"], "b/a.csv.gz", true),
            (&["*.csv"], "b/a.zip!c/a.csv", true),
            (&["/*.csv"], "b/a.csv", false),
            (&["b/*.csv"], "b/a.csv", true),
            (&["b/*.csv"], "b/c/a.csv", false),
            (&["b"], "b/c/a.csv", true),
            (&["b/**/*.csv"], "b/c/a.csv", true),
            (&["a.zip"], "a.zip!x/y.json", true),
            (&["a.zip!*.json"], "a.zip!y.json", true),
            (&["*.csv", "!old.csv"], "b/old.csv", false),
            (&["*.{csv,tsv}"], "b/a.tsv", true),
        ] {
            let layouts = layouts(&root, folder.path(), globs);
            assert_eq!(layouts.of(file).is_some(), expected, "{globs:?} {file}");
        }
        for (glob, is_wrong) in [
            ("a[", true),
            ("a{b", true),
            ("a[]b", true),
            ("a[b]{c,d}\\[", false),
        ] {
            assert_eq!(check_globs(&[glob.to_owned()]).is_err(), is_wrong, "{glob}");
        }
        assert!(check_globs(&[String::new()]).is_err());
    }

    #[test]
    fn several_roots_and_a_folder_above() {
        let folder = tempfile::tempdir().unwrap();
        let roots = ["one", "two"].map(|name| folder.path().join(name));
        for root in &roots {
            std::fs::create_dir(root).unwrap();
        }
        let from_root = layouts(&roots, &roots[0], &["/a.csv"]);
        assert_eq!(from_root.of("one/a.csv").map(|(number, _)| number), Some(0));
        assert_eq!(from_root.of("two/a.csv").map(|(number, _)| number), Some(1));
        assert_eq!(from_root.of("a.csv"), None);

        let from_above = layouts(&roots, folder.path(), &["two/*.csv"]);
        assert_eq!(from_above.of("one/a.csv"), None);
        assert!(from_above.of("two/a.csv").is_some());
    }
}
