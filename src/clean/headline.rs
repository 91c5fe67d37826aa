//! The headline of the article: which block before the first sentence it is.

use super::choice::{self, number};
use super::measure::{End, Line, Shape, Start};
use super::page::{Page, is_foreign, tells};
use super::{columns, stop};

/// A headline may end in a question or exclamation mark, and then reads as a sentence; no longer than this.
const LONGEST_QUESTION: u32 = 160;

/// How far before the run it is looked for.
const REACH: usize = 400;

/// A block that may be the headline, and how much speaks for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) index: usize,
    pub(super) score: i32,
}

/// The block near the first sentence for which most speaks.
pub(super) fn candidate(page: &Page<'_>) -> Option<Candidate> {
    let scored = candidates(page)
        .map(|index| Candidate { index, score: choice::score(&traits(page, index), &page.weights.headline) });
    scored.reduce(|a, b| if b.score > a.score { b } else { a })
}

/// What may be the headline.
pub(super) fn candidates<'a>(page: &'a Page<'a>) -> impl Iterator<Item = usize> + 'a {
    let run = &page.run;
    let until = if run.start < run.end { run.start + BEHIND } else { 0 };
    (run.start.saturating_sub(REACH)..until.min(run.end)).filter(|index| may_be(page, *index))
}

/// So many blocks of the run may stand before it.
const BEHIND: usize = 3;

/// The candidate where enough speaks for it.
pub(super) fn find(page: &Page<'_>) -> Option<usize> {
    page.candidate.filter(|best| best.score >= page.least()).map(|best| best.index)
}

fn may_be(page: &Page<'_>, index: usize) -> bool {
    let line = &page.lines()[index];
    let sized = (2..=45).contains(&line.words) && line.chars <= 260 && line.letters >= 6;
    let first = page.around[index].first_same as usize == index;
    let dated = page.datelines.contains_key(&index) || line.dates > 0 && line.words <= 8;
    let short = line.shape == Shape::Fragment || line.chars <= LONGEST_QUESTION && line.ends_inside == 0;
    sized && short && line.marker.is_none() && !dated && first && !is_foreign(line, page.run.lang)
}

/// How many traits there are.
pub(super) const TRAITS: usize = 26;

/// What speaks for a candidate or against it, in small numbers.
pub(super) fn traits(page: &Page<'_>, index: usize) -> [i32; TRAITS] {
    let line = &page.lines()[index];
    let run = &page.run;
    let words = page.measured.words_of(index);
    let of_run = page.overlap(index);
    let at = |step: isize| index.checked_add_signed(step).and_then(|at| page.lines().get(at));
    let is = |line: Option<&Line>, of: fn(&Line) -> bool| i32::from(line.is_some_and(of));
    let dated = |step: isize| {
        let place = index.checked_add_signed(step);
        i32::from(
            at(step).is_some_and(|line| line.dates > 0)
                || place.is_some_and(|place| page.datelines.contains_key(&place)),
        )
    };
    let like = |step: isize| {
        i32::from(at(step).is_some_and(|other| {
            other.shape == line.shape && columns::log(other.size).abs_diff(columns::log(line.size)) <= 3
        }))
    };
    let again =
        (index + 1..run.start + 2).take(200).any(|next| line.words >= 3 && begins_with(page, next, index));
    let stops =
        run.lang.map_or(0, |lang| words.iter().filter(|word| word.stop & stop::bit(lang) != 0).count());
    let length = |value: usize| number(columns::log(u32::try_from(value).unwrap_or(0)));
    let part = |part: u32, all: u32| number(columns::share(part, all));
    [
        number(of_run.0),
        number(page.overlap_with_body(index)),
        number((of_run.0 * of_run.1 / 32).min(8)),
        i32::from(again),
        number(line.size.min(60) / 4),
        length(run.start.saturating_sub(index)),
        i32::from(index >= run.start),
        length((page.body.0 as usize).saturating_sub(index)),
        length(index),
        i32::from(index == 0),
        i32::from(line.signs > 0),
        part(line.digits, line.chars),
        part(line.capitalised, line.words),
        dated(1) | dated(2),
        dated(-1) | dated(-2),
        is(at(-1), |line| line.marker.is_some()),
        is(at(1), |line| line.marker.is_some()),
        part(line.phrase_words, line.words),
        part(u32::try_from(stops).unwrap_or(0), u32::try_from(words.len()).unwrap_or(1)),
        like(-1),
        like(1),
        is(at(1), |line| line.shape == Shape::Sentence),
        i32::from(line.end >= End::Ellipsis),
        i32::from(line.end == End::Bracket),
        i32::from(line.start == Start::Upper || line.start == Start::Quote),
        i32::from(page.around[index].same > 1),
    ]
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
