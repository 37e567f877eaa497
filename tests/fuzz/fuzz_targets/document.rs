//! Every reader of a record: the first byte picks a format's start, the rest is what stands behind.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz document -- -max_len=65536 -timeout=10`

#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::article::{Article, Mapping};
use morgue::corpus::{Content, Document, Origin, Record};

/// How a record of each format begins. A new format adds a line.
const STARTS: &[&str] = &[
    "",
    "Title: A\nDate: 3 March 1923\n\n",
    "<!DOCTYPE html><html><head>",
    "<?xml version=\"1.0\"?><nitf><body>",
    "<?xml version=\"1.0\"?><NewsML><NewsItem>",
    "<?xml version=\"1.0\"?><newsMessage><itemSet><newsItem>",
    "<?xml version=\"1.0\"?><rss><channel><item>",
    "<?xml version=\"1.0\"?><feed><entry>",
    "<?xml version=\"1.0\"?><urlset><url>",
    "<?xml version=\"1.0\"?><alto><Layout><Page>",
    "<?xml version=\"1.0\"?><mets><structMap>",
    "<?xml version=\"1.0\"?><TEI><text><body>",
    "<DOC>\n<DOCNO>",
    "<REUTERS NEWID=\"1\"><TEXT>",
    "\u{1}a1234 r i bc-strike 03-03 0123\u{2}\n",
    "1 of 2 DOCUMENTS\n\n",
    "HD Strike\nBY ",
    "From: a@a.example\nSubject: A\nMIME-Version: 1.0\n",
    "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n",
    "{\\rtf1\\ansi ",
    "%PDF-1.4\n1 0 obj",
    "PK\u{3}\u{4}",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let start = STARTS[usize::from(*first) % STARTS.len()].as_bytes();
    let bytes = [start, rest].concat();
    let json = String::from_utf8_lossy(rest).into_owned();
    let document = Document {
        bytes: bytes.clone(),
        ..Document::default()
    };
    let contents = [
        Content::Document(document),
        Content::Piece(bytes),
        Content::Json(json),
    ];
    for content in contents {
        let origin = Origin {
            file: "a".into(),
            record: 0,
        };
        let read = Article::read(&Record { origin, content }, &Mapping::default());
        assert!(!read.is_empty());
    }
});
