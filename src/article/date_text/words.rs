//! Dates with the name of a month.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::figures::full_year;
use super::token::Token;
use super::{Custom, Stated, plausible_year, small};
use crate::article::calendar_words::{
    BUDDHIST_WORDS, DATE_LINE_WORDS, FILLERS, OLD_STYLE, OTHER_MONTHS, SHORT_WEEKDAYS, WEEKDAYS,
};
use crate::article::calendars::Calendar;
use crate::article::month_names::MONTHS;
use crate::text::fold::folded;

/// A month that a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Named {
    lang: &'static str,
    calendar: Calendar,
    month: i8,
}

/// The months by their folded names, made once: months are looked up for every word of an opening.
static MONTH_OF: LazyLock<HashMap<String, Vec<Named>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<Named>> = HashMap::new();
    let rows = MONTHS
        .iter()
        .map(|(lang, row)| (*lang, Calendar::Gregorian, *row));
    let others = OTHER_MONTHS
        .iter()
        .map(|(calendar, row)| ("", *calendar, *row));
    for (lang, calendar, row) in rows.chain(others) {
        for (forms, month) in row.split('|').zip(1..) {
            for form in forms.split_whitespace() {
                let named = Named {
                    lang,
                    calendar,
                    month,
                };
                names.entry(key(form)).or_default().push(named);
            }
        }
    }
    names
});

/// The words with which names of several words begin.
static FIRST_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    MONTH_OF
        .keys()
        .filter_map(|name| Some(name.split_once(' ')?.0))
        .collect()
});

/// A name of several words as the scanner sees it.
fn key(form: &str) -> String {
    let words: Vec<String> = form.split('_').map(folded).collect();
    words.join(" ")
}

/// The days of the week by their folded names, Monday is 1; short names are 0.
static WEEKDAY_OF: LazyLock<HashMap<String, i8>> = LazyLock::new(|| {
    let short = SHORT_WEEKDAYS
        .split_whitespace()
        .map(|name| (folded(name), 0));
    let long = WEEKDAYS
        .iter()
        .zip(1..)
        .flat_map(|(names, day)| names.split_whitespace().map(move |name| (key(name), day)));
    short.chain(long).collect()
});

/// Shorter names are words of other languages as often: `led`, `set`, `out`.
const SHORT_NAME: usize = 4;

fn is_month(word: &str) -> bool {
    MONTH_OF.contains_key(word)
}

/// Whether a folded word is a day of the week, in any language.
pub(in crate::article) fn is_weekday(word: &str) -> bool {
    WEEKDAY_OF.contains_key(word)
}

/// The day of the week that a text names, 1 for Monday.
pub(super) fn weekday_in(tokens: &[Token]) -> Option<i8> {
    (0..tokens.len()).find_map(|at| {
        let one = tokens[at].word.as_str();
        let two = tokens
            .get(at + 1)
            .map(|next| format!("{one} {}", next.word));
        let day = two
            .and_then(|two| WEEKDAY_OF.get(two.as_str()))
            .or_else(|| WEEKDAY_OF.get(one))?;
        (*day > 0).then_some(*day)
    })
}

/// Phrases folded, each between two spaces, made once.
pub(super) type Phrases = LazyLock<Vec<String>>;

/// Signs of the old calendar.
pub(super) static OLD_STYLE_PHRASES: Phrases = LazyLock::new(|| folded_phrases(OLD_STYLE));

/// Signs of the Buddhist calendar.
pub(super) static BUDDHIST_PHRASES: Phrases = LazyLock::new(|| folded_phrases(BUDDHIST_WORDS));

fn folded_phrases(phrases: &[&str]) -> Vec<String> {
    let folded_phrase = |phrase: &&str| {
        let words: Vec<String> = phrase.split(' ').map(folded).collect();
        format!(" {} ", words.join(" "))
    };
    phrases.iter().map(folded_phrase).collect()
}

/// Whether one of some phrases stands among the words.
pub(super) fn has_any(tokens: &[Token], phrases: &Phrases) -> bool {
    let mut words = String::from(" ");
    for token in tokens {
        words.push_str(&token.word);
        words.push(' ');
    }
    phrases.iter().any(|phrase| words.contains(phrase.as_str()))
}

