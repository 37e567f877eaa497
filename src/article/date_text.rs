//! Dates in words and figures, as people and programs write them.
//!
//! One small scanner for some thirty languages: no date crate reads these, and most guess where the
//! text does not say. `03/05/2021` is only known to be of 2021 unless a hint says which comes first.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::calendar_words::{DATE_LINE_WORDS, DOUBLE_MONTHS, FILLERS, MONTHS, WEEKDAYS};
use super::published::Published;
use crate::text::fold::folded;

/// What a text says of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) year: Option<i16>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    /// Where, in bytes.
    pub(super) range: Range<usize>,
}

impl Stated {
    /// The date, if the year is stated and the parts fit.
    pub(super) fn published(&self) -> Option<Published> {
        self.in_year(self.year?)
    }

    /// The date when another statement gives the year.
    pub(super) fn in_year(&self, year: i16) -> Option<Published> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        match (self.month, self.day) {
            (Some(month), Some(day)) => {
                Date::new(year, month, day).ok()?;
                Some(Published::Day { year, month, day })
            }
            (Some(month), None) => Some(Published::Month { year, month }),
            (None, _) => Some(Published::Year { year }),
        }
    }
}

/// Reads a text that is a statement of a date: a field, a meta tag, a header line.
///
/// `day_first` decides `03/05/2021` (with `None` only its year is known). Of times and zones nothing
/// is kept: the day is the one that is printed. `None` when there is no date.
pub(super) fn parse(text: &str, day_first: Option<bool>) -> Option<Published> {
    let text: String = text
        .trim()
        .chars()
        .take(MAX_CHARS)
        .map(ascii_digit)
        .collect();
    if let Some(published) = digits_only(&text).or_else(|| basic_iso(&text)) {
        return Some(published);
    }
    let tokens = tokens(&text);
    if let Some(stated) = find(&tokens, day_first, true) {
        return stated.published();
    }
    // "1923", "circa 1923", "(1923)": a year with nothing beside it that could mean something else.
    let numbers: Vec<&Token> = tokens
        .iter()
        .filter(|token| token.number.is_some())
        .collect();
    match numbers.as_slice() {
        [year] if tokens.len() <= 3 && year.digits == 4 => {
            plausible_year(year.number?).map(|year| Published::Year { year })
        }
        _ => None,
    }
}

/// Longer texts are no statement of a date.
const MAX_CHARS: usize = 120;

/// The first date in words within a text, year or not: for datelines.
pub(super) fn first_in(text: &str) -> Option<Stated> {
    find(&tokens(text), None, false)
}

/// The date of a line that says nothing else: `Wednesday, March 5, 1923.`, `Updated 12 Nov 2025 14:05`.
pub(super) fn date_line(text: &str, day_first: Option<bool>) -> Option<Stated> {
    if text.chars().count() > 80 {
        return None;
    }
    let text: String = text.chars().map(ascii_digit).collect();
    let tokens = tokens(&text);
    let stated = find(&tokens, day_first, false)?;
    let is_date_word = |token: &Token| {
        let inside = stated.range.contains(&token.span.start);
        let known = DATE_LINE_WORDS.contains(&token.word.as_str())
            || FILLERS.contains(&token.word.as_str())
            || WEEKDAYS.split_whitespace().any(|day| day == token.word);
        let repeated = month_named(&token.word).is_some()
            || token.digits == 4 && token.number == stated.year.map(i64::from);
        inside || token.number.is_some() && token.digits <= 2 || known || repeated
    };
    tokens.iter().all(is_date_word).then_some(stated)
}

/// The year of dates that have nothing but a number: news begins with the printed newspaper.
fn plausible_year(number: i64) -> Option<i16> {
    (1500..=2100).contains(&number).then_some(number as i16)
}

