//! What news XML may look like when something went wrong. Whatever the bytes:
//!
//! 1. reading does not panic;
//! 2. every record gives at least one item, and every reason is one of a few;
//! 3. a document that is cut gives the items that are whole, in order, and then `not valid XML`.

use super::read;
use crate::article::{Article, Mapping};
use crate::corpus::{Content, Document, Origin, Record};

const NITF: &str = "<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE nitf SYSTEM 'nitf.dtd'>\n\
    <nitf baselang='en'><head><title>Ferry</title><meta name='publication_year' content='1923'/>\
    <docdata><date.issue norm='19230305T100000Z'/></docdata><pubdata name='Courier'/></head><body>\
    <body.head><hedline><hl1>Ferry late</hl1></hedline><byline>By Jane Doe</byline></body.head>\
    <body.content><p>The ferry was late &amp; the mail&nbsp;too.</p><table><tr><td>Cork</td>\
    <td>3</td></tr></table></body.content></body></nitf>";

const NEWSML: &str = "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Ferry</HeadLine>\
    </NewsLines><ContentItem><DataContent><p>Late.</p></DataContent></ContentItem>\
    </NewsComponent></NewsItem><NewsItem><NewsComponent><NewsLines><HeadLine>Mail</HeadLine>\
    </NewsLines><ContentItem><DataContent>Lost.</DataContent></ContentItem></NewsComponent>\
    </NewsItem></NewsML>";

const NEWSML_G2: &str = "<newsMessage><itemSet><newsItem><itemMeta><itemClass qcode='n:text'/>\
    </itemMeta><contentMeta><headline>Ferry</headline></contentMeta><contentSet><inlineXML>\
    <html><body><p>Late.</p></body></html></inlineXML></contentSet></newsItem><planningItem/>\
    <newsItem><contentMeta><headline>Mail</headline></contentMeta><contentSet><inlineData>Lost.\
    </inlineData></contentSet></newsItem></itemSet></newsMessage>";

const RSS: &str = "<rss><channel><title>Courier</title><item><title>Ferry</title><description>\
    <![CDATA[<p>Late.</p>]]></description></item><item><title>Mail</title>\
    <content:encoded>&lt;p&gt;Lost.</content:encoded></item></channel></rss>";

const SITEMAP: &str = "<urlset><url><loc>http://c.example/1</loc><news:news><news:title>Ferry\
    </news:title></news:news></url><url><loc>http://c.example/2</loc><news:news><news:title>Mail\
    </news:title></news:news></url></urlset>";

const BY_NAME: &str = "<?xml version='1.0'?><news day='x'><story><headline>Ferry</headline><body>\
    The ferry was late again on Monday, and so was the mail.</body></story><story>\
    <headline>Mail</headline><date>1923-03-05</date><body><p>The mail of the islands was lost at \
    sea on Monday.</p></body></story></news>";

const ALL: &[&str] = &[NITF, NEWSML, NEWSML_G2, RSS, SITEMAP, BY_NAME];

fn record(bytes: Vec<u8>) -> Record {
    let origin = Origin {
        file: "a.xml".into(),
        record: 0,
    };
    let document = Document {
        bytes,
        ..Document::default()
    };
    Record {
        origin,
        content: Content::Document(document),
    }
}

/// Titles of the articles, and reasons in brackets.
fn shown(bytes: &[u8]) -> Vec<String> {
    let items = Article::read(&record(bytes.to_vec()), &Mapping::default());
    assert!(!items.is_empty());
    let shown = items.into_iter().map(|(_, article)| match article {
        Ok(article) => article.title,
        Err(rejection) => format!("({})", rejection.reason),
    });
    shown.collect()
}

#[test]
fn whole_documents() {
    let expected: &[(&str, &[&str])] = &[
        ("nitf", &["Ferry late"]),
        ("newsml", &["Ferry", "Mail"]),
        ("newsml-g2", &["Ferry", "(planning item)", "Mail"]),
        ("feed", &["Ferry", "Mail"]),
        ("sitemap", &["Ferry", "Mail"]),
        ("xml", &["Ferry", "Mail"]),
    ];
    for (text, (format, titles)) in ALL.iter().zip(expected) {
        let record = record(text.as_bytes().to_vec());
        assert_eq!(read(&record, None).unwrap().0, *format);
        assert_eq!(shown(text.as_bytes()), *titles, "{format}");
    }
}

#[test]
fn cut_anywhere() {
    for text in ALL {
        let whole = shown(text.as_bytes());
        for end in 0..text.len() {
            let cut = shown(&text.as_bytes()[..end]);
            let kept = cut.iter().filter(|title| !title.starts_with('('));
            let of_whole = whole.iter().filter(|title| !title.starts_with('('));
            // Before the first element shows what it is, it is a text.
            if end > text.find("</").unwrap_or_default() {
                let kept: Vec<&String> = kept.collect();
                let expected: Vec<&String> = of_whole.take(kept.len()).collect();
                assert_eq!(kept, expected, "{}", &text[..end]);
                let says_so = cut
                    .iter()
                    .any(|title| matches!(title.as_str(), "(not valid XML)" | "(format not read)"));
                assert!(says_so, "{cut:?} of {}", &text[..end]);
            }
        }
    }
}

#[test]
fn any_byte_wrong() {
    for text in ALL {
        for at in 0..text.len() {
            for byte in [b'<', b'>', b'&', b'"', 0, 0xff] {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] = byte;
                shown(&bytes);
            }
        }
    }
}

#[test]
fn nesting_ends_by_name() {
    for (before, level, after) in [
        ("<nitf><body><body.content>", "<block>", ""),
        ("<nitf><body><body.content><table>", "<tr><td>x", ""),
        ("<NewsML><NewsItem>", "<NewsComponent>", ""),
        ("<newsMessage>", "<itemSet>", ""),
        ("<rss><channel><item><description>", "<div>", "</div>"),
        ("<?xml version='1.0'?><news>", "<story><body>", ""),
    ] {
        let deep = format!("{before}{}{after}", level.repeat(50_000));
        assert_eq!(shown(deep.as_bytes()), ["(XML too complex)"], "{before}");
    }
}

#[test]
fn entities_stay_as_they_are() {
    for text in ALL {
        let is_element = |at: usize| {
            let rest = &text[at + 1..];
            rest.starts_with(|c: char| c.is_ascii_alphabetic())
        };
        let mut tags = text.match_indices('<').map(|(at, _)| at);
        let root = tags.find(|at| is_element(*at)).unwrap();
        let document = &text[root..];
        let document = document.replace("Ferry", "&m;&f;Ferry");
        let bomb = format!(
            "<!DOCTYPE x [<!ENTITY l 'ha'><!ENTITY m '&l;&l;'>\
             <!ENTITY f SYSTEM 'file:///etc/hostname'>]>{document}"
        );
        let title = &shown(bomb.as_bytes())[0];
        assert!(title.starts_with("&m;&f;Ferry"), "{title}");
    }
}
