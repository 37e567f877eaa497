//! Nothing found: which clause emptied the answer, and what would find something.
//!
//! Each clause of an AND is counted alone. If one finds nothing it is the cause, and what is like it is looked for; else
//! the clauses do not come together, and each is left out in turn. Every number is the number of articles that a query gives, and
//! nothing is proposed that finds nothing. Costs some dozens of counting searches at most.

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use super::counts::Counts;
use super::explain::looser_than;
use super::names::Names;
use super::{Query, Search, Spelling, TextField};
use crate::entity::{Gazetteer, Kind};
use crate::error::Result;
use crate::index::Reader;
use crate::index::name_term::{NameTerm, name_prefix};
use crate::text::fold;
use crate::text::token::words;

/// Clauses that are counted.
const MOST_CLAUSES: usize = 12;

/// Clauses that find nothing for which something like them is looked for.
const MOST_CAUSES: usize = 3;

/// Clauses of which all pairs are counted.
const MOST_PAIRED: usize = 6;

/// Proposals of one kind.
const MOST_LIKE_IT: usize = 3;

/// Why an answer is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Emptied {
    /// The clauses that must all hold, in the order typed, each with the articles that it finds alone; of NEAR its operands before it.
    /// What is excluded is not among them.
    pub clauses: Vec<Counted>,
    /// What would find something, likeliest first.
    pub instead: Vec<Instead>,
}

/// A query with its number of articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// As understood; typed again it means the same.
    pub query: String,
    /// Articles that it finds.
    pub articles: u64,
}

/// Something to ask instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instead {
    /// How it differs: `within 50 words`, `a name like it`.
    pub how: String,
    /// What to type.
    pub query: String,
    /// Articles that it finds, at least 1.
    pub articles: u64,
}

/// Looks for why the query of `asked` finds nothing.
///
/// # Errors
/// As [`super::search()`].
pub fn emptied(
    asked: &Search,
    reader: &Reader,
    gazetteer: &Gazetteer,
    names: &Names,
) -> Result<Emptied> {
    let counts = Counts::new(asked, reader, gazetteer, names);
    let query = &asked.query;
    let clauses: &[Query] = match query {
        Query::And(clauses) => clauses,
        single => std::slice::from_ref(single),
    };
    let mut emptied = Emptied::default();
    let mut causes = Vec::new();
    for clause in clauses.iter().take(MOST_CLAUSES) {
        if matches!(clause, Query::Not(_)) {
            continue;
        }
        if let Query::Near { left, right, .. } = clause {
            for operand in [left, right] {
                emptied.clauses.push(counted(operand, &counts)?);
            }
        }
        let alone = counted(clause, &counts)?;
        let is_cause = alone.articles == 0;
        emptied.clauses.push(alone);
        if is_cause {
            causes.push(clause);
        }
    }
    for cause in causes.iter().take(MOST_CAUSES) {
        like(cause, &counts, &mut emptied.instead)?;
    }
    if causes.is_empty() && clauses.len() > 1 {
        for left_out in 0..clauses.len().min(MOST_CLAUSES) {
            let others = clauses.iter().enumerate();
            let others = others.filter(|(at, _)| *at != left_out);
            let others = Query::and(others.map(|(_, clause)| clause.clone()));
            let how = format!("without {}", clauses[left_out]);
            propose(how, others, &counts, &mut emptied.instead)?;
        }
        if emptied.instead.is_empty() && clauses.len() > 2 {
            two_of(clauses, &counts, &mut emptied.instead)?;
        }
    }
    Ok(emptied)
}

/// The pairs of clauses that come together most often.
fn two_of(clauses: &[Query], counts: &Counts<'_>, out: &mut Vec<Instead>) -> Result<()> {
    let clauses = &clauses[..clauses.len().min(MOST_PAIRED)];
    let mut found = Vec::new();
    for (at, first) in clauses.iter().enumerate() {
        for second in &clauses[at + 1..] {
            let pair = Query::and([first.clone(), second.clone()]);
            // What is only excluded is no pair.
            if !pair.is_negative() {
                propose("two of them".to_owned(), pair, counts, &mut found)?;
            }
        }
    }
    keep_most(found, out);
    Ok(())
}

fn counted(query: &Query, counts: &Counts<'_>) -> Result<Counted> {
    Ok(Counted {
        query: query.to_string(),
        articles: counts.count(query.clone())?,
    })
}

fn propose(how: String, query: Query, counts: &Counts<'_>, out: &mut Vec<Instead>) -> Result<bool> {
    let articles = counts.count(query.clone())?;
    if articles > 0 {
        out.push(Instead {
            how,
            query: query.to_string(),
            articles,
        });
    }
    Ok(articles > 0)
}

