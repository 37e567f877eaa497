//! Nexis and its ancestors: hundreds of articles in one file of text, in HTML, or in the text of a
//! DOCX or PDF.
//!
//! LexisNexis counts its articles (`1 of 500 DOCUMENTS`) and sets source and date above the headline;
//! Nexis Uni ends them (`End of Document`) and sets them below it. Both go on with a block of labels
//! in the reader's language, and put more of them below the text.

use memchr::memmem;

use super::Reading;
use super::press_export::{
    edition_behind_date, is_date_line, is_rights, labelled, lines_of_page, removed,
    section_and_page,
};
use crate::article::published::DateSource;
use crate::article::{Draft, wrapping};

/// What a label means.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Label {
    Headline,
    Byline,
    Dateline,
    Section,
    Summary,
    Caption,
    Language,
    Url,
    Body,
    Length,
    Other,
}

/// Folded labels, sorted: English, German, French, Spanish, Dutch, Italian, Portuguese.
const LABELS: &[(&str, Label)] = &[
    ("anchors", Label::Other),
    ("auteur", Label::Byline),
    ("author", Label::Byline),
    ("autor", Label::Byline),
    ("autore", Label::Byline),
    ("autores", Label::Byline),
    ("bibliographie", Label::Other),
    ("body", Label::Body),
    ("byline", Label::Byline),
    ("company", Label::Other),
    ("correction", Label::Other),
    ("correctiondate", Label::Other),
    ("country", Label::Other),
    ("datechargement", Label::Other),
    ("dateline", Label::Dateline),
    ("documenttype", Label::Other),
    ("encart", Label::Summary),
    ("extension", Label::Length),
    ("fechacarga", Label::Other),
    ("firma", Label::Other),
    ("geographic", Label::Other),
    ("grafik", Label::Caption),
    ("graphic", Label::Caption),
    ("graphique", Label::Caption),
    ("guests", Label::Other),
    ("headline", Label::Headline),
    ("highlight", Label::Summary),
    ("idioma", Label::Language),
    ("industry", Label::Other),
    ("journalcode", Label::Other),
    ("lange", Label::Length),
    ("language", Label::Language),
    ("langue", Label::Language),
    ("lengte", Label::Length),
    ("length", Label::Length),
    ("lingua", Label::Language),
    ("loaddate", Label::Other),
    ("longitud", Label::Length),
    ("longueur", Label::Length),
    ("lunghezza", Label::Length),
    ("notes", Label::Other),
    ("organization", Label::Other),
    ("person", Label::Other),
    ("publicationtype", Label::Other),
    ("pubtype", Label::Other),
    ("rubrik", Label::Section),
    ("rubrique", Label::Section),
    ("secao", Label::Section),
    ("seccion", Label::Section),
    ("sectie", Label::Section),
    ("section", Label::Section),
    ("series", Label::Other),
    ("sezione", Label::Section),
    ("show", Label::Other),
    ("sprache", Label::Language),
    ("state", Label::Other),
    ("subject", Label::Other),
    ("taal", Label::Language),
    ("ticker", Label::Other),
    ("title", Label::Headline),
    ("type", Label::Other),
    ("typepublication", Label::Other),
    ("update", Label::Other),
    ("url", Label::Url),
    ("zeitungscode", Label::Other),
];

/// Lines that stand alone above the text, folded, sorted.
const BODY_LINES: &[&str] = &[
    "body",
    "corpo",
    "corps",
    "cuerpo",
    "hauptteil",
    "texte",
    "textkorper",
    "volltext",
];

/// Lines that end an article of Nexis Uni, lower case.
const ENDS: &[&str] = &[
    "einde van document",
    "end of document",
    "ende des dokuments",
    "fin del documento",
    "fin du document",
    "fine del documento",
    "fim do documento",
];

/// Whether a text is such an export: its articles are counted, or ended and labelled.
pub(super) fn recognises(text: &str) -> bool {
    let mut lines = text.lines().take(SIGN_LINES).map(str::trim);
    let is_sign = |line: &str| line.len() < SIGN_BYTES && (is_count(line) || is_end(line));
    lines.any(is_sign) && text.lines().any(|line| label_of(line.trim()).is_some())
}

/// Longest line that counts or ends an article.
const SIGN_BYTES: usize = 60;

