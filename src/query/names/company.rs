//! The company that people keep: which other names stand in the articles about them.
//!
//! Of each person a profile is made from the articles that give the full name: the names that stand beside it
//! more often than in the archive at large, and the days, months and years in which the person was news. An article
//! that has those names, or is of that time, speaks for the person. Only columns are read. All is counted in whole thousandths of a nat, so that sums do not depend on the
//! order of the articles.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::DocId;

use super::register::Place;
use crate::index::Reader;
use crate::index::sample::{ByColumn, COLUMNS, NameColumns, PERSON, Sample};
use crate::text::fold;

/// Articles that a profile is made of, at most: those with the smallest ids, which are hashes.
const MOST_ARTICLES: usize = 500;

/// Names in a profile, at most.
const MOST_NAMES: usize = 150;

/// One name speaks no louder than this, in thousandths of a nat: three is twenty times as often as chance.
const LOUDEST: i32 = 3_000;

/// Of more articles than this, a name that stands in one of them says nothing.
const FEW_ARTICLES: usize = 7;

/// Number of a name that a profile holds.
type Companion = u32;

/// What stands in a [`Name`] for the column, when it is a time: behind all columns.
const TIME: usize = COLUMNS.len();

/// The profiles of several people of one surname.
pub(super) struct Company<'r> {
    sample: &'r Sample,
    people: usize,
    /// What each companion says, and for which of the people.
    says: FxHashMap<Companion, Vec<(usize, i32)>>,
    known: Known,
}

/// The companions of all profiles, as the columns have them.
struct Known {
    /// By segment and column, by number of the value.
    values: Vec<ByColumn<FxHashMap<u64, Companion>>>,
    times: FxHashMap<i64, Companion>,
}

impl<'r> Company<'r> {
    /// Profiles of people, each given by the articles that have the full name, sorted. `asked` are the articles of which it
    /// is to be told whose they are; they say nothing of the archive at large. `is_own` knows the folded names of
    /// these people, which are no company.
    pub(super) fn of(
        people: &[Vec<Place>],
        asked: &BTreeSet<Place>,
        reader: &'r Reader,
        is_own: &dyn Fn(&str) -> bool,
    ) -> tantivy::Result<Company<'r>> {
        let sample = reader.sample()?;
        let mut besides = Vec::new();
        for articles in people {
            besides.push(Beside::of(&smallest(articles, reader)?, &sample.columns));
        }
        let found = Found::of(&besides, &sample.columns, is_own)?;
        let counts: Vec<FxHashMap<Companion, u32>> = besides
            .iter()
            .map(|beside| found.commonest(beside))
            .collect();
        let known = found.known(&besides, &counts, &sample.columns)?;
        let (at_large, articles) = at_large(&known, found.companions.len(), sample, people, asked);
        let mut says: FxHashMap<Companion, Vec<(usize, i32)>> = FxHashMap::default();
        for (person, (beside, counts)) in besides.iter().zip(counts).enumerate() {
            for (companion, count) in counts {
                let elsewhere = at_large[companion as usize];
                let weight = weight(count, beside.articles, elsewhere, articles);
                if weight > 0 {
                    says.entry(companion).or_default().push((person, weight));
                }
            }
        }
        Ok(Company {
            sample,
            people: people.len(),
            says,
            known,
        })
    }

    /// How much an article speaks for each of the people, in thousandths of a nat.
    pub(super) fn speaks(&self, (segment, article): Place) -> Vec<i32> {
        let columns = &self.sample.columns[segment as usize];
        let mut of_names = vec![0; self.people];
        for companion in self.known.names(segment, article, columns) {
            for &(person, weight) in self.says.get(&companion).into_iter().flatten() {
                of_names[person] += weight;
            }
        }
        // A day lies in its month: only one of the two may speak.
        let mut of_times = vec![0; self.people];
        let times = columns.times(article);
        for companion in times.filter_map(|time| self.known.times.get(&time)) {
            for &(person, weight) in self.says.get(companion).into_iter().flatten() {
                of_times[person] = weight.max(of_times[person]);
            }
        }
        of_names
            .iter()
            .zip(of_times)
            .map(|(names, times)| names + times)
            .collect()
    }
}

