//! Every reader of outside bytes, and what it keeps whatever it is given.
//!
//! One function a reader, with samples of what it reads; it says how much it understood. `mutations` gives them samples after an
//! accident, in the ordinary tests; the fuzz targets in `tests/fuzz` look without end for bytes that go new ways. A new format adds
//! a line to [`RECORDS`], a new reader a function and a target.

use std::fs;
use std::ops::ControlFlow;
use std::slice::from_ref;
use std::sync::LazyLock;

use morgue::Error;
use morgue::article::{Article, Mapping};
use morgue::corpus::{Content, Corpus, Document, Found, Layouts, Origin, Record, Stated, cut};
use morgue::entity::{Gazetteer, Kind, Recognizer};
use morgue::index::document::part_text;
use morgue::index::manifest::{Fate, FileEntry};
use morgue::index::packed::{pack, unpack};
use morgue::index::{Encoder, Manifest, Stored};
use morgue::ingest::{Desk, understand};
use morgue::query::names::{Draft, Name, NamesFile};
use morgue::query::parse;
use morgue::text::Span;

/// One beginning for each format, with enough behind it to be read.
pub const RECORDS: &[&[u8]] = &[
    b"Strike ends\n\nBy Jane Doe\n\nLONDON, March 3 (Reuters) - Dockers went back to work.\n",
    b"Title: Strike ends\nDate: 3 March 1923\nByline: Jane Doe\n\nDockers went back to work.\n",
    b"<!DOCTYPE html><html><head><title>A</title><meta name=\"author\" content=\"J. Doe\"></head><body><article><h1>A</h1><p>Dockers went back to work on Monday, after the owners of the port had agreed to pay them what they had asked for since the beginning of the year, the union said. Ships that had waited for days were unloaded.</p></article></body></html>",
    b"<?xml version=\"1.0\"?><nitf><head><title>A</title></head><body><body.head><hedline><hl1>A</hl1></hedline></body.head><body.content><p>One &amp; two.</p></body.content></body></nitf>",
    b"<?xml version=\"1.0\"?><NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>A</HeadLine></NewsLines><ContentItem><DataContent><p>One.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>",
    b"<?xml version=\"1.0\"?><newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><contentMeta><headline>A</headline></contentMeta><contentSet><inlineXML><html><body><p>One.</p></body></html></inlineXML></contentSet></newsItem>",
    b"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>C</title><item><title>A</title><description>&lt;p&gt;One.&lt;/p&gt;</description><pubDate>Sat, 03 Mar 1923 10:00:00 GMT</pubDate></item></channel></rss>",
    b"<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>A</title><content type=\"html\">One.</content></entry></feed>",
    b"<?xml version=\"1.0\"?><urlset xmlns:news=\"x\"><url><loc>https://a.example/</loc><news:news><news:title>A</news:title></news:news></url></urlset>",
    b"<?xml version=\"1.0\"?><alto><Layout><Page><PrintSpace><TextBlock ID=\"b\"><TextLine><String CONTENT=\"Strike\"/><HYP CONTENT=\"-\"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>",
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
    b"From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\nMIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"x\"\n\n--x\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<html><body><article><h1>A</h1><p>Dockers went back to work on Monday, after the owners of the port had agr=\need to pay them what they had asked for since the beginning of the year, the union said. Ships that had waited for days were unloaded.</p></article></body></html>\n--x--\n",
    b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0 Strike ends\\par Dockers \\'e9 went {\\b back}.\\par}",
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>/Contents 4 0 R>>endobj\n4 0 obj<</Length 37>>stream\nBT /F1 12 Tf 10 10 Td (Strike) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
];

