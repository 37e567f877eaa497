//! XML documents as a tree, read as far as they go.
//!
//! Archives hold XML that no validating reader takes: feeds with a stray `&`, tags that close in the
//! wrong order, prefixes nobody declared. [`parse`] reads all of that and says where a document
//! breaks off. Names are matched without their prefix. Entities are the characters that XML and
//! HTML define; those a document defines for itself are left as they stand, so nothing expands, and
//! nothing outside the document is ever opened.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Rejection;
use crate::text::{decode, normalize};

/// Most elements open at once. News formats reach about 20, pages inside them 50.
const MAX_DEPTH: usize = 512;

/// Most elements and attributes. A newspaper page in ALTO with every glyph has 200,000.
const MAX_NODES: usize = 4_000_000;

/// Largest document.
const MAX_BYTES: usize = 128 << 20;

/// How far into a document its declaration is looked for.
const DECLARATION_BYTES: usize = 1024;

/// An element with all that is in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Element {
    /// Without prefix, as printed: `newsItem`.
    pub(super) name: String,
    /// The prefix before the name: `media` of `media:title`. What it stands for is not looked up.
    pub(super) prefix: Option<Box<str>>,
    /// Whether the document breaks off inside it.
    pub(super) is_cut: bool,
    /// Names without prefix, in order.
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Element(Element),
    /// Entities decoded once.
    Text(String),
}

/// A document and where it breaks off.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) root: Element,
    /// What follows the root: archives write several documents into one file.
    pub(super) further: Vec<Element>,
    /// Why the document could not be read to its end; what stands before is in `root`.
    pub(super) damage: Option<String>,
}

/// The root of a document that is whole.
///
/// # Errors
/// Failed: `not valid XML` where it breaks off, and as [`parse`].
pub(super) fn document(bytes: &[u8], charset: Option<&str>) -> Result<Element, Rejection> {
    let parsed = parse(bytes, charset)?;
    match parsed.damage {
        None => Ok(parsed.root),
        Some(detail) => Err(Rejection::failed("not valid XML", detail)),
    }
}

/// Reads a document as far as it goes. Takes time and memory linear in it.
///
/// `charset` is what its container says; the declaration in the document comes first.
///
/// # Errors
/// Failed: `not valid XML` without any element, `XML too large` and `XML too complex` beyond the
/// limits above.
pub(super) fn parse(bytes: &[u8], charset: Option<&str>) -> Result<Parsed, Rejection> {
    if bytes.len() > MAX_BYTES {
        let detail = format!("{} bytes, at most {MAX_BYTES} are read", bytes.len());
        return Err(Rejection::failed("XML too large", detail));
    }
    let declared = declared_charset(bytes);
    let (text, _) = decode::decode(bytes, declared.as_deref().or(charset));
    parse_text(&text)
}

/// As [`parse`], for text that is decoded already.
pub(super) fn parse_text(text: &str) -> Result<Parsed, Rejection> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    let mut tree = Tree::default();
    let damage = loop {
        let at = reader.buffer_position();
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                tree.open(element(&start), true)?;
            }
            Ok(Event::Empty(start)) => {
                tree.open(element(&start), false)?;
            }
            Ok(Event::End(end)) => tree.close(end.local_name().into_inner()),
            Ok(Event::Text(text)) => tree.text(&text),
            Ok(Event::CData(text)) => tree.text(&text),
            Ok(Event::GeneralRef(name)) => tree.text(&character(&name)),
            Ok(Event::Eof) if tree.open.is_empty() => break None,
            Ok(Event::Eof) => break Some("the document ends in the middle".to_owned()),
            Ok(Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_)) => {}
            Err(error) => break Some(format!("{error} at byte {at}")),
        }
    };
    let (root, further) = tree.finish();
    match root {
        Some(root) => Ok(Parsed {
            root,
            further,
            damage,
        }),
        None => {
            let detail = damage.unwrap_or_else(|| "no element".to_owned());
            Err(Rejection::failed("not valid XML", detail))
        }
    }
}

