//! How likely bytes are as a text in a charset.
//!
//! Takes the part of a source that tells charsets apart; gives how many bits the reading of it costs: under the
//! language it is in, for what texts do not hold, for a language that is not written in the charset. Leaves to
//! others: which charsets are compared.

use unicode_normalization::UnicodeNormalization;

use super::by_line::Shape;
use super::charset::Charset;
use super::{letters, odd};
use crate::lang::{Lang, Script};
use crate::langid;

/// How many bytes of lines that hold non-ASCII ones are read, and of words that do are compared.
pub(super) struct Size {
    lines: usize,
    words: usize,
}

/// To tell which charsets are worth a longer look.
pub(super) const GLANCE: Size = Size { lines: 192, words: 128 };

/// To decide between them.
pub(super) const LOOK: Size = Size { lines: 1024, words: 512 };

/// What a language costs that is not written in the charset.
const FOREIGN_BITS: f32 = 60.0;

/// What it costs that the words are in another language than their lines.
const SWITCH_BITS: f32 = 40.0;

/// What it costs that the words are in another script than their lines.
const SCRIPT_BITS: f32 = 100.0;

/// What a letter costs that the language does not have.
const STRANGE_BITS: f32 = 8.0;

/// What a byte costs in a reading without letters.
const NO_LETTER_BITS: f32 = 9.0;

/// What a broken place costs: which byte of 128, and that it is there.
const BROKEN_BITS: f32 = 12.0;

/// What a well-formed sequence speaks for UTF-8: the chance that one comes about in another charset.
const GOOD_BITS: f32 = 6.0;

/// What a broken place costs among lines in UTF-8: one that a lost byte leaves of what they hold, and any other.
const LOST_BITS: f32 = 10.0;
const OVERWRITTEN_BITS: f32 = 18.0;

/// A byte that was seen so often is known.
const OFTEN: u8 = 4;

/// What the lines in UTF-8 around stray ones tell.
pub(super) struct Around {
    /// Their language.
    pub(super) lang: Option<Lang>,
    /// Which bytes they are written with.
    pub(super) seen: [bool; 256],
}

impl Around {
    /// What a broken place costs.
    fn bits(&self, broken: &[u8]) -> f32 {
        let is_rest = matches!(broken, [0x80..=0xbf | 0xc2..=0xdf] | [0xe0..=0xef, _] | [0xf0..=0xf4, _, _]);
        let is_seen = |byte: &u8| self.seen.get(usize::from(*byte)).is_some_and(|seen| *seen);
        if is_rest && broken.iter().all(is_seen) { LOST_BITS } else { OVERWRITTEN_BITS }
    }
}

/// What tells charsets apart.
pub(super) struct Sample<'a> {
    /// Lines with bytes beyond ASCII: they show the language.
    lines: Vec<u8>,
    /// Words with such bytes: they differ between charsets.
    words: Vec<u8>,
    /// What stands around, if it is in another charset.
    around: Option<&'a Around>,
}

impl<'a> Sample<'a> {
    pub(super) fn of(bytes: &[u8], size: &Size, around: Option<&'a Around>) -> Self {
        Self {
            around,
            lines: telling(bytes.split(|byte| *byte == b'\n'), b'\n', size.lines),
            words: telling(bytes.split(u8::is_ascii_whitespace), b' ', size.words),
        }
    }

    /// The words; `None` if the bytes are not valid in the charset.
    pub(super) fn words_in(&self, charset: Charset) -> Option<String> {
        Some(charset.decode(&self.words)).filter(|words| !words.contains(char::REPLACEMENT_CHARACTER))
    }

    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    fn len(&self) -> f32 {
        self.words.len() as f32
    }
}

/// Parts that hold bytes beyond ASCII, an end after each: those with bytes seen seldom before, and the first of
/// the others.
fn telling<'a>(parts: impl Iterator<Item = &'a [u8]>, end: u8, most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut seen = [0_u8; 256];
    for part in parts.filter(|part| !part.is_ascii()) {
        let part = part.get(..most.min(part.len())).unwrap_or(part);
        let room = if holds_new(part, &seen) { 2 * most } else { most };
        if out.len() + part.len() <= room {
            for byte in part {
                seen.get_mut(usize::from(*byte))
                    .into_iter()
                    .for_each(|count| *count = count.saturating_add(1));
            }
            out.extend_from_slice(part);
            out.push(end);
        }
    }
    out
}

