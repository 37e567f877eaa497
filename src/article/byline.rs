//! Who wrote it: `By Jane Doe and Ann Lee in Rome` names two people and a place.

use super::byline_words::{
    HOUSE_OPENERS, HOUSES, OPENERS, OPENERS_OF_NAMES, ROLE_ENDINGS, ROLE_WORDS, SEPARATORS,
    SEPARATORS_OF_NAMES, SUFFIXES, SURE_OPENERS, TITLE_WORDS,
};
use super::{agency, arabic_credit};
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
        let is_opener = match head.is_ascii() {
            true => head.eq_ignore_ascii_case(opener),
            false => head.to_lowercase() == *opener,
        };
        if !is_opener {
            return None;
        }
        let rest = &line[opener.len()..];
        let rest =
            rest.strip_prefix([':', ' ', ',', '\u{a0}', '：', '/', '／', '|', '\u{3000}'])?;
        let rest = rest.trim_start_matches([':', ' ', ',', '：', '\u{3000}']);
        // `Von der Leyen`, `Di Maio`, `De Vries, Jan`: a name of its own.
        let first = rest.split_whitespace().next().unwrap_or_default();
        let is_name = OPENERS_OF_NAMES.contains(opener)
            && !is_role(rest)
            && (first.starts_with(char::is_lowercase)
                || first.ends_with(',')
                || first == rest.trim());
        (!rest.is_empty() && !is_name).then_some(rest)
    })
}

fn split_line(line: &str, is_listed: bool, credits: &mut Credits) {
    if let Some(parts) = arabic_credit::parts(line) {
        credits.names.extend(parts.people);
        credits.wire = credits.wire.take().or(parts.wire);
        let place = parts.places.into_iter().next_back();
        credits.place = credits.place.take().or(place);
        return;
    }
    let mut rest = line
        .trim()
        .trim_start_matches(['-', '–', '—', '•', '*', '|', ' ']);
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
    for part in people_of(without_affiliation(people)) {
        // `By Jane Doe; Compiled by Ann Lee`.
        let name = without_opener(&part, OPENERS).unwrap_or(&part);
        push_part(name, is_listed, credits);
    }
}

/// `Jeff Bytof - SIO`: what stands behind a dash is where a person belongs. `AFP - Jane Doe` is the
/// other way round and stays whole.
fn without_affiliation(line: &str) -> &str {
    [" - ", " – ", " — "]
        .iter()
        .filter_map(|dash| line.split_once(dash))
        .map(|(person, _)| person)
        .find(|person| person.contains(' ') && agency::credited(person).is_none())
        .unwrap_or(line)
}

/// The parts of a line between which a word or sign stands that joins two people.
fn people_of(line: &str) -> Vec<String> {
    let mut parts = vec![line.to_owned()];
    for separator in SEPARATORS {
        parts = parts
            .iter()
            .flat_map(|part| part.split(separator))
            .map(|part| part.trim().to_owned())
            .collect();
    }
    for separator in SEPARATORS_OF_NAMES {
        parts = parts
            .iter()
            .flat_map(|part| split_unless_one_name(part, separator))
            .collect();
    }
    parts
        .iter()
        .flat_map(|part| split_at_agency(part))
        .collect()
}

/// `José Ortega y Gasset` is one person, `Chus del Pino y Martí Abad` are two.
fn split_unless_one_name(part: &str, separator: &str) -> Vec<String> {
    match part.split_once(separator) {
        Some((before, after)) => {
            let is_one = before.contains(' ') && !after.trim().contains(' ');
            if is_one {
                return vec![part.to_owned()];
            }
            let mut parts = vec![before.trim().to_owned()];
            parts.extend(split_unless_one_name(after, separator));
            parts
        }
        None => vec![part.to_owned()],
    }
}

/// `Reuters/Jane Doe`, `dpa/afp`: a stroke without spaces is part of a name elsewhere.
fn split_at_agency(part: &str) -> Vec<String> {
    let pieces: Vec<&str> = part.split('/').map(str::trim).collect();
    if pieces.iter().any(|piece| agency::credited(piece).is_some()) {
        return pieces.into_iter().map(str::to_owned).collect();
    }
    vec![part.to_owned()]
}

/// Telephone numbers, dates.
fn is_number(word: &str) -> bool {
    word.chars().filter(char::is_ascii_digit).count() >= 3
}

