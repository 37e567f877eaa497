//! The story inside a document of news XML: its paragraphs, in NITF, XHTML or both at once.
//!
//! Blocks become paragraphs, rows of tables and items of lists lines. Captions, credits and notes to
//! editors are told apart by their elements. Nothing is judged by its wording here; that is done for
//! all formats alike, later.

use super::xml::{Element, Node};
use super::{Removed, markup, wrapping};
use crate::text::normalize;

/// Cells longer than this hold text, not figures: the table is there for the layout.
const CELL_BYTES: usize = 200;

/// What is read of a story's markup.
#[derive(Debug, Default)]
pub(super) struct StoryBody {
    /// In order, headings, list items and rows of tables among them.
    pub(super) paragraphs: Vec<String>,
    /// A heading of the first rank above all paragraphs: the headline, as a rule. It is not among
    /// them.
    pub(super) heading: Option<String>,
    /// Captions of pictures.
    pub(super) captions: Vec<String>,
    /// Credit lines.
    pub(super) byline: Vec<String>,
    /// Notes to editors.
    pub(super) removed: Vec<Removed>,
}

impl StoryBody {
    /// Reads what is in an element: `<body>`, `<body.content>`, a `<div>`.
    pub(super) fn of(element: &Element) -> StoryBody {
        let mut reader = Reader::default();
        reader.read(element);
        reader.finish()
    }

    /// Reads elements that stand side by side.
    pub(super) fn of_elements<'e>(elements: impl Iterator<Item = &'e Element>) -> StoryBody {
        let mut reader = Reader::default();
        elements.for_each(|element| reader.element(element));
        reader.finish()
    }

    /// Reads text that may hold the markup of a page: `<p>One</p><p>Two</p>`; without any, its lines
    /// are put together as a typewriter's.
    pub(super) fn of_text(text: &str) -> StoryBody {
        let is_tag = |rest: &str| {
            rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'))
        };
        let has_tags = text.split('<').skip(1).any(is_tag);
        let paragraphs = if has_tags || text.contains("&lt;") {
            markup::paragraphs(text)
        } else {
            wrapping::paragraphs(&markup::entities(text))
        };
        StoryBody {
            paragraphs,
            ..StoryBody::default()
        }
    }
}

/// What an element is for.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Block,
    Break,
    Byline,
    Caption,
    Heading,
    Note,
    Pre,
    Row,
    Silent,
}

/// Elements by lower-case name; all others stand inside a line. Sorted.
const PARTS: &[(&str, Part)] = &[
    ("abstract", Part::Block),
    ("address", Part::Block),
    ("article", Part::Block),
    ("block", Part::Block),
    ("blockquote", Part::Block),
    ("body", Part::Block),
    ("body.content", Part::Block),
    ("body.end", Part::Block),
    ("bq", Part::Block),
    ("br", Part::Break),
    ("byline", Part::Byline),
    ("caption", Part::Block),
    ("center", Part::Block),
    ("credit", Part::Block),
    ("datasource", Part::Block),
    ("dd", Part::Block),
    ("div", Part::Block),
    ("dl", Part::Block),
    ("dt", Part::Block),
    ("figcaption", Part::Caption),
    ("figure", Part::Block),
    ("fn", Part::Block),
    ("footer", Part::Block),
    ("h1", Part::Heading),
    ("h2", Part::Block),
    ("h3", Part::Block),
    ("h4", Part::Block),
    ("h5", Part::Block),
    ("h6", Part::Block),
    ("head", Part::Silent),
    ("header", Part::Block),
    ("hl1", Part::Heading),
    ("hl2", Part::Block),
    ("hr", Part::Block),
    ("iframe", Part::Silent),
    ("li", Part::Block),
    ("main", Part::Block),
    ("media", Part::Block),
    ("media-caption", Part::Caption),
    ("media-metadata", Part::Silent),
    ("media-object", Part::Silent),
    ("media-producer", Part::Silent),
    ("media-reference", Part::Silent),
    ("nav", Part::Silent),
    ("nitf-table", Part::Block),
    ("nitf-table-metadata", Part::Silent),
    ("note", Part::Note),
    ("ol", Part::Block),
    ("p", Part::Block),
    ("para", Part::Block),
    ("paragraph", Part::Block),
    ("pre", Part::Pre),
    ("script", Part::Silent),
    ("section", Part::Block),
    ("style", Part::Silent),
    ("svg", Part::Silent),
    ("table", Part::Block),
    ("tagline", Part::Block),
    ("tbody", Part::Block),
    ("template", Part::Silent),
    ("tfoot", Part::Block),
    ("thead", Part::Block),
    ("tr", Part::Row),
    ("ul", Part::Block),
];

