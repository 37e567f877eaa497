//! Zip archives as they are and as they should not be.

use std::io::Write;

use ::zip::CompressionMethod;
use ::zip::write::{SimpleFileOptions, ZipWriter};

use super::super::tests::{gzip, reasons, shown};
use super::directory::{CENTRAL, CENTRAL_BYTES};
use super::*;

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    archive_with(CompressionMethod::Deflated, members)
}

fn archive_with(method: CompressionMethod, members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in members {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Another name for a member, as long as its own, everywhere in the archive.
fn renamed(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + from.len()].copy_from_slice(to);
        }
    }
    bytes
}

#[test]
fn members() {
    let bytes = archive(&[
        ("b/c.json", b"{\"a\":1}"),
        ("b/.DS_Store", b"\0\0"),
        ("d/c.json", b"{\"a\":2}"),
        ("e.txt", b"Text"),
    ]);
    let bytes = renamed(
        renamed(bytes, b"d/c.json", b"b/c.json"),
        b"e.txt",
        b"../\xe9\n",
    );
    let expected = [
        "!b/c.json0 {\"a\":1}",
        "!b/.DS_Store0 hidden ()",
        "!b/c.json~20 {\"a\":2}",
        "!../\u{fffd}\n0 file 4",
    ];
    assert_eq!(shown("a.zip", &bytes), expected);
    assert_eq!(shown("a.zip.gz", &gzip(&bytes)), expected);
    let outer = archive(&[("inner.zip", &bytes)]);
    assert_eq!(shown("a.zip", &outer)[0], "!inner.zip!b/c.json0 {\"a\":1}");
    let with_stub = [b"PK\x03\x04, a stub".as_slice(), &bytes].concat();
    assert_eq!(shown("a.zip", &with_stub), expected);
}

#[test]
fn methods() {
    for method in [
        CompressionMethod::Stored,
        CompressionMethod::Bzip2,
        CompressionMethod::Xz,
    ] {
        let bytes = archive_with(method, &[("a", b"Text")]);
        assert_eq!(shown("a.zip", &bytes), ["!a0 file 4"], "{method}");
    }
    let mut bytes = archive_with(CompressionMethod::Stored, &[("a", b"Text")]);
    let method_at = bytes.len() - END_BYTES - CENTRAL_BYTES - 1 + 10;
    bytes[method_at] = 9;
    assert_eq!(
        shown("a.zip", &bytes),
        ["!a0 unsupported compression (Deflate64)"]
    );
    let flags_at = method_at - 2;
    bytes[flags_at] |= 1;
    assert_eq!(reasons("a.zip", &bytes), ["!a0 password-protected"]);
}

#[test]
fn packages() {
    for (members, expected) in [
        (vec![], "0 empty archive"),
        (vec!["b/"], "0 empty archive"),
        (vec!["[Content_Types].xml", "word/document.xml"], "0 file"),
        (
            vec!["[Content_Types].xml", "xl/workbook.xml"],
            "0 format not read",
        ),
        (vec!["META-INF/MANIFEST.MF", "A.class"], "0 format not read"),
        (
            vec!["META-INF/container.xml", "a.xhtml"],
            "0 format not read",
        ),
    ] {
        let members: Vec<_> = members.iter().map(|name| (*name, &b""[..])).collect();
        let found = reasons("a.zip", &archive(&members));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(expected), "{found:?}");
    }
    let stored = CompressionMethod::Stored;
    let text = b"application/vnd.oasis.opendocument.text";
    let bytes = archive_with(stored, &[("mimetype", text), ("content.xml", b"<a/>")]);
    assert_eq!(
        reasons("a.odt", &bytes),
        [format!("0 file {}", bytes.len())]
    );
    let wacz = archive(&[
        ("datapackage.json", b"{}"),
        ("archive/a.txt", b"Text"),
        ("pages/pages.jsonl", b"{\"title\":\"a\"}"),
    ]);
    assert_eq!(
        reasons("a.wacz", &wacz),
        [
            "!datapackage.json0 crawl index",
            "!archive/a.txt0 file 4",
            "!pages/pages.jsonl0 crawl index"
        ]
    );
}

#[test]
fn broken_archives() {
    let bytes = archive(&[("a", b"First"), ("b", b"Second")]);
    let middle = bytes.windows(4).rposition(|four| four == LOCAL).unwrap();
    for (length, expected) in [
        (
            bytes.len() - 1,
            vec!["!a0 file 5", "!b0 file 6", "0 damaged zip"],
        ),
        (middle + 34, vec!["!a0 file 5", "!b0 damaged zip"]),
        (middle, vec!["!a0 file 5", "0 damaged zip"]),
        (12, vec!["0 damaged zip"]),
    ] {
        assert_eq!(reasons("a.zip", &bytes[..length]), expected, "{length}");
    }
    let stored = CompressionMethod::Stored;
    let mut changed = archive_with(stored, &[("a", b"First"), ("b", b"Second")]);
    changed[LOCAL_BYTES + 3] ^= 1;
    assert_eq!(reasons("a.zip", &changed)[1..], ["!b0 file 6"]);
    assert_eq!(reasons("a.zip", &changed)[0], "!a0 damaged zip");
}

#[test]
fn members_that_share_their_bytes() {
    let bytes = archive(&[("a", b"First"), ("b", b"Second")]);
    let second = bytes.windows(4).rposition(|four| four == CENTRAL).unwrap();
    let mut shared = bytes;
    shared[second + 42..second + 46].fill(0);
    assert_eq!(
        reasons("a.zip", &shared),
        ["!a0 overlapping members", "!b0 overlapping members"]
    );
}
