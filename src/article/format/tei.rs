//! TEI P4 and P5: scholarly editions of newspapers and journals, an issue or an article a file.
//!
//! Divisions that are called articles are articles; where none are, the innermost divisions are. The
//! header says of which paper and day: the day of the printed source, never that of the edition.
//! Attributes give the Gregorian day whatever calendar the paper printed.

mod flow;
mod header;

use super::Reading;
use crate::article::published::DateSource;
use crate::article::xml::{self, Element};
use crate::article::{Draft, Rejection};
use flow::{Flow, is_division};
use header::Header;

/// Types of divisions that are articles whatever stands in them, folded.
const ARTICLES: &[&str] = &[
    "ad",
    "advert",
    "advertisement",
    "announcement",
    "art",
    "article",
    "editorial",
    "feuilleton",
    "item",
    "jarticle",
    "letter",
    "news",
    "newsitem",
    "notice",
    "obituary",
    "poem",
    "report",
    "review",
    "story",
];

/// Types of the furniture of an issue, folded.
const FURNITURE: &[&str] = &[
    "colophon",
    "contents",
    "imprint",
    "index",
    "masthead",
    "titlepage",
    "toc",
];

/// Reads the articles of a file.
///
/// # Errors
/// Failed: as [`xml::document`].
pub(super) fn read(bytes: &[u8], charset: Option<&str>) -> Reading {
    let root = xml::document(bytes, charset)?;
    // A corpus holds editions, and may itself be in one.
    let editions = std::iter::once(&root)
        .chain(root.descendants())
        .filter(|element| matches!(element.name.as_str(), "TEI" | "TEI.2"));
    Ok(editions.flat_map(articles).collect())
}

fn articles(edition: &Element) -> Vec<Result<Draft, Rejection>> {
    let header = Header::of(edition);
    let texts: Vec<&Element> = edition.all("text").collect();
    let prints = texts.iter().flat_map(|text| text.descendants());
    let mut walk = Walk {
        header: &header,
        lang: edition.attribute("lang"),
        only_print: prints.filter(|e| e.name == "pb").any(is_of_print),
        page: None,
        found: Vec::new(),
    };
    for text in texts {
        if header.is_one_article || !text.descendants().any(is_division) {
            let mut draft = walk.article(text, None);
            draft.title = header.title.clone().or(draft.title);
            if draft.byline.is_empty() {
                draft.byline.clone_from(&header.authors);
            }
            walk.found.push(Ok(draft));
        } else {
            walk.within(text, None);
        }
    }
    walk.found
}

struct Walk<'t> {
    header: &'t Header,
    lang: Option<&'t str>,
    /// Whether page breaks of the printed edition are told from those of others.
    only_print: bool,
    /// Number of the page that is being read.
    page: Option<String>,
    found: Vec<Result<Draft, Rejection>>,
}

impl<'t> Walk<'t> {
    // Recursion is bounded by the depth of the tree.
    fn within(&mut self, element: &'t Element, section: Option<&str>) {
        for child in element.elements() {
            if is_division(child) {
                self.division(child, section);
            } else {
                self.turn_pages(child);
                if matches!(
                    child.name.as_str(),
                    "group" | "text" | "front" | "body" | "back"
                ) {
                    self.within(child, section);
                }
            }
        }
    }

    fn division(&mut self, division: &'t Element, section: Option<&str>) {
        let kinds = kinds_of(division);
        let is_one_of = |names: &[&str]| kinds.iter().any(|kind| names.contains(&kind.as_str()));
        if is_one_of(FURNITURE) {
            self.found.push(Err(Rejection::skipped("masthead")));
            self.turn_all_pages(division);
            return;
        }
        let has_divisions = division.descendants().any(is_division);
        if !has_divisions || is_one_of(ARTICLES) {
            let draft = self.article(division, section);
            self.found.push(Ok(draft));
            let inner = division
                .descendants()
                .filter(|e| is_division(e) && is_article(e));
            let inner: Vec<&Element> = inner.collect();
            for article in inner {
                let draft = self.article(article, section);
                self.found.push(Ok(draft));
            }
            return;
        }
        let own = Flow::of_heads(division);
        let section = own.as_deref().or(section);
        // What a section says before its articles.
        let is_text = |child: &Element| {
            matches!(
                child.name.as_str(),
                "p" | "lg" | "list" | "table" | "quote" | "ab" | "note"
            )
        };
        if division.elements().any(is_text) {
            let page = self.page.clone();
            let draft = self.article(division, None);
            self.found.push(Ok(draft));
            // It ends before its articles begin.
            self.page = page;
        }
        self.within(division, section);
    }

    fn article(&mut self, division: &'t Element, section: Option<&str>) -> Draft {
        let first = division.elements().find(|child| child.name != "head");
        first.into_iter().for_each(|first| self.turn_pages(first));
        let page = self.page.clone();
        self.turn_all_pages(division);
        let flow = Flow::of(division, &|inner| {
            is_division(inner)
                && (is_article(inner) || !is_article(division) && !self.header.is_one_article)
        });
        let header = self.header;
        Draft {
            title: Flow::of_heads(division),
            summary: flow.subtitle,
            byline: flow.byline,
            dateline: flow.dateline,
            source: header.source.clone(),
            section: section.map(str::to_owned),
            page,
            dates: header
                .dates
                .iter()
                .map(|date| (DateSource::Meta, date.clone()))
                .collect(),
            lang: division
                .attribute("lang")
                .or(self.lang)
                .map(str::to_owned)
                .or_else(|| header.lang.clone()),
            paragraphs: flow.paragraphs,
            captions: flow.captions,
            is_sorted: true,
            ..Draft::default()
        }
    }

    fn turn_all_pages(&mut self, element: &Element) {
        element
            .descendants()
            .for_each(|inner| self.turn_pages(inner));
    }

    fn turn_pages(&mut self, element: &Element) {
        if element.name == "pb"
            && (is_of_print(element) || !self.only_print)
            && let Some(number) = element.attribute("n").filter(|number| !number.is_empty())
        {
            self.page = Some(number.to_owned());
        }
    }
}

fn is_of_print(pb: &Element) -> bool {
    pb.attribute("ed") == Some("print")
}

/// Type and subtype, folded.
fn kinds_of(division: &Element) -> Vec<String> {
    let kinds = ["type", "subtype"].map(|name| division.attribute(name));
    kinds.into_iter().flatten().map(str::to_lowercase).collect()
}

fn is_article(division: &Element) -> bool {
    let kinds = kinds_of(division);
    kinds.iter().any(|kind| ARTICLES.contains(&kind.as_str()))
}

#[cfg(test)]
mod tests;
