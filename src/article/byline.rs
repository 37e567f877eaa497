//! Who wrote it: `By Jane Doe and Ann Lee in Rome` names two people and a place.

use super::agency;
use crate::text::normalize;

/// What credit lines say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Credits {
    /// Writers, as printed.
    pub(super) names: Vec<String>,
    /// An agency among them.
    pub(super) wire: Option<String>,
    /// Where they wrote from.
    pub(super) place: Option<String>,
}

/// Words that open a credit, longest first where one begins another. Each must be followed by a
/// space or a colon.
const OPENERS: &[&str] = &[
    "written by",
    "reported by",
    "reporting by",
    "story by",
    "words by",
    "text by",
    "posted by",
    "article by",
    "report by",
    "compiled by",
    "authored by",
    "contact author",
    "authors",
    "author",
    "byline",
    "by",
    "von",
    "autor",
    "autorin",
    "par",
    "auteur",
    "por",
    "di",
    "door",
    "av",
    "af",
    "text",
    "bài",
    "tác giả",
    "автор",
    "автор:",
    "oleh",
    "yazan",
    "بقلم",
    "كتب",
    "مאת",
    "מאת",
];

/// Credits that may stand in a line without more evidence: other openers are also common words.
const SURE_OPENERS: &[&str] = &[
    "written by",
    "reported by",
    "reporting by",
    "story by",
    "words by",
    "text by",
    "posted by",
    "article by",
    "report by",
    "authors",
    "author",
    "byline",
    "by",
    "von",
    "par",
    "por",
    "autor",
    "auteur",
    "tác giả",
    "автор",
    "oleh",
    "بقلم",
    "מאת",
];

/// Between two people.
const SEPARATORS: &[&str] = &[
    " and ", " & ", " AND ", " with ", " und ", " et ", " y ", " e ", " og ", " och ", " và ",
    " en ", " i ", " dan ", " ve ", " и ", ";", "、", "，", " | ", " / ", " · ", " + ",
];

/// What follows a comma without being another person.
const SUFFIXES: &[&str] = &[
    "jr", "sr", "ii", "iii", "iv", "md", "phd", "esq", "mp", "dds", "rn",
];

/// Words of roles. A part made of them alone is no person; at the edge of a part they are dropped.
const ROLE_WORDS: &[&str] = &[
    "affairs",
    "anchor",
    "art",
    "arts",
    "assistant",
    "associate",
    "autor",
    "blogger",
    "bureau",
    "business",
    "chief",
    "city",
    "columnist",
    "contributing",
    "contributor",
    "contributors",
    "contributorwriter",
    "correspondent",
    "correspondents",
    "critic",
    "crime",
    "defence",
    "deputy",
    "desk",
    "diplomatic",
    "economics",
    "editor",
    "editor-in-chief",
    "education",
    "entertainment",
    "environment",
    "europe",
    "executive",
    "features",
    "film",
    "finance",
    "foreign",
    "freelance",
    "freelancer",
    "general",
    "guest",
    "head",
    "health",
    "home",
    "international",
    "investigations",
    "investigative",
    "journalist",
    "lead",
    "legal",
    "local",
    "managing",
    "marine",
    "media",
    "music",
    "national",
    "news",
    "newsroom",
    "online",
    "our",
    "own",
    "parliamentary",
    "photographer",
    "political",
    "politics",
    "producer",
    "redakteur",
    "redaktion",
    "regional",
    "religion",
    "reporter",
    "reporters",
    "science",
    "senior",
    "special",
    "sport",
    "sports",
    "staff",
    "technology",
    "trainee",
    "transport",
    "web",
    "world",
    "writer",
    "writers",
];

/// Longest name, in words: `Carlos Alberto de la Cruz y Montenegro`.
const MAX_NAME_WORDS: usize = 7;

/// Splits credit lines into people. Lists of several lines (JSON arrays) are one name a line already
/// and are not split at commas.
pub(super) fn split(lines: &[String]) -> Credits {
    let mut credits = Credits::default();
    for line in lines {
        let line = normalize::line(line);
        let is_listed = lines.len() > 1;
        split_line(&line, is_listed, &mut credits);
    }
    let mut seen: Vec<String> = Vec::new();
    credits.names.retain(|name| {
        let key = name.to_lowercase();
        let is_new = !seen.contains(&key);
        seen.push(key);
        is_new
    });
    credits
}

