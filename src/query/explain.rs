//! A query laid open, clause by clause: what each was taken to mean, how many articles it finds alone, and whether it
//! holds in one article.
//!
//! Every number is the number of articles that the clause gives when it is asked alone.

use super::counts::Counts;
use super::names::Names;
use super::snippet::{Snippet, snippets};
use super::{Nearness, Query, Search};
use crate::entity::Gazetteer;
use crate::error::Result;
use crate::index::{Reader, Stored};

/// A clause of a query.
#[derive(Clone, Debug)]
pub struct Clause {
    /// How many clauses stand around it.
    pub depth: usize,
    /// What kind of clause: `and`, `or`, `not`, `near`, `atleast`, `word`, `phrase`, `name`, `field`, `date`, `all`.
    pub kind: &'static str,
    /// As understood; typed again it means the same.
    pub clause: String,
    /// Articles that it finds alone.
    pub articles: u64,
    /// Everything that is searched for it, as the archive spells it; empty for a clause of clauses.
    pub forms: Vec<String>,
    /// What else is found, or left out, on a guess of who is who.
    pub joins: Vec<String>,
    /// For operands near each other: how many articles they have in common when less is asked.
    pub looser: Vec<Looser>,
    /// In the article that was asked about.
    pub here: Option<Here>,
}

/// What finds at least as much as a clause.
#[derive(Clone, Debug)]
pub struct Looser {
    /// How it differs: `both anywhere`.
    pub how: String,
    /// The query.
    pub query: Query,
    /// Articles that it finds.
    pub articles: u64,
}

/// A clause in one article.
#[derive(Clone, Debug)]
pub struct Here {
    /// Whether the clause, asked alone, finds the article.
    pub holds: bool,
    /// How often it stands in headline, standfirst and body. 0 also for what has no place in a text: a date.
    pub occurrences: usize,
    /// The passage of the first.
    pub first: Option<Snippet>,
}

/// The clauses of a query, each before those inside it. `article` is as the index gives it.
///
/// Costs a search for each clause, and one more when an article is asked about.
///
/// # Errors
/// As [`super::search()`].
pub fn explain(
    asked: &Search,
    article: Option<&Stored>,
    reader: &Reader,
    gazetteer: &Gazetteer,
    names: &Names,
) -> Result<Vec<Clause>> {
    let counts = Counts::new(asked, reader, gazetteer, names);
    let mut clauses = Vec::new();
    add(&asked.query, 0, article, &counts, &mut clauses)?;
    Ok(clauses)
}

fn add(
    query: &Query,
    depth: usize,
    article: Option<&Stored>,
    counts: &Counts<'_>,
    out: &mut Vec<Clause>,
) -> Result<()> {
    let results = counts.results(query.clone())?;
    let inside = clauses_of(query);
    let (mut forms, mut joins) = (Vec::new(), Vec::new());
    if inside.is_empty() {
        for expansion in &results.expansions {
            forms.extend(expansion.forms.iter().cloned());
            joins.extend(expansion.joins.iter().cloned());
        }
    }
    let here = match article {
        Some(stored) => {
            let marks = results.marker.marks(stored, counts.gazetteer, counts.names);
            let first = marks
                .get(..1)
                .and_then(|mark| snippets(stored, mark, None).pop());
            Some(Here {
                holds: counts.finds(query.clone(), stored.article.id)?,
                occurrences: results.occurrences(stored).len(),
                first,
            })
        }
        None => None,
    };
    let mut looser = Vec::new();
    for (how, query) in looser_than(query) {
        looser.push(Looser {
            how,
            articles: counts.count(query.clone())?,
            query,
        });
    }
    out.push(Clause {
        depth,
        kind: kind(query),
        clause: query.to_string(),
        articles: results.total()?,
        forms,
        joins,
        looser,
        here,
    });
    for clause in inside {
        add(clause, depth + 1, article, counts, out)?;
    }
    Ok(())
}

