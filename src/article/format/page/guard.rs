//! What a page must look like before a parser may see it.
//!
//! Parsers and extractors of HTML take quadratic time or recurse on pages that no newsroom ever
//! made: 100,000 nested elements keep html5ever busy for more than 15 seconds, and a stack that overflows ends
//! the process. [`slimmed`] looks at the markup alone, in time linear in the page, and follows the
//! nesting as a parser would: void elements, optional end tags and misnested formatting are no
//! depth. [`check_tree`] then holds the parsed tree, which is exact, to the same limits.

use std::borrow::Cow;

use dom_query::Document;
use memchr::memmem::{self, Finder};

use super::open_elements::{Nesting, Tag, role};
use crate::article::Rejection;

/// Largest page, in bytes after embedded files (`data:` addresses) are taken out. Parsing needs up
/// to some 25 bytes of memory a byte of markup; the largest
/// of 828 saved pages in the sample archives has 2.7 MB.
pub(super) const MAX_PAGE_BYTES: usize = 16 << 20;

/// Most elements open at once. The deepest of those pages has 51. The extractor recurses once a level,
/// which at this depth fits the 2 MiB of a worker thread (tested).
pub(super) const MAX_DEPTH: usize = 512;

/// Most elements, those counted that a parser opens again (see [`Nesting`]). The fullest of those
/// pages has 20,000.
pub(super) const MAX_ELEMENTS: usize = 500_000;

/// Bound on the sum of text bytes times their depth: the extractor measures the text of every
/// level anew. The largest of those pages comes to 13 million.
const MAX_DEPTH_BYTES: usize = 500_000_000;

/// Bound on the sum of squares of attribute counts: the tokenizer compares each attribute of a tag
/// with those before it.
const MAX_ATTRIBUTE_PAIRS: usize = 100_000_000;

/// Bound on the sum of squares of `&` counts between two start tags: the parser copies what it
/// has of a text at every entity. 200,000 in one text take it some four seconds.
const MAX_ENTITY_PAIRS: usize = 40_000_000_000;

/// Most `<` that open nothing and NUL bytes: the parser keeps a message for each.
const MAX_STRAY: usize = 1_000_000;

/// Refuses pages that would hang or break a parser, and takes out what no reader of text needs:
/// scripts other than JSON-LD, styles, drawings and comments.
/// Takes time linear in the page.
///
/// # Errors
/// Failed, with the limit that was passed.
pub(super) fn slimmed(html: &str) -> Result<Cow<'_, str>, Rejection> {
    if html.len() > MAX_PAGE_BYTES {
        let detail = format!("{} bytes, at most {MAX_PAGE_BYTES} are read", html.len());
        return Err(Rejection::failed("page too large", detail));
    }
    let bytes = html.as_bytes();
    let mut nesting = Nesting::default();
    let mut slim = Slim {
        html,
        out: String::new(),
        kept: 0,
    };
    let mut has_drawing_ends = true;
    let mut attribute_pairs = 0usize;
    let mut entity_pairs = 0usize;
    let mut entities = 0usize;
    let mut stray = bytes.iter().filter(|&&byte| byte == 0).count();
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let open = at + found;
        let rest = &html[open..];
        entities += entity_count(&html[at..open]);
        at = match bytes.get(open + 1) {
            Some(b'!' | b'?') => {
                let end = open + markup_declaration_len(rest);
                if rest.starts_with("<!--") {
                    slim.drop(open, end);
                }
                end
            }
            Some(b'/') if rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) => {
                let tag = Tag::read(&rest[2..]);
                attribute_pairs += tag.attributes * tag.attributes;
                nesting.close(&tag);
                open + 2 + tag.len
            }
            Some(letter) if letter.is_ascii_alphabetic() => {
                let tag = Tag::read(&rest[1..]);
                attribute_pairs += tag.attributes * tag.attributes;
                let after = open + 1 + tag.len;
                let name: &str = &tag.name;
                let in_foreign = nesting.foreign > 0;
                let is_drawing = name == "svg" && !tag.closes_itself && has_drawing_ends;
                let drawing_len = if is_drawing {
                    raw_len(&html[after..], name)
                } else {
                    0
                };
                has_drawing_ends &= !is_drawing || after + drawing_len < html.len();
                // End tags and comments may leave the parser in the same text.
                entity_pairs += entities * entities;
                entities = 0;
                nesting.open(&tag)?;
                // Read for what it says of the story, like JSON-LD, or gone altogether.
                let is_gone = !in_foreign
                    && (name == "style" || name == "script" && !rest[..=tag.len].contains("json"));
                if !is_gone {
                    for range in &tag.unread {
                        slim.drop(open + 1 + range.start, open + 1 + range.end);
                    }
                }
                if is_drawing && has_drawing_ends {
                    slim.drop(after, after + drawing_len);
                    after + drawing_len
                } else if in_foreign || !tag.is(role::RAW) {
                    after
                } else {
                    nesting.close(&tag);
                    let end = after + raw_len(&html[after..], name);
                    let is_read =
                        matches!(name, "title" | "textarea" | "noframes" | "xmp" | "script");
                    if is_gone {
                        let close = html[end..].find('>').map_or(html.len(), |at| end + at + 1);
                        slim.drop(open, close);
                        close
                    } else {
                        if !is_read {
                            slim.drop(after, end);
                        }
                        end
                    }
                }
            }
            _ => {
                stray += 1;
                open + 1
            }
        };
        if attribute_pairs > MAX_ATTRIBUTE_PAIRS {
            return Err(Rejection::failed("page too complex", "too many attributes"));
        }
        if entity_pairs + entities * entities > MAX_ENTITY_PAIRS {
            return Err(Rejection::failed("page too complex", "too many entities"));
        }
        if stray > MAX_STRAY {
            return Err(Rejection::failed("page too complex", "not markup"));
        }
    }
    entities += entity_count(&html[at..]);
    if entity_pairs + entities * entities > MAX_ENTITY_PAIRS {
        return Err(Rejection::failed("page too complex", "too many entities"));
    }
    Ok(slim.finish())
}

