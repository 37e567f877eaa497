//! The seal at the end of every file of the index: sums of its blocks, so that nothing is read that was not written.
//!
//! ```text
//! body   what the engine wrote
//! sums   of each block of 16 KB of the body, 4 bytes each
//! len    of the body, 8 bytes
//! sum    of sums and len, 4 bytes
//! sign   4 bytes
//! ```
//!
//! Numbers are little-endian; a sum is the lower half of an xxh3. A block is looked at when something of it is read for the first time, so that a
//! question pays for what it reads and not for the size of the archive. The engine's own checksum covers a whole file and is
//! looked at by nobody: a flipped bit in a list of positions would just give another answer.

use std::fmt;
use std::hash::Hasher;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tantivy::HasLen;
use tantivy::directory::{AntiCallToken, FileHandle, OwnedBytes, TerminatingWrite};
use twox_hash::XxHash3_64;

/// Bytes of the body that one sum covers.
pub(super) const BLOCK: usize = 16 << 10;

const SIGN: [u8; 4] = *b"seal";

/// Length, sum and sign.
const END: usize = 16;

/// Bytes of a sum.
const SUM: usize = 4;

/// Writes a file and its seal.
pub(super) struct SealingWriter<W> {
    file: W,
    /// Of the block that is being written.
    hash: XxHash3_64,
    in_block: usize,
    sums: Vec<u8>,
    len: u64,
}

impl<W> SealingWriter<W> {
    pub(super) fn new(file: W) -> SealingWriter<W> {
        SealingWriter {
            file,
            hash: XxHash3_64::new(),
            in_block: 0,
            sums: Vec::new(),
            len: 0,
        }
    }

    fn end_block(&mut self) {
        let hash = std::mem::take(&mut self.hash);
        self.sums.extend(half(hash.finish()));
        self.in_block = 0;
    }

    fn seal(&mut self) -> Vec<u8> {
        if self.in_block > 0 {
            self.end_block();
        }
        let mut seal = std::mem::take(&mut self.sums);
        seal.extend(self.len.to_le_bytes());
        seal.extend(half(XxHash3_64::oneshot(&seal)));
        seal.extend(SIGN);
        seal
    }
}

impl<W: Write> Write for SealingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        let mut left = &bytes[..written];
        while !left.is_empty() {
            let (now, later) = left.split_at(left.len().min(BLOCK - self.in_block));
            self.hash.write(now);
            self.in_block += now.len();
            if self.in_block == BLOCK {
                self.end_block();
            }
            left = later;
        }
        self.len += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl<W: TerminatingWrite> TerminatingWrite for SealingWriter<W> {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let seal = self.seal();
        self.file.write_all(&seal)?;
        self.file.terminate_ref(token)
    }
}

/// A file with its seal, of which only the body is shown.
pub(super) struct SealedFile {
    file: Arc<dyn FileHandle>,
    name: String,
    /// Of the body.
    len: usize,
    sums: OwnedBytes,
    /// Which blocks were found as they were written.
    is_sound: Vec<AtomicBool>,
}

impl SealedFile {
    /// Looks at the seal, not yet at the body. An error when file and seal do not fit together: the file was cut, or has grown.
    pub(super) fn open(file: Arc<dyn FileHandle>, path: &Path) -> io::Result<SealedFile> {
        let name = path.to_string_lossy().into_owned();
        let cut = || damage(format!("`{name}` was cut off, or is no file of this index"));
        let sealed_len = file.len();
        let end_start = sealed_len.checked_sub(END).ok_or_else(cut)?;
        let end = file.read_bytes(end_start..sealed_len)?;
        let len = u64::from_le_bytes(end[..8].try_into().expect("eight bytes"));
        let len = usize::try_from(len).map_err(|_| cut())?;
        let sums_len = len.div_ceil(BLOCK) * SUM;
        if end[12..] != SIGN || len.checked_add(sums_len) != Some(end_start) {
            return Err(cut());
        }
        let seal = file.read_bytes(len..sealed_len - END + 8)?;
        if half(XxHash3_64::oneshot(&seal)) != end[8..12] {
            return Err(damage(format!(
                "the sums at the end of `{name}` are not as written"
            )));
        }
        Ok(SealedFile {
            len,
            sums: seal.slice(0..sums_len),
            is_sound: (0..len.div_ceil(BLOCK)).map(|_| false.into()).collect(),
            file,
            name,
        })
    }

    /// Looks at every block; an error for the first that is not as written.
    pub(super) fn verify(&self) -> io::Result<()> {
        self.look_at(0..self.len)
    }

