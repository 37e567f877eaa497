//! `morgue rerun`: ask again what a receipt says was asked, and say what changed.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use serde::Deserialize;

use super::asked::{Asked, tell_reading};
use super::console::{Console, FAINT, HEADLINE, SOURCE, figure};
use super::message::Failure;
use super::{Exit, NamesChoice, Shared};
use crate::article::ArticleId;
use crate::entity::Gazetteer;
use crate::error::Error;
use crate::index::Reader;
use crate::query;
use crate::query::receipt::{Both, Change, Receipt, change, receipt};
use crate::regular_file;
use crate::text::visible::{visible, visible_path};

/// What `--help` says below the flags.
pub(super) const HELP: &str = "\
A receipt is what `morgue query --receipt FILE` writes, or the first line of `--all --json --with-receipt`. The question
goes to the index of --index with the names file that is there now. Exit codes: 0 the same articles in the same order,
1 something changed, 2 could not. An answer of more than 10,000 articles is compared by its number and a hash of all
ids: that shows whether articles changed, but not which, nor their order.

  morgue query strike --from 1923 --receipt strike.receipt
  morgue rerun strike.receipt";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The receipt; - reads it from stdin
    #[arg(value_name = "RECEIPT")]
    receipt: PathBuf,
    #[command(flatten)]
    names: NamesChoice,
}

/// The arguments in a receipt. Only the question is heard: a receipt cannot make a file be written.
#[derive(Debug, Parser)]
#[command(no_binary_name = true)]
struct Repeated {
    #[command(flatten)]
    asked: Asked,
    #[arg(long)]
    strict_names: bool,
}

pub(super) fn run(args: &Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    let then = read(&args.receipt)?;
    let repeated = Repeated::try_parse_from(&then.arguments).map_err(|error| {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        no_receipt(&args.receipt, first.trim_start_matches("error: "))
    })?;
    let search = repeated.asked.search(console)?;
    let reader = Reader::open(&shared.index)?;
    let gazetteer = Gazetteer::builtin();
    let mut names = args.names.read(shared, &gazetteer)?;
    names.strict = repeated.strict_names;
    let results = query::search(&search, &reader, &gazetteer, &names)?;
    tell_reading(&search.query, &results.expansions, console);
    let at = jiff::Timestamp::now().to_string();
    let typed = (then.query.clone(), then.arguments.clone());
    let now = receipt(&search, typed, &results, at, &reader, &names)?;
    let change = change(&then, &now);
    if console.json {
        serde_json::to_writer(&mut console.out, &change)?;
        writeln!(console.out)?;
    } else {
        print(&change, &reader, console)?;
    }
    Ok(match change.same {
        true => Exit::Done,
        false => Exit::NothingFound,
    })
}

/// A receipt may have this many bytes: ten times what the ids of the most articles take that are listed, and the longest
/// command line.
const MOST_BYTES: u64 = 4 << 20;

fn read(path: &Path) -> anyhow::Result<Receipt> {
    #[derive(Deserialize)]
    struct Line {
        receipt: Receipt,
    }
    let first = match path == Path::new("-") {
        true => first_line(std::io::stdin()),
        false => regular_file::open(path).and_then(first_line),
    };
    let first = first.map_err(Error::io("read", path))?;
    if first.len() as u64 > MOST_BYTES {
        let why = format!("its first line is longer than {} MB", MOST_BYTES >> 20);
        return Err(no_receipt(path, &why).into());
    }
    let line: Line =
        serde_json::from_slice(&first).map_err(|error| no_receipt(path, &error.to_string()))?;
    Ok(line.receipt)
}

/// The first line, or as much of it as is too long. A whole answer may stand behind it.
fn first_line(input: impl Read) -> std::io::Result<Vec<u8>> {
    let mut line = Vec::new();
    BufReader::new(input.take(MOST_BYTES + 1)).read_until(b'\n', &mut line)?;
    Ok(line)
}

fn no_receipt(path: &Path, why: &str) -> Failure {
    Failure {
        code: "E-RECEIPT".into(),
        message: format!("{} is no receipt: {why}", path.display()),
        help: Some("give what `morgue query --receipt FILE` wrote".into()),
    }
}

/// Articles listed for people; scripts get all.
const MOST_LISTED: usize = 20;

fn print(change: &Change, reader: &Reader, console: &mut Console) -> anyhow::Result<()> {
    let verdict = match change.same {
        true => "the same answer",
        false => "another answer",
    };
    writeln!(console.out, "{}", console.styled(HEADLINE, verdict))?;
    let query = console.styled(SOURCE, &visible(&change.query));
    writeln!(console.out, "{:>9}  {query}", "query")?;
    let days = |from: &Option<String>, to: &Option<String>| match (from, to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        _ => "none known".to_owned(),
    };
    let days = Both {
        then: days(&change.from.then, &change.to.then),
        now: days(&change.from.now, &change.to.now),
    };
    print_both("read as", &change.read_as, String::clone, console)?;
    print_both("found", &change.total, |&total| figure(total), console)?;
    print_both("dates", &days, String::clone, console)?;
    print_both(
        "searched",
        &change.articles,
        |&count| figure(count),
        console,
    )?;
    print_both("index", &change.index, String::clone, console)?;
    let names = |hash: &Option<String>| hash.clone().unwrap_or_else(|| "none".to_owned());
    print_both("names", &change.names, names, console)?;
    print_both("version", &change.version, String::clone, console)?;
    print_both("asked", &change.at, String::clone, console)?;
    let (Some(new), Some(gone)) = (&change.new, &change.gone) else {
        if !change.same {
            writeln!(
                console.out,
                "{:>9}  too many articles to say which",
                "changed"
            )?;
        }
        return Ok(());
    };
    for (what, ids) in [("new", new), ("gone", gone)] {
        for id in ids.iter().take(MOST_LISTED) {
            let known = ArticleId::parse(id).map(|id| reader.find(id)).transpose()?;
            let article = known.flatten().map(|stored| stored.article);
            let about = article.map_or("no longer in the index".to_owned(), |article| {
                let date = article
                    .published
                    .map_or("undated".into(), |date| date.to_string());
                let file = visible_path(&article.origin.file);
                format!(
                    "{date}  {}  {}",
                    visible(&article.title),
                    console.styled(FAINT, &file)
                )
            });
            writeln!(console.out, "{what:>9}  {}  {about}", visible(id))?;
        }
        if ids.len() > MOST_LISTED {
            let more = figure((ids.len() - MOST_LISTED) as u64);
            writeln!(console.out, "{what:>9}  {more} more, listed with --json")?;
        }
    }
    if change.reordered == Some(true) {
        writeln!(
            console.out,
            "{:>9}  articles of both answers come in another order",
            "order"
        )?;
    }
    Ok(())
}

/// One value when nothing changed, else both.
fn print_both<T: PartialEq>(
    what: &str,
    both: &Both<T>,
    shown: impl Fn(&T) -> String,
    console: &mut Console,
) -> anyhow::Result<()> {
    let (then, now) = (shown(&both.then), shown(&both.now));
    match both.is_same() {
        true => writeln!(console.out, "{what:>9}  {}", visible(&now))?,
        false => writeln!(
            console.out,
            "{what:>9}  {}  ->  {}",
            visible(&then),
            visible(&now)
        )?,
    }
    Ok(())
}
