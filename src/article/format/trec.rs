//! The collections of TREC and their kin: `<DOC>` with a `<DOCNO>`, and elements that each newspaper
//! and agency named as it liked.
//!
//! Associated Press, Wall Street Journal, Los Angeles Times, Financial Times, FBIS, Federal Register,
//! San Jose Mercury News, Ziff; AQUAINT and Gigaword (New York Times, AP, Xinhua); the newspapers of
//! CLEF, FIRE and NTCIR; the web collections (`<DOCHDR>`). [`ELEMENTS`] says what an element means;
//! what it does not know goes where a record's own names go. The number of a document says its
//! source, and its day where no element does.

use super::{Reading, one, page};
use crate::article::fields::{Field, field_of, headline_above};
use crate::article::published::DateSource;
use crate::article::xml::{Element, Node};
use crate::article::{Draft, Rejection, Removed, date_text, markup, sgml, wrapping};
use crate::corpus::Stated;
use crate::text::{decode, normalize};

/// What an element holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Field(Field),
    /// The start of the text that some papers set apart.
    Lead,
    Number,
    Edition,
    /// Elements that hold others.
    Around,
    /// Codes of indexers and machines.
    Code,
}

/// Names of elements, lower case, sorted.
const ELEMENTS: &[(&str, Part)] = &[
    ("au", Part::Field(Field::Byline)),
    ("body", Part::Around),
    ("category", Part::Code),
    ("cn", Part::Code),
    ("co", Part::Code),
    ("date1", Part::Field(Field::Date)),
    ("date_time", Part::Field(Field::Date)),
    ("dd", Part::Field(Field::Date)),
    ("descript", Part::Code),
    ("docid", Part::Number),
    ("docno", Part::Number),
    ("docoldno", Part::Number),
    ("doctype", Part::Code),
    ("edition", Part::Edition),
    ("fileid", Part::Code),
    ("first", Part::Code),
    ("graphic", Part::Field(Field::Caption)),
    ("gv", Part::Code),
    ("h1", Part::Around),
    ("h2", Part::Code),
    ("h3", Part::Around),
    ("h4", Part::Around),
    ("h5", Part::Around),
    ("header", Part::Around),
    ("hl", Part::Field(Field::Title)),
    ("ht", Part::Code),
    ("in", Part::Code),
    ("journal", Part::Field(Field::Source)),
    ("leadpara", Part::Lead),
    ("length", Part::Code),
    ("lp", Part::Lead),
    ("ms", Part::Code),
    ("ns", Part::Code),
    ("parent", Part::Code),
    ("profile", Part::Code),
    ("pub", Part::Field(Field::Source)),
    ("re", Part::Code),
    ("second", Part::Code),
    ("slug", Part::Code),
    ("so", Part::Field(Field::Source)),
    ("st", Part::Code),
    ("subject", Part::Code),
    ("ti", Part::Field(Field::Title)),
    ("tx", Part::Field(Field::Body)),
    ("txttype", Part::Code),
    ("type", Part::Code),
];

/// Sources by the letters that begin a document's number. Sorted.
const SOURCES: &[(&str, &str)] = &[
    ("AFE", "Agence France-Presse"),
    ("AFP", "Agence France-Presse"),
    ("AP", "Associated Press"),
    ("APW", "Associated Press"),
    ("CNA", "Central News Agency"),
    ("FBIS", "Foreign Broadcast Information Service"),
    ("FR", "Federal Register"),
    ("FT", "Financial Times"),
    ("GH", "Glasgow Herald"),
    ("LA", "Los Angeles Times"),
    ("LTW", "Los Angeles Times/Washington Post"),
    ("NYT", "New York Times"),
    ("SJMN", "San Jose Mercury News"),
    ("WPB", "Washington Post/Bloomberg"),
    ("WSJ", "Wall Street Journal"),
    ("XIE", "Xinhua"),
    ("XIN", "Xinhua"),
];

