//! Dates in words and figures, as people and programs write them.
//!
//! One scanner for some seventy languages: no date crate reads these, and most guess where the text
//! does not say. `03/05/2021` is only known to be of 2021 unless a hint says which comes first: the
//! language, or a day of the week beside it. A range (`March 3-4, 1987`) is known to the month.

mod figures;
mod hebrew;
mod token;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use jiff::civil::Date;

use super::calendars::{self, Calendar};
use super::published::Published;
pub(super) use figures::compact_day;
use token::{Token, tokens};
pub(super) use words::is_weekday;

/// What is known of the place and language a date was printed in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Custom<'c> {
    /// Whether dates in figures begin with the day. `None` where both are written.
    pub(super) day_first: Option<bool>,
    /// ISO 639-1 code.
    pub(super) lang: Option<&'c str>,
}

/// What a text says of a date, in the days of our calendar.
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

    /// A date that another calendar states, as far as it is certain in ours.
    fn by(
        calendar: Calendar,
        year: i64,
        month: Option<i8>,
        day: Option<i8>,
        range: Range<usize>,
    ) -> Option<Stated> {
        let date = calendars::published(calendar, year, month, day)?;
        let (month, day) = match date {
            Published::Day { month, day, .. } => (Some(month), Some(day)),
            Published::Month { month, .. } => (Some(month), None),
            Published::Year { .. } => (None, None),
        };
        let year = Some(date.year());
        Some(Stated {
            year,
            month,
            day,
            range,
        })
    }

    /// The day ten to thirteen days later that ours has for one of the Julian calendar.
    fn new_style(mut self) -> Option<Stated> {
        let (Some(year), Some(month), Some(day)) = (self.year, self.month, self.day) else {
            return Some(self);
        };
        let date = calendars::from_julian(year, month, day)?;
        (self.year, self.month, self.day) =
            (Some(date.year()), Some(date.month()), Some(date.day()));
        Some(self)
    }
}

/// Reads a text that is a statement of a date, without a hint: see [`Custom::parse`].
pub(super) fn parse(text: &str, day_first: Option<bool>) -> Option<Published> {
    Custom {
        day_first,
        lang: None,
    }
    .parse(text)
}

/// The date of a line that says nothing else, without a hint: see [`Custom::date_line`].
pub(super) fn date_line(text: &str, day_first: Option<bool>) -> Option<Stated> {
    Custom {
        day_first,
        lang: None,
    }
    .date_line(text)
}

/// The first date in words within a text, year or not: for datelines.
pub(super) fn first_in(text: &str) -> Option<Stated> {
    has_number(text).then(|| find(&tokens(text), Custom::default(), false))?
}

/// Whether a text has what every date has, in figures or in the letters of China and Israel. Most
/// lines have not, and are not looked at any further.
pub(super) fn has_number(text: &str) -> bool {
    text.contains(|c: char| c.is_numeric() || matches!(c, '年' | '月' | '״' | '"'))
}

/// Longer texts are no statement of a date.
const MAX_CHARS: usize = 120;

/// Longer lines say more than a date.
const MAX_LINE_CHARS: usize = 80;

impl Custom<'_> {
    /// Reads a text that is a statement of a date: a field, a meta tag, a header line.
    ///
    /// Of times and zones nothing is kept: the day is the one that is printed. `None` when there is
    /// no date, or one that does not exist.
    pub(super) fn parse(self, text: &str) -> Option<Published> {
        let text = text.trim();
        if let Some(day) = figures::iso_day(text) {
            return Some(day);
        }
        let text: String = text.chars().take(MAX_CHARS).collect();
        let tokens = tokens(&text);
        let custom = self.or_as_the_digits_say(&text);
        if let Some(published) = figures::machine_date(&text, &tokens) {
            return Some(published);
        }
        match find(&tokens, custom, true) {
            Some(stated) => in_new_style(stated, &tokens)?.published(),
            None => lone_year(&tokens),
        }
    }

    /// The digits of Persian and Urdu, for texts whose language is not known.
    fn or_as_the_digits_say(mut self, text: &str) -> Self {
        if self.lang.is_none() && text.contains(|c| ('\u{6f0}'..='\u{6f9}').contains(&c)) {
            self.lang = Some("fa");
        }
        self
    }

    /// The date of a line that says nothing else: `Wednesday, March 5, 1923.`,
    /// `Updated 12 Nov 2025 14:05`.
    pub(super) fn date_line(self, text: &str) -> Option<Stated> {
        if text.chars().count() > MAX_LINE_CHARS || !has_number(text) {
            return None;
        }
        let tokens = tokens(text);
        let stated = find(&tokens, self.or_as_the_digits_say(text), false)?;
        let is_date_word = |token: &Token| {
            let inside = stated.range.contains(&token.span.start);
            let known = words::is_of_date_line(&token.word);
            let repeated = token.digits == 4 && token.number == stated.year.map(i64::from);
            inside || token.number.is_some() && token.digits <= 2 || known || repeated
        };
        if !tokens.iter().all(is_date_word) {
            return None;
        }
        in_new_style(stated, &tokens)
    }
}

/// What is stated, by our calendar also where it says that it is by the old one.
fn in_new_style(stated: Stated, tokens: &[Token]) -> Option<Stated> {
    let is_old = words::has_any(tokens, &words::OLD_STYLE_PHRASES);
    if is_old {
        return stated.new_style();
    }
    Some(stated)
}

/// "1923", "circa 1923", "(1923)": a year with nothing beside it that could mean something else.
fn lone_year(tokens: &[Token]) -> Option<Published> {
    // "1920s" is none of its years, "before 1923" is another.
    const OTHER_YEARS: &[&str] = &[
        "after", "ante", "apres", "avant", "before", "bis", "nach", "post", "pre", "s", "since",
        "until", "vor",
    ];
    let mut numbers = tokens.iter().filter(|token| token.number.is_some());
    let (year, None) = (numbers.next()?, numbers.next()) else {
        return None;
    };
    let is_other = tokens
        .iter()
        .any(|token| OTHER_YEARS.contains(&token.word.as_str()));
    if tokens.len() > 3 || year.digits != 4 || is_other {
        return None;
    }
    plausible_year(year.number?).map(|year| Published::Year { year })
}

/// The year of dates that have nothing but a number: news begins with the printed newspaper.
fn plausible_year(number: i64) -> Option<i16> {
    (1500..=2100).contains(&number).then_some(number as i16)
}

/// The first statement with a year, or else the first: `mar 12 nov 2019` is a Tuesday in November.
fn find(tokens: &[Token], custom: Custom<'_>, is_field: bool) -> Option<Stated> {
    let mut without_year = None;
    let mut at = 0;
    while at < tokens.len() {
        let found = figures::east_asian(tokens, at)
            .or_else(|| figures::numeric(tokens, at, custom, is_field))
            .or_else(|| hebrew::in_words(tokens, at))
            .or_else(|| words::in_words(tokens, at, custom, is_field));
        at += 1;
        let Some(found) = found else {
            continue;
        };
        // A day that does not exist: what its numbers look like without it is no statement.
        if found.in_year(found.year.unwrap_or(2000)).is_none() {
            at += tokens[at..]
                .iter()
                .take_while(|token| found.range.contains(&token.span.start))
                .count();
            continue;
        }
        if found.year.is_some() {
            return Some(found);
        }
        without_year.get_or_insert(found);
    }
    without_year
}

fn small(number: Option<i64>) -> Option<i8> {
    number.and_then(|number| i8::try_from(number).ok())
}
