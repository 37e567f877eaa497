//! The header lines of a message: whether there are any, and their characters.

use std::borrow::Cow;

use crate::text::decode;

/// How far the header is looked at: relays write pages of their own above it.
const MAX_HEADER_BYTES: usize = 64 << 10;

/// Headers that only messages have. Sorted.
const SURE: &[&str] = &[
    "bcc",
    "content-transfer-encoding",
    "content-type",
    "delivered-to",
    "dkim-signature",
    "envelope-to",
    "in-reply-to",
    "message-id",
    "mime-version",
    "newsgroups",
    "nntp-posting-host",
    "path",
    "received",
    "references",
    "return-path",
    "x-mailer",
    "x-originating-ip",
];

/// Headers that press releases print as well. Sorted.
const PLAIN: &[&str] = &[
    "cc",
    "date",
    "from",
    "organization",
    "reply-to",
    "sender",
    "subject",
    "to",
];

/// Whether a file is a message: three headers it has to have, one of them no press release would
/// print; or addresses and a date as mail writes them. Pages saved as one file look alike and are
/// none.
pub(in crate::article::format) fn is_message(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    let head = &start[..start.len().min(MAX_HEADER_BYTES)];
    let (mut sure, mut plain) = (0, 0);
    let (mut has_address, mut has_time, mut is_addressed) = (false, false, false);
    let mut is_related = false;
    let mut lines = head.split(|byte| *byte == b'\n').peekable();
    // The line that separates the messages of an mbox.
    let is_separated = lines.next_if(|line| line.starts_with(b"From ")).is_some();
    for (number, line) in lines.enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some((name, value)) = header(line) else {
            // A sender's line that a relay has quoted.
            if line.starts_with(b">From ") {
                continue;
            }
            if number == 0 {
                return false;
            }
            break;
        };
        match name.as_str() {
            "snapshot-content-location" => return false,
            "from" => has_address = value.contains(&b'@'),
            "to" | "newsgroups" | "received" | "delivered-to" => is_addressed = true,
            "date" => {
                has_time = value
                    .windows(3)
                    .any(|at| at[0].is_ascii_digit() && at[1] == b':' && at[2].is_ascii_digit())
            }
            "content-type" => {
                is_related = value.to_ascii_lowercase().starts_with(b"multipart/related")
            }
            _ => {}
        }
        sure += usize::from(SURE.binary_search(&name.as_str()).is_ok());
        plain += usize::from(PLAIN.binary_search(&name.as_str()).is_ok());
    }
    let is_page = is_related && !is_addressed;
    let is_mail = sure >= 1 && sure + plain >= 3
        || sure >= 2
        || plain >= 3 && has_address && has_time
        || is_separated && sure + plain >= 1;
    is_mail && !is_page
}

/// `Name: value` with the name in lower case.
fn header(line: &[u8]) -> Option<(String, &[u8])> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = (line[..colon].trim_ascii_end(), &line[colon + 1..]);
    let is_name = (2..=60).contains(&name.len())
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let name = is_name.then(|| String::from_utf8_lossy(name).to_ascii_lowercase())?;
    Some((name, value.trim_ascii()))
}

/// The message without the line of its mbox, and with a header that is UTF-8: headers may only be
/// ASCII, so those that are not are in the charset of whoever wrote.
pub(super) fn decoded(bytes: &[u8]) -> Cow<'_, [u8]> {
    let bytes = match bytes.strip_prefix(b"From ") {
        Some(rest) => {
            let end = rest.iter().position(|byte| *byte == b'\n');
            &rest[end.map_or(rest.len(), |end| end + 1)..]
        }
        None => bytes,
    };
    let end = header_end(bytes);
    let header = &bytes[..end];
    if std::str::from_utf8(header).is_ok() {
        return Cow::Borrowed(bytes);
    }
    let lower = String::from_utf8_lossy(header).to_ascii_lowercase();
    let stated = lower.split_once("charset=").map(|(_, rest)| {
        let name = rest.trim_start_matches('"');
        let len = name.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
        &name[..len.unwrap_or(name.len())]
    });
    let (text, _) = decode::decode(header, stated.or(charset_of_few(header)));
    let mut whole = text.into_owned().into_bytes();
    whole.extend_from_slice(&bytes[end..]);
    Cow::Owned(whole)
}

/// The charset of a text with so few characters beyond ASCII that they cannot tell: that of most
/// mail programs of the time.
pub(super) fn charset_of_few(bytes: &[u8]) -> Option<&'static str> {
    let beyond = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    (beyond <= FEW).then_some("windows-1252")
}

/// Detection by frequencies needs more than this many letters.
const FEW: usize = 3;

/// Where the first blank line begins.
fn header_end(bytes: &[u8]) -> usize {
    let blank = |at: &usize| {
        let rest = &bytes[*at..];
        rest.starts_with(b"\n\n") || rest.starts_with(b"\n\r\n")
    };
    (0..bytes.len()).find(blank).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_and_others() {
        for (text, expected) in [
            (
                "From: a@b.c (Jane Doe)\nSubject: x\nDate: 2 Apr 93 19:05:57 GMT\n\nText",
                true,
            ),
            ("Path: a!b\nNewsgroups: c.d\n\nText", true),
            (
                "\n  \nReceived: by x;\n\tSun\nSubject: y\nFrom: z\n\nText",
                true,
            ),
            (
                "From x@y Mon Mar  5 10:00:00 2001\nSubject: y\n\nText",
                true,
            ),
            (
                "From: The Mayor\nSubject: Ferries\nDate: 5 March 2021\n\nText",
                false,
            ),
            ("Subject: A story\nDate: 2021-03-05\n\nText", false),
            ("From the harbour: news\n\nText", false),
            (
                "From: <Saved>\nSnapshot-Content-Location: http://x\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n",
                false,
            ),
            (
                "From: <Saved by Browser>\nSubject: A page\nMIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"\n\n",
                false,
            ),
            ("Headline\n\nSubject: x\nMessage-ID: y\nFrom: z", false),
        ] {
            assert_eq!(is_message(text.as_bytes()), expected, "{text}");
        }
        assert!(SURE.is_sorted() && PLAIN.is_sorted());
    }

    #[test]
    fn headers_become_utf8() {
        let message = b"From x Mon\nSubject: Bogot\xe1\n\nCaf\xe9";
        assert_eq!(*decoded(message), *b"Subject: Bogot\xc3\xa1\n\nCaf\xe9");
    }
}
