//! Which two names can be one, and why: the pairs that [`super::suggest`] weighs.
//!
//! Not every name is compared with every other: each is filed under a few keys (its letters, its words but
//! one, its initial and surname ...), and only names under one key are compared.

use rustc_hash::FxHashSet;
use serde::Serialize;
use twox_hash::XxHash3_64;

use super::likeness::{Comparison, FullName, Likeness, compare};
use super::roll::Enrolled;
use super::slips::{is_one_letter_apart, scanned, sound};
use crate::entity::{Gazetteer, Kind, Level, PlaceId};

/// What in two names speaks for their being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The map has them as one place: `U.S.`, `United States`.
    SamePlace,
    /// The same letters, cut into words otherwise: `Van Kirk`, `Vankirk`.
    SameLetters,
    /// The same words in another order.
    Order,
    /// With and without `Inc`, `and Co`.
    CompanyWords,
    /// The same name, found as another kind: a firm that was taken for a person.
    OtherKind,
    /// Initials for words: `G. Petro`.
    Initials,
    /// Its initials: `OPEC`.
    Acronym,
    /// Some of the words: `Gustavo Petro`, `Gustavo Francisco Petro Urrego`.
    Part,
    /// Another form of the given name: `Bill`, `William`.
    GivenName,
    /// Letters that scans confuse: `Bamett`, `Barnett`.
    Scan,
    /// The same sound in another spelling: `Soleimani`, `Suleymany`.
    Sound,
    /// One letter more, less or another.
    Letter,
}

impl Why {
    /// In a few words.
    pub fn words(self) -> &'static str {
        match self {
            Why::SamePlace => "one place on the map",
            Why::SameLetters => "the same letters",
            Why::Order => "the same words in another order",
            Why::CompanyWords => "the same but for words such as Inc",
            Why::OtherKind => "the same name, taken for another kind",
            Why::Initials => "initials",
            Why::Acronym => "an acronym",
            Why::Part => "part of the name",
            Why::GivenName => "another form of the given name",
            Why::Scan => "letters that scans confuse",
            Why::Sound => "the same sound",
            Why::Letter => "one letter apart",
        }
    }

    /// How much it says by itself, from 0 to 1. Set by hand, by looking at what a newswire and a mixed archive give.
    pub(super) fn weight(self) -> f64 {
        match self {
            Why::SameLetters => 0.9,
            Why::SamePlace | Why::Order | Why::CompanyWords => 0.8,
            Why::OtherKind | Why::Sound => 0.6,
            Why::Initials | Why::Part | Why::GivenName => 0.55,
            Why::Scan => 0.5,
            Why::Letter => 0.45,
            Why::Acronym => 0.4,
        }
    }

    /// Whether one of the two is a slip, which is rarer than the name.
    pub(super) fn is_slip(self) -> bool {
        matches!(self, Why::Scan | Why::Letter | Why::OtherKind)
    }
}

/// Two names, by their numbers on the roll, the one with more articles first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) one: u32,
    pub(super) other: u32,
    pub(super) why: Why,
}

/// Under one key, a name is compared with at most this many that follow it, those with the most articles
/// first: more share a key only when it says nothing.
const MOST_NEIGHBOURS: usize = 60;

/// All pairs of names that can be one. Costs time linear in the names.
pub(super) fn pairs(names: &[Enrolled], gazetteer: &Gazetteer) -> Vec<Pair> {
    let read: Vec<Words> = names
        .iter()
        .map(|name| Words::of(name, gazetteer))
        .collect();
    let mut filed: Vec<(u64, u32)> = Vec::new();
    for (number, words) in (0..).zip(&read) {
        words.file_under(|key| filed.push((key, number)));
    }
    filed.sort_unstable();
    filed.dedup();
    let mut seen: FxHashSet<(u32, u32)> = FxHashSet::default();
    let mut pairs = Vec::new();
    for under in filed.chunk_by(|a, b| a.0 == b.0) {
        for (at, &(_, one)) in under.iter().enumerate() {
            for &(_, other) in under[at + 1..].iter().take(MOST_NEIGHBOURS) {
                if !seen.insert((one, other)) {
                    continue;
                }
                if let Some(why) = why(&read[one as usize], &read[other as usize]) {
                    pairs.push(Pair { one, other, why });
                }
            }
        }
    }
    pairs
}

