//! The roll: who is in which article, read off the columns of the whole archive.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use rustc_hash::FxHashMap;

use super::tally::{Who, by_count, printed, who};
use super::{Names, Verdict};
use crate::entity::Kind;
use crate::index::Reader;
use crate::text::fold;

/// Everybody, with their articles.
pub(super) struct Roll {
    /// Most articles first; ties by kind and folded name.
    pub(super) names: Vec<Enrolled>,
    /// Numbers of the names in each article.
    pub(super) articles: Vec<Vec<u32>>,
}

/// Somebody on the roll.
pub(super) struct Enrolled {
    pub(super) kind: Kind,
    /// The canonical name of the names file; else the commonest spelling.
    pub(super) name: String,
    /// Folded.
    pub(super) key: String,
    /// Whether the names file has it.
    pub(super) is_vouched: bool,
    /// Numbers of the articles, sorted.
    pub(super) articles: Vec<u32>,
}

/// One name while the roll is taken.
struct Draft {
    kind: Kind,
    who: Who,
    spellings: BTreeMap<String, u64>,
    articles: Vec<u32>,
}

/// Reads the roll. Costs a pass over three columns, and memory for each name of each article.
pub(super) fn roll(reader: &Reader, names: &Names) -> tantivy::Result<Roll> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut numbers: HashMap<(Kind, Who), usize> = HashMap::new();
    let mut count: u32 = 0;
    for segment in reader.searcher.segment_readers() {
        let docs: Vec<u32> = segment.doc_ids_alive().collect();
        for found_as in Kind::ALL {
            let Some(values) = segment.fast_fields().str(found_as.name())? else {
                continue;
            };
            // Of each value of the column: who bears it, and in how many articles.
            let mut known: FxHashMap<u64, (Option<usize>, u32)> = FxHashMap::default();
            let mut value = String::new();
            for (article, &doc) in (count..).zip(&docs) {
                for ordinal in values.term_ords(doc) {
                    let (number, uses) = match known.entry(ordinal) {
                        Entry::Occupied(slot) => slot.into_mut(),
                        Entry::Vacant(slot) => {
                            value.clear();
                            values.ord_to_str(ordinal, &mut value)?;
                            let who = somebody(found_as, &fold::key(&value), names);
                            let number = who.map(|(kind, who)| {
                                let who_of_kind = (kind, who);
                                if let Some(&number) = numbers.get(&who_of_kind) {
                                    return number;
                                }
                                drafts.push(Draft::new(who_of_kind.clone()));
                                numbers.insert(who_of_kind, drafts.len() - 1);
                                drafts.len() - 1
                            });
                            slot.insert((number, 0))
                        }
                    };
                    *uses += 1;
                    if let Some(number) = *number {
                        drafts[number].articles.push(article);
                    }
                }
            }
            for (ordinal, (number, uses)) in known {
                let Some(number) = number else { continue };
                value.clear();
                values.ord_to_str(ordinal, &mut value)?;
                *drafts[number].spellings.entry(value.clone()).or_default() += u64::from(uses);
            }
        }
        count += docs.len() as u32;
    }
    Ok(enrolled(drafts, count, names))
}

/// Who bears a name, and as what.
fn somebody(found_as: Kind, key: &str, names: &Names) -> Option<(Kind, Who)> {
    let kind = match names.file.verdict(found_as, key) {
        Verdict::Listed(id) => names.file.entry(id).kind,
        _ => found_as,
    };
    if key.is_empty() {
        return None;
    }
    Some((kind, who(kind, found_as, key, "", &names.file)?))
}

fn enrolled(drafts: Vec<Draft>, articles: u32, names: &Names) -> Roll {
    let mut all: Vec<Enrolled> = drafts
        .into_iter()
        .map(|draft| draft.enrolled(names))
        .collect();
    all.sort_by(|a, b| {
        let by_articles = b.articles.len().cmp(&a.articles.len());
        by_articles.then_with(|| (a.kind, &a.key).cmp(&(b.kind, &b.key)))
    });
    let mut beside = vec![Vec::new(); articles as usize];
    for (number, name) in (0..).zip(&all) {
        for &article in &name.articles {
            beside[article as usize].push(number);
        }
    }
    Roll {
        names: all,
        articles: beside,
    }
}

impl Draft {
    fn new((kind, who): (Kind, Who)) -> Draft {
        Draft {
            kind,
            who,
            spellings: BTreeMap::new(),
            articles: Vec::new(),
        }
    }

    fn enrolled(mut self, names: &Names) -> Enrolled {
        self.articles.sort_unstable();
        self.articles.dedup();
        let (name, key, is_vouched) = match self.who {
            Who::Vouched(id) => {
                let name = names.file.entry(id).canonical.clone();
                let key = fold::key(&name);
                (name, key, true)
            }
            Who::Found(key) => {
                let commonest = printed(by_count(self.spellings));
                (commonest.unwrap_or_else(|| key.clone()), key, false)
            }
        };
        Enrolled {
            kind: self.kind,
            name,
            key,
            is_vouched,
            articles: self.articles,
        }
    }
}
