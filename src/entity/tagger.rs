//! From tokens to tagged spans: which words form a name, and of what kind.
//!
//! A linear model over [`super::features`] with the tags *begin, inside, last, single* for each kind and
//! *outside*; the best legal sequence is found by Viterbi. The weights are a mean of structured
//! perceptrons (Collins, EMNLP 2002) and conditional random fields (Lafferty, McCallum, Pereira, ICML
//! 2001), the tags those of Ratinov and Roth (CoNLL 2009). Only stretches of capitalised words and what
//! joins them are scored; the rest is outside. In the training texts and their copies 600 names lie beyond such
//! stretches or reach beyond them (the trainer prints the count).

use std::ops::Range;

use super::features::{self, OFFSETS, Style, Window};
use super::history::{History, Topic};
use super::lexicon::Lexicon;
use super::weights::{Scores, TAGS, Weights};
use super::word::{Case, EDGE, HYPHEN, Traits, WordId, WordTypes};
use crate::text::token::{Token, TokenKind};

/// A tag: 0 is outside; otherwise `1 + 4 * kind + place` with the places begin, inside, last, single.
pub type Tag = u8;

/// Kinds that the model tells apart, in the order of the tags.
pub const KINDS: [&str; 4] = ["person", "place", "org", "other"];

/// Outside every name.
pub const OUTSIDE: Tag = 0;

/// The tag of the `n`-th of `len` tokens of a name of that kind (index into [`KINDS`]).
pub fn tag_of(kind: usize, n: usize, len: usize) -> Tag {
    let place = match (n == 0, n + 1 == len) {
        (true, true) => 3,
        (true, false) => 0,
        (false, false) => 1,
        (false, true) => 2,
    };
    (1 + 4 * kind + place) as Tag
}

/// The kind of a tag; `None` outside.
pub fn kind_of(tag: Tag) -> Option<usize> {
    (tag > 0).then(|| (tag as usize - 1) / 4)
}

/// The tags behind which no name goes on.
const CLOSED: [usize; 9] = [0, 3, 4, 7, 8, 11, 12, 15, 16];

/// Whether a name goes on behind this tag.
fn is_open(tag: usize) -> bool {
    tag > 0 && (tag - 1) % 4 < 2
}

/// Whether this tag goes on with a name.
fn goes_on(tag: usize) -> bool {
    tag > 0 && matches!((tag - 1) % 4, 1 | 2)
}

/// Whether `to` may follow `from`.
pub fn may_follow(from: usize, to: usize) -> bool {
    if is_open(from) {
        goes_on(to) && (from - 1) / 4 == (to - 1) / 4
    } else {
        !goes_on(to)
    }
}

/// A sentence made ready for scoring.
#[derive(Debug, Default)]
pub struct Sentence {
    /// Its words.
    pub ids: Vec<WordId>,
    /// Its stretches that may hold names.
    pub runs: Vec<Range<usize>>,
    pub(super) traits: Vec<Traits>,
    /// Whether a listed phrase of several words stands in it.
    has_phrase: bool,
    style: Option<Style>,
    phrases: Vec<u32>,
    topic: u8,
    pub(super) layout: u8,
}

impl Sentence {
    /// Reads the tokens of one sentence, replacing what was there; `topic` is that of the story so far.
    pub fn read(
        &mut self,
        text: &str,
        tokens: &[Token],
        topic: &mut Topic,
        types: &mut WordTypes,
        lexicon: &Lexicon,
    ) {
        self.ids.clear();
        self.traits.clear();
        for (n, token) in tokens.iter().enumerate() {
            let piece = if is_glued_hyphen(text, tokens, n) {
                HYPHEN
            } else {
                token.span.of(text)
            };
            let id = types.id(piece, lexicon);
            self.ids.push(id);
            self.traits.push(types.traits(id));
        }
        self.style = Some(style(&self.traits));
        self.topic = topic.read(&self.traits);
        self.layout = layout(&self.traits, self.style());
        find_runs(&self.traits, &mut self.runs);
        self.find_phrases(types, lexicon);
    }

    /// How it is written.
    pub fn style(&self) -> Style {
        self.style.unwrap_or(Style::Plain)
    }

    /// Whether any of its words has any of these traits.
    pub(super) fn has(&self, any: u16) -> bool {
        self.traits.iter().any(|traits| traits.has(any))
    }

