//! `morgue query`: find articles.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anstyle::Style;
use serde::Serialize;

use super::asked::Asked;
pub(super) use super::asked::{parsed, tell_reading};
use super::console::{Console, FAINT, HEADLINE, SOURCE, figure};
use super::marked::marked;
use super::message::Failure;
use super::page::wrapped;
use super::{Exit, NamesChoice, Shared, empty};
use crate::entity::{Gazetteer, Kind};
use crate::error::Error;
use crate::index::Reader;
use crate::index::document::part_text;
use crate::query::export::{self, Exporter, Field, Format};
use crate::query::facet::{Facet, facets};
use crate::query::receipt::{Receipt, receipt};
use crate::query::snippet::Snippet;
use crate::query::{self, Hit, Results, Search, json};
use crate::text::visible::{visible, visible_path};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    asked: Asked,
    /// At most this many articles [default: 20; with --facet none]
    #[arg(short = 'n', value_name = "N", conflicts_with = "all")]
    limit: Option<usize>,
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
    /// Count the whole answer by these: person, place, org, source, section, lang, decade, year, month
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        conflicts_with_all = ["count", "files", "nul", "fields", "bibtex", "ris", "csl"]
    )]
    facet: Vec<Facet>,
    /// At most this many values of each facet
    #[arg(long, value_name = "N", default_value_t = 10, requires = "facet")]
    facet_limit: usize,
    #[command(flatten)]
    format: FormatChoice,
    /// Columns or keys to print, in this order: a,b,c (listed below)
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        conflicts_with_all = ["count", "files", "nul", "bibtex", "ris", "csl"]
    )]
    fields: Option<Vec<String>>,
    /// Words to show on each side of what matched [default: passages of some 220 characters]
    #[arg(short = 'C', long, value_name = "WORDS", conflicts_with = "no_snippet")]
    context: Option<usize>,
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

/// Formats of other programs.
#[derive(Debug, clap::Args)]
#[group(multiple = false, conflicts_with_all = ["json", "count", "files", "nul"])]
struct FormatChoice {
    /// Comma-separated values, names of the columns first
    #[arg(long)]
    csv: bool,
    /// Tab-separated values, names of the columns first
    #[arg(long)]
    tsv: bool,
    /// BibTeX, for LaTeX
    #[arg(long)]
    bibtex: bool,
    /// RIS, for reference managers
    #[arg(long)]
    ris: bool,
    /// CSL-JSON, for pandoc and Zotero
    #[arg(long)]
    csl: bool,
}

impl FormatChoice {
    fn format(&self) -> Option<Format> {
        let choices = [
            (self.csv, Format::Csv),
            (self.tsv, Format::Tsv),
            (self.bibtex, Format::Bibtex),
            (self.ris, Format::Ris),
            (self.csl, Format::Csl),
        ];
        let chosen = choices.into_iter().find(|(is_chosen, _)| *is_chosen);
        chosen.map(|(_, format)| format)
    }
}

/// What `--help` says below the flags.
pub(super) fn help() -> String {
    let mut help = String::from(
        "Fields, for --fields; those with a star are the columns of --csv and --tsv:\n\n",
    );
    for field in export::FIELDS {
        let star = if export::STANDARD.contains(&field.name) {
            '*'
        } else {
            ' '
        };
        help.push_str(&format!("  {star} {:<15} {}\n", field.name, field.about));
    }
    help.push_str(
        "\nA list is one cell, joined by `; `. --fields alone prints one line a hit, cells separated by tabs, without \
         the names.\nWith --json it chooses the keys.\n\nIn --csv and --tsv a text that a spreadsheet would take for a formula, as it \
         begins with = + - @ or a tab, has\nan apostrophe before it; so has one that begins with apostrophes and then such a \
         sign. A program takes one\napostrophe off to have the text as it is. --json and --fields alone leave it as it is.\n\n  \
         morgue query strike --all --csv > strike.csv\n  \
         morgue query strike --fields date,source,title | sort\n  \
         morgue query strike --all --bibtex > strike.bib",
    );
    help
}

impl Args {
    /// What was chosen by `--fields`; nothing when it was not given.
    fn fields(&self) -> anyhow::Result<Option<Vec<&'static Field>>> {
        let Some(names) = &self.fields else {
            return Ok(None);
        };
        let fields = export::chosen(names).map_err(|error| {
            let known: Vec<&str> = export::FIELDS.iter().map(|field| field.name).collect();
            Failure {
                code: "E-FIELDS".into(),
                message: format!("--fields: {error}"),
                help: Some(format!("fields: {}", known.join(" "))),
            }
        })?;
        Ok(Some(fields))
    }
}

