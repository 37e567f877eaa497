//! ProQuest's text export: articles between lines of underscores, every field behind its label.
//!
//! `Document 1 of 100`, the headline, then `Author:`, `Publication info:`, `Full text:`, and at the end
//! once more all that is known (`Title:`, `Publication title:`, `Publication date:`, `Section:` ...).

use super::Reading;
use super::press_export::{labelled, removed};
use crate::article::Draft;
use crate::article::published::DateSource;

/// What a label means.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Label {
    Title,
    Byline,
    Date,
    /// Only when no field gives the date by itself.
    Imprint,
    Source,
    Section,
    Page,
    Dateline,
    Summary,
    Text,
    Language,
    Edition,
    Url,
    Other,
}

/// Folded labels, sorted.
const LABELS: &[(&str, Label)] = &[
    ("abstract", Label::Summary),
    ("author", Label::Byline),
    ("authors", Label::Byline),
    ("column", Label::Other),
    ("companyorganization", Label::Other),
    ("contributor", Label::Other),
    ("copyright", Label::Other),
    ("countryofpublication", Label::Other),
    ("credit", Label::Other),
    ("database", Label::Other),
    ("dateline", Label::Dateline),
    ("documentfeature", Label::Other),
    ("documenttype", Label::Other),
    ("documenturl", Label::Url),
    ("edition", Label::Edition),
    ("firstpage", Label::Page),
    ("fulltext", Label::Text),
    ("identifierkeyword", Label::Other),
    ("identifierskeywords", Label::Other),
    ("illustrations", Label::Other),
    ("issn", Label::Other),
    ("issue", Label::Other),
    ("journalsubject", Label::Other),
    ("languageofpublication", Label::Language),
    ("lastupdated", Label::Other),
    ("links", Label::Other),
    ("location", Label::Other),
    ("numberofpages", Label::Other),
    ("pages", Label::Page),
    ("people", Label::Other),
    ("person", Label::Other),
    ("placeofpublication", Label::Other),
    ("proquestdocumentid", Label::Other),
    ("publicationdate", Label::Date),
    ("publicationinfo", Label::Imprint),
    ("publicationsubject", Label::Other),
    ("publicationtitle", Label::Source),
    ("publicationyear", Label::Date),
    ("publisher", Label::Other),
    ("section", Label::Section),
    ("sourcetype", Label::Other),
    ("startpage", Label::Page),
    ("subject", Label::Other),
    ("subtitle", Label::Summary),
    ("text", Label::Text),
    ("title", Label::Title),
    ("volume", Label::Other),
    ("year", Label::Date),
];

/// Underscores between two articles, at least.
const RULE_CHARS: usize = 20;

/// Whether a text is such an export: the labels that only ProQuest has.
pub(super) fn recognises(text: &str) -> bool {
    if !text.contains("Full text:") && !text.contains("ProQuest") {
        return false;
    }
    let begins = |label: &str| text.lines().any(|line| line.starts_with(label));
    let is_proquest =
        begins("ProQuest document ID:") || text.contains("Report Information from ProQuest");
    is_proquest && (begins("Full text:") || begins("Publication title:"))
        || begins("Full text:") && begins("Publication title:")
}

/// Reads an export.
pub(super) fn read_text(text: &str) -> Reading {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let blocks = lines.split(|line| is_rule(line));
    // Cover and imprint of the report have no label of an article.
    let is_article = |block: &&[&str]| {
        block.iter().any(|line| {
            matches!(
                label_of(line),
                Some((Label::Title | Label::Source | Label::Text, _))
            )
        })
    };
    Ok(blocks
        .filter(is_article)
        .map(|block| Ok(draft_of(block)))
        .collect())
}

fn is_rule(line: &str) -> bool {
    line.len() >= RULE_CHARS && line.bytes().all(|byte| byte == b'_')
}

fn label_of(line: &str) -> Option<(Label, &str)> {
    if !line.starts_with(char::is_uppercase) {
        return None;
    }
    let (name, value) = labelled(line)?;
    let at = LABELS
        .binary_search_by_key(&name.as_str(), |(known, _)| known)
        .ok()?;
    Some((LABELS[at].1, value))
}

