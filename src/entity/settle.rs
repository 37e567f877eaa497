//! What a name is a name of, once the whole story is known.
//!
//! The tagger sees a sentence at a time. Here a surname that was taken for a town becomes a person again, a
//! company's first word a company, a town that plays on Saturday its team; and ships that go by a
//! person's name are dropped.

use std::cell::LazyCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::name::Name;
use super::people::PARTICLES;
use super::things::is_company_end;
use super::{Kind, Part, sure_title, things};
use crate::text::Span;
use crate::text::fold;

/// How often a single word is used as what.
#[derive(Default)]
struct Uses {
    /// As person, place, organisation.
    kinds: [usize; 3],
    /// As a place without a word before it that says so.
    bare_places: usize,
    /// Whether it is the surname of somebody named in full, and whether the given name.
    is_surname: bool,
    is_given_name: bool,
}

/// Settles names of one word that were tagged as different things in one story.
///
/// A surname of somebody named in full is that person unless a preposition says *place*; otherwise the
/// kind it has more often, when that is clear.
pub(super) fn settle_kinds(names: &mut [Name]) {
    let mut uses: FxHashMap<&str, Uses> = FxHashMap::default();
    for name in names.iter() {
        if name.is_single() {
            let uses = uses.entry(&name.key).or_default();
            uses.kinds[name.kind as usize] += 1;
            let is_bare = name.kind == Kind::Place && !name.follows_place_word;
            uses.bare_places += usize::from(is_bare);
        } else if name.kind == Kind::Person {
            uses.entry(name.last_word()).or_default().is_surname = true;
            let given = name.words().next().unwrap_or_default();
            uses.entry(given).or_default().is_given_name = true;
        }
    }
    let are_people: Vec<bool> = names
        .iter()
        .map(|name| {
            let Some(uses) = uses.get(name.key.as_str()) else {
                return false;
            };
            let [person, place, org] = uses.kinds;
            let is_clear = person > 2 * (place + org);
            let is_lonely = place + org == 1;
            let is_likely = uses.is_surname
                && !name.follows_place_word
                && (person >= uses.bare_places.max(org) || is_lonely);
            // `Wladimir will fight in June`, and nobody goes there.
            let is_given = uses.is_given_name && place == 1 && uses.bare_places == 1 && org == 0;
            name.is_single() && name.kind != Kind::Person && (is_clear || is_likely || is_given)
        })
        .collect();
    for (name, is_person) in names.iter_mut().zip(are_people) {
        if is_person {
            name.kind = Kind::Person;
        }
    }
}

/// What a person does, directly behind the name: enough to tell Theresa May from the month.
const PERSON_VERBS: &[&str] = &[
    "added",
    "also",
    "announced",
    "argued",
    "asked",
    "became",
    "began",
    "called",
    "did",
    "died",
    "had",
    "has",
    "insisted",
    "is",
    "led",
    "left",
    "lost",
    "made",
    "met",
    "resigned",
    "said",
    "says",
    "spoke",
    "told",
    "took",
    "tried",
    "wants",
    "was",
    "went",
    "who",
    "will",
    "won",
    "would",
    "wrote",
];

/// Makes a place of a single word that is where the story was filed: `Troy has one road left.`
pub(super) fn settle_datelines(names: &mut [Name]) {
    let of_full: FxHashSet<String> = names
        .iter()
        .filter(|name| name.kind == Kind::Person && !name.is_single())
        .flat_map(|name| name.words().map(str::to_owned))
        .collect();
    let filed: FxHashSet<String> = names
        .iter()
        .filter(|name| name.part == Part::Dateline && !of_full.contains(&name.key))
        .map(|name| name.key.clone())
        .collect();
    for name in names.iter_mut() {
        let is_person = name.kind == Kind::Person && name.address.is_none();
        if is_person && name.is_single() && filed.contains(&name.key) {
            name.kind = Kind::Place;
        }
    }
}

