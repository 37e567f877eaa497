//! `morgue`: full-text search over news archives, by person, place or phrase.

pub mod article;
pub mod cli;
pub mod corpus;
pub mod entity;
pub mod error;
pub mod index;
pub mod ingest;
pub mod query;
pub mod text;

pub use error::{Error, Result};
