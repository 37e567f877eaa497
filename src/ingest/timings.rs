//! Where the time of a run went.

use std::ops::AddAssign;
use std::time::{Duration, Instant};

use serde::Serialize;

/// Seconds of a run by what was done in them. Those of `articles`, `names` and `layout` are summed over threads, all others are
/// of the one thread that reads files and keeps the books; on a busy machine they hold the time that others had, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Timings {
    /// Finding files and asking for their size and date.
    pub walk_s: f64,
    /// Reading files and cutting them into records.
    pub read_s: f64,
    /// Making articles of records: fields, furniture, language, dates.
    pub articles_s: f64,
    /// Finding names.
    pub names_s: f64,
    /// Laying articles out as the index takes them.
    pub layout_s: f64,
    /// Keeping the books.
    pub books_s: f64,
    /// Waiting for articles, names and layout.
    pub waiting_s: f64,
    /// Waiting for the index to take documents.
    pub queue_s: f64,
    /// Commits, and merges at the end.
    pub commit_s: f64,
    /// From first to last.
    pub wall_s: f64,
    /// The most memory this process held, in bytes; `None` where the system does not tell.
    pub peak_bytes: Option<u64>,
}

/// A running sum.
#[derive(Debug, Default)]
pub(super) struct Clock(Duration);

impl Clock {
    /// Does something and adds how long it took.
    pub(super) fn time<T>(&mut self, what: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = what();
        self.0 += start.elapsed();
        done
    }

    pub(super) fn total(&self) -> Duration {
        self.0
    }

    pub(super) fn seconds(&self) -> f64 {
        self.0.as_secs_f64()
    }
}

impl AddAssign<Duration> for Clock {
    fn add_assign(&mut self, taken: Duration) {
        self.0 += taken;
    }
}

/// The most memory that this process has held, as Linux tells it.
pub(super) fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
