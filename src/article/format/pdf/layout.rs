//! Characters to lines.
//!
//! Characters are taken in the order of the file, which is the order in which somebody wrote. A space
//! is where there is one, or a gap that is wide enough; a line ends where the next character does not
//! stand behind the last one. Columns that a program drew row by row are put below each other.

use super::content::Glyph;

/// A gap of so many times the size of the letters is a space: letters stand closer, words of a
/// justified line seldom.
const SPACE: f64 = 0.17;

/// A gap of so many times the size is between columns or cells.
const GUTTER: f64 = 1.6;

/// How far a character may stand above or below its line: notes and indices.
const RAISED: f64 = 0.45;

/// The same letter at nearly the same place is one, printed twice to look bold.
const TWICE: f64 = 0.12;

/// A piece of a line of the page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) base: f64,
    pub(super) size: f64,
    pub(super) turn: u8,
    pub(super) is_artifact: bool,
}

/// The lines of a page. Empty when most of its characters cannot be told.
pub(super) fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let known = glyphs.iter().filter(|glyph| !glyph.text.is_empty()).count();
    if known * 2 < glyphs.len() {
        return Vec::new();
    }
    let mut lines: Vec<Line> = Vec::new();
    let mut last: Option<Glyph> = None;
    for glyph in glyphs {
        if glyph.text.is_empty() {
            continue;
        }
        let is_space = glyph.text.trim().is_empty();
        if let (Some(line), Some(last)) = (lines.last_mut(), &last) {
            let size = line.size.max(glyph.size).max(0.1);
            let is_same = line.turn == glyph.turn
                && line.is_artifact == glyph.is_artifact
                && (line.base - glyph.base).abs() < RAISED * size;
            let gap = glyph.from - line.to;
            let is_twice = is_same
                && glyph.text == last.text
                && (glyph.from - last.from).abs() < TWICE * size
                && (glyph.base - last.base).abs() < TWICE * size;
            if is_twice && !is_space {
                continue;
            }
            if is_same && gap > -size && gap < GUTTER * size {
                let needs_space = gap > SPACE * size
                    && !line.text.ends_with(' ')
                    && !(line.text.ends_with(is_spaceless) && glyph.text.starts_with(is_spaceless));
                if needs_space && !is_space {
                    line.text.push(' ');
                }
                line.text.push_str(&glyph.text);
                line.to = line.to.max(glyph.to);
                // The letters of the line, not its notes, say how large it is.
                line.size = line.size.max(glyph.size);
            } else if !is_space {
                lines.push(begun(&glyph));
            }
        } else if !is_space {
            lines.push(begun(&glyph));
        }
        last = Some(glyph);
    }
    in_columns(lines)
}

/// Whether a character is of a script that sets no spaces between words.
pub(super) fn is_spaceless(character: char) -> bool {
    matches!(
        character,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'
    )
}

fn begun(glyph: &Glyph) -> Line {
    Line {
        text: glyph.text.to_string(),
        from: glyph.from,
        to: glyph.to,
        base: glyph.base,
        size: glyph.size,
        turn: glyph.turn,
        is_artifact: glyph.is_artifact,
    }
}

/// Fewer rows than this are a table or a line of tabs.
const COLUMN_ROWS: usize = 6;

/// Pieces of a column are at least so many characters long; cells of a table are shorter.
const COLUMN_CHARS: usize = 18;

/// Whether a piece goes on in the row of the one before.
fn is_beside(before: &Line, line: &Line) -> bool {
    let size = before.size.max(line.size);
    before.turn == line.turn
        && before.is_artifact == line.is_artifact
        && (before.base - line.base).abs() < RAISED * size
        && line.from >= before.to
}

/// Joins the pieces of rows, unless they are columns that were drawn row by row: then those of each
/// column follow each other.
fn in_columns(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|last| is_beside(last, &line)) => row.push(line),
            _ => rows.push(vec![line]),
        }
    }
    let mut at = 0;
    while at < rows.len() {
        let run = rows[at..]
            .iter()
            .take_while(|row| row.len() == rows[at].len())
            .count();
        let block = &rows[at..at + run];
        if block[0].len() > 1 && run >= COLUMN_ROWS && are_columns(block) {
            for column in 0..block[0].len() {
                out.extend(block.iter().map(|row| row[column].clone()));
            }
        } else {
            out.extend(block.iter().map(|row| joined(row)));
        }
        at += run;
    }
    out
}

/// Whether pieces below each other begin at the same place and are long enough for prose.
fn are_columns(block: &[Vec<Line>]) -> bool {
    (0..block[0].len()).all(|column| {
        let pieces = || block.iter().map(|row| &row[column]);
        let left = pieces().map(|line| line.from).fold(f64::INFINITY, f64::min);
        let aligned = pieces()
            .filter(|line| line.from - left < line.size * 2.0)
            .count();
        let chars: usize = pieces().map(|line| line.text.chars().count()).sum();
        aligned * 10 >= block.len() * 8 && chars >= COLUMN_CHARS * block.len()
    })
}

fn joined(row: &[Line]) -> Line {
    let mut line = row[0].clone();
    for piece in &row[1..] {
        line.text.push('\t');
        line.text.push_str(&piece.text);
        line.to = line.to.max(piece.to);
        line.size = line.size.max(piece.size);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text in letters of size 10 and width 5, from a place on.
    fn glyphs(text: &str, from: f64, base: f64) -> Vec<Glyph> {
        let places = text.chars().enumerate();
        let placed = places.map(|(at, letter)| Glyph {
            text: letter.to_string().into(),
            from: from + at as f64 * 5.0,
            to: from + at as f64 * 5.0 + 5.0,
            base,
            size: 10.0,
            turn: 0,
            is_artifact: false,
        });
        placed.collect()
    }

    fn texts(pieces: &[(&str, f64, f64)]) -> Vec<String> {
        let all = pieces
            .iter()
            .flat_map(|(text, from, base)| glyphs(text, *from, *base));
        lines(all.collect())
            .into_iter()
            .map(|line| line.text)
            .collect()
    }

    #[test]
    fn words_and_lines() {
        for (pieces, expected) in [
            (
                vec![("Ferry", 0.0, 0.0), ("sinks", 28.0, 0.0)],
                vec!["Ferry sinks"],
            ),
            (vec![("Fer", 0.0, 0.0), ("ry", 15.5, 0.0)], vec!["Ferry"]),
            (
                vec![("one", 0.0, 0.0), ("two", 0.0, -12.0)],
                vec!["one", "two"],
            ),
            (vec![("note", 0.0, 0.0), ("1", 20.0, 3.0)], vec!["note1"]),
            (
                vec![("a", 0.0, 0.0), ("a", 0.4, 0.0), ("b", 5.0, 0.0)],
                vec!["ab"],
            ),
            (vec![("Cork", 0.0, 0.0), ("3", 90.0, 0.0)], vec!["Cork\t3"]),
        ] {
            assert_eq!(texts(&pieces), expected);
        }
    }

    #[test]
    fn columns_drawn_row_by_row() {
        let mut pieces = Vec::new();
        for row in 0..6 {
            pieces.push(("words of the left column", 0.0, f64::from(row) * -12.0));
            pieces.push(("words of the right one are", 200.0, f64::from(row) * -12.0));
        }
        let texts = texts(&pieces);
        assert!(
            texts[..6].iter().all(|text| text.contains("left")),
            "{texts:?}"
        );
        assert!(
            texts[6..].iter().all(|text| text.contains("right")),
            "{texts:?}"
        );
    }
}
