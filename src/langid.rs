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
mod sums;
mod table;
mod tally;
mod words;

use crate::lang::Lang;
use table::LEAST_BITS;
use tally::Tally;

/// What `examples/train_langid.rs` shares with the recogniser; not for other use.
#[doc(hidden)]
pub mod train {
    pub use super::grams::{for_each_gram, gram};
    pub use super::table::{
        BLOCKS, BlockSpec, CODE_BYTES, LEAST_BITS, MAGIC, MOST_COST, UNITS_PER_BIT, VERSION, bucket,
        row_width,
    };
    pub use super::words::{Block, for_each_word};
}

/// Changes with the table.
pub const VERSION: u32 = 2;

/// Only this many letters from the start of a text are looked at.
pub const MAX_LETTERS: usize = 2_000;

/// [`identify`] stays silent below this many letters where several languages share the script.
pub const MIN_LETTERS: u32 = 12;

/// [`identify`] stays silent below this margin, in bits a gram.
pub const MIN_MARGIN: f32 = 0.3;

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
    Tally::of(text, table::BlockTable::is_contested).guess(|_, _| false)
}

/// The language, only when sure.
pub fn identify(text: &str) -> Option<Lang> {
    let best = Tally::of(text, table::BlockTable::is_contested).guess(same_group)?;
    let sure = best.margin.is_infinite() || best.letters >= MIN_LETTERS && best.margin >= MIN_MARGIN;
    sure.then_some(best.lang)
}

/// Whether short text cannot keep two languages apart.
pub fn same_group(a: Lang, b: Lang) -> bool {
    let south_slavic = |lang| matches!(lang, Lang::Bs | Lang::Hr | Lang::Sr);
    a == b || south_slavic(a) && south_slavic(b)
}

/// A text read once, for several questions.
pub(crate) struct Heard(Tally);

impl Heard {
    pub(crate) fn new(text: &str) -> Self {
        Self(Tally::of(text, |_| true))
    }

    /// As [`guess`].
    pub(crate) fn guess(&self) -> Option<Guess> {
        self.0.guess(|_, _| false)
    }

    /// As [`score`].
    pub(crate) fn score(&self, lang: Lang) -> Option<f32> {
        self.0.bits_under(lang).map(|bits| -bits - LEAST_BITS)
    }
}

/// How well a text fits a language: mean binary logarithm of the probability of its grams (about -9 for text of
/// that language, -13 and less for something else). For comparing readings of the same bytes. Words in a
/// writing the language does not use count as the least likely. `None` without letters.
pub fn score(text: &str, lang: Lang) -> Option<f32> {
    Heard::new(text).score(lang)
}

#[cfg(test)]
mod tests;