/// How many lines the signs are looked for in; articles of Nexis Uni can be long.
const SIGN_LINES: usize = 20_000;

/// Whether a page is such an export.
pub(super) fn recognises_page(start: &str, bytes: &[u8]) -> bool {
    let is_export =
        start.contains("lxncomment") || start.contains("style type=\"text/css\"><!--\n.c0");
    let contains = |sign: &[u8]| memmem::find(bytes, sign).is_some();
    is_export && (contains(b"<DOCFULL>") || contains(b" DOCUMENTS<"))
}

/// Reads an export in HTML.
pub(super) fn read_page(bytes: &[u8], charset: Option<&str>) -> Reading {
    read_text(&lines_of_page(bytes, charset))
}

/// Reads an export in text.
pub(super) fn read_text(text: &str) -> Reading {
    let lines: Vec<&str> = text.lines().collect();
    let counts: Vec<usize> = (0..lines.len())
        .filter(|&at| is_count(lines[at].trim()))
        .collect();
    let articles: Vec<Draft> = if counts.is_empty() {
        let mut blocks: Vec<&[&str]> = lines.split(|line| is_end(line.trim())).collect();
        // What follows the last article is no article.
        if blocks.len() > 1 && blocks.last().is_some_and(|last| body_line(last).is_none()) {
            blocks.pop();
        }
        blocks.into_iter().map(of_nexis_uni).collect()
    } else {
        let ends = counts.iter().skip(1).copied().chain([lines.len()]);
        counts
            .iter()
            .zip(ends)
            .map(|(&from, to)| of_lexis_nexis(&lines[from + 1..to]))
            .collect()
    };
    Ok(articles.into_iter().map(Ok).collect())
}

/// `12 of 500 DOCUMENTS`, `Dokument 12 von 500`, `Document 12 de 500`.
fn is_count(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    match words.as_slice() {
        [at, "of", all, "DOCUMENTS" | "DOCUMENT"] => is_number(at) && is_number(all),
        [word, at, "of" | "von" | "de" | "van" | "di", all] => {
            let is_document = word.to_lowercase().starts_with("do") && word.len() <= 9;
            is_document && is_number(at) && is_number(all)
        }
        _ => false,
    }
}

fn is_end(line: &str) -> bool {
    line.len() < 40 && ENDS.contains(&line.to_lowercase().as_str())
}

/// The label a line begins with, and its value. Labels begin with a capital.
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

/// The label of an article of LexisNexis, which is all in capitals: `Correction: ...` is a headline.
fn shouted(line: &str) -> Option<(Label, &str)> {
    let (name, _) = line.split_once(':')?;
    label_of(line).filter(|_| !name.contains(char::is_lowercase))
}

/// Where the line stands that begins the text of an article of Nexis Uni.
fn body_line(lines: &[&str]) -> Option<usize> {
    lines.iter().position(|line| {
        let line = line.trim();
        line.len() < 20 && BODY_LINES.contains(&crate::text::fold::folded(line).as_str())
    })
}

/// Source, date and edition, headline, labels, text, labels; or rights, source, date, labels with the
/// headline among them.
fn of_lexis_nexis(lines: &[&str]) -> Draft {
    let mut draft = Draft::default();
    let mut at = 0;
    let is_blank = |at: usize| lines.get(at).is_none_or(|line| line.trim().is_empty());
    let mut source = Vec::new();
    let mut headline = Vec::new();
    let mut has_date = false;
    while at < lines.len() && shouted(lines[at].trim()).is_none() {
        let line = lines[at].trim();
        at += 1;
        if line.is_empty() {
            continue;
        }
        if headline.is_empty() && is_rights(line) {
            draft.removed.push(removed(line, "copyright"));
        } else if !has_date && is_date_line(line) {
            has_date = true;
            draft.dates.push((DateSource::Meta, line.to_owned()));
            draft.edition = edition_behind_date(line);
            // Lines right below the date name the edition.
            let mut edition = Vec::new();
            while !is_blank(at) && shouted(lines[at].trim()).is_none() {
                edition.push(lines[at].trim());
                at += 1;
            }
            if !edition.is_empty() && edition.len() <= 3 {
                draft.edition = Some(edition.join(" ").trim_end_matches(';').to_owned());
            } else {
                headline.extend(edition);
            }
        } else if has_date {
            headline.push(line);
        } else {
            source.push(line);
        }
    }
    draft.source = (!source.is_empty()).then(|| source.join(" "));
    draft.title = (!headline.is_empty()).then(|| headline.join(" "));
    read_labels_and_text(&lines[at.min(lines.len())..], &mut draft);
    draft
}