/// A name, ready to be compared.
struct Words<'n> {
    kind: Kind,
    words: Vec<&'n str>,
    /// The name as one of a person; empty for other kinds.
    person: FullName,
    /// The same, in alphabetical order.
    sorted: Vec<&'n str>,
    letters: String,
    /// For organisations: without the words that come and go; `None` when that is too little.
    core: Option<String>,
    /// For organisations: their initials, with the small words and without: `boe` and `be`.
    acronyms: Vec<String>,
    /// For places: what the map has under the name.
    places: Vec<PlaceId>,
    /// Of those the one that is meant for sure: the only one, or a country.
    place: Option<PlaceId>,
}

/// What a name is filed under, besides a word: of which sort the word is.
#[derive(Clone, Copy)]
enum Sort {
    Letters,
    Words,
    Place,
    Core,
    Acronym,
    Initial,
    Part,
    Scan,
    Sound,
    Letter,
}

/// A key of the file.
fn key(sort: Sort, kind: Kind, seed: u64, word: &str) -> u64 {
    let seed = seed.wrapping_mul(64) + sort as u64 * 4 + kind as u64;
    XxHash3_64::oneshot_with_seed(seed, word.as_bytes())
}

/// Words of companies that one paper prints and another leaves out. Sorted.
const COMPANY_WORDS: &[&str] = &[
    "ag",
    "and",
    "co",
    "companies",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "group",
    "holding",
    "holdings",
    "inc",
    "incorporated",
    "limited",
    "llc",
    "ltd",
    "nv",
    "of",
    "plc",
    "sa",
    "spa",
    "the",
];

/// Shorter words are not compared letter by letter: too many are one letter apart.
const SHORTEST_SPELLING: usize = 5;

/// Nor are shorter names of one word.
const SHORTEST_LONE: usize = 7;

