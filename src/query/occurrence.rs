//! Every place in an article where a query matched, for those who read all of them: concordances, and articles
//! shown whole.

use super::marks::Mark;
use super::search::Results;
use crate::entity::Part;
use crate::error::Result;
use crate::index::Stored;
use crate::text::Span;

/// A place in an article where a query matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// In which text.
    pub part: Part,
    /// Bytes of that text.
    pub span: Span,
}

/// An article of an answer with everything in it that matched.
#[derive(Clone, Debug)]
pub struct Matched {
    /// The article with its names, as the names file has them.
    pub stored: Stored,
    /// In reading order; those of one part do not overlap. None in an article that was found by
    /// something else than its text.
    pub occurrences: Vec<Occurrence>,
}

impl Results<'_> {
    /// Reads the hits one after the other, in the order of the answer, each with every place where the query
    /// matched in it. Memory does not grow with their number.
    pub fn matches(&self) -> impl Iterator<Item = Result<Matched>> + '_ {
        self.articles().map(|stored| {
            let mut stored = stored?;
            let occurrences = self.occurrences(&stored);
            self.names.apply(&mut stored.findings);
            Ok(Matched {
                stored,
                occurrences,
            })
        })
    }

    /// Where the query matches in one article, which need not be a hit; operands that stand near each other are one place
    /// from the first word to the last. `stored` is as the index gives it, before the
    /// names file is heard.
    pub fn occurrences(&self, stored: &Stored) -> Vec<Occurrence> {
        let found = self.marker.occurrences(stored, self.gazetteer, self.names);
        found.into_iter().map(Occurrence::of).collect()
    }

    /// What to mark in one article that is shown whole: as in [`Results::occurrences`], but of operands that
    /// stand near each other each one.
    pub fn highlights(&self, stored: &Stored) -> Vec<Occurrence> {
        let marks = self.marker.marks(stored, self.gazetteer, self.names);
        marks.into_iter().map(Occurrence::of).collect()
    }
}

impl Occurrence {
    fn of(mark: Mark) -> Occurrence {
        Occurrence {
            part: mark.part,
            span: mark.span,
        }
    }
}
