//! The write path on one page: corpus → article → entity → index.
//!
//! One thread reads files, cuts them into batches of records and settles these in corpus order, so that which of two
//! duplicates stays does not depend on chance. In between, other threads make articles of the records of several batches at once,
//! and one writes what was settled. What is under way is bounded in bytes. Commits fall between files only, so whatever is killed
//! continues with whole files.

mod found;
mod progress;
mod settlement;
mod timings;

use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::Serialize;

use crate::article::{Article, Mapping};
use crate::corpus::{Corpus, Cut, File, FileName, Found, Origin, Record, Rejection, cut};
use crate::entity::{Recognizer, Scratch, Story};
use crate::error::{Error, Result};
use crate::index::{Effort, Encoded, Encoder, Manifest, Mode, Stored, Writer};
use crate::panics::guarded;
use found::{found, totals};
use progress::Reached;
use settlement::{Settled, Settlement, origin};
use timings::{Clock, peak_bytes};

pub use progress::Progress;
pub use timings::Timings;

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
    /// Threads at work at once; 0 for one a core.
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
    /// Articles of files and folders that could not be read this time: they stay as they were. Not part of the sum.
    pub kept: u64,
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

/// Hears what a run does. Called from one thread, in corpus order.
pub trait Observer {
    /// After each batch.
    fn progress(&mut self, _progress: Progress) {}
    /// For each record that gives no article.
    fn rejected(&mut self, _origin: &Origin, _rejection: &Rejection) {}
}

/// Bytes of records that are understood together. Bounds memory: a batch, its articles and its
/// documents are held together, some five times this.
const BATCH_BYTES: usize = 1 << 20;

/// Steps of a batch, however small.
const BATCH_STEPS: usize = 1024;

/// Bytes of records under way. A larger one goes alone.
const BYTES_UNDER_WAY: usize = 8 << 20;

/// Not oftener, because a commit costs a few milliseconds and a segment.
pub const COMMIT_AFTER: Duration = Duration::from_secs(60);

/// Where records are worked on, one at a time: buffers that go from record to record, and how long it took.
#[derive(Default)]
pub struct Desk {
    scratch: Scratch,
    articles: Clock,
    names: Clock,
    layout: Clock,
}

