//! Span expressions over the postings of a segment: articles first, then places.
//!
//! Articles are intersected by the expression's shape. Before positions are read, the frequencies in the article bound how often the
//! expression can occur (a phrase no more often than its rarest word), so an article that cannot enter the best hits is passed over: that
//! is where nearly all the time of phrase queries goes. The rarest word that is needed is walked block by block, the others are
//! looked up in its articles, and each may show that the article is hopeless.
//!
//! What headline and lead add is read from the same places: a bound takes all of it for granted.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

use super::phrase::PlainPhrase;
use super::places::{PartOnly, Places};
use super::shape::Shape;
use super::{Expr, Region, Run};
use crate::query::bm25::Bm25;
use crate::query::frequencies::Frequencies;

/// What is added to the score where the expression occurs.
#[derive(Clone, Copy, Default)]
pub(super) struct Parts {
    pub(super) title: Score,
    pub(super) lead: Score,
}

impl Parts {
    pub(super) fn is_none(&self) -> bool {
        self.most() == 0.0
    }

    pub(super) fn scaled(&self, by: Score) -> Parts {
        Parts {
            title: by * self.title,
            lead: by * self.lead,
        }
    }

    fn most(&self) -> Score {
        self.title + self.lead
    }

    /// What a score must be worth without the parts, to be above the threshold with them.
    fn least_before(&self, threshold: Score) -> Score {
        // What rounding could do stays far below.
        threshold - threshold.abs() * 1e-5 - self.most()
    }
}

/// How an expression is counted in an article.
enum Count {
    /// One leaf: by its frequency.
    Word,
    Phrase(PlainPhrase),
    /// By its places.
    Places,
}

pub(super) struct SpanScorer {
    expr: Arc<Expr>,
    shape: Shape,
    /// Leaves that no match is without, the rarest first.
    required: Vec<usize>,
    /// Whether `required` is all that `shape` asks for.
    is_flat: bool,
    count: Count,
    places: Places,
    lengths: FieldNormReader,
    bm25: Option<Bm25>,
    parts: Parts,
    doc: DocId,
    frequency: u32,
    /// Where it stands in the article, once that was asked.
    runs: Vec<Run>,
}

/// A walk for the best articles.
struct Race<'r> {
    bm25: Bm25,
    threshold: Score,
    /// What the occurrences alone must be worth.
    limit: Score,
    /// Hears of every article, so that none may be passed over.
    each: Option<&'r mut dyn FnMut(DocId)>,
    callback: &'r mut dyn FnMut(DocId, Score) -> Score,
}

impl Race<'_> {
    /// Whether an article in which it occurs at most so often is to be looked at further.
    fn may_win(&self, length: u8, frequency: u32) -> bool {
        frequency > 0
            && (self.each.is_some() || !self.bm25.is_within(length, frequency, self.limit))
    }
}

impl SpanScorer {
    /// `None` when the segment lacks what the expression needs.
    pub(super) fn new(
        expr: &Arc<Expr>,
        places: Places,
        lengths: FieldNormReader,
        bm25: Option<Bm25>,
        parts: Parts,
    ) -> Option<SpanScorer> {
        let shape = Shape::of(expr, &places);
        if shape.is_hopeless(&places.leaves) {
            return None;
        }
        let mut required = Vec::new();
        let is_flat = shape.required(&mut required);
        required.sort_by_key(|&leaf| places.leaves[leaf].size_hint());
        let count = match (&**expr, PlainPhrase::of(expr, &places)) {
            (Expr::Leaf(_), _) => Count::Word,
            (_, Some(phrase)) => Count::Phrase(phrase),
            (_, None) => Count::Places,
        };
        Some(SpanScorer {
            expr: Arc::clone(expr),
            shape,
            required,
            is_flat,
            count,
            places,
            lengths,
            bm25,
            parts,
            doc: 0,
            frequency: 0,
            runs: Vec::new(),
        })
    }

    /// The leaf with the fewest articles of those that every match has.
    pub(super) fn rarest(&self) -> Option<usize> {
        self.required.first().copied()
    }

    /// Goes to the first article from `target` on in which the expression occurs.
    pub(super) fn find(&mut self, target: DocId) -> DocId {
        let mut target = target;
        loop {
            let doc = self.shape.seek(&mut self.places.leaves, target);
            self.doc = doc;
            if doc == TERMINATED {
                return TERMINATED;
            }
            self.frequency = self.occurrences(doc, |_| true);
            if self.frequency > 0 {
                return doc;
            }
            target = doc + 1;
        }
    }

    /// Calls back with the articles in which it occurs, of those that are wanted.
    pub(super) fn each_wanted(
        &mut self,
        is_wanted: &mut dyn FnMut(DocId) -> bool,
        each: &mut dyn FnMut(DocId),
    ) {
        let mut doc = self.shape.seek(&mut self.places.leaves, 0);
        while doc != TERMINATED {
            if is_wanted(doc) && self.occurrences(doc, |_| true) > 0 {
                each(doc);
            }
            doc = self.shape.seek(&mut self.places.leaves, doc + 1);
        }
    }

