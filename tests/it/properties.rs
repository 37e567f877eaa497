//! Invariants over generated archives and queries.
//!
//! placeholder
