//! Lines of a page that are furniture by their words alone.
//!
//! Only what cannot be a sentence of a story: the label of an advertisement, the credit of a
//! picture, a bare address. Everything else needs the markup as a second witness.

/// Labels of advertisements and of the gaps they leave, lower case, exact.
const ADVERTISEMENTS: &[&str] = &[
    "ad",
    "advert",
    "advertentie",
    "advertisement",
    "annonce",
    "annons",
    "anuncio",
    "anzeige",
    "article content",
    "advertising",
    "hirdetés",
    "iklan",
    "mainos",
    "pub",
    "pubblicità",
    "publicidad",
    "publicidade",
    "publicitate",
    "publicité",
    "quảng cáo",
    "reclama",
    "reclame",
    "reklam",
    "reklama",
    "reklame",
    "sponsored",
    "story continues below",
    "werbung",
    "διαφήμιση",
    "реклама",
    "إعلان",
    "विज्ञापन",
    "広告",
    "广告",
    "광고",
];

/// Labels of what a reader can press, lower case, exact.
const BUTTONS: &[&str] = &[
    "article continues below",
    "caption",
    "close",
    "copy link",
    "email",
    "facebook",
    "pinterest",
    "play",
    "print",
    "reply",
    "share",
    "show more",
    "twitter",
    "whatsapp",
];

/// What stands around a form to sign up with, lower case, exact.
const SIGN_UP_LABELS: &[&str] = &[
    "after newsletter promotion",
    "enter your email address",
    "skip past newsletter promotion",
];

/// Labels at the foot of a story, lower case, exact.
const FOOT_LABELS: &[&str] = &[TOPICS, "reuse this content"];

/// The label above a list of topics.
const TOPICS: &str = "explore more on these topics";

/// Whether the lines below this one are topics, as far as they are no sentences.
pub(super) fn opens_topics(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case(TOPICS)
}

/// Openings of picture credits.
const CREDITS: &[&str] = &[
    "bild:",
    "bilder:",
    "credit:",
    "foto:",
    "fotos:",
    "image:",
    "image credit:",
    "photo:",
    "photo by ",
    "photograph:",
    "photos:",
    "picture:",
    "quelle:",
    "©",
];

/// Ends of picture credits. A line that ends so and is no sentence is a caption.
const CREDIT_ENDS: &[&str] = &[
    "/afp",
    "/ap",
    "/ap photo",
    "/archiv",
    "/dpa",
    "/epa",
    "/getty",
    "/getty images",
    "/reuters",
    "| getty images",
    "via ap",
    "via getty images",
    "via reuters",
];

/// Words that stand alone, or with a number, above comments.
const COMMENTS: &[&str] = &[
    "comentarios",
    "comentários",
    "comment",
    "commentaires",
    "commenti",
    "comments",
    "kommentar",
    "kommentare",
    "kommentarer",
    "komentarze",
    "reacties",
    "комментарии",
];

/// What invitations at the end of a story hold, lower case.
const SIGN_UPS: &[&str] = &[
    "abonnez-vous",
    "jetzt abonnieren",
    "newsletter",
    "sign up",
    "subscribe to",
    "suscríbete",
    "inscreva-se",
];

/// Openings of lines that say how long reading takes.
const READING_TIMES: &[&str] = &[
    "lesezeit",
    "reading time",
    "temps de lecture",
    "tiempo de lectura",
    "tempo di lettura",
];

/// Why a line is furniture. `None` when it may be text.
pub(super) fn reason(line: &str) -> Option<&'static str> {
    if line.len() > 800 {
        return None;
    }
    let lower = line.to_lowercase();
    let lower = lower.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | '-' | '–' | '—' | '*' | '[' | ']')
    });
    if ADVERTISEMENTS.contains(&lower) {
        return Some("advertisement");
    }
    if is_gallery_count(lower) {
        return Some("gallery");
    }
    if is_caption(lower) {
        return Some("caption");
    }
    if BUTTONS.contains(&lower) {
        return Some("button");
    }
    if SIGN_UP_LABELS.contains(&lower) || lower.starts_with("privacy notice:") {
        return Some("sign-up");
    }
    if FOOT_LABELS.contains(&lower) {
        return Some("topic list");
    }
    if is_date_line(lower) {
        return Some("date line");
    }
    if is_placeholder(line) {
        return Some("advertisement");
    }
    is_contact(lower).then_some("contact")
}

/// Openings of lines that say when a story was published or changed.
const DATE_LABELS: &[&str] = &[
    "actualizado",
    "aggiornato",
    "aktualisiert",
    "atualizado",
    "erschienen am",
    "first published",
    "last updated",
    "mis à jour",
    "posted",
    "publicado",
    "published",
    "publié le",
    "pubblicato",
    "stand:",
    "updated",
    "veröffentlicht",
];

/// `published may 3, 2024 • last updated 1 day ago`: a label, digits, no sentence.
fn is_date_line(lower: &str) -> bool {
    if READING_TIMES.iter().any(|label| lower.starts_with(label)) || lower.ends_with("min read") {
        return lower.chars().count() < 40;
    }
    DATE_LABELS.iter().any(|label| lower.starts_with(label))
        && lower.chars().count() < 90
        && lower.chars().filter(char::is_ascii_digit).count() >= 3
        && lower.split_whitespace().count() <= 14
}

