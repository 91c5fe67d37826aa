//! A line as words, numbers and signs. Words end where digits begin, so that `21h20` and `2025年` are taken apart.

use super::tables::{self, Kind, Word};
use crate::lang::Script;

/// A line of more pieces is prose.
const MOST: usize = 80;

/// A piece of a line.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    /// Whether no white space stands before it.
    pub(super) is_glued: bool,
    pub(super) what: What,
}

/// What a piece is.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// Digits of any script.
    Number { value: u32, digits: usize },
    /// Letters, with what the tables know of them.
    Word { key: String, known: Option<&'static Word> },
    /// Anything else.
    Sign(char),
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn sign(&self) -> Option<char> {
        if let What::Sign(sign) = self.what { Some(sign) } else { None }
    }

    pub(super) fn is_sign(&self, signs: &[char]) -> bool {
        self.sign().is_some_and(|sign| signs.contains(&sign))
    }

    /// A number of at most two digits.
    pub(super) fn short(&self) -> Option<u8> {
        match self.what {
            What::Number { value, digits: 1 | 2 } => u8::try_from(value).ok(),
            _ => None,
        }
    }

    /// A year of the time that news sites write of.
    pub(super) fn year(&self) -> Option<u16> {
        match self.what {
            What::Number { value, digits: 4 } => {
                u16::try_from(value).ok().filter(|year| (1900..=2099).contains(year))
            }
            _ => None,
        }
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self.what, What::Number { .. })
    }

    pub(super) fn is_word(&self) -> bool {
        matches!(self.what, What::Word { .. })
    }

    pub(super) fn known(&self) -> Option<&'static Word> {
        if let What::Word { known, .. } = &self.what { *known } else { None }
    }

    pub(super) fn is(&self, kind: Kind) -> bool {
        self.known().is_some_and(|word| word.is(kind))
    }

    /// Whether it says what stands behind it.
    pub(super) fn is_label(&self) -> bool {
        let kinds = [
            Kind::Published,
            Kind::Updated,
            Kind::Author,
            Kind::Wrote,
            Kind::Active,
            Kind::Filler,
            Kind::Role,
            Kind::Section,
        ];
        kinds.into_iter().any(|kind| self.is(kind))
    }

    pub(super) fn key(&self) -> &str {
        if let What::Word { key, .. } = &self.what { key } else { "" }
    }

    pub(super) fn is_key(&self, keys: &[&str]) -> bool {
        keys.contains(&self.key())
    }

    pub(super) fn has_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    pub(super) fn is_lower(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_lowercase)
    }
}

/// The value of a digit: European, Arabic, Persian, Devanagari, full-width.
pub(super) fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

/// The pieces of a line; `None` if there are too many.
pub(super) fn tokens(line: &str) -> Option<Vec<Token<'_>>> {
    let mut found: Vec<Token<'_>> = Vec::with_capacity(24);
    let mut at = 0;
    let mut is_glued = false;
    while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() || is_invisible(c) {
            (at, is_glued) = (at + c.len_utf8(), is_invisible(c) && is_glued);
            continue;
        }
        let after_number = is_glued && found.last().is_some_and(Token::is_number);
        let text = piece(line.get(at..).unwrap_or_default(), after_number);
        let what = what(text, c);
        found.push(Token { text, start: at, is_glued: is_glued && at > 0, what });
        if found.len() > MOST {
            return None;
        }
        (at, is_glued) = (at + text.len(), true);
    }
    Some(found)
}

/// Marks of direction and joining.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn what(text: &str, first: char) -> What {
    if digit(first).is_some() {
        let digits = text.chars().count();
        let value =
            text.chars().filter_map(digit).fold(0u32, |sum, d| sum.saturating_mul(10).saturating_add(d));
        return What::Number { value, digits };
    }
    if first.is_alphabetic() {
        let key = tables::key(text);
        let known = tables::look_up(&key);
        return What::Word { key, known };
    }
    What::Sign(first)
}

/// The piece at the beginning of a text. The counters of East Asian dates are pieces of their own.
fn piece(text: &str, after_number: bool) -> &str {
    let Some(first) = text.chars().next() else { return text };
    let length = if digit(first).is_some() {
        text.find(|c| digit(c).is_none()).unwrap_or(text.len())
    } else if !first.is_alphabetic() || (after_number && is_counter(first)) {
        first.len_utf8()
    } else {
        word_length(text, is_east_asian(first))
    };
    text.get(..length).unwrap_or(text)
}

fn word_length(text: &str, east_asian: bool) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let follows = chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        let is_inside = (tables::is_apostrophe(c) && at > 0 && follows) || is_mark(c) || c == '\u{200c}';
        if !is_inside && (!c.is_alphabetic() || is_east_asian(c) != east_asian) {
            return at;
        }
    }
    text.len()
}

/// Marks that belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{963}' | '\u{200d}')
}

fn is_east_asian(c: char) -> bool {
    matches!(Script::of(c), Some(Script::Han | Script::Kana | Script::Hangul))
}

fn is_counter(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '号'
            | '號'
            | '時'
            | '时'
            | '点'
            | '分'
            | '秒'
            | '년'
            | '월'
            | '일'
            | '시'
            | '분'
            | '초'
    )
}
