//! Passages that say the same become one group. What groups are ordered by is known of all of them; who is in
//! them is gathered for those alone that may be shown.

use std::cmp::Reverse;

use super::SideCount;
use super::rank::TIERS;
use crate::engine::Found;

/// What a group is ordered by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// The best tier and, in it, the best score among its members.
    pub(super) tier: u8,
    pub(super) score: i64,
    /// The least and the greatest of the days of its members; none comes before all.
    pub(super) days: (Option<u32>, Option<u32>),
}

/// Passages that say the same.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) standing: Standing,
    /// Members as indexes into what was found; by path, once they are in order. The first stands for all.
    pub(super) members: Vec<usize>,
}

/// Which passages say the same.
pub(super) struct Grouping {
    pub(super) standings: Vec<Standing>,
    /// The group of each passage; none for one that is no hit.
    of: Vec<Option<u32>>,
}

impl Grouping {
    /// Groups passages, each with its tier; `None` for one that is no hit.
    pub(super) fn of(found: &[Found], tiers: &[Option<u8>]) -> Self {
        let mut numbers: Vec<Option<u32>> = vec![None; found.len()];
        let mut standings: Vec<Standing> = Vec::with_capacity(tiers.iter().flatten().count());
        let mut number_of = |here: &Found, tier: Option<u8>| {
            let alone = Standing { tier: tier?, score: here.score, days: (here.day(), here.day()) };
            let next = u32::try_from(standings.len()).ok()?;
            let number = *numbers.get_mut(here.twin as usize)?.get_or_insert(next);
            match standings.get_mut(number as usize) {
                Some(known) => known.add(&alone),
                None => standings.push(alone),
            }
            Some(number)
        };
        let of = found.iter().zip(tiers).map(|(here, tier)| number_of(here, *tier)).collect();
        Self { standings, of }
    }

    /// How much was found.
    pub(super) fn count(&self, found: &[Found], sources: usize) -> SideCount {
        let mut count = SideCount { hits: self.standings.len() as u64, ..SideCount::default() };
        for standing in &self.standings {
            count.tiers[usize::from(standing.tier).clamp(1, TIERS) - 1] += 1;
        }
        let mut seen = vec![false; sources];
        for (here, _) in found.iter().zip(&self.of).filter(|(_, group)| group.is_some()) {
            count.passages += 1;
            if let Some(seen) = seen.get_mut(here.source as usize).filter(|seen| !**seen) {
                *seen = true;
                count.files += 1;
            }
        }
        count
    }

    /// The groups that meet a condition, with their members in the order they were found.
    pub(super) fn groups(self, is_meant: impl Fn(&Standing) -> bool) -> Vec<Group> {
        let mut groups = Vec::new();
        let mut places = Vec::with_capacity(self.standings.len());
        for standing in self.standings {
            let meant = is_meant(&standing);
            places.push(meant.then_some(groups.len()));
            groups.extend(meant.then(|| Group { standing, members: Vec::new() }));
        }
        for (member, number) in self.of.into_iter().enumerate() {
            let place = number.and_then(|number| *places.get(number as usize)?);
            if let Some(group) = place.and_then(|place: usize| groups.get_mut(place)) {
                group.members.push(member);
            }
        }
        groups
    }
}

impl Standing {
    fn add(&mut self, more: &Self) {
        if (more.tier, Reverse(more.score)) < (self.tier, Reverse(self.score)) {
            (self.tier, self.score) = (more.tier, more.score);
        }
        self.days = (self.days.0.min(more.days.0), self.days.1.max(more.days.1));
    }
}
