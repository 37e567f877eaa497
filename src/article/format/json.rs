//! JSON objects of any make: the parts of the article are found by the names of the keys.
//!
//! Read so far: news-please, newspaper3k, webhose, NewsAPI, WordPress, the Guardian's and the New York
//! Times' services, JSON Feed, TREC Washington Post, JSON-LD, Elasticsearch hits and many home-made
//! exports. Keys one or two levels down count when the key above them says that an article is in there.

use serde_json::{Map, Value};

use super::{Signs, no_article, plain};
use crate::article::fields::{Field, Fields, field_of, key_of};
use crate::article::mapping::{Pick, Rule, same_name};
use crate::article::{Draft, Rejection};
use crate::corpus::repaired;

/// Keys that hold the article, or facts of it, one level down. Letters only, lower case.
const ENVELOPES: &[&str] = &[
    "article",
    "attributes",
    "content",
    "data",
    "doc",
    "document",
    "embedded",
    "fields",
    "item",
    "meta",
    "metadata",
    "node",
    "og",
    "post",
    "response",
    "result",
    "source",
    "story",
    "thread",
];

/// Objects in objects are looked into as far as this.
const LEVELS: usize = 2;

/// Reads one object.
///
/// # Errors
/// `not valid JSON` with the position; for what is no article what it is, or `no text`.
pub(super) fn read(signs: &Signs<'_>) -> Result<Draft, Rejection> {
    let object = match &signs.json {
        Some(Ok(Value::Object(object))) => object,
        Some(Ok(Value::String(text))) => return text_alone(text),
        Some(Err(rejection)) => return Err(rejection.clone()),
        _ => {
            let mut rejection = Rejection::skipped("no text");
            rejection.detail = Some("not a JSON object".to_owned());
            return Err(rejection);
        }
    };
    if signs.rule.is_none()
        && let Some(kind) = no_article::by_its_keys(object)
    {
        return Err(Rejection::skipped(kind));
    }
    let mut fields = Fields::default();
    collect(object, 0, signs.rule, &mut fields);
    fields.drop_lone_name();
    let mut draft = fields.into_draft();
    if let Some(rule) = signs.rule {
        rule.apply(&mut draft, false, |pick| match pick {
            Pick::Name(path) => {
                let found = at(object, path)?;
                Some(found.into_iter().flat_map(body_texts).collect())
            }
            Pick::Column(_) => None,
            Pick::Value(value) => Some(vec![value.clone()]),
        })?;
    }
    if draft.title.is_none() && draft.paragraphs.is_empty() && draft.summary.is_none() {
        return Err(Rejection::skipped(no_article::without_text(object)));
    }
    Ok(draft)
}

/// Parses the object; one that is not valid as it stands, as far as it can be repaired.
pub(super) fn parse(text: &str) -> Result<Value, Rejection> {
    serde_json::from_str(text).or_else(|error| {
        repaired(text)
            .and_then(|text| serde_json::from_str(&text).ok())
            .ok_or_else(|| Rejection::failed("not valid JSON", error))
    })
}

/// An element of a list of texts.
fn text_alone(text: &str) -> Result<Draft, Rejection> {
    if no_article::is_address(text) {
        return Err(Rejection::skipped("list of addresses"));
    }
    let first = plain::read_text(text)?.into_iter().next();
    first.unwrap_or_else(|| Err(Rejection::skipped("no text")))
}

/// Ranks of what stands a level down come after all ranks of the level above.
const LEVEL: usize = 1000;

fn collect(object: &Map<String, Value>, level: usize, rule: Option<&Rule>, fields: &mut Fields) {
    for (key, value) in object {
        if rule.is_some_and(|rule| rule.speaks_of(key)) {
            continue;
        }
        let key = key_of(key);
        if level < LEVELS
            && ENVELOPES.binary_search(&key.as_str()).is_ok()
            && let Some(inner) = enveloped(value)
        {
            collect(inner, level + 1, rule, fields);
        }
        if key == "id" || key.ends_with("id") && key.len() < 12 {
            fields.note_id(&texts(value).concat());
        }
        // Below other things, `name` is theirs.
        let Some((field, rank)) = field_of(&key).filter(|_| level == 0 || key != "name") else {
            continue;
        };
        let rank = level * LEVEL + rank;
        let texts = match field {
            Field::Body => {
                blocks_beside_the_story(value, fields);
                body_texts(value)
            }
            Field::Byline => names(value),
            Field::Date | Field::Page => texts(value),
            // A story may be called `1984`.
            Field::Title if value.is_string() => texts(value),
            _ => texts(value)
                .into_iter()
                .filter(|text| !is_number(text))
                .collect(),
        };
        fields.add(field, rank, texts);
    }
}

/// The object in an envelope, or the one in a list of one.
fn enveloped(value: &Value) -> Option<&Map<String, Value>> {
    match value {
        Value::Object(inner) => Some(inner),
        Value::Array(list) => match list.as_slice() {
            [Value::Object(inner)] => Some(inner),
            _ => None,
        },
        _ => None,
    }
}

/// Numbers are counts and keys of other tables.
fn is_number(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".-+".contains(&byte))
}

/// Section and captions that the Washington Post has among the blocks of a body.
fn blocks_beside_the_story(value: &Value, fields: &mut Fields) {
    for block in value.as_array().into_iter().flatten() {
        let kind = block.get("type").and_then(Value::as_str);
        let text = |key: &str| block.get(key).and_then(Value::as_str);
        match kind {
            Some("kicker") => {
                let section = text("content").map(str::to_owned);
                fields.add(Field::Section, 0, section.into_iter().collect());
            }
            Some("image" | "gallery" | "video") => {
                let caption = text("fullcaption")
                    .or_else(|| text("caption"))
                    .or_else(|| text("blurb"));
                fields.add(
                    Field::Caption,
                    0,
                    caption.map(str::to_owned).into_iter().collect(),
                );
            }
            _ => {}
        }
    }
}