/// The element a start tag opens.
fn element(start: &BytesStart<'_>) -> Element {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let name = attribute.key.local_name().into_inner().to_owned();
        let value = html_escape::decode_html_entities(&attribute.value);
        (name, value.into_owned())
    });
    let prefix = start.name().prefix();
    let mut attributes: Vec<(String, String)> = attributes.collect();
    attributes.shrink_to_fit();
    Element {
        name: start.local_name().into_inner().to_owned(),
        prefix: prefix.map(|prefix| prefix.into_inner().into()),
        attributes,
        ..Element::default()
    }
}

/// The character of `&name;`; the reference itself when nothing defines it.
fn character(name: &str) -> String {
    let reference = format!("&{name};");
    html_escape::decode_html_entities(&reference).into_owned()
}

/// The elements that are open, the root first.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    root: Option<Element>,
    further: Vec<Element>,
    nodes: usize,
}

impl Tree {
    fn open(&mut self, element: Element, has_content: bool) -> Result<(), Rejection> {
        self.nodes += 1 + element.attributes.len();
        if self.open.len() >= MAX_DEPTH {
            let detail = format!("more than {MAX_DEPTH} elements in each other");
            return Err(Rejection::failed("XML too complex", detail));
        }
        if self.nodes > MAX_NODES {
            let detail = format!("more than {MAX_NODES} elements and attributes");
            return Err(Rejection::failed("XML too complex", detail));
        }
        self.open.push(element);
        if !has_content {
            self.close_one();
        }
        Ok(())
    }

    /// Closes the innermost element of this name and all in it; an end without a start is passed
    /// over.
    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|element| element.name == name) else {
            return;
        };
        while self.open.len() > at {
            self.close_one();
        }
    }

    fn close_one(&mut self) {
        let Some(mut closed) = self.open.pop() else {
            return;
        };
        // Room for three more children in every element would be most of the tree.
        closed.children.shrink_to_fit();
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(closed)),
            None if self.root.is_none() => self.root = Some(closed),
            None => self.further.push(closed),
        }
    }

    fn text(&mut self, text: &str) {
        let Some(parent) = self.open.last_mut() else {
            return;
        };
        match parent.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => parent.children.push(Node::Text(text.to_owned())),
        }
    }

    /// The root and what follows it; elements that are still open are cut.
    fn finish(mut self) -> (Option<Element>, Vec<Element>) {
        for element in &mut self.open {
            element.is_cut = true;
        }
        while !self.open.is_empty() {
            self.close_one();
        }
        (self.root, self.further)
    }
}

impl Element {
    /// The value of the first attribute of this name, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// As [`Element::attribute`], in any case.
    pub(super) fn attribute_any(&self, name: &str) -> Option<&str> {
        let mut named = self.attributes.iter();
        let found = named.find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The elements directly in this one.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of this name directly in this one.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The elements of this name directly in this one.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element at the end of a path of names: `["head", "hedline", "hl1"]`.
    pub(super) fn at<'e>(&'e self, path: &[&str]) -> Option<&'e Element> {
        let (first, rest) = match path.split_first() {
            Some(split) => split,
            None => return Some(self),
        };
        let mut steps = self.elements().filter(|element| element.name == *first);
        steps.find_map(|element| element.at(rest))
    }

    /// Names and values of all attributes, in order.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.attributes.iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether the name is this one, in any case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// All elements inside, in document order, those of other elements' insides too.
    pub(super) fn descendants(&self) -> Descendants<'_> {
        Descendants {
            ahead: self.children.iter().rev().collect(),
        }
    }

    /// The first element of this name anywhere inside.
    pub(super) fn find<'e>(&'e self, name: &str) -> Option<&'e Element> {
        self.descendants().find(|element| element.name == name)
    }

    /// Bytes of text and number of elements, its own and those inside.
    // Recursion is bounded by `MAX_DEPTH`.
    pub(super) fn size(&self) -> usize {
        let sizes = self.children.iter().map(|node| match node {
            Node::Text(text) => text.len(),
            Node::Element(element) => element.size(),
        });
        1 + sizes.sum::<usize>()
    }

    /// All text inside on one line; `None` when there is none.
    pub(super) fn line(&self) -> Option<String> {
        let line = normalize::line(&self.text());
        (!line.is_empty()).then_some(line)
    }

    /// All text inside, as printed.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.add_text(&mut out);
        out
    }

    /// All text inside on one line, if it has no more than so many bytes as printed: looks no further.
    pub(super) fn short_line(&self, most_bytes: usize) -> Option<String> {
        let mut text = String::new();
        let is_all = self.add_text_within(most_bytes, &mut text);
        is_all.then(|| normalize::line(&text))
    }

    // Recursion is bounded by `MAX_DEPTH`.
    fn add_text_within(&self, most_bytes: usize, out: &mut String) -> bool {
        self.children.iter().all(|node| match node {
            Node::Text(text) => {
                let fits = out.len() + text.len() <= most_bytes;
                out.push_str(if fits { text } else { "" });
                fits
            }
            Node::Element(element) => element.add_text_within(most_bytes, out),
        })
    }

    // Recursion is bounded by `MAX_DEPTH`.
    fn add_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.add_text(out),
            }
        }
    }
}

