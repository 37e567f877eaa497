//! Lines to paragraphs, over the ends of columns and pages.

use std::collections::HashMap;

use super::layout::{Line, is_spaceless};
use crate::article::Removed;
use crate::text::normalize;

/// More space than so many times the usual is between paragraphs.
const WIDE: f64 = 1.3;

/// An indent, in sizes of the letters.
const INDENT: f64 = 0.7;

/// Lines of other letters are of another kind: a headline above a text.
const OTHER_SIZE: f64 = 1.12;

/// A line that ends so many sizes before the others was the last of its paragraph.
const SHORT: f64 = 3.0;

/// Pages that need to have the same line at their edge before it is a running head.
const HEAD_PAGES: usize = 3;

/// Lines at each edge of a page that are looked at for running heads.
const EDGE_LINES: usize = 3;

/// The paragraphs of all pages, and the lines that are none: running heads, page numbers.
pub(super) fn of(mut pages: Vec<Vec<Line>>) -> (Vec<String>, Vec<Removed>) {
    let mut removed = Vec::new();
    take_artifacts(&mut pages, &mut removed);
    take_heads(&mut pages, &mut removed);
    let lines: Vec<Line> = pages.into_iter().flatten().collect();
    let leading = usual_leading(&lines);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut current: Vec<&Line> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let after = lines.get(number + 1);
        if !current.is_empty() && begins_paragraph(&current, line, after, leading) {
            paragraphs.push(joined(&current));
            current.clear();
        }
        current.push(line);
    }
    paragraphs.push(joined(&current));
    paragraphs.retain(|text| !text.is_empty());
    (paragraphs, removed)
}

/// Takes out what pages mark as no text, unless hardly anything would be left.
fn take_artifacts(pages: &mut [Vec<Line>], removed: &mut Vec<Removed>) {
    let chars = |marked: bool| -> usize {
        let lines = pages.iter().flatten();
        let lines = lines.filter(|line| line.is_artifact == marked);
        lines.map(|line| line.text.len()).sum()
    };
    if chars(true) > chars(false) {
        return;
    }
    for page in pages {
        page.retain(|line| {
            if line.is_artifact {
                removed.push(furniture(&line.text));
            }
            !line.is_artifact
        });
    }
}

fn furniture(text: &str) -> Removed {
    Removed {
        text: text.trim().to_owned(),
        reason: "running head".to_owned(),
    }
}

/// Takes out lines that stand at the edges of several pages, numbers aside, and lone page numbers.
fn take_heads(pages: &mut [Vec<Line>], removed: &mut Vec<Removed>) {
    let key = |line: &Line| -> (String, i64) {
        let letters = line.text.chars().filter(|c| c.is_alphabetic());
        let letters: String = letters.flat_map(char::to_lowercase).collect();
        (letters, (line.base / 4.0).round() as i64)
    };
    let is_edge = |at: usize, len: usize| at < EDGE_LINES || at + EDGE_LINES >= len;
    let mut counts: HashMap<(String, i64), usize> = HashMap::new();
    for page in pages.iter() {
        let mut seen = Vec::new();
        for (at, line) in page.iter().enumerate() {
            let key = key(line);
            if is_edge(at, page.len()) && !seen.contains(&key) {
                *counts.entry(key.clone()).or_default() += 1;
                seen.push(key);
            }
        }
    }
    let needed = HEAD_PAGES.max(pages.len() / 4);
    for page in pages.iter_mut() {
        let len = page.len();
        let mut at = 0;
        page.retain(|line| {
            let is_head = is_edge(at, len) && counts.get(&key(line)).is_some_and(|n| *n >= needed);
            at += 1;
            if is_head {
                removed.push(furniture(&line.text));
            }
            !is_head
        });
    }
}

/// The distance of lines that follow each other, in sizes of their letters: that of most.
fn usual_leading(lines: &[Line]) -> f64 {
    let mut distances: Vec<f64> = lines
        .windows(2)
        .filter(|pair| pair[0].turn == pair[1].turn)
        .map(|pair| (pair[0].base - pair[1].base) / pair[1].size.max(0.1))
        .filter(|distance| (0.5..3.0).contains(distance))
        .collect();
    if distances.is_empty() {
        return 1.2;
    }
    distances.sort_by(f64::total_cmp);
    // Most lines are inside paragraphs.
    distances[distances.len() * 2 / 5]
}

