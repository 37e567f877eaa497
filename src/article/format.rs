//! The table of formats. A new format is one file beside this one and one row here.

use super::{Draft, Rejection, html, json, plain, table};
use crate::corpus::{Content, Record};
use crate::text::decode;

/// A way in which archives write an article.
struct Format {
    /// As shown in `read --json`.
    name: &'static str,
    /// Whether a record is written like this. The first row that says yes decides.
    recognises: fn(&Content) -> bool,
    read: fn(&Content) -> Result<Draft, Rejection>,
}

/// Sure signs first; plain text is what is left.
const FORMATS: &[Format] = &[
    Format {
        name: "json",
        recognises: |content| matches!(content, Content::Json(_)),
        read: json::read,
    },
    Format {
        name: "table",
        recognises: |content| matches!(content, Content::Row { .. }),
        read: table::read,
    },
    Format {
        name: "html",
        recognises: |content| matches!(content, Content::File(bytes) if is_page(bytes)),
        read: |content| match content {
            Content::File(bytes) => html::read(bytes),
            _ => Err(Rejection::skipped("no text")),
        },
    },
    Format {
        name: "text",
        recognises: |_| true,
        read: plain::read,
    },
];

/// Reads a record as what its bytes show it to be. Returns the name of the format and the draft.
pub(super) fn read(record: &Record) -> Result<(&'static str, Draft), Rejection> {
    if let Content::File(bytes) = &record.content
        && let Some(kind) = unread_markup(bytes)
    {
        return Err(Rejection {
            detail: Some(kind.to_owned()),
            ..Rejection::skipped("format not read")
        });
    }
    for format in FORMATS {
        if (format.recognises)(&record.content) {
            return (format.read)(&record.content).map(|draft| (format.name, draft));
        }
    }
    Err(Rejection::skipped("no text"))
}

/// How much of a file the signs of markup are looked for in.
const SIGN_BYTES: usize = 4096;

/// Tags that only pages have, and enough of them make one without a `<html>`.
const PAGE_TAGS: &[&str] = &[
    "<a ",
    "<article",
    "<blockquote",
    "<body",
    "<br",
    "<center",
    "<div",
    "<font",
    "<form",
    "<h1",
    "<h2",
    "<head",
    "<img",
    "<li",
    "<link",
    "<meta",
    "<p>",
    "<p ",
    "<script",
    "<section",
    "<span",
    "<style",
    "<table",
    "<td",
    "<title",
    "<ul",
];

/// Whether a file is a web page: it says so at its start, or begins with a tag and goes on in tags.
/// A text that quotes a tag or two stays a text.
fn is_page(bytes: &[u8]) -> bool {
    let start = start_of(bytes);
    let opening = start.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let declared = ["<!doctype html", "<html"];
    if declared.iter().any(|sign| opening.starts_with(sign)) {
        return true;
    }
    // After an XML declaration or a comment.
    if opening.starts_with('<') && declared.iter().any(|sign| start.contains(sign)) {
        return true;
    }
    let tags: usize = PAGE_TAGS.iter().map(|tag| start.matches(tag).count()).sum();
    let is_fragment = opening.starts_with('<') && !opening.starts_with("<?xml") && tags >= 2;
    let is_full_of_tags = tags >= 8 && start.contains("</");
    is_fragment || is_full_of_tags
}

/// XML and kin that are no page: reading their tags as words would fill the index with them.
fn unread_markup(bytes: &[u8]) -> Option<&'static str> {
    let start = start_of(bytes);
    let opening = start.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    if is_page(bytes) {
        return None;
    }
    if opening.starts_with("<?xml") || opening.starts_with("<!doctype") {
        return Some("XML");
    }
    None
}

/// The start of a file in lower case, as far as signs are looked for.
fn start_of(bytes: &[u8]) -> String {
    let (text, _) = decode::decode(&bytes[..bytes.len().min(SIGN_BYTES)], None);
    text.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        for (text, expected) in [
            ("<!DOCTYPE html>\n<html>", true),
            ("\u{feff}\n<HTML>", true),
            ("<!-- saved from x -->\n<html lang=en>", true),
            ("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"\">", true),
            ("<div><p>A story</p></div>", true),
            ("<p>One <b>word</b></p><p>Two</p>", true),
            ("A headline\n\nThe <b>bold</b> claim.", false),
            ("<unk> said in <place>", false),
            ("Title: x\n\nBody < 3 and > 2", false),
            ("", false),
        ] {
            assert_eq!(is_page(text.as_bytes()), expected, "{text}");
        }
        assert_eq!(unread_markup(b"<?xml version='1.0'?><nitf>"), Some("XML"));
    }
}
