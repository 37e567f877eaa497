//! The names file says who is who, at once and everywhere; `morgue names merge` and the like edit it.

use std::fs;

use morgue::entity::Gazetteer;
use morgue::query::names::{Draft, NamesFile};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::sandbox::{Sandbox, keys, text, with};

const HEAD: &str = "canonical\tkind\tvariants\tnot-variants\tnote\tid\n";

fn archive() -> Sandbox {
    Sandbox::of_articles(&[
        json!({"title": "Talks go on", "language": "en", "date": "2001-01-01",
               "text": "President Gustavo Petro met Angela Merkel in Berlin. Petro smiled."}),
        json!({"title": "Visit ends", "language": "en", "date": "2002-01-01",
               "text": "Gustavo Petro left Berlin for Bogotá on Monday."}),
        json!({"title": "Early years", "language": "en", "date": "2003-01-01",
               "text": "Angela Kasner was born in Hamburg, said a teacher in Berlin."}),
        json!({"title": "Rain", "language": "en", "date": "2004-01-01",
               "text": "It rained in Hamburg, wrote Gustavo Francisco Petro."}),
    ])
}

fn told(rows: &str) -> Sandbox {
    let sandbox = archive();
    sandbox.write("index/names.tsv", format!("{HEAD}{rows}"));
    sandbox
}

fn rows(sandbox: &Sandbox) -> String {
    let file = fs::read_to_string(sandbox.path("index/names.tsv")).unwrap();
    file.strip_prefix(HEAD).unwrap().to_owned()
}

fn names(sandbox: &Sandbox, arguments: &[&str]) -> Vec<(String, u64)> {
    let output = sandbox.run(with(["names", "--json"], arguments));
    assert!(output.code <= 1, "{output}");
    let counted = |name: &Value| (text(&name["name"]), name["articles"].as_u64().unwrap());
    output.lines().iter().map(counted).collect()
}

fn list(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(text).collect()
}

#[test]
fn a_variant_counts_as_the_canonical_name_everywhere() {
    let sandbox = archive();
    let before = sandbox.titles(["person:\"Angela Merkel\""]);
    assert_eq!(before, ["Talks go on"]);
    sandbox.write(
        "index/names.tsv",
        format!("{HEAD}Angela Merkel\tperson\tAngela Kasner\t\t\tQ567\n"),
    );
    for query in [
        "person:\"Angela Merkel\"",
        "person:\"ANGELA KASNER\"",
        "person:Merkel",
    ] {
        let found = sandbox.titles([query, "--sort", "oldest"]);
        assert_eq!(found, ["Talks go on", "Early years"], "{query}");
    }
    let hits = sandbox.hits(["born"]);
    assert_eq!(list(&hits[0]["persons"]), ["Angela Merkel"]);
    let hits = sandbox.hits(["person:Merkel AND born"]);
    let snippet = &hits[0]["snippets"][0];
    let marked = text(&snippet["text"]).contains("Angela Kasner");
    assert!(
        marked && !snippet["marks"].as_array().unwrap().is_empty(),
        "{snippet}"
    );

    let listed = sandbox.run(["names", "angela", "--json"]).lines();
    assert_eq!(
        listed,
        [
            json!({"kind": "person", "name": "Angela Merkel", "articles": 2, "mentions": 2,
                "variants": ["Angela Kasner"], "id": "Q567", "vouched": true})
        ]
    );
    assert_eq!(names(&sandbox, &["kasner"]), [("Angela Merkel".into(), 2)]);
    let shown = sandbox
        .run(["show", &text(&hits[0]["id"]), "--json"])
        .lines();
    let mentions = shown[0]["names"].as_array().unwrap();
    let person = mentions
        .iter()
        .find(|name| name["kind"] == "person")
        .unwrap();
    assert_eq!(
        (&person["text"], &person["name"]),
        (&json!("Angela Kasner"), &json!("Angela Merkel"))
    );
    let people = sandbox.run(["names", "angela"]);
    assert!(
        people.stdout.contains("✓ Angela Merkel") && people.stderr.contains('✓'),
        "{people}"
    );
    // `read` knows no index, and so no names file.
    let read = sandbox.run(["read", "corpus", "--json"]);
    assert!(read.stdout.contains("\"name\":\"Angela Kasner\""), "{read}");
}

