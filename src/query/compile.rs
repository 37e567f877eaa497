//! From the tree to the engine: articles first.
//!
//! What a clause looks up at word positions is made in [`super::operand`]; here articles are joined, excluded
//! and weighed.

use std::ops::Bound;
use std::sync::Arc;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, ExistsQuery, Occur, PhraseQuery,
    Query as EngineQuery, RangeQuery, RegexQuery,
};
use tantivy::schema::Field;
use tantivy::{Score, Term};

use super::any_term::AnyTerm;
use super::forms::stemmer;
use super::in_order::InOrder;
use super::marks::{Marker, Needle};
use super::names::{NameClause, Names, overruled};
use super::span::{Expr, Leaf, SpanQuery};
use super::wording::Wording;
use super::{DateRange, Query, Spelling, TextField, ValueField};
use crate::article::ArticleId;
use crate::entity::{Gazetteer, Kind};
use crate::error::Result;
use crate::index::Reader;
use crate::index::analyzer::Terms;
use crate::index::name_term::{filed_term, path_key};
use crate::index::schema::FROM_DAY;
use crate::text::fold;

/// A clause that occurs in the headline adds this part of its weight.
const TITLE_WEIGHT: Score = 0.3;

/// One that occurs in standfirst or first paragraph adds this part. Both chosen on Reuters-21578 and checked on other sources: decision 26.
const LEAD_WEIGHT: Score = 0.2;

/// Neighbours in the question that are neighbours in the text add this part of their scores.
const NEIGHBOUR_WEIGHT: Score = 0.15;

/// Of longer lists of words, neighbours are not looked for.
const MOST_NEIGHBOURS: usize = 12;

pub(super) type Engine = Box<dyn EngineQuery>;

/// A query ready to be run.
pub(super) struct Compiled {
    pub(super) engine: Engine,
    pub(super) marker: Marker,
    pub(super) expansions: Vec<Expansion>,
}

/// A clause that stands for more than was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// As typed.
    pub clause: String,
    /// What is searched for it, as the archive spells it; empty when the archive has nothing.
    pub forms: Vec<String>,
    /// What else is found, or left out, on a guess of who is who, each with its reason. For a place, in
    /// how many articles it is undecided.
    pub joins: Vec<String>,
}

/// How words are looked up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lookup<'a> {
    /// Whose word forms are looked for; when `None` the query's own `lang:` decides, and else English.
    pub(super) lang: Option<&'a str>,
    /// A clause may stand for so many words.
    pub(super) most_terms: usize,
}

impl Default for Lookup<'_> {
    fn default() -> Self {
        Lookup {
            lang: None,
            most_terms: super::MOST_TERMS,
        }
    }
}

/// Compiles a query for one snapshot.
///
/// # Errors
/// [`crate::Error::TooManyTerms`], [`crate::Error::Engine`], [`crate::Error::Damaged`].
pub(super) fn compile(
    query: &Query,
    reader: &Reader,
    gazetteer: &Gazetteer,
    names: &Names,
    lookup: Lookup<'_>,
) -> Result<Compiled> {
    let lang = lookup.lang.or_else(|| asked_lang(query)).unwrap_or("en");
    let mut compiler = Compiler {
        reader,
        gazetteer,
        names,
        wording: Wording {
            reader,
            stemmer: stemmer(lang),
            most: lookup.most_terms,
        },
        needles: Vec::new(),
        marked: Vec::new(),
        expansions: Vec::new(),
        negations: 0,
    };
    let engine = compiler.clause(query)?;
    Ok(Compiled {
        engine,
        marker: Marker::new(compiler.needles, compiler.marked),
        expansions: compiler.expansions,
    })
}

pub(super) struct Compiler<'r> {
    pub(super) reader: &'r Reader,
    pub(super) gazetteer: &'r Gazetteer,
    pub(super) names: &'r Names,
    pub(super) wording: Wording<'r>,
    /// What the leaves look for in a stored article, by their numbers.
    pub(super) needles: Vec<Needle>,
    /// What is marked.
    marked: Vec<Expr>,
    pub(super) expansions: Vec<Expansion>,
    /// How many `NOT` stand around the clause; inside one nothing is marked.
    negations: usize,
}

