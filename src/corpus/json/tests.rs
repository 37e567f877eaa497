use super::*;

fn records(text: &str) -> Vec<String> {
    let shape = shape(text.as_bytes()).unwrap();
    let input: Input<'_> = Box::new(Cursor::new(text.as_bytes().to_vec()));
    cut(shape, text.as_bytes(), input)
        .map(|(number, content)| match content {
            Ok(Content::Json(json)) => format!("{number} {json}"),
            Ok(_) => unreachable!("only JSON comes from JSON"),
            Err(rejection) => format!("{number} {}", rejection.reason),
        })
        .collect()
}

#[test]
fn shapes() {
    for (head, expected) in [
        ("{\"a\": 1}", Some(Shape::Object)),
        (" \n{ \"a\"", Some(Shape::Object)),
        ("[ {\"a\"", Some(Shape::List)),
        ("[]\n", Some(Shape::EmptyList)),
        ("[1,-2.5e3,null]\n", Some(Shape::Numbers)),
        ("[[[[[[", Some(Shape::Numbers)),
        ("[2001] was the year", None),
        ("[new] chapter", None),
        ("[1] A footnote", None),
        ("[\"a\", \"b", Some(Shape::Texts)),
        ("[\"Rain,\" he said] and left", None),
        ("// note\n{\"a\": 1}", Some(Shape::Object)),
        ("{curly} opening", None),
        ("Text", None),
    ] {
        assert_eq!(shape(head.as_bytes()), expected, "{head}");
    }
}

#[test]
fn records_of_each_shape() {
    for (text, expected) in [
        ("{\"a\":1}", vec!["0 {\"a\":1}"]),
        (
            "{\"a\":1}\n\n{\"a\":2}\n",
            vec!["0 {\"a\":1}", "2 {\"a\":2}"],
        ),
        (
            "{\"a\":1}\n{\"a\":\n{\"a\":3}",
            vec!["0 {\"a\":1}", "1 {\"a\":", "2 {\"a\":3}"],
        ),
        (
            "{\"a\":\"cut\n{\"a\":2}",
            vec!["0 {\"a\":\"cut", "1 {\"a\":2}"],
        ),
        ("{\n\"a\": 1\n}", vec!["0 {\n\"a\": 1\n}"]),
        (
            "{\n\"a\": 1\n}\n{\n\"a\": 2\n}",
            vec!["0 {\n\"a\": 1\n}", "1 {\n\"a\": 2\n}"],
        ),
        ("{\n\"a\": 1,\n", vec!["0 not valid JSON"]),
        ("{\n\"a\": NaN\n}", vec!["0 {\n\"a\": null\n}"]),
        ("[1,2,3]", vec!["0 no text"]),
        ("[1,[2,", vec!["0 not valid JSON"]),
        (
            "[{\"a\":\"],[\\\"\"}, {\"b\":[1,{}]}\n]",
            vec!["0 {\"a\":\"],[\\\"\"}", "1 {\"b\":[1,{}]}"],
        ),
        ("[{\"a\":1},{\"b\"", vec!["0 {\"a\":1}", "1 not valid JSON"]),
        (
            "{\"status\":\"ok\",\"articles\":[{\"a\":1},{\"a\":2}]}",
            vec!["0 {\"a\":1}", "1 {\"a\":2}"],
        ),
        (
            "{\"response\": {\n\"docs\": [\n{\"a\":1},\n{\"a\":2}\n]}}",
            vec!["0 {\"a\":1}", "1 {\"a\":2}"],
        ),
        (
            "{\"title\":\"Echo\",\"items\":[{\"title\":\"x\"},{}]}",
            vec!["0 {\"feed\":\"Echo\",\"title\":\"x\"}", "1 {}"],
        ),
        (
            "{\"a1\":{\"title\":\"x\"},\n\"a2\":{\"text\":\"y\"}}",
            vec!["0 {\"title\":\"x\"}", "1 {\"text\":\"y\"}"],
        ),
        (
            "[\"http://a.example/1\",\"http://a.example/2\"]",
            vec!["0 list of addresses"],
        ),
        (
            "{\n// note\n\"a\": [1, 2,],\n}",
            vec!["0 {\n\n\"a\": [1, 2]\n}"],
        ),
        (
            "{\"title\":\"x\",\"items\":[{\"a\":1}]}",
            vec!["0 {\"title\":\"x\",\"items\":[{\"a\":1}]}"],
        ),
    ] {
        assert_eq!(records(text), expected, "{text}");
    }
}

#[test]
fn records_at_a_path() {
    let shown = |path: &str, text: &str| -> Vec<String> {
        cut_at(path, Box::new(Cursor::new(text.as_bytes().to_vec())))
            .map(|(number, content)| match content {
                Ok(Content::Json(json)) => format!("{number} {json}"),
                Ok(_) => unreachable!("only JSON comes from JSON"),
                Err(rejection) => format!("{number} {}", rejection.reason),
            })
            .collect()
    };
    let pages = r#"{"data":[{"items":[{"a":1},{"a":2}]},{"items":{"a":3}}],"items":[{"a":4}]}"#;
    assert_eq!(
        shown("data.items", pages),
        ["0 {\"a\":1}", "1 {\"a\":2}", "2 {\"a\":3}"]
    );
    assert_eq!(shown("items", pages), ["0 {\"a\":4}"]);
    assert_eq!(shown("rows", pages), ["0 the mapping does not fit"]);
    assert_eq!(
        shown("r", "{\"r\":[{}]}\n{\"r\":[{}]}\n{"),
        ["0 {}", "1 {}", "2 not valid JSON"]
    );
}

#[test]
fn lists_are_sorted() {
    assert!(WRAPPERS.is_sorted());
    assert!(OWN_TEXT.is_sorted() && OWN_TITLE.is_sorted());
}
