//! `morgue doctor`: what looks wrong, a line each.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use clap::ValueEnum;
use serde::Serialize;

use super::console::{Console, FAINT};
use super::message::note;
use super::{Exit, Shared};
use crate::article::{Article, DateSource};
use crate::error::Error;
use crate::index::date_faults::{DateFault, date_faults};
use crate::index::{Reader, soundness};
use crate::text::visible::{visible, visible_path};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to look at [default: everything]
    #[arg(value_name = "CHECK")]
    check: Option<Check>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Check {
    /// Whether every file is as it was written, and what is searched is what is stored
    Index,
    /// Dates in the future, before printing, or in conflict
    Dates,
}

#[derive(Serialize)]
struct IndexJson<'a> {
    check: &'a str,
    fault: &'a str,
}

#[derive(Serialize)]
struct DateJson<'a> {
    check: &'a str,
    fault: &'a str,
    id: String,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<String>,
    record: u32,
    title: &'a str,
    date: Option<String>,
    dates: Vec<StatementJson>,
}

#[derive(Serialize)]
struct StatementJson {
    date: String,
    source: DateSource,
}

pub(super) fn run(args: &Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    let mut found = 0;
    if args.check != Some(Check::Dates) {
        found += index(&shared.index, console)?;
    }
    // A damaged index was told of as one, and has no dates to look at.
    let reader = match Reader::open(&shared.index) {
        Err(Error::Damaged { .. }) if found > 0 => None,
        reader => Some(reader?),
    };
    if args.check != Some(Check::Index)
        && let Some(reader) = &reader
    {
        found += dates(reader, console)?;
    }
    if !console.json {
        let faults = match found {
            0 => "nothing found".to_owned(),
            1 => "1 fault found".to_owned(),
            _ => format!("{found} faults found"),
        };
        let text = match reader {
            Some(reader) => format!("{faults} in {} articles", reader.articles()),
            None => faults,
        };
        note("N-DOCTOR", &text, console);
    }
    match found {
        0 => Ok(Exit::Done),
        _ => Ok(Exit::NothingFound),
    }
}

fn index(folder: &Path, console: &mut Console) -> anyhow::Result<u64> {
    let faults = soundness::faults(folder)?;
    for fault in &faults {
        if console.json {
            let json = IndexJson {
                check: "index",
                fault,
            };
            serde_json::to_writer(&mut console.out, &json)?;
            writeln!(console.out)?;
        } else {
            writeln!(console.out, "{}", visible(fault))?;
        }
    }
    Ok(faults.len() as u64)
}

fn dates(reader: &Reader, console: &mut Console) -> anyhow::Result<u64> {
    let today = jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    let mut found = 0;
    let mut printed = Ok(());
    reader.each_article(|stored| {
        // What cannot be read is a fault of the index, not of its dates.
        let Ok(stored) = stored else {
            return ControlFlow::Continue(());
        };
        for fault in date_faults(&stored.article, today) {
            found += 1;
            printed = print(fault, &stored.article, console);
            if printed.is_err() {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    })?;
    printed?;
    Ok(found)
}

fn print(fault: DateFault, article: &Article, console: &mut Console) -> anyhow::Result<()> {
    if console.json {
        let json = DateJson {
            check: "dates",
            fault: fault.name(),
            id: article.id.to_string(),
            file: &article.origin.file,
            file_bytes: article.origin.file.hex(),
            record: article.origin.record,
            title: &article.title,
            date: article.published.map(|date| date.to_string()),
            dates: statements(article)
                .map(|(source, date)| StatementJson { date, source })
                .collect(),
        };
        serde_json::to_writer(&mut console.out, &json)?;
        writeln!(console.out)?;
        return Ok(());
    }
    let record = match article.origin.record {
        0 => String::new(),
        record => format!(" record {record}"),
    };
    let said: Vec<String> = statements(article)
        .map(|(source, date)| format!("{} says {date}", source.name()))
        .collect();
    let label = console.styled(FAINT, &format!("{:<12}", fault.name()));
    writeln!(
        console.out,
        "{label} {}{record}: {}",
        visible_path(&article.origin.file),
        said.join(", ")
    )?;
    Ok(())
}

fn statements(article: &Article) -> impl Iterator<Item = (DateSource, String)> {
    article
        .dates
        .iter()
        .map(|(source, date)| (*source, date.to_string()))
}
