//! A surname alone: articles that say only `President Reagan`, and who that is.
//!
//! Such an article joins the person that is asked for when something in it points there: the title before the
//! name is one that this person bears elsewhere and no other of that surname does; the names beside it are those of
//! the articles about this person ([`super::company`]); or both. That the archive knows only one of the surname is
//! not enough: most people are not in it. A title or a sex that contradicts excludes.
//!
//! The weights add up as logarithms of odds do, and one sum decides: [`ENOUGH`] for the person, and [`CLEAR`] above
//! the next of the surname.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::DocId;
use tantivy::index::SegmentId;

use super::company::Company;
use super::likeness::{Comparison, FullName, compare, lone_surname};
use super::people::{Asked, Family, Joins, MUCH_COMMONER};
use super::register::{Entry, Place, articles};
use super::title::{Sex, is_same, sex, sex_of_given, weight};
use super::{Names, Verdict};
use crate::entity::{Kind, Mention};
use crate::index::Reader;
use crate::text::fold;

/// What must speak for the person, in thousandths of a nat.
const ENOUGH: i32 = 3_000;

/// By how much more than for the next of that surname.
const CLEAR: i32 = 1_500;

/// What it may weigh at most that the archive knows the person better than all others of the surname: less than
/// [`ENOUGH`] by itself, for most people are in no archive.
const MOST_KNOWN: i32 = 2_000;

/// Weight of being known ten times as well: about half of what a single archive's counts would say.
const KNOWN_TENFOLD: f64 = 1_400.0;

/// More bearers of a surname than this, and it is nobody in particular.
const MOST_BEARERS: usize = 1_000;

/// Of so many others of the surname the company is looked at, the commonest first.
const MOST_OTHERS: usize = 12;

/// Articles of a snapshot, sorted within each segment.
pub(in crate::query) type Articles = FxHashMap<SegmentId, Vec<DocId>>;

/// The articles in which a surname alone is the person that was asked for.
#[derive(Clone, Debug)]
pub(in crate::query) struct Alone {
    /// The surname as most of them print it.
    printed: String,
    /// The terms that stand for the person in these articles.
    pub(in crate::query) terms: Vec<String>,
    pub(in crate::query) articles: Arc<Articles>,
    keys: BTreeSet<String>,
    /// Sex that a title must not contradict.
    sex: Option<Sex>,
    ids: Arc<FxHashSet<u64>>,
    /// In how many articles each title pointed to the person, and in how many only the company did.
    by_title: BTreeMap<String, usize>,
    by_company: usize,
}

impl Alone {
    /// Whether a mention in the article with this id is the person.
    pub(super) fn means(&self, mention: &Mention, article: u64) -> bool {
        let title = mention.title.as_deref().unwrap_or_default();
        mention.kind == Kind::Person
            && self.ids.contains(&article)
            && self.keys.contains(&fold::key(&mention.name))
            && agrees(self.sex, title)
    }

    /// `Reagan alone in 3 articles (President 2, company 1)`; `None` when there are none.
    pub(super) fn told(&self) -> Option<String> {
        if self.ids.is_empty() {
            return None;
        }
        let mut reasons: Vec<(usize, String)> = self
            .by_title
            .iter()
            .map(|(title, &count)| (count, in_capitals(title)))
            .collect();
        reasons.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        if self.by_company > 0 {
            reasons.push((self.by_company, "by the names beside it".to_owned()));
        }
        let count = self.ids.len();
        let articles = if count == 1 { "article" } else { "articles" };
        let reasons: Vec<String> = match &reasons[..] {
            [(_, reason)] => vec![reason.clone()],
            reasons => reasons
                .iter()
                .map(|(count, reason)| format!("{reason} {count}"))
                .collect(),
        };
        let (printed, reasons) = (&self.printed, reasons.join(", "));
        Some(format!("{printed} alone in {count} {articles} ({reasons})"))
    }
}