fn entity_count(text: &str) -> usize {
    text.bytes().filter(|&byte| byte == b'&').count()
}

/// A text with pieces taken out.
struct Slim<'h> {
    html: &'h str,
    out: String,
    /// Up to here the text is in `out`, or was dropped.
    kept: usize,
}

impl<'h> Slim<'h> {
    fn drop(&mut self, from: usize, to: usize) {
        self.out.push_str(&self.html[self.kept..from]);
        self.kept = to;
    }

    fn finish(mut self) -> Cow<'h, str> {
        if self.kept == 0 {
            return Cow::Borrowed(self.html);
        }
        self.out.push_str(&self.html[self.kept..]);
        Cow::Owned(self.out)
    }
}

/// Refuses trees that the extractor could not walk in bounded time and stack.
///
/// # Errors
/// Failed, with the limit that was passed.
pub(super) fn check_tree(page: &Document) -> Result<(), Rejection> {
    let mut depth_bytes = 0usize;
    let mut elements = 0usize;
    let mut depth = 1usize;
    let mut node = page.root().first_child();
    while let Some(here) = node {
        if here.is_element() {
            elements += 1;
            depth_bytes += depth;
        } else if here.is_text() {
            depth_bytes += depth * here.query_or(0, text_len);
        }
        if depth > MAX_DEPTH + 1 {
            return Err(too_deep());
        }
        if let Some(child) = here.first_child() {
            depth += 1;
            node = Some(child);
            continue;
        }
        let mut from = here;
        node = loop {
            if let Some(next) = from.next_sibling() {
                break Some(next);
            }
            depth = depth.saturating_sub(1);
            match from.parent() {
                Some(parent) => from = parent,
                None => break None,
            }
        };
    }
    if elements > MAX_ELEMENTS {
        return Err(too_many_elements());
    }
    if depth_bytes > MAX_DEPTH_BYTES {
        let detail = "too much text too deep";
        return Err(Rejection::failed("page too complex", detail));
    }
    Ok(())
}

fn text_len(node: &dom_query::TreeNode) -> usize {
    match &node.data {
        dom_query::NodeData::Text { contents } => contents.len(),
        _ => 0,
    }
}

pub(super) fn too_deep() -> Rejection {
    let detail = format!("more than {MAX_DEPTH} elements inside each other");
    Rejection::failed("page nested too deep", detail)
}

