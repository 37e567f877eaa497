//! What was searched, so that an answer can be proved and asked again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::names::Names;
use super::search::{Extent, Order, Results, Search};
use crate::error::Result;
use crate::index::Reader;

/// The record of one answer. Everything but `at` is the same for the same question over the same index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// As typed, with its flags.
    pub query: String,
    /// As understood, fully bracketed.
    pub read_as: String,
    /// Articles that match.
    pub total: u64,
    /// First day any of them can be of, ISO; `None` when all are undated.
    pub from: Option<String>,
    /// Last day any of them can be of.
    pub to: Option<String>,
    /// Articles that were searched.
    pub articles: u64,
    /// Fingerprint of the articles that were searched.
    pub index: String,
    /// Hash of the names file that was gone by; `None` without one.
    pub names: Option<String>,
    /// Version of `morgue`.
    pub version: String,
    /// When, UTC, ISO.
    pub at: String,
    /// What changes the answer beside the query.
    pub options: Options,
    /// The arguments with which the same is asked again.
    pub arguments: Vec<String>,
    /// Of all articles that match, see [`Extent::ids_hash`].
    pub ids_hash: String,
    /// The articles that match, in the order of the answer; `None` when they are more than [`MOST_IDS`].
    pub ids: Option<Vec<String>>,
}

/// What changes an answer beside the query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// `relevance`, `newest` or `oldest`.
    pub sort: String,
    /// Whose word forms were looked for; `None` when nothing was said.
    pub lang: Option<String>,
    /// Whether people were found only under the names that were asked for.
    pub strict_names: bool,
    /// How many words a word could stand for.
    pub expand: usize,
}

/// A receipt lists the articles of an answer up to this many: some 200 KB.
pub const MOST_IDS: usize = 10_000;

/// Writes the receipt for an answer that was typed like this; `arguments` ask the same again. `at` is the time, which
/// the library does not look up. Costs two walks over the answer.
///
/// # Errors
/// As [`Results::total`].
pub fn receipt(
    asked: &Search,
    typed: (String, Vec<String>),
    results: &Results<'_>,
    at: String,
    reader: &Reader,
    names: &Names,
) -> Result<Receipt> {
    let Extent {
        total,
        from,
        to,
        ids_hash,
    } = results.extent()?;
    let ids = results.ids(MOST_IDS)?;
    let (query, arguments) = typed;
    Ok(Receipt {
        query,
        read_as: asked.query.to_string(),
        total,
        from,
        to,
        articles: reader.articles(),
        index: reader.fingerprint().to_owned(),
        names: names.file.hash().map(str::to_owned),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        at,
        options: Options {
            sort: match asked.order {
                Order::Relevance => "relevance",
                Order::Newest => "newest",
                Order::Oldest => "oldest",
            }
            .to_owned(),
            lang: asked.lang.clone(),
            strict_names: names.strict,
            expand: asked.most_terms,
        },
        arguments,
        ids_hash,
        ids: ids.map(|ids| ids.iter().map(ToString::to_string).collect()),
    })
}

/// What became of an answer between two receipts for the same question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Whether the same articles match, as far as is known in the same order.
    pub same: bool,
    /// As typed, with its flags.
    pub query: String,
    /// As understood.
    pub read_as: Both<String>,
    /// Articles that match.
    pub total: Both<u64>,
    /// First day any of them can be of.
    pub from: Both<Option<String>>,
    /// Last day any of them can be of.
    pub to: Both<Option<String>>,
    /// Articles that were searched.
    pub articles: Both<u64>,
    /// Fingerprint of the index.
    pub index: Both<String>,
    /// Hash of the names file.
    pub names: Both<Option<String>>,
    /// Version of `morgue`.
    pub version: Both<String>,
    /// When it was asked.
    pub at: Both<String>,
    /// Of all articles that match.
    pub ids_hash: Both<String>,
    /// Ids of articles that match only now, in the order of the answer; `None` when one of the receipts has no list.
    pub new: Option<Vec<String>>,
    /// Ids of articles that matched only then.
    pub gone: Option<Vec<String>>,
    /// Whether articles of both answers come in another order; `None` when one of the receipts has no list.
    pub reordered: Option<bool>,
}

/// A fact then and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Both<T> {
    /// In the older receipt.
    pub then: T,
    /// In the newer one.
    pub now: T,
}

