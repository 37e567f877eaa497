//! The table of formats. A new format is one file beside this one and one row here.

#[cfg(test)]
mod damaged_xml_tests;
mod feed;
mod inline_story;
mod json;
mod named_xml;
mod newsml;
mod newsml_g2;
mod nitf;
mod page;
pub(super) mod plain;
mod sitemap;
mod table;

use super::xml::{Element, Parsed};
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
        read: |signs| one(json::read(signs.content)),
    },
    Format {
        name: "table",
        recognises: |signs| matches!(signs.content, Content::Row { .. }),
        read: |signs| one(table::read(signs.content)),
    },
    Format {
        name: "nitf",
        recognises: |signs| signs.has_root(&["nitf"]),
        read: |signs| nitf::read(signs.bytes(), signs.stated()),
    },
    Format {
        name: "newsml-g2",
        recognises: |signs| newsml_g2::recognises(signs),
        read: |signs| newsml_g2::read(signs.bytes(), signs.stated()),
    },
    Format {
        name: "newsml",
        recognises: |signs| newsml::recognises(signs),
        read: |signs| newsml::read(signs.bytes(), signs.stated()),
    },
    Format {
        name: "feed",
        recognises: |signs| signs.has_root(feed::ROOTS),
        read: |signs| feed::read(signs.bytes(), signs.stated()),
    },
    Format {
        name: "sitemap",
        recognises: |signs| signs.has_root(sitemap::ROOTS),
        read: |signs| sitemap::read(signs.bytes(), signs.stated()),
    },
    // Before pages: an `<article>` of XML is not one of HTML.
    Format {
        name: "xml",
        recognises: |signs| named_xml::recognises(signs),
        read: |signs| named_xml::read(signs.bytes(), signs.stated()),
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
        name: "crawler file",
        recognises: |signs| sitemap::for_crawlers(signs).is_some(),
        read: |signs| {
            let reason = sitemap::for_crawlers(signs).unwrap_or("no text");
            Err(Rejection::skipped(reason))
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

/// The reading of an XML document that holds items side by side: those that are whole, and last
/// why it breaks off.
///
/// # Errors
/// As [`xml::parse`].
fn items<'d>(
    document: &'d Parsed,
    find: impl Fn(&'d Element) -> Vec<&'d Element>,
    read: impl Fn(&'d Element) -> Vec<Result<Draft, Rejection>>,
) -> Vec<Result<Draft, Rejection>> {
    let roots = std::iter::once(&document.root).chain(&document.further);
    let whole = roots.flat_map(find).filter(|item| !item.is_cut);
    let mut drafts: Vec<_> = whole.flat_map(read).collect();
    if let Some(detail) = &document.damage {
        drafts.push(Err(Rejection::failed("not valid XML", detail)));
    }
    drafts
}

/// Reads a record as what its bytes show it to be. Returns the name of the format and the drafts,
/// at least one.
pub(super) fn read(
    record: &Record,
) -> Result<(&'static str, Vec<Result<Draft, Rejection>>), Rejection> {
    let signs = Signs::of(record);
    let format = FORMATS.iter().find(|format| (format.recognises)(&signs));
    let format = format.expect("the last row takes everything");
    let drafts = (format.read)(&signs)?;
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
}

impl<'r> Signs<'r> {
    fn of(record: &'r Record) -> Signs<'r> {
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
        }
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
            assert_eq!(Signs::of(&record).is_page(), expected, "{text}");
        }
        let record = document("<?xml version='1.0'?><a:unheard-of>");
        assert_eq!(read(&record).unwrap_err().reason, "format not read");
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
            assert_eq!(Signs::of(&record).root.as_deref(), expected, "{text}");
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
