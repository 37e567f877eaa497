//! Reads a story: the tagger, then what only the whole story can tell.

use super::lexicon::Lexicon;
use super::tagger::{self, History, Lattice, Sentence, Tag};
use super::weights::Weights;
use super::word::WordTypes;
use super::{Findings, Kind, Mention, Part, Story};
use crate::text::Span;
use crate::text::sentence::sentences;
use crate::text::token::{Token, tokens};

/// Finds names. One serves all threads; each thread brings its own [`Scratch`].
#[derive(Debug)]
pub struct Recognizer {
    lexicon: &'static Lexicon,
    weights: Weights,
}

/// Memory that is used again from story to story: buffers, and what was worked out about words.
/// It changes the time a story takes, never what is found.
#[derive(Debug, Default)]
pub struct Scratch {
    types: WordTypes,
    history: History,
    lattice: Lattice,
    sentence: Sentence,
    tokens: Vec<Token>,
    tags: Vec<Tag>,
}

impl Recognizer {
    /// The built-in tagger.
    pub fn builtin() -> Recognizer {
        Recognizer {
            lexicon: Lexicon::builtin(),
            weights: Weights::builtin(),
        }
    }

    /// The names in a story.
    pub fn read(&self, story: &Story<'_>, scratch: &mut Scratch) -> Findings {
        scratch.types.make_room();
        scratch.history.clear();
        let mut mentions = Vec::new();
        let text = story.body;
        scratch.tokens.clear();
        scratch.tokens.extend(tokens(text));
        for range in sentences(text, &scratch.tokens) {
            let tokens = &scratch.tokens[range];
            scratch
                .sentence
                .read(text, tokens, &mut scratch.types, self.lexicon);
            tagger::tag_sentence(
                &scratch.sentence,
                &mut scratch.types,
                &self.weights,
                &mut scratch.history,
                &mut scratch.lattice,
                &mut scratch.tags,
            );
            for (range, kind) in tagger::names(&scratch.tags) {
                let kind = match kind {
                    0 => Kind::Person,
                    1 => Kind::Place,
                    2 => Kind::Org,
                    _ => continue,
                };
                let span = Span {
                    start: tokens[range.start].span.start,
                    end: tokens[range.end - 1].span.end,
                };
                mentions.push(Mention {
                    kind,
                    part: Part::Body,
                    span,
                    name: span.of(text).to_owned(),
                    place: None,
                });
            }
        }
        Findings {
            mentions,
            implied: Vec::new(),
        }
    }
}
