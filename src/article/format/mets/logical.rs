//! The logical map of a METS file, as a list of articles with the areas of their text.

use std::collections::{HashMap, HashSet};

use super::catalogue::{Catalogue, Description, title};
use crate::article::xml::Element;

/// A piece of an issue that is an article, an advertisement, a table.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) description: Description,
    /// Heading of the section it stands in; for what is no article, what it is.
    pub(super) section: Option<String>,
    /// In reading order.
    pub(super) areas: Vec<Area>,
    /// The name of the paper over its front page.
    pub(super) is_masthead: bool,
}

/// A block of text on a page.
#[derive(Debug)]
pub(super) struct Area {
    /// Id of the file of its page.
    pub(super) file: String,
    /// Id in that file.
    pub(super) id: String,
    pub(super) role: Role,
    /// The paragraph it belongs to, by number.
    pub(super) paragraph: usize,
}

/// What a block is to its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Subtitle,
    Author,
    Body,
    Caption,
}

/// Types, folded, that hold items; everything else with text in it is one. A section without items
/// is one, too.
const CONTAINERS: &[&str] = &[
    "annualvolume",
    "content",
    "contents",
    "day",
    "issue",
    "journal",
    "magazine",
    "month",
    "newspaper",
    "page",
    "periodical",
    "section",
    "serial",
    "set",
    "supplement",
    "volume",
    "year",
];

/// Types, folded, of the furniture of an issue.
const MASTHEADS: &[&str] = &["headline", "masthead", "titlepage", "titlesection"];

/// The items of the logical map; empty when it has none, or divides nothing.
pub(super) fn items(mets: &Element, catalogue: &Catalogue<'_>) -> Vec<Item> {
    let links = Links::of(mets);
    let mut walk = Walk {
        catalogue,
        links: &links,
        items: Vec::new(),
        paragraphs: 0,
    };
    for map in mets.all("structMap").filter(|map| is_logical(map)) {
        for div in map.all("div") {
            walk.container(div, None);
        }
    }
    let mut items = walk.items;
    items.retain(|item| !item.areas.is_empty() || item.description.title.is_some());
    // Chapters that are only tied to pages divide no text.
    match items
        .iter()
        .all(|item| item.is_masthead || item.areas.is_empty())
    {
        true => Vec::new(),
        false => items,
    }
}

/// Maps that do not say what they are count when they name articles.
pub(super) fn is_logical(map: &Element) -> bool {
    match map.attribute("TYPE").map(str::to_ascii_lowercase) {
        Some(kind) => kind.starts_with("logical"),
        None => map.descendants().any(|div| kind_of(div) == "article"),
    }
}

/// The type of a `div`, folded: `TITLE_SECTION` is `titlesection`, `np:page` is `page`.
fn kind_of(div: &Element) -> String {
    let kind = div.attribute("TYPE").unwrap_or_default();
    let kind = kind.rsplit(':').next().unwrap_or_default();
    let letters = kind.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The areas that a `structLink` gives to a `div`, by its id.
struct Links<'m> {
    areas: HashMap<&'m str, Vec<(&'m str, &'m str)>>,
}

impl<'m> Links<'m> {
    fn of(mets: &'m Element) -> Links<'m> {
        let Some(links) = mets.child("structLink") else {
            return Links {
                areas: HashMap::new(),
            };
        };
        let mut physical: HashMap<&str, &Element> = HashMap::new();
        let mut logical = HashSet::new();
        for map in mets.all("structMap") {
            let ids = map.descendants().filter(|element| element.name == "div");
            for div in ids {
                if let Some(id) = div.attribute("ID") {
                    match is_logical(map) {
                        true => drop(logical.insert(id)),
                        false => drop(physical.insert(id, div)),
                    }
                }
            }
        }
        let mut areas: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
        let mut link = |from: &'m str, to: &'m str| {
            let Some(div) = physical.get(to).filter(|_| logical.contains(from)) else {
                return;
            };
            for (file, id) in own_areas(div) {
                // The `div` of a block has the id of the block, while its area may begin with its
                // first word. What a page does not hold is passed over.
                let known = areas.entry(from).or_default();
                known.extend([(file, to), (file, id)]);
            }
        };
        let reference = |element: &'m Element, name: &str| {
            let value = element.attribute(name)?;
            Some(value.strip_prefix('#').unwrap_or(value))
        };
        for group in links.all("smLinkGrp") {
            let mut ends = group
                .all("smLocatorLink")
                .filter_map(|end| reference(end, "href"));
            if let Some(from) = ends.next() {
                ends.for_each(|to| link(from, to));
            }
        }
        for one in links.all("smLink") {
            if let (Some(from), Some(to)) = (reference(one, "from"), reference(one, "to")) {
                link(from, to);
            }
        }
        Links { areas }
    }
}

