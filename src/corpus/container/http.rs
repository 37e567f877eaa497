//! What a server answered, as crawls record it: status, headers, and a body in its transfer coding.

use std::io::{self, Read};
use std::rc::Rc;

use flate2::bufread::{DeflateDecoder, ZlibDecoder};

use super::super::{Rejection, Stated};
use super::compression::{GzipMembers, ZstdFrames};
use super::guard::{Budget, Counted, Guarded, Stop, input_failure, stop_in};
use super::head::{Line, read_line, read_whole, too_large};
use super::{Input, RECORD_BYTES};

/// Most of a block that is looked at for headers. Cookies make a few KB.
const HEADER_BYTES: u64 = 256 << 10;

/// Media types of what stands on pages and is none, by start or in full. Sorted.
const NO_ARTICLES: &[(&str, &str)] = &[
    ("application/ecmascript", NO_ARTICLE),
    ("application/font", NO_TEXT),
    ("application/javascript", NO_ARTICLE),
    ("application/manifest+json", NO_ARTICLE),
    ("application/opensearchdescription+xml", NO_ARTICLE),
    ("application/vnd.apple.mpegurl", NO_ARTICLE),
    ("application/vnd.ms-fontobject", NO_TEXT),
    ("application/wasm", NO_TEXT),
    ("application/x-font", NO_TEXT),
    ("application/x-javascript", NO_ARTICLE),
    ("application/x-shockwave-flash", NO_TEXT),
    ("audio/", NO_TEXT),
    ("font/", NO_TEXT),
    ("image/", NO_TEXT),
    ("text/css", NO_ARTICLE),
    ("text/ecmascript", NO_ARTICLE),
    ("text/javascript", NO_ARTICLE),
    ("text/vtt", NO_ARTICLE),
    ("text/x-javascript", NO_ARTICLE),
    ("video/", NO_TEXT),
];

const NO_ARTICLE: &str = "not an article";
const NO_TEXT: &str = "not text";

/// Files that every site has and that are for machines.
const FOR_MACHINES: &[&str] = &["/ads.txt", "/app-ads.txt", "/humans.txt", "/robots.txt"];

/// An answer whose body is still to be read.
pub(super) struct Answer {
    /// `None` when there is no status line: then the body begins with the block.
    pub(super) status: Option<u16>,
    headers: Vec<(String, String)>,
}

