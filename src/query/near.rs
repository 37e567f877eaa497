//! Operands that stand to each other: NEAR, PRE, /s, /p, and ATLEAST.
//!
//! They work on what has a place in the text: words, phrases, names, and OR of them. Anything else
//! is refused, and the help says what was meant: NEAR between each of the words, or AND.

use super::fields::Field;
use super::message::Code;
use super::parser::{MAX_DEPTH, Parser};
use super::token::{Proximity, TokenKind};
use super::{Nearness, Query, Spelling};
use crate::text::Span;

/// The largest distance: about the length of an article.
const MAX_DISTANCE: u32 = 1000;

/// The most times that ATLEAST asks for: no article is so long.
const MAX_TIMES: u32 = 1_000_000;

/// The distance in a help text when none was given.
const EXAMPLE_DISTANCE: u32 = 5;

/// Tokens of an operand, both included.
type Place = (usize, usize);

impl Parser<'_> {
    /// Operands joined by NEAR, perhaps under ATLEAST.
    pub(super) fn bound(&mut self, field: Option<Field>) -> Option<Query> {
        let at = self.at;
        match self.peek() {
            // `atleast3(flood)` and `repeat3:flood` apply to what they touch.
            Some(&TokenKind::AtLeast(times)) if !self.touches_operand(at) => {
                self.at += 1;
                let times = self.times(at, times);
                self.skip_counts();
                let what_at = self.at;
                let what = self.near(field)?;
                self.counted(at, times, what, (what_at, self.at - 1), field)
            }
            _ => self.near(field),
        }
    }

    /// `atleast3(flood)`, `repeat3:"flood"`: counts one operand. The next token is the ATLEAST.
    pub(super) fn counted_operand(
        &mut self,
        times: Option<u32>,
        field: Option<Field>,
    ) -> Option<Query> {
        let at = self.at;
        self.at += 1;
        let times = self.times(at, times);
        self.skip_counts();
        let what_at = self.at;
        let what = self.operand(field)?;
        self.counted(at, times, what, (what_at, self.at - 1), field)
    }

    /// Operands joined by NEAR, PRE, /s and /p, also negated; from the left.
    fn near(&mut self, field: Option<Field>) -> Option<Query> {
        let first = self.at;
        let mut left = self.operand(field);
        let mut levels = 0;
        // What is missing has been said already.
        let mut has_left = self.at > first;
        // One mistake is said once; what follows it in the chain is read, and dropped.
        let mut is_refused = false;
        loop {
            let is_negated = self.peek() == Some(&TokenKind::Not);
            let operator = self.at + usize::from(is_negated);
            let Some(&TokenKind::Near(typed)) = self.kind(operator) else {
                return left;
            };
            let not_at = self.at;
            self.at = operator + 1;
            let has_right = self.peek().is_some_and(TokenKind::opens_operand);
            let how = match has_left && has_right {
                true => self.nearness(typed, not_at, operator),
                false => None,
            };
            has_left = true;
            let right_at = self.at;
            let right = self.right(field);
            let (Some(one), Some(other), Some(how), false) = (left.take(), right, how, is_refused)
            else {
                is_refused = true;
                continue;
            };
            let pair = Pair {
                left: one,
                right: other,
                how,
                is_negated,
            };
            if !pair.left.is_positional() || !pair.right.is_positional() {
                let places = [(first, not_at - 1), (right_at, self.at - 1)];
                self.refuse_operand(&pair, places, operator, field);
                is_refused = true;
                continue;
            }
            // Only once for the first: a chain is walked as it grows.
            if levels == 0 {
                levels = pair.left.bracketed_depth();
            }
            levels = 1 + levels.max(pair.right.bracketed_depth());
            if levels > MAX_DEPTH {
                self.too_deep(self.span(operator));
                is_refused = true;
                continue;
            }
            left = Some(pair.joined());
        }
    }

    /// What stands behind NEAR. NOT and ATLEAST before it are read, for the message.
    fn right(&mut self, field: Option<Field>) -> Option<Query> {
        let before = self.peek();
        while match self.peek() {
            Some(TokenKind::Not) => !matches!(self.kind(self.at + 1), Some(TokenKind::Near(_))),
            Some(TokenKind::AtLeast(_)) => !self.touches_operand(self.at),
            _ => false,
        } {
            self.at += 1;
        }
        if !self.peek()?.opens_operand() || self.peek() == Some(&TokenKind::Not) {
            return None;
        }
        let what = Box::new(self.operand(field)?);
        Some(match before {
            Some(TokenKind::Not) => Query::Not(what),
            Some(TokenKind::AtLeast(times)) if !matches!(*what, Query::AtLeast { .. }) => {
                Query::AtLeast {
                    times: times.unwrap_or(1),
                    what,
                }
            }
            _ => *what,
        })
    }

    /// Whether an operand follows the token at `at` without a space.
    fn touches_operand(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| {
            next.is_glued && next.kind.opens_operand() && next.kind != TokenKind::Not
        })
    }

    /// ATLEAST under ATLEAST.
    fn skip_counts(&mut self) {
        let first = self.at;
        while matches!(self.peek(), Some(TokenKind::AtLeast(_))) {
            self.at += 1;
        }
        if self.at > first {
            self.error(
                Code::Operand,
                "ATLEAST counts words, phrases and names, not another ATLEAST",
                self.span(first),
                "leave one of them out",
            );
        }
    }

    /// How often. The token at `at` is the ATLEAST; a number behind a space is taken, and refused.
    fn times(&mut self, at: usize, times: Option<u32>) -> Option<u32> {
        let shown = self.source(at, at);
        match times {
            None => {
                let number = match self.peek() {
                    Some(TokenKind::Word(word)) if word.bytes().all(|b| b.is_ascii_digit()) => {
                        self.at += 1;
                        self.source(self.at - 1, self.at - 1)
                    }
                    _ => "3",
                };
                let end = self.span(self.at - 1).range().end;
                let typed = Span::new(self.span(at).range().start, end);
                let help = self.rewritten(typed, &format!("ATLEAST/{number}"));
                let message = format!("{shown} needs a number");
                self.error(Code::AtLeast, message, self.span(at), help);
                None
            }
            Some(0) => {
                let help = "at least once is the word itself; not at all is  NOT …";
                let message = "zero times is true of every article";
                self.error(Code::AtLeast, message, self.span(at), help);
                None
            }
            Some(times) if times > MAX_TIMES => {
                let message = format!("nothing occurs more than {MAX_TIMES} times in an article");
                let help = "a smaller number";
                self.error(Code::AtLeast, message, self.span(at), help);
                None
            }
            times => times,
        }
    }

    fn counted(
        &mut self,
        at: usize,
        times: Option<u32>,
        what: Query,
        place: Place,
        field: Option<Field>,
    ) -> Option<Query> {
        let times = times?;
        if what.is_positional() {
            let what = Box::new(what);
            return Some(Query::AtLeast { times, what });
        }
        let shown = self.source(at, at);
        let message = format!(
            "{shown} counts words, phrases and names; {}",
            obstacle(&what)
        );
        let span = self.between(place.0, place.1);
        let help = match self.in_capitals(place, &what) {
            Some(help) => help,
            None => self.translated((at, place.1), field, || each_counted(times, what)),
        };
        self.error(Code::Operand, message, span, help);
        None
    }

    /// What an operator means. `None` when it is refused.
    fn nearness(&mut self, typed: Proximity, not_at: usize, at: usize) -> Option<Nearness> {
        let shown = self.source(at, at);
        let how = match typed {
            Proximity::Near(Some(distance)) => Nearness::Near(distance),
            Proximity::Pre(Some(distance)) => Nearness::Pre(distance),
            Proximity::Sentence => return Some(Nearness::Sentence),
            Proximity::Paragraph => return Some(Nearness::Paragraph),
            Proximity::Near(None) | Proximity::Pre(None) | Proximity::Adjacent => {
                self.no_distance(typed, at);
                return None;
            }
            Proximity::InOrder(unit) => {
                let (sign, name) = match unit {
                    Nearness::Sentence => ("/s", "sentence"),
                    _ => ("/p", "paragraph"),
                };
                let in_any_order = self.rewritten(self.span(at), sign);
                let help =
                    format!("{in_any_order}   (in either order), or PRE/20 for the order alone");
                let message = format!(
                    "{shown} asks for one {name} and for the order; only one can be asked here"
                );
                self.error(Code::Same, message, self.span(at), help);
                return None;
            }
            Proximity::Segment => {
                let (word, from) = match not_at < at {
                    true => ("NOT", not_at),
                    false => ("AND", at),
                };
                let span = self.between(from, at);
                let anywhere = self.rewritten(span, word);
                let help =
                    format!("{anywhere}   (anywhere in the article), or title:(…), or lead:(…)");
                let message =
                    format!("{shown} asks for one part of the article; here a field says which");
                self.error(Code::Same, message, self.span(at), help);
                return None;
            }
            Proximity::Foreign(how) => {
                let help = format!(
                    "{}   {}",
                    self.rewritten(self.span(at), &sign(how)),
                    told(how)
                );
                let message = format!("\"{shown}\" is how other systems write a distance");
                self.error(Code::Foreign, message, self.span(at), help);
                return None;
            }
        };
        let (Nearness::Near(distance) | Nearness::Pre(distance)) = how else {
            return Some(how);
        };
        if distance == 0 {
            let help = "next to each other is PRE/1, or a phrase in quotes";
            let message = format!("{shown}: a distance is at least 1");
            self.error(Code::Distance, message, self.span(at), help);
            return None;
        }
        if distance > MAX_DISTANCE {
            let (word, from) = match not_at < at {
                true => ("NOT", not_at),
                false => ("AND", at),
            };
            let anywhere = self.rewritten(self.between(from, at), word);
            let help = format!("{anywhere}   (anywhere in the article)");
            let message = format!("{shown}: a distance is at most {MAX_DISTANCE} words");
            self.error(Code::Distance, message, self.span(at), help);
            return None;
        }
        Some(how)
    }

    fn no_distance(&mut self, typed: Proximity, at: usize) {
        let shown = self.source(at, at);
        let mut last = at;
        let mut distance = EXAMPLE_DISTANCE;
        if let Some(TokenKind::Word(word)) = self.kind(at + 1)
            && let Ok(number) = word.parse()
            && (1..=MAX_DISTANCE).contains(&number)
        {
            last = at + 1;
            distance = number;
        }
        let how = match typed {
            Proximity::Near(_) => Nearness::Near(distance),
            Proximity::Adjacent if last == at => Nearness::Pre(1),
            _ => Nearness::Pre(distance),
        };
        let name = shown.trim_end_matches('/');
        let help = self.rewritten(self.between(at, last), &sign(how));
        let help = format!("{help}   {}", told(how));
        let message = match name.contains('/') {
            true => format!("{name} needs a distance in figures"),
            false => format!("{name} needs a distance"),
        };
        self.error(Code::Near, message, self.span(at), help);
    }

    fn refuse_operand(
        &mut self,
        pair: &Pair,
        places: [Place; 2],
        operator: usize,
        field: Option<Field>,
    ) {
        let (culprit, place) = match pair.left.is_positional() {
            false => (&pair.left, places[0]),
            true => (&pair.right, places[1]),
        };
        let shown = self.source(operator, operator);
        let message = format!(
            "{shown} joins words, phrases and names; {}",
            obstacle(culprit)
        );
        let span = self.between(place.0, place.1);
        let help = match self.in_capitals(place, culprit) {
            Some(help) => help,
            None => self.translated((places[0].0, places[1].1), field, || pair.clone().each()),
        };
        self.error(Code::Operand, message, span, help);
    }

    /// The query with these tokens said otherwise. Long ones are not made at all.
    fn translated(
        &self,
        place: Place,
        field: Option<Field>,
        made: impl FnOnce() -> Query,
    ) -> String {
        let span = self.between(place.0, place.1);
        if span.len() > super::lexer::REPEATED_BYTES {
            return "write it for each of the words, and join them with AND".to_owned();
        }
        let query = made();
        // Inside the brackets of a field it has the field before every word already.
        let is_whole = field.is_some() || span.of(self.text).len() == self.text.trim().len();
        match (&query, is_whole) {
            (_, true) => query.to_string(),
            (Query::And(_) | Query::Or(_) | Query::Near { .. }, false) => {
                self.rewritten(span, &format!("({query})"))
            }
            (_, false) => self.rewritten(span, &query.to_string()),
        }
    }

    /// The query with the `or` of a group in capitals, when that is what the group suffers from.
    fn in_capitals(&self, place: Place, group: &Query) -> Option<String> {
        let Query::And(clauses) = group else {
            return None;
        };
        let is_operator = |word: &str| matches!(word, "or" | "and" | "not");
        let has_or = clauses.iter().any(|clause| {
            matches!(clause, Query::Word { word, spelling: Spelling::Forms, .. } if is_operator(word))
        });
        let span = self.between(place.0, place.1);
        if !has_or || span.len() > super::lexer::REPEATED_BYTES {
            return None;
        }
        let mut out = String::new();
        let mut written = span.range().start;
        for at in place.0..=place.1 {
            let word = self.source(at, at);
            if is_operator(word) {
                let range = self.span(at).range();
                out.push_str(&self.text[written..range.start]);
                out.push_str(&word.to_uppercase());
                written = range.end;
            }
        }
        out.push_str(&self.text[written..span.range().end]);
        Some(format!(
            "{}   (operators in capitals)",
            self.rewritten(span, &out)
        ))
    }
}

