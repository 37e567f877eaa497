//! Agency items in JSON: ninjs of the IPTC in its three major versions, and what the content services
//! of AP, Reuters and Superdesk make of it.
//!
//! Version 1 has one key a text (`headline`, `body_html`), versions 2 and 3 lists of texts with roles
//! (`headlines`, `bodies`); keys are in lower case up to 2, in camel case from 3 on. The same schema
//! carries pictures, events and planned coverage, which are no articles.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::article::fields::{Field, Fields};
use crate::article::{Draft, Rejection, markup};

type Object = Map<String, Value>;

/// Types of items that are no article unless they have a body: the reason is `picture item` and so on.
const MEDIA: &[&str] = &["animation", "audio", "graphic", "picture", "photo", "video"];

/// Keys that only an agency item has, lower case. Two of them, or one beside a `uri`, are enough.
const SIGNS: &[&str] = &[
    "$standard",
    "altids",
    "bodies",
    "body_xhtml",
    "bodyxhtml",
    "charcount",
    "contentcreated",
    "copyrightholder",
    "copyrightnotice",
    "descriptions",
    "ednote",
    "eventdetails",
    "firstcreated",
    "headlines",
    "infosources",
    "plannedcoverage",
    "pubstatus",
    "renditions",
    "representationtype",
    "rightsinfo",
    "slugline",
    "standard",
    "trustindicator",
    "usageterms",
    "versioncreated",
];

/// The item in an object: itself, or in the envelope of a content service (`{"data": {"item": ...}}`).
/// `None` when there is none.
pub(super) fn item(object: &Object) -> Option<&Object> {
    if is_item(object) {
        return Some(object);
    }
    let data = object.get("data").and_then(Value::as_object);
    let item = data
        .unwrap_or(object)
        .get("item")
        .and_then(Value::as_object)?;
    is_item(item).then_some(item)
}

fn is_item(object: &Object) -> bool {
    let signs = object.keys().filter(|key| {
        let is_lower = key.bytes().all(|byte| byte.is_ascii_lowercase());
        let key = match is_lower {
            true => Cow::Borrowed(key.as_str()),
            false => Cow::Owned(key.to_lowercase()),
        };
        SIGNS.binary_search(&key.as_ref()).is_ok()
    });
    let has_uri = object.contains_key("uri") || object.contains_key("guid");
    let kind = text(object, "type").unwrap_or_default().to_lowercase();
    let is_known = MEDIA.contains(&kind.as_str())
        || matches!(kind.as_str(), "text" | "composite" | "event" | "planning");
    signs.count() >= 2 - usize::from(has_uri) || has_uri && is_known
}

/// Reads an item.
///
/// # Errors
/// `event item`, `picture item` and so on for what is no article; `no text`.
pub(super) fn read(item: &Object) -> Result<Draft, Rejection> {
    let kind = text(item, "type").unwrap_or_default().to_lowercase();
    let is_event = get(item, "eventdetails").is_some() || kind == "event";
    if is_event {
        return Err(Rejection::skipped("event item"));
    }
    let is_plan = ["plannedcoverage", "coverages", "planning_date"];
    if kind == "planning"
        || kind == "assignment"
        || is_plan.iter().any(|key| get(item, key).is_some())
    {
        return Err(Rejection::skipped("planning item"));
    }
    let mut fields = Fields::default();
    let mut bodies = bodies(item);
    let summaries = described(item, |role| {
        !matches!(role, "caption" | "creditline" | "writer")
    });
    let is_medium = MEDIA.contains(&kind.as_str());
    if is_medium {
        // The text of a picture is its caption, once more.
        let caption = described(item, |_| true).concat();
        bodies.retain(|body| !caption.contains(body.trim()) && words(body) >= STORY_WORDS);
    }
    if bodies.is_empty() && (is_medium || kind == "composite" || kind == "package") {
        return Err(Rejection::skipped(format!("{kind} item")));
    }
    for (rank, body) in bodies.into_iter().enumerate() {
        fields.add(Field::Body, rank, vec![body]);
    }
    fields.add(Field::Title, 0, headline(item).into_iter().collect());
    fields.add(Field::Summary, 0, summaries.into_iter().take(1).collect());
    fields.add(Field::Byline, 0, credits(item));
    for (rank, key) in DATES.iter().enumerate() {
        fields.add(Field::Date, rank, text(item, key).into_iter().collect());
    }
    fields.add(Field::Dateline, 0, place(item).into_iter().collect());
    fields.add(Field::Source, 0, source(item).into_iter().collect());
    fields.add(Field::Section, 0, section(item).into_iter().collect());
    fields.add(Field::Lang, 0, text(item, "language").into_iter().collect());
    let address = ["url", "canonicalurl", "uri", "guid"].iter();
    let mut address = address.filter_map(|key| text(item, key));
    let address = address.find(|address| address.starts_with("http"));
    fields.add(Field::Url, 0, address.into_iter().collect());
    fields.add(Field::Caption, 0, captions(item));
    Ok(fields.into_draft())
}

/// When it appeared, the most telling first.
const DATES: &[&str] = &[
    "firstpublished",
    "published",
    "versioncreated",
    "firstcreated",
    "contentcreated",
];

