//! Which names of an archive may be one, most convincing first: proposals for the keeper of its names file.
//!
//! Two things speak for a pair: the names themselves (`pairs.rs`), and the company they keep: how many of
//! the names that stand beside the rarer one stand beside the other as well. Standing in one article under
//! both names speaks against it. What the names file decides is never proposed, nor what counts as one already
//! (`rows.rs`).

use rustc_hash::{FxHashMap, FxHashSet};

use super::Names;
use super::pairs::{Pair, pairs};
use super::roll::{Enrolled, Roll, roll};
use super::rows::{Counted, rows};
use super::tally::fits;
use crate::entity::{Gazetteer, Kind};
use crate::error::Result;
use crate::index::Reader;
use crate::text::fold;

pub use super::pairs::Why;

/// Two names that may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Of what.
    pub kind: Kind,
    /// The name to print.
    pub canonical: String,
    /// Articles that have it.
    pub articles: u64,
    /// As what the other name was found.
    pub variant_kind: Kind,
    /// The name to count as it.
    pub variant: String,
    /// Articles that have that.
    pub variant_articles: u64,
    /// What in the names speaks for it.
    pub why: Why,
    /// Names that stand regularly beside the rarer one, in articles without the other, and stand beside the other
    /// as well; the most telling first.
    pub shared: Vec<String>,
    /// Names that stand regularly beside the rarer one, in articles without the other.
    pub beside: u64,
    /// Articles that have both names.
    pub together: u64,
    /// How convincing it is, from 0 to 1, comparable within one archive only.
    pub score: f64,
}

/// Of a name, the company in at most this many of its articles is looked at.
const MOST_ARTICLES: usize = 1_000;

/// Of the company of a name only those count who stand beside it in one of so many articles.
const REGULAR: u32 = 20;

/// What is thought of the company of a name that always stands alone.
const NO_COMPANY: f64 = 0.25;

/// Fewer are not worth a keeper's time. Chosen by looking at the end of the list.
const LEAST_SCORE: f64 = 0.2;

/// Pairs that are weighed, those whose names say most first: a second or two.
const MOST_PAIRS: usize = 50_000;

/// Proposes merges of names of these kinds, most convincing first; ties by name. `pattern` keeps the pairs of
/// which one name holds these words. Costs a pass over the columns of all names, and memory for them.
///
/// # Errors
/// [`crate::Error::Engine`], [`crate::Error::Damaged`].
pub fn suggestions(
    reader: &Reader,
    names: &Names,
    gazetteer: &Gazetteer,
    kinds: &[Kind],
    pattern: Option<&str>,
) -> Result<Vec<Suggestion>> {
    let roll = roll(reader, names).map_err(|error| reader.engine_error(error))?;
    let wanted = pattern.map(fold::key).unwrap_or_default();
    let rows = rows_of_people(&roll, names);
    let mut pairs = pairs(&roll.names, gazetteer);
    pairs.retain(|pair| {
        let row = |number: u32| rows.get(&number);
        if row(pair.one).is_some() && row(pair.one) == row(pair.other) {
            return false;
        }
        let (one, other) = (
            &roll.names[pair.one as usize],
            &roll.names[pair.other as usize],
        );
        (kinds.contains(&one.kind) || kinds.contains(&other.kind))
            && (fits(&one.key, &wanted) || fits(&other.key, &wanted))
            && !names
                .file
                .holds_kinds_apart((one.kind, &one.key), (other.kind, &other.key))
    });
    pairs.sort_by(|a, b| {
        let by_weight = b.why.weight().total_cmp(&a.why.weight());
        by_weight.then((a.one, a.other).cmp(&(b.one, b.other)))
    });
    pairs.truncate(MOST_PAIRS);
    let mut weighing = Weighing {
        roll: &roll,
        companies: FxHashMap::default(),
    };
    let mut all: Vec<Suggestion> = pairs
        .iter()
        .map(|pair| weighing.weighed(pair))
        .filter(|suggestion| suggestion.score >= LEAST_SCORE)
        .collect();
    all.sort_by(|a, b| {
        let by_score = b.score.total_cmp(&a.score);
        by_score.then_with(|| (&a.canonical, &a.variant).cmp(&(&b.canonical, &b.variant)))
    });
    // A variant is proposed to one name only: the likeliest.
    let mut proposed: FxHashSet<(Kind, String)> = FxHashSet::default();
    all.retain(|suggestion| proposed.insert((suggestion.variant_kind, suggestion.variant.clone())));
    Ok(all)
}

/// The row of each person: who has the same counts as one without anybody's word. Empty for a strict question.
fn rows_of_people(roll: &Roll, names: &Names) -> FxHashMap<u32, usize> {
    if names.strict {
        return FxHashMap::default();
    }
    let people: Vec<u32> = (0..)
        .zip(&roll.names)
        .filter(|(_, name)| name.kind == Kind::Person && !name.is_vouched)
        .map(|(number, _)| number)
        .collect();
    let counted: Vec<Counted<'_>> = people
        .iter()
        .map(|&number| {
            let name = &roll.names[number as usize];
            (name.key.as_str(), name.articles.len() as u64)
        })
        .collect();
    let row_of = rows(&counted, |a, b| names.file.holds_apart(Kind::Person, a, b));
    people.into_iter().zip(row_of).collect()
}

