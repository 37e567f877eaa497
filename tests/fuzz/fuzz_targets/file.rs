//! Every container, compression and cutter.

#![no_main]

use morgue_fuzz::{readers, target};

target!(readers::file, readers::files());
