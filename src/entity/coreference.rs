//! Who is who inside one story: later and shorter mentions join the fullest name.
//!
//! News writes a name out once and then cuts it short: *Gustavo Petro*, then *Petro*. A short name joins
//! the full name whose end it is (*Petro*), or whose beginning (*Lula*, *Yoon*), or whose initials (*BBC*). Two
//! candidates: the one a title fits (*Mrs*), else the latest before it. The headline joins the body.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::features::Style;
use super::name::{Name, initials_of};
use super::title::Address;
use super::{Kind, Part};
use crate::text::Span;
use crate::text::fold;
use crate::text::token::{Token, tokens};

/// The index of the full name that each name joins: itself when there is no fuller one.
///
/// `names` is in reading order of the body, then the summary, the headline and the dateline.
pub(super) fn full_names(names: &[Name]) -> Vec<usize> {
    let mut people = FullNames::default();
    let mut bodies = FullNames::default();
    // Full names of the whole story first, so that a short one may come before its full form.
    for (n, name) in names
        .iter()
        .enumerate()
        .filter(|(_, name)| !name.is_single())
    {
        match name.kind {
            Kind::Person => people.add(n, name),
            Kind::Org => bodies.add(n, name),
            Kind::Place => {}
        }
    }
    people.index_words();
    bodies.index_beginnings();
    let mut first_of: FxHashMap<(Kind, &str), usize> = FxHashMap::default();
    let mut joined: Vec<usize> = Vec::with_capacity(names.len());
    for (n, name) in names.iter().enumerate() {
        let target = match name.kind {
            Kind::Person => {
                let found = person(name, &people);
                let own = people.by_key.get(name.key.as_str()).copied();
                for full in found.into_iter().chain(own) {
                    people.all[full].spoken = Some(n);
                }
                found.map(|full| people.all[full].first)
            }
            Kind::Org => body(name, &bodies).map(|full| bodies.all[full].first),
            Kind::Place => None,
        };
        let first = *first_of.entry((name.kind, name.key.as_str())).or_insert(n);
        joined.push(target.unwrap_or(first));
    }
    joined
}

/// A name of several words and how it is used.
struct Full<'n> {
    key: &'n str,
    /// Where it stands first.
    first: usize,
    /// Where it was last spoken of, in short forms too.
    spoken: Option<usize>,
    /// Whether `Mr` or the like, and whether `Mrs` or the like stands before it anywhere.
    is_man: bool,
    is_woman: bool,
}

/// The full names of one kind, found by what short forms share with them: a telephone book has 50,000.
#[derive(Default)]
struct FullNames<'n> {
    all: Vec<Full<'n>>,
    by_key: FxHashMap<&'n str, usize>,
    /// People by each of their words.
    by_word: FxHashMap<&'n str, Vec<usize>>,
    /// Organisations by each beginning of whole words.
    by_beginning: FxHashMap<&'n str, Vec<usize>>,
    /// Organisations by their initials.
    by_initials: FxHashMap<String, Vec<usize>>,
}

impl<'n> FullNames<'n> {
    fn add(&mut self, n: usize, name: &'n Name) {
        let at = *self.by_key.entry(&name.key).or_insert_with(|| {
            self.all.push(Full {
                key: &name.key,
                first: n,
                spoken: None,
                is_man: false,
                is_woman: false,
            });
            self.all.len() - 1
        });
        self.all[at].is_man |= name.address == Some(Address::Man);
        self.all[at].is_woman |= name.address == Some(Address::Woman);
    }

    fn index_words(&mut self) {
        for (at, full) in self.all.iter().enumerate() {
            for word in full.key.split(' ') {
                let holders = self.by_word.entry(word).or_default();
                if holders.last() != Some(&at) {
                    holders.push(at);
                }
            }
        }
    }

    fn index_beginnings(&mut self) {
        for (at, full) in self.all.iter().enumerate() {
            for (end, _) in full.key.match_indices(' ') {
                let beginning = &full.key[..end];
                self.by_beginning.entry(beginning).or_default().push(at);
            }
            for initials in initials_of(full.key) {
                self.by_initials.entry(initials).or_default().push(at);
            }
        }
    }
}

/// How well a short name fits a full one; smaller is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Same,
    Surname,
    Initials,
    Middle,
    GivenName,
}

