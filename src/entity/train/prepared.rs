//! Texts made ready for training: the rows of every token that the tagger would look at.

use std::ops::Range;

use morgue::entity::features;
use morgue::entity::history::{History, Topic};
use morgue::entity::lexicon::Lexicon;
use morgue::entity::tagger::{self, OUTSIDE, Sentence, Tag};
use morgue::entity::word::WordTypes;

use super::corpus::{self, Document};

/// A stretch to tag: its fixed feature rows, token by token, and its true tags.
pub struct Run {
    pub at: Range<usize>,
    rows: Vec<u32>,
    ends: Vec<usize>,
    pub truth: Vec<Tag>,
}

pub struct Line {
    pub sentence: Sentence,
    pub runs: Vec<Run>,
}

impl Run {
    /// The fixed rows of its `n`-th token.
    fn rows(&self, n: usize) -> &[u32] {
        let from = n.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.rows[from..self.ends[n]]
    }

    /// All rows of each of its tokens, those of what the story said before included.
    pub fn all_rows(&self, line: &Line, types: &WordTypes, history: &History) -> Vec<Vec<u32>> {
        let all = self.at.clone().enumerate().map(|(n, at)| {
            let window = line.sentence.window(at, types);
            let pasts = history.pasts(&line.sentence, &window);
            let mut rows = self.rows(n).to_vec();
            features::of_history(&window, pasts, |row| rows.push(row as u32));
            rows
        });
        all.collect()
    }

    /// Whether a token stands before it and one behind.
    pub fn borders(&self, line: &Line) -> (bool, bool) {
        (self.at.start > 0, self.at.end < line.sentence.ids.len())
    }
}

/// Documents ready for training; they share one table of words.
pub struct Prepared {
    pub types: WordTypes,
    pub documents: Vec<Vec<Line>>,
    pub misfits: usize,
    pub lost: usize,
}

/// Works out the feature rows of every token that the tagger would look at.
pub fn prepare(documents: &[Document], lexicon: &Lexicon) -> Prepared {
    let mut prepared = Prepared {
        types: WordTypes::new(),
        documents: Vec::new(),
        misfits: 0,
        lost: 0,
    };
    for document in documents {
        let cut = corpus::cut(document);
        prepared.misfits += cut.misfits;
        let mut lines = Vec::new();
        let mut topic = Topic::default();
        for range in &cut.sentences {
            let mut sentence = Sentence::default();
            sentence.read(
                &document.text,
                &cut.tokens[range.clone()],
                &mut topic,
                &mut prepared.types,
                lexicon,
            );
            let truth = &cut.tags[range.clone()];
            let runs: Vec<Run> = sentence
                .runs
                .iter()
                .map(|at| run(&sentence, at.clone(), truth, &prepared.types))
                .collect();
            let names = |tags: &[Tag]| tagger::names(tags).count();
            let in_runs: usize = runs.iter().map(|run| names(&run.truth)).sum();
            prepared.lost += names(truth).saturating_sub(in_runs);
            // A sentence without a run is not tagged, nor noted.
            if !runs.is_empty() {
                lines.push(Line { sentence, runs });
            }
        }
        prepared.documents.push(lines);
    }
    prepared
}

fn run(sentence: &Sentence, at: Range<usize>, truth: &[Tag], types: &WordTypes) -> Run {
    let (mut rows, mut ends) = (Vec::new(), Vec::new());
    for n in at.clone() {
        let window = sentence.window(n, types);
        for (place, word) in window.words.iter().enumerate() {
            features::of_word(word, place, |row| rows.push(row as u32));
        }
        features::of_window(&window, |row| rows.push(row as u32));
        ends.push(rows.len());
    }
    // A name that reaches beyond the run cannot be found; its rest is no name.
    let mut truth = truth[at.clone()].to_vec();
    let mut whole = vec![OUTSIDE; truth.len()];
    for (span, kind) in tagger::names(&truth) {
        let len = span.len();
        for (n, at) in span.enumerate() {
            whole[at] = tagger::tag_of(kind, n, len);
        }
    }
    std::mem::swap(&mut truth, &mut whole);
    Run {
        at,
        rows,
        ends,
        truth,
    }
}

/// The documents in an order that `random` decides; `random` goes on.
pub fn shuffle(order: &mut [usize], random: &mut u64) {
    for n in (1..order.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        order.swap(n, (*random % (n as u64 + 1)) as usize);
    }
}
