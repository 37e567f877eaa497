//! XML of any make: the parts of the article are found by the names of elements and attributes.
//!
//! Read so far: the Canadian Press, the Reuters Corpus (RCV1), Solr, PRISM, SemEval's hyperpartisan
//! news and many home-made exports. Only what surely is a story is taken: a text of some words with
//! a headline, a date or a writer. The rest is XML of another trade.

use std::cell::RefCell;
use std::collections::HashMap;

use super::{Reading, Signs, items};
use crate::article::fields::{Field, Fields, field_of};
use crate::article::story_body::{self, StoryBody};
use crate::article::xml::{self, Element, Node};
use crate::article::{Draft, Rejection};
use crate::corpus::{Content, Stated};

/// How deep below its element the facts of an article may stand.
const DEPTH: usize = 4;

/// Fewer words are no story: a label, a caption.
const LEAST_WORDS: usize = 8;

/// Elements that pages begin with; those of a page are no names. Sorted.
const PAGE_ROOTS: &[&str] = &[
    "a",
    "blockquote",
    "body",
    "br",
    "center",
    "div",
    "font",
    "form",
    "h1",
    "h2",
    "h3",
    "head",
    "html",
    "img",
    "li",
    "link",
    "main",
    "meta",
    "ol",
    "p",
    "script",
    "section",
    "span",
    "style",
    "svg",
    "table",
    "td",
    "title",
    "tr",
    "ul",
];

/// Names that only XML of agencies and aggregators has, folded. Sorted.
const FURTHER_NAMES: &[(&str, Field)] = &[
    ("coverdate", Field::Date),
    ("coverdisplaydate", Field::Date),
    ("createddatetime", Field::Date),
    ("dct", Field::Date),
    ("directorytext", Field::Summary),
    ("docdate", Field::Date),
    ("placeline", Field::Dateline),
    ("publishdatetime", Field::Date),
    ("startingpage", Field::Page),
    ("updateddatetime", Field::Date),
];

/// Names that mean a headline only where there is nothing better: people and files have them too.
const WEAK_NAMES: &[&str] = &["head", "name", "subject"];

/// Words for what is no text, and why it is skipped. Sorted.
const MEDIA: &[(&str, &str)] = &[
    ("audio", "audio item"),
    ("graphic", "picture item"),
    ("image", "picture item"),
    ("photo", "picture item"),
    ("picture", "picture item"),
    ("video", "video item"),
];

/// Elements that hold a story and need nothing else to show it. Sorted.
const STORIES: &[&str] = &["article", "newsitem", "story", "text"];

/// Elements of a name and a value, whose name is an attribute: `<field name="title">`.
const PAIRS: &[&str] = &[
    "arr",
    "attribute",
    "date",
    "dc",
    "field",
    "meta",
    "param",
    "property",
    "str",
    "tag",
    "text",
];

/// Whether a document is XML that may hold stories.
pub(super) fn recognises(signs: &Signs<'_>) -> bool {
    let Some(root) = signs.root.as_deref() else {
        return false;
    };
    if PAGE_ROOTS.binary_search(&root).is_ok() || !matches!(signs.content, Content::Document(_)) {
        return false;
    }
    const MARKS: &[&str] = &["<byline", "<headline", "<bodytext", "xmlns:", "xmlns="];
    let is_declared = signs.start.starts_with("<?xml") || signs.start.starts_with("<!doctype");
    is_declared || MARKS.iter().any(|mark| signs.start.contains(mark))
}

/// Reads a document of one story or several.
///
/// # Errors
/// As [`xml::parse`]; skipped, `format not read`, when no story is certain.
pub(super) fn read(bytes: &[u8], container: &Stated) -> Reading {
    let document = xml::parse(bytes, container.charset.as_deref())?;
    let names = Names::default();
    let find = |root| stories_of(root, bytes.len(), &names);
    let about = around(&document.root, &names);
    let stories = items(&document, find, |story| {
        vec![Record::of(story, &names).into_draft(&about)]
    });
    let is_damage_alone = document.damage.is_some() && find(&document.root).is_empty();
    if stories.is_empty() || is_damage_alone {
        return Err(Rejection {
            detail: Some(format!("XML, <{}>", document.root.name)),
            ..Rejection::skipped("format not read")
        });
    }
    Ok(stories)
}

