//! The postings of several terms, read as one list.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::names::Articles;
use super::span::Run;

/// A term whose postings are to be read.
pub(super) struct Opening<'t> {
    pub(super) field: Field,
    /// What the dictionary of the segment says of it.
    pub(super) entry: &'t TermInfo,
    /// Word positions that an occurrence covers.
    pub(super) width: u32,
    /// The articles in which it counts; `None` for all.
    pub(super) within: Option<&'t Arc<Articles>>,
    /// Where its places are, when not in `field` and asked for.
    pub(super) part: Option<Part<'t>>,
}

/// A part of the text whose field tells how often a word stands there, and not where: that the text knows. Its places of the
/// word begin with those in the headline, then come those in the lead.
pub(super) struct Part<'t> {
    pub(super) word: &'t Term,
    pub(super) text: Field,
    /// The part before, if there is one.
    pub(super) before: Option<Field>,
}

impl Part<'_> {
    fn open(&self, segment: &SegmentReader) -> tantivy::Result<Option<PartPlaces>> {
        let postings = |field, record| -> tantivy::Result<Option<SegmentPostings>> {
            let word = Term::from_field_bytes(field, self.word.serialized_value_bytes());
            let inverted = segment.inverted_index(field)?;
            Ok(inverted.read_postings(&word, record)?)
        };
        let text = postings(self.text, IndexRecordOption::WithFreqsAndPositions)?;
        let before = match self.before {
            Some(field) => postings(field, IndexRecordOption::WithFreqs)?,
            None => None,
        };
        Ok(text.map(|text| PartPlaces { text, before }))
    }
}

/// The postings that tell the places in a [`Part`].
struct PartPlaces {
    text: SegmentPostings,
    before: Option<SegmentPostings>,
}

impl PartPlaces {
    /// Appends the `count` places in an article.
    fn append(&mut self, doc: DocId, count: usize, shift: u32, out: &mut Vec<u32>) {
        let is_at = |postings: &mut SegmentPostings| {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            postings.doc() == doc
        };
        let before = self
            .before
            .as_mut()
            .map_or(0, |before| match is_at(before) {
                true => before.term_freq() as usize,
                false => 0,
            });
        let from = out.len();
        if is_at(&mut self.text) {
            self.text.append_positions_with_offset(shift, out);
            out.drain(from..from + before);
            out.truncate(from + count);
        }
    }
}

/// Those of the articles that lie in a segment, the last one first; `Some(None)` when all count, `None` when none does.
pub(super) fn within(
    articles: Option<&Arc<Articles>>,
    segment: &SegmentReader,
) -> Option<Option<Vec<DocId>>> {
    let Some(articles) = articles else {
        return Some(None);
    };
    let docs = articles.get(&segment.segment_id())?;
    Some(Some(docs.iter().rev().copied().collect()))
}

/// The postings of a term, or those of them that stand in a list of articles.
struct List {
    postings: SegmentPostings,
    /// Sorted; those that lie ahead last, the next one at the end.
    within: Option<Vec<DocId>>,
    /// Word positions that an occurrence covers.
    width: u32,
    part: Option<PartPlaces>,
}

impl List {
    /// Appends the places in the current article.
    fn places(&mut self, shift: u32, out: &mut Vec<u32>) {
        let postings = &mut self.postings;
        match &mut self.part {
            None => postings.append_positions_with_offset(shift, out),
            Some(part) => part.append(postings.doc(), postings.term_freq() as usize, shift, out),
        }
    }

    /// Moves on to an article that is in both.
    fn settle(&mut self) -> DocId {
        let Some(within) = &mut self.within else {
            return self.postings.doc();
        };
        loop {
            let doc = self.postings.doc();
            while within.last().is_some_and(|&next| next < doc) {
                within.pop();
            }
            match within.last() {
                _ if doc == TERMINATED => return TERMINATED,
                Some(&next) if next == doc => return doc,
                Some(&next) => {
                    self.postings.seek(next);
                }
                None => {
                    self.postings.seek(TERMINATED);
                }
            }
        }
    }

    fn advance(&mut self) -> DocId {
        self.postings.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.postings.seek(target);
        self.settle()
    }

    fn articles(&self) -> u32 {
        let within = self.within.as_ref().map(|within| within.len() as u32);
        self.postings.size_hint().min(within.unwrap_or(u32::MAX))
    }
}

/// Walks the postings of all terms at once. `waiting` holds those that stand behind the current article, `here` the numbers
/// of those that stand on it. A single list needs neither.
pub(super) struct Union {
    lists: Vec<List>,
    waiting: BinaryHeap<Reverse<(DocId, usize)>>,
    here: Vec<usize>,
    doc: DocId,
    starts: Vec<u32>,
}

