//! The table of formats. A new format is one file beside this one and one row here.

mod json;
mod page;
pub(super) mod plain;
mod table;

use super::mapping::Rule;
use super::{Draft, Rejection};
use crate::corpus::{Content, Record, Stated};
use crate::text::decode;

/// A way in which archives write articles.
struct Format {
    /// As shown in `read --json`.
    name: &'static str,
    /// Whether a record is written like this. The first row that says yes decides.
    recognises: fn(&Signs<'_>) -> bool,
    read: fn(&Signs<'_>) -> Reading,
}

/// What a format makes of a record: a draft, or the reason, for each article in it, in order; or
/// why it cannot be read at all. A [`Content::Document`] may hold any number, everything else one.
pub(super) type Reading = Result<Vec<Result<Draft, Rejection>>, Rejection>;

/// Sure signs first; plain text is what is left.
const FORMATS: &[Format] = &[
    Format {
        name: "json",
        recognises: |signs| matches!(signs.content, Content::Json(_)),
        read: |signs| one(json::read(signs)),
    },
    Format {
        name: "table",
        recognises: |signs| matches!(signs.content, Content::Row { .. }),
        read: |signs| one(table::read(signs)),
    },
    Format {
        name: "html",
        recognises: |signs| signs.is_page(),
        read: |signs| one(page::read(signs.bytes(), signs.stated())),
    },
    // Read as words, the tags of an unknown markup would fill the index.
    Format {
        name: "xml",
        recognises: |signs| {
            signs.start.starts_with("<?xml") || signs.start.starts_with("<!doctype")
        },
        read: |_| {
            Err(Rejection {
                detail: Some("XML".to_owned()),
                ..Rejection::skipped("format not read")
            })
        },
    },
    Format {
        name: "text",
        recognises: |_| true,
        read: |signs| plain::read(signs.bytes(), signs.stated()),
    },
];

/// The reading of a record that is one article at most.
fn one(draft: Result<Draft, Rejection>) -> Reading {
    Ok(vec![draft])
}

/// Reads a record as what its bytes show it to be. Returns the name of the format and the drafts,
/// at least one.
///
/// `rule` is what a mapping says of it. What has names in it, JSON and tables, is read by it; the rest
/// gets the texts that are the same for all articles.
pub(super) fn read(
    record: &Record,
    rule: Option<&Rule>,
) -> Result<(&'static str, Vec<Result<Draft, Rejection>>), Rejection> {
    let signs = Signs::of(record, rule);
    let format = FORMATS.iter().find(|format| (format.recognises)(&signs));
    let format = format.expect("the last row takes everything");
    let mut drafts = (format.read)(&signs)?;
    if let Some(rule) = rule
        && !signs.has_names()
    {
        for draft in drafts.iter_mut().flatten() {
            rule.apply_values(draft);
        }
    }
    if drafts.is_empty() {
        return Err(Rejection::skipped("no text"));
    }
    Ok((format.name, drafts))
}

/// What shows how a record is written, looked at once for all rows of the table.
pub(super) struct Signs<'r> {
    pub(super) content: &'r Content,
    /// Path of the file, for formats that are known by their names alone, or not at all.
    pub(super) file: &'r str,
    /// The first [`SIGN_BYTES`], lower case, from the first character that is no white space.
    pub(super) start: String,
    /// Name of the first element without its prefix, lower case, when it begins like XML: `rss`,
    /// `newsmessage`, `html`.
    pub(super) root: Option<String>,
    /// What a mapping says of the record.
    pub(super) rule: Option<&'r Rule>,
}

impl<'r> Signs<'r> {
    fn of(record: &'r Record, rule: Option<&'r Rule>) -> Signs<'r> {
        let content = &record.content;
        let bytes = bytes_of(content);
        let (text, _) = decode::decode(&bytes[..bytes.len().min(SIGN_BYTES)], None);
        let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        let start = start.to_ascii_lowercase();
        Signs {
            content,
            file: &record.origin.file,
            root: root_of(&start),
            start,
            rule,
        }
    }

    /// Whether the parts of the record have names, by which a mapping can find them.
    fn has_names(&self) -> bool {
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

    /// Whether the first element is one of these, written lower case.
    pub(super) fn has_root(&self, names: &[&str]) -> bool {
        self.root
            .as_deref()
            .is_some_and(|root| names.contains(&root))
    }

    /// Whether it is a web page: it says so at its start, or begins with a tag and goes on in tags.
    /// A text that quotes a tag or two stays a text.
    fn is_page(&self) -> bool {
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
        let record = document("<?xml version='1.0'?><a:unheard-of>");
        assert_eq!(read(&record, None).unwrap_err().reason, "format not read");
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
