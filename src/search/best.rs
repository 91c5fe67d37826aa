//! Which groups may be among the best, before the names of their sources are known: what is not need not be named.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use super::group::{Group, Grouping, Standing};
use crate::engine::{Found, SourceNames, SourceNo};

/// What groups are ordered by before names are: the best is least.
type Merit = (Reverse<Option<u32>>, u8, Reverse<i64>);

/// More equal groups than this many times those wanted are looked at closer.
const MANY_TIES: usize = 4;

/// What is known of groups.
pub(super) struct Best<'a> {
    pub(super) found: &'a [Found],
    pub(super) names: &'a SourceNames,
    /// Whether the date comes first.
    pub(super) by_date: bool,
}

impl Best<'_> {
    /// The groups that may be among the `best` first; more where their names decide.
    pub(super) fn of(&self, grouping: Grouping, best: usize) -> Vec<Group> {
        if best == 0 {
            return Vec::new();
        }
        if grouping.standings.len() <= best {
            return grouping.groups(|_| true);
        }
        // The day of a group is that of its first member by name: only the least and the greatest it can be
        // are known.
        let mut worst: Vec<Merit> =
            grouping.standings.iter().map(|standing| self.merits(standing).1).collect();
        let (_, last, _) = worst.select_nth_unstable(best - 1);
        let last = *last;
        let mut groups = grouping.groups(|standing| self.merits(standing).0 <= last);
        if groups.len() > best.saturating_mul(MANY_TIES) {
            self.keep_first_of_equals(&mut groups, best, last);
        }
        groups
    }

    /// The best and the worst that a group can be.
    fn merits(&self, standing: &Standing) -> (Merit, Merit) {
        let merit = |day: Option<u32>| {
            (Reverse(day.filter(|_| self.by_date)), standing.tier, Reverse(standing.score))
        };
        (merit(standing.days.1), merit(standing.days.0))
    }

    /// Of the groups that are exactly so good leaves those that are the first of their segment by name. In a
    /// segment, sources are numbered in the order of their names: a group with `best` others before its first
    /// member has as many before it in the end.
    fn keep_first_of_equals(&self, groups: &mut Vec<Group>, best: usize, merit: Merit) {
        let is_equal = |group: &Group| self.merits(&group.standing) == (merit, merit);
        let mut segments: BTreeMap<usize, Vec<(SourceNo, usize, usize)>> = BTreeMap::new();
        for (number, group) in groups.iter().enumerate().filter(|(_, group)| is_equal(group)) {
            for (segment, (source, member)) in self.firsts(group) {
                segments.entry(segment).or_default().push((source, member, number));
            }
        }
        let mut kept: HashSet<usize> = HashSet::new();
        for places in segments.values_mut() {
            if places.len() > best {
                places.select_nth_unstable(best - 1);
                places.truncate(best);
            }
            kept.extend(places.iter().map(|(_, _, number)| *number));
        }
        let mut number = 0..;
        groups.retain(|group| {
            let number = number.next().unwrap_or(0);
            kept.contains(&number) || !is_equal(group)
        });
    }

    /// For each segment that a group has members in, the source and the number of the first of them.
    fn firsts(&self, group: &Group) -> BTreeMap<usize, (SourceNo, usize)> {
        let mut firsts = BTreeMap::new();
        for member in &group.members {
            let source = self.found[*member].source;
            let first = firsts.entry(self.names.segment(source)).or_insert((source, *member));
            *first = (*first).min((source, *member));
        }
        firsts
    }
}
