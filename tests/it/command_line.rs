//! Help is data, a wrong argument is an error, and completions know every verb.

use crate::sandbox::{Sandbox, keys};

const VERBS: [&str; 8] = [
    "index",
    "query",
    "read",
    "show",
    "names",
    "stats",
    "doctor",
    "completions",
];

#[test]
fn help_goes_to_stdout() {
    let sandbox = Sandbox::new();
    let output = sandbox.run(["--help"]);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    for verb in VERBS {
        assert!(output.stdout.contains(verb), "{verb}");
        let output = sandbox.run([verb, "--help"]);
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{verb}");
        assert!(output.stdout.contains("--index"), "{verb}");
    }
    let output = sandbox.run(["--version"]);
    assert_eq!(
        output.stdout,
        format!("morgue {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn every_option_has_its_line_of_help() {
    let sandbox = Sandbox::new();
    for verb in VERBS {
        let output = sandbox.run([verb, "-h"]);
        for line in output
            .stdout
            .lines()
            .filter(|line| line.trim_start().starts_with('-'))
        {
            let (_, help) = line.trim_start().split_once("  ").unwrap_or_default();
            assert!(!help.trim().is_empty(), "{verb}: {line}");
        }
    }
}

#[test]
fn wrong_arguments_end_with_2() {
    let sandbox = Sandbox::new();
    for arguments in [
        &[][..],
        &["qurey"],
        &["query", "-n", "many"],
        &["show"],
        &["read"],
        &["completions", "cobol"],
        &["query", "x", "-c", "-l"],
    ] {
        let output = sandbox.run(arguments);
        assert_eq!(
            (output.code, output.stdout.as_str()),
            (2, ""),
            "{arguments:?}"
        );
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
    let error = sandbox.run(["query", "-n", "many", "--json"]).error();
    assert_eq!(keys(&error), ["level", "code", "message", "help"]);
    assert_eq!(error["code"], "E-USAGE");
}

#[test]
fn completions_know_every_verb() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = sandbox.run(["completions", shell]);
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{shell}");
        for verb in VERBS {
            assert!(output.stdout.contains(verb), "{shell} {verb}");
        }
        // Flags of a verb.
        assert!(output.stdout.contains("facet-limit"), "{shell}");
    }
    // `morgue help names unban`.
    let bash = sandbox.run(["completions", "bash"]);
    assert!(bash.stdout.contains("help__subcmd__names,unban"));
}

#[cfg(unix)]
#[test]
fn a_full_device_is_an_error() {
    let sandbox = Sandbox::indexed(&[("a.txt", "Strike\n\nText.\n")]);
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else {
        return;
    };
    let mut command = sandbox.command(["query", "strike"]);
    command.stdout(full);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}
