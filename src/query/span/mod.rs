//! Positional algebra: where words, phrases and names stand, and how they stand to each other.
//!
//! A clause is an [`Expr`] over the one position space of an article; it gives [`Run`]s of word positions. The same expression is
//! evaluated over the postings of a segment ([`SpanQuery`]), to find articles, and over a stored article, to mark what matched: only
//! the leaves differ, see [`Positions`]. What NEAR and its like mean is in [`algebra`].

mod algebra;
mod guard;
mod headline;
mod phrase;
mod places;
mod query;
mod scorer;
mod shape;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use tantivy::Term;

use super::Nearness;
use super::names::Articles;

pub(super) use query::SpanQuery;

/// Word positions from the first to the last, both included. Sorts by the first, then by the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Run {
    pub(super) first: u32,
    pub(super) last: u32,
}

/// What a clause looks for.
#[derive(Clone, Debug)]
pub(super) enum Expr {
    /// Any of some terms.
    Leaf(Leaf),
    /// Parts side by side, in order.
    Phrase(Vec<Expr>),
    /// Words about where a phrase has them, as Lucene counts: each word's place in the text less its place in the phrase; between the
    /// least and the largest at most `slop`.
    Sloppy { words: Vec<Leaf>, slop: u32 },
    /// Any of these.
    Any(Vec<Expr>),
    /// Two that stand so to each other, from the first word to the last of both; negated, the left ones for which
    /// no right one stands so.
    Near {
        left: Box<Expr>,
        right: Box<Expr>,
        how: Nearness,
        is_negated: bool,
    },
    /// What stands in a part of the article.
    Inside(Region, Box<Expr>),
    /// What begins where something of the second begins.
    Where(Box<Expr>, Box<Expr>),
    /// What begins where nothing of the second begins.
    Except(Box<Expr>, Box<Expr>),
    /// All of it when it occurs so often, else nothing.
    AtLeast { times: u32, what: Box<Expr> },
}

/// A part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    /// The headline.
    Title,
    /// Standfirst and first paragraph.
    Lead,
}

/// Places that are looked up.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Tells the leaves of a query apart.
    pub(super) number: usize,
    pub(super) terms: Vec<LeafTerm>,
}

/// A term of a leaf.
#[derive(Clone, Debug)]
pub(super) struct LeafTerm {
    pub(super) term: Term,
    /// Word positions that it covers, at least 1.
    pub(super) width: u32,
    /// The articles in which it counts; `None` for all.
    pub(super) within: Option<Arc<Articles>>,
}

/// Where leaves stand in one article: postings of a segment, or a stored article read again.
pub(super) trait Positions {
    /// Appends the runs of a leaf, sorted, each once.
    fn leaf(&mut self, leaf: &Leaf, out: &mut Vec<Run>);
    /// The last positions of sentences, ascending.
    fn sentence_ends(&mut self) -> &[u32];
    /// The last positions of paragraphs, ascending.
    fn paragraph_ends(&mut self) -> &[u32];
    /// The last position of the headline; `None` without one.
    fn title_end(&mut self) -> Option<u32>;
    /// The last position of standfirst and first paragraph; `None` without both.
    fn lead_end(&mut self) -> Option<u32>;
}

