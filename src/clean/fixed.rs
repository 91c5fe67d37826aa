//! What is not left to the model: promises about single blocks, which the path over the page has to keep.

use super::Reason;
use super::headline::begins_with;
use super::measure::{End, Line, Shape, Start};
use super::page::{Page, is_foreign};
use super::path::Costs;
use crate::lang::Lang;

/// More than all scores of a page's block can be.
const SURE: i32 = 1 << 20;

/// What is promised about a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Promise {
    /// Nothing: the model decides.
    None,
    /// It is kept.
    Keep,
    /// It says when or by whom beside the headline.
    Dateline,
    /// It is a single fragment between sentences.
    Subheading,
    /// A colon announces it as part of a list, or it is the line with that colon.
    Listed,
    /// It is a sentence of a page that is hardly more than its article.
    Plain,
    /// It is dropped for this reason.
    Drop(Reason),
}

impl Promise {
    /// What is added to the score of the block.
    pub(super) fn weight(self, costs: &Costs) -> i32 {
        match self {
            Self::None => 0,
            Self::Keep => SURE,
            Self::Dateline => costs.dateline,
            Self::Subheading => costs.subheading,
            Self::Listed => costs.listed,
            Self::Plain => costs.plain,
            Self::Drop(_) => -SURE,
        }
    }
}

/// How far from the headline or the first sentence a dateline may stand, in blocks.
const DATELINE_REACH: usize = 3;

/// A block of so many words that stands twice is no coincidence.
const REPEATED_WORDS: u32 = 8;

/// How many letters tell a language wherever they stand.
pub(super) const SURE_LETTERS: u32 = 60;

/// What is promised about each block.
pub(super) fn promises(page: &Page<'_>) -> Vec<Promise> {
    let mut promises: Vec<Promise> = (0..page.len()).map(|index| promise(page, index)).collect();
    if is_plain(page, &promises) {
        for (promise, line) in promises.iter_mut().zip(page.lines()) {
            if *promise == Promise::None && is_own_sentence(line, page.run.lang) {
                *promise = Promise::Plain;
            }
        }
    }
    let top = page.headline.unwrap_or(page.run.start);
    let zone = top.saturating_sub(DATELINE_REACH)..(page.run.start.max(top) + 2).min(page.len());
    for index in zone.filter(|index| Some(*index) != page.headline) {
        if page.datelines.contains_key(&index) {
            promises[index] = Promise::Dateline;
        }
    }
    promises
}

fn promise(page: &Page<'_>, index: usize) -> Promise {
    if page.headline == Some(index) {
        Promise::Keep
    } else if page.headline.is_some_and(|headline| repeats(page, index, headline)) {
        Promise::Drop(Reason::RepeatedHeadline)
    } else if is_repeat(page, index) || is_near_repeat(page, index) {
        Promise::Drop(Reason::Repeated)
    } else if is_quotation(page, index) {
        Promise::Keep
    } else if is_announced(page, index) || announces(page, index) {
        Promise::Listed
    } else if is_foreign_sentence(page, index) {
        Promise::Drop(Reason::ForeignLanguage)
    } else if is_subheading(page, index) {
        Promise::Subheading
    } else {
        Promise::None
    }
}

/// A paragraph that stands above once more.
fn is_repeat(page: &Page<'_>, index: usize) -> bool {
    page.lines()[index].words >= REPEATED_WORDS && (page.around[index].first_same as usize) < index
}

fn repeats(page: &Page<'_>, index: usize, headline: usize) -> bool {
    let (title, line) = (&page.lines()[headline], &page.lines()[index]);
    let same = page.around[index].first_same == page.around[headline].first_same;
    let near = index < page.run.start + 2;
    same || title.words >= 3 && line.shape == Shape::Fragment && near && begins_with(page, index, headline)
}

/// A fragment that says nearly the same as the one before it: a picture's caption and its link.
fn is_near_repeat(page: &Page<'_>, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).filter(|before| Some(*before) != page.headline) else {
        return false;
    };
    let fragments = [before, index].iter().all(|at| page.lines()[*at].shape == Shape::Fragment);
    let (own, other) = (page.measured.words_of(index), page.measured.words_of(before));
    if !fragments || own.len().min(other.len()) < NEAR_WORDS {
        return false;
    }
    let shared = own.iter().filter(|word| other.iter().any(|of| of.hash == word.hash)).count();
    shared * 10 >= own.len().min(other.len()) * 8 && shared * 10 >= other.len() * 8
}

