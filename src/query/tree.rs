//! The query tree, and the text it prints as.

use std::fmt;

use super::{dates, lexer, token};
use crate::entity::Kind;
use crate::text::fold;
use crate::text::token::words;

/// A question as understood. `Display` prints it in the query language, fully bracketed; that text
/// parses to the same tree, if the tree is one that [`parse`](super::parse) could have made: no
/// [`And`](Query::And) directly in an `And`, no list of less than two, texts without double spaces.
/// [`Query::and`], [`Query::or`], [`Query::quoted`] and [`Query::name`] only make such trees.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// Every article.
    All,
    /// One word as the searcher sees it. The tokenizer may cut it into several (`e-mail`, Han
    /// text): then it is read as a phrase.
    Word {
        /// Where to look.
        field: TextField,
        /// As typed. At least one word in it is searchable.
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
    /// All of these, in the order typed. At least two.
    And(Vec<Query>),
    /// Any of these, in the order typed. At least two.
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
    /// Edition, word by word.
    Edition,
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
    /// Between two days. Both ends open means: any article that has a date.
    Days {
        /// First day, `yyyymmdd`.
        from: Option<i32>,
        /// Last day, `yyyymmdd`.
        to: Option<i32>,
    },
    /// Articles without a date.
    Unknown,
}

impl TextField {
    /// As written before the colon.
    pub fn name(self) -> &'static str {
        match self {
            TextField::Text => "text",
            TextField::Title => "title",
            TextField::Lead => "lead",
        }
    }
}

impl ValueField {
    /// As written before the colon.
    pub fn name(self) -> &'static str {
        match self {
            ValueField::Byline => "byline",
            ValueField::Dateline => "dateline",
            ValueField::Source => "source",
            ValueField::Section => "section",
            ValueField::Page => "page",
            ValueField::Edition => "edition",
            ValueField::Wire => "wire",
            ValueField::Lang => "lang",
            ValueField::Path => "path",
            ValueField::Id => "id",
        }
    }
}

impl Query {
    /// All of `clauses`: flat, without [`Query::All`]. Of no clauses, every article.
    pub fn and(clauses: impl IntoIterator<Item = Query>) -> Query {
        let mut flat = Vec::new();
        for clause in clauses {
            match clause {
                Query::All => {}
                Query::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Query::All,
            1 => flat.remove(0),
            _ => Query::And(flat),
        }
    }

    /// Any of `alternatives`, flat. Of no alternatives, no article.
    pub fn or(alternatives: impl IntoIterator<Item = Query>) -> Query {
        let mut flat = Vec::new();
        for alternative in alternatives {
            match alternative {
                Query::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Query::Not(Box::new(Query::All)),
            1 => flat.remove(0),
            _ => Query::Or(flat),
        }
    }

    /// What `"text"` in quotes means: a phrase, or one exact word.
    /// `None` when nothing in it can be searched (`"?!"`).
    pub fn quoted(field: TextField, text: &str) -> Option<Query> {
        let text = token::repaired(text);
        match searchable_words(&text) {
            0 => None,
            1 => Some(Query::Word {
                field,
                word: text,
                exact: true,
            }),
            _ => Some(Query::Phrase { field, text }),
        }
    }

    /// What `person:"name"` means, and for `*` any person.
    /// `None` when nothing in it can be searched.
    pub fn name(kind: Kind, name: &str) -> Option<Query> {
        let name = token::repaired(name);
        (name == "*" || searchable_words(&name) > 0).then_some(Query::Name { kind, name })
    }

    /// What `source:"value"` means. `None` when nothing in it can be searched.
    pub fn value(field: ValueField, value: &str) -> Option<Query> {
        // Paths and ids are compared to the letter.
        let (value, is_some) = match field {
            ValueField::Path | ValueField::Id => (value.to_owned(), !value.is_empty()),
            _ => {
                let value = token::repaired(value);
                let is_some = searchable_words(&value) > 0;
                (value, is_some)
            }
        };
        is_some.then_some(Query::Field { field, value })
    }

    /// Levels of brackets and NOTs in the text it prints as.
    pub(super) fn depth(&self) -> usize {
        let inside = |query: &Query| match query {
            Query::And(_) | Query::Or(_) => query.depth() + 1,
            _ => query.depth(),
        };
        match self {
            Query::And(list) | Query::Or(list) => list.iter().map(inside).max().unwrap_or(0),
            Query::Not(inner) => 1 + inside(inner),
            _ => 0,
        }
    }

    /// Whether it only says what articles must not be: `-strike`, but also `port OR -strike`.
    pub fn is_negative(&self) -> bool {
        match self {
            Query::Not(inner) => !inner.is_negative(),
            Query::And(clauses) => clauses.iter().all(Query::is_negative),
            Query::Or(alternatives) => alternatives.iter().any(Query::is_negative),
            _ => false,
        }
    }
}

/// How many words of `text` are left when folded: a lone joiner is a word to nobody.
pub(super) fn searchable_words(text: &str) -> usize {
    words(text)
        .filter(|word| !fold::folded(word.span.of(text)).is_empty())
        .count()
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Query::All => f.write_str("*"),
            Query::Word { field, word, exact } => {
                // `text:` keeps a word from being read as something else: `text:OR`, `text:Re:you`.
                if *field != TextField::Text || (!exact && !lexer::is_plain_word(word)) {
                    write!(f, "{}:", field.name())?;
                }
                if *exact {
                    write_quoted(f, word)
                } else {
                    f.write_str(word)
                }
            }
            Query::Phrase { field, text } => {
                if *field != TextField::Text {
                    write!(f, "{}:", field.name())?;
                }
                write_quoted(f, text)
            }
            Query::Name { kind, name } => {
                f.write_str(match kind {
                    Kind::Person => "person:",
                    Kind::Place => "place:",
                    Kind::Org => "org:",
                })?;
                if name == "*" {
                    f.write_str(name)
                } else {
                    write_quoted(f, name)
                }
            }
            Query::Field { field, value } => {
                write!(f, "{}:", field.name())?;
                write_quoted(f, value)
            }
            Query::Date(range) => {
                f.write_str("date:")?;
                dates::write(f, range)
            }
            Query::And(clauses) => write_list(f, clauses, " AND "),
            Query::Or(alternatives) => write_list(f, alternatives, " OR "),
            Query::Not(inner) => {
                f.write_str("NOT ")?;
                write_nested(f, inner)
            }
        }
    }
}

fn write_list(f: &mut fmt::Formatter<'_>, list: &[Query], operator: &str) -> fmt::Result {
    for (position, query) in list.iter().enumerate() {
        if position > 0 {
            f.write_str(operator)?;
        }
        write_nested(f, query)?;
    }
    Ok(())
}

fn write_nested(f: &mut fmt::Formatter<'_>, query: &Query) -> fmt::Result {
    match query {
        Query::And(_) | Query::Or(_) => write!(f, "({query})"),
        _ => write!(f, "{query}"),
    }
}

fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for character in text.chars() {
        if token::is_quote(character) || character == '\\' {
            f.write_str("\\")?;
        }
        write!(f, "{character}")?;
    }
    f.write_str("\"")
}
