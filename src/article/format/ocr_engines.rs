//! What engines write of their own: ABBYY FineReader XML, TETML (text out of PDF), and MiniOCR as
//! search engines take it.
//!
//! None of them knows articles; a page is one.

use super::Reading;
use crate::article::Draft;
use crate::article::scan::{self, Line};
use crate::article::xml::{self, Element};

/// Reads FineReader XML: `page`, `block`, `par`, `line`, and the text as characters or runs.
///
/// # Errors
/// Failed: as [`xml::document`].
pub(super) fn read_abbyy(bytes: &[u8], charset: Option<&str>) -> Reading {
    let root = xml::document(bytes, charset)?;
    Ok(pages(&root, "page", |page| {
        let paragraphs = page.descendants().filter(|element| element.name == "par");
        paragraphs
            .map(|par| par.all("line").map(|line| Line::new(run(line))).collect())
            .collect()
    }))
}

/// The text of a line: of its characters where they stand apart, with the white space of the file
/// between them.
fn run(line: &Element) -> String {
    let characters = line
        .descendants()
        .filter(|element| element.name == "charParams");
    let text: String = characters.map(Element::text).collect();
    match text.is_empty() {
        true => line.text(),
        false => text,
    }
}

/// Reads TETML: `Page`, `Para`, `Word`. Its words are mended already, and marks are words of their own.
///
/// # Errors
/// Failed: as [`xml::document`].
pub(super) fn read_tetml(bytes: &[u8], charset: Option<&str>) -> Reading {
    let mut root = xml::document(bytes, charset)?;
    let pages_of = root.descendants().find(|element| element.name == "Pages");
    if let Some(found) = pages_of.cloned() {
        root = found;
    }
    Ok(pages(&root, "Page", |page| {
        let paragraphs = page.descendants().filter(|element| element.name == "Para");
        paragraphs.map(|par| vec![Line::new(words(par))]).collect()
    }))
}

fn words(paragraph: &Element) -> String {
    let mut out = String::new();
    for word in paragraph
        .descendants()
        .filter(|element| element.name == "Word")
    {
        let text = word.child("Text").map(Element::text).unwrap_or_default();
        let text = text.trim();
        let closes = text.starts_with(['.', ',', ';', ':', '!', '?', ')', ']', '”', '’', '%']);
        let opened = out.ends_with(['(', '[', '“', '„', '‘']);
        if !out.is_empty() && !closes && !opened {
            out.push(' ');
        }
        out.push_str(text);
    }
    out
}

/// Reads MiniOCR: `p`, `b`, `l`, `w`, spaces as they stand between words.
///
/// # Errors
/// Failed: as [`xml::document`].
pub(super) fn read_mini(bytes: &[u8], charset: Option<&str>) -> Reading {
    let root = xml::document(bytes, charset)?;
    Ok(pages(&root, "p", |page| {
        let blocks = page.descendants().filter(|element| element.name == "b");
        blocks
            .map(|block| block.all("l").map(mini_line).collect())
            .collect()
    }))
}

fn mini_line(line: &Element) -> Line {
    let text = line.text();
    // Without a space anywhere, each word element is a word.
    if text.trim().contains(char::is_whitespace) {
        return Line::new(text);
    }
    let words: Vec<String> = line.all("w").map(Element::text).collect();
    Line::new(words.join(" "))
}

fn pages(
    root: &Element,
    name: &str,
    blocks: impl Fn(&Element) -> Vec<Vec<Line>>,
) -> Vec<Result<Draft, crate::article::Rejection>> {
    let pages: Vec<&Element> = match root.name == name {
        true => vec![root],
        false => root.all(name).collect(),
    };
    let count = pages.len();
    let drafts = pages.into_iter().enumerate().map(|(number, page)| {
        let blocks = blocks(page);
        Ok(Draft {
            page: (count > 1).then(|| (number + 1).to_string()),
            paragraphs: scan::paragraphs(blocks.iter().map(Vec::as_slice)),
            ..Draft::default()
        })
    });
    drafts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(reading: Reading) -> Vec<String> {
        let drafts = reading.unwrap().into_iter();
        drafts.flat_map(|draft| draft.unwrap().paragraphs).collect()
    }

    #[test]
    fn characters_and_runs() {
        let text = "<document><page><block blockType='Text'><text><par>\
            <line><formatting>\n<charParams>a</charParams>\n<charParams>t</charParams><charParams> </charParams>\
            <charParams>L</charParams><charParams>¬</charParams></formatting></line>\
            <line><formatting>eith </formatting><formatting>port</formatting></line></par></text></block></page></document>";
        assert_eq!(
            paragraphs(read_abbyy(text.as_bytes(), None)),
            ["at Leith port"]
        );
    }

    #[test]
    fn words_and_marks() {
        let word = |text: &str| format!("<Word><Text>{text}</Text><Box/></Word>");
        let words: String = ["Port", "(", "Leith", ")", ",", "shut", "."]
            .map(word)
            .concat();
        let text = format!(
            "<TET><Document><Pages><Page><Content><Para>{words}</Para></Content></Page></Pages></Document></TET>"
        );
        assert_eq!(
            paragraphs(read_tetml(text.as_bytes(), None)),
            ["Port (Leith), shut."]
        );
    }

    #[test]
    fn words_with_and_without_spaces() {
        let text = "<ocr><p><b><l><w x='1'>One</w> <w>two</w></l><l><w>three</w><w>four</w></l></b></p></ocr>";
        assert_eq!(
            paragraphs(read_mini(text.as_bytes(), None)),
            ["One two three four"]
        );
    }
}
