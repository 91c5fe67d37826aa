//! The learnt figures (`model.bin`, written by `examples/train_cleaning`) and what they say of rows: a sum of
//! symmetric trees, each a few comparisons of small numbers, and how much of it comes from which kind of evidence.

use std::sync::LazyLock;

use super::choice::Weights;
use super::columns::{Column, FIRST, Group};
use super::path::Costs;
use super::rows::{CHUNK, Rows};
use super::{body, headline};

/// First bytes of the file.
pub(super) const MAGIC: &[u8; 4] = b"KCLN";

/// Version of the layout.
pub(super) const VERSION: u8 = 3;

/// What was learnt: trees over the columns, and what it costs to leave the article and to come back.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Where the sum of the trees starts, in 1/256 of a logit.
    pub base: i32,
    /// What the path over the blocks costs.
    pub costs: Costs,
    /// What the choice of body and headline goes by.
    pub weights: Weights,
    /// The trees.
    pub trees: Vec<Tree>,
}

/// A tree that asks one question a level.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// A column, and from which value on the answer is yes.
    pub splits: Vec<(u8, u8)>,
    /// The value of each leaf; the answer of the first level is the lowest bit of its number.
    pub leaves: Vec<i16>,
    /// How much of each leaf, beyond the mean of all, comes from which group of columns.
    shares: Vec<[i16; Group::COUNT]>,
}

/// How much of a score comes from which group of columns.
pub(super) type Evidence = [i32; Group::COUNT];

/// The model committed beside this file.
pub(super) static MODEL: LazyLock<Model> =
    LazyLock::new(|| parse(include_bytes!("model.bin")).unwrap_or_default());

