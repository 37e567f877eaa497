//! An article with its names, as the bytes that are stored.
//!
//! The article stands as it is. Of its names most can be read off its text, so only the rest is written, mention by mention:
//!
//! ```text
//! flags   kind, part, confidence, whether a title follows, how the name is told
//! gap     bytes from the end of the mention before, in the same part
//! len     bytes of the mention
//! name    like that of an earlier mention, with its place: how many back
//!         or the text of the mention itself; or another: the name
//! place   only with a name that is not like an earlier one: the place, and what it may be else
//! title   when one follows
//! ```
//!
//! Names written out with each mention took 15 bytes of 100 stored.

use postcard::{Error, take_from_bytes, to_extend};
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::document::{Stored, part_text};
use crate::article::{Article, ArticleId};
use crate::entity::{Confidence, Findings, Gazetteer, Kind, Mention, Part, PlaceId};
use crate::text::Span;

const PARTS: [Part; 4] = [Part::Title, Part::Summary, Part::Body, Part::Dateline];
const CONFIDENCES: [Confidence; 2] = [Confidence::Low, Confidence::High];

/// About what is stored of an article beside its body.
const SMALL_PARTS: usize = 512;

/// How a name is told.
const LIKE_EARLIER: u8 = 0;
const OWN_TEXT: u8 = 1;
const OWN_TEXT_AND_PLACE: u8 = 2;
const ANOTHER: u8 = 3;

/// The bytes to store. Takes time linear in the article.
///
/// # Errors
/// Never: an article is plain data.
pub fn pack(stored: &Stored) -> postcard::Result<Vec<u8>> {
    let Findings { mentions, implied } = &stored.findings;
    let room = Vec::with_capacity(stored.article.body.len() * 5 / 4 + SMALL_PARTS);
    let mut bytes = Bytes(to_extend(&stored.article, room)?);
    bytes.push(&(mentions.len() as u32))?;
    let mut end = End::default();
    // The last mention of each name and place: an article may hold a hundred thousand names.
    let mut seen = FxHashMap::default();
    for (number, mention) in mentions.iter().enumerate() {
        let like = (&*mention.name, mention.place, &*mention.candidates);
        let back = seen.insert(like, number);
        let back = back.map(|earlier| number - earlier - 1);
        let span = mention.span;
        let text = part_text(&stored.article, mention.part);
        let is_own = text.get(span.start as usize..span.end as usize) == Some(&mention.name);
        let has_place = mention.place.is_some() || !mention.candidates.is_empty();
        let how = match (back, is_own) {
            (Some(_), _) => LIKE_EARLIER,
            (None, true) if has_place => OWN_TEXT_AND_PLACE,
            (None, true) => OWN_TEXT,
            (None, false) => ANOTHER,
        };
        let flags = number_of(&Kind::ALL, mention.kind)
            | number_of(&PARTS, mention.part) << 2
            | number_of(&CONFIDENCES, mention.confidence) << 4
            | u8::from(mention.title.is_some()) << 5
            | how << 6;
        let gap = i64::from(span.start) - i64::from(end.replace(mention.part, span.end));
        bytes.push(&(flags, gap, span.end - span.start))?;
        if let Some(back) = back {
            bytes.push(&(back as u32))?;
        }
        if how == ANOTHER {
            bytes.push(&mention.name)?;
        }
        if matches!(how, OWN_TEXT_AND_PLACE | ANOTHER) {
            bytes.push(&(mention.place, &mention.candidates))?;
        }
        if let Some(title) = &mention.title {
            bytes.push(title)?;
        }
    }
    bytes.push(implied)?;
    Ok(bytes.0)
}