impl Answer {
    /// Reads status and headers.
    pub(super) fn read(block: &mut Input<'_>) -> io::Result<Answer> {
        let mut headers = Vec::new();
        let is_answer = block.fill_buf()?.starts_with(b"HTTP/");
        if !is_answer {
            return Ok(Answer {
                status: None,
                headers,
            });
        }
        let mut lines: Input<'_> = Box::new(block.take(HEADER_BYTES));
        let first = header_line(&mut lines)?.unwrap_or_default();
        let status = first.split_whitespace().nth(1);
        while let Some(line) = header_line(&mut lines)? {
            if line.starts_with([' ', '\t']) {
                // The rest of a long header.
                if let Some((_, value)) = headers.last_mut() {
                    let value: &mut String = value;
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Ok(Answer {
            status: Some(status.and_then(|code| code.parse().ok()).unwrap_or(0)),
            headers,
        })
    }

    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The `Content-Type` as sent.
    pub(super) fn content_type(&self) -> Option<&str> {
        self.header("content-type")
    }

    /// Why there is no page in it, by its status.
    pub(super) fn refusal(&self) -> Option<Rejection> {
        match self.status {
            None | Some(200..=203) => None,
            Some(status) => Some(Rejection::skipped(format!("no page: status {status}"))),
        }
    }

    /// The body, out of its chunks and compressions.
    pub(super) fn body(&self, block: Input<'_>, budget: &Rc<Budget>) -> Result<Vec<u8>, Rejection> {
        let mut body = read_whole(block, RECORD_BYTES)?;
        let is_chunked = self
            .header("transfer-encoding")
            .is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"));
        if is_chunked && let Some(joined) = joined(&body) {
            body = joined;
        }
        let codings = self.header("content-encoding").unwrap_or_default();
        for coding in codings.rsplit(',') {
            let coding = coding.trim().to_ascii_lowercase();
            if let Some(decoded) = decoded(&body, &coding, budget)? {
                body = decoded;
            }
        }
        Ok(body)
    }
}

/// A line of the headers; `None` at their end.
fn header_line(lines: &mut Input<'_>) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    match read_line(lines, &mut line, HEADER_BYTES as usize)? {
        Line::End | Line::TooLong => Ok(None),
        Line::Whole => {
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end();
            Ok((!line.is_empty()).then(|| line.to_owned()))
        }
    }
}

/// The body without the sizes between its chunks. `None` when it was joined already, as many
/// crawlers do without a word.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut is_first = true;
    while let Some((size, behind)) = chunk_size(rest) {
        is_first = false;
        let size = size.min(behind.len());
        out.extend_from_slice(&behind[..size]);
        rest = &behind[size..];
        if size == 0 {
            // Only trailers stand behind the last chunk.
            return Some(out);
        }
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    if is_first {
        return None;
    }
    out.extend_from_slice(rest);
    Some(out)
}

/// The size in a line like `1f4;name=value`, and what stands behind it.
fn chunk_size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let line = bytes[..bytes.len().min(256)]
        .iter()
        .position(|&byte| byte == b'\n')?;
    let text = std::str::from_utf8(&bytes[..line]).ok()?;
    let digits = text.split(';').next().unwrap_or_default().trim();
    let size = usize::from_str_radix(digits, 16).ok()?;
    Some((size, &bytes[line + 1..]))
}

/// The body without one compression; `None` when it has none, whatever the headers say. A body that
/// is cut off is read as far as it goes: a browser does the same.
fn decoded(body: &[u8], coding: &str, budget: &Rc<Budget>) -> Result<Option<Vec<u8>>, Rejection> {
    let is_zlib = body.first().is_some_and(|first| first & 0x0f == 8);
    let (counted, count) = Counted::new(Box::new(body));
    let reader: Box<dyn Read + '_> = match coding {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => Box::new(GzipMembers::new(counted)),
        "deflate" if is_zlib => Box::new(ZlibDecoder::new(counted)),
        "deflate" => Box::new(DeflateDecoder::new(counted)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(counted, 8 << 10)),
        "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => Box::new(ZstdFrames::new(counted)),
        _ => return Ok(None),
    };
    let guarded = Guarded::new(reader, "HTTP body", count, Rc::clone(budget));
    let mut out = Vec::new();
    let read = guarded.take(RECORD_BYTES as u64 + 1).read_to_end(&mut out);
    if let Err(error) = read
        && !matches!(stop_in(&error), Some(Stop::Damaged { .. }))
    {
        return Err(input_failure(&error));
    }
    match out.len() {
        0 => Ok(None),
        length if length > RECORD_BYTES => Err(too_large(RECORD_BYTES)),
        _ => Ok(Some(out)),
    }
}

/// What a crawl says of a page.
pub(super) fn stated(uri: &str, content_type: Option<&str>, fetched: Option<&str>) -> Stated {
    let mut parameters = content_type.unwrap_or_default().split(';');
    let media_type = parameters.next().unwrap_or_default().trim();
    let media_type = media_type.to_ascii_lowercase();
    let charset = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    Stated {
        url: uri.contains("://").then(|| uri.to_owned()),
        media_type: Some(media_type).filter(|kind| kind.contains('/')),
        charset: charset.filter(|name| !name.is_empty()),
        fetched: fetched.map(str::to_owned),
    }
}

/// Why something is no article, by what is said of it.
pub(super) fn refusal(stated: &Stated) -> Option<Rejection> {
    let kind = stated.media_type.as_deref().unwrap_or_default();
    let by_type = NO_ARTICLES
        .iter()
        .find(|(start, _)| kind.starts_with(start));
    if let Some((_, reason)) = by_type {
        let mut rejection = Rejection::skipped(*reason);
        rejection.detail = Some(kind.to_owned());
        return Some(rejection);
    }
    let url = stated.url.as_deref().unwrap_or_default();
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let is_for_machines = FOR_MACHINES.iter().any(|end| path.ends_with(end));
    is_for_machines.then(|| Rejection::skipped(NO_ARTICLE))
}

