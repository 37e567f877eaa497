//! The language as tables a reader can check by eye, and its laws.

use super::{DateRange, Query, TextField};

mod laws;
mod messages;
mod reading;

/// The tree as an S-expression. Exact words carry a `!`, fields stand before what they hold.
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
        Query::Word { field, word, exact } => {
            format!("{}{word}{}", prefix(field), if *exact { "!" } else { "" })
        }
        Query::Phrase { field, text } => format!("{}[{text}]", prefix(field)),
        Query::Name { kind, name } => format!("{kind:?}[{name}]"),
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
