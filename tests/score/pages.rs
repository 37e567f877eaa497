//! How well saved pages are understood, on a folder of anyone's own.
//!
//!     cargo run --release --example score_pages -- FOLDER [--truth FILE] [--half tuned|other] [--worst N]
//!
//! FOLDER holds pages: `html`, `html.gz`, whatever `morgue index` reads. What they say is taken from
//! `--truth FILE`, else from a `ground-truth.json` (article-extraction-benchmark: key of a page to
//! `articleBody`) or a `*.jsonl` in FOLDER, else from `FOLDER_truth.jsonl` beside it. JSON Lines have
//! `file` (a path that ends as the page's does) and any of `title`, `authors`, `publishing_date`,
//! `body`; what a line has not is not scored, `null` says that there is none. Files without truth are not read.
//!
//! - `body`: precision and recall over runs of four words, each the mean over pages, F1 of these
//!   two: `evaluate.py` of the article-extraction-benchmark. ± is 1.96 standard deviations of 1000 resamples.
//!   `with summary` puts the standfirst before the body, as some truths do.
//! - `title`: letters and digits are the same.
//! - `authors`: F1 over the names of all pages; `by page`: the mean of each page's F1.
//! - `date`: the day in the zone of the truth, or in UTC.
//! - `pages/s`: CPU time of this thread while it reads; files are opened and unpacked before.
//!
//! `--half` takes only the pages whose name, up to its first `_`, has an even (`tuned`) or odd (`other`) hash:
//! tune on one, report the other. Files that begin alike, mostly of one publisher, stay together. `--worst N` then
//! prints the N worst pages of each figure: for bodies the lines too many (`+`) and missing (`-`).
//! A page that gives no article has an empty body, no title and no authors.

#![allow(
    clippy::print_stdout,
    reason = "a tool for developers: it reports on stdout"
)]
#![allow(missing_docs, unreachable_pub, reason = "an example has no users")]

mod figures;
mod truth;

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use figures::{Names, Overlap};
use morgue::article::{Article, Mapping, Published};
use morgue::corpus::{Corpus, File, Found, Layouts, Record, cut};
use truth::{Truth, Truths};
use twox_hash::XxHash3_64;

fn main() -> Result<()> {
    let options = Options::parse(std::env::args().skip(1))?;
    let truths = Truths::find(&options.folder, options.truth.as_deref())?;
    let mut scores = Vec::new();
    for found in Corpus::open(std::slice::from_ref(&options.folder))?.files() {
        let Found::File(file) = found else { continue };
        let Some(truth) = truths.of(&file.name) else {
            continue;
        };
        if options.takes(&truth.file) {
            scores.push(Score::of(&file, truth)?);
        }
    }
    if scores.is_empty() {
        bail!("no page of {} has a truth", options.folder.display());
    }
    print(&scores);
    print_worst(&scores, options.worst);
    Ok(())
}

struct Options {
    folder: PathBuf,
    truth: Option<PathBuf>,
    /// Which half, by the lowest bit of the hash.
    half: Option<u64>,
    worst: usize,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Options> {
        const USAGE: &str =
            "usage: score_pages FOLDER [--truth FILE] [--half tuned|other] [--worst N]";
        let mut options = Options {
            folder: PathBuf::from(arguments.next().context(USAGE)?),
            truth: None,
            half: None,
            worst: 0,
        };
        while let Some(flag) = arguments.next() {
            let value = arguments.next().context(USAGE)?;
            match (flag.as_str(), value.as_str()) {
                ("--truth", file) => options.truth = Some(PathBuf::from(file)),
                ("--half", "tuned") => options.half = Some(0),
                ("--half", "other") => options.half = Some(1),
                ("--worst", number) => options.worst = number.parse().context(USAGE)?,
                _ => bail!(USAGE),
            }
        }
        Ok(options)
    }

    fn takes(&self, file: &str) -> bool {
        let name = file.rsplit('/').next().unwrap_or(file);
        let group = name.split('_').next().unwrap_or(name);
        self.half
            .is_none_or(|half| XxHash3_64::oneshot(group.as_bytes()) & 1 == half)
    }
}

/// One page beside its truth.
struct Score<'t> {
    truth: &'t Truth,
    article: Option<Article>,
    /// Why there is no article.
    refusal: Option<String>,
    seconds: f64,
    body: Overlap,
    body_with_summary: Overlap,
}

impl<'t> Score<'t> {
    fn of(file: &File, truth: &'t Truth) -> Result<Score<'t>> {
        let record = only_record(file)?;
        let clock = Clock::start();
        let read = Article::read(&record, &Mapping::default());
        let seconds = clock.seconds();
        let (article, refusal) = match read.into_iter().next() {
            Some((_, Ok(article))) => (Some(article), None),
            Some((_, Err(rejection))) => (None, Some(rejection.reason)),
            None => (None, Some("nothing".to_owned())),
        };
        let body = article.as_ref().map_or("", |article| article.body.as_str());
        let summary = article.as_ref().and_then(|article| article.summary.clone());
        let with_summary = format!("{}\n{body}", summary.unwrap_or_default());
        let expected = truth.body.as_deref().unwrap_or_default();
        Ok(Score {
            truth,
            body: Overlap::of(expected, body),
            body_with_summary: Overlap::of(expected, &with_summary),
            article,
            refusal,
            seconds,
        })
    }

    fn title(&self) -> &str {
        self.article
            .as_ref()
            .map_or("", |article| article.title.as_str())
    }

    fn body_text(&self) -> &str {
        self.article
            .as_ref()
            .map_or("", |article| article.body.as_str())
    }

    /// `None` when the truth does not say.
    fn has_title(&self) -> Option<bool> {
        let title = self.truth.title.as_ref()?;
        Some(figures::letters(title) == figures::letters(self.title()))
    }

    fn names(&self) -> Option<Names> {
        let none = Vec::new();
        let found = self
            .article
            .as_ref()
            .map_or(&none, |article| &article.byline);
        Some(Names::of(self.truth.authors.as_ref()?, found))
    }

    fn has_date(&self) -> Option<bool> {
        let days = self.truth.days.as_ref()?;
        let published = self.article.as_ref().and_then(|article| article.published);
        Some(match published {
            Some(Published::Day { .. }) => {
                published.is_some_and(|date| days.contains(&date.range().0))
            }
            _ => days.is_empty() && published.is_none(),
        })
    }
}

fn only_record(file: &File) -> Result<Record> {
    let mut first = None;
    cut(file, &Layouts::default(), &mut |record| {
        first = Some(record);
        ControlFlow::Break(())
    });
    match first {
        Some(Ok(record)) => Ok(record),
        Some(Err((_, rejection))) => bail!("{}: {}", file.path.display(), rejection.reason),
        None => bail!("{}: no record", file.path.display()),
    }
}

/// The CPU time of this thread where the system tells it to the nanosecond, else the time of day.
struct Clock {
    wall: Instant,
    cpu: Option<u64>,
}

impl Clock {
    fn start() -> Clock {
        Clock {
            cpu: Clock::cpu_nanoseconds(),
            wall: Instant::now(),
        }
    }

