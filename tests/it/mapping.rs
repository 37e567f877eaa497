//! `morgue.toml` says how files are read that do not explain themselves, to `index` and `read` alike.

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, lines, text};

fn read(sandbox: &Sandbox, path: &str) -> Vec<Value> {
    let output = sandbox.run(["read", "--json", path]);
    assert_eq!(output.code, 0, "{output}");
    output.lines()
}

fn shown(article: &Value) -> [String; 3] {
    ["title", "body", "date"].map(|key| article[key].as_str().unwrap_or_default().to_owned())
}

const TABLE: &str = "x1;x2;x3;x4\n03.05.1987;Storm;Rain fell.;It fell on Cork.\n04.05.1987;Calm;No rain.;The sun shone.\n";

const TABLE_MAPPING: &str = "[[mapping]]
files = \"exports/*.csv\"
title = \"x2\"
body = [\"x3\", 4]
date = \"X1\"
date_format = \"%d.%m.%Y\"
source = { value = \"Daily Echo\" }
";

#[test]
fn columns_of_a_table() {
    let sandbox = Sandbox::with(&[("exports/a.csv", TABLE), ("morgue.toml", TABLE_MAPPING)]);
    let articles = read(&sandbox, "corpus");
    assert_eq!(articles.len(), 2);
    assert_eq!(
        shown(&articles[0]),
        ["Storm", "Rain fell.\nIt fell on Cork.", "1987-05-03"]
    );
    assert_eq!(articles[1]["source"], "Daily Echo");

    assert_eq!(sandbox.index()["articles"], 2);
    assert_eq!(sandbox.titles(["source:\"Daily Echo\" sun"]), ["Calm"]);
}

#[test]
fn a_table_without_names_or_with_a_separator_of_its_own() {
    let sandbox = Sandbox::with(&[
        ("a.txt", "Storm^'Rain^fell'^7\nCalm^No rain^8\n"),
        ("b.txt", "Frost\tIt's \"cold\n"),
    ]);
    sandbox.write(
        "corpus/morgue.toml",
        "[[mapping]]\nfiles = \"a.txt\"\ndelimiter = \"^\"\nquote = \"'\"\nheader = false\ntitle = 1\nbody = 2\npage = 3\n\
         [[mapping]]\nfiles = \"b.txt\"\ndelimiter = \"tab\"\nquote = false\nheader = false\ntitle = 1\nbody = 2\n",
    );
    let articles = read(&sandbox, "corpus");
    let seen: Vec<_> = articles
        .iter()
        .map(|article| (text(&article["title"]), text(&article["body"])))
        .collect();
    assert_eq!(
        seen,
        [
            ("Storm".into(), "Rain^fell".into()),
            ("Calm".into(), "No rain".into()),
            ("Frost".into(), "It's \"cold".into())
        ]
    );
    assert_eq!(articles[0]["page"], "7");
}

#[test]
fn keys_of_json() {
    let page = json!({"meta": {"took": 3}, "payload": {"rows": [
        {"k": {"h": "Storm", "t": ["Rain.", "Wind."]}, "who": [{"n": "Ann Lee"}, {"n": "Bo Ek"}]},
        {"k": {"h": "Calm", "t": "Sun."}, "who": []},
    ]}});
    let sandbox = Sandbox::with(&[("a.json", &page.to_string())]);
    sandbox.write(
        "corpus/morgue.toml",
        "[[mapping]]\nfiles = \"*.json\"\nrecords = \"payload.rows\"\ntitle = \"k.h\"\nbody = \"k.t\"\nbyline = \"who.n\"\n",
    );
    let articles = read(&sandbox, "corpus");
    assert_eq!(articles.len(), 2);
    assert_eq!(shown(&articles[0])[..2], ["Storm", "Rain.\nWind."]);
    assert_eq!(articles[0]["byline"], json!(["Ann Lee", "Bo Ek"]));
    assert_eq!(
        (&articles[1]["byline"], &articles[1]["record"]),
        (&json!([]), &json!(1))
    );
}

#[test]
fn the_corpus_speaks_before_the_working_folder() {
    let sandbox = Sandbox::with(&[("a.jsonl", &lines(&[json!({"one": "Storm", "two": "Calm"})]))]);
    let title = |key: &str| format!("[[mapping]]\nfiles = \"a.jsonl\"\ntitle = \"{key}\"\n");
    sandbox.write("morgue.toml", title("one"));
    assert_eq!(text(&read(&sandbox, "corpus")[0]["title"]), "Storm");
    sandbox.write("corpus/morgue.toml", title("two"));
    assert_eq!(text(&read(&sandbox, "corpus")[0]["title"]), "Calm");
    // A file given by itself lies in its folder; from above its way down counts, too.
    assert_eq!(text(&read(&sandbox, "corpus/a.jsonl")[0]["title"]), "Calm");
    std::fs::remove_file(sandbox.path("corpus/morgue.toml")).unwrap();
    sandbox.write(
        "morgue.toml",
        title("one").replace("a.jsonl", "corpus/*.jsonl"),
    );
    assert_eq!(text(&read(&sandbox, "corpus/a.jsonl")[0]["title"]), "Storm");
}

#[test]
fn a_changed_mapping_reads_again_what_it_concerns() {
    let sandbox = Sandbox::with(&[("exports/a.csv", TABLE), ("b.txt", "One\n\nText.\n")]);
    sandbox.write("corpus/morgue.toml", TABLE_MAPPING);
    assert_eq!(sandbox.index()["added"], 3);
    let again = sandbox.index();
    assert_eq!(
        (&again["unchanged"], &again["seen"]),
        (&json!(3), &json!(3))
    );

    // The file of the other record is gone from sight: reading it again would be seen.
    let changed = TABLE_MAPPING.replace("Daily Echo", "Evening Echo");
    sandbox.write("corpus/morgue.toml", &changed);
    let summary = sandbox.index();
    assert_eq!(
        (&summary["updated"], &summary["unchanged"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(sandbox.titles(["source:\"Evening Echo\""]).len(), 2);

    // A comment changes nothing, a mapping for other files neither.
    sandbox.write(
        "corpus/morgue.toml",
        format!("# note\n{changed}\n[[mapping]]\nfiles = \"*.xyz\"\nskip = true\n"),
    );
    assert_eq!(sandbox.index()["unchanged"], 3);

    std::fs::remove_file(sandbox.path("corpus/morgue.toml")).unwrap();
    sandbox.index();
    assert_eq!(sandbox.titles(["source:\"Evening Echo\""]), [""; 0]);
}

#[test]
fn what_is_left_out_counts() {
    let sandbox = Sandbox::with(&[
        ("drafts/a.txt", "One\n\nText.\n"),
        ("b.txt", "Two\n\nText.\n"),
    ]);
    sandbox.write(
        "corpus/morgue.toml",
        "[[mapping]]\nfiles = \"drafts\"\nskip = true\n",
    );
    let summary = sandbox.index();
    assert_eq!(summary["articles"], 1);
    assert_eq!(summary["skipped"], json!({"left out by the mapping": 1}));
    std::fs::remove_file(sandbox.path("corpus/morgue.toml")).unwrap();
    assert_eq!(sandbox.index()["added"], 1);
}

#[test]
fn texts_get_what_is_the_same_for_all_and_their_charset() {
    let sandbox = Sandbox::new();
    // As Greek it is a text, as Western European another one.
    sandbox.write(
        "corpus/a.txt",
        b"\xcd\xde\xe1\n\n\xc1\xf3\xf4\xf1\xe1 \xea\xe1\xe9.\n",
    );
    sandbox.write(
        "corpus/morgue.toml",
        "[[mapping]]\nfiles = \"*.txt\"\ncharset = \"iso-8859-7\"\nsource = { value = \"Kathimerini\" }\ntitle = \"x\"\n",
    );
    let article = read(&sandbox, "corpus").remove(0);
    assert_eq!(shown(&article)[..2], ["Νήα", "Αστρα και."]);
    assert_eq!(article["source"], "Kathimerini");
}

#[test]
fn a_column_that_is_not_there() {
    let sandbox = Sandbox::with(&[("exports/a.csv", TABLE)]);
    sandbox.write(
        "corpus/morgue.toml",
        TABLE_MAPPING.replace("x2", "Headline"),
    );
    let output = sandbox.run(["index", "--json", "--failures", "failures.jsonl"]);
    assert_eq!(output.code, 0, "{output}");
    assert_eq!(
        output.lines()[0]["failed"],
        json!({"the mapping does not fit": 2})
    );
    let failures = std::fs::read_to_string(sandbox.path("failures.jsonl")).unwrap();
    assert!(failures.contains("there is no `Headline`"), "{failures}");
}

#[test]
fn a_mapping_with_an_error_reads_nothing() {
    let sandbox = Sandbox::with(&[("a.txt", "One\n\nText.\n")]);
    for (mapping, line, part) in [
        (
            "[[mapping]]\nfiles = \"*.txt\"\ntitel = \"x\"\n",
            3,
            "titel",
        ),
        ("[[mapping]]\nfiles = \"a[\"\n", 2, "a["),
        ("[[mapping]\n", 1, ""),
    ] {
        sandbox.write("corpus/morgue.toml", mapping);
        for verb in [&["index"][..], &["read", "corpus"]] {
            let output = sandbox.run([verb, &["--json"]].concat());
            assert_eq!(output.code, 2, "{output}");
            let error: Value = serde_json::from_str(output.stderr.lines().last().unwrap()).unwrap();
            assert_eq!(error["code"], "E-MAPPING");
            let message = text(&error["message"]);
            let place = format!("morgue.toml, line {line}: ");
            assert!(
                message.contains(&place) && message.contains(part),
                "{message}"
            );
        }
        assert!(!sandbox.path("index").exists());
    }
}
