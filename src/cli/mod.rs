//! What people type and see: one file per verb.
//!
//! Data goes to stdout, everything else to stderr. Only this stage prints, reads the environment
//! and knows about terminals.

mod asked;
mod completions;
mod console;
mod doctor;
mod empty;
mod explain;
mod facets;
mod index;
mod kwic;
mod mapping;
mod marked;
mod message;
mod names;
mod page;
mod pager;
mod query;
mod read;
mod rerun;
mod show;
mod similar;
mod stats;
mod timings;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use console::Console;
use message::Failure;

use crate::entity::Gazetteer;
use crate::query::names::{FILE_NAME, Names, NamesFile};
use crate::text::visible::visible;

/// Full-text search over news archives, by person, place or phrase.
///
/// `morgue index` reads a folder of articles; `morgue query` finds them. Exit codes: 0 done or
/// found, 1 nothing found, 2 could not.
#[derive(Debug, Parser)]
#[command(name = "morgue", version, arg_required_else_help = true)]
struct Args {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    shared: Shared,
}

/// What every verb takes.
#[derive(Debug, clap::Args)]
struct Shared {
    /// Folder of the index
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "MORGUE_INDEX",
        default_value = "index"
    )]
    index: PathBuf,
    /// One JSON object a line, for scripts
    #[arg(long, global = true)]
    json: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: console::ColorChoice,
    /// Print long answers straight to the terminal, not through MORGUE_PAGER, PAGER or less
    #[arg(long, global = true)]
    no_pager: bool,
}

/// Who is who: for every verb that prints or looks up names.
#[derive(Debug, clap::Args)]
struct NamesChoice {
    /// Names file to go by, see `morgue names --help` [default: names.tsv in the folder of the index]
    #[arg(id = "names-file", long = "names", global = true, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Find people only under names that hold the asked words as printed, and those of the names file
    #[arg(long, global = true)]
    strict_names: bool,
}

impl NamesChoice {
    /// What the names file says. Only the default one may be missing.
    fn read(&self, shared: &Shared, gazetteer: &Gazetteer) -> crate::Result<Names> {
        let file = match &self.file {
            Some(path) => NamesFile::read(path, gazetteer)?,
            None => NamesFile::of_index(&shared.index, gazetteer)?,
        };
        Ok(Names {
            file,
            strict: self.strict_names,
        })
    }

    /// Where the names file is, or would be.
    fn path(&self, shared: &Shared) -> PathBuf {
        let of_index = || shared.index.join(FILE_NAME);
        self.file.clone().unwrap_or_else(of_index)
    }
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Read a folder of articles and make the index equal to it
    #[command(after_long_help = mapping::HELP)]
    Index(index::Args),
    /// Find articles by person, place, phrase or word
    #[command(after_long_help = query::help())]
    Query(Box<query::Args>),
    /// List every place where a query matched, with the words around it
    #[command(after_help = kwic::HELP)]
    Kwic(kwic::Args),
    /// Ask again what a receipt says was asked, and say what changed
    #[command(after_long_help = rerun::HELP)]
    Rerun(rerun::Args),
    /// Show how a query is read, clause by clause, with counts; and why an article is a hit or not
    Explain(explain::Args),
    /// Show how articles are understood, without an index
    #[command(after_long_help = mapping::HELP)]
    Read(read::Args),
    /// Show one article of the index, whole
    Show(show::Args),
    /// Find articles like one
    Similar(similar::Args),
    /// List the people, places and organisations in the index; say who is who
    #[command(after_long_help = names::HELP)]
    Names(names::Args),
    /// Count what is in the index
    Stats,
    /// List what looks wrong: dates that cannot be, an index that does not hold together
    Doctor(doctor::Args),
    /// Write a completion script for a shell
    Completions(completions::Args),
}

/// How a command ended. As grep and ripgrep have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Done, or something found.
    Done = 0,
    /// Ran, nothing found.
    NothingFound = 1,
    /// Could not.
    Failed = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Runs the program with these arguments, the first being its own name.
pub fn main(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.collect();
    let args = match Args::try_parse_from(&arguments) {
        Ok(args) => args,
        Err(error) => return usage(&error, &arguments),
    };
    let mut console = Console::new(args.shared.color, args.shared.json, !args.shared.no_pager);
    let ran = run(args, &mut console);
    // Also after an error: what was printed before it is still in the pager.
    let finished = console.finish();
    match ran.and_then(|exit| Ok(finished.map(|()| exit)?)) {
        Ok(exit) => exit.into(),
        // Whoever read the output has seen enough: `morgue query x | head`.
        Err(error) if is_closed_pipe(&error) => Exit::Done.into(),
        Err(error) => {
            message::print(&error, &mut console);
            Exit::Failed.into()
        }
    }
}

fn run(args: Args, console: &mut Console) -> anyhow::Result<Exit> {
    let shared = &args.shared;
    match args.verb {
        Verb::Index(args) => index::run(args, shared, console),
        Verb::Query(args) => query::run(*args, shared, console),
        Verb::Kwic(args) => kwic::run(&args, shared, console),
        Verb::Rerun(args) => rerun::run(&args, shared, console),
        Verb::Explain(args) => explain::run(&args, shared, console),
        Verb::Read(args) => read::run(&args, shared, console),
        Verb::Show(args) => show::run(&args, shared, console),
        Verb::Similar(args) => similar::run(&args, shared, console),
        Verb::Names(args) => names::run(&args, shared, console),
        Verb::Stats => stats::run(shared, console),
        Verb::Doctor(args) => doctor::run(&args, shared, console),
        Verb::Completions(args) => completions::run(&args, console),
    }
}

/// Arguments that clap refuses, or its help. Help that was asked for is data; the rest is an error.
fn usage(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    let wants_json = arguments.iter().any(|argument| argument == "--json");
    if error.use_stderr() && wants_json {
        let mut console = Console::new(console::ColorChoice::Never, true, false);
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        let failure = Failure {
            code: "E-USAGE".into(),
            message: first.trim_start_matches("error: ").to_owned(),
            help: Some("`morgue --help` lists the verbs, `morgue VERB --help` their flags".into()),
        };
        message::print(&failure.into(), &mut console);
        return Exit::Failed.into();
    }
    let is_error = error.use_stderr();
    let text = error.to_string();
    let is_harmless = text.split('\n').all(|line| visible(line) == line);
    if is_harmless {
        // Nothing is left to be told when stdout or stderr is closed.
        let _ = error.print();
    } else {
        // What was typed is shown in it.
        let console = Console::new(console::ColorChoice::Never, false, false);
        for line in text.trim_end().split('\n') {
            console.tell(&visible(line));
        }
    }
    if is_error { Exit::Failed } else { Exit::Done }.into()
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    // An error of serde_json hides the one below it from the chain.
    let kind = |cause: &(dyn std::error::Error + 'static)| {
        let own = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>();
        own.or_else(|| json.and_then(serde_json::Error::io_error_kind))
    };
    error
        .chain()
        .any(|cause| kind(cause) == Some(io::ErrorKind::BrokenPipe))
}
