//! Which other names of the archive are those of the person that was asked for.
//!
//! A name that holds the asked words is meant as it stands, as ever. Beyond that, a name joins when it can be the
//! person's ([`super::likeness`]) and the archive knows nobody else whose it could be as well, or nobody who is
//! not far rarer: `G. Petro` is Gustavo Petro until a Giovanni Petro turns up. What is left out for that doubt is told.
//!
//! Decided when the question is asked, from names and counts alone: no stored article is read, and nothing depends on
//! the order in which articles came.
//!
//! Rejected: joining people once for all when the index is written. A merge of the names file, or the next night's
//! article, would turn half of the archive over.

use std::collections::{BTreeMap, BTreeSet};

use super::alone::{Alone, alone};
use super::likeness::{Comparison, FullName, Likeness, compare, lone_surname};
use super::register::{Register, articles, printed};
use super::spelling::{given_forms, has_rules, old_and_new, spellings};
use super::{Names, Verdict};
use crate::entity::Kind;
use crate::index::Reader;
use crate::text::fold;

/// What a name could be as well counts for nothing when the person asked for is in this many times as many articles.
pub(super) const MUCH_COMMONER: usize = 10;

/// At most so many names that were left out for doubt are told one by one.
const MOST_LEFT_OUT: usize = 8;

/// What was found beyond the asked words.
#[derive(Clone, Debug, Default)]
pub(in crate::query) struct Joins {
    /// Names of the person, by key.
    names: BTreeMap<String, Joined>,
    /// Names that hold the asked words and are another's.
    apart: BTreeMap<String, String>,
    /// Names that may be the person's or another's.
    left_out: Vec<LeftOut>,
    /// Articles in which the surname alone is the person.
    pub(in crate::query) alone: Vec<Alone>,
}

#[derive(Clone, Debug)]
struct Joined {
    printed: String,
    likeness: Likeness,
}

#[derive(Clone, Debug)]
struct LeftOut {
    printed: String,
    others: Vec<String>,
}

/// Who is asked for, and what is known of it without a guess.
pub(super) struct Asked<'a> {
    /// The name as it was typed.
    pub(super) typed: &'a str,
    /// All names that the names file gives the same person, folded.
    pub(super) listed: Vec<&'a str>,
    /// Whether a folded full name is meant without any join.
    pub(super) is_meant: &'a dyn Fn(&str) -> bool,
}

impl Joins {
    /// Whether a folded full name joins the person.
    pub(in crate::query) fn holds(&self, key: &str) -> bool {
        self.names.contains_key(key)
    }

    /// Whether a folded full name is another's, though it holds the asked words.
    pub(super) fn is_apart(&self, key: &str) -> bool {
        self.apart.contains_key(key)
    }

