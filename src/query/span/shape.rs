//! What must be in an article for an expression to occur.

use tantivy::{DocId, TERMINATED};

use super::places::Places;
use super::{Expr, Leaf};
use crate::query::union::Union;

/// What must be in an article for the expression to occur: leaves by their index.
pub(super) enum Shape {
    Leaf(usize),
    All(Vec<Shape>),
    Any(Vec<Shape>),
}

impl Shape {
    pub(super) fn of(expr: &Expr, places: &Places) -> Shape {
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
    pub(super) fn is_hopeless(&self, leaves: &[Union]) -> bool {
        match self {
            Shape::Leaf(leaf) => leaves[*leaf].is_empty(),
            Shape::All(parts) => parts.iter().any(|part| part.is_hopeless(leaves)),
            Shape::Any(parts) => parts.iter().all(|part| part.is_hopeless(leaves)),
        }
    }

    /// The first article from `target` on that has what is needed.
    pub(super) fn seek(&self, leaves: &mut [Union], target: DocId) -> DocId {
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
    pub(super) fn bound(&self, leaves: &[Union], doc: DocId) -> u32 {
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

    /// Collects the leaves that no match is without. Whether these are all that is needed.
    pub(super) fn required(&self, out: &mut Vec<usize>) -> bool {
        match self {
            Shape::Leaf(leaf) => out.push(*leaf),
            Shape::All(parts) => {
                let flat = parts.iter().filter(|part| part.required(out));
                return flat.count() == parts.len();
            }
            Shape::Any(_) => return false,
        }
        true
    }

    /// At most so many articles.
    pub(super) fn articles(&self, leaves: &[Union]) -> u32 {
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
