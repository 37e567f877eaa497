//! Word documents: DOCX, and the same markup in one XML file (Word 2003, Flat OPC).
//!
//! Deleted revisions, field codes and hidden text are not what is printed and are left out; inserted
//! revisions, links and text boxes are in. Notes follow the text.

use super::package::{Package, Story, push_words, text_of};
use super::properties::{self, Properties};
use super::{Reading, Rejection};
use crate::article::xml::{self, Element, Node};

/// Where the text lies. Word on the web writes the second name.
const TEXTS: &[&str] = &["word/document.xml", "word/document2.xml"];

/// Elements that are no text, or text that is not printed. Sorted.
const SILENT: &[&str] = &[
    "Fallback",
    "del",
    "delText",
    "footnotePr",
    "instrText",
    "moveFrom",
    "pPr",
    "rPr",
    "sdtPr",
    "sectPr",
    "tblPr",
    "tcPr",
    "trPr",
];

/// Reads a DOCX file.
pub(super) fn read(bytes: &[u8]) -> Reading {
    let mut package = Package::open(bytes)?;
    let name = TEXTS.iter().find(|name| package.has(name));
    let name = name.ok_or_else(|| Rejection::failed("damaged document", "no text part"))?;
    let mut story = Story::default();
    if let Some(document) = package.xml(name)? {
        blocks(&document, &mut story);
    }
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        // A story stands without its notes.
        if let Ok(Some(notes)) = package.xml(notes) {
            story.notes.extend(notes_of(&notes));
        }
    }
    let mut properties = match package.xml("docProps/core.xml") {
        Ok(Some(core)) => properties_of(&core),
        _ => Properties::default(),
    };
    properties.heading = story.heading.take();
    properties::read(&story.text(), properties)
}

/// Reads a document that is one XML file.
pub(super) fn read_flat(bytes: &[u8]) -> Reading {
    let root = xml::document(bytes, None)?;
    let body = root.find("body").unwrap_or(&root);
    let mut story = Story::default();
    blocks(body, &mut story);
    let mut properties = root.find("DocumentProperties").map_or_else(
        || {
            root.find("coreProperties")
                .map(properties_of)
                .unwrap_or_default()
        },
        |own| Properties {
            title: text_of(own, "Title"),
            author: text_of(own, "Author"),
            written: text_of(own, "Created"),
            ..Properties::default()
        },
    );
    properties.heading = story.heading.take();
    properties::read(&story.text(), properties)
}

fn properties_of(core: &Element) -> Properties {
    Properties {
        title: text_of(core, "title"),
        author: text_of(core, "creator"),
        written: text_of(core, "created"),
        lang: text_of(core, "language"),
        heading: None,
    }
}

/// The paragraphs and tables in an element. Recursion here is bounded by the depth of the tree.
fn blocks(parent: &Element, story: &mut Story) {
    for element in parent.elements() {
        match element.name.as_str() {
            "p" => paragraph(element, story),
            "tr" => story.push_row(cells(element)),
            name if SILENT.binary_search(&name).is_ok() => {}
            _ => blocks(element, story),
        }
    }
}

/// The cells of a row, each with its paragraphs; controls may stand around them.
fn cells(row: &Element) -> Vec<Story> {
    let mut found = Vec::new();
    for element in row.elements() {
        match element.name.as_str() {
            "tc" => {
                let mut cell = Story::default();
                blocks(element, &mut cell);
                found.push(cell);
            }
            name if SILENT.binary_search(&name).is_ok() => {}
            _ => found.extend(cells(element)),
        }
    }
    found
}

fn paragraph(element: &Element, story: &mut Story) {
    let style = element.at(&["pPr", "pStyle"]);
    let style = style.and_then(|style| style.attribute("val"));
    let is_heading = style.is_some_and(is_title_style);
    let mut text = String::new();
    // Text boxes hang in a paragraph, and come after it.
    let mut boxes = Story::default();
    runs(element, &mut text, &mut boxes);
    story.push(text, is_heading);
    if boxes.paragraphs.iter().any(|text| !text.trim().is_empty()) {
        story.paragraphs.append(&mut boxes.paragraphs);
    }
}

/// `Title`, `Heading1`, `berschrift1`: the ends of their names in the languages of Word.
fn is_title_style(style: &str) -> bool {
    let style = style.to_lowercase();
    let is_first = style.ends_with('1') && !style.ends_with("11");
    let is_heading = [
        "heading",
        "berschrift",
        "titre",
        "ttulo",
        "titolo",
        "kop",
        "rubrik",
    ]
    .iter()
    .any(|name| style.contains(name));
    is_first && is_heading || matches!(style.as_str(), "title" | "titel" | "titre" | "headline")
}

