//! Europresse: pages of up to a thousand articles, and their text in PDF and RTF.
//!
//! In a page each article is an `<article>` whose classes say what is what. In text it ends with its
//! number (`news·20190313·LM·5435334`), mostly below a certificate; above the text stand publication,
//! a line of section, day and page, headline and credit.

use memchr::memmem;

use super::Reading;
use super::press_export::{declared_charset, is_date, is_rights, removed, section_and_page};
use crate::article::published::DateSource;
use crate::article::xml::Element;
use crate::article::{Draft, sgml};
use crate::text::{decode, normalize};

/// Whether a text is such an export.
pub(super) fn recognises(text: &str) -> bool {
    text.contains(NUMBER) && text.lines().any(|line| number_of(line).is_some())
}

/// Whether a page is such an export.
pub(super) fn recognises_page(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"DocPublicationName").is_some()
}

/// Reads an export in HTML.
pub(super) fn read_page(bytes: &[u8], charset: Option<&str>) -> Reading {
    let (text, _) = decode::decode(bytes, declared_charset(bytes).as_deref().or(charset));
    let root = sgml::tree(&text);
    let articles = root
        .descendants()
        .filter(|element| element.name == "article");
    Ok(articles.map(|article| Ok(of_page(article))).collect())
}

/// Reads an export in text.
pub(super) fn read_text(text: &str) -> Reading {
    let mut drafts = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if number_of(line).is_some() {
            drafts.push(Ok(of_lines(&lines)));
            lines.clear();
        } else {
            lines.push(line);
        }
    }
    Ok(drafts)
}

/// What begins the number of an article of the press.
const NUMBER: &str = "news·";

/// The number on a line of its own or behind a label: `Référence : news·20190313·LM·5435334`.
fn number_of(line: &str) -> Option<&str> {
    let word = line.split_whitespace().next_back()?;
    let day = word.strip_prefix(NUMBER)?.split('·').next()?;
    let is_day = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
    (is_day && line.split_whitespace().count() <= 6).then_some(word)
}

fn of_page(article: &Element) -> Draft {
    let mut draft = Draft::default();
    let has_class = |element: &Element, names: &[&str]| {
        let classes = element.attribute("class").unwrap_or_default();
        classes
            .split_whitespace()
            .any(|class| names.contains(&class))
    };
    let find = |names: &'static [&'static str]| {
        article
            .descendants()
            .find(move |element| has_class(element, names))
    };
    let line = |element: &Element| normalize::line(&element.text());
    if let Some(name) = find(&["DocPublicationName"]).or_else(|| find(&["rdp__DocPublicationName"]))
    {
        draft.source = Some(publication(&line(name)).to_owned());
    }
    if let Some(header) = find(&["DocHeader"]) {
        take_header(&line(header), &mut draft);
    }
    if let Some(title) = find(&["titreArticle", "titreArticleVisu", "rdp__articletitle"]) {
        draft.title = Some(line(title));
    }
    if let Some(summary) = find(&["rdp__subtitle", "sousTitreArticle"]) {
        draft.summary = Some(line(summary));
    }
    let credit = find(&["docAuthors", "sm-margin-bottomNews"]).map(line);
    draft
        .byline
        .extend(credit.filter(|credit| !credit.is_empty()));
    if let Some(body) = find(&["DocText", "docOcurrContainer"]).or_else(|| article.find("section"))
    {
        let paragraphs: Vec<String> = body
            .descendants()
            .filter(|element| element.name == "p")
            .map(line)
            .collect();
        draft.paragraphs = if paragraphs.iter().all(String::is_empty) {
            body.text().lines().map(str::to_owned).collect()
        } else {
            paragraphs
        };
    }
    for footer in article.descendants().filter(|element| {
        has_class(
            element,
            &[
                "publiC-lblNodoc",
                "publiC-lblCertificatIssuedTo",
                "certificat",
            ],
        )
    }) {
        draft.removed.push(removed(&footer.text(), "header line"));
    }
    draft
}

/// `Le Monde, no. 22989`, `Le Monde (site web)`.
fn publication(name: &str) -> &str {
    let name = name.split(", no").next().unwrap_or(name);
    name.split(" • ").next().unwrap_or(name).trim()
}

/// `Politique, mercredi 13 mars 2019, p. 8`: section, day, page, whatever of them is there.
fn take_header(header: &str, draft: &mut Draft) {
    let parts: Vec<&str> = header.split(',').map(str::trim).collect();
    // An English day has commas of its own: `Wednesday, March 13, 2019`.
    let day = (0..parts.len()).find_map(|from| {
        let ends = (from + 1..=parts.len().min(from + 3)).rev();
        ends.map(|to| (from, to))
            .find(|&(from, to)| is_date(&parts[from..to].join(", ")))
    });
    let Some((from, to)) = day else {
        draft.dates.push((DateSource::Meta, header.to_owned()));
        return;
    };
    draft
        .dates
        .push((DateSource::Meta, parts[from..to].join(", ")));
    draft.section = (from > 0).then(|| parts[..from].join(", "));
    for part in &parts[to..] {
        if let (None, Some(page)) = section_and_page(part) {
            draft.page = Some(page);
        }
    }
}

