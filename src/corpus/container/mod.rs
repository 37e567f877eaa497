//! Opens a file and cuts it into records.
//!
//! What a file is, its bytes decide; the extension only helps where bytes can be read in two ways.
//! Compressions are taken off, containers opened member by member, both inside of each other to a
//! small depth and within one [`Budget`] for the whole file. Nothing is ever written to disk.
//! Lists of articles (JSON Lines, JSON arrays, tables) are streamed, so that a dump of gigabytes
//! needs no more memory than its longest record.

mod arc;
mod compression;
mod guard;
mod head;
mod http;
mod tar;
mod warc;
mod zip;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::io::{BufRead, BufReader, Cursor};
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;

use rustc_hash::FxHasher;
use twox_hash::XxHash3_64;

pub(super) use guard::input_failure;
pub(super) use head::{Line, read_line, read_whole, too_large};

use super::walk::read_failure;
use super::{
    Content, Document, File, FileName, Layout, Layouts, Origin, Outcome, Record, Rejection, Stated,
    issue, json, magic, mbox, sgml, table,
};
use crate::regular_file;
use crate::text::decode;
use compression::Compression;
use guard::Budget;
use head::{HEAD_BYTES, Transcoded, WithoutNuls, with_head};

/// Largest document or record, which may hold many articles. To understand it takes some twenty
/// times its size, which must stay below 1 GB.
pub(super) const RECORD_BYTES: usize = 32 << 20;

/// Largest document of which little is text: a PDF of scans.
pub(super) const DOCUMENT_BYTES: usize = 128 << 20;

/// What a file was opened as: decompressed, with its start already read.
pub(super) type Input<'i> = Box<dyn BufRead + 'i>;

/// A record, or why there is none, with its number in the file.
pub(super) type Step = (u32, Result<Content, Rejection>);

/// The records of one file or member, in file order.
pub(super) type Steps<'i> = Box<dyn Iterator<Item = Step> + 'i>;

/// A record as it was cut from its file, or why it could not be.
pub type Cut = Result<Record, (Origin, Rejection)>;

/// Cuts a file into its records and gives each to `each`, in file order, until that breaks off.
///
/// Always gives at least one: a file without records gives the reason, as record 0. What cannot be
/// read further ends with a rejection. Members of a container are cut where they stand in it.
/// `layouts` says of some files how they are to be cut.
pub fn cut(file: &File, layouts: &Layouts, each: &mut dyn FnMut(Cut) -> ControlFlow<()>) {
    let mut opener = Opener {
        each,
        layouts,
        budget: Budget::new(file.stamp.len),
        failures: 0,
    };
    if !file.parts.is_empty() {
        let _ = opener.give(&file.name, once(issue::read(file)));
        return;
    }
    let member = Member {
        name: file.name.clone(),
        path: Some(&file.path),
        stated: Stated::default(),
        depth: 0,
    };
    let _ = match regular_file::open(&file.path) {
        Ok(source) => opener.open(
            member,
            Box::new(BufReader::with_capacity(HEAD_BYTES, source)),
        ),
        Err(error) => opener.reject(&member.name, 0, read_failure(&error)),
    };
}

/// One file to be cut, on disk or in a container.
pub(super) struct Member<'m> {
    /// As the records will have it.
    pub(super) name: FileName,
    /// Where it lies, for a file on disk as it is.
    pub(super) path: Option<&'m Path>,
    /// What its container says of it.
    pub(super) stated: Stated,
    /// How many containers it lies in.
    depth: usize,
}

/// Containers in containers: a press database's zip of a day in a zip of a year, a crawl in a
/// collection. Deeper is a trap.
const MAX_DEPTH: usize = 4;

/// Compressions around each other.
const MAX_LAYERS: usize = 4;

/// Opens one file on disk with all that is in it.
struct Opener<'e> {
    each: &'e mut dyn FnMut(Cut) -> ControlFlow<()>,
    layouts: &'e Layouts,
    budget: Rc<Budget>,
    /// Failures given so far.
    failures: u64,
}

