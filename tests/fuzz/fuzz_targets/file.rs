//! Every container, compression and cutter: the first byte picks how the file begins.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz file -- -max_len=65536 -timeout=10`

#![no_main]

use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use morgue::corpus::{Corpus, Found, Layouts, cut};

/// How a file of each kind begins. A new kind adds a line.
const STARTS: &[&[u8]] = &[
    b"",
    b"\x1f\x8b\x08\0\0\0\0\0\0\xff",
    b"BZh91AY&SY",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"\x04\x22\x4d\x18",
    b"PK\x03\x04\x0a\0\0\0\0\0",
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: ",
    b"filedesc://a.arc 0.0.0.0 20050304050607 text/plain ",
    b"{\"title\":",
    b"[{\"title\":",
    b"title,text,date\n",
    b"<DOC>\n<DOCNO>",
    b"From j@a.example Sat Mar  3 10:00:00 2018\n",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let start = STARTS[usize::from(*first) % STARTS.len()];
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("a");
    std::fs::write(&path, [start, rest].concat()).expect("the folder can be written to");
    let corpus = Corpus::open(&[path]).expect("the file was just written");
    for found in corpus.files() {
        let Found::File(file) = found else { continue };
        let mut records = 0;
        cut(&file, &Layouts::default(), &mut |_| {
            records += 1;
            ControlFlow::Continue(())
        });
        assert!(records > 0);
    }
});