    /// Whether a word or a listed phrase in it may say where somebody is from.
    pub(super) fn may_have_demonym(&self) -> bool {
        self.has_phrase || self.has(Traits::DEMONYM)
    }

    fn find_phrases(&mut self, types: &WordTypes, lexicon: &Lexicon) {
        self.phrases.clear();
        self.phrases.resize(self.ids.len(), 0);
        self.has_phrase = false;
        for run in &self.runs {
            let mut at = run.start;
            while at < run.end {
                if !self.traits[at].has(Traits::OPENS_PHRASE) {
                    at += 1;
                    continue;
                }
                let rest = &self.ids[at..];
                let first = types.word(rest[0]).opens_phrase;
                let others = rest[1..]
                    .iter()
                    .zip(&self.traits[at + 1..])
                    .filter(|(_, traits)| !traits.has(Traits::HYPHEN))
                    .take_while(|(_, traits)| traits.case != Case::Mark)
                    .map(|(&id, _)| types.folded(id));
                let found = first.and_then(|first| lexicon.phrase(first, others));
                let Some((count, lists)) = found else {
                    at += 1;
                    continue;
                };
                self.has_phrase = true;
                let mut taken = 0;
                for n in 0..rest.len() {
                    let part = match taken {
                        0 => 1,
                        _ if taken + 1 == count => 3,
                        _ => 2,
                    };
                    self.phrases[at + n] = u32::from(lists) << 2 | part;
                    taken += usize::from(!self.traits[at + n].has(Traits::HYPHEN));
                    if taken == count {
                        at += n + 1;
                        break;
                    }
                }
            }
        }
    }

    /// Whether a listed phrase of several words, on lists that `is_wanted` accepts, ends at `at`.
    pub fn ends_phrase(&self, at: usize, is_wanted: impl Fn(u16) -> bool) -> bool {
        let phrase = self.phrases[at];
        phrase & 3 == 3 && is_wanted((phrase >> 2) as u16)
    }

    /// The surroundings of the word at `at`.
    #[inline]
    pub fn window<'w>(&self, at: usize, types: &'w WordTypes) -> Window<'w> {
        Window {
            words: OFFSETS.map(|offset| types.word(self.id_at(at, offset))),
            is_first: at == 0,
            style: self.style(),
            phrase: self.phrases[at],
            topic: self.topic,
        }
    }

    #[inline]
    fn id_at(&self, at: usize, offset: isize) -> WordId {
        at.checked_add_signed(offset)
            .and_then(|at| self.ids.get(at))
            .copied()
            .unwrap_or(EDGE)
    }
}

/// Whether the token is a hyphen with no space on either side.
fn is_glued_hyphen(text: &str, tokens: &[Token], n: usize) -> bool {
    let token = tokens[n];
    if token.kind != TokenKind::Mark
        || !matches!(token.span.of(text), "-" | "\u{2010}" | "\u{2011}")
    {
        return false;
    }
    let (Some(before), Some(behind)) = (n.checked_sub(1).map(|n| tokens[n]), tokens.get(n + 1))
    else {
        return false;
    };
    before.kind.is_word()
        && behind.kind.is_word()
        && before.span.end == token.span.start
        && behind.span.start == token.span.end
}

fn style(words: &[Traits]) -> Style {
    let (mut lower, mut title, mut capitals) = (0, 0, 0);
    for word in words {
        match word.case {
            Case::Lower => lower += 1,
            Case::Title => title += 1,
            Case::Capitals | Case::Initial => capitals += 1,
            _ => {}
        }
    }
    if lower == 0 && title == 0 && capitals > 0 {
        Style::Capitals
    } else if title * 2 > words.len() && words.len() > 4 {
        Style::Title
    } else if lower == 0 {
        Style::Bare
    } else {
        Style::Plain
    }
}

/// The layout of a line in a few bits: style, whether it opens with a number, how many numbers it has and
/// how long it is. The lines of a table share theirs.
fn layout(words: &[Traits], style: Style) -> u8 {
    let is_number = |word: &Traits| word.case == Case::Number;
    let opens = u8::from(words.first().is_some_and(is_number));
    let numbers = match words.iter().filter(|word| is_number(word)).count() {
        0 => 0,
        1 => 1,
        2..=3 => 2,
        _ => 3,
    };
    let length = match words.len() {
        0..=4 => 0,
        5..=9 => 1,
        10..=20 => 2,
        _ => 3,
    };
    style as u8 | opens << 2 | numbers << 3 | length << 5
}

