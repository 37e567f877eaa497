//! The nesting of a page as a parser would see it, without building a tree.
//!
//! Near enough, not exact: [`super::guard`] needs to know when a page nests too deep, and
//! where elements end whose content is text.

use std::borrow::Cow;
use std::ops::Range;

use super::guard::{MAX_DEPTH, MAX_ELEMENTS, too_deep, too_many_elements};
use crate::article::Rejection;

/// What a parser makes of an element, by its name; bits.
pub(super) mod role {
    /// Has no content and no end tag.
    pub(in crate::article) const VOID: u8 = 1;
    /// Its content is text up to its own end tag.
    pub(in crate::article) const RAW: u8 = 2;
    /// Opened again after a misnested end.
    pub(in crate::article) const FORMATTING: u8 = 4;
    /// Stops the search for the start of an inline element.
    pub(in crate::article) const SPECIAL: u8 = 8;
    /// An end tag further out does not reach through it.
    pub(in crate::article) const SCOPE: u8 = 16;
    /// Other rules hold inside.
    pub(in crate::article) const FOREIGN: u8 = 32;
}

/// The roles of the element `name`, in lower case.
fn roles(name: &str) -> u8 {
    match name {
        "area" | "base" | "basefont" | "bgsound" | "br" | "col" | "embed" | "frame" | "hr"
        | "img" | "input" | "keygen" | "link" | "meta" | "param" | "source" | "track" | "wbr" => {
            role::VOID
        }
        "iframe" | "noembed" | "noframes" | "script" | "style" | "textarea" | "title" | "xmp" => {
            role::RAW
        }
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike"
        | "strong" | "tt" | "u" => role::FORMATTING,
        "applet" | "button" | "caption" | "marquee" | "object" | "select" | "table" | "td"
        | "template" | "th" => role::SPECIAL | role::SCOPE,
        "address" | "article" | "aside" | "blockquote" | "body" | "center" | "colgroup" | "dd"
        | "details" | "dir" | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure"
        | "footer" | "form" | "frameset" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "head"
        | "header" | "hgroup" | "html" | "li" | "listing" | "main" | "menu" | "nav" | "ol"
        | "p" | "pre" | "search" | "section" | "summary" | "tbody" | "tfoot" | "thead" | "tr"
        | "ul" => role::SPECIAL,
        "math" | "svg" => role::SPECIAL | role::FOREIGN,
        _ => 0,
    }
}

/// A start or end tag without its brackets.
pub(super) struct Tag<'h> {
    /// Lower case.
    pub(super) name: Cow<'h, str>,
    roles: u8,
    pub(super) attributes: usize,
    /// Bytes from the name to behind the `>`.
    pub(super) len: usize,
    pub(super) closes_itself: bool,
    /// As the page has it.
    written: &'h str,
    /// Attributes that nobody reads, in bytes from the name of the tag on.
    pub(super) unread: Vec<Range<usize>>,
}

/// Whether no reader of text looks at the attribute: what scripts keep there, and pictures of all
/// sizes. Half of the bytes of some pages.
fn is_unread(name: &str) -> bool {
    let is_of_scripts = name.starts_with("data-") || name.starts_with("on");
    is_of_scripts && !matches!(name, "data-testid" | "data-component")
        || matches!(name, "srcset" | "sizes")
}

impl<'h> Tag<'h> {
    pub(super) fn read(rest: &'h str) -> Tag<'h> {
        let bytes = rest.as_bytes();
        let name_len = bytes
            .iter()
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
            .unwrap_or(bytes.len());
        let mut attributes = 0;
        let mut unread = Vec::new();
        let mut in_word = false;
        let mut start = 0;
        let mut at = name_len;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'>' => break,
                b'=' if in_word => {
                    let attribute = rest[start..at].trim_end();
                    at += 1;
                    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                        at += 1;
                    }
                    match bytes.get(at) {
                        Some(&quote @ (b'"' | b'\'')) => {
                            let value = &bytes[at + 1..];
                            let len = value.iter().position(|&byte| byte == quote);
                            at += 1 + len.map_or(value.len(), |len| len + 1);
                        }
                        _ => {
                            let value = &bytes[at..];
                            let len = value
                                .iter()
                                .position(|&byte| byte.is_ascii_whitespace() || byte == b'>');
                            at += len.unwrap_or(value.len());
                        }
                    }
                    if is_unread(attribute) {
                        unread.push(start..at);
                    }
                    in_word = false;
                    continue;
                }
                b'/' => in_word = false,
                _ if byte.is_ascii_whitespace() => {
                    let spaces = bytes[at..].iter().take_while(|b| b.is_ascii_whitespace());
                    at += spaces.count();
                    // A name may stand apart from its equals sign.
                    in_word &= bytes.get(at) == Some(&b'=');
                    continue;
                }
                _ if !in_word => {
                    in_word = true;
                    start = at;
                    attributes += 1;
                }
                _ => {}
            }
            at += 1;
        }
        let end = at.min(bytes.len());
        let name = lower_case(&rest[..name_len]);
        Tag {
            roles: roles(&name),
            name,
            attributes,
            len: (end + 1).min(bytes.len()),
            closes_itself: bytes[..end].ends_with(b"/"),
            written: &rest[..end],
            unread,
        }
    }
}

impl Tag<'_> {
    pub(super) fn is(&self, role: u8) -> bool {
        self.roles & role != 0
    }
}

fn lower_case(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// An element that was opened and not closed.
struct Open<'h> {
    name: Cow<'h, str>,
    roles: u8,
}

impl Open<'_> {
    fn is(&self, role: u8) -> bool {
        self.roles & role != 0
    }
}

