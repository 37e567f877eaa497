//! The query tree, and the text it prints as.

use std::fmt;

use super::foreign::foreign_word;
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
        /// Which words of the archive it stands for.
        spelling: Spelling,
    },
    /// Words in order, none left out. At least two.
    Phrase {
        /// Where to look.
        field: TextField,
        /// As typed, between the quotes. `*` and `?` in its words stand for letters, unless printed.
        text: String,
        /// `="Polish Post"`: case and accents as typed.
        is_printed: bool,
        /// How far the words may stand from where the phrase has them, as Lucene counts: `"a b"~4`.
        slop: u32,
    },
    /// A person, place or organisation. The name `*` means any.
    Name {
        /// Where the name stands. [`TextField::Text`] takes in the dateline and places that are only implied.
        field: TextField,
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
    /// Two operands and how they stand to each other. Both are positional, see [`Query::is_positional`].
    Near {
        /// First as typed.
        left: Box<Query>,
        /// Second as typed.
        right: Box<Query>,
        /// How they stand.
        how: Nearness,
        /// `NOT NEAR/5`: the first where the second does not stand so.
        is_negated: bool,
    },
    /// An operand that occurs so often, counting occurrences that share no word.
    AtLeast {
        /// At least 1.
        times: u32,
        /// Positional, see [`Query::is_positional`].
        what: Box<Query>,
    },
    /// All of these, in the order typed. At least two.
    And(Vec<Query>),
    /// Any of these, in the order typed. At least two.
    Or(Vec<Query>),
    /// All articles but these.
    Not(Box<Query>),
}

/// Which words of the archive a word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spelling {
    /// `strike`: the word and its other forms.
    Forms,
    /// `"strike"`: the word, whatever its case and accents.
    Exact,
    /// `="Polish"`: the word with case and accents as typed.
    Printed,
    /// `resign*`, `wom?n`: `*` stands for any letters or none, `?` for one.
    Pattern,
    /// `smith~1`: at most so many letters changed, added, dropped or swapped with their neighbour; 1 or 2.
    Fuzzy(u8),
}

