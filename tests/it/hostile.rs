//! Files made to break a reader: each is refused by name, and what lies beside it is indexed.
//!
//! All are generated here. A folder holds one of them between two stories; both stories must be
//! found, the sum must add up, and the run must end well.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::sandbox::{Sandbox, assert_adds_up};

const STORY: &str = "Strike ends\n\nDockers went back to work.\n";
const OTHER: &str = "Ferry sails\n\nThe ferry sailed again.\n";

/// Indexes the file between two stories; the summary without their two articles.
fn summary_with(name: &str, bytes: impl AsRef<[u8]>) -> Value {
    let sandbox = Sandbox::new();
    sandbox.write("corpus/a.txt", STORY);
    sandbox.write(format!("corpus/b/{name}"), bytes);
    sandbox.write("corpus/c.txt", OTHER);
    let output = sandbox.run(["index", "--json"]);
    assert_eq!(output.code, 0, "{name}: {output}");
    let mut summary = output.lines().pop().unwrap();
    assert_adds_up(&summary);
    assert!(!output.stdout.contains("morgue itself"), "{name}: {output}");
    for (word, file) in [("dockers", "a.txt"), ("ferry", "c.txt")] {
        let found = sandbox.found([word]);
        assert!(found.contains(&file.to_owned()), "{name}: {found:?}");
    }
    summary["added"] = json!(summary["added"].as_u64().unwrap() - 2);
    summary
}

/// The reasons of an outcome, in the order of their names.
fn reasons(summary: &Value, outcome: &str) -> Vec<String> {
    let reasons = summary[outcome].as_object().unwrap();
    reasons.keys().cloned().collect()
}