/// Finds surnames that the tagger overlooked: words that end the full name of somebody in the story, or stand
/// behind a title there, and stand by themselves. A word that is something else as well (a month, `Page`) needs a verb behind it.
pub(super) fn add_surnames(names: &mut Vec<Name>, body: &str) {
    let mut surnames: Vec<(&str, &Name)> = Vec::new();
    let full = |name: &&Name| {
        let is_sure = !name.is_single() || name.title.is_some();
        name.kind == Kind::Person && name.part == Part::Body && is_sure
    };
    for name in names.iter().filter(full) {
        let surface = name.span.of(body);
        let last = surface.rsplit([' ', '-']).next().unwrap_or(surface);
        let is_word = last.len() > 2
            && last
                .chars()
                .all(|c| c.is_alphabetic() || c == '\'' || c == '’');
        if is_word
            && fold::folded(last) == name.last_word()
            && surnames.iter().all(|(other, _)| *other != last)
        {
            surnames.push((last, name));
        }
    }
    if surnames.is_empty() || surnames.len() > MOST_SURNAMES {
        return;
    }
    let mut taken: Vec<(u32, u32)> = names
        .iter()
        .filter(|name| name.part == Part::Body)
        .map(|name| (name.span.start, name.span.end))
        .collect();
    taken.sort_unstable();
    let mut more: Vec<Name> = Vec::new();
    for (surname, name) in surnames {
        let small = surname.to_lowercase();
        let is_word_too = LazyCell::new(|| {
            OTHER_WORDS.binary_search(&small.as_str()).is_ok()
                || body
                    .match_indices(&small)
                    .any(|(at, _)| is_whole(body, at, small.len()))
        });
        for (at, _) in body.match_indices(surname) {
            let end = at + surname.len();
            let before = taken.partition_point(|&(start, _)| (start as usize) < end);
            let is_taken = before > 0 && taken[before - 1].1 as usize > at;
            if is_taken || !is_whole(body, at, surname.len()) {
                continue;
            }
            let word_before = body[..at]
                .trim_end()
                .rsplit([' ', '\n'])
                .next()
                .unwrap_or_default();
            let word_behind = body[end..].trim_start_matches(['\'', '’']);
            let word_behind = word_behind
                .trim_start()
                .split(|c: char| !c.is_alphabetic())
                .next()
                .unwrap_or_default();
            let is_in_other = word_before.ends_with(|c: char| c.is_alphanumeric() || c == '-')
                && word_before.starts_with(char::is_uppercase)
                || word_behind.starts_with(char::is_uppercase)
                    && !sure_title::is_weekday(&word_behind.to_lowercase())
                || body[end..].starts_with('-');
            let is_plain = || !*is_word_too && word_before != "the" && word_before != "The";
            if is_in_other || !is_plain() && !PERSON_VERBS.contains(&word_behind) {
                continue;
            }
            more.push(name.again(name.part, Span::new(at, end), name.last_word().to_owned()));
        }
    }
    names.extend(more);
}

/// A story with more people than this is a list.
const MOST_SURNAMES: usize = 40;

/// Surnames that are words in any story, in lower case. Sorted.
const OTHER_WORDS: &[&str] = &[
    "april",
    "august",
    "friday",
    "july",
    "june",
    "march",
    "may",
    "monday",
    "saturday",
    "sunday",
    "thursday",
    "tuesday",
    "wednesday",
    "will",
];

/// Whether the piece of a text is not within a longer word.
fn is_whole(text: &str, at: usize, len: usize) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + len..].chars().next())
}

