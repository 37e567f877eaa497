//! What a format found, as printed, before anything is made of it.

use super::date_text::{Custom, Stated};
use super::dateline::{self, Dateline};
use super::published::{DateSource, Published};
use super::{Article, ArticleId, Rejection, Removed};
use super::{address, agency, byline, furniture, language, opening};
use crate::corpus::Origin;
use crate::text::{mojibake, normalize};

/// The raw fields of a record. Formats fill what the source states and leave the rest alone;
/// [`Draft::finish`] normalises, parses and guesses, in the same way for every format.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Headline, any spacing.
    pub(super) title: Option<String>,
    /// Credit lines, unsplit: `By Jane Doe and Ann Lee in Rome`.
    pub(super) byline: Vec<String>,
    /// Only when the source has a field for it; otherwise it is found at the start of the body.
    pub(super) dateline: Option<String>,
    /// Publication.
    pub(super) source: Option<String>,
    /// Section.
    pub(super) section: Option<String>,
    /// Page.
    pub(super) page: Option<String>,
    /// Edition.
    pub(super) edition: Option<String>,
    /// Agency.
    pub(super) wire: Option<String>,
    /// Statements of the date, most trusted first; the first that can be read wins.
    pub(super) dates: Vec<(DateSource, String)>,
    /// When the file was made, as it says itself: the date where nothing else gives one.
    pub(super) written: Option<String>,
    /// Language as declared: `en-GB`, `English`.
    pub(super) lang: Option<String>,
    /// Address.
    pub(super) url: Option<String>,
    /// Standfirst.
    pub(super) summary: Option<String>,
    /// Body, one entry a paragraph, furniture of plain text still in it.
    pub(super) paragraphs: Vec<String>,
    /// Captions that the markup shows to be captions.
    pub(super) captions: Vec<String>,
    /// Furniture that the markup shows to be furniture.
    pub(super) removed: Vec<Removed>,
    /// Whether the source keeps credits, dates and dateline apart from the body, so that a line like
    /// `Pay March 31` is one of the story's.
    pub(super) is_sorted: bool,
}

/// Longest body: four times the longest novel. Where every second word is a name, an article takes
/// sixty times its size in memory and a second for each 1.3 MB; so it stays below 1 GB and ten seconds.
const ARTICLE_BYTES: usize = 12 << 20;

