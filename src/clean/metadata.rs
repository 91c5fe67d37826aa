//! Which lines of a page say when, by whom and from where: those beside the headline, the nearest first,
//! whether they are kept or not, and for author and outlet also what stands just behind the article.

use std::collections::BTreeMap;

use super::fixed::Promise;
use super::page::Page;
use super::{Role, Verdict};
use crate::extract::{Dateline, Metadata};
use crate::lang::Lang;

/// How many blocks behind the article may name its author or outlet.
const BEHIND: usize = 2;

/// What the page says of the article.
pub(super) fn metadata(page: &Page<'_>, promises: &[Promise], verdicts: &[Verdict]) -> Metadata {
    let is = |at: usize, role: Role| verdicts.get(at) == Some(&Verdict::Kept(role));
    let headline = (0..page.len()).find(|at| is(*at, Role::Headline)).unwrap_or(0);
    let is_dateline = |at: &usize| promises.get(*at) == Some(&Promise::Dateline);
    let mut lines: Vec<usize> = page.datelines.keys().copied().filter(is_dateline).collect();
    // A line above the headline may be of the page, not of the article.
    lines.sort_by_key(|at| (*at < headline, at.abs_diff(headline)));
    let datelines = |lines: &[usize]| -> Vec<&Dateline> {
        lines.iter().filter_map(|at| page.datelines.get(at)).collect()
    };
    let mut metadata = Metadata::of(&datelines(&lines), page.run.lang, page.datelines.values());
    let last = verdicts.iter().rposition(|verdict| verdict.role().is_some()).unwrap_or(0);
    let end: Vec<usize> = (last..page.len()).take(BEHIND + 1).collect();
    metadata.fill_names(&datelines(&end));
    metadata
}

/// The same lines with bylines that are no more than a preposition and a name taken for what they are only beside
/// a date.
pub(super) fn settled(read: &BTreeMap<usize, Dateline>, lang: Option<Lang>) -> BTreeMap<usize, Dateline> {
    let is_dated = |at: usize| read.get(&at).is_some_and(Dateline::has_date);
    let settle = |(at, line): (&usize, &Dateline)| {
        if line.is_sure() {
            return Some((*at, line.clone()));
        }
        let beside = is_dated(at + 1) || at.checked_sub(1).is_some_and(is_dated);
        let line = beside.then(|| line.clone().beside_date(lang)).flatten();
        line.map(|line| (*at, line))
    };
    read.iter().filter_map(settle).collect()
}