    /// Calls back with the articles whose score is above the threshold, which each call may raise; with `each` also with all in
    /// which it occurs, before. `rarest` has the articles of [`SpanScorer::rarest`].
    pub(super) fn each_above<'r>(
        &mut self,
        threshold: Score,
        rarest: Option<Frequencies>,
        each: Option<&'r mut dyn FnMut(DocId)>,
        callback: &'r mut dyn FnMut(DocId, Score) -> Score,
    ) {
        let mut race = Race {
            bm25: self.bm25.clone().unwrap_or_else(Bm25::unranked),
            limit: self.parts.least_before(threshold),
            threshold,
            each,
            callback,
        };
        let Some(mut rarest) = rarest else {
            let mut doc = self.shape.seek(&mut self.places.leaves, 0);
            while doc != TERMINATED {
                let length = self.lengths.fieldnorm_id(doc);
                if race.may_win(length, self.shape.bound(&self.places.leaves, doc)) {
                    self.consider(doc, length, &mut race);
                }
                doc = self.shape.seek(&mut self.places.leaves, doc + 1);
            }
            return;
        };
        let mut target = 0;
        while let Some((docs, frequencies)) = rarest.next(target) {
            for (&doc, &frequency) in docs.iter().zip(frequencies) {
                if doc < target {
                    continue;
                }
                let length = self.lengths.fieldnorm_id(doc);
                if !race.may_win(length, frequency) {
                    continue;
                }
                target = self.candidate(doc, length, &race);
                if target == doc {
                    self.frequency = frequency;
                    self.consider(doc, length, &mut race);
                }
            }
        }
    }

    /// Reads the places in an article that may win.
    fn consider(&mut self, doc: DocId, length: u8, race: &mut Race<'_>) {
        let frequency = self.occurrences(doc, |count| race.may_win(length, count));
        if frequency == 0 {
            return;
        }
        if let Some(each) = &mut race.each {
            each(doc);
        }
        if race.bm25.is_within(length, frequency, race.limit) {
            return;
        }
        let score = race.bm25.score(length, frequency) + self.added();
        if score > race.threshold {
            race.threshold = (race.callback)(doc, score);
            race.limit = self.parts.least_before(race.threshold);
        }
    }

    /// The article itself when all leaves stand on it and may win there; else one behind it, before which there is no match.
    fn candidate(&mut self, doc: DocId, length: u8, race: &Race<'_>) -> DocId {
        let leaves = &mut self.places.leaves;
        for &leaf in &self.required[1..] {
            let next = leaves[leaf].seek(doc);
            if next != doc {
                return next;
            }
            if !race.may_win(length, leaves[leaf].frequency()) {
                return doc + 1;
            }
        }
        if let Count::Word = self.count {
            return doc;
        }
        leaves[self.required[0]].seek(doc);
        if self.is_flat {
            return doc;
        }
        let next = self.shape.seek(leaves, doc);
        match next == doc && !race.may_win(length, self.shape.bound(leaves, doc)) {
            true => doc + 1,
            false => next,
        }
    }

    /// How often it occurs in an article that the shape stands on, as long as `suffices` says that so many can matter.
    fn occurrences(&mut self, doc: DocId, suffices: impl Fn(u32) -> bool) -> u32 {
        self.places.doc = doc;
        match &mut self.count {
            Count::Word => {
                let leaf = &self.places.leaves[0];
                match leaf.doc() == doc {
                    true => leaf.frequency(),
                    // Walked by frequencies alone so far.
                    false => self.frequency,
                }
            }
            Count::Phrase(phrase) => phrase.frequency(&mut self.places.leaves, suffices),
            Count::Places => {
                self.runs = self.expr.runs(&mut self.places);
                Expr::occurrences(&self.runs).len() as u32
            }
        }
    }

    /// What headline and lead add in the article that was counted last.
    fn added(&mut self) -> Score {
        if self.parts.is_none() {
            return 0.0;
        }
        match &mut self.count {
            Count::Word => {
                self.runs.clear();
                let leaf = &mut self.places.leaves[0];
                leaf.seek(self.places.doc);
                leaf.runs(&mut self.runs);
            }
            Count::Phrase(phrase) => {
                self.runs.clear();
                phrase.runs(&mut self.runs);
            }
            Count::Places => {}
        }
        let mut added = 0.0;
        for (part, adds) in [
            (Region::Title, self.parts.title),
            (Region::Lead, self.parts.lead),
        ] {
            if self.is_in(part) {
                added += adds;
            }
        }
        added
    }

    /// Whether it would occur if there were only this part of the article.
    fn is_in(&mut self, part: Region) -> bool {
        let Some((first, last)) = self.places.part(part) else {
            return false;
        };
        if self.expr.is_local() {
            let mut runs = self.runs.iter();
            return runs.any(|run| first <= run.first && run.last <= last);
        }
        let mut only = PartOnly {
            places: &mut self.places,
            part: (first, last),
        };
        !self.expr.runs(&mut only).is_empty()
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.find(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        self.find(target)
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
        let Some(bm25) = &self.bm25 else {
            return 1.0;
        };
        let score = bm25.score(self.lengths.fieldnorm_id(self.doc), self.frequency);
        score + self.added()
    }
}
