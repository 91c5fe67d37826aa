//! Cutting what is in two charsets, and what is too long for one passage: at sentence ends, within a sentence at spaces.

use unicode_segmentation::UnicodeSegmentation;

use super::LONGEST;
use crate::span::{TextByte, TextSpan};

/// Cuts a range where its charset changes, without white space at the cuts.
pub(super) fn at_changes(span: TextSpan, changes: &[TextByte], text: &str) -> Vec<TextSpan> {
    if changes.is_empty() {
        return vec![span];
    }
    let starts = std::iter::once(span.start()).chain(changes.iter().copied());
    let ends = changes.iter().copied().chain([span.end()]);
    let parts = starts.zip(ends).map(|(start, end)| TextSpan::new(start, end).trimmed(text));
    parts.filter(|part| !part.is_empty()).collect()
}

/// Cuts a range into parts of at most [`LONGEST`] characters, of about equal size, without white space at
/// their ends. Only a piece without any space or sentence end is cut elsewhere.
pub(super) fn split(span: TextSpan, text: &str) -> Vec<TextSpan> {
    let whole = span.of(text);
    let chars = whole.chars().count();
    if chars <= LONGEST {
        return vec![span];
    }
    let target = chars / chars.div_ceil(LONGEST);
    let mut parts = Vec::new();
    let (mut start, mut end, mut count) = (span.start().index(), span.start().index(), 0);
    for piece in pieces(whole) {
        let size = piece.chars().count();
        if count > 0 && (count + size > LONGEST || count + size / 2 > target) {
            parts.push(TextSpan::between(start, end).trimmed(text));
            (start, count) = (end, 0);
        }
        end += piece.len();
        count += size;
    }
    parts.push(TextSpan::between(start, end).trimmed(text));
    parts.retain(|part| !part.is_empty());
    parts
}

/// Sentences; of a sentence that is too long by itself, its words; of a word that is, runs of characters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    sentences(text).flat_map(|sentence| {
        if sentence.chars().count() <= LONGEST {
            return vec![sentence];
        }
        sentence.split_inclusive(char::is_whitespace).flat_map(runs).collect()
    })
}

fn runs(word: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut rest = word;
    while let Some((at, _)) = rest.char_indices().nth(LONGEST) {
        let (run, after) = rest.split_at(at);
        runs.push(run);
        rest = after;
    }
    runs.push(rest);
    runs
}

/// Sentences by UAX #29; one that ends in an initial or a short abbreviation (`Mr.`, `St.`) goes on.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut bounds = text.split_sentence_bounds().peekable();
    let mut start = 0;
    std::iter::from_fn(move || {
        let mut end = start;
        while let Some(part) = bounds.next() {
            end += part.len();
            if !ends_in_abbreviation(part) || bounds.peek().is_none() {
                break;
            }
        }
        let sentence = text.get(start..end).filter(|sentence| !sentence.is_empty());
        start = end;
        sentence
    })
}

fn ends_in_abbreviation(sentence: &str) -> bool {
    let Some(body) = sentence.trim_end().strip_suffix('.') else { return false };
    let word = body.rsplit(|c: char| c.is_whitespace() || c == '.').next().unwrap_or_default();
    let letters = word.chars().count();
    letters <= 3
        && word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().skip(1).all(char::is_lowercase)
}
