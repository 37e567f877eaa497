//! What the exports of press databases have in common: articles one after another in one file, a
//! block of labels in the language of the reader above each, places and pages within one field.

use crate::article::published::Published;
use crate::article::{Removed, date_text, markup};
use crate::text::fold::folded;
use crate::text::{decode, normalize};

/// The lines of an export in HTML, one for each block of the page, and a blank one behind each
/// `<DIV>`.
pub(super) fn lines_of_page(bytes: &[u8], charset: Option<&str>) -> String {
    let (text, _) = decode::decode(bytes, declared_charset(bytes).as_deref().or(charset));
    let mut out = String::with_capacity(text.len() / 2);
    for division in text.split("</DIV>").flat_map(|part| part.split("</div>")) {
        for line in markup::paragraphs(division) {
            out.push_str(&line);
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

/// The charset that a page declares near its start.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]).to_lowercase();
    let after = head.split_once("charset=")?.1;
    let name = after.trim_start_matches(['"', '\'']);
    let len = name
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))
        .unwrap_or(name.len());
    Some(name[..len].to_owned())
}

/// How far into a file the signs of an export are looked for.
const HEAD_BYTES: usize = 4096;

/// `LENGTH: 355 words` as the folded label and its value. The label has one to four words.
pub(super) fn labelled(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start_matches(['•', '*', '-', ' ', '\u{a0}']);
    let (label, value) = line.split_once([':', '：'])?;
    let label = label.trim();
    let is_label = !label.is_empty()
        && label.chars().count() <= 40
        && label.split_whitespace().count() <= 4
        && label
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '/' | '(' | ')' | '\u{a0}'));
    let bare: String = label.chars().filter(|c| c.is_alphanumeric()).collect();
    is_label.then(|| (folded(&bare), value.trim()))
}

/// Whether a line states the day, month or year of an issue, before anything else that it says:
/// `January 11, 2010 Monday`, `27. Februar 2012 Montag 9:50 PM`, `June 17, 1995, CITY EDITION`.
pub(super) fn is_date_line(line: &str) -> bool {
    let line = line.trim();
    if line.split_whitespace().count() > MAX_DATE_WORDS {
        return false;
    }
    match Published::parse(line, None) {
        Some(Published::Year { .. }) | None => false,
        Some(_) => date_end(line).is_some(),
    }
}

/// Whether a text is a date, with its weekday and time, and nothing else.
pub(super) fn is_date(text: &str) -> bool {
    is_date_line(text) && date_end(text.trim()) == Some(text.trim().len())
}

/// A date with weekday, time, zone and edition.
const MAX_DATE_WORDS: usize = 14;

/// Where the date at the start of a line ends, with its weekday and time. `None` when the line begins
/// with other words.
fn date_end(line: &str) -> Option<usize> {
    let mut rest = line;
    let mut has_year = false;
    loop {
        let after = rest.trim_start();
        let len = after.find(char::is_whitespace).unwrap_or(after.len());
        let word = after[..len].trim_matches([',', '.', '(', ')', ';']);
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        if len == 0 || !word.is_empty() && !is_number && !is_date_word(word) {
            break;
        }
        has_year |= is_number && word.len() == 4;
        rest = &after[len..];
    }
    has_year.then_some(line.len() - rest.len())
}

/// Months and weekdays, halves of the day, zones.
fn is_date_word(word: &str) -> bool {
    let month = || Published::parse(&format!("3 {word} 1999"), None);
    let folded = folded(word);
    DATE_WORDS.contains(&word)
        || word.starts_with("GMT")
        || date_text::is_weekday(&folded)
        || month().is_some_and(|date| date.precision() == "day")
}

/// Words of dates beside months and weekdays.
const DATE_WORDS: &[&str] = &[
    "AEST", "AM", "BST", "CEST", "CET", "EDT", "EET", "EST", "HKT", "IST", "JST", "PDT", "PM",
    "PST", "UTC", "Uhr", "am", "de", "of", "pm", "年", "日", "月",
];

/// The edition behind a date: `June 17, 1995, CITY EDITION`.
pub(super) fn edition_behind_date(line: &str) -> Option<String> {
    let line = line.trim();
    let rest = line[date_end(line)?..].trim_matches([',', ';', ' ', '\u{a0}']);
    rest.contains(|c: char| c.is_alphabetic())
        .then(|| rest.to_owned())
}

/// Section and page of one field: `HOME NEWS; Pg. 3`, `Financial; E01`, `ECHO LOKALES; S. 6`. What
/// counts columns and versions is dropped.
pub(super) fn section_and_page(field: &str) -> (Option<String>, Option<String>) {
    let mut page = None;
    let mut sections = Vec::new();
    for part in field
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (name, own_page) = match part.rsplit_once(", ") {
            Some((name, last)) if page_number(last).is_some() => (name, page_number(last)),
            _ => (part, page_number(part)),
        };
        if own_page.is_some() {
            page = page.or(own_page);
            if name == part {
                continue;
            }
        }
        let lower = name.to_lowercase();
        let is_count = lower.starts_with("column ") || lower.starts_with("version");
        let is_empty = matches!(lower.as_str(), "section" | "pg." | "pg" | "column");
        if !is_count && !is_empty {
            sections.push(name);
        }
    }
    let section = sections.join("; ");
    ((!section.is_empty()).then_some(section), page)
}