impl Compiler<'_> {
    fn clause(&mut self, query: &Query) -> Result<Engine> {
        Ok(match query {
            Query::All => Box::new(AllQuery),
            Query::Word { .. } => self.word(query)?,
            Query::Phrase { .. } | Query::Near { .. } | Query::AtLeast { .. } => {
                let expr = self.operand(query)?;
                self.mark(expr.clone());
                self.spans(expr)?
            }
            Query::Name { field, kind, name } => match field {
                TextField::Text => self.name(*kind, name)?,
                TextField::Title | TextField::Lead => {
                    let expr = self.operand(query)?;
                    self.mark(expr.clone());
                    self.spans(expr)?
                }
            },
            Query::Field { field, value } => self.value(*field, value)?,
            Query::Date(range) => self.date(range),
            Query::And(clauses) => self.all_of(clauses)?,
            Query::Or(clauses) => {
                let mut parts = Vec::with_capacity(clauses.len());
                for clause in clauses {
                    parts.push((Occur::Should, self.clause(clause)?));
                }
                let neighbours = self.neighbours(clauses)?.into_iter();
                parts.extend(neighbours.map(|pair| (Occur::Should, pair)));
                Box::new(BooleanQuery::new(parts))
            }
            Query::Not(clause) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery) as Engine),
                (Occur::MustNot, self.negated(clause)?),
            ])),
        })
    }

    fn all_of(&mut self, clauses: &[Query]) -> Result<Engine> {
        let mut parts = Vec::with_capacity(clauses.len());
        for clause in clauses {
            parts.push(match clause {
                Query::Not(clause) => (Occur::MustNot, self.negated(clause)?),
                clause => (Occur::Must, self.clause(clause)?),
            });
        }
        if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        let neighbours = self.neighbours(clauses)?.into_iter();
        parts.extend(neighbours.map(|pair| (Occur::Should, pair)));
        Ok(Box::new(BooleanQuery::new(parts)))
    }

    fn negated(&mut self, clause: &Query) -> Result<Engine> {
        self.negations += 1;
        let compiled = self.clause(clause);
        self.negations -= 1;
        Ok(Box::new(InOrder(compiled?)))
    }

    fn mark(&mut self, expr: Expr) {
        if self.negations == 0 {
            self.marked.push(expr);
        }
    }

    pub(super) fn engine<T>(&self, result: tantivy::Result<T>) -> Result<T> {
        result.map_err(|error| self.reader.engine_error(error))
    }

    /// Words of the text weigh more where they stand in headline or lead; one word needs no positions elsewhere, unless its case or its parts
    /// matter.
    fn word(&mut self, query: &Query) -> Result<Engine> {
        let expr = self.operand(query)?;
        self.mark(expr.clone());
        let fields = &self.reader.fields;
        let part = match query {
            Query::Word {
                spelling: Spelling::Printed,
                ..
            } => None,
            Query::Word {
                field: TextField::Title,
                ..
            } => Some(fields.title),
            Query::Word {
                field: TextField::Lead,
                ..
            } => Some(fields.lead),
            _ => None,
        };
        match (part, plain_words(&expr)) {
            (Some(field), Some(words)) => Ok(Box::new(AnyTerm::new(field, &words))),
            _ => self.spans(expr),
        }
    }

    /// What stands at word positions. Words of the text weigh more where they stand in headline or lead.
    fn spans(&self, expr: Expr) -> Result<Engine> {
        let fields = &self.reader.fields;
        let is_text = |leaf: &Leaf| {
            let mut terms = leaf.terms.iter();
            terms.all(|term| term.term.field() == fields.text)
        };
        let adds = match expr.leaves().all(is_text) {
            true => Some([TITLE_WEIGHT, LEAD_WEIGHT]),
            false => None,
        };
        Ok(self.places(expr, adds))
    }

    fn places(&self, expr: Expr, adds: Option<[Score; 2]>) -> Engine {
        Box::new(SpanQuery {
            expr: Arc::new(expr),
            fields: self.reader.fields,
            adds,
        })
    }

    /// For plain words that were typed side by side: the pairs that stand so in the text, to raise the score.
    fn neighbours(&mut self, clauses: &[Query]) -> Result<Vec<Engine>> {
        let is_plain = |query: &Query| matches!(query, Query::Word { field: TextField::Text, spelling, .. } if *spelling != Spelling::Printed);
        let mut pairs = Vec::new();
        if clauses.len() > MOST_NEIGHBOURS || self.negations > 0 {
            return Ok(pairs);
        }
        let told = self.expansions.len();
        for pair in clauses.windows(2).filter(|pair| pair.iter().all(is_plain)) {
            let parts = [self.operand(&pair[0])?, self.operand(&pair[1])?];
            let pair = self.places(Expr::Phrase(parts.into()), None);
            pairs.push(Box::new(BoostQuery::new(pair, NEIGHBOUR_WEIGHT)) as Engine);
        }
        self.expansions.truncate(told);
        Ok(pairs)
    }

    fn name(&mut self, kind: Kind, name: &str) -> Result<Engine> {
        let clause = self.name_clause(kind, name)?;
        let leaf = self.leaf(Needle::Name(clause.clone()), Vec::new());
        self.mark(leaf);
        if clause.is_any() {
            let column = match kind {
                Kind::Person => "person",
                Kind::Place => "place",
                Kind::Org => "org",
            };
            let any = self.any_name(kind, column);
            return self.engine(any);
        }
        let fields = &self.reader.fields;
        let terms = self.engine(clause.terms(self.reader, self.names))?;
        self.tell_name(&clause, name, &terms)?;
        let mut by_name = AnyTerm::new(fields.names, &terms);
        for alone in &clause.joins.alone {
            by_name = by_name.or_within(&alone.terms, &alone.articles);
        }
        let by_name: Engine = Box::new(by_name);
        if clause.paths.is_empty() {
            return Ok(by_name);
        }
        let mut by_path: Engine = Box::new(AnyTerm::new(fields.place_path, &clause.paths));
        let not_there = overruled::not_there(
            &clause,
            by_path.as_ref(),
            self.reader,
            self.gazetteer,
            self.names,
        );
        let not_there = self.engine(not_there)?;
        if !not_there.is_empty() {
            by_path = Box::new(BooleanQuery::new(vec![
                (Occur::Must, by_path),
                (Occur::MustNot, Box::new(not_there)),
            ]));
        }
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Should, by_path),
            (Occur::Should, by_name),
        ])))
    }

    /// Articles with a name of the kind, whoever it is.
    fn any_name(&self, kind: Kind, column: &str) -> tantivy::Result<Engine> {
        let exists: Engine = Box::new(ExistsQuery::new(column.to_owned(), false));
        let without = overruled::without_any(kind, column, self.reader, self.names)?;
        let moved = overruled::terms_moved_to(kind, self.reader, self.names)?;
        if without.is_empty() && moved.is_empty() {
            return Ok(exists);
        }
        let found_as_such: Engine = Box::new(BooleanQuery::new(vec![
            (Occur::Must, exists),
            (Occur::MustNot, Box::new(without)),
        ]));
        let moved: Engine = Box::new(AnyTerm::new(self.reader.fields.names, &moved));
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Should, found_as_such),
            (Occur::Should, moved),
        ])))
    }

    /// Where it was filed: the words as printed, or a place with all that lies in it.
    fn dateline(&mut self, value: &str) -> Engine {
        let fields = &self.reader.fields;
        let printed = phrase_of(fields.dateline, &own_words(value));
        let places = NameClause::new(Kind::Place, value, self.gazetteer, self.names).places;
        if places.is_empty() {
            return printed;
        }
        let terms: Vec<String> = places
            .iter()
            .map(|path| filed_term(&path_key(path)))
            .collect();
        let filed: Engine = Box::new(AnyTerm::new(fields.place_path, &terms));
        self.expansions.push(Expansion {
            clause: value.to_owned(),
            forms: places,
            joins: Vec::new(),
        });
        Box::new(BooleanQuery::new(vec![
            (Occur::Should, printed),
            (Occur::Should, filed),
        ]))
    }

    fn value(&mut self, field: ValueField, value: &str) -> Result<Engine> {
        if field == ValueField::Dateline {
            return Ok(self.dateline(value));
        }
        let fields = &self.reader.fields;
        let words = |field| phrase_of(field, &own_words(value));
        let whole = |field, value: &str| -> Engine { Box::new(AnyTerm::new(field, [value])) };
        Ok(match field {
            ValueField::Byline | ValueField::Dateline => words(fields.byline),
            ValueField::Source => words(fields.source),
            ValueField::Section => words(fields.section),
            ValueField::Edition => words(fields.edition),
            ValueField::Wire => words(fields.wire),
            ValueField::Page => whole(fields.page, &fold::key(value)),
            ValueField::Lang => whole(fields.lang, &value.to_lowercase()),
            ValueField::Path if value.contains('*') => {
                let parts = value.split('*').map(escaped);
                let pattern = parts.collect::<Vec<_>>().join(".*");
                let pattern = RegexQuery::from_pattern(&pattern, fields.path);
                Box::new(self.engine(pattern)?)
            }
            ValueField::Path => whole(fields.path, value.trim_end_matches('/')),
            ValueField::Id => match ArticleId::parse(value) {
                Some(id) => {
                    let term = Term::from_field_u64(fields.id, id.0);
                    let record = tantivy::schema::IndexRecordOption::Basic;
                    Box::new(tantivy::query::TermQuery::new(term, record))
                }
                None => Box::new(EmptyQuery),
            },
        })
    }

    fn date(&self, range: &DateRange) -> Engine {
        let fields = &self.reader.fields;
        let dated = || -> Engine { Box::new(ExistsQuery::new(FROM_DAY.to_owned(), false)) };
        let (from, to) = match *range {
            DateRange::Unknown => {
                return Box::new(BooleanQuery::new(vec![
                    (Occur::Must, Box::new(AllQuery) as Engine),
                    (Occur::MustNot, dated()),
                ]));
            }
            DateRange::Days { from, to } => (from, to),
        };
        let bound = |field, day: i32| Bound::Included(Term::from_field_i64(field, day.into()));
        let mut parts: Vec<(Occur, Engine)> = vec![(Occur::Must, dated())];
        if let Some(from) = from {
            let range = RangeQuery::new(bound(fields.from_day, from), Bound::Unbounded);
            parts.push((Occur::Must, Box::new(range)));
        }
        if let Some(to) = to {
            let range = RangeQuery::new(Bound::Unbounded, bound(fields.to_day, to));
            parts.push((Occur::Must, Box::new(range)));
        }
        // When it appeared says nothing about how well an article fits.
        Box::new(BoostQuery::new(Box::new(BooleanQuery::new(parts)), 0.0))
    }
}