fn runs(parent: &Element, text: &mut String, boxes: &mut Story) {
    for element in parent.elements() {
        match element.name.as_str() {
            "t" => element.children.iter().for_each(|node| match node {
                Node::Text(words) => push_words(words, text),
                Node::Element(_) => {}
            }),
            "tab" | "ptab" => text.push('\t'),
            "br" | "cr" => text.push('\n'),
            "noBreakHyphen" => text.push('-'),
            "sym" => text.extend(symbol(element)),
            "r" if is_hidden(element) => {}
            "txbxContent" => blocks(element, boxes),
            "p" => paragraph(element, boxes),
            "tr" => boxes.push_row(cells(element)),
            name if SILENT.binary_search(&name).is_ok() => {}
            _ => runs(element, text, boxes),
        }
    }
}

fn is_hidden(run: &Element) -> bool {
    run.at(&["rPr", "vanish"])
        .is_some_and(|hidden| !matches!(hidden.attribute("val"), Some("0" | "false" | "off")))
}

/// A character of a symbol font; those of private use show nothing elsewhere.
fn symbol(element: &Element) -> Option<char> {
    let code = u32::from_str_radix(element.attribute("char")?, 16).ok()?;
    char::from_u32(code).filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}'))
}

/// The notes that somebody wrote, each with its own mark dropped.
fn notes_of(notes: &Element) -> Vec<String> {
    let written = notes
        .elements()
        .filter(|note| note.attribute("type").is_none());
    let texts = written.map(|note| {
        let mut story = Story::default();
        blocks(note, &mut story);
        story.paragraphs.join(" ").trim().to_owned()
    });
    texts.filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::package::tests::zip;
    use super::*;

    fn text(body: &str) -> String {
        let root = xml::parse_text(&format!("<w:body>{body}</w:body>"))
            .unwrap()
            .root;
        let mut story = Story::default();
        blocks(&root, &mut story);
        story.text()
    }

    fn run(words: &str) -> String {
        format!("<w:r><w:t>{words}</w:t></w:r>")
    }

    #[test]
    fn what_is_printed() {
        for (body, expected) in [
            (
                "<w:p><w:r><w:t>One</w:t><w:tab/><w:t xml:space='preserve'> two </w:t><w:br/><w:t>three</w:t></w:r></w:p>",
                "One\t two \nthree",
            ),
            (
                "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>",
                "new",
            ),
            (
                "<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
                "link",
            ),
            (
                "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>",
                "",
            ),
            (
                "<w:p><w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:sym w:char='F0B7'/></w:r></w:p>",
                "co-op",
            ),
            (
                "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Cork</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
                "Cork\t3",
            ),
            (
                "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>One</w:t></w:r></w:p><w:p><w:r><w:t>Two</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
                "One\nTwo",
            ),
            (
                "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Text</w:t></w:r></w:p>",
                "Text\nbox",
            ),
            (
                "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>kept</w:t></w:r></w:p></w:sdtContent></w:sdt>",
                "kept",
            ),
        ] {
            assert_eq!(text(body), expected, "{body}");
        }
        assert!(SILENT.is_sorted());
    }

    #[test]
    fn a_whole_file() {
        let document = format!(
            "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>{}</w:p><w:p>{}</w:p></w:body></w:document>",
            run("Ferry sinks"),
            run("The ferry sank on Monday."),
        );
        let bytes = zip(&[
            ("[Content_Types].xml", "<Types/>"),
            ("word/document.xml", &document),
            (
                "word/footnotes.xml",
                "<w:footnotes><w:footnote w:type='separator'><w:p/></w:footnote><w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>",
            ),
            (
                "docProps/core.xml",
                "<c><dc:title>Other</dc:title><dc:creator>Jane Doe</dc:creator><dcterms:created>2019-12-21T13:47:00Z</dcterms:created></c>",
            ),
        ]);
        let draft = read(&bytes).unwrap().remove(0).unwrap();
        assert_eq!(draft.title.as_deref(), Some("Ferry sinks"));
        assert_eq!(draft.paragraphs, ["The ferry sank on Monday.", "A note."]);
        assert_eq!(draft.byline, ["Jane Doe"]);
        assert_eq!(draft.written.as_deref(), Some("2019-12-21T13:47:00Z"));
    }

    #[test]
    fn hostile_files() {
        let deep = format!("<w:document>{}", "<w:p>".repeat(100_000));
        let bytes = zip(&[("word/document.xml", &deep)]);
        assert_eq!(read(&bytes).unwrap_err().reason, "XML too complex");
        let cut = zip(&[("word/document.xml", "<w:document><w:body><w:p>")]);
        assert_eq!(read(&cut).unwrap_err().reason, "not valid XML");
        let other = zip(&[("word/styles.xml", "<a/>")]);
        assert_eq!(read(&other).unwrap_err().reason, "damaged document");
    }
}
