//! `morgue show`: one article of the index, whole.

use std::io::Write;

use super::console::Console;
use super::{Exit, Shared, page};
use crate::article::ArticleId;
use crate::entity::Gazetteer;
use crate::error::Error;
use crate::index::Reader;
use crate::query::json;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Id of the article, as `morgue query --json` prints it
    #[arg(value_name = "ID")]
    id: String,
}

pub(super) fn run(args: &Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    let reader = Reader::open(&shared.index)?;
    let unknown = || Error::NoArticle {
        id: args.id.clone(),
    };
    let id = ArticleId::parse(&args.id).ok_or_else(unknown)?;
    let Some(stored) = reader.find(id)? else {
        return Err(unknown().into());
    };
    if console.json {
        let gazetteer = Gazetteer::builtin();
        serde_json::to_writer(&mut console.out, &json::article(&stored, &gazetteer))?;
        writeln!(console.out)?;
    } else {
        page::print(&stored, console)?;
    }
    Ok(Exit::Done)
}
