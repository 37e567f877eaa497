//! What the archive knows of one name.

use std::collections::HashSet;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use super::{NamesFile, Verdict, each_term};
use crate::entity::Kind;
use crate::error::Result;
use crate::index::Reader;
use crate::index::name_term::name_prefix;
use crate::text::fold;

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
    for kind in Kind::ALL {
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
