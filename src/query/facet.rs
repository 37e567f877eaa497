//! What an answer is made of: how many of its articles have which value.
//!
//! Counts are over the whole answer, not the hits that are shown, and come from columns: no article is read. Every
//! article counts once for a value, so the counts of publication, section, language and time add up to the total;
//! those of names do not, for an article has many or none. Names are counted as in the list of names
//! ([`super::names`]): the names file is heard, and the names of one person stand in one row unless the question
//! is strict.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use rustc_hash::FxHashMap;
use tantivy::DocId;

use super::names::beside::most_named;
use super::search::Results;
use crate::entity::Kind;
use crate::error::Result;
use crate::index::schema::{FROM_DAY, TO_DAY};

/// What to count by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// People, places or organisations that are named.
    Name(Kind),
    /// Publication.
    Source,
    /// Section as printed.
    Section,
    /// Language.
    Lang,
    /// Ten years, from a year that ends in 0.
    Decade,
    /// Year.
    Year,
    /// Month; an article of which only the year is known has none.
    Month,
}

/// A text that names no [`Facet`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoFacet;

impl fmt::Display for NoFacet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Facet::ALL.map(Facet::name);
        write!(f, "facets are {}", names.join(", "))
    }
}

impl std::error::Error for NoFacet {}

impl FromStr for Facet {
    type Err = NoFacet;

    fn from_str(text: &str) -> std::result::Result<Facet, NoFacet> {
        let facet = Facet::ALL
            .into_iter()
            .find(|facet| facet.name() == text.trim());
        facet.ok_or(NoFacet)
    }
}

impl Facet {
    /// Every facet there is.
    pub const ALL: [Facet; 9] = [
        Facet::Name(Kind::Person),
        Facet::Name(Kind::Place),
        Facet::Name(Kind::Org),
        Facet::Source,
        Facet::Section,
        Facet::Lang,
        Facet::Decade,
        Facet::Year,
        Facet::Month,
    ];

    /// As typed and printed.
    pub fn name(self) -> &'static str {
        match self {
            Facet::Name(kind) => kind.name(),
            Facet::Source => "source",
            Facet::Section => "section",
            Facet::Lang => "lang",
            Facet::Decade => "decade",
            Facet::Year => "year",
            Facet::Month => "month",
        }
    }

    /// Whether its values have an order of their own, that of time.
    pub fn is_time(self) -> bool {
        matches!(self, Facet::Decade | Facet::Year | Facet::Month)
    }

    /// The value of an article of these days, `yyyymmdd`; `None` when the days do not all lie in one.
    fn of_days(self, from: i64, to: i64) -> Option<String> {
        // A month, a year, ten years.
        let (length, shown): (i64, fn(i64) -> String) = match self {
            Facet::Month => (100, |month| {
                format!("{:04}-{:02}", month / 100, month % 100)
            }),
            Facet::Decade => (100_000, |decade| format!("{:03}0s", decade)),
            _ => (10_000, |year| format!("{year:04}")),
        };
        (from / length == to / length).then(|| shown(from / length))
    }
}

/// How many articles have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueCount {
    /// `None` for the articles without one.
    pub value: Option<String>,
    /// At least 1.
    pub articles: u64,
}

/// The counts of one facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facets {
    /// What was counted by.
    pub facet: Facet,
    /// The values with most articles; ties by value. Those of time in its order, unknown last.
    pub counts: Vec<ValueCount>,
    /// Different values in all.
    pub values: u64,
}

/// Counts an answer by each facet; of each the `limit` values with most articles. Costs a walk, a look at the columns of
/// each article, and for names a look-up of each different one.
///
/// # Errors
/// [`crate::Error::Engine`].
pub fn facets(results: &Results<'_>, facets: &[Facet], limit: usize) -> Result<Vec<Facets>> {
    let articles = results.failed(results.articles_by_segment())?;
    let mut counted = Vec::with_capacity(facets.len());
    for &facet in facets {
        let of_facet = match facet {
            Facet::Name(kind) => named(kind, &articles, limit, results),
            Facet::Source | Facet::Section | Facet::Lang => {
                columns(facet, &articles, results).map(|counts| most(facet, counts, limit))
            }
            Facet::Decade | Facet::Year | Facet::Month => {
                days(facet, &articles, results).map(|counts| most(facet, counts, limit))
            }
        };
        counted.push(results.failed(of_facet)?);
    }
    Ok(counted)
}

fn named(
    kind: Kind,
    articles: &[Vec<DocId>],
    limit: usize,
    results: &Results<'_>,
) -> tantivy::Result<Facets> {
    let (counts, values) = most_named(kind, articles, limit, results.reader, results.names)?;
    let counts = counts.into_iter().map(|count| ValueCount {
        value: Some(count.name),
        articles: count.articles,
    });
    Ok(Facets {
        facet: Facet::Name(kind),
        counts: counts.collect(),
        values,
    })
}

