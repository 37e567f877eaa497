//! Which languages names are found in, and how.

/// Languages in Latin script that are read this way, by ISO 639-1 code. Sorted.
const LANGUAGES: &[&str] = &[
    "af", "az", "bs", "ca", "cs", "cy", "da", "de", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr",
    "hu", "id", "is", "it", "lt", "lv", "ms", "mt", "nb", "nl", "nn", "no", "pl", "pt", "ro", "sk",
    "sl", "so", "sq", "sv", "sw", "tl", "tr", "uz", "vi",
];

/// How the stage reads a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// The trained tagger. Also when the language is unknown.
    Tagger,
    /// By lexicon and shape: [`super::foreign`].
    Lexicon,
    /// Not at all: other scripts.
    Nothing,
}

/// A language without its region: `pt` of `pt-BR`.
pub(super) fn language(lang: &str) -> &str {
    lang.split(['-', '_']).next().unwrap_or(lang)
}

/// How a language is read; `lang` may carry a region (`pt-BR`).
pub(super) fn reading(lang: Option<&str>) -> Reading {
    let Some(lang) = lang else {
        return Reading::Tagger;
    };
    let code = language(lang).to_ascii_lowercase();
    if code == "en" {
        Reading::Tagger
    } else if LANGUAGES.binary_search(&code.as_str()).is_ok() {
        Reading::Lexicon
    } else {
        Reading::Nothing
    }
}

/// Whether most letters at the front of a text are Latin; also when it has none.
pub(super) fn is_latin(text: &str) -> bool {
    let (mut latin, mut other) = (0, 0);
    for letter in text.chars().filter(|c| c.is_alphabetic()).take(500) {
        let is_latin = letter < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&letter);
        if is_latin {
            latin += 1;
        } else {
            other += 1;
        }
    }
    latin >= other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages() {
        assert!(LANGUAGES.is_sorted());
        assert_eq!(reading(None), Reading::Tagger);
        assert_eq!(reading(Some("en-GB")), Reading::Tagger);
        assert_eq!(reading(Some("de")), Reading::Lexicon);
        assert_eq!(reading(Some("ar")), Reading::Nothing);
        assert!(is_latin("Müller fährt") && is_latin("") && !is_latin("قال الرئيس BBC"));
    }
}
