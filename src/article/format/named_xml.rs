//! XML of any make: the parts of the article are found by the names of elements and attributes.
//!
//! Read so far: the Canadian Press, the Reuters Corpus (RCV1), Solr, PRISM, SemEval's hyperpartisan
//! news and many home-made exports. Only what surely is a story is taken: a text of some words with
//! a headline, a date or a writer. The rest is XML of another trade.

use super::{Reading, Signs, items};
use crate::article::fields::{Field, Fields, field_of};
use crate::article::story_body::{self, StoryBody};
use crate::article::xml::{self, Element};
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
    let about = around(&document.root);
    let stories = items(&document, stories_of, |story| {
        vec![Record::of(story).into_draft(&about)]
    });
    let is_damage_alone = document.damage.is_some() && stories_of(&document.root).is_empty();
    if stories.is_empty() || is_damage_alone {
        return Err(Rejection {
            detail: Some(format!("XML, <{}>", document.root.name)),
            ..Rejection::skipped("format not read")
        });
    }
    Ok(stories)
}

fn stories_of(root: &Element) -> Vec<&Element> {
    let mut stories = Vec::new();
    // Another format, whose pages are no articles: a dump of a wiki.
    if !root.is("mediawiki") {
        find_stories(root, &mut stories);
    }
    stories
}

/// Finds the innermost elements that are stories; one with headline and text of its own holds no
/// other.
// Recursion is bounded by the depth of the tree.
fn find_stories<'d>(element: &'d Element, stories: &mut Vec<&'d Element>) {
    let has = |wanted: Field| {
        let mut fields = element.elements().filter_map(|inner| named(&inner.name));
        fields.any(|(field, _)| field == wanted)
    };
    let is_own = has(Field::Title) && has(Field::Body);
    let before = stories.len();
    if !is_own {
        for inner in element.elements() {
            find_stories(inner, stories);
        }
    }
    let is_leaf = stories.len() == before;
    if is_leaf && element.elements().next().is_some() && Record::of(element).is_story() {
        stories.push(element);
    }
}

/// The field a name means, and its rank.
fn named(name: &str) -> Option<(Field, usize)> {
    let known = |name: &str| {
        let folded: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let folded = folded.to_lowercase();
        let further = FURTHER_NAMES.binary_search_by_key(&folded.as_str(), |(name, _)| name);
        match further {
            Ok(at) => Some((FURTHER_NAMES[at].1, at)),
            Err(_) => field_of(name),
        }
    };
    // `dc.date.published`, `prism:section`.
    known(name).or_else(|| known(name.rsplit(['.', ':']).next()?))
}

/// What the root of a list says of all in it: the newspaper, the day.
fn around(root: &Element) -> Draft {
    let mut record = Record::default();
    record.attributes(root, 0);
    let has_inner = |element: &&Element| element.elements().next().is_some();
    for single in root.elements().filter(|element| !has_inner(element)) {
        record.element(single, 0);
    }
    record.fields.into_draft()
}

/// What the names in an element say.
#[derive(Default)]
struct Record {
    fields: Fields,
    story: StoryBody,
    has_headline: bool,
    has_date: bool,
    has_byline: bool,
    /// `photo`, `text`: where an element says so.
    kind: Option<String>,
}

impl Record {
    fn of(element: &Element) -> Record {
        let mut record = Record::default();
        record.collect(element, 0);
        record
    }