/// File and id of each area directly in a `div`. A pointer to a whole file is none.
fn own_areas(div: &Element) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for pointer in div.all("fptr") {
        for area in pointer
            .descendants()
            .filter(|element| element.name == "area")
        {
            if let (Some(file), Some(id)) = (area.attribute("FILEID"), area.attribute("BEGIN")) {
                found.push((file, id));
            }
        }
    }
    found
}

struct Walk<'w> {
    catalogue: &'w Catalogue<'w>,
    links: &'w Links<'w>,
    items: Vec<Item>,
    /// Number of the last paragraph.
    paragraphs: usize,
}

impl Walk<'_> {
    // Recursion here and below is bounded by the depth of the tree.
    fn container(&mut self, div: &Element, section: Option<&str>) {
        let kind = kind_of(div);
        let holds_items = CONTAINERS.contains(&kind.as_str())
            && (kind != "section" || div.descendants().any(is_item));
        if !holds_items {
            self.item(div, &kind, section);
            return;
        }
        let own = (kind == "section").then(|| self.name_of(div)).flatten();
        let section = own.as_deref().or(section);
        let mut rest = Item::default();
        for child in div.all("div") {
            if is_piece(child) {
                self.add(child, Role::Body, section, &mut rest);
            } else {
                self.container(child, section);
            }
        }
        if kind == "section" {
            rest.description.title = own.clone();
            rest.section = section.map(str::to_owned);
            rest.areas.retain(|area| area.role != Role::Title);
            if !rest.areas.is_empty() {
                self.items.push(rest);
            }
        }
    }

    fn name_of(&self, div: &Element) -> Option<String> {
        let stated = self.catalogue.of_div(div).title;
        stated.or_else(|| title(div.attribute("LABEL")?))
    }

    fn item(&mut self, div: &Element, kind: &str, section: Option<&str>) {
        let mut description = self.catalogue.of_div(div);
        if description.title.is_none() {
            description.title = div.attribute("LABEL").and_then(title);
        }
        let at = self.items.len();
        let mut item = Item {
            description,
            section: section.map(str::to_owned).or_else(|| name_of_kind(kind)),
            areas: Vec::new(),
            is_masthead: MASTHEADS.contains(&kind),
        };
        let role = match kind {
            "illustration" | "image" | "picture" | "photo" => Role::Caption,
            _ => Role::Body,
        };
        self.add(div, role, section, &mut item);
        // Before the items that stand in it.
        self.items.insert(at, item);
    }

    /// Adds the areas in a `div`; items in it are items of their own.
    fn add(&mut self, div: &Element, role: Role, section: Option<&str>, item: &mut Item) {
        let linked = div.attribute("ID").and_then(|id| self.links.areas.get(id));
        let own = own_areas(div);
        let areas = own.iter().chain(linked.into_iter().flatten());
        let is_paragraph = kind_of(div) == "paragraph";
        for (number, (file, id)) in areas.enumerate() {
            // The blocks of a paragraph belong together, and those of nothing else.
            if number == 0 || !is_paragraph {
                self.paragraphs += 1;
            }
            item.areas.push(Area {
                file: (*file).to_owned(),
                id: (*id).to_owned(),
                role,
                paragraph: self.paragraphs,
            });
        }
        if is_paragraph {
            self.paragraphs += 1;
        }
        let paragraph = self.paragraphs;
        for child in div.all("div") {
            if is_item(child) {
                let kind = kind_of(child);
                self.item(child, &kind, section);
                continue;
            }
            let role = role_of(&kind_of(child), role);
            let from = item.areas.len();
            self.add(child, role, section, item);
            if is_paragraph {
                for area in &mut item.areas[from..] {
                    area.paragraph = paragraph;
                }
            }
        }
    }
}

/// Pieces of text that stand in a container by themselves.
fn is_piece(div: &Element) -> bool {
    matches!(
        kind_of(div).as_str(),
        "heading"
            | "title"
            | "subtitle"
            | "body"
            | "bodycontent"
            | "paragraph"
            | "text"
            | "textblock"
    )
}

/// What is an item of its own wherever it stands.
fn is_item(div: &Element) -> bool {
    div.name == "div"
        && matches!(
            kind_of(div).as_str(),
            "ad" | "advert"
                | "advertisement"
                | "announcement"
                | "article"
                | "deathnotice"
                | "obituary"
        )
}

/// What an item that is no article is called, in the words of a reader.
fn name_of_kind(kind: &str) -> Option<String> {
    let name = match kind {
        "ad" | "advert" | "advertisement" => "Advertisement",
        "deathnotice" => "Death notice",
        "obituary" => "Obituary",
        "table" => "Table",
        "weather" => "Weather",
        _ => return None,
    };
    Some(name.to_owned())
}

fn role_of(kind: &str, around: Role) -> Role {
    match kind {
        "title" | "headline" | "overline" if around != Role::Caption => Role::Title,
        "heading" => Role::Title,
        "subtitle" | "subheadline" | "subheading" => Role::Subtitle,
        "author" | "byline" => Role::Author,
        "caption" | "illustration" | "image" | "picture" => Role::Caption,
        _ => around,
    }
}