impl Draft {
    /// Makes the article: sorts out furniture, reads the opening lines and the dateline, settles the
    /// date, splits the byline, recognises the language.
    ///
    /// # Errors
    /// `no text` when neither headline nor body is left.
    pub(super) fn finish(
        mut self,
        origin: &Origin,
        format: &'static str,
    ) -> Result<Article, Rejection> {
        self.mend();
        let title = one_line(self.title).unwrap_or_default();
        let mut paragraphs = normalize::all_paragraphs(self.paragraphs);
        let about = format!("{title}\n{}", self.summary.as_deref().unwrap_or_default());
        let start = language::start_of(&paragraphs);
        let lang = language::of(self.lang.as_deref(), &about, &start);
        let custom = Custom {
            day_first: day_first(self.lang.as_deref(), lang.as_deref(), self.url.as_deref()),
            lang: lang.as_deref(),
        };

        // Rules and lone points are no text.
        paragraphs.retain(|line| line.contains(char::is_alphanumeric));
        let sorted = furniture::sort(&title, paragraphs);
        let mut body = sorted.body;
        let mut captions: Vec<String> = lines(self.captions).chain(sorted.captions).collect();
        captions.dedup();
        let mut removed = self.removed;
        removed.extend(sorted.removed);

        let mut opening = if self.is_sorted {
            opening::Opening::default()
        } else {
            opening::take(&mut body, custom)
        };
        let credit_at_end = if opening.credits.is_empty() {
            author_below(&removed)
        } else {
            None
        };
        // A line of its own may be the paper's place and date; that of the story comes first.
        let own_line = opening.dateline.take();
        let has_own_field = self.is_sorted && self.dateline.is_some();
        let in_body = if has_own_field {
            None
        } else {
            cut_dateline(&mut body[opening.above_dateline..])
        };
        let dateline = in_body.or_else(|| own_line.clone());

        let credits = byline::split(if self.byline.is_empty() {
            &opening.credits
        } else {
            &self.byline
        });
        let credits = match credit_at_end {
            Some(line) if credits.names.is_empty() && credits.wire.is_none() => {
                byline::split(&[line])
            }
            _ => credits,
        };
        let in_text = dateline.as_ref();
        let place = one_line(self.dateline)
            .and_then(|printed| dateline::of_field(&printed))
            .or_else(|| in_text.and_then(|found| found.place.clone()))
            .or(credits.place);
        let wire = one_line(self.wire)
            .map(|wire| agency::credited(&wire).map_or(wire, str::to_owned))
            .or_else(|| in_text.and_then(|found| found.wire.clone()))
            .or(credits.wire)
            .or(opening.wire)
            .or_else(|| agency::credited_at_end(&title).map(str::to_owned));

        let url = one_line(self.url);
        let mut statements = Vec::new();
        for (source, text) in &self.dates {
            statements.extend(custom.parse(text).map(|date| (*source, date)));
        }
        let text_dates = opening.dates.iter().filter_map(Stated::published);
        statements.extend(text_dates.map(|date| (DateSource::Text, date)));
        let filed = in_text.and_then(|found| found.date.as_ref());
        let lined = own_line.as_ref().and_then(|found| found.date.as_ref());
        statements.extend(
            lined
                .and_then(Stated::published)
                .map(|date| (DateSource::Text, date)),
        );
        statements.extend(
            filed
                .and_then(Stated::published)
                .map(|date| (DateSource::Dateline, date)),
        );
        statements.extend(
            url.as_deref()
                .and_then(address::date_in_url)
                .map(|date| (DateSource::Url, date)),
        );
        statements.extend(address::date_in_path(&origin.file).map(|date| (DateSource::Path, date)));
        let mut said = Vec::new();
        statements.retain(|statement| {
            let is_new = !said.contains(statement);
            said.push(*statement);
            is_new
        });
        if statements.is_empty() {
            let written = self.written.as_deref();
            let written = written.and_then(|date| custom.parse(date));
            statements.extend(written.map(|date| (DateSource::Meta, date)));
        }
        let partial: Vec<&Stated> = opening.dates.iter().chain(filed).chain(lined).collect();
        let dated = settled(&statements, &partial);
        // Half a date that was no use.
        if !matches!(dated, Some((DateSource::Dateline, _))) {
            removed.extend(opening.undated.drain(..).map(|text| Removed {
                text,
                reason: "date line".to_owned(),
            }));
        }

        let body = body.join("\n");
        let mut summary =
            one_line(self.summary).map(|summary| match dateline::at_start(&summary) {
                Some(found) => summary[found.len..].to_owned(),
                None => summary,
            });
        summary = summary.filter(|summary| !summary.is_empty());
        if let Some(text) = summary.take_if(|summary| repeats(summary, &title, &body)) {
            removed.push(Removed {
                text,
                reason: "repeated summary".to_owned(),
            });
        }
        if title.is_empty() && body.is_empty() && summary.is_none() {
            return Err(Rejection::skipped("no text"));
        }
        if body.len() > ARTICLE_BYTES {
            let detail = format!("more than {} MB in one article", ARTICLE_BYTES >> 20);
            return Err(Rejection::failed("too large", detail));
        }
        // A teaser is all there is of some exports: it is the text then, and must be found.
        let (body, summary) = match summary {
            Some(summary) if title.is_empty() && body.is_empty() => (summary, None),
            summary => (body, summary),
        };
        let source = one_line(self.source)
            .or(opening.source)
            .or_else(|| one_line(source_below(&removed)));
        let wire = wire.filter(|wire| Some(wire) != source.as_ref());
        Ok(Article {
            id: ArticleId::of(origin),
            origin: origin.clone(),
            format: format.to_owned(),
            title,
            byline: credits.names,
            dateline: place,
            source,
            section: one_line(self.section),
            page: one_line(self.page),
            edition: one_line(self.edition),
            wire,
            published: dated.map(|(_, published)| published),
            date_source: dated.map(|(source, _)| source),
            dates: statements,
            lang,
            url,
            summary,
            body,
            captions,
            removed,
        })
    }
}

impl Draft {
    /// Undoes a charset that was mistaken before the text came to us.
    fn mend(&mut self) {
        let texts = [&mut self.title, &mut self.summary, &mut self.dateline];
        let names = [&mut self.source, &mut self.section, &mut self.wire];
        let fields = texts.into_iter().chain(names).flatten();
        let lists = [&mut self.byline, &mut self.paragraphs, &mut self.captions];
        for text in fields.chain(lists.into_iter().flatten()) {
            if let Some(mended) = mojibake::mended(text) {
                *text = mended;
            }
        }
    }
}

