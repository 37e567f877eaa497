//! Archive text made safe to show: nothing in it moves a cursor, turns the line around or hides.

use std::borrow::Cow;

use super::normalize::is_invisible;

/// One line without control and bidi characters: line breaks and tabs become spaces, the others are
/// spelled out (`\x1b`). Borrows when there is nothing to do.
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_plain = |character: char| {
        character == ' ' || !(character.is_whitespace() || is_invisible(character))
    };
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_plain(character) {
            out.push(character);
        } else if character.is_whitespace() {
            out.push(' ');
        } else {
            out.push_str(&spelled_out(character));
        }
    }
    Cow::Owned(out)
}

fn spelled_out(character: char) -> String {
    match character.is_ascii_control() {
        true => format!("\\x{:02x}", character as u32),
        false => format!("\\u{{{:x}}}", character as u32),
    }
}

/// A path as one line that can be told from every other path: line breaks, tabs and all that
/// [`visible`] spells out are spelled out.
pub fn visible_path(path: &str) -> Cow<'_, str> {
    let is_odd =
        |character| is_invisible(character) || matches!(character, '\u{2028}' | '\u{2029}');
    let is_plain = |character| character != '\\' && !is_odd(character);
    if path.chars().all(is_plain) {
        return Cow::Borrowed(path);
    }
    let spelled = path.chars().map(|character| match character {
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        '\r' => "\\r".to_owned(),
        character if is_odd(character) => spelled_out(character),
        character => character.to_string(),
    });
    Cow::Owned(spelled.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_the_cursor() {
        assert_eq!(
            visible("a\x1b[2Jb\u{202e}c\td\n"),
            "a\\x1b[2Jb\\u{202e}c d "
        );
        assert_eq!(visible("Bogotá “x”"), "Bogotá “x”");
        assert_eq!(
            visible("a\u{61c}\u{206f}b\u{2028}c"),
            "a\\u{61c}\\u{206f}b c"
        );
        assert_eq!(visible_path("a\nb c"), "a\\nb c");
        assert_eq!(visible_path("a\u{2028}b\u{85}"), "a\\u{2028}b\\u{85}");
        assert_eq!(visible_path("a\x0bb"), "a\\x0bb");
        assert_eq!(visible_path("a\\nb c"), "a\\\\nb c");
    }
}
