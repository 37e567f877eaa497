//! What the parser will not read, and what to write instead.
//!
//! First mistakes, then operators that are not built yet. Those are never read as words: an answer
//! to another question would look like an answer.

use super::Query;
use super::fields::Field;
use super::message::Code;
use super::parser::Parser;
use super::token::{Token, TokenKind, is_minus};
use crate::text::Span;
use crate::text::token::is_apostrophe;

/// Operands longer than this are not repeated in a help text.
const QUOTED_BYTES: usize = 60;

impl Parser<'_> {
    /// Finds AND, OR and NOT without an operand, and `and`, `or`, `not` that look like operators.
    pub(super) fn check_operators(&mut self) {
        use TokenKind::{And, Close, Near, Not, Open, Or, Same, Word};
        let tokens = self.tokens;
        let mut single_quote = None;
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| &tokens[before]);
            let behind = tokens.get(at + 1);
            let shown = token.span.of(self.text);
            match &token.kind {
                And | Or => match before.map(|before| &before.kind) {
                    None | Some(Open) => {
                        self.missing(token.span, format!("{shown} has nothing before it"), shown)
                    }
                    Some(And | Or | Not) => {
                        let before = before.map_or("", |before| before.span.of(self.text));
                        self.missing(
                            token.span,
                            format!("nothing stands between {before} and {shown}"),
                            shown,
                        );
                    }
                    _ => {}
                },
                Word(word) => {
                    self.check_case(word, token.span, before, behind);
                    if word.starts_with(is_apostrophe) {
                        single_quote = Some(token.span);
                    }
                    if let Some(opening) = single_quote
                        && word.ends_with(is_apostrophe)
                    {
                        let span = Span::new(opening.range().start, token.span.range().end);
                        let message = "single quotes are read as apostrophes; a phrase stands in double quotes";
                        self.note_once(Code::SingleQuote, message.to_owned(), span);
                    }
                }
                _ => single_quote = None,
            }
            let needs_operand = matches!(token.kind, And | Or | Not | Near | Same);
            if needs_operand && matches!(behind.map(|behind| &behind.kind), None | Some(Close)) {
                self.missing(token.span, format!("{shown} has nothing after it"), shown);
            }
        }
    }

    fn missing(&mut self, span: Span, message: String, operator: &str) {
        let help = format!("add what is missing, or put the word in quotes: \"{operator}\"");
        self.error(Code::Operator, message, span, help);
    }

    fn check_case(
        &mut self,
        word: &str,
        span: Span,
        before: Option<&Token>,
        behind: Option<&Token>,
    ) {
        let stands_between = before.is_some_and(|before| before.kind.closes_operand())
            && behind.is_some_and(|behind| behind.kind.opens_operand());
        if stands_between && matches!(word, "and" | "or" | "not") {
            let capitals = word.to_uppercase();
            let message =
                format!("\"{word}\" is read as a word; write {capitals} for the operator");
            self.note_once(Code::Case, message, span);
        }
    }

    /// `person:John Smith`: the value that begins at `first` seems to go on until `last`.
    pub(super) fn two_words(&mut self, field: Field, first: usize, last: usize, is_in_group: bool) {
        let name = field.name();
        let span = Span::new(self.span(first).range().start, self.span(last).range().end);
        let message = match field {
            Field::Name(_) => format!("{name}: applies to one name; put the name in quotes"),
            _ if field.is_text() => {
                format!("{name}: applies to one word; put the words in quotes, or in brackets")
            }
            _ => format!("{name}: applies to one value; put it in quotes"),
        };
        let prefix = if is_in_group {
            String::new()
        } else {
            format!("{name}:")
        };
        let value = self.source(first, first);
        // `person:Blair and strike` meant an operator.
        let operator = self.source(first + 1, first + 1);
        let help = if matches!(operator, "and" | "or" | "not") {
            let rest = if last > first + 1 {
                self.source(first + 2, last)
            } else {
                "…"
            };
            format!("{prefix}{value} {} {rest}", operator.to_uppercase())
        } else if span.len() > QUOTED_BYTES {
            format!("{prefix}\"{value} …\"")
        } else if field.is_text() {
            let words = span.of(self.text);
            format!("{prefix}\"{words}\" or {prefix}({words})")
        } else {
            // A name goes on as long as the words have capitals.
            let end = (first + 2..=last)
                .find(|&at| !self.source(at, at).starts_with(char::is_uppercase))
                .map_or(last, |at| at - 1);
            let rest = if end < last {
                format!(" {}", self.source(end + 1, last))
            } else {
                String::new()
            };
            let quoted = format!("{prefix}\"{}\"{rest}", self.source(first, end));
            // `source:Times strike` may well have meant two things.
            if self
                .source(first + 1, first + 1)
                .starts_with(char::is_lowercase)
            {
                let others = self.source(first + 1, last);
                format!("{quoted} or {prefix}{value} AND {others}")
            } else {
                quoted
            }
        };
        self.error(Code::Name, message, span, help);
    }

    /// `title:-strike`
    pub(super) fn sign_in_value(&mut self, at: usize) {
        let field = self.source(at - 1, at - 1);
        let value = self.source(at, at);
        let rest = value.trim_start_matches(|sign| sign == '+' || is_minus(sign));
        let help = if value.starts_with('+') {
            format!("{field}{rest}")
        } else {
            format!("-{field}{rest}")
        };
        self.error(
            Code::Value,
            "the sign belongs before the field",
            self.span(at),
            help,
        );
    }

    pub(super) fn nothing(&mut self, value: &str, span: Span) -> Option<Query> {
        let message = if value.trim().is_empty() {
            "nothing stands between these quotes".to_owned()
        } else if value.len() > QUOTED_BYTES {
            "there is nothing here that can be searched: no letter, no digit".to_owned()
        } else {
            format!("\"{value}\" holds nothing that can be searched: no letter, no digit")
        };
        self.error(
            Code::Nothing,
            message,
            span,
            "leave it out; punctuation and symbols are not indexed",
        );
        None
    }

    pub(super) fn refuse_wildcard(&mut self, value: &str, is_quoted: bool, span: Span) {
        let help = if let Some(words) = value
            .strip_suffix('?')
            .filter(|words| !words.contains(['*', '?']))
        {
            let quote = if is_quoted { "\"" } else { "" };
            format!("leave out the question mark:  {quote}{words}{quote}")
        } else if is_quoted {
            "write the phrases out: (\"city council\" OR \"city councillor\")".to_owned()
        } else {
            "write the words out: (council OR councillor); a plain word finds its own forms"
                .to_owned()
        };
        self.error(
            Code::Wildcard,
            "`*` and `?` stand for letters; this version does not do that yet",
            span,
            help,
        );
    }

    /// Refuses and skips `~1` behind the word at `at`.
    pub(super) fn fuzzy(&mut self, at: usize) {
        if self.peek() == Some(&TokenKind::Fuzzy) {
            let span = Span::new(self.span(at).range().start, self.span(self.at).range().end);
            self.error(
                Code::Fuzzy,
                "`~` finds similar spellings; this version does not do that yet",
                span,
                "write the spellings out: (smith OR smyth)",
            );
            self.at += 1;
        }
    }

    /// Refuses and skips `~4` behind quotes or brackets.
    pub(super) fn slop(&mut self) {
        if self.peek() == Some(&TokenKind::Slop) {
            self.refuse_slop(self.at);
            self.at += 1;
        }
    }

    pub(super) fn refuse_slop(&mut self, at: usize) {
        let shown = self.source(at, at);
        let message =
            format!("`{shown}` asks for words near each other; this version does not do that yet");
        self.error(
            Code::Near,
            message,
            self.span(at),
            "leave it out for the exact phrase, or join the words with AND",
        );
    }

    pub(super) fn refuse_near(&mut self, at: usize) {
        let shown = self.source(at, at);
        let message =
            format!("{shown} asks for words near each other; this version does not do that yet");
        let help = self.without_distance(at);
        self.error(Code::Near, message, self.span(at), help);
    }

    pub(super) fn refuse_same(&mut self, at: usize) {
        let shown = self.source(at, at);
        let unit = if shown.ends_with(['s', 'S', 't', 'T']) {
            "sentence"
        } else {
            "paragraph"
        };
        let message =
            format!("{shown} asks for words in the same {unit}; this version does not do that yet");
        let help = self.without_distance(at);
        self.error(Code::Same, message, self.span(at), help);
    }

    pub(super) fn refuse_at_least(&mut self) {
        let shown = self.source(self.at, self.at);
        let message =
            format!("{shown} counts how often something occurs; this version does not do that yet");
        self.error(
            Code::AtLeast,
            message,
            self.span(self.at),
            "leave it out: articles that say it more often come first anyway",
        );
    }

    pub(super) fn refuse_print(&mut self, at: usize) {
        let help = match self.peek() {
            Some(TokenKind::Quote(text)) if text.len() <= QUOTED_BYTES => {
                format!("\"{text}\"   (these words, in any case and with or without accents)")
            }
            _ => "leave out the `=`".to_owned(),
        };
        self.error(
            Code::Print,
            "`=` asks for capitals and accents as printed; this version does not do that yet",
            self.span(at),
            help,
        );
    }

    /// `mayor AND resign` for `mayor NEAR/5 resign`, `mayor NOT resign` for NOT NEAR/5; what stands
    /// beside the operator is repeated if it is one short token.
    fn without_distance(&self, at: usize) -> String {
        let side = |at: Option<usize>| {
            let token = at.and_then(|at| self.tokens.get(at))?;
            let is_short = token.span.len() <= QUOTED_BYTES;
            let is_simple = matches!(token.kind, TokenKind::Word(_) | TokenKind::Quote(_));
            (is_short && is_simple).then(|| token.span.of(self.text))
        };
        let before = at.checked_sub(1);
        let behind = side(Some(at + 1)).unwrap_or("…");
        if before.and_then(|before| self.kind(before)) == Some(&TokenKind::Not) {
            let before = side(at.checked_sub(2)).unwrap_or("…");
            return format!("{before} NOT {behind}   (the second nowhere in the article)");
        }
        let before = side(before).unwrap_or("…");
        format!("{before} AND {behind}   (both anywhere in the article), or a phrase in quotes")
    }
}
