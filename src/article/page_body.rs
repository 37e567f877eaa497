//! The text of an article out of the markup that the extractor chose.
//!
//! One walk without recursion turns elements into paragraphs. Extractors keep too much rather than
//! too little: captions, link lists and invitations to read something else stand among the
//! paragraphs, and a person named only there is no hit. They are taken out here and kept with a
//! reason.

use dom_query::{Document, NodeId, NodeRef};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Removed;
use super::{furniture_class, line_furniture};

/// What one walk found.
#[derive(Debug, Default)]
pub(super) struct PageText {
    /// One entry a paragraph, heading, list item or table row.
    pub(super) paragraphs: Vec<Paragraph>,
    /// Captions and credits of pictures.
    pub(super) captions: Vec<String>,
    /// What was taken out, in page order.
    pub(super) removed: Vec<Removed>,
}

/// A line of the body.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) text: String,
    /// Whether the markup says that it stands above others.
    pub(super) is_heading: bool,
}

impl PageText {
    /// Words in the paragraphs; an ideograph counts as half a word.
    pub(super) fn words(&self) -> usize {
        self.paragraphs.iter().map(|line| words(&line.text)).sum()
    }
}

/// Words of a text; letters of scripts without spaces count as half a word.
pub(super) fn words(text: &str) -> usize {
    let spaced = text.split_whitespace().count();
    let unspaced = text
        .chars()
        .filter(|c| matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}'))
        .count();
    spaced + unspaced / 2
}

/// Openings of lines that lead elsewhere, lower case, in the languages of the sample pages and
/// some more. Sorted within a language. A line is only taken for one when it is short or mostly
/// a link: "Read more books" can open a sentence.
const LEADS: &[&str] = &[
    // English
    "advertisement",
    "also read",
    "also see",
    "click here",
    "continue reading",
    "don't miss",
    "follow us",
    "get the latest",
    "listen to",
    "more from",
    "more on",
    "more:",
    "most read",
    "must read",
    "read also",
    "read more",
    "read next",
    "read the full",
    "read:",
    "recommended",
    "related",
    "see also",
    "see more",
    "share this",
    "sign up",
    "story continues",
    "subscribe",
    "watch:",
    "you may also",
    "you might also",
    // German
    "auch interessant",
    "das könnte",
    "hier geht es",
    "hier lesen",
    "lesen sie",
    "lesetipp",
    "lies auch",
    "mehr dazu",
    "mehr lesen",
    "mehr zu",
    "mehr zum",
    "siehe auch",
    "zum thema",
    // French
    "a lire",
    "lire aussi",
    "lire également",
    "lisez aussi",
    "sur le même sujet",
    "voir aussi",
    "à lire",
    // Spanish
    "le puede interesar",
    "lea también",
    "lea además",
    "lee también",
    "leer más",
    "más información",
    "mira también",
    "te puede interesar",
    "también te puede",
    "ver más",
    // Portuguese
    "leia ainda",
    "leia mais",
    "leia também",
    "saiba mais",
    "siga o",
    "veja mais",
    "veja também",
    // Italian
    "approfondisci",
    "leggi anche",
    "leggi tutto",
    "potrebbe interessarti",
    // Dutch and Nordic
    "aiheesta lisää",
    "lees meer",
    "lees ook",
    "les mer",
    "les også",
    "lue lisää",
    "lue myös",
    "læs mere",
    "læs også",
    "läs mer",
    "läs också",
    "läs även",
    "mer om",
    "mere om",
    "se også",
    // Polish, Czech, Slovak, Croatian, Slovene, Romanian, Hungarian
    "citește și",
    "czytaj też",
    "czytaj także",
    "czytaj więcej",
    "kapcsolódó",
    "mohlo by vás",
    "olvassa el",
    "pročitajte i",
    "přečtěte si",
    "polecamy",
    "preberite tudi",
    "viac o",
    "více k tématu",
    "vezi și",
    "zobacz też",
    "zobacz także",
    "čtěte také",
    // Turkish, Greek, Russian, Ukrainian
    "bunlar da ilginizi",
    "διαβάστε",
    "ilgili haber",
    "δείτε επίσης",
    "читайте также",
    "читайте також",
    "смотрите также",
    // Indonesian, Vietnamese
    "baca juga",
    "xem thêm",
    "đọc thêm",
    // Arabic, Hebrew, Hindi, Japanese, Korean, Chinese
    "اقرأ أيضا",
    "اقرأ أيضًا",
    "قراءة المزيد",
    "קראו גם",
    "यह भी पढ़ें",
    "ये भी पढ़ें",
    "関連記事",
    "あわせて読みたい",
    "관련기사",
    "相关阅读",
    "延伸閱讀",
];

