//! What a saved page states about its article: JSON-LD, OpenGraph, meta tags, microdata, times.
//!
//! Everything is taken as printed; what names and dates mean is decided for all formats alike.
//! The rule between sources: what the reader saw wins over what was written for search engines.

use dom_query::{Document, NodeRef};
use serde_json::Value;

use super::credits::{self, Headline, Shown, is_address};
use super::dates::Time;
use super::json_ld::{self, ArticleNode, JsonLd, unescaped};
use super::text::{class_words, letters, spaced_text, words};
use super::title::{Heading, Site, Titles};
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
    "articleauthor",
    "article_author",
    "authors",
    "creator",
    "dc.creator.name",
    "dcterms.author",
    "news_author",
    "writer",
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
    "article:published",
    "article_date_original",
    "bt:pubdate",
    "date_published",
    "datecreated",
    "dc.date.created",
    "dc.date.published",
    "dcterms.available",
    "og:pubdate",
    "og:published_time",
    "pub_date",
    "publication_date",
    "publicationdate",
    "published",
    "published_date",
    "published_time",
    "rnews:datepublished",
];

/// When nothing says when a page was published, when it was last changed is the next best.
const LATER_DATE_KEYS: &[&str] = &["article:modified_time", "last-modified", "og:updated_time"];

/// Names of the house, when it does not name the site.
const APPLICATION_KEYS: &[&str] = &[
    "application-name",
    "al:ios:app_name",
    "dc.publisher",
    "publisher",
];

/// Parts of class names for the word above a headline, in the languages of templates.
const KICKERS: &[&str] = &[
    "antetitulo",
    "category",
    "dachzeile",
    "eyebrow",
    "kicker",
    "occhiello",
    "overline",
    "pretitle",
    "roofline",
    "rubric",
    "section",
    "spitzmarke",
    "surtitre",
    "topline",
    "topic",
];

/// Everything metadata is read from, collected in one walk over the page.
#[derive(Default)]
struct Statements<'p> {
    json_ld: JsonLd,
    /// Key in lower case, content.
    meta: Vec<(String, String)>,
    headings: Vec<Heading>,
    /// Where these headings stand.
    heading_places: Vec<(usize, NodeRef<'p>)>,
    lesser_headings: Vec<String>,
    times: Vec<Time<'p>>,
    credits: Vec<Shown<'p>>,
    page_title: Option<String>,
    canonical: Option<String>,
    html_lang: Option<String>,
    shown: Vec<NodeRef<'p>>,
}

