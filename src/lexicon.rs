//! The words that live passages hold, and which of them a pattern, a misspelling or a beginning means.
//!
//! Knows no index: whoever has one implements [`Vocabulary`]. Every expansion is ordered by (similarity, term)
//! and then capped, so that it is the same however an index is laid out.

mod near;
mod pattern;

pub use pattern::Pattern;

use crate::analyze::{Form, analyze};
use near::Near;

/// The terms of the folded view that some live passage holds.
pub trait Vocabulary {
    /// What can go wrong when it is read.
    type Error;

    /// The terms that are meant, ascending.
    fn live_terms(&self, meant: &impl Recognizer) -> Result<Vec<String>, Self::Error>;
}

/// Says which terms are meant, letter by letter, so that whoever holds them in order passes over all that begin
/// in vain.
pub trait Recognizer {
    /// What is known after some letters.
    type State: Clone;

    /// What is known before the first letter.
    fn start(&self) -> Self::State;

    /// What is known after one more.
    fn after(&self, state: &Self::State, letter: char) -> Self::State;

    /// Whether a term that ends here is meant.
    fn is_meant(&self, state: &Self::State) -> bool;

    /// Whether a term that goes on may be.
    fn may_be_meant(&self, state: &Self::State) -> bool;
}

/// Terms that something stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// The nearest ones.
    pub terms: Vec<String>,
    /// How many there were.
    pub of: usize,
}

/// A pattern stands for at most so many terms.
pub const MOST_BY_PATTERN: usize = 200;

/// A misspelt word stands for at most so many terms.
pub const MOST_BY_DISTANCE: usize = 50;

/// So many words are suggested for one that is not found.
const SUGGESTED: usize = 3;

/// The folded form of a text that is one word.
pub fn folded(text: &str) -> Option<String> {
    let mut words = analyze(text, None).into_iter().filter(|token| token.form == Form::Word);
    let word = words.next()?.term;
    words.next().is_none().then_some(word)
}

/// The terms that a pattern stands for, the shortest first.
pub fn by_pattern<V: Vocabulary>(pattern: &Pattern, vocabulary: &V) -> Result<Expansion, V::Error> {
    let terms = vocabulary.live_terms(pattern)?;
    Ok(nearest(terms, MOST_BY_PATTERN, |term| term.chars().count().abs_diff(pattern.signs())))
}

/// The terms within so many letters of a folded word, the nearest first; the word itself is not among them.
pub fn by_distance<V: Vocabulary>(word: &str, most: usize, vocabulary: &V) -> Result<Expansion, V::Error> {
    let mut terms = vocabulary.live_terms(&Near::new(word, most))?;
    terms.retain(|term| term != word);
    Ok(nearest(terms, MOST_BY_DISTANCE, |term| strsim::osa_distance(word, term)))
}

/// Words that someone who typed this one may have meant.
pub fn suggestions<V: Vocabulary>(word: &str, vocabulary: &V) -> Result<Vec<String>, V::Error> {
    let letters = word.chars().count();
    let most = if letters <= 2 {
        0
    } else if letters <= 5 {
        1
    } else {
        2
    };
    if most == 0 || !word.chars().any(char::is_alphabetic) {
        return Ok(Vec::new());
    }
    let mut near = by_distance(word, most, vocabulary)?.terms;
    near.truncate(SUGGESTED);
    Ok(near)
}

fn nearest(terms: Vec<String>, most: usize, distance: impl Fn(&str) -> usize) -> Expansion {
    let of = terms.len();
    let mut ranked: Vec<(usize, String)> = terms.into_iter().map(|term| (distance(&term), term)).collect();
    ranked.sort();
    ranked.truncate(most);
    Expansion { terms: ranked.into_iter().map(|(_, term)| term).collect(), of }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeSet;
    use std::convert::Infallible;

    use super::*;

    /// Words in memory.
    pub(crate) struct Words(pub(crate) BTreeSet<String>);

    impl Words {
        pub(crate) fn new(words: &[&str]) -> Self {
            Self(words.iter().map(|word| (*word).to_owned()).collect())
        }
    }

    impl Vocabulary for Words {
        type Error = Infallible;

        fn live_terms(&self, meant: &impl Recognizer) -> Result<Vec<String>, Infallible> {
            Ok(self.0.iter().filter(|term| is_meant(meant, term)).cloned().collect())
        }
    }

    /// Reads a term to its end, and sees to it that nothing is given up that is meant later.
    pub(crate) fn is_meant(meant: &impl Recognizer, term: &str) -> bool {
        let mut state = meant.start();
        let mut may_be = meant.may_be_meant(&state);
        for letter in term.chars() {
            state = meant.after(&state, letter);
            may_be &= meant.may_be_meant(&state);
        }
        assert!(may_be || !meant.is_meant(&state), "{term} was given up");
        meant.is_meant(&state)
    }

    #[test]
    fn expansions_are_ordered_by_nearness_then_term() {
        let words = Words::new(&["lukashenka", "lukashenko", "lukashenkos", "lukas", "minsk"]);
        let found = by_pattern(&Pattern::read("lukas*").unwrap(), &words).unwrap();
        assert_eq!(found.terms, ["lukas", "lukashenka", "lukashenko", "lukashenkos"]);
        assert_eq!(by_distance("lukashenko", 1, &words).unwrap().terms, ["lukashenka", "lukashenkos"]);
        assert_eq!(suggestions("lukashenki", &words).unwrap(), ["lukashenka", "lukashenko", "lukashenkos"]);
        assert_eq!(suggestions("minks", &words).unwrap(), ["minsk"]);
    }
}
