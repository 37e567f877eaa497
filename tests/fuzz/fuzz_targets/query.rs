//! The query language.

#![no_main]

use morgue_fuzz::{readers, target};

target!(readers::query, readers::owned(readers::QUERIES));
