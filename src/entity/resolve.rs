//! Which place a name means in this story.
//!
//! Candidates are scored by population, by whether the story speaks of their country or region otherwise,
//! by where the newspaper is at home, and by whether they are countries or capitals. An explicit tail (`Paris, Texas`) decides alone.
//! When the best two are close, the name stays undecided: a wrong place is worse than none.

use std::collections::BTreeMap;

use super::gazetteer::{Gazetteer, Level};
use super::languages;
use super::name::Name;
use super::tail::{by_abbreviation, by_tail, drop_elsewhere, is_closed_tail, keep_in_counties};
use super::{Kind, Part, PlaceId};
use crate::text::fold;

/// How much better the best candidate must be than the second. In the logarithm of people: 1.2 is a
/// factor of three. Chosen by hand so that Georgia and Cambridge stay open; not tuned on marked data, of which
/// there is none yet. So are the figures below.
const MARGIN: f64 = 1.2;

/// What the country being spoken of is worth: a factor of sixteen in people.
const SUPPORT: f64 = 2.8;

/// What the region around being spoken of is worth besides.
const SUPPORT_OF_REGION: f64 = 1.5;

/// What each threefold of times adds to either.
const OFTEN: f64 = 0.5;

/// What lying in the country of the newspaper is worth, and what lying in its region is besides.
const SOURCE: f64 = 1.0;

/// An undecided name may mean what is no less likely than this, and no more than so many places.
const LIKELY: f64 = 4.0;
const MOST_CANDIDATES: usize = 5;

/// What being the capital is worth.
const CAPITAL: f64 = 1.5;

/// What a name that is not the usual one costs.
const OTHER_NAME: f64 = 1.5;

/// What lying where the language of the story is spoken is worth: a factor of twelve in people. In French,
/// Brest is in Brittany.
const HOME: f64 = 2.5;

/// Where a language is the language of the news, by ISO codes. English and those of one country too
/// many to say anything (Spanish) have no line.
const HOMES: &[(&str, &[&str])] = &[
    ("cs", &["CZ"]),
    ("da", &["DK"]),
    ("de", &["AT", "CH", "DE"]),
    ("fi", &["FI"]),
    ("fr", &["BE", "CH", "FR"]),
    ("hu", &["HU"]),
    ("id", &["ID"]),
    ("it", &["CH", "IT"]),
    ("nb", &["NO"]),
    ("nl", &["BE", "NL"]),
    ("nn", &["NO"]),
    ("no", &["NO"]),
    ("pl", &["PL"]),
    ("pt", &["BR", "PT"]),
    ("ro", &["RO"]),
    ("sv", &["SE"]),
    ("tr", &["TR"]),
    ("vi", &["VN"]),
];

/// Whether a country (ISO code) is one where news is written in the language.
pub(super) fn is_home(lang: &str, country: &str) -> bool {
    HOMES
        .iter()
        .any(|(home, countries)| *home == lang && countries.contains(&country))
}

/// Names that news uses for one thing although the map has a larger one.
const USUAL: &[(&str, &str)] = &[
    ("britain", "geonames:2635167"),
    ("congo", "geonames:203312"),
    ("new york", "geonames:5128581"),
    ("washington", "geonames:4140963"),
];

/// Enough to win over any rival that nothing else supports.
const USUAL_BONUS: f64 = 4.0;

/// Words around a name that are not on the map: `Aleppo province`, `city of Lagos`. Folded.
const GENERIC: &[&str] = &[
    "area",
    "city",
    "city of",
    "coast",
    "county",
    "district",
    "eastern",
    "greater",
    "northern",
    "prefecture",
    "province",
    "province of",
    "region",
    "republic",
    "republic of",
    "southern",
    "state",
    "state of",
    "suburb",
    "town",
    "town of",
    "village",
    "village of",
    "western",
    "central",
];

/// Those of [`GENERIC`] that stand before a name without `of`.
const OPENING: &[&str] = &[
    "central", "eastern", "greater", "northern", "southern", "western",
];

/// What places the story speaks of so far.
#[derive(Clone, Default)]
struct Context {
    /// Countries and regions named, implied or containing a place that is certain, and how often.
    supported: BTreeMap<PlaceId, u32>,
    /// ISO 639-1 code; empty when unknown.
    lang: String,
    /// Where the newspaper is at home.
    home: Option<PlaceId>,
}

