//! Who, what and where is named in the articles of a query: who appears beside a name.
//!
//! Who is in which article is read off the columns, so that a narrow question costs little however
//! large the archive is; mentions and spellings are then looked up for the names that are shown.

use std::collections::HashMap;

use rustc_hash::FxHashMap;
use tantivy::collector::DocSetCollector;
use tantivy::{BitSet, DocId};

use super::list::sort;
use super::rows::rows;
use super::tally::{Tally, Who, who};
use super::{NameClause, NameCount, Names, NamesFile, each_term, known};
use crate::entity::{Gazetteer, Kind};
use crate::error::Result;
use crate::index::Reader;
use crate::index::name_term::{NameTerm, name_prefix};
use crate::query::Query;
use crate::query::compile::{Expansion, Lookup, compile};
use crate::text::fold;

/// Whose company is asked for.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Names of these kinds.
    pub kinds: &'a [Kind],
    /// Names that hold these words, the last one perhaps begun only.
    pub pattern: Option<&'a str>,
    /// In the articles of this query.
    pub query: &'a Query,
    /// But not these: who is meant by `person:`, `place:` or `org:` with these names.
    pub without: &'a [(Kind, String)],
    /// At most this many; all when `None`.
    pub limit: Option<usize>,
}

/// Who is in the articles of a query.
#[derive(Clone, Debug)]
pub struct Company {
    /// Articles that match.
    pub articles: u64,
    /// What each clause of the query was taken to mean.
    pub expansions: Vec<Expansion>,
    /// Who is named in them, counted over them, most articles first; ties by mentions, then by name.
    pub names: Vec<NameCount>,
}

/// As what a name stands beside others: as each kind of which the archive has just this name, else as each
/// of which it is part of a name; as any when there is none.
///
/// # Errors
/// [`crate::Error::Engine`], [`crate::Error::Damaged`].
pub fn kinds_to_ask(
    reader: &Reader,
    gazetteer: &Gazetteer,
    names: &Names,
    name: &str,
) -> Result<Vec<Kind>> {
    let mut kinds = Vec::new();
    for kind in Kind::ALL {
        if known(reader, &names.file, kind, name)?.articles > 0 {
            kinds.push(kind);
        }
    }
    if !kinds.is_empty() {
        return Ok(kinds);
    }
    for kind in Kind::ALL {
        let clause = NameClause::new(kind, name, gazetteer, names);
        let terms = clause.terms(reader, names);
        let terms = terms.map_err(|error| reader.engine_error(error))?;
        if !terms.is_empty() || !clause.paths.is_empty() {
            kinds.push(kind);
        }
    }
    match kinds.is_empty() {
        true => Ok(Kind::ALL.to_vec()),
        false => Ok(kinds),
    }
}

/// Who, what and where is named in the articles of a query. Costs the query, a look at the columns of
/// each article, and a look-up for each name that is given back.
///
/// # Errors
/// [`crate::Error::Engine`], [`crate::Error::Damaged`].
pub fn company(
    asked: &Asked<'_>,
    reader: &Reader,
    gazetteer: &Gazetteer,
    names: &Names,
) -> Result<Company> {
    let failed = |error| reader.engine_error(error);
    let compiled = compile(asked.query, reader, gazetteer, names, Lookup::default())?;
    let found = reader.searcher.search(&compiled.engine, &DocSetCollector);
    let found = found.map_err(failed)?;
    let segments = reader.searcher.segment_readers();
    let mut articles: Vec<Vec<DocId>> = vec![Vec::new(); segments.len()];
    for address in &found {
        articles[address.segment_ord as usize].push(address.doc_id);
    }
    articles.iter_mut().for_each(|docs| docs.sort_unstable());

    let mut without = Vec::new();
    for (kind, name) in asked.without {
        let mut clause = NameClause::new(*kind, name, gazetteer, names);
        clause.join(reader, names).map_err(failed)?;
        without.push(clause);
    }
    let counting = Counting {
        reader,
        names,
        wanted: asked.pattern.map(fold::key).unwrap_or_default(),
        without,
        articles: &articles,
    };
    let mut met = Vec::new();
    for &kind in asked.kinds {
        met.extend(counting.met_in_rows(kind).map_err(failed)?);
    }
    let counts = counting.first(met, asked.limit.unwrap_or(usize::MAX));
    let counts = counts.map_err(failed)?;
    Ok(Company {
        articles: found.len() as u64,
        expansions: compiled.expansions,
        names: counts,
    })
}

