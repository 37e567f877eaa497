//! Reading an input by its start, by lines and whole, never more than a cap.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use super::super::Rejection;
use super::Input;
use super::guard::input_failure;

/// How much of a file the decisions look at.
pub(super) const HEAD_BYTES: usize = 128 << 10;

/// Reads the start of an input and puts it back in front.
pub(super) fn with_head(mut input: Input<'_>) -> Result<(Vec<u8>, Input<'_>), Rejection> {
    let mut head = Vec::new();
    let mut limited = input.by_ref().take(HEAD_BYTES as u64);
    if let Err(error) = limited.read_to_end(&mut head) {
        // What could be read before the damage may hold whole records, and so may what follows.
        if head.is_empty() {
            return Err(input_failure(&error));
        }
        let broken: Input<'_> = Box::new(BufReader::new(Broken(Some(error))));
        let rest = broken.chain(input);
        return Ok((head.clone(), Box::new(Cursor::new(head).chain(rest))));
    }
    Ok((head.clone(), Box::new(Cursor::new(head).chain(input))))
}

/// Everything that is left, up to `cap` bytes.
pub(in super::super) fn read_whole(input: Input<'_>, cap: usize) -> Result<Vec<u8>, Rejection> {
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

pub(in super::super) fn too_large(cap: usize) -> Rejection {
    Rejection::failed(
        "too large",
        format!("more than {} MB in one record", cap >> 20),
    )
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

/// A text of a charset that is known, as UTF-8.
pub(super) struct Transcoded<'i> {
    input: Input<'i>,
    decoder: encoding_rs::Decoder,
    /// Decoded and not yet read, from `at` on.
    text: String,
    at: usize,
    is_over: bool,
}

impl<'i> Transcoded<'i> {
    pub(super) fn new(input: Input<'i>, charset: &str) -> Transcoded<'i> {
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
pub(super) struct WithoutNuls<'i>(pub(super) Input<'i>);

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

/// One line as far as `cap`, without its line end.
pub(in super::super) enum Line {
    /// The line is in the buffer.
    Whole,
    /// Longer than the cap; the rest of it was passed over.
    TooLong,
    /// There is none.
    End,
}

/// Reads one line into `line`, which is cleared first.
pub(in super::super) fn read_line(
    input: &mut Input<'_>,
    line: &mut Vec<u8>,
    cap: usize,
) -> io::Result<Line> {
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