    /// The folded full names that join.
    pub(in crate::query) fn keys(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Every join with its reason, and what was left out for doubt, for the reading line.
    pub(in crate::query) fn told(&self) -> Vec<String> {
        let mut told: Vec<String> = Vec::new();
        for joined in self.names.values() {
            let reason = match joined.likeness {
                Likeness::Same => "same words",
                Likeness::Longer => "longer form",
                Likeness::GivenName => "given name",
                Likeness::Spelling => "spelling",
                Likeness::Shorter => "shorter form",
                Likeness::Initials => "initials",
            };
            told.push(format!("{} ({reason})", joined.printed));
        }
        told.extend(self.alone.iter().filter_map(Alone::told));
        for left_out in self.left_out.iter().take(MOST_LEFT_OUT) {
            let (printed, others) = (&left_out.printed, left_out.others.join(" or "));
            told.push(format!("left out: {printed} (could be {others})"));
        }
        if let Some(more) = self.left_out.len().checked_sub(MOST_LEFT_OUT + 1) {
            told.push(format!("left out: {} more that could be others", more + 1));
        }
        for printed in self.apart.values() {
            told.push(format!("left out: {printed} (another person)"));
        }
        told
    }

    /// Finds what joins the person that is asked for.
    pub(super) fn find(
        asked: &Asked<'_>,
        reader: &Reader,
        names: &Names,
    ) -> tantivy::Result<Joins> {
        let register = Register { reader };
        let key = fold::key(asked.typed);
        let full = FullName::read(asked.typed);
        if !full.is_full() || lone_surname(&key).is_some() {
            return by_surname(asked, &full, register, names);
        }
        let mut all = vec![full];
        all.extend(asked.listed.iter().map(|key| FullName::read(key)));
        all.retain(FullName::is_full);
        let family = Family::gather(&all, register)?;
        let mut joins = Joins::default();
        family.judge(asked, &all, names, &mut joins)?;
        joins.alone = alone(asked, &joins, &family, names)?;
        Ok(joins)
    }
}

/// Of a surname, other spellings join: `person:Gaddafi`.
fn by_surname(
    asked: &Asked<'_>,
    full: &FullName,
    register: Register<'_>,
    names: &Names,
) -> tantivy::Result<Joins> {
    let mut joins = Joins::default();
    let surname = full.core();
    for spelling in spellings(&surname).filter(|spelling| !spelling.contains(' ')) {
        for key in register.keys_holding(spelling)? {
            let is_surname = FullName::read(&key).surnames().contains(&spelling);
            let is_free = names.file.verdict(Kind::Person, &key) == Verdict::Unlisted;
            if !is_surname || !is_free || (asked.is_meant)(&key) {
                continue;
            }
            let entries = register.entries(&key)?;
            if !entries.is_empty() {
                let (printed, likeness) = (printed(&entries), Likeness::Spelling);
                joins.names.insert(key, Joined { printed, likeness });
            }
        }
    }
    Ok(joins)
}

/// The full names of the archive that share a surname with who is asked for, in any spelling.
pub(super) struct Family<'r> {
    pub(super) register: Register<'r>,
    /// By key, without names of removed articles.
    pub(super) members: BTreeMap<String, Member>,
}

/// A full name of the archive.
pub(super) struct Member {
    pub(super) name: FullName,
    /// How it compares with who is asked for, at best.
    comparison: Comparison,
}

