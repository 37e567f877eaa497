//! No reader panics, whatever happens to its bytes.
//!
//! A small sample of every format is cut off, changed and spliced with the others, a few thousand
//! times, and read through the public API. A new format adds a line to [`SAMPLES`]. The fuzz targets
//! in `tests/fuzz` do the same without end.

use std::ops::ControlFlow;

use morgue::article::{Article, Mapping};
use morgue::corpus::{Content, Corpus, Document, Found, Layouts, Origin, Record, Stated, cut};

use crate::dice::Dice;

/// One beginning for each reader, with enough behind it to be read.
const SAMPLES: &[&[u8]] = &[
    b"Strike ends\n\nBy Jane Doe\n\nLONDON, March 3 (Reuters) - Dockers went back to work.\n",
    b"Title: Strike ends\nDate: 3 March 1923\nByline: Jane Doe\n\nDockers went back to work.\n",
    b"<!DOCTYPE html><html><head><title>A</title><meta name=\"author\" content=\"J. Doe\"></head><body><article><h1>A</h1><p>One.</p></article></body></html>",
    b"<?xml version=\"1.0\"?><nitf><head><title>A</title></head><body><body.head><hedline><hl1>A</hl1></hedline></body.head><body.content><p>One &amp; two.</p></body.content></body></nitf>",
    b"<?xml version=\"1.0\"?><NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>A</HeadLine></NewsLines><ContentItem><DataContent><p>One.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>",
    b"<?xml version=\"1.0\"?><newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><contentMeta><headline>A</headline></contentMeta><contentSet><inlineXML><html><body><p>One.</p></body></html></inlineXML></contentSet></newsItem>",
    b"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>C</title><item><title>A</title><description>&lt;p&gt;One.&lt;/p&gt;</description><pubDate>Sat, 03 Mar 1923 10:00:00 GMT</pubDate></item></channel></rss>",
    b"<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>A</title><content type=\"html\">One.</content></entry></feed>",
    b"<?xml version=\"1.0\"?><urlset xmlns:news=\"x\"><url><loc>https://a.example/</loc><news:news><news:title>A</news:title></news:news></url></urlset>",
    b"<?xml version=\"1.0\"?><alto><Layout><Page><PrintSpace><TextBlock ID=\"b\"><TextLine><String CONTENT=\"Strike\"/><HYP CONTENT=\"-\"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>",
    b"<?xml version=\"1.0\"?><mets><dmdSec ID=\"d\"><mdWrap><xmlData><mods><titleInfo><title>A</title></titleInfo></mods></xmlData></mdWrap></dmdSec><structMap TYPE=\"LOGICAL\"><div TYPE=\"ARTICLE\" DMDID=\"d\"/></structMap></mets>",
    b"<?xml version=\"1.0\"?><TEI><teiHeader><fileDesc><titleStmt><title>A</title></titleStmt></fileDesc></teiHeader><text><body><div type=\"article\"><head>A</head><p>One.</p></div></body></text></TEI>",
    b"<DOC>\n<DOCNO> AP1 </DOCNO>\n<HEAD>A</HEAD>\n<TEXT>\nOne two three.\n</TEXT>\n</DOC>\n<DOC>\n<DOCNO> AP2 </DOCNO>\n</DOC>\n",
    b"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS NEWID=\"1\"><DATE>26-FEB-1987</DATE><TEXT><TITLE>A</TITLE><DATELINE>  LONDON, Feb 26 - </DATELINE><BODY>One.\n&#3;</BODY></TEXT></REUTERS>",
    b"\x01a1234 r i bc-strike 03-03 0123\x02\n^Strike ends\n^By JANE DOE\n   LONDON (AP) _ Dockers went back.\n\x03",
    b"1 of 2 DOCUMENTS\n\nThe Daily Echo\n\nMarch 3, 1923\n\nStrike ends\n\nBYLINE: Jane Doe\n\nLENGTH: 12 words\n\nDockers went back.\n\nLOAD-DATE: March 3, 1923\n",
    b"HD Strike ends\nBY Jane Doe\nWC 12 words\nPD 3 March 1923\nSN Daily Echo\nLP Dockers went back.\nTD\nMore.\n",
    b"{\"title\":\"A\",\"text\":\"One\",\"authors\":[\"J. Doe\"],\"date\":\"1923-03-03\"}",
    b"[{\"title\":\"A\",\"text\":\"One\"},{\"title\":\"B\",\"text\":\"Two\"}]",
    b"title,text,date\nA,\"One, two\",1923-03-03\nB,Two,1923\n",
    b"From: Jane Doe <j@a.example>\nSubject: =?utf-8?q?A_b?=\nDate: Sat, 03 Mar 2018 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nOne.\n--x--\n",
    b"From j@a.example Sat Mar  3 10:00:00 2018\nSubject: A\n\nOne.\n\nFrom j@a.example Sat Mar  3 10:00:01 2018\nSubject: B\n\nTwo.\n",
    b"From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\nMIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"x\"\n\n--x\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<html><body><p>One=\n two.</p></body></html>\n--x--\n",
    b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0 Strike ends\\par Dockers \\'e9 went {\\b back}.\\par}",
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n4 0 obj<</Length 37>>stream\nBT /F1 12 Tf 10 10 Td (Strike) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: application/http\r\nContent-Length: 60\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nOne\r\n0\r\n\r\n",
    b"filedesc://a.arc 0.0.0.0 20050304050607 text/plain 4\n1 0\n\nhttp://a.example/ 1.2.3.4 20050304050607 text/html 22\nHTTP/1.1 200 OK\n\nOne two\n",
    b"\x1f\x8b\x08\0\0\0\0\0\0\xff\xf3\xcf\x4b\x05\0\x6c\x5e\x6f\x46\x03\0\0\0",
    b"PK\x03\x04\x0a\0\0\0\0\0\0\0\0\0\x6c\x5e\x6f\x46\x03\0\0\0\x03\0\0\0\x01\0\0\0aOnePK\x01\x02\x0a\0\x0a\0\0\0\0\0\0\0\0\0\x6c\x5e\x6f\x46\x03\0\0\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0aPK\x05\x06\0\0\0\0\x01\0\x01\0\x2f\0\0\0\x22\0\0\0\0\0",
];