impl Expr {
    /// Where it stands in an article: sorted, each run once.
    pub(super) fn runs(&self, at: &mut impl Positions) -> Vec<Run> {
        match self {
            Expr::Leaf(leaf) => {
                let mut runs = Vec::new();
                at.leaf(leaf, &mut runs);
                runs
            }
            Expr::Phrase(parts) => {
                let mut parts = parts.iter();
                let mut runs = parts.next().map_or_else(Vec::new, |first| first.runs(at));
                for part in parts {
                    if runs.is_empty() {
                        break;
                    }
                    runs = algebra::followed(&runs, &part.runs(at));
                }
                runs
            }
            Expr::Sloppy { words, slop } => {
                let lists = places(words, at);
                algebra::sloppy(&lists, *slop)
            }
            Expr::Any(alternatives) => {
                let mut runs: Vec<Run> = Vec::new();
                for alternative in alternatives {
                    runs.append(&mut alternative.runs(at));
                }
                runs.sort_unstable();
                runs.dedup();
                runs
            }
            Expr::Near {
                left,
                right,
                how,
                is_negated,
            } => {
                let lefts = left.runs(at);
                if lefts.is_empty() {
                    return lefts;
                }
                let rights = right.runs(at);
                if *is_negated {
                    return algebra::without(&lefts, &rights, *how, ends(*how, at));
                }
                let left = (&*lefts, left.is_cover());
                let right = (&*rights, right.is_cover());
                let pairs = algebra::pairs(left, right, *how, ends(*how, at));
                let mut covers: Vec<Run> =
                    pairs.iter().map(|&(l, r)| algebra::cover(l, r)).collect();
                covers.sort_unstable();
                covers.dedup();
                covers
            }
            Expr::Inside(region, inner) => {
                let mut runs = inner.runs(at);
                if !runs.is_empty() {
                    keep_inside(*region, &mut runs, at);
                }
                runs
            }
            Expr::Where(inner, others) | Expr::Except(inner, others) => {
                let mut runs = inner.runs(at);
                if !runs.is_empty() {
                    let is_where = matches!(self, Expr::Where(..));
                    let others = others.runs(at);
                    let begins =
                        |run: &Run| others.binary_search_by_key(&run.first, |other| other.first);
                    runs.retain(|run| begins(run).is_ok() == is_where);
                }
                runs
            }
            Expr::AtLeast { times, what } => {
                let runs = what.runs(at);
                match Expr::occurrences(&runs).len() >= *times as usize {
                    true => runs,
                    false => Vec::new(),
                }
            }
        }
    }

    /// Runs that share no word, picked from the left: of those that are left the one that ends first, then the shortest.
    pub(super) fn occurrences(runs: &[Run]) -> Vec<Run> {
        let mut by_end = runs.to_vec();
        by_end.sort_unstable_by_key(|run| (run.last, std::cmp::Reverse(run.first)));
        let mut picked: Vec<Run> = Vec::new();
        for run in by_end {
            if picked.last().is_none_or(|last| last.last < run.first) {
                picked.push(run);
            }
        }
        picked
    }

    /// What to highlight, each with the number of its (first) leaf: words, phrases and names that take part in a match. Of NEAR
    /// those operands that have a partner. In no order.
    pub(super) fn marks(&self, at: &mut impl Positions) -> Vec<(Run, usize)> {
        let mut marks = Vec::new();
        let runs = self.runs(at);
        if !runs.is_empty() {
            self.mark(&runs, at, &mut marks);
        }
        marks
    }

    /// Appends the marks of those matches that are in `kept`, sorted.
    fn mark(&self, kept: &[Run], at: &mut impl Positions, out: &mut Vec<(Run, usize)>) {
        let is_kept = |run: &Run| kept.binary_search(run).is_ok();
        let number = || self.leaves().next().map_or(0, |leaf| leaf.number);
        match self {
            Expr::Leaf(_) | Expr::Phrase(_) => {
                let runs = self.runs(at).into_iter().filter(is_kept);
                out.extend(runs.map(|run| (run, number())));
            }
            Expr::Sloppy { words, slop } => {
                let places = algebra::sloppy_words(&places(words, at), *slop, kept);
                let runs = places.into_iter().map(|place| Run {
                    first: place,
                    last: place,
                });
                out.extend(runs.map(|run| (run, number())));
            }
            Expr::Any(alternatives) => {
                for alternative in alternatives {
                    // Another alternative may stand just where this one does not.
                    let own: Vec<Run> = alternative.runs(at).into_iter().filter(is_kept).collect();
                    alternative.mark(&own, at, out);
                }
            }
            Expr::Near {
                left,
                is_negated: true,
                ..
            } => left.mark(kept, at, out),
            Expr::Near {
                left, right, how, ..
            } => {
                let (lefts, rights) = (left.runs(at), right.runs(at));
                let pairs = algebra::pairs(
                    (&lefts, left.is_cover()),
                    (&rights, right.is_cover()),
                    *how,
                    ends(*how, at),
                );
                let pairs = pairs
                    .into_iter()
                    .filter(|&(l, r)| is_kept(&algebra::cover(l, r)));
                let (mut lefts, mut rights): (Vec<Run>, Vec<Run>) = pairs.unzip();
                for runs in [&mut lefts, &mut rights] {
                    runs.sort_unstable();
                    runs.dedup();
                }
                left.mark(&lefts, at, out);
                right.mark(&rights, at, out);
            }
            Expr::Inside(_, inner)
            | Expr::Where(inner, _)
            | Expr::Except(inner, _)
            | Expr::AtLeast { what: inner, .. } => {
                inner.mark(kept, at, out);
            }
        }
    }

