//! Any of several terms, scored as one term.
//!
//! The forms of a word are one word to a reader: their frequencies in an article are summed, and
//! they share one document frequency (the sum of their own, a bound from above). So `strikes` is
//! worth no more for being rarer than `strike`, as in an index of stems.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::names::Articles;

/// Matches articles with at least one of the terms, all of one field.
#[derive(Clone, Debug)]
pub(super) struct AnyTerm {
    field: Field,
    terms: Vec<Term>,
    /// Terms that count in some articles only.
    within: Vec<(Vec<Term>, Arc<Articles>)>,
}

impl AnyTerm {
    /// Over folded words or encoded names of `field`.
    pub(super) fn new<T: AsRef<str>>(field: Field, terms: impl IntoIterator<Item = T>) -> AnyTerm {
        let terms = terms.into_iter();
        AnyTerm {
            field,
            terms: terms
                .map(|term| Term::from_field_text(field, term.as_ref()))
                .collect(),
            within: Vec::new(),
        }
    }

    /// Also any of these terms, in these articles only.
    pub(super) fn or_within(mut self, terms: &[String], articles: &Arc<Articles>) -> AnyTerm {
        let terms = terms
            .iter()
            .map(|term| Term::from_field_text(self.field, term));
        self.within.push((terms.collect(), Arc::clone(articles)));
        self
    }
}

impl Query for AnyTerm {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Disabled { .. } => None,
            EnableScoring::Enabled {
                statistics_provider: statistics,
                ..
            } => {
                let articles = statistics.total_num_docs()?;
                let words = statistics.total_num_tokens(self.field)?;
                let mut containing = 0;
                for term in &self.terms {
                    containing += statistics.doc_freq(term)?;
                }
                let within = self
                    .within
                    .iter()
                    .flat_map(|(_, articles)| articles.values());
                containing += within.map(|articles| articles.len() as u64).sum::<u64>();
                let average = words.max(1) as Score / articles.max(1) as Score;
                let containing = containing.min(articles);
                Some(Bm25Weight::for_one_term(containing, articles, average))
            }
        };
        Ok(Box::new(AnyTermWeight {
            query: self.clone(),
            bm25,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        let within = self.within.iter().flat_map(|(terms, _)| terms);
        for term in self.terms.iter().chain(within) {
            visitor(term, false);
        }
    }
}

struct AnyTermWeight {
    query: AnyTerm,
    /// `None` when nothing is ranked.
    bm25: Option<Bm25Weight>,
}

impl Weight for AnyTermWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let inverted = reader.inverted_index(self.query.field)?;
        let record = match self.bm25 {
            Some(_) => IndexRecordOption::WithFreqs,
            None => IndexRecordOption::Basic,
        };
        let mut postings = Vec::new();
        for term in &self.query.terms {
            postings.extend(inverted.read_postings(term, record)?.map(List::whole));
        }
        for (terms, articles) in &self.query.within {
            let Some(articles) = articles.get(&reader.segment_id()) else {
                continue;
            };
            for term in terms {
                let list = inverted.read_postings(term, record)?;
                postings.extend(list.map(|list| List::within(list, articles)));
            }
        }
        if postings.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let lengths = reader
            .fieldnorms_readers()
            .get_field(self.query.field)?
            .unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1));
        let bm25 = self.bm25.as_ref().map(|bm25| bm25.boost_by(boost));
        Ok(Box::new(AnyTermScorer::new(postings, lengths, bm25)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            let message = format!("article {doc} holds none of the terms");
            return Err(tantivy::TantivyError::InvalidArgument(message));
        }
        Ok(Explanation::new("any of the terms", scorer.score()))
    }
}

/// The postings of a term, or those of them that stand in a list of articles.
struct List {
    postings: SegmentPostings,
    /// Sorted; those that lie ahead last, the next one at the end.
    within: Option<Vec<DocId>>,
}

impl List {
    fn whole(postings: SegmentPostings) -> List {
        List {
            postings,
            within: None,
        }
    }

