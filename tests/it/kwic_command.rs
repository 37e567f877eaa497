//! `morgue kwic` lists every occurrence once, aligned and in the order asked for.

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, keys, text, with};

fn archive() -> Sandbox {
    Sandbox::of_articles(&[
        json!({"title": "Dockers strike over pay", "date": "1923-05-04", "source": "Daily Echo",
               "text": "The dockers of Cork went on strike on Thursday. They ask for more pay.\nThe port was silent."}),
        json!({"title": "Port silent", "date": "1923-05-06", "source": "Evening Post and Advertiser",
               "text": "Coal heavers joined the general strike. Striking men stood at the gates."}),
        json!({"title": "港のスト", "date": "1931-01-02", "source": "東京朝日",
               "text": "東京の港でstrikeが始まった。Ne\u{301}e à Cork, the GENERAL strike leader spoke."}),
        json!({"title": "Undated clipping",
               "text": "An old man remembers the strike. General satisfaction, he says, did not strike him."}),
    ])
}

fn lines<const N: usize>(sandbox: &Sandbox, arguments: [&str; N]) -> Vec<Value> {
    sandbox.run(with(["kwic", "--json"], arguments)).lines()
}

/// One side of the lines.
fn side(lines: &[Value], key: &str) -> Vec<String> {
    lines.iter().map(|line| text(&line[key])).collect()
}

#[test]
fn people_get_aligned_lines() {
    insta::assert_snapshot!(archive().run(["kwic", "\"strike\"", "--sort", "date"]), @r#"
1923-05-04  Daily Echo                  Dockers *strike* over pay
1923-05-04  Daily Echo          of Cork went on *strike* on Thursday. They ask
1923-05-06  Evening Post…    joined the general *strike*. Striking men stood at
1931-01-02  東京朝日                  東京の港で*strike*が始まった。Née à Cork,
1931-01-02  東京朝日        à Cork, the GENERAL *strike* leader spoke.
                              man remembers the *strike*. General satisfaction,
                               he says, did not *strike* him.
----- stderr
read as  "strike"
7 occurrences in 4 articles
----- exit 0
"#);
}

#[test]
fn the_width_is_that_of_the_context() {
    insta::assert_snapshot!(archive().run(["kwic", "\"strike\"", "--width", "26", "--sort", "L1,R1"]), @r#"
1923-05-04  Daily Echo                        Dockers *strike* over pay
1931-01-02  東京朝日              à Cork, the GENERAL *strike* leader spoke.
1923-05-06  Evening Post…          joined the general *strike*. Striking men stood at
                                     he says, did not *strike* him.
1923-05-04  Daily Echo        dockers of Cork went on *strike* on Thursday. They ask for
                             An old man remembers the *strike*. General satisfaction, he
1931-01-02  東京朝日                        東京の港で*strike*が始まった。Née à Cork,
----- stderr
read as  "strike"
7 occurrences in 4 articles
----- exit 0
"#);
}

#[test]
fn a_line_has_its_keys_in_order() {
    let lines = lines(&archive(), ["heavers", "--width", "12"]);
    assert_eq!(
        keys(&lines[0]),
        [
            "id", "file", "record", "date", "source", "left", "match", "right", "part", "start",
            "end"
        ]
    );
    let line = &lines[0];
    assert_eq!(
        (&line["file"], &line["record"], &line["date"]),
        (&json!("a.jsonl"), &json!(1), &json!("1923-05-06"))
    );
    assert_eq!(
        (&line["left"], &line["match"], &line["right"]),
        (&json!("Coal "), &json!("heavers"), &json!(" joined the"))
    );
    assert_eq!(
        (&line["part"], &line["start"], &line["end"]),
        (&json!("body"), &json!(5), &json!(12))
    );
}

#[test]
fn left_match_and_right_are_the_text_as_it_stands() {
    let sandbox = archive();
    for line in lines(&sandbox, ["strike OR Cork OR 港", "--width", "33"]) {
        let shown = sandbox
            .run(["show", "--json", &text(&line["id"])])
            .lines()
            .remove(0);
        let part: Vec<char> = text(&shown[text(&line["part"])])
            .replace('\n', " ")
            .chars()
            .collect();
        let at = |key: &str| line[key].as_u64().unwrap() as usize;
        let matched: String = part[at("start")..at("end")].iter().collect();
        assert_eq!(matched, text(&line["match"]));
        let around = [text(&line["left"]), matched, text(&line["right"])].concat();
        assert!(part.iter().collect::<String>().contains(&around), "{line}");
    }
}

#[test]
fn the_left_context_is_sorted_by_its_last_word() {
    let sandbox = archive();
    let found = lines(&sandbox, ["\"strike\"", "--sort", "L1,R1", "--width", "12"]);
    assert_eq!(
        side(&found, "left"),
        [
            "Dockers ",
            "the GENERAL ",
            "the general ",
            "did not ",
            "went on ",
            "the ",
            "東京の港で"
        ]
    );
}

#[test]
fn lines_can_be_cut_to_pages_of_the_whole() {
    let sandbox = archive();
    for sort in ["relevance", "newest", "R1", "match,L2,date"] {
        let all = lines(&sandbox, ["strike", "--sort", sort, "--all"]);
        assert_eq!(all.len(), 8, "{sort}");
        for offset in 0..all.len() {
            let page = lines(
                &sandbox,
                [
                    "strike",
                    "--sort",
                    sort,
                    "-n2",
                    "--offset",
                    &offset.to_string(),
                ],
            );
            assert_eq!(
                page,
                all[offset..].iter().take(2).cloned().collect::<Vec<_>>(),
                "{sort}"
            );
        }
    }
}

#[test]
fn nothing_to_list_is_said_and_tells_why() {
    let output = archive().run(["kwic", "zeppelin"]);
    assert_eq!((output.code, output.stdout.as_str()), (1, ""));
    let output = archive().run(["kwic", "source:Echo"]);
    assert_eq!(output.code, 1);
    assert!(
        output
            .stderr
            .contains("1 article found, and no place in a text"),
        "{output}"
    );
    let output = archive().run(["kwic", "strike", "--sort", "L11"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("L1 to L10"), "{output}");
    let output = archive().run(["kwic", "--json", "\"open"]);
    assert_eq!(
        (output.code, &output.error()["code"]),
        (2, &json!("E-QUOTE"))
    );
}

#[test]
fn names_are_occurrences() {
    let sandbox = Sandbox::of_articles(&[json!({"title": "Talks", "text":
        "President Gustavo Petro spoke in Bogotá. Mr. Petro left early."})]);
    let found = lines(&sandbox, ["person:\"Gustavo Petro\""]);
    assert_eq!(side(&found, "match"), ["Gustavo Petro", "Petro"]);
}