    /// Whether its runs can have words in them that are no part of it.
    fn is_cover(&self) -> bool {
        match self {
            Expr::Leaf(_) | Expr::Phrase(_) => false,
            Expr::Sloppy { .. } => true,
            Expr::Any(alternatives) => alternatives.iter().any(Expr::is_cover),
            Expr::Near {
                left, is_negated, ..
            } => !is_negated || left.is_cover(),
            Expr::Inside(_, inner)
            | Expr::Where(inner, _)
            | Expr::Except(inner, _)
            | Expr::AtLeast { what: inner, .. } => inner.is_cover(),
        }
    }

    /// Whether what stands around a run is no matter: it would be there in a piece of the text as well.
    fn is_local(&self) -> bool {
        match self {
            Expr::Leaf(_) | Expr::Sloppy { .. } => true,
            Expr::Where(..)
            | Expr::Except(..)
            | Expr::AtLeast { .. }
            | Expr::Near {
                is_negated: true, ..
            } => false,
            Expr::Phrase(inner) | Expr::Any(inner) => inner.iter().all(Expr::is_local),
            Expr::Near { left, right, .. } => left.is_local() && right.is_local(),
            Expr::Inside(_, inner) => inner.is_local(),
        }
    }

    /// Whether it needs to know where sentences, paragraphs or parts end.
    fn asks_for_ends(&self) -> bool {
        match self {
            Expr::Leaf(_) | Expr::Sloppy { .. } => false,
            Expr::Inside(..)
            | Expr::Near {
                how: Nearness::Sentence | Nearness::Paragraph,
                ..
            } => true,
            Expr::Phrase(inner) | Expr::Any(inner) => inner.iter().any(Expr::asks_for_ends),
            Expr::Near { left, right, .. } => left.asks_for_ends() || right.asks_for_ends(),
            Expr::Where(inner, others) | Expr::Except(inner, others) => {
                inner.asks_for_ends() || others.asks_for_ends()
            }
            Expr::AtLeast { what, .. } => what.asks_for_ends(),
        }
    }

    /// The leaves, in the order typed.
    pub(super) fn leaves(&self) -> Box<dyn Iterator<Item = &Leaf> + '_> {
        match self {
            Expr::Leaf(leaf) => Box::new(std::iter::once(leaf)),
            Expr::Sloppy { words, .. } => Box::new(words.iter()),
            Expr::Phrase(inner) | Expr::Any(inner) => Box::new(inner.iter().flat_map(Expr::leaves)),
            Expr::Near { left, right, .. } => Box::new(left.leaves().chain(right.leaves())),
            Expr::Where(inner, others) | Expr::Except(inner, others) => {
                Box::new(inner.leaves().chain(others.leaves()))
            }
            Expr::Inside(_, inner) | Expr::AtLeast { what: inner, .. } => inner.leaves(),
        }
    }
}

/// Where words of one position stand.
fn places(words: &[Leaf], at: &mut impl Positions) -> Vec<Vec<u32>> {
    let each = words.iter().map(|word| {
        let mut runs = Vec::new();
        at.leaf(word, &mut runs);
        runs.iter().map(|run| run.first).collect()
    });
    each.collect()
}

/// The ends of the units that a relation speaks of; none for distances.
fn ends(how: Nearness, at: &mut impl Positions) -> &[u32] {
    match how {
        Nearness::Near(_) | Nearness::Pre(_) => &[],
        Nearness::Sentence => at.sentence_ends(),
        Nearness::Paragraph => at.paragraph_ends(),
    }
}

fn keep_inside(region: Region, runs: &mut Vec<Run>, at: &mut impl Positions) {
    let title = at.title_end();
    match region {
        Region::Title => runs.retain(|run| title.is_some_and(|end| run.last <= end)),
        Region::Lead => {
            let lead = at.lead_end();
            runs.retain(|run| {
                title.is_none_or(|end| run.first > end) && lead.is_some_and(|end| run.last <= end)
            });
        }
    }
}