    fn within(postings: SegmentPostings, articles: &[DocId]) -> List {
        let mut list = List {
            postings,
            within: Some(articles.iter().rev().copied().collect()),
        };
        list.settle();
        list
    }

    /// Moves on to an article that is in both.
    fn settle(&mut self) -> DocId {
        let Some(within) = &mut self.within else {
            return self.postings.doc();
        };
        loop {
            let doc = self.postings.doc();
            while within.last().is_some_and(|&next| next < doc) {
                within.pop();
            }
            match within.last() {
                _ if doc == TERMINATED => return TERMINATED,
                Some(&next) if next == doc => return doc,
                Some(&next) => {
                    self.postings.seek(next);
                }
                None => {
                    self.postings.seek(TERMINATED);
                }
            }
        }
    }

    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn advance(&mut self) -> DocId {
        self.postings.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.postings.seek(target);
        self.settle()
    }

    fn size_hint(&self) -> u32 {
        let within = self.within.as_ref().map(|within| within.len() as u32);
        self.postings.size_hint().min(within.unwrap_or(u32::MAX))
    }
}

/// Walks the postings of all terms at once. `waiting` holds those that stand behind the current
/// document, `here` the numbers of those that stand on it.
struct AnyTermScorer {
    postings: Vec<List>,
    waiting: BinaryHeap<Reverse<(DocId, usize)>>,
    here: Vec<usize>,
    doc: DocId,
    lengths: FieldNormReader,
    bm25: Option<Bm25Weight>,
}

impl AnyTermScorer {
    fn new(
        postings: Vec<List>,
        lengths: FieldNormReader,
        bm25: Option<Bm25Weight>,
    ) -> AnyTermScorer {
        let waiting = postings
            .iter()
            .enumerate()
            .map(|(number, list)| Reverse((list.doc(), number)))
            .collect();
        let mut scorer = AnyTermScorer {
            here: Vec::with_capacity(postings.len()),
            postings,
            waiting,
            doc: 0,
            lengths,
            bm25,
        };
        scorer.gather();
        scorer
    }

    /// Moves to the smallest document of all lists.
    fn gather(&mut self) -> DocId {
        self.here.clear();
        self.doc = self
            .waiting
            .peek()
            .map_or(TERMINATED, |&Reverse((doc, _))| doc);
        while let Some(&Reverse((doc, number))) = self.waiting.peek() {
            if doc != self.doc || doc == TERMINATED {
                break;
            }
            self.waiting.pop();
            self.here.push(number);
        }
        self.doc
    }
}

impl DocSet for AnyTermScorer {
    fn advance(&mut self) -> DocId {
        for at in 0..self.here.len() {
            let number = self.here[at];
            let doc = self.postings[number].advance();
            if doc != TERMINATED {
                self.waiting.push(Reverse((doc, number)));
            }
        }
        self.gather()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        let waiting = self.waiting.iter().map(|&Reverse((_, number))| number);
        let mut behind: Vec<usize> = waiting.chain(self.here.iter().copied()).collect();
        // Heap order depends on history; the order of scores must not.
        behind.sort_unstable();
        self.waiting.clear();
        for number in behind {
            let list = &mut self.postings[number];
            let doc = match list.doc() < target {
                true => list.seek(target),
                false => list.doc(),
            };
            if doc != TERMINATED {
                self.waiting.push(Reverse((doc, number)));
            }
        }
        self.gather()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let sum: u32 = self
            .postings
            .iter()
            .map(|list| list.size_hint())
            .fold(0, u32::saturating_add);
        sum.min(self.lengths.num_docs())
    }
}

impl Scorer for AnyTermScorer {
    fn score(&mut self) -> Score {
        let Some(bm25) = &self.bm25 else {
            return 1.0;
        };
        let frequency = self
            .here
            .iter()
            .map(|&number| self.postings[number].postings.term_freq())
            .sum();
        bm25.score(self.lengths.fieldnorm_id(self.doc), frequency)
    }
}
