//! The lines between the headline and the story, when a page shows some.

use dom_query::NodeRef;

use super::text::{letters, spaced_text};

/// Words of class names for the lines between headline and story, in the languages of templates.
const STANDFIRST_WORDS: &[&str] = &[
    "bajada",
    "chapeau",
    "chapo",
    "deck",
    "dek",
    "entradilla",
    "excerpt",
    "ingress",
    "intro",
    "lead",
    "lede",
    "manchet",
    "perex",
    "sapo",
    "sommario",
    "sottotitolo",
    "spot",
    "standfirst",
    "subheadline",
    "subline",
    "subtitle",
    "summary",
    "underrubrik",
    "vorspann",
];

/// The text of an element that its class or microdata calls a standfirst, when it is as long as one.
pub(super) fn by_class(place: &NodeRef<'_>) -> Option<String> {
    let is_called = place
        .attr("itemprop")
        .is_some_and(|property| matches!(&*property, "description" | "alternativeHeadline"))
        || place.class().is_some_and(|class| {
            class
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| STANDFIRST_WORDS.contains(&word.to_ascii_lowercase().as_str()))
        });
    if !is_called
        || place
            .descendants_it()
            .any(|below| below.has_name("a") || below.has_name("h1"))
    {
        return None;
    }
    let text = spaced_text(place);
    (40..700).contains(&text.chars().count()).then_some(text)
}

/// The text of `place` when it says `plain`, cut short or not.
pub(super) fn shown_as(place: &NodeRef<'_>, plain: &str) -> Option<String> {
    // Containers of half the page are not measured: only elements with text of their own.
    let own: usize = place
        .children_it(false)
        .filter(NodeRef::is_text)
        .map(|text| text.text().trim().len())
        .sum();
    if own * 2 < plain.len() {
        return None;
    }
    let shown = spaced_text(place);
    let said = letters(&shown);
    let stem_len = plain
        .char_indices()
        .nth(60)
        .map_or(plain.len(), |(at, _)| at);
    let is_same = said == plain
        || said.starts_with(&plain[..stem_len]) && plain.len() > 60 && said.len() < plain.len() * 2;
    is_same.then_some(shown)
}