/// A body of fewer words in an item of another medium is a caption.
const STORY_WORDS: usize = 60;

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The value of a key in whatever case: `versioncreated`, `versionCreated`.
fn get<'o>(object: &'o Object, key: &str) -> Option<&'o Value> {
    let mut entries = object.iter();
    entries
        .find(|(name, _)| name.eq_ignore_ascii_case(key))
        .map(|(_, value)| value)
}

fn text(object: &Object, key: &str) -> Option<String> {
    match get(object, key)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        _ => None,
    }
}

/// The objects in a list, or under the names of an object, as versions 2 and 1 have them.
fn objects<'o>(object: &'o Object, key: &str) -> Vec<&'o Object> {
    match get(object, key) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_object).collect(),
        Some(Value::Object(named)) => named.values().filter_map(Value::as_object).collect(),
        _ => Vec::new(),
    }
}

fn role(object: &Object) -> String {
    text(object, "role").unwrap_or_default().to_lowercase()
}

/// The main headline; other ones are for other uses. The title is the handle of the item in the
/// agency's system, and stands in for a headline where there is none.
fn headline(item: &Object) -> Option<String> {
    let listed = objects(item, "headlines");
    let main = listed.iter().find(|headline| role(headline) == "main");
    let listed = main
        .or(listed.first())
        .and_then(|headline| text(headline, "value"));
    let versions = ["headline", "headline_main"].iter();
    let other = || {
        let mut keys = item.keys().filter(|key| key.starts_with("headline_"));
        keys.find_map(|key| text(item, key))
    };
    listed
        .or_else(|| versions.filter_map(|key| text(item, key)).next())
        .or_else(other)
        .or_else(|| text(item, "title"))
}

