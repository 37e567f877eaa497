//! Olive ActivePaper: one file an article (`XMD-entity`), with a table of contents an issue.
//!
//! An entity is an article, a picture or an advertisement on one page; what goes on elsewhere is an
//! entity of its own. Its text stands in primitives, as words (`W`) between marks of lines (`L`); a
//! word that is cut at a line end (`Q`) is spelled out once (`QW`).

use std::collections::HashMap;

use super::Reading;
use crate::article::published::DateSource;
use crate::article::scan::{self, Line};
use crate::article::xml::{self, Element};
use crate::article::{Draft, Rejection};

/// Reads an entity.
///
/// # Errors
/// Failed: as [`xml::document`]. Skipped: the table of contents and the plan of a page, which hold no
/// text, and pictures.
pub(super) fn read(bytes: &[u8], charset: Option<&str>) -> Reading {
    let root = xml::document(bytes, charset)?;
    let name = root.name.to_lowercase();
    if name.ends_with("toc") {
        return Err(Rejection::skipped("table of contents"));
    }
    if name.ends_with("page") {
        return Err(Rejection::skipped("plan of a page"));
    }
    let kind = value(&root, "ENTITY_TYPE")
        .unwrap_or_default()
        .to_lowercase();
    if matches!(kind.as_str(), "picture" | "image") {
        return Err(Rejection::skipped("picture"));
    }
    Ok(vec![Ok(draft(&root, &kind))])
}

fn draft(root: &Element, kind: &str) -> Draft {
    let meta = root.descendants().find(|element| element.is("Meta"));
    let stated = |name: &str| {
        let places = [Some(root), meta];
        places
            .into_iter()
            .flatten()
            .find_map(|place| value(place, name))
    };
    let title = meta
        .and_then(|meta| value(meta, "NAME"))
        .or_else(|| value(root, "NAME"))
        .filter(|name| !name.to_lowercase().starts_with("untitled"));
    let blocks = blocks(root);
    let mut paragraphs = scan::paragraphs(blocks.iter().map(Vec::as_slice));
    // The headline is the first primitive, too.
    if let (Some(title), Some(first)) = (&title, paragraphs.first())
        && letters(title) == letters(first)
    {
        paragraphs.remove(0);
    }
    Draft {
        title,
        source: stated("PUBLICATION"),
        page: stated("PAGE_LABEL").or_else(|| stated("PAGE_NO")),
        section: match kind {
            "ad" | "advertisement" => Some("Advertisement".to_owned()),
            _ => stated("SECTION"),
        },
        lang: stated("LANGUAGE"),
        dates: stated("ISSUE_DATE")
            .map(|date| (DateSource::Meta, date))
            .into_iter()
            .collect(),
        paragraphs,
        ..Draft::default()
    }
}

/// An attribute that says something.
fn value(element: &Element, name: &str) -> Option<String> {
    let value = element.attribute_any(name)?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The paragraphs of all primitives, as blocks of lines.
fn blocks(root: &Element) -> Vec<Vec<Line>> {
    let wholes: HashMap<&str, String> = root
        .descendants()
        .filter(|element| element.is("QW"))
        .filter_map(|whole| Some((whole.attribute_any("QID")?, whole.text())))
        .collect();
    let mut blocks = Vec::new();
    for primitive in root.descendants().filter(|element| element.is("Primitive")) {
        let mut block = vec![Line::default()];
        let mut cut: Option<&str> = None;
        for part in primitive.elements() {
            if part.is("L") {
                // `S` and `SA` begin a paragraph.
                let mark = part.attribute_any("P").unwrap_or_default();
                if mark.starts_with('S') {
                    blocks.push(std::mem::take(&mut block));
                }
                block.push(Line::default());
            } else if part.is("W") || part.is("Q") {
                let Some(line) = block.last_mut() else {
                    continue;
                };
                let id = part.attribute_any("QID").filter(|_| part.is("Q"));
                line.whole_last = None;
                if id.is_some() && id == cut {
                    line.opens_with_half |= line.text.is_empty();
                } else {
                    let whole = id.and_then(|id| wholes.get(id));
                    line.whole_last = whole.map(|whole| whole.trim().to_owned());
                }
                cut = id;
                if !line.text.is_empty() {
                    line.text.push(' ');
                }
                line.text.push_str(part.text().trim());
            }
        }
        blocks.push(block);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity() {
        let text = r#"<?xml version="1.0" encoding="windows-1252"?>
<XMD-entity ID="Ar00101" ENTITY_TYPE="Article" PAGE_NO="3" LANGUAGE="French"><Meta NAME="LE PORT" PUBLICATION="Echo" ISSUE_DATE="04/05/1923"/>
<QWS><QW QID="1">gr&#232;ve</QW></QWS><Content><Primitive ID="p1"><L P="S" BOX="0"/><W BOX="0">LE</W><W>PORT</W></Primitive>
<Primitive ID="p2"><L P="S"/><W>La</W><Q QID="1">gr&#232;-</Q><L P="P"/><Q QID="1">ve</Q><W>dure.</W><L P="SA"/><W>Fin</W></Primitive></Content></XMD-entity>"#;
        let drafts = read(text.as_bytes(), None).unwrap();
        let draft = drafts[0].as_ref().unwrap();
        assert_eq!(draft.title.as_deref(), Some("LE PORT"));
        assert_eq!(draft.paragraphs, ["La grève dure.", "Fin"]);
        assert_eq!(draft.page.as_deref(), Some("3"));
        assert_eq!(draft.dates[0].1, "04/05/1923");
        let toc = b"<Xmd_toc PUBLICATION='JDG'/>";
        assert_eq!(read(toc, None).unwrap_err().reason, "table of contents");
    }
}
