//! NewsML-G2: a message of several items, or an item by itself.
//!
//! Metadata stand in `<itemMeta>` and `<contentMeta>`, the story in `<contentSet>` as NITF, XHTML or
//! plain text. Plans, concepts, lists of items and pictures are news of a kind, but no articles.

use super::{Reading, Signs, inline_story, items};
use crate::article::published::DateSource;
use crate::article::story_body::StoryBody;
use crate::article::xml::{self, Element};
use crate::article::{Draft, Rejection, Removed, creator, dateline};
use crate::corpus::Stated;

/// First elements of a file of this format, lower case.
const ROOTS: &[&str] = &[
    "catalogitem",
    "conceptitem",
    "conceptset",
    "contentset",
    "groupset",
    "itemset",
    "knowledgeitem",
    "newsmessage",
    "packageitem",
    "planningitem",
];

/// Whether a document is of this format. A `<newsItem>` may also be that of NewsML 1, or of the
/// Reuters Corpus.
pub(super) fn recognises(signs: &Signs<'_>) -> bool {
    let is_item = || {
        const MARKS: &[&str] = &["iptc.org/std/nar", "newsml-g2", "<itemmeta", "<contentset"];
        MARKS.iter().any(|mark| signs.start.contains(mark))
    };
    signs.has_root(ROOTS) || signs.has_root(&["newsitem"]) && is_item()
}

/// Reads a message or an item.
///
/// # Errors
/// As [`xml::parse`]; skipped, `no text`, when no item is in it.
pub(super) fn read(bytes: &[u8], container: &Stated) -> Reading {
    let document = xml::parse(bytes, container.charset.as_deref())?;
    Ok(items(&document, items_of, |item| vec![draft_of(item)]))
}

/// The items of a message, of several messages, or the item that the root is.
fn items_of(root: &Element) -> Vec<&Element> {
    const MESSAGES: &[&str] = &["newsMessage", "itemSet", "newsMessages"];
    if !MESSAGES.contains(&root.name.as_str()) {
        return vec![root];
    }
    let inner = root
        .elements()
        .filter(|element| !matches!(element.name.as_str(), "header" | "catalogRef" | "catalog"));
    inner.flat_map(items_of).collect()
}

/// The article of one item.
///
/// # Errors
/// Skipped: the kind of item that is no article, or `no text`.
fn draft_of(item: &Element) -> Result<Draft, Rejection> {
    let kind = match item.name.as_str() {
        "planningItem" => Some("planning item"),
        "conceptItem" | "conceptSet" => Some("concept item"),
        "knowledgeItem" => Some("knowledge item"),
        "catalogItem" => Some("catalog item"),
        "packageItem" | "groupSet" => Some("package of items"),
        _ => None,
    };
    if let Some(kind) = kind {
        return Err(Rejection::skipped(kind));
    }
    let mut draft = content_of(item)?;
    let has_text = !draft.paragraphs.is_empty();
    if let Some(kind) = medium(item).filter(|kind| !has_text || *kind == "picture item") {
        return Err(Rejection::skipped(kind));
    }
    if let Some(about) = item.child("itemMeta") {
        read_item_meta(about, &mut draft);
    }
    if let Some(about) = item.child("contentMeta") {
        read_content_meta(about, &mut draft);
    }
    draft.lang = draft
        .lang
        .or_else(|| item.attribute("lang").map(str::to_owned));
    draft.url = address_of(item);
    settle_title(item, &mut draft);
    if draft.title.is_none() && draft.paragraphs.is_empty() && draft.summary.is_none() {
        return Err(Rejection::skipped("no text"));
    }
    Ok(draft)
}

/// What an item is that is no text, by its class: `ninat:picture`.
fn medium(item: &Element) -> Option<&'static str> {
    let class = item.at(&["itemMeta", "itemClass"])?;
    let code = class.attribute("qcode").or(class.attribute("uri"))?;
    let code = code.rsplit([':', '/']).next().unwrap_or(code);
    match code.to_ascii_lowercase().as_str() {
        "picture" | "photo" | "graphic" | "image" => Some("picture item"),
        "audio" => Some("audio item"),
        "video" | "animated" | "animation" => Some("video item"),
        _ => None,
    }
}

