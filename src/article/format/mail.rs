//! Messages of mail and newsgroups: `.eml`, one message of an mbox, a file without extension.
//!
//! The subject is the headline, the sender the byline, the text part the body. Of two versions of a
//! text the plain one is taken, unless it only says that there is another. A message inside a message
//! follows it; other attachments are passed over. A body that is JSON, as forms send it, is read as
//! JSON.

mod body;
mod headers;
mod html;

use std::borrow::Cow;

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Address, Encoding, HeaderName, Message, MessageParser, MessagePart};
use mail_parser::{MimeHeaders, PartType};

use super::{Reading, Rejection, json, plain};
use crate::article::{DateSource, Draft, Removed};
use crate::corpus::Content;
use crate::panics::guarded;
use crate::text::decode;

pub(super) use headers::is_message;

/// Most messages in messages, and parts with parts; the parser holds one level for each.
const MAX_NESTED: usize = 500;

/// Most bytes that are looked through for the ends of nested parts, all levels together.
const MAX_SCANNED: usize = 4 << 30;

/// Messages in messages are read as deep as this. Beyond it are loops of mail servers.
const MAX_FORWARDED: usize = 8;

/// A plain text this much shorter than the HTML beside it only says that there is one.
const STUB_SHARE: usize = 10;

/// Reads one message.
///
/// # Errors
/// Failed: `mail too complex`, `not a valid message`. Skipped: `no text`.
pub(super) fn read(content: &Content, bytes: &[u8]) -> Reading {
    let bytes = headers::decoded(bytes.trim_ascii_start());
    guard(&bytes)?;
    let parsed = guarded(|| MessageParser::default().parse(&*bytes));
    let message = match parsed {
        Ok(Some(message)) => message,
        Ok(None) => return Err(Rejection::failed("not a valid message", "no headers")),
        Err(_) => {
            return Err(Rejection::failed(
                "not a valid message",
                "the parser gave up",
            ));
        }
    };
    let text = text_of(&message, 0);
    // A press database sends what was asked for by mail, many articles in one.
    if matches!(content, Content::Document(_)) {
        let articles = plain::read_text(&text.body)?;
        if articles.len() > 1 {
            return Ok(articles);
        }
    }
    let draft = draft_of(&message, text);
    let is_empty = draft.title.is_none() && draft.paragraphs.is_empty() && draft.summary.is_none();
    Ok(vec![match is_empty {
        true => Err(Rejection::skipped("no text")),
        false => Ok(draft),
    }])
}

/// Refuses what would cost the parser its stack or its time.
fn guard(bytes: &[u8]) -> Result<(), Rejection> {
    let lower = bytes.to_ascii_lowercase();
    let count = |wanted: &[u8]| memchr_count(&lower, wanted);
    let messages = count(b"message/rfc822") + count(b"message/global") + count(b"multipart/digest");
    let multiparts = count(b"multipart/");
    if messages > MAX_NESTED || multiparts.saturating_mul(bytes.len()) > MAX_SCANNED {
        let detail = format!("{messages} messages and {multiparts} multiparts inside");
        return Err(Rejection::failed("mail too complex", detail));
    }
    Ok(())
}

/// How often `wanted` stands in `bytes`.
fn memchr_count(bytes: &[u8], wanted: &[u8]) -> usize {
    let first = wanted[0];
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == first);
    starts
        .filter(|(at, _)| bytes[*at..].starts_with(wanted))
        .count()
}

/// The text of a message, lines as they were sent.
#[derive(Default)]
struct Text {
    body: String,
    removed: Vec<Removed>,
}

fn draft_of(message: &Message<'_>, text: Text) -> Draft {
    let subject = message.subject().map(str::to_owned);
    let date = date_of(message);
    let mut draft = match form(&text.body) {
        Some(mut form) => {
            form.title = form.title.or(subject);
            form
        }
        None => Draft {
            title: subject,
            paragraphs: body::paragraphs(&text.body),
            byline: senders(message),
            ..Draft::default()
        },
    };
    draft.title = draft
        .title
        .filter(|title| title.contains(char::is_alphanumeric));
    draft
        .dates
        .extend(date.map(|date| (DateSource::Meta, date)));
    draft.written = message.received().and_then(|received| {
        let date = received.date()?;
        date.is_valid().then(|| date.to_rfc3339())
    });
    draft.section = draft.section.or_else(|| newsgroup(message));
    let lang = message
        .header("Content-Language")
        .and_then(|value| value.as_text());
    draft.lang = draft.lang.or_else(|| lang.map(str::to_owned));
    draft.removed.extend(text.removed);
    draft
}

