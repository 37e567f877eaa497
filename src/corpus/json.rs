//! JSON files: lines, lists, single objects, objects around a list.
//!
//! Only the outside is looked at here. Whether a record is valid JSON shows when it is read; a
//! damaged one costs itself, never its neighbours.

use std::io::{BufRead, Cursor, Read};

use serde_json::value::RawValue;

use super::container::{
    Input, Line, RECORD_BYTES, Step, Steps, input_failure, once, read_line, read_whole, too_large,
};
use super::{Content, Rejection};
use crate::text::decode;

/// Largest file that is held whole: a single object printed over many lines, or one around a list.
const WHOLE_BYTES: usize = 128 << 20;

/// Lines looked at to tell JSON Lines with a damaged first line from one object on many lines.
const LINES_LOOKED_AT: usize = 50;

/// Keys under which services wrap their list of articles.
const WRAPPERS: &[&str] = &[
    "articles",
    "data",
    "docs",
    "documents",
    "entries",
    "hits",
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
    "headline",
    "maintext",
    "paragraphs",
    "text",
    "title",
];

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
}

/// The shape, if the file begins as JSON does.
pub(super) fn shape(head: &[u8]) -> Option<Shape> {
    let mut signs = head.iter().filter(|byte| !byte.is_ascii_whitespace());
    match (signs.next()?, signs.next()?) {
        (b'{', b'"' | b'}') => Some(Shape::Object),
        (b'[', b'{') => Some(Shape::List),
        (b'[', b']') if signs.next().is_none() => Some(Shape::EmptyList),
        (b'[', _) => list_of_numbers(head),
        _ => None,
    }
}

/// A list in which nothing but numbers, lists and `null`s stand, and that ends with the file or
/// beyond `head`. `[1] A footnote` is a text.
fn list_of_numbers(head: &[u8]) -> Option<Shape> {
    let mut depth = 0_usize;
    let mut rest = head.trim_ascii();
    while let Some((&sign, after)) = rest.split_first() {
        rest = after;
        match sign {
            b'[' => depth += 1,
            b']' if depth == 1 => return rest.is_empty().then_some(Shape::Numbers),
            b']' => depth -= 1,
            b',' | b'+' | b'-' | b'.' | b'e' | b'E' => {}
            _ if sign.is_ascii_digit() || sign.is_ascii_whitespace() => {}
            _ => {
                let word = ["null", "true", "false", "NaN"].into_iter().find(|word| {
                    sign == word.as_bytes()[0] && rest.starts_with(&word.as_bytes()[1..])
                });
                rest = &rest[word?.len() - 1..];
            }
        }
    }
    Some(Shape::Numbers)
}

/// The text without what writers of JSON get wrong and readers refuse: halves of characters
/// (`\ud83d` alone) become U+FFFD, `NaN` and `Infinity` become null. `None` when nothing is wrong.
pub(crate) fn repaired(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut rest = text;
    let mut is_changed = false;
    while let Some(character) = rest.chars().next() {
        let mut used = character.len_utf8();
        if in_string && character == '\\' {
            let low = half(&rest[used..], 0xdc00);
            let pair = half(&rest[used..], 0xd800)
                .and_then(|()| rest.get(6..)?.strip_prefix('\\'))
                .and_then(|next| half(next, 0xdc00));
            if pair.is_some() {
                used = 12;
            } else if low.is_some() || half(&rest[used..], 0xd800).is_some() {
                out.push('\u{fffd}');
                rest = &rest[6..];
                is_changed = true;
                continue;
            } else {
                used += rest[used..].chars().next().map_or(0, char::len_utf8);
            }
        } else if character == '"' {
            in_string = !in_string;
        } else if !in_string
            && let Some(word) = ["NaN", "-Infinity", "Infinity"]
                .iter()
                .find(|word| rest.starts_with(**word))
        {
            out.push_str("null");
            rest = &rest[word.len()..];
            is_changed = true;
            continue;
        }
        out.push_str(&rest[..used]);
        rest = &rest[used..];
    }
    is_changed.then_some(out)
}

