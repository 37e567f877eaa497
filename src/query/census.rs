//! What is in an index, counted.

use std::collections::BTreeMap;

use serde::Serialize;
use tantivy::Searcher;

use super::names::{self, Names};
use super::search::{Search, search};
use super::{DateRange, Query};
use crate::entity::{Gazetteer, Kind};
use crate::error::Result;
use crate::index::Reader;
use crate::index::manifest::Fate;

/// Counts of one index.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Census {
    /// Articles that can be found.
    pub articles: u64,
    /// Files they came from, with those that gave none.
    pub files: u64,
    /// Records that repeat another.
    pub duplicate: u64,
    /// Records that gave no article.
    pub rejected: u64,
    /// First day of the earliest article, ISO.
    pub from: Option<String>,
    /// Last day of the latest article.
    pub to: Option<String>,
    /// Articles without a date.
    pub undated: u64,
    /// Different persons named.
    pub persons: u64,
    /// Different places.
    pub places: u64,
    /// Different organisations.
    pub orgs: u64,
    /// Articles by language, as codes.
    pub languages: BTreeMap<String, u64>,
    /// Articles by publication.
    pub sources: BTreeMap<String, u64>,
    /// Size of the index on disk.
    pub bytes: u64,
}

/// Counts an index. Costs a walk over its names and two columns.
///
/// # Errors
/// [`crate::Error::Engine`], [`crate::Error::Damaged`].
pub fn census(reader: &Reader, gazetteer: &Gazetteer, names: &Names) -> Result<Census> {
    let failed = |error| reader.engine_error(error);
    let manifest = reader.manifest()?;
    let fates = || {
        let records = manifest.files.values().flat_map(|file| &file.records);
        records.map(|entry| &entry.fate)
    };
    let answer = |query| {
        let asked = Search {
            limit: Some(0),
            ..Search::new(query)
        };
        search(&asked, reader, gazetteer, names)
    };
    let whole = answer(Query::All)?.extent()?;
    let undated = answer(Query::Date(DateRange::Unknown))?;
    let count = |kind| names::names(reader, names, &[kind], None).map(|found| found.len() as u64);
    let bytes = reader
        .searcher
        .space_usage()
        .map_err(|error| failed(error.into()))?;
    Ok(Census {
        articles: reader.articles(),
        files: manifest.files.len() as u64,
        duplicate: fates()
            .filter(|fate| matches!(fate, Fate::Duplicate { .. }))
            .count() as u64,
        rejected: fates()
            .filter(|fate| matches!(fate, Fate::Rejected(_)))
            .count() as u64,
        from: whole.from,
        to: whole.to,
        undated: undated.total()?,
        persons: count(Kind::Person)?,
        places: count(Kind::Place)?,
        orgs: count(Kind::Org)?,
        languages: values(&reader.searcher, "lang").map_err(failed)?,
        sources: values(&reader.searcher, "source").map_err(failed)?,
        bytes: bytes.total().get_bytes(),
    })
}

/// How many articles have each value of a column.
fn values(searcher: &Searcher, column: &str) -> tantivy::Result<BTreeMap<String, u64>> {
    let mut counts = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let Some(values) = segment.fast_fields().str(column)? else {
            continue;
        };
        let mut by_ordinal: BTreeMap<u64, u64> = BTreeMap::new();
        for doc in segment.doc_ids_alive() {
            for ordinal in values.term_ords(doc) {
                *by_ordinal.entry(ordinal).or_default() += 1;
            }
        }
        let mut value = String::new();
        for (ordinal, count) in by_ordinal {
            value.clear();
            values.ord_to_str(ordinal, &mut value)?;
            *counts.entry(value.clone()).or_default() += count;
        }
    }
    Ok(counts)
}
