//! Words that a scan, an ear or a finger makes of one word.

/// One letter more, less, another, or two that changed places.
pub(super) fn is_one_letter_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    let start = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 => {
            short[start + 1..] == long[start + 1..]
                || start + 1 < short.len()
                    && short[start] == long[start + 1]
                    && short[start + 1] == long[start]
                    && short[start + 2..] == long[start + 2..]
        }
        1 => short[start..] == long[start + 1..],
        _ => false,
    }
}

/// Letters that scans take for each other, longest first.
const CONFUSED: &[(&str, &str)] = &[
    ("rn", "m"),
    ("cl", "d"),
    ("vv", "w"),
    ("ii", "n"),
    ("li", "h"),
    ("u", "n"),
    ("e", "c"),
    ("o", "c"),
    ("b", "h"),
    ("l", "i"),
    ("t", "i"),
    ("f", "s"),
];

/// What is left of a word when letters that scans confuse are one.
pub(super) fn scanned(word: &str) -> String {
    replaced(word, CONFUSED)
}

/// Letters that tongues and scripts spell otherwise, longest first.
const SPELT: &[(&str, &str)] = &[
    ("tsch", "c"),
    ("tch", "c"),
    ("sch", "s"),
    ("dj", "j"),
    ("zh", "j"),
    ("dzh", "j"),
    ("sh", "s"),
    ("ch", "c"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("qu", "k"),
    ("ou", "u"),
    ("oo", "u"),
    ("ow", "u"),
    ("ov", "u"),
    ("ee", "i"),
    ("ei", "i"),
    ("ey", "i"),
    ("ie", "i"),
    ("ay", "i"),
    ("ai", "i"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("y", "i"),
    ("e", "i"),
    ("o", "u"),
    ("z", "s"),
];

/// What is left of a word when spellings of one sound are one, and double letters single.
pub(super) fn sound(word: &str) -> String {
    let mut out = replaced(word, SPELT);
    let mut last = None;
    out.retain(|letter| last.replace(letter) != Some(letter));
    out
}

fn replaced(word: &str, table: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let found = table.iter().find(|(letters, _)| rest.starts_with(letters));
        match found {
            Some((letters, one)) => {
                out.push_str(one);
                rest = &rest[letters.len()..];
            }
            None => {
                out.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_meet() {
        assert_eq!(scanned("barnett"), scanned("bamett"));
        assert_eq!(sound("soleimani"), sound("suleymany"));
        assert_eq!(sound("schmidt"), sound("shmidt"));
        assert_ne!(sound("volcker"), sound("kelly"));
    }

    #[test]
    fn letters_apart() {
        for (a, b, expected) in [
            ("icahn", "ichan", true),
            ("icahn", "icann", true),
            ("icahn", "icahns", true),
            ("icahn", "cahn", true),
            ("icahn", "hacin", false),
            ("icahn", "icn", false),
        ] {
            assert_eq!(is_one_letter_apart(a, b), expected, "{a}, {b}");
            assert_eq!(is_one_letter_apart(b, a), expected, "{b}, {a}");
        }
    }

    #[test]
    fn no_row_hides_a_later_one() {
        for table in [CONFUSED, SPELT] {
            for (at, (letters, _)) in table.iter().enumerate() {
                let is_hidden = |(before, _): &(&str, &str)| letters.starts_with(before);
                assert!(
                    !table[..at].iter().any(is_hidden),
                    "{letters} is never reached"
                );
            }
        }
    }
}
