//! Keys of records in which an archive keeps when and where they appeared.

use super::Published;

/// A key in which the archive keeps the date and the place in the paper:
/// `021-HLB-1875-01-06-PG001-SINGLE`.
#[derive(Debug)]
pub(super) struct RecordKey {
    /// `1875-01-06`.
    pub(super) date: String,
    /// `1` for `PG001`.
    pub(super) page: Option<String>,
    /// The code before the date.
    pub(super) paper: Option<String>,
}

impl RecordKey {
    /// What is in a key. `None` when there is no day in it, four digits, two and two with the same
    /// sign between.
    pub(super) fn of(key: &str) -> Option<RecordKey> {
        let parts: Vec<&str> = key.split(['-', '_']).collect();
        let is_number = |part: &str, len: usize| {
            part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let at = parts
            .windows(3)
            .position(|day| is_number(day[0], 4) && is_number(day[1], 2) && is_number(day[2], 2))?;
        let date = parts[at..at + 3].join("-");
        Published::parse(&date, None)?;
        let page = parts[at + 3..].iter().find_map(|part| {
            let digits = part.to_lowercase();
            let digits = digits
                .strip_prefix("pg")
                .or(digits.strip_prefix('p'))?
                .to_owned();
            let is_page = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_page.then(|| digits.trim_start_matches('0').to_owned())
        });
        let before = at.checked_sub(1).map(|before| parts[before]);
        let is_code = |part: &&str| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_uppercase())
        };
        Some(RecordKey {
            date,
            page: page.filter(|page| !page.is_empty()),
            paper: before.filter(is_code).map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_with_a_date_in_them() {
        let shown = |key: &str| RecordKey::of(key).map(|id| (id.date, id.page, id.paper));
        assert_eq!(
            shown("021-ABC-1875-01-06-PG001-SINGLE-ORIG_110275_toc_1"),
            Some(("1875-01-06".into(), Some("1".into()), Some("ABC".into())))
        );
        assert_eq!(
            shown("echo_1923_03_05_p12_a3"),
            Some(("1923-03-05".into(), Some("12".into()), None))
        );
        for key in ["12345", "1234-56-78", "a-1923-03", "f3c1-2020-11-2a"] {
            assert_eq!(shown(key), None, "{key}");
        }
    }
}
