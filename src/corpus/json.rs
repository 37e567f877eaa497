//! JSON files: lines, lists, single objects, objects around a list.
//!
//! Only the outside is looked at here. Whether a record is valid JSON shows when it is read; a
//! damaged one costs itself, never its neighbours.

mod bare_list;
mod repair;

use std::io::{BufRead, Cursor, Read};

use serde_json::value::RawValue;

use super::container::{
    Input, Line, RECORD_BYTES, Step, Steps, input_failure, once, read_line, read_whole, too_large,
};
use super::{Content, Rejection};
use crate::text::decode;
use bare_list::{begins_texts, list_of_numbers, texts};
pub(crate) use repair::repaired;

/// Largest file that is held whole: a single object printed over many lines, or one around a list.
const WHOLE_BYTES: usize = 128 << 20;

/// Lines looked at to tell JSON Lines with a damaged first line from one object on many lines.
const LINES_LOOKED_AT: usize = 50;

/// Keys under which services wrap their list of articles.
const WRAPPERS: &[&str] = &[
    "@graph",
    "articles",
    "data",
    "docs",
    "documents",
    "entries",
    "hits",
    "item",
    "items",
    "news",
    "posts",
    "records",
    "response",
    "results",
    "stories",
];

/// Keys of an article itself: an object that has one is no wrapper.
const OWN_TEXT: &[&str] = &[
    "articlebody",
    "body",
    "body_html",
    "content",
    "content_html",
    "content_text",
    "headline",
    "maintext",
    "paragraphs",
    "text",
    "title",
];

/// Those of them that a feed has, too.
const OWN_TITLE: &[&str] = &["headline", "title"];

/// What JSON a file begins as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `{`: lines, or one object.
    Object,
    /// `[` with objects in it.
    List,
    /// `[]`.
    EmptyList,
    /// `[1, 2, 3]`, `[[[`: lists of numbers and of lists.
    Numbers,
    /// `["One", "Two"]`.
    Texts,
}

/// The shape, if the file begins as JSON does.
pub(super) fn shape(head: &[u8]) -> Option<Shape> {
    let head = without_opening_comments(head);
    let mut signs = head.iter().filter(|byte| !byte.is_ascii_whitespace());
    match (signs.next()?, signs.next()?) {
        (b'{', b'"' | b'}' | b'/') => Some(Shape::Object),
        (b'[', b'{') => Some(Shape::List),
        (b'[', b']') if signs.next().is_none() => Some(Shape::EmptyList),
        (b'[', b'"') if begins_texts(head) => Some(Shape::Texts),
        (b'[', _) => list_of_numbers(head),
        _ => None,
    }
}

/// What follows the comments before a JSON text.
fn without_opening_comments(head: &[u8]) -> &[u8] {
    let mut rest = head.trim_ascii_start();
    loop {
        let length = if rest.starts_with(b"//") {
            rest.iter().position(|&byte| byte == b'\n')
        } else if rest.starts_with(b"/*") {
            rest.windows(2)
                .position(|pair| pair == b"*/")
                .map(|at| at + 2)
        } else {
            None
        };
        match length {
            Some(length) => rest = rest[length..].trim_ascii_start(),
            None => return rest,
        }
    }
}

/// Cuts a JSON file into its objects. `input` begins with `head`.
pub(super) fn cut<'i>(shape: Shape, head: &[u8], mut input: Input<'i>) -> Steps<'i> {
    match shape {
        Shape::EmptyList => once(Err(Rejection::skipped("empty file"))),
        Shape::Numbers => once(Err(match read_whole(input, WHOLE_BYTES) {
            Ok(bytes) if raw(&decode::decode(&bytes, None).0).is_some() => {
                Rejection::skipped("no text")
            }
            Ok(_) => Rejection::failed("not valid JSON", "a list that has no end"),
            Err(rejection) => rejection,
        })),
        Shape::Texts => {
            let texts = read_whole(input, WHOLE_BYTES).and_then(|bytes| texts(&bytes));
            match texts {
                Ok(texts) => Box::new(
                    (texts.into_iter().enumerate())
                        .map(|(number, text)| (record_number(number), Ok(text))),
                ),
                Err(rejection) => once(Err(rejection)),
            }
        }
        Shape::List => Box::new(Elements::new(input)),
        Shape::Object => {
            let mut first = Vec::new();
            match read_line(&mut input, &mut first, RECORD_BYTES) {
                Err(error) => return once(Err(input_failure(&error))),
                Ok(Line::TooLong) => {
                    let rest = Lines {
                        number: 1,
                        ..Lines::new(Vec::new(), input)
                    };
                    return Box::new(once(Err(too_large(RECORD_BYTES))).chain(rest));
                }
                Ok(Line::Whole | Line::End) => {}
            }
            if is_object(&first) {
                return match is_blank(&mut input) {
                    Ok(true) => Box::new(documents(&first)),
                    _ => Box::new(Lines::new(first, input)),
                };
            }
            if begins_lines(head) {
                return Box::new(Lines::new(first, input));
            }
            first.push(b'\n');
            let whole: Input<'_> = Box::new(Cursor::new(first).chain(input));
            match read_whole(whole, WHOLE_BYTES) {
                Ok(bytes) => Box::new(documents(&bytes)),
                Err(rejection) => once(Err(rejection)),
            }
        }
    }
}

