//! The laws of the language:
//!
//! 1. `parse` never panics, whatever the string; its spans lie in the text, on character boundaries
//! 2. what parses without an error prints as a text that parses to the same tree
//! 3. so does every tree that `parse` could have made
//! 4. reading costs time linear in the text

use proptest::prelude::*;

use super::sketch;
use crate::entity::Kind;
use crate::query::*;
use crate::text::normalize::is_invisible;

#[test]
fn constructors_make_what_parse_makes() {
    assert_eq!(Query::and([]), Query::All);
    let strike = parse("strike").query;
    let flags = [
        Query::quoted(TextField::Text, " city  council "),
        Query::name(Kind::Person, "Ana Ruiz"),
        Query::value(ValueField::Source, "Daily Echo"),
    ];
    let query = Query::and(
        [Query::All, strike]
            .into_iter()
            .chain(flags.into_iter().flatten()),
    );
    let text = "strike AND \"city council\" AND person:\"Ana Ruiz\" AND source:\"Daily Echo\"";
    assert_eq!(query.to_string(), text);
    assert_eq!(parse(text).query, query);
    assert_eq!(Query::quoted(TextField::Text, "?!"), None);
}

/// The page for users keeps its word: examples parse, and what is not built is refused as it says.
#[test]
fn examples_of_the_page() {
    let mut is_example = false;
    let mut examples = 0;
    let mut refused = 0;
    for line in SYNTAX.lines() {
        if line.starts_with("```") {
            is_example = line == "```query";
        } else if is_example {
            let example = line.split("  ").next().unwrap();
            assert_eq!(parse(example).errors, [], "{example}");
            examples += 1;
        } else if let Some(row) = line.strip_prefix("| `") {
            let cells: Vec<&str> = row.split(" | ").collect();
            let query = cells[0].trim_end_matches('`');
            let parsed = parse(query);
            let codes: Vec<&str> = parsed
                .errors
                .iter()
                .map(|error| error.code.as_str())
                .collect();
            assert_eq!(codes, [cells[1]], "{query}");
            refused += 1;
        }
    }
    assert!(examples > 30 && refused > 5, "{examples} {refused}");
}

#[test]
fn deep_nesting_is_an_error() {
    for text in [
        "(".repeat(100_000),
        "-".repeat(100_000) + "a",
        "NOT ".repeat(100_000) + "a",
        "title:(".repeat(100_000),
        "ATLEAST/3 ".repeat(100_000),
        "a NEAR/5 ".repeat(100_000),
        "-(".repeat(100_000),
    ] {
        assert!(!parse(&text).errors.is_empty());
    }
    let depth = MAX_DEPTH;
    let text = "(".repeat(depth) + "a" + &")".repeat(depth);
    assert_eq!(sketch(&parse(&text).query), "a");
    // Each level prints as two.
    let text = "a OR b (".repeat(depth - 1) + "c" + &")".repeat(depth - 1);
    assert_eq!(parse(&text).errors[0].code, Code::Depth);
    let text = "(".repeat(depth + 1) + "a" + &")".repeat(depth + 1);
    let errors = parse(&text).errors;
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(
        (errors[0].code, errors[0].span.range()),
        (Code::Depth, depth..depth + 1)
    );
}

/// Without a clock: as many tokens and clauses as operands; a quadratic step would take minutes on
/// the larger ones, whose operands repeat what is expensive to get wrong.
#[test]
fn ten_thousand_operands() {
    let words: Vec<String> = (0..10_000).map(|n| format!("word{n}")).collect();
    for (operator, tokens) in [(" OR ", 19_999), (" AND ", 19_999), (" ", 10_000)] {
        let text = words.join(operator);
        assert_eq!(lexer::lex(&text).tokens.len(), tokens);
        let parsed = parse(&text);
        assert_eq!(parsed.errors, []);
        match &parsed.query {
            Query::And(list) | Query::Or(list) => assert_eq!(list.len(), 10_000),
            other => panic!("{other:?}"),
        }
        assert_eq!(parse(&parsed.query.to_string()).query, parsed.query);
    }
    for piece in [
        "\"a AND \\\"b ",
        "date:[a ",
        "[a=x ",
        "person:A B ",
        ") ",
        "a or ",
        "a NEAR/5 b ",
        "+a^2 ",
        "title:(a) ",
        "'a b' ",
        "- ",
        "\" ",
        "x:y ",
        "a OR b c ",
        "person:John Smith -",
    ] {
        parse(&piece.repeat(100_000));
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z][a-z0-9'.&-]{0,6}",
        proptest::sample::select(vec![
            "OR",
            "and",
            "e-mail",
            "10:30",
            "U.S.",
            "東京",
            "Re:you",
            "NEAR/5",
            "w/5",
            "a^b",
            "http://x?y",
            "HD=x",
            "SAME",
            "atleast3",
            "C++",
            "C#",
            "O’Brien",
            "Bogotá",
            "Yahoo!",
            "2019..2021",
            "date>=2019",
        ])
        .prop_map(str::to_owned),
    ]
}

