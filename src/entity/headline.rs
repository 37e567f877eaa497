//! Names in headlines, where capitals say little: cut down to what the body knows.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::features::Style;
use super::name::Name;
use super::people::is_short_for;
use super::things::is_company_end;
use super::word::{self, Traits, WordId, WordTypes};
use super::{Kind, Part, sure_title, things};
use crate::text::Span;
use crate::text::fold;
use crate::text::token::{Token, tokens};

/// A longer text under `title` is no headline.
const HEADLINE_BYTES: usize = 1000;

/// Finds people of the body whose surname the tagger overlooked in a headline: `PUTIN TO MEET BLAIR`.
///
/// Not a word that the body has in lower case or as something else, nor one within another name.
pub(super) fn add_surnames(names: &mut Vec<Name>, headline: &str, body: &Wording<'_>) {
    if headline.is_empty() || headline.len() > HEADLINE_BYTES {
        return;
    }
    let known = surnames(names);
    let taken: Vec<Span> = names
        .iter()
        .filter(|name| name.part == Part::Title)
        .map(|name| name.span)
        .collect();
    let all: Vec<Token> = tokens(headline).collect();
    let piece = |n: Option<usize>| {
        n.and_then(|n| all.get(n))
            .map_or("", |token| token.span.of(headline))
    };
    let mut more: Vec<Name> = Vec::new();
    for (n, token) in all.iter().enumerate() {
        let word = token.span.of(headline);
        if !token.kind.is_word() || word.len() < 3 || !word.starts_with(char::is_uppercase) {
            continue;
        }
        let folded = fold::folded(word);
        let Some(person) = known.get(folded.as_str()) else {
            continue;
        };
        let is_taken = taken
            .iter()
            .any(|span| span.start < token.span.end && token.span.start < span.end);
        // `I P SHARP`, `CAMPBELL INC`, `NOVO <NVO>`, `BUSH-ERA`, `Hurricane Ivan`.
        let (before, behind) = (piece(n.checked_sub(1)), piece(Some(n + 1)));
        let is_initial = before.len() == 1 && before.starts_with(char::is_alphabetic);
        let is_joined = before == "-" || matches!(behind, "-" | "<" | "&");
        let is_other = is_company_end(&fold::folded(behind))
            || things::STORMS.contains(&fold::folded(before).as_str());
        if is_taken || is_initial || is_other || is_joined || body.has_small(&folded) {
            continue;
        }
        more.push(person.again(Part::Title, token.span, folded));
    }
    names.extend(more);
}

/// The words that end the names of people in the body and are nothing else there by themselves.
fn surnames(names: &[Name]) -> FxHashMap<&str, &Name> {
    let mut known: FxHashMap<&str, &Name> = FxHashMap::default();
    let body = || names.iter().filter(|name| name.part == Part::Body);
    for name in body().filter(|name| name.kind == Kind::Person) {
        known.entry(name.last_word()).or_insert(name);
    }
    for name in body().filter(|name| name.kind != Kind::Person) {
        known.remove(name.key.as_str());
    }
    known.retain(|word, _| sure_title::may_be_addressed(word) && *word != "will");
    known
}

/// How the body of a story writes its words, which were read before.
pub(super) struct Wording<'s> {
    pub(super) tokens: &'s [Token],
    pub(super) ids: &'s [WordId],
    pub(super) types: &'s WordTypes,
}

/// How a folded word is written.
struct Written {
    word: String,
    hash: u32,
    /// Within a sentence it has a capital somewhere, and somewhere it is in lower case.
    is_capital: bool,
    is_small: bool,
}

impl Wording<'_> {
    /// Whether it has a folded word in lower case.
    fn has_small(&self, folded: &str) -> bool {
        let hash = word::hash(folded);
        self.ids.iter().any(|&id| {
            self.types.folded_hash(id) == hash
                && self.types.traits(id).has(Traits::SMALL)
                && self.types.folded(id) == folded
        })
    }

    /// How it writes these folded words.
    fn written(&self, words: impl Iterator<Item = String>) -> Vec<Written> {
        let mut all: Vec<Written> = words
            .map(|word| Written {
                hash: word::hash(&word),
                word,
                is_capital: false,
                is_small: false,
            })
            .collect();
        // Most words of the body are none of them: one bit tells.
        let bit = |hash: u32| 1_u64 << (hash % 64);
        let bits = all.iter().fold(0, |bits, word| bits | bit(word.hash));
        let mut is_within = false;
        for (token, &id) in self.tokens.iter().zip(self.ids) {
            if !token.kind.is_word() {
                is_within = is_within && !self.types.traits(id).has(Traits::STOP);
                continue;
            }
            let hash = self.types.folded_hash(id);
            if bits & bit(hash) != 0 {
                let is_large = self.types.traits(id).has(Traits::LARGE);
                let folded = self.types.folded(id);
                for word in all.iter_mut().filter(|word| word.hash == hash) {
                    let is_it = word.word == folded;
                    word.is_capital |= is_it && is_large && is_within;
                    word.is_small |= is_it && !is_large;
                }
            }
            is_within = true;
        }
        all
    }
}