struct Weighing<'r> {
    roll: &'r Roll,
    /// Who stands beside a name, and in how many of its articles.
    companies: FxHashMap<u32, FxHashMap<u32, u32>>,
}

impl Weighing<'_> {
    fn weighed(&mut self, pair: &Pair) -> Suggestion {
        let (common, rare) = (pair.one, pair.other);
        self.meet(common);
        let (one, other) = (self.name(common), self.name(rare));
        let counts = (one.articles.len() as f64, other.articles.len() as f64);
        let both = in_both(&one.articles, &other.articles);
        // Articles that have both names say nothing of whether one of them could stand for the other.
        let beside = self.company(rare, &both);
        let of_common = &self.companies[&common];
        let least = 1 + other.articles.len() as u32 / REGULAR;
        let is_regular = |(name, uses): &(u32, u32)| *name != common && *uses >= least;
        let beside = beside.into_iter().filter(is_regular);
        let mut beside: Vec<u32> = beside.map(|(name, _)| name).collect();
        beside.sort_unstable();
        let uses = |name: &u32| of_common.get(name).copied().unwrap_or(0);
        let mut shared: Vec<u32> = beside
            .iter()
            .copied()
            .filter(|name| uses(name) > 0)
            .collect();
        shared.sort_by(|a, b| {
            let telling = |name: &u32| f64::from(uses(name)) * self.weight(*name);
            telling(b).total_cmp(&telling(a)).then(a.cmp(b))
        });

        let say = |names: &[u32]| names.iter().map(|&name| self.weight(name)).sum::<f64>();
        let number = beside.len() as f64;
        let company = match beside.is_empty() {
            true => NO_COMPANY,
            // One name shared by chance is not much.
            false => say(&shared) / say(&beside) * number / (number + 3.0),
        };
        let mut score = pair.why.weight() * (0.35 + 0.65 * company);
        if pair.why.is_slip() {
            score *= 1.0 - 0.6 * counts.1 / counts.0;
        }
        if pair.why != Why::SamePlace {
            score *= 1.0 - 0.9 * both.len() as f64 / counts.1;
        }
        let (canonical, variant) = match is_fuller(self.name(rare), self.name(common), pair.why) {
            true => (self.name(rare), self.name(common)),
            false => (self.name(common), self.name(rare)),
        };
        Suggestion {
            kind: canonical.kind,
            canonical: canonical.name.clone(),
            articles: canonical.articles.len() as u64,
            variant_kind: variant.kind,
            variant: variant.name.clone(),
            variant_articles: variant.articles.len() as u64,
            why: pair.why,
            shared: shared
                .iter()
                .map(|&name| self.name(name).name.clone())
                .collect(),
            beside: beside.len() as u64,
            together: both.len() as u64,
            score,
        }
    }

    fn name(&self, number: u32) -> &Enrolled {
        &self.roll.names[number as usize]
    }

    /// How much it says that two names share this one: more for a rare one.
    fn weight(&self, number: u32) -> f64 {
        let articles = self.roll.articles.len() as f64;
        (1.0 + articles / self.name(number).articles.len() as f64).ln()
    }

    fn meet(&mut self, number: u32) {
        if !self.companies.contains_key(&number) {
            let company = self.company(number, &[]);
            self.companies.insert(number, company);
        }
    }

    /// Who stands beside a name, in how many of its articles; `without` these, which are sorted.
    fn company(&self, number: u32, without: &[u32]) -> FxHashMap<u32, u32> {
        let articles = &self.name(number).articles;
        let step = articles.len().div_ceil(MOST_ARTICLES).max(1);
        let mut company = FxHashMap::default();
        for &article in articles.iter().step_by(step) {
            if without.binary_search(&article).is_ok() {
                continue;
            }
            for &name in &self.roll.articles[article as usize] {
                *company.entry(name).or_default() += 1;
            }
        }
        company.remove(&number);
        company
    }
}

/// Whether the rarer name is the one to print: a vouched one, or one that is written out.
fn is_fuller(rare: &Enrolled, common: &Enrolled, why: Why) -> bool {
    if rare.is_vouched != common.is_vouched {
        return rare.is_vouched;
    }
    why == Why::Initials && rare.key.len() > common.key.len()
}

/// What two sorted lists of articles have in common.
fn in_both(one: &[u32], other: &[u32]) -> Vec<u32> {
    let (short, long) = match one.len() < other.len() {
        true => (one, other),
        false => (other, one),
    };
    let is_in = |article: &&u32| long.binary_search(article).is_ok();
    short.iter().filter(is_in).copied().collect()
}
