//! The index: what a source became, kept so that a plan finds it. The one place that knows tantivy.
//!
//! Goes in: sources with their passages and terms (`write`), plans (`run`). Comes out: passages with scores,
//! as plain data. What the index holds is described by `schema` and `manifest`, where it lies by
//! `generation`. Two files know no index at all and would serve any other engine: `occur` (where a phrase
//! stands among positions) and `score` (BM25). Text is never kept here; it is read from the sources.

mod check;
mod columns;
mod filters;
mod folder;
mod forms;
mod gather;
mod generation;
mod manifest;
mod names;
mod occur;
mod postings;
mod read;
mod run;
mod schema;
mod score;
mod terms;
mod twins;
mod words;
mod write;

use std::io;
use std::path::PathBuf;

pub use check::CheckReport;
pub use generation::{Lock, exists, index_lock};
pub use manifest::{
    Commit, PassageMeta, Place, Replay, RunEntry, Side, SideTotals, SourceRecord, SourceState, SourceTotals,
    Stated, source_key,
};
pub use names::{SourceNames, SourceNo};
pub use occur::{Occurrences, Phrase, Strictness, find_phrase, find_word};
pub use read::{Reader, Remembered, remembered};
pub use run::{Found, Outcome};
pub use score::{Part, part, quantised};
pub use words::SideWords;
pub use write::{NewPassage, Segments, SourceBatch, Writer};

/// The layout of an index. An index with another number is built anew.
pub const FORMAT: u32 = 8;

/// What can go wrong with an index.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// There is none.
    #[error("there is no index in {}", dir.display())]
    NoIndex {
        /// Where it was looked for.
        dir: PathBuf,
    },
    /// It was made by another version, or with other data for cleaning and analysis.
    #[error("the index in {} was made by another version of kartoteka", dir.display())]
    OtherVersion {
        /// Where it is.
        dir: PathBuf,
    },
    /// A file of it cannot be read or written.
    #[error("cannot use {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The full-text library failed.
    #[error("the index failed: {0}")]
    Library(#[from] Box<tantivy::TantivyError>),
    /// Something in it is not what was written.
    #[error("the index in {} is damaged ({what})", dir.display())]
    Damaged {
        /// Where it is.
        dir: PathBuf,
        /// What is wrong.
        what: &'static str,
    },
}

impl From<tantivy::TantivyError> for EngineError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Library(Box::new(error))
    }
}

impl EngineError {
    fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}
