//! Many queries at once, each answered by files: what a retrieval experiment needs.

use std::collections::BTreeSet;

use super::{Order, SearchError, SearchOptions};
use crate::engine::Side;
use crate::query;
use crate::sync;
use crate::walk::DocPath;

/// A query with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// What the run calls it.
    pub id: String,
    /// The query.
    pub query: String,
}

/// A file as it is ranked, by its best passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedFile {
    /// Its path below its root.
    pub file: DocPath,
    /// The tier of its best passage.
    pub tier: u8,
    /// BM25 in units of 1/10,000.
    pub score: i64,
}

/// Reads `id<TAB>query` lines; others are returned by number.
pub fn read_topics(text: &str) -> Result<Vec<Topic>, usize> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let topic = |(line, number): (&str, usize)| {
        let (id, query) = line.split_once('\t').ok_or(number)?;
        let is_name = !id.is_empty() && !id.contains(char::is_whitespace);
        is_name.then(|| Topic { id: id.to_owned(), query: query.to_owned() }).ok_or(number)
    };
    lines.map(topic).collect()
}

/// Ranks files for each topic, of equal passages all their files. The query of the options is not looked at.
pub fn batch(
    options: &SearchOptions,
    topics: &[Topic],
) -> Result<Vec<(Topic, Vec<RankedFile>)>, SearchError> {
    let search = super::Search { reader: sync::open(&options.index)?, options };
    let mut runs = Vec::with_capacity(topics.len());
    for topic in topics {
        let parsed = query::parse(&topic.query);
        let files = match search.plan(&parsed, Side::Article, &mut Vec::new())? {
            Some(plan) => {
                let order = Order { sort: options.sort, undated: options.undated };
                let outcome = search.reader.run(&plan, Side::Article)?;
                files(&super::rank::rank(&plan, outcome, order), options.limit)
            }
            None => Vec::new(),
        };
        runs.push((topic.clone(), files));
    }
    Ok(runs)
}

fn files(ranking: &super::Ranking, limit: usize) -> Vec<RankedFile> {
    let mut seen = BTreeSet::new();
    let members =
        ranking.groups.iter().flat_map(|group| group.members.iter().map(move |member| (group, *member)));
    let fresh = members.filter(|(_, member)| seen.insert(ranking.found[*member].source));
    let file = |(group, member): (&super::rank::Group, usize)| {
        let key = &ranking.sources[ranking.found[member].source];
        let path = key.split(|byte| *byte == 0).next().unwrap_or_default();
        RankedFile { file: DocPath::from_bytes(path.to_vec()), tier: group.tier, score: group.score }
    };
    fresh.take(limit).map(file).collect()
}
