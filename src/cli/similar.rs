//! `morgue similar`: articles like one.

use super::asked::tell_reading;
use super::console::Console;
use super::message::note;
use super::query::print_standard;
use super::show::stored;
use super::{Exit, NamesChoice, Shared};
use crate::entity::Gazetteer;
use crate::index::Reader;
use crate::query::similar::similar;
use crate::query::{Search, search};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Id of the article, as `morgue query --json` prints it
    #[arg(value_name = "ID")]
    id: String,
    /// At most this many articles
    #[arg(short = 'n', value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Leave the passages out
    #[arg(long)]
    no_snippet: bool,
    #[command(flatten)]
    names: NamesChoice,
}

pub(super) fn run(args: &Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    let reader = Reader::open(&shared.index)?;
    let stored = stored(&args.id, &reader)?;
    let gazetteer = Gazetteer::builtin();
    let names = args.names.read(shared, &gazetteer)?;
    let nothing = |console: &Console| {
        note("N-NOTHING", "no article is like it", console);
        Ok(Exit::NothingFound)
    };
    let Some(asked) = similar(&stored, &reader)? else {
        return nothing(console);
    };
    let asked = Search {
        limit: Some(args.limit),
        ..asked
    };
    let results = search(&asked, &reader, &gazetteer, &names)?;
    tell_reading(&asked.query, &[], console);
    match print_standard(!args.no_snippet, &results, console)? {
        true => Ok(Exit::Done),
        false => nothing(console),
    }
}
