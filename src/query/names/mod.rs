//! Who is who: which names a query means, the names file, and the list of all names.
//!
//! An article gives each mention its full name; that is what the index holds. Who is behind the name
//! is decided here, when a question is asked: by the [`NamesFile`] of the archive, so that a merge or a
//! ban holds at once and everywhere, with nothing indexed anew. What the file does not say is guessed,
//! and told: other names of the person (`people`, by what `likeness` makes of two names), and articles that
//! have the surname alone (`alone`, by title and `company`). A strict question does without guesses.
//!
//! [`Names`] goes beside the gazetteer through every question. What a clause means is decided by
//! `NameClause::means` alone, for the terms of the index and for the mentions of a stored article, so
//! that what is marked is what was found.

mod alone;
pub mod beside;
mod company;
pub mod edit;
pub mod file;
mod known;
mod likeness;
pub mod list;
pub(super) mod overruled;
mod pairs;
mod particle;
mod people;
mod register;
mod roll;
mod rows;
mod sheet;
mod slips;
mod spelling;
pub mod suggest;
mod tally;
mod title;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::query::Bm25StatisticsProvider;
use tantivy::{InvertedIndexReader, Term};

use people::{Asked, Joins};

pub(super) use alone::Articles;
pub use edit::{Draft, Name, Refused};
pub use file::{Entry, EntryId, FILE_NAME, NamesFile, Verdict};
pub use known::{Known, kinds_of, known};
pub use list::{NameCount, names};

use crate::article::ArticleId;
use crate::entity::{Confidence, Findings, Gazetteer, Kind, Mention, leading_titles};
use crate::index::Reader;
use crate::index::name_term::{NameTerm, kind_prefix, name_key_prefix, name_prefix, path_key};
use crate::text::fold;

/// What decides who is who in one question.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// What the keepers of the archive say; empty when they say nothing.
    pub file: NamesFile,
    /// Whether only articles and names file count, and no guess across articles.
    pub strict: bool,
}

impl Names {
    /// Gives every mention the name, the kind and the place that the names file knows, and drops
    /// those that are no names. What is printed of an article goes through here.
    pub fn apply(&self, findings: &mut Findings) {
        if self.file.is_empty() {
            return;
        }
        findings.mentions.retain_mut(|mention| {
            match self.file.verdict(mention.kind, &fold::key(&mention.name)) {
                Verdict::Unlisted => true,
                Verdict::Banned => false,
                Verdict::Listed(id) => {
                    let entry = self.file.entry(id);
                    mention.place = match entry.kind {
                        Kind::Place => entry.place.or(mention.place),
                        _ => None,
                    };
                    if entry.kind != Kind::Person {
                        mention.title = None;
                    }
                    mention.confidence = Confidence::High;
                    mention.kind = entry.kind;
                    mention.name.clone_from(&entry.canonical);
                    true
                }
            }
        });
    }
}

/// A person's name as the archive has it, without a title that was typed before it: `Reagan` of `President Reagan`.
/// A name that the names file has stays whole.
fn without_title<'n>(kind: Kind, typed: &'n str, file: &NamesFile) -> Cow<'n, str> {
    if kind != Kind::Person || file.bearing(kind, &fold::key(typed)).is_some() {
        return Cow::Borrowed(typed);
    }
    let printed: Vec<&str> = typed.split_whitespace().collect();
    let folded: Vec<String> = printed.iter().map(|word| fold::key(word)).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    match leading_titles(&folded) {
        0 => Cow::Borrowed(typed),
        count => Cow::Owned(printed[count..].join(" ")),
    }
}

