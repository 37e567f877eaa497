//! OpenDocument texts: ODT, and the same in one XML file (FODT).
//!
//! Deleted revisions and remarks of editors are left out. Notes follow the text.

use super::package::{Package, Story, push_words, text_of};
use super::properties::{self, Properties};
use super::{Reading, Rejection};
use crate::article::xml::{self, Element, Node};

/// Elements that are no text, or text that is not printed. Sorted.
const SILENT: &[&str] = &[
    "annotation",
    "forms",
    "note-citation",
    "ruby-text",
    "sequence-decls",
    "tracked-changes",
    "variable-decls",
];

/// Most spaces of one `text:s`.
const MAX_SPACES: usize = 100;

/// Reads an ODT file.
pub(super) fn read(bytes: &[u8]) -> Reading {
    let mut package = Package::open(bytes)?;
    let protected = match package.xml("META-INF/manifest.xml") {
        Ok(Some(manifest)) => manifest.find("encryption-data").is_some(),
        _ => false,
    };
    if protected {
        return Err(Rejection::failed(
            "password-protected document",
            "encrypted parts",
        ));
    }
    let content = package
        .xml("content.xml")?
        .ok_or_else(|| Rejection::failed("damaged document", "no text part"))?;
    let properties = match package.xml("meta.xml") {
        Ok(Some(meta)) => properties_of(&meta),
        _ => Properties::default(),
    };
    read_body(&content, properties)
}

/// Reads a document that is one XML file.
pub(super) fn read_flat(bytes: &[u8]) -> Reading {
    let root = xml::document(bytes, None)?;
    let properties = root.child("meta").map(properties_of).unwrap_or_default();
    read_body(&root, properties)
}

fn read_body(root: &Element, mut properties: Properties) -> Reading {
    let text = root.at(&["body", "text"]);
    // A table or a set of slides.
    let text = text.ok_or_else(|| Rejection::skipped("no text"))?;
    let mut story = Story::default();
    blocks(text, &mut story);
    properties.heading = story.heading.take();
    properties::read(&story.text(), properties)
}

fn properties_of(meta: &Element) -> Properties {
    Properties {
        title: text_of(meta, "title"),
        author: text_of(meta, "initial-creator").or_else(|| text_of(meta, "creator")),
        written: text_of(meta, "creation-date").or_else(|| text_of(meta, "date")),
        lang: text_of(meta, "language"),
        heading: None,
    }
}

/// The paragraphs and tables in an element. Recursion here is bounded by the depth of the tree.
fn blocks(parent: &Element, story: &mut Story) {
    for element in parent.elements() {
        match element.name.as_str() {
            "p" | "h" => paragraph(element, story),
            "table-row" => story.push_row(cells(element)),
            name if SILENT.binary_search(&name).is_ok() => {}
            _ => blocks(element, story),
        }
    }
}

fn cells(row: &Element) -> Vec<Story> {
    let mut found = Vec::new();
    for element in row.all("table-cell") {
        let mut cell = Story::default();
        blocks(element, &mut cell);
        found.push(cell);
    }
    found
}

fn paragraph(element: &Element, story: &mut Story) {
    let style = element.attribute("style-name").unwrap_or_default();
    let is_heading = style == "Title"
        || element.name == "h" && matches!(element.attribute("outline-level"), None | Some("1"));
    let mut text = String::new();
    // Notes and frames hang in a paragraph.
    let (mut notes, mut frames) = (Story::default(), Story::default());
    spans(element, &mut text, &mut notes, &mut frames);
    story.push(text, is_heading);
    story.paragraphs.append(&mut frames.paragraphs);
    story.notes.append(&mut notes.paragraphs);
    story.notes.append(&mut frames.notes);
}

fn spans(parent: &Element, text: &mut String, notes: &mut Story, frames: &mut Story) {
    for node in &parent.children {
        let element = match node {
            Node::Text(words) => {
                push_words(words, text);
                continue;
            }
            Node::Element(element) => element,
        };
        match element.name.as_str() {
            "s" => {
                let count = element.attribute("c").and_then(|count| count.parse().ok());
                let count: usize = count.unwrap_or(1);
                text.extend(std::iter::repeat_n(' ', count.min(MAX_SPACES)));
            }
            "tab" => text.push('\t'),
            "line-break" => text.push('\n'),
            "note-body" => blocks(element, notes),
            "text-box" => blocks(element, frames),
            // Titles and descriptions of pictures, formulas.
            "image" | "object" | "title" | "desc" | "math" => {}
            name if SILENT.binary_search(&name).is_ok() => {}
            _ => spans(element, text, notes, frames),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::package::tests::zip;
    use super::*;

    const TEXT: &str = "<office:body><office:text>\
        <text:tracked-changes><text:p>gone</text:p></text:tracked-changes>\
        <text:h text:outline-level='1'>Ferry<text:s/>sinks</text:h>\
        <text:p>The ferry<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>The Ethel.</text:p></text:note-body></text:note> sank\n on <text:span>Monday</text:span>,<text:line-break/>said<office:annotation><text:p>who?</text:p></office:annotation> one.</text:p>\
        <table:table><table:table-row><table:table-cell><text:p>Cork</text:p></table:table-cell><table:table-cell><text:p>3</text:p></table:table-cell></table:table-row></table:table>\
        </office:text></office:body>";

    #[test]
    fn a_whole_file() {
        let content = format!("<office:document-content>{TEXT}</office:document-content>");
        let meta = "<m><office:meta><dc:creator>Jane Doe</dc:creator><meta:creation-date>2001-02-03T10:00:00</meta:creation-date></office:meta></m>";
        let bytes = zip(&[
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            ("content.xml", &content),
            ("meta.xml", meta),
        ]);
        let draft = read(&bytes).unwrap().remove(0).unwrap();
        assert_eq!(draft.title.as_deref(), Some("Ferry sinks"));
        assert_eq!(
            draft.paragraphs,
            [
                "The ferry sank on Monday,",
                "said one.",
                "Cork 3",
                "The Ethel."
            ]
        );
        assert_eq!(draft.byline, ["Jane Doe"]);
        assert_eq!(draft.written.as_deref(), Some("2001-02-03T10:00:00"));
        let flat = format!("<office:document>{TEXT}</office:document>");
        let flat = read_flat(flat.as_bytes()).unwrap().remove(0).unwrap();
        assert_eq!(flat.paragraphs, draft.paragraphs);
    }

    #[test]
    fn what_cannot_be_read() {
        let sheet = zip(&[("content.xml", "<c><body><spreadsheet/></body></c>")]);
        assert_eq!(read(&sheet).unwrap_err().reason, "no text");
        let locked = "<manifest><file-entry><encryption-data/></file-entry></manifest>";
        let locked = zip(&[("META-INF/manifest.xml", locked), ("content.xml", "?")]);
        assert_eq!(
            read(&locked).unwrap_err().reason,
            "password-protected document"
        );
        assert!(SILENT.is_sorted());
    }
}
