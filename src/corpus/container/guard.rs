//! What stands between bytes from outside and everything that would believe them.
//!
//! A file of kilobytes can claim, or unpack to, more than the machine holds. One [`Budget`] is kept
//! for each file on disk, whatever is nested in it: bytes that came out of decompression, members,
//! bytes held at once. Where it ends, reading stops with a [`Stop`], which becomes a rejection of
//! that name; what was read before stays.

use std::cell::Cell;
use std::error::Error;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use super::super::Rejection;
use super::super::walk::read_failure;
use super::Input;

/// Decompression may give this much whatever its ratio ...
const FREE_BYTES: u64 = 100 << 20;

/// ... and beyond it so many times what it was made from. News text shrinks 3 to 10 times, logs of
/// one line 100 times, a bomb 1000 times.
const MAX_RATIO: u64 = 150;

/// Most members of the containers in one file. The largest real ones hold a decade of a paper.
const MAX_MEMBERS: u32 = 1_000_000;

/// Most bytes held to jump about in: zip archives inside of other containers, and directories.
pub(super) const HELD_BYTES: usize = 128 << 20;

/// What one file on disk may still cost.
#[derive(Debug)]
pub(super) struct Budget {
    on_disk: u64,
    written: Cell<u64>,
    members: Cell<u32>,
    held: Cell<usize>,
}

impl Budget {
    /// For a file of this size.
    pub(super) fn new(on_disk: u64) -> Rc<Budget> {
        Rc::new(Budget {
            on_disk,
            written: Cell::new(0),
            members: Cell::new(0),
            held: Cell::new(0),
        })
    }

    /// Counts a member of a container.
    ///
    /// # Errors
    /// `too many members`.
    pub(super) fn take_member(&self) -> Result<(), Rejection> {
        let members = self.members.get() + 1;
        if members > MAX_MEMBERS {
            let detail = format!("more than {MAX_MEMBERS} in one file");
            return Err(Rejection::failed("too many members", detail));
        }
        self.members.set(members);
        Ok(())
    }

    /// What may still be held.
    pub(super) fn left_to_hold(&self) -> usize {
        HELD_BYTES - self.held.get()
    }

    /// Counts bytes as held until the answer is dropped. At most [`Budget::left_to_hold`].
    pub(super) fn hold(self: &Rc<Budget>, bytes: usize) -> Held {
        let bytes = bytes.min(self.left_to_hold());
        self.held.set(self.held.get() + bytes);
        Held {
            budget: Rc::clone(self),
            bytes,
        }
    }

    fn write(&self, count: u64) -> Result<(), Stop> {
        let written = self.written.get() + count;
        self.written.set(written);
        within_ratio(written, self.on_disk)
    }
}

/// See [`Budget::hold`].
pub(super) struct Held {
    budget: Rc<Budget>,
    bytes: usize,
}

impl Drop for Held {
    fn drop(&mut self) {
        let held = &self.budget.held;
        held.set(held.get() - self.bytes);
    }
}

fn within_ratio(written: u64, compressed: u64) -> Result<(), Stop> {
    if written <= FREE_BYTES.max(compressed.saturating_mul(MAX_RATIO)) {
        return Ok(());
    }
    Err(Stop::Bomb {
        written,
        compressed,
    })
}

/// Why reading ended before the file did.
#[derive(Clone, Debug, thiserror::Error)]
pub(super) enum Stop {
    /// Decompression grew beyond all that text does.
    #[error("{written} bytes from {compressed}")]
    Bomb {
        /// What came out.
        written: u64,
        /// What went in.
        compressed: u64,
    },
    /// A compression or container that does not go on as it began.
    #[error("{detail}")]
    Damaged {
        /// `gzip`, `zip`.
        what: &'static str,
        /// The words of whoever noticed.
        detail: String,
    },
    /// It asks for more memory than any such file needs.
    #[error("{what}: {detail}")]
    TooLarge {
        /// `xz`.
        what: &'static str,
        /// The words of whoever noticed.
        detail: String,
    },
}

impl Stop {
    pub(super) fn damaged(what: &'static str, detail: impl ToString) -> Stop {
        let detail = detail.to_string();
        Stop::Damaged { what, detail }
    }

    pub(super) fn rejection(&self) -> Rejection {
        match self {
            Stop::Bomb { .. } => Rejection::failed("decompression bomb", self),
            Stop::Damaged { what, detail } => Rejection::failed(format!("damaged {what}"), detail),
            Stop::TooLarge { .. } => Rejection::failed("too large", self),
        }
    }
}

impl From<Stop> for io::Error {
    fn from(stop: Stop) -> io::Error {
        io::Error::other(stop)
    }
}

