use super::*;

fn read_drafts(text: &str) -> Vec<Result<Draft, Rejection>> {
    read(text.as_bytes(), None).unwrap()
}

const HEADER: &str = r##"<teiHeader><fileDesc><titleStmt><title>An edition</title></titleStmt>
<publicationStmt><date when="2015">2015</date></publicationStmt>
<sourceDesc><biblStruct><monogr><title level="j" xml:lang="en">The Quoter</title><title level="j" xml:lang="ar">المقتبس</title>
<imprint><date calendar="#cal_islamic" when="1906-11-18" when-custom="1324-10-01">1 Shaw 1324</date></imprint></monogr></biblStruct></sourceDesc></fileDesc></teiHeader>"##;

#[test]
fn an_issue_of_items_and_sections() {
    let text = format!(
        r#"<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="ar">{HEADER}<text><front><div type="masthead"><p>No 1</p></div></front>
<body><pb ed="other" n="n1-p1"/><pb ed="print" n="4"/><div type="item" subtype="article"><head>العلم</head><byline><placeName>القاهرة</placeName> <persName>سليم عنحوري</persName></byline>
<p>نص</p><div type="section"><head>Part</head><p>More</p></div></div>
<div type="section"><head>News</head><pb ed="print" n="5"/><div type="item" xml:lang="en"><head>Port</head><p>Shut.</p><byline><placeName>Leith</placeName>A reader</byline></div></div></body></text></TEI>"#
    );
    let drafts = read_drafts(&text);
    assert_eq!(drafts.len(), 3);
    assert_eq!(drafts[0].as_ref().unwrap_err().reason, "masthead");
    let first = drafts[1].as_ref().unwrap();
    assert_eq!(first.title.as_deref(), Some("العلم"));
    assert_eq!(first.source.as_deref(), Some("المقتبس"));
    assert_eq!(first.byline, ["سليم عنحوري"]);
    assert_eq!(first.dateline.as_deref(), Some("القاهرة"));
    assert_eq!(first.page.as_deref(), Some("4"));
    assert_eq!(first.paragraphs, ["نص", "Part", "More"]);
    assert_eq!(first.dates, [(DateSource::Meta, "1906-11-18".to_owned())]);
    let second = drafts[2].as_ref().unwrap();
    assert_eq!(second.section.as_deref(), Some("News"));
    assert_eq!(second.page.as_deref(), Some("5"));
    assert_eq!(second.lang.as_deref(), Some("en"));
    assert_eq!(second.byline, ["A reader"]);
    assert_eq!(second.dateline.as_deref(), Some("Leith"));
}

#[test]
fn words_are_neither_parted_nor_joined() {
    for (inside, expected) in [
        ("the har<pb n='2'/>bour", "the harbour"),
        ("the end.<pb n='2'/>Then", "the end. Then"),
        ("the har-<pb n='2'/>bour", "the harbour"),
        (
            "the har <lb break='no'/>  bour<lb/>of Leith",
            "the harbour of Leith",
        ),
        ("strik-<lb/>ing", "striking"),
        (
            "by<persName><forename>Jane</forename><surname>Doe</surname></persName>, here",
            "byJane Doe, here",
        ),
        (
            "he <choice><sic>sayd</sic><corr>said</corr></choice> so",
            "he said so",
        ),
        ("a <hi>bo</hi>ld\n  word<del>s</del>", "a bold word"),
        ("one<note>A note.</note>, two", "one, two A note."),
    ] {
        let text = format!("<TEI><text><body><p>{inside}</p></body></text></TEI>");
        let drafts = read_drafts(&text);
        let paragraphs = &drafts[0].as_ref().unwrap().paragraphs;
        assert_eq!(paragraphs.join(" "), expected, "{inside}");
    }
}

#[test]
fn one_article_and_calendars() {
    let text = r##"<TEI.2><teiHeader><fileDesc><titleStmt><title>x</title></titleStmt><sourceDesc><biblStruct>
<analytic><title level="a">Of Ports</title><author><persName>Jane Doe</persName></author></analytic>
<monogr><title level="j">Echo</title><imprint><date calendar="#julian">5 Nov 1906</date></imprint></monogr></biblStruct></sourceDesc></fileDesc></teiHeader>
<text><body><div><head>First part</head><p>One.</p></div><div><head>Second part</head><p>Two.</p></div></body></text></TEI.2>"##;
    let drafts = read_drafts(text);
    assert_eq!(drafts.len(), 1);
    let article = drafts[0].as_ref().unwrap();
    assert_eq!(article.title.as_deref(), Some("Of Ports"));
    assert_eq!(article.byline, ["Jane Doe"]);
    assert_eq!(
        article.paragraphs,
        ["First part", "One.", "Second part", "Two."]
    );
    assert_eq!(article.dates, []);
}
