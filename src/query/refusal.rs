//! What the parser will not read, and what to write instead.
//!
//! Nothing of it is ever read as words: an answer to another question would look like an answer.

use super::fields::Field;
use super::foreign::{any_ending, foreign_word};
use super::message::Code;
use super::parser::Parser;
use super::token::{Token, TokenKind, is_count, is_minus, number};
use super::tree::lone_stars;
use super::{Query, dates};
use crate::text::Span;
use crate::text::token::is_apostrophe;

/// Operands longer than this are not repeated in a help text.
pub(super) const QUOTED_BYTES: usize = 60;

impl Parser<'_> {
    /// Finds operators without an operand, and `and`, `or`, `not` that look like operators.
    pub(super) fn check_operators(&mut self) {
        use TokenKind::{And, AtLeast, Close, Near, Not, Open, Or, Word};
        let tokens = self.tokens;
        let mut single_quote = None;
        for (at, token) in tokens.iter().enumerate() {
            let token_at = |at: Option<usize>| at.map(|at| &tokens[at]);
            let before = token_at(at.checked_sub(1));
            let behind = tokens.get(at + 1);
            let shown = token.span.of(self.text);
            match &token.kind {
                And | Or | Near(_) => {
                    let is_near = matches!(token.kind, Near(_));
                    // `a NOT NEAR/5 b`
                    let left = match before.map(|before| &before.kind) {
                        Some(Not) if is_near => token_at(at.checked_sub(2)),
                        _ => before,
                    };
                    match left.map(|left| &left.kind) {
                        None | Some(Open) => {
                            let message = format!("{shown} has nothing before it");
                            self.missing(token.span, message, shown);
                        }
                        Some(And | Or | Not | Near(_) | AtLeast(_)) => {
                            let left = left.map_or("", |left| left.span.of(self.text));
                            let message = format!("nothing stands between {left} and {shown}");
                            self.missing(token.span, message, shown);
                        }
                        _ => {}
                    }
                }
                AtLeast(_) if behind.is_some_and(|behind| behind.kind == Not) => {
                    let help = format!("NOT {shown} …   (less often than that)");
                    let message = "what is excluded cannot be counted";
                    self.error(Code::Operand, message, token.span, help);
                }
                Word(word) => {
                    self.check_case(word, token.span, before, behind);
                    self.check_date_words(at);
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
            let needs_operand = matches!(token.kind, And | Or | Not | Near(_) | AtLeast(_));
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
        let operator = match word {
            "and" | "or" | "not" | "same" => word.to_uppercase(),
            "near" => "NEAR/5".to_owned(),
            _ => return,
        };
        if stands_between {
            let message =
                format!("\"{word}\" is read as a word; write {operator} for the operator");
            self.note_once(Code::Case, message, span);
        }
    }

    /// `date aft 2019`, `date after 1/1/2019`: dates as Nexis and Factiva write them.
    fn check_date_words(&mut self, at: usize) {
        let word = |at: usize| match self.kind(at) {
            Some(TokenKind::Word(word)) => word.as_str(),
            _ => "",
        };
        let (name, compared, day) = (word(at), word(at + 1), word(at + 2));
        if !name.eq_ignore_ascii_case("date")
            || !day.starts_with(|next: char| next.is_ascii_digit())
        {
            return;
        }
        let sign = match compared.to_lowercase().as_str() {
            "aft" | "after" => ">",
            "bef" | "before" => "<",
            "geq" | "from" => ">=",
            "leq" => "<=",
            "is" | "=" => "",
            _ => return,
        };
        let span = self.between(at, at + 2);
        let help = match dates::range(day) {
            Ok(_) => self.rewritten(span, &format!("date:{sign}{day}")),
            Err(error) => format!("date:{sign}…   dates are {}", error.help()),
        };
        let message = "other systems write dates in words; here they stand behind date:";
        self.error(Code::Foreign, message, span, help);
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

    /// A bare word of the text that is syntax elsewhere. Says whether it was refused.
    pub(super) fn refuse_foreign_word(&mut self, word: &str, at: usize) -> bool {
        let span = self.span(at);
        let is_in_field = at > 0 && matches!(self.kind(at - 1), Some(TokenKind::Field(_)));
        let Some(foreign) = foreign_word(word, is_in_field) else {
            if let Some(stem) = any_ending(word) {
                let message = format!("\"{word}\" is read as a word; for any ending write {stem}*");
                self.note_once(Code::Ending, message, span);
            }
            return false;
        };
        let help = match foreign.instead {
            Some(instead) if foreign.remark.is_empty() => self.rewritten(span, &instead),
            Some(instead) => format!("{}   {}", self.rewritten(span, &instead), foreign.remark),
            None => foreign.remark.to_owned(),
        };
        self.error(foreign.code, foreign.message, span, help);
        true
    }

    /// `person:Bla*`, `source:Daily*`
    pub(super) fn refuse_wildcard(&mut self, field: Field, value: &str, span: Span) {
        let name = field.name();
        let stem = value.split(['*', '?']).next().unwrap_or_default();
        let message = format!(
            "{name}: is looked up word by word; `*` and `?` stand for letters only in the text"
        );
        let help = match field {
            Field::Name(_) if stem.is_empty() => {
                format!("{name}: with a word of the name, or \"{value}\" in the text")
            }
            Field::Name(_) => {
                format!("write a whole word of the name, or  \"{value}\"  to search the text")
            }
            _ => format!("{name}: with whole words, or any of several: {name}:(… OR …)"),
        };
        self.error(Code::Wildcard, message, span, help);
    }

    /// `title:*`, `source:*`, `**`
    pub(super) fn refuse_star(&mut self, field: Field, span: Span) {
        let message = "`*` and `?` stand for letters; a word needs at least one of its own";
        let help = match field {
            Field::Value(_) => format!("{}: with a value", field.name()),
            _ => "strik*; `*` alone and without a field finds every article".to_owned(),
        };
        self.error(Code::Wildcard, message, span, help);
    }

    /// What cannot stand between quotes: a `*` for a whole word, `~1` behind a word. Says whether it
    /// refused something.
    pub(super) fn refuse_in_phrase(&mut self, text: &str, at: usize) -> bool {
        let span = self.span(at);
        if lone_stars(text).next().is_some() {
            let help = match text.len() <= QUOTED_BYTES {
                true => words_between(text),
                false => "PRE/2 between two phrases leaves room for one word".to_owned(),
            };
            let message = "`*` stands for letters of a word, not for a word of its own";
            self.error(Code::Wildcard, message, span, help);
            return true;
        }
        if let Some(bare) = text.strip_prefix('^')
            && bare.starts_with(char::is_alphanumeric)
        {
            let help = format!("lead:\"{bare}\"   (in the summary or the first paragraph)");
            let message = "`^` is how Recoll asks for the beginning of a text";
            self.error(Code::Foreign, message, span, help);
            return true;
        }
        let fuzzy = text.split(' ').find(|word| {
            word.rsplit_once(['~', '～']).is_some_and(|(stem, edits)| {
                let is_word = stem.ends_with(char::is_alphanumeric) && !stem.contains("://");
                let is_number = |edits: &str| {
                    let mut bytes = edits.bytes();
                    bytes.all(|byte| byte.is_ascii_digit() || byte == b'.')
                };
                // Signs that are no part of a word may follow.
                let bare = edits.trim_matches(|sign: char| !sign.is_alphanumeric());
                is_word && (is_number(edits) || !bare.is_empty() && is_number(bare))
            })
        });
        let Some(word) = fuzzy else {
            return false;
        };
        let stem = word.trim_end_matches(|last: char| !last.is_alphabetic());
        let rest = text.replacen(word, "", 1);
        let rest = rest.trim();
        let help = match (text.len() <= QUOTED_BYTES, rest.is_empty()) {
            (true, true) => format!("{stem}~1"),
            (true, false) if rest.contains(' ') => format!("{stem}~1 AND \"{rest}\""),
            (true, false) => format!("{stem}~1 NEAR/1 \"{rest}\""),
            (false, _) => format!("{stem}~1 NEAR/1 …"),
        };
        let message = "`~` finds similar spellings of a word that stands by itself, not in quotes";
        self.error(Code::Fuzzy, message, span, help);
        true
    }

    /// `person:smith~1`, `source:Tmes~1`
    pub(super) fn refuse_fuzzy_value(&mut self, field: Field, word: &str, span: Span) {
        let name = field.name();
        let (message, help) = match field {
            Field::Name(_) => (
                format!(
                    "{name}: finds the spellings of a name by itself; `~` is for words of the text"
                ),
                format!("{name}:{word} or {word}~1"),
            ),
            _ => (
                format!("{name}: is looked up word by word; `~` is for words of the text"),
                format!("{name}:{word}"),
            ),
        };
        self.error(Code::Fuzzy, message, span, help);
    }

    /// `person:"Ana Ruiz"~2`, `source:"Daily Echo"~2`
    pub(super) fn refuse_slop_of_value(&mut self, query: &Query, at: usize, slop: usize) {
        let shown = self.source(slop, slop);
        let (code, message) = match query {
            Query::Field { .. } | Query::Date(_) => (
                Code::Operand,
                format!(
                    "{shown} asks for words near each other in the text; this value is not in the text"
                ),
            ),
            _ => (
                Code::Fuzzy,
                "a name is found in its spellings and forms by itself".to_owned(),
            ),
        };
        let help = self.rewritten(self.span(slop), "");
        debug_assert!(at < slop);
        self.error(code, message, self.span(slop), help);
    }

    /// `(a b)~4`
    pub(super) fn refuse_slop_of_group(&mut self, open: usize, slop: usize) {
        let shown = self.source(slop, slop);
        let distance = shown.trim_start_matches(|next: char| !next.is_ascii_digit());
        let distance = if is_count(distance) { distance } else { "4" };
        // Of two plain words it can be said in full.
        let is_pair = slop == open + 4
            && matches!(self.kind(open + 1), Some(TokenKind::Word(_)))
            && matches!(self.kind(open + 2), Some(TokenKind::Word(_)));
        let near = number(distance).saturating_add(1);
        let help = match is_pair {
            true => {
                let (one, other) = (
                    self.source(open + 1, open + 1),
                    self.source(open + 2, open + 2),
                );
                let whole = self.between(open, slop);
                self.rewritten(whole, &format!("({one} NEAR/{near} {other})"))
            }
            false => format!("… NEAR/{near} …, or a phrase in quotes: \"…\"~{distance}"),
        };
        let message = format!("{shown} stands behind a phrase in quotes, not behind brackets");
        self.error(Code::Operand, message, self.span(slop), help);
    }

    /// `"a b"po5`: Recoll's letters behind a phrase.
    pub(super) fn refuse_modifier(&mut self, text: &str, at: usize, modifier: usize) {
        let shown = self.source(modifier, modifier);
        let has = |letter: char| shown.contains(letter);
        let quoted = self.source(at, at);
        let whole = self.between(at, modifier);
        let digits = shown.trim_start_matches(|next: char| !next.is_ascii_digit());
        let words: Vec<&str> = text.split(' ').collect();
        let help = if has('o') || has('p') {
            // Recoll counts the words between, and without a number allows ten.
            let between = if is_count(digits) { number(digits) } else { 10 };
            let sign = if has('p') { "NEAR" } else { "PRE" };
            let operator = format!("\" {sign}/{} \"", between.saturating_add(1));
            let joined = format!("\"{}\"", words.join(&operator));
            let remark = match words.len() {
                2 => "",
                _ => "   (so far between each and the next)",
            };
            format!("{}{remark}", self.rewritten(whole, &joined))
        } else if has('C') || has('D') {
            let printed = self.rewritten(whole, &format!("={quoted}"));
            format!("{printed}   (case and accents as printed)")
        } else {
            let plain = self.rewritten(whole, quoted);
            format!("{plain}   (in quotes words have no other forms and no synonyms)")
        };
        let message = format!("letters behind a phrase, \"…\"{shown}, are the syntax of Recoll");
        self.error(Code::Foreign, message, self.span(modifier), help);
    }

    /// `=Polish` without quotes, `person:="Ana"`. The value stands at `at`.
    pub(super) fn refuse_print(&mut self, field: Field, value: &str, at: usize) {
        let name = field.name();
        let message = format!(
            "`=` asks for case and accents as printed in the text; {name}: is looked up without them"
        );
        let help = format!("{name}:\"{value}\"");
        self.error(Code::Print, message, self.span(at), help);
    }

    /// `[1945 TO 1950]` where no date is asked for.
    pub(super) fn refuse_range(&mut self, field: Option<Field>, text: &str, at: usize) {
        let inner = text.trim_matches(['[', ']', '{', '}']);
        let is_any = inner.split(" TO ").all(|end| end.trim() == "*");
        let help = match field {
            None => format!("date:{text}"),
            Some(field @ Field::Name(_)) if is_any => format!("{}:*", field.name()),
            Some(field) => format!("{0}:… OR {0}:…", field.name()),
        };
        self.error(Code::Value, "only date: takes a range", self.span(at), help);
    }
}

/// `"city" PRE/2 "council"` for `"city * council"`.
fn words_between(text: &str) -> String {
    let mut out = String::new();
    let mut part: Vec<&str> = Vec::new();
    let mut stars = 0;
    for (place, word) in text.split(' ').enumerate() {
        if lone_stars(text).any(|star| star == place) {
            stars += 1;
            continue;
        }
        if stars > 0 && !part.is_empty() {
            out.push_str(&format!("\"{}\" PRE/{} ", part.join(" "), stars + 1));
            part.clear();
        }
        stars = 0;
        part.push(word);
    }
    out.push_str(&format!("\"{}\"", part.join(" ")));
    if out.contains("PRE/") {
        out.push_str("   (so many words at most between them)");
    }
    out
}
