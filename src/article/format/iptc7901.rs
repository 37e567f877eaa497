//! IPTC 7901: the wire of European agencies.
//!
//! Header: source and number, priority, category, count of words, agency; then a line of keywords.
//! The headline runs to the line that ends in `=`, a credit may be its last line. The trailer has day
//! and hour (`131137 GMT Nov 13`). What is meant for editors stands below the story.

use super::Reading;
use super::press_export::removed;
use super::wire_message::{self, Message};
use crate::article::published::{DateSource, Published};
use crate::article::{Draft, agency, byline, wrapping};

/// Whether a file begins with such a message.
pub(super) fn recognises(bytes: &[u8]) -> bool {
    wire_message::first(bytes).is_some_and(|message| {
        let header = String::from_utf8_lossy(message.header);
        Header::of(header.lines().next().unwrap_or_default()).is_some()
    })
}

/// Reads the messages of a file.
pub(super) fn read(bytes: &[u8]) -> Reading {
    Ok(wire_message::messages(bytes)
        .map(|message| Ok(draft_of(message)))
        .collect())
}

/// `eca062 4 i 211 ccccb   dpa 061`.
struct Header {
    category: String,
    agency: Option<String>,
}

impl Header {
    fn of(line: &str) -> Option<Header> {
        let words: Vec<&str> = line
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty())
            .collect();
        let [number, priority, category, rest @ ..] = words.as_slice() else {
            return None;
        };
        let letters = number.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_number = (1..=4).contains(&letters.len())
            && letters.len() < number.len()
            && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_priority = priority.len() == 1 && priority.bytes().all(|byte| byte.is_ascii_digit());
        let is_category =
            category.len() <= 3 && category.bytes().all(|byte| byte.is_ascii_alphabetic());
        (is_number && is_priority && is_category).then(|| Header {
            category: (*category).to_owned(),
            agency: rest
                .iter()
                .rev()
                .find_map(|word| agency::named(word.split('-').next()?))
                .map(str::to_owned),
        })
    }
}

/// Lines that a headline has at most.
const HEADLINE_LINES: usize = 6;

fn draft_of(message: Message<'_>) -> Draft {
    let [header, text, trailer] = message.lines();
    let mut draft = Draft::default();
    let mut header = header
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty());
    if let Some(found) = header.next().and_then(Header::of) {
        draft.section = Some(found.category);
        draft.source = found.agency;
    }
    draft
        .removed
        .extend(header.map(|line| removed(line, "header line")));
    let date = trailer.iter().find_map(|line| day_of(line));
    draft
        .dates
        .extend(date.map(|date| (DateSource::Meta, date)));
    let ends = |line: &String| line.trim_end().ends_with('=');
    let heading = text
        .iter()
        .take(HEADLINE_LINES)
        .position(ends)
        .map_or(1, |at| at + 1)
        .min(text.len());
    take_heading(&text[..heading], &mut draft);
    let story = &text[heading..];
    let end = story
        .iter()
        .position(|line| is_for_editors(line))
        .unwrap_or(story.len());
    draft.paragraphs = wrapping::by_indent(&story[..end].join("\n"));
    // `dpa wsz jln npr`: who wrote, edited and sent it.
    let is_sign_off = |line: &String| {
        line.split_whitespace().count() <= 6
            && line
                .split_whitespace()
                .next()
                .and_then(agency::named)
                .is_some()
            && !line.ends_with('.')
    };
    if draft.paragraphs.len() > 1 && draft.paragraphs.last().is_some_and(is_sign_off) {
        draft.removed.extend(
            draft
                .paragraphs
                .pop()
                .map(|line| removed(&line, "end mark")),
        );
    }
    for line in story[end..]
        .iter()
        .filter(|line| line.contains(char::is_alphanumeric))
    {
        draft.removed.push(removed(line, "note to editors"));
    }
    draft
}

/// The headline, above it the mark of an urgent or repeated message, below it the credit.
fn take_heading(lines: &[String], draft: &mut Draft) {
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| line.trim().trim_end_matches(['=', ' ']))
        .filter(|line| !line.is_empty())
        .collect();
    let mut headline: Vec<&str> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let is_mark = at + 1 < lines.len()
            && headline.is_empty()
            && !line.contains(' ')
            && (line.starts_with('(') || !line.contains(char::is_lowercase));
        if is_mark {
            draft.removed.push(removed(line, "header line"));
        } else if at > 0 && byline::credit_line(line).is_some() {
            draft.byline.push((*line).to_owned());
        } else {
            headline.push(line);
        }
    }
    draft.title = (!headline.is_empty()).then(|| headline.join(" "));
}

/// The day of `131137 GMT Nov 13`: day, hour and minute, zone, month, year.
fn day_of(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [stamp, .., month, year] = words.as_slice() else {
        return None;
    };
    let is_digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let year = match year.len() {
        2 if *year < "70" => format!("20{year}"),
        2 => format!("19{year}"),
        4 => (*year).to_owned(),
        _ => return None,
    };
    if stamp.len() != 6 || !is_digits(stamp) || !is_digits(&year) {
        return None;
    }
    let date = format!("{} {month} {year}", &stamp[..2]);
    let is_day = Published::parse(&date, Some(true)).is_some_and(|date| date.precision() == "day");
    is_day.then_some(date)
}

/// Where the notes for editors begin.
fn is_for_editors(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    let is_heading =
        lower.starts_with('#') && lower.contains("notebook") || lower.starts_with("# notizblock");
    is_heading
        || lower.starts_with("* * * *")
        || lower.starts_with("the following information is not ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message() {
        let bytes = b"\x01eca0124 3 i 93  dpa 1888\r\n\nIreland/ports/\r\n\x02EXTRA\nPort strike ends, says\r\nminister\nBy Jane Doe, The Lantern =\r\n\n   Cork (dpa) - Dockers voted\r\nto return.\r\n\n\"We sail,\" they\r\nsaid.\r\n\n# Notebook\r\n\n- Reporting by: A B\r\n\ndpa grj rmo\r\n\r\n\x03212101 GMT Nov 18\r\n\x7f\n\x7f\x04";
        assert!(recognises(bytes));
        let draft = read(bytes).unwrap().remove(0).unwrap();
        assert_eq!(
            draft.title.as_deref(),
            Some("Port strike ends, says minister")
        );
        assert_eq!(draft.byline, ["By Jane Doe, The Lantern"]);
        assert_eq!(draft.source.as_deref(), Some("dpa"));
        assert_eq!(draft.section.as_deref(), Some("i"));
        assert_eq!(draft.dates, [(DateSource::Meta, "21 Nov 2018".to_owned())]);
        assert_eq!(
            draft.paragraphs,
            [
                "Cork (dpa) - Dockers voted to return.",
                "\"We sail,\" they said."
            ]
        );
        assert!(draft.removed.iter().any(|piece| piece.text == "EXTRA"));
    }

    #[test]
    fn other_files() {
        assert!(!recognises(b"\x01NEWS: CORK\x1f2\x1fN\r\n\x02x"));
        assert!(!recognises(b"eca062 4 i 211 dpa"));
    }
}
