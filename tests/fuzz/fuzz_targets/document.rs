//! Every reader of a record, and all that an article passes on its way into the index and out.

#![no_main]

use morgue_fuzz::{readers, target};

target!(readers::document, readers::owned(readers::RECORDS));
