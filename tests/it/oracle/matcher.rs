//! What a question means, by looking at every pair of words.
//!
//! Slow and plain on purpose. Nothing here looks at the engine, the tokenizer or the stemmer: a story
//! says where its words stand.

use super::question::{How, Operand, Question, Region};
use super::story::{COMPOUNDS, FAMILY, GLYPHS, Laid};
use morgue::entity::Kind;

/// Words from one position to another, both taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) first: u32,
    pub(super) last: u32,
    /// Which words of the story take part, as bits; the words of a gap do not.
    pub(super) parts: u128,
}

/// The spans of an operand. Those that an operator of nearness made may hold others inside.
pub(super) struct Spans {
    pub(super) list: Vec<Span>,
    is_cover: bool,
}

/// Whether a story answers a question.
pub(super) fn answers(question: &Question, story: &Laid) -> bool {
    match question {
        Question::Stands(operand) => !spans(operand, story).list.is_empty(),
        Question::AtLeast(times, what) => occurrences(&spans(what, story).list) >= *times,
        Question::All(questions) => questions.iter().all(|question| answers(question, story)),
        Question::Any(questions) => questions.iter().any(|question| answers(question, story)),
        Question::Not(question) => !answers(question, story),
    }
}

/// The words of a story that may be marked, as bits: those that take part in what is asked for.
pub(super) fn parts(question: &Question, story: &Laid) -> u128 {
    let all = |questions: &[Question]| {
        let each = questions.iter().map(|question| parts(question, story));
        each.fold(0, |all, some| all | some)
    };
    match question {
        Question::AtLeast(..) if !answers(question, story) => 0,
        Question::Stands(operand) | Question::AtLeast(_, operand) => spans(operand, story)
            .list
            .iter()
            .fold(0, |all, span| all | span.parts),
        Question::All(questions) | Question::Any(questions) => all(questions),
        Question::Not(_) => 0,
    }
}

/// Every place where an operand stands.
pub(super) fn spans(operand: &Operand, story: &Laid) -> Spans {
    spans_in(operand, None, story)
}

fn spans_in(operand: &Operand, region: Option<Region>, story: &Laid) -> Spans {
    let (list, is_cover) = match operand {
        Operand::Within(region, what) => return spans_in(what, Some(*region), story),
        Operand::Near {
            left,
            right,
            how,
            is_negated,
            ..
        } => {
            let left = spans_in(left, region, story);
            let right = spans_in(right, region, story);
            match is_negated {
                true => (apart(&left, &right, *how, story), left.is_cover),
                false => (together(&left, &right, *how, story), true),
            }
        }
        Operand::Either(alternatives) => {
            let each = alternatives
                .iter()
                .map(|what| spans_in(what, region, story));
            each.fold((Vec::new(), false), |(mut list, is_cover), mut more| {
                list.append(&mut more.list);
                (list, is_cover || more.is_cover)
            })
        }
        leaf => {
            let mut list = leaf_spans(leaf, story);
            list.retain(|span| stands_within(span, region, story));
            let is_cover = matches!(leaf, Operand::Phrase(_, slop) if *slop > 0);
            (list, is_cover)
        }
    };
    Spans {
        list: united(list),
        is_cover,
    }
}

fn stands_within(span: &Span, region: Option<Region>, story: &Laid) -> bool {
    let bounds = match region {
        None => return true,
        Some(Region::Title) => story.title,
        Some(Region::Lead) => story.lead,
    };
    bounds.is_some_and(|(first, last)| first <= span.first && span.last <= last)
}

/// Each span once, with all words that take part in it.
fn united(mut list: Vec<Span>) -> Vec<Span> {
    list.sort_by_key(|span| (span.first, span.last));
    let mut once: Vec<Span> = Vec::new();
    for span in list {
        match once.last_mut() {
            Some(last) if (last.first, last.last) == (span.first, span.last) => {
                last.parts |= span.parts;
            }
            _ => once.push(span),
        }
    }
    once
}

/// How two spans stand, without regard to order.
enum Standing {
    /// With so many words between.
    Apart(u32),
    /// One lies in what an operator of nearness left open between its words.
    Inside,
    /// They share words.
    Sharing,
}

fn standing(a: &Span, a_is_cover: bool, b: &Span, b_is_cover: bool) -> Standing {
    if a.last < b.first {
        return Standing::Apart(b.first - a.last - 1);
    }
    if b.last < a.first {
        return Standing::Apart(a.first - b.last - 1);
    }
    let inside = |inner: &Span, outer: &Span, outer_is_cover: bool| {
        outer_is_cover && inner.first > outer.first && inner.last < outer.last
    };
    match inside(a, b, b_is_cover) || inside(b, a, a_is_cover) {
        true => Standing::Inside,
        false => Standing::Sharing,
    }
}

