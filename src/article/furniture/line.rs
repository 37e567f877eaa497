//! A paragraph together with what many rules ask of it.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::text::normalize::word_count;

/// A paragraph; its words are counted once, and it is put into lower case once, if at all.
pub(in crate::article) struct Line<'t> {
    /// As printed.
    pub(in crate::article) text: &'t str,
    /// Number of words.
    pub(in crate::article) words: usize,
    lower: OnceCell<String>,
}

impl<'t> Line<'t> {
    pub(in crate::article) fn new(text: &'t str) -> Line<'t> {
        Line {
            text,
            words: word_count(text),
            lower: OnceCell::new(),
        }
    }

    /// The text in lower case.
    pub(in crate::article) fn lower(&self) -> &str {
        self.lower.get_or_init(|| self.text.to_lowercase())
    }

    /// The text in lower case with straight apostrophes, as the lists of wordings have them.
    pub(in crate::article) fn lower_and_straight(&self) -> Cow<'_, str> {
        let lower = self.lower();
        match lower.contains('’') {
            true => Cow::Owned(lower.replace('’', "'")),
            false => Cow::Borrowed(lower),
        }
    }
}
