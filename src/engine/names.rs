//! The names of sources: what stands behind the numbers that an outcome has for them.

use std::collections::HashMap;

use tantivy::TantivyError;
use tantivy::columnar::BytesColumn;

use super::EngineError;

/// The number of a source in one outcome. All passages of a source are in one segment.
pub type SourceNo = u32;

/// Tells the keys of sources by their numbers.
#[derive(Debug, Default)]
pub struct SourceNames {
    /// The number of the first source of each segment, and its dictionary.
    segments: Vec<(SourceNo, BytesColumn)>,
    count: SourceNo,
}

impl SourceNames {
    /// Adds the sources of a segment; gives the number of the first.
    pub(super) fn add(&mut self, column: Option<BytesColumn>) -> SourceNo {
        let first = self.count;
        let here = column.as_ref().map_or(0, |column| column.dictionary().num_terms());
        // A segment has fewer documents than a u32 can count.
        self.count = self.count.saturating_add(u32::try_from(here).unwrap_or(u32::MAX));
        self.segments.extend(column.map(|column| (first, column)));
        first
    }

    /// Which segment a source is in. In a segment, sources are numbered in the order of their keys.
    pub fn segment(&self, source: SourceNo) -> usize {
        self.segments.partition_point(|(first, _)| *first <= source)
    }

    /// How many sources there are, found or not.
    pub fn count(&self) -> usize {
        self.count as usize
    }

    /// The keys of sources, whose numbers may come in any order and more than once.
    pub fn keys(&self, mut numbers: Vec<SourceNo>) -> Result<HashMap<SourceNo, Vec<u8>>, EngineError> {
        numbers.sort_unstable();
        numbers.dedup();
        let mut keys = HashMap::with_capacity(numbers.len());
        for (at, (first, column)) in self.segments.iter().enumerate() {
            let end = self.segments.get(at + 1).map_or(self.count, |(next, _)| *next);
            let here = numbers.partition_point(|no| no < first)..numbers.partition_point(|no| *no < end);
            let mut here = numbers.get(here).unwrap_or_default().iter();
            let ordinals: Vec<u64> = here.clone().map(|no| u64::from(no - first)).collect();
            // In one pass over the dictionary: looking each up by itself reads a block for each.
            let named = column.dictionary().sorted_ords_to_term_cb(&ordinals, |key| {
                keys.extend(here.next().map(|no| (*no, key.to_vec())));
            });
            named.map_err(TantivyError::from)?;
        }
        Ok(keys)
    }
}
