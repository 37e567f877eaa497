//! Which person a short name means.
//!
//! A short name fits a full one by its end (*Petro*), its beginning (*Lula*, *Yoon*), an inner word, its initials,
//! or some of its words in order (*Gustavo Petro* of *Gustavo Francisco Petro Urrego*). Of several
//! people it fits, the title decides (*Mrs*, *Governor*), *elder* and *younger* do, whoever else is called by
//! the given name is out, and what remains is whom the story spoke of last; in a headline, whom it speaks of
//! most.

use rustc_hash::FxHashMap;

use super::kin::{Generation, Kin};
use super::name::Name;
use super::title::Address;
use super::{Kind, Part, given_names};

/// A name of several words and how it is used.
struct Full<'n> {
    key: &'n str,
    /// Where it stands first.
    first: usize,
    /// Where it was last spoken of, in short forms too.
    spoken: Option<usize>,
    /// How often.
    times: usize,
    /// Whether `Mr` or the like, and whether `Mrs` or the like stands before it anywhere.
    is_man: bool,
    is_woman: bool,
    titles: Vec<&'n str>,
    /// As whose relative it is introduced: `his son`.
    kin: Option<Kin>,
    generation: Option<Generation>,
    /// Whether the story calls this person by the given name alone.
    goes_by_given_name: bool,
    /// A fuller form of the same name, itself when there is none.
    whole: usize,
}

/// The people of a story that are named in full: a telephone book has 50,000.
#[derive(Default)]
pub(super) struct People<'n> {
    all: Vec<Full<'n>>,
    by_key: FxHashMap<&'n str, usize>,
    by_word: FxHashMap<&'n str, Vec<usize>>,
}

/// More people than this fit a short name, and it is nobody in particular: `Peter` in a register.
const MOST_FITS: usize = 64;

