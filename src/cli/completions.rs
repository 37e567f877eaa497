//! `morgue completions`: a script that lets a shell complete flags and verbs.

use clap::CommandFactory;
use clap_complete::Shell;

use super::Exit;
use super::console::Console;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell to write it for
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(args: &Args, console: &mut Console) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    let mut command = super::Args::command();
    clap_complete::generate(args.shell, &mut command, "morgue", &mut script);
    console.out.write_all(&script)?;
    Ok(Exit::Done)
}