pub(super) fn too_many_elements() -> Rejection {
    let detail = format!("more than {MAX_ELEMENTS} elements");
    Rejection::failed("page too complex", detail)
}

/// Bytes of a comment, doctype, CDATA section or processing instruction.
fn markup_declaration_len(rest: &str) -> usize {
    let Some(comment) = rest.strip_prefix("<!--") else {
        return rest.find('>').map_or(rest.len(), |end| end + 1);
    };
    if comment.starts_with('>') {
        return 5;
    }
    if comment.starts_with("->") {
        return 6;
    }
    // Two ends are allowed; the nearer one counts.
    let find = |text: &str, sign: &str| memmem::find(text.as_bytes(), sign.as_bytes());
    let plain = find(comment, "-->").map(|end| end + 3);
    let within = plain.unwrap_or(comment.len());
    let bang = find(&comment[..within], "--!>").map(|end| end + 4);
    bang.or(plain).map_or(rest.len(), |end| end + 4)
}

/// Bytes up to the end tag of a raw text element, which is left for the caller.
fn raw_len(rest: &str, name: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    let ends = Finder::new("</");
    while let Some(found) = ends.find(&bytes[at..]) {
        let end = at + found;
        let tag = &bytes[end + 2..];
        let is_name = tag.len() >= name.len()
            && tag[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            && tag
                .get(name.len())
                .is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 12 | b'/' | b'>'));
        if is_name {
            return end;
        }
        at = end + 2;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth_is_fine(html: &str) -> bool {
        slimmed(html).is_ok()
    }

    #[test]
    fn hostile_nesting_is_refused() {
        for unit in [
            "<div>",
            "<b>",
            "<span>",
            "<b><i><u>",
            "<table><tr><td>",
            "<ul><li>",
            "<div><table></div>",
            "<span><div></span>",
            "<svg><g>",
            "<p><button>",
            "<font size=1>",
        ] {
            assert!(!depth_is_fine(&unit.repeat(2000)), "{unit}");
        }
        let differing: String = (0..2000)
            .map(|n| format!("<div><b id={n}>x</div>"))
            .collect();
        assert!(!depth_is_fine(&differing));
        let spaces = format!("<p a{}=x>", " ".repeat(8 << 20));
        assert!(depth_is_fine(&spaces));
        let attributes: String = (0..50_000).map(|n| format!(" a{n}=x")).collect();
        assert!(!depth_is_fine(&format!("<p{attributes}>")));
    }

    #[test]
    fn loose_markup_is_no_nesting() {
        for unit in [
            "<p>One",
            "<ul><li>a<li>b</ul>",
            "<br><img src=x><hr>",
            "<table><tr><td>a<td>b<tr><td>c</table>",
            "<dl><dt>a<dd>b</dl>",
            "<select><option>a<option>b</select>",
            "<a href=x>y",
            "<p><b>bold</p>",
            "<script>'<div><div>'</script>",
            "<!-- <div><div> -->",
            "<svg><path d='M0'/><g/></svg>",
            "<p title='a > b <div>'>",
            "1 < 2 <3 ",
        ] {
            let page = format!("<body><div>{}</div>", unit.repeat(2000));
            assert!(depth_is_fine(&page), "{unit}");
        }
    }

    #[test]
    fn what_nobody_reads_is_taken_out() {
        for (html, slim) in [
            (
                "<p class=a data-x='1' onclick=\"f('>')\" id=b>x</p>",
                "<p class=a   id=b>x</p>",
            ),
            ("<p data-testid=byline>x</p>", "<p data-testid=byline>x</p>"),
            ("a<script data-x=1>b</script >c", "ac"),
            ("a<style>b", "a"),
            (
                "<script type='application/ld+json' data-x=1>{}</script>",
                "<script type='application/ld+json' >{}</script>",
            ),
        ] {
            assert_eq!(slimmed(html).unwrap(), slim);
        }
    }

    #[test]
    fn trees_are_measured() {
        let deep = format!("{}x{}", "<div>".repeat(600), "</div>".repeat(600));
        assert!(check_tree(&Document::from(deep)).is_err());
        let flat = "<p>x</p>".repeat(5000);
        assert!(check_tree(&Document::from(flat)).is_ok());
    }
}
