//! A walk through a finite-state map, which tells on its way whether a key goes on and what it is worth.

use fst::Map;
use fst::raw::{Fst, Output};

/// Where a walk stands, to go on from there another time.
#[derive(Clone, Copy, Debug)]
pub struct Spelled {
    at: u32,
    value: u16,
}

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

    /// As far as `spelled` was.
    pub(super) fn from(map: &'m Map<&'static [u8]>, spelled: Spelled) -> MapWalk<'m> {
        MapWalk {
            map: map.as_fst(),
            at: spelled.at as usize,
            value: Output::new(spelled.value.into()),
        }
    }

    /// How far it has come. `None` in a map of 4 GB, or when the value so far is larger than a list of [`super::lexicon::LISTS`] can be.
    pub(super) fn spelled(&self) -> Option<Spelled> {
        Some(Spelled {
            at: u32::try_from(self.at).ok()?,
            value: u16::try_from(self.value.value()).ok()?,
        })
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
