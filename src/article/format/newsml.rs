//! NewsML 1.0 to 1.2, as a dozen agencies write it, and the `<Publication>` of the Associated Press
//! that was modelled on it.
//!
//! A `<NewsItem>` holds components within components, each with lines, metadata and content of its
//! own. What a component does not say, those around it do. Two components side by side that both
//! have a headline and a text are two articles: the same news in French and Dutch.

use super::{Reading, Signs, inline_story, items};
use crate::article::published::DateSource;
use crate::article::xml::{self, Element};
use crate::article::{Draft, Rejection, creator, dateline};
use crate::corpus::Stated;

/// Whether a document is of this format.
pub(super) fn recognises(signs: &Signs<'_>) -> bool {
    let has_mark = |marks: &[&str]| marks.iter().any(|mark| signs.start.contains(mark));
    signs.has_root(&["newsml"])
        || signs.has_root(&["newsitem", "newscomponent"])
            && has_mark(&["<newsidentifier", "<newscomponent", "<newslines"])
        || signs.has_root(&["publication"]) && has_mark(&["ap.org", "<newslines"])
}

/// Reads a message of one item or several.
///
/// # Errors
/// As [`xml::parse`]; skipped, `no text`, when no item is in it.
pub(super) fn read(bytes: &[u8], container: &Stated) -> Reading {
    let document = xml::parse(bytes, container.charset.as_deref())?;
    Ok(items(&document, items_of, articles_of))
}

/// The innermost items: a package may hold whole items.
fn items_of(root: &Element) -> Vec<&Element> {
    let mut items = Vec::new();
    add_items(root, &mut items);
    if items.is_empty() {
        items.push(root);
    }
    items
}

// Recursion is bounded by the depth of the tree.
fn add_items<'d>(element: &'d Element, items: &mut Vec<&'d Element>) {
    let before = items.len();
    for inner in element.elements() {
        add_items(inner, items);
    }
    if element.is("NewsItem") && items.len() == before {
        items.push(element);
    }
}

/// The articles of one item: its stories, or why there are none.
fn articles_of(item: &Element) -> Vec<Result<Draft, Rejection>> {
    let mut stories = Vec::new();
    for component in item.elements().filter(is_component) {
        find_stories(component, &mut vec![item], &mut stories);
    }
    if item.is("NewsComponent") {
        find_stories(item, &mut Vec::new(), &mut stories);
    }
    let mut drafts: Vec<Result<Draft, Rejection>> = stories.iter().map(Story::draft).collect();
    if drafts.is_empty() {
        let has_topics = item.find("TopicSet").is_some();
        let kind = if has_topics { "topic set" } else { "no text" };
        drafts.push(Err(Rejection::skipped(kind)));
    }
    drafts
}

fn is_component(element: &&Element) -> bool {
    element.is("NewsComponent") || element.is("PublicationComponent")
}

/// A component that is an article, and all that it stands in, the innermost last.
struct Story<'d> {
    component: &'d Element,
    around: Vec<&'d Element>,
}

/// Most components in each other that are looked through; agencies have three.
const MAX_COMPONENTS: usize = 12;

/// Goes down while the components of a component are stories of their own.
// Recursion is bounded by the depth of the tree.
fn find_stories<'d>(
    component: &'d Element,
    around: &mut Vec<&'d Element>,
    stories: &mut Vec<Story<'d>>,
) {
    let inner = component.elements().filter(is_component);
    let with_headline: Vec<&Element> = inner.filter(|inner| is_story(inner)).collect();
    if with_headline.len() < 2 || around.len() > MAX_COMPONENTS {
        stories.push(Story {
            component,
            around: around.clone(),
        });
        return;
    }
    around.push(component);
    for inner in with_headline {
        find_stories(inner, around, stories);
    }
    around.pop();
}

/// Whether a component has a headline and a text of its own.
fn is_story(component: &Element) -> bool {
    let headline = component.at(&["NewsLines", "HeadLine"]);
    let mut contents = component.descendants().filter(is_content);
    headline.and_then(Element::line).is_some()
        && medium(component).is_none()
        && contents.any(|content| medium(content).is_none() && content.line().is_some())
}

