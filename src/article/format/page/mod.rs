//! Saved web pages.
//!
//! Bytes are decoded, checked (see [`guard`]), parsed once, read for what the page
//! states ([`metadata`]), and then cut down to the article by `dom_smoothie`, whose
//! choice [`body`] turns into lines. Of the engines measured it was the fastest that
//! reached the F1 of Python's trafilatura on the article-extraction-benchmark.

mod body;
mod credits;
mod dates;
mod furniture_class;
mod guard;
mod json_ld;
mod lead_elsewhere;
mod line_furniture;
mod metadata;
mod open_elements;
mod prepare;
mod standfirst;
mod stated_body;
mod story;
mod text;
mod tidy;
mod title;

use std::borrow::Cow;

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use encoding_rs::{Encoding, UTF_8};
use memchr::memmem::Finder;

use crate::article::DateSource;
use crate::article::{Draft, Rejection};
use crate::corpus::Stated;
use crate::panics::guarded;
use crate::text::decode;
use body::PageText;
use metadata::PageMetadata;
use text::letters;
use tidy::Known;

/// How far into a file its charset is looked for. The standard says 1 KB, templates differ.
const CHARSET_BYTES: usize = 4 << 10;

/// Fewer words than this and the extractor may have missed the article.
const FEW_WORDS: usize = 60;

/// Fewer words than this on a page that nothing calls an article, and there is none.
const LEAST_WORDS: usize = 25;

/// Largest file that is looked at, embedded pictures and all.
const MAX_FILE_BYTES: usize = 128 << 20;

/// Reads a saved page: 4 ms for 180 KB, 6 ms for 340 KB (means of two sets of news pages).
///
/// # Errors
/// Skipped, `no article text`: a front page, a player, an empty shell. Failed: markup that no
/// parser should see.
///
/// What the page's container stated of it (address, charset) helps where the page is silent.
pub(in crate::article) fn read(bytes: &[u8], container: &Stated) -> Result<Draft, Rejection> {
    if bytes.len() > MAX_FILE_BYTES {
        let detail = format!("{} bytes, at most {MAX_FILE_BYTES} are read", bytes.len());
        return Err(Rejection::failed("page too large", detail));
    }
    let html = decoded(bytes, container.charset.as_deref());
    let saved_from = saved_from(&html);
    let address = container.url.as_deref().or(saved_from);
    let whole = without_embedded_files(&html);
    let html = guard::slimmed(&whole)?;
    let page = Document::from(&*html);
    guard::check_tree(&page)?;

    let mut stated = metadata::read(&page, address);
    let has_few_links = story::has_few_links(&page);
    let mut text = main_text(page, stated.is_live_blog);
    let body = stated.article_body.as_deref().and_then(stated_body::read);
    if text.words() >= FEW_WORDS {
        if let Some(body) = &body {
            text.hold_to(body);
        }
    } else {
        if let Some(body) = body
            && body.words() > text.words()
        {
            text.paragraphs = body.paragraphs;
        } else if text.words() < LEAST_WORDS {
            let other = text_without_extractor(&html, &stated, has_few_links);
            if other.words() > text.words() {
                text = other;
            } else if let Some(story) = stated_body::in_scripts(&whole) {
                text.paragraphs = story.paragraphs;
            }
        }
    }
    text.tidy(&Known {
        title: stated.title.as_deref().unwrap_or_default(),
        byline: &stated.byline,
    });
    if stated.dates.is_empty() {
        let shown = text.removed.iter().find(|piece| tidy::is_dated(piece));
        stated
            .dates
            .extend(shown.map(|piece| (DateSource::Text, piece.text.clone())));
    }
    if !story::is_one(&stated, &text, has_few_links) {
        return Err(Rejection::skipped("no article text"));
    }
    let mut draft = draft(stated, text);
    draft.url = draft.url.or_else(|| address.map(str::to_owned));
    Ok(draft)
}

fn draft(stated: PageMetadata, text: PageText) -> Draft {
    let summary = stated.standfirst.filter(|standfirst| {
        let plain = letters(standfirst);
        let stem: String = plain.chars().take(60).collect();
        let mut first = text.paragraphs.iter().take(6);
        !first.any(|line| letters(&line.text).contains(&stem))
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
fn main_text(page: Document, is_live_blog: bool) -> PageText {
    prepare::mark(&page, is_live_blog);
    let config = Config {
        keep_classes: false,
        disable_json_ld: true,
        ..Config::default()
    };
    let Ok(mut extractor) = Readability::with_document(page, None, Some(config)) else {
        return PageText::default();
    };
    // The extractor holds some of its assumptions by panicking; a page that breaks one is read
    // without it, and the run goes on.
    let parsed = guarded(|| extractor.parse().is_ok());
    if !parsed.unwrap_or(false) {
        return PageText::default();
    }
    let content = extractor.doc.select_single("#readability-page-1");
    content.nodes().first().map(body::read).unwrap_or_default()
}

/// The text of the element that the page itself calls its article, or of the whole page when its
/// metadata say that it is one, or when it links to little: for pages whose story is short, a list or a
/// shape the extractor drops.
fn text_without_extractor(html: &str, stated: &PageMetadata, has_few_links: bool) -> PageText {
    let page = Document::from(html);
    prepare::mark(&page, stated.is_live_blog);
    for place in ["[itemprop=articleBody]", "article", "main"] {
        let found = page.select_single(place);
        let text = found.nodes().first().map(body::read).unwrap_or_default();
        let is_all_there_is = !stated.is_article && !has_few_links && story::is_named(stated);
        if text.words() >= FEW_WORDS || is_all_there_is && !text.paragraphs.is_empty() {
            return text;
        }
    }
    match page.body() {
        Some(body) if stated.is_article || has_few_links => body::read(&body),
        _ => PageText::default(),
    }
}

/// The page without the payload of `data:` addresses: pictures of saved pages, often most of them.
fn without_embedded_files(html: &str) -> Cow<'_, str> {
    const MARK: &str = ";base64,";
    let mark = Finder::new(MARK);
    if mark.find(html.as_bytes()).is_none() {
        return html.into();
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = mark.find(rest.as_bytes()) {
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

/// The text of a page, as what it was sent as, else as what it says itself, if that can be.
fn decoded<'b>(bytes: &'b [u8], sent_as: Option<&str>) -> Cow<'b, str> {
    let declared = declared_charset(bytes);
    let Some(sent_as) = sent_as else {
        return decode::decode(bytes, declared.as_deref()).0;
    };
    let (text, read_as) = decode::decode(bytes, Some(sent_as));
    let is_other =
        Encoding::for_label(sent_as.as_bytes()).is_none_or(|encoding| encoding.name() != read_as);
    if is_other && read_as != UTF_8.name() && declared.is_some() {
        return decode::decode(bytes, declared.as_deref()).0;
    }
    text
}

/// The address in the comment that a browser or an extension puts at the start of what it saves:
/// `<!-- saved from url=(0021)https://echo.com/a -->`, `Page saved with SingleFile url: ...`.
fn saved_from(html: &str) -> Option<&str> {
    let mut len = CHARSET_BYTES.min(html.len());
    while !html.is_char_boundary(len) {
        len -= 1;
    }
    let start = &html[..len];
    let (_, comment) = start
        .split_once("saved from url=(")
        .or_else(|| start.split_once("saved with SingleFile"))?;
    let comment = comment.split("-->").next()?;
    let address = &comment[comment.find("http")?..];
    address.split_whitespace().next()
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

#[cfg(test)]
mod tests;
