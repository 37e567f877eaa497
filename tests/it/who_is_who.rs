//! `person:` finds one person under all names that articles give, and nobody else.
//!
//! Every join stands in the reading line with its reason; `--strict-names` leaves all of them out.

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, text};

fn article(title: &str, date: &str, body: &str) -> Value {
    json!({"title": title, "date": date, "language": "en", "text": body})
}

/// A country with one president and several people of his surname.
fn archive() -> Sandbox {
    Sandbox::of_articles(&[
        article(
            "first",
            "1987-03-02",
            "President Gustavo Petro met Angela Merkel in Berlin on Monday. Petro smiled.",
        ),
        article(
            "longer",
            "1987-03-03",
            "Gustavo Francisco Petro Urrego was born in Cordoba, his sister said on Tuesday.",
        ),
        article(
            "initial",
            "1987-03-04",
            "The letter was signed by G. Petro and sent to Bogota on Wednesday.",
        ),
        article(
            "other",
            "1987-03-05",
            "Nicolas Alvarez said on Thursday that Verena Petro had bought the farm near Cali.",
        ),
        article(
            "titled",
            "1987-03-06",
            "Farmers blocked the road on Friday. President Petro said he would talk to them.",
        ),
        article(
            "company",
            "1987-03-02",
            "Angela Merkel said in Berlin on Monday that Petro was a good listener.",
        ),
        article(
            "nobody",
            "1991-08-09",
            "The chess game in Tirana was won by Mr Petro on Friday.",
        ),
        article(
            "again",
            "1987-03-07",
            "President Gustavo Petro and Angela Merkel dined in Berlin on Saturday.",
        ),
        article(
            "strike",
            "1987-03-02",
            "Dockers in Cork went on strike on Monday, James Murphy said.",
        ),
        article(
            "flood",
            "1987-03-03",
            "The river rose in Dresden on Tuesday. Hanna Vogel lost her boat.",
        ),
        article(
            "vote",
            "1987-03-04",
            "Parliament in Oslo voted on Wednesday. Per Lund was pleased.",
        ),
    ])
}

fn titles(sandbox: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["--all"];
    all.extend(arguments);
    let mut titles: Vec<String> = sandbox
        .hits(all)
        .iter()
        .map(|hit| text(&hit["title"]))
        .collect();
    titles.sort();
    titles
}

fn reading(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let mut all = vec!["query", "-c"];
    all.extend(arguments);
    sandbox.run(all).stderr
}

#[test]
fn a_person_is_found_under_every_name() {
    let sandbox = archive();
    assert_eq!(
        titles(&sandbox, &["person:\"Gustavo Petro\""]),
        ["again", "company", "first", "initial", "longer", "titled"]
    );
    assert_eq!(
        titles(&sandbox, &["--strict-names", "person:\"Gustavo Petro\""]),
        ["again", "first", "longer"]
    );
    assert_eq!(titles(&sandbox, &["person:\"Verena Petro\""]), ["other"]);
}

