//! One article of an SGML collection as a tree, whatever its author thought of SGML.
//!
//! There is no document type to consult, so the article itself decides: a start tag whose name is
//! closed somewhere in it opens an element, any other (`<P>`, `<BR>`) is a mark that stands alone.
//! A `<` that begins no tag is text.

use std::collections::HashSet;

use super::xml::{Element, Node};

/// Most elements open at once; what is deeper stands beside its parent.
const MAX_DEPTH: usize = 64;

/// The tree of a text. The root has no name and holds all of it; names are lower case. Takes time
/// linear in the text.
pub(super) fn tree(text: &str) -> Element {
    let tags = tags(text);
    let closed: HashSet<&str> = tags
        .iter()
        .filter(|tag| tag.kind == Kind::End)
        .map(|tag| tag.name.as_str())
        .collect();
    let mut open = vec![Element::default()];
    let mut at = 0;
    for tag in &tags {
        add_text(&mut open, &text[at..tag.start]);
        at = tag.end;
        match tag.kind {
            Kind::Raw => add_raw(&mut open, &text[tag.start..tag.end]),
            Kind::Skipped => {}
            Kind::Start => {
                let element = Element {
                    name: tag.name.clone(),
                    attributes: attributes(&text[tag.start..tag.end]),
                    ..Element::default()
                };
                open.push(element);
                if !closed.contains(tag.name.as_str()) || open.len() > MAX_DEPTH {
                    close_one(&mut open);
                }
            }
            Kind::End => {
                if let Some(at) = open.iter().rposition(|element| element.name == tag.name) {
                    while open.len() > at.max(1) {
                        close_one(&mut open);
                    }
                }
            }
        }
    }
    add_text(&mut open, &text[at..]);
    while open.len() > 1 {
        close_one(&mut open);
    }
    open.swap_remove(0)
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Start,
    End,
    /// A comment or declaration.
    Skipped,
    /// `<![CDATA[...]]>`.
    Raw,
}

struct Tag {
    kind: Kind,
    name: String,
    start: usize,
    end: usize,
}

fn tags(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut from = 0;
    while let Some(found) = text[from..].find('<') {
        let start = from + found;
        match tag_at(&text[start..]) {
            Some((kind, name, len)) => {
                from = start + len;
                tags.push(Tag {
                    kind,
                    name,
                    start,
                    end: from,
                });
            }
            None => from = start + 1,
        }
    }
    tags
}

/// The tag at the start of `rest`, its lower-case name and its length.
fn tag_at(rest: &str) -> Option<(Kind, String, usize)> {
    for (opening, ending, kind) in [
        ("<!--", "-->", Kind::Skipped),
        ("<![CDATA[", "]]>", Kind::Raw),
        ("<!", ">", Kind::Skipped),
        ("<?", ">", Kind::Skipped),
    ] {
        if let Some(inside) = rest.strip_prefix(opening) {
            // Bounded, or many of them without an end would each be looked for in all the rest.
            let within = &inside.as_bytes()[..inside.len().min(MAX_SECTION)];
            let mut windows = within.windows(ending.len());
            let end = windows.position(|window| window == ending.as_bytes())?;
            return Some((kind, String::new(), opening.len() + end + ending.len()));
        }
    }
    let (kind, inside) = match rest.strip_prefix("</") {
        Some(inside) => (Kind::End, inside),
        None => (Kind::Start, &rest[1..]),
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    let len = inside.find(|c| !is_name(c)).unwrap_or(inside.len());
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) || len > MAX_NAME {
        return None;
    }
    let after = &inside[len..];
    if !after.starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace()) {
        return None;
    }
    // A tag ends before the next one begins, or it was no tag.
    let end = after.find(['>', '<'])?;
    let start = rest.len() - inside.len();
    after[end..].starts_with('>').then(|| {
        (
            kind,
            inside[..len].to_ascii_lowercase(),
            start + len + end + 1,
        )
    })
}

/// Longest comment or CDATA section, in bytes.
const MAX_SECTION: usize = 64 << 10;

