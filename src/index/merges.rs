//! Which segments are merged: those of like size, as long as they are small.
//!
//! When segments are merged, the engine maps all that is stored of each at once, and what is mapped and read counts as memory. So segments
//! that hold much are let be: memory has a bound, however large the archive, at the price of some more segments to ask. One from
//! which many articles were removed is still written anew, which goes article by article.

use std::fs;
use std::path::PathBuf;

use tantivy::SegmentMeta;
use tantivy::index::SegmentComponent;
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};

/// Part of the segments that may be deleted articles before they are written anew. Upserts leave
/// deleted articles behind, which tantivy's default never cleans.
const DELETED_BEFORE_MERGE: f32 = 0.2;

/// A segment is large when more bytes than this are stored of it: some 85,000 news stories. The first segments of a long run, made of 256 MB
/// of postings, are.
pub(super) const LARGE_BYTES: u64 = 64 << 20;

/// Merges small segments, and cleans large ones.
#[derive(Debug)]
pub(super) struct Merges {
    /// Where the segments are.
    folder: PathBuf,
    large_bytes: u64,
    small: LogMergePolicy,
}

impl Merges {
    /// For the segments in a folder; `large_bytes` is usually [`LARGE_BYTES`].
    pub(super) fn new(folder: PathBuf, large_bytes: u64) -> Merges {
        let mut small = LogMergePolicy::default();
        small.set_del_docs_ratio_before_merge(DELETED_BEFORE_MERGE);
        Merges {
            folder,
            large_bytes,
            small,
        }
    }

    /// Whether much is stored of a segment. One whose file is gone is going itself.
    fn is_large(&self, segment: &SegmentMeta) -> bool {
        let stored = segment.relative_path(SegmentComponent::Store);
        let stored = fs::metadata(self.folder.join(stored));
        stored.is_ok_and(|stored| stored.len() > self.large_bytes)
    }
}

impl MergePolicy for Merges {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let is_large = |segment: &SegmentMeta| self.is_large(segment);
        let (large, small): (Vec<_>, Vec<_>) = segments.iter().cloned().partition(is_large);
        let mut candidates = self.small.compute_merge_candidates(&small);
        // Each by itself.
        for segment in &large {
            let deleted = f64::from(segment.num_deleted_docs());
            if deleted > f64::from(DELETED_BEFORE_MERGE) * f64::from(segment.max_doc()) {
                candidates.push(MergeCandidate(vec![segment.id()]));
            }
        }
        candidates
    }
}

#[cfg(test)]
mod tests {
    use tantivy::schema::{INDEXED, STORED, Schema};
    use tantivy::{Index, IndexWriter, TantivyDocument, Term};

    use super::*;

    /// Articles, and removed ones, of each segment, after `lots` commits of 100 articles and the removal of the first `removed`.
    fn segments(large_bytes: u64, lots: u64, removed: u64) -> Vec<(u32, u32)> {
        let folder = tempfile::tempdir().unwrap();
        let mut schema = Schema::builder();
        let number = schema.add_u64_field("number", INDEXED | STORED);
        let index = Index::create_in_dir(folder.path(), schema.build()).unwrap();
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000).unwrap();
        let merges = Merges::new(folder.path().to_path_buf(), large_bytes);
        writer.set_merge_policy(Box::new(merges));
        for lot in 0..lots {
            for article in 0..100 {
                let mut document = TantivyDocument::new();
                document.add_u64(number, lot * 100 + article);
                writer.add_document(document).unwrap();
            }
            writer.commit().unwrap();
        }
        for article in 0..removed {
            writer.delete_term(Term::from_field_u64(number, article));
        }
        writer.commit().unwrap();
        writer.wait_merging_threads().unwrap();
        let metas = index.searchable_segment_metas().unwrap();
        let counts = metas
            .iter()
            .map(|meta| (meta.max_doc(), meta.num_deleted_docs()));
        let mut counts: Vec<(u32, u32)> = counts.collect();
        counts.sort_unstable();
        counts
    }

    #[test]
    fn small_segments_are_merged_and_large_ones_let_be() {
        let merged = segments(u64::MAX, 8, 0);
        assert_eq!(merged, [(800, 0)]);
        let let_be = segments(0, 8, 0);
        assert_eq!(let_be, [(100, 0); 8]);
    }

    #[test]
    fn a_large_segment_that_lost_many_articles_is_written_anew() {
        assert_eq!(segments(0, 1, 10), [(100, 10)]);
        assert_eq!(segments(0, 1, 30), [(70, 0)]);
    }
}