fn is_content(element: &&Element) -> bool {
    const NAMES: &[&str] = &["ContentItem", "TextContentItem"];
    NAMES.iter().any(|name| element.is(name))
}

/// What a component or content is that is no text.
fn medium(element: &Element) -> Option<&'static str> {
    let named = |name: &str| {
        let child = element.child(name)?;
        child.attribute("FormalName").map(str::to_lowercase)
    };
    let stated = element.attribute("MediaType").map(str::to_lowercase);
    let kinds = [named("MediaType"), named("MimeType"), named("Role"), stated];
    kinds.iter().flatten().find_map(|kind| {
        let is = |words: &[&str]| words.iter().any(|word| kind.contains(word));
        if is(&["photo", "picture", "image", "graphic", "thumbnail", "icon"]) {
            Some("picture item")
        } else if is(&["audio", "sound"]) {
            Some("audio item")
        } else if is(&["video", "animat"]) {
            Some("video item")
        } else if is(&["application/pdf", "octet-stream", "msword"]) {
            Some("no text")
        } else {
            None
        }
    })
}

impl Story<'_> {
    /// The article.
    ///
    /// # Errors
    /// Skipped: the medium of an item without text, `package of items`, `no text`.
    fn draft(&self) -> Result<Draft, Rejection> {
        let mut draft = Draft::default();
        read_component(self.component, &mut draft);
        if draft.paragraphs.is_empty()
            && let Some(kind) = self.is_no_text()
        {
            return Err(Rejection::skipped(kind));
        }
        let mut further = Vec::new();
        for around in self.around.iter().rev() {
            read_facts(around, &mut draft);
            if let Some(management) = around.child("NewsManagement") {
                further.extend(dates_of(management));
            }
            further.extend(
                around
                    .child("PublicationManagement")
                    .into_iter()
                    .flat_map(dates_of),
            );
            if let Some(identifier) = around.at(&["Identification", "NewsIdentifier"]) {
                let line = |name: &str| identifier.child(name).and_then(Element::line);
                further.extend(line("DateId").map(|date| (DateSource::Meta, date)));
                draft.source = draft.source.take().or_else(|| line("ProviderId"));
            }
        }
        further.append(&mut draft.dates);
        draft.dates = further;
        if draft.title.is_none() && !draft.paragraphs.is_empty() {
            let around = std::iter::once(&self.component).chain(self.around.iter().rev());
            let mut slugs = around.filter_map(|element| {
                let lines = element.child("NewsLines")?;
                lines.child("SlugLine").and_then(Element::line)
            });
            draft.title = slugs.next();
        }
        if draft.title.is_none() && draft.paragraphs.is_empty() {
            return Err(Rejection::skipped("no text"));
        }
        Ok(draft)
    }

    /// What a component without paragraphs holds instead. `None` where a headline may be all.
    fn is_no_text(&self) -> Option<&'static str> {
        let parts = || std::iter::once(self.component).chain(self.component.descendants());
        let media = parts().find_map(medium);
        let refers = parts().any(|part| part.is("NewsItemRef"));
        media.or(refers.then_some("package of items"))
    }
}

/// Reads a component and those within it, in order.
// Recursion is bounded by the depth of the tree.
fn read_component(component: &Element, draft: &mut Draft) {
    if medium(component).is_some() {
        read_captions(component, draft);
        return;
    }
    read_facts(component, draft);
    let role = role_of(component);
    let contents: Vec<&Element> = component
        .elements()
        .filter(|element| is_content(element) && medium(element).is_none())
        .collect();
    let mut stories = contents.iter().map(|content| data_of(content));
    // Several contents of a component are one text in several formats.
    if let Some(story) = stories.find(|story| !story.paragraphs.is_empty() || story.title.is_some())
    {
        add_content(role.as_deref(), story, draft);
    }
    let is_choice = component.attribute("EquivalentsList") == Some("yes");
    for inner in component.elements().filter(is_component) {
        read_component(inner, draft);
        if is_choice && !draft.paragraphs.is_empty() {
            break;
        }
    }
}

fn role_of(component: &Element) -> Option<String> {
    let role = component
        .child("Role")
        .and_then(|role| role.attribute("FormalName"));
    role.or(component.attribute("Role")).map(str::to_lowercase)
}

