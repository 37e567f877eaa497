//! Factiva: pages of up to a hundred articles, the same as text (RTF, DOCX, PDF), and the XML of its
//! feeds.
//!
//! An article ends with its number (`Document IINM000020171113edbd0000d`). Above the text stand, in
//! one order and in the reader's language: section, headline, credit, `808 words`, date, publication,
//! its code, edition, page, language, rights. With indexing, codes of two letters say which is which
//! (`HD`, `BY`, `WC`, `PD`, `SN` ...), the same in all languages.

use memchr::memmem;

use super::Reading;
use super::press_export::{declared_charset, is_rights, removed, section_and_page};
use crate::article::published::{DateSource, Published};
use crate::article::xml::{self, Element};
use crate::article::{Draft, byline, sgml};
use crate::text::{decode, normalize};

/// The codes of an indexed article, sorted.
const CODES: &[&str] = &[
    "AN", "ART", "BY", "CLM", "CO", "CR", "CT", "CX", "CY", "DE", "ED", "ET", "HD", "HL", "IN",
    "IPC", "IPD", "LA", "LP", "NS", "PD", "PG", "PUB", "RE", "RF", "RST", "SC", "SE", "SN", "TD",
    "VOL", "WC",
];

/// Letters and digits in the number of an article.
const NUMBER_CHARS: usize = 25;

/// Whether a text is such an export: an article's number on a line of its own, and a count of words
/// or a code above it.
pub(super) fn recognises(text: &str) -> bool {
    let mut has_head = false;
    for line in text.lines() {
        let line = line.trim();
        has_head |= is_word_count(line) || matches!(code_of(line, true), Some(("HD" | "WC", _)));
        if has_head && number_of(line).is_some() {
            return true;
        }
    }
    false
}

/// Whether a page is such an export.
pub(super) fn recognises_page(bytes: &[u8]) -> bool {
    let contains = |sign: &[u8]| memmem::find(bytes, sign).is_some();
    contains(b"articleParagraph") && contains(b"Article\"") && contains(b"Headline")
}

/// Whether an XML document is one of its feeds: `start` is its beginning in lower case.
pub(super) fn recognises_xml(start: &str) -> bool {
    start.contains("<accessionno") || start.contains("<ppsarticle")
}

/// Reads an export in HTML.
pub(super) fn read_page(bytes: &[u8], charset: Option<&str>) -> Reading {
    let (text, _) = decode::decode(bytes, declared_charset(bytes).as_deref().or(charset));
    let root = sgml::tree(&text);
    let articles = root.descendants().filter(|element| {
        let classes = element.attribute("class").unwrap_or_default();
        classes
            .split_whitespace()
            .any(|class| class.len() > 7 && class.ends_with("Article"))
    });
    Ok(articles.map(|article| Ok(of_page(article))).collect())
}

/// Reads an export in text.
pub(super) fn read_text(text: &str) -> Reading {
    let mut drafts = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        let is_end = number_of(line).is_some();
        if !line.is_empty() {
            lines.push(line);
        }
        if is_end {
            drafts.push(Ok(of_lines(&lines)));
            lines.clear();
        }
    }
    Ok(drafts)
}

/// Reads a feed.
pub(super) fn read_xml(bytes: &[u8], charset: Option<&str>) -> Reading {
    let root = xml::document(bytes, charset)?;
    let is_article = |element: &&Element| element.child("accessionNo").is_some();
    let mut articles: Vec<&Element> = root.descendants().filter(is_article).collect();
    if articles.is_empty() {
        articles.push(&root);
    }
    Ok(articles
        .into_iter()
        .map(|article| Ok(of_feed(article)))
        .collect())
}

fn of_page(article: &Element) -> Draft {
    let mut draft = Draft::default();
    let mut facts = Vec::new();
    let mut coded: Vec<(String, Vec<String>)> = Vec::new();
    take_page(article, &mut draft, &mut facts, &mut coded);
    if coded.is_empty() {
        take_facts(&facts, &mut draft);
    } else {
        for (code, texts) in coded {
            take_coded(&code, texts, &mut draft);
        }
    }
    draft
}

