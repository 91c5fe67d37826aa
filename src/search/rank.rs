//! What a plan found, in order: tiers first, then scores, equal passages as one.
//!
//! Tiers: all words in one passage, counting those of the headline and the subheading above it; all words in
//! one article, which shows its best passage; some. For a single phrase: its exact form, then inflected ones.
//! Knows no engine: all of it follows from masks, scores and keys.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::SideCount;
use crate::engine::{Found, Outcome};
use crate::query::{Plan, TierRule};

/// How many tiers there are.
pub const TIERS: usize = 3;

/// The tier of all hits of a query with too many words for the tier rule: ranked by score alone.
const NO_TIERS: u8 = 3;

/// Passages that say the same.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) tier: u8,
    pub(super) score: i64,
    /// Members by path, as indexes into [`Ranking::found`]. The first stands for all.
    pub(super) members: Vec<usize>,
}

/// Groups in order.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    pub(super) plan: Option<Plan>,
    pub(super) groups: Vec<Group>,
    pub(super) found: Vec<Found>,
    pub(super) sources: Vec<Vec<u8>>,
    pub(super) count: SideCount,
    /// For each leaf, how many passages hold it.
    pub(super) holding: Vec<u64>,
    /// How many passages were left out because a date was asked of and they have none.
    pub(super) undated: u64,
}

/// What hits are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The tier, then the score.
    #[default]
    Score,
    /// The date, newest first, undated ones last.
    Date,
}

/// What becomes of passages without a date where one is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Undated {
    /// They are left out, and counted.
    #[default]
    Left,
    /// They are kept.
    Kept,
}

/// How what was found is ranked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Order {
    pub(super) sort: Sort,
    pub(super) undated: Undated,
}

impl Ranking {
    /// The groups in order, of each source at most so many.
    pub(super) fn first(&self, per_file: Option<usize>) -> impl Iterator<Item = &Group> {
        let mut shown: HashMap<usize, usize> = HashMap::new();
        let fits = move |group: &&Group| {
            let Some(most) = per_file else { return true };
            let source = group.members.first().map_or(0, |member| self.found[*member].source);
            let count = shown.entry(source).or_default();
            *count += 1;
            *count <= most
        };
        self.groups.iter().filter(fits)
    }
}

/// Ranks what was found.
pub(super) fn rank(plan: &Plan, outcome: Outcome, order: Order) -> Ranking {
    let Outcome { mut found, sources, holding } = outcome;
    let places = places(&sources);
    if order.undated == Undated::Kept {
        let dates = plan.dates();
        found.iter_mut().filter(|found| found.day.is_none()).for_each(|found| found.mask |= dates);
    }
    found.sort_unstable_by_key(|found| (places[found.source], found.start));
    let above = Above::of(plan, &found);
    let undated = found.iter().filter(|found| above.only_lacks_a_date(found)).count() as u64;
    let mut ranked = grouped(&found, above.tiers(&found));
    // Without anything to score, the date is what tells passages apart.
    let by_date = order.sort == Sort::Date || plan.telling() == 0;
    ranked.sort_by_key(|group| {
        let first = group.members.first().copied();
        let day = first.and_then(|first| found[first].day).filter(|_| by_date);
        (Reverse(day), group.tier, Reverse(group.score), first)
    });
    let count = count(&ranked, &found);
    Ranking { plan: Some(plan.clone()), groups: ranked, found, sources, count, holding, undated }
}

/// Passages that say the same become one, with the best tier and score among them.
fn grouped(found: &[Found], tiers: Vec<Option<u8>>) -> Vec<Group> {
    let mut groups: HashMap<u128, usize> = HashMap::new();
    let mut ranked: Vec<Group> = Vec::new();
    for (index, tier) in tiers.into_iter().enumerate() {
        let Some(tier) = tier else { continue };
        let here = &found[index];
        let group = *groups.entry(here.twin).or_insert_with(|| {
            ranked.push(Group { tier, score: here.score, members: Vec::new() });
            ranked.len() - 1
        });
        let group = &mut ranked[group];
        if (tier, Reverse(here.score)) < (group.tier, Reverse(group.score)) {
            (group.tier, group.score) = (tier, here.score);
        }
        group.members.push(index);
    }
    ranked
}

/// The place of each source in the order of keys.
fn places(sources: &[Vec<u8>]) -> Vec<usize> {
    let mut by_key: Vec<usize> = (0..sources.len()).collect();
    by_key.sort_unstable_by(|a, b| sources[*a].cmp(&sources[*b]));
    let mut places = vec![0; sources.len()];
    for (place, source) in by_key.into_iter().enumerate() {
        places[source] = place;
    }
    places
}

