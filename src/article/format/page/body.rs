//! The text of an article out of the markup that the extractor chose.
//!
//! One walk without recursion turns elements into paragraphs. Extractors keep too much rather than
//! too little: captions, link lists and invitations to read something else stand among the
//! paragraphs, and a person named only there is no hit. They are taken out here and kept with a
//! reason.

use dom_query::{NodeId, NodeRef};
use rustc_hash::FxHashMap;

use super::lead_elsewhere;
use super::prepare::{FURNITURE, REASON};
use super::text::{Size, is_block, is_unread, push_text, sizes, spaced_text, words};
use crate::article::Removed;

/// What one walk found.
#[derive(Debug, Default)]
pub(super) struct PageText {
    /// One entry a paragraph, heading, list item or table row.
    pub(super) paragraphs: Vec<Paragraph>,
    /// Captions and credits of pictures.
    pub(super) captions: Vec<String>,
    /// What was taken out, in page order.
    pub(super) removed: Vec<Removed>,
}

/// A line of the body.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) text: String,
    /// Whether the markup says that it stands above others.
    pub(super) is_heading: bool,
}

impl PageText {
    /// Words in the paragraphs; an ideograph counts as half a word.
    pub(super) fn words(&self) -> usize {
        self.paragraphs.iter().map(|line| words(&line.text)).sum()
    }
}

/// Below this many characters other than spaces a line that begins like a lead is one.
const LEAD_CHARS: u32 = 60;

/// Paragraphs below a linked heading are the story's from this length on; teasers are shorter.
const HEADED_CHARS: u32 = 120;

/// Longer blocks are text, whatever they open with and however many links they hold.
const FURNITURE_CHARS: u32 = 400;

/// Reads the body below `root`.
pub(super) fn read(root: &NodeRef<'_>) -> PageText {
    let mut walk = Walk {
        sizes: sizes(root),
        found: PageText::default(),
        line: String::new(),
        headings_open: 0,
        rows_open: 0,
    };
    walk.run(*root);
    walk.found
}

enum Step<'p> {
    Enter(NodeRef<'p>),
    EndLine,
    EndHeading,
    EndRow,
    EndCell,
}

struct Walk {
    sizes: FxHashMap<NodeId, Size>,
    found: PageText,
    line: String,
    headings_open: usize,
    rows_open: usize,
}

