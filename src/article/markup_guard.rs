//! What a page must look like before a parser may see it.
//!
//! Parsers and extractors of HTML take quadratic time or recurse on pages that no newsroom ever
//! made: 100,000 nested elements keep html5ever busy for minutes, and a stack that overflows ends
//! the process. [`slimmed`] looks at the markup alone, in time linear in the page, and follows the
//! nesting as a parser would: void elements, optional end tags and misnested formatting are no
//! depth. [`check_tree`] then holds the parsed tree, which is exact, to the same limits.

use std::borrow::Cow;

use dom_query::Document;

use super::Rejection;

/// Largest page, in bytes after embedded files (`data:` addresses) are taken out. Parsing needs up
/// to some 25 bytes of memory a byte of markup; the largest page among 439 real ones has 5 MB.
pub(super) const MAX_PAGE_BYTES: usize = 16 << 20;

/// Most elements open at once. Real pages stay below 60. The extractor recurses once a level,
/// which at this depth needs a fraction of the 2 MiB that a worker thread has.
pub(super) const MAX_DEPTH: usize = 512;

/// Most elements, those counted that a parser opens again (see [`Nesting::formatting`]).
const MAX_ELEMENTS: usize = 500_000;

/// Bound on the sum of text bytes times their depth: the extractor measures the text of every
/// level anew. The largest real page comes to 40 million.
const MAX_DEPTH_BYTES: usize = 500_000_000;

/// Bound on the sum of squares of attribute counts: the tokenizer compares each attribute of a tag
/// with those before it.
const MAX_ATTRIBUTE_PAIRS: usize = 100_000_000;

/// Most `<` that open nothing and NUL bytes: the parser keeps a message for each.
const MAX_STRAY: usize = 1_000_000;

/// What a parser makes of an element, by its name; bits.
mod role {
    /// Has no content and no end tag.
    pub(super) const VOID: u8 = 1;
    /// Its content is text up to its own end tag.
    pub(super) const RAW: u8 = 2;
    /// Opened again after a misnested end.
    pub(super) const FORMATTING: u8 = 4;
    /// Stops the search for the start of an inline element.
    pub(super) const SPECIAL: u8 = 8;
    /// An end tag further out does not reach through it.
    pub(super) const SCOPE: u8 = 16;
    /// Other rules hold inside.
    pub(super) const FOREIGN: u8 = 32;
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

/// Refuses pages that would hang or break a parser, and takes out what no reader of text needs:
/// scripts other than JSON-LD, styles, drawings and comments, half of the bytes of most pages.
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
    let mut stray = bytes.iter().filter(|&&byte| byte == 0).count();
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let open = at + found;
        let rest = &html[open..];
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
                let drawing_len = is_drawing
                    .then(|| raw_len(&html[after..], name))
                    .unwrap_or(0);
                has_drawing_ends &= !is_drawing || after + drawing_len < html.len();
                nesting.open(&tag)?;
                if is_drawing && has_drawing_ends {
                    slim.drop(after, after + drawing_len);
                    after + drawing_len
                } else if in_foreign || !tag.is(role::RAW) {
                    after
                } else {
                    nesting.close(&tag);
                    let end = after + raw_len(&html[after..], name);
                    let is_read = matches!(name, "title" | "textarea" | "noframes" | "xmp")
                        || name == "script" && rest[..=tag.len].contains("json");
                    if !is_read {
                        slim.drop(after, end);
                    }
                    end
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
        if stray > MAX_STRAY {
            return Err(Rejection::failed("page too complex", "not markup"));
        }
    }
    Ok(slim.finish())
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
            depth_bytes += depth * here.query_or(0, |text| text_len(text));
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

fn too_deep() -> Rejection {
    let detail = format!("more than {MAX_DEPTH} elements inside each other");
    Rejection::failed("page nested too deep", detail)
}

fn too_many_elements() -> Rejection {
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
    let plain = comment.find("-->").map(|end| end + 3);
    let within = plain.unwrap_or(comment.len());
    let bang = comment[..within].find("--!>").map(|end| end + 4);
    bang.or(plain).map_or(rest.len(), |end| end + 4)
}

/// Bytes up to the end tag of a raw text element, which is left for the caller.
fn raw_len(rest: &str, name: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(found) = rest[at..].find("</") {
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

/// A start or end tag without its brackets.
struct Tag<'h> {
    /// Lower case.
    name: Cow<'h, str>,
    roles: u8,
    attributes: usize,
    /// Bytes from the name to behind the `>`.
    len: usize,
    closes_itself: bool,
    /// As the page has it.
    written: &'h str,
}

impl<'h> Tag<'h> {
    fn read(rest: &'h str) -> Tag<'h> {
        let bytes = rest.as_bytes();
        let name_len = bytes
            .iter()
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
            .unwrap_or(bytes.len());
        let mut attributes = 0;
        let mut in_word = false;
        let mut at = name_len;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'>' => break,
                b'=' if in_word => {
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
        }
    }
}

impl Tag<'_> {
    fn is(&self, role: u8) -> bool {
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
struct Nesting<'h> {
    open: Vec<Open<'h>>,
    /// Formatting elements that were opened and not closed by name, with their tags. The parser
    /// opens them again in each block that follows, so that a small page can grow into a huge tree.
    formatting: Vec<(Cow<'h, str>, &'h str)>,
    elements: usize,
    /// How many of the open elements are foreign.
    foreign: usize,
    /// How many of the open elements are paragraphs.
    paragraphs: usize,
}

impl<'h> Nesting<'h> {
    fn open(&mut self, tag: &Tag<'h>) -> Result<(), Rejection> {
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

    fn close(&mut self, tag: &Tag<'_>) {
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
    fn trees_are_measured() {
        let deep = format!("{}x{}", "<div>".repeat(600), "</div>".repeat(600));
        assert!(check_tree(&Document::from(deep)).is_err());
        let flat = "<p>x</p>".repeat(5000);
        assert!(check_tree(&Document::from(flat)).is_ok());
    }
}
