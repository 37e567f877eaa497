//! `morgue query`: find articles.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anstyle::Style;
use clap::ValueEnum;
use serde::Serialize;

use super::console::{Console, FAINT, HEADLINE, SOURCE};
use super::marked::marked;
use super::message::{BadQuery, Failure, note, nothing_in, print_note};
use super::page::wrapped;
use super::{Exit, NamesChoice, Shared};
use crate::entity::{Gazetteer, Kind};
use crate::error::Error;
use crate::index::Reader;
use crate::index::document::part_text;
use crate::query::receipt::{Receipt, receipt};
use crate::query::snippet::Snippet;
use crate::query::{
    self, Expansion, Hit, Order, Query, Results, Search, TextField, ValueField, dates, json,
};
use crate::text::visible::{visible, visible_path};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to find: words, "phrases", person:"Ana Ruiz", OR, NOT, brackets (see --syntax)
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Articles that name this person
    #[arg(long, value_name = "NAME")]
    person: Vec<String>,
    /// Articles that name this place, or a place inside it
    #[arg(long, value_name = "NAME")]
    place: Vec<String>,
    /// Articles that name this organisation
    #[arg(long, value_name = "NAME")]
    org: Vec<String>,
    /// Articles with these words in this order
    #[arg(long, value_name = "WORDS")]
    phrase: Vec<String>,
    /// Not before this day, month or year (2019, 2019-05, 2019-05-01)
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Not after this day, month or year
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Publication
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Section of the publication
    #[arg(long, value_name = "NAME")]
    section: Option<String>,
    /// Language of the article (en, de ...); words find their forms in it
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// Order of the answer
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    sort: Sort,
    /// At most this many articles
    #[arg(
        short = 'n',
        value_name = "N",
        default_value_t = 20,
        conflicts_with = "all"
    )]
    limit: usize,
    /// Every article that matches
    #[arg(long)]
    all: bool,
    /// Pass over the first N
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Print only how many articles match
    #[arg(short, long, conflicts_with = "files")]
    count: bool,
    /// Print only the paths of the files, one a line
    #[arg(short = 'l', long)]
    files: bool,
    /// Print only the paths, raw, each ended by a NUL byte
    #[arg(short = '0', conflicts_with_all = ["count", "files", "json"])]
    nul: bool,
    /// A word with wildcards, or of similar spelling, may stand for so many words of the archive
    #[arg(long, value_name = "N", default_value_t = query::MOST_TERMS)]
    expand: usize,
    /// Leave the passages out
    #[arg(long)]
    no_snippet: bool,
    #[command(flatten)]
    names: NamesChoice,
    /// Write what was searched to a file, as JSON
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    /// Print what was searched before the answer
    #[arg(long, requires = "all", requires = "json")]
    with_receipt: bool,
    /// Explain the query language and end
    #[arg(long)]
    syntax: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// Best first
    Relevance,
    /// Latest first
    Newest,
    /// Earliest first
    Oldest,
}

pub(super) fn run(args: Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    if args.syntax {
        write!(console.out, "{}", query::SYNTAX)?;
        return Ok(Exit::Done);
    }
    let typed = args.query.join(" ");
    let search = Search {
        query: understood(&args, &typed, console)?,
        order: match args.sort {
            Sort::Relevance => Order::Relevance,
            Sort::Newest => Order::Newest,
            Sort::Oldest => Order::Oldest,
        },
        limit: match args.all {
            true => None,
            false if args.count => Some(0),
            false => Some(args.limit),
        },
        offset: args.offset,
        lang: args.lang.clone(),
        most_terms: args.expand,
    };
    let reader = Reader::open(&shared.index)?;
    let gazetteer = Gazetteer::builtin();
    let names = args.names.read(shared, &gazetteer)?;
    let results = query::search(&search, &reader, &gazetteer, &names)?;
    tell_reading(&search.query, &results.expansions, console);

    if args.receipt.is_some() || args.with_receipt {
        let at = jiff::Timestamp::now().to_string();
        let typed = as_typed(&args, &typed);
        let receipt = receipt(&search, &typed, &results, at, &reader, &names)?;
        hand_out(&receipt, &args, console)?;
    }
    let has_hits = print(&args, &results, console)?;
    // A page behind the last hit is empty and yet something was found.
    if has_hits || results.total()? > 0 {
        return Ok(Exit::Done);
    }
    if !args.count {
        note("N-NOTHING", "no articles match", console);
    }
    Ok(Exit::NothingFound)
}

