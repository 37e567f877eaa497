//! Killed at any moment, the index can be searched, and the next run makes it whole.
//!
//! A kill must not lose an article that was committed, and none may be there twice. Half of the moments are chosen by the clock, half by what
//! happens in the index folder: after so many files came or went. So all that is short is hit, too: the first creation, a commit, a merge, the change to
//! a rebuilt index. A longer run, which takes some minutes:
//!
//! ```text
//! MORGUE_KILLS=400 MORGUE_SEED=1 cargo test --release --test it killed
//! ```

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::dice::{Dice, number_from};
use crate::editions::{answers, assert_equals_a_clean_build, write_edition};
use crate::sandbox::Sandbox;

/// Runs that are killed, unless `MORGUE_KILLS` says otherwise.
const KILLS: usize = 20;

/// When a run is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// So long after its start.
    Time(Duration),
    /// As soon as so many files of the index folder came or went.
    Changes(usize),
}

impl Moment {
    fn any(dice: &mut Dice, whole_run: Duration) -> Moment {
        if dice.below(2) == 0 {
            Moment::Changes(1 + dice.below(40))
        } else {
            Moment::Time(whole_run * dice.below(1_000) as u32 / 1_000)
        }
    }

    /// Waits for it, or for the end of the run.
    fn wait(self, sandbox: &Sandbox, child: &mut Child) {
        let started = Instant::now();
        let mut before = files(sandbox);
        let mut changes = 0;
        while child.try_wait().unwrap().is_none() {
            match self {
                Moment::Time(time) if started.elapsed() >= time => return,
                Moment::Time(_) => std::thread::sleep(Duration::from_micros(200)),
                Moment::Changes(wanted) => {
                    let now = files(sandbox);
                    changes += now.symmetric_difference(&before).count();
                    before = now;
                    if changes >= wanted {
                        return;
                    }
                }
            }
        }
    }
}

/// The names in the index folder and in its generations.
fn files(sandbox: &Sandbox) -> BTreeSet<PathBuf> {
    let list = |folder: PathBuf| {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        entries.filter_map(|entry| Some(entry.ok()?.path()))
    };
    let top: Vec<PathBuf> = list(sandbox.path("index")).collect();
    let below = top.iter().flat_map(|path| list(path.clone()));
    below.chain(top.iter().cloned()).collect()
}

/// Says which generation counts.
fn current(sandbox: &Sandbox) -> String {
    std::fs::read_to_string(sandbox.path("index/morgue.json")).unwrap()
}

#[test]
fn the_next_run_continues() {
    let kills = number_from("MORGUE_KILLS").unwrap_or(KILLS);
    let mut dice = Dice::new();
    let clean = Sandbox::new();
    write_edition(&clean, 1);
    let started = Instant::now();
    clean.index_with(["-j", "2"]);
    let whole_run = started.elapsed();

    let mut sandbox = Sandbox::new();
    let mut killed = 0;
    // Which index counted when the run before came to its end, and what it said.
    let mut before = None;
    for kill in 0..kills {
        // Always something to do, often a first creation, sometimes a rebuild beside an index that is in use.
        if dice.below(5) == 0 {
            sandbox = Sandbox::new();
            before = None;
        }
        write_edition(&sandbox, kill + 2);
        let is_rebuild = dice.below(4) == 0;
        let mut arguments = vec!["index", "-j", "2"];
        if is_rebuild {
            arguments.push("--rebuild");
        }
        let moment = Moment::any(&mut dice, whole_run);
        let mut command = sandbox.command(arguments);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        moment.wait(&sandbox, &mut child);
        let is_running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        killed += usize::from(is_running);

        // Whatever happened, a question is answered or the index is not there yet.
        let output = sandbox.run(["query", "-c", "quiet"]);
        let is_first = !sandbox.path("index/morgue.json").exists();
        assert!(
            output.code <= 1 || is_first,
            "after kill {kill} {moment:?}: {output}"
        );
        if !is_first {
            let output = sandbox.run(["doctor", "index"]);
            assert_eq!(output.code, 0, "after kill {kill} {moment:?}: {output}");
        }
        // A rebuild that did not come to its end changed nothing.
        if let Some((generation, said)) = before.take()
            && is_rebuild
            && current(&sandbox) == generation
        {
            assert!(answers(&sandbox) == said, "after kill {kill} {moment:?}");
        }
        if dice.below(4) == 0 {
            sandbox.index();
            before = Some((current(&sandbox), answers(&sandbox)));
        }
    }
    assert!(
        killed > kills / 4,
        "only {killed} of {kills} runs were killed in time"
    );

    write_edition(&sandbox, 1);
    assert_equals_a_clean_build(&sandbox, 1);
    let is_generation = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with("gen-")
    };
    let generations = files(&sandbox).into_iter().filter(is_generation).count();
    assert_eq!(generations, 1, "what killed rebuilds left behind is gone");
}
