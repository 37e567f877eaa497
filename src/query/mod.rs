//! Answer a question: text to tree, tree to engine, hits to snippets.

use crate::entity::Kind;

/// A question as understood. `Display` prints it in the query language, fully bracketed; that text
/// parses to the same tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// Every article.
    All,
    /// One word.
    Word {
        /// Where to look.
        field: TextField,
        /// As typed.
        word: String,
        /// `true` for `"word"` in quotes: this word only, none of its other forms.
        exact: bool,
    },
    /// Words in order, none left out. At least two.
    Phrase {
        /// Where to look.
        field: TextField,
        /// As typed, between the quotes.
        text: String,
    },
    /// A person, place or organisation. The name `*` means any.
    Name {
        /// Of what.
        kind: Kind,
        /// As typed.
        name: String,
    },
    /// A field of the article other than its text.
    Field {
        /// Which.
        field: ValueField,
        /// As typed.
        value: String,
    },
    /// When it appeared.
    Date(DateRange),
    /// All of these.
    And(Vec<Query>),
    /// Any of these.
    Or(Vec<Query>),
    /// All articles but these.
    Not(Box<Query>),
}

/// The searchable texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextField {
    /// Headline, standfirst and body.
    Text,
    /// Headline.
    Title,
    /// Standfirst and first paragraph of the body.
    Lead,
}

/// Fields that are looked up by value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueField {
    /// Credited writers, word by word.
    Byline,
    /// Place filed from, word by word.
    Dateline,
    /// Publication, word by word.
    Source,
    /// Section, word by word.
    Section,
    /// Page as printed.
    Page,
    /// Agency, word by word.
    Wire,
    /// ISO 639-1 code.
    Lang,
    /// Path of the file: the whole path, a folder above it, or with `*`.
    Path,
    /// Article id.
    Id,
}

/// Days from `from` to `to`, both included, as `yyyymmdd`; an open end is `None`.
/// An article matches when its whole span lies inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateRange {
    /// Between two days.
    Days {
        /// First day, `yyyymmdd`.
        from: Option<i32>,
        /// Last day, `yyyymmdd`.
        to: Option<i32>,
    },
    /// Articles without a date.
    Unknown,
}
