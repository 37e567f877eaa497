//! The company that people keep: which other names stand in the articles about them.
//!
//! Of each person a profile is made from the articles that give the full name: the names that stand beside it
//! more often than in the archive at large, and the days, months and years in which the person was news. An article
//! that has those names, or is of that time, speaks for the person. Only columns are read. All is counted in whole thousandths of a nat, so that sums do not depend on the
//! order of the articles.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use super::register::Place;
use crate::index::Reader;
use crate::index::schema::{FROM_DAY, ID};
use crate::text::fold;

/// Articles that a profile is made of, at most: those with the smallest ids, which are hashes.
const MOST_ARTICLES: usize = 500;

/// Names in a profile, at most.
const MOST_NAMES: usize = 150;

/// Articles that stand for the archive at large.
const SAMPLE: u64 = 4_000;

/// One name speaks no louder than this, in thousandths of a nat: three is twenty times as often as chance.
const LOUDEST: i32 = 3_000;

/// Number of a name that a profile holds.
type Companion = u32;

/// Names of columns, in the order in which companions are told apart.
const COLUMNS: [&str; 3] = ["org", "person", "place"];

/// Which of them has people.
const PERSON: usize = 1;

/// What stands in a [`Name`] for the column, when it is a time.
const TIME: usize = COLUMNS.len();

/// The profiles of several people of one surname.
pub(super) struct Company {
    /// What each companion says for each person who has it.
    profiles: Vec<FxHashMap<Companion, i32>>,
    segments: Vec<Segment>,
}

/// The companions of one segment, by column and value number.
struct Segment {
    columns: Columns,
    companions: [FxHashMap<u64, Companion>; 3],
    times: FxHashMap<i64, Companion>,
}

/// What is read of the articles of a segment.
struct Columns {
    names: [Option<StrColumn>; 3],
    days: Option<Column<i64>>,
}

impl Columns {
    fn of(segment: &SegmentReader) -> tantivy::Result<Columns> {
        let [org, person, place] = COLUMNS;
        let columns = segment.fast_fields();
        Ok(Columns {
            names: [columns.str(org)?, columns.str(person)?, columns.str(place)?],
            days: columns.i64(FROM_DAY).ok(),
        })
    }

    /// Day, month and year of an article; none when it is undated.
    fn times(&self, article: DocId) -> impl Iterator<Item = i64> {
        let day = self.days.as_ref().and_then(|days| days.first(article));
        let times = day.map(|day| [day, day / 100, day / 10_000]);
        times.into_iter().flatten()
    }
}

impl Company {
    /// Profiles of people, each given by the articles that have the full name. `asked` are the articles of which it
    /// is to be told whose they are; they say nothing of the archive at large. `is_own` knows the folded names of
    /// these people, which are no company.
    pub(super) fn of(
        people: &[Vec<Place>],
        asked: &BTreeSet<Place>,
        reader: &Reader,
        is_own: &dyn Fn(&str) -> bool,
    ) -> tantivy::Result<Company> {
        let mut columns = Vec::new();
        for segment in reader.searcher.segment_readers() {
            columns.push(Columns::of(segment)?);
        }
        let mut numbers: BTreeMap<Name, Companion> = BTreeMap::new();
        let mut values: BTreeMap<Name, Companion> = BTreeMap::new();
        let mut counted: Vec<(usize, BTreeMap<Companion, u32>)> = Vec::new();
        for articles in people {
            let articles = smallest(articles, reader)?;
            let mut counts = BTreeMap::new();
            for (name, met) in met_in(&articles, &columns, is_own)? {
                let next = u32::try_from(numbers.len()).expect("profiles are small");
                let companion = *numbers.entry(name).or_insert(next);
                values.extend(met.values.into_iter().map(|value| (value, companion)));
                counts.insert(companion, met.articles);
            }
            counted.push((articles.len(), counts));
        }
        let segments = columns
            .into_iter()
            .map(|columns| Segment::new(columns, &values))
            .collect::<tantivy::Result<Vec<Segment>>>()?;
        let mut company = Company {
            profiles: Vec::new(),
            segments,
        };
        let mut sample = sample(reader)?;
        sample.retain(|place| {
            let is_theirs = |articles: &Vec<Place>| articles.binary_search(place).is_ok();
            !asked.contains(place) && !people.iter().any(is_theirs)
        });
        let mut at_large: FxHashMap<Companion, u32> = FxHashMap::default();
        for &(segment, article) in &sample {
            let segment = &company.segments[segment as usize];
            for companion in segment
                .names(article)
                .into_iter()
                .chain(segment.times(article))
            {
                *at_large.entry(companion).or_default() += 1;
            }
        }
        for (articles, counts) in counted {
            let profile = counts.into_iter().filter_map(|(companion, count)| {
                let elsewhere = at_large.get(&companion).copied().unwrap_or(0);
                let weight = weight(count, articles, elsewhere, sample.len());
                (weight > 0).then_some((companion, weight))
            });
            company.profiles.push(profile.collect());
        }
        Ok(company)
    }

