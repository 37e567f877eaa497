//! The descriptions in a METS file: of the newspaper, the issue, each article. MODS or Dublin Core.

use std::collections::HashMap;

use super::logical::is_logical;
use crate::article::xml::Element;

/// What a description says, as printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Description {
    pub(super) title: Option<String>,
    pub(super) subtitle: Option<String>,
    /// One name each.
    pub(super) authors: Vec<String>,
    pub(super) date: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) edition: Option<String>,
    /// Number of a page.
    pub(super) page: Option<String>,
}

/// All descriptions of a file by their ids.
pub(super) struct Catalogue<'m> {
    by_id: HashMap<&'m str, Description>,
}

/// What catalogues write for articles without a headline, folded.
const NO_TITLES: &[&str] = &[
    "[no title]",
    "[ohne titel]",
    "[s.n.]",
    "[sans titre]",
    "[unknown]",
    "[untitled]",
    "no headline",
    "no title",
    "no title section",
    "sans titre",
    "unknown",
    "untitled",
    "untitled article",
];

/// A title as far as it is one; dashes and points that the engine saw around it are not.
pub(super) fn title(printed: &str) -> Option<String> {
    let words: Vec<&str> = printed.split_whitespace().collect();
    let title = words.join(" ");
    let title = title.trim_matches([' ', '–', '—', '-', '•', '*', '_', '~', '|']);
    let lower = title.to_lowercase();
    let is_title = title.chars().any(char::is_alphanumeric)
        && !NO_TITLES.contains(&lower.as_str())
        && !is_number(&lower);
    is_title.then(|| title.to_owned())
}

/// `adv. 1 page 1`: what a program calls a piece by its number.
fn is_number(lower: &str) -> bool {
    let kinds = [
        "ad",
        "adv",
        "advert",
        "advertisement",
        "article",
        "illustration",
        "image",
        "page",
        "picture",
        "section",
        "table",
        "text",
    ];
    let is_count = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let mut words = lower
        .split([' ', '.', '_', '-'])
        .filter(|word| !word.is_empty());
    let begins = words.next().is_some_and(|word| kinds.contains(&word));
    let mut rest = words.peekable();
    begins && rest.peek().is_some() && rest.all(|word| is_count(word) || kinds.contains(&word))
}

impl<'m> Catalogue<'m> {
    pub(super) fn of(mets: &'m Element) -> Catalogue<'m> {
        let mut by_id = HashMap::new();
        for section in mets
            .descendants()
            .filter(|element| element.name == "dmdSec")
        {
            if let Some(id) = section.attribute("ID") {
                by_id.insert(id, description(section));
            }
        }
        Catalogue { by_id }
    }

    /// What the descriptions of a `div` say together: its `DMDID` may name several.
    pub(super) fn of_div(&self, div: &Element) -> Description {
        let mut whole = Description::default();
        for id in div
            .attribute("DMDID")
            .unwrap_or_default()
            .split_whitespace()
        {
            if let Some(own) = self.by_id.get(id) {
                whole.fill_from(own);
            }
        }
        whole
    }

    /// What is said of the issue: its own description, then those of the volume and the newspaper.
    pub(super) fn issue(&self, mets: &Element) -> Description {
        let mut above = Vec::new();
        let mut issue = Description::default();
        let mut maps: Vec<&Element> = mets.all("structMap").collect();
        // The logical map knows the issue; others may know the newspaper only.
        maps.sort_by_key(|map| !is_logical(map));
        for map in maps {
            let mut divs = Vec::new();
            issue_divs(map, &mut Vec::new(), &mut divs);
            above.append(&mut divs);
        }
        for div in &above {
            issue.fill_from(&self.of_div(div));
        }
        if issue.title.is_none() || issue.date.is_none() {
            let labels = std::iter::once(mets).chain(above);
            for label in labels.filter_map(|element| element.attribute("LABEL")) {
                issue.fill_from(&of_label(label));
            }
        }
        issue.authors.clear();
        issue
    }
}

/// The innermost `div` around all others that has a description, and those around it, inside first.
fn issue_divs<'m>(map: &'m Element, open: &mut Vec<&'m Element>, out: &mut Vec<&'m Element>) {
    for div in map.all("div") {
        let kind = div.attribute("TYPE").unwrap_or_default().to_lowercase();
        open.push(div);
        let kind = kind.rsplit(':').next().unwrap_or_default();
        let is_above = matches!(
            kind,
            "newspaper"
                | "periodical"
                | "journal"
                | "serial"
                | "volume"
                | "year"
                | "month"
                | "day"
                | "set"
        );
        if is_above {
            issue_divs(div, open, out);
        } else {
            // The issue itself, or whatever a file calls what it is all about.
            out.extend(open.iter().rev().copied());
        }
        open.pop();
        if !out.is_empty() {
            return;
        }
    }
}

impl Description {
    /// Takes over what is not known yet.
    fn fill_from(&mut self, other: &Description) {
        let fill = |own: &mut Option<String>, other: &Option<String>| {
            if own.is_none() {
                own.clone_from(other);
            }
        };
        fill(&mut self.title, &other.title);
        fill(&mut self.subtitle, &other.subtitle);
        fill(&mut self.date, &other.date);
        fill(&mut self.lang, &other.lang);
        fill(&mut self.edition, &other.edition);
        if self.authors.is_empty() {
            self.authors.clone_from(&other.authors);
        }
    }
}

