//! An article with its names, as a tantivy document and back.
//!
//! Both directions stand here, so that they cannot drift apart. What is given back is one stored
//! value; all other fields are there to be searched.

use std::fmt::Write;

use serde::{Deserialize, Serialize};
use tantivy::schema::TantivyDocument;
use xxhash_rust::xxh3::xxh3_64;

use super::analyzer::{Layout, PART_SEPARATOR, layout};
use super::name_term::{
    NameTerm, any_name_term, filed_term, name_keys, path_term, paths_to, undecided_term,
};
use super::schema::{Fields, schema};
use crate::article::{Article, ArticleId};
use crate::entity::{Findings, Gazetteer, Kind, Part};
use crate::text::Span;
use crate::text::fold;

/// What the index gives back: the article and the names found in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// The article.
    pub article: Article,
    /// Its names.
    pub findings: Findings,
}

/// Words between the end of the body and the dateline, which stands in the position space only so
/// that its place can be counted: farther than any distance a query may ask for.
const DATELINE_GAP: u32 = 1 << 20;

/// An article ready to be put into the index.
pub struct Encoded {
    /// Of the article.
    pub id: ArticleId,
    /// Hash of title, body, date and source: the same for two records that hold the same article.
    pub fingerprint: u64,
    /// Hash of all that is stored: another when anything in the article changed.
    pub content: u64,
    pub(super) document: TantivyDocument,
}

/// Makes documents of articles; shared by the threads that read records.
pub struct Encoder {
    fields: Fields,
    gazetteer: Gazetteer,
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
            gazetteer: Gazetteer::builtin(),
        }
    }

    /// Encodes an article with its names. Costs time linear in the article.
    ///
    /// # Panics
    /// Never: articles and names are plain data, which can always be serialized.
    pub fn encode(&self, stored: &Stored) -> Encoded {
        let bytes = postcard::to_stdvec(stored).expect("an article has no unserializable part");
        Encoded {
            id: stored.article.id,
            fingerprint: fingerprint(&stored.article),
            content: xxh3_64(&bytes),
            document: write(&self.fields, stored, bytes, &self.gazetteer),
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
    xxh3_64(parts.join("\u{1}").as_bytes())
}

fn write(
    fields: &Fields,
    stored: &Stored,
    bytes: Vec<u8>,
    gazetteer: &Gazetteer,
) -> TantivyDocument {
    let article = &stored.article;
    let parts = [
        article.title.as_str(),
        article.summary.as_deref().unwrap_or_default(),
        article.body.as_str(),
    ];
    let layout = layout(parts);
    let mut document = TantivyDocument::new();

    let text = parts.join(&PART_SEPARATOR.to_string());
    document.add_text(fields.title, &text);
    document.add_text(fields.lead, &text);
    document.add_text(fields.text, &text);
    let mut marks = String::new();
    for (position, mark) in &layout.marks {
        push_line(*position, mark.term(), &mut marks);
    }
    document.add_text(fields.marks, marks);
    document.add_text(fields.printed, &layout.printed);
    write_names(fields, stored, &layout, gazetteer, &mut document);

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
    document.add_bytes(fields.stored, &bytes);
    document
}

/// Reads the stored value back. The error says what is wrong with the bytes.
pub(super) fn read(bytes: &[u8]) -> Result<Stored, postcard::Error> {
    postcard::from_bytes(bytes)
}

fn write_names(
    fields: &Fields,
    stored: &Stored,
    layout: &Layout,
    gazetteer: &Gazetteer,
    document: &mut TantivyDocument,
) {
    let mut terms: Vec<(u32, String)> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    let mut paths: Vec<String> = Vec::new();
    let mut columns: Vec<(Kind, &str)> = Vec::new();

    for mention in &stored.findings.mentions {
        let text = part_text(&stored.article, mention.part);
        let (position, width) = run_of(layout, mention.part, mention.span, text);
        let surface = mention.span.of(text);
        let Some(term) = NameTerm::new(mention, surface, width) else {
            continue;
        };
        terms.push((position, any_name_term(term.kind, term.width)));
        terms.push((position, term.encode()));
        keys.extend(name_keys(&term));
        columns.push((mention.kind, &mention.name));
        if let Some(id) = mention.place {
            let path = gazetteer.place(id).path;
            terms.push((position, path_term(&path, width)));
            let around = paths_to(&path);
            if mention.part == Part::Dateline {
                paths.extend(around.iter().map(|path| filed_term(path)));
            }
            paths.extend(around);
        }
        if !mention.candidates.is_empty() {
            paths.push(undecided_term(&term.key));
        }
    }
    for id in &stored.findings.implied {
        paths.extend(paths_to(&gazetteer.place(*id).path));
    }

    terms.sort();
    let mut lines = String::new();
    for (position, term) in &terms {
        push_line(*position, term, &mut lines);
    }
    document.add_text(fields.names, lines);
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

/// Appends a term at its position, as the replaying tokenizer reads it.
pub(super) fn push_line(position: u32, term: &str, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{position}\t{term}");
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