/// Who or what of one kind is named in these articles of each segment, sorted: the first `limit` in the order of
/// [`company`], and how many there are in all.
pub(in crate::query) fn most_named(
    kind: Kind,
    articles: &[Vec<DocId>],
    limit: usize,
    reader: &Reader,
    names: &Names,
) -> tantivy::Result<(Vec<NameCount>, u64)> {
    let counting = Counting {
        reader,
        names,
        wanted: String::new(),
        without: Vec::new(),
        articles,
    };
    let met = counting.met_in_rows(kind)?;
    let all = met.len() as u64;
    Ok((counting.first(met, limit)?, all))
}

struct Counting<'a> {
    reader: &'a Reader,
    names: &'a Names,
    wanted: String,
    without: Vec<NameClause>,
    /// Those that match, of each segment, sorted.
    articles: &'a [Vec<DocId>],
}

/// Somebody who was met in the columns.
struct Met {
    kind: Kind,
    who: Who,
    /// In how many articles; at least, when there are several names.
    articles: u64,
    /// In how many articles at most.
    at_most: u64,
    /// By which folded names, found as which kind.
    keys: Vec<(Kind, String)>,
    /// The last article, so that it counts once: somebody may have two names in it.
    last: Option<DocId>,
}

impl Counting<'_> {
    fn met_in_rows(&self, kind: Kind) -> tantivy::Result<Vec<Met>> {
        let met = self.met(kind)?;
        Ok(match kind == Kind::Person && !self.names.strict {
            true => in_rows(met, &self.names.file),
            false => met,
        })
    }

    /// The first of those who were met. Only those that can be among them are looked up.
    fn first(&self, mut met: Vec<Met>, limit: usize) -> tantivy::Result<Vec<NameCount>> {
        if limit < met.len() {
            let mut most: Vec<u64> = met.iter().map(|met| met.articles).collect();
            most.sort_unstable_by(|a, b| b.cmp(a));
            let least = most.get(limit.saturating_sub(1)).copied().unwrap_or(0);
            met.retain(|met| met.at_most >= least);
        }
        let mut counts = self.counted(met)?;
        sort(&mut counts);
        counts.truncate(limit);
        Ok(counts)
    }

    /// Who of a kind is in the columns of the articles.
    fn met(&self, kind: Kind) -> tantivy::Result<Vec<Met>> {
        let mut all: Vec<Met> = Vec::new();
        let mut numbers: HashMap<Who, usize> = HashMap::new();
        let segments = self.reader.searcher.segment_readers();
        for (segment, docs) in segments.iter().zip(self.articles) {
            let mut columns = Vec::new();
            for found_as in self.names.file.kinds_counted_as(kind) {
                let Some(values) = segment.fast_fields().str(found_as.name())? else {
                    continue;
                };
                // Read off the dictionary in its order: one name is looked up only behind its neighbours.
                let mut ordinals: Vec<u64> = Vec::new();
                for &doc in docs {
                    ordinals.extend(values.term_ords(doc));
                }
                ordinals.sort_unstable();
                ordinals.dedup();
                let mut known: FxHashMap<u64, usize> = FxHashMap::default();
                let mut next = ordinals.iter();
                let dictionary = values.dictionary();
                dictionary.sorted_ords_to_term_cb(&ordinals, |name| {
                    let ordinal = next.next();
                    let key = fold::key(&String::from_utf8_lossy(name));
                    let who = self.who(kind, found_as, &key);
                    if let (Some(&ordinal), Some(who)) = (ordinal, who) {
                        let number = *numbers.entry(who.clone()).or_insert(all.len());
                        if number == all.len() {
                            all.push(Met::new(kind, who));
                        }
                        all[number].add_key(found_as, key);
                        known.insert(ordinal, number);
                    }
                })?;
                columns.push((values, known));
            }
            all.iter_mut().for_each(|met| met.last = None);
            for &doc in docs {
                for (values, known) in &columns {
                    for ordinal in values.term_ords(doc) {
                        if let Some(&number) = known.get(&ordinal) {
                            all[number].count(doc);
                        }
                    }
                }
            }
        }
        Ok(all)
    }

    /// Who of `kind` bears a name, if it is asked for.
    fn who(&self, kind: Kind, found_as: Kind, key: &str) -> Option<Who> {
        let who = who(kind, found_as, key, &self.wanted, &self.names.file)?;
        let is_meant = |clause: &NameClause| clause.means(found_as, key, key, &self.names.file);
        (!self.without.iter().any(is_meant)).then_some(who)
    }

    /// Mentions and spellings of those who were met.
    fn counted(&self, met: Vec<Met>) -> tantivy::Result<Vec<NameCount>> {
        let field = self.reader.fields.names;
        let segments = self.reader.searcher.segment_readers();
        let mut opened = Vec::new();
        for (segment, docs) in segments.iter().zip(self.articles) {
            let mut wanted = BitSet::with_max_value(segment.max_doc());
            for &doc in docs {
                wanted.insert(doc);
            }
            opened.push((segment.inverted_index(field)?, wanted));
        }
        let mut counts = Vec::new();
        for met in met {
            let mut tally = Tally::default();
            for (number, (inverted, wanted)) in opened.iter().enumerate() {
                for (found_as, key) in &met.keys {
                    let mut terms = Vec::new();
                    each_term(inverted, &name_prefix(*found_as, key), |term| {
                        terms.extend(NameTerm::decode(term).map(|name| (term.to_owned(), name)));
                    })?;
                    for (term, name) in terms {
                        let is_counted = |doc| wanted.contains(doc);
                        tally.add(inverted, field, &term, name, number, is_counted)?;
                    }
                }
            }
            counts.extend(tally.count(&met.who, met.kind, &self.names.file));
        }
        Ok(counts)
    }
}