/// Headline, source, date with the edition, rights, labels, `Body`, text, labels. The first article
/// stands below a cover sheet.
fn of_nexis_uni(lines: &[&str]) -> Draft {
    let mut draft = Draft::default();
    let body = body_line(lines).unwrap_or(lines.len());
    let is_label = |line: &&str| label_of(line.trim()).is_some() || is_rights(line);
    let date = lines[..body].iter().rposition(|line| is_date_line(line));
    // Without a date, headline and source are the lines down to the first blank one.
    let undated = || {
        let first = lines[..body]
            .iter()
            .position(|line| !line.trim().is_empty())?;
        let group = lines[first..body].iter();
        Some(
            first
                + group
                    .take_while(|line| !line.trim().is_empty() && !is_label(line))
                    .count(),
        )
    };
    let head_end = date.map(|at| at + 1).or_else(undated).unwrap_or(0);
    let head: Vec<&str> = lines[..head_end]
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
        .collect();
    let mut head = head.as_slice();
    if let (Some(_), [rest @ .., line]) = (date, head) {
        draft.dates.push((DateSource::Meta, (*line).to_owned()));
        draft.edition = edition_behind_date(line);
        head = rest;
    }
    if let [rest @ .., source] = head {
        draft.source = Some((*source).to_owned());
        head = rest;
    }
    let has_cover = head.iter().any(|line| is_of_cover(line));
    let headline = if has_cover {
        &head[head.len() - 1..]
    } else {
        head
    };
    draft.title = (!headline.is_empty()).then(|| headline.join(" "));
    let (labels, text) =
        lines[head_end..].split_at(body.saturating_sub(head_end).min(lines.len() - head_end));
    for line in labels
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
    {
        match label_of(line) {
            Some((label, value)) => take(label, value, line, &mut draft),
            None => draft.removed.push(removed(
                line,
                if is_rights(line) {
                    "copyright"
                } else {
                    "header line"
                },
            )),
        }
    }
    let text = text.split_first().map_or(text, |(_, text)| text);
    read_text_and_labels(text, &mut draft);
    draft
}

/// Lines of the cover sheet of Nexis Uni.
fn is_of_cover(line: &str) -> bool {
    [
        "Client/Matter:",
        "Search Terms:",
        "Search Type:",
        "Date and Time:",
        "Job Number:",
        "Content Type",
    ]
    .iter()
    .any(|start| line.starts_with(start))
}

/// The labels above the text, whose values may run over lines, and what follows.
fn read_labels_and_text(lines: &[&str], draft: &mut Draft) {
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim();
        if line.is_empty() {
            at += 1;
            continue;
        }
        let Some((label, value)) = shouted(line) else {
            break;
        };
        if label == Label::Body {
            break;
        }
        let mut text = value.to_owned();
        at += 1;
        while at < lines.len()
            && !lines[at].trim().is_empty()
            && shouted(lines[at].trim()).is_none()
        {
            // `LENGTH` takes one line, and the text may follow at once.
            if label == Label::Length {
                break;
            }
            text = format!("{text} {}", lines[at].trim());
            at += 1;
        }
        take(label, text.trim(), line, draft);
    }
    read_text_and_labels(&lines[at.min(lines.len())..], draft);
}

/// The text and what stands below it: the labels from the last one that no text follows.
fn read_text_and_labels(lines: &[&str], draft: &mut Draft) {
    let foot = foot_of(lines);
    let mut text: Vec<&str> = lines[..foot].to_vec();
    if let Some(first) = text.first_mut()
        && let Some((Label::Body, value)) = label_of(first.trim())
    {
        *first = value;
    }
    while text
        .last()
        .is_some_and(|line| line.trim().is_empty() || is_rights(line))
    {
        if let Some(line) = text.pop().filter(|line| !line.trim().is_empty()) {
            draft.removed.push(removed(line, "copyright"));
        }
    }
    draft.paragraphs = wrapping::paragraphs(&text.join("\n"));
    take_abstract(draft);
    let mut current: Option<(Label, String, &str)> = None;
    for line in lines[foot..]
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
    {
        let is_heading = is_foot_heading(line);
        match label_of(line) {
            Some((label, value)) => {
                flush(current.replace((label, value.to_owned(), line)), draft);
            }
            None if is_heading => {
                let is_graphic = crate::text::fold::folded(line).starts_with("gra");
                let label = if is_graphic {
                    Label::Caption
                } else {
                    Label::Other
                };
                flush(current.replace((label, String::new(), line)), draft);
            }
            None if is_rights(line) => {
                flush(current.take(), draft);
                draft.removed.push(removed(line, "copyright"));
            }
            None => match &mut current {
                Some((_, value, _)) => *value = format!("{value} {line}"),
                None => draft.removed.push(removed(line, "header line")),
            },
        }
    }
    flush(current, draft);
}

