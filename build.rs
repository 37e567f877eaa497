//! Packs the table of what is to be relocated when the program starts: 20 KB in place of 1.6 MB, which every question by a new
//! process reads. See decision 30.

#![allow(
    clippy::print_stdout,
    reason = "that is how a build script speaks to cargo"
)]

use std::env;
use std::process::Command;

/// The first version of the C library that reads a packed table.
const UNPACKS: (u32, u32) = (2, 36);

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let variable = |name| env::var(name).unwrap_or_default();
    let is_of_glibc =
        variable("CARGO_CFG_TARGET_OS") == "linux" && variable("CARGO_CFG_TARGET_ENV") == "gnu";
    let is_native = variable("HOST") == variable("TARGET");
    if is_of_glibc && is_native && glibc().is_some_and(|version| version >= UNPACKS) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of this machine's C library; `None` when it does not say.
fn glibc() -> Option<(u32, u32)> {
    let told = Command::new("getconf")
        .arg("GNU_LIBC_VERSION")
        .output()
        .ok()?;
    let told = String::from_utf8(told.stdout).ok()?;
    let (_, version) = told.trim().split_once(' ')?;
    let mut numbers = version.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}