fn part_of(element: &Element) -> Option<Part> {
    let name = element.name.to_ascii_lowercase();
    let at = PARTS.binary_search_by_key(&name.as_str(), |(name, _)| name);
    let part = at.ok().map(|at| PARTS[at].1);
    let is_class = |word: &str| {
        let classes = element.attribute("class").unwrap_or_default();
        classes
            .split_whitespace()
            .any(|class| class.eq_ignore_ascii_case(word))
    };
    match part {
        // The head of a page: its headline is known from elsewhere, topics and time with it.
        Some(Part::Block) if name == "header" && is_page_head(element) => Some(Part::Silent),
        Some(Part::Block) if is_class("caption") => Some(Part::Caption),
        Some(Part::Block) if is_class("notepad") => Some(Part::Note),
        part => part,
    }
}

/// Whether a `<header>` has the headline in it.
fn is_page_head(header: &Element) -> bool {
    let mut elements = header.elements();
    elements.any(|element| element.is("h1") || element.child("h1").is_some())
}

/// Whether an element is one of the parts of a text: a `<p>`, a `<div>`, a `<br>`.
pub(super) fn is_text_markup(element: &Element) -> bool {
    const INLINE: &[&str] = &["a", "b", "em", "i", "img", "q", "span", "strong", "u"];
    !matches!(
        element.name.as_str(),
        "head" | "header" | "article" | "body" | "abstract"
    ) && part_of(element).is_some_and(|part| part != Part::Byline && part != Part::Note)
        || INLINE.contains(&element.name.as_str())
}

/// Goes through the markup. Blank lines separate paragraphs in `text`.
#[derive(Default)]
struct Reader {
    text: String,
    /// Whether lines were broken by hand; somebody may have wrapped the text so.
    has_breaks: bool,
    body: StoryBody,
}

impl Reader {
    // Recursion is bounded by the depth of the tree.
    fn read(&mut self, element: &Element) {
        for node in &element.children {
            match node {
                Node::Text(text) => self.words(text),
                Node::Element(inner) => self.element(inner),
            }
        }
    }

    fn element(&mut self, element: &Element) {
        let Some(part) = part_of(element) else {
            self.read(element);
            return;
        };
        match part {
            Part::Block => self.block(|reader| reader.read(element)),
            Part::Break => {
                // Nothing stands in a break, but damaged markup may put it there.
                self.line_end();
                self.read(element);
            }
            Part::Row => self.row(element),
            Part::Pre => self.lines(&wrapping::paragraphs(&element.text())),
            Part::Heading => {
                let heading = element.line().unwrap_or_default();
                if self.text.trim().is_empty() && self.body.heading.is_none() {
                    self.body.heading = Some(heading).filter(|heading| !heading.is_empty());
                } else {
                    self.block(|reader| reader.text.push_str(&heading));
                }
            }
            Part::Caption => self.body.captions.extend(element.line()),
            Part::Byline => self.body.byline.extend(credit(element)),
            Part::Note => self.body.removed.extend(element.line().map(|text| Removed {
                text,
                reason: "note to editors".to_owned(),
            })),
            Part::Silent => {}
        }
    }

    fn block(&mut self, read: impl FnOnce(&mut Reader)) {
        self.paragraph_end();
        read(self);
        self.paragraph_end();
    }

    fn row(&mut self, row: &Element) {
        let cells = row.elements().map(|cell| cell.short_line(CELL_BYTES));
        let cells: Option<Vec<String>> = cells.collect();
        if let Some(mut cells) = cells {
            cells.retain(|cell| !cell.is_empty());
            self.block(|reader| reader.text.push_str(&cells.join(" ")));
            return;
        }
        for cell in row.elements() {
            self.block(|reader| reader.read(cell));
        }
    }

