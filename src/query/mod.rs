//! Answer a question: text to tree, tree to engine, hits to snippets.
//!
//! [`parse`] accepts every string and says what it did not understand; the language is described
//! for users in [`SYNTAX`]. [`search()`] is the one way to an answer, for every front.

mod any_term;
mod bm25;
pub mod census;
mod chosen;
mod compile;
mod counts;
pub mod dates;
pub mod empty;
mod entries;
pub mod explain;
pub mod export;
pub mod facet;
mod fields;
mod foreign;
mod forms;
mod frequencies;
mod in_order;
pub mod json;
pub mod kwic;
mod lexer;
mod marks;
mod message;
pub mod names;
mod near;
mod occurrence;
mod operand;
mod parser;
pub mod receipt;
mod refusal;
mod search;
pub mod similar;
pub mod snippet;
mod span;
mod token;
mod top;
mod tree;
mod union;
mod value;
mod wording;

#[cfg(test)]
mod tests;

pub use compile::Expansion;
pub use message::{Code, Note, SyntaxError};
pub use occurrence::{Matched, Occurrence};
pub use parser::{MAX_DEPTH, MAX_ERRORS, MAX_QUERY_BYTES, Parsed, parse};
pub use search::{Extent, Hit, Order, Results, Search, search};
pub use tree::{DateRange, Nearness, Query, Spelling, TextField, ValueField};
pub use wording::MOST_TERMS;

// Every example in the page is run by a test.
#[doc = include_str!("syntax.md")]
pub const SYNTAX: &str = include_str!("syntax.md");
