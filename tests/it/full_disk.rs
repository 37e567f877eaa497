//! A disk without room: the run says which file could not be written and why, and nothing is lost.
//!
//! A limit on the size of a file stands in for the disk, since it needs no rights: whichever file grows over it
//! cannot be written. With room again, the next run makes the index whole.

use std::process::Command;

use crate::editions::{answers, assert_equals_a_clean_build, write_edition};
use crate::sandbox::{Output, Sandbox, finish, text};

/// Runs `morgue index` where no file may grow over so many blocks, of half or of whole kilobytes as the shell has it.
fn index_with_room_for(sandbox: &Sandbox, blocks: u32, more: &[&str]) -> Output {
    let program = sandbox.command(["index", "--json"]);
    let limited = "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"";
    let mut command = Command::new("sh");
    command
        .args(["-c", limited, &blocks.to_string()])
        .arg(program.get_program())
        .args(program.get_args())
        .args(more)
        .current_dir(sandbox.path(""))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    finish(command)
}

fn assert_refused(output: &Output) {
    let error = output.error();
    assert_eq!(error["code"], "E-IO", "{output}");
    assert!(
        text(&error["message"]).starts_with("cannot write index/"),
        "{output}"
    );
    assert!(text(&error["help"]).contains("nothing is lost"), "{output}");
    assert!(!output.stderr.contains("panicked"), "{output}");
}

#[test]
fn a_first_run_without_room_can_be_repeated() {
    let mut refused = 0;
    for blocks in [0, 1, 2, 5, 20, 100, 300] {
        let sandbox = Sandbox::new();
        write_edition(&sandbox, 1);
        let output = index_with_room_for(&sandbox, blocks, &[]);
        if output.code != 0 {
            assert_eq!(output.code, 2, "{output}");
            assert_refused(&output);
            refused += 1;
        }
        if refused > 0 && blocks % 5 == 0 {
            assert_equals_a_clean_build(&sandbox, 1);
        }
    }
    assert!(refused >= 5, "only {refused} runs had no room");
}

#[test]
fn an_index_that_cannot_grow_answers_as_before() {
    let sandbox = Sandbox::new();
    write_edition(&sandbox, 1);
    sandbox.index();
    let before = answers(&sandbox);
    write_edition(&sandbox, 2);
    let mut refused = 0;
    for more in [&[][..], &["--rebuild"]] {
        for blocks in [0, 1, 5, 20, 60] {
            let output = index_with_room_for(&sandbox, blocks, more);
            assert_eq!(output.code, 2, "{blocks} blocks: {output}");
            assert_refused(&output);
            refused += 1;
            assert!(answers(&sandbox) == before, "{blocks} blocks: {output}");
        }
    }
    assert_eq!(refused, 10);
    assert_equals_a_clean_build(&sandbox, 2);
}