/// Whether both stand in one of these ranges.
fn in_one(ranges: &[(u32, u32)], a: &Span, b: &Span) -> bool {
    let (from, to) = (a.first.min(b.first), a.last.max(b.last));
    ranges
        .iter()
        .any(|&(first, last)| first <= from && to <= last)
}

fn together(left: &Spans, right: &Spans, how: How, story: &Laid) -> Vec<Span> {
    let mut found = Vec::new();
    for a in &left.list {
        for b in &right.list {
            let standing = standing(a, left.is_cover, b, right.is_cover);
            let holds = match (how, standing) {
                (_, Standing::Sharing) => false,
                (How::Near(n), Standing::Apart(gap)) => gap < n,
                (How::Near(_), Standing::Inside) => true,
                (How::Pre(n), Standing::Apart(gap)) => a.last < b.first && gap < n,
                (How::Pre(_), Standing::Inside) => false,
                (How::Sentence, _) => in_one(&story.sentences, a, b),
                (How::Paragraph, _) => in_one(&story.paragraphs, a, b),
            };
            if holds {
                found.push(Span {
                    first: a.first.min(b.first),
                    last: a.last.max(b.last),
                    parts: a.parts | b.parts,
                });
            }
        }
    }
    found
}

/// The spans of `left` that no span of `right` stands by. Spans that overlap stand by each other.
fn apart(left: &Spans, right: &Spans, how: How, story: &Laid) -> Vec<Span> {
    let stands_by = |a: &Span, b: &Span| match (how, standing(a, false, b, false)) {
        (_, Standing::Sharing | Standing::Inside) => true,
        (How::Near(n), Standing::Apart(gap)) => gap < n,
        (How::Pre(n), Standing::Apart(gap)) => a.last < b.first && gap < n,
        (How::Sentence, _) => in_one(&story.sentences, a, b),
        (How::Paragraph, _) => in_one(&story.paragraphs, a, b),
    };
    let alone = |a: &&Span| !right.list.iter().any(|b| stands_by(a, b));
    left.list.iter().filter(alone).copied().collect()
}

/// How often spans stand in a row without sharing a word: always the one that ends first, of those the
/// shortest.
fn occurrences(list: &[Span]) -> usize {
    let mut left = list.to_vec();
    left.sort_by_key(|span| (span.last, std::cmp::Reverse(span.first)));
    let mut count = 0;
    let mut free_from = 0;
    for span in left {
        if span.first >= free_from {
            count += 1;
            free_from = span.last + 1;
        }
    }
    count
}

fn leaf_spans(leaf: &Operand, story: &Laid) -> Vec<Span> {
    match leaf {
        Operand::Bare(word) => bare_spans(word, story),
        Operand::Exact(word) => single(story, |folded| folded == *word),
        Operand::Pattern(pattern) => single(story, |folded| fits(pattern, folded)),
        Operand::Fuzzy(word, edits) => single(story, |folded| distance(word, folded) <= *edits),
        Operand::Printed(words) => {
            let slots: Vec<Vec<usize>> = words
                .iter()
                .map(|word| numbers(story, |at| story.words[at].printed == *word))
                .collect();
            in_slots(&slots, 0, story)
        }
        Operand::Phrase(words, slop) => {
            let cut = words.iter().flat_map(|word| word.split('-'));
            let slots: Vec<Vec<usize>> = cut
                .map(|word| {
                    let is_it = |folded: &String| fits(word, folded);
                    numbers(story, |at| story.words[at].folded.iter().any(is_it))
                })
                .collect();
            in_slots(&slots, *slop, story)
        }
        Operand::Name(kind, name) => {
            let lower = name.to_lowercase();
            let asked: Vec<&str> = lower.split(' ').collect();
            // Part of a person's name is enough; a place is called just so.
            let holds = |words: &[String]| match kind {
                Kind::Place => words == asked,
                _ => asked
                    .iter()
                    .all(|word| words.iter().any(|other| other == word)),
            };
            let names = story.names.iter().filter(|found| {
                found.kind == *kind
                    && (*name == "*" || found.words.iter().any(|words| holds(words)))
            });
            names
                .map(|found| over(story, found.ends.0, found.ends.1))
                .collect()
        }
        Operand::Either(_) | Operand::Near { .. } | Operand::Within(..) => {
            unreachable!("no leaf")
        }
    }
}

