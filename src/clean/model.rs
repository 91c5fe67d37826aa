//! The learnt figures (`model.bin`, written by `examples/train_cleaning`) and what they say of rows: a sum of
//! symmetric trees, each a few comparisons of small numbers, and how much of it comes from which kind of evidence.

use std::sync::LazyLock;

use super::columns::{Column, FIRST, Group};
use super::path::Costs;

/// First bytes of the file.
pub(super) const MAGIC: &[u8; 4] = b"KCLN";

/// Version of the layout.
pub(super) const VERSION: u8 = 1;

/// Rows are judged so many at a time.
pub(super) const CHUNK: usize = 256;

/// What was learnt: trees over the columns, and what it costs to leave the article and to come back.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Where the sum of the trees starts, in 1/256 of a logit.
    pub base: i32,
    /// What the path over the blocks costs.
    pub costs: Costs,
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
    /// The mean of all leaves under each inner node, level after level.
    means: Vec<i16>,
}

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
        let mut means = Vec::new();
        for level in 0..splits.len() {
            for node in 0..1_usize << level {
                let under = leaves.iter().skip(node).step_by(1 << level).map(|leaf| i32::from(*leaf));
                let count = i32::try_from(leaves.len() >> level).unwrap_or(1).max(1);
                means.push(i16::try_from(under.sum::<i32>() / count).unwrap_or(0));
            }
        }
        Self { splits, leaves, means }
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

    /// Adds the values of all rows of a chunk, which lies column after column.
    fn add(&self, chunk: &[u8], scores: &mut [i32]) {
        let mut leaf_of = [0_u8; CHUNK];
        for (level, (column, from)) in self.splits.iter().enumerate() {
            let start = usize::from(*column) * CHUNK;
            let values = chunk.get(start..start + CHUNK).unwrap_or_default();
            for (leaf, value) in leaf_of.iter_mut().zip(values) {
                *leaf |= u8::from(value >= from) << level;
            }
        }
        for (score, leaf) in scores.iter_mut().zip(leaf_of) {
            *score += i32::from(self.leaves.get(usize::from(leaf)).copied().unwrap_or(0));
        }
    }
}

impl Model {
    /// The scores of a chunk of rows, which lies column after column.
    pub(super) fn score(&self, chunk: &[u8], scores: &mut [i32]) {
        scores.fill(self.base);
        for tree in &self.trees {
            tree.add(chunk, scores);
        }
    }

    /// The score of one row.
    pub fn score_of_row(&self, row: &[u8]) -> i32 {
        let values = self.trees.iter().map(|tree| tree.leaves.get(tree.leaf(row)).copied().unwrap_or(0));
        self.base + values.map(i32::from).sum::<i32>()
    }

    /// How much each group of columns adds to the score of a row: what each answer changes in the mean of the
    /// leaves that are left (Saabas 2014, "Interpreting random forests").
    pub(super) fn evidence(&self, row: &[u8], columns: &[Column]) -> [i32; Group::COUNT] {
        let mut evidence = [0; Group::COUNT];
        for tree in &self.trees {
            let leaf = tree.leaf(row);
            let mut before = tree.means.first().copied().unwrap_or(0);
            for (level, (column, _)) in tree.splits.iter().enumerate() {
                let below = leaf & ((1 << (level + 1)) - 1);
                let next = if level + 1 == tree.splits.len() {
                    tree.leaves.get(leaf)
                } else {
                    tree.means.get((1 << (level + 1)) - 1 + below)
                };
                let next = next.copied().unwrap_or(0);
                if let Some((_, group)) = columns.get(usize::from(*column)) {
                    evidence[*group as usize] += i32::from(next) - i32::from(before);
                }
                before = next;
            }
        }
        evidence
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
    let count = u16::from_le_bytes(take(&mut bytes)?);
    let mut trees = Vec::with_capacity(usize::from(count));
    for _ in 0..count {
        trees.push(parse_tree(&mut bytes)?);
    }
    bytes.is_empty().then_some(Model { base, costs: Costs::of(numbers), trees })
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
    Some(Tree::new(splits, leaves))
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
        let tree = Tree::new(vec![(0, 3), (1, 2)], vec![-8, 4, 0, 12]);
        let model = Model { base: 0, costs: Costs::default(), trees: vec![tree] };
        let evidence = model.evidence(&[5, 9], FIRST);
        assert_eq!(evidence.iter().sum::<i32>(), 12 - 2);
    }
}