/// The credit in a line that says so itself (`By Jane Doe`), without the opener.
pub(super) fn credit_line(line: &str) -> Option<&str> {
    let rest = without_opener(line, SURE_OPENERS)?;
    let words = rest.split_whitespace().count();
    let first = rest.chars().next()?;
    let is_name = rest.to_lowercase().starts_with("the ")
        || first.is_uppercase()
        || !first.is_lowercase() && first.is_alphabetic();
    // "By Friday the strike had spread." is a sentence.
    let is_sentence = rest.ends_with('.') && words > 4 || rest.contains(". ") && words > 12;
    let is_short = words <= 16 && rest.chars().count() <= 120;
    (is_name && is_short && !is_sentence && all_names(rest)).then_some(rest)
}

/// Whether every word could be part of a credit: capitalised, a particle, a role, a separator.
fn all_names(text: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "and", "und", "et", "y", "e", "in", "at", "of", "for", "the", "with", "de", "da", "del",
        "der", "den", "di", "du", "la", "le", "van", "von", "ter", "ten", "bin", "ibn", "al", "el",
        "dos", "das", "i", "og", "och", "en", "à", "für", "aus", "auf", "desde", "to", "our", "và",
        "ve", "dan",
    ];
    text.split(|c: char| c.is_whitespace() || c == ',' || c == ';' || c == '/' || c == '|')
        .filter(|word| !word.is_empty())
        .all(|word| {
            let lower = word.to_lowercase();
            let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
            let is_capital = !word
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .starts_with(char::is_lowercase);
            let has_no_digit = !word.contains(|c: char| c.is_ascii_digit());
            word.contains('@')
                || is_capital && has_no_digit
                || PARTICLES.contains(&bare)
                || ROLE_WORDS.contains(&bare)
        })
}

fn without_opener<'l>(line: &'l str, openers: &[&str]) -> Option<&'l str> {
    let line = line.trim();
    openers.iter().find_map(|opener| {
        let head = line.get(..opener.len())?;
        if head.to_lowercase() != *opener {
            return None;
        }
        let rest = &line[opener.len()..];
        let rest = rest.strip_prefix([':', ' ', ',', '\u{a0}'])?;
        let rest = rest.trim_start_matches([':', ' ', ',']);
        (!rest.is_empty()).then_some(rest)
    })
}

fn split_line(line: &str, is_listed: bool, credits: &mut Credits) {
    let mut rest = line.trim();
    while let Some(inner) = without_opener(rest, OPENERS) {
        rest = inner;
    }
    let without_mail: Vec<&str> = rest
        .split_whitespace()
        .filter(|word| !word.contains('@') && !is_number(word))
        .collect();
    let rest = without_mail
        .join(" ")
        .replace(['(', ')', '<', '>', '[', ']'], ",");
    let (people, place) = without_place(rest.trim_matches([',', ' ', '.']));
    if credits.place.is_none() {
        credits.place = place;
    }
    let mut parts = vec![people.to_owned()];
    for separator in SEPARATORS {
        parts = parts
            .iter()
            .flat_map(|part| part.split(separator))
            .map(|part| part.trim().to_owned())
            .collect();
    }
    for part in parts {
        // `By Jane Doe; Compiled by Ann Lee`.
        let name = without_opener(&part, OPENERS).unwrap_or(&part);
        push_part(name, is_listed, credits);
    }
}

/// Telephone numbers, dates.
fn is_number(word: &str) -> bool {
    word.chars().filter(char::is_ascii_digit).count() >= 3
}

