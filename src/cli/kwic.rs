//! `morgue kwic`: every place where a query matched, one a line, with the words around it.

use std::io::Write;

use anstyle::Style;
use anyhow::anyhow;
use unicode_width::UnicodeWidthStr;

use super::console::{Console, FAINT, SOURCE};
use super::marked::marked;
use super::message::{Failure, note};
use super::query::{parsed, tell_reading};
use super::{Exit, NamesChoice, Shared};
use crate::entity::Gazetteer;
use crate::index::document::part_text;
use crate::index::{Reader, Stored};
use crate::query::kwic::{CONTEXT_COLUMNS, Key, context, sort_key};
use crate::query::{self, Occurrence, Order, Results, Search, json};
use crate::text::Span;
use crate::text::visible::visible;

/// What `--help` says below the flags.
pub(super) const HELP: &str = "\
Lines come in the order of `morgue query`, best article first, and as soon as they are found. A sorted list
is printed when all lines are known; `--sort newest` and `--sort oldest` sort articles and cost nothing.

  morgue kwic '\"general strike\"' --sort R1,R2
  morgue kwic 'mayor NEAR/5 resign*' --sort L1,date --width 40";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to find, as for `morgue query`
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// Columns of context on each side [default: what the terminal has; 40 with --json]
    #[arg(long, value_name = "N")]
    width: Option<usize>,
    /// Order of the lines: relevance, newest, oldest; or one or more of L1 L2 ... (words before the
    /// match, L1 next to it), R1 R2 ... (words behind), match, date, source, as in L1,R1,date
    #[arg(long, value_name = "KEYS", default_value = "relevance")]
    sort: Sort,
    /// At most this many lines [default: all]
    #[arg(short = 'n', value_name = "N", conflicts_with = "all")]
    limit: Option<usize>,
    /// Every line, as without -n
    #[arg(long)]
    all: bool,
    /// Pass over the first N lines
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Language whose word forms to look for (en, de ...)
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// A word with wildcards, or of similar spelling, may stand for so many words of the archive
    #[arg(long, value_name = "N", default_value_t = query::MOST_TERMS)]
    expand: usize,
    #[command(flatten)]
    names: NamesChoice,
}

/// In which order lines come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sort {
    /// As the articles come.
    Articles(Order),
    /// By these keys, then as the articles come.
    Lines(Vec<Key>),
}

impl std::str::FromStr for Sort {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Sort> {
        match text.to_ascii_lowercase().as_str() {
            "relevance" => return Ok(Sort::Articles(Order::Relevance)),
            "newest" => return Ok(Sort::Articles(Order::Newest)),
            // The articles come by their first day, without the lines being gathered.
            "oldest" | "date" => return Ok(Sort::Articles(Order::Oldest)),
            _ => {}
        }
        let keys: Result<Vec<Key>, _> = text.split(',').map(str::parse).collect();
        keys.map(Sort::Lines)
            .map_err(|error| anyhow!("{error}; or, alone, by relevance, newest, oldest"))
    }
}

/// Sorted lines may take so many bytes of memory: two million lines or so.
const MOST_BYTES: usize = 512 << 20;

pub(super) fn run(args: &Args, shared: &Shared, console: &mut Console) -> anyhow::Result<Exit> {
    let query = parsed(&args.query.join(" "), console)?;
    let reader = Reader::open(&shared.index)?;
    let gazetteer = Gazetteer::builtin();
    let names = args.names.read(shared, &gazetteer)?;
    let search = Search {
        query,
        order: match args.sort {
            Sort::Articles(order) => order,
            Sort::Lines(_) => Order::Relevance,
        },
        limit: None,
        offset: 0,
        lang: args.lang.clone(),
        most_terms: args.expand,
    };
    let results = query::search(&search, &reader, &gazetteer, &names)?;
    tell_reading(&search.query, &results.expansions, console);
    let told = match &args.sort {
        Sort::Articles(_) => stream(args, &results, console)?,
        Sort::Lines(keys) => sorted(args, keys, &results, console)?,
    };
    tell(&told, results.total()?, console);
    Ok(match told.lines {
        0 => Exit::NothingFound,
        _ => Exit::Done,
    })
}

/// What was found and printed.
#[derive(Default)]
struct Told {
    /// Lines found, those that were passed over among them.
    lines: usize,
    /// Articles with at least one.
    articles: usize,
    /// Lines printed.
    printed: usize,
    /// Whether the search ended before all articles were read.
    is_cut: bool,
}

