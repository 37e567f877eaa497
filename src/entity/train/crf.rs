//! A conditional random field (Lafferty, McCallum, Pereira, ICML 2001) over the same rows and tags, trained by
//! AdaGrad (Duchi, Hazan, Singer, JMLR 2011): the probability of the true tags rises, not only their rank.

use morgue::entity::history::History;
use morgue::entity::tagger::{OUTSIDE, best_path, may_follow};
use morgue::entity::weights::{ROW_BITS, ROW_LEN, TAGS};

use super::model::{Model, Transitions};
use super::prepared::{Line, Prepared, Run, shuffle};

/// How far a step goes. At 0.1 and 0.2 held-out figures fall by 0.3 and 0.8.
const RATE: f32 = 0.05;

/// Keeps the first steps of a weight small.
const FIRST_SQUARE: f32 = 1e-3;

/// Tokens whose true tag is surer than this teach nothing new.
const SURE: f32 = 0.997;

type Probabilities = [f32; TAGS];

/// Weights while training; *outside* stays 0 and has no place in a row.
struct Learner {
    rows: Vec<[f32; ROW_LEN]>,
    transitions: Transitions,
    /// Sums of squared gradients.
    row_squares: Vec<[f32; ROW_LEN]>,
    transition_squares: Transitions,
}

impl Learner {
    fn update(&mut self, rows: &[u32], gradient: &Probabilities) {
        for &row in rows {
            let weights = &mut self.rows[row as usize];
            let squares = &mut self.row_squares[row as usize];
            for n in 0..ROW_LEN {
                let slope = gradient[n + 1];
                squares[n] += slope * slope;
                weights[n] -= RATE * slope / (squares[n] + FIRST_SQUARE).sqrt();
            }
        }
    }

    fn update_transitions(&mut self, gradient: &Transitions) {
        for (from, slopes) in gradient.iter().enumerate() {
            for (to, slope) in slopes.iter().enumerate() {
                if may_follow(from, to) {
                    let square = &mut self.transition_squares[from][to];
                    *square += slope * slope;
                    self.transitions[from][to] -= RATE * slope / (*square + FIRST_SQUARE).sqrt();
                }
            }
        }
    }

    fn model(&self) -> Model {
        let mut model = Model::new();
        for (row, weights) in model.rows.iter_mut().zip(&self.rows) {
            row[1..].copy_from_slice(weights);
        }
        model.transitions = self.transitions;
        model
    }

    /// The scores of the tags of each token.
    fn emissions(&self, rows: &[Vec<u32>]) -> Vec<[f32; TAGS]> {
        let tokens = rows.iter().map(|rows| {
            let mut scores = [0.0; TAGS];
            for &row in rows {
                for (score, weight) in scores[1..].iter_mut().zip(&self.rows[row as usize]) {
                    *score += weight;
                }
            }
            scores
        });
        tokens.collect()
    }
}

/// Trains for some rounds over the documents in an order that `seed` decides; the mean of the weights after
/// each round of the second half.
pub fn train(prepared: &Prepared, rounds: usize, seed: u64) -> Model {
    let mut learner = Learner {
        rows: vec![[0.0; ROW_LEN]; 1 << ROW_BITS],
        transitions: [[0.0; TAGS]; TAGS],
        row_squares: vec![[0.0; ROW_LEN]; 1 << ROW_BITS],
        transition_squares: [[0.0; TAGS]; TAGS],
    };
    let mut order: Vec<usize> = (0..prepared.documents.len()).collect();
    let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut history = History::default();
    let mut back = Vec::new();
    let mut mean = Model::new();
    let averaged = rounds / 2..rounds;
    for round in 0..rounds {
        shuffle(&mut order, &mut random);
        for &n in &order {
            history.clear();
            for line in &prepared.documents[n] {
                let mut tags = vec![OUTSIDE; line.sentence.ids.len()];
                for run in &line.runs {
                    let rows = run.all_rows(line, &prepared.types, &history);
                    let emissions = learner.emissions(&rows);
                    best_path(
                        rows.len(),
                        |n, tag| emissions[n][tag],
                        &learner.transitions,
                        run.borders(line),
                        &mut back,
                        &mut tags[run.at.clone()],
                    );
                    learn(&mut learner, line, run, &emissions, &rows);
                }
                history.note(&line.sentence, &prepared.types, &tags);
            }
        }
        if averaged.contains(&round) {
            mean.add(&learner.model(), 1.0 / averaged.len() as f32);
        }
    }
    mean
}

