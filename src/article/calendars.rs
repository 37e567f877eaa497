//! Days of other calendars as days of ours.
//!
//! No date crate here knows them, and the one that does (`icu_calendar`) brings some twenty crates for
//! what is two pages of arithmetic. A date keeps its exactness: a month of another calendar lies in
//! two of ours, so that only the year is left of it, and a year often in two years, so that nothing is.

use jiff::civil::Date;

use super::published::Published;

/// A way of counting years and months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    Gregorian,
    /// Iran and Afghanistan: years from spring to spring.
    SolarHijri,
    /// The Islamic calendar, by the moon.
    Hijri,
    Hebrew,
}

/// What a date of a calendar is in ours, as far as that is certain. `None` when there is no such
/// date, or when nothing is certain.
pub(super) fn published(
    calendar: Calendar,
    year: i64,
    month: Option<i8>,
    day: Option<i8>,
) -> Option<Published> {
    let first = day_number(calendar, year, month.unwrap_or(1), day.unwrap_or(1))?;
    let last = match (month, day) {
        (Some(month), Some(day)) => day_number(calendar, year, month, day)?,
        (Some(month), None) => last_of_month(calendar, year, month)?,
        (None, _) => day_number(calendar, year + 1, 1, 1)? - 1,
    };
    // Who saw the moon when is not known of years without a table.
    let doubt = i64::from(calendar == Calendar::Hijri && umm_al_qura(year).is_none()) * 2;
    let (first, last) = (date(first - doubt)?, date(last + doubt)?);
    let (year, month, day) = (first.year(), first.month(), first.day());
    if first == last {
        Some(Published::Day { year, month, day })
    } else if (year, month) == (last.year(), last.month()) {
        Some(Published::Month { year, month })
    } else {
        (year == last.year()).then_some(Published::Year { year })
    }
}

