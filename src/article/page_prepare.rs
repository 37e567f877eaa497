//! What is done to a page before the extractor sees it.
//!
//! The extractor rebuilds the page and drops the classes on the way, and some of its rules take
//! body for furniture. Both are met here, on the parsed page.

use dom_query::{Document, NodeRef};

use super::furniture_class;
use super::page_text::sizes;

/// Marks the furniture that class names give away, before the extractor rebuilds the page and the
/// classes go. Takes time linear in the page.
pub(super) fn mark(page: &Document, is_live_blog: bool) {
    let Some(body) = page.body() else {
        return;
    };
    let sizes = sizes(&body);
    // Collected first: the tree cannot be changed while it is walked. Inner ones first, so that
    // frames around frames go as well.
    for node in body.descendants().into_iter().rev() {
        let size = sizes.get(&node.id).copied().unwrap_or_default();
        if size.chars == 0 {
            continue;
        }
        let named = [node.class(), node.id_attr()];
        let reason = named
            .iter()
            .flatten()
            .find_map(|name| furniture_class::reason(name, size.chars));
        if let Some(reason) = reason
            && node.node_name().is_some_and(|name| may_be_marked(&name))
        {
            node.set_attr(REASON, reason);
            node.rename(FURNITURE);
        } else if node.has_name("div")
            && let Some(paragraph) = framed_paragraph(&node)
        {
            node.replace_with(&paragraph);
        } else if node.has_name("article") && !is_live_blog && is_other_story(&node) {
            node.set_attr(REASON, "other story");
            node.rename(FURNITURE);
        }
    }
}

/// The paragraph that a `div` holds and nothing else. The extractor takes such a `div` for
/// furniture when a fifth of it is linked, and the paragraph with it.
fn framed_paragraph<'p>(frame: &NodeRef<'p>) -> Option<NodeRef<'p>> {
    let mut children = frame.element_children();
    let only = children
        .pop()
        .filter(|only| children.is_empty() && only.has_name("p"))?;
    let text = frame.text();
    let is_sentence = text
        .trim_end()
        .ends_with(['.', '!', '?', '”', '"', '’', '。']);
    (is_sentence && text.trim().len() > 40).then_some(only)
}

/// Whether an `article` stands inside another one: a comment or another story.
fn is_other_story(article: &NodeRef<'_>) -> bool {
    article.ancestors_it(None).any(|above| {
        above.has_name("article") && above.children_it(false).any(|child| child.has_name("p"))
    })
}

/// Parts of tables, forms and the like would break what stands around them.
fn may_be_marked(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "div"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "li"
            | "ol"
            | "p"
            | "section"
            | "small"
            | "span"
            | "ul"
    )
}

/// The name that [`mark`] gives to furniture: no element of HTML, so that the extractor neither
/// scores it nor turns it into a paragraph, as it does with a `div` that holds one.
pub(super) const FURNITURE: &str = "furniture";

/// Where [`mark`] keeps its reason.
pub(super) const REASON: &str = "data-reason";