/// Below this many characters other than spaces a line that begins like a lead is one.
const LEAD_CHARS: u32 = 60;

/// Longer blocks are text, whatever they open with and however many links they hold.
const FURNITURE_CHARS: u32 = 400;

/// The name that [`mark`] gives to furniture: no element of HTML, so that the extractor neither
/// scores it nor turns it into a paragraph, as it does with a `div` that holds one.
const FURNITURE: &str = "furniture";

/// Where [`mark`] keeps its reason.
const REASON: &str = "data-reason";

/// Marks the furniture that class names give away, before the extractor rebuilds the page and the
/// classes go. Takes time linear in the page.
pub(super) fn mark(page: &Document, is_live_blog: bool) {
    let Some(body) = page.body() else {
        return;
    };
    let sizes = sizes(&body);
    // Collected first: the tree cannot be changed while it is walked. Inner ones first, so that
    // frames around frames go as well.
    for node in body.descendants().into_iter().rev() {
        let size = sizes.get(&node.id).copied().unwrap_or_default();
        if size.chars == 0 {
            continue;
        }
        let named = [node.class(), node.id_attr()];
        let reason = named
            .iter()
            .flatten()
            .find_map(|name| furniture_class::reason(name, size.chars));
        if let Some(reason) = reason
            && node.node_name().is_some_and(|name| may_be_marked(&name))
        {
            node.set_attr(REASON, reason);
            node.rename(FURNITURE);
        } else if node.has_name("div")
            && let Some(paragraph) = framed_paragraph(&node)
        {
            node.replace_with(&paragraph);
        } else if node.has_name("article") && !is_live_blog && is_other_story(&node) {
            node.set_attr(REASON, "other story");
            node.rename(FURNITURE);
        }
    }
}

/// The paragraph that a `div` holds and nothing else. The extractor takes such a `div` for
/// furniture when a fifth of it is linked, and the paragraph with it.
fn framed_paragraph<'p>(frame: &NodeRef<'p>) -> Option<NodeRef<'p>> {
    let mut children = frame.element_children();
    let only = children
        .pop()
        .filter(|only| children.is_empty() && only.has_name("p"))?;
    let text = frame.text();
    let is_sentence = text
        .trim_end()
        .ends_with(['.', '!', '?', '”', '"', '’', '。']);
    (is_sentence && text.trim().len() > 40).then_some(only)
}

/// Whether an `article` stands inside another one: a comment or another story.
fn is_other_story(article: &NodeRef<'_>) -> bool {
    article.ancestors_it(None).any(|above| {
        above.has_name("article") && above.children_it(false).any(|child| child.has_name("p"))
    })
}

/// Parts of tables, forms and the like would break what stands around them.
fn may_be_marked(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "div"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "li"
            | "ol"
            | "p"
            | "section"
            | "small"
            | "span"
            | "ul"
    )
}

/// Reads the body below `root`.
pub(super) fn read(root: &NodeRef<'_>) -> PageText {
    let mut walk = Walk {
        sizes: sizes(root),
        found: PageText::default(),
        line: String::new(),
        headings_open: 0,
        rows_open: 0,
    };
    walk.run(*root);
    walk.found
}

