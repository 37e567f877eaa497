//! Articles like one: what tells it apart from the archive, asked as a query.
//!
//! The most telling words are those that stand often in the article and seldom elsewhere; with its names they make an OR that anyone
//! can read, change and type. The engine has a query of this kind as well, which hides its words and knows no names.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::query::Bm25StatisticsProvider;

use super::bm25::idf;
use super::{Query, Search, Spelling, TextField, ValueField};
use crate::entity::Kind;
use crate::error::Result;
use crate::index::analyzer::Terms;
use crate::index::{Reader, Stored};
use crate::text::fold;

/// Words that are asked for. More of them find the same articles and take longer.
const MOST_WORDS: usize = 20;

/// Names that are asked for, those mentioned most often first.
const MOST_NAMES: usize = 5;

/// Shorter words tell nothing.
const SHORTEST: usize = 3;

/// The question for articles like one; `None` when nothing in it is shared with another. The headline counts twice. Costs a look-up for
/// each word of the article.
///
/// # Errors
/// [`crate::Error::Engine`], [`crate::Error::Damaged`].
pub fn similar(stored: &Stored, reader: &Reader) -> Result<Option<Search>> {
    let article = &stored.article;
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for text in [&article.title, &article.title, &article.body] {
        for term in Terms::of(text).filter(|term| !term.is_variant) {
            let is_word = term.text.chars().all(char::is_alphabetic);
            if is_word && term.text.chars().count() >= SHORTEST {
                *times.entry(term.text).or_default() += 1;
            }
        }
    }
    let mut telling = Vec::new();
    for (word, times) in times {
        let term = Term::from_field_text(reader.fields.text, &word);
        let containing = reader.doc_freq(&term);
        let containing = containing.map_err(|error| reader.engine_error(error))?;
        // What nobody else says finds nobody else.
        if containing > 1 {
            let often = 1.0 + f64::from(times).ln();
            telling.push((often * f64::from(idf(containing, reader.articles())), word));
        }
    }
    telling.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let words = telling
        .into_iter()
        .take(MOST_WORDS)
        .map(|(_, word)| Query::Word {
            field: TextField::Text,
            word,
            spelling: Spelling::Exact,
        });
    let mut alternatives: Vec<Query> = words.collect();
    alternatives.extend(names(stored));
    if alternatives.is_empty() {
        return Ok(None);
    }
    let this = Query::Field {
        field: ValueField::Id,
        value: article.id.to_string(),
    };
    let others = Query::and([Query::or(alternatives), Query::Not(Box::new(this))]);
    Ok(Some(Search::new(others)))
}

/// The full names of people and organisations, most mentions first.
fn names(stored: &Stored) -> Vec<Query> {
    let mut counted: Vec<(Kind, &str, usize)> = Vec::new();
    for mention in &stored.findings.mentions {
        // One word is many people.
        if mention.kind == Kind::Place || !fold::key(&mention.name).contains(' ') {
            continue;
        }
        let known = counted
            .iter_mut()
            .find(|(kind, name, _)| *kind == mention.kind && *name == mention.name);
        match known {
            Some((.., count)) => *count += 1,
            None => counted.push((mention.kind, &mention.name, 1)),
        }
    }
    counted.sort_by_key(|&(.., count)| std::cmp::Reverse(count));
    let most = counted.into_iter().take(MOST_NAMES);
    most.filter_map(|(kind, name, _)| Query::name(kind, name))
        .collect()
}
