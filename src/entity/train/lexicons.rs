//! Builds the word clusters and the listed phrases.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context, Result};
use fst::Streamer;
use morgue::entity::lexicon::LISTS;
use morgue::text::fold;

/// Files of [`morgue::entity::lexicon::Lexicon`], in the order of its `from_parts`.
pub struct LexiconFiles {
    pub clusters: Vec<u8>,
    pub cluster_table: Vec<u8>,
    pub phrases: Vec<u8>,
}

/// `listed` are phrases known from the table of places, by list; `own` is the folder of our own lists.
pub fn build(data: &Path, own: &Path, listed: &[(&str, String)]) -> Result<LexiconFiles> {
    let (clusters, cluster_table) = clusters(&data.join("lexicons/clusters.tsv"))?;
    let mut listed = listed.to_vec();
    // Sides and clubs have a list of their own, since they are called like their towns.
    for (kind, name) in organisations(&own.join("organisations.tsv"))? {
        listed.push((if kind == "TEAM" { "TEAM" } else { "ORG" }, name));
    }
    let phrases = phrases(&data.join("lexicons/gaz.tsv"), &listed)?;
    Ok(LexiconFiles {
        clusters,
        cluster_table,
        phrases,
    })
}

/// word, cluster of 64, of 256, of 1024. All spellings of a word share its clusters, so one in lower case is kept.
fn clusters(path: &Path) -> Result<(Vec<u8>, Vec<u8>)> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut words: BTreeMap<String, [u16; 3]> = BTreeMap::new();
    for line in text.lines() {
        let mut fields = line.split('\t');
        let word = fields.next().unwrap_or_default();
        let is_word = word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '&'))
            && word.chars().any(char::is_alphabetic)
            && word.chars().count() <= 24;
        if !is_word {
            continue;
        }
        let mut ids = [0; 3];
        for (id, field) in ids.iter_mut().zip(fields) {
            *id = field.parse()?;
        }
        words.insert(word.to_lowercase().replace('’', "'"), ids);
    }
    let mut uses: HashMap<[u16; 3], usize> = HashMap::new();
    for ids in words.values() {
        *uses.entry(*ids).or_default() += 1;
    }
    let mut rows: Vec<([u16; 3], usize)> = uses.into_iter().collect();
    // The commonest get the smallest numbers, which take the fewest bytes.
    rows.sort_by_key(|&(ids, uses)| (std::cmp::Reverse(uses), ids));
    let numbers: HashMap<[u16; 3], u64> = rows.iter().map(|row| row.0).zip(0..).collect();
    let mut map = fst::MapBuilder::memory();
    for (word, ids) in &words {
        map.insert(word, numbers[ids])?;
    }
    let mut table = Vec::new();
    for ([a, b, c], _) in rows {
        table.extend([u8::try_from(a)?, u8::try_from(b)?]);
        table.extend(c.to_le_bytes());
    }
    Ok((map.into_inner()?, table))
}

/// Our own organisations: kind and name.
pub fn organisations(path: &Path) -> Result<Vec<(String, String)>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    Ok(lines
        .filter_map(|line| line.split_once('\t'))
        .map(|(kind, name)| (kind.to_owned(), name.to_owned()))
        .collect())
}

/// The countries among listed phrases, as they are written.
pub fn countries(phrases: &[u8]) -> Result<Vec<String>> {
    let bit = LISTS.iter().position(|list| *list == "COUNTRY");
    let bit = bit.context("countries have a list")?;
    let mut found = Vec::new();
    let map = fst::Map::new(phrases)?;
    let mut stream = map.stream();
    while let Some((key, mask)) = stream.next() {
        if mask >> bit & 1 == 1 && key.len() > 3 && key.is_ascii() {
            found.push(capitalised(std::str::from_utf8(key)?));
        }
    }
    Ok(found)
}

fn capitalised(folded: &str) -> String {
    let words = folded.split(' ').map(|word| match word {
        "of" | "the" | "and" => word.to_owned(),
        _ => word[..1].to_uppercase() + &word[1..],
    });
    words.collect::<Vec<String>>().join(" ")
}

/// Lists taken from the file; the others come from the table of places, whose terms are known to be free.
const FROM_FILE: [&str; 9] = [
    "CITYL", "CITYM", "CITYS", "CITYALT", "FIRST", "LAST1", "LAST2", "LAST3", "LASTI",
];

fn phrases(path: &Path, listed: &[(&str, String)]) -> Result<Vec<u8>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let from_file = text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(list, _)| FROM_FILE.contains(list));
    let from_places = listed.iter().map(|(list, phrase)| (*list, phrase.as_str()));
    let mut masks: BTreeMap<String, u64> = BTreeMap::new();
    for (list, phrase) in from_file.chain(from_places) {
        let bit = LISTS
            .iter()
            .position(|known| *known == list)
            .context("unknown list")?;
        let key = fold::key(phrase);
        if !key.is_empty() {
            *masks.entry(key).or_default() |= 1 << bit;
        }
    }
    let mut map = fst::MapBuilder::memory();
    for (phrase, mask) in &masks {
        map.insert(phrase, *mask)?;
    }
    Ok(map.into_inner()?)
}
