//! One spelling for what looks the same: NFC, plain spaces, no invisible characters.
//!
//! Kept: every visible character as printed, curly quotes and dashes too. Dropped: soft hyphens,
//! zero-width spaces, byte order marks, control and bidi characters. Every span in `morgue` refers
//! to text that went through here once.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Normalises running text: paragraphs are separated by one `\n`, words by one space; no space at
/// either end of a paragraph, no empty paragraph. Takes time linear in the text.
pub fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    let bytes = text.as_bytes();
    let mut start = 0;
    for at in memchr::memchr3_iter(b'\n', b'\r', SEPARATOR_LEAD, bytes) {
        let sign_len = match bytes[at..] {
            [b'\n' | b'\r', ..] => 1,
            // U+2028 and U+2029.
            [SEPARATOR_LEAD, 0x80, 0xA8 | 0xA9, ..] => 3,
            _ => continue,
        };
        push_line(&text[start..at], &mut out);
        start = at + sign_len;
    }
    push_line(&text[start..], &mut out);
    out.truncate(out.trim_end_matches('\n').len());
    composed(out)
}

/// First byte of the separators of lines and paragraphs, and of much else.
const SEPARATOR_LEAD: u8 = 0xE2;

/// The paragraphs of several texts, each as [`paragraphs`] has them. Texts that are one plain
/// paragraph, as most are, are handed on as they are.
pub fn all_paragraphs(texts: Vec<String>) -> Vec<String> {
    let mut found = Vec::with_capacity(texts.len());
    for text in texts {
        if is_plain(&text) {
            found.push(text);
        } else {
            found.extend(paragraphs(&text).lines().map(str::to_owned));
        }
    }
    found
}

/// Bytes whose words are counted in one byte: fewer than it can count.
const PIECE: usize = 128;

/// Number of words, as [`str::split_whitespace`] cuts them.
pub fn word_count(text: &str) -> usize {
    if !text.is_ascii() {
        return text.split_whitespace().count();
    }
    let is_space = |byte: u8| byte == b' ' || byte.wrapping_sub(b'\t') < 5;
    let bytes = text.as_bytes();
    let Some((&first, others)) = bytes.split_first() else {
        return 0;
    };
    // Without a branch and in numbers of a byte, so that many bytes are looked at together.
    let pieces = bytes.chunks(PIECE).zip(others.chunks(PIECE));
    let begun = pieces.map(|(before, after)| {
        let pairs = before.iter().zip(after);
        let begun = pairs.map(|(&before, &after)| u8::from(is_space(before) & !is_space(after)));
        usize::from(begun.sum::<u8>())
    });
    usize::from(!is_space(first)) + begun.sum::<usize>()
}

/// Normalises a text that is one line whatever it holds: headlines, names, captions.
pub fn line(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 1);
    push_line(text, &mut out);
    out.truncate(out.trim_end_matches('\n').len());
    composed(out)
}

/// Whether a text is one line of printable ASCII with single spaces inside: most are, and they are
/// normalised already. No byte is looked at alone, so that this costs next to nothing.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return false;
    };
    let is_odd = |byte: &u8| byte.wrapping_sub(b' ') > b'~' - b' ';
    let odd = bytes.iter().fold(false, |odd, byte| odd | is_odd(byte));
    let pairs = bytes.iter().zip(&bytes[1..]);
    let is_gap = |(before, after): (&u8, &u8)| (*before == b' ') & (*after == b' ');
    let wide = pairs.fold(false, |wide, pair| wide | is_gap(pair));
    !odd && !wide && *first != b' ' && *last != b' '
}

fn push_line(line: &str, out: &mut String) {
    let from = out.len();
    if is_plain(line) {
        out.push_str(line);
        out.push('\n');
        return;
    }
    // What stands between two characters that go is copied at once.
    let mut start = 0;
    let mut needs_space = false;
    for (at, character) in line.char_indices() {
        if !character.is_ascii_graphic() {
            let is_space = is_space(character);
            if is_space || is_invisible(character) {
                out.push_str(&line[start..at]);
                start = at + character.len_utf8();
                needs_space = (needs_space || is_space) && out.len() > from;
                continue;
            }
        }
        if needs_space {
            out.push(' ');
            needs_space = false;
        }
    }
    out.push_str(&line[start..]);
    if out.len() > from {
        out.push('\n');
    }
}

