//! Span expressions over the postings of a segment: articles first, then places.
//!
//! Articles are intersected by the expression's shape. Before positions are read, the frequencies in the article bound how often the
//! expression can occur (a phrase no more often than its rarest word), so an article that cannot enter the best hits is passed over: that
//! is where nearly all the time of phrase queries goes. The rarest word that is needed is walked block by block, the others are
//! looked up in its articles, and each may show that the article is hopeless.
//!
//! What headline and lead add is read from the same places: a bound takes all of it for granted. For one word the articles with it
//! in the headline go first, see [`super::headline`].

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

use super::guard::Guard;
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
    fn is_none(&self) -> bool {
        self.sum([true; 2]) == 0.0
    }

    pub(super) fn scaled(&self, by: Score) -> Parts {
        Parts {
            title: by * self.title,
            lead: by * self.lead,
        }
    }

    /// What they add together.
    pub(super) fn sum(&self, is_in: [bool; 2]) -> Score {
        let mut sum = 0.0;
        for (is_in, adds) in is_in.into_iter().zip([self.title, self.lead]) {
            if is_in {
                sum += adds;
            }
        }
        sum
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
    /// Of headline and lead, or none when nothing is added or no leaf is in every match.
    pub(super) guards: Vec<Guard>,
    /// Whether articles with it in the headline are passed over.
    is_without_headlines: bool,
    doc: DocId,
    frequency: u32,
    /// Where it stands in the article, once that was asked.
    runs: Vec<Run>,
}

/// A walk for the best articles.
pub(super) struct Race<'r> {
    pub(super) bm25: Bm25,
    pub(super) threshold: Score,
    /// What headline and lead can add in the article that is looked at.
    pub(super) most: Score,
    /// Hears of every article, so that none may be passed over.
    pub(super) each: Option<&'r mut dyn FnMut(DocId)>,
    pub(super) callback: &'r mut dyn FnMut(DocId, Score) -> Score,
}

impl Race<'_> {
    /// Whether an article in which it occurs at most so often is to be looked at further.
    fn may_win(&self, length: u8, frequency: u32) -> bool {
        frequency > 0 && (self.each.is_some() || self.may_pass(length, frequency))
    }

    pub(super) fn offer(&mut self, doc: DocId, score: Score) {
        if score > self.threshold {
            self.threshold = (self.callback)(doc, score);
        }
    }

    /// Whether its score may be above the threshold.
    pub(super) fn may_pass(&self, length: u8, frequency: u32) -> bool {
        // What rounding could do stays far below.
        let least = self.threshold - self.threshold.abs() * 1e-5;
        !self.bm25.is_within(length, frequency, least - self.most)
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
            guards: Vec::new(),
            is_without_headlines: false,
            doc: 0,
            frequency: 0,
            runs: Vec::new(),
        })
    }

    /// Whether every match has a leaf.
    pub(super) fn is_required(&self, leaf: usize) -> bool {
        self.required.contains(&leaf)
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

    /// Calls back with the articles in which it occurs.
    pub(super) fn each(&mut self, each: &mut dyn FnMut(DocId)) {
        let mut doc = self.find(0);
        while doc != TERMINATED {
            each(doc);
            doc = self.find(doc + 1);
        }
    }

    /// The same for those that are wanted. `rarest` has the articles of [`SpanScorer::rarest`], which `wanted` is given some at a time,
    /// to append those that it wants.
    pub(super) fn each_wanted(
        &mut self,
        mut rarest: Frequencies,
        wanted: &mut dyn FnMut(&[DocId], &mut Vec<DocId>),
        each: &mut dyn FnMut(DocId),
    ) {
        let mut target = 0;
        let mut of_block = Vec::new();
        while let Some((docs, _)) = rarest.next(target) {
            of_block.clear();
            wanted(docs, &mut of_block);
            for &doc in &of_block {
                if doc < target {
                    continue;
                }
                target = self.shape.seek(&mut self.places.leaves, doc);
                if target == doc && self.occurrences(doc, |_| true) > 0 {
                    each(doc);
                }
            }
        }
    }

    /// The same for articles without it in the headline.
    pub(super) fn without_headlines(mut self) -> SpanScorer {
        self.is_without_headlines = true;
        self
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
            threshold,
            most: 0.0,
            each,
            callback,
        };
        let most = self.parts.sum([!self.is_without_headlines, true]);
        let Some(mut rarest) = rarest else {
            let mut doc = self.shape.seek(&mut self.places.leaves, 0);
            while doc != TERMINATED {
                let length = self.lengths.fieldnorm_id(doc);
                race.most = most;
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
                race.most = most;
                if !race.may_win(length, frequency)
                    || !self.may_win_by_parts(doc, length, frequency, &mut race)
                {
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

    /// Asks the guards, as long as they matter.
    fn may_win_by_parts(
        &mut self,
        doc: DocId,
        length: u8,
        frequency: u32,
        race: &mut Race<'_>,
    ) -> bool {
        let mut admitted = [true; 2];
        for (at, guard) in self.guards.iter_mut().enumerate() {
            admitted[at] = guard.admits(doc);
            if at == 0 && self.is_without_headlines && admitted[at] {
                return false;
            }
            if !admitted[at] {
                race.most = self.parts.sum(admitted);
                if !race.may_win(length, frequency) {
                    return false;
                }
            }
        }
        true
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
        if !race.may_pass(length, frequency) {
            return;
        }
        let score = race.bm25.score(length, frequency);
        race.offer(doc, score + self.added());
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
        let doc = self.places.doc;
        let mut is_in = [true; 2];
        for (guard, is_in) in self.guards.iter_mut().zip(&mut is_in) {
            *is_in = guard.admits(doc);
        }
        match &mut self.count {
            // The guard knows all.
            Count::Word => return self.parts.sum(is_in),
            Count::Phrase(phrase) => {
                self.runs.clear();
                phrase.runs(&mut self.runs);
            }
            Count::Places => {}
        }
        for (is_in, part) in is_in.iter_mut().zip([Region::Title, Region::Lead]) {
            *is_in = *is_in && self.is_in(part);
        }
        self.parts.sum(is_in)
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