/// `vice president` as `Vice President`.
fn in_capitals(title: &str) -> String {
    let words = title.split(' ').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a title does not contradict the sex.
fn agrees(own: Option<Sex>, title: &str) -> bool {
    !matches!((own, sex(title)), (Some(own), Some(of_title)) if own != of_title)
}

/// What the titles of an article say of the person.
struct Said {
    /// The title that points to the person and its weight.
    points: Option<(i32, String)>,
    contradicts: bool,
}

/// One bearer of a surname.
#[derive(Default)]
struct Bearer {
    articles: Vec<Place>,
    /// In how many articles each title stands.
    titles: BTreeMap<String, usize>,
    given: Option<String>,
}

impl Bearer {
    fn add(&mut self, entries: Vec<Entry>) {
        for entry in &entries {
            if !entry.term.title.is_empty() {
                let count = self.titles.entry(entry.term.title.clone()).or_default();
                *count += entry.articles.len();
            }
        }
        self.articles.extend(articles(&entries));
        self.articles.sort_unstable();
        self.articles.dedup();
    }

    fn bears(&self, title: &str) -> usize {
        let same = self.titles.iter().filter(|(own, _)| is_same(own, title));
        same.map(|(_, count)| count).sum()
    }

    fn sex(&self) -> Option<Sex> {
        let mut votes = [0, 0];
        for (title, count) in &self.titles {
            if let Some(sex) = sex(title) {
                votes[sex as usize] += count;
            }
        }
        match votes {
            [men, women] if men > 2 * women => Some(Sex::Man),
            [men, women] if women > 2 * men => Some(Sex::Woman),
            _ => self.given.as_deref().and_then(sex_of_given),
        }
    }

    fn said_by(&self, titles: &BTreeSet<&str>, others: &[Bearer]) -> Said {
        Said {
            points: self.title_weight(titles, others),
            contradicts: self.is_contradicted(titles),
        }
    }

    /// What the titles of an article say, at best.
    fn title_weight(&self, titles: &BTreeSet<&str>, others: &[Bearer]) -> Option<(i32, String)> {
        let mut best: Option<(i32, String)> = None;
        for title in titles {
            let own = self.bears(title);
            let of_others: usize = others.iter().map(|other| other.bears(title)).sum();
            if own == 0 || own < of_others * MUCH_COMMONER {
                continue;
            }
            let found = (weight(title), (*title).to_owned());
            if best.as_ref().is_none_or(|best| found > *best) {
                best = Some(found);
            }
        }
        best
    }

    /// Whether an office in the article is one that this person does not hold.
    fn is_contradicted(&self, titles: &BTreeSet<&str>) -> bool {
        let mut offices = titles
            .iter()
            .filter(|title| weight(title) > 1_000)
            .peekable();
        let has_office = offices.peek().is_some();
        let is_known = self.titles.keys().any(|title| weight(title) > 1_000);
        has_office && is_known && offices.all(|title| self.bears(title) == 0)
    }
}

/// Finds the articles in which a surname alone is the person that is asked for.
pub(super) fn alone(
    asked: &Asked<'_>,
    joins: &Joins,
    family: &Family<'_>,
    names: &Names,
) -> tantivy::Result<Vec<Alone>> {
    let mut own: Vec<(&String, &FullName)> = Vec::new();
    let mut others: Vec<(&String, &FullName)> = Vec::new();
    for (key, member) in &family.members {
        let is_own = ((asked.is_meant)(key) || joins.holds(key)) && !joins.is_apart(key);
        let list = if is_own { &mut own } else { &mut others };
        list.push((key, &member.name));
    }
    let mut surnames: BTreeSet<&str> = BTreeSet::new();
    let mut person = Bearer::default();
    for (key, name) in &own {
        let entries = family.register.entries(key)?;
        if entries.is_empty() {
            continue;
        }
        surnames.extend(name.surnames());
        person.add(entries);
        person.given = person.given.take().or(name.given().map(str::to_owned));
    }
    if person.articles.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for surname in surnames {
        // `Kim Young Sam` is a Kim to who asks for Kim Dae Jung; `Reagan Friday` is no Reagan.
        let is_first = !own.iter().any(|(_, name)| name.ends_with(surname));
        let bear_it = |(_, name): &&(&String, &FullName)| match is_first {
            true => name.surnames().contains(&surname),
            false => name.ends_with(surname),
        };
        let mut bearers_of: Vec<(&String, &FullName)> = Vec::new();
        for other in others.iter().filter(bear_it).copied() {
            if family.register.is_live(other.0)? {
                bearers_of.push(other);
            }
        }
        let others = bearers_of;
        if others.len() > MOST_BEARERS {
            continue;
        }
        let is_own = |key: &str| family.members.contains_key(key) || key == surname;
        let case = Case {
            surname,
            person: &person,
            others: bearers(&others, family)?,
            is_own: &is_own,
        };
        found.extend(case.decide(family, names)?);
    }
    Ok(found)
}

/// The others of a surname, names that can be of one person together; commonest first.
fn bearers(others: &[(&String, &FullName)], family: &Family<'_>) -> tantivy::Result<Vec<Bearer>> {
    let mut counted = Vec::new();
    for (key, name) in others {
        let entries = family.register.entries(key)?;
        let count = articles(&entries).len();
        if count > 0 {
            counted.push((count, *key, *name, entries));
        }
    }
    counted.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut heads: Vec<&FullName> = Vec::new();
    let mut bearers: Vec<Bearer> = Vec::new();
    for (_, _, name, entries) in counted {
        let is_like = |head: &&FullName| matches!(compare(head, name), Comparison::Like(_));
        let at = heads.iter().position(is_like).unwrap_or_else(|| {
            heads.push(name);
            bearers.push(Bearer {
                given: name.given().map(str::to_owned),
                ..Bearer::default()
            });
            bearers.len() - 1
        });
        bearers[at].add(entries);
    }
    Ok(bearers)
}

/// A surname, who is asked for and who else bears it.
struct Case<'c> {
    surname: &'c str,
    person: &'c Bearer,
    others: Vec<Bearer>,
    is_own: &'c dyn Fn(&str) -> bool,
}

