//! What the trainer (`examples/train_cleaning`) shares with the program; not for other use.

pub use super::choice::Weights;
pub use super::columns::{FIRST as COLUMNS, VALUES};
use super::fixed::{Promise, promises};
use super::markers::PHRASES;
use super::measure::{Measured, measure};
pub use super::model::{Model, Tree};
use super::page::Page;
pub use super::path::{Costs, State, best};
use super::{body, headline};
use crate::extract::Block;

/// The measured blocks of a page.
#[derive(Debug)]
pub struct Sample(Measured);

/// A candidate of a choice: from which block on and to which it goes, and its traits.
#[derive(Debug)]
pub struct Candidate {
    /// The first block.
    pub from: usize,
    /// The block after the last.
    pub to: usize,
    /// What speaks for it or against it.
    pub traits: Vec<i32>,
}

impl Sample {
    /// Measures the blocks of a page.
    pub fn of(blocks: &[Block], text: &str) -> Self {
        Self(measure(blocks, text, &PHRASES))
    }

    /// What may be the body of the article.
    pub fn bodies(&self) -> Vec<Candidate> {
        let weights = Weights::default();
        let page = Page::of(&self.0, &weights);
        let of = |(from, to)| Candidate { from, to, traits: body::traits(&page, from, to).to_vec() };
        body::spans(&page).into_iter().map(of).collect()
    }

    /// What may be the headline where the body is chosen by these weights.
    pub fn headlines(&self, weights: &Weights) -> Vec<Candidate> {
        let page = Page::of(&self.0, weights);
        let of = |at| Candidate { from: at, to: at + 1, traits: headline::traits(&page, at).to_vec() };
        headline::candidates(&page).map(of).collect()
    }

    /// What the model sees of the page.
    pub fn sheet(&self, weights: &Weights) -> Sheet {
        let page = Page::of(&self.0, weights);
        let mut rows = vec![0; COLUMNS.len() * page.len()];
        for (index, row) in rows.chunks_mut(COLUMNS.len()).enumerate() {
            super::columns::fill_first(&super::columns::View::of(&page, index), row);
        }
        Sheet { rows, promises: promises(&page) }
    }
}

/// What the model sees of a page: a row of values a block, and what is added to its score whatever the model says.
#[derive(Debug)]
pub struct Sheet {
    /// The rows, one after another, each of `COLUMNS.len()` values.
    pub rows: Vec<u8>,
    promises: Vec<Promise>,
}

impl Sheet {
    /// What is added to the scores.
    pub fn fixed(&self, costs: &Costs) -> Vec<i32> {
        self.promises.iter().map(|promise| promise.weight(costs)).collect()
    }
}
