//! Opens a file and cuts it into records.
//!
//! What a file is, its bytes decide; the extension only helps where bytes can be read in two ways.
//! Lists of articles (JSON Lines, JSON arrays, tables) are streamed, so that a dump of gigabytes
//! needs no more memory than its longest record.

use std::fs;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::walk::read_failure;
use super::{
    Content, Document, File, FileName, Layout, Layouts, Origin, Record, Rejection, Stated, json,
    magic, table,
};
use crate::text::decode;

/// How much of a file the decisions look at.
const HEAD_BYTES: usize = 128 << 10;

/// Largest text, page or record. Three times the longest novel; beyond it is something else.
pub(super) const RECORD_BYTES: usize = 64 << 20;

/// Compressed files may grow to this size whatever their ratio ...
const FREE_BYTES: u64 = 100 << 20;

/// ... and beyond it by this factor. News text shrinks 3 to 10 times, logs of one line 100 times, a
/// bomb 1000 times.
const MAX_RATIO: u64 = 250;

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
    let member = Member {
        name: file.name.clone(),
        path: Some(&file.path),
        stated: Stated::default(),
        layouts,
    };
    let _ = match fs::File::open(&file.path) {
        Ok(source) => open(
            member,
            Box::new(BufReader::with_capacity(HEAD_BYTES, source)),
            each,
        ),
        Err(error) => give(&member.name, once(Err(read_failure(&error))), each),
    };
}

/// One file to be cut, on disk or in a container.
pub(super) struct Member<'m> {
    /// As the records will have it.
    pub(super) name: FileName,
    /// Where it lies, for a file on disk.
    pub(super) path: Option<&'m Path>,
    /// What its container says of it.
    pub(super) stated: Stated,
    /// What is said of how files are to be cut.
    pub(super) layouts: &'m Layouts,
}

/// Opens what may be compressed or a container, and cuts what is in it.
fn open(
    member: Member<'_>,
    input: Input<'_>,
    each: &mut dyn FnMut(Cut) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let layout = member.layouts.of(&member.name).map(|(_, layout)| layout);
    let steps = steps(&member.name, &member.stated, layout, input).unwrap_or_else(once_rejected);
    give(&member.name, steps, each)
}

/// Gives on the records of one file or member.
fn give(
    name: &FileName,
    steps: Steps<'_>,
    each: &mut dyn FnMut(Cut) -> ControlFlow<()>,
) -> ControlFlow<()> {
    for (record, content) in steps {
        let origin = Origin {
            file: name.clone(),
            record,
        };
        each(match content {
            Ok(content) => Ok(Record { origin, content }),
            Err(rejection) => Err((origin, rejection)),
        })?;
    }
    ControlFlow::Continue(())
}

/// One record of its own, whatever the file: for a file that is known by its bytes alone.
pub(super) fn once(result: Result<Content, Rejection>) -> Steps<'static> {
    Box::new(std::iter::once((0, result)))
}

fn once_rejected<'i>(rejection: Rejection) -> Steps<'i> {
    once(Err(rejection))
}

fn steps<'i>(
    name: &FileName,
    stated: &Stated,
    layout: Option<&Layout>,
    input: Input<'i>,
) -> Result<Steps<'i>, Rejection> {
    if layout.is_some_and(|layout| layout.is_left_out) {
        return Err(Rejection::skipped("left out by the mapping"));
    }
    let (head, input) = with_head(input)?;
    let (head, input) = if head.starts_with(b"\x1f\x8b\x08") {
        with_head(decompressed(input))?
    } else {
        (head, input)
    };
    if head.is_empty() {
        return Err(Rejection::skipped("empty file"));
    }
    if magic::is_pointer(&head) {
        return Err(Rejection::skipped("pointer"));
    }
    if let Some(charset) = layout.and_then(|layout| layout.charset) {
        let input = Box::new(Transcoded::new(input, charset));
        let (head, input) = with_head(Box::new(BufReader::with_capacity(HEAD_BYTES, input)))?;
        return Ok(recognised(head, input, name, stated, layout));
    }
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        let bytes = read_whole(input, RECORD_BYTES)?;
        let (text, _) = decode::decode(&bytes, None);
        let text = text.into_owned().into_bytes();
        let head = text[..text.len().min(HEAD_BYTES)].to_vec();
        return Ok(recognised(
            head,
            Box::new(Cursor::new(text)),
            name,
            stated,
            layout,
        ));
    }
    if let Some(looks) = magic::not_text(&head) {
        let mut rejection = Rejection::skipped("not text");
        rejection.detail = Some(looks.to_owned());
        return Err(rejection);
    }
    if let Some(mark) = magic::charset_by_zeros(&head) {
        let mut bytes = mark.to_vec();
        bytes.append(&mut read_whole(input, RECORD_BYTES)?);
        let (text, _) = decode::decode(&bytes, None);
        let text = text.into_owned().into_bytes();
        let head = text[..text.len().min(HEAD_BYTES)].to_vec();
        return Ok(recognised(
            head,
            Box::new(Cursor::new(text)),
            name,
            stated,
            layout,
        ));
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
        return Ok(recognised(head[3..].to_vec(), input, name, stated, layout));
    }
    Ok(recognised(head, input, name, stated, layout))
}

