//! Zip archives, read by their directory; without one, member by member as far as they go.
//!
//! Our own reader, since what matters here is what is wrong with an archive: names that stand twice
//! or are no UTF-8, members that overlap, a directory that claims more entries than the file has
//! bytes, a file that ends in the middle. Checksums are held against what comes out.

mod directory;

use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::rc::Rc;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::super::walk::read_failure;
use super::super::{Content, Document, Rejection, Stated};
use super::compression::{DICTIONARY_KIB, ZstdFrames};
use super::guard::{Counted, Guarded, Held, Stop, failure};
use super::head::{HEAD_BYTES, too_large};
use super::{DOCUMENT_BYTES, Input, Member, Members, Opener, is_hidden, once};
use crate::regular_file;
use directory::{Directory, read_exactly, u16_at, u32_at, u64_at};

const LOCAL: &[u8] = b"PK\x03\x04";
const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";

/// Lengths of these without names, extra fields and comments.
const LOCAL_BYTES: usize = 30;
const END_BYTES: usize = 22;

/// Flags of an entry.
const ENCRYPTED: u16 = 1;
const SIZES_BEHIND: u16 = 1 << 3;

/// Number of a compression, as reasons name it. The ones without a reader below.
const UNREAD_METHODS: &[(u16, &str)] = &[
    (1, "Shrink"),
    (2, "Reduce"),
    (3, "Reduce"),
    (4, "Reduce"),
    (5, "Reduce"),
    (6, "Implode"),
    (9, "Deflate64"),
    (10, "DCL Implode"),
    (96, "JPEG"),
    (97, "WavPack"),
    (98, "PPMd"),
];

