//! What is known of a hit, by name: the columns of tables and the keys of chosen JSON.

use std::fmt;

use serde_json::{Map, Value};

use super::table::Cell;
use crate::article::Published;
use crate::article::published::iso_day;
use crate::entity::Kind;
use crate::query::{Hit, json};

/// Between the members of a list in one cell.
const BETWEEN: &str = "; ";

/// Something that is known of a hit.
#[derive(Debug)]
pub struct Field {
    /// Column or key.
    pub name: &'static str,
    /// What it says, in a few words.
    pub about: &'static str,
    /// Its value as JSON has it; null when it is not known.
    value: fn(&Hit) -> Value,
}

/// A name that no field has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoField(
    /// As typed.
    pub String,
);

impl fmt::Display for NoField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.is_empty() {
            true => write!(f, "a field has no name"),
            false => write!(f, "no field called `{}`", self.0),
        }
    }
}

impl std::error::Error for NoField {}

/// Columns of a table when none are chosen.
pub const STANDARD: &[&str] = &[
    "rank",
    "id",
    "date",
    "date_precision",
    "title",
    "byline",
    "source",
    "section",
    "page",
    "persons",
    "places",
    "orgs",
    "snippets",
    "url",
    "file",
    "record",
];

/// Every field there is.
pub const FIELDS: &[Field] = &[
    field("rank", "place in the answer, from 1", |hit| hit.rank.into()),
    field("id", "id of the article", |hit| {
        hit.stored.article.id.to_string().into()
    }),
    field("file", "path of the file below its corpus", |hit| {
        (&*hit.stored.article.origin.file).into()
    }),
    field(
        "file_bytes",
        "the path in hex, when it is not UTF-8",
        |hit| hit.stored.article.origin.file.hex().into(),
    ),
    field(
        "record",
        "number of the record in the file, from 0",
        |hit| hit.stored.article.origin.record.into(),
    ),
    field("format", "how the file was read", |hit| {
        hit.stored.article.format.as_str().into()
    }),
    field("title", "headline", |hit| {
        hit.stored.article.title.as_str().into()
    }),
    field("date", "day, month or year, as exact as known", |hit| {
        published(hit).map(|date| date.to_string()).into()
    }),
    field("date_precision", "day, month, year or unknown", |hit| {
        published(hit)
            .map_or("unknown", |date| date.precision())
            .into()
    }),
    field("date_from", "first day it can be of", |hit| {
        published(hit).map(|date| iso_day(date.range().0)).into()
    }),
    field("date_to", "last day it can be of", |hit| {
        published(hit).map(|date| iso_day(date.range().1)).into()
    }),
    field("date_source", "where the date was found", |hit| {
        hit.stored
            .article
            .date_source
            .map(|source| source.name())
            .into()
    }),
    field("source", "publication", |hit| {
        hit.stored.article.source.as_deref().into()
    }),
    field("section", "section as printed", |hit| {
        hit.stored.article.section.as_deref().into()
    }),
    field("page", "page as printed", |hit| {
        hit.stored.article.page.as_deref().into()
    }),
    field("edition", "edition as printed", |hit| {
        hit.stored.article.edition.as_deref().into()
    }),
    field("byline", "credited writers", |hit| {
        list(&hit.stored.article.byline)
    }),
    field("dateline", "where it was filed", |hit| {
        hit.stored.article.dateline.as_deref().into()
    }),
    field("wire", "agency", |hit| {
        hit.stored.article.wire.as_deref().into()
    }),
    field("lang", "language, ISO 639-1", |hit| {
        hit.stored.article.lang.as_deref().into()
    }),
    field("url", "address of the original", |hit| {
        hit.stored.article.url.as_deref().into()
    }),
    field("score", "relevance within this answer", |hit| {
        // As its own four bytes are printed, not as the eight of the same number.
        let shortest = hit.score.to_string().parse::<f64>();
        shortest.ok().into()
    }),
    field("summary", "standfirst or abstract", |hit| {
        hit.stored.article.summary.as_deref().into()
    }),
    field("body", "text, one paragraph a line", |hit| {
        hit.stored.article.body.as_str().into()
    }),
    field("captions", "captions of pictures", |hit| {
        list(&hit.stored.article.captions)
    }),
    field(
        "snippets",
        "passages that show why it was found",
        json::snippets,
    ),
    field("persons", "people named", |hit| {
        list(&json::names_of(&hit.stored, Kind::Person))
    }),
    field("places", "places named", |hit| {
        list(&json::names_of(&hit.stored, Kind::Place))
    }),
    field("orgs", "organisations named", |hit| {
        list(&json::names_of(&hit.stored, Kind::Org))
    }),
];

const fn field(name: &'static str, about: &'static str, value: fn(&Hit) -> Value) -> Field {
    Field { name, about, value }
}

fn published(hit: &Hit) -> Option<Published> {
    hit.stored.article.published
}

fn list<T: AsRef<str>>(texts: &[T]) -> Value {
    texts.iter().map(|text| text.as_ref()).collect()
}

impl Field {
    /// The value as one cell: empty when it is not known, the members of a list joined by `; `, of passages the text.
    pub(super) fn cell(&self, hit: &Hit) -> Cell {
        fn shown(value: Value) -> String {
            match value {
                Value::Null => String::new(),
                Value::String(text) => text,
                Value::Array(members) => {
                    let members: Vec<String> = members.into_iter().map(shown).collect();
                    members.join(BETWEEN)
                }
                Value::Object(mut passage) => passage.remove("text").map(shown).unwrap_or_default(),
                number => number.to_string(),
            }
        }
        match (self.value)(hit) {
            number @ Value::Number(_) => Cell::Number(shown(number)),
            value => Cell::Text(shown(value)),
        }
    }
}

/// The fields with these names, in this order.
///
/// # Errors
/// A name that no field has.
pub fn chosen<T: AsRef<str>>(names: &[T]) -> Result<Vec<&'static Field>, NoField> {
    let found = names.iter().map(|name| {
        let name = name.as_ref().trim();
        let field = FIELDS.iter().find(|field| field.name == name);
        field.ok_or_else(|| NoField(name.to_owned()))
    });
    found.collect()
}

/// A hit with these keys only, in this order.
pub fn object(hit: &Hit, fields: &[&'static Field]) -> Map<String, Value> {
    let fields = fields.iter();
    fields
        .map(|field| (field.name.to_owned(), (field.value)(hit)))
        .collect()
}
