//! `morgue names suggest`: merges that may be worth making, each with what speaks for it.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::super::console::{Console, FAINT, HEADLINE};
use super::super::message::nothing_in;
use super::super::page::wrapped;
use super::super::{Exit, NamesChoice, Shared};
use super::{KindChoice, counted};
use crate::entity::{Gazetteer, Kind};
use crate::index::Reader;
use crate::query::names::kinds_of;
use crate::query::names::suggest::{Suggestion, Why, suggestions};
use crate::text::fold;
use crate::text::visible::visible;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only names that hold these words; the last one may be begun only
    #[arg(value_name = "PATTERN")]
    pattern: Vec<String>,
    /// Only names of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<KindChoice>,
    /// At most this many
    #[arg(short = 'n', value_name = "N", default_value_t = 20)]
    limit: usize,
}

#[derive(Serialize)]
struct SuggestionJson<'a> {
    kind: Kind,
    canonical: &'a str,
    articles: u64,
    variant_kind: Kind,
    variant: &'a str,
    variant_articles: u64,
    why: Why,
    shared: &'a [String],
    beside: u64,
    together: u64,
    score: f64,
    command: &'a str,
}

/// Names that stand beside both, listed for people.
const MOST_SHARED: usize = 4;

pub(super) fn run(
    args: &Args,
    choice: &NamesChoice,
    shared: &Shared,
    console: &mut Console,
) -> anyhow::Result<Exit> {
    let reader = Reader::open(&shared.index)?;
    let gazetteer = Gazetteer::builtin();
    let names = choice.read(shared, &gazetteer)?;
    let pattern = args.pattern.join(" ");
    if !pattern.is_empty() && fold::key(&pattern).is_empty() {
        return Err(nothing_in("PATTERN", &pattern).into());
    }
    let kinds = match args.kind {
        None => Kind::ALL.to_vec(),
        Some(choice) => vec![choice.kind()],
    };
    let mut found = suggestions(&reader, &names, &gazetteer, &kinds, Some(pattern.as_str()))?;
    found.truncate(args.limit);
    for (number, suggestion) in found.iter().enumerate() {
        let command = command(suggestion, &reader, choice, shared)?;
        match console.json {
            true => print_json(suggestion, &command, console)?,
            false => print(number + 1, suggestion, &command, console)?,
        }
    }
    match found.is_empty() {
        true => Ok(Exit::NothingFound),
        false => Ok(Exit::Done),
    }
}

fn print_json(suggestion: &Suggestion, command: &str, console: &mut Console) -> anyhow::Result<()> {
    let json = SuggestionJson {
        kind: suggestion.kind,
        canonical: &suggestion.canonical,
        articles: suggestion.articles,
        variant_kind: suggestion.variant_kind,
        variant: &suggestion.variant,
        variant_articles: suggestion.variant_articles,
        why: suggestion.why,
        shared: &suggestion.shared,
        beside: suggestion.beside,
        together: suggestion.together,
        score: (suggestion.score * 1000.0).round() / 1000.0,
        command,
    };
    serde_json::to_writer(&mut console.out, &json)?;
    writeln!(console.out)?;
    Ok(())
}

fn print(
    number: usize,
    suggestion: &Suggestion,
    command: &str,
    console: &mut Console,
) -> anyhow::Result<()> {
    if number > 1 {
        writeln!(console.out)?;
    }
    let two = format!(
        "{}, {} · {}, {}{}",
        console.styled(HEADLINE, &visible(&suggestion.canonical)),
        counted(suggestion.articles),
        console.styled(HEADLINE, &visible(&suggestion.variant)),
        suggestion.variant_articles,
        match suggestion.kind == suggestion.variant_kind {
            true => String::new(),
            false => format!(", as {}", suggestion.variant_kind.with_article()),
        }
    );
    writeln!(console.out, "{number:>2}  {two}")?;
    for line in wrapped(&visible(&evidence(suggestion)), console.width - 4) {
        writeln!(console.out, "    {}", console.styled(FAINT, &line))?;
    }
    writeln!(console.out, "    {}", visible(command))?;
    Ok(())
}

/// What speaks for it, and against it.
fn evidence(suggestion: &Suggestion) -> String {
    let mut parts = vec![suggestion.why.words().to_owned()];
    let shared = suggestion.shared.len();
    if suggestion.beside > 0 {
        let mut listed = suggestion.shared[..shared.min(MOST_SHARED)].join(", ");
        if !listed.is_empty() {
            listed = format!(": {listed}");
        }
        let more = if shared > MOST_SHARED { " ..." } else { "" };
        let of = suggestion.beside;
        let (rare, common) = match suggestion.variant_articles <= suggestion.articles {
            true => (&suggestion.variant, &suggestion.canonical),
            false => (&suggestion.canonical, &suggestion.variant),
        };
        parts.push(format!(
            "{shared} of {of} names beside {rare} stand beside {common}, too{listed}{more}"
        ));
    }
    if suggestion.together > 0 {
        parts.push(format!("both in {}", counted(suggestion.together)));
    }
    parts.join("; ")
}

/// The command that accepts it, ready to be pasted.
fn command(
    suggestion: &Suggestion,
    reader: &Reader,
    choice: &NamesChoice,
    shared: &Shared,
) -> anyhow::Result<String> {
    let variant = match suggestion.kind == suggestion.variant_kind {
        true => suggestion.variant.clone(),
        false => format!("{}:{}", suggestion.variant_kind.name(), suggestion.variant),
    };
    let mut command = format!(
        "morgue names merge {} {}",
        quoted(&suggestion.canonical),
        quoted(&variant)
    );
    let mut is_clear = true;
    for name in [&suggestion.canonical, &suggestion.variant] {
        is_clear &= kinds_of(reader, name)?.len() <= 1;
    }
    if !is_clear {
        command.push_str(&format!(" --kind {}", suggestion.kind.name()));
    }
    if shared.index != Path::new("index") && std::env::var_os("MORGUE_INDEX").is_none() {
        let folder = shared.index.to_string_lossy();
        command.push_str(&format!(" --index {}", quoted(&folder)));
    }
    if let Some(file) = &choice.file {
        command.push_str(&format!(" --names {}", quoted(&file.to_string_lossy())));
    }
    Ok(command)
}

/// As one word of a shell.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | '.' | '-');
    let is_safe = |c: char| !matches!(c, '"' | '$' | '`' | '\\' | '!');
    if !word.is_empty() && word.chars().all(is_plain) && !word.starts_with('-') {
        return word.to_owned();
    }
    match word.chars().all(is_safe) {
        true => format!("\"{word}\""),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}