/// `20251112`, `1530259200`, `1530259200000`, `20251112140500`; also `1530259200.0` and negative
/// seconds.
fn digits_only(text: &str) -> Option<Published> {
    let text = text.strip_suffix(".0").unwrap_or(text);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    let day_of = |seconds: i64| {
        let time = jiff::Timestamp::from_second(seconds).ok()?;
        let date = time.to_zoned(jiff::tz::TimeZone::UTC).date();
        (date.year() >= 1).then(|| Published::Day {
            year: date.year(),
            month: date.month(),
            day: date.day(),
        })
    };
    match (digits.len(), sign) {
        (4, 1) => plausible_year(number).map(|year| Published::Year { year }),
        (6, 1) => {
            let (year, month) = (plausible_year(number / 100)?, (number % 100) as i8);
            (1..=12)
                .contains(&month)
                .then_some(Published::Month { year, month })
        }
        (8, 1) => compact_day(digits).or_else(|| day_of(number)),
        (14, 1) => compact_day(&digits[..8]),
        (8..=10, _) => day_of(number * sign),
        (11..=13, _) => day_of(number * sign / 1000),
        _ => None,
    }
}

/// `20051014T164400Z`: ISO 8601 without separators, as news XML writes it.
fn basic_iso(text: &str) -> Option<Published> {
    let (day, time) = text.split_once('T')?;
    let is_day = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = time.starts_with(|c: char| c.is_ascii_digit());
    compact_day(day).filter(|_| is_day && is_time)
}

/// `yyyymmdd`.
pub(super) fn compact_day(digits: &str) -> Option<Published> {
    let year = plausible_year(digits.get(..4)?.parse().ok()?)?;
    let month = digits.get(4..6)?.parse().ok()?;
    let day = digits.get(6..8)?.parse().ok()?;
    Date::new(year, month, day).ok()?;
    Some(Published::Day { year, month, day })
}

/// Digits of other scripts as ASCII.
fn ascii_digit(character: char) -> char {
    let zero = match character {
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '０'..='９' => '０',
        '०'..='९' => '०',
        '๐'..='๙' => '๐',
        other => return other,
    };
    char::from_digit(character as u32 - zero as u32, 10).unwrap_or(character)
}

/// A number or a word of a date.
#[derive(Debug)]
struct Token {
    number: Option<i64>,
    digits: usize,
    /// Folded; empty for numbers.
    word: String,
    span: Range<usize>,
    /// What stands between this token and the next.
    gap: String,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let class = |c: char| {
        if c.is_ascii_digit() {
            1
        } else if matches!(c, '年' | '月' | '日' | '년' | '월' | '일') {
            3
        } else if c.is_alphabetic() || is_mark(c) {
            2
        } else {
            0
        }
    };
    let mut start = 0;
    let mut current = 0;
    let ends = text
        .char_indices()
        .map(|(at, c)| (at, class(c)))
        .chain([(text.len(), 9)]);
    for (at, kind) in ends {
        if kind == current {
            continue;
        }
        let piece = &text[start..at];
        match current {
            0 => {
                if let Some(last) = tokens.last_mut() {
                    piece.clone_into(&mut last.gap);
                }
            }
            1 => {
                // `13 Nov 202513 Nov 2025`: the line twice, and the space between lost.
                let is_double = matches!(piece.len(), 5 | 6)
                    && piece[..4].parse().ok().and_then(plausible_year).is_some();
                let cut = if is_double && !tokens.is_empty() {
                    start + 4
                } else {
                    at
                };
                for (from, to) in [(start, cut), (cut, at)] {
                    if from < to {
                        tokens.push(Token {
                            number: text[from..to].parse().ok(),
                            digits: to - from,
                            word: String::new(),
                            span: from..to,
                            gap: String::new(),
                        });
                    }
                }
            }
            _ => tokens.push(Token {
                number: None,
                digits: 0,
                word: folded(piece),
                span: start..at,
                gap: String::new(),
            }),
        }
        (start, current) = (at, kind);
    }
    tokens
}

/// Vowel signs and the like belong to the word.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{94f}' | '\u{e31}'..='\u{e4e}')
}

