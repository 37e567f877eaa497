//! (being written)

use super::{Draft, Rejection};

pub(super) fn read(_: &[u8]) -> Result<Draft, Rejection> {
    Err(Rejection::skipped("format not read"))
}
