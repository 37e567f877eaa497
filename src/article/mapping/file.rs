//! How a `morgue.toml` is written.
//!
//! Whatever is wrong in it is told with its line: a mapping that is half understood would fill the
//! index with half-read articles.

use std::fs;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use toml::Spanned;

use super::{Pick, Rule, told_date};
use crate::article::fields::Field;
use crate::corpus::{Layout, MAPPING_FILE, check_globs};
use crate::error::{Error, Result};
use crate::regular_file;

/// One `[[mapping]]`, understood.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    pub(super) files: Vec<String>,
    pub(super) rule: Rule,
}

/// A `morgue.toml` may have this many bytes: thousands of mappings.
const MOST_BYTES: u64 = 1 << 20;

/// The mappings in the `morgue.toml` of a folder; none when there is no such file. One that is there and cannot be read is an
/// error: without it the archive would be read as if nothing were said of it.
pub(super) fn rules_in(folder: &Path) -> Result<Vec<Stated>> {
    let path = folder.join(MAPPING_FILE);
    match fs::symlink_metadata(&path) {
        // A folder of that name is part of the archive.
        Ok(about) if !about.is_dir() => {}
        _ => return Ok(Vec::new()),
    }
    let bytes = regular_file::read(&path, MOST_BYTES).map_err(Error::io("read", &path))?;
    let at = |byte: usize| {
        let before = &bytes[..byte.min(bytes.len())];
        before.iter().filter(|&&byte| byte == b'\n').count() + 1
    };
    let text = str::from_utf8(&bytes).map_err(|error| Error::Mapping {
        path: path.clone(),
        line: at(error.valid_up_to()),
        message: "this is not UTF-8".to_owned(),
    })?;
    parse(text).map_err(|(span, message)| Error::Mapping {
        path: path.clone(),
        line: at(span.start),
        message,
    })
}

/// What is wrong, and where in the text.
type Fault = (Range<usize>, String);

fn parse(text: &str) -> std::result::Result<Vec<Stated>, Fault> {
    let file: FileToml = toml::from_str(text).map_err(|error| {
        let at = error.span().unwrap_or_default();
        let message = error
            .message()
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned();
        (at, message)
    })?;
    file.mapping
        .into_iter()
        .map(MappingToml::understood)
        .collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileToml {
    #[serde(default)]
    mapping: Vec<MappingToml>,
}

/// A `[[mapping]]` as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingToml {
    files: Spanned<OneOrMore>,
    #[serde(default)]
    skip: bool,
    records: Option<String>,
    delimiter: Option<Spanned<String>>,
    quote: Option<Spanned<Quote>>,
    header: Option<bool>,
    charset: Option<Spanned<String>>,
    title: Option<Picks>,
    body: Option<Picks>,
    byline: Option<Picks>,
    date: Option<Picks>,
    date_format: Option<Spanned<String>>,
    dateline: Option<Picks>,
    source: Option<Picks>,
    section: Option<Picks>,
    page: Option<Picks>,
    edition: Option<Picks>,
    wire: Option<Picks>,
    lang: Option<Picks>,
    url: Option<Picks>,
    summary: Option<Picks>,
    captions: Option<Picks>,
}

impl MappingToml {
    fn understood(self) -> std::result::Result<Stated, Fault> {
        let files = self.files.as_ref().0.clone();
        check_globs(&files).map_err(|message| (self.files.span(), message))?;
        if files.is_empty() {
            return Err((self.files.span(), "`files` names no files".to_owned()));
        }
        let mut layout = Layout {
            names: Vec::new(),
            is_left_out: self.skip,
            records: self.records,
            delimiter: self.delimiter.map(|sign| one_sign(&sign)).transpose()?,
            quote: self.quote.map(|quote| quote_sign(&quote)).transpose()?,
            has_header: self.header,
            charset: self.charset.map(|name| charset(&name)).transpose()?,
        };
        let fields = [
            (Field::Title, self.title),
            (Field::Body, self.body),
            (Field::Byline, self.byline),
            (Field::Date, self.date),
            (Field::Dateline, self.dateline),
            (Field::Source, self.source),
            (Field::Section, self.section),
            (Field::Page, self.page),
            (Field::Edition, self.edition),
            (Field::Wire, self.wire),
            (Field::Lang, self.lang),
            (Field::Url, self.url),
            (Field::Summary, self.summary),
            (Field::Caption, self.captions),
        ];
        let fields = fields.into_iter();
        let fields: Vec<(Field, Vec<Pick>)> = fields
            .filter_map(|(field, picks)| Some((field, picks?.0)))
            .collect();
        for pick in fields.iter().flat_map(|(_, picks)| picks) {
            if let Pick::Name(name) = pick {
                layout.names.push(name.clone());
            }
        }
        if let Some(format) = &self.date_format {
            check_format(format)?;
        }
        Ok(Stated {
            files,
            rule: Rule {
                layout,
                fields,
                date_format: self.date_format.map(Spanned::into_inner),
            },
        })
    }
}

