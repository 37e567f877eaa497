//! Articles are stored with dictionaries that the archive gave: few, and each article comes back whatever it was stored with.

use crate::sandbox::Sandbox;

/// Articles from one house, in one file: they repeat one another, and each is another.
fn wire(numbers: std::ops::Range<usize>) -> String {
    let told = [
        "The harbour master said on Monday that the ferry would not sail before the end of the week.",
        "Dockers of the port, who have struck since March, were to meet the company, its chairman said.",
        "Fishermen from Cobh and Youghal asked the council for a new quay, which the council had refused.",
        "A spokesman for the ministry in Dublin declined to say what the government would do about it.",
    ];
    let article = |number: usize| {
        let body: Vec<String> = (0..5)
            .map(|turn| {
                format!(
                    "{} Case {}.",
                    told[(number + turn * turn) % 4],
                    number * (turn + 3)
                )
            })
            .collect();
        serde_json::json!({
            "title": format!("Report {number}"),
            "body": body.join("\n\n"),
            "date": format!("2001-{:02}-{:02}", 1 + number % 12, 1 + number % 28),
        })
    };
    let lines = numbers.map(|number| format!("{}\n", article(number)));
    lines.collect()
}

fn dictionaries(sandbox: &Sandbox) -> usize {
    let files = sandbox.snapshot("index");
    let names = files
        .iter()
        .filter_map(|(path, _)| path.file_name()?.to_str());
    names.filter(|name| name.starts_with("dictionary-")).count()
}

/// Every article as it is stored, whole.
fn everything(sandbox: &Sandbox) -> String {
    let output = sandbox.run(["query", "*", "--json", "--all", "--sort", "oldest"]);
    assert_eq!(output.code, 0, "{output}");
    output.stdout
}

#[test]
fn an_archive_that_grew_is_read_as_one_made_at_once() {
    let sandbox = Sandbox::with(&[("wire/a.jsonl", &wire(0..3))]);
    sandbox.index();
    assert_eq!(dictionaries(&sandbox), 0, "too little to learn from");
    sandbox.write("corpus/wire/b.jsonl", wire(3..300));
    sandbox.index();
    assert_eq!(dictionaries(&sandbox), 1);
    sandbox.write("corpus/wire/c.jsonl", wire(300..500));
    sandbox.index();
    assert_eq!(dictionaries(&sandbox), 1, "it would have been no larger");
    sandbox.write("corpus/wire/d.jsonl", wire(500..1_500));
    sandbox.index();
    assert_eq!(dictionaries(&sandbox), 2);

    let grown = everything(&sandbox);
    let found = sandbox.titles(["title:\"Report 2\""]);
    assert_eq!(found, ["Report 2"], "stored without a dictionary");
    assert_eq!(sandbox.run(["doctor", "index"]).code, 0);
    sandbox.index_with(["--rebuild"]);
    assert_eq!(dictionaries(&sandbox), 1, "one for all");
    assert_eq!(everything(&sandbox), grown);
}
