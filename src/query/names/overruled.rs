//! Where the names file overrules what the index says of whole articles.
//!
//! Two look-ups ask the index for articles, not for names: what lies in a place, and who has any name
//! of a kind. An article that owes its answer to a banned name, or to one that the names file puts
//! elsewhere, must not be found by it. Such names are few, so only their articles are looked at, one by
//! one.

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::query::Query as EngineQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::super::chosen::Chosen;
use super::{NameClause, Names, Verdict, each_term};
use crate::entity::{Gazetteer, Kind};
use crate::index::document::part_text;
use crate::index::name_term::{NameTerm, name_prefix};
use crate::index::{Reader, Stored};
use crate::text::fold;

/// The articles that the index finds by the paths of a clause, `by_path`, and that do not name a place
/// there once the names file is heard. Reads every article of `by_path` that has an overruled name.
pub(in crate::query) fn not_there(
    clause: &NameClause,
    by_path: &dyn EngineQuery,
    reader: &Reader,
    gazetteer: &Gazetteer,
    names: &Names,
) -> tantivy::Result<Chosen> {
    let suspects = articles_with_overruled(Kind::Place, reader, names)?;
    if suspects.is_empty() {
        return Ok(Chosen::default());
    }
    let found = reader
        .searcher
        .search(by_path, &tantivy::collector::DocSetCollector)?;
    let mut chosen: FxHashMap<SegmentId, Vec<DocId>> = FxHashMap::default();
    for (number, segment) in reader.searcher.segment_readers().iter().enumerate() {
        for &doc in suspects.get(&segment.segment_id()).into_iter().flatten() {
            let address = DocAddress::new(number as u32, doc);
            if !found.contains(&address) {
                continue;
            }
            // What cannot be read stays, and is an error when it is printed.
            let Ok(stored) = reader.article(address) else {
                continue;
            };
            if !is_there(clause, &stored, gazetteer, names) {
                chosen.entry(segment.segment_id()).or_default().push(doc);
            }
        }
    }
    Ok(Chosen::new(chosen))
}

fn is_there(clause: &NameClause, stored: &Stored, gazetteer: &Gazetteer, names: &Names) -> bool {
    let is_implied = |id| clause.holds(&gazetteer.place(id).path);
    stored.findings.implied.iter().any(|&id| is_implied(id))
        || stored.findings.mentions.iter().any(|mention| {
            let surface = mention.span.of(part_text(&stored.article, mention.part));
            clause.means_mention(mention, surface, stored.article.id, gazetteer, names)
        })
}

/// The articles with names of a kind of which none is one once the names file is heard.
pub(in crate::query) fn without_any(
    kind: Kind,
    column: &str,
    reader: &Reader,
    names: &Names,
) -> tantivy::Result<Chosen> {
    let mut chosen: FxHashMap<SegmentId, Vec<DocId>> = FxHashMap::default();
    let suspects = articles_with_overruled(kind, reader, names)?;
    for segment in reader.searcher.segment_readers() {
        let Some(docs) = suspects.get(&segment.segment_id()) else {
            continue;
        };
        let Some(values) = segment.fast_fields().str(column)? else {
            continue;
        };
        let mut known: FxHashMap<u64, bool> = FxHashMap::default();
        let mut value = String::new();
        for &doc in docs {
            let mut has_one = false;
            for ordinal in values.term_ords(doc) {
                let is_one = match known.get(&ordinal) {
                    Some(&is_one) => is_one,
                    None => {
                        value.clear();
                        values.ord_to_str(ordinal, &mut value)?;
                        let is_one = counts_as(kind, &fold::key(&value), names);
                        known.insert(ordinal, is_one);
                        is_one
                    }
                };
                has_one |= is_one;
            }
            if !has_one {
                chosen.entry(segment.segment_id()).or_default().push(doc);
            }
        }
    }
    Ok(Chosen::new(chosen))
}

/// Whether a name found as `kind` is one of that kind.
fn counts_as(kind: Kind, key: &str, names: &Names) -> bool {
    match names.file.verdict(kind, key) {
        Verdict::Unlisted => true,
        Verdict::Banned => false,
        Verdict::Listed(id) => names.file.entry(id).kind == kind,
    }
}

/// The terms of names that were found as another kind than the names file says they are: of `kind`.
pub(in crate::query) fn terms_moved_to(
    kind: Kind,
    reader: &Reader,
    names: &Names,
) -> tantivy::Result<Vec<String>> {
    let of_kind = names.file.entries().filter(|(_, entry)| entry.kind == kind);
    let moved: Vec<(Kind, &str)> = of_kind
        .flat_map(|(_, entry)| entry.keys())
        .filter(|(found_as, _)| *found_as != kind)
        .collect();
    let mut terms = Vec::new();
    for segment in reader.searcher.segment_readers() {
        let inverted = segment.inverted_index(reader.fields.names)?;
        for &(found_as, key) in &moved {
            let prefix = name_prefix(found_as, key);
            each_term(&inverted, &prefix, |term| terms.push(term.to_owned()))?;
        }
    }
    terms.sort_unstable();
    terms.dedup();
    Ok(terms)
}

/// The terms of names that the index has as the clause's kind, or inside its place, and that are not meant once the
/// names file is heard.
pub(in crate::query) fn terms_not_meant(
    clause: &NameClause,
    reader: &Reader,
    names: &Names,
) -> tantivy::Result<Vec<String>> {
    let mut terms = Vec::new();
    for segment in reader.searcher.segment_readers() {
        let inverted = segment.inverted_index(reader.fields.names)?;
        for key in names.file.overruled(clause.kind) {
            each_term(&inverted, &name_prefix(clause.kind, key), |term| {
                let not_meant = NameTerm::decode(term).filter(|name| {
                    let surface = fold::key(&name.surface);
                    !clause.means(name.kind, &name.key, &surface, &names.file)
                });
                if not_meant.is_some() {
                    terms.push(term.to_owned());
                }
            })?;
        }
    }
    terms.sort_unstable();
    terms.dedup();
    Ok(terms)
}

fn articles_with_overruled(
    kind: Kind,
    reader: &Reader,
    names: &Names,
) -> tantivy::Result<FxHashMap<SegmentId, Vec<DocId>>> {
    let mut articles = FxHashMap::default();
    for segment in reader.searcher.segment_readers() {
        let mut docs = Vec::new();
        for key in names.file.overruled(kind) {
            let prefix = name_prefix(kind, key);
            docs.extend(articles_with(segment, reader.fields.names, &prefix)?);
        }
        docs.sort_unstable();
        docs.dedup();
        if !docs.is_empty() {
            articles.insert(segment.segment_id(), docs);
        }
    }
    Ok(articles)
}

/// The articles of a segment, also removed ones, with a term that begins so.
fn articles_with(
    segment: &SegmentReader,
    field: Field,
    prefix: &str,
) -> tantivy::Result<Vec<DocId>> {
    let inverted = segment.inverted_index(field)?;
    let mut terms = Vec::new();
    each_term(&inverted, prefix, |term| terms.push(term.to_owned()))?;
    let mut docs = Vec::new();
    for term in terms {
        let term = Term::from_field_text(field, &term);
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        while postings.doc() != TERMINATED {
            docs.push(postings.doc());
            postings.advance();
        }
    }
    Ok(docs)
}
