//! What indexing costs, beside the engine that does no more than index.
//!
//!     cargo bench --bench indexing -- ARTICLES.jsonl [--pairs N] [--only ROW]
//!     cargo bench --bench indexing -- --pages FOLDER [--pairs N]
//!
//! ARTICLES holds one JSON object a line with `title`, `body`, `date`, `source`. Both sides read it from disk:
//!
//! - ours: `morgue index ARTICLES -j 1` with all it does: normalise, find names, index, keep the books;
//! - bare: tantivy with its own English stemmer, one indexing thread, 300 MB: title and body with positions and stored
//!   (lz4), date and source, JSON by borrowing.
//!
//! Each side is a process of its own. Sides take turns, `--pairs` times (7); what is printed is the median of the
//! ratios, least and most beside it. CPU is user and system time of the whole process as the system counts it, so that a
//! busy machine spoils little; wall time on a busy machine says nothing. `text` is the bytes of title and body.
//!
//! Rows: `cpu` ours / bare; `threads` wall time of `-j 2` / `-j 1`; `size` bytes of the index / of text; `memory` peak
//! resident; `rerun` a second `morgue index` over 20,000 unchanged files / a walk of the folder with `stat` of each.
//! `--pages` indexes a folder of saved pages instead and prints pages a CPU second.

#![allow(
    clippy::print_stdout,
    reason = "a tool for developers: it reports on stdout"
)]
#![allow(missing_docs, unreachable_pub, reason = "a bench has no users")]

mod bare;
mod process;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use process::{Cost, Ratios, folder_bytes, median, run};

/// Files of the row `rerun`.
const FILES: usize = 20_000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let plain: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match plain.as_slice() {
        // What this program calls itself for: one side, alone in its process.
        ["--side", "bare", articles, index] => {
            return bare::index(articles.as_ref(), index.as_ref());
        }
        ["--side", "walk", folder] => return bare::walk(folder.as_ref()),
        ["--side", "cost", command @ ..] => return process::report(command),
        _ => {}
    }
    let options = Options::parse(&arguments)?;
    let scratch = tempfile::tempdir()?;
    match &options.pages {
        Some(pages) => saved_pages(pages, scratch.path(), options.pairs),
        None => {
            let articles = options.articles.as_deref();
            let articles = articles.context("name a file of articles, or --pages FOLDER")?;
            table(articles, scratch.path(), &options)
        }
    }
}

struct Options {
    articles: Option<PathBuf>,
    pages: Option<PathBuf>,
    pairs: usize,
    only: Option<String>,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Options> {
        let mut options = Options {
            articles: None,
            pages: None,
            pairs: 7,
            only: None,
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().context("an option lacks its value");
            match argument.as_str() {
                // Given by cargo.
                "--bench" => {}
                "--pairs" => options.pairs = value()?.parse()?,
                "--pages" => options.pages = Some(value()?.into()),
                "--only" => options.only = Some(value()?.clone()),
                option if option.starts_with("--") => bail!("unknown option {option}"),
                path => options.articles = Some(path.into()),
            }
        }
        Ok(options)
    }

    fn wants(&self, row: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == row)
    }
}

fn morgue(corpus: &Path, index: &Path, threads: &str) -> Result<Cost> {
    let arguments = ["index".as_ref(), corpus, "--index".as_ref(), index];
    let threads = ["--json".as_ref(), "-j".as_ref(), threads.as_ref()];
    run(
        env!("CARGO_BIN_EXE_morgue").as_ref(),
        &[arguments.as_slice(), &threads].concat(),
    )
}

fn afresh(index: &Path) -> Result<&Path> {
    if index.exists() {
        fs::remove_dir_all(index)?;
    }
    Ok(index)
}

