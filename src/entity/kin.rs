//! Relatives: the words by which a story introduces the family of somebody it has named.

/// A relative, by generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kin {
    /// Father, mother, uncle.
    Elder,
    /// Wife, brother, cousin.
    Same,
    /// Son, daughter, nephew.
    Younger,
}

/// Which of two people of one name: `the elder Bush`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Generation {
    Elder,
    Younger,
}

/// Folded, sorted.
const WORDS: &[(&str, Kin)] = &[
    ("aunt", Kin::Elder),
    ("brother", Kin::Same),
    ("cousin", Kin::Same),
    ("dad", Kin::Elder),
    ("daughter", Kin::Younger),
    ("father", Kin::Elder),
    ("fiance", Kin::Same),
    ("fiancee", Kin::Same),
    ("granddaughter", Kin::Younger),
    ("grandfather", Kin::Elder),
    ("grandmother", Kin::Elder),
    ("grandson", Kin::Younger),
    ("husband", Kin::Same),
    ("mother", Kin::Elder),
    ("mum", Kin::Elder),
    ("nephew", Kin::Younger),
    ("niece", Kin::Younger),
    ("sister", Kin::Same),
    ("son", Kin::Younger),
    ("stepdaughter", Kin::Younger),
    ("stepson", Kin::Younger),
    ("twin", Kin::Same),
    ("uncle", Kin::Elder),
    ("widow", Kin::Same),
    ("wife", Kin::Same),
];

/// Before a relative: whose.
pub(super) const OWNERS: &[&str] = &["her", "his", "my", "our", "their"];

/// What a folded word says of a relative. `None` when it is none.
pub(super) fn kin(folded: &str) -> Option<Kin> {
    WORDS
        .binary_search_by_key(&folded, |(word, _)| word)
        .ok()
        .map(|at| WORDS[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relatives() {
        assert!(WORDS.is_sorted_by_key(|(word, _)| word));
        assert_eq!(kin("son"), Some(Kin::Younger));
        assert_eq!(kin("president"), None);
    }
}
