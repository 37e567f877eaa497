use super::*;
use crate::article::format;
use crate::corpus::{Origin, Record};

/// A page of the blocks given, each `id text/of/its/lines`.
fn alto(blocks: &[(&str, &[&str])]) -> String {
    let line = |line: &&str| {
        let words = line
            .split(' ')
            .map(|word| format!("<String CONTENT=\"{word}\"/>"));
        let words = words.collect::<Vec<_>>().join("<SP/>");
        format!("<TextLine>{words}</TextLine>")
    };
    let block = |(id, lines): &(&str, &[&str])| {
        let lines: String = lines.iter().map(line).collect();
        format!("<TextBlock ID=\"{id}\">{lines}</TextBlock>")
    };
    let blocks: String = blocks.iter().map(block).collect();
    format!("<alto><Layout><Page ID=\"P\"><PrintSpace>{blocks}</PrintSpace></Page></Layout></alto>")
}

fn read_issue(mets: &str, pages: &[(&str, String)]) -> Reading {
    let record = Record {
        origin: Origin {
            file: "issue-mets.xml".into(),
            record: 0,
        },
        content: Content::Document(Document {
            bytes: mets.as_bytes().to_vec(),
            parts: pages
                .iter()
                .map(|(name, text)| Part {
                    name: (*name).to_owned(),
                    bytes: text.clone().into_bytes(),
                })
                .collect(),
            ..Document::default()
        }),
    };
    let (name, drafts) = format::read(&record, None)?;
    assert_eq!(name, "mets");
    Ok(drafts)
}

const HEAD: &str = r#"<mets:mets xmlns:mets="http://www.loc.gov/METS/" LABEL="Leith Echo, 1923-05-04">
<dmdSec ID="ISSUE"><mods><titleInfo><title>Leith Echo</title></titleInfo>
<originInfo><dateIssued>04.05.1923</dateIssued></originInfo><language><languageTerm>en</languageTerm></language></mods></dmdSec>
<dmdSec ID="A1"><mods><titleInfo><title>PORT</title></titleInfo><titleInfo><title>SILENT</title></titleInfo>
<name type="personal"><namePart>Jane Doe</namePart><role><roleTerm>Author</roleTerm></role></name></mods></dmdSec>
<fileSec><fileGrp><file ID="F1"><FLocat xlink:href="file://./ALTO/1.xml"/></file>
<file ID="F2"><FLocat xlink:href="file://./ALTO/2.xml"/></file><file ID="I1"><FLocat xlink:href="1.jp2"/></file></fileGrp></fileSec>
<structMap TYPE="PHYSICAL"><div TYPE="Newspaper"><div TYPE="page" ORDER="1"><fptr FILEID="F1"/></div>
<div TYPE="page" ORDER="2" ORDERLABEL="ii/2"><fptr FILEID="F2"/></div></div></structMap>"#;

fn area(file: &str, id: &str) -> String {
    format!("<fptr><area FILEID=\"{file}\" BEGIN=\"{id}\" BETYPE=\"IDREF\"/></fptr>")
}

#[test]
fn articles_over_two_pages() {
    let mets = format!(
        r#"{HEAD}<structMap TYPE="LOGICAL"><div TYPE="Newspaper"><div TYPE="ISSUE" DMDID="ISSUE">
<div TYPE="TITLE_SECTION">{}</div><div TYPE="CONTENT"><div TYPE="ARTICLE" DMDID="A1">
<div TYPE="HEADING"><div TYPE="TITLE">{}</div></div><div TYPE="BODY"><div TYPE="PARAGRAPH"><div TYPE="TEXT">{}</div>
<div TYPE="TEXT">{}</div></div></div></div><div TYPE="SECTION" LABEL="Sport"><div TYPE="ARTICLE">
<div TYPE="HEADING"><div TYPE="TITLE">{}</div></div><div TYPE="BODY">{}</div></div></div>
<div TYPE="ADVERTISEMENT">{}</div></div></div></div></structMap></mets:mets>"#,
        area("F1", "B0"),
        area("F1", "B1"),
        area("F1", "B2"),
        area("F2", "B1"),
        area("F2", "B2"),
        area("F2", "B3"),
        area("F1", "B3"),
    );
    let pages = [
        (
            "file://./ALTO/1.xml",
            alto(&[
                ("B0", &["LEITH ECHO"]),
                ("B1", &["PORT", "SILENT"]),
                ("B2", &["Dockers are strik-"]),
                ("B3", &["Buy soap"]),
            ]),
        ),
        (
            "file://./ALTO/2.xml",
            alto(&[
                ("B1", &["ing today."]),
                ("B2", &["LEITH WIN"]),
                ("B3", &["Two goals."]),
                ("B4", &["Printed in Leith"]),
            ]),
        ),
    ];
    let drafts = read_issue(&mets, &pages).unwrap();
    let shown: Vec<String> = drafts.iter().map(shown).collect();
    assert_eq!(
        shown,
        [
            "masthead",
            "PORT SILENT | Dockers are striking today. | Jane Doe | p. 1",
            "LEITH WIN | Two goals. |  | p. ii/2 | Sport",
            " | Buy soap |  | p. 1 | Advertisement",
            "outside of articles",
        ]
    );
    let first = drafts[1].as_ref().unwrap();
    assert_eq!(first.source.as_deref(), Some("Leith Echo"));
    assert_eq!(first.dates[0].1, "04.05.1923");
    assert_eq!(first.lang.as_deref(), Some("en"));
}