impl<'n> Words<'n> {
    fn of(name: &'n Enrolled, gazetteer: &Gazetteer) -> Words<'n> {
        let places = match name.kind {
            Kind::Place => gazetteer.aliased(&name.key),
            _ => Vec::new(),
        };
        let is_sure =
            |&&place: &&PlaceId| places.len() == 1 || gazetteer.level(place) <= Level::Country;
        let words: Vec<&str> = name.key.split(' ').collect();
        let mut sorted = words.clone();
        sorted.sort_unstable();
        let is_org = name.kind == Kind::Org;
        let is_person = name.kind == Kind::Person;
        Words {
            kind: name.kind,
            person: FullName::read(if is_person { &name.key } else { "" }),
            sorted,
            letters: name.key.replace(' ', ""),
            core: core(&words).filter(|_| is_org),
            acronyms: if is_org { acronyms(&words) } else { Vec::new() },
            words,
            place: places.first().filter(is_sure).copied(),
            places,
        }
    }

    /// The keys under which names that can be this one are found.
    fn file_under(&self, mut file: impl FnMut(u64)) {
        let kind = self.kind;
        // Names of another kind are found by their letters, too.
        file(key(Sort::Letters, Kind::Person, 0, &self.letters));
        file(key(Sort::Words, kind, 0, &self.sorted.join(" ")));
        if let Some(place) = self.place {
            file(key(Sort::Place, kind, place.0.into(), ""));
        }
        if let Some(core) = &self.core {
            file(key(Sort::Core, kind, 0, core));
        }
        for initials in &self.acronyms {
            file(key(Sort::Acronym, kind, 0, initials));
        }
        if kind == Kind::Org && self.words.len() == 1 {
            file(key(Sort::Acronym, kind, 0, &self.letters));
        }
        if kind == Kind::Person && self.words.len() > 1 {
            let first = self.words[0];
            let letter = first.chars().next().unwrap_or_default();
            for word in self.words[1..].iter().filter(|word| word.len() > 1) {
                file(key(Sort::Initial, kind, letter.into(), word));
                if first.len() > 1 {
                    file(key(
                        Sort::Part,
                        kind,
                        XxHash3_64::oneshot(first.as_bytes()),
                        word,
                    ));
                }
            }
        }
        self.file_spellings(file);
    }

    /// The other words with each form that a misspelt word and the right one share.
    fn file_spellings(&self, mut file: impl FnMut(u64)) {
        let is_lone = self.words.len() == 1;
        let mut without = String::new();
        for (at, word) in self.words.iter().enumerate() {
            let letters = word.chars().count();
            let shortest = if is_lone {
                SHORTEST_LONE
            } else {
                SHORTEST_SPELLING
            };
            if letters + 1 < shortest || !word.chars().all(char::is_alphabetic) {
                continue;
            }
            let mut rest = self.words.clone();
            rest[at] = "?";
            let rest = XxHash3_64::oneshot(rest.join(" ").as_bytes());
            file(key(Sort::Scan, self.kind, rest, &scanned(word)));
            file(key(Sort::Sound, self.kind, rest, &sound(word)));
            file(key(Sort::Letter, self.kind, rest, word));
            for (start, letter) in word.char_indices() {
                without.clear();
                without.push_str(&word[..start]);
                without.push_str(&word[start + letter.len_utf8()..]);
                file(key(Sort::Letter, self.kind, rest, &without));
            }
        }
    }
}

fn core(words: &[&str]) -> Option<String> {
    let is_core = |word: &&&str| COMPANY_WORDS.binary_search(word).is_err();
    let core: Vec<&str> = words.iter().filter(is_core).copied().collect();
    let core = core.join(" ");
    (core.chars().count() > 3).then_some(core)
}

fn acronyms(words: &[&str]) -> Vec<String> {
    if words.len() < 3 {
        return Vec::new();
    }
    let small = ["and", "for", "of", "on", "the"];
    let first = |word: &&str| word.chars().next();
    let large = words.iter().filter(|word| !small.contains(word));
    let mut all: Vec<String> = vec![
        words.iter().filter_map(first).collect(),
        large.filter_map(first).collect(),
    ];
    all.retain(|letters| letters.len() > 2);
    all.dedup();
    all
}

fn why(one: &Words<'_>, other: &Words<'_>) -> Option<Why> {
    if one.kind != other.kind {
        return (one.words == other.words).then_some(Why::OtherKind);
    }
    if one.place.is_some() && one.place == other.place {
        return Some(Why::SamePlace);
    }
    let are_two_places = !one.places.is_empty()
        && !other.places.is_empty()
        && !one.places.iter().any(|place| other.places.contains(place));
    if are_two_places {
        return None;
    }
    if one.letters == other.letters {
        return Some(Why::SameLetters);
    }
    if one.sorted == other.sorted {
        return Some(Why::Order);
    }
    match one.kind {
        Kind::Org => {
            if one.core.is_some() && one.core == other.core {
                return Some(Why::CompanyWords);
            }
            let spells = |short: &Words<'_>, long: &Words<'_>| {
                short.words.len() == 1 && long.acronyms.contains(&short.letters)
            };
            if spells(one, other) || spells(other, one) {
                return Some(Why::Acronym);
            }
        }
        Kind::Person => match (
            compare(&one.person, &other.person),
            compare(&other.person, &one.person),
        ) {
            (Comparison::Like(one), Comparison::Like(other)) => {
                return Some(of_likeness(one.max(other)));
            }
            (Comparison::Another, _) => return None,
            _ => {}
        },
        Kind::Place => {}
    }
    misspelt(one, other)
}

fn of_likeness(likeness: Likeness) -> Why {
    match likeness {
        Likeness::Same => Why::Order,
        Likeness::Longer | Likeness::Shorter => Why::Part,
        Likeness::Initials => Why::Initials,
        Likeness::GivenName => Why::GivenName,
        Likeness::Spelling => Why::Sound,
    }
}

/// Whether all words but one are the same, and that one is nearly.
fn misspelt(one: &Words<'_>, other: &Words<'_>) -> Option<Why> {
    if one.words.len() != other.words.len() {
        return None;
    }
    let mut different = one.words.iter().zip(&other.words).filter(|(a, b)| a != b);
    let (&(a, b), None) = (&different.next()?, different.next()) else {
        return None;
    };
    let shortest = match one.words.len() {
        1 => SHORTEST_LONE,
        _ => SHORTEST_SPELLING,
    };
    let letters = a.chars().count().min(b.chars().count());
    let is_word = |word: &str| word.chars().all(char::is_alphabetic);
    if letters + 1 < shortest || !is_word(a) || !is_word(b) {
        return None;
    }
    // Plurals and possessives are other names, or the tagger's slips.
    let is_plural = |a: &str, b: &str| a.strip_suffix('s') == Some(b);
    if is_plural(a, b) || is_plural(b, a) {
        return None;
    }
    if scanned(a) == scanned(b) {
        return Some(Why::Scan);
    }
    if sound(a) == sound(b) {
        return Some(Why::Sound);
    }
    (letters >= shortest && is_one_letter_apart(a, b)).then_some(Why::Letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enrolled(kind: Kind, key: &str) -> Enrolled {
        Enrolled {
            kind,
            name: key.to_owned(),
            key: key.to_owned(),
            is_vouched: false,
            articles: vec![],
        }
    }

    fn compared(kind: Kind, one: &str, other: &str) -> Option<Why> {
        let names = [enrolled(kind, one), enrolled(kind, other)];
        let found = pairs(&names, &Gazetteer::builtin());
        let gazetteer = Gazetteer::builtin();
        let direct = why(
            &Words::of(&names[0], &gazetteer),
            &Words::of(&names[1], &gazetteer),
        );
        let why = found.first().map(|pair| pair.why);
        assert_eq!(
            why, direct,
            "names that can be one are filed together: {one}, {other}"
        );
        why
    }

    #[test]
    fn people_who_can_be_one() {
        for (one, other, expected) in [
            ("gustavo petro", "g petro", Some(Why::Initials)),
            ("g f petro", "gustavo francisco petro", Some(Why::Initials)),
            (
                "gustavo petro",
                "gustavo francisco petro urrego",
                Some(Why::Part),
            ),
            ("petro gustavo", "gustavo petro", Some(Why::Order)),
            ("john van kirk", "john vankirk", Some(Why::SameLetters)),
            ("qasem soleimani", "qasem suleymany", Some(Why::Sound)),
            ("mary barnett", "mary bamett", Some(Why::Scan)),
            ("helmut schmidt", "helmut schmibt", Some(Why::Letter)),
            ("helmut schmidt", "helmut shcmidt", Some(Why::Letter)),
            ("george bush", "george w bush", Some(Why::Part)),
            ("george w bush", "george h w bush", None),
            ("ann lee", "ana lee", None),
            ("hans ford", "hans fords", None),
            ("gustavo petro", "germán petro", None),
            ("petro", "gustavo petro", None),
            ("paul volcker", "paul kelly", None),
        ] {
            assert_eq!(
                compared(Kind::Person, one, other),
                expected,
                "{one}, {other}"
            );
        }
    }

    #[test]
    fn bodies_and_places_that_can_be_one() {
        for (kind, one, other, expected) in [
            (
                Kind::Org,
                "opec",
                "organization of petroleum exporting countries",
                Some(Why::Acronym),
            ),
            (
                Kind::Org,
                "merrill lynch",
                "merrill lynch and co inc",
                Some(Why::CompanyWords),
            ),
            (Kind::Org, "bank of japan", "bank of nepal", None),
            (Kind::Place, "u.s", "united states", Some(Why::SamePlace)),
            (Kind::Place, "bombay", "mumbai", Some(Why::SamePlace)),
            (Kind::Place, "austria", "australia", None),
            (Kind::Place, "iran", "iraq", None),
            (Kind::Place, "mozambique", "mozanbique", Some(Why::Letter)),
        ] {
            assert_eq!(compared(kind, one, other), expected, "{one}, {other}");
        }
    }

    #[test]
    fn tables_are_sorted() {
        assert!(COMPANY_WORDS.is_sorted());
    }
}
