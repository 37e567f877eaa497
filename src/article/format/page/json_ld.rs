//! What a page says of itself in JSON-LD.
//!
//! Written by templates, so often broken: control characters, comments, trailing commas, entities
//! where characters should be. What can be mended is mended; the rest is left out.

use serde_json::{Map, Value};

/// An object of JSON-LD.
pub(super) type Node = Map<String, Value>;

/// How deep objects are looked for inside each other.
const MAX_DEPTH: usize = 24;

/// All JSON-LD of one page.
#[derive(Debug, Default)]
pub(super) struct JsonLd {
    blocks: Vec<Value>,
}

/// An object that describes an article.
pub(super) struct ArticleNode<'j> {
    pub(super) node: &'j Node,
    /// Whether its type is an article's, not only a page's.
    pub(super) is_article: bool,
}

impl ArticleNode<'_> {
    /// Whether the page is a live blog.
    pub(super) fn is_live_blog(&self) -> bool {
        has_type(self.node, |kind| kind.ends_with("LiveBlogPosting"))
    }
}

impl JsonLd {
    /// Adds the text of one `script` element. Text that cannot be mended is left out.
    pub(super) fn add(&mut self, script: &str) {
        if let Some(value) = parse(script) {
            self.blocks.push(value);
        }
    }

    /// The objects that describe articles or pages, articles first, else in page order.
    ///
    /// Lists of other stories (`itemListElement`, `hasPart` ...) are not looked into.
    pub(super) fn articles(&self) -> Vec<ArticleNode<'_>> {
        let mut found = Vec::new();
        for block in &self.blocks {
            collect(block, &mut found, 0);
        }
        found.sort_by_key(|article| !article.is_article);
        found
    }

    /// The names in a value that names people or organisations: a string, an object with a
    /// `name`, a reference to another object of the page, or a list of these.
    pub(super) fn names(&self, value: &Value) -> Vec<String> {
        let mut names = Vec::new();
        self.push_names(value, &mut names, 0);
        names
    }

    fn push_names(&self, value: &Value, names: &mut Vec<String>, depth: usize) {
        if depth > 4 {
            return;
        }
        match value {
            Value::String(name) => names.push(unescaped(name)),
            Value::Array(all) => {
                for one in all {
                    self.push_names(one, names, depth + 1);
                }
            }
            Value::Object(node) => match (node.get("name"), node.get("@id")) {
                (Some(name), _) => self.push_names(name, names, depth + 1),
                (None, Some(Value::String(id))) => {
                    if let Some(name) = self.with_id(id).and_then(|other| other.get("name")) {
                        self.push_names(name, names, depth + 1);
                    }
                }
                _ => {
                    let parts = ["givenName", "familyName"].map(|key| text(node, key));
                    if let [Some(given), Some(family)] = parts {
                        names.push(format!("{given} {family}"));
                    }
                }
            },
            _ => {}
        }
    }

    /// The object with this `@id` that has a name.
    fn with_id(&self, id: &str) -> Option<&Node> {
        self.blocks.iter().find_map(|block| find_id(block, id, 0))
    }
}

/// The text under `key`: a string, or the first string of a list. `None` when there is none or it
/// is blank.
pub(super) fn text(node: &Node, key: &str) -> Option<String> {
    let text = match node.get(key)? {
        Value::String(text) => text.as_str(),
        Value::Array(all) => all.iter().find_map(Value::as_str)?,
        Value::Object(inner) => inner.get("@value").or(inner.get("name"))?.as_str()?,
        _ => return None,
    };
    let text = unescaped(text);
    (!text.is_empty()).then_some(text)
}

