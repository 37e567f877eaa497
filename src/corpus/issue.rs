//! Issues of several files: a file that says what an issue holds, and the files of its pages.
//!
//! Libraries keep a scanned newspaper as one METS file (DIDL at the Dutch national library) and an
//! ALTO file a page. Only together are they articles, so they are one record: the pages travel with
//! the file that names them ([`Document::parts`]), and each is reported as a page, not read twice.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::container::read_whole;
use super::walk::read_failure;
use super::{Content, Corpus, Document, File, Found, Part, Rejection, Stamp, Stated};
use crate::regular_file;

/// How far into a file its first element is looked for.
const HEAD_BYTES: u64 = 4096;

/// Largest file that says what an issue holds. A yearbook of a thousand pages has 30 MB.
const CONTENTS_BYTES: usize = 64 << 20;

/// Most bytes of all pages of one issue, which are held in memory together. A newspaper page has 0.2
/// to 2 MB, a weekend edition 100 pages.
const PARTS_BYTES: u64 = 512 << 20;

/// Most files of one issue.
const MAX_PARTS: usize = 2000;

/// A file that another names as its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartFile {
    /// As the other file writes it.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
}

/// What a file says of an issue, as far as it concerns files.
#[derive(Debug, Default, PartialEq, Eq)]
struct Contents {
    /// Addresses of XML files, as printed, each once.
    names: Vec<String>,
    /// Whether it knows articles, and not only pages.
    has_articles: bool,
}

impl Corpus {
    /// The whole walk, with the pages of each issue put to the file that names them.
    ///
    /// A page must have been found in the walk itself, or lie beside a file that was given alone.
    /// Every entry of the walk is still there, once. Opens the files that end in `.xml`, for their
    /// first element, unless `is_known` knows each of them from an earlier walk, unchanged: pages would change what it
    /// knows of the file that names them.
    pub fn gathered(&self, is_known: impl Fn(&File) -> bool) -> Vec<Found> {
        let mut found: Vec<Found> = self.files().collect();
        if found.iter().filter_map(xml_file).all(is_known) {
            return found;
        }
        let numbers: HashMap<PathBuf, usize> = found
            .iter()
            .enumerate()
            .filter_map(|(number, found)| Some((xml_file(found)?.path.clone(), number)))
            .collect();
        let mut issues = Vec::new();
        for (number, found) in found.iter().enumerate() {
            let issue = xml_file(found).and_then(|file| {
                let contents = contents_of(&file.path)?;
                Some(self.issue(number, file, &contents, &numbers))
            });
            issues.extend(issue);
        }
        settle(&mut found, &issues);
        found
    }

    fn issue(
        &self,
        number: usize,
        file: &File,
        contents: &Contents,
        numbers: &HashMap<PathBuf, usize>,
    ) -> Issue {
        let mut issue = Issue {
            number,
            has_articles: contents.has_articles,
            parts: Vec::new(),
        };
        let is_alone = self.is_root(&file.path);
        for name in &contents.names {
            let Some(path) = beside(&file.path, name) else {
                continue;
            };
            let found = numbers.get(&path).copied();
            if found == Some(number) || found.is_none() && !(is_alone && path.is_file()) {
                continue;
            }
            let part = PartFile {
                name: name.clone(),
                path,
            };
            issue.parts.push((part, found));
        }
        issue
    }
}

/// A file that names others, by its number in the walk.
struct Issue {
    number: usize,
    has_articles: bool,
    /// With the number in the walk of each.
    parts: Vec<(PartFile, Option<usize>)>,
}

