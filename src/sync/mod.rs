//! Folders in, an index that is up to date with them out, in one commit.
//!
//! The order: list the roots (`walk`), compare with the records of the index, read what may have changed,
//! take out what is gone or differs, add what is new (`prepare`), commit. The one place that writes. Whether a
//! source changed is decided by its content; stamps only tell what need not be read (git's racy rule). What
//! a source says is left to `article`.

mod config;
mod prepare;
mod roots;
mod status;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

pub use config::config_digest;
pub use roots::{Root, RootError, is_same_folder, normal, resolve};
pub use status::{Status, manifest, status};

use crate::clean::{RuleError, Rules, WrittenRules};
use crate::engine::{
    Commit, EngineError, Lock, Reader, RunEntry, Segments, SourceBatch, SourceRecord, SourceState,
    SourceTotals, Writer, index_lock, remembered, source_key,
};
use crate::walk::{self, SkipReason, SourceFile, Stamp, WalkError};
use prepare::Prepared;

/// What is read again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// What may have changed.
    #[default]
    Changed,
    /// Everything.
    All,
}

/// Whether anything is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The index is brought up to date.
    #[default]
    Write,
    /// It is only said what would be done.
    DryRun,
}

/// What to do.
#[derive(Clone, Debug, Default)]
pub struct SyncOptions {
    /// Where the index is or shall be.
    pub index: PathBuf,
    /// The folders it shall cover; none for those it covers.
    pub roots: Vec<PathBuf>,
    /// The user's rules for cleaning; `None` for those it was made with.
    pub rules: Option<WrittenRules>,
    /// What is read again.
    pub reading: Reading,
    /// Whether anything is written.
    pub mode: Mode,
    /// How the index is cut into segments.
    pub segments: Segments,
}

/// A source with a reason.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Remark {
    /// Its path below its root.
    pub file: String,
    /// Why it is mentioned.
    pub reason: String,
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct SyncReport {
    /// The number of this run.
    pub run: u64,
    /// Sources that were not in the index.
    pub added: u64,
    /// Sources whose content changed.
    pub changed: u64,
    /// Sources that are gone.
    pub removed: u64,
    /// Sources whose content is what it was.
    pub unchanged: u64,
    /// Sources in the index.
    pub sources: u64,
    /// Passages of articles in the index.
    pub passages: u64,
    /// Passages of noise in the index.
    pub noise_passages: u64,
    /// Whether the user's rules changed, so that all was read again.
    pub other_rules: bool,
    /// What is no text, or no file.
    pub skipped: Vec<Remark>,
    /// What was indexed although some of it could not be decoded.
    pub damaged: Vec<Remark>,
    /// What could not be read.
    pub failed: Vec<Remark>,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Sources looked at.
    pub done: u64,
    /// Sources in all.
    pub total: u64,
}