/// Whom, what or where a `person:`, `org:` or `place:` clause means.
#[derive(Clone, Debug)]
pub(super) struct NameClause {
    /// Of what.
    pub(super) kind: Kind,
    /// As typed, without a title.
    typed: String,
    /// Folded words, all of which a name must hold; empty for `*`.
    words: Vec<String>,
    /// The same words with a particle joined or set apart: `vankirk` for `van kirk`.
    respelt: Vec<Vec<String>>,
    /// The entry of the names file that bears just this name.
    asked: Option<EntryId>,
    /// Every entry of the names file that is meant, `asked` among them. Sorted.
    entries: Vec<EntryId>,
    /// For places: the folded paths that the name stands for. What lies below them is meant too.
    pub(super) paths: Vec<String>,
    /// The same, as a reader would write them: `South America/Colombia/Bogotá`.
    pub(super) places: Vec<String>,
    /// What joins the person across articles; nothing under `strict`, and until [`NameClause::join`].
    pub(super) joins: Arc<Joins>,
}

impl NameClause {
    pub(super) fn new(kind: Kind, typed: &str, gazetteer: &Gazetteer, names: &Names) -> NameClause {
        let name = without_title(kind, typed, &names.file);
        let key = match name.trim() {
            "*" => String::new(),
            name => fold::key(name),
        };
        let words = key.split(' ').filter(|word| !word.is_empty());
        let words: Vec<String> = words.map(str::to_owned).collect();
        let mut clause = NameClause {
            kind,
            typed: name.to_string(),
            respelt: particle::respelt(&words),
            words,
            asked: names.file.bearing(kind, &key),
            entries: Vec::new(),
            paths: Vec::new(),
            places: Vec::new(),
            joins: Arc::default(),
        };
        if clause.is_any() {
            return clause;
        }
        if kind == Kind::Place {
            clause.find_places(&name, gazetteer, &names.file);
        }
        let is_meant = |&(id, entry): &(EntryId, &Entry)| {
            let bears = entry.keys().any(|(_, key)| clause.is_borne_by(key));
            let lies = || {
                entry
                    .place
                    .is_some_and(|id| clause.holds(&gazetteer.place(id).path))
            };
            entry.kind == kind && (Some(id) == clause.asked || bears || lies())
        };
        let meant = names.file.entries().filter(is_meant);
        clause.entries = meant.map(|(id, _)| id).collect();
        clause
    }

    /// A place of the names file lies where its id says; all others where the gazetteer has one of
    /// that name.
    fn find_places(&mut self, name: &str, gazetteer: &Gazetteer, file: &NamesFile) {
        let asked = self.asked.map(|id| file.entry(id));
        let ids = match asked {
            Some(Entry {
                place: Some(id), ..
            }) => vec![*id],
            Some(entry) => {
                let mut ids = gazetteer.named(&entry.canonical);
                ids.extend(gazetteer.named(name));
                ids
            }
            None => gazetteer.named(name),
        };
        for id in ids {
            let path = gazetteer.place(id).path;
            if !self.places.contains(&path) {
                self.places.push(path);
            }
        }
        let paths: BTreeSet<String> = self.places.iter().map(|path| path_key(path)).collect();
        self.paths = paths.into_iter().collect();
    }

    /// Finds what joins the person across the archive. Without it the clause means what it says.
    pub(super) fn join(&mut self, reader: &Reader, names: &Names) -> tantivy::Result<()> {
        if names.strict || self.kind != Kind::Person || self.is_any() {
            return Ok(());
        }
        let asked = self.asked.map(|id| names.file.entry(id));
        let listed = asked.into_iter().flat_map(Entry::keys);
        let asked = Asked {
            typed: &self.typed,
            listed: listed
                .filter(|(kind, _)| *kind == Kind::Person)
                .map(|(_, key)| key)
                .collect(),
            is_meant: &|key| self.means(Kind::Person, key, key, &names.file),
        };
        self.joins = Arc::new(Joins::find(&asked, reader, names)?);
        Ok(())
    }