/// A field as one normalised line; `None` when nothing is in it.
fn one_line(field: Option<String>) -> Option<String> {
    field
        .map(|text| normalize::line(&text))
        .filter(|text| !text.is_empty())
}

fn lines(texts: Vec<String>) -> impl Iterator<Item = String> {
    texts.into_iter().filter_map(|text| one_line(Some(text)))
}

/// Whether `03/05/2021` is the third of May: everywhere but in the United States and the Philippines.
/// English without a country does not say, nor do countries that write both.
fn day_first(declared: Option<&str>, lang: Option<&str>, url: Option<&str>) -> Option<bool> {
    let declared = declared.unwrap_or_default().to_lowercase();
    let region = declared.split(['-', '_']).nth(1).unwrap_or_default();
    let country = if region.len() == 2 {
        region
    } else {
        url.map(address::country).unwrap_or_default()
    };
    match (country, lang) {
        ("us" | "ph", _) => Some(false),
        ("ca", Some("en") | None) => None,
        (country, Some("en" | "tl") | None) => {
            DAY_FIRST_COUNTRIES.contains(&country).then_some(true)
        }
        // Dates in figures begin with the year; what ends with it was made for others.
        (_, Some("ja" | "ko" | "zh")) => None,
        _ => Some(true),
    }
}

/// Countries with English papers that write the day first, as they end the addresses of their sites.
const DAY_FIRST_COUNTRIES: &[&str] = &[
    "ae", "au", "bd", "bw", "cy", "eu", "fj", "gb", "gh", "hk", "ie", "il", "in", "jm", "ke", "lk",
    "mt", "mu", "mw", "my", "na", "ng", "np", "nz", "pg", "pk", "rw", "sg", "sz", "th", "tt", "tz",
    "ug", "uk", "za", "zm", "zw",
];

/// Takes a clear dateline off the first paragraph. Standfirsts may stand before that one.
fn cut_dateline(body: &mut [String]) -> Option<Dateline> {
    let starts = body.iter().take(3).map(|text| dateline::at_start(text));
    let (first, found) = (0..)
        .zip(starts)
        .find_map(|(at, found)| Some((at, found?)))?;
    let is_opening = body[..first]
        .iter()
        .all(|text| text.split_whitespace().count() <= 30);
    if !is_opening {
        return None;
    }
    body[first] = body[first][found.len..].to_owned();
    Some(found)
}

/// `Source: Al Jazeera and news agencies` below the story.
fn source_below(removed: &[Removed]) -> Option<String> {
    let line = removed
        .iter()
        .rev()
        .find(|piece| piece.text.to_lowercase().starts_with("source:"))?;
    let (_, source) = line.text.split_once(':')?;
    let source = source.split(" and ").next().unwrap_or(source).trim();
    (source.split_whitespace().count() <= 5).then(|| source.to_owned())
}

/// `Contact author: Tevy Som` below a story without a byline.
fn author_below(removed: &[Removed]) -> Option<String> {
    let line = removed.iter().rev().find(|piece| {
        let lower = piece.text.to_lowercase();
        lower.starts_with("contact author:") || lower.starts_with("contact the author:")
    })?;
    line.text
        .split_once(':')
        .map(|(_, name)| name.trim().to_owned())
}

/// The first statement, made more exact by later ones that fit into it: a year from the path and
/// `August 4` from the dateline are a day.
fn settled(
    statements: &[(DateSource, Published)],
    partial: &[&Stated],
) -> Option<(DateSource, Published)> {
    let mut best = *statements.first()?;
    for later in &statements[1..] {
        if best.1.is_narrowed_by(&later.1) {
            best = *later;
        }
    }
    for stated in partial.iter().filter(|stated| stated.year.is_none()) {
        if let Some(date) = stated
            .in_year(best.1.year())
            .filter(|date| best.1.is_narrowed_by(date))
        {
            best = (DateSource::Dateline, date);
        }
    }
    Some(best)
}

/// Whether a summary says nothing that the headline or the start of the body does not say.
fn repeats(summary: &str, title: &str, body: &str) -> bool {
    let key = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .take(SUMMARY_CHARS)
            .collect()
    };
    let (summary, title, body) = (key(summary), key(title), key(body));
    summary.is_empty()
        || summary == title
        || body.starts_with(&summary)
        || body.get(..summary.len() / 2).is_some_and(|start| {
            start.len() > 60 && summary.starts_with(start) && summary.len() < body.len()
        })
}

/// Summaries are compared this far; what is longer is cut off somewhere.
const SUMMARY_CHARS: usize = 160;
