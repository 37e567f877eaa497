//! The table of formats. A new format is one file beside this one and one row here.

mod alto;
mod anpa;
#[cfg(test)]
mod damaged_xml_tests;
mod delpher;
mod docx;
mod europresse;
pub(super) mod factiva;
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
mod signs;
mod sitemap;
mod sogou;
mod table;
mod tei;
mod trec;
mod wire_message;
mod zczc;

use super::mapping::Rule;
use super::xml::{Element, Parsed};
use super::{Draft, Rejection};
use crate::corpus::{Content, Record};
use signs::Signs;

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
/// As `xml::parse`.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Document, Origin};

    #[test]
    fn unknown_markup_is_no_text() {
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
