//! SogouCA: the news crawl of a Chinese search engine.
//!
//! `<doc>` with `<url>`, `<docno>`, `<contenttitle>` and `<content>`, in GB18030 whatever the copies
//! made of it. Line breaks of the pages became a character of the private use area.

use super::Reading;
use crate::article::xml::Element;
use crate::article::{Draft, sgml};
use crate::text::decode;

/// Reads a `<doc>` element.
pub(super) fn read(bytes: &[u8]) -> Reading {
    let (text, _) = decode::decode(bytes, Some("gb18030"));
    let root = sgml::tree(&text);
    let doc = root.child("doc").unwrap_or(&root);
    let field = |name: &str| doc.child(name).map(Element::text);
    let content = field("content").unwrap_or_default();
    let is_break = |c: char| c == '\n' || ('\u{e000}'..='\u{f8ff}').contains(&c);
    Ok(vec![Ok(Draft {
        title: field("contenttitle"),
        url: field("url"),
        lang: Some("zh".to_owned()),
        paragraphs: content.split(is_break).map(str::to_owned).collect(),
        ..Draft::default()
    })])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_crawl() {
        let text = "<doc>\n<url>http://a.example/20120706/n1.shtml?x=1&y=2</url>\n<docno>98-34</docno>\n<contenttitle>渡轮沉没</contenttitle>\n<content>渡轮沉没。\u{e40c}无人伤亡。</content>\n</doc>";
        let (gb, _, _) = encoding_rs::GB18030.encode(text);
        for bytes in [text.as_bytes(), &gb] {
            let draft = read(bytes).unwrap().remove(0).unwrap();
            assert_eq!(draft.title.as_deref(), Some("渡轮沉没"));
            assert_eq!(draft.paragraphs, ["渡轮沉没。", "无人伤亡。"]);
            let url = draft.url.as_deref();
            assert_eq!(url, Some("http://a.example/20120706/n1.shtml?x=1&y=2"));
        }
    }
}