#[test]
fn every_join_has_its_reason_in_the_reading_line() {
    let sandbox = archive();
    insta::assert_snapshot!(reading(&sandbox, &["person:\"Gustavo Petro\""]), @r#"read as  person:"Gustavo Petro"   (Gustavo Petro: Gustavo Francisco Petro Urrego, Gustavo Petro; G. Petro (initials); Petro alone in 2 articles (President 1, by the names beside it 1))"#);
    insta::assert_snapshot!(reading(&sandbox, &["--strict-names", "person:\"Gustavo Petro\""]), @r#"read as  person:"Gustavo Petro"   (Gustavo Petro: Gustavo Francisco Petro Urrego, Gustavo Petro)"#);
    let output = sandbox.run(["query", "-c", "--json", "person:\"Gustavo Petro\""]);
    let note = &output.told()[0];
    assert_eq!(note["code"], "N-READ");
    assert!(
        text(&note["message"]).contains("G. Petro (initials)"),
        "{note}"
    );
}

#[test]
fn what_was_found_is_what_is_marked() {
    for hit in archive().hits(["--all", "person:\"Gustavo Petro\""]) {
        let marks = hit["snippets"].as_array().unwrap().iter();
        let marks: usize = marks
            .map(|snippet| snippet["marks"].as_array().unwrap().len())
            .sum();
        assert!(marks > 0, "{hit}");
    }
}

#[test]
fn an_initial_that_fits_two_people_is_left_out_and_told() {
    let sandbox = Sandbox::of_articles(&[
        article(
            "one",
            "1987-03-02",
            "Gustavo Petro spoke in Bogota on Monday.",
        ),
        article(
            "two",
            "1987-03-02",
            "Giovanni Petro sang in Naples on Monday.",
        ),
        article(
            "doubt",
            "1987-03-03",
            "The letter to the mayor was signed by G. Petro on Tuesday.",
        ),
    ]);
    assert_eq!(titles(&sandbox, &["person:\"Gustavo Petro\""]), ["one"]);
    let reading = reading(&sandbox, &["person:\"Gustavo Petro\""]);
    assert!(
        reading.contains("left out: G. Petro (could be Giovanni Petro)"),
        "{reading}"
    );
}

#[test]
fn father_and_son_are_two() {
    let sandbox = Sandbox::of_articles(&[
        article(
            "son",
            "2003-03-02",
            "President George W. Bush spoke in Texas on Monday.",
        ),
        article(
            "father",
            "1991-03-02",
            "President George H. W. Bush spoke in Maine on Monday.",
        ),
    ]);
    assert_eq!(titles(&sandbox, &["person:\"George W. Bush\""]), ["son"]);
    assert_eq!(
        titles(&sandbox, &["person:\"George H. W. Bush\""]),
        ["father"]
    );
    assert_eq!(
        titles(&sandbox, &["person:\"George Bush\""]),
        ["father", "son"]
    );
    let reading = reading(&sandbox, &["person:\"George W. Bush\""]);
    assert!(
        reading.contains("left out: George H. W. Bush (another person)"),
        "{reading}"
    );
}

#[test]
fn other_spellings_and_short_forms_are_found() {
    let sandbox = Sandbox::of_articles(&[
        article(
            "english",
            "1987-03-02",
            "Mikhail Gorbachev spoke in Moscow on Monday.",
        ),
        article(
            "german",
            "1987-03-02",
            "Michail Gorbatschow was in Moscow on Monday.",
        ),
        article(
            "bill",
            "1995-03-02",
            "President Bill Clinton flew to London on Monday.",
        ),
        article(
            "william",
            "1995-03-03",
            "William J. Clinton was born in Arkansas, his biographer said.",
        ),
        article(
            "hillary",
            "1995-03-03",
            "Hillary Clinton flew to London on Tuesday.",
        ),
    ]);
    assert_eq!(
        titles(&sandbox, &["person:\"Mikhail Gorbachev\""]),
        ["english", "german"]
    );
    assert_eq!(
        titles(&sandbox, &["person:Gorbatschow"]),
        ["english", "german"]
    );
    assert_eq!(
        titles(&sandbox, &["person:\"Bill Clinton\""]),
        ["bill", "william"]
    );
    assert_eq!(
        titles(&sandbox, &["person:\"Hillary Clinton\""]),
        ["hillary"]
    );
    assert_eq!(
        titles(&sandbox, &["--strict-names", "person:Gorbatschow"]),
        ["german"]
    );
}

#[test]
fn one_known_bearer_of_a_surname_is_no_evidence() {
    let sandbox = Sandbox::of_articles(&[
        article(
            "known",
            "1987-03-02",
            "Gustavo Petro spoke in Bogota on Monday.",
        ),
        article(
            "alone",
            "1999-05-02",
            "The chess game in Tirana was won by Mr Petro on Sunday.",
        ),
    ]);
    assert_eq!(titles(&sandbox, &["person:\"Gustavo Petro\""]), ["known"]);
    assert_eq!(titles(&sandbox, &["person:Petro"]), ["alone", "known"]);
}

#[test]
fn a_title_of_the_other_sex_excludes() {
    let sandbox = Sandbox::of_articles(&[
        article(
            "he",
            "1987-03-02",
            "President Ronald Reagan spoke in Washington on Monday.",
        ),
        article(
            "him",
            "1987-03-03",
            "President Ronald Reagan left Washington on Tuesday.",
        ),
        article(
            "she",
            "1987-03-03",
            "Mrs Reagan opened the school in Washington on Tuesday.",
        ),
        article(
            "alone",
            "1987-03-04",
            "President Reagan's nominee withdrew on Wednesday.",
        ),
    ]);
    assert_eq!(
        titles(&sandbox, &["person:\"Ronald Reagan\""]),
        ["alone", "he", "him"]
    );
}

#[test]
fn the_names_beside_a_surname_alone_point_to_one_person() {
    let sandbox = Sandbox::of_articles(&[
        article(
            "summit",
            "1986-10-11",
            "Ronald Reagan and Mikhail Gorbachev met in Reykjavik on Saturday.",
        ),
        article(
            "second day",
            "1986-10-12",
            "Ronald Reagan and Mikhail Gorbachev talked in Reykjavik until night.",
        ),
        article(
            "alone",
            "1986-10-13",
            "Mr Reagan said that Mr Gorbachev had left Reykjavik without an agreement.",
        ),
        article(
            "painter",
            "1993-05-04",
            "Mr Reagan shows his paintings in Galway, Mary Walsh said.",
        ),
        article(
            "a",
            "1986-10-11",
            "Dockers in Cork went on strike, James Murphy said.",
        ),
        article(
            "b",
            "1989-02-11",
            "The river rose in Dresden. Hanna Vogel lost her boat.",
        ),
        article(
            "c",
            "1990-03-01",
            "Parliament in Oslo voted. Per Lund was pleased.",
        ),
        article(
            "d",
            "1991-06-02",
            "The theatre in Porto opened again, Rui Lopes said.",
        ),
    ]);
    assert_eq!(
        titles(&sandbox, &["person:\"Ronald Reagan\""]),
        ["alone", "second day", "summit"]
    );
}

#[test]
fn the_list_of_names_has_one_row_a_person() {
    let sandbox = archive();
    let rows = |arguments: &[&str]| {
        let mut all = vec!["names", "--json", "--kind", "person", "petro"];
        all.extend(arguments);
        let lines = sandbox.run(all).lines();
        let rows = lines
            .iter()
            .map(|row| (text(&row["name"]), row["articles"].as_u64()));
        rows.collect::<Vec<_>>()
    };
    let row = |name: &str, articles| (name.to_owned(), Some(articles));
    assert_eq!(
        rows(&[]),
        [
            row("Gustavo Petro", 4),
            row("Petro", 3),
            row("Verena Petro", 1)
        ]
    );
    assert_eq!(rows(&["--strict-names"]).len(), 5);
}

#[test]
fn the_names_file_has_the_last_word() {
    let sandbox = archive();
    sandbox.write(
        "index/names.tsv",
        "canonical\tkind\tvariants\tnot-variants\tnote\tid\nGustavo Petro\tperson\t\tG. Petro\t\t\n",
    );
    let found = titles(&sandbox, &["person:\"Gustavo Petro\""]);
    assert!(!found.contains(&"initial".to_owned()), "{found:?}");
}

#[test]
fn a_title_that_is_typed_is_no_part_of_the_name() {
    let sandbox = archive();
    for (typed, asked) in [
        (
            "person:\"President Gustavo Petro\"",
            "person:\"Gustavo Petro\"",
        ),
        ("person:\"Mr. Petro\"", "person:Petro"),
        ("person:\"Chancellor Merkel\"", "person:Merkel"),
    ] {
        let found = titles(&sandbox, &[typed]);
        assert!(!found.is_empty(), "{typed}");
        assert_eq!(found, titles(&sandbox, &[asked]), "{typed}");
    }
}