/// What can go wrong with a run as a whole.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// A root cannot be listed.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// The user's rules cannot be used.
    #[error(transparent)]
    Rules(#[from] RuleError),
    /// The roots do not fit together.
    #[error(transparent)]
    Root(#[from] RootError),
    /// The index cannot be used.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Brings an index up to date.
pub fn sync(options: &SyncOptions, progress: &(dyn Fn(Progress) + Sync)) -> Result<SyncReport, SyncError> {
    // What is wrong with a rule or a folder is found out before anything is made for the index.
    let given = options.rules.clone().map(Rules::new).transpose()?;
    for root in &options.roots {
        walk::readable(root)?;
    }
    let lock = match options.mode {
        Mode::Write => Some(index_lock(&options.index)?),
        Mode::DryRun => None,
    };
    let before = match Reader::open(&options.index, config_digest()) {
        Ok(reader) => Some(reader),
        Err(EngineError::NoIndex { .. } | EngineError::OtherVersion { .. } | EngineError::Damaged { .. }) => {
            None
        }
        Err(EngineError::Library(_)) if options.mode == Mode::Write => None,
        Err(error) => return Err(error.into()),
    };
    let known = remembered(&options.index);
    let roots = roots::choose(&options.index, &options.roots, &known.roots)?;
    let has_other_rules = given.as_ref().is_some_and(|given| *given.written() != known.rules);
    let rules = given.map_or_else(|| Rules::new(known.rules), Ok)?;
    // Other rules may change what is kept of any source.
    let reading = if has_other_rules { Reading::All } else { options.reading };
    let options = SyncOptions { reading, ..options.clone() };
    let mut work = Work::plan((&options, rules), &roots, before.as_ref(), lock.as_ref())?;
    work.report.other_rules = has_other_rules && before.is_some();
    match &lock {
        Some(lock) => work.write(lock, before.as_ref(), progress),
        None => work.rehearse(progress),
    }
}

/// A file of a root, with what the index knows of it.
struct Candidate {
    root: Root,
    file: SourceFile,
    known: Option<SourceRecord>,
}

impl Candidate {
    fn remark(&self, reason: impl Into<String>) -> Remark {
        Remark { file: self.file.path.lossy(), reason: reason.into() }
    }
}

struct Work<'a> {
    options: &'a SyncOptions,
    rules: Rules,
    roots: Vec<Root>,
    last: Option<Commit>,
    scan_start_ns: i64,
    candidates: Vec<Candidate>,
    gone: Vec<SourceRecord>,
    report: SyncReport,
}

impl<'a> Work<'a> {
    fn plan(
        (options, rules): (&'a SyncOptions, Rules),
        roots: &[Root],
        before: Option<&Reader>,
        lock: Option<&Lock>,
    ) -> Result<Self, SyncError> {
        let mut known: HashMap<Vec<u8>, SourceRecord> = HashMap::new();
        if let Some(reader) = before {
            match reader.records() {
                Ok(records) => known.extend(records.into_iter().map(|record| (record.key(), record))),
                // What is read anew in any case needs no old records, which may be what is damaged.
                Err(_) if options.reading == Reading::All => {}
                Err(error) => return Err(error.into()),
            }
        }
        let mut work = Self {
            options,
            rules,
            roots: roots.to_vec(),
            last: before.map(|reader| reader.commit().clone()),
            scan_start_ns: lock.map_or(0, Lock::now_ns),
            candidates: Vec::new(),
            gone: Vec::new(),
            report: SyncReport::default(),
        };
        for root in roots {
            let listing = walk::list(&root.path, std::slice::from_ref(&options.index))?;
            let skip = |(path, reason): (walk::DocPath, SkipReason)| Remark {
                file: path.lossy(),
                reason: reason.as_str().into(),
            };
            work.report.skipped.extend(listing.skipped.into_iter().map(skip));
            let fail = |(path, reason): (walk::DocPath, String)| Remark { file: path.lossy(), reason };
            work.report.failed.extend(listing.failed.into_iter().map(fail));
            for file in listing.files {
                let known = known.remove(&source_key(&file.path, &root.name));
                work.candidates.push(Candidate { root: root.clone(), file, known });
            }
        }
        work.gone = known.into_values().collect();
        work.gone.sort_by_key(SourceRecord::key);
        Ok(work)
    }

    fn write(
        self,
        lock: &Lock,
        before: Option<&Reader>,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<SyncReport, SyncError> {
        let writer = match before {
            Some(_) if self.options.reading == Reading::Changed => {
                Writer::update(lock, self.options.segments)?
            }
            _ => Writer::anew(lock, self.options.segments)?,
        };
        for record in &self.gone {
            writer.remove(&record.key());
        }
        let done = std::sync::atomic::AtomicU64::new(0);
        let total = self.candidates.len() as u64;
        let results: Vec<Fate> = self
            .candidates
            .par_iter()
            .map(|candidate| {
                let fate = self.settle(candidate, Some(&writer));
                let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
                progress(Progress { done, total });
                fate
            })
            .collect::<Result<_, EngineError>>()?;
        let (mut report, commit) = self.conclude(results);
        writer.commit(&commit)?;
        report.run = commit.run;
        Ok(report)
    }

    fn rehearse(self, progress: &(dyn Fn(Progress) + Sync)) -> Result<SyncReport, SyncError> {
        let total = self.candidates.len() as u64;
        let results = self.candidates.iter().zip(1..).map(|(candidate, done)| {
            progress(Progress { done, total });
            self.settle(candidate, None)
        });
        let results = results.collect::<Result<Vec<Fate>, EngineError>>()?;
        Ok(self.conclude(results).0)
    }

    /// The number of this run.
    fn run(&self) -> u64 {
        self.last.as_ref().map_or(0, |commit| commit.run) + 1
    }

    /// Whether a source need not be read.
    fn is_surely_unchanged(&self, stamp: Stamp, known: &SourceRecord) -> bool {
        let listed_ns = self.last.as_ref().map_or(0, |commit| commit.scan_start_ns);
        self.options.reading == Reading::Changed && known.is_surely_unchanged(stamp, listed_ns)
    }

    /// Reads a source if need be, and writes what became of it.
    fn settle(&self, candidate: &Candidate, writer: Option<&Writer<'_>>) -> Result<Fate, EngineError> {
        let known = candidate.known.as_ref();
        if let Some(known) = known
            && self.is_surely_unchanged(candidate.file.stamp, known)
        {
            return Ok(Fate::Unchanged(known.clone()));
        }
        let key = source_key(&candidate.file.path, &candidate.root.name);
        let bytes = match walk::read(&candidate.file.path.under(&candidate.root.path)) {
            Ok(bytes) => bytes,
            Err(error) => {
                if let (Some(writer), Some(_)) = (writer, known) {
                    writer.remove(&key);
                }
                return Ok(Fate::Failed(candidate.remark(error.to_string())));
            }
        };
        let sha256: [u8; 32] = Sha256::digest(&bytes).into();
        let same = known.filter(|known| known.sha256 == sha256);
        if let Some(known) = same.filter(|_| self.options.reading == Reading::Changed) {
            let record = SourceRecord { stamp: candidate.file.stamp, ..known.clone() };
            if let Some(writer) = writer {
                writer.replace_record(&record)?;
            }
            return Ok(Fate::Unchanged(record));
        }
        let rules = self.rules.of(&candidate.file.path);
        let Prepared { mut record, passages } = prepare::prepare(&bytes, sha256, &rules);
        record.root.clone_from(&candidate.root.name);
        record.path = candidate.file.path.clone();
        record.stamp = candidate.file.stamp;
        record.run = same.map_or_else(|| self.run(), |known| known.run);
        if let (Some(writer), Some(_)) = (writer, known) {
            writer.remove(&key);
        }
        let (mut totals, mut batch) = (SourceTotals::default(), SourceBatch::default());
        for mut passage in passages {
            passage.run = record.run;
            prepare::count(&mut totals, &passage, &key);
            if let Some(writer) = writer {
                writer.gather(&mut batch, &key, passage)?;
            }
        }
        record.totals = totals;
        if let Some(writer) = writer {
            writer.add(batch, &record)?;
        }
        Ok(match known {
            Some(_) if same.is_some() => Fate::Unchanged(record),
            Some(_) => Fate::Changed(record),
            None => Fate::Added(record),
        })
    }

    /// The report, and what the index says of itself from now on: its statistics are the sum of what each
    /// source adds, which its record keeps.
    fn conclude(self, fates: Vec<Fate>) -> (SyncReport, Commit) {
        let run = self.run();
        let mut report = SyncReport { run, removed: self.gone.len() as u64, ..self.report };
        let mut totals = SourceTotals::default();
        let mut sources = 0;
        for (fate, candidate) in fates.into_iter().zip(&self.candidates) {
            let (count, record) = match fate {
                Fate::Failed(remark) => {
                    report.failed.push(remark);
                    continue;
                }
                Fate::Unchanged(record) => (&mut report.unchanged, record),
                Fate::Added(record) => (&mut report.added, record),
                Fate::Changed(record) => (&mut report.changed, record),
            };
            *count += 1;
            totals.add(&record.totals);
            match &record.state {
                SourceState::NotText(reason) => report.skipped.push(candidate.remark(reason.as_str())),
                SourceState::Indexed { damaged, .. } => {
                    sources += 1;
                    if *damaged > 0 {
                        let said = format!("{damaged} characters could not be decoded");
                        report.damaged.push(candidate.remark(said));
                    }
                }
            }
        }
        for remarks in [&mut report.skipped, &mut report.damaged, &mut report.failed] {
            remarks.sort_by(|a, b| a.file.cmp(&b.file));
        }
        report.sources = sources;
        report.passages = totals.article.passages;
        report.noise_passages = totals.noise.passages;
        let mut runs = self.last.map(|last| last.runs).unwrap_or_default();
        runs.push(RunEntry { run, added: report.added, changed: report.changed, removed: report.removed });
        let old = runs.len().saturating_sub(REMEMBERED_RUNS);
        runs.drain(..old);
        let commit = Commit {
            format: 0,
            config: config_digest().to_owned(),
            rules: self.rules.written().clone(),
            run,
            scan_start_ns: self.scan_start_ns,
            runs,
            roots: self.roots.into_iter().map(|root| root.name).collect(),
            sources,
            totals,
        };
        (report, commit)
    }
}

/// So many runs are remembered.
const REMEMBERED_RUNS: usize = 100;

/// What became of a source in a run.
enum Fate {
    Unchanged(SourceRecord),
    Added(SourceRecord),
    Changed(SourceRecord),
    Failed(Remark),
}

/// Opens the index in `dir` for reading.
pub fn open(dir: &Path) -> Result<Reader, EngineError> {
    Reader::open(dir, config_digest())
}
