//! How runs of words stand to each other.
//!
//! - The gap between two runs is the number of words between them. `NEAR/5` asks for a gap of at most 4, in any order; `PRE/5` for the
//!   same with the left one first.
//! - Two operands share no word. The one exception: a run that lies strictly inside a run that has words in it which are no part of it
//!   (what NEAR, PRE, /s, /p or a sloppy phrase made) is at distance 0 from it.
//! - `/s` and `/p` ask for both runs to lie wholly in one unit.
//! - Negated, sharing a word counts as near.
//!
//! Every pair counts, since an outer operator may need any of them. Articles in which two words stand near each other more than
//! [`MOST_PAIRS`] times are no articles; there each further left run is tried with its [`NEAREST`] neighbours only, so that neither
//! time nor memory runs away.

use super::Run;
use crate::query::Nearness;

/// Pairs that are looked at in full, in one article and for one operator.
const MOST_PAIRS: usize = 1 << 20;

/// Right runs that are tried before and behind a left one, once there are too many pairs.
const NEAREST: usize = 2;

/// Choices that a sloppy phrase tries for each place of its first word, and how many once it has tried [`MOST_PAIRS`].
const MOST_CHOICES: usize = 1 << 12;
const FEW_CHOICES: usize = 8;

/// From the first word to the last of both.
pub(super) fn cover(left: Run, right: Run) -> Run {
    Run {
        first: left.first.min(right.first),
        last: left.last.max(right.last),
    }
}

/// Each left run with each run of `right` that begins right behind it, as one. Both sorted.
pub(super) fn followed(left: &[Run], right: &[Run]) -> Vec<Run> {
    let mut joined = Vec::new();
    for run in left {
        let next = run.last + 1;
        let from = right.partition_point(|other| other.first < next);
        let behind = right[from..].iter().take_while(|other| other.first == next);
        joined.extend(behind.map(|other| Run {
            first: run.first,
            last: other.last,
        }));
    }
    joined.sort_unstable();
    joined.dedup();
    joined
}

/// All pairs of a left and a right run that stand so. Each side sorted, with whether its runs may hold foreign words. `ends` are
/// those of the sentences or paragraphs that `how` speaks of.
pub(super) fn pairs(
    left: (&[Run], bool),
    right: (&[Run], bool),
    how: Nearness,
    ends: &[u32],
) -> Vec<(Run, Run)> {
    let ((left, left_is_cover), (right, right_is_cover)) = (left, right);
    let longest = longest(right);
    let mut found = Vec::new();
    for &run in left {
        let Some((low, high)) = reach(run, how, ends) else {
            continue;
        };
        let mut from = right.partition_point(|other| other.first < low.saturating_sub(longest));
        let mut to = right.len();
        if found.len() > MOST_PAIRS {
            let here = right.partition_point(|other| other.first < run.first);
            from = from.max(here.saturating_sub(NEAREST));
            to = to.min(here + NEAREST);
        }
        let candidates = right[from..to]
            .iter()
            .take_while(|other| other.first <= high);
        for &other in candidates {
            let is_pair = match how {
                Nearness::Sentence | Nearness::Paragraph => {
                    low <= other.first && other.last <= high
                }
                Nearness::Near(_) => other.last >= low,
                Nearness::Pre(_) => other.first > run.last,
            };
            let is_apart = run.last < other.first || other.last < run.first;
            let is_inside = || {
                !matches!(how, Nearness::Pre(_))
                    && (left_is_cover && is_strictly_inside(other, run)
                        || right_is_cover && is_strictly_inside(run, other))
            };
            if is_pair && (is_apart || is_inside()) {
                found.push((run, other));
            }
        }
    }
    found
}

/// The left runs to which no right one stands so; sharing a word counts as near. Both sorted.
pub(super) fn without(left: &[Run], right: &[Run], how: Nearness, ends: &[u32]) -> Vec<Run> {
    let longest = longest(right);
    let shares = |run: Run| {
        let from = right.partition_point(|other| other.first + longest < run.first);
        let near = right[from..]
            .iter()
            .take_while(|other| other.first <= run.last);
        let mut near = near;
        near.any(|other| other.last >= run.first)
    };
    let is_alone = |run: &&Run| {
        if shares(**run) {
            return false;
        }
        let Some((low, high)) = reach(**run, how, ends) else {
            return true;
        };
        let from = right.partition_point(|other| other.first < low.saturating_sub(longest));
        let mut candidates = right[from..].iter().take_while(|other| other.first <= high);
        !candidates.any(|other| match how {
            Nearness::Sentence | Nearness::Paragraph => low <= other.first && other.last <= high,
            Nearness::Near(_) => other.last >= low,
            Nearness::Pre(_) => other.first > run.last,
        })
    };
    left.iter().filter(is_alone).copied().collect()
}

