//! `morgue stats`: what is in the index, counted.

use std::collections::BTreeMap;
use std::io::Write;

use super::console::{Console, FAINT};
use super::{Exit, Shared};
use crate::entity::Gazetteer;
use crate::index::Reader;
use crate::query::census::census;
use crate::query::names::{Names, NamesFile};
use crate::text::visible::visible;

/// Languages and publications listed for people; scripts get all.
const MOST_LISTED: usize = 10;

pub(super) fn run(shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    let reader = Reader::open(&shared.index)?;
    let gazetteer = Gazetteer::builtin();
    let names = Names {
        file: NamesFile::of_index(&shared.index, &gazetteer)?,
        strict: false,
    };
    let census = census(&reader, &gazetteer, &names)?;
    if console.json {
        serde_json::to_writer(&mut console.out, &census)?;
        writeln!(console.out)?;
        return Ok(Exit::Done);
    }
    let range = match (&census.from, &census.to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        _ => "unknown".to_owned(),
    };
    let bytes = census.bytes as f64;
    let size = match census.bytes {
        0..1_000_000 => format!("{:.0} KB", bytes / 1e3),
        _ => format!("{:.1} MB", bytes / 1e6),
    };
    for (what, value) in [
        ("articles", census.articles.to_string()),
        ("files", census.files.to_string()),
        ("duplicates", census.duplicate.to_string()),
        ("no articles", census.rejected.to_string()),
        ("dates", range),
        ("undated", census.undated.to_string()),
        ("persons", census.persons.to_string()),
        ("places", census.places.to_string()),
        ("orgs", census.orgs.to_string()),
        ("languages", listed(&census.languages)),
        ("sources", listed(&census.sources)),
        ("size", size),
    ] {
        let label = console.styled(FAINT, &format!("{what:>11}"));
        writeln!(console.out, "{label}  {}", visible(&value))?;
    }
    Ok(Exit::Done)
}

fn listed(counts: &BTreeMap<String, u64>) -> String {
    let mut rows: Vec<(&String, &u64)> = counts.iter().collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let shown = rows.iter().take(MOST_LISTED);
    let mut text: Vec<String> = shown
        .map(|(value, count)| format!("{value} {count}"))
        .collect();
    if rows.len() > MOST_LISTED {
        text.push(format!("{} more", rows.len() - MOST_LISTED));
    }
    text.join(", ")
}
