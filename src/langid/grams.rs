//! Cuts text into words of one script and words into hashed character 1-4-grams.
//!
//! Takes any text; gives lower-cased words (digits and punctuation end a word, apostrophes inside a word
//! are one letter-like sign, homoglyphs of another alphabet are folded to the word's own) and the `u32`
//! hash of each gram. The trainer and the recogniser both go through here, so they count the same things.
//! Leaves to others: Unicode normalisation (composed letters are expected), the table, the decision.

use crate::lang::Script;

/// The family of writing a word belongs to: each has its own part of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named by the script it stands for")]
pub enum Block {
    Latin,
    Cyrillic,
    Arabic,
    Hebrew,
    Greek,
    Armenian,
    Devanagari,
    Bengali,
    Thai,
    Georgian,
    Hangul,
    /// Chinese characters and kana.
    Han,
}

impl Block {
    /// How many blocks there are.
    pub const COUNT: usize = 12;

    /// The block of a script.
    pub fn of(script: Script) -> Self {
        match script {
            Script::Latin => Self::Latin,
            Script::Cyrillic => Self::Cyrillic,
            Script::Greek => Self::Greek,
            Script::Armenian => Self::Armenian,
            Script::Hebrew => Self::Hebrew,
            Script::Arabic => Self::Arabic,
            Script::Devanagari => Self::Devanagari,
            Script::Bengali => Self::Bengali,
            Script::Thai => Self::Thai,
            Script::Georgian => Self::Georgian,
            Script::Hangul => Self::Hangul,
            Script::Kana | Script::Han => Self::Han,
        }
    }

    /// Position in arrays that hold one value a block.
    pub fn index(self) -> usize {
        self as usize
    }
}

#[derive(Debug)]
/// A word's letters, lower-cased, and what they are written in.
pub struct Word<'a> {
    /// The block most of its letters belong to.
    pub block: Block,
    /// Its letters and inner apostrophes.
    pub chars: &'a [char],
    /// How many of the letters are kana.
    pub kana: u32,
}

/// Calls `visit` with each word of `text`, until `max_letters` letters have gone by.
pub fn for_each_word(text: &str, max_letters: usize, mut visit: impl FnMut(&Word<'_>)) {
    let mut word = Builder::default();
    let mut left = max_letters;
    // Text without letters must not be read to its end either.
    for c in text.chars().take(max_letters.saturating_mul(CHARS_PER_LETTER)) {
        if let Some(script) = Script::of(c).filter(|_| c != TATWEEL) {
            word.push(c, script);
            left = left.saturating_sub(1);
            if left == 0 {
                break;
            }
        } else if is_apostrophe(c) {
            word.apostrophe = !word.chars.is_empty();
        } else if !is_ignored(c) {
            word.finish(&mut visit);
        }
    }
    word.finish(&mut visit);
}

/// At most this many characters are read for each letter asked for.
const CHARS_PER_LETTER: usize = 8;

/// The Arabic lengthening stroke: no letter, though it has the script.
const TATWEEL: char = '\u{640}';

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{b4}' | '\u{2018}' | '\u{2019}' | '\u{2bb}' | '\u{2bc}' | '\u{2b9}' | '\u{ff07}'
    )
}

/// Signs inside words that say nothing: accents on top, vowel points, soft hyphens, joiners.
fn is_ignored(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | TATWEEL | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[derive(Default)]
struct Builder {
    chars: Vec<char>,
    scripts: [u32; Block::COUNT],
    kana: u32,
    block: Option<Block>,
    mixed: bool,
    apostrophe: bool,
}

impl Builder {
    fn push(&mut self, c: char, script: Script) {
        let block = Block::of(script);
        if let Some(first) = self.block {
            self.mixed |= first != block;
        } else {
            self.block = Some(block);
        }
        if self.apostrophe {
            self.chars.push('\'');
            self.apostrophe = false;
        }
        self.kana += u32::from(script == Script::Kana);
        self.chars.push(c);
        if let Some(count) = self.scripts.get_mut(block.index()) {
            *count += 1;
        }
    }

    fn finish(&mut self, visit: &mut impl FnMut(&Word<'_>)) {
        let Some(first) = self.block.take() else { return };
        let count = |block: Block| self.scripts.get(block.index()).copied().unwrap_or(0);
        let mut block = first;
        if self.mixed {
            let all = [Block::Latin, Block::Cyrillic, Block::Greek, Block::Hangul, Block::Han, Block::Thai];
            block = all.into_iter().fold(first, |best, b| if count(b) > count(best) { b } else { best });
            for c in &mut self.chars {
                *c = fold_homoglyph(*c, block);
            }
        }
        for c in &mut self.chars {
            *c = lower(*c);
        }
        visit(&Word { block, chars: &self.chars, kana: self.kana });
        *self = Self { chars: std::mem::take(&mut self.chars), ..Self::default() };
        self.chars.clear();
    }
}

fn lower(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    c.to_lowercase().next().unwrap_or(c)
}

/// Latin letters and the Cyrillic ones drawn alike.
const HOMOGLYPHS: &[(char, char)] = &[
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('i', 'і'),
    ('j', 'ј'),
    ('k', 'к'),
    ('o', 'о'),
    ('p', 'р'),
    ('s', 'ѕ'),
    ('x', 'х'),
    ('y', 'у'),
    ('ï', 'ї'),
    ('ë', 'ё'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('J', 'Ј'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('S', 'Ѕ'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('Ï', 'Ї'),
    ('Ë', 'Ё'),
];

fn fold_homoglyph(c: char, block: Block) -> char {
    let found = match block {
        Block::Cyrillic => HOMOGLYPHS.iter().find(|pair| pair.0 == c).map(|pair| pair.1),
        Block::Latin => HOMOGLYPHS.iter().find(|pair| pair.1 == c).map(|pair| pair.0),
        _ => None,
    };
    found.unwrap_or(c)
}

/// Longest gram.
pub(super) const MAX_GRAM: usize = 4;

/// Calls `visit` with the hash of every gram of a word; the word's ends count as a letter.
///
/// The hash is FNV-1a over code points, last letter first, finished by a multiply-xorshift step
/// (after `MurmurHash3`'s finaliser). It decides the layout of the table: it never changes.
pub fn for_each_gram(word: &[char], mut visit: impl FnMut(u32)) {
    let mut last = [0_u32; MAX_GRAM];
    let mut known = 1; // the boundary before the word
    let letters = word.iter().map(|&c| u32::from(c)).chain(std::iter::once(0));
    for letter in letters {
        last.rotate_right(1);
        last[0] = letter;
        known = (known + 1).min(MAX_GRAM);
        let mut hash = 0x811c_9dc5_u32;
        for (n, &part) in last.iter().enumerate().take(known) {
            hash = (hash ^ part).wrapping_mul(0x0100_0193);
            hash ^= hash >> 15;
            if n > 0 || letter != 0 {
                visit(finish(hash));
            }
        }
    }
}

fn finish(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    let hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}