/// The page of `Pg. A13`, `S. 6`, `p. 12`, `Pag. 4`, `E01`.
fn page_number(part: &str) -> Option<String> {
    let lower = part.to_lowercase();
    let named = PAGE_WORDS
        .iter()
        .find_map(|word| lower.strip_prefix(word))
        .map(|rest| {
            let at = part.len() - rest.len();
            part.get(at..)
                .unwrap_or_default()
                .trim_matches(['.', ' ', ':'])
        });
    let number = match named {
        Some(number) => number,
        None => Some(part).filter(|part| {
            let letters = part.chars().take_while(char::is_ascii_uppercase).count();
            letters == 1
                && part.len() <= 4
                && part[1..].bytes().all(|byte| byte.is_ascii_digit())
                && part.len() > 1
        })?,
    };
    let has_digit = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
    if number.split_whitespace().count() > MAX_PAGE_WORDS {
        return None;
    }
    number.split_whitespace().find(has_digit).map(str::to_owned)
}

/// Words around the number of a page: `Supplement Page 2`, `98 Ausg. 8`.
const MAX_PAGE_WORDS: usize = 4;

/// Before the number of a page. Longer words first.
const PAGE_WORDS: &[&str] = &[
    "pages ", "page ", "seite ", "pag. ", "pg. ", "pg ", "pp. ", "p. ", "s. ",
];

/// A notice of rights: `Copyright 2010 Guardian`, `© 2019 SA Le Monde`, `All Rights Reserved`.
pub(super) fn is_rights(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    [
        "copyright",
        "c 1",
        "c 2",
        "(c) ",
        "©",
        "all rights reserved",
        "alle rechte vorbehalten",
        "tous droits réservés",
        "todos los derechos",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
}

/// Something of the database, not of the story.
pub(super) fn removed(text: &str, reason: &str) -> Removed {
    Removed {
        text: normalize::line(text),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_lines() {
        for (line, is_date, edition) in [
            ("January 11, 2010 Monday", true, None),
            ("27. Februar 2012 Montag 9:50 PM GMT+1", true, None),
            ("June 17, 1995, CITY EDITION", true, Some("CITY EDITION")),
            (
                "January 11, 2018 Thursday, Late Edition - Final",
                true,
                Some("Late Edition - Final"),
            ),
            ("July 1, 2019 Monday 9:20 AM GMT", true, None),
            ("Dienstag 7. Juli 2020", true, None),
            ("mercredi 13 mars 2019", true, None),
            ("9 Januar 1993", true, None),
            ("January 8, 2010", true, None),
            ("The war of March 3, 2010", false, None),
            ("2010 in review", false, None),
            ("Port strike ends", false, None),
        ] {
            assert_eq!(is_date_line(line), is_date, "{line}");
            if is_date {
                assert_eq!(edition_behind_date(line).as_deref(), edition, "{line}");
            }
        }
    }

    #[test]
    fn sections_and_pages() {
        for (field, section, page) in [
            ("HOME NEWS; Pg. 3", Some("HOME NEWS"), Some("3")),
            (
                "Guardian Home Pages, Pg. 15",
                Some("Guardian Home Pages"),
                Some("15"),
            ),
            ("Financial; E01", Some("Financial"), Some("E01")),
            ("POLITICS; Version:28", Some("POLITICS"), None),
            (
                "Section B; Column 0; Business Desk; Pg. 1",
                Some("Section B; Business Desk"),
                Some("1"),
            ),
            ("ECHO LOKALES; S. 6", Some("ECHO LOKALES"), Some("6")),
            ("US; politics", Some("US; politics"), None),
        ] {
            let (found, number) = section_and_page(field);
            assert_eq!(
                (found.as_deref(), number.as_deref()),
                (section, page),
                "{field}"
            );
        }
    }

    #[test]
    fn labels() {
        for (line, expected) in [
            ("LÄNGE: 1285 Wörter", Some(("lange", "1285 Wörter"))),
            (
                "LOAD-DATE: March 15, 2013",
                Some(("loaddate", "March 15, 2013")),
            ),
            ("Length:\u{a0}355 words", Some(("length", "355 words"))),
            ("He said: no", Some(("hesaid", "no"))),
            ("At 10:30 it rained", None),
        ] {
            let found = labelled(line);
            let found = found
                .as_ref()
                .map(|(label, value)| (label.as_str(), *value));
            assert_eq!(found, expected, "{line}");
        }
    }
}
