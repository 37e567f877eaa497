//! ALTO 1 to 4: the words of one scanned page, each with its place.
//!
//! ALTO knows no articles. A page that no other file divides is one; [`super::mets`] takes the blocks
//! of its articles from here. The order of blocks is that of the file, which is the reading order.
//! Text stands in attributes (`CONTENT`); a word cut at a line end says what it is as a whole
//! (`SUBS_CONTENT`).

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Reading;
use crate::article::scan::{self, Line};
use crate::article::xml::{self, Element};
use crate::article::{Draft, Rejection, Removed};

/// A page: blocks in reading order.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// As printed on it, or its number in the issue where that says something.
    pub(super) label: Option<String>,
    pub(super) blocks: Vec<Block>,
    /// Running heads and page numbers.
    pub(super) margins: Vec<Block>,
    /// The page's own id.
    id: String,
}

/// A paragraph, or what the engine took for one.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Its own id, before it those of the blocks that it is composed into.
    ids: Vec<String>,
    lines: Vec<Line>,
    /// Ids of the lines and of their first words, where they have any.
    line_ids: Vec<String>,
    lang: Option<String>,
}

impl Block {
    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The language the engine was told, as printed.
    pub(super) fn lang(&self) -> Option<&str> {
        self.lang.as_deref()
    }
}

impl Page {
    /// The numbers of the blocks that each id means: the page, a composed block, a block, or the
    /// block of a line.
    pub(super) fn blocks_by_id(&self) -> HashMap<&str, Vec<usize>> {
        let mut by_id: HashMap<&str, Vec<usize>> = HashMap::new();
        by_id.insert(&self.id, (0..self.blocks.len()).collect());
        for (number, block) in self.blocks.iter().enumerate() {
            for id in block.ids.iter().chain(&block.line_ids) {
                let numbers = by_id.entry(id).or_default();
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
        by_id
    }
}

/// Reads a file by itself: every page is an article.
pub(super) fn read(bytes: &[u8], charset: Option<&str>) -> Reading {
    let pages = pages(bytes, charset)?;
    Ok(pages
        .into_iter()
        .map(|page| Ok(page.into_draft()))
        .collect())
}

impl Page {
    /// The page as one article, without a headline: it has many.
    pub(super) fn into_draft(self) -> Draft {
        let text = |blocks: &[Block]| scan::paragraphs(blocks.iter().map(Block::lines));
        let mut paragraphs = text(&self.blocks);
        let mut margins = text(&self.margins);
        if paragraphs.is_empty() {
            paragraphs.append(&mut margins);
        }
        let removed = margins.into_iter().map(|text| Removed {
            text,
            reason: "page margin".to_owned(),
        });
        Draft {
            page: self.label,
            lang: most_frequent(self.blocks.iter().filter_map(Block::lang)),
            paragraphs,
            removed: removed.collect(),
            ..Draft::default()
        }
    }
}

/// The language of most blocks.
pub(super) fn most_frequent<'l>(langs: impl Iterator<Item = &'l str>) -> Option<String> {
    let mut counts: HashMap<&str, (usize, Reverse<usize>)> = HashMap::new();
    for (at, lang) in langs.enumerate() {
        counts.entry(lang).or_insert((0, Reverse(at))).0 += 1;
    }
    // The first of equals.
    let most = counts.into_iter().max_by_key(|(_, rank)| *rank)?;
    Some(most.0.to_owned())
}

/// The pages of a file, nearly always one. Takes time and memory linear in it.
///
/// # Errors
/// Failed: `not valid XML` for a file that breaks off, and as [`xml::parse`].
pub(super) fn pages(bytes: &[u8], charset: Option<&str>) -> Result<Vec<Page>, Rejection> {
    let root = xml::document(bytes, charset)?;
    let pages = root.descendants().filter(|element| element.name == "Page");
    Ok(pages.map(page).collect())
}

fn page(element: &Element) -> Page {
    let attribute = |name| element.attribute(name).map(str::trim);
    let printed = attribute("PRINTED_IMG_NR").filter(|printed| !printed.is_empty());
    // Engines that do not know the issue call every page the first.
    let counted = attribute("PHYSICAL_IMG_NR").filter(|number| !matches!(*number, "" | "0" | "1"));
    let mut page = Page {
        label: printed.or(counted).map(str::to_owned),
        id: attribute("ID").unwrap_or_default().to_owned(),
        ..Page::default()
    };
    let spaces = Spaces::of(element);
    for space in element.elements() {
        match space.name.as_str() {
            "PrintSpace" => add_blocks(space, &mut Vec::new(), spaces, &mut page.blocks),
            "TextBlock" | "ComposedBlock" => {
                add_block(space, &mut Vec::new(), spaces, &mut page.blocks);
            }
            name if name.ends_with("Margin") => {
                add_blocks(space, &mut Vec::new(), spaces, &mut page.margins);
            }
            _ => {}
        }
    }
    page
}

fn add_blocks(space: &Element, around: &mut Vec<String>, spaces: Spaces, blocks: &mut Vec<Block>) {
    for element in space.elements() {
        add_block(element, around, spaces, blocks);
    }
}

/// Composed blocks hold blocks, as deep as the tree of [`xml`] goes.
fn add_block(element: &Element, around: &mut Vec<String>, spaces: Spaces, blocks: &mut Vec<Block>) {
    around.push(element.attribute("ID").unwrap_or_default().to_owned());
    match element.name.as_str() {
        "ComposedBlock" => add_blocks(element, around, spaces, blocks),
        "TextBlock" => {
            let lines = || element.all("TextLine");
            blocks.push(Block {
                ids: around.clone(),
                lines: lines().map(|line| spaces.line(line)).collect(),
                line_ids: lines().flat_map(line_ids).collect(),
                lang: element
                    .attribute("LANG")
                    .or_else(|| element.attribute("language"))
                    .map(str::to_owned),
            });
        }
        _ => {}
    }
    around.pop();
}

/// The ids by which a line may be meant: its own, and that of its first word.
fn line_ids(line: &Element) -> impl Iterator<Item = String> {
    let ids = [Some(line), line.child("String")];
    ids.into_iter()
        .flatten()
        .filter_map(|element| element.attribute("ID").map(str::to_owned))
}

/// How a page writes spaces.
#[derive(Clone, Copy)]
enum Spaces {
    /// `SP` between two words that have one between them.
    Marked,
    /// None are written; every `String` is a word.
    Unmarked,
}

impl Spaces {
    /// One space to three gaps between words shows that spaces are written; scientific texts, whose
    /// every point is a `String`, have one to two.
    fn of(page: &Element) -> Spaces {
        let count = |name: &str| page.descendants().filter(|e| e.name == name).count();
        let gaps = count("String").saturating_sub(count("TextLine"));
        match count("SP") * 3 >= gaps {
            true => Spaces::Marked,
            false => Spaces::Unmarked,
        }
    }