/// Reads a `<DOC>` element.
pub(super) fn read(bytes: &[u8]) -> Reading {
    if let Some((url, html)) = web_page(bytes) {
        let stated = Stated {
            url,
            ..Stated::default()
        };
        let read = page::read(html, &stated);
        return one(read.or_else(|_| bare_page(html, &stated)));
    }
    let (text, _) = decode::decode(bytes, None);
    let root = sgml::tree(&text);
    let doc = root.child("doc").unwrap_or(&root);
    let mut story = Story::default();
    story.take_attributes(doc);
    story.take(doc);
    Ok(vec![Ok(story.into_draft())])
}

/// A page too small for any judgement of what on it is the article.
fn bare_page(html: &[u8], stated: &Stated) -> Result<Draft, Rejection> {
    let (text, _) = decode::decode(html, None);
    let paragraphs = markup::paragraphs(&text);
    if paragraphs.is_empty() {
        return Err(Rejection::skipped("no text"));
    }
    Ok(Draft {
        url: stated.url.clone(),
        paragraphs,
        ..Draft::default()
    })
}

/// The address and the page of a web collection: the first word of `<DOCHDR>`, and what follows it.
fn web_page(bytes: &[u8]) -> Option<(Option<String>, &[u8])> {
    let find = |sign: &[u8], from: usize| {
        let mut windows = bytes.get(from..)?.windows(sign.len());
        Some(from + windows.position(|window| window.eq_ignore_ascii_case(sign))?)
    };
    // The header of a crawl stands near the top.
    let start = find(b"<dochdr>", 0).filter(|start| *start < 4096)?;
    let end = find(b"</dochdr>", start)?;
    let header = String::from_utf8_lossy(&bytes[start + 8..end]);
    let url = header
        .split_whitespace()
        .next()
        .filter(|word| word.contains('.'));
    let url = url.map(|url| match url.contains("://") {
        true => url.to_owned(),
        false => format!("http://{url}"),
    });
    Some((url, &bytes[end + 9..]))
}

#[derive(Default)]
struct Story {
    draft: Draft,
    number: String,
    lead: Vec<String>,
    body: Vec<String>,
    /// What stands outside every element that is known.
    loose: Vec<String>,
}

impl Story {
    /// `<DOC id="XIN_ENG_19990101.0001" title="...">`.
    fn take_attributes(&mut self, doc: &Element) {
        let attribute = |name: &str| doc.attribute(name).map(str::to_owned);
        self.number = attribute("id").unwrap_or_default();
        self.draft.title = attribute("title");
        self.draft.url = attribute("url");
        let date = attribute("date").map(|date| (DateSource::Meta, date));
        self.draft.dates.extend(date);
    }

    // Recursion is bounded by the depth of the tree.
    fn take(&mut self, parent: &Element) {
        for node in &parent.children {
            match node {
                Node::Element(element) => self.take_element(element),
                Node::Text(text) => self.loose.extend(paragraphs_of_text(text)),
            }
        }
    }

    fn take_element(&mut self, element: &Element) {
        let known = ELEMENTS.binary_search_by_key(&element.name.as_str(), |(name, _)| name);
        let part = match known {
            Ok(at) => Some(ELEMENTS[at].1),
            Err(_) => field_of(&element.name).map(|(field, _)| Part::Field(field)),
        };
        match part {
            Some(Part::Field(Field::Body)) => self.body.extend(paragraphs(element)),
            Some(Part::Field(field)) => self.take_field(field, element),
            Some(Part::Lead) => self.lead.extend(paragraphs(element)),
            Some(Part::Number) if self.number.is_empty() => {
                self.number = normalize::line(&element.text());
            }
            Some(Part::Number) => {}
            Some(Part::Edition) => self.draft.edition = Some(element.text()),
            Some(Part::Around) => self.take(element),
            // `<P>` and `<F P=100>` are marks in a text that no element holds.
            None if element.name.len() == 1 => self.take(element),
            Some(Part::Code) | None => self.pass_over(&element.name, &element.text()),
        }
    }