fn stories_of<'d>(root: &'d Element, document_bytes: usize, names: &Names) -> Vec<&'d Element> {
    let mut search = Search {
        names,
        stories: Vec::new(),
        effort: document_bytes.saturating_mul(EFFORT),
    };
    // Another format, whose pages are no articles: a dump of a wiki.
    if !root.is("mediawiki") {
        search.look(root);
    }
    search.stories
}

/// How often the document is read, at most, in looking for stories: elements that may be one stand
/// in each other in a hostile document.
const EFFORT: usize = 8;

/// The search for the innermost elements that are stories.
struct Search<'n, 'd> {
    names: &'n Names,
    stories: Vec<&'d Element>,
    /// Bytes and elements that may still be read.
    effort: usize,
}

impl<'d> Search<'_, 'd> {
    /// Looks into an element; one with headline and text of its own holds no other story. Returns
    /// its size, in bytes of text and elements.
    // Recursion is bounded by the depth of the tree.
    fn look(&mut self, element: &'d Element) -> usize {
        let before = self.stories.len();
        let has_own = self.has_own(element);
        let mut size = 1;
        let mut has_inner = false;
        for node in &element.children {
            size += match node {
                Node::Text(text) => text.len(),
                Node::Element(inner) => {
                    has_inner = true;
                    // The size is that of all that is read later, however little is looked at now.
                    if has_own {
                        inner.size()
                    } else {
                        self.look(inner)
                    }
                }
            };
        }
        let is_leaf = self.stories.len() == before;
        if has_inner && is_leaf && self.effort > 0 {
            self.effort = self.effort.saturating_sub(size);
            if Record::of(element, self.names).is_story() {
                self.stories.push(element);
            }
        }
        size
    }

    fn has_own(&self, element: &Element) -> bool {
        let meanings = element
            .elements()
            .filter_map(|inner| self.names.meaning(&inner.name));
        let (mut headline, mut text) = (false, false);
        for (field, _) in meanings {
            headline |= field == Field::Title;
            text |= field == Field::Body;
        }
        headline && text
    }
}

/// What the names of a document mean, each looked up once: a document has few of them, many times.
#[derive(Default)]
struct Names(RefCell<HashMap<String, Option<(Field, usize)>>>);

/// More names than this, and a machine made them up; NewsML-G2 has 500.
const MOST_NAMES: usize = 10_000;

impl Names {
    /// The field a name means, and its rank.
    fn meaning(&self, name: &str) -> Option<(Field, usize)> {
        if let Some(known) = self.0.borrow().get(name) {
            return *known;
        }
        if self.0.borrow().len() >= MOST_NAMES {
            return None;
        }
        // `dc.date.published`, `prism:section`.
        let last = || name.rsplit(['.', ':']).next().and_then(meaning_of);
        let found = meaning_of(name).or_else(last);
        self.0.borrow_mut().insert(name.to_owned(), found);
        found
    }
}

fn meaning_of(name: &str) -> Option<(Field, usize)> {
    let folded: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let folded = folded.to_lowercase();
    let further = FURTHER_NAMES.binary_search_by_key(&folded.as_str(), |(name, _)| name);
    match further {
        Ok(at) => Some((FURTHER_NAMES[at].1, at)),
        Err(_) => field_of(name),
    }
}

/// What the root of a list says of all in it: the newspaper, the day.
fn around(root: &Element, names: &Names) -> Draft {
    let mut record = Record::new(names);
    record.attributes(root, 0);
    let has_inner = |element: &&Element| element.elements().next().is_some();
    for single in root.elements().filter(|element| !has_inner(element)) {
        record.element(single, 0);
    }
    record.fields.into_draft()
}

/// What the names in an element say.
struct Record<'n> {
    names: &'n Names,
    fields: Fields,
    story: StoryBody,
    has_headline: bool,
    has_date: bool,
    has_byline: bool,
    /// Whether the element itself is called a story.
    is_named_story: bool,
    /// `photo`, `text`: where an element says so.
    kind: Option<String>,
}