/// The query of all arguments together: each must hold.
fn understood(args: &Args, typed: &str, console: &Console) -> anyhow::Result<Query> {
    let mut clauses = Vec::new();
    if !typed.trim().is_empty() {
        clauses.push(parsed(typed, console)?);
    }
    for (flag, kind, names) in [
        ("--person", Kind::Person, &args.person),
        ("--place", Kind::Place, &args.place),
        ("--org", Kind::Org, &args.org),
    ] {
        for name in names {
            clauses.push(Query::name(kind, name).ok_or_else(|| nothing_in(flag, name))?);
        }
    }
    for phrase in &args.phrase {
        let clause = Query::quoted(TextField::Text, phrase);
        clauses.push(clause.ok_or_else(|| nothing_in("--phrase", phrase))?);
    }
    if args.from.is_some() || args.to.is_some() {
        let range = dates::between(args.from.as_deref(), args.to.as_deref());
        clauses.push(Query::Date(range.map_err(|error| Failure {
            code: "E-DATE".into(),
            message: format!("--from, --to: {error}"),
            help: Some(error.help()),
        })?));
    }
    for (flag, field, value) in [
        ("--source", ValueField::Source, &args.source),
        ("--section", ValueField::Section, &args.section),
        ("--lang", ValueField::Lang, &args.lang),
    ] {
        let Some(value) = value else { continue };
        if value.trim().is_empty() {
            return Err(nothing_in(flag, value).into());
        }
        if field == ValueField::Lang && value.trim().len() > 3 {
            return Err(Failure {
                code: "E-VALUE".into(),
                message: format!("--lang: `{value}` is no language code"),
                help: Some("give the two letters of ISO 639-1: en, de, es, fr ...".into()),
            }
            .into());
        }
        let value = value.clone();
        clauses.push(Query::Field { field, value });
    }
    if clauses.is_empty() {
        return Err(Failure {
            code: "E-EMPTY".into(),
            message: "nothing to look for".into(),
            help: Some(
                "give a word, a phrase in quotes, --person, --place or --org; `*` finds every article"
                    .into(),
            ),
        }
        .into());
    }
    Ok(Query::and(clauses))
}

/// A query as typed, with the notes on how it was read.
pub(super) fn parsed(typed: &str, console: &Console) -> anyhow::Result<Query> {
    let parsed = query::parse(typed);
    if !parsed.errors.is_empty() {
        return Err(BadQuery {
            text: typed.to_owned(),
            errors: parsed.errors,
        }
        .into());
    }
    for note in &parsed.notes {
        print_note(note, typed, console);
    }
    Ok(parsed.query)
}

/// The query and its flags as one line that says the same.
fn as_typed(args: &Args, typed: &str) -> String {
    let mut parts = Vec::new();
    if !typed.is_empty() {
        parts.push(typed.to_owned());
    }
    for (flag, values) in [
        ("--person", &args.person),
        ("--place", &args.place),
        ("--org", &args.org),
        ("--phrase", &args.phrase),
    ] {
        parts.extend(values.iter().map(|value| format!("{flag} {value:?}")));
    }
    for (flag, value) in [
        ("--from", &args.from),
        ("--to", &args.to),
        ("--source", &args.source),
        ("--section", &args.section),
        ("--lang", &args.lang),
    ] {
        parts.extend(value.iter().map(|value| format!("{flag} {value:?}")));
    }
    parts.join(" ")
}

/// Says how the query was read: bracketed, and what each clause was taken to mean.
pub(super) fn tell_reading(query: &Query, expansions: &[Expansion], console: &Console) {
    let mut reading = format!("read as  {query}");
    let listed: Vec<String> = expansions
        .iter()
        .filter(|expansion| {
            let is_itself = expansion.forms == [expansion.clause.clone()];
            !(is_itself && expansion.joins.is_empty())
        })
        .map(told)
        .collect();
    if !listed.is_empty() {
        reading.push_str("   (");
        reading.push_str(&listed.join(" · "));
        reading.push(')');
    }
    if console.json {
        return note("N-READ", &reading, console);
    }
    console.tell(&console.styled_err(FAINT, &visible(&reading)));
}

/// At most this many forms are listed; the number of the others is given.
const MOST_FORMS: usize = 8;

fn told(expansion: &Expansion) -> String {
    let forms = &expansion.forms;
    if forms.is_empty() && expansion.joins.is_empty() {
        return format!("{}: not in the archive", expansion.clause);
    }
    let mut listed = forms[..forms.len().min(MOST_FORMS)].join(", ");
    if forms.len() > MOST_FORMS {
        listed.push_str(&format!(" and {} more", forms.len() - MOST_FORMS));
    }
    let mut parts = expansion.joins.clone();
    if !listed.is_empty() {
        parts.insert(0, listed);
    }
    format!("{}: {}", expansion.clause, parts.join("; "))
}

fn hand_out(receipt: &Receipt, args: &Args, console: &mut Console) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Line<'r> {
        receipt: &'r Receipt,
    }
    let line = serde_json::to_string(&Line { receipt })?;
    if let Some(path) = &args.receipt {
        fs::write(path, format!("{line}\n")).map_err(Error::io("write", path))?;
    }
    if args.with_receipt {
        writeln!(console.out, "{line}")?;
    }
    Ok(())
}

