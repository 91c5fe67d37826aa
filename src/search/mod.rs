//! What was typed in, an answer out: parsed, planned and run, ranked (`rank`), each passage looked up in its
//! file (`cite`) and marked where it was found (`mark`). An answer is typed data; how it looks is left to
//! `render`.

mod batch;
mod best;
mod explain;
mod files;
mod group;
mod hit;
mod mark;
mod nothing;
mod rank;
mod typed;

use std::path::PathBuf;

pub use batch::{Topic, batch, read_topics};
pub use explain::Why;
pub use files::{FilesAnswer, RankedFile};
pub use hit::{Hit, Neighbour, Status, Twin};
pub use mark::{Mark, Matched};
pub use rank::{Sort, TIERS, Undated};
pub use typed::Typed;

use crate::clean::WrittenRules;
use crate::engine::{EngineError, Reader, Side};
use crate::lang::Lang;
use crate::query::{self, Context, Filter, Forms, Leaf, Note, Parsed, Plan, TierRule};
use crate::sync;
use rank::{Order, Ranking};

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
    /// How many hits to pass over first.
    pub offset: usize,
    /// The user's rules for cleaning as they stand now, to tell if the index was made with others.
    pub rules: Option<WrittenRules>,
    /// What every passage must be.
    pub filters: Vec<Filter>,
    /// What becomes of passages without a date where one is asked for.
    pub undated: Undated,
    /// Which forms of words count.
    pub forms: Forms,
    /// What hits are ordered by.
    pub sort: Sort,
    /// How many passages before and after each are shown with it.
    pub context: usize,
    /// Whether each hit says why it ranks where it does.
    pub explain: Explain,
}

impl SearchOptions {
    /// A search with nothing out of the ordinary: ten hits, by score, articles alone.
    pub fn new(index: impl Into<PathBuf>, typed: Typed) -> Self {
        Self {
            index: index.into(),
            corpus: None,
            typed,
            noise: Noise::default(),
            limit: 10,
            per_file: None,
            offset: 0,
            rules: None,
            filters: Vec::new(),
            undated: Undated::default(),
            forms: Forms::default(),
            sort: Sort::default(),
            context: 0,
            explain: Explain::default(),
        }
    }
}

/// Whether an answer explains itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Explain {
    /// It does not.
    #[default]
    No,
    /// With the plan, and what adds up to each score.
    Yes,
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
    /// What the articles were searched for, if that was asked.
    pub plan: Option<Plan>,
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
    Search::open(options)?.answer()
}

/// Answers a query with files alone, each once, in the order of their best passages.
pub fn search_files(options: &SearchOptions) -> Result<FilesAnswer, SearchError> {
    let search = Search { best: None, ..Search::open(options)? };
    let (rankings, notes) = search.ranked()?;
    let (totals, has_roots) = (rankings.totals(), search.has_roots());
    let sides = [Some(&rankings.article), rankings.noise.as_ref()];
    let files = files::files(sides.into_iter().flatten(), &search.options);
    Ok(FilesAnswer { notes, totals, files, has_roots })
}

/// The rankings of one reading of a query.
#[derive(Default)]
struct Rankings {
    article: Ranking,
    noise: Option<Ranking>,
    /// The leaves that neither side holds.
    missing: Vec<Leaf>,
}

impl Rankings {
    fn totals(&self) -> Totals {
        Totals {
            tier_rule: self.article.plan.as_ref().map(Plan::tier_rule).unwrap_or_default(),
            article: self.article.count.clone(),
            noise: self.noise.as_ref().map(|noise| noise.count.clone()),
        }
    }

    fn is_empty(&self) -> bool {
        self.article.count.hits == 0 && self.noise.as_ref().is_none_or(|noise| noise.count.hits == 0)
    }
}

struct Search {
    reader: Reader,
    options: SearchOptions,
    /// How many hits of each side are looked at in order; `None` for all.
    best: Option<usize>,
}

impl Search {
    fn open(options: &SearchOptions) -> Result<Self, SearchError> {
        let reader = sync::open(&options.index)?;
        let roots = &reader.commit().roots;
        let mut options = options.clone();
        let is_moved = |corpus: &PathBuf| {
            !roots.iter().any(|root| sync::is_same_folder(corpus, &sync::resolve(&options.index, root).path))
        };
        // A folder that the index covers where it is was not moved.
        let moved = options.corpus.take().filter(is_moved);
        if moved.is_some() && roots.len() > 1 {
            return Err(SearchError::ManyRoots { roots: roots.len() });
        }
        options.corpus = moved;
        // Which of them are the first of their file is known only once all are in order.
        let best = options.per_file.is_none().then(|| options.offset.saturating_add(options.limit));
        Ok(Self { reader, options, best })
    }

    fn has_roots(&self) -> bool {
        self.reader.commit().roots.len() > 1
    }

    fn answer(&self) -> Result<Answer, SearchError> {
        let (rankings, notes) = self.ranked()?;
        self.cite(rankings, notes)
    }