/// How two operands stand to each other. Distances run from the end of one operand to the start of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nearness {
    /// `NEAR/5`: within 5 words, that is with at most 4 between, in any order. At least 1.
    Near(u32),
    /// `PRE/5`: the same, the first before the second.
    Pre(u32),
    /// `/s`: in one sentence. A headline is one.
    Sentence,
    /// `/p`: in one paragraph.
    Paragraph,
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

    /// What `"text"` in quotes means: a phrase, or one exact word; with `*` and `?` for letters.
    /// `None` when nothing in it can be searched (`"?!"`), or a `*` stands alone for a word.
    pub fn quoted(field: TextField, text: &str) -> Option<Query> {
        let text = token::repaired(text);
        let (text, spelling, words) = match is_pattern(&text) {
            true => {
                let pattern = pattern(&text);
                // What stands for a letter is one to the tokenizer's count.
                let words = searchable_words(&pattern.replace(['*', '?'], "x"));
                (pattern, Spelling::Pattern, words)
            }
            false => {
                let words = searchable_words(&text);
                (text, Spelling::Exact, words)
            }
        };
        if lone_stars(&text).next().is_some() || searchable_words(&text) == 0 {
            return None;
        }
        Some(text_query(field, text, spelling, words))
    }

    /// What `="text"` means: a phrase or one word with its case and accents.
    /// `None` when nothing in it can be searched.
    pub fn printed(field: TextField, text: &str) -> Option<Query> {
        let text = token::repaired(text);
        match searchable_words(&text) {
            0 => None,
            words => Some(text_query(field, text, Spelling::Printed, words)),
        }
    }

    /// What `person:"name"` means, and for `*` any person.
    /// `None` when nothing in it can be searched.
    pub fn name(kind: Kind, name: &str) -> Option<Query> {
        Query::name_in(TextField::Text, kind, name)
    }

    /// What `title:person:"name"` means: the name in a part of the text.
    /// `None` when nothing in it can be searched.
    pub fn name_in(field: TextField, kind: Kind, name: &str) -> Option<Query> {
        let name = token::repaired(name);
        (name == "*" || searchable_words(&name) > 0).then_some(Query::Name { field, kind, name })
    }

    /// Whether it can stand beside NEAR and under ATLEAST: words, phrases, names, what NEAR makes of them, and any of
    /// these joined by OR.
    pub fn is_positional(&self) -> bool {
        match self {
            Query::Word { .. } | Query::Phrase { .. } | Query::Name { .. } | Query::Near { .. } => {
                true
            }
            Query::Or(alternatives) => alternatives.iter().all(Query::is_positional),
            _ => false,
        }
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
        match self {
            Query::And(list) | Query::Or(list) => {
                list.iter().map(Query::bracketed_depth).max().unwrap_or(0)
            }
            Query::Not(inner) => 1 + inner.bracketed_depth(),
            Query::Near { left, right, .. } => left.bracketed_depth().max(right.bracketed_depth()),
            Query::AtLeast { what, .. } => what.bracketed_depth(),
            _ => 0,
        }
    }

    /// The same where it stands inside another.
    pub(super) fn bracketed_depth(&self) -> usize {
        self.depth() + usize::from(self.is_joined())
    }

    /// Whether it prints with an operator between operands.
    fn is_joined(&self) -> bool {
        matches!(self, Query::And(_) | Query::Or(_) | Query::Near { .. })
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

/// A text in quotes as a query. `words` is how many it has.
fn text_query(field: TextField, text: String, spelling: Spelling, words: usize) -> Query {
    match words {
        1 => Query::Word {
            field,
            word: text,
            spelling,
        },
        _ => Query::Phrase {
            field,
            text,
            is_printed: spelling == Spelling::Printed,
            slop: 0,
        },
    }
}

/// Whether a text in quotes asks for other letters than it has. A question mark at its end, alone or
/// in an address is punctuation.
pub(super) fn is_pattern(text: &str) -> bool {
    without_end(text).split(' ').any(|word| {
        let has_letter = || word.contains(char::is_alphanumeric);
        let has_wildcard = word.contains('*') || (word.contains('?') && has_letter());
        has_wildcard && !word.contains("://")
    })
}

/// A text in quotes without the question marks that stand for no letter.
fn pattern(text: &str) -> String {
    let words = without_end(text).split(' ');
    let words =
        words.filter(|word| word.contains(|next: char| next.is_alphanumeric() || next == '*'));
    words.collect::<Vec<_>>().join(" ")
}

/// A text less the punctuation at its end.
fn without_end(text: &str) -> &str {
    text.trim_end_matches(|last: char| !last.is_alphanumeric() && last != '*')
}

/// The words of a text in quotes that are nothing but `*`, with their places among its words.
pub(super) fn lone_stars(text: &str) -> impl Iterator<Item = usize> {
    let words = text.split(' ').enumerate();
    words.filter_map(|(place, word)| {
        (word.contains('*') && !word.contains(char::is_alphanumeric)).then_some(place)
    })
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
            Query::Word {
                field,
                word,
                spelling,
            } => {
                let is_plain = lexer::is_plain_word(word) && foreign_word(word, false).is_none();
                let is_quoted = match spelling {
                    Spelling::Exact | Spelling::Printed => true,
                    Spelling::Forms | Spelling::Fuzzy(_) => false,
                    // A `?` at its end is a letter only without quotes.
                    Spelling::Pattern => {
                        let quoted = || Query::quoted(*field, word);
                        !is_plain && quoted().as_ref() == Some(self)
                    }
                };
                // `text:` keeps a word from being read as something else: `text:OR`, `text:Re:you`.
                if *field != TextField::Text || (!is_quoted && !is_plain) {
                    write!(f, "{}:", field.name())?;
                }
                match spelling {
                    Spelling::Printed => f.write_str("=")?,
                    _ if !is_quoted => {
                        return match spelling {
                            Spelling::Fuzzy(edits) => write!(f, "{word}~{edits}"),
                            _ => f.write_str(word),
                        };
                    }
                    _ => {}
                }
                write_quoted(f, word)
            }
            Query::Phrase {
                field,
                text,
                is_printed,
                slop,
            } => {
                if *field != TextField::Text {
                    write!(f, "{}:", field.name())?;
                }
                if *is_printed {
                    f.write_str("=")?;
                }
                write_quoted(f, text)?;
                match slop {
                    0 => Ok(()),
                    slop => write!(f, "~{slop}"),
                }
            }
            Query::Name { field, kind, name } => {
                if *field != TextField::Text {
                    write!(f, "{}:", field.name())?;
                }
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
            Query::Near {
                left,
                right,
                how,
                is_negated,
            } => {
                write_nested(f, left)?;
                let not = if *is_negated { "NOT " } else { "" };
                match how {
                    Nearness::Near(distance) => write!(f, " {not}NEAR/{distance} ")?,
                    Nearness::Pre(distance) => write!(f, " {not}PRE/{distance} ")?,
                    Nearness::Sentence => write!(f, " {not}/s ")?,
                    Nearness::Paragraph => write!(f, " {not}/p ")?,
                }
                write_nested(f, right)
            }
            Query::AtLeast { times, what } => {
                write!(f, "ATLEAST/{times} ")?;
                write_nested(f, what)
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
    match query.is_joined() {
        true => write!(f, "({query})"),
        false => write!(f, "{query}"),
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
