//! Feeds: RSS of all versions, Atom, and the export of WordPress.
//!
//! Elements of the format itself have no prefix, or that of the item; modules (`dc:`, `media:`,
//! `content:`) are known by the prefixes that everybody uses. A field of the format comes before
//! that of a module, and what an item does not say of language and outlet, its channel does.

use super::{Reading, inline_story, items};
use crate::article::published::DateSource;
use crate::article::story_body::StoryBody;
use crate::article::xml::{self, Element};
use crate::article::{Draft, Rejection, markup};
use crate::corpus::Stated;
use crate::text::normalize;

/// First elements of a feed, lower case.
pub(super) const ROOTS: &[&str] = &["channel", "entry", "feed", "rdf", "rss"];

/// Reads a feed.
///
/// # Errors
/// As [`xml::parse`]; skipped, `feed without items`.
pub(super) fn read(bytes: &[u8], container: &Stated) -> Reading {
    let document = xml::parse(bytes, container.charset.as_deref())?;
    let channel = Channel::of(&document.root);
    let drafts = items(&document, items_of, |item| vec![channel.draft_of(item)]);
    if drafts.is_empty() {
        return Err(Rejection::skipped("feed without items"));
    }
    Ok(drafts)
}

fn items_of(root: &Element) -> Vec<&Element> {
    if root.is("entry") {
        return vec![root];
    }
    let is_item = |element: &&Element| element.is("item") || element.is("entry");
    let direct = root.elements().filter(is_item);
    let channels = root.elements().filter(|element| element.is("channel"));
    let in_channels = channels.flat_map(|channel| channel.elements().filter(is_item));
    in_channels.chain(direct).collect()
}

/// What holds for all items of a feed.
#[derive(Default)]
struct Channel {
    title: Option<String>,
    lang: Option<String>,
    byline: Vec<String>,
    /// Logins of WordPress, and the names that it shows for them.
    logins: Vec<(String, String)>,
}

impl Channel {
    fn of(root: &Element) -> Channel {
        if root.is("entry") {
            return Channel::default();
        }
        let inner = root.elements().find(|element| element.is("channel"));
        let channel = Item::new(inner.unwrap_or(root));
        let lang = channel
            .line("language")
            .or_else(|| channel.line("dc:language"))
            .or_else(|| channel.element.attribute("lang").map(str::to_owned))
            .or_else(|| root.attribute("lang").map(str::to_owned));
        Channel {
            title: channel.line("title").or_else(|| channel.line("dc:title")),
            lang,
            logins: logins(channel.element),
            // The author of an Atom feed is that of its entries; an RSS channel names an editor.
            byline: match root.is("feed") {
                true => channel.people("author"),
                false => Vec::new(),
            },
        }
    }

    /// The name of a writer for a login.
    fn shown(&self, name: String) -> String {
        let known = self.logins.iter().find(|(login, _)| *login == name);
        known.map_or(name, |(_, shown)| shown.clone())
    }

    /// The article of one item.
    ///
    /// # Errors
    /// Skipped: `no text`, and what WordPress exports beside its posts.
    fn draft_of(&self, element: &Element) -> Result<Draft, Rejection> {
        let item = Item::new(element);
        if let Some(kind) = item.line("wp:post_type")
            && kind == "attachment"
        {
            return Err(Rejection::skipped("picture item"));
        }
        if let Some(kind) = item.line("wp:post_type")
            && matches!(
                kind.as_str(),
                "nav_menu_item" | "wp_global_styles" | "custom_css"
            )
        {
            return Err(Rejection::skipped("no text"));
        }
        let (story, summary) = item.text();
        let mut draft = inline_story::from(story);
        // A headline inside the text of a feed is a sub-heading.
        if let Some(heading) = draft.title.take() {
            draft.paragraphs.insert(0, heading);
        }
        draft.title = item.title();
        draft.summary = summary;
        let byline = item.byline();
        draft.byline = if byline.is_empty() {
            self.byline.clone()
        } else {
            byline.into_iter().map(|name| self.shown(name)).collect()
        };
        draft.dates = item.dates();
        draft.source = item.source().or_else(|| self.title.clone());
        draft.section = item.section();
        draft.dateline = item.line("apcm:dateline");
        let own = element.attribute("lang").map(str::to_owned);
        draft.lang = item
            .line("dc:language")
            .or_else(|| item.line("language"))
            .or(own)
            .or_else(|| self.lang.clone());
        draft.url = item.url();
        draft.captions.extend(item.captions());
        if draft.title.is_none() && draft.paragraphs.is_empty() && draft.summary.is_none() {
            return Err(Rejection::skipped("no text"));
        }
        Ok(draft)
    }
}

