//! Compressions: a file in another file's place. A new one is one row of the table.
//!
//! All of them are read as streams, through the guard; frames and members that stand behind each
//! other are one text.

use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};

use super::Input;
use super::guard::{Budget, Counted, Guarded, Stop};
use super::head::HEAD_BYTES;

/// A way to shrink a file.
pub(super) struct Compression {
    /// As reasons name it: `damaged gzip`.
    name: &'static str,
    begins: fn(&[u8]) -> bool,
    reader: for<'i> fn(Counted<'i>) -> Box<dyn Read + 'i>,
    /// Whether its reader goes on behind damage.
    resumes: bool,
}

/// Sorted by name.
const COMPRESSIONS: &[Compression] = &[
    Compression {
        name: "bzip2",
        // `BZh` alone could open a story.
        begins: |head| {
            head.starts_with(b"BZh")
                && matches!(
                    head.get(4..10),
                    Some(b"1AY&SY" | b"\x17\x72\x45\x38\x50\x90")
                )
        },
        reader: |input| Box::new(bzip2::bufread::MultiBzDecoder::new(input)),
        resumes: false,
    },
    Compression {
        name: "gzip",
        begins: |head| head.starts_with(GZIP_START),
        reader: |input| Box::new(GzipMembers::new(input)),
        resumes: true,
    },
    Compression {
        name: "lz4",
        begins: |head| {
            head.starts_with(b"\x04\x22\x4d\x18") || head.starts_with(b"\x02\x21\x4c\x18")
        },
        reader: |input| Box::new(Lz4Frames(lz4_flex::frame::FrameDecoder::new(input))),
        resumes: false,
    },
    Compression {
        name: "xz",
        begins: |head| head.starts_with(b"\xfd7zXZ\0"),
        reader: |input| {
            Box::new(lzma_rust2::XzReader::new_mem_limit(
                input,
                true,
                DICTIONARY_KIB,
            ))
        },
        resumes: false,
    },
    Compression {
        name: "zstd",
        begins: |head| {
            head.starts_with(b"\x28\xb5\x2f\xfd")
                // A frame to be skipped: crawls keep their dictionary in it.
                || head.len() > 8 && head[0] & 0xf0 == 0x50 && head[1..4] == *b"\x2a\x4d\x18"
        },
        reader: |input| Box::new(ZstdFrames::new(input)),
        resumes: false,
    },
];

/// Largest dictionary of an xz file, in KiB. `xz -9` has 64 MiB.
pub(super) const DICTIONARY_KIB: u32 = 128 << 10;

impl Compression {
    /// The compression of a file that begins like this.
    pub(super) fn of(head: &[u8]) -> Option<&'static Compression> {
        COMPRESSIONS.iter().find(|known| (known.begins)(head))
    }

    /// What is in it.
    pub(super) fn open<'i>(&self, input: Input<'i>, budget: &Rc<Budget>) -> Input<'i> {
        let (counted, count) = Counted::new(input);
        let reader = (self.reader)(counted);
        let guarded = Guarded::new(reader, self.name, count, Rc::clone(budget));
        let guarded = match self.resumes {
            true => guarded.resuming(),
            false => guarded,
        };
        Box::new(BufReader::with_capacity(HEAD_BYTES, guarded))
    }
}

/// How a gzip member of deflated data begins.
const GZIP_START: &[u8] = b"\x1f\x8b\x08";

/// More damages than this in one file are no file any more.
const MAX_DAMAGES: u32 = 10_000;

/// The members of a gzip file one after the other. Behind a damaged one, reading goes on where the
/// next begins: crawls compress each record by itself, so that one broken record costs itself.
pub(super) struct GzipMembers<R> {
    state: Gzip<R>,
    damages: u32,
}

enum Gzip<R> {
    /// A member should begin here.
    Between(Rewound<R>),
    Inside(GzDecoder<Rewound<R>>),
    /// Behind damage.
    Lost(Rewound<R>),
    /// Only while the state changes.
    Changing,
}

impl<R: BufRead> GzipMembers<R> {
    pub(super) fn new(input: R) -> GzipMembers<R> {
        GzipMembers {
            state: Gzip::Between(Rewound::new(input)),
            damages: 0,
        }
    }

    fn damaged(&mut self, at: Rewound<R>, error: io::Error) -> io::Error {
        self.state = Gzip::Lost(at);
        self.damages += 1;
        error
    }
}

