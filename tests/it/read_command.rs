//! `morgue read` shows how each article is understood, by the same code as `index`.

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, keys, lines, place_of, text};

fn read(sandbox: &Sandbox, path: &str) -> Vec<Value> {
    let output = sandbox.run(["read", "--json", path]);
    assert_eq!(output.code, 0, "{output}");
    output.lines()
}

#[test]
fn an_article_has_its_keys_in_order() {
    let sandbox = Sandbox::with(&[("a.txt", "Strike ends\n\nDockers went back.\n")]);
    let article = read(&sandbox, "corpus").remove(0);
    assert_eq!(
        keys(&article),
        [
            "id",
            "file",
            "record",
            "format",
            "title",
            "byline",
            "dateline",
            "source",
            "section",
            "page",
            "edition",
            "wire",
            "date",
            "date_precision",
            "date_from",
            "date_to",
            "date_source",
            "dates",
            "lang",
            "url",
            "summary",
            "body",
            "captions",
            "removed",
            "names"
        ]
    );
    assert_eq!(article["title"], "Strike ends");
    assert_eq!(article["body"], "Dockers went back.");
    assert_eq!(
        (&article["date"], &article["date_precision"]),
        (&Value::Null, &json!("unknown"))
    );
    assert_eq!(
        (&article["byline"], &article["captions"]),
        (&json!([]), &json!([]))
    );
}

#[test]
fn the_index_has_the_same_ids_and_touches_no_index() {
    let sandbox = Sandbox::with(&[("a/one.txt", "One\n\nFirst.\n")]);
    sandbox.write(
        "corpus/b.jsonl",
        lines(&[
            json!({"title": "Two", "text": "x"}),
            json!({"title": "Three", "text": "y"}),
        ]),
    );
    let articles = read(&sandbox, "corpus");
    assert!(!sandbox.path("index").exists());
    assert_eq!(
        articles.iter().map(place_of).collect::<Vec<_>>(),
        ["a/one.txt", "b.jsonl", "b.jsonl#1"]
    );
    sandbox.index();
    let mut read_ids: Vec<String> = articles
        .iter()
        .map(|article| text(&article["id"]))
        .collect();
    let mut found_ids: Vec<String> = sandbox
        .hits(["*"])
        .iter()
        .map(|hit| text(&hit["id"]))
        .collect();
    read_ids.sort();
    found_ids.sort();
    assert_eq!(read_ids, found_ids);
}

#[test]
fn duplicates_are_read_too() {
    let story = "Strike ends\n\nDockers went back.\n";
    let sandbox = Sandbox::with(&[("a.txt", story), ("b.txt", story)]);
    assert_eq!(read(&sandbox, "corpus").len(), 2);
}

#[test]
fn what_gives_no_article_is_told_with_its_reason() {
    let sandbox = Sandbox::with(&[
        ("a.txt", "One\n\nText.\n"),
        ("b.txt", ""),
        ("c.json", "{\"title\": \"Cut"),
    ]);
    let output = sandbox.run(["read", "--json", "corpus"]);
    assert_eq!((output.code, output.lines().len()), (0, 1));
    let told = output.told();
    assert_eq!(told.len(), 2, "{output}");
    assert!(
        text(&told[0]["message"]).contains("b.txt: empty file"),
        "{output}"
    );
    assert!(
        text(&told[1]["message"]).contains("c.json: not valid JSON"),
        "{output}"
    );

    assert_eq!(
        sandbox.run(["read", "corpus/b.txt"]).code,
        1,
        "nothing at all could be read"
    );
    let output = sandbox.run(["read", "--json", "nowhere"]);
    assert_eq!(output.code, 2);
    assert_eq!(output.error()["code"], "E-CORPUS");
}

#[test]
fn paths_are_given_below_their_argument() {
    let sandbox = Sandbox::with(&[("x/a.txt", "One\n\nText.\n"), ("y/b.txt", "Two\n\nText.\n")]);
    let files = |arguments: &[&str]| -> Vec<String> {
        let output = sandbox.run([&["read", "--json"], arguments].concat());
        output.lines().iter().map(place_of).collect()
    };
    assert_eq!(files(&["corpus"]), ["x/a.txt", "y/b.txt"]);
    assert_eq!(files(&["corpus/"]), ["x/a.txt", "y/b.txt"]);
    assert_eq!(files(&["corpus/x"]), ["a.txt"]);
    assert_eq!(files(&["corpus/x/a.txt"]), ["a.txt"]);
    assert_eq!(files(&["corpus/x", "corpus/y"]), ["x/a.txt", "y/b.txt"]);
    assert_eq!(files(&["corpus/y/b.txt", "corpus/x"]), ["b.txt", "x/a.txt"]);
    assert_eq!(
        sandbox.run(["read", "corpus/x", "corpus/x"]).code,
        2,
        "a clash"
    );
}

#[test]
fn records_are_numbered_in_file_order() {
    let line = |title: &str| json!({"title": title, "text": "x"}).to_string();
    let sandbox = Sandbox::new();
    sandbox.write(
        "corpus/a.jsonl",
        format!("{}\n{{\"cut\n{}\n", line("zero"), line("two")),
    );
    sandbox.write(
        "corpus/b.json",
        format!("[{}, {}]", line("zero"), line("one")),
    );
    sandbox.write(
        "corpus/c.csv",
        "title,text\nzero,\"a, b\"\none,\"two\nlines\"\ntwo,c\n",
    );
    let articles = read(&sandbox, "corpus");
    let shown: Vec<String> = articles
        .iter()
        .map(|article| format!("{} {}", place_of(article), text(&article["title"])))
        .collect();
    assert_eq!(
        shown,
        [
            "a.jsonl zero",
            "a.jsonl#2 two",
            "b.json zero",
            "b.json#1 one",
            "c.csv zero",
            "c.csv#1 one",
            "c.csv#2 two"
        ]
    );
}