/// Why a line at the end of a body is furniture, though further up it might be text.
pub(super) fn tail_reason(line: &str) -> Option<&'static str> {
    let lower = line.to_lowercase();
    let word = lower.trim_matches(|c: char| !c.is_alphabetic());
    if COMMENTS.contains(&word) {
        return Some("comments");
    }
    let is_notice = lower.starts_with("follow ") && lower.contains('@')
        || lower.starts_with("copyright")
        || lower.contains('©')
        || lower.starts_with("all rights reserved");
    if is_notice && line.len() < 300 {
        return Some("notice");
    }
    if line.len() < 250 && SIGN_UPS.iter().any(|words| lower.contains(words)) {
        return Some("sign-up");
    }
    let is_credit = line.len() < 250
        && ([
            "with files from ",
            "with reporting by ",
            "additional reporting by ",
        ]
        .iter()
        .any(|opening| lower.starts_with(opening))
            || lower
                .trim_end_matches('.')
                .ends_with("contributed to this report"));
    if is_credit {
        return Some("credit line");
    }
    let is_initials = line.starts_with('(') && line.ends_with(')') && line.len() <= 8;
    is_initials.then_some("byline")
}

/// `image 3 of 12`, `photo 3 of / 12`.
fn is_gallery_count(lower: &str) -> bool {
    let mut words = lower.split_whitespace();
    matches!(
        words.next(),
        Some("image" | "photo" | "slide" | "bild" | "foto")
    ) && lower.chars().any(|c| c.is_ascii_digit())
        && words.all(|word| {
            matches!(word, "of" | "/" | "von" | "de")
                || word.bytes().all(|byte| byte.is_ascii_digit())
        })
}

fn is_caption(lower: &str) -> bool {
    let is_short = lower.chars().count() < 100;
    if is_short && CREDITS.iter().any(|credit| lower.starts_with(credit)) {
        return true;
    }
    if lower.contains('©') && !lower.ends_with('.') && lower.chars().count() < 300 {
        return true;
    }
    if CREDIT_ENDS.iter().any(|end| lower.ends_with(end)) || ends_in_length(lower) {
        return true;
    }
    // `... at a meeting. (AP Photo/Jane Doe)`
    lower
        .strip_suffix(')')
        .and_then(|inner| inner.rsplit_once('('))
        .is_some_and(|(_, credit)| {
            let is_agency = [
                "ap photo",
                "photo",
                "foto",
                "getty",
                "afp",
                "reuters/",
                "image",
                "courtesy",
                "screenshot",
            ];
            credit.len() < 80 && is_agency.iter().any(|agency| credit.contains(agency))
        })
}

/// `... 21.04.2024 | 3:18 min`, `Duration 1:30`: the length of a film closes its caption.
fn ends_in_length(lower: &str) -> bool {
    let is_clock = |word: &str| {
        word.split_once(':').is_some_and(|(minutes, seconds)| {
            minutes.len() <= 3
                && seconds.len() == 2
                && minutes
                    .bytes()
                    .chain(seconds.bytes())
                    .all(|byte| byte.is_ascii_digit())
        })
    };
    let mut words = lower.split_whitespace().rev();
    let Some(last) = words.next() else {
        return false;
    };
    match words.next() {
        Some(before) => {
            matches!(last, "min" | "min." | "minutes") && is_clock(before)
                || matches!(before, "duration" | "dauer" | "durée" | "duración") && is_clock(last)
        }
        None => is_clock(last),
    }
}

/// `$$ARTICLEAD$$`, `{{ad}}`, `[[gallery]]`: where a template puts something.
fn is_placeholder(line: &str) -> bool {
    let line = line.trim();
    [("$$", "$$"), ("{{", "}}"), ("[[", "]]"), ("%%", "%%")]
        .iter()
        .any(|(open, close)| {
            line.len() > 4
                && line.starts_with(open)
                && line.ends_with(close)
                && !line.contains(". ")
        })
}

/// An e-mail address or a link, and nothing else.
fn is_contact(lower: &str) -> bool {
    !lower.contains(char::is_whitespace)
        && lower.is_ascii()
        && lower.contains('.')
        && (lower.contains('@')
            || lower.starts_with("http")
            || lower.starts_with("www.")
            || lower.contains(".com/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        for (line, expected) in [
            ("REKLAM", Some("advertisement")),
            ("- Advertisement -", Some("advertisement")),
            ("Image 1 of / 23", Some("gallery")),
            ("Image is everything", None),
            ("Photo: John Locher, AP", Some("caption")),
            (
                "The mayor speaks on Monday. (AP Photo/Jane Doe)",
                Some("caption"),
            ),
            ("The mayor spoke (and sang).", None),
            ("jane.doe@echo.com", Some("contact")),
            ("Write to jane.doe@echo.com for more.", None),
            (
                "Updated 1:39 am EST, Wednesday, November 20, 2019",
                Some("date line"),
            ),
            ("Updated rules will apply from May", None),
            ("Arsenal 2, Chelsea 1", None),
            ("skip past newsletter promotion", Some("sign-up")),
            ("after newsletter promotion", Some("sign-up")),
            ("Enter your email address", Some("sign-up")),
            (
                "Privacy Notice: Newsletters may contain info about charities.",
                Some("sign-up"),
            ),
            ("Explore more on these topics", Some("topic list")),
            ("Reuse this content", Some("topic list")),
            ("Reuse this content, he said, and pay", None),
        ] {
            assert_eq!(reason(line), expected, "{line}");
        }
        assert_eq!(tail_reason("3 Kommentare"), Some("comments"));
        assert_eq!(tail_reason("He made no comments"), None);
    }
}