/// Gives each issue its parts and takes them out of the walk.
fn settle(found: &mut [Found], issues: &[Issue]) {
    let indexes: Vec<usize> = issues.iter().map(|issue| issue.number).collect();
    // A page that is named twice belongs to the file that knows its articles.
    let mut with_articles = vec![false; found.len()];
    for issue in issues.iter().filter(|issue| issue.has_articles) {
        for number in issue.parts.iter().filter_map(|(_, number)| *number) {
            with_articles[number] = true;
        }
    }
    for issue in issues {
        let own = issue.parts.iter().filter(|(_, number)| {
            number.is_none_or(|number| indexes.binary_search(&number).is_err())
        });
        let (own, numbers): (Vec<&PartFile>, Vec<Option<usize>>) =
            own.map(|(part, number)| (part, *number)).unzip();
        if own.is_empty() {
            continue;
        }
        let is_known_elsewhere = !issue.has_articles
            && (numbers.iter()).all(|number| number.is_some_and(|number| with_articles[number]));
        if is_known_elsewhere {
            reject(found, issue.number, Rejection::skipped("list of pages"));
            continue;
        }
        let stamps: Vec<Stamp> = (own.iter().zip(&numbers))
            .filter_map(|(part, number)| stamp_of(found, part, *number))
            .collect();
        let bytes: u64 = stamps.iter().map(|stamp| stamp.len).sum();
        if own.len() > MAX_PARTS || bytes > PARTS_BYTES {
            let detail = format!("an issue of {} files, {} MB", own.len(), bytes >> 20);
            reject(found, issue.number, Rejection::failed("too large", detail));
            continue;
        }
        if let Found::File(file) = &mut found[issue.number] {
            file.stamp = file.stamp.covering(&stamps);
            file.parts = own.into_iter().cloned().collect();
        }
        for number in numbers.into_iter().flatten() {
            // A file of another kind that is named here (an edition, a description) stands for itself.
            if xml_file(&found[number]).is_some_and(|file| is_page(&file.path)) {
                reject(found, number, Rejection::skipped("page of an issue"));
            }
        }
    }
}

fn stamp_of(found: &[Found], part: &PartFile, number: Option<usize>) -> Option<Stamp> {
    match number.map(|number| &found[number]) {
        Some(Found::File(file)) => Some(file.stamp),
        // Two issues may name one page.
        _ => {
            let metadata = fs::metadata(&part.path).ok()?;
            Some(Stamp::new(&metadata, std::time::SystemTime::now()))
        }
    }
}

fn reject(found: &mut [Found], number: usize, rejection: Rejection) {
    if let Found::File(file) = &found[number] {
        found[number] = Found::Rejected {
            path: file.path.clone(),
            name: file.name.clone(),
            rejection,
        };
    }
}

/// Only files that are named like XML may be of several files: a look into each file of a large
/// archive would cost more than it gives.
fn xml_file(found: &Found) -> Option<&File> {
    let Found::File(file) = found else {
        return None;
    };
    is_xml(&file.name).then_some(file)
}

fn is_xml(name: &str) -> bool {
    let end = name.len().checked_sub(4).and_then(|at| name.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(".xml"))
}

/// What the file says of an issue; `None` when it is none of the files that do.
fn contents_of(path: &Path) -> Option<Contents> {
    let (mut bytes, input) = with_head(path)?;
    if !matches!(root_of(&bytes)?.as_str(), "mets" | "didl") {
        return None;
    }
    let mut rest = Vec::new();
    let limit = CONTENTS_BYTES as u64;
    input.take(limit).read_to_end(&mut rest).ok()?;
    bytes.append(&mut rest);
    Some(contents(&bytes))
}

/// Whether the file is a page in ALTO, or the text of one article that a DIDL file names.
fn is_page(path: &Path) -> bool {
    let root = with_head(path).and_then(|(head, _)| root_of(&head));
    root.is_some_and(|root| matches!(root.as_str(), "alto" | "text"))
}

/// The start of a file, and the rest of it.
fn with_head(path: &Path) -> Option<(Vec<u8>, fs::File)> {
    let mut head = Vec::new();
    let mut input = regular_file::open(path).ok()?;
    let mut limited = input.by_ref().take(HEAD_BYTES);
    limited.read_to_end(&mut head).ok()?;
    Some((head, input))
}