/// An item, an entry or a channel.
struct Item<'d> {
    element: &'d Element,
}

impl<'d> Item<'d> {
    fn new(element: &'d Element) -> Item<'d> {
        Item { element }
    }

    /// The elements of a name: `title`, or `dc:title` of a module.
    fn all(&self, name: &str) -> impl Iterator<Item = &'d Element> {
        let (prefix, local) = match name.split_once(':') {
            Some((prefix, local)) => (Some(prefix.to_owned()), local.to_owned()),
            None => (None, name.to_owned()),
        };
        let own = self.element.prefix.as_deref();
        self.element.elements().filter(move |element| {
            let found = element.prefix.as_deref();
            let is_of_module = match &prefix {
                Some(prefix) => found.is_some_and(|found| found.eq_ignore_ascii_case(prefix)),
                None => found.is_none() || found == own || found.is_some_and(is_atom),
            };
            is_of_module && element.is(&local)
        })
    }

    fn line(&self, name: &str) -> Option<String> {
        self.all(name).find_map(Element::line)
    }

    fn first_line(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.line(name))
    }

    fn title(&self) -> Option<String> {
        const NAMES: &[&str] = &["dc:title", "apcm:headline", "media:title", "itunes:title"];
        let own = self.all("title").find_map(title_line);
        own.or_else(|| self.first_line(NAMES).map(|title| markup::line(&title)))
    }

    /// The story and the standfirst. Where there is one text, it is the story.
    fn text(&self) -> (StoryBody, Option<String>) {
        const STORIES: &[&str] = &[
            "content:encoded",
            "content",
            "body",
            "xhtml:body",
            "xhtml:div",
            "fullitem",
            "fulltext",
            "div",
        ];
        const SHORT: &[&str] = &[
            "description",
            "summary",
            "dc:description",
            "excerpt:encoded",
            "abstract",
            "tagline",
            "itunes:summary",
            "itunes:subtitle",
        ];
        let is_something = |story: &StoryBody| !story.paragraphs.is_empty();
        let read = |names: &[&str]| -> Vec<StoryBody> {
            let found = names.iter().flat_map(|name| self.all(name)).map(story_of);
            found.filter(is_something).collect()
        };
        let mut stories = read(STORIES).into_iter();
        let mut short = read(SHORT).into_iter();
        if let Some(story) = stories.next() {
            let summary = short.next().map(|story| story.paragraphs.join(" "));
            return (story, summary);
        }
        // `<summary>` beside `<description>`: the second is the story, unless it is much shorter.
        match (short.next(), short.next()) {
            (Some(first), Some(second)) => {
                let length =
                    |story: &StoryBody| story.paragraphs.iter().map(String::len).sum::<usize>();
                let (story, summary) = if length(&second) > 2 * length(&first) {
                    (second, first)
                } else {
                    (first, second)
                };
                (story, Some(summary.paragraphs.join(" ")))
            }
            (Some(story), None) => (story, None),
            _ => (self.media_description().unwrap_or_default(), None),
        }
    }

    /// The text of an item that is a film: its description.
    fn media_description(&self) -> Option<StoryBody> {
        let group = self.all("media:group").next().map(Item::new);
        let holder = group.as_ref().unwrap_or(self);
        holder.all("media:description").next().map(story_of)
    }

    fn byline(&self) -> Vec<String> {
        let mut people = self.people("author");
        for name in [
            "dc:creator",
            "dc:author",
            "creator",
            "apcm:byline",
            "itunes:author",
            "media:credit",
        ] {
            if people.is_empty() {
                people = self
                    .all(name)
                    .filter_map(Element::line)
                    .filter_map(|line| named(&line))
                    .collect();
            }
        }
        people
    }

    /// `<author><name>`, or `jane@courier.example (Jane Doe)` as RSS has it.
    fn people(&self, name: &str) -> Vec<String> {
        let people = self.all(name).filter_map(|person| {
            let name = person.child("name").or(person.child("Name"));
            match name {
                Some(name) => name.line(),
                None if person.elements().next().is_some() => None,
                None => named(&person.line()?),
            }
        });
        people.collect()
    }

    fn dates(&self) -> Vec<(DateSource, String)> {
        const NAMES: &[&str] = &[
            "published",
            "pubDate",
            "issued",
            "dcterms:issued",
            "dc:date",
            "dcterms:created",
            "date",
            "created",
            "wp:post_date",
            "prism:publicationDate",
            "updated",
            "modified",
            "dcterms:modified",
        ];
        let dates = NAMES.iter().filter_map(|name| self.line(name));
        dates.map(|date| (DateSource::Meta, date)).collect()
    }

    /// The feed an item was taken from, or its publisher.
    fn source(&self) -> Option<String> {
        let source = self.all("source").find_map(|source| {
            let title = source.child("title").and_then(Element::line);
            title.or_else(|| source.elements().next().is_none().then(|| source.line())?)
        });
        source.or_else(|| self.first_line(&["dc:publisher", "prism:publicationName", "dc:source"]))
    }

    /// The first category that is no mere keyword.
    fn section(&self) -> Option<String> {
        let name_of = |category: &Element| {
            let label = category.attribute("label").or(category.attribute("term"));
            label.map(str::to_owned).or_else(|| category.line())
        };
        let categories = self
            .all("category")
            .filter(|category| category.attribute("domain") != Some("post_tag"));
        categories
            .filter_map(name_of)
            .find(|name| !name.trim().is_empty())
            .or_else(|| self.first_line(&["dc:subject", "prism:section"]))
    }

    /// Where the article is read: never the address of the feed it went through, if that is known.
    fn url(&self) -> Option<String> {
        let is_page = |link: &&Element| {
            let rel = link.attribute("rel").unwrap_or("alternate");
            rel.eq_ignore_ascii_case("alternate")
        };
        let link = self.all("link").filter(is_page).find_map(|link| {
            let address = link.attribute("href").map(str::to_owned);
            address.or_else(|| link.line())
        });
        let permanent = self.all("guid").find_map(|guid| {
            let is_other = guid
                .attribute("isPermaLink")
                .is_some_and(|is| is.eq_ignore_ascii_case("false"));
            guid.line().filter(|_| !is_other)
        });
        let about = self.element.attribute("about").map(str::to_owned);
        let id = || self.line("id").filter(|id| is_address(id));
        self.line("feedburner:origLink")
            .or(link)
            .or(permanent.filter(|address| is_address(address)))
            .or(about.filter(|address| is_address(address)))
            .or_else(id)
            .map(|address| address.trim().to_owned())
            .filter(|address| !address.is_empty())
    }

    /// Descriptions of pictures.
    fn captions(&self) -> Vec<String> {
        let groups = self.all("media:group").flat_map(Element::elements);
        let media = self.all("media:content").chain(groups);
        let texts = media
            .flat_map(Element::elements)
            .filter(|text| text.prefix.as_deref() == Some("media") && text.is("description"));
        let captions = texts.filter_map(Element::line);
        captions.map(|caption| markup::line(&caption)).collect()
    }
}

