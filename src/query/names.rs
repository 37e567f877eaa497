//! Names in the archive: which of them a query means, and the list of all.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

use crate::entity::{Gazetteer, Kind, Mention};
use crate::error::Result;
use crate::index::Reader;
use crate::index::name_term::{NameTerm, kind_prefix, name_key_prefix, name_prefix, path_key};
use crate::text::fold;

/// Whom, what or where a `person:`, `org:` or `place:` clause means.
#[derive(Clone, Debug)]
pub(super) struct NameClause {
    kind: Kind,
    /// Folded words, all of which a name must hold; empty for `*`.
    words: Vec<String>,
    /// For places: the folded paths that the name stands for. What lies below them is meant too.
    pub(super) paths: Vec<String>,
    /// The same, as a reader would write them: `South America/Colombia/Bogotá`.
    pub(super) places: Vec<String>,
}

impl NameClause {
    pub(super) fn new(kind: Kind, name: &str, gazetteer: &Gazetteer) -> NameClause {
        let words = match name.trim() {
            "*" => Vec::new(),
            name => fold::key(name).split(' ').map(str::to_owned).collect(),
        };
        let ids = match kind {
            Kind::Place if !words.is_empty() => gazetteer.named(name),
            _ => Vec::new(),
        };
        let mut places: Vec<String> = Vec::new();
        for id in ids {
            let path = gazetteer.place(id).path;
            if !places.contains(&path) {
                places.push(path);
            }
        }
        let paths: BTreeSet<String> = places.iter().map(|path| path_key(path)).collect();
        NameClause {
            kind,
            words,
            paths: paths.into_iter().collect(),
            places,
        }
    }

