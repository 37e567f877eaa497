//! The list of all names, with their counts.

use std::collections::BTreeMap;

use super::rows::in_rows;
use super::tally::{Tally, Who, who};
use super::{Names, each_term};
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

/// Who, what and where is in the archive, most articles first; ties by name.
///
/// `pattern` keeps the names that hold these words, the last one perhaps begun only; a name of the names
/// file is kept when any of its variants holds them. The names of one person stand in one row, unless `names` is
/// strict, and so do those of one country. Costs a walk over all names of the kinds and their postings.
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
        let tallies = tallies(reader, names, kind, &wanted);
        let mut tallies = tallies.map_err(|error| reader.engine_error(error))?;
        if kind == Kind::Person && !names.strict {
            tallies = in_rows(tallies, &names.file);
        }
        counts.extend(
            tallies
                .into_iter()
                .filter_map(|(who, tally)| tally.count(&who, kind, &names.file)),
        );
    }
    sort(&mut counts);
    Ok(counts)
}

/// Most articles first, then most mentions, then by name.
pub(super) fn sort(counts: &mut [NameCount]) {
    counts.sort_by(|a, b| {
        let by_count = b
            .articles
            .cmp(&a.articles)
            .then(b.mentions.cmp(&a.mentions));
        by_count.then_with(|| a.name.cmp(&b.name))
    });
}

fn tallies(
    reader: &Reader,
    names: &Names,
    kind: Kind,
    wanted: &str,
) -> tantivy::Result<BTreeMap<Who, Tally>> {
    let mut tallies: BTreeMap<Who, Tally> = BTreeMap::new();
    for (number, segment) in reader.searcher.segment_readers().iter().enumerate() {
        let inverted = segment.inverted_index(reader.fields.names)?;
        let mut terms = Vec::new();
        // A name of another kind can count as one of this kind.
        for found_as in names.file.kinds_counted_as(kind) {
            each_term(&inverted, &kind_prefix(found_as, ""), |term| {
                let Some(name) = NameTerm::decode(term) else {
                    return;
                };
                if let Some(who) = who(kind, found_as, &name.key, wanted, &names.file) {
                    terms.push((term.to_owned(), name, who));
                }
            })?;
        }
        for (term, name, who) in terms {
            let tally = tallies.entry(who).or_default();
            let is_counted = |doc| !segment.is_deleted(doc);
            tally.add(
                &inverted,
                reader.fields.names,
                &term,
                name,
                number,
                is_counted,
            )?;
        }
    }
    Ok(tallies)
}