fn find(tokens: &[Token], day_first: Option<bool>, is_field: bool) -> Option<Stated> {
    (0..tokens.len()).find_map(|at| {
        let found = east_asian(tokens, at)
            .or_else(|| numeric(tokens, at, day_first, is_field))
            .or_else(|| in_words(tokens, at))?;
        let is_real = found.in_year(found.year.unwrap_or(2000)).is_some();
        is_real.then_some(found)
    })
}

/// `2025年11月12日`, `2025년 11월 12일`, `2025年11月`.
fn east_asian(tokens: &[Token], at: usize) -> Option<Stated> {
    let part = |index: usize, signs: [&str; 2]| {
        let number = tokens.get(index)?.number?;
        signs
            .contains(&tokens.get(index + 1)?.word.as_str())
            .then_some(number)
    };
    let year = i16::try_from(part(at, ["年", "년"])?).ok()?;
    let month = part(at + 2, ["月", "월"]);
    let day = month.and_then(|_| part(at + 4, ["日", "일"]));
    let last = at + 1 + 2 * (usize::from(month.is_some()) + usize::from(day.is_some()));
    Some(Stated {
        year: Some(year),
        month: small(month),
        day: small(day),
        range: tokens[at].span.start..tokens[last].span.end,
    })
}

fn small(number: Option<i64>) -> Option<i8> {
    number.and_then(|number| i8::try_from(number).ok())
}

/// Three numbers with one separator: year first, or year last.
fn numeric(tokens: &[Token], at: usize, day_first: Option<bool>, is_field: bool) -> Option<Stated> {
    let [a, b, rest @ ..] = &tokens[at..] else {
        return None;
    };
    let (first, second) = (a.number?, b.number?);
    let separator = a.gap.trim();
    if !matches!(separator, "-" | "/" | "." | "–" | "‐") {
        return None;
    }
    let third = rest
        .first()
        .filter(|c| b.gap.trim() == separator && c.number.is_some());
    let stated = |year: i64, month: Option<i64>, day: Option<i64>, end: usize| {
        Some(Stated {
            year: Some(plausible_year(year)?),
            month: small(month),
            day: small(day),
            range: a.span.start..end,
        })
    };
    if a.digits == 4 {
        return match third {
            Some(c) => {
                let last = c.number?;
                let (month, day) = if second > 12 {
                    (last, second)
                } else {
                    (second, last)
                };
                stated(first, Some(month), Some(day), c.span.end)
            }
            // `2004/05` may be a season; in a field of dates it is May.
            None if is_field && b.digits == 2 && second <= 12 => {
                stated(first, Some(second), None, b.span.end)
            }
            None => None,
        };
    }
    let c = third.filter(|c| c.digits == 4)?;
    let year = c.number?;
    let dotted = separator == ".";
    let (day, month) = match (first, second) {
        _ if first > 12 && second <= 12 => (Some(first), Some(second)),
        _ if second > 12 && first <= 12 => (Some(second), Some(first)),
        _ if first == second || dotted => (Some(first), Some(second)),
        _ => match day_first {
            Some(true) => (Some(first), Some(second)),
            Some(false) => (Some(second), Some(first)),
            None => (None, None),
        },
    };
    stated(year, month, day, c.span.end)
}

