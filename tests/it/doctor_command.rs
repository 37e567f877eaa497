//! `morgue doctor` lists what looks wrong, and says so with its exit code.

use serde_json::json;

use crate::sandbox::{Sandbox, lines};

#[test]
fn doubtful_dates_are_listed_with_what_each_source_says() {
    let articles = [
        json!({"title": "Good", "text": "x", "date": "2019-05-04"}),
        json!({"title": "Far", "text": "x", "date": "2090-01-01"}),
        json!({"title": "Old", "text": "x", "date": "1523-01-01"}),
        json!({"title": "Two", "text": "x", "date": "2019-05-04",
               "url": "https://echo.example/2018/05/04/two"}),
    ];
    let sandbox = Sandbox::indexed(&[("a.jsonl", &lines(&articles))]);
    let output = sandbox.run(["doctor", "dates", "--json"]);
    assert_eq!(output.code, 1, "{output}");
    let mut found: Vec<(u64, String)> = output
        .lines()
        .iter()
        .map(|line| {
            let fault = line["fault"].as_str().unwrap().to_owned();
            (line["record"].as_u64().unwrap(), fault)
        })
        .collect();
    found.sort();
    let expected = [(1, "future"), (2, "before print"), (3, "conflict")];
    let expected = expected.map(|(record, fault)| (record, fault.to_owned()));
    assert_eq!(found, expected, "{output}");
    let printed = sandbox.run(["doctor"]).stdout;
    let line = "conflict     a.jsonl record 3: meta says 2019-05-04, url says 2018-05-04";
    assert!(printed.contains(line), "{printed}");
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    let sandbox = Sandbox::of_articles(&[
        json!({"title": "Good", "text": "x", "date": "2019-05-04"}),
        json!({"title": "Undated", "text": "y"}),
    ]);
    for arguments in [&["doctor"][..], &["doctor", "dates"], &["doctor", "index"]] {
        let output = sandbox.run(arguments);
        assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{output}");
    }
}