/// The shapes, in order of how sure their sign is. `input` starts with `head`.
fn recognised<'i>(
    head: Vec<u8>,
    input: Input<'i>,
    name: &FileName,
    stated: &Stated,
    layout: Option<&Layout>,
) -> Steps<'i> {
    if head.iter().all(u8::is_ascii_whitespace) && head.len() < HEAD_BYTES {
        return once_rejected(Rejection::skipped("empty file"));
    }
    let extension = inner_extension(name);
    let is_whole = head.len() < HEAD_BYTES;
    let told = layout.filter(|layout| layout.is_table());
    if let Some(path) = layout.and_then(|layout| layout.records.as_deref()) {
        return json::cut_at(path, input);
    }
    if let Some(shape) = json::shape(&head).filter(|_| told.is_none()) {
        return json::cut(shape, &head, input);
    }
    if let Some(dialect) = table::sniff(&head, is_whole, &extension, told) {
        return Box::new(table::Rows::new(dialect, input));
    }
    let document = read_whole(input, RECORD_BYTES).map(|bytes| {
        Content::Document(Document {
            bytes,
            stated: stated.clone(),
        })
    });
    once(document)
}

/// `csv` for `a.csv` and `a.CSV.gz`; empty when there is none.
fn inner_extension(name: &FileName) -> String {
    let name = name.to_lowercase();
    let name = name.rsplit('/').next().unwrap_or(&name);
    let name = name.strip_suffix(".gz").unwrap_or(name);
    match name.rsplit_once('.') {
        Some((_, extension)) => extension.to_owned(),
        None => String::new(),
    }
}

/// Reads the start of an input and puts it back in front.
fn with_head(mut input: Input<'_>) -> Result<(Vec<u8>, Input<'_>), Rejection> {
    let mut head = Vec::new();
    let mut limited = input.by_ref().take(HEAD_BYTES as u64);
    if let Err(error) = limited.read_to_end(&mut head) {
        // What could be read before the damage may hold whole records.
        if head.is_empty() {
            return Err(input_failure(&error));
        }
        let rest: Input<'_> = Box::new(BufReader::new(Broken(Some(error))));
        return Ok((head.clone(), Box::new(Cursor::new(head).chain(rest))));
    }
    Ok((head.clone(), Box::new(Cursor::new(head).chain(input))))
}

/// Everything that is left, up to `cap` bytes.
pub(super) fn read_whole(input: Input<'_>, cap: usize) -> Result<Vec<u8>, Rejection> {
    let mut bytes = Vec::new();
    let mut limited = input.take(cap as u64 + 1);
    limited
        .read_to_end(&mut bytes)
        .map_err(|error| input_failure(&error))?;
    if bytes.len() > cap {
        return Err(too_large(cap));
    }
    Ok(bytes)
}

pub(super) fn too_large(cap: usize) -> Rejection {
    Rejection::failed(
        "too large",
        format!("more than {} MB in one record", cap >> 20),
    )
}

