//! The read path on one page: query → engine → hits with their passages.

use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Count, TopDocs};
use tantivy::{DocAddress, Order as EngineOrder, Score};

use super::Query;
use super::compile::{Compiled, Expansion, Lookup, compile};
use super::marks::Marker;
use super::names::Names;
use super::snippet::{Snippet, snippets};
use crate::article::published::iso_day;
use crate::entity::Gazetteer;
use crate::error::Result;
use crate::index::schema::{FROM_DAY, ID, TO_DAY};
use crate::index::{Reader, Stored};

/// In which order hits come. Ties are broken by article id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Best first.
    #[default]
    Relevance,
    /// Latest first, undated last.
    Newest,
    /// Earliest first, undated last.
    Oldest,
}

/// A query with its options.
#[derive(Clone, Debug)]
pub struct Search {
    /// What to find.
    pub query: Query,
    /// In which order.
    pub order: Order,
    /// At most this many hits; `None` for all.
    pub limit: Option<usize>,
    /// Hits to pass over first.
    pub offset: usize,
    /// Whose word forms to look for, ISO 639-1; English when `None`.
    pub lang: Option<String>,
    /// A word may stand for so many words of the archive; usually [`MOST_TERMS`](super::MOST_TERMS).
    pub most_terms: usize,
}

/// The answer: which articles, not yet read from disk.
pub struct Results<'r> {
    /// Articles that match, whatever the limit.
    pub total: u64,
    /// What each clause was taken to mean.
    pub expansions: Vec<Expansion>,
    found: Vec<(Score, DocAddress)>,
    offset: usize,
    reader: &'r Reader,
    pub(super) marker: Marker,
    pub(super) gazetteer: &'r Gazetteer,
    pub(super) names: &'r Names,
}

/// An article that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// From 1, counting those passed over.
    pub rank: usize,
    /// BM25, at least 0, comparable within one answer only; 0 unless ordered by relevance.
    pub score: Score,
    /// The article with its names, as the names file has them.
    pub stored: Stored,
    /// Why it was found: one to three passages, or none when they were not asked for.
    pub snippets: Vec<Snippet>,
}

/// Finds articles. The same snapshot gives the same answer in the same order.
///
/// # Errors
/// [`crate::Error::TooManyTerms`], [`crate::Error::Engine`], [`crate::Error::Damaged`].
pub fn search<'r>(
    search: &Search,
    reader: &'r Reader,
    gazetteer: &'r Gazetteer,
    names: &'r Names,
) -> Result<Results<'r>> {
    let failed = |error| reader.engine_error(error);
    let lookup = Lookup {
        lang: search.lang.as_deref(),
        most_terms: search.most_terms,
    };
    let Compiled {
        engine,
        marker,
        expansions,
    } = compile(&search.query, reader, gazetteer, names, lookup)?;
    let total = reader.searcher.search(&engine, &Count).map_err(failed)?;
    // The collector refuses a limit of 0 and reserves room for a large one.
    let limit = search.limit.unwrap_or(total).min(total).max(1);
    let top = TopDocs::with_limit(limit).and_offset(search.offset.min(total));
    let by_id = || {
        (
            SortByStaticFastValue::<u64>::for_field(ID),
            EngineOrder::Asc,
        )
    };
    let by_day = |column: &str| SortByStaticFastValue::<i64>::for_field(column);
    let found = match search.order {
        _ if search.offset >= total || search.limit == Some(0) => Vec::new(),
        Order::Relevance => {
            let best = (SortBySimilarityScore, EngineOrder::Desc);
            let found = reader
                .searcher
                .search_with_statistics_provider(&engine, &top.order_by((best, by_id())), reader)
                .map_err(failed)?;
            let scored = found.into_iter();
            scored.map(|((score, _), at)| (score, at)).collect()
        }
        Order::Newest | Order::Oldest => {
            let (column, order) = match search.order {
                Order::Newest => (TO_DAY, EngineOrder::Desc),
                _ => (FROM_DAY, EngineOrder::Asc),
            };
            let found = reader
                .searcher
                .search(&engine, &top.order_by(((by_day(column), order), by_id())))
                .map_err(failed)?;
            found.into_iter().map(|(_, at)| (0.0, at)).collect()
        }
    };
    Ok(Results {
        total: total as u64,
        expansions,
        found,
        offset: search.offset,
        reader,
        marker,
        gazetteer,
        names,
    })
}

/// The first and the last day that the articles of an answer can be of, as ISO dates; `None` when all
/// are undated. Costs two searches for one article each.
///
/// # Errors
/// As [`search`].
pub fn days(
    asked: &Search,
    reader: &Reader,
    gazetteer: &Gazetteer,
    names: &Names,
) -> Result<(Option<String>, Option<String>)> {
    let first = |order| -> Result<Option<(i32, i32)>> {
        let one = Search {
            order,
            limit: Some(1),
            offset: 0,
            ..asked.clone()
        };
        let hit = search(&one, reader, gazetteer, names)?
            .hits(false)
            .next()
            .transpose()?;
        Ok(hit.and_then(|hit| Some(hit.stored.article.published?.range())))
    };
    let from = first(Order::Oldest)?.map(|(from, _)| iso_day(from));
    let to = first(Order::Newest)?.map(|(_, to)| iso_day(to));
    Ok((from, to))
}

impl Results<'_> {
    /// Number of hits that can be read.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether nothing was found, or all of it was passed over.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The articles of the answer in its order, as the index gives them, before the names file is heard.
    pub(super) fn articles(&self) -> impl Iterator<Item = Result<Stored>> + '_ {
        let found = self.found.iter();
        found.map(|&(_, address)| self.reader.article(address))
    }

    /// Reads the hits one after the other; memory does not grow with their number.
    pub fn hits(&self, with_snippets: bool) -> impl Iterator<Item = Result<Hit>> + '_ {
        let numbered = self.found.iter().enumerate();
        numbered.map(move |(at, &(score, address))| {
            let mut stored = self.reader.article(address)?;
            let snippets = match with_snippets {
                true => {
                    let marks = self.marker.marks(&stored, self.gazetteer, self.names);
                    snippets(&stored, &marks)
                }
                false => Vec::new(),
            };
            self.names.apply(&mut stored.findings);
            Ok(Hit {
                rank: self.offset + at + 1,
                score,
                stored,
                snippets,
            })
        })
    }
}
