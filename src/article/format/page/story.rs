//! Whether a page holds an article, however short.
//!
//! A wire flash is one line, and front pages, error pages and cookie walls have lines too. What a
//! page states about itself decides; where it states nothing, a paragraph of prose does.

use dom_query::Document;

use super::LEAST_WORDS;
use super::body::{PageText, Paragraph};
use super::metadata::PageMetadata;
use super::text::words;

/// Fewer words than this, and a page may be a notice of the server.
const NOTICE_WORDS: usize = 60;

/// Words of the shortest paragraph that makes a page an article without any metadata.
const PROSE_WORDS: usize = 8;

/// Most words of the title of a notice.
const NOTICE_TITLE_WORDS: usize = 8;

/// Most links on a page that is read as a whole.
const FEW_LINKS: usize = 12;

/// Openings of the titles of notices, lower case.
const NOTICE_TITLES: &[&str] = &[
    "access denied",
    "access to this page has been denied",
    "are you a robot",
    "are you human",
    "attention required",
    "bad gateway",
    "before you continue",
    "error 4",
    "error 5",
    "internal server error",
    "just a moment",
    "not found",
    "nur einen moment",
    "page introuvable",
    "page not found",
    "page unavailable",
    "pagina non trovata",
    "página no encontrada",
    "security check",
    "seite nicht gefunden",
    "service unavailable",
    "un instant",
    "un momento",
    "verify you are human",
];

/// What only notices say, lower case.
const NOTICES: &[&str] = &[
    "access this site",
    "checking if the site connection",
    "checking your browser",
    "cookie policy",
    "could not be found on this server",
    "enable cookies",
    "enable javascript",
    "javascript is disabled",
    "page you are looking for",
    "page you requested",
    "page you were looking for",
    "that you are human",
    "unusual traffic",
    "use cookies",
    "value your privacy",
    "verify you are human",
    "verwenden cookies",
];

/// Whether a page of few words of body is an article.
pub(super) fn is_one(stated: &PageMetadata, text: &PageText, has_few_links: bool) -> bool {
    if is_notice(stated, text) {
        return false;
    }
    if is_front(stated, text, has_few_links) {
        return false;
    }
    if text.words() >= LEAST_WORDS || is_named(stated) {
        return true;
    }
    let is_signed = !stated.byline.is_empty() && stated.title.is_some();
    !stated.is_website && (is_signed || has_few_links) && text.paragraphs.iter().any(is_prose)
}

/// Whether the metadata alone say that the page is an article: a headline with a type or the time of
/// publication.
pub(super) fn is_named(stated: &PageMetadata) -> bool {
    stated.title.is_some() && (stated.is_article || stated.is_published)
}

/// Whether a page is no list of other pages by its links.
pub(super) fn has_few_links(page: &Document) -> bool {
    page.select("a[href]").length() <= FEW_LINKS
        && page
            .select("h2 a[href], h3 a[href], a[href] h2, a[href] h3")
            .length()
            < 2
}

/// A page of headlines: nothing says that it is a story, nobody signs or dates it, it leads to many
/// others, and little of its text is sentences.
fn is_front(stated: &PageMetadata, text: &PageText, has_few_links: bool) -> bool {
    let says_nothing = !is_named(stated)
        && !stated.is_article
        && stated.byline.is_empty()
        && stated.dates.is_empty();
    let sentences = text.paragraphs.iter().filter(|line| is_prose(line));
    let said: usize = sentences.map(|line| words(&line.text)).sum();
    says_nothing && !has_few_links && said < NOTICE_WORDS && said * 3 < text.words()
}

/// A sentence, or a dateline and what follows it.
fn is_prose(line: &Paragraph) -> bool {
    let text = line.text.trim_end_matches(['"', '”', '’', ')', '»']);
    let is_sentence = text.ends_with(['.', '!', '?', '。']) || text.contains("--");
    !line.is_heading && is_sentence && words(text) >= PROSE_WORDS
}

/// An error page, a check for robots, a cookie wall.
fn is_notice(stated: &PageMetadata, text: &PageText) -> bool {
    if text.words() >= NOTICE_WORDS {
        return false;
    }
    let titles = [&stated.title, &stated.page_title];
    if titles
        .into_iter()
        .flatten()
        .any(|title| is_notice_title(title))
    {
        return true;
    }
    let says_so = |line: &Paragraph| {
        let lower = line.text.to_lowercase();
        NOTICES.iter().any(|notice| lower.contains(notice))
    };
    !is_named(stated) && text.paragraphs.iter().any(says_so)
}

fn is_notice_title(title: &str) -> bool {
    let lower = title.trim().to_lowercase();
    if words(&lower) > NOTICE_TITLE_WORDS {
        return false;
    }
    // `404`, `404 - Page not found`, `403 Forbidden`; no `404 Media wins a prize`.
    let code = [
        "400", "401", "403", "404", "410", "429", "500", "502", "503",
    ]
    .iter()
    .find_map(|code| lower.strip_prefix(code));
    let is_code = code.is_some_and(|rest| {
        let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        rest.is_empty()
            || [
                "error",
                "page",
                "forbidden",
                "file",
                "too many",
                "unauthorized",
                "bad request",
                "gone",
            ]
            .iter()
            .chain(NOTICE_TITLES)
            .any(|opening| rest.starts_with(opening))
    });
    is_code || NOTICE_TITLES.iter().any(|notice| lower.starts_with(notice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_notices() {
        for (title, expected) in [
            ("404", true),
            ("404 - Page not found | Daily Echo", true),
            ("403 Forbidden", true),
            ("Just a moment...", true),
            ("404 Media wins a prize", false),
            ("500 miners walk out", false),
            ("Mill burns down", false),
        ] {
            assert_eq!(is_notice_title(title), expected, "{title}");
        }
    }
}
