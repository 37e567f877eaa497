//! Decides what becomes of each record, and keeps the books.
//!
//! Everything here happens in corpus order on one thread: which of two duplicates stays, what counts
//! as new, changed or gone, and the sum at the end.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::timings::Clock;
use super::{Observer, Report, Understanding, Understood};
use crate::article::{ArticleId, Mapping};
use crate::corpus::{File, FileName, Found, Origin, Outcome, Rejection, Root, Stamp, cut};
use crate::error::Result;
use crate::index::manifest::{Fate, FileEntry, RecordEntry};
use crate::index::{Manifest, Writer};

/// One step through the corpus, its record understood.
pub(super) enum Settled {
    /// A file that has not changed since it was indexed.
    Known(File),
    /// A file whose records follow.
    Opened(File),
    /// A record of the opened file.
    Record(Origin, Understood),
    /// An entry that is no readable file.
    Rejected(FileName, Rejection),
}

/// The books of one run.
pub(super) struct Settlement<'m> {
    /// What is said of the files now; what was said when they were read is in their entries.
    mapping: &'m Mapping,
    /// `None` in a dry run.
    writer: Option<Writer>,
    /// What the index held; files leave it as they are settled.
    old: FxHashMap<FileName, FileEntry>,
    /// The names in it at first, sorted by their bytes; made when a folder cannot be read.
    old_names: Option<Vec<FileName>>,
    /// What it will hold, in corpus order.
    new: Vec<(FileName, FileEntry)>,
    /// Fingerprints of the articles settled so far.
    taken: FxHashSet<u64>,
    /// Names of files with a `!` in them. A member of a container can be called the same, and then has the same id.
    shared: FxHashSet<FileName>,
    /// Records of such a name that were settled as an article: the id is theirs.
    held: FxHashSet<Origin>,
    report: Report,
    is_changed: bool,
    /// The file whose records are being settled.
    opened: Option<Opened>,
    writing: Writing,
}

/// How long writing took.
#[derive(Default)]
pub(super) struct Writing {
    /// Until the index took documents.
    pub(super) queue: Clock,
    pub(super) commit: Clock,
}

/// A file whose records are being settled.
struct Opened {
    name: FileName,
    entry: FileEntry,
    /// What was known of it after the last run.
    was: Option<FileEntry>,
    /// What its records were then; those that come again leave it.
    before: HashMap<Origin, Fate>,
    /// What could not be looked at this time.
    unread: Vec<(Origin, Rejection)>,
}

