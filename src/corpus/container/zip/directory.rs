//! The list of members at the end of a zip archive, and what they make it.

use std::io::{self, Read, SeekFrom};

use super::super::super::Rejection;
use super::super::guard::{Stop, failure};
use super::{END, END_64, END_BYTES, Entry, LOCAL_BYTES, Package, Source};

pub(super) const CENTRAL: &[u8] = b"PK\x01\x02";
const LOCATOR_64: &[u8] = b"PK\x06\x07";

/// Lengths of these without names, extra fields and comments.
pub(super) const CENTRAL_BYTES: usize = 46;
const END_64_BYTES: usize = 56;
const LOCATOR_64_BYTES: usize = 20;

/// The end of the directory stands before a comment of at most 64 KiB.
const LONGEST_END: u64 = (END_BYTES + LOCATOR_64_BYTES + (1 << 16)) as u64;

/// Largest directory that is read: a million names of news files.
const DIRECTORY_BYTES: u64 = 96 << 20;

/// The members that make an archive a package of some kind. The first row of which all are found
/// decides; a name that ends in `*` is a start.
const PACKAGES: &[(&[&str], Package)] = &[
    (
        &["[Content_Types].xml", "word/document*"],
        Package::Document,
    ),
    (&["content.xml", "META-INF/manifest.xml"], Package::Document),
    (
        &["[Content_Types].xml", "xl/*"],
        Package::Unread("spreadsheet"),
    ),
    (&["[Content_Types].xml", "ppt/*"], Package::Unread("slides")),
    (&["META-INF/container.xml"], Package::Unread("EPUB")),
    (&["META-INF/MANIFEST.MF"], Package::Unread("program")),
    (&["AndroidManifest.xml"], Package::Unread("program")),
    (&["datapackage.json", "archive/*"], Package::Crawl),
];

/// What the media type that such a package begins with says of it, behind `opendocument.`.
const OPEN_DOCUMENTS: &[(&[u8], Package)] = &[
    (b"graphics", Package::Unread("drawing")),
    (b"presentation", Package::Unread("slides")),
    (b"spreadsheet", Package::Unread("spreadsheet")),
    (b"text", Package::Document),
];

/// The list of members at the end of an archive.
pub(super) struct Directory {
    pub(super) bytes: Vec<u8>,
    /// Where it begins.
    pub(super) start: u64,
    /// Entries it should have.
    pub(super) count: u64,
    /// What stands before the archive, so that all its positions are this much too small.
    pub(super) shift: u64,
}

impl Directory {
    pub(super) fn of(source: &mut dyn Source) -> Result<Directory, Rejection> {
        let damaged = |detail: &str| Stop::damaged("zip", detail).rejection();
        Directory::found(source)
            .map_err(|error| failure(error, "zip"))?
            .ok_or_else(|| damaged("the directory is missing or broken"))
    }

    fn found(source: &mut dyn Source) -> io::Result<Option<Directory>> {
        let length = source.seek(SeekFrom::End(0))?;
        let tail_at = length.saturating_sub(LONGEST_END);
        source.seek(SeekFrom::Start(tail_at))?;
        let mut tail = Vec::new();
        (&mut *source).take(LONGEST_END).read_to_end(&mut tail)?;
        let ends = tail.windows(END.len()).enumerate();
        let ends: Vec<usize> = ends
            .filter(|(at, four)| *four == END && tail.len() - at >= END_BYTES)
            .map(|(at, _)| at)
            .collect();
        // The last is the one, unless a comment quotes it.
        for at in ends.into_iter().rev().take(16) {
            let end = &tail[at..];
            let mut place = Place {
                count: u16_at(end, 10).into(),
                size: u32_at(end, 12).into(),
                start: u32_at(end, 16).into(),
                end: tail_at + at as u64,
            };
            if let Some(locator) = at.checked_sub(LOCATOR_64_BYTES).map(|at| &tail[at..])
                && locator.starts_with(LOCATOR_64)
            {
                place.take_large(source, u64_at(locator, 8))?;
            }
            if let Some(directory) = place.read(source)? {
                return Ok(Some(directory));
            }
        }
        Ok(None)
    }