fn quotable() -> impl Strategy<Value = String> {
    // What is refused in quotes stands for itself in none of the trees.
    "\\PC{0,12}[a-z東]\\PC{0,8}".prop_map(|text| text.replace(['*', '?', '~', '～', '^'], "\""))
}

fn text_field() -> impl Strategy<Value = TextField> {
    proptest::sample::select(vec![TextField::Text, TextField::Title, TextField::Lead])
}

fn day() -> impl Strategy<Value = i32> {
    (
        1..=9999i32,
        1..=12i32,
        prop_oneof![Just(1), Just(31), 1..=28i32],
    )
        .prop_map(|(year, month, day)| {
            let last = match month {
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            year * 10_000 + month * 100 + day.min(last)
        })
}

fn range() -> impl Strategy<Value = DateRange> {
    let days = |from, to| DateRange::Days { from, to };
    prop_oneof![
        Just(DateRange::Unknown),
        Just(days(None, None)),
        day().prop_map(move |from| days(Some(from), None)),
        day().prop_map(move |to| days(None, Some(to))),
        (day(), day()).prop_map(move |(a, b)| days(Some(a.min(b)), Some(a.max(b)))),
    ]
}

/// Words that stand for others than themselves.
fn spelled() -> impl Strategy<Value = (String, Spelling)> {
    let odd = vec!["OR", "東", "O'Brien", "near5", "Re"];
    let stem = || {
        prop_oneof![
            "[a-z]{1,6}",
            proptest::sample::select(odd.clone()).prop_map(str::to_owned)
        ]
    };
    prop_oneof![
        (stem(), 1..=2u8).prop_map(|(word, edits)| (word, Spelling::Fuzzy(edits))),
        (stem(), "[a-z/]{0,2}[*?]{1,2}[a-z?*]{0,2}")
            .prop_map(|(word, end)| (word + &end, Spelling::Pattern)),
        ("[*?]{1,2}", stem()).prop_map(|(start, word)| (start + &word, Spelling::Pattern)),
    ]
}

/// What has a place in the text.
fn positional() -> impl Strategy<Value = Query> {
    let kinds = vec![Kind::Person, Kind::Place, Kind::Org];
    let leaf = prop_oneof![
        (text_field(), word()).prop_map(|(field, word)| Query::Word {
            field,
            word,
            spelling: Spelling::Forms
        }),
        (text_field(), spelled()).prop_map(|(field, (word, spelling))| Query::Word {
            field,
            word,
            spelling
        }),
        (
            text_field(),
            prop_oneof![quotable(), "[a-z *?.,!é東/'-]{1,16}"],
            0..4u32
        )
            .prop_filter_map("searchable", |(field, text, room)| {
                with_room(Query::quoted(field, &text)?, room)
            }),
        (text_field(), quotable(), 0..4u32).prop_filter_map("searchable", |(field, text, room)| {
            with_room(Query::printed(field, &text)?, room)
        }),
        (
            text_field(),
            proptest::sample::select(kinds),
            prop_oneof![quotable(), Just("*".to_owned())]
        )
            .prop_filter_map("searchable", |(field, kind, name)| Query::name_in(
                field, kind, &name
            )),
    ];
    let how = prop_oneof![
        (1..=1000u32).prop_map(Nearness::Near),
        (1..=1000u32).prop_map(Nearness::Pre),
        Just(Nearness::Sentence),
        Just(Nearness::Paragraph),
    ];
    leaf.prop_recursive(4, 16, 4, move |inner| {
        prop_oneof![
            (inner.clone(), inner.clone(), how.clone(), any::<bool>()).prop_map(
                |(left, right, how, is_negated)| Query::Near {
                    left: Box::new(left),
                    right: Box::new(right),
                    how,
                    is_negated,
                }
            ),
            proptest::collection::vec(inner, 2..4).prop_map(Query::or),
        ]
    })
}

fn with_room(query: Query, room: u32) -> Option<Query> {
    Some(match query {
        Query::Phrase {
            field,
            text,
            is_printed,
            ..
        } => Query::Phrase {
            field,
            text,
            is_printed,
            slop: room,
        },
        other => other,
    })
}

fn tree() -> impl Strategy<Value = Query> {
    use ValueField::*;
    let values = vec![Byline, Dateline, Source, Section, Page, Wire, Path, Id];
    let leaf = prop_oneof![
        5 => positional(),
        1 => (1..=1_000_000u32, positional()).prop_map(|(times, what)| Query::AtLeast {
            times,
            what: Box::new(what)
        }),
        1 => (proptest::sample::select(values), quotable())
            .prop_filter_map("searchable", |(field, value)| Query::value(field, &value)),
        1 => Just(Query::Field {
            field: Lang,
            value: "es".into()
        }),
        1 => range().prop_map(Query::Date),
    ];
    let nested = leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..5).prop_map(Query::and),
            proptest::collection::vec(inner.clone(), 2..5).prop_map(Query::or),
            inner.prop_map(|query| Query::Not(Box::new(query))),
        ]
    });
    prop_oneof![1 => Just(Query::All), 30 => nested]
}