impl Case<'_> {
    fn decide(&self, family: &Family<'_>, names: &Names) -> tantivy::Result<Option<Alone>> {
        let register = family.register;
        let reader = register.reader;
        let mut keys = BTreeSet::new();
        let mut entries: Vec<Entry> = Vec::new();
        for key in register.keys_holding(self.surname)? {
            let is_free = names.file.verdict(Kind::Person, &key) == Verdict::Unlisted;
            if lone_surname(&key) == Some(self.surname) && is_free {
                entries.extend(register.entries(&key)?);
                keys.insert(key);
            }
        }
        let own_sex = self.person.sex();
        entries.retain(|entry| agrees(own_sex, &entry.term.title));
        let mut titles: BTreeMap<Place, BTreeSet<&str>> = BTreeMap::new();
        for entry in &entries {
            for &place in &entry.articles {
                let found = titles.entry(place).or_default();
                if !entry.term.title.is_empty() {
                    found.insert(&entry.term.title);
                }
            }
        }
        titles.retain(|place, _| self.person.articles.binary_search(place).is_err());
        if titles.is_empty() {
            return Ok(None);
        }
        let mut said: BTreeMap<BTreeSet<&str>, Said> = BTreeMap::new();
        for titles in titles.values() {
            if !said.contains_key(titles) {
                said.insert(titles.clone(), self.person.said_by(titles, &self.others));
            }
        }
        // What a title alone decides shows the company that the person keeps as well.
        let mut known = self.person.articles.clone();
        known.extend(titles.iter().filter_map(|(&place, titles)| {
            let by_title = said[titles].points.as_ref();
            let is_sure = by_title.is_some_and(|(weight, _)| *weight >= ENOUGH);
            (is_sure && !self.is_with_other(place)).then_some(place)
        }));
        known.sort_unstable();
        let known_weight = self.known_weight(known.len());
        let mut people = vec![known];
        let others = self.others.iter().take(MOST_OTHERS);
        people.extend(others.map(|other| other.articles.clone()));
        let company = Company::of(
            &people,
            &titles.keys().copied().collect(),
            reader,
            self.is_own,
        )?;

        let mut alone = Alone {
            printed: String::new(),
            terms: Vec::new(),
            articles: Arc::default(),
            keys,
            sex: own_sex,
            ids: Arc::default(),
            by_title: BTreeMap::new(),
            by_company: 0,
        };
        let mut places: Vec<Place> = Vec::new();
        for (&place, titles) in &titles {
            let said = &said[titles];
            if self.is_ruled_out(said, place) {
                continue;
            }
            let company = company.speaks(place);
            let Some(title) = points_to(said, known_weight, &company) else {
                continue;
            };
            places.push(place);
            match title {
                Some(title) => *alone.by_title.entry(title).or_default() += 1,
                None => alone.by_company += 1,
            }
        }
        if places.is_empty() {
            return Ok(None);
        }
        entries.retain(|entry| {
            let mut articles = entry.articles.iter();
            articles.any(|place| places.binary_search(place).is_ok())
        });
        alone.printed = super::register::printed(&entries);
        alone.terms = entries.into_iter().map(|entry| entry.text).collect();
        alone.keep(&places, reader)?;
        Ok(Some(alone))
    }

    /// Whether an article is another's, whatever company is in it.
    fn is_ruled_out(&self, said: &Said, place: Place) -> bool {
        said.contradicts || said.points.is_none() && self.is_with_other(place)
    }

    /// Whether another of the surname is named in full: then the company may be theirs.
    fn is_with_other(&self, place: Place) -> bool {
        let mut others = self.others.iter();
        others.any(|other| other.articles.binary_search(&place).is_ok())
    }

    /// What it weighs that the person is in so many articles and the others of the surname in theirs.
    fn known_weight(&self, articles: usize) -> i32 {
        let others: usize = self.others.iter().map(|other| other.articles.len()).sum();
        let odds = (articles as f64 + 1.0) / (others as f64 + 1.0);
        ((odds.log10() * KNOWN_TENFOLD) as i32).clamp(0, MOST_KNOWN)
    }
}

