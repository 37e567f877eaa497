//! Names of people that stand in one row of the list.
//!
//! The same rule as for a question ([`super::people`]), asked of all names at once: the commoner name takes those
//! that can be the same person's, unless they can as well be somebody's who is not far rarer. A row holds only names
//! of which each can be each other's: `George W. Bush` and `George H. W. Bush` never meet over `George Bush`.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use twox_hash::XxHash3_64;

use super::NamesFile;
use super::likeness::{Comparison, FullName, Likeness, compare};
use super::people::MUCH_COMMONER;
use super::spelling::{canonical, given_forms, sounds};
use super::tally::{Tally, Who};
use crate::entity::Kind;

/// A folded full name with the number of its articles.
pub(super) type Counted<'n> = (&'n str, u64);

/// Brings what was counted of one person under several names into one row. What the names file has stays as it is.
pub(super) fn in_rows(tallies: BTreeMap<Who, Tally>, file: &NamesFile) -> BTreeMap<Who, Tally> {
    let mut found: Vec<(String, Tally)> = Vec::new();
    let mut joined: BTreeMap<Who, Tally> = BTreeMap::new();
    for (who, tally) in tallies {
        match who {
            Who::Found(key) if tally.articles() > 0 => found.push((key, tally)),
            who => drop(joined.insert(who, tally)),
        }
    }
    let counted = found.iter();
    let counted: Vec<Counted<'_>> = counted
        .map(|(key, tally)| (key.as_str(), tally.articles()))
        .collect();
    let row_of = rows(&counted, |a, b| file.holds_apart(Kind::Person, a, b));
    let keys: Vec<String> = found.iter().map(|(key, _)| key.clone()).collect();
    for ((_, tally), row) in found.into_iter().zip(row_of) {
        let who = Who::Found(keys[row].clone());
        joined.entry(who).or_default().absorb(tally);
    }
    joined
}

/// For each name the number of the name whose row it stands in: itself for most.
///
/// `are_apart` says which two the names file holds apart. Costs time linear in the names, and quadratic in those
/// that share a surname and the letter of a given name.
pub(super) fn rows(names: &[Counted<'_>], are_apart: impl Fn(&str, &str) -> bool) -> Vec<usize> {
    let read: Vec<FullName> = names.iter().map(|(key, _)| FullName::read(key)).collect();
    let places: Vec<Vec<u64>> = read.iter().map(places).collect();
    let mut near: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, places) in places.iter().enumerate() {
        for &place in places {
            near.entry(place).or_default().push(at);
        }
    }
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|&a, &b| {
        names[b]
            .1
            .cmp(&names[a].1)
            .then_with(|| names[a].0.cmp(names[b].0))
    });
    let mut row_of: Vec<usize> = (0..names.len()).collect();
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); names.len()];
    for at in order {
        let mut others: Vec<usize> = places[at]
            .iter()
            .flat_map(|place| near[place].iter().copied())
            .filter(|&other| other != at)
            .collect();
        others.sort_by(|&a, &b| names[b].1.cmp(&names[a].1).then(a.cmp(&b)));
        others.dedup();
        let can_join = |head: usize| {
            members[head].iter().all(|&member| {
                can_be(&read[member], &read[at]) && !are_apart(names[member].0, names[at].0)
            }) && !is_doubtful(at, head, &others, &read, names)
        };
        let heads = others
            .iter()
            .copied()
            .filter(|&other| members[other].first() == Some(&other));
        let head = heads.into_iter().find(|&head| can_join(head)).unwrap_or(at);
        members[head].push(at);
        row_of[at] = head;
    }
    row_of
}

fn can_be(one: &FullName, other: &FullName) -> bool {
    matches!(compare(one, other), Comparison::Like(_))
}

/// Whether the name that says less of the two can be somebody's else, who is not far rarer than the other.
fn is_doubtful(
    one: usize,
    two: usize,
    others: &[usize],
    read: &[FullName],
    names: &[Counted<'_>],
) -> bool {
    let (short, full) = match read[one].weight() < read[two].weight() {
        true => (one, two),
        false => (two, one),
    };
    let likeness = compare(&read[full], &read[short]);
    if !matches!(likeness, Comparison::Like(likeness) if likeness >= Likeness::GivenName) {
        return false;
    }
    let of_others: u64 = others
        .iter()
        .filter(|&&other| other != short && other != full)
        .filter(|&&other| {
            let is_fuller = matches!(
                compare(&read[short], &read[other]),
                Comparison::Like(likeness) if likeness.is_sure()
            );
            is_fuller
                && read[other].weight() >= read[short].weight()
                && !can_be(&read[full], &read[other])
        })
        .map(|&other| names[other].1)
        .sum();
    of_others * MUCH_COMMONER as u64 > names[full].1
}

/// Where a name is looked for, as hashes: under each surname and each letter that its given name can begin with.
fn places(name: &FullName) -> Vec<u64> {
    let mut places = Vec::new();
    if !name.is_full() {
        return places;
    }
    let core = name.core();
    for surname in name.surnames() {
        let mut spelled = sounds(surname, name.languages());
        spelled.push(canonical(surname));
        for word in core.split(' ').filter(|word| *word != surname) {
            let forms = given_forms(word);
            let letters: BTreeSet<char> = forms
                .iter()
                .filter_map(|word| word.chars().next())
                .collect();
            for letter in letters {
                let seed = u64::from(u32::from(letter));
                let hashes = spelled
                    .iter()
                    .map(|surname| XxHash3_64::oneshot_with_seed(seed, surname.as_bytes()));
                places.extend(hashes);
            }
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row_names(names: &[Counted<'_>]) -> Vec<String> {
        let row_of = rows(names, |_, _| false);
        let mut by_row: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (at, &row) in row_of.iter().enumerate() {
            by_row.entry(row).or_default().push(names[at].0);
        }
        by_row
            .into_values()
            .map(|names| names.join(" | "))
            .collect()
    }

    #[test]
    fn one_person_stands_in_one_row() {
        assert_eq!(
            row_names(&[
                ("gustavo petro", 20),
                ("g petro", 2),
                ("gustavo francisco petro urrego", 1),
                ("ana ruiz", 3),
                ("petro", 9),
            ]),
            [
                "gustavo petro | g petro | gustavo francisco petro urrego",
                "ana ruiz",
                "petro"
            ]
        );
        assert_eq!(
            row_names(&[
                ("mikhail gorbachev", 9),
                ("michail gorbatschow", 1),
                ("bill clinton", 3),
                ("william clinton", 2)
            ]),
            [
                "mikhail gorbachev | michail gorbatschow",
                "bill clinton | william clinton"
            ]
        );
    }

    #[test]
    fn a_doubtful_name_stands_alone() {
        assert_eq!(
            row_names(&[("gustavo petro", 20), ("g petro", 2), ("giovanni petro", 5)]),
            ["gustavo petro", "g petro", "giovanni petro"]
        );
        assert_eq!(
            row_names(&[
                ("george bush", 30),
                ("george w bush", 20),
                ("george h w bush", 15)
            ]),
            ["george bush", "george w bush", "george h w bush"]
        );
        assert_eq!(
            row_names(&[
                ("george bush", 30),
                ("george w bush", 200),
                ("george h w bush", 2)
            ]),
            ["george bush | george w bush", "george h w bush"]
        );
    }

    #[test]
    fn the_names_file_holds_apart() {
        let names = [("bill clinton", 3), ("william clinton", 2)];
        assert_eq!(rows(&names, |_, _| true), [0, 1]);
        assert_eq!(rows(&names, |_, _| false), [0, 0]);
    }
}