    pub(super) fn entries(&self) -> Entries<'_> {
        Entries {
            rest: &self.bytes,
            seen: 0,
        }
    }

    /// Where members begin, sorted.
    pub(super) fn starts(&self) -> Vec<u64> {
        let mut starts: Vec<u64> = self.entries().map(|entry| entry.start).collect();
        starts.sort_unstable();
        starts
    }

    pub(super) fn package(&self, head: &[u8]) -> Package {
        if head.get(LOCAL_BYTES..LOCAL_BYTES + 8) == Some(b"mimetype") {
            let stated = &head[LOCAL_BYTES + 8..head.len().min(128)];
            let kind = stated.strip_prefix(b"application/vnd.oasis.opendocument.");
            let known = |kind: &[u8]| {
                let mut rows = OPEN_DOCUMENTS.iter();
                rows.find(|(name, _)| kind.starts_with(name))
            };
            if let Some((_, package)) = kind.and_then(known) {
                return *package;
            }
        }
        let mut found = [0_u32; PACKAGES.len()];
        for entry in self.entries() {
            for (marks, (names, _)) in found.iter_mut().zip(PACKAGES) {
                for (number, name) in names.iter().enumerate() {
                    let is_it = match name.strip_suffix('*') {
                        Some(start) => entry.name.starts_with(start.as_bytes()),
                        None => entry.name == name.as_bytes(),
                    };
                    *marks |= u32::from(is_it) << number;
                }
            }
        }
        let is_whole =
            |(marks, (names, _)): &(u32, &(&[&str], Package))| *marks == (1 << names.len()) - 1;
        let mut rows = found.into_iter().zip(PACKAGES);
        rows.find(is_whole)
            .map_or(Package::Folder, |(_, (_, package))| *package)
    }
}

/// Where a directory lies, as the end of the archive says.
struct Place {
    count: u64,
    size: u64,
    start: u64,
    /// Where it ends, because what says so begins there.
    end: u64,
}

impl Place {
    /// The same, as archives of more than 4 GB or 65,535 members say it.
    fn take_large(&mut self, source: &mut dyn Source, at: u64) -> io::Result<()> {
        // Directly before its locator, or where that says when something stands between.
        let before = self
            .end
            .saturating_sub((LOCATOR_64_BYTES + END_64_BYTES) as u64);
        for at in [before, at] {
            source.seek(SeekFrom::Start(at))?;
            let mut end = Vec::new();
            let is_read = read_exactly(source, &mut end, END_64_BYTES).is_ok();
            if is_read && end.starts_with(END_64) {
                self.count = u64_at(&end, 32);
                self.size = u64_at(&end, 40);
                self.start = u64_at(&end, 48);
                self.end = at;
                return Ok(());
            }
        }
        Ok(())
    }

    /// The directory, when there is one.
    fn read(&self, source: &mut dyn Source) -> io::Result<Option<Directory>> {
        if self.size > DIRECTORY_BYTES {
            let detail = format!("a directory of {} bytes", self.size);
            return Err(Stop::TooLarge {
                what: "zip",
                detail,
            }
            .into());
        }
        // What was put before an archive does not change what it says of its places.
        let Some(start) = self.end.checked_sub(self.size) else {
            return Ok(None);
        };
        for start in [start, self.start] {
            source.seek(SeekFrom::Start(start))?;
            let mut bytes = Vec::new();
            (&mut *source).take(self.size).read_to_end(&mut bytes)?;
            if self.count == 0 || bytes.starts_with(CENTRAL) {
                return Ok(Some(Directory {
                    bytes,
                    start,
                    count: self.count,
                    shift: start.saturating_sub(self.start),
                }));
            }
        }
        Ok(None)
    }
}

/// The entries of a directory, as far as they can be read.
pub(super) struct Entries<'d> {
    rest: &'d [u8],
    pub(super) seen: u64,
}

impl<'d> Iterator for Entries<'d> {
    type Item = Entry<'d>;

    fn next(&mut self) -> Option<Entry<'d>> {
        let entry = self.rest;
        if entry.len() < CENTRAL_BYTES || !entry.starts_with(CENTRAL) {
            return None;
        }
        let length = |at| usize::from(u16_at(entry, at));
        let extra_at = CENTRAL_BYTES + length(28);
        let comment_at = extra_at + length(30);
        self.rest = entry.get(comment_at + length(32)..)?;
        self.seen += 1;
        let mut read = Entry {
            name: &entry[CENTRAL_BYTES..extra_at],
            flags: u16_at(entry, 8),
            method: u16_at(entry, 10),
            crc: u32_at(entry, 16),
            packed: u32_at(entry, 20).into(),
            size: u32_at(entry, 24).into(),
            start: u32_at(entry, 42).into(),
            is_checkable: true,
        };
        read.take_large_sizes(&entry[extra_at..comment_at]);
        Some(read)
    }
}

/// Adds exactly so many bytes to the buffer.
pub(super) fn read_exactly(
    source: &mut dyn Source,
    buffer: &mut Vec<u8>,
    count: usize,
) -> io::Result<()> {
    let read = (&mut *source).take(count as u64).read_to_end(buffer)?;
    match read == count {
        true => Ok(()),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// Numbers at a place that was looked at before.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}
