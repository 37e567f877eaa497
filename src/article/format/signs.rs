//! What shows how a record is written, looked at once for all rows of the table of formats.

use std::cell::OnceCell;

use serde_json::{Map, Value};

use super::{json, ninjs, plain};
use crate::article::mapping::Rule;
use crate::corpus::{Content, Record, Rejection, Stated};
use crate::text::decode;

/// What shows how a record is written, looked at once for all rows of the table.
pub(super) struct Signs<'r> {
    pub(super) content: &'r Content,
    /// The first [`SIGN_BYTES`], lower case, from the first character that is no white space.
    pub(super) start: String,
    /// Name of the first element without its prefix, lower case, when it begins like XML: `rss`,
    /// `newsmessage`, `html`.
    pub(super) root: Option<String>,
    /// See [`Signs::text`].
    text: OnceCell<String>,
    /// What a record of JSON holds, or why it cannot be parsed; `None` for other records.
    pub(super) json: Option<Result<Value, Rejection>>,
    /// What a mapping says of the record.
    pub(super) rule: Option<&'r Rule>,
}

impl<'r> Signs<'r> {
    pub(super) fn of(record: &'r Record, rule: Option<&'r Rule>) -> Signs<'r> {
        let content = &record.content;
        let bytes = bytes_of(content);
        let (text, _) = decode::decode(&bytes[..bytes.len().min(SIGN_BYTES)], None);
        let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        let start = start.to_ascii_lowercase();
        Signs {
            content,
            root: root_of(&start),
            start,
            text: OnceCell::new(),
            json: match content {
                Content::Json(text) => Some(json::parse(text)),
                _ => None,
            },
            rule,
        }
    }

    /// The item of an agency in a record of JSON.
    pub(super) fn item(&self) -> Option<&Map<String, Value>> {
        match &self.json {
            Some(Ok(Value::Object(object))) => ninjs::item(object),
            _ => None,
        }
    }

    /// Whether the parts of the record have names, by which a mapping can find them.
    pub(super) fn has_names(&self) -> bool {
        matches!(self.content, Content::Json(_) | Content::Row { .. })
    }

    /// The bytes of a document or piece; empty for a row or an object.
    pub(super) fn bytes(&self) -> &'r [u8] {
        bytes_of(self.content)
    }

    /// What the container says of a document.
    pub(super) fn stated(&self) -> &'r Stated {
        match self.content {
            Content::Document(document) => &document.stated,
            _ => &NOTHING_STATED,
        }
    }

    /// All of it as text with one line end, decoded when first asked for.
    pub(super) fn text(&self) -> &str {
        self.text
            .get_or_init(|| plain::text_of(self.bytes(), self.stated()))
    }

    /// What the container says of the charset.
    pub(super) fn charset(&self) -> Option<&'r str> {
        self.stated().charset.as_deref()
    }

    /// Whether it was cut from a collection.
    pub(super) fn is_piece(&self) -> bool {
        matches!(self.content, Content::Piece(_))
    }

    /// Whether the first element is one of these, written lower case.
    pub(super) fn has_root(&self, names: &[&str]) -> bool {
        self.root
            .as_deref()
            .is_some_and(|root| names.contains(&root))
    }

    /// Whether it is a zip that was not opened: a word processor's document.
    pub(super) fn is_zip(&self) -> bool {
        self.bytes().starts_with(b"PK\x03\x04")
    }

    /// Whether it begins with `sign`, or has it further down in bytes that are no text.
    pub(super) fn is_binary_or_begins(&self, sign: &str) -> bool {
        self.start.starts_with(sign) || decode::is_binary(self.bytes())
    }

    /// Whether a zip states that it is an OpenDocument, as its first part has to.
    pub(super) fn is_open_document(&self) -> bool {
        let stated = self.bytes().get(30..).unwrap_or_default();
        stated.starts_with(b"mimetypeapplication/vnd.oasis.opendocument")
    }

    /// Whether it is a web page: it says so at its start, or begins with a tag and goes on in tags.
    /// A text that quotes a tag or two stays a text.
    pub(super) fn is_page(&self) -> bool {
        let start = &self.start;
        let declared = ["<!doctype html", "<html"];
        if declared.iter().any(|sign| start.starts_with(sign)) {
            return true;
        }
        // After an XML declaration or a comment.
        if start.starts_with('<') && declared.iter().any(|sign| start.contains(sign)) {
            return true;
        }
        let tags: usize = PAGE_TAGS.iter().map(|tag| start.matches(tag).count()).sum();
        let is_fragment = start.starts_with('<') && !start.starts_with("<?xml") && tags >= 2;
        let is_full_of_tags = tags >= 8 && start.contains("</");
        is_fragment || is_full_of_tags
    }
}

static NOTHING_STATED: Stated = Stated {
    url: None,
    media_type: None,
    charset: None,
    fetched: None,
};

fn bytes_of(content: &Content) -> &[u8] {
    match content {
        Content::Document(document) => &document.bytes,
        Content::Piece(bytes) => bytes,
        Content::Json(_) | Content::Row { .. } => &[],
    }
}

/// The first element behind declarations, comments and instructions.
fn root_of(start: &str) -> Option<String> {
    let mut rest = start;
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!") {
            // An internal subset holds `>` of its own.
            match (rest.find('['), rest.find('>')) {
                (Some(subset), Some(close)) if subset < close => "]>",
                _ => ">",
            }
        } else {
            break;
        };
        rest = &rest[rest.find(end)? + end.len()..];
    }
    let name = rest.strip_prefix('<')?;
    let len = name
        .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        .unwrap_or(name.len());
    let name = name[..len].rsplit(':').next().unwrap_or_default();
    (!name.is_empty()).then(|| name.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Document, Origin};

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
            let record = document(text);
            assert_eq!(Signs::of(&record, None).is_page(), expected, "{text}");
        }
    }

    #[test]
    fn the_first_element() {
        for (text, expected) in [
            (
                "\u{feff}<?xml version='1.0'?>\n<!-- <x> -->\n<rdf:RDF xmlns=''>",
                Some("rdf"),
            ),
            (
                "<!DOCTYPE nitf SYSTEM \"nitf.dtd\" [<!ENTITY a 'b'>]><nitf>",
                Some("nitf"),
            ),
            ("A text", None),
        ] {
            let record = document(text);
            assert_eq!(Signs::of(&record, None).root.as_deref(), expected, "{text}");
        }
    }

    fn document(text: &str) -> Record {
        Record {
            origin: Origin {
                file: "a".into(),
                record: 0,
            },
            content: Content::Document(Document {
                bytes: text.as_bytes().to_vec(),
                ..Document::default()
            }),
        }
    }
}