/// Reads the stored bytes back.
///
/// # Errors
/// When no article packs to such bytes; it says what is wrong with them.
pub fn unpack(bytes: &[u8]) -> postcard::Result<Stored> {
    let (mut article, bytes) = take_from_bytes::<Article>(bytes)?;
    article.id = ArticleId::of(&article.origin);
    let (count, mut bytes) = take_from_bytes::<u32>(bytes)?;
    let mut mentions: Vec<Mention> = Vec::new();
    let mut end = End::default();
    for number in 0..count as usize {
        let ((flags, gap, len), rest) = take_from_bytes::<(u8, i64, u32)>(bytes)?;
        bytes = rest;
        let part = PARTS[usize::from(flags >> 2 & 3)];
        let kind = *Kind::ALL.get(usize::from(flags & 3)).ok_or(GARBLED)?;
        let start = gap.checked_add(end.of(part).into()).ok_or(GARBLED)?;
        let start = u32::try_from(start).map_err(|_| GARBLED)?;
        let span = Span {
            start,
            end: start.checked_add(len).ok_or(GARBLED)?,
        };
        end.replace(part, span.end);
        let text = part_text(&article, part).get(span.start as usize..span.end as usize);
        let text = text.ok_or(GARBLED)?;
        let (name, place, candidates) = match flags >> 6 {
            LIKE_EARLIER => {
                let back: u32 = take(&mut bytes)?;
                let earlier = number.checked_sub(back as usize + 1).ok_or(GARBLED)?;
                let like = &mentions[earlier];
                (like.name.clone(), like.place, like.candidates.clone())
            }
            OWN_TEXT => (text.to_owned(), None, Vec::new()),
            OWN_TEXT_AND_PLACE => {
                let (place, candidates) = take(&mut bytes)?;
                (text.to_owned(), place, candidates)
            }
            _ => take(&mut bytes)?,
        };
        let title = match flags & 1 << 5 {
            0 => None,
            _ => Some(take(&mut bytes)?),
        };
        mentions.push(Mention {
            kind,
            part,
            span,
            name,
            place,
            candidates,
            confidence: CONFIDENCES[usize::from(flags >> 4 & 1)],
            title,
        });
    }
    let implied = take(&mut bytes)?;
    let findings = Findings { mentions, implied };
    if !places(&findings).all(is_in_gazetteer()) {
        return Err(GARBLED);
    }
    Ok(Stored { article, findings })
}

/// Every place that is spoken of.
fn places(findings: &Findings) -> impl Iterator<Item = PlaceId> {
    let mentions = findings.mentions.iter();
    let named = mentions.flat_map(|mention| mention.place.iter().chain(&mention.candidates));
    named.chain(&findings.implied).copied()
}

/// Whoever prints or indexes an article looks its places up without asking whether there are such.
fn is_in_gazetteer() -> impl Fn(PlaceId) -> bool {
    let rows = Gazetteer::builtin().len();
    move |id| (id.0 as usize) < rows
}

/// What no writer writes.
const GARBLED: Error = Error::SerdeDeCustom;

fn take<'b, T: serde::Deserialize<'b>>(bytes: &mut &'b [u8]) -> postcard::Result<T> {
    let (value, rest) = take_from_bytes(bytes)?;
    *bytes = rest;
    Ok(value)
}

fn number_of<T: PartialEq>(all: &[T], one: T) -> u8 {
    let number = all.iter().position(|known| *known == one);
    number.unwrap_or_default() as u8
}

struct Bytes(Vec<u8>);

impl Bytes {
    fn push(&mut self, value: &(impl Serialize + ?Sized)) -> postcard::Result<()> {
        self.0 = to_extend(value, std::mem::take(&mut self.0))?;
        Ok(())
    }
}

/// Where the mention before ended, if it is of the same part.
#[derive(Default)]
struct End(Option<(Part, u32)>);

impl End {
    fn of(&self, part: Part) -> u32 {
        match self.0 {
            Some((of, end)) if of == part => end,
            _ => 0,
        }
    }

    fn replace(&mut self, part: Part, end: u32) -> u32 {
        let before = self.of(part);
        self.0 = Some((part, end));
        before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Mapping;
    use crate::corpus::{Content, Origin, Record};
    use crate::entity::Recognizer;
    use crate::ingest::{Desk, understand};

    /// A story with a dateline that is a place.
    fn stored() -> Stored {
        let text = "Strike ends\n\nLONDON, March 3 (Reuters) - Dockers went back to work.\n";
        let origin = Origin {
            file: "a.txt".into(),
            record: 0,
        };
        let content = Content::Piece(text.into());
        let record = Record { origin, content };
        let (mapping, recognizer) = (Mapping::default(), Recognizer::builtin());
        let mut read = understand(&record, &mapping, &recognizer, &mut Desk::default());
        read.remove(0).1.unwrap()
    }

    /// Found by the fuzz target `stored`: who prints or indexes such an article looked beyond the table of places.
    #[test]
    fn a_place_that_there_is_not_is_garbled() {
        let stored = stored();
        let mentions = stored.findings.mentions.iter();
        let london = mentions
            .map(|mention| mention.place)
            .position(|p| p.is_some());
        let london = london.unwrap();
        assert_eq!(unpack(&pack(&stored).unwrap()).as_ref(), Ok(&stored));
        let last = PlaceId(Gazetteer::builtin().len() as u32 - 1);
        for (place, is_known) in [(last, true), (PlaceId(last.0 + 1), false)] {
            let harms: [&dyn Fn(&mut Findings); 3] = [
                &|findings| findings.mentions[london].place = Some(place),
                &|findings| findings.mentions[london].candidates.push(place),
                &|findings| findings.implied.push(place),
            ];
            for harm in harms {
                let mut harmed = stored.clone();
                harm(&mut harmed.findings);
                let read = unpack(&pack(&harmed).unwrap());
                assert_eq!(read.is_ok(), is_known, "{:?}", harmed.findings);
            }
        }
    }
}
