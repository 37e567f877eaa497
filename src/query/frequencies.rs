//! The articles of several terms with how often the terms stand in them, many at a time.
//!
//! For ranking by one clause nothing else is needed, and postings are packed in blocks: taken block by block they cost a
//! fraction of what they cost one by one. Where several terms go together their blocks are summed over a stretch of articles.

use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::union::{Opening, within};

/// Articles of a stretch. Its frequencies fit into the cache that lies nearest.
const STRETCH: usize = 1 << 12;

/// Frequencies of a list that has none.
const ONCE: [u32; 128] = [1; 128];

/// The postings of a term.
struct List {
    blocks: BlockSegmentPostings,
    /// The next one in the block.
    at: usize,
    /// Only these articles count. Sorted; those that lie ahead last, the next one at the end.
    within: Option<Vec<DocId>>,
}

impl List {
    /// The first article from `target` on; [`TERMINATED`] when there is none.
    fn seek(&mut self, target: DocId) -> DocId {
        while let Some(&last) = self.blocks.docs().last() {
            if last >= target {
                let docs = &self.blocks.docs()[self.at..];
                // A rare word lies ahead more often than not.
                if docs[0] < target {
                    self.at += docs.partition_point(|&doc| doc < target);
                }
                return self.blocks.docs()[self.at];
            }
            if target == TERMINATED {
                return TERMINATED;
            }
            self.at = 0;
            match last.checked_add(1) == Some(target) {
                true => self.blocks.advance(),
                false => {
                    self.blocks.seek(target);
                }
            }
            if self.blocks.docs().last() == Some(&last) {
                // Nothing lies behind this block.
                self.at = self.blocks.docs().len();
                break;
            }
        }
        TERMINATED
    }

    /// Calls back with article and frequency, for all below `end` that were not given yet.
    fn each_below(&mut self, end: DocId, mut each: impl FnMut(DocId, u32)) {
        loop {
            let docs = &self.blocks.docs()[self.at..];
            let Some(&last) = docs.last() else {
                return;
            };
            let freqs = match self.blocks.freqs() {
                [] => &ONCE[..docs.len()],
                freqs => &freqs[self.at..],
            };
            for (&doc, &freq) in docs.iter().zip(freqs) {
                if doc >= end {
                    return;
                }
                self.at += 1;
                let Some(within) = &mut self.within else {
                    each(doc, freq);
                    continue;
                };
                while within.last().is_some_and(|&next| next < doc) {
                    within.pop();
                }
                if within.last() == Some(&doc) {
                    each(doc, freq);
                }
            }
            debug_assert!(last < end);
            self.at = 0;
            self.blocks.advance();
        }
    }
}

/// Articles in order, with summed frequencies.
pub(super) struct Frequencies {
    lists: Vec<List>,
    /// Whether the lists go together, a stretch at a time.
    is_summed: bool,
    /// Frequencies of a stretch, all 0 between two. Not there before the first.
    stretch: Vec<u32>,
    /// Which of them are not 0.
    present: Vec<u64>,
    docs: Vec<DocId>,
    freqs: Vec<u32>,
    is_fresh: bool,
}

impl Frequencies {
    /// The articles of a segment with any of the terms.
    pub(super) fn open<'t>(
        terms: impl Iterator<Item = Opening<'t>>,
        segment: &SegmentReader,
        record: IndexRecordOption,
    ) -> tantivy::Result<Frequencies> {
        let mut lists = Vec::new();
        for term in terms {
            let Some(within) = within(term.within, segment) else {
                continue;
            };
            let inverted = segment.inverted_index(term.field)?;
            let blocks = inverted.read_block_postings_from_terminfo(term.entry, record)?;
            lists.push(List {
                blocks,
                at: 0,
                within,
            });
        }
        Ok(Frequencies {
            is_summed: lists.len() != 1 || lists[0].within.is_some(),
            lists,
            stretch: Vec::new(),
            present: Vec::new(),
            docs: Vec::new(),
            freqs: Vec::new(),
            is_fresh: true,
        })
    }

    /// How often the terms stand in each of some articles. To be asked in the order of the articles, in place of
    /// [`Frequencies::next`], and of terms that count everywhere.
    pub(super) fn of(&mut self, docs: &[DocId], frequencies: &mut Vec<u32>) {
        frequencies.clear();
        frequencies.resize(docs.len(), 0);
        for List { blocks, .. } in &mut self.lists {
            for (&doc, frequency) in docs.iter().zip(&mut *frequencies) {
                // Each search begins at the start of the block, so that none waits for the one before.
                let at = blocks.seek(doc);
                if blocks.doc(at) == doc {
                    *frequency += blocks.freq(at);
                }
            }
        }
    }

    /// Further articles and their frequencies, from `target` on and none of those that were given; `None` when there are no more. It may
    /// begin with some before `target`, and be empty.
    pub(super) fn next(&mut self, target: DocId) -> Option<(&[DocId], &[u32])> {
        if !self.is_summed {
            return self.next_block(target);
        }
        self.stretch.resize(STRETCH, 0);
        self.present.resize(STRETCH / 64, 0);
        let starts = self.lists.iter_mut().map(|list| list.seek(target));
        let start = starts.min().unwrap_or(TERMINATED);
        if start == TERMINATED {
            return None;
        }
        let end = start.saturating_add(STRETCH as DocId).min(TERMINATED);
        for list in &mut self.lists {
            list.each_below(end, |doc, freq| {
                let at = (doc - start) as usize;
                self.stretch[at] += freq;
                self.present[at / 64] |= 1 << (at % 64);
            });
        }
        self.docs.clear();
        self.freqs.clear();
        for (word, bits) in self.present.iter_mut().enumerate() {
            while *bits != 0 {
                let at = word * 64 + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                self.docs.push(start + at as DocId);
                self.freqs.push(std::mem::take(&mut self.stretch[at]));
            }
        }
        Some((&self.docs, &self.freqs))
    }

    /// The only list needs no summing.
    fn next_block(&mut self, target: DocId) -> Option<(&[DocId], &[u32])> {
        let list = self.lists.first_mut()?;
        if !std::mem::take(&mut self.is_fresh) {
            list.blocks.advance();
        }
        if list.blocks.docs().last().is_some_and(|&last| last < target) {
            list.blocks.seek(target);
        }
        let docs = list.blocks.docs();
        let freqs = match list.blocks.freqs() {
            [] => &ONCE[..docs.len()],
            freqs => freqs,
        };
        (!docs.is_empty()).then_some((docs, freqs))
    }
}
