//! WARC: the records of a crawl, one after the other.
//!
//! Our own reader, as tolerant as crawlers are careless: line ends without `\r`, lengths that are
//! wrong, records cut off, addresses with spaces or in `<>`. A response is opened like a file that is
//! called by its address; everything else a crawl notes is counted with its reason.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use super::super::{Rejection, Stated};
use super::guard::{Budget, Stop, failure, stop_in};
use super::head::{Line, read_line, read_whole};
use super::http::{self, Answer};
use super::{Input, Member, Members, Opener, RECORD_BYTES};

/// Longest line of a header, and most of them.
const LINE_BYTES: usize = 64 << 10;
const MOST_LINES: usize = 1000;

/// Whether a file that begins like this is a WARC.
pub(super) fn begins(head: &[u8]) -> bool {
    let start = head.trim_ascii_start();
    start.starts_with(b"WARC/0.") || start.starts_with(b"WARC/1.")
}

/// Opens what was fetched, record by record.
pub(super) fn read(
    opener: &mut Opener<'_>,
    member: &Member<'_>,
    _head: &[u8],
    input: Input<'_>,
) -> ControlFlow<()> {
    let mut members = Members::of(member);
    let mut records = Records {
        input,
        is_lost: false,
        has_version: false,
        is_over: false,
    };
    while let Some(header) = records.next_header() {
        let fetched = header.and_then(|header| {
            let mut block = Block::new(&mut records.input, header.length);
            let fetched = header.fetched(Box::new(&mut block), &opener.budget);
            let end = block.finish("WARC");
            records.is_over |= block.is_broken;
            end.and(fetched)
        });
        give(opener, &mut members, fetched)?;
    }
    opener.close(&mut members)
}

/// Opens what was fetched, or gives the reason why it is not.
pub(super) fn give(
    opener: &mut Opener<'_>,
    members: &mut Members,
    fetched: Result<Fetched, Rejection>,
) -> ControlFlow<()> {
    match fetched {
        Ok(page) => {
            let body: Input<'_> = Box::new(page.body.as_slice());
            opener.open_member(members, &page.name, page.stated, body)
        }
        Err(rejection) => opener.reject_part(members, rejection),
    }
}

/// Something a crawl fetched.
pub(super) struct Fetched {
    /// Its address, as printed.
    pub(super) name: Vec<u8>,
    pub(super) stated: Stated,
    pub(super) body: Vec<u8>,
}

/// What the block of a record holds, when it is the answer of a server.
pub(super) fn answered(
    name: &[u8],
    date: Option<&str>,
    mut block: Input<'_>,
    content_type: Option<&str>,
    budget: &Rc<Budget>,
) -> Result<Fetched, Rejection> {
    let uri = String::from_utf8_lossy(name).into_owned();
    let named = |mut rejection: Rejection| {
        rejection.detail.get_or_insert_with(|| uri.clone());
        rejection
    };
    let answer = Answer::read(&mut block).map_err(|error| failure(error, "WARC"))?;
    let content_type = answer.content_type().or(content_type);
    let stated = http::stated(&uri, content_type, date);
    let refusal = answer.refusal().or_else(|| http::refusal(&stated));
    if let Some(rejection) = refusal {
        return Err(named(rejection));
    }
    let body = answer.body(block, budget)?;
    if http::is_program(&body) {
        return Err(named(Rejection::skipped("not an article")));
    }
    Ok(Fetched {
        name: name.to_vec(),
        stated,
        body,
    })
}

/// The records of a crawl.
struct Records<'i> {
    input: Input<'i>,
    /// What stands here is no record; that was said already.
    is_lost: bool,
    /// The version line of the next record was read.
    has_version: bool,
    is_over: bool,
}

