//! The read path on one page: query → engine → hits with their passages.
//!
//! Nothing is walked through before it is asked for. Who asks for [`Results::total`] first gets total and
//! hits from one walk; who asks for hits alone lets the engine pass over what cannot be among them.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};
use twox_hash::XxHash3_128;

use super::Query;
use super::compile::{Compiled, Expansion, Lookup, compile};
use super::marks::Marker;
use super::names::Names;
use super::snippet::{Snippet, snippets};
use super::span::SpanQuery;
use super::top::{Found, Place, Top, by_first_day, by_last_day, by_score};
use crate::article::ArticleId;
use crate::article::published::iso_day;
use crate::entity::Gazetteer;
use crate::error::Result;
use crate::index::schema::{FROM_DAY, TO_DAY};
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

impl Search {
    /// All hits, best first.
    pub fn new(query: Query) -> Search {
        Search {
            query,
            order: Order::default(),
            limit: None,
            offset: 0,
            lang: None,
            most_terms: super::MOST_TERMS,
        }
    }
}

/// Hits that are found in one walk over the answer. A larger answer takes several walks, each for what comes behind
/// the last hit of the one before, so memory is bounded: some megabytes. Reading this many articles from disk takes
/// longer than the walk.
const HITS_A_WALK: usize = 100_000;

/// The answer, found as it is asked for.
pub struct Results<'r> {
    /// What each clause was taken to mean.
    pub expansions: Vec<Expansion>,
    /// Words on each side of what matched in a passage; `None` for passages of the usual length.
    pub context: Option<usize>,
    engine: Box<dyn tantivy::query::Query>,
    order: Order,
    limit: usize,
    offset: usize,
    hits_a_walk: usize,
    total: Cell<Option<u64>>,
    first: OnceCell<Slice>,
    pub(super) reader: &'r Reader,
    pub(super) marker: Marker,
    pub(super) gazetteer: &'r Gazetteer,
    pub(super) names: &'r Names,
}

/// Makes what hits are sorted by of a day, if there is one.
type SortKey = fn(Option<i64>) -> i64;

/// Hits that follow one another.
type Slice = Rc<[Found]>;

/// What can be said of an answer without an article being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Articles that match.
    pub total: u64,
    /// The first day that any of them can be of, ISO; `None` when all are undated.
    pub from: Option<String>,
    /// The last day that any of them can be of.
    pub to: Option<String>,
    /// The sum, modulo 2^128, of the XXH3 hashes of their ids, in hex: the same for the same articles, whatever their order.
    /// It shows that an answer changed; it is no protection against somebody who wants it not to show.
    pub ids_hash: String,
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
    let lookup = Lookup {
        lang: search.lang.as_deref(),
        most_terms: search.most_terms,
    };
    let Compiled {
        engine,
        marker,
        expansions,
    } = compile(&search.query, reader, gazetteer, names, lookup)?;
    Ok(Results {
        expansions,
        context: None,
        engine,
        order: search.order,
        limit: search.limit.unwrap_or(usize::MAX),
        offset: search.offset,
        hits_a_walk: HITS_A_WALK,
        total: Cell::new(None),
        first: OnceCell::new(),
        reader,
        marker,
        gazetteer,
        names,
    })
}