/// What a zip archive is as a whole.
#[derive(Clone, Copy, PartialEq)]
enum Package {
    /// A folder of files.
    Folder,
    /// A DOCX or ODT, one text for the readers of documents.
    Document,
    /// Something whose members are no articles.
    Unread(&'static str),
    /// A WACZ: crawls in `archive/`, and lists of what is in them.
    Crawl,
}

/// Something that can be read here and there.
trait Source: BufRead + Seek {}
impl<S: BufRead + Seek> Source for S {}

/// Whether a file that begins like this is a zip archive, an empty one too.
pub(super) fn begins(head: &[u8]) -> bool {
    [LOCAL, END, END_64]
        .iter()
        .any(|start| head.starts_with(start))
}

/// Opens the members in the order of the directory.
pub(super) fn read(
    opener: &mut Opener<'_>,
    member: &Member<'_>,
    head: &[u8],
    input: Input<'_>,
) -> ControlFlow<()> {
    let mut members = Members::of(member);
    if let Some(path) = member.path {
        return match regular_file::open(path) {
            Ok(file) => {
                let mut source = BufReader::with_capacity(HEAD_BYTES, file);
                read_source(opener, member, members, head, &mut source, None)
            }
            Err(error) => opener.reject_part(&mut members, read_failure(&error)),
        };
    }
    let (bytes, damage) = match held(opener, input) {
        Ok(held) => held,
        Err(rejection) => return opener.reject(&member.name, 0, rejection),
    };
    let _held: Held = opener.budget.hold(bytes.len());
    let mut source = Cursor::new(bytes);
    read_source(opener, member, members, head, &mut source, damage)
}

/// An archive that lies in something else, as far as it could be read, and what ended it.
fn held(opener: &Opener<'_>, input: Input<'_>) -> Result<(Vec<u8>, Option<Rejection>), Rejection> {
    let cap = opener.budget.left_to_hold();
    let mut bytes = Vec::new();
    let read = input.take(cap as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > cap {
        return Err(too_large(cap));
    }
    Ok((bytes, read.err().map(|error| failure(error, "zip"))))
}

fn read_source(
    opener: &mut Opener<'_>,
    member: &Member<'_>,
    mut members: Members,
    head: &[u8],
    source: &mut dyn Source,
    damage: Option<Rejection>,
) -> ControlFlow<()> {
    let directory = match Directory::of(source) {
        Ok(directory) => directory,
        Err(rejection) => {
            let failures = opener.failures;
            read_forward(opener, &mut members, source)?;
            // The member that is cut off said so itself.
            if opener.failures > failures {
                return ControlFlow::Continue(());
            }
            return opener.reject_part(&mut members, damage.unwrap_or(rejection));
        }
    };
    match directory.package(head) {
        Package::Document => {
            let document = whole(source).map(|bytes| {
                Content::Document(Document {
                    bytes,
                    stated: member.stated.clone(),
                    ..Document::default()
                })
            });
            return opener.give(&member.name, once(document));
        }
        Package::Unread(what) => {
            let mut rejection = Rejection::skipped("format not read");
            rejection.detail = Some(what.to_owned());
            return opener.reject(&member.name, 0, rejection);
        }
        package @ (Package::Folder | Package::Crawl) => {
            read_directory(opener, &mut members, source, &directory, package)?;
        }
    }
    if let Some(damage) = damage {
        return opener.reject_part(&mut members, damage);
    }
    opener.close(&mut members)
}

/// The bytes of a document.
fn whole(source: &mut dyn Source) -> Result<Vec<u8>, Rejection> {
    let mut bytes = Vec::new();
    source
        .rewind()
        .and_then(|()| {
            (&mut *source)
                .take(DOCUMENT_BYTES as u64 + 1)
                .read_to_end(&mut bytes)
        })
        .map_err(|error| failure(error, "zip"))?;
    match bytes.len() > DOCUMENT_BYTES {
        true => Err(too_large(DOCUMENT_BYTES)),
        false => Ok(bytes),
    }
}

fn read_directory(
    opener: &mut Opener<'_>,
    members: &mut Members,
    source: &mut dyn Source,
    directory: &Directory,
    package: Package,
) -> ControlFlow<()> {
    let _held = opener.budget.hold(directory.bytes.len());
    let starts = directory.starts();
    let mut entries = directory.entries();
    for entry in &mut entries {
        if let Err(rejection) = opener.budget.take_member() {
            return opener.reject_part(members, rejection);
        }
        if entry.is_folder() {
            continue;
        }
        let rejection = match package {
            Package::Crawl if !entry.name.starts_with(b"archive/") => {
                Some(Rejection::skipped("crawl index"))
            }
            _ => entry.refusal(),
        };
        let rejection = rejection.or_else(|| entry.overlap(&starts, directory.start));
        if let Some(rejection) = rejection {
            opener.reject_member(members, entry.name, rejection)?;
            continue;
        }
        match entry.seek(source, directory.shift) {
            Ok(()) => {
                let data: Input<'_> = Box::new((&mut *source).take(entry.packed));
                let input = entry.reader(opener, data);
                opener.open_member(members, entry.name, Stated::default(), input)?;
            }
            Err(error) => {
                opener.reject_member(members, entry.name, failure(error, "zip"))?;
            }
        }
    }
    let missing = directory.count.saturating_sub(entries.seen);
    if missing > 0 {
        let detail = format!("{missing} entries are missing from the directory");
        opener.reject_part(members, Stop::damaged("zip", detail).rejection())?;
    }
    ControlFlow::Continue(())
}

/// Opens the members of an archive without a directory, from one to the next.
fn read_forward(
    opener: &mut Opener<'_>,
    members: &mut Members,
    source: &mut dyn Source,
) -> ControlFlow<()> {
    let mut position = 0;
    let mut header = Vec::new();
    while source.seek(SeekFrom::Start(position)).is_ok() {
        header.clear();
        let Ok(()) = read_exactly(source, &mut header, LOCAL_BYTES) else {
            break;
        };
        if !header.starts_with(LOCAL) || opener.budget.take_member().is_err() {
            break;
        }
        let name_bytes = usize::from(u16_at(&header, 26));
        let extra_bytes = usize::from(u16_at(&header, 28));
        let Ok(()) = read_exactly(source, &mut header, name_bytes + extra_bytes) else {
            break;
        };
        let name = &header[LOCAL_BYTES..LOCAL_BYTES + name_bytes];
        let extra = &header[LOCAL_BYTES + name_bytes..];
        let mut entry = Entry {
            name,
            flags: u16_at(&header, 6),
            method: u16_at(&header, 8),
            crc: u32_at(&header, 14),
            packed: u32_at(&header, 18).into(),
            size: u32_at(&header, 22).into(),
            start: position,
            is_checkable: u16_at(&header, 6) & SIZES_BEHIND == 0,
        };
        entry.take_large_sizes(extra);
        let data_at = position + header.len() as u64;
        if entry.flags & SIZES_BEHIND != 0 && entry.packed == 0 {
            // Only a compression that knows its end can be passed over.
            if entry.method != 8 || entry.flags & ENCRYPTED != 0 {
                break;
            }
            if !entry.is_folder() && entry.refusal().is_none() {
                let input = entry.reader(opener, Box::new(&mut *source));
                opener.open_member(members, name, Stated::default(), input)?;
            }
            match next_local(opener, source, data_at) {
                Ok(Some(next)) => position = next,
                _ => break,
            }
            continue;
        }
        if !entry.is_folder() {
            match entry.refusal() {
                Some(rejection) => opener.reject_member(members, name, rejection)?,
                None => {
                    let data: Input<'_> = Box::new((&mut *source).take(entry.packed));
                    let input = entry.reader(opener, data);
                    opener.open_member(members, name, Stated::default(), input)?;
                }
            }
        }
        position = data_at.saturating_add(entry.packed);
    }
    ControlFlow::Continue(())
}

/// Where the next member begins behind deflated data that does not say how long it is.
fn next_local(
    opener: &Opener<'_>,
    source: &mut dyn Source,
    data_at: u64,
) -> io::Result<Option<u64>> {
    source.seek(SeekFrom::Start(data_at))?;
    let (counted, count) = Counted::new(Box::new(&mut *source));
    let data = DeflateDecoder::new(counted);
    let mut guarded = Guarded::new(data, "zip", count, Rc::clone(&opener.budget));
    io::copy(&mut guarded, &mut io::sink())?;
    drop(guarded);
    // Behind it stand checksum and sizes, with or without a mark, in 12 to 24 bytes.
    let end = source.stream_position()?;
    let mut behind = Vec::new();
    (&mut *source).take(28).read_to_end(&mut behind)?;
    let found = behind.windows(4).position(|four| four == LOCAL);
    Ok(found.map(|at| end + at as u64))
}

/// A member as the archive describes it.
struct Entry<'d> {
    name: &'d [u8],
    flags: u16,
    method: u16,
    crc: u32,
    /// Bytes in the archive.
    packed: u64,
    /// Bytes unpacked.
    size: u64,
    start: u64,
    /// Whether size and checksum are known.
    is_checkable: bool,
}

impl Entry<'_> {
    fn is_folder(&self) -> bool {
        self.name.ends_with(b"/") || self.name.ends_with(b"\\")
    }

