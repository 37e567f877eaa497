//! Changes to a names file: merge, split, ban and rename.
//!
//! A [`Draft`] holds the file as it will be. Each change touches the rows concerned and no others, and
//! leaves a file that can be read: what would contradict a row is refused with its line and the way
//! out. Nothing is on disk before [`Draft::save`], which replaces the file in one step.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::file::{BAN, bytes, of_kind};
use super::sheet::{Column, Sheet};
use super::{Entry, EntryId, NamesFile, Verdict};
use crate::entity::{Gazetteer, Kind};
use crate::error::{Error, Result};
use crate::text::fold;

/// A name with the kind it is found as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Of what the archive takes it for.
    pub kind: Kind,
    /// As written.
    pub text: String,
}

impl Name {
    fn key(&self) -> String {
        fold::key(&self.text)
    }

    /// As it stands in a cell of a row of this kind: `org: Ford`.
    fn listed(&self, kind: Kind) -> String {
        // A semicolon would make two names of it.
        let text = self.text.replace(';', ",");
        match self.kind == kind {
            true => text,
            false => format!("{}: {text}", self.kind.name()),
        }
    }
}

/// A change that would contradict the file, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refused {
    /// Why.
    pub message: String,
    /// What to do.
    pub help: String,
}

fn refused(message: String, help: String) -> Refused {
    Refused { message, help }
}

/// Whether a change changed anything, or why it cannot be made.
pub type Changed = std::result::Result<bool, Refused>;

/// A names file that is being changed.
#[derive(Clone, Debug)]
pub struct Draft {
    path: PathBuf,
    /// What the file held when it was read; `None` when there was none.
    read: Option<Vec<u8>>,
    sheet: Sheet,
    file: NamesFile,
    gazetteer: Gazetteer,
}

