//! PDF documents: the text that they show, in the order of the file.
//!
//! A PDF knows glyphs and places, not words. [`content`] runs the pages and says what stands where,
//! [`layout`] makes lines of it, [`paragraphs`] what an editor would have typed. Pages that are
//! pictures give nothing.
//!
//! Damaged and hostile files are common. [`guard`] looks at the bytes first; the work is counted while
//! pages run; and all of it happens in a thread with a stack of its own, which is given up when it
//! does not come back.

mod content;
mod guard;
mod layout;
mod paragraphs;

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use hayro_font::hayro_syntax::metadata::Metadata;
use hayro_font::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::properties::{self, Properties};
use super::{Reading, Rejection};
use crate::article::Removed;
use crate::panics::guarded;
use crate::text::decode;

/// Stack of the thread. Objects nest 512 deep at most, some hundred bytes each.
const STACK_BYTES: usize = 32 << 20;

/// When the thread is given up. The counted work of a page ends long before.
const MAX_TIME: Duration = Duration::from_secs(10);

/// What was found in a document.
#[derive(Debug, Default)]
struct Found {
    paragraphs: Vec<String>,
    removed: Vec<Removed>,
    properties: Properties,
}

/// Reads the text of a PDF.
///
/// # Errors
/// Skipped: `no text layer`. Failed: `password-protected PDF`, `not a valid PDF`, `PDF too complex`,
/// `decompression bomb`.
pub(super) fn read(bytes: &[u8]) -> Reading {
    guard::check(bytes)?;
    let found = in_thread(bytes.to_vec())?;
    if found.paragraphs.is_empty() {
        return Err(Rejection::skipped("no text layer"));
    }
    if !has_meaning(&found.paragraphs) {
        return Err(Rejection {
            detail: Some("the fonts do not say which letters they show".to_owned()),
            ..Rejection::skipped("no text layer")
        });
    }
    let mut drafts = properties::read(&found.paragraphs.join("\n"), found.properties)?;
    if let Some(Ok(draft)) = drafts.first_mut() {
        draft.removed.extend(found.removed);
    }
    Ok(drafts)
}

/// Letters for each sign of mathematics and programs. Prices and brackets are far rarer in news; where
/// fonts give their glyphs numbers instead of names, every fifth letter of the alphabets with marks
/// becomes one.
const LETTERS_PER_SIGN: usize = 12;

/// Whether the characters are those that are seen.
fn has_meaning(paragraphs: &[String]) -> bool {
    let is_sign = |c: char| {
        matches!(
            c,
            '\\' | '[' | ']' | '{' | '}' | '~' | '|' | '^' | '<' | '>' | '\u{2190}'..='\u{23ff}'
        )
    };
    let characters = || paragraphs.iter().flat_map(|text| text.chars());
    let signs = characters().filter(|c| is_sign(*c)).count();
    let letters = characters().filter(|c| c.is_alphabetic()).count();
    signs * LETTERS_PER_SIGN <= letters.max(LETTERS_PER_SIGN * 8)
}

fn in_thread(bytes: Vec<u8>) -> Result<Found, Rejection> {
    let (sender, receiver) = mpsc::channel();
    let work = move || {
        let found = guarded(|| found_in(bytes));
        let found = found
            .unwrap_or_else(|_| Err(Rejection::failed("not a valid PDF", "the parser gave up")));
        // Nobody listens any more when it took too long.
        let _ = sender.send(found);
    };
    let spawned = thread::Builder::new().stack_size(STACK_BYTES).spawn(work);
    if let Err(error) = spawned {
        return Err(Rejection::failed("PDF too complex", error));
    }
    match receiver.recv_timeout(MAX_TIME) {
        Ok(found) => found,
        Err(_) => {
            let detail = format!("not read after {} s", MAX_TIME.as_secs());
            Err(Rejection::failed("PDF too complex", detail))
        }
    }
}

fn found_in(bytes: Vec<u8>) -> Result<Found, Rejection> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Rejection::failed("password-protected PDF", "a password is needed to open it")
        }
        LoadPdfError::Decryption(error) => {
            Rejection::failed("password-protected PDF", format!("{error:?}"))
        }
        LoadPdfError::Invalid => Rejection::failed("not a valid PDF", "no pages can be found"),
    })?;
    let pages = content::pages(&pdf)?;
    let (paragraphs, removed) = paragraphs::of(pages.into_iter().map(layout::lines).collect());
    Ok(Found {
        paragraphs,
        removed,
        properties: properties_of(pdf.metadata()),
    })
}

fn properties_of(metadata: &Metadata) -> Properties {
    let text = |bytes: &Option<Box<[u8]>>| {
        let (text, _) = decode::decode(bytes.as_deref()?, Some("windows-1252"));
        let text = text.trim_matches(['\0', ' ']).to_owned();
        (!text.is_empty()).then_some(text)
    };
    let made = metadata.creation_date;
    Properties {
        title: text(&metadata.title),
        author: text(&metadata.author),
        written: made.map(|at| format!("{:04}-{:02}-{:02}", at.year, at.month, at.day)),
        ..Properties::default()
    }
}

#[cfg(test)]
mod tests;
