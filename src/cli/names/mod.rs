//! `morgue names`: who, what and where is in the archive, and the verbs that say who is who.

mod edit;
mod suggest;

use std::io::Write;

use clap::{Subcommand, ValueEnum};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::console::{Console, FAINT, HEADLINE};
use super::message::{note, nothing_in};
use super::query::{parsed, tell_reading};
use super::{Exit, NamesChoice, Shared};
use crate::entity::{Gazetteer, Kind};
use crate::index::Reader;
use crate::query::Query;
use crate::query::names::beside::{Asked, company, kinds_to_ask};
use crate::query::names::{NameCount, Names, names};
use crate::text::fold;
use crate::text::visible::visible;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// Names that hold these words; the last one may be begun only
    #[arg(value_name = "PATTERN")]
    pattern: Vec<String>,
    /// Only names of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<KindChoice>,
    /// Who, what and where stands in the same articles as this name
    #[arg(long, value_name = "NAME")]
    with: Vec<String>,
    /// Count over the articles of a query only
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    /// At most this many names [default: all]
    #[arg(short = 'n', value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    names: NamesChoice,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make names count as one: morgue names merge "Gustavo Petro" "G. Petro"
    Merge(edit::Two),
    /// Keep names apart for good: morgue names split "George Bush" "George W. Bush"
    Split(edit::Two),
    /// Say that something is no name: morgue names ban "West Bank" --kind person
    Ban(edit::Several),
    /// Take a ban back
    Unban(edit::Several),
    /// Propose merges, with what speaks for each
    Suggest(suggest::Args),
    /// Choose the name that is printed: morgue names rename "Kate Middleton" "Catherine, Princess of Wales"
    Rename(edit::Rename),
}

/// Shown below `morgue names --help`.
pub(super) const HELP: &str = "\
The names file

What an archive knows better than any tagger stands in its names file:
names.tsv in the folder of the index, kept when the index is rebuilt, or
another with --names FILE. It holds for every answer at once, with nothing
indexed anew. The verbs above edit it; so does a spreadsheet or a text editor,
since it is a table with tabs between cells, a row for each person, place or
organisation:

  canonical      kind    variants            not-variants  note  id
  Gustavo Petro  person  G. Petro; G. Pietro Nicolás Petro       Q302986
  Henry Ford     person  org: Ford
  Bombay         place   Mumbai                            style geonames:1275339
  -              person  West Bank; Getty Images

canonical     the name that is printed; `-` bans the variants: no names at all
kind          person, place or org
variants      names that count as the canonical one; `org: Ford` is one that
              was taken for an organisation
not-variants  names that never count as it, whatever else speaks for that
note, id      yours; a place with the id of a known place lies where that lies

Names in a cell stand between semicolons; capitals, accents and signs make no
difference. A variant is the full name that an article gives: `Petro` means the
articles that have no fuller name for him. Lines that begin with # are
comments; other columns are kept and mean nothing here.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KindChoice {
    /// People
    Person,
    /// Places
    Place,
    /// Organisations
    Org,
}

impl KindChoice {
    fn kind(self) -> Kind {
        match self {
            KindChoice::Person => Kind::Person,
            KindChoice::Place => Kind::Place,
            KindChoice::Org => Kind::Org,
        }
    }
}

#[derive(Serialize)]
struct NameJson<'a> {
    kind: Kind,
    name: &'a str,
    articles: u64,
    mentions: u64,
    variants: &'a [String],
    id: Option<&'a str>,
    vouched: bool,
}

pub(super) fn run(args: &Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    match &args.verb {
        None => list(args, shared, console),
        Some(Verb::Merge(two)) => edit::merge(two, &args.names, shared, console),
        Some(Verb::Split(two)) => edit::split(two, &args.names, shared, console),
        Some(Verb::Ban(some)) => edit::ban(some, &args.names, shared, console),
        Some(Verb::Unban(some)) => edit::unban(some, &args.names, shared, console),
        Some(Verb::Suggest(asked)) => suggest::run(asked, &args.names, shared, console),
        Some(Verb::Rename(rename)) => edit::rename(rename, &args.names, shared, console),
    }
}

