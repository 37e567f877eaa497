//! JSON lists in which no objects stand: numbers, addresses, and sometimes the texts of stories.

use super::Shape;
use crate::corpus::{Content, Rejection};
use crate::text::decode;

/// Whether the first text in a list is closed, and another follows or the end. `["Rain," he said]` is
/// a text.
pub(super) fn begins_texts(head: &[u8]) -> bool {
    let inside = head.trim_ascii_start()[1..].trim_ascii_start();
    let mut is_escaped = false;
    let end = inside.iter().skip(1).position(|&byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    let rest = end
        .and_then(|end| inside.get(end + 2..))
        .unwrap_or_default();
    let rest = rest.trim_ascii_start();
    let after = rest.get(1..).unwrap_or_default().trim_ascii_start();
    match rest.first() {
        Some(b',') => matches!(after.first(), Some(b'"' | b'n') | None),
        Some(b']') => after.is_empty(),
        _ => false,
    }
}

/// Shorter texts in a list are names, keys, addresses.
const STORY_BYTES: usize = 200;

/// The texts of a list, when there are stories among them.
pub(super) fn texts(bytes: &[u8]) -> Result<Vec<Content>, Rejection> {
    let (text, _) = decode::decode(bytes, None);
    let list: Vec<Option<String>> =
        serde_json::from_str(&text).map_err(|error| Rejection::failed("not valid JSON", error))?;
    let is_story = |text: &String| text.len() > STORY_BYTES && text.contains(' ');
    if !list.iter().flatten().any(is_story) {
        let is_address = |text: &&String| text.contains("://") && !text.contains(' ');
        let addresses = list.iter().flatten().filter(is_address).count();
        let reason = if addresses * 2 > list.len() {
            "list of addresses"
        } else {
            "no text"
        };
        return Err(Rejection::skipped(reason));
    }
    let texts = list.into_iter().map(Option::unwrap_or_default);
    Ok(texts
        .map(|text| Content::Json(serde_json::Value::from(text).to_string()))
        .collect())
}

/// A list in which nothing but numbers, lists and `null`s stand, and that ends with the file or
/// beyond `head`. `[1] A footnote` is a text.
pub(super) fn list_of_numbers(head: &[u8]) -> Option<Shape> {
    let mut depth = 0_usize;
    let mut rest = head.trim_ascii();
    while let Some((&sign, after)) = rest.split_first() {
        rest = after;
        match sign {
            b'[' => depth += 1,
            b']' if depth == 1 => return rest.is_empty().then_some(Shape::Numbers),
            b']' => depth -= 1,
            b',' | b'+' | b'-' | b'.' | b'e' | b'E' => {}
            _ if sign.is_ascii_digit() || sign.is_ascii_whitespace() => {}
            _ => {
                let word = ["null", "true", "false", "NaN"].into_iter().find(|word| {
                    sign == word.as_bytes()[0] && rest.starts_with(&word.as_bytes()[1..])
                });
                rest = &rest[word?.len() - 1..];
            }
        }
    }
    Some(Shape::Numbers)
}