/// The file gives no article and this one reason.
fn assert_refused(name: &str, bytes: impl AsRef<[u8]>, outcome: &str, reason: &str) {
    let summary = summary_with(name, bytes);
    assert_eq!(summary["added"], 0, "{name}: {summary}");
    assert_eq!(reasons(&summary, outcome), [reason], "{name}: {summary}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// So many times the same piece, compressed.
fn gzip_of(piece: &[u8], times: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..times {
        encoder.write_all(piece).unwrap();
    }
    encoder.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

#[test]
fn a_gigabyte_of_zeros() {
    let zeros = gzip_of(&vec![0; 1 << 20], 1024);
    assert_refused("zeros.gz", &zeros, "skipped", "not text");
    assert_refused(
        "inner.zip",
        zip(&[("zeros.gz", &zeros)]),
        "skipped",
        "not text",
    );
}

#[test]
fn decompression_bombs() {
    let lines = gzip_of("word ".repeat(200_000).as_bytes(), 400);
    assert_refused("long.txt.gz", &lines, "failed", "too large");
    let record = format!("{{\"text\":\"{}\"}}\n", "a ".repeat(1 << 19));
    let summary = summary_with("lines.jsonl.gz", gzip_of(record.as_bytes(), 120));
    assert_eq!(
        reasons(&summary, "failed"),
        ["decompression bomb"],
        "{summary}"
    );
}

#[test]
fn containers_in_containers() {
    let mut bytes = STORY.replace("Strike", "Another strike").into_bytes();
    for _ in 0..9 {
        bytes = zip(&[("inner.zip", &bytes)]);
    }
    assert_refused("deep.zip", &bytes, "failed", "containers too deep");
    let mut bytes = STORY.as_bytes().to_vec();
    for _ in 0..9 {
        bytes = gzip(&bytes);
    }
    assert_refused("deep.gz", &bytes, "failed", "containers too deep");
}

#[test]
fn members_that_overlap() {
    let mut bytes = zip(&[("one.txt", STORY.as_bytes()), ("two.txt", OTHER.as_bytes())]);
    let second = bytes
        .windows(4)
        .rposition(|four| four == b"PK\x01\x02")
        .unwrap();
    bytes[second + 42..second + 46].fill(0);
    assert_refused("overlap.zip", &bytes, "failed", "overlapping members");
}

#[test]
fn names_that_lead_out_of_the_archive() {
    let members: &[(&str, &[u8])] = &[
        ("../../out.txt", b"Out of it\n\nThis story is out.\n"),
        (
            "/etc/out.txt",
            b"Further out\n\nThis story is further out.\n",
        ),
        (
            "a\nb.txt",
            b"A line end\n\nThis story has a line end in its name.\n",
        ),
    ];
    for (name, bytes) in [("a.zip", zip(members)), ("a.tar", tar(members))] {
        let sandbox = Sandbox::new();
        sandbox.write(format!("corpus/b/{name}"), bytes);
        let before = sandbox.snapshot("corpus");
        assert_eq!(sandbox.index()["added"], 3, "{name}");
        assert_eq!(sandbox.snapshot("corpus"), before);
        assert!(!sandbox.path("out.txt").exists() && !sandbox.path("corpus/out.txt").exists());
        let mut found = sandbox.found(["story"]);
        found.sort();
        let expected = ["../../out.txt", "/etc/out.txt", "a\nb.txt"];
        assert_eq!(found, expected.map(|member| format!("b/{name}!{member}")));
    }
}

#[test]
fn a_member_that_is_called_like_another() {
    let bytes = tar(&[
        ("s.txt", STORY.as_bytes()),
        ("s.txt~2", OTHER.as_bytes()),
        ("s.txt", b"Third story\n\nThe ferry struck a rock.\n"),
    ]);
    let sandbox = Sandbox::new();
    sandbox.write("corpus/a.tar.gz", gzip(&bytes));
    assert_eq!(sandbox.index()["added"], 3);
    let mut found = sandbox.found(["*"]);
    found.sort();
    assert_eq!(
        found,
        ["a.tar.gz!s.txt", "a.tar.gz!s.txt~2", "a.tar.gz!s.txt~3"]
    );
    assert_eq!(sandbox.index()["unchanged"], 3);
}

#[test]
fn a_file_that_is_called_like_a_member() {
    let sandbox = Sandbox::with(&[("z.txt", STORY)]);
    let member = ("s.txt", &b"Frost\n\nThe harbour froze.\n"[..]);
    let titles = || {
        let mut titles = sandbox.titles(["*"]);
        titles.sort();
        titles
    };
    let other = "corpus/a.zip!s.txt";
    sandbox.write(other, OTHER);
    sandbox.index();
    // The member comes first in the order of names, and takes the name.
    sandbox.write("corpus/a.zip", zip(&[member]));
    for added in [1, 0] {
        let summary = sandbox.index();
        assert_eq!(summary["added"], added, "{summary}");
        assert_eq!(
            summary["failed"],
            json!({"two of one name": 1}),
            "{summary}"
        );
        assert_eq!(titles(), ["Frost", "Strike ends"]);
        assert_eq!(sandbox.run(["doctor", "index"]).code, 0);
    }
    // Whichever goes, the other is there.
    std::fs::remove_file(sandbox.path("corpus/a.zip")).unwrap();
    let summary = sandbox.index();
    assert_eq!(
        (&summary["added"], &summary["removed"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(titles(), ["Ferry sails", "Strike ends"]);
    sandbox.write("corpus/a.zip", zip(&[member]));
    std::fs::remove_file(sandbox.path(other)).unwrap();
    sandbox.index();
    assert_eq!(titles(), ["Frost", "Strike ends"]);
    assert_eq!(sandbox.run(["doctor", "index"]).code, 0);
}

#[test]
fn a_sparse_member_of_two_gigabytes() {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNUSparse);
    header.set_path("holes.txt").unwrap();
    header.set_size(0);
    let gnu = header.as_gnu_mut().unwrap();
    gnu.realsize.copy_from_slice(b"20000000000\0");
    gnu.sparse[0].offset.copy_from_slice(b"20000000000\0");
    gnu.sparse[0].numbytes.copy_from_slice(b"00000000000\0");
    header.set_cksum();
    let mut bytes = header.as_bytes().to_vec();
    bytes.extend(tar(&[(
        "after.txt",
        b"After the hole\n\nThis story stands behind it.\n",
    )]));
    let summary = summary_with("sparse.tar", &bytes);
    assert_eq!(summary["added"], 1, "{summary}");
    assert_eq!(reasons(&summary, "skipped"), ["not text"], "{summary}");
}

#[test]
fn nesting_without_end() {
    let deep = 100_000;
    let html = format!("<html><body>{}", "<div>".repeat(deep));
    let xml = format!("<?xml version='1.0'?>{}", "<nitf>".repeat(deep));
    let lists = format!("{{\"title\":{}1{}}}", "[".repeat(deep), "]".repeat(deep));
    for (name, bytes) in [("a.html", html), ("a.xml", xml), ("a.json", lists)] {
        let summary = summary_with(name, bytes);
        assert_eq!(summary["added"], 0, "{name}: {summary}");
        assert_eq!(reasons(&summary, "failed").len(), 1, "{name}: {summary}");
    }
}

#[test]
fn entities_that_multiply_or_open_files() {
    let mut laughs = "<?xml version='1.0'?><!DOCTYPE nitf [<!ENTITY a 'haha '>".to_owned();
    for (entity, of) in ["b", "c", "d", "e", "f", "g", "h"]
        .iter()
        .zip(["a", "b", "c", "d", "e", "f", "g"])
    {
        let ten = format!("&{of};").repeat(10);
        laughs.push_str(&format!("<!ENTITY {entity} '{ten}'>"));
    }
    laughs.push_str("<!ENTITY file SYSTEM 'file:///etc/passwd'>]>");
    laughs.push_str("<nitf><head><title>Laughs</title></head><body><body.head><hedline><hl1>Laughs</hl1></hedline></body.head>");
    laughs.push_str(
        "<body.content><p>They laughed &h; and read &file; aloud.</p></body.content></body></nitf>",
    );
    let sandbox = Sandbox::new();
    sandbox.write("corpus/laughs.xml", laughs);
    sandbox.write("corpus/a.txt", STORY);
    let summary = sandbox.index();
    assert_eq!(summary["seen"], 2, "{summary}");
    assert!(sandbox.found(["haha"]).is_empty());
    assert!(sandbox.found(["root"]).is_empty());
}

#[test]
fn truncation_anywhere() {
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>A page</p>";
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n\
         Content-Type: application/http\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
        page.len()
    );
    let members: &[(&str, &[u8])] = &[("one.txt", STORY.as_bytes()), ("two.txt", OTHER.as_bytes())];
    let files = [
        ("zip", zip(members)),
        ("tar", tar(members)),
        ("tar.gz", gzip(&tar(members))),
        ("warc", record.repeat(2).into_bytes()),
        ("warc.gz", gzip(record.as_bytes()).repeat(2)),
    ];
    let sandbox = Sandbox::new();
    sandbox.write(
        "corpus/a.txt",
        "Whole story\n\nNothing is missing from it.\n",
    );
    let mut count = 1;
    for (extension, bytes) in files {
        for part in 0..24 {
            let length = bytes.len() * part / 24;
            sandbox.write(format!("corpus/{part}.{extension}"), &bytes[..length]);
            count += 1;
        }
    }
    let output = sandbox.run(["index", "--json"]);
    assert_eq!(output.code, 0, "{output}");
    let summary = output.lines().pop().unwrap();
    assert_adds_up(&summary);
    assert_eq!(summary["files"], count);
    let failed = reasons(&summary, "failed");
    let is_named = |reason: &String| reason.starts_with("damaged ");
    assert!(failed.iter().all(is_named) && failed.len() > 3, "{summary}");
    assert_eq!(sandbox.found(["missing"]), ["a.txt"]);
}

#[test]
fn records_of_fifty_megabytes() {
    let words = "word ".repeat(10 << 20);
    for (name, bytes) in [
        ("a.txt", format!("Headline\n\n{words}")),
        (
            "a.json",
            format!("{{\"title\":\"a\",\"text\":\"{words}\"}}"),
        ),
        ("a.csv", format!("title,text\na,\"{words}\"\n")),
    ] {
        assert_refused(name, bytes, "failed", "too large");
    }
}
