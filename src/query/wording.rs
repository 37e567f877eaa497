//! Which words of the archive a typed word stands for.
//!
//! The index keeps words folded, and nothing else: forms, wildcards and similar spellings are looked up in its
//! dictionary when the question is asked. So the reader can be told what was searched, and nothing is left
//! out in silence: a clause that stands for more words than [`MOST_TERMS`] is refused with the number.

use std::collections::BTreeSet;

use frostem::Stemmer;
use tantivy::query::{Bm25StatisticsProvider, FuzzyTermQuery};
use tantivy::{InvertedIndexReader, Term};

use super::Spelling;
use super::forms::forms;
use super::tree::is_pattern;
use crate::error::{Error, Result};
use crate::index::Reader;
use crate::index::analyzer::Terms;
use crate::text::Span;

/// A clause may stand for so many words of the archive unless the question says otherwise. Enough for
/// `govern*` in a century of news; `a*` is refused.
pub const MOST_TERMS: usize = 5_000;

/// Stand in for `*` and `?` while a typed word is cut and folded like any other. Runic letters: the folding leaves them
/// alone, and nobody looks for them beside a wildcard.
const ANY_LETTERS: char = 'ᚠ';
const ONE_LETTER: char = 'ᚢ';

/// A word position of what was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Slot {
    /// The word, folded, with its wildcards.
    pub(super) word: String,
    /// The terms of the field `text` that may stand there; none when the archive has nothing.
    pub(super) terms: Vec<String>,
}

/// Looks words up in the dictionary of one snapshot.
pub(super) struct Wording<'r> {
    pub(super) reader: &'r Reader,
    /// For word forms; `None` for languages whose words are matched exactly.
    pub(super) stemmer: Option<Stemmer>,
    /// A clause may stand for so many terms.
    pub(super) most: usize,
}

/// What a typed text is looked up as.
pub(super) struct Looked {
    /// Its words in order.
    pub(super) slots: Vec<Slot>,
    /// A hyphenated word as one word: `email` for `e-mail`. Empty without one.
    pub(super) joined: Vec<String>,
}

impl Wording<'_> {
    /// The slots of a typed word or phrase. Costs a walk over the terms that share the start of each word; over the whole
    /// dictionary for a pattern that begins with a wildcard.
    ///
    /// # Errors
    /// [`Error::TooManyTerms`], [`Error::Engine`].
    pub(super) fn look_up(&self, typed: &str, spelling: Spelling) -> Result<Looked> {
        let text = match spelling {
            Spelling::Pattern => masked(typed),
            Spelling::Exact if is_pattern(typed) => masked(typed.trim_end_matches(['?', ' '])),
            _ => typed.to_owned(),
        };
        let mut looked = Looked {
            slots: Vec::new(),
            joined: Vec::new(),
        };
        let mut own = Span::default();
        for term in Terms::of(&text) {
            let terms = self.terms(&term.text, spelling, typed)?;
            match looked.slots.last_mut() {
                // `L'Abbé` is also `abbe`: another form of the same word.
                Some(slot) if term.is_variant && term.span == own => merge(&mut slot.terms, terms),
                Some(_) if term.is_variant => looked.joined = terms,
                _ => {
                    own = term.span;
                    let word = unmasked(&term.text);
                    looked.slots.push(Slot { word, terms });
                }
            }
        }
        Ok(looked)
    }

    fn terms(&self, word: &str, spelling: Spelling, typed: &str) -> Result<Vec<String>> {
        let mut terms = if word.contains([ANY_LETTERS, ONE_LETTER]) {
            self.matching(word)?
        } else {
            match spelling {
                Spelling::Forms => self.forms(word)?,
                Spelling::Fuzzy(edits) => self.similar(word, edits)?,
                Spelling::Exact | Spelling::Printed | Spelling::Pattern => vec![word.to_owned()],
            }
        };
        if terms.len() > self.most {
            return Err(Error::TooManyTerms {
                clause: typed.to_owned(),
                terms: terms.len(),
                most: self.most,
            });
        }
        terms.dedup();
        Ok(terms)
    }

    /// The word, then its other forms.
    fn forms(&self, word: &str) -> Result<Vec<String>> {
        let (searcher, text) = (&self.reader.searcher, self.reader.fields.text);
        let all = forms(word, self.stemmer.as_ref(), searcher, text);
        let mut all = self.engine(all)?;
        let others = all.split_off(1);
        all.extend(self.existing(others)?);
        Ok(all)
    }

    /// Terms that a masked pattern matches, sorted.
    fn matching(&self, pattern: &str) -> Result<Vec<String>> {
        let start = pattern
            .split([ANY_LETTERS, ONE_LETTER])
            .next()
            .unwrap_or_default();
        let pattern: Vec<char> = pattern.chars().collect();
        let mut found = BTreeSet::new();
        self.each_segment(|inverted| {
            let mut terms = inverted
                .terms()
                .range()
                .ge(start.as_bytes())
                .into_stream()?;
            while terms.advance() {
                let Ok(term) = std::str::from_utf8(terms.key()) else {
                    continue;
                };
                if !term.starts_with(start) {
                    break;
                }
                if is_match(&pattern, term) && !found.contains(term) {
                    found.insert(term.to_owned());
                }
            }
            Ok(())
        })?;
        self.existing(found)
    }

    /// Terms at most `edits` letters away; the word itself first when the archive has it.
    fn similar(&self, word: &str, edits: u8) -> Result<Vec<String>> {
        let typed = Term::from_field_text(self.reader.fields.text, word);
        // Neighbours swapped count as one edit.
        let automaton = self.engine(FuzzyTermQuery::new(typed, edits, true).automaton())?;
        let mut found = BTreeSet::new();
        self.each_segment(|inverted| {
            let mut terms = inverted.terms().search(&automaton).into_stream()?;
            while terms.advance() {
                if let Ok(term) = std::str::from_utf8(terms.key()) {
                    found.insert(term.to_owned());
                }
            }
            Ok(())
        })?;
        let mut terms = self.existing(found)?;
        if let Ok(at) = terms.binary_search_by(|term| term.as_str().cmp(word)) {
            terms[..=at].rotate_right(1);
        }
        Ok(terms)
    }

    fn each_segment(
        &self,
        mut each: impl FnMut(&InvertedIndexReader) -> tantivy::Result<()>,
    ) -> Result<()> {
        for segment in self.reader.searcher.segment_readers() {
            let inverted = self.engine(segment.inverted_index(self.reader.fields.text))?;
            self.engine(each(&inverted))?;
        }
        Ok(())
    }

    /// Without the words of removed articles, which the dictionary keeps for a while.
    fn existing(&self, terms: impl IntoIterator<Item = String>) -> Result<Vec<String>> {
        let segments = self.reader.searcher.segment_readers();
        let has_removed = segments.iter().any(|segment| segment.has_deletes());
        let mut existing = Vec::new();
        for text in terms {
            let term = Term::from_field_text(self.reader.fields.text, &text);
            if !has_removed || self.engine(self.reader.doc_freq(&term))? > 0 {
                existing.push(text);
            }
        }
        Ok(existing)
    }

    fn engine<T>(&self, result: tantivy::Result<T>) -> Result<T> {
        result.map_err(|error| self.reader.engine_error(error))
    }
}

