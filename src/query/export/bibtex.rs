//! BibTeX, as BibTeX and biber read it.
//!
//! Text is UTF-8. A field stands in braces, and braces are counted even behind a backslash, so those of the text are
//! written as commands. Month and day are left out when they are not known. `date` is not used: classic styles do
//! not know it.

use super::author::{Author, author};
use super::{one_line, origin};
use crate::article::Published;
use crate::query::Hit;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// One entry with an empty line behind it. Its key is the family name of the first writer, the year and the id.
pub(super) fn entry(hit: &Hit) -> String {
    let article = &hit.stored.article;
    let mut out = format!("@article{{{},\n", key(hit));
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("  {name} = {value},\n"));
        }
    };
    let braced = |text: &str| match escaped(&one_line(text)) {
        text if text.is_empty() => text,
        text => format!("{{{text}}}"),
    };
    let optional = |text: &Option<String>| text.as_deref().map(braced).unwrap_or_default();
    // The inner braces keep the capitals as printed.
    line(
        "title",
        &match braced(&article.title) {
            title if title.is_empty() => title,
            title => format!("{{{title}}}"),
        },
    );
    let authors: Vec<String> = article
        .byline
        .iter()
        .map(|credit| name(&author(credit)))
        .collect();
    let authors: Vec<String> = authors
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect();
    if !authors.is_empty() {
        line("author", &format!("{{{}}}", authors.join(" and ")));
    }
    line("journal", &optional(&article.source));
    line("entrysubtype", "{newspaper}");
    if let Some(published) = article.published {
        line("year", &format!("{{{}}}", published.year()));
        let (month, day) = match published {
            Published::Day { month, day, .. } => (Some(month), Some(day)),
            Published::Month { month, .. } => (Some(month), None),
            Published::Year { .. } => (None, None),
        };
        let month =
            month.and_then(|month| MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?));
        line("month", month.unwrap_or(&""));
        line(
            "day",
            &day.map(|day| format!("{{{day}}}")).unwrap_or_default(),
        );
    }
    line("pages", &optional(&article.page));
    line("edition", &optional(&article.edition));
    line("abstract", &optional(&article.summary));
    line("langid", &optional(&article.lang));
    line(
        "url",
        &article.url.as_deref().map(address).unwrap_or_default(),
    );
    let section = article
        .section
        .iter()
        .map(|section| format!("Section: {section}. "));
    line(
        "note",
        &braced(&format!(
            "{}File: {}",
            section.collect::<String>(),
            origin(hit)
        )),
    );
    out.push_str("}\n\n");
    out
}

fn key(hit: &Hit) -> String {
    let article = &hit.stored.article;
    let of_author = article.byline.first().map(|credit| match author(credit) {
        Author::Person { family, .. } => family,
        Author::Literal(name) => name,
    });
    let name = of_author
        .or_else(|| article.source.clone())
        .unwrap_or_default();
    let name: String = crate::text::fold::key(&name)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(24)
        .collect();
    let year = article
        .published
        .map_or(String::new(), |date| format!("{:04}", date.year()));
    let name = if name.is_empty() { "article" } else { &name };
    format!("{name}{year}-{}", article.id)
}

/// `family, suffix, given`, or a name in braces that is not to be taken apart.
fn name(author: &Author) -> String {
    match author {
        Author::Literal(name) if name.is_empty() => String::new(),
        Author::Literal(name) => format!("{{{}}}", escaped(name)),
        Author::Person {
            family,
            given,
            suffix,
        } => {
            let suffix = suffix
                .as_ref()
                .map(|suffix| format!("{}, ", escaped(suffix)));
            format!(
                "{}, {}{}",
                escaped(family),
                suffix.unwrap_or_default(),
                escaped(given)
            )
        }
    }
}

/// Text with the signs that mean something to LaTeX written out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '$' | '&' | '#' | '_' | '%' => {
                out.push('\\');
                out.push(character);
            }
            character => out.push(character),
        }
    }
    out
}

/// An address, which is taken as it stands: what could end the field is percent-encoded.
fn address(url: &str) -> String {
    let mut out = String::from("{");
    for character in one_line(url).chars() {
        match character {
            '{' | '}' | '\\' | '^' | ' ' | '"' | '<' | '>' => {
                out.push_str(&format!("%{:02X}", character as u32))
            }
            character => out.push(character),
        }
    }
    out.push('}');
    out
}
