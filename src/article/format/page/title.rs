//! The headline that readers saw, without the name of the site.
//!
//! A page names its story up to six times: in a heading, in the title of the window, for search
//! engines, for those who share it. They differ by the name of the site, a kicker, or altogether; the
//! heading that one of the others confirms is what was printed.

use super::text::{letters, words};

/// What a page calls its story, in the places where it does.
#[derive(Default)]
pub(super) struct Titles<'t> {
    pub(super) headings: &'t [Heading],
    /// Texts of lesser headings that lead nowhere, and of the parts of these.
    pub(super) lesser: &'t [String],
    /// For those who share it.
    pub(super) shared: Option<String>,
    /// For search engines.
    pub(super) headline: Option<String>,
    /// Of the window.
    pub(super) of_page: Option<String>,
    /// Said elsewhere; only good to confirm.
    pub(super) others: Vec<String>,
}

/// A heading of the first rank.
#[derive(Debug, Default)]
pub(super) struct Heading {
    pub(super) text: String,
    /// The text without what its class calls a kicker.
    pub(super) without_kicker: String,
}

impl Titles<'_> {
    /// The headline. `None` when the page has no title at all.
    pub(super) fn headline(&self, site: &Site) -> Option<String> {
        let bare = |title: &Option<String>| title.as_deref().map(|title| site.cut_from(title));
        let shared = bare(&self.shared);
        let headline = bare(&self.headline);
        let of_page = bare(&self.of_page);
        let others = self.others.iter().map(|title| site.cut_from(title));
        let stated: Vec<String> = [&headline, &shared, &of_page]
            .into_iter()
            .flatten()
            .cloned()
            .chain(others)
            .map(|title| letters(&title))
            .filter(|title| !title.is_empty())
            .collect();
        let is_confirmed_whole = |text: &str| {
            let text = letters(text);
            text.chars().count() >= LEAST_LETTERS && stated.contains(&text)
        };
        // The heading of the first rank may be for search engines, and one below it the headline.
        let is_lesser = shared.as_ref().is_some_and(|shared| {
            let plain = letters(shared);
            plain.chars().count() >= LEAST_LETTERS
                && self.lesser.iter().any(|text| letters(text) == plain)
        });
        let is_in_heading = |shared: &String| {
            let plain = letters(shared);
            self.headings
                .iter()
                .any(|heading| letters(&heading.text) == plain)
        };
        if let Some(shared) = shared
            .as_ref()
            .filter(|shared| is_lesser && !is_in_heading(shared))
        {
            return Some(shared.clone());
        }
        let forms = || {
            self.headings
                .iter()
                .flat_map(|heading| [&heading.text, &heading.without_kicker])
        };
        let whole = forms().find(|text| is_confirmed_whole(text));
        let in_part = || forms().find(|text| is_confirmed_in_part(&letters(text), &stated));
        whole
            .or_else(in_part)
            .cloned()
            .or(shared)
            .or(headline)
            .or_else(|| {
                self.headings
                    .first()
                    .map(|heading| heading.without_kicker.clone())
            })
            .or(of_page)
            .filter(|title| !title.is_empty())
    }
}

/// Longer names with that of the site in them are something else.
const MOST_HOUSE_WORDS: usize = 4;

/// Shorter headings are labels.
const LEAST_LETTERS: usize = 6;

/// Whether a heading and a title begin alike: one of them is cut short or goes on with the site.
fn is_confirmed_in_part(heading: &str, stated: &[String]) -> bool {
    let chars = heading.chars().count();
    chars > 8
        && stated.iter().any(|title| {
            let title_chars = title.chars().count();
            title.starts_with(heading) && chars * 2 >= title_chars
                || heading.starts_with(title.as_str()) && title_chars > 8
        })
}

/// What the site is called: the words that titles end with.
#[derive(Debug, Default)]
pub(super) struct Site {
    /// Letters of its names.
    names: Vec<String>,
    /// Letters of its host, with and without the last part: `sternde`, `stern`.
    hosts: Vec<String>,
}

/// What stands between a headline and the site. Others need the site's exact name behind them.
const SPACED_MARKS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " • ", " · ", " * ", " « ", " » ", " >> ", " // ", " ~ ",
];

/// Without spaces, as scripts without spaces have it.
const CLOSE_MARKS: &[char] = &[
    '|', '｜', 'ㅣ', '：', ':', '_', '-', '–', '—', '»', '«', ',', '/',
];

impl Site {
    pub(super) fn new(names: &[Option<&str>], url: Option<&str>) -> Site {
        let names = names.iter().flatten().map(|name| letters(name));
        let mut site = Site {
            names: names.filter(|name| name.chars().count() > 1).collect(),
            hosts: Vec::new(),
        };
        if let Some(host) = url.and_then(host) {
            let host = host.trim_start_matches("www.");
            site.hosts.push(letters(host));
            let mut labels: Vec<&str> = host.split('.').collect();
            labels.pop();
            if labels.len() > 1
                && labels
                    .last()
                    .is_some_and(|label| SECOND_LEVEL.contains(label))
            {
                labels.pop();
            }
            site.hosts.extend(labels.last().map(|label| letters(label)));
        }
        site
    }

    /// Whether a name is one of the site's: exactly, or with little beside it (`Echo Redaktion`).
    pub(super) fn is_called(&self, name: &str) -> bool {
        let words: Vec<&str> = name.split_whitespace().collect();
        let few = words.len().min(MOST_HOUSE_WORDS + 1);
        let mut runs = (0..few).flat_map(|from| (from + 1..=words.len()).map(move |to| from..to));
        self.is_exactly(&letters(name))
            || words.len() <= MOST_HOUSE_WORDS
                && runs.any(|run| self.is_exactly(&letters(&words[run].concat())))
    }

