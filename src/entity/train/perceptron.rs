//! The averaged structured perceptron (Collins, EMNLP 2002).

use morgue::entity::history::History;
use morgue::entity::tagger::{OUTSIDE, Tag, best_path};
use morgue::entity::weights::TAGS;

use super::model::Model;
use super::prepared::{Line, Prepared, Run, shuffle};

/// Weights while training, with the sums that make the average.
struct Learner {
    now: Model,
    sums: Model,
    steps: f32,
}

impl Learner {
    fn update(&mut self, rows: &[u32], tag: Tag, by: f32) {
        let tag = tag as usize;
        for &row in rows {
            self.now.rows[row as usize][tag] += by;
            self.sums.rows[row as usize][tag] += by * self.steps;
        }
    }

    fn update_transition(&mut self, from: Tag, to: Tag, by: f32) {
        let (from, to) = (from as usize, to as usize);
        self.now.transitions[from][to] += by;
        self.sums.transitions[from][to] += by * self.steps;
    }

    /// The mean of the weights after each step.
    fn averaged(self) -> Model {
        let mut mean = self.now;
        mean.add(&self.sums, -1.0 / self.steps);
        mean
    }
}

/// Trains for some rounds over the documents in an order that `seed` decides. One margin for every
/// wrong tag; updates follow the words' tags as found, so that the history is what it will be in use.
pub fn train(prepared: &Prepared, rounds: usize, seed: u64) -> Model {
    let mut learner = Learner {
        now: Model::new(),
        sums: Model::new(),
        steps: 1.0,
    };
    let mut order: Vec<usize> = (0..prepared.documents.len()).collect();
    let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut history = History::default();
    let mut back = Vec::new();
    for _ in 0..rounds {
        shuffle(&mut order, &mut random);
        for &n in &order {
            history.clear();
            for line in &prepared.documents[n] {
                let mut tags = vec![OUTSIDE; line.sentence.ids.len()];
                for run in &line.runs {
                    let rows = run.all_rows(line, &prepared.types, &history);
                    let emissions = emissions(&learner.now, run, &rows);
                    let path = &mut tags[run.at.clone()];
                    best_path(
                        path.len(),
                        |n, tag| emissions[n][tag],
                        &learner.now.transitions,
                        run.borders(line),
                        &mut back,
                        path,
                    );
                    if *path != run.truth[..] {
                        learn(&mut learner, line, run, path, &rows);
                    }
                    learner.steps += 1.0;
                }
                history.note(&line.sentence, &prepared.types, &tags);
            }
        }
    }
    learner.averaged()
}

/// The scores of the tags of each token, the wrong ones higher by the margin.
fn emissions(model: &Model, run: &Run, rows: &[Vec<u32>]) -> Vec<[f32; TAGS]> {
    let tokens = rows.iter().zip(&run.truth).map(|(rows, &truth)| {
        let mut scores = [1.0; TAGS];
        scores[truth as usize] = 0.0;
        for &row in rows {
            for (score, weight) in scores.iter_mut().zip(&model.rows[row as usize]) {
                *score += weight;
            }
        }
        scores
    });
    tokens.collect()
}

fn learn(learner: &mut Learner, line: &Line, run: &Run, path: &[Tag], rows: &[Vec<u32>]) {
    for ((&right, &wrong), rows) in run.truth.iter().zip(path).zip(rows) {
        if right != wrong {
            learner.update(rows, right, 1.0);
            learner.update(rows, wrong, -1.0);
        }
    }
    // The borders count as outside.
    let borders = run.borders(line);
    let steps = |tags: &[Tag]| -> Vec<(Tag, Tag)> {
        let mut all: Vec<Tag> = Vec::new();
        all.extend(borders.0.then_some(OUTSIDE));
        all.extend(tags);
        all.extend(borders.1.then_some(OUTSIDE));
        all.windows(2).map(|pair| (pair[0], pair[1])).collect()
    };
    for (right, wrong) in steps(&run.truth).into_iter().zip(steps(path)) {
        if right != wrong {
            learner.update_transition(right.0, right.1, 1.0);
            learner.update_transition(wrong.0, wrong.1, -1.0);
        }
    }
}
