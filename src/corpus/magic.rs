//! What a file that is no text looks like, by its first bytes.

use crate::text::decode;

/// Start of the file and what it shows. Only starts that no text has; formats made of printable
/// characters (PDF, RTF) are here too, since read as text they would be gibberish.
/// Sorted by name of the format.
const MAGIC: &[(&[u8], &str)] = &[
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"\0\0\x01\0", "icon"),
    (b"BZh", "bzip2 archive"),
    (b"\x7fELF", "program"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"\x1f\x8b", "gzip archive"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"\x04\x22\x4d\x18", "lz4 archive"),
    (b"ID3\x02", "MP3 sound"),
    (b"ID3\x03", "MP3 sound"),
    (b"ID3\x04", "MP3 sound"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "Office document (before 2007)",
    ),
    (b"OggS\0", "Ogg sound"),
    (b"%PDF-", "PDF document"),
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"%!PS-Adobe", "PostScript document"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"{\\rtf", "RTF document"),
    (b"SQLite format 3\0", "SQLite database"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"WARC/0.", "WARC container"),
    (b"WARC/1.", "WARC container"),
    (b"wOF2", "font"),
    (b"\xfd7zXZ\0", "xz archive"),
    (b"PK\x03\x04", "zip archive"),
    (b"PK\x05\x06", "zip archive, empty"),
    (b"\x28\xb5\x2f\xfd", "zstd archive"),
];

/// What the file looks like, when it is not text: `PNG image`. `head` is its start, a few kilobytes.
pub(super) fn not_text(head: &[u8]) -> Option<&'static str> {
    for (start, name) in MAGIC {
        if head.starts_with(start) && is_really(name, head) {
            return Some(name);
        }
    }
    if head.get(257..262) == Some(b"ustar") {
        return Some("tar archive");
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
    decode::is_binary(head).then_some("binary data")
}

/// Starts of three letters need a second look: `BZh` could open a story.
fn is_really(name: &str, head: &[u8]) -> bool {
    name != "bzip2 archive" || head.get(4..10) == Some(b"1AY&SY") || decode::is_binary(head)
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
            (b"%PDF-1.4\n", Some("PDF document")),
            (b"PK\x03\x04\x14\0", Some("zip archive")),
            (b"{\\rtf1\\ansi", Some("RTF document")),
            (b"\0\0\0\x20ftypisom", Some("MP4 video")),
            (b"abc\0\0\0\0", Some("binary data")),
            (b"BZh, the band, played on", None),
            (b"RIFF RAFF at the docks", None),
            ("Zażółć".as_bytes(), None),
            (b"", None),
        ] {
            assert_eq!(not_text(head), expected, "{head:?}");
        }
    }
}
