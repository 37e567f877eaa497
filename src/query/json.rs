//! How articles and hits look to scripts: one object each, keys and their order fixed.
//!
//! Command line and web print these same shapes. Offsets leave the library here: inside they count
//! bytes, outside characters.

use serde::Serialize;

use super::Occurrence;
use super::explain::Clause;
use super::kwic;
use super::search::Hit;
use super::snippet::Snippet;
use crate::article::published::iso_day;
use crate::article::{Article, DateSource, Removed};
use crate::entity::{Confidence, Gazetteer, Kind, Mention, Part};
use crate::index::Stored;
use crate::index::document::part_text;
use crate::text::span::CharOffsets;

/// An article as `read` and `show` print it.
#[derive(Debug, Serialize)]
pub struct ArticleJson<'a> {
    id: String,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<String>,
    record: u32,
    format: &'a str,
    title: &'a str,
    byline: &'a [String],
    dateline: Option<&'a str>,
    source: Option<&'a str>,
    section: Option<&'a str>,
    page: Option<&'a str>,
    edition: Option<&'a str>,
    wire: Option<&'a str>,
    date: Option<String>,
    date_precision: &'static str,
    date_from: Option<String>,
    date_to: Option<String>,
    date_source: Option<DateSource>,
    dates: Vec<DateJson>,
    lang: Option<&'a str>,
    url: Option<&'a str>,
    summary: Option<&'a str>,
    body: &'a str,
    captions: &'a [String],
    removed: &'a [Removed],
    names: Vec<NameJson<'a>>,
    /// Left out when nothing was looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    marks: Option<Vec<MarkJson>>,
}

/// Where a query matched.
#[derive(Debug, Serialize)]
struct MarkJson {
    part: Part,
    start: usize,
    end: usize,
}

/// One statement of the date.
#[derive(Debug, Serialize)]
struct DateJson {
    date: String,
    source: DateSource,
}

#[derive(Debug, Serialize)]
struct NameJson<'a> {
    kind: Kind,
    part: Part,
    start: usize,
    end: usize,
    text: &'a str,
    name: &'a str,
    /// `president`; left out when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceJson>,
    /// Ids of what an undecided place may be, most likely first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<String>,
    /// Left out when it is high.
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<Confidence>,
}

#[derive(Debug, Serialize)]
struct PlaceJson {
    id: String,
    name: String,
    country: Option<String>,
    path: String,
    lat: f64,
    lon: f64,
}

/// A hit as `query` prints it.
#[derive(Debug, Serialize)]
pub struct HitJson<'a> {
    rank: usize,
    id: String,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<String>,
    record: u32,
    title: &'a str,
    date: Option<String>,
    date_precision: &'static str,
    source: Option<&'a str>,
    byline: &'a [String],
    score: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippets: Option<Vec<SnippetJson<'a>>>,
    persons: Vec<&'a str>,
    places: Vec<&'a str>,
    orgs: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct SnippetJson<'a> {
    part: Part,
    start: usize,
    end: usize,
    text: &'a str,
    marks: Vec<[usize; 2]>,
}

/// The shape of a stored article.
pub fn article<'a>(stored: &'a Stored, gazetteer: &Gazetteer) -> ArticleJson<'a> {
    let article = &stored.article;
    let (date_from, date_to) = days(article);
    ArticleJson {
        id: article.id.to_string(),
        file: &article.origin.file,
        file_bytes: article.origin.file.hex(),
        record: article.origin.record,
        format: &article.format,
        title: &article.title,
        byline: &article.byline,
        dateline: article.dateline.as_deref(),
        source: article.source.as_deref(),
        section: article.section.as_deref(),
        page: article.page.as_deref(),
        edition: article.edition.as_deref(),
        wire: article.wire.as_deref(),
        date: article.published.map(|date| date.to_string()),
        date_precision: precision(article),
        date_from,
        date_to,
        date_source: article.date_source,
        dates: article
            .dates
            .iter()
            .map(|(source, date)| DateJson {
                date: date.to_string(),
                source: *source,
            })
            .collect(),
        lang: article.lang.as_deref(),
        url: article.url.as_deref(),
        summary: article.summary.as_deref(),
        body: &article.body,
        captions: &article.captions,
        removed: &article.removed,
        names: mentions(stored, gazetteer),
        marks: None,
    }
}