fn list(args: &Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    let reader = Reader::open(&shared.index)?;
    let gazetteer = Gazetteer::builtin();
    let known = args.names.read(shared, &gazetteer)?;
    let kinds = match args.kind {
        None => Kind::ALL.to_vec(),
        Some(choice) => vec![choice.kind()],
    };
    let pattern = args.pattern.join(" ");
    if !pattern.is_empty() && fold::key(&pattern).is_empty() {
        return Err(nothing_in("PATTERN", &pattern).into());
    }
    let counts = match over(args, &reader, &gazetteer, &known, console)? {
        None => {
            let mut counts = names(&reader, &known, &kinds, Some(pattern.as_str()))?;
            if counts.is_empty() {
                note("N-NOTHING", "no names match", console);
            }
            counts.truncate(args.limit.unwrap_or(usize::MAX));
            counts
        }
        Some((query, without)) => {
            let asked = Asked {
                kinds: &kinds,
                pattern: Some(pattern.as_str()),
                query: &query,
                without: &without,
                limit: args.limit,
            };
            let company = company(&asked, &reader, &gazetteer, &known)?;
            tell_reading(&query, &company.expansions, console);
            if company.articles == 0 {
                note("N-NOTHING", "no articles match", console);
            } else if company.names.is_empty() {
                note("N-NOTHING", "no names match", console);
            } else if !console.json {
                let articles = counted(company.articles);
                note("N-COUNTED", &format!("counted over {articles}"), console);
            }
            company.names
        }
    };
    if console.json {
        for count in &counts {
            let json = NameJson {
                kind: count.kind,
                name: &count.name,
                articles: count.articles,
                mentions: count.mentions,
                variants: &count.variants,
                id: count.id.as_deref(),
                vouched: count.is_vouched,
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

/// Over which articles names are counted, and who is left out.
type Over = (Query, Vec<(Kind, String)>);

/// The articles that `--with` and `--query` ask for; `None` for all.
fn over(
    args: &Args,
    reader: &Reader,
    gazetteer: &Gazetteer,
    names: &Names,
    console: &Console,
) -> anyhow::Result<Option<Over>> {
    let mut clauses = Vec::new();
    let mut without = Vec::new();
    for name in &args.with {
        let mut kinds = Vec::new();
        for kind in kinds_to_ask(reader, gazetteer, names, name)? {
            kinds.push(Query::name(kind, name).ok_or_else(|| nothing_in("--with", name))?);
            without.push((kind, name.clone()));
        }
        clauses.push(Query::or(kinds));
    }
    if let Some(typed) = &args.query {
        clauses.push(parsed(typed, console)?);
    }
    match clauses.is_empty() {
        true => Ok(None),
        false => Ok(Some((Query::and(clauses), without))),
    }
}

/// Articles in a sentence.
fn counted(articles: u64) -> String {
    match articles {
        1 => "1 article".into(),
        articles => format!("{articles} articles"),
    }
}

/// Columns of a name; longer ones push their row out.
const WIDEST_NAME: usize = 40;

/// Stands before a name that is in the names file.
const VOUCHED: &str = "✓";

fn print(counts: &[NameCount], console: &mut Console) -> anyhow::Result<()> {
    let widths = counts.iter().map(|count| visible(&count.name).width());
    let column = widths.max().unwrap_or(0).clamp(4, WIDEST_NAME);
    let has_vouched = counts.iter().any(|count| count.is_vouched);
    let margin = if has_vouched { "  " } else { "" };
    if !counts.is_empty() {
        let head = format!(
            "{margin}{:<column$}  kind    articles  mentions  also printed as",
            "name"
        );
        writeln!(console.out, "{}", console.styled(FAINT, &head))?;
    }
    for count in counts {
        let name = visible(&count.name);
        let padding = " ".repeat(column.saturating_sub(name.width()));
        let mark = match count.is_vouched {
            true => format!("{VOUCHED} "),
            false => margin.to_owned(),
        };
        let row = format!(
            "{mark}{}{padding}  {:<6}  {:>8}  {:>8}  {}",
            console.styled(HEADLINE, &name),
            count.kind.name(),
            count.articles,
            count.mentions,
            console.styled(FAINT, &visible(&count.variants.join(", ")))
        );
        writeln!(console.out, "{}", row.trim_end())?;
    }
    if has_vouched {
        let text = format!("{VOUCHED} stands in the names file, all others were found in articles");
        note("N-VOUCHED", &text, console);
    }
    Ok(())
}