fn count(groups: &[Group], found: &[Found]) -> SideCount {
    let mut count = SideCount { hits: groups.len() as u64, ..SideCount::default() };
    let mut files = BTreeSet::new();
    for group in groups {
        count.passages += group.members.len() as u64;
        count.tiers[usize::from(group.tier).clamp(1, TIERS) - 1] += 1;
        files.extend(group.members.iter().map(|member| found[*member].source));
    }
    count.files = files.len() as u64;
    count
}

/// Which leaves stand above and around each passage.
struct Above<'a> {
    plan: &'a Plan,
    /// Leaves of which a hit holds at least one.
    telling: u64,
    titles: HashMap<usize, u64>,
    headings: HashMap<(usize, u64), u64>,
    articles: HashMap<usize, u64>,
}

impl<'a> Above<'a> {
    fn of(plan: &'a Plan, found: &[Found]) -> Self {
        let mut above = Self {
            plan,
            telling: plan.telling(),
            titles: HashMap::new(),
            headings: HashMap::new(),
            articles: HashMap::new(),
        };
        // With one word there is nothing to be found elsewhere in the article.
        if plan.units.len() < 2 && plan.titles() == 0 {
            return above;
        }
        for found in found {
            *above.articles.entry(found.source).or_default() |= found.mask;
            above.headings.insert((found.source, found.start), found.mask);
            if found.is_headline {
                *above.titles.entry(found.source).or_default() |= found.mask;
            }
        }
        above
    }

    fn title(&self, found: &Found) -> u64 {
        self.titles.get(&found.source).copied().unwrap_or(0)
    }

    /// The leaves that the condition of the plan is asked about: those of the passage, and those that stand for
    /// the headline of its article.
    fn own(&self, found: &Found) -> u64 {
        found.mask | (self.title(found) & self.plan.titles())
    }

    fn is_telling(&self, found: &Found) -> bool {
        self.telling == 0 || found.mask & self.telling != 0
    }

    fn only_lacks_a_date(&self, found: &Found) -> bool {
        let (own, dates) = (self.own(found), self.plan.dates());
        found.day.is_none()
            && dates != 0
            && self.is_telling(found)
            && !self.plan.condition.holds(own)
            && self.plan.condition.holds(own | dates)
    }

    /// The tier of each passage; `None` for one that is no hit.
    fn tiers(&self, found: &[Found]) -> Vec<Option<u8>> {
        let mut tiers: Vec<Option<u8>> = found.iter().map(|found| self.alone(found)).collect();
        if self.plan.tier_rule() != TierRule::Words {
            return tiers;
        }
        for (source, best) in best_without_first_tier(found, &tiers) {
            let whole = self.articles.get(&source).copied().unwrap_or(0);
            if self.plan.units.iter().all(|unit| unit.holds(whole)) {
                tiers[best] = Some(2);
            }
        }
        tiers
    }

    fn alone(&self, found: &Found) -> Option<u8> {
        if !self.is_telling(found) || !self.plan.condition.holds(self.own(found)) {
            return None;
        }
        let is_exact = || self.plan.scored.iter().all(|leaf| found.exact >> leaf & 1 == 1);
        match self.plan.tier_rule() {
            TierRule::Words => {}
            TierRule::Phrase => return Some(if is_exact() { 1 } else { 2 }),
            TierRule::None => return Some(NO_TIERS),
        }
        let heading = found.under.and_then(|under| self.headings.get(&(found.source, under)));
        let above = found.mask | self.title(found) | heading.copied().unwrap_or(0);
        Some(if self.plan.units.iter().all(|unit| unit.holds(above)) { 1 } else { 3 })
    }
}

/// The best passage of each source that has none in the first tier, in order.
fn best_without_first_tier(found: &[Found], tiers: &[Option<u8>]) -> Vec<(usize, usize)> {
    let mut best: Vec<(usize, usize)> = Vec::new();
    let mut has_first = false;
    for (index, tier) in tiers.iter().enumerate() {
        let Some(tier) = tier else { continue };
        let source = found[index].source;
        match best.last_mut() {
            Some((last, shown)) if *last == source => {
                if found[index].score > found[*shown].score {
                    *shown = index;
                }
            }
            _ => {
                if has_first {
                    best.pop();
                }
                has_first = false;
                best.push((source, index));
            }
        }
        has_first |= *tier == 1;
    }
    if has_first {
        best.pop();
    }
    best
}
