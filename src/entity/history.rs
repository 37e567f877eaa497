//! What the tagger remembers of a story while it reads on: how words were tagged before, the names of the
//! line before, and how much of it is about sport.

use super::features::{self, Pasts, TagCounts, Window};
use super::tagger::{Sentence, Tag, kind_of};
use super::word::{Case, Traits, Word, WordTypes};

/// How the words of this story were tagged so far. Empty for each new story.
#[derive(Debug, Default)]
pub struct History {
    counts: Vec<(u32, TagCounts)>,
    story: u32,
    line_before: LineBefore,
}

impl History {
    /// Forgets everything; costs nothing.
    pub fn clear(&mut self) {
        self.line_before = LineBefore::default();
        self.story = self.story.wrapping_add(1);
        if self.story == 0 {
            self.counts.clear();
            self.story = 1;
        }
    }

    /// Notes the tags of a sentence.
    pub fn note(&mut self, sentence: &Sentence, types: &WordTypes, tags: &[Tag]) {
        // Capitals stand in the stretches alone.
        for at in sentence.runs.iter().cloned().flatten() {
            self.note_word(types.word(sentence.ids[at]), tags[at]);
        }
        let mut kinds = tags.iter().filter_map(|&tag| kind_of(tag));
        let number = |kind: Option<usize>| kind.map_or(0, |kind| kind as u8 + 1);
        self.line_before = LineBefore {
            layout: sentence.layout,
            first: number(kinds.next()),
            last: number(kinds.next_back()),
        };
    }

    fn note_word(&mut self, word: &Word, tag: Tag) {
        if !word.case.is_capital() {
            return;
        }
        let at = word.low_id as usize;
        if self.counts.len() <= at {
            self.counts.resize(at + 1, (0, [0; 5]));
        }
        let (story, counts) = &mut self.counts[at];
        if *story != self.story {
            (*story, *counts) = (self.story, [0; 5]);
        }
        let kind = kind_of(tag).map_or(0, |kind| kind + 1);
        counts[kind] = counts[kind].saturating_add(1);
    }

    fn of(&self, word: &Word) -> Option<&TagCounts> {
        self.counts
            .get(word.low_id as usize)
            .filter(|(story, _)| *story == self.story)
            .map(|(_, counts)| counts)
    }

    /// What was said before of a window of the sentence.
    pub fn pasts(&self, sentence: &Sentence, window: &Window<'_>) -> Pasts {
        let LineBefore {
            layout,
            first,
            last,
        } = self.line_before;
        let is_alike = layout == sentence.layout;
        Pasts {
            words: [0, 1, 2].map(|n| {
                let word = window.words[n];
                features::past(word, self.of(word))
            }),
            line: u32::from(is_alike) << 8 | u32::from(first) << 4 | u32::from(last),
        }
    }
}

/// What a sentence leaves to the next.
#[derive(Clone, Copy, Debug, Default)]
struct LineBefore {
    layout: u8,
    /// Kind of its first name, from 1; 0 when it has none.
    first: u8,
    /// Kind of its last name, from 1; 0 when it has one or none.
    last: u8,
}

/// How much of a story is about sport, as far as it was read: there, towns are teams.
#[derive(Debug, Default)]
pub struct Topic {
    words: u32,
    sport: u32,
}

impl Topic {
    /// Adds a sentence. 0 for a story that is not about sport, 1 when a word in a hundred is of the sports
    /// page, 2 when four are.
    pub(super) fn read(&mut self, words: &[Traits]) -> u8 {
        for word in words {
            let is_word = matches!(word.case, Case::Lower | Case::Title | Case::Capitals);
            self.words += u32::from(is_word);
            self.sport += u32::from(word.has(Traits::SPORT));
        }
        if self.sport * 100 >= self.words * 4 && self.sport > 1 {
            2
        } else if self.sport * 100 >= self.words {
            1
        } else {
            0
        }
    }
}
