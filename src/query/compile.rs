//! From the tree to the engine: what each clause looks up, and what it marks.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, Bm25StatisticsProvider, BooleanQuery, BoostQuery, EmptyQuery, ExistsQuery, Occur,
    PhraseQuery, Query as EngineQuery, RangeQuery, RegexQuery,
};
use tantivy::schema::Field;
use tantivy::{Score, Term};

use super::any_term::AnyTerm;
use super::forms::{forms, stemmer};
use super::in_order::InOrder;
use super::marks::{Marker, Needle};
use super::names::{NameClause, Names, overruled};
use super::{DateRange, Query, Spelling, TextField, ValueField};
use crate::article::ArticleId;
use crate::entity::{Gazetteer, Kind};
use crate::index::Reader;
use crate::index::analyzer::Terms;
use crate::index::name_term::{NameTerm, filed_term, path_key, undecided_term};
use crate::index::schema::FROM_DAY;
use crate::text::fold;

/// A word in the headline counts this many times as much again as in the body.
const TITLE_WEIGHT: Score = 1.5;

/// A word in standfirst or first paragraph counts this many times as much again.
///
/// Both weights are first guesses, made before there was a collection to measure them on.
const LEAD_WEIGHT: Score = 0.5;

type Engine = Box<dyn EngineQuery>;

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

/// Compiles a query for one snapshot. `lang` decides whose word forms are looked for; when it is not
/// given the query's own `lang:` does, and else English.
pub(super) fn compile(
    query: &Query,
    reader: &Reader,
    gazetteer: &Gazetteer,
    names: &Names,
    lang: Option<&str>,
) -> tantivy::Result<Compiled> {
    let mut compiler = Compiler {
        reader,
        gazetteer,
        names,
        stemmer: stemmer(lang.or_else(|| asked_lang(query)).unwrap_or("en")),
        needles: Vec::new(),
        expansions: Vec::new(),
        negations: 0,
    };
    let engine = compiler.clause(query)?;
    Ok(Compiled {
        engine,
        marker: Marker::new(compiler.needles),
        expansions: compiler.expansions,
    })
}

struct Compiler<'r> {
    reader: &'r Reader,
    gazetteer: &'r Gazetteer,
    names: &'r Names,
    stemmer: Option<frostem::Stemmer>,
    needles: Vec<Needle>,
    expansions: Vec<Expansion>,
    /// How many `NOT` stand around the clause; inside one nothing is marked.
    negations: usize,
}