/// One step down the slope of the negative log-likelihood of the true tags.
fn learn(
    learner: &mut Learner,
    line: &Line,
    run: &Run,
    emissions: &[[f32; TAGS]],
    rows: &[Vec<u32>],
) {
    let (mut tokens, mut pairs) = marginals(emissions, &learner.transitions, run.borders(line));
    let (is_behind_token, is_before_token) = run.borders(line);
    let truth: Vec<usize> = run.truth.iter().map(|&tag| tag as usize).collect();
    for pair in truth.windows(2) {
        pairs[pair[0]][pair[1]] -= 1.0;
    }
    if let (Some(&first), true) = (truth.first(), is_behind_token) {
        pairs[0][first] -= 1.0;
    }
    if let (Some(&last), true) = (truth.last(), is_before_token) {
        pairs[last][0] -= 1.0;
    }
    for ((probabilities, rows), &truth) in tokens.iter_mut().zip(rows).zip(&truth) {
        if probabilities[truth] < SURE {
            probabilities[truth] -= 1.0;
            learner.update(rows, probabilities);
        }
    }
    learner.update_transitions(&pairs);
}

/// The probability of each tag of each token, and how often each tag is expected to follow another
/// (forward-backward). Borders as in [`best_path`].
fn marginals(
    emissions: &[[f32; TAGS]],
    transitions: &Transitions,
    borders: (bool, bool),
) -> (Vec<Probabilities>, Transitions) {
    let legal: Transitions = std::array::from_fn(|from| {
        std::array::from_fn(|to| {
            if may_follow(from, to) {
                transitions[from][to].exp()
            } else {
                0.0
            }
        })
    });
    let opens: Probabilities = std::array::from_fn(|to| match borders.0 {
        _ if !may_follow(0, to) => 0.0,
        true => legal[0][to],
        false => 1.0,
    });
    let closes: Probabilities = std::array::from_fn(|from| match borders.1 {
        _ if !may_follow(from, 0) => 0.0,
        true => legal[from][0],
        false => 1.0,
    });
    let likely: Vec<Probabilities> = emissions.iter().map(exponentials).collect();
    let mut forward: Vec<Probabilities> = Vec::with_capacity(likely.len());
    for (n, here) in likely.iter().enumerate() {
        let reached = match n.checked_sub(1) {
            None => opens,
            Some(before) => {
                let mut reached = [0.0; TAGS];
                for (from, steps) in legal.iter().enumerate() {
                    for (sum, step) in reached.iter_mut().zip(steps) {
                        *sum += forward[before][from] * step;
                    }
                }
                reached
            }
        };
        forward.push(normal(std::array::from_fn(|tag| reached[tag] * here[tag])));
    }
    let mut tokens = vec![[0.0; TAGS]; likely.len()];
    let mut pairs = [[0.0; TAGS]; TAGS];
    let mut backward = closes;
    for n in (0..likely.len()).rev() {
        tokens[n] = normal(std::array::from_fn(|tag| forward[n][tag] * backward[tag]));
        let Some(before) = n.checked_sub(1) else {
            break;
        };
        let behind: Probabilities = std::array::from_fn(|tag| likely[n][tag] * backward[tag]);
        let mut joint = [[0.0; TAGS]; TAGS];
        for (from, steps) in legal.iter().enumerate() {
            for (to, step) in steps.iter().enumerate() {
                joint[from][to] = forward[before][from] * step * behind[to];
            }
        }
        let total: f32 = joint.iter().flatten().sum();
        for (sum, chance) in pairs.iter_mut().flatten().zip(joint.iter().flatten()) {
            *sum += chance / total;
        }
        backward = normal(std::array::from_fn(|from| {
            legal[from]
                .iter()
                .zip(&behind)
                .map(|(step, chance)| step * chance)
                .sum()
        }));
    }
    if let (Some(first), true) = (tokens.first(), borders.0) {
        for (sum, chance) in pairs[0].iter_mut().zip(first) {
            *sum += chance;
        }
    }
    if let (Some(last), true) = (tokens.last(), borders.1) {
        for (row, chance) in pairs.iter_mut().zip(last) {
            row[0] += chance;
        }
    }
    (tokens, pairs)
}

/// The exponentials of scores, the highest of which becomes 1.
fn exponentials(scores: &[f32; TAGS]) -> Probabilities {
    let highest = scores.iter().fold(f32::MIN, |most, &score| most.max(score));
    scores.map(|score| (score - highest).max(-60.0).exp())
}

fn normal(row: Probabilities) -> Probabilities {
    let sum: f32 = row.iter().sum();
    row.map(|cell| cell / sum)
}
