//! `morgue show`: one article of the index, whole.

use std::io::Write;

use super::console::Console;
use super::message::note;
use super::query::{parsed, tell_reading};
use super::{Exit, NamesChoice, Shared, page};
use crate::article::ArticleId;
use crate::entity::Gazetteer;
use crate::error::Error;
use crate::index::{Reader, Stored};
use crate::query::names::Names;
use crate::query::{self, Occurrence, Order, Query, Search, ValueField, json};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Id of the article, as `morgue query --json` prints it
    #[arg(value_name = "ID")]
    id: String,
    /// Mark what this query finds in it
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    /// A word with wildcards, or of similar spelling, may stand for so many words of the archive
    #[arg(long, value_name = "N", default_value_t = query::MOST_TERMS)]
    expand: usize,
    #[command(flatten)]
    names: NamesChoice,
}

pub(super) fn run(args: &Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    let query = args.query.as_deref().map(|typed| parsed(typed, console));
    let query = query.transpose()?;
    let reader = Reader::open(&shared.index)?;
    let mut stored = stored(&args.id, &reader)?;
    let gazetteer = Gazetteer::builtin();
    let names = args.names.read(shared, &gazetteer)?;
    let marks =
        query.map(|query| marks(args, query, &stored, &reader, &gazetteer, &names, console));
    let marks = marks.transpose()?;
    names.apply(&mut stored.findings);
    if console.json {
        let mut article = json::article(&stored, &gazetteer);
        if let Some(marks) = &marks {
            article = article.with_marks(&stored, marks);
        }
        serde_json::to_writer(&mut console.out, &article)?;
        writeln!(console.out)?;
    } else {
        page::print(&stored, marks.as_deref().unwrap_or_default(), console)?;
    }
    Ok(Exit::Done)
}

/// The article of the index with an id as typed.
pub(super) fn stored(typed: &str, reader: &Reader) -> anyhow::Result<Stored> {
    let unknown = || Error::NoArticle {
        id: typed.to_owned(),
    };
    let id = ArticleId::parse(typed).ok_or_else(unknown)?;
    Ok(reader.find(id)?.ok_or_else(unknown)?)
}

/// What the query finds in the article, and a note when the article is none of its hits.
fn marks(
    args: &Args,
    query: Query,
    stored: &Stored,
    reader: &Reader,
    gazetteer: &Gazetteer,
    names: &Names,
    console: &Console,
) -> anyhow::Result<Vec<Occurrence>> {
    let this = Query::Field {
        field: ValueField::Id,
        value: stored.article.id.to_string(),
    };
    let search = Search {
        query: Query::and([query.clone(), this]),
        order: Order::Relevance,
        limit: Some(0),
        offset: 0,
        lang: None,
        most_terms: args.expand,
    };
    let results = query::search(&search, reader, gazetteer, names)?;
    tell_reading(&query, &results.expansions, console);
    if results.total()? == 0 {
        note("N-NO-HIT", "the query does not find this article", console);
    }
    Ok(results.highlights(stored))
}
