//! Adds up what the grams of a text cost under each language.
//!
//! Takes a text; gives the best language of the block with most letters, and what the text costs under any.
//! Leaves to others: where the figures come from, when an answer is sure enough.

use super::sums::Sums;
use super::table::{BlockTable, MOST_COST, TABLE, UNITS_PER_BIT};
use super::words::{self, Block, Word};
use super::{Guess, MAX_LETTERS};
use crate::lang::Lang;

/// Text in Chinese characters is Japanese if one letter in this many is kana.
const KANA_SHARE: u32 = 8;

/// What was seen of a text.
pub(super) struct Tally {
    blocks: [BlockTally; Block::COUNT],
}

/// What was seen of one block.
#[derive(Clone, Copy)]
struct BlockTally {
    letters: u32,
    kana: u32,
    grams: u32,
    sums: Sums,
}

impl BlockTally {
    const NEW: Self = Self { letters: 0, kana: 0, grams: 0, sums: Sums::NEW };
}

impl Tally {
    /// Counts the letters of a text, and adds up the costs in the blocks that are `wanted`.
    pub(super) fn of(text: &str, wanted: impl Fn(&BlockTable) -> bool) -> Self {
        let tables = TABLE.as_slice();
        let mut blocks = [BlockTally::NEW; Block::COUNT];
        words::for_each_word(text, MAX_LETTERS, |word| {
            let place = word.block.index();
            if let (Some(seen), Some(table)) = (blocks.get_mut(place), tables.get(place)) {
                seen.letters += u32::try_from(word.letters.len()).unwrap_or(u32::MAX);
                seen.kana += word.kana;
                if wanted(table) {
                    seen.add(word, table);
                }
            }
        });
        Self { blocks }
    }

    /// The best language of the block with most letters; its margin is to the best that is not `alike`.
    pub(super) fn guess(&self, alike: impl Fn(Lang, Lang) -> bool) -> Option<Guess> {
        let seen = self.blocks.iter().zip(TABLE.iter()).max_by_key(|(seen, _)| seen.letters)?;
        seen.0.guess(seen.1, alike)
    }

    /// Mean cost of a gram under a language, in bits.
    pub(super) fn bits_under(&self, lang: Lang) -> Option<f32> {
        let grams: u32 = self.blocks.iter().map(|seen| seen.grams).sum();
        let cost =
            self.blocks.iter().zip(TABLE.iter()).map(|(seen, table)| seen.cost_under(lang, table)).sum();
        (grams > 0).then(|| bits(cost, grams))
    }
}

/// Costs of `grams` grams as bits a gram.
#[expect(clippy::cast_precision_loss, reason = "at most 8,000 grams of 256 units: exact in an f32")]
fn bits(cost: u32, grams: u32) -> f32 {
    cost as f32 / UNITS_PER_BIT / grams as f32
}

impl BlockTally {
    fn add(&mut self, word: &Word<'_>, table: &BlockTable) {
        self.grams += self.sums.add(word.letters, table.rows, table.log2_buckets);
    }

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