fn fit(short: &str, full: &str) -> Option<Fit> {
    if short == full {
        return Some(Fit::Same);
    }
    let short_words: Vec<&str> = short.split(' ').collect();
    let words: Vec<&str> = full.split(' ').collect();
    let (count, all) = (short_words.len(), words.len());
    if count >= all {
        return None;
    }
    if words.ends_with(&short_words) {
        return Some(Fit::Surname);
    }
    let (first, last) = (short_words[0], short_words[count - 1]);
    if count > 1 && last == words[all - 1] {
        // `G. Petro`, `Gustavo Petro` of `Gustavo Francisco Petro`.
        let is_initial = first.chars().count() == 1 && words[0].starts_with(first);
        if is_initial || first == words[0] {
            return Some(Fit::Initials);
        }
    }
    if count > 1 && words.starts_with(&short_words) {
        return Some(Fit::Middle);
    }
    if count == 1 && all > 2 && first == words[all - 2] && first.len() > 2 {
        return Some(Fit::Middle);
    }
    (count == 1 && first == words[0] && first.chars().count() > 1).then_some(Fit::GivenName)
}

/// `G. Petro` and `Gustavo Petro`: the same number of words, one abbreviated.
fn is_abbreviated(short: &str, full: &str) -> bool {
    let (short, full): (Vec<&str>, Vec<&str>) =
        (short.split(' ').collect(), full.split(' ').collect());
    short.len() == full.len()
        && short.last() == full.last()
        && short
            .iter()
            .zip(&full)
            .all(|(one, other)| one == other || one.chars().count() == 1 && other.starts_with(one))
}

/// More people than this fit a short name, and it is nobody in particular: `Peter` in a register.
const MOST_FITS: usize = 64;

fn person(name: &Name, people: &FullNames<'_>) -> Option<usize> {
    // Whatever way a short name fits, its last word is a word of the full name.
    let sharing = people.by_word.get(name.last_word())?;
    let same = people.by_key.get(name.key.as_str()).copied();
    if sharing.len() > MOST_FITS {
        return same;
    }
    let mut fuller: Vec<(Fit, usize)> = sharing
        .iter()
        .filter(|&&at| Some(at) != same)
        .filter_map(|&at| {
            let key = people.all[at].key;
            let fit = fit(&name.key, key).or_else(|| {
                (!name.is_single() && is_abbreviated(&name.key, key)).then_some(Fit::Initials)
            })?;
            Some((fit, at))
        })
        .collect();
    // A fuller name wins over the name itself, when only one person can be meant.
    if let Some(same) = same {
        return match fuller[..] {
            [(Fit::Surname | Fit::Initials | Fit::Middle, at)]
                if people.all[at].key.len() > people.all[same].key.len() =>
            {
                Some(at)
            }
            _ => Some(same),
        };
    }
    let best = fuller.iter().map(|&(fit, _)| fit).min()?;
    fuller.retain(|&(fit, _)| fit == best);
    if fuller.len() > 1 {
        let by_title: Vec<(Fit, usize)> = fuller
            .iter()
            .copied()
            .filter(|&(_, at)| agrees(name.address, &people.all[at]))
            .collect();
        if !by_title.is_empty() {
            fuller = by_title;
        }
    }
    // One person under two full names, one within the other, is no doubt.
    let latest = |at: usize| {
        let full = &people.all[at];
        (full.spoken, std::cmp::Reverse(full.first))
    };
    let candidates = fuller.into_iter().map(|(_, at)| at);
    candidates.max_by_key(|&at| latest(at))
}

/// Whether a title (`Mrs`) fits how the person is addressed where the full name stands.
fn agrees(address: Option<Address>, full: &Full<'_>) -> bool {
    let given = full.key.split(' ').next().unwrap_or_default();
    // Offices are held by either; a man is not called Mrs.
    match address {
        Some(Address::Man) => {
            full.is_man || !full.is_woman && !super::given_names::is_womans(given)
        }
        Some(Address::Woman) => {
            full.is_woman || !full.is_man && !super::given_names::is_mans(given)
        }
        _ => true,
    }
}

fn body(name: &Name, bodies: &FullNames<'_>) -> Option<usize> {
    if let Some(&same) = bodies.by_key.get(name.key.as_str()) {
        return Some(same);
    }
    let begun = bodies.by_beginning.get(name.key.as_str());
    let bare: String = name.key.chars().filter(|c| c.is_alphanumeric()).collect();
    let spelled = (name.is_single() && bare.chars().count() >= 2)
        .then(|| bodies.by_initials.get(&bare))
        .flatten();
    let mut found = begun.into_iter().chain(spelled).flatten().copied();
    let first = found.next()?;
    // `Bank` of two banks stays what it is.
    found.all(|other| other == first).then_some(first)
}