fn tell(told: &Told, total: u64, console: &Console) {
    let count = |number: usize, what: &str| match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    };
    let articles = |number| count(number, "article");
    let message = if total == 0 {
        "no articles match".to_owned()
    } else if told.lines == 0 {
        let found = articles(total as usize);
        format!(
            "{found} found, and no place in a text: the query asks for no word, phrase or name that stands there"
        )
    } else if told.is_cut {
        format!(
            "{} shown; {} match",
            count(told.printed, "line"),
            articles(total as usize)
        )
    } else {
        let found = format!(
            "{} in {}",
            count(told.lines, "occurrence"),
            articles(told.articles)
        );
        match told.printed == told.lines {
            true => found,
            false => format!("{found}, {} shown", told.printed),
        }
    };
    match (told.lines, console.json) {
        (0, _) => note("N-NOTHING", &message, console),
        (_, true) => note("N-OCCURRENCES", &message, console),
        _ => console.tell(&console.styled_err(FAINT, &message)),
    }
}

/// Prints lines as they are found.
fn stream(args: &Args, results: &Results<'_>, console: &mut Console) -> anyhow::Result<Told> {
    let mut told = Told::default();
    let most = args.limit.unwrap_or(usize::MAX);
    'articles: for matched in results.matches() {
        let matched = matched?;
        let mut lines = Lines::new(&matched.stored, args.width, console);
        for (number, occurrence) in matched.occurrences.iter().enumerate() {
            told.articles += usize::from(number == 0);
            told.lines += 1;
            if told.lines <= args.offset {
                continue;
            }
            if told.printed == most {
                told.is_cut = true;
                break 'articles;
            }
            told.printed += 1;
            let line = lines.line(occurrence, console)?;
            writeln!(console.out, "{line}")?;
        }
    }
    Ok(told)
}

/// Gathers all lines, then prints them. With `-n` only so many are held.
fn sorted(
    args: &Args,
    keys: &[Key],
    results: &Results<'_>,
    console: &mut Console,
) -> anyhow::Result<Told> {
    let mut told = Told::default();
    let most = args.limit.map(|limit| limit.saturating_add(args.offset));
    let mut held: Vec<(String, String)> = Vec::new();
    let mut bytes = 0;
    for matched in results.matches() {
        let matched = matched?;
        let mut lines = Lines::new(&matched.stored, args.width, console);
        told.articles += usize::from(!matched.occurrences.is_empty());
        for occurrence in &matched.occurrences {
            told.lines += 1;
            let key = sort_key(keys, &matched.stored, occurrence);
            let line = lines.line(occurrence, console)?;
            bytes += key.len() + line.len() + 2 * size_of::<String>();
            held.push((key, line));
        }
        if let Some(most) = most
            && held.len() > 2 * most.max(1 << 12)
        {
            // Stable: lines that compare equal stay in the order of the articles.
            held.sort_by(|a, b| a.0.cmp(&b.0));
            held.truncate(most);
            bytes = held
                .iter()
                .map(|(key, line)| key.len() + line.len() + 2 * size_of::<String>())
                .sum();
        }
        if bytes > MOST_BYTES {
            return Err(Failure {
                code: "E-LINES".into(),
                message: format!("more than {} lines are too many to sort", held.len() - 1),
                help: Some(
                    "narrow the query, take the first with -n N, or leave --sort out: then lines come as they are found"
                        .into(),
                ),
            }
            .into());
        }
    }
    held.sort_by(|a, b| a.0.cmp(&b.0));
    let wanted = held.iter().skip(args.offset);
    for (_, line) in wanted.take(args.limit.unwrap_or(usize::MAX)) {
        told.printed += 1;
        writeln!(console.out, "{line}")?;
    }
    Ok(told)
}

/// Columns of a day.
const DATE_COLUMNS: usize = 10;
/// Columns of a publication; longer names are cut.
const SOURCE_COLUMNS: usize = 14;
/// Columns before the context: both with two spaces behind.
const MARGIN: usize = DATE_COLUMNS + 2 + SOURCE_COLUMNS + 2;
/// Columns that are kept for the match when the terminal decides how much context is shown.
const MATCH_COLUMNS: usize = 12;
/// A match shows at least so many columns of itself.
const LONGEST_MATCH: usize = 60;
/// Never less context than this.
const LEAST_COLUMNS: usize = 10;

/// Writes the lines of one article.
struct Lines<'a> {
    stored: &'a Stored,
    /// What stands before the context, for people.
    margin: String,
    /// As asked for.
    width: Option<usize>,
    offsets: json::PartOffsets<'a>,
}

