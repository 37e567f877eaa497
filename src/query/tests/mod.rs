//! The language as tables a reader can check by eye, and its laws.

use super::{DateRange, Nearness, Query, Spelling, TextField};

mod laws;
mod messages;
mod near;
mod reading;

/// The tree as an S-expression. Exact words carry a `!`, printed ones a `=`, patterns a `%`; fields stand before what they hold.
fn sketch(query: &Query) -> String {
    let list = |name: &str, queries: &[Query]| {
        let inner: Vec<String> = queries.iter().map(sketch).collect();
        format!("({name} {})", inner.join(" "))
    };
    let prefix = |field: &TextField| match field {
        TextField::Text => String::new(),
        _ => format!("{}:", field.name()),
    };
    match query {
        Query::All => "*".into(),
        Query::Word {
            field,
            word,
            spelling,
        } => {
            let sign = match spelling {
                Spelling::Forms => "".to_owned(),
                Spelling::Exact => "!".to_owned(),
                Spelling::Printed => "=".to_owned(),
                Spelling::Pattern => "%".to_owned(),
                Spelling::Fuzzy(edits) => format!("~{edits}"),
            };
            format!("{}{word}{sign}", prefix(field))
        }
        Query::Phrase {
            field,
            text,
            is_printed,
            slop,
        } => {
            let sign = if *is_printed { "=" } else { "" };
            let slop = match slop {
                0 => String::new(),
                slop => format!("~{slop}"),
            };
            format!("{}{sign}[{text}]{slop}", prefix(field))
        }
        Query::Name { field, kind, name } => format!("{}{kind:?}[{name}]", prefix(field)),
        Query::Near {
            left,
            right,
            how,
            is_negated,
        } => {
            let not = if *is_negated { "not-" } else { "" };
            let how = match how {
                Nearness::Near(distance) => format!("near/{distance}"),
                Nearness::Pre(distance) => format!("pre/{distance}"),
                Nearness::Sentence => "/s".to_owned(),
                Nearness::Paragraph => "/p".to_owned(),
            };
            format!("({not}{how} {} {})", sketch(left), sketch(right))
        }
        Query::AtLeast { times, what } => format!("(atleast/{times} {})", sketch(what)),
        Query::Field { field, value } => format!("{field:?}[{value}]"),
        Query::Date(DateRange::Unknown) => "(date unknown)".into(),
        Query::Date(DateRange::Days { from, to }) => {
            let end = |end: &Option<i32>| end.map_or("-".into(), |day| day.to_string());
            format!("(date {} {})", end(from), end(to))
        }
        Query::And(clauses) => list("and", clauses),
        Query::Or(alternatives) => list("or", alternatives),
        Query::Not(inner) => format!("(not {})", sketch(inner)),
    }
}

/// The lines of a table, each cut at ` ¦ ` or ` => ` into `N` cells.
fn rows<const N: usize>(table: &str) -> impl Iterator<Item = [&str; N]> {
    let lines = table.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| {
        let line = line.trim_start();
        let cells: Vec<&str> = match N {
            2 => line.split("=>").map(str::trim).collect(),
            _ => line.split(" ¦ ").map(str::trim).collect(),
        };
        cells.try_into().expect("every row has all cells")
    })
}
