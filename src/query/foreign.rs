//! What other systems write inside a word: `resign!`, `resign%`, `/ab.*/`, `2019..2021`.
//!
//! To the tokenizer these are words with punctuation; to those who type them they are questions. So
//! they are refused, and the help says the same in the language of the house.

use super::dates;
use super::fields::{self, Field};
use super::message::Code;
use super::token::{is_count, is_name};

/// A word that is syntax elsewhere.
#[derive(Debug, PartialEq)]
pub(super) struct Foreign {
    pub(super) code: Code,
    pub(super) message: String,
    /// What to write instead of the word. Without one, `remark` says it all.
    pub(super) instead: Option<String>,
    pub(super) remark: &'static str,
}

/// Endings shorter than this are more likely a currency: `US$5`.
const STEM_LETTERS: usize = 4;

/// What a bare word of the text is elsewhere. `is_in_field` is whether `title:` or such stands before it.
pub(super) fn foreign_word(word: &str, is_in_field: bool) -> Option<Foreign> {
    let foreign = |message: &str, instead: String, remark: &'static str| {
        Some(Foreign {
            code: Code::Foreign,
            message: message.to_owned(),
            instead: Some(instead),
            remark,
        })
    };
    let told = |message: &str, remark: &'static str| {
        Some(Foreign {
            code: Code::Foreign,
            message: message.to_owned(),
            instead: None,
            remark,
        })
    };
    if let Some(stem) = any_ending(word)
        && stem.chars().all(char::is_lowercase)
    {
        let message = "`!` at the end of a word is how Nexis and Westlaw write any ending";
        return foreign(
            message,
            format!("{stem}*"),
            "(or the word without the sign)",
        );
    }
    if word == "%" {
        return foreign("`%` is Westlaw's NOT", "NOT".to_owned(), "");
    }
    if has_letter_at_percent(word) {
        let starred = word.replace('%', "*");
        let message = "`%` is how databases write any letters";
        return foreign(message, starred, "(a plain word finds its own forms)");
    }
    if let Some((stem, digits)) = word.split_once('$')
        && (digits.is_empty() || is_count(digits))
        && stem.chars().count() >= STEM_LETTERS
        && stem.chars().all(char::is_lowercase)
    {
        let message = "`$` at the end of a word is how Factiva writes any ending";
        return foreign(message, format!("{stem}*"), "");
    }
    if let Some(letter) = slashed_number(word) {
        return match letter {
            'N' => told(
                "`/N5/` is how Factiva writes a distance",
                "… NEAR/5 …   (within 5 words, any order)",
            ),
            _ => told(
                "`/F10/` is how Factiva asks for the first words of an article",
                "lead: with the word looks in the summary and the first paragraph",
            ),
        };
    }
    if let Some(inner) = word
        .strip_prefix('/')
        .and_then(|rest| rest.strip_suffix('/'))
        && !inner.is_empty()
    {
        let simple = inner.replace(".*", "*").replace('.', "?");
        let is_simple = simple
            .chars()
            .all(|next| next.is_alphanumeric() || matches!(next, '*' | '?'));
        let message =
            "words between slashes are patterns of Lucene; here `*` and `?` stand for letters";
        return match is_simple {
            true => foreign(message, simple, ""),
            false => told(
                message,
                "resign* for any ending, wom?n for one letter, OR for several words",
            ),
        };
    }
    if matches!(word, "xfirstword" | "xlastword") {
        return told(
            "xfirstword and xlastword are dtSearch's ends of a text",
            "lead: with the word looks in the summary and the first paragraph",
        );
    }
    if let Some(bare) = word.strip_prefix(['~', '～'])
        && bare.starts_with(char::is_alphanumeric)
    {
        let message = "`~` stands behind a word, for similar spellings";
        return match is_count(bare) {
            true => told(message, "smith~1, or behind a phrase in quotes: \"a b\"~4"),
            false => foreign(
                message,
                format!("{bare}~1"),
                "(a plain word finds its own forms)",
            ),
        };
    }
    if let Some(bare) = word.strip_prefix('^')
        && bare.starts_with(char::is_alphanumeric)
    {
        let message = "`^` before a word is how Recoll asks for the beginning of a text";
        return foreign(
            message,
            format!("lead:{bare}"),
            "(in the summary or the first paragraph)",
        );
    }
    if word.starts_with("[]") {
        return told(
            "square brackets are the syntax of corpus tools (CQL); morgue does not read it",
            "a PRE/2 b leaves room for one word between",
        );
    }
    if word.starts_with("prox/") {
        return told(
            "prox/ is the syntax of library catalogues (CQL)",
            "a NEAR/5 b",
        );
    }
    if let Some(bare) = word.strip_prefix('=')
        && bare.starts_with(char::is_alphanumeric)
    {
        return Some(Foreign {
            code: Code::Print,
            message: "`=` for case and accents as printed needs quotes".to_owned(),
            instead: Some(format!("=\"{bare}\"")),
            remark: "",
        });
    }
    if is_in_field {
        return None;
    }
    let is_range = word.starts_with(['<', '>']) || word.contains("..");
    if is_range && dates::range(word).is_ok() {
        return Some(Foreign {
            code: Code::Value,
            message: "a range of dates stands behind date:".to_owned(),
            instead: Some(format!("date:{word}")),
            remark: "",
        });
    }
    let compared = word.find(['<', '>']).map(|sign| word.split_at(sign));
    if let Some((name, limit)) = compared
        && is_name(name)
        && limit[1..]
            .trim_start_matches('=')
            .starts_with(|next: char| next.is_ascii_digit())
    {
        let message = format!("\"{name}{}\" is how other systems compare", &limit[..1]);
        return match fields::foreign(name) {
            Some(Field::Date) => foreign(&message, format!("date:{limit}"), ""),
            Some(_) => told(
                &message,
                "only dates have a range here; the others take one value",
            ),
            None => told(
                &message,
                "there is no such field here; lengths are not searched",
            ),
        };
    }
    None
}

