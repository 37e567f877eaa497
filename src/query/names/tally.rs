//! Counting one name over the articles of an archive.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED, Term};

use super::{EntryId, NameCount, NamesFile, Verdict};
use crate::entity::{Gazetteer, Kind, Level, PlaceId};
use crate::index::name_term::NameTerm;
use crate::text::fold;

/// Who is counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Who {
    /// An entry of the names file.
    Vouched(EntryId),
    /// A name of the kind that is counted, by its key; a country by the key of its usual name.
    Found(String),
}

/// Who of `kind` bears a name that was found as another kind or the same; `None` when the name is not to be
/// counted, since it is of another kind, banned, or lacks the words of the pattern `wanted`.
pub(super) fn who(
    kind: Kind,
    found_as: Kind,
    key: &str,
    wanted: &str,
    file: &NamesFile,
) -> Option<Who> {
    match file.verdict(found_as, key) {
        Verdict::Banned => None,
        Verdict::Unlisted if found_as != kind => None,
        Verdict::Unlisted => {
            let country = country(key).filter(|_| kind == Kind::Place);
            let is_counted =
                fits(key, wanted) || country.as_ref().is_some_and(|name| fits(name, wanted));
            is_counted.then(|| Who::Found(country.unwrap_or_else(|| key.to_owned())))
        }
        Verdict::Listed(id) => {
            let entry = file.entry(id);
            let is_counted = entry.kind == kind && entry.keys().any(|(_, key)| fits(key, wanted));
            is_counted.then_some(Who::Vouched(id))
        }
    }
}

/// The folded name of the country that a folded name always stands for: `united states` for `usa`. `None` for the
/// names of other places, and for those that may stand for one as well: `georgia`.
fn country(key: &str) -> Option<String> {
    static MAP: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::builtin);
    let found = MAP.aliased(key);
    let (&first, others) = found.split_first()?;
    let is_rival =
        |place: PlaceId| MAP.level(place) != Level::Town || fold::key(MAP.name(place)) == key;
    let is_sure =
        MAP.level(first) == Level::Country && !others.iter().any(|&place| is_rival(place));
    is_sure.then(|| fold::key(MAP.name(first)))
}

/// Whether a name holds the words of a pattern, of which the last may be begun only.
pub(super) fn fits(key: &str, wanted: &str) -> bool {
    let (whole, begun) = wanted.rsplit_once(' ').unwrap_or(("", wanted));
    let mut words = key.split(' ');
    let has_begun = words.any(|word| word.starts_with(begun));
    let has_whole = whole
        .split(' ')
        .filter(|word| !word.is_empty())
        .all(|word| key.split(' ').any(|of_key| of_key == word));
    has_begun && has_whole
}

/// What was counted of one name.
#[derive(Default)]
pub(super) struct Tally {
    /// Number of the segment, and article in it.
    articles: HashSet<(usize, DocId)>,
    mentions: u64,
    spellings: BTreeMap<String, u64>,
    surfaces: BTreeMap<String, u64>,
}

impl Tally {
    /// Counts a term over the articles of a segment that are to be counted.
    pub(super) fn add(
        &mut self,
        inverted: &InvertedIndexReader,
        field: Field,
        term: &str,
        name: NameTerm,
        segment: usize,
        is_counted: impl Fn(DocId) -> bool,
    ) -> tantivy::Result<()> {
        let term = Term::from_field_text(field, term);
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)?
        else {
            return Ok(());
        };
        let mut mentions = 0;
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            if is_counted(doc) {
                self.articles.insert((segment, doc));
                mentions += u64::from(postings.term_freq());
            }
            postings.advance();
        }
        if mentions > 0 {
            self.mentions += mentions;
            *self.spellings.entry(name.name).or_default() += mentions;
            *self.surfaces.entry(name.surface).or_default() += mentions;
        }
        Ok(())
    }

    /// Number of articles.
    pub(super) fn articles(&self) -> u64 {
        self.articles.len() as u64
    }

    /// Takes over what was counted of another name of the same person.
    pub(super) fn absorb(&mut self, other: Tally) {
        self.articles.extend(other.articles);
        self.mentions += other.mentions;
        for (printed, count) in other.spellings {
            *self.spellings.entry(printed).or_default() += count;
        }
        for (printed, count) in other.surfaces {
            *self.surfaces.entry(printed).or_default() += count;
        }
    }

    /// `None` when nothing was counted: all its articles are deleted.
    pub(super) fn count(self, who: &Who, kind: Kind, file: &NamesFile) -> Option<NameCount> {
        let commonest = printed(by_count(self.spellings))?;
        let entry = match who {
            Who::Vouched(id) => Some(file.entry(*id)),
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
pub(super) fn printed(spellings: Vec<String>) -> Option<String> {
    let shouts = |name: &String| !name.chars().any(char::is_lowercase);
    let calm = spellings.iter().position(|name| !shouts(name));
    spellings.into_iter().nth(calm.unwrap_or(0))
}

pub(super) fn by_count(counted: BTreeMap<String, u64>) -> Vec<String> {
    let mut all: Vec<(String, u64)> = counted.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    all.into_iter().map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_country() {
        for (key, name) in [
            ("usa", Some("united states")),
            ("u.s", Some("united states")),
            ("united states", Some("united states")),
            ("britain", Some("united kingdom")),
            // There is one in Michigan.
            ("holland", None),
            ("ussr", Some("soviet union")),
            ("georgia", None),
            ("congo", None),
            ("paris", None),
            ("west germany", Some("germany")),
        ] {
            assert_eq!(country(key).as_deref(), name, "{key}");
        }
    }
}
