//! What the trainer (`examples/train_cleaning`) shares with the program; not for other use.

pub use super::columns::{FIRST as COLUMNS, VALUES};
use super::fixed::{Promise, promises};
use super::headline;
use super::markers::PHRASES;
use super::measure::{Measured, measure};
pub use super::model::{Model, Tree};
use super::page::Page;
pub use super::path::{Costs, State, best};
use crate::extract::Block;

/// What the model sees of a page: a row of values a block, and what is added to its score whatever the model says.
#[derive(Debug)]
pub struct Sheet {
    /// The rows, one after another, each of `COLUMNS.len()` values.
    pub rows: Vec<u8>,
    promises: Vec<Promise>,
    /// What may be the headline, each with its traits.
    pub candidates: Vec<(usize, Vec<i32>)>,
}

impl Sheet {
    /// Measures the blocks of a page.
    pub fn of(blocks: &[Block], text: &str) -> Self {
        let measured: Measured = measure(blocks, text, &PHRASES);
        let page = Page::of(&measured);
        let mut rows = vec![0; COLUMNS.len() * blocks.len()];
        for (index, row) in rows.chunks_mut(COLUMNS.len()).enumerate() {
            super::columns::fill_first(&super::columns::View::of(&page, index), row);
        }
        let traits = |index| (index, headline::traits(&page, index).to_vec());
        let candidates = headline::candidates(&page).map(traits).collect();
        Self { rows, promises: promises(&page), candidates }
    }

    /// What is added to the scores.
    pub fn fixed(&self, costs: &Costs) -> Vec<i32> {
        self.promises.iter().map(|promise| promise.weight(costs)).collect()
    }
}