/// Shrinks names of a headline to what the body knows: `Phelps Eyes Fourth` to `Phelps`.
///
/// Applies to a name of several words that the body does not have, when a name of the body (or the surname
/// of somebody in it) stands at its beginning or end and the body never writes the rest with a capital. Without such a
/// name, words at either end that the body has in lower case go, and the whole name when nothing is left. A name of
/// one word goes when the body has the word in lower case only: `Dockers Strike`.
pub(super) fn shrink_headlines(own: &mut Vec<Name>, title: &str, body: &Wording<'_>) {
    let is_wide = |name: &Name| {
        name.part == Part::Title && name.style != Style::Capitals && !name.is_single()
    };
    let is_in_question =
        |name: &Name| is_wide(name) || name.part == Part::Title && name.is_single();
    if title.len() > HEADLINE_BYTES || !own.iter().any(is_in_question) {
        return;
    }
    let mut names: Vec<Name> = own
        .extract_if(.., |name| name.part == Part::Title)
        .collect();
    let mut known: FxHashMap<&str, Kind> = FxHashMap::default();
    for name in own.iter() {
        known.insert(&name.key, name.kind);
    }
    for name in own.iter().filter(|name| name.kind == Kind::Person) {
        known.entry(name.last_word()).or_insert(Kind::Person);
    }
    let words_of = |name: &Name| -> Vec<String> {
        let text = name.span.of(title);
        let words = tokens(text).filter(|token| token.kind.is_word());
        words
            .map(|token| fold::folded(token.span.of(text)))
            .collect()
    };
    let asked = names.iter().flat_map(|name| {
        if name.is_single() {
            vec![name.key.clone()]
        } else {
            words_of(name)
        }
    });
    let written = body.written(asked);
    let of = |word: &str| written.iter().find(|written| written.word == word);
    let is_capital = |word: &str| of(word).is_some_and(|written| written.is_capital);
    let is_small =
        |word: &str| of(word).is_some_and(|written| written.is_small && !written.is_capital);
    names.retain(|name| {
        let is_bare = name.part == Part::Title && name.is_single() && name.address.is_none();
        !(is_bare && is_small(&name.key) && !known.contains_key(name.key.as_str()))
    });
    let mut more: Vec<Name> = Vec::new();
    for name in names.iter_mut().filter(|name| is_wide(name)) {
        let text = name.span.of(title);
        let all: Vec<Token> = tokens(text).filter(|token| token.kind.is_word()).collect();
        let folded = words_of(name);
        let is_known = known.contains_key(name.key.as_str())
            || own.iter().any(|full| is_short_for(&name.key, &full.key));
        if is_known || folded.iter().all(|word| is_capital(word)) {
            continue;
        }
        let count = folded.len();
        // `Clinton Rips Starr`: two people.
        let is_second = |n: usize, range: &Range<usize>| {
            range.start == 0
                && n + 1 == count
                && n > range.end
                && known.get(folded[n].as_str()) == Some(&Kind::Person)
        };
        let found = (1..count).rev().find_map(|len| {
            [0..len, count - len..count].into_iter().find_map(|range| {
                let kind = known.get(folded[range.clone()].join(" ").as_str())?;
                // `Charlton Athletic` is no Bobby Charlton, `Walter Smith` may be the Smith of the body.
                let is_person = name.kind == Kind::Person;
                let is_sure = len > 1 || *kind == name.kind && !(is_person && range.start > 0);
                let is_rest_small = (0..count).filter(|n| !range.contains(n)).all(|n| {
                    !is_capital(&folded[n]) && (is_sure || is_small(&folded[n]))
                        || is_second(n, &range)
                });
                is_rest_small.then_some((range, Some(*kind)))
            })
        });
        let is_loose = |n: usize| {
            let exact = all[n].span.of(text);
            is_small(&folded[n]) || exact.starts_with(char::is_lowercase)
        };
        let range = found.or_else(|| {
            let start = (0..count).find(|&n| !is_small(&folded[n])).unwrap_or(count);
            let end = (start..count)
                .rev()
                .find(|&n| !is_loose(n))
                .map_or(start, |n| n + 1);
            (end - start < count).then_some((start..end, None))
        });
        let Some((range, kind)) = range else {
            continue;
        };
        // `Vote on Reforms`, of which the body knows nothing as a name, is none.
        let is_nothing = kind.is_none()
            && name.kind == Kind::Org
            && !range.clone().any(|n| is_capital(&folded[n]));
        if range.is_empty() || is_nothing {
            name.key.clear();
            continue;
        }
        // One word left of an organisation is too little: `Saudi` of `Saudi Shopping Center`.
        if kind.is_none() && name.kind == Kind::Org && range.len() == 1 {
            continue;
        }
        let at = name.span.start;
        if is_second(count - 1, &range) {
            let last = all[count - 1].span;
            more.push(Name {
                kind: Kind::Person,
                key: folded[count - 1].clone(),
                span: Span {
                    start: at + last.start,
                    end: at + last.end,
                },
                address: None,
                title: None,
                ..name.clone()
            });
        }
        name.kind = kind.unwrap_or(name.kind);
        name.key = folded[range.clone()].join(" ");
        name.span = Span {
            start: at + all[range.start].span.start,
            end: at + all[range.end - 1].span.end,
        };
    }
    names.retain(|name| !name.key.is_empty());
    names.extend(more);
    own.extend(names);
}