/// Two operands and what joins them.
#[derive(Clone)]
struct Pair {
    left: Query,
    right: Query,
    how: Nearness,
    is_negated: bool,
}

impl Pair {
    fn joined(self) -> Query {
        Query::Near {
            left: Box::new(self.left),
            right: Box::new(self.right),
            how: self.how,
            is_negated: self.is_negated,
        }
    }

    fn with(&self, left: Query, right: Query) -> Pair {
        let (how, is_negated) = (self.how, self.is_negated);
        Pair {
            left,
            right,
            how,
            is_negated,
        }
    }

    /// What was probably meant where an operand has no place in the text: the operator for each
    /// part that has one, the rest as further conditions.
    fn each(self) -> Query {
        if self.left.is_positional() && self.right.is_positional() {
            return self.joined();
        }
        if self.right.is_positional() {
            return match self.left.clone() {
                Query::And(clauses) => apart(clauses, &self.right, |clause| {
                    self.with(clause, self.right.clone())
                }),
                Query::Or(clauses) => Query::or(
                    clauses
                        .into_iter()
                        .map(|clause| self.with(clause, self.right.clone()).each()),
                ),
                Query::Not(inner) if !self.is_negated => {
                    let mut turned = self.with(self.right.clone(), *inner);
                    turned.is_negated = true;
                    turned.each()
                }
                Query::AtLeast { times, what } => {
                    each_counted(times, self.with(*what, self.right.clone()).each())
                }
                Query::All => self.right,
                other if self.is_negated => Query::and([other, Query::Not(Box::new(self.right))]),
                other => Query::and([other, self.right]),
            };
        }
        match self.right.clone() {
            // The first near neither.
            Query::And(clauses) if self.is_negated => {
                self.with(self.left.clone(), Query::or(clauses)).each()
            }
            Query::And(clauses) => apart(clauses, &self.left, |clause| {
                self.with(self.left.clone(), clause)
            }),
            Query::Or(clauses) => Query::or(
                clauses
                    .into_iter()
                    .map(|clause| self.with(self.left.clone(), clause).each()),
            ),
            Query::Not(inner) => {
                let mut turned = self.with(self.left.clone(), *inner);
                turned.is_negated = !self.is_negated;
                turned.each()
            }
            Query::AtLeast { times, what } => {
                each_counted(times, self.with(self.left.clone(), *what).each())
            }
            Query::All => self.left,
            other if self.is_negated => Query::and([self.left, Query::Not(Box::new(other))]),
            other => Query::and([self.left, other]),
        }
    }
}