impl<'n> Record<'n> {
    fn new(names: &'n Names) -> Record<'n> {
        Record {
            names,
            fields: Fields::default(),
            story: StoryBody::default(),
            has_headline: false,
            has_date: false,
            has_byline: false,
            is_named_story: false,
            kind: None,
        }
    }

    fn of(element: &Element, names: &'n Names) -> Record<'n> {
        let mut record = Record::new(names);
        record.collect(element, 0);
        // `<text><title>..</title><p>..</p></text>`: the scan of one article.
        record.is_named_story = STORIES.iter().any(|name| element.is(name));
        record
    }

    // Recursion ends at `DEPTH`.
    fn collect(&mut self, element: &Element, level: usize) {
        self.attributes(element, level);
        // Paragraphs beside the facts are the story.
        let is_story = element.elements().any(|inner| inner.is("p"));
        if is_story && level == 0 {
            let parts = element
                .elements()
                .filter(|inner| story_body::is_text_markup(inner));
            self.add_story(StoryBody::of_elements(parts));
        }
        for inner in element.elements() {
            self.element(inner, level);
        }
    }

    fn attributes(&mut self, element: &Element, level: usize) {
        for (name, value) in element.attributes() {
            if name == "lang" {
                self.fields
                    .add(Field::Lang, level * 1000, vec![value.to_owned()]);
                continue;
            }
            let Some((field, rank)) = self.names.meaning(name) else {
                continue;
            };
            let is_weak = WEAK_NAMES.contains(&name)
                || !matches!(
                    field,
                    Field::Title
                        | Field::Date
                        | Field::Source
                        | Field::Byline
                        | Field::Section
                        | Field::Page
                        | Field::Url
                );
            if !is_weak {
                self.add(field, level * 1000 + rank, value.to_owned());
            }
        }
    }

    fn element(&mut self, element: &Element, level: usize) {
        if PAIRS.iter().any(|pair| element.is(pair)) && self.pair(element, level) {
            return;
        }
        let has_inner = element.elements().next().is_some();
        let is_marked = element.elements().any(story_body::is_text_markup);
        let Some((field, rank)) = self.names.meaning(&element.name) else {
            self.unnamed(element, level);
            return;
        };
        let rank = level * 1000 + rank;
        match field {
            Field::Body if is_marked || !has_inner => self.add_story(body_of(element)),
            Field::Byline => self.people(element, rank),
            Field::Date => self.date(element, rank),
            _ if has_inner && !is_marked && level < DEPTH => self.collect(element, level + 1),
            _ if WEAK_NAMES.iter().any(|name| element.is(name)) => {
                self.fields
                    .add(field, rank, element.line().into_iter().collect());
            }
            _ => {
                if let Some(line) = element.line() {
                    self.add(field, rank, line);
                }
            }
        }
    }

    fn unnamed(&mut self, element: &Element, level: usize) {
        if element.is("ContentType") || element.is("MediaType") {
            self.kind = element.line().map(|kind| kind.to_lowercase());
        } else if level < DEPTH && !story_body::is_text_markup(element) {
            self.collect(element, level + 1);
        }
    }

    /// `<field name="title">Ferry late</field>`, `<meta name="title" content="Ferry late"/>`.
    fn pair(&mut self, element: &Element, level: usize) -> bool {
        let name = ["name", "key", "element"]
            .iter()
            .find_map(|key| element.attribute(key));
        let value = ["content", "value"]
            .iter()
            .find_map(|key| element.attribute(key));
        let Some((field, rank)) = name.and_then(|name| self.names.meaning(name)) else {
            return name.is_some();
        };
        if name.is_some_and(|name| WEAK_NAMES.contains(&name)) {
            return true;
        }
        match field {
            Field::Body => self.add_story(body_of(element)),
            _ => {
                let value = value.map(str::to_owned).or_else(|| element.line());
                if let Some(value) = value {
                    self.add(field, level * 1000 + rank, value);
                }
            }
        }
        true
    }

    fn add(&mut self, field: Field, rank: usize, value: String) {
        if value.trim().is_empty() {
            return;
        }
        let value = match field {
            // `Kennebecasis;New Brunswick;Canada`, `Beijing;;China`.
            Field::Dateline => {
                let parts = value.split(';').map(str::trim);
                let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
                parts.join(", ")
            }
            _ => value,
        };
        self.has_headline |= field == Field::Title;
        self.has_date |= field == Field::Date;
        self.has_byline |= field == Field::Byline;
        self.fields.add(field, rank, vec![value]);
    }

    /// Several texts may be teasers of one; the longest is the story.
    fn add_story(&mut self, story: StoryBody) {
        let length = |story: &StoryBody| story.paragraphs.iter().map(String::len).sum::<usize>();
        if length(&story) > length(&self.story) {
            self.story = story;
        }
    }

    /// `<author>Jane Doe</author>`, or a list of people, each with a name.
    fn people(&mut self, element: &Element, rank: usize) {
        let inner: Vec<String> = element
            .elements()
            .filter(|inner| !inner.is("email") && !inner.is("byttl"))
            .filter_map(|inner| inner.child("name").unwrap_or(inner).line())
            .collect();
        let own = story_body::credit(element);
        let is_list = element
            .elements()
            .filter(|inner| inner.is("author") || inner.is("name") || inner.is("person"))
            .count();
        let names = if is_list > 0 {
            inner
        } else {
            own.into_iter().collect()
        };
        if !names.is_empty() {
            self.has_byline = true;
            self.fields.add(Field::Byline, rank, names);
        }
    }

    /// `<date>1923-03-05</date>`, with the day in an attribute, or in parts.
    fn date(&mut self, element: &Element, rank: usize) {
        const VALUES: &[&str] = &["norm", "iso", "value", "when", "datetime", "date"];
        let part = |name: &str| {
            let found = element.elements().find(|inner| inner.is(name));
            found.and_then(Element::line)
        };
        let value = VALUES.iter().find_map(|name| element.attribute(name));
        let date = match (part("year"), part("month"), part("day")) {
            (Some(year), Some(month), Some(day)) => Some(format!("{year}-{month:0>2}-{day:0>2}")),
            (Some(year), Some(month), None) => Some(format!("{year}-{month:0>2}")),
            _ => value.map(str::to_owned).or_else(|| element.line()),
        };
        if let Some(date) = date {
            self.add(Field::Date, rank, date);
        }
    }

    fn words(&self) -> usize {
        let words = |text: &String| text.split_whitespace().count();
        let letters: usize = self
            .story
            .paragraphs
            .iter()
            .map(|text| text.chars().count())
            .sum();
        let words: usize = self.story.paragraphs.iter().map(words).sum();
        // Chinese and Japanese have no spaces.
        words.max(letters / 12)
    }

    /// Why an item of this kind is skipped when it has no text.
    fn medium(&self) -> Option<&'static str> {
        let kind = self.kind.as_deref()?;
        let found = MEDIA.iter().find(|(word, _)| kind.contains(word));
        found.map(|(_, reason)| *reason)
    }

    fn is_story(&self) -> bool {
        let is_named = self.has_headline || self.has_date || self.has_byline || self.is_named_story;
        let is_medium = self.medium().is_some() || self.kind.as_deref() == Some("text");
        is_named && (is_medium || self.words() >= LEAST_WORDS)
    }

    /// The article, with what is said of all in the list.
    ///
    /// # Errors
    /// Skipped: `picture item` and its kin.
    fn into_draft(self, about: &Draft) -> Result<Draft, Rejection> {
        if self.story.paragraphs.is_empty()
            && let Some(reason) = self.medium()
        {
            return Err(Rejection::skipped(reason));
        }
        let fields = self.fields.into_draft();
        let stated = if fields.dates.is_empty() {
            about.dates.clone()
        } else {
            fields.dates
        };
        let or_around = |own: Option<String>, around: &Option<String>| own.or(around.clone());
        Ok(Draft {
            title: fields.title.or(self.story.heading),
            byline: if fields.byline.is_empty() {
                self.story.byline
            } else {
                fields.byline
            },
            source: or_around(fields.source, &about.source),
            section: or_around(fields.section, &about.section),
            lang: or_around(fields.lang, &about.lang),
            edition: or_around(fields.edition, &about.edition),
            dates: stated,
            paragraphs: self.story.paragraphs,
            captions: fields
                .captions
                .into_iter()
                .chain(self.story.captions)
                .collect(),
            removed: self.story.removed,
            ..fields
        })
    }
}

fn body_of(element: &Element) -> StoryBody {
    if element.elements().next().is_some() {
        return StoryBody::of(element);
    }
    StoryBody::of_text(&element.text())
}

#[cfg(test)]
mod tests;
