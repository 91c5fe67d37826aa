//! The rows of a page's blocks, laid out column after column in chunks, as the model takes them.

use super::columns::{FIRST, View, fill_first};
use super::page::Page;

/// So many blocks are judged at a time.
pub(super) const CHUNK: usize = 16;

const WIDTH: usize = FIRST.len();

/// Rows of some blocks; the last chunk is filled up with zeros.
#[derive(Debug)]
pub(super) struct Rows {
    values: Vec<u8>,
    count: usize,
}

impl Rows {
    /// The rows of all blocks of a page.
    pub(super) fn of(page: &Page<'_>) -> Self {
        let mut row = [0; WIDTH];
        Self::filled(page.len(), |index, chunk, at| {
            fill_first(&View::of(page, index), &mut row);
            for (place, value) in chunk.iter_mut().skip(at).step_by(CHUNK).zip(row) {
                *place = value;
            }
        })
    }

    /// Some of these rows.
    pub(super) fn pick(&self, which: &[usize]) -> Self {
        Self::filled(which.len(), |number, chunk, at| {
            let Some(index) = which.get(number) else { return };
            let from = self.values.get(index / CHUNK * CHUNK * WIDTH..).unwrap_or_default();
            let row = from.iter().skip(index % CHUNK).step_by(CHUNK);
            for (place, value) in chunk.iter_mut().skip(at).step_by(CHUNK).zip(row) {
                *place = *value;
            }
        })
    }

    fn filled(count: usize, mut fill: impl FnMut(usize, &mut [u8], usize)) -> Self {
        let mut values = vec![0; count.div_ceil(CHUNK) * CHUNK * WIDTH];
        for (number, chunk) in values.chunks_exact_mut(CHUNK * WIDTH).enumerate() {
            let first = number * CHUNK;
            for at in 0..CHUNK.min(count - first) {
                fill(first + at, chunk, at);
            }
        }
        Self { values, count }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The chunks, each of `CHUNK` values a column.
    pub(super) fn chunks(&self) -> impl Iterator<Item = &[u8]> {
        self.values.chunks_exact(CHUNK * WIDTH)
    }
}
