//! Where the article runs, and in which language.
//!
//! The run is the stretch of blocks with the largest sum of weights (Kadane's maximum subarray): sentences
//! weigh what they are long, fragments and interface phrases weigh against. It is found once for each
//! language on the page; the language whose run weighs most is that of the article, so that a sidebar, even
//! a long one, does not decide it.

use std::collections::BTreeSet;

use super::Reason;
use super::features::{Features, Shape, is_foreign};
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
pub(super) fn find(features: &[Features]) -> Run {
    let sentences = features.iter().filter(|f| f.shape == Shape::Sentence);
    let langs: BTreeSet<Option<Lang>> = sentences.map(|f| f.lang).collect();
    let told = langs.iter().any(Option::is_some);
    let first_headline = features.iter().find(|f| is_headline_like(f)).and_then(|f| f.lang);
    let candidates = langs.into_iter().filter(|lang| lang.is_some() || !told);
    let weighed = candidates.map(|lang| {
        let (weight, start, end) = heaviest(features, lang);
        let with_bonus = if lang.is_some() && lang == first_headline { HEADLINE_PERCENT } else { 100 };
        (weight * with_bonus, Run { start, end, lang })
    });
    let best = weighed.reduce(|best, next| if next.0 > best.0 { next } else { best });
    let Some((_, run)) = best else {
        let lang = features.iter().find_map(|f| f.lang);
        return Run { start: 0, end: 0, lang };
    };
    cut_at_sections(features, run)
}

fn is_headline_like(feature: &Features) -> bool {
    feature.shape == Shape::Fragment
        && feature.words >= 4
        && feature.letters >= 20
        && feature.marker.is_none()
}

fn weight(feature: &Features, lang: Option<Lang>) -> i64 {
    let is_other = |own: Lang| lang.is_some_and(|lang| lang != own && !langid::same_group(lang, own));
    match (feature.marker, feature.shape) {
        (Some(Reason::Related | Reason::Comments), _) => SECTION,
        (Some(_), _) => PHRASE,
        _ if feature.lang.is_some_and(is_other) => FOREIGN,
        (None, Shape::Fragment) => FRAGMENT,
        (None, Shape::ListItem) => length(feature) / 2,
        (None, Shape::Sentence) => length(feature),
    }
}

fn length(feature: &Features) -> i64 {
    i64::try_from(feature.chars).unwrap_or(HEAVIEST).min(HEAVIEST)
}

/// The stretch with the largest sum of weights, first of equals, as (sum, start, end).
fn heaviest(features: &[Features], lang: Option<Lang>) -> (i64, usize, usize) {
    let (mut best, mut sum, mut start) = ((0, 0, 0), 0, 0);
    for (index, feature) in features.iter().enumerate() {
        if sum <= 0 {
            (sum, start) = (0, index);
        }
        sum += weight(feature, lang);
        if sum > best.0 {
            best = (sum, start, index + 1);
        }
    }
    best
}

/// Ends the run where related headlines or comments begin, unless much of the article comes after.
fn cut_at_sections(features: &[Features], run: Run) -> Run {
    for index in run.start..run.end {
        let percent = match features[index].marker {
            Some(Reason::Related) if features[index].words <= 6 => RELATED_TAIL_PERCENT,
            Some(Reason::Comments) => COMMENTS_TAIL_PERCENT,
            _ => continue,
        };
        let before = Mass::of(&features[run.start..index], run.lang);
        let after = Mass::of(&features[index + 1..run.end], run.lang);
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
    fn of(features: &[Features], lang: Option<Lang>) -> Self {
        let own = |f: &&Features| f.shape != Shape::Fragment && f.marker.is_none() && !is_foreign(f, lang);
        let lengths: Vec<i64> = features.iter().filter(own).map(length).collect();
        Self { sum: lengths.iter().sum(), count: i64::try_from(lengths.len()).unwrap_or(i64::MAX) }
    }

    /// Whether its paragraphs are as long as those of the article before: comments and teasers are shorter.
    fn is_like(&self, before: &Self) -> bool {
        self.count >= 2 && self.sum * before.count * 100 >= before.sum * self.count * LIKE_PERCENT
    }
}