    fn seconds(&self) -> f64 {
        match (self.cpu, Clock::cpu_nanoseconds()) {
            (Some(from), Some(to)) => (to - from) as f64 / 1e9,
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }

    fn cpu_nanoseconds() -> Option<u64> {
        let statistics = fs::read_to_string(Path::new("/proc/thread-self/schedstat")).ok()?;
        statistics.split_whitespace().next()?.parse().ok()
    }
}

fn print(scores: &[Score<'_>]) {
    let mut refused: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in scores.iter().filter_map(|score| score.refusal.as_deref()) {
        *refused.entry(reason).or_default() += 1;
    }
    println!("pages         {}", scores.len());
    for (reason, count) in refused {
        println!("refused       {count} ({reason})");
    }
    let overlaps = |of: fn(&Score<'_>) -> Overlap| -> Vec<Overlap> {
        let told = scores.iter().filter(|score| score.truth.body.is_some());
        told.map(of).collect()
    };
    for (label, overlaps) in [
        ("body", overlaps(|score| score.body)),
        ("with summary", overlaps(|score| score.body_with_summary)),
    ] {
        if !overlaps.is_empty() {
            println!("{label:<13} {}", figures::summed_up(&overlaps));
        }
    }
    print_share("title", scores.iter().filter_map(Score::has_title));
    let names: Vec<Names> = scores.iter().filter_map(Score::names).collect();
    if !names.is_empty() {
        let by_page: f64 = names.iter().map(Names::f1).sum::<f64>() / names.len() as f64;
        let all = names.iter().copied().fold(Names::default(), Names::plus);
        println!("authors       F1 {:.3}  by page {by_page:.3}", all.f1());
    }
    print_share("date", scores.iter().filter_map(Score::has_date));
    let seconds: f64 = scores.iter().map(|score| score.seconds).sum();
    let slowest = scores.iter().map(|score| score.seconds).fold(0.0, f64::max);
    println!(
        "pages/s       {:.0}  (slowest page {:.0} ms)",
        scores.len() as f64 / seconds,
        slowest * 1000.0
    );
}

fn print_share(label: &str, hits: impl Iterator<Item = bool>) {
    let hits: Vec<bool> = hits.collect();
    if !hits.is_empty() {
        let right = hits.iter().filter(|&&hit| hit).count();
        let percent = right as f64 * 100.0 / hits.len() as f64;
        println!("{label:<13} {percent:.1} %  ({right} of {})", hits.len());
    }
}

fn print_worst(scores: &[Score<'_>], most: usize) {
    if most == 0 {
        return;
    }
    let mut by_body: Vec<&Score<'_>> = scores
        .iter()
        .filter(|score| score.truth.body.is_some())
        .collect();
    by_body.sort_by(|a, b| a.body.f1().total_cmp(&b.body.f1()));
    for score in by_body.iter().take(most) {
        let precision = score.body.precision.unwrap_or_default();
        let recall = score.body.recall;
        println!(
            "\nbody P {precision:.3} R {recall:.3}  {}",
            score.truth.file
        );
        if let Some(reason) = &score.refusal {
            println!("  refused: {reason}");
        }
        let expected = score.truth.body.as_deref().unwrap_or_default();
        for line in figures::differing_lines(expected, score.body_text()) {
            println!("  {line}");
        }
    }
    println!();
    let wrong = |score: &&Score<'_>| score.has_title() == Some(false);
    for score in scores.iter().filter(wrong).take(most) {
        println!("title {}", score.truth.file);
        println!("  - {}", score.truth.title.as_deref().unwrap_or_default());
        println!("  + {}", score.title());
    }
    let wrong = |score: &&Score<'_>| score.names().is_some_and(|names| names.f1() < 1.0);
    for score in scores.iter().filter(wrong).take(most) {
        let article = score.article.as_ref();
        println!("authors {}", score.truth.file);
        println!(
            "  - {:?}",
            score.truth.authors.as_deref().unwrap_or_default()
        );
        println!("  + {:?}", article.map(|article| &article.byline));
    }
    let wrong = |score: &&Score<'_>| score.has_date() == Some(false);
    for score in scores.iter().filter(wrong).take(most) {
        let published = score.article.as_ref().and_then(|article| article.published);
        println!("date {}", score.truth.file);
        println!("  - {:?}", score.truth.days);
        println!("  + {:?}", published.map(|date| date.to_string()));
    }
}
