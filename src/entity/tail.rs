//! What stands behind the name of a place and says where it lies: `, Texas`, `, Ill.`, ` in Colombia`.

use super::gazetteer::{Gazetteer, Level};
use super::name::Name;
use super::resolve::candidates;
use super::{PlaceId, qualifier};
use crate::text::token::tokens;

/// Countries whose districts English calls counties, by ISO codes.
const COUNTIES: &[&str] = &["GB", "IE", "KE", "LR", "US"];

/// Whether the text behind a name says that it is in some county: `, Lamar County`, `, in Lamar County`.
fn is_in_county(behind: &str) -> bool {
    let Some(tail) = behind.strip_prefix(", ") else {
        return false;
    };
    let tail = tail.strip_prefix("in ").unwrap_or(tail);
    let mut words = tail.split(' ');
    words
        .next()
        .is_some_and(|word| word.starts_with(char::is_uppercase))
        && words
            .take(2)
            .any(|word| word.trim_end_matches(|c: char| !c.is_alphabetic()) == "County")
}

/// Keeps what lies in a country with counties, when the text behind the name says county.
pub(super) fn keep_in_counties(gazetteer: &Gazetteer, found: &mut Vec<PlaceId>, behind: &str) {
    let has_counties = |place: PlaceId| {
        let country = gazetteer.country_code(place);
        country.is_some_and(|country| COUNTIES.contains(&country))
    };
    if is_in_county(behind) && found.iter().any(|&place| has_counties(place)) {
        found.retain(|&place| has_counties(place));
    }
}

/// The region that an abbreviation behind a comma names: `Calif` of `San Jose, Calif.`
pub(super) fn by_abbreviation(gazetteer: &Gazetteer, name: &Name, text: &str) -> Option<PlaceId> {
    let is_behind_comma = text[..name.span.start as usize].trim_end().ends_with(',');
    let short = qualifier::abbreviated(name.span.of(text)).filter(|_| is_behind_comma)?;
    gazetteer.region_named(short.country, short.region)
}

fn opens_with_capital(text: &&str) -> bool {
    text.starts_with(char::is_uppercase)
}

/// A tail is looked for in this much of what stands behind a name: four words.
const TAIL_BYTES: usize = 120;

/// Whether a tail stands between two commas or ends with a point: `Greenwich, Conn., said`.
pub(super) fn is_closed_tail(behind: &str) -> bool {
    let Some(tail) = behind.strip_prefix(", ") else {
        return false;
    };
    let mut words = tail.split([' ', '\n']).take(3);
    tail.starts_with(char::is_uppercase) && words.any(|word| word.ends_with([',', '.']))
}

/// Drops towns that do not lie where the tail behind the name says: Greenwich, Conn., is not in London.
/// Large ones stay: `Paris, Germany and Italy`.
pub(super) fn drop_elsewhere(gazetteer: &Gazetteer, found: &mut Vec<PlaceId>, behind: &str) {
    let Some(tail) = behind.strip_prefix(", ") else {
        return;
    };
    let tail = tail.split([',', '\n', ';', '(']).next().unwrap_or(tail);
    let tail = if qualifier::abbreviated(tail).is_some() {
        tail
    } else {
        tail.trim_end_matches('.')
    };
    let is_elsewhere = !gazetteer.tail(tail).is_empty();
    if is_elsewhere {
        found.retain(|&place| {
            gazetteer.level(place) != Level::Town || gazetteer.population(place) > LARGE_TOWN
        });
    }
}

/// People of a town that is meant whatever stands behind it.
const LARGE_TOWN: u32 = 1_000_000;

/// What a tail decides.
pub(super) struct Tail {
    pub(super) inside: PlaceId,
    /// The region or country that it names.
    pub(super) outer: PlaceId,
    /// Bytes from the name to the end of the tail.
    pub(super) tail_len: u32,
}

/// The place of that name that the text behind it decides for: `, Texas`, `, Ill.`, ` in Colombia`.
pub(super) fn by_tail(gazetteer: &Gazetteer, key: &str, behind: &str) -> Option<Tail> {
    let tail = behind
        .strip_prefix(',')
        .or_else(|| behind.strip_prefix(" ("))
        .or_else(|| behind.strip_prefix(" in ").filter(opens_with_capital))?;
    let before = (behind.len() - tail.len()) as u32;
    let candidates = candidates(gazetteer, key);
    if candidates.is_empty() {
        return None;
    }
    let tail = &tail[..tail.floor_char_boundary(TAIL_BYTES)];
    let tail = tail.lines().next().unwrap_or_default();
    let mut ends = tokens(tail)
        .take(4)
        .map(|token| token.span.end as usize)
        .collect::<Vec<_>>();
    ends.reverse();
    for end in ends {
        for outer in gazetteer.tail(&tail[..end]) {
            let inside = candidates.iter().copied().find(|&place| {
                outer != place
                    && (gazetteer.lies_in(place, outer) || gazetteer.lay_in(place, outer))
            });
            if let Some(inside) = inside {
                let tail_len = before + end as u32;
                return Some(Tail {
                    inside,
                    outer,
                    tail_len,
                });
            }
        }
    }
    None
}