impl Context {
    fn add(&mut self, gazetteer: &Gazetteer, place: PlaceId) {
        for around in supported_by(gazetteer, place) {
            *self.supported.entry(around).or_default() += 1;
        }
    }

    /// Takes back what [`add`](Self::add) added.
    fn remove(&mut self, gazetteer: &Gazetteer, place: PlaceId) {
        for around in supported_by(gazetteer, place) {
            if let Some(times) = self.supported.get_mut(&around) {
                *times -= 1;
                if *times == 0 {
                    self.supported.remove(&around);
                }
            }
        }
    }

    /// What the other places of the story say for a place; more for what it speaks of more.
    fn supports(&self, gazetteer: &Gazetteer, place: PlaceId) -> f64 {
        let mut support = 0.0;
        for around in std::iter::once(place).chain(gazetteer.ancestors(place)) {
            let Some(&times) = self.supported.get(&around) else {
                continue;
            };
            let often = f64::from(times).ln().min(2.0) * OFTEN;
            support += match gazetteer.level(around) {
                Level::Country => SUPPORT + often,
                Level::Region => SUPPORT_OF_REGION + often,
                _ => 0.0,
            };
        }
        support
    }

    /// What the language and the home of the newspaper say for a place.
    fn home(&self, gazetteer: &Gazetteer, place: PlaceId) -> f64 {
        let country = gazetteer.country_code(place);
        let is_home = country.is_some_and(|country| is_home(&self.lang, country));
        let by_language = if is_home { HOME } else { 0.0 };
        let by_source = match self.home {
            Some(home) if home == place => 3.0 * SOURCE,
            Some(home) => {
                let shared = gazetteer
                    .ancestors(home)
                    .chain([home])
                    .filter(|&around| gazetteer.lies_in(place, around))
                    .filter(|&around| gazetteer.level(around) != Level::Area);
                SOURCE * shared.count().min(2) as f64
            }
            None => 0.0,
        };
        by_language + by_source
    }
}

/// A place, what it lies in, and the heirs of a former state; without seas and parts of the world.
fn supported_by(gazetteer: &Gazetteer, place: PlaceId) -> impl Iterator<Item = PlaceId> {
    std::iter::once(place)
        .chain(gazetteer.ancestors(place))
        .chain(gazetteer.heirs(place))
        .filter(|&around| gazetteer.level(around) != Level::Area)
}

/// What is known of the story as a whole.
pub(super) struct About<'s> {
    /// Countries of its demonyms, as often as they stand there.
    pub(super) implied: &'s [PlaceId],
    /// ISO 639-1 code.
    pub(super) lang: Option<&'s str>,
    /// Where its newspaper is at home.
    pub(super) home: Option<PlaceId>,
}

/// What a name means on the map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) place: Option<PlaceId>,
    /// When it is undecided: what it may mean, most likely first.
    pub(super) candidates: Vec<PlaceId>,
}

