//! Learns what the body and the headline of a page are told by: a choice among its candidates, for the headline also
//! that there is none, by conditional logit (`McFadden` 1974) with Adam (Kingma & Ba 2015).

use kartoteka::clean::train::{Candidate, Sample, Weights};

use crate::pages::{Dump, Track};

/// A page: the traits of its candidates, and which of them are right.
struct Choice {
    weight: f64,
    traits: Vec<Vec<f64>>,
    right: Vec<bool>,
}

const ROUNDS: i32 = 200;
const RATE: f64 = 0.1;
const RIDGE: f64 = 2.0;

/// Weights are in this share of a logit.
const SCALE: f64 = 100.0;

/// The weights learnt from some pages.
pub fn learn(pages: &[(&Dump, &Sample)]) -> Weights {
    let mut weights = Weights::default();
    let known = pages.iter().filter(|(dump, _)| dump.has_gold());
    let bodies: Vec<Choice> =
        known.clone().filter_map(|(dump, sample)| body(dump, &sample.bodies())).collect();
    weights.body = fitted(bodies);
    let headlines = known.filter_map(|(dump, sample)| headline(dump, &sample.headlines(&weights))).collect();
    weights.headline = fitted(headlines);
    weights
}

/// How many bodies and headlines of the real pages are chosen right, and of how many.
pub fn right(pages: &[(&Dump, &Sample)], weights: &Weights) -> [(usize, usize); 2] {
    let known =
        pages.iter().filter(|(dump, _)| dump.has_gold() && !matches!(dump.track, Track::Made | Track::Bare));
    let mut sums = [(0, 0); 2];
    for (dump, sample) in known {
        let choices = [
            (body(dump, &sample.bodies()), &weights.body),
            (headline(dump, &sample.headlines(weights)), &weights.headline),
        ];
        for (sum, (choice, weights)) in sums.iter_mut().zip(choices) {
            let Some(choice) = choice else { continue };
            let weights: Vec<f64> = weights.iter().map(|weight| f64::from(*weight)).collect();
            let best = (0..choice.traits.len()).max_by(|a, b| {
                score(&choice.traits[*a], &weights).total_cmp(&score(&choice.traits[*b], &weights))
            });
            sum.0 += usize::from(best.is_some_and(|best| choice.right[best]));
            sum.1 += 1;
        }
    }
    sums
}

/// The right bodies are those with the most of the article, or half as much, that hold more of it than noise.
fn body(dump: &Dump, candidates: &[Candidate]) -> Option<Choice> {
    let tokens = |candidate: &Candidate, least: f32| -> usize {
        let blocks = candidate.from..candidate.to;
        blocks.filter(|at| dump.targets[*at] > least).map(|at| dump.tokens[at].len()).sum()
    };
    let most = candidates.iter().map(|candidate| tokens(candidate, 0.5)).max().filter(|most| *most > 0)?;
    let right = |candidate: &Candidate| {
        let article = tokens(candidate, 0.5);
        2 * article >= most && 2 * article > tokens(candidate, -1.0)
    };
    let weight = match dump.track {
        Track::Text => 1.0,
        Track::Mix => 0.7,
        Track::Near => 0.5,
        Track::Made => 0.3,
        Track::Bare => 0.2,
    };
    let choice = Choice {
        weight,
        traits: candidates.iter().map(traits).collect(),
        right: candidates.iter().map(right).collect(),
    };
    choice.right.contains(&true).then_some(choice)
}

fn traits(candidate: &Candidate) -> Vec<f64> {
    candidate.traits.iter().map(|t| f64::from(*t)).collect()
}