/// A day of the Julian calendar as it is in ours, for years 1 to 9999.
pub(super) fn from_julian(year: i16, month: i8, day: i8) -> Option<Date> {
    let is_leap = year % 4 == 0;
    let longest = [
        31,
        28 + i8::from(is_leap),
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let length = *longest.get(usize::try_from(month - 1).ok()?)?;
    if !(1..=length).contains(&day) {
        return None;
    }
    let before: i64 = longest[..(month - 1) as usize]
        .iter()
        .map(|days| i64::from(*days))
        .sum();
    let years = i64::from(year) - 1;
    // The Julian year 1 began two days before ours.
    date(365 * years + years / 4 + before + i64::from(day) - 2)
}

/// Days are numbered from the first of January of the year 1, which is 1.
fn date(number: i64) -> Option<Date> {
    let days = i32::try_from(number - 1).ok()?;
    Date::constant(1, 1, 1)
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}

/// The number of a day; `None` when the calendar has no such day.
fn day_number(calendar: Calendar, year: i64, month: i8, day: i8) -> Option<i64> {
    let start = month_start(calendar, year, month)?;
    let length = last_of_month(calendar, year, month)? - start + 1;
    (1..=length)
        .contains(&i64::from(day))
        .then(|| start + i64::from(day) - 1)
}

fn last_of_month(calendar: Calendar, year: i64, month: i8) -> Option<i64> {
    let next = match calendar {
        Calendar::Gregorian => return None,
        Calendar::SolarHijri if month == 12 => month_start(calendar, year + 1, 1),
        Calendar::Hijri if month == 12 => Some(hijri_year(year)? + hijri_lengths(year).1),
        Calendar::Hebrew if month == HEBREW_MONTHS => Some(hebrew_new_year(year + 1)),
        // Common years have no Adar II.
        Calendar::Hebrew if month == 6 => {
            month_start(calendar, year, 7).or_else(|| month_start(calendar, year, 8))
        }
        _ => month_start(calendar, year, month + 1),
    };
    next.map(|next| next - 1)
}

fn month_start(calendar: Calendar, year: i64, month: i8) -> Option<i64> {
    let index = i64::from(month) - 1;
    match calendar {
        Calendar::Gregorian => None,
        Calendar::SolarHijri => (YEARS_OF_PRINT.contains(&year) && (1..=12).contains(&month))
            .then(|| solar_year(year) + 31 * index.min(6) + 30 * (index - 6).max(0)),
        Calendar::Hijri => {
            let is_known = YEARS_OF_PRINT.contains(&year) && (1..=12).contains(&month);
            is_known.then(|| hijri_month(year, month))?
        }
        Calendar::Hebrew => hebrew_month(year, month),
    }
}

/// Years of the solar and the lunar Hijri calendar in which newspapers were printed.
const YEARS_OF_PRINT: std::ops::RangeInclusive<i64> = 1200..=1500;

/// Nouruz. The cycle of 33 years agrees with the equinox at Tehran from 1206 to 1498.
fn solar_year(year: i64) -> i64 {
    226_895 + 365 * (year - 1) + (8 * year + 21).div_euclid(33)
}

/// The months of the Umm al-Qura calendar of Saudi Arabia by which the Gulf prints, 1365 to 1500:
/// bit 0 is Muharram, a set bit a month of 30 days. From R. H. van Gent's tables.
const UMM_AL_QURA: &[u16] = &[
    0xd55, 0x555, 0x555, 0xd55, 0x6d5, 0x555, 0xea5, 0xd2a, 0xaaa, 0xcd5, 0x655, 0x572, 0xda9,
    0x555, 0xaaa, 0x555, 0x52d, 0xa6d, 0x55a, 0x555, 0x74d, 0xd53, 0xd54, 0x556, 0xd55, 0x2d5,
    0xd55, 0xd54, 0xd45, 0x655, 0x52d, 0xa5d, 0x55a, 0xad5, 0x6aa, 0xd4b, 0x52a, 0xa57, 0x4ae,
    0x976, 0x56c, 0xb55, 0xaaa, 0xa55, 0x4ad, 0x95d, 0x2da, 0x5d9, 0xdb2, 0xba4, 0xb4a, 0xa55,
    0x2b5, 0x575, 0xb6a, 0xbd2, 0xbc4, 0xb89, 0xa95, 0x52d, 0x5ad, 0xb6a, 0x6d4, 0xdc9, 0xd92,
    0xaa6, 0x956, 0x2ae, 0x56d, 0x36a, 0xb55, 0xaaa, 0x94d, 0x49d, 0x95d, 0x2ba, 0x5b5, 0x5aa,
    0xd55, 0xa9a, 0x92e, 0x26e, 0x55d, 0xada, 0x6d4, 0x6a5, 0x54b, 0xa97, 0x54e, 0xaae, 0x5ac,
    0xba9, 0xd92, 0xb25, 0x64b, 0xcab, 0x55a, 0xb55, 0x6d2, 0xea5, 0xe4a, 0xa95, 0x52d, 0xaad,
    0x36c, 0x759, 0x6d2, 0x695, 0x52d, 0xa5b, 0x4ba, 0x9ba, 0x3b4, 0xb69, 0xb52, 0xaa6, 0x4b6,
    0x96d, 0x2ec, 0x6d9, 0xeb2, 0xd54, 0xd2a, 0xa56, 0x4ae, 0x96d, 0xd6a, 0xb54, 0xb29, 0xa93,
    0x52b, 0xa57, 0x536, 0xab5, 0x6aa, 0xe93,
];

/// First of Muharram 1365, the sixth of December 1945; earlier years have months of 28 and 31 days.
const UMM_AL_QURA_START: i64 = 710_370;

const UMM_AL_QURA_YEAR: i64 = 1365;

fn umm_al_qura(year: i64) -> Option<u16> {
    let index = usize::try_from(year - UMM_AL_QURA_YEAR).ok()?;
    UMM_AL_QURA.get(index).copied()
}

/// The lengths of the months of a year as bits, and its days. Years without a table have the lengths
/// of the arithmetic calendar, which is off by up to two days.
fn hijri_lengths(year: i64) -> (u16, i64) {
    let is_leap = (11 * year + 14).rem_euclid(30) < 11;
    let bits = umm_al_qura(year).unwrap_or(if is_leap { 0xd55 } else { 0x555 });
    (bits, 12 * 29 + i64::from(bits.count_ones()))
}

fn hijri_year(year: i64) -> Option<i64> {
    let Some(index) = usize::try_from(year - UMM_AL_QURA_YEAR)
        .ok()
        .filter(|index| *index <= UMM_AL_QURA.len())
    else {
        return Some(227_015 + 354 * (year - 1) + (11 * year + 3).div_euclid(30));
    };
    let months: i64 = UMM_AL_QURA[..index]
        .iter()
        .map(|bits| 12 * 29 + i64::from(bits.count_ones()))
        .sum();
    Some(UMM_AL_QURA_START + months)
}

fn hijri_month(year: i64, month: i8) -> Option<i64> {
    let (bits, _) = hijri_lengths(year);
    let before = bits & ((1 << (month - 1)) - 1);
    Some(hijri_year(year)? + 29 * i64::from(month - 1) + i64::from(before.count_ones()))
}

/// Months are counted from Tishri; Adar and Adar I of leap years are the sixth, Adar II the seventh,
/// which common years have not.
const HEBREW_MONTHS: i8 = 13;

/// The arithmetic of Reingold and Dershowitz, "Calendrical Calculations".
fn hebrew_new_year(year: i64) -> i64 {
    let elapsed = |year: i64| {
        let months = (235 * year - 234).div_euclid(19);
        let parts = 12_084 + 13_753 * months;
        let day = 29 * months + parts.div_euclid(25_920);
        if (3 * (day + 1)).rem_euclid(7) < 3 {
            day + 1
        } else {
            day
        }
    };
    let (before, this, after) = (elapsed(year - 1), elapsed(year), elapsed(year + 1));
    let delay = if after - this == 356 {
        2
    } else {
        i64::from(this - before == 382)
    };
    this + delay - 1_373_427
}

fn hebrew_month(year: i64, month: i8) -> Option<i64> {
    if !(5_500..=5_900).contains(&year) || !(1..=HEBREW_MONTHS).contains(&month) {
        return None;
    }
    let start = hebrew_new_year(year);
    let days = hebrew_new_year(year + 1) - start;
    let is_leap = days > 380;
    let (is_full, is_short) = (days % 10 == 5, days % 10 == 3);
    if month == 7 && !is_leap {
        return None;
    }
    let length = |month: i8| match month {
        2 => 29 + i64::from(is_full),
        3 => 30 - i64::from(is_short),
        6 => 29 + i64::from(is_leap),
        7 => 29 * i64::from(is_leap),
        1 | 5 | 8 | 10 | 12 => 30,
        _ => 29,
    };
    Some(start + (1..month).map(length).sum::<i64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_are_known_in_both() {
        for (calendar, year, month, day, expected) in [
            (Calendar::SolarHijri, 1357, 11, 22, "1979-02-11"),
            (Calendar::SolarHijri, 1399, 12, 30, "2021-03-20"),
            (Calendar::SolarHijri, 1403, 1, 1, "2024-03-20"),
            (Calendar::Hijri, 1445, 1, 1, "2023-07-19"),
            (Calendar::Hijri, 1441, 9, 1, "2020-04-24"),
            (Calendar::Hebrew, 5708, 9, 5, "1948-05-14"),
            (Calendar::Hebrew, 5784, 1, 1, "2023-09-16"),
            (Calendar::Hebrew, 5784, 7, 14, "2024-03-24"),
            // Too long ago for a table: the month at best.
            (Calendar::Hijri, 1300, 1, 15, "1882-11"),
        ] {
            let found = published(calendar, year, Some(month), Some(day));
            let shown = found.map(|date| date.to_string());
            assert_eq!(shown.as_deref(), Some(expected), "{calendar:?} {year}");
        }
        for (year, month, day) in [(1400, 12, 30), (1400, 13, 1), (1400, 7, 31), (900, 1, 1)] {
            assert_eq!(
                published(Calendar::SolarHijri, year, Some(month), Some(day)),
                None
            );
        }
    }

    #[test]
    fn what_lies_in_two_months_is_a_year() {
        let shown =
            |month| published(Calendar::SolarHijri, 1398, month, None).map(|date| date.to_string());
        assert_eq!(shown(Some(7)).as_deref(), Some("2019"));
        assert_eq!(shown(Some(10)), None);
        assert_eq!(shown(None), None);
    }

    #[test]
    fn the_old_style() {
        for (day, expected) in [
            ((1917, 10, 25), "1917-11-07"),
            ((1732, 2, 11), "1732-02-22"),
            ((1900, 2, 29), "1900-03-13"),
        ] {
            let found = from_julian(day.0, day.1, day.2).map(|date| date.to_string());
            assert_eq!(found.as_deref(), Some(expected));
        }
        assert_eq!(from_julian(1901, 2, 29), None);
    }
}
