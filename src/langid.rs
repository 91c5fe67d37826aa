//! Which language a text is in.
//!
//! Takes text of any length; gives a language, how sure that is, and how well a text fits one language (for
//! choosing between candidate decodings). Script first: it decides Greek, Hebrew against Arabic and so on
//! alone and limits the candidates elsewhere; then naive Bayes over hashed character 1-4-grams of words
//! (Cavnar & Trenkle 1994, "N-Gram-Based Text Categorization", for the grams; Lui & Baldwin 2012, "langid.py",
//! for the Bayes classifier over them). Figures are learnt from the Universal Declaration of Human Rights and
//! a hand-written word list by `examples/train_langid.rs`. Leaves to others: Unicode normalisation, charset
//! decoding, and what to do with a line too short to tell (its neighbours know better).

mod grams;
mod table;

use crate::lang::Lang;
use grams::Block;
use table::{BlockTable, LEAST_BITS, TABLE, UNITS_PER_BIT};

/// What `examples/train_langid.rs` shares with the recogniser; not for other use.
#[doc(hidden)]
pub mod train {
    pub use super::grams::{Block, for_each_gram, for_each_word};
    pub use super::table::{
        BLOCKS, BlockSpec, CODE_BYTES, LEAST_BITS, MAGIC, UNITS_PER_BIT, VERSION, bucket,
    };
}

/// Changes with the table.
pub const VERSION: u32 = 1;

/// Only this many letters from the start of a text are looked at.
pub const MAX_LETTERS: usize = 2_000;

/// [`identify`] stays silent below this many letters where several languages share the script.
pub const MIN_LETTERS: u32 = 12;

/// [`identify`] stays silent below this margin, in bits a gram.
pub const MIN_MARGIN: f32 = 0.3;

/// Text in Chinese characters is Japanese if one letter in this many is kana.
const KANA_SHARE: u32 = 8;

/// The best language of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// The language.
    pub lang: Lang,
    /// Bits a gram between it and the second best other language; infinite where the script decides.
    pub margin: f32,
    /// Letters of the deciding script that were looked at.
    pub letters: u32,
}

/// The best language, whatever its margin; `None` without letters, or if no language known here fits.
pub fn guess(text: &str) -> Option<Guess> {
    Tally::of(text).guess(|_, _| false)
}

/// The language, only when sure.
pub fn identify(text: &str) -> Option<Lang> {
    let best = Tally::of(text).guess(same_group)?;
    let sure = best.margin.is_infinite() || best.letters >= MIN_LETTERS && best.margin >= MIN_MARGIN;
    sure.then_some(best.lang)
}

/// Whether short text cannot keep two languages apart.
pub fn same_group(a: Lang, b: Lang) -> bool {
    let south_slavic = |lang| matches!(lang, Lang::Bs | Lang::Hr | Lang::Sr);
    a == b || south_slavic(a) && south_slavic(b)
}

/// How well a text fits a language: mean binary logarithm of the probability of its grams (about -9 for text of
/// that language, -13 and less for something else). For comparing readings of the same bytes. Words in a
/// writing the language does not use count as the least likely. `None` without letters.
pub fn score(text: &str, lang: Lang) -> Option<f32> {
    let tally = Tally::of(text);
    let grams: u32 = tally.blocks.iter().map(|seen| seen.grams).sum();
    let cost = tally.blocks.iter().zip(TABLE.iter()).map(|(seen, table)| seen.cost_under(lang, table)).sum();
    (grams > 0).then(|| -bits(cost, grams) - LEAST_BITS)
}

/// Costs of `grams` grams as bits a gram.
#[expect(clippy::cast_precision_loss, reason = "at most 8,000 grams of 256 units: exact in an f32")]
fn bits(cost: u32, grams: u32) -> f32 {
    cost as f32 / UNITS_PER_BIT / grams as f32
}

/// What was seen of one block.
#[derive(Default)]
struct BlockTally {
    letters: u32,
    kana: u32,
    grams: u32,
    costs: Vec<u32>,
}

/// What was seen of a text.
struct Tally {
    blocks: [BlockTally; Block::COUNT],
}

impl Tally {
    fn of(text: &str) -> Self {
        let mut blocks: [BlockTally; Block::COUNT] = Default::default();
        grams::for_each_word(text, MAX_LETTERS, |word| {
            let place = word.block.index();
            if let (Some(seen), Some(table)) = (blocks.get_mut(place), TABLE.get(place)) {
                seen.add(word, table);
            }
        });
        Self { blocks }
    }

    /// The best language of the block with most letters; its margin is to the best that is not `alike`.
    fn guess(&self, alike: impl Fn(Lang, Lang) -> bool) -> Option<Guess> {
        let seen = self.blocks.iter().zip(TABLE.iter()).max_by_key(|(seen, _)| seen.letters)?;
        seen.0.guess(seen.1, alike)
    }
}

impl BlockTally {
    fn add(&mut self, word: &grams::Word<'_>, table: &BlockTable) {
        self.costs.resize(table.langs.len(), 0);
        self.letters += u32::try_from(word.chars.len()).unwrap_or(u32::MAX);
        self.kana += word.kana;
        let costs = self.costs.as_mut_slice();
        let mut grams = 0;
        grams::for_each_gram(word.chars, |hash| {
            grams += 1;
            for (cost, &more) in costs.iter_mut().zip(table.row(hash)) {
                *cost += u32::from(more);
            }
        });
        self.grams += grams;
    }

    fn cost_under(&self, lang: Lang, table: &BlockTable) -> u32 {
        let models = table.langs.iter().zip(&self.costs).filter(|(of, _)| **of == Some(lang));
        models.map(|(_, cost)| *cost).min().unwrap_or(self.grams * u32::from(u8::MAX))
    }

    fn guess(&self, table: &BlockTable, alike: impl Fn(Lang, Lang) -> bool) -> Option<Guess> {
        let letters = self.letters;
        if letters == 0 {
            return None;
        }
        if table.langs.contains(&Some(Lang::Ja)) {
            let lang = if self.kana * KANA_SHARE >= letters { Lang::Ja } else { Lang::Zh };
            return Some(Guess { lang, margin: f32::INFINITY, letters });
        }
        let costs = self.costs.iter().zip(&table.priors).map(|(cost, &prior)| cost + u32::from(prior));
        let models: Vec<(Option<Lang>, u32)> = table.langs.iter().copied().zip(costs).collect();
        let &(best, cost) = models.iter().min_by_key(|(_, cost)| *cost)?;
        let lang = best?;
        let other = |of: Option<Lang>| of.is_none_or(|of| of != lang && !alike(lang, of));
        let second = models.iter().filter(|(of, _)| other(*of)).map(|(_, cost)| *cost).min();
        let margin = second.map_or(f32::INFINITY, |second| bits(second - cost, self.grams));
        Some(Guess { lang, margin, letters })
    }
}