/// Settles names of one word that were tagged as different things in one story.
///
/// A surname of somebody named in full is that person unless a preposition says *place*; otherwise the
/// kind it has more often, when that is clear.
pub(super) fn settle_kinds(names: &mut [Name]) {
    // Uses as person, place and organisation; whether it is the surname of somebody named in full.
    let mut uses: FxHashMap<&str, ([usize; 3], bool)> = FxHashMap::default();
    for name in names.iter() {
        if name.is_single() {
            uses.entry(&name.key).or_default().0[name.kind as usize] += 1;
        } else if name.kind == Kind::Person {
            uses.entry(name.last_word()).or_default().1 = true;
        }
    }
    let are_people: Vec<bool> = names
        .iter()
        .map(|name| {
            let Some(&([person, place, org], is_surname)) = uses.get(name.key.as_str()) else {
                return false;
            };
            let is_clear = person > 2 * (place + org);
            let is_lonely = place + org == 1;
            let is_likely =
                is_surname && !name.follows_place_word && (person >= place.max(org) || is_lonely);
            name.is_single() && name.kind != Kind::Person && (is_clear || is_likely)
        })
        .collect();
    for (name, is_person) in names.iter_mut().zip(are_people) {
        if is_person {
            name.kind = Kind::Person;
        }
    }
}

/// Makes an organisation of a single word that opens the name of one in the same story: `Hanbada` of
/// `Hanbada Heavy Works`. Not when it is on the map, and not when it is the surname of somebody named in full.
pub(super) fn settle_companies(names: &mut [Name], is_on_map: impl Fn(&str) -> bool) {
    let (mut opens, mut ends): (FxHashSet<&str>, FxHashSet<&str>) = Default::default();
    for name in names.iter().filter(|name| !name.is_single()) {
        match name.kind {
            Kind::Org => opens.extend(name.words().next()),
            Kind::Person => ends.extend(name.words()),
            Kind::Place => {}
        }
    }
    let are_companies: Vec<bool> = names
        .iter()
        .map(|name| {
            name.is_single()
                && name.kind != Kind::Org
                && name.address.is_none()
                && opens.contains(name.key.as_str())
                && !ends.contains(name.key.as_str())
                && !is_on_map(&name.key)
        })
        .collect();
    for (name, is_company) in names.iter_mut().zip(are_companies) {
        if is_company {
            name.kind = Kind::Org;
        }
    }
}

/// Drops the short names of ships: `the Thornley` behind `USS Thornley`.
///
/// `ships` are folded. A single word goes with the ship unless somebody of that surname is named in full;
/// otherwise only what has an article before it does.
pub(super) fn drop_ships<'t>(
    names: &mut Vec<Name>,
    ships: &[String],
    text_of: impl Fn(Part) -> &'t str,
) {
    if ships.is_empty() {
        return;
    }
    let surnames: FxHashSet<String> = names
        .iter()
        .filter(|name| name.kind == Kind::Person && !name.is_single())
        .map(|name| name.last_word().to_owned())
        .collect();
    let whole: FxHashSet<&str> = ships.iter().map(String::as_str).collect();
    let last = |ship: &'_ str| ship.rsplit(' ').next().unwrap_or_default().to_owned();
    let short: FxHashSet<String> = ships.iter().map(|ship| last(ship)).collect();
    names.retain(|name| {
        let is_whole = whole.contains(name.key.as_str());
        if !is_whole && !short.contains(&name.key) {
            return true;
        }
        let before = &text_of(name.part)[..name.span.start as usize];
        let has_article = before.ends_with("the ") || before.ends_with("The ");
        let is_ship = is_whole && name.address.is_none() && !surnames.contains(&name.key);
        !(has_article || is_ship && name.kind != Kind::Place)
    });
}

/// A longer text under `title` is no headline.
const HEADLINE_BYTES: usize = 1000;

