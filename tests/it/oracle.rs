//! The query language against a second opinion.
//!
//! 1. A question finds exactly the stories that a naive look at every pair of words finds, in every
//!    order, and counts them.
//! 2. A mark of a hit lies on words that take part in what was asked.
//! 3. What must hold between two questions holds, whatever the stories: `a NEAR/3 b` is `b NEAR/3 a`.
//!
//! The second opinion ([`matcher`]) shares nothing with the program but the names that were found.

mod matcher;
mod question;
mod smaller;
mod story;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::sync::LazyLock;

use morgue::entity::Gazetteer;
use morgue::index::{Reader, Stored};
use morgue::query::names::Names;
use morgue::query::snippet::Snippet;
use morgue::query::{self, Order, Search};
use proptest::collection::vec;
use proptest::strategy::Strategy;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::json;

use crate::properties::{empty_article, index_of, search};
use crate::sandbox::Sandbox;
use matcher::{answers, distance, fits, parts};
use question::{How, Operand, Question, how, leaf, operand, plain_word, question};
use smaller::smallest;
use story::{FAMILY, Laid, Story, WORDS, story};

/// Archives that are made and asked; each gets 40 questions.
const CASES: usize = 100;

/// Stories in an index.
struct Archive {
    stories: Vec<Laid>,
    source: Vec<Story>,
    reader: Reader,
    /// Without guesses about who is who across articles, which are tested elsewhere.
    names: Names,
    _folder: tempfile::TempDir,
}

impl Archive {
    fn of(stories: &[Story]) -> Archive {
        let laid = stories.iter().enumerate();
        let laid: Vec<Laid> = laid.map(|(number, story)| story.laid(number)).collect();
        Archive {
            source: stories.to_vec(),
            ..Archive::of_laid(laid)
        }
    }

    fn of_laid(stories: Vec<Laid>) -> Archive {
        let stored: Vec<Stored> = stories.iter().map(|story| story.stored.clone()).collect();
        let (folder, reader) = index_of(&stored);
        Archive {
            stories,
            source: Vec::new(),
            reader,
            names: Names {
                strict: true,
                ..Names::default()
            },
            _folder: folder,
        }
    }

    fn ask(&self, typed: &str, order: Order, with_snippets: bool) -> (u64, Vec<query::Hit>) {
        let asked: Search = search(typed, order);
        let results = query::search(&asked, &self.reader, gazetteer(), &self.names);
        let results = results.unwrap_or_else(|error| panic!("{typed}: {error:#}"));
        let hits = results.hits(with_snippets).map(Result::unwrap).collect();
        (results.total().unwrap(), hits)
    }

    /// The numbers of the stories that a question finds.
    fn found(&self, typed: &str) -> BTreeSet<u32> {
        records(&self.ask(typed, Order::Relevance, false).1)
    }

    /// The same by the second opinion.
    fn expected(&self, question: &Question) -> BTreeSet<u32> {
        let numbered = self.stories.iter().zip(0..);
        let meant = numbered.filter(|(story, _)| answers(question, story));
        meant.map(|(_, number)| number).collect()
    }
}

fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::builtin);
    &GAZETTEER
}

fn records(hits: &[query::Hit]) -> BTreeSet<u32> {
    let records = hits.iter().map(|hit| hit.stored.article.origin.record);
    records.collect()
}

// 1 and 2. The oracle.

#[test]
fn a_question_finds_what_a_naive_look_finds() {
    for _ in 0..CASES {
        let (stories, questions) = sample(&(vec(story(), 1..8), vec(question(), 40)));
        let archive = Archive::of(&stories);
        for question in &questions {
            let Err(wrong) = judge(&archive, question) else {
                continue;
            };
            explain(&stories, question, &wrong);
        }
    }
}

/// Postings of more than one block, with gaps between the stories that match.
#[test]
fn many_stories_change_nothing() {
    let turns = vec(0..12_usize, 700);
    for _ in 0..CASES / 20 {
        let (stories, turns, questions) =
            sample(&(vec(story(), 5..12), &turns, vec(question(), 60)));
        let laid = turns.iter().enumerate();
        let laid = laid.map(|(number, turn)| stories[turn % stories.len()].laid(number));
        let archive = Archive::of_laid(laid.collect());
        for question in &questions {
            let typed = question.to_string();
            let (found, expected) = (archive.found(&typed), archive.expected(question));
            if found != expected {
                explain(&stories, question, &differences(&found, &expected));
            }
        }
    }
}