/// The story in the content set, and what NITF says of it.
fn content_of(item: &Element) -> Result<Draft, Rejection> {
    let set = match item.name.as_str() {
        "contentSet" => Some(item),
        _ => item.child("contentSet"),
    };
    let Some(set) = set else {
        return Ok(Draft::default());
    };
    // Renditions of one text may stand side by side: NITF and XHTML are more than plain text.
    let inline = set.all("inlineXML").map(inline_story::draft_of);
    let plain = set.all("inlineData").filter_map(inline_data);
    let mut drafts = inline.chain(plain);
    Ok(drafts
        .find(|draft| !draft.paragraphs.is_empty())
        .unwrap_or_default())
}

fn inline_data(content: &Element) -> Option<Draft> {
    let kind = content.attribute("contenttype").unwrap_or("text/plain");
    let is_encoded = content.attribute("encoding").is_some();
    (kind.starts_with("text/") && !is_encoded)
        .then(|| inline_story::from(StoryBody::of_text(&content.text())))
}

/// Facts of the item as a product: when it was made, who offers it.
fn read_item_meta(about: &Element, draft: &mut Draft) {
    const DATES: &[&str] = &["firstCreated", "versionCreated"];
    let mut dates = dates_of(about, DATES);
    dates.append(&mut draft.dates);
    draft.dates = dates;
    let provider = about.child("provider").and_then(name_of);
    draft.source = provider.or(draft.source.take());
    let notes = about.all("edNote").filter_map(Element::line);
    draft.removed.extend(notes.map(|text| Removed {
        text,
        reason: "note to editors".to_owned(),
    }));
}

fn dates_of(about: &Element, names: &[&str]) -> Vec<(DateSource, String)> {
    let found = names.iter().filter_map(|name| about.child(name)?.line());
    found.map(|date| (DateSource::Meta, date)).collect()
}

/// Facts of the story.
fn read_content_meta(about: &Element, draft: &mut Draft) {
    // The story's own headline is that of the page below, which may be shortened.
    let headline = main_of(about.all("headline")).and_then(Element::line);
    draft.title = headline.or(draft.title.take());
    let bylines: Vec<String> = about.all("by").filter_map(Element::line).collect();
    if !bylines.is_empty() {
        draft.byline = bylines;
    } else if draft.byline.is_empty() {
        draft.byline = writers(about, draft.source.as_deref());
    }
    let stated = about.child("dateline").and_then(Element::line);
    let located = about.all("located").find_map(name_of);
    draft.dateline = stated
        .as_deref()
        .and_then(dateline::of_field)
        .or(draft.dateline.take())
        .or(located);
    let credit = about.child("creditline").and_then(Element::line);
    let credit = credit.map(|credit| credit.trim_matches(['-', '–', '—', ' ']).to_owned());
    let origin = about.all("infoSource").find_map(name_of);
    draft.wire = credit.or(draft.wire.take()).or(origin);
    let standfirst = description(about).or_else(|| {
        let below = about.all("headline").find(|line| has_role(line, &["sub"]));
        below.and_then(Element::line)
    });
    draft.summary = standfirst.or(draft.summary.take());
    draft.section = section(about);
    let language = about
        .child("language")
        .and_then(|language| language.attribute("tag"));
    draft.lang = language.map(str::to_owned).or(draft.lang.take());
    const DATES: &[&str] = &["contentCreated", "contentModified"];
    draft.dates.extend(dates_of(about, DATES));
}

