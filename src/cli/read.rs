//! `morgue read`: how articles are understood, without an index.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::console::Console;
use super::message::note;
use super::{Exit, Shared, page};
use crate::article::Mapping;
use crate::corpus::{Origin, Rejection};
use crate::entity::Gazetteer;
use crate::ingest;
use crate::query::json;
use crate::text::visible::visible_path;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files or folders to read
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
}

pub(super) fn run(args: &Args, _shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    let gazetteer = Gazetteer::builtin();
    let mut articles = 0u64;
    let mut rejected = Vec::new();
    let mut printed = Ok(());
    ingest::read(
        &args.paths,
        &Mapping::of(&args.paths, Path::new("."))?,
        |stored| {
            if printed.is_err() {
                return false;
            }
            if articles > 0 && !console.json {
                printed = writeln!(console.out).map_err(Into::into);
            }
            articles += 1;
            printed = match console.json {
                true => print_json(&stored, &gazetteer, console),
                false => page::print(&stored, &[], console),
            };
            printed.is_ok()
        },
        |origin, rejection| rejected.push(told(origin, rejection)),
    )?;
    printed?;
    for line in rejected {
        note("N-REJECTED", &line, console);
    }
    match articles {
        0 => Ok(Exit::NothingFound),
        _ => Ok(Exit::Done),
    }
}

fn print_json(
    stored: &crate::index::Stored,
    gazetteer: &Gazetteer,
    console: &mut Console,
) -> anyhow::Result<()> {
    serde_json::to_writer(&mut console.out, &json::article(stored, gazetteer))?;
    writeln!(console.out)?;
    Ok(())
}

fn told(origin: &Origin, rejection: &Rejection) -> String {
    let detail = rejection
        .detail
        .as_deref()
        .map(|detail| format!(" ({detail})"));
    let record = match origin.record {
        0 => String::new(),
        record => format!(" record {record}"),
    };
    format!(
        "{}{record}: {}{}",
        visible_path(&origin.file),
        rejection.reason,
        detail.unwrap_or_default()
    )
}
