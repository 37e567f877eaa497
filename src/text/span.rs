//! Where something stands in a text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Half-open range of UTF-8 bytes; both ends lie on character boundaries of the text it was made from.
///
/// Bytes are what the library counts in; only the edge (JSON, carets) converts to characters.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span over `start..end`, in bytes.
    ///
    /// # Panics
    /// When an end is 4 GiB or more: articles are cut far below that.
    pub fn new(start: usize, end: usize) -> Span {
        Span {
            start: u32::try_from(start).expect("texts are shorter than 4 GiB"),
            end: u32::try_from(end).expect("texts are shorter than 4 GiB"),
        }
    }

    /// The span as a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The piece of `text` it covers.
    ///
    /// # Panics
    /// When the span was made from another, shorter text.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Turns byte offsets of one text into character offsets, for ascending offsets, in one walk.
///
/// Costs the length of the text once, however many offsets are asked for.
pub struct CharOffsets<'t> {
    text: &'t str,
    byte: usize,
    chars: usize,
}

impl<'t> CharOffsets<'t> {
    /// Starts at the beginning of `text`.
    pub fn new(text: &'t str) -> Self {
        CharOffsets {
            text,
            byte: 0,
            chars: 0,
        }
    }

    /// Characters before byte `offset`. A smaller offset than the one before starts again from the front.
    pub fn at(&mut self, offset: usize) -> usize {
        if offset < self.byte {
            (self.byte, self.chars) = (0, 0);
        }
        self.chars += self.text[self.byte..offset].chars().count();
        self.byte = offset;
        self.chars
    }

    /// Both ends of a span, in characters.
    pub fn span(&mut self, span: Span) -> [usize; 2] {
        [self.at(span.start as usize), self.at(span.end as usize)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_not_bytes() {
        let text = "é x é";
        let mut offsets = CharOffsets::new(text);
        assert_eq!(offsets.span(Span::new(0, 2)), [0, 1]);
        assert_eq!(offsets.span(Span::new(5, 7)), [4, 5]);
        assert_eq!(offsets.at(3), 2, "going back is allowed");
    }
}
