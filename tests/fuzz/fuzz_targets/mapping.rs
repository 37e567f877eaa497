//! `morgue.toml`, and files read as it says.

#![no_main]

use morgue_fuzz::{readers, target};

target!(readers::mapping, readers::owned(readers::MAPPINGS));
