//! A receipt asked again.

use std::fs;

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, lines, text};

fn stories() -> Vec<Value> {
    vec![
        json!({"title": "Dockers strike", "date": "1923-05-04", "source": "Daily Echo", "text": "The strike of the dockers went on."}),
        json!({"title": "Coal", "date": "1923-05-06", "source": "Daily Echo", "text": "Coal heavers joined the strike. Strike!"}),
        json!({"title": "Rain", "date": "1923-05-07", "source": "Evening Post", "text": "No strike, only rain. -x and \"quotes\"."}),
    ]
}

fn change(sandbox: &Sandbox, receipt: &str, code: i32) -> Value {
    let output = sandbox.run(["rerun", receipt, "--json"]);
    assert_eq!(output.code, code, "{output}");
    output.lines().remove(0)
}

#[test]
fn the_same_index_gives_the_same_answer() {
    let sandbox = Sandbox::of_articles(&stories());
    // Whatever signs are in the arguments.
    for (number, arguments) in [
        &["strike"][..],
        &[
            "strike",
            "--sort",
            "oldest",
            "--source",
            "Daily Echo",
            "--lang",
            "en",
        ],
        &["--phrase=-x and \"quotes\""],
        &["--", "-coal"],
        &[
            "strike",
            "--from",
            "1923-05-05",
            "--strict-names",
            "--expand",
            "7",
            "-n",
            "1",
            "--offset",
            "1",
        ],
        &["zeppelin"],
    ]
    .into_iter()
    .enumerate()
    {
        let file = format!("{number}.receipt");
        let receipt_flag = format!("--receipt={file}");
        let mut all = vec!["query", receipt_flag.as_str()];
        all.extend(arguments);
        assert!(sandbox.run(&all).code <= 1);
        let change = change(&sandbox, &file, 0);
        assert_eq!(change["same"], true, "{arguments:?} {change}");
        assert_eq!(change["total"]["then"], change["total"]["now"]);
        assert_eq!(change["read_as"]["then"], change["read_as"]["now"]);
        assert_eq!((&change["new"], &change["gone"]), (&json!([]), &json!([])));
    }
}

#[test]
fn what_is_new_and_what_is_gone_is_told() {
    let sandbox = Sandbox::of_articles(&stories());
    let _ = sandbox.run(["query", "strike", "--receipt", "r"]);
    let then: Value =
        serde_json::from_str(&fs::read_to_string(sandbox.path("r")).unwrap()).unwrap();
    let ids = then["receipt"]["ids"].as_array().unwrap().clone();
    assert_eq!(ids.len(), 3);
    assert_eq!(then["receipt"]["options"]["sort"], "relevance");

    sandbox.write(
        "corpus/b.txt",
        "Rail strike\n\nThe railwaymen went on strike.\n",
    );
    let mut left = stories();
    left.pop();
    sandbox.write("corpus/a.jsonl", lines(&left));
    sandbox.index();
    let change = change(&sandbox, "r", 1);
    assert_eq!(change["same"], false);
    assert_eq!(change["total"], json!({"then": 3, "now": 3}));
    assert_eq!(change["gone"].as_array().unwrap().len(), 1);
    let new = sandbox.hits(["rail"]).remove(0);
    assert_eq!(change["new"], json!([new["id"]]));
    assert_ne!(change["index"]["then"], change["index"]["now"]);
    let shown = sandbox.run(["rerun", "r"]);
    assert_eq!(shown.code, 1);
    assert!(shown.stdout.starts_with("another answer\n"), "{shown}");
    assert!(
        shown.stdout.contains("Rail strike") && shown.stdout.contains("no longer in the index"),
        "{shown}"
    );
}

#[test]
fn another_index_may_give_the_same_answer() {
    let sandbox = Sandbox::of_articles(&stories());
    let _ = sandbox.run(["query", "coal", "--all", "--json", "--receipt", "r"]);
    sandbox.write("corpus/b.txt", "Quiet\n\nNothing at all.\n");
    sandbox.index();
    let change = change(&sandbox, "r", 0);
    assert_ne!(change["index"]["then"], change["index"]["now"]);
    assert_eq!(change["articles"], json!({"then": 3, "now": 4}));
    let shown = sandbox.run(["rerun", "r"]);
    assert!(
        shown.stdout.starts_with("the same answer\n") && shown.stdout.contains("->"),
        "{shown}"
    );
}

#[test]
fn the_first_line_of_a_whole_answer_is_a_receipt() {
    let sandbox = Sandbox::of_articles(&stories());
    let output = sandbox.run(["query", "strike", "--all", "--json", "--with-receipt"]);
    sandbox.write("answer.jsonl", &output.stdout);
    assert_eq!(sandbox.run(["rerun", "answer.jsonl"]).code, 0);
}

#[test]
fn what_is_no_receipt_is_an_error() {
    let sandbox = Sandbox::of_articles(&stories());
    for content in ["", "{}", "{\"receipt\":{}}", "nonsense\n", "\u{0}"] {
        sandbox.write("r", content);
        let output = sandbox.run(["rerun", "r", "--json"]);
        assert_eq!(output.code, 2, "{content}");
        assert_eq!(output.error()["code"], "E-RECEIPT", "{content}");
    }
    assert_eq!(
        sandbox.run(["rerun", "missing", "--json"]).error()["code"],
        "E-IO"
    );

    // A receipt that was tampered with asks a question and does nothing else.
    let _ = sandbox.run(["query", "strike", "--receipt", "r"]);
    let mut receipt: Value =
        serde_json::from_str(&fs::read_to_string(sandbox.path("r")).unwrap()).unwrap();
    receipt["receipt"]["arguments"] = json!(["--receipt=written", "--", "strike"]);
    sandbox.write("r", format!("{receipt}\n"));
    let output = sandbox.run(["rerun", "r", "--json"]);
    assert_eq!(output.error()["code"], "E-RECEIPT", "{output}");
    assert!(!sandbox.path("written").exists());
    assert!(text(&output.error()["message"]).contains("no receipt"));
}
