//! ANPA 1312: the wire of American newspapers, as AP, UPI and Reuters sent it.
//!
//! Header: service, number and destination, then priority, category, keyword, month and day, count of
//! words. In the text `^` begins a line of the heading and `<` ends a line; an indent begins a
//! paragraph. `_` is a dash, double accents and apostrophes are quotes. The trailer has the full date.

use super::Reading;
use super::plain::is_headline;
use super::press_export::removed;
use super::wire_message::{self, Message};
use crate::article::published::DateSource;
use crate::article::{Draft, agency, byline, date_text, wrapping};

/// The separator between number and destination in the header.
const US: u8 = 0x1f;

/// Whether a file begins with such a message.
pub(super) fn recognises(bytes: &[u8]) -> bool {
    wire_message::first(bytes).is_some_and(|message| {
        let lines = message.header.split(|&byte| byte == b'\n');
        message.header.contains(&US)
            || lines
                .map(String::from_utf8_lossy)
                .any(|line| Slug::of(&line).is_some())
    })
}

/// Reads the messages of a file.
pub(super) fn read(bytes: &[u8]) -> Reading {
    Ok(wire_message::messages(bytes)
        .map(|message| Ok(draft_of(message)))
        .collect())
}

fn draft_of(message: Message<'_>) -> Draft {
    let [header, text, trailer] = message.lines();
    let mut draft = Draft::default();
    let slug = header.iter().find_map(|line| Slug::of(line));
    if let Some(slug) = &slug {
        draft.section = Some(slug.category.clone());
    }
    for line in trailer
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
    {
        let (source, date) = imprint(line);
        draft.source = draft.source.take().or(source);
        draft
            .dates
            .extend(date.map(|date| (DateSource::Meta, date)));
        draft.removed.push(removed(line, "header line"));
    }
    let text: Vec<String> = text.iter().map(|line| characters(line)).collect();
    let heading = text
        .iter()
        .take_while(|line| line.starts_with('^') || line.trim().is_empty())
        .count();
    take_heading(&text[..heading], &mut draft);
    let body: Vec<&str> = text[heading..]
        .iter()
        .map(|line| line.trim_end_matches(['<', '=', ' ']))
        .filter(|line| line.trim() != "^END")
        .map(|line| line.trim_start_matches('^'))
        .collect();
    draft.paragraphs = wrapping::by_indent(&body.join("\n"));
    if draft.title.is_none()
        && draft
            .paragraphs
            .first()
            .is_some_and(|first| is_headline(first, 2))
        && draft.paragraphs.len() > 1
    {
        draft.title = Some(draft.paragraphs.remove(0));
    }
    if draft.title.is_none() {
        draft.title = slug.map(|slug| keyword_in_words(&slug.keyword));
    }
    draft
}

/// `u i BC-BAHIA-COCOA-REVIEW   02-26 0105`.
struct Slug {
    category: String,
    keyword: String,
}

impl Slug {
    fn of(line: &str) -> Option<Slug> {
        let line: String = line
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let words: Vec<&str> = line.split_whitespace().collect();
        let [priority, category, keyword @ .., day, _] = words.as_slice() else {
            return None;
        };
        let is_day = day.len() >= 3
            && day.contains('-')
            && day
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-');
        (priority.len() == 1 && category.len() <= 2 && is_day && !keyword.is_empty()).then(|| {
            Slug {
                category: (*category).to_owned(),
                keyword: keyword.join(" "),
            }
        })
    }
}

/// The heading: keyword line, headline, credit, notes to editors.
fn take_heading(lines: &[String], draft: &mut Draft) {
    let mut keyword = None;
    let mut has_credit = false;
    for line in lines {
        let line = line.trim_matches(['^', '<', '=', ' ', '\t']);
        if line.is_empty() {
            continue;
        }
        if keyword.is_none() && draft.title.is_none() && is_keyword(line) {
            keyword = Some(line);
            draft.removed.push(removed(line, "header line"));
        } else if is_note(line) {
            draft.removed.push(removed(line, "note to editors"));
        } else if byline::credit_line(line).is_some() || has_credit {
            has_credit = true;
            draft.byline.push(line.to_owned());
        } else if let Some(title) = &mut draft.title {
            *title = format!("{title} {line}");
        } else {
            draft.title = Some(line.to_owned());
        }
    }
    if draft.title.is_none() {
        draft.title = keyword.map(keyword_in_words);
    }
}