#[test]
fn a_banned_name_is_nobody() {
    let sandbox = told("-\tperson\tAngela Kasner; Angela Merkel\n");
    assert!(sandbox.found(["person:\"Angela Merkel\""]).is_empty());
    assert!(sandbox.found(["person:Angela"]).is_empty());
    assert!(names(&sandbox, &["angela"]).is_empty());
    assert_eq!(
        sandbox.titles(["person:*", "--sort", "oldest"]),
        ["Talks go on", "Visit ends", "Rain"]
    );
    let hits = sandbox.hits(["born OR met"]);
    assert!(
        hits.iter()
            .all(|hit| !hit["persons"].to_string().contains("Angela")),
        "{hits:?}"
    );
    // The words are still there.
    assert_eq!(sandbox.found(["\"Angela Merkel\""]).len(), 1);
}

#[test]
fn a_banned_place_is_not_found_by_where_it_lies() {
    let sandbox = told("-\tplace\tHamburg\n");
    assert!(sandbox.found(["place:Hamburg"]).is_empty());
    let found = sandbox.titles(["place:Germany", "--sort", "oldest"]);
    assert_eq!(found, ["Talks go on", "Visit ends", "Early years"]);
    assert_eq!(sandbox.found(["place:*"]).len(), 3);
}

#[test]
fn a_not_variant_never_joins() {
    let sandbox = archive();
    assert_eq!(
        sandbox.found(["person:\"Gustavo Petro\""]).len(),
        3,
        "part of a name"
    );
    sandbox.write(
        "index/names.tsv",
        format!("{HEAD}Gustavo Petro\tperson\t\tGustavo Francisco Petro\n"),
    );
    assert_eq!(
        sandbox.titles(["person:\"Gustavo Petro\"", "--sort", "oldest"]),
        ["Talks go on", "Visit ends"]
    );
    assert_eq!(
        sandbox.titles(["person:\"Gustavo Francisco Petro\""]),
        ["Rain"]
    );
    assert_eq!(
        sandbox.found(["person:Petro"]).len(),
        3,
        "both are called so"
    );
}

#[test]
fn a_wrong_kind_is_mended() {
    let sandbox = told("Angela Merkel\torg\tperson: Angela Merkel\nBerlin\torg\tplace: Berlin\n");
    assert_eq!(sandbox.titles(["org:Merkel"]), ["Talks go on"]);
    assert!(sandbox.found(["person:Merkel"]).is_empty());
    let berlin = ["Talks go on", "Visit ends", "Early years"];
    assert_eq!(sandbox.titles(["org:*", "--sort", "oldest"]), berlin);
    assert!(sandbox.found(["place:Berlin"]).is_empty());
    assert_eq!(
        sandbox.titles(["place:Germany", "--sort", "oldest"]),
        ["Early years", "Rain"]
    );
    let listed = names(&sandbox, &["--kind", "org"]);
    assert_eq!(listed, [("Berlin".into(), 3), ("Angela Merkel".into(), 1)]);
    let hit = &sandbox.hits(["met"])[0];
    assert_eq!(list(&hit["orgs"]), ["Angela Merkel", "Berlin"]);
    assert_eq!(list(&hit["places"]), [""; 0]);
}

