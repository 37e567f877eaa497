//! The `morgue` program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    morgue::panics::keep_quiet();
    morgue::cli::main(std::env::args_os())
}
