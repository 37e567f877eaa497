//! `morgue index`: make the index equal to a folder of articles.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::console::{Console, FAINT, HEADLINE};
use super::message::note;
use super::{Exit, Shared, timings};
use crate::article::Mapping;
use crate::corpus::{Origin, Outcome, Rejection};
use crate::error::Error;
use crate::index::Mode;
use crate::ingest::{self, Observer, Options, Progress, Report};
use crate::text::visible::visible_path;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folders or files to read; the index will hold exactly their articles
    #[arg(value_name = "CORPUS", env = "MORGUE_CORPUS", default_value = "corpus")]
    corpus: Vec<PathBuf>,
    /// Make a new index; the old one serves until it is complete
    #[arg(long)]
    rebuild: bool,
    /// Count only, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Threads at work at once [default: one a core]
    #[arg(
        short = 'j',
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true
    )]
    threads: usize,
    /// Exit with 2 when a record could not be read
    #[arg(long)]
    strict: bool,
    /// Write one JSON object for each record that gave no article
    #[arg(long, value_name = "FILE")]
    failures: Option<PathBuf>,
    /// Tell at the end what took the time
    #[arg(long)]
    timings: bool,
}

/// What the writer may hold before it writes a segment.
const WRITER_BYTES: usize = 256 << 20;

/// At most this many records are named on the terminal; `--failures` has them all.
const MOST_NAMED: usize = 8;

pub(super) fn run(args: Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    let started = Instant::now();
    let options = Options {
        mapping: Mapping::of(&args.corpus, Path::new("."))?,
        corpus: args.corpus,
        index: shared.index.clone(),
        mode: match args.rebuild {
            true => Mode::Rebuild,
            false => Mode::Update,
        },
        is_dry_run: args.dry_run,
        threads: args.threads,
        memory_bytes: WRITER_BYTES,
        commit_after: ingest::COMMIT_AFTER,
    };
    let failures = args.failures.map(|path| {
        let file = File::create(&path).map_err(Error::io("write", &path))?;
        Ok::<_, Error>(BufWriter::new(file))
    });
    let mut watch = Watch {
        bar: bar(console),
        failures: failures.transpose()?,
        failed_to_write: None,
        named: Vec::new(),
        unnamed: 0,
        bytes: 0,
    };
    let (report, timings) = ingest::run(&options, &mut watch)?;
    watch.bar.finish_and_clear();
    watch.close()?;

    for line in &watch.named {
        note("N-FAILED", line, console);
    }
    if watch.unnamed > 0 {
        let line = format!("and {} more; --failures FILE lists them all", watch.unnamed);
        note("N-FAILED", &line, console);
    }
    let summary = Summary {
        report: &report,
        elapsed_s: (started.elapsed().as_secs_f64() * 100.0).round() / 100.0,
        index: shared.index.to_string_lossy().into_owned(),
    };
    if console.json {
        serde_json::to_writer(&mut console.out, &summary)?;
        writeln!(console.out)?;
    } else {
        print(&summary, args.dry_run, console)?;
    }
    if args.timings {
        timings::tell(&timings, report.seen, watch.bytes, console);
    }
    match args.strict && !report.failed.is_empty() {
        true => Ok(Exit::Failed),
        false => Ok(Exit::Done),
    }
}

/// The report with what only this command knows, keys as promised.
#[derive(Serialize)]
struct Summary<'r> {
    #[serde(flatten)]
    report: &'r Report,
    elapsed_s: f64,
    index: String,
}

