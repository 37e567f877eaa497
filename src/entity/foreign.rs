//! Names in languages the tagger was not trained for: by lexicon and shape only.
//!
//! Latin script only. Places: what the table of places knows, of some size, written with a capital and not
//! inside a longer name; small ones behind a preposition of place. People: a known given name with a
//! capitalised word behind, a word behind `M.` or `Mme`, then that surname alone. Organisations: a legal form
//! (`Osterkamp AG`), a known head (`Banco de ...`) or a listed name. German writes every noun
//! with a capital, so a town needs a preposition there and a person a given name that is nothing else.

use super::features::Style;
use super::foreign_words::{
    BEFORE_NAME, BEHIND_NAME, CAPITAL_PARTICLES, COMPANY_NOUNS, GERMAN_ARTICLES, GERMAN_BODIES,
    GERMAN_NOUN_ENDINGS, GERMAN_NOUNS, GERMAN_PLACE_WORDS, HEAD_ADJECTIVES, HEADS, HONORIFICS,
    JOINING, LEGAL_FORMS, NO_GIVEN_NAMES, ORGANISATIONS, SMALL_TOWN_WORDS, SMALL_WORDS, THE,
    VIETNAMESE_FAMILIES,
};
use super::gazetteer::{Gazetteer, Level};
use super::lexicon::{self, FIRST_NAMES, Lexicon, PLACE_LISTS, SURNAMES};
use super::tagger::Sentence;
use super::word::{Case, Word, WordTypes};
use super::{Kind, PlaceId, resolve};
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What the finder is given.
pub(super) struct Tables<'t> {
    pub(super) gazetteer: &'t Gazetteer,
    pub(super) lexicon: &'t Lexicon,
    pub(super) types: &'t WordTypes,
    /// ISO 639-1 code.
    pub(super) lang: &'t str,
}

impl Tables<'_> {
    fn is_german(&self) -> bool {
        self.lang == "de"
    }
}

/// Words in the name of a place, at most.
const PLACE_LENGTH: usize = 4;

/// Words in the name of an organisation, at most.
const ORGANISATION_LENGTH: usize = 6;

