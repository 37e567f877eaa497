//! Who is who: `names.tsv`, read and changed.

#![no_main]

use morgue_fuzz::{readers, target};

target!(readers::names_file, readers::owned(readers::NAMES_FILES));
