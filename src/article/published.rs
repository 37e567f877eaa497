//! Dates as news gives them.
//!
//! An archive often knows only the month or the year of an item. [`Published`] keeps exactly that
//! much, so that "March 1923" is not silently stored as the first of March.

use serde::{Deserialize, Serialize};

/// A date as exact as the source gives it. Years are 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Published {
    /// A calendar day.
    Day {
        /// 1 to 9999.
        year: i16,
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// A month.
    Month {
        /// 1 to 9999.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// A year.
    Year {
        /// 1 to 9999.
        year: i16,
    },
}

/// Where a date was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateSource {
    /// A field of the record, a meta tag, a header line.
    Meta,
    /// The dateline of the story.
    Dateline,
    /// A date line in the text.
    Text,
    /// The address of the page.
    Url,
    /// The path of the file.
    Path,
}