/// Tokens between two capitalised words that a name may bridge: `University of the Philippines`.
const BRIDGE: usize = 2;

/// Finds the stretches that may hold names: capitalised words, what bridges them, particles before
/// them, the rest of a hyphenated word, and a number behind.
fn find_runs(words: &[Traits], runs: &mut Vec<Range<usize>>) {
    runs.clear();
    let mut at = 0;
    while at < words.len() {
        if !words[at].case.is_capital() {
            at += 1;
            continue;
        }
        let mut start = at;
        if start >= 2
            && words[start - 1].has(Traits::HYPHEN)
            && words[start - 2].case == Case::Lower
        {
            start -= 2;
        }
        while start > 0 && words[start - 1].has(Traits::PARTICLE) {
            start -= 1;
        }
        let mut end = at + 1;
        while let Some(word) = words.get(end) {
            let is_glued = word.has(Traits::HYPHEN) || words[end - 1].has(Traits::HYPHEN);
            let is_number_behind = word.case == Case::Number;
            if !(word.case.is_capital() || is_glued || is_number_behind) {
                break;
            }
            end += 1;
        }
        match runs.last_mut() {
            Some(last) if start <= last.end + BRIDGE => last.end = end,
            _ => runs.push(start..end),
        }
        at = end;
    }
}

/// Reusable memory of [`tag_sentence`].
#[derive(Debug, Default)]
pub struct Lattice {
    scores: Vec<Scores>,
    back: Vec<[u8; TAGS]>,
}

/// The places of a window that a word beside a stretch can take, and all of them; see
/// [`WordTypes::prepare`].
const NEIGHBOUR: u8 = 0b11110;
const ANYWHERE: u8 = 0b11111;

/// Tags one sentence and notes the tags in the history. `tags` gets one tag a token.
pub fn tag_sentence(
    sentence: &Sentence,
    types: &mut WordTypes,
    weights: &Weights,
    history: &mut History,
    lattice: &mut Lattice,
    tags: &mut Vec<Tag>,
) {
    tags.clear();
    tags.resize(sentence.ids.len(), OUTSIDE);
    for run in &sentence.runs {
        let first = run.start.saturating_sub(2);
        let last = (run.end + 2).min(sentence.ids.len());
        types.prepare(EDGE, NEIGHBOUR, weights);
        for at in first..last {
            let places = if run.contains(&at) {
                ANYWHERE
            } else {
                NEIGHBOUR
            };
            types.prepare(sentence.ids[at], places, weights);
        }
        lattice.scores.clear();
        for at in run.clone() {
            let mut scores = Scores::default();
            for (place, &offset) in OFFSETS.iter().enumerate() {
                if let Some(share) = types.share(sentence.id_at(at, offset), place) {
                    scores.add_scores(share);
                }
            }
            let window = sentence.window(at, types);
            features::of_window(&window, |row| scores.add(weights.row(row)));
            features::of_history(&window, history.pasts(sentence, &window), |row| {
                scores.add(weights.row(row));
            });
            lattice.scores.push(scores);
        }
        let emissions = |n: usize, tag: usize| -> i32 {
            if tag == 0 {
                0
            } else {
                i32::from(lattice.scores[n].0[tag - 1])
            }
        };
        let borders = (run.start > 0, run.end < sentence.ids.len());
        best_path(
            run.len(),
            emissions,
            &weights.transitions,
            borders,
            &mut lattice.back,
            &mut tags[run.clone()],
        );
    }
    history.note(sentence, types, tags);
}

/// What scores and transitions are made of: integers in use, floating point in training.
pub trait Score: Copy + PartialOrd + std::ops::Add<Output = Self> {
    /// Lower than any sum of scores.
    const NEVER: Self;
}

impl Score for i32 {
    const NEVER: i32 = -1_000_000_000;
}

impl Score for f32 {
    const NEVER: f32 = -1e9;
}