impl ArticleJson<'_> {
    /// The same with where a query matched in `stored`, the article it was made from.
    pub fn with_marks(mut self, stored: &Stored, marks: &[Occurrence]) -> Self {
        let mut offsets = PartOffsets::new(stored);
        let mark = |mark: &Occurrence| {
            let [start, end] = offsets.span(mark);
            MarkJson {
                part: mark.part,
                start,
                end,
            }
        };
        self.marks = Some(marks.iter().map(mark).collect());
        self
    }
}

/// Turns the spans of an article into characters; in one walk when they come in reading order.
pub struct PartOffsets<'a> {
    stored: &'a Stored,
    part: Option<Part>,
    offsets: CharOffsets<'a>,
}

impl<'a> PartOffsets<'a> {
    /// For the spans of `stored`.
    pub fn new(stored: &'a Stored) -> Self {
        PartOffsets {
            stored,
            part: None,
            offsets: CharOffsets::new(""),
        }
    }

    /// Both ends, in characters of the part.
    pub fn span(&mut self, at: &Occurrence) -> [usize; 2] {
        if self.part != Some(at.part) {
            self.part = Some(at.part);
            self.offsets = CharOffsets::new(part_text(&self.stored.article, at.part));
        }
        self.offsets.span(at.span)
    }
}

/// A line of a concordance.
#[derive(Debug, Serialize)]
pub struct KwicJson<'a> {
    id: String,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<String>,
    record: u32,
    date: Option<String>,
    source: Option<&'a str>,
    left: String,
    #[serde(rename = "match")]
    matched: String,
    right: String,
    part: Part,
    start: usize,
    end: usize,
}

/// The shape of an occurrence with `columns` of context on each side. `offsets` are those of `stored`.
pub fn kwic<'a>(
    stored: &'a Stored,
    occurrence: &Occurrence,
    columns: usize,
    offsets: &mut PartOffsets<'_>,
) -> KwicJson<'a> {
    let article = &stored.article;
    let text = part_text(article, occurrence.part);
    let (left, right) = kwic::context(text, occurrence.span, columns, columns);
    let [start, end] = offsets.span(occurrence);
    KwicJson {
        id: article.id.to_string(),
        file: &article.origin.file,
        file_bytes: article.origin.file.hex(),
        record: article.origin.record,
        date: article.published.map(|date| date.to_string()),
        source: article.source.as_deref(),
        left: kwic::one_line(left.of(text)),
        matched: kwic::one_line(occurrence.span.of(text)),
        right: kwic::one_line(right.of(text)),
        part: occurrence.part,
        start,
        end,
    }
}

/// A clause of a query.
#[derive(Debug, Serialize)]
pub struct ClauseJson<'a> {
    depth: usize,
    kind: &'static str,
    clause: &'a str,
    articles: u64,
    forms: &'a [String],
    joins: &'a [String],
    /// Left out when there is nothing to compare with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    looser: Vec<LooserJson<'a>>,
    /// This and what follows only when an article was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    holds: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    occurrences: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<SnippetJson<'a>>,
}

#[derive(Debug, Serialize)]
struct LooserJson<'a> {
    how: &'a str,
    query: String,
    articles: u64,
}

/// The shape of a clause; `stored` is the article that was asked about.
pub fn clause<'a>(clause: &'a Clause, stored: Option<&Stored>) -> ClauseJson<'a> {
    let here = clause.here.as_ref();
    let looser = clause.looser.iter();
    ClauseJson {
        depth: clause.depth,
        kind: clause.kind,
        clause: &clause.clause,
        articles: clause.articles,
        forms: &clause.forms,
        joins: &clause.joins,
        looser: looser
            .map(|looser| LooserJson {
                how: &looser.how,
                query: looser.query.to_string(),
                articles: looser.articles,
            })
            .collect(),
        holds: here.map(|here| here.holds),
        occurrences: here.map(|here| here.occurrences),
        first: here
            .and_then(|here| here.first.as_ref())
            .zip(stored)
            .map(|(first, stored)| snippet(first, stored)),
    }
}

