//! What was typed in, an answer out: parsed, planned and run, ranked (`rank`), each passage looked up in its
//! file (`cite`) and marked where it was found (`mark`). An answer is typed data; how it looks is left to
//! `render`.

mod hit;
mod mark;
mod rank;
mod typed;

use std::path::PathBuf;

pub use hit::{Hit, Status, Twin};
pub use mark::{Mark, MarkKind, Matched};
pub use rank::TIERS;
pub use typed::Typed;

use crate::engine::{EngineError, Reader, Side};
use crate::lang::Lang;
use crate::query::{self, Note, Parsed, Plan, TierRule};
use crate::sync;
use rank::{Group, Ranking};

/// Whether what was dropped as noise is searched, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Noise {
    /// Articles alone.
    #[default]
    Left,
    /// Noise after the articles.
    Searched,
}

/// What to search.
#[derive(Clone, Debug)]
pub struct SearchOptions {
    /// The index.
    pub index: PathBuf,
    /// Where its corpus is now, if it was moved.
    pub corpus: Option<PathBuf>,
    /// The query.
    pub typed: Typed,
    /// Whether noise is searched.
    pub noise: Noise,
    /// How many hits at most.
    pub limit: usize,
    /// How many hits of one source at most.
    pub per_file: Option<usize>,
}

/// How much was found, whatever the limit. Passages that say the same are one hit.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct SideCount {
    /// Hits: passages that differ.
    pub hits: u64,
    /// Passages, equal ones counted each.
    pub passages: u64,
    /// Sources they stand in.
    pub files: u64,
    /// Hits in each tier.
    pub tiers: [u64; TIERS],
}

/// How much was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Totals {
    /// What the tiers mean.
    pub tier_rule: TierRule,
    /// In articles.
    #[serde(flatten)]
    pub article: SideCount,
    /// In noise, if it was searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<SideCount>,
}

/// The answer to a query.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The query as typed, arguments joined by spaces.
    pub query: String,
    /// What should be known about how it was read and answered.
    pub notes: Vec<Note>,
    /// How much was found.
    pub totals: Totals,
    /// The best hits, in order.
    pub hits: Vec<Hit>,
    /// Whether the index has several roots, so that a path alone may not tell which.
    pub has_roots: bool,
}

/// What can go wrong with a search as a whole.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index cannot be used.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// `--corpus` was given for an index of several roots.
    #[error("the index covers {roots} folders: --corpus cannot say where all of them are now")]
    ManyRoots {
        /// How many.
        roots: usize,
    },
}

/// Answers a query.
pub fn search(options: &SearchOptions) -> Result<Answer, SearchError> {
    let reader = sync::open(&options.index)?;
    let roots = reader.commit().roots.len();
    if options.corpus.is_some() && roots > 1 {
        return Err(SearchError::ManyRoots { roots });
    }
    let search = Search { reader, options };
    let mut answer = search.answer()?;
    answer.has_roots = roots > 1;
    Ok(answer)
}

/// The rankings of one reading of a query.
#[derive(Default)]
struct Rankings {
    article: Ranking,
    noise: Option<Ranking>,
    /// The leaves that neither side holds, as typed.
    missing: Vec<String>,
}

impl Rankings {
    fn is_empty(&self) -> bool {
        self.article.groups.is_empty() && self.noise.as_ref().is_none_or(|noise| noise.groups.is_empty())
    }
}

struct Search<'a> {
    reader: Reader,
    options: &'a SearchOptions,
}