    /// Fields that come twice are one field in two parts, headlines apart.
    fn take_field(&mut self, field: Field, element: &Element) {
        let text = element.text();
        if normalize::line(&text).is_empty() {
            return;
        }
        let draft = &mut self.draft;
        match field {
            Field::Title => match draft.title {
                None => self.take_headline(&text),
                Some(_) => self.pass_over(&element.name, &text),
            },
            Field::Byline => draft.byline.push(normalize::line(&text)),
            Field::Date => {
                draft.edition = draft.edition.take().or_else(|| edition_of(&text));
                let date = normalize::line(&text);
                draft.dates.push((DateSource::Meta, date));
            }
            Field::Dateline => draft.dateline = Some(text),
            Field::Source => {
                let (source, page) = source_and_page(&text);
                draft.source.get_or_insert(source);
                draft.page = draft.page.take().or(page);
            }
            Field::Section => {
                draft.section = section_of(&text);
                draft.page = draft.page.take().or_else(|| page_of(&text));
            }
            Field::Page => draft.page = page_of(&text).or(Some(text)),
            Field::Edition => draft.edition = Some(text),
            Field::Wire => draft.wire = Some(text),
            Field::Lang => draft.lang = Some(text),
            Field::Url => draft.url = Some(text),
            Field::Summary => draft.summary = Some(text),
            Field::Caption => draft.captions.extend(paragraphs(element)),
            Field::Body => {}
        }
    }

    /// `<HL>` holds the credit too, behind a rule; `@` ends its lines.
    fn take_headline(&mut self, text: &str) {
        let lines: Vec<&str> = text.split(['\n', '@']).map(str::trim).collect();
        let is_rule = |line: &&str| line.len() >= 2 && line.chars().all(|c| c == '-');
        let rule = lines.iter().position(is_rule).unwrap_or(lines.len());
        let headline = lines[..rule].join(" ");
        for line in lines.iter().skip(rule + 1).filter(|line| !is_rule(line)) {
            if !line.is_empty() {
                self.draft.byline.push((*line).to_owned());
            }
        }
        self.draft.title = Some(without_stamp(&normalize::line(&headline)).to_owned());
    }

    fn pass_over(&mut self, name: &str, text: &str) {
        let text = normalize::line(text);
        if text.contains(char::is_alphanumeric) {
            self.draft.removed.push(Removed {
                text: format!("{name}: {text}"),
                reason: "header line".to_owned(),
            });
        }
    }

    fn into_draft(mut self) -> Draft {
        let mut draft = self.draft;
        let is_loose = self.body.is_empty() && self.lead.is_empty();
        if !is_loose {
            let loose = self.loose.drain(..).map(|text| Removed {
                text,
                reason: "header line".to_owned(),
            });
            draft.removed.extend(loose);
        }
        draft.paragraphs = self.lead;
        draft.paragraphs.append(&mut self.body);
        draft.paragraphs.append(&mut self.loose);
        if draft.title.is_none() {
            draft.title = headline_above(&mut draft.paragraphs);
        }
        let prefix = prefix(&self.number);
        let known = SOURCES.binary_search_by_key(&prefix, |(letters, _)| letters);
        if let Ok(at) = known {
            draft.source.get_or_insert_with(|| SOURCES[at].1.to_owned());
        }
        for (_, date) in &mut draft.dates {
            *date = spelled_out(date, prefix);
        }
        let day = day_of(&self.number, prefix).map(|day| (DateSource::Meta, day));
        draft.dates.extend(day);
        draft
    }
}

/// The paragraphs of an element: `<P>` begins one, and so does an indent where there is none.
fn paragraphs(element: &Element) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let has_marks = add_blocks(element, &mut blocks);
    let mut out = Vec::new();
    for block in blocks {
        if has_marks {
            out.push(normalize::line(&block));
        } else {
            out.extend(paragraphs_of_text(&block));
        }
    }
    out.retain(|text| text.contains(char::is_alphanumeric));
    out
}

/// Elements inside a text that begin a paragraph.
const BLOCKS: &[&str] = &[
    "br", "doctitle", "footnote", "h1", "h2", "h3", "h4", "li", "p", "table", "tr", "turn",
];

