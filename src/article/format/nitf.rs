//! NITF: the News Industry Text Format, whole documents and those inside NewsML.
//!
//! The New York Times keeps the facts of the printed page in `<meta>` elements, agencies in
//! `<docdata>` and `<pubdata>`; what is nearest to the reader of the paper comes first.

use super::{Reading, items};
use crate::article::fields::{Field, field_of};
use crate::article::published::DateSource;
use crate::article::story_body::{self, StoryBody};
use crate::article::xml::{self, Element};
use crate::article::{Draft, Rejection};
use crate::corpus::Stated;
use crate::text::normalize;

/// Reads a file of one document or several.
///
/// # Errors
/// As [`xml::parse`].
pub(super) fn read(bytes: &[u8], container: &Stated) -> Reading {
    let document = xml::parse(bytes, container.charset.as_deref())?;
    Ok(items(
        &document,
        |root| vec![root],
        |nitf| vec![draft_of(nitf)],
    ))
}

/// The article of an `<nitf>` element.
///
/// # Errors
/// Skipped: `no text`.
pub(super) fn draft_of(nitf: &Element) -> Result<Draft, Rejection> {
    let mut draft = Draft::default();
    if let Some(body) = nitf.child("body") {
        read_body(body, &mut draft);
    }
    if let Some(head) = nitf.child("head") {
        read_head(head, &mut draft);
    }
    let language = ["lang", "baselang"].iter();
    draft.lang = language
        .filter_map(|name| nitf.attribute(name))
        .map(str::to_owned)
        .next()
        .or(draft.lang);
    if draft.title.is_none() && draft.paragraphs.is_empty() && draft.summary.is_none() {
        return Err(Rejection::skipped("no text"));
    }
    Ok(draft)
}

/// The printed part: headline, credits, dateline, text.
fn read_body(body: &Element, draft: &mut Draft) {
    draft.lang = body.attribute("lang").map(str::to_owned);
    let mut story = match body.child("body.content") {
        Some(content) => content_of(content),
        // `<body><p>` of careless writers.
        None if body.child("body.head").is_none() => StoryBody::of(body),
        None => StoryBody::default(),
    };
    if let Some(head) = body.child("body.head") {
        read_body_head(head, draft);
    }
    if let Some(heading) = story.heading.take() {
        match &draft.title {
            Some(_) => story.paragraphs.insert(0, heading),
            None => draft.title = Some(heading),
        }
    }
    if draft.byline.is_empty() {
        draft.byline = story.byline;
    }
    draft.paragraphs = story.paragraphs;
    draft.captions = story.captions;
    draft.removed.append(&mut story.removed);
    if let Some(tagline) = body.at(&["body.end", "tagline"]).and_then(Element::line) {
        draft.paragraphs.push(tagline);
    }
}

fn read_body_head(head: &Element, draft: &mut Draft) {
    let headlines = head.child("hedline").or_else(|| head.child("headline"));
    if let Some(headlines) = headlines {
        draft.title = headlines.child("hl1").and_then(Element::line);
        // The web's headline is another one for the same story.
        let below = headlines.all("hl2").find(|hl2| !is_class(hl2, "online"));
        draft.summary = below.and_then(Element::line);
        if headlines.elements().next().is_none() {
            draft.title = headlines.line();
        }
    }
    // The New York Times gives `One, Some` beside `By Some One`.
    let bylines = head
        .all("byline")
        .filter(|line| !is_class(line, "normalized"));
    draft.byline = bylines.filter_map(story_body::credit).collect();
    if let Some(dateline) = head.child("dateline") {
        draft.dateline = place(dateline);
        let date = dateline.child("story.date");
        let date = date.and_then(|date| date.attribute("norm").map(str::to_owned).or(date.line()));
        draft
            .dates
            .extend(date.map(|date| (DateSource::Meta, date)));
    }
    let summary = head.child("abstract").and_then(Element::line);
    draft.summary = summary.or(draft.summary.take());
    let notes = StoryBody::of(head).removed;
    draft.removed.extend(notes);
    let distributor = head.child("distributor").and_then(Element::line);
    draft.source = distributor
        .clone()
        .or_else(|| head.at(&["rights", "rights.owner"])?.line());
    draft.wire = distributor;
}

/// The text, without the lead that stands in it a second time: the New York Times gives the first
/// paragraph in a block of its own before the `full_text`.
fn content_of(content: &Element) -> StoryBody {
    let mut blocks = content.all("block");
    if !blocks.any(|block| is_class(block, "full_text")) {
        return StoryBody::of(content);
    }
    let is_lead = |block: &&Element| block.is("block") && is_class(block, "lead_paragraph");
    StoryBody::of_elements(content.elements().filter(|block| !is_lead(block)))
}