impl Opener<'_> {
    /// Opens what may be compressed or a container, and cuts what is in it.
    fn open(&mut self, mut member: Member<'_>, input: Input<'_>) -> ControlFlow<()> {
        let layouts = self.layouts;
        let layout = layouts.of(&member.name).map(|(_, layout)| layout);
        if layout.is_some_and(|layout| layout.is_left_out) {
            let rejection = Rejection::skipped("left out by the mapping");
            return self.reject(&member.name, 0, rejection);
        }
        let (head, input) = match self.unpacked(&mut member, input) {
            Ok(unpacked) => unpacked,
            Err(rejection) => return self.reject(&member.name, 0, rejection),
        };
        if let Some(container) = Container::of(&head) {
            if member.depth >= MAX_DEPTH {
                return self.reject(&member.name, 0, too_deep(MAX_DEPTH));
            }
            return (container.read)(self, &member, &head, input);
        }
        let steps = steps(&member, layout, head, input).unwrap_or_else(once_rejected);
        self.give(&member.name, steps)
    }

    /// Takes off compressions. What is in them is not the file on disk any more.
    fn unpacked<'i>(
        &self,
        member: &mut Member<'_>,
        input: Input<'i>,
    ) -> Result<(Vec<u8>, Input<'i>), Rejection> {
        let (mut head, mut input) = with_head(input)?;
        let mut layers = 0;
        while let Some(compression) = Compression::of(&head) {
            layers += 1;
            if layers > MAX_LAYERS {
                return Err(too_deep(MAX_LAYERS));
            }
            member.path = None;
            (head, input) = with_head(compression.open(input, &self.budget))?;
        }
        Ok((head, input))
    }

    /// Opens a member of a container.
    fn open_member(
        &mut self,
        members: &mut Members,
        name: &[u8],
        stated: Stated,
        input: Input<'_>,
    ) -> ControlFlow<()> {
        let member = Member {
            name: members.name(name),
            path: None,
            stated,
            depth: members.depth,
        };
        self.open(member, input)
    }

    /// Gives the reason why a member is not opened.
    fn reject_member(
        &mut self,
        members: &mut Members,
        name: &[u8],
        rejection: Rejection,
    ) -> ControlFlow<()> {
        let name = members.name(name);
        self.reject(&name, 0, rejection)
    }

    /// Gives the reason for something in a container that has no name.
    fn reject_part(&mut self, members: &mut Members, rejection: Rejection) -> ControlFlow<()> {
        let number = members.parts;
        members.parts += 1;
        self.reject(&members.container, number, rejection)
    }

    /// A container in which nothing was found still counts.
    fn close(&mut self, members: &mut Members) -> ControlFlow<()> {
        if members.parts == 0 && members.taken.is_empty() {
            return self.reject_part(members, Rejection::skipped("empty archive"));
        }
        ControlFlow::Continue(())
    }

    fn reject(&mut self, name: &FileName, record: u32, rejection: Rejection) -> ControlFlow<()> {
        self.give(name, Box::new(std::iter::once((record, Err(rejection)))))
    }

    /// Gives on the records of one file or member.
    fn give(&mut self, name: &FileName, steps: Steps<'_>) -> ControlFlow<()> {
        for (record, content) in steps {
            let origin = Origin {
                file: name.clone(),
                record,
            };
            (self.each)(match content {
                Ok(content) => Ok(Record { origin, content }),
                Err(rejection) => {
                    self.failures += u64::from(rejection.outcome == Outcome::Failed);
                    Err((origin, rejection))
                }
            })?;
        }
        ControlFlow::Continue(())
    }
}

fn too_deep(most: usize) -> Rejection {
    Rejection::failed(
        "containers too deep",
        format!("more than {most} in each other"),
    )
}

/// What the members of one container are called.
struct Members {
    container: FileName,
    depth: usize,
    /// Hashes of the names given so far, with how often each was asked for.
    taken: HashMap<u64, u32, BuildHasherDefault<FxHasher>>,
    /// Things without a name that were given as records of the container itself.
    parts: u32,
}

impl Members {
    fn of(container: &Member<'_>) -> Members {
        Members {
            container: container.name.clone(),
            depth: container.depth + 1,
            taken: HashMap::default(),
            parts: 0,
        }
    }

    /// `a.zip!b/c.json`; `a.zip!b/c.json~2` for the second of that name. A name is only a name:
    /// `../b` and `/b` lead nowhere.
    fn name(&mut self, own: &[u8]) -> FileName {
        let mut name = self.container.as_bytes().to_vec();
        name.push(b'!');
        name.extend_from_slice(own);
        let count = self.taken.entry(XxHash3_64::oneshot(&name)).or_default();
        *count += 1;
        if *count == 1 {
            return FileName::from_bytes(name);
        }
        // The numbered name may be another member's own.
        let (mut number, length) = (*count, name.len());
        loop {
            name.truncate(length);
            name.extend(format!("~{number}").into_bytes());
            let taken = self.taken.entry(XxHash3_64::oneshot(&name)).or_default();
            if *taken == 0 {
                *taken = 1;
                return FileName::from_bytes(name);
            }
            number += 1;
        }
    }
}

/// Whether a member is none of the archive's own: what the makers of archives leave in them.
fn is_hidden(name: &[u8]) -> bool {
    let mut parts = name.split(|&byte| byte == b'/');
    parts.any(|part| {
        let is_dotted = part.starts_with(b".") && part != b"." && part != b"..";
        is_dotted || part == b"__MACOSX"
    })
}

/// A kind of file that holds files.
struct Container {
    /// By the start of the file.
    recognises: fn(&[u8]) -> bool,
    read: for<'i> fn(&mut Opener<'_>, &Member<'_>, &[u8], Input<'i>) -> ControlFlow<()>,
}

