//! How fast questions are answered, beside the engine's own queries.
//!
//!     cargo bench --bench querying -- INDEX... [--questions FILE] [--rounds N]
//!
//! INDEX is a folder that `morgue index` made. FILE has lines `class TAB question`; without it `questions.tsv` is asked, which
//! fits Reuters-21578 and BBC news. Classes, and what each is measured against:
//!
//! - `phrase`, `person`: the same words as the engine's `PhraseQuery`;
//! - `tag`: the same as `person`, without guesses who is who across articles;
//! - `near`: the same parts joined by the engine's AND, which does not look how they stand;
//! - `word`: one word with its forms, against the engine's `TermQuery` in a second index, of stems, made here in memory;
//! - `date`: the latest 20 against the best 20, both ours;
//! - `cold`: `morgue query` with ten passages, as a process, against a process that maps every file of the index.
//!
//! The text of an article is read in neither side, except where `passages` stands: there ten hits are read and cut. Ours is all
//! of [`query::search`], compiling included; the engine's query is made before. Both are asked in turn, warm; figures are medians of the
//! rounds, in CPU time of this thread or of the child process.

mod cold;
mod stock;

use std::cell::OnceCell;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use morgue::entity::Gazetteer;
use morgue::index::Reader;
use morgue::query::names::Names;
use morgue::query::{self, Order, Search};
use nix::time::{ClockId, clock_gettime};

use stock::{Stems, Stock};

/// Hits that are asked for; sorted by date, twice as many.
const HITS: usize = 10;

/// A sample asks a question so often that it takes at least this long, in nanoseconds.
const LEAST_SAMPLE: f64 = 1e6;

/// Pairs of processes of a cold question.
const COLD_PAIRS: usize = 15;

/// What ours may cost of the other side's: the most, and what is aimed at. `phrase` has other bounds for several segments.
const BOUNDS: &[(&str, [f64; 2])] = &[
    ("phrase", [0.6, 0.33]),
    ("near", [1.5, 1.0]),
    ("word", [5.0, 2.0]),
    ("person", [0.5, 0.2]),
    ("tag", [0.5, 0.2]),
    ("date", [2.0, 1.0]),
    ("cold", [3.0, 1.6]),
];
const PHRASE_IN_SEVERAL: [f64; 2] = [0.8, 0.39];

struct Options {
    indexes: Vec<PathBuf>,
    questions: String,
    rounds: usize,
}

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1).filter(|argument| argument != "--bench");
    let mut options = Options {
        indexes: Vec::new(),
        questions: include_str!("questions.tsv").to_owned(),
        rounds: 9,
    };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().context("a value is missing");
        match argument.as_str() {
            cold::MAP_FILES => return cold::map_files(value()?.as_ref()),
            "--questions" => options.questions = fs::read_to_string(value()?)?,
            "--rounds" => options.rounds = value()?.parse()?,
            option if option.starts_with('-') => bail!("unknown option `{option}`"),
            index => options.indexes.push(index.into()),
        }
    }
    let mut out = io::stdout().lock();
    if options.indexes.is_empty() {
        writeln!(out, "no index given: nothing measured")?;
    }
    for index in &options.indexes {
        measure(index, &options, &mut out)?;
    }
    Ok(())
}

/// One question, measured.
struct Row {
    question: String,
    /// CPU microseconds.
    ours: f64,
    other: f64,
    /// Ours with ten passages.
    passages: Option<f64>,
}

impl Row {
    fn ratio(&self) -> f64 {
        self.ours / self.other
    }
}

fn measure(index: &Path, options: &Options, out: &mut impl Write) -> Result<()> {
    let reader = Reader::open(index)?;
    let segments = reader.searcher.segment_readers().len();
    writeln!(
        out,
        "{}: {} articles in {segments} segments; CPU microseconds",
        index.display(),
        reader.articles()
    )?;
    let bench = Bench {
        stems: OnceCell::new(),
        gazetteer: Gazetteer::builtin(),
        names: [false, true].map(|strict| Names {
            strict,
            ..Names::default()
        }),
        reader: &reader,
        rounds: options.rounds,
    };
    for (class, bounds) in BOUNDS {
        let bounds = match *class == "phrase" && segments > 1 {
            true => PHRASE_IN_SEVERAL,
            false => *bounds,
        };
        let lines = options.questions.lines();
        let asked = lines.filter_map(|line| line.split_once('\t'));
        let mut rows = Vec::new();
        for (_, question) in asked.filter(|(of, _)| of == class) {
            let measured = match *class {
                "cold" => cold::cold(index, question, options.rounds.max(COLD_PAIRS))?,
                class => bench.warm(class, question)?,
            };
            rows.push(measured);
        }
        print(class, &rows, bounds, out)?;
    }
    Ok(())
}