/// Whether a word is part of the class: `online` of `online_headline`.
fn is_class(element: &Element, word: &str) -> bool {
    let class = element.attribute("class").or(element.attribute("id"));
    class.is_some_and(|class| class.contains(word))
}

/// Where the story was filed from: `<location>`, or the text beside the date.
fn place(dateline: &Element) -> Option<String> {
    if let Some(location) = dateline.child("location") {
        let parts: Vec<String> = location.elements().filter_map(Element::line).collect();
        let has_own_text = location.children.iter().any(
            |node| matches!(node, xml::Node::Text(text) if text.contains(char::is_alphanumeric)),
        );
        return match has_own_text || parts.is_empty() {
            true => location.line(),
            false => Some(parts.join(", ")),
        };
    }
    let parts = dateline.children.iter().filter_map(|node| match node {
        xml::Node::Element(date) if date.is("story.date") => None,
        xml::Node::Element(inner) => inner.line(),
        xml::Node::Text(text) => Some(text.clone()),
    });
    let line = normalize::line(&parts.collect::<Vec<_>>().join(" "));
    (!line.is_empty()).then_some(line)
}

/// What the archive keeps of the story: dates, publication, page.
fn read_head(head: &Element, draft: &mut Draft) {
    if draft.title.is_none() {
        draft.title = head.child("title").and_then(Element::line);
    }
    let publication = head.child("pubdata");
    let of_publication = |name: &str| {
        let value = publication?.attribute(name)?.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    let meta = Meta::of(head);
    let facts = head.child("docdata");
    let norm = |name: &str| facts?.child(name)?.attribute("norm").map(str::to_owned);
    let stated = [
        of_publication("date.publication"),
        meta.publication_day(),
        norm("date.issue"),
        norm("date.release"),
    ];
    let stated = stated.into_iter().flatten();
    let mut dates: Vec<_> = stated.map(|date| (DateSource::Meta, date)).collect();
    dates.extend(meta.all(Field::Date).map(|date| (DateSource::Meta, date)));
    dates.append(&mut draft.dates);
    draft.dates = dates;

    let right = facts.and_then(|facts| facts.child("doc.copyright"));
    let holder = right.and_then(|right| right.attribute("holder"));
    let agency = facts.and_then(|facts| facts.child("doc-id")?.attribute("regsrc"));
    draft.source = of_publication("name")
        .or_else(|| meta.first(Field::Source))
        .or(draft.source.take())
        .or_else(|| holder.map(without_rights))
        .or_else(|| agency.map(str::to_owned));
    draft.edition = of_publication("edition.name").or_else(|| of_publication("edition.area"));
    draft.page = meta
        .named(&["print_page_number"])
        .or_else(|| of_publication("position.sequence"))
        .or_else(|| meta.first(Field::Page));
    draft.section = of_publication("position.section")
        .or_else(|| meta.named(&["online_sections", "dsk", "print_section"]))
        .or_else(|| meta.first(Field::Section))
        .or_else(|| kind_of_story(head));
    let address = of_publication("ex-ref").or_else(|| meta.first(Field::Url));
    draft.url = address.filter(|address| address.starts_with("http"));
    if draft.byline.is_empty() {
        draft.byline.extend(meta.first(Field::Byline));
    }
}

/// `The Canadian Press. All rights reserved.` names a publication.
fn without_rights(holder: &str) -> String {
    let lower = holder.to_ascii_lowercase();
    let end = lower.find("all rights").unwrap_or(holder.len());
    holder[..end].trim_end_matches(['.', ',', ' ']).to_owned()
}

/// `tobject.type` is `news` by default; some papers give the part of the paper there.
fn kind_of_story(head: &Element) -> Option<String> {
    let kind = head.child("tobject")?.attribute("tobject.type")?.trim();
    let is_default = kind.is_empty() || kind.eq_ignore_ascii_case("news");
    (!is_default).then(|| kind.to_owned())
}

/// The `<meta name content>` elements of a head.
struct Meta<'h>(Vec<(&'h str, &'h str)>);

impl<'h> Meta<'h> {
    fn of(head: &'h Element) -> Meta<'h> {
        let pairs = head.all("meta").filter_map(|meta| {
            let content = meta.attribute("content")?.trim();
            Some((meta.attribute("name")?, content)).filter(|_| !content.is_empty())
        });
        Meta(pairs.collect())
    }

    /// The first of these that is there.
    fn named(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let found = self.0.iter().find(|(own, _)| own == name)?;
            Some(found.1.to_owned())
        })
    }

    fn all(&self, field: Field) -> impl Iterator<Item = String> {
        let of_field = move |name: &str| field_of(name).is_some_and(|(found, _)| found == field);
        let found = self.0.iter().filter(move |(name, _)| of_field(name));
        found.map(|(_, content)| (*content).to_owned())
    }

    fn first(&self, field: Field) -> Option<String> {
        // Agencies keep one-letter codes of their own in `category`.
        self.all(field).find(|content| content.chars().count() > 3)
    }

    /// The day in three elements, as the New York Times has it.
    fn publication_day(&self) -> Option<String> {
        let part = |name: &str| self.named(&[name])?.parse::<u16>().ok();
        let year = part("publication_year")?;
        let month = part("publication_month")?;
        Some(match part("publication_day_of_month") {
            Some(day) => format!("{year:04}-{month:02}-{day:02}"),
            None => format!("{year:04}-{month:02}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> Draft {
        let mut drafts = read(text.as_bytes(), &Stated::default()).unwrap();
        assert_eq!(drafts.len(), 1);
        drafts.remove(0).unwrap()
    }

    #[test]
    fn a_newspaper() {
        let draft = draft(
            "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf><head><title>T</title>\
             <meta name='publication_day_of_month' content='7'/>\
             <meta name='publication_month' content='3'/>\
             <meta name='publication_year' content='1987'/>\
             <meta name='print_page_number' content='12'/>\
             <meta name='print_section' content='B'/>\
             <meta name='online_sections' content='New York and Region'/>\
             <pubdata name='The Harbour Courier' date.publication='19870307T000000'\
              ex-ref='http://courier.example/a'/></head><body><body.head>\
             <hedline><hl1>Ferry Late</hl1><hl2 class='online_headline'>Late!</hl2></hedline>\
             <byline class='print_byline'>By Jane Doe</byline>\
             <byline class='normalized_byline'>Doe, Jane</byline>\
             <abstract><p>On the ferry.</p></abstract></body.head><body.content>\
             <block class='lead_paragraph'><p>One.</p></block>\
             <block class='full_text'><p>One.</p><p>Two.</p></block>\
             </body.content></body></nitf>",
        );
        assert_eq!(draft.title.as_deref(), Some("Ferry Late"));
        assert_eq!(draft.byline, ["By Jane Doe"]);
        assert_eq!(draft.summary.as_deref(), Some("On the ferry."));
        assert_eq!(draft.paragraphs, ["One.", "Two."]);
        assert_eq!(draft.dates[0].1, "19870307T000000");
        assert_eq!(draft.dates[1].1, "1987-03-07");
        assert_eq!(draft.source.as_deref(), Some("The Harbour Courier"));
        assert_eq!(draft.section.as_deref(), Some("New York and Region"));
        assert_eq!(draft.page.as_deref(), Some("12"));
        assert_eq!(draft.url.as_deref(), Some("http://courier.example/a"));
    }

    #[test]
    fn an_agency() {
        let draft = draft(
            "<nitf baselang='en-US'><head><tobject tobject.type='Inland'/><docdata>\
             <date.issue norm='20170102T222800+0000'/>\
             <doc.copyright holder='The Wire. All rights reserved.'/></docdata></head>\
             <body><body.head><hedline><hl1>Ferry late</hl1><hl2>Islands cut off</hl2></hedline>\
             <note><body.content><p>Recast.</p></body.content></note>\
             <dateline><location><city>Cobh</city><country>Ireland</country></location>\
             <story.date norm='20170102T222800'/></dateline></body.head>\
             <body.content><p>One.</p></body.content>\
             <body.end><tagline>With Ann Lee</tagline></body.end></body></nitf>",
        );
        assert_eq!(draft.summary.as_deref(), Some("Islands cut off"));
        assert_eq!(draft.dateline.as_deref(), Some("Cobh, Ireland"));
        assert_eq!(draft.source.as_deref(), Some("The Wire"));
        assert_eq!(draft.section.as_deref(), Some("Inland"));
        assert_eq!(draft.lang.as_deref(), Some("en-US"));
        assert_eq!(draft.removed[0].text, "Recast.");
        assert_eq!(draft.paragraphs, ["One.", "With Ann Lee"]);
    }

    #[test]
    fn several_and_a_cut_one() {
        let one = "<?xml version='1.0'?><nitf><body><body.content><p>Text.</p></body.content></body></nitf>";
        let two = format!("{one}\n{one}\n<nitf><body><body.content><p>Cut");
        let drafts = read(two.as_bytes(), &Stated::default()).unwrap();
        assert_eq!(drafts.len(), 3);
        assert!(drafts[0].is_ok() && drafts[1].is_ok());
        assert_eq!(drafts[2].as_ref().unwrap_err().reason, "not valid XML");
    }
}
