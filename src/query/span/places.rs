//! Where the leaves of an expression stand in an article, read from the postings of a segment.

use rustc_hash::FxHashMap;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, Term};

use super::{Leaf, Positions, Region, Run};
use crate::index::layout::Mark;
use crate::query::union::Union;

/// The postings of the leaves, standing on an article.
pub(super) struct Places {
    pub(super) leaves: Vec<Union>,
    /// Index of each leaf by its number.
    pub(super) numbers: FxHashMap<usize, usize>,
    pub(super) ends: Ends,
    pub(super) doc: DocId,
}

impl Positions for Places {
    fn leaf(&mut self, leaf: &Leaf, out: &mut Vec<Run>) {
        let union = &mut self.leaves[self.numbers[&leaf.number]];
        // What is not needed for a match has not been moved yet.
        if union.seek(self.doc) == self.doc {
            union.runs(out);
        }
    }

    fn sentence_ends(&mut self) -> &[u32] {
        self.ends.of(Mark::Sentence, self.doc)
    }

    fn paragraph_ends(&mut self) -> &[u32] {
        self.ends.of(Mark::Paragraph, self.doc)
    }

    fn title_end(&mut self) -> Option<u32> {
        self.ends.of(Mark::Title, self.doc).first().copied()
    }

    fn lead_end(&mut self) -> Option<u32> {
        self.ends.of(Mark::Lead, self.doc).first().copied()
    }
}

impl Places {
    /// The first and the last position of a part of the article; `None` when it has no words.
    pub(super) fn part(&mut self, part: Region) -> Option<(u32, u32)> {
        let title = self.title_end();
        match part {
            Region::Title => title.map(|end| (0, end)),
            Region::Lead => {
                let end = self.lead_end()?;
                Some((title.map_or(0, |end| end + 1), end))
            }
        }
    }
}

/// An article as if it were only a part of itself.
pub(super) struct PartOnly<'p> {
    pub(super) places: &'p mut Places,
    /// The first and the last position.
    pub(super) part: (u32, u32),
}

impl Positions for PartOnly<'_> {
    fn leaf(&mut self, leaf: &Leaf, out: &mut Vec<Run>) {
        let from = out.len();
        self.places.leaf(leaf, out);
        let (first, last) = self.part;
        let mut at = 0;
        out.retain(|run| {
            at += 1;
            at <= from || first <= run.first && run.last <= last
        });
    }

    fn sentence_ends(&mut self) -> &[u32] {
        self.places.sentence_ends()
    }

    fn paragraph_ends(&mut self) -> &[u32] {
        self.places.paragraph_ends()
    }

    fn title_end(&mut self) -> Option<u32> {
        self.places.title_end()
    }

    fn lead_end(&mut self) -> Option<u32> {
        self.places.lead_end()
    }
}

/// Ends of sentences, paragraphs, headline and lead; positions are read when they are asked for.
#[derive(Default)]
pub(super) struct Ends {
    lists: Vec<(Mark, SegmentPostings)>,
    /// The article whose ends stand in `positions`, and which they are.
    read: Option<(DocId, Mark)>,
    positions: Vec<u32>,
}

impl Ends {
    /// Of these kinds.
    pub(super) fn open(
        marks: &[Mark],
        segment: &SegmentReader,
        field: Field,
    ) -> tantivy::Result<Ends> {
        if marks.is_empty() {
            return Ok(Ends::default());
        }
        let inverted = segment.inverted_index(field)?;
        let mut lists = Vec::new();
        for &mark in marks {
            let term = Term::from_field_text(field, mark.term());
            let list = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?;
            lists.extend(list.map(|list| (mark, list)));
        }
        Ok(Ends {
            lists,
            read: None,
            positions: Vec::new(),
        })
    }

    fn of(&mut self, mark: Mark, doc: DocId) -> &[u32] {
        if self.read != Some((doc, mark)) {
            self.read = Some((doc, mark));
            self.positions.clear();
            let lists = self.lists.iter_mut().filter(|(end, _)| end.ends(mark));
            for (_, list) in lists {
                if list.doc() < doc {
                    list.seek(doc);
                }
                if list.doc() == doc {
                    list.append_positions_with_offset(0, &mut self.positions);
                }
            }
            self.positions.sort_unstable();
        }
        &self.positions
    }
}
