//! Invariants over generated archives and queries.
//!
//! 1. What the index gives back is the article that was put in, with its names.
//! 2. A query finds exactly the articles that a plain look at the texts finds (the oracle).
//! 3. Any string can be asked: there is an answer or an error, never a panic.

use std::collections::BTreeSet;

use morgue::article::{Article, ArticleId, DateSource, Published, Removed};
use morgue::corpus::Origin;
use morgue::entity::{Findings, Gazetteer, Kind, Mention, Part};
use morgue::index::document::part_text;
use morgue::index::{Effort, Encoder, Manifest, Mode, Reader, Stored, Writer};
use morgue::query::names::Names;
use morgue::query::{self, Order, Search};
use morgue::text::Span;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index as Pick, select};

/// The least the engine accepts.
const WRITER_BYTES: usize = 16 << 20;

const EFFORT: Effort = Effort {
    threads: 1,
    memory_bytes: WRITER_BYTES,
};

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        // Nothing is written into the tree; a failure prints its smallest case.
        failure_persistence: None,
        max_shrink_iters: 400,
        ..ProptestConfig::default()
    }
}

/// An index of these articles, in a folder that goes with it.
pub(crate) fn index_of(articles: &[Stored]) -> (tempfile::TempDir, Reader) {
    let folder = tempfile::tempdir().unwrap();
    let encoder = Encoder::new();
    let mut writer = Writer::open(folder.path(), Mode::Update, EFFORT).unwrap();
    for stored in articles {
        writer.put(encoder.encode(stored)).unwrap();
    }
    writer.commit(&Manifest::default()).unwrap();
    writer.finish().unwrap();
    let reader = Reader::open(folder.path()).unwrap();
    (folder, reader)
}

pub(crate) fn empty_article(number: usize) -> Article {
    let origin = Origin {
        file: "a.jsonl".into(),
        record: u32::try_from(number).unwrap(),
    };
    Article {
        id: ArticleId::of(&origin),
        origin,
        format: "json".to_owned(),
        title: String::new(),
        byline: Vec::new(),
        dateline: None,
        source: None,
        section: None,
        page: None,
        edition: None,
        wire: None,
        published: None,
        date_source: None,
        dates: Vec::new(),
        lang: None,
        url: None,
        summary: None,
        body: String::new(),
        captions: Vec::new(),
        removed: Vec::new(),
    }
}

fn published() -> impl Strategy<Value = Published> {
    let year = 1898..1904_i16;
    prop_oneof![
        (year.clone(), 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| Published::Day {
            year,
            month,
            day
        }),
        (year.clone(), 1..=12_i8).prop_map(|(year, month)| Published::Month { year, month }),
        year.prop_map(|year| Published::Year { year }),
    ]
}

// 1. Round trip.

/// Any article at all, also one that no source would give.
fn any_stored() -> impl Strategy<Value = Stored> {
    let text = "[ -~é🚢\u{1}\u{1f}\t\n\u{301}Жא東]{0,40}";
    let facts = (
        vec(text, 0..3),
        option::of(text),
        option::of(text),
        option::of(text),
        option::of(text),
        option::of(text),
        option::of("[a-z]{2}"),
        option::of(text),
    );
    let texts = (
        text,
        option::of(text),
        ".{0,200}",
        vec(text, 0..2),
        vec((text, text), 0..2),
    );
    let kind = select(vec![Kind::Person, Kind::Place, Kind::Org]);
    let mentions = vec(
        (kind, any::<bool>(), any::<Pick>(), any::<Pick>(), text),
        0..4,
    );
    let date = option::of((
        published(),
        select(vec![DateSource::Meta, DateSource::Path]),
    ));
    (facts, texts, date, mentions).prop_map(|(facts, texts, date, mentions)| {
        let (byline, dateline, source, section, page, wire, lang, url) = facts;
        let (title, summary, body, captions, removed) = texts;
        let article = Article {
            title,
            summary,
            body,
            captions,
            removed: removed
                .into_iter()
                .map(|(text, reason)| Removed { text, reason })
                .collect(),
            byline,
            dateline,
            source,
            section,
            page,
            wire,
            lang,
            url,
            published: date.map(|(published, _)| published),
            date_source: date.map(|(_, source)| source),
            ..empty_article(0)
        };
        let mentions = mentions
            .into_iter()
            .filter_map(|(kind, is_title, from, to, name)| {
                let part = if is_title { Part::Title } else { Part::Body };
                let text = part_text(&article, part);
                let mut edges: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
                edges.push(text.len());
                let (a, b) = (*from.get(&edges), *to.get(&edges));
                let span = Span::new(a.min(b), a.max(b));
                (a != b).then_some(Mention {
                    kind,
                    part,
                    span,
                    name,
                    place: None,
                    candidates: Vec::new(),
                    confidence: morgue::entity::Confidence::High,
                    title: None,
                })
            });
        let findings = Findings {
            mentions: mentions.collect(),
            implied: Vec::new(),
        };
        Stored { article, findings }
    })
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn an_article_comes_back_as_it_was(mut articles in vec(any_stored(), 1..12)) {
        for (number, stored) in articles.iter_mut().enumerate() {
            let numbered = empty_article(number);
            (stored.article.id, stored.article.origin) = (numbered.id, numbered.origin);
        }
        let (_folder, reader) = index_of(&articles);
        prop_assert_eq!(reader.articles(), articles.len() as u64);
        for stored in &articles {
            let back = reader.find(stored.article.id).unwrap();
            prop_assert_eq!(back.as_ref(), Some(stored));
        }
    }
}

