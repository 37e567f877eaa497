//! `morgue explain` shows each clause with what it stands for and finds, alone and in one article.

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, keys, text};

fn archive() -> Sandbox {
    Sandbox::of_articles(&[
        json!({"title": "Dockers strike over pay", "date": "1923-05-04", "source": "Daily Echo",
               "text": "The dockers of Cork went on strike on Thursday. They ask for more pay.\nThe port was silent."}),
        json!({"title": "Port silent", "date": "1923-05-06", "source": "Daily Echo",
               "text": "Coal heavers joined the general strike. Striking men stood at the gates."}),
        json!({"title": "Talks", "date": "1931-01-02", "source": "Post",
               "text": "President Gustavo Petro spoke in Bogotá. Mr. Petro left early."}),
    ])
}

#[test]
fn every_clause_has_its_own_number() {
    insta::assert_snapshot!(
        archive().run(["explain", "strike (port OR zeppelin) -\"coal heavers\" date:1923"]), @r#"
read as  strike AND (port OR zeppelin) AND NOT "coal heavers" AND date:1923

 articles  clause
        1  all of
        2    strike
               strike, striking
        2    any of
        2      port
        0      zeppelin
        2    not
        1      "coal heavers"
        2    date:1923
----- exit 0
"#);
}

#[test]
fn an_article_says_where_each_clause_holds() {
    let sandbox = archive();
    let id = text(&sandbox.hits(["coal"])[0]["id"]);
    let output = sandbox.run([
        "explain",
        "--id",
        &id,
        "(strike OR lockout) gates pay -coal",
    ]);
    insta::assert_snapshot!(output, @r#"
read as  (strike OR lockout) AND gates AND pay AND NOT coal

 articles  here      clause
        0  no, 3x    all of
        2  yes, 2x     any of
        2  yes, 2x       strike
                           strike, striking
                           Coal heavers joined the general *strike*. Striking
                           men stood at the gates.
        0  no            lockout
        1  yes, 1x     gates
                         Striking men stood at the *gates*.
        1  no          pay
        2  no          not
        1  yes, 1x       coal
                           *Coal* heavers joined the general strike. Striking
                           men stood at the gates.
----- exit 1
"#);
}

#[test]
fn names_are_told_with_all_they_stand_for() {
    let sandbox = archive();
    let lines = sandbox.run(["explain", "--json", "person:Petro"]).lines();
    assert_eq!(lines.len(), 1);
    assert_eq!(
        keys(&lines[0]),
        ["depth", "kind", "clause", "articles", "forms", "joins"]
    );
    assert_eq!(lines[0]["forms"], json!(["Gustavo Petro"]));
    assert_eq!(
        (&lines[0]["kind"], &lines[0]["articles"]),
        (&json!("name"), &json!(1))
    );
}

#[test]
fn scripts_get_a_clause_a_line_with_its_depth() {
    let sandbox = archive();
    let id = text(&sandbox.hits(["coal"])[0]["id"]);
    let lines = sandbox
        .run([
            "explain",
            "--json",
            "--id",
            &id,
            "strike -(coal OR \"mines\")",
        ])
        .lines();
    let told: Vec<String> = lines
        .iter()
        .map(|line| {
            let of = |key: &str| line[key].to_string().replace('"', "");
            let first = line.get("first").map(|first| first["marks"].to_string());
            format!(
                "{} {} {} {} {} {first:?}",
                of("depth"),
                of("kind"),
                of("articles"),
                of("holds"),
                of("occurrences")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "0 and 1 false 2 Some(\"[[32,38]]\")",
            "1 word 2 true 2 Some(\"[[32,38]]\")",
            "1 not 2 false 0 None",
            "2 or 1 true 1 Some(\"[[0,4]]\")",
            "3 word 1 true 1 Some(\"[[0,4]]\")",
            "3 word 0 false 0 None",
        ]
    );
    assert_eq!(lines[1]["clause"], "strike");
    assert_eq!(lines[1]["forms"], json!(["strike", "striking"]));
}

/// What is printed as a clause is a query, and its number is the number of articles it gives.
#[test]
fn the_numbers_are_those_of_the_clauses_asked_alone() {
    let sandbox = archive();
    let query = "strike (port OR \"coal heavers\" OR person:petro) -title:talks source:echo";
    let lines = sandbox.run(["explain", "--json", query]).lines();
    assert_eq!(lines.len(), 9);
    for line in lines {
        let counted = sandbox
            .run(["query", "-c", "--json", &text(&line["clause"])])
            .lines();
        assert_eq!(counted[0]["total"], line["articles"], "{line}");
    }
}

#[test]
fn exit_codes_tell_a_hit_from_none() {
    let sandbox = archive();
    let id = text(&sandbox.hits(["coal"])[0]["id"]);
    for (arguments, code) in [
        (vec!["explain", "strike"], 0),
        (vec!["explain", "zeppelin"], 1),
        (vec!["explain", "strike", "--id", &id], 0),
        (vec!["explain", "petro", "--id", &id], 1),
        (vec!["explain", "strike", "--id", "0123456789abcdef"], 2),
        (vec!["explain", "\"open"], 2),
        (vec!["explain"], 2),
    ] {
        assert_eq!(sandbox.run(&arguments).code, code, "{arguments:?}");
    }
    let whole: Value = sandbox.run(["explain", "--json", "*"]).lines().remove(0);
    assert_eq!(
        (&whole["kind"], &whole["articles"]),
        (&json!("all"), &json!(3))
    );
}