fn is_space(character: char) -> bool {
    // Tabs and the separators of old files are spaces, though they are control characters.
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

/// Characters that show nothing and would hide in a name or turn a terminal around.
///
/// U+200C and U+200D stay: Persian, Hindi and emoji need them.
pub fn is_invisible(character: char) -> bool {
    match character {
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' => true,
        '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => true,
        '\u{FFF9}'..='\u{FFFB}' => true,
        character => character.is_control(),
    }
}

/// NFC; only texts that fail the quick check are composed anew.
fn composed(text: String) -> String {
    if text.is_ascii()
        || !text.chars().any(may_compose)
        || is_nfc_quick(text.chars()) == IsNormalized::Yes
    {
        return text;
    }
    text.nfc().collect()
}

/// Whether a character is one that the quick check has to look up: not before the first accent, and
/// no quotation mark or dash.
fn may_compose(character: char) -> bool {
    character >= '\u{300}' && !('\u{2010}'..='\u{2027}').contains(&character)
}

/// Mends words cut at line ends (`strik-` / `ing` gives `striking`) in text that was wrapped by a
/// printer: joined without the hyphen where both halves are lower-case letters, with it otherwise
/// (`Anglo-` / `American`). Lines are otherwise left as they are.
pub fn mend_line_ends(text: &str) -> Cow<'_, str> {
    if !text.contains(LINE_END_SIGNS) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    let mut goes_on = false;
    while let Some(line) = lines.next() {
        let line = if goes_on { line.trim_start() } else { line };
        let joint = lines.peek().and_then(|next| joint(line.trim_end(), next));
        goes_on = joint.is_some();
        out.push_str(joint.unwrap_or(line));
        if !goes_on {
            out.push('\n');
        }
    }
    Cow::Owned(out)
}

/// Signs of a word cut at a line end. Some only ever mean that; a hyphen may belong to the word.
const LINE_END_SIGNS: [char; 6] = ['-', '\u{2010}', '=', '¬', '\u{AD}', '⸗'];

/// What is left of a line when the next one is joined to it without a space; `None` when it is not.
pub fn joint<'l>(line: &'l str, next: &str) -> Option<&'l str> {
    let sign = line.chars().next_back()?;
    let stem = line.strip_suffix(LINE_END_SIGNS)?;
    let next = next.trim_start();
    let (before, after) = (stem.chars().next_back()?, next.chars().next()?);
    if !before.is_alphabetic() || !after.is_alphabetic() {
        return None;
    }
    let is_lower = before.is_lowercase() && after.is_lowercase();
    match sign {
        '¬' | '\u{AD}' | '⸗' => Some(stem),
        '=' => is_lower.then_some(stem),
        _ if is_lower => (!is_suspended(next)).then_some(stem),
        _ => after.is_uppercase().then_some(line),
    }
}

/// Whether the hyphen before stands for a word yet to come: `Kranken-` / `und Unfallkasse`. Only
/// words that are no syllable: Dutch `en` and English `or` end many words.
fn is_suspended(next: &str) -> bool {
    let word = next.split_whitespace().next().unwrap_or_default();
    matches!(word, "bzw." | "och" | "oder" | "sowie" | "und")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_lines() {
        assert_eq!(
            paragraphs("\r\n  a\u{a0} b \n\n\n\tc\u{ad}d\u{200b}\r\n"),
            "a b\ncd"
        );
        assert_eq!(line(" one\n two\u{202e} "), "one two");
        assert_eq!(line("Bogota\u{301}"), "Bogotá");
        assert_eq!(
            paragraphs("“a”\u{2028}\u{ad} \u{ad} b \u{ad}’c"),
            "“a”\nb ’c"
        );
    }

    #[test]
    fn texts_that_are_one_paragraph_each() {
        let texts = ["One two.", "", " ", "a  b\nc", "é\r\n\r\nf "];
        let found = all_paragraphs(texts.map(str::to_owned).to_vec());
        assert_eq!(found, ["One two.", "a b", "c", "é", "f"]);
    }

    #[test]
    fn words_are_counted_as_they_are_cut() {
        for text in [
            "",
            " ",
            "a",
            " a\tb\n c\x0b ",
            "a\x1cb",
            "é  à\u{a0}b",
            "\x0e a",
        ] {
            assert_eq!(
                word_count(text),
                text.split_whitespace().count(),
                "{text:?}"
            );
        }
    }

    #[test]
    fn words_cut_at_line_ends() {
        assert_eq!(
            mend_line_ends("the strik-\ning men\nleft"),
            "the striking men\nleft\n"
        );
        assert_eq!(
            mend_line_ends("Anglo-\nAmerican trade"),
            "Anglo-American trade\n"
        );
        assert_eq!(mend_line_ends("an in-\nter-\nnal"), "an internal\n");
        assert_eq!(mend_line_ends("1914-\n1918"), "1914-\n1918\n");
        assert_eq!(mend_line_ends("no cut"), "no cut");
        assert_eq!(
            mend_line_ends("Kranken-\nund Unfall¬\nkasse in Ber=\nlin, AUS\u{ad}\nLAND"),
            "Kranken-\nund Unfallkasse in Berlin, AUSLAND\n"
        );
    }
}