/// The story in a content item, wherever its data are.
fn data_of(content: &Element) -> Draft {
    let encoding = content
        .find("Encoding")
        .and_then(|encoding| encoding.attribute("Notation"));
    let is_encoded = encoding.is_some_and(|notation| notation.to_lowercase().contains("base64"));
    match content.find("DataContent") {
        Some(data) if !is_encoded => inline_story::draft_of(data),
        _ => Draft::default(),
    }
}

/// Adds a text to the part of the article that its role says.
fn add_content(role: Option<&str>, story: Draft, draft: &mut Draft) {
    let line = || Some(story.paragraphs.join(" ")).filter(|line| !line.is_empty());
    match role.unwrap_or_default() {
        "title" | "headline" => fill(&mut draft.title, line()),
        "lead" | "abstract" | "summary" | "synopsis" | "teaser" | "subtitle" => {
            fill(&mut draft.summary, line());
        }
        "caption" => draft.captions.extend(line()),
        "byline" => draft.byline.extend(line()),
        _ => {
            draft.paragraphs.extend(story.paragraphs);
            draft.captions.extend(story.captions);
            draft.removed.extend(story.removed);
            // A credit in the text is closer to it than a list of creators.
            if !story.byline.is_empty() {
                draft.byline = story.byline;
            }
            fill(&mut draft.title, story.title);
            if story.summary.is_some() {
                draft.summary = story.summary;
            }
            fill(&mut draft.dateline, story.dateline);
            fill(&mut draft.source, story.source);
            fill(&mut draft.section, story.section);
            fill(&mut draft.edition, story.edition);
            fill(&mut draft.page, story.page);
            fill(&mut draft.url, story.url);
            fill(&mut draft.lang, story.lang);
            draft.dates.extend(story.dates);
        }
    }
}

fn fill(field: &mut Option<String>, value: Option<String>) {
    if field.is_none() {
        *field = value;
    }
}

/// The texts that belong to a picture.
fn read_captions(component: &Element, draft: &mut Draft) {
    let contents = component
        .descendants()
        .filter(|element| is_content(element) && medium(element).is_none());
    for content in contents {
        let caption = data_of(content).paragraphs.join(" ");
        draft
            .captions
            .extend((!caption.is_empty()).then_some(caption));
    }
}

/// Lines and metadata of a component or item, where the draft has none yet.
fn read_facts(element: &Element, draft: &mut Draft) {
    fill(
        &mut draft.lang,
        element.attribute("lang").map(str::to_owned),
    );
    if let Some(lines) = element.child("NewsLines") {
        read_lines(lines, draft);
    }
    if let Some(about) = element.child("AdministrativeMetadata") {
        let provider = about.child("Provider").and_then(party);
        let source = about.child("Source").and_then(party);
        fill(&mut draft.source, provider.or_else(|| source.clone()));
        fill(&mut draft.wire, source);
        if draft.byline.is_empty() {
            let creators = about
                .all("Creator")
                .flat_map(|creator| creator.all("Party"));
            let names = creators.filter_map(|party| party.attribute("FormalName"));
            draft.byline = names
                .filter(|name| creator::is_person(name))
                .map(str::to_owned)
                .collect();
        }
    }
    if let Some(about) = element.child("DescriptiveMetadata") {
        read_description(about, draft);
    }
}

fn read_lines(lines: &Element, draft: &mut Draft) {
    let line = |name: &str| lines.child(name).and_then(Element::line);
    let headline = lines.all("HeadLine").find_map(Element::line);
    fill(&mut draft.title, headline.or_else(|| line("Title")));
    fill(&mut draft.summary, line("SubHeadLine"));
    fill(
        &mut draft.dateline,
        line("DateLine").and_then(|line| dateline::of_field(&line)),
    );
    if draft.byline.is_empty() {
        draft.byline = lines.all("ByLine").filter_map(Element::line).collect();
    }
    fill(&mut draft.wire, line("CreditLine"));
}

