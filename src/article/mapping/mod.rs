//! What the keeper of an archive says of its files, in `morgue.toml`.
//!
//! Most exports name their columns and keys so that `article::fields` knows them. For the others a
//! mapping says which column is the headline, and where the list of records is. What it leaves open
//! is found out as ever; what it says holds.
//!
//! ```toml
//! [[mapping]]
//! files = "exports/*.csv"            # as in a .gitignore; members of a zip too
//! title = "Headline"                 # a column, or keys of JSON: "content.title"
//! body = ["Lead", 4]                 # several; a number is the number of a column, from 1
//! date = "Erschienen"
//! date_format = "%d.%m.%Y"
//! source = ["Paper", { value = "Daily Echo" }]
//! section = false                    # not to be guessed either
//! delimiter = ";"                    # also quote, header, charset, records, skip
//! ```

mod file;

use std::hash::{Hash, Hasher};
use std::path::Path;

use twox_hash::XxHash3_64;

use super::fields::Field;
use super::published::DateSource;
use super::{Draft, Published, Rejection, markup};
use crate::corpus::{Corpus, Layout, Layouts, MAPPING_FILE, Root};
use crate::error::{Error, Result};
use file::{Stated, rules_in};

/// What is said of which files; empty unless somebody said something.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    layouts: Layouts,
    rules: Vec<Rule>,
}

/// What is said of a file's articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Rule {
    layout: Layout,
    fields: Vec<(Field, Vec<Pick>)>,
    date_format: Option<String>,
}

/// Where the text of a field is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Pick {
    /// A column by its name, or keys with points between them.
    Name(String),
    /// A column by its number, from 1.
    Column(usize),
    /// The same text for every article.
    Value(String),
}

impl Mapping {
    /// The mapping for the folders and files `corpus`: of each the `morgue.toml` that lies in it, then
    /// for all the one in `working`. The first `[[mapping]]` that names a file holds for it.
    ///
    /// # Errors
    /// [`Error::Mapping`] with the line for one that cannot be understood; what [`Corpus::open`] says.
    pub fn of(corpus: &[impl AsRef<Path>], working: &Path) -> Result<Mapping> {
        let paths: Vec<_> = corpus
            .iter()
            .map(|path| path.as_ref().to_path_buf())
            .collect();
        let corpus = Corpus::open(&paths)?;
        let mut mapping = Mapping::default();
        let shared = rules_in(working)?;
        for root in corpus.roots() {
            let folder = root.folder();
            if !is_same(folder, working) {
                for stated in rules_in(folder)? {
                    mapping.add(root, folder, stated)?;
                }
            }
            for stated in &shared {
                mapping.add(root, working, stated.clone())?;
            }
        }
        Ok(mapping)
    }

    fn add(&mut self, root: &Root, folder: &Path, stated: Stated) -> Result<()> {
        let number = self.rules.len();
        let layout = &stated.rule.layout;
        // The globs were looked at when the file was read.
        let added = self
            .layouts
            .add(root, folder, &stated.files, number, layout);
        added.map_err(|message| Error::Mapping {
            path: folder.join(MAPPING_FILE),
            line: 1,
            message,
        })?;
        self.rules.push(stated.rule);
        Ok(())
    }

    /// What it says of how files are cut.
    pub fn layouts(&self) -> &Layouts {
        &self.layouts
    }

    /// What it says of the articles of a file or member.
    pub(super) fn rule(&self, file: &str) -> Option<&Rule> {
        let (number, _) = self.layouts.of(file)?;
        self.rules.get(number)
    }