/// What is like a clause that finds nothing.
fn like(cause: &Query, counts: &Counts<'_>, out: &mut Vec<Instead>) -> Result<()> {
    match cause {
        Query::Near { left, right, .. } => {
            for (how, looser) in looser_than(cause) {
                if propose(how, looser, counts, out)? {
                    return Ok(());
                }
            }
            for operand in [left, right] {
                if counts.count((**operand).clone())? == 0 {
                    like(operand, counts, out)?;
                }
            }
        }
        Query::Word {
            field,
            word,
            spelling,
        } => {
            if *field != TextField::Text {
                let anywhere = of_word(TextField::Text, word, *spelling);
                propose("anywhere in the text".to_owned(), anywhere, counts, out)?;
            }
            match spelling {
                Spelling::Printed => {
                    let folded = of_word(*field, word, Spelling::Exact);
                    propose("in any print".to_owned(), folded, counts, out)?;
                }
                Spelling::Exact => {
                    let forms = of_word(*field, word, Spelling::Forms);
                    propose("in other forms".to_owned(), forms, counts, out)?;
                }
                Spelling::Forms | Spelling::Pattern | Spelling::Fuzzy(_) => {}
            }
            if out.is_empty() && *spelling != Spelling::Pattern {
                similar_words(*field, word, counts, out)?;
            }
        }
        Query::Phrase { field, text, .. } => {
            let near = Query::Phrase {
                field: *field,
                text: text.clone(),
                is_printed: false,
                slop: 10,
            };
            propose("about as in the phrase".to_owned(), near, counts, out)?;
            let all = words(text).map(|word| {
                let word = word.span.of(text);
                of_word(*field, word, Spelling::Forms)
            });
            propose(
                "the words anywhere".to_owned(),
                Query::and(all),
                counts,
                out,
            )?;
        }
        Query::Name { kind, name, field } => {
            if *field != TextField::Text {
                let anywhere = Query::name(*kind, name).unwrap_or(Query::All);
                propose("anywhere in the text".to_owned(), anywhere, counts, out)?;
            }
            similar_names(*kind, name, counts, out)?;
            if let Some(words) = Query::quoted(TextField::Text, name) {
                propose("the words in the text".to_owned(), words, counts, out)?;
            }
        }
        Query::AtLeast { what, .. } => {
            propose("however often".to_owned(), (**what).clone(), counts, out)?;
        }
        Query::Or(alternatives) => {
            for alternative in alternatives.iter().take(MOST_LIKE_IT) {
                like(alternative, counts, out)?;
            }
        }
        Query::All | Query::Field { .. } | Query::Date(_) | Query::And(_) | Query::Not(_) => {}
    }
    Ok(())
}

fn of_word(field: TextField, word: &str, spelling: Spelling) -> Query {
    Query::Word {
        field,
        word: word.to_owned(),
        spelling,
    }
}

/// Words of the archive one letter away, else two.
fn similar_words(
    field: TextField,
    word: &str,
    counts: &Counts<'_>,
    out: &mut Vec<Instead>,
) -> Result<()> {
    // Of three letters, two changed are another word.
    let farthest = if word.chars().count() > 5 { 2 } else { 1 };
    for edits in 1..=farthest {
        let results = counts.results(of_word(field, word, Spelling::Fuzzy(edits)))?;
        let forms = results
            .expansions
            .into_iter()
            .flat_map(|expansion| expansion.forms);
        let mut found = Vec::new();
        for form in forms.take(MOST_CLAUSES) {
            let query = of_word(field, &form, Spelling::Exact);
            propose("a word like it".to_owned(), query, counts, &mut found)?;
        }
        if !found.is_empty() {
            keep_most(found, out);
            break;
        }
    }
    Ok(())
}

/// Names of the archive at most two letters away.
fn similar_names(
    kind: Kind,
    name: &str,
    counts: &Counts<'_>,
    out: &mut Vec<Instead>,
) -> Result<()> {
    let reader = counts.reader;
    let field = reader.fields.names;
    let key = fold::key(name);
    let start = Term::from_field_text(field, &name_prefix(kind, &key));
    let edits = if key.chars().count() > 5 { 2 } else { 1 };
    let automaton = FuzzyTermQuery::new_prefix(start, edits, true).automaton();
    let automaton = automaton.map_err(|error| reader.engine_error(error))?;
    let mut names: Vec<String> = Vec::new();
    for segment in reader.searcher.segment_readers() {
        let inverted = segment
            .inverted_index(field)
            .map_err(|error| reader.engine_error(error))?;
        let Ok(mut terms) = inverted.terms().search(&automaton).into_stream() else {
            continue;
        };
        while terms.advance() && names.len() < MOST_CLAUSES {
            let term = std::str::from_utf8(terms.key())
                .ok()
                .and_then(NameTerm::decode);
            if let Some(found) = term.filter(|term| term.kind == kind)
                && !names.contains(&found.name)
            {
                names.push(found.name);
            }
        }
    }
    let mut found = Vec::new();
    for name in names {
        if let Some(query) = Query::name(kind, &name) {
            propose("a name like it".to_owned(), query, counts, &mut found)?;
        }
    }
    keep_most(found, out);
    Ok(())
}

/// Keeps those that find most.
fn keep_most(mut found: Vec<Instead>, out: &mut Vec<Instead>) {
    found.sort_by(|a, b| {
        b.articles
            .cmp(&a.articles)
            .then_with(|| a.query.cmp(&b.query))
    });
    found.dedup_by(|a, b| a.query == b.query);
    found.truncate(MOST_LIKE_IT);
    out.append(&mut found);
}
