//! What a file that is no text looks like, by its first bytes. Containers and compressions know
//! themselves (`container`).

use memchr::memchr;

use crate::text::decode;

/// Start of the file and what it shows. Only starts that no text has; PostScript is here, too, since
/// read as text it would be gibberish.
/// Sorted by name of the format.
const MAGIC: &[(&[u8], &str)] = &[
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"\0\0\x01\0", "icon"),
    (b"\x7fELF", "program"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"ID3\x02", "MP3 sound"),
    (b"ID3\x03", "MP3 sound"),
    (b"ID3\x04", "MP3 sound"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "Office document (before 2007)",
    ),
    (b"OggS\0", "Ogg sound"),
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"%!PS-Adobe", "PostScript document"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"SQLite format 3\0", "SQLite database"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"wOF2", "font"),
];

/// What the file looks like, when it is not text: `PNG image`. `head` is its start, a few kilobytes.
pub(super) fn not_text(head: &[u8]) -> Option<&'static str> {
    for (start, name) in MAGIC {
        if head.starts_with(start) {
            return Some(name);
        }
    }
    if head.starts_with(b"RIFF") {
        return match head.get(8..12) {
            Some(b"WEBP") => Some("WebP image"),
            Some(b"WAVE") => Some("WAV sound"),
            _ => None,
        };
    }
    if head.get(4..8) == Some(b"ftyp") && head[0] == 0 {
        return Some("MP4 video");
    }
    let is_text = || has_few_nuls(head) || charset_by_zeros(head).is_some() || is_wire(head);
    (decode::is_binary(head) && !is_text()).then_some("binary data")
}

/// Whether the bytes begin with a message of a wire: padding, start of header, and a start of text
/// not far behind. The controls of teleprinters are all over such a file.
fn is_wire(head: &[u8]) -> bool {
    let is_padding = |byte: &u8| matches!(byte, 0 | b'\n' | b'\r' | b' ' | 0x10 | 0x16 | 0x7f);
    let Some(start) = head.iter().position(|byte| !is_padding(byte)) else {
        return false;
    };
    let messages = &head[start..];
    let header = &messages[..messages.len().min(WIRE_HEADER_BYTES)];
    let printed = messages
        .iter()
        .filter(|byte| matches!(**byte, b' '..=b'~' | b'\n' | b'\r' | b'\t' | 0x80..));
    header[0] == 1 && header.contains(&2) && printed.count() * 4 > messages.len() * 3
}

/// Longest header of a wire message.
const WIRE_HEADER_BYTES: usize = 512;

/// One NUL in so many bytes is dirt in a text, more are another format.
const BYTES_PER_NUL: usize = 500;

/// Whether the bytes are a text but for a few NULs. Looks at all of `head`.
pub(super) fn has_few_nuls(head: &[u8]) -> bool {
    if memchr(0, head).is_none() {
        return false;
    }
    let nuls = head.iter().filter(|&&byte| byte == 0).count();
    let is_control =
        |byte: &&u8| **byte < 0x20 && !matches!(**byte, 0 | b'\t' | b'\n' | b'\r' | 0x0c);
    let controls = head.iter().filter(is_control).count();
    let letters = head
        .iter()
        .filter(|byte| byte.is_ascii_alphabetic())
        .count();
    nuls > 0 && nuls <= 1 + head.len() / BYTES_PER_NUL && controls == 0 && letters * 2 > head.len()
}

/// The charset of a text in UTF-16, with or without a mark.
pub(super) fn utf16(head: &[u8]) -> Option<&'static str> {
    let mark = match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(&head[..2]),
        _ => charset_by_zeros(head),
    };
    mark.map(|mark| match mark[0] {
        0xff => "utf-16le",
        _ => "utf-16be",
    })
}

/// The byte order mark that a UTF-16 text without one should have had. Letters of the first
/// alphabets, and spaces in all, have a zero in one half.
pub(super) fn charset_by_zeros(head: &[u8]) -> Option<&'static [u8]> {
    let zeros = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    // Nearly every file: nothing more needs to be counted.
    if memchr(0, head).is_none() || has_few_nuls(head) {
        return None;
    }
    let (even, odd) = (zeros(0), zeros(1));
    let units = head.len() / 2;
    let mark: &[u8] = match (even, odd) {
        (0, odd) if odd * 10 >= units => b"\xff\xfe",
        (even, 0) if even * 10 >= units => b"\xfe\xff",
        _ => return None,
    };
    let whole = &head[..units * 2];
    let unit = |pair: &[u8]| match mark[0] {
        0xff => u16::from_le_bytes([pair[0], pair[1]]),
        _ => u16::from_be_bytes([pair[0], pair[1]]),
    };
    let mut read = char::decode_utf16(whole.chunks_exact(2).map(unit)).peekable();
    let mut letters = 0;
    while let Some(character) = read.next() {
        match character {
            Ok(c) if c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}') => return None,
            Ok(c) => letters += usize::from(c.is_alphanumeric() || c == ' '),
            // The head may end inside a pair.
            Err(_) if read.peek().is_none() => {}
            Err(_) => return None,
        }
    }
    (units >= 4 && letters * 2 > units).then_some(mark)
}

/// Whether it is a document that is read as a whole, though its bytes are no text: PDF and RTF.
pub(super) fn is_document(head: &[u8]) -> bool {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = start.trim_ascii_start();
    start.starts_with(b"%PDF-") || start.starts_with(b"{\\rtf")
}

/// Whether the file only stands for one that lies elsewhere (Git LFS, git-annex).
pub(super) fn is_pointer(head: &[u8]) -> bool {
    let is_lfs = head.starts_with(b"version https://git-lfs.github.com/spec/");
    let is_annex = head.starts_with(b"/annex/objects/") && head.len() < 1024;
    is_lfs || is_annex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks() {
        for (head, expected) in [
            (&b"\x89PNG\r\n\x1a\n\0\0"[..], Some("PNG image")),
            (b"\0\0\0\x20ftypisom", Some("MP4 video")),
            (b"abc\0\0\0\0", Some("binary data")),
            (b"RIFF RAFF at the docks", None),
            (
                b"\x16\x16\x01a1\x1fx\r\n\x14\x12\x02Ferry sinks off Cork, all saved\x03\x04",
                None,
            ),
            (b"\x01\x02\x03\x04\x05\x06", Some("binary data")),
            ("Zażółć".as_bytes(), None),
            (b"The ferry\0 sailed", None),
            (b"A\0 \0f\0e\0r\0r\0y\0", None),
            (b"\0A\0 \0f\0e\0r\0r\0y", None),
            (b"", None),
        ] {
            assert_eq!(not_text(head), expected, "{head:?}");
        }
    }
}