/// Resolves the places among `names`; the result has one entry for each name. `text_of` gives the text of a
/// part.
pub(super) fn resolve<'t>(
    gazetteer: &Gazetteer,
    names: &[Name],
    about: &About<'_>,
    text_of: impl Fn(Part) -> &'t str,
) -> Vec<Resolved> {
    let empty = Context {
        lang: about.lang.map_or("", languages::language).to_owned(),
        home: about.home,
        ..Context::default()
    };
    let mut context = empty.clone();
    for &place in about.implied {
        context.add(gazetteer, place);
    }
    // One decision for each different name: without a tail a story does not mean two places by one word.
    let mut decided: BTreeMap<&str, Resolved> = BTreeMap::new();
    let mut fixed: Vec<Option<PlaceId>> = vec![None; names.len()];
    let order = places_datelines_first(names);
    for &n in &order {
        let name = &names[n];
        let text = text_of(name.part);
        let surface = name.span.of(text);
        if let Some(place) = by_abbreviation(gazetteer, name, text) {
            fixed[n] = Some(place);
        } else if surface.contains(", ") {
            // The tail within the name: `Nairobi, Kenya`.
            fixed[n] = gazetteer.named(surface).first().copied();
        } else if let Some(found) = by_tail(gazetteer, &name.key, &text[name.span.end as usize..]) {
            fixed[n] = Some(found.inside);
            // `Spokane, Washington`: the state.
            let end = name.span.end + found.tail_len;
            let is_tail = |other: &Name| {
                other.part == name.part
                    && other.span.start >= name.span.end
                    && other.span.end <= end
            };
            let tail =
                (0..names.len()).find(|&m| names[m].kind == Kind::Place && is_tail(&names[m]));
            if let Some(m) = tail {
                fixed[m] = Some(found.outer);
            }
        }
    }
    for &n in &order {
        let Some(place) = fixed[n] else { continue };
        context.add(gazetteer, place);
        // A tail says nothing of the name elsewhere: `Spokane, Washington` of `Washington said`.
        if gazetteer.level(place) != Level::Region || names[n].part == Part::Dateline {
            decided.entry(&names[n].key).or_insert(Resolved {
                place: Some(place),
                candidates: Vec::new(),
            });
        }
    }
    // What needs no context gives context.
    let mut open: Vec<(&str, Vec<PlaceId>)> = Vec::new();
    for &n in &order {
        let name = &names[n];
        if decided.contains_key(name.key.as_str()) {
            if let Some(place) = decided[name.key.as_str()]
                .place
                .filter(|_| fixed[n].is_none())
            {
                context.add(gazetteer, place);
            }
            continue;
        }
        if fixed[n].is_some() {
            continue;
        }
        let mut found = candidates(gazetteer, &name.key);
        let behind = &text_of(name.part)[name.span.end as usize..];
        if name.part == Part::Dateline || is_closed_tail(behind) {
            drop_elsewhere(gazetteer, &mut found, behind);
        }
        keep_in_counties(gazetteer, &mut found, behind);
        let certain = best(gazetteer, &name.key, &found, &empty, 2.0 * MARGIN);
        if let Some(place) = certain.place {
            context.add(gazetteer, place);
        }
        decided.insert(&name.key, certain);
        open.push((&name.key, found));
    }
    for (key, found) in &open {
        // Tripoli of Libya is no reason to think of Libya when the question is which Tripoli.
        let own = decided.get(key).and_then(|resolved| resolved.place);
        if let Some(place) = own {
            context.remove(gazetteer, place);
        }
        decided.insert(key, best(gazetteer, key, found, &context, MARGIN));
        if let Some(place) = own {
            context.add(gazetteer, place);
        }
    }
    names
        .iter()
        .zip(fixed)
        .map(|(name, fixed)| match (name.kind, fixed) {
            // The same name with another tail is another place: `San José, Costa Rica` and `San Jose, Calif.`
            (Kind::Place, Some(place)) => Resolved {
                place: Some(place),
                candidates: Vec::new(),
            },
            (Kind::Place, None) => decided.get(name.key.as_str()).cloned().unwrap_or_default(),
            _ => Resolved::default(),
        })
        .collect()
}

/// The places among names, those of the dateline first.
fn places_datelines_first(names: &[Name]) -> Vec<usize> {
    let places = || (0..names.len()).filter(|&n| names[n].kind == Kind::Place);
    let is_dateline = |&n: &usize| names[n].part == Part::Dateline;
    places()
        .filter(is_dateline)
        .chain(places().filter(|n| !is_dateline(n)))
        .collect()
}

