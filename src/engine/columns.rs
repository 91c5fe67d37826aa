//! The fast fields of a segment: numbers of a passage that are read without reading what is stored of it.
//! Each is opened when it is first asked for: opening one reads a part of it.

use tantivy::columnar::{BytesColumn, Cardinality, Column};
use tantivy::{DocId, SegmentReader};

use super::{EngineError, schema};

/// The fast fields of a segment.
#[derive(Clone, Copy)]
pub(super) struct Columns<'a> {
    reader: &'a SegmentReader,
}

impl<'a> Columns<'a> {
    pub(super) fn of(reader: &'a SegmentReader) -> Self {
        Self { reader }
    }

    /// A column, by the name of its field.
    pub(super) fn open(self, name: &str) -> Result<Column<u64>, EngineError> {
        Ok(self.reader.fast_fields().u64(name)?)
    }

    /// The sources of passages.
    pub(super) fn sources(self) -> Result<Option<BytesColumn>, EngineError> {
        Ok(self.reader.fast_fields().bytes(schema::SOURCE)?)
    }

    /// The outlets that the sources of passages name.
    pub(super) fn outlets(self) -> Result<Option<BytesColumn>, EngineError> {
        Ok(self.reader.fast_fields().bytes(schema::OUTLET)?)
    }

    /// The numbers of passages in a column, read together, which is several times faster than one by one.
    pub(super) fn numbers(self, name: &str, docs: &[DocId]) -> Result<Vec<u64>, EngineError> {
        Ok(numbers(&self.open(name)?, docs))
    }
}

/// The number of a passage.
pub(super) fn number(column: &Column<u64>, doc: DocId) -> u64 {
    column.first(doc).unwrap_or(0)
}

/// The numbers of passages.
pub(super) fn numbers(column: &Column<u64>, docs: &[DocId]) -> Vec<u64> {
    if column.get_cardinality() != Cardinality::Full {
        return docs.iter().map(|doc| number(column, *doc)).collect();
    }
    let mut numbers = vec![0; docs.len()];
    column.values.get_vals(docs, &mut numbers);
    numbers
}
