//! Who is who inside one story: later and shorter mentions join the fullest name.
//!
//! News writes a name out once and then cuts it short: *Gustavo Petro*, then *Petro*; *World Food Programme*,
//! then *WFP*. The headline joins the body.

use rustc_hash::FxHashMap;

use super::Kind;
use super::bodies::Bodies;
use super::name::Name;
use super::people::People;

/// The index of the full name that each name joins: itself when there is no fuller one.
///
/// `names` is in reading order of the body, then the summary, the headline and the dateline.
pub(super) fn full_names(names: &[Name]) -> Vec<usize> {
    // Full names of the whole story first, so that a short one may come before its full form.
    let mut people = People::of(names);
    let bodies = Bodies::of(names);
    let mut first_of: FxHashMap<(Kind, &str), usize> = FxHashMap::default();
    let mut joined: Vec<usize> = Vec::with_capacity(names.len());
    for (n, name) in names.iter().enumerate() {
        let target = match name.kind {
            Kind::Person => people.full_name(n, name),
            Kind::Org => bodies.full_name(name),
            Kind::Place => None,
        };
        let first = *first_of.entry((name.kind, name.key.as_str())).or_insert(n);
        joined.push(target.unwrap_or(first));
    }
    joined
}
