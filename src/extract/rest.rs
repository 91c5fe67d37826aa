//! What else stands on a line with a date: little enough for a dateline, or a headline or prose that mentions it.

use super::tables::Kind;
use super::tokens::Token;
use crate::lang::Script;

/// How many words a part of the line may have that is set off at both ends, and one that is not.
const SET_OFF_WORDS: usize = 3;
const LOOSE_WORDS: usize = 2;

/// How many such parts there may be.
const MOST_PARTS: usize = 5;

/// How many characters a part has in scripts that write no spaces.
const UNSPACED_CHARS: usize = 8;

/// Whether labels are all that is left, beside what is used.
pub(super) fn is_nothing(tokens: &[Token<'_>], used: &mut [bool]) -> bool {
    use_labels(tokens, used);
    tokens.iter().zip(used).all(|(token, used)| *used || (token.sign().is_some() && !speaks(token)))
}

/// Whether labels, a section, a place, an outlet are all that is left.
pub(super) fn is_little(tokens: &[Token<'_>], used: &mut [bool]) -> bool {
    use_labels(tokens, used);
    let is_free = |at: usize| used.get(at).is_some_and(|used| !used);
    let of_prose = |(at, token): (usize, &Token<'_>)| {
        let other = token.is(Kind::Other) || token.is(Kind::Picture);
        is_free(at) && (other || speaks(token) || is_unknown_label(tokens, at))
    };
    let parts = parts(tokens, used);
    !tokens.iter().enumerate().any(of_prose) && parts.len() <= MOST_PARTS && parts.iter().all(Part::is_little)
}

/// Signs that no label has.
fn speaks(token: &Token<'_>) -> bool {
    token.is_sign(&['?', '!', '…', '"', '“', '”', '„', '«', '‹', '$', '%', '€', '؟', '！', '？', '+', '='])
}

/// A word with a colon that is no label known here: it may say anything of the date.
fn is_unknown_label(tokens: &[Token<'_>], at: usize) -> bool {
    let is_word = tokens.get(at).is_some_and(Token::is_word);
    is_word && tokens.get(at + 1).is_some_and(|token| token.is_sign(&[':', '：']))
}

/// Labels are used wherever they stand, small words beside what is used.
fn use_labels(tokens: &[Token<'_>], used: &mut [bool]) {
    let label = [Kind::Published, Kind::Updated, Kind::Section, Kind::Count, Kind::Role];
    for (token, used) in tokens.iter().zip(used.iter_mut()) {
        *used |= label.into_iter().any(|kind| token.is(kind));
    }
    let small = [Kind::Filler, Kind::Year, Kind::Day];
    let is_small = |token: &Token<'_>| {
        !token.is(Kind::Other) && (small.into_iter().any(|kind| token.is(kind)) || is_weekday(token))
    };
    for order in [(0..tokens.len()).rev().collect::<Vec<_>>(), (0..tokens.len()).collect()] {
        let mut beside = false;
        for at in order {
            let (Some(token), Some(used)) = (tokens.get(at), used.get_mut(at)) else { continue };
            *used |= beside && is_small(token);
            beside = *used || (beside && token.is_sign(&['.', ',', '(', ')', ':', '-', '/']));
        }
    }
    use_counts(tokens, used);
}

fn is_weekday(token: &Token<'_>) -> bool {
    token.known().is_some_and(|word| !word.weekdays.is_empty())
}

/// The number beside `min read` or `views`.
fn use_counts(tokens: &[Token<'_>], used: &mut [bool]) {
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_number()) {
        let near = [at.checked_sub(2), at.checked_sub(1), Some(at + 1)];
        let counts = |at: usize| tokens.get(at).is_some_and(|token| token.is(Kind::Count));
        let is_count = token.text.len() <= 6 && near.into_iter().flatten().any(counts);
        if let Some(used) = used.get_mut(at).filter(|_| is_count) {
            *used = true;
        }
    }
}

/// Words in a row that nothing explains.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "answers to six questions about the same words")]
struct Part {
    words: usize,
    numbers: usize,
    chars: usize,
    has_unspaced: bool,
    begins_lower: bool,
    holds_lower: bool,
    begins_small: bool,
    is_after_sign: bool,
    is_before_sign: bool,
}

impl Part {
    fn is_little(&self) -> bool {
        let is_set_off = self.is_after_sign && self.is_before_sign;
        let most = if is_set_off { SET_OFF_WORDS } else { LOOSE_WORDS };
        let fits = self.words <= most && (!self.has_unspaced || self.chars <= UNSPACED_CHARS);
        let is_number = self.words == 0 && self.numbers == 1 && is_set_off && self.chars <= 6;
        let is_name = self.numbers == 0 && !self.begins_lower && !(self.begins_small && self.words > 1);
        is_number || (fits && is_name && (is_set_off || !self.holds_lower))
    }

    fn add(&mut self, token: &Token<'_>) {
        let is_first = self.words + self.numbers == 0;
        self.chars += token.text.chars().count();
        if token.is_number() {
            self.numbers += 1;
        } else {
            self.words += 1;
            self.begins_lower |= is_first && token.is_lower();
            self.holds_lower |= token.is_lower() && !token.is(Kind::Particle);
            self.begins_small |= is_first && (token.is(Kind::Filler) || token.is(Kind::By));
        }
        let unspaced = |c: char| matches!(Script::of(c), Some(Script::Han | Script::Kana | Script::Thai));
        self.has_unspaced |= token.text.chars().any(unspaced);
    }
}

fn parts(tokens: &[Token<'_>], used: &[bool]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut is_open = false;
    let mut after_sign = true;
    for (token, used) in tokens.iter().zip(used) {
        let is_inside = token.is_glued && token.is_sign(&['-', '.', '’', '\'', '·', '‐', '‑']);
        if is_inside && is_open {
            continue;
        }
        if *used || token.sign().is_some() {
            let is_sign = token.sign().is_some() && !*used;
            if let Some(part) = parts.last_mut().filter(|_| is_open) {
                part.is_before_sign = is_sign;
            }
            (is_open, after_sign) = (false, is_sign);
            continue;
        }
        if !is_open {
            parts.push(Part { is_after_sign: after_sign, ..Part::default() });
        }
        is_open = true;
        if let Some(part) = parts.last_mut() {
            part.add(token);
        }
    }
    if let Some(part) = parts.last_mut().filter(|_| is_open) {
        part.is_before_sign = true;
    }
    parts
}
