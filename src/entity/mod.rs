//! People, places and organisations that a text names.
//!
//! This stage sees `&str`, never an article. A *mention* is a name where it stands; its `name` is
//! the fullest name the same story gives that person, place or organisation.
//!
//! The way of a story: [`Recognizer::read`] cuts it into sentences, [`tagger`] marks the names (with
//! [`features`] of [`word`]s, the [`lexicon`] and the [`weights`]), each name is trimmed to itself, short
//! names join full ones, and places are looked up in the [`Gazetteer`] and decided by what stands around them.
//!
//! English is read by a trained model. Other languages in Latin script are read by lexicon and shape only:
//! known places, people with a known given name, a few organisations; German, where every noun has a
//! capital, more strictly. What is found so is marked with [`Confidence::Low`]. Nothing is found in other scripts
//! (Arabic, Chinese, Japanese, Thai, Cyrillic). A story of unknown language is read as English when most of
//! its letters are Latin.
//!
//! The built-in data, its sources, its terms and the command that rebuilds it: `data/SOURCES.md`.

mod bodies;
mod coreference;
pub mod features;
mod foreign;
mod foreign_words;
pub mod gazetteer;
pub mod given_names;
mod headline;
pub mod history;
mod kin;
mod languages;
pub mod lexicon;
mod map_walk;
mod name;
mod people;
pub mod qualifier;
mod recognizer;
mod resolve;
mod settle;
mod source_home;
#[cfg(test)]
mod story_tests;
mod sure_title;
pub mod tagger;
mod tail;
mod things;
mod title;
pub mod weights;
pub mod word;

pub use gazetteer::{Gazetteer, Level, Place};
pub use recognizer::{Recognizer, Scratch};

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// Raised when the same text would give other mentions, or the same place another row.
///
/// - 1: first.
/// - 2: titles of people.
pub const TAGGER_VERSION: u32 = 2;

/// How many words at the front of a person's name (folded) are a title, which is no part of it: 1 of `president
/// reagan`. Names are found without. Never all words.
pub fn leading_titles(words: &[&str]) -> usize {
    let mut count = 0;
    loop {
        let found = title::cut(words[count..].iter().copied());
        if found == 0 || count + found >= words.len() {
            return count;
        }
        count += found;
    }
}

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A human being.
    Person,
    /// A place on the map: town, region, country, river, building.
    Place,
    /// A company, ministry, party, club, agency.
    Org,
}

impl Kind {
    /// Every kind, in the order in which they are printed.
    pub const ALL: [Kind; 3] = [Kind::Person, Kind::Place, Kind::Org];

    /// In a word: `person`, `place`, `org`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Place => "place",
            Kind::Org => "org",
        }
    }

    /// In a sentence: `a person`.
    pub fn with_article(self) -> &'static str {
        match self {
            Kind::Person => "a person",
            Kind::Place => "a place",
            Kind::Org => "an org",
        }
    }
}

/// Which text of a story a mention stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Headline.
    Title,
    /// Standfirst.
    Summary,
    /// Body.
    Body,
    /// Dateline.
    Dateline,
}

/// The texts of one story, as the tagger reads them. Missing parts are empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Story<'t> {
    /// Headline.
    pub title: &'t str,
    /// Standfirst.
    pub summary: &'t str,
    /// Paragraphs separated by `\n`.
    pub body: &'t str,
    /// Place it was filed from: `Bogotá, Colombia`.
    pub dateline: &'t str,
    /// ISO 639-1 code; `None` when unknown.
    pub lang: Option<&'t str>,
    /// Name of the newspaper; where it is at home is a weak cue to which Cambridge it means.
    pub source: Option<&'t str>,
}

/// A name where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Of what.
    pub kind: Kind,
    /// In which text.
    pub part: Part,
    /// Bytes of that text; without titles (`Mr`), leading `the` and trailing `'s`.
    pub span: Span,
    /// The fullest name that this story gives it; the text of the span itself when there is no fuller one.
    pub name: String,
    /// The place it resolves to. `None` for other kinds, and when unknown or undecided.
    pub place: Option<PlaceId>,
    /// What an undecided name of a place may mean, most likely first. Empty otherwise.
    pub candidates: Vec<PlaceId>,
    /// How it was found.
    pub confidence: Confidence,
    /// The title before it, folded: `president`, `vice president`, `mrs`, `lt gen`. `None` when there is none.
    pub title: Option<String>,
}

/// How sure the stage is of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Found by lexicon and shape only, in a language that the tagger was not trained for.
    Low,
    /// Found by the trained tagger.
    #[default]
    High,
}

/// Row of the built-in table of places. Valid within one tagger version only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceId(pub u32);

/// What a story names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// Sorted by part and span; those of one part do not overlap.
    pub mentions: Vec<Mention>,
    /// Places named only through a demonym (`Venezuelan`), sorted, each once. They have no span.
    pub implied: Vec<PlaceId>,
}
