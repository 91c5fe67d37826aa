//! BM25 (Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework"), summed by us in a fixed order
//! and rounded, so that no score depends on how an index is laid out.

use super::SideTotals;

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// Scores are integers of this fraction.
pub(super) const UNITS: f64 = 10_000.0;

/// The weights that stay the same for all passages of a search.
#[derive(Debug)]
pub(super) struct Scorer {
    average: f64,
    passages: f64,
}

impl Scorer {
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub(super) fn new(totals: &SideTotals) -> Self {
        let passages = totals.passages as f64;
        Self { average: totals.length as f64 / passages.max(1.0), passages }
    }

    /// Inverse document frequency of a leaf that so many passages hold.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub(super) fn idf(&self, passages: u64) -> f64 {
        let df = passages as f64;
        (1.0 + (self.passages - df + 0.5).max(0.0) / (df + 0.5)).ln()
    }

    /// The part of a leaf in the score of a passage: occurrences in halves, length as [`quantised`].
    pub(super) fn part(&self, idf: f64, halves: u32, length: u32) -> f64 {
        let tf = f64::from(halves) / 2.0;
        let norm = K1 * (1.0 - B + B * f64::from(length) / self.average.max(1.0));
        idf * tf * (K1 + 1.0) / (tf + norm)
    }
}

/// Why a leaf adds what it does to the score of a passage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Inverse document frequency.
    pub idf: f64,
    /// What it adds.
    pub part: f64,
}

/// The part of a leaf that so many passages hold in the score of one passage that holds it so often (in halves).
pub fn part(totals: &SideTotals, holding: u64, (halves, length): (u32, u32)) -> Part {
    let scorer = Scorer::new(totals);
    let idf = scorer.idf(holding);
    Part { idf, part: scorer.part(idf, halves, length) }
}

/// A sum of parts as an integer of 1/10,000.
pub(super) fn rounded(sum: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "sums of a few dozen parts, each below 100")]
    let units = (sum * UNITS).round() as i64;
    units
}

/// A length as Lucene's norms keep it (`SmallFloat.intToByte4`, then back): exact to 40, then with four
/// significant bits. tantivy's field norms are the same table.
pub fn quantised(length: u32) -> u32 {
    const EXACT: u32 = 24;
    if length < EXACT {
        return length;
    }
    let rest = length - EXACT;
    let bits = 32 - rest.leading_zeros();
    let shift = bits.saturating_sub(4);
    EXACT + ((rest >> shift) << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_quantised_as_in_tantivy() {
        for length in (0..3000).chain([65_535, 100_000, 2_000_000]) {
            let id = tantivy::fieldnorm::FieldNormReader::fieldnorm_to_id(length);
            assert_eq!(
                quantised(length),
                tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(id),
                "{length}"
            );
        }
    }

    #[test]
    fn rare_leaves_and_short_passages_weigh_more() {
        let scorer = Scorer::new(&SideTotals { passages: 100, length: 5000, ..SideTotals::default() });
        assert!(scorer.idf(1) > scorer.idf(50));
        assert!(scorer.part(1.0, 2, 10) > scorer.part(1.0, 2, 100));
        assert!(scorer.part(1.0, 4, 50) > scorer.part(1.0, 2, 50));
        assert!(scorer.part(1.0, 1, 50) < scorer.part(1.0, 2, 50), "an inflected form weighs less");
    }
}
