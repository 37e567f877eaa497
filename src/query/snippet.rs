//! Short passages that show why an article was found: text and marks, never markup.

use super::marks::Mark;
use crate::entity::Part;
use crate::index::Stored;
use crate::index::document::part_text;
use crate::text::{Span, token};

/// A passage of one part of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// Where it was taken from.
    pub part: Part,
    /// Bytes of that part.
    pub span: Span,
    /// The passage as it stands there, on one line.
    pub text: String,
    /// Bytes of `text`; sorted, disjoint.
    pub marks: Vec<Span>,
}

/// Length that a passage aims at, in characters.
pub const SNIPPET_CHARS: usize = 220;

/// At most this many passages of one article.
pub const MOST_SNIPPETS: usize = 3;

/// The passages that show most clauses, in reading order. Without a mark in the text, its beginning.
///
/// `marks` are sorted. `context` is how many words of the paragraph stand on each side of the first mark of a passage; when it
/// is not given a passage has about [`SNIPPET_CHARS`]. Costs time linear in the parts that are shown.
pub(super) fn snippets(stored: &Stored, marks: &[Mark], context: Option<usize>) -> Vec<Snippet> {
    let in_text: Vec<Mark> = marks
        .iter()
        .filter(|mark| matches!(mark.part, Part::Summary | Part::Body))
        .copied()
        .collect();
    let mut chosen: Vec<Window> = Vec::new();
    let mut left = windows(stored, &in_text, context);
    while chosen.len() < MOST_SNIPPETS {
        let shown: Vec<usize> = chosen.iter().flat_map(|window| window.clauses()).collect();
        // A further passage must show a clause that the others do not, or there is only one yet.
        let worth = |window: &Window| {
            let fresh = window.clauses().filter(|clause| !shown.contains(clause));
            let mut fresh: Vec<usize> = fresh.collect();
            fresh.sort_unstable();
            fresh.dedup();
            fresh.len()
        };
        let best = (0..left.len()).max_by_key(|&at| {
            (
                worth(&left[at]),
                left[at].marks.len().min(4),
                std::cmp::Reverse(at),
            )
        });
        let Some(best) = best.filter(|&at| chosen.is_empty() || worth(&left[at]) > 0) else {
            break;
        };
        let window = left.remove(best);
        left.retain(|other| other.part != window.part || !other.overlaps(&window));
        chosen.push(window);
    }
    if chosen.is_empty() {
        return first_words(stored, marks).into_iter().collect();
    }
    chosen.sort_by_key(|window| (window.part, window.span));
    chosen
        .into_iter()
        .map(|window| cut(stored, window.part, window.span, &window.marks))
        .collect()
}

/// What may stand between the stop of a sentence and the next one.
const CLOSING: [char; 6] = ['"', '\'', '”', '’', ')', '»'];

struct Window {
    part: Part,
    span: Span,
    marks: Vec<Mark>,
}

impl Window {
    fn clauses(&self) -> impl Iterator<Item = usize> + '_ {
        self.marks.iter().map(|mark| mark.clause)
    }

    fn overlaps(&self, other: &Window) -> bool {
        self.span.start < other.span.end && other.span.start < self.span.end
    }
}

/// A passage from each mark on, with all marks that fit in.
fn windows(stored: &Stored, marks: &[Mark], context: Option<usize>) -> Vec<Window> {
    marks
        .iter()
        .enumerate()
        .map(|(at, first)| {
            let text = part_text(&stored.article, first.part);
            let span = match context {
                Some(words) => around(text, first.span, words),
                None => passage(text, first.span),
            };
            let marks = marks[at..]
                .iter()
                .take_while(|mark| mark.part == first.part && mark.span.end <= span.end)
                .copied()
                .collect();
            Window {
                part: first.part,
                span,
                marks,
            }
        })
        .collect()
}

