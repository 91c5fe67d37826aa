//! Guesses from the bytes alone: UTF-16 and UTF-32 without a byte order mark, and what is no text at all.

use std::sync::LazyLock;

use encoding_rs::{UTF_16BE, UTF_16LE};
use rustc_hash::FxHashSet;

use super::charset::Charset;
use crate::lang::Script;

/// How much of a source is looked at.
const SAMPLE: usize = 64 * 1024;

/// The share of characters that must be of the kind that texts hold.
const PLAUSIBLE_PERCENT: usize = 95;

/// UTF-16 or UTF-32 without a byte order mark.
///
/// Most texts hold a space, a digit or a line end, which in these charsets is a byte with NUL beside it:
/// so a NUL must be there, and read the right way round nearly all must be letters and punctuation.
pub(super) fn wide(bytes: &[u8]) -> Option<Charset> {
    let sample = bytes.get(..SAMPLE.min(bytes.len())).unwrap_or(bytes);
    if bytes.len() < 4 {
        return None;
    }
    if !sample.contains(&0) {
        return wide_without_nul(sample);
    }
    let whole = |unit: usize| sample.get(..sample.len() / unit * unit).unwrap_or_default();
    let candidates = [
        (Charset::Utf32Le, whole(4)),
        (Charset::Utf32Be, whole(4)),
        (Charset::Standard(UTF_16LE), whole(2)),
        (Charset::Standard(UTF_16BE), whole(2)),
    ];
    let scored =
        candidates.into_iter().map(|(charset, part)| (charset, plausible_percent(&charset.decode(part))));
    let best = scored.reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.filter(|(_, percent)| *percent >= PLAUSIBLE_PERCENT).map(|(charset, _)| charset)
}

/// The commonest characters of East Asian texts.
static COMMON: LazyLock<FxHashSet<char>> = LazyLock::new(|| {
    "的一是不了在人有我他，。、のにはをたがでていとし이다는에을를가의고하지기로도한사".chars().collect()
});

/// East Asian text may hold none of these: then one character in twenty must be one of the commonest.
fn wide_without_nul(sample: &[u8]) -> Option<Charset> {
    let common = &*COMMON;
    let is_text = |charset: &Charset| {
        let text = charset.decode(sample.get(..sample.len() / 2 * 2).unwrap_or_default());
        let all = text.chars().count();
        // Hardly any other source gets further than this.
        text.chars().filter(|c| common.contains(c)).count() * 20 >= all
            && text.chars().filter(|c| is_plausible(*c)).count() * 100 >= all * PLAUSIBLE_PERCENT
    };
    [Charset::Standard(UTF_16LE), Charset::Standard(UTF_16BE)].into_iter().find(is_text)
}

fn plausible_percent(text: &str) -> usize {
    let mut all = 0;
    let mut good = 0;
    let mut ascii = 0;
    for character in text.chars() {
        all += 1;
        good += usize::from(is_plausible(character));
        ascii += usize::from(character.is_ascii_graphic() || matches!(character, ' ' | '\n'));
    }
    if all == 0 || ascii == 0 { 0 } else { good * 100 / all }
}

/// Whether texts hold such a character.
#[expect(clippy::match_same_arms, reason = "a line of ranges reads better than one of them all")]
pub(super) fn is_plausible(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{bf}' | '\u{200b}'..='\u{203f}' => true,
        '\u{20a0}'..='\u{20bf}' | '\u{2116}' | '\u{2122}' | '\u{3000}'..='\u{303f}' => true,
        '\u{ff00}'..='\u{ffef}' | '\u{feff}' | '\u{300}'..='\u{36f}' => true,
        _ => Script::of(character).is_some() || character.is_alphanumeric(),
    }
}

/// Whether more than one byte in a hundred is a control character that no text holds.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE.min(bytes.len())).unwrap_or(bytes);
    let control = |byte: &&u8| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    sample.iter().filter(control).count() * 100 > sample.len()
}
