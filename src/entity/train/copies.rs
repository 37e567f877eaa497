//! Copies of marked texts, written otherwise: what the archive holds and the marked texts have few of.
//!
//! Headlines (Each Word With a Capital, ALL IN CAPITALS), texts whose tokens stand apart, pages read by a
//! machine, and the same sentences about other people and towns. What a copy looks like depends on the id of
//! its document and nothing else.

use std::ops::Range;

use morgue::entity::word::hash;
use morgue::text::sentence::sentences;
use morgue::text::token::{Token, TokenKind, tokens};

use super::corpus::Document;

/// How a copy is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Copy {
    Title,
    Capitals,
    /// Tokens apart, a sentence a line.
    Spaced,
    /// As a machine reads a worn page.
    Worn,
}

/// Numbers that are the same in each run.
pub struct Random(u64);

impl Random {
    pub fn new(seed: &str) -> Random {
        Random(u64::from(hash(seed)) << 8 | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end.max(1)
    }

    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

/// Small words keep their letters in headlines.
const SMALL: [&str; 17] = [
    "a", "an", "and", "as", "at", "but", "by", "for", "in", "of", "on", "or", "over", "the", "to",
    "up", "with",
];

/// Adds every so many sentences once more as a title and as many in capitals.
pub fn add_headlines(document: &mut Document, every: usize) {
    let tokens: Vec<Token> = tokens(&document.text).collect();
    let mut added = String::new();
    let mut spans = Vec::new();
    for (n, range) in sentences(&document.text, &tokens).into_iter().enumerate() {
        let span = tokens[range.start].span.start as usize..tokens[range.end - 1].span.end as usize;
        for (copy, turn) in [(Copy::Title, n), (Copy::Capitals, n + 3)] {
            if turn.is_multiple_of(every) && range.len() < 40 {
                added.push('\n');
                let mut random = Random::new(&document.id);
                let tokens = &tokens[range.clone()];
                rewrite(
                    document,
                    tokens,
                    span.clone(),
                    copy,
                    &mut random,
                    &mut added,
                    &mut spans,
                );
            }
        }
    }
    let from = document.text.len();
    document.text.push_str(&added);
    document.spans.extend(
        spans
            .into_iter()
            .map(|(span, kind)| (span.start + from..span.end + from, kind)),
    );
}

/// The whole document, written otherwise.
pub fn whole(document: &Document, copy: Copy) -> Document {
    let tokens: Vec<Token> = tokens(&document.text).collect();
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut random = Random::new(&document.id);
    for range in sentences(&document.text, &tokens) {
        let span = tokens[range.start].span.start as usize..tokens[range.end - 1].span.end as usize;
        if !text.is_empty() {
            text.push('\n');
        }
        rewrite(
            document,
            &tokens[range],
            span,
            copy,
            &mut random,
            &mut text,
            &mut spans,
        );
    }
    Document {
        id: document.id.clone(),
        text,
        spans,
    }
}

fn rewrite(
    document: &Document,
    tokens: &[Token],
    span: Range<usize>,
    copy: Copy,
    random: &mut Random,
    out: &mut String,
    spans: &mut Vec<(Range<usize>, usize)>,
) {
    let text = &document.text;
    let mut at = span.start;
    let mut open: Option<(usize, usize, usize)> = None;
    let mut inner = document
        .spans
        .iter()
        .filter(|(name, _)| name.start >= span.start && name.end <= span.end)
        .peekable();
    for (n, token) in tokens.iter().enumerate() {
        let range = token.span.range();
        let gap = &text[at..range.start];
        match copy {
            Copy::Spaced if gap.is_empty() && n > 0 && !is_hyphenated(text, tokens, n) => {
                out.push(' ')
            }
            // Two words run together now and then.
            Copy::Worn if gap == " " && random.below(120) == 0 => {}
            _ => out.push_str(gap),
        }
        if open.is_none()
            && let Some((name, kind)) = inner.next_if(|(name, _)| name.start <= range.start)
        {
            open = Some((out.len(), name.end, *kind));
        }
        let piece = &text[range.clone()];
        match copy {
            Copy::Spaced => out.push_str(piece),
            Copy::Worn => wear(piece, token.kind, random, out),
            Copy::Capitals => out.extend(piece.chars().flat_map(char::to_uppercase)),
            Copy::Title if SMALL.contains(&piece) || !piece.starts_with(char::is_lowercase) => {
                out.push_str(piece)
            }
            Copy::Title => {
                let mut characters = piece.chars();
                out.extend(characters.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(characters.as_str());
            }
        }
        at = range.end;
        if let Some((start, end, kind)) = open
            && end <= range.end
        {
            spans.push((start..out.len(), kind));
            open = None;
        }
    }
    out.push_str(&text[at..span.end]);
}

/// Whether the token is part of a hyphenated word.
fn is_hyphenated(text: &str, tokens: &[Token], n: usize) -> bool {
    let is_hyphen = |n: usize| {
        tokens[n].span.of(text) == "-"
            && n > 0
            && n + 1 < tokens.len()
            && tokens[n - 1].kind.is_word()
            && tokens[n + 1].kind.is_word()
            && tokens[n - 1].span.end == tokens[n].span.start
            && tokens[n].span.end == tokens[n + 1].span.start
    };
    is_hyphen(n) || is_hyphen(n - 1)
}

/// What machines take for each other on old paper.
const MISREAD: [(&str, &str); 40] = [
    ("rn", "m"),
    ("m", "rn"),
    ("e", "c"),
    ("c", "e"),
    ("h", "b"),
    ("b", "h"),
    ("h", "li"),
    ("li", "h"),
    ("s", "f"),
    ("s", "f"),
    ("f", "s"),
    ("l", "i"),
    ("i", "l"),
    ("l", "1"),
    ("a", "u"),
    ("u", "n"),
    ("n", "u"),
    ("n", "ii"),
    ("t", "f"),
    ("t", "i"),
    ("i", "t"),
    ("o", "c"),
    ("a", "n"),
    ("w", "vv"),
    ("y", "v"),
    ("e", "o"),
    ("r", "t"),
    ("g", "q"),
    ("d", "cl"),
    ("in", "m"),
    ("ni", "m"),
    ("th", "tb"),
    ("I", "l"),
    ("S", "8"),
    ("B", "R"),
    ("E", "F"),
    ("G", "C"),
    ("C", "G"),
    ("O", "0"),
    ("H", "II"),
];

fn wear(piece: &str, kind: TokenKind, random: &mut Random, out: &mut String) {
    if kind == TokenKind::Mark {
        match (piece, random.below(12)) {
            (",", 0) => out.push('.'),
            (".", 0) => out.push(','),
            (_, 1) => {}
            _ => out.push_str(piece),
        }
        return;
    }
    let letters = piece.chars().count();
    if kind != TokenKind::Word || letters < 3 || random.below(100) >= 4 + 2 * letters {
        out.push_str(piece);
        return;
    }
    match random.below(20) {
        // A word in two.
        0 | 1 => {
            let at = 1 + random.below(letters - 1);
            let at = piece
                .char_indices()
                .nth(at)
                .map_or(piece.len(), |(at, _)| at);
            out.push_str(&piece[..at]);
            out.push(' ');
            out.push_str(&piece[at..]);
        }
        // A speck.
        2 => {
            out.push_str(piece);
            out.push(*random.pick(&['.', ',', '\'', '-', '*', '^', ';', '■']));
        }
        3 => out.extend(piece.chars().flat_map(char::to_lowercase)),
        _ => {
            let from = random.below(MISREAD.len());
            let found = (0..MISREAD.len())
                .map(|n| MISREAD[(n + from) % MISREAD.len()])
                .find(|(right, _)| piece.contains(right));
            match found {
                Some((right, wrong)) => out.push_str(&piece.replacen(right, wrong, 1)),
                None => out.push_str(piece),
            }
        }
    }
}
