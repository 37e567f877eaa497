//! `morgue`: full-text search over news archives, by person, place or phrase.

pub mod error;
pub mod text;
pub mod corpus;
pub mod article;
pub mod entity;
pub mod index;
pub mod ingest;
pub mod query;

pub use error::{Error, Result};