/// The open elements as a parser would hold them, near enough.
#[derive(Default)]
pub(super) struct Nesting<'h> {
    open: Vec<Open<'h>>,
    /// Formatting elements that were opened and not closed by name, with their tags. The parser
    /// opens them again in each block that follows, so that a small page can grow into a huge tree.
    formatting: Vec<(Cow<'h, str>, &'h str)>,
    elements: usize,
    /// How many of the open elements are foreign.
    pub(super) foreign: usize,
    /// How many of the open elements are paragraphs.
    paragraphs: usize,
}

impl<'h> Nesting<'h> {
    pub(super) fn open(&mut self, tag: &Tag<'h>) -> Result<(), Rejection> {
        self.elements += 1;
        if !tag.is(role::FORMATTING) {
            self.elements += self.formatting.len();
        }
        if self.elements > MAX_ELEMENTS {
            return Err(too_many_elements());
        }
        if tag.is(role::VOID) || (self.foreign > 0 && tag.closes_itself) {
            return Ok(());
        }
        self.leave_foreign(tag);
        self.close_implied(tag);
        if tag.is(role::FORMATTING) {
            if matches!(&*tag.name, "a" | "nobr") {
                self.close(tag);
            }
            self.remember_formatting(tag);
        }
        self.foreign += usize::from(tag.is(role::FOREIGN));
        self.paragraphs += usize::from(tag.name == "p");
        self.open.push(Open {
            name: tag.name.clone(),
            roles: tag.roles,
        });
        if self.open.len() > MAX_DEPTH || self.formatting.len() > MAX_DEPTH {
            return Err(too_deep());
        }
        Ok(())
    }

    /// A block inside an `svg` that was never closed ends the `svg`.
    fn leave_foreign(&mut self, tag: &Tag<'_>) {
        let ends_it =
            tag.is(role::SPECIAL) || matches!(&*tag.name, "b" | "em" | "i" | "span" | "strong");
        if self.foreign == 0 || !ends_it || tag.is(role::FOREIGN) {
            return;
        }
        for at in (0..self.open.len()).rev() {
            match &*self.open[at].name {
                "svg" | "math" => return self.truncate(at),
                "foreignobject" | "desc" | "title" | "annotation-xml" => return,
                _ => {}
            }
        }
    }

    /// The parser keeps at most three equal ones.
    fn remember_formatting(&mut self, tag: &Tag<'h>) {
        let is_equal = |(_, written): &(Cow<'_, str>, &str)| *written == tag.written;
        if self.formatting.iter().filter(|one| is_equal(one)).count() >= 3
            && let Some(first) = self.formatting.iter().position(is_equal)
        {
            self.formatting.remove(first);
        }
        self.formatting.push((tag.name.clone(), tag.written));
    }

    /// Ends what a start tag ends by itself: a `p` before a block, a `li` before a `li`.
    fn close_implied(&mut self, tag: &Tag<'_>) {
        let name: &str = &tag.name;
        match name {
            "li" => self.close_sibling(&["li"], &["ul", "ol", "menu"]),
            "dd" | "dt" => self.close_sibling(&["dd", "dt"], &["dl"]),
            "option" | "optgroup" => self.close_sibling(&[name], &["optgroup"]),
            "td" | "th" => self.close_sibling(&["td", "th"], &["tr"]),
            "tr" => self.close_sibling(&["tr"], &["tbody", "thead", "tfoot"]),
            "tbody" | "thead" | "tfoot" | "colgroup" => {
                self.close_sibling(&["tbody", "thead", "tfoot", "colgroup"], &[]);
            }
            "caption" | "button" => {}
            _ if tag.is(role::SPECIAL) && self.paragraphs > 0 => self.close_sibling(&["p"], &[]),
            _ => {}
        }
        let may_follow_paragraph = matches!(name, "li" | "dd" | "dt");
        if may_follow_paragraph && self.paragraphs > 0 {
            self.close_sibling(&["p"], &[]);
        }
    }

    /// Ends the innermost of `names`, unless a scope or one of `bounds` stands before it.
    fn close_sibling(&mut self, names: &[&str], bounds: &[&str]) {
        for at in (0..self.open.len()).rev() {
            let open = &self.open[at];
            let name: &str = &open.name;
            if names.contains(&name) {
                self.truncate(at);
                return;
            }
            if open.is(role::SCOPE) || bounds.contains(&name) {
                return;
            }
        }
    }

    pub(super) fn close(&mut self, tag: &Tag<'_>) {
        let is_formatting = tag.is(role::FORMATTING);
        if is_formatting
            && let Some(last) = self
                .formatting
                .iter()
                .rposition(|(name, _)| *name == tag.name)
        {
            self.formatting.remove(last);
        }
        let is_table_part = matches!(
            &*tag.name,
            "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "caption"
        );
        let mut has_block_inside = false;
        for at in (0..self.open.len()).rev() {
            let open = &self.open[at];
            if open.name == tag.name {
                if is_formatting && has_block_inside {
                    self.open.remove(at);
                } else {
                    self.truncate(at);
                }
                return;
            }
            let stops = if is_table_part {
                matches!(&*open.name, "table" | "template")
            } else if is_formatting || tag.is(role::SPECIAL) {
                open.is(role::SCOPE)
            } else {
                open.is(role::SPECIAL)
            };
            if stops {
                return;
            }
            has_block_inside |= open.is(role::SPECIAL);
        }
    }

    fn truncate(&mut self, len: usize) {
        for ended in self.open.drain(len..) {
            self.foreign -= usize::from(ended.is(role::FOREIGN));
            self.paragraphs -= usize::from(ended.name == "p");
        }
    }
}