fn print(class: &str, rows: &[Row], [most, aim]: [f64; 2], out: &mut impl Write) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{class:<44}{:>9}{:>9}{:>8}{:>10}",
        "ours", "other", "ratio", "passages"
    )?;
    for row in rows {
        let passages = row.passages.map(|cost| format!("{cost:.0}"));
        writeln!(
            out,
            "  {:<42}{:>9.1}{:>9.1}{:>8.2}{:>10}",
            row.question,
            row.ours,
            row.other,
            row.ratio(),
            passages.unwrap_or_default()
        )?;
    }
    let logarithms: f64 = rows.iter().map(|row| row.ratio().ln()).sum();
    let mean = (logarithms / rows.len() as f64).exp();
    let worst = rows.iter().map(Row::ratio).fold(0.0, f64::max);
    let verdict = match mean {
        mean if mean <= aim => "aim reached",
        mean if mean <= most => "kept",
        _ => "MISSED",
    };
    writeln!(
        out,
        "  geometric mean {mean:.2}, worst {worst:.2}; at most {most}, aim {aim}: {verdict}"
    )?;
    Ok(())
}

struct Bench<'r> {
    reader: &'r Reader,
    gazetteer: Gazetteer,
    /// As usual, and without guesses.
    names: [Names; 2],
    /// Made when a word is asked.
    stems: OnceCell<Stems>,
    rounds: usize,
}

impl Bench<'_> {
    fn warm(&self, class: &str, question: &str) -> Result<Row> {
        let parsed = query::parse(question);
        if let Some(error) = parsed.errors.first() {
            bail!("`{question}`: {}", error.message);
        }
        let search = |order, limit| Search {
            order,
            limit: Some(limit),
            ..Search::new(parsed.query.clone())
        };
        let names = &self.names[usize::from(class == "tag")];
        let ask = |search: &Search| -> Result<usize> {
            let results = query::search(search, self.reader, &self.gazetteer, names)?;
            let mut found = 0;
            for id in results.hit_ids() {
                id?;
                found += 1;
            }
            Ok(found)
        };
        let best = search(Order::Relevance, HITS);
        let with_passages = || -> Result<usize> {
            let results = query::search(&best, self.reader, &self.gazetteer, names)?;
            let mut passages = 0;
            for hit in results.hits(true) {
                passages += hit?.snippets.len();
            }
            Ok(passages)
        };
        let (ours, other) = match class {
            "date" => {
                let best = search(Order::Relevance, 2 * HITS);
                let latest = search(Order::Newest, 2 * HITS);
                self.in_turn(&|| ask(&latest), &|| ask(&best))?
            }
            "word" => {
                if self.stems.get().is_none() {
                    let _ = self.stems.set(Stems::of(self.reader)?);
                }
                let stems = self.stems.get().context("stems were made")?;
                let stock = stems.query(&parsed.query)?;
                let searcher = &stems.searcher;
                self.in_turn(&|| ask(&best), &|| stock.ask(searcher, HITS))?
            }
            _ => {
                let stock = Stock::of(&parsed.query, &self.reader.fields)?;
                let searcher = &self.reader.searcher;
                self.in_turn(&|| ask(&best), &|| stock.ask(searcher, HITS))?
            }
        };
        let (passages, _) = self.in_turn(&with_passages, &|| Ok(0))?;
        Ok(Row {
            question: question.to_owned(),
            ours,
            other,
            passages: Some(passages),
        })
    }

    /// Median CPU microseconds of both, asked in turn.
    fn in_turn(
        &self,
        ours: &dyn Fn() -> Result<usize>,
        other: &dyn Fn() -> Result<usize>,
    ) -> Result<(f64, f64)> {
        let sides = [ours, other];
        let mut times = [1, 1];
        for (side, times) in sides.iter().zip(&mut times) {
            // The first run reads what was never read.
            side()?;
            let once = sample(side, 3)?;
            *times = (LEAST_SAMPLE / once.max(1.0)).ceil().min(1e5) as usize;
        }
        let mut samples = [Vec::new(), Vec::new()];
        for _ in 0..self.rounds {
            for at in 0..sides.len() {
                samples[at].push(sample(sides[at], times[at])? / 1e3);
            }
        }
        let [ours, other] = samples.map(median);
        Ok((ours, other))
    }
}

/// Nanoseconds of CPU that a run takes, the mean of some.
fn sample(side: &dyn Fn() -> Result<usize>, times: usize) -> Result<f64> {
    let before = clock()?;
    for _ in 0..times {
        std::hint::black_box(side()?);
    }
    Ok((clock()? - before) / times as f64)
}

fn clock() -> Result<f64> {
    let now = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID)?;
    Ok(now.tv_sec() as f64 * 1e9 + now.tv_nsec() as f64)
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or(0.0)
}