    /// Sizes that do not fit stand in an extra field, in the order of those that are missing.
    fn take_large_sizes(&mut self, mut extra: &[u8]) {
        while extra.len() >= 4 {
            let (kind, length) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
            let Some(field) = extra.get(4..4 + length) else {
                return;
            };
            extra = &extra[4 + length..];
            if kind != 1 {
                continue;
            }
            let mut values = field.chunks_exact(8).map(|value| u64_at(value, 0));
            for value in [&mut self.size, &mut self.packed, &mut self.start] {
                if *value == u64::from(u32::MAX) {
                    *value = values.next().unwrap_or(*value);
                }
            }
        }
    }

    /// Why it is not opened.
    fn refusal(&self) -> Option<Rejection> {
        if is_hidden(self.name) {
            return Some(Rejection::skipped("hidden"));
        }
        if self.flags & ENCRYPTED != 0 || self.method == 99 {
            return Some(Rejection::failed("password-protected", "encrypted member"));
        }
        if matches!(self.method, 0 | 8 | 12 | 14 | 20 | 93 | 95) {
            return None;
        }
        let known = UNREAD_METHODS
            .iter()
            .find(|(method, _)| *method == self.method);
        let detail = match known {
            Some((_, name)) => (*name).to_owned(),
            None => format!("method {}", self.method),
        };
        Some(Rejection::failed("unsupported compression", detail))
    }

