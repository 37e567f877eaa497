//! The first articles of an order, kept while an answer is walked through.
//!
//! The engine's own collector starts every segment with an empty list; this one goes on with what the
//! segments before it gave, so that the threshold for the next article only rises. It can also begin
//! behind an article: an answer of any size is read slice by slice, in memory for one slice.

use std::collections::BinaryHeap;

use tantivy::{DocAddress, Score};

/// Where an article stands in an order: what it is sorted by, then its id. No two articles share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    by: i64,
    id: u64,
}

impl Place {
    /// Id of the article.
    pub(super) fn id(&self) -> u64 {
        self.id
    }
}

/// Best first. A score is at least 0, and the bits of such numbers sort as the numbers do.
pub(super) fn by_score(score: Score) -> i64 {
    // Adding makes 0 of -0, whose bits would be the greatest.
    -i64::from((score.max(0.0) + 0.0).to_bits())
}

/// Earliest first, undated last.
pub(super) fn by_first_day(day: Option<i64>) -> i64 {
    day.unwrap_or(i64::MAX)
}

/// Latest first, undated last.
pub(super) fn by_last_day(day: Option<i64>) -> i64 {
    day.map_or(i64::MAX, |day| -day)
}

/// An article of an answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) place: Place,
    /// 0 when the order is not by score.
    pub(super) score: Score,
    pub(super) address: DocAddress,
}

impl PartialEq for Found {
    fn eq(&self, other: &Found) -> bool {
        self.place == other.place
    }
}

impl Eq for Found {}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Found) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Found {
    fn cmp(&self, other: &Found) -> std::cmp::Ordering {
        self.place.cmp(&other.place)
    }
}

/// Keeps the first articles of those it is offered, in any sequence.
pub(super) struct Top {
    most: usize,
    after: Option<Place>,
    /// The last one on top.
    kept: BinaryHeap<Found>,
}

impl Top {
    /// Keeps at most `most` of the articles that stand behind `after`.
    pub(super) fn new(most: usize, after: Option<Place>) -> Top {
        Top {
            most,
            after,
            kept: BinaryHeap::new(),
        }
    }

    /// Offers an article. Its id is looked up only when the rest of its place does not decide.
    pub(super) fn offer(
        &mut self,
        by: i64,
        id: impl FnOnce() -> u64,
        score: Score,
        address: DocAddress,
    ) {
        let is_before = self.after.is_some_and(|after| by < after.by);
        let is_behind = self.last().is_some_and(|last| by > last.place.by);
        if is_before || is_behind {
            return;
        }
        let place = Place { by, id: id() };
        if self.after.is_some_and(|after| place <= after) {
            return;
        }
        let found = Found {
            place,
            score,
            address,
        };
        if self.kept.len() < self.most {
            self.kept.push(found);
        } else if let Some(mut last) = self.kept.peek_mut()
            && found < *last
        {
            *last = found;
        }
    }

    /// Whether an article that is sorted by this could be kept.
    pub(super) fn may_keep(&self, by: i64) -> bool {
        self.last().is_none_or(|last| by <= last.place.by)
    }

    /// An article with this score or less cannot be kept. Equal scores are decided by the id, so it lies just
    /// below the score of the last one.
    pub(super) fn threshold(&self) -> Score {
        self.last()
            .map_or(Score::MIN, |last| last.score.next_down())
    }

    /// The articles in their order.
    pub(super) fn into_sorted(self) -> Vec<Found> {
        self.kept.into_sorted_vec()
    }

    /// The one that goes when a better one comes; `None` while there is room.
    fn last(&self) -> Option<&Found> {
        self.kept.peek().filter(|_| self.kept.len() >= self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids of what is kept of articles given as (score, id).
    fn kept(most: usize, after: Option<(Score, u64)>, offered: &[(Score, u64)]) -> Vec<u64> {
        let after = after.map(|(score, id)| Place {
            by: by_score(score),
            id,
        });
        let mut top = Top::new(most, after);
        for &(score, id) in offered {
            top.offer(by_score(score), || id, score, DocAddress::new(0, 0));
        }
        let sorted = top.into_sorted();
        sorted.iter().map(|found| found.place.id).collect()
    }

    const OFFERED: [(Score, u64); 5] = [(1.0, 5), (2.0, 9), (1.0, 2), (3.0, 4), (0.0, 1)];

    #[test]
    fn best_first_then_by_id() {
        assert_eq!(kept(9, None, &OFFERED), [4, 9, 2, 5, 1]);
        assert_eq!(kept(3, None, &OFFERED), [4, 9, 2]);
        assert_eq!(kept(0, None, &OFFERED), [0u64; 0]);
    }

    #[test]
    fn slices_make_the_whole() {
        assert_eq!(kept(2, Some((2.0, 9)), &OFFERED), [2, 5]);
        assert_eq!(kept(2, Some((1.0, 2)), &OFFERED), [5, 1]);
        assert_eq!(kept(2, Some((0.0, 1)), &OFFERED), [0u64; 0]);
    }

    #[test]
    fn an_equal_score_passes_the_threshold() {
        let mut top = Top::new(1, None);
        assert_eq!(top.threshold(), Score::MIN);
        top.offer(by_score(2.5), || 7, 2.5, DocAddress::new(0, 0));
        assert!(top.threshold() < 2.5);
        top.offer(by_score(2.5), || 3, 2.5, DocAddress::new(0, 1));
        assert_eq!(top.into_sorted()[0].place.id, 3);
    }

    #[test]
    fn scores_and_days_sort_as_they_should() {
        assert!(by_score(2.0) < by_score(1.5) && by_score(1.5) < by_score(0.0));
        assert_eq!(by_score(-0.0), by_score(0.0));
        assert!(by_last_day(Some(20200101)) < by_last_day(Some(19230504)));
        assert!(by_last_day(Some(19230504)) < by_last_day(None));
        assert!(by_first_day(Some(19230504)) < by_first_day(None));
    }
}
