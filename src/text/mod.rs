//! Plain-text tools that know nothing of news: bytes to characters, words, sentences, folding.
//!
//! There is one tokenizer. Indexing, querying, tagging and training all read words through
//! [`token::tokens`], so that a word found by one is a word to the others.

pub mod decode;
pub mod fold;
pub mod mojibake;
pub mod normalize;
pub mod sentence;
pub mod span;
pub mod token;
pub mod visible;

pub use span::Span;
