//! Decides what becomes of each record, and keeps the books.
//!
//! Everything here happens in corpus order on one thread: which of two duplicates stays, what counts
//! as new, changed or gone, and the sum at the end.

use std::collections::HashSet;

use super::{Observer, Report, Understanding, Understood};
use crate::article::ArticleId;
use crate::corpus::{File, FileName, Origin, Outcome, Rejection, Stamp, cut};
use crate::error::Result;
use crate::index::manifest::{Fate, FileEntry, RecordEntry};
use crate::index::{Manifest, Writer};

/// One step through the corpus, its record understood.
pub(super) enum Settled {
    /// A file that has not changed since it was indexed.
    Known(File),
    /// A file whose records follow.
    Opened(File),
    /// A record of the opened file, by its number.
    Record(u32, Understood),
    /// An entry that is no readable file.
    Rejected(FileName, Rejection),
}

/// The books of one run.
pub(super) struct Settlement {
    /// `None` in a dry run.
    writer: Option<Writer>,
    /// What the index held; files leave it as they are settled.
    old: Manifest,
    new: Manifest,
    /// Fingerprints of the articles settled so far.
    taken: HashSet<u64>,
    report: Report,
    is_changed: bool,
    /// The file whose records are being settled.
    opened: Option<FileName>,
}

impl Settlement {
    /// Opens the books over what the index holds. Without a writer nothing is written.
    pub(super) fn new(writer: Option<Writer>, old: Manifest) -> Settlement {
        Settlement {
            writer,
            old,
            new: Manifest::default(),
            taken: HashSet::new(),
            report: Report::default(),
            is_changed: false,
            opened: None,
        }
    }