/// Prints the answer; whether there was a hit in it. Scripts get no total, so for them none is counted.
fn print(args: &Args, results: &Results<'_>, console: &mut Console) -> anyhow::Result<bool> {
    if args.count {
        let total = results.total()?;
        match console.json {
            true => writeln!(console.out, "{{\"total\":{total}}}")?,
            false => writeln!(console.out, "{total}")?,
        }
        return Ok(false);
    }
    if args.files || args.nul {
        return print_files(args, results, console);
    }
    if !console.json && results.total()? > 0 {
        let (total, shown) = (results.total()?, results.len()?);
        let more = match shown < total {
            true => format!(", {shown} shown"),
            false => String::new(),
        };
        let articles = if total == 1 { "article" } else { "articles" };
        writeln!(console.out, "{total} {articles}{more}")?;
    }
    let mut has_hits = false;
    for hit in results.hits(!args.no_snippet) {
        let hit = hit?;
        has_hits = true;
        if console.json {
            let line = json::hit(&hit, !args.no_snippet);
            serde_json::to_writer(&mut console.out, &line)?;
            writeln!(console.out)?;
        } else {
            print_hit(&hit, console)?;
        }
    }
    Ok(has_hits)
}

/// Each file once, in the order of its best article.
fn print_files(args: &Args, results: &Results<'_>, console: &mut Console) -> anyhow::Result<bool> {
    let mut printed = std::collections::HashSet::new();
    for hit in results.hits(false) {
        let file = hit?.stored.article.origin.file;
        if !printed.insert(file.clone()) {
            continue;
        }
        if args.nul {
            console.out.write_all(file.as_bytes())?;
            console.out.write_all(b"\0")?;
        } else if console.json {
            writeln!(console.out, "{}", serde_json::json!({ "file": &*file }))?;
        } else {
            writeln!(console.out, "{}", visible_path(&file))?;
        }
    }
    Ok(!printed.is_empty())
}

/// How many names of a kind stand below a hit.
const MOST_NAMES: usize = 5;

fn print_hit(hit: &Hit, console: &mut Console) -> anyhow::Result<()> {
    let article = &hit.stored.article;
    let title = match article.title.is_empty() {
        true => "(no headline)".into(),
        false => visible(&article.title),
    };
    writeln!(console.out)?;
    let rank = format!("{:>2}", hit.rank);
    for (number, line) in wrapped(&title, console.width.max(44) - 4)
        .iter()
        .enumerate()
    {
        let margin = if number == 0 { rank.as_str() } else { "  " };
        writeln!(console.out, "{margin}  {}", console.styled(HEADLINE, line))?;
    }
    let date = article.published.map(|date| date.to_string());
    let about: Vec<String> = [
        article.source.clone(),
        Some(date.unwrap_or_else(|| "undated".into())),
        (!article.byline.is_empty()).then(|| article.byline.join(", ")),
    ]
    .into_iter()
    .flatten()
    .map(|piece| visible(&piece).into_owned())
    .collect();
    let file = match article.origin.record {
        0 => visible_path(&article.origin.file).into_owned(),
        record => format!("{} #{record}", visible_path(&article.origin.file)),
    };
    writeln!(
        console.out,
        "    {}  {}",
        console.styled(SOURCE, &about.join(" · ")),
        console.styled(FAINT, &file)
    )?;
    for snippet in &hit.snippets {
        let marks = snippet.marks.iter().copied();
        let passage = marked(&snippet.text, marks, Style::new(), console);
        let passage = framed(&passage, snippet, hit);
        for line in wrapped(&passage, console.width - 4) {
            writeln!(console.out, "    {line}")?;
        }
    }
    let names = [Kind::Person, Kind::Place, Kind::Org].map(|kind| {
        let names = json::names_of(&hit.stored, kind);
        let mut listed = names[..names.len().min(MOST_NAMES)].join(", ");
        if names.len() > MOST_NAMES {
            listed.push_str(&format!(" +{}", names.len() - MOST_NAMES));
        }
        listed
    });
    let names: Vec<String> = names
        .into_iter()
        .filter(|names| !names.is_empty())
        .collect();
    if !names.is_empty() {
        for line in wrapped(&visible(&names.join(" | ")), console.width - 4) {
            writeln!(console.out, "    {}", console.styled(FAINT, &line))?;
        }
    }
    Ok(())
}

/// A passage with an ellipsis where its paragraph goes on.
fn framed(passage: &str, snippet: &Snippet, hit: &Hit) -> String {
    let text = part_text(&hit.stored.article, snippet.part);
    let before = &text[..snippet.span.start as usize];
    let behind = &text[snippet.span.end as usize..];
    let is_opened = before.is_empty() || before.ends_with('\n');
    let is_closed = behind.is_empty() || behind.starts_with('\n');
    let (opening, closing) = (
        if is_opened { "" } else { "… " },
        if is_closed { "" } else { " …" },
    );
    format!("{opening}{passage}{closing}")
}
