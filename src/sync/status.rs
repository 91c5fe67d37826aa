//! What an index holds, in figures.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Mode, Reading, Remark, SyncError, SyncOptions, SyncReport, open, sync};
use crate::clean::WrittenRules;
use crate::decode::Detection;
use crate::engine::{RunEntry, Segments, SourceRecord, SourceState};

/// What an index holds.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    /// Its folders.
    pub roots: Vec<PathBuf>,
    /// The number of its last run.
    pub run: u64,
    /// Its last runs, the newest last.
    pub runs: Vec<RunEntry>,
    /// The user's rules that they were cleaned by.
    pub rules: WrittenRules,
    /// How many sources are indexed.
    pub sources: u64,
    /// How many passages of articles.
    pub passages: u64,
    /// How many passages of noise.
    pub noise_passages: u64,
    /// How many passages of articles in each language.
    pub langs: BTreeMap<String, u64>,
    /// How many sources in each charset.
    pub encodings: BTreeMap<String, u64>,
    /// Sources whose charset was guessed, with the guess, and the charset that is nearly as likely.
    pub guessed: Vec<Remark>,
    /// Sources of which some was double-encoded.
    pub repaired: Vec<Remark>,
    /// Sources of which some could not be decoded.
    pub damaged: Vec<Remark>,
    /// Sources that are no text.
    pub skipped: Vec<Remark>,
    /// How many passages were dropped as noise, by reason.
    pub reasons: BTreeMap<String, u64>,
    /// The earliest and the latest date.
    pub dates: Option<(String, String)>,
    /// How many sources have none.
    pub undated: u64,
    /// What an index run would do now.
    pub since: SyncReport,
}

/// Looks at an index, and at what changed since.
pub fn status(index: &Path) -> Result<Status, SyncError> {
    let reader = open(index)?;
    let commit = reader.commit();
    let options = SyncOptions {
        index: index.to_owned(),
        roots: Vec::new(),
        rules: None,
        reading: Reading::Changed,
        mode: Mode::DryRun,
        segments: Segments::Few,
    };
    let mut status = Status {
        roots: commit.roots.iter().map(|name| super::resolve(index, name).path).collect(),
        run: commit.run,
        runs: commit.runs.clone(),
        rules: commit.rules.clone(),
        sources: commit.sources,
        passages: commit.totals.article.passages,
        noise_passages: commit.totals.noise.passages,
        langs: commit
            .totals
            .article
            .langs
            .iter()
            .map(|(lang, count)| (lang.code().to_owned(), *count))
            .collect(),
        encodings: BTreeMap::new(),
        guessed: Vec::new(),
        repaired: Vec::new(),
        damaged: Vec::new(),
        skipped: Vec::new(),
        reasons: commit
            .totals
            .reasons
            .iter()
            .map(|(reason, count)| (reason.as_str().to_owned(), *count))
            .collect(),
        dates: None,
        undated: 0,
        since: sync(&options, &|_| {})?,
    };
    for record in sorted(reader.records()?) {
        status.count(&record);
    }
    Ok(status)
}

fn sorted(mut records: Vec<SourceRecord>) -> Vec<SourceRecord> {
    records.sort_by_cached_key(SourceRecord::key);
    records
}

impl Status {
    fn count(&mut self, record: &SourceRecord) {
        let remark = |reason: String| Remark { file: record.path.lossy(), reason };
        let (date, derivation, found, broken) = match &record.state {
            SourceState::NotText(reason) => {
                self.skipped.push(remark(reason.as_str().to_owned()));
                return;
            }
            SourceState::Indexed { date, derivation, detection, rival, damaged, repaired, .. } => {
                (date, derivation, (*detection, rival), (*damaged, *repaired))
            }
        };
        let charset = derivation.last().cloned().unwrap_or_default();
        if let (Detection::Guessed | Detection::Nearly | Detection::Lines, rival) = found {
            let or = rival.as_ref().map_or(String::new(), |rival| format!(", or {rival}"));
            self.guessed.push(remark(charset.clone() + &or));
        }
        *self.encodings.entry(charset).or_default() += 1;
        let (damaged, repaired) = broken;
        if damaged > 0 {
            self.damaged.push(remark(format!("{damaged} characters could not be decoded")));
        }
        if repaired > 0 {
            self.repaired.push(remark(format!("{repaired} double-encoded lines, repaired for search")));
        }
        let Some(date) = date else {
            self.undated += 1;
            return;
        };
        let value = date.value.value.clone();
        self.dates = Some(match self.dates.take() {
            None => (value.clone(), value),
            Some((first, last)) => (first.min(value.clone()), last.max(value)),
        });
    }
}

/// The sources of an index with their SHA-256, in the form that `sha256sum --check` reads.
pub fn manifest(index: &Path) -> Result<String, SyncError> {
    let mut out = String::new();
    for record in sorted(open(index)?.records()?) {
        let digest: String = record.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = record.path.lossy();
        let escaped = path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
        let mark = if escaped == path { "" } else { "\\" };
        out.push_str(&format!("{mark}{digest}  {escaped}\n"));
    }
    Ok(out)
}
