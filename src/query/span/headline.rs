//! One word: the articles that have it in the headline, before all others.
//!
//! They are few, and when the best of them stand above what any other can reach, those are not looked at.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::{DocId, Score};

use super::guard::Guard;
use super::scorer::{Parts, Race};
use crate::query::bm25::Bm25;
use crate::query::frequencies::Frequencies;

/// The articles of a segment with a word in the headline.
pub(super) struct Headlines {
    /// These articles.
    pub(super) articles: Frequencies,
    /// All articles of the word.
    pub(super) all: Frequencies,
    /// Those with it in the lead.
    pub(super) lead: Guard,
    pub(super) lengths: FieldNormReader,
    pub(super) bm25: Bm25,
    pub(super) parts: Parts,
}

impl Headlines {
    /// Calls back with those whose score is above the threshold, which each call may raise; returns the last threshold.
    pub(super) fn each_above(
        &mut self,
        threshold: Score,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> Score {
        let mut race = Race {
            bm25: self.bm25.clone(),
            threshold,
            most: self.parts.sum([true; 2]),
            each: None,
            callback,
        };
        let mut frequencies = Vec::new();
        while let Some((docs, _)) = self.articles.next(0) {
            self.all.of(docs, &mut frequencies);
            for (&doc, &frequency) in docs.iter().zip(&frequencies) {
                let length = self.lengths.fieldnorm_id(doc);
                if !race.may_pass(length, frequency) {
                    continue;
                }
                let is_in_lead = self.lead.admits(doc);
                let score = race.bm25.score(length, frequency);
                race.offer(doc, score + self.parts.sum([true, is_in_lead]));
            }
        }
        race.threshold
    }

    /// Whether the word can lift an article above the threshold without standing in the headline.
    pub(super) fn may_win_elsewhere(&self, threshold: Score) -> bool {
        self.bm25.most() + self.parts.sum([false, true]) > threshold
    }
}
