//! The body as scripts of the page state it: in JSON-LD, or in what builds the page in the browser.
//!
//! It is written for search engines, often cut short, and its paragraphs may run together, so it is
//! the text only where the page shows none. But where it is whole, it is a witness: a line that
//! the page shows among the paragraphs and the publisher leaves out of the body is furniture.

use dom_query::Document;

use super::body::{self, PageText, Paragraph};
use super::text::letters;
use super::{FEW_WORDS, guard};
use crate::article::Removed;

/// The body that JSON-LD gives, as plain text or as markup, itself escaped or not.
pub(super) fn read(body: &str) -> Option<PageText> {
    let has_markup = body.contains("</")
        || body.contains("&lt;")
        || body.contains("<br")
        || body.contains("<p>");
    let has_entities = body.contains("&") && body.contains(';');
    let mut text = PageText::default();
    if has_markup || has_entities {
        let once = if body.contains("&lt;") {
            json_ld_text(body)
        } else {
            body.to_owned()
        };
        let markup = once.replace('\n', "<br>");
        let page = Document::from(&*guard::slimmed(&markup).ok()?);
        guard::check_tree(&page).ok()?;
        text = body::read(&page.body()?);
    } else {
        text.paragraphs = body
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| Paragraph {
                text: line.to_owned(),
                is_heading: false,
            })
            .collect();
    }
    Some(text)
}

/// The longest markup that scripts hold as a JSON string: pages that are built in the browser carry
/// their story there. `None` when there is none of [`FEW_WORDS`].
pub(super) fn in_scripts(html: &str) -> Option<PageText> {
    let mut longest = "";
    let mut start = None;
    for (at, _) in html.match_indices('"') {
        if html[..at].ends_with('\\') {
            continue;
        }
        // Every piece between two quotes is tried, so that a stray quote costs one piece only.
        if let Some(start) = start.replace(at) {
            let piece = &html[start..=at];
            let has_paragraphs = ["\\u003c/p", "\\u003C/p", "</p>", "<\\/p>"];
            if piece.len() > longest.len() && has_paragraphs.iter().any(|end| piece.contains(end)) {
                longest = piece;
            }
        }
    }
    let markup: String = serde_json::from_str(longest).ok()?;
    read(&markup).filter(|story| story.words() >= FEW_WORDS)
}

fn json_ld_text(body: &str) -> String {
    Document::fragment(body.replace('<', "&lt;"))
        .text()
        .to_string()
}

/// A stated body says what is furniture only when it holds this share of the letters found, of ten.
const SHARED_TENTHS: usize = 8;

/// Letters that are looked for at a time; beyond, the comparison would take too long.
const MOST_COMPARED: usize = 200_000_000;

/// Runs of this many letters are looked for: shorter ones stand in every text.
const RUN: usize = 24;

impl PageText {
    /// Takes out the lines that the stated body does not have, when it has nearly all of them.
    pub(super) fn hold_to(&mut self, stated: &PageText) {
        let lines: Vec<String> = self
            .paragraphs
            .iter()
            .map(|line| letters(&line.text))
            .collect();
        let all: String = stated
            .paragraphs
            .iter()
            .map(|line| letters(&line.text))
            .collect();
        if lines.len().saturating_mul(all.len()) > MOST_COMPARED {
            return;
        }
        let is_stated: Vec<bool> = lines.iter().map(|line| has_run(&all, line)).collect();
        let found: usize = lines.iter().map(String::len).sum();
        let shared: usize = lines
            .iter()
            .zip(&is_stated)
            .filter(|(_, is_stated)| **is_stated)
            .map(|(line, _)| line.len())
            .sum();
        let is_whole =
            shared * 10 >= found * SHARED_TENTHS && all.len() * 10 >= found * SHARED_TENTHS;
        if !is_whole || is_stated.iter().all(|is_stated| *is_stated) {
            return;
        }
        let mut is_stated = is_stated.into_iter();
        let mut kept = Vec::new();
        for line in std::mem::take(&mut self.paragraphs) {
            if is_stated.next() == Some(true) || line.is_heading {
                kept.push(line);
            } else {
                self.removed.push(Removed {
                    text: line.text,
                    reason: "not in the stated body".to_owned(),
                });
            }
        }
        self.paragraphs = kept;
    }
}

/// Whether a text has the start, the middle or the end of a line.
fn has_run(text: &str, line: &str) -> bool {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    if chars.len() <= RUN {
        return text.contains(line);
    }
    let last = chars.len() - RUN;
    [0, last / 2, last].iter().any(|&from| {
        let start = chars[from].0;
        let end = chars.get(from + RUN).map_or(line.len(), |(at, _)| *at);
        text.contains(&line[start..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_the_publisher_leaves_out() {
        let story =
            "Dockers walked out on Monday over pay.\nThe port is closed until further notice.";
        let mut found = read(story).unwrap();
        let advert = Paragraph {
            text: "Try our puzzles.".to_owned(),
            is_heading: false,
        };
        found.paragraphs.insert(1, advert);
        let mut unlike = read(story).unwrap();
        found.hold_to(&read(story).unwrap());
        let lines: Vec<&str> = found.paragraphs.iter().map(|line| &*line.text).collect();
        assert_eq!(lines.join("\n"), story);
        assert_eq!(found.removed[0].text, "Try our puzzles.");
        unlike.hold_to(&read("Dockers walked out.").unwrap());
        assert_eq!(unlike.paragraphs.len(), 2);
    }
}
