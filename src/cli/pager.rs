//! A pager, the way git has it: only for people on a terminal, and never in the way.

use std::process::{Child, Command, Stdio};

/// Asked first for the program, then `PAGER`.
pub(super) const OWN_VARIABLE: &str = "MORGUE_PAGER";

const USUAL: &str = "less";

/// What `less` is told when `LESS` says nothing: end when all fits on one screen, let colours through, leave the screen
/// as it is.
const LESS: &str = "FRX";

/// Starts the pager that the environment names, else `less`. `None` when none is wanted or there is no such program.
pub(super) fn start() -> Option<Child> {
    let variable = |name: &str| std::env::var(name).ok();
    let words = chosen(variable);
    let (program, arguments) = words.split_first()?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped());
    if variable("LESS").is_none() {
        command.env("LESS", LESS);
    }
    command.spawn().ok()
}

/// Program and arguments, cut at spaces; no shell reads them. Empty when no pager is wanted: an empty variable, or `cat`.
fn chosen(variable: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let named = variable(OWN_VARIABLE).or_else(|| variable("PAGER"));
    let named = named.unwrap_or_else(|| USUAL.to_owned());
    let words: Vec<String> = named.split_whitespace().map(str::to_owned).collect();
    match words.as_slice() {
        [only] if only == "cat" => Vec::new(),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_wish_counts() {
        for (own, general, words) in [
            (None, None, &["less"][..]),
            (None, Some("more -d"), &["more", "-d"]),
            (Some("most"), Some("more"), &["most"]),
            (Some(""), Some("more"), &[]),
            (None, Some("cat"), &[]),
            (Some("cat -n"), None, &["cat", "-n"]),
        ] {
            let variable = |name: &str| match name {
                OWN_VARIABLE => own.map(str::to_owned),
                _ => general.map(str::to_owned),
            };
            assert_eq!(chosen(variable), words, "{own:?} {general:?}");
        }
    }
}
