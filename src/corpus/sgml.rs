//! SGML collections: articles between a pair of tags, one after the other, in files of any size.
//!
//! Reuters-21578 (`<REUTERS ...>`), the collections of TREC and their kin (`<DOC>`), SogouCA
//! (`<doc>`). They are no XML: attributes without quotes, tags that never close, bytes of any
//! charset, characters that XML forbids. So only the pair of tags is looked for, and what stands
//! between two articles is passed over.

use std::io;

use super::container::{Input, RECORD_BYTES, Step, input_failure, too_large};
use super::{Content, Rejection};

/// Elements that hold one article of a collection, lower case.
const ARTICLES: &[&str] = &["doc", "reuters"];

/// Elements around all articles of a file, lower case.
const WRAPPERS: &[&str] = &["collection", "corpus", "docs", "docstream", "root"];

/// The name of the element that holds an article, as the file spells it, when a file begins as a
/// collection does: `DOC`.
///
/// A file that says it is XML and holds one document is none: other formats have a `<doc>` too.
pub(super) fn article_tag(head: &[u8]) -> Option<String> {
    let mut rest = head.trim_ascii_start();
    let is_xml = rest.starts_with(b"<?xml");
    loop {
        let after = after_declaration(rest)?;
        let Some(after) = after else { break };
        rest = after.trim_ascii_start();
    }
    let name = element_name(rest)?;
    let lower = name.to_ascii_lowercase();
    if WRAPPERS.contains(&lower.as_str()) {
        let end = rest.iter().position(|&byte| byte == b'>')?;
        let inner = element_name(rest[end + 1..].trim_ascii_start())?;
        let is_article = ARTICLES.contains(&inner.to_ascii_lowercase().as_str());
        return (is_article && !holds_fields(rest)).then_some(inner);
    }
    if !ARTICLES.contains(&lower.as_str()) || is_xml || holds_fields(rest) {
        return None;
    }
    Some(name)
}

/// What follows a declaration, comment or instruction; `Some(None)` when there is none here, `None`
/// when it has no end.
fn after_declaration(rest: &[u8]) -> Option<Option<&[u8]>> {
    let end: &[u8] = if rest.starts_with(b"<!--") {
        b"-->"
    } else if rest.starts_with(b"<!") || rest.starts_with(b"<?") {
        b">"
    } else {
        return Some(None);
    };
    let at = rest.windows(end.len()).position(|window| window == end)?;
    Some(Some(&rest[at + end.len()..]))
}

/// The name of the element that begins here.
fn element_name(rest: &[u8]) -> Option<String> {
    let inside = rest.strip_prefix(b"<")?;
    let len = inside
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric())
        .unwrap_or(inside.len());
    let name = std::str::from_utf8(&inside[..len]).ok()?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// `<doc><field name="title">`: an import of a search server, which is XML.
fn holds_fields(rest: &[u8]) -> bool {
    let start = &rest[..rest.len().min(2048)];
    let holds = |sign: &[u8]| start.windows(sign.len()).any(|window| window == sign);
    holds(b"<field ") || holds(b"xmlns")
}

/// The articles of a collection, one [`Content::Piece`] each, from its start tag to its end tag.
///
/// Takes memory for the longest article only. An article whose end tag is missing ends where the next
/// one begins on a line of its own; a file that breaks off in an article gives a failed one.
pub(super) struct Articles<'i> {
    input: Input<'i>,
    tag: String,
    /// The article so far, from its start tag on.
    piece: Vec<u8>,
    /// The bytes up to the next `>` that did not belong to the article before.
    token: Vec<u8>,
    is_open: bool,
    is_too_long: bool,
    /// Whether an end tag was seen in this file: some collections write none.
    has_ends: bool,
    number: u32,
    is_over: bool,
}

enum Tag {
    Start,
    End,
    Other,
}

