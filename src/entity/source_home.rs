//! Where a newspaper is at home, as far as its name tells: `The Boston Globe`, `Times of India`, `smh.com.au`.
//!
//! A weak cue: it decides between towns that nothing else tells apart.

use super::PlaceId;
use super::gazetteer::{Gazetteer, Level};
use crate::text::fold;

/// Publications known widely whose name says nothing, folded without `the`; ISO code. Sorted.
const KNOWN: &[(&str, &str)] = &[
    ("abc news", "US"),
    ("age", "AU"),
    ("al ahram", "EG"),
    ("asahi shimbun", "JP"),
    ("bbc", "GB"),
    ("bbc news", "GB"),
    ("cbs news", "US"),
    ("cnn", "US"),
    ("daily express", "GB"),
    ("daily mail", "GB"),
    ("daily mirror", "GB"),
    ("daily star", "GB"),
    ("daily telegraph", "GB"),
    ("dawn", "PK"),
    ("economist", "GB"),
    ("evening standard", "GB"),
    ("financial times", "GB"),
    ("fox news", "US"),
    ("globe and mail", "CA"),
    ("guardian", "GB"),
    ("haaretz", "IL"),
    ("hindu", "IN"),
    ("huffington post", "US"),
    ("huffpost", "US"),
    ("independent", "GB"),
    ("le figaro", "FR"),
    ("le monde", "FR"),
    ("liberation", "FR"),
    ("los angeles times", "US"),
    ("msnbc", "US"),
    ("nbc news", "US"),
    ("newsweek", "US"),
    ("npr", "US"),
    ("observer", "GB"),
    ("politico", "US"),
    ("sky news", "GB"),
    ("straits times", "SG"),
    ("sun", "GB"),
    ("sunday telegraph", "GB"),
    ("telegraph", "GB"),
    ("time", "US"),
    ("times", "GB"),
    ("usa today", "US"),
    ("vanguard", "NG"),
    ("vox", "US"),
    ("wall street journal", "US"),
    ("yomiuri shimbun", "JP"),
];

/// Words of a masthead that are also on the map, folded.
const NO_PLACES: &[&str] = &[
    "post",
    "times",
    "star",
    "sun",
    "mail",
    "press",
    "union",
    "independence",
    "reading",
    "nation",
];

/// The place a source is at home in. `None` when its name tells nothing.
pub(super) fn home(gazetteer: &Gazetteer, source: &str) -> Option<PlaceId> {
    let key = fold::key(source.trim());
    let key = key.strip_prefix("the ").unwrap_or(&key);
    if let Ok(at) = KNOWN.binary_search_by_key(&key, |(name, _)| name) {
        return gazetteer.country_with_code(KNOWN[at].1);
    }
    if let Some(country) = by_domain(gazetteer, source) {
        return Some(country);
    }
    let words: Vec<&str> = key.split(' ').collect();
    for len in (1..=words.len().min(3)).rev() {
        for piece in words.windows(len) {
            let name = piece.join(" ");
            if name.len() < 4 || NO_PLACES.contains(&name.as_str()) {
                continue;
            }
            if let Some(country) = gazetteer.demonym_key(&name) {
                return Some(country);
            }
            let found = gazetteer.aliased(&name);
            // The largest town; `Georgia Straight` is as good as nothing.
            let town = found.iter().copied().find(|&place| {
                gazetteer.level(place) == Level::Town && gazetteer.population(place) > 50_000
            });
            let country = found
                .iter()
                .copied()
                .find(|&place| gazetteer.level(place) == Level::Country);
            let region = (found.len() == 1).then(|| found[0]);
            let home = country.or(town).or(region);
            if home.is_some() {
                return home;
            }
        }
    }
    None
}

/// `bbc.co.uk`, `www.smh.com.au`: the country of the last label.
fn by_domain(gazetteer: &Gazetteer, source: &str) -> Option<PlaceId> {
    let name = source.trim().trim_end_matches('/');
    let (before, last) = name.rsplit_once('.')?;
    let is_domain = !name.contains(' ') && before.len() > 2 && last.len() == 2;
    let code = match last {
        "uk" => "GB",
        "su" => "RU",
        // Bought for what they spell.
        "tv" | "me" | "io" | "co" | "ai" | "fm" | "ly" => return None,
        code => &code.to_ascii_uppercase(),
    };
    is_domain
        .then(|| gazetteer.country_with_code(code))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homes_of_newspapers() {
        assert!(KNOWN.is_sorted_by_key(|(name, _)| name));
        let gazetteer = Gazetteer::builtin();
        for (source, path) in [
            (
                "The Boston Globe",
                Some("North America/United States/Massachusetts/Boston"),
            ),
            ("The Times of India", Some("Asia/India")),
            ("The Irish Times", Some("Europe/Ireland")),
            ("The Guardian", Some("Europe/United Kingdom")),
            ("www.smh.com.au", Some("Oceania/Australia")),
            ("Reuters", None),
            ("example.com", None),
        ] {
            let found = home(&gazetteer, source).map(|place| gazetteer.place(place).path);
            assert_eq!(found.as_deref(), path, "{source}");
        }
    }
}
