//! JSON objects of any make: the parts of the article are found by the names of the keys.
//!
//! Read so far: news-please, newspaper3k, NewsAPI, WordPress, TREC Washington Post, JSON-LD,
//! Elasticsearch hits and many home-made exports. Keys one level down count when the key above them
//! says that an article is in there.

use serde_json::{Map, Value};

use crate::article::fields::{Field, Fields, field_of};
use crate::article::{Draft, Rejection};
use crate::corpus::{Content, repaired};

/// Keys that hold the article, or facts of it, one level down. Folded.
const ENVELOPES: &[&str] = &[
    "_source",
    "article",
    "attributes",
    "content",
    "data",
    "doc",
    "document",
    "fields",
    "item",
    "meta",
    "metadata",
    "node",
    "post",
    "source",
    "story",
    "thread",
];

/// Reads one object.
///
/// # Errors
/// `not valid JSON` with the position; `no text` for what is no object.
pub(super) fn read(content: &Content) -> Result<Draft, Rejection> {
    let Content::Json(text) = content else {
        return Err(Rejection::skipped("no text"));
    };
    let value = parse(text)?;
    let Value::Object(object) = value else {
        let mut rejection = Rejection::skipped("no text");
        rejection.detail = Some("not a JSON object".to_owned());
        return Err(rejection);
    };
    let mut fields = Fields::default();
    collect(&object, 0, &mut fields);
    Ok(fields.into_draft())
}

/// Parses the object; one that is not valid as it stands, as far as it can be repaired.
fn parse(text: &str) -> Result<Value, Rejection> {
    serde_json::from_str(text).or_else(|error| {
        repaired(text)
            .and_then(|text| serde_json::from_str(&text).ok())
            .ok_or_else(|| Rejection::failed("not valid JSON", error))
    })
}

/// Ranks of what stands one level down come after all ranks of this level.
const LEVEL: usize = 1000;

fn collect(object: &Map<String, Value>, level: usize, fields: &mut Fields) {
    for (key, value) in object {
        let key_folded = key.to_lowercase();
        if let Value::Object(inner) = value
            && level == 0
            && ENVELOPES.contains(&key_folded.as_str())
        {
            collect(inner, 1, fields);
        }
        let Some((field, rank)) = field_of(key) else {
            continue;
        };
        let texts = match field {
            // A list of tags or objects under `title` is no headline; the first text is.
            Field::Body => body_texts(value),
            Field::Byline => names(value),
            _ => texts(value),
        };
        fields.add(field, level * LEVEL + rank, texts);
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
    let kind = object
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    // Blocks of the Washington Post that repeat other fields or hold pictures.
    if matches!(
        kind,
        "title"
            | "byline"
            | "date"
            | "kicker"
            | "author_info"
            | "image"
            | "gallery"
            | "video"
            | "deck"
            | "tweet"
    ) {
        return Vec::new();
    }
    const KEYS: &[&str] = &["content", "text", "paragraph", "value", "html", "body"];
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
        other => texts(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let draft = read(&Content::Json(text.to_owned()));
            let body = draft.ok().map(|draft| draft.paragraphs.join("/"));
            assert_eq!(body.as_deref(), expected, "{text}");
        }
    }
}