/// A month by name, or `tháng 11`, with what stands around it.
pub(super) fn in_words(
    tokens: &[Token],
    at: usize,
    custom: Custom<'_>,
    is_field: bool,
) -> Option<Stated> {
    let (named, len) = month_at(tokens, at, custom, is_field)?;
    let mut behind = at + len;
    let mut is_one_month = true;
    // `تشرين الثاني/نوفمبر` says it twice, `March/April` is one of the two.
    if let Some((next, next_len)) = month_beside(tokens, behind, custom, is_field) {
        is_one_month = next.month == named.month;
        behind += next_len;
    }
    let mut parts = Parts {
        start: at,
        end: behind - 1,
        ..Parts::default()
    };
    parts.read_before(tokens, at);
    parts.read_behind(tokens, behind, is_field);
    if !is_one_month || is_behind_month(tokens, parts.start, named, custom, is_field) {
        parts.day = None;
        parts.is_month_known = false;
    }
    parts.stated(tokens, named, custom)
}

/// What stands around the name of a month.
struct Parts {
    day: Option<i64>,
    year: Option<i64>,
    is_month_known: bool,
    /// Whether one day or two stand before the month.
    has_day_before: bool,
    /// First and last token.
    start: usize,
    end: usize,
}

impl Default for Parts {
    fn default() -> Parts {
        Parts {
            day: None,
            year: None,
            is_month_known: true,
            has_day_before: false,
            start: 0,
            end: 0,
        }
    }
}

impl Parts {
    fn read_before(&mut self, tokens: &[Token], at: usize) {
        let Some(index) = neighbour_before(tokens, at) else {
            return;
        };
        if tokens[index].digits == 4 {
            self.year = tokens[index].number;
            self.start = index;
            return;
        }
        if !is_day(tokens, index) {
            return;
        }
        self.start = index;
        self.day = tokens[index].number;
        self.has_day_before = true;
        if let Some(first) = range_start(tokens, index) {
            self.day = of_two_days(tokens[first].number, self.day);
            self.start = first;
        }
        // Latvian: `2025. gada 12. novembris`.
        let earlier = neighbour_before(tokens, self.start);
        if let Some(year) = earlier.filter(|&year| tokens[year].digits == 4) {
            self.year = tokens[year].number;
            self.start = year;
        }
    }

    fn read_behind(&mut self, tokens: &[Token], behind: usize, is_field: bool) {
        let mut next = neighbour_after(tokens, behind);
        if let Some(index) = next.filter(|&index| !self.has_day_before && is_day(tokens, index)) {
            self.day = tokens[index].number;
            self.end = index;
            next = neighbour_after(tokens, index + 1);
            // A word may join the two: `March 3 and 4`.
            let last = [index + 1, index + 2]
                .into_iter()
                .find(|&last| last < tokens.len() && range_start(tokens, last) == Some(index));
            if let Some(last) = last {
                self.day = of_two_days(self.day, tokens[last].number);
                self.end = last;
                next = neighbour_after(tokens, last + 1);
            }
        }
        if self.year.is_some() {
            return;
        }
        if let Some(index) = next {
            let token = &tokens[index];
            let is_clock = token.gap.starts_with(':') || is_hour_word(tokens, index);
            if token.digits == 4 {
                self.year = token.number;
                self.end = index;
                return;
            }
            // Two figures are a year where a field has them behind day and month, or the head of a
            // mail with the time after them.
            let is_year = is_field || time_follows(tokens, index);
            if token.digits == 2 && !is_clock && is_year && self.day.is_some() {
                self.year = token.number.map(full_year);
                self.end = index;
                return;
            }
        }
        // `Sun Nov  6 08:49:37 +0000 1994`: the year last.
        if self.day.is_some() {
            self.read_year_behind_time(tokens);
        }
    }

    fn read_year_behind_time(&mut self, tokens: &[Token]) {
        for index in self.end + 1..(self.end + 8).min(tokens.len()) {
            let token = &tokens[index];
            let is_zone = token.digits == 4 && tokens[index - 1].gap.ends_with(['+', '-']);
            if token.digits == 4 && !is_zone {
                self.year = token.number;
                self.end = index;
                return;
            }
            let is_part = token.digits == 2 || is_zone || token.is_upper && token.word.len() <= 5;
            if !is_part || self.end + 1 == index && !token.gap.starts_with(':') {
                return;
            }
        }
    }

    fn stated(self, tokens: &[Token], named: Named, custom: Custom<'_>) -> Option<Stated> {
        let range = tokens[self.start].span.start..tokens[self.end].span.end;
        let month = Some(named.month).filter(|_| self.is_month_known);
        if named.calendar != Calendar::Gregorian {
            return Stated::by(named.calendar, self.year?, month, small(self.day), range);
        }
        let is_buddhist = matches!(named.lang, "th" | "lo" | "km")
            || custom.lang == Some("th")
            || has_any(tokens, &BUDDHIST_PHRASES);
        let year = match self.year {
            Some(year) if is_buddhist && year > 2400 => Some(plausible_year(year - 543)?),
            Some(year) => Some(plausible_year(year)?),
            None => None,
        };
        if self.day.is_none() && year.is_none() {
            return None;
        }
        Some(Stated {
            year,
            month,
            day: small(self.day),
            range,
        })
    }
}

