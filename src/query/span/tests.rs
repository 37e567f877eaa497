//! The algebra against a plain look at all pairs, and pruning against looking at everything.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use tantivy::collector::TopDocs;
use tantivy::query::{EnableScoring, PhraseQuery, Query as EngineQuery};
use tantivy::schema::{Schema, TEXT};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

use super::algebra::{cover, followed, pairs, sloppy, without};
use super::{Expr, Leaf, LeafTerm, Run, SpanQuery};
use crate::index::schema::{Fields, schema};
use crate::query::Nearness;

fn run(first: u32, last: u32) -> Run {
    Run { first, last }
}

/// Runs of up to four words, sorted.
fn runs() -> impl Strategy<Value = Vec<Run>> {
    vec((0..40u32, 0..4u32), 0..12).prop_map(|pairs| {
        let mut runs: Vec<Run> = pairs
            .into_iter()
            .map(|(first, more)| run(first, first + more))
            .collect();
        runs.sort_unstable();
        runs.dedup();
        runs
    })
}

fn how() -> impl Strategy<Value = Nearness> {
    prop_oneof![
        (1..9u32).prop_map(Nearness::Near),
        (1..9u32).prop_map(Nearness::Pre),
        Just(Nearness::Sentence),
        Just(Nearness::Paragraph),
    ]
}

/// Sentences of up to nine words.
fn ends() -> impl Strategy<Value = Vec<u32>> {
    vec(1..10u32, 0..8).prop_map(|lengths| {
        let mut next = 0;
        let ends = lengths.into_iter().map(|length| {
            next += length;
            next - 1
        });
        ends.collect()
    })
}

fn unit(run: Run, ends: &[u32]) -> Option<usize> {
    let of = |position: u32| ends.iter().filter(|&&end| end < position).count();
    (of(run.first) == of(run.last)).then(|| of(run.first))
}

