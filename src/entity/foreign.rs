//! Names in languages the tagger was not trained for: by lexicon and shape only.
//!
//! Latin script only. Places: what the table of places knows, of some size, written with a capital and not
//! inside a longer name. People: a known given name with a capitalised word behind, then that surname
//! alone. Organisations: a short list known everywhere. German writes every noun with a capital, so a town
//! needs a preposition there and a person a known surname. Fewer names than in English, and few wrong ones.

use super::gazetteer::{Gazetteer, Level};
use super::lexicon::{FIRST_NAMES, Lexicon, PLACE_LISTS, SURNAMES};
use super::tagger::Sentence;
use super::word::{Case, WordTypes};
use super::{Kind, PlaceId};
use std::ops::Range;

/// Languages in Latin script that are read this way, by ISO 639-1 code. Sorted.
const LANGUAGES: &[&str] = &[
    "af", "az", "bs", "ca", "cs", "cy", "da", "de", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr",
    "hu", "id", "is", "it", "lt", "lv", "ms", "mt", "nb", "nl", "nn", "no", "pl", "pt", "ro", "sk",
    "sl", "so", "sq", "sv", "sw", "tl", "tr", "uz", "vi",
];

/// Organisations known by the same name in many languages; exact spelling. Sorted.
const ORGANISATIONS: &[&str] = &[
    "AFP",
    "BBC",
    "CNN",
    "EU",
    "FIFA",
    "FMI",
    "Facebook",
    "Google",
    "Interpol",
    "Microsoft",
    "NATO",
    "OMS",
    "ONU",
    "OTAN",
    "Reuters",
    "UE",
    "UEFA",
    "UNESCO",
    "UNICEF",
    "Unesco",
    "Unicef",
];

/// German prepositions before a town.
const GERMAN_PLACE_WORDS: &[&str] = &["aus", "bei", "bis", "in", "nach", "um", "von"];

/// How the stage reads a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// The trained tagger. Also when the language is unknown.
    Tagger,
    /// This module.
    Lexicon,
    /// Not at all: other scripts.
    Nothing,
}

/// How a language is read; `lang` may carry a region (`pt-BR`).
pub(super) fn reading(lang: Option<&str>) -> Reading {
    let Some(lang) = lang else {
        return Reading::Tagger;
    };
    let code = lang
        .split(['-', '_'])
        .next()
        .unwrap_or(lang)
        .to_ascii_lowercase();
    if code == "en" {
        Reading::Tagger
    } else if LANGUAGES.binary_search(&code.as_str()).is_ok() {
        Reading::Lexicon
    } else {
        Reading::Nothing
    }
}

/// What the finder is given.
pub(super) struct Tables<'t> {
    pub(super) gazetteer: &'t Gazetteer,
    pub(super) lexicon: &'t Lexicon,
    pub(super) types: &'t WordTypes,
    pub(super) is_german: bool,
}

/// Words in the name of a place, at most.
const PLACE_WORDS: usize = 4;

