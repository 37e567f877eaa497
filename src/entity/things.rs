//! Things called after people: ships, storms, prizes, laws, towers, firms. Their names hold a person's and are not
//! that person.

use super::Kind;

/// Before a ship's name, folded.
pub(super) const SHIPS: &[&str] = &["hmas", "hmcs", "hms", "mv", "rms", "uss", "usns", "uscgc"];

/// Kinds of ships; they stand before a name without an article between.
pub(super) const SHIP_NOUNS: &[&str] = &[
    "battleship",
    "carrier",
    "corvette",
    "cruiser",
    "cutter",
    "destroyer",
    "dredger",
    "ferry",
    "freighter",
    "frigate",
    "icebreaker",
    "lifeboat",
    "liner",
    "minesweeper",
    "schooner",
    "ship",
    "shuttle",
    "spacecraft",
    "steamer",
    "steamship",
    "submarine",
    "tanker",
    "trawler",
    "tug",
    "tugboat",
    "warship",
    "yacht",
];

/// Before the name of a storm.
pub(super) const STORMS: &[&str] = &["cyclone", "hurricane", "storm", "superstorm", "typhoon"];

/// What is called after somebody, written behind the name with a capital; folded, sorted.
const THINGS: &[(&str, Option<Kind>)] = &[
    ("act", None),
    ("airport", Some(Kind::Place)),
    ("amendment", None),
    ("arena", Some(Kind::Place)),
    ("avenue", Some(Kind::Place)),
    ("award", None),
    ("awards", None),
    ("boulevard", Some(Kind::Place)),
    ("bridge", Some(Kind::Place)),
    ("building", Some(Kind::Place)),
    ("college", Some(Kind::Org)),
    ("cup", None),
    ("disease", None),
    ("doctrine", None),
    ("foundation", Some(Kind::Org)),
    ("hospital", Some(Kind::Org)),
    ("institute", Some(Kind::Org)),
    ("law", None),
    ("medal", None),
    ("memorial", None),
    ("museum", Some(Kind::Org)),
    ("park", Some(Kind::Place)),
    ("prize", None),
    ("prizes", None),
    ("scale", None),
    ("school", Some(Kind::Org)),
    ("square", Some(Kind::Place)),
    ("stadium", Some(Kind::Place)),
    ("street", Some(Kind::Place)),
    ("syndrome", None),
    ("tower", Some(Kind::Place)),
    ("towers", Some(Kind::Place)),
    ("trophy", None),
    ("university", Some(Kind::Org)),
];

/// Those that are written small as well.
pub(super) const SMALL_THINGS: &[&str] = &["disease", "scale", "syndrome"];

fn find(folded: &str) -> Option<usize> {
    THINGS.binary_search_by_key(&folded, |(word, _)| word).ok()
}

/// Whether a word makes the person's name before it the name of a thing.
pub(super) fn is_thing(folded: &str) -> bool {
    find(folded).is_some()
}

/// What such a thing is. `None` when it is neither a place nor an organisation.
pub(super) fn kind(folded: &str) -> Option<Kind> {
    THINGS[find(folded)?].1
}

/// Things that are surnames as well: Jude Law, Chan-ho Park. `street` and `tower` are with less than three
/// words.
const SURNAMES_TOO: &[&str] = &["bridge", "college", "law", "park"];
const SHORT_SURNAMES_TOO: &[&str] = &["street", "tower", "towers"];

/// What a person's name of so many words is that ends with this word, folded: `Martin Luther King Street`.
/// `None` when it is the person; then no kind when it is neither a place nor an organisation.
pub(super) fn of_person(last: &str, words: usize) -> Option<Option<Kind>> {
    let is_surname =
        SURNAMES_TOO.contains(&last) || words < 3 && SHORT_SURNAMES_TOO.contains(&last);
    (words > 1 && !is_surname && is_thing(last)).then(|| kind(last))
}

/// Firms whose names read like a person's, folded. Sorted.
const FIRMS: &[&str] = &[
    "arthur andersen",
    "aston martin",
    "bear stearns",
    "booz allen",
    "booz allen hamilton",
    "calvin klein",
    "charles schwab",
    "dean witter",
    "drexel burnham",
    "drexel burnham lambert",
    "eli lilly",
    "goldman sachs",
    "harley davidson",
    "hewlett packard",
    "j p morgan",
    "john deere",
    "johns hopkins",
    "jp morgan",
    "jp morgan chase",
    "kidder peabody",
    "lehman brothers",
    "lockheed martin",
    "louis vuitton",
    "mcdonnell douglas",
    "merrill lynch",
    "morgan stanley",
    "northrop grumman",
    "paine webber",
    "philip morris",
    "price waterhouse",
    "ralph lauren",
    "rolls royce",
    "salomon brothers",
    "standard chartered",
    "thomson reuters",
    "wells fargo",
];

/// Whether a folded name is a firm's.
pub(super) fn is_firm(key: &str) -> bool {
    FIRMS.binary_search(&key).is_ok()
}

/// Last words of companies that hardly end the name of a place, folded. Sorted.
const COMPANY_ENDS: &[&str] = &[
    "ag",
    "bancorp",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "group",
    "holding",
    "holdings",
    "inc",
    "incorporated",
    "industries",
    "limited",
    "lines",
    "llc",
    "ltd",
    "motors",
    "nv",
    "plc",
    "shipbuilding",
    "spa",
    "steel",
    "works",
];

/// Whether a folded word ends the names of companies.
pub(super) fn is_company_end(folded: &str) -> bool {
    COMPANY_ENDS.binary_search(&folded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn company_ends_are_sorted() {
        assert!(COMPANY_ENDS.is_sorted());
    }

    #[test]
    fn things() {
        assert!(THINGS.is_sorted_by_key(|(word, _)| word) && FIRMS.is_sorted());
        assert!(is_thing("prize") && kind("prize").is_none());
        assert_eq!(kind("tower"), Some(Kind::Place));
        assert_eq!(of_person("street", 4), Some(Some(Kind::Place)));
        assert!(of_person("street", 2).is_none() && of_person("law", 2).is_none());
        assert!(!is_thing("petro") && is_firm("goldman sachs"));
    }
}