/// `Yahoo` of `Yahoo!`: Nexis's any ending, or a name.
pub(super) fn any_ending(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('!')?;
    (stem.chars().count() > 1 && stem.chars().all(char::is_alphabetic)).then_some(stem)
}

/// `resign%`, `%sign`, but not `50%`.
fn has_letter_at_percent(word: &str) -> bool {
    let mut before = None;
    for next in word.chars() {
        let is_pair = before == Some('%') && next.is_alphabetic()
            || next == '%' && before.is_some_and(char::is_alphabetic);
        if is_pair {
            return true;
        }
        before = Some(next);
    }
    false
}

/// The letter of `/F10/` and `/N5/`, in capitals.
fn slashed_number(word: &str) -> Option<char> {
    let mut parts = word.split('/');
    parts.next()?;
    let last = word.matches('/').count();
    parts.take(last.saturating_sub(1)).find_map(|part| {
        let letter = part.chars().next()?.to_ascii_uppercase();
        (matches!(letter, 'F' | 'N') && is_count(&part[1..])).then_some(letter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_syntax_elsewhere() {
        for (word, instead) in [
            ("resign!", Some("resign*")),
            ("économ!", Some("économ*")),
            ("%", Some("NOT")),
            ("resign%", Some("resign*")),
            ("%sign%", Some("*sign*")),
            ("earn$3", Some("earn*")),
            ("earn$", Some("earn*")),
            ("/F10/strike", None),
            ("strike/f10/", None),
            ("gas/n5/oil", None),
            ("/ab.*c./", Some("ab*c?")),
            ("/[ab]c/", None),
            ("xfirstword", None),
            ("~strike", Some("strike~1")),
            ("~4", None),
            ("^strike", Some("lead:strike")),
            ("[]{0,5}", None),
            ("prox/distance<=5", None),
            ("=Polish", Some("=\"Polish\"")),
            ("2019..2021", Some("date:2019..2021")),
            ("1945..", Some("date:1945..")),
            (">=1945", Some("date:>=1945")),
            ("wc>500", None),
            ("date>=2019", Some("date:>=2019")),
            ("page<5", None),
        ] {
            let found = foreign_word(word, false).unwrap_or_else(|| panic!("{word}"));
            assert_eq!(found.instead.as_deref(), instead, "{word}");
        }
    }

    #[test]
    fn words_that_only_look_so() {
        for word in [
            "strike", "Yahoo!", "a!", "50!", "50%", "$5", "US$5", "A$AP", "R&D", "24/7", "and/or",
            "w/o", "/f/", "~", "=", "...and", "a..b", "A>B", "x", "C++", "#metoo", "@bbc", "[sic]",
            "/", "//", "é", "f/8/x",
        ] {
            let found = foreign_word(word, false);
            assert!(found.is_none() || word == "/f/", "{word}: {found:?}");
        }
    }
}
