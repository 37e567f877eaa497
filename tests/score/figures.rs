//! The figures: overlap of texts, of names, and how sure a mean is.

use std::collections::{BTreeSet, HashMap};

/// How much of a text was found, and how much of what was found belongs to it, by runs of words.
#[derive(Clone, Copy, Debug)]
pub struct Overlap {
    /// `None` when nothing was found: such a page counts for the recall alone.
    pub precision: Option<f64>,
    pub recall: f64,
}

/// Words of a run.
const RUN: usize = 4;

/// Times the pages are drawn again.
const RESAMPLES: usize = 1000;

impl Overlap {
    pub fn of(expected: &str, found: &str) -> Overlap {
        let (expected, found) = (runs(expected, RUN), runs(found, RUN));
        let shared: usize = expected
            .iter()
            .map(|(run, count)| (*count).min(found.get(run).copied().unwrap_or_default()))
            .sum();
        let share = |runs: &HashMap<Vec<&str>, usize>| {
            let all: usize = runs.values().sum();
            (all > 0).then(|| shared as f64 / all as f64)
        };
        Overlap {
            precision: share(&found),
            recall: share(&expected).unwrap_or_default(),
        }
    }

    pub fn f1(self) -> f64 {
        f1(self.precision.unwrap_or_default(), self.recall)
    }
}

/// The words of `\w+`, in the order of the text, cut into all runs of `len`; a shorter text is one run.
fn runs(text: &str, len: usize) -> HashMap<Vec<&str>, usize> {
    let words = words(text);
    let mut runs = HashMap::new();
    let all = words.windows(len.min(words.len()).max(1));
    for run in all {
        *runs.entry(run.to_vec()).or_default() += 1;
    }
    runs
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect()
}

fn f1(precision: f64, recall: f64) -> f64 {
    match precision + recall {
        0.0 => 0.0,
        sum => 2.0 * precision * recall / sum,
    }
}

/// Mean precision and mean recall.
fn means(overlaps: &[Overlap]) -> (f64, f64) {
    let precise: Vec<f64> = overlaps
        .iter()
        .filter_map(|overlap| overlap.precision)
        .collect();
    let recall: f64 = overlaps.iter().map(|overlap| overlap.recall).sum();
    (
        precise.iter().sum::<f64>() / precise.len().max(1) as f64,
        recall / overlaps.len() as f64,
    )
}

/// `F1 0.964 ± 0.004  P 0.942  R 0.987`.
pub fn summed_up(overlaps: &[Overlap]) -> String {
    let (precision, recall) = means(overlaps);
    // A generator of our own, so that the same pages give the same error.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        overlaps[(state % overlaps.len() as u64) as usize]
    };
    let resampled: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let drawn: Vec<Overlap> = overlaps.iter().map(|_| draw()).collect();
            let (precision, recall) = means(&drawn);
            f1(precision, recall)
        })
        .collect();
    let centre = resampled.iter().sum::<f64>() / RESAMPLES as f64;
    let variance = resampled
        .iter()
        .map(|value| (value - centre).powi(2))
        .sum::<f64>()
        / (RESAMPLES - 1) as f64;
    format!(
        "F1 {:.4} ± {:.3}  P {precision:.4}  R {recall:.4}",
        f1(precision, recall),
        1.96 * variance.sqrt()
    )
}

/// Names in common, expected, found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Names {
    shared: usize,
    expected: usize,
    found: usize,
}

impl Names {
    pub fn of(expected: &[String], found: &[String]) -> Names {
        let set = |names: &[String]| -> BTreeSet<String> {
            names.iter().map(|name| letters(name)).collect()
        };
        let (expected, found) = (set(expected), set(found));
        Names {
            shared: expected.intersection(&found).count(),
            expected: expected.len(),
            found: found.len(),
        }
    }

    pub fn plus(self, other: Names) -> Names {
        Names {
            shared: self.shared + other.shared,
            expected: self.expected + other.expected,
            found: self.found + other.found,
        }
    }

    /// 1 when there are none, neither expected nor found.
    pub fn f1(&self) -> f64 {
        match self.expected + self.found {
            0 => 1.0,
            all => 2.0 * self.shared as f64 / all as f64,
        }
    }
}

/// Letters and digits, lower case.
pub fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The lines of `found` that are not in `expected` (`+`), then those missing (`-`): fewer than half of
/// their runs of three words are there.
pub fn differing_lines(expected: &str, found: &str) -> Vec<String> {
    let mut differing = Vec::new();
    for (sign, these, those) in [('+', found, expected), ('-', expected, found)] {
        let same: BTreeSet<String> = those.lines().map(letters).collect();
        let those = runs(those, 3);
        for line in these.lines().filter(|line| !words(line).is_empty()) {
            let of_line = runs(line, 3);
            let known = of_line
                .keys()
                .filter(|run| those.contains_key(*run))
                .count();
            if known * 2 < of_line.len() && !same.contains(&letters(line)) {
                differing.push(format!("{sign} {line}"));
            }
        }
    }
    differing
}