fn add_blocks(element: &Element, blocks: &mut Vec<String>) -> bool {
    let mut has_marks = false;
    for node in &element.children {
        match node {
            Node::Text(text) => {
                if let Some(block) = blocks.last_mut() {
                    block.push_str(text);
                }
            }
            Node::Element(inner) => {
                let is_block = BLOCKS.contains(&inner.name.as_str());
                if is_block {
                    blocks.push(String::new());
                }
                has_marks |= is_block | add_blocks(inner, blocks);
                if is_block && !inner.children.is_empty() {
                    blocks.push(String::new());
                }
            }
        }
    }
    has_marks
}

fn paragraphs_of_text(text: &str) -> Vec<String> {
    // The first line stands where its tag left it.
    let text = text.trim_matches(['\n', '\r']);
    if wrapping::has_indents(text) {
        wrapping::by_indent(text)
    } else {
        wrapping::paragraphs(text)
    }
}

/// The letters before the first digit of a document's number: `AP`, `NYT` of `NYT_ENG_1994...`.
fn prefix(number: &str) -> &str {
    let is_letter = |c: char| c.is_ascii_uppercase();
    let len = number.find(|c| !is_letter(c)).unwrap_or(number.len());
    let is_numbered = number[len..].contains(|c: char| c.is_ascii_digit());
    if is_numbered { &number[..len] } else { "" }
}

/// The day in a document's number: `AP880212-0001`, `LA010189-0001`, `NYT19980601.0001`.
fn day_of(number: &str, prefix: &str) -> Option<String> {
    let mut runs = number.split(|c: char| !c.is_ascii_digit());
    runs.find_map(|digits| match digits.len() {
        8 => checked(&digits[..4], &digits[4..6], &digits[6..]),
        6 => day_of_six(digits, prefix),
        _ => None,
    })
}

/// `880212`; the Los Angeles Times writes `021288`.
fn day_of_six(digits: &str, prefix: &str) -> Option<String> {
    let (a, b, c) = (&digits[..2], &digits[2..4], &digits[4..]);
    match prefix {
        "LA" => checked(&century(c), a, b),
        _ => checked(&century(a), b, c),
    }
}

/// These collections end before 2050 and begin after 1950.
fn century(year: &str) -> String {
    format!("{}{year}", if year < "50" { "20" } else { "19" })
}

fn checked(year: &str, month: &str, day: &str) -> Option<String> {
    let date = format!("{year}{month}{day}");
    let is_recent = ("1900".."2100").contains(&year);
    (is_recent && date_text::compact_day(&date).is_some()).then(|| format!("{year}-{month}-{day}"))
}

/// Dates in figures as their newspaper means them: `910514` is a day of 1991, and American papers
/// write the month first.
fn spelled_out(date: &str, prefix: &str) -> String {
    let bare = date.trim().trim_start_matches(['=', ' ']);
    if bare.len() == 6 && bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return day_of_six(bare, "").unwrap_or_else(|| date.to_owned());
    }
    let parts: Vec<&str> = bare.split('/').collect();
    if let [month, day, year] = parts.as_slice()
        && matches!(prefix, "WSJ" | "AP" | "SJMN" | "LA")
        && year.len() == 2
    {
        let checked = checked(
            &century(year),
            &format!("{month:0>2}"),
            &format!("{day:0>2}"),
        );
        return checked.unwrap_or_else(|| date.to_owned());
    }
    date.to_owned()
}

/// `January 1, 1989, Sunday, Home Edition`.
fn edition_of(date: &str) -> Option<String> {
    let last = date.rsplit(',').next()?.trim();
    (last.ends_with("Edition") && date.contains(',')).then(|| last.to_owned())
}

