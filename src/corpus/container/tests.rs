//! What files are cut into.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use crate::corpus::{Corpus, Found};

/// What a file of this name and content is cut into, each with its number and, in a container, its
/// name there.
pub(super) fn shown(name: &str, bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let corpus = Corpus::open(&[folder.path().to_path_buf()]).unwrap();
    let Some(Found::File(file)) = corpus.files().next() else {
        panic!("one file was written");
    };
    let mut shown = Vec::new();
    cut(&file, &Layouts::default(), &mut |cut| {
        let (origin, what) = match cut {
            Ok(record) => (record.origin, content(record.content)),
            Err((origin, rejection)) => {
                let detail = rejection.detail.unwrap_or_default();
                (origin, format!("{} ({detail})", rejection.reason))
            }
        };
        let inside = origin.file.strip_prefix(name).unwrap();
        shown.push(format!("{inside}{} {what}", origin.record));
        ControlFlow::Continue(())
    });
    shown
}

fn content(content: Content) -> String {
    match content {
        Content::Document(document) => format!("file {}", document.bytes.len()),
        Content::Piece(bytes) => format!("piece {}", bytes.len()),
        Content::Json(json) => json,
        Content::Row { cells, .. } => format!("row {}", cells.join("/")),
    }
}

/// The same without details, which are the words of crates.
pub(super) fn reasons(name: &str, bytes: &[u8]) -> Vec<String> {
    let shown = shown(name, bytes).into_iter();
    shown
        .map(|line| line.split(" (").next().unwrap().to_owned())
        .collect()
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn bytes_decide() {
    for (name, bytes, expected) in [
        ("a.txt", &b"Headline\n\nText."[..], vec!["0 file 15"]),
        ("a.txt", b"", vec!["0 empty file ()"]),
        ("a.txt", b" \n\n", vec!["0 empty file ()"]),
        (
            "a.txt",
            b"{\"a\":1}\n{\"a\":2}",
            vec!["0 {\"a\":1}", "1 {\"a\":2}"],
        ),
        ("a.json", b"\xef\xbb\xbf[{\"a\":1}]", vec!["0 {\"a\":1}"]),
        (
            "a.json",
            b"\xff\xfe{\0\"\0a\0\"\0:\x001\0}\0",
            vec!["0 {\"a\":1}"],
        ),
        ("a.json", b"A text, really", vec!["0 file 14"]),
        ("a.txt", b"The ferry\0 sailed", vec!["0 file 16"]),
        ("a.txt", b"A\0 \0f\0e\0r\0r\0y\0", vec!["0 file 7"]),
        ("a.json", b"[1,2,3]", vec!["0 no text ()"]),
        ("a.csv", b"title;text\nOne;Two\n", vec!["0 row One/Two"]),
        (
            "a.txt",
            b"\x89PNG\r\n\x1a\n\0\0",
            vec!["0 not text (PNG image)"],
        ),
        ("a.txt", b"%PDF-1.4\n\0\0\x01", vec!["0 file 12"]),
        ("a.txt", b"{\\rtf1\\ansi}", vec!["0 file 12"]),
        ("a.txt", b"BZh, the band, played", vec!["0 file 21"]),
        (
            "a.txt",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
            vec!["0 pointer ()"],
        ),
    ] {
        assert_eq!(shown(name, bytes), expected, "{name} {bytes:?}");
    }
}

#[test]
fn compressed_files() {
    let mut two = gzip(b"{\"a\":1}\n");
    two.extend(gzip(b"{\"a\":2}\n"));
    assert_eq!(shown("a", &two), ["0 {\"a\":1}", "1 {\"a\":2}"]);
    assert_eq!(
        shown("a.csv.gz", &gzip(b"title,text\nOne,Two\n")),
        ["0 row One/Two"]
    );

    let whole = gzip("{\"a\":1}\n".repeat(2000).as_bytes());
    let cut = shown("a.gz", &whole[..whole.len() - 12]);
    assert_eq!(cut[0], "0 {\"a\":1}");
    assert!(
        cut[cut.len() - 1].contains("damaged gzip"),
        "{:?}",
        cut.last()
    );
}

#[test]
fn a_bomb_is_refused() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let line = "{\"a\":0}\n".repeat(1 << 17);
    for _ in 0..130 {
        encoder.write_all(line.as_bytes()).unwrap();
    }
    let cut = shown("a.gz", &encoder.finish().unwrap());
    let last = cut.last().unwrap();
    assert!(last.contains("decompression bomb"), "{last}");
}
