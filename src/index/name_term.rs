//! How names are written as terms.
//!
//! One term a mention, at the position of its first word, holding all there is to know of it:
//!
//! ```text
//! p yoon suk yeol ␟ Yoon Suk-yeol ␟ Yoon  ␟ 1 ␟ president
//! │ │               │               │       │   └ folded title before it; empty when there is none
//! │ │               │               │       └ words that the mention covers
//! │ │               │               └ as printed here; empty when the same as the name, `$` when its last word
//! │ │               └ the article's own full name; empty when each word of the key begins with a capital in it
//! │ └ folded, what queries compare
//! └ p person, l place, o organisation
//! ```
//!
//! So a name is found by the prefix `p gustavo petro ␟` at word positions, and its variants with
//! their counts can be read off the dictionary. A place that resolved has a second term,
//! `@europe/france/paris ␟ 1`, so that everything inside France is one prefix. The title tells people of one
//! surname apart, without an article being read: see [`crate::query::names`].
//!
//! Each mention also has a term that says only its kind and width, `*p ␟ 1`, for questions that ask for any person.
//!
//! Rejected: one term for the surface and one for the full name, which doubles the postings and
//! loses which surface meant whom.

use crate::entity::{Kind, Mention};
use crate::text::fold;

/// Between the parts of a term. Sorts below every letter, so a name stands before longer names.
pub const SEPARATOR: char = '\u{1f}';

/// Opens the term of a place that resolved.
const FILED: char = '@';
const UNDECIDED: char = '?';
const PATH: char = '@';
/// Opens the term of any name of a kind.
const ANY: char = '*';

/// Stands for a surface that is the last word of the name, as surnames are.
const LAST_WORD: &str = "$";

/// A mention, as its term holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameTerm {
    /// Of what.
    pub kind: Kind,
    /// The full name, folded.
    pub key: String,
    /// The article's own full name.
    pub name: String,
    /// As printed.
    pub surface: String,
    /// Word positions covered, at least 1.
    pub width: u32,
    /// The title before it, folded; empty when there is none.
    pub title: String,
}

impl NameTerm {
    /// The term; `None` for a name without a word in it.
    pub fn new(mention: &Mention, surface: &str, width: u32) -> Option<NameTerm> {
        let key = fold::key(&mention.name);
        (!key.is_empty()).then(|| NameTerm {
            kind: mention.kind,
            key,
            name: printable(&mention.name),
            surface: printable(surface),
            width: width.max(1),
            title: printable(mention.title.as_deref().unwrap_or_default()),
        })
    }

    /// As written to the index.
    pub fn encode(&self) -> String {
        let name = match self.name.chars().eq(capitals(&self.key)) {
            true => "",
            false => &self.name,
        };
        let surface = match self.surface.as_str() {
            surface if surface == self.name => "",
            surface if Some(surface) == last_word(&self.name) => LAST_WORD,
            surface => surface,
        };
        let mut term = name_prefix(self.kind, &self.key);
        for part in [name, surface] {
            term.push_str(part);
            term.push(SEPARATOR);
        }
        push_width(&mut term, self.width);
        term.push(SEPARATOR);
        term.push_str(&self.title);
        term
    }

    /// The parts of a term as they are written: first the folded name, third the surface.
    pub fn written_parts(term: &str) -> impl Iterator<Item = &str> {
        term.get(1..).unwrap_or_default().split(SEPARATOR)
    }

    /// Whether a surface, as it is written, repeats the name or its last word.
    pub fn is_of_name(surface: &str) -> bool {
        matches!(surface, "" | LAST_WORD)
    }

    /// Reads a term back. `None` for other terms of the field.
    pub fn decode(term: &str) -> Option<NameTerm> {
        let kind = kind_of(term.chars().next()?)?;
        let mut parts = term[1..].split(SEPARATOR);
        let (key, name, surface) = (parts.next()?, parts.next()?, parts.next()?);
        let (width, title) = (parts.next()?, parts.next()?);
        let name = match name {
            "" => capitalised(key),
            name => name.to_owned(),
        };
        let surface = match surface {
            "" => name.clone(),
            LAST_WORD => last_word(&name)?.to_owned(),
            surface => surface.to_owned(),
        };
        Some(NameTerm {
            kind,
            key: key.to_owned(),
            name,
            surface,
            width: width.parse().ok()?,
            title: title.to_owned(),
        })
    }
}

/// A folded name with a capital for each word.
fn capitalised(key: &str) -> String {
    let mut name = String::with_capacity(key.len());
    name.extend(capitals(key));
    name
}

/// Its letters.
fn capitals(key: &str) -> impl Iterator<Item = char> {
    let mut is_first = true;
    key.chars().flat_map(move |letter| {
        let opens = std::mem::replace(&mut is_first, letter == ' ');
        let upper = opens.then(|| letter.to_uppercase());
        upper
            .into_iter()
            .flatten()
            .chain((!opens).then_some(letter))
    })
}

fn last_word(name: &str) -> Option<&str> {
    name.rsplit_once(' ').map(|(_, last)| last)
}

/// The term that every mention of a kind has beside its own, so that any name can be looked up by position:
/// kind and words covered.
pub fn any_name_term(kind: Kind, width: u32) -> String {
    let mut term = any_name_prefix(kind);
    push_width(&mut term, width);
    term
}

/// Nearly all names have fewer than ten words, and a digit is written at once.
fn push_width(term: &mut String, width: u32) {
    match char::from_digit(width, 10) {
        Some(digit) => term.push(digit),
        None => term.push_str(&width.to_string()),
    }
}