/// How deep records are looked for; the way is spelled out by hand.
const MAX_DEPTH: usize = 64;

/// Cuts a JSON file into the records that stand under `path`, keys with points between them; lists on
/// the way count as a whole.
pub(super) fn cut_at<'i>(path: &str, input: Input<'i>) -> Steps<'i> {
    let bytes = match read_whole(input, WHOLE_BYTES) {
        Ok(bytes) => bytes,
        Err(rejection) => return once(Err(rejection)),
    };
    let (text, _) = decode::decode(&bytes, None);
    let text = repaired(&text).map_or(text, Into::into);
    let mut contents = Vec::new();
    for value in serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>() {
        match value {
            Ok(value) => at_path(value, path, MAX_DEPTH, &mut contents),
            Err(error) => {
                contents.push(Err(Rejection::failed("not valid JSON", error)));
                break;
            }
        }
    }
    if contents.is_empty() {
        let detail = format!("there are no records at `{path}`");
        contents.push(Err(Rejection::failed("the mapping does not fit", detail)));
    }
    let numbered = contents.into_iter().enumerate();
    Box::new(numbered.map(|(number, content)| (record_number(number), content)))
}

/// Lists and keys are followed `depth` deep.
fn at_path(
    value: &RawValue,
    path: &str,
    depth: usize,
    found: &mut Vec<Result<Content, Rejection>>,
) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    if value.get().starts_with('[') {
        let list: Vec<&RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
        for element in list {
            at_path(element, path, depth, found);
        }
        return;
    }
    if path.is_empty() {
        found.push(owned(value));
        return;
    }
    let (key, rest) = path.split_once('.').unwrap_or((path, ""));
    for (name, inner) in object_fields(value).unwrap_or_default() {
        if name == key {
            at_path(inner, rest, depth, found);
        }
    }
}

fn is_object(bytes: &[u8]) -> bool {
    let starts = bytes.trim_ascii_start().starts_with(b"{");
    let is_valid =
        |text: &str| raw(text).is_some() || repaired(text).is_some_and(|text| raw(&text).is_some());
    starts && is_valid(&decode::decode(bytes, None).0)
}

fn raw(text: &str) -> Option<&RawValue> {
    serde_json::from_str(text).ok()
}

/// Whether the first line is a damaged record: it does not break off where a printer breaks lines,
/// and some line after it is an object by itself.
fn begins_lines(head: &[u8]) -> bool {
    let mut lines = head.split(|&byte| byte == b'\n').take(LINES_LOOKED_AT);
    let first = lines.next().unwrap_or_default().trim_ascii();
    let is_broken_for_width = matches!(first.last(), Some(b'{' | b'[' | b',' | b':'));
    !is_broken_for_width && first.len() > 1 && lines.any(is_object)
}

/// Passes over white space; whether nothing else is left. Only lines that hold nothing are passed
/// over, and their number does not matter when nothing follows.
fn is_blank(input: &mut Input<'_>) -> std::io::Result<bool> {
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            return Ok(true);
        }
        if !chunk.iter().all(u8::is_ascii_whitespace) {
            return Ok(false);
        }
        // A chunk is at least a read of the file; blank ends of this length are not worth keeping.
        let length = chunk.len();
        input.consume(length);
    }
}

