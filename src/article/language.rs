//! The language of an article: what it says of itself, unless the text clearly says otherwise.

use std::borrow::Cow;

use whatlang::{Lang, Script};

/// Shorter texts are not judged against a declaration.
const MIN_CHARS: usize = 60;

/// Enough text to be sure; more costs time only.
const MAX_CHARS: usize = 2000;

/// Names of languages as declarations give them, lower case.
const NAMES: &[(&str, &str)] = &[
    ("afrikaans", "af"),
    ("albanian", "sq"),
    ("arabic", "ar"),
    ("armenian", "hy"),
    ("azerbaijani", "az"),
    ("basque", "eu"),
    ("belarusian", "be"),
    ("bengali", "bn"),
    ("bokmål", "no"),
    ("bosnian", "bs"),
    ("bulgarian", "bg"),
    ("burmese", "my"),
    ("catalan", "ca"),
    ("català", "ca"),
    ("chinese", "zh"),
    ("croatian", "hr"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dansk", "da"),
    ("deutsch", "de"),
    ("dutch", "nl"),
    ("eesti", "et"),
    ("english", "en"),
    ("espanol", "es"),
    ("español", "es"),
    ("estonian", "et"),
    ("euskara", "eu"),
    ("farsi", "fa"),
    ("filipino", "tl"),
    ("finnish", "fi"),
    ("francais", "fr"),
    ("français", "fr"),
    ("french", "fr"),
    ("galego", "gl"),
    ("galician", "gl"),
    ("georgian", "ka"),
    ("german", "de"),
    ("greek", "el"),
    ("gujarati", "gu"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hrvatski", "hr"),
    ("hungarian", "hu"),
    ("icelandic", "is"),
    ("indonesian", "id"),
    ("irish", "ga"),
    ("italian", "it"),
    ("italiano", "it"),
    ("japanese", "ja"),
    ("kannada", "kn"),
    ("kazakh", "kk"),
    ("khmer", "km"),
    ("korean", "ko"),
    ("latin", "la"),
    ("latvian", "lv"),
    ("latviešu", "lv"),
    ("lietuvių", "lt"),
    ("lithuanian", "lt"),
    ("macedonian", "mk"),
    ("magyar", "hu"),
    ("malay", "ms"),
    ("malayalam", "ml"),
    ("maltese", "mt"),
    ("marathi", "mr"),
    ("nederlands", "nl"),
    ("nepali", "ne"),
    ("norsk", "no"),
    ("norwegian", "no"),
    ("nynorsk", "no"),
    ("pashto", "ps"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("polski", "pl"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("punjabi", "pa"),
    ("romanian", "ro"),
    ("română", "ro"),
    ("russian", "ru"),
    ("serbian", "sr"),
    ("shqip", "sq"),
    ("sinhala", "si"),
    ("slovak", "sk"),
    ("slovene", "sl"),
    ("slovenian", "sl"),
    ("slovenčina", "sk"),
    ("slovenščina", "sl"),
    ("somali", "so"),
    ("spanish", "es"),
    ("suomi", "fi"),
    ("svenska", "sv"),
    ("swahili", "sw"),
    ("swedish", "sv"),
    ("tagalog", "tl"),
    ("tamil", "ta"),
    ("telugu", "te"),
    ("thai", "th"),
    ("tiếng việt", "vi"),
    ("turkish", "tr"),
    ("türkçe", "tr"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
    ("uzbek", "uz"),
    ("vietnamese", "vi"),
    ("welsh", "cy"),
    ("xhosa", "xh"),
    ("yiddish", "yi"),
    ("zulu", "zu"),
    ("íslenska", "is"),
    ("čeština", "cs"),
    ("ελληνικά", "el"),
    ("български", "bg"),
    ("русский", "ru"),
    ("српски", "sr"),
    ("українська", "uk"),
    ("עברית", "he"),
    ("اردو", "ur"),
    ("العربية", "ar"),
    ("فارسی", "fa"),
    ("हिन्दी", "hi"),
    ("বাংলা", "bn"),
    ("ไทย", "th"),
    ("中文", "zh"),
    ("日本語", "ja"),
    ("한국어", "ko"),
];

/// ISO 639-2 and 639-3 codes of languages that are declared so.
const LONG_CODES: &[(&str, &str)] = &[
    ("afr", "af"),
    ("alb", "sq"),
    ("amh", "am"),
    ("ara", "ar"),
    ("arm", "hy"),
    ("aze", "az"),
    ("baq", "eu"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bos", "bs"),
    ("bul", "bg"),
    ("bur", "my"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("chi", "zh"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("cze", "cs"),
    ("dan", "da"),
    ("deu", "de"),
    ("dut", "nl"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("eus", "eu"),
    ("fao", "fo"),
    ("fas", "fa"),
    ("fil", "tl"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("geo", "ka"),
    ("ger", "de"),
    ("gle", "ga"),
    ("glg", "gl"),
    ("gre", "el"),
    ("guj", "gu"),
    ("hau", "ha"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ice", "is"),
    ("ind", "id"),
    ("isl", "is"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("kaz", "kk"),
    ("khm", "km"),
    ("kor", "ko"),
    ("kur", "ku"),
    ("lao", "lo"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("ltz", "lb"),
    ("mac", "mk"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("may", "ms"),
    ("mkd", "mk"),
    ("mlt", "mt"),
    ("mon", "mn"),
    ("msa", "ms"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nno", "no"),
    ("nob", "no"),
    ("nor", "no"),
    ("pan", "pa"),
    ("per", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("pus", "ps"),
    ("ron", "ro"),
    ("rum", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slo", "sk"),
    ("slv", "sl"),
    ("som", "so"),
    ("spa", "es"),
    ("sqi", "sq"),
    ("srp", "sr"),
    ("swa", "sw"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("wel", "cy"),
    ("xho", "xh"),
    ("yid", "yi"),
    ("zho", "zh"),
    ("zul", "zu"),
];

/// ISO 639-1: what has two letters and is not here is no language.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs \
    cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht \
    hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg \
    li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nd ne ng nl no nr nv ny oc oj om or os pa pi pl \
    ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl \
    tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// As much of a body as [`of`] looks at, or somewhat more.
pub(super) fn start_of(paragraphs: &[String]) -> String {
    const MOST_BYTES: usize = MAX_CHARS * char::MAX.len_utf8();
    let mut start = String::with_capacity(MOST_BYTES);
    for paragraph in paragraphs {
        if start.len() >= MOST_BYTES {
            break;
        }
        if !start.is_empty() {
            start.push('\n');
        }
        start.push_str(paragraph);
    }
    start
}

/// The ISO 639-1 code of an article, by its headline and [`start_of`] its body. `None` when it is
/// neither declared nor recognisable.
pub(super) fn of(declared: Option<&str>, title: &str, body: &str) -> Option<String> {
    let declared = declared.and_then(normalised);
    if declared.as_deref().is_none_or(|code| code == "en") && is_plainly_english(body) {
        return Some("en".to_owned());
    }
    let sample = if body.chars().nth(MIN_CHARS).is_some() {
        let end = body.char_indices().nth(MAX_CHARS);
        Cow::Borrowed(end.map_or(body, |(end, _)| &body[..end]))
    } else {
        Cow::Owned(format!("{title}\n{body}"))
    };
    let is_declared_english = declared.as_deref() == Some("en");
    // Of a language it does not know the detector says whatever is near, and so it does of results
    // and earnings, which are names and figures.
    let is_table =
        is_declared_english && sample.is_ascii() && prose_words(&sample).nth(MIN_WORDS).is_none();
    // Then the declaration stands, whatever a detector would say.
    if is_table && may_be_english(&sample) {
        return declared;
    }
    let found = recognised(&sample);
    match (declared, found) {
        (Some(declared), Some((found, is_clear))) if declared != found && is_clear => {
            let is_close = SIBLINGS
                .iter()
                .any(|group| group.contains(&declared.as_str()) && group.contains(&found));
            let is_close = is_close || is_table || !is_detectable(&declared);
            Some(if is_close { declared } else { found.to_owned() })
        }
        // English is what templates declare where nobody thought of it.
        (Some(_), _) if is_declared_english && !may_be_english(&sample) => None,
        (Some(declared), _) => Some(declared),
        (None, Some((found, true))) => Some(found.to_owned()),
        (None, Some((found, false))) => {
            (found == "en" && has_english_words(&sample)).then(|| "en".to_owned())
        }
        (None, None) => has_english_words(&sample).then(|| "en".to_owned()),
    }
}

/// Whether the detector knows a language.
fn is_detectable(code: &str) -> bool {
    Lang::all().iter().any(|lang| code_of(*lang) == Some(code))
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
    &["zu", "xh", "ss", "nr", "nd"],
    &["fi", "et"],
];

/// `en-GB`, `EN_us`, `eng` and `English` are `en`.
pub(super) fn normalised(declared: &str) -> Option<String> {
    let lower = declared.trim().to_lowercase();
    let in_list = |list: &[(&str, &str)]| {
        list.iter()
            .find(|(name, _)| *name == lower)
            .map(|(_, code)| (*code).to_owned())
    };
    // No name is as short as a code.
    if lower.len() > 3
        && let Some(code) = in_list(NAMES)
    {
        return Some(code);
    }
    let in_codes = |code: &str| {
        let found = LONG_CODES.iter().find(|(long, _)| *long == code);
        found.map(|(_, code)| (*code).to_owned())
    };
    let code = lower
        .split(['-', '_', ',', ';', ' '])
        .next()
        .unwrap_or_default();
    if code.len() == 3 {
        return in_codes(code);
    }
    // Codes of old, and codes of countries that no language has.
    let code = match code {
        "nb" | "nn" => "no",
        "iw" => "he",
        "in" => "id",
        "ji" => "yi",
        "cn" | "tw" => "zh",
        "cz" => "cs",
        "dk" => "da",
        "gb" | "us" => "en",
        "gr" => "el",
        "jp" => "ja",
        "kr" => "ko",
        "ua" => "uk",
        "vn" => "vi",
        code => code,
    };
    (code.len() == 2 && CODES.contains(code)).then(|| code.to_owned())
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

/// Whether the prose of a text has as many small words as English cannot do without. Little prose may
/// be anything.
fn may_be_english(text: &str) -> bool {
    let (mut words, mut small) = (0_usize, 0_usize);
    for word in prose_words(text) {
        words += 1;
        let is_small = [
            "the", "of", "and", "to", "in", "a", "for", "is", "on", "was", "with", "that",
        ]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known));
        small += usize::from(is_small);
    }
    words < MIN_WORDS || small * 20 >= words
}

/// The words of lines long enough to be prose: lists of names are in no language.
fn prose_words(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| line.split_whitespace().nth(WORDS_OF_PROSE).is_some())
        .flat_map(str::split_whitespace)
}

/// Shorter lines are headings and entries.
const WORDS_OF_PROSE: usize = 10;

/// English prose has a small word in every third or fourth; what has few in so many is not English.
const MIN_WORDS: usize = 60;

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
mod tests;
