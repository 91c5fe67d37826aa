//! Words that differ from another in a few letters: optimal string alignment, that is Levenshtein's distance with
//! neighbours changed round as one change (Boytsov 2011, "Indexing methods for approximate dictionary searching").
//!
//! The rows of the table are the states of an automaton that is made as it is walked: a dictionary asks the same
//! few hundred questions hundreds of thousands of times.

use std::cell::RefCell;
use std::collections::HashMap;

use super::Recognizer;

/// The words within some distance of a word.
pub(super) struct Near {
    /// The letters of the word, each as its number among `letters`.
    word: Vec<usize>,
    /// The letters that the word has; all others are alike.
    letters: Vec<char>,
    most: usize,
    made: RefCell<Automaton>,
}

/// The last two rows of the table, and the letter of the last.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Rows {
    /// From each beginning of the word to the letters read.
    last: Vec<usize>,
    before: Vec<usize>,
    letter: Option<usize>,
}

#[derive(Default)]
struct Automaton {
    rows: Vec<Rows>,
    known: HashMap<Rows, usize>,
    /// For each state the one after each letter, once it was asked for.
    next: Vec<Vec<Option<usize>>>,
}

impl Automaton {
    fn state_of(&mut self, rows: Rows, letters: usize) -> usize {
        if let Some(state) = self.known.get(&rows) {
            return *state;
        }
        let state = self.rows.len();
        self.rows.push(rows.clone());
        self.known.insert(rows, state);
        self.next.push(vec![None; letters]);
        state
    }
}

impl Near {
    pub(super) fn new(word: &str, most: usize) -> Self {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters.dedup();
        let number = |letter: char| letters.binary_search(&letter).unwrap_or(letters.len());
        let word = word.chars().map(number).collect();
        Self { word, letters, most, made: RefCell::default() }
    }

    /// The number of a letter; that of all others is one more than the last.
    fn number(&self, letter: char) -> usize {
        self.letters.binary_search(&letter).unwrap_or(self.letters.len())
    }

    /// The distances that count; all greater ones are as good as this.
    fn capped(&self, distance: usize) -> usize {
        distance.min(self.most + 1)
    }

    fn after(&self, rows: &Rows, letter: usize) -> Rows {
        let Rows { last, before, letter: previous } = rows;
        let mut row = Vec::with_capacity(last.len());
        row.push(self.capped(last[0] + 1));
        for (at, own) in (1..).zip(&self.word) {
            let changed = last[at - 1] + usize::from(*own != letter);
            let mut distance = changed.min(last[at] + 1).min(row[at - 1] + 1);
            let turned = at > 1 && *previous == Some(*own) && self.word[at - 2] == letter;
            if let Some(before) = before.get(at.wrapping_sub(2)).filter(|_| turned) {
                distance = distance.min(before + 1);
            }
            row.push(self.capped(distance));
        }
        Rows { last: row, before: last.clone(), letter: Some(letter) }
    }

    fn ask(&self, state: usize, answer: impl Fn(&[usize]) -> bool) -> bool {
        self.made.borrow().rows.get(state).is_some_and(|rows| answer(&rows.last))
    }
}

impl Recognizer for Near {
    type State = usize;

    fn start(&self) -> usize {
        let last = (0..=self.word.len()).map(|distance| self.capped(distance)).collect();
        let rows = Rows { last, before: Vec::new(), letter: None };
        self.made.borrow_mut().state_of(rows, self.letters.len() + 1)
    }

    fn after(&self, state: &usize, letter: char) -> usize {
        let letter = self.number(letter);
        let mut made = self.made.borrow_mut();
        let known = made.next.get(*state).and_then(|next| next.get(letter)).copied().flatten();
        if let Some(next) = known {
            return next;
        }
        let Some(rows) = made.rows.get(*state).map(|rows| self.after(rows, letter)) else { return *state };
        let next = made.state_of(rows, self.letters.len() + 1);
        if let Some(place) = made.next.get_mut(*state).and_then(|row| row.get_mut(letter)) {
            *place = Some(next);
        }
        next
    }

    fn is_meant(&self, state: &usize) -> bool {
        self.ask(*state, |row| row.last().is_some_and(|distance| *distance <= self.most))
    }

    fn may_be_meant(&self, state: &usize) -> bool {
        self.ask(*state, |row| row.iter().any(|distance| *distance <= self.most))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::is_meant;
    use super::*;

    proptest! {
        #[test]
        fn rows_agree_with_the_table(
            word in "[abя]{0,7}", terms in prop::collection::vec("[abяжz]{0,7}", 1..8), most in 0_usize..3
        ) {
            let near = Near::new(&word, most);
            for term in terms {
                let within = strsim::osa_distance(&word, &term) <= most;
                prop_assert_eq!(is_meant(&near, &term), within, "{} {}", word, term);
            }
        }
    }
}