/// The objects of a JSON text that is held whole: one, several in a row, or the articles inside.
fn documents(bytes: &[u8]) -> impl Iterator<Item = Step> + use<> {
    let (mut text, _) = decode::decode(bytes, None);
    let mut check = serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>();
    if check.any(|value| value.is_err())
        && let Some(whole) = repaired(&text)
    {
        text = whole.into();
    }
    let mut found = Vec::new();
    let mut values = serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>();
    for value in &mut values {
        match value {
            Ok(value) => found.push(Ok(value)),
            Err(error) => {
                found.push(Err(Rejection::failed("not valid JSON", error)));
                break;
            }
        }
    }
    let contents: Vec<_> = match found.as_slice() {
        [Ok(only)] => match wrapped(only, 2) {
            Some(wrapped) => wrapped.records(),
            None => vec![owned(only)],
        },
        _ => found
            .into_iter()
            .map(|value| value.and_then(owned))
            .collect(),
    };
    contents
        .into_iter()
        .enumerate()
        .map(|(number, content)| (record_number(number), content))
}

fn owned(value: &RawValue) -> Result<Content, Rejection> {
    match value.get() {
        text if text.len() > RECORD_BYTES => Err(too_large(RECORD_BYTES)),
        text => Ok(Content::Json(text.to_owned())),
    }
}

fn record_number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Longest title of a feed.
const FEED_BYTES: usize = 1000;

/// A list of articles and the title of the feed whose list it is.
struct Wrapped<'v> {
    list: Vec<&'v RawValue>,
    feed: Option<&'v RawValue>,
}

impl Wrapped<'_> {
    /// The records; each of a feed gets the feed's title, which says nowhere else what paper it is of.
    fn records(&self) -> Vec<Result<Content, Rejection>> {
        // It stands in each record, so a long one would multiply.
        let feed = self.feed.filter(|feed| feed.get().len() <= FEED_BYTES);
        let named = |value: &&RawValue| match (feed, value.get().strip_prefix('{')) {
            (Some(feed), Some(inside))
                if !inside.trim_start().starts_with('}') && inside.len() <= RECORD_BYTES =>
            {
                let named = format!("{{\"feed\":{},{inside}", feed.get());
                Ok(Content::Json(named))
            }
            _ => owned(value),
        };
        self.list.iter().map(named).collect()
    }
}

/// The articles in an object that is only the wrapping of a list, at most `depth` objects down:
/// `{"status": "ok", "articles": [...]}`, `{"response": {"docs": [...]}}`, a feed with its title, or
/// articles under their keys (`{"a1": {...}, "a2": {...}}`).
fn wrapped(value: &RawValue, depth: usize) -> Option<Wrapped<'_>> {
    let fields: Vec<(String, &RawValue)> = object_fields(value)?;
    let is = |names: &[&str], key: &str| names.binary_search(&key.to_lowercase().as_str()).is_ok();
    let has_body = fields
        .iter()
        .any(|(key, _)| is(OWN_TEXT, key) && !is(OWN_TITLE, key));
    if has_body {
        return None;
    }
    let title = fields
        .iter()
        .find(|(key, _)| is(OWN_TITLE, key))
        .map(|(_, title)| *title);
    let is_only = fields.len() == 1;
    for (key, inner) in &fields {
        let is_wrapper = is(WRAPPERS, key);
        if !is_wrapper && !is_only {
            continue;
        }
        if inner.get().starts_with('[') {
            let list: Vec<&RawValue> = serde_json::from_str(inner.get()).ok()?;
            let first = list.first().filter(|first| first.get().starts_with('{'));
            // What has a title of its own is a feed only around things that have titles, too.
            if first.is_some_and(|first| title.is_none() || is_article(first)) {
                return Some(Wrapped {
                    list,
                    feed: title.filter(|title| title.get().starts_with('"')),
                });
            }
        } else if inner.get().starts_with('{')
            && depth > 0
            && is_wrapper
            && title.is_none()
            && let Some(found) = wrapped(inner, depth - 1)
        {
            return Some(found);
        }
    }
    let has_numbers = fields
        .iter()
        .all(|(key, _)| key.contains(|c: char| c.is_ascii_digit()));
    let is_keyed = fields.len() > 1 && (has_numbers || fields.len() > 4);
    let list: Vec<&RawValue> = fields.into_iter().map(|(_, value)| value).collect();
    (is_keyed && list.iter().all(|value| is_article(value))).then_some(Wrapped { list, feed: None })
}

/// Whether an object has a text or title of its own.
fn is_article(value: &RawValue) -> bool {
    let fields = object_fields(value).unwrap_or_default();
    let mut keys = fields.iter().map(|(key, _)| key.to_lowercase());
    keys.any(|key| OWN_TEXT.binary_search(&key.as_str()).is_ok())
}