    /// Whether any name of the kind is meant.
    pub(super) fn is_any(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a name, given by the keys of its full form and of how it is printed, is meant.
    ///
    /// Part of a person's or an organisation's name is enough (`Blair`). A place must be called
    /// just so: New York is not meant by `York`.
    fn means(&self, key: &str, surface_key: &str) -> bool {
        if self.is_any() {
            return true;
        }
        if self.kind == Kind::Place {
            let asked = self.words.join(" ");
            return key == asked || surface_key == asked;
        }
        holds_all(key, &self.words) || holds_all(surface_key, &self.words)
    }

    /// Whether a mention is meant; the same answer as the index gives.
    pub(super) fn means_mention(
        &self,
        mention: &Mention,
        surface: &str,
        gazetteer: &Gazetteer,
    ) -> bool {
        if mention.kind != self.kind {
            return false;
        }
        let lies_inside = |path: &str| {
            let path = path_key(path);
            self.paths.iter().any(|above| {
                path.strip_prefix(above.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        let is_inside = mention
            .place
            .is_some_and(|id| lies_inside(&gazetteer.place(id).path));
        is_inside || self.means(&fold::key(&mention.name), &fold::key(surface))
    }

    /// The terms of the field `names` that are meant. Costs a walk over the names that share a word
    /// with the clause.
    pub(super) fn terms(&self, reader: &Reader) -> tantivy::Result<Vec<String>> {
        let Some(first) = self.words.first() else {
            return Ok(Vec::new());
        };
        let fields = &reader.fields;
        let mut found = BTreeSet::new();
        for segment in reader.searcher.segment_readers() {
            let names = segment.inverted_index(fields.names)?;
            let mut take = |prefix: &str| {
                each_term(&names, prefix, |term| {
                    let meant = NameTerm::decode(term)
                        .filter(|name| self.means(&name.key, &fold::key(&name.surface)));
                    if meant.is_some() {
                        found.insert(term.to_owned());
                    }
                })
            };
            take(&name_prefix(self.kind, first))?;
            take(&kind_prefix(self.kind, &format!("{first} ")))?;

            let keys = segment.inverted_index(fields.name_key)?;
            let prefix = name_key_prefix(self.kind, first);
            let mut holding = Vec::new();
            each_term(&keys, &prefix, |term| {
                holding.push(term[prefix.len()..].to_owned());
            })?;
            for key in holding {
                take(&name_prefix(self.kind, &key))?;
            }
        }
        Ok(found.into_iter().collect())
    }
}

fn holds_all(key: &str, words: &[String]) -> bool {
    words
        .iter()
        .all(|word| key.split(' ').any(|of_key| of_key == word))
}

/// Calls `each` with every term that begins with `prefix`, in order.
fn each_term(
    inverted: &InvertedIndexReader,
    prefix: &str,
    mut each: impl FnMut(&str),
) -> tantivy::Result<()> {
    let mut terms = inverted
        .terms()
        .range()
        .ge(prefix.as_bytes())
        .into_stream()?;
    while terms.advance() {
        let Ok(term) = std::str::from_utf8(terms.key()) else {
            continue;
        };
        if !term.starts_with(prefix) {
            break;
        }
        each(term);
    }
    Ok(())
}

/// A name with its counts over the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameCount {
    /// Of what.
    pub kind: Kind,
    /// The commonest spelling of the full name.
    pub name: String,
    /// Articles with at least one mention.
    pub articles: u64,
    /// Mentions.
    pub mentions: u64,
    /// Other ways in which it is printed, commonest first.
    pub variants: Vec<String>,
}

#[derive(Default)]
struct Tally {
    articles: HashSet<(usize, u32)>,
    mentions: u64,
    spellings: BTreeMap<String, u64>,
    surfaces: BTreeMap<String, u64>,
}

/// Who, what and where is in the archive, most articles first; ties by name.
///
/// `pattern` keeps the names that hold these words, the last one perhaps begun only. Costs a walk
/// over all names of the kinds and their postings.
///
/// # Errors
/// [`crate::Error::Engine`], [`crate::Error::Damaged`].
pub fn names(reader: &Reader, kinds: &[Kind], pattern: Option<&str>) -> Result<Vec<NameCount>> {
    let wanted = pattern.map(fold::key).unwrap_or_default();
    let mut counts = Vec::new();
    for &kind in kinds {
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        for (number, segment) in reader.searcher.segment_readers().iter().enumerate() {
            tally(
                segment,
                number,
                reader.fields.names,
                kind,
                &wanted,
                &mut tallies,
            )
            .map_err(|error| reader.engine_error(error))?;
        }
        counts.extend(tallies.into_values().filter_map(|tally| tally.count(kind)));
    }
    counts.sort_by(|a, b| {
        let by_count = b
            .articles
            .cmp(&a.articles)
            .then(b.mentions.cmp(&a.mentions));
        by_count.then_with(|| a.name.cmp(&b.name))
    });
    Ok(counts)
}

fn tally(
    segment: &tantivy::SegmentReader,
    number: usize,
    field: Field,
    kind: Kind,
    wanted: &str,
    tallies: &mut BTreeMap<String, Tally>,
) -> tantivy::Result<()> {
    let inverted = segment.inverted_index(field)?;
    let mut terms = Vec::new();
    each_term(&inverted, &kind_prefix(kind, ""), |term| {
        if let Some(name) = NameTerm::decode(term).filter(|name| fits(&name.key, wanted)) {
            terms.push((term.to_owned(), name));
        }
    })?;
    for (term, name) in terms {
        let term = tantivy::Term::from_field_text(field, &term);
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)?
        else {
            continue;
        };
        let tally = tallies.entry(name.key).or_default();
        let mut mentions = 0;
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            if !segment.is_deleted(doc) {
                tally.articles.insert((number, doc));
                mentions += u64::from(postings.term_freq());
            }
            postings.advance();
        }
        if mentions > 0 {
            tally.mentions += mentions;
            *tally.spellings.entry(name.name).or_default() += mentions;
            *tally.surfaces.entry(name.surface).or_default() += mentions;
        }
    }
    Ok(())
}

/// Whether a name holds the words of a pattern, of which the last may be begun only.
fn fits(key: &str, wanted: &str) -> bool {
    let (whole, begun) = wanted.rsplit_once(' ').unwrap_or(("", wanted));
    let mut words = key.split(' ');
    let has_begun = words.any(|word| word.starts_with(begun));
    let has_whole = whole
        .split(' ')
        .filter(|word| !word.is_empty())
        .all(|word| key.split(' ').any(|of_key| of_key == word));
    has_begun && has_whole
}

impl Tally {
    /// `None` when all its articles are deleted.
    fn count(self, kind: Kind) -> Option<NameCount> {
        let name = by_count(self.spellings).into_iter().next()?;
        let mut variants = by_count(self.surfaces);
        variants.retain(|variant| *variant != name);
        Some(NameCount {
            kind,
            name,
            articles: self.articles.len() as u64,
            mentions: self.mentions,
            variants,
        })
    }
}

fn by_count(counted: BTreeMap<String, u64>) -> Vec<String> {
    let mut all: Vec<(String, u64)> = counted.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    all.into_iter().map(|(name, _)| name).collect()
}
