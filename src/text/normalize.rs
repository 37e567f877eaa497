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
    let mut out = String::with_capacity(text.len());
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        push_line(line, &mut out);
    }
    out.truncate(out.trim_end_matches('\n').len());
    composed(out)
}

/// Normalises a text that is one line whatever it holds: headlines, names, captions.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_line(text, &mut out);
    out.truncate(out.trim_end_matches('\n').len());
    composed(out)
}

fn push_line(line: &str, out: &mut String) {
    let from = out.len();
    let mut needs_space = false;
    for character in line.chars() {
        if is_space(character) {
            needs_space = out.len() > from;
        } else if !is_invisible(character) {
            if needs_space {
                out.push(' ');
                needs_space = false;
            }
            out.push(character);
        }
    }
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
        '\u{00AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' => true,
        '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' => true,
        character => character.is_control(),
    }
}

/// NFC; only texts that fail the quick check are composed anew.
fn composed(text: String) -> String {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    text.nfc().collect()
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
