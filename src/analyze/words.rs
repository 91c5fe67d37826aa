//! Words by UAX #29, then what it leaves open: initials, dots and underscores inside, hyphens, apostrophes.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use crate::lang::Script;

/// A word, where it stands in the normalised text.
#[derive(Debug)]
pub(super) struct Word<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether a hyphen joins it to the word before: the two may also be written as one.
    pub(super) is_joined: bool,
}

/// More parts than this are a list, not a word.
const MOST_PARTS: usize = 5;

/// The words of a text in order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::with_capacity(text.len() / 5);
    // How many parts the last hyphenated word has.
    let mut joined = 1;
    for (start, raw) in segments(text) {
        let first = words.len();
        parts(raw, start, &mut words);
        for at in first.max(1)..words.len() {
            let (before, word) = (&words[at - 1], &words[at]);
            let is_joined = joined < MOST_PARTS && is_hyphen(before, word, text);
            joined = if is_joined { joined + 1 } else { 1 };
            words[at].is_joined = is_joined;
        }
    }
    words
}

/// The words of a text by UAX #29. None holds a space, so that what stands between spaces is cut by itself, and
/// most of that is one word.
fn segments(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(' ').flat_map(move |piece| {
        let start = at;
        at += piece.len() + 1;
        let plain = (!piece.is_empty() && piece.chars().all(is_plain)).then_some((start, piece));
        let cut = plain.is_none().then(|| piece.unicode_word_indices());
        let cut = cut.into_iter().flatten().map(move |(inner, word)| (start + inner, word));
        plain.into_iter().chain(cut)
    })
}

/// Letters and digits in a row of which UAX #29 cuts nothing: Latin and Cyrillic ones.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24f}' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}')
}

/// A hyphen, perhaps with the line end after it, between letters.
fn is_hyphen(before: &Word<'_>, after: &Word<'_>, text: &str) -> bool {
    let Some(between) = text.get(before.end..after.start) else { return false };
    let Some(rest) = between.strip_prefix(['-', '\u{2010}', '\u{2011}', '\u{1806}']) else { return false };
    let at_line_end = matches!(rest.trim_matches([' ', '\t']), "\n" | "\r\n" | "\r");
    let letters = before.text.ends_with(char::is_alphabetic) && after.text.starts_with(char::is_alphabetic);
    (rest.is_empty() || at_line_end) && letters
}

/// UAX #29 keeps `А.Г.Лукашенко`, `U.S`, `a_b` and `a:b` whole, and digits with their points.
fn parts<'a>(raw: &'a str, start: usize, into: &mut Vec<Word<'a>>) {
    let separates =
        |c: char| matches!(c, '.' | ':' | '_' | '·' | '․' | '﹒' | '．' | '：' | '‿' | '⁀' | ',' | ';');
    let whole = |text| Word { text, start, end: start + raw.len(), is_joined: false };
    if !raw.contains(separates) || raw.chars().all(|c| !c.is_alphabetic()) {
        into.push(whole(Cow::Borrowed(raw)));
        return;
    }
    let first = into.len();
    let mut at = start;
    for piece in raw.split(separates) {
        if piece.chars().any(char::is_alphanumeric) {
            let (text, end) = (Cow::Borrowed(piece), at + piece.len());
            into.push(Word { text, start: at, end, is_joined: false });
        }
        let after = raw.get(at + piece.len() - start..).and_then(|rest| rest.chars().next());
        at += piece.len() + after.map_or(0, char::len_utf8);
    }
    let initials = into.get(first..).unwrap_or_default();
    let is_letter =
        |word: &Word<'_>| word.text.chars().count() == 1 && word.text.chars().all(char::is_alphabetic);
    if initials.len() > 1 && initials.iter().all(is_letter) {
        let text = initials.iter().map(|word| word.text.as_ref()).collect();
        into.truncate(first);
        into.push(whole(Cow::Owned(text)));
    }
}

/// What is left of a word without a possessive ending or an elided article before it.
#[derive(Debug)]
pub(super) struct Bare<'a> {
    pub(super) text: &'a str,
    /// Where it starts in the word, in bytes.
    pub(super) start: usize,
}

/// Words that lose their vowel before another in French, Italian and Catalan.
static ELIDED: &[&str] = &[
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "un", "dell", "all", "nell", "dall", "sull", "quell",
    "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu", "bell", "sant", "gl", "dagl", "negl",
];

/// The bare word of `Lukashenko's` and of `l'Europe`; `None` for a word with neither.
pub(super) fn bare(word: &str) -> Option<Bare<'_>> {
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let (at, apostrophe) = word.char_indices().find(|(_, c)| is_apostrophe(*c))?;
    let (before, after) = (word.get(..at)?, word.get(at + apostrophe.len_utf8()..)?);
    if before.is_empty() || after.is_empty() || Script::of(before.chars().next()?) != Some(Script::Latin) {
        return None;
    }
    if ELIDED.contains(&before.to_lowercase().as_str()) && after.chars().count() > 1 {
        let tail = bare(after);
        let inner = tail.map_or((after, 0), |bare| (bare.text, bare.start));
        return Some(Bare { text: inner.0, start: at + apostrophe.len_utf8() + inner.1 });
    }
    let (last, sign) = word.char_indices().rev().find(|(_, c)| is_apostrophe(*c))?;
    let ending = word.get(last + sign.len_utf8()..)?;
    ending.eq_ignore_ascii_case("s").then_some(Bare { text: word.get(..last)?, start: 0 })
}

/// The characters that writers and typesetters use for one.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '＇' | 'ʹ' | 'ʾ' | 'ʿ')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_characters_are_never_cut_from_each_other() {
        let plain: String = ('\0'..='\u{ffff}').filter(|c| is_plain(*c)).collect();
        assert_eq!(plain.unicode_words().collect::<Vec<_>>(), [plain.as_str()]);
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_whole_text(text in r"([a-z0-9А-я\u{300}\u{ad}'’.,:_ \n\r\u{200d}\u{a0}א\u{5f4}かア漢ก-]| \PC){0,40}") {
            // A mark after a space stands on it by UAX #29; the space is no part of a word all the same.
            let bare = |(at, word): (usize, &str)| {
                let bare = word.rsplit(' ').next().unwrap_or_default();
                (at + word.len() - bare.len(), bare.to_owned())
            };
            let whole: Vec<_> = text.unicode_word_indices().map(bare).collect();
            let cut: Vec<_> = segments(&text).map(|(at, word)| (at, word.to_owned())).collect();
            prop_assert_eq!(cut, whole);
        }
    }
}