impl Results<'_> {
    /// Articles that match, whatever the limit. Asked before the hits, it costs no walk of its own.
    ///
    /// # Errors
    /// [`crate::Error::Engine`].
    pub fn total(&self) -> Result<u64> {
        if let Some(total) = self.total.get() {
            return Ok(total);
        }
        if self.limit > 0 && self.first.get().is_none() {
            self.first_slice(true)?;
        }
        let total = match self.total.get() {
            Some(total) => total,
            None => self.failed(self.counted())?,
        };
        self.total.set(Some(total));
        Ok(total)
    }

    /// Number of hits that can be read: the total without those passed over, within the limit.
    ///
    /// # Errors
    /// As [`Results::total`].
    pub fn len(&self) -> Result<u64> {
        let left = self.total()?.saturating_sub(self.offset as u64);
        Ok(left.min(self.limit as u64))
    }

    /// Whether nothing was found, or all of it was passed over.
    ///
    /// # Errors
    /// As [`Results::total`].
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// The articles of the answer in its order, as the index gives them, before the names file is heard.
    pub(super) fn articles(&self) -> impl Iterator<Item = Result<Stored>> + '_ {
        self.found()
            .map(|found| self.reader.article(found?.address))
    }

    /// The ids of the hits, in order, without an article being read. An error is the last item.
    pub fn hit_ids(&self) -> impl Iterator<Item = Result<ArticleId>> + '_ {
        self.found().map(|found| Ok(ArticleId(found?.place.id())))
    }

    /// Reads the hits one after the other; memory does not grow with their number. An error is the last item.
    pub fn hits(&self, with_snippets: bool) -> impl Iterator<Item = Result<Hit>> + '_ {
        let found = self.found().enumerate();
        found.map(move |(at, found)| {
            let found = found?;
            let mut stored = self.reader.article(found.address)?;
            let snippets = match with_snippets {
                true => {
                    let marks = self.marker.marks(&stored, self.gazetteer, self.names);
                    snippets(&stored, &marks, self.context)
                }
                false => Vec::new(),
            };
            self.names.apply(&mut stored.findings);
            Ok(Hit {
                rank: self.offset + at + 1,
                score: found.score,
                stored,
                snippets,
            })
        })
    }

    /// What can be said of the whole answer without an article being read. Costs a walk.
    ///
    /// # Errors
    /// [`crate::Error::Engine`].
    pub fn extent(&self) -> Result<Extent> {
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        let (mut total, mut ids_hash) = (0, 0u128);
        let walked = self.weight(false).and_then(|weight| {
            for (ordinal, segment) in self.segments() {
                let columns = segment.fast_fields();
                let ids = self.reader.ids(ordinal)?;
                let from = columns.column_opt::<i64>(FROM_DAY)?;
                let to = columns.column_opt::<i64>(TO_DAY)?;
                each_block(weight.as_ref(), segment, &mut |docs| {
                    total += docs.len() as u64;
                    for &doc in docs {
                        let id = ids.first(doc).unwrap_or_default();
                        ids_hash = ids_hash.wrapping_add(XxHash3_128::oneshot(&id.to_le_bytes()));
                        let day = |days: &Option<Column<i64>>| days.as_ref()?.first(doc);
                        first = first.min(day(&from).unwrap_or(first));
                        last = last.max(day(&to).unwrap_or(last));
                    }
                })?;
            }
            Ok(())
        });
        self.failed(walked)?;
        self.total.set(Some(total));
        let day = |day: i64| i32::try_from(day).ok().map(iso_day);
        Ok(Extent {
            total,
            from: day(first),
            to: day(last),
            ids_hash: format!("{ids_hash:032x}"),
        })
    }

    /// The ids of the whole answer in its order, whatever limit and offset; `None` when there are more than `most`. Costs a
    /// walk.
    ///
    /// # Errors
    /// [`crate::Error::Engine`].
    pub fn ids(&self, most: usize) -> Result<Option<Vec<ArticleId>>> {
        let found = self.walk(most, None)?;
        if self.total()? > most as u64 {
            return Ok(None);
        }
        let ids = found.iter().map(|found| ArticleId(found.place.id()));
        Ok(Some(ids.collect()))
    }

    /// The articles that match, of each segment, sorted. Takes 4 bytes an article.
    pub(super) fn articles_by_segment(&self) -> tantivy::Result<Vec<Vec<DocId>>> {
        let weight = self.weight(false)?;
        let mut articles = Vec::new();
        for (_, segment) in self.segments() {
            let mut of_segment = Vec::new();
            each_block(weight.as_ref(), segment, &mut |docs| {
                of_segment.extend_from_slice(docs);
            })?;
            articles.push(of_segment);
        }
        let total = articles.iter().map(|docs| docs.len() as u64).sum();
        self.total.set(Some(total));
        Ok(articles)
    }

    /// What is found within offset and limit, in order.
    fn found(&self) -> FoundIter<'_> {
        FoundIter {
            results: self,
            slice: Rc::default(),
            at: 0,
            skip: self.offset,
            left: self.limit,
            state: State::Fresh,
        }
    }

    /// How many hits a walk behind which `passed` are to be passed over and `left` to be read is to find.
    fn walk_size(&self, passed: usize, left: usize) -> usize {
        passed.saturating_add(left).min(self.hits_a_walk)
    }

    /// The first hits; remembered. `is_counted` also finds the total.
    fn first_slice(&self, is_counted: bool) -> Result<Slice> {
        if let Some(slice) = self.first.get() {
            return Ok(Rc::clone(slice));
        }
        let most = self.walk_size(self.offset, self.limit);
        // Slices must fit together to the last bit of a score, so they are made in one way only.
        let is_one = self.offset.saturating_add(self.limit) <= most;
        let span = self.engine.downcast_ref::<SpanQuery>();
        let walked = match (self.order, span) {
            (Order::Relevance, _) if is_one && !is_counted => self.failed(self.pruned(most))?,
            (Order::Relevance, Some(span)) if is_one => {
                self.failed(self.pruned_and_counted(span, most))?
            }
            (Order::Newest | Order::Oldest, Some(span)) if is_one && !is_counted => {
                self.failed(self.by_day_alone(span, most))?
            }
            _ => self.walk(most, None)?,
        };
        Ok(Rc::clone(self.first.get_or_init(|| walked)))
    }

    /// The first `most` hits behind a place. Counts the total on the way.
    fn walk(&self, most: usize, after: Option<Place>) -> Result<Slice> {
        let (found, total) = self.failed(self.walked(most, after))?;
        self.total.set(Some(total));
        Ok(found)
    }

    /// How the days of a segment are sorted by: their column, which may be missing, and what makes a sort key of a day.
    fn days(&self, segment: &SegmentReader) -> tantivy::Result<(Option<Column<i64>>, SortKey)> {
        let (name, key): (_, SortKey) = match self.order {
            Order::Newest => (TO_DAY, by_last_day),
            _ => (FROM_DAY, by_first_day),
        };
        Ok((segment.fast_fields().column_opt(name)?, key))
    }

    fn walked(&self, most: usize, after: Option<Place>) -> tantivy::Result<(Slice, u64)> {
        let is_scored = self.order == Order::Relevance;
        let weight = self.weight(is_scored)?;
        let mut top = Top::new(most, after);
        let mut total = 0;
        for (ordinal, segment) in self.segments() {
            let ids = self.reader.ids(ordinal)?;
            if is_scored {
                let alive = segment.alive_bitset();
                weight.for_each(segment, &mut |doc, score| {
                    if alive.is_none_or(|alive| alive.is_alive(doc)) {
                        total += 1;
                        let id = || ids.first(doc).unwrap_or_default();
                        top.offer(by_score(score), id, score, DocAddress::new(ordinal, doc));
                    }
                })?;
                continue;
            }
            let (days, by) = self.days(segment)?;
            let mut of_block = Vec::new();
            each_block(weight.as_ref(), segment, &mut |docs| {
                total += docs.len() as u64;
                read_days(docs, days.as_ref(), &mut of_block);
                for (&doc, &day) in docs.iter().zip(&of_block) {
                    let id = || ids.first(doc).unwrap_or_default();
                    top.offer(by(day), id, 0.0, DocAddress::new(ordinal, doc));
                }
            })?;
        }
        Ok((top.into_sorted().into(), total))
    }

    /// The best `most` hits. What cannot be among them is passed over, so nothing is counted.
    fn pruned(&self, most: usize) -> tantivy::Result<Slice> {
        let weight = self.weight(true)?;
        let mut top = Top::new(most, None);
        for (ordinal, segment) in self.segments() {
            let ids = self.reader.ids(ordinal)?;
            let alive = segment.alive_bitset();
            weight.for_each_pruning(top.threshold(), segment, &mut |doc, score| {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    let id = || ids.first(doc).unwrap_or_default();
                    top.offer(by_score(score), id, score, DocAddress::new(ordinal, doc));
                }
                top.threshold()
            })?;
        }
        Ok(top.into_sorted().into())
    }

    /// The best `most` hits and, on the way, how many there are: what cannot be among the best is not ranked.
    fn pruned_and_counted(&self, span: &SpanQuery, most: usize) -> tantivy::Result<Slice> {
        let weight = span.prepared(self.scoring(true))?;
        let mut top = Top::new(most, None);
        let mut total = 0;
        for (ordinal, segment) in self.segments() {
            let ids = self.reader.ids(ordinal)?;
            let alive = segment.alive_bitset();
            let is_alive = |doc| alive.is_none_or(|alive| alive.is_alive(doc));
            let mut count = |doc| total += u64::from(is_alive(doc));
            weight.each_and_best(top.threshold(), segment, &mut count, &mut |doc, score| {
                if is_alive(doc) {
                    let id = || ids.first(doc).unwrap_or_default();
                    top.offer(by_score(score), id, score, DocAddress::new(ordinal, doc));
                }
                top.threshold()
            })?;
        }
        self.total.set(Some(total));
        Ok(top.into_sorted().into())
    }

    /// The first `most` hits by day. Of what comes too late nothing but the day is looked at, so nothing is counted.
    fn by_day_alone(&self, span: &SpanQuery, most: usize) -> tantivy::Result<Slice> {
        let weight = span.prepared(self.scoring(false))?;
        let top = RefCell::new(Top::new(most, None));
        for (ordinal, segment) in self.segments() {
            let ids = self.reader.ids(ordinal)?;
            let (days, by) = self.days(segment)?;
            let alive = segment.alive_bitset();
            let mut of_block = Vec::new();
            let mut wanted = |docs: &[DocId], found: &mut Vec<DocId>| {
                read_days(docs, days.as_ref(), &mut of_block);
                let top = top.borrow();
                for (&doc, &day) in docs.iter().zip(&of_block) {
                    let is_alive = || alive.is_none_or(|alive| alive.is_alive(doc));
                    if top.may_keep(by(day)) && is_alive() {
                        found.push(doc);
                    }
                }
            };
            weight.each_wanted(segment, &mut wanted, &mut |doc| {
                let id = || ids.first(doc).unwrap_or_default();
                let day = days.as_ref().and_then(|days| days.first(doc));
                let address = DocAddress::new(ordinal, doc);
                top.borrow_mut().offer(by(day), id, 0.0, address);
            })?;
        }
        Ok(top.into_inner().into_sorted().into())
    }

    fn counted(&self) -> tantivy::Result<u64> {
        let weight = self.weight(false)?;
        let mut total = 0;
        for segment in self.reader.searcher.segment_readers() {
            total += u64::from(weight.count(segment)?);
        }
        Ok(total)
    }

    fn weight(&self, is_scored: bool) -> tantivy::Result<Box<dyn Weight>> {
        self.engine.weight(self.scoring(is_scored))
    }

    /// Scores go by the statistics of living articles, as [`Reader`] counts them.
    fn scoring(&self, is_scored: bool) -> EnableScoring<'_> {
        let searcher = &self.reader.searcher;
        match is_scored {
            true => EnableScoring::enabled_from_statistics_provider(self.reader, searcher),
            false => EnableScoring::disabled_from_searcher(searcher),
        }
    }

    pub(super) fn segments(&self) -> impl Iterator<Item = (SegmentOrdinal, &SegmentReader)> {
        (0..).zip(self.reader.searcher.segment_readers())
    }

    pub(super) fn failed<T>(&self, result: tantivy::Result<T>) -> Result<T> {
        result.map_err(|error| self.reader.engine_error(error))
    }
}

