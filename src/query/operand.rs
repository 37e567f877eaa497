//! What a clause looks up at word positions: words, phrases, names, and how they stand to each other.
//!
//! Each leaf has two sides: the terms that stand for it in the index, and a [`Needle`] that finds the same places in
//! a stored article, so that what is marked is what was found.

use rustc_hash::FxHashSet;
use tantivy::Term;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;

use super::compile::{Compiler, Expansion};
use super::marks::Needle;
use super::names::{NameClause, each_term, overruled};
use super::span::{Expr, Leaf, LeafTerm, Region};
use super::wording::Slot;
use super::{Query, Spelling, TextField};
use crate::entity::Kind;
use crate::error::Result;
use crate::index::name_term::{
    NameTerm, any_name_prefix, path_prefix, path_term_width, undecided_term,
};
use crate::index::printed::{self, Print};
use crate::text::fold;

impl Compiler<'_> {
    /// The places of a positional query; of any other, none.
    pub(super) fn operand(&mut self, query: &Query) -> Result<Expr> {
        match query {
            Query::Word {
                field,
                word,
                spelling,
            } => self.word_at(*field, word, *spelling),
            Query::Phrase {
                field,
                text,
                is_printed,
                slop,
            } => self.phrase_at(*field, text, *is_printed, *slop),
            Query::Name { field, kind, name } => self.name_at(*field, *kind, name),
            Query::Or(alternatives) => {
                let alternatives = alternatives.iter().map(|query| self.operand(query));
                Ok(Expr::Any(alternatives.collect::<Result<_>>()?))
            }
            Query::Near {
                left,
                right,
                how,
                is_negated,
            } => Ok(Expr::Near {
                left: Box::new(self.operand(left)?),
                right: Box::new(self.operand(right)?),
                how: *how,
                is_negated: *is_negated,
            }),
            Query::AtLeast { times, what } => Ok(Expr::AtLeast {
                times: *times,
                what: Box::new(self.operand(what)?),
            }),
            Query::All | Query::Field { .. } | Query::Date(_) | Query::And(_) | Query::Not(_) => {
                Ok(Expr::Any(Vec::new()))
            }
        }
    }

    /// A new leaf.
    pub(super) fn leaf(&mut self, needle: Needle, terms: Vec<LeafTerm>) -> Expr {
        let number = self.needles.len();
        self.needles.push(needle);
        Expr::Leaf(Leaf { number, terms })
    }

    fn field(&self, field: TextField) -> Field {
        let fields = &self.reader.fields;
        match field {
            TextField::Text => fields.text,
            TextField::Title => fields.title,
            TextField::Lead => fields.lead,
        }
    }

    fn word_at(&mut self, field: TextField, word: &str, spelling: Spelling) -> Result<Expr> {
        if spelling == Spelling::Printed {
            return self.printed_at(field, word);
        }
        let looked = self.wording.look_up(word, spelling)?;
        if let [slot] = looked.slots.as_slice() {
            if spelling != Spelling::Exact {
                self.tell(
                    match spelling {
                        Spelling::Fuzzy(edits) => format!("{word}~{edits}"),
                        _ => word.to_owned(),
                    },
                    slot.terms.clone(),
                );
            }
            return Ok(self.words(field, &slot.terms));
        }
        self.tell_slots(&looked.slots);
        // `e-mail`: its parts in order, or written as one word.
        let parts = looked
            .slots
            .iter()
            .map(|slot| self.words(field, &slot.terms));
        let parts = Expr::Phrase(parts.collect());
        if looked.joined.is_empty() {
            return Ok(parts);
        }
        let joined = self.words(field, &looked.joined);
        Ok(Expr::Any(vec![parts, joined]))
    }

    fn phrase_at(
        &mut self,
        field: TextField,
        text: &str,
        is_printed: bool,
        slop: u32,
    ) -> Result<Expr> {
        if is_printed {
            return self.printed_at(field, text);
        }
        let looked = self.wording.look_up(text, Spelling::Exact)?;
        self.tell_slots(&looked.slots);
        let words = looked
            .slots
            .iter()
            .map(|slot| self.words(field, &slot.terms));
        let words: Vec<Expr> = words.collect();
        if slop == 0 {
            return Ok(Expr::Phrase(words));
        }
        let leaves = words.into_iter().filter_map(|word| match word {
            Expr::Leaf(leaf) => Some(leaf),
            _ => None,
        });
        Ok(Expr::Sloppy {
            words: leaves.collect(),
            slop,
        })
    }

    fn words(&mut self, field: TextField, words: &[String]) -> Expr {
        let engine_field = self.field(field);
        let terms = words.iter().map(|word| LeafTerm {
            term: Term::from_field_text(engine_field, word),
            width: 1,
            within: None,
        });
        let terms = terms.collect();
        let words: FxHashSet<String> = words.iter().cloned().collect();
        self.leaf(Needle::Words(field, words), terms)
    }

    /// Words with case and accents as typed.
    fn printed_at(&mut self, field: TextField, text: &str) -> Result<Expr> {
        let mut words = Vec::new();
        for word in printed::words(text) {
            words.push(self.printed_word(&word)?);
        }
        let expr = match words.len() {
            1 => words.remove(0),
            _ => Expr::Phrase(words),
        };
        Ok(inside(field, expr))
    }

    /// A word that prints as it folds stands in `text` like its other spellings: where none of those stands.
    fn printed_word(&mut self, word: &printed::Word) -> Result<Expr> {
        let fields = &self.reader.fields;
        let (text, printed_field) = (fields.text, fields.printed);
        let term = |field, text: &str| LeafTerm {
            term: Term::from_field_text(field, text),
            width: 1,
            within: None,
        };
        let needle = Needle::Printed(word.clone());
        let plain = self.leaf(needle.clone(), vec![term(text, &word.folded)]);
        if let Some(print) = word.print() {
            let so = self.leaf(needle, vec![term(printed_field, &print.term(&word.folded))]);
            return Ok(match print {
                Print::Otherwise(_) => so,
                Print::Capital | Print::Capitals => Expr::Where(Box::new(plain), Box::new(so)),
            });
        }
        let others = printed::terms_of(&self.reader.searcher, printed_field, &word.folded);
        let others = self.engine(others)?.into_iter();
        let classes = Print::CLASSES.map(|class| class.term("").into_owned());
        let others = others.chain(classes);
        let others = others.map(|other| term(printed_field, &other)).collect();
        let others = self.leaf(Needle::Nothing, others);
        Ok(Expr::Except(Box::new(plain), Box::new(others)))
    }

    /// Whom, what or where a name clause means in this archive.
    pub(super) fn name_clause(&mut self, kind: Kind, name: &str) -> Result<NameClause> {
        let mut clause = NameClause::new(kind, name, self.gazetteer, self.names);
        let joined = clause.join(self.reader, self.names);
        self.engine(joined)?;
        Ok(clause)
    }

    fn name_at(&mut self, field: TextField, kind: Kind, name: &str) -> Result<Expr> {
        let clause = self.name_clause(kind, name)?;
        let names = self.reader.fields.names;
        let term = |text: &str, width| LeafTerm {
            term: Term::from_field_text(names, text),
            width,
            within: None,
        };
        let of_names = |texts: &[String]| -> Vec<LeafTerm> {
            let decoded = texts.iter().filter_map(|text| {
                let width = NameTerm::decode(text)?.width;
                Some(term(text, width))
            });
            decoded.collect()
        };
        // Found by kind or by place alone, without regard to the names file.
        let (unheard, mut heard): (Vec<(String, u32)>, Vec<LeafTerm>) = if clause.is_any() {
            let prefix = any_name_prefix(kind);
            let width = |term: &str| term.strip_prefix(&prefix)?.parse().ok();
            let any = self.terms_with_width(&prefix, width)?;
            let moved = overruled::terms_moved_to(kind, self.reader, self.names);
            (any, of_names(&self.engine(moved)?))
        } else {
            let terms = self.engine(clause.terms(self.reader, self.names))?;
            self.tell_name(&clause, name, &terms)?;
            let mut within = Vec::new();
            for path in &clause.paths {
                let width = |term: &str| path_term_width(term, path);
                within.extend(self.terms_with_width(&path_prefix(path), width)?);
            }
            within.sort_unstable();
            within.dedup();
            (within, of_names(&terms))
        };
        for alone in &clause.joins.alone {
            let terms = of_names(&alone.terms).into_iter();
            heard.extend(terms.map(|term| LeafTerm {
                within: Some(alone.articles.clone()),
                ..term
            }));
        }
        let needle = Needle::Name(clause.clone());
        let unheard: Vec<LeafTerm> = unheard
            .iter()
            .map(|(text, width)| term(text, *width))
            .collect();
        let except = overruled::terms_not_meant(&clause, self.reader, self.names);
        let except = of_names(&self.engine(except)?);
        if unheard.is_empty() || except.is_empty() {
            heard.extend(unheard);
            let leaf = self.leaf(needle, heard);
            return Ok(inside(field, leaf));
        }
        let heard = self.leaf(needle.clone(), heard);
        let unheard = self.leaf(needle, unheard);
        let except = self.leaf(Needle::Nothing, except);
        let unheard = Expr::Except(Box::new(unheard), Box::new(except));
        Ok(inside(field, Expr::Any(vec![heard, unheard])))
    }

    /// The terms of the field `names` that begin so, with the words they cover as `width` reads them; without those that it does
    /// not know.
    fn terms_with_width(
        &self,
        prefix: &str,
        width: impl Fn(&str) -> Option<u32>,
    ) -> Result<Vec<(String, u32)>> {
        let mut found = Vec::new();
        for segment in self.reader.searcher.segment_readers() {
            let inverted = self.engine(segment.inverted_index(self.reader.fields.names))?;
            let walked = each_term(&inverted, prefix, |term| {
                found.extend(width(term).map(|width| (term.to_owned(), width)));
            });
            self.engine(walked)?;
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Says which names a clause was taken to mean; `terms` are those that the index has.
    pub(super) fn tell_name(
        &mut self,
        clause: &NameClause,
        typed: &str,
        terms: &[String],
    ) -> Result<()> {
        // Terms of one name follow one another.
        let of_names = terms.chunk_by(|one, other| {
            let other = NameTerm::written_parts(other).take(2);
            NameTerm::written_parts(one).take(2).eq(other)
        });
        let printed = of_names
            .filter_map(|terms| NameTerm::decode(&terms[0]))
            .filter(|term| !clause.joins.holds(&term.key))
            .map(|term| term.name);
        // A place that the gazetteer knows is told by where it lies, other names by how they are printed.
        let mut forms: Vec<String> = match clause.places.is_empty() {
            true => printed.collect(),
            false => clause.places.clone(),
        };
        forms.dedup();
        let mut joins = clause.joins.told();
        if clause.kind == Kind::Place {
            joins.extend(self.undecided(typed)?);
        }
        self.expansions.push(Expansion {
            clause: typed.to_owned(),
            forms,
            joins,
        });
        Ok(())
    }

    /// How many articles leave open which place of this name they mean. `None` when none does.
    fn undecided(&self, name: &str) -> Result<Option<String>> {
        let term = undecided_term(&fold::key(name));
        let term = Term::from_field_text(self.reader.fields.place_path, &term);
        let count = self.engine(self.reader.doc_freq(&term))?;
        Ok(match count {
            0 => None,
            1 => Some("undecided in 1 article".to_owned()),
            count => Some(format!("undecided in {count} articles")),
        })
    }

    fn tell(&mut self, clause: String, forms: Vec<String>) {
        self.expansions.push(Expansion {
            clause,
            forms,
            joins: Vec::new(),
        });
    }

    fn tell_slots(&mut self, slots: &[Slot]) {
        for slot in slots {
            if slot.terms != [slot.word.clone()] {
                self.tell(slot.word.clone(), slot.terms.clone());
            }
        }
    }
}

/// The same, where it stands in a part of the text.
fn inside(field: TextField, expr: Expr) -> Expr {
    match field {
        TextField::Text => expr,
        TextField::Title => Expr::Inside(Region::Title, Box::new(expr)),
        TextField::Lead => Expr::Inside(Region::Lead, Box::new(expr)),
    }
}