impl Compiler<'_> {
    fn clause(&mut self, query: &Query) -> tantivy::Result<Engine> {
        Ok(match query {
            Query::All => Box::new(AllQuery),
            Query::Word {
                field,
                word,
                spelling,
            } => self.word(*field, word, *spelling != Spelling::Forms)?,
            Query::Phrase { field, text, .. } => self.phrase(*field, text),
            Query::Name { kind, name, .. } => self.name(*kind, name)?,
            Query::Field { field, value } => self.value(*field, value)?,
            Query::Date(range) => self.date(range),
            Query::Near { .. } | Query::AtLeast { .. } => Box::new(EmptyQuery),
            Query::And(clauses) => self.all_of(clauses)?,
            Query::Or(clauses) => {
                let mut parts = Vec::with_capacity(clauses.len());
                for clause in clauses {
                    parts.push((Occur::Should, self.clause(clause)?));
                }
                Box::new(BooleanQuery::new(parts))
            }
            Query::Not(clause) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery) as Engine),
                (Occur::MustNot, self.negated(clause)?),
            ])),
        })
    }

    fn all_of(&mut self, clauses: &[Query]) -> tantivy::Result<Engine> {
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
        Ok(Box::new(BooleanQuery::new(parts)))
    }

    fn negated(&mut self, clause: &Query) -> tantivy::Result<Engine> {
        self.negations += 1;
        let compiled = self.clause(clause);
        self.negations -= 1;
        Ok(Box::new(InOrder(compiled?)))
    }

    fn mark(&mut self, needle: Needle) {
        if self.negations == 0 {
            self.needles.push(needle);
        }
    }

    /// The same look-up in the field that was asked for; in the whole text, headline and lead weigh
    /// more.
    fn weighted(&self, field: TextField, look_up: impl Fn(Field) -> Engine) -> Engine {
        let fields = &self.reader.fields;
        match field {
            TextField::Title => look_up(fields.title),
            TextField::Lead => look_up(fields.lead),
            TextField::Text => {
                let boosted =
                    |field, weight| -> Engine { Box::new(BoostQuery::new(look_up(field), weight)) };
                Box::new(BooleanQuery::new(vec![
                    (Occur::Must, look_up(fields.text)),
                    (Occur::Should, boosted(fields.title, TITLE_WEIGHT)),
                    (Occur::Should, boosted(fields.lead, LEAD_WEIGHT)),
                ]))
            }
        }
    }

    fn word(&mut self, field: TextField, word: &str, exact: bool) -> tantivy::Result<Engine> {
        let (own, joined): (Vec<_>, Vec<_>) = Terms::of(word).partition(|term| !term.is_variant);
        let own: Vec<String> = own.into_iter().map(|term| term.text).collect();
        let joined: Vec<String> = joined.into_iter().map(|term| term.text).collect();
        if own.len() > 1 {
            // `e-mail`: its parts in order, or written as one word.
            self.mark(Needle::Words(field, joined.clone()));
            self.mark(Needle::Phrase(field, own.clone()));
            return Ok(self.weighted(field, |field| {
                Box::new(BooleanQuery::new(vec![
                    (Occur::Should, phrase_of(field, &own)),
                    (Occur::Should, Box::new(AnyTerm::new(field, &joined))),
                ]))
            }));
        }
        let stemmer = self.stemmer.as_ref().filter(|_| !exact);
        let (searcher, text) = (&self.reader.searcher, self.reader.fields.text);
        let mut all = Vec::new();
        for term in own.iter().chain(&joined) {
            for form in forms(term, stemmer, searcher, text)? {
                // The dictionary keeps words of removed articles for a while.
                let is_typed = form == *term;
                let engine_term = Term::from_field_text(text, &form);
                let is_new = !all.contains(&form);
                if is_new && (is_typed || self.reader.doc_freq(&engine_term)? > 0) {
                    all.push(form);
                }
            }
        }
        if !exact {
            self.expansions.push(Expansion {
                clause: word.to_owned(),
                forms: all.clone(),
                joins: Vec::new(),
            });
        }
        self.mark(Needle::Words(field, all.clone()));
        Ok(self.weighted(field, |field| Box::new(AnyTerm::new(field, &all))))
    }

    fn phrase(&mut self, field: TextField, text: &str) -> Engine {
        let words = own_words(text);
        self.mark(Needle::Phrase(field, words.clone()));
        self.weighted(field, |field| phrase_of(field, &words))
    }

    fn name(&mut self, kind: Kind, name: &str) -> tantivy::Result<Engine> {
        let mut clause = NameClause::new(kind, name, self.gazetteer, self.names);
        clause.join(self.reader, self.names)?;
        self.mark(Needle::Name(clause.clone()));
        if clause.is_any() {
            let column = match kind {
                Kind::Person => "person",
                Kind::Place => "place",
                Kind::Org => "org",
            };
            return self.any_name(kind, column);
        }
        let fields = &self.reader.fields;
        let terms = clause.terms(self.reader, self.names)?;
        let printed = terms
            .iter()
            .filter_map(|term| NameTerm::decode(term))
            .filter(|term| !clause.joins.holds(&term.key))
            .map(|term| term.name);
        // A place that the gazetteer knows is told by where it lies, other names by how they are printed.
        let mut forms: Vec<String> = match clause.places.is_empty() {
            true => printed.collect(),
            false => clause.places.clone(),
        };
        forms.dedup();
        let mut joins = clause.joins.told();
        if kind == Kind::Place {
            joins.extend(self.undecided(name)?);
        }
        self.expansions.push(Expansion {
            clause: name.to_owned(),
            forms,
            joins,
        });
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
        )?;
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

    /// How many articles leave open which place of this name they mean. `None` when none does.
    fn undecided(&self, name: &str) -> tantivy::Result<Option<String>> {
        let term = undecided_term(&fold::key(name));
        let term = Term::from_field_text(self.reader.fields.place_path, &term);
        let count = self.reader.doc_freq(&term)?;
        Ok(match count {
            0 => None,
            1 => Some("undecided in 1 article".to_owned()),
            count => Some(format!("undecided in {count} articles")),
        })
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

    fn value(&mut self, field: ValueField, value: &str) -> tantivy::Result<Engine> {
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
                Box::new(RegexQuery::from_pattern(&pattern, fields.path)?)
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
fn asked_lang(query: &Query) -> Option<&str> {
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
