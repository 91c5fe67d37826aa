//! Words by UAX #29, then what it leaves open: initials, dots and underscores inside, hyphens, apostrophes.

use unicode_segmentation::UnicodeSegmentation;

use crate::lang::Script;

/// A word, where it stands in the normalised text.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Words that hang together: the parts of a hyphenated word, or a single one.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) words: Vec<Word>,
    /// Whether the parts may also be written as one word.
    pub(super) is_joined: bool,
}

/// More parts than this are a list, not a word.
const MOST_PARTS: usize = 5;

/// The words of a text in order, in groups.
pub(super) fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (start, raw) in text.unicode_word_indices() {
        for word in parts(raw, start) {
            let hyphenated = groups.last().is_some_and(|group| {
                let last = group.words.last();
                last.is_some_and(|last| is_hyphen(last, &word, text)) && group.words.len() < MOST_PARTS
            });
            match groups.last_mut() {
                Some(group) if hyphenated => {
                    group.words.push(word);
                    group.is_joined = true;
                }
                _ => groups.push(Group { words: vec![word], is_joined: false }),
            }
        }
    }
    groups
}

/// A hyphen, perhaps with the line end after it, between letters.
fn is_hyphen(before: &Word, after: &Word, text: &str) -> bool {
    let Some(between) = text.get(before.end..after.start) else { return false };
    let Some(rest) = between.strip_prefix(['-', '\u{2010}', '\u{2011}', '\u{1806}']) else { return false };
    let at_line_end = matches!(rest.trim_matches([' ', '\t']), "\n" | "\r\n" | "\r");
    let letters = before.text.ends_with(char::is_alphabetic) && after.text.starts_with(char::is_alphabetic);
    (rest.is_empty() || at_line_end) && letters
}

/// UAX #29 keeps `А.Г.Лукашенко`, `U.S`, `a_b` and `a:b` whole, and digits with their points.
fn parts(raw: &str, start: usize) -> Vec<Word> {
    let separates =
        |c: char| matches!(c, '.' | ':' | '_' | '·' | '․' | '﹒' | '．' | '：' | '‿' | '⁀' | ',' | ';');
    if !raw.contains(separates) || raw.chars().all(|c| !c.is_alphabetic()) {
        return vec![Word { text: raw.to_owned(), start, end: start + raw.len() }];
    }
    let mut words = Vec::new();
    let mut at = start;
    for piece in raw.split(separates) {
        if piece.chars().any(char::is_alphanumeric) {
            words.push(Word { text: piece.to_owned(), start: at, end: at + piece.len() });
        }
        let after = raw.get(at + piece.len() - start..).and_then(|rest| rest.chars().next());
        at += piece.len() + after.map_or(0, char::len_utf8);
    }
    let is_letter =
        |word: &Word| word.text.chars().count() == 1 && word.text.chars().all(char::is_alphabetic);
    if words.len() > 1 && words.iter().all(is_letter) {
        let text = words.iter().map(|word| word.text.as_str()).collect();
        return vec![Word { text, start, end: start + raw.len() }];
    }
    words
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
