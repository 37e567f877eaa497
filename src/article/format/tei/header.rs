//! What the header of an edition says of its source.

use super::flow::line_of;
use crate::article::xml::Element;

#[derive(Debug, Default)]
pub(super) struct Header {
    /// The newspaper or journal.
    pub(super) source: Option<String>,
    /// Days of the printed source, as exact as they are stated.
    pub(super) dates: Vec<String>,
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) lang: Option<String>,
    /// Whether the edition is of one article, and its divisions are the parts of that.
    pub(super) is_one_article: bool,
}

impl Header {
    pub(super) fn of(edition: &Element) -> Header {
        let Some(header) = edition.child("teiHeader") else {
            return Header::default();
        };
        let file = header.child("fileDesc");
        let source = file.and_then(|file| file.child("sourceDesc"));
        let statement = file.and_then(|file| file.child("titleStmt"));
        let analytic = source.and_then(|source| source.find("analytic"));
        let lang = edition
            .child("text")
            .and_then(|text| text.attribute("lang"));
        let lang = lang.or_else(|| edition.attribute("lang")).or_else(|| {
            let language = header.find("language")?;
            language
                .attribute("ident")
                .or_else(|| language.attribute("id"))
        });
        let paper = source.and_then(|source| titles(source, "j", lang).into_iter().next());
        let article = analytic.and_then(|analytic| titles(analytic, "a", lang).into_iter().next());
        let stated = statement.and_then(|statement| {
            let mut all = titles(statement, "", lang).into_iter();
            all.next()
        });
        let authors_of = |element: &Element| {
            let authors = element.all("author").map(author);
            authors.filter(|name| !name.is_empty()).collect::<Vec<_>>()
        };
        Header {
            dates: source.map(dates).unwrap_or_default(),
            authors: [analytic, statement]
                .into_iter()
                .flatten()
                .map(authors_of)
                .find(|authors| !authors.is_empty())
                .unwrap_or_default(),
            is_one_article: article.is_some(),
            source: paper.or_else(|| stated.clone().filter(|_| article.is_none())),
            title: article.or(stated),
            lang: lang.map(str::to_owned),
        }
    }
}

/// Titles of this level (`j` a journal, `a` an article, empty for any), those in the language of the
/// text first. Subtitles are none.
fn titles(element: &Element, level: &str, lang: Option<&str>) -> Vec<String> {
    let of_level = |title: &&Element| {
        title.name == "title"
            && (level.is_empty() || title.attribute("level") == Some(level))
            && !matches!(
                title.attribute("type"),
                Some("sub" | "alt" | "desc" | "short" | "gmd")
            )
    };
    let mut found: Vec<&Element> = element.descendants().filter(of_level).collect();
    found.sort_by_key(|title| title.attribute("lang").is_some() && title.attribute("lang") != lang);
    let lines = found.into_iter().map(line_of);
    lines.filter(|line| !line.is_empty()).collect()
}

/// One name, where an author is named in several scripts.
fn author(element: &Element) -> String {
    match element.find("persName").or_else(|| element.find("name")) {
        Some(name) => line_of(name),
        None => line_of(element),
    }
}

/// The dates of the first source that has any.
fn dates(source: &Element) -> Vec<String> {
    let names = ["biblStruct", "biblFull", "bibl", "recordHist"];
    let mut sources: Vec<&Element> = source
        .elements()
        .filter(|element| names.contains(&element.name.as_str()))
        .collect();
    sources.push(source);
    let dates_of = |source: &Element| {
        let dates = source
            .descendants()
            .filter(|element| element.name == "date");
        dates.filter_map(day).collect::<Vec<_>>()
    };
    let found = sources.into_iter().map(dates_of);
    found
        .into_iter()
        .find(|dates| !dates.is_empty())
        .unwrap_or_default()
}

/// The Gregorian day of a date. `None` when it is stated in another calendar only.
fn day(date: &Element) -> Option<String> {
    let stated = ["when", "when-iso", "value", "from", "notBefore"];
    let stated = stated.iter().find_map(|name| date.attribute(name));
    if let Some(day) = stated.map(str::trim).filter(|day| !day.is_empty()) {
        return Some(day.to_owned());
    }
    let calendar = date
        .attribute("calendar")
        .unwrap_or_default()
        .to_lowercase();
    let is_ours = calendar.is_empty() || calendar.contains("gregorian");
    let text = line_of(date);
    (is_ours && !text.is_empty()).then_some(text)
}
