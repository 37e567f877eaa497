//! After `morgue index`, the index holds exactly what the corpus holds, each article once.
//!
//! Every summary in these tests is checked to add up (`Sandbox::index`).

use std::fs;

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, keys, lines, text};

/// Two articles and a file that is none.
const SMALL: &[(&str, &str)] = &[
    (
        "a/ferry.txt",
        "Ferry runs aground\n\nThe ferry ran aground off Cobh.\n",
    ),
    (
        "b/strike.txt",
        "Strike ends\n\nDockers went back to work.\n",
    ),
    ("empty.txt", ""),
];

fn article(title: &str, body: &str) -> Value {
    json!({"title": title, "text": body})
}

/// The counts of a summary, in one line.
fn counts(summary: &Value) -> String {
    let parts = [
        "seen",
        "added",
        "updated",
        "unchanged",
        "removed",
        "duplicate",
        "articles",
    ];
    let parts = parts.map(|key| format!("{key} {}", summary[key]));
    format!(
        "{} skipped {} failed {}",
        parts.join(" "),
        summary["skipped"],
        summary["failed"]
    )
}

#[test]
fn the_summary_has_its_keys_in_order() {
    let sandbox = Sandbox::with(SMALL);
    let summary = sandbox.index();
    assert_eq!(
        keys(&summary),
        [
            "files",
            "seen",
            "added",
            "updated",
            "unchanged",
            "removed",
            "kept",
            "duplicate",
            "skipped",
            "failed",
            "articles",
            "elapsed_s",
            "index"
        ]
    );
    assert_eq!(summary["files"], 3);
    assert_eq!(summary["seen"], 3);
    assert_eq!(summary["added"], 2);
    assert_eq!(summary["skipped"], json!({"empty file": 1}));
    assert_eq!(summary["failed"], json!({}));
    assert_eq!(summary["articles"], 2);
    assert!(summary["elapsed_s"].is_number());
    assert_eq!(summary["index"], "index");
}