fn one_sign(stated: &Spanned<String>) -> std::result::Result<u8, Fault> {
    match stated.as_ref().as_bytes() {
        b"tab" => Ok(b'\t'),
        [sign] if sign.is_ascii() => Ok(*sign),
        _ => Err((
            stated.span(),
            "one ASCII character is expected, or \"tab\"".to_owned(),
        )),
    }
}

fn quote_sign(stated: &Spanned<Quote>) -> std::result::Result<Option<u8>, Fault> {
    match stated.as_ref() {
        Quote::None => Ok(None),
        Quote::Sign(sign) => one_sign(&Spanned::new(stated.span(), sign.clone())).map(Some),
    }
}

fn charset(stated: &Spanned<String>) -> std::result::Result<&'static str, Fault> {
    match encoding_rs::Encoding::for_label(stated.as_ref().trim().as_bytes()) {
        Some(encoding) => Ok(encoding.name()),
        None => Err((
            stated.span(),
            format!("there is no charset `{}`", stated.as_ref()),
        )),
    }
}

fn check_format(stated: &Spanned<String>) -> std::result::Result<(), Fault> {
    let day = jiff::civil::datetime(2001, 2, 3, 4, 5, 6, 0);
    let moment = day.to_zoned(jiff::tz::TimeZone::UTC).ok();
    let written = moment.map(|moment| jiff::fmt::strtime::format(stated.as_ref(), &moment));
    match written {
        Some(Err(error)) => Err((stated.span(), error.to_string())),
        Some(Ok(text)) if told_date(stated.as_ref(), &text).is_none() => {
            Err((stated.span(), "the format has no year in it".to_owned()))
        }
        _ => Ok(()),
    }
}

/// A text or a list of texts.
struct OneOrMore(Vec<String>);

/// A text, or `false`.
enum Quote {
    None,
    Sign(String),
}

/// What is said of a field: one place or several; none for `false`.
struct Picks(Vec<Pick>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Texts;
        impl<'de> Visitor<'de> for Texts {
            type Value = OneOrMore;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a glob such as \"exports/*.csv\", or a list of globs")
            }

            fn visit_str<E>(self, text: &str) -> std::result::Result<OneOrMore, E> {
                Ok(OneOrMore(vec![text.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                mut list: A,
            ) -> std::result::Result<OneOrMore, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = list.next_element()? {
                    texts.push(text);
                }
                Ok(OneOrMore(texts))
            }
        }
        deserializer.deserialize_any(Texts)
    }
}

impl<'de> Deserialize<'de> for Quote {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Sign;
        impl Visitor<'_> for Sign {
            type Value = Quote;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a character such as \"'\", or false for none")
            }

            fn visit_str<E>(self, text: &str) -> std::result::Result<Quote, E> {
                Ok(Quote::Sign(text.to_owned()))
            }

            fn visit_bool<E: de::Error>(self, has: bool) -> std::result::Result<Quote, E> {
                match has {
                    false => Ok(Quote::None),
                    true => Err(E::invalid_value(de::Unexpected::Bool(true), &self)),
                }
            }
        }
        deserializer.deserialize_any(Sign)
    }
}

impl<'de> Deserialize<'de> for Pick {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let picks = Picks::deserialize(deserializer)?;
        match <[Pick; 1]>::try_from(picks.0) {
            Ok([pick]) => Ok(pick),
            Err(_) => Err(de::Error::custom("no list and no `false` inside a list")),
        }
    }
}