/// A passage around a mark: from the start of its sentence when that is near, else from a word a
/// little before, to the last word that fits.
fn passage(text: &str, mark: Span) -> Span {
    let paragraph_start = text[..mark.start as usize]
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let before = &text[paragraph_start..mark.start as usize];
    let sentence = before
        .rmatch_indices(['.', '!', '?', '。'])
        .find_map(|(at, stop)| {
            let behind = &before[at + stop.len()..];
            let next = behind.trim_start_matches(CLOSING);
            let ends = next.starts_with(' ') || stop == "。";
            ends.then(|| before.len() - next.trim_start().len())
        })
        .unwrap_or(0);
    let room = SNIPPET_CHARS / 3;
    let start = if before[sentence..].chars().count() <= room {
        sentence
    } else {
        let near = nth_char_from_end(before, room);
        near + before[near..].find(' ').map_or(0, |at| at + 1)
    };
    let start = paragraph_start + start;
    let least_end = mark.end as usize;
    let full = text[start..]
        .char_indices()
        .nth(SNIPPET_CHARS)
        .map_or(text.len(), |(at, _)| start + at);
    let end = if full == text.len() || full <= least_end {
        full.max(least_end)
    } else {
        let last_space = text[least_end..full].rfind([' ', '\n']);
        last_space.map_or(full, |at| least_end + at)
    };
    let end = start + text[start..end].trim_end().len();
    Span::new(start, end)
}

/// A longer word may be cut.
const LONGEST_WORD: usize = 80;

/// A mark with so many words of its paragraph on each side.
fn around(text: &str, mark: Span, words: usize) -> Span {
    let (start, end) = (mark.start as usize, mark.end as usize);
    let room = words.saturating_add(1).saturating_mul(LONGEST_WORD);
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let from = from.max(text.floor_char_boundary(start.saturating_sub(room)));
    let to = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let to = to.min(text.ceil_char_boundary(end.saturating_add(room).min(text.len())));
    let before: Vec<usize> = token::words(&text[from..start])
        .map(|word| from + word.span.start as usize)
        .collect();
    let first = before.len().saturating_sub(words);
    let start = before.get(first).copied().unwrap_or(start);
    let behind = token::words(&text[end..to]).take(words).last();
    let mut end = behind.map_or(end, |word| end + word.span.end as usize);
    // The stop that ends the last word belongs to it.
    if words > 0 {
        let stops = text[end..to]
            .chars()
            .take_while(|stop| ".!?,;:".contains(*stop));
        end += stops.map(char::len_utf8).sum::<usize>();
    }
    Span::new(start, end)
}

fn nth_char_from_end(text: &str, count: usize) -> usize {
    text.char_indices()
        .rev()
        .nth(count.saturating_sub(1))
        .map_or(0, |(at, _)| at)
}

/// For articles found by something else than their text: the headline when it is what matched, else
/// how the story begins.
fn first_words(stored: &Stored, marks: &[Mark]) -> Option<Snippet> {
    let title = marks.iter().any(|mark| mark.part == Part::Title);
    let part = [
        title.then_some(Part::Title),
        Some(Part::Summary),
        Some(Part::Body),
    ]
    .into_iter()
    .flatten()
    .chain([Part::Title])
    .find(|&part| !part_text(&stored.article, part).is_empty())?;
    let span = passage(part_text(&stored.article, part), Span::new(0, 0));
    let inside: Vec<Mark> = marks
        .iter()
        .filter(|mark| mark.part == part && mark.span.end <= span.end)
        .copied()
        .collect();
    Some(cut(stored, part, span, &inside))
}

fn cut(stored: &Stored, part: Part, span: Span, marks: &[Mark]) -> Snippet {
    let text = span.of(part_text(&stored.article, part)).replace('\n', " ");
    let marks = marks
        .iter()
        .map(|mark| Span {
            start: mark.span.start - span.start,
            end: mark.span.end - span.start,
        })
        .collect();
    Snippet {
        part,
        span,
        text,
        marks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_on_both_sides_of_a_mark() {
        let text = "One two.\nThree four strike five, six seven.\nEight";
        let at = text.find("strike").unwrap();
        let mark = Span::new(at, at + "strike".len());
        for (words, shown) in [
            (0, "strike"),
            (1, "four strike five,"),
            (2, "Three four strike five, six"),
            (3, "Three four strike five, six seven."),
            (usize::MAX, "Three four strike five, six seven."),
        ] {
            assert_eq!(around(text, mark, words).of(text), shown, "{words}");
        }
        assert_eq!(
            around("港でスト東京", Span::new(6, 12), 1).of("港でスト東京"),
            "でスト東"
        );
    }
}
