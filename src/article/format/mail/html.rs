//! The HTML of a message as text.
//!
//! Messages have no menus and no teasers: all that is shown is kept, so this is a pass over the tags
//! and not the search for an article that a page needs.

use crate::article::markup;

/// Elements whose content is not shown. Sorted.
const SILENT: &[&str] = &["head", "script", "style", "title"];

/// Elements that go on in the line. All others begin a new one. Sorted.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "big", "cite", "code", "em", "font", "i", "img", "ins", "q", "s",
    "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr",
];

/// What a message in HTML says, one block a line. Takes time linear in it.
pub(super) fn text(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_words(&rest[..at], &mut out);
        rest = &rest[at..];
        if let Some(inside) = rest.strip_prefix("<!--") {
            // Also the conditions that Outlook writes for itself.
            rest = inside.find("-->").map_or("", |end| &inside[end + 3..]);
            continue;
        }
        let name = tag_name(&rest[1..]);
        let Some(end) = rest.find('>').filter(|_| !name.is_empty()) else {
            push_words("<", &mut out);
            rest = &rest[1..];
            continue;
        };
        let is_closing = rest.starts_with("</");
        rest = &rest[end + 1..];
        if !is_closing && SILENT.binary_search(&name.as_str()).is_ok() {
            rest = behind(rest, &name);
        } else if name == "td" || name == "th" {
            out.push(' ');
        } else if INLINE.binary_search(&name.as_str()).is_err() && !name.contains(':') {
            out.push('\n');
        }
    }
    push_words(rest, &mut out);
    markup::entities(&out)
}

fn push_words(text: &str, out: &mut String) {
    out.extend(
        text.chars()
            .map(|c| if c.is_ascii_whitespace() { ' ' } else { c }),
    );
}

/// The name of a tag, lower case; empty when this is none.
fn tag_name(inside: &str) -> String {
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let is_start = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?');
    let name = inside
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '!' | '?'));
    match is_start {
        true => name.collect::<String>().to_ascii_lowercase(),
        false => String::new(),
    }
}

/// What follows the end tag of this name; nothing when there is none.
fn behind<'t>(rest: &'t str, name: &str) -> &'t str {
    let bytes = rest.as_bytes();
    let is_end = |at: &usize| {
        let tag = bytes[*at..].strip_prefix(b"</").unwrap_or_default();
        tag.get(..name.len())
            .is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
    };
    match (0..bytes.len()).find(is_end) {
        Some(at) => rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]),
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown() {
        for (html, expected) in [
            (
                "<html><head><title>x</title></head><body><div>One\ntwo</div><div>Three &amp; four</div>",
                vec!["One two", "Three & four"],
            ),
            ("a <b>bold</b> word<br>next", vec!["a bold word", "next"]),
            (
                "<style>p { }</style><!--[if mso]><p>x</p><![endif]--><p>Text</p>",
                vec!["Text"],
            ),
            ("<tr><td>Cork</td><td>3</td></tr>", vec!["Cork 3"]),
            ("5 < 6 and <unclosed", vec!["5 < 6 and <unclosed"]),
            ("<o:p>&nbsp;</o:p><STYLE>gone", vec![]),
        ] {
            let text = crate::text::normalize::paragraphs(&text(html));
            assert_eq!(text.lines().collect::<Vec<_>>(), expected, "{html}");
        }
        assert!(SILENT.is_sorted() && INLINE.is_sorted());
    }
}