impl<'n> People<'n> {
    pub(super) fn of(names: &'n [Name]) -> People<'n> {
        let mut people = People::default();
        let persons = || names.iter().filter(|name| name.kind == Kind::Person);
        for (n, name) in names.iter().enumerate() {
            if name.kind == Kind::Person && !name.is_single() {
                people.add(n, name);
            }
        }
        for at in 0..people.all.len() {
            people.all[at].whole = people.whole_of(at);
        }
        for name in persons().filter(|name| name.is_single()) {
            people.note_given_name(&name.key);
        }
        people
    }

    fn add(&mut self, n: usize, name: &'n Name) {
        let at = *self.by_key.entry(&name.key).or_insert_with(|| {
            let at = self.all.len();
            self.all.push(Full {
                key: &name.key,
                first: n,
                spoken: None,
                times: 0,
                is_man: false,
                is_woman: false,
                titles: Vec::new(),
                kin: None,
                generation: None,
                goes_by_given_name: false,
                whole: at,
            });
            for word in name.words() {
                let holders = self.by_word.entry(word).or_default();
                if holders.last() != Some(&at) {
                    holders.push(at);
                }
            }
            at
        });
        let full = &mut self.all[at];
        full.is_man |= name.address == Some(Address::Man);
        full.is_woman |= name.address == Some(Address::Woman);
        full.titles.extend(name.title.as_deref());
        full.kin = full.kin.or(name.kin);
        full.generation = full.generation.or(name.generation);
    }

    /// The one fuller name that a full name is a form of.
    fn whole_of(&self, at: usize) -> usize {
        let mut at = at;
        // Each step leads to a longer name, so this ends.
        while let [longer] = self.longer_than(at)[..] {
            at = longer;
        }
        at
    }

    fn longer_than(&self, at: usize) -> Vec<usize> {
        let key = self.all[at].key;
        let Some(holders) = self.by_word.get(last_word(key)) else {
            return Vec::new();
        };
        if holders.len() > MOST_FITS {
            return Vec::new();
        }
        let mut longer: Vec<usize> = holders
            .iter()
            .copied()
            .filter(|&other| {
                let full = self.all[other].key;
                full.len() > key.len()
                    && (fit(key, full).is_some_and(|fit| fit <= Fit::Inner)
                        || is_abbreviated(key, full))
            })
            .collect();
        // Forms of one person are one: `Petro`, `Gustavo Petro`, `Gustavo Francisco Petro`.
        let longest = longer
            .iter()
            .copied()
            .max_by_key(|&other| self.all[other].key.len());
        if let Some(longest) = longest {
            let key = self.all[longest].key;
            let is_form = |&other: &usize| {
                other == longest
                    || fit(self.all[other].key, key).is_some_and(|fit| fit <= Fit::Inner)
            };
            if longer.iter().all(is_form) {
                longer = vec![longest];
            }
        }
        longer
    }

    /// Notes that the story has the first word of somebody's name alone, `Bridget` of Bridget Gallagher.
    fn note_given_name(&mut self, word: &str) {
        let Some(holders) = self.by_word.get(word) else {
            return;
        };
        if holders.len() > MOST_FITS {
            return;
        }
        for &at in holders {
            let full = &mut self.all[at];
            full.goes_by_given_name |= fit(word, full.key) == Some(Fit::GivenName);
        }
    }

    /// Where the full name of `name`, the `n`-th of the story, stands first; of the name itself when
    /// it is the fullest. `None` for a single word that fits nobody. Call in order.
    pub(super) fn full_name(&mut self, n: usize, name: &Name) -> Option<usize> {
        let at = self.person(name)?;
        for at in [at, self.all[at].whole] {
            let full = &mut self.all[at];
            full.times += 1;
            // `the sister of Kim Jong Un` is what the story is about.
            if !name.is_aside || full.spoken.is_none() {
                full.spoken = Some(n);
            }
        }
        Some(self.all[self.all[at].whole].first)
    }

    fn person(&self, name: &Name) -> Option<usize> {
        if let Some(&same) = self.by_key.get(name.key.as_str()) {
            return Some(same);
        }
        // Whatever way a short name fits, its last word is a word of the full name.
        let sharing = self.by_word.get(name.last_word())?;
        if sharing.len() > MOST_FITS {
            return None;
        }
        let mut fitting: Vec<(Fit, usize)> = sharing
            .iter()
            .filter_map(|&at| Some((fit(&name.key, self.all[at].key)?, at)))
            .filter(|&(_, at)| !self.contradicts(name, at))
            .collect();
        let best = fitting.iter().map(|&(fit, _)| fit).min()?;
        fitting.retain(|&(fit, _)| fit == best);
        let mut found: Vec<usize> = fitting.into_iter().map(|(_, at)| at).collect();
        if found.len() > 1 {
            if let Some(generation) = name.generation {
                self.narrow(&mut found, |full| full.generation() == Some(generation));
                // The other of father and son.
                self.narrow(&mut found, |full| full.generation().is_none());
            }
            let title = name.title.as_deref();
            self.narrow(&mut found, |full| {
                title.is_some_and(|title| full.titles.contains(&title))
            });
            self.narrow(&mut found, |full| agrees(name.address, full));
            if best == Fit::Surname && name.title.is_none() {
                self.narrow(&mut found, |full| !full.goes_by_given_name);
            }
        }
        let is_headline = name.part == Part::Title;
        found.into_iter().max_by_key(|&at| {
            let full = &self.all[at];
            let times = if is_headline { full.times } else { 0 };
            (times, full.spoken, std::cmp::Reverse(full.first))
        })
    }

    /// Keeps those that a cue speaks for, if it speaks for any.
    fn narrow(&self, found: &mut Vec<usize>, is_meant: impl Fn(&Full<'_>) -> bool) {
        if found.iter().any(|&at| is_meant(&self.all[at])) {
            found.retain(|&at| is_meant(&self.all[at]));
        }
    }

    /// Whether the title of a short name says that it is not this person: `Mrs Thatcher` is not Mark
    /// Thatcher, nor is `President Bush` his wife Laura.
    fn contradicts(&self, name: &Name, at: usize) -> bool {
        let full = &self.all[at];
        let is_office = name.address == Some(Address::Office);
        let is_relative = full.kin.is_some() && full.titles.is_empty();
        !agrees(name.address, full)
            || is_office && is_relative && name.title.as_deref() != Some("dr")
    }
}

impl Full<'_> {
    /// Which of two generations this person is of, as far as the story says.
    fn generation(&self) -> Option<Generation> {
        self.generation.or(match self.kin {
            Some(Kin::Younger) => Some(Generation::Younger),
            Some(Kin::Elder) => Some(Generation::Elder),
            _ => None,
        })
    }
}

/// Whether a title (`Mrs`) fits how the person is addressed where the full name stands.
fn agrees(address: Option<Address>, full: &Full<'_>) -> bool {
    let given = full.key.split(' ').next().unwrap_or_default();
    // Offices are held by either; a man is not called Mrs.
    match address {
        Some(Address::Man) => full.is_man || !full.is_woman && !given_names::is_womans(given),
        Some(Address::Woman) => full.is_woman || !full.is_man && !given_names::is_mans(given),
        _ => true,
    }
}

/// How well a short name fits a full one; smaller is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Surname,
    Initials,
    /// Some of its words in order, the first among them.
    Words,
    /// The last but one: a Spanish surname.
    Inner,
    GivenName,
    /// Any word within: `Lula` of `Luiz Inácio Lula da Silva`.
    Within,
}

