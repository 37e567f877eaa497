//! Dates that a page shows rather than states: in its address, in its text.

use dom_query::{Document, Element, NodeRef};

use super::credits::{Headline, is_elsewhere};
use super::text::{class_words, spaced_text};

/// An element that tells a time.
pub(super) struct Time<'p> {
    node: NodeRef<'p>,
    /// For programs, as printed.
    datetime: Option<String>,
    /// Counts the elements before it.
    order: usize,
    /// Whether its name says that it is of the last change.
    is_modified: bool,
    /// Whether its name says that it is of publication.
    is_published: bool,
}

impl<'p> Time<'p> {
    /// The time that `element` tells: a `time`, or a date as microdata.
    pub(super) fn at(node: NodeRef<'p>, element: &Element, order: usize) -> Option<Time<'p>> {
        let mut time = Time {
            node,
            datetime: None,
            order,
            is_modified: false,
            is_published: false,
        };
        let is_time = &*element.name.local == "time";
        for attribute in &element.attrs {
            let value: &str = &attribute.value;
            match &*attribute.name.local {
                "datetime" | "content" => time.datetime = Some(value.to_owned()),
                "itemprop" => {
                    time.is_published |= value.contains("datePublished");
                    time.is_modified |= value.contains("dateModified");
                }
                "class" if is_time => {
                    let is_change =
                        |word: &str| word.starts_with("updat") || word.starts_with("modif");
                    time.is_modified |= class_words(value).any(|word| is_change(&word));
                }
                "pubdate" if is_time => time.is_published = true,
                _ => {}
            }
        }
        (is_time || time.is_published || time.is_modified).then_some(time)
    }

    fn text(&self) -> Option<String> {
        Some(spaced_text(&self.node)).filter(|text| has_digits(text))
    }
}

/// What the times of a page say of its story.
#[derive(Debug, Default)]
pub(super) struct Times {
    /// For programs.
    pub(super) published: Option<String>,
    /// For readers.
    pub(super) shown: Option<String>,
    pub(super) modified: Option<String>,
}

/// The times of the story: those of publication by name, else the first behind the headline, else the
/// first; other stories and comments tell theirs as well.
pub(super) fn beside_headline(times: &[Time<'_>], headline: &Headline) -> Times {
    let start = headline.order;
    let rank = |time: &&Time<'_>| (!time.is_published, time.order < start, time.order);
    let mut ordered: Vec<&Time<'_>> = times.iter().collect();
    ordered.sort_by_key(rank);
    let mut found = Times::default();
    for only_here in [true, false] {
        for time in &ordered {
            if only_here && !time.is_published && is_elsewhere(&time.node, headline) {
                continue;
            }
            let datetime = time.datetime.clone().filter(|date| has_digits(date));
            if time.is_modified && !time.is_published {
                found.modified = found.modified.or(datetime).or_else(|| time.text());
                continue;
            }
            found.published = found.published.or(datetime);
            found.shown = found.shown.or_else(|| time.text());
            if found.published.is_some() && found.shown.is_some() {
                return found;
            }
        }
    }
    found
}

fn has_digits(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= 5
}

/// A date in the path of an address, as `2024-05-03` or `2024-05`: `/2024/05/03/`, `/2024/may/03/`,
/// `-20240503.html`, `2024-05-03`.
pub(super) fn date_in_url(url: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let mut month_only = None;
    for (at, part) in parts.iter().enumerate() {
        if !part.is_ascii() {
            continue;
        }
        if part.len() == 8
            && is_year(&part[..4])
            && number(&part[4..6], 12).is_some()
            && number(&part[6..], 31).is_some()
        {
            return Some(format!("{}-{}-{}", &part[..4], &part[4..6], &part[6..]));
        }
        if !is_year(part) {
            continue;
        }
        let Some(next) = parts.get(at + 1) else {
            continue;
        };
        let named = MONTHS
            .iter()
            .position(|month| next.eq_ignore_ascii_case(month))
            .map(|at| at + 1);
        let Some(month) = number(next, 12).or(named) else {
            continue;
        };
        if let Some(day) = parts.get(at + 2).and_then(|day| number(day, 31)) {
            return Some(format!("{part}-{month:02}-{day:02}"));
        }
        let is_folder = path.contains(&format!("/{part}/{next}/"));
        if is_folder && month_only.is_none() {
            month_only = Some(format!("{part}-{month:02}"));
        }
    }
    month_only
}

fn is_year(text: &str) -> bool {
    text.len() == 4
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.starts_with("19") || text.starts_with("20"))
}

fn number(text: &str, most: usize) -> Option<usize> {
    let is_number = matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|number| is_number && (1..=most).contains(number))
}

/// The first short text with the digits of a date in an element whose class speaks of a date.
pub(super) fn shown_date(page: &Document) -> Option<String> {
    let places = page.select("[class*=date], [class*=time], [class*=publish], [id*=date]");
    places.nodes().iter().map(spaced_text).find(|text| {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        (5..=16).contains(&digits) && text.chars().count() <= 60
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_addresses() {
        for (url, date) in [
            ("https://a.com/2024/05/03/story", Some("2024-05-03")),
            ("https://a.com/world/2024/may/3/story", Some("2024-05-03")),
            ("https://a.com/story-20240503.html", Some("2024-05-03")),
            ("https://a.com/2024/05/story", Some("2024-05")),
            ("https://a.com/a-2024-05-03-b", Some("2024-05-03")),
            ("https://a.com/story-1234567890", None),
            ("https://a.com/top-2024-14-things", None),
        ] {
            assert_eq!(date_in_url(url).as_deref(), date, "{url}");
        }
    }
}