/// Reads what `page` states; `address` is where its container says it came from. Takes time linear in
/// the page.
pub(super) fn read(page: &Document, address: Option<&str>) -> PageMetadata {
    let stated = Statements::collect(page);
    let articles = stated.json_ld.articles();
    let article = articles.iter().find(|article| article.is_article);
    let node = article.or(articles.first()).map(|article| article.node);
    let source = stated.source(node);
    let url = stated
        .canonical
        .clone()
        .or_else(|| stated.meta(&["og:url"]));
    let site = stated.site(node, url.as_deref().or(address));
    let title = stated
        .title(article.map(|article| article.node), &site)
        .or_else(|| centred_line(page));
    let headline = stated.headline(title.as_deref());
    PageMetadata {
        byline: stated.byline(&articles, &site, &headline),
        dates: stated.dates(page, &articles, url.as_deref(), &headline),
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
        for (order, node) in page.root().descendants_it().enumerate() {
            let Some(element) = node.element_ref() else {
                continue;
            };
            let attribute = |name: &str| {
                let found = element
                    .attrs
                    .iter()
                    .find(|attribute| &*attribute.name.local == name)?;
                filled(Some(&found.value))
            };
            match &*element.name.local {
                "script" => {
                    let is_json_ld = attribute("type").is_some_and(|kind| {
                        kind.to_ascii_lowercase().starts_with("application/ld+json")
                    });
                    if is_json_ld {
                        stated.json_ld.add(&node.text());
                    }
                }
                "meta" => {
                    let key = ["property", "name", "itemprop", "http-equiv"]
                        .iter()
                        .find_map(|name| attribute(name));
                    if let (Some(key), Some(content)) = (key, attribute("content")) {
                        stated.meta.push((key.to_ascii_lowercase(), content));
                    }
                }
                "link" => {
                    let is_canonical =
                        attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
                    if is_canonical && stated.canonical.is_none() {
                        stated.canonical = attribute("href");
                    }
                }
                "html" => stated.html_lang = attribute("lang").or_else(|| attribute("xml:lang")),
                // Drawings never get here, their titles neither.
                "title" if stated.page_title.is_none() => {
                    stated.page_title = filled(Some(&spaced_text(&node)));
                }
                "h1" => stated.add_heading(&node, order),
                "h2" | "h3" => {
                    stated.add_lesser_heading(&node);
                    stated.shown.push(node);
                }
                "p" | "div" | "span" | "strong" => stated.shown.push(node),
                _ => {}
            }
            if attribute("itemprop").as_deref() == Some("articleSection")
                && let Some(section) = filled(Some(&spaced_text(&node)))
            {
                stated.meta.push(("articlesection".to_owned(), section));
            }
            stated.times.extend(Time::at(node, &element, order));
            stated.credits.extend(Shown::at(node, &element, order));
        }
        stated
    }

    fn add_heading(&mut self, node: &NodeRef<'p>, order: usize) {
        let Some(text) = filled(Some(&spaced_text(node))) else {
            return;
        };
        let kicker = node.descendants_it().find(|below| {
            let class = below.class();
            class.is_some_and(|class| class_words(&class).any(|word| KICKERS.contains(&&*word)))
        });
        let kicker = kicker
            .map(|kicker| spaced_text(&kicker))
            .unwrap_or_default();
        let without_kicker = text
            .strip_prefix(kicker.as_str())
            .map(|rest| rest.trim_start_matches([' ', ':']))
            .filter(|rest| !rest.is_empty())
            .unwrap_or(&text)
            .to_owned();
        self.heading_places.push((order, *node));
        self.headings.push(Heading {
            text,
            without_kicker,
        });
    }

    /// A heading that is no link, and its parts: the kicker may be one of them.
    fn add_lesser_heading(&mut self, node: &NodeRef<'p>) {
        let is_link = |node: &NodeRef<'_>| node.has_name("a");
        if node.ancestors_it(Some(3)).any(|above| is_link(&above))
            || node.descendants_it().any(|below| is_link(&below))
        {
            return;
        }
        self.lesser_headings.push(spaced_text(node));
        let parts = node.element_children();
        if parts.len() > 1 {
            self.lesser_headings.extend(parts.iter().map(spaced_text));
        }
    }

    /// The first of `keys` that the page has, by the order of `keys`.
    fn meta(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| {
            let (_, content) = self.meta.iter().find(|(name, _)| name == key)?;
            Some(unescaped(content))
        })
    }

    fn title(&self, article: Option<&json_ld::Node>, site: &Site) -> Option<String> {
        let headline = article.and_then(|node| {
            json_ld::text(node, "headline").or_else(|| json_ld::text(node, "name"))
        });
        let others = TITLE_KEYS.iter().filter_map(|key| self.meta(&[key]));
        let titles = Titles {
            headings: &self.headings,
            lesser: &self.lesser_headings,
            shared: self.meta(TITLE_KEYS),
            headline,
            of_page: self.page_title.as_deref().map(unescaped),
            others: others.collect(),
        };
        titles.headline(site)
    }

    /// Where the heading that is the title stands, else the first one.
    fn headline(&self, title: Option<&str>) -> Headline {
        let is_title = |heading: &Heading| title == Some(heading.text.as_str());
        let at = self.headings.iter().position(is_title).unwrap_or_default();
        let Some((order, node)) = self.heading_places.get(at) else {
            return Headline::default();
        };
        Headline {
            order: *order,
            frames: node.ancestors_it(None).map(|frame| frame.id).collect(),
        }
    }

    /// What the site is called, by itself and by its address.
    fn site(&self, node: Option<&json_ld::Node>, url: Option<&str>) -> Site {
        let name = self.meta(&["og:site_name"]);
        let publisher = self.publisher(node);
        let application = self.meta(APPLICATION_KEYS);
        Site::new(
            &[
                name.as_deref(),
                publisher.as_deref(),
                application.as_deref(),
            ],
            url,
        )
    }

    /// The writers: JSON-LD, meta tags, then what the page shows; the first that names people.
    fn byline(
        &self,
        articles: &[ArticleNode<'_>],
        site: &Site,
        headline: &Headline,
    ) -> Vec<String> {
        let of_nodes = articles.iter().flat_map(|article| {
            ["author", "creator"].map(|key| {
                let value = article.node.get(key);
                value.map_or(Vec::new(), |value| self.json_ld.names(value))
            })
        });
        let of_meta = AUTHOR_KEYS.iter().map(|key| {
            let stated = self.meta.iter().filter(|(name, _)| name == key);
            stated.map(|(_, name)| unescaped(name)).collect()
        });
        let labelled = [1, 2].iter().filter_map(|number| {
            let label = self.meta(&[&format!("twitter:label{number}")])?;
            let value = self.meta(&[&format!("twitter:data{number}")])?;
            Some(vec![credits::labelled(&label, &value)?])
        });
        credits::credited(
            of_nodes.chain(of_meta).chain(labelled),
            || credits::beside_headline(&self.credits, headline),
            site,
        )
    }

    fn dates(
        &self,
        page: &Document,
        articles: &[ArticleNode<'_>],
        url: Option<&str>,
        headline: &Headline,
    ) -> Vec<(DateSource, String)> {
        let of_nodes = |key| {
            articles
                .iter()
                .find_map(|article| json_ld::text(article.node, key))
        };
        let times = dates::beside_headline(&self.times, headline);
        let mut dates: Vec<String> = Vec::new();
        dates.extend(of_nodes("datePublished"));
        dates.extend(self.meta(DATE_KEYS));
        dates.extend(times.published);
        dates.extend(times.shown);
        dates.extend(of_nodes("dateCreated"));
        let mut dates: Vec<(DateSource, String)> = dates
            .into_iter()
            .map(|date| (DateSource::Meta, date))
            .collect();
        dates.extend(
            url.and_then(dates::date_in_url)
                .map(|date| (DateSource::Url, date)),
        );
        let later = of_nodes("dateModified")
            .or_else(|| self.meta(LATER_DATE_KEYS))
            .or(times.modified);
        dates.extend(later.map(|date| (DateSource::Meta, date)));
        if dates.is_empty() {
            dates.extend(dates::shown_date(page).map(|date| (DateSource::Meta, date)));
        }
        dates
    }

    fn source(&self, node: Option<&json_ld::Node>) -> Option<String> {
        self.meta(&["og:site_name"])
            .or_else(|| self.publisher(node).filter(|name| !is_address(name)))
            .or_else(|| self.meta(APPLICATION_KEYS))
    }

    fn publisher(&self, node: Option<&json_ld::Node>) -> Option<String> {
        let names = self.json_ld.names(node?.get("publisher")?);
        names.into_iter().next()
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
