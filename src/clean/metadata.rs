//! Which lines of a page say when, by whom and from where: those that were kept for it, the nearest to the
//! headline first, and for author and outlet also what stands just behind the article.

use super::features::Features;
use super::{Role, Verdict};
use crate::extract::{Dateline, Metadata};
use crate::lang::Lang;

/// How many blocks behind the article may name its author or outlet.
const BEHIND: usize = 2;

/// What the page says of the article.
pub(super) fn metadata(features: &[Features], verdicts: &[Verdict], lang: Option<Lang>) -> Metadata {
    let is = |at: usize, role: Role| verdicts.get(at) == Some(&Verdict::Kept(role));
    let headline = (0..features.len()).find(|at| is(*at, Role::Headline)).unwrap_or(0);
    let mut lines: Vec<usize> = (0..features.len()).filter(|at| is(*at, Role::Dateline)).collect();
    // A line above the headline may be of the page, not of the article.
    lines.sort_by_key(|at| (*at < headline, at.abs_diff(headline)));
    let datelines = |lines: &[usize]| -> Vec<&Dateline> {
        lines.iter().filter_map(|at| features.get(*at)?.dateline.as_ref()).collect()
    };
    let page = features.iter().filter_map(|feature| feature.dateline.as_ref());
    let mut metadata = Metadata::of(&datelines(&lines), lang, page);
    let last = verdicts.iter().rposition(|verdict| verdict.role().is_some()).unwrap_or(0);
    let end: Vec<usize> = (last..features.len()).take(BEHIND + 1).collect();
    metadata.fill_names(&datelines(&end));
    metadata
}

/// Takes bylines that are no more than a preposition and a name for what they are only beside a date.
pub(super) fn settle_bylines(features: &mut [Features], lang: Option<Lang>) {
    for at in 0..features.len() {
        let is_dated =
            |at: usize| features.get(at).and_then(|f| f.dateline.as_ref()).is_some_and(Dateline::has_date);
        let beside = is_dated(at + 1) || at.checked_sub(1).is_some_and(is_dated);
        let Some(feature) = features.get_mut(at) else { continue };
        if feature.dateline.as_ref().is_some_and(|line| !line.is_sure()) {
            let line = feature.dateline.take();
            feature.dateline = line.filter(|_| beside).and_then(|line| line.beside_date(lang));
        }
    }
}
