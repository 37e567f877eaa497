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
use crate::index::schema::FROM_DAY;
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
        let mut chosen = Vec::new();
        for articles in people {
            chosen.push(smallest(articles, reader)?);
        }
        let beside: Vec<Beside> = chosen
            .iter()
            .map(|articles| Beside::of(articles, &columns))
            .collect();
        let found = Found::of(&beside, &columns, is_own)?;
        let mut values: BTreeMap<Name, Companion> = BTreeMap::new();
        let mut counted: Vec<(usize, FxHashMap<Companion, u32>)> = Vec::new();
        for (beside, articles) in beside.iter().zip(&chosen) {
            let counts = found.commonest(beside, articles.len());
            values.extend(found.values_of(beside, &counts));
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
        let mut at_large = vec![0u32; found.companions.len()];
        let mut names = Vec::new();
        for &(segment, article) in &sample {
            let segment = &company.segments[segment as usize];
            segment.names(article, &mut names);
            for companion in names.iter().copied().chain(segment.times(article)) {
                at_large[companion as usize] += 1;
            }
        }
        for (articles, counts) in counted {
            let profile = counts.into_iter().filter_map(|(companion, count)| {
                let elsewhere = at_large[companion as usize];
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
        let mut names = Vec::new();
        segment.names(article, &mut names);
        let times: Vec<Companion> = segment.times(article).collect();
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

    /// Who stands in an article, each once; replaces what was in `found`.
    fn names(&self, article: DocId, found: &mut Vec<Companion>) {
        found.clear();
        for (column, companions) in self.columns.names.iter().zip(&self.companions) {
            let Some(column) = column else { continue };
            let values = column.ords().values_for_doc(article);
            found.extend(values.filter_map(|value| companions.get(&value).copied()));
        }
        found.sort_unstable();
        found.dedup();
    }

    /// Its day, month and year, as far as they are companions.
    fn times(&self, article: DocId) -> impl Iterator<Item = Companion> {
        let times = self.columns.times(article);
        times.filter_map(|time| self.times.get(&time).copied())
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

/// What stands in the articles of one person, and in how many of them.
struct Beside {
    /// By segment and column, the numbers of values.
    values: Vec<[FxHashMap<u64, u32>; 3]>,
    times: FxHashMap<i64, u32>,
}

impl Beside {
    fn of(articles: &[Place], columns: &[Columns]) -> Beside {
        let mut values: Vec<[FxHashMap<u64, u32>; 3]> = Vec::new();
        values.resize_with(columns.len(), Default::default);
        let mut times = FxHashMap::default();
        for &(segment, article) in articles {
            let (columns, values) = (&columns[segment as usize], &mut values[segment as usize]);
            for (column, counts) in columns.names.iter().zip(values) {
                let Some(column) = column else { continue };
                for value in column.ords().values_for_doc(article) {
                    *counts.entry(value).or_default() += 1;
                }
            }
            for time in columns.times(article) {
                *times.entry(time).or_default() += 1;
            }
        }
        Beside { values, times }
    }
}

/// The companions of several people.
struct Found {
    /// All companions, sorted: the number of one is its place.
    companions: Vec<Name>,
    /// By segment and column: what a value is, and whom it means. Of the people's own names nothing is known.
    values: Vec<[FxHashMap<u64, (String, Companion)>; 3]>,
    times: FxHashMap<i64, Companion>,
}

impl Found {
    /// Whom the articles of all people name. Each value is read once, however many have it.
    fn of(
        people: &[Beside],
        columns: &[Columns],
        is_own: &dyn Fn(&str) -> bool,
    ) -> tantivy::Result<Found> {
        let mut read: Vec<[Vec<(u64, String, Name)>; 3]> = Vec::new();
        let mut companions: Vec<Name> = Vec::new();
        for (segment, columns) in columns.iter().enumerate() {
            let mut of_segment: [Vec<(u64, String, Name)>; 3] = Default::default();
            for (column, dictionary) in columns.names.iter().enumerate() {
                let Some(dictionary) = dictionary else {
                    continue;
                };
                let of_people = people.iter().map(|person| &person.values[segment][column]);
                let mut values: Vec<u64> = of_people
                    .flat_map(|values| values.keys().copied())
                    .collect();
                values.sort_unstable();
                values.dedup();
                let mut numbers = values.iter();
                dictionary
                    .dictionary()
                    .sorted_ords_to_term_cb(&values, |value| {
                        let (Some(&number), Ok(value)) = (numbers.next(), str::from_utf8(value))
                        else {
                            return;
                        };
                        if let Some(name) = companion(column, value, is_own) {
                            companions.push(name.clone());
                            of_segment[column].push((number, value.to_owned(), name));
                        }
                    })?;
            }
            read.push(of_segment);
        }
        let of_people = people.iter().flat_map(|person| person.times.keys());
        companions.extend(of_people.map(|time| (TIME, time.to_string())));
        companions.sort_unstable();
        companions.dedup();
        let number = |name: &Name| {
            let at = companions.binary_search(name);
            at.expect("every companion is among them") as Companion
        };
        let values = read.into_iter().map(|of_segment| {
            of_segment.map(|values| {
                let numbered = values
                    .into_iter()
                    .map(|(value, text, name)| (value, (text, number(&name))));
                numbered.collect()
            })
        });
        let of_people = people.iter().flat_map(|person| person.times.keys());
        Ok(Found {
            values: values.collect(),
            times: of_people
                .map(|&time| (time, number(&(TIME, time.to_string()))))
                .collect(),
            companions,
        })
    }

    /// The values of one person's articles with the companions that they mean, and in how many articles.
    fn met<'f>(&'f self, beside: &'f Beside) -> impl Iterator<Item = (&'f str, Companion, u32)> {
        let segments = self.values.iter().zip(&beside.values);
        let columns = segments.flat_map(|(found, beside)| found.iter().zip(beside));
        columns.flat_map(|(found, beside)| {
            beside.iter().filter_map(|(value, &count)| {
                let (text, companion) = found.get(value)?;
                Some((text.as_str(), *companion, count))
            })
        })
    }

    /// The commonest companions of one person, by the number of articles, which are so many in all.
    fn commonest(&self, beside: &Beside, articles: usize) -> FxHashMap<Companion, u32> {
        let mut counts: FxHashMap<Companion, u32> = FxHashMap::default();
        for (_, companion, count) in self.met(beside) {
            *counts.entry(companion).or_default() += count;
        }
        let times = beside.times.iter();
        counts.extend(times.map(|(time, &count)| (self.times[time], count)));
        // In many articles, a name that stands in one of them says nothing.
        let least = if articles < 8 { 1 } else { 2 };
        let mut ranked: Vec<(Companion, u32)> = counts
            .into_iter()
            .filter(|&(_, count)| count >= least)
            .collect();
        // Of two that are as common the first by alphabet.
        ranked.sort_unstable_by_key(|&(companion, count)| (std::cmp::Reverse(count), companion));
        ranked.truncate(MOST_NAMES);
        let most = u32::try_from(articles).unwrap_or(u32::MAX);
        let counts = ranked.into_iter();
        counts
            .map(|(companion, count)| (companion, count.min(most)))
            .collect()
    }

    /// How the columns write the companions that one person has: as in the articles, and people by their surname, since the
    /// next article may not have more of them.
    fn values_of<'f>(
        &'f self,
        beside: &'f Beside,
        counts: &'f FxHashMap<Companion, u32>,
    ) -> impl Iterator<Item = (Name, Companion)> + 'f {
        let met = self.met(beside);
        let chosen = met.filter(|(_, companion, _)| counts.contains_key(companion));
        let names = chosen.flat_map(|(text, companion, _)| {
            let column = self.companions[companion as usize].0;
            let surname = (column == PERSON).then(|| surname(text));
            let texts = std::iter::once(text).chain(surname);
            texts.map(move |text| ((column, text.to_owned()), companion))
        });
        let times = beside.times.keys().map(|time| self.times[time]);
        let times = times.filter(|companion| counts.contains_key(companion));
        names.chain(times.map(|companion| (self.companions[companion as usize].clone(), companion)))
    }
}

fn surname(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

/// Whom a value of a column means; people go by their surname. `None` for the people's own names.
fn companion(column: usize, value: &str, is_own: &dyn Fn(&str) -> bool) -> Option<Name> {
    if is_own(&fold::key(value)) {
        return None;
    }
    let name = match column {
        PERSON => fold::key(surname(value)),
        _ => value.to_owned(),
    };
    (!is_own(&name)).then_some((column, name))
}

/// The articles with the smallest ids.
fn smallest(articles: &[Place], reader: &Reader) -> tantivy::Result<Vec<Place>> {
    if articles.len() <= MOST_ARTICLES {
        return Ok(articles.to_vec());
    }
    let mut with_id = Vec::with_capacity(articles.len());
    for run in articles.chunk_by(|a, b| a.0 == b.0) {
        let ids = reader.ids(run[0].0)?;
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
        let ids = reader.ids(number)?;
        let mut chosen = Vec::new();
        ids.get_docids_for_value_range(0..=bound, 0..segment.max_doc(), &mut chosen);
        chosen.retain(|&article| !segment.is_deleted(article));
        found.extend(chosen.into_iter().map(|article| (number, article)));
    }
    Ok(found)
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
