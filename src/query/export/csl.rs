//! CSL-JSON, as pandoc, Zotero and citeproc read it.

use serde::Serialize;

use super::author::{Author, author};
use super::{one_line, origin};
use crate::article::Published;
use crate::query::Hit;

/// One item. Keys that have no value are left out.
#[derive(Debug, Serialize)]
pub(super) struct Item {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name>,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    container_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    note: String,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Name {
    Person {
        family: String,
        given: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        suffix: Option<String>,
    },
    Literal {
        literal: String,
    },
}

/// Only the parts that are known.
#[derive(Debug, Serialize)]
struct Issued {
    #[serde(rename = "date-parts")]
    date_parts: [Vec<i16>; 1],
}

pub(super) fn item(hit: &Hit) -> Item {
    let article = &hit.stored.article;
    let text = |value: &Option<String>| {
        value
            .as_deref()
            .map(one_line)
            .filter(|value| !value.is_empty())
    };
    Item {
        id: article.id.to_string(),
        kind: "article-newspaper",
        title: one_line(&article.title),
        author: article
            .byline
            .iter()
            .map(|credit| name(author(credit)))
            .collect(),
        container_title: text(&article.source),
        issued: article.published.map(|published| Issued {
            date_parts: [match published {
                Published::Day { year, month, day } => vec![year, month.into(), day.into()],
                Published::Month { year, month } => vec![year, month.into()],
                Published::Year { year } => vec![year],
            }],
        }),
        section: text(&article.section),
        page: text(&article.page),
        edition: text(&article.edition),
        language: text(&article.lang),
        url: text(&article.url),
        summary: text(&article.summary),
        note: format!("File: {}", one_line(&origin(hit))),
    }
}

fn name(author: Author) -> Name {
    match author {
        Author::Person {
            family,
            given,
            suffix,
        } => Name::Person {
            family,
            given,
            suffix,
        },
        Author::Literal(literal) => Name::Literal { literal },
    }
}
