//! Saved web pages.
//!
//! Bytes are decoded, checked (see [`super::markup_guard`]), parsed once, read for what the page
//! states ([`super::page_metadata`]), and then cut down to the article by `dom_smoothie`, whose
//! choice [`super::page_body`] turns into lines. Of the engines measured it was the fastest that
//! reached the F1 of Python's trafilatura.

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::markup_guard;
use super::page_body::{self, Known, PageText, Paragraph};
use super::page_metadata::{self, PageMetadata};
use super::{Draft, Rejection};
use crate::text::decode;

/// How far into a file its charset is looked for. The standard says 1 KB, templates differ.
const CHARSET_BYTES: usize = 4 << 10;

/// Fewer words than this and the extractor may have missed the article.
const FEW_WORDS: usize = 60;

/// Fewer words than this on a page that nothing calls an article, and there is none.
const LEAST_WORDS: usize = 25;

/// Largest file that is looked at, embedded pictures and all.
const MAX_FILE_BYTES: usize = 128 << 20;

/// Reads a saved page. Takes time linear in the page, some 3 ms for a page of 200 KB.
///
/// # Errors
/// Skipped, `no article text`: a front page, a player, an empty shell. Failed: markup that no
/// parser should see.
pub(super) fn read(bytes: &[u8]) -> Result<Draft, Rejection> {
    if bytes.len() > MAX_FILE_BYTES {
        let detail = format!("{} bytes, at most {MAX_FILE_BYTES} are read", bytes.len());
        return Err(Rejection::failed("page too large", detail));
    }
    let declared = declared_charset(bytes);
    let (html, _) = decode::decode(bytes, declared.as_deref());
    let html = without_embedded_files(&html);
    markup_guard::check(&html)?;
    let page = Document::from(&*html);
    markup_guard::check_tree(&page)?;

    let stated = page_metadata::read(&page);
    let mut text = main_text(page);
    if text.words() < FEW_WORDS {
        if let Some(body) = stated.article_body.as_deref().and_then(body_of_json_ld)
            && body.words() > text.words()
        {
            text.paragraphs = body.paragraphs;
        } else if stated.is_article && text.words() < LEAST_WORDS {
            let whole = whole_text(&html);
            if whole.words() > text.words() {
                text = whole;
            }
        }
    }
    text.tidy(&Known {
        title: stated.title.as_deref().unwrap_or_default(),
        byline: &stated.byline,
    });
    let is_article = stated.is_article && stated.title.is_some() || text.words() >= LEAST_WORDS;
    if text.paragraphs.is_empty() || !is_article {
        return Err(Rejection::skipped("no article text"));
    }
    Ok(draft(stated, text))
}

fn draft(stated: PageMetadata, text: PageText) -> Draft {
    let summary = stated.standfirst.filter(|standfirst| {
        let plain = page_body::letters(standfirst);
        let stem: String = plain.chars().take(60).collect();
        let mut first = text.paragraphs.iter().take(6);
        !first.any(|line| page_body::letters(&line.text).contains(&stem))
    });
    Draft {
        title: stated.title,
        byline: stated.byline,
        source: stated.source,
        section: stated.section,
        dates: stated.dates,
        lang: stated.lang,
        url: stated.url,
        summary,
        paragraphs: text.paragraphs.into_iter().map(|line| line.text).collect(),
        captions: text.captions,
        removed: text.removed,
        ..Draft::default()
    }
}

/// The body as the extractor finds it; empty when it finds none.
fn main_text(page: Document) -> PageText {
    page_body::mark(&page);
    let config = Config {
        keep_classes: false,
        disable_json_ld: true,
        ..Config::default()
    };
    let Ok(mut extractor) = Readability::with_document(page, None, Some(config)) else {
        return PageText::default();
    };
    if extractor.parse().is_err() {
        return PageText::default();
    }
    let content = extractor.doc.select_single("#readability-page-1");
    content
        .nodes()
        .first()
        .map(page_body::read)
        .unwrap_or_default()
}

/// Everything below `body`, for pages whose article the extractor does not see.
fn whole_text(html: &str) -> PageText {
    let page = Document::from(html);
    page.body()
        .map(|body| page_body::read(&body))
        .unwrap_or_default()
}

/// The body that JSON-LD gives, as plain text or as markup, itself escaped or not.
fn body_of_json_ld(body: &str) -> Option<PageText> {
    let has_markup = body.contains("</")
        || body.contains("&lt;")
        || body.contains("<br")
        || body.contains("<p>");
    let has_entities = body.contains("&") && body.contains(';');
    let mut text = PageText::default();
    if has_markup || has_entities {
        let once = if body.contains("&lt;") {
            json_ld_text(body)
        } else {
            body.to_owned()
        };
        let markup = once.replace('\n', "<br>");
        markup_guard::check(&markup).ok()?;
        let page = Document::from(markup);
        markup_guard::check_tree(&page).ok()?;
        text = page_body::read(&page.body()?);
    } else {
        text.paragraphs = body
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| Paragraph {
                text: line.to_owned(),
                is_heading: false,
            })
            .collect();
    }
    Some(text)
}

fn json_ld_text(body: &str) -> String {
    Document::fragment(body.replace('<', "&lt;"))
        .text()
        .to_string()
}

/// The page without the payload of `data:` addresses: pictures of saved pages, often most of them.
fn without_embedded_files(html: &str) -> std::borrow::Cow<'_, str> {
    const MARK: &str = ";base64,";
    if !html.contains(MARK) {
        return html.into();
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(MARK) {
        let (head, payload) = rest.split_at(at + MARK.len());
        out.push_str(head);
        let len = payload.bytes().position(|byte| {
            !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'%'))
        });
        rest = &payload[len.unwrap_or(payload.len())..];
    }
    out.push_str(rest);
    out.into()
}

/// The charset that the start of a page declares: `<meta charset>`, `http-equiv`, XML declaration.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(CHARSET_BYTES)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    for mark in ["charset", "encoding"] {
        for (at, _) in head.match_indices(mark) {
            let Some(value) = head[at + mark.len()..].trim_start().strip_prefix('=') else {
                continue;
            };
            let value = value.trim_start().trim_start_matches(['"', '\'']);
            let len = value
                .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')))
                .unwrap_or(value.len());
            if len > 1 {
                return Some(value[..len].to_owned());
            }
        }
    }
    None
}