/// A new one is one file beside this one and one row here. Sure signs first.
const CONTAINERS: &[Container] = &[
    Container {
        recognises: warc::begins,
        read: warc::read,
    },
    Container {
        recognises: arc::begins,
        read: arc::read,
    },
    Container {
        recognises: zip::begins,
        read: zip::read,
    },
    Container {
        recognises: tar::begins,
        read: tar::read,
    },
];

impl Container {
    fn of(head: &[u8]) -> Option<&'static Container> {
        CONTAINERS.iter().find(|known| (known.recognises)(head))
    }
}

/// One record of its own, whatever the file: for a file that is known by its bytes alone.
pub(super) fn once(result: Result<Content, Rejection>) -> Steps<'static> {
    Box::new(std::iter::once((0, result)))
}

fn once_rejected<'i>(rejection: Rejection) -> Steps<'i> {
    once(Err(rejection))
}

/// The records of a file that is no container. `input` starts with `head`.
fn steps<'i>(
    member: &Member<'_>,
    layout: Option<&Layout>,
    head: Vec<u8>,
    input: Input<'i>,
) -> Result<Steps<'i>, Rejection> {
    if head.is_empty() {
        return Err(Rejection::skipped("empty file"));
    }
    if magic::is_pointer(&head) {
        return Err(Rejection::skipped("pointer"));
    }
    if let Some(charset) = layout.and_then(|layout| layout.charset) {
        return transcoded(charset, input, member, layout);
    }
    if let Some(order) = decode::utf32(&head) {
        let text = order.decode(&read_whole(input, RECORD_BYTES)?).into_bytes();
        let head = text[..text.len().min(HEAD_BYTES)].to_vec();
        let input = Box::new(Cursor::new(text));
        return Ok(recognised(head, input, member, layout));
    }
    if let Some(charset) = magic::utf16(&head) {
        return transcoded(charset, input, member, layout);
    }
    if magic::is_document(&head) {
        return Ok(document(input, member, DOCUMENT_BYTES));
    }
    if let Some(looks) = magic::not_text(&head) {
        let mut rejection = Rejection::skipped("not text");
        rejection.detail = Some(looks.to_owned());
        return Err(rejection);
    }
    let (head, input) = if magic::has_few_nuls(&head) {
        let input = WithoutNuls(input);
        with_head(Box::new(BufReader::with_capacity(HEAD_BYTES, input)))?
    } else {
        (head, input)
    };
    if head.starts_with(b"\xef\xbb\xbf") {
        let mut input = input;
        input.consume(3);
        return Ok(recognised(head[3..].to_vec(), input, member, layout));
    }
    Ok(recognised(head, input, member, layout))
}

/// The records of a text in a charset that is known.
fn transcoded<'i>(
    charset: &str,
    input: Input<'i>,
    member: &Member<'_>,
    layout: Option<&Layout>,
) -> Result<Steps<'i>, Rejection> {
    let input = Transcoded::new(input, charset);
    let (head, input) = with_head(Box::new(BufReader::with_capacity(HEAD_BYTES, input)))?;
    Ok(recognised(head, input, member, layout))
}

/// The shapes, in order of how sure their sign is. `input` starts with `head`.
fn recognised<'i>(
    head: Vec<u8>,
    input: Input<'i>,
    member: &Member<'_>,
    layout: Option<&Layout>,
) -> Steps<'i> {
    if head.iter().all(u8::is_ascii_whitespace) && head.len() < HEAD_BYTES {
        return once_rejected(Rejection::skipped("empty file"));
    }
    let extension = inner_extension(&member.name);
    let is_whole = head.len() < HEAD_BYTES;
    if let Some(path) = layout.and_then(|layout| layout.records.as_deref()) {
        return json::cut_at(path, input);
    }
    if let Some(shape) = json::shape(&head).filter(|_| !layout.is_some_and(Layout::is_table)) {
        return json::cut(shape, &head, input);
    }
    if let Some(tag) = sgml::article_tag(&head) {
        return Box::new(sgml::Articles::new(tag, input));
    }
    if mbox::is_mailbox(&head) {
        return mbox::cut(input);
    }
    if let Some(dialect) = table::sniff(&head, is_whole, &extension, layout) {
        return Box::new(table::Rows::new(dialect, input));
    }
    document(input, member, RECORD_BYTES)
}

/// The whole file as one record.
fn document<'i>(input: Input<'i>, member: &Member<'_>, cap: usize) -> Steps<'i> {
    once(read_whole(input, cap).map(|bytes| {
        Content::Document(Document {
            bytes,
            stated: member.stated.clone(),
            ..Document::default()
        })
    }))
}

/// `csv` for `a.csv` and `a.CSV.gz`; empty when there is none.
fn inner_extension(name: &FileName) -> String {
    let name = name.to_lowercase();
    let name = name.rsplit('/').next().unwrap_or(&name);
    let name = match name.rsplit_once('~') {
        Some((name, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => name,
    };
    let compressions = [".bz2", ".gz", ".lz4", ".xz", ".zst"];
    let name = compressions
        .into_iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name);
    match name.rsplit_once('.') {
        Some((_, extension)) => extension.to_owned(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
