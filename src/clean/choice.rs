//! A choice among the candidates of a page by what speaks for each: traits in small numbers, each with a learnt weight
//! (`McFadden` 1974, "Conditional logit analysis").

/// What the traits weigh, in hundredths of a logit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weights {
    /// Those of a body of text.
    pub body: Vec<i32>,
    /// Those of a headline, and as the last what it must score to be one.
    pub headline: Vec<i32>,
}

/// How much speaks for a candidate.
pub(super) fn score(traits: &[i32], weights: &[i32]) -> i32 {
    traits.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

/// Whether something is so, as a trait.
pub(super) fn yes(so: bool) -> i32 {
    i32::from(so)
}

/// A number as a trait.
pub(super) fn number(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(0)
}