impl<'r> Family<'r> {
    fn gather(asked: &[FullName], register: Register<'r>) -> tantivy::Result<Family<'r>> {
        let mut words: BTreeSet<String> = BTreeSet::new();
        let mut keys: BTreeSet<String> = BTreeSet::new();
        for name in asked {
            let core = name.core();
            words.extend(name.surnames().into_iter().map(str::to_owned));
            let first = core.split(' ').next().unwrap_or_default();
            let whole = spellings(&core).chain(old_and_new(first));
            words.extend(whole.flat_map(|name| name.split(' ').map(str::to_owned)));
            for surname in name.surnames() {
                let listed = spellings(surname).filter(|spelling| !spelling.contains(' '));
                words.extend(listed.map(str::to_owned));
                if !has_rules(surname, name.languages()) {
                    continue;
                }
                // No dictionary lists the spellings that a rule leads to; who bears the same given name does.
                for given in name.given().into_iter() {
                    for given in given_forms(given) {
                        let found = register.keys_beginning(given)?;
                        keys.extend(found.into_iter().filter(|key| {
                            let other = FullName::read(key);
                            matches!(compare(name, &other), Comparison::Like(_))
                        }));
                    }
                }
            }
        }
        for key in &keys {
            let found = FullName::read(key);
            words.extend(found.surnames().into_iter().map(str::to_owned));
        }
        for word in &words {
            keys.extend(register.keys_holding(word)?);
        }
        let members = keys.into_iter().filter_map(|key| {
            let name = FullName::read(&key);
            if !name.is_full() || lone_surname(&key).is_some() {
                return None;
            }
            let compared = asked.iter().map(|asked| compare(asked, &name));
            let comparison = compared.min_by_key(|comparison| match comparison {
                Comparison::Like(likeness) => (0, Some(*likeness)),
                Comparison::Another => (1, None),
                Comparison::Unrelated => (2, None),
            });
            let comparison = comparison.unwrap_or(Comparison::Unrelated);
            Some((key, Member { name, comparison }))
        });
        Ok(Family {
            register,
            members: members.collect(),
        })
    }

    fn judge(
        &self,
        asked: &Asked<'_>,
        all: &[FullName],
        names: &Names,
        joins: &mut Joins,
    ) -> tantivy::Result<()> {
        for (key, member) in &self.members {
            let is_held = (asked.is_meant)(key);
            let verdict = names.file.verdict(Kind::Person, key);
            let likeness = match member.comparison {
                Comparison::Like(likeness) if !is_held => likeness,
                Comparison::Another if is_held && verdict == Verdict::Unlisted => {
                    let entries = self.register.entries(key)?;
                    if !entries.is_empty() {
                        joins.apart.insert(key.clone(), printed(&entries));
                    }
                    continue;
                }
                _ => continue,
            };
            if !may_join(all, asked, key, names) {
                continue;
            }
            let entries = self.register.entries(key)?;
            if entries.is_empty() {
                continue;
            }
            let printed = printed(&entries);
            let others = match likeness >= Likeness::GivenName {
                true => self.others(key, member, asked)?,
                false => Vec::new(),
            };
            if others.is_empty() {
                let joined = Joined { printed, likeness };
                joins.names.insert(key.clone(), joined);
            } else {
                joins.left_out.push(LeftOut { printed, others });
            }
        }
        Ok(())
    }

    /// Who else a name could be, when they are not far rarer than who is asked for.
    fn others(
        &self,
        key: &str,
        member: &Member,
        asked: &Asked<'_>,
    ) -> tantivy::Result<Vec<String>> {
        let mut own = Vec::new();
        let mut others: Vec<(usize, String)> = Vec::new();
        let mut of_others = 0;
        for (other_key, other) in &self.members {
            let can_be = matches!(
                compare(&member.name, &other.name),
                Comparison::Like(likeness) if likeness.is_sure()
            );
            if !can_be || other_key == key || other.name.weight() < member.name.weight() {
                continue;
            }
            match other.comparison {
                Comparison::Like(likeness) if likeness.is_sure() => {
                    own.extend(self.register.entries(other_key)?);
                }
                Comparison::Unrelated if (asked.is_meant)(other_key) => {}
                Comparison::Another | Comparison::Unrelated => {
                    let entries = self.register.entries(other_key)?;
                    let count = articles(&entries).len();
                    if count > 0 {
                        of_others += count;
                        others.push((count, printed(&entries)));
                    }
                }
                Comparison::Like(_) => {}
            }
        }
        if of_others * MUCH_COMMONER <= articles(&own).len() {
            return Ok(Vec::new());
        }
        others.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        others.truncate(2);
        Ok(others.into_iter().map(|(_, printed)| printed).collect())
    }
}

/// Whether the names file leaves a join to a guess.
fn may_join(all: &[FullName], asked: &Asked<'_>, key: &str, names: &Names) -> bool {
    let file = &names.file;
    let own = fold::key(asked.typed);
    let mut said = asked.listed.iter().copied().chain([own.as_str()]);
    if said.any(|own| file.holds_apart(Kind::Person, own, key)) {
        return false;
    }
    match file.verdict(Kind::Person, key) {
        Verdict::Unlisted => true,
        Verdict::Banned => false,
        // Whoever a keeper says it is must be like who is asked for as well.
        Verdict::Listed(id) => {
            let canonical = FullName::read(&file.entry(id).canonical);
            let is_like =
                |name: &FullName| matches!(compare(name, &canonical), Comparison::Like(_));
            all.iter().any(is_like)
        }
    }
}
