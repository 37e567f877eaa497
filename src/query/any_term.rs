//! Any of several terms, scored as one term.
//!
//! The forms of a word are one word to a reader: their frequencies in an article are summed, and
//! they share one document frequency (the sum of their own, a bound from above). So `strikes` is
//! worth no more for being rarer than `strike`, as in an index of stems.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

use super::bm25::{Bm25, average_words, idf};
use super::entries::Entries;
use super::frequencies::Frequencies;
use super::names::Articles;
use super::union::{Opening, Union};

/// Matches articles with at least one of the terms, all of one field.
#[derive(Clone, Debug)]
pub(super) struct AnyTerm {
    field: Field,
    terms: Vec<(Term, Option<Arc<Articles>>)>,
}

impl AnyTerm {
    /// Over folded words or encoded names of `field`.
    pub(super) fn new<T: AsRef<str>>(field: Field, terms: impl IntoIterator<Item = T>) -> AnyTerm {
        let terms = terms.into_iter();
        let terms = terms.map(|term| (Term::from_field_text(field, term.as_ref()), None));
        AnyTerm {
            field,
            terms: terms.collect(),
        }
    }

    /// Also any of these terms, in these articles only.
    pub(super) fn or_within(mut self, terms: &[String], articles: &Arc<Articles>) -> AnyTerm {
        let terms = terms
            .iter()
            .map(|term| Term::from_field_text(self.field, term));
        let terms = terms.map(|term| (term, Some(Arc::clone(articles))));
        self.terms.extend(terms);
        self
    }
}

impl Query for AnyTerm {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let terms = self.terms.iter().map(|(term, _)| term);
        let entries = Entries::look_up(terms, scoring)?;
        let bm25 = match scoring {
            EnableScoring::Disabled { .. } => None,
            EnableScoring::Enabled {
                statistics_provider: statistics,
                ..
            } => {
                let mut containing = 0;
                for (number, (term, within)) in self.terms.iter().enumerate() {
                    containing += match within {
                        None => entries.articles(number, term, statistics)?,
                        Some(articles) => articles.values().map(|docs| docs.len() as u64).sum(),
                    };
                }
                let idf = idf(containing, statistics.total_num_docs()?);
                Some(Bm25::new(idf, average_words(statistics, self.field)?))
            }
        };
        Ok(Box::new(AnyTermWeight {
            query: self.clone(),
            entries,
            bm25,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for (term, _) in &self.terms {
            visitor(term, false);
        }
    }
}

struct AnyTermWeight {
    query: AnyTerm,
    entries: Entries,
    /// `None` when nothing is ranked.
    bm25: Option<Bm25>,
}

impl AnyTermWeight {
    fn openings<'t>(&'t self, segment: &SegmentReader) -> impl Iterator<Item = Opening<'t>> {
        let entries = self.entries.of(segment);
        let terms = self.query.terms.iter().zip(entries);
        terms.filter_map(|((_, within), entry)| {
            Some(Opening {
                field: self.query.field,
                entry: entry.as_ref()?,
                width: 1,
                within: within.as_ref(),
                part: None,
            })
        })
    }

    fn lengths(&self, segment: &SegmentReader) -> tantivy::Result<FieldNormReader> {
        let lengths = segment.fieldnorms_readers().get_field(self.query.field)?;
        Ok(lengths.unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1)))
    }
}

impl Weight for AnyTermWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let record = match self.bm25 {
            Some(_) => IndexRecordOption::WithFreqs,
            None => IndexRecordOption::Basic,
        };
        let postings = Union::open(self.openings(segment), segment, record)?;
        if postings.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(AnyTermScorer {
            postings,
            lengths: self.lengths(segment)?,
            bm25: self.bm25.as_ref().map(|bm25| bm25.scaled(boost)),
        }))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            let message = format!("article {doc} holds none of the terms");
            return Err(tantivy::TantivyError::InvalidArgument(message));
        }
        Ok(Explanation::new("any of the terms", scorer.score()))
    }

    fn for_each_no_score(
        &self,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        let terms = self.openings(segment);
        let mut all = Frequencies::open(terms, segment, IndexRecordOption::Basic)?;
        while let Some((docs, _)) = all.next(0) {
            callback(docs);
        }
        Ok(())
    }

    fn for_each_pruning(
        &self,
        mut threshold: Score,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let bm25 = self.bm25.clone().unwrap_or_else(Bm25::unranked);
        let lengths = self.lengths(segment)?;
        let terms = self.openings(segment);
        let mut all = Frequencies::open(terms, segment, IndexRecordOption::WithFreqs)?;
        while let Some((docs, frequencies)) = all.next(0) {
            for (&doc, &frequency) in docs.iter().zip(frequencies) {
                let length = lengths.fieldnorm_id(doc);
                if bm25.is_within(length, frequency, threshold) {
                    continue;
                }
                let score = bm25.score(length, frequency);
                if score > threshold {
                    threshold = callback(doc, score);
                }
            }
        }
        Ok(())
    }
}

struct AnyTermScorer {
    postings: Union,
    lengths: FieldNormReader,
    bm25: Option<Bm25>,
}

impl DocSet for AnyTermScorer {
    fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.postings.seek(target)
    }

    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn size_hint(&self) -> u32 {
        self.postings.size_hint().min(self.lengths.num_docs())
    }
}

impl Scorer for AnyTermScorer {
    fn score(&mut self) -> Score {
        match &self.bm25 {
            Some(bm25) => {
                let length = self.lengths.fieldnorm_id(self.postings.doc());
                bm25.score(length, self.postings.frequency())
            }
            None => 1.0,
        }
    }
}