impl<'i> Articles<'i> {
    /// `tag` is what [`article_tag`] found.
    pub(super) fn new(tag: String, input: Input<'i>) -> Articles<'i> {
        Articles {
            input,
            tag,
            piece: Vec::new(),
            token: Vec::new(),
            is_open: false,
            is_too_long: false,
            has_ends: false,
            number: 0,
            is_over: false,
        }
    }

    /// Reads as far as the next `>`, with it. False at the end of the input.
    fn read_token(&mut self) -> io::Result<bool> {
        self.token.clear();
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                return Ok(!self.token.is_empty());
            }
            let end = chunk.iter().position(|&byte| byte == b'>');
            let used = end.map_or(chunk.len(), |end| end + 1);
            // Of a text without any tag its end is enough to see one.
            if self.token.len() + used > RECORD_BYTES {
                self.is_too_long |= self.is_open;
                self.token.clear();
            }
            self.token.extend_from_slice(&chunk[..used]);
            self.input.consume(used);
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    /// What the token ends in, and where that begins in it.
    fn tag(&self) -> (Tag, usize) {
        let Some(at) = self.token.iter().rposition(|&byte| byte == b'<') else {
            return (Tag::Other, 0);
        };
        let inside = &self.token[at + 1..];
        let (kind, name) = match inside.strip_prefix(b"/") {
            Some(name) => (Tag::End, name),
            None => (Tag::Start, inside),
        };
        let len = self.tag.len();
        let is_ours = name.len() > len
            && name[..len].eq_ignore_ascii_case(self.tag.as_bytes())
            && (name[len] == b'>' || name[len].is_ascii_whitespace());
        if is_ours && name.ends_with(b">") {
            (kind, at)
        } else {
            (Tag::Other, at)
        }
    }

    fn give(&mut self) -> Step {
        let piece = std::mem::take(&mut self.piece);
        let is_too_long = std::mem::take(&mut self.is_too_long);
        self.is_open = false;
        self.numbered(if is_too_long {
            Err(too_large(RECORD_BYTES))
        } else {
            Ok(Content::Piece(piece))
        })
    }

    fn numbered(&mut self, content: Result<Content, Rejection>) -> Step {
        let number = self.number;
        self.number = number.saturating_add(1);
        (number, content)
    }

    fn keep(&mut self, from: usize, to: usize) {
        if self.piece.len() + to - from > RECORD_BYTES {
            self.is_too_long = true;
            self.piece.clear();
        }
        if !self.is_too_long {
            self.piece.extend_from_slice(&self.token[from..to]);
        }
    }

    /// The article the file breaks off in, if it does, or the reason why there is none at all.
    fn last(&mut self) -> Option<Step> {
        self.is_over = true;
        if !self.is_open {
            let none = Rejection::skipped("no text");
            return (self.number == 0).then(|| self.numbered(Err(none)));
        }
        if self.has_ends || self.number == 0 {
            let detail = format!("the file ends before </{}>", self.tag);
            return Some(self.numbered(Err(Rejection::failed("not valid SGML", detail))));
        }
        Some(self.give())
    }
}

impl Iterator for Articles<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        while !self.is_over {
            match self.read_token() {
                Ok(true) => {}
                Ok(false) => return self.last(),
                Err(error) => {
                    self.is_over = true;
                    return Some(self.numbered(Err(input_failure(&error))));
                }
            }
            let (tag, at) = self.tag();
            let whole = self.token.len();
            match tag {
                Tag::Start if !self.is_open => {
                    self.is_open = true;
                    self.keep(at, whole);
                }
                // Text may speak of a <doc>; a tag that begins a line is one.
                Tag::Start if ends_a_line(&self.token[..at]) => {
                    self.keep(0, at);
                    let step = self.give();
                    self.is_open = true;
                    self.keep(at, whole);
                    return Some(step);
                }
                Tag::End => {
                    self.has_ends = true;
                    if self.is_open {
                        self.keep(0, whole);
                        return Some(self.give());
                    }
                }
                Tag::Start | Tag::Other if self.is_open => self.keep(0, whole),
                Tag::Start | Tag::Other => {}
            }
        }
        None
    }
}

/// Whether bytes end in a line break, blanks after it apart.
fn ends_a_line(bytes: &[u8]) -> bool {
    let mut ends = bytes.iter().rev();
    let last = ends.find(|byte| !matches!(byte, b' ' | b'\t'));
    matches!(last, Some(b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let tag = article_tag(text.as_bytes()).expect("a collection");
        // Small reads, so that tags are cut everywhere.
        let input = BufReader::with_capacity(3, Cursor::new(text.as_bytes().to_vec()));
        Articles::new(tag, Box::new(input))
            .map(|(number, content)| match content {
                Ok(Content::Piece(bytes)) => {
                    format!("{number} {}", String::from_utf8(bytes).unwrap())
                }
                Ok(_) => unreachable!("only pieces come from SGML"),
                Err(rejection) => format!("{number} {}", rejection.reason),
            })
            .collect()
    }

    #[test]
    fn collections() {
        for (head, expected) in [
            (
                "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS TOPICS=\"YES\">",
                Some("REUTERS"),
            ),
            ("\n<DOC>\n<DOCNO> AP-1 </DOCNO>", Some("DOC")),
            ("<!-- a -->\n<DOC id=\"x\" type=story >", Some("DOC")),
            ("<DOCSTREAM>\n<DOC>", Some("DOC")),
            ("<doc>\n<url>http://a.example</url>", Some("doc")),
            ("<DOCNO> AP-1 </DOCNO>", None),
            ("<?xml version='1.0'?><doc><title>", None),
            ("<?xml version='1.0'?><docs><doc><title>", Some("doc")),
            ("<add><doc><field name='id'>", None),
            ("<doc xmlns='urn:x'>", None),
            ("<root><item>", None),
            ("<html>", None),
            ("A text on <DOC>", None),
        ] {
            assert_eq!(article_tag(head.as_bytes()).as_deref(), expected, "{head}");
        }
    }

    #[test]
    fn articles_are_cut() {
        for (text, expected) in [
            (
                "<DOC>\n<DOCNO>1</DOCNO> a > b\n</DOC>\n<!-- x -->\n<DOC id=2>\ny</DOC>\n",
                vec![
                    "0 <DOC>\n<DOCNO>1</DOCNO> a > b\n</DOC>",
                    "1 <DOC id=2>\ny</DOC>",
                ],
            ),
            (
                "<DOC>a</doc ><DOC>b</DOC>",
                vec!["0 <DOC>a</doc >", "1 <DOC>b</DOC>"],
            ),
            // An end tag is missing.
            (
                "<DOC>\na\n<DOC>\nb\n</DOC>",
                vec!["0 <DOC>\na\n", "1 <DOC>\nb\n</DOC>"],
            ),
            // All are.
            ("<DOC>\na\n<DOC>\nb\n", vec!["0 <DOC>\na\n", "1 <DOC>\nb\n"]),
            (
                "<DOC>see <DOC> there</DOC>",
                vec!["0 <DOC>see <DOC> there</DOC>"],
            ),
            (
                "<DOC>a</DOC>\n<DOC>b",
                vec!["0 <DOC>a</DOC>", "1 not valid SGML"],
            ),
            ("<DOC>a</DO", vec!["0 not valid SGML"]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