fn logins(channel: &Element) -> Vec<(String, String)> {
    let channel = Item::new(channel);
    let pairs = channel.all("wp:author").filter_map(|author| {
        let line = |name: &str| author.child(name)?.line();
        Some((line("author_login")?, line("author_display_name")?))
    });
    pairs.collect()
}

/// Prefixes that stand for Atom in feeds of another kind.
fn is_atom(prefix: &str) -> bool {
    matches!(
        prefix.to_ascii_lowercase().as_str(),
        "atom" | "atom03" | "atom10" | "a10" | "rss"
    )
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// A headline: text, escaped HTML or XHTML, as Atom says; RSS says nothing and has all three.
fn title_line(title: &Element) -> Option<String> {
    let line = title.line()?;
    let is_plain = title
        .attribute("type")
        .is_some_and(|kind| kind == "text" || kind == "text/plain");
    let line = if is_plain {
        normalize::line(&line)
    } else {
        markup::line(&line)
    };
    (!line.is_empty()).then_some(line)
}

/// A text with or without markup, escaped or not.
fn story_of(text: &Element) -> StoryBody {
    if text.elements().next().is_some() {
        return StoryBody::of(text);
    }
    let kind = text.attribute("type").unwrap_or_default();
    let content = text.text();
    let is_encoded = text.attribute("mode") == Some("base64")
        || kind.contains('/')
            && !kind.starts_with("text/")
            && !kind.ends_with("html")
            && !kind.ends_with("xml");
    if is_encoded {
        return match decoded(&content) {
            Some(content) => StoryBody::of_text(&content),
            None => StoryBody::default(),
        };
    }
    StoryBody::of_text(&content)
}

/// The text that base64 holds. `None` for what is no base64, or no text.
fn decoded(base64: &str) -> Option<String> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(base64.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0);
    let digits = base64.bytes().filter(|byte| !byte.is_ascii_whitespace());
    for digit in digits.take_while(|byte| *byte != b'=') {
        let value = DIGITS.iter().position(|known| *known == digit)?;
        bits = bits << 6 & 0xffff | value as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The name in `jane@courier.example (Jane Doe)` and `Jane Doe <jane@courier.example>`; `None` for
/// an address alone.
fn named(author: &str) -> Option<String> {
    if !author.contains('@') {
        return Some(author.to_owned());
    }
    let in_brackets = author
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    let name = match in_brackets {
        Some((name, _)) if !name.contains('@') => name,
        _ => author.split(['<', '(', '[']).next().unwrap_or_default(),
    };
    let name = name.trim().trim_matches(['"', ',', '-']).trim();
    (!name.is_empty() && !name.contains('@')).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drafts(text: &str) -> Vec<Draft> {
        let drafts = read(text.as_bytes(), &Stated::default()).unwrap();
        drafts.into_iter().flatten().collect()
    }

    #[test]
    fn rss() {
        let drafts = drafts(
            "<rss version='2.0'><channel><title>The Courier</title><language>en-IE</language>\
             <item><title>Ferry &amp;amp; quay</title><link>http://c.example/1</link>\
             <description>In short.</description><author>jane@c.example (Jane Doe)</author>\
             <category domain='post_tag'>ships</category><category>Harbour</category>\
             <pubDate>Sun, 06 Sep 2009 16:20:00 +0000</pubDate><media:title>Quay</media:title>\
             <media:content><media:description>The quay.</media:description></media:content>\
             <content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]></content:encoded></item>\
             <item><guid isPermaLink='true'>http://c.example/2</guid>\
             <description>&lt;b&gt;All&lt;/b&gt; there is.</description></item>\
             <item><link>http://c.example/3</link></item></channel></rss>",
        );
        assert_eq!(drafts.len(), 2);
        let first = &drafts[0];
        assert_eq!(first.title.as_deref(), Some("Ferry & quay"));
        assert_eq!(first.paragraphs, ["One.", "Two."]);
        assert_eq!(first.summary.as_deref(), Some("In short."));
        assert_eq!(first.byline, ["Jane Doe"]);
        assert_eq!(first.section.as_deref(), Some("Harbour"));
        assert_eq!(first.source.as_deref(), Some("The Courier"));
        assert_eq!(first.lang.as_deref(), Some("en-IE"));
        assert_eq!(first.captions, ["The quay."]);
        assert_eq!(drafts[1].title, None);
        assert_eq!(drafts[1].paragraphs, ["All there is."]);
        assert_eq!(drafts[1].url.as_deref(), Some("http://c.example/2"));
    }

    #[test]
    fn rdf_and_atom() {
        let rdf = drafts(
            "<rdf:RDF><channel><title>C</title></channel><item rdf:about='http://c.example/1'>\
             <title>Ferry</title><dc:creator>Ann Lee</dc:creator><dc:date>2017-06-13</dc:date>\
             </item></rdf:RDF>",
        );
        assert_eq!(rdf[0].byline, ["Ann Lee"]);
        assert_eq!(rdf[0].url.as_deref(), Some("http://c.example/1"));
        let atom = drafts(
            "<feed xml:lang='de'><title>C</title><author><name>Ann Lee</name></author><entry>\
             <title type='html'>Ferry &lt;i&gt;late&lt;/i&gt;</title>\
             <link rel='self' href='http://c.example/f'/><link href='http://c.example/1'/>\
             <updated>2020-01-02T00:00:00Z</updated><published>2020-01-01T00:00:00Z</published>\
             <category term='x' label='Harbour'/><summary>Short.</summary>\
             <content type='xhtml'><div><p>One.</p><ul><li>Two</li></ul></div></content>\
             </entry></feed>",
        );
        assert_eq!(atom[0].title.as_deref(), Some("Ferry late"));
        assert_eq!(atom[0].byline, ["Ann Lee"]);
        assert_eq!(atom[0].dates[0].1, "2020-01-01T00:00:00Z");
        assert_eq!(atom[0].url.as_deref(), Some("http://c.example/1"));
        assert_eq!(atom[0].paragraphs, ["One.", "Two"]);
        assert_eq!(atom[0].summary.as_deref(), Some("Short."));
        assert_eq!(atom[0].lang.as_deref(), Some("de"));
    }

    #[test]
    fn base64() {
        assert_eq!(
            decoded("PHA+RmVy\n cnk8L3A+"),
            Some("<p>Ferry</p>".to_owned())
        );
        assert_eq!(decoded("RmVycnk="), Some("Ferry".to_owned()));
        assert_eq!(decoded("no, text"), None);
    }

    #[test]
    fn authors() {
        for (author, name) in [
            ("Jane Doe", Some("Jane Doe")),
            ("j@c.example (Jane Doe)", Some("Jane Doe")),
            ("Jane Doe (j@c.example)", Some("Jane Doe")),
            ("Jane Doe <j@c.example>", Some("Jane Doe")),
            ("j@c.example", None),
        ] {
            assert_eq!(named(author).as_deref(), name, "{author}");
        }
    }

    #[test]
    fn no_items_and_damage() {
        let reason = |text: &str| {
            read(text.as_bytes(), &Stated::default())
                .unwrap_err()
                .reason
        };
        assert_eq!(reason("<rss><channel/></rss>"), "feed without items");
        let cut = "<rss><channel><item><title>One</title></item><item><title>Tw";
        let drafts = read(cut.as_bytes(), &Stated::default()).unwrap();
        assert_eq!(drafts.len(), 2);
        assert_eq!(drafts[1].as_ref().unwrap_err().reason, "not valid XML");
    }
}
