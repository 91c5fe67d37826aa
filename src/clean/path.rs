//! The best sequence of decisions for a page: exact inference (Viterbi 1967) over before the article, inside it, a
//! gap of it, after it. At least one block is inside.

/// Where a block stands to the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Before its first block.
    Before,
    /// It is part of it.
    Inside,
    /// Between two parts of it.
    Gap,
    /// After its last block.
    After,
}

/// What a path costs, in 1/256 of a logit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// Added to the score of every block.
    pub bias: i32,
    /// For leaving the article and coming back.
    pub gap: i32,
    /// For each block of a gap.
    pub gap_block: i32,
    /// For leaving it for good.
    pub end: i32,
    /// No score of the model counts more.
    pub most: i32,
    /// Added to the score of the line of date and author.
    pub dateline: i32,
    /// Added to that of a single fragment between sentences.
    pub subheading: i32,
    /// Added to that of a list that a colon announces.
    pub listed: i32,
    /// Added to that of the sentences of a page that is hardly more than its article.
    pub plain: i32,
}

impl Costs {
    /// How many numbers there are.
    pub const COUNT: usize = 9;

    /// No costs.
    pub const NONE: Self = Self {
        bias: 0,
        gap: 0,
        gap_block: 0,
        end: 0,
        most: 768,
        dateline: 0,
        subheading: 0,
        listed: 0,
        plain: 0,
    };

    /// The numbers in their order.
    pub fn numbers(&self) -> [i32; Self::COUNT] {
        [
            self.bias,
            self.gap,
            self.gap_block,
            self.end,
            self.most,
            self.dateline,
            self.subheading,
            self.listed,
            self.plain,
        ]
    }

    /// Costs of these numbers.
    pub fn of(
        [bias, gap, gap_block, end, most, dateline, subheading, listed, plain]: [i32; Self::COUNT],
    ) -> Self {
        Self { bias, gap, gap_block, end, most, dateline, subheading, listed, plain }
    }
}

/// Worse than any path.
const NEVER: i64 = i64::MIN / 4;

const STATES: [State; 4] = [State::Before, State::Inside, State::Gap, State::After];

/// The states of all blocks from their scores and what is added to them beyond the model.
pub fn best(scores: &[i32], fixed: &[i32], costs: &Costs) -> Vec<State> {
    let [gap, gap_block, end] = [costs.gap, costs.gap_block, costs.end].map(i64::from);
    let mut values = [0, NEVER, NEVER, NEVER];
    let mut before: Vec<[u8; 4]> = Vec::with_capacity(scores.len());
    for (score, fixed) in scores.iter().zip(fixed) {
        let score = (score + costs.bias).clamp(-costs.most, costs.most) + fixed;
        let inside = better(better((values[0], 0), (values[1], 1)), (values[2], 2));
        let in_gap = better((values[1] - gap, 1), (values[2], 2));
        let after = better((values[1] - end, 1), (values[3], 3));
        before.push([0, inside.1, in_gap.1, after.1]);
        values = [values[0], inside.0 + i64::from(score), in_gap.0 - gap_block, after.0];
    }
    let mut state = better((values[1], 1), (values[3], 3)).1;
    let mut states = vec![State::Before; scores.len()];
    for (index, before) in before.iter().enumerate().rev() {
        let at = usize::from(state);
        (states[index], state) = (STATES[at], before[at]);
    }
    states
}

/// The first of equals.
fn better(a: (i64, u8), b: (i64, u8)) -> (i64, u8) {
    if b.0 > a.0 { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COSTS: Costs = Costs { gap: 100, ..Costs::NONE };

    #[test]
    fn a_short_gap_is_bridged_and_something_is_always_inside() {
        use State::{After, Before, Gap, Inside};
        let states = |scores: &[i32]| best(scores, &vec![0; scores.len()], &COSTS);
        assert_eq!(states(&[-200, 300, -50, 300, -200]), [Before, Inside, Inside, Inside, After]);
        assert_eq!(states(&[-200, 300, -150, 300, -200]), [Before, Inside, Gap, Inside, After]);
        assert_eq!(states(&[-200, -10, -50]), [Before, Inside, After]);
    }
}