/// The right headline is the page's title, or the first short block of the article; the last candidate is none.
fn headline(dump: &Dump, candidates: &[Candidate]) -> Option<Choice> {
    let article = |index: usize| dump.targets[index] > 0.5;
    let is_title = |candidate: &Candidate| dump.titles.contains(&dump.tokens[candidate.from]);
    let says = |index: usize| dump.blocks[index].span.of(&dump.decoded.text);
    let short = |index: usize| {
        dump.tokens[index].len() < LONGEST && !says(index).ends_with(['.', '!', '?', '…', '。'])
    };
    let untitled = dump.id.starts_with("aeb");
    let first = candidates.iter().position(|of| article(of.from) && short(of.from) && !untitled);
    let right = candidates.iter().position(is_title).or(first).unwrap_or(candidates.len());
    let weight = match dump.track {
        Track::Text | Track::Near => 1.0,
        Track::Mix => 0.5,
        Track::Made | Track::Bare => 0.3,
    };
    let doubt = if untitled && right == candidates.len() { 0.5 } else { 1.0 };
    let width = candidates.first()?.traits.len();
    // A trait that only none has.
    let with_none = |candidate| traits(candidate).into_iter().chain([0.0]).collect();
    let none = (0..width).map(|_| 0.0).chain([1.0]).collect();
    Some(Choice {
        weight: weight * doubt,
        traits: candidates.iter().map(with_none).chain([none]).collect(),
        right: (0..=candidates.len()).map(|at| at == right).collect(),
    })
}

/// A headline has fewer tokens.
const LONGEST: usize = 40;

fn fitted(mut choices: Vec<Choice>) -> Vec<i32> {
    let units = units(&choices);
    for choice in &mut choices {
        choice.traits.iter_mut().for_each(|traits| traits.iter_mut().zip(&units).for_each(|(t, u)| *t /= u));
    }
    let weights = fit(&choices);
    weights.iter().zip(&units).map(|(weight, unit)| (weight / unit * SCALE).round() as i32).collect()
}

/// How far each trait spreads: weights are learnt for all in like units.
fn units(choices: &[Choice]) -> Vec<f64> {
    let rows = || choices.iter().flat_map(|choice| &choice.traits);
    let count = rows().count() as f64;
    let width = rows().next().map_or(0, Vec::len);
    let of = |column: usize| {
        let mean = rows().map(|row| row[column]).sum::<f64>() / count;
        (rows().map(|row| (row[column] - mean).powi(2)).sum::<f64>() / count).sqrt().max(1e-3)
    };
    (0..width).map(of).collect()
}

fn fit(choices: &[Choice]) -> Vec<f64> {
    let width = choices.first().map_or(0, |choice| choice.traits[0].len());
    let (mut weights, mut first, mut second) = (vec![0.0; width], vec![0.0; width], vec![0.0; width]);
    for round in 1..=ROUNDS {
        let mut slope: Vec<f64> = weights.iter().map(|weight| 2.0 * RIDGE * weight).collect();
        for choice in choices {
            add_slope(&weights, choice, &mut slope);
        }
        for at in 0..width {
            first[at] = 0.9 * first[at] + 0.1 * slope[at];
            second[at] = 0.99 * second[at] + 0.01 * slope[at] * slope[at];
            let (mean, spread) =
                (first[at] / (1.0 - 0.9_f64.powi(round)), second[at] / (1.0 - 0.99_f64.powi(round)));
            weights[at] -= RATE * mean / (spread.sqrt() + 1e-8);
        }
    }
    weights
}

/// The slope of what the choice costs: how likely a candidate is held to be, less how likely it is among the right.
fn add_slope(weights: &[f64], choice: &Choice, slope: &mut [f64]) {
    let scores: Vec<f64> = choice.traits.iter().map(|traits| score(traits, weights)).collect();
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let parts: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
    let all: f64 = parts.iter().sum();
    let of_right: f64 =
        parts.iter().zip(&choice.right).filter(|(_, right)| **right).map(|(part, _)| part).sum();
    for ((part, right), traits) in parts.iter().zip(&choice.right).zip(&choice.traits) {
        let wanted = if *right { part / of_right.max(1e-12) } else { 0.0 };
        let off = choice.weight * (part / all - wanted);
        slope.iter_mut().zip(traits).for_each(|(slope, t)| *slope += off * t);
    }
}

fn score(traits: &[f64], weights: &[f64]) -> f64 {
    traits.iter().zip(weights).map(|(t, w)| t * w).sum()
}