/// A file of each kind that others are in, and an issue, whose text is in others.
const CONTAINERS: &[&[u8]] = &[
    b"<?xml version=\"1.0\"?><mets><dmdSec ID=\"d\"><mdWrap><xmlData><mods><titleInfo><title>A</title></titleInfo></mods></xmlData></mdWrap></dmdSec><structMap TYPE=\"LOGICAL\"><div TYPE=\"ARTICLE\" DMDID=\"d\"/></structMap></mets>",
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: application/http\r\nContent-Length: 60\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nOne\r\n0\r\n\r\n",
    b"filedesc://a.arc 0.0.0.0 20050304050607 text/plain 66\n1 0 Crawl\nURL IP-address Archive-date Content-type Archive-length\n\nhttp://a.example/ 1.2.3.4 20050304050607 text/html 25\nHTTP/1.1 200 OK\n\nOne two\n\n",
    b"\x1f\x8b\x08\0\0\0\0\0\0\xff\xf3\xcf\x4b\x05\0\x11\xc0!B\x03\0\0\0",
    b"PK\x03\x04\x0a\0\0\0\0\0\0\0\0\0\x11\xc0!B\x03\0\0\0\x03\0\0\0\x01\0\0\0aOnePK\x01\x02\x0a\0\x0a\0\0\0\0\0\0\0\0\0\x11\xc0!B\x03\0\0\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0aPK\x05\x06\0\0\0\0\x01\0\x01\0\x2f\0\0\0\x22\0\0\0\0\0",
];

/// Queries that between them have every operator and field.
pub const QUERIES: &[&[u8]] = &[
    b"strike port -dockers OR (\"general strike\"~2 AND NOT lead:pay)",
    b"person:\"Ana Ruiz\" org:Reuters place:\"Bogot\xc3\xa1\" byline:\"J. Doe\" title:(a OR b)",
    b"source:\"Daily Echo\" section:Sport page:A1 lang:es path:a/b date:1923-03..1924 date:>=2019",
    b"a NEAR/5 (b OR c) PRE/3 d /s e /p f ATLEAST/3 g resign* wom?n smith~1 =\"Polish\"",
];

/// Names files with every column, as people and spreadsheets write them.
pub const NAMES_FILES: &[&[u8]] = &[
    b"canonical\tkind\tvariants\tnot-variants\tnote\tid\n# ours\nGustavo Petro\tperson\tG. Petro; Petro Urrego\tNicol\xc3\xa1s Petro\t\tQ302986\nHenry Ford\tperson\torg: Ford\nBombay\tplace\tMumbai\t\thouse style\tgeonames:1275339\n-\tperson\tWest Bank; Getty Images\n",
    b"\xef\xbb\xbfkind\tcanonical\tvariants\r\nperson\t\"Doe, \"\"J\"\"\"\tA;B\r\n\r\norg\tC",
];

/// Mappings with every key.
pub const MAPPINGS: &[&[u8]] = &[
    b"[[mapping]]\nfiles = \"*.csv\"\ntitle = \"Headline\"\nbody = [\"Lead\", 4]\ndate = \"When\"\ndate_format = \"%d.%m.%Y\"\nsource = [\"Paper\", { value = \"Daily Echo\" }]\nsection = false\ndelimiter = \";\"\nquote = \"'\"\nheader = true\ncharset = \"latin1\"\n",
    b"[[mapping]]\nfiles = [\"*.json\", \"!b.json\"]\nrecords = \"content.items\"\ntitle = \"content.title\"\nbyline = \"by\"\n[[mapping]]\nfiles = \"c\"\nskip = true\n",
];

/// Samples as the others are made.
pub fn owned(samples: &[&[u8]]) -> Vec<Vec<u8>> {
    samples.iter().map(|sample| sample.to_vec()).collect()
}

/// Files of every kind.
pub fn files() -> Vec<Vec<u8>> {
    owned(&[RECORDS, CONTAINERS].concat())
}

