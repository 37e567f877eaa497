//! What is done to a page before the extractor sees it.
//!
//! The extractor rebuilds the page and drops the classes on the way, and some of its rules take
//! body for furniture. Both are met here, on the parsed page.

use dom_query::{Document, NodeRef};

use super::text::{Size, is_block, sizes, spaced_text, words};
use super::{furniture_class, lead_elsewhere, line_furniture};

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
        if node.has_name("br") && is_break_before_paragraph(&node) {
            node.after_html("<br>");
            continue;
        }
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
            && is_sentence(&node, reason, size)
        {
            // The extractor judges by these names too.
            node.remove_attrs(&["class", "id"]);
        } else if let Some(reason) = reason
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

/// Fewer words than this, and a paragraph with the class of furniture is furniture.
const SENTENCE_WORDS: usize = 12;

/// Whether an element with the class of furniture is a paragraph of prose all the same: style
/// sheets call paragraphs `social` or `hidden` that are body. Frames are never, captions and the
/// lines about a writer are prose too, and an invitation says itself what it is.
fn is_sentence(node: &NodeRef<'_>, reason: &str, size: Size) -> bool {
    let is_paragraph = node
        .node_name()
        .is_some_and(|name| matches!(&*name, "p" | "li" | "blockquote"));
    let is_prose_anyway = matches!(reason, "caption" | "about the writer" | "notice");
    if !is_paragraph || is_prose_anyway || size.linked * 3 > size.chars {
        return false;
    }
    let is_frame = !node.has_name("blockquote")
        && node
            .descendants_it()
            .any(|below| below.node_name().is_some_and(|name| is_block(&name)));
    let text = spaced_text(node);
    let ends = text.ends_with(['.', '!', '?', '…', '。'])
        || text
            .strip_suffix(['”', '"', '’', '\'', '»', ')'])
            .is_some_and(|said| said.ends_with(['.', '!', '?', '…', '。', ',']));
    if is_frame || !ends || words(&text) < SENTENCE_WORDS {
        return false;
    }
    let opening: String = text.chars().take(40).flat_map(char::to_lowercase).collect();
    let says_so = line_furniture::reason(&text).is_some()
        || line_furniture::tail_reason(&text).is_some()
        || lead_elsewhere::reason(&opening).is_some();
    let is_in_comments = || {
        node.ancestors_it(Some(6)).any(|above| {
            !matches!(
                above.node_name().as_deref(),
                Some("article" | "body" | "html" | "main")
            ) && [above.class(), above.id_attr()]
                .iter()
                .flatten()
                .any(|name| furniture_class::reason(name, 0) == Some("comments"))
        })
    };
    !(says_so || reason == "comments" && is_in_comments())
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

/// Whether text stands between a line break and a paragraph. The extractor drops such a break, and
/// `By Jo Lee<br>May 3` becomes one word; two breaks make a paragraph.
fn is_break_before_paragraph(line_break: &NodeRef<'_>) -> bool {
    line_break
        .next_element_sibling()
        .is_some_and(|next| next.has_name("p"))
        && line_break
            .next_sibling()
            .is_some_and(|next| next.is_text() && !next.text().trim().is_empty())
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
