//! RIS, as reference managers read it.
//!
//! One tag a line: two characters, two spaces, a hyphen, a space, the value; lines end in `\r\n`. `TY` comes first,
//! `ER` last. A date always has its three slashes; what is not known between them stays empty.

use super::author::{Author, author};
use super::{one_line, origin};
use crate::article::Published;
use crate::entity::Kind;
use crate::query::{Hit, json};

/// One record.
pub(super) fn record(hit: &Hit) -> String {
    let article = &hit.stored.article;
    let mut out = String::new();
    let mut line = |tag: &str, value: &str| {
        let value = one_line(value);
        if !value.is_empty() {
            out.push_str(&format!("{tag}  - {value}\r\n"));
        }
    };
    line("TY", "NEWS");
    line("ID", &article.id.to_string());
    line("TI", &article.title);
    for credit in &article.byline {
        line("AU", &name(&author(credit)));
    }
    line(
        "T2",
        &unstarred(article.source.as_deref().unwrap_or_default()),
    );
    if let Some(published) = article.published {
        line("PY", &format!("{:04}", published.year()));
        line(
            "DA",
            &match published {
                Published::Day { year, month, day } => format!("{year:04}/{month:02}/{day:02}/"),
                Published::Month { year, month } => format!("{year:04}/{month:02}//"),
                Published::Year { year } => format!("{year:04}///"),
            },
        );
    }
    for (tag, value) in [
        ("SE", &article.section),
        ("SP", &article.page),
        ("ET", &article.edition),
        ("LA", &article.lang),
        ("UR", &article.url),
        ("AB", &article.summary),
    ] {
        line(tag, value.as_deref().unwrap_or_default());
    }
    for kind in Kind::ALL {
        for name in json::names_of(&hit.stored, kind) {
            line("KW", &unstarred(name));
        }
    }
    line("N1", &format!("File: {}", origin(hit)));
    out.push_str("ER  - \r\n\r\n");
    out
}

fn name(author: &Author) -> String {
    unstarred(&match author {
        Author::Literal(name) => name.clone(),
        Author::Person {
            family,
            given,
            suffix,
        } => {
            let suffix = suffix.as_ref().map(|suffix| format!(",{suffix}"));
            format!("{family},{given}{}", suffix.unwrap_or_default())
        }
    })
}

/// Names, journals and keywords may not hold an asterisk.
fn unstarred(text: &str) -> String {
    text.replace('*', "")
}
