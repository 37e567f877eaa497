//! Counts of an answer by facet: aligned columns for people, one object or row a value for scripts.

use std::io::Write;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::console::{Console, FAINT, HEADLINE, figure};
use crate::query::export::{Format, row};
use crate::query::facet::Facets;
use crate::text::visible::visible;

/// Prints each facet with its counts; `format` is a table, if anything.
pub(super) fn print(
    counted: &[Facets],
    format: Option<Format>,
    console: &mut Console,
) -> anyhow::Result<()> {
    if let Some(format) = format {
        return print_rows(counted, format, console);
    }
    for facets in counted {
        match console.json {
            true => print_objects(facets, console)?,
            false => print_aligned(facets, console)?,
        }
    }
    Ok(())
}

fn print_objects(facets: &Facets, console: &mut Console) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        facet: &'static str,
        value: Option<&'a str>,
        articles: u64,
    }
    for count in &facets.counts {
        let line = Line {
            facet: facets.facet.name(),
            value: count.value.as_deref(),
            articles: count.articles,
        };
        serde_json::to_writer(&mut console.out, &line)?;
        writeln!(console.out)?;
    }
    Ok(())
}

fn print_rows(counted: &[Facets], format: Format, console: &mut Console) -> anyhow::Result<()> {
    let header = ["facet", "value", "articles"].map(str::to_owned);
    console.data(|out| row(format, header, out))?;
    for facets in counted {
        for count in &facets.counts {
            let cells = [
                facets.facet.name().to_owned(),
                count.value.clone().unwrap_or_default(),
                count.articles.to_string(),
            ];
            console.data(|out| row(format, cells, out))?;
        }
    }
    Ok(())
}

fn print_aligned(facets: &Facets, console: &mut Console) -> anyhow::Result<()> {
    writeln!(console.out)?;
    let title = facets.facet.name();
    writeln!(console.out, "{}", console.styled(HEADLINE, title))?;
    let rows = facets.counts.iter().map(|count| {
        let unknown = if facets.facet.is_time() {
            "(unknown)"
        } else {
            "(none)"
        };
        let value = count.value.as_deref().map_or(unknown.into(), visible);
        (value, figure(count.articles))
    });
    let rows: Vec<_> = rows.collect();
    let widest = |widths: &mut dyn Iterator<Item = usize>| widths.max().unwrap_or(0);
    let of_figures = widest(&mut rows.iter().map(|(_, figure)| figure.len()));
    let of_values = widest(&mut rows.iter().map(|(value, _)| value.width()));
    let of_values = of_values.min(console.width.saturating_sub(of_figures + 4));
    for (value, figure) in &rows {
        // A value that is wider than the terminal pushes its figure on.
        let room = " ".repeat(of_values.saturating_sub(value.width()));
        writeln!(console.out, "  {value}{room}  {figure:>of_figures$}")?;
    }
    let shown = facets
        .counts
        .iter()
        .filter(|count| count.value.is_some())
        .count() as u64;
    if shown < facets.values {
        let more = format!(
            "{} more; --facet-limit N shows N",
            figure(facets.values - shown)
        );
        writeln!(console.out, "  {}", console.styled(FAINT, &more))?;
    }
    Ok(())
}