/// `ABSTRACT` and `FULL TEXT` on lines of their own set the summary apart.
fn take_abstract(draft: &mut Draft) {
    let is_mark = |line: Option<&String>, mark: &str| line.is_some_and(|line| line.trim() == mark);
    if !is_mark(draft.paragraphs.first(), "ABSTRACT") || draft.paragraphs.len() < 3 {
        return;
    }
    draft
        .removed
        .push(removed(&draft.paragraphs.remove(0), "header line"));
    draft.summary = Some(draft.paragraphs.remove(0));
    if is_mark(draft.paragraphs.first(), "FULL TEXT") {
        draft
            .removed
            .push(removed(&draft.paragraphs.remove(0), "header line"));
    }
}

fn flush(field: Option<(Label, String, &str)>, draft: &mut Draft) {
    if let Some((label, value, line)) = field {
        let line = if label == Label::Other {
            format!("{} {value}", line.split(':').next().unwrap_or(line))
        } else {
            line.to_owned()
        };
        take(label, value.trim(), &line, draft);
    }
}

/// `Graphic` and `Classification` on a line of their own.
fn is_foot_heading(line: &str) -> bool {
    matches!(
        line.trim(),
        "Graphic"
            | "Grafik"
            | "Graphique"
            | "Classification"
            | "Klassifikation"
            | "Correction"
            | "Notes"
    )
}

/// Where the labels below the text begin. A label within the text, `URL: ...`, has prose below it.
fn foot_of(lines: &[&str]) -> usize {
    let is_foot = |line: &&str| {
        let line = line.trim();
        is_foot_heading(line)
            || label_of(line).is_some_and(|(label, _)| {
                // In the text only a capital label is one.
                let name = line.split(':').next().unwrap_or_default();
                let is_shouted = !name.contains(char::is_lowercase);
                matches!(label, Label::Caption | Label::Language | Label::Url) && is_shouted
                    || matches!(label, Label::Other | Label::Language)
                        && (is_shouted || is_of_nexis_uni(name))
            })
    };
    let Some(last) = lines.iter().rposition(&is_foot) else {
        return lines.len();
    };
    let mut foot = last;
    for at in (0..last).rev() {
        let line = &lines[at];
        if is_foot(line) {
            foot = at;
            continue;
        }
        // A caption may run over lines; prose ends the foot.
        if foot - at > FOOT_LINES {
            break;
        }
    }
    foot
}

/// Lines that one label below a text has at most.
const FOOT_LINES: usize = 12;

/// Labels that only the foot of Nexis Uni has.
fn is_of_nexis_uni(name: &str) -> bool {
    matches!(
        name,
        "Load-Date" | "Language" | "Publication-Type" | "Journal Code" | "Document-Type"
    )
}

fn take(label: Label, value: &str, line: &str, draft: &mut Draft) {
    if value.is_empty() {
        return;
    }
    match label {
        Label::Headline => draft.title = Some(value.to_owned()),
        Label::Byline => draft.byline.push(value.to_owned()),
        Label::Dateline => draft.dateline = Some(value.to_owned()),
        Label::Section => (draft.section, draft.page) = section_and_page(value),
        Label::Summary => draft.summary = Some(value.to_owned()),
        Label::Caption => draft.captions.push(value.to_owned()),
        Label::Language => draft.lang = Some(value.to_owned()),
        Label::Url => draft.url = Some(value.to_owned()),
        Label::Body => draft.paragraphs.insert(0, value.to_owned()),
        Label::Length | Label::Other => draft.removed.push(removed(line, "header line")),
    }
}

#[cfg(test)]
mod tests;
