//! Lines to paragraphs.
//!
//! Printers, mail programs and OCR engines cut paragraphs into lines of one width; lists, tables and
//! verse have lines of their own. The sign of a cut is that the next word would not have fitted.

use crate::text::normalize;

/// Wider texts were not wrapped by anybody: each line is a paragraph.
const MAX_WIDTH: usize = 120;

/// Narrower than a newspaper column.
const MIN_WIDTH: usize = 25;

/// Share of line ends inside blocks that look cut, from which on a text counts as wrapped.
const MIN_CUT_SHARE: f32 = 0.6;

/// Share of lines that begin in lower case in wrapped prose; German, with its nouns, has about 0.5.
const MIN_LOWER_SHARE: f32 = 0.25;

/// How full a line must be to be cut: OCR columns are ragged.
const FULLNESS: f32 = 0.8;

/// The paragraphs of a text: blank lines and indents separate, cut lines are joined and words cut at
/// line ends mended, other lines stay lines. Lines without a letter or digit (rules) are dropped.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let blocks = blocks(text);
    let width = width(&blocks);
    let is_cut = width.is_some_and(|width| cut_share(&blocks, width) >= MIN_CUT_SHARE);
    let is_wrapped = is_cut && goes_on_in_lower_case(&blocks);
    let mut out = Vec::new();
    for block in &blocks {
        match width.filter(|_| is_wrapped) {
            Some(width) => push_unwrapped(block, width, &mut out),
            None => out.extend(block.iter().map(|line| (*line).to_owned())),
        }
    }
    let joined = out.join("\n");
    normalize::paragraphs(&joined)
        .lines()
        .map(str::to_owned)
        .collect()
}

/// The paragraphs of a text that is known to be set as wires set it: a line that begins with white
/// space or follows a blank one begins a paragraph, every other goes on with the one above. Hyphens
/// at line ends stay, since computers that wrapped lines cut no words.
pub(super) fn by_indent(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        let is_indented = line.starts_with(char::is_whitespace);
        let line = normalize::line(line);
        if !line.contains(char::is_alphanumeric) {
            goes_on = false;
            continue;
        }
        match out.last_mut().filter(|_| goes_on && !is_indented) {
            Some(above) => {
                let is_cut =
                    above.ends_with('-') && !above.ends_with("--") && !above.ends_with(" -");
                if !is_cut {
                    above.push(' ');
                }
                above.push_str(&line);
            }
            None => out.push(line),
        }
        goes_on = true;
    }
    out
}

/// Whether the paragraphs of a text begin with an indent: some of its lines do, a third or more do
/// not.
pub(super) fn has_indents(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let (mut indented, mut all) = (0_usize, 0_usize);
    for line in lines {
        all += 1;
        indented += usize::from(line.starts_with([' ', '\t', '\u{a0}']));
    }
    indented > 0 && indented * 3 <= all * 2
}

/// Runs of lines without a blank one between. Rules are blank.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        if !line.chars().any(char::is_alphanumeric) {
            is_open = false;
            continue;
        }
        let line = line.trim_end();
        match blocks.last_mut().filter(|_| is_open) {
            Some(block) => block.push(line),
            None => blocks.push(vec![line]),
        }
        is_open = true;
    }
    blocks
}

/// The width a text was set in: that of its long lines, if they agree. `None` when nothing can have
/// been cut.
fn width(blocks: &[Vec<&str>]) -> Option<usize> {
    // The last line of a block is as long as it happens to be.
    let mut lengths: Vec<usize> = blocks
        .iter()
        .flat_map(|block| &block[..block.len() - 1])
        .map(|line| line.trim().chars().count())
        .collect();
    if lengths.len() < 2 {
        return None;
    }
    lengths.sort_unstable();
    let width = lengths[lengths.len() * 9 / 10];
    (MIN_WIDTH..=MAX_WIDTH).contains(&width).then_some(width)
}

fn cut_share(blocks: &[Vec<&str>], width: usize) -> f32 {
    let pairs = blocks.iter().flat_map(|block| block.windows(2));
    let (mut cut, mut all) = (0_usize, 0_usize);
    for pair in pairs {
        all += 1;
        cut += usize::from(is_cut(pair[0], pair[1], width));
    }
    cut as f32 / all.max(1) as f32
}