fn draft_of(lines: &[&str]) -> Draft {
    let mut draft = Draft::default();
    let first = lines
        .iter()
        .position(|line| label_of(line).is_some())
        .unwrap_or(lines.len());
    let is_headline = |line: &&&str| !line.is_empty() && !is_count(line);
    let headline: Vec<&str> = lines[..first].iter().filter(is_headline).copied().collect();
    let mut imprint = None;
    let mut fields: Vec<(Label, &str, Vec<&str>)> = Vec::new();
    for line in &lines[first..] {
        let in_text = fields
            .last()
            .is_some_and(|(label, _, _)| *label == Label::Text);
        match label_of(line) {
            // A text may have a line like `Title: ...`; the fields below it begin with these.
            Some((label, value)) if !in_text || ends_text(line) => {
                fields.push((label, line, vec![value]))
            }
            _ => {
                if let Some((_, _, texts)) = fields.last_mut() {
                    texts.push(line);
                }
            }
        }
    }
    for (label, line, texts) in fields {
        let value = texts.join(" ").trim().to_owned();
        if value.is_empty() {
            continue;
        }
        match label {
            Label::Title => draft.title = Some(value),
            Label::Byline if draft.byline.is_empty() => draft.byline = authors(&value),
            Label::Date => draft.dates.push((DateSource::Meta, value)),
            Label::Imprint => imprint = Some(value),
            Label::Source => draft.source = Some(publication(&value).to_owned()),
            Label::Section => draft.section = Some(value),
            Label::Page => {
                draft.page.get_or_insert(value);
            }
            Label::Dateline => draft.dateline = Some(value),
            Label::Summary if draft.summary.is_none() => draft.summary = Some(value),
            Label::Text => draft
                .paragraphs
                .extend(texts.into_iter().map(str::to_owned)),
            Label::Language => draft.lang = Some(value),
            Label::Edition => draft.edition = Some(value),
            Label::Url => {
                draft.url.get_or_insert(value);
            }
            Label::Byline | Label::Summary => {}
            Label::Other => {
                let name = line.split(':').next().unwrap_or_default();
                draft
                    .removed
                    .push(removed(&format!("{name}: {value}"), "header line"));
            }
        }
    }
    if draft.title.is_none() && !headline.is_empty() {
        draft.title = Some(headline.join(" "));
    }
    if let Some(imprint) = imprint {
        if draft.source.is_none() {
            draft.source = Some(publication(&imprint).to_owned());
        }
        if draft.dates.is_empty() {
            draft
                .dates
                .extend(imprint_date(&imprint).map(|date| (DateSource::Meta, date)));
        }
    }
    // The day first, the year last.
    draft.dates.sort_by_key(|(_, date)| date.len() <= 4);
    draft
}

/// `Document 1 of 100`.
fn is_count(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    matches!(words.as_slice(), ["Document", _, "of", _])
}

/// Labels that come right below the full text.
fn ends_text(line: &str) -> bool {
    [
        "Subject:",
        "Location:",
        "People:",
        "Company / organization:",
        "Company:",
        "Title:",
        "Credit:",
        "Illustrations:",
        "Publication title:",
        "Identifier / keyword:",
        "Classification:",
        "Copyright:",
        "Business indexing term:",
    ]
    .iter()
    .any(|label| line.starts_with(label))
}

/// `Doe, Jane; Lee, Ann` with the given names first.
fn authors(value: &str) -> Vec<String> {
    let turned = |name: &str| match name.trim().trim_end_matches('.').split_once(", ") {
        Some((family, given)) if !given.contains(',') => format!("{given} {family}"),
        _ => name.trim().to_owned(),
    };
    value
        .split(';')
        .filter(|name| !name.trim().is_empty())
        .map(turned)
        .collect()
}

/// `The Times; London (UK)`, `The Times ; London (UK) [London (UK)]12 Jan 2015: 12.`
fn publication(value: &str) -> &str {
    value.split([';', '[']).next().unwrap_or(value).trim()
}

/// The day in `The Times ; London (UK) [London (UK)]12 Jan 2015: 12.`
fn imprint_date(imprint: &str) -> Option<String> {
    let after = imprint.rsplit_once(']').map_or(imprint, |(_, after)| after);
    let date = after.split(':').next()?.trim();
    (!date.is_empty()).then(|| date.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export() {
        let rule = "_".repeat(60);
        let text = format!(
            "Report Information from ProQuest\n{rule}\n\nDocument 1 of 2\n\nPort strike ends\n\nAuthor: Doe, Jane; Lee, Ann.\n\nPublication info: The Lantern ; London (UK) [London (UK)]12 Jan 2015: 12.\n\nAbstract: Dockers voted.\n\nLinks: http://a.example\n\nFull text: Dockers voted.\n\nHe said: go.\n\nSubject: Ports\n\nTitle: Port strike ends\n\nPublication title: The Lantern; London (UK)\n\nPages: 12\n\nPublication year: 2015\n\nPublication date: Jan 12, 2015\n\nSection: News\n\nLanguage of publication: English\n\nProQuest document ID: 1\n\n{rule}\n\nDocument 2 of 2\n\nFerry sinks\n\nPublication info: The Lantern ; London (UK) [London (UK)]13 Jan 2015: 1.\n\nFull text: It sank.\n\n{rule}\n\nContact us at: http://a.example\n"
        );
        assert!(recognises(&text));
        let shown: Vec<String> = read_text(&text)
            .unwrap()
            .into_iter()
            .map(|draft| {
                let draft = draft.unwrap();
                let dates: Vec<&str> = draft.dates.iter().map(|(_, date)| date.as_str()).collect();
                let paragraphs: Vec<&str> = draft
                    .paragraphs
                    .iter()
                    .map(String::as_str)
                    .filter(|text| !text.is_empty())
                    .collect();
                format!(
                    "{}|{}|{}|{}|{}|{}|{}",
                    draft.title.unwrap_or_default(),
                    draft.byline.join("+"),
                    dates.join("+"),
                    draft.source.unwrap_or_default(),
                    draft.section.unwrap_or_default(),
                    draft.page.unwrap_or_default(),
                    paragraphs.join(" / ")
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "Port strike ends|Jane Doe+Ann Lee|Jan 12, 2015+2015|The Lantern|News|12|Dockers voted. / He said: go.",
                "Ferry sinks||13 Jan 2015|The Lantern|||It sank.",
            ]
        );
        assert!(LABELS.is_sorted_by_key(|(label, _)| label));
        assert!(!recognises("Title: a\nFull text: b"));
    }
}
