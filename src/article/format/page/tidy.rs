//! The last look at the lines of a page: what stands among them and is not body.

use rustc_hash::FxHashSet;

use super::body::{PageText, Paragraph};
use super::line_furniture;
use super::text::{letters, words};
use crate::article::Removed;

/// What the article is known to be called, signed and dated, to find these again above the body.
pub(super) struct Known<'d> {
    pub(super) title: &'d str,
    pub(super) byline: &'d [String],
}

impl PageText {
    /// Takes out what does not belong into a body though it stands among its lines: the headline
    /// and the credit line once more, paragraphs printed twice, labels of advertisements, credits of
    /// pictures, the writer's portrait, headings above nothing.
    pub(super) fn tidy(&mut self, known: &Known<'_>) {
        let title = letters(known.title);
        let mut seen: FxHashSet<String> = FxHashSet::default();
        let mut kept: Vec<Paragraph> = Vec::new();
        let mut is_in_topics = false;
        for line in std::mem::take(&mut self.paragraphs) {
            let plain = letters(&line.text);
            if plain.is_empty() {
                continue;
            }
            let is_near_top = kept.len() < 3;
            let is_label = words(&line.text) <= 4 && !line.text.ends_with(['.', '!', '?', '”']);
            is_in_topics = is_in_topics && is_label && !line.is_heading
                || line_furniture::opens_topics(&line.text);
            let reason = if is_near_top && !title.is_empty() && plain == title {
                "headline"
            } else if is_near_top && is_credit(&line.text, known.byline) {
                "byline"
            } else if let Some(reason) = line_furniture::reason(&line.text) {
                reason
            } else if is_in_topics {
                "topic list"
            } else if words(&line.text) >= 8 && !seen.insert(plain) {
                "repeated"
            } else {
                kept.push(line);
                continue;
            };
            self.take_line(line, reason);
        }
        for line in kept.split_off(about_the_writer(&kept)) {
            self.take_line(line, "about the writer");
        }
        while kept.len() > 1 {
            let Some(reason) = kept.last().and_then(|last| tail_reason(last, known.byline)) else {
                break;
            };
            if let Some(line) = kept.pop() {
                self.take_line(line, reason);
            }
        }
        for line in kept.split_off(tail_of_labels(&kept)) {
            self.take_line(line, "label");
        }
        self.paragraphs = kept;
    }

    fn take_line(&mut self, line: Paragraph, reason: &str) {
        if reason == "caption" {
            if !self.captions.contains(&line.text) {
                self.captions.push(line.text);
            }
            return;
        }
        self.removed.push(Removed {
            text: line.text,
            reason: reason.to_owned(),
        });
    }
}

/// Labels above the portrait of a writer, lower case, exact.
const PORTRAITS: &[&str] = &[
    "about the author",
    "about the authors",
    "about the writer",
    "o autorze",
    "om forfatteren",
    "om författaren",
    "over de auteur",
    "sobre a autora",
    "sobre el autor",
    "sobre la autora",
    "sobre o autor",
    "sull'autore",
    "à propos de l'auteur",
    "über den autor",
    "über die autorin",
    "zum autor",
    "zur autorin",
];

/// Where the portrait of the writer begins, when it closes the body: a label and a few lines.
fn about_the_writer(lines: &[Paragraph]) -> usize {
    const LAST: usize = 5;
    let from = lines.len().saturating_sub(LAST).max(1).min(lines.len());
    let is_label = |line: &Paragraph| {
        let lower = line.text.to_lowercase();
        PORTRAITS.contains(&lower.trim_end_matches([':', '.']))
    };
    let label = lines[from..].iter().position(is_label);
    label.map_or(lines.len(), |label| from + label)
}

/// Where the labels begin that the buttons below a story leave behind: four lines or more that are
/// no sentences, most of them of two words at most.
fn tail_of_labels(lines: &[Paragraph]) -> usize {
    let is_sentence = |line: &Paragraph| {
        let text = line.text.trim_end_matches(['"', '”', '’', ')', '»', '」']);
        text.ends_with(['.', '!', '?', '…', '。', '؟', '।', ':']) && words(&line.text) > 3
    };
    let start = lines
        .iter()
        .rposition(is_sentence)
        .map_or(0, |last| last + 1);
    let tail = &lines[start..];
    let labels = tail
        .iter()
        .filter(|line| line.text.split_whitespace().count() <= 2 && words(&line.text) <= 4);
    let is_labels = start > 0 && tail.len() >= 4 && labels.count() * 2 > tail.len();
    if is_labels { start } else { lines.len() }
}

/// Why the last line of a body is none.
fn tail_reason(line: &Paragraph, byline: &[String]) -> Option<&'static str> {
    if line.is_heading {
        return Some("heading");
    }
    let chars = line.text.chars().count();
    let opens_with_writer = byline
        .iter()
        .any(|name| name.chars().count() > 6 && line.text.starts_with(name.as_str()));
    if opens_with_writer && chars < 400 {
        return Some("about the writer");
    }
    line_furniture::tail_reason(&line.text)
}

/// Words that stand before a name in a credit line.
const CREDITS: &[&str] = &[
    "af ",
    "av ",
    "by ",
    "de ",
    "di ",
    "door ",
    "od ",
    "par ",
    "por ",
    "przez ",
    "text: ",
    "texto: ",
    "van ",
    "von ",
    "written by ",
    "автор: ",
];

/// Whether a line names the writers, or says nothing but when the story appeared.
fn is_credit(line: &str, byline: &[String]) -> bool {
    let chars = line.chars().count();
    if chars > 120 || line.ends_with(['.', '!', '?']) && chars > 60 {
        return false;
    }
    let lower = line.to_lowercase();
    let names: Vec<String> = byline
        .iter()
        .map(|name| name.to_lowercase())
        .filter(|name| name.chars().count() > 3)
        .collect();
    let has_name = names.iter().any(|name| lower.contains(name.as_str()));
    let named: usize = names
        .iter()
        .filter(|name| lower.contains(name.as_str()))
        .map(|name| name.chars().count())
        .sum();
    let has_credit = CREDITS.iter().any(|credit| lower.starts_with(credit));
    (has_name && (has_credit || named * 2 >= chars)) || is_date_line(&lower)
}

/// Whether a line was taken out because it says when the story appeared.
pub(super) fn is_dated(removed: &Removed) -> bool {
    removed.reason == "byline" && is_date_line(&removed.text.to_lowercase())
}

/// Whether a line holds a year, digits of a day, and little else.
fn is_date_line(lower: &str) -> bool {
    let digits = lower.chars().filter(char::is_ascii_digit).count();
    let has_year = lower
        .split(|c: char| !c.is_ascii_digit())
        .any(|number| number.len() == 4 && (number.starts_with("19") || number.starts_with("20")));
    let others = lower
        .split_whitespace()
        .filter(|word| !word.contains(|c: char| c.is_ascii_digit()));
    has_year
        && (5..=24).contains(&digits)
        && others.count() <= 4
        && lower.chars().count() <= 60
        && !lower.ends_with(['.', '!', '?'])
}