pub(super) fn run(args: Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    if args.syntax {
        write!(console.out, "{}", query::SYNTAX)?;
        return Ok(Exit::Done);
    }
    let fields = args.fields()?;
    let search = Search {
        limit: match args.all {
            true => None,
            false if args.count => Some(0),
            false if args.facet.is_empty() => Some(args.limit.unwrap_or(USUAL_LIMIT)),
            false => Some(args.limit.unwrap_or(0)),
        },
        offset: args.offset,
        ..args.asked.search(console)?
    };
    let reader = Reader::open(&shared.index)?;
    let gazetteer = Gazetteer::builtin();
    let names = args.names.read(shared, &gazetteer)?;
    let mut results = query::search(&search, &reader, &gazetteer, &names)?;
    results.context = args.context;
    tell_reading(&search.query, &results.expansions, console);

    if args.receipt.is_some() || args.with_receipt {
        let at = jiff::Timestamp::now().to_string();
        let receipt = receipt(&search, args.typed(), &results, at, &reader, &names)?;
        hand_out(&receipt, &args, console)?;
    }
    let has_hits = print(&args, fields, &results, console)?;
    // A page behind the last hit is empty and yet something was found.
    if has_hits || results.total()? > 0 {
        return Ok(Exit::Done);
    }
    if !args.count {
        let emptied = query::empty::emptied(&search, &reader, &gazetteer, &names)?;
        empty::tell(&emptied, console);
    }
    Ok(Exit::NothingFound)
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
fn print(
    args: &Args,
    fields: Option<Vec<&'static Field>>,
    results: &Results<'_>,
    console: &mut Console,
) -> anyhow::Result<bool> {
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
    let format = args.format.format();
    if !args.facet.is_empty() {
        let counted = facets(results, &args.facet, args.facet_limit)?;
        if !console.json && format.is_none() {
            console.page()?;
            print_total(results, console)?;
        }
        super::facets::print(&counted, format, console)?;
        let wants_hits = args.all || args.limit.is_some();
        return match format {
            // Two tables are no table.
            None if wants_hits => print_standard(!args.no_snippet, results, console),
            _ => Ok(false),
        };
    }
    match (format, fields) {
        (None, None) => print_hits(args, results, console),
        (None, Some(fields)) if console.json => print_objects(args, &fields, results, console),
        (format, fields) => {
            let format = format.unwrap_or(Format::Lines);
            export_hits(args, format, fields, results, console)
        }
    }
}

impl Args {
    /// The question as it was typed, and the arguments that ask it again.
    fn typed(&self) -> (String, Vec<String>) {
        let (mut typed, mut arguments) = (self.asked.as_typed(), self.asked.arguments());
        if self.names.strict_names {
            typed.push_str(" --strict-names");
            arguments.insert(0, "--strict-names".to_owned());
        }
        (typed, arguments)
    }
}

/// Articles shown when nobody says how many.
const USUAL_LIMIT: usize = 20;

/// The standard form: for people, or all keys for scripts.
fn print_hits(args: &Args, results: &Results<'_>, console: &mut Console) -> anyhow::Result<bool> {
    if !console.json {
        if results.len()? > 0 {
            console.page()?;
        }
        print_total(results, console)?;
    }
    print_standard(!args.no_snippet, results, console)
}

/// How many articles there are, unless there are none.
fn print_total(results: &Results<'_>, console: &mut Console) -> anyhow::Result<()> {
    let (total, shown) = (results.total()?, results.len()?);
    if total == 0 {
        return Ok(());
    }
    let more = match shown < total && shown > 0 {
        true => format!(", {} shown", figure(shown)),
        false => String::new(),
    };
    let articles = if total == 1 { "article" } else { "articles" };
    writeln!(console.out, "{} {articles}{more}", figure(total))?;
    Ok(())
}

/// Hits for people, or all keys for scripts. Whether there are any.
pub(super) fn print_standard(
    with_snippets: bool,
    results: &Results<'_>,
    console: &mut Console,
) -> anyhow::Result<bool> {
    let mut has_hits = false;
    for hit in results.hits(with_snippets) {
        let hit = hit?;
        has_hits = true;
        if console.json {
            let line = json::hit(&hit, with_snippets);
            serde_json::to_writer(&mut console.out, &line)?;
            writeln!(console.out)?;
        } else {
            print_hit(&hit, console)?;
        }
    }
    Ok(has_hits)
}

/// JSON with chosen keys.
fn print_objects(
    args: &Args,
    fields: &[&'static Field],
    results: &Results<'_>,
    console: &mut Console,
) -> anyhow::Result<bool> {
    let mut has_hits = false;
    for hit in results.hits(args.wants_snippets(fields)) {
        has_hits = true;
        serde_json::to_writer(&mut console.out, &export::object(&hit?, fields))?;
        writeln!(console.out)?;
    }
    Ok(has_hits)
}

/// The format of another program.
fn export_hits(
    args: &Args,
    format: Format,
    fields: Option<Vec<&'static Field>>,
    results: &Results<'_>,
    console: &mut Console,
) -> anyhow::Result<bool> {
    let fields = match fields {
        Some(fields) => fields,
        None => {
            let names = export::STANDARD.iter();
            let names: Vec<&str> = names
                .filter(|name| !(args.no_snippet && **name == SNIPPETS))
                .copied()
                .collect();
            export::chosen(&names)?
        }
    };
    let is_table = matches!(format, Format::Csv | Format::Tsv | Format::Lines);
    let with_snippets = is_table && args.wants_snippets(&fields);
    let mut exporter = Exporter::new(format, fields);
    let mut has_hits = false;
    console.data(|out| exporter.begin(out))?;
    for hit in results.hits(with_snippets) {
        let hit = hit?;
        has_hits = true;
        console.data(|out| exporter.write(&hit, out))?;
    }
    console.data(|out| exporter.end(out))?;
    Ok(has_hits)
}

/// The field that costs more than the others: the text is searched again for it.
const SNIPPETS: &str = "snippets";

impl Args {
    fn wants_snippets(&self, fields: &[&'static Field]) -> bool {
        !self.no_snippet && fields.iter().any(|field| field.name == SNIPPETS)
    }
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
