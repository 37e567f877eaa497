//! The text of a division, as paragraphs.
//!
//! Elements inside a paragraph neither part words nor join them: a page may end inside a word, a note
//! inside a sentence, and the parts of a name stand side by side without a space.

use crate::article::xml::{Element, Node};
use crate::text::normalize;

/// What stands in a division.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) paragraphs: Vec<String>,
    pub(super) subtitle: Option<String>,
    pub(super) byline: Vec<String>,
    pub(super) dateline: Option<String>,
    pub(super) captions: Vec<String>,
    /// The paragraph being read; a line end where the source has one.
    open: String,
    /// Notes in it, which come after it.
    notes: Vec<String>,
    /// What stands before the text to come.
    joint: Joint,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Joint {
    #[default]
    None,
    /// A page or column ends: maybe inside a word.
    Page,
    /// A part of a name ends.
    Name,
    /// What follows belongs to the word before, whatever white space there is.
    Word,
}

/// Whether an element divides a text: `div`, or `div1` to `div7`.
pub(super) fn is_division(element: &Element) -> bool {
    let number = element.name.strip_prefix("div");
    number.is_some_and(|number| {
        number.is_empty() || number.len() == 1 && number.parse::<u8>().is_ok()
    })
}

/// An element as one line.
pub(super) fn line_of(element: &Element) -> String {
    let mut flow = Flow::default();
    flow.add(element, &|_| false);
    flow.close();
    normalize::line(&flow.paragraphs.join(" "))
}

impl Flow {
    /// The text of a division without its headline, and without what `is_other` says is none of it.
    pub(super) fn of(division: &Element, is_other: &dyn Fn(&Element) -> bool) -> Flow {
        let mut flow = Flow::default();
        for node in &division.children {
            match node {
                Node::Element(head) if head.name == "head" => {
                    if is_subtitle(head) {
                        flow.subtitle = Some(line_of(head));
                    }
                }
                Node::Element(child) => flow.element(child, is_other),
                Node::Text(text) => flow.text(text),
            }
        }
        flow.close();
        flow
    }

    /// The headline of a division.
    pub(super) fn of_heads(division: &Element) -> Option<String> {
        let heads = division.all("head").filter(|head| !is_subtitle(head));
        let lines: Vec<String> = heads.map(line_of).collect();
        let title = lines.join(" ");
        (!title.trim().is_empty()).then_some(title)
    }

    // Recursion is bounded by the depth of the tree.
    fn add(&mut self, element: &Element, is_other: &dyn Fn(&Element) -> bool) {
        let last = element.children.len().saturating_sub(1);
        let is_name = is_name(element);
        for (at, node) in element.children.iter().enumerate() {
            match node {
                Node::Text(text) => self.text(text),
                Node::Element(child) => {
                    let is_part = is_name && is_name_part(child);
                    if is_part && at > 0 {
                        self.joint = Joint::Name;
                    }
                    self.element(child, is_other);
                    if is_part && at < last {
                        self.joint = Joint::Name;
                    }
                }
            }
        }
    }

    fn element(&mut self, element: &Element, is_other: &dyn Fn(&Element) -> bool) {
        if is_other(element) {
            return;
        }
        match element.name.as_str() {
            // Running heads, pictures' files, what the printer or author struck out.
            "fw" | "graphic" | "del" | "surplus" | "teiHeader" | "facsimile" | "index" => {}
            "lb" => self.line_end(element),
            "pb" | "cb" | "gb" | "milestone" => match element.attribute("break") {
                Some("no") => self.joint = Joint::Word,
                _ if self.joint == Joint::None => self.joint = Joint::Page,
                _ => {}
            },
            "choice" | "app" => {
                let names = ["corr", "reg", "lem", "abbr"];
                let chosen = names.iter().find_map(|name| element.child(name));
                if let Some(chosen) = chosen.or_else(|| element.elements().next()) {
                    self.element(chosen, is_other);
                }
            }
            "note"
                if !self.open.trim().is_empty() && element.attribute("place") != Some("inline") =>
            {
                self.notes.push(line_of(element));
            }
            "figure" => self
                .captions
                .extend(Some(line_of(element)).filter(|text| !text.is_empty())),
            "byline" | "docAuthor" => self.byline(element),
            "dateline" if self.dateline.is_none() && self.open.trim().is_empty() => {
                self.dateline(element);
            }
            "cell" => {
                self.add(element, is_other);
                self.text(" ");
            }
            name if is_block(name) || is_division(element) => {
                self.close();
                self.add(element, is_other);
                self.close();
            }
            _ => self.add(element, is_other),
        }
    }

