//! Query text to tokens.
//!
//! Longer than 600 lines: one machine over one text; what a sign means depends on what was read before it.
//!
//! What a token is depends on what stands before it: behind `date:` a bracket opens a range, behind
//! any field `-` and `:` are plain characters. What other systems write for our operators is a token
//! like the others; it is the parser that refuses it.
//!
//! Repaired silently: curly and other double quotes, primes, fullwidth tilde, non-breaking spaces,
//! invisible characters, a space before `~4`.

use super::Nearness;
use super::fields::{self, Field};
use super::message::{Code, Note, SyntaxError};
use super::token::{
    Proximity, Token, TokenKind, ends_word, is_amount, is_count, is_minus, is_name, is_quote,
    is_space, number, numbered, operator, repaired,
};
use crate::text::{Span, normalize};

/// The tokens of a query, and what was wrong with it on this level.
#[derive(Debug, Default)]
pub(super) struct Lexed {
    pub(super) tokens: Vec<Token>,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) notes: Vec<Note>,
}

/// Cuts a query into tokens. Takes time linear in the text.
pub(super) fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer {
        text,
        at: 0,
        is_glued: false,
        has_open_quote: false,
        out: Lexed::default(),
    };
    while let Some(next) = lexer.peek() {
        lexer.token(next);
    }
    lexer.out
}

/// Whether a bare `word` is read as just that word.
pub(super) fn is_plain_word(word: &str) -> bool {
    let lexed = lex(word);
    let is_alone = match lexed.tokens.as_slice() {
        [
            Token {
                kind: TokenKind::Word(read),
                ..
            },
        ] => read == word,
        _ => false,
    };
    is_alone && lexed.errors.is_empty() && lexed.notes.is_empty()
}

/// How far the end of a date range is looked for. Two dates need 30.
const RANGE_BYTES: usize = 80;

/// Longer queries are not repeated in a help text: three lines of a terminal.
pub(super) const REPEATED_BYTES: usize = 240;