impl<R: BufRead> Read for GzipMembers<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, Gzip::Changing) {
                Gzip::Between(mut input) => {
                    // Tapes and blocks leave zeros behind the last member.
                    let Some(next) = skip_zeros(&mut input)? else {
                        self.state = Gzip::Between(input);
                        return Ok(0);
                    };
                    if next != GZIP_START[0] {
                        let error = Stop::damaged("gzip", "something else stands behind a member");
                        return Err(self.damaged(input, error.into()));
                    }
                    input.mark();
                    self.state = Gzip::Inside(GzDecoder::new(input));
                }
                Gzip::Inside(mut member) => match member.read(buffer) {
                    Ok(0) => self.state = Gzip::Between(member.into_inner()),
                    Ok(count) => {
                        self.state = Gzip::Inside(member);
                        return Ok(count);
                    }
                    Err(error) => return Err(self.damaged(member.into_inner(), error)),
                },
                Gzip::Lost(mut input) => {
                    let is_found = self.damages < MAX_DAMAGES && skip_to_member(&mut input)?;
                    self.state = Gzip::Between(input);
                    if !is_found {
                        return Ok(0);
                    }
                }
                Gzip::Changing => return Ok(0),
            }
        }
    }
}

/// Passes over zeros; the byte behind them.
fn skip_zeros(input: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            return Ok(None);
        }
        let zeros = chunk.iter().take_while(|&&byte| byte == 0).count();
        let next = chunk.get(zeros).copied();
        input.consume(zeros);
        if next.is_some() {
            return Ok(next);
        }
    }
}

/// Passes over everything before the next start of a gzip member; whether there is one.
fn skip_to_member<R: BufRead>(input: &mut Rewound<R>) -> io::Result<bool> {
    input.rewind();
    let mut seen = 0;
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            return Ok(false);
        }
        let mut used = 0;
        for &byte in chunk {
            used += 1;
            seen = match byte {
                _ if byte == GZIP_START[seen] => seen + 1,
                _ if byte == GZIP_START[0] => 1,
                _ => 0,
            };
            if seen == GZIP_START.len() {
                break;
            }
        }
        input.consume(used);
        if seen == GZIP_START.len() {
            input.put_back(GZIP_START);
            return Ok(true);
        }
    }
}

/// How much of what was read may be looked at again: where a member is cut off, the start of the
/// next is taken for its rest.
const LOOKED_BACK: usize = 256;

/// An input that can be taken back a little.
struct Rewound<R> {
    /// What was put back, and how much of that is used.
    ahead: Vec<u8>,
    used: usize,
    input: R,
    /// The last that was read since the member began.
    behind: Vec<u8>,
}

impl<R> Rewound<R> {
    fn new(input: R) -> Rewound<R> {
        Rewound {
            ahead: Vec::new(),
            used: 0,
            input,
            behind: Vec::new(),
        }
    }

    /// A member begins here.
    fn mark(&mut self) {
        self.behind.clear();
    }

    /// Goes back, but not to the mark.
    fn rewind(&mut self) {
        let mut behind = std::mem::take(&mut self.behind);
        if !behind.is_empty() {
            behind.remove(0);
        }
        self.put_back(&behind);
    }

    fn put_back(&mut self, bytes: &[u8]) {
        let rest = self.ahead.split_off(self.used);
        self.ahead = [bytes, &rest].concat();
        self.used = 0;
    }

    fn remember(behind: &mut Vec<u8>, bytes: &[u8]) {
        let last = &bytes[bytes.len().saturating_sub(LOOKED_BACK)..];
        let most = LOOKED_BACK - last.len();
        behind.drain(..behind.len().saturating_sub(most));
        behind.extend_from_slice(last);
    }
}

impl<R: BufRead> Read for Rewound<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let chunk = self.fill_buf()?;
        let count = chunk.len().min(buffer.len());
        buffer[..count].copy_from_slice(&chunk[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Rewound<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.ahead.get(self.used..) {
            Some(ahead) if !ahead.is_empty() => Ok(ahead),
            _ => self.input.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        if self.used < self.ahead.len() {
            let end = self.used + count;
            Self::remember(&mut self.behind, &self.ahead[self.used..end]);
            self.used = end;
            return;
        }
        // What was filled is still there.
        if let Ok(chunk) = self.input.fill_buf() {
            Self::remember(&mut self.behind, &chunk[..count.min(chunk.len())]);
        }
        self.input.consume(count);
    }
}

/// The frames of an lz4 file one after the other.
struct Lz4Frames<R: BufRead>(lz4_flex::frame::FrameDecoder<R>);

impl<R: BufRead> Read for Lz4Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.0.read(buffer)?;
            // The end of a frame looks like the end of the file.
            if count > 0 || buffer.is_empty() || self.0.get_mut().fill_buf()?.is_empty() {
                return Ok(count);
            }
        }
    }
}

/// The frames of a zstd file one after the other.
pub(super) struct ZstdFrames<R> {
    input: R,
    decoder: FrameDecoder,
    is_inside: bool,
}

/// The frame that holds what all frames of a crawl refer to, after the specification of `.warc.zst`.
const DICTIONARY_FRAME: u32 = 0x184d_2a5d;

/// Largest such dictionary. `zstd --train` makes 110 KB.
const DICTIONARY_BYTES: u64 = 16 << 20;

impl<R: BufRead> ZstdFrames<R> {
    pub(super) fn new(input: R) -> ZstdFrames<R> {
        ZstdFrames {
            input,
            decoder: FrameDecoder::new(),
            is_inside: false,
        }
    }

