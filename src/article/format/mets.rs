//! METS: what an issue holds, with the text in the ALTO files of its pages.
//!
//! The logical map divides an issue into articles; each names its blocks of text, page by page, by
//! their ids, either itself (docWORKS, Europeana, BnF) or by links into the physical map (British
//! Library). Where there is no such map, as in the newspapers of the Library of Congress, each page
//! is an article. The files of the pages come with the record ([`Document::parts`]).

mod catalogue;
mod logical;

use std::collections::HashMap;

use super::alto::{self, Page};
use super::{Reading, Signs};
use crate::article::published::DateSource;
use crate::article::scan::{self, Line};
use crate::article::xml::{self, Element};
use crate::article::{Draft, Rejection};
use crate::corpus::{Content, Document, Part};
use catalogue::{Catalogue, Description};
use logical::{Area, Item, Role};

/// Reads an issue.
///
/// # Errors
/// Failed: `not valid XML`, `missing pages` when none of the pages is there. Skipped: `no text` for
/// an issue of pictures alone.
pub(super) fn read(signs: &Signs<'_>) -> Reading {
    let mets = xml::document(signs.bytes(), None)?;
    let catalogue = Catalogue::of(&mets);
    let files = Files::of(&mets, &catalogue);
    if files.names.is_empty() {
        return Err(Rejection::skipped("no text"));
    }
    let parts: &[Part] = match signs.content {
        Content::Document(Document { parts, .. }) => parts,
        _ => &[],
    };
    let parts: Parts<'_> = parts
        .iter()
        .map(|part| (part.name.as_str(), part))
        .collect();
    let missing = files.missing(&parts);
    if missing.len() == files.names.len() {
        return Err(missing_pages(&missing));
    }
    let issue = catalogue.issue(&mets);
    let items = logical::items(&mets, &catalogue);
    let mut drafts = match items.is_empty() {
        true => pages(&files, &parts, &issue),
        false => articles(&items, &files, &parts, &issue),
    };
    if !missing.is_empty() {
        drafts.push(Err(missing_pages(&missing)));
    }
    Ok(drafts)
}

fn missing_pages(names: &[&str]) -> Rejection {
    let more = match names.len() {
        0 | 1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let first = names.first().copied().unwrap_or_default();
    Rejection::failed("missing pages", format!("{first}{more}"))
}

/// The files that are there, by address.
type Parts<'p> = HashMap<&'p str, &'p Part>;

/// The text files an issue names.
struct Files<'m> {
    /// Id and address, in file order.
    names: Vec<(&'m str, &'m str)>,
    /// Address by id.
    by_id: HashMap<&'m str, &'m str>,
    /// Number printed on a page, or its place in the issue, by the id of its file.
    labels: HashMap<&'m str, String>,
}