    fn line(self, element: &Element) -> Line {
        let mut line = Line::default();
        let mut has_space = true;
        let mut before: Option<&Element> = None;
        for part in element.elements() {
            match part.name.as_str() {
                "SP" => has_space = true,
                "HYP" => {
                    // Some repeat it in the word.
                    let sign = part.attribute("CONTENT").unwrap_or("-").trim();
                    if !line.text.is_empty() && !line.text.ends_with(['-', '¬', '\u{AD}', '⸗']) {
                        line.text.push_str(sign);
                    }
                }
                "String" => {
                    let word = part.attribute("CONTENT").unwrap_or_default().trim();
                    if word.is_empty() {
                        continue;
                    }
                    let is_word = has_space || before.is_none_or(|before| self.parts(before, part));
                    if is_word && !line.text.is_empty() {
                        line.text.push(' ');
                    }
                    let is_first = line.text.is_empty();
                    line.text.push_str(word);
                    let whole = part.attribute("SUBS_CONTENT").map(str::trim);
                    let whole = whole.filter(|whole| !whole.is_empty());
                    line.whole_last = None;
                    match part.attribute("SUBS_TYPE").map(str::trim) {
                        Some("HypPart1") if is_word => line.whole_last = whole.map(str::to_owned),
                        Some("HypPart2") if is_first => line.opens_with_half = true,
                        _ => {}
                    }
                    has_space = false;
                    before = Some(part);
                }
                _ => {}
            }
        }
        line
    }

