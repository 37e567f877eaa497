//! Words as they are printed: capitals and accents.
//!
//! `text` holds words folded. A word that prints otherwise than it folds has a term here as well, at the same position, which
//! says how it prints:
//!
//! ```text
//! Xx                the first letter is a capital: Polish
//! XX                all letters are: POLISH
//! bogota ␟ Bogotá   anything else: how it folds, how it prints
//! ```
//!
//! `="Polish"` is the word `polish` of `text` where `Xx` stands; `="polish"` wherever neither `Xx`, `XX` nor a term `polish ␟ ...`
//! stands. Of 8,000 wire stories a sixth of all words print otherwise than they fold, nearly all of them with capitals. See
//! decision 27.

use std::borrow::Cow;

use tantivy::Searcher;
use tantivy::schema::Field;
use unicode_normalization::UnicodeNormalization;

use super::analyzer::Terms;
use super::name_term::SEPARATOR;
use crate::text::token::is_apostrophe;

/// A word with the way it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As `text` holds it.
    pub folded: String,
    /// Case and accents kept, one spelling for accents and apostrophes, without points at its end.
    pub printed: String,
}

impl Word {
    /// A word that folds to `folded`.
    pub fn new(folded: &str, printed: &str) -> Word {
        Word {
            folded: folded.to_owned(),
            printed: plain(printed).into_owned(),
        }
    }

    /// How it prints; `None` as it folds.
    pub fn print(&self) -> Option<Print<'_>> {
        Print::of(&self.folded, &self.printed)
    }
}

/// How a word prints that prints otherwise than it folds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Print<'w> {
    /// The first letter is a capital, nothing else differs.
    Capital,
    /// All letters are capitals.
    Capitals,
    /// Anything else: the word, one spelling for accents and apostrophes, without points at its end.
    Otherwise(Cow<'w, str>),
}

impl<'w> Print<'w> {
    /// The terms that say how words print without saying which.
    pub const CLASSES: [Print<'static>; 2] = [Print::Capital, Print::Capitals];

    /// How a word prints that folds to `folded`; `None` as it folds.
    pub fn of(folded: &str, printed: &'w str) -> Option<Print<'w>> {
        if folded == printed {
            return None;
        }
        let printed = plain(printed);
        if folded == printed {
            return None;
        }
        Some(match capitals(folded, &printed) {
            Some(1) => Print::Capital,
            Some(_) => Print::Capitals,
            None => Print::Otherwise(printed),
        })
    }

    /// The term at the place of a word that folds to `folded`.
    pub fn term(&self, folded: &str) -> Cow<'static, str> {
        match self {
            Print::Capital => Cow::Borrowed("Xx"),
            Print::Capitals => Cow::Borrowed("XX"),
            Print::Otherwise(printed) => Cow::Owned(format!("{folded}{SEPARATOR}{printed}")),
        }
    }
}

/// How many letters at the front are capitals, if that is one or all and nothing else differs.
fn capitals(folded: &str, printed: &str) -> Option<usize> {
    let mut count = 0;
    let mut is_open = true;
    let mut has_small = false;
    let mut lower = folded.chars();
    for letter in printed.chars() {
        let low = lower.next()?;
        if low == letter {
            // A digit or a point is neither.
            let is_small = letter.is_lowercase();
            is_open &= !is_small;
            has_small |= is_small;
        } else if is_open && letter.to_lowercase().eq([low]) {
            count += 1;
        } else {
            return None;
        }
    }
    let is_one_or_all = count == 1 || !has_small;
    (lower.next().is_none() && is_one_or_all).then_some(count)
}

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<Word> {
    let own = Terms::of(text).filter(|term| !term.is_variant);
    own.map(|term| Word::new(&term.text, term.span.of(text)))
        .collect()
}

/// Every term of the field `printed` for a word that folds so, sorted. Costs a look at the dictionary.
///
/// # Errors
/// When the dictionary cannot be read.
pub fn terms_of(searcher: &Searcher, printed: Field, folded: &str) -> tantivy::Result<Vec<String>> {
    let prefix = format!("{folded}{SEPARATOR}");
    let mut found = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(printed)?;
        let mut terms = inverted
            .terms()
            .range()
            .ge(prefix.as_bytes())
            .into_stream()?;
        while terms.advance() {
            match std::str::from_utf8(terms.key()) {
                Ok(term) if term.starts_with(&prefix) => found.push(term.to_owned()),
                _ => break,
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn plain(printed: &str) -> Cow<'_, str> {
    let word = printed.trim_end_matches('.');
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let composed = word.nfc();
    composed
        .map(|letter| if is_apostrophe(letter) { '\'' } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_prints_otherwise_has_a_term() {
        for (text, terms) in [
            ("polish", "-"),
            ("Polish POLISH POLish", "Xx XX polish|POLish"),
            ("I 2nd 2ND McCain", "Xx - XX mccain|McCain"),
            ("Bogotá Bogota\u{301}", "bogota|Bogotá bogota|Bogotá"),
            ("Москва МОСКВА", "Xx XX"),
            ("O’Brien O'Brien", "obrien|O'Brien obrien|O'Brien"),
            ("Mr. mr. U.S. u.s.", "Xx - XX -"),
        ] {
            let words = words(text);
            let found = words.iter().map(|word| match word.print() {
                Some(print) => print.term(&word.folded).replace(SEPARATOR, "|"),
                None => "-".to_owned(),
            });
            assert_eq!(found.collect::<Vec<_>>().join(" "), terms, "{text}");
        }
    }
}