impl Union {
    /// The articles of a segment with any of the terms.
    pub(super) fn open<'t>(
        terms: impl Iterator<Item = Opening<'t>>,
        segment: &SegmentReader,
        record: IndexRecordOption,
    ) -> tantivy::Result<Union> {
        let mut lists = Vec::new();
        for term in terms {
            let Some(within) = within(term.within, segment) else {
                continue;
            };
            let inverted = segment.inverted_index(term.field)?;
            let mut list = List {
                postings: inverted.read_postings_from_terminfo(term.entry, record)?,
                within,
                width: term.width,
                part: match &term.part {
                    Some(part) => part.open(segment)?,
                    None => None,
                },
            };
            if list.settle() != TERMINATED {
                lists.push(list);
            }
        }
        let mut union = Union {
            waiting: BinaryHeap::new(),
            here: Vec::new(),
            doc: TERMINATED,
            starts: Vec::new(),
            lists,
        };
        match union.lists.as_slice() {
            [] => {}
            [only] => union.doc = only.postings.doc(),
            several => {
                let docs = several.iter().map(|list| list.postings.doc());
                union.waiting = docs
                    .enumerate()
                    .map(|(number, doc)| Reverse((doc, number)))
                    .collect();
                union.gather();
            }
        }
        Ok(union)
    }

    /// Moves to the smallest article of all lists.
    fn gather(&mut self) -> DocId {
        self.here.clear();
        let next = self.waiting.peek();
        self.doc = next.map_or(TERMINATED, |&Reverse((doc, _))| doc);
        while let Some(&Reverse((doc, number))) = self.waiting.peek() {
            if doc != self.doc {
                break;
            }
            self.waiting.pop();
            self.here.push(number);
        }
        self.doc
    }

    fn wait(&mut self, doc: DocId, number: usize) {
        if doc != TERMINATED {
            self.waiting.push(Reverse((doc, number)));
        }
    }

    pub(super) fn advance(&mut self) -> DocId {
        if let [only] = self.lists.as_mut_slice() {
            self.doc = only.advance();
            return self.doc;
        }
        for at in 0..self.here.len() {
            let number = self.here[at];
            let doc = self.lists[number].advance();
            self.wait(doc, number);
        }
        self.gather()
    }

    /// The first article from `target` on; stays where it is when that lies behind.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if let [only] = self.lists.as_mut_slice() {
            self.doc = only.seek(target);
            return self.doc;
        }
        for at in 0..self.here.len() {
            let number = self.here[at];
            let doc = self.lists[number].seek(target);
            self.wait(doc, number);
        }
        while let Some(&Reverse((doc, number))) = self.waiting.peek() {
            if doc >= target {
                break;
            }
            self.waiting.pop();
            let doc = self.lists[number].seek(target);
            self.wait(doc, number);
        }
        self.gather()
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    /// Occurrences in the current article. Names and their places may be counted twice.
    pub(super) fn frequency(&self) -> u32 {
        match self.lists.as_slice() {
            [only] => only.postings.term_freq(),
            lists => {
                let here = self.here.iter();
                here.map(|&number| lists[number].postings.term_freq()).sum()
            }
        }
    }

    /// Appends where the terms stand in the current article, each position plus `shift`, sorted. Only for lists that were
    /// opened with positions.
    pub(super) fn starts(&mut self, shift: u32, out: &mut Vec<u32>) {
        if let [only] = self.lists.as_mut_slice() {
            return only.places(shift, out);
        }
        for &number in &self.here {
            self.lists[number].places(shift, out);
        }
        if self.here.len() > 1 {
            out.sort_unstable();
            out.dedup();
        }
    }

    /// Appends where the terms stand in the current article, sorted.
    pub(super) fn runs(&mut self, out: &mut Vec<Run>) {
        let from = out.len();
        let all = 0..self.lists.len();
        let here: &[usize] = match all.len() {
            1 => &[0],
            _ => &self.here,
        };
        for &number in here {
            let list = &mut self.lists[number];
            self.starts.clear();
            list.places(0, &mut self.starts);
            let last = list.width.max(1) - 1;
            out.extend(self.starts.iter().map(|&first| Run {
                first,
                last: first + last,
            }));
        }
        if here.len() > 1 {
            out[from..].sort_unstable();
            out.dedup();
        }
    }

    /// At most so many articles.
    pub(super) fn size_hint(&self) -> u32 {
        let sizes = self.lists.iter().map(List::articles);
        sizes.fold(0, u32::saturating_add)
    }

    /// Whether no term stands anywhere.
    pub(super) fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }
}
