//! JSON that archives keep beside their articles, and that is none: what it is.
//!
//! Two looks, so that no article is lost: before it is read at keys that no article has, and after
//! that, when nothing was found, at what there is instead.

use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// Types of GeoJSON and TopoJSON.
const MAP_DATA: &[&str] = &[
    "Feature",
    "FeatureCollection",
    "GeometryCollection",
    "Topology",
];

/// Keys of programs' settings: two of them, and it is one.
const SETTINGS: &[&str] = &[
    "author_email",
    "compilerOptions",
    "dependencies",
    "devDependencies",
    "engines",
    "eslintConfig",
    "exports",
    "lockfileVersion",
    "main",
    "peerDependencies",
    "private",
    "repository",
    "scripts",
    "workspaces",
];

/// Fewer keys than this are no bag of words.
const BAG_WORDS: usize = 10;

/// What an object is whose keys no article has: `GeoJSON`, `schema`, `settings`, `bag of words`.
pub(super) fn by_its_keys(object: &Object) -> Option<&'static str> {
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    let has = |key: &str| object.contains_key(key);
    let kind = text("type");
    if MAP_DATA.contains(&kind)
        && (has("features")
            || has("geometry")
            || has("geometries")
            || has("arcs")
            || has("objects"))
    {
        return Some("GeoJSON");
    }
    let is_schema =
        text("$schema").contains("json-schema.org") || has("$schema") && has("properties");
    if is_schema || kind == "object" && object.get("properties").is_some_and(Value::is_object) {
        return Some("schema");
    }
    if object
        .keys()
        .filter(|key| SETTINGS.contains(&key.as_str()))
        .count()
        >= 2
    {
        return Some("settings");
    }
    is_bag_of_words(object).then_some("bag of words")
}

/// What an object is in which no text was found.
pub(super) fn without_text(object: &Object) -> &'static str {
    let has_bag = object
        .values()
        .filter_map(Value::as_object)
        .any(is_bag_of_words);
    if has_bag {
        return "bag of words";
    }
    let mut texts = Vec::new();
    object
        .values()
        .for_each(|value| collect_texts(value, 0, &mut texts));
    let addresses = texts.iter().filter(|text| is_address(text)).count();
    if addresses > 0 && addresses * 2 > texts.len() {
        return "list of addresses";
    }
    "no text"
}

/// Counts under words: `{"strike": 12, "port": 3, ...}`.
fn is_bag_of_words(object: &Object) -> bool {
    let counts = object.values().filter(|value| value.is_number()).count();
    object.len() >= BAG_WORDS && counts * 10 >= object.len() * 9
}

/// Texts are looked for this deep, and as many as this: what is there shows soon.
const DEPTH: usize = 3;
const MOST_TEXTS: usize = 1000;

fn collect_texts<'v>(value: &'v Value, depth: usize, texts: &mut Vec<&'v str>) {
    if texts.len() >= MOST_TEXTS {
        return;
    }
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(list) if depth < DEPTH => {
            list.iter()
                .for_each(|value| collect_texts(value, depth + 1, texts));
        }
        Value::Object(object) if depth < DEPTH => {
            object
                .values()
                .for_each(|value| collect_texts(value, depth + 1, texts));
        }
        _ => {}
    }
}

/// Whether a text is an address and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    let text = text.trim();
    let has_scheme = ["http://", "https://", "ftp://", "www."]
        .iter()
        .any(|start| text.starts_with(start));
    has_scheme && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn kinds() {
        let bag: Object = (0..12)
            .map(|number| (format!("word{number}"), json!(number)))
            .collect();
        for (value, expected) in [
            (
                json!({"type": "FeatureCollection", "name": "Counties", "features": []}),
                Some("GeoJSON"),
            ),
            (
                json!({"$schema": "http://json-schema.org/draft-07/schema#", "title": "Item"}),
                Some("schema"),
            ),
            (
                json!({"name": "app", "description": "An app", "scripts": {}, "dependencies": {}}),
                Some("settings"),
            ),
            (Value::Object(bag.clone()), Some("bag of words")),
            (
                json!({"title": "Storm", "type": "Feature", "text": "Rain."}),
                None,
            ),
            (
                json!({"id": 1, "shares": 2, "likes": 3, "title": "Storm"}),
                None,
            ),
        ] {
            assert_eq!(by_its_keys(value.as_object().unwrap()), expected, "{value}");
        }
        for (value, expected) in [
            (json!({"id": "1", "counts": bag}), "bag of words"),
            (
                json!({"urls": ["http://a.example/1", "http://a.example/2"]}),
                "list of addresses",
            ),
            (json!({"label": "fake"}), "no text"),
        ] {
            assert_eq!(
                without_text(value.as_object().unwrap()),
                expected,
                "{value}"
            );
        }
    }
}
