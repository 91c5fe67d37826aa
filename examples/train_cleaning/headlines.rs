//! Learns what the headline of a page is told by: a choice among its candidates and none, conditional logit (`McFadden`
//! 1974) by Adam (Kingma & Ba 2015). `HEADLINES=1` prints the weights for `src/clean/headline.rs`, what "none" weighs,
//! and how often the choice is right with the page's site held back.

use crate::Set;
use crate::pages::{Dump, FOLDS, Track};

/// A page: the traits of its candidates, and which is right; their count where none is.
struct Choice {
    fold: usize,
    weight: f64,
    real: bool,
    traits: Vec<Vec<f64>>,
    right: usize,
}

const ROUNDS: i32 = 150;
const RATE: f64 = 0.1;
const RIDGE: f64 = 2.0;

/// Weights are in this share of a logit.
const SCALE: f64 = 100.0;

pub fn learn(set: &Set<'_>) {
    let mut choices: Vec<Choice> = set.each(|dump, sheet| choice(dump, &sheet.candidates));
    choices.retain(|choice| !choice.traits.is_empty());
    let units = units(&choices);
    for choice in &mut choices {
        choice.traits.iter_mut().for_each(|traits| traits.iter_mut().zip(&units).for_each(|(t, u)| *t /= u));
    }
    let (mut right, mut all) = (0, 0);
    for fold in 0..FOLDS {
        let weights = fit(&choices.iter().filter(|choice| choice.fold != fold));
        for choice in choices.iter().filter(|choice| choice.fold == fold && choice.real) {
            right += usize::from(best(&weights, choice) == choice.right);
            all += 1;
        }
    }
    println!("{right} of {all} right, their sites held back");
    let weights = fit(&choices.iter());
    let numbers = weights.iter().zip(units.iter().chain(&[1.0])).map(|(w, u)| (w / u * SCALE).round());
    println!("weights, the last of none: {:?}", numbers.collect::<Vec<_>>());
}

fn choice(dump: &Dump, candidates: &[(usize, Vec<i32>)]) -> Choice {
    let article = |index: usize| dump.targets[index] > 0.5;
    let is_title = |(index, _): &(usize, Vec<i32>)| dump.titles.contains(&dump.tokens[*index]);
    let says = |index: usize| dump.blocks[index].span.of(&dump.decoded.text);
    let short = |index: usize| {
        dump.tokens[index].len() < LONGEST && !says(index).ends_with(['.', '!', '?', '…', '。'])
    };
    let untitled = dump.id.starts_with("aeb");
    let first = candidates.iter().position(|(index, _)| article(*index) && short(*index) && !untitled);
    let right = candidates.iter().position(is_title).or(first).unwrap_or(candidates.len());
    let weight = match dump.track {
        Track::Text | Track::Near => 1.0,
        Track::Mix => 0.5,
        Track::Made | Track::Bare => 0.3,
    };
    let doubt = if untitled && right == candidates.len() { 0.5 } else { 1.0 };
    let traits =
        candidates.iter().map(|(_, traits)| traits.iter().map(|t| f64::from(*t)).collect()).collect();
    Choice {
        fold: dump.fold,
        weight: weight * doubt,
        real: matches!(dump.track, Track::Text | Track::Near | Track::Mix),
        traits,
        right,
    }
}

/// A headline has fewer tokens.
const LONGEST: usize = 40;

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

/// What each candidate and none score; the weight of none is the last.
fn scores(weights: &[f64], choice: &Choice) -> Vec<f64> {
    let score = |traits: &Vec<f64>| traits.iter().zip(weights).map(|(t, w)| t * w).sum();
    choice.traits.iter().map(score).chain(weights.last().copied()).collect()
}

fn best(weights: &[f64], choice: &Choice) -> usize {
    let scores = scores(weights, choice);
    (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0)
}

fn fit<'a>(choices: &(impl Iterator<Item = &'a Choice> + Clone)) -> Vec<f64> {
    let width = choices.clone().next().map_or(0, |choice| choice.traits[0].len()) + 1;
    let (mut weights, mut first, mut second) = (vec![0.0; width], vec![0.0; width], vec![0.0; width]);
    for round in 1..=ROUNDS {
        let mut slope: Vec<f64> = weights.iter().map(|weight| 2.0 * RIDGE * weight).collect();
        slope[width - 1] = 0.0;
        choices.clone().for_each(|choice| add_slope(&weights, choice, &mut slope));
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

fn add_slope(weights: &[f64], choice: &Choice, slope: &mut [f64]) {
    let scores = scores(weights, choice);
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let all: f64 = scores.iter().map(|score| (score - most).exp()).sum();
    for (at, score) in scores.iter().enumerate() {
        let off = choice.weight * ((score - most).exp() / all - f64::from(u8::from(at == choice.right)));
        match choice.traits.get(at) {
            Some(traits) => slope.iter_mut().zip(traits).for_each(|(slope, t)| *slope += off * t),
            None => slope[weights.len() - 1] += off,
        }
    }
}
