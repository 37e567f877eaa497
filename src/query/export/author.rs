//! Credited writers as citations want them: family and given names apart.
//!
//! A byline does not say which of its words is the family name. The last one is taken, with the particles before it:
//! right for most European names, wrong for `Gabriel García Márquez` and for names that put the family first.
//! What cannot be a person's name stays as printed.

use super::one_line;

/// Somebody who is credited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Author {
    /// A person.
    Person {
        /// With its particles: `van der Berg`.
        family: String,
        given: String,
        /// `Jr.`, `III`.
        suffix: Option<String>,
    },
    /// An organisation, a role, or a name of one word.
    Literal(String),
}

/// Words before a family name that belong to it, folded. Sorted.
const PARTICLES: &[&str] = &[
    "af", "al", "av", "bin", "da", "dal", "das", "de", "del", "della", "den", "der", "di", "dos",
    "du", "el", "la", "le", "ten", "ter", "van", "von", "zu", "zum", "zur",
];

/// Words behind a name, folded, without points. Sorted.
const SUFFIXES: &[&str] = &["ii", "iii", "iv", "jr", "sr"];

/// Words that no person's name holds, folded. Sorted. A word belongs here when a byline with it was seen and it is
/// nobody's name.
const NO_PERSON: &[&str] = &[
    "agencies",
    "agency",
    "and",
    "associated",
    "bureau",
    "center",
    "centre",
    "club",
    "column",
    "columnist",
    "committee",
    "company",
    "contributor",
    "correspondent",
    "correspondents",
    "department",
    "desk",
    "editor",
    "editorial",
    "editors",
    "for",
    "from",
    "group",
    "institute",
    "international",
    "journal",
    "magazine",
    "media",
    "news",
    "newspaper",
    "newsroom",
    "of",
    "office",
    "our",
    "press",
    "redaktion",
    "report",
    "reporter",
    "reporters",
    "reports",
    "reuters",
    "service",
    "services",
    "society",
    "special",
    "staff",
    "team",
    "the",
    "times",
    "tribune",
    "union",
    "university",
    "wire",
    "with",
    "writer",
    "writers",
];

/// Longer credits are sentences.
const MOST_WORDS: usize = 6;

/// Reads one credit.
pub(super) fn author(credit: &str) -> Author {
    let credit = one_line(credit);
    person(&credit).unwrap_or(Author::Literal(credit))
}

fn person(credit: &str) -> Option<Author> {
    let (names, mut suffix) = match credit.split_once(',') {
        None => (credit.to_owned(), None),
        Some((name, behind)) if is_suffix(behind.trim()) => {
            (name.to_owned(), Some(behind.trim().to_owned()))
        }
        // `Doe, Jane`
        Some((family, given)) if !given.contains(',') => {
            let (family, given) = (family.trim(), given.trim());
            let is_name = |text: &str| !text.is_empty() && text.split_whitespace().all(can_be_name);
            return (is_name(family) && is_name(given)).then(|| Author::Person {
                family: family.to_owned(),
                given: given.to_owned(),
                suffix: None,
            });
        }
        Some(_) => return None,
    };
    let mut words: Vec<&str> = names.split_whitespace().collect();
    if suffix.is_none() && words.len() > 2 && words.last().is_some_and(|word| is_suffix(word)) {
        suffix = words.pop().map(str::to_owned);
    }
    let is_person =
        (2..=MOST_WORDS).contains(&words.len()) && words.iter().all(|word| can_be_name(word));
    if !is_person {
        return None;
    }
    let mut first_of_family = words.len() - 1;
    while first_of_family > 1 && is_in(PARTICLES, words[first_of_family - 1]) {
        first_of_family -= 1;
    }
    Some(Author::Person {
        family: words[first_of_family..].join(" "),
        given: words[..first_of_family].join(" "),
        suffix,
    })
}

fn can_be_name(word: &str) -> bool {
    let is_written = |character: char| {
        character.is_alphabetic() || matches!(character, '.' | '-' | '\'' | '’' | '‐')
    };
    let is_name = word.chars().all(is_written) && word.chars().any(char::is_alphabetic);
    is_name && !is_in(NO_PERSON, word)
}

fn is_suffix(word: &str) -> bool {
    is_in(SUFFIXES, word.trim_end_matches('.'))
}

fn is_in(list: &[&str], word: &str) -> bool {
    list.binary_search(&word.to_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [PARTICLES, SUFFIXES, NO_PERSON] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn people_and_others() {
        for (credit, shown) in [
            ("Jane Doe", "Doe, Jane"),
            ("J. R. R. Tolkien", "Tolkien, J. R. R."),
            ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
            ("Maria de la Cruz", "de la Cruz, Maria"),
            ("Martin Luther King, Jr.", "King, Martin Luther, Jr."),
            ("Henry Ford II", "Ford, Henry, II"),
            ("Doe, Jane", "Doe, Jane"),
            ("Jean-Luc O’Brien", "O’Brien, Jean-Luc"),
            ("Van Morrison", "Morrison, Van"),
            ("Reuters Staff", "{Reuters Staff}"),
            ("Our Own Correspondent", "{Our Own Correspondent}"),
            ("Pelé", "{Pelé}"),
            ("山田太郎", "{山田太郎}"),
            ("Room 101", "{Room 101}"),
            ("Doe, Roe, Poe", "{Doe, Roe, Poe}"),
            ("a\nb\u{7}c", "bc, a"),
            ("", "{}"),
        ] {
            let told = match author(credit) {
                Author::Literal(name) => format!("{{{name}}}"),
                Author::Person {
                    family,
                    given,
                    suffix,
                } => {
                    let suffix = suffix.map_or(String::new(), |suffix| format!(", {suffix}"));
                    format!("{family}, {given}{suffix}")
                }
            };
            assert_eq!(told, shown, "{credit}");
        }
    }
}