/// Longest name of an element.
const MAX_NAME: usize = 32;

/// `name="value"`, `name='value'`, `name=value`, `name = value`.
fn attributes(tag: &str) -> Vec<(String, String)> {
    let inside = tag.trim_matches(['<', '>', '/']);
    let mut rest = inside
        .split_once(char::is_whitespace)
        .map_or("", |(_, rest)| rest);
    let mut found = Vec::new();
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quoted = ['"', '\'']
            .into_iter()
            .find_map(|quote| after.strip_prefix(quote)?.split_once(quote));
        let (value, next) = match quoted {
            Some(split) => split,
            None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        let name = name.split_whitespace().next_back().unwrap_or_default();
        found.push((name.to_ascii_lowercase(), decoded(value)));
        rest = next;
    }
    found
}

fn close_one(open: &mut Vec<Element>) {
    if let Some(closed) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(Node::Element(closed));
    }
}

fn add_text(open: &mut [Element], text: &str) {
    if !text.is_empty()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(Node::Text(decoded(text)));
    }
}

fn add_raw(open: &mut [Element], section: &str) {
    let text = section
        .strip_prefix("<![CDATA[")
        .and_then(|text| text.strip_suffix("]]>"));
    if let (Some(text), Some(parent)) = (text, open.last_mut()) {
        parent.children.push(Node::Text(text.to_owned()));
    }
}

/// Entities decoded once. Control characters, which wires are full of, are spaces; a reference that
/// means nothing stays.
fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(MAX_NAME).position(|byte| byte == b';');
        let Some(reference) = end.map(|end| &rest[..=end]) else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        match character(&reference[1..reference.len() - 1]) {
            Some(text) => {
                out.push_str(&text);
                rest = &rest[reference.len()..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        let character = char::from_u32(number)?;
        let is_break = matches!(character, '\n' | '\r' | '\t');
        let is_control = character.is_control() && !is_break;
        return Some(if is_control { ' ' } else { character }.to_string());
    }
    let own = OWN_ENTITIES.binary_search_by_key(&name, |(own, _)| own);
    if let Ok(at) = own {
        return Some(OWN_ENTITIES[at].1.to_owned());
    }
    let reference = format!("&{name};");
    let decoded = html_escape::decode_html_entities(&reference);
    (decoded != reference).then(|| decoded.into_owned())
}

/// Names that the document types of the TREC collections define beside those of HTML. Sorted.
const OWN_ENTITIES: &[(&str, &str)] = &[
    ("LR", ""),
    ("QC", ""),
    ("QL", ""),
    ("QR", ""),
    ("UR", ""),
    ("blank", " "),
    ("bullet", "•"),
    ("cir", "°"),
    ("hyph", "-"),
    ("pound", "£"),
    ("rsquo", "’"),
    ("sect", "§"),
    ("yen", "¥"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees() {
        let root = tree(
            "<DOC id=A1 type = 'story'><P>One &lt;TCB> & <two\n<P>Three<H2>in</H2></P2></DOC> after",
        );
        let doc = root.child("doc").unwrap();
        assert_eq!(doc.attribute("id"), Some("A1"));
        assert_eq!(doc.attribute("type"), Some("story"));
        assert_eq!(doc.all("p").count(), 2, "nothing closes a <P>");
        assert_eq!(doc.text(), "One <TCB> & <two\nThreein");
        assert_eq!(root.text(), "One <TCB> & <two\nThreein after");
    }

    #[test]
    fn characters() {
        for (text, expected) in [
            ("a&#3;b", "a b"),
            ("AT&T; R&D", "AT&T; R&D"),
            ("&hyph;&eacute;&#xe9;&amp;lt;", "-éé&lt;"),
            ("<![CDATA[1 < 2 &amp;]]>", "1 < 2 &amp;"),
        ] {
            assert_eq!(tree(text).text(), expected, "{text}");
        }
        assert!(OWN_ENTITIES.is_sorted());
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("{}x{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert_eq!(tree(&deep).text(), "x");
    }
}
