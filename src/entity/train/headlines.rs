//! Headlines made from running text, since the marked texts have few: some sentences of a document once
//! more at its end, Each Word With a Capital or ALL IN CAPITALS.

use std::ops::Range;

use morgue::text::sentence::sentences;
use morgue::text::token::{Token, tokens};

use super::corpus::Document;

/// How a copy is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Copy {
    Title,
    Capitals,
}

/// Small words keep their letters in headlines.
const SMALL: [&str; 17] = [
    "a", "an", "and", "as", "at", "but", "by", "for", "in", "of", "on", "or", "over", "the", "to",
    "up", "with",
];

/// Adds copies of every `title`-th and every `capitals`-th sentence; 0 for none.
pub fn add(document: &mut Document, title: usize, capitals: usize) {
    let tokens: Vec<Token> = tokens(&document.text).collect();
    let mut added = String::new();
    let mut spans = Vec::new();
    for (n, range) in sentences(&document.text, &tokens).into_iter().enumerate() {
        let span = tokens[range.start].span.start as usize..tokens[range.end - 1].span.end as usize;
        let is_turn = |every: usize, offset: usize| every > 0 && (n + offset).is_multiple_of(every);
        for copy in [Copy::Title, Copy::Capitals] {
            let chosen = match copy {
                Copy::Title => is_turn(title, 0),
                Copy::Capitals => is_turn(capitals, 3),
            };
            if chosen && range.len() < 40 {
                added.push('\n');
                rewrite(
                    document,
                    &tokens[range.clone()],
                    span.clone(),
                    copy,
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

/// The whole document as headlines, for scoring.
pub fn whole(document: &Document, copy: Copy) -> Document {
    let tokens: Vec<Token> = tokens(&document.text).collect();
    let mut text = String::new();
    let mut spans = Vec::new();
    rewrite(
        document,
        &tokens,
        0..document.text.len(),
        copy,
        &mut text,
        &mut spans,
    );
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
    for token in tokens {
        let range = token.span.range();
        out.push_str(&text[at..range.start]);
        if open.is_none()
            && let Some((name, kind)) = inner.next_if(|(name, _)| name.start <= range.start)
        {
            open = Some((out.len(), name.end, *kind));
        }
        let piece = &text[range.clone()];
        match copy {
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