/// The fields of a form that a program sent.
fn form(body: &str) -> Option<Draft> {
    let body = body.trim();
    let is_object = body.starts_with('{') && body.ends_with('}');
    let draft = is_object.then(|| json::read_embedded(body))?;
    draft.ok()
}

/// As the parser reads it when it can: old messages have years of two digits.
fn date_of(message: &Message<'_>) -> Option<String> {
    let read = message
        .date()
        .filter(|date| date.is_valid() && date.year > 1969);
    if let Some(date) = read {
        return Some(date.to_rfc3339());
    }
    let raw = message.header_raw(HeaderName::Date)?.trim();
    (!raw.is_empty()).then(|| raw.to_owned())
}

/// The names of those who wrote, without addresses.
fn senders(message: &Message<'_>) -> Vec<String> {
    let from = message.from().map(names).unwrap_or_default();
    match from.is_empty() {
        true => message.sender().map(names).unwrap_or_default(),
        false => from,
    }
}

fn names(addresses: &Address<'_>) -> Vec<String> {
    let names = addresses
        .iter()
        .filter_map(|address| address.name.as_deref());
    let names = names.map(|name| {
        let name = name.trim_matches([' ', '\'', '"', '\\', '(', ')']);
        // `Doe, Jane` as directories of firms have it.
        match name.split_once(", ") {
            Some((last, first)) if !first.contains([',', ' ']) => format!("{first} {last}"),
            _ => name.to_owned(),
        }
    });
    names
        .filter(|name| !name.is_empty() && !name.contains('@'))
        .collect()
}

/// The first group that a message was posted to.
fn newsgroup(message: &Message<'_>) -> Option<String> {
    let groups = message.header_raw("Newsgroups")?;
    let first = groups.split(',').next()?.trim();
    (!first.is_empty()).then(|| first.to_owned())
}

/// All text of a message, that of messages inside it last.
fn text_of(message: &Message<'_>, depth: usize) -> Text {
    let mut text = Text::default();
    for id in &message.text_body {
        if let Some(part) = message.part(*id) {
            if add_mended(message, part, depth, &mut text) {
                continue;
            }
            let raw = own_text(message, part);
            // A stub beside the real thing.
            let other = message.html_body.iter().filter(|html| *html != id);
            let html = other
                .filter_map(|html| message.part(*html))
                .find(|part| matches!(part.body, PartType::Html(_)));
            let html = html.map(|part| html::text(&characters(message, part)));
            let is_stub = |html: &String| raw.trim().len() * STUB_SHARE < html.trim().len();
            let is_alternative = message.text_body.len() == 1;
            match html.filter(|html| is_alternative && is_stub(html)) {
                Some(html) => add(&html, &mut text),
                None => add(&raw, &mut text),
            }
        }
    }
    if text.body.trim().is_empty() {
        let is_text = |part: &&MessagePart<'_>| {
            let is_plain = part
                .content_type()
                .is_none_or(|kind| matches!(kind.subtype(), Some("plain" | "html")));
            is_plain && matches!(part.body, PartType::Text(_) | PartType::Html(_))
        };
        for part in message.attachments() {
            add_mended(message, part, depth, &mut text);
        }
        // A text that somebody attached rather than wrote.
        for part in message.attachments().filter(is_text) {
            add(&own_text(message, part), &mut text);
        }
    }
    if depth < MAX_FORWARDED {
        for part in message.attachments() {
            if let PartType::Message(inner) = &part.body {
                let mut inside = text_of(inner, depth + 1);
                let subject = inner.subject().unwrap_or_default();
                add(&format!("{subject}\n\n{}", inside.body), &mut text);
                text.removed.append(&mut inside.removed);
            }
        }
    }
    text
}

