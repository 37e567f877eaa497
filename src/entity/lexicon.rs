//! Word knowledge that is looked up, not learned: which words are used alike, and which lists of
//! given names, surnames, places and organisations hold a phrase.
//!
//! Both are finite-state maps in the program file, read where they lie. Their sources and terms are in
//! `data/SOURCES.md`.

use std::sync::LazyLock;

use fst::Map;

use super::map_walk::MapWalk;
pub use super::map_walk::Spelled;

/// The lists behind the mask of [`Lexicon::lists`], by bit. Their order is part of the weights' meaning.
pub const LISTS: [&str; 16] = [
    "COUNTRY", "DEMONYM", "CAPITAL", "REGION", "STATE", "CITYL", "CITYM", "CITYS", "CITYALT",
    "FIRST", "LAST1", "LAST2", "LAST3", "LASTI", "TEAM", "ORG",
];

/// Bits of [`LISTS`] that are places.
pub const PLACE_LISTS: u16 = 0b1_1111_1101;

/// Bit of the list of given names.
pub const FIRST_NAMES: u16 = 1 << 9;

/// Bits of [`LISTS`] that are surnames.
pub const SURNAMES: u16 = 0b1111 << 10;

/// Bits of the lists of clubs and of other organisations.
pub const ORGANISATIONS: u16 = 0b11 << 14;

/// Words in a listed phrase, at most.
const PHRASE_WORDS: usize = 6;

/// The two maps. Opening them reads a few bytes.
#[derive(Debug)]
pub struct Lexicon {
    clusters: Map<&'static [u8]>,
    cluster_table: &'static [[u8; 4]],
    phrases: Map<&'static [u8]>,
}

impl Lexicon {
    /// The cluster of words that have none.
    pub const NO_CLUSTER: u16 = u16::MAX;

    /// The built-in lexicon.
    pub fn builtin() -> &'static Lexicon {
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(|| {
            Lexicon::from_parts(
                include_bytes!("data/clusters.fst"),
                include_bytes!("data/clusters.bin"),
                include_bytes!("data/phrases.fst"),
            )
            .expect("the built-in maps were written by the trainer")
        });
        &BUILTIN
    }

    /// Opens the three files that the trainer writes.
    ///
    /// # Errors
    /// When a map is not a finite-state map of this version of the `fst` package.
    pub fn from_parts(
        clusters: &'static [u8],
        cluster_table: &'static [u8],
        phrases: &'static [u8],
    ) -> Result<Lexicon, fst::Error> {
        Ok(Lexicon {
            clusters: Map::new(clusters)?,
            cluster_table: cluster_table.as_chunks().0,
            phrases: Map::new(phrases)?,
        })
    }

    /// The clusters, out of 64, 256 and 1024, of a word in lower case; words used alike share one.
    pub fn clusters(&self, low: &str) -> [u16; 3] {
        self.clusters
            .get(low)
            .and_then(|row| self.cluster_table.get(usize::try_from(row).ok()?))
            .map_or([Lexicon::NO_CLUSTER; 3], |&[a, b, c, d]| {
                [u16::from(a), u16::from(b), u16::from_le_bytes([c, d])]
            })
    }

    /// The lists that hold a folded word by itself, and where longer phrases go on that start with it; `None` when none does.
    pub fn lists(&self, folded: &str) -> (u16, Option<Spelled>) {
        let mut walk = MapWalk::new(&self.phrases);
        if !walk.take(folded.as_bytes()) {
            return (0, None);
        }
        let mask = mask(&walk).unwrap_or(0);
        (mask, walk.take(b" ").then(|| walk.spelled()).flatten())
    }

    /// The longest listed phrase of two words or more, of which [`lists`](Self::lists) gave the first and `words` (folded) are the
    /// following: how many words in all and which lists.
    pub fn phrase<'w>(
        &self,
        first: Spelled,
        words: impl Iterator<Item = &'w str>,
    ) -> Option<(usize, u16)> {
        let mut walk = MapWalk::from(&self.phrases, first);
        let mut longest = None;
        for (n, word) in words.take(PHRASE_WORDS - 1).enumerate() {
            if n > 0 && !walk.take(b" ") || !walk.take(word.as_bytes()) {
                break;
            }
            longest = mask(&walk).map(|mask| (n + 2, mask)).or(longest);
        }
        longest
    }

    /// The lists that hold a folded phrase of any length; 0 when none does.
    pub fn lists_of_phrase(&self, folded: &str) -> u16 {
        self.phrases
            .get(folded)
            .and_then(|mask| u16::try_from(mask).ok())
            .unwrap_or(0)
    }
}

/// The lists of the phrase that a walk has spelled, when it is one.
fn mask(walk: &MapWalk<'_>) -> Option<u16> {
    walk.value().and_then(|value| u16::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        let lexicon = Lexicon::builtin();
        let (mask, _) = lexicon.lists("gustavo");
        assert!(mask & FIRST_NAMES != 0);
        let (mask, new) = lexicon.lists("new");
        assert_eq!(mask & PLACE_LISTS, 0);
        assert!(matches!(lexicon.lists("qqxz"), (0, None)));
        let found = lexicon.phrase(new.unwrap(), ["york", "city", "qqxz"].into_iter());
        assert_eq!(found.map(|(words, _)| words), Some(3));
        assert_ne!(lexicon.lists_of_phrase("south korea"), 0);
    }

    #[test]
    fn clusters() {
        let lexicon = Lexicon::builtin();
        assert_eq!(lexicon.clusters("monday"), lexicon.clusters("tuesday"));
        assert_eq!(lexicon.clusters("qqxz")[0], Lexicon::NO_CLUSTER);
    }
}
