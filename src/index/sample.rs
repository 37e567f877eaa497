//! Some articles that stand for the archive at large, with the names and the days in them.
//!
//! Who wants to know whether a name stands beside another more often than by chance counts it in these. They are read once for a
//! snapshot and kept by what they hold, so that a question about a thousand names looks up a thousand lists and reads no article.

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentOrdinal, SegmentReader};

use super::Reader;
use super::schema::FROM_DAY;

/// About so many articles: those with the smallest ids, which are hashes.
const ARTICLES: u64 = 4_000;

/// Names of the columns, in the order in which they are numbered here.
pub(crate) const COLUMNS: [&str; 3] = ["org", "person", "place"];

/// Something of each of them.
pub(crate) type ByColumn<T> = [T; COLUMNS.len()];

/// Number of the column of people.
pub(crate) const PERSON: usize = 1;

/// The columns of a segment that say who, where and when.
pub(crate) struct NameColumns {
    /// `None` where no article of the segment has such a name.
    pub(crate) names: ByColumn<Option<StrColumn>>,
    days: Option<Column<i64>>,
}

impl NameColumns {
    fn of(segment: &SegmentReader) -> tantivy::Result<NameColumns> {
        let columns = segment.fast_fields();
        let [org, person, place] = COLUMNS;
        Ok(NameColumns {
            names: [columns.str(org)?, columns.str(person)?, columns.str(place)?],
            days: columns.i64(FROM_DAY).ok(),
        })
    }

    /// Day, month and year of an article, as `19870601`, `198706` and `1987`; none when it is undated.
    pub(crate) fn times(&self, article: DocId) -> impl Iterator<Item = i64> {
        let day = self.days.as_ref().and_then(|days| days.first(article));
        let times = day.map(|day| [day, day / 100, day / 10_000]);
        times.into_iter().flatten()
    }
}

/// The sample of a snapshot.
pub(crate) struct Sample {
    /// Of every segment.
    pub(crate) columns: Vec<NameColumns>,
    /// The articles, sorted. Below they go by their place in this list.
    pub(crate) articles: Vec<(SegmentOrdinal, DocId)>,
    /// By segment and column: values with the articles that have them. Sorted.
    values: Vec<ByColumn<Vec<(u64, u32)>>>,
    /// Days, months and years with the articles of theirs. Sorted.
    times: Vec<(i64, u32)>,
}

impl Sample {
    pub(super) fn of(reader: &Reader) -> tantivy::Result<Sample> {
        let share = ARTICLES as f64 / reader.articles().max(1) as f64;
        // Ids are spread evenly.
        let bound = (share.min(1.0) * u64::MAX as f64) as u64;
        let mut sample = Sample {
            columns: Vec::new(),
            articles: Vec::new(),
            values: Vec::new(),
            times: Vec::new(),
        };
        for (number, segment) in (0..).zip(reader.searcher.segment_readers()) {
            let mut chosen = Vec::new();
            let ids = reader.ids(number)?;
            ids.get_docids_for_value_range(0..=bound, 0..segment.max_doc(), &mut chosen);
            chosen.retain(|&article| !segment.is_deleted(article));
            sample.add(number, &chosen, NameColumns::of(segment)?);
        }
        sample.times.sort_unstable();
        Ok(sample)
    }

    fn add(&mut self, segment: SegmentOrdinal, chosen: &[DocId], columns: NameColumns) {
        let numbered = || chosen.iter().copied().zip(self.articles.len() as u32..);
        let mut of_segment: ByColumn<Vec<(u64, u32)>> = Default::default();
        for (column, values) in columns.names.iter().zip(&mut of_segment) {
            let Some(column) = column else { continue };
            for (article, number) in numbered() {
                let of_article = column.ords().values_for_doc(article);
                values.extend(of_article.map(|value| (value, number)));
            }
            values.sort_unstable();
        }
        for (article, number) in numbered() {
            self.times
                .extend(columns.times(article).map(|time| (time, number)));
        }
        self.articles
            .extend(chosen.iter().map(|&article| (segment, article)));
        self.values.push(of_segment);
        self.columns.push(columns);
    }

    /// The articles with a value of a column in a segment, ascending.
    pub(crate) fn with_value(
        &self,
        segment: usize,
        column: usize,
        value: u64,
    ) -> impl Iterator<Item = u32> {
        with(&self.values[segment][column], value)
    }

    /// The articles of a day, a month or a year, ascending.
    pub(crate) fn with_time(&self, time: i64) -> impl Iterator<Item = u32> {
        with(&self.times, time)
    }
}

/// What stands beside a key in a sorted list.
fn with<Key: Ord + Copy>(list: &[(Key, u32)], key: Key) -> impl Iterator<Item = u32> {
    let from = list.partition_point(|&(other, _)| other < key);
    let with_key = list[from..]
        .iter()
        .take_while(move |(other, _)| *other == key);
    with_key.map(|&(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_gives_all_of_a_key_and_nothing_else() {
        let list = [(2, 0), (2, 7), (5, 1), (9, 3), (9, 4)];
        let of = |key: u64| Vec::from_iter(with(&list, key));
        assert_eq!(of(2), [0, 7]);
        assert_eq!(of(5), [1]);
        assert_eq!(of(9), [3, 4]);
        for missing in [0, 3, 10] {
            assert!(of(missing).is_empty(), "{missing}");
        }
    }
}
