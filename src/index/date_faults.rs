//! What looks wrong in the dates of an article.

use jiff::civil::Date;

use crate::article::{Article, DateSource, Published};

/// Why the date of an article is in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFault {
    /// It has not come yet.
    Future,
    /// There was no news in print.
    BeforePrint,
    /// The statements cannot all be true.
    Conflict,
}

impl DateFault {
    /// `future`, `before print` or `conflict`.
    pub fn name(self) -> &'static str {
        match self {
            DateFault::Future => "future",
            DateFault::BeforePrint => "before print",
            DateFault::Conflict => "conflict",
        }
    }
}

/// The first printed newspapers are of the years after 1600.
const FIRST_YEAR_OF_PRINT: i16 = 1600;

/// Clocks differ around the world, and a paper of the evening is dated tomorrow.
const DAYS_OF_GRACE: i32 = 1;

/// News by ship and rail was filed weeks before it was printed.
const DAYS_ON_THE_WAY: i32 = 92;

/// What is doubtful about the dates of an article on the day `today`, most serious first.
pub fn date_faults(article: &Article, today: Date) -> Vec<DateFault> {
    let mut faults = Vec::new();
    let Some(published) = article.published else {
        return faults;
    };
    let (first, _) = days(&published);
    if first > day_number(today) + DAYS_OF_GRACE {
        faults.push(DateFault::Future);
    }
    if published.year() < FIRST_YEAR_OF_PRINT {
        faults.push(DateFault::BeforePrint);
    }
    let said = first_of_each(&article.dates);
    let is_in_conflict = said
        .iter()
        .any(|one| said.iter().any(|other| contradict(one, other)));
    if is_in_conflict {
        faults.push(DateFault::Conflict);
    }
    faults
}

/// What each source states first; what it states later is when a story was changed.
fn first_of_each(dates: &[(DateSource, Published)]) -> Vec<(DateSource, Published)> {
    let mut first: Vec<(DateSource, Published)> = Vec::new();
    for statement in dates {
        if first.iter().all(|(source, _)| *source != statement.0) {
            first.push(*statement);
        }
    }
    first
}

/// Whether two statements cannot both be true: their days are more than a day apart. A dateline some
/// weeks before its paper is no contradiction.
fn contradict(one: &(DateSource, Published), other: &(DateSource, Published)) -> bool {
    let ((from, to), (other_from, other_to)) = (days(&one.1), days(&other.1));
    let grace = match one.0 {
        DateSource::Dateline => DAYS_ON_THE_WAY,
        _ => DAYS_OF_GRACE,
    };
    let other_grace = match other.0 {
        DateSource::Dateline => DAYS_ON_THE_WAY,
        _ => DAYS_OF_GRACE,
    };
    other_from - to > grace || from - other_to > other_grace
}

/// First and last day it may mean, as numbers a day apart.
fn days(published: &Published) -> (i32, i32) {
    let (from, to) = published.range();
    let number = |day: i32| {
        let (year, month, day) = (day / 10_000, day / 100 % 100, day % 100);
        Date::new(year as i16, month as i8, day as i8).map_or(0, day_number)
    };
    (number(from), number(to))
}

fn day_number(date: Date) -> i32 {
    let start = Date::constant(1, 1, 1);
    start.until(date).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Published {
        let date: Date = text.parse().unwrap();
        let (year, month, day) = (date.year(), date.month(), date.day());
        Published::Day { year, month, day }
    }

    #[test]
    fn an_update_is_no_contradiction() {
        let (published, updated) = (day("2019-05-03"), day("2020-05-05"));
        let dates = [
            (DateSource::Meta, published),
            (DateSource::Url, published),
            (DateSource::Meta, updated),
        ];
        assert_eq!(first_of_each(&dates), dates[..2]);
    }

    #[test]
    fn statements_that_cannot_both_be_true() {
        use DateSource::{Dateline, Meta, Path, Url};
        let year = |year| Published::Year { year };
        for (one, other, expected) in [
            ((Meta, day("2019-05-03")), (Path, year(2018)), true),
            ((Meta, day("2019-05-03")), (Path, year(2019)), false),
            // A page of the evening, by the clock of Greenwich.
            ((Meta, day("2019-05-03")), (Url, day("2019-05-04")), false),
            ((Meta, day("2019-05-03")), (Url, day("2019-05-05")), true),
            (
                (Meta, day("1850-05-03")),
                (Dateline, day("1850-03-10")),
                false,
            ),
            (
                (Meta, day("1850-05-03")),
                (Dateline, day("1850-05-10")),
                true,
            ),
            (
                (Meta, day("1850-05-03")),
                (Dateline, day("1849-05-03")),
                true,
            ),
        ] {
            assert_eq!(contradict(&one, &other), expected, "{one:?} {other:?}");
            assert_eq!(contradict(&other, &one), expected, "{other:?} {one:?}");
        }
    }
}
