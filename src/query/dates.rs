//! Dates as searchers write them: `2019`, `2019-05`, `..1945`, `[1945 TO 1950]`.
//!
//! Days are `yyyymmdd` numbers. A date stands for all its days: `1945..1950-06` begins on
//! 1945-01-01 and ends on 1950-06-30.

use std::fmt;

use jiff::civil::Date;

use super::DateRange;

/// Why a text is no date range. `Display` gives the message, [`DateError::help`] what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not written like a date.
    #[error("\"{text}\" is not a date")]
    NotADate {
        /// As typed.
        text: String,
        /// The same date in our spelling, when it can only mean one.
        meant: Option<String>,
    },
    /// Written like a date, but the calendar has no such day: `2019-02-30`.
    #[error("there is no day {text}")]
    NoSuchDay {
        /// As typed.
        text: String,
    },
    /// A range without either end: `..`.
    #[error("this date range has neither beginning nor end")]
    NoEnds,
    /// The end lies before the beginning.
    #[error("date range runs backwards: {from} is after {to}")]
    Backwards {
        /// As typed.
        from: String,
        /// As typed.
        to: String,
    },
}

impl DateError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            DateError::NotADate {
                meant: Some(meant), ..
            } => meant.clone(),
            DateError::NoSuchDay { .. } => "dates are year-month-day: 2019-05-01".into(),
            DateError::Backwards { from, to } => format!("{to}..{from}"),
            _ => "2019, 2019-05, 2019-05-01, 2019..2021, ..1945, 1945.., >=1945, [1945 TO 1950] or unknown".into(),
        }
    }
}

/// Reads what may stand behind `date:`. `*` is any date, `unknown` none.
///
/// # Errors
/// When it is no date, no day of the calendar, or a range that runs backwards.
pub fn range(value: &str) -> Result<DateRange, DateError> {
    let value = value.trim();
    if value.eq_ignore_ascii_case("unknown") {
        return Ok(DateRange::Unknown);
    }
    if value == "*" {
        return Ok(DateRange::Days {
            from: None,
            to: None,
        });
    }
    if value.starts_with(['[', '{']) {
        return bracketed(value);
    }
    for (sign, is_start, is_included) in [
        (">=", true, true),
        ("≥", true, true),
        ("=>", true, true),
        (">", true, false),
        ("<=", false, true),
        ("≤", false, true),
        ("=<", false, true),
        ("<", false, false),
    ] {
        if let Some(rest) = value.strip_prefix(sign) {
            return if is_start {
                limits(Some((rest.trim(), is_included)), None)
            } else {
                limits(None, Some((rest.trim(), is_included)))
            };
        }
    }
    match value.split_once("..") {
        Some((from, to)) => between(end(from), end(to)),
        None => between(Some(value), Some(value)),
    }
}

/// From the first day of `from` to the last day of `to`; `None` is an open end.
///
/// # Errors
/// As [`range`]; also when both ends are open.
pub fn between(from: Option<&str>, to: Option<&str>) -> Result<DateRange, DateError> {
    limits(from.map(|from| (from, true)), to.map(|to| (to, true)))
}

/// `[1945 TO 1950]`; a curly bracket leaves its end out, as in Lucene.
fn bracketed(value: &str) -> Result<DateRange, DateError> {
    let not_a_date = || DateError::NotADate {
        text: value.to_owned(),
        meant: None,
    };
    let inner = value
        .strip_suffix([']', '}'])
        .and_then(|inner| inner.get(1..))
        .ok_or_else(not_a_date)?;
    let mut parts = inner.split_whitespace();
    let (Some(from), Some(to_word), Some(to), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(not_a_date());
    };
    if !to_word.eq_ignore_ascii_case("to") {
        return Err(not_a_date());
    }
    limits(
        end(from).map(|from| (from, value.starts_with('['))),
        end(to).map(|to| (to, value.ends_with(']'))),
    )
}

/// An end of a range; nothing or `*` is open.
fn end(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && text != "*").then_some(text)
}

/// The range between two dates, each with whether it belongs to the range.
fn limits(from: Option<(&str, bool)>, to: Option<(&str, bool)>) -> Result<DateRange, DateError> {
    if from.is_none() && to.is_none() {
        return Err(DateError::NoEnds);
    }
    let first_day = match from {
        None => None,
        Some((text, true)) => Some(days(text)?.0),
        Some((text, false)) => Some(step(text, days(text)?.1, 1)?),
    };
    let last_day = match to {
        None => None,
        Some((text, true)) => Some(days(text)?.1),
        Some((text, false)) => Some(step(text, days(text)?.0, -1)?),
    };
    if let (Some(first), Some(last), Some((from, _)), Some((to, _))) =
        (first_day, last_day, from, to)
        && first > last
    {
        return Err(DateError::Backwards {
            from: from.to_owned(),
            to: to.to_owned(),
        });
    }
    Ok(DateRange::Days {
        from: first_day.map(number),
        to: last_day.map(number),
    })
}

