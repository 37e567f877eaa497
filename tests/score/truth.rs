//! What pages are known to say.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

/// What one page says; `None` where the truth is silent.
#[derive(Debug, Default)]
pub struct Truth {
    /// As the truth names the page.
    pub file: String,
    pub title: Option<String>,
    pub authors: Option<Vec<String>>,
    /// The days that count as right, as `yyyymmdd`: in the zone of the truth, and in UTC. Empty when
    /// the truth says that there is none.
    pub days: Option<Vec<i32>>,
    pub body: Option<String>,
}

/// The truths of a folder, by the names of the files, their folders and extensions apart.
pub struct Truths(BTreeMap<String, Vec<Truth>>);

impl Truths {
    pub fn find(folder: &Path, given: Option<&Path>) -> Result<Truths> {
        let path = match given {
            Some(path) => path.to_owned(),
            None => place(folder)
                .with_context(|| format!("no truth for {}; give --truth FILE", folder.display()))?,
        };
        let text = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
        let is_lines = path
            .extension()
            .is_some_and(|extension| extension == "jsonl");
        let mut truths: BTreeMap<String, Vec<Truth>> = BTreeMap::new();
        let all = if is_lines {
            lines(&text)?
        } else {
            keyed(&text)?
        };
        for truth in all {
            truths.entry(stem(&truth.file)).or_default().push(truth);
        }
        Ok(Truths(truths))
    }

    /// The truth of the page at `file`, a path below the folder.
    pub fn of(&self, file: &str) -> Option<&Truth> {
        let ends_alike = |truth: &&Truth| {
            let (long, short) = if truth.file.len() > file.len() {
                (truth.file.as_str(), file)
            } else {
                (file, truth.file.as_str())
            };
            !short.contains('/') || long.ends_with(short)
        };
        self.0.get(&stem(file))?.iter().find(ends_alike)
    }
}

fn place(folder: &Path) -> Option<PathBuf> {
    let benchmark = folder.join("ground-truth.json");
    if benchmark.is_file() {
        return Some(benchmark);
    }
    let inside = fs::read_dir(folder).ok()?.flatten();
    let lines = inside.map(|entry| entry.path()).find(|path| {
        path.extension()
            .is_some_and(|extension| extension == "jsonl")
    });
    let name = folder.file_name()?.to_str()?;
    let beside = folder.with_file_name(format!("{name}_truth.jsonl"));
    lines.or_else(|| beside.is_file().then_some(beside))
}

fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.trim_end_matches(".gz")
        .trim_end_matches(".html")
        .to_owned()
}

fn keyed(text: &str) -> Result<Vec<Truth>> {
    let pages: Map<String, Value> = serde_json::from_str(text)?;
    let truths = pages.into_iter().map(|(file, page)| Truth {
        file,
        body: page
            .get("articleBody")
            .and_then(Value::as_str)
            .map(str::to_owned),
        ..Truth::default()
    });
    Ok(truths.collect())
}

fn lines(text: &str) -> Result<Vec<Truth>> {
    let filled = text.lines().filter(|line| !line.trim().is_empty());
    filled
        .map(|line| {
            let page: Map<String, Value> = serde_json::from_str(line)?;
            let text = |key: &str| page.get(key).and_then(Value::as_str).map(str::to_owned);
            let authors = page.get("authors").map(|authors| match authors {
                Value::Array(all) => all
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect(),
                Value::String(one) => vec![one.clone()],
                _ => Vec::new(),
            });
            Ok(Truth {
                file: text("file").context("a line of the truth has no `file`")?,
                title: text("title"),
                authors,
                days: page
                    .get("publishing_date")
                    .map(|date| days(date.as_str().unwrap_or_default())),
                body: text("body"),
            })
        })
        .collect()
}

/// `2024-05-03 23:47:42+02:00` is the third, and so it is in UTC.
fn days(printed: &str) -> Vec<i32> {
    let number = |date: Date| {
        i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
    };
    let local = printed.get(..10).and_then(|day| day.parse::<Date>().ok());
    let universal = printed
        .parse::<Timestamp>()
        .ok()
        .map(|time| time.to_zoned(TimeZone::UTC).date());
    local.into_iter().chain(universal).map(number).collect()
}
