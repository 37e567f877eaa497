//! The write path on one page: corpus → article → entity → index.
//!
//! Files are settled one after the other in corpus order, so that which of two duplicates stays
//! does not depend on chance; the records of a batch are understood on all cores at once. Commits
//! fall between files only, so whatever is killed continues with whole files.

mod settlement;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::Serialize;

use crate::article::{Article, Mapping};
use crate::corpus::{Corpus, Cut, File, FileName, Found, Origin, Record, Rejection, cut};
use crate::entity::{Recognizer, Scratch, Story};
use crate::error::{Error, Result};
use crate::index::{Encoded, Encoder, Manifest, Mode, Stored, Writer};
use settlement::{Settled, Settlement, origin};

/// What to index, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Folders and files to read. The index will hold exactly their articles.
    pub corpus: Vec<PathBuf>,
    /// What is said of files that do not explain themselves.
    pub mapping: Mapping,
    /// The index folder.
    pub index: PathBuf,
    /// Whether what is in the index may be kept.
    pub mode: Mode,
    /// Count only, write nothing.
    pub is_dry_run: bool,
    /// Threads that understand records; 0 for one a core.
    pub threads: usize,
    /// What the writer may hold before it writes a segment.
    pub memory_bytes: usize,
    /// Work at risk when the run is killed; [`COMMIT_AFTER`] unless a test wants it otherwise.
    pub commit_after: Duration,
}

/// What a run did. `seen` is the sum of all that follow it up to `failed`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Files found.
    pub files: u64,
    /// Records; a file without one counts as one.
    pub seen: u64,
    /// New articles.
    pub added: u64,
    /// Articles whose record changed.
    pub updated: u64,
    /// Articles that are as they were.
    pub unchanged: u64,
    /// Articles whose record is gone. Not part of the sum.
    pub removed: u64,
    /// Records that repeat an earlier article.
    pub duplicate: u64,
    /// Records that hold no article, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Records that could not be read, by reason.
    pub failed: BTreeMap<String, u64>,
    /// Articles in the index now.
    pub articles: u64,
}

impl Report {
    /// What the parts of the sum add up to; equals `seen`.
    pub fn sum(&self) -> u64 {
        let rejected: u64 = self.skipped.values().chain(self.failed.values()).sum();
        self.added + self.updated + self.unchanged + self.duplicate + rejected
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Files settled.
    pub files: u64,
    /// Files found.
    pub of_files: u64,
    /// Bytes of the settled files, as they lie on disk.
    pub bytes: u64,
    /// Bytes of all files found.
    pub of_bytes: u64,
    /// Records settled.
    pub records: u64,
}

/// Hears what a run does. Called from one thread, in corpus order.
pub trait Observer {
    /// After each batch.
    fn progress(&mut self, _progress: Progress) {}
    /// For each record that gives no article.
    fn rejected(&mut self, _origin: &Origin, _rejection: &Rejection) {}
}

/// Bytes of records that are understood at once. Bounds memory: a batch, its articles and its
/// documents are held together, some five times this.
const BATCH_BYTES: usize = 8 << 20;

/// Steps of a batch, however small.
const BATCH_STEPS: usize = 4096;

/// Not oftener, because a commit costs a few milliseconds and a segment.
pub const COMMIT_AFTER: Duration = Duration::from_secs(60);

/// Understands one record: the same for `index` and `read`. Gives at least one item; a document of
/// several articles gives each with a number of its own.
///
/// Where there is no article, the reason. A panic in a format's reader is caught and is such a reason.
pub fn understand(
    record: &Record,
    mapping: &Mapping,
    recognizer: &Recognizer,
    scratch: &mut Scratch,
) -> Vec<(Origin, std::result::Result<Stored, Rejection>)> {
    let guarded = AssertUnwindSafe(|| {
        let articles = Article::read(record, mapping).into_iter();
        let stored = articles.map(|(origin, article)| {
            let stored = article.map(|article| {
                let findings = recognizer.read(&story(&article), scratch);
                Stored { article, findings }
            });
            (origin, stored)
        });
        stored.collect()
    });
    catch_unwind(guarded).unwrap_or_else(|_| {
        // The buffers may hold half of the article that failed.
        *scratch = Scratch::default();
        let rejection = Rejection::failed("morgue itself failed on it", "a panic was caught");
        vec![(record.origin.clone(), Err(rejection))]
    })
}

/// The texts of an article that are searched for names.
fn story(article: &Article) -> Story<'_> {
    Story {
        title: &article.title,
        summary: article.summary.as_deref().unwrap_or_default(),
        body: &article.body,
        dateline: article.dateline.as_deref().unwrap_or_default(),
        lang: article.lang.as_deref(),
        source: article.source.as_deref(),
    }
}