/// Manifests, as they stand before their checksum.
pub fn manifests() -> Vec<Vec<u8>> {
    let mut entry = FileEntry {
        stamp: None,
        mapping: 0,
        members: Vec::new(),
        records: Vec::new(),
    };
    let fates = [
        Fate::Indexed {
            fingerprint: 1,
            content: 2,
        },
        Fate::Duplicate { fingerprint: 1 },
        Fate::Rejected(morgue::corpus::Rejection::failed("not a valid zip", "cut").into()),
    ];
    for (record, fate) in (0..).zip(fates) {
        let file = format!("a.zip/{}", record % 2).as_str().into();
        entry.push(&Origin { file, record }, fate);
    }
    let manifest = Manifest {
        files: [("a.zip".into(), entry)].into(),
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a");
    manifest.write(&file).unwrap();
    let mut bytes = fs::read(file).unwrap();
    bytes.truncate(bytes.len() - CHECKSUM_BYTES);
    vec![bytes]
}

/// Articles as the index stores them.
pub fn stored_articles() -> Vec<Vec<u8>> {
    let understood = RECORDS
        .iter()
        .flat_map(|bytes| understood(Content::Piece(bytes.to_vec())));
    understood.map(|stored| pack(&stored).unwrap()).collect()
}

/// A record of any format gives articles or reasons. What is understood has a text, and comes back from the index as it was.
pub fn document(bytes: &[u8]) -> usize {
    let stated = Stated {
        url: Some("https://a.example/2018/03/03/a".to_owned()),
        ..Stated::default()
    };
    let document = Document {
        bytes: bytes.to_vec(),
        stated,
        ..Document::default()
    };
    let contents = [
        Content::Document(document),
        Content::Piece(bytes.to_vec()),
        Content::Json(String::from_utf8_lossy(bytes).into_owned()),
    ];
    let articles: Vec<Stored> = contents.into_iter().flat_map(understood).collect();
    for stored in &articles {
        let article = &stored.article;
        assert!(!article.title.is_empty() || !article.body.is_empty());
        assert_eq!(unpack(&pack(stored).unwrap()).as_ref(), Ok(stored));
        ENCODER.encode(stored);
    }
    articles.len()
}

static ENCODER: LazyLock<Encoder> = LazyLock::new(Encoder::new);
static RECOGNIZER: LazyLock<Recognizer> = LazyLock::new(Recognizer::builtin);
static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::builtin);

fn understood(content: Content) -> Vec<Stored> {
    let origin = Origin {
        file: "1923/03/a".into(),
        record: 0,
    };
    let record = Record { origin, content };
    let read = understand(
        &record,
        &Mapping::default(),
        &RECOGNIZER,
        &mut Desk::default(),
    );
    assert!(!read.is_empty(), "a record gives an article or a reason");
    let mut articles = Vec::new();
    for (_, stored) in read {
        match stored {
            Ok(stored) => articles.push(stored),
            Err(reason) => assert_ne!(reason.reason, "morgue itself failed on it", "{reason:?}"),
        }
    }
    articles
}

/// A file of any kind is cut into records, or gives a reason.
pub fn file(bytes: &[u8]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    fs::write(&path, bytes).unwrap();
    let corpus = Corpus::open(&[path]).unwrap();
    read_all(&corpus, &Mapping::default(), &Layouts::default())
}

/// Gives the number of records.
fn read_all(corpus: &Corpus, mapping: &Mapping, layouts: &Layouts) -> usize {
    let mut records = 0;
    for found in corpus.files() {
        let Found::File(file) = found else { continue };
        let mut is_something_said = false;
        cut(&file, layouts, &mut |cut| {
            is_something_said = true;
            if let Ok(record) = cut {
                records += 1;
                let read = Article::read(&record, mapping);
                assert!(!read.is_empty(), "a record gives an article or a reason");
            }
            ControlFlow::Continue(())
        });
        assert!(is_something_said, "{} gives nothing", file.name);
    }
    records
}

/// A query is read, whatever it says. Messages point into it, and what was understood prints as a query that means the same.
pub fn query(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let parsed = parse(&text);
    let is_inside = |span: Span| text.get(span.range()).is_some();
    for error in &parsed.errors {
        assert!(is_inside(error.span), "{error:?}");
        assert!(!error.render(&text).contains(is_control), "{error:?}");
    }
    for note in &parsed.notes {
        assert!(is_inside(note.span), "{note:?}");
        assert!(!note.render().contains(is_control), "{note:?}");
    }
    if !parsed.errors.is_empty() {
        return 0;
    }
    let printed = parsed.query.to_string();
    let again = parse(&printed);
    assert_eq!(again.errors, [], "{printed}");
    assert_eq!(again.query, parsed.query, "{printed}");
    1
}

fn is_control(character: char) -> bool {
    character.is_control() && character != '\n'
}