    /// Whether these letters are one of its names.
    pub(super) fn is_exactly(&self, plain: &str) -> bool {
        self.names.iter().chain(&self.hosts).any(|own| own == plain)
    }

    /// Whether the tail of a title names the site.
    fn is_tail(&self, tail: &str) -> bool {
        let plain = letters(tail);
        if plain.is_empty() {
            return false;
        }
        let few_words = words(tail) <= 7;
        self.is_exactly(&plain)
            || self.names.iter().any(|name| {
                name.contains(plain.as_str())
                    || few_words && name.chars().count() >= 3 && plain.contains(name.as_str())
            })
            || words(tail) <= 4
                && self
                    .hosts
                    .iter()
                    .any(|host| host.chars().count() >= 5 && plain.contains(host.as_str()))
    }

    /// A title without the name of the site behind or before it.
    pub(super) fn cut_from(&self, title: &str) -> String {
        let title = title.trim();
        self.before_tail(title)
            .or_else(|| self.behind_head(title))
            .map_or_else(|| title.to_owned(), |rest| self.cut_from(rest))
    }

    fn before_tail<'t>(&self, title: &'t str) -> Option<&'t str> {
        for mark in SPACED_MARKS {
            for (at, _) in title.rmatch_indices(mark) {
                let (head, tail) = (&title[..at], &title[at + mark.len()..]);
                let is_site = self.is_tail(tail);
                let is_address = tail.contains('.') && !tail.contains(' ');
                let is_bar = *mark == " | " && words(tail) <= 4 && tail.len() < head.len();
                let has_words = words(head) >= 2;
                if (is_site || is_address || is_bar) && has_words || self.is_exactly(&letters(tail))
                {
                    return Some(head);
                }
            }
        }
        let (at, mark) = title
            .char_indices()
            .rfind(|(_, character)| CLOSE_MARKS.contains(character))?;
        let (head, tail) = (&title[..at], &title[at + mark.len_utf8()..]);
        (!head.trim().is_empty() && self.is_exactly(&letters(tail)))
            .then_some(head.trim_end_matches(CLOSE_MARKS))
    }

    fn behind_head<'t>(&self, title: &'t str) -> Option<&'t str> {
        let marks = [" | ", " - ", " – ", " — ", ": "];
        marks.iter().find_map(|mark| {
            let (head, tail) = title.split_once(mark)?;
            (words(tail) >= 2 && self.is_exactly(&letters(head))).then_some(tail)
        })
    }
}

/// What stands before a country in hosts: `co.uk`, `com.br`.
const SECOND_LEVEL: &[&str] = &[
    "ac", "co", "com", "edu", "gob", "gov", "ne", "net", "or", "org",
];

fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split(['/', '?', '#', ':']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        Site::new(&[Some("Daily Echo")], Some("https://www.dailyecho.co.uk/a"))
    }

    #[test]
    fn titles_lose_the_site() {
        for (title, expected) in [
            ("Port strike spreads | Daily Echo", "Port strike spreads"),
            ("Port strike spreads - Daily Echo", "Port strike spreads"),
            ("Port strike - what now", "Port strike - what now"),
            ("Port strike spreads - echo.co.uk", "Port strike spreads"),
            (
                "Port strike spreads | News | Daily Echo",
                "Port strike spreads",
            ),
            (
                "Port strike spreads * Daily Echo * by Jo Roe",
                "Port strike spreads",
            ),
            (
                "Port strike spreads – The Daily Echo Online",
                "Port strike spreads",
            ),
            ("港口罢工扩大_Daily Echo", "港口罢工扩大"),
            ("Strike - Daily Echo", "Strike"),
            ("Daily Echo: Port strike spreads", "Port strike spreads"),
            (
                "Design Week | A light installation for the old port",
                "Design Week | A light installation for the old port",
            ),
        ] {
            assert_eq!(site().cut_from(title), expected, "{title}");
        }
    }

    #[test]
    fn the_heading_that_is_confirmed() {
        let headings = |texts: &[(&str, &str)]| -> Vec<Heading> {
            texts
                .iter()
                .map(|(text, without_kicker)| Heading {
                    text: (*text).to_owned(),
                    without_kicker: (*without_kicker).to_owned(),
                })
                .collect()
        };
        let lesser = ["Dockers walk out".to_owned()];
        for (texts, shared, headline, expected) in [
            (
                &[
                    ("Daily Echo", "Daily Echo"),
                    ("Port strike spreads", "Port strike spreads"),
                ][..],
                "Port strike spreads | Echo",
                "",
                "Port strike spreads",
            ),
            (
                &[("Ports Strike spreads", "Strike spreads")],
                "Strike spreads",
                "",
                "Strike spreads",
            ),
            (
                &[("Strike spreads to all ports", "Strike spreads to all ports")],
                "Strike latest",
                "Strike spreads to all ports",
                "Strike spreads to all ports",
            ),
            (
                &[("Strike spreads to all ports", "Strike spreads to all ports")],
                "Dockers walk out",
                "Strike spreads to all ports",
                "Dockers walk out",
            ),
            (
                &[("Sign up", "Sign up")],
                "Strike spreads",
                "Strikes",
                "Strike spreads",
            ),
        ] {
            let headings = headings(texts);
            let titles = Titles {
                headings: &headings,
                lesser: &lesser,
                shared: Some(shared.to_owned()),
                headline: Some(headline.to_owned()),
                ..Titles::default()
            };
            assert_eq!(titles.headline(&site()).as_deref(), Some(expected));
        }
    }
}
