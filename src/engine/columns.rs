//! The fast fields of a segment: numbers of a passage that are read without reading what is stored of it.

use tantivy::columnar::{BytesColumn, Cardinality, Column};
use tantivy::{DocId, SegmentReader};

use super::{EngineError, schema};

/// The fast fields of a segment.
pub(super) struct Columns {
    pub(super) source: Option<BytesColumn>,
    pub(super) kind: Column<u64>,
    pub(super) lang: Column<u64>,
    pub(super) length: Column<u64>,
    pub(super) start: Column<u64>,
    pub(super) under: Column<u64>,
    pub(super) first_day: Column<u64>,
    pub(super) last_day: Column<u64>,
    pub(super) run: Column<u64>,
    pub(super) twin: [Column<u64>; 2],
}

impl Columns {
    pub(super) fn open(reader: &SegmentReader) -> Result<Self, EngineError> {
        let fast = reader.fast_fields();
        Ok(Self {
            source: fast.bytes(schema::SOURCE)?,
            kind: fast.u64(schema::KIND)?,
            lang: fast.u64(schema::LANG)?,
            length: fast.u64(schema::LENGTH)?,
            start: fast.u64(schema::START)?,
            under: fast.u64(schema::UNDER)?,
            first_day: fast.u64(schema::FIRST_DAY)?,
            last_day: fast.u64(schema::LAST_DAY)?,
            run: fast.u64(schema::RUN)?,
            twin: [fast.u64(schema::TWIN_HIGH)?, fast.u64(schema::TWIN_LOW)?],
        })
    }

    /// The number of the source of each passage in the dictionary of the segment.
    pub(super) fn sources(&self, docs: &[DocId]) -> Vec<u64> {
        self.source.as_ref().map_or_else(|| vec![0; docs.len()], |column| numbers(column.ords(), docs))
    }

    /// How many sources the segment has.
    pub(super) fn source_count(&self) -> usize {
        self.source.as_ref().map_or(0, |column| column.dictionary().num_terms())
    }
}

/// The number of a passage.
pub(super) fn number(column: &Column<u64>, doc: DocId) -> u64 {
    column.first(doc).unwrap_or(0)
}

/// The numbers of passages, read together, which is several times faster than one by one.
pub(super) fn numbers(column: &Column<u64>, docs: &[DocId]) -> Vec<u64> {
    if column.get_cardinality() != Cardinality::Full {
        return docs.iter().map(|doc| number(column, *doc)).collect();
    }
    let mut numbers = vec![0; docs.len()];
    column.values.get_vals(docs, &mut numbers);
    numbers
}