#[test]
fn a_date_is_as_exact_as_its_source() {
    let dated = |date: &str| json!({"title": "x", "text": date, "date": date});
    let sandbox = Sandbox::with(&[(
        "a.jsonl",
        &lines(&[
            dated("1923"),
            dated("1923-03"),
            dated("1923-03-05"),
            dated("1923-03-05T10:11:12Z"),
            dated("soon"),
        ]),
    )]);
    let seen: Vec<Vec<Value>> = read(&sandbox, "corpus")
        .iter()
        .map(|article| {
            [
                "date",
                "date_precision",
                "date_from",
                "date_to",
                "date_source",
            ]
            .map(|key| article[key].clone())
            .to_vec()
        })
        .collect();
    let expect = |date: &str, precision: &str, from: &str, to: &str| {
        vec![
            json!(date),
            json!(precision),
            json!(from),
            json!(to),
            json!("meta"),
        ]
    };
    assert_eq!(seen[0], expect("1923", "year", "1923-01-01", "1923-12-31"));
    assert_eq!(
        seen[1],
        expect("1923-03", "month", "1923-03-01", "1923-03-31")
    );
    assert_eq!(
        seen[2],
        expect("1923-03-05", "day", "1923-03-05", "1923-03-05")
    );
    assert_eq!(seen[3], seen[2]);
    assert_eq!(
        seen[4],
        vec![
            Value::Null,
            json!("unknown"),
            Value::Null,
            Value::Null,
            Value::Null
        ]
    );
}

#[test]
fn names_stand_where_they_are_said_to_stand() {
    let sandbox = Sandbox::with_sample();
    let mut names = 0;
    for article in read(&sandbox, "corpus") {
        for name in article["names"].as_array().unwrap() {
            names += 1;
            let part = text(&article[text(&name["part"])]);
            let at = |key: &str| usize::try_from(name[key].as_u64().unwrap()).unwrap();
            let there: String = part
                .chars()
                .skip(at("start"))
                .take(at("end") - at("start"))
                .collect();
            assert_eq!(there, text(&name["text"]), "{}", article["file"]);
            let mut expected = vec!["kind", "part", "start", "end", "text", "name"];
            if name.get("title").is_some() {
                expected.push("title");
                assert_eq!(name["kind"], "person");
            }
            if let Some(candidates) = name.get("candidates") {
                expected.push("candidates");
                assert!(name["kind"] == "place" && name.get("place").is_none());
                assert!(candidates.as_array().unwrap().len() > 1);
            }
            if let Some(place) = name.get("place") {
                expected.push("place");
                assert_eq!(name["kind"], "place");
                assert_eq!(keys(place), ["id", "name", "country", "path", "lat", "lon"]);
            }
            if let Some(confidence) = name.get("confidence") {
                expected.push("confidence");
                assert_eq!(confidence, "low");
                assert_ne!(article["lang"], "en");
            }
            assert_eq!(keys(name), expected);
        }
    }
    assert!(names > 500, "{names} names in the sample archive");
}

#[test]
fn a_second_mention_joins_the_full_name() {
    let sandbox = Sandbox::with(&[(
        "a.jsonl",
        &lines(&[json!({"title": "Talks", "language": "en",
            "text": "President Gustavo Petro met ministers in Bogotá, Colombia. Petro left early."})]),
    )]);
    let article = read(&sandbox, "corpus").remove(0);
    let names = article["names"].as_array().unwrap();
    let petro: Vec<(String, String)> = names
        .iter()
        .filter(|name| name["kind"] == "person")
        .map(|name| (text(&name["text"]), text(&name["name"])))
        .collect();
    let full = "Gustavo Petro".to_owned();
    assert_eq!(
        petro,
        [(full.clone(), full.clone()), ("Petro".to_owned(), full)]
    );
    let bogota = names.iter().find(|name| name["text"] == "Bogotá").unwrap();
    assert_eq!(bogota["place"]["country"], "CO");
    assert_eq!(bogota["place"]["id"], "geonames:3688689");
}

#[test]
fn a_body_is_paragraphs_and_what_was_removed_has_a_reason() {
    let sandbox = Sandbox::with_sample();
    let mut removed = 0;
    for article in read(&sandbox, "corpus") {
        let body = text(&article["body"]);
        assert!(
            !body.contains("\n\n") && body == body.trim(),
            "{}",
            article["file"]
        );
        for piece in article["removed"].as_array().unwrap() {
            assert_eq!(keys(piece), ["text", "reason"]);
            removed += 1;
        }
    }
    assert!(
        removed > 20,
        "{removed} pieces of furniture in the sample archive"
    );
}

#[test]
fn people_see_what_scripts_see() {
    let sandbox = Sandbox::with(&[(
        "a.jsonl",
        &lines(&[
            json!({"title": "Strike ends", "date": "1923-05-04", "source": "Echo", "text": "The port opened."}),
        ]),
    )]);
    let output = sandbox.run(["read", "corpus"]);
    for piece in ["Strike ends", "1923-05-04", "Echo", "The port opened."] {
        assert!(output.stdout.contains(piece), "{output}");
    }
}