fn shown(draft: &Result<Draft, Rejection>) -> String {
    match draft {
        Ok(draft) => {
            let section = draft.section.as_ref().map(|name| format!(" | {name}"));
            format!(
                "{} | {} | {} | p. {}{}",
                draft.title.as_deref().unwrap_or_default(),
                draft.paragraphs.join("/"),
                draft.byline.join(", "),
                draft.page.as_deref().unwrap_or_default(),
                section.unwrap_or_default(),
            )
        }
        Err(rejection) => rejection.reason.clone(),
    }
}

#[test]
fn links_between_the_maps() {
    let mets = format!(
        r##"{}<structMap TYPE="LOGICAL"><div TYPE="ISSUE" ID="log1" DMDID="ISSUE"><div TYPE="ARTICLE" ID="art1"/><div TYPE="ARTICLE">{}</div></div></structMap>
<structMap TYPE="PHYSICAL"><div ID="p1" TYPE="page"><fptr FILEID="F1"/><div ID="pa1" TYPE="pagearea">{}</div><div ID="pa2" TYPE="pagearea">{}</div></div></structMap>
<structLink><smLinkGrp><smLocatorLink xlink:href="#log1"/><smLocatorLink xlink:href="#p1"/></smLinkGrp>
<smLinkGrp><smLocatorLink xlink:href="#art1"/><smLocatorLink xlink:href="#pa2"/><smLocatorLink xlink:href="#pa1"/></smLinkGrp></structLink></mets:mets>"##,
        HEAD,
        area("F2", "B9"),
        area("F1", "word1"),
        area("F1", "B2"),
    );
    let pages = [(
        "file://./ALTO/1.xml",
        alto(&[("pa1", &["second"]), ("B2", &["first"])]),
    )];
    let drafts = read_issue(&mets, &pages).unwrap();
    let shown: Vec<String> = drafts.iter().map(shown).collect();
    assert_eq!(
        shown,
        [
            " | first/second |  | p. 1",
            "missing pages",
            "missing pages"
        ]
    );
    let missing = drafts[1].as_ref().unwrap_err();
    assert_eq!(missing.detail.as_deref(), Some("file://./ALTO/2.xml"));
}

#[test]
fn an_issue_without_articles_is_its_pages() {
    let mets = format!("{HEAD}</mets:mets>");
    let pages = [
        ("file://./ALTO/1.xml", alto(&[("B1", &["One page"])])),
        ("file://./ALTO/2.xml", "<alto><Page>".to_owned()),
    ];
    let drafts = read_issue(&mets, &pages).unwrap();
    let shown: Vec<String> = drafts.iter().map(shown).collect();
    assert_eq!(shown, [" | One page |  | p. 1", "not valid XML"]);
    let first = drafts[0].as_ref().unwrap();
    assert_eq!(first.source.as_deref(), Some("Leith Echo"));
    assert_eq!(first.dates[0].1, "1923-05-04");
    assert_eq!(
        read_issue(&mets, &[]).unwrap_err().detail.as_deref(),
        Some("file://./ALTO/1.xml and 1 more")
    );
}