/// The day before or after; `text` is what an error quotes.
fn step(text: &str, day: Date, by: i8) -> Result<Date, DateError> {
    let stepped = if by > 0 {
        day.tomorrow()
    } else {
        day.yesterday()
    };
    stepped
        .ok()
        .filter(|day| day.year() > 0)
        .ok_or_else(|| DateError::NoSuchDay {
            text: text.to_owned(),
        })
}

/// First and last day of `2019`, `2019-05` or `2019-05-01`.
fn days(text: &str) -> Result<(Date, Date), DateError> {
    let text = text.trim();
    let not_a_date = || DateError::NotADate {
        text: text.to_owned(),
        meant: respelled(text),
    };
    let no_such_day = || DateError::NoSuchDay {
        text: text.to_owned(),
    };
    let parts = numbers(text, '-').ok_or_else(not_a_date)?;
    let year = match parts.first() {
        Some(&(year, 4)) if year > 0 => year,
        _ => return Err(not_a_date()),
    };
    let rest_is_short = parts[1..].iter().all(|&(_, digits)| digits <= 2);
    if !rest_is_short {
        return Err(not_a_date());
    }
    let month = parts.get(1).map(|&(month, _)| month);
    let day = parts.get(2).map(|&(day, _)| day);
    let date = |month: i16, day: i16| {
        Date::new(
            year,
            i8::try_from(month).unwrap_or(0),
            i8::try_from(day).unwrap_or(0),
        )
        .map_err(|_| no_such_day())
    };
    Ok(match (month, day) {
        (None, _) => (date(1, 1)?, date(12, 31)?),
        (Some(month), None) => {
            let first = date(month, 1)?;
            (first, first.last_of_month())
        }
        (Some(month), Some(day)) => (date(month, day)?, date(month, day)?),
    })
}

/// One to three numbers with their counts of digits; `None` when there is anything else.
fn numbers(text: &str, separator: char) -> Option<Vec<(i16, usize)>> {
    // Far more than any date: keeps `1-1-1-...` from costing anything.
    if text.len() > 10 {
        return None;
    }
    let parts = text
        .split(separator)
        .map(|part| {
            let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| Some((part.parse().ok()?, part.len())))?
        })
        .collect::<Option<Vec<_>>>()?;
    (parts.len() <= 3).then_some(parts)
}

/// Our spelling of dates that can only mean one thing: `2019/05/01`, `20190501`, `1945-1950`, `1945–1950`,
/// and Recoll's `2019-01/2019-03`.
fn respelled(text: &str) -> Option<String> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    for dash in ['-', '–', '—'] {
        if let Some((from, to)) = text.split_once(dash)
            && [from, to].iter().all(|year| is_year(year))
        {
            return Some(format!("{from}..{to}"));
        }
    }
    if let Some((from, to)) = text.split_once('/')
        && [from, to].iter().all(|end| begins_with_year(end))
    {
        return Some(format!("{from}..{to}"));
    }
    for separator in ['/', '.'] {
        let parts = numbers(text, separator);
        if parts.is_some_and(|parts| parts.len() > 1 && parts[0].1 == 4) {
            return Some(text.replace(separator, "-"));
        }
    }
    None
}

fn begins_with_year(text: &str) -> bool {
    numbers(text, '-').is_some_and(|parts| parts[0].1 == 4)
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn number(day: Date) -> i32 {
    i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())
}

/// Writes a range as [`range`] reads it, as short as it can be said.
pub(super) fn write(f: &mut fmt::Formatter<'_>, days: &DateRange) -> fmt::Result {
    let DateRange::Days { from, to } = days else {
        return f.write_str("unknown");
    };
    let first = from.map(|from| shortest(from, |year_and_month| year_and_month * 100 + 1, 101));
    let last = to.map(|to| shortest(to, last_of_month, 1231));
    match (first, last) {
        (None, None) => f.write_str("*"),
        (Some(first), None) => write!(f, "{first}.."),
        (None, Some(last)) => write!(f, "..{last}"),
        (Some(first), Some(last)) => {
            // One date is enough if it stands for just these days.
            let is_whole = |date: &&String| range(date).as_ref() == Ok(days);
            match [&first, &last].into_iter().find(is_whole) {
                Some(date) => f.write_str(date),
                None => write!(f, "{first}..{last}"),
            }
        }
    }
}

