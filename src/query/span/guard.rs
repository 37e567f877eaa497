//! Whether an expression can add to the score by standing in headline or lead.
//!
//! These parts have fields of their own, whose lists are short: an article that is not in the list of a word that every match has
//! gets nothing there, and its places need not be read to know that. Of a single word the list says all.

use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, InvertedIndexReader, SegmentReader};

use super::Leaf;
use crate::query::frequencies::Frequencies;
use crate::query::union::{Opening, Union};

/// The articles in which a leaf stands in one part.
pub(super) struct Guard(Union);

impl Guard {
    /// Of the leaf that stands in the fewest articles there; each of `leaves` is in every match.
    pub(super) fn open<'l>(
        field: Field,
        leaves: impl Iterator<Item = &'l Leaf>,
        segment: &SegmentReader,
    ) -> tantivy::Result<Guard> {
        let inverted = segment.inverted_index(field)?;
        let mut rarest: Option<(u32, Vec<TermInfo>)> = None;
        for leaf in leaves {
            let entries = entries(leaf, &inverted)?;
            let articles = entries.iter().map(|entry| entry.doc_freq);
            let articles = articles.fold(0, u32::saturating_add);
            if rarest.as_ref().is_none_or(|(fewest, _)| articles < *fewest) {
                rarest = Some((articles, entries));
            }
        }
        let entries = rarest.map_or_else(Vec::new, |(_, entries)| entries);
        let openings = openings(field, &entries);
        let record = IndexRecordOption::Basic;
        Ok(Guard(Union::open(openings, segment, record)?))
    }

    /// Whether it stands there in an article. To be asked in their order.
    pub(super) fn admits(&mut self, doc: DocId) -> bool {
        self.0.seek(doc) == doc
    }
}

/// The articles in which a leaf stands in one part, many at a time.
pub(super) fn articles(
    field: Field,
    leaf: &Leaf,
    segment: &SegmentReader,
) -> tantivy::Result<Frequencies> {
    let inverted = segment.inverted_index(field)?;
    let entries = entries(leaf, &inverted)?;
    Frequencies::open(openings(field, &entries), segment, IndexRecordOption::Basic)
}

/// What the dictionary of a part says of the words of a leaf.
fn entries(leaf: &Leaf, inverted: &InvertedIndexReader) -> tantivy::Result<Vec<TermInfo>> {
    let mut entries = Vec::with_capacity(leaf.terms.len());
    for term in &leaf.terms {
        let word = term.term.serialized_value_bytes();
        entries.extend(inverted.terms().get(word)?);
    }
    Ok(entries)
}

fn openings(field: Field, entries: &[TermInfo]) -> impl Iterator<Item = Opening<'_>> {
    entries.iter().map(move |entry| Opening {
        field,
        entry,
        width: 1,
        within: None,
        part: None,
    })
}
