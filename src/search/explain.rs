//! Why a hit ranks where it does: what each word adds to its score.

use super::mark::Matched;
use super::rank::Ranking;
use crate::engine::{self, SideTotals};

/// What one word or phrase adds to a score.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Why {
    /// As typed.
    pub query: String,
    /// How often the passage holds its exact form.
    pub exact: u32,
    /// How often it holds another form, which counts half.
    pub other: u32,
    /// How many passages of the corpus hold it.
    pub passages: u64,
    /// What it adds, to four decimals.
    pub adds: f64,
}

impl Why {
    /// The reason in words.
    pub fn sentence(&self) -> String {
        let Self { query, exact, other, passages, adds } = self;
        let other =
            if *other > 0 { format!(" and {other} in another form (half each)") } else { String::new() };
        format!("{query}: {exact} as typed{other}, in {passages} passages of the corpus, adds {adds:.4}")
    }
}

/// What each leaf that a passage holds adds to its score.
pub(super) fn explain(ranking: &Ranking, totals: &SideTotals, matched: &[Matched], length: u32) -> Vec<Why> {
    let Some(plan) = &ranking.plan else { return Vec::new() };
    let why = |matched: &Matched| {
        let leaf = plan.leaves.iter().position(|leaf| leaf.typed() == matched.typed)?;
        let passages = ranking.holding.get(leaf).copied().unwrap_or(0);
        let halves = matched.exact * 2 + matched.other;
        let part = engine::part(totals, passages, (halves, length));
        let adds = (part.part * 10_000.0).round() / 10_000.0;
        Some(Why { query: matched.typed.clone(), exact: matched.exact, other: matched.other, passages, adds })
    };
    matched.iter().filter_map(why).collect()
}
