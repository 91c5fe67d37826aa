//! Which filters of a plan a passage meets: its language, date, file, outlet and run, not its words.

use std::collections::HashSet;

use globset::{Glob, GlobMatcher};
use tantivy::columnar::{BytesColumn, Column};
use tantivy::{DocId, TantivyError};

use super::EngineError;
use super::columns::{Columns, number};
use super::run::Segment;
use super::schema::{self, lang_number};
use crate::analyze;
use crate::query::{Filter, Leaf};

/// The filters of a plan, made ready for one segment.
pub(super) struct Filters {
    tests: Vec<(usize, Test)>,
}

enum Test {
    Langs(Column<u64>, Vec<u64>),
    Days {
        first: Column<u64>,
        last: Column<u64>,
        from: u64,
        to: u64,
    },
    /// Numbers of names in the dictionary of a column.
    Named(BytesColumn, HashSet<u64>),
    After(Column<u64>, u64),
    Nothing,
}

impl Filters {
    pub(super) fn of(segment: &Segment<'_>) -> Result<Self, EngineError> {
        let mut tests = Vec::new();
        for (number, leaf) in segment.plan.leaves.iter().enumerate() {
            if let Leaf::Filter(filter) = leaf {
                tests.push((number, Test::of(filter, segment.columns())?));
            }
        }
        Ok(Self { tests })
    }

    /// The filters that a passage meets, a bit each.
    pub(super) fn met(&self, doc: DocId) -> u64 {
        let met = self.tests.iter().filter(|(_, test)| test.meets(doc));
        met.fold(0, |mask, (leaf, _)| mask | 1 << leaf)
    }
}

impl Test {
    fn of(filter: &Filter, columns: Columns<'_>) -> Result<Self, EngineError> {
        Ok(match filter {
            Filter::Lang(langs) => {
                let langs = langs.iter().map(|lang| lang_number(Some(*lang))).collect();
                Self::Langs(columns.open(schema::LANG)?, langs)
            }
            Filter::Date { from, to } => Self::Days {
                first: columns.open(schema::FIRST_DAY)?,
                last: columns.open(schema::LAST_DAY)?,
                from: u64::from(from.number()),
                to: u64::from(to.number()),
            },
            Filter::File(glob) => Self::file(columns.sources()?, glob)?,
            Filter::Outlet(name) => Self::outlet(columns.outlets()?, name)?,
            Filter::SinceRun(run) => Self::After(columns.open(schema::RUN)?, *run),
        })
    }

    /// In sources whose path, or name, a glob matches.
    fn file(sources: Option<BytesColumn>, glob: &str) -> Result<Self, EngineError> {
        let Ok(glob) = Glob::new(glob).map(|glob| glob.compile_matcher()) else { return Ok(Self::Nothing) };
        Self::named(sources, |key| is_meant(key, &glob))
    }

    /// From outlets that hold the words of a name in a row.
    fn outlet(outlets: Option<BytesColumn>, name: &str) -> Result<Self, EngineError> {
        let name = analyze::folded_words(name);
        let holds = |outlet: &[u8]| {
            let outlet = format!(" {} ", String::from_utf8_lossy(outlet));
            !name.is_empty() && outlet.contains(&format!(" {name} "))
        };
        Self::named(outlets, holds)
    }

    fn named(column: Option<BytesColumn>, is_meant: impl Fn(&[u8]) -> bool) -> Result<Self, EngineError> {
        let Some(column) = column else { return Ok(Self::Nothing) };
        let mut numbers = HashSet::new();
        let mut stream = column.dictionary().stream().map_err(TantivyError::from)?;
        let mut number = 0;
        while let Some((key, ())) = stream.next() {
            if is_meant(key) {
                numbers.insert(number);
            }
            number += 1;
        }
        drop(stream);
        Ok(Self::Named(column, numbers))
    }

    fn meets(&self, doc: DocId) -> bool {
        match self {
            Self::Langs(column, langs) => langs.contains(&number(column, doc)),
            Self::Days { first, last, from, to } => {
                let (first, last) = (number(first, doc), number(last, doc));
                first > 0 && first <= *to && *from <= last
            }
            Self::Named(column, numbers) => {
                column.term_ords(doc).next().is_some_and(|number| numbers.contains(&number))
            }
            Self::After(column, run) => number(column, doc) > *run,
            Self::Nothing => false,
        }
    }
}

/// A key is the path, then a NUL, then the root.
fn is_meant(key: &[u8], glob: &GlobMatcher) -> bool {
    let path = key.split(|byte| *byte == 0).next().unwrap_or_default();
    let path = String::from_utf8_lossy(path);
    let name = path.rsplit('/').next().unwrap_or_default();
    glob.is_match(path.as_ref()) || glob.is_match(name)
}
