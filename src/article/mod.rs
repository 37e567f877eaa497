//! Understand a record: one file per format, one [`Article`] whatever the source.
//!
//! Reading is a pure function of the record's bytes and path. Each format fills a `Draft` with
//! what the source says, as printed; the rest of this stage is the same for all of them: dates,
//! bylines, datelines, furniture, language.

mod address;
mod agency;
mod arabic_credit;
mod beginnings;
mod byline;
mod byline_words;
mod calendar_words;
mod calendars;
mod creator;
mod date_text;
mod dateline;
mod draft;
mod fields;
mod format;
mod furniture;

mod labels;
mod language;
pub mod mapping;
mod markup;
mod month_names;
mod opening;

pub mod published;

mod record_key;
mod scan;
mod sgml;
mod story_body;
mod teaser;
mod topics;
mod wrapping;
mod xml;

use serde::{Deserialize, Serialize};

pub use crate::corpus::Rejection;
use crate::corpus::{Origin, Record};
use draft::Draft;
pub use mapping::Mapping;
pub use published::{DateSource, Published};

/// Stable across runs: a hash of file and record, printed as 16 hex digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u64);

impl std::fmt::Display for ArticleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl ArticleId {
    /// The id of the article at `origin`.
    pub fn of(origin: &Origin) -> ArticleId {
        let mut bytes = origin.file.as_bytes().to_vec();
        bytes.push(0);
        bytes.extend(origin.record.to_le_bytes());
        ArticleId(twox_hash::XxHash3_64::oneshot(&bytes))
    }

    /// Reads the printed form. `None` when it is not 16 hex digits.
    pub fn parse(text: &str) -> Option<ArticleId> {
        let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then(|| u64::from_str_radix(text, 16).ok().map(ArticleId))?
    }
}

/// One article as the archive prints it, normalised (see [`crate::text::normalize`]).
///
/// Text fields hold no markup. An empty `title` or `body` means that the source has none; both
/// empty does not occur.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Hash of the origin, and not written out beside it.
    #[serde(skip)]
    pub id: ArticleId,
    /// Where it stands in the archive.
    pub origin: Origin,
    /// Name of the format it was read as, a row of the table in `article::format`: `text`, `html`, `nitf`.
    pub format: String,
    /// Headline.
    pub title: String,
    /// Credited writers, one name each, as printed, in order.
    pub byline: Vec<String>,
    /// The place a story was filed from, as printed: `Bogotá, Colombia`.
    pub dateline: Option<String>,
    /// Publication: newspaper, site or agency.
    pub source: Option<String>,
    /// Section as printed.
    pub section: Option<String>,
    /// Page as printed.
    pub page: Option<String>,
    /// Edition as printed: `Late City Final`.
    pub edition: Option<String>,
    /// Agency the story is credited to, when that is not the publication.
    pub wire: Option<String>,
    /// When it appeared, as exact as the source says.
    pub published: Option<Published>,
    /// Where the date was found. `None` when there is none.
    pub date_source: Option<DateSource>,
    /// Every statement of the date that could be read, the most trusted first; they may disagree.
    pub dates: Vec<(DateSource, Published)>,
    /// ISO 639-1 code. `None` when neither declared nor recognisable.
    pub lang: Option<String>,
    /// Address of the original.
    pub url: Option<String>,
    /// Standfirst or abstract, when the source has one apart from the body.
    pub summary: Option<String>,
    /// Paragraphs, separated by one `\n`.
    pub body: String,
    /// Captions of pictures; kept, but neither searched nor tagged.
    pub captions: Vec<String>,
    /// What was taken out of the text and why, in the order found.
    pub removed: Vec<Removed>,
}

/// A piece of furniture: text in the record that is not part of the story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// As printed.
    pub text: String,
    /// A few words, the same for all pieces of a kind: `related link`, `caption`, `advertisement`.
    pub reason: String,
}

