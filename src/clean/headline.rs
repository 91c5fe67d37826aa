//! The headline of the article: which block before the first sentence it is.

use super::measure::{Line, Shape};
use super::page::{Page, is_foreign, tells};

/// A headline may end in a question or exclamation mark, and then reads as a sentence; no longer than this.
const LONGEST_QUESTION: u32 = 160;

/// What a headline must score: a third of its words in the article, say, or half of that and a repetition.
const LEAST: usize = 60;

/// How far before the run it is looked for.
const REACH: usize = 400;

/// The fragment before the first sentence that shares most words with the article, stands again soon after, is
/// long enough, and is near.
pub(super) fn find(page: &Page<'_>) -> Option<usize> {
    let run = &page.run;
    if run.start >= run.end {
        return None;
    }
    let from = run.start.saturating_sub(REACH);
    let candidates = (from..run.start).filter(|index| page.lines()[*index].shape == Shape::Fragment);
    let scored = candidates.filter(|index| may_be(page, *index)).map(|index| (score(page, index), index));
    let best = scored.reduce(|a, b| if b.0 > a.0 { b } else { a });
    let question = (page.lines()[run.start].chars <= LONGEST_QUESTION && run.end - run.start > 1)
        .then_some(run.start)
        .filter(|index| may_be(page, *index) && asks(&page.lines()[*index]));
    best.filter(|(score, _)| *score >= LEAST).map(|(_, index)| index).or(question)
}

fn asks(line: &Line) -> bool {
    use super::measure::End;
    matches!(line.end, End::Question | End::Exclamation) && line.ends_inside == 0
}

fn may_be(page: &Page<'_>, index: usize) -> bool {
    let line = &page.lines()[index];
    let sized = (2..=45).contains(&line.words) && line.chars <= 260 && line.letters >= 6;
    let first = page.around[index].first_same as usize == index;
    let dated = page.datelines.contains_key(&index) || line.dates > 0 && line.words <= 8;
    sized && line.marker.is_none() && !dated && first && !is_foreign(line, page.run.lang)
}

fn score(page: &Page<'_>, index: usize) -> usize {
    let line = &page.lines()[index];
    let (shared, all) = page.shared.overlap(page.measured.words_of(index), page.run.lang, 0);
    let overlap = if all == 0 { 0 } else { shared as usize * 200 / 32 };
    let again = (index + 1..page.run.start + 2)
        .take(200)
        .any(|next| line.words >= 3 && begins_with(page, next, index));
    let length = (line.size as usize).min(60);
    (overlap + usize::from(again) * 150 + length).saturating_sub((page.run.start - index).min(10) * 10)
}

/// Whether a block begins with the words of another.
pub(super) fn begins_with(page: &Page<'_>, index: usize, with: usize) -> bool {
    if index >= page.len() {
        return false;
    }
    let (own, other) = (page.measured.words_of(index), page.measured.words_of(with));
    !other.is_empty() && own.len() >= other.len() && own.iter().zip(other).all(|(a, b)| a.hash == b.hash)
}

/// The share, in thirty-seconds, of a block's telling words that stand in the headline.
pub(super) fn overlap(page: &Page<'_>, index: usize) -> u32 {
    let Some(headline) = page.headline else { return 0 };
    let title = page.measured.words_of(headline);
    let (mut shared, mut all) = (0, 0);
    for word in page.measured.words_of(index).iter().filter(|word| tells(word, page.run.lang)) {
        all += 1;
        shared += u32::from(title.iter().any(|of| of.hash == word.hash));
    }
    shared * 32 / all.max(1)
}