/// The fields of an object in their order; `None` for anything else.
fn object_fields(value: &RawValue) -> Option<Vec<(String, &RawValue)>> {
    struct Fields;
    impl<'de> serde::de::Visitor<'de> for Fields {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<M: serde::de::MapAccess<'de>>(
            self,
            mut map: M,
        ) -> Result<Self::Value, M::Error> {
            let mut fields = Vec::new();
            while let Some(field) = map.next_entry()? {
                fields.push(field);
            }
            Ok(fields)
        }
    }
    let mut deserializer = serde_json::Deserializer::from_str(value.get());
    serde::Deserializer::deserialize_map(&mut deserializer, Fields).ok()
}

/// JSON Lines. The record number is the line, blank lines counted.
struct Lines<'i> {
    input: Input<'i>,
    line: Vec<u8>,
    number: u32,
    ended: bool,
}

impl<'i> Lines<'i> {
    fn new(mut first: Vec<u8>, input: Input<'i>) -> Lines<'i> {
        first.push(b'\n');
        Lines {
            input: Box::new(Cursor::new(first).chain(input)),
            line: Vec::new(),
            number: 0,
            ended: false,
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        while !self.ended {
            let read = read_line(&mut self.input, &mut self.line, RECORD_BYTES);
            let number = self.number;
            self.number = number.saturating_add(1);
            match read {
                Ok(Line::End) => self.ended = true,
                Ok(Line::TooLong) => return Some((number, Err(too_large(RECORD_BYTES)))),
                Ok(Line::Whole) => {
                    let line = self.line.trim_ascii();
                    if !line.is_empty() {
                        let (text, _) = decode::decode(line, None);
                        return Some((number, Ok(Content::Json(text.into_owned()))));
                    }
                }
                Err(error) => {
                    self.ended = true;
                    return Some((number, Err(input_failure(&error))));
                }
            }
        }
        None
    }
}

/// The elements of a JSON list, found by counting brackets outside strings.
struct Elements<'i> {
    input: Input<'i>,
    number: u32,
    state: ListState,
}

#[derive(PartialEq)]
enum ListState {
    Before,
    Inside,
    After,
}

impl<'i> Elements<'i> {
    fn new(input: Input<'i>) -> Elements<'i> {
        Elements {
            input,
            number: 0,
            state: ListState::Before,
        }
    }

    /// The bytes of the next element.
    fn element(&mut self) -> Option<Result<Vec<u8>, Rejection>> {
        let mut element = Vec::new();
        let mut too_long = false;
        let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
        loop {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) => {
                    self.state = ListState::After;
                    return Some(Err(input_failure(&error)));
                }
            };
            if chunk.is_empty() {
                if self.state == ListState::After {
                    return None;
                }
                self.state = ListState::After;
                return Some(Err(Rejection::failed(
                    "not valid JSON",
                    "the list has no end",
                )));
            }
            let mut used = chunk.len();
            let mut is_complete = false;
            for (at, &byte) in chunk.iter().enumerate() {
                if self.state != ListState::Inside {
                    // `shape` saw the bracket; after the list nothing counts.
                    if self.state == ListState::Before && byte == b'[' {
                        self.state = ListState::Inside;
                    }
                    continue;
                }
                if in_string {
                    match byte {
                        _ if is_escaped => is_escaped = false,
                        b'\\' => is_escaped = true,
                        b'"' => in_string = false,
                        _ => {}
                    }
                } else {
                    match byte {
                        b'"' => in_string = true,
                        b'{' | b'[' => depth += 1,
                        b']' if depth == 0 => self.state = ListState::After,
                        b'}' | b']' => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    let is_end = byte == b',' && depth == 0 || self.state == ListState::After;
                    if is_end {
                        used = at + 1;
                        is_complete = true;
                        break;
                    }
                }
                if element.len() < RECORD_BYTES {
                    element.push(byte);
                } else {
                    too_long = true;
                }
            }
            self.input.consume(used);
            if is_complete {
                if too_long {
                    return Some(Err(too_large(RECORD_BYTES)));
                }
                let is_blank = element.iter().all(u8::is_ascii_whitespace);
                if !is_blank {
                    return Some(Ok(element));
                }
            }
        }
    }
}

impl Iterator for Elements<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let element = self.element()?;
        let number = self.number;
        self.number = number.saturating_add(1);
        let content = element.map(|bytes| {
            let (text, _) = decode::decode(bytes.trim_ascii(), None);
            Content::Json(text.into_owned())
        });
        Some((number, content))
    }
}

#[cfg(test)]
mod tests;