/// Of `3-4` neither is known to be the day; `12/25` is the same day in the old style and the new.
fn of_two_days(first: Option<i64>, last: Option<i64>) -> Option<i64> {
    let apart = last? - first?;
    (10..=13).contains(&apart).then_some(last?)
}

/// The token that begins the range of days which this one ends.
fn range_start(tokens: &[Token], last: usize) -> Option<usize> {
    const BETWEEN: &[&str] = &[
        "and", "bis", "do", "e", "et", "i", "og", "to", "und", "y", "à",
    ];
    tokens[last].number?;
    let mut first = last.checked_sub(1)?;
    let is_joined = BETWEEN.contains(&tokens[first].word.as_str());
    if is_joined {
        first = first.checked_sub(1)?;
    }
    let gap = tokens[first].gap.trim_start_matches('.').trim();
    let is_between = is_joined || matches!(gap, "-" | "–" | "—" | "/" | "‑");
    let is_clock = first > 0 && tokens[first - 1].gap.contains(':');
    let is_ascending = tokens[first].number? < tokens[last].number?;
    let is_range = is_between
        && !is_clock
        && is_ascending
        && is_day(tokens, first)
        && tokens[last].digits <= 2
        && tokens[last].number? <= 31;
    is_range.then_some(first)
}

fn is_day(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let is_time = token.gap.starts_with(':') || is_hour_word(tokens, at);
    (1..=2).contains(&token.digits)
        && !is_time
        && token.number.is_some_and(|day| (1..=31).contains(&day))
}

/// `14h30`, `3 pm`.
fn is_hour_word(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|next| {
        let is_near = tokens[at].gap.trim().is_empty();
        is_near && matches!(next.word.as_str(), "h" | "hs" | "hrs" | "uhr" | "pm")
    })
}

fn time_follows(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at + 1)
        .is_some_and(|token| token.number.is_some() && token.gap.starts_with(':'))
}

/// The month at a token, and how many tokens it takes.
fn month_at(
    tokens: &[Token],
    at: usize,
    custom: Custom<'_>,
    is_field: bool,
) -> Option<(Named, usize)> {
    let word = tokens.get(at)?.word.as_str();
    if word.is_empty() {
        return None;
    }
    if FIRST_WORDS.contains(word) {
        for len in [3, 2] {
            let Some(words) = tokens.get(at..at + len) else {
                continue;
            };
            let words: Vec<&str> = words.iter().map(|token| token.word.as_str()).collect();
            if let Some(named) = MONTH_OF.get(&words.join(" ")) {
                return Some((*named.first()?, len));
            }
        }
    }
    if word == "thang" || word == "thg" {
        let month = tokens.get(at + 1)?.number?;
        let named = Named {
            lang: "vi",
            calendar: Calendar::Gregorian,
            month: i8::try_from(month)
                .ok()
                .filter(|month| (1..=12).contains(month))?,
        };
        return Some((named, 2));
    }
    if let Some(month) = roman_month(tokens, at).filter(|_| is_field) {
        let named = Named {
            lang: "la",
            calendar: Calendar::Gregorian,
            month,
        };
        return Some((named, 1));
    }
    // Hebrew writes "in" as a letter before the month.
    let named = MONTH_OF
        .get(word)
        .or_else(|| MONTH_OF.get(word.strip_prefix('ב')?))?;
    let own = named.iter().find(|named| custom.lang == Some(named.lang));
    let chosen = *own.or_else(|| named.first())?;
    let is_sure = is_field
        || own.is_some()
        || !word.is_ascii()
        || word.len() > SHORT_NAME
        || is_behind_day(tokens, at)
        || named.iter().any(|named| named.lang == "en");
    is_sure.then_some((chosen, 1))
}

/// Whether what stands around a word makes it a month: `19. Mai`, `19 Mai 1931`.
fn is_behind_day(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else {
        return false;
    };
    let is_day = before.number.is_some_and(|day| (1..=31).contains(&day));
    let has_year = tokens
        .get(at + 1)
        .is_some_and(|next| next.digits == 4 && next.number.and_then(plausible_year).is_some());
    is_day && (before.gap.starts_with(". ") || has_year)
}

