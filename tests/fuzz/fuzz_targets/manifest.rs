//! The manifest of an index, behind its checksum.

#![no_main]

use morgue_fuzz::{readers, target};

target!(readers::manifest, readers::manifests());
