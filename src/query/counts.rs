//! How many articles a clause finds, asked again and again.

use super::compile::asked_lang;
use super::search::{Results, Search, search};
use super::{Query, ValueField};
use crate::article::ArticleId;
use crate::entity::Gazetteer;
use crate::error::Result;
use crate::index::Reader;
use crate::query::names::Names;

/// Counts the articles of queries that are parts or variations of one query, all read in its language.
pub(super) struct Counts<'r> {
    pub(super) reader: &'r Reader,
    pub(super) gazetteer: &'r Gazetteer,
    pub(super) names: &'r Names,
    lang: Option<String>,
    most_terms: usize,
}

impl<'r> Counts<'r> {
    /// For the parts of the query of `asked`, whose language and limit hold for them.
    pub(super) fn new(
        asked: &Search,
        reader: &'r Reader,
        gazetteer: &'r Gazetteer,
        names: &'r Names,
    ) -> Counts<'r> {
        let lang = asked.lang.as_deref().or_else(|| asked_lang(&asked.query));
        Counts {
            reader,
            gazetteer,
            names,
            lang: lang.map(str::to_owned),
            most_terms: asked.most_terms,
        }
    }

    /// A question with the options of the query these counts belong to. It finds no hits, only how many there are.
    pub(super) fn search(&self, query: Query) -> Search {
        Search {
            limit: Some(0),
            lang: self.lang.clone(),
            most_terms: self.most_terms,
            ..Search::new(query)
        }
    }

    /// What the query finds.
    pub(super) fn results(&self, query: Query) -> Result<Results<'r>> {
        search(&self.search(query), self.reader, self.gazetteer, self.names)
    }

    /// How many articles it finds.
    pub(super) fn count(&self, query: Query) -> Result<u64> {
        self.results(query)?.total()
    }

    /// Whether it finds this article.
    pub(super) fn finds(&self, query: Query, id: ArticleId) -> Result<bool> {
        let this = Query::Field {
            field: ValueField::Id,
            value: id.to_string(),
        };
        Ok(self.count(Query::and([this, query]))? > 0)
    }
}