/// What the page says, word for word.
fn stands(left: (Run, bool), right: (Run, bool), how: Nearness, ends: &[u32]) -> bool {
    let ((a, a_is_cover), (b, b_is_cover)) = (left, right);
    let gap = if a.last < b.first {
        Some(b.first - a.last - 1)
    } else if b.last < a.first {
        Some(a.first - b.last - 1)
    } else {
        None
    };
    let inside = |inner: Run, outer: Run| inner.first > outer.first && inner.last < outer.last;
    let is_inside = a_is_cover && inside(b, a) || b_is_cover && inside(a, b);
    match how {
        Nearness::Near(distance) => gap.is_some_and(|gap| gap < distance) || is_inside,
        Nearness::Pre(distance) => a.last < b.first && gap.is_some_and(|gap| gap < distance),
        Nearness::Sentence | Nearness::Paragraph => {
            let same = unit(a, ends).is_some() && unit(a, ends) == unit(b, ends);
            same && (gap.is_some() || is_inside)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pairs_are_all_pairs(
        left in runs(), right in runs(), covers in any::<(bool, bool)>(), how in how(), ends in ends(),
    ) {
        let mut expected = Vec::new();
        for &a in &left {
            for &b in &right {
                if stands((a, covers.0), (b, covers.1), how, &ends) {
                    expected.push((a, b));
                }
            }
        }
        prop_assert_eq!(pairs((&left, covers.0), (&right, covers.1), how, &ends), expected);
    }

    #[test]
    fn negated_sharing_a_word_is_near(left in runs(), right in runs(), how in how(), ends in ends()) {
        let shares = |a: Run, b: Run| a.first <= b.last && b.first <= a.last;
        let is_near = |a: Run, b: Run| match how {
            Nearness::Near(_) | Nearness::Pre(_) => shares(a, b) || stands((a, false), (b, false), how, &ends),
            _ => shares(a, b) || unit(a, &ends).is_some() && unit(a, &ends) == unit(b, &ends),
        };
        let expected: Vec<Run> = left.iter().copied().filter(|&a| !right.iter().any(|&b| is_near(a, b))).collect();
        prop_assert_eq!(without(&left, &right, how, &ends), expected);
    }

    #[test]
    fn followed_is_side_by_side(left in runs(), right in runs()) {
        let mut expected = Vec::new();
        for a in &left {
            for b in right.iter().filter(|b| b.first == a.last + 1) {
                expected.push(cover(*a, *b));
            }
        }
        expected.sort_unstable();
        expected.dedup();
        prop_assert_eq!(followed(&left, &right), expected);
    }

    #[test]
    fn sloppy_is_every_choice(lists in vec(vec(0..20u32, 0..5), 2..4), slop in 0..6u32) {
        let lists: Vec<Vec<u32>> = lists.into_iter().map(|mut list| { list.sort_unstable(); list.dedup(); list }).collect();
        let mut choices: Vec<Vec<u32>> = vec![Vec::new()];
        for list in &lists {
            let longer = choices.iter().flat_map(|chosen| {
                list.iter().map(move |&place| [chosen.as_slice(), &[place]].concat())
            });
            choices = longer.collect();
        }
        let mut expected: Vec<Run> = Vec::new();
        for chosen in choices {
            let mut places = chosen.clone();
            places.sort_unstable();
            places.dedup();
            let shifts: Vec<i64> = chosen.iter().enumerate().map(|(at, &place)| i64::from(place) - at as i64).collect();
            let spread = shifts.iter().max().unwrap() - shifts.iter().min().unwrap();
            if places.len() == chosen.len() && spread <= i64::from(slop) {
                expected.push(run(places[0], places[places.len() - 1]));
            }
        }
        expected.sort_unstable();
        expected.dedup();
        prop_assert_eq!(sloppy(&lists, slop), expected);
    }

    #[test]
    fn occurrences_share_no_word_and_none_is_left_out(all in runs()) {
        let picked = Expr::occurrences(&all);
        for pair in picked.windows(2) {
            prop_assert!(pair[0].last < pair[1].first);
        }
        for run in &all {
            let shares = |other: &Run| other.first <= run.last && run.first <= other.last;
            prop_assert!(picked.iter().any(shares), "{run:?}");
        }
    }
}

/// In the articles of these words, one a letter, of which two are the headline and three more the lead; several segments, some
/// articles removed.
fn archive(articles: &[String]) -> (Searcher, Fields) {
    let mut builder = Schema::builder();
    let [text, title, lead] =
        ["text", "title", "lead"].map(|name| builder.add_text_field(name, TEXT));
    let fields = Fields {
        text,
        title,
        lead,
        marks: text,
        ..schema().1
    };
    let index = Index::create_in_ram(builder.build());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000).unwrap();
    for (number, article) in articles.iter().enumerate() {
        let letters: Vec<String> = article.chars().map(String::from).collect();
        let mut document = TantivyDocument::new();
        let (headline, rest) = letters.split_at(letters.len().min(2));
        document.add_text(text, letters.join(" "));
        document.add_text(title, headline.join(" "));
        document.add_text(lead, rest[..rest.len().min(3)].join(" "));
        writer.add_document(document).unwrap();
        if number % 16 == 15 {
            writer.commit().unwrap();
        }
    }
    writer.delete_term(Term::from_field_text(text, "z"));
    writer.commit().unwrap();
    (index.reader().unwrap().searcher(), fields)
}

fn leaf(number: usize, field: tantivy::schema::Field, letters: &str) -> Expr {
    let terms = letters.chars().map(|letter| LeafTerm {
        term: Term::from_field_text(field, &letter.to_string()),
        width: 1,
        within: None,
    });
    Expr::Leaf(Leaf {
        number,
        terms: terms.collect(),
    })
}

fn phrase(field: tantivy::schema::Field, from: usize, words: &[&str]) -> Expr {
    let words = words.iter().enumerate();
    Expr::Phrase(
        words
            .map(|(at, letters)| leaf(from + at, field, letters))
            .collect(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pruning_changes_nothing(articles in vec("[abcdz]{0,30}", 1..60), limit in 1..8usize, distance in 1..5u32) {
        let (searcher, fields) = archive(&articles);
        let text = fields.text;
        let near = |left, right| Expr::Near {
            left: Box::new(left),
            right: Box::new(right),
            how: Nearness::Near(distance),
            is_negated: false,
        };
        for expr in [
            phrase(text, 0, &["a", "b"]),
            phrase(text, 0, &["ab", "c", "a"]),
            near(leaf(0, text, "a"), leaf(1, text, "b")),
            near(phrase(text, 0, &["a", "b"]), Expr::Any(vec![leaf(2, text, "c"), phrase(text, 3, &["d", "a"])])),
        ] {
            let query = SpanQuery { expr: Arc::new(expr), fields, adds: None };
            let top = |limit| searcher.search(&query, &TopDocs::with_limit(limit).order_by_score()).unwrap();
            let all = top(1000);
            prop_assert_eq!(&top(limit)[..], &all[..limit.min(all.len())]);
        }
    }

    #[test]
    fn headlines_first_finds_the_same(articles in vec("[abcdz]{0,12}", 1..60), limit in 1..8usize) {
        let (searcher, fields) = archive(&articles);
        let expr = Arc::new(leaf(0, fields.text, "ab"));
        let query = SpanQuery { expr, fields, adds: Some([0.3, 0.2]) };
        // Equal scores are in the order of the walk to the engine's collector, so only they are compared.
        let top = |limit| -> Vec<f32> {
            let found = searcher.search(&query, &TopDocs::with_limit(limit).order_by_score()).unwrap();
            found.into_iter().map(|(score, _)| score).collect()
        };
        let weight = query.weight(EnableScoring::enabled_from_searcher(&searcher)).unwrap();
        let mut all = Vec::new();
        for segment in searcher.segment_readers() {
            weight.for_each(segment, &mut |doc, score| {
                if !segment.is_deleted(doc) {
                    all.push(score);
                }
            }).unwrap();
        }
        all.sort_by(|a, b| b.total_cmp(a));
        all.truncate(limit);
        prop_assert_eq!(top(limit), all);
    }

    #[test]
    fn a_plain_phrase_is_the_engines(articles in vec("[abcz]{0,30}", 1..60)) {
        let (searcher, fields) = archive(&articles);
        let text = fields.text;
        let ours = SpanQuery { expr: Arc::new(phrase(text, 0, &["a", "b", "a"])), fields, adds: None };
        let words = ["a", "b", "a"].map(|word| Term::from_field_text(text, word));
        let theirs = PhraseQuery::new(words.to_vec());
        let found = |query: &dyn EngineQuery| {
            searcher.search(query, &tantivy::collector::DocSetCollector).unwrap()
        };
        prop_assert_eq!(found(&ours), found(&theirs));
    }
}

/// Two million words, each near a thousand others: neither time nor memory runs away.
#[test]
fn what_is_no_article_is_survived() {
    let left: Vec<Run> = (0..1_000_000).map(|at| run(2 * at, 2 * at)).collect();
    let right: Vec<Run> = (0..1_000_000)
        .map(|at| run(2 * at + 1, 2 * at + 1))
        .collect();
    for how in [Nearness::Near(1000), Nearness::Paragraph] {
        let found = pairs((&left, true), (&right, true), how, &[2_000_000]);
        assert!(found.len() >= left.len() && found.len() < 40_000_000);
        let lefts: std::collections::BTreeSet<Run> = found.iter().map(|pair| pair.0).collect();
        assert_eq!(lefts.len(), left.len(), "each has a partner");
    }
    let words = [
        (0..1_000_000).collect::<Vec<u32>>(),
        (0..1_000_000).collect(),
    ];
    assert!(!sloppy(&words, 1000).is_empty());
}