/// Writes the best legal sequence of tags (Viterbi) into `path`.
///
/// `borders` says whether a token stands before and behind; those are outside every name.
pub fn best_path<S: Score>(
    len: usize,
    emission: impl Fn(usize, usize) -> S,
    transitions: &[[S; TAGS]; TAGS],
    borders: (bool, bool),
    back: &mut Vec<[u8; TAGS]>,
    path: &mut [Tag],
) {
    if len == 0 {
        return;
    }
    back.clear();
    back.resize(len, [0; TAGS]);
    let mut best = [S::NEVER; TAGS];
    for (tag, score) in best.iter_mut().enumerate() {
        if !goes_on(tag) {
            *score = emission(0, tag);
            if borders.0 {
                *score = *score + transitions[0][tag];
            }
        }
    }
    for (n, came_from) in back.iter_mut().enumerate().skip(1) {
        let mut next = [S::NEVER; TAGS];
        let mut from_tag = [0_u32; TAGS];
        // To all tags, without a branch: seventeen at once take less time than the nine that open one by one.
        for from in CLOSED {
            for to in 0..TAGS {
                let score = best[from] + transitions[from][to];
                let is_better = score > next[to];
                next[to] = if is_better { score } else { next[to] };
                from_tag[to] = if is_better { from as u32 } else { from_tag[to] };
            }
        }
        // But those that go on follow the two open ones of their kind.
        for open in (1..TAGS).step_by(4) {
            for to in [open + 1, open + 2] {
                (next[to], from_tag[to]) = (S::NEVER, 0);
                for from in [open, open + 1] {
                    let score = best[from] + transitions[from][to];
                    if score > next[to] {
                        (next[to], from_tag[to]) = (score, from as u32);
                    }
                }
            }
        }
        *came_from = from_tag.map(|from| from as u8);
        for (tag, score) in next.iter_mut().enumerate() {
            *score = *score + emission(n, tag);
        }
        best = next;
    }
    let mut last = 0;
    let mut top = S::NEVER;
    for (tag, &score) in best.iter().enumerate() {
        let score = if borders.1 {
            score + transitions[tag][0]
        } else {
            score
        };
        if !is_open(tag) && score > top {
            (top, last) = (score, tag);
        }
    }
    for n in (0..len).rev() {
        path[n] = last as Tag;
        last = back[n][last] as usize;
    }
}

/// The names in a tag sequence: token range and kind (index into [`KINDS`]).
pub fn names(tags: &[Tag]) -> impl Iterator<Item = (Range<usize>, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < tags.len() {
            let start = at;
            let Some(kind) = kind_of(tags[at]) else {
                at += 1;
                continue;
            };
            while is_open(tags[at] as usize) && at + 1 < tags.len() {
                at += 1;
            }
            at += 1;
            return Some((start..at, kind));
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokens;

    #[test]
    fn runs_hold_whole_names() {
        for (text, expected) in [
            ("he met Ana de la Cruz today", vec!["Ana de la Cruz"]),
            (
                "the University of the Philippines said",
                vec!["University of the Philippines"],
            ),
            (
                "against al-Qaeda and von der Leyen",
                vec!["al-Qaeda and von der Leyen"],
            ),
            ("Yoon Suk-yeol spoke", vec!["Yoon Suk-yeol"]),
            ("nothing here", vec![]),
        ] {
            let all: Vec<Token> = tokens(text).collect();
            let mut types = WordTypes::new();
            let mut sentence = Sentence::default();
            sentence.read(
                text,
                &all,
                &mut Topic::default(),
                &mut types,
                Lexicon::builtin(),
            );
            let found: Vec<&str> = sentence
                .runs
                .iter()
                .map(|run| {
                    let (first, last) = (all[run.start].span, all[run.end - 1].span);
                    &text[first.start as usize..last.end as usize]
                })
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn closed_tags_are_those_that_are_not_open() {
        let closed = (0..TAGS).filter(|&tag| !is_open(tag));
        assert!(closed.eq(CLOSED));
    }

    #[test]
    fn paths_are_legal() {
        // Scores that would break the rules if they could: inside without begin.
        let mut path = [0; 3];
        best_path(
            3,
            |_, tag| if tag == 2 { 10 } else { 0 },
            &[[0; TAGS]; TAGS],
            (false, false),
            &mut Vec::new(),
            &mut path,
        );
        assert_eq!(path, [1, 2, 3]);
        assert_eq!(names(&path).collect::<Vec<_>>(), [(0..3, 0)]);
    }
}