/// Makes the index equal to the corpus.
///
/// # Errors
/// When a folder to index is missing (nothing changes then), when the index cannot be opened or
/// written. A record that cannot be read is no error.
pub fn run(options: &Options, observer: &mut dyn Observer) -> Result<Report> {
    let corpus = Corpus::open(&options.corpus)?;
    let own = own_folders(&options.corpus, &options.index);
    let is_own = |found: &Found| {
        let (Found::File(File { path, .. }) | Found::Rejected { path, .. }) = found;
        own.iter().any(|folder| path.starts_with(folder))
    };
    let found: Vec<Found> = corpus
        .gathered()
        .into_iter()
        .filter(|found| !is_own(found))
        .collect();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .build()
        .map_err(|error| Error::Threads {
            detail: error.to_string(),
        })?;

    let writer = match options.is_dry_run {
        true => None,
        false => Some(Writer::open(
            &options.index,
            options.mode,
            options.memory_bytes,
        )?),
    };
    let old = match (&writer, options.mode) {
        (Some(writer), _) => writer.manifest()?,
        (None, Mode::Rebuild) => Manifest::default(),
        (None, Mode::Update) => Manifest::current(&options.index)?,
    };
    refuse_emptied_corpus(&found, &old, &options.corpus)?;

    let encoder = Encoder::new();
    let recognizer = Recognizer::builtin();
    let mut run = Run {
        settled: Settlement::new(writer, old, &options.mapping),
        understanding: Understanding {
            mapping: &options.mapping,
            recognizer: &recognizer,
            encoder: &encoder,
            scratches: &Mutex::new(Vec::new()),
        },
        progress: totals(&found),
        batch: Vec::new(),
        batch_bytes: 0,
        last_commit: Instant::now(),
        commit_after: options.commit_after,
        pool: &pool,
        observer,
    };
    for found in found {
        run.take(found)?;
    }
    run.settle_batch()?;
    run.settled.finish()
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

fn refuse_emptied_corpus(found: &[Found], old: &Manifest, corpus: &[PathBuf]) -> Result<()> {
    let articles = old.articles();
    if found.is_empty() && articles > 0 {
        return Err(Error::EmptyCorpus {
            path: corpus.first().cloned().unwrap_or_default(),
            articles,
        });
    }
    Ok(())
}

fn totals(found: &[Found]) -> Progress {
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

/// What a record turned out to be.
type Understood = std::result::Result<Encoded, Rejection>;

/// What is needed to understand a record, shared by all threads.
#[derive(Clone, Copy)]
struct Understanding<'r> {
    mapping: &'r Mapping,
    recognizer: &'r Recognizer,
    encoder: &'r Encoder,
    /// Buffers not in use. They outlive a batch, since a tagger that knows the words is twice as fast.
    scratches: &'r Mutex<Vec<Scratch>>,
}

impl Understanding<'_> {
    fn of(self, cut: Cut) -> Vec<(Origin, Understood)> {
        let record = match cut {
            Ok(record) => record,
            Err((origin, rejection)) => return vec![(origin, Err(rejection))],
        };
        let idle = || {
            self.scratches
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let mut scratch = idle().pop().unwrap_or_default();
        let stored = understand(&record, self.mapping, self.recognizer, &mut scratch);
        idle().push(scratch);
        let encoded = stored.into_iter().map(|(origin, stored)| {
            let encoded = stored.map(|stored| self.encoder.encode(&stored));
            (origin, encoded)
        });
        encoded.collect()
    }
}

/// One step of a batch, in corpus order.
enum Step {
    /// A file that has not changed since it was indexed.
    Known(File),
    /// A file whose records follow.
    Opened(File),
    /// A record of the opened file.
    Cut(Cut),
    /// An entry that is no readable file.
    Rejected(FileName, Rejection),
}

struct Run<'r> {
    settled: Settlement<'r>,
    understanding: Understanding<'r>,
    progress: Progress,
    batch: Vec<Step>,
    batch_bytes: usize,
    last_commit: Instant,
    commit_after: Duration,
    pool: &'r rayon::ThreadPool,
    observer: &'r mut dyn Observer,
}

