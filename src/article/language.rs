//! The language of an article: what it says of itself, unless the text clearly says otherwise.

use whatlang::{Lang, Script};

/// Shorter texts are not judged against a declaration.
const MIN_CHARS: usize = 60;

/// Enough text to be sure; more costs time only.
const MAX_CHARS: usize = 2000;

/// Names of languages as declarations give them, lower case.
const NAMES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("bulgarian", "bg"),
    ("chinese", "zh"),
    ("croatian", "hr"),
    ("czech", "cs"),
    ("danish", "da"),
    ("deutsch", "de"),
    ("dutch", "nl"),
    ("english", "en"),
    ("español", "es"),
    ("espanol", "es"),
    ("estonian", "et"),
    ("farsi", "fa"),
    ("finnish", "fi"),
    ("français", "fr"),
    ("francais", "fr"),
    ("french", "fr"),
    ("german", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("indonesian", "id"),
    ("italian", "it"),
    ("italiano", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("malay", "ms"),
    ("nederlands", "nl"),
    ("norwegian", "no"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("polski", "pl"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("serbian", "sr"),
    ("slovak", "sk"),
    ("slovenian", "sl"),
    ("spanish", "es"),
    ("svenska", "sv"),
    ("swedish", "sv"),
    ("thai", "th"),
    ("tiếng việt", "vi"),
    ("turkish", "tr"),
    ("türkçe", "tr"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
    ("vietnamese", "vi"),
    ("русский", "ru"),
];

/// ISO 639-2 and 639-3 codes of languages that are declared so.
const LONG_CODES: &[(&str, &str)] = &[
    ("ara", "ar"),
    ("bul", "bg"),
    ("ces", "cs"),
    ("chi", "zh"),
    ("cmn", "zh"),
    ("cze", "cs"),
    ("dan", "da"),
    ("deu", "de"),
    ("dut", "nl"),
    ("ell", "el"),
    ("eng", "en"),
    ("fas", "fa"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("ger", "de"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hun", "hu"),
    ("ind", "id"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("nld", "nl"),
    ("nor", "no"),
    ("per", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rum", "ro"),
    ("rus", "ru"),
    ("spa", "es"),
    ("swe", "sv"),
    ("tha", "th"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("vie", "vi"),
    ("zho", "zh"),
];

/// The ISO 639-1 code of an article. `None` when it is neither declared nor recognisable.
pub(super) fn of(declared: Option<&str>, title: &str, body: &str) -> Option<String> {
    let declared = declared.and_then(normalised);
    if declared.as_deref().is_none_or(|code| code == "en") && is_plainly_english(body) {
        return Some("en".to_owned());
    }
    let sample: String = if body.chars().nth(MIN_CHARS).is_some() {
        body.chars().take(MAX_CHARS).collect()
    } else {
        format!("{title}\n{body}")
    };
    let found = recognised(&sample);
    match (declared, found) {
        (Some(declared), Some((found, is_clear))) if declared != found && is_clear => {
            let is_close = SIBLINGS
                .iter()
                .any(|group| group.contains(&declared.as_str()) && group.contains(&found));
            Some(if is_close { declared } else { found.to_owned() })
        }
        (Some(declared), _) => Some(declared),
        (None, Some((found, true))) => Some(found.to_owned()),
        (None, Some((found, false))) => {
            (found == "en" && has_english_words(&sample)).then(|| "en".to_owned())
        }
        (None, None) => has_english_words(&sample).then(|| "en".to_owned()),
    }
}

/// Languages that a detector mistakes for each other; the declaration decides.
const SIBLINGS: &[&[&str]] = &[
    &["nb", "nn", "no", "da", "sv"],
    &["hr", "sr", "bs", "sl", "mk", "bg"],
    &["id", "ms", "jv"],
    &["cs", "sk"],
    &["pt", "gl", "es", "ca"],
    &["uk", "ru", "be", "bg", "mk"],
    &["hi", "mr", "ne"],
    &["ar", "fa", "ur", "ps", "ckb"],
    &["nl", "af"],
    &["tr", "az"],
];

/// `en-GB`, `EN_us`, `eng` and `English` are `en`.
pub(super) fn normalised(declared: &str) -> Option<String> {
    let lower = declared.trim().to_lowercase();
    let in_list = |list: &[(&str, &str)]| {
        list.iter()
            .find(|(name, _)| *name == lower)
            .map(|(_, code)| (*code).to_owned())
    };
    if let Some(code) = in_list(NAMES).or_else(|| in_list(LONG_CODES)) {
        return Some(code);
    }
    let code = lower
        .split(['-', '_', ',', ';', ' '])
        .next()
        .unwrap_or_default();
    match code {
        "nb" | "nn" => Some("no".to_owned()),
        "iw" => Some("he".to_owned()),
        "in" => Some("id".to_owned()),
        _ => (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()))
            .then(|| code.to_owned()),
    }
}

/// The language a text is in, and whether that is beyond doubt.
fn recognised(text: &str) -> Option<(&'static str, bool)> {
    let info = whatlang::detect(text)?;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let code = code_of(info.lang())?;
    // Persian often comes with Arabic letters for its own `ye` and `kaf`, which misleads the detector.
    if info.script() == Script::Arabic && letters >= MIN_CHARS && !info.is_reliable() {
        let persian = text
            .chars()
            .filter(|c| matches!(c, 'پ' | 'چ' | 'ژ' | 'گ'))
            .count();
        let urdu = text
            .chars()
            .filter(|c| matches!(c, 'ٹ' | 'ڈ' | 'ے' | 'ں'))
            .count();
        let code = match (persian * 100 >= letters, urdu * 50 >= letters) {
            (_, true) => "ur",
            (true, false) => "fa",
            (false, false) => "ar",
        };
        return Some((code, persian * 100 >= letters || urdu > 0 || persian == 0));
    }
    // A script of its own is proof in a few letters; Latin, Cyrillic and Arabic need text.
    let is_shared = matches!(
        info.script(),
        Script::Latin | Script::Cyrillic | Script::Arabic | Script::Devanagari | Script::Hebrew
    );
    let is_clear = if is_shared {
        letters >= MIN_CHARS && info.is_reliable()
    } else {
        letters >= 10
    };
    Some((code, is_clear))
}

/// English beyond doubt by its small words, which costs a hundredth of a detector.
fn is_plainly_english(text: &str) -> bool {
    let mut start = text.len().min(MAX_CHARS);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let (mut words, mut the, mut others) = (0_usize, 0_usize, 0_usize);
    for word in text[..start].split_ascii_whitespace() {
        words += 1;
        match word {
            "the" | "The" | "THE" => the += 1,
            "and" | "of" | "to" | "that" | "with" | "for" | "was" | "his" | "from" | "AND"
            | "OF" | "TO" => others += 1,
            _ => {}
        }
    }
    words >= 30 && the * 50 >= words && others * 15 >= words
}

/// Small words that together only English has.
fn has_english_words(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "the", "of", "and", "to", "in", "for", "is", "with", "from", "at", "by", "on", "as",
        "after", "over",
    ];
    if !text.is_ascii()
        && text
            .chars()
            .filter(|c| c.is_alphabetic() && !c.is_ascii())
            .count()
            > 4
    {
        return false;
    }
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let known = words
        .iter()
        .filter(|word| WORDS.contains(&word.as_str()))
        .count();
    let has_sure = words.iter().any(|word| {
        matches!(
            word.as_str(),
            "the" | "of" | "and" | "with" | "from" | "after"
        )
    });
    has_sure && known * 8 >= words.len()
}

fn code_of(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "no",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations() {
        for (declared, expected) in [
            ("en-GB", Some("en")),
            ("EN_us", Some("en")),
            ("English", Some("en")),
            ("eng", Some("en")),
            ("zh-Hans", Some("zh")),
            ("nb-NO", Some("no")),
            ("unknown", None),
            ("", None),
        ] {
            assert_eq!(normalised(declared).as_deref(), expected, "{declared}");
        }
    }

    #[test]
    fn a_wrong_declaration_is_noticed() {
        let vietnamese = "Theo Sankei Sports, sáng nay Thủ tướng Nhật Bản Shinzo Abe công khai gửi lời xin lỗi tới Nhật hoàng và toàn bộ người dân.";
        assert_eq!(of(Some("en"), "", vietnamese).as_deref(), Some("vi"));
        let danish = "Den nye havn blev åbnet af statsministeren i går, og mange mennesker var kommet for at se det store skib sejle ind.";
        assert_eq!(of(Some("no"), "", danish).as_deref(), Some("no"));
    }

    #[test]
    fn short_texts() {
        assert_eq!(
            of(None, "Dockers vote to end the strike at the port", "").as_deref(),
            Some("en")
        );
        assert_eq!(of(None, "Callao", "").as_deref(), None);
        assert_eq!(of(None, "首相が辞任を表明した", "").as_deref(), Some("ja"));
        assert_eq!(of(None, "", "").as_deref(), None);
    }
}
