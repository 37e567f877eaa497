//! The values of the query: words, phrases, names, dates, in a field or without.

use super::fields::Field;
use super::message::Code;
use super::parser::Parser;
use super::token::{TokenKind, is_minus};
use super::tree::searchable_words;
use super::{Query, Spelling, TextField, ValueField, dates};
use crate::text::Span;

impl Parser<'_> {
    /// A value without quotes. Of some fields it may not go on in the next word (rule 9): nobody
    /// could say where it ends.
    pub(super) fn bare_value(&mut self, field: Field, is_in_group: bool) -> Option<Query> {
        let first = self.at;
        let mut last = first;
        while matches!(self.peek(), Some(TokenKind::Word(_))) {
            last = self.at;
            self.at += 1;
            self.fuzzy(last);
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
        self.leaf(Some(field), word, false, first)
    }

    /// A single value in a field. `at` is its token.
    pub(super) fn leaf(
        &mut self,
        field: Option<Field>,
        value: &str,
        is_quoted: bool,
        at: usize,
    ) -> Option<Query> {
        let span = self.span(at);
        let is_plus = value
            .strip_prefix('+')
            .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        // Only behind a field: elsewhere the lexer takes the sign.
        let is_sign = !is_quoted && at > 0 && (is_plus || value.starts_with(is_minus));
        let field = field.unwrap_or(Field::Text(TextField::Text));
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
            Field::Name(kind) if value == "*" && !is_quoted => return Query::name(kind, value),
            _ => {}
        }
        if is_sign {
            self.sign_in_value(at);
            return None;
        }
        let is_address = value.contains("://");
        let is_star = value == "*" && !is_quoted;
        if searchable_words(value) == 0 && !is_star {
            return self.nothing(value, span);
        }
        if value.contains(['*', '?']) && !is_address {
            self.refuse_wildcard(value, is_quoted, span);
            return None;
        }
        match field {
            Field::Name(kind) => Query::name(kind, value),
            Field::Value(ValueField::Lang) if !is_lang(value) => {
                self.error(
                    Code::Value,
                    "lang: takes the two letters of a language",
                    span,
                    "lang:en",
                );
                None
            }
            Field::Value(field) => Some(Query::Field {
                field,
                value: value.to_owned(),
            }),
            Field::TitleOrLead => Some(Query::or(
                [TextField::Title, TextField::Lead]
                    .into_iter()
                    .filter_map(|field| text(field, value, is_quoted)),
            )),
            Field::Text(field) => text(field, value, is_quoted),
            Field::Refused | Field::Date => None,
        }
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

fn text(field: TextField, value: &str, is_quoted: bool) -> Option<Query> {
    if is_quoted {
        return Query::quoted(field, value);
    }
    Some(Query::Word {
        field,
        word: value.to_owned(),
        spelling: Spelling::Forms,
    })
}

fn is_lang(value: &str) -> bool {
    value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_alphabetic())
}
