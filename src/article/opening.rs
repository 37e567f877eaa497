//! The lines between headline and story: who wrote it, when it appeared, where it was filed.
//!
//! Only the first lines of a body are looked at, and only as long as they are no prose.

use super::agency;
use super::byline;
use super::date_text::{self, Custom, Stated};
use super::dateline::{self, Dateline};
use crate::text::normalize::word_count;

/// What the opening lines said. Lines that said nothing stay in the body.
#[derive(Debug, Default)]
pub(super) struct Opening {
    pub(super) credits: Vec<String>,
    pub(super) dates: Vec<Stated>,
    /// A dateline on a line of its own.
    pub(super) dateline: Option<Dateline>,
    /// How many paragraphs stand above that line: headlines, which are no story and have no dateline.
    pub(super) above_dateline: usize,
    pub(super) wire: Option<String>,
    /// A lone name between credit and date.
    pub(super) source: Option<String>,
    /// Lines with a date that has no year.
    pub(super) undated: Vec<String>,
}

/// Lines looked at.
const LINES: usize = 8;

/// Takes the lines that are credits and dates out of the start of a body.
pub(super) fn take(paragraphs: &mut Vec<String>, custom: Custom<'_>) -> Opening {
    let mut opening = Opening::default();
    let mut index = 0;
    let mut seen = 0;
    while index < paragraphs.len() && seen < LINES {
        seen += 1;
        if is_prose(&paragraphs[index]) {
            break;
        }
        let line = paragraphs[index].clone();
        let had_dateline = opening.dateline.is_some();
        if opening.read_line(&line, custom) {
            if opening.dateline.is_some() && !had_dateline {
                opening.above_dateline = index;
            }
            paragraphs.remove(index);
            continue;
        }
        // `Andes Dispatch` between `By Luis Arbeláez` and `Published 12 November 2025`.
        let next = paragraphs.get(index + 1);
        let is_between = !opening.credits.is_empty()
            && next.is_some_and(|next| custom.date_line(next).is_some());
        if is_between && is_name_like(&line) {
            opening.source = Some(line);
            paragraphs.remove(index);
            continue;
        }
        // `Jane Doe` above a date or an agency.
        let is_above_date = || {
            next.is_some_and(|next| {
                custom.date_line(next).is_some()
                    || byline::is_role(next)
                    || byline::ends_in_role(next)
            })
        };
        if opening.credits.is_empty() && is_person_like(&line) && is_above_date() {
            opening.credits.push(line);
            paragraphs.remove(index);
            continue;
        }
        index += 1;
    }
    opening
}

impl Opening {
    /// Whether the line is all credit, date or dateline.
    fn read_line(&mut self, line: &str, custom: Custom<'_>) -> bool {
        let parts: Vec<&str> = line
            .split(['|', '·', '•', '∙'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        if parts.len() > 1 {
            return self.read_parts(&parts, custom);
        }
        let (name, date) = without_date(line, custom);
        if let Some(credit) = byline::credit_line(name) {
            self.credits.push(credit.to_owned());
            self.dates.extend(date);
            return true;
        }
        if let Some(date) = custom.date_line(line) {
            if date.published().is_none() {
                self.undated.push(line.to_owned());
            }
            self.dates.push(date);
            return true;
        }
        if self.read_dated(line, custom) {
            return true;
        }
        if let Some(agency) = agency::named(line) {
            self.wire.get_or_insert_with(|| agency.to_owned());
            return true;
        }
        if self.dateline.is_none()
            && let Some(found) = dateline::line(line)
        {
            self.dateline = Some(found);
            return true;
        }
        // `Plainsman staff writer` below the name.
        if !self.credits.is_empty() && byline::ends_in_role(line) {
            return true;
        }
        // `Jane Doe, Staff Writer`.
        let has_role = line
            .split_once(',')
            .is_some_and(|(name, role)| is_person_like(name) && byline::is_role(role));
        if has_role {
            self.credits.push(line.to_owned());
        }
        // `Jane Doe Environment editor`.
        let is_credit = has_role || byline::person_before_role(line).is_some_and(is_person_like);
        if is_credit && !has_role {
            self.credits.push(line.to_owned());
        }
        is_credit
    }

    /// `Monday April 3 2017, 12.01am BST, The Times`.
    fn read_dated(&mut self, line: &str, custom: Custom<'_>) -> bool {
        let Some((date, rest)) = line.split_once(", ") else {
            return false;
        };
        let Some(date) = custom
            .date_line(date)
            .filter(|date| date.published().is_some())
        else {
            return false;
        };
        let (time, source) = rest.split_once(", ").unwrap_or((rest, ""));
        let is_clock = time.len() <= 24
            && time.starts_with(|c: char| c.is_ascii_digit())
            && time.contains([':', '.']);
        if !is_clock || !source.is_empty() && !is_name_like(source) {
            return false;
        }
        self.dates.push(date);
        if !source.is_empty() {
            self.source.get_or_insert_with(|| source.to_owned());
        }
        true
    }

    /// `Tevy Som | Publication date 21 May 2019 | 21:40 ICT`: all parts must be understood, one of
    /// them for certain.
    fn read_parts(&mut self, parts: &[&str], custom: Custom<'_>) -> bool {
        let mut found = Opening::default();
        let mut is_sure = false;
        for part in parts {
            if let Some(date) = custom.date_line(part) {
                found.dates.push(date);
                is_sure = true;
            } else if let Some(credit) = byline::credit_line(part) {
                found.credits.push(credit.to_owned());
                is_sure = true;
            } else if let Some(agency) = agency::named(part) {
                found.wire = Some(agency.to_owned());
            } else if is_time(part) {
            } else if is_person_like(part) && found.credits.is_empty() {
                found.credits.push((*part).to_owned());
            } else if is_name_like(part) {
                found.source = Some((*part).to_owned());
            } else {
                return false;
            }
        }
        if is_sure {
            self.credits.append(&mut found.credits);
            self.dates.append(&mut found.dates);
            self.wire = self.wire.take().or(found.wire);
            self.source = self.source.take().or(found.source);
        }
        is_sure
    }
}

/// `Jane Doe, 12 November 2025` and `Jane Doe - 12 November 2025`.
fn without_date<'c>(credit: &'c str, custom: Custom<'_>) -> (&'c str, Option<Stated>) {
    if !date_text::has_number(credit) {
        return (credit, None);
    }
    for separator in [" - ", " – ", " — ", ", "] {
        for (at, _) in credit.match_indices(separator) {
            let (name, date) = (&credit[..at], &credit[at + separator.len()..]);
            if let Some(stated) = custom.date_line(date) {
                return (name, Some(stated));
            }
        }
    }
    (credit, None)
}

/// Sentences, or more words than a line of credits has.
fn is_prose(line: &str) -> bool {
    let words = word_count(line);
    words > 30 || words > 14 && line.ends_with(['.', '!', '?', '"', '”'])
}

fn is_time(part: &str) -> bool {
    part.len() <= 24 && part.contains(':') && part.starts_with(|c: char| c.is_ascii_digit())
}

/// Two to four capitalised words without a digit.
fn is_person_like(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (2..=4).contains(&words) && is_name_like(text)
}

fn is_name_like(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=6).contains(&words.len())
        && words.iter().all(|word| {
            let is_particle = matches!(
                *word,
                "de" | "la"
                    | "del"
                    | "van"
                    | "von"
                    | "der"
                    | "of"
                    | "the"
                    | "bin"
                    | "al"
                    | "da"
                    | "di"
            );
            (word.starts_with(char::is_uppercase) || is_particle)
                && word
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-'))
        })
        && !text.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The biologist who for a decade told the government that the lake was dying was on Tuesday given the job of saving it.";