/// One value of a strategy. What fails is made small by [`smallest`], which knows stories and questions.
///
/// The same in every run, so that a failure can be seen again; `MORGUE_SEED=N` asks other questions.
fn sample<S: Strategy>(strategy: &S) -> S::Value {
    thread_local!(static SAMPLES: Cell<u64> = const { Cell::new(0) });
    let seed = std::env::var("MORGUE_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&u64::to_le_bytes(seed.unwrap_or(0)));
    bytes[8..16].copy_from_slice(&u64::to_le_bytes(SAMPLES.replace(SAMPLES.get() + 1)));
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    strategy.new_tree(&mut runner).unwrap().current()
}

/// What the program gets wrong about a question.
fn judge(archive: &Archive, question: &Question) -> Result<(), String> {
    let typed = question.to_string();
    let errors = query::parse(&typed).errors;
    if !errors.is_empty() {
        return Err(format!("it is refused: {errors:?}"));
    }
    let expected = archive.expected(question);
    for order in [Order::Relevance, Order::Newest, Order::Oldest] {
        let (total, hits) = archive.ask(&typed, order, order == Order::Relevance);
        let found = records(&hits);
        if found != expected {
            return Err(differences(&found, &expected));
        }
        if total != expected.len() as u64 || hits.len() != expected.len() {
            return Err(format!("{total} counted, {} listed, {order:?}", hits.len()));
        }
        for hit in &hits {
            let story = &archive.stories[hit.stored.article.origin.record as usize];
            check_marks(&hit.snippets, question, story)?;
        }
    }
    Ok(())
}

fn differences(found: &BTreeSet<u32>, expected: &BTreeSet<u32>) -> String {
    let wrongly: Vec<_> = found.difference(expected).collect();
    let missing: Vec<_> = expected.difference(found).collect();
    format!("wrongly found: {wrongly:?}, missing: {missing:?}")
}

/// Fails with the smallest story and question that still disagree.
fn explain(stories: &[Story], question: &Question, wrong: &str) -> ! {
    let alone = |story: &Story, question: &Question| {
        judge(&Archive::of(std::slice::from_ref(story)), question).err()
    };
    let Some(story) = stories
        .iter()
        .find(|story| alone(story, question).is_some())
    else {
        panic!("{question}\n{wrong}\nonly together: {stories:#?}");
    };
    let disagrees = |story: &Story, question: &Question| alone(story, question).is_some();
    let (story, question) = smallest(story.clone(), question.clone(), disagrees);
    let wrong = alone(&story, &question).unwrap();
    panic!("\n    {question}\n    {story:?}\n    {wrong}\n");
}

/// Every mark lies on words that take part, and where words take part there is a mark.
fn check_marks(snippets: &[Snippet], question: &Question, story: &Laid) -> Result<(), String> {
    let meant = parts(question, story);
    let mut marks = 0;
    for snippet in snippets {
        for mark in &snippet.marks {
            marks += 1;
            let start = (snippet.span.start + mark.start) as usize;
            let end = (snippet.span.start + mark.end) as usize;
            let mut marked = (0..story.words.len()).filter(|&at| {
                let word = &story.words[at];
                word.part == snippet.part && word.bytes.start < end && start < word.bytes.end
            });
            if !marked.all(|at| meant >> at & 1 == 1) {
                let text = mark.of(&snippet.text);
                return Err(format!(
                    "`{text}` is marked at {start} of {:?}",
                    snippet.part
                ));
            }
        }
    }
    match marks > 0 || meant == 0 || snippets.is_empty() {
        true => Ok(()),
        false => Err(format!("nothing is marked in {snippets:?}")),
    }
}

// 3. Relations.

/// What must hold between the answers to two questions.
#[derive(Clone, Copy, Debug)]
enum Relation {
    Same,
    /// The first answer lies within the second.
    Within,
}

use Relation::{Same, Within};

impl Relation {
    fn holds(self, archive: &Archive, first: &str, second: &str) -> bool {
        let (a, b) = (archive.found(first), archive.found(second));
        match self {
            Relation::Same => a == b,
            Relation::Within => a.is_subset(&b),
        }
    }
}

/// Fails with the smallest story of which the relation is not true.
fn assert_relation(
    archive: &Archive,
    first: &impl Display,
    relation: Relation,
    second: &impl Display,
) {
    let (first, second) = (&first.to_string(), &second.to_string());
    if relation.holds(archive, first, second) {
        return;
    }
    let fails = |story: &Story| {
        let alone = Archive::of(std::slice::from_ref(story));
        !relation.holds(&alone, first, second)
    };
    let story = archive.source.iter().find(|story| fails(story));
    let mut story = story.expect("a relation is one of single stories").clone();
    while let Some(smaller) = story.smaller().into_iter().find(fails) {
        story = smaller;
    }
    panic!("\n    {first}\n    {second}\n    {relation:?}: not for {story:?}\n");
}

#[test]
fn any_operands() {
    for _ in 0..CASES / 2 {
        let (stories, pairs) = sample(&(
            vec(story(), 4..12),
            vec((operand(true), operand(true), how(), 1..6_u32), 6),
        ));
        let archive = Archive::of(&stories);
        for (a, b, how, n) in &pairs {
            let (near, wider) = (How::Near(*n), How::Near(n + 1));
            let (pre, later) = (How::Pre(*n), How::Pre(n + 1));
            for (first, relation, second) in [
                (Operand::near(a, near, b), Same, Operand::near(b, near, a)),
                (
                    Operand::near(a, near, b),
                    Within,
                    Operand::near(a, wider, b),
                ),
                (Operand::near(a, pre, b), Within, Operand::near(a, later, b)),
                (Operand::near(a, pre, b), Within, Operand::near(a, near, b)),
                (
                    Operand::near(a, How::Sentence, b),
                    Same,
                    Operand::near(b, How::Sentence, a),
                ),
                (
                    Operand::near(a, How::Sentence, b),
                    Within,
                    Operand::near(a, How::Paragraph, b),
                ),
                (
                    Operand::near(a, How::Paragraph, b),
                    Within,
                    Operand::near(a, How::Near(1000), b),
                ),
                (Operand::not_near(a, *how, b), Within, a.clone()),
                (
                    Operand::not_near(a, wider, b),
                    Within,
                    Operand::not_near(a, near, b),
                ),
                (
                    Operand::not_near(a, near, b),
                    Within,
                    Operand::not_near(a, pre, b),
                ),
                (
                    Operand::not_near(a, How::Paragraph, b),
                    Within,
                    Operand::not_near(a, How::Sentence, b),
                ),
                (Operand::near(a, *how, b), Within, a.clone()),
                (Operand::near(a, *how, b), Within, b.clone()),
            ] {
                assert_relation(&archive, &first, relation, &second);
            }
            for times in 1..4 {
                let more = Question::AtLeast(times + 1, a.clone());
                let fewer = Question::AtLeast(times, a.clone());
                assert_relation(&archive, &more, Within, &fewer);
            }
            let once = Question::AtLeast(1, a.clone());
            assert_relation(&archive, &once, Same, a);
        }
    }
}

#[test]
fn plain_operands() {
    for _ in 0..CASES / 2 {
        let (stories, triples) = sample(&(
            vec(story(), 4..12),
            vec((leaf(), leaf(), leaf(), 1..6_u32), 6),
        ));
        let archive = Archive::of(&stories);
        for (a, b, c, n) in &triples {
            // A loose phrase may hold another operand inside.
            let is_loose = |leaf: &Operand| matches!(leaf, Operand::Phrase(_, slop) if *slop > 0);
            if [a, b, c].into_iter().any(is_loose) {
                continue;
            }
            let near = Operand::near(a, How::Near(*n), b);
            let either_way = Operand::Either(vec![
                Operand::near(a, How::Pre(*n), b),
                Operand::near(b, How::Pre(*n), a),
            ]);
            assert_relation(&archive, &near, Same, &either_way);
            for how in [How::Near(*n), How::Pre(*n), How::Sentence, How::Paragraph] {
                let grouped = Operand::near(&Operand::Either(vec![a.clone(), b.clone()]), how, c);
                let apart =
                    Operand::Either(vec![Operand::near(a, how, c), Operand::near(b, how, c)]);
                assert_relation(&archive, &grouped, Same, &apart);
            }
        }
    }
}

#[test]
fn plain_words() {
    for _ in 0..CASES / 2 {
        let (stories, pairs) = sample(&(
            vec(story(), 4..12),
            vec((plain_word(), plain_word(), 1..6_u32, 2..6_u32), 8),
        ));
        let archive = Archive::of(&stories);
        for (a, b, n, slop) in &pairs {
            if a == b {
                continue;
            }
            let (wider, narrower) = (slop + 1, slop - 1);
            for (first, relation, second) in [
                (
                    format!("\"{a} {b}\""),
                    Same,
                    format!("\"{a}\" PRE/1 \"{b}\""),
                ),
                (format!("\"{a} {b}\"~0"), Same, format!("\"{a} {b}\"")),
                (
                    format!("\"{a} {b}\"~{slop}"),
                    Same,
                    format!("(\"{a}\" PRE/{wider} \"{b}\") OR (\"{b}\" PRE/{narrower} \"{a}\")"),
                ),
                (
                    format!("\"{a} {b}\"~{slop}"),
                    Within,
                    format!("\"{a} {b}\"~{wider}"),
                ),
                (
                    format!("\"{a}\""),
                    Same,
                    format!("(\"{a}\" NEAR/{n} \"{b}\") OR (\"{a}\" NOT NEAR/{n} \"{b}\")"),
                ),
                (format!("{a} /p {b}"), Within, format!("{a} AND {b}")),
                (format!("\"{a}\""), Within, (*a).to_owned()),
            ] {
                assert_relation(&archive, &first, relation, &second);
            }
        }
    }
}

#[test]
fn fields_and_signs() {
    for _ in 0..CASES / 2 {
        let (stories, operands, questions) = sample(&(
            vec(story(), 4..12),
            vec(operand(false), 6),
            vec((question(), question()), 6),
        ));
        let archive = Archive::of(&stories);
        for operand in &operands {
            if operand.to_string().contains(':') {
                continue;
            }
            for field in ["title", "lead"] {
                let within = format!("{field}:({operand})");
                assert_relation(&archive, &within, Within, operand);
            }
        }
        for (x, y) in &questions {
            for (first, second) in [
                (
                    format!("NOT ({x} OR {y})"),
                    format!("(NOT {x}) AND (NOT {y})"),
                ),
                (
                    format!("NOT ({x} AND {y})"),
                    format!("(NOT {x}) OR (NOT {y})"),
                ),
                (format!("NOT (NOT {x})"), x.to_string()),
                (format!("{x} AND {y}"), format!("{y} AND {x}")),
            ] {
                assert_relation(&archive, &first, Same, &second);
            }
        }
    }
}

/// The program itself, asked for a number and for a list.
#[test]
fn the_count_is_the_number_of_hits_in_every_order() {
    let (stories, questions) = sample(&(vec(story(), 60), vec(question(), 8)));
    let numbered = stories.iter().enumerate();
    let articles = numbered.map(|(number, story)| {
        let article = story.laid(number).stored.article;
        let date = (number % 3 > 0).then(|| format!("19{:02}-05-04", number % 7 + 20));
        json!({"title": article.title, "summary": article.summary, "text": article.body,
               "date": date, "source": format!("Paper {number}")})
    });
    let sandbox = Sandbox::of_articles(&articles.collect::<Vec<_>>());
    for question in &questions {
        let typed = question.to_string();
        for order in ["relevance", "newest", "oldest"] {
            let counted = sandbox.run(["query", "-c", "--sort", order, "--", &typed]);
            let listed = sandbox.hits(["--all", "--sort", order, "--", &typed]);
            assert_eq!(
                counted.stdout.trim(),
                listed.len().to_string(),
                "{typed} {order}"
            );
        }
    }
}

// The second opinion is right about a few things that can be checked by eye.

#[test]
fn no_stemmer_brings_the_invented_words_together() {
    let mut article = empty_article(0);
    article.body = WORDS.join(" ");
    let laid = Laid {
        stored: Stored {
            article,
            findings: Default::default(),
        },
        words: Vec::new(),
        names: Vec::new(),
        sentences: Vec::new(),
        paragraphs: Vec::new(),
        title: None,
        lead: None,
    };
    let archive = Archive::of_laid(vec![laid]);
    for word in WORDS {
        let asked = search(word, Order::Relevance);
        let results = query::search(&asked, &archive.reader, gazetteer(), &archive.names);
        let expansions = results.unwrap().expansions;
        let forms: BTreeSet<&str> = expansions
            .iter()
            .flat_map(|expansion| &expansion.forms)
            .map(String::as_str)
            .collect();
        let expected: BTreeSet<&str> = match FAMILY.contains(word) {
            true => FAMILY.iter().copied().collect(),
            false => BTreeSet::from([*word]),
        };
        assert_eq!(forms, expected, "{word}");
    }
}

#[test]
fn patterns_and_edits() {
    for (pattern, word, expected) in [
        ("br*", "bram", true),
        ("br*", "br", true),
        ("br?", "br", false),
        ("b?am", "bram", true),
        ("b?m", "bram", false),
        ("*m", "bram", true),
        ("b*a*m", "bram", true),
    ] {
        assert_eq!(fits(pattern, word), expected, "{pattern} {word}");
    }
    for (from, to, expected) in [
        ("bram", "bram", 0),
        ("bram", "barm", 1),
        ("bram", "brim", 1),
        ("bram", "bramo", 1),
        ("brma", "bram", 1),
        ("barm", "brim", 2),
        ("vond", "bram", 4),
    ] {
        assert_eq!(distance(from, to), expected, "{from} {to}");
    }
}

#[test]
fn spans_of_a_few_operands() {
    let story = Story::of(&["bram", "vond", "gluk", "bram", "zift"]).laid(0);
    let start = story.words[0].position;
    let word = |word: &str| Operand::Bare(word.to_owned());
    let near = |left: &Operand, n, right: &Operand| Operand::near(left, How::Near(n), right);
    let (bram, vond, gluk, zift) = (word("bram"), word("vond"), word("gluk"), word("zift"));
    let around = near(&vond, 9, &zift);
    for (operand, expected) in [
        (bram.clone(), vec![(0, 0), (3, 3)]),
        (near(&bram, 1, &vond), vec![(0, 1)]),
        (near(&bram, 2, &vond), vec![(0, 1), (1, 3)]),
        (near(&bram, 9, &bram), vec![(0, 3)]),
        (Operand::near(&vond, How::Pre(2), &bram), vec![(1, 3)]),
        // Inside the gap of vond ... zift; vond is at its edge.
        (near(&around, 1, &gluk), vec![(1, 4)]),
        (near(&around, 9, &vond), vec![]),
        (near(&around, 1, &bram), vec![(0, 4), (1, 4)]),
        (Operand::near(&around, How::Pre(9), &gluk), vec![]),
        (Operand::not_near(&bram, How::Near(1), &vond), vec![(3, 3)]),
        (Operand::not_near(&bram, How::Near(1), &around), vec![]),
        (Operand::Phrase(vec!["gluk", "bram"], 0), vec![(2, 3)]),
        (Operand::Phrase(vec!["gluk", "zift"], 1), vec![(2, 4)]),
        (Operand::Phrase(vec!["bram", "gluk"], 1), vec![(0, 2)]),
        (
            Operand::Phrase(vec!["bram", "gluk"], 2),
            vec![(0, 2), (2, 3)],
        ),
    ] {
        let spans = matcher::spans(&operand, &story).list.into_iter();
        let spans: Vec<_> = spans
            .map(|span| (span.first - start, span.last - start))
            .collect();
        assert_eq!(spans, expected, "{operand}");
    }
}