/// Whether an article that is not ruled out is the person's; then the title that says so, if one does. `company` says how much the
/// names in it speak for the person, and for each of the others.
fn points_to(said: &Said, known: i32, company: &[i32]) -> Option<Option<String>> {
    let by_title = said.points.as_ref();
    let of_title = by_title.map_or(0, |(weight, _)| *weight);
    let own = company[0] + of_title;
    let next = company[1..].iter().max().copied().unwrap_or(0);
    let points = own + known >= ENOUGH && own - next >= CLEAR;
    let title = by_title.filter(|(weight, _)| *weight > 0);
    points.then(|| title.map(|(_, title)| title.clone()))
}

impl Alone {
    fn keep(&mut self, places: &[Place], reader: &Reader) -> tantivy::Result<()> {
        let mut articles = Articles::default();
        let mut found = FxHashSet::default();
        for run in places.chunk_by(|a, b| a.0 == b.0) {
            let segment = reader.searcher.segment_reader(run[0].0);
            let ids = reader.ids(run[0].0)?;
            found.extend(run.iter().filter_map(|place| ids.first(place.1)));
            let within = run.iter().map(|place| place.1).collect();
            articles.insert(segment.segment_id(), within);
        }
        (self.articles, self.ids) = (Arc::new(articles), Arc::new(found));
        Ok(())
    }
}