/// Shrinks names of a headline to what the body knows: `Phelps Eyes Fourth` to `Phelps`.
///
/// Applies to a name of several words that the body does not have, when a name of the body (or the surname
/// of somebody in it) stands at its beginning or end and the body never writes the rest with a capital. Without such a
/// name, words at either end that the body has in lower case go, and the whole name when nothing is left.
pub(super) fn shrink_headlines(names: &mut Vec<Name>, title: &str, body: &str) {
    let is_wide = |name: &Name| {
        name.part == Part::Title && name.style != Style::Capitals && name.key.contains(' ')
    };
    if title.len() > HEADLINE_BYTES || !names.iter().any(is_wide) {
        return;
    }
    let mut known: FxHashMap<&str, Kind> = FxHashMap::default();
    let own: Vec<Name> = names
        .iter()
        .filter(|name| name.part != Part::Title)
        .cloned()
        .collect();
    for name in &own {
        known.insert(&name.key, name.kind);
    }
    for name in own.iter().filter(|name| name.kind == Kind::Person) {
        known.entry(name.last_word()).or_insert(Kind::Person);
    }
    // Whether the body has a word with a capital within a sentence, and whether in lower case.
    let mut written: FxHashMap<String, (bool, bool)> = FxHashMap::default();
    let mut is_within = false;
    for token in tokens(body) {
        let word = token.span.of(body);
        if !token.kind.is_word() {
            is_within = is_within && !matches!(word, "." | "?" | "!" | "\"" | "“");
            continue;
        }
        let (capital, small) = written.entry(fold::folded(word)).or_default();
        if word.chars().next().is_some_and(char::is_uppercase) {
            *capital |= is_within;
        } else {
            *small = true;
        }
        is_within = true;
    }
    let is_capital = |word: &str| written.get(word).is_some_and(|&(capital, _)| capital);
    let is_small = |word: &str| {
        written
            .get(word)
            .is_some_and(|&(capital, small)| small && !capital)
    };
    let mut more: Vec<Name> = Vec::new();
    for name in names.iter_mut().filter(|name| is_wide(name)) {
        let text = name.span.of(title);
        let all: Vec<Token> = tokens(text).filter(|token| token.kind.is_word()).collect();
        let folded: Vec<String> = all
            .iter()
            .map(|token| fold::folded(token.span.of(text)))
            .collect();
        let is_known = known.contains_key(name.key.as_str())
            || own.iter().any(|full| fit(&name.key, &full.key).is_some());
        if is_known || folded.iter().all(|word| is_capital(word)) {
            continue;
        }
        let count = folded.len();
        // `Clinton Rips Starr`: two people.
        let is_second = |n: usize, range: &Range<usize>| {
            range.start == 0
                && n + 1 == count
                && n > range.end
                && known.get(folded[n].as_str()) == Some(&Kind::Person)
        };
        let found = (1..count).rev().find_map(|len| {
            [0..len, count - len..count].into_iter().find_map(|range| {
                let kind = known.get(folded[range.clone()].join(" ").as_str())?;
                // `Charlton Athletic` is no Bobby Charlton, `Walter Smith` may be the Smith of the body.
                let is_person = name.kind == Kind::Person;
                let is_sure = len > 1 || *kind == name.kind && !(is_person && range.start > 0);
                let is_rest_small = (0..count).filter(|n| !range.contains(n)).all(|n| {
                    !is_capital(&folded[n]) && (is_sure || is_small(&folded[n]))
                        || is_second(n, &range)
                });
                is_rest_small.then_some((range, Some(*kind)))
            })
        });
        let is_loose = |n: usize| {
            let exact = all[n].span.of(text);
            is_small(&folded[n]) || exact.starts_with(char::is_lowercase)
        };
        let range = found.or_else(|| {
            let start = (0..count).find(|&n| !is_small(&folded[n])).unwrap_or(count);
            let end = (start..count)
                .rev()
                .find(|&n| !is_loose(n))
                .map_or(start, |n| n + 1);
            (end - start < count).then_some((start..end, None))
        });
        let Some((range, kind)) = range else {
            continue;
        };
        // `Vote on Reforms`, of which the body knows nothing as a name, is none.
        let is_nothing = kind.is_none()
            && name.kind == Kind::Org
            && !range.clone().any(|n| is_capital(&folded[n]));
        if range.is_empty() || is_nothing {
            name.key.clear();
            continue;
        }
        // One word left of an organisation is too little: `Saudi` of `Saudi Shopping Center`.
        if kind.is_none() && name.kind == Kind::Org && range.len() == 1 {
            continue;
        }
        let at = name.span.start;
        if is_second(count - 1, &range) {
            let last = all[count - 1].span;
            more.push(Name {
                kind: Kind::Person,
                key: folded[count - 1].clone(),
                span: Span {
                    start: at + last.start,
                    end: at + last.end,
                },
                address: None,
                title: None,
                ..name.clone()
            });
        }
        name.kind = kind.unwrap_or(name.kind);
        name.key = folded[range.clone()].join(" ");
        name.span = Span {
            start: at + all[range.start].span.start,
            end: at + all[range.end - 1].span.end,
        };
    }
    names.retain(|name| !name.key.is_empty());
    names.extend(more);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fits() {
        for (short, full, expected) in [
            ("petro", "gustavo petro", Some(Fit::Surname)),
            ("von der leyen", "ursula von der leyen", Some(Fit::Surname)),
            ("lula", "lula da silva", Some(Fit::GivenName)),
            ("yoon", "yoon suk yeol", Some(Fit::GivenName)),
            ("petro", "gustavo petro urrego", Some(Fit::Middle)),
            (
                "gustavo petro",
                "gustavo francisco petro",
                Some(Fit::Initials),
            ),
            ("ana petro", "gustavo petro", None),
            ("gustavo petro", "petro", None),
        ] {
            assert!(fit(short, full) == expected, "{short} of {full}");
        }
        assert!(is_abbreviated("g petro", "gustavo petro"));
        assert!(!is_abbreviated("a petro", "gustavo petro"));
    }
}
