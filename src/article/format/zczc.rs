//! Messages between `ZCZC` and `NNNN`, as teleprinters sent them and some wires still do.
//!
//! Lines of the header begin with a sign. Which sign means what differs between services: `^` is a
//! headline, `$` a headline or the letter of a category, `:` a headline, a keyword or a place in
//! brackets, `#` a keyword; the others are codes.

use super::Reading;
use super::plain;
use super::press_export::removed;
use crate::article::Draft;

/// Whether a text begins with such a message.
pub(super) fn recognises(start: &str) -> bool {
    let line = start.lines().next().unwrap_or_default();
    line.trim().to_ascii_lowercase().starts_with("zczc") && line.len() < 60
}

/// Reads the messages of a text.
pub(super) fn read(text: &str) -> Reading {
    let lines: Vec<&str> = text.lines().collect();
    let mut messages: Vec<Vec<&str>> = Vec::new();
    let mut is_open = false;
    for line in lines {
        let bare = line.trim();
        if bare.starts_with("ZCZC") {
            messages.push(Vec::new());
            is_open = true;
        } else if bare == "NNNN" {
            is_open = false;
        } else if is_open && let Some(message) = messages.last_mut() {
            message.push(line);
        }
    }
    Ok(messages
        .into_iter()
        .map(|message| Ok(draft_of(&message)))
        .collect())
}

/// Signs that begin a line of a header.
const SIGNS: &[char] = &['#', '$', '%', '&', '*', '+', ':', '=', '@', '^', '~'];

fn draft_of(lines: &[&str]) -> Draft {
    // Line ends went wrong in some: a blank line is still in the header when a sign follows.
    let is_header = |line: &&&str| line.starts_with(SIGNS) || line.trim().is_empty();
    let blank_or_signed = lines.iter().take_while(is_header).count();
    let last = lines[..blank_or_signed]
        .iter()
        .rposition(|line| line.starts_with(SIGNS));
    let header = last.map_or(0, |at| at + 1);
    let mut text = &lines[header..];
    // A line of routing codes: `YY RFG INTERNET (3RR) NC(ATD)`.
    if header == 0
        && let [first, rest @ ..] = text
        && first.starts_with("YY ")
    {
        text = rest;
    }
    let (mut headline, mut keyword, mut subject) = (None, None, None);
    let mut place = None;
    let mut codes = Vec::new();
    for line in lines[..header]
        .iter()
        .filter(|line| line.starts_with(SIGNS))
    {
        let (sign, value) = line.split_at(1);
        let value = value.trim();
        match sign {
            _ if value.is_empty() => {}
            "^" => headline = Some(value),
            "$" if value.len() > 2 => headline = Some(value),
            ":" => match value
                .strip_prefix('(')
                .and_then(|value| value.strip_suffix(')'))
            {
                Some(inside) => place = Some(inside),
                None => subject = Some(value),
            },
            "#" => keyword = Some(value),
            _ => codes.push(*line),
        }
    }
    let title = headline.or(subject).or(keyword);
    let text = text.join("\n");
    let mut draft = match title {
        Some(title) => Draft {
            title: Some(title.to_owned()),
            paragraphs: crate::article::wrapping::paragraphs(&text),
            ..Draft::default()
        },
        None => plain::draft_of(&text),
    };
    draft.dateline = draft.dateline.or(place.map(str::to_owned));
    let unused = [subject, keyword]
        .into_iter()
        .flatten()
        .filter(|line| Some(*line) != title);
    draft
        .removed
        .extend(unused.chain(codes).map(|line| removed(line, "header line")));
    // `AAP RTV`: agency and desk.
    let is_sign_off = |line: &String| {
        line.split_whitespace().count() <= 3
            && !line.contains(char::is_lowercase)
            && line.starts_with("AAP")
    };
    if draft.paragraphs.len() > 1 && draft.paragraphs.last().is_some_and(is_sign_off) {
        draft.removed.extend(
            draft
                .paragraphs
                .pop()
                .map(|line| removed(&line, "end mark")),
        );
        draft.source = Some("AAP".to_owned());
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages() {
        let text = "ZCZC AAP\r\n%A\r\n#Ferry_BC1\r\n$Ferry sinks off Cork\r\n:(CORK)\r\n*0700\r\n@QLD\r\nA ferry sank.\n\n   All were saved.\n\nAAP RTV\r\nNNNN\nZCZC\n#Cork Greyhound\n:Cork divs 1-2\nRace 1: 1 8 2.\nNNNN\n   ZCZC X\nPort strike ends\n\nDockers voted.\n";
        assert!(recognises(&text.to_lowercase()));
        let drafts: Vec<Draft> = read(text)
            .unwrap()
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let shown: Vec<String> = drafts
            .iter()
            .map(|draft| {
                format!(
                    "{}|{}|{}",
                    draft.title.as_deref().unwrap_or_default(),
                    draft.dateline.as_deref().unwrap_or_default(),
                    draft.paragraphs.join(" / ")
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "Ferry sinks off Cork|CORK|A ferry sank. / All were saved.",
                "Cork divs 1-2||Race 1: 1 8 2.",
                "Port strike ends||Dockers voted.",
            ]
        );
    }
}
