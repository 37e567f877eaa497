//! The text of elements, and how much of it there is.

use std::borrow::Cow;

use dom_query::{NodeId, NodeRef};
use rustc_hash::FxHashMap;

/// Words of a text; letters of scripts without spaces count as half a word.
pub(super) fn words(text: &str) -> usize {
    let (mut spaced, mut unspaced) = (0, 0);
    let mut is_in_word = false;
    for character in text.chars() {
        let is_space = character.is_whitespace();
        spaced += usize::from(!is_space && !is_in_word);
        is_in_word = !is_space;
        let is_unspaced = matches!(character, '\u{0E00}'..='\u{0EFF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}');
        unspaced += usize::from(is_unspaced);
    }
    spaced + unspaced / 2
}

/// Letters and digits, lower case: what stays the same however a line is set.
pub(super) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Characters other than spaces below an element, and how many of them are in links.
#[derive(Clone, Copy, Default)]
pub(super) struct Size {
    pub(super) chars: u32,
    pub(super) linked: u32,
}

/// Measures every element below `root` once, since a look at each level anew would be quadratic.
pub(super) fn sizes(root: &NodeRef<'_>) -> FxHashMap<NodeId, Size> {
    let order: Vec<NodeRef<'_>> = std::iter::once(*root)
        .chain(root.descendants_it())
        .collect();
    // About half of the nodes are elements.
    let mut sizes: FxHashMap<NodeId, Size> = FxHashMap::default();
    sizes.reserve(order.len() / 2);
    for node in order.iter().rev() {
        let mut size = sizes.get(&node.id).copied().unwrap_or_default();
        if let Some(chars) = text_chars(node) {
            size.chars = chars;
        } else if node.has_name("a") {
            size.linked = size.chars;
            sizes.insert(node.id, size);
        }
        if size.chars > 0
            && let Some(parent) = node.parent()
        {
            let above = sizes.entry(parent.id).or_default();
            above.chars += size.chars;
            above.linked += size.linked;
        }
    }
    sizes
}

fn text_chars(node: &NodeRef<'_>) -> Option<u32> {
    node.query_or(None, |node| match &node.data {
        dom_query::NodeData::Text { contents } => {
            let chars = contents.chars().filter(|c| !c.is_whitespace()).count();
            Some(u32::try_from(chars).unwrap_or(u32::MAX))
        }
        _ => None,
    })
}

/// Appends text as a browser shows it: runs of white space are one space.
pub(super) fn push_text(line: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(char::is_whitespace) {
        line.push_str(&rest[..at]);
        if !line.ends_with([' ', '\t']) {
            line.push(' ');
        }
        rest = rest[at..].trim_start();
    }
    line.push_str(rest);
}

/// The text below an element on one line, a space between blocks.
pub(super) fn spaced_text(node: &NodeRef<'_>) -> String {
    let mut text = String::new();
    let mut is_inside_unread = None;
    for below in node.descendants_it() {
        if let Some(unread) = is_inside_unread {
            if below.ancestors_it(None).any(|above| above.id == unread) {
                continue;
            }
            is_inside_unread = None;
        }
        let is_text = below.query_or(false, |node| match &node.data {
            dom_query::NodeData::Text { contents } => {
                push_text(&mut text, contents);
                true
            }
            _ => false,
        });
        if is_text {
            continue;
        }
        if let Some(name) = below.node_name() {
            if is_unread(&name) {
                is_inside_unread = Some(below.id);
            } else if is_block(&name) || &*name == "br" {
                push_text(&mut text, " ");
            }
        }
    }
    text.trim().to_owned()
}

/// Elements that show no text of the article.
pub(super) fn is_unread(name: &str) -> bool {
    matches!(
        name,
        "audio"
            | "button"
            | "head"
            | "iframe"
            | "noscript"
            | "object"
            | "script"
            | "select"
            | "style"
            | "svg"
            | "template"
            | "textarea"
            | "video"
    )
}

pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "html"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// The words of a class name, lower case: `social`, `share` and `bar` of `social-shareBar`.
pub(super) fn class_words(class: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut rest = class;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let mut last = ' ';
        let len = rest
            .find(|c: char| {
                let ends = !c.is_alphanumeric() || c.is_uppercase() && last.is_lowercase();
                last = c;
                ends
            })
            .unwrap_or(rest.len());
        let (word, left) = rest.split_at(len);
        rest = left;
        let is_lower = word
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        (!word.is_empty()).then(|| match is_lower {
            true => Cow::Borrowed(word),
            false => Cow::Owned(word.to_lowercase()),
        })
    })
}
