//! The people of the archive by the words of their names, as the index lists them.
//!
//! Its dictionaries keep the names of removed articles for a while. What is counted here are articles that can
//! be found, so that an index that grew tells of the same people as one made at once.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use super::each_term;
use crate::entity::Kind;
use crate::index::Reader;
use crate::index::name_term::{NameTerm, SEPARATOR, kind_prefix, name_key_prefix, name_prefix};

/// An article of the snapshot: number of its segment, number in it.
pub(super) type Place = (u32, DocId);

/// A view on the people that an index knows.
#[derive(Clone, Copy)]
pub(super) struct Register<'r> {
    pub(super) reader: &'r Reader,
}

/// A term of the field `names` with the articles that hold it.
pub(super) struct Entry {
    pub(super) text: String,
    pub(super) term: NameTerm,
    /// Sorted.
    pub(super) articles: Vec<Place>,
}

impl Register<'_> {
    /// The folded full names that hold a word. Costs a walk over them.
    pub(super) fn keys_holding(self, word: &str) -> tantivy::Result<BTreeSet<String>> {
        let mut found = self.keys_with_prefix(&name_prefix(Kind::Person, word))?;
        found.extend(self.keys_beginning(word)?);
        let prefix = name_key_prefix(Kind::Person, word);
        for segment in self.reader.searcher.segment_readers() {
            let keys = segment.inverted_index(self.reader.fields.name_key)?;
            each_term(&keys, &prefix, |term| {
                let key = &term[prefix.len()..];
                // Some are here by how they are printed somewhere.
                if key.split(' ').any(|of_key| of_key == word) {
                    found.insert(key.to_owned());
                }
            })?;
        }
        Ok(found)
    }

    /// The folded full names of several words that begin with this one.
    pub(super) fn keys_beginning(self, word: &str) -> tantivy::Result<BTreeSet<String>> {
        self.keys_with_prefix(&kind_prefix(Kind::Person, &format!("{word} ")))
    }

    fn keys_with_prefix(self, prefix: &str) -> tantivy::Result<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        for segment in self.reader.searcher.segment_readers() {
            let names = segment.inverted_index(self.reader.fields.names)?;
            let mut last = String::new();
            each_term(&names, prefix, |term| {
                let Some((key, _)) = term[1..].split_once(SEPARATOR) else {
                    return;
                };
                if key != last {
                    last.clear();
                    last.push_str(key);
                    found.insert(key.to_owned());
                }
            })?;
        }
        Ok(found)
    }

    /// Whether a folded full name stands in an article. Costs nothing until articles were removed.
    pub(super) fn is_live(self, key: &str) -> tantivy::Result<bool> {
        let mut segments = self.reader.searcher.segment_readers().iter();
        let has_removed = segments.any(|segment| segment.has_deletes());
        Ok(!has_removed || !self.entries(key)?.is_empty())
    }

    /// The terms of a full name that stand in articles. Costs a walk over their postings.
    pub(super) fn entries(self, key: &str) -> tantivy::Result<Vec<Entry>> {
        let mut found: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        let prefix = name_prefix(Kind::Person, key);
        for (number, segment) in (0..).zip(self.reader.searcher.segment_readers()) {
            let names = segment.inverted_index(self.reader.fields.names)?;
            let mut terms = Vec::new();
            each_term(&names, &prefix, |term| terms.push(term.to_owned()))?;
            for text in terms {
                let term = Term::from_field_text(self.reader.fields.names, &text);
                let Some(mut postings) = names.read_postings(&term, IndexRecordOption::Basic)?
                else {
                    continue;
                };
                let mut articles = Vec::with_capacity(postings.doc_freq() as usize);
                while postings.doc() != TERMINATED {
                    if !segment.is_deleted(postings.doc()) {
                        articles.push((number, postings.doc()));
                    }
                    postings.advance();
                }
                if !articles.is_empty() {
                    found.entry(text).or_default().append(&mut articles);
                }
            }
        }
        let decoded = found.into_iter().filter_map(|(text, articles)| {
            let term = NameTerm::decode(&text)?;
            Some(Entry {
                text,
                term,
                articles,
            })
        });
        Ok(decoded.collect())
    }
}

/// The articles of several terms, each once, sorted.
pub(super) fn articles<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Vec<Place> {
    let entries = entries.into_iter();
    let mut all: Vec<Place> = entries
        .flat_map(|entry| entry.articles.iter().copied())
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// How a name is printed in most articles; of two, the first by alphabet.
pub(super) fn printed(entries: &[Entry]) -> String {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        *counted.entry(&entry.term.name).or_default() += entry.articles.len();
    }
    let best = counted
        .into_iter()
        .max_by_key(|&(name, articles)| (articles, std::cmp::Reverse(name)));
    best.map(|(name, _)| name.to_owned()).unwrap_or_default()
}
