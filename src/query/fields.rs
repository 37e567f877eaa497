//! The names of fields: ours, their aliases, those of later versions and those of other systems.

use super::{TextField, ValueField};
use crate::entity::Kind;

/// What a field name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// A searchable text.
    Text(TextField),
    /// Headline or lead.
    TitleOrLead,
    /// A kind of name.
    Name(Kind),
    /// A value of the article.
    Value(ValueField),
    /// The date.
    Date,
    /// A name that was refused: its value is read and dropped, so that one mistake gives one error.
    Refused,
}

use Field::{Date, Name, Text, TitleOrLead, Value};

/// Name, aliases, meaning; in the order in which they are listed to users.
const FIELDS: &[(&str, &[&str], Field)] = &[
    ("text", &["body", "content"], Text(TextField::Text)),
    ("title", &["headline", "hd", "hl"], Text(TextField::Title)),
    ("lead", &["lp"], Text(TextField::Lead)),
    ("hlead", &[], TitleOrLead),
    ("byline", &["author", "by"], Value(ValueField::Byline)),
    ("person", &["people"], Name(Kind::Person)),
    ("place", &["location", "loc"], Name(Kind::Place)),
    ("org", &["company"], Name(Kind::Org)),
    ("dateline", &[], Value(ValueField::Dateline)),
    (
        "source",
        &["pub", "paper", "publication"],
        Value(ValueField::Source),
    ),
    ("section", &[], Value(ValueField::Section)),
    ("page", &[], Value(ValueField::Page)),
    ("edition", &[], Value(ValueField::Edition)),
    ("date", &["published", "day"], Date),
    ("lang", &[], Value(ValueField::Lang)),
    ("wire", &[], Value(ValueField::Wire)),
    ("path", &[], Value(ValueField::Path)),
    ("id", &[], Value(ValueField::Id)),
];

/// Fields that come later, what they will be, and what to write until then.
const LATER: &[(&str, &str, &str)] = &[
    ("type", "the kind of article", "section:"),
    (
        "family",
        "copies of one story",
        "a phrase of the story in quotes",
    ),
    ("tag", "your own tags", "path: with the folder of the file"),
    ("pubplace", "where the paper is published", "source:"),
];

/// Names of fields in other systems (Google, Factiva, Nexis, ProQuest, Lucene), and ours.
const FOREIGN: &[(&str, &str)] = &[
    ("ab", "lead"),
    ("after", "date"),
    ("allintext", "text"),
    ("allintitle", "title"),
    ("allinurl", "path"),
    ("au", "byline"),
    ("before", "date"),
    ("co", "org"),
    ("country", "place"),
    ("da", "date"),
    ("dir", "path"),
    ("domain", "source"),
    ("ext", "path"),
    ("filename", "path"),
    ("filetype", "path"),
    ("ft", "text"),
    ("hlp", "hlead"),
    ("intext", "text"),
    ("intitle", "title"),
    ("inurl", "path"),
    ("la", "lang"),
    ("language", "lang"),
    ("name", "person"),
    ("newspaper", "source"),
    ("organisation", "org"),
    ("organization", "org"),
    ("pd", "date"),
    ("pg", "page"),
    ("pubdate", "date"),
    ("publication_date", "date"),
    ("publish_date", "date"),
    ("re", "place"),
    ("sc", "source"),
    ("se", "section"),
    ("site", "source"),
    ("sn", "source"),
    ("sourcelang", "lang"),
    ("ti", "title"),
    ("url", "path"),
    ("year", "date"),
];

/// What other systems write before a bracket, and we have no field for. In small letters most of them
/// are words.
const FUNCTIONS: &[&str] = &[
    "ALL", "CITE", "DTYPE", "INDUSTRY", "ISSN", "LENGTH", "LNK", "NOFT", "PLURAL", "RTYPE",
    "SINGULAR", "STYPE", "SU", "SUBJECT", "TERMS", "TICKER",
];

impl Field {
    /// As users write it.
    pub(super) fn name(self) -> &'static str {
        FIELDS
            .iter()
            .find(|(_, _, field)| *field == self)
            .map_or("", |(name, _, _)| name)
    }

    /// Whether an unquoted value may not be followed by a bare word: a name or a headline is
    /// likely to go on there. The other fields take one value by nature.
    pub(super) fn wants_quotes(self) -> bool {
        use ValueField::{Byline, Dateline, Edition, Section, Source};
        match self {
            Text(field) => field != TextField::Text,
            TitleOrLead | Name(_) => true,
            Value(field) => matches!(field, Byline | Dateline | Edition | Source | Section),
            Date | Field::Refused => false,
        }
    }

    /// Whether brackets behind it may hold bare words side by side.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Text(_) | TitleOrLead)
    }

    /// Whether it is a person, place or organisation.
    pub(super) fn is_name(self) -> bool {
        matches!(self, Name(_))
    }

    /// Whether the value is taken to the letter: no repairs, `*` and `~` are its own.
    pub(super) fn is_literal(self) -> bool {
        matches!(self, Value(ValueField::Path | ValueField::Id))
    }
}