/// `FT  14 MAY 91 / Contigas plans project`: the paper and the day are no headline.
fn without_stamp(headline: &str) -> &str {
    let Some((stamp, rest)) = headline.split_once(" / ") else {
        return headline;
    };
    let is_stamp = stamp
        .strip_prefix("FT ")
        .is_some_and(|date| date_text::date_line(date, Some(true)).is_some() || date.len() < 12);
    if is_stamp { rest } else { headline }
}

/// `WALL STREET JOURNAL (J), PAGE A1`.
fn source_and_page(text: &str) -> (String, Option<String>) {
    let text = normalize::line(text);
    match text.to_ascii_lowercase().find(", page ") {
        Some(at) => (bare_source(&text[..at]), page_of(&text[at..])),
        None => (bare_source(&text), None),
    }
}

fn bare_source(text: &str) -> String {
    text.trim_end_matches("(J)").trim().to_owned()
}

/// The number behind the word: `London Page 4`, `Part 1; Page 12; Column 1`.
fn page_of(text: &str) -> Option<String> {
    let text = normalize::line(text);
    let at = text.to_ascii_lowercase().find("page ")?;
    let number = text[at + 5..].split([' ', ';', ',']).next()?;
    let number = number.trim_matches(['-', '.']);
    (!number.is_empty()).then(|| number.to_owned())
}