// 2. The oracle.

/// Words without other forms in the list, so that a word means itself.
const WORDS: &[&str] = &["ash", "bell", "crow", "dove", "elm", "fir", "1923", "42"];

/// A text of a few of the words, printed in several ways.
fn text(words: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let separator = select(vec![
        " ", " ", " ", ", ", ". ", "\n", " — ", "-", "; \"", "! ",
    ]);
    let word = (select(WORDS.to_vec()), 0..3_u8).prop_map(|(word, print)| match print {
        0 => word.to_uppercase(),
        1 => word[..1].to_uppercase() + &word[1..],
        _ => word.to_owned(),
    });
    vec((word, separator), words).prop_map(|pieces| {
        let mut text: String = pieces
            .iter()
            .flat_map(|(word, after)| [word, *after])
            .collect();
        text.truncate(text.trim_end().len());
        text
    })
}

fn small_article() -> impl Strategy<Value = Article> {
    let texts = (text(0..5), option::weighted(0.3, text(1..4)), text(0..12));
    (texts, option::weighted(0.8, published())).prop_map(|((title, summary, body), published)| {
        Article {
            title,
            summary,
            body,
            published,
            ..empty_article(0)
        }
    })
}

/// A question, with its meaning.
#[derive(Clone, Debug)]
enum Question {
    /// These words in order, anywhere, in the headline, or in the lead.
    Words(&'static str, Vec<&'static str>),
    /// Published within these days, `yyyymmdd`; as typed.
    Dates(String, i32, i32),
    Undated,
    Every,
    And(Vec<Question>),
    Or(Vec<Question>),
    Not(Box<Question>),
}

fn question() -> impl Strategy<Value = Question> {
    let field = select(vec!["", "", "title:", "lead:", "text:"]);
    let words = (field, vec(select(WORDS.to_vec()), 1..4))
        .prop_map(|(field, words)| Question::Words(field, words));
    let year = 1897..1905_i32;
    let dates = prop_oneof![
        year.clone().prop_map(|year| {
            Question::Dates(
                format!("date:{year}"),
                year * 10_000 + 101,
                year * 10_000 + 1231,
            )
        }),
        (year.clone(), 1..=12_i32).prop_map(|(year, month)| {
            let first = year * 10_000 + month * 100;
            Question::Dates(format!("date:{year}-{month:02}"), first + 1, first + 31)
        }),
        (year.clone(), 1..=12_i32, 0..3_i32).prop_map(|(year, month, more)| {
            let typed = format!("date:{year}-{month:02}-15..{}", year + more);
            let from = year * 10_000 + month * 100 + 15;
            Question::Dates(typed, from, (year + more) * 10_000 + 1231)
        }),
        year.clone().prop_map(|year| Question::Dates(
            format!("date:..{year}"),
            0,
            year * 10_000 + 1231
        )),
        year.prop_map(|year| Question::Dates(
            format!("date:{year}.."),
            year * 10_000 + 101,
            i32::MAX
        )),
    ];
    let leaf = prop_oneof![
        8 => words,
        2 => dates,
        1 => Just(Question::Undated),
        1 => Just(Question::Every),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Question::And),
            vec(inner.clone(), 2..4).prop_map(Question::Or),
            inner.prop_map(|question| Question::Not(Box::new(question))),
        ]
    })
}