/// The clauses that stand directly inside one.
fn clauses_of(query: &Query) -> Vec<&Query> {
    match query {
        Query::And(list) | Query::Or(list) => list.iter().collect(),
        Query::Not(inner) => vec![inner],
        Query::Near { left, right, .. } => vec![left, right],
        Query::AtLeast { what, .. } => vec![what],
        _ => Vec::new(),
    }
}

fn kind(query: &Query) -> &'static str {
    match query {
        Query::All => "all",
        Query::Word { .. } => "word",
        Query::Phrase { .. } => "phrase",
        Query::Name { .. } => "name",
        Query::Field { .. } => "field",
        Query::Date(_) => "date",
        Query::Near { .. } => "near",
        Query::AtLeast { .. } => "atleast",
        Query::And(_) => "and",
        Query::Or(_) => "or",
        Query::Not(_) => "not",
    }
}

/// Distances of a query are at most this.
const FARTHEST: u32 = 1000;

/// How operands stand to each other, in words: `within 5 words`.
pub(super) fn told(how: Nearness) -> String {
    match how {
        Nearness::Near(1) => "side by side".to_owned(),
        Nearness::Near(words) => format!("within {words} words"),
        Nearness::Pre(1) => "one right before the other".to_owned(),
        Nearness::Pre(words) => format!("within {words} words in this order"),
        Nearness::Sentence => "in one sentence".to_owned(),
        Nearness::Paragraph => "in one paragraph".to_owned(),
    }
}

/// What asks less of two operands than that they stand near each other, from what asks most.
pub(super) fn looser_than(query: &Query) -> Vec<(String, Query)> {
    let Query::Near {
        left,
        right,
        how,
        is_negated,
    } = query
    else {
        return Vec::new();
    };
    let anywhere = Query::and([(**left).clone(), (**right).clone()]);
    if *is_negated {
        return vec![
            ("the first anywhere".to_owned(), (**left).clone()),
            ("both anywhere".to_owned(), anywhere),
        ];
    }
    let hows: &[Nearness] = match *how {
        Nearness::Near(words) => &[Nearness::Near(farther(words))],
        Nearness::Pre(words) => &[Nearness::Near(words), Nearness::Pre(farther(words))],
        Nearness::Sentence => &[Nearness::Paragraph],
        Nearness::Paragraph => &[],
    };
    let mut looser: Vec<(String, Query)> = hows
        .iter()
        .filter(|other| *other != how)
        .map(|&how| {
            let near = Query::Near {
                left: left.clone(),
                right: right.clone(),
                how,
                is_negated: false,
            };
            (told(how), near)
        })
        .collect();
    looser.push(("both anywhere".to_owned(), anywhere));
    looser
}

fn farther(words: u32) -> u32 {
    words.saturating_mul(10).min(FARTHEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Spelling, TextField};

    fn word(word: &str) -> Box<Query> {
        Box::new(Query::Word {
            field: TextField::Text,
            word: word.to_owned(),
            spelling: Spelling::Forms,
        })
    }

    #[test]
    fn less_is_asked_step_by_step() {
        use Nearness::{Near, Paragraph, Pre, Sentence};
        for (how, expected) in [
            (
                Near(5),
                "within 50 words: a NEAR/50 b | both anywhere: a AND b",
            ),
            (
                Near(300),
                "within 1000 words: a NEAR/1000 b | both anywhere: a AND b",
            ),
            (Near(1000), "both anywhere: a AND b"),
            (
                Pre(1),
                "side by side: a NEAR/1 b | within 10 words in this order: a PRE/10 b | both anywhere: a AND b",
            ),
            (
                Sentence,
                "in one paragraph: a /p b | both anywhere: a AND b",
            ),
            (Paragraph, "both anywhere: a AND b"),
        ] {
            let query = Query::Near {
                left: word("a"),
                right: word("b"),
                how,
                is_negated: false,
            };
            let looser = looser_than(&query).into_iter();
            let looser: Vec<String> = looser
                .map(|(how, query)| format!("{how}: {query}"))
                .collect();
            assert_eq!(looser.join(" | "), expected);
        }
        assert!(looser_than(&word("a")).is_empty());
    }
}
