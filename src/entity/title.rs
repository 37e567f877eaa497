//! Titles: the words before a name that say what the person is, `President`, `Mrs`, `Lt. Col.`
//!
//! A title is no part of the name, but it tells people of one surname apart, in a story and between
//! stories. It is read backward from the name: a word that may stand directly before one
//! (`minister`), then what belongs to it (`prime`, `deputy foreign`), other titles (`Tan Sri Dr`), or the
//! long form of an office (`secretary of state`, `minister for health`).

/// What a title says of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Address {
    Man,
    Woman,
    Office,
}

/// A word that may stand directly before a name.
struct Title {
    word: &'static str,
    address: Address,
    /// Whether it is cut off a name that begins with it. Not what is a given name too: `Dean Smith`.
    is_cut: bool,
}

const fn man(word: &'static str) -> Title {
    title(word, Address::Man, true)
}

const fn woman(word: &'static str) -> Title {
    title(word, Address::Woman, true)
}

const fn office(word: &'static str) -> Title {
    title(word, Address::Office, true)
}

/// A title that begins names as well: it is cut off none.
const fn kept(word: &'static str, address: Address) -> Title {
    title(word, address, false)
}

const fn title(word: &'static str, address: Address, is_cut: bool) -> Title {
    Title {
        word,
        address,
        is_cut,
    }
}

/// Folded, sorted.
const TITLES: &[Title] = &[
    office("acp"),
    office("adm"),
    office("admiral"),
    office("advocate"),
    office("alderman"),
    man("alhaji"),
    office("amb"),
    office("ambassador"),
    man("archbishop"),
    office("asp"),
    kept("attorney", Address::Office),
    man("ayatollah"),
    kept("baron", Address::Man),
    woman("baroness"),
    office("barr"),
    office("barrister"),
    woman("begum"),
    kept("bishop", Address::Man),
    office("brig"),
    office("brigadier"),
    office("capt"),
    office("captain"),
    kept("cardinal", Address::Man),
    office("ceo"),
    kept("chair", Address::Office),
    office("chairman"),
    office("chairperson"),
    woman("chairwoman"),
    office("chancellor"),
    office("chief"),
    office("cllr"),
    office("cmdr"),
    kept("coach", Address::Office),
    office("col"),
    office("colonel"),
    office("commander"),
    office("commissioner"),
    office("commodore"),
    office("comrade"),
    office("congressman"),
    woman("congresswoman"),
    office("constable"),
    office("coroner"),
    office("corporal"),
    office("councillor"),
    office("councilman"),
    woman("councilwoman"),
    kept("count", Address::Man),
    woman("countess"),
    office("cpl"),
    woman("dame"),
    woman("datin"),
    man("dato"),
    man("datuk"),
    kept("dean", Address::Office),
    kept("det", Address::Office),
    office("detective"),
    office("director"),
    kept("dom", Address::Man),
    kept("don", Address::Man),
    kept("dona", Address::Woman),
    office("dr"),
    office("drs"),
    kept("duchess", Address::Woman),
    kept("duke", Address::Man),
    kept("earl", Address::Man),
    kept("emir", Address::Man),
    man("emperor"),
    woman("empress"),
    office("eng"),
    office("engr"),
    kept("father", Address::Man),
    kept("fr", Address::Man),
    woman("frau"),
    office("gen"),
    office("general"),
    office("gov"),
    office("governor"),
    man("haji"),
    woman("hajia"),
    woman("hajiya"),
    man("hajj"),
    man("herr"),
    office("hon"),
    office("honourable"),
    kept("imam", Address::Man),
    office("insp"),
    office("inspector"),
    office("judge"),
    kept("judges", Address::Office),
    office("justice"),
    man("king"),
    kept("lady", Address::Woman),
    kept("lama", Address::Man),
    kept("leader", Address::Office),
    office("lieut"),
    office("lieutenant"),
    man("lord"),
    office("lt"),
    woman("madam"),
    woman("madame"),
    office("magistrate"),
    office("maj"),
    office("major"),
    kept("manager", Address::Office),
    kept("marshal", Address::Office),
    man("maulana"),
    office("mayor"),
    man("messrs"),
    office("minister"),
    office("ministers"),
    woman("miss"),
    kept("mla", Address::Office),
    woman("mlle"),
    woman("mme"),
    man("monsieur"),
    man("monsignor"),
    kept("mother", Address::Woman),
    office("mp"),
    office("mps"),
    man("mr"),
    woman("mrs"),
    woman("ms"),
    kept("mufti", Address::Man),
    kept("mullah", Address::Man),
    office("officer"),
    office("pastor"),
    office("patriarch"),
    office("pfc"),
    kept("pm", Address::Office),
    man("pope"),
    office("prefect"),
    office("premier"),
    office("pres"),
    office("president"),
    office("presidents"),
    man("prince"),
    woman("princess"),
    office("prof"),
    office("professor"),
    kept("prophet", Address::Man),
    kept("prosecutor", Address::Office),
    office("pte"),
    woman("puan"),
    office("pvt"),
    woman("queen"),
    kept("rabbi", Address::Man),
    office("rep"),
    office("representative"),
    office("reps"),
    office("rev"),
    office("reverend"),
    office("secretary"),
    office("sen"),
    office("senator"),
    office("senators"),
    office("sens"),
    office("sergeant"),
    office("sgt"),
    kept("shah", Address::Man),
    man("shaikh"),
    man("sheik"),
    man("sheikh"),
    office("sheriff"),
    man("shri"),
    man("signor"),
    woman("signora"),
    man("sir"),
    kept("sister", Address::Woman),
    woman("smt"),
    kept("speaker", Address::Office),
    kept("spokesman", Address::Office),
    kept("spokesperson", Address::Office),
    kept("spokeswoman", Address::Woman),
    man("sri"),
    kept("sultan", Address::Man),
    office("superintendent"),
    office("supt"),
    man("tengku"),
    office("treasurer"),
    man("tun"),
    man("tunku"),
    kept("viscount", Address::Man),
];

