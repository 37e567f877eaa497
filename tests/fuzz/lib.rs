//! What the fuzz targets share.

#[path = "../it/readers.rs"]
pub mod readers;

use std::panic::{set_hook, take_hook};
use std::sync::Arc;

/// Makes a target of a reader and of samples of what it reads.
#[macro_export]
macro_rules! target {
    ($read:expr, $samples:expr) => {
        libfuzzer_sys::fuzz_target!(init: $crate::let_caught_panics_pass(), |bytes: &[u8]| {
            $read(bytes);
        });
        libfuzzer_sys::fuzz_mutator!(|bytes: &mut [u8], len: usize, most: usize, seed: u32| {
            static SAMPLES: std::sync::LazyLock<Vec<Vec<u8>>> = std::sync::LazyLock::new(|| $samples);
            match $crate::sample(&SAMPLES, len, seed) {
                Some(sample) => {
                    let len = sample.len().min(most);
                    bytes[..len].copy_from_slice(&sample[..len]);
                    len
                }
                None => libfuzzer_sys::fuzzer_mutate(bytes, len, most),
            }
        });
    };
}

/// So many changes are of what is there, for one that starts from a sample again.
const CHANGES_A_SAMPLE: u32 = 500;

/// What to start from, now and then and at the beginning: no folder of first inputs is needed.
pub fn sample(samples: &[Vec<u8>], len: usize, seed: u32) -> Option<&[u8]> {
    let is_due = len < 2 || seed.is_multiple_of(CHANGES_A_SAMPLE);
    let number = (seed / CHANGES_A_SAMPLE) as usize % samples.len();
    is_due.then(|| &*samples[number])
}

/// LibFuzzer ends with the first panic, caught or not. The parsers of others may panic where that is caught; our own code, never.
pub fn let_caught_panics_pass() {
    let end = Arc::new(take_hook());
    let not_caught = Arc::clone(&end);
    set_hook(Box::new(move |panic| not_caught(panic)));
    morgue::panics::keep_quiet();
    let quiet = take_hook();
    // As the compiler names files of a workspace; those of others stand elsewhere.
    set_hook(Box::new(move |panic| {
        let place = panic.location();
        match place.is_some_and(|place| place.file().starts_with("src/")) {
            true => end(panic),
            false => quiet(panic),
        }
    }));
}