// Recursion is bounded by the depth of the tree.
fn take_page(
    parent: &Element,
    draft: &mut Draft,
    facts: &mut Vec<String>,
    coded: &mut Vec<(String, Vec<String>)>,
) {
    for element in parent.elements() {
        let class = element.attribute("class").unwrap_or_default();
        let text = || normalize::line(&element.text());
        match element.name.as_str() {
            "tr" => {
                let cells: Vec<&Element> = element.all("td").collect();
                if let [code, value] = cells.as_slice() {
                    let code = normalize::line(&code.text());
                    if CODES.binary_search(&code.as_str()).is_ok() {
                        coded.push((code, texts_of(value)));
                        continue;
                    }
                }
                take_page(element, draft, facts, coded);
            }
            _ if class
                .split_whitespace()
                .any(|class| class.ends_with("Headline")) =>
            {
                draft.title.get_or_insert_with(text);
                facts.push(HEADLINE.to_owned());
            }
            "div" if class == "author" => draft.byline.push(text()),
            "p" if class.contains("articleParagraph") => draft.paragraphs.push(text()),
            // A `<p>` of its own holds what is no paragraph: rights, the number; the first holds all
            // the facts.
            "p" | "div" | "table" | "tbody" | "td" | "span" | "br"
                if element.elements().next().is_some() =>
            {
                take_page(element, draft, facts, coded);
            }
            "div" | "span" if draft.paragraphs.is_empty() => facts.push(text()),
            _ => {
                let text = text();
                if text.contains(char::is_alphanumeric) {
                    draft.removed.push(removed(&text, "header line"));
                }
            }
        }
    }
}

/// Stands for the headline among the facts of a page.
const HEADLINE: &str = "\u{0}";

/// The paragraphs of a cell.
fn texts_of(cell: &Element) -> Vec<String> {
    let inner: Vec<String> = cell.all("p").map(|p| normalize::line(&p.text())).collect();
    if inner.is_empty() {
        vec![normalize::line(&cell.text())]
    } else {
        inner
    }
}

/// What stands between headline and text, in Factiva's order; the count of words is the landmark.
fn take_facts(facts: &[String], draft: &mut Draft) {
    let facts: Vec<&str> = facts
        .iter()
        .map(|fact| fact.trim())
        .filter(|fact| !fact.is_empty())
        .collect();
    let headline = facts.iter().position(|fact| *fact == HEADLINE).unwrap_or(0);
    let count = facts.iter().position(|fact| is_word_count(fact));
    if let Some(section) = facts[..headline].first() {
        draft.section = Some((*section).to_owned());
    }
    let from = count.unwrap_or(headline);
    // `Special to The New York Times` below the name.
    if let Some(between) = facts.get(headline + 1..from) {
        for credit in between {
            if credit.starts_with("Special to ") {
                draft.removed.push(removed(credit, "credit line"));
            } else {
                draft.byline.push((*credit).to_owned());
            }
        }
    }
    take_imprint(facts.get(from + 1..).unwrap_or_default(), draft);
}

/// Date, time, publication, code, edition, page, language, rights.
fn take_imprint(facts: &[&str], draft: &mut Draft) {
    let mut facts = facts.iter().copied().peekable();
    if let Some(date) = facts.next_if(|fact| Published::parse(fact, Some(true)).is_some()) {
        draft.dates.push((DateSource::Meta, date.to_owned()));
    }
    // `14:15`, and `1415` where punctuation was taken out.
    let is_time = |fact: &&str| {
        let is_figure = |c: char| c.is_ascii_digit() || c == ':';
        fact.starts_with(|c: char| c.is_ascii_digit())
            && (fact.contains(':') && fact.len() <= 8
                || fact.len() == 4 && fact.chars().all(is_figure))
    };
    let _ = facts.next_if(is_time);
    draft.source = facts.next_if(|fact| !is_rights(fact)).map(str::to_owned);
    let rest: Vec<&str> = facts.collect();
    let rights = rest
        .iter()
        .position(|fact| is_rights(fact))
        .unwrap_or(rest.len());
    for line in &rest[rights..] {
        draft.removed.push(removed(line, "copyright"));
    }
    // The code comes first, the language last; pages hold a figure, editions are what is left.
    let (code, rest) = match rest[..rights].split_first() {
        Some((code, rest)) => (Some(code), rest),
        None => (None, &rest[..0]),
    };
    if let Some(code) = code {
        draft.removed.push(removed(code, "header line"));
    }
    if let Some((language, middle)) = rest.split_last() {
        draft.lang = Some((*language).to_owned());
        for fact in middle {
            let is_page = fact.len() <= 8 && fact.contains(|c: char| c.is_ascii_digit());
            if is_page && draft.page.is_none() {
                draft.page = Some((*fact).to_owned());
            } else {
                draft.edition.get_or_insert_with(|| (*fact).to_owned());
            }
        }
    }
}

