//! Reuters-21578: the wire of 1987 in SGML, as it was given to research.
//!
//! `<TITLE>`, `<AUTHOR>`, `<DATELINE>` and `<BODY>` stand in `<TEXT>`; those of type `UNPROC` hold the
//! wire's text untouched, those of type `BRIEF` a headline and filler words that the editors of the
//! collection put there. The lines are those of a wire: an indent begins a paragraph, ` Reuter` ends
//! a story.

use super::Reading;
use super::plain::is_headline;
use crate::article::published::DateSource;
use crate::article::xml::{Element, Node};
use crate::article::{Draft, Removed, agency, sgml, wrapping};
use crate::text::decode;

/// Reads a `<REUTERS>` element.
pub(super) fn read(bytes: &[u8]) -> Reading {
    // The collection is ASCII; a stray byte or two must not be taken for another alphabet.
    let (text, _) = decode::decode(bytes, Some("windows-1252"));
    let root = sgml::tree(&text);
    let story = root.child("reuters").unwrap_or(&root);
    Ok(vec![Ok(draft_of(story))])
}

fn draft_of(story: &Element) -> Draft {
    let mut draft = Draft {
        source: Some("Reuters".to_owned()),
        lang: Some("en".to_owned()),
        is_sorted: true,
        ..Draft::default()
    };
    if let Some(date) = story.child("date").map(Element::text) {
        // `26-FEB-1987 15:01:01.79`, and remarks behind it.
        let day = date.split_whitespace().next().unwrap_or_default();
        draft.dates.push((DateSource::Meta, day.to_owned()));
    }
    let Some(text) = story.child("text") else {
        return draft;
    };
    draft.title = text.child("title").map(Element::text);
    draft.dateline = text.child("dateline").map(Element::text);
    draft.byline.extend(text.all("author").map(Element::text));
    let body = text.child("body").map(Element::text).unwrap_or_default();
    let body = without_end_mark(&body, &mut draft.removed);
    draft.paragraphs = wrapping::by_indent(body);
    let loose: String = text
        .children
        .iter()
        .filter_map(|node| match node {
            // Asterisks stand before a flash.
            Node::Text(text) => {
                Some(text.as_str()).filter(|text| text.contains(char::is_alphanumeric))
            }
            Node::Element(_) => None,
        })
        .collect();
    let loose = wrapping::by_indent(without_end_mark(&loose, &mut draft.removed));
    if text.attribute("type") == Some("BRIEF") {
        draft
            .removed
            .extend(loose.into_iter().map(|text| removed(text, "filler")));
    } else {
        draft.paragraphs.extend(loose);
    }
    let count = draft.paragraphs.len();
    let has_headline = draft.paragraphs.first().is_some_and(|first| {
        // `CORRECTION - ...` opens like a dateline.
        let is_capitals = count > 1 && !first.contains(char::is_lowercase);
        is_capitals || is_headline(first, count)
    });
    if draft.title.is_none() && has_headline {
        draft.title = Some(draft.paragraphs.remove(0));
    }
    draft
}

/// The text above ` Reuter`, ` REUTER...` on a last line of its own.
fn without_end_mark<'t>(text: &'t str, taken: &mut Vec<Removed>) -> &'t str {
    let text = text.trim_end();
    let (above, last) = text.rsplit_once('\n').unwrap_or(("", text));
    let is_mark = last.split_whitespace().count() == 1 && agency::named(last) == Some("Reuters");
    if !is_mark {
        return text;
    }
    taken.push(removed(last.trim().to_owned(), "end mark"));
    above
}

fn removed(text: String, reason: &str) -> Removed {
    Removed {
        text,
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normalize;

    fn shown(text: &str) -> String {
        let draft = read(text.as_bytes()).unwrap().remove(0).unwrap();
        let dates: Vec<&str> = draft.dates.iter().map(|(_, date)| date.as_str()).collect();
        let removed: Vec<&str> = draft
            .removed
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        format!(
            "{}|{}|{}|{}|{}|{}",
            normalize::line(&draft.title.unwrap_or_default()),
            draft.byline.join("+").trim(),
            dates.join("+"),
            draft.dateline.unwrap_or_default().trim(),
            draft.paragraphs.join(" / "),
            removed.join("+")
        )
    }

    #[test]
    fn stories() {
        for (text, expected) in [
            (
                "<REUTERS TOPICS=\"YES\" NEWID=\"1\">\n<DATE> 2-JUN-1987 10:04:00.32</DATE>\n<TOPICS><D>ship</D></TOPICS>\n<UNKNOWN> &#5;&#5;C T</UNKNOWN>\n<TEXT>&#2;\n<TITLE>PORT &lt;XYZ> TO\nREOPEN</TITLE>\n<AUTHOR>    by Jane Doe, Reuters</AUTHOR>\n<DATELINE>    CORK, June 2 - </DATELINE><BODY>Dockers voted\nto return.\n    They had struck.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>",
                "PORT <XYZ> TO REOPEN|by Jane Doe, Reuters|2-JUN-1987|CORK, June 2 -|Dockers voted to return. / They had struck.|Reuter",
            ),
            (
                "<REUTERS><DATE>2-JUN-1987</DATE><TEXT TYPE=\"UNPROC\">&#2;\nCORRECTION - CORK PORT\n    In the Cork item\nread \"ten\".\n REUTER\n&#3;\n</TEXT></REUTERS>",
                "CORRECTION - CORK PORT||2-JUN-1987||In the Cork item read \"ten\".|REUTER",
            ),
            (
                "<REUTERS><TEXT TYPE=\"BRIEF\">&#2;\n******<TITLE>Port to reopen\n</TITLE>Blah blah blah.\n&#3;\n\n</TEXT></REUTERS>",
                "Port to reopen|||||Blah blah blah.",
            ),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