/// Prose that was cut goes on in the middle of sentences, verse and lists begin anew in each line.
/// Texts all in capitals, or in scripts without them, do not tell.
fn goes_on_in_lower_case(blocks: &[Vec<&str>]) -> bool {
    let text_has = |test: fn(char) -> bool| blocks.iter().flatten().any(|line| line.contains(test));
    if !text_has(char::is_lowercase) || !text_has(char::is_uppercase) {
        return true;
    }
    let (mut lower, mut all) = (0_usize, 0_usize);
    for line in blocks.iter().flat_map(|block| &block[1..]) {
        all += 1;
        lower += usize::from(line.trim_start().starts_with(char::is_lowercase));
    }
    lower as f32 >= MIN_LOWER_SHARE * all as f32
}

/// Whether the line ends where the next word would not have fitted.
fn is_cut(line: &str, next: &str, width: usize) -> bool {
    let length = line.trim().chars().count();
    let next_word = next
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    let needed = width as f32 * FULLNESS;
    (length + 1 + next_word) as f32 >= needed && length as f32 >= needed * 0.75
}

fn push_unwrapped(block: &[&str], width: usize, out: &mut Vec<String>) {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let usual = block.iter().map(|line| indent(line)).min().unwrap_or(0);
    let mut current = String::new();
    for (at, line) in block.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| block[at]);
        // A new paragraph may begin with an indent alone.
        let is_indented =
            at > 0 && indent(line) > usual && before.is_some_and(|before| indent(before) == usual);
        let goes_on = before.is_some_and(|before| {
            is_cut(before, line, width)
                || line.trim_start().starts_with(char::is_lowercase)
                || before.ends_with(['-', '¬'])
        });
        let is_quoted = line.trim_start().starts_with(['>', '|', '•', '*']);
        if goes_on && !is_indented && !is_quoted {
            current.push('\n');
            current.push_str(line.trim());
        } else {
            flush(&mut current, out);
            current.push_str(line.trim());
        }
    }
    flush(&mut current, out);
}

/// Mends the cut words and makes one line of the rest.
fn flush(current: &mut String, out: &mut Vec<String>) {
    if !current.is_empty() {
        out.push(normalize::line(&normalize::mend_line_ends(current)));
        current.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_lines_are_joined() {
        let text = "\
 The collier Ethel Strang, of Cardiff, Captain J.
Penhaligon, bound from Barry Dock to Cork with
1,100 tons of steam coal, struck upon the Smiths
off Ballycotton at twenty minutes to four yester-
day morning and is likely to become a total wreck.

 Tbe life-boat was launched at four, Coxswain Patrick
Slyne in charge, and cast off thirteen times.

|
|   TO-DAY'S HIGH WATER - 8.14 a.m., 8.41 p.m.
|
";
        assert_eq!(
            paragraphs(text),
            [
                "The collier Ethel Strang, of Cardiff, Captain J. Penhaligon, bound from Barry Dock to Cork with 1,100 tons of steam coal, struck upon the Smiths off Ballycotton at twenty minutes to four yesterday morning and is likely to become a total wreck.",
                "Tbe life-boat was launched at four, Coxswain Patrick Slyne in charge, and cast off thirteen times.",
                "| TO-DAY'S HIGH WATER - 8.14 a.m., 8.41 p.m.",
            ]
        );
    }

    #[test]
    fn lists_and_verse_stay_lines() {
        for text in [
            "Four-oared gigs\n1, Shandon B.C. (stroke, T. Brannigan)\n2, Blackrock\n3, Lee Rowing Club\nWon by two lengths",
            "O what is that sound which so thrills the ear\nDown in the valley drumming, drumming?\nOnly the scarlet soldiers, dear,\nThe soldiers coming.",
            "A paragraph of one line that is much longer than any printer would have set it, as files of today have them, all in one.\nAnother paragraph of one line that is much longer than any printer would have set it, as files of today have them.",
        ] {
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(paragraphs(text), lines, "{text}");
        }
    }

    #[test]
    fn wires_indent() {
        let text = "The ferry sank off Smith-\nBarry quay. It\nhad 1,100 tons --\nof coal.\n    All were saved.\n\nThe\nend";
        assert!(has_indents(text));
        assert_eq!(
            by_indent(text),
            [
                "The ferry sank off Smith-Barry quay. It had 1,100 tons -- of coal.",
                "All were saved.",
                "The end",
            ]
        );
        assert!(!has_indents("No\nindent"));
        assert!(!has_indents("    All\n    set in"));
    }

    #[test]
    fn an_indent_begins_a_paragraph() {
        let text = "\
   The first paragraph of this text is set in lines
of some fifty characters, as a mail program does it,
and it ends here.
   The second one begins with an indent, and with no
blank line before it, as books have it.
";
        assert_eq!(paragraphs(text).len(), 2);
    }
}
