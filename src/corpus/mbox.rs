//! Mailboxes: messages one after another, each below a line `From sender date`.
//!
//! Messages are streamed, so that an archive of years needs no more memory than its longest message.
//! A line of text that begins with `From ` is told from a separator by what the separator states and
//! by the header below it.

use super::container::{
    Input, Line, RECORD_BYTES, Step, Steps, input_failure, read_line, too_large,
};
use super::{Content, Rejection};

/// Whether a file is a mailbox. `head` is its start.
pub(super) fn is_mailbox(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let mut lines = lines.skip_while(|line| line.starts_with(b">From "));
    is_separator(first) && lines.next().is_some_and(is_header)
}

/// The messages of a mailbox that begins where `input` stands.
pub(super) fn cut<'i>(input: Input<'i>) -> Steps<'i> {
    Box::new(Messages {
        input,
        line: Vec::new(),
        waiting: None,
        number: 0,
        is_done: false,
    })
}

struct Messages<'i> {
    input: Input<'i>,
    line: Vec<u8>,
    /// A separator that has been read, of the message that comes next.
    waiting: Option<Vec<u8>>,
    number: u32,
    is_done: bool,
}

impl Iterator for Messages<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if self.is_done {
            return None;
        }
        let message = self.message()?;
        let number = self.number;
        self.number += 1;
        Some((number, message))
    }
}

impl Messages<'_> {
    /// The next message; `None` at the end.
    fn message(&mut self) -> Option<Result<Content, Rejection>> {
        let mut message = Vec::new();
        // A separator counts when a header follows it: until then it is held back.
        let mut separator = self.waiting.take();
        let mut is_after_blank = true;
        let mut is_too_large = false;
        loop {
            match read_line(&mut self.input, &mut self.line, RECORD_BYTES) {
                Ok(Line::Whole) => {}
                Ok(Line::TooLong) => {
                    is_too_large = true;
                    continue;
                }
                Ok(Line::End) => {
                    self.is_done = true;
                    break;
                }
                Err(error) => {
                    self.is_done = true;
                    return Some(Err(input_failure(&error)));
                }
            }
            if let Some(held) = separator.take() {
                if is_header(&self.line) && !message.is_empty() {
                    self.waiting = Some(held);
                    // The line belongs to the next message, behind its separator.
                    if let Some(waiting) = &mut self.waiting {
                        waiting.push(b'\n');
                        waiting.extend_from_slice(&self.line);
                    }
                    break;
                }
                push(&held, &mut message);
            }
            if is_after_blank && is_separator(&self.line) {
                separator = Some(std::mem::take(&mut self.line));
                is_after_blank = false;
                continue;
            }
            is_after_blank = self.line.iter().all(u8::is_ascii_whitespace);
            if message.len() + self.line.len() > RECORD_BYTES {
                is_too_large = true;
                message.truncate(1);
            } else {
                push(unquoted(&self.line), &mut message);
            }
        }
        message.extend(separator.unwrap_or_default());
        if is_too_large {
            return Some(Err(too_large(RECORD_BYTES)));
        }
        let is_empty = message.iter().all(u8::is_ascii_whitespace);
        (!is_empty).then_some(Ok(Content::Piece(message)))
    }
}

fn push(line: &[u8], message: &mut Vec<u8>) {
    message.extend_from_slice(line);
    message.push(b'\n');
}

/// `>From here on` was quoted so that it does not look like a separator.
fn unquoted(line: &[u8]) -> &[u8] {
    let bare = line.trim_ascii_start();
    let marks = bare.iter().take_while(|byte| **byte == b'>').count();
    match marks > 0 && bare[marks..].starts_with(b"From ") {
        true => &line[1..],
        false => line,
    }
}

/// `From jane@x.org Mon Mar  5 10:00:00 2001`: an address or name without spaces, a time, a year.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let has_time = rest
        .windows(5)
        .any(|at| at[2] == b':' && [0, 1, 3, 4].iter().all(|digit| at[*digit].is_ascii_digit()));
    let has_year = rest.split(|byte| !byte.is_ascii_digit()).any(|digits| {
        digits.len() == 4 && (digits.starts_with(b"19") || digits.starts_with(b"20"))
    });
    has_time && has_year && rest.len() < 200
}

/// `Name: value`.
fn is_header(line: &[u8]) -> bool {
    let Some(colon) = line.iter().position(|byte| *byte == b':') else {
        return false;
    };
    let name = &line[..colon];
    name.len() > 1
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn messages(text: &str) -> Vec<String> {
        let steps = cut(Box::new(Cursor::new(text.as_bytes().to_vec())));
        let pieces = steps.map(|(number, content)| match content {
            Ok(Content::Piece(bytes)) => format!("{number} {}", String::from_utf8_lossy(&bytes)),
            other => panic!("{other:?}"),
        });
        pieces.collect()
    }

    const SEPARATOR: &str = "From jane@x.org Mon Mar  5 10:00:00 2001";

    #[test]
    fn separators_need_a_header_below_them() {
        let text = format!(
            "{SEPARATOR}\nSubject: One\n\nText.\n\n>From here on.\n\nFrom time to time, at 10:00 in 2001,\nit rained.\n\n{SEPARATOR}\nSubject: Two\n\nMore.\n"
        );
        assert!(is_mailbox(text.as_bytes()));
        assert_eq!(
            messages(&text),
            [
                format!(
                    "0 {SEPARATOR}\nSubject: One\n\nText.\n\nFrom here on.\n\nFrom time to time, at 10:00 in 2001,\nit rained.\n\n"
                ),
                format!("1 {SEPARATOR}\nSubject: Two\n\nMore.\n"),
            ]
        );
    }

    #[test]
    fn other_files() {
        for text in [
            "From the harbour\n\nA story.",
            "From our correspondent at 10:00 in 2001\nA story.",
            "Subject: x\n\nText",
            "",
        ] {
            assert!(!is_mailbox(text.as_bytes()), "{text}");
        }
    }
}
