//! Sitemaps: of a news site, the headlines and dates of what it published; of all others, a list of
//! addresses. With them the other files that a site keeps for crawlers alone.

use super::{Reading, Signs, items};
use crate::article::published::DateSource;
use crate::article::xml::{self, Element};
use crate::article::{Draft, Rejection};
use crate::corpus::Stated;

/// First elements, lower case.
pub(super) const ROOTS: &[&str] = &["opml", "sitemapindex", "urlset"];

/// Reads a sitemap.
///
/// # Errors
/// As [`xml::parse`]; skipped, `list of addresses`, when no news is in it.
pub(super) fn read(bytes: &[u8], container: &Stated) -> Reading {
    let document = xml::parse(bytes, container.charset.as_deref())?;
    let drafts = items(&document, news_of, |address| vec![Ok(draft_of(address))]);
    if drafts.is_empty() {
        return Err(Rejection::skipped("list of addresses"));
    }
    Ok(drafts)
}

/// The addresses that have a headline.
fn news_of(root: &Element) -> Vec<&Element> {
    let addresses = root.elements().filter(|element| element.is("url"));
    let has_headline = |address: &&Element| {
        address.is_cut || news(address).is_some_and(|news| news.child("title").is_some())
    };
    addresses.filter(has_headline).collect()
}

/// `<news:news>`.
fn news(address: &Element) -> Option<&Element> {
    address.child("news")
}

fn draft_of(address: &Element) -> Draft {
    let line = |path: &[&str]| news(address)?.at(path)?.line();
    let modified = address.child("lastmod").and_then(Element::line);
    let dates = [line(&["publication_date"]), modified];
    let dates = dates.into_iter().flatten();
    let captions = address
        .all("image")
        .filter_map(|image| image.child("caption")?.line());
    Draft {
        title: line(&["title"]),
        source: line(&["publication", "name"]),
        lang: line(&["publication", "language"]),
        dates: dates.map(|date| (DateSource::Meta, date)).collect(),
        url: address.child("loc").and_then(Element::line),
        captions: captions.collect(),
        ..Draft::default()
    }
}

/// Why a text file is none of the archive's: `robots.txt`, a sitemap without markup.
pub(super) fn for_crawlers(signs: &Signs<'_>) -> Option<&'static str> {
    let lines = || {
        let lines = signs.start.lines().map(str::trim);
        lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
    };
    // An empty file is none of these.
    lines().next()?;
    const FIELDS: &[&str] = &[
        "allow",
        "clean-param",
        "crawl-delay",
        "disallow",
        "host",
        "noindex",
        "request-rate",
        "sitemap",
        "user-agent",
        "visit-time",
    ];
    let is_rule = |line: &str| {
        let field = line.split_once(':').map_or(line, |(field, _)| field);
        FIELDS.contains(&field.trim())
    };
    let begins_with_agent = lines().any(|line| line.starts_with("user-agent:"));
    if begins_with_agent && lines().filter(|line| is_rule(line)).count() * 2 > lines().count() {
        return Some("rules for crawlers");
    }
    let is_address = |line: &str| line.starts_with("http://") || line.starts_with("https://");
    let are_all = lines().all(|line| is_address(line) && !line.contains(' '));
    are_all.then_some("list of addresses")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines_of_a_news_site() {
        let text = "<urlset><url><loc>\n http://c.example/1 </loc><news:news><news:publication>\
             <news:name>The Courier</news:name><news:language>en</news:language></news:publication>\
             <news:publication_date>2008-12-23</news:publication_date>\
             <news:title>Ferry late</news:title></news:news></url>\
             <url><loc>http://c.example/</loc></url></urlset>";
        let mut drafts = read(text.as_bytes(), &Stated::default()).unwrap();
        assert_eq!(drafts.len(), 1);
        let draft = drafts.remove(0).unwrap();
        assert_eq!(draft.title.as_deref(), Some("Ferry late"));
        assert_eq!(draft.source.as_deref(), Some("The Courier"));
        assert_eq!(draft.url.as_deref(), Some("http://c.example/1"));
        assert_eq!(draft.dates[0].1, "2008-12-23");
    }

    #[test]
    fn lists_of_addresses() {
        for text in [
            "<urlset><url><loc>http://c.example/1</loc></url></urlset>",
            "<sitemapindex><sitemap><loc>http://c.example/s.xml</loc></sitemap></sitemapindex>",
            "<opml><body><outline xmlUrl='http://c.example/f'/></body></opml>",
        ] {
            let rejection = read(text.as_bytes(), &Stated::default()).unwrap_err();
            assert_eq!(rejection.reason, "list of addresses", "{text}");
        }
    }
}
