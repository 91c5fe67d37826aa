//! One hit: a passage with all that is known of it, its words proved against the file.

use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::explain::{self, Why};
use super::group::Group;
use super::mark::{self, Mark, Matched};
use super::rank::Ranking;
use super::{Explain, SearchOptions};
use crate::article::Article;
use crate::cite::{self, Cited, Quotation, Quoted};
use crate::clean::Rules;
use crate::engine::{
    EngineError, Found, PassageMeta, Place, Reader, Replay, Side, SourceRecord, SourceState, Stated,
};
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
    /// Whether its citation holds.
    pub status: Status,
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
    pub date: Option<Stated<Date>>,
    /// Who wrote it.
    pub byline: Option<Stated<String>>,
    /// Who published it, or where it was taken from.
    pub outlet: Option<Stated<String>>,
    /// What stands there; `None` if the citation does not hold.
    pub text: Option<String>,
    /// What is meant, if some of it is double-encoded; that is what was searched.
    pub text_repaired: Option<String>,
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
    let found = group.members.iter().map(|member| &ranking.found[*member]);
    let mut members =
        found.map(|found| Member::read(reader, options, ranking, found)).collect::<Result<Vec<_>, _>>()?;
    let empty = || EngineError::Damaged { dir: options.index.clone(), what: "a group of passages is empty" };
    // What the first file no longer says may still stand in another.
    let shown = members.iter().position(|member| member.quoted.is_some()).unwrap_or(0);
    let shown = (!members.is_empty()).then(|| members.remove(shown)).ok_or_else(empty)?;
    let repaired = shown.quoted.as_ref().and_then(|quoted| quoted.repaired.clone());
    let mut hit = shown.into_hit(members.into_iter().map(Member::into_twin).collect());
    (hit.rank, hit.score, hit.tier) = (rank, group.standing.score, group.standing.tier);
    let searched = hit.text_repaired.as_ref().or(hit.text.as_ref());
    if let (Some(plan), Some(text)) = (&ranking.plan, searched) {
        (hit.marks, hit.matched) = mark::mark(plan, text, &hit.meta);
    }
    if let Some(repaired) = repaired {
        hit.marks.iter_mut().for_each(|mark| mark.span = repaired.to_quoted(mark.span));
    }
    if options.context > 0 {
        let rules = Rules::new(reader.commit().rules.clone()).unwrap_or_default();
        add_neighbours(&mut hit, &rules, options.context);
    }
    if let Some(first) = group.members.first().filter(|_| options.explain == Explain::Yes) {
        let totals = reader.commit().totals.side(Side::of(hit.meta.kind));
        hit.why = Some(explain::explain(ranking, totals, &hit.matched, ranking.found[*first].length));
    }
    Ok(hit)
}

/// One of the passages that say the same, read back from its file.
struct Member {
    record: SourceRecord,
    root_path: PathBuf,
    /// Where it stands: now if that is known, else when it was indexed.
    meta: PassageMeta,
    /// What stands there; only what holds.
    quoted: Option<Quoted>,
    /// When the sources were last listed.
    listed_ns: i64,
}

impl Member {
    fn read(
        reader: &Reader,
        options: &SearchOptions,
        ranking: &Ranking,
        found: &Found,
    ) -> Result<Self, EngineError> {
        let record = reader.record(ranking.key(found))?;
        let mut meta = reader.passage(found)?;
        let root_path = root_path(options, &record.root);
        let cited = Cited {
            place: meta.place(),
            replay: meta.replay,
            source: &record,
            listed_ns: reader.commit().scan_start_ns,
        };
        let quoted = match cite::quote(&record.path.under(&root_path), &cited) {
            Quotation::Holds(quoted) => {
                meta.lines = quoted.lines;
                Some(quoted)
            }
            Quotation::Stale => None,
        };
        let listed_ns = cited.listed_ns;
        Ok(Self { record, root_path, meta, quoted, listed_ns })
    }

    fn status(&self) -> Status {
        if self.quoted.is_some() { Status::Ok } else { Status::Stale }
    }

    /// What the source says of itself, if it still does, with the lines where it says it.
    fn fact<T: Clone>(&self, stated: Option<&Stated<T>>) -> Option<Stated<T>> {
        let Stated { value, place } = stated?.clone();
        let cited = Cited {
            place: place.clone(),
            replay: Replay::Range,
            source: &self.record,
            listed_ns: self.listed_ns,
        };
        match cite::quote(&self.record.path.under(&self.root_path), &cited) {
            Quotation::Holds(Quoted { lines, .. }) => Some(Stated { value, place: Place { lines, ..place } }),
            Quotation::Stale => None,
        }
    }

    fn into_twin(self) -> Twin {
        let status = self.status();
        let Self { record, root_path, meta, .. } = self;
        Twin { root: record.root, root_path, file: record.path, meta, status }
    }

    fn into_hit(self, duplicates: Vec<Twin>) -> Hit {
        let status = self.status();
        let (title, derivation) = match &self.record.state {
            SourceState::Indexed { title, derivation, .. } => (title.clone(), derivation.clone()),
            SourceState::NotText(_) => (None, Vec::new()),
        };
        let (date, byline, outlet) = match &self.record.state {
            SourceState::Indexed { date, byline, outlet, .. } => {
                (self.fact(date.as_ref()), self.fact(byline.as_ref()), self.fact(outlet.as_ref()))
            }
            SourceState::NotText(_) => (None, None, None),
        };
        let (text, text_repaired) = match self.quoted {
            Some(quoted) => (Some(quoted.text), quoted.repaired.map(|repaired| repaired.text)),
            None => (None, None),
        };
        Hit {
            rank: 0,
            score: 0,
            tier: 0,
            file: self.record.path,
            root: self.record.root,
            root_path: self.root_path,
            sha256: self.record.sha256,
            meta: self.meta,
            derivation,
            title,
            date,
            byline,
            outlet,
            text,
            text_repaired,
            marks: Vec::new(),
            matched: Vec::new(),
            duplicates,
            before: Vec::new(),
            after: Vec::new(),
            why: None,
            status,
        }
    }
}

/// Where a root is now.
pub(super) fn root_path(options: &SearchOptions, root: &str) -> PathBuf {
    match &options.corpus {
        Some(moved) => moved.clone(),
        None => sync::resolve(&options.index, root).path,
    }
}

/// Reads the whole source again for the passages around a hit; a source that changed has none.
fn add_neighbours(hit: &mut Hit, rules: &Rules, most: usize) {
    let Ok(bytes) = walk::read(&hit.file.under(&hit.root_path)) else { return };
    let sha256: [u8; 32] = Sha256::digest(&bytes).into();
    let Ok(article) = Article::read_by(&rules.of(&hit.file), &bytes) else { return };
    if sha256 != hit.sha256 {
        return;
    }
    let is_same_side = |passage: &Passage| Side::of(passage.kind) == Side::of(hit.meta.kind);
    let neighbour = |passage: &Passage| Neighbour {
        lines: article.extracted.lines.lines_of(passage.span),
        span: article.decoded.to_source(passage.span),
        text: article.decoded.stands(passage.span).to_owned(),
    };
    let all: Vec<Neighbour> = article.passages.iter().filter(|p| is_same_side(p)).map(neighbour).collect();
    let Some(at) = all.iter().position(|neighbour| neighbour.span == hit.meta.span) else { return };
    hit.before = all.get(at.saturating_sub(most)..at).unwrap_or_default().to_vec();
    hit.after = all.iter().skip(at + 1).take(most).cloned().collect();
}