impl Search<'_> {
    fn answer(&self) -> Result<Answer, SearchError> {
        let typed = &self.options.typed;
        let words = query::parse(&typed.joined());
        let mut notes = Vec::new();
        let mut rankings = Rankings::default();
        let mut read = words;
        if let Some(phrase) = typed.as_phrases() {
            let parsed = query::parse(&phrase);
            rankings = self.rankings(&parsed, &mut Vec::new())?;
            if rankings.is_empty() {
                notes.push(Note::NotAPhrase);
            } else {
                notes.push(Note::ReadAsPhrase { words: typed.joined() });
                read = parsed;
            }
        }
        if rankings.is_empty() {
            notes.extend(read.notes.iter().cloned());
            rankings = self.rankings(&read, &mut notes)?;
        }
        let missing = rankings.missing.iter().map(|word| Note::WordNotFound { word: word.clone() });
        notes.extend(missing);
        if rankings.is_empty() {
            self.explain_nothing(&read, &rankings, &mut notes)?;
        }
        self.cite(rankings, notes)
    }

    /// The plan of a query for one side, whose passages have languages of their own.
    fn plan(&self, parsed: &Parsed, side: Side, notes: &mut Vec<Note>) -> Option<Plan> {
        let langs: Vec<Lang> = self.reader.commit().totals.side(side).langs.keys().copied().collect();
        query::plan(parsed, &langs, notes)
    }

    fn rankings(&self, parsed: &Parsed, notes: &mut Vec<Note>) -> Result<Rankings, EngineError> {
        let Some(plan) = self.plan(parsed, Side::Article, notes) else {
            notes.push(Note::NothingToSearch);
            return Ok(Rankings::default());
        };
        if plan.scored.is_empty() {
            notes.push(Note::OnlyExclusions);
        }
        let outcome = self.reader.run(&plan, Side::Article)?;
        let mut holding = outcome.holding.clone();
        let article = rank::rank(&plan, outcome);
        let mut noise = None;
        if self.options.noise == Noise::Searched
            && let Some(plan) = self.plan(parsed, Side::Noise, &mut Vec::new())
        {
            let outcome = self.reader.run(&plan, Side::Noise)?;
            holding.iter_mut().zip(&outcome.holding).for_each(|(count, more)| *count += more);
            noise = Some(rank::rank(&plan, outcome));
        }
        let missing = plan.scored.iter().filter(|leaf| holding.get(**leaf) == Some(&0));
        let missing =
            missing.filter_map(|leaf| plan.leaves.get(*leaf)).map(|leaf| leaf.typed().to_owned()).collect();
        Ok(Rankings { article, noise, missing })
    }

    /// Says why nothing was found, and what would find something.
    fn explain_nothing(
        &self,
        read: &Parsed,
        rankings: &Rankings,
        notes: &mut Vec<Note>,
    ) -> Result<(), EngineError> {
        let apart = Parsed { root: read.root.apart(), notes: Vec::new() };
        let passages = if apart.root == read.root { 0 } else { self.count(&apart, Side::Article)? };
        if passages > 0 {
            notes.push(Note::WordsApart { passages });
        } else if rankings.missing.is_empty() && rankings.article.plan.is_some() {
            notes.push(Note::NotTogether);
        }
        if rankings.noise.is_none() {
            let passages = self.count(read, Side::Noise)?;
            if passages > 0 {
                notes.push(Note::NoiseHolds { passages });
            }
        }
        Ok(())
    }

    fn count(&self, parsed: &Parsed, side: Side) -> Result<u64, EngineError> {
        let Some(plan) = self.plan(parsed, side, &mut Vec::new()) else { return Ok(0) };
        Ok(rank::rank(&plan, self.reader.run(&plan, side)?).count.passages)
    }

    /// Looks up the best passages in their files.
    fn cite(&self, rankings: Rankings, mut notes: Vec<Note>) -> Result<Answer, SearchError> {
        let totals = Totals {
            tier_rule: rankings.article.plan.as_ref().map(Plan::tier_rule).unwrap_or_default(),
            article: rankings.article.count.clone(),
            noise: rankings.noise.as_ref().map(|noise| noise.count.clone()),
        };
        let mut hits = Vec::new();
        for ranking in [Some(rankings.article), rankings.noise].into_iter().flatten() {
            let room = self.options.limit - hits.len();
            let shown: Vec<&Group> = ranking.first(room, self.options.per_file);
            for group in shown {
                let rank = hits.len() + 1;
                hits.push(hit::of_group(&self.reader, self.options, &ranking, group, rank)?);
            }
        }
        let stale = hits.iter().filter(|hit| hit.status == Status::Stale).count();
        if stale > 0 {
            notes.push(Note::Stale { hits: stale });
        }
        Ok(Answer { query: self.options.typed.joined(), notes, totals, hits, has_roots: false })
    }
}
