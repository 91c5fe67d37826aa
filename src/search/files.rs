//! An answer by files: each once, by its best passage; of equal passages all their files.

use std::collections::HashSet;
use std::path::PathBuf;

use super::group::Group;
use super::hit::root_path;
use super::rank::Ranking;
use super::{Note, SearchOptions, Totals};
use crate::walk::DocPath;

/// A file as it is ranked, by its best passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedFile {
    /// Its path below its root.
    pub file: DocPath,
    /// The name of its root in the index.
    pub root: String,
    /// Where its root is now.
    pub root_path: PathBuf,
    /// The tier of its best passage.
    pub tier: u8,
    /// BM25 in units of 1/10,000.
    pub score: i64,
}

/// The answer to a query in files alone.
#[derive(Clone, Debug)]
pub struct FilesAnswer {
    /// What should be known about how it was read and answered.
    pub notes: Vec<Note>,
    /// How much was found.
    pub totals: Totals,
    /// The files, in order.
    pub files: Vec<RankedFile>,
    /// Whether the index has several roots, so that a path alone may not tell which.
    pub has_roots: bool,
}

/// The files of rankings, one after the other, within the limit and the offset of the options.
pub(super) fn files<'a>(
    rankings: impl Iterator<Item = &'a Ranking>,
    options: &SearchOptions,
) -> Vec<RankedFile> {
    let mut seen: HashSet<&[u8]> = HashSet::new();
    let found = rankings.flat_map(|ranking| {
        let of_group = move |group: &'a Group| group.members.iter().map(move |member| (group, *member));
        let members = ranking.groups.iter().flat_map(of_group);
        members.map(|(group, member)| (group, ranking.key(&ranking.found[member])))
    });
    let fresh = found.filter(|(_, source)| seen.insert(source));
    fresh.skip(options.offset).take(options.limit).map(|(group, key)| ranked(group, key, options)).collect()
}

fn ranked(group: &Group, key: &[u8], options: &SearchOptions) -> RankedFile {
    let mut parts = key.splitn(2, |byte| *byte == 0);
    let file = DocPath::from_bytes(parts.next().unwrap_or_default().to_vec());
    let root = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let root_path = root_path(options, &root);
    RankedFile { file, root, root_path, tier: group.standing.tier, score: group.standing.score }
}
