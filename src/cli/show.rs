//! `morgue show`: one article of the index, whole.

use std::io::Write;

use super::console::Console;
use super::{Exit, NamesChoice, Shared, page};
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
    #[command(flatten)]
    names: NamesChoice,
}

pub(super) fn run(args: &Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    let reader = Reader::open(&shared.index)?;
    let unknown = || Error::NoArticle {
        id: args.id.clone(),
    };
    let id = ArticleId::parse(&args.id).ok_or_else(unknown)?;
    let Some(mut stored) = reader.find(id)? else {
        return Err(unknown().into());
    };
    let gazetteer = Gazetteer::builtin();
    let names = args.names.read(shared, &gazetteer)?;
    names.apply(&mut stored.findings);
    if console.json {
        serde_json::to_writer(&mut console.out, &json::article(&stored, &gazetteer))?;
        writeln!(console.out)?;
    } else {
        page::print(&stored, console)?;
    }
    Ok(Exit::Done)
}