/// The positions in which a partner of `run` may stand, or which it must touch. `None` when it lies in no one unit.
fn reach(run: Run, how: Nearness, ends: &[u32]) -> Option<(u32, u32)> {
    match how {
        Nearness::Near(distance) => Some((
            run.first.saturating_sub(distance),
            run.last.saturating_add(distance),
        )),
        Nearness::Pre(distance) => Some((run.first, run.last.saturating_add(distance))),
        Nearness::Sentence | Nearness::Paragraph => {
            let unit = ends.partition_point(|&end| end < run.first);
            let low = unit.checked_sub(1).map_or(0, |before| ends[before] + 1);
            // Behind the last end stand datelines.
            let high = ends.get(unit).copied().unwrap_or(u32::MAX);
            (run.last <= high).then_some((low, high))
        }
    }
}

fn is_strictly_inside(inner: Run, outer: Run) -> bool {
    outer.first < inner.first && inner.last < outer.last
}

/// Words of the longest run.
fn longest(runs: &[Run]) -> u32 {
    runs.iter()
        .map(|run| run.last - run.first + 1)
        .max()
        .unwrap_or(0)
}

/// Where words stand about as in a phrase: `lists` has the positions of each, sorted. Each word has a place of its own.
pub(super) fn sloppy(lists: &[Vec<u32>], slop: u32) -> Vec<Run> {
    let mut found = Vec::new();
    each_choice(lists, slop, &mut |chosen| found.push(around(chosen)));
    found.sort_unstable();
    found.dedup();
    found
}

/// The places of the words themselves, of those matches that are in `kept`, sorted.
pub(super) fn sloppy_words(lists: &[Vec<u32>], slop: u32, kept: &[Run]) -> Vec<u32> {
    let mut found = Vec::new();
    each_choice(lists, slop, &mut |chosen| {
        if kept.binary_search(&around(chosen)).is_ok() {
            found.extend_from_slice(chosen);
        }
    });
    found.sort_unstable();
    found.dedup();
    found
}

fn around(chosen: &[u32]) -> Run {
    Run {
        first: chosen.iter().copied().min().unwrap_or(0),
        last: chosen.iter().copied().max().unwrap_or(0),
    }
}

fn each_choice(lists: &[Vec<u32>], slop: u32, found: &mut dyn FnMut(&[u32])) {
    if lists.iter().any(Vec::is_empty) {
        return;
    }
    let mut choice = Choice {
        lists,
        slop: i64::from(slop),
        chosen: Vec::with_capacity(lists.len()),
        left: 0,
        tried: 0,
        found,
    };
    choice.choose(i64::MAX, i64::MIN);
}

struct Choice<'l> {
    lists: &'l [Vec<u32>],
    slop: i64,
    chosen: Vec<u32>,
    /// Choices that may still be tried for the first word's place.
    left: usize,
    tried: usize,
    found: &'l mut dyn FnMut(&[u32]),
}

impl Choice<'_> {
    /// Chooses a place for the next word. `least` and `largest` are the shifts of those chosen.
    fn choose(&mut self, least: i64, largest: i64) {
        let at = self.chosen.len();
        let lists = self.lists;
        let Some(list) = lists.get(at) else {
            return (self.found)(&self.chosen);
        };
        let offset = at as i64;
        let low = match at {
            0 => 0,
            _ => largest - self.slop + offset,
        };
        let from = list.partition_point(|&position| i64::from(position) < low);
        for &position in &list[from..] {
            let shift = i64::from(position) - offset;
            if at == 0 {
                self.left = match self.tried < MOST_PAIRS {
                    true => MOST_CHOICES,
                    false => FEW_CHOICES,
                };
            } else if shift > least + self.slop || self.left == 0 {
                break;
            }
            if self.chosen.contains(&position) {
                continue;
            }
            self.left = self.left.saturating_sub(1);
            self.tried += 1;
            self.chosen.push(position);
            self.choose(least.min(shift), largest.max(shift));
            self.chosen.pop();
        }
    }
}