    fn shown(lines: &[&str]) -> String {
        let mut paragraphs: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        paragraphs.push(STORY.to_owned());
        let opening = take(&mut paragraphs, Custom::default());
        let dates: Vec<String> = opening
            .dates
            .iter()
            .filter_map(|date| Some(date.published()?.to_string()))
            .collect();
        let place = opening
            .dateline
            .and_then(|found| found.place)
            .unwrap_or_default();
        format!(
            "{}|{}|{}|{place}|{} left",
            opening.credits.join("+"),
            dates.join("+"),
            opening.source.unwrap_or_default(),
            paragraphs.len() - 1
        )
    }

    #[test]
    fn openings() {
        for (lines, expected) in [
            (vec!["By Tevy Som"], "Tevy Som||||0 left"),
            (
                vec!["Tevy Som | Publication date 21 May 2019 | 21:40 ICT"],
                "Tevy Som|2019-05-21|||0 left",
            ),
            (
                vec![
                    "Author, Luis Arbeláez",
                    "Andes Dispatch",
                    "Published 12 November 2025",
                ],
                "Luis Arbeláez|2025-11-12|Andes Dispatch||0 left",
            ),
            (
                vec!["Salome Janashia · 16 July 2018"],
                "Salome Janashia|2018-07-16|||0 left",
            ),
            (
                vec!["Khashuri, Georgia, 4 December 2021"],
                "|||Khashuri, Georgia|0 left",
            ),
            (
                vec!["Jane Doe", "5 March 1999"],
                "Jane Doe|1999-03-05|||0 left",
            ),
            (
                vec!["By Jane Doe, 5 March 1999"],
                "Jane Doe|1999-03-05|||0 left",
            ),
            (
                vec!["Jane Doe, Staff Writer"],
                "Jane Doe, Staff Writer||||0 left",
            ),
            (
                vec!["By Ray Don Ivey", "Plainsman staff writer"],
                "Ray Don Ivey||||0 left",
            ),
            (
                vec!["A short standfirst", "By Jane Doe"],
                "Jane Doe||||1 left",
            ),
            (
                vec!["Fiona Harvey Environment editor"],
                "Fiona Harvey Environment editor||||0 left",
            ),
            (
                vec!["Monday April 3 2017, 12.01am BST, The Times"],
                "|2017-04-03|The Times||0 left",
            ),
            (vec!["Fine Weather and Keen Sport"], "||||1 left"),
            (vec!["Cork 3 | Cobh 1"], "||||1 left"),
            (vec!["Jane Doe"], "||||1 left"),
        ] {
            assert_eq!(shown(&lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn what_stands_above_the_dateline_has_none() {
        let lines = [
            "Amsterdam - Brussels line to reopen",
            "NAIROBI 1996-08-22",
            STORY,
        ];
        let mut paragraphs = lines.map(str::to_owned).to_vec();
        assert_eq!(take(&mut paragraphs, Custom::default()).above_dateline, 1);
    }
}