/// See [`Element::descendants`].
pub(super) struct Descendants<'e> {
    ahead: Vec<&'e Node>,
}

impl<'e> Iterator for Descendants<'e> {
    type Item = &'e Element;

    fn next(&mut self) -> Option<&'e Element> {
        loop {
            if let Node::Element(element) = self.ahead.pop()? {
                self.ahead.extend(element.children.iter().rev());
                return Some(element);
            }
        }
    }
}

/// The charset of the XML declaration.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let head = String::from_utf8_lossy(head);
    let declaration = head.split_once("<?xml")?.1.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start();
    let value = value.strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..]
        .split_once(quote)
        .map(|(name, _)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Element {
        parse_text(text).unwrap().root
    }

    #[test]
    fn names_paths_and_texts() {
        let root = root(
            "<a:feed x:n='1&amp;2'><head><t>One &amp; <b>two</b></t></head><head><u/></head></a:feed>",
        );
        assert_eq!(root.name, "feed");
        assert_eq!(root.attribute("n"), Some("1&2"));
        assert_eq!(root.at(&["head", "t"]).unwrap().text(), "One & two");
        assert!(root.at(&["head", "u"]).is_some(), "any head will do");
        let names: Vec<&str> = root.descendants().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["head", "t", "b", "head", "u"]);
    }

    #[test]
    fn what_is_wrong_is_read_around() {
        for (text, expected) in [
            (
                "<a>AT&T & Co&nbsp;&eacute;&#38;&own;</a>",
                "AT&T & Co\u{a0}é&&own;",
            ),
            ("<a><![CDATA[1 < 2 &amp;]]></a>", "1 < 2 &amp;"),
            ("<a><b>bold</a> after", "bold"),
            ("<a>x</b>y</a>", "xy"),
        ] {
            let parsed = parse_text(text).unwrap();
            assert_eq!(parsed.root.text(), expected, "{text}");
            assert_eq!(parsed.damage, None, "{text}");
        }
        let cut = parse_text("<a><b>whole</b><b>cut").unwrap();
        let is_cut: Vec<bool> = cut.root.all("b").map(|b| b.is_cut).collect();
        assert_eq!((cut.damage.is_some(), is_cut), (true, vec![false, true]));
        let two = parse_text("<?xml version='1.0'?><a>1</a><?xml version='1.0'?><a>2</a>");
        assert_eq!(two.unwrap().further[0].text(), "2");
        assert_eq!(
            document(b"<a><b>cut", None).unwrap_err().reason,
            "not valid XML"
        );
        assert_eq!(
            document(b"no markup", None).unwrap_err().reason,
            "not valid XML"
        );
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>Bogot\xe1</a>";
        assert_eq!(document(latin, None).unwrap().text(), "Bogotá");
    }

    #[test]
    fn bombs_do_not_go_off() {
        let deep = "<a>".repeat(100_000);
        assert_eq!(parse_text(&deep).unwrap_err().reason, "XML too complex");
        let laughs = "<!DOCTYPE a [<!ENTITY l 'ha'><!ENTITY m '&l;&l;'>\
                      <!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>&m;&f;</a>";
        assert_eq!(root(laughs).text(), "&m;&f;");
    }
}