fn bare_spans(word: &str, story: &Laid) -> Vec<Span> {
    if GLYPHS.contains(&word) {
        let slots: Vec<Vec<usize>> = word
            .chars()
            .map(|glyph| numbers(story, |at| story.words[at].printed == glyph.to_string()))
            .collect();
        return in_slots(&slots, 0, story);
    }
    let compound = COMPOUNDS.iter().find(|parts| parts.join("-") == word);
    if let Some(parts) = compound {
        let slots: Vec<Vec<usize>> = parts
            .iter()
            .map(|part| numbers(story, |at| story.words[at].folded.iter().any(|w| w == part)))
            .collect();
        let mut found = in_slots(&slots, 0, story);
        let joined = parts.concat();
        found.append(&mut single(story, |folded| folded == joined));
        return found;
    }
    match FAMILY.contains(&word) {
        true => single(story, |folded| FAMILY.contains(&folded)),
        false => single(story, |folded| folded == word),
    }
}

/// The words, by number, that are so.
fn numbers(story: &Laid, is_so: impl Fn(usize) -> bool) -> Vec<usize> {
    (0..story.words.len()).filter(|&at| is_so(at)).collect()
}

fn bit(at: usize) -> u128 {
    assert!(at < 128, "stories are short");
    1 << at
}

/// Single positions with a term that is meant. A joined form stands on its first word and is printed
/// over all of them.
fn single(story: &Laid, is_meant: impl Fn(&str) -> bool) -> Vec<Span> {
    let mut found = Vec::new();
    for (at, word) in story.words.iter().enumerate() {
        let mut parts = 0;
        for (number, term) in word.folded.iter().enumerate() {
            if is_meant(term) {
                let covered = if number == 0 { 1 } else { word.joined };
                parts |= (at..at + covered).fold(0, |all, at| all | bit(at));
            }
        }
        if parts != 0 {
            found.push(Span {
                first: word.position,
                last: word.position,
                parts,
            });
        }
    }
    found
}

/// From one position to another, every word taking part.
fn over(story: &Laid, first: u32, last: u32) -> Span {
    let inside = numbers(story, |at| {
        (first..=last).contains(&story.words[at].position)
    });
    let parts = inside.into_iter().fold(0, |all, at| all | bit(at));
    Span { first, last, parts }
}

/// A word for each slot, all of them different, each moved from its place in the phrase by amounts that
/// differ by at most `slop`: what Lucene counts.
fn in_slots(slots: &[Vec<usize>], slop: u32, story: &Laid) -> Vec<Span> {
    let mut found = Vec::new();
    choose(slots, slop, story, &mut Vec::new(), &mut found);
    found
}

fn choose(
    slots: &[Vec<usize>],
    slop: u32,
    story: &Laid,
    chosen: &mut Vec<usize>,
    found: &mut Vec<Span>,
) {
    let Some(slot) = slots.get(chosen.len()) else {
        let positions = || chosen.iter().map(|&at| story.words[at].position);
        found.push(Span {
            first: positions().min().unwrap(),
            last: positions().max().unwrap(),
            parts: chosen.iter().fold(0, |all, &at| all | bit(at)),
        });
        return;
    };
    for &at in slot {
        if chosen.contains(&at) {
            continue;
        }
        chosen.push(at);
        let moved = || {
            let numbered = chosen.iter().enumerate();
            numbered.map(|(slot, &at)| i64::from(story.words[at].position) - slot as i64)
        };
        let spread = moved().max().unwrap() - moved().min().unwrap();
        if spread <= i64::from(slop) {
            choose(slots, slop, story, chosen, found);
        }
        chosen.pop();
    }
}

/// `*` is any letters or none, `?` is one letter.
pub(super) fn fits(pattern: &str, word: &str) -> bool {
    let rest = |text: &str| -> String { text.chars().skip(1).collect() };
    match (pattern.chars().next(), word.chars().next()) {
        (None, None) => true,
        (Some('*'), None) => fits(&rest(pattern), word),
        (Some('*'), Some(_)) => fits(&rest(pattern), word) || fits(pattern, &rest(word)),
        (Some('?'), Some(_)) => fits(&rest(pattern), &rest(word)),
        (Some(letter), Some(other)) => letter == other && fits(&rest(pattern), &rest(word)),
        _ => false,
    }
}

/// Letters put in, left out, changed, or swapped with their neighbour, to come from one word to another.
pub(super) fn distance(from: &str, to: &str) -> usize {
    let a: Vec<char> = from.chars().collect();
    let b: Vec<char> = to.chars().collect();
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            if i == 0 || j == 0 {
                table[i][j] = i + j;
                continue;
            }
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (table[i - 1][j] + 1)
                .min(table[i][j - 1] + 1)
                .min(table[i - 1][j - 1] + change);
            let is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if is_swap {
                least = least.min(table[i - 2][j - 2] + 1);
            }
            table[i][j] = least;
        }
    }
    table[a.len()][b.len()]
}
