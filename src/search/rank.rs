//! What a plan found, in order: tiers first, then scores, equal passages as one.
//!
//! Tiers: all words in one passage, counting those of the headline and the subheading above it; all words in
//! one article, which shows its best passage; some. For a single phrase: its exact form, then inflected ones.
//! Knows no engine: all of it follows from masks, scores and keys. Everything is counted; only what may be
//! shown is named and sorted.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::SideCount;
use super::best::Best;
use super::group::{Group, Grouping};
use crate::engine::{EngineError, Found, Outcome, SourceNo};
use crate::query::{Plan, TierRule};

/// How many tiers there are.
pub const TIERS: usize = 3;

/// The tier of all hits of a query with too many words for the tier rule: ranked by score alone.
const NO_TIERS: u8 = 3;

/// Groups in order.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    pub(super) plan: Option<Plan>,
    /// The best ones, as many as were asked for.
    pub(super) groups: Vec<Group>,
    pub(super) found: Vec<Found>,
    /// The keys of the sources of those groups.
    pub(super) keys: HashMap<SourceNo, Vec<u8>>,
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
    /// How many groups are wanted; `None` for all.
    pub(super) best: Option<usize>,
}

impl Ranking {
    /// The groups in order, of each source at most so many.
    pub(super) fn first(&self, per_file: Option<usize>) -> impl Iterator<Item = &Group> {
        let mut shown: HashMap<SourceNo, usize> = HashMap::new();
        let fits = move |group: &&Group| {
            let Some(most) = per_file else { return true };
            let source = group.members.first().map_or(0, |member| self.found[*member].source);
            let count = shown.entry(source).or_default();
            *count += 1;
            *count <= most
        };
        self.groups.iter().filter(fits)
    }

    /// The key of the source of a passage that belongs to one of the groups.
    pub(super) fn key(&self, found: &Found) -> &[u8] {
        self.keys.get(&found.source).map_or(&[], Vec::as_slice)
    }
}

/// Ranks what was found.
pub(super) fn rank(plan: &Plan, outcome: Outcome, order: Order) -> Result<Ranking, EngineError> {
    let Outcome { mut found, names, holding } = outcome;
    if order.undated == Undated::Kept {
        let dates = plan.dates();
        found.iter_mut().filter(|found| found.day().is_none()).for_each(|found| found.mask |= dates);
    }
    let judged = judged(plan, &found);
    let grouping = Grouping::of(&found, &judged.tiers);
    let count = grouping.count(&found, names.count());
    // Without anything to score, the date is what tells passages apart.
    let by_date = order.sort == Sort::Date || plan.scored.is_empty();
    let best = Best { found: &found, names: &names, by_date };
    let mut groups = match order.best {
        Some(wanted) => best.of(grouping, wanted),
        None => grouping.groups(|_| true),
    };
    let members = groups.iter().flat_map(|group| &group.members);
    let keys = names.keys(members.map(|member| found[*member].source).collect())?;
    let place = |member: usize| (keys.get(&found[member].source), member);
    for group in &mut groups {
        group.members.sort_unstable_by_key(|member| place(*member));
    }
    groups.sort_by_cached_key(|group| {
        let first = group.members.first().copied().unwrap_or(0);
        let day = found[first].day().filter(|_| by_date);
        (Reverse(day), group.standing.tier, Reverse(group.standing.score), place(first))
    });
    groups.truncate(order.best.unwrap_or(usize::MAX));
    let undated = judged.undated;
    Ok(Ranking { plan: Some(plan.clone()), groups, found, keys, count, holding, undated })
}

/// The tier of each passage; `None` for one that is no hit.
struct Judged {
    tiers: Vec<Option<u8>>,
    /// How many would be hits if they had a date.
    undated: u64,
}

