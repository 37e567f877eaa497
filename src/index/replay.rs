//! Terms with their positions, laid out beforehand, as the value of a field.
//!
//! An article is cut into words once, and every field of the position space replays what it holds of them. Measured against
//! tantivy's pre-tokenized strings: 7 % less CPU, and any document source works.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Tokenizer of fields whose terms come with their positions.
pub(super) const REPLAY: &str = "morgue_replay";

/// Opens a line of a replayed value whose term stands at the position of the line before.
const SAME_PLACE: u8 = 1;
/// Opens one that tells its position: digits, then [`PLACE_END`], then the term.
const PLACE: u8 = 2;
/// Ends a position.
const PLACE_END: char = '\t';

/// Terms with their positions, one a line.
#[derive(Debug, Default)]
pub(super) struct Replay {
    lines: String,
    /// Where a line stands that does not say so.
    next: u32,
}

impl Replay {
    /// Room for terms of so many bytes in all, if they stand one behind the other.
    pub(super) fn with_room(bytes: usize) -> Replay {
        Replay {
            lines: String::with_capacity(bytes),
            next: 0,
        }
    }

    /// Appends a term, not before the last one.
    pub(super) fn push(&mut self, position: u32, term: &str) {
        if position + 1 == self.next {
            self.lines.push(SAME_PLACE.into());
        } else if position != self.next {
            self.lines.push(PLACE.into());
            self.lines.push_str(itoa::Buffer::new().format(position));
            self.lines.push(PLACE_END);
        }
        self.lines.push_str(term);
        self.lines.push('\n');
        self.next = position + 1;
    }

    /// The value of the field.
    pub(super) fn lines(&self) -> &str {
        &self.lines
    }
}

/// Gives back what a [`Replay`] holds.
#[derive(Clone, Default)]
pub(super) struct ReplayTokenizer {
    token: Token,
}

pub(super) struct ReplayStream<'t> {
    lines: &'t str,
    next: usize,
    token: &'t mut Token,
}

impl Tokenizer for ReplayTokenizer {
    type TokenStream<'t> = ReplayStream<'t>;

    fn token_stream<'t>(&'t mut self, lines: &'t str) -> ReplayStream<'t> {
        self.token.reset();
        ReplayStream {
            lines,
            next: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for ReplayStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = memchr::memchr(b'\n', self.lines.as_bytes()) else {
            return false;
        };
        let (mut term, rest) = (&self.lines[..end], &self.lines[end + 1..]);
        self.lines = rest;
        let mut position = self.next;
        match term.as_bytes().first() {
            Some(&SAME_PLACE) => (position, term) = (position.saturating_sub(1), &term[1..]),
            Some(&PLACE) => {
                if let Some((place, behind)) = term[1..].split_once(PLACE_END) {
                    (position, term) = (place.parse().unwrap_or(position), behind);
                }
            }
            _ => {}
        }
        self.token.position = position;
        self.token.position_length = 1;
        self.token.text.clear();
        self.token.text.push_str(term);
        self.next = position + 1;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
