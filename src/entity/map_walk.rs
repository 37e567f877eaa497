//! A walk through a finite-state map, which tells on its way whether a key goes on and what it is worth.

use fst::Map;
use fst::raw::{Fst, Output};

/// A key of a map as far as it has been spelled, byte by byte.
pub(super) struct MapWalk<'m> {
    map: &'m Fst<&'static [u8]>,
    at: usize,
    value: Output,
}

impl<'m> MapWalk<'m> {
    /// Nothing spelled yet.
    pub(super) fn new(map: &'m Map<&'static [u8]>) -> MapWalk<'m> {
        let map = map.as_fst();
        MapWalk {
            map,
            at: map.root().addr(),
            value: Output::zero(),
        }
    }

    /// Goes on by these bytes; `false` when no key does, and then the walk is over.
    pub(super) fn take(&mut self, bytes: &[u8]) -> bool {
        for &byte in bytes {
            let node = self.map.node(self.at);
            let Some(index) = node.find_input(byte) else {
                return false;
            };
            let transition = node.transition(index);
            self.at = transition.addr;
            self.value = self.value.cat(transition.out);
        }
        true
    }

    /// The value of the key spelled so far, when it is one.
    pub(super) fn value(&self) -> Option<u64> {
        let node = self.map.node(self.at);
        let is_key = node.is_final();
        is_key.then(|| self.value.cat(node.final_output()).value())
    }
}