    /// How much an article speaks for each of the people, in thousandths of a nat.
    pub(super) fn speaks(&self, (segment, article): Place) -> Vec<i32> {
        let segment = &self.segments[segment as usize];
        let (names, times) = (segment.names(article), segment.times(article));
        let sums = self.profiles.iter().map(|profile| {
            let weigh = |companion: &Companion| profile.get(companion).copied().unwrap_or(0);
            let of_names: i32 = names.iter().map(weigh).sum();
            // A day lies in its month: only one of the two may speak.
            of_names + times.iter().map(weigh).max().unwrap_or(0)
        });
        sums.collect()
    }
}

/// Number of the column, and the name as the column has it; or [`TIME`] and a day, a month, a year.
type Name = (usize, String);

impl Segment {
    fn new(columns: Columns, known: &BTreeMap<Name, Companion>) -> tantivy::Result<Segment> {
        let mut companions: [FxHashMap<u64, Companion>; 3] = Default::default();
        let mut times = FxHashMap::default();
        for ((column, name), &companion) in known {
            if *column == TIME {
                times.extend(name.parse().ok().map(|time: i64| (time, companion)));
                continue;
            }
            let Some(values) = &columns.names[*column] else {
                continue;
            };
            if let Some(value) = values.dictionary().term_ord(name)? {
                companions[*column].insert(value, companion);
            }
        }
        Ok(Segment {
            columns,
            companions,
            times,
        })
    }