impl<'m> Settlement<'m> {
    /// Opens the books over what the index holds. Without a writer nothing is written.
    pub(super) fn new(
        writer: Option<Writer>,
        old: Manifest,
        mapping: &'m Mapping,
    ) -> Settlement<'m> {
        Settlement {
            mapping,
            writer,
            old: old.files.into_iter().collect(),
            old_names: None,
            new: Vec::new(),
            taken: FxHashSet::default(),
            shared: FxHashSet::default(),
            held: FxHashSet::default(),
            report: Report::default(),
            is_changed: false,
            opened: None,
            writing: Writing::default(),
        }
    }

    /// Hears which files will be settled.
    pub(super) fn expect(&mut self, found: &[Found]) {
        let found = found.iter().map(|found| match found {
            Found::File(File { name, .. }) | Found::Rejected { name, .. } => name,
        });
        let names = found.chain(self.old.keys());
        let shared = names.filter(|name| name.as_bytes().contains(&b'!'));
        self.shared = shared.cloned().collect();
    }

    /// Articles in the index before any of this run was settled.
    pub(super) fn articles_before(&self) -> u64 {
        self.old.values().map(articles).sum()
    }

    /// Those of them that came from one of the folders or files to read.
    pub(super) fn articles_below(&self, root: &Root) -> u64 {
        let below = self
            .old
            .iter()
            .filter(|(name, _)| root.below(name).is_some());
        below.map(|(_, entry)| articles(entry)).sum()
    }

    /// Whether the file is as it was when it was indexed.
    pub(super) fn is_unchanged(&self, file: &File) -> bool {
        self.unchanged(file).is_some()
    }

    /// Whether it is, and nothing else is said of it, so that it need not be read.
    pub(super) fn knows(&self, file: &File) -> bool {
        let entry = self.unchanged(file);
        entry.is_some_and(|entry| entry.mapping == self.said_of(entry))
    }

    fn unchanged(&self, file: &File) -> Option<&FileEntry> {
        let entry = self.old.get(&file.name)?;
        let stamp = entry.stamp.as_ref()?;
        file.stamp.is_unchanged_since(stamp).then_some(entry)
    }

    /// Hash of what the mapping says of a file and of the members it gave.
    fn said_of(&self, entry: &FileEntry) -> u64 {
        self.mapping
            .fingerprint(entry.members.iter().map(|name| &**name))
    }

    pub(super) fn settle(
        &mut self,
        step: Settled,
        understanding: Understanding<'_>,
        observer: &mut dyn Observer,
    ) -> Result<()> {
        match step {
            Settled::Rejected(name, rejection) => {
                self.open(name.clone(), None)?;
                let is_unreachable = rejection.is_unreachable();
                self.record(origin(&name, 0), Err(rejection), observer)?;
                match is_unreachable {
                    true => self.keep_below(&name),
                    false => Ok(()),
                }
            }
            Settled::Opened(file) => self.open(file.name, Some(file.stamp)),
            Settled::Record(origin, understood) => self.record(origin, understood, observer),
            Settled::Known(file) if self.has_orphan(&file.name) => {
                self.open(file.name.clone(), Some(file.stamp))?;
                let mut result = Ok(());
                cut(&file, self.mapping.layouts(), &mut |cut| {
                    for (origin, understood) in understanding.of(cut) {
                        result = self.record(origin, understood, observer);
                        if result.is_err() {
                            return ControlFlow::Break(());
                        }
                    }
                    ControlFlow::Continue(())
                });
                result
            }
            Settled::Known(file) => self.known(&file.name, observer),
        }
    }

    /// Whether the file holds a duplicate whose original is gone: then it must be read after all.
    fn has_orphan(&self, name: &FileName) -> bool {
        let Some(entry) = self.old.get(name) else {
            return false;
        };
        let is_duplicate = |entry: &RecordEntry| matches!(entry.fate, Fate::Duplicate { .. });
        if !entry.records.iter().any(is_duplicate) {
            return false;
        }
        let mut own = HashSet::new();
        entry.records.iter().any(|entry| match entry.fate {
            Fate::Indexed { fingerprint, .. } => {
                own.insert(fingerprint);
                false
            }
            Fate::Duplicate { fingerprint } => {
                !self.taken.contains(&fingerprint) && !own.contains(&fingerprint)
            }
            Fate::Rejected(_) => false,
        })
    }

    /// Takes an unread file over from the last run.
    fn known(&mut self, name: &FileName, observer: &mut dyn Observer) -> Result<()> {
        self.close()?;
        let Some(mut entry) = self.old.remove(name) else {
            return Ok(());
        };
        self.report.files += 1;
        let members = &entry.members;
        for known in &mut entry.records {
            self.report.seen += 1;
            let origin = || origin(&members[known.member as usize], known.record);
            match &known.fate {
                Fate::Indexed { .. } | Fate::Duplicate { .. } if self.is_held(origin) => {
                    let (rejection, origin) = (two_of_one_name(), origin());
                    count(&mut self.report, &rejection);
                    observer.rejected(&origin, &rejection);
                    known.fate = Fate::Rejected(rejection.into());
                    entry.stamp = None;
                    self.is_changed = true;
                }
                Fate::Indexed { fingerprint, .. } if self.taken.insert(*fingerprint) => {
                    self.report.unchanged += 1;
                    self.hold(origin);
                }
                Fate::Indexed { fingerprint, .. } => {
                    let (fingerprint, origin) = (*fingerprint, origin());
                    self.report.duplicate += 1;
                    known.fate = Fate::Duplicate { fingerprint };
                    self.is_changed = true;
                    self.remove(&origin)?;
                }
                Fate::Duplicate { .. } => self.report.duplicate += 1,
                Fate::Rejected(rejection) => {
                    count(&mut self.report, rejection);
                    observer.rejected(&origin(), rejection);
                }
            }
        }
        self.new.push((name.clone(), entry));
        Ok(())
    }

    fn open(&mut self, name: FileName, stamp: Option<Stamp>) -> Result<()> {
        self.close()?;
        self.report.files += 1;
        let was = self.old.remove(&name);
        let fates = was.iter().flat_map(FileEntry::origins);
        self.opened = Some(Opened {
            before: fates.map(|(origin, fate)| (origin, fate.clone())).collect(),
            unread: Vec::new(),
            entry: FileEntry {
                stamp,
                mapping: 0,
                members: Vec::new(),
                records: Vec::new(),
            },
            name,
            was,
        });
        Ok(())
    }

    /// Takes out what the open file held in the last run and does not hold any more.
    fn close(&mut self) -> Result<()> {
        let Some(mut opened) = self.opened.take() else {
            return Ok(());
        };
        if !opened.unread.is_empty() {
            return self.close_unread(opened);
        }
        opened.entry.mapping = self.said_of(&opened.entry);
        let was = opened.was.as_ref();
        let was = was.map(|was| (was.stamp, was.mapping));
        self.is_changed |= was != Some((opened.entry.stamp, opened.entry.mapping));
        self.new.push((opened.name, opened.entry));
        self.take_out(opened.before)
    }

    /// Closes a file that could not be read, or not to its end. What was not reached stays as it was in the last run; the next
    /// one looks again, whatever the file's times say.
    fn close_unread(&mut self, mut opened: Opened) -> Result<()> {
        opened.entry.stamp = None;
        let stay = opened.was.iter().flat_map(FileEntry::origins);
        let stay = stay.filter(|(origin, fate)| {
            opened.before.contains_key(origin) && !matches!(fate, Fate::Rejected(_))
        });
        let stay: Vec<(Origin, Fate)> = stay.map(|(at, fate)| (at, fate.clone())).collect();
        for (origin, mut fate) in stay {
            self.keep(&origin, &mut fate)?;
            opened.before.remove(&origin);
            opened.unread.retain(|(unread, _)| *unread != origin);
            opened.entry.push(&origin, fate);
        }
        for (origin, rejection) in opened.unread {
            opened.entry.push(&origin, Fate::Rejected(rejection.into()));
        }
        self.is_changed |= opened.was.as_ref() != Some(&opened.entry);
        self.new.push((opened.name, opened.entry));
        Ok(())
    }

    /// Takes over the files below a folder that cannot be read.
    fn keep_below(&mut self, folder: &FileName) -> Result<()> {
        self.close()?;
        let names = self.old_names.take().unwrap_or_else(|| {
            let mut names: Vec<FileName> = self.old.keys().cloned().collect();
            names.sort_by(|a, b| a.as_bytes().cmp(b.as_bytes()));
            names
        });
        let start = [folder.as_bytes(), b"/"].concat();
        let first = names.partition_point(|name| name.as_bytes() < start.as_slice());
        let below = names[first..].iter();
        for name in below.take_while(|name| name.as_bytes().starts_with(&start)) {
            let Some(mut entry) = self.old.remove(name) else {
                continue;
            };
            let members = &entry.members;
            for known in &mut entry.records {
                let origin = origin(&members[known.member as usize], known.record);
                self.keep(&origin, &mut known.fate)?;
            }
            self.new.push((name.clone(), entry));
        }
        self.old_names = Some(names);
        Ok(())
    }

    /// Keeps what stood at a place that could not be looked at, unless the same article was found elsewhere before it.
    fn keep(&mut self, origin: &Origin, fate: &mut Fate) -> Result<()> {
        let Fate::Indexed { fingerprint, .. } = *fate else {
            return Ok(());
        };
        if self.is_held(|| origin.clone()) {
            *fate = Fate::Rejected(two_of_one_name().into());
            return Ok(());
        }
        if self.taken.insert(fingerprint) {
            self.report.kept += 1;
            self.hold(|| origin.clone());
            return Ok(());
        }
        *fate = Fate::Duplicate { fingerprint };
        self.remove(origin)
    }

    /// Whether another of the same name has the id of a record.
    fn is_held(&self, origin: impl Fn() -> Origin) -> bool {
        !self.held.is_empty() && self.held.contains(&origin())
    }

    fn hold(&mut self, origin: impl Fn() -> Origin) {
        if !self.shared.is_empty() && self.shared.contains(&origin().file) {
            self.held.insert(origin());
        }
    }

    /// Takes out records that came no more.
    fn take_out(&mut self, gone: impl IntoIterator<Item = (Origin, Fate)>) -> Result<()> {
        for (origin, fate) in gone {
            self.is_changed = true;
            if matches!(fate, Fate::Indexed { .. }) {
                self.report.removed += 1;
                self.remove(&origin)?;
            }
        }
        Ok(())
    }

    fn record(
        &mut self,
        origin: Origin,
        understood: Understood,
        observer: &mut dyn Observer,
    ) -> Result<()> {
        self.report.seen += 1;
        let is_held = self.is_held(|| origin.clone());
        let opened = self.opened.as_mut();
        let opened = opened.expect("a file is opened before its records");
        let understood = match understood {
            Ok(_) if is_held => {
                // Looked at again next time: the other may be gone by then.
                opened.entry.stamp = None;
                Err(two_of_one_name())
            }
            Err(rejection) if rejection.is_unreachable() => {
                count(&mut self.report, &rejection);
                observer.rejected(&origin, &rejection);
                opened.unread.push((origin, rejection));
                return Ok(());
            }
            understood => understood,
        };
        let before = opened.before.remove(&origin);
        let was_indexed = matches!(before, Some(Fate::Indexed { .. }));
        let fate = match understood {
            Err(rejection) => {
                count(&mut self.report, &rejection);
                observer.rejected(&origin, &rejection);
                if was_indexed {
                    self.report.removed += 1;
                    self.remove(&origin)?;
                }
                Fate::Rejected(rejection.into())
            }
            Ok(encoded) if !self.taken.insert(encoded.fingerprint) => {
                self.report.duplicate += 1;
                if was_indexed {
                    self.remove(&origin)?;
                }
                Fate::Duplicate {
                    fingerprint: encoded.fingerprint,
                }
            }
            Ok(encoded) => {
                let fate = Fate::Indexed {
                    fingerprint: encoded.fingerprint,
                    content: encoded.content,
                };
                if before.as_ref() == Some(&fate) {
                    self.report.unchanged += 1;
                } else {
                    if was_indexed {
                        self.report.updated += 1;
                        self.remove(&origin)?;
                    } else {
                        self.report.added += 1;
                        if self.shared.contains(&origin.file) {
                            // Another of the same name may have had the id.
                            self.remove(&origin)?;
                        }
                    }
                    if let Some(writer) = &mut self.writer {
                        self.writing.queue.time(|| writer.put(encoded))?;
                    }
                }
                fate
            }
        };
        self.is_changed |= before.as_ref() != Some(&fate);
        if matches!(fate, Fate::Indexed { .. }) {
            self.hold(|| origin.clone());
        }
        if let Some(opened) = &mut self.opened {
            opened.entry.push(&origin, fate);
        }
        Ok(())
    }

    /// Takes the article of a record out, unless its id is that of another by now.
    fn remove(&mut self, origin: &Origin) -> Result<()> {
        self.is_changed = true;
        if self.is_held(|| origin.clone()) {
            return Ok(());
        }
        match &mut self.writer {
            Some(writer) => writer.remove(ArticleId::of(origin)),
            None => Ok(()),
        }
    }

    /// Commits the files settled so far; those to come keep what they held.
    pub(super) fn commit_so_far(&mut self) -> Result<()> {
        self.close()?;
        let Some(writer) = self.writer.as_mut().filter(|_| self.is_changed) else {
            return Ok(());
        };
        let names: Vec<FileName> = self.new.iter().map(|(name, _)| name.clone()).collect();
        let files = self.old.drain().chain(self.new.drain(..));
        let mut manifest = Manifest {
            files: files.collect(),
        };
        let committed = self.writing.commit.time(|| writer.commit(&manifest));
        // Moved there and back: there may be millions of records.
        for name in names {
            self.new.extend(manifest.files.remove_entry(&name));
        }
        self.old = manifest.files.into_iter().collect();
        committed
    }

    pub(super) fn finish(mut self) -> Result<(Report, Writing)> {
        self.close()?;
        for entry in std::mem::take(&mut self.old).into_values() {
            self.is_changed = true;
            self.take_out(entry.origins().map(|(origin, fate)| (origin, fate.clone())))?;
        }
        // Each is among those settled as it was or new; what was removed is among neither.
        let report = &mut self.report;
        report.articles = report.unchanged + report.added + report.updated + report.kept;
        if let Some(mut writer) = self.writer.take() {
            let files = std::mem::take(&mut self.new);
            // No more needed, and merges that are waited for need the room.
            (self.taken, self.held) = Default::default();
            self.writing.commit.time(|| {
                if self.is_changed || writer.is_new() {
                    let files = files.into_iter().collect();
                    writer.commit(&Manifest { files })?;
                }
                writer.finish()
            })?;
        }
        debug_assert_eq!(self.report.seen, self.report.sum());
        Ok((self.report, self.writing))
    }
}

/// Why a record has no article whose file is called like a member that has one.
fn two_of_one_name() -> Rejection {
    let detail = "a member of an archive beside it is called the same; rename this file";
    Rejection::failed("two of one name", detail)
}

/// Articles in the index that came from a file.
fn articles(entry: &FileEntry) -> u64 {
    let is_indexed = |entry: &&RecordEntry| matches!(entry.fate, Fate::Indexed { .. });
    entry.records.iter().filter(is_indexed).count() as u64
}

pub(super) fn origin(name: &FileName, record: u32) -> Origin {
    Origin {
        file: name.clone(),
        record,
    }
}

fn count(report: &mut Report, rejection: &Rejection) {
    let column = match rejection.outcome {
        Outcome::Skipped => &mut report.skipped,
        Outcome::Failed => &mut report.failed,
    };
    *column.entry(rejection.reason.clone()).or_default() += 1;
}

#[cfg(test)]
mod tests;