/// The Hebrew month at a token, written in its own letters, and how many tokens it takes.
pub(super) fn hebrew_month(tokens: &[Token], at: usize) -> Option<(i8, usize)> {
    if !tokens
        .get(at)?
        .word
        .starts_with(|c: char| ('א'..='ת').contains(&c))
    {
        return None;
    }
    let (named, len) = month_at(tokens, at, Custom::default(), true)?;
    (named.calendar == Calendar::Hebrew).then_some((named.month, len))
}

/// `12 XI 2025`, in capitals between day and year.
fn roman_month(tokens: &[Token], at: usize) -> Option<i8> {
    const NUMERALS: [&str; 12] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
    ];
    let month = NUMERALS
        .iter()
        .position(|numeral| *numeral == tokens[at].word)?;
    let before = at.checked_sub(1)?;
    let is_between = is_day(tokens, before)
        && is_near(&tokens[before].gap)
        && tokens.get(at + 1).is_some_and(|year| year.digits == 4)
        && is_near(&tokens[at].gap);
    (tokens[at].is_upper && is_between).then_some(month as i8 + 1)
}

/// The month that a stroke, a dash or a bracket joins to the one before.
fn month_beside(
    tokens: &[Token],
    at: usize,
    custom: Custom<'_>,
    is_field: bool,
) -> Option<(Named, usize)> {
    let gap = tokens.get(at.checked_sub(1)?)?.gap.trim();
    matches!(gap, "/" | "-" | "–" | "—" | "(" | "&")
        .then(|| month_at(tokens, at, custom, is_field))?
        .filter(|(named, _)| named.calendar == Calendar::Gregorian)
}

/// Whether what begins at a token ends a range that began in another month: `March/April`,
/// `31 March - 6 April`.
fn is_behind_month(
    tokens: &[Token],
    start: usize,
    named: Named,
    custom: Custom<'_>,
    is_field: bool,
) -> bool {
    let Some(before) = start.checked_sub(1) else {
        return false;
    };
    let is_joined = matches!(
        tokens[before].gap.trim_start_matches('.').trim(),
        "/" | "-" | "–" | "—" | "&"
    );
    is_joined
        && month_at(tokens, before, custom, is_field)
            .is_some_and(|(first, _)| first.month != named.month)
}

/// Gaps inside a date hold no more than a point, a comma, a dash, a slash.
fn is_near(gap: &str) -> bool {
    gap.chars().count() <= 3
        && !gap.contains([':', ';', '(', ')', '\n', '|', '!', '?', '$', '£', '€'])
}

fn neighbour_before(tokens: &[Token], at: usize) -> Option<usize> {
    let mut index = at.checked_sub(1)?;
    for _ in 0..4 {
        let token = &tokens[index];
        if !is_near(&token.gap) {
            return None;
        }
        if token.number.is_some() {
            return Some(index);
        }
        if !is_filler(&token.word) {
            return None;
        }
        index = index.checked_sub(1)?;
    }
    None
}

fn neighbour_after(tokens: &[Token], from: usize) -> Option<usize> {
    for index in from..(from + 4).min(tokens.len()) {
        if !is_near(&tokens[index - 1].gap) {
            return None;
        }
        if tokens[index].number.is_some() {
            return Some(index);
        }
        if !is_filler(&tokens[index].word) {
            return None;
        }
    }
    None
}

fn is_filler(word: &str) -> bool {
    static FILLING: LazyLock<HashSet<String>> =
        LazyLock::new(|| FILLERS.iter().map(|filler| folded(filler)).collect());
    FILLING.contains(word)
}

/// Whether a line that only says when something appeared may hold the word.
pub(super) fn is_of_date_line(word: &str) -> bool {
    static KNOWN: LazyLock<HashSet<String>> =
        LazyLock::new(|| DATE_LINE_WORDS.iter().map(|word| folded(word)).collect());
    KNOWN.contains(word) || is_filler(word) || is_weekday(word) || is_month(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of two months: the larger press decides where the language is not known.
    #[test]
    fn names_of_two_months() {
        let mut found: Vec<&str> = MONTH_OF
            .iter()
            .filter(|(_, named)| {
                named.iter().any(|other| {
                    (other.calendar, other.month) != (named[0].calendar, named[0].month)
                })
            })
            .map(|(name, _)| name.as_str())
            .collect();
        found.sort_unstable();
        assert_eq!(found, ["lip", "lis", "listopad", "listopada", "srp"]);
    }

    #[test]
    fn every_language_has_twelve_months() {
        for (lang, row) in MONTHS {
            assert_eq!(row.split('|').count(), 12, "{lang}");
            assert!(
                row.split('|').all(|forms| !forms.trim().is_empty()),
                "{lang}"
            );
        }
    }
}
