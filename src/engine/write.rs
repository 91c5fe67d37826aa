//! Writing: sources go out and come in, then all of it becomes visible in one commit.

use std::path::PathBuf;

use tantivy::indexer::{LogMergePolicy, NoMergePolicy, UserOperation};
use tantivy::schema::Term;
use tantivy::{Index, IndexSettings, IndexWriter, TantivyDocument};

use super::folder::WriteFolder;
use super::schema::{Fields, TWIN_LOW_BITS, kind, lang_number};
use super::terms::{self, Terms};
use super::{Commit, EngineError, FORMAT, Lock, PassageMeta, Side, SourceRecord, generation, quantised};
use crate::analyze::{self, Form, Token};
use crate::extract::Day;
use crate::query::View;

/// How the index is cut into segments. Output never depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Segments {
    /// Few: small ones are merged as they come.
    #[default]
    Few,
    /// Each run's stay as they are.
    Keep,
    /// All are merged into one.
    One,
}

/// A passage to be added.
#[derive(Debug)]
pub struct NewPassage {
    /// What is stored of it.
    pub meta: PassageMeta,
    /// Its terms.
    pub tokens: Vec<Token>,
    /// Equal for passages that say the same.
    pub twin: u128,
    /// Where the subheading starts that it stands under.
    pub under: Option<u64>,
    /// The first and the last day that the date of its article may mean.
    pub days: Option<(Day, Day)>,
    /// The folded words of the outlet of its article.
    pub outlet: Option<String>,
    /// The run that read what its source says now.
    pub run: u64,
}

/// The memory that each indexing thread may use, in bytes. What does not fit makes one more segment, and each segment
/// costs every cold search some hundred page faults.
const THREAD_MEMORY: usize = 256 << 20;

/// A segment is rewritten when this share of it is deleted.
const DELETED_SHARE: f32 = 0.2;

/// So many segments of like size are merged.
const MERGED_AT_ONCE: usize = 4;

/// The passages of one source, ready to be added.
#[derive(Default)]
pub struct SourceBatch(Vec<UserOperation<TantivyDocument>>);

impl std::fmt::Debug for SourceBatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SourceBatch").field(&self.0.len()).finish()
    }
}

/// Writes one generation of an index.
pub struct Writer<'a> {
    lock: &'a Lock,
    generation: PathBuf,
    is_new: bool,
    fields: Fields,
    index: Index,
    inner: IndexWriter,
    layout: Segments,
}

impl std::fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("generation", &self.generation).finish_non_exhaustive()
    }
}

impl<'a> Writer<'a> {
    /// Opens the generation in use.
    pub fn update(lock: &'a Lock, segments: Segments) -> Result<Self, EngineError> {
        lock.sweep()?;
        let current = generation::current(lock.dir())?;
        let generation = current.ok_or_else(|| EngineError::NoIndex { dir: lock.dir().to_owned() })?;
        let folder = WriteFolder::open(&generation).map_err(tantivy::TantivyError::from)?;
        let index = Index::open(folder)?;
        Self::open(lock, generation, index, segments)
    }

    /// Begins a new generation; it is used from its first commit on.
    pub fn anew(lock: &'a Lock, segments: Segments) -> Result<Self, EngineError> {
        lock.sweep()?;
        let generation = lock.next_generation()?;
        let (schema, _) = Fields::build();
        let folder = WriteFolder::open(&generation).map_err(tantivy::TantivyError::from)?;
        let index = Index::create(folder, schema, IndexSettings::default())?;
        let writer = Self::open(lock, generation, index, segments)?;
        Ok(Self { is_new: true, ..writer })
    }

    fn open(
        lock: &'a Lock,
        generation: PathBuf,
        index: Index,
        segments: Segments,
    ) -> Result<Self, EngineError> {
        index.tokenizers().register(terms::NAME, Terms);
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
        let writer: IndexWriter = index.writer_with_num_threads(threads, THREAD_MEMORY * threads)?;
        // A run that was killed between writing deletes and the commit leaves files that would block this one.
        writer.garbage_collect_files().wait()?;
        match segments {
            Segments::Few => {
                let mut policy = LogMergePolicy::default();
                policy.set_min_num_segments(MERGED_AT_ONCE);
                policy.set_del_docs_ratio_before_merge(DELETED_SHARE);
                writer.set_merge_policy(Box::new(policy));
            }
            // A merge of all at the end must not meet one that the policy began.
            Segments::Keep | Segments::One => writer.set_merge_policy(Box::new(NoMergePolicy)),
        }
        let (_, fields) = Fields::build();
        Ok(Self { lock, generation, is_new: false, fields, index, inner: writer, layout: segments })
    }

    /// Takes a source out, with all its passages.
    pub fn remove(&self, key: &[u8]) {
        self.inner.delete_term(Term::from_field_bytes(self.fields.source, key));
    }