    /// Whether any name of the kind is meant.
    pub(super) fn is_any(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a folded name is one that was asked for.
    ///
    /// Part of a person's or an organisation's name is enough (`Blair`). A place must be called
    /// just so: New York is not meant by `York`.
    fn is_borne_by(&self, key: &str) -> bool {
        let mut spellings = std::iter::once(&self.words).chain(&self.respelt);
        spellings.any(|words| match self.kind {
            Kind::Place => key == words.join(" "),
            _ => holds_all(key, words),
        })
    }

    /// Whether a path is one of those that were asked for, or lies below one.
    fn holds(&self, path: &str) -> bool {
        let path = path_key(path);
        self.paths.iter().any(|above| {
            path.strip_prefix(above.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Whether a name, given by its kind and the keys of its full form and of how it is printed, is meant.
    fn means(&self, kind: Kind, key: &str, surface_key: &str, file: &NamesFile) -> bool {
        let verdict = file.verdict(kind, key);
        let kind = match verdict {
            Verdict::Unlisted => kind,
            Verdict::Listed(id) => file.entry(id).kind,
            Verdict::Banned => return false,
        };
        if kind != self.kind {
            return false;
        }
        if self.is_any() {
            return true;
        }
        if self
            .asked
            .is_some_and(|asked| file.is_split(asked, kind, key))
        {
            return false;
        }
        if kind == Kind::Person && self.joins.is_apart(key) {
            return false;
        }
        match verdict {
            _ if kind == Kind::Person && self.joins.holds(key) => true,
            Verdict::Listed(id) if self.entries.binary_search(&id).is_ok() => true,
            Verdict::Listed(_) => self.is_borne_by(surface_key),
            _ => self.is_borne_by(key) || self.is_borne_by(surface_key),
        }
    }

    /// Whether a mention is meant; the same answer as the index gives.
    pub(super) fn means_mention(
        &self,
        mention: &Mention,
        surface: &str,
        article: ArticleId,
        gazetteer: &Gazetteer,
        names: &Names,
    ) -> bool {
        let key = fold::key(&mention.name);
        let place = match names.file.verdict(mention.kind, &key) {
            Verdict::Unlisted => mention.place,
            Verdict::Listed(id) => match names.file.entry(id) {
                entry if entry.kind == Kind::Place => entry.place.or(mention.place),
                _ => None,
            },
            Verdict::Banned => return false,
        };
        let is_inside = self.kind == Kind::Place
            && place.is_some_and(|id| self.holds(&gazetteer.place(id).path));
        let mut alone = self.joins.alone.iter();
        is_inside
            || self.means(mention.kind, &key, &fold::key(surface), &names.file)
            || alone.any(|alone| alone.means(mention, article.0))
    }

    /// Whether all these words stand in a full name or in how it is printed somewhere. The index lists, for each word but the
    /// first of a full name, which names it leads to.
    fn may_hold(
        &self,
        key: &str,
        words: &[String],
        keys: &InvertedIndexReader,
    ) -> tantivy::Result<bool> {
        for word in words {
            if key.split(' ').any(|of_key| of_key == word) {
                continue;
            }
            let listed = name_key_prefix(self.kind, word) + key;
            if keys.terms().term_ord(listed)?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The terms of the field `names` that are meant, sorted. Costs a walk over the names that share a word
    /// with the clause.
    pub(super) fn terms(&self, reader: &Reader, names: &Names) -> tantivy::Result<Vec<String>> {
        if self.is_any() {
            return Ok(Vec::new());
        }
        let fields = &reader.fields;
        let mut terms = Vec::new();
        for segment in reader.searcher.segment_readers() {
            let inverted = segment.inverted_index(fields.names)?;
            let keys = segment.inverted_index(fields.name_key)?;
            let mut take = |prefix: &str| {
                each_term(&inverted, prefix, |term| {
                    if self.means_term(term, &names.file) {
                        terms.push(term.to_owned());
                    }
                })
            };
            for words in std::iter::once(&self.words).chain(&self.respelt) {
                self.each_prefix(words, &keys, &mut take)?;
            }
            for &id in &self.entries {
                for (kind, key) in names.file.entry(id).keys() {
                    take(&name_prefix(kind, key))?;
                }
            }
            for key in self.joins.keys() {
                take(&name_prefix(Kind::Person, key))?;
            }
        }
        terms.sort_unstable();
        terms.dedup();
        // The dictionaries keep the names of removed articles for a while.
        let segments = reader.searcher.segment_readers();
        if !segments.iter().any(|segment| segment.has_deletes()) {
            return Ok(terms);
        }
        let mut existing = Vec::with_capacity(terms.len());
        for text in terms {
            let term = Term::from_field_text(fields.names, &text);
            if reader.doc_freq(&term)? > 0 {
                existing.push(text);
            }
        }
        Ok(existing)
    }

    /// What the terms begin with of names that may hold all of some words: each word of a name leads to it.
    fn each_prefix(
        &self,
        words: &[String],
        keys: &InvertedIndexReader,
        take: &mut impl FnMut(&str) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        // Surnames stand last more often than not, and are rarer than given names; of companies the last word is the commonest.
        let lead = match self.kind {
            Kind::Person => words.split_last(),
            Kind::Org | Kind::Place => words.split_first(),
        };
        let Some((lead, others)) = lead else {
            return Ok(());
        };
        let mut holding = Vec::new();
        // Names that begin with it are listed under their other words; the longest leads to the fewest, more often than not.
        match others.iter().max_by_key(|word| word.len()) {
            Some(other) if !others.contains(lead) => {
                let prefix = name_key_prefix(self.kind, other);
                let listed = format!("{prefix}{lead}");
                each_term(keys, &listed, |term| {
                    if matches!(term.as_bytes().get(listed.len()), None | Some(b' ')) {
                        holding.push(term[prefix.len()..].to_owned());
                    }
                })?;
            }
            _ => {
                take(&name_prefix(self.kind, lead))?;
                take(&kind_prefix(self.kind, &format!("{lead} ")))?;
            }
        }
        let prefix = name_key_prefix(self.kind, lead);
        each_term(keys, &prefix, |term| {
            holding.push(term[prefix.len()..].to_owned());
        })?;
        for key in holding {
            if self.may_hold(&key, others, keys)? {
                take(&name_prefix(self.kind, &key))?;
            }
        }
        Ok(())
    }

    /// Whether a term of the field `names` is meant. A common first name has thousands of terms: without a names file most need not
    /// be taken apart to tell, as their surface is spelt as their name is or as the end of that.
    fn means_term(&self, term: &str, file: &NamesFile) -> bool {
        let mut parts = NameTerm::written_parts(term);
        if file.is_empty()
            && let (Some(key), Some(surface)) = (parts.next(), parts.nth(1))
        {
            if self.is_borne_by(key) {
                return self.kind != Kind::Person || !self.joins.is_apart(key);
            }
            let says_no_more = self.kind != Kind::Place && NameTerm::is_of_name(surface);
            if says_no_more && !self.joins.holds(key) {
                return false;
            }
        }
        NameTerm::decode(term).is_some_and(|name| {
            let surface = fold::key(&name.surface);
            self.means(name.kind, &name.key, &surface, file)
        })
    }
}

fn holds_all(key: &str, words: &[String]) -> bool {
    words
        .iter()
        .all(|word| key.split(' ').any(|of_key| of_key == word))
}

/// Calls `each` with every term that begins with `prefix`, in order.
pub(super) fn each_term(
    inverted: &InvertedIndexReader,
    prefix: &str,
    mut each: impl FnMut(&str),
) -> tantivy::Result<()> {
    let mut terms = inverted
        .terms()
        .range()
        .ge(prefix.as_bytes())
        .into_stream()?;
    while terms.advance() {
        let Ok(term) = std::str::from_utf8(terms.key()) else {
            continue;
        };
        if !term.starts_with(prefix) {
            break;
        }
        each(term);
    }
    Ok(())
}
