//! The values of the query: words, phrases, names, dates, in a field or without.

use super::fields::Field;
use super::message::Code;
use super::parser::Parser;
use super::token::{TokenKind, is_count, is_minus, number, repaired};
use super::tree::{is_pattern, searchable_words};
use super::{Query, Spelling, TextField, ValueField, dates};
use crate::entity::Kind;
use crate::text::Span;

/// The largest distance behind a phrase: about the length of an article.
const MAX_SLOP: u32 = 1000;

/// More letters changed make another word, and of short words any.
const MAX_EDITS: u8 = 2;

/// How a value was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// `strike`
    Bare,
    /// `"strike"`
    Quoted,
    /// `="Polish"`
    Printed,
}

impl Parser<'_> {
    /// A value without quotes. Of some fields it may not go on in the next word (rule 9): nobody
    /// could say where it ends.
    pub(super) fn bare_value(&mut self, field: Field, is_in_group: bool) -> Option<Query> {
        let first = self.at;
        let mut last = first;
        let mut tilde = None;
        while matches!(self.peek(), Some(TokenKind::Word(_))) {
            last = self.at;
            self.at += 1;
            tilde = self.taken(&TokenKind::Fuzzy);
            if !field.wants_quotes() {
                break;
            }
        }
        if last > first {
            self.two_words(field, first, last, is_in_group);
            return None;
        }
        let Some(TokenKind::Word(word)) = self.kind(first) else {
            return None;
        };
        self.word(Some(field), word, tilde, first)
    }

    /// A value without quotes whose token stands at `at`, perhaps with a `~` at `tilde`.
    pub(super) fn word(
        &mut self,
        field: Option<Field>,
        word: &str,
        tilde: Option<usize>,
        at: usize,
    ) -> Option<Query> {
        match tilde {
            Some(tilde) => self.fuzzy(field, word, at, tilde),
            None => self.leaf(field, word, Typed::Bare, at),
        }
    }

    /// The quote that comes next, with the distance behind it.
    pub(super) fn quote(&mut self, field: Option<Field>, typed: Typed) -> Option<Query> {
        let at = self.at;
        // Behind `=` it may be missing: then it was never closed, and that has been said.
        let TokenKind::Quote(text) = self.peek()? else {
            return None;
        };
        self.at += 1;
        let slop = self.taken(&TokenKind::Slop);
        let errors = self.error_count();
        let query = self.leaf(field, text, typed, at);
        match slop {
            Some(slop) if self.error_count() == errors => self.sloppy(query?, text, at, slop),
            _ => query,
        }
    }

    /// `[1945 TO 1950]`: of dates.
    pub(super) fn range(&mut self, field: Option<Field>, text: &str, at: usize) -> Option<Query> {
        match field {
            Some(Field::Date | Field::Refused) => self.leaf(field, text, Typed::Bare, at),
            _ => {
                self.refuse_range(field, text, at);
                None
            }
        }
    }

    /// A single value in a field. `at` is its token.
    pub(super) fn leaf(
        &mut self,
        field: Option<Field>,
        value: &str,
        typed: Typed,
        at: usize,
    ) -> Option<Query> {
        let span = self.span(at);
        let field = field.unwrap_or(Field::Text(TextField::Text));
        if typed == Typed::Printed && !field.is_text() && field != Field::Refused {
            self.refuse_print(field, value, at);
            return None;
        }
        match field {
            Field::Refused => return None,
            Field::Date => return self.date(value, span),
            Field::Value(field @ (ValueField::Path | ValueField::Id)) => {
                if value.is_empty() {
                    return self.nothing(value, span);
                }
                let value = value.to_owned();
                return Some(Query::Field { field, value });
            }
            Field::Name(kind) if value == "*" && typed == Typed::Bare => {
                return self.name(kind, value);
            }
            _ => {}
        }
        let is_plus = value
            .strip_prefix('+')
            .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        // Only behind a field: elsewhere the lexer takes the sign.
        if typed == Typed::Bare && at > 0 && (is_plus || value.starts_with(is_minus)) {
            self.sign_in_value(at);
            return None;
        }
        if field.is_text() {
            return self.text(field, value, typed, at);
        }
        if value == "*" && typed == Typed::Bare {
            self.refuse_star(field, span);
            return None;
        }
        if searchable_words(value) == 0 {
            return self.nothing(value, span);
        }
        let has_wildcard = match typed {
            Typed::Bare => value.contains(['*', '?']) && !value.contains("://"),
            _ => is_pattern(value),
        };
        if has_wildcard {
            self.refuse_wildcard(field, value, span);
            return None;
        }
        match field {
            Field::Name(kind) => self.name(kind, value),
            Field::Value(ValueField::Lang) if !is_lang(value) => {
                self.error(
                    Code::Value,
                    "lang: takes the two letters of a language",
                    span,
                    "lang:en",
                );
                None
            }
            Field::Value(ValueField::Page)
                if typed == Typed::Bare
                    && (value.contains("..") || value.starts_with(['<', '>'])) =>
            {
                self.refuse_range(Some(field), value, at);
                None
            }
            Field::Value(field) => Some(Query::Field {
                field,
                value: value.to_owned(),
            }),
            Field::Text(_) | Field::TitleOrLead | Field::Refused | Field::Date => None,
        }
    }

    /// A word or phrase of the text.
    fn text(&mut self, field: Field, value: &str, typed: Typed, at: usize) -> Option<Query> {
        let span = self.span(at);
        if typed == Typed::Bare && self.refuse_foreign_word(value, at) {
            return None;
        }
        if typed == Typed::Bare && value.contains('*') && searchable_words(value) == 0 {
            self.refuse_star(field, span);
            return None;
        }
        if searchable_words(value) == 0 {
            return self.nothing(value, span);
        }
        match typed {
            Typed::Bare => {
                let word = value.to_owned();
                let has_wildcard = value.contains(['*', '?']) && !value.contains("://");
                let spelling = match has_wildcard {
                    true => Spelling::Pattern,
                    false => Spelling::Forms,
                };
                in_field(field, |field| {
                    let word = word.clone();
                    Some(Query::Word {
                        field,
                        word,
                        spelling,
                    })
                })
            }
            Typed::Quoted => {
                if self.refuse_in_phrase(value, at) {
                    return None;
                }
                self.note_question(value, span);
                in_field(field, |field| Query::quoted(field, value))
            }
            Typed::Printed => {
                if self.refuse_in_phrase(value, at) {
                    return None;
                }
                if is_pattern(value) {
                    let help = format!("\"{value}\", in any case and with or without accents");
                    let message = "in a text as printed `*` and `?` cannot stand for letters";
                    self.error(Code::Wildcard, message, span, help);
                    return None;
                }
                self.note_question(value, span);
                in_field(field, |field| Query::printed(field, value))
            }
        }
    }

    /// `"who won?"`: a question mark at the end is no letter.
    fn note_question(&mut self, text: &str, span: Span) {
        let mut end = text.chars().rev();
        if end
            .by_ref()
            .take_while(|&last| !last.is_alphanumeric() && last != '*')
            .any(|last| last == '?')
        {
            let message = "a question mark that ends a phrase is punctuation, not a letter";
            self.note_once(Code::Question, message.to_owned(), span);
        }
    }

    /// A name, where the fields around it look for it.
    fn name(&mut self, kind: Kind, name: &str) -> Option<Query> {
        let around = self.around.unwrap_or(Field::Text(TextField::Text));
        in_field(around, |field| Query::name_in(field, kind, name))
    }

    /// `smith~1`. The word stands at `at`, the `~` at `tilde`.
    fn fuzzy(
        &mut self,
        field: Option<Field>,
        word: &str,
        at: usize,
        tilde: usize,
    ) -> Option<Query> {
        let field = field.unwrap_or(Field::Text(TextField::Text));
        let span = self.between(at, tilde);
        if field == Field::Refused {
            return None;
        }
        if !field.is_text() {
            self.refuse_fuzzy_value(field, word, span);
            return None;
        }
        if word.contains(['*', '?']) {
            let message = "`~` finds similar spellings of a word, `*` and `?` stand for letters: only one of them at a time";
            let help = format!("{word}   or the whole word with ~1");
            self.error(Code::Fuzzy, message, span, help);
            return None;
        }
        match searchable_words(word) {
            0 => return self.nothing(word, span),
            1 => {}
            _ => {
                let message =
                    format!("\"{word}\" is several words; `~` finds similar spellings of one");
                self.error(
                    Code::Fuzzy,
                    message,
                    span,
                    format!("\"{word}\", as a phrase"),
                );
                return None;
            }
        }
        let digits = repaired(self.source(tilde, tilde));
        let digits = digits.trim_start_matches(['~', '～']);
        let edits = match digits {
            // As Lucene does.
            "" => MAX_EDITS,
            _ if is_count(digits) => u8::try_from(number(digits)).unwrap_or(u8::MAX),
            _ => 0,
        };
        if edits == 0 || edits > MAX_EDITS {
            let (message, help) = match digits {
                _ if edits > MAX_EDITS => (
                    format!("~{digits}: at most {MAX_EDITS} letters may differ"),
                    format!("{word}~{MAX_EDITS}"),
                ),
                _ if is_count(digits) => (
                    "~0: no letter may differ".to_owned(),
                    format!("\"{word}\"   (this word only), or {word}~1"),
                ),
                _ => (
                    format!(
                        "~{digits}: how many letters may differ is 1 or 2, not a share of them"
                    ),
                    format!("{word}~1"),
                ),
            };
            self.error(Code::Fuzzy, message, self.span(tilde), help);
            return None;
        }
        in_field(field, |field| {
            Some(Query::Word {
                field,
                word: word.to_owned(),
                spelling: Spelling::Fuzzy(edits),
            })
        })
    }

    /// A phrase with the distance behind it. The quote stands at `at`, the distance at `slop`.
    fn sloppy(&mut self, query: Query, text: &str, at: usize, slop: usize) -> Option<Query> {
        let shown = self.source(slop, slop);
        let Some(digits) = shown.strip_prefix(['~', '～']) else {
            self.refuse_modifier(text, at, slop);
            return None;
        };
        if !is_in_text(&query) {
            self.refuse_slop_of_value(&query, at, slop);
            return None;
        }
        let quoted = self.source(at, at);
        if digits.is_empty() {
            let help = self.rewritten(self.span(slop), "~4");
            let message = "`~` behind a phrase needs a distance";
            self.error(Code::Near, message, self.span(slop), help);
            return None;
        }
        if !is_count(digits) {
            let message = format!("{shown}: a distance is a whole number of words");
            let help = format!("{quoted}~4");
            self.error(Code::Distance, message, self.span(slop), help);
            return None;
        }
        let distance = number(digits);
        if distance > MAX_SLOP {
            let message = format!("{shown}: a distance is at most {MAX_SLOP} words");
            let words: Vec<&str> = text.split(' ').collect();
            let help = match span_fits(text) {
                true => format!("{}   (anywhere in the article)", words.join(" AND ")),
                false => "join the words with AND".to_owned(),
            };
            self.error(Code::Distance, message, self.span(slop), help);
            return None;
        }
        let is_word = match &query {
            Query::Or(fields) => fields
                .iter()
                .all(|field| matches!(field, Query::Word { .. })),
            query => matches!(query, Query::Word { .. }),
        };
        if is_word && distance > 0 {
            let message = format!(
                "{shown} is ignored: one word has no distance; for similar spellings leave out the quotes"
            );
            self.note_once(Code::Slop, message, self.span(slop));
        }
        Some(with_slop(query, distance))
    }

    fn date(&mut self, value: &str, span: Span) -> Option<Query> {
        match dates::range(value) {
            Ok(range) => Some(Query::Date(range)),
            Err(error) => {
                let code = match error {
                    dates::DateError::Backwards { .. } => Code::Range,
                    _ => Code::Date,
                };
                let help = match &error {
                    dates::DateError::Backwards { .. }
                    | dates::DateError::NotADate { meant: Some(_), .. } => {
                        format!("date:{}", error.help())
                    }
                    _ => error.help(),
                };
                self.error(code, error.to_string(), span, help);
                None
            }
        }
    }
}

/// The query for a text field, or for both that make up headline and lead.
fn in_field(field: Field, query: impl Fn(TextField) -> Option<Query>) -> Option<Query> {
    match field {
        Field::Text(field) => query(field),
        Field::TitleOrLead => {
            let both = [TextField::Title, TextField::Lead];
            let both: Option<Vec<Query>> = both.into_iter().map(query).collect();
            both.map(Query::or)
        }
        _ => None,
    }
}

fn is_in_text(query: &Query) -> bool {
    match query {
        Query::Word { .. } | Query::Phrase { .. } => true,
        Query::Or(fields) => fields.iter().all(is_in_text),
        _ => false,
    }
}

fn with_slop(query: Query, distance: u32) -> Query {
    match query {
        Query::Phrase {
            field,
            text,
            is_printed,
            ..
        } => Query::Phrase {
            field,
            text,
            is_printed,
            slop: distance,
        },
        Query::Or(fields) => Query::or(fields.into_iter().map(|query| with_slop(query, distance))),
        other => other,
    }
}

fn span_fits(text: &str) -> bool {
    text.len() <= super::refusal::QUOTED_BYTES
}

fn is_lang(value: &str) -> bool {
    value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_alphabetic())
}