/// `Jane Doe in Rome` gives `Jane Doe` and `Rome`; `Jane Doe, Rome bureau` is a role.
fn without_place(text: &str) -> (&str, Option<String>) {
    for preposition in [" in ", " IN ", " à ", " aus ", " desde ", " en "] {
        if let Some((people, place)) = text.rsplit_once(preposition) {
            let is_place =
                place.starts_with(char::is_uppercase) && place.split_whitespace().count() <= 4;
            // ` en ` also joins two Dutch or Afrikaans names.
            let is_joint = preposition == " en " && place.split_whitespace().count() > 1;
            if is_place && !is_joint && !people.is_empty() {
                let place = place.trim_matches([',', '.', ' ']).to_owned();
                return (people, Some(place));
            }
        }
    }
    (text, None)
}

fn push_part(part: &str, is_listed: bool, credits: &mut Credits) {
    let pieces: Vec<&str> = part
        .split(',')
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    let is_inverted = pieces.len() == 2
        && pieces
            .iter()
            .all(|piece| !piece.contains(' ') && agency::named(piece).is_none() && !is_role(piece));
    if is_inverted {
        return push_name(&pieces.join(", "), credits);
    }
    let mut at = 0;
    while at < pieces.len() {
        let mut name = pieces[at].to_owned();
        while let Some(next) = pieces.get(at + 1) {
            let bare: String = next
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect();
            let is_suffix = SUFFIXES.contains(&bare.as_str());
            let is_kept = is_listed && agency::named(next).is_none() && !is_role(next);
            if !is_suffix && !is_kept {
                break;
            }
            name = format!("{name}, {next}");
            at += 1;
        }
        push_name(&name, credits);
        at += 1;
    }
}

pub(super) fn is_role(text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    words.peek().is_some()
        && words.all(|word| {
            let word = word.to_lowercase();
            matches!(word.as_str(), "of" | "the" | "and" | "for" | "&")
                || ROLE_WORDS.contains(&word.as_str())
        })
}

fn push_name(text: &str, credits: &mut Credits) {
    let text = text
        .trim()
        .trim_end_matches(['.', ':', '-', '–', '—'])
        .trim();
    if let Some(agency) = agency::named(text) {
        credits.wire.get_or_insert_with(|| agency.to_owned());
        return;
    }
    // "Associated Press Writer", "of The Associated Press", "for Reuters".
    let lower = text.to_lowercase();
    for opener in ["of ", "for ", "from "] {
        if lower.starts_with(opener) {
            if let Some(agency) = agency::named(&text[opener.len()..]) {
                credits.wire.get_or_insert_with(|| agency.to_owned());
            }
            return;
        }
    }
    // "the Transoceanic News Association".
    let is_house = ["press", "news", "agency", "association", "service"]
        .iter()
        .any(|word| lower.split(' ').any(|part| part == *word));
    if lower.starts_with("the ") && is_house {
        credits.wire.get_or_insert_with(|| text[4..].to_owned());
        return;
    }
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let is_role_word = |word: &str| ROLE_WORDS.contains(&word.to_lowercase().trim_matches(','));
    if words.len() > 2 || is_role(text) {
        let ends_in_role = |words: &[&str]| {
            let keyword = words.last().is_some_and(|word| is_title_word(word));
            keyword && words.iter().all(|word| !word.is_empty())
        };
        if ends_in_role(&words) {
            while words.last().is_some_and(|word| is_role_word(word)) {
                words.pop();
            }
        }
        // "Political Editor Jane Doe".
        if let Some(last) = words.iter().rposition(|word| is_title_word(word))
            && words[..=last].iter().all(|word| is_role_word(word))
            && last + 1 < words.len()
        {
            words.drain(..=last);
        }
    }
    if let Some(agency) = agency::named(&words.join(" ")).filter(|_| !words.is_empty()) {
        credits.wire.get_or_insert_with(|| agency.to_owned());
        return;
    }
    let name = words.join(" ");
    let has_letter = name.chars().any(char::is_alphabetic);
    let is_address = name.contains("://") || name.starts_with("www.");
    if has_letter && !is_address && !is_role(&name) && words.len() <= MAX_NAME_WORDS {
        credits.names.push(name);
    }
}

/// A short line that ends in the word for a role: `Plainsman staff writer`.
pub(super) fn ends_in_role(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let last = words.next_back();
    last.is_some_and(is_title_word) && words.count() <= 5
}