    fn names(&self, article: DocId) -> Vec<Companion> {
        let mut found = Vec::new();
        for (column, companions) in self.columns.names.iter().zip(&self.companions) {
            let Some(column) = column else { continue };
            let values = column.ords().values_for_doc(article);
            found.extend(values.filter_map(|value| companions.get(&value).copied()));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn times(&self, article: DocId) -> Vec<Companion> {
        let times = self.columns.times(article);
        times
            .filter_map(|time| self.times.get(&time).copied())
            .collect()
    }
}

/// What a companion says that stands in `count` of a person's articles and in `elsewhere` of the sample, of other
/// articles. In an archive of ten articles it is less than in one of a million.
fn weight(count: u32, articles: usize, elsewhere: u32, sample: usize) -> i32 {
    let beside = (f64::from(count) + 0.5) / (articles as f64 + 1.0);
    let at_large = (f64::from(elsewhere) + 0.5) / (sample as f64 + 2.0);
    // What is known from one article only is half known.
    let trust = articles as f64 / (articles as f64 + 1.0);
    let nats = (beside / at_large).ln() * trust;
    ((nats * 1000.0) as i32).min(LOUDEST)
}

/// A companion, as the articles of one person have it.
#[derive(Default)]
struct Met {
    /// In how many of them.
    articles: u32,
    /// How the columns write it.
    values: BTreeSet<Name>,
}

/// Whom the articles of one person name, the commonest. People go by their surname, since the next article may
/// not have more of them.
fn met_in(
    articles: &[Place],
    columns: &[Columns],
    is_own: &dyn Fn(&str) -> bool,
) -> tantivy::Result<BTreeMap<Name, Met>> {
    let mut all: BTreeMap<Name, Met> = BTreeMap::new();
    for ((column, value), count) in names_in(articles, columns)? {
        if is_own(&fold::key(&value)) {
            continue;
        }
        let surname = value.rsplit(' ').next().unwrap_or(&value);
        let name = match column {
            PERSON => fold::key(surname),
            _ => value.clone(),
        };
        if is_own(&name) {
            continue;
        }
        let met = all.entry((column, name)).or_default();
        met.articles += count;
        if column == PERSON {
            met.values.insert((column, surname.to_owned()));
        }
        met.values.insert((column, value));
    }
    // In many articles, a name that stands in one of them says nothing.
    let least = if articles.len() < 8 { 1 } else { 2 };
    let mut ranked: Vec<(Name, Met)> = all
        .into_iter()
        .filter(|(_, met)| met.articles >= least)
        .collect();
    // Of two that are as common the first by alphabet: the sort is stable.
    ranked.sort_by_key(|(_, met)| std::cmp::Reverse(met.articles));
    ranked.truncate(MOST_NAMES);
    let most = u32::try_from(articles.len()).unwrap_or(u32::MAX);
    for (_, met) in &mut ranked {
        met.articles = met.articles.min(most);
    }
    Ok(ranked.into_iter().collect())
}

/// The articles with the smallest ids.
fn smallest(articles: &[Place], reader: &Reader) -> tantivy::Result<Vec<Place>> {
    if articles.len() <= MOST_ARTICLES {
        return Ok(articles.to_vec());
    }
    let mut with_id = Vec::with_capacity(articles.len());
    for run in articles.chunk_by(|a, b| a.0 == b.0) {
        let segment = reader.searcher.segment_reader(run[0].0);
        let ids = segment.fast_fields().u64(ID)?;
        with_id.extend(run.iter().map(|&place| (ids.first(place.1), place)));
    }
    with_id.select_nth_unstable(MOST_ARTICLES);
    with_id.truncate(MOST_ARTICLES);
    with_id.sort_unstable_by_key(|&(_, place)| place);
    Ok(with_id.into_iter().map(|(_, place)| place).collect())
}

/// Articles that stand for all: those with ids below a bound.
fn sample(reader: &Reader) -> tantivy::Result<Vec<Place>> {
    let share = SAMPLE as f64 / reader.articles().max(1) as f64;
    // Ids are hashes, spread evenly.
    let bound = (share.min(1.0) * u64::MAX as f64) as u64;
    let mut found = Vec::new();
    for (number, segment) in (0..).zip(reader.searcher.segment_readers()) {
        let ids = segment.fast_fields().u64(ID)?;
        let articles = segment.doc_ids_alive();
        let chosen = articles.filter(|&article| ids.first(article).is_some_and(|id| id <= bound));
        found.extend(chosen.map(|article| (number, article)));
    }
    Ok(found)
}

/// In how many of the articles each name stands, and how many are of each time.
fn names_in(articles: &[Place], columns: &[Columns]) -> tantivy::Result<BTreeMap<Name, u32>> {
    let mut counts: BTreeMap<Name, u32> = BTreeMap::new();
    for run in articles.chunk_by(|a, b| a.0 == b.0) {
        let of_segment = &columns[run[0].0 as usize];
        for time in run
            .iter()
            .flat_map(|&(_, article)| of_segment.times(article))
        {
            *counts.entry((TIME, time.to_string())).or_default() += 1;
        }
        for (number, column) in of_segment.names.iter().enumerate() {
            let Some(column) = column else { continue };
            let mut by_value: BTreeMap<u64, u32> = BTreeMap::new();
            for &(_, article) in run {
                for value in column.ords().values_for_doc(article) {
                    *by_value.entry(value).or_default() += 1;
                }
            }
            let values: Vec<u64> = by_value.keys().copied().collect();
            let mut in_articles = by_value.values();
            column
                .dictionary()
                .sorted_ords_to_term_cb(&values, |name| {
                    let (Some(count), Ok(name)) = (in_articles.next(), std::str::from_utf8(name))
                    else {
                        return;
                    };
                    *counts.entry((number, name.to_owned())).or_default() += count;
                })?;
        }
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_companion_speaks_as_loud_as_it_is_rare() {
        let of_many = weight(20, 40, 3, 4_000);
        assert_eq!(of_many, LOUDEST);
        assert!(weight(20, 40, 2_000, 4_000) < 100);
        assert!(weight(1, 1, 0, 6) < weight(2, 2, 0, 6));
        assert!(weight(1, 1, 0, 6) < 2_000, "one article proves little");
        assert!(weight(1, 40, 400, 4_000) < 0);
    }
}