impl Records<'_> {
    /// The next header, or what stands in its place. `None` at the end.
    fn next_header(&mut self) -> Option<Result<Header, Rejection>> {
        let mut line = Vec::new();
        while !self.is_over {
            if std::mem::take(&mut self.has_version) {
                let header = self.header();
                self.is_lost = header.is_err();
                return Some(header);
            }
            match read_line(&mut self.input, &mut line, LINE_BYTES) {
                Ok(Line::End) => return None,
                Ok(Line::Whole) if line.starts_with(b"WARC/") => self.has_version = true,
                Ok(Line::Whole) if line.trim_ascii().is_empty() => {}
                Ok(Line::Whole | Line::TooLong) if self.is_lost => {}
                Ok(Line::Whole | Line::TooLong) => {
                    self.is_lost = true;
                    let what = "something else stands where a record should begin";
                    return Some(Err(Stop::damaged("WARC", what).rejection()));
                }
                Err(error) => {
                    let is_told = self.is_lost;
                    let rejection = self.failure(error);
                    if !is_told || self.is_over {
                        return Some(Err(rejection));
                    }
                }
            }
        }
        None
    }

    /// Whether reading can go on, the reader of a compression decides; behind everything else it
    /// cannot.
    fn failure(&mut self, error: io::Error) -> Rejection {
        self.is_over = stop_in(&error).is_none();
        self.is_lost = true;
        failure(error, "WARC")
    }

    fn header(&mut self) -> Result<Header, Rejection> {
        let mut header = Header::default();
        let mut length = None;
        let mut line = Vec::new();
        for _ in 0..MOST_LINES {
            match read_line(&mut self.input, &mut line, LINE_BYTES) {
                Ok(Line::Whole) if line.trim_ascii().is_empty() => {
                    header.length = length.ok_or_else(|| {
                        Stop::damaged("WARC", "a record without length").rejection()
                    })?;
                    return Ok(header);
                }
                Ok(Line::Whole) => {}
                Ok(Line::End | Line::TooLong) => break,
                Err(error) => return Err(self.failure(error)),
            }
            let Some(colon) = line.iter().position(|&byte| byte == b':') else {
                continue;
            };
            let name = String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase();
            let value = line[colon + 1..].trim_ascii();
            let text = || String::from_utf8_lossy(value).into_owned();
            match name.trim() {
                "warc-type" => header.kind = text().to_ascii_lowercase(),
                "warc-target-uri" => header.uri = without_brackets(value).to_vec(),
                "warc-date" => header.date = Some(text()),
                "content-type" => header.content_type = Some(text()),
                "content-length" => length = text().parse().ok(),
                _ => {}
            }
        }
        Err(Stop::damaged("WARC", "a header ends in the middle").rejection())
    }
}

/// `<http://a.example/>`, as an old `wget` wrote it, is `http://a.example/`.
fn without_brackets(uri: &[u8]) -> &[u8] {
    let inner = uri.strip_prefix(b"<");
    inner.and_then(|uri| uri.strip_suffix(b">")).unwrap_or(uri)
}

/// What stands before the block of a record.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    uri: Vec<u8>,
    date: Option<String>,
    content_type: Option<String>,
    length: u64,
}

impl Header {
    /// What was fetched, or why this record is none that is opened.
    fn fetched(&self, block: Input<'_>, budget: &Rc<Budget>) -> Result<Fetched, Rejection> {
        let note = |reason: &str| {
            let mut rejection = Rejection::skipped(reason);
            let uri = String::from_utf8_lossy(&self.uri);
            rejection.detail = Some(format!("{} {uri}", self.kind).trim_end().to_owned());
            rejection
        };
        let content_type = self.content_type.as_deref().unwrap_or_default();
        let is_http = content_type
            .to_ascii_lowercase()
            .starts_with("application/http");
        // Crawlers keep logs and lists as resources of their own schemes.
        let is_own = [&b"dns:"[..], b"metadata:", b"urn:", b"warcinfo:"]
            .iter()
            .any(|scheme| self.uri.starts_with(scheme));
        match self.kind.as_str() {
            "revisit" => Err(note("revisit")),
            "response" | "resource" | "conversion" if is_own => Err(note("crawl record")),
            "response" => {
                let stated = (!is_http).then_some(content_type);
                answered(&self.uri, self.date.as_deref(), block, stated, budget)
            }
            "resource" | "conversion" => {
                let uri = String::from_utf8_lossy(&self.uri);
                let stated = http::stated(&uri, Some(content_type), self.date.as_deref());
                if let Some(rejection) = http::refusal(&stated) {
                    return Err(rejection);
                }
                let body = read_whole(block, RECORD_BYTES)?;
                Ok(Fetched {
                    name: self.uri.clone(),
                    stated,
                    body,
                })
            }
            _ => Err(note("crawl record")),
        }
    }
}

/// The block of a record. Where reading fails in it, nothing of it is left: the reader of a
/// compression goes on at the next record.
pub(super) struct Block<'b, 'i> {
    input: &'b mut Input<'i>,
    left: u64,
    has_failed: bool,
    /// Whether nothing can be read behind it.
    pub(super) is_broken: bool,
}

impl<'b, 'i> Block<'b, 'i> {
    pub(super) fn new(input: &'b mut Input<'i>, length: u64) -> Block<'b, 'i> {
        Block {
            input,
            left: length,
            has_failed: false,
            is_broken: false,
        }
    }

    /// Passes over what was not read.
    ///
    /// # Errors
    /// Damage, also when the block is shorter than its header says; not again what a reader of the
    /// block was told.
    pub(super) fn finish(&mut self, what: &'static str) -> Result<(), Rejection> {
        if self.has_failed {
            return Ok(());
        }
        io::copy(self, &mut io::sink()).map_err(|error| failure(error, what))?;
        match self.left {
            // Some writers count the line end behind it.
            0..=2 => Ok(()),
            _ => Err(Stop::damaged(what, "a record ends in the middle").rejection()),
        }
    }
}

