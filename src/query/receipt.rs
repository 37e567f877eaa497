//! What was searched, so that an answer can be proved and asked again.

use serde::{Deserialize, Serialize};

use super::search::{Order, Search, search};
use crate::entity::Gazetteer;
use crate::error::Result;
use crate::index::Reader;

/// The record of one answer. Everything but `at` is the same for the same question over the same index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// As typed.
    pub query: String,
    /// As understood, fully bracketed.
    pub read_as: String,
    /// Articles that match.
    pub total: u64,
    /// First day any of them can be of, ISO; `None` when all are undated.
    pub from: Option<String>,
    /// Last day any of them can be of.
    pub to: Option<String>,
    /// Articles that were searched.
    pub articles: u64,
    /// Which state of the index was searched.
    pub index: String,
    /// Version of `morgue`.
    pub version: String,
    /// When, UTC, ISO.
    pub at: String,
}

/// Writes the receipt for an answer of `total` articles. `at` is the time, which the library does
/// not look up. Costs two searches for one article each.
///
/// # Errors
/// As [`search`].
pub fn receipt(
    asked: &Search,
    typed: &str,
    total: u64,
    at: String,
    reader: &Reader,
    gazetteer: &Gazetteer,
) -> Result<Receipt> {
    let edge = |order| -> Result<Option<(i32, i32)>> {
        let one = Search {
            order,
            limit: Some(1),
            offset: 0,
            ..asked.clone()
        };
        let found = search(&one, reader, gazetteer)?;
        let first = found.hits(false).next().transpose()?;
        Ok(first.and_then(|hit| hit.stored.article.published.map(|date| date.range())))
    };
    let iso = |day: i32| {
        format!(
            "{:04}-{:02}-{:02}",
            day / 10_000,
            day / 100 % 100,
            day % 100
        )
    };
    Ok(Receipt {
        query: typed.to_owned(),
        read_as: asked.query.to_string(),
        total,
        from: edge(Order::Oldest)?.map(|(from, _)| iso(from)),
        to: edge(Order::Newest)?.map(|(_, to)| iso(to)),
        articles: reader.articles(),
        index: reader.fingerprint(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        at,
    })
}
