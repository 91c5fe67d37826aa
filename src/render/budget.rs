//! As many whole hits as a reader with little room can take.

use crate::query::Note;
use crate::search::{Answer, Hit};

/// How many tokens a text takes: its UTF-8 bytes divided by three, rounded up. Models count otherwise; this is
/// near enough, and the same everywhere.
pub fn tokens(bytes: usize) -> usize {
    bytes.div_ceil(3)
}

/// Leaves the hits out that do not fit, from the first on that does not, and says how many are left.
pub fn fit(answer: &mut Answer, budget: usize, size: &dyn Fn(&Hit) -> usize) {
    let mut taken = 0;
    let fitting = answer.hits.iter().map(|hit| tokens(size(hit))).take_while(|tokens| {
        let fits = taken + tokens <= budget;
        if fits {
            taken += tokens;
        }
        fits
    });
    let hits = fitting.count();
    if hits < answer.hits.len() {
        answer.hits.truncate(hits);
        answer.notes.push(Note::Budget { hits, tokens: taken });
    }
}
