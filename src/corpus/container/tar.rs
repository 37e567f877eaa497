//! Tar archives, read as a stream.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use ::tar::{Archive, Entry, EntryType};

use super::super::{Rejection, Stated};
use super::guard::{Counted, Guarded, Stop, Whole, failure};
use super::{Input, Member, Members, Opener, is_hidden};

/// Size of a header, and what everything in a tar is a multiple of.
const BLOCK: usize = 512;

/// Most that may stand between two members: long names and attributes.
const BETWEEN_BYTES: u64 = 1 << 20;

/// Whether a file that begins like this is a tar: its first header has the right checksum, or the
/// mark of POSIX if it is damaged.
pub(super) fn begins(head: &[u8]) -> bool {
    let Some(header) = head.get(..BLOCK) else {
        return head.get(257..262) == Some(b"ustar");
    };
    if &header[257..262] == b"ustar" {
        return true;
    }
    let stated = ::tar::Header::from_byte_slice(header).cksum();
    let sum: u32 = header[..148]
        .iter()
        .chain(&header[156..])
        .map(|&byte| u32::from(byte))
        .sum();
    header[0] != 0 && stated.is_ok_and(|stated| stated == sum + 8 * u32::from(b' '))
}

/// Opens the members in their order.
pub(super) fn read(
    opener: &mut Opener<'_>,
    member: &Member<'_>,
    _head: &[u8],
    input: Input<'_>,
) -> ControlFlow<()> {
    let mut members = Members::of(member);
    let (counted, position) = Counted::new(input);
    let limit = Rc::new(Cell::new(BETWEEN_BYTES));
    let mut archive = Archive::new(Fenced {
        input: counted,
        position: Rc::clone(&position),
        limit: Rc::clone(&limit),
    });
    let mut entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return opener.reject_part(&mut members, failure(error, "tar")),
    };
    let mut has_failed = false;
    loop {
        let entry = match entries.next() {
            None => break,
            Some(Ok(entry)) => entry,
            // The member that is cut off said so itself.
            Some(Err(_)) if has_failed => break,
            Some(Err(error)) => {
                opener.reject_part(&mut members, failure(error, "tar"))?;
                break;
            }
        };
        let stored = stored_size(&entry);
        limit.set((position.get() + BETWEEN_BYTES).saturating_add(stored));
        if let Err(rejection) = opener.budget.take_member() {
            return opener.reject_part(&mut members, rejection);
        }
        let name = entry.path_bytes().into_owned();
        match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {}
            EntryType::Directory | EntryType::XGlobalHeader => continue,
            _ => {
                opener.reject_member(&mut members, &name, not_regular())?;
                continue;
            }
        }
        if name.ends_with(b"/") {
            continue;
        }
        if is_hidden(&name) {
            opener.reject_member(&mut members, &name, Rejection::skipped("hidden"))?;
            continue;
        }
        let size = entry.size();
        // Holes of a sparse member are bytes out of nothing: they count as decompressed.
        let guarded = Guarded::new(
            Whole::new(entry, "tar", size),
            "tar",
            Rc::clone(&position),
            Rc::clone(&opener.budget),
        );
        let input: Input<'_> = Box::new(BufReader::new(guarded));
        let failures = opener.failures;
        opener.open_member(&mut members, &name, Stated::default(), input)?;
        has_failed = opener.failures > failures;
    }
    opener.close(&mut members)
}

fn not_regular() -> Rejection {
    Rejection::skipped("not a regular file")
}

/// What a member takes in the archive, without the holes of a sparse one.
fn stored_size<R: Read>(entry: &Entry<'_, R>) -> u64 {
    match entry.header().entry_type() {
        EntryType::GNUSparse => entry.header().entry_size().unwrap_or(0),
        _ => entry.size(),
    }
}

/// An archive that is not read beyond a limit, which moves on with each member: the crate holds
/// whole what stands between two of them, however long it claims to be.
struct Fenced<'i> {
    input: Counted<'i>,
    position: Rc<Cell<u64>>,
    limit: Rc<Cell<u64>>,
}

impl Read for Fenced<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.limit.get().saturating_sub(self.position.get());
        if left == 0 && !buffer.is_empty() {
            let detail = format!("more than {} KB between two members", BETWEEN_BYTES >> 10);
            return Err(Stop::TooLarge {
                what: "tar",
                detail,
            }
            .into());
        }
        let most = usize::try_from(left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        self.input.read(&mut buffer[..most])
    }
}

#[cfg(test)]
mod tests {
    use ::tar::{Builder, Header};

    use super::super::tests::{gzip, reasons, shown};
    use super::*;

    fn header(kind: EntryType, size: usize) -> Header {
        let mut header = Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(size as u64);
        header.set_cksum();
        header
    }

    fn archive(members: &[(&str, &str)]) -> Vec<u8> {
        let mut builder = Builder::new(Vec::new());
        for (name, text) in members {
            let mut header = header(EntryType::Regular, text.len());
            // `append_data` would refuse names that lead out of the folder.
            header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            builder.append(&header, text.as_bytes()).unwrap();
        }
        builder.into_inner().unwrap()
    }

    #[test]
    fn members() {
        let bytes = archive(&[
            ("b/c.json", "{\"a\":1}"),
            ("../b.txt", "Text"),
            ("b/c.json", "{\"a\":2}"),
            ("b/", ""),
            ("__MACOSX/b", "Text"),
        ]);
        let expected = [
            "!b/c.json0 {\"a\":1}",
            "!../b.txt0 file 4",
            "!b/c.json~20 {\"a\":2}",
            "!__MACOSX/b0 hidden ()",
        ];
        assert_eq!(shown("a.tar", &bytes), expected);
        assert_eq!(shown("a.tgz", &gzip(&bytes)), expected);
        assert_eq!(
            reasons("a.tar", &archive(&[("b/", "")])),
            ["0 empty archive"]
        );
    }

    #[test]
    fn long_names_and_links() {
        let long = format!("{}/b.txt", "a".repeat(200));
        let mut builder = Builder::new(Vec::new());
        let mut file = header(EntryType::Regular, 4);
        builder.append_data(&mut file, &long, &b"Text"[..]).unwrap();
        let mut link = header(EntryType::Symlink, 0);
        builder
            .append_link(&mut link, "link", "/etc/passwd")
            .unwrap();
        let bytes = builder.into_inner().unwrap();
        assert_eq!(
            reasons("a.tar", &bytes),
            [
                format!("!{long}0 file 4"),
                "!link0 not a regular file".to_owned()
            ]
        );
    }

    #[test]
    fn an_archive_that_ends_in_the_middle() {
        let bytes = archive(&[("a", "First"), ("b", "Second")]);
        for (length, expected) in [
            (1030, vec!["!a0 file 5", "0 damaged tar"]),
            (1538, vec!["!a0 file 5", "!b0 damaged tar"]),
            (300, vec!["0 damaged tar"]),
        ] {
            assert_eq!(reasons("a.tar", &bytes[..length]), expected, "{length}");
        }
    }

    #[test]
    fn what_stands_between_members_is_fenced_in() {
        let mut builder = Builder::new(Vec::new());
        let name = vec![b'a'; 3 << 20];
        builder
            .append(&header(EntryType::GNULongName, name.len()), &*name)
            .unwrap();
        let bytes = builder.into_inner().unwrap();
        assert_eq!(reasons("a.tar", &bytes), ["0 too large"]);
    }
}
