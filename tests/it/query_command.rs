//! `morgue query` answers people in lines that fit and scripts in lines that last.
//!
//! Longer than 600 lines: one command with many flags, each shown by a small archive of its own.

use std::fs;
use std::io::Read;

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, keys, text};

/// Four papers' worth of news.
fn archive() -> Sandbox {
    Sandbox::of_articles(&[
        json!({"title": "Dockers strike over pay", "date": "1923-05-04", "source": "Daily Echo",
               "section": "Labour", "edition": "Late City Final", "author": "Jane Doe", "language": "en",
               "text": "The dockers of Cork went on strike on Thursday. They ask for more pay.\nThe port was silent."}),
        json!({"title": "Port silent as strike spreads", "date": "1923-05-06", "source": "Daily Echo",
               "section": "News", "language": "en",
               "text": "Coal heavers joined the general strike. Striking men stood at the gates."}),
        json!({"title": "Streik im Hafen", "date": "1931-01-02", "source": "Nordsee-Bote",
               "language": "de", "text": "Die Arbeiter des Hafens streiken seit gestern."}),
        json!({"title": "Undated clipping", "source": "Scrapbook",
               "text": "An old man remembers the strike. General satisfaction, he says, did not strike him."}),
    ])
}

#[test]
fn people_get_headlines_and_marked_passages() {
    insta::assert_snapshot!(archive().run(["query", "strike"]), @r#"
3 articles

 1  Port silent as strike spreads
    Daily Echo · 1923-05-06  a.jsonl #1
    Coal heavers joined the general *strike*. *Striking* men stood at the gates.

 2  Dockers strike over pay
    Daily Echo · 1923-05-04 · Jane Doe  a.jsonl
    The dockers of Cork went on *strike* on Thursday. They ask for more pay. The
    port was silent.
    Cork

 3  Undated clipping
    Scrapbook · undated  a.jsonl #3
    An old man remembers the *strike*. General satisfaction, he says, did not
    *strike* him.
----- stderr
read as  strike   (strike: strike, striking)
----- exit 0
"#);
}

#[test]
fn one_article_is_one_article() {
    insta::assert_snapshot!(archive().run(["query", "coal"]), @r#"
1 article

 1  Port silent as strike spreads
    Daily Echo · 1923-05-06  a.jsonl #1
    *Coal* heavers joined the general strike. Striking men stood at the gates.
----- stderr
read as  coal
----- exit 0
"#);
}

#[test]
fn finding_nothing_says_so() {
    insta::assert_snapshot!(archive().run(["query", "zeppelin"]), @r#"
----- stderr
read as  zeppelin
note: no articles match.  zeppelin 0
----- exit 1
"#);
}

#[test]
fn exit_codes_tell_found_from_not_found_from_failed() {
    let sandbox = archive();
    for (arguments, code) in [
        (["query", "strike"], 0),
        (["query", "zeppelin"], 1),
        (["query", "\"open"], 2),
        (["query", "headlne:x"], 2),
        (["query", "--from=13"], 2),
        (["query", "--nonsense-flag=3"], 2),
        (["query", ""], 2),
        (["query", "???"], 2),
    ] {
        assert_eq!(sandbox.run(arguments).code, code, "{arguments:?}");
    }
    assert_eq!(sandbox.run(["query"]).code, 2, "nothing to look for");
    assert_eq!(
        sandbox.run(["query", "strike", "--offset", "9"]).code,
        0,
        "found, all passed over"
    );
}

#[test]
fn a_hit_has_its_keys_in_order() {
    let hits = archive().hits(["coal"]);
    assert_eq!(
        keys(&hits[0]),
        [
            "rank",
            "id",
            "file",
            "record",
            "title",
            "date",
            "date_precision",
            "source",
            "byline",
            "score",
            "snippets",
            "persons",
            "places",
            "orgs"
        ]
    );
    assert_eq!(
        keys(&hits[0]["snippets"][0]),
        ["part", "start", "end", "text", "marks"]
    );
    let hit = &hits[0];
    assert_eq!(hit["rank"], 1);
    assert_eq!(
        (&hit["file"], &hit["record"]),
        (&json!("a.jsonl"), &json!(1))
    );
    assert_eq!(
        (&hit["date"], &hit["date_precision"]),
        (&json!("1923-05-06"), &json!("day"))
    );
    assert_eq!(
        (&hit["source"], &hit["byline"]),
        (&json!("Daily Echo"), &json!([]))
    );
    assert!(hit["score"].as_f64().unwrap() > 0.0);
    let id = text(&hit["id"]);
    assert!(
        id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{id}"
    );
}

#[test]
fn what_is_not_known_is_null() {
    let hits = archive().hits(["satisfaction"]);
    assert_eq!(hits[0]["date"], Value::Null);
    assert_eq!(hits[0]["date_precision"], "unknown");
    let hits = archive().hits(["\"ask for more\""]);
    assert_eq!(hits[0]["byline"], json!(["Jane Doe"]));
}

#[test]
fn counts_come_bare_or_as_json() {
    let sandbox = archive();
    let output = sandbox.run(["query", "-c", "strike"]);
    assert_eq!((output.stdout.as_str(), output.code), ("3\n", 0));
    let output = sandbox.run(["query", "--count", "zeppelin"]);
    assert_eq!((output.stdout.as_str(), output.code), ("0\n", 1));
    let output = sandbox.run(["query", "-c", "--json", "strike"]);
    assert_eq!(
        (output.stdout.as_str(), output.code),
        ("{\"total\":3}\n", 0)
    );
    let output = sandbox.run(["query", "-c", "--json", "zeppelin"]);
    assert_eq!(
        (output.stdout.as_str(), output.code),
        ("{\"total\":0}\n", 1)
    );
    // The limit does not limit the count.
    assert_eq!(
        sandbox.run(["query", "-c", "-n", "1", "strike"]).stdout,
        "3\n"
    );
    assert_eq!(
        sandbox
            .run(["query", "-c", "--offset", "2", "strike"])
            .stdout,
        "3\n"
    );
}

#[test]
fn paths_come_one_a_line_or_ended_by_nul() {
    let sandbox = Sandbox::indexed(&[
        ("two words.txt", "Strike\n\nOne.\n"),
        ("é.txt", "Strike\n\nTwo, a strike.\n"),
        (
            "both.jsonl",
            "{\"title\":\"A strike\",\"text\":\"x\"}\n{\"title\":\"B strike\",\"text\":\"y\"}\n",
        ),
    ]);
    let output = sandbox.run(["query", "-l", "strike"]);
    let mut lines: Vec<&str> = output.stdout.lines().collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        ["both.jsonl", "two words.txt", "é.txt"],
        "each file once"
    );
    let output = sandbox.run(["query", "-0", "strike"]);
    let mut names: Vec<&str> = output.stdout.split_terminator('\0').collect();
    names.sort_unstable();
    assert_eq!(names, ["both.jsonl", "two words.txt", "é.txt"]);
    assert!(output.stdout.ends_with('\0') && !output.stdout.contains('\n'));
    assert_eq!(sandbox.run(["query", "-l", "zeppelin"]).code, 1);
    for line in sandbox.run(["query", "-l", "--json", "strike"]).lines() {
        assert_eq!(keys(&line), ["file"]);
    }
}

#[test]
fn offsets_count_characters() {
    let body = "Café 🚢 à l’été : la grève. Née à Ängelholm, the strike-breaker won.";
    let sandbox = Sandbox::of_articles(&[
        json!({"title": "Grève 🚢", "text": format!("Première ligne 🚢🚢.\n{body}")}),
    ]);
    let hit = sandbox.hits(["breaker"]).remove(0);
    let article = sandbox
        .run(["show", "--json", &text(&hit["id"])])
        .lines()
        .remove(0);
    let stored: Vec<char> = text(&article["body"]).chars().collect();
    for snippet in hit["snippets"].as_array().unwrap() {
        let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let passage: Vec<char> = text(&snippet["text"]).chars().collect();
        let (start, end) = (number(&snippet["start"]), number(&snippet["end"]));
        let there: String = stored[start..end].iter().collect();
        assert_eq!(there.replace('\n', " "), text(&snippet["text"]));
        for mark in snippet["marks"].as_array().unwrap() {
            let marked: String = passage[number(&mark[0])..number(&mark[1])].iter().collect();
            assert_eq!(marked, "breaker");
        }
    }
    assert_eq!(
        hit["snippets"][0]["marks"].as_array().unwrap().len(),
        1,
        "{hit}"
    );
}

/// The marked texts of a hit.
fn marked(hit: &Value) -> Vec<String> {
    let snippets = hit["snippets"].as_array().unwrap();
    let of_snippet = |snippet: &Value| -> Vec<String> {
        let passage: Vec<char> = text(&snippet["text"]).chars().collect();
        let marks = snippet["marks"].as_array().unwrap().iter();
        let at = |mark: &Value, end: usize| mark[end].as_u64().unwrap() as usize;
        marks
            .map(|mark| passage[at(mark, 0)..at(mark, 1)].iter().collect())
            .collect()
    };
    snippets.iter().flat_map(of_snippet).collect()
}

#[test]
fn marks_show_what_matched_and_nothing_else() {
    let sandbox = archive();
    for (query, record, expected) in [
        // A phrase is one mark; its words elsewhere are none.
        ("\"general strike\"", 1, &["general strike"][..]),
        // A word marks its forms.
        ("strike coal", 1, &["Coal", "strike", "Striking"]),
        // In quotes, only itself.
        ("\"strike\"", 1, &["strike"]),
        // What is excluded is not marked.
        ("coal NOT pay", 1, &["Coal"]),
        ("satisfaction OR zeppelin", 3, &["satisfaction"]),
        // A match in the headline alone is shown there.
        ("title:silent", 1, &["silent"]),
    ] {
        let hits = sandbox.hits([query]);
        let hit = hits.iter().find(|hit| hit["record"] == record).unwrap();
        assert_eq!(marked(hit), expected, "{query}");
    }
}

#[test]
fn snippets_can_be_left_out() {
    let sandbox = archive();
    let hits = sandbox.hits(["strike", "--no-snippet"]);
    assert!(hits.iter().all(|hit| hit.get("snippets").is_none()));
    let output = sandbox.run(["query", "coal", "--no-snippet"]);
    assert!(!output.stdout.contains("heavers"), "{output}");
}

#[test]
fn newest_and_oldest_put_the_undated_last() {
    let sandbox = Sandbox::of_articles(&[
        json!({"title": "none", "text": "x"}),
        json!({"title": "1950", "text": "x", "date": "1950-03-01"}),
        json!({"title": "2020", "text": "x", "date": "2020-03-01"}),
        json!({"title": "1898", "text": "x", "date": "1898-03-01"}),
        json!({"title": "never", "text": "x y"}),
    ]);
    let newest = sandbox.titles(["x", "--sort", "newest"]);
    assert_eq!(newest[..3], ["2020", "1950", "1898"]);
    let oldest = sandbox.titles(["x", "--sort", "oldest"]);
    assert_eq!(oldest[..3], ["1898", "1950", "2020"]);
    assert_eq!(newest[3..], oldest[3..], "ties by id");
    assert_eq!(oldest.len(), 5);
}

#[test]
fn month_and_year_sort_by_the_edge_that_is_asked_for() {
    let sandbox = Sandbox::of_articles(&[
        json!({"title": "year", "text": "x", "date": "1923"}),
        json!({"title": "month", "text": "x", "date": "1923-03"}),
        json!({"title": "day", "text": "x", "date": "1923-06-01"}),
    ]);
    assert_eq!(
        sandbox.titles(["x", "--sort", "oldest"]),
        ["year", "month", "day"]
    );
    assert_eq!(
        sandbox.titles(["x", "--sort", "newest"]),
        ["year", "day", "month"]
    );
    // A range holds what lies wholly inside.
    assert_eq!(sandbox.titles(["date:1923-03"]), ["month"]);
    assert_eq!(
        sandbox.titles(["date:1923", "--sort", "oldest"]),
        ["year", "month", "day"]
    );
    assert_eq!(
        sandbox
            .titles(["x", "--from", "1923-02", "--to", "1923-06"])
            .len(),
        2
    );
    let hits = sandbox.hits(["date:1923-03"]);
    assert_eq!(
        (&hits[0]["date"], &hits[0]["date_precision"]),
        (&json!("1923-03"), &json!("month"))
    );
}

#[test]
fn ranks_go_on_over_pages() {
    let stories: Vec<Value> = (0..25)
        .map(|n| json!({"title": format!("Story {n}"), "text": "strike"}))
        .collect();
    let sandbox = Sandbox::of_articles(&stories);
    let all = sandbox.hits(["strike", "--all"]);
    assert_eq!(all.len(), 25);
    assert_eq!(sandbox.hits(["strike"]).len(), 20, "the default");
    let mut paged = Vec::new();
    for offset in ["0", "10", "20", "30"] {
        paged.extend(
            sandbox
                .run(["query", "--json", "strike", "-n", "10", "--offset", offset])
                .lines(),
        );
    }
    assert_eq!(paged, all);
    let ranks: Vec<u64> = all
        .iter()
        .map(|hit| hit["rank"].as_u64().unwrap())
        .collect();
    assert_eq!(ranks, (1..=25).collect::<Vec<u64>>());
    assert_eq!(
        sandbox.hits(["strike", "--all", "--offset", "24"])[0]["rank"],
        25
    );
    let output = sandbox.run(["query", "strike", "-n", "2"]);
    assert!(
        output.stdout.starts_with("25 articles, 2 shown\n"),
        "{output}"
    );
}

#[test]
fn numbers_beyond_all_reason_are_no_harm() {
    let sandbox = archive();
    let most = u64::MAX.to_string();
    let output = sandbox.run(["query", "strike", "--json", "--offset", &most]);
    assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{output}");
    assert_eq!(sandbox.hits(["strike", "-n", &most]).len(), 3);
    let output = sandbox.run(["query", "strike", "--json", "-n", &most, "--offset", &most]);
    assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{output}");
    let output = sandbox.run(["query", "strike", "--json", "-n", "0"]);
    assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{output}");
}

#[test]
fn flags_narrow_the_answer() {
    let sandbox = archive();
    for (arguments, records) in [
        (&["strike", "--from", "1923-05-05"][..], &[1][..]),
        (&["strike", "--to", "1923-05-04"], &[0]),
        (&["strike", "--from", "1923", "--to", "1923"], &[0, 1]),
        (&["*", "--from", "1924"], &[2]),
        (&["*", "--source", "daily echo"], &[0, 1]),
        (&["--source", "Nordsee-Bote"], &[2]),
        (&["strike", "--section", "labour"], &[0]),
        (&["edition:\"city final\""], &[0]),
        (&["edition:early"], &[]),
        (&["--lang", "de"], &[2]),
        (&["streiken", "--lang", "DE"], &[2]),
        (&["--phrase", "general strike"], &[1]),
        (&["--phrase", "the port", "--phrase", "more pay"], &[0]),
        (&["--phrase", "the port", "--phrase", "coal heavers"], &[]),
        (&["silent", "--phrase", "strike spreads"], &[1]),
        (&["NOT", "strike", "--source", "echo"], &[]),
        (&["strike -pay"], &[1, 3]),
        (&["(coal", "OR", "pay)", "port"], &[0, 1]),
    ] {
        let mut found: Vec<u64> = sandbox
            .hits(arguments)
            .iter()
            .map(|hit| hit["record"].as_u64().unwrap())
            .collect();
        found.sort_unstable();
        assert_eq!(found, records, "{arguments:?}");
    }
}

#[test]
fn names_are_found_by_flag_and_in_the_query() {
    let sandbox = Sandbox::of_articles(&[
        json!({"title": "President meets ministers", "date": "2025-11-12", "language": "en",
               "text": "BOGOTA, Colombia - President Gustavo Petro met the ministers on Wednesday. \
                        Petro said that the talks in Bogotá would go on."}),
        json!({"title": "Rain", "text": "It rained in London all day.", "language": "en"}),
    ]);
    for arguments in [
        &["--person", "Gustavo Petro"][..],
        &["--person", "petro"],
        &["person:\"Gustavo Petro\""],
        &["--person", "Petro", "--phrase", "the talks"],
        &["--person", "Petro", "--place", "Colombia"],
        &["talks", "--place", "Bogota"],
    ] {
        assert_eq!(sandbox.found(arguments), ["a.jsonl"], "{arguments:?}");
    }
    assert!(sandbox.found(["--person", "London"]).is_empty());
    assert!(
        sandbox
            .found(["--person", "Petro", "--place", "London"])
            .is_empty()
    );
    assert_eq!(
        sandbox.found(["--place", "England"]),
        ["a.jsonl#1"],
        "London lies in it"
    );
    let hit = sandbox.hits(["--person", "Gustavo Petro"]).remove(0);
    assert_eq!(hit["persons"], json!(["Gustavo Petro"]));
    assert_eq!(
        marked(&hit)[..2],
        ["Gustavo Petro", "Petro"],
        "a name is one mark"
    );
}

#[test]
fn arguments_are_one_query_and_errors_point_into_it() {
    let sandbox = archive();
    assert_eq!(
        sandbox.found(["strike", "port"]),
        sandbox.found(["strike port"])
    );
    let output = sandbox.run(["query", "--json", "é", "\"ñ 🚢\"", "headlne:x"]);
    assert_eq!(output.code, 2);
    let error = output.error();
    assert_eq!(keys(&error), ["level", "code", "message", "at", "help"]);
    assert_eq!(error["code"], "E-FIELD");
    assert_eq!(
        error["at"],
        json!([8, 15]),
        "characters of `é \"ñ 🚢\" headlne:x`"
    );
    assert_eq!(output.stdout, "");
}

#[test]
fn a_bad_query_is_shown_with_a_caret() {
    let sandbox = archive();
    insta::assert_snapshot!(sandbox.run(["query", "\"general strike AND port"]), @r#"
----- stderr
error: quote opened here is never closed
  "general strike AND port
  ^
help: did you mean  "general strike" AND port
----- exit 2
"#);
    insta::assert_snapshot!(sandbox.run(["query", "headlne:strike"]), @r#"
----- stderr
error: no field called "headlne"
  headlne:strike
  ^^^^^^^
help: title: (alias headline:)   fields: text title lead hlead byline person place org dateline source section page edition date lang wire path id
----- exit 2
"#);
    insta::assert_snapshot!(sandbox.run(["query", "strike", "--from", "1950", "--to", "1945"]), @r#"
----- stderr
error: --from, --to: date range runs backwards: 1950 is after 1945
help: 1945..1950
----- exit 2
"#);
}

#[test]
fn the_reading_line_says_how_a_query_was_read() {
    let sandbox = archive();
    let output = sandbox.run(["query", "-c", "port strike OR pay"]);
    insta::assert_snapshot!(output, @r#"
2
----- stderr
note: read as  (port AND strike) OR pay   — AND binds tighter; add brackets to change
read as  (port AND strike) OR pay   (strike: strike, striking)
----- exit 0
"#);
    let output = sandbox.run(["query", "-c", "--json", "port and strike"]);
    let told = output.told();
    assert!(told.iter().all(|line| line["level"] == "note"), "{output}");
    let codes: Vec<&str> = told
        .iter()
        .map(|line| line["code"].as_str().unwrap())
        .collect();
    assert!(
        codes.contains(&"N-CASE") && codes.contains(&"N-READ"),
        "{output}"
    );
}

/// Every example of the page can be asked.
#[test]
fn examples_of_the_syntax_page_are_answered() {
    let sandbox = archive();
    let page = sandbox.run(["query", "--syntax"]).stdout;
    let mut is_example = false;
    let mut asked = 0;
    for line in page.lines() {
        if line.starts_with("```") {
            is_example = line == "```query";
        } else if is_example {
            let example = line.split("  ").next().unwrap();
            let output = sandbox.run(["query", "-c", "--", example]);
            assert!(output.code <= 1, "{example}: {output}");
            asked += 1;
        }
    }
    assert!(asked > 50, "{asked}");
}

/// The table of distances on the page is true of its sentence.
#[test]
fn distances_are_as_the_syntax_page_says() {
    let sandbox = Sandbox::of_articles(&[
        json!({"title": "x", "text": "Mayor Ana Ruiz said she would resign."}),
    ]);
    let page = sandbox.run(["query", "--syntax"]).stdout;
    let rows = page.lines().skip_while(|line| !line.starts_with("| asked"));
    let mut checked = 0;
    for row in rows.skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let found = sandbox.run(["query", "-c", cells[0]]).code == 0;
        assert_eq!(found, cells[2] == "yes", "{row}");
        checked += 1;
    }
    assert_eq!(checked, 5);
}

#[test]
fn what_other_systems_write_is_refused_not_misread() {
    let sandbox = archive();
    for query in [
        "port NEAR strike",
        "port AROUND(5) strike",
        "strik!",
        "strike~0.8",
        "hlead(strike)",
        "\"port strike\"po5",
    ] {
        assert_eq!(sandbox.run(["query", query]).code, 2, "{query}");
    }
}

#[test]
fn a_receipt_says_what_was_searched() {
    let sandbox = archive();
    let output = sandbox.run([
        "query",
        "strike",
        "--source",
        "Daily Echo",
        "--receipt",
        "proof.json",
        "--all",
        "--json",
        "--with-receipt",
    ]);
    let lines = output.lines();
    assert_eq!(lines.len(), 3, "{output}");
    let receipt = &lines[0]["receipt"];
    assert_eq!(
        keys(receipt),
        [
            "query",
            "read_as",
            "total",
            "from",
            "to",
            "articles",
            "index",
            "names",
            "version",
            "at",
            "options",
            "arguments",
            "ids_hash",
            "ids"
        ]
    );
    assert_eq!(receipt["total"], 2);
    assert_eq!(
        (&receipt["from"], &receipt["to"]),
        (&json!("1923-05-04"), &json!("1923-05-06"))
    );
    assert_eq!(receipt["articles"], 4);
    assert_eq!(receipt["version"], env!("CARGO_PKG_VERSION"));
    assert!(text(&receipt["query"]).starts_with("strike"));
    assert!(text(&receipt["at"]).ends_with('Z'));
    let file = fs::read_to_string(sandbox.path("proof.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&file).unwrap(), lines[0]);

    // Of nothing found there is a receipt, too.
    let output = sandbox.run(["query", "zeppelin", "--receipt", "none.json"]);
    assert_eq!(output.code, 1);
    let file: Value =
        serde_json::from_str(&fs::read_to_string(sandbox.path("none.json")).unwrap()).unwrap();
    assert_eq!(
        (&file["receipt"]["total"], &file["receipt"]["from"]),
        (&json!(0), &Value::Null)
    );
    assert_eq!(
        sandbox.run(["query", "strike", "--with-receipt"]).code,
        2,
        "only with --all --json"
    );
}

#[test]
fn a_receipt_names_the_state_of_the_index() {
    let sandbox = archive();
    let state = |name: &str| {
        let output = sandbox.run(["query", "strike", "--receipt", name]);
        assert_eq!(output.code, 0, "{output}");
        let file = fs::read_to_string(sandbox.path(name)).unwrap();
        text(&serde_json::from_str::<Value>(&file).unwrap()["receipt"]["index"])
    };
    let first = state("1");
    assert_eq!(state("2"), first);
    sandbox.write("corpus/b.txt", "Strike\n\nAnother one.\n");
    sandbox.index();
    assert_ne!(state("3"), first);
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let sandbox = archive();
    for arguments in [
        &["query", "strike OR port"][..],
        &["query", "strike OR port", "--json", "--all"],
        &["query", "*", "--json", "--sort", "newest"],
        &["names", "--json"],
        &["stats", "--json"],
    ] {
        let first = sandbox.run(arguments);
        let second = sandbox.run(arguments);
        assert_eq!(
            (first.stdout, first.stderr),
            (second.stdout, second.stderr),
            "{arguments:?}"
        );
    }
}

#[test]
fn colour_comes_only_when_it_is_wanted() {
    let sandbox = archive();
    let plain = sandbox.run(["query", "strike"]);
    assert!(!plain.stdout.contains('\x1b') && !plain.stderr.contains('\x1b'));
    let colored = sandbox.run(["query", "strike", "--color", "always"]);
    assert!(colored.stdout.contains('\x1b'), "{colored}");
    assert!(
        !colored.stdout.contains('*'),
        "marks are shown by colour: {colored}"
    );
    let output = sandbox.run_in(
        &[("NO_COLOR", "1")],
        ["query", "strike", "--color", "always"],
    );
    assert!(
        output.stdout.contains('\x1b'),
        "the flag is the nearer wish"
    );
    let never = sandbox.run(["query", "strike", "--color", "never"]);
    assert_eq!(never.stdout, plain.stdout);
}

#[test]
fn headlines_are_whole_on_the_narrowest_terminal() {
    let title =
        "A headline that is a good deal longer than any terminal of twenty columns can hold";
    let sandbox = Sandbox::of_articles(&[json!({"title": title, "text": "A strike."})]);
    for columns in ["20", "1", "0", "nonsense", "80", "100000"] {
        let output = sandbox.run_in(&[("COLUMNS", columns)], ["query", "strike"]);
        assert_eq!(output.code, 0, "{columns}: {output}");
        let flat: Vec<&str> = output.stdout.split_whitespace().collect();
        assert!(flat.join(" ").contains(title), "{columns}: {output}");
    }
}

#[test]
fn a_closed_pipe_is_quiet() {
    let body = "A long story of the strike. ".repeat(200);
    let stories: Vec<Value> = (0..400)
        .map(|n| json!({"title": format!("Story {n}"), "text": format!("{n} {body}")}))
        .collect();
    let sandbox = Sandbox::of_articles(&stories);
    for arguments in [
        &["query", "strike", "--all"][..],
        &["query", "strike", "--all", "--json"],
        &["query", "strike", "--all", "-l"],
        &["read", "corpus", "--json"],
        &["names", "--json"],
    ] {
        let mut child = sandbox.command(arguments).spawn().unwrap();
        let mut one = [0; 1];
        let mut stdout = child.stdout.take().unwrap();
        let _ = stdout.read(&mut one).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(
            !told.contains("error") && !told.contains("panic"),
            "{arguments:?}: {told}"
        );
        assert!(
            output.status.code().is_some_and(|code| code <= 1),
            "{arguments:?}"
        );
    }
}

#[test]
fn the_query_language_is_explained() {
    let output = archive().run(["query", "--syntax"]);
    assert_eq!(output.code, 0);
    assert!(output.stdout.contains("NOT"), "{output}");
}

#[test]
fn a_place_that_is_undecided_says_so_however_many_it_may_be() {
    let sandbox = Sandbox::of_articles(&[json!({"title": "Library opens", "language": "en",
        "text": "The mayor of Springfield opened a library on Monday."})]);
    let output = sandbox.run(["query", "place:Springfield"]);
    assert!(
        output.stderr.contains("; undecided in 1 article"),
        "{output}"
    );
}

#[test]
fn a_pager_comes_only_on_a_terminal() {
    let sandbox = archive();
    let plain = sandbox.run(["query", "strike"]);
    for variable in ["PAGER", "MORGUE_PAGER"] {
        let output = sandbox.run_in(&[(variable, "false")], ["query", "strike"]);
        assert_eq!(
            (&output.stdout, output.code),
            (&plain.stdout, 0),
            "{variable}"
        );
    }
    let output = sandbox.run(["query", "strike", "--no-pager"]);
    assert_eq!(output.stdout, plain.stdout);
}
