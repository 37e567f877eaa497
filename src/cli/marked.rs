//! Text with what matched in it: by colour, or between asterisks where there is none.

use anstyle::Style;

use super::console::{Console, MATCH};
use crate::text::Span;
use crate::text::visible::visible;

/// A text for stdout with its marks, which are sorted and disjoint. The rest is in `style`, where colour is on.
///
/// Styles are set word by word, so that a line may break at any space.
pub(super) fn marked(
    text: &str,
    marks: impl IntoIterator<Item = Span>,
    style: Style,
    console: &Console,
) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mark in marks {
        out.push_str(&by_word(&text[at..mark.start as usize], style, console));
        let matched = mark.of(text);
        match console.has_color() {
            true => out.push_str(&by_word(matched, MATCH, console)),
            false => out.push_str(&format!("*{}*", visible(matched))),
        }
        at = mark.end as usize;
    }
    out.push_str(&by_word(&text[at..], style, console));
    out
}

fn by_word(text: &str, style: Style, console: &Console) -> String {
    let text = visible(text);
    if style == Style::new() || !console.has_color() {
        return text.into_owned();
    }
    let words = text.split(' ').map(|word| match word {
        "" => String::new(),
        word => console.styled(style, word),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The marks inside a piece of a text, counted from its beginning; a mark that goes on is cut at its end.
pub(super) fn inside(marks: &[Span], piece: Span) -> impl Iterator<Item = Span> + '_ {
    let touching = marks
        .iter()
        .filter(move |mark| mark.start < piece.end && piece.start < mark.end);
    touching.map(move |mark| Span {
        start: mark.start.max(piece.start) - piece.start,
        end: mark.end.min(piece.end) - piece.start,
    })
}

#[cfg(test)]
mod tests {
    use super::super::console::ColorChoice;
    use super::*;

    #[test]
    fn marks_show_with_and_without_colour() {
        let text = "a general strike\tover";
        let marks = [Span::new(2, 16)];
        let plain = Console::new(ColorChoice::Never, false, false);
        assert_eq!(
            marked(text, marks, MATCH, &plain),
            "a *general strike* over"
        );
        let colored = Console::new(ColorChoice::Always, false, false);
        let shown = marked(text, marks, Style::new(), &colored);
        let word = |word| format!("{MATCH}{word}{MATCH:#}");
        assert_eq!(
            shown,
            format!("a {} {} over", word("general"), word("strike"))
        );
    }

    #[test]
    fn a_mark_over_two_pieces_is_in_both() {
        let marks = [Span::new(2, 4), Span::new(8, 14)];
        let first: Vec<Span> = inside(&marks, Span::new(0, 10)).collect();
        assert_eq!(first, [Span::new(2, 4), Span::new(8, 10)]);
        let second: Vec<Span> = inside(&marks, Span::new(11, 20)).collect();
        assert_eq!(second, [Span::new(0, 3)]);
    }
}