    /// Looks at the blocks of a range that were not looked at before.
    fn look_at(&self, range: Range<usize>) -> io::Result<()> {
        for block in range.start / BLOCK..range.end.div_ceil(BLOCK) {
            if self.is_sound[block].load(Ordering::Relaxed) {
                continue;
            }
            let start = block * BLOCK;
            let bytes = self.file.read_bytes(start..self.len.min(start + BLOCK))?;
            if half(XxHash3_64::oneshot(&bytes)) != self.sums[block * SUM..][..SUM] {
                let name = &self.name;
                return Err(damage(format!(
                    "`{name}` is not as written at byte {start}"
                )));
            }
            self.is_sound[block].store(true, Ordering::Relaxed);
        }
        Ok(())
    }
}

impl HasLen for SealedFile {
    fn len(&self) -> usize {
        self.len
    }
}

impl fmt::Debug for SealedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedFile({}, {} bytes)", self.name, self.len)
    }
}

impl FileHandle for SealedFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.len {
            return Err(damage(format!("`{}` ends before {range:?}", self.name)));
        }
        self.look_at(range.clone())?;
        self.file.read_bytes(range)
    }
}

/// Bytes that the sum of a small file takes.
const LINE: usize = 17;

/// A small file as it is written: its content and a line with its sum.
pub(super) fn with_sum(content: &[u8]) -> Vec<u8> {
    [content, sum_line(content).as_bytes()].concat()
}

/// The content of a small file.
pub(super) fn without_sum(mut bytes: Vec<u8>, path: &Path) -> io::Result<Vec<u8>> {
    let len = bytes.len().saturating_sub(LINE);
    let (content, line) = bytes.split_at(len);
    if line != sum_line(content).as_bytes() {
        let name = path.to_string_lossy();
        return Err(damage(format!("`{name}` is not as written")));
    }
    bytes.truncate(len);
    Ok(bytes)
}

fn sum_line(content: &[u8]) -> String {
    format!("{:016x}\n", XxHash3_64::oneshot(content))
}

fn half(hash: u64) -> [u8; SUM] {
    (hash as u32).to_le_bytes()
}

fn damage(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A body of some blocks, sealed as by an engine that writes in pieces.
    fn sealed(len: usize) -> (Vec<u8>, Vec<u8>) {
        let body: Vec<u8> = (0..len).map(|at| (at * 31 % 251) as u8).collect();
        let mut file = Vec::new();
        let mut writer = SealingWriter::new(&mut file);
        for piece in body.chunks(7_001) {
            writer.write_all(piece).unwrap();
        }
        let seal = writer.seal();
        file.extend(seal);
        (body, file)
    }

    fn opened(file: Vec<u8>) -> io::Result<SealedFile> {
        SealedFile::open(Arc::new(OwnedBytes::new(file)), Path::new("a.idx"))
    }

    #[test]
    fn a_body_comes_back_as_it_was_written() {
        for len in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 100] {
            let (body, file) = sealed(len);
            let file = opened(file).unwrap();
            assert_eq!(file.len(), len);
            file.verify().unwrap();
            assert_eq!(file.read_bytes(0..len).unwrap().as_slice(), body);
            assert!(file.read_bytes(0..len + 1).is_err());
        }
    }

    #[test]
    fn no_flipped_bit_is_read() {
        let (body, file) = sealed(2 * BLOCK + 10);
        for at in (0..file.len()).step_by(97).chain(body.len()..file.len()) {
            let mut harmed = file.clone();
            harmed[at] ^= 1 << (at % 8);
            let Ok(harmed) = opened(harmed) else {
                assert!(
                    at >= body.len(),
                    "a body is not looked at when it is opened"
                );
                continue;
            };
            assert!(harmed.verify().is_err(), "byte {at}");
            assert!(harmed.read_bytes(at..at + 1).is_err(), "byte {at}");
            // What lies in other blocks can be read all the same.
            let other = if at < BLOCK { 2 * BLOCK } else { 0 };
            assert_eq!(
                harmed.read_bytes(other..other + 5).unwrap().as_slice(),
                &body[other..other + 5]
            );
        }
    }

    #[test]
    fn a_cut_or_grown_file_is_not_opened() {
        let (_, file) = sealed(2 * BLOCK + 10);
        for len in [0, 1, 15, 16, BLOCK, file.len() - 1] {
            assert!(opened(file[..len].to_vec()).is_err(), "{len} bytes");
        }
        assert!(opened([&file[..], b"\0"].concat()).is_err());
        assert!(opened([b"\0", &file[..]].concat()).is_err());
    }

    #[test]
    fn a_small_file_is_as_written_or_refused() {
        let path = Path::new("meta.json");
        let written = with_sum(b"{}\n");
        assert_eq!(without_sum(written.clone(), path).unwrap(), b"{}\n");
        for at in 0..written.len() {
            let mut harmed = written.clone();
            harmed[at] ^= 4;
            assert!(without_sum(harmed, path).is_err(), "byte {at}");
            assert!(without_sum(written[..at].to_vec(), path).is_err());
        }
    }
}