fn holds_new(part: &[u8], seen: &[u8; 256]) -> bool {
    let is_new = |byte: &u8| seen.get(usize::from(*byte)).is_some_and(|count| *count < OFTEN);
    part.iter().any(|byte| !byte.is_ascii() && is_new(byte))
}

/// What the telling words say in a charset.
pub(super) struct Reading {
    pub(super) words: String,
    /// What is odd about them, in bits.
    pub(super) odd: f32,
}

impl Reading {
    /// What is read in the words.
    pub(super) fn of(words: String) -> Self {
        Self { odd: words.split(' ').map(odd::bits).sum(), words }
    }

    /// Reads the words as UTF-8 with damage.
    pub(super) fn damaged(sample: &Sample<'_>) -> Self {
        let words = Charset::UTF_8.decode(&sample.words);
        let broken =
            sample.words.utf8_chunks().map(|chunk| chunk.invalid()).filter(|broken| !broken.is_empty());
        let broken: f32 =
            broken.map(|broken| sample.around.map_or(BROKEN_BITS, |around| around.bits(broken))).sum();
        let words = words.replace(char::REPLACEMENT_CHARACTER, "");
        let good = Shape::of(&sample.words).weight;
        let good: f32 = std::iter::repeat_n(GOOD_BITS, good).sum();
        Self { odd: broken - good + words.split(' ').map(odd::bits).sum::<f32>(), words }
    }

    /// What it costs under the language of its lines, and under its own.
    pub(super) fn fits(&self, sample: &Sample<'_>, charset: Charset) -> Vec<Fit> {
        let (words, lines) = (composed(&self.words), composed(&charset.decode(&sample.lines)));
        let around = sample.around.and_then(|around| around.lang);
        let around = around.or_else(|| langid::guess(&lines).map(|guess| guess.lang));
        let heard = langid::Heard::new(&words);
        let own = heard.guess().map(|guess| guess.lang).filter(|own| around != Some(*own));
        let alike = script(&words).is_none_or(|own| script(&lines) == Some(own));
        let odd = self.odd + if alike { 0.0 } else { SCRIPT_BITS };
        let score = |lang: Lang| heard.score(lang).map_or(NO_LETTER_BITS, |bits| -bits) * sample.len();
        let fit = |lang: Lang| Fit { lang, bits: score(lang) + odd + strange(&words, lang) };
        let switched = own.map(fit).map(|fit| Fit { bits: fit.bits + SWITCH_BITS, ..fit });
        around.map(fit).into_iter().chain(switched).collect()
    }
}

/// What a reading costs under a language.
pub(super) struct Fit {
    lang: Lang,
    bits: f32,
}

impl Fit {
    /// How many bits it costs, where the charset is used for such languages.
    pub(super) fn bits(&self, used_for: &[Lang]) -> f32 {
        if used_for.contains(&self.lang) { self.bits } else { self.bits + FOREIGN_BITS }
    }

    /// How many bits it costs in a charset for any language.
    pub(super) fn bits_anywhere(&self) -> f32 {
        self.bits
    }
}

/// What letters cost that the language does not have.
fn strange(words: &str, lang: Lang) -> f32 {
    let beyond = words.chars().filter(|c| !c.is_ascii() && Script::of(*c) == Some(Script::Latin));
    beyond.filter(|letter| !letters::belongs(*letter, lang)).map(|_| STRANGE_BITS).sum()
}

/// The script of most letters.
fn script(text: &str) -> Option<Script> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for script in text.chars().filter_map(Script::of) {
        match counts.iter_mut().find(|(of, _)| *of == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(script, _)| script)
}

/// Letters with their marks as one character, as the language table knows them; ordinal signs are no letters.
fn composed(text: &str) -> String {
    let letters = |c: char| if matches!(c, 'ª' | 'º') { ' ' } else { c };
    if text.chars().any(|c| matches!(c, '\u{300}'..='\u{36f}')) {
        return text.nfc().map(letters).collect();
    }
    text.chars().map(letters).collect()
}
