//! Dates of the Hebrew calendar in letters: `ה' באייר תש"ח`.

use super::Stated;
use super::token::Token;
use super::words::hebrew_month;
use crate::article::calendars::Calendar;

/// A Hebrew month with day and year in letters around it.
pub(super) fn in_words(tokens: &[Token], at: usize) -> Option<Stated> {
    let (month, len) = hebrew_month(tokens, at)?;
    let year = year(&tokens.get(at + len)?.word)?;
    let day = at
        .checked_sub(1)
        .and_then(|before| value(&tokens[before].word))
        .filter(|day| (1..=30).contains(day));
    let start = if day.is_some() { at - 1 } else { at };
    let range = tokens[start].span.start..tokens[at + len].span.end;
    let day = day.and_then(|day| i8::try_from(day).ok());
    Stated::by(Calendar::Hebrew, year, Some(month), day, range)
}

/// `תש"ח` and `ה'תש"ח`: the thousands are often left out.
fn year(word: &str) -> Option<i64> {
    let word = word.strip_prefix('ב').unwrap_or(word);
    let rest = word
        .strip_prefix('ה')
        .filter(|rest| value(rest).is_some_and(|v| v >= 100));
    let year = value(rest.unwrap_or(word))?;
    (300..=900).contains(&year).then_some(5000 + year)
}

/// The number that letters spell, each adding its own.
fn value(word: &str) -> Option<i64> {
    const LETTERS: &str = "אבגדהוזחט";
    const TENS: &[(char, i64)] = &[
        ('י', 10),
        ('כ', 20),
        ('ך', 20),
        ('ל', 30),
        ('מ', 40),
        ('ם', 40),
        ('נ', 50),
        ('ן', 50),
        ('ס', 60),
        ('ע', 70),
        ('פ', 80),
        ('ף', 80),
        ('צ', 90),
        ('ץ', 90),
        ('ק', 100),
        ('ר', 200),
        ('ש', 300),
        ('ת', 400),
    ];
    let count = word.chars().count();
    if !(1..=5).contains(&count) {
        return None;
    }
    word.chars().try_fold(0, |sum, letter| {
        let unit = LETTERS.chars().position(|known| known == letter);
        let value = match unit {
            Some(unit) => unit as i64 + 1,
            None => TENS.iter().find(|(known, _)| *known == letter)?.1,
        };
        Some(sum + value)
    })
}