impl Question {
    /// In the query language.
    fn typed(&self) -> String {
        let joined = |questions: &[Question], operator: &str| {
            let typed: Vec<String> = questions.iter().map(Question::typed).collect();
            format!("({})", typed.join(operator))
        };
        match self {
            Question::Words(field, words) => format!("{field}\"{}\"", words.join(" ")),
            Question::Dates(typed, ..) => typed.clone(),
            Question::Undated => "date:unknown".to_owned(),
            Question::Every => "*".to_owned(),
            Question::And(questions) => joined(questions, " "),
            Question::Or(questions) => joined(questions, " OR "),
            Question::Not(question) => format!("(NOT {})", question.typed()),
        }
    }

    /// What a reader with a pencil would say.
    fn holds(&self, article: &Article) -> bool {
        match self {
            Question::Words(field, words) => {
                let summary = article.summary.as_deref().unwrap_or_default();
                let first = article.body.split('\n').next().unwrap_or_default();
                let texts = match *field {
                    "title:" => vec![article.title.as_str()],
                    "lead:" => vec![summary, first],
                    _ => vec![article.title.as_str(), summary, article.body.as_str()],
                };
                texts.into_iter().any(|text| stands_in(words, text))
            }
            Question::Dates(_, from, to) => article.published.is_some_and(|published| {
                let (first, last) = days(published);
                *from <= first && last <= *to
            }),
            Question::Undated => article.published.is_none(),
            Question::Every => true,
            Question::And(questions) => questions.iter().all(|question| question.holds(article)),
            Question::Or(questions) => questions.iter().any(|question| question.holds(article)),
            Question::Not(question) => !question.holds(article),
        }
    }
}

fn stands_in(words: &[&str], text: &str) -> bool {
    let lower = text.to_lowercase();
    let there: Vec<&str> = lower
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    there.windows(words.len()).any(|window| window == words)
}