/// Characters other than spaces below an element, and how many of them are in links.
#[derive(Clone, Copy, Default)]
struct Size {
    chars: u32,
    linked: u32,
}

/// Measures every element below `root` once, since a look at each level anew would be quadratic.
fn sizes(root: &NodeRef<'_>) -> FxHashMap<NodeId, Size> {
    let mut sizes: FxHashMap<NodeId, Size> = FxHashMap::default();
    let order: Vec<NodeRef<'_>> = std::iter::once(*root)
        .chain(root.descendants_it())
        .collect();
    for node in order.iter().rev() {
        let mut size = sizes.get(&node.id).copied().unwrap_or_default();
        if let Some(chars) = text_chars(node) {
            size.chars = chars;
        } else if node.has_name("a") {
            size.linked = size.chars;
            sizes.insert(node.id, size);
        }
        if size.chars > 0
            && let Some(parent) = node.parent()
        {
            let above = sizes.entry(parent.id).or_default();
            above.chars += size.chars;
            above.linked += size.linked;
        }
    }
    sizes
}

fn text_chars(node: &NodeRef<'_>) -> Option<u32> {
    node.query_or(None, |node| match &node.data {
        dom_query::NodeData::Text { contents } => {
            let chars = contents.chars().filter(|c| !c.is_whitespace()).count();
            Some(u32::try_from(chars).unwrap_or(u32::MAX))
        }
        _ => None,
    })
}

enum Step<'p> {
    Enter(NodeRef<'p>),
    EndLine,
    EndHeading,
    EndRow,
    EndCell,
}

struct Walk {
    sizes: FxHashMap<NodeId, Size>,
    found: PageText,
    line: String,
    headings_open: usize,
    rows_open: usize,
}