    /// Begins the next frame; `false` at the end of the file.
    fn next_frame(&mut self) -> io::Result<bool> {
        loop {
            if self.input.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.init(&mut self.input) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    magic_number,
                    length,
                })) => self.skip_frame(magic_number, length.into())?,
                Err(error) => return Err(io::Error::other(error)),
            }
        }
    }

    fn skip_frame(&mut self, magic: u32, length: u64) -> io::Result<()> {
        let mut skipped = self.input.by_ref().take(length);
        if magic != DICTIONARY_FRAME || length > DICTIONARY_BYTES {
            io::copy(&mut skipped, &mut io::sink())?;
            return Ok(());
        }
        let mut bytes = Vec::new();
        skipped.read_to_end(&mut bytes)?;
        if bytes.starts_with(b"\x28\xb5\x2f\xfd") {
            let mut unpacked = Vec::new();
            ZstdFrames::new(bytes.as_slice())
                .take(DICTIONARY_BYTES)
                .read_to_end(&mut unpacked)?;
            bytes = unpacked;
        }
        let dictionary = Dictionary::decode_dict(&bytes).map_err(io::Error::other)?;
        self.decoder.add_dict(dictionary).map_err(io::Error::other)
    }
}

impl<R: BufRead> Read for ZstdFrames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            while self.is_inside && self.decoder.can_collect() == 0 {
                if self.decoder.is_finished() {
                    self.is_inside = false;
                } else {
                    self.decoder
                        .decode_blocks(&mut self.input, BlockDecodingStrategy::UptoBlocks(1))
                        .map_err(io::Error::other)?;
                }
            }
            if self.is_inside {
                return self.decoder.read(buffer);
            }
            self.is_inside = self.next_frame()?;
            if !self.is_inside {
                return Ok(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::tests::{gzip, reasons, shown};
    use super::*;

    const TEXT: &[u8] = b"{\"a\":1}\n{\"a\":2}\n";

    fn bzip2(bytes: &[u8]) -> Vec<u8> {
        let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn lz4(bytes: &[u8]) -> Vec<u8> {
        let mut out = lz4_flex::frame::FrameEncoder::new(Vec::new());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn xz(bytes: &[u8]) -> Vec<u8> {
        let options = lzma_rust2::XzOptions::with_preset(1);
        let mut out = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        let level = ruzstd::encoding::CompressionLevel::Fastest;
        ruzstd::encoding::compress_to_vec(bytes, level)
    }

    type Pack = fn(&[u8]) -> Vec<u8>;

    #[test]
    fn all_are_read_and_their_damage_is_named() {
        let pack: [(&str, Pack); 5] = [
            ("bzip2", bzip2),
            ("gzip", gzip),
            ("lz4", lz4),
            ("xz", xz),
            ("zstd", zstd),
        ];
        for (name, pack) in pack {
            let whole = pack(TEXT);
            assert_eq!(shown("a", &whole), ["0 {\"a\":1}", "1 {\"a\":2}"], "{name}");
            let twice = [pack(&TEXT[..8]), pack(&TEXT[8..])].concat();
            assert_eq!(shown("a", &twice), ["0 {\"a\":1}", "1 {\"a\":2}"], "{name}");
            let mut cut = reasons("a", &whole[..whole.len() / 2]);
            assert_eq!(
                cut.pop().unwrap().split_once(' ').unwrap().1,
                format!("damaged {name}")
            );
            assert!(cut.len() < 2, "{name} {cut:?}");
        }
    }

    #[test]
    fn layers() {
        let mut bytes = b"x".to_vec();
        for _ in 0..4 {
            bytes = gzip(&bytes);
        }
        assert_eq!(shown("a.gz", &bytes), ["0 file 1"]);
        assert_eq!(reasons("a.gz", &gzip(&bytes)), ["0 containers too deep"]);
    }

    #[test]
    fn frames_to_skip_and_zeros_behind() {
        let skipped = b"\x50\x2a\x4d\x18\x03\0\0\0abc";
        let bytes = [skipped, zstd(TEXT).as_slice(), skipped].concat();
        assert_eq!(shown("a.zst", &bytes).len(), 2);
        let bytes = [gzip(TEXT), vec![0; 512]].concat();
        assert_eq!(shown("a.gz", &bytes).len(), 2);
    }

    #[test]
    fn a_damaged_member_costs_itself() {
        let mut broken = gzip(b"second");
        broken.truncate(broken.len() - 9);
        let bytes = [gzip(b"first"), broken, gzip(b"third")].concat();
        let mut members = GzipMembers::new(bytes.as_slice());
        let mut read = Vec::new();
        assert!(members.read_to_end(&mut read).is_err());
        members.read_to_end(&mut read).unwrap();
        assert!(
            read.starts_with(b"first") && read.ends_with(b"third"),
            "{read:?}"
        );
    }
}
