//! Dates without a month's name: stamps of programs, figures with separators, East Asian dates.

use jiff::civil::Date;

use super::token::Token;
use super::{Custom, Stated, plausible_year, small, words};
use crate::article::calendar_words::{CALENDAR_SIGNS, ERAS};
use crate::article::calendars::Calendar;
use crate::article::published::Published;

/// `2018-06-29` and `2018-06-29T08:49:37Z`, as most programs write a day: nothing else has to be
/// looked for in these. Years in which another calendar may be meant are left to [`numeric`].
pub(super) fn iso_day(text: &str) -> Option<Published> {
    let (day, time) = text.split_at_checked(10)?;
    let [year @ .., b'-', _, _, b'-', _, _] = day.as_bytes() else {
        return None;
    };
    let is_number = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    let is_day =
        is_number(year) && is_number(&day.as_bytes()[5..7]) && is_number(&day.as_bytes()[8..]);
    let is_time = |time: &str| {
        let mut signs = time.bytes().skip(1);
        time.starts_with(['T', ' '])
            && signs.all(|sign| sign.is_ascii_digit() || b":.+-Z".contains(&sign))
    };
    if !is_day || !time.is_empty() && !is_time(time) {
        return None;
    }
    let (year, month, day) = (
        day[..4].parse().ok()?,
        day[5..7].parse().ok()?,
        day[8..].parse().ok()?,
    );
    let is_plain = (1873..=2100).contains(&year) && Date::new(year, month, day).is_ok();
    is_plain.then_some(Published::Day { year, month, day })
}

/// What only programs write: `20251112`, `20051014T164400Z`, `1530259200`, `1530259200.25`,
/// `/Date(1530259200000)/`, `D:20051014164400`; also negative seconds.
pub(super) fn machine_date(text: &str, tokens: &[Token]) -> Option<Published> {
    let bare = text
        .strip_prefix("/Date(")
        .and_then(|rest| rest.split([')', '+']).next())
        .unwrap_or(text);
    if let Some(published) = digits_only(bare) {
        return Some(published);
    }
    // A stamp with a time behind it, or the letter of a PDF date before it.
    let at = tokens.iter().position(|token| token.number.is_some())?;
    let stamp = tokens[at].number.filter(|_| at <= 1)?;
    let is_stamp = matches!(tokens[at].digits, 8 | 12 | 14);
    is_stamp.then(|| compact_day(&stamp.to_string()))?
}

