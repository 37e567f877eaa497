//! Articles that were chosen one by one, as a query.
//!
//! Some questions are decided by the stored article and not by its terms; what they decided is put
//! into a larger query with this. Every article scores 1, scaled by its boost.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader};

/// Matches just these articles.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    by_segment: Arc<FxHashMap<SegmentId, Vec<DocId>>>,
}

impl Chosen {
    /// From the articles of each segment, in any order.
    pub(super) fn new(mut by_segment: FxHashMap<SegmentId, Vec<DocId>>) -> Chosen {
        by_segment.retain(|_, docs| !docs.is_empty());
        Chosen {
            by_segment: Arc::new(by_segment),
        }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.by_segment.is_empty()
    }
}

impl Query for Chosen {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Chosen {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(docs) = self.by_segment.get(&reader.segment_id()) else {
            return Ok(Box::new(EmptyScorer));
        };
        let mut chosen = BitSet::with_max_value(reader.max_doc());
        for &doc in docs {
            chosen.insert(doc);
        }
        Ok(Box::new(ConstScorer::new(
            BitSetDocSet::from(chosen),
            boost,
        )))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            let message = format!("article {doc} was not chosen");
            return Err(tantivy::TantivyError::InvalidArgument(message));
        }
        Ok(Explanation::new("chosen", scorer.score()))
    }
}
