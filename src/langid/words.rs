//! Cuts text into words of one script.
//!
//! Takes any text; gives lower-cased words: digits and punctuation end a word, apostrophes inside a word are
//! one letter-like sign, homoglyphs of another alphabet are folded to the word's own. Leaves to others:
//! Unicode normalisation (composed letters are expected), grams.

use std::str::Chars;
use std::sync::LazyLock;

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
    /// Its letters and inner apostrophes, the lower sixteen bits of each.
    pub letters: &'a [u16],
    /// How many of the letters are kana.
    pub kana: u32,
}

/// Longer words are cut: scripts without spaces have no other end.
pub(super) const MAX_WORD: usize = 32;

/// At most this many bytes are read for each letter asked for.
const BYTES_PER_LETTER: usize = 16;

/// Calls `visit` with each word of `text`, until `max_letters` letters have gone by.
pub fn for_each_word(text: &str, max_letters: usize, mut visit: impl FnMut(&Word<'_>)) {
    // Text without letters must not be read to its end either.
    let end = text.floor_char_boundary(max_letters.saturating_mul(BYTES_PER_LETTER));
    let text = text.get(..end).unwrap_or(text);
    let signs = Signs(SIGNS.as_slice());
    let mut word = Builder::default();
    let mut left = max_letters;
    let mut rest = text.chars();
    loop {
        let at = text.len() - rest.as_str().len();
        let Some(sign) = rest.next().map(|c| signs.of(c)) else { break };
        match sign.kind {
            Kind::Letter(block) => {
                word.push(at, sign, block);
                left -= 1;
                left -= word.push_more(&mut rest, signs, block, left);
                if left == 0 || word.len >= MAX_WORD - 1 {
                    word.finish(text, text.len() - rest.as_str().len(), &mut visit);
                }
                if left == 0 {
                    return;
                }
            }
            Kind::Apostrophe => word.apostrophe = word.len > 0,
            Kind::Ignored => {}
            Kind::Other => word.finish(text, at, &mut visit),
        }
    }
    word.finish(text, end, &mut visit);
}

/// The table of signs, taken once for many of them.
#[derive(Clone, Copy)]
struct Signs(&'static [Sign]);

impl Signs {
    #[inline]
    fn of(self, c: char) -> Sign {
        self.0.get(c as usize).copied().unwrap_or_else(|| Sign::of(c))
    }
}

/// What a character is to a word.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Letter(Block),
    Apostrophe,
    /// Signs inside words that say nothing: accents on top, vowel points, soft hyphens, joiners.
    Ignored,
    Other,
}

/// What is to be known of a character.
#[derive(Clone, Copy, Debug)]
struct Sign {
    kind: Kind,
    lower: u16,
    kana: bool,
}

/// What is known of the characters of most texts: looking it up costs less than working it out.
static SIGNS: LazyLock<Vec<Sign>> = LazyLock::new(|| ('\0'..'\u{2100}').map(Sign::of).collect());

/// The Arabic lengthening stroke: no letter, though it has the script.
const TATWEEL: char = '\u{640}';

impl Sign {
    fn of(c: char) -> Self {
        let script = Script::of(c);
        let kind = match c {
            '\u{ad}'
            | '\u{300}'..='\u{36f}'
            | '\u{591}'..='\u{5c7}'
            | TATWEEL
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'
            | '\u{feff}' => Kind::Ignored,
            '\'' | '`' | '\u{b4}' | '\u{2018}' | '\u{2019}' | '\u{2bb}' | '\u{2bc}' | '\u{2b9}'
            | '\u{ff07}' => Kind::Apostrophe,
            _ => script.map_or(Kind::Other, |script| Kind::Letter(Block::of(script))),
        };
        Self { kind, lower: lower(c), kana: script == Some(Script::Kana) }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "letters beyond the basic plane are rare; a hash is made of it"
)]
fn lower(c: char) -> u16 {
    c.to_lowercase().next().unwrap_or(c) as u32 as u16
}

#[derive(Default)]
struct Builder {
    letters: [u16; MAX_WORD],
    len: usize,
    start: usize,
    kana: u32,
    block: Option<Block>,
    mixed: bool,
    apostrophe: bool,
}

impl Builder {
    #[inline]
    fn push(&mut self, at: usize, sign: Sign, block: Block) {
        if let Some(first) = self.block {
            self.mixed |= first != block;
        } else {
            (self.block, self.start) = (Some(block), at);
        }
        if self.apostrophe {
            self.push_sign(APOSTROPHE);
            self.apostrophe = false;
        }
        self.kana += u32::from(sign.kana);
        self.push_sign(sign.lower);
    }

    #[inline]
    fn push_sign(&mut self, sign: u16) {
        if let Some(place) = self.letters.get_mut(self.len) {
            *place = sign;
            self.len += 1;
        }
    }

    /// Takes the letters of the same block that go on a word, as far as it has room; gives how many. It is what [`Self::push`] does, without asking for each letter what only the first can change.
    #[inline]
    fn push_more(&mut self, rest: &mut Chars<'_>, signs: Signs, block: Block, left: usize) -> usize {
        let room = (MAX_WORD - 1).saturating_sub(self.len).min(left);
        let places = self.letters.get_mut(self.len..self.len + room).unwrap_or_default();
        let mut count = 0;
        for place in places {
            let mut ahead = rest.clone();
            match ahead.next().map(|c| signs.of(c)) {
                Some(sign) if sign.kind == Kind::Letter(block) => {
                    self.kana += u32::from(sign.kana);
                    *place = sign.lower;
                }
                _ => break,
            }
            *rest = ahead;
            count += 1;
        }
        self.len += count;
        count
    }

    #[inline]
    fn finish(&mut self, text: &str, end: usize, visit: &mut impl FnMut(&Word<'_>)) {
        let Some(first) = self.block.take() else { return };
        let block =
            if self.mixed { self.unmix(text.get(self.start..end).unwrap_or_default()) } else { first };
        visit(&Word { block, letters: self.letters.get(..self.len).unwrap_or_default(), kana: self.kana });
        (self.len, self.kana, self.mixed, self.apostrophe) = (0, 0, false, false);
    }

    /// The block most letters of a word belong to; homoglyphs become letters of that block.
    fn unmix(&mut self, word: &str) -> Block {
        let mut counts = [0_u32; Block::COUNT];
        let blocks = || word.chars().filter_map(|c| Script::of(c).map(Block::of));
        blocks().for_each(|block| counts.get_mut(block.index()).into_iter().for_each(|n| *n += 1));
        let count = |block: Block| counts.get(block.index()).copied().unwrap_or(0);
        let most = |best: Block, next: Block| if count(next) > count(best) { next } else { best };
        let block = blocks().fold(blocks().next().unwrap_or(Block::Latin), most);
        let mut folded = word.chars().map(Sign::of).zip(word.chars());
        let letters = self.letters.iter_mut().take(self.len);
        for letter in letters.filter(|letter| **letter != APOSTROPHE) {
            let next = folded.find(|(sign, _)| matches!(sign.kind, Kind::Letter(_)));
            *letter = next.map_or(*letter, |(_, c)| lower(fold_homoglyph(c, block)));
        }
        block
    }
}

/// Every form of the apostrophe becomes this one.
const APOSTROPHE: u16 = b'\'' as u16;

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