impl Article {
    /// Understands one record, as `mapping` says or as it explains itself. Gives at least one item; the articles of a document are numbered from
    /// the record's own number on.
    ///
    /// Where there is no article, the reason goes to the summary of the run. Costs time linear in the
    /// record, saved pages a millisecond or so per 100 KB.
    pub fn read(record: &Record, mapping: &Mapping) -> Vec<(Origin, Result<Article, Rejection>)> {
        let (format, drafts) = match format::read(record, mapping.rule(&record.origin.file)) {
            Ok(read) => read,
            Err(rejection) => return vec![(record.origin.clone(), Err(rejection))],
        };
        let numbers = record.origin.record..;
        let articles = numbers.zip(drafts).map(|(number, draft)| {
            let origin = Origin {
                file: record.origin.file.clone(),
                record: number,
            };
            let article = draft.and_then(|draft| draft.finish(&origin, format));
            (origin, article)
        });
        articles.collect()
    }
}

#[cfg(test)]
mod tests {
    //! 1. Reading never panics, whatever the bytes.
    //! 2. No article has an empty paragraph, an empty optional field, or neither headline nor body.

    use proptest::prelude::*;

    use super::*;
    use crate::corpus::{Content, Document};

    fn record(content: Content) -> Record {
        let origin = Origin {
            file: "1923/1923-03-story.txt".into(),
            record: 0,
        };
        Record { origin, content }
    }

    fn document(bytes: Vec<u8>) -> Content {
        Content::Document(Document {
            bytes,
            ..Document::default()
        })
    }

    fn check(content: Content) {
        for (_, article) in Article::read(&record(content), &Mapping::default()) {
            check_article(article);
        }
    }

    fn check_article(article: Result<Article, Rejection>) {
        let Ok(article) = article else {
            return;
        };
        assert!(!article.title.is_empty() || !article.body.is_empty());
        assert!(
            article.body.is_empty() || article.body.lines().all(|text| !text.trim().is_empty())
        );
        let options = [
            &article.dateline,
            &article.source,
            &article.section,
            &article.page,
            &article.wire,
            &article.lang,
            &article.url,
            &article.summary,
        ];
        assert!(options.into_iter().flatten().all(|text| !text.is_empty()));
        assert!(article.byline.iter().all(|name| !name.is_empty()));
    }

    /// Lines that look like those of news, so that the rules are reached.
    fn lines() -> impl Strategy<Value = String> {
        let line = prop_oneof![
            ".{0,80}",
            "(LONDON|Bogotá, Colombia|By|Ad|More on|Read more:|©|Title:|Date:|---|\\(AP\\))( |, |:|\\(|-|—|\n)?.{0,40}",
            "[A-Z][a-z]{1,9}( [A-Za-z]{1,9}){3,30}\\.",
            "[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}",
            "(<p>|&amp;|<b|#39;|&#0;|\\\\n).{0,20}",
        ];
        proptest::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            check(document(bytes));
        }

        #[test]
        fn any_text(text in lines()) {
            check(document(text.into_bytes()));
        }

        #[test]
        fn any_json(title in lines(), body in lines(), date in ".{0,30}", other in any::<i64>()) {
            let object = serde_json::json!({
                "title": title, "text": [body.clone(), {"content": body}], "authors": [date, other],
                "date": other, "published": date, "article": {"summary": title},
            });
            check(Content::Json(object.to_string()));
            check(Content::Json(title));
        }

        #[test]
        fn any_row(cells in proptest::collection::vec(lines(), 0..6), has_header: bool) {
            let names = ["title", "date", "text", "author", "lang", "dateline"];
            let header = has_header.then(|| names.map(str::to_owned).to_vec().into());
            check(Content::Row { header, first_rows: [cells.clone()].into(), cells });
        }
    }

    #[test]
    fn ids_are_printed_and_read_back() {
        let origin = record(Content::Json(String::new())).origin;
        let id = ArticleId::of(&origin);
        assert_eq!(ArticleId::parse(&id.to_string()), Some(id));
        assert_eq!(ArticleId::parse("4f1c"), None);
    }

    #[test]
    fn an_article_beyond_all_measure_is_refused() {
        let mut text = "Ferries\n\n".to_owned();
        for number in 0..320_000 {
            text.push_str(&format!(
                "Ferry {number} was late again, its captain said.\n\n"
            ));
        }
        let read = Article::read(&record(document(text.into_bytes())), &Mapping::default());
        assert_eq!(read[0].1.as_ref().unwrap_err().reason, "too large");
    }
}
