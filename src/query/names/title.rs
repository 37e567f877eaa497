//! What a title says of who bears it: enough to tell two people of one surname apart.

use std::borrow::Cow;

use crate::entity::given_names::{is_mans, is_womans};

/// How much a title points to one person, in thousandths of a nat: there are few presidents and many a Mr.
pub(super) fn weight(title: &str) -> i32 {
    let title = plain(title);
    if title.split(' ').all(|word| COURTESIES.contains(&word)) {
        return if matches!(title.as_ref(), "mr" | "ms") {
            0
        } else {
            1_000
        };
    }
    let is_high = HIGH.iter().any(|office| title.ends_with(office));
    if is_high || title.contains(' ') {
        3_000
    } else {
        2_000
    }
}

/// How people are addressed, whatever they are.
const COURTESIES: &[&str] = &[
    "dame",
    "datuk",
    "dr",
    "frau",
    "herr",
    "hon",
    "lady",
    "lord",
    "madame",
    "miss",
    "mlle",
    "mme",
    "monsieur",
    "mr",
    "mrs",
    "ms",
    "prof",
    "professor",
    "sir",
    "sri",
    "tan",
];

/// Offices that one person holds at a time.
const HIGH: &[&str] = &[
    "chancellor",
    "emir",
    "emperor",
    "empress",
    "king",
    "pope",
    "premier",
    "president",
    "prime minister",
    "queen",
    "secretary general",
    "shah",
    "sultan",
    "taoiseach",
];

const ABBREVIATED: &[(&str, &str)] = &[
    ("adm", "admiral"),
    ("capt", "captain"),
    ("cllr", "councillor"),
    ("col", "colonel"),
    ("congressman", "representative"),
    ("congresswoman", "representative"),
    ("gen", "general"),
    ("gov", "governor"),
    ("lt", "lieutenant"),
    ("maj", "major"),
    ("pm", "prime minister"),
    ("pres", "president"),
    ("prof", "professor"),
    ("rep", "representative"),
    ("rev", "reverend"),
    ("sec", "secretary"),
    ("sen", "senator"),
    ("sgt", "sergeant"),
];

/// Written out, without what only says when or where: `former`, `us`.
fn plain(title: &str) -> Cow<'_, str> {
    let words = title.split(' ').filter(|word| {
        !matches!(
            *word,
            "acting" | "ex" | "former" | "late" | "then" | "u.s" | "us"
        )
    });
    let full = words.map(|word| {
        let found = ABBREVIATED.iter().find(|(short, _)| *short == word);
        found.map_or(word, |(_, full)| full)
    });
    Cow::Owned(full.collect::<Vec<_>>().join(" "))
}

/// Words before an office that make it another.
const OTHERS: &[&str] = &["assistant", "deputy", "prime", "shadow", "under", "vice"];

/// Whether one person can bear both: `treasury secretary` and `secretary`, not `vice president` and `president`.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let adds = |long: &str, short: &str| {
        long.strip_suffix(short)
            .and_then(|before| before.strip_suffix(' '))
            .is_some_and(|before| !before.split(' ').any(|word| OTHERS.contains(&word)))
    };
    one == other || adds(&one, &other) || adds(&other, &one)
}

/// Man or woman.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sex {
    Man,
    Woman,
}

/// What a title says of the sex; `None` for offices.
pub(super) fn sex(title: &str) -> Option<Sex> {
    const MEN: &[&str] = &[
        "archbishop",
        "brother",
        "cardinal",
        "herr",
        "king",
        "lord",
        "monsieur",
        "mr",
        "pope",
        "prince",
        "sheikh",
        "sir",
        "sultan",
    ];
    const WOMEN: &[&str] = &[
        "baroness", "dame", "frau", "lady", "madame", "miss", "mlle", "mme", "mrs", "ms",
        "princess", "queen", "sister",
    ];
    let mut words = title.split(' ');
    words.find_map(|word| match word {
        _ if MEN.contains(&word) => Some(Sex::Man),
        _ if WOMEN.contains(&word) => Some(Sex::Woman),
        _ => None,
    })
}

/// What a given name says of the sex; `None` when it is borne by both, or not known.
pub(super) fn sex_of_given(name: &str) -> Option<Sex> {
    match (is_mans(name), is_womans(name)) {
        (true, false) => Some(Sex::Man),
        (false, true) => Some(Sex::Woman),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_one_person() {
        for (one, other) in [
            ("president", "former president"),
            ("gen", "general"),
            ("treasury secretary", "secretary"),
            ("us sen", "senator"),
        ] {
            assert!(is_same(one, other) && is_same(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("president", "vice president"),
            ("minister", "prime minister"),
            ("mr", "mrs"),
            ("general", "attorney general of ohio"),
        ] {
            assert!(
                !is_same(one, other) && !is_same(other, one),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn few_are_president() {
        assert_eq!(weight("mr"), 0);
        assert!(weight("mrs") < weight("judge") && weight("judge") < weight("former president"));
        assert_eq!(sex("lady"), Some(Sex::Woman));
        assert_eq!(sex("president"), None);
    }
}