fn of_lines(lines: &[&str]) -> Draft {
    let mut draft = Draft::default();
    // In the text of a PDF one space is all that is left of the gap behind a code.
    let is_narrow = lines
        .iter()
        .any(|line| line.strip_prefix("WC ").is_some_and(is_word_count));
    let first_code = lines.iter().position(|line| {
        matches!(
            code_of(line, is_narrow),
            Some(("HD" | "SE" | "BY" | "WC", _))
        )
    });
    let is_coded = first_code.is_some()
        && lines
            .iter()
            .filter(|line| code_of(line, is_narrow).is_some())
            .count()
            >= 4;
    if let Some(from) = first_code.filter(|_| is_coded) {
        let mut current: Option<(&str, Vec<String>)> = None;
        for line in &lines[from..] {
            match code_of(line, is_narrow) {
                Some((code, value)) => {
                    if let Some((code, texts)) = current.take() {
                        take_coded(code, texts, &mut draft);
                    }
                    let texts = if value.is_empty() {
                        Vec::new()
                    } else {
                        vec![value.to_owned()]
                    };
                    current = Some((code, texts));
                }
                None => {
                    if let Some((_, texts)) = &mut current {
                        texts.push((*line).to_owned());
                    }
                }
            }
        }
        if let Some((code, texts)) = current {
            take_coded(code, texts, &mut draft);
        }
        return draft;
    }
    let (end, lines) = lines
        .split_last()
        .expect("the number of the article is there");
    draft.removed.push(removed(end, "header line"));
    take_block(lines, &mut draft);
    draft
}

/// The lines of an article without codes.
fn take_block(lines: &[&str], draft: &mut Draft) {
    let count = lines
        .iter()
        .position(|line| is_word_count(line))
        .unwrap_or(0);
    take_head(&lines[..count], draft);
    let after = lines.get(count + 1..).unwrap_or_default();
    let rights = after
        .iter()
        .take(IMPRINT_LINES)
        .position(|line| is_rights(line));
    let text = rights.map_or(0, |at| at + 1);
    take_imprint(&after[..text], draft);
    draft.paragraphs = after[text..]
        .iter()
        .map(|line| (*line).to_owned())
        .collect();
}

/// The head of an article stands within this many lines.
const HEAD_LINES: usize = 8;

/// An article that was cut out of an export, without its number: a count of words and a date in the
/// head, rights below. `None` for all other texts.
pub(in crate::article) fn single(text: &str) -> Option<Draft> {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| line.contains(char::is_alphanumeric))
        .collect();
    let head = lines.iter().take(HEAD_LINES);
    let count = head.clone().position(|line| is_word_count(line))?;
    Published::parse(lines.get(count + 1)?, Some(true))?;
    let imprint = lines.iter().skip(count + 2).take(IMPRINT_LINES);
    if count == 0 || !imprint.clone().any(|line| is_rights(line)) {
        return None;
    }
    let mut draft = Draft::default();
    // What the makers of a collection wrote above it.
    let notes = head
        .take_while(|line| line.starts_with('{'))
        .count()
        .min(count - 1);
    for note in &lines[..notes] {
        draft.removed.push(removed(note, "header line"));
    }
    take_block(&lines[notes..], &mut draft);
    Some(draft)
}

/// Lines between the count of words and the rights, at most.
const IMPRINT_LINES: usize = 10;

/// Section, headline and credit of an article without codes, one line each; the first and the last
/// may be missing.
fn take_head(lines: &[&str], draft: &mut Draft) {
    let words = |line: &str| line.split_whitespace().count();
    let mut lines = lines;
    let is_credit = |line: &str| line.starts_with("by ") || byline::credit_line(line).is_some();
    let mut credits = Vec::new();
    while let [rest @ .., last] = lines
        && !rest.is_empty()
        && (is_credit(last)
            || words(last) <= 3 && rest.len() > 1
            || words(last) <= 3 && words(rest[0]) > 4)
    {
        credits.insert(0, (*last).to_owned());
        lines = rest;
    }
    draft.byline = credits;
    if let [section, rest @ ..] = lines
        && !rest.is_empty()
        && words(section) <= 5
    {
        draft.section = Some((*section).to_owned());
        lines = rest;
    }
    draft.title = (!lines.is_empty()).then(|| lines.join(" "));
}

