//! What the tagger looks at: templates that turn a word and its neighbours into rows of weights.
//!
//! A feature is hashed straight to a row; two features that meet in one row cost nothing measurable
//! down to 2^17 rows. Templates of one word are summed once for each word ([`of_word`]); templates of
//! several words ([`of_window`]) and of what the article said before ([`of_history`]) each time.
//! A change here needs new weights and a higher [`super::TAGGER_VERSION`].

use super::weights::ROW_BITS;
use super::word::{Case, Word};

/// Places in a window, in the order of [`of_word`]: the word itself, before, behind, two before, two behind.
pub const OFFSETS: [isize; 5] = [0, -1, 1, -2, 2];

/// A word and its surroundings.
#[derive(Clone, Copy, Debug)]
pub struct Window<'w> {
    /// By [`OFFSETS`].
    pub words: [&'w Word; 5],
    /// Whether it opens its sentence.
    pub is_first: bool,
    /// How its sentence is written.
    pub style: Style,
    /// The listed phrase around it: 0 for none, otherwise lists and part of the phrase.
    pub phrase: u32,
    /// How much of the story so far is about sport; see [`super::history::Topic`].
    pub topic: u8,
}

/// How a sentence is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Style {
    /// Running text.
    Plain = 0,
    /// ALL IN CAPITALS.
    Capitals = 1,
    /// Most Words With a Capital.
    Title = 2,
    /// No word in lower case: tables, captions, lists of names.
    Bare = 3,
}

/// What a story said before of a window, in a few bits each; see [`of_history`].
#[derive(Clone, Copy, Debug)]
pub struct Pasts {
    /// The [`past`] of the word, of the one before and of the one behind.
    pub words: [u32; 3],
    /// The kinds of the first and the last name of the line before, and whether it looked like this one.
    pub line: u32,
}

/// Which tags a word has had so far in this story: outside, person, place, organisation, other.
pub type TagCounts = [u16; 5];

/// Rows for what one word says by itself at `place` (index into [`OFFSETS`]).
#[inline]
pub fn of_word(word: &Word, place: usize, mut row: impl FnMut(usize)) {
    let template = 32 * (place as u64 + 1);
    let mut emit = |n: u64, value: u64| row(hashed(template + n, value));
    let [c64, c256, c1024] = word.clusters.map(u64::from);
    emit(0, word.low.into());
    emit(1, c256);
    if place > 2 {
        return;
    }
    emit(2, word.shape.into());
    emit(3, word.suffixes[2].into());
    emit(4, c1024);
    emit(5, word.lists.into());
    if place > 0 {
        return;
    }
    let case = word.case as u64;
    emit(6, word.exact.into());
    for (n, &prefix) in word.prefixes.iter().enumerate() {
        emit(7 + n as u64, prefix.into());
    }
    emit(10, word.suffixes[0].into());
    emit(11, word.suffixes[1].into());
    emit(12, word.suffixes[3].into());
    emit(13, pair(word.suffixes[2].into(), case));
    emit(14, c64);
    emit(15, pair(c256, case));
    emit(16, pair(word.lists.into(), case));
    for list in 0..super::lexicon::LISTS.len() as u64 {
        if word.lists >> list & 1 == 1 {
            emit(17, list);
        }
    }
}

