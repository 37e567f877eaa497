//! hOCR: HTML whose classes say what is a page, a paragraph, a line, a word.
//!
//! Classes beginning `ocr_` are the page and its blocks and lines, those beginning `ocrx_` what an
//! engine adds. A page is an article; a file may hold many. Word elements are words, whatever white
//! space stands between them.

use super::Reading;
use crate::article::Draft;
use crate::article::scan::{self, Line};
use crate::article::xml::{self, Element, Node};

/// How far into a file a class is looked for.
const SIGNS: &[&str] = &["ocr_page", "ocr-capabilities", "ocr-system"];

/// Whether a page, lower case, says that it is hOCR.
pub(super) fn is_hocr(start: &str) -> bool {
    start.starts_with('<') && SIGNS.iter().any(|sign| start.contains(sign))
}

/// Reads the pages of a file. HTML is forgiving: a file that breaks off is read as far as it goes,
/// unless it breaks off before the end of its first page.
pub(super) fn read(bytes: &[u8], charset: Option<&str>) -> Reading {
    let parsed = xml::parse(bytes, charset)?;
    let pages: Vec<&Element> = std::iter::once(&parsed.root)
        .chain(parsed.root.descendants())
        .filter(|element| has_class(element, "ocr_page"))
        .collect();
    let ends = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(END_BYTES)..])
        .to_ascii_lowercase()
        .contains("</html");
    if let Some(detail) = parsed.damage.filter(|_| !ends) {
        return Err(crate::article::Rejection::failed("not valid XML", detail));
    }
    let count = pages.len();
    let drafts = pages.into_iter().enumerate();
    Ok(drafts
        .map(|(number, page)| Ok(draft(page, number, count)))
        .collect())
}

/// Where the end of the document is looked for.
const END_BYTES: usize = 1024;

fn draft(page: &Element, number: usize, count: usize) -> Draft {
    let mut blocks = Vec::new();
    let mut open = Vec::new();
    add_blocks(page, &mut open, &mut blocks);
    close(&mut open, &mut blocks);
    let printed = property(page, "lpageno");
    Draft {
        // A page alone does not know its number.
        page: printed.or_else(|| (count > 1).then(|| (number + 1).to_string())),
        lang: page
            .descendants()
            .chain([page])
            .find_map(|element| element.attribute("lang"))
            .map(str::to_owned),
        paragraphs: scan::paragraphs(blocks.iter().map(Vec::as_slice)),
        ..Draft::default()
    }
}

/// Lines are collected until a block ends. Recursion is bounded by the depth of the tree.
fn add_blocks(element: &Element, open: &mut Vec<Line>, blocks: &mut Vec<Vec<Line>>) {
    for child in element.elements() {
        if is_line(child) {
            open.push(Line::new(line(child)));
        } else if is_block(child) {
            close(open, blocks);
            let before = blocks.len();
            add_blocks(child, open, blocks);
            close(open, blocks);
            let text = child.text();
            if blocks.len() == before && !text.trim().is_empty() {
                // A block of text without lines.
                blocks.push(text.lines().map(Line::new).collect());
            }
        } else {
            add_blocks(child, open, blocks);
        }
    }
}

fn close(open: &mut Vec<Line>, blocks: &mut Vec<Vec<Line>>) {
    if !open.is_empty() {
        blocks.push(std::mem::take(open));
    }
}

/// Names of lines: those of headings and captions are called by what they are.
fn is_line(element: &Element) -> bool {
    let names = [
        "ocr_line",
        "ocrx_line",
        "ocr_header",
        "ocr_footer",
        "ocr_caption",
        "ocr_textfloat",
    ];
    let is_named = names.iter().any(|name| has_class(element, name));
    // Some call a whole block so.
    is_named
        && !element
            .descendants()
            .any(|inner| has_class(inner, "ocr_line"))
}

fn is_block(element: &Element) -> bool {
    let names = [
        "ocr_par",
        "ocrx_block",
        "ocr_carea",
        "ocr_column",
        "ocr_xycut",
    ];
    element.name == "p" || names.iter().any(|name| has_class(element, name))
}

/// The words of a line.
fn line(element: &Element) -> String {
    let mut out = String::new();
    add_words(element, &mut out);
    out
}

fn add_words(element: &Element, out: &mut String) {
    for node in &element.children {
        match node {
            Node::Text(text) => out.push_str(text),
            // Readings that the engine did not choose.
            Node::Element(inner) if inner.name == "del" => {}
            Node::Element(inner) => {
                let is_word = has_class(inner, "ocrx_word") || has_class(inner, "ocr_word");
                if is_word {
                    out.push(' ');
                }
                add_words(inner, out);
                if is_word {
                    out.push(' ');
                }
            }
        }
    }
}

fn has_class(element: &Element, name: &str) -> bool {
    let classes = element.attribute("class").unwrap_or_default();
    classes.split_whitespace().any(|class| class == name)
}

/// A property of the `title` of an element: `bbox 0 0 9 9; lpageno 12`.
fn property(element: &Element, name: &str) -> Option<String> {
    let title = element.attribute("title")?;
    let value = title
        .split(';')
        .find_map(|property| property.trim().strip_prefix(name)?.strip_prefix(' '))?;
    Some(value.trim().trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_paragraphs_and_words() {
        let text = r#"<!DOCTYPE html><html><head><meta name="ocr-system" content="x"></head><body>
<div class="ocr_page" title="image 1; lpageno 7"><div class="ocr_carea">
<p class="ocr_par" lang="eng"><span class="ocr_line"><span class="ocrx_word">Dockers</span><span class="ocrx_word"><strong>strike</strong></span>
 <span class="ocrx_word">at-</span></span><span class="ocr_line"><span class="ocrx_word">last<span><ins>!</ins><del>1</del></span></span></span></p>
<p class="ocr_par"><span class="ocr_line">Without words</span></p></div></div>
<div class="ocr_page"><div class="ocrx_block"><span class="ocr_line"><span class="ocrx_word">AT&T</span></span></div></div></body></html>"#;
        let drafts = read(text.as_bytes(), None).unwrap();
        let shown: Vec<(Option<&str>, &[String])> = drafts
            .iter()
            .flatten()
            .map(|draft| (draft.page.as_deref(), draft.paragraphs.as_slice()))
            .collect();
        assert_eq!(
            shown,
            [
                (
                    Some("7"),
                    &[
                        "Dockers strike atlast!".to_owned(),
                        "Without words".to_owned()
                    ][..]
                ),
                (Some("2"), &["AT&T".to_owned()][..]),
            ]
        );
        assert_eq!(
            read(&text.as_bytes()[..400], None).unwrap_err().reason,
            "not valid XML"
        );
    }
}