fn take_coded(code: &str, texts: Vec<String>, draft: &mut Draft) {
    let text = texts.join(" ");
    if text.trim().is_empty() {
        return;
    }
    match code {
        "HD" | "HL" => draft.title = Some(text),
        "BY" => draft.byline.push(text),
        "CR" => draft.wire = Some(text),
        "PD" => draft.dates.push((DateSource::Meta, text)),
        "SN" => draft.source = Some(text),
        "SE" => (draft.section, _) = section_and_page(&text),
        "ED" => draft.edition = Some(text),
        "PG" => draft.page = Some(text),
        "LA" => draft.lang = Some(text),
        "ART" => draft.captions.extend(texts),
        "LP" | "TD" | "CX" | "CT" => draft.paragraphs.extend(texts),
        "CY" => draft.removed.push(removed(&text, "copyright")),
        _ => draft
            .removed
            .push(removed(&format!("{code} {text}"), "header line")),
    }
}

fn of_feed(article: &Element) -> Draft {
    let text = |path: &[&str]| article.at(path).map(Element::text);
    let texts = |name: &str| -> Vec<String> {
        let paragraphs = article.all(name).flat_map(Element::elements);
        paragraphs.map(Element::text).collect()
    };
    let mut draft = Draft {
        title: text(&["headline"]),
        byline: text(&["byline"]).into_iter().collect(),
        wire: text(&["credit"]),
        source: text(&["sourceName"]),
        section: text(&["sectionName"]),
        page: text(&["pages"]).or_else(|| text(&["page"])),
        edition: text(&["edition"]),
        lang: text(&["baseLanguage"]).or_else(|| text(&["baseLang"])),
        ..Draft::default()
    };
    let date = text(&["publicationDate", "date"]).or_else(|| text(&["publicationDate"]));
    draft
        .dates
        .extend(date.map(|date| (DateSource::Meta, date)));
    for name in ["leadParagraph", "tailParagraphs", "corrections", "notes"] {
        draft.paragraphs.extend(texts(name));
    }
    draft.captions = texts("artWork");
    draft
}

/// The number on a line of one or two words: `Document IINM000020171113edbd0000d`, `AN` with it.
fn number_of(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace().rev();
    let number = words.next()?;
    let is_number = number.len() == NUMBER_CHARS
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && number.starts_with(|c: char| c.is_ascii_alphabetic())
        && number.bytes().filter(u8::is_ascii_digit).count() >= 8;
    (is_number && words.count() <= 2).then_some(number)
}