    fn lines(&mut self, paragraphs: &[String]) {
        self.paragraph_end();
        self.text.push_str(&paragraphs.join("\n\n"));
        self.paragraph_end();
    }

    /// Text between tags: line ends in it are mere space, blank lines are meant.
    fn words(&mut self, text: &str) {
        if let Some(paragraphs) = typed(text) {
            self.lines(&paragraphs);
            return;
        }
        let mut is_first = true;
        let mut is_blank = false;
        for line in text.split('\n') {
            let words = line.trim_end_matches('\r');
            if words.trim().is_empty() {
                is_blank = !is_first;
                if is_first {
                    self.text.push_str(words);
                }
            } else if is_blank {
                self.paragraph_end();
                self.text.push_str(words.trim_start());
                is_blank = false;
            } else {
                self.text.push_str(if is_first { "" } else { " " });
                self.text.push_str(words);
            }
            is_first = false;
        }
        if is_blank || text.ends_with('\n') {
            self.text.push(' ');
        }
    }

    fn line_end(&mut self) {
        self.has_breaks = true;
        let end = self.text.trim_end_matches(' ').len();
        self.text.truncate(end);
        self.text.push('\n');
    }

    fn paragraph_end(&mut self) {
        let end = self.text.trim_end_matches([' ', '\t']).len();
        self.text.truncate(end);
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push_str("\n\n");
        }
    }

    fn finish(mut self) -> StoryBody {
        // Pieces of a page, escaped, in the middle of the story.
        if self.text.contains("</") {
            let pieces = self
                .text
                .split("\n\n")
                .flat_map(|piece| match piece.contains("</") {
                    true => markup::paragraphs(piece),
                    false => vec![piece.to_owned()],
                });
            self.text = pieces.collect::<Vec<_>>().join("\n\n");
        }
        self.body.paragraphs = if self.has_breaks {
            wrapping::paragraphs(&self.text)
        } else {
            let text = normalize::paragraphs(&self.text);
            text.lines().map(str::to_owned).collect()
        };
        self.body
    }
}

/// The paragraphs of an agency's text that stands in the markup as it was typed: with indents for
/// paragraphs, or figures in columns. `None` where line ends mean nothing; an indent that all lines
/// have is that of the markup.
fn typed(text: &str) -> Option<Vec<String>> {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_column = |line: &str| line.trim().contains("   ");
    let indents: Vec<usize> = lines().skip(1).map(indent).collect();
    if indents.len() < TYPED_LINES {
        return None;
    }
    let usual = indents.iter().min().copied().unwrap_or(0);
    let opens = |line: &str| indent(line) > usual + 1;
    let opening = lines().skip(1).filter(|line| opens(line)).count();
    let going_on = indents.len() - opening;
    if opening < 2 || going_on < 2 {
        let columns = lines().filter(|line| is_column(line)).count();
        return (columns >= TYPED_LINES).then(|| wrapping::paragraphs(text));
    }
    let mut paragraphs: Vec<String> = Vec::new();
    // Whether the next line may go on where the last one was cut.
    let mut is_full = false;
    for line in text.lines() {
        let bare = line.trim();
        match paragraphs.last_mut() {
            Some(open) if is_full && !bare.is_empty() && !opens(line) && !is_column(line) => {
                open.push(' ');
                open.push_str(bare);
            }
            _ if bare.contains(char::is_alphanumeric) => paragraphs.push(bare.to_owned()),
            _ => {}
        }
        is_full = bare.chars().count() >= FULL_LINE_CHARS && !is_column(line);
    }
    Some(paragraphs)
}

/// Fewer lines than this show no manner of typing.
const TYPED_LINES: usize = 4;

/// Agencies cut lines at 60 to 69 characters; a shorter one ends of its own.
const FULL_LINE_CHARS: usize = 42;

/// A credit without the title of its writer: `By Jane Doe` of
/// `<byline>By Jane Doe<byttl>Staff Writer</byttl></byline>`.
pub(super) fn credit(byline: &Element) -> Option<String> {
    let mut line = String::new();
    add_credit(byline, &mut line);
    let line = normalize::line(&line);
    let line = line.trim_end_matches([',', ';', ' ']);
    (!line.is_empty()).then(|| line.to_owned())
}

