//! Delpher, the newspapers of the Dutch national library: the text of each article in a file of its
//! own, and an MPEG-21 DIDL file that says of which issue and page it is.
//!
//! An article that goes on over several pages is named on each, and counts once.

use std::collections::{HashMap, HashSet};

use super::{Reading, Signs};
use crate::article::published::DateSource;
use crate::article::scan::{self, Line};
use crate::article::xml::{self, Element};
use crate::article::{Draft, Rejection};
use crate::corpus::{Content, Part};

/// Whether a file, lower case, is the text of one article: `<text>` with a headline or paragraph.
pub(super) fn is_article_text(signs: &Signs<'_>) -> bool {
    signs.has_root(&["text"])
        && ["<title", "<p>", "<p/>", "<p "]
            .iter()
            .any(|tag| signs.start.contains(tag))
}

/// Reads the text of one article, without an issue to go with it.
///
/// # Errors
/// Failed: as [`xml::document`].
pub(super) fn read_text(bytes: &[u8], charset: Option<&str>) -> Reading {
    Ok(vec![article(bytes, charset)])
}

fn article(bytes: &[u8], charset: Option<&str>) -> Result<Draft, Rejection> {
    let root = xml::document(bytes, charset)?;
    let blocks: Vec<Vec<Line>> = root
        .all("p")
        .map(|paragraph| paragraph.text().lines().map(Line::new).collect())
        .collect();
    let titles: Vec<String> = root.all("title").map(Element::text).collect();
    Ok(Draft {
        title: Some(titles.join(" ")).filter(|title| !title.trim().is_empty()),
        paragraphs: scan::paragraphs(blocks.iter().map(Vec::as_slice)),
        ..Draft::default()
    })
}

/// Reads an issue with the texts that it names.
///
/// # Errors
/// Failed: as [`xml::document`]. Skipped: `catalogue record` for a description without articles.
pub(super) fn read_issue(signs: &Signs<'_>) -> Reading {
    let root = xml::document(signs.bytes(), None)?;
    let parts: &[Part] = match signs.content {
        Content::Document(document) => &document.parts,
        _ => &[],
    };
    let issue = root.find("dcx");
    let mut drafts: Vec<Result<Draft, Rejection>> = Vec::new();
    let mut seen = HashSet::new();
    let texts = Texts::of(&root, parts);
    for item in root.descendants().filter(|element| element.name == "Item") {
        let page = description(item).and_then(|record| text_of(record, "nativePageNumber"));
        for article in item.all("Item") {
            let id = article.attribute("article_id");
            let Some(id) = id.filter(|id| seen.insert(*id)) else {
                continue;
            };
            drafts.push(of_item(article, id, &texts).map(|mut draft| {
                draft.page.clone_from(&page);
                if let Some(issue) = issue {
                    draft.source = text_of(issue, "title");
                    draft.lang = text_of(issue, "language");
                    draft
                        .dates
                        .extend(text_of(issue, "date").map(|date| (DateSource::Meta, date)));
                }
                draft
            }));
        }
    }
    if drafts.is_empty() {
        return Err(Rejection::skipped("catalogue record"));
    }
    Ok(drafts)
}

/// The text files of an issue.
struct Texts<'d> {
    /// Name of the file by the id of the article.
    names: HashMap<&'d str, &'d str>,
    parts: HashMap<&'d str, &'d Part>,
}

impl<'d> Texts<'d> {
    fn of(root: &'d Element, parts: &'d [Part]) -> Texts<'d> {
        let named = |component: &'d Element| {
            let id = component.attribute("identifier")?.strip_suffix(":ocr")?;
            let resource = component.find("Resource")?;
            let name = resource
                .attribute("filename")
                .or_else(|| resource.attribute("ref"))?;
            Some((id, name))
        };
        let components = root
            .descendants()
            .filter(|element| element.name == "Component");
        Texts {
            names: components.filter_map(named).collect(),
            parts: parts
                .iter()
                .map(|part| (part.name.as_str(), part))
                .collect(),
        }
    }
}

