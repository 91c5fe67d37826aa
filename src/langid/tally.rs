//! Adds up what the grams of a text cost under each language.
//!
//! Takes a text; gives the best language of the block with most letters, and what the text costs under any.
//! Leaves to others: where the figures come from, when an answer is sure enough.

use std::iter;

use super::sums::Sums;
use super::table::{BlockTable, MOST_COST, TABLE, UNITS_PER_BIT};
use super::words::{self, Block};
use super::{Guess, MAX_LETTERS};
use crate::lang::Lang;

/// Text in Chinese characters is Japanese if one letter in this many is kana.
const KANA_SHARE: u32 = 8;

/// What was seen of a text, block by block, in the order of their first words.
pub(super) struct Tally {
    first: BlockTally,
    more: Vec<BlockTally>,
}

/// What was seen of one block.
#[derive(Clone, Copy)]
struct BlockTally {
    block: Block,
    letters: u32,
    kana: u32,
    grams: u32,
    sums: Sums,
}

impl BlockTally {
    const NEW: Self = Self { block: Block::Latin, letters: 0, kana: 0, grams: 0, sums: Sums::NEW };
}

impl Tally {
    /// Counts the letters of a text, and adds up the costs in the blocks that are `wanted`.
    pub(super) fn of(text: &str, wanted: impl Fn(&BlockTable) -> bool) -> Self {
        let tables = TABLE.as_slice();
        let mut tally = Self { first: BlockTally::NEW, more: Vec::new() };
        words::for_each_word(text, MAX_LETTERS, |word| {
            let Some(table) = tables.get(word.block.index()) else { return };
            let seen = tally.block(word.block);
            seen.letters += u32::try_from(word.letters.len()).unwrap_or(u32::MAX);
            seen.kana += word.kana;
            if wanted(table) {
                seen.grams += seen.sums.add(word.letters, table.rows, table.log2_buckets);
            }
        });
        tally
    }

    /// What was seen of a block so far.
    #[inline]
    fn block(&mut self, block: Block) -> &mut BlockTally {
        if self.first.letters == 0 {
            self.first.block = block;
        }
        if self.first.block == block { &mut self.first } else { self.other(block) }
    }

    fn other(&mut self, block: Block) -> &mut BlockTally {
        let place = self.more.iter().position(|seen| seen.block == block).unwrap_or(self.more.len());
        if place == self.more.len() {
            self.more.push(BlockTally { block, ..BlockTally::NEW });
        }
        &mut self.more[place]
    }

    fn blocks(&self) -> impl Iterator<Item = (&BlockTally, &'static BlockTable)> {
        let blocks = iter::once(&self.first).chain(&self.more);
        blocks.filter_map(|seen| Some((seen, TABLE.get(seen.block.index())?)))
    }

    /// The best language of the block with most letters; its margin is to the best that is not `alike`.
    pub(super) fn guess(&self, alike: impl Fn(Lang, Lang) -> bool) -> Option<Guess> {
        let (seen, table) = self.blocks().max_by_key(|(seen, _)| (seen.letters, seen.block.index()))?;
        seen.guess(table, alike)
    }

    /// Mean cost of a gram under a language, in bits.
    pub(super) fn bits_under(&self, lang: Lang) -> Option<f32> {
        let grams: u32 = self.blocks().map(|(seen, _)| seen.grams).sum();
        let cost = self.blocks().map(|(seen, table)| seen.cost_under(lang, table)).sum();
        (grams > 0).then(|| bits(cost, grams))
    }
}

/// Costs of `grams` grams as bits a gram.
#[expect(clippy::cast_precision_loss, reason = "at most 8,000 grams of 256 units: exact in an f32")]
fn bits(cost: u32, grams: u32) -> f32 {
    cost as f32 / UNITS_PER_BIT / grams as f32
}

impl BlockTally {
    fn cost_under(&self, lang: Lang, table: &BlockTable) -> u32 {
        let models = table
            .langs
            .iter()
            .zip(self.sums.totals().into_iter().flatten())
            .filter(|(of, _)| **of == Some(lang));
        models.map(|(_, cost)| cost).min().unwrap_or(self.grams * u32::from(MOST_COST))
    }

    fn guess(&self, table: &BlockTable, alike: impl Fn(Lang, Lang) -> bool) -> Option<Guess> {
        let letters = self.letters;
        if letters == 0 {
            return None;
        }
        if !table.is_contested() {
            let only = table.langs.first().copied().flatten();
            let kana = self.kana * KANA_SHARE >= letters;
            let han = table.is_han().then_some(if kana { Lang::Ja } else { Lang::Zh });
            return han.or(only).map(|lang| Guess { lang, margin: f32::INFINITY, letters });
        }
        let costs = self
            .sums
            .totals()
            .into_iter()
            .flatten()
            .zip(&table.priors)
            .map(|(cost, &prior)| cost + u32::from(prior));
        let models = || table.langs.iter().copied().zip(costs.clone());
        let (best, cost) = models().min_by_key(|(_, cost)| *cost)?;
        let lang = best?;
        let other = |of: Option<Lang>| of.is_none_or(|of| of != lang && !alike(lang, of));
        let second = models().filter(|(of, _)| other(*of)).map(|(_, cost)| cost).min();
        let margin = second.map_or(f32::INFINITY, |second| bits(second - cost, self.grams));
        Some(Guess { lang, margin, letters })
    }
}
