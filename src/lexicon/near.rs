//! Words that differ from another in a few letters: optimal string alignment, that is Levenshtein's distance with
//! neighbours changed round as one change (Boytsov 2011, "Indexing methods for approximate dictionary searching"),
//! one row of the table a letter.

use super::Recognizer;

/// The words within some distance of a word.
pub(super) struct Near {
    word: Vec<char>,
    most: usize,
}

impl Near {
    pub(super) fn new(word: &str, most: usize) -> Self {
        Self { word: word.chars().collect(), most }
    }

    /// The distances that count; all greater ones are as good as this.
    fn capped(&self, distance: usize) -> usize {
        distance.min(self.most + 1)
    }
}

/// The last two rows of the table, and the letter of the last.
#[derive(Clone)]
pub(super) struct Rows {
    /// From each beginning of the word to the letters read.
    last: Vec<usize>,
    before: Vec<usize>,
    letter: Option<char>,
}

impl Recognizer for Near {
    type State = Rows;

    fn start(&self) -> Rows {
        let last = (0..=self.word.len()).map(|distance| self.capped(distance)).collect();
        Rows { last, before: Vec::new(), letter: None }
    }

    fn after(&self, rows: &Rows, letter: char) -> Rows {
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

    fn is_meant(&self, rows: &Rows) -> bool {
        rows.last.last().is_some_and(|distance| *distance <= self.most)
    }

    fn may_be_meant(&self, rows: &Rows) -> bool {
        rows.last.iter().any(|distance| *distance <= self.most)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::is_meant;
    use super::*;

    proptest! {
        #[test]
        fn rows_agree_with_the_table(word in "[abя]{0,7}", term in "[abяж]{0,7}", most in 0_usize..3) {
            let within = strsim::osa_distance(&word, &term) <= most;
            prop_assert_eq!(is_meant(&Near::new(&word, most), &term), within);
        }
    }
}
