//! The list of all names, with their counts.

use std::collections::{BTreeMap, HashSet};

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED};

use super::{EntryId, Names, NamesFile, Verdict, each_term};
use crate::entity::Kind;
use crate::error::Result;
use crate::index::Reader;
use crate::index::name_term::{NameTerm, kind_prefix};
use crate::text::fold;

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
    /// What the names file says it is called elsewhere.
    pub id: Option<String>,
    /// Whether the names file has it: then a keeper of the archive stands behind it.
    pub is_vouched: bool,
}

/// Who is counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    /// An entry of the names file.
    Vouched(EntryId),
    /// A name of the kind that is counted, by its key.
    Found(String),
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
/// `pattern` keeps the names that hold these words, the last one perhaps begun only; a name of the names
/// file is kept when any of its variants holds them. Costs a walk over all names of the kinds and their
/// postings.
///
/// # Errors
/// [`crate::Error::Engine`], [`crate::Error::Damaged`].
pub fn names(
    reader: &Reader,
    names: &Names,
    kinds: &[Kind],
    pattern: Option<&str>,
) -> Result<Vec<NameCount>> {
    let wanted = pattern.map(fold::key).unwrap_or_default();
    let mut counts = Vec::new();
    for &kind in kinds {
        let mut tallies = Tallies {
            kind,
            wanted: &wanted,
            file: &names.file,
            by_name: BTreeMap::new(),
        };
        for (number, segment) in reader.searcher.segment_readers().iter().enumerate() {
            let counted = tallies.count(segment, number, reader.fields.names);
            counted.map_err(|error| reader.engine_error(error))?;
        }
        let by_name = tallies.by_name.into_iter();
        counts.extend(by_name.filter_map(|(who, tally)| tally.count(who, kind, &names.file)));
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

/// The counts of one kind.
struct Tallies<'n> {
    kind: Kind,
    wanted: &'n str,
    file: &'n NamesFile,
    by_name: BTreeMap<Who, Tally>,
}

impl Tallies<'_> {
    fn count(
        &mut self,
        segment: &tantivy::SegmentReader,
        number: usize,
        field: Field,
    ) -> tantivy::Result<()> {
        let inverted = segment.inverted_index(field)?;
        let mut terms = Vec::new();
        // A name of another kind can count as one of this kind.
        for kind in self.file.kinds_counted_as(self.kind) {
            each_term(&inverted, &kind_prefix(kind, ""), |term| {
                let Some(name) = NameTerm::decode(term) else {
                    return;
                };
                if let Some(who) = self.who(&name) {
                    terms.push((term.to_owned(), name, who));
                }
            })?;
        }
        for (term, name, who) in terms {
            let term = tantivy::Term::from_field_text(field, &term);
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)?
            else {
                continue;
            };
            let tally = self.by_name.entry(who).or_default();
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

    /// Who bears a name; `None` when it is not to be counted.
    fn who(&self, name: &NameTerm) -> Option<Who> {
        match self.file.verdict(name.kind, &name.key) {
            Verdict::Banned => None,
            Verdict::Unlisted => {
                let is_counted = name.kind == self.kind && fits(&name.key, self.wanted);
                is_counted.then(|| Who::Found(name.key.clone()))
            }
            Verdict::Listed(id) => {
                let entry = self.file.entry(id);
                let is_counted =
                    entry.kind == self.kind && entry.keys().any(|(_, key)| fits(key, self.wanted));
                is_counted.then_some(Who::Vouched(id))
            }
        }
    }
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
    fn count(self, who: Who, kind: Kind, file: &NamesFile) -> Option<NameCount> {
        let mut spellings = by_count(self.spellings).into_iter();
        let commonest = spellings.next()?;
        let entry = match who {
            Who::Vouched(id) => Some(file.entry(id)),
            Who::Found(_) => None,
        };
        let name = entry.map_or(commonest, |entry| entry.canonical.clone());
        let mut variants = by_count(self.surfaces);
        variants.retain(|variant| *variant != name);
        Some(NameCount {
            kind,
            name,
            articles: self.articles.len() as u64,
            mentions: self.mentions,
            variants,
            id: entry.and_then(|entry| entry.id.clone()),
            is_vouched: entry.is_some(),
        })
    }
}

fn by_count(counted: BTreeMap<String, u64>) -> Vec<String> {
    let mut all: Vec<(String, u64)> = counted.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    all.into_iter().map(|(name, _)| name).collect()
}