/// Pieces of queries in any order: reaches the parser's corners far sooner than random characters.
fn jumble() -> impl Strategy<Value = String> {
    let pieces = vec![
        "strike",
        "port",
        "Ana",
        " ",
        " ",
        " ",
        "AND",
        "OR",
        "NOT",
        "and",
        "-",
        "--",
        "+",
        "!",
        "(",
        ")",
        "\"",
        "“",
        "'",
        "′",
        "\\",
        "|",
        "&",
        "*",
        "?",
        "~",
        "～",
        "~4",
        "^2",
        "=",
        ":",
        "[",
        "]",
        "{",
        "}",
        "title:",
        "hlead:",
        "person:",
        "source:",
        "date:",
        "path:",
        "lang:",
        "tag:",
        "zzz:",
        "HD=",
        "TI(",
        "2019",
        "..",
        ">=",
        "-05",
        "[1945 TO 1950]",
        "NEAR/5",
        " NEAR/5 ",
        " NOT NEAR/5 ",
        " not w/5 ",
        "w/5",
        "PRE/2000",
        " PRE/3 ",
        "NEAR",
        "NEAR/0",
        "AROUND(5)",
        "/s",
        " /p ",
        "w/seg",
        "pre/s",
        "+5",
        "SAME",
        "ADJ",
        "ATLEAST/3",
        "ATLEAST/3 ",
        "ATLEAST",
        "atleast0",
        "repeat3:",
        "po5",
        "~1",
        "~3",
        "resign*",
        "wom?n",
        "* ",
        "=\"",
        "\"a b\"~4",
        "\"who won?\"",
        "title:person:",
        "\u{a0}",
        "\u{200b}",
        "\u{301}",
        "\u{338}",
        "東京",
        "é",
        "\n",
        "\0",
        "/",
        "//",
        "—",
        "–",
    ];
    proptest::collection::vec(proptest::sample::select(pieces), 0..24)
        .prop_map(|pieces| pieces.concat())
}

fn check_laws(text: &str) -> Result<(), TestCaseError> {
    let parsed = parse(text);
    for error in &parsed.errors {
        prop_assert!(text.get(error.span.range()).is_some(), "{error:?}");
        let rendered = error.render(text).replace('\n', " ");
        prop_assert!(!rendered.contains(is_invisible), "{rendered:?}");
    }
    for note in &parsed.notes {
        prop_assert!(text.get(note.span.range()).is_some(), "{note:?}");
        note.render();
    }
    if parsed.errors.is_empty() {
        let printed = parsed.query.to_string();
        let again = parse(&printed);
        prop_assert_eq!(&again.errors, &[], "{}", printed);
        prop_assert_eq!(again.query, parsed.query, "{}", printed);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_is_read(text in ".{0,60}") {
        check_laws(&text)?;
    }

    #[test]
    fn any_jumble_is_read(text in jumble()) {
        check_laws(&text)?;
    }

    #[test]
    fn a_tree_prints_as_what_parses_to_it(query in tree()) {
        let printed = query.to_string();
        let parsed = parse(&printed);
        prop_assert_eq!(&parsed.errors, &[], "{}", printed);
        prop_assert_eq!(parsed.query, query, "{}", printed);
    }
}

#[test]
fn a_count_of_edits_may_have_a_sign_behind_it() {
    check_laws("ª\"*À~0\u{e000}\"\"0\"").unwrap();
}