/// Changes of each sample. Some seconds in all.
const CHANGES: usize = 60;

/// A sample after an accident.
fn changed(sample: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len());
        match dice.below(6) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, [0, 0xff, b'<', b'"', b'\n', b'{'][dice.below(6)]),
            2 => {
                let other = SAMPLES[dice.below(SAMPLES.len())];
                bytes.splice(at..at, other[dice.below(other.len())..].iter().copied());
            }
            3 => {
                let end = at + dice.below(bytes.len() - at);
                bytes.drain(at..end);
            }
            4 => {
                let end = at + dice.below((bytes.len() - at).min(64));
                let piece = bytes[at..end].repeat(dice.below(9));
                bytes.splice(at..at, piece);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

/// Reads bytes as a document and as a piece; gives the number of articles.
fn read(bytes: &[u8]) -> usize {
    let stated = Stated {
        url: Some("https://a.example/2018/03/03/a".to_owned()),
        ..Stated::default()
    };
    let document = Document {
        bytes: bytes.to_vec(),
        stated,
        ..Document::default()
    };
    let contents = [Content::Document(document), Content::Piece(bytes.to_vec())];
    let articles = contents.into_iter().map(|content| {
        let origin = Origin {
            file: "1923/03/a".into(),
            record: 0,
        };
        let read = Article::read(&Record { origin, content }, &Mapping::default());
        assert!(!read.is_empty(), "a record gives an article or a reason");
        read.iter().filter(|(_, article)| article.is_ok()).count()
    });
    articles.sum()
}

#[test]
fn every_format_after_an_accident() {
    let mut dice = Dice(0x1923_0303);
    let mut articles = 0;
    for sample in SAMPLES {
        articles += read(sample);
        for _ in 0..CHANGES {
            articles += read(&changed(sample, &mut dice));
        }
    }
    assert!(articles > SAMPLES.len(), "{articles}");
}

#[test]
fn every_container_after_an_accident() {
    let mut dice = Dice(0x1987_0226);
    let folder = tempfile::tempdir().unwrap();
    for (number, sample) in SAMPLES.iter().enumerate() {
        for change in 0..CHANGES / 3 {
            let path = folder.path().join(format!("{number}-{change}"));
            std::fs::write(path, changed(sample, &mut dice)).unwrap();
        }
    }
    let corpus = Corpus::open(&[folder.path().to_path_buf()]).unwrap();
    let mut records = 0;
    for found in corpus.files() {
        let Found::File(file) = found else { continue };
        let before = records;
        cut(&file, &Layouts::default(), &mut |cut| {
            if let Ok(record) = cut {
                Article::read(&record, &Mapping::default());
            }
            records += 1;
            ControlFlow::Continue(())
        });
        assert!(records > before, "{} gives nothing", file.name);
    }
}
