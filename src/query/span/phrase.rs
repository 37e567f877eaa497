//! Phrases of plain words, counted in one article.

use super::places::Places;
use super::{Expr, Run};
use crate::query::union::Union;

/// A phrase of words of one position, which most phrases are: places are intersected word by word, the rarest of the article first.
pub(super) struct PlainPhrase {
    /// Index of each word's leaf.
    words: Vec<usize>,
    order: Vec<(u32, usize)>,
    /// Where it would end, one past the last word.
    ends: Vec<u32>,
    others: Vec<u32>,
}

impl PlainPhrase {
    pub(super) fn of(expr: &Expr, places: &Places) -> Option<PlainPhrase> {
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
            ends: Vec::new(),
            others: Vec::new(),
        })
    }

    /// How often it occurs in the article that all leaves stand on, as long as `suffices` says that so many can matter; else 0.
    pub(super) fn frequency(
        &mut self,
        leaves: &mut [Union],
        suffices: impl Fn(u32) -> bool,
    ) -> u32 {
        self.order.clear();
        let frequencies = self.words.iter().enumerate();
        self.order
            .extend(frequencies.map(|(place, &leaf)| (leaves[leaf].frequency(), place)));
        self.order.sort_unstable();
        let width = self.words.len() as u32;
        self.ends.clear();
        for (rank, &(_, place)) in self.order.iter().enumerate() {
            // All lists shifted to where the phrase would end.
            let shift = width - place as u32;
            let leaf = &mut leaves[self.words[place]];
            if rank == 0 {
                leaf.starts(shift, &mut self.ends);
            } else {
                self.others.clear();
                leaf.starts(shift, &mut self.others);
                intersect(&mut self.ends, &self.others);
            }
            if !suffices(self.ends.len() as u32) {
                return 0;
            }
        }
        // A phrase may overlap itself: `ha ha ha`.
        let mut free = 0;
        let mut frequency = 0;
        for &end in &self.ends {
            if end >= free {
                frequency += 1;
                free = end + width;
            }
        }
        frequency
    }
}

impl PlainPhrase {
    /// Where it stands in the article that was counted last.
    pub(super) fn runs(&self, out: &mut Vec<Run>) {
        let width = self.words.len() as u32;
        out.extend(self.ends.iter().map(|end| Run {
            first: end - width,
            last: end - 1,
        }));
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