/// Finds the names of one sentence: token range and kind, in order. `exact` gives a token as written;
/// `surnames` are the surnames (folded, words joined by spaces) of people found earlier in the story; new
/// ones are added.
pub(super) fn names<'s>(
    sentence: &Sentence,
    exact: impl Fn(usize) -> &'s str,
    tables: &Tables<'_>,
    surnames: &mut Vec<String>,
) -> Vec<(Range<usize>, Kind)> {
    let view = View {
        sentence,
        tables,
        exact: &exact,
    };
    let mut found: Vec<(Range<usize>, Kind)> = Vec::new();
    let mut at = 0;
    while at < view.len() {
        if !view.is_capital(at) {
            at += 1;
            continue;
        }
        let behind_name = found.last().is_some_and(|(range, _)| range.end == at);
        // The second half of a longer name: `Real Madrid`. The first word of a sentence tells nothing.
        let is_inside = at > 1 && view.is_capital(at - 1) && !behind_name && !tables.is_german();
        // `aus Rostock und Danzig`: what goes for the first goes for the second.
        let is_joined = at > 1
            && JOINING.contains(&view.folded(at - 1))
            && found
                .last()
                .is_some_and(|(range, kind)| range.end == at - 1 && *kind == Kind::Place);
        let next = if let Some(end) = view.organisation(at) {
            Some((end, Kind::Org))
        } else if let Some(end) = view.addressed(at) {
            Some((end, Kind::Person))
        } else if is_inside {
            None
        } else {
            view.person(at, surnames)
                .map(|end| (end, Kind::Person))
                .or_else(|| view.place(at, is_joined).map(|end| (end, Kind::Place)))
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

/// Whether a given name of European languages that is hardly anything else, folded.
fn is_given_name(folded: &str) -> bool {
    static NAMES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        include_str!("data/given_names_europe.txt")
            .split_whitespace()
            .collect()
    });
    NAMES.contains(folded)
}

/// A sentence and what is known of its words; beyond its ends stand empty words.
struct View<'v, 's> {
    sentence: &'v Sentence,
    tables: &'v Tables<'v>,
    exact: &'v dyn Fn(usize) -> &'s str,
}

impl<'v> View<'v, '_> {
    fn len(&self) -> usize {
        self.sentence.ids.len()
    }

    fn word(&self, n: usize) -> Option<&'v Word> {
        let id = *self.sentence.ids.get(n)?;
        Some(self.tables.types.word(id))
    }

    fn folded(&self, n: usize) -> &'v str {
        self.sentence
            .ids
            .get(n)
            .map_or("", |&id| self.tables.types.folded(id))
    }

    fn before(&self, n: usize) -> &'v str {
        n.checked_sub(1).map_or("", |n| self.folded(n))
    }

    fn is_capital(&self, n: usize) -> bool {
        self.word(n).is_some_and(|word| word.case.is_capital())
    }

    fn is_name(&self, n: usize) -> bool {
        let case = self.word(n).map(|word| word.case);
        matches!(case, Some(Case::Title | Case::Mixed | Case::Initial))
    }

    fn is_hyphen(&self, n: usize) -> bool {
        self.word(n).is_some_and(|word| word.is_hyphen)
    }

    /// The end of a word with what hyphens join to it: `Kramp-Karrenbauer`.
    fn end_of_hyphenated(&self, n: usize) -> usize {
        let mut end = n + 1;
        while self.is_hyphen(end) && self.is_name(end + 1) {
            end += 2;
        }
        end
    }

    /// The end of the organisation whose name begins at `at`.
    fn organisation(&self, at: usize) -> Option<usize> {
        if ORGANISATIONS.binary_search(&(self.exact)(at)).is_ok() {
            // `EU-Kommission` says EU, and something else.
            return Some(at + 1);
        }
        if SMALL_WORDS.binary_search(&self.folded(at)).is_ok() || self.is_hyphen(at.wrapping_sub(1))
        {
            return None;
        }
        self.by_legal_form(at)
            .or_else(|| self.by_head(at))
            .or_else(|| self.by_company_noun(at))
            .or_else(|| self.by_list(at))
    }

    /// `Deutsche Bank`, `Real Madrid`. A single word only where no noun has a capital, and within a sentence.
    fn by_list(&self, at: usize) -> Option<usize> {
        if !self.is_name(at) || self.sentence.style() == Style::Capitals {
            return None;
        }
        let first = self.word(at).and_then(|word| word.opens_phrase);
        let others = (at + 1..at + ORGANISATION_LENGTH)
            .take_while(|&n| self.is_name(n))
            .map(|n| self.folded(n));
        let found = first.and_then(|first| self.tables.lexicon.phrase(first, others));
        if let Some((count, lists)) = found {
            return (lists & lexicon::ORGANISATIONS == lists).then_some(at + count);
        }
        let is_within = at > 0 && self.word(at - 1).is_some_and(|w| w.case == Case::Lower);
        let is_listed = self.word(at).is_some_and(|word| {
            word.lists != 0 && word.lists & lexicon::ORGANISATIONS == word.lists
        });
        (is_listed && is_within && !self.tables.is_german() && !self.is_name(at + 1))
            .then_some(at + 1)
    }

    /// `Osterkamp AG`, `Verlag Nordsee-Bote GmbH & Co. KG`.
    fn by_legal_form(&self, at: usize) -> Option<usize> {
        if !self.tables.is_german() && at > 0 && self.is_capital(at - 1) {
            return None;
        }
        let is_form = |n: usize| {
            n < self.len()
                && LEGAL_FORMS.binary_search(&(self.exact)(n)).is_ok()
                && !self.is_hyphen(n + 1)
        };
        let is_company_noun = |folded: &str| {
            folded == "verlag" || COMPANY_NOUNS.iter().any(|noun| folded.ends_with(noun))
        };
        if self.sentence.style() == Style::Capitals
            || is_form(at)
            || self.tables.is_german() && is_company_noun(self.folded(at))
        {
            return None;
        }
        let mut end = at + 1;
        while end < at + ORGANISATION_LENGTH && !is_form(end) {
            let is_part = self.is_capital(end)
                || self.is_hyphen(end)
                || (self.exact)(end.min(self.len() - 1)) == "&";
            if end >= self.len() || !is_part {
                return None;
            }
            end += 1;
        }
        is_form(end).then_some(end + 1)
    }

    /// `Ministerio de Hacienda`, `Universität Bremen`, `Parti socialiste`, `Bundestag`.
    fn by_head(&self, at: usize) -> Option<usize> {
        let folded = self.folded(at);
        if !self.is_name(at) && folded != "ig" || self.is_hyphen(at + 1) {
            return None;
        }
        if self.tables.is_german() {
            let bare = folded.strip_suffix('s').unwrap_or(folded);
            let is_body = |word: &str| GERMAN_BODIES.binary_search(&word).is_ok();
            if is_body(folded) || is_body(bare) || is_body(bare.strip_suffix('e').unwrap_or(bare)) {
                return Some(at + 1);
            }
            let is_ministry = folded.starts_with("bundes") && bare.ends_with("ministerium");
            if is_ministry {
                return Some(at + 1);
            }
        }
        HEADS.binary_search(&folded).ok()?;
        // A country, and a group of whatever follows.
        let next = self.folded(at + 1);
        if matches!(next, "rusa" | "russa" | "russe") || folded == "grupo" && next == "de" {
            return None;
        }
        if HEAD_ADJECTIVES.binary_search(&self.folded(at + 1)).is_ok() {
            return Some(at + 2);
        }
        let mut end = at + 1;
        let mut behind_capital = at + 1;
        while end < at + ORGANISATION_LENGTH {
            let is_joined = self.word(end).is_some_and(|word| word.is_particle)
                || ["des", "d", "l", "dell", "dello", "do"].contains(&self.folded(end));
            if self.is_name(end) || self.is_hyphen(end) && self.is_name(end + 1) {
                behind_capital = end + 1;
            } else if !is_joined || self.tables.is_german() {
                break;
            }
            end += 1;
            // German: one word, the next may be any noun.
            if self.tables.is_german() && behind_capital > at + 1 {
                behind_capital = self.end_of_hyphenated(at + 1);
                break;
            }
        }
        let is_noun = self.tables.is_german() && is_german_noun(self.folded(at + 1));
        (behind_capital > at + 1 && !is_noun).then_some(behind_capital)
    }

    /// `die Reederei Celtic Shore Lines`: two capitals and more behind what the thing is.
    fn by_company_noun(&self, at: usize) -> Option<usize> {
        if !self.tables.is_german() || COMPANY_NOUNS.binary_search(&self.before(at)).is_err() {
            return None;
        }
        let mut end = at;
        while end < at + ORGANISATION_LENGTH
            && self.is_capital(end)
            && !is_german_noun(self.folded(end))
        {
            end = self.end_of_hyphenated(end);
        }
        (end > at + 1 && !self.is_hyphen(end)).then_some(end)
    }

    /// Who stands behind `Mme`: `M. Lavaud`, `doña Eufemia Angulo`.
    fn addressed(&self, at: usize) -> Option<usize> {
        let before = (self.exact)(at.checked_sub(1)?);
        let is_addressed = HONORIFICS.contains(&before)
            || self.tables.lang == "fr" && matches!(before, "M." | "MM.");
        if !is_addressed || !self.is_name(at) {
            return None;
        }
        let mut end = self.end_of_hyphenated(at);
        while self.is_name(end) && end < at + 4 {
            end = self.end_of_hyphenated(end);
        }
        Some(end)
    }

    /// The end of the person whose name begins at `at`; notes the surname.
    fn person(&self, at: usize, surnames: &mut Vec<String>) -> Option<usize> {
        if let Some(end) = self.known_surname(at, surnames) {
            return Some(end);
        }
        if self.tables.lang == "vi" {
            return self.vietnamese(at);
        }
        let is_german = self.tables.is_german();
        let first = self.word(at)?;
        let folded = self.folded(at);
        let is_given = |n: usize| self.is_name(n) && is_given_name(self.folded(n));
        let is_sure = is_given(at);
        // Most words with a capital end here.
        if !is_sure && first.lists & FIRST_NAMES == 0 {
            return None;
        }
        let is_town = first.lists & LARGE_PLACES != 0;
        let is_placed = SMALL_TOWN_WORDS.contains(&self.before(at));
        // `la Virgen del Rocío`, `los Reyes Felipe y Letizia`: no name of a person has an article there.
        let is_thing = !is_german && THE.contains(&self.before(at));
        let is_listed_name =
            first.lists & FIRST_NAMES != 0 && !is_town && !NO_GIVEN_NAMES.contains(&folded);
        if !(is_sure && !(is_town && is_placed) || is_listed_name)
            || folded.len() < 3
            || !self.is_name(at)
            || is_thing
            || at > 0 && self.is_hyphen(at - 1)
            || BEFORE_NAME.contains(&self.before(at))
        {
            return None;
        }
        let mut end = self.end_of_hyphenated(at);
        let is_double = end > at + 1;
        // Further given names and initials, as long as something is left to be the surname.
        for _ in 0..2 {
            let is_initial = self
                .word(end)
                .is_some_and(|word| word.case == Case::Initial);
            let next = self.end_of_hyphenated(end);
            let goes_on =
                self.is_name(next) || self.word(next).is_some_and(|word| word.is_particle);
            if !((is_given(end) || is_initial) && goes_on) {
                break;
            }
            end = next;
        }
        let mut start = end;
        while end < start + 3
            && (self.word(end).is_some_and(|word| word.is_particle)
                || self.is_name(end + 1)
                    && CAPITAL_PARTICLES.binary_search(&self.folded(end)).is_ok())
        {
            end += 1;
        }
        if !self.is_name(end) {
            return None;
        }
        let has_particle = end > start;
        start = end;
        let surname = self.word(end)?;
        let is_listed = surname.lists & SURNAMES != 0;
        let is_place = surname.lists & LARGE_PLACES != 0;
        let is_plain = is_sure || is_double;
        if is_german_noun(self.folded(end)) && is_german
            || !is_listed && !is_plain && (is_place || is_german)
            || !is_listed && is_place && is_german && !has_particle
        {
            return None;
        }
        end = self.end_of_hyphenated(end);
        // `Julius Kühn-Institut`: a thing called after somebody.
        let is_thing = BEHIND_NAME.contains(&self.folded(end))
            || end > start + 1 && BEHIND_NAME.contains(&self.folded(end - 1));
        if self.is_hyphen(end) || is_thing {
            return None;
        }
        if !is_german && self.is_name(end) {
            end = self.end_of_hyphenated(end);
        }
        // Four words in capitals and more are a title or an institution.
        if self.is_name(end) && !is_german {
            return None;
        }
        let surname: Vec<&str> = (start..end)
            .filter(|&n| !self.is_hyphen(n))
            .map(|n| self.folded(n))
            .collect();
        // Two surnames: the first is the one in use in Spanish, the last elsewhere; with a hyphen both.
        let mut keys = vec![surname.join(" ")];
        if surname.len() == 2 && !self.is_hyphen(start + 1) {
            keys.extend(surname.iter().map(|&word| word.to_owned()));
        }
        for key in keys {
            if !surnames.contains(&key) {
                surnames.push(key);
            }
        }
        Some(end)
    }

    /// The end of a Vietnamese name: one of the few family names, then one to three words. Given names of Europe
    /// say nothing there (`Theo` is *according to*).
    fn vietnamese(&self, at: usize) -> Option<usize> {
        if VIETNAMESE_FAMILIES.binary_search(&self.folded(at)).is_err() || !self.is_name(at) {
            return None;
        }
        let count = (at + 1..at + 5).take_while(|&n| self.is_name(n)).count();
        (1..4).contains(&count).then_some(at + 1 + count)
    }

    /// The end of a surname that the story has named before.
    fn known_surname(&self, at: usize, surnames: &[String]) -> Option<usize> {
        let end_of = |surname: &str| -> Option<usize> {
            let mut end = at;
            for (n, part) in surname.split(' ').enumerate() {
                if n > 0 && self.is_hyphen(end) {
                    end += 1;
                }
                if !self.is_capital(end) || self.folded(end) != part {
                    return None;
                }
                end += 1;
            }
            Some(end)
        };
        let end = surnames
            .iter()
            .filter_map(|surname| end_of(surname))
            .max()?;
        if at > 0 && self.is_hyphen(at - 1)
            || BEFORE_NAME.contains(&self.before(at))
            || self.tables.is_german() && GERMAN_ARTICLES.contains(&self.before(at))
        {
            return None;
        }
        let is_free = !self.is_hyphen(end) && (self.tables.is_german() || !self.is_name(end));
        is_free.then_some(end)
    }

    /// The end of the place whose name begins at `at`; `is_joined` when another stands before the `and`.
    fn place(&self, at: usize, is_joined: bool) -> Option<usize> {
        let mut words: Vec<usize> = Vec::new();
        for n in at..self.len().min(at + 2 * PLACE_LENGTH) {
            let word = self.word(n)?;
            if word.is_hyphen {
                continue;
            }
            if word.case == Case::Mark || words.len() == PLACE_LENGTH {
                break;
            }
            words.push(n);
        }
        let folded = words.iter().map(|&n| self.folded(n));
        let known = self.tables.gazetteer.begins_with(folded);
        for count in (1..=known).rev() {
            let folded: Vec<&str> = words[..count].iter().map(|&n| self.folded(n)).collect();
            let key = folded.join(" ");
            let end = words[count - 1] + 1;
            if !self.is_capital(end - 1)
                || key.chars().count() < 4
                || SMALL_WORDS.binary_search(&key.as_str()).is_ok()
            {
                continue;
            }
            let found = self.tables.gazetteer.aliased(&key);
            let cue = Cue {
                before: self.before(at),
                is_first: at == 0,
                is_joined,
            };
            if found
                .iter()
                .any(|&place| is_plain(place, &key, cue, self.tables))
                && (!self.is_capital(end) || self.tables.is_german())
            {
                return Some(end);
            }
        }
        None
    }
}

