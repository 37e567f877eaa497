//! An article with its names, as a tantivy document.
//!
//! What is given back is one stored value, as `packed` lays it out, which the writer adds; all other fields are there to be searched.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use tantivy::schema::TantivyDocument;
use twox_hash::XxHash3_64;

use super::layout::{Layout, Placed};
use super::name_term::{
    NameTerm, any_name_term, filed_term, name_keys, path_term, paths_to, undecided_term,
};
use super::packed::pack;
use super::printed::Print;
use super::replay::Replay;
use super::schema::{Fields, schema};
use crate::article::{Article, ArticleId};
use crate::entity::{Findings, Gazetteer, Kind, Part, PlaceId};
use crate::text::Span;
use crate::text::fold;

/// What the index gives back: the article and the names found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The article.
    pub article: Article,
    /// Its names.
    pub findings: Findings,
}

/// Words between the end of the body and the dateline, which stands in the position space only so
/// that its place can be counted: farther than any distance a query may ask for.
const DATELINE_GAP: u32 = 1 << 20;

/// About what the fields take that grow little with an article: source, path, day. Room that is too small costs a copy, no more.
const SMALL_FIELDS: usize = 512;

/// About what a mark takes with its place.
const MARK_BYTES: usize = 8;

/// About what the terms of a mention take.
const NAME_BYTES: usize = 64;

/// An article ready to be put into the index.
pub struct Encoded {
    /// Of the article.
    pub id: ArticleId,
    /// Hash of title, body, date and source: the same for two records that hold the same article.
    pub fingerprint: u64,
    /// Hash of all that is stored: another when anything in the article changed.
    pub content: u64,
    /// All fields but the stored one.
    pub(super) document: TantivyDocument,
    /// What is to be stored, as `packed` lays it out.
    pub(super) packed: Vec<u8>,
}

impl Encoded {
    /// About what it takes in memory: the article, its words in three fields, names and capitals.
    pub(super) fn bytes(&self) -> usize {
        4 * self.packed.len()
    }
}

/// Makes documents of articles; shared by the threads that read records.
pub struct Encoder {
    fields: Fields,
    places: PlaceTerms,
}

impl Default for Encoder {
    fn default() -> Encoder {
        Encoder::new()
    }
}

impl Encoder {
    /// An encoder for the one schema there is.
    pub fn new() -> Encoder {
        Encoder {
            fields: schema().1,
            places: PlaceTerms::new(),
        }
    }

    /// Encodes an article with its names. Costs time linear in the article.
    ///
    /// # Panics
    /// Never: articles and names are plain data, which can always be serialized.
    pub fn encode(&self, stored: &Stored) -> Encoded {
        let packed = pack(stored).expect("an article has no unserializable part");
        Encoded {
            id: stored.article.id,
            fingerprint: fingerprint(&stored.article),
            content: XxHash3_64::oneshot(&packed),
            document: write(&self.fields, stored, &self.places),
            packed,
        }
    }
}

fn fingerprint(article: &Article) -> u64 {
    let date = article.published.map(|date| date.to_string());
    let parts = [
        article.title.as_str(),
        article.body.as_str(),
        date.as_deref().unwrap_or_default(),
        article.source.as_deref().unwrap_or_default(),
    ];
    XxHash3_64::oneshot(parts.join("\u{1}").as_bytes())
}

