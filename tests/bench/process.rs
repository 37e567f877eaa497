//! What a process costs, and what many such costs say.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use serde::{Deserialize, Serialize};

/// What one run of a command took.
#[derive(Serialize, Deserialize)]
pub struct Cost {
    /// User and system time.
    pub cpu_s: f64,
    pub wall_s: f64,
    /// The most memory it held.
    pub peak_bytes: u64,
    pub printed: String,
}

/// Runs a command and measures it. Between the two stands a process of this program, since the system tells the peak of
/// all children together.
pub fn run(program: &Path, arguments: &[&Path]) -> Result<Cost> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--side", "cost"]).arg(program);
    command.args(arguments).stderr(Stdio::inherit());
    let output = command.output()?;
    if !output.status.success() {
        bail!("{} failed", program.display());
    }
    serde_json::from_slice(&output.stdout).context("the measuring process printed no cost")
}

/// Runs a command and prints its [`Cost`].
pub fn report(command: &[impl AsRef<OsStr>]) -> Result<()> {
    let (program, arguments) = command.split_first().context("no command")?;
    let start = Instant::now();
    let mut command = Command::new(program);
    let output = command.args(arguments).stderr(Stdio::inherit()).output()?;
    let wall_s = start.elapsed().as_secs_f64();
    if !output.status.success() {
        bail!("it ended with {}", output.status);
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    let cost = Cost {
        cpu_s: micros as f64 / 1e6,
        wall_s,
        // Kilobytes, but for macOS, which tells bytes.
        peak_bytes: usage.max_rss() as u64 * if cfg!(target_os = "macos") { 1 } else { 1024 },
        printed: String::from_utf8_lossy(&output.stdout).into_owned(),
    };
    println!("{}", serde_json::to_string(&cost)?);
    Ok(())
}

/// Ratios of pairs.
#[derive(Default)]
pub struct Ratios(Vec<f64>);

impl Ratios {
    pub fn push(&mut self, ratio: f64) {
        self.0.push(ratio);
    }

    pub fn print(&self, row: &str) {
        let least = self.0.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self.0.iter().copied().fold(0.0, f64::max);
        let median = median(self.0.iter().copied());
        println!("{row:<10} {median:>7.2} {least:>7.2} {most:>7.2}");
    }
}

/// The middle one; of an even number, the lower of both.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
        .get((values.len().max(1) - 1) / 2)
        .copied()
        .unwrap_or(f64::NAN)
}

/// Bytes of all files in a folder.
pub fn folder_bytes(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        bytes += match entry.file_type()?.is_dir() {
            true => folder_bytes(&entry.path())?,
            false => entry.metadata()?.len(),
        };
    }
    Ok(bytes)
}