/// `808 words`, `1,285 Wörter`, `8165 字`.
fn is_word_count(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (Some(number), Some(unit), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'));
    is_number && WORDS.contains(&unit.to_lowercase().as_str())
}

/// `words` in the languages of Factiva.
const WORDS: &[&str] = &[
    "words", "word", "wörter", "mots", "palabras", "parole", "palavras", "слов", "字", "語",
    "文字", "woorden",
];

/// The code at the start of a line, with what follows it: alone, or set off by more than one space
/// unless `is_narrow`.
fn code_of(line: &str, is_narrow: bool) -> Option<(&'static str, &str)> {
    let len = line
        .find(|c: char| !c.is_ascii_uppercase())
        .unwrap_or(line.len());
    let at = CODES.binary_search(&&line[..len]).ok()?;
    let after = &line[len..];
    let gap = if is_narrow { " " } else { "  " };
    let is_set_off =
        after.is_empty() || after.starts_with(['\t', '\u{a0}']) || after.starts_with(gap);
    is_set_off.then(|| (CODES[at], after.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(reading: Reading) -> Vec<String> {
        let shown = reading.unwrap().into_iter().map(|draft| {
            let draft = draft.unwrap();
            let dates: Vec<&str> = draft.dates.iter().map(|(_, date)| date.as_str()).collect();
            format!(
                "{}|{}|{}|{}|{}|{}|{}|{}|{}",
                draft.title.unwrap_or_default(),
                draft.byline.join("+"),
                dates.join("+"),
                draft.source.unwrap_or_default(),
                draft.section.unwrap_or_default(),
                draft.edition.unwrap_or_default(),
                draft.page.unwrap_or_default(),
                draft.lang.unwrap_or_default(),
                draft.paragraphs.join(" / ")
            )
        });
        shown.collect()
    }

    const STORY: &str = "Port strike ends|By Ann Lee|13 November 2017|The Lantern|News|1; National|13|English|Dockers voted. / They sailed.";

    #[test]
    fn pages() {
        let page = "<html><body><div id=\"article-X\" class=\"article\"><div class=\"article enArticle\"><p>\n</p><div>News</div>\n<div id=\"hd\"><span class=\"enHeadline\">Port strike ends</span>\n</div><div class=\"author\">By Ann Lee </div><div>808 words</div><div>13 November 2017</div><div>The Lantern</div><div>LANT</div><div>1; National</div><div>13</div><div>English</div><div>(c) 2017 Lantern Ltd </div>\n<p></p>\n<p class=\"articleParagraph enarticleParagraph\">Dockers <b>voted</b>.</p>\n<p class=\"articleParagraph enarticleParagraph\">They sailed.</p>\n<p>Lantern Limited</p><p>Document LANT000020171113edbd0000d</p></div></div></body></html>";
        assert!(recognises_page(page.as_bytes()));
        assert_eq!(shown(read_page(page.as_bytes(), None)), [STORY]);
        let coded = "<div class=\"article enArticle\"><table><tr><td class=\"index\"><b>HD</b>&nbsp;</td><td><span class=\"enHeadline\">Port strike ends</span></td></tr><tr><td>WC</td><td>8 words</td></tr><tr><td>PD</td><td>13 November 2017</td></tr><tr><td>LP</td><td><p class=\"articleParagraph\">Dockers voted.</p></td></tr><tr><td>TD</td><td><p class=\"articleParagraph\">They sailed.</p></td></tr></table></div>";
        assert_eq!(
            shown(read_page(coded.as_bytes(), None)),
            ["Port strike ends||13 November 2017||||||Dockers voted. / They sailed."]
        );
    }

    #[test]
    fn texts() {
        let plain = "News\nPort strike ends\nBy Ann Lee\n808 words\n13 November 2017\nThe Lantern\nLANT\n1; National\n13\nEnglish\n(c) 2017 Lantern Ltd\n\nDockers voted.\nThey sailed.\n\nDocument LANT000020171113edbd0000d\n\nSearch Summary\nText: ports\n";
        assert!(recognises(plain));
        assert_eq!(shown(read_text(plain)), [STORY]);
        let coded = "SE\tNews\nHD\nPort strike ends\nBY  By Ann Lee\nWC\n808 words\nPD\n13 November 2017\nSN\nThe Lantern\nSC\nLANT\nED\n1; National\nPG\n13\nLA\nEnglish\nCY\n(c) 2017 Lantern Ltd\nLP\nDockers voted.\nTD\nThey sailed.\nNS\nports\nAN\nDocument LANT000020171113edbd0000d\n";
        assert!(recognises(coded));
        assert_eq!(shown(read_text(coded)), [STORY]);
        assert!(!recognises("IN the end\n808 words\nDocument 12"));
    }

    #[test]
    fn feeds() {
        let feed = "<?xml version=\"1.0\"?><articles><article><accessionNo>x</accessionNo><baseLanguage>English</baseLanguage><publicationDate><date>2017-11-13</date></publicationDate><sourceName>The Lantern</sourceName><headline><paragraph>Port strike ends</paragraph></headline><byline>By Ann Lee</byline><leadParagraph><paragraph>Dockers voted.</paragraph></leadParagraph><tailParagraphs><paragraph>They sailed.</paragraph></tailParagraphs></article></articles>";
        assert!(recognises_xml(&feed.to_lowercase()));
        assert_eq!(
            shown(read_xml(feed.as_bytes(), None)),
            [
                "Port strike ends|By Ann Lee|2017-11-13|The Lantern||||English|Dockers voted. / They sailed."
            ]
        );
    }

    #[test]
    fn codes_are_sorted() {
        assert!(CODES.is_sorted());
    }

    #[test]
    fn an_article_cut_out_of_an_export() {
        let text = "{\"newspaper\":\"x\"}\n____\n \nnews\nharbour to close after the last ferry\nann lee   \n\
            1,209 words\n16 april 2014\n1415\nthe daily lantern\nthelan\n1 national\n2\nenglish\n\
            c 2014 lantern newspapers   \nthe harbour closes on friday\nthe ferry sails";
        let shown = shown(Ok(vec![Ok(single(text).unwrap())]));
        assert_eq!(
            shown,
            [
                "harbour to close after the last ferry|ann lee|16 april 2014|the daily lantern|news|\
              1 national|2|english|the harbour closes on friday / the ferry sails"
            ]
        );
        assert!(single("A story\n\nof 300 words\n16 April 2014").is_none());
    }
}
