//! What was searched, so that an answer can be proved and asked again.

use serde::{Deserialize, Serialize};

use super::names::Names;
use super::search::{Results, Search};
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
    /// Fingerprint of the articles that were searched.
    pub index: String,
    /// Hash of the names file that was gone by; `None` without one.
    pub names: Option<String>,
    /// Version of `morgue`.
    pub version: String,
    /// When, UTC, ISO.
    pub at: String,
}

/// Writes the receipt for an answer. `at` is the time, which the library does not look up. Costs a walk over
/// the answer.
///
/// # Errors
/// As [`Results::total`].
pub fn receipt(
    asked: &Search,
    typed: &str,
    results: &Results<'_>,
    at: String,
    reader: &Reader,
    names: &Names,
) -> Result<Receipt> {
    let total = results.total()?;
    let (from, to) = results.days()?;
    Ok(Receipt {
        query: typed.to_owned(),
        read_as: asked.query.to_string(),
        total,
        from,
        to,
        articles: reader.articles(),
        index: reader.fingerprint().to_owned(),
        names: names.file.hash().map(str::to_owned),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        at,
    })
}
