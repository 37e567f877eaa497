//! Span expressions over the postings of a segment: articles first, then places.
//!
//! Articles are intersected by the expression's shape. Before positions are read, the frequencies in the article bound how often the
//! expression can occur (a phrase no more often than its rarest word), so an article that cannot enter the best hits is passed over: that
//! is where nearly all the time of phrase queries goes.

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::{Expr, Leaf, Positions, Run};
use crate::index::analyzer::Mark;
use crate::query::bm25::{Bm25, average_words, idf};
use crate::query::union::Union;

/// Matches articles in which an expression occurs, ranked by how often.
#[derive(Clone, Debug)]
pub(in crate::query) struct SpanQuery {
    pub(in crate::query) expr: Expr,
    /// The field whose lengths articles are measured by.
    pub(in crate::query) lengths: Field,
    /// The field of sentence ends and the like.
    pub(in crate::query) marks: Field,
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Disabled { .. } => None,
            EnableScoring::Enabled {
                statistics_provider: statistics,
                ..
            } => {
                let articles = statistics.total_num_docs()?;
                let mut weight = 0.0;
                for leaf in self.expr.leaves() {
                    let mut containing = 0;
                    for term in &leaf.terms {
                        containing += match &term.within {
                            None => statistics.doc_freq(&term.term)?,
                            Some(articles) => articles.values().map(|docs| docs.len() as u64).sum(),
                        };
                    }
                    weight += idf(containing, articles);
                }
                Some(Bm25::new(weight, average_words(statistics, self.lengths)?))
            }
        };
        Ok(Box::new(SpanWeight {
            query: self.clone(),
            bm25,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for leaf in self.expr.leaves() {
            for term in &leaf.terms {
                visitor(&term.term, true);
            }
        }
    }
}

struct SpanWeight {
    query: SpanQuery,
    /// `None` when nothing is ranked.
    bm25: Option<Bm25>,
}

impl SpanWeight {
    fn open(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Option<SpanScorer>> {
        let mut places = Places {
            leaves: Vec::new(),
            numbers: FxHashMap::default(),
            ends: match self.query.expr.asks_for_ends() {
                true => Ends::open(segment, self.query.marks)?,
                false => Ends::default(),
            },
            doc: 0,
        };
        for leaf in self.query.expr.leaves() {
            let terms = leaf
                .terms
                .iter()
                .map(|term| (&term.term, term.width, term.within.as_ref()));
            let union = Union::open(terms, segment, IndexRecordOption::WithFreqsAndPositions)?;
            places.numbers.insert(leaf.number, places.leaves.len());
            places.leaves.push(union);
        }
        let shape = Shape::of(&self.query.expr, &places);
        if shape.is_hopeless(&places.leaves) {
            return Ok(None);
        }
        let lengths = segment
            .fieldnorms_readers()
            .get_field(self.query.lengths)?
            .unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1));
        Ok(Some(SpanScorer {
            plain: PlainPhrase::of(&self.query.expr, &places),
            expr: self.query.expr.clone(),
            shape,
            places,
            lengths,
            bm25: self.bm25.as_ref().map(|bm25| bm25.scaled(boost)),
            doc: 0,
            frequency: 0,
        }))
    }
}

impl Weight for SpanWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(mut scorer) = self.open(segment, boost)? else {
            return Ok(Box::new(EmptyScorer));
        };
        scorer.find(0, None);
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

    fn for_each_pruning(
        &self,
        mut threshold: Score,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let Some(mut scorer) = self.open(segment, 1.0)? else {
            return Ok(());
        };
        let mut doc = scorer.find(0, Some(threshold));
        while doc != TERMINATED {
            let score = scorer.score();
            if score > threshold {
                threshold = callback(doc, score);
            }
            doc = scorer.find(doc + 1, Some(threshold));
        }
        Ok(())
    }
}

/// What must be in an article for the expression to occur: leaves by their index.
enum Shape {
    Leaf(usize),
    All(Vec<Shape>),
    Any(Vec<Shape>),
}

impl Shape {
    fn of(expr: &Expr, places: &Places) -> Shape {
        let leaf = |leaf: &Leaf| Shape::Leaf(places.numbers[&leaf.number]);
        match expr {
            Expr::Leaf(only) => leaf(only),
            Expr::Sloppy { words, .. } => Shape::All(words.iter().map(leaf).collect()),
            Expr::Phrase(parts) => {
                Shape::All(parts.iter().map(|part| Shape::of(part, places)).collect())
            }
            Expr::Any(parts) => {
                Shape::Any(parts.iter().map(|part| Shape::of(part, places)).collect())
            }
            Expr::Near {
                left,
                is_negated: true,
                ..
            } => Shape::of(left, places),
            Expr::Near { left, right, .. } | Expr::Where(left, right) => {
                Shape::All(vec![Shape::of(left, places), Shape::of(right, places)])
            }
            Expr::Inside(_, inner) | Expr::Except(inner, _) | Expr::AtLeast { what: inner, .. } => {
                Shape::of(inner, places)
            }
        }
    }