/// A names file is understood or refused with a line of it. One that is understood can be changed, and is understood then.
pub fn names_file(bytes: &[u8]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("names.tsv");
    fs::write(&path, bytes).unwrap();
    let file = match NamesFile::read(&path, &GAZETTEER) {
        Ok(file) => file,
        Err(error) => {
            assert_line(&error, bytes);
            assert!(Draft::open(&path, &GAZETTEER).is_err());
            return 0;
        }
    };
    let name = |kind, text: &str| Name {
        kind,
        text: text.to_owned(),
    };
    let known = file.entries().next();
    let known = known.map_or_else(
        || name(Kind::Person, "Ana Ruiz"),
        |(_, entry)| name(entry.kind, &entry.canonical),
    );
    let other = name(Kind::Person, "Zoe Quist");
    let changes: [&dyn Fn(&mut Draft) -> bool; 6] = [
        &|draft| draft.merge(&known, from_ref(&other), Some("a\tb")) == Ok(true),
        &|draft| draft.merge(&other, from_ref(&known), None) == Ok(true),
        &|draft| draft.split(&known, from_ref(&other), None) == Ok(true),
        &|draft| draft.rename(&known, "Ana; Ruiz\n", Some("\"")) == Ok(true),
        &|draft| draft.ban(&known, Some("#")) == Ok(true),
        &|draft| draft.unban(&other) == Ok(true),
    ];
    for change in changes {
        let mut draft = Draft::open(&path, &GAZETTEER).unwrap();
        if change(&mut draft) {
            draft.save().unwrap();
            let again = NamesFile::read(&path, &GAZETTEER).unwrap();
            assert!(again.entries().eq(draft.file().entries()));
            fs::write(&path, bytes).unwrap();
        }
    }
    file.entries().count()
}

/// An error names a line that the text has.
fn assert_line(error: &Error, text: &[u8]) {
    let ends = |byte: &&u8| matches!(**byte, b'\n' | b'\r');
    let lines = 1 + text.iter().filter(ends).count();
    match error {
        Error::Names { line, .. } | Error::Mapping { line, .. } => {
            assert!(
                (1..=lines).contains(line),
                "line {line} of {lines}: {error}"
            );
        }
        // It is no text.
        Error::Io { source, .. } => assert_eq!(source.kind(), std::io::ErrorKind::InvalidData),
        other => panic!("{other}"),
    }
}

/// A `morgue.toml` is understood or refused with a line of it; with one that is understood, files are read.
pub fn mapping(bytes: &[u8]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("morgue.toml", bytes);
    write("a.csv", b"Headline;Lead;When;Text\nA;'B; C';03.03.1923;D\n");
    write(
        "b.json",
        b"{\"content\":{\"items\":[{\"title\":\"A\",\"by\":[\"B\"]}]}}",
    );
    match Mapping::of(&[folder.path()], folder.path()) {
        Err(error) => {
            assert_line(&error, bytes);
            0
        }
        Ok(mapping) => {
            mapping.fingerprint(["a.csv", "b.json"]);
            let corpus = Corpus::open(&[folder.path().to_path_buf()]).unwrap();
            read_all(&corpus, &mapping, mapping.layouts())
        }
    }
}

const CHECKSUM_BYTES: usize = 8;

/// What stands in a manifest before its checksum is understood or refused. One that is understood is written and read as it was.
pub fn manifest(bytes: &[u8]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let checksum = twox_hash::XxHash3_64::oneshot(bytes).to_le_bytes();
    let file = folder.path().join("a");
    fs::write(&file, [bytes, &checksum].concat()).unwrap();
    match Manifest::read(folder.path(), &file) {
        Err(Error::Damaged { .. }) => 0,
        Err(other) => panic!("{other}"),
        Ok(manifest) => {
            manifest.fingerprint();
            assert!(manifest.articles() <= bytes.len() as u64);
            manifest.write(&file).unwrap();
            assert_eq!(Manifest::read(folder.path(), &file).unwrap(), manifest);
            manifest.files.len()
        }
    }
}

/// A stored article is understood or refused. Names of one that is understood stand in its text, and it can be indexed again.
pub fn stored(bytes: &[u8]) -> usize {
    let Ok(stored) = unpack(bytes) else {
        return 0;
    };
    for mention in &stored.findings.mentions {
        let text = part_text(&stored.article, mention.part);
        assert!(text.get(mention.span.range()).is_some(), "{mention:?}");
    }
    assert_eq!(unpack(&pack(&stored).unwrap()).as_ref(), Ok(&stored));
    ENCODER.encode(&stored);
    1
}
