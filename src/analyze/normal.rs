//! The text as words are cut from it: composed (NFC), without what is not seen, with the way back.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::lang::Script;
use crate::span::TextSpan;

/// A normalised text; most texts are their own.
pub(super) struct Normal<'a> {
    text: Cow<'a, str>,
    /// For each byte, where the source character it came from starts and ends. Empty if nothing changed.
    from: Vec<(u32, u32)>,
}

impl<'a> Normal<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        if text.is_ascii() && !text.contains('`') || !text.chars().any(needs_work) {
            return Self { text: Cow::Borrowed(text), from: Vec::new() };
        }
        rewritten(text)
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where a range of the normalised text stands in the source.
    pub(super) fn source(&self, start: usize, end: usize) -> TextSpan {
        match (self.from.get(start), self.from.get(end.wrapping_sub(1))) {
            (Some(first), Some(last)) => TextSpan::between(first.0 as usize, last.1 as usize),
            _ => TextSpan::between(start, end),
        }
    }
}

/// Soft hyphens, zero-width characters, bidi marks: they are not seen, and words are typed without them.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Characters that stand for an apostrophe between letters but end a word by UAX #29.
fn is_stray_apostrophe(c: char) -> bool {
    matches!(c, '`' | '´' | '′' | '‛')
}

fn needs_work(c: char) -> bool {
    is_ignorable(c)
        || is_stray_apostrophe(c)
        || is_combining_mark(c)
        || is_voicing_mark(c)
        || matches!(c, '\u{1100}'..='\u{11ff}')
}

fn rewritten(text: &str) -> Normal<'_> {
    let mut out = String::with_capacity(text.len());
    let mut from = Vec::with_capacity(text.len());
    let mut cluster = String::new();
    let mut chars = seen_chars(text).peekable();
    let mut before: Option<char> = None;
    while let Some((start, base)) = chars.next() {
        let mut end = start + base.len_utf8();
        let next = chars.peek().map(|(_, c)| *c);
        let inside_word = before.is_some_and(char::is_alphabetic) && next.is_some_and(char::is_alphabetic);
        cluster.clear();
        cluster.push(if is_stray_apostrophe(base) && inside_word { '\'' } else { base });
        while let Some((at, mark)) = chars.next_if(|(_, c)| joins_cluster(base, *c)) {
            end = at + mark.len_utf8();
            if !is_stress(base, mark) {
                cluster.push(mark);
            }
        }
        let (start, end) = (TextSpan::between(start, end).start().0, TextSpan::between(start, end).end().0);
        let written = out.len();
        if is_halfwidth_kana(base) {
            out.extend(cluster.nfkc());
        } else {
            out.extend(cluster.nfc());
        }
        from.extend(std::iter::repeat_n((start, end), out.len() - written));
        before = Some(base);
    }
    Normal { text: Cow::Owned(out), from }
}

/// The characters that are seen. A soft hyphen at a line end is what a word was broken with: the break is not
/// part of the word either.
fn seen_chars(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut next = 0;
    text.char_indices().filter(move |(at, c)| {
        if *at < next {
            return false;
        }
        if *c == SOFT_HYPHEN {
            let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
            next = at + c.len_utf8() + line_break(rest);
        }
        !is_ignorable(*c)
    })
}

const SOFT_HYPHEN: char = '\u{ad}';

/// The bytes of one line end at the start, with the blanks around it; 0 if another line end or none follows.
fn line_break(text: &str) -> usize {
    let blanks = [' ', '\t'];
    let rest = text.trim_start_matches(blanks);
    let ends = ["\r\n", "\n", "\r"].into_iter().find_map(|end| rest.strip_prefix(end));
    let Some(rest) = ends.map(|rest| rest.trim_start_matches(blanks)) else { return 0 };
    if rest.starts_with(char::is_alphabetic) { text.len() - rest.len() } else { 0 }
}

/// The kana of half the width have their voicing marks beside them.
fn is_halfwidth_kana(c: char) -> bool {
    matches!(c, '\u{ff66}'..='\u{ff9d}')
}

fn is_voicing_mark(c: char) -> bool {
    matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

fn joins_cluster(base: char, c: char) -> bool {
    let jamo = matches!(base, '\u{1100}'..='\u{115f}') && matches!(c, '\u{1160}'..='\u{11ff}');
    is_combining_mark(c) || jamo || is_halfwidth_kana(base) && is_voicing_mark(c)
}

/// The accents that dictionaries set over Cyrillic vowels. Over other letters (Macedonian ѓ, ќ) they are
/// part of the letter.
fn is_stress(base: char, mark: char) -> bool {
    let vowel = !matches!(base, 'г' | 'к' | 'Г' | 'К');
    matches!(mark, '\u{300}' | '\u{301}' | '\u{341}' | '\u{340}')
        && Script::of(base) == Some(Script::Cyrillic)
        && vowel
}
