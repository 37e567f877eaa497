//! Folding: what makes `Bogotá`, `BOGOTA` and `bogotá` one word.
//!
//! Lower case, no accents, no apostrophes, no points of abbreviations, one form for letters that
//! keyboards leave out (`ß` ss, `ø` o). Vowel signs of Arabic and Hebrew go; marks of Indic scripts
//! stay, they are letters there.

use unicode_normalization::char::decompose_compatible;

use super::token::is_apostrophe;

/// Acronyms that keep their points, since without them they are other words: `U.S.` is not `us`.
const KEEPS_POINTS: &[&str] = &[
    "am", "as", "at", "do", "go", "he", "in", "is", "it", "me", "no", "so", "to", "us", "we",
];

/// Words before an apostrophe that are swallowed articles and pronouns: `L'Abbé` is also `Abbé`.
/// French and Italian; Irish `O'` and the `D'` of names count as part of the name as well.
const ELISIONS: &[&str] = &[
    "all", "aujourd", "c", "d", "dall", "dell", "j", "jusqu", "l", "lorsqu", "m", "n", "nell",
    "puisqu", "qu", "quest", "quoiqu", "s", "sull", "t", "un",
];

/// The folded form of one word.
pub fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold(word, &mut out);
    out
}

/// Appends the folded form of one word to `out`. Takes time linear in the word.
pub fn fold(word: &str, out: &mut String) {
    if is_plain(word) {
        return fold_plain(word, out);
    }
    let from = out.len();
    if word.is_ascii() {
        for &byte in word.as_bytes() {
            match byte {
                b'\'' | b'&' | b'`' => {}
                _ => out.push(byte.to_ascii_lowercase() as char),
            }
        }
    } else {
        for character in word.chars() {
            fold_char(character, out);
        }
    }
    let has_points = out[from..].contains('.');
    let has_commas = out[from..].contains(',');
    if has_points || has_commas {
        drop_points(out, from);
    }
}

/// Whether a word has letters and digits of ASCII alone: then it is folded by [`fold_plain`], and nothing in it is elided.
#[inline]
pub(crate) fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Appends the folded form of a word that [`is_plain`].
#[inline]
pub(crate) fn fold_plain(word: &str, out: &mut String) {
    let from = out.len();
    out.push_str(word);
    out[from..].make_ascii_lowercase();
}

/// `u.s.a.` becomes `usa`, `u.s.` stays, `mr.` loses its point, `1,000.5` its comma.
fn drop_points(out: &mut String, from: usize) {
    let word = out.split_off(from);
    if word.starts_with(|first: char| first.is_numeric()) {
        out.extend(word.chars().filter(|&character| character != ','));
        return;
    }
    let bare: String = word.chars().filter(|&character| character != '.').collect();
    let is_dotted = word.matches('.').count() > 1;
    if is_dotted && KEEPS_POINTS.binary_search(&bare.as_str()).is_ok() {
        out.push_str(word.trim_end_matches('.'));
    } else {
        out.push_str(&bare);
    }
}

/// The form of a word without its swallowed article (`l'abbé` gives `abbe`), folded.
/// `None` when there is none.
pub fn without_elision(word: &str) -> Option<String> {
    let (at, apostrophe) = word.char_indices().find(|&(_, c)| is_apostrophe(c))?;
    let article = folded(&word[..at]);
    ELISIONS.binary_search(&article.as_str()).ok()?;
    let rest = folded(&word[at + apostrophe.len_utf8()..]);
    (!rest.is_empty()).then_some(rest)
}

fn fold_char(character: char, out: &mut String) {
    if character.is_ascii() {
        if !matches!(character, '\'' | '&' | '`') {
            out.push(character.to_ascii_lowercase());
        }
        return;
    }
    // Hangul syllables would fall apart into letters.
    if ('\u{AC00}'..='\u{D7A3}').contains(&character) {
        out.push(character);
        return;
    }
    decompose_compatible(character, |part| {
        if is_dropped(part) {
            return;
        }
        for lower in part.to_lowercase() {
            match lower {
                'ß' => out.push_str("ss"),
                'æ' => out.push_str("ae"),
                'œ' => out.push_str("oe"),
                'ø' => out.push('o'),
                'đ' | 'ð' => out.push('d'),
                'þ' => out.push_str("th"),
                'ł' => out.push('l'),
                'ı' => out.push('i'),
                'ħ' => out.push('h'),
                'ſ' => out.push('s'),
                // The dot that lower-casing `İ` leaves behind.
                '\u{0307}' => {}
                _ => out.push(lower),
            }
        }
    });
}

/// Accents, vowel signs, joiners and the like: nothing a searcher types.
fn is_dropped(part: char) -> bool {
    is_apostrophe(part)
        || matches!(part,
            '\u{0300}'..='\u{036F}'
            | '\u{0591}'..='\u{05C7}'
            | '\u{0610}'..='\u{061A}'
            | '\u{0640}'
            | '\u{064B}'..='\u{065F}'
            | '\u{0670}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2060}'
            | '\u{FEFF}'
            | '\u{00AD}')
}

/// Folds a name or a phrase word by word: words folded and joined by one space, everything else dropped.
///
/// Two names with the same key are the same name to every lookup.
pub fn key(phrase: &str) -> String {
    // Most names are such words, and are folded without being cut.
    let is_word = |word: &str| !word.is_empty() && is_plain(word);
    if phrase.split(' ').all(is_word) {
        return phrase.to_ascii_lowercase();
    }
    key_of_words(phrase)
}

fn key_of_words(phrase: &str) -> String {
    let mut out = String::with_capacity(phrase.len());
    for token in super::token::words(phrase) {
        let from = out.len();
        if from > 0 {
            out.push(' ');
        }
        fold(token.span.of(phrase), &mut out);
        // A word of nothing but joiners or signs.
        if out.len() == from + usize::from(from > 0) {
            out.truncate(from);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_meet() {
        for (word, expected) in [
            ("Bogotá", "bogota"),
            ("O’Brien", "obrien"),
            ("O'BRIEN", "obrien"),
            ("Straße", "strasse"),
            ("Đà", "da"),
            ("İzmir", "izmir"),
            ("Ｔｏｋｙｏ", "tokyo"),
            ("서울", "서울"),
            ("U.S.", "u.s"),
            ("U.S.A.", "usa"),
            ("N.A.T.O.", "nato"),
            ("Mr.", "mr"),
            ("1,000.5", "1000.5"),
            ("AT&T", "att"),
            ("مُحَمَّد", "محمد"),
        ] {
            assert_eq!(folded(word), expected, "{word}");
        }
    }

    #[test]
    fn swallowed_articles() {
        assert_eq!(without_elision("L’Abbé").as_deref(), Some("abbe"));
        assert_eq!(without_elision("dell'Arte").as_deref(), Some("arte"));
        assert_eq!(without_elision("O'Brien"), None);
        assert_eq!(without_elision("don't"), None);
    }

    #[test]
    fn keys_of_names() {
        assert_eq!(key("Yoon Suk-yeol"), "yoon suk yeol");
        assert_eq!(key("  Ana  María Ruiz's "), "ana maria ruiz");
    }

    proptest::proptest! {
        #[test]
        fn plain_names_are_folded_alike(phrase in "([A-Za-z0-9]{0,6} ?){0,5}") {
            proptest::prop_assert_eq!(key(&phrase), key_of_words(&phrase));
        }
    }

    #[test]
    fn tables_are_sorted() {
        assert!(KEEPS_POINTS.is_sorted() && ELISIONS.is_sorted());
    }
}
