//! Numbers that look random and are the same in every run.

/// After Marsaglia's xorshift.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// Other numbers with every `MORGUE_SEED`.
    pub(crate) fn new() -> Dice {
        let seed = number_from("MORGUE_SEED").unwrap_or(0) as u64;
        Dice(0x9e37_79b9_7f4a_7c15 ^ (seed << 1))
    }

    /// A number below `end`; 0 when that is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// The number in a variable of the environment; `None` when it is not set. For longer runs of a test.
pub(crate) fn number_from(variable: &str) -> Option<usize> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().expect("a number"))
}