/// Behind a name, no part of it.
const SUFFIXES: &[&str] = &["ii", "iii", "iv", "jr", "jun", "sen", "sr"];

/// Small words of surnames: no name by themselves.
pub(super) const PARTICLES: &[&str] = &[
    "al", "bin", "da", "de", "del", "der", "di", "dos", "du", "el", "ibn", "la", "le", "van", "von",
];

/// Whether a folded name is a shorter form of another.
pub(super) fn is_short_for(short: &str, full: &str) -> bool {
    // Whatever way it fits, its last word is one of the full name; only initials stand for others.
    let last = last_word(short);
    let may_fit = last.len() < 2 || !last.is_ascii() || full.contains(last);
    short == full || may_fit && fit(short, full).is_some()
}

/// How a folded name is a shorter form of another; `None` when it is none.
fn fit(short: &str, full: &str) -> Option<Fit> {
    let short: Vec<&str> = short.split(' ').collect();
    let mut full: Vec<&str> = full.split(' ').collect();
    let has_suffix = full.len() > 2 && SUFFIXES.contains(full.last()?);
    if has_suffix && !SUFFIXES.contains(short.last()?) {
        full.pop();
    }
    let (count, all) = (short.len(), full.len());
    if count > all || count == all && !has_suffix {
        return None;
    }
    if full.ends_with(&short) {
        return Some(Fit::Surname);
    }
    let first = short[0];
    if count > 1 {
        let is_initial = first.chars().count() == 1 && full[0].starts_with(first);
        if !is_initial && first != full[0] || !is_in_order(&short[1..], &full[1..]) {
            return None;
        }
        let is_whole = short[count - 1] == full[all - 1];
        return Some(if is_whole { Fit::Initials } else { Fit::Words });
    }
    if first.len() < 2 || PARTICLES.contains(&first) {
        return None;
    }
    if all > 2 && first == full[all - 2] && first.len() > 2 {
        Some(Fit::Inner)
    } else if first == full[0] {
        Some(Fit::GivenName)
    } else {
        (first.len() > 2 && full.contains(&first)).then_some(Fit::Within)
    }
}

/// Whether the words stand in the others in this order. An initial stands for a word; an initial that
/// opens both must be the same: George W. is not George H. W.
fn is_in_order(short: &[&str], full: &[&str]) -> bool {
    let is_initial = |word: &str| word.chars().count() == 1;
    let (Some(&one), Some(&other)) = (short.first(), full.first()) else {
        return false;
    };
    if is_initial(one) && !other.starts_with(one) {
        return false;
    }
    let mut rest = full.iter();
    short.iter().all(|&word| {
        rest.any(|&other| word == other || is_initial(word) && other.starts_with(word))
    })
}

/// `G. Petro` and `Gustavo Petro`: the same number of words, one abbreviated.
fn is_abbreviated(short: &str, full: &str) -> bool {
    let (short, full): (Vec<&str>, Vec<&str>) =
        (short.split(' ').collect(), full.split(' ').collect());
    short.len() == full.len()
        && short.last() == full.last()
        && short
            .iter()
            .zip(&full)
            .all(|(one, other)| one == other || one.chars().count() == 1 && other.starts_with(one))
}

fn last_word(key: &str) -> &str {
    key.rsplit(' ').next().unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fits() {
        for (short, full, expected) in [
            ("petro", "gustavo petro", Some(Fit::Surname)),
            ("von der leyen", "ursula von der leyen", Some(Fit::Surname)),
            ("whitfield", "lamar whitfield jr", Some(Fit::Surname)),
            ("lamar whitfield", "lamar whitfield jr", Some(Fit::Surname)),
            ("lula", "lula da silva", Some(Fit::GivenName)),
            ("lula", "luiz inacio lula da silva", Some(Fit::Within)),
            ("yoon", "yoon suk yeol", Some(Fit::GivenName)),
            ("petro", "gustavo petro urrego", Some(Fit::Inner)),
            (
                "gustavo petro",
                "gustavo francisco petro",
                Some(Fit::Initials),
            ),
            (
                "gustavo petro",
                "gustavo francisco petro urrego",
                Some(Fit::Words),
            ),
            ("george bush", "george h w bush", Some(Fit::Initials)),
            ("george w bush", "george h w bush", None),
            ("ana petro", "gustavo petro", None),
            ("gustavo petro", "petro", None),
            ("petro", "petro", None),
        ] {
            assert_eq!(fit(short, full), expected, "{short} of {full}");
        }
        assert!(is_abbreviated("g petro", "gustavo petro"));
        assert!(!is_abbreviated("a petro", "gustavo petro"));
    }
}
