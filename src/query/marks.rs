//! Where in an article a query matched.
//!
//! The places come from the same expressions that found the article, looked up in the stored article instead of the
//! index. So what is marked is what matched: a phrase is one mark, a name is one mark, of NEAR those operands
//! that stand near each other, and the words of a phrase standing elsewhere are none.

use rustc_hash::FxHashSet;

use super::TextField;
use super::names::{NameClause, Names};
use super::span::{Expr, Leaf, Positions, Run};
use crate::entity::{Gazetteer, Part};
use crate::index::Stored;
use crate::index::document::part_text;
use crate::index::positions::PositionSpace;
use crate::index::printed;
use crate::text::Span;

/// What a leaf looks for in a stored article.
#[derive(Clone, Debug)]
pub(super) enum Needle {
    /// Any of these folded words.
    Words(TextField, FxHashSet<String>),
    /// A word as printed.
    Printed(printed::Word),
    /// A name.
    Name(NameClause),
    /// What the names file has decided already for a stored article.
    Nothing,
}

impl Needle {
    /// The folded words that it looks for.
    fn words(&self) -> impl Iterator<Item = &String> {
        let (several, one) = match self {
            Needle::Words(_, words) => (Some(words), None),
            Needle::Printed(word) => (None, Some(&word.folded)),
            Needle::Name(_) | Needle::Nothing => (None, None),
        };
        several.into_iter().flatten().chain(one)
    }
}

/// Finds the marks of one query.
pub(super) struct Marker {
    needles: Vec<Needle>,
    /// Folded, all that the needles look for.
    words: FxHashSet<String>,
    marked: Vec<Expr>,
}

/// A place in an article where the query matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// Where it was found.
    pub part: Part,
    /// Bytes of that part.
    pub(super) span: Span,
    /// Number of the clause that matched, for choosing passages that show many of them.
    pub(super) clause: usize,
}

impl Marker {
    /// `needles` by the numbers of the leaves in `marked`.
    pub(super) fn new(needles: Vec<Needle>, marked: Vec<Expr>) -> Marker {
        let words = needles.iter().flat_map(Needle::words).cloned().collect();
        Marker {
            needles,
            words,
            marked,
        }
    }

    /// What matched, to be highlighted: sorted; marks do not overlap (of two that would, the earlier and then the longer
    /// stays). Costs a pass over the article.
    pub(super) fn marks(&self, stored: &Stored, gazetteer: &Gazetteer, names: &Names) -> Vec<Mark> {
        self.places(stored, gazetteer, names, |expr, at| expr.marks(at))
    }

    /// Every occurrence of each clause, as [`Marker::marks`] gives marks, but of NEAR and its like from the first word to
    /// the last.
    pub(super) fn occurrences(
        &self,
        stored: &Stored,
        gazetteer: &Gazetteer,
        names: &Names,
    ) -> Vec<Mark> {
        self.places(stored, gazetteer, names, |expr, at| {
            let clause = expr.leaves().next().map_or(0, |leaf| leaf.number);
            let runs = Expr::occurrences(&expr.runs(at));
            runs.into_iter().map(|run| (run, clause)).collect()
        })
    }

    fn places(
        &self,
        stored: &Stored,
        gazetteer: &Gazetteer,
        names: &Names,
        find: impl Fn(&Expr, &mut Article<'_>) -> Vec<(Run, usize)>,
    ) -> Vec<Mark> {
        if self.marked.is_empty() {
            return Vec::new();
        }
        let mut article = Article {
            space: PositionSpace::of(&stored.article, |word| self.words.contains(word)),
            needles: &self.needles,
            found: vec![None; self.needles.len()],
            stored,
            gazetteer,
            names,
        };
        let mut marks = Vec::new();
        for expr in &self.marked {
            for (run, clause) in find(expr, &mut article) {
                let found = match &self.needles[clause] {
                    Needle::Words(_, words) if run.first == run.last => {
                        let is_meant = |word: &str| words.contains(word);
                        article.space.span_of_word(run.first, is_meant)
                    }
                    _ => article.space.span_of(run.first, run.last),
                };
                if let Some((part, span)) = found {
                    marks.push(Mark { part, span, clause });
                }
            }
        }
        marks.sort_by_key(|mark| {
            let length = std::cmp::Reverse(mark.span.len());
            (mark.part, mark.span.start, length, mark.clause)
        });
        let mut end = (Part::Title, 0);
        marks.retain(|mark| {
            let is_free = mark.part != end.0 || mark.span.start >= end.1;
            if is_free {
                end = (mark.part, mark.span.end);
            }
            is_free
        });
        marks
    }
}

/// A stored article, asked where leaves stand.
struct Article<'a> {
    space: PositionSpace<'a>,
    needles: &'a [Needle],
    /// Where the leaves stand that were looked up, by their numbers: an expression asks several times.
    found: Vec<Option<Vec<Run>>>,
    stored: &'a Stored,
    gazetteer: &'a Gazetteer,
    names: &'a Names,
}

impl Article<'_> {
    fn is_inside(&self, field: TextField, position: u32) -> bool {
        let after_title = self.space.title_end().map_or(0, |end| end + 1);
        match field {
            TextField::Text => true,
            TextField::Title => position < after_title,
            TextField::Lead => {
                let end = self.space.lead_end();
                position >= after_title && end.is_some_and(|end| position <= end)
            }
        }
    }

    /// Where a leaf stands, sorted.
    fn runs_of(&self, needle: &Needle) -> Vec<Run> {
        let at = |position| Run {
            first: position,
            last: position,
        };
        let mut out = Vec::new();
        match needle {
            Needle::Words(field, words) => {
                let found = self.space.words().filter(|found| {
                    words.contains(found.folded) && self.is_inside(*field, found.position)
                });
                out.extend(found.map(|found| at(found.position)));
                // A word and its joined form stand on one position.
                out.dedup();
            }
            Needle::Printed(word) => {
                let found = self.space.words().filter(|found| {
                    !found.is_variant
                        && found.folded == word.folded
                        && printed::Word::new(found.folded, found.text) == *word
                });
                out.extend(found.map(|found| at(found.position)));
            }
            Needle::Name(clause) => {
                let article = self.stored.article.id;
                for mention in &self.stored.findings.mentions {
                    let surface = mention
                        .span
                        .of(part_text(&self.stored.article, mention.part));
                    if clause.means_mention(mention, surface, article, self.gazetteer, self.names) {
                        let (first, last) = self.space.run_of(mention.part, mention.span);
                        out.push(Run { first, last });
                    }
                }
                out.sort_unstable();
                out.dedup();
            }
            Needle::Nothing => {}
        }
        out
    }
}

impl Positions for Article<'_> {
    fn leaf(&mut self, leaf: &Leaf, out: &mut Vec<Run>) {
        if self.found[leaf.number].is_none() {
            let runs = self.runs_of(&self.needles[leaf.number]);
            self.found[leaf.number] = Some(runs);
        }
        out.extend(self.found[leaf.number].iter().flatten());
    }

    fn sentence_ends(&mut self) -> &[u32] {
        self.space.sentence_ends()
    }

    fn paragraph_ends(&mut self) -> &[u32] {
        self.space.paragraph_ends()
    }

    fn title_end(&mut self) -> Option<u32> {
        self.space.title_end()
    }

    fn lead_end(&mut self) -> Option<u32> {
        self.space.lead_end()
    }
}
