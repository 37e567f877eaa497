//! The table of formats. A new format is one file beside this one and one row here.

mod alto;
mod anpa;
#[cfg(test)]
mod damaged_xml_tests;
mod delpher;
mod docx;
mod europresse;
mod factiva;
mod feed;
mod header;
mod hocr;
mod inline_story;
mod iptc7901;
mod json;
mod mail;
mod mets;
mod mhtml;
mod named_xml;
mod newsml;
mod newsml_g2;
mod nexis;
mod ninjs;
mod nitf;
mod no_article;
mod no_story;
mod ocr_engines;
mod odt;
mod olive;
mod package;
mod page;
mod pdf;
pub(super) mod plain;
mod press_export;
mod properties;
mod proquest;
mod reuters_sgml;
mod rtf;
mod several;
mod sitemap;
mod sogou;
mod table;
mod tei;
mod trec;
mod wire_message;
mod zczc;

use std::cell::OnceCell;

use serde_json::{Map, Value};

use super::mapping::Rule;
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
pub(super) type Reading = Result<Drafts, Rejection>;

/// The articles of a record, in order.
pub(super) type Drafts = Vec<Result<Draft, Rejection>>;

/// Sure signs first; plain text is what is left.
const FORMATS: &[Format] = &[
    Format {
        name: "ninjs",
        recognises: |signs| signs.rule.is_none() && signs.item().is_some(),
        read: |signs| match signs.item() {
            Some(item) => one(ninjs::read(item)),
            None => Ok(Vec::new()),
        },
    },
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
        name: "docx",
        recognises: |signs| signs.is_zip() && !signs.is_open_document(),
        read: |signs| docx::read(signs.bytes()),
    },
    Format {
        name: "docx",
        recognises: |signs| {
            signs.has_root(&["worddocument"])
                || signs.has_root(&["package"]) && signs.start.contains("word/")
        },
        read: |signs| docx::read_flat(signs.bytes()),
    },
    Format {
        name: "odt",
        recognises: |signs| signs.is_zip(),
        read: |signs| odt::read(signs.bytes()),
    },
    Format {
        name: "odt",
        recognises: |signs| {
            signs.has_root(&["document"]) && signs.start.contains("opendocument:xmlns:office")
        },
        read: |signs| odt::read_flat(signs.bytes()),
    },
    Format {
        name: "rtf",
        recognises: |signs| signs.start.starts_with("{\\rtf"),
        read: |signs| rtf::read(signs.bytes()),
    },
    Format {
        name: "pdf",
        recognises: |signs| signs.start.contains("%pdf-") && signs.is_binary_or_begins("%pdf-"),
        read: |signs| pdf::read(signs.bytes()),
    },
    Format {
        name: "mail",
        recognises: |signs| mail::is_message(signs.bytes()),
        read: |signs| mail::read(signs.content, signs.bytes()),
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
    Format {
        name: "reuters",
        recognises: |signs| signs.is_piece() && signs.has_root(&["reuters"]),
        read: |signs| reuters_sgml::read(signs.bytes()),
    },
    Format {
        name: "sogou",
        recognises: |signs| signs.is_piece() && signs.start.contains("<contenttitle>"),
        read: |signs| sogou::read(signs.bytes()),
    },
    Format {
        name: "trec",
        recognises: |signs| signs.is_piece() && signs.has_root(&["doc"]),
        read: |signs| trec::read(signs.bytes()),
    },
    Format {
        name: "anpa",
        recognises: |signs| anpa::recognises(signs.bytes()),
        read: |signs| anpa::read(signs.bytes()),
    },
    Format {
        name: "iptc7901",
        recognises: |signs| iptc7901::recognises(signs.bytes()),
        read: |signs| iptc7901::read(signs.bytes()),
    },
    Format {
        name: "nexis",
        recognises: |signs| signs.is_page() && nexis::recognises_page(&signs.start, signs.bytes()),
        read: |signs| nexis::read_page(signs.bytes(), signs.charset()),
    },
    Format {
        name: "factiva",
        recognises: |signs| signs.is_page() && factiva::recognises_page(signs.bytes()),
        read: |signs| factiva::read_page(signs.bytes(), signs.charset()),
    },
    Format {
        name: "factiva",
        recognises: |signs| factiva::recognises_xml(&signs.start),
        read: |signs| factiva::read_xml(signs.bytes(), signs.charset()),
    },
    Format {
        name: "europresse",
        recognises: |signs| signs.is_page() && europresse::recognises_page(signs.bytes()),
        read: |signs| europresse::read_page(signs.bytes(), signs.charset()),
    },
    Format {
        name: "alto",
        recognises: |signs| signs.has_root(&["alto"]),
        read: |signs| alto::read(signs.bytes(), signs.stated().charset.as_deref()),
    },
    Format {
        name: "mets",
        recognises: |signs| signs.has_root(&["mets"]),
        read: mets::read,
    },
    Format {
        name: "delpher",
        recognises: |signs| signs.has_root(&["didl"]),
        read: delpher::read_issue,
    },
    Format {
        name: "delpher",
        recognises: delpher::is_article_text,
        read: |signs| delpher::read_text(signs.bytes(), signs.stated().charset.as_deref()),
    },
    Format {
        name: "olive",
        recognises: |signs| signs.has_root(&["xmd-entity", "xmd-page", "xmd-toc", "xmd_toc"]),
        read: |signs| olive::read(signs.bytes(), signs.stated().charset.as_deref()),
    },
    Format {
        name: "abbyy",
        recognises: is_abbyy,
        read: |signs| ocr_engines::read_abbyy(signs.bytes(), signs.stated().charset.as_deref()),
    },
    Format {
        name: "tetml",
        recognises: |signs| signs.has_root(&["tet"]),
        read: |signs| ocr_engines::read_tetml(signs.bytes(), signs.stated().charset.as_deref()),
    },
    Format {
        name: "miniocr",
        recognises: |signs| signs.has_root(&["ocr"]),
        read: |signs| ocr_engines::read_mini(signs.bytes(), signs.stated().charset.as_deref()),
    },
    Format {
        name: "tei",
        recognises: |signs| signs.has_root(&["tei", "tei.2", "teicorpus", "teicorpus.2"]),
        read: |signs| tei::read(signs.bytes(), signs.stated().charset.as_deref()),
    },
    // Names and dates of newspapers, no news.
    Format {
        name: "catalogue",
        recognises: is_catalogue_record,
        read: |_| Err(Rejection::skipped("catalogue record")),
    },
    Format {
        name: "hocr",
        recognises: |signs| hocr::is_hocr(&signs.start),
        read: |signs| hocr::read(signs.bytes(), signs.stated().charset.as_deref()),
    },
    // Before pages: an `<article>` of XML is not one of HTML.
    Format {
        name: "xml",
        recognises: |signs| named_xml::recognises(signs),
        read: |signs| named_xml::read(signs.bytes(), signs.stated()),
    },
    Format {
        name: "mhtml",
        recognises: |signs| mhtml::is_mhtml(&signs.start),
        read: |signs| one(mhtml::read(signs.bytes(), signs.stated())),
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
    // The bytes of a document that no row above reads are no words either.
    Format {
        name: "document",
        recognises: |signs| {
            let starts = ["%pdf-", "{\\rtf", "pk\u{3}\u{4}"];
            starts.iter().any(|start| signs.start.starts_with(start))
        },
        read: |_| Err(Rejection::skipped("format not read")),
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
        name: "zczc",
        recognises: |signs| zczc::recognises(&signs.start),
        read: |signs| zczc::read(signs.text()),
    },
    // Before Nexis, which counts its documents likewise.
    Format {
        name: "proquest",
        recognises: |signs| proquest::recognises(signs.text()),
        read: |signs| proquest::read_text(signs.text()),
    },
    Format {
        name: "nexis",
        recognises: |signs| nexis::recognises(signs.text()),
        read: |signs| nexis::read_text(signs.text()),
    },
    Format {
        name: "factiva",
        recognises: |signs| factiva::recognises(signs.text()),
        read: |signs| factiva::read_text(signs.text()),
    },
    Format {
        name: "europresse",
        recognises: |signs| europresse::recognises(signs.text()),
        read: |signs| europresse::read_text(signs.text()),
    },
    Format {
        name: "text",
        recognises: |_| true,
        read: |signs| plain::read(signs.text()),
    },
];

/// FineReader XML: a whole document, or a page of one.
fn is_abbyy(signs: &Signs<'_>) -> bool {
    signs.has_root(&["document", "page"])
        && ["finereader", "<block blocktype="]
            .iter()
            .any(|sign| signs.start.contains(sign))
}

/// MARC, MODS and what a harvest puts around them.
fn is_catalogue_record(signs: &Signs<'_>) -> bool {
    let is_marc = [
        "<leader>",
        "marc21/slim",
        "<controlfield",
        "info:srw/schema/1/marcxml",
    ]
    .iter()
    .any(|sign| signs.start.contains(sign));
    let is_harvest = signs.has_root(&["oai-pmh"]) && signs.start.contains("didl");
    let may_hold_marc =
        signs.has_root(&["collection", "record", "records", "searchretrieveresponse"]);
    signs.has_root(&["mods", "modscollection"]) || is_marc && may_hold_marc || is_harvest
}

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
///
/// `rule` is what a mapping says of it. What has names in it, JSON and tables, is read by it; the rest
/// gets the texts that are the same for all articles.
pub(super) fn read(
    record: &Record,
    rule: Option<&Rule>,
) -> Result<(&'static str, Drafts), Rejection> {
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
    /// The first [`SIGN_BYTES`], lower case, from the first character that is no white space.
    pub(super) start: String,
    /// Name of the first element without its prefix, lower case, when it begins like XML: `rss`,
    /// `newsmessage`, `html`.
    pub(super) root: Option<String>,
    /// See [`Signs::text`].
    text: OnceCell<String>,
    /// What a record of JSON holds, or why it cannot be parsed; `None` for other records.
    json: Option<Result<Value, Rejection>>,
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
    fn item(&self) -> Option<&Map<String, Value>> {
        match &self.json {
            Some(Ok(Value::Object(object))) => ninjs::item(object),
            _ => None,
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

    /// All of it as text with one line end, decoded when first asked for.
    fn text(&self) -> &str {
        self.text
            .get_or_init(|| plain::text_of(self.bytes(), self.stated()))
    }

    /// What the container says of the charset.
    fn charset(&self) -> Option<&'r str> {
        self.stated().charset.as_deref()
    }

    /// Whether it was cut from a collection.
    fn is_piece(&self) -> bool {
        matches!(self.content, Content::Piece(_))
    }

    /// Whether the first element is one of these, written lower case.
    pub(super) fn has_root(&self, names: &[&str]) -> bool {
        self.root
            .as_deref()
            .is_some_and(|root| names.contains(&root))
    }

    /// Whether it is a zip that was not opened: a word processor's document.
    fn is_zip(&self) -> bool {
        self.bytes().starts_with(b"PK\x03\x04")
    }

    /// Whether it begins with `sign`, or has it further down in bytes that are no text.
    fn is_binary_or_begins(&self, sign: &str) -> bool {
        self.start.starts_with(sign) || decode::is_binary(self.bytes())
    }

    /// Whether a zip states that it is an OpenDocument, as its first part has to.
    fn is_open_document(&self) -> bool {
        let stated = self.bytes().get(30..).unwrap_or_default();
        stated.starts_with(b"mimetypeapplication/vnd.oasis.opendocument")
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
    fn exports_are_told_apart() {
        let proquest = "Document 1 of 2\n\nPort\n\nAuthor: A\n\nFull text: x\n\nPublication title: The Lantern\n";
        let nexis =
            "1 of 2 DOCUMENTS\n\nThe Lantern\n\nJanuary 1, 2010\n\nPort\n\nLENGTH: 3 words\n\nx\n";
        let message = "\u{1}eca0124 3 i 93  dpa 1888\n\u{2}Port =\n\nDockers voted.\n\u{3}";
        for (text, name) in [
            (proquest, "proquest"),
            (nexis, "nexis"),
            (message, "iptc7901"),
            ("ZCZC X\nPort\n\nDockers voted.\nNNNN\n", "zczc"),
            ("Port strike ends\n\nDockers voted.\n", "text"),
        ] {
            assert_eq!(read(&document(text), None).unwrap().0, name, "{text}");
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
