//! The two streams, and whether a person is watching them.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::Child;

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;

use super::pager;
use crate::text::visible::visible;

/// Headlines: the eye jumps from one to the next.
pub(super) const HEADLINE: Style = Style::new().bold();
/// What matched.
pub(super) const MATCH: Style = AnsiColor::Red.on_default().bold();
/// Where and when.
pub(super) const SOURCE: Style = AnsiColor::Cyan.on_default();
/// What may be passed over.
pub(super) const FAINT: Style = Style::new().dimmed();
/// Errors.
pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// Notes.
pub(super) const NOTE: Style = AnsiColor::Yellow.on_default();

/// Columns when nobody watches: lines that can still be read, and the same for every script.
const WIDTH_WITHOUT_TERMINAL: usize = 100;

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Where a command prints.
pub(super) struct Console {
    /// Data. Buffered; a closed pipe comes back as an error.
    pub(super) out: Box<dyn Write>,
    /// Columns to fill.
    pub(super) width: usize,
    /// Whether scripts read along.
    pub(super) json: bool,
    /// Whether somebody watches stderr.
    pub(super) is_watched: bool,
    colors_out: bool,
    colors_err: bool,
    /// Whether somebody watches stdout.
    is_shown: bool,
    may_page: bool,
    pager: Option<Child>,
}

impl Console {
    pub(super) fn new(color: ColorChoice, json: bool, may_page: bool) -> Console {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colors = |is_terminal: bool| match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && !no_color,
        };
        let is_terminal = io::stdout().is_terminal();
        let is_watched = io::stderr().is_terminal();
        let columns = std::env::var("COLUMNS")
            .ok()
            .and_then(|text| text.parse().ok());
        let of_terminal = || terminal_size::terminal_size().map(|(width, _)| width.0.into());
        let width = match columns {
            None if is_terminal => of_terminal(),
            columns => columns,
        };
        Console {
            out: Box::new(BufWriter::new(io::stdout())),
            width: width.unwrap_or(WIDTH_WITHOUT_TERMINAL).max(20),
            json,
            is_watched,
            colors_out: colors(is_terminal),
            colors_err: colors(is_watched),
            is_shown: is_terminal,
            may_page,
            pager: None,
        }
    }

    /// What is printed from here on goes through a pager, if somebody watches and one is there. For answers that
    /// people read; data of other programs is never paged.
    pub(super) fn page(&mut self) -> io::Result<()> {
        if !self.is_shown || !self.may_page || self.json || self.pager.is_some() {
            return Ok(());
        }
        self.out.flush()?;
        if let Some(mut pager) = pager::start() {
            if let Some(stdin) = pager.stdin.take() {
                self.out = Box::new(BufWriter::new(stdin));
            }
            self.pager = Some(pager);
        }
        Ok(())
    }

    /// Writes what is left, and waits until the pager is left. Nothing can be printed to stdout afterwards.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        let flushed = self.out.flush();
        if let Some(mut pager) = self.pager.take() {
            // The pager ends when its input does.
            self.out = Box::new(io::sink());
            pager.wait()?;
        }
        flushed
    }

    /// Text for stdout in a style, when colour is on.
    pub(super) fn styled(&self, style: Style, text: &str) -> String {
        paint(self.colors_out, style, text)
    }

    /// Text for stderr in a style, when colour is on.
    pub(super) fn styled_err(&self, style: Style, text: &str) -> String {
        paint(self.colors_err, style, text)
    }

    /// Whether marks in stdout can be shown by colour.
    pub(super) fn has_color(&self) -> bool {
        self.colors_out
    }

    /// Writes data of a format that keeps what the archive holds. On a terminal nothing in it may move the cursor, so there
    /// control and bidi characters are spelled out.
    pub(super) fn data(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        if !self.is_shown {
            return write(&mut self.out);
        }
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        for piece in text.split_inclusive(['\n', '\t', '\r']) {
            let rest = piece.trim_end_matches(['\n', '\t', '\r']);
            write!(self.out, "{}{}", visible(rest), &piece[rest.len()..])?;
        }
        Ok(())
    }

    /// A line on stderr. Nobody is left to hear of it when that is closed.
    pub(super) fn tell(&self, line: &str) {
        let _ = writeln!(io::stderr(), "{line}");
    }
}

/// A number for people, in groups of three figures: `21,578`.
pub(super) fn figure(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn paint(is_on: bool, style: Style, text: &str) -> String {
    if is_on {
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_come_in_groups_of_three() {
        for (number, shown) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (21578, "21,578"),
            (1234567, "1,234,567"),
        ] {
            assert_eq!(figure(number), shown);
        }
    }
}
