//! What a format found, as printed, before anything is made of it.

use super::published::{DateSource, Published};
use super::{Article, ArticleId, Rejection, Removed};
use crate::corpus::Record;
use crate::text::normalize;

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
    /// Agency.
    pub(super) wire: Option<String>,
    /// Statements of the date, most trusted first; the first that can be read wins.
    pub(super) dates: Vec<(DateSource, String)>,
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
}

impl Draft {
    /// Makes the article.
    ///
    /// # Errors
    /// `no text` when neither headline nor body is left.
    pub(super) fn finish(
        self,
        record: &Record,
        format: &'static str,
    ) -> Result<Article, Rejection> {
        let text = |field: Option<String>| {
            field
                .map(|text| normalize::line(&text))
                .filter(|text| !text.is_empty())
        };
        let body = normalize::paragraphs(&self.paragraphs.join("\n"));
        let title = text(self.title).unwrap_or_default();
        if title.is_empty() && body.is_empty() {
            return Err(Rejection::skipped("no text"));
        }
        let dated = self
            .dates
            .iter()
            .find_map(|(source, date)| Some((*source, Published::parse(date, None)?)));
        Ok(Article {
            id: ArticleId::of(&record.origin),
            origin: record.origin.clone(),
            format: format.to_owned(),
            title,
            byline: self.byline,
            dateline: text(self.dateline),
            source: text(self.source),
            section: text(self.section),
            page: text(self.page),
            wire: text(self.wire),
            published: dated.map(|(_, published)| published),
            date_source: dated.map(|(source, _)| source),
            lang: text(self.lang),
            url: text(self.url),
            summary: text(self.summary),
            body,
            captions: self.captions,
            removed: self.removed,
        })
    }
}