#[test]
fn a_place_lies_where_its_id_says() {
    // Hamburg, New York.
    let sandbox = told("Hamburg\tplace\t\t\tit rains there\tgeonames:5119842\n");
    let rows = ["Early years", "Rain"];
    let gazetteer = Gazetteer::builtin();
    if gazetteer.by_id("geonames:5119842").is_none() {
        // Too small for the table: then the file says nothing of where it lies.
        assert_eq!(sandbox.found(["place:Germany"]).len(), 4);
    }
    let paris = "geonames:4717560";
    assert!(gazetteer.by_id(paris).is_some(), "Paris, Texas");
    sandbox.write(
        "index/names.tsv",
        format!("{HEAD}Paris, Texas\tplace\tHamburg\t\t\t{paris}\n"),
    );
    assert_eq!(sandbox.titles(["place:Texas", "--sort", "oldest"]), rows);
    assert_eq!(sandbox.titles(["place:Hamburg", "--sort", "oldest"]), rows);
    let berlin = ["Talks go on", "Visit ends", "Early years"];
    assert_eq!(
        sandbox.titles(["place:Germany", "--sort", "oldest"]),
        berlin
    );
    let id = text(&sandbox.hits(["rained"])[0]["id"]);
    let shown = sandbox.run(["show", &id, "--json"]).lines().remove(0);
    let places = shown["names"].as_array().unwrap().iter();
    let place = places.clone().find(|name| name["kind"] == "place").unwrap();
    assert_eq!(
        (&place["name"], &place["place"]["id"]),
        (&json!("Paris, Texas"), &json!(paris))
    );
}

#[test]
fn another_file_may_be_named() {
    let sandbox = told("-\tperson\tAngela Merkel\n");
    sandbox.write("other.tsv", HEAD);
    assert!(sandbox.found(["person:Merkel"]).is_empty());
    assert_eq!(
        sandbox
            .found(["person:Merkel", "--names", "other.tsv"])
            .len(),
        1
    );
    assert_eq!(
        names(&sandbox, &["merkel", "--names", "other.tsv"]).len(),
        1
    );
    for verb in [
        &["query", "rain"][..],
        &["names"],
        &["show", "0123456789abcdef"],
    ] {
        let output = sandbox.run(with(["--json", "--index", "index"], verb));
        assert!(output.code <= 2, "{output}");
        let missing = sandbox.run([verb, &["--names", "missing.tsv", "--json"]].concat());
        assert_eq!(missing.code, 2, "{missing}");
    }
    fs::remove_file(sandbox.path("index/names.tsv")).unwrap();
    assert_eq!(
        sandbox.found(["person:Merkel"]).len(),
        1,
        "the default may be missing"
    );
}

#[test]
fn a_rebuild_keeps_it() {
    let sandbox = told("Angela Merkel\tperson\tAngela Kasner\n");
    let before = rows(&sandbox);
    sandbox.index_with(["--rebuild"]);
    assert_eq!(rows(&sandbox), before);
    assert_eq!(sandbox.found(["person:Merkel"]).len(), 2);
}

#[test]
fn a_file_that_contradicts_itself_is_refused_by_every_verb_that_names_names() {
    let sandbox = told("Ann Lee\tperson\tA. Lee\nBo Li\tperson\tA. Lee\n");
    for arguments in [
        &["query", "rain"][..],
        &["names"],
        &["stats"],
        &["names", "ban", "Hamburg"],
    ] {
        let output = sandbox.run(with(["--json"], arguments));
        assert_eq!(output.code, 2, "{output}");
        let error = output.error();
        assert_eq!(error["code"], "E-NAMES");
        let message = text(&error["message"]);
        assert!(
            message.contains("names.tsv, line 3") && message.contains("line 2"),
            "{message}"
        );
        assert!(text(&error["help"]).contains("mend"), "{error}");
    }
    // What needs no names goes on.
    assert_eq!(sandbox.run(["doctor"]).code, 0);
    assert_eq!(sandbox.run(["index"]).code, 0);
}