type Counts = BTreeMap<Option<String>, u64>;

/// Counts ordinals, and looks up what each means once.
fn columns(
    facet: Facet,
    articles: &[Vec<DocId>],
    results: &Results<'_>,
) -> tantivy::Result<Counts> {
    let mut counts = Counts::new();
    for ((_, segment), docs) in results.segments().zip(articles) {
        let mut without = docs.len() as u64;
        if let Some(values) = segment.fast_fields().str(facet.name())? {
            let mut by_ordinal: FxHashMap<u64, u64> = FxHashMap::default();
            for &doc in docs {
                if let Some(ordinal) = values.term_ords(doc).next() {
                    *by_ordinal.entry(ordinal).or_default() += 1;
                    without -= 1;
                }
            }
            for (ordinal, count) in by_ordinal {
                let mut value = String::new();
                values.ord_to_str(ordinal, &mut value)?;
                *counts.entry(Some(value)).or_default() += count;
            }
        }
        if without > 0 {
            *counts.entry(None).or_default() += without;
        }
    }
    Ok(counts)
}

fn days(facet: Facet, articles: &[Vec<DocId>], results: &Results<'_>) -> tantivy::Result<Counts> {
    let mut by_days: FxHashMap<Option<(i64, i64)>, u64> = FxHashMap::default();
    for ((_, segment), docs) in results.segments().zip(articles) {
        let from = segment.fast_fields().column_opt::<i64>(FROM_DAY)?;
        let to = segment.fast_fields().column_opt::<i64>(TO_DAY)?;
        for &doc in docs {
            let from = from.as_ref().and_then(|days| days.first(doc));
            let to = to.as_ref().and_then(|days| days.first(doc));
            *by_days.entry(from.zip(to)).or_default() += 1;
        }
    }
    let mut counts = Counts::new();
    for (days, count) in by_days {
        let value = days.and_then(|(from, to)| facet.of_days(from, to));
        *counts.entry(value).or_default() += count;
    }
    Ok(counts)
}

fn most(facet: Facet, counts: Counts, limit: usize) -> Facets {
    let values = counts.keys().flatten().count() as u64;
    let counts = counts.into_iter();
    let mut counts: Vec<ValueCount> = counts
        .map(|(value, articles)| ValueCount { value, articles })
        .collect();
    // What has no value stands behind its equals.
    let by_value = |count: &ValueCount| (count.value.is_none(), count.value.clone());
    counts.sort_by_cached_key(|count| (std::cmp::Reverse(count.articles), by_value(count)));
    counts.truncate(limit);
    if facet.is_time() {
        counts.sort_by_cached_key(by_value);
    }
    Facets {
        facet,
        counts,
        values,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_lie_in_one_value_or_none() {
        for (from, to, month, year, decade) in [
            (
                19230504,
                19230504,
                Some("1923-05"),
                Some("1923"),
                Some("1920s"),
            ),
            (
                19230501,
                19230531,
                Some("1923-05"),
                Some("1923"),
                Some("1920s"),
            ),
            (19230101, 19231231, None, Some("1923"), Some("1920s")),
            (19230101, 19291231, None, None, Some("1920s")),
            (19291231, 19300101, None, None, None),
            (90405, 90405, Some("0009-04"), Some("0009"), Some("0000s")),
        ] {
            let told =
                [Facet::Month, Facet::Year, Facet::Decade].map(|facet| facet.of_days(from, to));
            assert_eq!(
                told.each_ref().map(Option::as_deref),
                [month, year, decade],
                "{from} {to}"
            );
        }
    }

    #[test]
    fn most_articles_first_but_time_in_its_order() {
        let counts = |values: &[(&str, u64)]| -> Counts {
            let values = values.iter();
            let value = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            values.map(|&(text, count)| (value(text), count)).collect()
        };
        let shown = |facets: Facets| -> Vec<(String, u64)> {
            let counts = facets.counts.into_iter();
            counts
                .map(|count| (count.value.unwrap_or_default(), count.articles))
                .collect()
        };
        let given = counts(&[("", 2), ("b", 2), ("a", 2), ("c", 5), ("d", 1)]);
        let told = most(Facet::Source, given, 4);
        assert_eq!(told.values, 4);
        assert_eq!(
            shown(told),
            [
                ("c".into(), 5),
                ("a".into(), 2),
                ("b".into(), 2),
                (String::new(), 2)
            ]
        );
        let given = counts(&[("", 9), ("1950", 2), ("1923", 1), ("1931", 4)]);
        assert_eq!(
            shown(most(Facet::Year, given, 3)),
            [("1931".into(), 4), ("1950".into(), 2), (String::new(), 9)]
        );
    }

    #[test]
    fn names_of_facets_are_read_back() {
        for facet in Facet::ALL {
            assert_eq!(facet.name().parse(), Ok(facet));
        }
        assert_eq!("persons".parse::<Facet>(), Err(NoFacet));
    }
}