    /// Whether a leaf that is needed stands nowhere in the segment.
    fn is_hopeless(&self, leaves: &[Union]) -> bool {
        match self {
            Shape::Leaf(leaf) => leaves[*leaf].is_empty(),
            Shape::All(parts) => parts.iter().any(|part| part.is_hopeless(leaves)),
            Shape::Any(parts) => parts.iter().all(|part| part.is_hopeless(leaves)),
        }
    }

    /// The first article from `target` on that has what is needed.
    fn seek(&self, leaves: &mut [Union], target: DocId) -> DocId {
        match self {
            Shape::Leaf(leaf) => leaves[*leaf].seek(target),
            Shape::Any(parts) => {
                let docs = parts.iter().map(|part| part.seek(leaves, target));
                docs.min().unwrap_or(TERMINATED)
            }
            Shape::All(parts) => {
                let mut target = target;
                let mut agreed = 0;
                let mut at = 0;
                while agreed < parts.len() {
                    let doc = parts[at].seek(leaves, target);
                    if doc == TERMINATED {
                        return TERMINATED;
                    }
                    agreed = if doc == target { agreed + 1 } else { 1 };
                    target = doc;
                    at = (at + 1) % parts.len();
                }
                match parts.is_empty() {
                    true => TERMINATED,
                    false => target,
                }
            }
        }
    }

    /// At most so many occurrences in an article that [`Shape::seek`] stands on.
    fn bound(&self, leaves: &[Union], doc: DocId) -> u32 {
        match self {
            Shape::Leaf(leaf) => match leaves[*leaf].doc() == doc {
                true => leaves[*leaf].frequency(),
                false => 0,
            },
            Shape::All(parts) => {
                let bounds = parts.iter().map(|part| part.bound(leaves, doc));
                bounds.min().unwrap_or(0)
            }
            Shape::Any(parts) => {
                let bounds = parts.iter().map(|part| part.bound(leaves, doc));
                bounds.fold(0, u32::saturating_add)
            }
        }
    }

    fn articles(&self, leaves: &[Union]) -> u32 {
        match self {
            Shape::Leaf(leaf) => leaves[*leaf].size_hint(),
            Shape::All(parts) => {
                let articles = parts.iter().map(|part| part.articles(leaves));
                articles.min().unwrap_or(0)
            }
            Shape::Any(parts) => {
                let articles = parts.iter().map(|part| part.articles(leaves));
                articles.fold(0, u32::saturating_add)
            }
        }
    }
}

/// A phrase of words of one position, which most phrases are: places are intersected word by word, the rarest of the article first.
struct PlainPhrase {
    /// Index of each word's leaf.
    words: Vec<usize>,
    order: Vec<(u32, usize)>,
    starts: Vec<u32>,
    others: Vec<u32>,
}

impl PlainPhrase {
    fn of(expr: &Expr, places: &Places) -> Option<PlainPhrase> {
        let Expr::Phrase(parts) = expr else {
            return None;
        };
        let words = parts.iter().map(|part| match part {
            Expr::Leaf(leaf) if leaf.terms.iter().all(|term| term.width == 1) => {
                Some(places.numbers[&leaf.number])
            }
            _ => None,
        });
        Some(PlainPhrase {
            words: words.collect::<Option<_>>()?,
            order: Vec::new(),
            starts: Vec::new(),
            others: Vec::new(),
        })
    }

    /// How often it occurs in the article that all leaves stand on, as long as `suffices` says that so many can matter; else 0.
    fn frequency(&mut self, leaves: &mut [Union], suffices: impl Fn(u32) -> bool) -> u32 {
        self.order.clear();
        let frequencies = self.words.iter().enumerate();
        self.order
            .extend(frequencies.map(|(place, &leaf)| (leaves[leaf].frequency(), place)));
        self.order.sort_unstable();
        let width = self.words.len() as u32;
        self.starts.clear();
        for (rank, &(_, place)) in self.order.iter().enumerate() {
            // All lists shifted to where the phrase would end.
            let shift = width - place as u32;
            let leaf = &mut leaves[self.words[place]];
            if rank == 0 {
                leaf.starts(shift, &mut self.starts);
            } else {
                self.others.clear();
                leaf.starts(shift, &mut self.others);
                intersect(&mut self.starts, &self.others);
            }
            if !suffices(self.starts.len() as u32) {
                return 0;
            }
        }
        // A phrase may overlap itself: `ha ha ha`.
        let mut free = 0;
        let mut frequency = 0;
        for &end in &self.starts {
            if end >= free {
                frequency += 1;
                free = end + width;
            }
        }
        frequency
    }
}