/// The name among `Part 1; Page 12; Column 1; Foreign Desk`.
fn section_of(text: &str) -> Option<String> {
    let text = normalize::line(text);
    let is_place = |part: &&str| {
        let lower = part.to_ascii_lowercase();
        let first = lower.split(' ').next().unwrap_or_default();
        !matches!(first, "part" | "page" | "column" | "zone")
            && part.contains(|c: char| c.is_alphabetic())
    };
    let name = text.split(';').map(str::trim).find(is_place)?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let draft = read(text.as_bytes()).unwrap().remove(0).unwrap();
        let dates: Vec<&str> = draft.dates.iter().map(|(_, date)| date.as_str()).collect();
        let line = |field: Option<String>| normalize::line(&field.unwrap_or_default());
        format!(
            "{}|{}|{}|{}|{}|{}|{}|{}",
            line(draft.title),
            draft.byline.join("+"),
            dates.join("+"),
            line(draft.dateline),
            line(draft.source),
            line(draft.section),
            line(draft.page),
            draft.paragraphs.join(" / ")
        )
    }

    #[test]
    fn collections() {
        for (text, expected) in [
            (
                "<DOC>\n<DOCNO> AP880212-0006 </DOCNO>\n<FILEID>AP-NR-02-12-88 2344EST</FILEID>\n<FIRST>u i AM-Ferry Bjt 02-12 0700</FIRST>\n<HEAD>Ferry Sinks Off Cork</HEAD>\n<HEAD>With Graphic</HEAD>\n<BYLINE>By JANE DOE</BYLINE>\n<DATELINE>CORK, Ireland (AP) </DATELINE>\n<TEXT>\n   A ferry sank\noff Cork.\n   All were\nsaved.\n</TEXT>\n</DOC>",
                "Ferry Sinks Off Cork|By JANE DOE|1988-02-12|CORK, Ireland (AP)|Associated Press|||A ferry sank off Cork. / All were saved.",
            ),
            (
                "<DOC>\n<DOCNO>\nWSJ900402-0001\n</DOCNO>\n<HL>\n   Port Strike Ends\n   ----\n   By Ann Lee\n   Staff Reporter of The Wall Street Journal\n</HL>\n<DATE>\n04/02/90\n</DATE>\n<SO>\nWALL STREET JOURNAL (J), PAGE A1\n</SO>\n<CO>\n   XYZ\n</CO>\n<LP>\n   CORK -- Dockers voted.\n</LP>\n<TEXT>\n   They had\nstruck.\n   It rained.\n</TEXT>\n</DOC>",
                "Port Strike Ends|By Ann Lee+Staff Reporter of The Wall Street Journal|1990-04-02+1990-04-02||WALL STREET JOURNAL||A1|CORK -- Dockers voted. / They had struck. / It rained.",
            ),
            (
                "<DOC>\n<DOCNO> LA010289-0001 </DOCNO>\n<DATE>\n<P>\nJanuary 2, 1989, Monday, Home Edition\n</P>\n</DATE>\n<SECTION>\n<P>\nPart 1; Page 12; Column 1; Foreign Desk\n</P>\n</SECTION>\n<HEADLINE>\n<P>\nPORT STRIKE ENDS\n</P>\n</HEADLINE>\n<TEXT>\n<P>\nDockers\nvoted.\n</P>\n<P>\nIt rained.\n</P>\n</TEXT>\n</DOC>",
                "PORT STRIKE ENDS||January 2, 1989, Monday, Home Edition+1989-01-02||Los Angeles Times|Foreign Desk|12|Dockers voted. / It rained.",
            ),
            (
                "<DOC>\n<DOCNO>FT911-1</DOCNO>\n<PROFILE>_AN-BEOA7AAIFT</PROFILE>\n<DATE>910514\n</DATE>\n<HEADLINE>\nFT  14 MAY 91 / Port strike ends\n</HEADLINE>\n<BYLINE>\n   By ANN LEE\n</BYLINE>\n<DATELINE>\n   CORK\n</DATELINE>\n<TEXT>\nDockers voted.\n</TEXT>\n<PUB>The Financial Times\n</PUB>\n<PAGE>\nLondon Page 4\n</PAGE>\n</DOC>",
                "Port strike ends|By ANN LEE|1991-05-14|CORK|The Financial Times||4|Dockers voted.",
            ),
            (
                "<DOC>\n<DOCNO> FBIS3-1 </DOCNO>\n<HT> \"cr0001\" </HT>\n<HEADER>\n<H2> March Reports </H2>\n<DATE1> 1 March 1994 </DATE1>\nArticle Type:FBIS\n<H3> <TI> Port Strike Ends </TI></H3>\n</HEADER>\n<TEXT>\n<F P=102> Cork </F>\nDockers voted.\n</TEXT>\n</DOC>",
                "Port Strike Ends||1 March 1994||Foreign Broadcast Information Service|||Cork Dockers voted.",
            ),
            (
                "<DOC>\n<DOCNO> XIE19960101.0001 </DOCNO>\n<DOCTYPE> NEWS STORY </DOCTYPE>\n<DATE_TIME> 1996-01-01 </DATE_TIME>\n<BODY>\n<HEADLINE> Ferry Sinks </HEADLINE>\n<TEXT>\n<P>\nCORK, January 1 (Xinhua) -- A ferry sank.\n</P>\n</TEXT>\n</BODY>\n</DOC>",
                "Ferry Sinks||1996-01-01+1996-01-01||Xinhua|||CORK, January 1 (Xinhua) -- A ferry sank.",
            ),
            (
                "<DOC id=\"NYT_ENG_19940701.0001\" type=\"story\" >\n<HEADLINE>\nFERRY SINKS\n</HEADLINE>\n<DATELINE>\nCORK (BC-FERRY)\n</DATELINE>\n<TEXT>\n<P>\nA ferry sank.\n</P>\n</TEXT>\n</DOC>",
                "FERRY SINKS||1994-07-01|CORK (BC-FERRY)|New York Times|||A ferry sank.",
            ),
            (
                "<DOC id=\"doc2\">\n<TEXT>\nhere is some text.\n</TEXT>\n</DOC>",
                "|||||||here is some text.",
            ),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn web_collections() {
        let text = b"<DOC>\n<DOCNO>GX000-1</DOCNO>\n<DOCHDR>\nhttp://a.example/b.html\nHTTP/1.1 200 OK\n</DOCHDR>\n<html><body>x";
        let (url, html) = web_page(text).unwrap();
        assert_eq!(url.as_deref(), Some("http://a.example/b.html"));
        assert_eq!(html, b"\n<html><body>x");
    }

    #[test]
    fn tables_are_sorted() {
        assert!(ELEMENTS.is_sorted_by_key(|(name, _)| name));
        assert!(SOURCES.is_sorted_by_key(|(letters, _)| letters));
    }
}