/// Lists of places, without those of small towns and of other names.
const LARGE_PLACES: u16 = PLACE_LISTS & !(0b11 << 7);

/// Whether a folded word with a capital is a German noun and no surname, as far as its form says.
fn is_german_noun(folded: &str) -> bool {
    GERMAN_NOUNS.contains(&folded)
        || GERMAN_NOUN_ENDINGS
            .iter()
            .any(|ending| folded.len() > ending.len() + 3 && folded.ends_with(ending))
}

/// What stands before the name of a place.
#[derive(Clone, Copy)]
struct Cue<'c> {
    before: &'c str,
    is_first: bool,
    is_joined: bool,
}

/// Whether a bare name is enough to say that this place is meant.
fn is_plain(place: PlaceId, key: &str, cue: Cue<'_>, tables: &Tables<'_>) -> bool {
    let gazetteer = tables.gazetteer;
    let is_german = tables.is_german();
    let people = gazetteer.population(place);
    let is_other_name = crate::text::fold::key(gazetteer.name(place)) != key;
    // Also a given name, a surname or an everyday word.
    let is_also_name = tables.lexicon.lists(key).0 & (FIRST_NAMES | SURNAMES) != 0;
    let is_cued = cue.is_joined || SMALL_TOWN_WORDS.contains(&cue.before);
    match gazetteer.level(place) {
        Level::Country | Level::Area => true,
        // Five letters: `Para` opens Spanish sentences.
        Level::Region => !is_german && people > 500_000 && !cue.is_first && key.len() > 4,
        Level::Town if people < 100_000 => {
            is_cued
                && !is_other_name
                && !is_also_name
                && key.len() > 4
                && gazetteer
                    .country_of(place)
                    .and_then(|country| gazetteer.place(country).country)
                    .is_some_and(|country| resolve::is_home(tables.lang, country))
        }
        // `Dabei` opens German sentences, and is a name of Dubai.
        Level::Town if is_german && is_other_name && cue.is_first => false,
        Level::Town if is_german => {
            people > 1_000_000 || cue.is_joined || GERMAN_PLACE_WORDS.contains(&cue.before)
        }
        Level::Town if is_other_name => {
            people > 500_000 || is_cued && cue.before != "a" && !cue.is_joined
        }
        Level::Town if is_also_name || cue.is_first => people > 500_000 || is_cued,
        Level::Town => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(ORGANISATIONS.is_sorted() && LEGAL_FORMS.is_sorted());
        assert!(HEADS.is_sorted() && HEAD_ADJECTIVES.is_sorted() && GERMAN_BODIES.is_sorted());
        assert!(COMPANY_NOUNS.is_sorted() && SMALL_WORDS.is_sorted());
        assert!(CAPITAL_PARTICLES.is_sorted() && VIETNAMESE_FAMILIES.is_sorted());
    }
}
