//! Errors and notes, for people and as JSON.

use std::borrow::Cow;

use serde::Serialize;

use super::console::{Console, ERROR, NOTE};
use crate::Error;
use crate::query::{Note, SyntaxError};
use crate::text::span::CharOffsets;
use crate::text::visible::visible;

/// An error of the command line itself, with its code and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Failure {
    pub(super) code: String,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// A query that could not be read: nothing was searched.
#[derive(Debug, thiserror::Error)]
#[error("the query has errors")]
pub(super) struct BadQuery {
    /// As typed.
    pub(super) text: String,
    /// In the order of the text.
    pub(super) errors: Vec<SyntaxError>,
}

/// An argument without a letter or digit in it.
pub(super) fn nothing_in(flag: &str, value: &str) -> Failure {
    Failure {
        code: "E-NOTHING".into(),
        message: format!("{flag}: there is no word in `{value}`"),
        help: Some("give at least one letter or digit".into()),
    }
}

/// Characters of a message. Some quote what stands in a file, which may be of any length; a path takes four thousand.
const MOST_CHARS: usize = 10_000;

/// The message, without the middle of a very long one: what is wrong stands at its end.
fn shortened(message: &str) -> Cow<'_, str> {
    let at = |number: usize| message.char_indices().nth(number).map(|(at, _)| at);
    let Some(cut) = at(MOST_CHARS) else {
        return Cow::Borrowed(message);
    };
    let tail = message[cut..].char_indices().rev().nth(MOST_CHARS / 10);
    let tail = tail.map_or(cut, |(at, _)| cut + at);
    let head = at(MOST_CHARS - MOST_CHARS / 10).unwrap_or(cut);
    Cow::Owned(format!("{} … {}", &message[..head], &message[tail..]))
}

#[derive(Serialize)]
struct Json<'a> {
    level: &'a str,
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

impl Json<'_> {
    fn tell(&self, console: &Console) {
        console.tell(&serde_json::to_string(self).expect("strings can be written"));
    }
}

/// Says why a command failed.
pub(super) fn print(error: &anyhow::Error, console: &mut Console) {
    if let Some(bad) = error.downcast_ref::<BadQuery>() {
        for error in &bad.errors {
            print_syntax_error(error, &bad.text, console);
        }
        return;
    }
    let (code, help) = match (
        error.downcast_ref::<Error>(),
        error.downcast_ref::<Failure>(),
    ) {
        (Some(error), _) => (error.code().to_owned(), error.hint()),
        (_, Some(failure)) => (failure.code.clone(), failure.help.clone()),
        _ => ("E-IO".to_owned(), None),
    };
    let message = format!("{error:#}");
    let message = shortened(&message);
    if console.json {
        let json = Json {
            level: "error",
            code: &code,
            message: &message,
            at: None,
            help: help.as_deref(),
        };
        return json.tell(console);
    }
    let label = console.styled_err(ERROR, "error:");
    console.tell(&format!("{label} {}", visible(&message)));
    if let Some(help) = help {
        console.tell(&format!("help: {}", visible(&help)));
    }
}

fn print_syntax_error(error: &SyntaxError, text: &str, console: &Console) {
    if console.json {
        let json = Json {
            level: "error",
            code: error.code.as_str(),
            message: &error.message,
            at: Some(CharOffsets::new(text).span(error.span)),
            help: error.help.as_deref(),
        };
        return json.tell(console);
    }
    let rendered = error.render(text);
    let (label, rest) = rendered.split_at("error:".len());
    console.tell(&format!("{}{rest}", console.styled_err(ERROR, label)));
}

/// Says something about how a query was read.
pub(super) fn print_note(note: &Note, text: &str, console: &Console) {
    if console.json {
        let json = Json {
            level: "note",
            code: note.code.as_str(),
            message: &note.message,
            at: Some(CharOffsets::new(text).span(note.span)),
            help: note.help.as_deref(),
        };
        return json.tell(console);
    }
    let rendered = note.render();
    let (label, rest) = rendered.split_at("note:".len());
    console.tell(&format!("{}{rest}", console.styled_err(NOTE, label)));
}

/// Says something that has no place in the query text. `code` is stable.
pub(super) fn note(code: &str, message: &str, console: &Console) {
    let message = &shortened(message);
    if console.json {
        let json = Json {
            level: "note",
            code,
            message,
            at: None,
            help: None,
        };
        return json.tell(console);
    }
    let label = console.styled_err(NOTE, "note:");
    console.tell(&format!("{label} {}", visible(message)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_keeps_both_ends() {
        let short = "é".repeat(MOST_CHARS);
        assert_eq!(shortened(&short), short);
        for length in [MOST_CHARS + 1, MOST_CHARS + 999, MOST_CHARS + 2000, 1 << 20] {
            let long = format!("begins {} ends", "é".repeat(length));
            let kept = shortened(&long);
            assert!(
                kept.starts_with("begins é") && kept.ends_with("é ends"),
                "{length}"
            );
            assert!(kept.chars().count() < MOST_CHARS + 10, "{length}");
        }
    }
}