impl Known {
    /// Who stands in an article, each once.
    fn names(&self, segment: u32, article: DocId, columns: &NameColumns) -> Vec<Companion> {
        let mut found = Vec::new();
        for (column, known) in columns.names.iter().zip(&self.values[segment as usize]) {
            let Some(column) = column else { continue };
            let values = column.ords().values_for_doc(article);
            found.extend(values.filter_map(|value| known.get(&value).copied()));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// In how many articles of the sample each companion stands, and of how many: without those of the people, and without those of
/// which it is to be told whose they are.
fn at_large(
    known: &Known,
    companions: usize,
    sample: &Sample,
    people: &[Vec<Place>],
    asked: &BTreeSet<Place>,
) -> (Vec<u32>, usize) {
    let mut left_out = vec![false; sample.articles.len()];
    for place in people.iter().flatten().chain(asked) {
        if let Ok(number) = sample.articles.binary_search(place) {
            left_out[number] = true;
        }
    }
    let mut standing: Vec<Vec<u32>> = vec![Vec::new(); companions];
    for (segment, columns) in known.values.iter().enumerate() {
        for (column, values) in columns.iter().enumerate() {
            for (&value, &companion) in values {
                let articles = sample.with_value(segment, column, value);
                standing[companion as usize].extend(articles);
            }
        }
    }
    for (&time, &companion) in &known.times {
        standing[companion as usize].extend(sample.with_time(time));
    }
    let counted = standing.into_iter().map(|mut articles| {
        // A companion may stand in an article under several names.
        articles.sort_unstable();
        articles.dedup();
        articles.retain(|&article| !left_out[article as usize]);
        articles.len() as u32
    });
    let at_large = counted.collect();
    let articles = left_out.iter().filter(|is_left_out| !**is_left_out).count();
    (at_large, articles)
}

/// Number of the column, and the name as the column has it; or [`TIME`] and a day, a month, a year.
type Name = (usize, String);

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
    articles: usize,
    /// By segment and column, by number of the value: sorted.
    values: Vec<ByColumn<Vec<(u64, u32)>>>,
    /// Sorted.
    times: Vec<(i64, u32)>,
}

impl Beside {
    fn of(articles: &[Place], columns: &[NameColumns]) -> Beside {
        let mut values: Vec<ByColumn<Vec<u64>>> = Vec::new();
        values.resize_with(columns.len(), Default::default);
        let mut times = Vec::new();
        for &(segment, article) in articles {
            let (columns, values) = (&columns[segment as usize], &mut values[segment as usize]);
            for (column, values) in columns.names.iter().zip(values) {
                let Some(column) = column else { continue };
                values.extend(column.ords().values_for_doc(article));
            }
            times.extend(columns.times(article));
        }
        Beside {
            articles: articles.len(),
            values: values
                .into_iter()
                .map(|columns| columns.map(counted))
                .collect(),
            times: counted(times),
        }
    }

    /// In how many of the articles a companion stands at least.
    fn least(&self) -> u32 {
        match self.articles > FEW_ARTICLES {
            true => 2,
            false => 1,
        }
    }
}

/// What stands in a list, with how often it does; sorted.
fn counted<T: Ord + Copy>(mut list: Vec<T>) -> Vec<(T, u32)> {
    list.sort_unstable();
    let runs = list.chunk_by(|one, other| one == other);
    runs.map(|run| (run[0], run.len() as u32)).collect()
}

/// The companions of several people.
struct Found {
    /// All companions, sorted: the number of one is its place.
    companions: Vec<Name>,
    /// By segment and column, sorted by number. The people's own names are not among them.
    values: Vec<ByColumn<Vec<Value>>>,
    times: FxHashMap<i64, Companion>,
}

/// A value of a column.
struct Value {
    number: u64,
    text: String,
    /// Whom it means.
    companion: Companion,
}

/// Where to note the number of a companion.
enum Slot {
    /// Segment, column, place among the values.
    Value(usize, usize, usize),
    Time(i64),
}

impl Found {
    /// Whom the articles of all people name. Each value is read once, however many have it.
    fn of(
        people: &[Beside],
        columns: &[NameColumns],
        is_own: &dyn Fn(&str) -> bool,
    ) -> tantivy::Result<Found> {
        let mut found = Found {
            companions: Vec::new(),
            values: Vec::new(),
            times: FxHashMap::default(),
        };
        let mut named: Vec<(Name, Slot)> = Vec::new();
        for (segment, of_segment) in columns.iter().enumerate() {
            let mut values: ByColumn<Vec<Value>> = Default::default();
            for (column, dictionary) in of_segment.names.iter().enumerate() {
                let Some(dictionary) = dictionary else {
                    continue;
                };
                // People are counted by surname, and in several segments by spelling; else a value alone is a companion.
                let is_whole = column != PERSON && columns.len() == 1;
                let of_people = people.iter().flat_map(|person| {
                    let values = person.values[segment][column].iter();
                    let may_be = values.filter(|(_, count)| !is_whole || *count >= person.least());
                    may_be.map(|&(number, _)| number)
                });
                let mut wanted: Vec<u64> = of_people.collect();
                // Each person's are sorted.
                wanted.sort();
                wanted.dedup();
                let mut numbers = wanted.iter();
                let values = &mut values[column];
                dictionary
                    .dictionary()
                    .sorted_ords_to_term_cb(&wanted, |text| {
                        let (Some(&number), Ok(text)) = (numbers.next(), str::from_utf8(text))
                        else {
                            return;
                        };
                        if let Some(name) = companion(column, text, is_own) {
                            named.push((name, Slot::Value(segment, column, values.len())));
                            values.push(Value {
                                number,
                                text: text.to_owned(),
                                companion: 0,
                            });
                        }
                    })?;
            }
            found.values.push(values);
        }
        let times = people.iter().flat_map(|person| &person.times);
        let mut times: Vec<i64> = times.map(|&(time, _)| time).collect();
        times.sort();
        times.dedup();
        let slots = times
            .into_iter()
            .map(|time| ((TIME, time.to_string()), Slot::Time(time)));
        named.extend(slots);
        // Much of it is sorted.
        named.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (name, slot) in named {
            if found.companions.last() != Some(&name) {
                found.companions.push(name);
            }
            let companion = (found.companions.len() - 1) as Companion;
            match slot {
                Slot::Value(segment, column, at) => {
                    found.values[segment][column][at].companion = companion;
                }
                Slot::Time(time) => {
                    found.times.insert(time, companion);
                }
            }
        }
        Ok(found)
    }

    /// The values that stand in one person's articles, with segment, column and in how many articles.
    fn met<'f>(
        &'f self,
        beside: &'f Beside,
    ) -> impl Iterator<Item = (usize, usize, &'f Value, u32)> {
        let segments = self.values.iter().zip(&beside.values).enumerate();
        let columns = segments.flat_map(|(segment, (found, beside))| {
            let columns = found.iter().zip(beside).enumerate();
            columns.map(move |(column, lists)| (segment, column, lists))
        });
        columns.flat_map(|(segment, column, (found, beside))| {
            let mut ahead = &found[..];
            beside.iter().filter_map(move |&(number, count)| {
                let before = ahead.partition_point(|value| value.number < number);
                ahead = &ahead[before..];
                let value = ahead.first().filter(|value| value.number == number)?;
                Some((segment, column, value, count))
            })
        })
    }

    /// The commonest companions of one person, by the number of articles.
    fn commonest(&self, beside: &Beside) -> FxHashMap<Companion, u32> {
        let mut counts = vec![0; self.companions.len()];
        for (_, _, value, count) in self.met(beside) {
            counts[value.companion as usize] += count;
        }
        for (time, count) in &beside.times {
            counts[self.times[time] as usize] = *count;
        }
        let mut ranked: Vec<(Companion, u32)> = (0..)
            .zip(counts)
            .filter(|&(_, count)| count >= beside.least())
            .collect();
        // Of two that are as common the first by alphabet.
        ranked.sort_by_key(|&(_, count)| Reverse(count));
        ranked.truncate(MOST_NAMES);
        let most = u32::try_from(beside.articles).unwrap_or(u32::MAX);
        let counts = ranked.into_iter();
        counts
            .map(|(companion, count)| (companion, count.min(most)))
            .collect()
    }

    /// How the columns write the companions that somebody has: as in that person's articles, and people by their surname, since the
    /// next article may not have more of them.
    fn known(
        &self,
        people: &[Beside],
        counts: &[FxHashMap<Companion, u32>],
        columns: &[NameColumns],
    ) -> tantivy::Result<Known> {
        let mut known = Known {
            values: Vec::new(),
            times: FxHashMap::default(),
        };
        known.values.resize_with(columns.len(), Default::default);
        // Spellings that may stand elsewhere as well.
        let mut spellings: FxHashSet<(usize, &str, Companion)> = FxHashSet::default();
        for (beside, counts) in people.iter().zip(counts) {
            let met = self.met(beside);
            for (segment, column, value, _) in
                met.filter(|(_, _, value, _)| counts.contains_key(&value.companion))
            {
                let (text, companion) = (value.text.as_str(), value.companion);
                known.values[segment][column].insert(value.number, companion);
                if columns.len() > 1 {
                    spellings.insert((column, text, companion));
                }
                if column == PERSON && surname(text) != text {
                    spellings.insert((column, surname(text), companion));
                }
            }
            let times = beside
                .times
                .iter()
                .map(|(time, _)| (*time, self.times[time]));
            known
                .times
                .extend(times.filter(|(_, companion)| counts.contains_key(companion)));
        }
        for (column, text, companion) in spellings {
            for (columns, known) in columns.iter().zip(&mut known.values) {
                let Some(values) = &columns.names[column] else {
                    continue;
                };
                if let Some(number) = values.dictionary().term_ord(text)? {
                    known[column].insert(number, companion);
                }
            }
        }
        Ok(known)
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