#[cfg(unix)]
#[test]
fn an_index_that_may_not_be_written_has_its_names() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = told("Angela Merkel\tperson\tAngela Kasner\n");
    let set = |folders: u32, files: u32| {
        let mode = fs::Permissions::from_mode;
        for (path, _) in sandbox.snapshot("index") {
            fs::set_permissions(path.parent().unwrap(), mode(0o755)).unwrap();
            fs::set_permissions(&path, mode(files)).unwrap();
            fs::set_permissions(path.parent().unwrap(), mode(folders)).unwrap();
        }
    };
    set(0o555, 0o444);
    let output = sandbox.run_as_nobody(["query", "-c", "person:Merkel"]);
    assert_eq!(output.stdout, "2\n", "{output}");
    let output = sandbox.run_as_nobody(["names", "ban", "Hamburg", "--json"]);
    assert_eq!(
        (output.code, &output.error()["code"]),
        (2, &json!("E-IO")),
        "{output}"
    );
    set(0o755, 0o644);
}

#[test]
fn a_receipt_names_the_state_of_the_names() {
    let sandbox = archive();
    let state = || {
        let output = sandbox.run(["query", "rain", "--receipt", "r.json"]);
        assert!(output.code == 0, "{output}");
        let receipt = fs::read_to_string(sandbox.path("r.json")).unwrap();
        serde_json::from_str::<Value>(&receipt).unwrap()["receipt"]["names"].clone()
    };
    assert_eq!(state(), Value::Null);
    sandbox.write("index/names.tsv", HEAD);
    let first = text(&state());
    sandbox.write("index/names.tsv", format!("{HEAD}A\tperson\n"));
    assert_ne!(text(&state()), first);
}

