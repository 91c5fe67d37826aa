//! Lower case and hashes of words, letter by letter, without an allocation: what lines, phrases and stop words
//! are compared by.

use rustc_hash::FxHashMap;

/// What is known of some words, by their hashes. Most words are not among them, and a bit tells.
#[derive(Debug)]
pub(super) struct Words<T> {
    known: FxHashMap<u32, T>,
    bits: Vec<u64>,
}

impl<T: Copy + Default> Words<T> {
    pub(super) fn new(known: FxHashMap<u32, T>) -> Self {
        let mut bits = vec![0; 1 << (32 - WORD_SHIFT)];
        for (place, bit) in known.keys().map(|hash| place_of(*hash)) {
            bits.get_mut(place).into_iter().for_each(|bits| *bits |= bit);
        }
        Self { known, bits }
    }

    #[inline]
    pub(super) fn get(&self, hash: u32) -> T {
        let (place, bit) = place_of(hash);
        if self.bits.get(place).is_none_or(|bits| bits & bit == 0) {
            return T::default();
        }
        self.known.get(&hash).copied().unwrap_or_default()
    }

    pub(super) fn values(&self) -> impl Iterator<Item = T> {
        self.known.values().copied()
    }
}

/// 1,024 times 64 bits: several for each word, and few enough to stay near.
const WORD_SHIFT: u32 = 22;

/// Where the bit of a hash is.
#[inline]
fn place_of(hash: u32) -> (usize, u64) {
    let mixed = hash.wrapping_mul(0x9e37_79b1);
    ((mixed >> WORD_SHIFT) as usize, 1 << (mixed >> (WORD_SHIFT - 6) & 63))
}

/// The FNV-1a hash of nothing yet.
pub(super) const EMPTY: u32 = 0x811c_9dc5;

/// Only so many letters of a word tell its subject; endings differ from case to case.
pub(super) const STEM_LETTERS: u32 = 6;

/// A letter in lower case; of a letter that becomes several the first.
pub(super) fn lower(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '\u{0}'..='\u{7f}' | 'а'..='џ' | '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => c,
        'А'..='Я' | 'Α'..='Ρ' | 'Σ'..='Ω' => char::from_u32(u32::from(c) + 0x20).unwrap_or(c),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Adds a letter to a hash.
pub(super) fn mixed(hash: u32, c: char) -> u32 {
    (hash ^ u32::from(c)).wrapping_mul(0x0100_0193).rotate_left(5)
}

/// The hash of the first letters of a word, as [`super::measure`] gives it.
pub(super) fn word_hash(word: &str) -> u32 {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    let first = letters.take(STEM_LETTERS as usize);
    first.fold(EMPTY, |hash, c| mixed(hash, lower(c)))
}

/// The hash of two characters of a script without spaces, which are as good as a word.
pub(super) fn pair_hash(first: char, second: char) -> u32 {
    mixed(mixed(EMPTY, first), second)
}

/// The hash of a phrase, letter by letter.
pub(super) fn phrase_hash(phrase: &str) -> u64 {
    phrase.chars().fold(PHRASE, phrase_mixed)
}

/// The hash of no phrase yet.
pub(super) const PHRASE: u64 = 0xcbf2_9ce4_8422_2325;

/// Adds a letter to the hash of a phrase.
pub(super) fn phrase_mixed(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3).rotate_left(7)
}