impl<'a> Lines<'a> {
    fn new(stored: &'a Stored, width: Option<usize>, console: &Console) -> Self {
        Lines {
            stored,
            margin: margin(stored, console),
            width,
            offsets: json::PartOffsets::new(stored),
        }
    }

    fn line(&mut self, occurrence: &Occurrence, console: &Console) -> anyhow::Result<String> {
        if console.json {
            let columns = self.width.unwrap_or(CONTEXT_COLUMNS);
            let line = json::kwic(self.stored, occurrence, columns, &mut self.offsets);
            return Ok(serde_json::to_string(&line)?);
        }
        let by_terminal =
            (console.width.saturating_sub(MARGIN + MATCH_COLUMNS) / 2).max(LEAST_COLUMNS);
        let columns = self.width.unwrap_or(by_terminal);
        let text = part_text(&self.stored.article, occurrence.part);
        let matched = shortened(text, occurrence.span, columns.max(LONGEST_MATCH));
        let mark = Span::new(0, matched.len());
        let mut room = columns;
        if self.width.is_none() {
            // The rest of the line is all for the right side.
            let asterisks = if console.has_color() { 0 } else { 2 };
            let used = MARGIN + columns + visible(&matched).width() + asterisks;
            room = console.width.saturating_sub(used).max(LEAST_COLUMNS);
        }
        let (left, right) = context(text, occurrence.span, columns, room);
        let (left, right) = (visible(left.of(text)), visible(right.of(text)));
        let padding = columns - left.width();
        let matched = marked(&matched, [mark], Style::new(), console);
        Ok(format!(
            "{}{:padding$}{left}{matched}{right}",
            self.margin, ""
        ))
    }
}

/// Day and publication in columns of their own.
fn margin(stored: &Stored, console: &Console) -> String {
    let article = &stored.article;
    let date = article.published.map(|date| date.to_string());
    let date = console.styled(SOURCE, &column(&date.unwrap_or_default(), DATE_COLUMNS));
    let source = article.source.as_deref().unwrap_or_default();
    let source = console.styled(FAINT, &column(source, SOURCE_COLUMNS));
    format!("{date}  {source}  ")
}

/// A text cut and filled up to so many columns.
fn column(text: &str, columns: usize) -> String {
    let start = Span::new(0, 0);
    let mut shown = visible(text).into_owned();
    if shown.width() > columns {
        let (_, kept) = context(&shown, start, 0, columns - 1);
        shown = format!("{}…", kept.of(&shown));
    }
    let padding = columns.saturating_sub(shown.width());
    format!("{shown}{:padding$}", "")
}

/// What matched; of a run that takes more columns the beginning and the end.
fn shortened(text: &str, span: Span, columns: usize) -> String {
    let matched = span.of(text);
    if visible(matched).width() <= columns {
        return matched.to_owned();
    }
    let half = columns / 2;
    let at = |end: u32| Span { start: end, end };
    let (_, first) = context(text, at(span.start), 0, half);
    let (last, _) = context(text, at(span.end), half, 0);
    format!("{} … {}", first.of(text), last.of(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_filled_by_what_is_seen() {
        for (text, expected) in [
            ("", "      "),
            ("Echo", "Echo  "),
            ("東京", "東京  "),
            ("東京新聞", "東京… "),
            ("Daily Echo", "Daily…"),
            ("Re\u{301}sume\u{301}", "Re\u{301}sume\u{301}"),
        ] {
            assert_eq!(column(text, 6), expected, "{text}");
        }
    }

    #[test]
    fn a_long_run_shows_both_ends() {
        let text = "The mayor, who had said on Monday that he would never do so, resigned.";
        let run = Span::new(4, text.len() - 1);
        assert_eq!(shortened(text, run, 24), "mayor, who … so, resigned");
        assert_eq!(shortened(text, run, 99), run.of(text));
    }

    #[test]
    fn orders_are_read_as_typed() {
        use Key::{Date, Left, Right};
        for (text, sort) in [
            ("relevance", Sort::Articles(Order::Relevance)),
            ("date", Sort::Articles(Order::Oldest)),
            ("L1,r2", Sort::Lines(vec![Left(1), Right(2)])),
            ("date,R1", Sort::Lines(vec![Date, Right(1)])),
        ] {
            assert_eq!(text.parse::<Sort>().ok(), Some(sort), "{text}");
        }
        for text in ["", "L1,", "relevance,L1", "L1;R1"] {
            assert!(text.parse::<Sort>().is_err(), "{text}");
        }
    }
}