/// A name, as readable as it is given: `<name>`, `literal`, the code behind its scheme.
fn name_of(party: &Element) -> Option<String> {
    let name = party.all("name").find_map(Element::line);
    let literal = || party.attribute("literal").map(str::to_owned);
    let code = || {
        let code = party.attribute("qcode")?;
        let code = code.rsplit(':').next().unwrap_or(code);
        // Places and people go by numbers.
        (party.is("provider") && code.contains(char::is_alphabetic)).then(|| code.to_owned())
    };
    // A provider may be known by its address alone.
    let site = || {
        let address = party.attribute("uri").filter(|_| party.is("provider"))?;
        let host = address.split_once("://")?.1.split('/').next()?;
        Some(host.trim_start_matches("www.").to_owned())
    };
    let name = name.or_else(literal).or_else(code).or_else(site)?;
    (!name.trim().is_empty()).then_some(name)
}

fn has_role(element: &Element, words: &[&str]) -> bool {
    let role = element.attribute("role").unwrap_or_default();
    let role = role.rsplit(':').next().unwrap_or(role).to_ascii_lowercase();
    words.iter().any(|word| role.contains(word))
}

/// The headline among several: the one called main, or the first without a role.
fn main_of<'e>(headlines: impl Iterator<Item = &'e Element>) -> Option<&'e Element> {
    let mut headlines: Vec<&Element> = headlines
        .filter(|headline| headline.line().is_some() && !has_role(headline, &["sub"]))
        .collect();
    headlines.sort_by_key(|headline| {
        let is_main = has_role(headline, &["main"]);
        (!is_main, headline.attribute("role").is_some())
    });
    headlines.into_iter().next()
}

/// An abstract or summary; the captions of pictures are another thing.
fn description(about: &Element) -> Option<String> {
    let is_caption = |text: &&Element| has_role(text, &["caption", "keyword", "slug"]);
    about
        .all("description")
        .filter(|text| !is_caption(text))
        .find_map(Element::line)
}

/// Writers among the creators: people are given by name, houses and initials are not.
fn writers(about: &Element, source: Option<&str>) -> Vec<String> {
    let creators = about.all("creator").filter(|creator| {
        let kind = creator.attribute("type").unwrap_or_default();
        !kind.contains("organi") && !has_role(creator, &["source", "edit", "org"])
    });
    let names = creators.filter_map(|creator| creator.child("name")?.line());
    let is_other = |name: &String| Some(name.as_str()) != source;
    names
        .filter(|name| creator::is_person(name) && is_other(name))
        .collect()
}

/// The part of the paper, where the codes of the house name it so.
fn section(about: &Element) -> Option<String> {
    const SCHEMES: &[&str] = &["department", "desk", "ressort", "rubri", "section"];
    let subject = about.all("subject").find(|subject| {
        let scheme = subject.attribute("qcode").unwrap_or_default();
        let kind = subject.attribute("type").unwrap_or_default();
        let scheme = scheme.split(':').next().unwrap_or_default();
        let scheme = format!("{scheme} {kind}").to_ascii_lowercase();
        SCHEMES.iter().any(|word| scheme.contains(word))
    });
    subject.and_then(|subject| subject.child("name")?.line())
}

/// Where the story can be read on the web.
fn address_of(item: &Element) -> Option<String> {
    let guid = item
        .attribute("guid")
        .filter(|guid| guid.starts_with("http"));
    guid.map(str::to_owned)
}