impl<T: PartialEq> Both<T> {
    /// Whether nothing changed.
    pub fn is_same(&self) -> bool {
        self.then == self.now
    }
}

/// Compares an answer with an older one to the same question. Takes time linear in their lists of articles.
pub fn change(then: &Receipt, now: &Receipt) -> Change {
    fn both<T: Clone>(then: &T, now: &T) -> Both<T> {
        Both {
            then: then.clone(),
            now: now.clone(),
        }
    }
    let lists = then.ids.as_ref().zip(now.ids.as_ref());
    let compared = lists.map(|(then, now)| {
        let only_in = |these: &[String], those: &[String]| -> Vec<String> {
            let those: BTreeSet<&String> = those.iter().collect();
            let only = these.iter().filter(|id| !those.contains(id));
            only.cloned().collect()
        };
        let (new, gone) = (only_in(now, then), only_in(then, now));
        let stay = |ids: &[String], left_out: &[String]| -> Vec<String> { only_in(ids, left_out) };
        let reordered = stay(then, &gone) != stay(now, &new);
        (new, gone, reordered)
    });
    let reordered = compared.as_ref().map(|(_, _, reordered)| *reordered);
    let is_same_set = then.total == now.total && then.ids_hash == now.ids_hash;
    let (new, gone) = match compared {
        Some((new, gone, _)) => (Some(new), Some(gone)),
        None => (None, None),
    };
    Change {
        same: is_same_set && reordered != Some(true),
        query: then.query.clone(),
        read_as: both(&then.read_as, &now.read_as),
        total: both(&then.total, &now.total),
        from: both(&then.from, &now.from),
        to: both(&then.to, &now.to),
        articles: both(&then.articles, &now.articles),
        index: both(&then.index, &now.index),
        names: both(&then.names, &now.names),
        version: both(&then.version, &now.version),
        at: both(&then.at, &now.at),
        ids_hash: both(&then.ids_hash, &now.ids_hash),
        new,
        gone,
        reordered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ids: Option<&[&str]>, hash: &str) -> Receipt {
        Receipt {
            query: "strike".into(),
            read_as: "strike".into(),
            total: ids.map_or(20_000, |ids| ids.len() as u64),
            from: None,
            to: None,
            articles: 30_000,
            index: "i".into(),
            names: None,
            version: "1".into(),
            at: "now".into(),
            options: Options {
                sort: "relevance".into(),
                lang: None,
                strict_names: false,
                expand: 5000,
            },
            arguments: vec!["--".into(), "strike".into()],
            ids_hash: hash.into(),
            ids: ids.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect()),
        }
    }

    #[test]
    fn articles_come_go_and_change_places() {
        // then, now => same, new, gone, reordered
        let told = |then: &[&str], now: &[&str]| {
            let hash = |ids: &[&str]| {
                let mut sorted = ids.to_vec();
                sorted.sort_unstable();
                sorted.concat()
            };
            let change = change(&of(Some(then), &hash(then)), &of(Some(now), &hash(now)));
            let (new, gone) = (change.new.unwrap(), change.gone.unwrap());
            (
                change.same,
                new.concat(),
                gone.concat(),
                change.reordered.unwrap(),
            )
        };
        let told = |then, now| told(then, now);
        let expected = |same, new: &str, gone: &str, reordered| {
            (same, new.to_owned(), gone.to_owned(), reordered)
        };
        assert_eq!(
            told(&["a", "b"], &["a", "b"]),
            expected(true, "", "", false)
        );
        assert_eq!(
            told(&["a", "b"], &["b", "a"]),
            expected(false, "", "", true)
        );
        assert_eq!(
            told(&["a", "b"], &["c", "a", "b"]),
            expected(false, "c", "", false)
        );
        assert_eq!(
            told(&["a", "b", "c"], &["c", "d", "a"]),
            expected(false, "d", "b", true)
        );
        assert_eq!(told(&[], &[]), expected(true, "", "", false));
    }

    #[test]
    fn without_lists_the_hash_decides() {
        let same = change(&of(None, "x"), &of(None, "x"));
        assert!(same.same && same.new.is_none() && same.reordered.is_none());
        assert!(!change(&of(None, "x"), &of(None, "y")).same);
        assert!(!change(&of(None, "x"), &of(Some(&["a"]), "x")).same);
    }
}
