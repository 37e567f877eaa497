//! The `morgue` program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    morgue::cli::main(std::env::args_os())
}
