//! An article as the index stores it.

#![no_main]

use morgue_fuzz::{readers, target};

target!(readers::stored, readers::stored_articles());
