//! Answers in slices over several segments.

use super::*;
use crate::article::{Article, ArticleId, Published};
use crate::corpus::Origin;
use crate::entity::Findings;
use crate::index::{Effort, Encoder, Manifest, Mode, Writer};

const EFFORT: Effort = Effort {
    threads: 1,
    memory_bytes: 20_000_000,
};

/// The record that was removed, the oldest.
const REMOVED: u32 = 13;

/// Articles that say `strike` once, twice or three times, some undated, in three segments; one was removed.
fn archive() -> (tempfile::TempDir, Reader) {
    let folder = tempfile::tempdir().unwrap();
    let encoder = Encoder::new();
    for commit in 0..3 {
        let mut writer = Writer::open(folder.path(), Mode::Update, EFFORT).unwrap();
        for number in commit * 10..(commit + 1) * 10 {
            writer.put(encoder.encode(&article(number))).unwrap();
        }
        writer.commit(&Manifest::default()).unwrap();
        if commit == 2 {
            writer.remove(article(REMOVED).article.id).unwrap();
            writer.commit(&Manifest::default()).unwrap();
        }
        writer.finish().unwrap();
    }
    let reader = Reader::open(folder.path()).unwrap();
    (folder, reader)
}

fn article(record: u32) -> Stored {
    let origin = Origin {
        file: "a.jsonl".into(),
        record,
    };
    let dated = Published::Year {
        year: match record {
            REMOVED => 1850,
            _ => 1900 + (record * 7 % 10) as i16,
        },
    };
    let article = Article {
        id: ArticleId::of(&origin),
        origin,
        format: "json".into(),
        title: String::new(),
        byline: Vec::new(),
        dateline: None,
        source: None,
        section: None,
        page: None,
        edition: None,
        wire: None,
        published: (!record.is_multiple_of(4)).then_some(dated),
        date_source: None,
        dates: Vec::new(),
        lang: None,
        url: None,
        summary: None,
        body: format!("work {}", "strike ".repeat(1 + record as usize % 3)),
        captions: Vec::new(),
        removed: Vec::new(),
    };
    Stored {
        article,
        findings: Findings::default(),
    }
}

const ORDERS: [Order; 3] = [Order::Relevance, Order::Newest, Order::Oldest];

/// The records of an answer with `hits_a_walk`, with and without the total being asked first.
fn records(reader: &Reader, search: &Search, hits_a_walk: usize, is_counted: bool) -> Vec<u32> {
    let (gazetteer, names) = (Gazetteer::builtin(), Names::default());
    let mut results = super::search(search, reader, &gazetteer, &names).unwrap();
    results.hits_a_walk = hits_a_walk;
    if is_counted {
        assert_eq!(results.total().unwrap(), 29);
    }
    let hits: Vec<Hit> = results.hits(false).map(|hit| hit.unwrap()).collect();
    assert_eq!(results.total().unwrap(), 29);
    assert_eq!(results.len().unwrap(), hits.len() as u64);
    let ranks = hits.iter().map(|hit| hit.rank);
    assert!(ranks.eq((search.offset..).take(hits.len()).map(|at| at + 1)));
    let hits = hits.iter();
    hits.map(|hit| hit.stored.article.origin.record).collect()
}

fn all(order: Order) -> Search {
    Search {
        order,
        ..Search::new(crate::query::parse("strike").query)
    }
}

#[test]
fn the_order_is_the_stated_one() {
    let (_folder, reader) = archive();
    assert_eq!(reader.searcher.segment_readers().len(), 3);
    for order in ORDERS {
        let found = records(&reader, &all(order), 100, true);
        let key = |&record: &u32| {
            let Article { id, published, .. } = article(record).article;
            let range = published.map(|date| date.range());
            let by = match order {
                // More of the word in little more text.
                Order::Relevance => -(record as i32 % 3),
                Order::Newest => range.map_or(i32::MAX, |(_, to)| -to),
                Order::Oldest => range.map_or(i32::MAX, |(from, _)| from),
            };
            (by, id)
        };
        let mut sorted = found.clone();
        sorted.sort_by_key(key);
        assert_eq!(found, sorted, "{order:?}");
        assert_eq!(found.len(), 29, "without the removed one");
    }
}

#[test]
fn slices_of_any_size_give_the_same_hits() {
    let (_folder, reader) = archive();
    for order in ORDERS {
        let whole = records(&reader, &all(order), 100, false);
        for (hits_a_walk, offset, limit) in [
            (1, 0, None),
            (4, 0, None),
            (4, 9, None),
            (4, 9, Some(7)),
            (29, 0, None),
            (29, 29, None),
            (4, 40, Some(3)),
            (4, usize::MAX, None),
            (100, 3, Some(5)),
            (100, 0, Some(usize::MAX)),
            (100, 2, Some(0)),
        ] {
            let search = Search {
                offset,
                limit,
                ..all(order)
            };
            let hits = whole.iter().skip(offset).take(limit.unwrap_or(usize::MAX));
            let expected: Vec<u32> = hits.copied().collect();
            for is_counted in [false, true] {
                let found = records(&reader, &search, hits_a_walk, is_counted);
                assert_eq!(
                    found, expected,
                    "{order:?} {hits_a_walk} {offset} {limit:?}"
                );
            }
        }
    }
}

#[test]
fn the_extent_is_that_of_living_articles() {
    let (_folder, reader) = archive();
    let (gazetteer, names) = (Gazetteer::builtin(), Names::default());
    let answer = |typed: &str| {
        let search = Search::new(crate::query::parse(typed).query);
        let results = super::search(&search, &reader, &gazetteer, &names).unwrap();
        let extent = results.extent().unwrap();
        assert_eq!(results.total().unwrap(), extent.total);
        assert_eq!(results.ids(28).unwrap().is_none(), extent.total > 28);
        let ids = results.ids(29).unwrap().unwrap();
        let hits = results
            .hits(false)
            .map(|hit| hit.unwrap().stored.article.id);
        assert_eq!(ids, hits.collect::<Vec<_>>());
        (extent.total, extent.from, extent.to, extent.ids_hash)
    };
    let strike = answer("strike");
    let day = |day: &str| Some(day.to_owned());
    assert_eq!(
        (strike.0, &strike.1, &strike.2),
        (29, &day("1900-01-01"), &day("1909-12-31"))
    );
    assert_eq!(answer("work").3, strike.3, "the same articles");
    assert_ne!(answer("date:1903").3, strike.3);
    assert_eq!(answer("zeppelin"), (0, None, None, "0".repeat(32)));
    let undated = answer("date:unknown");
    assert_eq!((undated.1, undated.2), (None, None));
}