    /// Names where they are marked, and the place that stands beside them.
    fn byline(&mut self, element: &Element) {
        self.close();
        let names: Vec<&Element> = element
            .descendants()
            .filter(|inner| inner.name == "persName")
            .collect();
        let place = element.elements().find(|inner| inner.name == "placeName");
        if self.dateline.is_none() {
            self.dateline = place.map(line_of);
        }
        if !names.is_empty() {
            self.byline.extend(names.into_iter().map(line_of));
            return;
        }
        let mut rest = Flow::default();
        rest.add(element, &|inner| inner.name == "placeName");
        rest.close();
        self.byline
            .extend(Some(rest.paragraphs.join(" ")).filter(|text| !text.is_empty()));
    }

    fn dateline(&mut self, element: &Element) {
        let place = element.find("placeName").or_else(|| element.find("name"));
        match place {
            Some(place) => self.dateline = Some(line_of(place)),
            // The start of the story as it was printed.
            None => self.text(&element.text()),
        }
    }

    fn line_end(&mut self, element: &Element) {
        if element.attribute("break") == Some("no") {
            self.joint = Joint::Word;
        } else {
            self.open.push('\n');
        }
    }

    fn text(&mut self, text: &str) {
        let before = self.open.chars().next_back();
        let text = match self.joint {
            Joint::Word => {
                let kept = self.open.trim_end().len();
                self.open.truncate(kept);
                text.trim_start()
            }
            _ => text,
        };
        let Some(first) = text.chars().next() else {
            return;
        };
        let are_letters = before.is_some_and(char::is_alphanumeric) && first.is_alphanumeric();
        match self.joint {
            Joint::Page if before.is_some_and(|c| matches!(c, '-' | '¬' | '\u{AD}')) => {
                self.open.push('\n');
            }
            Joint::Page if !are_letters => self.open.push(' '),
            Joint::Name if are_letters => self.open.push(' '),
            _ => {}
        }
        self.joint = Joint::None;
        // The lines of the file are not those of the print.
        self.open
            .extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
    }

    fn close(&mut self) {
        let text = normalize::line(&normalize::mend_line_ends(&self.open));
        self.paragraphs
            .extend(Some(text).filter(|text| !text.is_empty()));
        self.paragraphs.append(&mut self.notes);
        self.open.clear();
        self.joint = Joint::None;
    }
}

fn is_subtitle(head: &Element) -> bool {
    let kind = head.attribute("type").unwrap_or_default();
    matches!(kind, "sub" | "subtitle" | "subhead" | "desc")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "ab" | "argument"
            | "closer"
            | "epigraph"
            | "head"
            | "item"
            | "l"
            | "lg"
            | "list"
            | "note"
            | "opener"
            | "p"
            | "postscript"
            | "row"
            | "salute"
            | "signed"
            | "sp"
            | "speaker"
            | "stage"
            | "table"
            | "trailer"
    )
}

/// Names and the parts of names, which may hold parts themselves.
fn is_name(element: &Element) -> bool {
    matches!(element.name.as_str(), "persName" | "name" | "author") || is_name_part(element)
}

fn is_name_part(element: &Element) -> bool {
    matches!(
        element.name.as_str(),
        "addName" | "forename" | "genName" | "nameLink" | "roleName" | "surname"
    )
}