/// Why reading stopped in the middle of a file.
pub(super) fn input_failure(error: &io::Error) -> Rejection {
    if let Some(bomb) = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Bomb>())
    {
        return Rejection::failed("decompression bomb", bomb);
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            Rejection::failed("damaged gzip", "the file ends in the middle")
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            Rejection::failed("damaged gzip", error)
        }
        _ => read_failure(error),
    }
}

fn decompressed(input: Input<'_>) -> Input<'_> {
    let read = Arc::new(AtomicU64::new(0));
    let counted = Counted {
        input,
        read: read.clone(),
    };
    let guarded = Guarded {
        input: MultiGzDecoder::new(BufReader::new(counted)),
        compressed: read,
        written: 0,
    };
    Box::new(BufReader::with_capacity(HEAD_BYTES, guarded))
}

/// Counts what is read.
struct Counted<R> {
    input: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Stops a decompression that grows beyond all that text does.
struct Guarded<R> {
    input: R,
    compressed: Arc<AtomicU64>,
    written: u64,
}

#[derive(Debug, thiserror::Error)]
#[error("{written} bytes from {compressed}")]
struct Bomb {
    written: u64,
    compressed: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.written += count as u64;
        let compressed = self.compressed.load(Ordering::Relaxed);
        if self.written > FREE_BYTES.max(compressed.saturating_mul(MAX_RATIO)) {
            let written = self.written;
            return Err(io::Error::other(Bomb {
                written,
                compressed,
            }));
        }
        Ok(count)
    }
}

/// A text of a charset that is known, as UTF-8.
struct Transcoded<'i> {
    input: Input<'i>,
    decoder: encoding_rs::Decoder,
    /// Decoded and not yet read, from `at` on.
    text: String,
    at: usize,
    is_over: bool,
}

impl<'i> Transcoded<'i> {
    fn new(input: Input<'i>, charset: &str) -> Transcoded<'i> {
        let encoding = encoding_rs::Encoding::for_label(charset.as_bytes());
        Transcoded {
            input,
            decoder: encoding
                .unwrap_or(encoding_rs::UTF_8)
                .new_decoder_with_bom_removal(),
            text: String::new(),
            at: 0,
            is_over: false,
        }
    }
}

impl Read for Transcoded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.is_over {
            let chunk = self.input.fill_buf()?;
            self.is_over = chunk.is_empty();
            self.text.clear();
            self.at = 0;
            let most = self.decoder.max_utf8_buffer_length(chunk.len());
            self.text.reserve(most.unwrap_or_default());
            let (_, used, _) = self
                .decoder
                .decode_to_string(chunk, &mut self.text, self.is_over);
            self.input.consume(used);
        }
        let left = &self.text.as_bytes()[self.at..];
        let count = left.len().min(buffer.len());
        buffer[..count].copy_from_slice(&left[..count]);
        self.at += count;
        Ok(count)
    }
}

/// Drops the NULs of a text.
struct WithoutNuls<'i>(Input<'i>);

impl Read for WithoutNuls<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.0.read(buffer)?;
            let mut kept = 0;
            for at in 0..count {
                if buffer[at] != 0 {
                    buffer[kept] = buffer[at];
                    kept += 1;
                }
            }
            // Nothing but NULs is not the end.
            if kept > 0 || count == 0 {
                return Ok(kept);
            }
        }
    }
}

/// Gives back the error that ended the head, once.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        match self.0.take() {
            Some(error) => Err(error),
            None => Ok(0),
        }
    }
}

/// One line as far as `cap`, without its line end.
pub(super) enum Line {
    /// The line is in the buffer.
    Whole,
    /// Longer than the cap; the rest of it was passed over.
    TooLong,
    /// There is none.
    End,
}