/// Name of the first element, lower case, without its prefix.
fn root_of(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let mut reader = Reader::from_str(&head);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => {
                return Some(start.local_name().into_inner().to_ascii_lowercase());
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn contents(bytes: &[u8]) -> Contents {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    let mut contents = Contents::default();
    let mut seen = HashSet::new();
    // What stands before the damage counts.
    while let Ok(event) = reader.read_event() {
        let start = match event {
            Event::Start(start) | Event::Empty(start) => start,
            Event::Eof => break,
            _ => continue,
        };
        let (names, is_article): (&[&str], bool) = match start.local_name().into_inner() {
            "FLocat" => (&["href"], false),
            // `filename` is what the file is called that `ref` is the address of.
            "Resource" => (&["filename", "ref"], false),
            "Item" => (&[], attribute(&start, "article_id").is_some()),
            "div" => {
                let kind = attribute(&start, "TYPE");
                let is_article = kind.is_some_and(|kind| kind.eq_ignore_ascii_case("article"));
                (&[], is_article)
            }
            _ => continue,
        };
        contents.has_articles |= is_article;
        let name = names.iter().find_map(|name| attribute(&start, name));
        if let Some(name) = name.filter(|name| is_xml(name) && seen.insert(name.clone())) {
            contents.names.push(name);
        }
    }
    contents
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().into_inner() == name)?;
    Some(html_escape::decode_html_entities(&found.value).into_owned())
}

/// The file at an address as `file` writes it. `None` for addresses elsewhere: absolute paths, other
/// schemes, more than one folder up.
fn beside(file: &Path, address: &str) -> Option<PathBuf> {
    let address = address.trim();
    let address = address
        .strip_prefix("file://")
        .or_else(|| address.strip_prefix("file:"))
        .unwrap_or(address);
    let address = percent_decoded(address).replace('\\', "/");
    if address.starts_with('/') || address.contains([':', '\0']) {
        return None;
    }
    let folder = file.parent()?;
    let mut below: Vec<&str> = Vec::new();
    let mut up = 0;
    for step in address.split('/') {
        match step {
            "" | "." => {}
            ".." if below.pop().is_none() => up += 1,
            ".." => {}
            step => below.push(step),
        }
    }
    let base = match up {
        0 => folder.to_path_buf(),
        // `..` of a folder that is itself written `.` or `..` is not its parent.
        1 if matches!(folder.components().next_back(), Some(Component::Normal(_))) => {
            folder.parent()?.to_path_buf()
        }
        1 if folder.as_os_str().is_empty() || folder == Path::new(".") => PathBuf::from(".."),
        _ => return None,
    };
    Some(below.iter().fold(base, |path, step| path.join(step)))
}

/// `a%20b` is `a b`; what is not percent encoded, or not UTF-8 afterwards, stays.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// Reads an issue with all its parts. When one of them cannot be read the issue cannot: with a page less it would look as if it
/// had changed.
pub(super) fn read(file: &File) -> Result<Content, Rejection> {
    let input = regular_file::open(&file.path).map_err(|error| read_failure(&error))?;
    let bytes = read_whole(Box::new(std::io::BufReader::new(input)), CONTENTS_BYTES)?;
    let mut left = PARTS_BYTES;
    let mut parts = Vec::with_capacity(file.parts.len());
    for part in &file.parts {
        let mut bytes = Vec::new();
        let read = regular_file::open(&part.path)
            .and_then(|input| input.take(left + 1).read_to_end(&mut bytes));
        read.map_err(|error| Rejection {
            detail: Some(format!("its part {}", part.name)),
            ..read_failure(&error)
        })?;
        left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
            // They have grown since they were counted.
            Rejection::failed(
                "too large",
                format!("an issue of more than {} MB", PARTS_BYTES >> 20),
            )
        })?;
        parts.push(Part {
            name: part.name.clone(),
            bytes,
        });
    }
    Ok(Content::Document(Document {
        bytes,
        stated: Stated::default(),
        parts,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const METS: &str = "<?xml version='1.0'?><!-- x --><METS:mets xmlns:METS='http://www.loc.gov/METS/'>\
        <fileSec><FLocat xlink:href='file://./ALTO/page%201.xml'/><FLocat xlink:href='a.jp2'/>\
        <FLocat href='gone.xml'/><FLocat href='ALTO/edition.xml'/></fileSec>\
        <structMap TYPE='LOGICAL'><div TYPE='ARTICLE'/></structMap></METS:mets>";

    fn shown(found: Vec<Found>) -> Vec<String> {
        let show = |found| match found {
            Found::File(file) => {
                let parts = file.parts.iter().map(|part| format!(" <- {}", part.name));
                format!("{}{}", file.name, parts.collect::<String>())
            }
            Found::Rejected {
                name, rejection, ..
            } => format!("{name}: {}", rejection.reason),
        };
        found.into_iter().map(show).collect()
    }

    #[test]
    fn pages_go_to_the_file_that_names_them() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        for (name, text) in [
            ("1/ALTO/page 1.xml", "<alto/>"),
            ("1/ALTO/page 2.xml", "<alto/>"),
            ("1/ALTO/edition.xml", "<TEI/>"),
            ("1/issue.xml", METS),
            // Knows the same page, but no articles.
            (
                "1/ALTO/list.xml",
                "<mets><FLocat href='page 1.xml'/></mets>",
            ),
            ("story.xml", "<nitf/>"),
        ] {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let corpus = Corpus::open(std::slice::from_ref(&root)).unwrap();
        assert_eq!(
            shown(corpus.gathered(|_| false)),
            [
                "1/ALTO/edition.xml",
                "1/ALTO/list.xml: list of pages",
                "1/ALTO/page 1.xml: page of an issue",
                "1/ALTO/page 2.xml",
                "1/issue.xml <- file://./ALTO/page%201.xml <- ALTO/edition.xml",
                "story.xml",
            ]
        );
        let alone = Corpus::open(&[root.join("1/issue.xml")]).unwrap();
        let found = alone.gathered(|_| false);
        let Some(Found::File(file)) = found.first() else {
            panic!("one file was given");
        };
        assert_eq!(file.parts.len(), 2);
        assert_eq!(file.stamp.len, (METS.len() + "<alto/><TEI/>".len()) as u64);
        let Ok(Content::Document(document)) = read(file) else {
            panic!("both files are there");
        };
        assert_eq!(document.parts[0].bytes, b"<alto/>");
    }

    #[test]
    fn only_what_lies_beside() {
        let file = Path::new("archive/1/toc/mets.xml");
        for (address, expected) in [
            ("0001.xml", Some("archive/1/toc/0001.xml")),
            ("./a/0001.xml", Some("archive/1/toc/a/0001.xml")),
            ("file://./a/0001.xml", Some("archive/1/toc/a/0001.xml")),
            ("a\\0001.xml", Some("archive/1/toc/a/0001.xml")),
            ("../ocr/0001.xml", Some("archive/1/ocr/0001.xml")),
            ("a/../../ocr/0001.xml", Some("archive/1/ocr/0001.xml")),
            ("../../../etc/0001.xml", None),
            ("a/%2e%2e/%2e%2e/%2e%2e/0001.xml", None),
            ("/etc/0001.xml", None),
            ("file:///etc/0001.xml", None),
            ("C:\\scans\\0001.xml", None),
            ("https://example.org/0001.xml", None),
        ] {
            assert_eq!(
                beside(file, address),
                expected.map(PathBuf::from),
                "{address}"
            );
        }
    }

    #[test]
    fn what_names_files() {
        let mets = contents(METS.as_bytes());
        assert_eq!(
            mets.names,
            ["file://./ALTO/page%201.xml", "gone.xml", "ALTO/edition.xml"]
        );
        assert!(mets.has_articles);
        let didl = contents(
            b"<d:DIDL><d:Resource ref='http://example.org/1' x:filename='1_alto.xml'/>\
              <d:Resource ref='1.jp2'/></d:DIDL>",
        );
        assert_eq!(didl.names, ["1_alto.xml"]);
        assert!(!didl.has_articles);
    }
}