/// Fewer words than these may be alike by chance.
const NEAR_WORDS: usize = 5;

/// The line with a colon right before a list of the article.
fn announces(page: &Page<'_>, index: usize) -> bool {
    let line = &page.lines()[index];
    let announced = line.end == End::Colon && line.marker.is_none() && !is_foreign(line, page.run.lang);
    announced
        && page.lines().get(index + 1).is_some_and(|next| next.shape == Shape::ListItem)
        && is_announced(page, index + 1)
}

/// An item of a list that a colon inside the article announces.
fn is_announced(page: &Page<'_>, index: usize) -> bool {
    let lines = page.lines();
    let own = |line: &Line| {
        line.shape == Shape::ListItem && line.marker.is_none() && !is_foreign(line, page.run.lang)
    };
    if !own(&lines[index]) || !(page.run.start..page.run.end).contains(&index) {
        return false;
    }
    let before = (page.run.start..index).rev().take(LONGEST_LIST).find(|at| !own(&lines[*at]));
    before.is_some_and(|at| lines[at].end == End::Colon && lines[at].marker.is_none())
}

/// An item further from its announcement is not looked at.
const LONGEST_LIST: usize = 60;

/// A sentence that is long enough to be sure that it is in another language, and no quotation.
fn is_foreign_sentence(page: &Page<'_>, index: usize) -> bool {
    let line = &page.lines()[index];
    line.shape == Shape::Sentence && line.letters >= SURE_LETTERS && is_foreign(line, page.run.lang)
}

fn is_own_sentence(line: &Line, main: Option<Lang>) -> bool {
    line.shape == Shape::Sentence && line.marker.is_none() && !is_foreign(line, main)
}

/// Whether a page is hardly more than its article: its sentences are not for the model to judge, which knows pages
/// with noise. Nothing announces related headlines or comments, and what is neither a sentence of its language nor
/// kept in any case makes up one part in ten at most.
fn is_plain(page: &Page<'_>, promises: &[Promise]) -> bool {
    let is_section = |line: &Line| matches!(line.marker, Some(Reason::Related | Reason::Comments));
    if page.lines().iter().any(is_section) {
        return false;
    }
    let (mut own, mut other) = (0_u64, 0_u64);
    for (index, (line, promise)) in page.lines().iter().zip(promises).enumerate() {
        if is_own_sentence(line, page.run.lang) {
            own += u64::from(line.size);
        } else if !matches!(promise, Promise::Keep | Promise::Subheading | Promise::Listed)
            && !page.datelines.contains_key(&index)
        {
            other += u64::from(line.size);
        }
    }
    other * PLAIN_PARTS <= own
}

/// Of a plain page, one part in so many is no sentence.
const PLAIN_PARTS: u64 = 10;

/// A single fragment in the article, of more than one word, between sentences in its language.
fn is_subheading(page: &Page<'_>, index: usize) -> bool {
    let (line, run) = (&page.lines()[index], &page.run);
    let own = |line: &Line| is_own_sentence(line, run.lang);
    let is_heading = line.shape == Shape::Fragment
        && line.marker.is_none()
        && (2..=SUBHEADING_WORDS).contains(&line.words)
        && !is_foreign(line, run.lang);
    // Links with their pictures may stand in between, and what the page puts there.
    let is_aside = |at: &usize| {
        page.lines()[*at].marker.is_some() || is_near_repeat(page, *at) || is_near_repeat(page, *at + 1)
    };
    let before = (run.start..index).rev().take(MOST_ASIDES).find(|at| !is_aside(at));
    is_heading
        && run.start < index
        && index + 1 < run.end
        && own(&page.lines()[index + 1])
        && before.is_some_and(|at| own(&page.lines()[at]))
}

/// So many blocks may stand between a subheading and the sentence before it.
const MOST_ASIDES: usize = 5;

/// A subheading has no more words.
const SUBHEADING_WORDS: u32 = 12;

/// A single block in another language, between two sentences of the article, that opens with a quotation mark or
/// is too short to be sure of.
fn is_quotation(page: &Page<'_>, index: usize) -> bool {
    let line = &page.lines()[index];
    let inside = page.run.start < index && index + 1 < page.run.end;
    let own = |line: &Line| {
        line.shape != Shape::Fragment && line.marker.is_none() && !is_foreign(line, page.run.lang)
    };
    inside
        && is_foreign(line, page.run.lang)
        && (line.start == Start::Quote || line.letters < SURE_LETTERS)
        && own(&page.lines()[index - 1])
        && own(&page.lines()[index + 1])
}