/// A number that changes with the names or the order of columns.
fn digest(columns: &[Column]) -> u32 {
    let names = columns.iter().flat_map(|column| column.0.bytes().chain([0]));
    names.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl Tree {
    /// A tree of these questions and leaves.
    pub fn new(splits: Vec<(u8, u8)>, leaves: Vec<i16>) -> Self {
        Self { splits, leaves, shares: Vec::new() }
    }

    /// Adds to a tree over these columns how much of each leaf comes from which group: what each answer changes in
    /// the mean of the leaves that are left (Saabas 2014, "Interpreting random forests").
    fn with_shares(mut self, columns: &[Column]) -> Self {
        let share = |leaf: usize| {
            let mut share = Evidence::default();
            for (level, (column, _)) in self.splits.iter().enumerate() {
                if let Some((_, group)) = columns.get(usize::from(*column)) {
                    share[*group as usize] += self.mean(leaf, level + 1) - self.mean(leaf, level);
                }
            }
            share.map(|share| i16::try_from(share.clamp(-MOST_SHARE, MOST_SHARE)).unwrap_or(0))
        };
        self.shares = (0..self.leaves.len()).map(share).collect();
        self
    }

    /// The mean of all leaves that have the first answers of a leaf.
    fn mean(&self, leaf: usize, answers: usize) -> i32 {
        let first = leaf & ((1 << answers) - 1);
        let under = self.leaves.iter().skip(first).step_by(1 << answers).map(|leaf| i32::from(*leaf));
        under.sum::<i32>() / i32::try_from(self.leaves.len() >> answers).unwrap_or(1).max(1)
    }

    /// The number of the leaf that a row comes to.
    pub fn leaf(&self, row: &[u8]) -> usize {
        let answers = self.splits.iter().enumerate();
        answers
            .map(|(level, (column, from))| {
                usize::from(row.get(usize::from(*column)).is_some_and(|value| value >= from)) << level
            })
            .sum()
    }

    /// The leaf of each row of a chunk, which lies column after column.
    #[inline]
    fn leaves_of(&self, chunk: &[u8]) -> [u8; CHUNK] {
        let mut leaf_of = [0_u8; CHUNK];
        let columns = chunk.as_chunks::<CHUNK>().0;
        for (level, (column, from)) in self.splits.iter().enumerate() {
            let Some(values) = columns.get(usize::from(*column)) else { continue };
            for (leaf, value) in leaf_of.iter_mut().zip(values) {
                *leaf |= u8::from(value >= from) << level;
            }
        }
        leaf_of
    }

    fn add_shares(&self, chunk: &[u8], sums: &mut [[i16; Group::COUNT]; CHUNK]) {
        for (sum, leaf) in sums.iter_mut().zip(self.leaves_of(chunk)) {
            let Some(share) = self.shares.get(usize::from(leaf)) else { continue };
            sum.iter_mut().zip(share).for_each(|(sum, share)| *sum += share);
        }
    }
}

/// No share counts more, so that those of some trees add up in two bytes.
const MOST_SHARE: i32 = i16::MAX as i32 / 16;
const AT_ONCE: usize = 16;

impl Model {
    /// The score of each row.
    pub(super) fn scores(&self, rows: &Rows) -> Vec<i32> {
        let mut scores = vec![self.base; rows.count()];
        for (chunk, scores) in rows.chunks().zip(scores.chunks_mut(CHUNK)) {
            for tree in &self.trees {
                for (score, leaf) in scores.iter_mut().zip(tree.leaves_of(chunk)) {
                    *score += i32::from(tree.leaves.get(usize::from(leaf)).copied().unwrap_or(0));
                }
            }
        }
        scores
    }

    /// How much each group of columns adds to the score of each row.
    pub(super) fn evidence(&self, rows: &Rows) -> Vec<Evidence> {
        let mut all = vec![Evidence::default(); rows.count()];
        for (chunk, all) in rows.chunks().zip(all.chunks_mut(CHUNK)) {
            for trees in self.trees.chunks(AT_ONCE) {
                let mut sums = [[0_i16; Group::COUNT]; CHUNK];
                for tree in trees {
                    tree.add_shares(chunk, &mut sums);
                }
                for (all, sums) in all.iter_mut().zip(sums) {
                    all.iter_mut().zip(sums).for_each(|(all, sum)| *all += i32::from(sum));
                }
            }
        }
        all
    }

    /// The score of one row.
    pub fn score_of_row(&self, row: &[u8]) -> i32 {
        let values = self.trees.iter().map(|tree| tree.leaves.get(tree.leaf(row)).copied().unwrap_or(0));
        self.base + values.map(i32::from).sum::<i32>()
    }

    /// The file of a model.
    pub fn to_bytes(&self, columns: &[Column]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(VERSION);
        bytes.extend(digest(columns).to_le_bytes());
        bytes.extend(self.base.to_le_bytes());
        for cost in self.costs.numbers() {
            bytes.extend(cost.to_le_bytes());
        }
        for weight in self.weights.body.iter().chain(&self.weights.headline) {
            bytes.extend(weight.to_le_bytes());
        }
        bytes.extend(u16::try_from(self.trees.len()).unwrap_or(0).to_le_bytes());
        for tree in &self.trees {
            bytes.push(u8::try_from(tree.splits.len()).unwrap_or(0));
            bytes.extend(tree.splits.iter().flat_map(|(column, from)| [*column, *from]));
            bytes.extend(tree.leaves.iter().flat_map(|leaf| leaf.to_le_bytes()));
        }
        bytes
    }
}

/// Reads a model; `None` if it is not whole, or was learnt with other columns.
fn parse(mut bytes: &[u8]) -> Option<Model> {
    if take::<4>(&mut bytes)? != *MAGIC || take::<1>(&mut bytes)? != [VERSION] {
        return None;
    }
    if u32::from_le_bytes(take(&mut bytes)?) != digest(FIRST) {
        return None;
    }
    let base = i32::from_le_bytes(take(&mut bytes)?);
    let mut numbers = [0; Costs::COUNT];
    for number in &mut numbers {
        *number = i32::from_le_bytes(take(&mut bytes)?);
    }
    let body = parse_weights(&mut bytes, body::TRAITS)?;
    let headline = parse_weights(&mut bytes, headline::TRAITS + 1)?;
    let count = u16::from_le_bytes(take(&mut bytes)?);
    let mut trees = Vec::with_capacity(usize::from(count));
    for _ in 0..count {
        trees.push(parse_tree(&mut bytes)?);
    }
    bytes.is_empty().then_some(Model {
        base,
        costs: Costs::of(numbers),
        weights: Weights { body, headline },
        trees,
    })
}

fn parse_weights(bytes: &mut &[u8], count: usize) -> Option<Vec<i32>> {
    (0..count).map(|_| take(bytes).map(i32::from_le_bytes)).collect()
}

fn parse_tree(bytes: &mut &[u8]) -> Option<Tree> {
    let [depth] = take::<1>(bytes)?;
    if depth > 8 {
        return None;
    }
    let mut splits = Vec::with_capacity(usize::from(depth));
    for _ in 0..depth {
        let [column, from] = take(bytes)?;
        if usize::from(column) >= FIRST.len() {
            return None;
        }
        splits.push((column, from));
    }
    let mut leaves = Vec::with_capacity(1 << depth);
    for _ in 0..1_usize << depth {
        leaves.push(i16::from_le_bytes(take(bytes)?));
    }
    Some(Tree::new(splits, leaves).with_shares(FIRST))
}

fn take<const COUNT: usize>(bytes: &mut &[u8]) -> Option<[u8; COUNT]> {
    let (taken, rest) = bytes.split_first_chunk::<COUNT>()?;
    *bytes = rest;
    Some(*taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_model_is_of_these_columns() {
        let model = parse(include_bytes!("model.bin")).unwrap();
        assert!(model.trees.len() > 10);
        assert_eq!(model.to_bytes(FIRST), include_bytes!("model.bin"));
        assert!(include_bytes!("model.bin").len() < 500_000);
    }

    #[test]
    fn evidence_adds_up_to_the_score() {
        let tree = Tree::new(vec![(0, 3), (1, 2)], vec![-8, 4, 0, 12]).with_shares(FIRST);
        assert_eq!(tree.shares[3].iter().sum::<i16>(), 12 - 2);
    }
}