fn write(fields: &Fields, stored: &Stored, places: &PlaceTerms) -> TantivyDocument {
    let article = &stored.article;
    let parts = [
        article.title.as_str(),
        article.summary.as_deref().unwrap_or_default(),
        article.body.as_str(),
    ];
    let bytes: usize = parts.iter().map(|part| part.len()).sum();
    let mut words = Words::with_room(bytes);
    let layout = Layout::of(parts, |placed| words.push(&placed));
    let text = words.text.lines();
    let mut document = TantivyDocument::with_capacity(2 * text.len() + SMALL_FIELDS);
    document.add_text(fields.title, &text[..words.title_end]);
    document.add_text(fields.lead, &text[words.title_end..words.lead_end]);
    document.add_text(fields.text, text);
    let mut marks = Replay::with_room(MARK_BYTES * layout.marks.len());
    for (position, mark) in &layout.marks {
        marks.push(*position, mark.term());
    }
    document.add_text(fields.marks, marks.lines());
    document.add_text(fields.printed, words.printed.lines());
    write_names(fields, stored, &layout, places, &mut document);

    document.add_u64(fields.id, article.id.0);
    for path in paths_above(&article.origin.file) {
        document.add_text(fields.path, path);
    }
    let values = [
        (fields.dateline, &article.dateline),
        (fields.source, &article.source),
        (fields.section, &article.section),
        (fields.edition, &article.edition),
        (fields.wire, &article.wire),
        (fields.lang, &article.lang),
    ];
    for (field, value) in values {
        if let Some(value) = value {
            document.add_text(field, value);
        }
    }
    if let Some(page) = &article.page {
        document.add_text(fields.page, fold::key(page));
    }
    for author in &article.byline {
        document.add_text(fields.byline, author);
    }
    if let Some(published) = article.published {
        let (from, to) = published.range();
        document.add_i64(fields.from_day, from.into());
        document.add_i64(fields.to_day, to.into());
    }
    document
}

/// The words of an article, as the fields of the position space take them.
struct Words {
    text: Replay,
    /// Bytes of `text` that are the headline.
    title_end: usize,
    /// Bytes of `text` to the end of the lead, which follows the headline.
    lead_end: usize,
    /// How words print that print otherwise than they fold.
    printed: Replay,
}

impl Words {
    /// For the words of a text of so many bytes: each has a space behind it, and some have a variant.
    fn with_room(bytes: usize) -> Words {
        Words {
            text: Replay::with_room(bytes + bytes / 16),
            title_end: 0,
            lead_end: 0,
            printed: Replay::with_room(bytes / 2),
        }
    }

    fn push(&mut self, placed: &Placed<'_>) {
        self.text.push(placed.position, &placed.term.text);
        let is_title = placed.part == 0;
        if is_title {
            self.title_end = self.text.lines().len();
        }
        if is_title || placed.is_lead {
            self.lead_end = self.text.lines().len();
        }
        if !placed.term.is_variant
            && let Some(print) = Print::of(&placed.term.text, placed.printed)
        {
            self.printed
                .push(placed.position, &print.term(&placed.term.text));
        }
    }
}

fn write_names(
    fields: &Fields,
    stored: &Stored,
    layout: &Layout,
    places: &PlaceTerms,
    document: &mut TantivyDocument,
) {
    // Most names of an article are there several times.
    let mut numbers: FxHashMap<Way<'_>, Option<usize>> = FxHashMap::default();
    let mut written: Vec<Written> = Vec::new();
    let mut at: Vec<(u32, usize)> = Vec::with_capacity(stored.findings.mentions.len());
    let mut keys: Vec<String> = Vec::new();
    let mut paths: Vec<String> = Vec::new();
    let mut columns: Vec<(Kind, &str)> = Vec::new();

    for mention in &stored.findings.mentions {
        let text = part_text(&stored.article, mention.part);
        let (position, width) = run_of(layout, mention.part, mention.span, text);
        let way = Way {
            kind: mention.kind,
            name: &mention.name,
            surface: mention.span.of(text),
            title: mention.title.as_deref(),
            width,
            place: mention.place,
            is_dateline: mention.part == Part::Dateline,
            is_undecided: !mention.candidates.is_empty(),
        };
        let number = *numbers.entry(way).or_insert_with(|| {
            let term = NameTerm::new(mention, way.surface, width)?;
            keys.extend(name_keys(&term));
            columns.push((mention.kind, &mention.name));
            let mut place_term = None;
            if let Some(id) = mention.place {
                let around = places.paths_to(id);
                place_term = around.last().map(|path| path_term(path, width));
                if way.is_dateline {
                    paths.extend(around.iter().map(|path| filed_term(path)));
                }
                paths.extend_from_slice(around);
            }
            if way.is_undecided {
                paths.push(undecided_term(&term.key));
            }
            written.push(Written {
                any: any_name_term(term.kind, term.width),
                name: term.encode(),
                place: place_term,
            });
            Some(written.len() - 1)
        });
        at.extend(number.map(|number| (position, number)));
    }
    for id in &stored.findings.implied {
        paths.extend_from_slice(places.paths_to(*id));
    }

    at.sort_by_key(|(position, _)| *position);
    let mut names = Replay::with_room(NAME_BYTES * at.len());
    for (position, number) in at {
        let Written { any, name, place } = &written[number];
        names.push(position, any);
        names.push(position, name);
        if let Some(place) = place {
            names.push(position, place);
        }
    }
    document.add_text(fields.names, names.lines());
    for (field, values) in [
        (fields.name_key, &mut keys),
        (fields.place_path, &mut paths),
    ] {
        values.sort_unstable();
        values.dedup();
        for value in values.iter() {
            document.add_text(field, value);
        }
    }
    columns.sort_unstable();
    columns.dedup();
    for (kind, name) in columns {
        let column = match kind {
            Kind::Person => fields.person,
            Kind::Place => fields.place,
            Kind::Org => fields.org,
        };
        document.add_text(column, name);
    }
}

