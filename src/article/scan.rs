//! Scanned pages: lines in blocks, as OCR engines give them, to paragraphs.
//!
//! Every format of OCR comes through here, so that words cut at line ends are mended in one way. A
//! block is a paragraph. A word cut at the end of a block, at the foot of a column or a page, is
//! mended too, and joins the two.

use crate::text::normalize;

/// Words in a row, separated by spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// As recognised, with the hyphen of a word that goes on in the next line.
    pub(super) text: String,
    /// The last word with its other half, where the source says it.
    pub(super) whole_last: Option<String>,
    /// Whether the source says that the first word is the other half of the one before.
    pub(super) opens_with_half: bool,
}

impl Line {
    /// A line of which the source says no more than its words.
    pub(super) fn new(text: impl Into<String>) -> Line {
        Line {
            text: text.into(),
            ..Line::default()
        }
    }

    fn words(&self) -> &str {
        self.text.trim()
    }
}

/// The paragraphs of blocks that follow each other. Takes time linear in them.
pub(super) fn paragraphs<'b>(blocks: impl IntoIterator<Item = &'b [Line]>) -> Vec<String> {
    let mut out = Vec::new();
    let mut open = Paragraph::default();
    for block in blocks {
        let mut lines = block.iter().filter(|line| !line.words().is_empty());
        let Some(first) = lines.next() else {
            continue;
        };
        if !open.goes_on_in(first) {
            open.close_into(&mut out);
        }
        open.push(first);
        lines.for_each(|line| open.push(line));
    }
    open.close_into(&mut out);
    out
}

/// One block as one line of text: a headline.
pub(super) fn one_line<'b>(blocks: impl IntoIterator<Item = &'b [Line]>) -> String {
    paragraphs(blocks).join(" ")
}

#[derive(Default)]
struct Paragraph {
    /// Lines separated by line ends.
    text: String,
    /// The whole of the word at the end, and where that begins.
    whole_last: Option<(String, usize)>,
}

impl Paragraph {
    /// Whether the word at the end goes on in `line`.
    fn goes_on_in(&self, line: &Line) -> bool {
        let is_said = self.whole_last.is_some() && line.opens_with_half;
        let last = self.text.rsplit('\n').next().unwrap_or_default();
        // Only in lower case: headlines in capitals follow each other.
        let is_seen = line.words().starts_with(char::is_lowercase)
            && normalize::joint(last, line.words()).is_some();
        is_said || is_seen
    }

    fn push(&mut self, line: &Line) {
        let words = line.words();
        let known = self.whole_last.take().filter(|_| line.opens_with_half);
        let rest = match known {
            Some((whole, at)) => {
                self.text.truncate(at);
                self.text.push_str(&whole);
                match words.split_once(char::is_whitespace) {
                    Some((_, rest)) => rest,
                    None => return,
                }
            }
            None => words,
        };
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(rest);
        self.whole_last = line.whole_last.clone().map(|whole| {
            let last = rest.rfind(char::is_whitespace).map_or(0, |at| at + 1);
            (whole, self.text.len() - rest.len() + last)
        });
    }

    fn close_into(&mut self, out: &mut Vec<String>) {
        let text = normalize::line(&normalize::mend_line_ends(&self.text));
        if !text.is_empty() {
            out.push(text);
        }
        *self = Paragraph::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(lines: &[&str]) -> Vec<Line> {
        lines.iter().map(|line| Line::new(*line)).collect()
    }

    #[test]
    fn lines_are_joined_and_words_mended() {
        let blocks = [
            block(&["THE PORT", "Dockers are strik-", "ing at the har¬", "bour"]),
            block(&["of Leith. They left the war-"]),
            block(&["", "ships alone."]),
            block(&["ANGLO-"]),
            block(&["AMERICAN TRADE"]),
        ];
        assert_eq!(
            paragraphs(blocks.iter().map(Vec::as_slice)),
            [
                "THE PORT Dockers are striking at the harbour",
                "of Leith. They left the warships alone.",
                "ANGLO-",
                "AMERICAN TRADE",
            ]
        );
    }

    #[test]
    fn the_source_knows_the_whole_word() {
        let first = Line {
            text: "the Anglo-".to_owned(),
            whole_last: Some("Anglo-saxon".to_owned()),
            opens_with_half: false,
        };
        let second = Line {
            text: "saxon ship".to_owned(),
            whole_last: None,
            opens_with_half: true,
        };
        let of = |lines: &[Line]| paragraphs([lines]);
        assert_eq!(
            of(&[first.clone(), second.clone()]),
            ["the Anglo-saxon ship"]
        );
        // Either half alone stays as it is.
        assert_eq!(of(&[first, Line::new("1914")]), ["the Anglo- 1914"]);
        assert_eq!(of(&[Line::new("the"), second]), ["the saxon ship"]);
    }
}
