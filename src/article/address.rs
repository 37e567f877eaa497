//! Dates in the names that archives give to files and pages: `1987/1987-03-12-ferry.txt`,
//! `/2018/06/29/story.html`.
//!
//! A number in a headline often ends up in such a name (`1984-reviewed.html`), so only numbers that
//! are a date in their whole form count.

use super::date_text;
use super::published::Published;

/// The day in an address: `/2018/06/29/`, `-2018-06-29`, `20180629` and the longer stamps that begin
/// so. `None` for months and years: those are folders of a site as often as dates.
pub(super) fn date_in_url(url: &str) -> Option<Published> {
    // The host and the query are no place for dates.
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let path = path.split_once('/').map(|(_, path)| path)?;
    day_in(path)
}

/// The country whose ending the host of an address has: `uk` of `https://echo.co.uk/a`. Empty for
/// `com` and the like.
pub(super) fn country(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let last = host.rsplit('.').next().unwrap_or_default();
    // Endings of two letters are countries; these are sold to everybody.
    let is_country =
        last.len() == 2 && host.len() > 2 && !matches!(last, "co" | "io" | "me" | "tv");
    if is_country { last } else { "" }
}

/// The most exact date in the path of a file: a day or month at the start of the name or of a folder,
/// the year of a folder.
pub(super) fn date_in_path(path: &str) -> Option<Published> {
    // The name of a crawl says when it was made, the address of a page in it is read as an address.
    if path.contains("!http://") || path.contains("!https://") {
        return None;
    }
    if let Some(day) = day_in(path) {
        return Some(day);
    }
    let parts: Vec<&str> = path.split('/').collect();
    let month_in = |part: &str| {
        let (year, rest) = part.split_once(['-', '_'])?;
        let month: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let ends = !rest[month.len()..].starts_with(char::is_alphanumeric);
        let month: i8 = month.parse().ok().filter(|_| month.len() == 2 && ends)?;
        (1..=12).contains(&month).then_some(Published::Month {
            year: year_of(year)?,
            month,
        })
    };
    if let Some(month) = parts.iter().rev().find_map(|part| month_in(part)) {
        return Some(month);
    }
    let folders = &parts[..parts.len() - 1];
    let pair = folders.windows(2).rev().find_map(|pair| {
        // `2019/03`, `2019/3`.
        let month: i8 = pair[1].parse().ok().filter(|_| pair[1].len() <= 2)?;
        (1..=12).contains(&month).then_some(Published::Month {
            year: year_of(pair[0])?,
            month,
        })
    });
    let year = || folders.iter().rev().find_map(|part| year_of(part));
    pair.or_else(|| year().map(|year| Published::Year { year }))
}

fn year_of(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok().filter(|_| text.len() == 4)?;
    (1600..=2100).contains(&year).then_some(year)
}

/// The first run of numbers that is a day, year first.
fn day_in(text: &str) -> Option<Published> {
    let numbers: Vec<(usize, &str)> = numbers(text);
    for (index, (at, digits)) in numbers.iter().enumerate() {
        let long = matches!(digits.len(), 8 | 12 | 14 | 17);
        if let Some(day) = date_text::compact_day(digits).filter(|_| long) {
            return Some(day);
        }
        let [_, (second_at, second), (third_at, third), ..] = &numbers[index..] else {
            continue;
        };
        let gap = |from: usize, len: usize, to: usize| text.get(from + len..to).unwrap_or_default();
        let separator = gap(*at, digits.len(), *second_at);
        let is_one_gap = matches!(separator, "-" | "/" | "_" | ".")
            && gap(*second_at, second.len(), *third_at) == separator;
        let is_month_and_day = (1..=2).contains(&second.len()) && (1..=2).contains(&third.len());
        if digits.len() == 4 && is_one_gap && is_month_and_day && year_of(digits).is_some() {
            let compact = format!("{digits}{second:0>2}{third:0>2}");
            if let Some(day) = date_text::compact_day(&compact) {
                return Some(day);
            }
        }
    }
    None
}

fn numbers(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (character.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push((from, &text[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths() {
        let shown = |date: Option<Published>| date.map_or("-".to_owned(), |date| date.to_string());
        for (url, expected) in [
            ("https://x.example/2018/06/29/story.html", "2018-06-29"),
            ("https://x.example/a-20181209001626608.htm", "2018-12-09"),
            ("https://x.example/2018-06-29-story", "2018-06-29"),
            ("https://x.example/2018/06/story", "-"),
            ("https://x.example/1984-reviewed.html", "-"),
            ("https://x.example/story-12345678.html", "-"),
            ("https://20180629.example/story?d=20180629", "-"),
        ] {
            assert_eq!(shown(date_in_url(url)), expected, "{url}");
        }
        assert_eq!(country("https://echo.co.uk/a.us"), "uk");
        assert_eq!(country("https://echo.com/a"), "");
        for (path, expected) in [
            ("courier/1987/1987-03-12-ferry.txt", "1987-03-12"),
            ("courier/1912/1912-04-breakwater.txt", "1912-04"),
            ("plainsman/1903/1903-undated.txt", "1903"),
            ("021-HLB-1874-02-25-PG001_100413.csv", "1874-02-25"),
            ("2016/11/story.txt", "2016-11"),
            ("2016/3/story.txt", "2016-03"),
            ("crawl-20080430.warc.gz!https://x.example/story", "-"),
            ("2015-07-21.zip!day.json", "2015-07-21"),
            ("bbc/tech/180.txt", "-"),
            ("1984-reviewed.txt", "-"),
            ("20_newsgroups/sci/53922", "-"),
        ] {
            assert_eq!(shown(date_in_path(path)), expected, "{path}");
        }
    }
}