    /// Puts a record in the place of an older one; the passages stay.
    pub fn replace_record(&self, record: &SourceRecord) -> Result<(), EngineError> {
        self.inner.delete_term(Term::from_field_bytes(self.fields.record, &record.key()));
        self.inner.add_document(self.record(record)?)?;
        Ok(())
    }

    /// Adds what was gathered of a source. It comes into one segment, in its order, and stays together.
    pub fn add(&self, source: SourceBatch, record: &SourceRecord) -> Result<(), EngineError> {
        let mut operations = source.0;
        operations.push(UserOperation::Add(self.record(record)?));
        self.inner.run(operations)?;
        Ok(())
    }

    /// Takes a passage of the source with this key into what is gathered of it.
    pub fn gather(
        &self,
        source: &mut SourceBatch,
        key: &[u8],
        passage: NewPassage,
    ) -> Result<(), EngineError> {
        source.0.push(UserOperation::Add(self.passage(key, passage)?));
        Ok(())
    }

    /// The document of a source.
    fn record(&self, record: &SourceRecord) -> Result<TantivyDocument, EngineError> {
        let key = record.key();
        let mut document = TantivyDocument::default();
        document.add_bytes(self.fields.source, &key);
        document.add_bytes(self.fields.record, &key);
        document.add_bytes(self.fields.is_record, b"1");
        // A column that every document has is read without asking which have it.
        let fields = &self.fields;
        for column in
            [fields.lang, fields.length, fields.start, fields.under, fields.first_day, fields.last_day]
        {
            document.add_u64(column, 0);
        }
        for column in [fields.run, fields.twin_high, fields.twin_low] {
            document.add_u64(column, 0);
        }
        document.add_u64(self.fields.kind, kind::RECORD);
        document.add_bytes(self.fields.stored, &self.encode(record)?);
        Ok(document)
    }

    /// The document of a passage.
    fn passage(&self, key: &[u8], passage: NewPassage) -> Result<TantivyDocument, EngineError> {
        let fields = &self.fields;
        let meta = &passage.meta;
        let side = Side::of(meta.kind);
        let length = u64::from(quantised(analyze::length(&passage.tokens)));
        // Most passages are told apart by the few bits of the one column: the other is seldom read.
        let part = |number: u128, bits: u32| u64::try_from(number & ((1 << bits) - 1)).unwrap_or(0);
        let mut document = TantivyDocument::default();
        document.add_bytes(fields.source, key);
        document.add_u64(fields.kind, kind::number(meta.kind));
        document.add_u64(fields.lang, lang_number(meta.lang));
        document.add_u64(fields.length, length);
        document.add_u64(fields.start, meta.span.start().0);
        document.add_u64(fields.under, passage.under.map_or(0, |start| start + 1));
        let (first, last) = passage.days.map_or((0, 0), |(first, last)| (first.number(), last.number()));
        document.add_u64(fields.first_day, u64::from(first));
        document.add_u64(fields.last_day, u64::from(last));
        if let Some(outlet) = &passage.outlet {
            document.add_bytes(fields.outlet, outlet.as_bytes());
        }
        document.add_u64(fields.run, passage.run);
        document.add_u64(fields.twin_high, part(passage.twin >> TWIN_LOW_BITS, 64));
        document.add_u64(fields.twin_low, part(passage.twin, TWIN_LOW_BITS));
        document.add_bytes(fields.stored, &self.encode(meta)?);
        let (stems, words): (Vec<Token>, Vec<Token>) =
            passage.tokens.into_iter().partition(|token| token.form == Form::Stem);
        for (view, tokens) in [(View::Folded, words), (View::Stem, stems)] {
            if !tokens.is_empty() {
                document.add_text(fields.of(side, view), terms::written(tokens));
            }
        }
        Ok(document)
    }

    fn encode(&self, what: &impl serde::Serialize) -> Result<Vec<u8>, EngineError> {
        let damaged =
            |_| EngineError::Damaged { dir: self.lock.dir().to_owned(), what: "an entry cannot be written" };
        postcard::to_stdvec(what).map_err(damaged)
    }

    /// Makes all changes visible at once, with what the index says of itself.
    pub fn commit(mut self, commit: &Commit) -> Result<(), EngineError> {
        let commit = Commit { format: FORMAT, ..commit.clone() };
        let damaged = |_| EngineError::Damaged {
            dir: self.lock.dir().to_owned(),
            what: "the commit cannot be written",
        };
        let payload = serde_json::to_string(&commit).map_err(damaged)?;
        let mut prepared = self.inner.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        if self.layout == Segments::One {
            let all = self.index.searchable_segment_ids()?;
            if all.len() > 1 {
                self.inner.merge(&all).wait()?;
            }
        }
        self.inner.wait_merging_threads()?;
        if self.is_new {
            self.lock.publish(&self.generation)?;
            self.lock.sweep()?;
        }
        Ok(())
    }
}