fn begins_paragraph(current: &[&Line], line: &Line, after: Option<&Line>, leading: f64) -> bool {
    let Some(before) = current.last() else {
        return false;
    };
    let (small, large) = (before.size.min(line.size), before.size.max(line.size));
    if before.turn != line.turn || large > small * OTHER_SIZE {
        return true;
    }
    let ends = before
        .text
        .trim_end()
        .ends_with(['.', '!', '?', ':', '"', '”', '»', '。', '」']);
    let goes_on = line.text.trim_start().starts_with(char::is_lowercase)
        || before.text.trim_end().ends_with(['-', '\u{ad}']);
    let distance = before.base - line.base;
    let is_below = (line.size * 0.3..=line.size * leading * WIDE).contains(&distance);
    let overlaps = line.from < before.to && before.from < line.to;
    if !is_below || !overlaps {
        // The next column or page, or a space between paragraphs.
        let is_elsewhere =
            distance < line.size * 0.3 || !overlaps || distance > line.size * leading * 3.0;
        return !(is_elsewhere && (goes_on || !ends && current.len() > 2));
    }
    if goes_on {
        return false;
    }
    let starts_anew = line.from - before.from > INDENT * line.size;
    let was_hanging = current.len() == 1 && before.from - line.from > INDENT * line.size;
    let right = current
        .iter()
        .copied()
        .chain(after)
        .chain([line])
        .map(|line| line.to)
        .fold(0.0, f64::max);
    let was_short = right - before.to > SHORT * line.size;
    starts_anew && !was_hanging || was_short
}

/// The lines of a paragraph as one, cut words mended. Scripts without spaces get none.
fn joined(lines: &[&Line]) -> String {
    let mut text = String::new();
    for line in lines {
        let own = line.text.trim();
        if !text.is_empty() {
            let ends = text.chars().next_back().is_some_and(is_spaceless);
            let begins = own.chars().next().is_some_and(is_spaceless);
            if !(ends && begins) {
                text.push('\n');
            }
        }
        // A hyphen that the program put there itself.
        match own.strip_suffix('\u{ad}') {
            Some(stem) => {
                text.push_str(stem);
                text.push('-');
            }
            None => text.push_str(own),
        }
    }
    without_gaps(&normalize::line(&normalize::mend_line_ends(&text)))
}

/// Drops the spaces between characters that have none: Chinese is often set with wide gaps.
fn without_gaps(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let is_gap = |at: usize| {
        let before = at.checked_sub(1).map(|before| characters[before]);
        let after = characters.get(at + 1);
        characters[at] == ' '
            && before.is_some_and(is_spaceless)
            && after.is_some_and(|after| is_spaceless(*after))
    };
    let kept = characters.iter().enumerate();
    let kept = kept.filter(|(at, _)| !is_gap(*at));
    kept.map(|(_, character)| *character).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, from: f64, base: f64, size: f64) -> Line {
        Line {
            text: text.to_owned(),
            from,
            to: from + text.chars().count() as f64 * size / 2.0,
            base,
            size,
            turn: 0,
            is_artifact: false,
        }
    }

    fn paragraphs(lines: &[(&str, f64, f64, f64)]) -> Vec<String> {
        let lines = lines
            .iter()
            .map(|(text, from, base, size)| line(text, *from, *base, *size));
        of(vec![lines.collect()]).0
    }

    #[test]
    fn paragraphs_of_a_column() {
        assert_eq!(
            paragraphs(&[
                ("Ferry sinks off pier", 0.0, 0.0, 18.0),
                ("The ferry Ethel sank on Mon-", 10.0, -30.0, 10.0),
                ("day morning off the pier and", 0.0, -42.0, 10.0),
                ("nobody was hurt.", 0.0, -54.0, 10.0),
                ("She had left Cork at eight,", 10.0, -66.0, 10.0),
                ("said her captain.", 0.0, -78.0, 10.0),
                ("After a space comes another", 0.0, -104.0, 10.0),
                ("paragraph.", 0.0, -116.0, 10.0),
            ]),
            [
                "Ferry sinks off pier",
                "The ferry Ethel sank on Monday morning off the pier and nobody was hurt.",
                "She had left Cork at eight, said her captain.",
                "After a space comes another paragraph.",
            ]
        );
    }

    #[test]
    fn a_paragraph_goes_on_in_the_next_column() {
        assert_eq!(
            paragraphs(&[
                ("The ferry Ethel sank on a day", 0.0, -700.0, 10.0),
                ("of fog and wind off the", 0.0, -712.0, 10.0),
                ("pier.", 300.0, 0.0, 10.0),
            ]),
            ["The ferry Ethel sank on a day of fog and wind off the pier."]
        );
    }

    #[test]
    fn running_heads_go() {
        let page = |number: u32, text: &str| {
            vec![
                line(&format!("Harbour Echo {number}"), 0.0, 800.0, 8.0),
                line(text, 0.0, 700.0, 10.0),
                line(&number.to_string(), 200.0, 20.0, 8.0),
            ]
        };
        let pages = vec![
            page(1, "One text."),
            page(2, "Two texts."),
            page(3, "Three."),
        ];
        let (paragraphs, removed) = of(pages);
        assert_eq!(paragraphs, ["One text.", "Two texts.", "Three."]);
        assert_eq!(removed.len(), 6);
    }
}