/// The language that all articles must be in, when the query says so.
pub(super) fn asked_lang(query: &Query) -> Option<&str> {
    match query {
        Query::Field {
            field: ValueField::Lang,
            value,
        } => Some(value),
        Query::And(clauses) => clauses.iter().find_map(asked_lang),
        _ => None,
    }
}

/// The words of a text as they stand at its positions.
fn own_words(text: &str) -> Vec<String> {
    Terms::of(text)
        .filter(|term| !term.is_variant)
        .map(|term| term.text)
        .collect()
}

/// The words in order. One word is no phrase to the engine; none match nothing.
fn phrase_of(field: Field, words: &[String]) -> Engine {
    match words {
        [] => Box::new(EmptyQuery),
        [word] => Box::new(AnyTerm::new(field, [word])),
        words => {
            let terms = words.iter().map(|word| Term::from_field_text(field, word));
            Box::new(PhraseQuery::new(terms.collect()))
        }
    }
}

/// The words of a single leaf.
fn plain_words(expr: &Expr) -> Option<Vec<String>> {
    let Expr::Leaf(leaf) = expr else {
        return None;
    };
    let words = leaf
        .terms
        .iter()
        .map(|term| Some(term.term.value().as_str()?.to_owned()));
    words.collect()
}

/// A piece of a pattern in which every character means itself.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if !character.is_alphanumeric() && character.is_ascii() {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
