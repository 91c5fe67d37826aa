//! Words with `*` for any letters and `?` for any one.

use super::{Recognizer, folded};

/// A word with `*` for any letters and `?` for any one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    signs: Vec<Sign>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Letter(char),
    One,
    Any,
}

/// No pattern is longer: the places it can be at are the bits of a number.
const MOST_SIGNS: usize = 127;

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
        let mut signs = Vec::new();
        for piece in chars.chunk_by(|a, b| !is_sign(*a) && !is_sign(*b)) {
            match piece {
                ['*'] => signs.push(Sign::Any),
                ['?'] => signs.push(Sign::One),
                letters => {
                    signs.extend(folded(&letters.iter().collect::<String>())?.chars().map(Sign::Letter));
                }
            }
        }
        (signs.len() <= MOST_SIGNS).then_some(Self { signs })
    }

    /// How many letters and signs it has.
    pub fn signs(&self) -> usize {
        self.signs.len()
    }

    /// The places reached, with those past a `*` that stands for nothing.
    fn closed(&self, mut places: u128) -> u128 {
        for (at, sign) in self.signs.iter().enumerate() {
            if *sign == Sign::Any && places >> at & 1 == 1 {
                places |= 1 << (at + 1);
            }
        }
        places
    }
}

/// The places between signs that can be reached, a bit each.
impl Recognizer for Pattern {
    type State = u128;

    fn start(&self) -> u128 {
        self.closed(1)
    }

    fn after(&self, places: &u128, letter: char) -> u128 {
        let mut next = 0;
        for (at, sign) in self.signs.iter().enumerate().filter(|(at, _)| places >> at & 1 == 1) {
            match sign {
                Sign::Letter(wanted) if *wanted == letter => next |= 1 << (at + 1),
                Sign::Letter(_) => {}
                Sign::One => next |= 1 << (at + 1),
                Sign::Any => next |= 1 << at,
            }
        }
        self.closed(next)
    }

    fn is_meant(&self, places: &u128) -> bool {
        places >> self.signs.len() & 1 == 1
    }

    fn may_be_meant(&self, places: &u128) -> bool {
        *places != 0
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::is_meant;
    use super::*;

    #[test]
    fn signs_count_only_beside_letters() {
        for text in ["***", "what?", "a-b*", "?", "10 * 2", "x.y*"] {
            assert_eq!(Pattern::read(text), None, "{text}");
        }
        assert_eq!(Pattern::read(&format!("{}*", "a".repeat(200))), None);
    }

    #[test]
    fn a_pattern_means_whole_terms() {
        for (pattern, term, meant) in [
            ("Łuk*", "lukasz", true),
            ("Łuk*", "luk", true),
            ("Лукаш*нк?", "лукашенк", true),
            ("wom?n", "women", true),
            ("wom?n", "womn", false),
            ("wom?n", "womens", false),
            ("*shenk*", "lukashenko", true),
            ("*shenko", "lukashenka", false),
            ("l*a", "lukashenka", true),
        ] {
            assert_eq!(is_meant(&Pattern::read(pattern).unwrap(), term), meant, "{pattern} {term}");
        }
    }
}
