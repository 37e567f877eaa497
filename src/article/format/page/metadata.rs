//! What a saved page states about its article: JSON-LD, OpenGraph, meta tags, microdata, times.
//!
//! Everything is taken as printed; what names and dates mean is decided for all formats alike.
//! The rule between sources: what the reader saw wins over what was written for search engines.

use dom_query::{Document, NodeRef};
use serde_json::Value;

use super::credits::{BYLINE_PLACES, credits_at, is_address, writers};
use super::json_ld::{self, JsonLd, unescaped};
use super::text::{letters, spaced_text, words};
use super::{dates, standfirst};
use crate::article::published::DateSource;

/// The statements of one page.
#[derive(Debug, Default)]
pub(super) struct PageMetadata {
    pub(super) title: Option<String>,
    pub(super) byline: Vec<String>,
    /// Most trusted first.
    pub(super) dates: Vec<(DateSource, String)>,
    pub(super) source: Option<String>,
    pub(super) section: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) url: Option<String>,
    /// A description that also stands on the page where a reader sees it.
    pub(super) standfirst: Option<String>,
    /// The body as JSON-LD has it.
    pub(super) article_body: Option<String>,
    /// Whether anything says that this page is an article.
    pub(super) is_article: bool,
    /// Whether metadata say when it was published.
    pub(super) is_published: bool,
    /// Whether it says that it is a site, not a story.
    pub(super) is_website: bool,
    /// What the window is called.
    pub(super) page_title: Option<String>,
    /// Whether it is a row of short items, each of which may be marked up as an article.
    pub(super) is_live_blog: bool,
}

const TITLE_KEYS: &[&str] = &[
    "og:title",
    "twitter:title",
    "dc.title",
    "parsely-title",
    "sailthru.title",
    "title",
];

const AUTHOR_KEYS: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "cxenseparse:author",
    "og:article:author",
    "citation_author",
];

const DATE_KEYS: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article.published",
    "date.publish",
    "originalpublicationdate",
    "published_at",
    "citation_publication_date",
];

/// When nothing says when a page was published, when it was last changed is the next best.
const LATER_DATE_KEYS: &[&str] = &["article:modified_time", "last-modified", "og:updated_time"];

/// Everything metadata is read from, collected in one walk over the page.
#[derive(Default)]
struct Statements<'p> {
    json_ld: JsonLd,
    /// Key in lower case, content.
    meta: Vec<(String, String)>,
    headings: Vec<String>,
    /// Elements with a `datetime` or a date as microdata.
    times: Vec<String>,
    shown_times: Vec<String>,
    page_title: Option<String>,
    canonical: Option<String>,
    html_lang: Option<String>,
    shown: Vec<NodeRef<'p>>,
}

/// Reads what `page` states. Takes time linear in the page.
pub(super) fn read(page: &Document) -> PageMetadata {
    let stated = Statements::collect(page);
    let articles = stated.json_ld.articles();
    let article = articles.iter().find(|article| article.is_article);
    let node = article.or(articles.first()).map(|article| article.node);
    let source = stated.source(node);
    let url = stated
        .canonical
        .clone()
        .or_else(|| stated.meta(&["og:url"]));
    let title = stated
        .title(article.map(|article| article.node), source.as_deref())
        .or_else(|| centred_line(page));
    PageMetadata {
        byline: stated.byline(page, node, source.as_deref()),
        dates: stated.dates(page, node, url.as_deref()),
        section: stated.section(node),
        lang: stated.lang(node),
        standfirst: stated.standfirst(node, title.as_deref()),
        article_body: articles
            .iter()
            .find_map(|article| article.node.get("articleBody").and_then(Value::as_str))
            .map(str::to_owned),
        is_article: article.is_some()
            || stated
                .meta(&["og:type"])
                .is_some_and(|kind| kind.contains("article")),
        is_published: stated
            .meta(&[
                "article:published_time",
                "og:article:published_time",
                "datepublished",
            ])
            .is_some(),
        is_website: stated
            .meta(&["og:type"])
            .is_some_and(|kind| kind.eq_ignore_ascii_case("website")),
        page_title: stated.page_title.clone(),
        is_live_blog: articles.iter().any(|article| article.is_live_blog()),
        title,
        source,
        url,
    }
}