/// Reads one line into `line`, which is cleared first.
pub(super) fn read_line(input: &mut Input<'_>, line: &mut Vec<u8>, cap: usize) -> io::Result<Line> {
    line.clear();
    let mut too_long = false;
    let mut any = false;
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            return Ok(match (any, too_long) {
                (_, true) => Line::TooLong,
                (true, false) => Line::Whole,
                (false, false) => Line::End,
            });
        }
        any = true;
        let end = chunk.iter().position(|&byte| byte == b'\n');
        let piece = &chunk[..end.unwrap_or(chunk.len())];
        if line.len() + piece.len() > cap {
            too_long = true;
            line.clear();
        } else if !too_long {
            line.extend_from_slice(piece);
        }
        let used = end.map_or(chunk.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(if too_long { Line::TooLong } else { Line::Whole });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Corpus, Found};
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    /// What a file of this name and content is cut into.
    fn shown(name: &str, bytes: &[u8]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        let corpus = Corpus::open(&[folder.path().to_path_buf()]).unwrap();
        let Some(Found::File(file)) = corpus.files().next() else {
            panic!("one file was written");
        };
        let mut shown = Vec::new();
        cut(&file, &Layouts::default(), &mut |cut| {
            shown.push(match cut {
                Ok(record) => {
                    let number = record.origin.record;
                    match record.content {
                        Content::Document(document) => {
                            format!("{number} file {}", document.bytes.len())
                        }
                        Content::Piece(bytes) => format!("{number} piece {}", bytes.len()),
                        Content::Json(json) => format!("{number} {json}"),
                        Content::Row { cells, .. } => format!("{number} row {}", cells.join("/")),
                    }
                }
                Err((origin, rejection)) => {
                    let detail = rejection.detail.unwrap_or_default();
                    format!("{} {} ({detail})", origin.record, rejection.reason)
                }
            });
            ControlFlow::Continue(())
        });
        shown
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn bytes_decide() {
        for (name, bytes, expected) in [
            ("a.txt", &b"Headline\n\nText."[..], vec!["0 file 15"]),
            ("a.txt", b"", vec!["0 empty file ()"]),
            ("a.txt", b" \n\n", vec!["0 empty file ()"]),
            (
                "a.txt",
                b"{\"a\":1}\n{\"a\":2}",
                vec!["0 {\"a\":1}", "1 {\"a\":2}"],
            ),
            ("a.json", b"\xef\xbb\xbf[{\"a\":1}]", vec!["0 {\"a\":1}"]),
            (
                "a.json",
                b"\xff\xfe{\0\"\0a\0\"\0:\x001\0}\0",
                vec!["0 {\"a\":1}"],
            ),
            ("a.json", b"A text, really", vec!["0 file 14"]),
            ("a.txt", b"The ferry\0 sailed", vec!["0 file 16"]),
            ("a.txt", b"A\0 \0f\0e\0r\0r\0y\0", vec!["0 file 7"]),
            ("a.json", b"[1,2,3]", vec!["0 no text ()"]),
            ("a.csv", b"title;text\nOne;Two\n", vec!["0 row One/Two"]),
            (
                "a.txt",
                b"\x89PNG\r\n\x1a\n\0\0",
                vec!["0 not text (PNG image)"],
            ),
            (
                "a.txt",
                b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
                vec!["0 pointer ()"],
            ),
        ] {
            assert_eq!(shown(name, bytes), expected, "{name} {bytes:?}");
        }
    }

    #[test]
    fn compressed_files() {
        let mut two = gzip(b"{\"a\":1}\n");
        two.extend(gzip(b"{\"a\":2}\n"));
        assert_eq!(shown("a", &two), ["0 {\"a\":1}", "1 {\"a\":2}"]);
        assert_eq!(
            shown("a.csv.gz", &gzip(b"title,text\nOne,Two\n")),
            ["0 row One/Two"]
        );
        assert_eq!(
            shown("a.gz", &gzip(&gzip(b"x"))),
            ["0 not text (gzip archive)"]
        );

        let whole = gzip("{\"a\":1}\n".repeat(2000).as_bytes());
        let cut = shown("a.gz", &whole[..whole.len() - 12]);
        assert_eq!(cut[0], "0 {\"a\":1}");
        assert!(
            cut[cut.len() - 1].contains("damaged gzip"),
            "{:?}",
            cut.last()
        );
    }

    #[test]
    fn a_bomb_is_refused() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let line = "{\"a\":0}\n".repeat(1 << 17);
        for _ in 0..130 {
            encoder.write_all(line.as_bytes()).unwrap();
        }
        let cut = shown("a.gz", &encoder.finish().unwrap());
        let last = cut.last().unwrap();
        assert!(last.contains("decompression bomb"), "{last}");
    }
}
