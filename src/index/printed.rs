//! Words as they are printed: capitals and accents.
//!
//! `text` holds words folded. A word that prints otherwise than it folds has a term here as well, at the same position:
//!
//! ```text
//! polish ␟ Polish
//! │        └ as printed
//! └ folded, so that all ways to print a word are one prefix
//! ```
//!
//! `="Polish"` is that term; `="polish"` is the word `polish` of `text` wherever no term of this prefix stands. Of 8,000 wire stories a
//! sixth of all words print otherwise than they fold. See decision 27.

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
            printed: plain(printed),
        }
    }

    /// Its term; `None` when it prints as it folds.
    pub fn term(&self) -> Option<String> {
        (self.printed != self.folded).then(|| format!("{}{SEPARATOR}{}", self.folded, self.printed))
    }
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

/// Appends the line that puts a word into the field, if it prints otherwise than it folds.
pub(super) fn push(position: u32, folded: &str, printed: &str, out: &mut String) {
    if folded == printed {
        return;
    }
    if let Some(term) = Word::new(folded, printed).term() {
        super::document::push_line(position, &term, out);
    }
}

fn plain(printed: &str) -> String {
    let word = printed.trim_end_matches('.');
    if word.is_ascii() {
        return word.to_owned();
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
            ("polish", ""),
            ("Polish POLISH", "polish|Polish polish|POLISH"),
            ("Bogotá Bogota\u{301}", "bogota|Bogotá bogota|Bogotá"),
            ("O’Brien O'Brien", "obrien|O'Brien obrien|O'Brien"),
            ("Mr. mr.", "mr|Mr"),
        ] {
            let found: Vec<String> = words(text).iter().filter_map(Word::term).collect();
            assert_eq!(found.join(" ").replace(SEPARATOR, "|"), terms);
        }
    }
}
