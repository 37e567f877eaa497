//! The queries of `tests/relevance/truth.toml` over the sample archive find what they must: all of
//! `right`, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::sandbox::Sandbox;

/// Needs that are not met yet, each with the reason. One that is met must leave the list.
const KNOWN: &[(&str, &str)] = &[
    (
        r#"place:France"#,
        "a bare Brest in an English story is the larger one, in Belarus",
    ),
    (
        r#"place:Peru"#,
        "a flash in capitals without a body names only CALLAO DOCKERS, which reads like a club",
    ),
    (
        r#"person:"Michael Tobin""#,
        "`Misses K. and M. Tobin` of 1938 joins by initials, as the reading line says; not with --strict-names",
    ),
    (
        r#"org:"Hanbada""#,
        "one story has only `Hanbada's yard`, where nothing shows a company",
    ),
];

#[derive(Deserialize)]
struct Truth {
    need: Vec<Need>,
}

/// One question with its answer.
#[derive(Deserialize)]
struct Need {
    query: String,
    why: String,
    /// `person`, `phrase` ...
    kind: String,
    /// Complete: paths with `#record`.
    right: BTreeSet<String>,
    /// Look right and are not; part of what must not be found, listed for the reader.
    #[serde(default)]
    wrong: BTreeSet<String>,
}

impl Need {
    fn right(&self) -> BTreeSet<String> {
        self.right.iter().map(|path| plain(path)).collect()
    }

    fn wrong(&self) -> BTreeSet<String> {
        self.wrong.iter().map(|path| plain(path)).collect()
    }
}

/// The first record of a list is written `a.csv#0` for people; a file of one record, `a.txt`.
fn plain(path: &str) -> String {
    path.strip_suffix("#0").unwrap_or(path).to_owned()
}

/// Where the articles of an answer stand.
fn places(answer: &[serde_json::Value]) -> BTreeSet<String> {
    answer.iter().map(crate::sandbox::place_of).collect()
}

fn truth() -> Truth {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/relevance/truth.toml");
    toml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_need_is_met() {
    let sandbox = Sandbox::with_sample();
    sandbox.index();
    let needs = truth().need;
    let mut table = String::new();
    let mut met = 0;
    for need in &needs {
        let output = sandbox.run(["query", "--json", "--all", "--no-snippet", &need.query]);
        if output.code > 1 {
            table.push_str(&format!("\n{}\n    {}\n", need.query, output.stderr));
            continue;
        }
        let found = places(&output.lines());
        let (right, wrong) = (need.right(), need.wrong());
        let missing: Vec<&String> = right.difference(&found).collect();
        let extra: Vec<&String> = found.difference(&right).collect();
        let is_met = missing.is_empty() && extra.is_empty();
        met += usize::from(is_met);
        let reason = KNOWN.iter().find(|(query, _)| *query == need.query);
        match (is_met, reason) {
            (true, None) | (false, Some(_)) => {}
            (true, Some(_)) => {
                table.push_str(&format!(
                    "\n{}\n    is met now: take it out of KNOWN\n",
                    need.query
                ));
            }
            (false, None) => {
                table.push_str(&format!("\n{}\n    {}\n", need.query, need.why));
                for path in missing {
                    table.push_str(&format!("    missing  {path}\n"));
                }
                for path in extra {
                    let trap = if wrong.contains(path) {
                        " (a known trap)"
                    } else {
                        ""
                    };
                    table.push_str(&format!("    extra    {path}{trap}\n"));
                }
            }
        }
    }
    assert!(
        table.is_empty(),
        "{met} of {} needs are met.\n{table}",
        needs.len()
    );
}

#[test]
fn the_truth_is_about_files_that_exist() {
    let sandbox = Sandbox::with_sample();
    let output = sandbox.run(["read", "--json", "corpus"]);
    let there = places(&output.lines());
    let truth = truth();
    let mut queries = BTreeSet::new();
    for need in &truth.need {
        assert!(queries.insert(&need.query), "twice: {}", need.query);
        assert!(
            !need.kind.is_empty() && !need.why.is_empty(),
            "{}",
            need.query
        );
        let both: Vec<String> = need.right().intersection(&need.wrong()).cloned().collect();
        assert!(both.is_empty(), "right and wrong: {both:?}");
        for path in need.right().union(&need.wrong()) {
            assert!(there.contains(path), "{}: no article {path}", need.query);
        }
    }
    for (query, _) in KNOWN {
        let exists = truth.need.iter().any(|need| need.query == *query);
        assert!(exists, "KNOWN has `{query}`, the truth file has not");
    }
}

/// Where the best answers of `ranked.toml` stand, as `ranks.txt` has it: recall at 1 and 10 of the first of them, and mean
/// reciprocal rank.
fn ranks(sandbox: &Sandbox) -> String {
    #[derive(Deserialize)]
    struct Ranked {
        need: Vec<RankedNeed>,
    }
    #[derive(Deserialize)]
    struct RankedNeed {
        query: String,
        best: Vec<String>,
    }
    let path = Path::new(RANKED);
    let ranked: Ranked = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut lines = String::new();
    let (mut at_1, mut at_10, mut reciprocal) = (0, 0, 0.0);
    for need in &ranked.need {
        let output = sandbox.run(["query", "--json", "--all", "--no-snippet", &need.query]);
        let found: Vec<String> = output
            .lines()
            .iter()
            .map(crate::sandbox::place_of)
            .collect();
        let rank = |best: &String| {
            found
                .iter()
                .position(|place| *place == plain(best))
                .map(|at| at + 1)
        };
        let ranks: Vec<Option<usize>> = need.best.iter().map(rank).collect();
        if let Some(first) = ranks.iter().flatten().min() {
            at_1 += usize::from(*first == 1);
            at_10 += usize::from(*first <= 10);
            reciprocal += 1.0 / *first as f64;
        }
        let ranks = ranks
            .iter()
            .map(|rank| rank.map_or("-".to_owned(), |rank| rank.to_string()));
        let ranks = ranks.collect::<Vec<_>>().join(" ");
        lines.push_str(&format!(
            "{ranks:<8} of {:<4} {}\n",
            found.len(),
            need.query
        ));
    }
    let count = ranked.need.len() as f64;
    format!(
        "recall@1 {:.3}   recall@10 {:.3}   MRR {:.3}   of {count} questions\n\n{lines}",
        at_1 as f64 / count,
        at_10 as f64 / count,
        reciprocal / count,
    )
}

const RANKED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/relevance/ranked.toml");
const RANKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/relevance/ranks.txt");

/// A change of ranking shows in review: whoever makes it writes the file anew and says why.
#[test]
fn ranks_are_as_reviewed() {
    let sandbox = Sandbox::with_sample();
    sandbox.index();
    let now = ranks(&sandbox);
    if std::env::var_os("MORGUE_WRITE_RANKS").is_some() {
        fs::write(RANKS, &now).unwrap();
    }
    let reviewed = fs::read_to_string(RANKS).unwrap_or_default();
    let changed: Vec<String> = now
        .lines()
        .filter(|line| !reviewed.lines().any(|other| other == *line))
        .map(|line| format!("now {line}"))
        .collect();
    assert!(
        now == reviewed,
        "the order of answers has changed:\n{}\nif it is for the better, run `MORGUE_WRITE_RANKS=1 cargo test ranks_are`",
        changed.join("\n")
    );
}
