//! Words into hashed character 1-4-grams.
//!
//! Takes the letters of a word as `words` cuts them; gives the `u32` hash of each gram and of the word as a
//! whole. The trainer and the recogniser both go through here, so they count the same things. Leaves to others:
//! cutting words, the table, the decision.

/// Longest gram.
const MAX_GRAM: usize = 4;

/// Stands before and after a word; no letter has this number.
const BOUNDARY: u64 = 1;

/// Words of fewer letters are told whole by their grams already.
const MIN_WORD: usize = 3;

/// The letters of a key that belong to a gram of 1, 2, 3, 4.
const MASKS: [u64; MAX_GRAM] = [0xffff, 0xffff_ffff, 0xffff_ffff_ffff, u64::MAX];

/// At most how many hashes [`for_each_gram`] gives for a word of so many letters.
pub(super) const fn most_grams(letters: usize) -> usize {
    (letters + 1) * MAX_GRAM + 1
}

/// Calls `visit` with the hash of every gram of a word, the word's ends counting as a letter, and with the
/// hash of the word.
///
/// The last four letters lie in one number, sixteen bits each, so that every gram is a part of it. It decides
/// the layout of the table: it never changes without the table.
#[inline]
pub fn for_each_gram(letters: &[u16], mut visit: impl FnMut(u32)) {
    let mut last = BOUNDARY;
    let mut whole = 0_u64;
    let mut known = 1;
    for &letter in letters {
        last = last << 16 | u64::from(letter);
        whole = (whole ^ u64::from(letter)).wrapping_mul(MULTIPLIER).rotate_left(23);
        known = (known + 1).min(MAX_GRAM);
        for mask in MASKS.iter().take(known) {
            visit(hash(last & mask));
        }
    }
    last = last << 16 | BOUNDARY;
    for mask in MASKS.iter().take(known + 1).skip(1) {
        visit(hash(last & mask));
    }
    if letters.len() >= MIN_WORD {
        visit(hash(whole));
    }
}

/// The hash of one gram, at most `MAX_GRAM` letters inside a word.
pub fn gram(letters: &[u16]) -> u32 {
    hash(letters.iter().fold(0, |key, letter| key << 16 | u64::from(*letter)))
}

/// The finaliser of `SplitMix64` (Steele, Lea & Flood 2014), one round of it.
fn hash(key: u64) -> u32 {
    let mixed = (key ^ (key >> 32)).wrapping_mul(MULTIPLIER);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32) as u32
}

/// An odd number with well mixed bits (2^64 divided by the golden ratio).
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
