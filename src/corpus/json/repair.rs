//! JSON that its writers got wrong in ways that do not hide what they meant.

/// The text without what writers of JSON get wrong and readers refuse: halves of characters
/// (`\ud83d` alone) become U+FFFD, `NaN` and `Infinity` become null, line ends and tabs in a text are
/// written as such, comments and commas behind the last element go. `None` when nothing is wrong.
pub(crate) fn repaired(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut rest = text;
    let mut is_changed = false;
    while let Some(character) = rest.chars().next() {
        let mut used = character.len_utf8();
        if in_string && character == '\\' {
            let low = half(&rest[used..], 0xdc00);
            let pair = half(&rest[used..], 0xd800)
                .and_then(|()| rest.get(6..)?.strip_prefix('\\'))
                .and_then(|next| half(next, 0xdc00));
            if pair.is_some() {
                used = 12;
            } else if low.is_some() || half(&rest[used..], 0xd800).is_some() {
                out.push('\u{fffd}');
                rest = &rest[6..];
                is_changed = true;
                continue;
            } else {
                used += rest[used..].chars().next().map_or(0, char::len_utf8);
            }
        } else if character == '"' {
            in_string = !in_string;
        } else if in_string && character < ' ' {
            out.push_str(match character {
                '\n' => "\\n",
                '\t' => "\\t",
                _ => " ",
            });
            rest = &rest[used..];
            is_changed = true;
            continue;
        } else if !in_string && character == '/' && comment(rest).is_some() {
            rest = &rest[comment(rest).unwrap_or(used)..];
            is_changed = true;
            continue;
        } else if !in_string && character == ',' && is_last_comma(&rest[used..]) {
            rest = &rest[used..];
            is_changed = true;
            continue;
        } else if !in_string
            && let Some(word) = ["NaN", "-Infinity", "Infinity"]
                .iter()
                .find(|word| rest.starts_with(**word))
        {
            out.push_str("null");
            rest = &rest[word.len()..];
            is_changed = true;
            continue;
        }
        out.push_str(&rest[..used]);
        rest = &rest[used..];
    }
    is_changed.then_some(out)
}

/// The length of a comment that begins the text.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    let end = text.strip_prefix("/*")?.find("*/")?;
    Some(end + 4)
}

/// Whether nothing but the end of the list or object follows a comma.
fn is_last_comma(after: &str) -> bool {
    let mut rest = after.trim_start();
    while let Some(length) = comment(rest) {
        rest = rest[length..].trim_start();
    }
    rest.starts_with(['}', ']'])
}

/// Whether `uD83D` or the like begins the text: a half in the 1024 from `first`.
fn half(escape: &str, first: u32) -> Option<()> {
    let digits = escape.strip_prefix('u')?.get(..4)?;
    let code = u32::from_str_radix(digits, 16).ok()?;
    (first..first + 0x400).contains(&code).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs() {
        for (text, expected) in [
            (r#"{"a":"x\ud83d y"}"#, Some("{\"a\":\"x\u{fffd} y\"}")),
            (r#"{"a":"x\ude00"}"#, Some("{\"a\":\"x\u{fffd}\"}")),
            (
                r#"{"a":"\ud83d\ud83d\ude00"}"#,
                Some("{\"a\":\"\u{fffd}\\ud83d\\ude00\"}"),
            ),
            (r#"{"a":"\ud83d\ude00 \\ud83d \" NaN"}"#, None),
            (r#"{"a":NaN,"b":-Infinity}"#, Some(r#"{"a":null,"b":null}"#)),
            (
                "{\"a\":\"one\ttwo\nthree\"}",
                Some(r#"{"a":"one\ttwo\nthree"}"#),
            ),
            (
                "{\"a\":\"// no, }\",/* yes */}",
                Some(r#"{"a":"// no, }"}"#),
            ),
            (r#"{"a":"\"#, None),
            (r#"{"a":"\ud8"#, None),
        ] {
            assert_eq!(repaired(text).as_deref(), expected, "{text}");
        }
    }
}
