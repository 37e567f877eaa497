//! Tokens to tree.
//!
//! What binds tighter comes first: NEAR and PRE, ATLEAST and `field:`, NOT, AND (also between words
//! that stand side by side), OR. Each level is one function; NEAR and ATLEAST have theirs in `near`,
//! values in `value`. After an error the parser reads the rest, so that one run finds all mistakes;
//! the tree of a query with errors is only what could be understood.

use super::fields::Field;
use super::lexer;
use super::message::{Code, Note, SyntaxError};
use super::token::{Token, TokenKind};
use super::value::Typed;
use super::{Query, ValueField};
use crate::text::Span;

/// How deep brackets and NOTs may nest, and how long a chain of NEARs may be: far more than a person
/// writes, far less than a stack holds.
pub const MAX_DEPTH: usize = 100;

/// A query may hold thousands of mistakes of one kind; nobody reads so many.
pub const MAX_ERRORS: usize = 10;

/// The longest query, in bytes.
pub const MAX_QUERY_BYTES: usize = 16 << 20;

/// A query text as understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// What was understood. Only to be searched when there are no errors.
    pub query: Query,
    /// In the order of the text, at most [`MAX_ERRORS`].
    pub errors: Vec<SyntaxError>,
    /// In the order of the text.
    pub notes: Vec<Note>,
}

/// Reads a query. Accepts every string; takes time linear in it.
pub fn parse(text: &str) -> Parsed {
    if text.len() > MAX_QUERY_BYTES {
        let error = SyntaxError {
            code: Code::Long,
            message: format!("the query is longer than {MAX_QUERY_BYTES} bytes"),
            span: Span::default(),
            help: None,
        };
        return Parsed {
            query: Query::All,
            errors: vec![error],
            notes: Vec::new(),
        };
    }
    let lexed = lexer::lex(text);
    let mut parser = Parser {
        text,
        tokens: &lexed.tokens,
        at: 0,
        depth: 0,
        is_stopped: false,
        is_mixed: false,
        around: None,
        errors: lexed.errors,
        notes: lexed.notes,
    };
    let query = parser.whole();
    parser.finish(query)
}

pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token],
    pub(super) at: usize,
    depth: usize,
    /// Nothing more is read: the nesting is too deep.
    is_stopped: bool,
    /// An OR has an AND beside it without brackets.
    is_mixed: bool,
    /// The text field whose value is being read; a name in it is looked for only there.
    pub(super) around: Option<Field>,
    errors: Vec<SyntaxError>,
    notes: Vec<Note>,
}

impl<'t> Parser<'t> {
    fn finish(mut self, query: Option<Query>) -> Parsed {
        let whole = Span::new(0, self.text.len());
        if self.tokens.is_empty() && self.errors.is_empty() {
            let help = "give a word, a \"phrase in quotes\" or person:\"Ana Ruiz\"; `*` finds all";
            self.error(Code::Empty, "the query is empty", Span::new(0, 0), help);
        }
        let query = query.unwrap_or(Query::All);
        // AND inside OR prints with brackets that nobody typed; what prints must parse.
        if query.depth() > MAX_DEPTH {
            self.too_deep(whole);
        }
        if self.errors.is_empty() {
            if self.is_mixed {
                self.note(
                    Code::Mixed,
                    format!("read as  {query}   — AND binds tighter; add brackets to change"),
                    whole,
                );
            }
            let has_star = self
                .tokens
                .iter()
                .any(|token| token.kind == TokenKind::Star);
            if query.is_negative() && !has_star {
                self.note(
                    Code::Negative,
                    "nothing to look for, only to exclude: every other article is found",
                    whole,
                );
            }
        }
        self.errors.sort_by_key(|error| error.span);
        self.errors.truncate(MAX_ERRORS);
        self.notes.sort_by_key(|note| note.span);
        Parsed {
            query,
            errors: self.errors,
            notes: self.notes,
        }
    }

    pub(super) fn error(
        &mut self,
        code: Code,
        message: impl Into<String>,
        span: Span,
        help: impl Into<String>,
    ) {
        self.errors.push(SyntaxError {
            code,
            message: message.into(),
            span,
            help: Some(help.into()),
        });
    }

    /// How many mistakes were found so far.
    pub(super) fn error_count(&self) -> usize {
        self.errors.len()
    }

    fn note(&mut self, code: Code, message: impl Into<String>, span: Span) {
        self.notes.push(Note {
            code,
            message: message.into(),
            span,
            help: None,
        });
    }

    /// From the first byte of one token to the last of another.
    pub(super) fn between(&self, first: usize, last: usize) -> Span {
        Span::new(self.span(first).range().start, self.span(last).range().end)
    }