#[test]
fn people_see_the_same_counts() {
    let sandbox = Sandbox::with(SMALL);
    sandbox.write("corpus/c.jsonl", "{\"title\": \"Cut\nshort\n");
    let output = sandbox.run(["index"]);
    let shown = output.to_string();
    let (table, time) = shown
        .split_once(" (0.")
        .or(shown.split_once(" (1."))
        .unwrap();
    insta::assert_snapshot!(table, @r#"
  added              2
  updated            0
  unchanged          0
  duplicate          0
  skipped            1   empty file 1
  failed             1   not valid JSON 1
  records            4   in 4 files
2 articles in index
"#);
    assert!(time.contains("exit 0"), "{shown}");
}

#[test]
fn a_second_run_finds_nothing_new_and_writes_nothing() {
    let sandbox = Sandbox::with(SMALL);
    sandbox.write(
        "corpus/c.jsonl",
        lines(&[article("One", "Text."), article("One", "Text.")]),
    );
    sandbox.index();
    let before = sandbox.snapshot("index");
    let summary = sandbox.index();
    assert_eq!(
        counts(&summary),
        "seen 5 added 0 updated 0 unchanged 3 removed 0 duplicate 1 articles 3 skipped {\"empty file\":1} failed {}"
    );
    assert!(
        sandbox.snapshot("index") == before,
        "the index was written to"
    );
}

#[test]
fn a_second_run_over_a_copy_of_the_corpus_finds_nothing_new() {
    let sandbox = Sandbox::with(SMALL);
    sandbox.index();
    // Other inodes and times, the same bytes: all files are read again.
    fs::rename(sandbox.path("corpus"), sandbox.path("old")).unwrap();
    for (name, text) in SMALL {
        sandbox.write(format!("corpus/{name}"), text);
    }
    let summary = sandbox.index();
    assert_eq!(summary["unchanged"], 2, "{summary}");
    assert_eq!(summary["articles"], 2);
}

#[test]
fn new_files_are_added_and_changed_ones_updated() {
    let sandbox = Sandbox::indexed(SMALL);
    sandbox.write("corpus/c.txt", "New\n\nA new story.\n");
    sandbox.write(
        "corpus/a/ferry.txt",
        "Ferry runs aground\n\nThe ferry sank.\n",
    );
    let summary = sandbox.index();
    assert_eq!(
        counts(&summary),
        "seen 4 added 1 updated 1 unchanged 1 removed 0 duplicate 0 articles 3 skipped {\"empty file\":1} failed {}"
    );
    assert_eq!(sandbox.found(["sank"]), ["a/ferry.txt"]);
    assert!(sandbox.found(["aground", "off"]).is_empty());
    assert_eq!(sandbox.found(["new"]), ["c.txt"]);
}

#[test]
fn a_removed_file_is_gone_from_the_index() {
    let sandbox = Sandbox::indexed(SMALL);
    fs::remove_file(sandbox.path("corpus/b/strike.txt")).unwrap();
    let summary = sandbox.index();
    assert_eq!(summary["removed"], 1);
    assert_eq!(summary["unchanged"], 1);
    assert_eq!(summary["articles"], 1);
    assert!(sandbox.found(["dockers"]).is_empty());
}

#[test]
fn a_moved_file_is_removed_and_added() {
    let sandbox = Sandbox::indexed(SMALL);
    fs::rename(
        sandbox.path("corpus/b/strike.txt"),
        sandbox.path("corpus/a/strike.txt"),
    )
    .unwrap();
    let summary = sandbox.index();
    assert_eq!(
        (&summary["removed"], &summary["added"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(sandbox.found(["dockers"]), ["a/strike.txt"]);
}

#[test]
fn a_file_that_is_no_article_any_more_is_removed() {
    let sandbox = Sandbox::indexed(SMALL);
    sandbox.write("corpus/b/strike.txt", "");
    let summary = sandbox.index();
    assert_eq!(summary["removed"], 1, "{summary}");
    assert_eq!(summary["skipped"], json!({"empty file": 2}));
    assert_eq!(summary["articles"], 1);
}

#[test]
fn a_replaced_file_of_the_same_length_and_age_is_seen() {
    let sandbox = Sandbox::indexed(SMALL);
    let path = sandbox.path("corpus/b/strike.txt");
    let times = fs::metadata(&path).unwrap().modified().unwrap();
    let text = fs::read_to_string(&path)
        .unwrap()
        .replace("Dockers", "Miners_");
    fs::write(sandbox.path("new"), text).unwrap();
    fs::rename(sandbox.path("new"), &path).unwrap();
    fs::File::options()
        .append(true)
        .open(&path)
        .unwrap()
        .set_modified(times)
        .unwrap();
    let summary = sandbox.index();
    assert_eq!(summary["updated"], 1, "{summary}");
    assert!(sandbox.found(["dockers"]).is_empty());
}

#[test]
fn a_shortened_list_loses_the_records_at_its_end() {
    let list = [
        article("One", "First."),
        article("Two", "Second."),
        article("Three", "Third."),
    ];
    let sandbox = Sandbox::indexed(&[("a.jsonl", &lines(&list))]);
    sandbox.write("corpus/a.jsonl", lines(&list[..1]));
    let summary = sandbox.index();
    assert_eq!(
        counts(&summary),
        "seen 1 added 0 updated 0 unchanged 1 removed 2 duplicate 0 articles 1 skipped {} failed {}"
    );
}

#[test]
fn of_duplicates_the_first_in_corpus_order_stays() {
    let story = "Strike ends\n\nDockers went back.\n";
    let sandbox = Sandbox::with(&[("b.txt", story), ("c.txt", story), ("d.txt", story)]);
    let summary = sandbox.index();
    assert_eq!(
        (&summary["added"], &summary["duplicate"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(sandbox.found(["dockers"]), ["b.txt"]);

    // One that comes before them takes the place.
    sandbox.write("corpus/a.txt", story);
    let summary = sandbox.index();
    assert_eq!(
        counts(&summary),
        "seen 4 added 1 updated 0 unchanged 0 removed 0 duplicate 3 articles 1 skipped {} failed {}"
    );
    assert_eq!(sandbox.found(["dockers"]), ["a.txt"]);

    // When it goes, the next does.
    fs::remove_file(sandbox.path("corpus/a.txt")).unwrap();
    let summary = sandbox.index();
    assert_eq!(
        counts(&summary),
        "seen 3 added 1 updated 0 unchanged 0 removed 1 duplicate 2 articles 1 skipped {} failed {}"
    );
    assert_eq!(sandbox.found(["dockers"]), ["b.txt"]);

    // So it does when the first becomes another story.
    sandbox.write("corpus/b.txt", "Ferry\n\nAnother story.\n");
    let summary = sandbox.index();
    assert_eq!(
        counts(&summary),
        "seen 3 added 1 updated 1 unchanged 0 removed 0 duplicate 1 articles 2 skipped {} failed {}"
    );
    assert_eq!(sandbox.found(["dockers"]), ["c.txt"]);
}

#[test]
fn duplicates_inside_one_file_follow_the_same_rule() {
    let list = [
        article("One", "Same."),
        article("Two", "Other."),
        article("One", "Same."),
    ];
    let sandbox = Sandbox::with(&[("a.jsonl", &lines(&list))]);
    let summary = sandbox.index();
    assert_eq!(
        (&summary["added"], &summary["duplicate"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(sandbox.found(["same"]), ["a.jsonl"]);

    let list = [article("New", "Fresh."), list[1].clone(), list[2].clone()];
    sandbox.write("corpus/a.jsonl", lines(&list));
    let summary = sandbox.index();
    assert_eq!(
        counts(&summary),
        "seen 3 added 1 updated 1 unchanged 1 removed 0 duplicate 0 articles 3 skipped {} failed {}"
    );
    assert_eq!(sandbox.found(["same"]), ["a.jsonl#2"]);
}

#[test]
fn only_title_body_date_and_source_make_a_duplicate() {
    let story = |source: &str, date: &str, byline: &str| {
        json!({"title": "Strike", "text": "Dockers walked out.", "source": source, "date": date,
               "author": byline})
    };
    let sandbox = Sandbox::with(&[(
        "a.jsonl",
        &lines(&[
            story("Echo", "1999-06-17", "Ann Lee"),
            // A wire copy under another masthead.
            story("Tribune", "1999-06-17", "Ann Lee"),
            story("Echo", "1999-06-18", "Ann Lee"),
            story("Echo", "1999-06-17", "Bob Ray"),
        ]),
    )]);
    let summary = sandbox.index();
    assert_eq!(
        (&summary["added"], &summary["duplicate"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(sandbox.found(["dockers", "--sort", "oldest"]).len(), 3);
    assert!(!sandbox.found(["dockers"]).contains(&"a.jsonl#3".to_owned()));
}

#[test]
fn a_damaged_line_costs_only_itself() {
    let good = |title: &str| article(title, "Text.").to_string();
    let text = format!("{}\n{{\"title\": \"Cut\n{}\n", good("One"), good("Three"));
    let sandbox = Sandbox::with(&[("a.jsonl", &text)]);
    let summary = sandbox.index();
    assert_eq!(
        counts(&summary),
        "seen 3 added 2 updated 0 unchanged 0 removed 0 duplicate 0 articles 2 skipped {} failed {\"not valid JSON\":1}"
    );
    let mut found = sandbox.found(["text"]);
    found.sort();
    assert_eq!(found, ["a.jsonl", "a.jsonl#2"]);
}

#[test]
fn a_headline_alone_is_an_article_and_no_text_at_all_is_none() {
    let list = [
        json!({"title": "Flash: strike called off", "text": ""}),
        json!({"title": "", "text": ""}),
        json!({"id": 7, "source": "Echo"}),
    ];
    let sandbox = Sandbox::with(&[("a.jsonl", &lines(&list))]);
    let summary = sandbox.index();
    assert_eq!(summary["added"], 1, "{summary}");
    assert_eq!(summary["skipped"], json!({"no text": 2}));
    assert_eq!(sandbox.found(["flash"]), ["a.jsonl"]);
}

#[test]
fn a_missing_corpus_changes_nothing() {
    let sandbox = Sandbox::indexed(SMALL);
    let before = sandbox.snapshot("index");
    let output = sandbox.run(["index", "corpus", "nowhere"]);
    insta::assert_snapshot!(output, @r#"
----- stderr
error: there is no folder or file nowhere
help: give the folder that holds the articles: `morgue index FOLDER`
----- exit 2
"#);
    assert!(sandbox.snapshot("index") == before);
    let output = sandbox.run(["index", "nowhere", "--json"]);
    assert_eq!(output.error()["code"], "E-CORPUS");
    assert_eq!(output.stdout, "");

    let fresh = Sandbox::new();
    assert_eq!(fresh.run(["index", "nowhere"]).code, 2);
    assert!(!fresh.path("index").exists(), "an index without a corpus");
}

#[test]
fn an_emptied_corpus_needs_a_rebuild() {
    let sandbox = Sandbox::indexed(SMALL);
    let before = sandbox.snapshot("index");
    fs::rename(sandbox.path("corpus"), sandbox.path("moved")).unwrap();
    fs::create_dir(sandbox.path("corpus")).unwrap();
    let output = sandbox.run(["index"]);
    insta::assert_snapshot!(output, @r#"
----- stderr
error: nothing to index in corpus, but the index holds 2 articles
help: check the folder, or empty the index with `morgue index --rebuild`
----- exit 2
"#);
    assert!(sandbox.snapshot("index") == before);
    assert_eq!(
        sandbox.run(["index", "--json"]).error()["code"],
        "E-EMPTY-CORPUS"
    );
    assert_eq!(sandbox.run(["index", "--dry-run"]).code, 2);

    let summary = sandbox.index_with(["--rebuild"]);
    assert_eq!(summary["articles"], 0);
    assert_eq!(sandbox.run(["query", "ferry"]).code, 1);
}

#[test]
fn an_empty_corpus_gives_an_empty_index() {
    let sandbox = Sandbox::new();
    let summary = sandbox.index();
    assert_eq!(
        (&summary["files"], &summary["articles"]),
        (&json!(0), &json!(0))
    );
    assert_eq!(sandbox.run(["query", "anything"]).code, 1);
}

#[test]
fn the_index_equals_the_arguments_of_this_run() {
    let sandbox = Sandbox::new();
    sandbox.write("x/old/a.txt", "Ferry\n\nThe ferry sank.\n");
    sandbox.write("y/new/a.txt", "Strike\n\nDockers walked out.\n");
    let summary = sandbox.index_with(["y/new", "x/old"]);
    assert_eq!(summary["added"], 2);
    let mut found = sandbox.found(["*"]);
    found.sort();
    assert_eq!(found, ["new/a.txt", "old/a.txt"]);

    let summary = sandbox.index_with(["y/new"]);
    assert_eq!(
        (&summary["added"], &summary["removed"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(sandbox.found(["*"]), ["a.txt"]);
}

#[test]
fn the_order_of_the_arguments_does_not_matter() {
    let sandbox = Sandbox::new();
    sandbox.write("x/b/a.txt", "Same\n\nThe same story.\n");
    sandbox.write("y/a/a.txt", "Same\n\nThe same story.\n");
    sandbox.index_with(["x/b", "y/a"]);
    assert_eq!(sandbox.found(["same"]), ["a/a.txt"]);
    let summary = sandbox.index_with(["y/a", "x/b"]);
    assert_eq!(summary["unchanged"], 1);
}

#[test]
fn a_file_may_be_given_by_itself() {
    let sandbox = Sandbox::with(SMALL);
    let summary = sandbox.index_with(["corpus/b/strike.txt"]);
    assert_eq!(summary["files"], 1);
    assert_eq!(sandbox.found(["*"]), ["strike.txt"]);
}

#[test]
fn two_arguments_of_one_name_clash() {
    let sandbox = Sandbox::new();
    sandbox.write("x/paper/a.txt", "One\n\nText.\n");
    sandbox.write("y/paper/a.txt", "Two\n\nText.\n");
    let output = sandbox.run(["index", "x/paper", "y/paper"]);
    insta::assert_snapshot!(output, @r#"
----- stderr
error: two of the folders to index are both called `paper`
help: index their parent folder, or rename one of them
----- exit 2
"#);
    assert!(!sandbox.path("index").exists());
    let output = sandbox.run(["index", "--json", "x/paper/a.txt", "y/paper/a.txt"]);
    assert_eq!(output.error()["code"], "E-CORPUS-CLASH");
}

#[test]
fn a_dry_run_counts_and_writes_nothing() {
    let sandbox = Sandbox::with(SMALL);
    let summary = sandbox.index_with(["--dry-run"]);
    assert_eq!(
        (&summary["added"], &summary["articles"]),
        (&json!(2), &json!(2))
    );
    assert!(!sandbox.path("index").exists());

    sandbox.index();
    sandbox.write("corpus/c.txt", "New\n\nA new story.\n");
    fs::remove_file(sandbox.path("corpus/b/strike.txt")).unwrap();
    let before = sandbox.snapshot("index");
    let promised = sandbox.index_with(["--dry-run"]);
    assert!(sandbox.snapshot("index") == before);
    let mut promised = promised.as_object().unwrap().clone();
    let mut kept = sandbox.index().as_object().unwrap().clone();
    promised.remove("elapsed_s");
    kept.remove("elapsed_s");
    assert_eq!(promised, kept);

    let rebuilt = sandbox.index_with(["--dry-run", "--rebuild"]);
    assert_eq!(
        (&rebuilt["added"], &rebuilt["unchanged"]),
        (&json!(2), &json!(0))
    );
}

#[test]
fn a_rebuild_touches_only_what_morgue_wrote() {
    let sandbox = Sandbox::with(SMALL);
    for name in ["README.md", ".gitignore", "notes/gen-1.txt", "gen-x"] {
        sandbox.write(format!("index/{name}"), "mine");
    }
    sandbox.index();
    for _ in 0..2 {
        let summary = sandbox.index_with(["--rebuild"]);
        assert_eq!(
            (&summary["added"], &summary["unchanged"]),
            (&json!(2), &json!(0))
        );
    }
    for name in ["README.md", ".gitignore", "notes/gen-1.txt", "gen-x"] {
        let text = fs::read_to_string(sandbox.path(format!("index/{name}")));
        assert_eq!(text.unwrap(), "mine", "{name}");
    }
    let folders: Vec<String> = fs::read_dir(sandbox.path("index"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("gen-") && name != "gen-x")
        .collect();
    assert_eq!(
        folders.len(),
        1,
        "what a rebuild replaces goes: {folders:?}"
    );
    assert_eq!(sandbox.found(["dockers"]), ["b/strike.txt"]);
}

#[test]
fn a_rebuild_gives_the_same_answers_in_the_same_order() {
    let body = |number: u32| {
        format!(
            "The port strike, day {number}. {}",
            "Quiet. ".repeat(number as usize % 5)
        )
    };
    let story = |number: u32| article(&format!("Strike {}", number % 7), &body(number));
    let sandbox = Sandbox::new();
    for number in 0..40 {
        sandbox.write(format!("corpus/{number}.json"), story(number).to_string());
    }
    sandbox.index();
    for number in 0..12 {
        sandbox.write(
            format!("corpus/{}.json", number * 3),
            story(number + 50).to_string(),
        );
        fs::remove_file(sandbox.path(format!("corpus/{}.json", number * 3 + 1))).unwrap();
        sandbox.index();
    }
    let queries: [&[&str]; 5] = [
        &["strike"],
        &["port", "OR", "quiet"],
        &["\"day 3\"", "OR", "title:strike"],
        &["quiet", "--sort", "newest"],
        &["*"],
    ];
    let ask = || {
        queries.map(|query| {
            sandbox
                .run([&["query", "--json", "--all"], query].concat())
                .stdout
        })
    };
    let incremental = ask();
    sandbox.index_with(["--rebuild"]);
    let rebuilt = ask();
    for (number, query) in queries.iter().enumerate() {
        assert_eq!(incremental[number], rebuilt[number], "{query:?}");
    }
}

#[test]
fn strict_fails_when_a_record_fails_and_indexes_all_the_same() {
    let sandbox = Sandbox::with(SMALL);
    assert_eq!(
        sandbox.run(["index", "--strict"]).code,
        0,
        "skipped is not failed"
    );
    sandbox.write("corpus/c.json", "{\"title\": \"Cut");
    let output = sandbox.run(["index", "--strict", "--json"]);
    assert_eq!(output.code, 2, "{output}");
    assert_eq!(output.lines()[0]["failed"], json!({"not valid JSON": 1}));
    assert_eq!(sandbox.run(["index"]).code, 0);
    assert_eq!(sandbox.found(["dockers"]), ["b/strike.txt"]);
}

#[test]
fn failures_are_listed_in_a_file_also_when_nothing_changed() {
    let sandbox = Sandbox::with(SMALL);
    sandbox.write(
        "corpus/c.jsonl",
        "{\"title\": \"One\"}\n{\"title\": \"Cut\n",
    );
    for _ in 0..2 {
        sandbox.index_with(["--failures", "failures.jsonl"]);
        let text = fs::read_to_string(sandbox.path("failures.jsonl")).unwrap();
        let listed: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(listed.len(), 2);
        assert_eq!(
            keys(&listed[0]),
            ["file", "record", "outcome", "reason", "detail"]
        );
        assert_eq!(
            (&listed[0]["file"], &listed[0]["record"]),
            (&json!("c.jsonl"), &json!(1))
        );
        assert_eq!(listed[0]["outcome"], "failed");
        assert_eq!(listed[0]["reason"], "not valid JSON");
        assert!(listed[0]["detail"].is_string());
        assert_eq!(listed[1]["outcome"], "skipped");
        assert_eq!(listed[1]["file"], "empty.txt");
    }
    let output = sandbox.run(["index", "--failures", "no/such/folder"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("no/such/folder"), "{output}");
}

#[test]
fn an_ignore_file_keeps_files_out_and_changing_it_counts() {
    let sandbox = Sandbox::with(SMALL);
    sandbox.write("corpus/.morgueignore", "*.md\nb/\n");
    sandbox.write("corpus/README.md", "About\n\nThis page is no article.\n");
    let summary = sandbox.index();
    assert_eq!(
        counts(&summary),
        "seen 2 added 1 updated 0 unchanged 0 removed 0 duplicate 0 articles 1 skipped {\"empty file\":1} failed {}"
    );
    sandbox.write("corpus/.morgueignore", "*.md\na/\n");
    let summary = sandbox.index();
    assert_eq!(
        (&summary["added"], &summary["removed"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(sandbox.found(["*"]), ["b/strike.txt"]);
}

#[test]
fn corpus_and_index_can_be_named_by_argument_and_environment() {
    let sandbox = Sandbox::new();
    sandbox.write("papers/a.txt", "Ferry\n\nThe ferry sank.\n");
    let environment = [("MORGUE_CORPUS", "papers"), ("MORGUE_INDEX", "here")];
    let output = sandbox.run_in(&environment, ["index", "--json"]);
    assert_eq!(output.lines()[0]["index"], "here", "{output}");
    assert!(sandbox.path("here/morgue.json").exists());
    assert_eq!(
        sandbox
            .run_in(&environment, ["query", "-c", "ferry"])
            .stdout,
        "1\n"
    );
    assert_eq!(
        sandbox
            .run(["query", "-c", "ferry", "--index", "here"])
            .stdout,
        "1\n"
    );
    assert_eq!(
        sandbox
            .run(["--index", "here", "query", "-c", "ferry"])
            .stdout,
        "1\n"
    );

    let output = sandbox.run_in(
        &environment,
        ["index", "papers", "--index", "there", "--json"],
    );
    assert_eq!(output.lines()[0]["index"], "there", "{output}");
}

#[test]
fn any_number_of_threads_gives_the_same_index() {
    let stories: Vec<Value> = (0..300)
        .map(|n| article(&format!("Story {}", n % 90), "Text."))
        .collect();
    let sandbox = Sandbox::with(&[("a.jsonl", &lines(&stories))]);
    let answers: Vec<(u64, Vec<String>)> = ["1", "2", "7"]
        .into_iter()
        .map(|threads| {
            let summary = sandbox.index_with(["--rebuild", "-j", threads]);
            (
                summary["duplicate"].as_u64().unwrap(),
                sandbox.found(["story"]),
            )
        })
        .collect();
    assert_eq!(answers[0].0, 210);
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

#[test]
fn what_failed_is_named_on_stderr() {
    let sandbox = Sandbox::new();
    for number in 0..10 {
        sandbox.write(format!("corpus/{number}.json"), "{\"title\": \"Cut");
    }
    let output = sandbox.run(["index", "--json"]);
    let told = output.told();
    assert_eq!(told.len(), 9, "{output}");
    assert!(
        told.iter()
            .all(|note| note["level"] == "note" && note["code"] == "N-FAILED")
    );
    assert!(text(&told[0]["message"]).starts_with("0.json"), "{output}");
    assert!(text(&told[8]["message"]).contains("2 more"), "{output}");
}

#[test]
fn an_index_inside_its_corpus_is_no_part_of_it() {
    let sandbox = Sandbox::with(SMALL);
    for _ in 0..2 {
        let summary = sandbox.index_with(["corpus", "--index", "corpus/index"]);
        assert_eq!(summary["articles"], 2, "{summary}");
        assert_eq!(summary["seen"], 3, "{summary}");
    }
    let output = sandbox.run(["query", "-c", "*", "--index", "corpus/index"]);
    assert_eq!(output.stdout, "2\n");
}

#[test]
fn two_writers_do_not_meet() {
    let sandbox = Sandbox::indexed(SMALL);
    let lock = fs::File::options()
        .write(true)
        .open(sandbox.path("index/writer.lock"))
        .unwrap();
    lock.lock().unwrap();
    let output = sandbox.run(["index"]);
    insta::assert_snapshot!(output, @r#"
----- stderr
error: another `morgue index` is writing to index
help: wait for it to end, then run this again
----- exit 2
"#);
    assert_eq!(
        sandbox.found(["dockers"]),
        ["b/strike.txt"],
        "queries go on meanwhile"
    );
    assert_eq!(sandbox.run(["index", "--json"]).error()["code"], "E-LOCKED");
    drop(lock);
    // A program that another test starts holds a copy of the lock until it runs.
    let is_free = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(5));
        sandbox.run(["index"]).code == 0
    });
    assert!(is_free);
}