fn table(articles: &Path, scratch: &Path, options: &Options) -> Result<()> {
    let text = text_bytes(articles)?;
    println!(
        "{} articles, {:.1} MB of text\n",
        text.articles,
        text.bytes as f64 / 1e6
    );
    println!("{:<10} {:>7} {:>15}", "row", "median", "least to most");
    let (ours, bare) = (scratch.join("ours"), scratch.join("bare"));
    let own = std::env::current_exe()?;
    if options.wants("cpu") || options.wants("size") || options.wants("memory") {
        let mut cpu = Ratios::default();
        let mut costs = (Vec::new(), Vec::new());
        for _ in 0..options.pairs {
            let side = ["--side", "bare"].map(Path::new);
            let bare_cost = run(&own, &[&side[..], &[articles, afresh(&bare)?]].concat())?;
            let our_cost = morgue(articles, afresh(&ours)?, "1")?;
            cpu.push(our_cost.cpu_s / bare_cost.cpu_s);
            costs.0.push(our_cost);
            costs.1.push(bare_cost);
        }
        cpu.print("cpu");
        for (name, costs, index) in [("ours", &costs.0, &ours), ("bare", &costs.1, &bare)] {
            let size = folder_bytes(index)? as f64;
            let cpu_s = median(costs.iter().map(|cost| cost.cpu_s));
            let peak = costs.iter().map(|cost| cost.peak_bytes).max().unwrap_or(0);
            println!(
                "{name:<10} {cpu_s:>7.2} CPU s, {:.2} MB of text a CPU second, size {:.3}, memory {:.0} MB",
                text.bytes as f64 / 1e6 / cpu_s,
                size / text.bytes as f64,
                peak as f64 / 1e6,
            );
        }
    }
    if options.wants("threads") {
        let mut wall = Ratios::default();
        for _ in 0..options.pairs {
            let one = morgue(articles, afresh(&ours)?, "1")?;
            let two = morgue(articles, afresh(&ours)?, "2")?;
            wall.push(two.wall_s / one.wall_s);
        }
        wall.print("threads");
    }
    if options.wants("rerun") {
        let folder = scratch.join("files");
        write_files(articles, &folder)?;
        morgue(&folder, afresh(&ours)?, "2")?;
        // Files written a moment ago are read once more: their date could not have told of a change.
        morgue(&folder, &ours, "2")?;
        let mut cpu = Ratios::default();
        for _ in 0..options.pairs {
            let walk = run(
                &own,
                &["--side".as_ref(), "walk".as_ref(), folder.as_path()],
            )?;
            let again = morgue(&folder, &ours, "2")?;
            cpu.push(again.cpu_s / walk.cpu_s);
        }
        cpu.print("rerun");
    }
    Ok(())
}

fn saved_pages(pages: &Path, scratch: &Path, pairs: usize) -> Result<()> {
    let index = scratch.join("pages");
    let mut rates = Ratios::default();
    for _ in 0..pairs {
        let cost = morgue(pages, afresh(&index)?, "1")?;
        let report: serde_json::Value = serde_json::from_str(&cost.printed)?;
        let articles = report["added"].as_f64().context("no report")?;
        rates.push(articles / cost.cpu_s);
    }
    println!("{:<10} {:>7} {:>15}", "row", "median", "least to most");
    rates.print("pages/s");
    Ok(())
}

struct Text {
    articles: usize,
    bytes: u64,
}

fn text_bytes(articles: &Path) -> Result<Text> {
    let mut text = Text {
        articles: 0,
        bytes: 0,
    };
    bare::each(articles, |article| {
        text.articles += 1;
        text.bytes += (article.title.len() + article.body.len()) as u64;
        Ok(())
    })?;
    Ok(text)
}

/// One file an article, a thousand in a folder.
fn write_files(articles: &Path, folder: &Path) -> Result<()> {
    let lines = BufReader::new(fs::File::open(articles)?).lines();
    for (number, line) in lines.take(FILES).enumerate() {
        let inner = folder.join(format!("{:03}", number / 1000));
        fs::create_dir_all(&inner)?;
        let mut file = fs::File::create(inner.join(format!("{number:05}.json")))?;
        file.write_all(line?.as_bytes())?;
    }
    Ok(())
}
