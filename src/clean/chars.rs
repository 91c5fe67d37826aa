//! What single characters are to a block: letters, digits, signs, ends of sentences. Looked up, since working it out
//! for every character of a text costs more than all that is done with it.

use std::sync::LazyLock;

use super::letters::lower;
use crate::lang::Script;

/// A character in lower case, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Char {
    pub(super) low: char,
    is: u16,
}

/// A letter or a digit.
pub(super) const WORD: u16 = 1;
/// `0` to `9`.
pub(super) const DIGIT: u16 = 1 << 1;
pub(super) const UPPER: u16 = 1 << 2;
pub(super) const LOWER: u16 = 1 << 3;
/// Of a script without spaces, which holds about two characters a word.
pub(super) const UNSPACED: u16 = 1 << 4;
pub(super) const SPACE: u16 = 1 << 5;
/// May stand behind the end of a sentence.
pub(super) const CLOSES: u16 = 1 << 6;
/// Ends a sentence.
pub(super) const STOPS: u16 = 1 << 7;
pub(super) const COMMA: u16 = 1 << 8;
pub(super) const QUOTE: u16 = 1 << 9;
/// Stands in menus and addresses rather than in prose.
pub(super) const SIGN: u16 = 1 << 10;
/// Its lower case is a letter.
pub(super) const LOW_LETTER: u16 = 1 << 11;
/// Its lower case is a letter or any number.
pub(super) const LOW_WORD: u16 = 1 << 12;

/// Up to here lie most alphabets, and the punctuation of all of them.
const FEW: usize = 0x2100;

/// From here to [`FULL`] lie the signs and kana of East Asia.
const EASTERN: usize = 0x3000;
const FULL: usize = 0x3100;

static CHARS: LazyLock<Vec<Char>> = LazyLock::new(|| {
    let codes = (0..FEW).chain(EASTERN..FULL);
    codes.filter_map(|code| u32::try_from(code).ok().and_then(char::from_u32)).map(Char::work_out).collect()
});

/// The table of characters, taken once for many of them.
#[derive(Clone, Copy)]
pub(super) struct Chars(&'static [Char]);

impl Chars {
    pub(super) fn new() -> Self {
        Self(&CHARS)
    }

    #[inline]
    pub(super) fn of(self, c: char) -> Char {
        let code = c as usize;
        if let Some(known) = self.0.get(code).filter(|_| code < FEW) {
            *known
        } else if ('\u{4e00}'..='\u{9fff}').contains(&c) {
            Char { low: c, is: WORD | UNSPACED | LOW_LETTER | LOW_WORD }
        } else if ('\u{ac00}'..='\u{d7a3}').contains(&c) {
            Char { low: c, is: WORD | LOW_LETTER | LOW_WORD }
        } else if (EASTERN..FULL).contains(&code) {
            self.0.get(code - EASTERN + FEW).copied().unwrap_or_else(|| Char::work_out(c))
        } else {
            Char::work_out(c)
        }
    }
}

impl Char {
    #[inline]
    pub(super) fn is(self, what: u16) -> bool {
        self.is & what != 0
    }

    /// A letter of a script with spaces.
    #[inline]
    pub(super) fn is_plain_letter(self) -> bool {
        self.is & (WORD | DIGIT | UNSPACED) == WORD
    }

    #[cold]
    fn work_out(c: char) -> Self {
        let low = lower(c);
        let bits = [
            (c.is_alphanumeric(), WORD),
            (c.is_ascii_digit(), DIGIT),
            (c.is_uppercase(), UPPER),
            (c.is_lowercase(), LOWER),
            (is_unspaced(c), UNSPACED),
            (c.is_whitespace(), SPACE),
            (closes(c), CLOSES),
            (stops(c), STOPS),
            (matches!(c, ',' | '，' | '、' | '،' | ';'), COMMA),
            (matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』'), QUOTE),
            (is_sign(c), SIGN),
            (low.is_alphabetic(), LOW_LETTER),
            (low.is_alphanumeric(), LOW_WORD),
        ];
        Self { low, is: bits.iter().filter(|(holds, _)| *holds).fold(0, |all, (_, bit)| all | bit) }
    }
}

pub(super) fn closes(c: char) -> bool {
    matches!(c, '"' | '”' | '“' | '»' | '’' | '\'' | ')' | ']' | '›' | '」' | '』' | '*' | '）')
        || c.is_whitespace()
}

pub(super) fn stops(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '։' | '।' | '።')
}

fn is_sign(c: char) -> bool {
    matches!(
        c,
        '|' | '›'
            | '>'
            | '<'
            | '/'
            | '·'
            | '•'
            | '#'
            | '©'
            | '→'
            | '←'
            | '_'
            | '+'
            | '='
            | '['
            | ']'
            | '►'
            | '【'
            | '】'
            | '®'
    )
}

/// Scripts without spaces hold about two characters a word.
pub(super) fn is_unspaced(c: char) -> bool {
    c >= '\u{e00}' && matches!(Script::of(c), Some(Script::Han | Script::Kana | Script::Thai))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_up_is_what_is_worked_out() {
        let chars = Chars::new();
        for c in '\0'..=char::MAX {
            assert_eq!(chars.of(c), Char::work_out(c), "{c:?}");
        }
    }
}
