//! An expression as a query of the engine.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, SegmentReader, Term};

use super::guard::{self, Guard};
use super::headline::Headlines;
use super::places::{Ends, Places};
use super::scorer::{Parts, SpanScorer};
use super::{Expr, Leaf};
use crate::index::layout::Mark;
use crate::index::schema::Fields;
use crate::query::bm25::{Bm25, average_words, idf};
use crate::query::entries::Entries;
use crate::query::frequencies::Frequencies;
use crate::query::union::{Opening, Part, Union};

/// So many articles are handed on at once.
const BLOCK: usize = 64;

/// Matches articles in which an expression occurs, ranked by how often.
#[derive(Clone, Debug)]
pub(in crate::query) struct SpanQuery {
    pub(in crate::query) expr: Arc<Expr>,
    pub(in crate::query) fields: Fields,
    /// What it adds to the score to occur in headline and in lead as well, as parts of its weight. Only for words of the text.
    pub(in crate::query) adds: Option<[Score; 2]>,
}

impl SpanQuery {
    /// The query as it is asked of the segments.
    pub(in crate::query) fn prepared(
        &self,
        scoring: EnableScoring<'_>,
    ) -> tantivy::Result<SpanWeight> {
        let mut terms = Vec::new();
        for leaf in self.expr.leaves() {
            terms.extend(leaf.terms.iter().map(|term| &term.term));
        }
        let entries = Entries::look_up(terms.into_iter(), scoring)?;
        let mut weight = SpanWeight {
            query: self.clone(),
            entries,
            bm25: None,
            parts: Parts::default(),
        };
        if let EnableScoring::Enabled {
            statistics_provider: statistics,
            ..
        } = scoring
        {
            let articles = statistics.total_num_docs()?;
            let mut rarity = 0.0;
            let mut number = 0;
            for leaf in self.expr.leaves() {
                let mut containing = 0;
                for term in &leaf.terms {
                    containing += match &term.within {
                        None => weight.entries.articles(number, &term.term, statistics)?,
                        Some(articles) => articles.values().map(|docs| docs.len() as u64).sum(),
                    };
                    number += 1;
                }
                rarity += idf(containing, articles);
            }
            if let Some([title, lead]) = self.adds {
                weight.parts = Parts {
                    title: title * rarity,
                    lead: lead * rarity,
                };
            }
            weight.bm25 = Some(Bm25::new(
                rarity,
                average_words(statistics, self.fields.text)?,
            ));
        }
        Ok(weight)
    }

    /// Whether it is one word, for which frequencies are enough.
    fn is_word(&self) -> bool {
        matches!(*self.expr, Expr::Leaf(_))
    }
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.prepared(scoring)?))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for leaf in self.expr.leaves() {
            for term in &leaf.terms {
                visitor(&term.term, true);
            }
        }
    }
}

/// A [`SpanQuery`] with what the whole archive says of its terms.
pub(in crate::query) struct SpanWeight {
    query: SpanQuery,
    entries: Entries,
    /// `None` when nothing is ranked.
    bm25: Option<Bm25>,
    /// What headline and lead add.
    parts: Parts,
}

impl SpanWeight {
    fn record(&self) -> IndexRecordOption {
        match (self.query.is_word(), &self.bm25) {
            (true, None) => IndexRecordOption::Basic,
            (true, Some(_)) => IndexRecordOption::WithFreqs,
            _ => IndexRecordOption::WithFreqsAndPositions,
        }
    }