/// A month by name, or `tháng 11`, with what stands around it.
fn in_words(tokens: &[Token], at: usize) -> Option<Stated> {
    let (month, month_len) = month_at(tokens, at)?;
    let is_day = |token: &Token| {
        let is_time = token.gap.starts_with(':') || token.gap.starts_with('h');
        token.digits <= 2 && !is_time && token.number.is_some_and(|day| (1..=31).contains(&day))
    };
    let before = neighbour_before(tokens, at);
    let after = neighbour_after(tokens, at + month_len);
    let mut start = at;
    let mut end = at + month_len - 1;
    let mut day = None;
    let mut year = None;
    if let Some(index) = before {
        if is_day(&tokens[index]) {
            day = tokens[index].number;
            start = index;
        } else if tokens[index].digits == 4 {
            year = tokens[index].number;
            start = index;
        }
    }
    let mut next = after;
    if let Some(index) = next.filter(|&index| day.is_none() && is_day(&tokens[index])) {
        day = tokens[index].number;
        end = index;
        next = neighbour_after(tokens, index + 1);
    }
    if let Some(index) = next.filter(|_| year.is_none()) {
        let token = &tokens[index];
        let has_time = token.digits == 2 && !token.gap.contains(':') && time_follows(tokens, index);
        if token.digits == 4 {
            year = token.number;
            end = index;
        } else if has_time && day.is_some() {
            // Two figures are a year only in the head of a mail, with the time after them.
            year = token
                .number
                .map(|year| year + if year < 50 { 2000 } else { 1900 });
            end = index;
        }
    }
    let is_thai = tokens[at]
        .word
        .chars()
        .any(|c| ('\u{e00}'..='\u{e7f}').contains(&c));
    let year = match year {
        Some(year) if is_thai && year > 2400 => Some(plausible_year(year - 543)?),
        Some(year) => Some(plausible_year(year)?),
        None => None,
    };
    if day.is_none() && year.is_none() {
        return None;
    }
    Some(Stated {
        year,
        month: Some(month),
        day: small(day),
        range: tokens[start].span.start..tokens[end].span.end,
    })
}

fn time_follows(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at + 1)
        .is_some_and(|token| token.number.is_some() && token.gap.starts_with(':'))
}

/// The month at a token, and how many tokens it takes.
fn month_at(tokens: &[Token], at: usize) -> Option<(i8, usize)> {
    let word = tokens[at].word.as_str();
    if word.is_empty() {
        return None;
    }
    if let Some(next) = tokens.get(at + 1) {
        for (month, first, second) in DOUBLE_MONTHS {
            if word == folded(first) && next.word == folded(second) {
                return Some((*month, 2));
            }
        }
        let number = next.number.filter(|month| (1..=12).contains(month));
        if word == "thang" || word == "tháng" {
            return Some((number? as i8, 2));
        }
    }
    month_named(word).map(|month| (month, 1))
}

/// The months by their folded names, made once: months are looked up for every word of an opening.
static MONTH_OF: LazyLock<HashMap<String, i8>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (month, row) in MONTHS {
        for name in row.split(' ') {
            names.insert(folded(name), *month);
        }
    }
    names
});

fn month_named(word: &str) -> Option<i8> {
    let named = |word: &str| MONTH_OF.get(word).copied();
    // Hebrew writes "in" as a letter before the month.
    named(word).or_else(|| word.strip_prefix('ב').and_then(named))
}

/// Gaps inside a date hold no more than a point, a comma, a dash, a slash.
fn is_near(gap: &str) -> bool {
    gap.chars().count() <= 3
        && !gap.contains([':', ';', '(', ')', '\n', '|', '!', '?', '$', '£', '€'])
}

fn neighbour_before(tokens: &[Token], at: usize) -> Option<usize> {
    let mut index = at.checked_sub(1)?;
    for _ in 0..3 {
        let token = &tokens[index];
        if !is_near(&token.gap) {
            return None;
        }
        if token.number.is_some() {
            return Some(index);
        }
        if !FILLERS.contains(&token.word.as_str()) {
            return None;
        }
        index = index.checked_sub(1)?;
    }
    None
}

