//! Reading: what the index says of itself, of its sources, of a passage.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use tantivy::schema::{IndexRecordOption, Term, Value};
use tantivy::{DocAddress, DocSet, Index, IndexReader, ReloadPolicy, Searcher, TERMINATED, TantivyDocument};

use super::folder::ReadFolder;
use super::schema::Fields;
use super::{Commit, EngineError, FORMAT, Found, PassageMeta, SourceRecord, generation};
use crate::clean::WrittenRules;

/// How often opening begins anew because a writer was at work.
const OPENING_TRIES: usize = 10;

/// An index as of one commit.
pub struct Reader {
    pub(super) dir: PathBuf,
    commit: Commit,
    pub(super) fields: Fields,
    pub(super) searcher: Searcher,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("dir", &self.dir).field("commit", &self.commit).finish_non_exhaustive()
    }
}

impl Reader {
    /// Opens the index in `dir`; `config` is the digest of what it must have been made with.
    pub fn open(dir: &Path, config: &str) -> Result<Self, EngineError> {
        let mut tries = 0..OPENING_TRIES;
        loop {
            let no_index = || EngineError::NoIndex { dir: dir.to_owned() };
            let generation = generation::current(dir)?.ok_or_else(no_index)?;
            let folder = match ReadFolder::open(&generation) {
                Ok(folder) => folder,
                // A rebuild removed the generation after its name was read; the next is whole.
                Err(_) if !generation.is_dir() && tries.next().is_some() => continue,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    let what = "its list of segments is missing";
                    return Err(EngineError::Damaged { dir: dir.to_owned(), what });
                }
                Err(error) => return Err(EngineError::io(&generation)(error)),
            };
            match Self::open_folder(dir, &folder, config) {
                // A writer removed a segment before it was opened; the new list has others.
                Err(_) if folder.is_outdated() && tries.next().is_some() => {}
                opened => return opened,
            }
        }
    }

    fn open_folder(dir: &Path, folder: &ReadFolder, config: &str) -> Result<Self, EngineError> {
        let index = Index::open(folder.clone())?;
        let payload = index.load_metas()?.payload.unwrap_or_default();
        let damaged = |_| EngineError::Damaged { dir: dir.to_owned(), what: "its commit cannot be read" };
        let number: FormatNumber = serde_json::from_str(&payload).map_err(damaged)?;
        let other = || EngineError::OtherVersion { dir: dir.to_owned() };
        if number.format != FORMAT {
            return Err(other());
        }
        let commit: Commit = serde_json::from_str(&payload).map_err(damaged)?;
        let (schema, fields) = Fields::build();
        if commit.config != config || index.schema() != schema {
            return Err(other());
        }
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { dir: dir.to_owned(), commit, fields, searcher: reader.searcher() })
    }

    /// What the index says of itself.
    pub fn commit(&self) -> &Commit {
        &self.commit
    }

    /// The records of all sources, in no order.
    pub fn records(&self) -> Result<Vec<SourceRecord>, EngineError> {
        let every = Term::from_field_bytes(self.fields.is_record, b"1");
        self.addresses(&every)?.into_iter().map(|address| self.stored(address)).collect()
    }

    /// The record of the source with this key.
    pub fn record(&self, key: &[u8]) -> Result<SourceRecord, EngineError> {
        let found = self.addresses(&Term::from_field_bytes(self.fields.record, key))?;
        let missing = EngineError::Damaged { dir: self.dir.clone(), what: "a source has no record" };
        self.stored(*found.first().ok_or(missing)?)
    }

    /// What is stored of a passage that was found.
    pub fn passage(&self, found: &Found) -> Result<PassageMeta, EngineError> {
        self.stored(found.address)
    }

    fn stored<T: DeserializeOwned>(&self, address: DocAddress) -> Result<T, EngineError> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let bytes =
            document.get_first(self.fields.stored).and_then(|value| value.as_bytes().map(<[u8]>::to_vec));
        let read = bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok());
        read.ok_or_else(|| EngineError::Damaged { dir: self.dir.clone(), what: "an entry cannot be read" })
    }

    /// The live documents that hold a term.
    fn addresses(&self, term: &Term) -> Result<Vec<DocAddress>, EngineError> {
        let mut found = Vec::new();
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = reader.inverted_index(term.field())?;
            let postings = inverted
                .read_postings(term, IndexRecordOption::Basic)
                .map_err(tantivy::TantivyError::from)?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    found.push(DocAddress::new(segment, postings.doc()));
                }
                postings.advance();
            }
        }
        Ok(found)
    }
}

/// What an index is about, beside what it holds.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Remembered {
    /// The roots it names.
    pub roots: Vec<String>,
    /// The user's rules for cleaning.
    #[serde(default)]
    pub rules: WrittenRules,
}

/// What an index remembers, also one that is damaged or of another version; nothing if it cannot tell.
pub fn remembered(dir: &Path) -> Remembered {
    let read = |generation: &PathBuf| {
        let payload = Index::open(ReadFolder::open(generation).ok()?).ok()?.load_metas().ok()?.payload?;
        serde_json::from_str(&payload).ok()
    };
    generation::all(dir).iter().find_map(read).unwrap_or_default()
}

/// The one field that every format has.
#[derive(serde::Deserialize)]
struct FormatNumber {
    format: u32,
}