/// Finds the names of one sentence: token range and kind, in order. `surnames` are the surnames of
/// people found earlier in the story; new ones are added.
pub(super) fn names(
    sentence: &Sentence,
    exact: impl Fn(usize) -> bool,
    tables: &Tables<'_>,
    surnames: &mut Vec<String>,
) -> Vec<(Range<usize>, Kind)> {
    let mut found: Vec<(Range<usize>, Kind)> = Vec::new();
    let len = sentence.ids.len();
    let case = |n: usize| tables.types.word(sentence.ids[n]).case;
    let is_capital = |n: usize| n < len && case(n).is_capital();
    let mut at = 0;
    while at < len {
        if !is_capital(at) {
            at += 1;
            continue;
        }
        let behind_name = found.last().is_some_and(|(range, _)| range.end == at);
        // The second half of a longer name: `Real Madrid`. The first word of a sentence tells nothing.
        let is_inside = at > 1 && is_capital(at - 1) && !behind_name && !tables.is_german;
        let next = if exact(at) {
            Some((at + 1, Kind::Org))
        } else if is_inside {
            None
        } else {
            person(sentence, at, tables, surnames)
                .map(|end| (end, Kind::Person))
                .or_else(|| place(sentence, at, tables).map(|end| (end, Kind::Place)))
        };
        match next {
            Some((end, kind)) => {
                found.push((at..end, kind));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether the exact spelling is an organisation known everywhere.
pub(super) fn is_organisation(exact: &str) -> bool {
    ORGANISATIONS.binary_search(&exact).is_ok()
}

fn person(
    sentence: &Sentence,
    at: usize,
    tables: &Tables<'_>,
    surnames: &mut Vec<String>,
) -> Option<usize> {
    let folded = |n: usize| tables.types.folded(sentence.ids[n]);
    let word = |n: usize| sentence.ids.get(n).map(|&id| tables.types.word(id));
    let first = word(at)?;
    if surnames.iter().any(|surname| surname == folded(at))
        && !is_name_case(word(at + 1).map(|w| w.case))
    {
        return Some(at + 1);
    }
    const LARGE_PLACES: u16 = PLACE_LISTS & !(0b11 << 7);
    if first.lists & FIRST_NAMES == 0 || first.lists & LARGE_PLACES != 0 || folded(at).len() < 3 {
        return None;
    }
    let mut end = at + 1;
    while end < at + 3 && word(end).is_some_and(|word| word.is_particle) {
        end += 1;
    }
    if !is_name_case(word(end).map(|word| word.case)) {
        return None;
    }
    let surname = word(end)?;
    let is_listed = surname.lists & SURNAMES != 0;
    let is_place = surname.lists & LARGE_PLACES != 0;
    if !is_listed && (is_place || tables.is_german) {
        return None;
    }
    end += 1;
    if !tables.is_german && is_name_case(word(end).map(|word| word.case)) {
        end += 1;
    }
    // Four words in capitals and more are a title or an institution.
    if is_name_case(word(end).map(|word| word.case)) && !tables.is_german {
        return None;
    }
    let surname = folded(end - 1).to_owned();
    if !surnames.contains(&surname) {
        surnames.push(surname);
    }
    Some(end)
}

fn is_name_case(case: Option<Case>) -> bool {
    matches!(case, Some(Case::Title | Case::Mixed | Case::Initial))
}

fn place(sentence: &Sentence, at: usize, tables: &Tables<'_>) -> Option<usize> {
    let folded = |n: usize| tables.types.folded(sentence.ids[n]);
    let mut keys: Vec<(usize, String)> = Vec::new();
    let mut key = String::new();
    for n in at..sentence.ids.len().min(at + 2 * PLACE_WORDS) {
        let word = tables.types.word(sentence.ids[n]);
        if word.is_hyphen {
            continue;
        }
        if word.case == Case::Mark || keys.len() == PLACE_WORDS {
            break;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(folded(n));
        keys.push((n + 1, key.clone()));
    }
    while let Some((end, key)) = keys.pop() {
        let is_last_capital = tables.types.word(sentence.ids[end - 1]).case.is_capital();
        if !is_last_capital || key.chars().count() < 4 {
            continue;
        }
        let is_followed = sentence
            .ids
            .get(end)
            .is_some_and(|&id| tables.types.word(id).case.is_capital());
        let found = tables.gazetteer.aliased(&key);
        let before = at.checked_sub(1).map(folded);
        if found
            .iter()
            .any(|&place| is_plain(place, &key, before, at == 0, tables))
            && (!is_followed || tables.is_german)
        {
            return Some(end);
        }
    }
    None
}

/// Whether a bare name is enough to say that this place is meant.
fn is_plain(
    place: PlaceId,
    key: &str,
    before: Option<&str>,
    is_first: bool,
    tables: &Tables<'_>,
) -> bool {
    let gazetteer = tables.gazetteer;
    let people = gazetteer.population(place);
    let is_other_name = crate::text::fold::key(gazetteer.name(place)) != key;
    // Also a given name, a surname or an everyday word.
    let is_also_name = tables.lexicon.lists(key).0 & (FIRST_NAMES | SURNAMES) != 0;
    match gazetteer.level(place) {
        Level::Country | Level::Area => true,
        // Five letters: `Para` opens Spanish sentences.
        Level::Region => !tables.is_german && people > 500_000 && !is_first && key.len() > 4,
        Level::Town if people < 100_000 => false,
        Level::Town if tables.is_german => {
            people > 1_000_000 || before.is_some_and(|word| GERMAN_PLACE_WORDS.contains(&word))
        }
        Level::Town if is_other_name || is_also_name || is_first => people > 500_000,
        Level::Town => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages() {
        assert!(LANGUAGES.is_sorted() && ORGANISATIONS.is_sorted());
        assert_eq!(reading(None), Reading::Tagger);
        assert_eq!(reading(Some("en-GB")), Reading::Tagger);
        assert_eq!(reading(Some("de")), Reading::Lexicon);
        assert_eq!(reading(Some("ar")), Reading::Nothing);
    }
}
