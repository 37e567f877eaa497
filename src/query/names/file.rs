//! The names file: what the keepers of an archive say about who is who.
//!
//! An entry has one canonical name, the variants that count as it, and the names that never do. A ban
//! says that something is no name at all. Names are compared folded ([`fold::key`](crate::text::fold::key)), each within its
//! kind; a variant may be of another kind than its entry, which mends what the tagger took for the wrong
//! one.

use rustc_hash::FxHashMap;

use crate::entity::{Kind, PlaceId};

/// One person, place or organisation of the names file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Of what.
    pub kind: Kind,
    /// The name that is printed.
    pub canonical: String,
    /// Every name that counts as it, folded, with the kind it is found as; the canonical first.
    keys: Vec<(Kind, String)>,
    /// Names that never count as it, folded.
    split: Vec<(Kind, String)>,
    /// What it is called elsewhere: `geonames:3688689`, `Q2844`.
    pub id: Option<String>,
    /// Where it lies; `None` unless it is a place whose id the gazetteer knows.
    pub place: Option<PlaceId>,
}

impl Entry {
    /// Every name that counts as this one, folded, with the kind it is found as; the canonical first.
    pub fn keys(&self) -> impl Iterator<Item = (Kind, &str)> {
        self.keys.iter().map(|(kind, key)| (*kind, key.as_str()))
    }
}

/// Number of an entry in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u32);

/// What the names file says of one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Unlisted,
    /// It is a name of this entry.
    Listed(EntryId),
    /// It is no name.
    Banned,
}

/// What the keepers of the archive say, ready for look-up. The default says nothing.
#[derive(Clone, Debug, Default)]
pub struct NamesFile {
    entries: Vec<Entry>,
    /// By folded name, a map for each kind.
    verdicts: [FxHashMap<String, Verdict>; 3],
}

impl NamesFile {
    /// Whether nothing is said of any name.
    pub fn is_empty(&self) -> bool {
        self.verdicts.iter().all(FxHashMap::is_empty)
    }

    /// What is said of a name, by its kind and [`fold::key`](crate::text::fold::key).
    pub fn verdict(&self, kind: Kind, key: &str) -> Verdict {
        let found = self.verdicts[kind as usize].get(key);
        found.copied().unwrap_or(Verdict::Unlisted)
    }

    /// The entry with this number.
    ///
    /// # Panics
    /// When the number is of another file.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// All entries, in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        (0..).map(EntryId).zip(&self.entries)
    }

    /// The entry of this kind that bears the folded name, as its canonical or as a variant.
    pub fn bearing(&self, kind: Kind, key: &str) -> Option<EntryId> {
        match self.verdict(kind, key) {
            Verdict::Listed(id) if self.entry(id).kind == kind => Some(id),
            _ => None,
        }
    }

    /// The kinds of which a name can count as one of `kind`: itself, and others when an entry says so.
    pub fn kinds_counted_as(&self, kind: Kind) -> Vec<Kind> {
        let of_kind = self.entries.iter().filter(|entry| entry.kind == kind);
        let mut kinds: Vec<Kind> = of_kind
            .flat_map(Entry::keys)
            .map(|(kind, _)| kind)
            .collect();
        kinds.push(kind);
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// Whether a name, or the entry it belongs to, never counts as this entry.
    pub fn is_split(&self, id: EntryId, kind: Kind, key: &str) -> bool {
        let split = &self.entry(id).split;
        let holds = |kind: Kind, key: &str| split.iter().any(|(k, name)| *k == kind && name == key);
        if split.is_empty() {
            return false;
        }
        match self.verdict(kind, key) {
            Verdict::Listed(other) => self.entry(other).keys().any(|(kind, key)| holds(kind, key)),
            _ => holds(kind, key),
        }
    }

    /// Whether two names are said to be two, whatever else speaks for joining them: one is split from the
    /// other, or each has an entry of its own, or one is banned.
    pub fn holds_apart(&self, kind: Kind, a: &str, b: &str) -> bool {
        match (self.verdict(kind, a), self.verdict(kind, b)) {
            (Verdict::Banned, _) | (_, Verdict::Banned) => true,
            (Verdict::Listed(a), Verdict::Listed(b)) => a != b,
            (Verdict::Listed(id), Verdict::Unlisted) => self.is_split(id, kind, b),
            (Verdict::Unlisted, Verdict::Listed(id)) => self.is_split(id, kind, a),
            (Verdict::Unlisted, Verdict::Unlisted) => false,
        }
    }
}