/// Keeps what is in both; both sorted.
fn intersect(kept: &mut Vec<u32>, others: &[u32]) {
    let mut at = 0;
    kept.retain(|&place| {
        while others.get(at).is_some_and(|&other| other < place) {
            at += 1;
        }
        others.get(at) == Some(&place)
    });
}

struct SpanScorer {
    expr: Expr,
    shape: Shape,
    plain: Option<PlainPhrase>,
    places: Places,
    lengths: FieldNormReader,
    bm25: Option<Bm25>,
    doc: DocId,
    frequency: u32,
}

impl SpanScorer {
    /// Goes to the first article from `target` on in which the expression occurs; with a threshold, to the first whose
    /// score may be above it.
    fn find(&mut self, target: DocId, threshold: Option<Score>) -> DocId {
        let mut target = target;
        loop {
            let doc = self.shape.seek(&mut self.places.leaves, target);
            self.doc = doc;
            if doc == TERMINATED {
                return TERMINATED;
            }
            let pruning = self.bm25.as_ref().zip(threshold);
            let length = match pruning {
                Some(_) => self.lengths.fieldnorm_id(doc),
                None => 0,
            };
            let suffices = |frequency: u32| {
                frequency > 0
                    && pruning
                        .is_none_or(|(bm25, threshold)| bm25.score(length, frequency) > threshold)
            };
            if pruning.is_none() || suffices(self.shape.bound(&self.places.leaves, doc)) {
                self.places.doc = doc;
                self.frequency = match &mut self.plain {
                    Some(plain) => plain.frequency(&mut self.places.leaves, suffices),
                    None => Expr::occurrences(&self.expr.runs(&mut self.places)).len() as u32,
                };
                if suffices(self.frequency) {
                    return doc;
                }
            }
            target = doc + 1;
        }
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.find(doc + 1, None),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        self.find(target, None)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.shape.articles(&self.places.leaves)
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        match &self.bm25 {
            Some(bm25) => bm25.score(self.lengths.fieldnorm_id(self.doc), self.frequency),
            None => 1.0,
        }
    }
}

/// The postings of the leaves, standing on an article.
struct Places {
    leaves: Vec<Union>,
    /// Index of each leaf by its number.
    numbers: FxHashMap<usize, usize>,
    ends: Ends,
    doc: DocId,
}

impl Positions for Places {
    fn leaf(&mut self, leaf: &Leaf, out: &mut Vec<Run>) {
        let union = &mut self.leaves[self.numbers[&leaf.number]];
        // What is not needed for a match has not been moved yet.
        if union.seek(self.doc) == self.doc {
            union.runs(out);
        }
    }

    fn sentence_ends(&mut self) -> &[u32] {
        self.ends.of(Mark::Sentence, self.doc)
    }

    fn paragraph_ends(&mut self) -> &[u32] {
        self.ends.of(Mark::Paragraph, self.doc)
    }

    fn title_end(&mut self) -> Option<u32> {
        self.ends.of(Mark::Title, self.doc).first().copied()
    }

    fn lead_end(&mut self) -> Option<u32> {
        self.ends.of(Mark::Lead, self.doc).first().copied()
    }
}

/// Ends of sentences, paragraphs, headline and lead; positions are read when they are asked for.
#[derive(Default)]
struct Ends {
    lists: Vec<(Mark, SegmentPostings)>,
    /// The article whose ends stand in `positions`, and which they are.
    read: Option<(DocId, Mark)>,
    positions: Vec<u32>,
}

impl Ends {
    fn open(segment: &SegmentReader, field: Field) -> tantivy::Result<Ends> {
        let inverted = segment.inverted_index(field)?;
        let mut lists = Vec::new();
        for mark in [Mark::Sentence, Mark::Paragraph, Mark::Title, Mark::Lead] {
            let term = Term::from_field_text(field, mark.term());
            let list = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?;
            lists.extend(list.map(|list| (mark, list)));
        }
        Ok(Ends {
            lists,
            read: None,
            positions: Vec::new(),
        })
    }

    fn of(&mut self, mark: Mark, doc: DocId) -> &[u32] {
        if self.read != Some((doc, mark)) {
            self.read = Some((doc, mark));
            self.positions.clear();
            let list = self.lists.iter_mut().find(|(known, _)| *known == mark);
            if let Some((_, list)) = list {
                if list.doc() < doc {
                    list.seek(doc);
                }
                if list.doc() == doc {
                    list.append_positions_with_offset(0, &mut self.positions);
                }
            }
        }
        &self.positions
    }
}