/// Words of an office before its last one, folded: `deputy prime minister`, `first lady`, `major general`.
/// Sorted.
const BEFORE_TITLES: &[&str] = &[
    "acting",
    "affairs",
    "agriculture",
    "and",
    "army",
    "assistant",
    "associate",
    "attorney",
    "auditor",
    "brig",
    "brigadier",
    "budget",
    "cabinet",
    "chief",
    "colonial",
    "commerce",
    "crown",
    "culture",
    "defence",
    "defense",
    "deputy",
    "director",
    "district",
    "economics",
    "economy",
    "education",
    "employment",
    "energy",
    "environment",
    "executive",
    "external",
    "federal",
    "field",
    "finance",
    "first",
    "fleet",
    "foreign",
    "governor",
    "grand",
    "head",
    "health",
    "high",
    "home",
    "housing",
    "industry",
    "information",
    "interim",
    "interior",
    "internal",
    "justice",
    "labor",
    "labour",
    "law",
    "lieutenant",
    "lord",
    "lt",
    "maj",
    "major",
    "managing",
    "oil",
    "petroleum",
    "planning",
    "police",
    "press",
    "prime",
    "rear",
    "right",
    "rt",
    "secretary",
    "security",
    "senior",
    "social",
    "sports",
    "staff",
    "state",
    "sub",
    "team",
    "tourism",
    "trade",
    "transport",
    "transportation",
    "treasury",
    "under",
    "union",
    "vice",
    "works",
];

/// Words that end an office and are none alone, with a word that must stand before them: `vice president`
/// needs no entry, `attorney general` does.
const PAIRS: &[(&str, &str, Address)] = &[
    ("chief", "executive", Address::Office),
    ("chief", "whip", Address::Office),
    ("first", "lady", Address::Woman),
    ("right", "honourable", Address::Office),
    ("datuk", "seri", Address::Man),
    ("tan", "sri", Address::Man),
    ("toh", "puan", Address::Woman),
];

/// Offices that take their field behind them: `Secretary of State Colin Powell`, `Minister for Health ...`.
const LONG_OFFICES: &[&str] = &[
    "chancellor",
    "chief",
    "director",
    "minister",
    "secretary",
    "speaker",
];

/// Whether two folded words are a title together: `datuk seri`.
pub(super) fn is_pair(first: &str, second: &str) -> bool {
    PAIRS
        .iter()
        .any(|&(one, other, _)| (one, other) == (first, second))
}

/// Whether a folded word is the first of such a pair.
pub(super) fn opens_pair(word: &str) -> bool {
    PAIRS.iter().any(|&(first, ..)| first == word)
}

/// Words of a title at most, the small ones counted.
const LENGTH: usize = 6;

fn find(word: &str) -> Option<&'static Title> {
    TITLES
        .binary_search_by_key(&word, |title| title.word)
        .ok()
        .map(|at| &TITLES[at])
}

/// Whether a folded word can be part of a title.
pub(super) fn is_part(folded: &str) -> bool {
    find(folded).is_some() || BEFORE_TITLES.binary_search(&folded).is_ok()
}