impl Walk {
    fn run<'p>(&mut self, root: NodeRef<'p>) {
        let mut steps = vec![Step::Enter(root)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(node) => self.enter(node, root.id, &mut steps),
                Step::EndLine => self.end_line(),
                Step::EndHeading => {
                    self.end_line();
                    self.headings_open -= 1;
                }
                Step::EndRow => {
                    self.rows_open -= 1;
                    self.end_line();
                }
                Step::EndCell => self.line.push('\t'),
            }
        }
        self.end_line();
    }

    fn enter<'p>(&mut self, node: NodeRef<'p>, root: NodeId, steps: &mut Vec<Step<'p>>) {
        let is_text = node.query_or(false, |node| match &node.data {
            dom_query::NodeData::Text { contents } => {
                push_text(&mut self.line, contents);
                true
            }
            _ => false,
        });
        if is_text {
            return;
        }
        let Some(name) = node.node_name() else {
            return;
        };
        let name: &str = &name;
        if is_unread(name) {
            return;
        }
        if node.id != root && self.take_out(&node, name) {
            self.end_line_unless_inline(name);
            return;
        }
        match name {
            "br" | "hr" if self.rows_open == 0 => return self.end_line(),
            "br" | "hr" => return self.line.push(' '),
            "tr" if !has_blocks(&node) => {
                self.end_line();
                self.rows_open += 1;
                steps.push(Step::EndRow);
            }
            "td" | "th" if self.rows_open > 0 => steps.push(Step::EndCell),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_line();
                self.headings_open += 1;
                steps.push(Step::EndHeading);
            }
            _ if is_block(name) && self.rows_open == 0 => {
                self.end_line();
                steps.push(Step::EndLine);
            }
            _ => {}
        }
        steps.extend(node.children_it(true).map(Step::Enter));
    }

    /// Takes the element out when it is no body. Returns whether it did.
    fn take_out(&mut self, node: &NodeRef<'_>, name: &str) -> bool {
        let size = self.sizes.get(&node.id).copied().unwrap_or_default();
        if size.chars == 0 {
            return false;
        }
        match name {
            "figcaption" => {
                self.keep_caption(node);
                return true;
            }
            "figure" if !holds_body(node, size) => {
                self.keep_caption(node);
                return true;
            }
            FURNITURE => {
                let reason = node.attr_or(REASON, "");
                if &*reason == "caption" {
                    self.keep_caption(node);
                } else {
                    self.remove(node, &reason);
                }
                return true;
            }
            _ => {}
        }
        let Some(reason) = self.furniture(node, name, size) else {
            return false;
        };
        self.remove(node, reason);
        true
    }

    fn remove(&mut self, node: &NodeRef<'_>, reason: &str) {
        self.found.removed.push(Removed {
            text: spaced_text(node),
            reason: reason.to_owned(),
        });
    }

    /// Why an element is not body. `None` when it is.
    fn furniture(&self, node: &NodeRef<'_>, name: &str, size: Size) -> Option<&'static str> {
        match name {
            "aside" => return Some("sidebar"),
            "nav" => return Some("navigation"),
            "footer" => return Some("footer"),
            "form" => return Some("form"),
            _ => {}
        }
        if size.chars >= FURNITURE_CHARS {
            return None;
        }
        let may_lead = is_block(name) || matches!(name, "strong" | "em" | "span" | "b" | "i" | "a");
        if !may_lead {
            return None;
        }
        let is_short = size.chars < LEAD_CHARS;
        let is_half_linked = size.linked * 2 >= size.chars;
        if (is_short || is_half_linked)
            && self.line.trim().is_empty()
            && let Some(reason) = lead_reason(node)
        {
            return Some(reason);
        }
        let is_all_linked = size.linked * 10 >= size.chars * 9;
        let is_short_item = name == "li" && size.chars < 15;
        let is_line = is_block(name) && !matches!(name, "td" | "th" | "tr" | "tbody" | "thead");
        if is_line && is_all_linked && !is_short_item {
            return Some("link list");
        }
        let is_list_of_links = matches!(name, "ul" | "ol") && size.linked * 10 >= size.chars * 6;
        if is_list_of_links
            && node
                .element_children()
                .iter()
                .all(|item| self.has_link(item))
        {
            return Some("link list");
        }
        (name == "p" && is_half_linked && is_label_and_link(node)).then_some("related link")
    }

    fn has_link(&self, item: &NodeRef<'_>) -> bool {
        self.sizes.get(&item.id).is_some_and(|size| size.linked > 0)
    }

    fn keep_caption(&mut self, node: &NodeRef<'_>) {
        let caption = spaced_text(node);
        if !self.found.captions.contains(&caption) {
            self.found.captions.push(caption);
        }
    }

    fn end_line_unless_inline(&mut self, name: &str) {
        if is_block(name) && self.rows_open == 0 {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        let text = self.line.trim();
        if !text.is_empty() {
            self.found.paragraphs.push(Paragraph {
                text: text.to_owned(),
                is_heading: self.headings_open > 0,
            });
        }
        self.line.clear();
    }
}

/// Appends text as a browser shows it: runs of white space are one space.
fn push_text(line: &mut String, text: &str) {
    for character in text.chars() {
        if !character.is_whitespace() {
            line.push(character);
        } else if !line.ends_with([' ', '\t']) {
            line.push(' ');
        }
    }
}

/// The text below an element on one line, a space between blocks.
pub(super) fn spaced_text(node: &NodeRef<'_>) -> String {
    let mut text = String::new();
    let mut is_inside_unread = None;
    for below in node.descendants_it() {
        if let Some(unread) = is_inside_unread {
            if below.ancestors_it(None).any(|above| above.id == unread) {
                continue;
            }
            is_inside_unread = None;
        }
        let is_text = below.query_or(false, |node| match &node.data {
            dom_query::NodeData::Text { contents } => {
                push_text(&mut text, contents);
                true
            }
            _ => false,
        });
        if is_text {
            continue;
        }
        if let Some(name) = below.node_name() {
            if is_unread(&name) {
                is_inside_unread = Some(below.id);
            } else if is_block(&name) || &*name == "br" {
                push_text(&mut text, " ");
            }
        }
    }
    text.trim().to_owned()
}

/// Elements that show no text of the article.
fn is_unread(name: &str) -> bool {
    matches!(
        name,
        "audio"
            | "button"
            | "head"
            | "iframe"
            | "noscript"
            | "object"
            | "script"
            | "select"
            | "style"
            | "svg"
            | "template"
            | "textarea"
            | "video"
    )
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "html"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Whether a table row lays out a page rather than holding data.
fn has_blocks(row: &NodeRef<'_>) -> bool {
    let mut paragraphs = 0;
    for below in row.descendants_it() {
        let Some(name) = below.node_name() else {
            continue;
        };
        match &*name {
            "table" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "blockquote" => return true,
            "p" | "div" => paragraphs += 1,
            _ => {}
        }
    }
    paragraphs > row.element_children().len()
}

/// Whether a figure frames text, a table or a quotation rather than a picture.
fn holds_body(figure: &NodeRef<'_>, size: Size) -> bool {
    let holds = |names: &[&str]| {
        figure
            .descendants_it()
            .any(|below| names.iter().any(|name| below.has_name(name)))
    };
    holds(&["table", "blockquote", "pre"]) || (size.chars > 600 && !holds(&["figcaption"]))
}

/// Whether a paragraph is a label, then a link to its end: `Read this: Headline of another story`.
fn is_label_and_link(paragraph: &NodeRef<'_>) -> bool {
    let text = spaced_text(paragraph);
    let Some(link) = paragraph.descendants_it().find(|below| below.has_name("a")) else {
        return false;
    };
    let link = spaced_text(&link);
    text.strip_suffix(link.as_str()).is_some_and(|label| {
        let label = label.trim_end();
        label.ends_with([':', '|', '→', '»', '>']) && words(label) <= 6
    })
}

/// Why an element is furniture by its first words. `None` when they are no known lead.
fn lead_reason(node: &NodeRef<'_>) -> Option<&'static str> {
    let start = opening(node);
    let lead = LEADS.iter().find(|lead| {
        // `related` is no lead in `relatedness`; scripts without spaces go on in letters.
        start.strip_prefix(**lead).is_some_and(|rest| {
            !lead.is_ascii()
                || !lead.ends_with(char::is_alphabetic)
                || !rest.starts_with(char::is_alphabetic)
        })
    })?;
    Some(match *lead {
        "advertisement" | "story continues" => "advertisement",
        _ => "related link",
    })
}

/// The first characters of an element's text, lower case, spaces folded.
fn opening(node: &NodeRef<'_>) -> String {
    let mut start = String::new();
    for below in std::iter::once(*node).chain(node.descendants_it()) {
        below.query(|node| {
            if let dom_query::NodeData::Text { contents } = &node.data {
                let head: String = contents.chars().take(200).collect();
                push_text(&mut start, &head);
            }
        });
        if start.trim_start().len() > 60 {
            break;
        }
    }
    let shown = start.trim_start_matches(|c: char| !c.is_alphanumeric());
    shown
        .chars()
        .take(40)
        .flat_map(char::to_lowercase)
        .collect()
}

/// What the article is known to be called, signed and dated, to find these again above the body.
pub(super) struct Known<'d> {
    pub(super) title: &'d str,
    pub(super) byline: &'d [String],
}

impl PageText {
    /// Takes out what does not belong into a body though it stands among its lines: the headline
    /// and the credit line once more, paragraphs printed twice, labels of advertisements, credits of
    /// pictures, the writer's portrait, headings above nothing.
    pub(super) fn tidy(&mut self, known: &Known<'_>) {
        let title = letters(known.title);
        let mut seen: FxHashSet<String> = FxHashSet::default();
        let mut kept: Vec<Paragraph> = Vec::new();
        for line in std::mem::take(&mut self.paragraphs) {
            let plain = letters(&line.text);
            if plain.is_empty() {
                continue;
            }
            let is_near_top = kept.len() < 3;
            let reason = if is_near_top && !title.is_empty() && plain == title {
                "headline"
            } else if is_near_top && is_credit(&line.text, known.byline) {
                "byline"
            } else if let Some(reason) = line_furniture::reason(&line.text) {
                reason
            } else if words(&line.text) >= 8 && !seen.insert(plain) {
                "repeated"
            } else {
                kept.push(line);
                continue;
            };
            self.take_line(line, reason);
        }
        while kept.len() > 1 {
            let Some(reason) = kept.last().and_then(|last| tail_reason(last, known.byline)) else {
                break;
            };
            if let Some(line) = kept.pop() {
                self.take_line(line, reason);
            }
        }
        self.paragraphs = kept;
    }

    fn take_line(&mut self, line: Paragraph, reason: &str) {
        if reason == "caption" {
            if !self.captions.contains(&line.text) {
                self.captions.push(line.text);
            }
            return;
        }
        self.removed.push(Removed {
            text: line.text,
            reason: reason.to_owned(),
        });
    }
}

/// Why the last line of a body is none.
fn tail_reason(line: &Paragraph, byline: &[String]) -> Option<&'static str> {
    if line.is_heading {
        return Some("heading");
    }
    let chars = line.text.chars().count();
    let opens_with_writer = byline
        .iter()
        .any(|name| name.chars().count() > 6 && line.text.starts_with(name.as_str()));
    if opens_with_writer && chars < 400 {
        return Some("about the writer");
    }
    line_furniture::tail_reason(&line.text)
}

/// Letters and digits, lower case: what stays the same however a line is set.
pub(super) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Words that stand before a name in a credit line.
const CREDITS: &[&str] = &[
    "af ",
    "av ",
    "by ",
    "de ",
    "di ",
    "door ",
    "od ",
    "par ",
    "por ",
    "przez ",
    "text: ",
    "texto: ",
    "van ",
    "von ",
    "written by ",
    "автор: ",
];

/// Whether a line names the writers, or says nothing but when the story appeared.
fn is_credit(line: &str, byline: &[String]) -> bool {
    let chars = line.chars().count();
    if chars > 120 || line.ends_with(['.', '!', '?']) && chars > 60 {
        return false;
    }
    let lower = line.to_lowercase();
    let names: Vec<String> = byline
        .iter()
        .map(|name| name.to_lowercase())
        .filter(|name| name.chars().count() > 3)
        .collect();
    let has_name = names.iter().any(|name| lower.contains(name.as_str()));
    let named: usize = names
        .iter()
        .filter(|name| lower.contains(name.as_str()))
        .map(|name| name.chars().count())
        .sum();
    let has_credit = CREDITS.iter().any(|credit| lower.starts_with(credit));
    (has_name && (has_credit || named * 2 >= chars)) || is_date_line(&lower)
}

/// Whether a line holds a year, digits of a day, and little else.
fn is_date_line(lower: &str) -> bool {
    let digits = lower.chars().filter(char::is_ascii_digit).count();
    let has_year = lower
        .split(|c: char| !c.is_ascii_digit())
        .any(|number| number.len() == 4 && (number.starts_with("19") || number.starts_with("20")));
    let others = lower
        .split_whitespace()
        .filter(|word| !word.contains(|c: char| c.is_ascii_digit()));
    has_year
        && (5..=24).contains(&digits)
        && others.count() <= 4
        && lower.chars().count() <= 60
        && !lower.ends_with(['.', '!', '?'])
}
