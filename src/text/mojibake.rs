//! UTF-8 that somebody read as Latin script and wrote again: `CafÃ©`, `itâ€™s`.
//!
//! Mended only when all of a text reads back: one character beyond ASCII that is no part of such a
//! pair, and nothing is touched.

/// The text as it was before it was read in the wrong charset. `None` when it was not, or when that is
/// not certain. Stops at the first proper character beyond ASCII, so that sound texts cost nothing.
pub fn mended(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut evidence = 0;
    while let Some(character) = chars.next() {
        if character.is_ascii() {
            out.push(character);
            continue;
        }
        let lead = byte(character)?;
        // The second half of `à` is a space that does not break, and those become plain ones.
        if lead == 0xc3 && chars.peek() == Some(&' ') {
            out.push('à');
            continue;
        }
        let len = match lead {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        let mut bytes = [lead, 0, 0, 0];
        for slot in &mut bytes[1..len] {
            *slot = byte(chars.next()?)?;
        }
        let piece = std::str::from_utf8(&bytes[..len]).ok()?;
        let is_letter = piece.contains(char::is_alphabetic);
        evidence += if is_letter { ENOUGH } else { len - 1 };
        out.push_str(piece);
    }
    (evidence >= ENOUGH).then_some(out)
}

/// One letter, one quotation mark, or two signs like `Â£`, which may stand in a text for once.
const ENOUGH: usize = 2;

/// The byte that a character was read from, by windows-1252, and by ISO 8859-1 where that has none.
fn byte(character: char) -> Option<u8> {
    let high = HIGH.iter().find(|(known, _)| *known == character);
    high.map(|(_, byte)| *byte)
        .or_else(|| u8::try_from(u32::from(character)).ok())
}

/// What windows-1252 has where ISO 8859-1 has control characters.
const HIGH: &[(char, u8)] = &[
    ('€', 0x80),
    ('‚', 0x82),
    ('ƒ', 0x83),
    ('„', 0x84),
    ('…', 0x85),
    ('†', 0x86),
    ('‡', 0x87),
    ('ˆ', 0x88),
    ('‰', 0x89),
    ('Š', 0x8a),
    ('‹', 0x8b),
    ('Œ', 0x8c),
    ('Ž', 0x8e),
    ('‘', 0x91),
    ('’', 0x92),
    ('“', 0x93),
    ('”', 0x94),
    ('•', 0x95),
    ('–', 0x96),
    ('—', 0x97),
    ('˜', 0x98),
    ('™', 0x99),
    ('š', 0x9a),
    ('›', 0x9b),
    ('œ', 0x9c),
    ('ž', 0x9e),
    ('Ÿ', 0x9f),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_back_is_mended() {
        for (text, expected) in [
            ("CafÃ© Ã‰toile", Some("Café Étoile")),
            ("itâ€™s", Some("it’s")),
            ("voilÃ  dÃ©jÃ  un Ã©tÃ©", Some("voilà  déjà  un été")),
            ("Ð¼Ð¾Ñ€Ðµ", Some("море")),
            // Sound, or not all of it broken.
            ("Café", None),
            ("IRMÃ MARIA", None),
            ("a fee of Â£5", None),
            ("CafÃ© and café", None),
            ("море", None),
            ("plain", None),
        ] {
            assert_eq!(mended(text).as_deref(), expected, "{text}");
        }
    }
}
