//! Lower case and hashes of words, letter by letter, without an allocation: what lines, phrases and stop words
//! are compared by.

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