/// The article of an item: its text file, its headline from there or from the description.
fn of_item(item: &Element, id: &str, texts: &Texts<'_>) -> Result<Draft, Rejection> {
    let name = texts.names.get(id).copied().unwrap_or(id);
    let part = texts.parts.get(name);
    let part = part.ok_or_else(|| Rejection::failed("missing text", name))?;
    let mut draft = article(&part.bytes, None)?;
    if let Some(record) = description(item) {
        draft.title = draft.title.or_else(|| text_of(record, "title"));
        draft.section = text_of(record, "subject").filter(|subject| subject != "artikel");
    }
    Ok(draft)
}

/// What is said of an item itself, not of those in it.
fn description(item: &Element) -> Option<&Element> {
    item.all("Component")
        .find_map(|component| component.find("dcx"))
}

fn text_of(record: &Element, name: &str) -> Option<String> {
    let text = record.child(name)?.text();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::format;
    use crate::corpus::{Document, Origin, Record};

    const DIDL: &str = r#"<d:DIDL xmlns:d="urn:mpeg:mpeg21:2002:02-DIDL-NS"><d:Item dc:identifier="i">
<d:Component dc:identifier="i:metadata"><d:Resource><dcx><dc:title>Leeuwarder Courant</dc:title><dc:date>1923-05-04</dc:date><dc:language>nl</dc:language></dcx></d:Resource></d:Component>
<d:Item dc:identifier="i:p001"><d:Component><d:Resource><dcx><ddd:nativePageNumber>3</ddd:nativePageNumber></dcx></d:Resource></d:Component>
<d:Item ddd:article_id="i:a0001"><d:Component><d:Resource><dcx><dc:subject>artikel</dc:subject><dc:title>STAKING</dc:title></dcx></d:Resource></d:Component></d:Item>
<d:Item ddd:article_id="i:a0002"><d:Component><d:Resource><dcx><dc:subject>advertentie</dc:subject></dcx></d:Resource></d:Component></d:Item></d:Item>
<d:Item dc:identifier="i:p002"><d:Item ddd:article_id="i:a0001"/></d:Item>
<d:Component dc:identifier="i:a0001:ocr"><d:Resource dcx:filename="1_articletext.xml"/></d:Component>
<d:Component dc:identifier="i:a0002:ocr"><d:Resource dcx:filename="2_articletext.xml"/></d:Component></d:Item></d:DIDL>"#;

    #[test]
    fn an_issue_and_its_texts() {
        let text =
            "<text><title>STAKING IN HAVEN</title><p>De haven-\narbeiders staken.</p></text>";
        let record = Record {
            origin: Origin {
                file: "didl.xml".into(),
                record: 0,
            },
            content: Content::Document(Document {
                bytes: DIDL.as_bytes().to_vec(),
                parts: vec![Part {
                    name: "1_articletext.xml".to_owned(),
                    bytes: text.as_bytes().to_vec(),
                }],
                ..Document::default()
            }),
        };
        let (name, drafts) = format::read(&record, None).unwrap();
        assert_eq!((name, drafts.len()), ("delpher", 2));
        let first = drafts[0].as_ref().unwrap();
        assert_eq!(first.title.as_deref(), Some("STAKING IN HAVEN"));
        assert_eq!(first.paragraphs, ["De havenarbeiders staken."]);
        assert_eq!(first.source.as_deref(), Some("Leeuwarder Courant"));
        assert_eq!(first.page.as_deref(), Some("3"));
        assert_eq!(first.dates[0].1, "1923-05-04");
        let second = drafts[1].as_ref().unwrap_err();
        assert_eq!(second.reason, "missing text");
        assert_eq!(second.detail.as_deref(), Some("2_articletext.xml"));
    }
}
