//! Words into hashed character 1-4-grams.
//!
//! Takes the letters of a word as `words` cuts them; gives the `u32` hash of each gram and of the word as a
//! whole. The trainer and the recogniser both go through here, so they count the same things. Leaves to others:
//! cutting words, the table, the decision.

/// Longest gram.
pub(super) const MAX_GRAM: usize = 4;

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
/// hash of the word. It decides the layout of the table: it never changes without the table.
pub fn for_each_gram(letters: &[u16], visit: impl FnMut(u32)) {
    for_each_group(letters, &mut Each(visit));
}

/// Takes hashes of grams, those that end in one letter at a time: at most four.
pub(super) trait Visitor {
    fn visit(&mut self, hashes: &[u32]);
}

/// Takes them one by one.
struct Each<F>(F);

impl<F: FnMut(u32)> Visitor for Each<F> {
    fn visit(&mut self, hashes: &[u32]) {
        hashes.iter().copied().for_each(&mut self.0);
    }
}

/// The same, for a visitor. Most letters have four grams, and are visited from one place, where the compiler knows it.
#[inline]
pub(super) fn for_each_group(letters: &[u16], visitor: &mut impl Visitor) {
    let mut keys = Keys { last: BOUNDARY, whole: 0 };
    let (first, rest) = letters.split_at(letters.len().min(MAX_GRAM - 2));
    for (before, letter) in first.iter().enumerate() {
        keys.push(*letter);
        visitor.visit(keys.grams().get(..before + 2).unwrap_or_default());
    }
    for letter in rest {
        keys.push(*letter);
        visitor.visit(&keys.grams());
    }
    visitor.visit(keys.ends().get(..letters.len().min(MIN_WORD) + 1).unwrap_or_default());
}

/// The last four letters in one number, sixteen bits each, so that every gram is a part of it; and the hash of all.
struct Keys {
    last: u64,
    whole: u64,
}

impl Keys {
    #[inline]
    fn push(&mut self, letter: u16) {
        self.last = self.last << 16 | u64::from(letter);
        self.whole = (self.whole ^ u64::from(letter)).wrapping_mul(MULTIPLIER).rotate_left(23);
    }

    /// The hashes of the grams that end in the last letter, the shorter first.
    #[inline]
    fn grams(&self) -> [u32; MAX_GRAM] {
        MASKS.map(|mask| hash(self.last & mask))
    }

    /// The hashes of the grams that end in the end of the word but for the end alone, and of the word.
    #[inline]
    fn ends(&self) -> [u32; MAX_GRAM] {
        let [_, two, three, four] = MASKS.map(|mask| hash((self.last << 16 | BOUNDARY) & mask));
        [two, three, four, hash(self.whole)]
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
