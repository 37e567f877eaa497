//! Every format over an ordinary hit and a hostile one.

use super::*;
use crate::article::{Article, ArticleId, Published};
use crate::entity::Findings;
use crate::index::Stored;

fn hit(title: &str, published: Option<Published>) -> Hit {
    let article = Article {
        id: ArticleId(0x4f1c_2a9b_7d3e_6a10),
        origin: crate::corpus::Origin {
            file: "a/b.jsonl".into(),
            record: 3,
        },
        format: "json".into(),
        title: title.into(),
        byline: vec!["Jane van Doe".into(), "Reuters Staff".into()],
        dateline: None,
        source: Some("Daily Echo".into()),
        section: Some("Labour".into()),
        page: Some("A1".into()),
        edition: None,
        wire: None,
        published,
        date_source: None,
        dates: Vec::new(),
        lang: Some("en".into()),
        url: Some("https://echo.example/a_b?x=1&y=%20#{z}".into()),
        summary: None,
        body: "The dockers went on strike.\nThey ask for pay.".into(),
        captions: Vec::new(),
        removed: Vec::new(),
    };
    Hit {
        rank: 1,
        score: 7.31,
        stored: Stored {
            article,
            findings: Findings::default(),
        },
        snippets: Vec::new(),
    }
}

const DAY: Published = Published::Day {
    year: 1923,
    month: 5,
    day: 4,
};
const DATES: [Option<Published>; 4] = [
    Some(DAY),
    Some(Published::Month {
        year: 1923,
        month: 5,
    }),
    Some(Published::Year { year: 1923 }),
    None,
];

fn written(format: Format, fields: &[&str], hits: &[Hit]) -> String {
    let mut out = Vec::new();
    let mut exporter = Exporter::new(format, chosen(fields).unwrap());
    exporter.begin(&mut out).unwrap();
    for hit in hits {
        exporter.write(hit, &mut out).unwrap();
    }
    exporter.end(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Everything that ends a field somewhere.
const EVIL: &str =
    "a \"b\", c;\td\r\nER  - \n@x{y}}{ \\ $5 & 6% #7 _ ~ ^ \x1b[2J\u{0}=1+1 “q” 東京";

#[test]
fn bibtex_entries() {
    let whole = written(Format::Bibtex, &[], &[hit("Dockers strike", Some(DAY))]);
    assert_eq!(
        whole,
        "@article{vandoe1923-4f1c2a9b7d3e6a10,\n  title = {{Dockers strike}},\n  \
         author = {van Doe, Jane and {Reuters Staff}},\n  journal = {Daily Echo},\n  entrysubtype = {newspaper},\n  \
         year = {1923},\n  month = may,\n  day = {4},\n  pages = {A1},\n  langid = {en},\n  \
         url = {https://echo.example/a_b?x=1&y=%20#%7Bz%7D},\n  \
         note = {Section: Labour. File: a/b.jsonl \\#3},\n}\n\n"
    );
    let evil = written(Format::Bibtex, &[], &[hit(EVIL, None)]);
    assert!(
        evil.contains(
            "{{a \"b\", c; d  ER  -  @x\\textbraceleft{}y\\textbraceright{}\\textbraceright{}\\textbraceleft{} \
             \\textbackslash{} \\$5 \\& 6\\% \\#7 \\_ \\textasciitilde{} \\textasciicircum{} [2J=1+1 “q” 東京}}"
        ),
        "{evil}"
    );
    let (open, closed) = (evil.matches('{').count(), evil.matches('}').count());
    assert_eq!(open, closed, "braces are counted, escaped or not");
}

#[test]
fn ris_records() {
    let whole = written(Format::Ris, &[], &[hit("Dockers strike", Some(DAY))]);
    assert_eq!(
        whole.replace("\r\n", "\n"),
        "TY  - NEWS\nID  - 4f1c2a9b7d3e6a10\nTI  - Dockers strike\nAU  - van Doe,Jane\nAU  - Reuters Staff\n\
         T2  - Daily Echo\nPY  - 1923\nDA  - 1923/05/04/\nSE  - Labour\nSP  - A1\nLA  - en\n\
         UR  - https://echo.example/a_b?x=1&y=%20#{z}\nN1  - File: a/b.jsonl #3\nER  - \n\n"
    );
    let evil = written(Format::Ris, &[], &[hit(EVIL, Some(DAY))]);
    assert_eq!(evil.matches("\r\nER  - ").count(), 1, "{evil}");
    let is_record_line = |line: &str| line.is_empty() || line.get(2..6) == Some("  - ");
    assert!(evil.split("\r\n").all(is_record_line), "{evil}");
    assert!(!evil.replace("\r\n", "").contains(['\r', '\n']));
}

#[test]
fn csl_is_one_array_however_many_hits() {
    for count in 0..3 {
        let hits = vec![hit(EVIL, Some(DAY)); count];
        let text = written(Format::Csl, &[], &hits);
        let items: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        assert_eq!(items.len(), count);
    }
    let text = written(Format::Csl, &[], &[hit("Dockers strike", Some(DAY))]);
    let items: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        items[0],
        serde_json::json!({
            "id": "4f1c2a9b7d3e6a10", "type": "article-newspaper", "title": "Dockers strike",
            "author": [{"family": "van Doe", "given": "Jane"}, {"literal": "Reuters Staff"}],
            "container-title": "Daily Echo", "issued": {"date-parts": [[1923, 5, 4]]}, "section": "Labour",
            "page": "A1", "language": "en", "URL": "https://echo.example/a_b?x=1&y=%20#{z}",
            "note": "File: a/b.jsonl #3"
        })
    );
}

#[test]
fn dates_are_as_exact_as_known() {
    let line = |text: String, start: &str| {
        let found = text.lines().find(|line| line.trim().starts_with(start));
        found.map(|line| line.trim().trim_start_matches(start).to_owned())
    };
    let told: Vec<[Option<String>; 3]> = DATES
        .map(|date| {
            let bibtex = written(Format::Bibtex, &[], &[hit("t", date)]);
            let csl = written(Format::Csl, &[], &[hit("t", date)]);
            let parts = csl
                .split_once("[[")
                .and_then(|(_, rest)| rest.split_once("]]"));
            [
                line(written(Format::Ris, &[], &[hit("t", date)]), "DA  - "),
                line(bibtex, "month = "),
                parts.map(|(parts, _)| parts.to_owned()),
            ]
        })
        .into();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            [some("1923/05/04/"), some("may,"), some("1923,5,4")],
            [some("1923/05//"), some("may,"), some("1923,5")],
            [some("1923///"), None, some("1923")],
            [None, None, None],
        ]
    );
}

