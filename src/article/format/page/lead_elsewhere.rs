//! Openings of lines that lead to another story: `Read more`, `Lesen Sie auch`.
//!
//! To add one, put it under its language. It has to be a lead in every page that uses it: a line is
//! taken out for it when it is short or mostly a link.

/// Openings of lines that lead elsewhere, lower case, in the languages of the sample pages and
/// some more. Sorted within a language. A line is only taken for one when it is short or mostly
/// a link: "Read more books" can open a sentence.
const LEADS: &[&str] = &[
    // English
    "advertisement",
    "also read",
    "also see",
    "click here",
    "continue reading",
    "don't miss",
    "follow us",
    "get the latest",
    "listen to",
    "more from",
    "more on",
    "more:",
    "most read",
    "must read",
    "read also",
    "read more",
    "read next",
    "read the full",
    "read:",
    "recommended",
    "related",
    "see also",
    "see more",
    "share this",
    "sign up",
    "story continues",
    "subscribe",
    "watch:",
    "you may also",
    "you might also",
    // German
    "auch interessant",
    "das könnte",
    "hier geht es",
    "hier lesen",
    "lesen sie",
    "lesetipp",
    "lies auch",
    "mehr dazu",
    "mehr lesen",
    "mehr zu",
    "mehr zum",
    "siehe auch",
    "zum thema",
    // French
    "a lire",
    "lire aussi",
    "lire également",
    "lisez aussi",
    "sur le même sujet",
    "voir aussi",
    "à lire",
    // Spanish
    "le puede interesar",
    "lea también",
    "lea además",
    "lee también",
    "leer más",
    "más información",
    "mira también",
    "te puede interesar",
    "también te puede",
    "ver más",
    // Portuguese
    "leia ainda",
    "leia mais",
    "leia também",
    "saiba mais",
    "siga o",
    "veja mais",
    "veja também",
    // Italian
    "approfondisci",
    "leggi anche",
    "leggi tutto",
    "potrebbe interessarti",
    // Dutch and Nordic
    "aiheesta lisää",
    "lees meer",
    "lees ook",
    "les mer",
    "les også",
    "lue lisää",
    "lue myös",
    "læs mere",
    "læs også",
    "läs mer",
    "läs också",
    "läs även",
    "mer om",
    "mere om",
    "se også",
    // Polish, Czech, Slovak, Croatian, Slovene, Romanian, Hungarian
    "citește și",
    "czytaj też",
    "czytaj także",
    "czytaj więcej",
    "kapcsolódó",
    "mohlo by vás",
    "olvassa el",
    "pročitajte i",
    "přečtěte si",
    "polecamy",
    "preberite tudi",
    "viac o",
    "více k tématu",
    "vezi și",
    "zobacz też",
    "zobacz także",
    "čtěte také",
    // Turkish, Greek, Russian, Ukrainian
    "bunlar da ilginizi",
    "διαβάστε",
    "ilgili haber",
    "δείτε επίσης",
    "читайте также",
    "читайте також",
    "смотрите также",
    // Indonesian, Vietnamese
    "baca juga",
    "xem thêm",
    "đọc thêm",
    // Arabic, Hebrew, Hindi, Japanese, Korean, Chinese
    "اقرأ أيضا",
    "اقرأ أيضًا",
    "قراءة المزيد",
    "קראו גם",
    "यह भी पढ़ें",
    "ये भी पढ़ें",
    "関連記事",
    "あわせて読みたい",
    "관련기사",
    "相关阅读",
    "延伸閱讀",
];

/// Why an element that opens with `start`, in lower case, is furniture. `None` when that is no lead.
pub(super) fn reason(start: &str) -> Option<&'static str> {
    let lead = LEADS.iter().find(|lead| {
        // `related` is no lead in `relatedness`; scripts without spaces go on in letters.
        start.strip_prefix(**lead).is_some_and(|rest| {
            !lead.is_ascii()
                || !lead.ends_with(char::is_alphabetic)
                || !rest.starts_with(char::is_alphabetic)
        })
    })?;
    Some(match *lead {
        "advertisement" | "story continues" => "advertisement",
        _ => "related link",
    })
}