impl Draft {
    /// Opens a names file for changes; one that does not exist is made by [`save`](Draft::save).
    ///
    /// # Errors
    /// [`Error::Names`] when it cannot be understood; [`Error::Io`].
    pub fn open(path: &Path, gazetteer: &Gazetteer) -> Result<Draft> {
        let read = match bytes(path) {
            Ok(bytes) => Some(bytes),
            Err(Error::Io { source, .. }) if source.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let at = super::file::at;
        let sheet = match &read {
            Some(bytes) => Sheet::read(bytes).map_err(at(path))?,
            None => Sheet::new(),
        };
        let file = NamesFile::understood(&sheet, gazetteer).map_err(at(path))?;
        Ok(Draft {
            path: path.to_path_buf(),
            read,
            sheet,
            file,
            gazetteer: gazetteer.clone(),
        })
    }

    /// What the file says as it stands now.
    pub fn file(&self) -> &NamesFile {
        &self.file
    }

    /// Makes `variants` count as `canonical`. A variant that has a row of its own brings it along.
    ///
    /// # Errors
    /// When a name is banned, or counts as somebody else.
    pub fn merge(&mut self, canonical: &Name, variants: &[Name], note: Option<&str>) -> Changed {
        let kind = canonical.kind;
        let mut next = self.sheet.clone();
        let row = self.row_of(canonical, &mut next)?;
        let mut counted = next.list(row, Column::Variants);
        let mut split = next.list(row, Column::NotVariants);
        let mut absorbed = Vec::new();
        for variant in variants {
            self.check(variant)?;
            if variant.kind == kind && variant.key() == canonical.key() {
                return Err(refused(
                    format!(
                        "`{}` and `{}` are one name already: capitals, accents and signs make no difference",
                        variant.text, canonical.text
                    ),
                    "to have it printed otherwise, use `morgue names rename`".into(),
                ));
            }
            match self.file.verdict(variant.kind, &variant.key()) {
                Verdict::Listed(id) if self.file.entry(id).row == row => {}
                Verdict::Listed(id) if self.is_canonical(id, variant) => {
                    let entry = self.file.entry(id);
                    counted.push(variant.listed(kind));
                    for (column, list) in [
                        (Column::Variants, &mut counted),
                        (Column::NotVariants, &mut split),
                    ] {
                        for name in next.list(entry.row, column) {
                            let (found_as, text) = of_kind(&name, entry.kind);
                            let text = text.to_owned();
                            list.push(
                                Name {
                                    kind: found_as,
                                    text,
                                }
                                .listed(kind),
                            );
                        }
                    }
                    self.join_cell(&mut next, row, entry, Column::Id)?;
                    self.join_cell(&mut next, row, entry, Column::Note)?;
                    absorbed.push(entry.row);
                }
                Verdict::Listed(id) => return Err(self.counts_as_another(id, variant)),
                _ => counted.push(variant.listed(kind)),
            }
        }
        let mut names: Vec<(Kind, String)> =
            counted.iter().map(|name| key_of(name, kind)).collect();
        names.push((kind, canonical.key()));
        split.retain(|name| !names.contains(&key_of(name, kind)));
        set_names(&mut next, row, Column::Variants, counted, kind);
        set_names(&mut next, row, Column::NotVariants, split, kind);
        add_note(&mut next, row, note);
        absorbed.sort_unstable();
        for row in absorbed.into_iter().rev() {
            next.remove(row);
        }
        self.accept(next)
    }

    /// Makes `others` never count as `canonical`.
    ///
    /// # Errors
    /// When `canonical` counts as somebody else, or is one of `others`.
    pub fn split(&mut self, canonical: &Name, others: &[Name], note: Option<&str>) -> Changed {
        let kind = canonical.kind;
        let mut next = self.sheet.clone();
        let row = self.row_of(canonical, &mut next)?;
        let mut counted = next.list(row, Column::Variants);
        let mut split = next.list(row, Column::NotVariants);
        for other in others {
            check_words(other)?;
            let key = (other.kind, other.key());
            if key == (kind, canonical.key()) {
                return Err(refused(
                    format!("`{}` cannot be split from itself", canonical.text),
                    "give the names that are somebody else".into(),
                ));
            }
            counted.retain(|name| key_of(name, kind) != key);
            split.push(other.listed(kind));
        }
        set_names(&mut next, row, Column::Variants, counted, kind);
        set_names(&mut next, row, Column::NotVariants, split, kind);
        add_note(&mut next, row, note);
        self.accept(next)
    }

    /// Makes a name be no name, in a row of its own.
    ///
    /// # Errors
    /// When the file has it as somebody's name.
    pub fn ban(&mut self, name: &Name, note: Option<&str>) -> Changed {
        check_words(name)?;
        let mut next = self.sheet.clone();
        match self.file.verdict(name.kind, &name.key()) {
            Verdict::Banned => return Ok(false),
            Verdict::Listed(id) if self.is_canonical(id, name) => {
                let line = self.line(self.file.entry(id));
                return Err(refused(
                    format!("`{}` has a row of its own, on line {line}", name.text),
                    format!("take line {line} out of {} first", self.path.display()),
                ));
            }
            Verdict::Listed(id) => return Err(self.counts_as_another(id, name)),
            Verdict::Unlisted => {}
        }
        let row = next.add();
        next.set(row, Column::Canonical, BAN);
        next.set(row, Column::Kind, name.kind.name());
        next.set_list(row, Column::Variants, &[name.listed(name.kind)]);
        add_note(&mut next, row, note);
        self.accept(next)
    }

    /// Makes a banned name be one again.
    ///
    /// # Errors
    /// When it is not banned.
    pub fn unban(&mut self, name: &Name) -> Changed {
        let key = (name.kind, name.key());
        if self.file.verdict(key.0, &key.1) != Verdict::Banned {
            return Err(refused(
                format!(
                    "`{}` is not banned as {}",
                    name.text,
                    name.kind.with_article()
                ),
                format!(
                    "the bans of {} are the rows that begin with `-`",
                    self.path.display()
                ),
            ));
        }
        let mut next = self.sheet.clone();
        let rows: Vec<usize> = self.sheet.rows().collect();
        for row in rows.into_iter().rev() {
            if next.value(row, Column::Canonical) != BAN {
                continue;
            }
            let kind = super::file::kind_named(&next.value(row, Column::Kind)).unwrap_or(name.kind);
            let mut banned = next.list(row, Column::Variants);
            banned.retain(|banned| key_of(banned, kind) != key);
            match banned.is_empty() {
                true => next.remove(row),
                false => next.set_list(row, Column::Variants, &banned),
            }
        }
        self.accept(next)
    }

    /// Makes `new` the canonical name; `old` stays a variant.
    ///
    /// # Errors
    /// When one of them is banned or counts as somebody else.
    pub fn rename(&mut self, old: &Name, new: &str, note: Option<&str>) -> Changed {
        let kind = old.kind;
        let new = Name {
            kind,
            text: new.to_owned(),
        };
        self.check(&new)?;
        let mut next = self.sheet.clone();
        let row = self.row_of(old, &mut next)?;
        match self.file.verdict(kind, &new.key()) {
            Verdict::Listed(id) if self.file.entry(id).row != row => {
                let entry = self.file.entry(id);
                return Err(refused(
                    format!(
                        "`{}` is on line {} already",
                        entry.canonical,
                        self.line(entry)
                    ),
                    format!(
                        "if both are one: morgue names merge {:?} {:?}",
                        entry.canonical, old.text
                    ),
                ));
            }
            _ => {}
        }
        let mut counted = next.list(row, Column::Variants);
        counted.retain(|name| key_of(name, kind) != (kind, new.key()));
        if old.key() != new.key() {
            counted.push(old.listed(kind));
        }
        let mut split = next.list(row, Column::NotVariants);
        split.retain(|name| key_of(name, kind) != (kind, new.key()));
        next.set(row, Column::Canonical, &new.text);
        set_names(&mut next, row, Column::Variants, counted, kind);
        set_names(&mut next, row, Column::NotVariants, split, kind);
        add_note(&mut next, row, note);
        self.accept(next)
    }

    /// The rows that differ from the file on disk: as they were, as they are.
    ///
    /// # Panics
    /// Never: what was read once can be read again.
    pub fn differences(&self) -> (Vec<String>, Vec<String>) {
        let before = match &self.read {
            Some(bytes) => Sheet::read(bytes).expect("it was read before"),
            None => Sheet::new(),
        };
        let texts =
            |sheet: &Sheet| -> Vec<String> { sheet.rows().map(|row| sheet.text(row)).collect() };
        let (mut gone, mut new) = (texts(&before), texts(&self.sheet));
        new.retain(|row| match gone.iter().position(|old| old == row) {
            Some(at) => {
                gone.remove(at);
                false
            }
            None => true,
        });
        (gone, new)
    }

    /// Puts the file on disk, in one step. A link stays a link, permissions stay.
    ///
    /// # Errors
    /// [`Error::Io`], also when the file was changed by somebody else meanwhile.
    pub fn save(&self) -> Result<()> {
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        self.check_unchanged(&path)?;
        let mut draft = path.clone().into_os_string();
        draft.push(".new");
        let draft = PathBuf::from(draft);
        // Through a link another file would be written, and a FIFO waits for somebody to read.
        if fs::symlink_metadata(&draft).is_ok_and(|about| !about.is_file()) {
            let why = "something that is no file is in the way";
            return Err(Error::io("write", &draft)(std::io::Error::other(why)));
        }
        // Two who save at once take turns. The lock may be of a draft that has become the file by now:
        // then the file is not what was read, and nothing is written.
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        let mut file = options.open(&draft).map_err(Error::io("create", &draft))?;
        match file.lock() {
            // Not every file system has locks.
            Err(error) if error.kind() != ErrorKind::Unsupported => {
                return Err(Error::io("lock", &draft)(error));
            }
            _ => self.check_unchanged(&path)?,
        }
        let text = self.sheet.to_string();
        file.set_len(0)
            .and_then(|()| file.write_all(text.as_bytes()))
            .and_then(|()| file.sync_all())
            .map_err(Error::io("write", &draft))?;
        if let Ok(about) = fs::metadata(&path) {
            // Not every file system has them.
            let _ = fs::set_permissions(&draft, about.permissions());
        }
        fs::rename(&draft, &path).map_err(Error::io("write", &path))
    }

    /// An error unless the file on disk is still the one that was read.
    fn check_unchanged(&self, path: &Path) -> Result<()> {
        let found = match bytes(path) {
            Ok(bytes) => Some(bytes),
            Err(Error::Io { source, .. }) if source.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if found == self.read {
            return Ok(());
        }
        let changed = "it was changed meanwhile; run this again";
        Err(Error::io("write", path)(std::io::Error::other(changed)))
    }

    /// Takes over a changed sheet.
    fn accept(&mut self, next: Sheet) -> Changed {
        if next == self.sheet {
            return Ok(false);
        }
        // Numbers the new lines.
        let next = Sheet::read(next.to_string().as_bytes());
        let read = next.and_then(|sheet| {
            let file = NamesFile::understood(&sheet, &self.gazetteer)?;
            Ok((sheet, file))
        });
        let (sheet, file) = read.map_err(|fault| {
            refused(
                format!("that would contradict the file: {}", fault.message),
                format!("look at line {} of {}", fault.line, self.path.display()),
            )
        })?;
        (self.sheet, self.file) = (sheet, file);
        Ok(true)
    }

    /// The row whose canonical name this is; a new one when the file does not have it.
    fn row_of(&self, canonical: &Name, next: &mut Sheet) -> std::result::Result<usize, Refused> {
        self.check(canonical)?;
        match self.file.verdict(canonical.kind, &canonical.key()) {
            Verdict::Listed(id) if self.is_canonical(id, canonical) => Ok(self.file.entry(id).row),
            Verdict::Listed(id) => {
                let entry = self.file.entry(id);
                Err(refused(
                    format!(
                        "`{}` counts as `{}`, on line {}",
                        canonical.text,
                        entry.canonical,
                        self.line(entry)
                    ),
                    format!("give {:?} instead", entry.canonical),
                ))
            }
            _ => {
                let row = next.add();
                next.set(row, Column::Canonical, &canonical.text);
                next.set(row, Column::Kind, canonical.kind.name());
                Ok(row)
            }
        }
    }

    /// A name that can be written, and that is not banned.
    fn check(&self, name: &Name) -> std::result::Result<(), Refused> {
        check_words(name)?;
        if self.file.verdict(name.kind, &name.key()) == Verdict::Banned {
            return Err(refused(
                format!("`{}` is banned", name.text),
                format!("if it is a name: morgue names unban {:?}", name.text),
            ));
        }
        Ok(())
    }

    fn is_canonical(&self, id: EntryId, name: &Name) -> bool {
        let own = self.file.entry(id).keys().next();
        own == Some((name.kind, name.key().as_str()))
    }

    fn counts_as_another(&self, id: EntryId, name: &Name) -> Refused {
        let entry = self.file.entry(id);
        refused(
            format!(
                "`{}` counts as `{}`, on line {}",
                name.text,
                entry.canonical,
                self.line(entry)
            ),
            format!(
                "if it does not: morgue names split {:?} {:?}",
                entry.canonical, name.text
            ),
        )
    }

    fn line(&self, entry: &Entry) -> usize {
        self.sheet.line(entry.row)
    }

    /// Takes over a cell of a row that is merged into `row`.
    fn join_cell(
        &self,
        next: &mut Sheet,
        row: usize,
        merged: &Entry,
        column: Column,
    ) -> std::result::Result<(), Refused> {
        let (own, other) = (next.value(row, column), next.value(merged.row, column));
        if other.is_empty() || own == other {
            return Ok(());
        }
        if own.is_empty() {
            next.set(row, column, &other);
            return Ok(());
        }
        if column == Column::Id {
            return Err(refused(
                format!("the names have two ids: {own} and {other}"),
                format!(
                    "if they are one, take the id out of line {} of {} first",
                    self.line(merged),
                    self.path.display()
                ),
            ));
        }
        next.set(row, column, &format!("{own}; {other}"));
        Ok(())
    }
}

fn check_words(name: &Name) -> std::result::Result<(), Refused> {
    if name.key().is_empty() {
        return Err(refused(
            format!("there is no word in `{}`", name.text),
            "give at least one letter or digit".into(),
        ));
    }
    if name.text.starts_with('#') {
        return Err(refused(
            format!("`{}` would be a comment in the file", name.text),
            "leave out the `#`: signs make no difference".into(),
        ));
    }
    Ok(())
}

/// A name of a cell, as it is compared.
fn key_of(name: &str, kind: Kind) -> (Kind, String) {
    let (kind, text) = of_kind(name, kind);
    (kind, fold::key(text))
}

/// Writes a list of names, each once.
fn set_names(sheet: &mut Sheet, row: usize, column: Column, names: Vec<String>, kind: Kind) {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        let key = key_of(&name, kind);
        if !kept.iter().any(|known| key_of(known, kind) == key) {
            kept.push(name);
        }
    }
    if kept != sheet.list(row, column) {
        sheet.set_list(row, column, &kept);
    }
}

fn add_note(sheet: &mut Sheet, row: usize, note: Option<&str>) {
    let Some(note) = note.map(str::trim).filter(|note| !note.is_empty()) else {
        return;
    };
    let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
    match sheet.value(row, Column::Note) {
        own if own.is_empty() => sheet.set(row, Column::Note, &note),
        own if own.contains(&note) => {}
        own => sheet.set(row, Column::Note, &format!("{own}; {note}")),
    }
}

#[cfg(test)]
mod tests;