fn days(published: Published) -> (i32, i32) {
    let number =
        |year: i16, month: i8, day: i32| i32::from(year) * 10_000 + i32::from(month) * 100 + day;
    match published {
        Published::Day { year, month, day } => {
            let day = number(year, month, day.into());
            (day, day)
        }
        Published::Month { year, month } => {
            let length = match month {
                // Of the years generated none is a leap year but 1904, which is not among them.
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (number(year, month, 1), number(year, month, length))
        }
        Published::Year { year } => (number(year, 1, 1), number(year, 12, 31)),
    }
}

pub(crate) fn search(typed: &str, order: Order) -> Search {
    let parsed = query::parse(typed);
    assert!(parsed.errors.is_empty(), "{typed}: {:?}", parsed.errors);
    Search {
        query: parsed.query,
        order,
        limit: None,
        offset: 0,
        lang: None,
        most_terms: query::MOST_TERMS,
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn a_query_finds_what_a_reader_would(
        mut articles in vec(small_article(), 1..25),
        questions in vec(question(), 12),
    ) {
        for (number, article) in articles.iter_mut().enumerate() {
            let numbered = empty_article(number);
            (article.id, article.origin) = (numbered.id, numbered.origin);
        }
        let stored: Vec<Stored> = articles
            .iter()
            .map(|article| Stored { article: article.clone(), findings: Findings::default() })
            .collect();
        let (_folder, reader) = index_of(&stored);
        let gazetteer = Gazetteer::builtin();
        let names = Names::default();
        for question in &questions {
            let typed = question.typed();
            let expected: BTreeSet<u32> = articles
                .iter()
                .filter(|article| question.holds(article))
                .map(|article| article.origin.record)
                .collect();
            for order in [Order::Relevance, Order::Newest, Order::Oldest] {
                let asked = search(&typed, order);
                let results = query::search(&asked, &reader, &gazetteer, &names).unwrap();
                let hits: Vec<_> = results.hits(true).map(Result::unwrap).collect();
                let records = hits.iter().map(|hit| hit.stored.article.origin.record);
                let found: BTreeSet<u32> = records.collect();
                prop_assert_eq!(&found, &expected, "{}", typed);
                prop_assert_eq!(results.total().unwrap(), expected.len() as u64, "{}", typed);
                prop_assert_eq!(hits.len(), expected.len(), "{}", typed);
                let is_sorted = hits.windows(2).all(|pair| {
                    let day = |at: usize| pair[at].stored.article.published.map(days);
                    match (order, day(0), day(1)) {
                        (Order::Relevance, ..) => pair[0].score >= pair[1].score,
                        (_, None, Some(_)) => false,
                        (_, _, None) => true,
                        (Order::Newest, Some(a), Some(b)) => a.1 >= b.1,
                        (Order::Oldest, Some(a), Some(b)) => a.0 <= b.0,
                    }
                });
                prop_assert!(is_sorted, "{} {:?}", typed, order);
                for hit in &hits {
                    check_snippets(hit, question)?;
                }
            }
        }
    }
}

/// Passages stand where they say, and a mark of a lone phrase is that phrase.
fn check_snippets(hit: &query::Hit, question: &Question) -> Result<(), TestCaseError> {
    for snippet in &hit.snippets {
        let part = part_text(&hit.stored.article, snippet.part);
        let there = snippet.span.of(part).replace('\n', " ");
        prop_assert_eq!(&there, &snippet.text);
        let mut end = 0;
        for mark in &snippet.marks {
            prop_assert!(mark.start >= end && mark.start < mark.end, "{:?}", snippet);
            end = mark.end;
            let marked = mark.of(&snippet.text);
            if let Question::Words(_, words) = question {
                let words_marked = marked.split(|c: char| !c.is_alphanumeric());
                let count = words_marked.filter(|word| !word.is_empty()).count();
                prop_assert!(stands_in(words, marked), "{} is no {:?}", marked, words);
                prop_assert_eq!(count, words.len());
            }
        }
    }
    Ok(())
}

// 3. No string panics.

fn any_query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => select(WORDS.to_vec()).prop_map(str::to_owned),
        3 => select(vec![
            "AND", "OR", "NOT", "-", "(", ")", "\"", "“", "”", "title:", "person:", "place:", "org:",
            "date:", "lang:", "path:", "id:", "byline:", "page:", "source:", "*", "?", "..", "[",
            "]", "TO", "~2", "^3", "+", "'", "NEAR/5", "w/3", "SAME", "=", ":", "\\", "/", "<", ">=",
            "unknown", "a*b", "1923-05", "0000", "l'", "e-mail", "东京", "\u{301}", "\u{202e}", "\0",
        ]).prop_map(str::to_owned),
        1 => ".{0,6}",
    ];
    (vec((piece, any::<bool>()), 0..12)).prop_map(|pieces| {
        let spaced = pieces
            .into_iter()
            .map(|(piece, space)| piece + if space { " " } else { "" });
        spaced.collect()
    })
}

proptest! {
    #![proptest_config(cases(2))]

    #[test]
    fn any_string_can_be_asked(queries in vec(any_query(), 1500)) {
        let mut article = empty_article(0);
        article.title = "Ash and elm".to_owned();
        article.body = "A bell, a crow. 東京 e-mail 1923\nL'été — dove".to_owned();
        let (_folder, reader) =
            index_of(&[Stored { article, findings: Findings::default() }]);
        let gazetteer = Gazetteer::builtin();
        let names = Names::default();
        let mut answered = 0;
        for typed in &queries {
            let parsed = query::parse(typed);
            for error in &parsed.errors {
                prop_assert!(!error.render(typed).is_empty());
            }
            if !parsed.errors.is_empty() {
                continue;
            }
            let asked = Search { query: parsed.query, ..search("*", Order::Relevance) };
            let Ok(results) = query::search(&asked, &reader, &gazetteer, &names) else {
                continue;
            };
            answered += 1;
            prop_assert!(results.hits(true).all(|hit| hit.is_ok()), "{}", typed);
        }
        prop_assert!(answered > 100, "only {} of the queries could be read", answered);
    }
}
