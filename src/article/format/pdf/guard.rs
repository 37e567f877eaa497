//! What a PDF may cost, found out before it is parsed.
//!
//! The parser decompresses a stream whole, however large it becomes. So each is decompressed here
//! once, into nothing, and counted.

use std::io::Read;

use flate2::bufread::ZlibDecoder;
use hayro_font::hayro_syntax::Filter;
use hayro_font::hayro_syntax::object::Stream;

use super::Rejection;

/// Largest content of a stream. Pages full of maps have 20 MB of lines.
const STREAM_BYTES: u64 = 64 << 20;

/// Largest content of all streams together that are no pictures.
const ALL_BYTES: u64 = 512 << 20;

/// Most that a byte becomes: the limits of the two methods.
const FLATE_RATIO: u64 = 1032;
const LZW_RATIO: u64 = 2731;
const RUN_RATIO: u64 = 64;

/// How far before its content the description of a stream begins.
const DESCRIPTION_BYTES: usize = 1024;

/// Looks at all streams of a file.
///
/// # Errors
/// Failed: `decompression bomb`.
pub(super) fn check(bytes: &[u8]) -> Result<(), Rejection> {
    let mut all = 0;
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        let from = at + found + b"stream".len();
        let description = &bytes[from.saturating_sub(DESCRIPTION_BYTES)..from];
        let own = match description.windows(3).rposition(|window| window == b"obj") {
            Some(start) => &description[start..],
            None => description,
        };
        let content = bytes[from..].trim_ascii_start();
        let holds_objects = find(own, b"/ObjStm").is_some() || find(own, b"/XRef").is_some();
        if holds_objects && is_packed_twice(own) {
            let detail = "objects packed more than once";
            return Err(Rejection::failed("decompression bomb", detail));
        }
        let is_picture = find(own, b"/Image").is_some() && !holds_objects;
        if !is_picture && is_zlib(content) {
            let len = unpacked_len(content);
            all += len;
            if len > STREAM_BYTES || all > ALL_BYTES {
                let detail = format!("a stream of more than {} MB at byte {from}", len >> 20);
                return Err(Rejection::failed("decompression bomb", detail));
            }
        }
        at = from;
    }
    Ok(())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = wanted[0];
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == first) {
        at += next;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn is_packed_twice(description: &[u8]) -> bool {
    let names: &[&[u8]] = &[b"/FlateDecode", b"/Fl ", b"/LZW", b"/RunLength"];
    let count = |name: &&[u8]| {
        let windows = description.windows(name.len());
        windows.filter(|window| window == name).count()
    };
    let is_other = count(&names[2]) + count(&names[3]) > 0;
    is_other || names.iter().map(count).sum::<usize>() > 1
}

fn is_zlib(content: &[u8]) -> bool {
    let [first, second, ..] = content else {
        return false;
    };
    first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31)
}

/// How long the content is, unpacked, as far as it goes; counting ends when it is too long.
fn unpacked_len(content: &[u8]) -> u64 {
    let mut decoder = ZlibDecoder::new(content);
    let mut buffer = vec![0; 64 << 10];
    let mut len = 0;
    while let Ok(count @ 1..) = decoder.read(&mut buffer) {
        len += count as u64;
        if len > STREAM_BYTES {
            break;
        }
    }
    len
}

/// Whether a stream may be given to the parser: what it can become is bounded. Those of encrypted
/// files could not be counted before.
pub(super) fn is_small(stream: &Stream<'_>) -> bool {
    let raw = stream.raw_data();
    let filters = stream.filters();
    if filters.first() == Some(&Filter::FlateDecode) && is_zlib(&raw) && filters.len() == 1 {
        return unpacked_len(&raw) <= STREAM_BYTES;
    }
    let mut most = raw.len() as u64;
    for filter in filters {
        most = most.saturating_mul(match filter {
            Filter::FlateDecode => FLATE_RATIO,
            Filter::LzwDecode => LZW_RATIO,
            Filter::RunLengthDecode => RUN_RATIO,
            _ => 1,
        });
    }
    most <= ALL_BYTES
}