/// The bodies, those with paragraphs first.
fn bodies(item: &Object) -> Vec<String> {
    let mut ranked: Vec<(u8, String)> = Vec::new();
    for body in objects(item, "bodies") {
        let media_type = text(body, "contenttype").unwrap_or_default().to_lowercase();
        // A whole message of another format is the same text once more.
        if media_type.contains("nitf") || media_type.contains("xml+") || role(body) == "nitf" {
            continue;
        }
        let rank = match (media_type.contains("html"), role(body).as_str()) {
            (true, _) => 0,
            (_, "main" | "") => 1,
            _ => 2,
        };
        ranked.extend(text(body, "value").map(|value| (rank, value)));
    }
    for (key, value) in item {
        let key = key.to_lowercase();
        let Some(kind) = key.strip_prefix("body") else {
            continue;
        };
        let rank = match kind.trim_start_matches('_') {
            "xhtml" | "html" | "html5" | "richtext" => 0,
            "" | "main" | "text" => 1,
            _ => 2,
        };
        if let Value::String(value) = value {
            ranked.push((rank, value.clone()));
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    let texts = ranked.into_iter().map(|(_, text)| text);
    texts
        .filter(|text| !markup::line(text).is_empty())
        .collect()
}

/// Descriptions in roles that are wanted: standfirsts, or captions.
fn described(item: &Object, is_wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for description in objects(item, "descriptions") {
        if is_wanted(&role(description)) {
            found.extend(text(description, "value"));
        }
    }
    for key in [
        "summary",
        "description",
        "description_text",
        "description_html",
        "description_xhtml",
    ] {
        found.extend(text(item, key));
    }
    if is_wanted("caption") {
        found.extend(text(item, "description_caption").or_else(|| text(item, "caption")));
    }
    found
}

fn credits(item: &Object) -> Vec<String> {
    let printed = ["byline", "by"].iter().find_map(|key| text(item, key));
    if let Some(printed) = printed {
        return vec![printed];
    }
    let listed = objects(item, "bylines");
    let listed: Vec<String> = listed
        .iter()
        .filter_map(|line| text(line, "by").or_else(|| text(line, "name")))
        .collect();
    if !listed.is_empty() {
        return listed;
    }
    let mut named = Vec::new();
    for person in objects(item, "people")
        .into_iter()
        .chain(objects(item, "authors"))
    {
        let part = text(person, "role").or_else(|| text(person, "rel"));
        let part = part.unwrap_or_default().to_lowercase();
        let is_writer = [
            "author",
            "byline",
            "creator",
            "writer",
            "reporter",
            "journalist",
        ];
        if is_writer.iter().any(|name| part.contains(name)) {
            named.extend(text(person, "name"));
        }
    }
    named
}

/// Where it was filed from.
fn place(item: &Object) -> Option<String> {
    let location = get(item, "datelinelocation").and_then(Value::as_object);
    let dateline = get(item, "dateline").and_then(Value::as_object);
    text(item, "dateline")
        .or_else(|| dateline.and_then(|dateline| text(dateline, "text")))
        .or_else(|| text(item, "located"))
        .or_else(|| location.and_then(|location| text(location, "city")))
}

/// The agency.
fn source(item: &Object) -> Option<String> {
    let named = |key| {
        objects(item, key)
            .iter()
            .find_map(|source| text(source, "name"))
    };
    text(item, "source")
        .or_else(|| named("infosources"))
        .or_else(|| named("infosource"))
        .or_else(|| text(item, "provider"))
        .or_else(|| text(item, "copyrightholder"))
}

/// The agency's service: `Finance`, `Sport`.
fn section(item: &Object) -> Option<String> {
    let named = objects(item, "service")
        .into_iter()
        .chain(objects(item, "anpa_category"));
    named.into_iter().find_map(|service| text(service, "name"))
}

/// Captions of the pictures that go with it.
fn captions(item: &Object) -> Vec<String> {
    let mut captions = Vec::new();
    for associated in objects(item, "associations") {
        let kind = text(associated, "type").unwrap_or_default().to_lowercase();
        if MEDIA.contains(&kind.as_str()) {
            let described = described(associated, |role| role != "creditline" && role != "writer");
            let caption = described.into_iter().next();
            captions.extend(
                caption
                    .or_else(|| text(associated, "body_text"))
                    .map(|text| markup::line(&text)),
            );
        }
    }
    captions
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_item(value: &Value) -> Result<Draft, String> {
        let item = item(value.as_object().unwrap()).ok_or("no item")?;
        read(item).map_err(|rejection| rejection.reason)
    }

    #[test]
    fn signs_are_sorted() {
        assert!(SIGNS.is_sorted());
    }

    #[test]
    fn the_three_versions() {
        for value in [
            json!({"uri": "urn:a:1", "type": "text", "versioncreated": "2021-03-04T05:06:07Z", "byline": "By Ann Lee",
                "headline": "Storm", "body_text": "Rain fell.", "body_xhtml": "<p>Rain <b>fell</b>.</p>",
                "description_text": "A wet day.", "located": "Cork", "source": "ZPA",
                "associations": {"a": {"type": "picture", "description_text": "A wet street"}}}),
            json!({"uri": "http://a.example/1", "type": "text", "versioncreated": "2021-03-04T05:06:07Z", "by": "Ann Lee",
                "headlines": [{"role": "seo", "value": "Rain storm"}, {"role": "main", "value": "Storm"}],
                "bodies": [{"role": "main", "contenttype": "text/plain", "value": "Rain fell."}],
                "descriptions": [{"role": "creditline", "value": "ZPA"}, {"role": "summary", "value": "A wet day."}],
                "located": "Cork", "infosources": [{"name": "ZPA"}],
                "associations": [{"name": "a", "type": "picture", "descriptions": [{"role": "caption", "value": "A wet street"}]}]}),
            json!({"data": {"item": {"uri": "urn:a:1", "type": "text", "versionCreated": "2021-03-04T05:06:07Z",
                "people": [{"name": "Bo Ek", "rel": "about"}, {"name": "Ann Lee", "rel": "author"}],
                "headlines": [{"value": "Storm"}], "bodies": [
                    {"role": "nitf", "contentType": "text/vnd.IPTC.NITF", "value": "<nitf/>"},
                    {"contentType": "text/html", "value": "<p>Rain fell.</p>"}],
                "descriptions": [{"value": "A wet day."}], "located": "Cork", "copyrightHolder": "ZPA",
                "associations": [{"name": "a", "type": "picture", "headlines": [], "descriptions": [{"value": "A wet street"}]}]}}}),
        ] {
            let draft = read_item(&value).unwrap();
            assert_eq!(draft.title.as_deref(), Some("Storm"), "{value}");
            assert_eq!(draft.paragraphs, ["Rain fell."]);
            assert!(draft.byline[0].ends_with("Ann Lee") && draft.byline.len() == 1);
            assert_eq!(draft.dates.len(), 1);
            assert_eq!(draft.summary.as_deref(), Some("A wet day."));
            assert_eq!(
                (draft.dateline.as_deref(), draft.source.as_deref()),
                (Some("Cork"), Some("ZPA"))
            );
            assert_eq!(draft.captions, ["A wet street"]);
        }
    }

    #[test]
    fn what_is_no_article() {
        let caption = "Rain falls on a street.";
        for (value, expected) in [
            (
                json!({"uri": "a", "type": "picture", "headline": "Rain", "description_text": caption}),
                "picture item",
            ),
            (
                json!({"uri": "a", "type": "picture", "headlines": [{"value": "Rain"}], "bodies": [{"value": caption}]}),
                "picture item",
            ),
            (
                json!({"uri": "a", "type": "event", "title": "Rain dance", "bodies": [{"value": caption}]}),
                "event item",
            ),
            (
                json!({"uri": "a", "title": "Rain dance", "eventDetails": {}}),
                "event item",
            ),
            (
                json!({"uri": "a", "type": "planning", "plannedCoverage": [{"title": "Rain"}]}),
                "planning item",
            ),
            (
                json!({"uri": "a", "type": "composite", "headline": "Rain", "associations": {}}),
                "composite item",
            ),
            (json!({"title": "A config", "type": "text"}), "no item"),
        ] {
            assert_eq!(read_item(&value).unwrap_err(), expected, "{value}");
        }
        let flash = json!({"uri": "a", "type": "text", "headline": "RAIN FALLS"});
        assert!(read_item(&flash).is_ok());
    }
}
