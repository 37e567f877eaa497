//! The trained numbers: one row of sixteen small weights for each hashed feature.
//!
//! The tag *outside* always scores 0 (only differences between tags decide), so a row holds the other
//! sixteen. `transitions.bin`: 17 x 17 little-endian i32 (from, to). `rows.bin`:
//! 2^[`ROW_BITS`] rows of 16 i8. One scale for all: the largest weight is 127, nothing is clipped
//! (clipping at the 99.99 percentile cost 1.5 F1).

/// The logarithm of the number of rows.
pub const ROW_BITS: u32 = 17;

/// Weights in a row: four kinds of name (the fourth, *other*, is never reported) times begin,
/// inside, last, single.
pub const ROW_LEN: usize = 16;

/// Number of tags: [`ROW_LEN`] and *outside*, which is tag 0.
pub const TAGS: usize = ROW_LEN + 1;

/// Sums of rows: a score for each tag but *outside*.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(align(32))]
pub struct Scores(pub [i16; ROW_LEN]);

impl Scores {
    /// Adds a row. A window has fewer than 90 rows of at most 127: it cannot overflow.
    #[inline(always)]
    pub fn add(&mut self, row: &[u8; ROW_LEN]) {
        for (sum, &weight) in self.0.iter_mut().zip(row) {
            *sum += i16::from(weight.cast_signed());
        }
    }

    /// Adds another sum.
    #[inline(always)]
    pub fn add_scores(&mut self, other: &Scores) {
        for (sum, &more) in self.0.iter_mut().zip(&other.0) {
            *sum += more;
        }
    }
}

/// A table of weights in memory, used where it lies.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Score of going from one tag to the next.
    pub transitions: [[i32; TAGS]; TAGS],
    rows: &'static [[u8; ROW_LEN]],
}

impl Weights {
    /// The built-in weights. Copies 1 KB, reads nothing else.
    pub fn builtin() -> Weights {
        /// Aligned, so that a row never lies in two cache lines.
        #[repr(align(64))]
        struct Aligned<Bytes: ?Sized>(Bytes);
        static ROWS: &Aligned<[u8]> = &Aligned(*include_bytes!("data/rows.bin"));
        static TRANSITIONS: &[u8] = include_bytes!("data/transitions.bin");
        Weights::from_parts(TRANSITIONS, &ROWS.0)
    }

    /// Reads transitions and rows; missing or surplus bytes count as zero or nothing.
    pub fn from_parts(transitions: &[u8], rows: &'static [u8]) -> Weights {
        let mut table = [[0; TAGS]; TAGS];
        let (cells, _) = transitions.as_chunks::<4>();
        for (cell, &bytes) in table.iter_mut().flatten().zip(cells) {
            *cell = i32::from_le_bytes(bytes);
        }
        Weights {
            transitions: table,
            rows: rows.as_chunks().0,
        }
    }

    /// The row of a hashed feature.
    #[inline(always)]
    pub fn row(&self, row: usize) -> &[u8; ROW_LEN] {
        &self.rows[row]
    }
}
