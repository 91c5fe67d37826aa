//! One hit: a passage with all that is known of it, its words proved against the file.

use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::explain::{self, Why};
use super::mark::{self, Mark, Matched};
use super::rank::{Group, Ranking};
use super::{Explain, SearchOptions};
use crate::article::Article;
use crate::cite::{self, Quotation};
use crate::engine::{EngineError, Found, PassageMeta, Reader, Side, SourceRecord, SourceState};
use crate::extract::Date;
use crate::passage::Passage;
use crate::span::{LineRange, SourceSpan};
use crate::sync;
use crate::walk::{self, DocPath};

/// Whether a citation holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The file says it, now.
    Ok,
    /// The file changed since it was indexed; nothing is quoted.
    Stale,
}

/// Another passage that says the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    /// The name of its root in the index.
    pub root: String,
    /// Where its root is now.
    pub root_path: PathBuf,
    /// Its source.
    pub file: DocPath,
    /// Where it stands.
    pub meta: PassageMeta,
}

/// A passage beside a hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Its lines.
    pub lines: LineRange,
    /// Its bytes.
    pub span: SourceSpan,
    /// What stands there.
    pub text: String,
}

/// A passage that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its place in the answer, from 1.
    pub rank: usize,
    /// BM25 in units of 1/10,000.
    pub score: i64,
    /// 1 to 3; what it means is told by the totals.
    pub tier: u8,
    /// Its source.
    pub file: DocPath,
    /// The name of its root in the index.
    pub root: String,
    /// Where its root is now.
    pub root_path: PathBuf,
    /// SHA-256 of its source as indexed.
    pub sha256: [u8; 32],
    /// Where it stands.
    pub meta: PassageMeta,
    /// The steps from file to text.
    pub derivation: Vec<String>,
    /// The headline of its article.
    pub title: Option<String>,
    /// When its article was published.
    pub date: Option<Date>,
    /// What stands there; `None` if the citation does not hold.
    pub text: Option<String>,
    /// The matches in the text.
    pub marks: Vec<Mark>,
    /// What of the query it holds.
    pub matched: Vec<Matched>,
    /// Other passages that say the same.
    pub duplicates: Vec<Twin>,
    /// The passages before it, the nearest last; none unless asked for.
    pub before: Vec<Neighbour>,
    /// The passages after it.
    pub after: Vec<Neighbour>,
    /// Why it ranks where it does, if that was asked.
    pub why: Option<Vec<Why>>,
    /// Whether the citation holds.
    pub status: Status,
}

pub(super) fn of_group(
    reader: &Reader,
    options: &SearchOptions,
    ranking: &Ranking,
    (group, rank): (&Group, usize),
) -> Result<Hit, EngineError> {
    let mut members = group.members.iter().map(|member| member_of(reader, ranking, &ranking.found[*member]));
    let Some(first) = members.next() else {
        return Err(EngineError::Damaged {
            dir: options.index.clone(),
            what: "a group of passages is empty",
        });
    };
    let (record, meta) = first?;
    let mut duplicates = Vec::new();
    for twin in members {
        let (record, meta) = twin?;
        let root_path = root_path(options, &record.root);
        duplicates.push(Twin { root: record.root, root_path, file: record.path, meta });
    }
    let root_path = root_path(options, &record.root);
    let mut hit = Hit {
        rank,
        score: group.score,
        tier: group.tier,
        file: record.path,
        root: record.root,
        root_path,
        sha256: record.sha256,
        meta,
        derivation: Vec::new(),
        title: None,
        date: None,
        text: None,
        marks: Vec::new(),
        matched: Vec::new(),
        duplicates,
        before: Vec::new(),
        after: Vec::new(),
        why: None,
        status: Status::Stale,
    };
    if let SourceState::Indexed { title, date, derivation, .. } = record.state {
        (hit.title, hit.date, hit.derivation) = (title, date, derivation);
    }
    prove(&mut hit, ranking);
    if options.context > 0 {
        add_neighbours(&mut hit, options.context);
    }
    if let Some(first) = group.members.first().filter(|_| options.explain == Explain::Yes) {
        let totals = reader.commit().totals.side(Side::of(hit.meta.kind));
        hit.why = Some(explain::explain(ranking, totals, &hit.matched, ranking.found[*first].length));
    }
    Ok(hit)
}

/// Where a root is now.
fn root_path(options: &SearchOptions, root: &str) -> PathBuf {
    match &options.corpus {
        Some(moved) => moved.clone(),
        None => sync::resolve(&options.index, root).path,
    }
}

fn member_of(
    reader: &Reader,
    ranking: &Ranking,
    found: &Found,
) -> Result<(SourceRecord, PassageMeta), EngineError> {
    Ok((reader.record(&ranking.sources[found.source])?, reader.passage(found)?))
}

/// Reads the passage back from its file; only what holds is quoted and marked.
fn prove(hit: &mut Hit, ranking: &Ranking) {
    let file = hit.file.under(&hit.root_path);
    let Quotation::Holds(text) = cite::quote(&file, &hit.meta, &hit.derivation) else { return };
    if let Some(plan) = &ranking.plan {
        (hit.marks, hit.matched) = mark::mark(plan, &text, &hit.meta);
    }
    hit.text = Some(text);
    hit.status = Status::Ok;
}

/// Reads the whole source again for the passages around a hit; a source that changed has none.
fn add_neighbours(hit: &mut Hit, most: usize) {
    let Ok(bytes) = walk::read(&hit.file.under(&hit.root_path)) else { return };
    let sha256: [u8; 32] = Sha256::digest(&bytes).into();
    let Ok(article) = Article::read(&bytes) else { return };
    if sha256 != hit.sha256 {
        return;
    }
    let is_same_side = |passage: &Passage| Side::of(passage.kind) == Side::of(hit.meta.kind);
    let neighbour = |passage: &Passage| Neighbour {
        lines: article.extracted.lines.lines_of(passage.span),
        span: article.decoded.to_source(passage.span),
        text: passage.span.of(&article.decoded.text).to_owned(),
    };
    let all: Vec<Neighbour> = article.passages.iter().filter(|p| is_same_side(p)).map(neighbour).collect();
    let Some(at) = all.iter().position(|neighbour| neighbour.span == hit.meta.span) else { return };
    hit.before = all.get(at.saturating_sub(most)..at).unwrap_or_default().to_vec();
    hit.after = all.iter().skip(at + 1).take(most).cloned().collect();
}