    /// The terms of a leaf that the segment has; `number` is that of its first term.
    fn openings<'t>(
        &'t self,
        leaf: &'t Leaf,
        number: usize,
        segment: &SegmentReader,
    ) -> impl Iterator<Item = Opening<'t>> {
        let entries = self.entries.of(segment).iter().skip(number);
        let has_places = self.record() == IndexRecordOption::WithFreqsAndPositions;
        let Fields {
            text, title, lead, ..
        } = self.query.fields;
        let entries = leaf.terms.iter().zip(entries);
        entries.filter_map(move |(term, entry)| {
            let field = term.term.field();
            let is_part = has_places && (field == title || field == lead);
            Some(Opening {
                field,
                entry: entry.as_ref()?,
                width: term.width,
                within: term.within.as_ref(),
                part: is_part.then_some(Part {
                    word: &term.term,
                    text,
                    before: (field == lead).then_some(title),
                }),
            })
        })
    }

    fn open(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Option<SpanScorer>> {
        let expr = &self.query.expr;
        let marks: &[Mark] = match expr.asks_for_ends() {
            true => &Mark::ALL,
            false if self.bm25.is_some() && self.query.adds.is_some() && !self.query.is_word() => {
                &[Mark::Title, Mark::Lead]
            }
            false => &[],
        };
        let mut places = Places {
            leaves: Vec::new(),
            numbers: FxHashMap::default(),
            ends: Ends::open(marks, segment, self.query.fields.marks)?,
            doc: 0,
        };
        let mut number = 0;
        for leaf in expr.leaves() {
            let terms = self.openings(leaf, number, segment);
            let union = Union::open(terms, segment, self.record())?;
            places.numbers.insert(leaf.number, places.leaves.len());
            places.leaves.push(union);
            number += leaf.terms.len();
        }
        let lengths = self.lengths(segment)?;
        let bm25 = self.bm25.as_ref().map(|bm25| bm25.scaled(boost));
        let parts = self.parts.scaled(boost);
        let Some(mut scorer) = SpanScorer::new(expr, places, lengths, bm25, parts) else {
            return Ok(None);
        };
        if self.query.adds.is_some() && self.bm25.is_some() {
            for field in [self.query.fields.title, self.query.fields.lead] {
                let leaves = expr.leaves().enumerate();
                let needed = leaves.filter(|(at, _)| scorer.is_required(*at));
                let leaves: Vec<&Leaf> = needed.map(|(_, leaf)| leaf).collect();
                if !leaves.is_empty() {
                    let guard = Guard::open(field, leaves.into_iter(), segment)?;
                    scorer.guards.push(guard);
                }
            }
        }
        Ok(Some(scorer))
    }

    fn lengths(&self, segment: &SegmentReader) -> tantivy::Result<FieldNormReader> {
        let lengths = segment.fieldnorms_readers();
        let lengths = lengths.get_field(self.query.fields.text)?;
        Ok(lengths.unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1)))
    }

    /// What goes first when a single word is ranked and weighs more in the headline.
    fn headlines(&self, segment: &SegmentReader) -> tantivy::Result<Option<Headlines>> {
        let (Expr::Leaf(word), Some(bm25), Some(_)) =
            (&*self.query.expr, &self.bm25, self.query.adds)
        else {
            return Ok(None);
        };
        let Fields { title, lead, .. } = self.query.fields;
        Ok(Some(Headlines {
            articles: guard::articles(title, word, segment)?,
            all: self.frequencies(0, segment, IndexRecordOption::WithFreqs)?,
            lead: Guard::open(lead, std::iter::once(word), segment)?,
            lengths: self.lengths(segment)?,
            bm25: bm25.clone(),
            parts: self.parts,
        }))
    }

    /// The articles of one leaf, many at a time.
    fn frequencies(
        &self,
        leaf: usize,
        segment: &SegmentReader,
        record: IndexRecordOption,
    ) -> tantivy::Result<Frequencies> {
        let mut number = 0;
        for (at, other) in self.query.expr.leaves().enumerate() {
            if at == leaf {
                let terms = self.openings(other, number, segment);
                return Frequencies::open(terms, segment, record);
            }
            number += other.terms.len();
        }
        Frequencies::open(std::iter::empty(), segment, record)
    }

    fn rarest(
        &self,
        scorer: &SpanScorer,
        segment: &SegmentReader,
    ) -> tantivy::Result<Option<Frequencies>> {
        let leaf = scorer.rarest();
        let record = match self.bm25 {
            Some(_) => IndexRecordOption::WithFreqs,
            None => IndexRecordOption::Basic,
        };
        let opened = leaf.map(|leaf| self.frequencies(leaf, segment, record));
        opened.transpose()
    }

    /// As [`Weight::for_each_pruning`], and calls `each` with every article of the segment in which the expression occurs.
    pub(in crate::query) fn each_and_best(
        &self,
        threshold: Score,
        segment: &SegmentReader,
        each: &mut dyn FnMut(DocId),
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        if let Some(mut scorer) = self.open(segment, 1.0)? {
            let rarest = self.rarest(&scorer, segment)?;
            scorer.each_above(threshold, rarest, Some(each), callback);
        }
        Ok(())
    }

    /// Calls back with the articles of a segment in which the expression occurs, in order, of those that are wanted. Before anything
    /// else is looked at `wanted` is given articles that may be such, some at a time, and appends those that it wants.
    pub(in crate::query) fn each_wanted(
        &self,
        segment: &SegmentReader,
        wanted: &mut dyn FnMut(&[DocId], &mut Vec<DocId>),
        each: &mut dyn FnMut(DocId),
    ) -> tantivy::Result<()> {
        let mut of_block = Vec::new();
        if self.query.is_word() {
            let mut all = self.frequencies(0, segment, IndexRecordOption::Basic)?;
            while let Some((docs, _)) = all.next(0) {
                of_block.clear();
                wanted(docs, &mut of_block);
                of_block.iter().for_each(|&doc| each(doc));
            }
        } else if let Some(mut scorer) = self.open(segment, 1.0)? {
            match self.rarest(&scorer, segment)? {
                Some(rarest) => scorer.each_wanted(rarest, wanted, each),
                None => scorer.each(&mut |doc| {
                    of_block.clear();
                    wanted(&[doc], &mut of_block);
                    of_block.iter().for_each(|&doc| each(doc));
                }),
            }
        }
        Ok(())
    }
}

impl Weight for SpanWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(mut scorer) = self.open(segment, boost)? else {
            return Ok(Box::new(EmptyScorer));
        };
        scorer.find(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            let message = format!("the expression does not occur in article {doc}");
            return Err(tantivy::TantivyError::InvalidArgument(message));
        }
        Ok(Explanation::new("places of the expression", scorer.score()))
    }

    fn for_each_no_score(
        &self,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        if self.query.is_word() {
            let mut all = self.frequencies(0, segment, IndexRecordOption::Basic)?;
            while let Some((docs, _)) = all.next(0) {
                callback(docs);
            }
            return Ok(());
        }
        let mut block = Vec::with_capacity(BLOCK);
        if let Some(mut scorer) = self.open(segment, 1.0)? {
            scorer.each(&mut |doc| {
                block.push(doc);
                if block.len() == BLOCK {
                    callback(&block);
                    block.clear();
                }
            });
        }
        callback(&block);
        Ok(())
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let mut threshold = threshold;
        let mut headlines = self.headlines(segment)?;
        if let Some(headlines) = &mut headlines {
            threshold = headlines.each_above(threshold, callback);
            if !headlines.may_win_elsewhere(threshold) {
                return Ok(());
            }
        }
        let Some(mut scorer) = self.open(segment, 1.0)? else {
            return Ok(());
        };
        if headlines.is_some() {
            scorer = scorer.without_headlines();
        }
        let rarest = self.rarest(&scorer, segment)?;
        scorer.each_above(threshold, rarest, None, callback);
        Ok(())
    }
}
