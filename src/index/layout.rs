//! Where the words of an article stand: headline, standfirst and body in one row of positions, and what ends where.
//!
//! The index is written from it and a stored article is marked by it ([`super::positions`]), so that both count alike.

use super::analyzer::{Term, Terms};
use crate::text::sentence::sentences;
use crate::text::token::{Token, tokens};

/// A word with the space behind it has so many bytes on average, or more.
const WORD_BYTES: usize = 5;

/// What ends at a word position; the term of the field `marks`. Where several end only the largest is marked: with a
/// paragraph its last sentence ends, with headline and lead a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A sentence.
    Sentence,
    /// A paragraph; the headline counts as one.
    Paragraph,
    /// The headline.
    Title,
    /// Standfirst and first paragraph.
    Lead,
}

impl Mark {
    /// All of them.
    pub const ALL: [Mark; 4] = [Mark::Sentence, Mark::Paragraph, Mark::Title, Mark::Lead];

    /// Whether such a thing ends where this stands.
    pub fn ends(self, wanted: Mark) -> bool {
        match wanted {
            Mark::Sentence => true,
            Mark::Paragraph => self != Mark::Sentence,
            Mark::Title | Mark::Lead => self == wanted,
        }
    }

    /// The term.
    pub fn term(self) -> &'static str {
        match self {
            Mark::Sentence => "s",
            Mark::Paragraph => "p",
            Mark::Title => "t",
            Mark::Lead => "l",
        }
    }
}

/// The positions of an article.
#[derive(Default)]
pub(super) struct Layout {
    /// Per part (headline, standfirst, body): the first byte of each word, ascending, and its position.
    pub(super) words: [Vec<(u32, u32)>; 3],
    /// Ascending.
    pub(super) marks: Vec<(u32, Mark)>,
    /// One past the last position.
    pub(super) end: u32,
}

/// A term of an article, as it is placed.
pub(super) struct Placed<'t> {
    /// Number of its part.
    pub(super) part: usize,
    /// Whether it belongs to standfirst or first paragraph.
    pub(super) is_lead: bool,
    /// In the article.
    pub(super) position: u32,
    /// Byte of its part where its paragraph begins: what the term's own span counts from.
    pub(super) from: u32,
    /// Its own position counts from the start of the paragraph.
    pub(super) term: &'t Term,
    /// The text that gave the term.
    pub(super) printed: &'t str,
}

/// A paragraph, cut into tokens.
struct Paragraph<'t> {
    part: usize,
    is_lead: bool,
    text: &'t str,
    /// Byte of the part where it begins.
    from: u32,
    tokens: &'t [Token],
    /// Position of its first word.
    base: u32,
}