/// The stop in an error, however many readers wrapped it.
pub(super) fn stop_in(error: &io::Error) -> Option<&Stop> {
    let mut next: Option<&(dyn Error + 'static)> = error.get_ref().map(|inner| inner as _);
    while let Some(inner) = next {
        if let Some(stop) = inner.downcast_ref::<Stop>() {
            return Some(stop);
        }
        next = match inner.downcast_ref::<io::Error>() {
            // Its `source` would leave out the error it was made from.
            Some(wrapped) => wrapped.get_ref().map(|inner| inner as _),
            None => inner.source(),
        };
    }
    None
}

/// The stop an error is, when it is met while reading `what`: everything but what the file system
/// says is damage.
///
/// # Errors
/// The error of the file system.
pub(super) fn stopped(error: io::Error, what: &'static str) -> Result<Stop, io::Error> {
    if let Some(stop) = stop_in(&error) {
        return Ok(stop.clone());
    }
    if error.raw_os_error().is_some() {
        return Err(error);
    }
    Ok(match error.kind() {
        io::ErrorKind::UnexpectedEof => Stop::damaged(what, "it ends in the middle"),
        io::ErrorKind::OutOfMemory => Stop::TooLarge {
            what,
            detail: error.to_string(),
        },
        _ => Stop::damaged(what, error),
    })
}

/// Why reading `what` stopped in the middle.
pub(super) fn failure(error: io::Error, what: &'static str) -> Rejection {
    match stopped(error, what) {
        Ok(stop) => stop.rejection(),
        Err(error) => read_failure(&error),
    }
}

/// Why reading stopped in the middle of a file.
pub(in super::super) fn input_failure(error: &io::Error) -> Rejection {
    match stop_in(error) {
        Some(stop) => stop.rejection(),
        None => read_failure(error),
    }
}

/// Counts what is consumed of an input.
pub(super) struct Counted<'i> {
    input: Input<'i>,
    count: Rc<Cell<u64>>,
}

impl<'i> Counted<'i> {
    /// The input, and how much of it was consumed so far.
    pub(super) fn new(input: Input<'i>) -> (Counted<'i>, Rc<Cell<u64>>) {
        let count = Rc::new(Cell::new(0));
        let counted = Counted {
            input,
            count: Rc::clone(&count),
        };
        (counted, count)
    }
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.count.set(self.count.get() + count as u64);
        self.input.consume(count);
    }
}

/// A decompression that is watched: it stops where it grows too much, and its errors say what was
/// being read.
pub(super) struct Guarded<R> {
    input: R,
    what: &'static str,
    compressed: Rc<Cell<u64>>,
    written: u64,
    budget: Rc<Budget>,
    /// Whether reading may go on behind an error: gzip members stand by themselves.
    resumes: bool,
    is_over: bool,
}

impl<R: Read> Guarded<R> {
    /// `compressed` counts what `input` consumes.
    pub(super) fn new(
        input: R,
        what: &'static str,
        compressed: Rc<Cell<u64>>,
        budget: Rc<Budget>,
    ) -> Guarded<R> {
        Guarded {
            input,
            what,
            compressed,
            written: 0,
            budget,
            resumes: false,
            is_over: false,
        }
    }

    /// The same, going on behind errors.
    pub(super) fn resuming(self) -> Guarded<R> {
        Guarded {
            resumes: true,
            ..self
        }
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_over {
            return Ok(0);
        }
        let count = match self.input.read(buffer) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) => {
                let stop = stopped(error, self.what);
                let is_damage = matches!(stop, Ok(Stop::Damaged { .. }));
                self.is_over = !(self.resumes && is_damage);
                return Err(stop.map_or_else(|error| error, io::Error::from));
            }
        };
        self.written += count as u64;
        let checked = self
            .budget
            .write(count as u64)
            .and_then(|()| within_ratio(self.written, self.compressed.get()));
        if let Err(stop) = checked {
            self.is_over = true;
            return Err(stop.into());
        }
        Ok(count)
    }
}

/// Ends a member that is shorter than its container says with an error, not as if it were whole.
pub(super) struct Whole<R> {
    input: R,
    what: &'static str,
    left: u64,
}

impl<R: Read> Whole<R> {
    /// `input` must give `size` bytes.
    pub(super) fn new(input: R, what: &'static str, size: u64) -> Whole<R> {
        let left = size;
        Whole { input, what, left }
    }
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        if count == 0 && !buffer.is_empty() && self.left > 0 {
            // Once: what is read again is at its end.
            self.left = 0;
            return Err(Stop::damaged(self.what, "it ends in the middle").into());
        }
        self.left = self.left.saturating_sub(count as u64);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_measured_for_the_layer_and_for_the_file() {
        let budget = Budget::new(1000);
        let zeros = || io::repeat(0).take(FREE_BYTES + 1);
        let compressed = Rc::new(Cell::new(u64::MAX));
        let mut first = Guarded::new(zeros(), "gzip", compressed, budget);
        let error = io::copy(&mut first, &mut io::sink()).unwrap_err();
        assert_eq!(input_failure(&error).reason, "decompression bomb");

        let budget = Budget::new(u64::MAX);
        let mut second = Guarded::new(zeros(), "gzip", Rc::default(), budget);
        let error = io::copy(&mut second, &mut io::sink()).unwrap_err();
        assert_eq!(input_failure(&error).reason, "decompression bomb");
    }

    #[test]
    fn a_stop_is_found_through_wrappings() {
        let inner = io::Error::from(Stop::damaged("gzip", "x"));
        let wrapped = io::Error::other(io::Error::other(inner));
        assert_eq!(failure(wrapped, "tar").reason, "damaged gzip");
        let other = io::Error::other("y");
        assert_eq!(failure(other, "tar").reason, "damaged tar");
    }

    #[test]
    fn what_is_held_is_given_back() {
        let budget = Budget::new(0);
        let held = budget.hold(usize::MAX);
        assert_eq!(budget.left_to_hold(), 0);
        drop(held);
        assert_eq!(budget.left_to_hold(), HELD_BYTES);
    }
}