fn add_credit(element: &Element, line: &mut String) {
    for node in &element.children {
        match node {
            Node::Text(text) => line.push_str(text),
            Node::Element(title) if title.is("byttl") => {}
            Node::Element(inner) => {
                // People beside each other, without a word between them.
                let is_glued = inner.is("person") && line.ends_with(char::is_alphabetic);
                line.push_str(if is_glued { ", " } else { "" });
                add_credit(inner, line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::xml;

    fn body(markup: &str) -> StoryBody {
        let parsed = xml::parse_text(&format!("<body>{markup}</body>")).unwrap();
        StoryBody::of(&parsed.root)
    }

    #[test]
    fn paragraphs_tables_and_lists() {
        for (markup, expected) in [
            (
                "<p>One <b>bold</b>\n word.</p><p/><hl2>Tides</hl2><p>Two.</p>",
                vec!["One bold word.", "Tides", "Two."],
            ),
            (
                "<table><tr><td>Cork</td><td><p>3</p></td></tr></table><ul><li>Cobh</li></ul>",
                vec!["Cork 3", "Cobh"],
            ),
            (
                "Bare text\ngoes on\n\nand ends.",
                vec!["Bare text goes on", "and ends."],
            ),
            ("<p>One<br/>Two</p>", vec!["One", "Two"]),
            (
                "<p>The ferry that sails to the islands <br/>each morning was late again on <br/>\
                 Monday and so was the mail, which <br/>the islanders did not mind.</p>",
                vec![
                    "The ferry that sails to the islands each morning was late again on Monday \
                     and so was the mail, which the islanders did not mind.",
                ],
            ),
            ("<p>Mixed <script>x()</script>case</p>", vec!["Mixed case"]),
            (
                "<p>(Adds detail)\n    * Gold may edge up\n    * Investors wait\n\n    By Jane Doe\n\
                 \x20   Jan 30 (Wire) - Gold rose on Tuesday on increased safe\nhaven demand as the \
                 stance of the government on trade\nrattled the markets of the world, with prices \
                 finding\nfurther support.\n    Traders waited for the two-day meeting on policy\n\
                 starting on Tuesday.</p>",
                vec![
                    "(Adds detail)",
                    "* Gold may edge up",
                    "* Investors wait",
                    "By Jane Doe",
                    "Jan 30 (Wire) - Gold rose on Tuesday on increased safe haven demand as the \
                     stance of the government on trade rattled the markets of the world, with \
                     prices finding further support.",
                    "Traders waited for the two-day meeting on policy starting on Tuesday.",
                ],
            ),
            (
                "<p>Results\nCork    1   Cobh    2\nKerry   3   Clare   0\nSligo   0   Mayo    4\n\
                 Derry   1   Antrim   1</p>",
                vec![
                    "Results",
                    "Cork 1 Cobh 2",
                    "Kerry 3 Clare 0",
                    "Sligo 0 Mayo 4",
                    "Derry 1 Antrim 1",
                ],
            ),
            (
                "<p>See &lt;b class='x'&gt;bold&lt;/b&gt; words</p>",
                vec!["See bold words"],
            ),
        ] {
            assert_eq!(body(markup).paragraphs, expected, "{markup}");
        }
    }

    #[test]
    fn what_is_not_the_story() {
        let body = body(
            "<header><h1>Head</h1><ul><li>topic</li></ul></header><h1>Ferry late</h1>\
             <byline>By <person>Jane Doe</person> <byttl>Staff</byttl></byline>\
             <media><media-reference/><media-caption>The quay.</media-caption></media>\
             <note><p>Eds: recast.</p></note><p>The ferry was late.</p>",
        );
        assert_eq!(body.heading.as_deref(), Some("Ferry late"));
        assert_eq!(body.byline, ["By Jane Doe"]);
        assert_eq!(body.captions, ["The quay."]);
        assert_eq!(body.removed[0].text, "Eds: recast.");
        assert_eq!(body.paragraphs, ["The ferry was late."]);
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(PARTS.is_sorted_by_key(|(name, _)| *name));
    }
}
