//! The list of all names, with their counts.

use std::collections::{BTreeMap, HashSet};

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED};

use super::{EntryId, Names, NamesFile, Verdict, each_term};
use crate::entity::Kind;
use crate::error::Result;
use crate::index::Reader;
use crate::index::name_term::{NameTerm, kind_prefix, name_prefix};
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

/// How the archive knows one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The canonical name when the names file has one; else as it was asked for.
    pub name: String,
    /// Of what.
    pub kind: Kind,
    /// Articles that name it, also by its variants. 0 when it is banned.
    pub articles: u64,
}

/// How the archive knows the name that is found as `kind`, once the names file is heard. Costs a look-up
/// for each of its variants.
///
/// # Errors
/// [`crate::Error::Engine`], [`crate::Error::Damaged`].
pub fn known(reader: &Reader, file: &NamesFile, kind: Kind, name: &str) -> Result<Known> {
    let key = fold::key(name);
    let (printed, of_kind, keys) = match file.verdict(kind, &key) {
        Verdict::Unlisted => (name, kind, vec![(kind, key.as_str())]),
        Verdict::Banned => (name, kind, Vec::new()),
        Verdict::Listed(id) => {
            let entry = file.entry(id);
            (entry.canonical.as_str(), entry.kind, entry.keys().collect())
        }
    };
    let counted = articles(reader, &keys).map_err(|error| reader.engine_error(error))?;
    Ok(Known {
        name: printed.to_owned(),
        kind: of_kind,
        articles: counted,
    })
}

/// The kinds as which an article of the archive has this full name, each with its articles, whatever
/// the names file says.
///
/// # Errors
/// As [`known`].
pub fn kinds_of(reader: &Reader, name: &str) -> Result<Vec<(Kind, u64)>> {
    let key = fold::key(name);
    let mut kinds = Vec::new();
    for kind in [Kind::Person, Kind::Place, Kind::Org] {
        let counted = articles(reader, &[(kind, &key)]);
        match counted.map_err(|error| reader.engine_error(error))? {
            0 => {}
            counted => kinds.push((kind, counted)),
        }
    }
    Ok(kinds)
}

/// How many articles have one of these folded names as a full name.
fn articles(reader: &Reader, keys: &[(Kind, &str)]) -> tantivy::Result<u64> {
    let field = reader.fields.names;
    let mut counted = 0;
    for segment in reader.searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut docs = HashSet::new();
        for &(kind, key) in keys {
            let mut terms = Vec::new();
            let prefix = name_prefix(kind, key);
            each_term(&inverted, &prefix, |term| terms.push(term.to_owned()))?;
            for term in terms {
                let term = tantivy::Term::from_field_text(field, &term);
                let postings = inverted.read_postings(&term, IndexRecordOption::Basic)?;
                let Some(mut postings) = postings else {
                    continue;
                };
                while postings.doc() != TERMINATED {
                    docs.insert(postings.doc());
                    postings.advance();
                }
            }
        }
        docs.retain(|&doc| !segment.is_deleted(doc));
        counted += docs.len() as u64;
    }
    Ok(counted)
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
        let commonest = printed(by_count(self.spellings))?;
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

/// The commonest spelling that is not all in capitals, if there is one: headlines shout.
fn printed(spellings: Vec<String>) -> Option<String> {
    let shouts = |name: &String| !name.chars().any(char::is_lowercase);
    let calm = spellings.iter().position(|name| !shouts(name));
    spellings.into_iter().nth(calm.unwrap_or(0))
}

fn by_count(counted: BTreeMap<String, u64>) -> Vec<String> {
    let mut all: Vec<(String, u64)> = counted.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    all.into_iter().map(|(name, _)| name).collect()
}
