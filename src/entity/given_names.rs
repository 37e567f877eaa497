//! Which given names are a man's and which a woman's: to tell Mr from Mrs Clinton.
//!
//! The commonest of the United States census of 1990 that one sex bears twenty times as often as the other.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Whether only men bear the folded name, as a rule.
pub fn is_mans(name: &str) -> bool {
    static NAMES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        include_str!("data/given_names_men.txt")
            .split(' ')
            .collect()
    });
    NAMES.contains(name)
}

/// Whether only women bear the folded name, as a rule.
pub fn is_womans(name: &str) -> bool {
    static NAMES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        include_str!("data/given_names_women.txt")
            .split(' ')
            .collect()
    });
    NAMES.contains(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names() {
        assert!(is_mans("bill") && !is_mans("hillary") && !is_mans("gustavo qqxz"));
        assert!(is_womans("hillary") && !is_womans("bill"));
    }
}