impl<'de> Deserialize<'de> for Picks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Places;
        impl<'de> Visitor<'de> for Places {
            type Value = Picks;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(
                    "the name of a column or key, the number of a column, { value = \"...\" }, \
                     a list of these, or false for none",
                )
            }

            fn visit_str<E: de::Error>(self, name: &str) -> std::result::Result<Picks, E> {
                if name.is_empty() {
                    return Err(E::invalid_value(de::Unexpected::Str(name), &self));
                }
                Ok(Picks(vec![Pick::Name(name.to_owned())]))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> std::result::Result<Picks, E> {
                match usize::try_from(number) {
                    Ok(number) if number > 0 => Ok(Picks(vec![Pick::Column(number)])),
                    _ => Err(E::custom("columns are counted from 1")),
                }
            }

            fn visit_bool<E: de::Error>(self, has: bool) -> std::result::Result<Picks, E> {
                match has {
                    false => Ok(Picks(Vec::new())),
                    true => Err(E::invalid_value(de::Unexpected::Bool(true), &self)),
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                mut list: A,
            ) -> std::result::Result<Picks, A::Error> {
                let mut picks = Vec::new();
                while let Some(pick) = list.next_element()? {
                    picks.push(pick);
                }
                Ok(Picks(picks))
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> std::result::Result<Picks, A::Error> {
                let mut value = None;
                while let Some(key) = map.next_key::<String>()? {
                    if key != "value" {
                        return Err(de::Error::unknown_field(&key, &["value"]));
                    }
                    value = Some(map.next_value::<String>()?);
                }
                let value = value.ok_or_else(|| de::Error::missing_field("value"))?;
                Ok(Picks(vec![Pick::Value(value)]))
            }
        }
        deserializer.deserialize_any(Places)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::article::mapping) fn rule(lines: &str) -> Rule {
        parse(&format!("[[mapping]]\nfiles = \"*\"\n{lines}"))
            .unwrap()
            .remove(0)
            .rule
    }

    #[test]
    fn places_of_fields() {
        let rule = rule(
            "title = \"Head.Line\"\nbody = [\"Lead\", 4]\nsource = [\"Paper\", { value = \"Echo\" }]\nsection = false",
        );
        let picks = |field: Field| {
            let mut said = rule.fields.iter();
            said.find(|(named, _)| *named == field)
                .map(|(_, picks)| picks.as_slice())
        };
        assert_eq!(
            picks(Field::Title),
            Some(&[Pick::Name("Head.Line".into())][..])
        );
        assert_eq!(
            picks(Field::Body),
            Some(&[Pick::Name("Lead".into()), Pick::Column(4)][..])
        );
        assert_eq!(
            picks(Field::Source),
            Some(&[Pick::Name("Paper".into()), Pick::Value("Echo".into())][..])
        );
        assert_eq!(picks(Field::Section), Some(&[][..]));
        assert_eq!(picks(Field::Page), None);
        assert!(rule.speaks_of_column(4) && !rule.speaks_of_column(3));
        assert!(rule.speaks_of("Lead ") && !rule.speaks_of("Text"));
    }

    #[test]
    fn layouts() {
        let said = rule("delimiter = \"tab\"\nquote = false\nheader = false\ncharset = \"latin1\"");
        assert_eq!(
            said.layout,
            Layout {
                delimiter: Some(b'\t'),
                quote: Some(None),
                has_header: Some(false),
                charset: Some("windows-1252"),
                ..Layout::default()
            }
        );
    }

    #[test]
    fn faults_are_told_with_their_line() {
        for (text, line, part) in [
            ("[[mapping]]\nfiles = \"*\"\ntitel = \"x\"", 3, "titel"),
            ("[[mappings]]\nfiles = \"*\"", 1, "mappings"),
            ("[[mapping]]\ntitle = \"x\"", 1, "files"),
            ("[[mapping]]\nfiles = \"a[\"", 2, "a["),
            ("[[mapping]]\nfiles = []", 2, "names no files"),
            ("[[mapping]]\nfiles = \"*\"\n\nbody = 0", 4, "from 1"),
            (
                "[[mapping]]\nfiles = \"*\"\nbody = [[\"a\", \"b\"]]",
                3,
                "list",
            ),
            (
                "[[mapping]]\nfiles = \"*\"\ndelimiter = \"::\"",
                3,
                "one ASCII",
            ),
            (
                "[[mapping]]\nfiles = \"*\"\ncharset = \"klingon\"",
                3,
                "klingon",
            ),
            (
                "[[mapping]]\nfiles = \"*\"\nsource = { name = \"x\" }",
                3,
                "name",
            ),
            ("[[mapping]]\nfiles = \"*\"\ndate_format = \"%K!\"", 3, ""),
            (
                "[[mapping]]\nfiles = \"*\"\ndate_format = \"%d.%m.\"",
                3,
                "no year",
            ),
            ("[[mapping]]\nfiles = \"*", 2, ""),
        ] {
            let (at, message) = parse(text).expect_err(text);
            assert_eq!(
                text[..at.start].matches('\n').count() + 1,
                line,
                "{text}\n{message}"
            );
            assert!(message.contains(part), "{message}");
        }
    }
}
