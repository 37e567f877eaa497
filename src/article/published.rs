//! Dates as news gives them.
//!
//! An archive often knows only the month or the year of an item. [`Published`] keeps exactly that
//! much, so that "March 1923" is not silently stored as the first of March.

use super::date_text;
use serde::{Deserialize, Serialize};

/// A date as exact as the source gives it. Years are 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Published {
    /// A calendar day.
    Day {
        /// 1 to 9999.
        year: i16,
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// A month.
    Month {
        /// 1 to 9999.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// A year.
    Year {
        /// 1 to 9999.
        year: i16,
    },
}

/// A day given as `yyyymmdd` in the form of ISO 8601: `1923-03-05`.
pub fn iso_day(day: i32) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        day / 10_000,
        day / 100 % 100,
        day % 100
    )
}

/// Where a date was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateSource {
    /// A field of the record, a meta tag, a header line.
    Meta,
    /// The dateline of the story.
    Dateline,
    /// A date line in the text.
    Text,
    /// The address of the page.
    Url,
    /// The path of the file.
    Path,
}

impl DateSource {
    /// As scripts see it: `meta`, `dateline`, `text`, `url`, `path`.
    pub fn name(self) -> &'static str {
        match self {
            DateSource::Meta => "meta",
            DateSource::Dateline => "dateline",
            DateSource::Text => "text",
            DateSource::Url => "url",
            DateSource::Path => "path",
        }
    }
}

impl Published {
    /// The date that a text states, as far as it is certain: see `03/05/2021` in [`date_text`].
    ///
    /// `day_first` says how the place of publication writes dates in figures.
    pub(super) fn parse(text: &str, day_first: Option<bool>) -> Option<Published> {
        date_text::parse(text, day_first)
    }

    /// The calendar year.
    pub fn year(&self) -> i16 {
        match *self {
            Published::Day { year, .. }
            | Published::Month { year, .. }
            | Published::Year { year } => year,
        }
    }

    /// Whether `other` says the same more exactly: the fifth of March 1923 narrows March 1923.
    pub(super) fn is_narrowed_by(&self, other: &Published) -> bool {
        let ((from, to), (other_from, other_to)) = (self.range(), other.range());
        from <= other_from && other_to <= to && (from, to) != (other_from, other_to)
    }

    /// First and last day that it may mean, each as `yyyymmdd`.
    pub fn range(&self) -> (i32, i32) {
        match *self {
            Published::Day { year, month, day } => {
                let number = i32::from(year) * 10_000 + i32::from(month) * 100 + i32::from(day);
                (number, number)
            }
            Published::Month { year, month } => {
                let start = i32::from(year) * 10_000 + i32::from(month) * 100;
                let last =
                    jiff::civil::Date::new(year, month, 1).map_or(31, |date| date.days_in_month());
                (start + 1, start + i32::from(last))
            }
            Published::Year { year } => {
                let start = i32::from(year) * 10_000;
                (start + 101, start + 1231)
            }
        }
    }

    /// `day`, `month` or `year`.
    pub fn precision(&self) -> &'static str {
        match self {
            Published::Day { .. } => "day",
            Published::Month { .. } => "month",
            Published::Year { .. } => "year",
        }
    }
}

impl std::fmt::Display for Published {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Published::Day { year, month, day } => write!(f, "{year:04}-{month:02}-{day:02}"),
            Published::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Published::Year { year } => write!(f, "{year:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_exact_as_known() {
        let (year, month) = (1924, 2);
        for (published, shown, range, precision) in [
            (
                Published::Day {
                    year,
                    month,
                    day: 5,
                },
                "1924-02-05",
                (19240205, 19240205),
                "day",
            ),
            (
                Published::Month { year, month },
                "1924-02",
                (19240201, 19240229),
                "month",
            ),
            (
                Published::Year { year },
                "1924",
                (19240101, 19241231),
                "year",
            ),
        ] {
            assert_eq!(published.to_string(), shown);
            assert_eq!(published.range(), range);
            assert_eq!(published.precision(), precision);
        }
        assert!(Published::Year { year }.is_narrowed_by(&Published::Month { year, month }));
        assert!(!Published::Month { year, month }.is_narrowed_by(&Published::Year { year }));
    }
}