/// The field called `name`, in any case.
pub(super) fn known(name: &str) -> Option<Field> {
    FIELDS
        .iter()
        .find(|(own, aliases, _)| {
            std::iter::once(own)
                .chain(*aliases)
                .any(|known| known.eq_ignore_ascii_case(name))
        })
        .map(|&(_, _, field)| field)
}

/// A field of a later version: what it will be, and what to write until then.
pub(super) fn later(name: &str) -> Option<(&'static str, &'static str)> {
    LATER
        .iter()
        .find(|(later, _, _)| later.eq_ignore_ascii_case(name))
        .map(|&(_, meaning, instead)| (meaning, instead))
}

/// Our field for a name of another system, or for one of our own written in its manner.
pub(super) fn foreign(name: &str) -> Option<Field> {
    let ours = FOREIGN
        .iter()
        .find(|(foreign, _)| foreign.eq_ignore_ascii_case(name))
        .map_or(name, |&(_, ours)| ours);
    known(ours)
}

/// The same for `TI,AB` (title or lead) and `AU.EXACT`, ProQuest's manners.
pub(super) fn foreign_parts(name: &str) -> Option<Field> {
    let mut parts = name.split([',', '.']);
    let first = foreign(parts.next()?)?;
    let rest: Vec<Option<Field>> = parts
        .filter(|part| !part.eq_ignore_ascii_case("exact"))
        .map(foreign)
        .collect();
    let lead = Text(TextField::Lead);
    match rest.as_slice() {
        [] => Some(first),
        [Some(second)] if first == Text(TextField::Title) && *second == lead => Some(TitleOrLead),
        _ => Some(first),
    }
}

/// Whether a bracket behind the name makes it another system's function.
pub(super) fn is_function(name: &str) -> bool {
    let is_caps = ["caps", "allcaps", "nocaps"];
    is_caps.iter().any(|caps| caps.eq_ignore_ascii_case(name)) || FUNCTIONS.contains(&name)
}

/// `site:bbc.co.uk` in our words. An empty value stands for one in quotes, which follows.
pub(super) fn translated(name: &str, value: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let field = foreign(&lower)?;
    Some(match lower.as_str() {
        "before" => format!("date:<{value}"),
        // With the day itself: systems differ, and a day too many is seen, one too few is not.
        "after" => format!("date:>={value}"),
        "ext" | "filetype" => format!("path:*.{value}"),
        "inurl" | "allinurl" | "filename" => format!("path:*{value}*"),
        _ => format!("{}:{value}", field.name()),
    })
}

/// What to say of an unknown name: the fields it may have meant, and all fields.
pub(super) fn suggestions(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut out = String::new();
    if let Some(field) = foreign(&lower) {
        out = format!("{}:   ", field.name());
    } else {
        let mut close: Vec<(usize, String)> = Vec::new();
        for (own, aliases, _) in FIELDS {
            let best = std::iter::once(own)
                .chain(*aliases)
                .map(|known| (distance(&lower, known), *known))
                .min_by_key(|&(edits, _)| edits);
            // More than a third of the letters wrong is another word.
            if let Some((edits, known)) = best
                && edits <= known.len().div_ceil(3).min(2)
                && known.len() > 2
            {
                let text = if known == *own {
                    format!("{own}:")
                } else {
                    format!("{own}: (alias {known}:)")
                };
                close.push((edits, text));
            }
        }
        let fewest = close.iter().map(|&(edits, _)| edits).min();
        close.retain(|&(edits, _)| Some(edits) == fewest);
        for (_, text) in close.iter().take(3) {
            out.push_str(text);
            out.push_str("   ");
        }
    }
    let names: Vec<&str> = FIELDS.iter().map(|&(own, _, _)| own).collect();
    out + "fields: " + &names.join(" ")
}

/// Letters to change, add or drop to make `one` of `other` (Levenshtein). Long names are far from
/// every field and not measured.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().take(24).collect();
    let mut row: Vec<usize> = (0..=one.len()).collect();
    for (position, letter) in other.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = position + 1;
        for column in 0..one.len() {
            let changed = diagonal + usize::from(one[column] != letter);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[one.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_name_the_field_that_was_meant() {
        for (name, expected) in [
            ("headlne", "title: (alias headline:)   fields: text title"),
            ("titel", "fields: text title"),
            ("tite", "title:   fields: "),
            ("site", "source:   fields: "),
            ("persons", "person:   fields: "),
            ("zebra", "fields: text title"),
        ] {
            let said = suggestions(name);
            assert!(said.contains(expected), "{name}: {said}");
        }
    }

    #[test]
    fn foreign_names_lead_to_ours() {
        for (name, ours) in FOREIGN {
            assert!(known(ours).is_some(), "{name}");
            assert!(known(name).is_none(), "{name} is ours");
        }
    }
}