/// Rows for what the words of a window say together.
#[inline]
pub fn of_window(window: &Window<'_>, mut row: impl FnMut(usize)) {
    let [word, before, behind, before2, behind2] = window.words;
    let mut emit = |n: u64, value: u64| row(hashed(256 + n, value));
    let (low, lists, c256) = (
        u64::from(word.low),
        u64::from(word.lists),
        u64::from(word.clusters[1]),
    );
    let (style, is_first) = (window.style as u64, u64::from(window.is_first));
    let case = word.case as u64;
    let cases = [before2, before, word, behind, behind2]
        .iter()
        .fold(0, |all, word| all << 4 | word.case as u64);
    emit(0, style);
    emit(1, cases);
    emit(2, cases >> 4);
    emit(3, pair(cases >> 4 & 0xfff, style));
    emit(4, pair(before.low.into(), case));
    emit(5, pair(behind.low.into(), case));
    emit(6, pair(before.low.into(), low));
    emit(7, pair(low, behind.low.into()));
    emit(8, pair(before2.low.into(), before.low.into()));
    emit(9, pair(behind.low.into(), behind2.low.into()));
    emit(10, pair(low, is_first));
    emit(11, case << 1 | is_first);
    emit(12, pair(before.clusters[1].into(), c256));
    emit(13, pair(c256, behind.clusters[1].into()));
    emit(14, pair(before.low.into(), c256));
    emit(15, pair(c256, behind.low.into()));
    let around = [before, word, behind]
        .iter()
        .fold(0, |all, word| all << 16 | u64::from(word.clusters[0]));
    emit(16, around);
    emit(17, pair(lists, before.lists.into()));
    emit(18, pair(lists, behind.lists.into()));
    emit(19, pair(lists, is_first | (before.case as u64) << 4));
    emit(20, pair(lists, behind.low.into()));
    emit(21, pair(lists, before.low.into()));
    let topic = u64::from(window.topic);
    emit(22, pair(lists, topic << 4 | style));
    emit(23, pair(c256, topic));
    emit(24, pair(cases >> 4 & 0xfff, topic));
    if window.phrase != 0 {
        emit(25, window.phrase.into());
        emit(26, pair(window.phrase.into(), lists));
    }
}

/// How a word was tagged before in the story, in a few bits; see [`of_history`].
#[inline]
pub fn past(word: &Word, counts: Option<&TagCounts>) -> u32 {
    match word.case {
        Case::Edge => 1,
        case if !case.is_capital() => 2,
        _ => {
            let Some(counts) = counts else {
                return 3;
            };
            let total: u32 = counts.iter().map(|&count| u32::from(count)).sum();
            let (mut most, mut tag) = (0, 0);
            for (n, &count) in counts.iter().enumerate() {
                if count > most {
                    (most, tag) = (count, n);
                }
            }
            if total == 0 {
                return 3;
            }
            (tag as u32) << 8 | (u32::from(most) * 4 / total) << 4 | total.min(3) | 1 << 16
        }
    }
}

/// Rows for what the story said before: the [`past`] of a word and of its neighbours (none when there is
/// no past) and, since the lines of a table are alike, the names of the line before.
#[inline]
pub fn of_history(window: &Window<'_>, pasts: Pasts, mut row: impl FnMut(usize)) {
    let [word, before, behind] = pasts.words;
    let mut emit = |n: u64, value: u64| row(hashed(320 + n, value));
    if window.style != Style::Plain {
        let previous = u64::from(pasts.line);
        let case = window.words[0].case as u64;
        let opening = u64::from(window.is_first) << 8 | window.words[1].case as u64;
        emit(4, pair(previous, opening << 8 | case));
        emit(
            5,
            pair(pair(previous, window.words[0].lists.into()), opening),
        );
    }
    if word <= 3 && before <= 3 && behind <= 3 {
        return;
    }
    emit(0, word.into());
    emit(1, pair(word.into(), (before >> 8).into()));
    emit(2, pair(word.into(), (behind >> 8).into()));
    emit(
        3,
        pair(
            word.into(),
            (window.words[0].case as u64) << 1 | u64::from(window.is_first),
        ),
    );
}

#[inline(always)]
fn pair(one: u64, other: u64) -> u64 {
    one ^ other.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[inline(always)]
fn hashed(template: u64, value: u64) -> usize {
    let mut state = value
        .wrapping_add(template.wrapping_mul(0xd6e8_feb8_6659_fd93))
        .wrapping_mul(0xff51_afd7_ed55_8ccd);
    state ^= state >> 32;
    state = state.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (state >> (64 - ROW_BITS)) as usize
}
