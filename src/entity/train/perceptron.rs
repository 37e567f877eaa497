//! The averaged structured perceptron.

use std::ops::Range;

use morgue::entity::features::{self, Window};
use morgue::entity::lexicon::Lexicon;
use morgue::entity::tagger::{self, History, OUTSIDE, Sentence, Tag, best_path, kind_of};
use morgue::entity::weights::{ROW_BITS, ROW_LEN, TAGS};
use morgue::entity::word::WordTypes;

use super::corpus::{self, Document};

/// A stretch to tag: its fixed feature rows, token by token, and its true tags.
struct Run {
    at: Range<usize>,
    rows: Vec<u32>,
    ends: Vec<usize>,
    truth: Vec<Tag>,
}

struct Line {
    sentence: Sentence,
    runs: Vec<Run>,
}

/// Documents ready for training; they share one table of words.
pub struct Prepared {
    types: WordTypes,
    documents: Vec<Vec<Line>>,
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
        for range in &cut.sentences {
            let mut sentence = Sentence::default();
            sentence.read(
                &document.text,
                &cut.tokens[range.clone()],
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
            prepared.lost += names(truth)
                - runs
                    .iter()
                    .map(|run| names(&run.truth))
                    .sum::<usize>()
                    .min(names(truth));
            lines.push(Line { sentence, runs });
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

type Row = [f32; TAGS];

/// Weights while training, with the sums that make the average.
pub struct Model {
    rows: Vec<Row>,
    sums: Vec<Row>,
    transitions: [[f32; TAGS]; TAGS],
    transition_sums: [[f32; TAGS]; TAGS],
    steps: f32,
}

/// Finished weights: averaged, in floating point.
pub struct Averaged {
    pub rows: Vec<Row>,
    pub transitions: [[f32; TAGS]; TAGS],
}

impl Model {
    fn new() -> Model {
        Model {
            rows: vec![[0.0; TAGS]; 1 << ROW_BITS],
            sums: vec![[0.0; TAGS]; 1 << ROW_BITS],
            transitions: [[0.0; TAGS]; TAGS],
            transition_sums: [[0.0; TAGS]; TAGS],
            steps: 1.0,
        }
    }

    fn update(&mut self, rows: &[u32], tag: Tag, by: f32) {
        for &row in rows {
            self.rows[row as usize][tag as usize] += by;
            self.sums[row as usize][tag as usize] += by * self.steps;
        }
    }

    fn update_transition(&mut self, from: Tag, to: Tag, by: f32) {
        self.transitions[from as usize][to as usize] += by;
        self.transition_sums[from as usize][to as usize] += by * self.steps;
    }

    fn averaged(self) -> Averaged {
        let average = |now: f32, sum: f32| now - sum / self.steps;
        let mut rows = self.rows;
        for (row, sums) in rows.iter_mut().zip(&self.sums) {
            for (now, &sum) in row.iter_mut().zip(sums) {
                *now = average(*now, sum);
            }
        }
        let mut transitions = self.transitions;
        for (row, sums) in transitions.iter_mut().zip(&self.transition_sums) {
            for (now, &sum) in row.iter_mut().zip(sums) {
                *now = average(*now, sum);
            }
        }
        Averaged { rows, transitions }
    }
}

/// Trains for some rounds over the documents in an order that `seed` decides. One margin for every
/// wrong tag; updates follow the words' tags as found, so that the history is what it will be in use.
pub fn train(prepared: &Prepared, weights: &[usize], rounds: usize, seed: u64) -> Averaged {
    let mut model = Model::new();
    let mut order: Vec<usize> = (0..prepared.documents.len())
        .flat_map(|n| std::iter::repeat_n(n, weights[n]))
        .collect();
    let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut history = History::default();
    let (mut back, mut path, mut emissions, mut history_rows) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        for n in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(n, (random % (n as u64 + 1)) as usize);
        }
        for &n in &order {
            history.clear();
            for line in &prepared.documents[n] {
                let len = line.sentence.ids.len();
                let mut tags = vec![OUTSIDE; len];
                for run in &line.runs {
                    emissions.clear();
                    history_rows.clear();
                    let mut from = 0;
                    for (n, at) in run.at.clone().enumerate() {
                        let window = line.sentence.window(at, &prepared.types);
                        let mut rows: Vec<u32> = Vec::new();
                        push_history(&window, &history, &mut rows);
                        let mut scores = [0f32; TAGS];
                        for &row in run.rows[from..run.ends[n]].iter().chain(&rows) {
                            for (score, weight) in scores.iter_mut().zip(&model.rows[row as usize])
                            {
                                *score += weight;
                            }
                        }
                        for (tag, score) in scores.iter_mut().enumerate() {
                            if tag != run.truth[n] as usize {
                                *score += 1.0;
                            }
                        }
                        from = run.ends[n];
                        emissions.push(scores);
                        history_rows.push(rows);
                    }
                    path.clear();
                    path.resize(run.truth.len(), OUTSIDE);
                    let borders = (run.at.start > 0, run.at.end < len);
                    best_path(
                        path.len(),
                        |n, tag| emissions[n][tag],
                        &model.transitions,
                        borders,
                        &mut back,
                        &mut path,
                    );
                    if path != run.truth {
                        learn(&mut model, run, &path, &history_rows, borders);
                    }
                    tags[run.at.clone()].copy_from_slice(&path);
                    model.steps += 1.0;
                }
                for (&id, &tag) in line.sentence.ids.iter().zip(&tags) {
                    history.note(prepared.types.word(id), tag);
                }
            }
        }
    }
    model.averaged()
}

fn push_history(window: &Window<'_>, history: &History, rows: &mut Vec<u32>) {
    features::of_history(window, history.pasts(window), |row| rows.push(row as u32));
}

fn learn(
    model: &mut Model,
    run: &Run,
    path: &[Tag],
    history_rows: &[Vec<u32>],
    borders: (bool, bool),
) {
    let truth = &run.truth;
    let mut from = 0;
    for n in 0..path.len() {
        if path[n] != truth[n] {
            for rows in [&run.rows[from..run.ends[n]], &history_rows[n]] {
                model.update(rows, truth[n], 1.0);
                model.update(rows, path[n], -1.0);
            }
        }
        from = run.ends[n];
    }
    // The borders count as outside.
    let steps = |tags: &[Tag]| -> Vec<(Tag, Tag)> {
        let mut all: Vec<Tag> = Vec::new();
        all.extend(borders.0.then_some(OUTSIDE));
        all.extend(tags);
        all.extend(borders.1.then_some(OUTSIDE));
        all.windows(2).map(|pair| (pair[0], pair[1])).collect()
    };
    for (right, wrong) in steps(truth).into_iter().zip(steps(path)) {
        if right != wrong {
            model.update_transition(right.0, right.1, 1.0);
            model.update_transition(wrong.0, wrong.1, -1.0);
        }
    }
}

/// The mean of several models.
pub fn mean(models: Vec<Averaged>) -> Averaged {
    let count = models.len() as f32;
    let mut models = models.into_iter();
    let Some(mut sum) = models.next() else {
        return Model::new().averaged();
    };
    for model in models {
        for (row, other) in sum.rows.iter_mut().zip(&model.rows) {
            for (weight, more) in row.iter_mut().zip(other) {
                *weight += more;
            }
        }
        for (row, other) in sum.transitions.iter_mut().zip(&model.transitions) {
            for (weight, more) in row.iter_mut().zip(other) {
                *weight += more;
            }
        }
    }
    for weight in sum
        .rows
        .iter_mut()
        .flatten()
        .chain(sum.transitions.iter_mut().flatten())
    {
        *weight /= count;
    }
    sum
}

/// The built-in form: outside moved to 0, one scale, whole numbers. Returns transitions and rows.
pub fn quantised(model: &Averaged) -> (Vec<u8>, Vec<u8>) {
    let shifted = |row: &Row| -> [f32; ROW_LEN] { std::array::from_fn(|n| row[n + 1] - row[0]) };
    let largest = model
        .rows
        .iter()
        .flat_map(shifted)
        .fold(0f32, |most, weight| most.max(weight.abs()));
    let step = largest / 127.0;
    let rows = model
        .rows
        .iter()
        .flat_map(shifted)
        .map(|weight| (weight / step).round().clamp(-127.0, 127.0) as i8)
        .map(i8::cast_unsigned)
        .collect();
    let transitions = model
        .transitions
        .iter()
        .flatten()
        .flat_map(|weight| ((weight / step).round() as i32).to_le_bytes())
        .collect();
    (transitions, rows)
}

/// Names found rightly, names found, true names, for each kind.
pub type Counts = [[usize; 3]; 4];

/// Tags prepared documents with finished weights.
pub fn score(prepared: &mut Prepared, weights: &morgue::entity::weights::Weights) -> Counts {
    let mut counts = Counts::default();
    let (mut history, mut lattice, mut tags) =
        (History::default(), tagger::Lattice::default(), Vec::new());
    for document in &prepared.documents {
        history.clear();
        for line in document {
            tagger::tag_sentence(
                &line.sentence,
                &mut prepared.types,
                weights,
                &mut history,
                &mut lattice,
                &mut tags,
            );
            for run in &line.runs {
                let found: Vec<_> = tagger::names(&tags[run.at.clone()]).collect();
                let truth: Vec<_> = tagger::names(&run.truth).collect();
                for (_, kind) in &truth {
                    counts[*kind][2] += 1;
                }
                for name in &found {
                    counts[name.1][1] += 1;
                    counts[name.1][0] += usize::from(truth.contains(name));
                }
            }
        }
    }
    assert!(kind_of(OUTSIDE).is_none());
    counts
}
