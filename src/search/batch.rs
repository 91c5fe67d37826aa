//! Many queries at once, each answered by files: what a retrieval experiment needs.

use super::files::{RankedFile, files};
use super::{Order, SearchError, SearchOptions};
use crate::engine::Side;
use crate::query;

/// A query with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// What the run calls it.
    pub id: String,
    /// The query.
    pub query: String,
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
    let search = super::Search::open(options)?;
    let mut runs = Vec::with_capacity(topics.len());
    for topic in topics {
        let parsed = query::parse(&topic.query);
        let files = match search.plan(&parsed, Side::Article, &mut Vec::new())? {
            Some(plan) => {
                let order = Order { sort: options.sort, undated: options.undated, best: None };
                let ranking = super::rank::rank(&plan, search.reader.run(&plan, Side::Article)?, order)?;
                files(std::iter::once(&ranking), options)
            }
            None => Vec::new(),
        };
        runs.push((topic.clone(), files));
    }
    Ok(runs)
}