/// The clauses of an AND beside `other`: those with a place in the text each near it, the rest as they are.
fn apart(clauses: Vec<Query>, other: &Query, pair: impl Fn(Query) -> Pair) -> Query {
    let (placed, rest): (Vec<Query>, Vec<Query>) = clauses.into_iter().partition(|clause| {
        !matches!(clause, Query::Field { .. } | Query::Date(_) | Query::Not(_))
    });
    let near: Vec<Query> = match placed.is_empty() {
        true => vec![other.clone()],
        false => placed
            .into_iter()
            .map(|clause| pair(clause).each())
            .collect(),
    };
    Query::and(near.into_iter().chain(rest))
}

/// What was probably meant by counting something without a place in the text: each part counted.
fn each_counted(times: u32, what: Query) -> Query {
    if what.is_positional() {
        let what = Box::new(what);
        return Query::AtLeast { times, what };
    }
    match what {
        Query::And(clauses) => Query::and(
            clauses
                .into_iter()
                .map(|clause| each_counted(times, clause)),
        ),
        Query::Or(clauses) => Query::or(
            clauses
                .into_iter()
                .map(|clause| each_counted(times, clause)),
        ),
        other => other,
    }
}

/// Why a query has no place in the text.
fn obstacle(query: &Query) -> String {
    match query {
        Query::Or(clauses) => match clauses.iter().find(|clause| !clause.is_positional()) {
            Some(clause) => obstacle(clause),
            None => String::new(),
        },
        Query::And(_) => "words joined by AND may stand anywhere".to_owned(),
        Query::Not(_) => "what is excluded stands nowhere".to_owned(),
        Query::AtLeast { .. } => "ATLEAST counts in the whole article".to_owned(),
        Query::Date(_) => "a date has no place in the text".to_owned(),
        Query::Field { field, .. } => format!("{}: has no place in the text", field.name()),
        _ => "`*` is every article".to_owned(),
    }
}

/// The operator as it is written here.
fn sign(how: Nearness) -> String {
    match how {
        Nearness::Near(distance) => format!("NEAR/{distance}"),
        Nearness::Pre(distance) => format!("PRE/{distance}"),
        Nearness::Sentence => "/s".to_owned(),
        Nearness::Paragraph => "/p".to_owned(),
    }
}

/// The operator in words.
fn told(how: Nearness) -> String {
    match how {
        Nearness::Near(1) => "(next to each other, any order)".to_owned(),
        Nearness::Near(distance) => format!("(within {distance} words, any order)"),
        Nearness::Pre(1) => "(next to each other, in this order)".to_owned(),
        Nearness::Pre(distance) => format!("(within {distance} words, in this order)"),
        Nearness::Sentence => "(in one sentence)".to_owned(),
        Nearness::Paragraph => "(in one paragraph)".to_owned(),
    }
}