    /// The query with a piece of it said otherwise, for a help text.
    pub(super) fn rewritten(&self, piece: Span, instead: &str) -> String {
        lexer::rewritten(self.text, piece, instead)
    }

    /// A note, once for each code: a long list of words does not need a hundred of them.
    pub(super) fn note_once(&mut self, code: Code, message: String, span: Span) {
        if self.notes.iter().all(|note| note.code != code) {
            self.note(code, message, span);
        }
    }

    pub(super) fn kind(&self, at: usize) -> Option<&'t TokenKind> {
        if self.is_stopped {
            return None;
        }
        self.tokens.get(at).map(|token| &token.kind)
    }

    pub(super) fn peek(&self) -> Option<&'t TokenKind> {
        self.kind(self.at)
    }

    /// The span of a token that is known to be there.
    pub(super) fn span(&self, at: usize) -> Span {
        self.tokens
            .get(at)
            .map_or_else(Span::default, |token| token.span)
    }

    /// The text of the query between the starts and ends of two tokens.
    pub(super) fn source(&self, first: usize, last: usize) -> &'t str {
        &self.text[self.span(first).range().start..self.span(last).range().end]
    }

    fn whole(&mut self) -> Option<Query> {
        self.check_operators();
        let mut parts = Vec::new();
        loop {
            parts.extend(self.any(None));
            if self.peek().is_none() {
                break;
            }
            self.error(
                Code::Bracket,
                "bracket closed here was never opened",
                self.span(self.at),
                "remove it, or put it in quotes: \")\"",
            );
            self.at += 1;
        }
        (!parts.is_empty()).then(|| Query::and(parts))
    }

    /// Operands joined by OR.
    fn any(&mut self, field: Option<Field>) -> Option<Query> {
        let mut alternatives = Vec::new();
        let mut has_several = false;
        let mut ors = 0;
        loop {
            let clauses = self.all(field);
            has_several |= clauses.len() > 1;
            if !clauses.is_empty() {
                alternatives.push(Query::and(clauses));
            }
            if self.peek() != Some(&TokenKind::Or) {
                break;
            }
            ors += 1;
            self.at += 1;
        }
        self.is_mixed |= has_several && ors > 0;
        (!alternatives.is_empty()).then(|| Query::or(alternatives))
    }

    /// Operands joined by AND, or side by side.
    fn all(&mut self, field: Option<Field>) -> Vec<Query> {
        let mut clauses = Vec::new();
        while let Some(kind) = self.peek() {
            match kind {
                TokenKind::Or | TokenKind::Close => break,
                TokenKind::And => self.at += 1,
                _ => clauses.extend(self.not(field)),
            }
        }
        clauses
    }

    /// An operand, perhaps excluded.
    fn not(&mut self, field: Option<Field>) -> Option<Query> {
        if self.peek() != Some(&TokenKind::Not) {
            return self.bound(field);
        }
        self.at += 1;
        // What must follow is missing; `check_operators` has said so.
        if !self.peek()?.opens_operand() {
            return None;
        }
        self.deeper(self.at - 1, |parser| parser.not(field))
            .map(|inner| Query::Not(Box::new(inner)))
    }

    /// A word, a phrase, a group or a field with its value. Takes at least one token unless the
    /// next one is an operator that its caller takes.
    pub(super) fn operand(&mut self, field: Option<Field>) -> Option<Query> {
        let at = self.at;
        match self.peek()? {
            TokenKind::Open => self.group(field),
            TokenKind::Field(inner) => self.field(*inner, field),
            TokenKind::Word(_) if field.is_some_and(|field| !field.is_text()) => {
                self.bare_value(field?, true)
            }
            TokenKind::Word(word) => {
                self.at += 1;
                let tilde = self.taken(&TokenKind::Fuzzy);
                self.word(field, word, tilde, at)
            }
            TokenKind::Quote(_) => self.quote(field, Typed::Quoted),
            TokenKind::Print => {
                self.at += 1;
                self.quote(field, Typed::Printed)
            }
            TokenKind::Range(text) => {
                self.at += 1;
                self.range(field, text, at)
            }
            TokenKind::Star => {
                self.at += 1;
                match field {
                    None => Some(Query::All),
                    Some(field) => self.leaf(Some(field), "*", Typed::Bare, at),
                }
            }
            TokenKind::AtLeast(times) => self.counted_operand(*times, field),
            // Behind a quote or bracket that was refused already.
            TokenKind::Slop | TokenKind::Fuzzy => {
                self.at += 1;
                None
            }
            TokenKind::Not
            | TokenKind::And
            | TokenKind::Or
            | TokenKind::Close
            | TokenKind::Near(_) => None,
        }
    }

    /// Takes the next token if it is of this kind, and says where it was.
    pub(super) fn taken(&mut self, kind: &TokenKind) -> Option<usize> {
        let is_next = self.peek() == Some(kind);
        self.at += usize::from(is_next);
        is_next.then(|| self.at - 1)
    }

    fn group(&mut self, field: Option<Field>) -> Option<Query> {
        let open = self.at;
        self.at += 1;
        if self.peek() == Some(&TokenKind::Close) {
            let span = Span::new(
                self.span(open).range().start,
                self.span(self.at).range().end,
            );
            self.error(
                Code::Bracket,
                "nothing stands between these brackets",
                span,
                "remove them, or put what you look for inside",
            );
            self.at += 1;
            return None;
        }
        let inner = self.deeper(open, |parser| parser.any(field));
        if self.peek() == Some(&TokenKind::Close) {
            self.at += 1;
            if let Some(slop) = self.taken(&TokenKind::Slop) {
                self.refuse_slop_of_group(open, slop);
            }
        } else if !self.is_stopped {
            self.error(
                Code::Bracket,
                "missing `)`: bracket opened here is never closed",
                self.span(open),
                "close the group, or put the bracket in quotes: \"(\"",
            );
        }
        inner
    }

    /// Reads one level deeper, unless that is too deep: then stops reading altogether.
    fn deeper(
        &mut self,
        opener: usize,
        read: impl FnOnce(&mut Self) -> Option<Query>,
    ) -> Option<Query> {
        if self.depth == MAX_DEPTH {
            self.too_deep(self.span(opener));
            self.is_stopped = true;
            return None;
        }
        self.depth += 1;
        let query = read(self);
        self.depth -= 1;
        query
    }

    pub(super) fn too_deep(&mut self, span: Span) {
        let message = format!("brackets, NOTs or NEARs nest deeper than {MAX_DEPTH} levels here");
        self.error(
            Code::Depth,
            message,
            span,
            "remove brackets that are not needed",
        );
    }

    /// `name:` and what follows it without a space.
    fn field(&mut self, field: Field, outer: Option<Field>) -> Option<Query> {
        let at = self.at;
        self.at += 1;
        if let Some(outer) = outer
            && field != Field::Refused
            && !(outer.is_text() && field.is_name())
        {
            self.nested(at, "close the brackets before it");
        }
        // `title:lead:strike` is refused here, not read by recursion; only a name may follow.
        while field.is_text()
            && let Some(TokenKind::Field(inner)) = self.glued()
            && !inner.is_name()
        {
            if *inner != Field::Refused {
                let (outer, inner) = (self.source(at, at), self.source(self.at, self.at));
                self.nested(
                    self.at,
                    &format!("give each its own value:  {outer}… AND {inner}…"),
                );
            }
            self.at += 1;
        }
        let around = self.around;
        if field.is_text() {
            self.around = Some(field);
        }
        let query = match self.glued() {
            Some(TokenKind::Word(_)) => self.bare_value(field, false),
            Some(TokenKind::Field(inner)) if field.is_text() => self.field(*inner, Some(field)),
            Some(
                TokenKind::Open
                | TokenKind::Quote(_)
                | TokenKind::Range(_)
                | TokenKind::Star
                | TokenKind::Print,
            ) => self.operand(Some(field)),
            _ => {
                self.no_value(field, at);
                None
            }
        };
        self.around = around;
        query
    }

    /// The next token, if no space stands before it.
    fn glued(&self) -> Option<&'t TokenKind> {
        let is_glued = self.tokens.get(self.at).is_some_and(|next| next.is_glued);
        self.peek().filter(|_| is_glued)
    }

    fn nested(&mut self, at: usize, help: &str) {
        let name = self.source(at, at);
        let message = format!("{name} stands inside the value of another field");
        self.error(Code::Nested, message, self.span(at), help);
    }

    fn no_value(&mut self, field: Field, at: usize) {
        if field == Field::Refused {
            return;
        }
        let name = self.source(at, at);
        let help = match self.peek() {
            Some(TokenKind::Word(_) | TokenKind::Quote(_)) => {
                format!("without a space:  {name}{}", self.source(self.at, self.at))
            }
            _ => format!("{}{}", name, example(field)),
        };
        self.error(
            Code::Value,
            format!("{name} has no value"),
            self.span(at),
            help,
        );
    }
}

/// A value that the field can take.
fn example(field: Field) -> &'static str {
    match field {
        Field::Name(crate::entity::Kind::Person) => "\"Ana Ruiz\"",
        Field::Name(crate::entity::Kind::Place) => "Bogotá",
        Field::Name(crate::entity::Kind::Org) => "\"United Nations\"",
        Field::Date => "2019..2021",
        Field::Value(ValueField::Page) => "1",
        Field::Value(ValueField::Lang) => "en",
        Field::Value(ValueField::Path) => "2019/may/*",
        _ => "strike",
    }
}
