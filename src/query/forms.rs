//! The forms of a word that the archive holds: `strike` gives `strike`, `strikes`, `striking`.
//!
//! The index keeps words as printed, folded. Which of them are forms of one word is asked of the
//! dictionary at query time: all terms that begin like the word, filtered by a stemmer. So phrases
//! stay exact, and the reader can be told which forms were searched.

use std::collections::BTreeSet;

use frostem::{Algorithm, Stemmer};
use tantivy::Searcher;
use tantivy::schema::Field;

/// A word is not expanded when its folded form is shorter: `a`, `in` have no other forms.
const SHORTEST: usize = 3;

/// Forms are at most this many characters longer than the common start. Measured on 165,000 terms:
/// with a start one character shorter than word and stem, 52 of 57,800 words miss a form.
const LONGEST_ENDING: usize = 12;

/// Words whose forms share less than the common start that is searched.
const IRREGULAR: &[(&str, &[&str])] = &[
    ("age", &["aging", "ages", "aged"]),
    ("die", &["dying", "dies", "died"]),
    ("lie", &["lying", "lies", "lied"]),
    ("tie", &["tying", "ties", "tied"]),
    ("use", &["using", "uses", "used"]),
];

/// The stemmer for an ISO 639-1 code. `None` for languages whose words are matched exactly.
pub(super) fn stemmer(lang: &str) -> Option<Stemmer> {
    let algorithm = match lang.to_ascii_lowercase().as_str() {
        "en" => Algorithm::English,
        "de" => Algorithm::German,
        "fr" => Algorithm::French,
        "es" => Algorithm::Spanish,
        "it" => Algorithm::Italian,
        "pt" => Algorithm::Portuguese,
        "nl" => Algorithm::Dutch,
        "sv" => Algorithm::Swedish,
        "da" => Algorithm::Danish,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "fi" => Algorithm::Finnish,
        "hu" => Algorithm::Hungarian,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "tr" => Algorithm::Turkish,
        _ => return None,
    };
    Some(Stemmer::new(algorithm))
}

/// All forms of a folded word in the dictionary of `field`, the word itself first, the others
/// sorted. The word is in the list even when the archive does not hold it.
///
/// Costs a walk over the terms that share its start: 6 to 24 µs for an ordinary word.
///
/// # Errors
/// When the dictionary cannot be read.
pub(super) fn forms(
    word: &str,
    stemmer: Option<&Stemmer>,
    searcher: &Searcher,
    field: Field,
) -> tantivy::Result<Vec<String>> {
    let mut forms = vec![word.to_owned()];
    let length = word.chars().count();
    let is_plain = word.chars().all(char::is_alphabetic);
    let Some(stemmer) = stemmer.filter(|_| is_plain && length >= SHORTEST) else {
        return Ok(forms);
    };
    let stem = stemmer.stem(word).into_owned();
    let start = common_start(word, &stem);
    let longest = start.len() + LONGEST_ENDING;
    let mut found = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
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
            if term.len() <= longest && term != word && stemmer.stem(term) == stem.as_str() {
                found.insert(term.to_owned());
            }
        }
    }
    for (base, others) in IRREGULAR {
        if *base == word || others.contains(&word) {
            found.extend(others.iter().chain([base]).map(|&other| other.to_owned()));
            found.remove(word);
        }
    }
    forms.extend(found);
    Ok(forms)
}

/// What word and stem begin with, less one character (`have` gives `hav`: `having`), never below three.
fn common_start<'w>(word: &'w str, stem: &str) -> &'w str {
    let common = word
        .char_indices()
        .zip(stem.chars())
        .take_while(|((_, a), b)| a == b)
        .count();
    let kept = common.saturating_sub(1).max(SHORTEST);
    let end = word
        .char_indices()
        .nth(kept)
        .map_or(word.len(), |(at, _)| at);
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts() {
        let english = stemmer("en").unwrap();
        for (word, expected) in [
            ("striking", "str"),
            ("have", "hav"),
            ("oil", "oil"),
            ("parties", "par"),
        ] {
            let start = common_start(word, &english.stem(word));
            assert!(
                start.starts_with(expected) || expected.starts_with(start),
                "{word}: {start}"
            );
        }
    }

    #[test]
    fn languages_without_forms() {
        assert!(stemmer("ar").is_none() && stemmer("ja").is_none());
    }
}