/// The days of some articles, in their order; replaces what was in `found`.
fn read_days(docs: &[DocId], days: Option<&Column<i64>>, found: &mut Vec<Option<i64>>) {
    found.clear();
    found.resize(docs.len(), None);
    if let Some(days) = days {
        days.first_vals(docs, found);
    }
}

/// Calls back with the articles of a segment that match, in order, some at a time, without those that were removed.
fn each_block(
    weight: &dyn Weight,
    segment: &SegmentReader,
    each: &mut dyn FnMut(&[DocId]),
) -> tantivy::Result<()> {
    let Some(alive) = segment.alive_bitset() else {
        return weight.for_each_no_score(segment, each);
    };
    let mut living = Vec::new();
    weight.for_each_no_score(segment, &mut |docs| {
        living.clear();
        living.extend(docs.iter().filter(|&&doc| alive.is_alive(doc)));
        each(&living);
    })
}

/// Walks from slice to slice.
struct FoundIter<'a> {
    results: &'a Results<'a>,
    slice: Slice,
    /// The next one in the slice.
    at: usize,
    /// Still to be passed over.
    skip: usize,
    /// Still to be given.
    left: usize,
    state: State,
}

/// What is to come behind the slice.
#[derive(Clone, Copy)]
enum State {
    /// The first slice.
    Fresh,
    /// Another slice.
    More,
    /// Nothing.
    Done,
}

impl Iterator for FoundIter<'_> {
    type Item = Result<Found>;

    fn next(&mut self) -> Option<Result<Found>> {
        if self.left == 0 {
            return None;
        }
        loop {
            let rest = self.slice.len() - self.at;
            let passed = rest.min(self.skip);
            self.skip -= passed;
            self.at += passed;
            if let Some(&found) = self.slice.get(self.at) {
                self.at += 1;
                self.left -= 1;
                return Some(Ok(found));
            }
            let most = self.results.walk_size(self.skip, self.left);
            let slice = match self.state {
                State::Fresh => self.results.first_slice(false),
                State::More => {
                    let after = self.slice.last().map(|found| found.place);
                    self.results.walk(most, after)
                }
                State::Done => return None,
            };
            match slice {
                Ok(slice) => {
                    self.state = match slice.len() < most {
                        true => State::Done,
                        false => State::More,
                    };
                    self.slice = slice;
                    self.at = 0;
                }
                Err(error) => {
                    self.state = State::Done;
                    self.slice = Rc::default();
                    self.at = 0;
                    return Some(Err(error));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
