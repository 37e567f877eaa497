//! Answer a question: text to tree, tree to engine, hits to snippets.
//!
//! [`parse`] accepts every string and says what it did not understand; the language is described
//! for users in [`SYNTAX`].

pub mod dates;
mod fields;
mod lexer;
mod message;
mod parser;
mod refusal;
mod token;
mod tree;
mod value;

#[cfg(test)]
mod tests;

pub use message::{Code, Note, SyntaxError};
pub use parser::{MAX_DEPTH, MAX_QUERY_BYTES, Parsed, parse};
pub use tree::{DateRange, Query, TextField, ValueField};

// Every example in the page is run by a test.
#[doc = include_str!("syntax.md")]
pub const SYNTAX: &str = include_str!("syntax.md");
