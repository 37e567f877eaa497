//! `morgue completions`: a script that lets a shell complete flags and verbs.

use clap::{Command, CommandFactory, Subcommand};
use clap_complete::Shell;

use super::console::Console;
use super::{Exit, Verb};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell to write it for
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(args: &Args, console: &mut Console) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    // With the flags of all verbs, which else are described on demand.
    let verbs = Verb::augment_subcommands_for_update(Command::new("verbs"));
    let mut command = super::Args::command().mut_subcommands(|verb| {
        let described = verbs.find_subcommand(verb.get_name());
        described.cloned().unwrap_or(verb)
    });
    clap_complete::generate(args.shell, &mut command, "morgue", &mut script);
    console.out.write_all(&script)?;
    Ok(Exit::Done)
}
