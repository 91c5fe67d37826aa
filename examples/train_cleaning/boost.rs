//! Gradient boosting with symmetric trees (Prokhorenkova et al. 2018, "CatBoost"): every level of a tree asks one
//! question of all rows, so that a tree is a few comparisons and a look-up. Newton steps for logistic loss (Chen &
//! Guestrin 2016), pages drawn anew for each tree (Friedman 2002). The same rows give the same trees.

use kartoteka::clean::train::{Model, Tree};

use crate::random::Random;

/// How a forest is grown.
#[derive(Clone, Copy)]
pub struct Plan {
    pub trees: usize,
    pub depth: usize,
    pub rate: f64,
    pub ridge: f64,
    pub pages: f64,
    pub columns: f64,
    pub seed: u64,
}

/// Rows to learn from, one after another.
pub struct Rows<'a> {
    pub width: usize,
    pub values: Vec<&'a [u8]>,
    pub targets: Vec<f32>,
    pub weights: Vec<f32>,
    pub pages: Vec<u32>,
}

/// Leaves are in this share of a logit.
pub const SCALE: f64 = 256.0;

const BINS: usize = 64;

pub fn grow(rows: &Rows<'_>, plan: &Plan) -> Model {
    let mut random = Random::new(plan.seed);
    let weight: f64 = rows.weights.iter().map(|w| f64::from(*w)).sum();
    let positive: f64 = rows.weights.iter().zip(&rows.targets).map(|(w, t)| f64::from(w * t)).sum();
    let share = (positive / weight).clamp(0.001, 0.999);
    let base = ((share / (1.0 - share)).ln() * SCALE).round() as i32;
    let mut forest = Model { base, ..Model::default() };
    let mut scores = vec![f64::from(base) / SCALE; rows.values.len()];
    let most = rows.pages.iter().max().map_or(0, |page| *page as usize + 1);
    for _ in 0..plan.trees {
        let drawn: Vec<bool> = (0..most).map(|_| random.share() < plan.pages).collect();
        let mut columns: Vec<usize> = (0..rows.width).filter(|_| random.share() < plan.columns).collect();
        if columns.is_empty() {
            columns.push(0);
        }
        let chosen: Vec<usize> = (0..rows.values.len())
            .filter(|row| drawn[rows.pages[*row] as usize] && rows.weights[*row] > 0.0)
            .collect();
        let steps: Vec<(f32, f32)> = chosen.iter().map(|row| gradient(rows, &scores, *row)).collect();
        let tree = grow_tree(rows, &chosen, &steps, &columns, plan);
        for (score, row) in scores.iter_mut().zip(&rows.values) {
            *score += f64::from(tree.leaves[tree.leaf(row)]) / SCALE;
        }
        forest.trees.push(tree);
    }
    forest
}

fn gradient(rows: &Rows<'_>, scores: &[f64], row: usize) -> (f32, f32) {
    let p = (1.0 / (1.0 + (-scores[row]).exp())) as f32;
    let weight = rows.weights[row];
    (weight * (rows.targets[row] - p), weight * (p * (1.0 - p)).max(1e-4))
}

fn grow_tree(
    rows: &Rows<'_>,
    chosen: &[usize],
    steps: &[(f32, f32)],
    columns: &[usize],
    plan: &Plan,
) -> Tree {
    let mut leaf_of = vec![0_u8; chosen.len()];
    let mut splits = Vec::new();
    for level in 0..plan.depth {
        let sums = histograms(rows, (chosen, steps), columns, (&leaf_of, 1 << level));
        let (column, from) = best_question(&sums, columns, 1 << level, plan.ridge);
        for (leaf, row) in leaf_of.iter_mut().zip(chosen) {
            *leaf |= u8::from(rows.values[*row][column] >= from) << level;
        }
        splits.push((u8::try_from(column).unwrap(), from));
    }
    let mut sums = vec![(0.0_f64, 0.0_f64); 1 << plan.depth];
    for (leaf, step) in leaf_of.iter().zip(steps) {
        let sum = &mut sums[usize::from(*leaf)];
        *sum = (sum.0 + f64::from(step.0), sum.1 + f64::from(step.1));
    }
    let value =
        |(g, h): (f64, f64)| (g / (h + plan.ridge) * plan.rate * SCALE).round().clamp(-1000.0, 1000.0) as i16;
    Tree::new(splits, sums.into_iter().map(value).collect())
}

/// For each column, leaf and value the sums of gradient and curvature.
fn histograms(
    rows: &Rows<'_>,
    (chosen, steps): (&[usize], &[(f32, f32)]),
    columns: &[usize],
    (leaf_of, leaves): (&[u8], usize),
) -> Vec<(f32, f32)> {
    let mut sums = vec![(0.0_f32, 0.0_f32); columns.len() * leaves * BINS];
    for ((row, step), leaf) in chosen.iter().zip(steps).zip(leaf_of) {
        let values = rows.values[*row];
        let mut at = usize::from(*leaf) * BINS;
        for column in columns {
            let sum = &mut sums[at + usize::from(values[*column])];
            sum.0 += step.0;
            sum.1 += step.1;
            at += leaves * BINS;
        }
    }
    sums
}

fn best_question(sums: &[(f32, f32)], columns: &[usize], leaves: usize, ridge: f64) -> (usize, u8) {
    let mut best = (f64::NEG_INFINITY, (columns[0], 1));
    for (place, column) in columns.iter().enumerate() {
        let of = &sums[place * leaves * BINS..(place + 1) * leaves * BINS];
        let mut gains = [0.0_f64; BINS];
        for leaf in of.chunks(BINS) {
            let all = leaf.iter().fold((0.0, 0.0), |a, s| (a.0 + f64::from(s.0), a.1 + f64::from(s.1)));
            if all.1 == 0.0 {
                continue;
            }
            let (mut g, mut h) = (0.0, 0.0);
            for (value, sum) in leaf.iter().enumerate().take(BINS - 1) {
                g += f64::from(sum.0);
                h += f64::from(sum.1);
                let (rg, rh) = (all.0 - g, (all.1 - h).max(0.0));
                gains[value + 1] += g * g / (h + ridge) + rg * rg / (rh + ridge);
            }
        }
        for (from, gain) in gains.iter().enumerate().skip(1) {
            if *gain > best.0 + 1e-12 {
                best = (*gain, (*column, from as u8));
            }
        }
    }
    best.1
}