/// Adds the text of a part with parts whose header states another boundary than the one they stand
/// between, or a second type that is none. Whether it was one.
fn add_mended(
    message: &Message<'_>,
    part: &MessagePart<'_>,
    depth: usize,
    text: &mut Text,
) -> bool {
    let Some(inner) = mended(message, part).filter(|_| depth < MAX_FORWARDED) else {
        return false;
    };
    let parsed = guarded(|| MessageParser::default().parse(&inner));
    let Ok(Some(inner)) = parsed else {
        return false;
    };
    let mut inside = text_of(&inner, depth + 1);
    add(&inside.body, text);
    text.removed.append(&mut inside.removed);
    true
}

/// Such a part as a message of its own.
fn mended(message: &Message<'_>, part: &MessagePart<'_>) -> Option<Vec<u8>> {
    if !matches!(part.body, PartType::Text(_)) {
        return None;
    }
    let mut kinds = part
        .headers
        .iter()
        .filter_map(|header| header.value.as_content_type());
    kinds.clone().find(|kind| kind.ctype() == "multipart")?;
    let raw = message.raw_message.get(part.offset_body as usize..)?;
    let mut lines = raw.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let boundary =
        lines.find_map(|line| line.strip_prefix(b"--").filter(|name| !name.is_empty()))?;
    let boundary = std::str::from_utf8(boundary).ok()?;
    // The parser has tried what the last of them states.
    let has_tried = kinds.next_back()?.attribute("boundary") == Some(boundary);
    let head = format!("Content-Type: multipart/mixed; boundary=\"{boundary}\"\n\n");
    (!has_tried && !boundary.contains('"')).then(|| [head.as_bytes(), raw].concat())
}

fn add(part: &str, text: &mut Text) {
    let kept = body::without_files(part, &mut text.removed);
    if kept.trim().is_empty() {
        return;
    }
    if !text.body.is_empty() {
        text.body.push_str("\n\n");
    }
    text.body.push_str(&kept);
}

/// The text of a part, one version of it.
fn own_text(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    let text = characters(message, part);
    if matches!(part.body, PartType::Html(_)) {
        return html::text(&text);
    }
    let attribute = |name| part.content_type().and_then(|kind| kind.attribute(name));
    let is = |name, value: &str| attribute(name).is_some_and(|own| own.eq_ignore_ascii_case(value));
    match is("format", "flowed") {
        true => body::flowed(&text, is("delsp", "yes")),
        false => text.into_owned(),
    }
}

/// The characters of a text part, in the charset that its bytes show; the one that is stated is
/// often wrong or missing.
fn characters<'m>(message: &'m Message<'_>, part: &'m MessagePart<'_>) -> Cow<'m, str> {
    let read = match &part.body {
        PartType::Text(text) | PartType::Html(text) => text,
        _ => return Cow::Borrowed(""),
    };
    let range = part.offset_body as usize..part.offset_end as usize;
    let raw = message.raw_message.get(range).unwrap_or_default();
    let bytes = match part.encoding {
        Encoding::None => Some(Cow::Borrowed(raw)),
        Encoding::Base64 => base64_decode(raw).map(Cow::Owned),
        Encoding::QuotedPrintable => quoted_printable_decode(raw).map(Cow::Owned),
    };
    let Some(bytes) = bytes else {
        return Cow::Borrowed(read);
    };
    let charset = part
        .content_type()
        .and_then(|kind| kind.attribute("charset"));
    if bytes.is_ascii() {
        // Charsets of seven bits shift by escapes, and the parser knows them by their names.
        let is_shifted = charset.is_none_or(|name| name.eq_ignore_ascii_case("us-ascii"))
            && SHIFTS
                .iter()
                .any(|shift| bytes.windows(3).any(|at| at == *shift));
        return match is_shifted {
            true => {
                let (text, _) = encoding_rs::ISO_2022_JP.decode_without_bom_handling(&bytes);
                Cow::Owned(text.into_owned())
            }
            false => Cow::Borrowed(read),
        };
    }
    let charset = charset.or_else(|| headers::charset_of_few(&bytes));
    Cow::Owned(decode::decode(&bytes, charset).0.into_owned())
}

/// Where Japanese begins in ISO-2022-JP.
const SHIFTS: &[&[u8]] = &[b"\x1b$B", b"\x1b$@"];

#[cfg(test)]
mod tests;
