//! `morgue explain`: how a query is read, clause by clause, and why an article is a hit or not.

use std::io::Write;

use anstyle::Style;

use super::console::{Console, FAINT, HEADLINE, SOURCE, figure};
use super::marked::marked;
use super::page::wrapped;
use super::query::parsed;
use super::show::stored;
use super::{Exit, NamesChoice, Shared};
use crate::entity::Gazetteer;
use crate::index::Reader;
use crate::query::explain::{Clause, Here, explain};
use crate::query::{self, Search, json};
use crate::text::visible::visible;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to explain, as for `morgue query`
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// Say of each clause whether it holds in this article, and where
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Language whose word forms to look for (en, de ...)
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// A word with wildcards, or of similar spelling, may stand for so many words of the archive
    #[arg(long, value_name = "N", default_value_t = query::MOST_TERMS)]
    expand: usize,
    #[command(flatten)]
    names: NamesChoice,
}

pub(super) fn run(args: &Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    let query = parsed(&args.query.join(" "), console)?;
    let reader = Reader::open(&shared.index)?;
    let article = args.id.as_deref().map(|id| stored(id, &reader));
    let article = article.transpose()?;
    let gazetteer = Gazetteer::builtin();
    let names = args.names.read(shared, &gazetteer)?;
    let search = Search {
        lang: args.lang.clone(),
        most_terms: args.expand,
        ..Search::new(query)
    };
    let clauses = explain(&search, article.as_ref(), &reader, &gazetteer, &names)?;
    if console.json {
        for clause in &clauses {
            serde_json::to_writer(&mut console.out, &json::clause(clause, article.as_ref()))?;
            writeln!(console.out)?;
        }
    } else {
        writeln!(
            console.out,
            "read as  {}\n",
            visible(&search.query.to_string())
        )?;
        let heading = match article {
            Some(_) => format!("{:>ARTICLES$}  {:<HERE$}  clause", "articles", "here"),
            None => format!("{:>ARTICLES$}  clause", "articles"),
        };
        writeln!(console.out, "{}", console.styled(FAINT, &heading))?;
        for clause in &clauses {
            print(clause, console)?;
        }
    }
    let is_found = clauses.first().is_some_and(|whole| match &whole.here {
        Some(here) => here.holds,
        None => whole.articles > 0,
    });
    Ok(match is_found {
        true => Exit::Done,
        false => Exit::NothingFound,
    })
}

/// Columns of a number of articles.
const ARTICLES: usize = 9;
/// Columns that say whether a clause holds in the article.
const HERE: usize = 8;
/// Never less room for what a clause means, however deep it stands.
const LEAST_COLUMNS: usize = 30;

fn print(clause: &Clause, console: &mut Console) -> anyhow::Result<()> {
    let indent = "  ".repeat(clause.depth);
    let articles = format!("{:>ARTICLES$}", figure(clause.articles));
    let here = match &clause.here {
        Some(here) => format!("{:<HERE$}  ", told(here)),
        None => String::new(),
    };
    let label = match clause.kind {
        "and" => "all of".to_owned(),
        "or" => "any of".to_owned(),
        "not" => "not".to_owned(),
        _ => visible(&clause.clause).into_owned(),
    };
    let label = console.styled(HEADLINE, &label);
    writeln!(console.out, "{articles}  {here}{indent}{label}")?;

    let margin = ARTICLES + 2 + here.len() + indent.len() + 2;
    let tell = |text: &str, style: Style, console: &mut Console| -> anyhow::Result<()> {
        let room = console.width.saturating_sub(margin).max(LEAST_COLUMNS);
        for line in wrapped(text, room) {
            writeln!(
                console.out,
                "{:margin$}{}",
                "",
                console.styled(style, &line)
            )?;
        }
        Ok(())
    };
    let is_itself = clause.forms == [clause.clause.clone()];
    if !clause.forms.is_empty() && !is_itself {
        tell(&visible(&clause.forms.join(", ")), FAINT, console)?;
    }
    for join in &clause.joins {
        tell(&visible(join), FAINT, console)?;
    }
    for looser in &clause.looser {
        let line = format!("{} {}", looser.how, figure(looser.articles));
        tell(&line, FAINT, console)?;
    }
    let first = clause.here.as_ref().and_then(|here| here.first.as_ref());
    // A clause of clauses would only repeat the passage of one of them.
    if let Some(first) = first.filter(|_| !matches!(clause.kind, "and" | "or" | "not")) {
        let passage = marked(&first.text, first.marks.iter().copied(), SOURCE, console);
        tell(&passage, Style::new(), console)?;
    }
    Ok(())
}

fn told(here: &Here) -> String {
    match (here.holds, here.occurrences) {
        (true, 0) => "yes".to_owned(),
        (true, times) => format!("yes, {times}x"),
        (false, 0) => "no".to_owned(),
        // Fewer than were asked for, or inside a NOT.
        (false, times) => format!("no, {times}x"),
    }
}
