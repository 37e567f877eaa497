//! Plain text as archives hold it.

use super::{Draft, Rejection};
use crate::corpus::Content;
use crate::text::{decode, normalize};

/// Reads one text: first line headline, then paragraphs.
pub(super) fn read(content: &Content) -> Result<Draft, Rejection> {
    let Content::File(bytes) = content else {
        return Err(Rejection::skipped("no text"));
    };
    let (text, _) = decode::decode(bytes, None);
    let text = normalize::paragraphs(&text);
    let mut lines = text.lines().map(str::to_owned);
    Ok(Draft {
        title: lines.next(),
        paragraphs: lines.collect(),
        ..Draft::default()
    })
}
