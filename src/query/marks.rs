//! Where in an article a query matched.
//!
//! The spans come from the same analysis as the index and from the stored mentions, so that what
//! is marked is what matched: a phrase is one mark, a name is one mark, and the words of a phrase
//! standing elsewhere are none.

use std::collections::HashSet;

use super::TextField;
use super::names::{NameClause, Names};
use crate::entity::{Gazetteer, Part};
use crate::index::Stored;
use crate::index::analyzer::{Term, Terms};
use crate::index::document::part_text;
use crate::text::Span;

/// What one clause looks for.
#[derive(Clone, Debug)]
pub(super) enum Needle {
    /// Any of these folded words.
    Words(TextField, Vec<String>),
    /// These folded words in order.
    Phrase(TextField, Vec<String>),
    /// A name.
    Name(NameClause),
}

/// Finds the marks of one query.
pub(super) struct Marker {
    words: Vec<(TextField, HashSet<String>)>,
    phrases: Vec<(TextField, Vec<String>)>,
    names: Vec<NameClause>,
}

/// A place in an article where the query matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub(super) part: Part,
    pub(super) span: Span,
    /// Number of the clause that matched, for choosing passages that show many of them.
    pub(super) clause: usize,
}

/// The parts that are searched, in reading order.
const SEARCHED: [Part; 3] = [Part::Title, Part::Summary, Part::Body];

impl Marker {
    pub(super) fn new(needles: Vec<Needle>) -> Marker {
        let mut marker = Marker {
            words: Vec::new(),
            phrases: Vec::new(),
            names: Vec::new(),
        };
        for needle in needles {
            match needle {
                Needle::Words(field, words) => {
                    marker.words.push((field, words.into_iter().collect()));
                }
                Needle::Phrase(field, words) if words.len() == 1 => {
                    marker.words.push((field, words.into_iter().collect()));
                }
                Needle::Phrase(field, words) => marker.phrases.push((field, words)),
                Needle::Name(clause) => marker.names.push(clause),
            }
        }
        marker
    }

    /// All marks in an article, sorted; marks of one part do not overlap (of two that would, the
    /// earlier and then the longer stays).
    pub(super) fn marks(&self, stored: &Stored, gazetteer: &Gazetteer, names: &Names) -> Vec<Mark> {
        let mut marks = Vec::new();
        for part in SEARCHED {
            let text = part_text(&stored.article, part);
            if !(self.words.is_empty() && self.phrases.is_empty()) {
                self.mark_text(part, text, &mut marks);
            }
        }
        self.mark_names(stored, gazetteer, names, &mut marks);
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

    fn mark_text(&self, part: Part, text: &str, marks: &mut Vec<Mark>) {
        let terms: Vec<Term> = Terms::of(text).collect();
        let covers = |field: &TextField, term: &Term| match (field, part) {
            (TextField::Text, _) | (TextField::Title, Part::Title) => true,
            (TextField::Lead, Part::Summary) => true,
            (TextField::Lead, Part::Body) => !text[..term.span.start as usize].contains('\n'),
            _ => false,
        };
        for term in &terms {
            let hit = |(field, words): &(TextField, HashSet<String>)| {
                words.contains(&term.text) && covers(field, term)
            };
            if let Some(clause) = self.words.iter().position(hit) {
                let span = term.span;
                marks.push(Mark { part, span, clause });
            }
        }
        let own: Vec<&Term> = terms.iter().filter(|term| !term.is_variant).collect();
        for (number, (field, words)) in self.phrases.iter().enumerate() {
            for window in own.windows(words.len()) {
                let is_match = window
                    .iter()
                    .zip(words)
                    .all(|(term, word)| term.text == *word);
                if is_match && covers(field, window[0]) {
                    let (first, last) = (window[0].span, window[words.len() - 1].span);
                    let span = Span {
                        start: first.start,
                        end: last.end,
                    };
                    let clause = self.words.len() + number;
                    marks.push(Mark { part, span, clause });
                }
            }
        }
    }

    fn mark_names(
        &self,
        stored: &Stored,
        gazetteer: &Gazetteer,
        names: &Names,
        marks: &mut Vec<Mark>,
    ) {
        let before = self.words.len() + self.phrases.len();
        let article = stored.article.id;
        for mention in &stored.findings.mentions {
            let surface = mention.span.of(part_text(&stored.article, mention.part));
            let meant = self.names.iter().position(|clause| {
                clause.means_mention(mention, surface, article, gazetteer, names)
            });
            if let Some(number) = meant {
                marks.push(Mark {
                    part: mention.part,
                    span: mention.span,
                    clause: before + number,
                });
            }
        }
    }
}