fn read_description(about: &Element, draft: &mut Draft) {
    let language = about
        .child("Language")
        .and_then(|language| language.attribute("FormalName"));
    if let Some(language) = language.filter(|language| !language.is_empty()) {
        draft.lang = Some(language.to_owned());
    }
    let properties = || about.all("Property");
    let of = |words: &[&str]| {
        let found = properties().find(|property| {
            let name = property
                .attribute("FormalName")
                .unwrap_or_default()
                .to_lowercase();
            words.contains(&name.as_str())
        });
        found.and_then(value_of)
    };
    fill(
        &mut draft.section,
        of(&["section", "rubric", "category", "department", "desk"]),
    );
    let location = about.all("Location").find(|location| {
        let presence = location.attribute("HowPresent");
        presence.is_none_or(|presence| presence.eq_ignore_ascii_case("origin"))
    });
    let city = location.and_then(|location| {
        let is_city = |property: &&Element| property.attribute("FormalName") == Some("City");
        location.all("Property").find(is_city).and_then(value_of)
    });
    fill(&mut draft.dateline, city);
}

fn value_of(property: &Element) -> Option<String> {
    let value = property.attribute("Value")?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// `<Provider><Party FormalName="AFP"/></Provider>`, or the name as text.
fn party(holder: &Element) -> Option<String> {
    let mut names = holder
        .all("Party")
        .filter_map(|party| party.attribute("FormalName"));
    let name = names.find(|name| !name.trim().is_empty());
    name.map(str::to_owned).or_else(|| holder.line())
}

/// When the item was made: as text, or in parts, as the Associated Press has it.
fn dates_of(management: &Element) -> Vec<(DateSource, String)> {
    const NAMES: &[&str] = &["FirstCreated", "ThisRevisionCreated", "LastUpdateDateTime"];
    let dates = NAMES.iter().filter_map(|name| {
        let date = management.child(name)?;
        let part = |name: &str| date.attribute(name);
        match (part("Year"), part("Month"), part("Day")) {
            (Some(year), Some(month), Some(day)) => Some(format!("{year}-{month:0>2}-{day:0>2}")),
            _ => date.line(),
        }
    });
    dates.map(|date| (DateSource::Meta, date)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drafts(text: &str) -> Vec<Result<Draft, Rejection>> {
        read(text.as_bytes(), &Stated::default()).unwrap()
    }

    const HEAD: &str = "<NewsItem xml:lang='fr'><Identification><NewsIdentifier>\
        <ProviderId>wire.example</ProviderId><DateId>20190121</DateId></NewsIdentifier>\
        </Identification><NewsManagement><FirstCreated>20190121T104233+0000</FirstCreated>\
        <ThisRevisionCreated>20190122T104234+0000</ThisRevisionCreated></NewsManagement>";

    #[test]
    fn one_component_inside_another() {
        let text = format!(
            "<NewsML>{HEAD}<NewsComponent><NewsLines><DateLine>Cobh, 21 jan 2019 (AFP) -</DateLine>\
             <HeadLine>Ferry late</HeadLine><SubHeadLine>Islands</SubHeadLine>\
             <ByLine>By Jane Doe</ByLine></NewsLines><AdministrativeMetadata><Provider>\
             <Party FormalName='AFP'/></Provider></AdministrativeMetadata>\
             <DescriptiveMetadata><Language FormalName='en'/></DescriptiveMetadata>\
             <NewsComponent><Role FormalName='Main'/><ContentItem><MediaType FormalName='Text'/>\
             <DataContent><nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body>\
             </nitf></DataContent></ContentItem></NewsComponent>\
             <NewsComponent><Role FormalName='Photo'/><NewsLines><HeadLine>Quay</HeadLine></NewsLines>\
             <NewsComponent><Role FormalName='Caption'/><ContentItem><DataContent><p>The quay.</p>\
             </DataContent></ContentItem></NewsComponent></NewsComponent>\
             </NewsComponent></NewsItem></NewsML>"
        );
        let draft = drafts(&text).remove(0).unwrap();
        assert_eq!(draft.title.as_deref(), Some("Ferry late"));
        assert_eq!(draft.summary.as_deref(), Some("Islands"));
        assert_eq!(draft.byline, ["By Jane Doe"]);
        assert_eq!(draft.dateline.as_deref(), Some("Cobh"));
        assert_eq!(draft.source.as_deref(), Some("AFP"));
        assert_eq!(draft.lang.as_deref(), Some("en"));
        assert_eq!(draft.paragraphs, ["One.", "Two."]);
        assert_eq!(draft.captions, ["The quay."]);
        assert_eq!(draft.dates[0].1, "20190121T104233+0000");
    }

    #[test]
    fn two_languages_are_two_articles() {
        let version = |lang: &str, title: &str, body: &str| {
            format!(
                "<NewsComponent xml:lang='{lang}'><Role FormalName='Short'/>\
                 <NewsLines><HeadLine>{title}</HeadLine></NewsLines>\
                 <NewsComponent><Role FormalName='Title'/><ContentItem><DataContent>{title}\
                 </DataContent></ContentItem></NewsComponent>\
                 <NewsComponent><Role FormalName='Lead'/><ContentItem><DataContent>Lead.\
                 </DataContent></ContentItem></NewsComponent>\
                 <NewsComponent><Role FormalName='Body'/><ContentItem><DataContent>{body}\
                 </DataContent></ContentItem></NewsComponent></NewsComponent>"
            )
        };
        let text = format!(
            "<NewsML>{HEAD}<NewsComponent><NewsLines><HeadLine>Veer</HeadLine></NewsLines>{}{}\
             </NewsComponent></NewsItem></NewsML>",
            version("nl", "Veer te laat", "Een."),
            version("fr", "Ferry en retard", "Un.")
        );
        let drafts: Vec<Draft> = drafts(&text).into_iter().flatten().collect();
        assert_eq!(drafts.len(), 2);
        assert_eq!(drafts[0].lang.as_deref(), Some("nl"));
        assert_eq!(drafts[0].title.as_deref(), Some("Veer te laat"));
        assert_eq!(drafts[1].title.as_deref(), Some("Ferry en retard"));
        assert_eq!(drafts[1].summary.as_deref(), Some("Lead."));
        assert_eq!(drafts[1].paragraphs, ["Un."]);
        assert_eq!(drafts[1].source.as_deref(), Some("wire.example"));
        assert_eq!(drafts[1].dates[0].1, "20190121T104233+0000");
    }

    #[test]
    fn items_without_a_story() {
        let media = |kind: &str| {
            format!(
                "<NewsComponent><NewsLines><HeadLine>Quay</HeadLine></NewsLines>\
                 <ContentItem Href='a'><MediaType FormalName='{kind}'/></ContentItem></NewsComponent>"
            )
        };
        let slug = "<NewsComponent><NewsLines><SlugLine>Ferry</SlugLine></NewsLines><ContentItem>\
             <DataContent>Text.</DataContent></ContentItem></NewsComponent>";
        for (component, expected) in [
            (media("Photo").as_str(), "picture item"),
            (media("Audio").as_str(), "audio item"),
            (
                "<NewsComponent><NewsItemRef/></NewsComponent>",
                "package of items",
            ),
            ("<TopicSet/>", "topic set"),
            (slug, "Ferry"),
        ] {
            let text = format!("<NewsML>{HEAD}{component}</NewsItem></NewsML>");
            let shown = match drafts(&text).remove(0) {
                Ok(draft) => draft.title.unwrap_or_default(),
                Err(rejection) => rejection.reason,
            };
            assert_eq!(shown, expected, "{component}");
        }
    }

    #[test]
    fn the_associated_press() {
        let draft = drafts(
            "<Publication xmlns='http://ap.org/schemas/03/2005/appl'><PublicationManagement>\
             <FirstCreated Year='2015' Month='3' Day='5' Time='10:00:00'/></PublicationManagement>\
             <PublicationComponent Role='Main' MediaType='Text'><NewsLines/><TextContentItem>\
             <DataContent><nitf><body><body.content><block><p>One.</p></block></body.content></body>\
             </nitf></DataContent></TextContentItem></PublicationComponent>\
             <NewsLines><HeadLine>Ferry late</HeadLine><ByLine>By JANE DOE</ByLine></NewsLines>\
             <AdministrativeMetadata><Provider>AP</Provider></AdministrativeMetadata></Publication>",
        )
        .remove(0)
        .unwrap();
        assert_eq!(draft.title.as_deref(), Some("Ferry late"));
        assert_eq!(draft.paragraphs, ["One."]);
        assert_eq!(draft.source.as_deref(), Some("AP"));
        assert_eq!(draft.dates[0].1, "2015-03-05");
    }
}
