//! An empty answer says why, and what would find something.

use serde::Serialize;

use super::console::{Console, FAINT, NOTE, figure};
use crate::query::empty::Emptied;
use crate::text::visible::visible;

#[derive(Serialize)]
struct Line<'a> {
    level: &'static str,
    code: &'static str,
    message: &'a str,
    clauses: Vec<Clause<'a>>,
    instead: Vec<Proposal<'a>>,
}

#[derive(Serialize)]
struct Clause<'a> {
    clause: &'a str,
    articles: u64,
}

#[derive(Serialize)]
struct Proposal<'a> {
    how: &'a str,
    query: &'a str,
    articles: u64,
}

/// Tells it on stderr: one line with the number of each clause, one for each proposal; one object for scripts.
pub(super) fn tell(emptied: &Emptied, console: &Console) {
    let clauses = emptied.clauses.iter();
    let counted = clauses.map(|clause| format!("{} {}", clause.query, figure(clause.articles)));
    let counted: Vec<String> = counted.collect();
    let message = match counted.is_empty() {
        true => "no articles match".to_owned(),
        false => format!("no articles match.  {}", counted.join(" · ")),
    };
    if console.json {
        let line = Line {
            level: "note",
            code: "N-NOTHING",
            message: &message,
            clauses: emptied
                .clauses
                .iter()
                .map(|clause| Clause {
                    clause: &clause.query,
                    articles: clause.articles,
                })
                .collect(),
            instead: emptied
                .instead
                .iter()
                .map(|instead| Proposal {
                    how: &instead.how,
                    query: &instead.query,
                    articles: instead.articles,
                })
                .collect(),
        };
        return console.tell(&serde_json::to_string(&line).expect("strings can be written"));
    }
    let label = console.styled_err(NOTE, "note:");
    console.tell(&format!("{label} {}", visible(&message)));
    for instead in &emptied.instead {
        let how = format!("{} ({})", instead.how, figure(instead.articles));
        let how = console.styled_err(FAINT, &visible(&how));
        console.tell(&format!("  try  {}   {how}", visible(&instead.query)));
    }
}