/// The shape of a hit. `with_snippets` is false when they were not asked for: then the key is left out.
pub fn hit(hit: &Hit, with_snippets: bool) -> HitJson<'_> {
    let article = &hit.stored.article;
    HitJson {
        rank: hit.rank,
        id: article.id.to_string(),
        file: &article.origin.file,
        file_bytes: article.origin.file.hex(),
        record: article.origin.record,
        title: &article.title,
        date: article.published.map(|date| date.to_string()),
        date_precision: precision(article),
        source: article.source.as_deref(),
        byline: &article.byline,
        score: hit.score,
        snippets: with_snippets.then(|| {
            let snippets = hit.snippets.iter();
            snippets.map(|part| snippet(part, &hit.stored)).collect()
        }),
        persons: names_of(&hit.stored, Kind::Person),
        places: names_of(&hit.stored, Kind::Place),
        orgs: names_of(&hit.stored, Kind::Org),
    }
}

/// The passages of a hit, as in [`hit`].
pub fn snippets(hit: &Hit) -> serde_json::Value {
    let snippets = hit.snippets.iter();
    let snippets = snippets.map(|part| serde_json::json!(snippet(part, &hit.stored)));
    snippets.collect()
}

/// The full names of a kind in an article: most mentions first, then in order of appearance.
pub fn names_of(stored: &Stored, kind: Kind) -> Vec<&str> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    let mentions = stored.findings.mentions.iter();
    for mention in mentions.filter(|mention| mention.kind == kind) {
        match counted.iter_mut().find(|(name, _)| *name == mention.name) {
            Some((_, count)) => *count += 1,
            None => counted.push((&mention.name, 1)),
        }
    }
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counted.into_iter().map(|(name, _)| name).collect()
}

fn mentions<'a>(stored: &'a Stored, gazetteer: &Gazetteer) -> Vec<NameJson<'a>> {
    let mut names = Vec::with_capacity(stored.findings.mentions.len());
    let mut part = None;
    let mut offsets = CharOffsets::new("");
    for mention in &stored.findings.mentions {
        let text = part_text(&stored.article, mention.part);
        if part != Some(mention.part) {
            part = Some(mention.part);
            offsets = CharOffsets::new(text);
        }
        let [start, end] = offsets.span(mention.span);
        names.push(NameJson {
            kind: mention.kind,
            part: mention.part,
            start,
            end,
            text: mention.span.of(text),
            name: &mention.name,
            title: mention.title.as_deref(),
            place: place(mention, gazetteer),
            candidates: mention
                .candidates
                .iter()
                .map(|&id| gazetteer.place(id).id)
                .collect(),
            confidence: Some(mention.confidence).filter(|&sure| sure != Confidence::High),
        });
    }
    names
}

fn place(mention: &Mention, gazetteer: &Gazetteer) -> Option<PlaceJson> {
    let place = gazetteer.place(mention.place?);
    Some(PlaceJson {
        id: place.id.to_string(),
        name: place.name.to_string(),
        country: place.country.map(str::to_owned),
        path: place.path.to_string(),
        lat: place.lat,
        lon: place.lon,
    })
}

fn snippet<'a>(snippet: &'a Snippet, stored: &Stored) -> SnippetJson<'a> {
    let text = part_text(&stored.article, snippet.part);
    let [start, end] = CharOffsets::new(text).span(snippet.span);
    let mut offsets = CharOffsets::new(&snippet.text);
    SnippetJson {
        part: snippet.part,
        start,
        end,
        text: &snippet.text,
        marks: snippet
            .marks
            .iter()
            .map(|&mark| offsets.span(mark))
            .collect(),
    }
}

fn precision(article: &Article) -> &'static str {
    article.published.map_or("unknown", |date| date.precision())
}

/// First and last day an article can be of, as ISO dates.
fn days(article: &Article) -> (Option<String>, Option<String>) {
    let Some(published) = article.published else {
        return (None, None);
    };
    let (from, to) = published.range();
    (Some(iso_day(from)), Some(iso_day(to)))
}
