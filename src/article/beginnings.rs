//! Lists of beginnings, prepared so that a text is compared with few of them.

/// Beginnings by their first byte.
pub(super) struct Beginnings(Vec<Vec<&'static str>>);

impl Beginnings {
    /// Prepares a list, none of it empty.
    pub(super) fn of(list: &[&'static str]) -> Beginnings {
        let mut by_byte = vec![Vec::new(); 1 << u8::BITS];
        for beginning in list {
            let first = beginning.as_bytes().first();
            by_byte[usize::from(*first.expect("no beginning is empty"))].push(*beginning);
        }
        Beginnings(by_byte)
    }

    /// Whether a text begins with one of them.
    pub(super) fn open(&self, text: &str) -> bool {
        let first = text.as_bytes().first();
        first.is_some_and(|&first| {
            let mut possible = self.0[usize::from(first)].iter();
            possible.any(|beginning| text.starts_with(beginning))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_beginning_counts() {
        let beginnings = Beginnings::of(&["photo:", "photo by", "ảnh:"]);
        for (text, opens) in [
            ("photo by jane doe", true),
            ("photographs", false),
            ("ảnh: jane doe", true),
            ("", false),
        ] {
            assert_eq!(beginnings.open(text), opens, "{text}");
        }
    }
}