impl Run<'_> {
    fn take(&mut self, found: Found) -> Result<()> {
        match found {
            Found::Rejected {
                name, rejection, ..
            } => self.batch.push(Step::Rejected(name, rejection)),
            Found::File(file) if self.settled.knows(&file) => self.batch.push(Step::Known(file)),
            Found::File(file) => {
                self.batch.push(Step::Opened(file.clone()));
                let mut result = Ok(());
                cut(&file, self.understanding.mapping.layouts(), &mut |cut| {
                    let bytes = cut.as_ref().map_or(0, |record| record.content.len());
                    // A large record is understood alone, since it takes all that may be held; and
                    // many small ones weigh something, too.
                    if self.batch_bytes + bytes > BATCH_BYTES || self.batch.len() >= BATCH_STEPS {
                        result = self.settle_batch();
                    }
                    self.batch_bytes += bytes;
                    self.batch.push(Step::Cut(cut));
                    match result {
                        Ok(()) => ControlFlow::Continue(()),
                        Err(_) => ControlFlow::Break(()),
                    }
                });
                result?;
            }
        }
        if self.batch.len() >= BATCH_STEPS {
            self.settle_batch()?;
        }
        let is_due = self.last_commit.elapsed() >= self.commit_after;
        if is_due {
            self.settle_batch()?;
            self.settled.commit_so_far()?;
            self.last_commit = Instant::now();
        }
        Ok(())
    }

    /// Understands the batch on all cores, then settles it in order.
    fn settle_batch(&mut self) -> Result<()> {
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        let understanding = self.understanding;
        let settled = |step| match step {
            Step::Known(file) => vec![Settled::Known(file)],
            Step::Opened(file) => vec![Settled::Opened(file)],
            Step::Rejected(name, rejection) => vec![Settled::Rejected(name, rejection)],
            Step::Cut(cut) => {
                let understood = understanding.of(cut).into_iter();
                understood
                    .map(|(origin, understood)| Settled::Record(origin, understood))
                    .collect()
            }
        };
        let steps: Vec<Vec<Settled>> = self
            .pool
            .install(|| batch.into_par_iter().map(settled).collect());
        for step in steps.into_iter().flatten() {
            self.progress.files += u64::from(!matches!(step, Settled::Record(..)));
            self.progress.records += u64::from(matches!(step, Settled::Record(..)));
            if let Settled::Known(file) | Settled::Opened(file) = &step {
                self.progress.bytes += file.stamp.len;
            }
            self.settled
                .settle(step, self.understanding, self.observer)?;
        }
        self.observer.progress(self.progress);
        Ok(())
    }
}

/// Reads files and folders without touching an index: what `morgue read` does.
///
/// `each` gets every article in corpus order, `rejected` every record that gives none. When `each`
/// returns `false`, nothing more is read.
///
/// # Errors
/// [`Error::NoCorpus`] when a path does not exist.
pub fn read(
    paths: &[PathBuf],
    mapping: &Mapping,
    mut each: impl FnMut(Stored) -> bool,
    mut rejected: impl FnMut(&Origin, &Rejection),
) -> Result<()> {
    let corpus = Corpus::open(paths)?;
    let recognizer = Recognizer::builtin();
    let mut scratch = Scratch::default();
    for found in corpus.gathered() {
        let file = match found {
            Found::File(file) => file,
            Found::Rejected {
                name, rejection, ..
            } => {
                rejected(&origin(&name, 0), &rejection);
                continue;
            }
        };
        let mut goes_on = true;
        cut(&file, mapping.layouts(), &mut |cut| {
            let read = match cut {
                Ok(record) => understand(&record, mapping, &recognizer, &mut scratch),
                Err((origin, rejection)) => vec![(origin, Err(rejection))],
            };
            for (origin, stored) in read {
                match stored {
                    Ok(stored) => goes_on = each(stored),
                    Err(rejection) => rejected(&origin, &rejection),
                }
                if !goes_on {
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        });
        if !goes_on {
            break;
        }
    }
    Ok(())
}