/// The query with a piece of it said otherwise; of a long query only the piece.
pub(super) fn rewritten(text: &str, piece: Span, instead: &str) -> String {
    if text.len() > REPEATED_BYTES {
        return match instead.is_empty() {
            true => "leave it out".to_owned(),
            false => format!("… {instead} …"),
        };
    }
    let range = piece.range();
    let whole = [&text[..range.start], instead, &text[range.end..]].concat();
    whole.trim().to_owned()
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    is_glued: bool,
    /// A quote is never closed: no other can be either, and all follow from that one mistake.
    has_open_quote: bool,
    out: Lexed,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The next character that can be seen behind `skipped` bytes.
    fn peek_behind(&self, skipped: usize) -> Option<char> {
        let mut behind = self.rest().get(skipped..)?.chars();
        behind.find(|&next| is_space(next) || !normalize::is_invisible(next))
    }

    /// Takes the next `bytes` bytes as a token.
    fn push(&mut self, kind: TokenKind, bytes: usize) {
        let span = Span::new(self.at, self.at + bytes);
        let is_glued = self.is_glued;
        self.out.tokens.push(Token {
            kind,
            span,
            is_glued,
        });
        self.at += bytes;
        self.is_glued = true;
    }

    fn skip_space(&mut self, bytes: usize) {
        self.at += bytes;
        self.is_glued = false;
    }

    fn error(
        &mut self,
        code: Code,
        message: impl Into<String>,
        span: Span,
        help: impl Into<String>,
    ) {
        self.out.errors.push(SyntaxError {
            code,
            message: message.into(),
            span,
            help: Some(help.into()),
        });
    }

    /// The field whose value comes next.
    fn field(&self) -> Option<Field> {
        match self.out.tokens.last() {
            Some(Token {
                kind: TokenKind::Field(field),
                ..
            }) if self.is_glued => Some(*field),
            _ => None,
        }
    }

    fn token(&mut self, next: char) {
        let field = self.field();
        // An operand has just ended, without a space: `"Anglo"-American`.
        let touches_operand = self.is_glued
            && self
                .out
                .tokens
                .last()
                .is_some_and(|token| token.kind.closes_operand());
        match next {
            _ if is_space(next) => self.skip_space(next.len_utf8()),
            _ if normalize::is_invisible(next) => self.at += next.len_utf8(),
            '(' => self.push(TokenKind::Open, 1),
            ')' => {
                self.push(TokenKind::Close, 1);
                self.suffix();
            }
            '|' => {
                let is_doubled = self.rest().starts_with("||");
                self.push(TokenKind::Or, 1 + usize::from(is_doubled));
            }
            _ if is_quote(next) => self.quote(next, field),
            '[' | '{' if field == Some(Field::Date) || self.is_range(field) => self.range(),
            '[' if field.is_none() && self.is_corpus_query() => self.corpus_query(),
            '=' if self.peek_behind(1).is_some_and(is_quote) => self.push(TokenKind::Print, 1),
            '+' if touches_operand => self.at += 1,
            _ if is_minus(next) && touches_operand => self.at += next.len_utf8(),
            _ if is_minus(next) && field.is_none() => self.minus(),
            '!' if field.is_none() && self.touches_next_operand() => self.push(TokenKind::Not, 1),
            '+' if field.is_none() && self.westlaw() => {}
            '+' if field.is_none() && self.touches_next_operand() => self.plus(),
            _ => self.word(field),
        }
    }

    /// Whether the sign here stands directly before a word, quote or bracket.
    fn touches_next_operand(&self) -> bool {
        self.peek_behind(1)
            .is_some_and(|next| next.is_alphanumeric() || is_quote(next) || next == '(')
    }

    /// Takes `+5` and `+s` between operands, which are Westlaw's for an order. `+2019 +strike` is not.
    fn westlaw(&mut self) -> bool {
        let rest = &self.rest()[1..];
        let word_bytes = rest.find(ends_word).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(word_bytes);
        let how = match word {
            "s" | "S" => Proximity::InOrder(Nearness::Sentence),
            "p" | "P" => Proximity::InOrder(Nearness::Paragraph),
            _ if is_count(word) && word.len() <= 3 => {
                Proximity::Foreign(Nearness::Pre(number(word)))
            }
            _ => return false,
        };
        let stands_behind = self
            .out
            .tokens
            .last()
            .is_some_and(|token| token.kind.closes_operand());
        let next = behind.trim_start_matches(is_space).chars().next();
        let is_between = stands_behind && next.is_some_and(|next| !"+)|".contains(next));
        if is_between {
            self.push(TokenKind::Near(how), 1 + word_bytes);
        }
        is_between
    }

    fn plus(&mut self) {
        let span = Span::new(self.at, self.at + 1);
        self.note(Code::Plus, "`+` is not needed: every word must occur", span);
        self.at += 1;
    }

    /// A note, once for each code: a long list of words does not need a hundred of them.
    fn note(&mut self, code: Code, message: impl Into<String>, span: Span) {
        if self.out.notes.iter().all(|note| note.code != code) {
            self.out.notes.push(Note {
                code,
                message: message.into(),
                span,
                help: None,
            });
        }
    }

    /// One or more `-` before an operand; a dash that stands alone excludes nothing.
    fn minus(&mut self) {
        let run: usize = self
            .rest()
            .chars()
            .take_while(|&sign| is_minus(sign))
            .map(char::len_utf8)
            .sum();
        let behind = self.peek_behind(run);
        if behind.is_none_or(|behind| is_space(behind) || matches!(behind, ')' | '|')) {
            self.error(
                Code::Nothing,
                "a dash alone has nothing to search",
                Span::new(self.at, self.at + run),
                "leave it out, or to exclude a word write it without a space:  -word",
            );
            self.at += run;
            return;
        }
        let end = self.at + run;
        while self.at < end {
            let sign = self.peek().map_or(1, char::len_utf8);
            self.push(TokenKind::Not, sign);
        }
    }

    fn quote(&mut self, opening: char, field: Option<Field>) {
        let inner_at = self.at + opening.len_utf8();
        if self.has_open_quote {
            self.at = inner_at;
            return;
        }
        let mut raw = String::new();
        let mut end = None;
        let mut characters = self.text[inner_at..].char_indices().peekable();
        while let Some((offset, character)) = characters.next() {
            if character == '\\'
                && let Some(&(_, escaped)) = characters.peek()
                && (escaped == '\\' || is_quote(escaped))
            {
                raw.push(escaped);
                characters.next();
            } else if is_quote(character) {
                end = Some((inner_at + offset, character.len_utf8()));
                break;
            } else {
                raw.push(character);
            }
        }
        let Some((end, closing)) = end else {
            return self.unclosed_quote(inner_at);
        };
        let is_literal = field.is_some_and(Field::is_literal);
        let text = if is_literal { raw } else { repaired(&raw) };
        self.push(TokenKind::Quote(text), end + closing - self.at);
        self.suffix();
    }

    /// Reads as if the quote had been closed before the next operator, field or bracket.
    fn unclosed_quote(&mut self, inner_at: usize) {
        self.has_open_quote = true;
        let inner = &self.text[inner_at..];
        let mut end = inner.len();
        let mut word_at = 0;
        for word in inner.split_inclusive(is_space) {
            let bare = word.trim_end_matches(is_space);
            let is_operator = matches!(bare, "AND" | "OR" | "NOT");
            let is_field = bare
                .split_once(':')
                .is_some_and(|(name, _)| fields::known(name).is_some());
            if word_at > 0 && (is_operator || is_field || bare.starts_with(['-', '('])) {
                end = word_at;
                break;
            }
            if let Some(bracket) = bare.find(')') {
                end = word_at + bracket;
                break;
            }
            word_at += word.len();
        }
        let phrase = inner[..end].trim_matches(is_space);
        let help = if phrase.is_empty() {
            "remove it, or close the quote that stands before it".to_owned()
        } else if self.text.len() > REPEATED_BYTES {
            "close it where the phrase ends".to_owned()
        } else {
            let before = &self.text[..self.at];
            let space = if inner[..end].ends_with(is_space) {
                " "
            } else {
                ""
            };
            format!("did you mean  {before}\"{phrase}\"{space}{}", &inner[end..])
        };
        let opening = Span::new(self.at, inner_at);
        self.error(
            Code::Quote,
            "quote opened here is never closed",
            opening,
            help,
        );
        if phrase.is_empty() {
            self.at = inner_at + end;
        } else {
            self.push(TokenKind::Quote(repaired(phrase)), inner_at - self.at + end);
        }
    }

    /// `~4`, `^2` and Recoll's `po5` directly behind quotes or a bracket.
    fn suffix(&mut self) {
        let spaces: usize = self
            .rest()
            .chars()
            .take_while(|&next| is_space(next))
            .map(char::len_utf8)
            .sum();
        let behind = &self.rest()[spaces..];
        let word_bytes = behind.find(ends_word).unwrap_or(behind.len());
        let word = &behind[..word_bytes];
        let distance_bytes = word.find('^').unwrap_or(word_bytes);
        if let Some(distance) = word[..distance_bytes].strip_prefix(['~', '～'])
            && distance
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
            && (spaces == 0 || !distance.is_empty())
        {
            self.at += spaces;
            self.push(TokenKind::Slop, distance_bytes);
            return self.boost_behind(&word[distance_bytes..]);
        }
        if spaces > 0 {
            return;
        }
        // Recoll's letters, and its weights.
        let is_modifier = |next: char| "lsopCDeSA.".contains(next) || next.is_ascii_digit();
        let is_quote = matches!(
            self.out.tokens.last(),
            Some(Token {
                kind: TokenKind::Quote(_),
                ..
            })
        );
        if is_quote && !word.is_empty() && word.chars().all(is_modifier) {
            return self.push(TokenKind::Slop, word_bytes);
        }
        self.boost_behind(word);
    }

    /// Skips `^2`, with a note.
    fn boost_behind(&mut self, word: &str) {
        if word.strip_prefix('^').is_some_and(is_amount) {
            self.boost(Span::new(self.at, self.at + word.len()), word);
            self.at += word.len();
        }
    }

    fn boost(&mut self, span: Span, boost: &str) {
        let message = format!("weights such as \"{boost}\" are ignored");
        self.note(Code::Boost, message, span);
    }

    /// Whether a range begins here in a place that has none, to refuse it: `page:[1 TO 5]`.
    fn is_range(&self, field: Option<Field>) -> bool {
        let rest = self.rest().as_bytes();
        let rest = &rest[..rest.len().min(RANGE_BYTES)];
        let closing = rest.iter().position(|byte| matches!(byte, b']' | b'}'));
        let inner = &rest[..closing.unwrap_or(0)];
        !field.is_some_and(Field::is_literal) && inner.windows(4).any(|piece| piece == b" TO ")
    }

    /// `[1945 TO 1950]` behind `date:`; without its closing bracket, up to the end of the word.
    fn range(&mut self) {
        let rest = self.rest();
        let closing = rest
            .bytes()
            .take(RANGE_BYTES)
            .position(|byte| matches!(byte, b']' | b'}'));
        let bytes = match closing {
            Some(end) => end + 1,
            None => rest.find(ends_word).unwrap_or(rest.len()),
        };
        let text = repaired(&rest[..bytes]);
        self.push(TokenKind::Range(text), bytes);
    }

    /// Whether this is CQL of corpus tools: `[word="strike"]`.
    fn is_corpus_query(&self) -> bool {
        let inner = &self.rest()[1..];
        let name = inner.find(|next: char| !next.is_ascii_alphabetic());
        name.is_some_and(|end| end > 0 && inner[end..].trim_start_matches('!').starts_with('='))
    }

    fn corpus_query(&mut self) {
        let rest = self.rest();
        let bytes = rest.find(']').map_or(rest.len(), |end| end + 1);
        self.error(
            Code::Foreign,
            "square brackets are the syntax of corpus tools (CQL); morgue does not read it",
            Span::new(self.at, self.at + bytes),
            "write the words themselves, a phrase in quotes",
        );
        self.at += bytes;
    }

    fn word(&mut self, field: Option<Field>) {
        let rest = self.rest();
        let raw = &rest[..rest.find(ends_word).unwrap_or(rest.len())];
        let behind = rest[raw.len()..].chars().next();
        if field.is_some_and(Field::is_literal) {
            return self.push(TokenKind::Word(raw.to_owned()), raw.len());
        }
        let mut word = repaired(raw);
        if word.is_empty() {
            self.at += raw.len();
            return;
        }
        if word == "*" {
            return self.push(TokenKind::Star, raw.len());
        }
        if field.is_none() {
            if self.bracketed_distance(&word, raw.len()).is_some() {
                return;
            }
            if let Some(operator) = operator(&word) {
                self.not_before(&operator);
                return self.push(operator, raw.len());
            }
            if self.field_name(raw) || self.foreign_field(raw, behind) {
                return;
            }
        } else if field.is_some_and(Field::is_text) && self.field_in_field(raw) {
            return;
        }
        while let Some((stem, boost)) = word.rsplit_once('^')
            && !stem.is_empty()
            && is_amount(boost)
        {
            let sign = raw.rfind('^').unwrap_or(0);
            let span = Span::new(self.at + sign, self.at + raw.len());
            self.boost(span, &format!("^{boost}"));
            word.truncate(stem.len());
        }
        let fuzzy = word.rsplit_once(['~', '～']).filter(|(stem, edits)| {
            !stem.is_empty()
                && !stem.ends_with('/')
                && edits
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'.')
        });
        match fuzzy.map(|(stem, _)| stem.to_owned()) {
            Some(stem) => {
                let tilde = raw.rfind(['~', '～']).unwrap_or(raw.len());
                // The weights were taken off.
                let end = raw[tilde..]
                    .find('^')
                    .map_or(raw.len(), |sign| tilde + sign);
                self.push(TokenKind::Word(stem), tilde);
                self.push(TokenKind::Fuzzy, end - tilde);
                self.at += raw.len() - end;
            }
            None => self.push(TokenKind::Word(word), raw.len()),
        }
    }

    /// Takes `person:` of `title:person:"Ana Ruiz"`, and other fields of ours, to refuse them. What else
    /// has a colon is a word: `text:Re:you`.
    fn field_in_field(&mut self, raw: &str) -> bool {
        let Some((name, _)) = raw.split_once(':') else {
            return false;
        };
        match fields::known(&repaired(name)) {
            Some(field) => {
                self.push(TokenKind::Field(field), name.len() + 1);
                true
            }
            None => false,
        }
    }

    /// `a not w/5 b`: as Nexis writes it. Elsewhere `not` in small letters is a word.
    fn not_before(&mut self, operator: &TokenKind) {
        let [.., before, not] = self.out.tokens.as_mut_slice() else {
            return;
        };
        if matches!(operator, TokenKind::Near(_))
            && before.kind.closes_operand()
            && !not.is_glued
            && not.kind == TokenKind::Word("not".to_owned())
        {
            not.kind = TokenKind::Not;
        }
    }

    /// Google's AROUND(5), and NEAR(5) and NEAR(n=5) of others. `None` when it is none.
    fn bracketed_distance(&mut self, word: &str, word_bytes: usize) -> Option<()> {
        let is_ordered = match word {
            "AROUND" | "NEAR" => false,
            "ONEAR" | "PRE" | "ADJ" => true,
            _ => return None,
        };
        let behind = &self.rest()[word_bytes..];
        let inner = behind.trim_start_matches(is_space).strip_prefix('(')?;
        let digits = inner.strip_prefix("n=").unwrap_or(inner);
        let digits = &digits[..digits.find(')')?];
        if !is_count(digits) {
            return None;
        }
        let bytes = word_bytes + behind.find(')')? + 1;
        let how = match is_ordered {
            true => Nearness::Pre(number(digits)),
            false => Nearness::Near(number(digits)),
        };
        let operator = TokenKind::Near(Proximity::Foreign(how));
        self.not_before(&operator);
        self.push(operator, bytes);
        Some(())
    }

    /// Takes `name:` if the word begins with one. Times (`10:30`) and addresses (`http://x`) do not.
    fn field_name(&mut self, raw: &str) -> bool {
        let Some((name, value)) = raw.split_once(':') else {
            return false;
        };
        let span = Span::new(self.at, self.at + name.len());
        let raw_name = name;
        let name = repaired(name);
        if name == "_exists_" {
            self.exists(raw, value);
            return true;
        }
        if !is_name(&name) {
            return false;
        }
        let field = if let Some(field) = fields::known(&name) {
            field
        } else if let Some((meaning, instead)) = fields::later(&name) {
            let message = format!(
                "{}: ({meaning}) is not in this version yet",
                name.to_lowercase()
            );
            self.error(Code::Later, message, span, format!("for now use {instead}"));
            Field::Refused
        } else if let Some(times) = numbered(&name, &["repeat", "atleast"]) {
            self.push(TokenKind::AtLeast(Some(times)), raw_name.len() + 1);
            return true;
        } else if value.starts_with("//") {
            return false;
        } else if let Some(distance) = numbered(&name, &["near"]) {
            self.near_field(span, distance);
            Field::Refused
        } else {
            let message = format!("no field called \"{name}\"");
            let help = match fields::translated(&name, value) {
                Some(ours) => self.rewritten(Span::new(self.at, self.at + raw.len()), &ours),
                // Nothing like it: perhaps `Covid:19` was no field at all.
                None => {
                    let help = fields::suggestions(&name);
                    match help.starts_with("fields:") && !value.is_empty() {
                        true => format!("to search the words: \"{}\"   {help}", repaired(raw)),
                        false => help,
                    }
                }
            };
            self.error(Code::Field, message, span, help);
            Field::Refused
        };
        self.push(TokenKind::Field(field), raw_name.len() + 1);
        true
    }

    /// GDELT's `near20:"trump putin"`.
    fn near_field(&mut self, span: Span, distance: u32) {
        let behind = &self.text[span.range().end..];
        let quoted = behind
            .strip_prefix(":\"")
            .and_then(|rest| rest.split_once('"'));
        let help = match quoted {
            Some((words, _)) if words.len() <= REPEATED_BYTES => {
                let words: Vec<&str> = words.split_whitespace().collect();
                words.join(&format!(" NEAR/{distance} "))
            }
            _ => format!("… NEAR/{distance} …"),
        };
        let message = "a distance stands between the words";
        self.error(Code::Foreign, message, span, help);
    }

    /// Lucene's `_exists_:person`.
    fn exists(&mut self, raw: &str, value: &str) {
        let span = Span::new(self.at, self.at + raw.len());
        let help = match fields::foreign(value) {
            Some(field @ (Field::Name(_) | Field::Date)) => {
                self.rewritten(span, &format!("{}:*", field.name()))
            }
            _ => "person:*, place:*, org:* and date:* say that there is one".to_owned(),
        };
        let message = "\"_exists_\" is how Lucene asks whether a field has a value";
        self.error(Code::Foreign, message, span, help);
        self.push(TokenKind::Field(Field::Refused), "_exists_:".len());
    }

    fn rewritten(&self, piece: Span, instead: &str) -> String {
        rewritten(self.text, piece, instead)
    }

    /// Takes `HD=`, `TI(` and `TI,AB(`: how Factiva, ProQuest and Nexis write fields.
    fn foreign_field(&mut self, raw: &str, behind: Option<char>) -> bool {
        let (name, sign) = match raw.split_once('=') {
            Some((name, _)) => (name, "="),
            None if behind == Some('(') => (raw, "("),
            None => return false,
        };
        let known = fields::foreign_parts(&repaired(name));
        // Factiva has many more fields than we have: NS=, RST=.
        let is_code = sign == "="
            && (2..=3).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_function = sign == "(" && fields::is_function(name);
        if known.is_none() && !is_code && !is_function {
            return false;
        }
        let span = Span::new(self.at, self.at + name.len() + 1);
        let message = format!(
            "\"{name}{sign}\" is how other systems write a field; here a colon follows the name"
        );
        let help = match known.map(Field::name) {
            None if name.to_ascii_uppercase().ends_with("CAPS") => {
                "=\"NATO\" is the word with capitals as printed".to_owned()
            }
            None => format!("there is no such field here; to search the words: \"{raw}\""),
            Some("date") if sign == "(" => {
                "date:2019, date:2019..2021, date:>2019-05-01".to_owned()
            }
            Some(ours) if sign == "=" => self.rewritten(span, &format!("{ours}:")),
            Some(ours) => self.rewritten(span, &format!("{ours}:(")),
        };
        // What stands in the brackets of a date is not ours either.
        let field = known
            .filter(|field| sign == "=" || *field != Field::Date)
            .unwrap_or(Field::Refused);
        let sign_bytes = usize::from(sign == "=");
        self.error(Code::Foreign, message, span, help);
        self.push(TokenKind::Field(field), name.len() + sign_bytes);
        true
    }
}