/// Understands one record: the same for `index` and `read`. Gives at least one item; a document of
/// several articles gives each with a number of its own.
///
/// Where there is no article, the reason. A panic in a format's reader is caught and is such a reason.
pub fn understand(
    record: &Record,
    mapping: &Mapping,
    recognizer: &Recognizer,
    desk: &mut Desk,
) -> Vec<(Origin, std::result::Result<Stored, Rejection>)> {
    let understood = guarded(|| {
        let articles = desk.articles.time(|| Article::read(record, mapping));
        let stored = articles.into_iter().map(|(origin, article)| {
            let stored = article.map(|article| {
                let names = || recognizer.read(&story(&article), &mut desk.scratch);
                let findings = desk.names.time(names);
                Stored { article, findings }
            });
            (origin, stored)
        });
        stored.collect()
    });
    understood.unwrap_or_else(|message| {
        // The buffers may hold half of the article that failed.
        desk.scratch = Scratch::default();
        let rejection = Rejection::failed("morgue itself failed on it", message);
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

/// Makes the index equal to the corpus. Tells what it did, and where the time went.
///
/// # Errors
/// When a folder to index is missing, cannot be read, or is empty while the index holds articles of it (nothing changes then);
/// when it goes away during the run, or the index cannot be opened or written (then the index is as it was at the last
/// commit). A record that cannot be read is no error.
pub fn run(options: &Options, observer: &mut dyn Observer) -> Result<(Report, Timings)> {
    let started = Instant::now();
    let corpus = Corpus::open(&options.corpus)?;
    let threads = match options.threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let writer = match options.is_dry_run {
        true => None,
        false => Some(Writer::open(
            &options.index,
            options.mode,
            Effort {
                threads,
                memory_bytes: options.memory_bytes,
            },
        )?),
    };
    let old = match (&writer, options.mode) {
        (Some(writer), _) => writer.manifest()?,
        (None, Mode::Rebuild) => Manifest::default(),
        (None, Mode::Update) => Manifest::current(&options.index)?,
    };
    let mut settled = Settlement::new(writer, old, &options.mapping);
    let mut walk = Clock::default();
    let found = walk.time(|| found(&corpus, options, &settled))?;
    settled.expect(&found);

    let encoder = Encoder::new();
    let recognizer = Recognizer::builtin();
    let desks = Mutex::new(Vec::new());
    let understanding = Understanding {
        mapping: &options.mapping,
        recognizer: &recognizer,
        encoder: &encoder,
        desks: &desks,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    let pool = pool.build().map_err(|error| Error::Threads {
        detail: error.to_string(),
    })?;
    let (report, mut timings) = pool.in_place_scope(|scope| {
        let mut run = Run {
            corpus: &corpus,
            settled,
            understanding,
            reached: Reached::none_of(totals(&found)),
            batch: Batch::default(),
            under_way: VecDeque::new(),
            bytes_under_way: 0,
            most_under_way: match threads {
                1 => 0,
                threads => threads + 1,
            },
            last_commit: Instant::now(),
            commit_after: options.commit_after,
            scope,
            observer,
            waiting: Clock::default(),
            settling: Clock::default(),
            reading: Clock::default(),
        };
        for found in found {
            run.take(found)?;
        }
        run.settle_all()?;
        run.finish()
    })?;
    for desk in desks.into_inner().unwrap_or_else(PoisonError::into_inner) {
        let Desk {
            articles,
            names,
            layout,
            ..
        } = desk;
        timings.articles_s += articles.seconds();
        timings.names_s += names.seconds();
        timings.layout_s += layout.seconds();
    }
    timings.walk_s = walk.seconds();
    timings.wall_s = started.elapsed().as_secs_f64();
    timings.peak_bytes = peak_bytes();
    Ok((report, timings))
}

/// What a record turned out to be.
type Understood = std::result::Result<Encoded, Rejection>;

/// What is needed to understand a record, shared by all threads.
#[derive(Clone, Copy)]
struct Understanding<'r> {
    mapping: &'r Mapping,
    recognizer: &'r Recognizer,
    encoder: &'r Encoder,
    /// Those not in use. They outlive a batch, since a tagger that knows the words is twice as fast.
    desks: &'r Mutex<Vec<Desk>>,
}

impl Understanding<'_> {
    fn of(self, cut: Cut) -> Vec<(Origin, Understood)> {
        let record = match cut {
            Ok(record) => record,
            Err((origin, rejection)) => return vec![(origin, Err(rejection))],
        };
        let idle = || self.desks.lock().unwrap_or_else(PoisonError::into_inner);
        let mut desk = idle().pop().unwrap_or_default();
        let stored = understand(&record, self.mapping, self.recognizer, &mut desk);
        let encoded = stored.into_iter().map(|(origin, stored)| {
            let encode = |stored| desk.layout.time(|| self.encoder.encode(&stored));
            (origin, stored.map(encode))
        });
        let encoded = encoded.collect();
        idle().push(desk);
        encoded
    }

    /// A step with the record in it understood.
    fn settled(self, step: Step) -> Vec<Settled> {
        match step {
            Step::Known(file) => vec![Settled::Known(file)],
            Step::Opened(file) => vec![Settled::Opened(file)],
            Step::Rejected(name, rejection) => vec![Settled::Rejected(name, rejection)],
            Step::Cut(cut) => {
                let understood = self.of(cut).into_iter();
                let records =
                    understood.map(|(origin, understood)| Settled::Record(origin, understood));
                records.collect()
            }
        }
    }
}

/// One step through the corpus, in its order.
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

/// Steps that are understood together.
#[derive(Default)]
struct Batch {
    steps: Vec<Step>,
    /// Of the records.
    bytes: usize,
}

/// A batch that others understand.
struct UnderWay {
    bytes: usize,
    understood: Receiver<Vec<Vec<Settled>>>,
}

struct Run<'r, 's, 'scope> {
    corpus: &'r Corpus,
    settled: Settlement<'r>,
    understanding: Understanding<'r>,
    reached: Reached,
    batch: Batch,
    under_way: VecDeque<UnderWay>,
    bytes_under_way: usize,
    /// Batches under way while another is cut.
    most_under_way: usize,
    last_commit: Instant,
    commit_after: Duration,
    scope: &'s rayon::Scope<'scope>,
    observer: &'r mut dyn Observer,
    reading: Clock,
    waiting: Clock,
    settling: Clock,
}

impl<'r: 'scope, 'scope> Run<'r, '_, 'scope> {
    fn take(&mut self, found: Found) -> Result<()> {
        match found {
            Found::Rejected {
                name, rejection, ..
            } => self.batch.steps.push(Step::Rejected(name, rejection)),
            Found::File(file) if self.settled.knows(&file) => {
                self.batch.steps.push(Step::Known(file));
            }
            Found::File(file) => self.cut(file)?,
        }
        if self.batch.steps.len() >= BATCH_STEPS {
            self.send()?;
        }
        let is_due = self.last_commit.elapsed() >= self.commit_after;
        if is_due {
            self.settle_all()?;
            self.corpus.check_still_there()?;
            self.settled.commit_so_far()?;
            self.last_commit = Instant::now();
        }
        Ok(())
    }

    fn cut(&mut self, file: File) -> Result<()> {
        self.batch.steps.push(Step::Opened(file.clone()));
        let mut result = Ok(());
        let begun = Instant::now();
        let before = self.elsewhere();
        cut(&file, self.understanding.mapping.layouts(), &mut |cut| {
            let bytes = cut.as_ref().map_or(0, |record| record.content.len());
            // A large record is understood alone, since it takes all that may be held; and
            // many small ones weigh something, too.
            let is_full = self.batch.bytes + bytes > BATCH_BYTES;
            if is_full || self.batch.steps.len() >= BATCH_STEPS {
                result = self.send();
            }
            self.batch.bytes += bytes;
            self.batch.steps.push(Step::Cut(cut));
            match result {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        });
        self.reading += begun.elapsed() - (self.elsewhere() - before);
        result
    }

    /// How long this thread has not read.
    fn elsewhere(&self) -> Duration {
        self.waiting.total() + self.settling.total()
    }

    /// Lets others understand the batch; before, settles as much of what is under way as makes room for it.
    fn send(&mut self) -> Result<()> {
        let Batch { steps, bytes } = std::mem::take(&mut self.batch);
        while self.under_way.len() > self.most_under_way
            || !self.under_way.is_empty() && self.bytes_under_way + bytes > BYTES_UNDER_WAY
        {
            self.settle_next()?;
        }
        let understanding = self.understanding;
        let is_known = |step: &Step| !matches!(step, Step::Cut(_));
        if self.under_way.is_empty() && steps.iter().all(is_known) {
            // Nothing to understand: a run that finds nothing new wakes nobody.
            let settled = steps
                .into_iter()
                .flat_map(|step| understanding.settled(step));
            return self.settle(settled, bytes);
        }
        let (sender, understood) = sync_channel(1);
        self.scope.spawn(move |_| {
            let steps = steps.into_par_iter();
            let settled = steps.map(|step| understanding.settled(step)).collect();
            // Nobody listens any more once settling has failed.
            let _ = sender.send(settled);
        });
        self.bytes_under_way += bytes;
        self.under_way.push_back(UnderWay { bytes, understood });
        if self.most_under_way == 0 {
            self.settle_next()?;
        }
        Ok(())
    }

    /// Settles the first batch under way.
    fn settle_next(&mut self) -> Result<()> {
        let Some(UnderWay { bytes, understood }) = self.under_way.pop_front() else {
            return Ok(());
        };
        let steps = self.waiting.time(|| understood.recv());
        // The panic itself is raised again where the scope ends.
        let steps = steps.map_err(|_| Error::Threads {
            detail: "one that read records died".to_owned(),
        })?;
        self.bytes_under_way -= bytes;
        self.settle(steps.into_iter().flatten(), bytes)
    }

    /// Settles what was understood of `bytes` of records.
    fn settle(&mut self, steps: impl Iterator<Item = Settled>, bytes: usize) -> Result<()> {
        let begun = Instant::now();
        for step in steps {
            self.reached.settled(&step);
            self.settled
                .settle(step, self.understanding, self.observer)?;
        }
        self.settling += begun.elapsed();
        self.reached.read(bytes);
        self.observer.progress(self.reached.progress);
        Ok(())
    }

    fn settle_all(&mut self) -> Result<()> {
        self.send()?;
        while !self.under_way.is_empty() {
            self.settle_next()?;
        }
        Ok(())
    }

    fn finish(self) -> Result<(Report, Timings)> {
        // Else a disk that was taken away would count as an archive whose files were deleted.
        self.corpus.check_still_there()?;
        let (report, writing) = self.settled.finish()?;
        let queue_s = writing.queue.seconds();
        let commit_s = writing.commit.seconds();
        let timings = Timings {
            read_s: self.reading.seconds(),
            books_s: self.settling.seconds() - queue_s,
            waiting_s: self.waiting.seconds(),
            queue_s,
            commit_s,
            ..Timings::default()
        };
        Ok((report, timings))
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
    let mut desk = Desk::default();
    for found in corpus.gathered(|_| false) {
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
                Ok(record) => understand(&record, mapping, &recognizer, &mut desk),
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
