//! Whole processes, measured from outside.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use tantivy::directory::{Directory, MmapDirectory};

use crate::{HITS, Row, median};

/// Asks this program to do the other side's work and end.
pub(crate) const MAP_FILES: &str = "--map-files";

/// Maps every file of an index into memory, as whoever searches it must.
pub(crate) fn map_files(index: &Path) -> Result<()> {
    let mut bytes = 0;
    for entry in fs::read_dir(index)? {
        let folder = entry?.path();
        if !folder.is_dir() {
            continue;
        }
        let directory = MmapDirectory::open(&folder)?;
        for file in fs::read_dir(&folder)? {
            let name = file?.file_name();
            bytes += directory.get_file_handle(name.as_ref())?.len();
        }
    }
    ensure!(bytes > 0, "{} holds nothing", index.display());
    Ok(())
}

/// `morgue query` beside a process that does [`map_files`].
pub(crate) fn cold(index: &Path, question: &str, pairs: usize) -> Result<Row> {
    let mut query = Command::new(env!("CARGO_BIN_EXE_morgue"));
    query.args(["query", question, "-n", &HITS.to_string(), "--index"]);
    query.arg(index);
    let mut map = Command::new(env::current_exe().context("find this program")?);
    map.arg(MAP_FILES).arg(index);
    let mut samples = [Vec::new(), Vec::new()];
    for _ in 0..pairs {
        samples[0].push(child_cpu(&mut query)?);
        samples[1].push(child_cpu(&mut map)?);
    }
    let [ours, other] = samples.map(median);
    Ok(Row {
        question: question.to_owned(),
        ours,
        other,
        passages: None,
    })
}

/// Runs it to its end; microseconds of CPU.
fn child_cpu(command: &mut Command) -> Result<f64> {
    let before = spent()?;
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    let status = quiet.status()?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(spent()? - before)
}

/// CPU of all children that have ended.
fn spent() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let all = usage.user_time() + usage.system_time();
    Ok(all.num_microseconds() as f64)
}
