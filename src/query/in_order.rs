//! What must not match, asked in an order that the engine's scorers allow.
//!
//! For each article that is found, the engine (tantivy 0.27) asks what is excluded whether it has
//! that article, too, also when the excluded side stands further on already. Phrases and ranges do
//! not allow that: a panic in builds with assertions, luck without. An [`InOrder`] answers such a
//! question itself and hands on the others.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

/// Matches what the query inside matches.
#[derive(Debug)]
pub(super) struct InOrder(pub(super) Box<dyn Query>);

impl Clone for InOrder {
    fn clone(&self) -> InOrder {
        InOrder(self.0.box_clone())
    }
}

impl Query for InOrder {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(InOrderWeight(self.0.weight(scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct InOrderWeight(Box<dyn Weight>);

impl Weight for InOrderWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(InOrderScorer(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }
}

struct InOrderScorer(Box<dyn Scorer>);

/// Without `seek_danger`: the trait's own looks where it stands before it seeks.
impl DocSet for InOrderScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }
}

impl Scorer for InOrderScorer {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}
