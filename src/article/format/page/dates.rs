//! Dates that a page shows rather than states: in its address, in its text.

use dom_query::Document;

use super::text::spaced_text;

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