#[test]
fn merge_says_what_it_does_and_split_undoes_it() {
    let sandbox = archive();
    let output = sandbox.run([
        "names",
        "merge",
        "Angela Merkel",
        "Angela Kasner",
        "--note",
        "born so",
    ]);
    insta::assert_snapshot!(output, @r"
    Angela Merkel: 2 articles, was 1
    ----- stderr
    note: written to index/names.tsv
    ----- exit 0
    ");
    assert_eq!(
        rows(&sandbox),
        "Angela Merkel\tperson\tAngela Kasner\t\tborn so\t\n"
    );
    let again = sandbox.run(["names", "merge", "Angela Merkel", "ANGELA KASNER"]);
    assert!(again.stderr.contains("says so already"), "{again}");
    let output = sandbox.run(["names", "split", "Angela Merkel", "Angela Kasner"]);
    insta::assert_snapshot!(output, @r"
    Angela Merkel: 1 article, was 2
    Angela Kasner: 1 article, was Angela Merkel in 2 articles
    ----- stderr
    note: written to index/names.tsv
    ----- exit 0
    ");
    assert_eq!(
        rows(&sandbox),
        "Angela Merkel\tperson\t\tAngela Kasner\tborn so\t\n"
    );
}

#[test]
fn ban_and_unban() {
    let sandbox = archive();
    let output = sandbox.run(["names", "ban", "Hamburg", "Angela Kasner"]);
    insta::assert_snapshot!(output, @r"
    Hamburg: 0 articles, was 2
    Angela Kasner: 0 articles, was 1
    ----- stderr
    note: written to index/names.tsv
    ----- exit 0
    ");
    assert_eq!(
        rows(&sandbox),
        "-\tplace\tHamburg\t\t\t\n-\tperson\tAngela Kasner\t\t\t\n"
    );
    let output = sandbox.run(["names", "unban", "hamburg"]);
    assert!(output.stdout.contains("2 articles, was 0"), "{output}");
    assert_eq!(rows(&sandbox), "-\tperson\tAngela Kasner\t\t\t\n");
}

#[test]
fn rename_chooses_what_is_printed() {
    let sandbox = archive();
    let output = sandbox.run([
        "names",
        "rename",
        "Angela Kasner",
        "Angela Dorothea Merkel",
        "--json",
    ]);
    assert_eq!(output.code, 0, "{output}");
    let effect = &output.lines()[0];
    assert_eq!(keys(effect), ["kind", "name", "articles", "was"]);
    assert_eq!(
        *effect,
        json!({"kind": "person", "name": "Angela Dorothea Merkel", "articles": 1,
               "was": {"kind": "person", "name": "Angela Kasner", "articles": 1}})
    );
    assert_eq!(
        list(&sandbox.hits(["born"])[0]["persons"]),
        ["Angela Dorothea Merkel"]
    );
    assert_eq!(
        sandbox.titles(["--strict-names", "person:\"Angela Kasner\""]),
        ["Early years"],
        "without the guess that this is Angela Merkel"
    );
}

#[test]
fn a_dry_run_shows_the_rows_and_writes_nothing() {
    let sandbox = told("# ours\nAngela Merkel\tperson\n");
    let before = rows(&sandbox);
    let output = sandbox.run([
        "names",
        "merge",
        "Angela Merkel",
        "Angela Kasner",
        "--dry-run",
    ]);
    insta::assert_snapshot!(output, @r"
    - Angela Merkel  person
    + Angela Merkel  person  Angela Kasner
    Angela Merkel: 2 articles, was 1
    ----- stderr
    note: a dry run: index/names.tsv stays as it is
    ----- exit 0
    ");
    assert_eq!(rows(&sandbox), before);
    let fresh = archive();
    assert_eq!(fresh.run(["names", "ban", "Hamburg", "--dry-run"]).code, 0);
    assert!(!fresh.path("index/names.tsv").exists());
}

#[test]
fn what_is_not_known_or_known_as_something_else_is_said() {
    let sandbox = archive();
    let refused = [
        (
            &["ban", "Zeppelin"][..],
            "E-KIND",
            "no article has the full name `Zeppelin`",
            "--kind",
        ),
        (
            &["merge", "Angela Merkel", "Hamburg"],
            "E-KIND",
            "`Hamburg` is a place in 2 articles, `Angela Merkel` is a person",
            "\"place:Hamburg\"",
        ),
        (
            &["merge", "Angela Merkel", "angela merkel"],
            "E-NAMES",
            "one name already",
            "rename",
        ),
        (
            &["unban", "Hamburg"],
            "E-NAMES",
            "not banned as a place",
            "begin with `-`",
        ),
    ];
    for (arguments, code, message, help) in refused {
        let output = sandbox.run(with(["--json", "names"], arguments));
        assert_eq!(output.code, 2, "{output}");
        let error = output.error();
        assert_eq!(error["code"], code, "{error}");
        assert!(text(&error["message"]).contains(message), "{error}");
        assert!(text(&error["help"]).contains(help), "{error}");
    }
    assert!(!sandbox.path("index/names.tsv").exists());

    let output = sandbox.run(["names", "ban", "Zeppelin", "--kind", "org"]);
    assert_eq!(output.code, 0);
    assert!(
        output
            .stderr
            .contains("no article has the full name `Zeppelin`"),
        "{output}"
    );
    let output = sandbox.run(["names", "merge", "Angela Merkel", "place:Hamburg"]);
    assert!(
        output.stdout.contains("Angela Merkel: 3 articles, was 1"),
        "{output}"
    );
}

#[test]
fn who_stands_beside_a_name() {
    let sandbox = archive();
    let beside = names(&sandbox, &["--with", "Gustavo Petro"]);
    let expected = [("Berlin".to_owned(), 2), ("Angela Merkel".into(), 1)];
    assert_eq!(beside[..2], expected, "{beside:?}");
    assert!(
        beside.iter().all(|(name, _)| !name.contains("Petro")),
        "{beside:?}"
    );
    let places = names(
        &sandbox,
        &["--with", "Gustavo Petro", "--kind", "place", "-n", "1"],
    );
    assert_eq!(places, [("Berlin".into(), 2)]);
    let both = names(
        &sandbox,
        &[
            "--with",
            "Gustavo Petro",
            "--with",
            "Berlin",
            "--query",
            "left",
        ],
    );
    assert_eq!(both, [("Bogotá".into(), 1)]);
    assert!(names(&sandbox, &["--with", "Zeppelin"]).is_empty());

    // A merged name is one name: it is counted once an article, and left out whole.
    sandbox.write(
        "index/names.tsv",
        format!("{HEAD}Gustavo Petro\tperson\tAngela Merkel\n-\tplace\tBogotá\n"),
    );
    assert_eq!(
        names(&sandbox, &["--with", "Angela Merkel"])[0],
        ("Berlin".into(), 2)
    );
    let beside = names(&sandbox, &["--with", "Berlin", "--kind", "person"]);
    assert_eq!(
        beside,
        [("Gustavo Petro".into(), 2), ("Angela Kasner".into(), 1)]
    );
}

#[test]
fn names_are_counted_over_a_query() {
    let sandbox = archive();
    let all = names(&sandbox, &[]);
    assert_eq!(names(&sandbox, &["--query", "*"]), all, "every article");
    let some = names(&sandbox, &["--query", "date:2003..2004", "--kind", "place"]);
    assert_eq!(some, [("Hamburg".into(), 2), ("Berlin".into(), 1)]);
    let output = sandbox.run(["names", "--query", "(rain"]);
    assert_eq!(output.code, 2, "{output}");
}

#[test]
fn apostrophes_and_particles_make_no_difference() {
    let sandbox = Sandbox::of_articles(&[
        json!({"title": "One", "language": "en", "date": "2001-01-01",
               "text": "Mr Sean O'Connor met reporters in Dublin. Mr O\u{2019}Connor smiled."}),
        json!({"title": "Two", "language": "en", "date": "2002-01-01",
               "text": "Mr Sean O\u{2019}Connor met Mr John Van Kirk in London."}),
        json!({"title": "Three", "language": "en", "date": "2003-01-01",
               "text": "Mr Sean O\u{2bc}Connor met Mr John Vankirk in London."}),
    ]);
    let all = ["One", "Two", "Three"];
    for name in [
        "O'Connor",
        "O\u{2019}Connor",
        "O`Connor",
        "OConnor",
        "o connor",
        "sean o\u{2bc}connor",
    ] {
        let query = format!("person:\"{name}\"");
        assert_eq!(sandbox.titles([&query, "--sort", "oldest"]), all, "{name}");
    }
    assert_eq!(
        names(&sandbox, &["oconnor", "--kind", "person"]),
        [("Sean O'Connor".into(), 3)]
    );
    for name in [
        "Van Kirk",
        "vankirk",
        "VanKirk",
        "John Vankirk",
        "john van kirk",
    ] {
        let query = format!("person:\"{name}\"");
        assert_eq!(
            sandbox.titles([&query, "--sort", "oldest"]),
            ["Two", "Three"],
            "{name}"
        );
    }
    let hit = &sandbox.hits(["person:vankirk", "--sort", "oldest"])[0];
    let snippet = &hit["snippets"][0];
    let mark = snippet["marks"][0].as_array().unwrap();
    let ends = |n: usize| mark[n].as_u64().unwrap() as usize;
    let marked: String = text(&snippet["text"])
        .chars()
        .skip(ends(0))
        .take(ends(1) - ends(0))
        .collect();
    assert_eq!(marked, "John Van Kirk");
}

#[test]
fn merges_are_suggested_with_what_speaks_for_them() {
    let sandbox = Sandbox::of_articles(&[
        json!({"title": "1", "language": "en",
               "text": "Mr Roy Barnett met Angela Merkel in Berlin, said Helmut Kohl in Hamburg."}),
        json!({"title": "2", "language": "en",
               "text": "Mr Roy Barnett met Helmut Kohl in Berlin. Angela Merkel was in Hamburg."}),
        json!({"title": "3", "language": "en",
               "text": "Mr Roy Bamett met Angela Merkel in Berlin and Helmut Kohl in Hamburg."}),
        json!({"title": "4", "language": "en", "text": "Mr Roy Burnett was in Lima."}),
    ]);
    let output = sandbox.run(["names", "suggest", "--kind", "person", "-n", "1"]);
    insta::assert_snapshot!(output, @r#"
     1  Roy Barnett, 2 articles · Roy Bamett, 1
        letters that scans confuse; 4 of 4 names beside Roy Bamett stand beside Roy
        Barnett, too: Angela Merkel, Helmut Kohl, Berlin, Hamburg
        morgue names merge "Roy Barnett" "Roy Bamett"
    ----- exit 0
    "#);
    let suggested = |sandbox: &Sandbox| -> Vec<Value> {
        let output = sandbox.run(["names", "suggest", "barnett", "--json"]);
        assert_eq!(output.code, i32::from(output.stdout.is_empty()), "{output}");
        output.lines()
    };
    let first = &suggested(&sandbox)[0];
    assert_eq!(
        keys(first),
        [
            "kind",
            "canonical",
            "articles",
            "variant_kind",
            "variant",
            "variant_articles",
            "why",
            "shared",
            "beside",
            "together",
            "score",
            "command"
        ]
    );
    assert_eq!(
        (&first["why"], &first["beside"]),
        (&json!("scan"), &json!(4))
    );
    assert_eq!(
        first["command"],
        "morgue names merge \"Roy Barnett\" \"Roy Bamett\""
    );

    // What the file decides is not asked again.
    let variants = |sandbox: &Sandbox| -> Vec<String> {
        suggested(sandbox)
            .iter()
            .map(|one| text(&one["variant"]))
            .collect()
    };
    assert_eq!(
        sandbox
            .run(["names", "split", "Roy Barnett", "Roy Bamett"])
            .code,
        0
    );
    assert!(!variants(&sandbox).contains(&"Roy Bamett".into()));
    assert_eq!(
        sandbox
            .run(["names", "merge", "Roy Barnett", "Roy Bamett"])
            .code,
        0
    );
    assert!(!variants(&sandbox).contains(&"Roy Bamett".into()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// No file makes it panic or hang; one that is read is written back as it was.
    #[test]
    fn any_file_is_read_or_refused(
        rows in prop::collection::vec(
            prop::collection::vec("-|person|org|[ABab]|A; B|\"|\"A\"|#|\\PC{0,3}|[\\x00-\\x20]", 0..8),
            0..12,
        ),
        ends in "\n|\r\n|\r",
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("names.tsv");
        let rows: Vec<String> = rows.iter().map(|cells| cells.join("\t")).collect();
        let text = format!("canonical\tkind\tvariants\tnot-variants{ends}{}", rows.join(&ends));
        fs::write(&path, &text).unwrap();
        let gazetteer = Gazetteer::builtin();
        let read = NamesFile::read(&path, &gazetteer);
        let draft = Draft::open(&path, &gazetteer);
        prop_assert_eq!(read.is_ok(), draft.is_ok());
        if let Ok(draft) = draft {
            draft.save().unwrap();
            prop_assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}

#[test]
fn hostile_files_end_soon() {
    let sandbox = archive();
    let many: String = (0..200_000)
        .map(|n| format!("N{n}\tperson\tV{n}; W{n}\n"))
        .collect();
    let wide = format!("A\tperson\t{}\n", "B; ".repeat(500_000));
    let long = format!("{}\tperson\n", "A ".repeat(1_000_000));
    for (content, code) in [
        (format!("{HEAD}{many}"), 0),
        (format!("{HEAD}{wide}"), 0),
        (format!("{HEAD}{long}"), 0),
        (format!("{HEAD}{}", "\"\t".repeat(500_000)), 0),
        (format!("{HEAD}{}", "\"\t".repeat(500_001)), 2),
        (format!("{HEAD}{}", "\"\"\t".repeat(500_000)), 0),
        ("\0".repeat(1_000_000), 2),
        ("\n".repeat(1_000_000), 0),
        ("#".repeat(1_000_000), 0),
        (String::new(), 0),
    ] {
        sandbox.write("index/names.tsv", &content);
        let output = sandbox.run(["query", "-c", "rain"]);
        let start: String = content.chars().take(80).collect();
        assert_eq!(output.code, code, "{start:?}: {output}");
    }
}
