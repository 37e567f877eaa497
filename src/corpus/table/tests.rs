use super::*;
use std::io::Cursor;

fn rows(text: &str, extension: &str) -> Option<Vec<String>> {
    let dialect = sniff(text.as_bytes(), true, extension, None)?;
    let input: Input = Box::new(Cursor::new(text.as_bytes().to_vec()));
    let steps = Rows::new(dialect, input).map(|(number, content)| match content {
        Ok(Content::Row { header, cells, .. }) => {
            let header = header.map_or("-".into(), |names| names.join(","));
            format!("{number} [{header}] {}", cells.join(" / "))
        }
        Ok(_) => unreachable!("only rows come from a table"),
        Err(rejection) => format!("{number} {}", rejection.reason),
    });
    Some(steps.collect())
}

#[test]
fn tables() {
    for (text, extension, expected) in [
        (
            "\"3\",\"Fears for pension\",\"Unions, they say\"\n\"4\",\"Race\",\"A \"\"second\"\" team\"\n",
            "csv",
            vec![
                "0 [-] 3 / Fears for pension / Unions, they say",
                "1 [-] 4 / Race / A \"second\" team",
            ],
        ),
        (
            "id;title;text\n1;Ein Titel;'Text; mit Strich'\n2;Zwei;'It''s'\n",
            "csv",
            vec![
                "0 [id,title,text] 1 / Ein Titel / Text; mit Strich",
                "1 [id,title,text] 2 / Zwei / It's",
            ],
        ),
        (
            "date\theadline\tbody\n1949\tA \"quoted word\tText\n1950\tB\tText\n",
            "txt",
            vec![
                "0 [date,headline,body] 1949 / A \"quoted word / Text",
                "1 [date,headline,body] 1950 / B / Text",
            ],
        ),
        (
            "title,text\nOne,\"Two\nlines\"\n",
            "csv",
            vec!["0 [title,text] One / Two\nlines"],
        ),
        ("title,text\n", "csv", vec!["0 empty file"]),
        (
            "title,body,c0,c1,c2,c3,c4,c5,c6,c7\nOne,Two,v,v,v,v,v,v,v,v\n",
            "csv",
            vec![
                "0 [title,body,c0,c1,c2,c3,c4,c5,c6,c7] One / Two / v / v / v / v / v / v / v / v",
            ],
        ),
        (
            "title,body,body\nOne,Two,Three\n",
            "csv",
            vec!["0 [title,body,body] One / Two / Three"],
        ),
        (
            "tytuł;treść;data\nOne;Two;2001-02-03\n",
            "csv",
            vec!["0 [tytuł,treść,data] One / Two / 2001-02-03"],
        ),
        (
            "News,Storm,2001-02-03\nSport,Cup,2001-02-04\n",
            "csv",
            vec![
                "0 [-] News / Storm / 2001-02-03",
                "1 [-] Sport / Cup / 2001-02-04",
            ],
        ),
        (
            "title,text\na,b\nc,d\ne,f\ng,h\ni,j\nk,l\nm,n\no,p\nq,r,s\nt,u,\n",
            "csv",
            vec![
                "0 [title,text] a / b",
                "1 [title,text] c / d",
                "2 [title,text] e / f",
                "3 [title,text] g / h",
                "4 [title,text] i / j",
                "5 [title,text] k / l",
                "6 [title,text] m / n",
                "7 [title,text] o / p",
                "8 uneven row",
                "9 [title,text] t / u",
            ],
        ),
    ] {
        assert_eq!(
            rows(text, extension).unwrap_or_default(),
            expected,
            "{text}"
        );
    }
}

#[test]
fn prose_is_no_table() {
    for text in [
        "CORK, Ireland\n\nRain, again.\nMore, later.\n",
        "1, Shandon B.C.\n2, Blackrock\n3, Lee Rowing Club\n4, Cobh\n5, Kinsale\n",
        "Team\tPlayed\tPoints\nCork\t3\t6\nCobh\t3\t4\nKinsale\t3\t2\nYoughal\t3\t0\n",
        "<p>a, b</p>\n<p>c, d</p>\n",
        "A headline, with a comma\n\nFirst, second.\n",
    ] {
        assert_eq!(rows(text, "txt"), None, "{text}");
    }
}

#[test]
fn names_are_sorted() {
    assert!(HEADER_NAMES.is_sorted());
    assert!(HEADER_NAMES.iter().all(|name| folded(name) == *name));
}
