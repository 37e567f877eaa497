//! A story inside an envelope: the content of a NewsML item is NITF, XHTML, bare paragraphs or text.

use super::nitf;
use crate::article::Draft;
use crate::article::story_body::{self, StoryBody};
use crate::article::xml::Element;

/// What an element holds of a story. Markup of other kinds (results, events) is none: the draft is
/// empty then.
pub(super) fn draft_of(content: &Element) -> Draft {
    let inner = match content.find("nitf") {
        Some(nitf) => nitf::draft_of(nitf).unwrap_or_default(),
        None => from(body_of(content)),
    };
    let own = content.attribute("lang").map(str::to_owned);
    Draft {
        lang: inner.lang.or(own),
        ..inner
    }
}

/// The draft of a text without further facts.
pub(super) fn from(story: StoryBody) -> Draft {
    Draft {
        title: story.heading,
        byline: story.byline,
        paragraphs: story.paragraphs,
        captions: story.captions,
        removed: story.removed,
        ..Draft::default()
    }
}

fn body_of(content: &Element) -> StoryBody {
    let body = content
        .at(&["html", "body"])
        .or(content.find("body.content"));
    match body {
        Some(body) => StoryBody::of(body),
        None if content.elements().any(story_body::is_text_markup) => StoryBody::of(content),
        None if content.elements().next().is_none() => StoryBody::of_text(&content.text()),
        None => StoryBody::default(),
    }
}
