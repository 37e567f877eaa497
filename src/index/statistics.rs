//! What ranking knows of the whole archive: articles that can be found, and no others.
//!
//! The engine's own numbers count articles that were replaced or removed until their segments are
//! merged, and merging estimates the number of words. An index that grew night by night would
//! rank otherwise than one made anew of the same articles. Here both give the same numbers.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, Term};

use super::Reader;

impl Bm25StatisticsProvider for Reader {
    /// Summed over the lengths of the articles as the index keeps them, that is rounded. Costs a
    /// walk over one byte an article; the snapshot remembers the sum.
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let mut known = self
            .words
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(&words) = known.get(&field) {
            return Ok(words);
        }
        let mut words = 0;
        for segment in self.searcher.segment_readers() {
            words += words_of(segment, field)?;
        }
        known.insert(field, words);
        Ok(words)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.articles())
    }

    /// Costs a walk over the articles that hold the term in segments with removed articles, a
    /// look-up in the others.
    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let mut articles = 0;
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(term.field())?;
            articles += u64::from(match segment.alive_bitset() {
                None => inverted.doc_freq(term)?,
                Some(alive) => inverted
                    .read_postings(term, IndexRecordOption::Basic)?
                    .map_or(0, |postings| postings.doc_freq_given_deletes(alive)),
            });
        }
        Ok(articles)
    }
}

/// Words of a field in the articles of a segment; one an article when lengths are not kept.
fn words_of(segment: &SegmentReader, field: Field) -> tantivy::Result<u64> {
    let Some(lengths) = segment.fieldnorms_readers().get_field(field)? else {
        return Ok(segment.num_docs().into());
    };
    let mut articles_of_length = [0u64; 256];
    let alive = segment.alive_bitset();
    for article in 0..segment.max_doc() {
        if alive.is_none_or(|alive| alive.is_alive(article)) {
            articles_of_length[usize::from(lengths.fieldnorm_id(article))] += 1;
        }
    }
    let words = (0..=u8::MAX).zip(articles_of_length);
    Ok(words
        .map(|(id, articles)| u64::from(FieldNormReader::id_to_fieldnorm(id)) * articles)
        .sum())
}