fn neighbour_after(tokens: &[Token], from: usize) -> Option<usize> {
    for index in from..(from + 3).min(tokens.len()) {
        if !is_near(&tokens[index - 1].gap) {
            return None;
        }
        if tokens[index].number.is_some() {
            return Some(index);
        }
        if !FILLERS.contains(&tokens[index].word.as_str()) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements() {
        for (text, expected) in [
            ("2025-11-12", "2025-11-12"),
            ("2025-11-12T23:30:00-08:00", "2025-11-12"),
            ("2018-06-29 15:25:08", "2018-06-29"),
            ("Wed, 12 Nov 2025 14:05:00 +0100", "2025-11-12"),
            ("Tue, 6 Apr 93 15:54:35 GMT", "1993-04-06"),
            ("Mon 12 Nov 2025 14:05 GMT", "2025-11-12"),
            ("1530259200", "2018-06-29"),
            ("1530259200000", "2018-06-29"),
            ("-1000000000", "1938-04-24"),
            ("20251112", "2025-11-12"),
            ("20251112T140500Z", "2025-11-12"),
            ("20251112T140500-0800", "2025-11-12"),
            ("199906", "1999-06"),
            ("1999-06", "1999-06"),
            ("March 1923", "1923-03"),
            ("1923", "1923"),
            ("c. 1923", "1923"),
            ("5th of March, 1923", "1923-03-05"),
            ("WEDNESDAY, MARCH 5, 1923.", "1923-03-05"),
            ("March 5th 1923", "1923-03-05"),
            ("12 November 2025", "2025-11-12"),
            ("12. November 2025", "2025-11-12"),
            ("12. Dezember 2025, 14:05 Uhr", "2025-12-12"),
            ("le 1er août 1936", "1936-08-01"),
            ("29 de julio de 1958", "1958-07-29"),
            ("3 de março de 1999", "1999-03-03"),
            ("4 luglio 1976", "1976-07-04"),
            ("11 maart 1970", "1970-03-11"),
            ("1 września 1939", "1939-09-01"),
            ("5. října 1990", "1990-10-05"),
            ("12 Kasım 2025 Çarşamba", "2025-11-12"),
            ("17 Agustus 1945", "1945-08-17"),
            ("ngày 12 tháng 11 năm 2025", "2025-11-12"),
            ("Thứ tư, 12/11/2025, 14:05", "2025"),
            ("12 ноября 2025 г.", "2025-11-12"),
            ("24 серпня 1991", "1991-08-24"),
            ("25 Μαρτίου 1921", "1921-03-25"),
            ("12 نوفمبر 2025", "2025-11-12"),
            ("١٢ تشرين الثاني ٢٠٢٥", "2025-11-12"),
            ("14 במאי 1948", "1948-05-14"),
            ("2025年11月12日", "2025-11-12"),
            ("2025년 11월 12일", "2025-11-12"),
            ("12 พฤศจิกายน 2568", "2025-11-12"),
            ("2025. november 12.", "2025-11-12"),
            ("17/06/1999", "1999-06-17"),
            ("06/17/1999", "1999-06-17"),
            ("06/07/1999", "1999"),
            ("6.7.1999", "1999-07-06"),
            ("05/05/1999", "1999-05-05"),
            ("1999/06/17", "1999-06-17"),
            ("Published: 3:45 PM, March 5, 1999", "1999-03-05"),
            ("", "-"),
            ("unknown", "-"),
            ("30 February 1999", "-"),
            ("17/06/99", "-"),
            ("1397/05/12", "-"),
            ("12", "-"),
            ("5000 dead in 1 day", "-"),
            ("Top 100 of 1984 in one list", "-"),
        ] {
            let found = parse(text, None).map_or("-".to_owned(), |date| date.to_string());
            assert_eq!(found, expected, "{text}");
        }
        let date = |day_first| parse("06/07/1999", Some(day_first)).map(|date| date.to_string());
        assert_eq!(date(true).as_deref(), Some("1999-07-06"));
        assert_eq!(date(false).as_deref(), Some("1999-06-07"));
    }

    #[test]
    fn lines_that_are_dates() {
        for (text, is_date) in [
            ("WEDNESDAY, MARCH 5, 1923.", true),
            ("Updated 12 Nov 2025 at 14:05 GMT", true),
            ("14 July", true),
            ("Published On 13 Nov 202513 Nov 2025", true),
            ("On 5 March 1923 the ship sank", false),
            ("March of the miners", false),
            ("Cork 3 Cobh 1", false),
        ] {
            assert_eq!(date_line(text, None).is_some(), is_date, "{text}");
        }
    }
}