/// Gives surnames their small words back, as the full name has them: `van der Heuvel` for `Heuvel` of Mark
/// van der Heuvel.
pub(super) fn extend_surnames<'t>(names: &mut [Name], text_of: impl Fn(Part) -> &'t str) {
    let mut full: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for name in names.iter().filter(|name| name.kind == Kind::Person) {
        let mut words = name.words().rev();
        let last = words.next().unwrap_or_default();
        if words.next().is_some_and(|word| PARTICLES.contains(&word)) {
            full.entry(last.to_owned())
                .or_default()
                .push(name.key.clone());
        }
    }
    if full.is_empty() {
        return;
    }
    for name in names.iter_mut().filter(|name| name.kind == Kind::Person) {
        let Some(full) = full.get(name.last_word()) else {
            continue;
        };
        loop {
            let before = &text_of(name.part)[..name.span.start as usize];
            let Some(before) = before.strip_suffix([' ', '-']) else {
                break;
            };
            let start = before.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| {
                at + before[at..].chars().next().map_or(1, char::len_utf8)
            });
            let key = format!("{} {}", fold::folded(&before[start..]), name.key);
            let is_part = PARTICLES.contains(&key.split(' ').next().unwrap_or_default());
            let ends = |full: &String| full.ends_with(&format!(" {key}"));
            if !is_part || !full.iter().any(ends) {
                break;
            }
            name.key = key;
            name.span.start = start as u32;
        }
    }
}

/// Behind the town in the name of a team, folded; what ends in `s` besides is one too (`Bulls`).
const TEAM_ENDS: &[&str] = &[
    "albion",
    "athletic",
    "avalanche",
    "celtic",
    "city",
    "county",
    "fc",
    "fire",
    "heat",
    "hotspur",
    "jazz",
    "lightning",
    "magic",
    "orient",
    "sox",
    "thunder",
    "town",
    "united",
    "villa",
    "wednesday",
    "wild",
];

/// Endings in `s` that are no team's.
const NO_TEAM_ENDS: &[&str] = &[
    "airlines",
    "airways",
    "games",
    "industries",
    "news",
    "ports",
    "press",
    "schools",
    "times",
    "works",
];

/// What a team does, directly behind its name.
const TEAM_VERBS: &[&str] = &[
    "beat",
    "clinched",
    "crushed",
    "defeated",
    "drew",
    "edged",
    "equalised",
    "finished",
    "has",
    "have",
    "led",
    "lead",
    "leads",
    "lose",
    "loses",
    "lost",
    "outscored",
    "played",
    "routed",
    "scored",
    "swept",
    "thrashed",
    "took",
    "trailed",
    "trounced",
    "visits",
    "was",
    "were",
    "win",
    "wins",
    "won",
];

/// What is done to a team, directly before its name.
const BEFORE_TEAMS: &[&str] = &[
    "against",
    "beat",
    "beating",
    "crushed",
    "defeated",
    "defeating",
    "downed",
    "edged",
    "facing",
    "over",
    "past",
    "played",
    "routed",
    "swept",
    "thrashed",
    "trounced",
    "v",
    "visiting",
    "vs",
];

/// Makes teams of towns that win and lose: `Chicago led by 20` in a story of the Chicago Bulls.
pub(super) fn settle_teams<'t>(names: &mut [Name], text_of: impl Fn(Part) -> &'t str) {
    let is_team_end = |end: &str| {
        TEAM_ENDS.contains(&end)
            || end.ends_with('s') && !NO_TEAM_ENDS.contains(&end) && !is_company_end(end)
    };
    let towns: FxHashSet<String> = names
        .iter()
        .filter(|name| name.kind == Kind::Org)
        .filter_map(|name| name.key.rsplit_once(' '))
        .filter(|(_, end)| is_team_end(end))
        .map(|(town, _)| town.to_owned())
        .collect();
    let places = names.iter_mut().filter(|name| name.kind == Kind::Place);
    for name in places.filter(|name| towns.contains(&name.key)) {
        let text = text_of(name.part);
        let before = text[..name.span.start as usize].trim_end();
        let before = before.rsplit(|c: char| !c.is_alphabetic()).next();
        let behind = text[name.span.end as usize..].trim_start();
        let behind = behind.split(|c: char| !c.is_alphabetic()).next();
        let is_team = behind.is_some_and(|word| TEAM_VERBS.contains(&word))
            || before.is_some_and(|word| BEFORE_TEAMS.contains(&word));
        if is_team && !name.follows_place_word {
            name.kind = Kind::Org;
        }
    }
}

