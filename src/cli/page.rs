//! One article for people to read, and lines that fit the terminal.

use std::io::Write;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::console::{Console, FAINT, HEADLINE, SOURCE};
use super::marked::{inside, marked};
use crate::entity::{Kind, Part};
use crate::index::Stored;
use crate::query::Occurrence;
use crate::query::json::names_of;
use crate::text::Span;
use crate::text::visible::{visible, visible_path};

/// Prints an article whole: headline, what is known of it, text with its marks, names, and what was taken out.
pub(super) fn print(
    stored: &Stored,
    marks: &[Occurrence],
    console: &mut Console,
) -> anyhow::Result<()> {
    let article = &stored.article;
    let of_part = |part| -> Vec<Span> {
        let marks = marks.iter().filter(|mark| mark.part == part);
        marks.map(|mark| mark.span).collect()
    };
    let title = marked(&article.title, of_part(Part::Title), HEADLINE, console);
    for line in wrapped(&title, console.width) {
        writeln!(console.out, "{line}")?;
    }
    let date = article.published.map(|date| date.to_string());
    let byline = article.byline.join(", ");
    let known = [
        ("source", article.source.as_deref()),
        ("date", date.as_deref()),
        ("byline", Some(byline.as_str())),
        ("dateline", article.dateline.as_deref()),
        ("wire", article.wire.as_deref()),
        ("section", article.section.as_deref()),
        ("page", article.page.as_deref()),
        ("edition", article.edition.as_deref()),
        ("language", article.lang.as_deref()),
        ("url", article.url.as_deref()),
    ];
    for (what, value) in known {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let value = console.styled(SOURCE, &visible(value));
            writeln!(console.out, "{what:>9}  {value}")?;
        }
    }
    let record = match article.origin.record {
        0 => String::new(),
        record => format!(" #{record}"),
    };
    let file = format!("{}{record}", visible_path(&article.origin.file));
    writeln!(
        console.out,
        "{:>9}  {}",
        "file",
        console.styled(FAINT, &file)
    )?;
    writeln!(
        console.out,
        "{:>9}  {}",
        "id",
        console.styled(FAINT, &article.id.to_string())
    )?;

    let summary = article.summary.as_deref().unwrap_or_default();
    for (part, text) in [(Part::Summary, summary), (Part::Body, &article.body)] {
        let marks = of_part(part);
        let mut at = 0;
        for paragraph in text.split('\n') {
            let piece = Span::new(at, at + paragraph.len());
            at = piece.end as usize + 1;
            if paragraph.is_empty() {
                continue;
            }
            writeln!(console.out)?;
            let shown = marked(paragraph, inside(&marks, piece), Style::new(), console);
            for line in wrapped(&shown, console.width) {
                writeln!(console.out, "{line}")?;
            }
        }
    }
    writeln!(console.out)?;
    for (what, kind) in [
        ("persons", Kind::Person),
        ("places", Kind::Place),
        ("orgs", Kind::Org),
    ] {
        let names = names_of(stored, kind).join(", ");
        print_list(what, &names, console)?;
    }
    for caption in &article.captions {
        print_list("caption", caption, console)?;
    }
    for piece in &article.removed {
        let text = format!("{} [{}]", piece.text, piece.reason);
        print_list("removed", &text, console)?;
    }
    Ok(())
}

fn print_list(what: &str, text: &str, console: &mut Console) -> anyhow::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    for (number, line) in wrapped(&visible(text), console.width - 11)
        .iter()
        .enumerate()
    {
        let margin = if number == 0 { what } else { "" };
        writeln!(console.out, "{margin:>9}  {}", console.styled(FAINT, line))?;
    }
    Ok(())
}

/// Breaks a text between words into lines of at most `columns`; a longer word gets its own line.
/// Colour codes take no room.
pub(super) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let width = anstream::adapter::strip_str(word).to_string().width();
        if used > 0 && used + 1 + width > columns {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += width;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("東京都 で", 6), ["東京都", "で"]);
        assert_eq!(
            wrapped("\x1b[1mone\x1b[0m two", 7),
            ["\x1b[1mone\x1b[0m two"]
        );
        assert!(wrapped("", 7).is_empty());
    }
}
