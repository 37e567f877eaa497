//! `morgue names`: who, what and where is in the archive.

use std::io::Write;

use clap::ValueEnum;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::console::{Console, FAINT, HEADLINE};
use super::message::nothing_in;
use super::{Exit, Shared};
use crate::entity::Kind;
use crate::index::Reader;
use crate::query::names::{NameCount, Names, names};
use crate::text::fold;
use crate::text::visible::visible;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Names that hold these words; the last one may be begun only
    #[arg(value_name = "PATTERN")]
    pattern: Vec<String>,
    /// Only names of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<KindChoice>,
    /// At most this many names [default: all]
    #[arg(short = 'n', value_name = "N")]
    limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KindChoice {
    /// People
    Person,
    /// Places
    Place,
    /// Organisations
    Org,
}

#[derive(Serialize)]
struct NameJson<'a> {
    kind: Kind,
    name: &'a str,
    articles: u64,
    mentions: u64,
    variants: &'a [String],
    id: Option<&'a str>,
}

pub(super) fn run(args: &Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    let reader = Reader::open(&shared.index)?;
    let kinds: &[Kind] = match args.kind {
        None => &[Kind::Person, Kind::Place, Kind::Org],
        Some(KindChoice::Person) => &[Kind::Person],
        Some(KindChoice::Place) => &[Kind::Place],
        Some(KindChoice::Org) => &[Kind::Org],
    };
    let pattern = args.pattern.join(" ");
    if !pattern.is_empty() && fold::key(&pattern).is_empty() {
        return Err(nothing_in("PATTERN", &pattern).into());
    }
    let mut counts = names(&reader, &Names::default(), kinds, Some(pattern.as_str()))?;
    counts.truncate(args.limit.unwrap_or(usize::MAX));
    if console.json {
        for count in &counts {
            let json = NameJson {
                kind: count.kind,
                name: &count.name,
                articles: count.articles,
                mentions: count.mentions,
                variants: &count.variants,
                id: None,
            };
            serde_json::to_writer(&mut console.out, &json)?;
            writeln!(console.out)?;
        }
    } else {
        print(&counts, console)?;
    }
    match counts.is_empty() {
        true => Ok(Exit::NothingFound),
        false => Ok(Exit::Done),
    }
}

/// Columns of a name; longer ones push their row out.
const WIDEST_NAME: usize = 40;

fn print(counts: &[NameCount], console: &mut Console) -> anyhow::Result<()> {
    let widths = counts.iter().map(|count| visible(&count.name).width());
    let column = widths.max().unwrap_or(0).min(WIDEST_NAME);
    if !counts.is_empty() {
        let head = format!(
            "{:<column$}  kind    articles  mentions  also printed as",
            "name"
        );
        writeln!(console.out, "{}", console.styled(FAINT, &head))?;
    }
    for count in counts {
        let name = visible(&count.name);
        let padding = " ".repeat(column.saturating_sub(name.width()));
        let kind = match count.kind {
            Kind::Person => "person",
            Kind::Place => "place",
            Kind::Org => "org",
        };
        let row = format!(
            "{}{padding}  {kind:<6}  {:>8}  {:>8}  {}",
            console.styled(HEADLINE, &name),
            count.articles,
            count.mentions,
            console.styled(FAINT, &visible(&count.variants.join(", ")))
        );
        writeln!(console.out, "{}", row.trim_end())?;
    }
    Ok(())
}