/// Places that bear the name, or the name without a general word.
pub(super) fn candidates(gazetteer: &Gazetteer, key: &str) -> Vec<PlaceId> {
    let found = gazetteer.aliased(key);
    if !found.is_empty() {
        return found;
    }
    // `Baden-Wuerttemberg` of machines without umlauts.
    if ["ae", "oe", "ue"].iter().any(|pair| key.contains(pair)) {
        let bare = key.replace("ae", "a").replace("oe", "o").replace("ue", "u");
        let found = gazetteer.aliased(&bare);
        if !found.is_empty() {
            return found;
        }
    }
    for word in GENERIC {
        // `village of Lagos`, `Lagos village`; `Village Creek` is another name.
        let opens = word.ends_with(" of") || OPENING.contains(word);
        let bare = key
            .strip_suffix(word)
            .and_then(|bare| bare.strip_suffix(' '))
            .or_else(|| {
                let bare = key.strip_prefix(word)?.strip_prefix(' ')?;
                opens.then_some(bare)
            });
        if let Some(bare) = bare {
            let found = gazetteer.aliased(bare);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// The likeliest of the candidates, when none comes close.
fn best(
    gazetteer: &Gazetteer,
    key: &str,
    candidates: &[PlaceId],
    context: &Context,
    margin: f64,
) -> Resolved {
    let usual = USUAL
        .iter()
        .find(|(name, _)| *name == key)
        .map(|(_, id)| *id);
    let mut scored: Vec<(f64, PlaceId)> = candidates
        .iter()
        .map(|&place| {
            let mut score = prior(gazetteer, key, place)
                + context.supports(gazetteer, place)
                + context.home(gazetteer, place);
            if usual.is_some_and(|id| gazetteer.place(place).id == id) {
                score += USUAL_BONUS;
            }
            // The town is meant more often than the region around it of the same name.
            let is_around = gazetteer.level(place) == Level::Region
                && candidates
                    .iter()
                    .any(|&other| other != place && gazetteer.lies_in(other, place));
            if is_around {
                score -= 1.5;
            }
            (score, place)
        })
        .collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let Some(&(top, mut place)) = scored.first() else {
        return Resolved::default();
    };
    let undecided = |least: f64| {
        let mut candidates: Vec<PlaceId> = Vec::new();
        for &(_, place) in scored.iter().take_while(|(score, _)| top - score < least) {
            let is_same = |&other: &PlaceId| is_beside(gazetteer, other, place);
            if candidates.len() < MOST_CANDIDATES && !candidates.iter().any(is_same) {
                candidates.push(place);
            }
        }
        Resolved {
            place: None,
            candidates,
        }
    };
    let decided = |place| Resolved {
        place: Some(place),
        candidates: Vec::new(),
    };
    // Luxembourg in Luxembourg: the country.
    let country = candidates
        .iter()
        .copied()
        .find(|&other| gazetteer.level(other) == Level::Country && gazetteer.lies_in(place, other));
    place = country.unwrap_or(place);
    // A place within another of its name is no rival, nor is the region that is little more than the town.
    let rival = scored
        .iter()
        .filter(|&&(_, other)| other != place)
        .find(|&&(_, other)| !is_beside(gazetteer, place, other));
    if rival.is_some_and(|&(score, _)| top - score < margin) {
        return undecided(LIKELY);
    }
    // `Eastern District` is in American Samoa, and everywhere.
    let is_small_region = gazetteer.level(place) == Level::Region
        && gazetteer.population(place) < 200_000
        && !gazetteer.is_own(place);
    if gazetteer.level(place) != Level::Town {
        let is_meant = !is_small_region || context.supports(gazetteer, place) > 0.0;
        return if is_meant {
            decided(place)
        } else {
            Resolved::default()
        };
    }
    // A small town under a rare name: only when the story is about its country.
    let people = gazetteer.population(place);
    let is_rare_name = people < 300_000 && fold::key(gazetteer.name(place)) != key;
    let is_certain = people >= 20_000 && !is_rare_name || context.supports(gazetteer, place) > 0.0;
    if is_certain || margin <= MARGIN && !is_rare_name {
        decided(place)
    } else {
        Resolved::default()
    }
}

/// Whether two places of one name are as good as one: a town and the region of the same name, two halves of a
/// town as Kansas City is, Delhi and New Delhi.
fn is_beside(gazetteer: &Gazetteer, place: PlaceId, other: PlaceId) -> bool {
    let is_nested = gazetteer.lies_in(other, place) || gazetteer.lies_in(place, other);
    let is_same_country = gazetteer.country_code(place) == gazetteer.country_code(other);
    let ((lat, lon), (other_lat, other_lon)) =
        (gazetteer.position(place), gazetteer.position(other));
    let is_near = (lat - other_lat).abs() < NEAR && (lon - other_lon).abs() < NEAR;
    // `Buenos Aires` is the capital before it is the province around it.
    let is_capital = gazetteer.is_capital(place) && gazetteer.level(other) == Level::Region;
    is_nested || is_same_country && (is_near || is_capital)
}

/// Degrees: some 40 km.
const NEAR: f64 = 0.4;

/// How likely a place is meant before anything else is known.
fn prior(gazetteer: &Gazetteer, key: &str, place: PlaceId) -> f64 {
    let people = f64::from(gazetteer.population(place).max(1)).ln();
    let is_usual_name = fold::key(gazetteer.name(place)) == key;
    let penalty = if is_usual_name { 0.0 } else { OTHER_NAME };
    match gazetteer.level(place) {
        // `Georgia`: the country is a little more likely than a state of its size, not certain.
        Level::Country => 16.2,
        Level::Area => 16.5,
        // What our own list has is no larger than a town.
        Level::Region if gazetteer.is_own(place) => 12.5,
        Level::Region => people.max(13.0) - penalty,
        Level::Town if gazetteer.is_capital(place) => people + CAPITAL - penalty,
        Level::Town => people - penalty,
    }
}