/// The words that the term of a place on or below a folded path covers; `None` for other terms.
pub fn path_term_width(term: &str, path_key: &str) -> Option<u32> {
    let rest = term.strip_prefix(PATH)?.strip_prefix(path_key)?;
    let (below, width) = rest.split_once(SEPARATOR)?;
    let is_there = below.is_empty() || below.starts_with('/');
    is_there.then(|| width.parse().ok())?
}

/// What the terms of all places on or below a folded path begin with, and those of some others.
pub fn path_prefix(path_key: &str) -> String {
    format!("{PATH}{path_key}")
}

/// What the terms of [`any_name_term`] begin with, before the number of words.
pub fn any_name_prefix(kind: Kind) -> String {
    String::from_iter([ANY, letter(kind), SEPARATOR])
}

/// What every term for the full name with this key begins with.
pub fn name_prefix(kind: Kind, key: &str) -> String {
    let mut prefix = String::with_capacity(key.len() + 32);
    prefix.push(letter(kind));
    prefix.push_str(key);
    prefix.push(SEPARATOR);
    prefix
}

/// What every term of a name that starts with these words begins with.
pub fn kind_prefix(kind: Kind, start: &str) -> String {
    format!("{}{start}", letter(kind))
}

/// The term of a place that resolved to a folded path, over `width` words.
pub fn path_term(path_key: &str, width: u32) -> String {
    let mut term = String::with_capacity(path_key.len() + 4);
    term.push(PATH);
    term.push_str(path_key);
    term.push(SEPARATOR);
    push_width(&mut term, width);
    term
}

/// A place's path, folded part by part: `europe/france/paris`.
pub fn path_key(path: &str) -> String {
    path.split('/').map(fold::key).collect::<Vec<_>>().join("/")
}

/// A place's path with every path above it, folded: `europe`, `europe/france`, `europe/france/paris`.
pub fn paths_to(path: &str) -> Vec<String> {
    let key = path_key(path);
    let ends = key.match_indices('/').map(|(at, _)| at);
    ends.chain([key.len()])
        .map(|end| key[..end].to_owned())
        .collect()
}

/// The term of the field `place_path` for articles filed in a place or within it, by its folded path.
pub fn filed_term(path_key: &str) -> String {
    format!("{FILED}{path_key}")
}

/// The term of the field `place_path` for articles that leave open which place of this folded name they mean.
pub fn undecided_term(key: &str) -> String {
    format!("{UNDECIDED}{key}")
}

/// The terms of the field `name_key`: for each word by which a name can be asked for, except the
/// first, the name. The first word is found through the name's own term.
pub fn name_keys(term: &NameTerm) -> Vec<String> {
    let surface = fold::key(&term.surface);
    let of_name = term.key.split(' ').skip(1);
    let first = term.key.split(' ').next();
    let of_surface = surface
        .split(' ')
        .filter(|word| Some(*word) != first && !word.is_empty());
    let mut words: Vec<&str> = of_name.chain(of_surface).collect();
    words.sort_unstable();
    words.dedup();
    words
        .into_iter()
        .map(|word| name_key_prefix(term.kind, word) + &term.key)
        .collect()
}

/// What the `name_key` terms for names with this word begin with.
pub fn name_key_prefix(kind: Kind, word: &str) -> String {
    name_prefix(kind, word)
}

fn letter(kind: Kind) -> char {
    match kind {
        Kind::Person => 'p',
        Kind::Place => 'l',
        Kind::Org => 'o',
    }
}

fn kind_of(letter: char) -> Option<Kind> {
    match letter {
        'p' => Some(Kind::Person),
        'l' => Some(Kind::Place),
        'o' => Some(Kind::Org),
        _ => None,
    }
}

/// Names hold no line ends or separators once they are terms.
fn printable(name: &str) -> String {
    match name.contains(char::is_control) {
        true => name.replace(char::is_control, " "),
        false => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Confidence, Part};
    use crate::text::Span;

    fn mention(name: &str) -> Mention {
        Mention {
            kind: Kind::Person,
            part: Part::Body,
            span: Span::new(0, 1),
            name: name.to_owned(),
            place: None,
            title: Some("president".to_owned()),
            candidates: Vec::new(),
            confidence: Confidence::High,
        }
    }

    #[test]
    fn a_term_holds_the_mention() {
        let term = NameTerm::new(&mention("Gustavo Petro"), "Petro", 1).unwrap();
        let written = term.encode();
        assert_eq!(
            written.replace('\u{1f}', "|"),
            "pgustavo petro||$|1|president"
        );
        assert_eq!(NameTerm::decode(&written), Some(term.clone()));
        assert!(written.starts_with(&name_prefix(Kind::Person, "gustavo petro")));
        assert_eq!(name_keys(&term), ["ppetro\u{1f}gustavo petro"]);
    }

    #[test]
    fn names_come_back_as_they_were() {
        for (name, surface) in [
            ("Yoon Suk-yeol", "Yoon"),
            ("NATO", "NATO"),
            ("Zoë", "Zoë"),
            ("$", "$"),
            ("A $", "$"),
            ("ǆ Strauß", "Strauß"),
            ("Charles de Gaulle", "de Gaulle"),
        ] {
            if let Some(term) = NameTerm::new(&mention(name), surface, 1) {
                assert_eq!(NameTerm::decode(&term.encode()), Some(term), "{name}");
            }
        }
    }

    #[test]
    fn a_place_is_found_by_all_it_lies_in() {
        assert_eq!(
            paths_to("South America/Colombia/Bogotá"),
            [
                "south america",
                "south america/colombia",
                "south america/colombia/bogota"
            ]
        );
    }

    #[test]
    fn other_terms_are_no_names() {
        assert_eq!(NameTerm::decode(&path_term("europe/france", 1)), None);
        assert_eq!(NameTerm::new(&mention("—"), "—", 1), None);
    }
}