impl Walk {
    fn run<'p>(&mut self, root: NodeRef<'p>) {
        let mut steps = vec![Step::Enter(root)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(node) => self.enter(node, root.id, &mut steps),
                Step::EndLine => self.end_line(),
                Step::EndHeading => {
                    self.end_line();
                    self.headings_open -= 1;
                }
                Step::EndRow => {
                    self.rows_open -= 1;
                    self.end_line();
                }
                Step::EndCell => self.line.push('\t'),
            }
        }
        self.end_line();
    }

    fn enter<'p>(&mut self, node: NodeRef<'p>, root: NodeId, steps: &mut Vec<Step<'p>>) {
        let is_text = node.query_or(false, |node| match &node.data {
            dom_query::NodeData::Text { contents } => {
                push_text(&mut self.line, contents);
                true
            }
            _ => false,
        });
        if is_text {
            return;
        }
        let Some(name) = node.node_name() else {
            return;
        };
        let name: &str = &name;
        if is_unread(name) {
            return;
        }
        if node.id != root && self.take_out(&node, name) {
            self.end_line_unless_inline(name);
            return;
        }
        match name {
            "br" | "hr" if self.rows_open == 0 => return self.end_line(),
            "br" | "hr" => return self.line.push(' '),
            "tr" if !has_blocks(&node) => {
                self.end_line();
                self.rows_open += 1;
                steps.push(Step::EndRow);
            }
            "td" | "th" if self.rows_open > 0 => steps.push(Step::EndCell),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_line();
                self.headings_open += 1;
                steps.push(Step::EndHeading);
            }
            _ if is_block(name) && self.rows_open == 0 => {
                self.end_line();
                steps.push(Step::EndLine);
            }
            _ => {}
        }
        steps.extend(node.children_it(true).map(Step::Enter));
    }

    /// Takes the element out when it is no body. Returns whether it did.
    fn take_out(&mut self, node: &NodeRef<'_>, name: &str) -> bool {
        let size = self.sizes.get(&node.id).copied().unwrap_or_default();
        if size.chars == 0 {
            return false;
        }
        match name {
            "figcaption" => {
                self.keep_caption(node);
                return true;
            }
            "figure" if !holds_body(node, size) => {
                self.keep_caption(node);
                return true;
            }
            FURNITURE => {
                let reason = node.attr_or(REASON, "");
                if &*reason == "caption" {
                    self.keep_caption(node);
                } else {
                    self.remove(node, &reason);
                }
                return true;
            }
            _ => {}
        }
        let Some(reason) = self.furniture(node, name, size) else {
            return false;
        };
        self.remove(node, reason);
        true
    }

    fn remove(&mut self, node: &NodeRef<'_>, reason: &str) {
        self.found.removed.push(Removed {
            text: spaced_text(node),
            reason: reason.to_owned(),
        });
    }

    /// Why an element is not body. `None` when it is.
    fn furniture(&self, node: &NodeRef<'_>, name: &str, size: Size) -> Option<&'static str> {
        match name {
            "aside" => return Some("sidebar"),
            "nav" => return Some("navigation"),
            "footer" => return Some("footer"),
            "form" => return Some("form"),
            _ => {}
        }
        if size.chars >= FURNITURE_CHARS {
            return None;
        }
        let may_lead = is_block(name) || matches!(name, "strong" | "em" | "span" | "b" | "i" | "a");
        if !may_lead {
            return None;
        }
        let is_short = size.chars < LEAD_CHARS;
        let is_half_linked = size.linked * 2 >= size.chars;
        if (is_short || is_half_linked)
            && self.line.trim().is_empty()
            && let Some(reason) = lead_elsewhere::reason(&opening(node))
        {
            return Some(reason);
        }
        let is_all_linked = size.linked * 10 >= size.chars * 9;
        let is_short_item = name == "li" && size.chars < 15;
        let is_line = is_block(name) && !matches!(name, "td" | "th" | "tr" | "tbody" | "thead");
        if is_line && is_all_linked && !is_short_item && !self.is_heading_of_text(node, name) {
            return Some("link list");
        }
        let is_list_of_links = matches!(name, "ul" | "ol") && size.linked * 10 >= size.chars * 6;
        if is_list_of_links
            && node
                .element_children()
                .iter()
                .all(|item| self.has_link(item))
        {
            return Some("link list");
        }
        (name == "p" && is_half_linked && is_label_and_link(node)).then_some("related link")
    }

    /// Whether a heading stands above a paragraph of the story: then its link is a service, no teaser.
    fn is_heading_of_text(&self, node: &NodeRef<'_>, name: &str) -> bool {
        let is_heading = matches!(name, "h2" | "h3" | "h4" | "h5" | "h6");
        let next = node.next_element_sibling().filter(|_| is_heading);
        next.is_some_and(|next| {
            let size = self.sizes.get(&next.id).copied().unwrap_or_default();
            next.has_name("p") && size.chars >= HEADED_CHARS && size.linked * 3 < size.chars
        })
    }

    fn has_link(&self, item: &NodeRef<'_>) -> bool {
        self.sizes.get(&item.id).is_some_and(|size| size.linked > 0)
    }

    fn keep_caption(&mut self, node: &NodeRef<'_>) {
        let caption = spaced_text(node);
        if !self.found.captions.contains(&caption) {
            self.found.captions.push(caption);
        }
    }

    fn end_line_unless_inline(&mut self, name: &str) {
        if is_block(name) && self.rows_open == 0 {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        let text = self.line.trim();
        if !text.is_empty() {
            self.found.paragraphs.push(Paragraph {
                text: text.to_owned(),
                is_heading: self.headings_open > 0,
            });
        }
        self.line.clear();
    }
}

/// Whether a table row lays out a page rather than holding data.
fn has_blocks(row: &NodeRef<'_>) -> bool {
    let mut paragraphs = 0;
    for below in row.descendants_it() {
        let Some(name) = below.node_name() else {
            continue;
        };
        match &*name {
            "table" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "blockquote" => return true,
            "p" | "div" => paragraphs += 1,
            _ => {}
        }
    }
    paragraphs > row.element_children().len()
}

/// Whether a figure frames text, a table or a quotation rather than a picture.
fn holds_body(figure: &NodeRef<'_>, size: Size) -> bool {
    let holds = |names: &[&str]| {
        figure
            .descendants_it()
            .any(|below| names.iter().any(|name| below.has_name(name)))
    };
    holds(&["table", "blockquote", "pre"]) || (size.chars > 600 && !holds(&["figcaption"]))
}

/// Whether a paragraph is a label, then a link to its end: `Read this: Headline of another story`.
fn is_label_and_link(paragraph: &NodeRef<'_>) -> bool {
    let text = spaced_text(paragraph);
    let Some(link) = paragraph.descendants_it().find(|below| below.has_name("a")) else {
        return false;
    };
    let link = spaced_text(&link);
    text.strip_suffix(link.as_str()).is_some_and(|label| {
        let label = label.trim_end();
        label.ends_with([':', '|', '→', '»', '>']) && words(label) <= 6
    })
}

/// The first characters of an element's text, lower case, spaces folded.
fn opening(node: &NodeRef<'_>) -> String {
    let mut start = String::new();
    for below in std::iter::once(*node).chain(node.descendants_it()) {
        below.query(|node| {
            if let dom_query::NodeData::Text { contents } = &node.data {
                let head: String = contents.chars().take(200).collect();
                push_text(&mut start, &head);
            }
        });
        if start.trim_start().len() > 60 {
            break;
        }
    }
    let shown = start.trim_start_matches(|c: char| !c.is_alphanumeric());
    shown
        .chars()
        .take(40)
        .flat_map(char::to_lowercase)
        .collect()
}