    /// Whether the file is as it was when it was indexed, so that it need not be read.
    pub(super) fn knows(&self, file: &File) -> bool {
        let entry = self.old.files.get(&file.name);
        entry.is_some_and(|entry| {
            let stamp = entry.stamp.as_ref();
            stamp.is_some_and(|stamp| file.stamp.is_unchanged_since(stamp))
        })
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
                self.record(&name, 0, Err(rejection), observer)
            }
            Settled::Opened(file) => self.open(file.name, Some(file.stamp)),
            Settled::Record(record, understood) => {
                let name = self.opened.clone();
                let name = name.expect("a file is opened before its records");
                self.record(&name, record, understood, observer)
            }
            Settled::Known(file) if self.has_orphan(&file.name) => {
                self.open(file.name.clone(), Some(file.stamp))?;
                for cut in cut(&file) {
                    let (record, understood) = understanding.of(cut);
                    self.record(&file.name, record, understood, observer)?;
                }
                Ok(())
            }
            Settled::Known(file) => self.known(&file.name, observer),
        }
    }

    /// Whether the file holds a duplicate whose original is gone: then it must be read after all.
    fn has_orphan(&self, name: &FileName) -> bool {
        let records = self.old.files.get(name).map(|entry| &entry.records);
        let mut own = HashSet::new();
        records.into_iter().flatten().any(|entry| match entry.fate {
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
        let Some(mut entry) = self.old.files.remove(name) else {
            return Ok(());
        };
        self.report.files += 1;
        for known in &mut entry.records {
            self.report.seen += 1;
            match &known.fate {
                Fate::Indexed { fingerprint, .. } if self.taken.insert(*fingerprint) => {
                    self.report.unchanged += 1;
                }
                Fate::Indexed { fingerprint, .. } => {
                    let fingerprint = *fingerprint;
                    self.report.duplicate += 1;
                    known.fate = Fate::Duplicate { fingerprint };
                    self.is_changed = true;
                    self.remove(name, known.record)?;
                }
                Fate::Duplicate { .. } => self.report.duplicate += 1,
                Fate::Rejected(rejection) => {
                    count(&mut self.report, rejection);
                    let origin = origin(name, known.record);
                    observer.rejected(&origin, rejection);
                }
            }
        }
        self.new.files.insert(name.clone(), entry);
        Ok(())
    }

    fn open(&mut self, name: FileName, stamp: Option<Stamp>) -> Result<()> {
        self.close()?;
        self.report.files += 1;
        let entry = FileEntry {
            stamp,
            records: Vec::new(),
        };
        self.new.files.insert(name.clone(), entry);
        self.opened = Some(name);
        Ok(())
    }

    /// Takes out what the open file held in the last run and does not hold any more.
    fn close(&mut self) -> Result<()> {
        let Some(name) = self.opened.take() else {
            return Ok(());
        };
        let Some(before) = self.old.files.remove(&name) else {
            return Ok(());
        };
        let now = &self.new.files[&name];
        self.is_changed |= *now != before;
        let present: HashSet<u32> = now.records.iter().map(|entry| entry.record).collect();
        for entry in before.records {
            let is_gone = !present.contains(&entry.record);
            if is_gone && matches!(entry.fate, Fate::Indexed { .. }) {
                self.report.removed += 1;
                self.remove(&name, entry.record)?;
            }
        }
        Ok(())
    }

    fn record(
        &mut self,
        name: &FileName,
        record: u32,
        understood: Understood,
        observer: &mut dyn Observer,
    ) -> Result<()> {
        self.report.seen += 1;
        let before = self.fate_before(name, record);
        let was_indexed = matches!(before, Some(Fate::Indexed { .. }));
        let fate = match understood {
            Err(rejection) => {
                count(&mut self.report, &rejection);
                observer.rejected(&origin(name, record), &rejection);
                if was_indexed {
                    self.report.removed += 1;
                    self.remove(name, record)?;
                }
                Fate::Rejected(rejection)
            }
            Ok(encoded) if !self.taken.insert(encoded.fingerprint) => {
                self.report.duplicate += 1;
                if was_indexed {
                    self.remove(name, record)?;
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
                        self.remove(name, record)?;
                    } else {
                        self.report.added += 1;
                    }
                    if let Some(writer) = &mut self.writer {
                        writer.put(encoded)?;
                    }
                }
                fate
            }
        };
        self.is_changed |= before.as_ref() != Some(&fate);
        if let Some(entry) = self.new.files.get_mut(name) {
            entry.records.push(RecordEntry { record, fate });
        }
        Ok(())
    }

    /// Records come in file order, so the entry is found by walking along.
    fn fate_before(&self, name: &FileName, record: u32) -> Option<Fate> {
        let records = &self.old.files.get(name)?.records;
        let at = records
            .binary_search_by_key(&record, |entry| entry.record)
            .ok()?;
        Some(records[at].fate.clone())
    }

    fn remove(&mut self, name: &FileName, record: u32) -> Result<()> {
        self.is_changed = true;
        match &mut self.writer {
            Some(writer) => writer.remove(ArticleId::of(&origin(name, record))),
            None => Ok(()),
        }
    }

    /// Commits the files settled so far; those to come keep what they held.
    pub(super) fn commit_so_far(&mut self) -> Result<()> {
        self.close()?;
        let Some(writer) = self.writer.as_mut().filter(|_| self.is_changed) else {
            return Ok(());
        };
        let mut manifest = self.old.clone();
        manifest.files.extend(self.new.files.clone());
        writer.commit(&manifest)
    }

    pub(super) fn finish(mut self) -> Result<Report> {
        self.close()?;
        for (name, entry) in std::mem::take(&mut self.old.files) {
            self.is_changed = true;
            for entry in entry.records {
                if matches!(entry.fate, Fate::Indexed { .. }) {
                    self.report.removed += 1;
                    self.remove(&name, entry.record)?;
                }
            }
        }
        self.report.articles = self.new.articles();
        if let Some(mut writer) = self.writer.take() {
            if self.is_changed || writer.is_new() {
                writer.commit(&self.new)?;
            }
            writer.finish()?;
        }
        debug_assert_eq!(self.report.seen, self.report.sum());
        Ok(self.report)
    }
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