    /// The passages of the query as it is best read, with what should be known about that.
    fn ranked(&self) -> Result<(Rankings, Vec<Note>), SearchError> {
        let typed = &self.options.typed;
        let words = query::parse(&typed.joined());
        let has_other_rules = |rules: &WrittenRules| *rules != self.reader.commit().rules;
        let mut notes = Vec::new();
        notes.extend(self.options.rules.as_ref().is_some_and(has_other_rules).then_some(Note::OtherRules));
        let mut rankings = Rankings::default();
        let mut read = words;
        if let Some(phrase) = typed.as_phrases() {
            let parsed = query::parse(&phrase);
            let mut remarks = parsed.notes.clone();
            rankings = self.rankings(&parsed, &mut remarks)?;
            if rankings.is_empty() {
                notes.push(Note::NotAPhrase);
            } else {
                notes.push(Note::ReadAsPhrase { words: typed.joined() });
                notes.append(&mut remarks);
                read = parsed;
            }
        }
        if rankings.is_empty() {
            notes.extend(read.notes.iter().cloned());
            rankings = self.rankings(&read, &mut notes)?;
        }
        self.name_missing(&rankings.missing, &mut notes)?;
        if rankings.is_empty() {
            self.explain_nothing(&read, &rankings, &mut notes)?;
        }
        let mut said = Vec::new();
        for note in notes {
            if !said.contains(&note) {
                said.push(note);
            }
        }
        Ok((rankings, said))
    }

    /// The plan of a query for one side, whose passages have languages and words of their own.
    fn plan(&self, parsed: &Parsed, side: Side, notes: &mut Vec<Note>) -> Result<Option<Plan>, EngineError> {
        self.plan_within(parsed, side, &self.options.filters, notes)
    }

    fn plan_within(
        &self,
        parsed: &Parsed,
        side: Side,
        filters: &[Filter],
        notes: &mut Vec<Note>,
    ) -> Result<Option<Plan>, EngineError> {
        let langs: Vec<Lang> = self.reader.commit().totals.side(side).langs.keys().copied().collect();
        let context = Context {
            langs: &langs,
            vocabulary: &self.reader.words(side),
            forms: self.options.forms,
            filters,
        };
        query::plan(parsed, &context, notes)
    }

    fn ranking(&self, plan: &Plan, side: Side) -> Result<Ranking, EngineError> {
        let order = Order { sort: self.options.sort, undated: self.options.undated, best: self.best };
        rank::rank(plan, self.reader.run(plan, side)?, order)
    }

    fn rankings(&self, parsed: &Parsed, notes: &mut Vec<Note>) -> Result<Rankings, EngineError> {
        let Some(plan) = self.plan(parsed, Side::Article, notes)? else {
            notes.push(Note::NothingToSearch);
            return Ok(Rankings::default());
        };
        let article = self.ranking(&plan, Side::Article)?;
        if plan.scored.is_empty() && plan.excludes() && article.count.hits > 0 {
            notes.push(Note::OnlyExclusions);
        }
        let mut holding = article.holding.clone();
        let mut noise = None;
        if self.options.noise == Noise::Searched
            && let Some(plan) = self.plan(parsed, Side::Noise, &mut Vec::new())?
        {
            let ranking = self.ranking(&plan, Side::Noise)?;
            holding.iter_mut().zip(&ranking.holding).for_each(|(count, more)| *count += more);
            noise = Some(ranking);
        }
        let undated = article.undated + noise.as_ref().map_or(0, |noise| noise.undated);
        if undated > 0 {
            notes.push(Note::Undated { passages: undated });
        }
        let missing = plan.scored.iter().filter(|leaf| holding.get(**leaf) == Some(&0));
        let missing = missing.filter_map(|leaf| plan.leaves.get(*leaf)).cloned().collect();
        Ok(Rankings { article, noise, missing })
    }

    /// Looks up the best passages in their files.
    fn cite(&self, rankings: Rankings, mut notes: Vec<Note>) -> Result<Answer, SearchError> {
        let totals = rankings.totals();
        let plan = rankings.article.plan.clone().filter(|_| self.options.explain == Explain::Yes);
        let mut hits = Vec::new();
        let mut passed = 0;
        for ranking in [Some(rankings.article), rankings.noise].into_iter().flatten() {
            for group in ranking.first(self.options.per_file) {
                if hits.len() == self.options.limit {
                    break;
                }
                passed += 1;
                if passed > self.options.offset {
                    hits.push(hit::of_group(&self.reader, &self.options, &ranking, (group, passed))?);
                }
            }
        }
        let stale = hits.iter().filter(|hit| hit.status == Status::Stale).count();
        if stale > 0 {
            notes.push(Note::Stale { hits: stale });
        }
        Ok(Answer {
            query: self.options.typed.joined(),
            notes,
            totals,
            hits,
            plan,
            has_roots: self.has_roots(),
        })
    }
}