/// `Jane Doe in Rome` gives `Jane Doe` and `Rome`; `Jane Doe, Rome bureau` is a role.
fn without_place(text: &str) -> (&str, Option<String>) {
    for preposition in [
        " in ", " IN ", " à ", " aus ", " desde ", " en ", " from ", " FROM ",
    ] {
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
        && pieces.iter().all(|piece| {
            !piece.contains(' ') && agency::credited(piece).is_none() && !is_role(piece)
        });
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
            // `Doe, Jane A.` in a list, and `Van der Berg, Jan`.
            let is_family_name = is_listed && !name.contains(' ')
                || pieces.len() == 2 && name.split(' ').next().is_some_and(is_particle);
            let is_given_name =
                is_family_name && agency::credited(next).is_none() && !is_role(next);
            if !is_suffix && !is_given_name {
                break;
            }
            name = format!("{name}, {next}");
            at += 1;
        }
        at += 1;
        // `Anna Sleegers, Frankfurt`: where, after a full name.
        let is_first = at <= 1 || credits.names.is_empty();
        let is_place = !is_first
            && pieces.len() == 2
            && pieces[0].contains(' ')
            && is_single_word(&name)
            && agency::credited(&name).is_none()
            && !is_role(&name);
        if is_place {
            credits.place.get_or_insert(name);
            continue;
        }
        push_name(&name, credits);
    }
}

fn is_single_word(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.chars().all(|c| c.is_alphabetic() || c == '-')
}

fn is_particle(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "van" | "von" | "de" | "der" | "den" | "del" | "di" | "da" | "la" | "le" | "al" | "el"
    )
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
    if let Some(agency) = agency::credited(text) {
        credits.wire.get_or_insert_with(|| agency.to_owned());
        return;
    }
    let text = without_house(text, credits);
    // "Associated Press Writer", "of The Associated Press", "for Reuters".
    let lower = text.to_lowercase();
    for opener in ["of ", "for ", "from "] {
        if lower.starts_with(opener) {
            if let Some(agency) = agency::credited(&text[opener.len()..]) {
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
    // `Jane Doe, The Daily Star`; Vietnamese names the paper it follows with `Theo`.
    let is_publication = lower.starts_with("the ") && !credits.names.is_empty();
    if is_publication || lower.starts_with("theo ") {
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
    if let Some(agency) = agency::credited(&words.join(" ")).filter(|_| !words.is_empty()) {
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
    TITLE_WORDS.contains(&word.to_lowercase().trim_matches(','))
}

/// A name without the house behind it: `Jane Doe for Reuters`, `Jane Doe BBC News`, `홍길동 기자`.
fn without_house<'n>(text: &'n str, credits: &mut Credits) -> &'n str {
    let mut name = text;
    for opener in HOUSE_OPENERS {
        let Some((before, house)) = name.split_once(opener) else {
            continue;
        };
        let is_person = before.contains(' ') && !is_role(before);
        if is_person && house.starts_with(char::is_uppercase) {
            if let Some(agency) = agency::credited(house) {
                credits.wire.get_or_insert_with(|| agency.to_owned());
            }
            name = before;
        }
    }
    for ending in ROLE_ENDINGS {
        if let Some(before) = name.strip_suffix(ending)
            && !before.trim().is_empty()
        {
            name = before.trim_end();
        }
    }
    let house = name
        .match_indices(' ')
        .filter(|(at, _)| name[..*at].contains(' '))
        .find(|(at, _)| {
            let word = name[at + 1..].split(' ').next().unwrap_or_default();
            HOUSES.contains(&word)
        });
    match house {
        Some((at, _)) if name.contains(char::is_lowercase) => {
            if let Some(agency) = agency::credited(&name[at + 1..]) {
                credits.wire.get_or_insert_with(|| agency.to_owned());
            }
            &name[..at]
        }
        _ => name,
    }
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
            ("Anna Sleegers, Frankfurt", "Anna Sleegers place=Frankfurt"),
            ("Por José Ortega y Gasset", "José Ortega y Gasset"),
            ("Von Ursula von der Leyen", "Ursula von der Leyen"),
            ("Von der Leyen", "Von der Leyen"),
            ("di Mario Rossi", "Mario Rossi"),
            ("Di Maio", "Di Maio"),
            ("De Vries, Jan", "De Vries, Jan"),
            ("De Piet de Vries", "Piet de Vries"),
            ("dpa/AFP", "wire=dpa"),
            ("Reuters/Jane Doe", "Jane Doe wire=Reuters"),
            ("Jane Doe for Reuters", "Jane Doe wire=Reuters"),
            ("Jane Doe of The Daily Star", "Jane Doe"),
            ("Jane Doe, The Daily Star", "Jane Doe"),
            ("Duncan Walker BBC News", "Duncan Walker"),
            ("Jeff Bytof - SIO", "Jeff Bytof"),
            ("von Redaktion", ""),
            ("Jane Doe, PA", "Jane Doe wire=PA"),
            ("By Staff and Wire Reports", ""),
            ("홍길동 기자", "홍길동"),
            ("作者：李明、王芳", "李明 + 王芳"),
            ("责任编辑：李明", "李明"),
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