/// Whether a line is the header of an article.
fn is_header(line: &str) -> bool {
    let mut draft = Draft::default();
    take_header(line, &mut draft);
    line.split_whitespace().count() <= 20
        && draft
            .dates
            .iter()
            .any(|(_, date)| date != line || is_date(line))
}

fn of_lines(lines: &[&str]) -> Draft {
    let mut draft = Draft::default();
    let foot = lines
        .iter()
        .position(|line| is_foot(line))
        .unwrap_or(lines.len());
    let header = lines[..foot]
        .iter()
        .take(HEAD_LINES)
        .position(|line| is_header(line));
    let text = header.map_or(0, |at| at + 1);
    if let Some(at) = header {
        take_header(lines[at], &mut draft);
        draft.source = at
            .checked_sub(1)
            .map(|above| publication(lines[above]).to_owned());
        for line in &lines[..at.saturating_sub(1)] {
            draft.removed.push(removed(line, "header line"));
        }
    }
    let mut text = &lines[text..foot.max(text)];
    if let [title, rest @ ..] = text {
        draft.title = Some((*title).to_owned());
        text = rest;
    }
    draft.paragraphs = text.iter().map(|line| (*line).to_owned()).collect();
    for line in &lines[foot..] {
        let reason = if is_rights(line) {
            "copyright"
        } else {
            "header line"
        };
        draft.removed.push(removed(line, reason));
    }
    draft
}

/// Lines above the headline of the first article: a cover with the list of documents may come first.
const HEAD_LINES: usize = 400;

/// The rights and the certificate below a text.
fn is_foot(line: &str) -> bool {
    is_rights(line)
        || [
            "Certificat émis",
            "Certificate issued",
            "Cet article est paru dans",
            "Note(s) :",
        ]
        .iter()
        .any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(reading: Reading) -> Vec<String> {
        let shown = reading.unwrap().into_iter().map(|draft| {
            let draft = draft.unwrap();
            let dates: Vec<&str> = draft.dates.iter().map(|(_, date)| date.as_str()).collect();
            format!(
                "{}|{}|{}|{}|{}|{}|{}",
                draft.title.unwrap_or_default(),
                draft.byline.join("+"),
                dates.join("+"),
                draft.source.unwrap_or_default(),
                draft.section.unwrap_or_default(),
                draft.page.unwrap_or_default(),
                draft.paragraphs.join(" / ")
            )
        });
        shown.collect()
    }

    #[test]
    fn pages() {
        let page = "<html><body><article><header><div class=\"rdp__DocPublicationName\"><span class=\"DocPublicationName\">Le Phare, no. 12</span></div><div><span class=\"DocHeader\">Politique, mercredi 13 mars 2019, p. 8</span></div><div class=\"titreArticle\"><p class=\"titreArticleVisu rdp__articletitle\">La grève est finie</p></div><div class=\"docAuthors\">Anne Li</div></header><section><div class=\"DocText clearfix\"><div class=\"docOcurrContainer\"><p>Les dockers ont <mark>voté</mark>.</p><p>Ils partent.</p></div></div></section><footer><small>© 2019 Le Phare.</small><div class=\"publiC-lblNodoc\">news·20190313·PH·1</div></footer></article><article><header><span class=\"DocPublicationName\">The Lantern</span><span class=\"DocHeader\">World, Friday, November 13, 2015</span><div class=\"titreArticle\">Ferry sinks</div></header><section><div class=\"DocText\"><p>It sank.</p></div></section></article></body></html>";
        assert!(recognises_page(page.as_bytes()));
        assert_eq!(
            shown(read_page(page.as_bytes(), None)),
            [
                "La grève est finie|Anne Li|mercredi 13 mars 2019|Le Phare|Politique|8|Les dockers ont voté. / Ils partent.",
                "Ferry sinks||Friday, November 13, 2015|The Lantern|World||It sank.",
            ]
        );
    }

    #[test]
    fn texts() {
        let text = "Le Phare, no. 12\nPolitique, mercredi 13 mars 2019, p. 8\n\nLa grève est finie\n\nLes dockers ont voté.\nIls partent.\n\n© 2019 Le Phare. Tous droits réservés.\nCertificat émis le 2 mai 2019 à Bibliothèque\nnews·20190313·PH·1\n";
        assert!(recognises(text));
        assert_eq!(
            shown(read_text(text)),
            [
                "La grève est finie||mercredi 13 mars 2019|Le Phare|Politique|8|Les dockers ont voté. / Ils partent."
            ]
        );
        assert!(!recognises("We read news·all day"));
    }
}
