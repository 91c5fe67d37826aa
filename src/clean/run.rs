//! Where the article runs, and in which language.
//!
//! The run is the stretch of blocks with the largest sum of weights (Kadane's maximum subarray): sentences
//! weigh what they are long, fragments and interface phrases weigh against. It is found once for each
//! language on the page; the language whose run weighs most is that of the article, so that a sidebar, even
//! a long one, does not decide it.

use std::collections::BTreeSet;

use super::Reason;
use super::measure::{Line, Shape};
use super::page::is_foreign;
use crate::lang::Lang;
use crate::langid;

/// The stretch of blocks from the article's first sentence to its last.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) start: usize,
    /// The block after the last.
    pub(super) end: usize,
    pub(super) lang: Option<Lang>,
}

/// No single block weighs more, so that one long legal notice is not an article.
const HEAVIEST: i64 = 600;
/// What a headline or a name between sentences weighs against the run.
const FRAGMENT: i64 = -40;
/// What an interface phrase weighs against it.
const PHRASE: i64 = -40;
/// What the beginning of related headlines or comments weighs against it.
const SECTION: i64 = -250;
/// What a block in another language weighs against it: little, since it is dropped anyway.
const FOREIGN: i64 = -25;
/// A run in the language of the first headline of the page is taken for this many percent of its weight.
const HEADLINE_PERCENT: i64 = 130;
/// Related headlines end the article if what follows weighs less than this share of what came before.
const RELATED_TAIL_PERCENT: i64 = 35;
/// Comments end it if what follows weighs less than this share.
const COMMENTS_TAIL_PERCENT: i64 = 120;
/// Paragraphs of this share of the length of those before are like them.
const LIKE_PERCENT: i64 = 65;
/// Where paragraphs like those before follow, less is enough for the article to go on.
const RESUMED_TAIL_PERCENT: i64 = 15;

/// Finds the run; empty where a page has no sentence at all.
pub(super) fn find(lines: &[Line]) -> Run {
    let sentences = lines.iter().filter(|f| f.shape == Shape::Sentence);
    let langs: BTreeSet<Option<Lang>> = sentences.map(own_lang).collect();
    let told = langs.iter().any(Option::is_some);
    let first_headline = lines.iter().find(|f| is_headline_like(f)).and_then(own_lang);
    let candidates = langs.into_iter().filter(|lang| lang.is_some() || !told);
    let weighed = candidates.map(|lang| {
        let (weight, start, end) = heaviest(lines, lang);
        let with_bonus = if lang.is_some() && lang == first_headline { HEADLINE_PERCENT } else { 100 };
        (weight * with_bonus, Run { start, end, lang })
    });
    let best = weighed.reduce(|best, next| if next.0 > best.0 { next } else { best });
    let Some((_, run)) = best else {
        let lang = lines.iter().find_map(|f| f.lang);
        return Run { start: 0, end: 0, lang };
    };
    cut_at_sections(lines, run)
}

fn is_headline_like(line: &Line) -> bool {
    line.shape == Shape::Fragment && line.words >= 4 && line.letters >= 20 && line.marker.is_none()
}

fn weight(line: &Line, lang: Option<Lang>) -> i64 {
    let is_other = |own: Lang| lang.is_some_and(|lang| lang != own && !langid::same_group(lang, own));
    match (line.marker, line.shape) {
        (Some(Reason::Related | Reason::Comments), _) => SECTION,
        (Some(_), _) => PHRASE,
        _ if own_lang(line).is_some_and(is_other) => FOREIGN,
        (None, Shape::Fragment) => FRAGMENT,
        (None, Shape::ListItem) => length(line) / 2,
        (None, Shape::Sentence) => length(line),
    }
}

fn length(line: &Line) -> i64 {
    i64::from(line.size).min(HEAVIEST)
}

/// The stretch with the largest sum of weights, first of equals, as (sum, start, end).
fn heaviest(lines: &[Line], lang: Option<Lang>) -> (i64, usize, usize) {
    let (mut best, mut sum, mut start) = ((0, 0, 0), 0, 0);
    for (index, line) in lines.iter().enumerate() {
        if sum <= 0 {
            (sum, start) = (0, index);
        }
        sum += weight(line, lang);
        if sum > best.0 {
            best = (sum, start, index + 1);
        }
    }
    best
}

/// Ends the run where related headlines or comments begin, unless much of the article comes after.
fn cut_at_sections(lines: &[Line], run: Run) -> Run {
    for index in run.start..run.end {
        let percent = match lines[index].marker {
            Some(Reason::Related) if lines[index].words <= 6 => RELATED_TAIL_PERCENT,
            Some(Reason::Comments) => COMMENTS_TAIL_PERCENT,
            _ => continue,
        };
        let before = Mass::of(&lines[run.start..index], run.lang);
        let after = Mass::of(&lines[index + 1..run.end], run.lang);
        let percent = if after.is_like(&before) { RESUMED_TAIL_PERCENT } else { percent };
        if after.sum * 100 < before.sum * percent {
            return Run { end: index, ..run };
        }
    }
    run
}

/// The sentences of a stretch in the language of the article.
struct Mass {
    sum: i64,
    count: i64,
}

impl Mass {
    fn of(lines: &[Line], lang: Option<Lang>) -> Self {
        let own = |f: &&Line| f.shape != Shape::Fragment && f.marker.is_none() && !is_foreign(f, lang);
        let lengths: Vec<i64> = lines.iter().filter(own).map(length).collect();
        Self { sum: lengths.iter().sum(), count: i64::try_from(lengths.len()).unwrap_or(i64::MAX) }
    }

    /// Whether its paragraphs are as long as those of the article before: comments and teasers are shorter.
    fn is_like(&self, before: &Self) -> bool {
        self.count >= 2 && self.sum * before.count * 100 >= before.sum * self.count * LIKE_PERCENT
    }
}

/// The language of a block, where it is sure.
fn own_lang(line: &Line) -> Option<Lang> {
    line.lang.filter(|_| line.told)
}