/// Without a headline, the title of the item, and the slug if there is nothing else.
fn settle_title(item: &Element, draft: &mut Draft) {
    let line = |path: &[&str]| item.at(path).and_then(Element::line);
    let title = draft.title.take().or_else(|| line(&["itemMeta", "title"]));
    draft.title = match title {
        None if draft.paragraphs.is_empty() => None,
        None => line(&["contentMeta", "slugline"]),
        title => title,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Title and body of each item, or why there is none.
    fn shown(text: &str) -> Vec<String> {
        let drafts = read(text.as_bytes(), &Stated::default()).unwrap();
        let shown = drafts.into_iter().map(|draft| match draft {
            Ok(draft) => format!(
                "{}: {}",
                draft.title.unwrap_or_default(),
                draft.paragraphs.join("/")
            ),
            Err(rejection) => rejection.reason,
        });
        shown.collect()
    }

    const ITEM: &str = "<newsItem guid='urn:a' xml:lang='en'><itemMeta>\
        <itemClass qcode='ninat:text'/><provider qcode='nprov:Wire'/>\
        <versionCreated>2018-01-04T10:00:00Z</versionCreated>\
        <firstCreated>2018-01-03T10:00:00Z</firstCreated><edNote>Recast</edNote></itemMeta>\
        <contentMeta><located><name>Cobh</name></located><creator><name>Jane Doe</name></creator>\
        <creator><name>Wire Services Ltd</name></creator>\
        <subject qcode='xdepartment:9'><name>Shipping</name></subject>\
        <headline role='hld:subHeadline'>Islands cut off</headline><headline>Ferry late</headline>\
        <dateline>2018-01-03 20:13:08 GMT</dateline><creditline>Other Wire</creditline>\
        <language tag='en-IE'/></contentMeta><contentSet>";

    #[test]
    fn fields() {
        let text = format!(
            "{ITEM}<inlineXML><html xmlns='x'><body><p>One.</p><p>Two.</p></body></html>\
             </inlineXML></contentSet></newsItem>"
        );
        let mut drafts = read(text.as_bytes(), &Stated::default()).unwrap();
        let draft = drafts.remove(0).unwrap();
        assert_eq!(draft.title.as_deref(), Some("Ferry late"));
        assert_eq!(draft.summary.as_deref(), Some("Islands cut off"));
        assert_eq!(draft.byline, ["Jane Doe"]);
        assert_eq!(draft.dateline.as_deref(), Some("Cobh"));
        assert_eq!(draft.source.as_deref(), Some("Wire"));
        assert_eq!(draft.wire.as_deref(), Some("Other Wire"));
        assert_eq!(draft.section.as_deref(), Some("Shipping"));
        assert_eq!(draft.lang.as_deref(), Some("en-IE"));
        assert_eq!(draft.dates[0].1, "2018-01-03T10:00:00Z");
        assert_eq!(draft.paragraphs, ["One.", "Two."]);
        assert_eq!(draft.removed[0].text, "Recast");
    }

    #[test]
    fn a_message_of_several_items() {
        let message = format!(
            "<newsMessage><header/><itemSet>\
             {ITEM}<inlineXML><nitf><body><body.head><hedline><hl1>Late</hl1></hedline></body.head>\
             <body.content><p>One.</p></body.content></body></nitf></inlineXML></contentSet></newsItem>\
             <newsItem><itemMeta><itemClass qcode='ninat:picture'/></itemMeta>\
             <contentMeta><headline>The quay</headline></contentMeta></newsItem>\
             <planningItem/><packageItem><groupSet/></packageItem>\
             {ITEM}<inlineData contenttype='text/plain'>One.\n\nTwo.</inlineData></contentSet></newsItem>\
             <newsItem><contentMeta><headline>Cut"
        );
        assert_eq!(
            shown(&message),
            [
                "Ferry late: One.",
                "picture item",
                "planning item",
                "package of items",
                "Ferry late: One./Two.",
                "not valid XML",
            ]
        );
    }

    #[test]
    fn items_without_a_story() {
        for (text, expected) in [
            ("<newsItem><itemMeta/></newsItem>", "no text"),
            ("<conceptItem><conceptSet/></conceptItem>", "concept item"),
            (
                "<contentSet><inlineXML><p>Bare.</p></inlineXML></contentSet>",
                ": Bare.",
            ),
            (
                "<newsItem><contentSet><inlineXML><events><event><name>Fair</name></event></events>\
                 </inlineXML></contentSet></newsItem>",
                "no text",
            ),
            (
                "<newsItem><contentMeta><headline>Flash</headline></contentMeta></newsItem>",
                "Flash: ",
            ),
        ] {
            assert_eq!(shown(text), [expected], "{text}");
        }
    }
}