fn digits_only(text: &str) -> Option<Published> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text),
    };
    let (digits, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits.is_empty() || !is_digits(digits) || !is_digits(fraction) {
        return None;
    }
    // `2018.06` is no number of seconds.
    if !fraction.is_empty() && digits.len() < 8 {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    match (digits.len(), sign) {
        (4, 1) => plausible_year(number).map(|year| Published::Year { year }),
        (6, 1) => year_and_month(number).or_else(|| short_day(digits)),
        (8, 1) => compact_day(digits).or_else(|| day_first_stamp(digits)),
        (12, 1) if is_time(&digits[8..]) && compact_day(&digits[..8]).is_some() => {
            compact_day(&digits[..8])
        }
        (14, 1) => compact_day(&digits[..8]),
        (9..=10, _) => day_of_second(number * sign),
        (11..=13, _) => day_of_second((number * sign).div_euclid(1000)),
        (16, 1) => day_of_second(number / 1_000_000),
        (19, 1) => day_of_second(number / 1_000_000_000),
        _ => None,
    }
}

/// A day by the clock of UTC: a number of seconds names no other.
fn day_of_second(second: i64) -> Option<Published> {
    let time = jiff::Timestamp::from_second(second).ok()?;
    let date = time.to_zoned(jiff::tz::TimeZone::UTC).date();
    (1900..=2100)
        .contains(&date.year())
        .then(|| Published::Day {
            year: date.year(),
            month: date.month(),
            day: date.day(),
        })
}

fn is_time(digits: &str) -> bool {
    let number: i64 = digits.parse().unwrap_or(i64::MAX);
    number / 100 < 24 && number % 100 < 60
}

/// `199906`; `171212` is a day of two figures each.
fn year_and_month(number: i64) -> Option<Published> {
    let (year, month) = (plausible_year(number / 100)?, (number % 100) as i8);
    let is_month = year >= 1800 && (1..=12).contains(&month);
    is_month.then_some(Published::Month { year, month })
}

/// `940328`, as the tapes of the newspapers had it.
fn short_day(digits: &str) -> Option<Published> {
    let year: i64 = digits[..2].parse().ok()?;
    compact_day(&format!("{}{}", full_year(year), &digits[2..]))
}

/// `29062018`.
fn day_first_stamp(digits: &str) -> Option<Published> {
    compact_day(&format!(
        "{}{}{}",
        &digits[4..],
        &digits[2..4],
        &digits[..2]
    ))
}

/// `yyyymmdd`, and longer stamps that begin so.
pub(in crate::article) fn compact_day(digits: &str) -> Option<Published> {
    let year = plausible_year(digits.get(..4)?.parse().ok()?)?;
    let month = digits.get(4..6)?.parse().ok()?;
    let day = digits.get(6..8)?.parse().ok()?;
    Date::new(year, month, day).ok()?;
    Some(Published::Day { year, month, day })
}

/// Two figures of a year, as RFC 2822 (section 4.3) reads those of mails.
pub(super) fn full_year(year: i64) -> i64 {
    year + if year < 50 { 2000 } else { 1900 }
}

/// `2025年11月12日`, `2025년 11월 12일`, `2025年11月`, `令和6年5月3日`, `5月3日`.
pub(super) fn east_asian(tokens: &[Token], at: usize) -> Option<Stated> {
    let sign_behind = |index: usize, signs: [&str; 2]| {
        let is_sign = tokens
            .get(index + 1)
            .is_some_and(|token| signs.contains(&token.word.as_str()));
        is_sign.then_some(())
    };
    let part = |index: usize, signs: [&str; 2]| {
        sign_behind(index, signs)?;
        tokens.get(index)?.number
    };
    let day_at = |index: usize| part(index, ["日", "일"]).or_else(|| part(index, ["号", "號"]));
    if let (Some(month), Some(day)) = (part(at, ["月", "월"]), day_at(at + 2)) {
        return Some(Stated {
            year: None,
            month: small(Some(month)),
            day: small(Some(day)),
            range: tokens[at].span.start..tokens[at + 3].span.end,
        });
    }
    sign_behind(at, ["年", "년"])?;
    let month = part(at + 2, ["月", "월"]);
    let day = month.and_then(|_| day_at(at + 4));
    let last = at + 1 + 2 * (usize::from(month.is_some()) + usize::from(day.is_some()));
    let year = match tokens[at].number {
        Some(year) => match at
            .checked_sub(1)
            .and_then(|before| era(&tokens[before].word))
        {
            Some(added) => year + added,
            None => year,
        },
        // The first year of an era has a word of its own.
        None => era(tokens[at].word.strip_suffix('元')?)? + 1,
    };
    let year = plausible_year(year)?;
    // Japan took over our months with the sixth year of Meiji; before it they followed the moon.
    let is_lunar = year < 1873 && at > 0 && tokens[at - 1].word.ends_with("明治");
    Some(Stated {
        year: Some(year),
        month: small(month).filter(|_| !is_lunar),
        day: small(day).filter(|_| !is_lunar),
        range: tokens[at].span.start..tokens[last].span.end,
    })
}

/// What is added to the years of the era that a word ends with.
fn era(word: &str) -> Option<i64> {
    ERAS.iter()
        .find(|(name, _)| word.ends_with(crate::text::fold::folded(name).as_str()))
        .map(|(_, added)| *added)
}

/// Numbers with one separator: year first, or year last.
pub(super) fn numeric(
    tokens: &[Token],
    at: usize,
    custom: Custom<'_>,
    is_field: bool,
) -> Option<Stated> {
    let [a, b, rest @ ..] = &tokens[at..] else {
        return None;
    };
    let (first, second) = (a.number?, b.number?);
    let separator = a.gap.trim();
    if !is_separator(separator) {
        return None;
    }
    // The middle of a longer row of numbers.
    if at > 0 && tokens[at - 1].number.is_some() && is_separator(tokens[at - 1].gap.trim()) {
        return None;
    }
    let third = rest
        .first()
        .filter(|c| b.gap.trim() == separator && c.number.is_some());
    let Some(c) = third else {
        return two_numbers(a, b, is_field);
    };
    let last = c.number?;
    let range = a.span.start..c.span.end;
    if a.digits == 4 {
        let (month, day) = if second > 12 && last <= 12 {
            (last, second)
        } else {
            (second, last)
        };
        return stated(first, month, day, range, tokens, custom);
    }
    let is_short = |token: &Token| token.digits <= 2;
    if !is_short(a) || !is_short(b) {
        return None;
    }
    let is_year_first = matches!(custom.lang, Some("hu" | "ja" | "ko" | "zh"));
    let year = match c.digits {
        4 => last,
        // `99-06-17`, and what East Asia writes so.
        2 if is_field && a.digits == 2 && (first > 31 || is_year_first) => {
            return stated(full_year(first), second, last, range, tokens, custom);
        }
        // Two figures are a year only where they can be nothing else.
        2 if is_field && (last > 31 || custom.day_first.is_some() || separator == ".") => {
            full_year(last)
        }
        _ => return None,
    };
    let weekday = words::weekday_in(tokens);
    let falls_on = |month: i64, day: i64| {
        let year = i16::try_from(year).unwrap_or_default();
        let date = Date::new(year, month as i8, day as i8).ok();
        let found = date.map(|date| date.weekday().to_monday_one_offset());
        found.is_some() && found == weekday
    };
    let (day, month) = match (first, second) {
        _ if first > 12 && second <= 12 => (first, second),
        _ if second > 12 && first <= 12 => (second, first),
        _ if first == second || separator == "." => (first, second),
        // The day of the week beside it knows.
        _ if falls_on(second, first) && !falls_on(first, second) => (first, second),
        _ if falls_on(first, second) && !falls_on(second, first) => (second, first),
        _ => match custom.day_first {
            Some(true) => (first, second),
            Some(false) => (second, first),
            None => (0, 0),
        },
    };
    stated(year, month, day, range, tokens, custom)
}

fn is_separator(gap: &str) -> bool {
    matches!(gap, "-" | "/" | "." | "–" | "‐" | "‑" | "−")
}

/// `2004-05` and `05/2004`: a month, in a field of dates; elsewhere it may be a season.
fn two_numbers(a: &Token, b: &Token, is_field: bool) -> Option<Stated> {
    let (year, month) = match (a.digits, b.digits) {
        (4, 2) => (a.number?, b.number?),
        (1 | 2, 4) => (b.number?, a.number?),
        _ => return None,
    };
    // `1914/18` are years, and so is `2004.05` a number.
    let is_month = is_field && (1..=12).contains(&month) && !b.gap.starts_with(['-', '/', ':']);
    is_month.then_some(())?;
    Some(Stated {
        year: Some(plausible_year(year)?),
        month: small(Some(month)),
        day: None,
        range: a.span.start..b.span.end,
    })
}

/// Figures of a date, in the calendar that the text, its language or its digits show. Zeros are what
/// databases write for what is not known.
fn stated(
    year: i64,
    month: i64,
    day: i64,
    range: std::ops::Range<usize>,
    tokens: &[Token],
    custom: Custom<'_>,
) -> Option<Stated> {
    let month = small(Some(month)).filter(|&month| month != 0);
    let day = small(Some(day)).filter(|&day| day != 0 && month.is_some());
    if let Some(calendar) = other_calendar(year, tokens, custom) {
        return Stated::by(calendar, year, month, day, range);
    }
    let is_buddhist = (2400..=2700).contains(&year)
        && (custom.lang == Some("th") || words::has_any(tokens, &words::BUDDHIST_PHRASES));
    let year = if is_buddhist { year - 543 } else { year };
    Some(Stated {
        year: Some(plausible_year(year)?),
        month,
        day,
        range,
    })
}

/// The calendar of a year that news of ours has not: one of the two of the Hijra.
fn other_calendar(year: i64, tokens: &[Token], custom: Custom<'_>) -> Option<Calendar> {
    if !(1200..=1499).contains(&year) {
        return None;
    }
    let named = CALENDAR_SIGNS
        .iter()
        .filter(|(sign, _)| tokens.iter().any(|token| token.word == *sign))
        .map(|(_, calendar)| *calendar)
        .next();
    named.or(match custom.lang {
        Some("fa" | "ps") => Some(Calendar::SolarHijri),
        Some("ar") => Some(Calendar::Hijri),
        _ => None,
    })
}
