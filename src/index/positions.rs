//! The position space of a stored article: which word stands where, and what that is in the text.
//!
//! The index is asked at which positions something stands; a stored article is asked the same, to mark it. Both lay the
//! article out with the same code.

use super::document::{part_text, run_of};
use super::layout::{Layout, Mark};
use crate::article::Article;
use crate::entity::Part;
use crate::text::Span;
use crate::text::token::tokens;

/// The parts that have words, in reading order.
const PARTS: [Part; 3] = [Part::Title, Part::Summary, Part::Body];

/// The words of one article at their positions.
pub struct PositionSpace<'a> {
    article: &'a Article,
    layout: Layout,
    /// Those that were wanted.
    terms: Vec<Placed>,
    sentence_ends: Vec<u32>,
    paragraph_ends: Vec<u32>,
}

struct Placed {
    position: u32,
    part: Part,
    /// Of the part.
    span: Span,
    is_variant: bool,
    folded: String,
}

/// A term at its position.
#[derive(Clone, Copy, Debug)]
pub struct PlacedWord<'a> {
    /// As the field `text` holds it.
    pub folded: &'a str,
    /// The bytes of the article that gave it.
    pub text: &'a str,
    /// From 0.
    pub position: u32,
    /// Whether it is a further term of a position whose own word came before.
    pub is_variant: bool,
}

impl<'a> PositionSpace<'a> {
    /// Lays out an article, and keeps the terms that `is_wanted` knows by their folded text. Takes time linear in the article.
    pub fn of(article: &'a Article, is_wanted: impl Fn(&str) -> bool) -> PositionSpace<'a> {
        let texts = PARTS.map(|part| part_text(article, part));
        let mut terms = Vec::new();
        let layout = Layout::of(texts, |placed| {
            if !is_wanted(&placed.term.text) {
                return;
            }
            terms.push(Placed {
                position: placed.position,
                part: PARTS[placed.part],
                span: Span {
                    start: placed.from + placed.term.span.start,
                    end: placed.from + placed.term.span.end,
                },
                is_variant: placed.term.is_variant,
                folded: placed.term.text.clone(),
            });
        });
        let (sentence_ends, paragraph_ends) = (
            layout.ends(Mark::Sentence).collect(),
            layout.ends(Mark::Paragraph).collect(),
        );
        PositionSpace {
            article,
            layout,
            terms,
            sentence_ends,
            paragraph_ends,
        }
    }

    /// The wanted terms, in order of position.
    pub fn words(&self) -> impl Iterator<Item = PlacedWord<'_>> {
        self.terms.iter().map(|placed| PlacedWord {
            folded: &placed.folded,
            text: placed.span.of(part_text(self.article, placed.part)),
            position: placed.position,
            is_variant: placed.is_variant,
        })
    }

    /// The last positions of sentences, ascending.
    pub fn sentence_ends(&self) -> &[u32] {
        &self.sentence_ends
    }

    /// The last positions of paragraphs, ascending.
    pub fn paragraph_ends(&self) -> &[u32] {
        &self.paragraph_ends
    }

    /// The last position of the headline; `None` when it has no words.
    pub fn title_end(&self) -> Option<u32> {
        self.layout.ends(Mark::Title).next()
    }

    /// The last position of standfirst and first paragraph; `None` when they have no words.
    pub fn lead_end(&self) -> Option<u32> {
        self.layout.ends(Mark::Lead).next()
    }

    /// The first and the last position that a piece of a part covers, as the index has it.
    pub fn run_of(&self, part: Part, span: Span) -> (u32, u32) {
        let (first, width) = run_of(&self.layout, part, span, part_text(self.article, part));
        (first, first + width.max(1) - 1)
    }

    /// The text from one position to another, both included, as far as it lies in the part of the first. `None` for positions without a
    /// word, such as those of datelines.
    pub fn span_of(&self, first: u32, last: u32) -> Option<(Part, Span)> {
        let (part, words) = PARTS
            .into_iter()
            .zip(&self.layout.words)
            .find(|(_, words)| {
                let end = words.last();
                end.is_some_and(|&(_, position)| position >= first)
            })?;
        let opening = words.partition_point(|&(_, position)| position < first);
        let inside = &words[..words.partition_point(|&(_, position)| position <= last)];
        let (start, _) = *inside.get(opening)?;
        let (last_start, _) = *inside.last()?;
        let text = part_text(self.article, part);
        let last = tokens(&text[last_start as usize..]).next()?;
        let end = last_start + last.span.end;
        Some((part, Span { start, end }))
    }

    /// The text of the first wanted term at a position that `is_meant` knows, the word itself before its variants: of `email`, all of
    /// `e-mail`. `None` when there is none.
    pub fn span_of_word(
        &self,
        position: u32,
        is_meant: impl Fn(&str) -> bool,
    ) -> Option<(Part, Span)> {
        let from = self.terms.partition_point(|term| term.position < position);
        let here = self.terms[from..]
            .iter()
            .take_while(|term| term.position == position);
        let mut meant = here.filter(|term| is_meant(&term.folded));
        let term = meant.next()?;
        Some((term.part, term.span))
    }
}