    // Recursion ends at `DEPTH`.
    fn collect(&mut self, element: &Element, level: usize) {
        self.attributes(element, level);
        // Paragraphs beside the facts are the story.
        let is_story = element.elements().any(|inner| inner.is("p"));
        if is_story && level == 0 {
            let mut story = element.clone();
            story.children.retain(|node| match node {
                xml::Node::Element(inner) => story_body::is_text_markup(inner),
                xml::Node::Text(_) => false,
            });
            self.add_story(StoryBody::of(&story));
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
            let Some((field, rank)) = named(name) else {
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
        let Some((field, rank)) = named(&element.name) else {
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
        let Some((field, rank)) = name.and_then(named) else {
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
        let is_named = self.has_headline || self.has_date || self.has_byline;
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
mod tests {
    use super::*;

    fn drafts(text: &str) -> Vec<Draft> {
        let drafts = read(text.as_bytes(), &Stated::default()).unwrap();
        drafts.into_iter().flatten().collect()
    }

    #[test]
    fn one_story() {
        for text in [
            "<newsitem date='1996-08-20' xml:lang='en'><title>IE: Ferry late</title>\
             <headline>Ferry late</headline><byline>By Jane Doe</byline><text>\
             <p>The ferry was late again on Monday morning.</p></text>\
             <metadata><dc element='dc.publisher' value='The Courier'/></metadata></newsitem>",
            "<add><doc><field name='title'>Ferry late</field><field name='author'>By Jane Doe</field>\
             <field name='date'>1996-08-20</field><field name='source'>The Courier</field>\
             <field name='language'>en</field>\
             <field name='body'>The ferry was late again on Monday morning.</field></doc></add>",
            "<Publish><Services>Print</Services><Language>en</Language>\
             <PublishDateTime>1996-08-20T10:00:00</PublishDateTime><ContentItem><Name/>\
             <Headline>Ferry late</Headline><Byline>By Jane Doe</Byline><Source>The Courier</Source>\
             <ContentText>&lt;p&gt;The ferry was late again on&amp;nbsp;Monday morning.&lt;/p&gt;\
             </ContentText></ContentItem></Publish>",
        ] {
            let drafts = drafts(text);
            assert_eq!(drafts.len(), 1, "{text}");
            let draft = &drafts[0];
            assert_eq!(draft.title.as_deref(), Some("Ferry late"), "{text}");
            assert_eq!(draft.byline, ["By Jane Doe"], "{text}");
            assert_eq!(draft.source.as_deref(), Some("The Courier"), "{text}");
            assert_eq!(draft.lang.as_deref(), Some("en"), "{text}");
            assert!(draft.dates[0].1.starts_with("1996-08-20"), "{text}");
            assert_eq!(
                draft.paragraphs,
                ["The ferry was late again on Monday morning."],
                "{text}"
            );
        }
    }

    #[test]
    fn a_list_of_stories() {
        let drafts = drafts(
            "<issue newspaper='The Courier' date='1923-03-05'>\
             <article title='Ferry late'><p>The ferry was late again on Monday morning.</p></article>\
             <article><heading>Mail lost</heading><authors><author><name>Ann Lee</name></author>\
             <author><name>Jane Doe</name></author></authors><edition>Late</edition>\
             <content>The mail of the islands was lost at sea.</content>\
             <date><year>1923</year><month>3</month><day>6</day></date></article></issue>",
        );
        assert_eq!(drafts.len(), 2);
        assert_eq!(drafts[0].title.as_deref(), Some("Ferry late"));
        assert_eq!(drafts[0].dates[0].1, "1923-03-05");
        assert_eq!(drafts[0].source.as_deref(), Some("The Courier"));
        assert_eq!(drafts[1].byline, ["Ann Lee", "Jane Doe"]);
        assert_eq!(drafts[1].dates[0].1, "1923-03-06");
        assert_eq!(drafts[1].edition.as_deref(), Some("Late"));
    }

    #[test]
    fn what_is_no_story() {
        for text in [
            "<?xml version='1.0'?><project><name>ferry</name><description>A tool that counts the \
             ferries of the harbour by night.</description></project>",
            "<catalog><book><author>Lee, Ann</author><title>Ferries</title></book></catalog>",
            "<mediawiki><page><title>Ferry</title><text>A ferry is a ship that sails to and fro \
             between two quays.</text></page></mediawiki>",
        ] {
            let rejection = read(text.as_bytes(), &Stated::default()).unwrap_err();
            assert_eq!(rejection.reason, "format not read", "{text}");
        }
        let photo = "<Publish><ContentItem><Byline>Ann Lee</Byline><Headline2>Quay</Headline2>\
             <Headline>Quay</Headline><ContentType>Photo</ContentType></ContentItem></Publish>";
        let drafts = read(photo.as_bytes(), &Stated::default()).unwrap();
        assert_eq!(drafts[0].as_ref().unwrap_err().reason, "picture item");
    }

    #[test]
    fn lists_are_sorted() {
        assert!(PAGE_ROOTS.is_sorted());
        assert!(FURTHER_NAMES.is_sorted_by_key(|(name, _)| *name));
    }
}
