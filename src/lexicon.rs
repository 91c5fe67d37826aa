//! The words that live passages hold, and which of them a pattern, a misspelling or a beginning means.
//!
//! Knows no index: whoever has one implements [`Vocabulary`]. Every expansion is ordered by (similarity, term)
//! and then capped, so that it is the same however an index is laid out.

use crate::analyze::{Form, analyze};

/// The terms of the folded view that some live passage holds.
pub trait Vocabulary {
    /// What can go wrong when it is read.
    type Error;

    /// The terms that begin with `prefix` and that `accept` takes, ascending.
    fn live_terms(&self, prefix: &str, accept: &dyn Fn(&str) -> bool) -> Result<Vec<String>, Self::Error>;
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

/// A word with `*` for any letters and `?` for any one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Letters(Vec<char>),
    One,
    Any,
}

impl Part {
    /// The places in a term that can be reached with this part from those reached before.
    fn step(&self, reached: &[bool], term: &[char]) -> Vec<bool> {
        let mut next = vec![false; reached.len()];
        for at in (0..reached.len()).filter(|at| reached[*at]) {
            match self {
                Self::Letters(letters) if term[at..].starts_with(letters) => next[at + letters.len()] = true,
                Self::One if at < term.len() => next[at + 1] = true,
                Self::Any => {
                    next[at..].fill(true);
                    break;
                }
                Self::Letters(_) | Self::One => {}
            }
        }
        next
    }
}

impl Pattern {
    /// Reads a typed word. `*` and `?` are signs only with a letter beside them, and a final `?` is punctuation;
    /// `None` for a word without such signs or with others.
    pub fn read(word: &str) -> Option<Self> {
        let word =
            word.trim_matches(|c: char| !c.is_alphanumeric() && c != '*' && c != '?').trim_end_matches('?');
        let chars: Vec<char> = word.chars().collect();
        let is_sign = |c: char| matches!(c, '*' | '?');
        if !chars.iter().all(|c| c.is_alphanumeric() || is_sign(*c) || matches!(c, '\'' | '’' | 'ʼ')) {
            return None;
        }
        let beside = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric());
        let signs = |(at, c): (usize, &char)| is_sign(*c).then_some(at);
        let mut found = chars.iter().enumerate().filter_map(signs).peekable();
        found.peek()?;
        if !found.all(|at| at.checked_sub(1).is_some_and(beside) || beside(at + 1)) {
            return None;
        }
        let mut parts = Vec::new();
        for piece in chars.chunk_by(|a, b| !is_sign(*a) && !is_sign(*b)) {
            parts.push(match piece {
                ['*'] => Part::Any,
                ['?'] => Part::One,
                letters => Part::Letters(folded(&letters.iter().collect::<String>())?.chars().collect()),
            });
        }
        Some(Self { parts })
    }

    /// The letters that every match begins with.
    pub fn prefix(&self) -> String {
        match self.parts.first() {
            Some(Part::Letters(letters)) => letters.iter().collect(),
            _ => String::new(),
        }
    }

    /// Whether a folded term is meant.
    pub fn matches(&self, term: &str) -> bool {
        let term: Vec<char> = term.chars().collect();
        let mut reached = vec![false; term.len() + 1];
        reached[0] = true;
        for part in &self.parts {
            reached = part.step(&reached, &term);
        }
        reached.last().copied().unwrap_or(false)
    }

    fn letters(&self) -> usize {
        self.parts.iter().map(|part| if let Part::Letters(letters) = part { letters.len() } else { 1 }).sum()
    }
}

/// The folded form of a text that is one word.
pub fn folded(text: &str) -> Option<String> {
    let mut words = analyze(text, None).into_iter().filter(|token| token.form == Form::Word);
    let word = words.next()?.term;
    words.next().is_none().then_some(word)
}

/// The terms that a pattern stands for, the shortest first.
pub fn by_pattern<V: Vocabulary>(pattern: &Pattern, vocabulary: &V) -> Result<Expansion, V::Error> {
    let terms = vocabulary.live_terms(&pattern.prefix(), &|term| pattern.matches(term))?;
    let least = pattern.letters();
    Ok(nearest(terms, MOST_BY_PATTERN, |term| term.chars().count().abs_diff(least)))
}

/// The terms within so many letters of a folded word, the nearest first; the word itself is not among them.
pub fn by_distance<V: Vocabulary>(word: &str, most: usize, vocabulary: &V) -> Result<Expansion, V::Error> {
    let own = Outline::of(word);
    let accept = |term: &str| {
        term != word
            && own.may_be_within(&Outline::of(term), most)
            && strsim::osa_distance(word, term) <= most
    };
    let terms = vocabulary.live_terms("", &accept)?;
    Ok(nearest(terms, MOST_BY_DISTANCE, |term| strsim::osa_distance(word, term)))
}

/// What two words must nearly share to be near: how long they are, and which letters they have.
struct Outline {
    letters: usize,
    /// A bit a letter, by its number modulo 64.
    kinds: u64,
}

impl Outline {
    fn of(word: &str) -> Self {
        let mut outline = Self { letters: 0, kinds: 0 };
        for c in word.chars() {
            outline.letters += 1;
            outline.kinds |= 1 << (u32::from(c) % 64);
        }
        outline
    }

    /// One change brings at most one letter in and takes at most one away.
    fn may_be_within(&self, other: &Self, most: usize) -> bool {
        let gone = (self.kinds & !other.kinds).count_ones() as usize;
        let come = (other.kinds & !self.kinds).count_ones() as usize;
        self.letters.abs_diff(other.letters) <= most && gone <= most && come <= most
    }
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

        fn live_terms(&self, prefix: &str, accept: &dyn Fn(&str) -> bool) -> Result<Vec<String>, Infallible> {
            Ok(self.0.iter().filter(|term| term.starts_with(prefix) && accept(term)).cloned().collect())
        }
    }

    #[test]
    fn signs_count_only_beside_letters() {
        for text in ["***", "what?", "a-b*", "?", "10 * 2", "x.y*"] {
            assert_eq!(Pattern::read(text), None, "{text}");
        }
        let pattern = Pattern::read("Лукаш*нк?").map(|_| ()).is_some();
        assert!(pattern);
        assert!(Pattern::read("Łuk*").unwrap().matches("lukasz"));
        assert!(Pattern::read("wom?n").unwrap().matches("women"));
        assert!(!Pattern::read("wom?n").unwrap().matches("womn"));
        assert!(Pattern::read("*shenk*").unwrap().matches("lukashenko"));
        assert!(Pattern::read("l*a").unwrap().matches("lukashenka"));
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