impl Read for Block<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let chunk = self.fill_buf()?;
        let count = chunk.len().min(buffer.len());
        buffer[..count].copy_from_slice(&chunk[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Block<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 || self.has_failed {
            return Ok(&[]);
        }
        match self.input.fill_buf() {
            Ok(chunk) => {
                let most = usize::try_from(self.left).unwrap_or(usize::MAX);
                Ok(&chunk[..chunk.len().min(most)])
            }
            Err(error) => {
                self.has_failed = true;
                self.is_broken = stop_in(&error).is_none();
                Err(error)
            }
        }
    }

    fn consume(&mut self, count: usize) {
        self.left -= count as u64;
        self.input.consume(count);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{gzip, reasons, shown};

    /// A record with the line ends of the standard.
    fn record(kind: &str, uri: &str, content_type: &str, block: &str) -> String {
        let length = block.len();
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\n\
             WARC-Date: 2021-03-04T05:06:07Z\r\nContent-Type: {content_type}\r\n\
             Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    }

    fn response(uri: &str, answer: &str) -> String {
        record(
            "response",
            uri,
            "application/http; msgtype=response",
            answer,
        )
    }

    const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Page</p>";

    fn crawl() -> [String; 9] {
        [
            record("warcinfo", "", "application/warc-fields", "software: x\r\n"),
            record(
                "request",
                "https://a.example/",
                "application/http",
                "GET / HTTP/1.1\r\n\r\n",
            ),
            response("https://a.example/", PAGE),
            response("<https://a.example/>", PAGE),
            response(
                "https://a.example/b c",
                "HTTP/1.1 404 Not Found\r\n\r\nSorry",
            ),
            response(
                "https://a.example/d",
                "HTTP/1.1 200 OK\r\nContent-Type: text/css\r\n\r\na{}",
            ),
            record(
                "revisit",
                "https://a.example/",
                "application/http",
                "HTTP/1.1 200 OK\r\n\r\n",
            ),
            record(
                "resource",
                "https://a.example/f",
                "application/json",
                "{\"a\":1}",
            ),
            record(
                "response",
                "dns:a.example",
                "text/dns",
                "20210304\na.example. 1 IN A 1.2.3.4",
            ),
        ]
    }

    const EXPECTED: [&str; 9] = [
        "0 crawl record (warcinfo)",
        "1 crawl record (request https://a.example/)",
        "!https://a.example/0 file 11",
        "!https://a.example/~20 file 11",
        "2 no page: status 404 (https://a.example/b c)",
        "3 not an article (text/css)",
        "4 revisit (revisit https://a.example/)",
        "!https://a.example/f0 {\"a\":1}",
        "5 crawl record (response dns:a.example)",
    ];

    #[test]
    fn records() {
        let plain = crawl().concat();
        assert_eq!(shown("a.warc", plain.as_bytes()), EXPECTED);
        let bare = crawl().map(|record| {
            let (header, block) = record.split_once("\r\n\r\n").unwrap();
            format!("{}\n\n{block}", header.replace('\r', ""))
        });
        assert_eq!(shown("a.warc", bare.concat().as_bytes()), EXPECTED);
        let each = crawl().map(|record| gzip(record.as_bytes())).concat();
        assert_eq!(shown("a.warc.gz", &each), EXPECTED);
        assert_eq!(shown("a.warc.gz", &gzip(plain.as_bytes())), EXPECTED);
    }

    #[test]
    fn a_damaged_record_costs_itself() {
        let short = response("https://a.example/g", PAGE).replace("Page</p>", "Page</p> and more");
        let long = PAGE.len() + 1000;
        let cut = response("https://a.example/h", PAGE).replace(
            &format!("Length: {}", PAGE.len()),
            &format!("Length: {long}"),
        );
        let none = response("https://a.example/i", PAGE).replace("Content-Length", "Length");
        let page = response("https://a.example/", PAGE);
        let text = [&short, &page, &none, &page, &cut]
            .map(String::as_str)
            .concat();
        assert_eq!(
            reasons("a.warc", text.as_bytes()),
            [
                "!https://a.example/g0 file 11",
                "0 damaged WARC",
                "!https://a.example/0 file 11",
                "1 damaged WARC",
                "!https://a.example/~20 file 11",
                "2 damaged WARC",
            ]
        );
        let mut broken = gzip(page.as_bytes());
        broken.truncate(broken.len() / 2);
        let gz = [gzip(page.as_bytes()), broken, gzip(page.as_bytes())].concat();
        let found = reasons("a.warc.gz", &gz);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[1].starts_with("0 damaged"), "{found:?}");
        assert_eq!(found[2], "!https://a.example/~20 file 11");
    }
}