impl<'p> Statements<'p> {
    fn collect(page: &'p Document) -> Statements<'p> {
        let mut stated = Statements::default();
        for node in page.root().descendants_it() {
            let Some(name) = node.node_name() else {
                continue;
            };
            match &*name {
                "script" => {
                    let is_json_ld = node.attr("type").is_some_and(|kind| {
                        kind.trim()
                            .to_ascii_lowercase()
                            .starts_with("application/ld+json")
                    });
                    if is_json_ld {
                        stated.json_ld.add(&node.text());
                    }
                }
                "meta" => stated.add_meta(&node),
                "link" => {
                    let is_canonical = node
                        .attr("rel")
                        .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
                    if is_canonical && stated.canonical.is_none() {
                        stated.canonical = filled(node.attr("href").as_deref());
                    }
                }
                "html" => {
                    stated.html_lang =
                        filled(node.attr("lang").or(node.attr("xml:lang")).as_deref())
                }
                // Drawings never get here, their titles neither.
                "title" if stated.page_title.is_none() => {
                    stated.page_title = filled(Some(&spaced_text(&node)));
                }
                "h1" => stated.headings.extend(filled(Some(&spaced_text(&node)))),
                "time" => {
                    stated
                        .times
                        .extend(filled(node.attr("datetime").as_deref()));
                    stated.shown_times.extend(filled(Some(&spaced_text(&node))));
                }
                "h2" | "h3" | "p" | "div" | "span" | "strong" => stated.shown.push(node),
                _ => {}
            }
            let property = node.attr("itemprop");
            if property.as_deref() == Some("articleSection")
                && let Some(section) = filled(Some(&spaced_text(&node)))
            {
                stated.meta.push(("articlesection".to_owned(), section));
            }
            if let Some(property) = property
                && property.contains("datePublished")
            {
                let date = node.attr("content").or(node.attr("datetime"));
                stated
                    .times
                    .extend(filled(date.as_deref()).or_else(|| filled(Some(&spaced_text(&node)))));
            }
        }
        stated
    }

    fn add_meta(&mut self, node: &NodeRef<'_>) {
        let key = node
            .attr("property")
            .or(node.attr("name"))
            .or(node.attr("itemprop"))
            .or(node.attr("http-equiv"));
        if let (Some(key), Some(content)) = (key, filled(node.attr("content").as_deref())) {
            self.meta.push((key.trim().to_ascii_lowercase(), content));
        }
    }

    /// The first of `keys` that the page has, by the order of `keys`.
    fn meta(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| {
            let (_, content) = self.meta.iter().find(|(name, _)| name == key)?;
            Some(unescaped(content))
        })
    }

    /// The headline that the reader sees: the `h1` that agrees with what metadata call the story.
    fn title(&self, article: Option<&json_ld::Node>, source: Option<&str>) -> Option<String> {
        let headline = article.and_then(|node| {
            json_ld::text(node, "headline").or_else(|| json_ld::text(node, "name"))
        });
        let shared = self
            .meta(TITLE_KEYS)
            .map(|title| without_site(&title, source));
        let of_page = self
            .page_title
            .as_deref()
            .map(|title| without_site(&unescaped(title), source));
        let agreed: Vec<String> = [&headline, &shared, &of_page]
            .into_iter()
            .flatten()
            .map(|title| letters(title))
            .collect();
        let agreeing = self.headings.iter().find(|heading| {
            let heading = letters(heading);
            heading.chars().count() > 8
                && agreed.iter().any(|title| {
                    title.starts_with(&heading)
                        || heading.starts_with(title.as_str()) && title.chars().count() > 8
                })
        });
        agreeing
            .cloned()
            .or(shared)
            .or(headline)
            .or_else(|| self.headings.first().cloned())
            .or(of_page)
            .filter(|title| !title.is_empty())
    }

    /// The writers: JSON-LD, meta tags, then what the page shows; the first that names any.
    fn byline(
        &self,
        page: &Document,
        node: Option<&json_ld::Node>,
        source: Option<&str>,
    ) -> Vec<String> {
        let of_node = node
            .and_then(|node| node.get("author").or(node.get("creator")))
            .map(|author| self.json_ld.names(author))
            .unwrap_or_default();
        let of_meta = AUTHOR_KEYS.iter().map(|key| {
            let stated = self.meta.iter().filter(|(name, _)| name == key);
            stated.map(|(_, name)| unescaped(name)).collect()
        });
        let shown = BYLINE_PLACES.iter().map(|place| credits_at(page, place));
        std::iter::once(of_node)
            .chain(of_meta)
            .chain(shown)
            .map(|stated| writers(stated, source))
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    }