/// `day` as year, or as month, if it is the end of one; else in full.
fn shortest(day: i32, end_of_month: impl Fn(i32) -> i32, end_of_year: i32) -> String {
    let (year, month) = (day / 10_000, day / 100 % 100);
    if day % 10_000 == end_of_year {
        format!("{year:04}")
    } else if day == end_of_month(day / 100) {
        format!("{year:04}-{month:02}")
    } else {
        format!("{year:04}-{month:02}-{:02}", day % 100)
    }
}

/// The last day of a month given as `yyyymm`; 0 when there is no such month.
fn last_of_month(year_and_month: i32) -> i32 {
    let year = i16::try_from(year_and_month / 100).unwrap_or(0);
    let month = i8::try_from(year_and_month % 100).unwrap_or(0);
    Date::new(year, month, 1).map_or(0, |first| number(first.last_of_month()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    #[test]
    fn values_and_how_they_print() {
        for (value, from, to, printed) in [
            ("2019", 20190101, 20191231, "date:2019"),
            ("2019-05", 20190501, 20190531, "date:2019-05"),
            ("2019-5-1", 20190501, 20190501, "date:2019-05-01"),
            ("2020-02", 20200201, 20200229, "date:2020-02"),
            ("2019-01", 20190101, 20190131, "date:2019-01"),
            ("2019-12", 20191201, 20191231, "date:2019-12"),
            ("2019-01-01", 20190101, 20190101, "date:2019-01-01"),
            ("2019..2021", 20190101, 20211231, "date:2019..2021"),
            (
                "2019-03..2019-05-09",
                20190301,
                20190509,
                "date:2019-03..2019-05-09",
            ),
            ("[1945 TO 1950]", 19450101, 19501231, "date:1945..1950"),
            ("{1945 TO 1950}", 19460101, 19491231, "date:1946..1949"),
            ("[1945 to 1950}", 19450101, 19491231, "date:1945..1949"),
        ] {
            let parsed = range(value).unwrap();
            let expected = DateRange::Days {
                from: Some(from),
                to: Some(to),
            };
            assert_eq!(parsed, expected, "{value}");
            assert_eq!(Query::Date(parsed).to_string(), printed, "{value}");
        }
    }

    #[test]
    fn open_ends() {
        for (value, from, to, printed) in [
            ("..1945", None, Some(19451231), "date:..1945"),
            ("1945..", Some(19450101), None, "date:1945.."),
            (">=1945", Some(19450101), None, "date:1945.."),
            (">1945", Some(19460101), None, "date:1946.."),
            ("<=1945-02", None, Some(19450228), "date:..1945-02"),
            ("<1945-03", None, Some(19450228), "date:..1945-02"),
            ("[* TO 1950]", None, Some(19501231), "date:..1950"),
            ("*", None, None, "date:*"),
        ] {
            let parsed = range(value).unwrap();
            assert_eq!(parsed, DateRange::Days { from, to }, "{value}");
            assert_eq!(Query::Date(parsed).to_string(), printed, "{value}");
        }
        assert_eq!(range("Unknown"), Ok(DateRange::Unknown));
    }

    #[test]
    fn refused_with_what_to_write() {
        for (value, message, help) in [
            (
                "1950..1945",
                "date range runs backwards: 1950 is after 1945",
                "1945..1950",
            ),
            (
                "2019-02-30",
                "there is no day 2019-02-30",
                "dates are year-month-day: 2019-05-01",
            ),
            (
                "2019-13",
                "there is no day 2019-13",
                "dates are year-month-day: 2019-05-01",
            ),
            ("20190501", "\"20190501\" is not a date", "2019-05-01"),
            ("2019/05/01", "\"2019/05/01\" is not a date", "2019-05-01"),
            ("1945-1950", "\"1945-1950\" is not a date", "1945..1950"),
            ("1945–1950", "\"1945–1950\" is not a date", "1945..1950"),
        ] {
            let error = range(value).unwrap_err();
            assert_eq!(error.to_string(), message);
            assert_eq!(error.help(), help, "{value}");
        }
        for value in [
            "",
            "..",
            "may",
            "19",
            "0000",
            "[1945]",
            "[",
            "[1945 TO 1950",
            "5/1/2019",
            ">9999",
            "<0001",
            "1-1-1-1",
        ] {
            assert!(range(value).is_err(), "{value}");
        }
    }
}