    /// Whether two strings without a space between them are two words all the same.
    fn parts(self, before: &Element, after: &Element) -> bool {
        if matches!(self, Spaces::Unmarked) {
            return true;
        }
        let edge = |element: &Element, last: bool| {
            let word = element.attribute("CONTENT").unwrap_or_default().trim();
            match last {
                true => word.chars().next_back(),
                false => word.chars().next(),
            }
        };
        match (edge(before, true), edge(after, false)) {
            // Marks stand at words; two words are never glued because a space was forgotten, but
            // one may be in two pieces of different type.
            (Some(a), Some(b)) if a.is_alphanumeric() && b.is_alphanumeric() => {
                !is_unspaced(a) && !is_unspaced(b) && !touches(before, after)
            }
            _ => false,
        }
    }
}

/// Letters of scripts that put no spaces between words.
fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
        || matches!(letter, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
        || matches!(letter, '\u{20000}'..='\u{3FFFF}')
}

/// Narrower gaps, as a share of the height of the letters, are none: a space has a quarter.
const MAX_GAP: f32 = 0.1;

fn touches(before: &Element, after: &Element) -> bool {
    let number = |element: &Element, name| element.attribute(name)?.trim().parse::<f32>().ok();
    let gap = || {
        let end = number(before, "HPOS")? + number(before, "WIDTH")?;
        Some((number(after, "HPOS")? - end) / number(after, "HEIGHT")?)
    };
    gap().is_some_and(|gap| (-1.0..=MAX_GAP).contains(&gap))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<?xml version="1.0"?>
<a:alto xmlns:a="http://www.loc.gov/standards/alto/ns-v3#"><a:Layout>
<a:Page ID="P2" PHYSICAL_IMG_NR="2" PRINTED_IMG_NR="12"><a:TopMargin>
<a:TextBlock ID="T"><a:TextLine><a:String CONTENT="ECHO"/></a:TextLine></a:TextBlock></a:TopMargin>
<a:PrintSpace><a:ComposedBlock ID="C1"><a:TextBlock ID="B1" LANG="en">
<a:TextLine><a:String CONTENT="The"/><a:SP/><a:String CONTENT="pilot&apos;s"/><a:SP/><a:String CONTENT="strik" SUBS_TYPE="HypPart1" SUBS_CONTENT="striking"/><a:HYP CONTENT="-"/></a:TextLine>
<a:TextLine><a:String CONTENT="ing" SUBS_TYPE="HypPart2" SUBS_CONTENT="striking"/><a:SP/><a:String CONTENT="crew"/></a:TextLine>
<a:TextLine ID="L3"><a:String CONTENT="left"/><a:SP/><a:String CONTENT="Leith"/><a:String CONTENT="."/></a:TextLine>
</a:TextBlock></a:ComposedBlock>
<a:TextBlock ID="B2"><a:TextLine><a:String CONTENT="Second"/></a:TextLine></a:TextBlock>
</a:PrintSpace></a:Page></a:Layout></a:alto>"#;

    #[test]
    fn a_page_is_an_article() {
        let page = pages(PAGE.as_bytes(), None).unwrap().remove(0);
        let by_id = page.blocks_by_id();
        for (id, blocks) in [("C1", &[0][..]), ("L3", &[0]), ("P2", &[0, 1])] {
            assert_eq!(by_id[id], blocks, "{id}");
        }
        assert_eq!(by_id.get("B3"), None);
        let draft = page.into_draft();
        assert_eq!(
            draft.paragraphs,
            ["The pilot's striking crew left Leith.", "Second"]
        );
        assert_eq!(draft.page.as_deref(), Some("12"));
        assert_eq!(draft.lang.as_deref(), Some("en"));
        assert_eq!(draft.removed[0].text, "ECHO");
        assert_eq!(
            read(&PAGE.as_bytes()[..900], None).unwrap_err().reason,
            "not valid XML"
        );
    }

    #[test]
    fn words_are_never_glued() {
        let line = |strings: &str| {
            let text = format!(
                "<alto><Page><PrintSpace><TextBlock><TextLine>{strings}</TextLine></TextBlock></PrintSpace></Page></alto>"
            );
            let pages = pages(text.as_bytes(), None).unwrap();
            pages[0].blocks[0].lines[0].text.clone()
        };
        for (strings, expected) in [
            // No spaces written at all.
            (
                "<String CONTENT='one'/><String CONTENT='two'/><String CONTENT='.'/><String CONTENT='x'/>",
                "one two . x",
            ),
            // One forgotten.
            (
                "<String CONTENT='one'/><SP/><String CONTENT='two'/><String CONTENT='three'/>",
                "one two three",
            ),
            // One word in two pieces of type.
            (
                "<String CONTENT='one'/><SP/><String CONTENT='T' HPOS='10' WIDTH='5' HEIGHT='8'/><String CONTENT='wo' HPOS='15.5' WIDTH='9.5' HEIGHT='8'/>",
                "one Two",
            ),
            (
                "<String CONTENT='新'/><SP/><String CONTENT='聞'/><String CONTENT='紙'/>",
                "新 聞紙",
            ),
        ] {
            assert_eq!(line(strings), expected, "{strings}");
        }
    }
}