    fn dates(
        &self,
        page: &Document,
        node: Option<&json_ld::Node>,
        url: Option<&str>,
    ) -> Vec<(DateSource, String)> {
        let mut dates: Vec<String> = Vec::new();
        let of_node = |key| node.and_then(|node| json_ld::text(node, key));
        dates.extend(of_node("datePublished"));
        dates.extend(self.meta(DATE_KEYS));
        dates.extend(
            self.times
                .iter()
                .find(|date| date.chars().filter(char::is_ascii_digit).count() >= 5)
                .cloned(),
        );
        dates.extend(
            self.shown_times
                .iter()
                .find(|date| date.chars().filter(char::is_ascii_digit).count() >= 5)
                .cloned(),
        );
        dates.extend(of_node("dateCreated"));
        let mut dates: Vec<(DateSource, String)> = dates
            .into_iter()
            .map(|date| (DateSource::Meta, date))
            .collect();
        dates.extend(
            url.and_then(dates::date_in_url)
                .map(|date| (DateSource::Url, date)),
        );
        let later = of_node("dateModified").or_else(|| self.meta(LATER_DATE_KEYS));
        dates.extend(later.map(|date| (DateSource::Meta, date)));
        if dates.is_empty() {
            dates.extend(dates::shown_date(page).map(|date| (DateSource::Meta, date)));
        }
        dates
    }

    fn source(&self, node: Option<&json_ld::Node>) -> Option<String> {
        let publisher = || {
            let names = node
                .and_then(|node| node.get("publisher"))
                .map(|value| self.json_ld.names(value));
            names.and_then(|names| names.into_iter().find(|name| !is_address(name)))
        };
        self.meta(&["og:site_name"]).or_else(publisher).or_else(|| {
            self.meta(&[
                "application-name",
                "al:ios:app_name",
                "dc.publisher",
                "publisher",
            ])
        })
    }

    fn section(&self, node: Option<&json_ld::Node>) -> Option<String> {
        node.and_then(|node| json_ld::text(node, "articleSection"))
            .or_else(|| {
                self.meta(&[
                    "article:section",
                    "og:article:section",
                    "articlesection",
                    "section",
                    "parsely-section",
                ])
            })
            .filter(|section| !is_address(section))
    }

    fn lang(&self, node: Option<&json_ld::Node>) -> Option<String> {
        self.html_lang
            .clone()
            .or_else(|| node.and_then(|node| json_ld::text(node, "inLanguage")))
            .or_else(|| self.meta(&["og:locale", "content-language", "language", "dc.language"]))
    }

    /// A description counts only when it stands on the page too: many are written for search
    /// engines and never printed.
    fn standfirst(&self, node: Option<&json_ld::Node>, title: Option<&str>) -> Option<String> {
        let stated = [
            node.and_then(|node| json_ld::text(node, "description")),
            self.meta(&["og:description"]),
            self.meta(&["description"]),
        ];
        let mut tried: Vec<String> = Vec::new();
        for description in stated.into_iter().flatten() {
            let plain = letters(&description);
            let is_new = !tried.contains(&plain);
            let is_title = title.is_some_and(|title| letters(title) == plain);
            if !is_new || is_title || words(&description) < 5 {
                continue;
            }
            if let Some(shown) = self
                .shown
                .iter()
                .find_map(|place| standfirst::shown_as(place, &plain))
            {
                return Some(shown);
            }
            tried.push(plain);
        }
        self.shown.iter().find_map(standfirst::by_class)
    }
}

/// The headline of pages that have neither a title nor headings: the first line that is centred.
fn centred_line(page: &Document) -> Option<String> {
    let places = page.select("center b, center strong, center font, center");
    let mut lines = places.nodes().iter().map(spaced_text);
    lines.find(|line| words(line) >= 2 && line.chars().count() <= 200)
}

fn filled(text: Option<&str>) -> Option<String> {
    let text = text?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A page title without the name of the site behind or before it.
fn without_site(title: &str, source: Option<&str>) -> String {
    let title = title.trim();
    for mark in [" | ", " - ", " – ", " — ", " :: ", " • ", " · "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let is_site = source.is_some_and(|source| {
                let (site, tail) = (letters(source), letters(tail));
                !tail.is_empty()
                    && (site.contains(&tail) || tail.contains(&site) && !site.is_empty())
            });
            let is_address = tail.contains('.') && !tail.contains(' ');
            if (is_site || is_address || mark == " | ") && words(head) >= 2 {
                return without_site(head, source);
            }
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_site() {
        for (title, source, expected) in [
            (
                "Port strike spreads | Daily Echo",
                None,
                "Port strike spreads",
            ),
            (
                "Port strike spreads - Daily Echo",
                Some("Daily Echo"),
                "Port strike spreads",
            ),
            (
                "Port strike - what now",
                Some("Daily Echo"),
                "Port strike - what now",
            ),
            (
                "Port strike spreads - echo.co.uk",
                None,
                "Port strike spreads",
            ),
        ] {
            assert_eq!(without_site(title, source), expected);
        }
    }
}