impl<'m> Files<'m> {
    fn of(mets: &'m Element, catalogue: &Catalogue<'m>) -> Files<'m> {
        let mut names = Vec::new();
        let groups = mets
            .descendants()
            .filter(|element| matches!(element.name.as_str(), "fileGrp" | "fileSec"));
        for file in groups
            .filter(|group| may_be_text(group))
            .flat_map(|group| group.all("file"))
        {
            let address = file.child("FLocat").and_then(|at| at.attribute("href"));
            if let (Some(id), Some(address)) = (file.attribute("ID"), address)
                && address.trim().to_ascii_lowercase().ends_with(".xml")
            {
                names.push((id, address));
            }
        }
        // Where nothing says more, pages are counted.
        let numbered = names.iter().enumerate();
        let mut labels: HashMap<&str, String> = numbered
            .map(|(number, (id, _))| (*id, (number + 1).to_string()))
            .collect();
        for map in mets.all("structMap") {
            for page in map.descendants().filter(|div| is_page(div)) {
                let label = page
                    .attribute("ORDERLABEL")
                    .filter(|label| label.contains(|c: char| c.is_ascii_digit()))
                    .or_else(|| page.attribute("ORDER"))
                    .map(|label| label.trim().to_owned())
                    .or_else(|| catalogue.of_div(page).page);
                let pointers = page.descendants().filter_map(|e| e.attribute("FILEID"));
                for id in pointers {
                    labels.extend(label.clone().map(|label| (id, label)));
                }
            }
        }
        Files {
            by_id: names.iter().copied().collect(),
            names,
            labels,
        }
    }

    /// The address of the file with this id, when there is no such file.
    fn absent(&self, id: &str, parts: &Parts<'_>) -> Option<&'m str> {
        let address = self.by_id.get(id)?;
        (!parts.contains_key(address)).then_some(address)
    }

    /// Addresses without a file.
    fn missing(&self, parts: &Parts<'_>) -> Vec<&'m str> {
        let is_missing = |address: &&str| !parts.contains_key(*address);
        let addresses = self.names.iter().map(|(_, address)| *address);
        addresses.filter(is_missing).collect()
    }

    /// The pages that are there, with the id of each. One that cannot be read gives why not.
    fn pages<'p>(
        &'p self,
        parts: &'p Parts<'p>,
    ) -> impl Iterator<Item = (&'m str, Result<Vec<Page>, Rejection>)> + 'p {
        self.names.iter().filter_map(move |(id, address)| {
            let part = parts.get(address)?;
            let pages = alto::pages(&part.bytes, None).map_err(|rejection| Rejection {
                detail: Some(match rejection.detail {
                    Some(detail) => format!("{address}: {detail}"),
                    None => (*address).to_owned(),
                }),
                ..rejection
            });
            Some((*id, pages))
        })
    }
}

/// Whether the files of a group may be pages, and not descriptions or editions of them.
fn may_be_text(group: &Element) -> bool {
    let uses = group.attribute("USE").or_else(|| group.attribute("ID"));
    let uses = uses.unwrap_or_default().to_lowercase();
    !["meta", "mets", "mods", "tei", "toc"]
        .iter()
        .any(|other| uses.contains(other))
}

/// A page of a physical map: `page`, `np:page`, `CONTENT_PAGE`; BnF calls it `object`.
fn is_page(div: &Element) -> bool {
    let kind = div.attribute("TYPE").unwrap_or_default().to_lowercase();
    div.name == "div" && (kind.ends_with("page") || kind == "object")
}

/// Every page an article, for an issue whose articles nobody has marked.
fn pages(
    files: &Files<'_>,
    parts: &Parts<'_>,
    issue: &Description,
) -> Vec<Result<Draft, Rejection>> {
    let mut drafts = Vec::new();
    for (id, pages) in files.pages(parts) {
        let pages = match pages {
            Ok(pages) => pages,
            Err(rejection) => {
                drafts.push(Err(rejection));
                continue;
            }
        };
        for page in pages {
            let mut draft = page.into_draft();
            if let Some(label) = files.labels.get(id) {
                draft.page = Some(label.clone());
            }
            drafts.push(Ok(with_issue(draft, issue)));
        }
    }
    drafts
}

/// Puts what is true of the whole issue into an article of it.
fn with_issue(mut draft: Draft, issue: &Description) -> Draft {
    draft.source = issue.title.clone();
    draft.edition = issue.edition.clone();
    draft.lang = draft.lang.or_else(|| issue.lang.clone());
    draft
        .dates
        .extend(issue.date.clone().map(|date| (DateSource::Meta, date)));
    draft
}

/// The articles of the logical map. Pages are read one after the other, so that only one is held.
fn articles(
    items: &[Item],
    files: &Files<'_>,
    parts: &Parts<'_>,
    issue: &Description,
) -> Vec<Result<Draft, Rejection>> {
    // Where the areas of a file stand: numbers of item and area.
    let mut wanted: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    for (item_number, item) in items.iter().enumerate() {
        for (number, area) in item.areas.iter().enumerate() {
            wanted
                .entry(&area.file)
                .or_default()
                .push((item_number, number));
        }
    }
    let mut texts: Vec<Vec<Vec<Vec<Line>>>> = items
        .iter()
        .map(|item| vec![Vec::new(); item.areas.len()])
        .collect();
    let mut langs: Vec<Vec<String>> = vec![Vec::new(); items.len()];
    let mut damaged = Vec::new();
    let mut outside = 0;
    for (id, pages) in files.pages(parts) {
        let pages = match pages {
            Ok(pages) => pages,
            Err(rejection) => {
                damaged.push(Err(rejection));
                continue;
            }
        };
        let wanted = wanted.get(id).map_or(&[][..], Vec::as_slice);
        for page in pages {
            let mut by_id = page.blocks_by_id();
            // A block belongs to the area that names it first; one of a composed block holds blocks
            // that may have areas of their own.
            let mut is_taken = vec![false; page.blocks.len()];
            for &(item, area) in wanted {
                let id = items[item].areas[area].id.as_str();
                // Once taken, there is nothing left to be found under it.
                for number in by_id.remove(id).into_iter().flatten() {
                    if std::mem::replace(&mut is_taken[number], true) {
                        continue;
                    }
                    let block = &page.blocks[number];
                    texts[item][area].push(block.lines().to_vec());
                    langs[item].extend(block.lang().map(str::to_owned));
                }
            }
            outside += is_taken.iter().filter(|taken| !**taken).count();
        }
    }
    let mut issue = issue.clone();
    if issue.title.is_none() {
        issue.title = items
            .iter()
            .zip(&texts)
            .find_map(|(item, texts)| name_over(item, texts));
    }
    let mut drafts: Vec<Result<Draft, Rejection>> = Vec::with_capacity(items.len());
    for ((item, texts), langs) in items.iter().zip(&texts).zip(&langs) {
        let is_without_text = texts.iter().all(Vec::is_empty) && item.description.title.is_none();
        let absent = item
            .areas
            .iter()
            .find_map(|area| files.absent(&area.file, parts));
        drafts.push(match absent.filter(|_| is_without_text) {
            Some(address) => Err(missing_pages(&[address])),
            None => draft(item, texts, langs, files).map(|draft| with_issue(draft, &issue)),
        });
    }
    drafts.append(&mut damaged);
    if outside > 0 {
        drafts.push(Err(Rejection {
            detail: Some(format!("{outside} blocks of text")),
            ..Rejection::skipped("outside of articles")
        }));
    }
    drafts
}

/// Most words of the name of a newspaper, as the front page has it.
const NAME_WORDS: usize = 6;

/// The name of the paper in the heading of its front page, for an issue that is described by its day
/// alone.
fn name_over(item: &Item, texts: &[Vec<Vec<Line>>]) -> Option<String> {
    let mut headings = (item.areas.iter().zip(texts))
        .filter(|(area, _)| item.is_masthead && area.role == Role::Title);
    let (_, blocks) = headings.next()?;
    let name = catalogue::title(&scan::one_line(blocks.iter().map(Vec::as_slice)))?;
    (name.split_whitespace().count() <= NAME_WORDS).then_some(name)
}

fn draft(
    item: &Item,
    texts: &[Vec<Vec<Line>>],
    langs: &[String],
    files: &Files<'_>,
) -> Result<Draft, Rejection> {
    if item.is_masthead {
        return Err(Rejection::skipped("masthead"));
    }
    let areas = || item.areas.iter().zip(texts);
    let line_of = |role: Role| {
        let blocks = areas().filter(|(area, _)| area.role == role);
        let blocks = blocks.flat_map(|(_, blocks)| blocks.iter().map(Vec::as_slice));
        scan::one_line(blocks)
    };
    let stated = &item.description;
    let title = stated
        .title
        .clone()
        .or_else(|| Some(line_of(Role::Title)).filter(|title| !title.is_empty()));
    let summary = stated
        .subtitle
        .clone()
        .or_else(|| Some(line_of(Role::Subtitle)).filter(|text| !text.is_empty()));
    let byline = match stated.authors.is_empty() {
        true => Some(line_of(Role::Author))
            .filter(|text| !text.is_empty())
            .into_iter()
            .collect(),
        false => stated.authors.clone(),
    };
    let mut paragraphs = Vec::new();
    let mut body: Vec<&[Line]> = Vec::new();
    let mut before: Option<&Area> = None;
    for (area, blocks) in areas().filter(|(area, _)| area.role == Role::Body) {
        // Blocks of one paragraph, over two columns, are one.
        let is_same = before.is_some_and(|before| before.paragraph == area.paragraph);
        if !is_same {
            paragraphs.append(&mut scan::paragraphs(body.drain(..)));
        }
        body.extend(blocks.iter().map(Vec::as_slice));
        before = Some(area);
    }
    paragraphs.append(&mut scan::paragraphs(body));
    let title = title.or_else(|| headline_above(&mut paragraphs));
    let captions = areas().filter(|(area, _)| area.role == Role::Caption);
    let captions = captions.map(|(_, blocks)| scan::one_line(blocks.iter().map(Vec::as_slice)));
    let page = item
        .areas
        .iter()
        .find_map(|area| files.labels.get(area.file.as_str()));
    Ok(Draft {
        title,
        summary,
        byline,
        paragraphs,
        captions: captions.filter(|text| !text.is_empty()).collect(),
        page: page.cloned(),
        section: item.section.clone(),
        lang: stated
            .lang
            .clone()
            .or_else(|| alto::most_frequent(langs.iter().map(String::as_str))),
        ..Draft::default()
    })
}

/// Takes the headline of an article whose blocks nobody has told apart: a short line in capitals
/// above a text that is none.
fn headline_above(paragraphs: &mut Vec<String>) -> Option<String> {
    let (first, second) = (paragraphs.first()?, paragraphs.get(1)?);
    let words = |text: &str| text.split_whitespace().count();
    let capitals = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let upper = text.chars().filter(|c| c.is_uppercase()).count();
        letters >= 4 && upper * 10 >= letters * 9
    };
    let is_headline =
        words(first) <= 12 && capitals(first) && words(second) >= 12 && !capitals(second);
    is_headline.then(|| paragraphs.remove(0))
}

#[cfg(test)]
mod tests;