/// Last words of bodies that are called after whoever leads them, who is no short form of theirs: `Reagan`
/// is not the Reagan Administration. Folded.
const OF_PEOPLE: &[&str] = &[
    "administration",
    "cabinet",
    "campaign",
    "commission",
    "committee",
    "foundation",
    "government",
    "library",
];

/// Makes a person of initials and a surname that the same story has as a person too: `J.R.R. Tolkien`, tagged
/// as a firm, beside `J R R Tolkien`.
pub(super) fn settle_initials(names: &mut [Name]) {
    // Without the spaces of the initials: `jrr tolkien`.
    let closed = |key: &str| {
        let (given, last) = key.rsplit_once(' ')?;
        let is_initials = given.split(' ').all(|word| word.len() == 1);
        (is_initials && given.len() > 1).then(|| format!("{} {last}", given.replace(' ', "")))
    };
    let people: FxHashMap<String, String> = names
        .iter()
        .filter(|name| name.kind == Kind::Person && !things::is_firm(&name.key))
        .filter_map(|name| Some((closed(&name.key)?, name.key.clone())))
        .collect();
    for name in names.iter_mut().filter(|name| name.kind == Kind::Org) {
        if let Some(person) = people.get(&name.key) {
            name.kind = Kind::Person;
            name.key.clone_from(person);
        }
    }
}

/// Makes an organisation of a single word that opens the name of one in the same story: `Hanbada` of
/// `Hanbada Heavy Works`. Not when it is the surname of somebody named in full, and not when it is on the map,
/// unless it was taken for a person and the organisation is plainly a company.
pub(super) fn settle_companies(names: &mut [Name], is_on_map: impl Fn(&str) -> bool) {
    let (mut opens, mut ends): (FxHashSet<&str>, FxHashSet<&str>) = Default::default();
    let mut opens_company: FxHashSet<&str> = FxHashSet::default();
    for name in names.iter().filter(|name| !name.is_single()) {
        match name.kind {
            Kind::Org if OF_PEOPLE.contains(&name.last_word()) => {}
            Kind::Org => {
                opens.extend(name.words().next());
                let is_company = is_company_end(name.last_word());
                opens_company.extend(name.words().next().filter(|_| is_company));
            }
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
                && (!is_on_map(&name.key)
                    || name.kind == Kind::Person && opens_company.contains(name.key.as_str()))
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
/// otherwise only what has an article before it does. Somebody who is named in full before the ship is: that
/// person stays.
pub(super) fn drop_ships<'t>(
    names: &mut Vec<Name>,
    ships: &[String],
    text_of: impl Fn(Part) -> &'t str,
) {
    if ships.is_empty() {
        return;
    }
    let whole: FxHashSet<&str> = ships.iter().map(String::as_str).collect();
    let full = || {
        names
            .iter()
            .filter(|name| name.kind == Kind::Person && !name.is_single())
    };
    let is_first = |name: &&Name| {
        let (text, start) = (text_of(name.part), name.span.start as usize);
        text.find(name.span.of(text)) == Some(start) && !text[..start].ends_with("he ")
    };
    // Looking for where a name stands first reads the text from its start, so only those are looked for that matter.
    let people: FxHashSet<String> = full()
        .filter(|name| whole.contains(name.key.as_str()))
        .filter(is_first)
        .map(|name| name.key.clone())
        .collect();
    let surnames: FxHashSet<String> = full().map(|name| name.last_word().to_owned()).collect();
    let last = |ship: &'_ str| ship.rsplit(' ').next().unwrap_or_default().to_owned();
    let short: FxHashSet<String> = ships.iter().map(|ship| last(ship)).collect();
    names.retain(|name| {
        let is_whole = whole.contains(name.key.as_str());
        if !is_whole && !short.contains(&name.key) {
            return true;
        }
        let before = &text_of(name.part)[..name.span.start as usize];
        let has_article = before.ends_with("the ") || before.ends_with("The ");
        let is_somebody = surnames.contains(&name.key) || people.contains(&name.key);
        let is_ship = is_whole && name.address.is_none() && !is_somebody;
        !(has_article || is_ship && name.kind != Kind::Place)
    });
}