/// What stands before the role that ends a line: `Jane Doe` of `Jane Doe Environment editor`.
pub(super) fn person_before_role(line: &str) -> Option<&str> {
    ends_in_role(line).then_some(())?;
    let mut rest = line.trim();
    while let Some((before, word)) = rest.rsplit_once(' ') {
        if !ROLE_WORDS.contains(&word.to_lowercase().as_str()) {
            break;
        }
        rest = before;
    }
    (!is_role(rest) && rest.len() < line.len()).then_some(rest)
}

/// Words that only roles have, unlike `Art` and `Home`.
fn is_title_word(word: &str) -> bool {
    matches!(
        word.to_lowercase().trim_matches(','),
        "editor"
            | "correspondent"
            | "correspondents"
            | "writer"
            | "writers"
            | "reporter"
            | "reporters"
            | "columnist"
            | "critic"
            | "contributor"
            | "contributorwriter"
            | "journalist"
            | "staff"
            | "bureau"
            | "producer"
            | "photographer"
            | "blogger"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[&str]) -> String {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let credits = split(&lines);
        let mut out = credits.names.join(" + ");
        if let Some(wire) = credits.wire {
            out += &format!(" wire={wire}");
        }
        if let Some(place) = credits.place {
            out += &format!(" place={place}");
        }
        out.trim().to_owned()
    }

    #[test]
    fn people() {
        for (line, expected) in [
            (
                "By Jane Doe and Ann Lee in Rome",
                "Jane Doe + Ann Lee place=Rome",
            ),
            ("By JANE DOE and ANN LEE", "JANE DOE + ANN LEE"),
            ("By Jane Doe; Compiled by Ann Lee", "Jane Doe + Ann Lee"),
            ("By Jane Doe, Staff Writer", "Jane Doe"),
            ("By Jane Doe, Political Editor", "Jane Doe"),
            ("Political Editor Jane Doe", "Jane Doe"),
            ("Jane Doe Sports Reporter", "Jane Doe"),
            ("JOHN ROE, Associated Press Writer", "JOHN ROE wire=AP"),
            (
                "Carla Baranauckas, Reuters",
                "Carla Baranauckas wire=Reuters",
            ),
            ("Reuters, AP", "wire=Reuters"),
            ("Von Merle Janssen", "Merle Janssen"),
            (
                "Par Étienne Lavaud et Anne Le Goff",
                "Étienne Lavaud + Anne Le Goff",
            ),
            (
                "Por Luis Arbeláez y Camila Restrepo-Wills",
                "Luis Arbeláez + Camila Restrepo-Wills",
            ),
            ("Author, Luis Arbeláez", "Luis Arbeláez"),
            ("Jane Doe <jane@paper.example>", "Jane Doe"),
            ("Sammy Smith, Jr.", "Sammy Smith, Jr"),
            ("Smith, Jr., and Ann Lee", "Smith, Jr + Ann Lee"),
            ("Doe, Jane", "Doe, Jane"),
            ("Jane Doe, Ann Lee & Bo Li", "Jane Doe + Ann Lee + Bo Li"),
            (
                "Camila Restrepo-Wills; Luis Arbeláez",
                "Camila Restrepo-Wills + Luis Arbeláez",
            ),
            ("By Our Own Correspondent", ""),
            (
                "By the Transoceanic News Association",
                "wire=Transoceanic News Association",
            ),
            ("Staff", ""),
            ("", ""),
        ] {
            assert_eq!(shown(&[line]), expected, "{line}");
        }
        assert_eq!(
            shown(&["Doe, Jane A.", "AFP", "doe, jane a."]),
            "Doe, Jane A wire=AFP"
        );
    }

    #[test]
    fn lines_that_are_credits() {
        for (line, is_credit) in [
            ("By Jane Doe", true),
            ("By Jane Doe, Staff Writer", true),
            ("by JANE DOE in Rome", true),
            ("Von Merle Janssen", true),
            ("By Friday the strike had spread to every port.", false),
            ("By the sea", false),
            ("Bylaws were read", false),
            ("Por fin llegó la lluvia al valle", false),
        ] {
            assert_eq!(credit_line(line).is_some(), is_credit, "{line}");
        }
    }
}
