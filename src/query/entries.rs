//! What the dictionaries say of the terms of a query.
//!
//! Each term is looked up once in each segment: the entry says in how many articles it stands, which ranking needs, and
//! where its postings are.

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring};
use tantivy::{SegmentReader, Term};

/// Entries of some terms, in their order.
pub(super) struct Entries {
    by_segment: FxHashMap<SegmentId, Vec<Option<TermInfo>>>,
    has_removed: bool,
}

impl Entries {
    /// Looks the terms up in every segment that is searched.
    pub(super) fn look_up<'t>(
        terms: impl Iterator<Item = &'t Term> + Clone,
        scoring: EnableScoring<'_>,
    ) -> tantivy::Result<Entries> {
        let mut entries = Entries {
            by_segment: FxHashMap::default(),
            has_removed: false,
        };
        let segments = scoring
            .searcher()
            .map(|searcher| searcher.segment_readers());
        for segment in segments.unwrap_or_default() {
            let found = of_segment(terms.clone(), segment)?;
            entries.by_segment.insert(segment.segment_id(), found);
            entries.has_removed |= segment.has_deletes();
        }
        Ok(entries)
    }

    /// In how many articles the term stands whose number among the terms is `number`.
    pub(super) fn articles(
        &self,
        number: usize,
        term: &Term,
        statistics: &dyn Bm25StatisticsProvider,
    ) -> tantivy::Result<u64> {
        // Removed articles do not count, and the dictionary does not know of them.
        if self.has_removed {
            return statistics.doc_freq(term);
        }
        let of_segments = self.by_segment.values();
        let found = of_segments.filter_map(|terms| terms[number].as_ref());
        Ok(found.map(|entry| u64::from(entry.doc_freq)).sum())
    }

    /// The entries of a segment: none for one that the query was not made for.
    pub(super) fn of(&self, segment: &SegmentReader) -> &[Option<TermInfo>] {
        let found = self.by_segment.get(&segment.segment_id());
        found.map_or(&[], Vec::as_slice)
    }
}

fn of_segment<'t>(
    terms: impl Iterator<Item = &'t Term>,
    segment: &SegmentReader,
) -> tantivy::Result<Vec<Option<TermInfo>>> {
    let mut found = Vec::new();
    let mut open = None;
    for term in terms {
        let inverted = match open.take() {
            Some((field, inverted)) if field == term.field() => inverted,
            _ => segment.inverted_index(term.field())?,
        };
        found.push(inverted.get_term_info(term)?);
        open = Some((term.field(), inverted));
    }
    Ok(found)
}