fn merge(slot: &mut Vec<String>, terms: Vec<String>) {
    for term in terms {
        if !slot.contains(&term) {
            slot.push(term);
        }
    }
}

fn masked(text: &str) -> String {
    let letters = text.chars().map(|letter| match letter {
        '*' => ANY_LETTERS,
        '?' => ONE_LETTER,
        letter => letter,
    });
    letters.collect()
}

fn unmasked(text: &str) -> String {
    text.replace(ANY_LETTERS, "*").replace(ONE_LETTER, "?")
}

/// Whether a masked pattern matches a whole term. Takes time linear in the term for one `*`, at most the product of both
/// lengths for many.
fn is_match(pattern: &[char], term: &str) -> bool {
    let term: Vec<char> = term.chars().collect();
    let (mut at, mut from) = (0, 0);
    // Where the last `*` stood, and where what follows it was tried last.
    let mut retry: Option<(usize, usize)> = None;
    while from < term.len() {
        match pattern.get(at) {
            Some(&ANY_LETTERS) => {
                retry = Some((at, from));
                at += 1;
            }
            Some(&letter) if letter == ONE_LETTER || letter == term[from] => {
                at += 1;
                from += 1;
            }
            _ => {
                let Some((star, tried)) = retry else {
                    return false;
                };
                retry = Some((star, tried + 1));
                at = star + 1;
                from = tried + 1;
            }
        }
    }
    pattern[at..].iter().all(|&letter| letter == ANY_LETTERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, words, others) in [
            ("resign*", "resign resigns resignation", "resin design"),
            ("wom?n", "woman women", "womn womaan"),
            ("*tion", "nation tion", "nations"),
            ("a*b*c", "abc axxbyyc abbcc", "ab acb abcd"),
            ("*", "a anything", ""),
            ("?", "a", "ab"),
            ("col*r", "color colour collector", "colours"),
        ] {
            let pattern: Vec<char> = masked(pattern).chars().collect();
            for word in words.split(' ') {
                assert!(is_match(&pattern, word), "{word}");
            }
            for word in others.split_whitespace() {
                assert!(!is_match(&pattern, word), "{word}");
            }
        }
    }

    /// The letters that stand for wildcards come through cutting and folding as they are.
    #[test]
    fn wildcards_are_letters_to_the_tokenizer() {
        let cut = |text: &str| -> Vec<String> {
            Terms::of(&masked(text))
                .filter(|term| !term.is_variant)
                .map(|term| term.text)
                .collect()
        };
        assert_eq!(cut("Wom?n"), ["womᚢn"]);
        assert_eq!(cut("e-MAI*"), ["e", "maiᚠ"]);
        assert_eq!(cut("O'Br*"), ["obrᚠ"]);
        assert_eq!(cut("city counc* Bogot?"), ["city", "councᚠ", "bogotᚢ"]);
    }
}
