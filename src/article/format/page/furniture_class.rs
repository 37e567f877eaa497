//! What the class names of a page give away about its furniture.
//!
//! Class names are for style sheets, but a template's author calls a share bar a share bar. Names
//! are cut into words (`social-share`, `imageCaption`), and only small elements are judged by them:
//! a whole page may well be called `with-newsletter`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Words of class names, the most characters (spaces apart) an element with it may hold, and the
/// reason. To add one: look at what it takes out over the sample pages first.
const WORDS: &[(&str, u32, &str)] = &[
    ("adslot", 200, "advertisement"),
    ("advert", 200, "advertisement"),
    ("advertisement", 200, "advertisement"),
    ("advertorial", 400, "advertisement"),
    ("author", 300, "byline"),
    ("authorbio", 600, "about the writer"),
    ("authors", 300, "byline"),
    ("bildunterschrift", 600, "caption"),
    ("bio", 500, "about the writer"),
    ("breadcrumb", 200, "navigation"),
    ("breadcrumbs", 200, "navigation"),
    ("byline", 300, "byline"),
    ("bylines", 300, "byline"),
    ("caption", 600, "caption"),
    ("captions", 600, "caption"),
    ("comment", 1500, "comments"),
    ("comments", 1500, "comments"),
    ("copyright", 300, "copyright"),
    ("credit", 200, "caption"),
    ("credits", 200, "caption"),
    ("cutline", 600, "caption"),
    ("didascalia", 600, "caption"),
    ("disclaimer", 400, "notice"),
    ("disclosure", 400, "notice"),
    ("disqus", 400, "comments"),
    ("eyebrow", 60, "kicker"),
    ("imgcaption", 600, "caption"),
    ("kicker", 60, "kicker"),
    ("legende", 600, "caption"),
    ("newsletter", 600, "sign-up"),
    ("outbrain", 600, "related link"),
    ("overline", 60, "kicker"),
    ("pagination", 200, "navigation"),
    ("promo", 400, "advertisement"),
    ("pubdate", 80, "date line"),
    ("readtime", 60, "date line"),
    ("recommended", 600, "related link"),
    ("related", 600, "related link"),
    ("share", 200, "share bar"),
    ("sharing", 200, "share bar"),
    ("signup", 400, "sign-up"),
    ("slidecount", 40, "gallery"),
    ("social", 200, "share bar"),
    ("sponsor", 200, "advertisement"),
    ("subscribe", 400, "sign-up"),
    ("subscription", 400, "sign-up"),
    ("taboola", 600, "related link"),
    ("taglist", 300, "topic list"),
    ("tags", 300, "topic list"),
    ("timestamp", 80, "date line"),
    ("topline", 60, "kicker"),
    ("views", 40, "counter"),
];

/// Nothing larger is judged by its class.
const MOST_CHARS: u32 = 1500;

/// Whole class names that hide an element from readers.
const HIDDEN: &[&str] = &[
    "assistive-text",
    "hide",
    "hideCompletely",
    "hidden",
    "is-hidden",
    "offscreen",
    "screen-reader-text",
    "sr-only",
    "u-visually-hidden",
    "visually-hidden",
    "visuallyhidden",
];

/// Most characters of an element that is taken out because it is hidden: whole stories are hidden
/// until a script shows them.
const HIDDEN_CHARS: u32 = 200;

/// Why an element with this class attribute and so many characters of text is furniture. `None`
/// when nothing says so.
pub(super) fn reason(class: &str, chars: u32) -> Option<&'static str> {
    if chars > MOST_CHARS {
        return None;
    }
    if class.contains("sign-in") {
        return Some("sign-up");
    }
    if chars <= HIDDEN_CHARS && is_hidden(class) {
        return Some("hidden");
    }
    let mut word = String::new();
    let mut last = ' ';
    for character in class.chars().chain(std::iter::once(' ')) {
        let is_hump = character.is_ascii_uppercase() && last.is_ascii_lowercase();
        if !word.is_empty() && (is_hump || !character.is_ascii_alphanumeric()) {
            if let Some(reason) = word_reason(&word, chars) {
                return Some(reason);
            }
            word.clear();
        }
        if character.is_ascii_alphanumeric() {
            word.push(character.to_ascii_lowercase());
        }
        last = character;
    }
    None
}

fn word_reason(word: &str, chars: u32) -> Option<&'static str> {
    // Every class of every page is looked up: a search of the list was 1 % of reading pages.
    static REASONS: LazyLock<FxHashMap<&str, (u32, &str)>> = LazyLock::new(|| {
        let words = WORDS.iter();
        words
            .map(|&(word, most, why)| (word, (most, why)))
            .collect()
    });
    let &(most, reason) = REASONS.get(word)?;
    (chars <= most).then_some(reason)
}

/// `hidden md:block` is shown on wide screens, so it is not hidden.
fn is_hidden(class: &str) -> bool {
    let mut names = class.split_ascii_whitespace();
    names.any(|name| HIDDEN.contains(&name)) && !class.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes() {
        for (class, chars, expected) in [
            ("wp-caption alignleft", 90, Some("caption")),
            ("InlineImage-imageEmbedCaption", 200, Some("caption")),
            ("social-share", 30, Some("share bar")),
            ("social-share", 4000, None),
            ("shareholder", 30, None),
            ("hidden", 30, Some("hidden")),
            ("hidden md:block", 30, None),
            ("article-body", 30, None),
            ("paywall", 30, None),
        ] {
            assert_eq!(reason(class, chars), expected, "{class}");
        }
    }
}
