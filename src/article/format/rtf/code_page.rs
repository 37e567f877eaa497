//! The code pages of RTF, by number and by the charset of a font.

use std::borrow::Cow;

use encoding_rs::Encoding;

use crate::text::decode;

/// Code page of Windows or the Macintosh, and its name today. Sorted.
const PAGES: &[(i32, &str)] = &[
    (866, "ibm866"),
    (874, "windows-874"),
    (932, "shift_jis"),
    (936, "gbk"),
    (949, "euc-kr"),
    (950, "big5"),
    (1250, "windows-1250"),
    (1251, "windows-1251"),
    (1252, "windows-1252"),
    (1253, "windows-1253"),
    (1254, "windows-1254"),
    (1255, "windows-1255"),
    (1256, "windows-1256"),
    (1257, "windows-1257"),
    (1258, "windows-1258"),
    (10_000, "macintosh"),
    (10_001, "shift_jis"),
    (10_002, "big5"),
    (10_003, "euc-kr"),
    (10_007, "x-mac-cyrillic"),
    (10_008, "gbk"),
    (20_866, "koi8-r"),
    (28_592, "iso-8859-2"),
    (54_936, "gb18030"),
    (65_001, "utf-8"),
];

/// `\fcharset` of a font, and the code page it means. Sorted. 0 and 1 say nothing.
const CHARSETS: &[(i32, i32)] = &[
    (77, 10_000),
    (78, 10_001),
    (79, 10_003),
    (80, 10_008),
    (81, 10_002),
    (89, 10_007),
    (128, 932),
    (129, 949),
    (134, 936),
    (136, 950),
    (161, 1253),
    (162, 1254),
    (163, 1258),
    (177, 1255),
    (178, 1256),
    (186, 1257),
    (204, 1251),
    (222, 874),
    (238, 1250),
];

/// The charset of symbol fonts, whose letters are pictures.
const SYMBOL_CHARSET: i32 = 2;

/// The upper half of code page 850, which differs from 437 in the last rows only.
const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// How the bytes of a text are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum CodePage {
    Known(&'static Encoding),
    Dos,
    /// A font of pictures: only its bullet is a character.
    Symbol,
    /// By looking at the bytes.
    #[default]
    Unknown,
}

impl CodePage {
    /// The code page of this number.
    pub(super) fn numbered(number: i32) -> CodePage {
        if matches!(number, 437 | 850 | 858) {
            return CodePage::Dos;
        }
        let row = PAGES.binary_search_by_key(&number, |row| row.0);
        let label = row.ok().map(|row| PAGES[row].1);
        label
            .and_then(|label| Encoding::for_label(label.as_bytes()))
            .map_or(CodePage::Unknown, CodePage::Known)
    }

    /// The code page of a font's charset; `None` when that says nothing.
    pub(super) fn of_charset(charset: i32) -> Option<CodePage> {
        if charset == SYMBOL_CHARSET {
            return Some(CodePage::Symbol);
        }
        let row = CHARSETS.binary_search_by_key(&charset, |row| row.0).ok()?;
        Some(CodePage::numbered(CHARSETS[row].1))
    }

    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            _ if bytes.is_ascii() && !matches!(self, CodePage::Symbol) => {
                String::from_utf8_lossy(bytes)
            }
            CodePage::Known(encoding) => encoding.decode_without_bom_handling(bytes).0,
            CodePage::Dos => bytes.iter().map(|&byte| dos(byte)).collect(),
            CodePage::Symbol => bytes.iter().filter_map(|&byte| symbol(byte)).collect(),
            CodePage::Unknown => decode::decode(bytes, Some("windows-1252")).0,
        }
    }
}

fn dos(byte: u8) -> char {
    let upper = usize::from(byte).checked_sub(128);
    upper.map_or(char::from(byte), |at| {
        DOS.chars().nth(at).unwrap_or('\u{fffd}')
    })
}

fn symbol(byte: u8) -> Option<char> {
    match byte {
        0xb7 => Some('•'),
        byte if byte.is_ascii_whitespace() => Some(' '),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        assert!(PAGES.is_sorted_by_key(|row| row.0));
        assert!(CHARSETS.is_sorted_by_key(|row| row.0));
        assert_eq!(DOS.chars().count(), 128);
        for (number, label) in PAGES {
            assert!(
                matches!(CodePage::numbered(*number), CodePage::Known(_)),
                "{label}"
            );
        }
    }

    #[test]
    fn bytes_to_characters() {
        for (page, bytes, expected) in [
            (
                CodePage::numbered(1251),
                &b"\xcc\xee\xf1\xea\xe2\xe0"[..],
                "Москва",
            ),
            (CodePage::numbered(850), b"M\x81nchen", "München"),
            (
                CodePage::of_charset(128).unwrap(),
                b"\x93\x8c\x8b\x9e",
                "東京",
            ),
            (CodePage::of_charset(2).unwrap(), b"\xb7n", "•"),
            (CodePage::default(), b"Bogot\xe1", "Bogotá"),
        ] {
            assert_eq!(page.decode(bytes), expected);
        }
    }
}