/// Whether `uD83D` or the like begins the text: a half in the 1024 from `first`.
fn half(escape: &str, first: u32) -> Option<()> {
    let digits = escape.strip_prefix('u')?.get(..4)?;
    let code = u32::from_str_radix(digits, 16).ok()?;
    (first..first + 0x400).contains(&code).then_some(())
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
        Shape::List => Box::new(Elements::new(input)),
        Shape::Object => {
            let mut first = Vec::new();
            match read_line(&mut input, &mut first, RECORD_BYTES) {
                Err(error) => return once(Err(input_failure(&error))),
                Ok(Line::TooLong) => first.clear(),
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
            Ok(value) => at_path(value, path, &mut contents),
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

fn at_path(value: &RawValue, path: &str, found: &mut Vec<Result<Content, Rejection>>) {
    if value.get().starts_with('[') {
        let list: Vec<&RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
        for element in list {
            at_path(element, path, found);
        }
        return;
    }
    if path.is_empty() {
        found.push(Ok(owned(value)));
        return;
    }
    let (key, rest) = path.split_once('.').unwrap_or((path, ""));
    for (name, inner) in object_fields(value).unwrap_or_default() {
        if name == key {
            at_path(inner, rest, found);
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
            Some(inner) => inner.into_iter().map(|value| Ok(owned(value))).collect(),
            None => vec![Ok(owned(only))],
        },
        _ => found.into_iter().map(|value| value.map(owned)).collect(),
    };
    contents
        .into_iter()
        .enumerate()
        .map(|(number, content)| (record_number(number), content))
}

fn owned(value: &RawValue) -> Content {
    Content::Json(value.get().to_owned())
}

fn record_number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The articles in an object that is only the wrapping of a list, at most `depth` objects down:
/// `{"status": "ok", "articles": [...]}`, `{"response": {"docs": [...]}}`.
fn wrapped(value: &RawValue, depth: usize) -> Option<Vec<&RawValue>> {
    let fields: Vec<(String, &RawValue)> = object_fields(value)?;
    let is_article = |(key, _): &(String, &RawValue)| {
        OWN_TEXT.binary_search(&key.to_lowercase().as_str()).is_ok()
    };
    if fields.iter().any(is_article) {
        return None;
    }
    let is_only = fields.len() == 1;
    for (key, inner) in &fields {
        let is_wrapper = WRAPPERS.binary_search(&key.to_lowercase().as_str()).is_ok();
        if !is_wrapper && !is_only {
            continue;
        }
        if inner.get().starts_with('[') {
            let list: Vec<&RawValue> = serde_json::from_str(inner.get()).ok()?;
            if list
                .first()
                .is_some_and(|first| first.get().starts_with('{'))
            {
                return Some(list);
            }
        } else if inner.get().starts_with('{')
            && depth > 0
            && is_wrapper
            && let Some(list) = wrapped(inner, depth - 1)
        {
            return Some(list);
        }
    }
    None
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
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<String> {
        let shape = shape(text.as_bytes()).unwrap();
        let input: Input<'_> = Box::new(Cursor::new(text.as_bytes().to_vec()));
        cut(shape, text.as_bytes(), input)
            .map(|(number, content)| match content {
                Ok(Content::Json(json)) => format!("{number} {json}"),
                Ok(_) => unreachable!("only JSON comes from JSON"),
                Err(rejection) => format!("{number} {}", rejection.reason),
            })
            .collect()
    }

    #[test]
    fn shapes() {
        for (head, expected) in [
            ("{\"a\": 1}", Some(Shape::Object)),
            (" \n{ \"a\"", Some(Shape::Object)),
            ("[ {\"a\"", Some(Shape::List)),
            ("[]\n", Some(Shape::EmptyList)),
            ("[1,-2.5e3,null]\n", Some(Shape::Numbers)),
            ("[[[[[[", Some(Shape::Numbers)),
            ("[2001] was the year", None),
            ("[new] chapter", None),
            ("[1] A footnote", None),
            ("{curly} opening", None),
            ("Text", None),
        ] {
            assert_eq!(shape(head.as_bytes()), expected, "{head}");
        }
    }

    #[test]
    fn records_of_each_shape() {
        for (text, expected) in [
            ("{\"a\":1}", vec!["0 {\"a\":1}"]),
            (
                "{\"a\":1}\n\n{\"a\":2}\n",
                vec!["0 {\"a\":1}", "2 {\"a\":2}"],
            ),
            (
                "{\"a\":1}\n{\"a\":\n{\"a\":3}",
                vec!["0 {\"a\":1}", "1 {\"a\":", "2 {\"a\":3}"],
            ),
            (
                "{\"a\":\"cut\n{\"a\":2}",
                vec!["0 {\"a\":\"cut", "1 {\"a\":2}"],
            ),
            ("{\n\"a\": 1\n}", vec!["0 {\n\"a\": 1\n}"]),
            (
                "{\n\"a\": 1\n}\n{\n\"a\": 2\n}",
                vec!["0 {\n\"a\": 1\n}", "1 {\n\"a\": 2\n}"],
            ),
            ("{\n\"a\": 1,\n", vec!["0 not valid JSON"]),
            ("{\n\"a\": NaN\n}", vec!["0 {\n\"a\": null\n}"]),
            ("[1,2,3]", vec!["0 no text"]),
            ("[1,[2,", vec!["0 not valid JSON"]),
            (
                "[{\"a\":\"],[\\\"\"}, {\"b\":[1,{}]}\n]",
                vec!["0 {\"a\":\"],[\\\"\"}", "1 {\"b\":[1,{}]}"],
            ),
            ("[{\"a\":1},{\"b\"", vec!["0 {\"a\":1}", "1 not valid JSON"]),
            (
                "{\"status\":\"ok\",\"articles\":[{\"a\":1},{\"a\":2}]}",
                vec!["0 {\"a\":1}", "1 {\"a\":2}"],
            ),
            (
                "{\"response\": {\n\"docs\": [\n{\"a\":1},\n{\"a\":2}\n]}}",
                vec!["0 {\"a\":1}", "1 {\"a\":2}"],
            ),
            (
                "{\"title\":\"x\",\"items\":[{\"a\":1}]}",
                vec!["0 {\"title\":\"x\",\"items\":[{\"a\":1}]}"],
            ),
        ] {
            assert_eq!(records(text), expected, "{text}");
        }
    }

    #[test]
    fn records_at_a_path() {
        let shown = |path: &str, text: &str| -> Vec<String> {
            cut_at(path, Box::new(Cursor::new(text.as_bytes().to_vec())))
                .map(|(number, content)| match content {
                    Ok(Content::Json(json)) => format!("{number} {json}"),
                    Ok(_) => unreachable!("only JSON comes from JSON"),
                    Err(rejection) => format!("{number} {}", rejection.reason),
                })
                .collect()
        };
        let pages = r#"{"data":[{"items":[{"a":1},{"a":2}]},{"items":{"a":3}}],"items":[{"a":4}]}"#;
        assert_eq!(
            shown("data.items", pages),
            ["0 {\"a\":1}", "1 {\"a\":2}", "2 {\"a\":3}"]
        );
        assert_eq!(shown("items", pages), ["0 {\"a\":4}"]);
        assert_eq!(shown("rows", pages), ["0 the mapping does not fit"]);
        assert_eq!(
            shown("r", "{\"r\":[{}]}\n{\"r\":[{}]}\n{"),
            ["0 {}", "1 {}", "2 not valid JSON"]
        );
    }

    #[test]
    fn repairs() {
        for (text, expected) in [
            (r#"{"a":"x\ud83d y"}"#, Some("{\"a\":\"x\u{fffd} y\"}")),
            (r#"{"a":"x\ude00"}"#, Some("{\"a\":\"x\u{fffd}\"}")),
            (
                r#"{"a":"\ud83d\ud83d\ude00"}"#,
                Some("{\"a\":\"\u{fffd}\\ud83d\\ude00\"}"),
            ),
            (r#"{"a":"\ud83d\ude00 \\ud83d \" NaN"}"#, None),
            (r#"{"a":NaN,"b":-Infinity}"#, Some(r#"{"a":null,"b":null}"#)),
            (r#"{"a":"\"#, None),
            (r#"{"a":"\ud8"#, None),
        ] {
            assert_eq!(repaired(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn lists_are_sorted() {
        assert!(WRAPPERS.is_sorted());
        assert!(OWN_TEXT.is_sorted());
    }
}
