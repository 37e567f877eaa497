//! Who made a story: metadata name houses, desks and logins beside people.

/// Whether a name among the creators of a story is that of a person: houses, desks, initials and
/// logins stand there as well.
pub(super) fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitals = words
        .iter()
        .filter(|word| word.starts_with(char::is_uppercase));
    let mut letters = name.split(|c: char| !c.is_alphanumeric());
    let is_house = letters.any(|own| {
        let own = own.to_lowercase();
        HOUSE_WORDS.binary_search(&own.as_str()).is_ok()
    });
    (2..=5).contains(&words.len()) && capitals.count() >= 2 && !is_house
}

/// Words of the names of houses. Sorted.
const HOUSE_WORDS: &[&str] = &[
    "agence",
    "agencia",
    "agency",
    "agentur",
    "and",
    "associated",
    "ca",
    "co",
    "company",
    "corp",
    "data",
    "desk",
    "gmbh",
    "group",
    "inc",
    "limited",
    "llc",
    "ltd",
    "media",
    "network",
    "news",
    "newsdesk",
    "newsroom",
    "plc",
    "prensa",
    "press",
    "presse",
    "services",
    "solutions",
    "sports",
    "staff",
    "the",
    "times",
    "tv",
    "wire",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_among_creators() {
        for (name, is_one) in [
            ("Jane Doe", true),
            ("Meredith van Jameson", true),
            ("VRG", false),
            ("degenhardt.sandra", false),
            ("The Wire, Inc.", false),
            ("Other Media LLC", false),
        ] {
            assert_eq!(is_person(name), is_one, "{name}");
        }
        assert!(HOUSE_WORDS.is_sorted());
    }
}