fn print(summary: &Summary<'_>, is_dry_run: bool, console: &mut Console) -> anyhow::Result<()> {
    let report = summary.report;
    let reasons = |reasons: &BTreeMap<String, u64>| {
        let listed = reasons
            .iter()
            .map(|(reason, count)| format!("{reason} {count}"));
        listed.collect::<Vec<_>>().join(", ")
    };
    let rows = [
        ("added", report.added, String::new()),
        ("updated", report.updated, String::new()),
        ("unchanged", report.unchanged, String::new()),
        ("duplicate", report.duplicate, String::new()),
        (
            "skipped",
            report.skipped.values().sum(),
            reasons(&report.skipped),
        ),
        (
            "failed",
            report.failed.values().sum(),
            reasons(&report.failed),
        ),
    ];
    for (what, count, why) in rows {
        let why = console.styled(FAINT, &why);
        writeln!(
            console.out,
            "{}",
            format!("  {what:<10} {count:>9}   {why}").trim_end()
        )?;
    }
    writeln!(
        console.out,
        "  {:<10} {:>9}   in {} files",
        "records", report.seen, report.files
    )?;
    if report.removed > 0 {
        writeln!(console.out, "  {:<10} {:>9}", "removed", report.removed)?;
    }
    if report.kept > 0 {
        let why = console.styled(FAINT, "could not be read this time, stay as they were");
        writeln!(console.out, "  {:<10} {:>9}   {why}", "kept", report.kept)?;
    }
    let articles = format!("{} articles", report.articles);
    writeln!(
        console.out,
        "{} {} {} ({} s)",
        console.styled(HEADLINE, &articles),
        if is_dry_run { "would be in" } else { "in" },
        visible_path(&summary.index),
        summary.elapsed_s
    )?;
    Ok(())
}

fn bar(console: &Console) -> ProgressBar {
    if !console.is_watched || console.json {
        return ProgressBar::hidden();
    }
    // Eighty columns; what stands last goes first where there are fewer.
    let style = "[{bar:12}] {decimal_bytes}/{decimal_total_bytes}, {decimal_bytes_per_sec}, {eta} left, {wide_msg}";
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Shows the progress and keeps what went wrong.
struct Watch {
    bar: ProgressBar,
    failures: Option<BufWriter<File>>,
    failed_to_write: Option<std::io::Error>,
    named: Vec<String>,
    unnamed: u64,
    /// Of all files found.
    bytes: u64,
}

#[derive(Serialize)]
struct FailureJson<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<String>,
    record: u32,
    outcome: Outcome,
    reason: &'a str,
    detail: Option<&'a str>,
}

impl Observer for Watch {
    fn progress(&mut self, progress: Progress) {
        self.bar.set_length(progress.of_bytes);
        self.bar.set_position(progress.bytes);
        self.bytes = progress.of_bytes;
        let elapsed = self.bar.elapsed().as_secs_f64().max(0.001);
        let rate = progress.records as f64 / elapsed;
        let records = HumanCount(progress.records);
        self.bar
            .set_message(format!("{records} articles, {rate:.0}/s"));
    }

    fn rejected(&mut self, origin: &Origin, rejection: &Rejection) {
        if let Some(file) = &mut self.failures {
            let json = FailureJson {
                file: &origin.file,
                file_bytes: origin.file.hex(),
                record: origin.record,
                outcome: rejection.outcome,
                reason: &rejection.reason,
                detail: rejection.detail.as_deref(),
            };
            let line = serde_json::to_string(&json).expect("strings can be written");
            if let Err(error) = writeln!(file, "{line}") {
                self.failed_to_write.get_or_insert(error);
            }
        }
        if rejection.outcome == Outcome::Skipped {
            return;
        }
        if self.named.len() == MOST_NAMED {
            self.unnamed += 1;
            return;
        }
        let detail = rejection
            .detail
            .as_deref()
            .map(|detail| format!(" ({detail})"));
        self.named.push(format!(
            "{} record {}: {}{}",
            visible_path(&origin.file),
            origin.record,
            rejection.reason,
            detail.unwrap_or_default()
        ));
    }
}

impl Watch {
    fn close(&mut self) -> anyhow::Result<()> {
        if let Some(error) = self.failed_to_write.take() {
            return Err(error).context("cannot write the list of failures");
        }
        if let Some(file) = &mut self.failures {
            file.flush().context("cannot write the list of failures")?;
        }
        Ok(())
    }
}