/// `BC-WEA--Global Weather-Fahrenheit, 895`: cycle, category, keyword.
fn is_keyword(line: &str) -> bool {
    let cycle = line.split('-').next().unwrap_or_default();
    let is_cycle = matches!(cycle, "AM" | "AP" | "BC" | "PM" | "am" | "ap" | "bc" | "pm");
    is_cycle && line.contains('-')
}

/// The words of a keyword: `Global Weather-Fahrenheit`.
fn keyword_in_words(keyword: &str) -> String {
    let bare = match keyword.split_once("--") {
        Some((_, words)) => words,
        None => keyword
            .split_once('-')
            .filter(|_| is_keyword(keyword))
            .map_or(keyword, |(_, words)| words),
    };
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | ' '));
    if bare.is_empty() {
        keyword.to_owned()
    } else {
        bare.to_owned()
    }
}

fn is_note(line: &str) -> bool {
    [
        "Eds:",
        "EDS:",
        "Eds.",
        "EDITOR",
        "Editor",
        "AP Photo",
        "AP Graphic",
        "With AP Photo",
        "(With",
        "CAUTION:",
    ]
    .iter()
    .any(|start| line.starts_with(start))
}

/// Source and day of a trailer: `AP-NY-11-13-13 0700GMT`.
fn imprint(line: &str) -> (Option<String>, Option<String>) {
    let word = line.split_whitespace().next().unwrap_or_default();
    let source = agency::named(word.split('-').next().unwrap_or_default()).map(str::to_owned);
    let numbers: Vec<&str> = word
        .split('-')
        .filter(|part| {
            part.len() <= 4 && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
        })
        .collect();
    let date = match numbers.as_slice() {
        [month, day, year] => {
            let year = match (year.len(), *year) {
                (2, year) if year < "50" => format!("20{year}"),
                (2, year) => format!("19{year}"),
                (_, year) => year.to_owned(),
            };
            let digits = format!("{year}{month:0>2}{day:0>2}");
            date_text::compact_day(&digits).map(|day| day.to_string())
        }
        _ => None,
    };
    (source, date)
}

/// The characters that the code of 1312 had no room for.
fn characters(line: &str) -> String {
    line.replace("``", "“")
        .replace("''", "”")
        .replace(" _ ", " — ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_messages() {
        let bytes = b"\x16\x16\x01a0012\x1fasian\r\nu i\x14\x12 BC-EU--Ireland-Port,    11-13 0060\r\n\x02^BC-EU--Ireland-Port,0060<\r\n^Port strike ends<\r\n^Eds: APNewsNow.<\r\n^By JANE DOE=\r\n^Associated Press=\r\n\t   CORK, Ireland (AP) _ Dockers ``voted'' to\r\nreturn.<\r\n\t   They sailed.<\r\n\x03AP-NY-11-13-13 0700GMT<\r\n\x04\r\n\x16\x16\x01a0013\x1fasian\nb s BC-RAIN  11-13 0002\n\x02    It rained.\n\x03\x04";
        assert!(recognises(bytes));
        let drafts: Vec<Draft> = read(bytes)
            .unwrap()
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let first = &drafts[0];
        assert_eq!(first.title.as_deref(), Some("Port strike ends"));
        assert_eq!(first.byline, ["By JANE DOE", "Associated Press"]);
        assert_eq!(first.section.as_deref(), Some("i"));
        assert_eq!(first.source.as_deref(), Some("AP"));
        assert_eq!(first.dates, [(DateSource::Meta, "2013-11-13".to_owned())]);
        assert_eq!(
            first.paragraphs,
            [
                "CORK, Ireland (AP) — Dockers “voted” to return.",
                "They sailed."
            ]
        );
        assert_eq!(drafts[1].title.as_deref(), Some("RAIN"));
        assert_eq!(drafts[1].paragraphs, ["It rained."]);
        assert!(!recognises(b"\x01eca062 4 i 211   dpa 061\r\n\x02Port\x03"));
        assert!(!recognises(b"A text"));
    }
}