/// Brings the names of one person together.
fn in_rows(all: Vec<Met>, file: &NamesFile) -> Vec<Met> {
    let (mut found, mut vouched): (Vec<Met>, Vec<Met>) = all
        .into_iter()
        .partition(|met| matches!(met.who, Who::Found(_)));
    let keys: Vec<String> = found.iter().map(|met| met.keys[0].1.clone()).collect();
    let counted: Vec<(&str, u64)> = keys
        .iter()
        .map(String::as_str)
        .zip(found.iter().map(|met| met.articles))
        .collect();
    let row_of = rows(&counted, |a, b| file.holds_apart(Kind::Person, a, b));
    for (at, row) in row_of.into_iter().enumerate() {
        if at != row {
            let joined = std::mem::take(&mut found[at].keys);
            let (articles, at_most) = (found[at].articles, found[at].at_most);
            found[row].keys.extend(joined);
            found[row].articles = found[row].articles.max(articles);
            found[row].at_most += at_most;
        }
    }
    vouched.extend(found.into_iter().filter(|met| !met.keys.is_empty()));
    vouched
}

impl Met {
    fn new(kind: Kind, who: Who) -> Met {
        Met {
            kind,
            who,
            articles: 0,
            at_most: 0,
            keys: Vec::new(),
            last: None,
        }
    }

    fn add_key(&mut self, found_as: Kind, key: String) {
        let is_new = !self
            .keys
            .iter()
            .any(|(kind, known)| *kind == found_as && *known == key);
        if is_new {
            self.keys.push((found_as, key));
        }
    }

    fn count(&mut self, doc: DocId) {
        if self.last != Some(doc) {
            self.last = Some(doc);
            self.articles += 1;
            self.at_most += 1;
        }
    }
}
