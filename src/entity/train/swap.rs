//! The same sentences about other people, towns and clubs, so that the tagger learns what stands around a
//! name and not the names of a few hundred texts.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result};
use morgue::text::fold;

use super::copies::Random;
use super::corpus::Document;
use super::lexicons;

/// Names to draw from.
pub struct Pools {
    given: Vec<String>,
    surnames: Vec<String>,
    towns: Vec<String>,
    countries: Vec<String>,
    /// By kind.
    organisations: Vec<Vec<String>>,
    /// Folded name to its pool.
    known: HashMap<String, Pool>,
}

#[derive(Clone, Copy)]
enum Pool {
    Town,
    Country,
    Organisation(usize),
}

/// Rare surnames of the US census are many; one in so many is used, or no others would be met.
const RARE_SURNAMES: usize = 4;

impl Pools {
    /// `data` holds the lists of [`lexicons::build`], `own` ours; countries are those of the listed
    /// phrases.
    pub fn read(data: &Path, own: &Path, phrases: &[u8]) -> Result<Pools> {
        let path = data.join("lexicons/gaz.tsv");
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let of = |lists: &[&str], words: usize| -> Vec<String> {
            text.lines()
                .filter_map(|line| line.split_once('\t'))
                .filter(|(list, _)| lists.contains(list))
                .map(|(_, name)| name.to_owned())
                .filter(|name| is_plain(name) && name.split(' ').count() <= words)
                .collect()
        };
        let mut surnames = of(&["LAST1", "LASTI"], 1);
        surnames.extend(of(&["LAST2"], 1).into_iter().step_by(RARE_SURNAMES));
        let mut pools = Pools {
            given: of(&["FIRST"], 1),
            surnames,
            towns: of(&["CITYL", "CITYM"], 2),
            countries: lexicons::countries(phrases)?,
            organisations: Vec::new(),
            known: HashMap::new(),
        };
        let mut kinds: Vec<String> = Vec::new();
        for (kind, name) in lexicons::organisations(&own.join("organisations.tsv"))? {
            let n = kinds.iter().position(|known| *known == kind);
            let n = n.unwrap_or_else(|| {
                kinds.push(kind);
                pools.organisations.push(Vec::new());
                kinds.len() - 1
            });
            pools.known.insert(fold::key(&name), Pool::Organisation(n));
            pools.organisations[n].push(name);
        }
        for town in &pools.towns {
            pools.known.entry(fold::key(town)).or_insert(Pool::Town);
        }
        for country in &pools.countries {
            pools.known.insert(fold::key(country), Pool::Country);
        }
        Ok(pools)
    }

    /// A text with other names of the same kinds, drawn anew for each `round`; the same name becomes the
    /// same name throughout. Names of no list stay.
    pub fn swapped(&self, document: &Document, round: usize) -> Document {
        let id = format!("{} swapped {round}", document.id);
        let mut drawing = Drawing {
            pools: self,
            drawn: HashMap::new(),
            taken: HashSet::new(),
            random: Random::new(&id),
        };
        let mut text = String::new();
        let mut spans = Vec::new();
        let mut at = 0;
        for (span, kind) in &document.spans {
            text.push_str(&document.text[at..span.start]);
            let name = &document.text[span.clone()];
            let start = text.len();
            match kind {
                0 => text.push_str(&drawing.person(name)),
                1 | 2 => text.push_str(&drawing.place_or_organisation(name, *kind)),
                _ => text.push_str(name),
            }
            spans.push((start..text.len(), *kind));
            at = span.end;
        }
        text.push_str(&document.text[at..]);
        Document { id, text, spans }
    }
}

/// The names drawn for one text.
struct Drawing<'p> {
    pools: &'p Pools,
    drawn: HashMap<String, String>,
    taken: HashSet<String>,
    random: Random,
}

impl<'p> Drawing<'p> {
    fn person(&mut self, name: &str) -> String {
        let words: Vec<&str> = name.split(' ').collect();
        let last = words.iter().rposition(|word| !is_suffix(word));
        let mut out: Vec<String> = Vec::new();
        for (n, word) in words.into_iter().enumerate() {
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            let keeps = letters < 3
                || !word.starts_with(char::is_uppercase)
                || word.ends_with('.')
                || is_suffix(word);
            if keeps {
                out.push(word.to_owned());
                continue;
            }
            let pool = if Some(n) == last {
                &self.pools.surnames
            } else {
                &self.pools.given
            };
            out.push(self.draw(word, pool));
        }
        out.join(" ")
    }

    fn place_or_organisation(&mut self, name: &str, kind: usize) -> String {
        let pool = match self.pools.known.get(&fold::key(name)) {
            Some(Pool::Organisation(n)) if kind == 2 => &self.pools.organisations[*n],
            Some(Pool::Town) => &self.pools.towns,
            Some(Pool::Country) => &self.pools.countries,
            _ => return name.to_owned(),
        };
        self.draw(name, pool)
    }

    /// The name that `name` becomes, in capitals if it is.
    fn draw(&mut self, name: &str, pool: &'p [String]) -> String {
        let key = name.to_lowercase();
        let other = match self.drawn.get(&key) {
            Some(known) => known.clone(),
            None => {
                let mut other = self.random.pick(pool).clone();
                while !self.taken.insert(other.clone()) {
                    other = self.random.pick(pool).clone();
                }
                self.drawn.insert(key, other.clone());
                other
            }
        };
        if name.chars().any(char::is_lowercase) {
            other
        } else {
            other.to_uppercase()
        }
    }
}

fn is_plain(name: &str) -> bool {
    name.is_ascii() && name.len() > 2 && name.starts_with(|c: char| c.is_ascii_uppercase())
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr" | "Jr." | "Sr" | "Sr." | "II" | "III" | "IV")
}
