//! The query language takes every text.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz query`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = morgue::query::parse(text);
});
