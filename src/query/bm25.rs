//! How much an occurrence counts: BM25 (Robertson et al., TREC-3, 1994), with constants chosen on news.

use tantivy::Score;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;

/// How soon further occurrences stop counting. Anserini searches TREC newswire with this.
const K1: Score = 0.9;

/// How much a long article is held against itself, 0 to 1. See decision 26.
const B: Score = 0.6;

/// The weight of one clause in one field.
#[derive(Clone, Debug)]
pub(super) struct Bm25 {
    weight: Score,
    /// What the length of an article adds below the line, by the byte that lengths are kept as.
    length: [Score; 256],
}

impl Bm25 {
    /// For a clause whose parts have this weight together, in a field whose articles have so many words on average.
    pub(super) fn new(idf: Score, average_words: Score) -> Bm25 {
        let mut length = [0.0; 256];
        for (id, slot) in (0..=u8::MAX).zip(&mut length) {
            let words = FieldNormReader::id_to_fieldnorm(id) as Score;
            *slot = K1 * (1.0 - B + B * words / average_words);
        }
        Bm25 {
            weight: idf * (1.0 + K1),
            length,
        }
    }

    /// Gives every article the score 1.
    pub(super) fn unranked() -> Bm25 {
        Bm25 {
            weight: 1.0,
            length: [0.0; 256],
        }
    }

    /// The same, scaled.
    pub(super) fn scaled(&self, by: Score) -> Bm25 {
        Bm25 {
            weight: self.weight * by,
            length: self.length,
        }
    }

    /// More than any article scores.
    pub(super) fn most(&self) -> Score {
        self.weight
    }

    /// Whether the score is surely no more than `limit`, without a division. Now and then it says no of one that is.
    pub(super) fn is_within(&self, length_id: u8, frequency: u32, limit: Score) -> bool {
        let frequency = frequency as Score;
        // What rounding could do stays far below.
        let slack = limit - limit.abs() * 1e-5;
        self.weight * frequency < slack * (frequency + self.length[usize::from(length_id)])
    }

    /// Grows with `frequency`, shrinks with the length; at least 0.
    pub(super) fn score(&self, length_id: u8, frequency: u32) -> Score {
        let frequency = frequency as Score;
        self.weight * frequency / (frequency + self.length[usize::from(length_id)])
    }
}

/// How rare it is to be found in `containing` of `articles`: above 0.
pub(super) fn idf(containing: u64, articles: u64) -> Score {
    let containing = containing.min(articles) as Score;
    (1.0 + (articles as Score - containing + 0.5) / (containing + 0.5)).ln()
}

/// Words of a field in an average article, at least a little.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn average_words(
    statistics: &dyn Bm25StatisticsProvider,
    field: Field,
) -> tantivy::Result<Score> {
    let words = statistics.total_num_tokens(field)?.max(1);
    Ok(words as Score / statistics.total_num_docs()?.max(1) as Score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_better_and_longer_is_worse() {
        let bm25 = Bm25::new(idf(10, 1000), 300.0);
        let id = FieldNormReader::fieldnorm_to_id;
        assert!(bm25.score(id(300), 2) > bm25.score(id(300), 1));
        assert!(bm25.score(id(300), 1) > bm25.score(id(900), 1));
        // Of average length, once: the weight of the clause itself.
        assert!((bm25.score(id(300), 1) - idf(10, 1000)).abs() < 0.1);
        assert_eq!(bm25.score(id(300), 0), 0.0);
        let score = bm25.score(id(300), 2);
        assert!(bm25.is_within(id(300), 2, score * 1.01));
        assert!(!bm25.is_within(id(300), 2, score * 0.99));
        assert!(!bm25.is_within(id(300), 2, Score::MIN));
        assert!(idf(1000, 1000) > 0.0 && idf(1, 1000) > idf(2, 1000));
    }
}