#[test]
fn tables_keep_their_columns() {
    let fields = ["title", "date", "byline", "record", "source", "edition"];
    let hits = [hit(EVIL, Some(DAY)), hit("", None)];
    let text = written(Format::Csv, &fields, &hits);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap(), fields.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 2);
    assert!(
        rows[0][0].starts_with("a \"b\", c;\td\nER  - \n@x{y}}{"),
        "{}",
        &rows[0][0]
    );
    assert_eq!(&rows[0][1], "1923-05-04");
    assert_eq!(&rows[0][2], "Jane van Doe; Reuters Staff");
    assert_eq!(
        &rows[1],
        ["", "", "Jane van Doe; Reuters Staff", "3", "Daily Echo", ""].as_slice()
    );

    let text = written(Format::Tsv, &fields, &hits);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(
        lines.iter().all(|line| line.split('\t').count() == 6),
        "{text}"
    );
    assert!(!text.contains('\x1b'));
    assert_eq!(
        written(Format::Lines, &["title", "score"], &hits[1..]),
        "\t7.31\n"
    );
}

#[test]
fn objects_hold_the_chosen_keys_in_their_order() {
    let fields = chosen(&["score", " title", "edition", "byline"]).unwrap();
    let object = object(&hit("T", None), &fields);
    assert_eq!(
        serde_json::to_string(&object).unwrap(),
        r#"{"score":7.31,"title":"T","edition":null,"byline":["Jane van Doe","Reuters Staff"]}"#
    );
    assert_eq!(
        chosen(&["title", "titel"]).unwrap_err(),
        NoField("titel".into())
    );
    assert_eq!(chosen(&["title", ""]).unwrap_err(), NoField(String::new()));
    assert_eq!(chosen(STANDARD).unwrap().len(), STANDARD.len());
    let names: std::collections::BTreeSet<&str> = FIELDS.iter().map(|field| field.name).collect();
    assert_eq!(names.len(), FIELDS.len());
}
