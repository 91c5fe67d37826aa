//! Text in, terms out: the one analysis that passages and queries both pass through.
//!
//! The steps, a file each: `normal` (composed characters, without soft hyphens, zero-width characters and
//! stress marks, with the way back to the text), `words` (UAX #29 words, split and joined at hyphens, dots
//! and apostrophes), `fold` (case, diacritics, homoglyphs), `stem` (Snowball). Folding depends on the text
//! alone, since a query has no known language; only the stem does not. Which terms match what is left to
//! `query`.

mod fold;
mod normal;
mod stem;
mod words;

pub use stem::has_stemmer;

use crate::lang::Lang;
use crate::span::TextSpan;

/// Changes whenever the same text would give other terms: an index of another version is built anew.
pub const VERSION: u32 = 3;

/// How a term came from its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// The word as it stands, folded.
    Word,
    /// The word with ё read as е.
    Variant,
    /// The word without a possessive ending or an elided article: `lukashenko` of `Lukashenko’s`.
    Bare,
    /// A hyphenated word written as one: `wellknown` of `well-known`, at the position of its first part.
    Whole,
    /// Marks the further positions of a [`Form::Whole`], so that the next word follows it.
    Tail,
    /// The stem in a language, prefixed with its code: `ru:переговор`. Only where it differs from the word.
    Stem,
}

/// A term where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The term, at most [`LONGEST_TERM`] bytes.
    pub term: String,
    /// The word's number in the text, from 0.
    pub position: u32,
    /// Where the word stands in the text that was given.
    pub span: TextSpan,
    /// How the term came from the word.
    pub form: Form,
}

/// Longer terms are cut, in documents and queries alike.
pub const LONGEST_TERM: usize = 240;

/// The terms of a text, by position; `lang` adds stems.
pub fn analyze(text: &str, lang: Option<Lang>) -> Vec<Token> {
    let normal = normal::Normal::of(text);
    let stemmer = lang.and_then(stem::Stemmer::of);
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut position = 0;
    for group in words::words(normal.text()).chunk_by(|_, next| next.is_joined) {
        let first = position;
        for word in group {
            push_word(&mut tokens, word, position, &normal, stemmer.as_ref());
            position += 1;
        }
        push_whole(&mut tokens, group, first, &normal);
    }
    tokens
}

/// The words of a name as terms, a space between.
pub fn folded_words(text: &str) -> String {
    let words = analyze(text, None).into_iter().filter(|token| token.form == Form::Word);
    words.map(|token| token.term).collect::<Vec<_>>().join(" ")
}

fn push_word(
    tokens: &mut Vec<Token>,
    word: &words::Word<'_>,
    position: u32,
    normal: &normal::Normal<'_>,
    stemmer: Option<&stem::Stemmer>,
) {
    let full = fold::fold(&word.text);
    let span = normal.source(word.start, word.end);
    let mut push = |term: String, span: TextSpan, form: Form| {
        tokens.push(Token { term: cut(term), position, span, form });
    };
    let bare = words::bare(&word.text);
    let stem_of = bare.as_ref().map_or(word.text.as_ref(), |bare| bare.text);
    let bare_folded = bare.as_ref().map(|bare| fold::fold(bare.text));
    let stem = stemmer.and_then(|stemmer| stemmer.stem(stem_of, bare_folded.as_deref().unwrap_or(&full)));
    let inner = match &bare {
        Some(bare) => normal.source(word.start + bare.start, word.start + bare.start + bare.text.len()),
        None => span,
    };
    if let Some(variant) = fold::yo_as_ye(&full) {
        push(variant, span, Form::Variant);
    }
    push(full, span, Form::Word);
    if let Some(bare) = bare_folded {
        push(bare, inner, Form::Bare);
    }
    if let Some(stem) = stem {
        push(stem, inner, Form::Stem);
    }
}

/// A hyphenated word written as one.
fn push_whole(tokens: &mut Vec<Token>, parts: &[words::Word<'_>], first: u32, normal: &normal::Normal<'_>) {
    let [from, .., to] = parts else { return };
    let span = normal.source(from.start, to.end);
    let whole: String = parts.iter().map(|word| fold::fold(&word.text)).collect();
    let whole = cut(whole);
    for position in (first + 1..).take(parts.len() - 1) {
        tokens.push(Token { term: tail_of(&whole), position, span, form: Form::Tail });
    }
    tokens.push(Token { term: whole, position: first, span, form: Form::Whole });
}

/// The term that marks the further positions of a whole. No word starts with a control character.
pub fn tail_of(whole: &str) -> String {
    format!("\u{1}{whole}")
}

/// The number of words, the length in the sense of BM25.
pub fn length(tokens: &[Token]) -> u32 {
    tokens.iter().map(|token| token.position + 1).max().unwrap_or(0)
}

fn cut(mut term: String) -> String {
    if term.len() > LONGEST_TERM {
        let end = (0..=LONGEST_TERM).rev().find(|at| term.is_char_boundary(*at)).unwrap_or(0);
        term.truncate(end);
    }
    term
}

#[cfg(test)]
mod tests;