fn collect<'j>(value: &'j Value, found: &mut Vec<ArticleNode<'j>>, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(all) => {
            for one in all {
                collect(one, found, depth + 1);
            }
        }
        Value::Object(node) => {
            let is_article = has_type(node, is_article_type);
            if is_article || has_type(node, is_page_type) {
                found.push(ArticleNode { node, is_article });
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate"] {
                // The parts of a live blog are not the blog.
                if key != "liveBlogUpdate"
                    && let Some(inner) = node.get(key)
                {
                    collect(inner, found, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn find_id<'j>(value: &'j Value, id: &str, depth: usize) -> Option<&'j Node> {
    if depth > MAX_DEPTH {
        return None;
    }
    match value {
        Value::Array(all) => all.iter().find_map(|one| find_id(one, id, depth + 1)),
        Value::Object(node) => {
            let is_it = node.get("@id").and_then(Value::as_str) == Some(id);
            if is_it && node.contains_key("name") {
                return Some(node);
            }
            node.values()
                .find_map(|inner| find_id(inner, id, depth + 1))
        }
        _ => None,
    }
}

fn has_type(node: &Node, is_wanted: fn(&str) -> bool) -> bool {
    match node.get("@type") {
        Some(Value::String(kind)) => is_wanted(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_wanted),
        _ => false,
    }
}

fn is_article_type(kind: &str) -> bool {
    let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
    kind.ends_with("Article")
        || matches!(
            kind,
            "BlogPosting" | "LiveBlogPosting" | "Report" | "Review" | "SocialMediaPosting"
        )
}

fn is_page_type(kind: &str) -> bool {
    matches!(kind, "WebPage" | "ItemPage" | "VideoObject")
}

fn parse(script: &str) -> Option<Value> {
    let script = unwrapped(script);
    if script.is_empty() {
        return None;
    }
    if let Ok(value) = serde_json::from_str(script) {
        return Some(value);
    }
    let mended = mended(script);
    if let Ok(value) = serde_json::from_str(&mended) {
        return Some(value);
    }
    if mended.contains("&quot;") {
        return serde_json::from_str(&mended.replace("&quot;", "\"")).ok();
    }
    // More after the end: another object, a semicolon.
    serde_json::Deserializer::from_str(&mended)
        .into_iter::<Value>()
        .next()?
        .ok()
}

/// Without the CDATA marks and comments that templates put around scripts.
fn unwrapped(script: &str) -> &str {
    let mut inner = script.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    loop {
        let before = inner.len();
        for start in [
            "//<![CDATA[",
            "// <![CDATA[",
            "/*<![CDATA[*/",
            "/* <![CDATA[ */",
            "<![CDATA[",
            "<!--",
        ] {
            inner = inner.strip_prefix(start).unwrap_or(inner).trim_start();
        }
        for end in [
            "//]]>",
            "// ]]>",
            "/*]]>*/",
            "/* ]]> */",
            "]]>",
            "-->",
            ";",
            "//",
        ] {
            inner = inner.strip_suffix(end).unwrap_or(inner).trim_end();
        }
        if inner.len() == before {
            return inner;
        }
    }
}

/// Mends control characters and bad escapes in strings, and comments and commas too many elsewhere.
fn mended(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut chars = script.chars().peekable();
    let mut in_string = false;
    while let Some(character) = chars.next() {
        if in_string {
            match character {
                '"' => {
                    in_string = false;
                    out.push('"');
                }
                '\\' => match chars.next() {
                    Some(escaped @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                        out.push('\\');
                        out.push(escaped);
                    }
                    Some(other) if !other.is_control() => out.push(other),
                    _ => out.push(' '),
                },
                '\n' => out.push_str("\\n"),
                character if character.is_control() => out.push(' '),
                character => out.push(character),
            }
            continue;
        }
        match character {
            '"' => {
                in_string = true;
                out.push('"');
            }
            '/' if chars.peek() == Some(&'/') => {
                for skipped in chars.by_ref() {
                    if skipped == '\n' {
                        break;
                    }
                }
            }
            '/' if chars.peek() == Some(&'*') => {
                let mut last = ' ';
                for skipped in chars.by_ref() {
                    if last == '*' && skipped == '/' {
                        break;
                    }
                    last = skipped;
                }
            }
            '}' | ']' => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
                out.push(character);
            }
            character if character.is_control() => out.push(' '),
            character => out.push(character),
        }
    }
    out
}

/// Text with its entities decoded, also those that were encoded twice, and tags taken out.
pub(super) fn unescaped(text: &str) -> String {
    let mut text = text.trim().to_owned();
    for _ in 0..2 {
        let has_markup =
            text.contains('&') && text.contains(';') || text.contains("</") || text.contains("/>");
        if !has_markup {
            break;
        }
        // `<` alone is no tag: only what closes is parsed as markup.
        let markup = if text.contains("</") || text.contains("/>") {
            text.clone()
        } else {
            text.replace('<', "&lt;")
        };
        text = dom_query::Document::fragment(markup)
            .text()
            .trim()
            .to_owned();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headline(script: &str) -> Option<String> {
        let mut page = JsonLd::default();
        page.add(script);
        let articles = page.articles();
        articles
            .first()
            .and_then(|article| text(article.node, "headline"))
    }

    #[test]
    fn scripts_as_pages_have_them() {
        for script in [
            r#"{"@type":"NewsArticle","headline":"A & B"}"#,
            r#"[{"@type":"Organization"},{"@type":["NewsArticle"],"headline":"A &amp; B",}]"#,
            r#"{"@graph":[{"@type":"WebPage","headline":"x"},{"@type":"Article","headline":"A &amp;amp; B"}]}"#,
            "//<![CDATA[\n{\"@type\":\"Report\",\"headline\":\"A & B\"}\n//]]>",
            "{\"@type\":\"Article\", // the story\n\"text\":\"one\ntwo\tthree\", /* , */ \"headline\":\"A \\& B\"}",
            "{\"@type\":\"Article\",\"headline\":\"A & B\"};",
            r#"{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;A & B&quot;}"#,
        ] {
            assert_eq!(headline(script).as_deref(), Some("A & B"), "{script}");
        }
        assert_eq!(headline("{\"@type\":\"Article\""), None);
        assert_eq!(headline(""), None);
    }

    #[test]
    fn people_by_name_and_by_reference() {
        let mut page = JsonLd::default();
        page.add(
            r##"{"@graph":[{"@type":"Article","author":[{"@id":"#p"},"Bo Ek",{"name":["Cy Au"]}]},
                {"@type":"Person","@id":"#p","name":"Ada Roe"}]}"##,
        );
        let articles = page.articles();
        let author = articles[0].node.get("author").unwrap();
        assert_eq!(page.names(author), ["Ada Roe", "Bo Ek", "Cy Au"]);
    }

    #[test]
    fn deep_json_is_no_danger() {
        let mut page = JsonLd::default();
        page.add(&"[".repeat(1_000_000));
        page.add(&"{\"@graph\":".repeat(100_000));
        assert!(page.articles().is_empty());
    }
}