/// All that decides the terms of a mention.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Way<'a> {
    kind: Kind,
    name: &'a str,
    surface: &'a str,
    title: Option<&'a str>,
    width: u32,
    place: Option<PlaceId>,
    is_dateline: bool,
    is_undecided: bool,
}

/// The terms of a mention.
struct Written {
    any: String,
    name: String,
    place: Option<String>,
}

/// The folded paths of places, each made when it is first asked for.
struct PlaceTerms {
    gazetteer: Gazetteer,
    /// By the rows of the gazetteer.
    paths: Vec<OnceLock<Vec<String>>>,
}

impl PlaceTerms {
    fn new() -> PlaceTerms {
        let gazetteer = Gazetteer::builtin();
        let mut paths = Vec::new();
        paths.resize_with(gazetteer.len(), OnceLock::new);
        PlaceTerms { gazetteer, paths }
    }

    /// Of a place and all it lies in, from the outside in.
    fn paths_to(&self, id: PlaceId) -> &[String] {
        self.paths[id.0 as usize].get_or_init(|| paths_to(&self.gazetteer.path(id)))
    }
}

/// The text that the spans of a part refer to.
pub fn part_text(article: &Article, part: Part) -> &str {
    match part {
        Part::Title => &article.title,
        Part::Summary => article.summary.as_deref().unwrap_or_default(),
        Part::Body => &article.body,
        Part::Dateline => article.dateline.as_deref().unwrap_or_default(),
    }
}

/// Position of the first word of a span, and how many words it covers.
pub(super) fn run_of(layout: &Layout, part: Part, span: Span, text: &str) -> (u32, u32) {
    let words = match part {
        Part::Title => &layout.words[0],
        Part::Summary => &layout.words[1],
        Part::Body => &layout.words[2],
        Part::Dateline => {
            let before = super::analyzer::width(&text[..span.start as usize]) as u32;
            let width = super::analyzer::width(span.of(text)) as u32;
            return (layout.end + DATELINE_GAP + before, width);
        }
    };
    let first = words.partition_point(|&(start, _)| start < span.start);
    let behind = words.partition_point(|&(start, _)| start < span.end);
    let position = words
        .get(first)
        .map_or(layout.end, |&(_, position)| position);
    (position, (behind - first) as u32)
}

/// The path of a file and of each folder above it: `a/b.txt` gives `a`, `a/b.txt`.
fn paths_above(file: &str) -> impl Iterator<Item = &str> {
    file.match_indices('/')
        .map(|(at, _)| &file[..at])
        .chain([file])
}