fn judged(plan: &Plan, found: &[Found]) -> Judged {
    let mut judged = Judged { tiers: Vec::with_capacity(found.len()), undated: 0 };
    let rule = Rule { plan, telling: plan.telling(), titles: plan.titles(), dates: plan.dates() };
    for passages in found.chunk_by(|a, b| a.source == b.source) {
        let article = Article::of(passages);
        judged.undated +=
            passages.iter().filter(|found| rule.only_lacks_a_date(found, &article)).count() as u64;
        let first = judged.tiers.len();
        judged.tiers.extend(passages.iter().map(|found| rule.alone(found, &article)));
        rule.raise_best(passages, &article, &mut judged.tiers[first..]);
    }
    judged
}

/// What stands above and around the passages of one source.
struct Article {
    whole: u64,
    title: u64,
    /// Where subheadings start, ascending, with the leaves they hold.
    headings: Vec<(u64, u64)>,
}

impl Article {
    fn of(passages: &[Found]) -> Self {
        let mask = |found: &Found| found.mask;
        let titles = passages.iter().filter(|found| found.is_headline);
        let mut over: Vec<u64> = passages.iter().filter_map(Found::under).collect();
        over.sort_unstable();
        let headings = passages.iter().filter(|found| over.binary_search(&found.start).is_ok());
        Self {
            whole: passages.iter().map(mask).fold(0, |all, more| all | more),
            title: titles.map(mask).fold(0, |all, more| all | more),
            headings: headings.map(|found| (found.start, found.mask)).collect(),
        }
    }

    fn heading(&self, found: &Found) -> u64 {
        let Some(under) = found.under() else { return 0 };
        let at = self.headings.binary_search_by_key(&under, |(start, _)| *start);
        at.ok().and_then(|at| self.headings.get(at)).map_or(0, |(_, mask)| *mask)
    }
}

/// How a plan judges passages.
struct Rule<'a> {
    plan: &'a Plan,
    /// Leaves of which a hit holds at least one.
    telling: u64,
    titles: u64,
    dates: u64,
}

impl Rule<'_> {
    /// The leaves that the condition of the plan is asked about: those of the passage, and those that stand for
    /// the headline of its article.
    fn own(&self, found: &Found, article: &Article) -> u64 {
        found.mask | (article.title & self.titles)
    }

    fn is_telling(&self, found: &Found) -> bool {
        self.telling == 0 || found.mask & self.telling != 0
    }

    fn only_lacks_a_date(&self, found: &Found, article: &Article) -> bool {
        if self.dates == 0 || found.day().is_some() || !self.is_telling(found) {
            return false;
        }
        let own = self.own(found, article);
        !self.plan.condition.holds(own) && self.plan.condition.holds(own | self.dates)
    }

    fn alone(&self, found: &Found, article: &Article) -> Option<u8> {
        if !self.is_telling(found) || !self.plan.condition.holds(self.own(found, article)) {
            return None;
        }
        let is_exact = || self.plan.scored.iter().all(|leaf| found.exact >> leaf & 1 == 1);
        match self.plan.tier_rule() {
            TierRule::Words => {}
            TierRule::Phrase => return Some(if is_exact() { 1 } else { 2 }),
            TierRule::None => return Some(NO_TIERS),
        }
        let above = found.mask | article.title | article.heading(found);
        Some(if self.plan.units.iter().all(|unit| unit.holds(above)) { 1 } else { 3 })
    }

    /// An article that holds everything, but in no one passage, comes second by its best passage.
    fn raise_best(&self, passages: &[Found], article: &Article, tiers: &mut [Option<u8>]) {
        if self.plan.tier_rule() != TierRule::Words || tiers.contains(&Some(1)) {
            return;
        }
        if !self.plan.units.iter().all(|unit| unit.holds(article.whole)) {
            return;
        }
        let hits = (0..tiers.len()).filter(|at| tiers[*at].is_some());
        if let Some(best) = hits.max_by_key(|at| (passages[*at].score, Reverse(*at))) {
            tiers[best] = Some(2);
        }
    }
}