    /// Members that share bytes are the trick of bombs without great ratios.
    fn overlap(&self, starts: &[u64], directory: u64) -> Option<Rejection> {
        let at = starts.partition_point(|start| *start < self.start);
        let shared = starts.get(at + 1) == Some(&self.start);
        let next = starts[at..].iter().find(|start| **start > self.start);
        let end = self
            .start
            .saturating_add((LOCAL_BYTES + self.name.len()) as u64)
            .saturating_add(self.packed);
        (shared || end > *next.unwrap_or(&directory))
            .then(|| Rejection::failed("overlapping members", "two members share their bytes"))
    }

    /// Goes to the start of its data.
    fn seek(&self, source: &mut dyn Source, shift: u64) -> io::Result<()> {
        source.seek(SeekFrom::Start(self.start.saturating_add(shift)))?;
        let mut header = Vec::new();
        read_exactly(source, &mut header, LOCAL_BYTES)?;
        if !header.starts_with(LOCAL) {
            return Err(Stop::damaged("zip", "the member is not where it should be").into());
        }
        let behind = i64::from(u16_at(&header, 26)) + i64::from(u16_at(&header, 28));
        source.seek(SeekFrom::Current(behind))?;
        Ok(())
    }

    /// What is in it. `data` begins with its data; its method must be one that is read.
    fn reader<'i>(&self, opener: &Opener<'_>, data: Input<'i>) -> Input<'i> {
        let (counted, count) = Counted::new(data);
        let unpacked: Box<dyn Read + 'i> = match self.method {
            8 => Box::new(DeflateDecoder::new(counted)),
            12 => Box::new(bzip2::bufread::BzDecoder::new(counted)),
            14 => Box::new(Lzma::new(counted, self.size)),
            20 | 93 => Box::new(ZstdFrames::new(counted)),
            95 => Box::new(lzma_rust2::XzReader::new_mem_limit(
                counted,
                true,
                DICTIONARY_KIB,
            )),
            _ => Box::new(counted),
        };
        let guarded = Guarded::new(unpacked, "zip", count, Rc::clone(&opener.budget));
        if !self.is_checkable {
            return Box::new(BufReader::new(guarded));
        }
        let checked = Checked {
            input: guarded,
            crc: Crc::new(),
            expected: (self.crc, self.size),
            read: 0,
            is_over: false,
        };
        Box::new(BufReader::new(checked))
    }
}

/// A member that must come out as the archive says.
struct Checked<R> {
    input: R,
    crc: Crc,
    expected: (u32, u64),
    read: u64,
    is_over: bool,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        if count > 0 {
            self.crc.update(&buffer[..count]);
            self.read += count as u64;
            return Ok(count);
        }
        if buffer.is_empty() || self.is_over {
            return Ok(0);
        }
        self.is_over = true;
        let detail = match (self.crc.sum() == self.expected.0, self.read) {
            (_, read) if read < self.expected.1 => "a member ends in the middle",
            (true, read) if read == self.expected.1 => return Ok(0),
            _ => "the checksum does not match",
        };
        Err(Stop::damaged("zip", detail).into())
    }
}

/// LZMA as zip archives have it: version and properties before the data. Made when it is first read,
/// since its header may be broken.
enum Lzma<R: Read> {
    Unread(R, u64),
    Reading(Box<lzma_rust2::LzmaReader<R>>),
    Broken,
}

impl<R: Read> Lzma<R> {
    fn new(input: R, size: u64) -> Lzma<R> {
        Lzma::Unread(input, size)
    }
}

impl<R: Read> Read for Lzma<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Lzma::Reading(reader) = self {
            return reader.read(buffer);
        }
        let Lzma::Unread(mut input, size) = std::mem::replace(self, Lzma::Broken) else {
            return Ok(0);
        };
        let mut header = [0; 9];
        input.read_exact(&mut header)?;
        let dictionary = u32_at(&header, 5);
        if lzma_rust2::lzma_get_memory_usage_by_props(dictionary, header[4])? > DICTIONARY_KIB {
            let detail = format!("a dictionary of {dictionary} bytes");
            return Err(Stop::TooLarge {
                what: "zip",
                detail,
            }
            .into());
        }
        let reader =
            lzma_rust2::LzmaReader::new_with_props(input, size, header[4], dictionary, None)?;
        *self = Lzma::Reading(Box::new(reader));
        self.read(buffer)
    }
}

#[cfg(test)]
mod tests;