/// Reads an object that stands in a record of another format, where no mapping reaches.
///
/// # Errors
/// As [`read`].
pub(super) fn read_embedded(text: &str) -> Result<Draft, Rejection> {
    let Value::Object(object) = parse(text)? else {
        return Err(Rejection::skipped("no text"));
    };
    let mut fields = Fields::default();
    collect(&object, 0, None, &mut fields);
    Ok(fields.into_draft())
}

/// What stands at a path of keys with points between them. Lists on the way count as a whole, unless
/// the next part of the path is the number of an element, from 0. A key may hold points itself.
fn at<'v>(object: &'v Map<String, Value>, path: &str) -> Option<Vec<&'v Value>> {
    let key = |name: &str| {
        let exact = object.get(name);
        exact.or_else(|| Some(object.iter().find(|(key, _)| same_name(key, name))?.1))
    };
    if let Some(value) = key(path) {
        return Some(vec![value]);
    }
    let mut points = path.rmatch_indices('.');
    points.find_map(|(point, _)| in_value(key(&path[..point])?, &path[point + 1..]))
}

fn in_value<'v>(value: &'v Value, path: &str) -> Option<Vec<&'v Value>> {
    match value {
        Value::Object(object) => at(object, path),
        Value::Array(list) => {
            let (first, rest) = path.split_once('.').unwrap_or((path, ""));
            if let Ok(number) = first.parse::<usize>() {
                let element = list.get(number)?;
                return match rest {
                    "" => Some(vec![element]),
                    rest => in_value(element, rest),
                };
            }
            let found: Vec<&Value> = list
                .iter()
                .filter_map(|element| in_value(element, path))
                .flatten()
                .collect();
            (!found.is_empty()).then_some(found)
        }
        _ => None,
    }
}

/// The texts of a value: one, or those of a list, or the one in an object such as
/// `{"rendered": "..."}` and `{"$date": 1530259200000}`.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Object(object) => {
            const KEYS: &[&str] = &[
                "rendered",
                "$date",
                "$numberLong",
                "@value",
                "#text",
                "_text",
                "main",
                "plain",
                "name",
                "title",
                "value",
                "text",
                "content",
            ];
            KEYS.iter()
                .find_map(|key| object.get(*key))
                .map(texts)
                .unwrap_or_default()
        }
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

/// Texts of a body: paragraphs in a list may be objects with a type, and only some types are story.
fn body_texts(value: &Value) -> Vec<String> {
    let Value::Array(blocks) = value else {
        return texts(value);
    };
    blocks.iter().flat_map(block_texts).collect()
}

fn block_texts(block: &Value) -> Vec<String> {
    let Value::Object(object) = block else {
        return texts(block);
    };
    let kind = ["type", "role"]
        .iter()
        .find_map(|key| object.get(*key).and_then(Value::as_str))
        .unwrap_or_default();
    // Blocks of the Washington Post (by type) and of Apple News (by role) that repeat other fields or
    // hold pictures.
    if matches!(
        kind,
        "title"
            | "author"
            | "byline"
            | "caption"
            | "date"
            | "kicker"
            | "photo"
            | "author_info"
            | "image"
            | "gallery"
            | "video"
            | "deck"
            | "tweet"
    ) {
        return Vec::new();
    }
    const KEYS: &[&str] = &[
        "content",
        "text",
        "paragraph",
        "value",
        "html",
        "body",
        "components",
    ];
    KEYS.iter()
        .find_map(|key| object.get(*key))
        .map(body_texts)
        .unwrap_or_default()
}

/// Names of people: each element of a list is one credit.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Object(object) => {
            const KEYS: &[&str] = &[
                "name",
                "full_name",
                "fullName",
                "display_name",
                "displayName",
                "original",
                "by",
                "title",
            ];
            if let Some(name) = KEYS.iter().find_map(|key| object.get(*key)) {
                return texts(name);
            }
            let part = |keys: &[&str]| {
                keys.iter()
                    .find_map(|key| object.get(*key).and_then(Value::as_str))
                    .unwrap_or_default()
            };
            let given = part(&["first_name", "firstName", "firstname", "given_name"]);
            let family = part(&["last_name", "lastName", "lastname", "family_name"]);
            vec![format!("{given} {family}").trim().to_owned()]
        }
        Value::Array(list) => list.iter().flat_map(names).collect(),
        // The key of a table of authors.
        Value::Number(_) => Vec::new(),
        other => texts(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Content, Origin, Record};

    #[test]
    fn damaged_objects() {
        for (text, expected) in [
            (
                r#"{"title":"Emoji cut","body":"He wrote \ud83d and left."}"#,
                Some("He wrote \u{fffd} and left."),
            ),
            (r#"{"title":NaN,"body":"It rained."}"#, Some("It rained.")),
            (r#"{"title":"#, None),
        ] {
            let record = Record {
                origin: Origin {
                    file: "a.json".into(),
                    record: 0,
                },
                content: Content::Json(text.to_owned()),
            };
            let draft = read(&Signs::of(&record, None));
            let body = draft.ok().map(|draft| draft.paragraphs.join("/"));
            assert_eq!(body.as_deref(), expected, "{text}");
        }
    }
}