/// How many words at the front of a name (folded) are a title that is no part of it: 2 of `tan sri
/// muhyiddin yassin`, 0 of `dean smith`.
pub(super) fn cut<'w>(mut words: impl Iterator<Item = &'w str>) -> usize {
    let (first, second) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let is_cut = |word| find(word).is_some_and(|title| title.is_cut);
    if is_pair(first, second) || BEFORE_TITLES.binary_search(&first).is_ok() && is_cut(second) {
        2
    } else {
        usize::from(is_cut(first))
    }
}

/// The title at the end of `before`: folded words, the one next to the name first. Hyphens and points are
/// left out by the caller, other marks end the words. `None` when there is none.
///
/// Gives the words of the title in reading order and what it says.
pub(super) fn before<'w>(before: impl Iterator<Item = &'w str>) -> Option<(String, Address)> {
    let (mut words, mut len) = ([""; LENGTH], 0);
    for (place, word) in words.iter_mut().zip(before) {
        *place = word;
        len += 1;
    }
    let words = &words[..len];
    let (mut count, address) = ending(words)?;
    while let Some(&word) = words.get(count) {
        // `President and Prime Minister`: two people.
        if word == "and" {
            let joins = words.get(count + 1).is_some_and(|&next| is_field(next));
            if !joins || !is_field(words[count - 1]) {
                break;
            }
        } else if BEFORE_TITLES.binary_search(&word).is_err() && find(word).is_none() {
            // `Tan Sri Dr`.
            let pair = words.get(count + 1).copied().unwrap_or_default();
            if !is_pair(pair, word) {
                break;
            }
            count += 1;
        }
        count += 1;
    }
    let mut title: Vec<&str> = words[..count].to_vec();
    title.reverse();
    Some((title.join(" "), address))
}

/// How many of the words, from the name backward, are the least title they can be.
fn ending(words: &[&str]) -> Option<(usize, Address)> {
    let &last = words.first()?;
    let second = words.get(1).copied().unwrap_or_default();
    if let Some(&(_, _, address)) = PAIRS
        .iter()
        .find(|&&(first, end, _)| first == second && end == last)
    {
        return Some((2, address));
    }
    if let Some(title) = find(last) {
        return Some((1, title.address));
    }
    // `minister of foreign affairs`, `secretary of state`.
    let joining = (1..words.len().min(4)).find(|&n| matches!(words[n], "of" | "for"))?;
    let is_field = words[..joining].iter().all(|word| is_field(word));
    let office = words.get(joining + 1)?;
    let is_long = is_field && LONG_OFFICES.contains(office);
    is_long.then_some((joining + 2, Address::Office))
}

/// Whether the word is what a minister is minister of.
fn is_field(word: &str) -> bool {
    BEFORE_TITLES.binary_search(&word).is_ok()
        && find(word).is_none_or(|title| title.word == "justice")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(TITLES.is_sorted_by_key(|title| title.word));
        assert!(BEFORE_TITLES.is_sorted());
    }

    #[test]
    fn titles_before_a_name() {
        for (text, expected) in [
            ("said president", Some("president")),
            ("the vice president", Some("vice president")),
            ("said prime minister", Some("prime minister")),
            ("deputy foreign minister", Some("deputy foreign minister")),
            (
                "trade and industry minister",
                Some("trade and industry minister"),
            ),
            ("president and prime minister", Some("prime minister")),
            ("the secretary of state", Some("secretary of state")),
            ("minister for health", Some("minister for health")),
            (
                "minister of foreign affairs",
                Some("minister of foreign affairs"),
            ),
            ("told lt col", Some("lt col")),
            ("told maj gen", Some("maj gen")),
            ("attorney general", Some("attorney general")),
            ("tan sri", Some("tan sri")),
            ("met datuk seri dr", Some("datuk seri dr")),
            ("the first lady", Some("first lady")),
            ("chief executive", Some("chief executive")),
            ("united states of america", None),
            ("in the state", None),
            ("he said", None),
            ("", None),
        ] {
            let words = text.split(' ').rev();
            let found = before(words).map(|(title, _)| title);
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn titles_that_are_given_names_stay() {
        for (name, count) in [
            ("president gustavo petro", 1),
            ("tan sri muhyiddin yassin", 2),
            ("prime minister modi", 2),
            ("dean smith", 0),
            ("gustavo petro", 0),
        ] {
            assert_eq!(cut(name.split(' ')), count, "{name}");
        }
    }
}
