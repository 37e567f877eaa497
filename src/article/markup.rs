//! Markup inside a field: HTML bodies in JSON, entities that an export left behind.
//!
//! Whole pages go to [`super::format`]; here a text is already known to be the story, and only its
//! tags have to go.

use std::borrow::Cow;

use crate::text::normalize;

/// Tags that begin a new paragraph.
const BLOCK_TAGS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "thead",
    "tr",
    "ul",
];

/// Tags inside a paragraph. `td` and `th` are here: a row of a table is one line.
const INLINE_TAGS: &[&str] = &[
    "a", "abbr", "b", "bdi", "big", "center", "cite", "code", "em", "font", "i", "iframe", "img",
    "ins", "mark", "nobr", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "td", "th",
    "time", "tt", "u", "wbr",
];

/// Elements whose content is not text.
const SILENT_TAGS: &[&str] = &[
    "script", "style", "template", "noscript", "svg", "iframe", "title",
];

/// The paragraphs of a text that may hold markup: tags dropped, entities decoded once, each block
/// and each line of its own.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let bare = without_markup(text, true);
    let text = normalize::paragraphs(&bare);
    text.lines().map(str::to_owned).collect()
}

/// A one-line text that may hold markup.
pub(super) fn line(text: &str) -> String {
    normalize::line(&without_markup(text, false))
}

fn without_markup(text: &str, has_blocks: bool) -> Cow<'_, str> {
    let bare = if has_tags(text) {
        let flowing = is_flowing(text);
        Cow::Owned(without_tags(text, has_blocks, flowing))
    } else {
        Cow::Borrowed(text)
    };
    if !bare.contains('&') && !bare.contains("#") {
        return bare;
    }
    let decoded = entities(&bare);
    // `&lt;b&gt;` was markup before somebody escaped it.
    if decoded.len() < bare.len() && has_tags(&decoded) {
        return Cow::Owned(without_tags(&decoded, has_blocks, false));
    }
    Cow::Owned(decoded)
}

/// Whether line breaks in the source are mere white space: where there are paragraph tags, they mark
/// the paragraphs.
fn is_flowing(text: &str) -> bool {
    let lower = text.get(..).unwrap_or_default();
    lower.contains("<p>")
        || lower.contains("<p ")
        || lower.contains("<P>")
        || lower.contains("<div")
}

/// A tag at the start of `rest`: its lower-case name, whether it closes, and its length.
fn tag_at(rest: &str) -> Option<(String, bool, usize)> {
    let inside = rest.strip_prefix('<')?;
    if inside.starts_with("!--") {
        let end = rest.find("-->").map_or(rest.len(), |at| at + 3);
        return Some(("!--".to_owned(), false, end));
    }
    let closes = inside.starts_with('/');
    let named = inside.trim_start_matches('/');
    let name: String = named
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(12)
        .collect::<String>()
        .to_ascii_lowercase();
    let is_known = BLOCK_TAGS.binary_search(&name.as_str()).is_ok()
        || INLINE_TAGS.binary_search(&name.as_str()).is_ok()
        || SILENT_TAGS.contains(&name.as_str());
    if !is_known {
        return None;
    }
    // A tag ends before the next one begins, or it was no tag.
    let end = rest[1..].find(['>', '<'])? + 1;
    rest[end..]
        .starts_with('>')
        .then_some((name, closes, end + 1))
}

fn has_tags(text: &str) -> bool {
    text.match_indices('<')
        .any(|(at, _)| tag_at(&text[at..]).is_some())
}

fn without_tags(text: &str, has_blocks: bool, flowing: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let next = rest.find('<').unwrap_or(rest.len());
        push_text(&rest[..next], flowing, &mut out);
        at += next;
        if at == text.len() {
            break;
        }
        let Some((name, closes, length)) = tag_at(&text[at..]) else {
            out.push('<');
            at += 1;
            continue;
        };
        at += length;
        if SILENT_TAGS.contains(&name.as_str()) && !closes {
            let close = format!("</{name}");
            let rest = &text[at..];
            let end = rest
                .char_indices()
                .find(|&(here, _)| {
                    rest.as_bytes()[here..]
                        .get(..close.len())
                        .is_some_and(|piece| piece.eq_ignore_ascii_case(close.as_bytes()))
                })
                .map_or(rest.len(), |(here, _)| here);
            at += end;
        } else if BLOCK_TAGS.binary_search(&name.as_str()).is_ok() {
            out.push(if has_blocks { '\n' } else { ' ' });
        } else if name == "td" || name == "th" {
            out.push(' ');
        }
    }
    out
}

fn push_text(text: &str, flowing: bool, out: &mut String) {
    if flowing {
        out.extend(
            text.chars()
                .map(|c| if c == '\n' || c == '\r' { ' ' } else { c }),
        );
    } else {
        out.push_str(text);
    }
}

/// Decodes entities once, also those that lost their `&` (`#36;`, `#39;`) and the numbers of
/// Windows-1252 that browsers read as such (`&#146;`).
pub(super) fn entities(text: &str) -> String {
    let mended = with_ampersands(text);
    let decoded = html_escape::decode_html_entities(&mended);
    if !decoded.chars().any(is_c1) {
        return decoded.into_owned();
    }
    decoded.chars().map(windows_1252).collect()
}

fn is_c1(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9f}')
}

fn windows_1252(character: char) -> char {
    if !is_c1(character) || character == '\u{85}' {
        return character;
    }
    let byte = [character as u8];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
    text.chars().next().unwrap_or(character)
}

/// `#39;s` is what is left of `&#39;s` after a careless export.
fn with_ampersands(text: &str) -> Cow<'_, str> {
    if !text.contains('#') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('#') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let digits = from[1..].bytes().take_while(u8::is_ascii_digit).count();
        let is_entity = (2..=5).contains(&digits) && from[1 + digits..].starts_with(';');
        if is_entity && !before.ends_with('&') {
            out.push('&');
        }
        out.push('#');
        rest = &from[1..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_entities_go() {
        for (text, expected) in [
            ("plain", vec!["plain"]),
            (
                "<p>One <b>bold</b>\nword</p>\n<p>Two&nbsp;&amp; three</p>",
                vec!["One bold word", "Two & three"],
            ),
            ("One<br/>Two<br><br>Three", vec!["One", "Two", "Three"]),
            ("a < b and c > d", vec!["a < b and c > d"]),
            ("x <script>var a = '<p>';</script>y", vec!["x y"]),
            (
                "costs #36;10 million, it#39;s said",
                vec!["costs $10 million, it's said"],
            ),
            ("&lt;b&gt;Opinion&lt;/b&gt; A view", vec!["Opinion A view"]),
            ("Q&amp;A: AT&T &#8217;s", vec!["Q&A: AT&T ’s"]),
            ("it&#146;s", vec!["it’s"]),
            ("&amp;lt;", vec!["&lt;"]),
            ("<unk> said", vec!["<unk> said"]),
            ("<tr><td>Cork</td><td>3</td></tr>", vec!["Cork 3"]),
            (
                "item #12; next",
                vec![
                    "item \u{c} next"
                        .replace('\u{c}', "")
                        .replace("  ", " ")
                        .as_str(),
                ]
                .into_iter()
                .map(|_| "item next")
                .collect(),
            ),
        ] {
            assert_eq!(paragraphs(text), expected, "{text}");
        }
    }

    #[test]
    fn lists_are_sorted() {
        assert!(BLOCK_TAGS.is_sorted());
        assert!(INLINE_TAGS.is_sorted());
    }
}