impl Layout {
    /// Lays the parts of an article (headline, standfirst, body) out in the position space; `place` gets every term, in order.
    /// Takes time linear in them.
    pub(super) fn of(parts: [&str; 3], mut place: impl FnMut(Placed<'_>)) -> Layout {
        let mut layout = Layout::default();
        let mut cut: Vec<Token> = Vec::new();
        let mut lead_end = None;
        for (part, text) in parts.into_iter().enumerate() {
            let mut base = after(layout.end);
            layout.words[part].reserve(text.len() / WORD_BYTES);
            let mut from = 0;
            for (number, text) in text.split('\n').enumerate() {
                cut.clear();
                cut.extend(tokens(text));
                let is_body_start = part == 2 && number == 0;
                let paragraph = Paragraph {
                    part,
                    is_lead: part == 1 || is_body_start,
                    text,
                    from,
                    tokens: &cut,
                    base,
                };
                let next = layout.place_words(&paragraph, &mut place);
                if next > base {
                    layout.mark_sentences(&paragraph);
                    let mark = match part {
                        0 => Mark::Title,
                        _ => Mark::Paragraph,
                    };
                    layout.mark(next - 1, mark);
                    if paragraph.is_lead {
                        lead_end = Some(next - 1);
                    }
                    layout.end = next;
                    base = next;
                }
                if is_body_start && let Some(last) = lead_end {
                    layout.mark(last, Mark::Lead);
                }
                from += text.len() as u32 + 1;
            }
        }
        layout
    }

    /// The positions where such a thing ends, ascending.
    pub(super) fn ends(&self, wanted: Mark) -> impl Iterator<Item = u32> {
        let marks = self.marks.iter().filter(move |(_, mark)| mark.ends(wanted));
        marks.map(|&(position, _)| position)
    }

    /// Places the words of a paragraph; returns the position behind them.
    fn place_words(
        &mut self,
        paragraph: &Paragraph<'_>,
        place: &mut impl FnMut(Placed<'_>),
    ) -> u32 {
        let mut terms = Terms::of_tokens(paragraph.text, paragraph.tokens.iter().copied());
        let mut term = Term::default();
        let mut next = paragraph.base;
        while terms.next_into(&mut term) {
            let position = paragraph.base + term.position as u32;
            next = position + 1;
            if !term.is_variant {
                let start = paragraph.from + term.span.start;
                self.words[paragraph.part].push((start, position));
            }
            place(Placed {
                part: paragraph.part,
                is_lead: paragraph.is_lead,
                position,
                from: paragraph.from,
                term: &term,
                printed: term.span.of(paragraph.text),
            });
        }
        next
    }

    /// Marks what ends at a position, not before the last one that is marked; of two ends the larger comes later.
    fn mark(&mut self, position: u32, mark: Mark) {
        match self.marks.last_mut() {
            Some(last) if last.0 == position => last.1 = mark,
            _ => self.marks.push((position, mark)),
        }
    }

    /// Marks the last word of each sentence of a paragraph, whose words are placed.
    fn mark_sentences(&mut self, paragraph: &Paragraph<'_>) {
        let words = &self.words[paragraph.part];
        let first = words.partition_point(|&(_, position)| position < paragraph.base);
        let placed = &words[first..];
        let mut next = 0;
        for sentence in sentences(paragraph.text, paragraph.tokens) {
            let end = paragraph.from + paragraph.tokens[sentence.end - 1].span.end;
            let before = next;
            while next < placed.len() && placed[next].0 < end {
                next += 1;
            }
            if next > before {
                let last = paragraph.base + next as u32 - 1;
                self.marks.push((last, Mark::Sentence));
            }
        }
    }
}

/// Where a part begins, behind others that end at `end`: one position stays free, so that no phrase runs over.
fn after(end: u32) -> u32 {
    match end {
        0 => 0,
        end => end + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(parts: [&str; 3], wanted: Mark) -> Vec<u32> {
        let layout = Layout::of(parts, |_| {});
        layout.ends(wanted).collect()
    }

    #[test]
    fn a_lead_ends_once() {
        for (parts, end) in [
            (["Head", "One two", "Three four\nfive"], Some(6)),
            (["Head", "One\ntwo", ""], Some(3)),
            (["Head", "One two", "*\nfive"], Some(3)),
            (["", "", "One two\nthree"], Some(1)),
            (["Head", "", "*\nfive"], None),
            (["Head", "", ""], None),
        ] {
            let found = ends(parts, Mark::Lead);
            assert_eq!(found, Vec::from_iter(end), "{parts:?}");
        }
    }

    #[test]
    fn marks_ascend() {
        let parts = ["A head. More", "A lead.\nMore of it", "One. Two.\n\nThree"];
        let layout = Layout::of(parts, |_| {});
        let positions: Vec<u32> = layout.marks.iter().map(|(position, _)| *position).collect();
        assert!(positions.is_sorted_by(|a, b| a < b), "{positions:?}");
        assert_eq!(ends(parts, Mark::Title), [2]);
        assert_eq!(ends(parts, Mark::Sentence), [1, 2, 5, 8, 10, 11, 12]);
        assert_eq!(ends(parts, Mark::Paragraph), [2, 5, 8, 11, 12]);
    }
}
