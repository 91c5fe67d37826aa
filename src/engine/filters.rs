//! Which filters of a plan a passage meets: its language, date, file and run, not its words.

use std::collections::HashSet;

use globset::{Glob, GlobMatcher};
use tantivy::{DocId, TantivyError};

use super::EngineError;
use super::columns::{Columns, number};
use super::run::Segment;
use super::schema::lang_number;
use crate::query::{Filter, Leaf};

/// The filters of a plan, made ready for one segment.
pub(super) struct Filters<'a> {
    columns: &'a Columns,
    tests: Vec<(usize, Test)>,
}

enum Test {
    Langs(Vec<u64>),
    Days {
        from: u64,
        to: u64,
    },
    /// Numbers of sources in this segment.
    Sources(HashSet<u64>),
    After(u64),
    Nothing,
}

impl<'a> Filters<'a> {
    pub(super) fn of(segment: &'a Segment<'_>) -> Result<Self, EngineError> {
        let columns = &segment.columns;
        let mut tests = Vec::new();
        for (bit, leaf) in segment.plan.leaves.iter().enumerate() {
            let Leaf::Filter(filter) = leaf else { continue };
            tests.push((
                bit,
                match filter {
                    Filter::Lang(langs) => {
                        Test::Langs(langs.iter().map(|lang| lang_number(Some(*lang))).collect())
                    }
                    Filter::Date { from, to } => {
                        Test::Days { from: u64::from(from.number()), to: u64::from(to.number()) }
                    }
                    Filter::File(glob) => Test::Sources(sources(columns, glob)?),
                    Filter::SinceRun(run) => Test::After(*run),
                    Filter::Outlet(_) => Test::Nothing,
                },
            ));
        }
        Ok(Self { columns, tests })
    }

    /// The filters that a passage meets, a bit each.
    pub(super) fn met(&self, doc: DocId) -> u64 {
        let columns = self.columns;
        let meets = |test: &Test| match test {
            Test::Langs(langs) => langs.contains(&number(&columns.lang, doc)),
            Test::Days { from, to } => {
                let (first, last) = (number(&columns.first_day, doc), number(&columns.last_day, doc));
                first > 0 && first <= *to && *from <= last
            }
            Test::Sources(sources) => {
                let column = columns.source.as_ref();
                column
                    .and_then(|column| column.term_ords(doc).next())
                    .is_some_and(|source| sources.contains(&source))
            }
            Test::After(run) => number(&columns.run, doc) > *run,
            Test::Nothing => false,
        };
        self.tests.iter().filter(|(_, test)| meets(test)).fold(0, |mask, (leaf, _)| mask | 1 << leaf)
    }
}

/// The sources of a segment whose path, or name, a glob matches.
fn sources(columns: &Columns, glob: &str) -> Result<HashSet<u64>, EngineError> {
    let Some(column) = &columns.source else { return Ok(HashSet::new()) };
    let Ok(glob) = Glob::new(glob).map(|glob| glob.compile_matcher()) else { return Ok(HashSet::new()) };
    let mut found = HashSet::new();
    let mut stream = column.dictionary().stream().map_err(TantivyError::from)?;
    let mut number = 0;
    while let Some((key, ())) = stream.next() {
        if is_meant(key, &glob) {
            found.insert(number);
        }
        number += 1;
    }
    Ok(found)
}

/// A key is the path, then a NUL, then the root.
fn is_meant(key: &[u8], glob: &GlobMatcher) -> bool {
    let path = key.split(|byte| *byte == 0).next().unwrap_or_default();
    let path = String::from_utf8_lossy(path);
    let name = path.rsplit('/').next().unwrap_or_default();
    glob.is_match(path.as_ref()) || glob.is_match(name)
}
