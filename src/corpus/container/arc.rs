//! ARC: what crawls were kept in before WARC. A line for each record, then what the server answered.

use std::ops::ControlFlow;

use super::super::Rejection;
use super::guard::{Stop, failure, stop_in};
use super::head::{Line, read_line};
use super::warc::{Block, Fetched, answered, give};
use super::{Input, Member, Members, Opener};

/// Longest line of a record.
const LINE_BYTES: usize = 64 << 10;

/// Whether a file that begins like this is an ARC.
pub(super) fn begins(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"filedesc://")
}

/// Opens what was fetched, record by record.
pub(super) fn read(
    opener: &mut Opener<'_>,
    member: &Member<'_>,
    _head: &[u8],
    mut input: Input<'_>,
) -> ControlFlow<()> {
    let mut members = Members::of(member);
    let mut line = Vec::new();
    let mut is_lost = false;
    loop {
        match read_line(&mut input, &mut line, LINE_BYTES) {
            Ok(Line::End) => break,
            Ok(Line::Whole) if line.trim_ascii().is_empty() => continue,
            Ok(Line::Whole | Line::TooLong) => {}
            Err(error) => {
                let is_over = stop_in(&error).is_none();
                if !std::mem::replace(&mut is_lost, true) || is_over {
                    opener.reject_part(&mut members, failure(error, "ARC"))?;
                }
                if is_over {
                    break;
                }
                continue;
            }
        }
        let Some(header) = Header::of(&line) else {
            if !std::mem::replace(&mut is_lost, true) {
                let what = "something else stands where a record should begin";
                opener.reject_part(&mut members, Stop::damaged("ARC", what).rejection())?;
            }
            continue;
        };
        is_lost = false;
        let mut block = Block::new(&mut input, header.length);
        let fetched = header.fetched(Box::new(&mut block), opener);
        let end = block.finish("ARC");
        let is_over = block.is_broken;
        give(opener, &mut members, end.and(fetched))?;
        if is_over {
            break;
        }
    }
    opener.close(&mut members)
}

/// The line before a record: address, IP, date, media type, in version 2 five more, and length.
struct Header {
    uri: Vec<u8>,
    date: String,
    content_type: String,
    length: u64,
}

impl Header {
    /// `None` when the line is none. Addresses may hold spaces, so it is read from its end.
    fn of(line: &[u8]) -> Option<Header> {
        let fields: Vec<&[u8]> = line.trim_ascii_end().split(|&byte| byte == b' ').collect();
        let length = std::str::from_utf8(fields.last()?).ok()?.parse().ok()?;
        // Date and media type stand before the length, or before five more.
        let is_date =
            |field: &[u8]| (8..=17).contains(&field.len()) && field.iter().all(u8::is_ascii_digit);
        let date_at = [3, 8]
            .into_iter()
            .filter_map(|from_end| fields.len().checked_sub(from_end))
            .find(|&at| at >= 2 && is_date(fields[at]))?;
        let uri = fields[..date_at - 1].join(&b' ');
        let text = |at: usize| String::from_utf8_lossy(fields[at]).into_owned();
        Some(Header {
            uri,
            date: text(date_at),
            content_type: text(date_at + 1),
            length,
        })
    }

    fn fetched(&self, block: Input<'_>, opener: &Opener<'_>) -> Result<Fetched, Rejection> {
        if !self.uri.starts_with(b"http") {
            let mut rejection = Rejection::skipped("crawl record");
            rejection.detail = Some(String::from_utf8_lossy(&self.uri).into_owned());
            return Err(rejection);
        }
        // `no-type` and the like are no media types.
        let content_type = Some(self.content_type.as_str()).filter(|kind| kind.contains('/'));
        answered(
            &self.uri,
            Some(&self.date),
            block,
            content_type,
            &opener.budget,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{gzip, reasons};

    const PAGE: &str = "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>Page</p>";

    fn crawl() -> [String; 4] {
        let length = PAGE.len();
        let notes = "1 0 Crawl\nURL IP-address Archive-date Content-type Archive-length\n";
        [
            format!(
                "filedesc://a.arc 0.0.0.0 20050304050607 text/plain {}\n{notes}\n",
                notes.len()
            ),
            "dns:a.example 1.2.3.4 20050304050607 text/dns 4\n1234\n".to_owned(),
            format!("http://a.example/b c 1.2.3.4 20050304050607 text/html {length}\n{PAGE}\n"),
            format!(
                "http://a.example/d 1.2.3.4 20050304050607 text/html 200 x - 0 a.arc {length}\n{PAGE}\n"
            ),
        ]
    }

    const EXPECTED: [&str; 4] = [
        "0 crawl record",
        "1 crawl record",
        "!http://a.example/b c0 file 11",
        "!http://a.example/d0 file 11",
    ];

    #[test]
    fn records_of_both_versions() {
        assert_eq!(reasons("a.arc", crawl().concat().as_bytes()), EXPECTED);
        let each = crawl().map(|record| gzip(record.as_bytes())).concat();
        assert_eq!(reasons("a.arc.gz", &each), EXPECTED);
    }

    #[test]
    fn damage() {
        let [first, _, page, last] = crawl();
        let text = [
            first,
            "no record\nat all\n".to_owned(),
            page,
            last[..80].to_owned(),
        ]
        .concat();
        assert_eq!(
            reasons("a.arc", text.as_bytes()),
            [
                "0 crawl record",
                "1 damaged ARC",
                "!http://a.example/b c0 file 11",
                "2 damaged ARC"
            ]
        );
    }
}