/// `Evening Echo (Leith), 1923-05-04`, `L'Œuvre no. 01.08.1821`: name, then date.
fn of_label(label: &str) -> Description {
    let is_date = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count() >= 6;
    let words: Vec<&str> = label.split_whitespace().collect();
    let date = words.iter().rposition(is_date);
    let name = words[..date.unwrap_or(words.len())].join(" ");
    let name = name
        .trim_end_matches(|c: char| c.is_ascii_punctuation() && c != ')' || c == ' ')
        .trim_end_matches(" no")
        .trim_end_matches([',', ' ']);
    Description {
        title: title(name),
        date: date.map(|at| words[at].to_owned()),
        ..Description::default()
    }
}

fn description(section: &Element) -> Description {
    // MODS stands in one element, Dublin Core in any.
    match section.find("mods") {
        Some(mods) => of_mods(mods),
        None => of_dublin_core(section),
    }
}

fn of_mods(mods: &Element) -> Description {
    let mut found = Description {
        title: mods_title(mods),
        subtitle: mods
            .all("titleInfo")
            .find_map(|info| text(info.child("subTitle")?)),
        authors: mods.all("name").filter_map(mods_author).collect(),
        lang: mods
            .all("language")
            .find_map(|lang| text(lang.child("languageTerm")?)),
        date: mods.all("originInfo").find_map(mods_date),
        // A bare number counts editions, and is not printed.
        edition: detail(mods, "edition", &["caption", "number"])
            .filter(|edition| edition.contains(char::is_alphabetic)),
        page: detail(mods, "page number", &["number"]),
    };
    // An issue that is described as a part of its newspaper.
    let hosts = mods
        .all("relatedItem")
        .filter(|item| item.attribute("type") == Some("host"));
    for host in hosts {
        let date = host.all("originInfo").find_map(mods_date);
        found.date = found.date.or(date);
        found.title = found.title.or_else(|| mods_title(host));
    }
    found.date = found
        .date
        .or_else(|| mods.all("part").find_map(|part| text(part.child("date")?)));
    found
}

/// The first of these elements in the `detail` of this type.
fn detail(mods: &Element, kind: &str, names: &[&str]) -> Option<String> {
    let details = mods
        .descendants()
        .filter(|detail| detail.name == "detail" && detail.attribute("type") == Some(kind));
    let mut values = details.flat_map(|detail| names.iter().filter_map(|name| detail.child(name)));
    values.find_map(text)
}

/// All titles, joined: docWORKS gives each line of a headline one of its own.
fn mods_title(mods: &Element) -> Option<String> {
    let infos = mods
        .all("titleInfo")
        .filter(|info| info.attribute("type").is_none());
    let lines = infos.filter_map(|info| {
        let parts = ["nonSort", "title", "partName"].map(|name| info.child(name).and_then(text));
        let line = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        title(&line.replace("' ", "'"))
    });
    title(&lines.collect::<Vec<_>>().join(" "))
}

fn mods_author(name: &Element) -> Option<String> {
    let role = name.find("roleTerm").and_then(text).unwrap_or_default();
    let is_author = matches!(
        role.to_lowercase().as_str(),
        "" | "author" | "aut" | "creator" | "cre"
    );
    if !is_author {
        return None;
    }
    let part = |kind: &str| {
        let mut parts = name.all("namePart");
        parts
            .find(|part| part.attribute("type") == Some(kind))
            .and_then(text)
    };
    match (part("given"), part("family")) {
        (Some(given), Some(family)) => Some(format!("{given} {family}")),
        _ => name.all("namePart").find_map(text),
    }
}

fn mods_date(origin: &Element) -> Option<String> {
    let names = ["dateIssued", "dateCreated", "dateOther"];
    names
        .iter()
        .find_map(|name| origin.all(name).find_map(text))
}

fn of_dublin_core(section: &Element) -> Description {
    let first = |name: &str| {
        let mut named = section.descendants().filter(|element| element.name == name);
        named.find_map(text)
    };
    Description {
        // BnF calls an issue by its date.
        title: first("title")
            .filter(|printed| !printed.starts_with(|c: char| c.is_ascii_digit()))
            .and_then(|printed| title(&printed)),
        authors: first("creator").into_iter().collect(),
        date: first("date").or_else(|| first("issued")),
        lang: first("language"),
        ..Description::default()
    }
}

fn text(element: &Element) -> Option<String> {
    let text = element.text();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_title() {
        for (printed, expected) in [
            ("– ALLEMAGNE.", Some("ALLEMAGNE.")),
            ("Adv. 1 Page 1", None),
            ("Article", Some("Article")),
            ("Article 5 of the treaty", Some("Article 5 of the treaty")),
            ("[Sans titre]", None),
            ("• —", None),
        ] {
            assert_eq!(title(printed).as_deref(), expected, "{printed}");
        }
    }

    #[test]
    fn labels_of_issues() {
        for (label, name, date) in [
            (
                "Evening Echo (Leith), 1923-05-04",
                Some("Evening Echo (Leith)"),
                Some("1923-05-04"),
            ),
            (
                "Le Journal des Débats no.  01.08.1821",
                Some("Le Journal des Débats"),
                Some("01.08.1821"),
            ),
            ("Echo", Some("Echo"), None),
        ] {
            let found = of_label(label);
            assert_eq!(
                (found.title.as_deref(), found.date.as_deref()),
                (name, date),
                "{label}"
            );
        }
    }
}