    /// Hash of all that it says of these files; 0 when it says nothing. Changes exactly when one of
    /// them would be read in another way.
    pub fn fingerprint<'f>(&self, files: impl IntoIterator<Item = &'f str>) -> u64 {
        let mut hash = XxHash3_64::new();
        let mut is_said = false;
        for (number, file) in files.into_iter().enumerate() {
            if let Some(rule) = self.rule(file) {
                is_said = true;
                (number, rule).hash(&mut hash);
            }
        }
        if is_said { hash.finish() } else { 0 }
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

impl Rule {
    /// Whether a column or key is spoken of by this name, so that nothing is to be guessed about it.
    pub(super) fn speaks_of(&self, name: &str) -> bool {
        let named = |pick: &Pick| matches!(pick, Pick::Name(named) if same_name(named, name));
        self.fields.iter().flat_map(|(_, picks)| picks).any(named)
    }

    /// The same for the number of a column, from 1.
    pub(super) fn speaks_of_column(&self, number: usize) -> bool {
        let mut picks = self.fields.iter().flat_map(|(_, picks)| picks);
        picks.any(|pick| *pick == Pick::Column(number))
    }

    /// Puts what is said in place of what was guessed. `texts` gives what stands where a [`Pick`] says,
    /// `None` when there is no such place in the record.
    ///
    /// # Errors
    /// `the mapping does not fit` when neither headline nor body is where it says; in a table, whose
    /// rows all have the same columns, when one of them is not.
    pub(super) fn apply(
        &self,
        draft: &mut Draft,
        is_table: bool,
        texts: impl Fn(&Pick) -> Option<Vec<String>>,
    ) -> std::result::Result<(), Rejection> {
        let mut missing = Vec::new();
        let mut has_text = false;
        for (field, picks) in &self.fields {
            let mut found = Vec::new();
            let mut is_there = false;
            let takes_all = matches!(
                field,
                Field::Body | Field::Byline | Field::Caption | Field::Date
            );
            for pick in picks {
                let Some(texts) = texts(pick) else {
                    continue;
                };
                is_there = true;
                let texts = texts.into_iter().filter(|text| !text.trim().is_empty());
                found.extend(texts);
                if !found.is_empty() && !takes_all {
                    break;
                }
            }
            draft.put(*field, self.dated(*field, found));
            if field.is_text() && is_there {
                has_text = true;
            } else if field.is_text() {
                missing.extend(picks.iter().filter_map(Pick::shown));
            }
        }
        if missing.is_empty() || has_text && !is_table {
            return Ok(());
        }
        let detail = format!("there is no {}", missing.join(", no "));
        Err(Rejection::failed("the mapping does not fit", detail))
    }

    /// The same for records in which nothing has a name: only what is the same for all articles.
    pub(super) fn apply_values(&self, draft: &mut Draft) {
        for (field, picks) in &self.fields {
            let value = picks.iter().find_map(|pick| match pick {
                Pick::Value(value) => Some(value.clone()),
                _ => None,
            });
            if let Some(value) = value {
                draft.put(*field, self.dated(*field, vec![value]));
            }
        }
    }

    /// Dates in the form that every reader knows, as far as they are written in the format named.
    fn dated(&self, field: Field, texts: Vec<String>) -> Vec<String> {
        match &self.date_format {
            Some(format) if field == Field::Date => {
                let told = |text: String| told_date(format, &text).unwrap_or(text);
                texts.into_iter().map(told).collect()
            }
            _ => texts,
        }
    }
}

impl Pick {
    fn shown(&self) -> Option<String> {
        match self {
            Pick::Name(name) => Some(format!("`{name}`")),
            Pick::Column(number) => Some(format!("column {number}")),
            Pick::Value(_) => None,
        }
    }
}

/// Whether two names of a column or key are one: case and outer spaces do not count.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    one == other || one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// The date in a text written so, as ISO 8601, as exact as the format.
fn told_date(format: &str, text: &str) -> Option<String> {
    let told = jiff::fmt::strtime::parse(format, text.trim()).ok()?;
    let Some(year) = told.year() else {
        let moment = told.to_timestamp().ok()?;
        let moment = moment.to_zoned(jiff::tz::TimeZone::UTC);
        return Some(moment.date().to_string());
    };
    let published = match (told.month(), told.day()) {
        (Some(month), Some(day)) => Published::Day { year, month, day },
        (Some(month), None) => Published::Month { year, month },
        _ => match told.to_date() {
            Ok(date) => Published::Day {
                year,
                month: date.month(),
                day: date.day(),
            },
            Err(_) => Published::Year { year },
        },
    };
    Some(published.to_string())
}

impl Draft {
    /// Puts texts, as a source prints them, into a field in place of what is there.
    fn put(&mut self, field: Field, texts: Vec<String>) {
        let first = texts.first().map(|text| markup::line(text));
        match field {
            Field::Title => self.title = first,
            Field::Body => {
                let paragraphs = texts.iter().flat_map(|text| markup::paragraphs(text));
                self.paragraphs = paragraphs.collect();
            }
            Field::Byline => self.byline = texts,
            Field::Date => {
                let dates = texts.into_iter().map(|date| (DateSource::Meta, date));
                self.dates = dates.collect();
            }
            Field::Dateline => self.dateline = first,
            Field::Source => self.source = first,
            Field::Section => self.section = first,
            Field::Page => self.page = first,
            Field::Edition => self.edition = first,
            Field::Wire => self.wire = first,
            Field::Lang => self.lang = first,
            Field::Url => self.url = first,
            Field::Summary => self.summary = first,
            Field::Caption => self.captions = texts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::file::tests::rule;
    use super::*;

    #[test]
    fn dates_in_a_format() {
        for (format, text, expected) in [
            ("%d.%m.%Y", "03.05.1987", Some("1987-05-03")),
            ("%m/%d/%y", "5/3/87", Some("1987-05-03")),
            ("%B %Y", "May 1987", Some("1987-05")),
            ("%Y", "1987", Some("1987")),
            ("%s", "546998400", Some("1987-05-03")),
            ("%d.%m.%Y", "May 1987", None),
        ] {
            assert_eq!(told_date(format, text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_said_comes_before_what_was_guessed() {
        let rule =
            rule("title = \"kop\"\ndate = \"dag\"\ndate_format = \"%d-%m-%Y\"\npage = false");
        let mut draft = Draft {
            title: Some("guessed".into()),
            page: Some("3".into()),
            section: Some("Sport".into()),
            ..Draft::default()
        };
        let texts = |pick: &Pick| match pick {
            Pick::Name(name) if name == "kop" => Some(vec!["Storm".to_owned()]),
            Pick::Name(_) => Some(vec!["03-05-1987".to_owned()]),
            _ => None,
        };
        rule.apply(&mut draft, true, texts).unwrap();
        assert_eq!(draft.title.as_deref(), Some("Storm"));
        assert_eq!(draft.dates, [(DateSource::Meta, "1987-05-03".to_owned())]);
        assert_eq!(
            (draft.page, draft.section.as_deref()),
            (None, Some("Sport"))
        );

        let rejection = rule
            .apply(&mut Draft::default(), false, |_| None)
            .unwrap_err();
        assert_eq!(rejection.reason, "the mapping does not fit");
        assert_eq!(rejection.detail.as_deref(), Some("there is no `kop`"));
    }
}