/// What begins a script or a style sheet. Sorted.
const PROGRAM_STARTS: &[&str] = &[
    "!function",
    "\"use strict\"",
    "'use strict'",
    "(()",
    "(function",
    "(self",
    "(window",
    "/*",
    "//",
    ";(function",
    "@charset",
    "@font-face",
    "@import",
    "@media",
    "@namespace",
    "const ",
    "define(",
    "document.",
    "export ",
    "function ",
    "if (",
    "if(",
    "import ",
    "jQuery",
    "let ",
    "self.",
    "throw ",
    "try",
    "var ",
    "window.",
    "{\"use strict\"",
];

/// Share of signs among the bytes of a program, in percent: with a start like that, and without.
/// Stories have below 1, minified scripts 15 to 30.
const PROGRAM_SIGNS: (usize, usize) = (3, 9);

/// Whether a text is a script or a style sheet that says it is something else.
pub(super) fn is_program(body: &[u8]) -> bool {
    let start = body[..body.len().min(8 << 10)].trim_ascii_start();
    if start.starts_with(b"<") || start.starts_with(b"{\"") || start.starts_with(b"[") {
        return false;
    }
    let bytes = start
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace())
        .count();
    let is_sign = |byte: &&u8| matches!(**byte, b'{' | b'}' | b';' | b'=' | b'(' | b')');
    let signs = start.iter().filter(is_sign).count();
    let begins = PROGRAM_STARTS
        .iter()
        .any(|known| start.starts_with(known.as_bytes()));
    let needed = if begins {
        PROGRAM_SIGNS.0
    } else {
        PROGRAM_SIGNS.1
    };
    bytes >= 20 && signs * 100 >= bytes * needed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(answer: &[u8]) -> String {
        let mut block: Input<'_> = Box::new(answer);
        let answer = Answer::read(&mut block).unwrap();
        let body = answer.body(block, &Budget::new(1000)).unwrap();
        String::from_utf8(body).unwrap()
    }

    #[test]
    fn bodies() {
        for (answer, expected) in [
            (&b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nText"[..], "Text"),
            (b"<p>No header", "<p>No header"),
            (
                b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: x\r\n\r\n",
                "abcde",
            ),
            (b"HTTP/1.0 200\nTransfer-Encoding: chunked\n\nText", "Text"),
            (b"HTTP/1.0 200\nTransfer-Encoding: chunked\n\n9\nab", "ab"),
            (b"HTTP/1.0 200\nContent-Encoding: gzip\n\nText", "Text"),
            (b"HTTP/1.0 200\nContent-Encoding: br\n\nText", "Text"),
            (
                b"HTTP/1.0 200\nContent-Encoding: br\n\n\x8b\x01\x80Text\x03",
                "Text",
            ),
        ] {
            assert_eq!(body(answer), expected, "{answer:?}");
        }
    }

    #[test]
    fn programs() {
        for (text, expected) in [
            ("!function(e){var t={};e.exports=t}(window);", true),
            ("/* Main */\nbody { color: red; margin: 0 }", true),
            (".a{b:c;d:e}.f{g:h}", false),
            (".a{b:c;d:e}.f{g:h;i:j;k:l}.m{n:o}", true),
            (
                "Import duties (and more) rose; nobody asked why, said the minister.",
                false,
            ),
            (
                "<script>var a = 1; function b() { return a; }</script>",
                false,
            ),
        ] {
            assert_eq!(is_program(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn what_is_said_of_a_page() {
        let page = stated(
            "https://a.example/b",
            Some("Text/HTML; Charset=\"utf-8\""),
            None,
        );
        assert_eq!(page.media_type.as_deref(), Some("text/html"));
        assert_eq!(page.charset.as_deref(), Some("utf-8"));
        assert_eq!(refusal(&page), None);
        for (uri, kind) in [
            ("https://a.example/robots.txt", "text/plain"),
            ("x", "text/css"),
        ] {
            let reason = refusal(&stated(uri, Some(kind), None)).unwrap().reason;
            assert_eq!(reason, "not an article");
        }
        assert!(NO_ARTICLES.is_sorted());
        assert!(PROGRAM_STARTS.is_sorted());
        assert!(FOR_MACHINES.is_sorted());
    }
}
