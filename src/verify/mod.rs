//! Quotations in, what became of each out: whether its source still says it, there or elsewhere.
//!
//! `claims` reads quotations from hits and from prose, `typography` compares words whatever their quotation
//! marks, dashes and spaces. A quotation is **ok** where the cited range says it, **moved** where it stands
//! verbatim elsewhere in that source, **misattributed** where only other sources hold it, **altered** where that
//! source holds something near, **missing** otherwise. Typography is tolerated, another word never.

mod claims;
mod near;
mod typography;

use std::path::{Path, PathBuf};

use serde::Serialize;

pub use claims::{Claim, Origin, read_claims};
use typography::{Canonical, Needle};

use crate::article::Article;
use crate::clean::{FileRules, Rules};
use crate::engine::EngineError;
use crate::passage::Kind;
use crate::query::Forms;
use crate::search::{self, Noise, SearchError, SearchOptions, Typed};
use crate::span::{LineNo, SourceByte, SourceSpan, TextSpan};
use crate::sync::{self, Root};
use crate::walk::{self, DocPath};

/// Shorter quotations stand in too many places to prove anything without a line.
pub const SHORTEST_WITHOUT_LINE: usize = 12;

/// Where verbatim words, or near ones, were found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The source, as it opens from its root.
    pub file: String,
    /// The first line, 1-based.
    pub line: u32,
    /// What stands there.
    pub text: String,
}

/// What became of a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Outcome {
    /// The cited range says it.
    Ok {
        /// Whether what says it was dropped as noise.
        noise: bool,
    },
    /// It stands elsewhere in the source.
    Moved {
        /// Where.
        to: Place,
    },
    /// It stands only in other sources.
    Misattributed {
        /// Where, at most a few.
        to: Vec<Place>,
    },
    /// The source says something near.
    Altered {
        /// What.
        near: Place,
    },
    /// Nothing says it.
    Missing,
    /// It was not looked up.
    Refused {
        /// Why.
        reason: String,
    },
}

impl Outcome {
    /// The name, as output has it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Ok { .. } => "ok",
            Self::Moved { .. } => "moved",
            Self::Misattributed { .. } => "misattributed",
            Self::Altered { .. } => "altered",
            Self::Missing => "missing",
            Self::Refused { .. } => "refused",
        }
    }
}

/// A quotation with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// The quotation.
    #[serde(flatten)]
    pub claim: Claim,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Where to look quotations up.
#[derive(Clone, Debug)]
pub struct VerifyOptions {
    /// The index.
    pub index: PathBuf,
    /// Where its corpus is now, if it was moved.
    pub corpus: Option<PathBuf>,
    /// Where paths in prose start from, beside the roots.
    pub here: Option<PathBuf>,
}

/// Verifies quotations, in order.
pub fn verify(claims: Vec<Claim>, options: &VerifyOptions) -> Result<Vec<Checked>, SearchError> {
    let reader = sync::open(&options.index)?;
    let names = &reader.commit().roots;
    let roots = match &options.corpus {
        Some(moved) => vec![Root { name: names.first().cloned().unwrap_or_default(), path: moved.clone() }],
        None => names.iter().map(|name| sync::resolve(&options.index, name)).collect(),
    };
    // Rules that the index was made with were good then.
    let rules = Rules::new(reader.commit().rules.clone()).unwrap_or_default();
    let verifier = Verifier { options, roots, rules };
    let check = |claim: Claim| Ok(Checked { outcome: verifier.outcome(&claim)?, claim });
    claims.into_iter().map(check).collect()
}

struct Verifier<'a> {
    options: &'a VerifyOptions,
    roots: Vec<Root>,
    rules: Rules,
}

/// A source that was read to look something up.
struct Source {
    article: Article,
}

impl Source {
    fn read(path: &Path, rules: &FileRules<'_>) -> Option<Self> {
        let bytes = walk::read(path).ok()?;
        let article = Article::read_by(rules, &bytes).ok()?;
        Some(Self { article })
    }

    fn text(&self) -> &str {
        &self.article.decoded.text
    }

    /// Where words stand, as they are written or, if they are double-encoded, as they are meant.
    fn find(&self, needle: &Needle) -> Vec<TextSpan> {
        let decoded = &self.article.decoded;
        let find = |text: &str| {
            Canonical::variants(text).iter().flat_map(|text| text.find(needle)).collect::<Vec<TextSpan>>()
        };
        let mut found = find(self.text());
        if decoded.repaired > 0 {
            found.extend(find(decoded.as_it_stands()).into_iter().filter_map(|span| decoded.meant(span)));
        }
        found.sort();
        found.dedup();
        found
    }

    fn place(&self, file: &str, span: TextSpan) -> Place {
        let line = self.article.extracted.lines.line_of(span.start()).get();
        Place { file: file.to_owned(), line, text: self.article.decoded.stands(span).to_owned() }
    }

    /// Whether every passage that a range touches is noise.
    fn is_noise(&self, span: TextSpan) -> bool {
        let touches = |other: TextSpan| other.start() < span.end() && span.start() < other.end();
        let mut touched = self.article.passages.iter().filter(|passage| touches(passage.span)).peekable();
        touched.peek().is_some() && touched.all(|passage| matches!(passage.kind, Kind::Noise(_)))
    }
}

/// So many other sources are named.
const NAMED: usize = 3;

impl Verifier<'_> {
    fn outcome(&self, claim: &Claim) -> Result<Outcome, EngineError> {
        let needle = match claim.bytes {
            Some(_) => Needle::verbatim(&claim.quotation),
            None => Needle::new(&claim.quotation),
        };
        let refused = |reason: String| Ok(Outcome::Refused { reason });
        if needle.is_empty() {
            return refused("there are no words in it".to_owned());
        }
        let letters = claim.quotation.chars().count();
        if letters < SHORTEST_WITHOUT_LINE && claim.line.is_none() && claim.bytes.is_none() {
            return refused(format!("shorter than {SHORTEST_WITHOUT_LINE} characters: name the line"));
        }
        let path = match self.locate(&claim.file) {
            Located::Inside(path) => path,
            Located::Outside => return refused("the path leads outside the corpus".to_owned()),
        };
        let Some(source) = self.read(&path) else { return self.elsewhere(claim, &needle, None) };
        let found = source.find(&needle);
        if let Some(span) = found.iter().find(|span| self.is_cited(claim, **span, &source)) {
            return Ok(Outcome::Ok { noise: source.is_noise(*span) });
        }
        match found.first() {
            Some(span) => Ok(Outcome::Moved { to: source.place(&claim.file, *span) }),
            None => self.elsewhere(claim, &needle, Some(&source)),
        }
    }

    /// Whether a range is what a quotation cites: the bytes of a hit, or lines that touch the one named, or
    /// the passage at it.
    #[expect(clippy::unused_self, reason = "one of the steps of a verifier")]
    fn is_cited(&self, claim: &Claim, span: TextSpan, source: &Source) -> bool {
        if let Some((start, end)) = claim.bytes {
            let cited = SourceSpan::new(SourceByte(start), SourceByte(end));
            let here = source.article.decoded.to_source(span);
            return cited == here;
        }
        let Some(line) = claim.line else { return true };
        let lines = &source.article.extracted.lines;
        let covers = |range: crate::span::LineRange| {
            let line = LineNo::from_index(line.saturating_sub(1) as usize);
            range.first <= line && line <= range.last
        };
        let holds = |passage: TextSpan| passage.start() <= span.start() && span.end() <= passage.end();
        covers(lines.lines_of(span))
            || source.article.passages.iter().any(|p| holds(p.span) && covers(lines.lines_of(p.span)))
    }

    /// What is left once the source does not hold the words: others do, or it says something near.
    fn elsewhere(
        &self,
        claim: &Claim,
        needle: &Needle,
        source: Option<&Source>,
    ) -> Result<Outcome, EngineError> {
        let to = self.others(claim, needle)?;
        if !to.is_empty() {
            return Ok(Outcome::Misattributed { to });
        }
        let near = source.and_then(|source| {
            let span = near::nearest(&claim.quotation, source.text())?;
            Some(source.place(&claim.file, span))
        });
        Ok(near.map_or(Outcome::Missing, |near| Outcome::Altered { near }))
    }

    /// Other sources that hold the words, found by the index and proved by their text.
    fn others(&self, claim: &Claim, needle: &Needle) -> Result<Vec<Place>, EngineError> {
        const LONGEST_QUERY: usize = 40;
        let words: Vec<&str> = needle.longest_part().split_whitespace().take(LONGEST_QUERY).collect();
        let phrase = words.join(" ").replace('"', " ");
        let options = SearchOptions {
            corpus: self.options.corpus.clone(),
            noise: Noise::Searched,
            limit: 50,
            per_file: Some(1),
            forms: Forms::Literal,
            ..SearchOptions::new(&self.options.index, Typed::new(format!("\"{phrase}\"")))
        };
        let answer = match search::search(&options) {
            Ok(answer) => answer,
            Err(SearchError::Engine(error)) => return Err(error),
            Err(SearchError::ManyRoots { .. }) => return Ok(Vec::new()),
        };
        let mut places = Vec::new();
        let own = self.locate(&claim.file);
        for hit in &answer.hits {
            let twins = hit.duplicates.iter().map(|twin| (&twin.file, twin.root_path.clone()));
            for (file, root) in std::iter::once((&hit.file, hit.root_path.clone())).chain(twins) {
                let path = file.under(&root);
                if places.len() == NAMED || matches!(&own, Located::Inside(own) if *own == path) {
                    continue;
                }
                let Some(source) = self.read(&path) else { continue };
                let found = source.find(needle).into_iter().next();
                places.extend(found.map(|span| source.place(&file.lossy(), span)));
            }
        }
        Ok(places)
    }

    /// The file that a path names: below a root, or from where the user stands, but inside a root.
    fn read(&self, path: &Path) -> Option<Source> {
        let below = self.roots.iter().find_map(|root| path.strip_prefix(&root.path).ok());
        Source::read(path, &self.rules.of(&DocPath::new(below.unwrap_or(path))))
    }

    fn locate(&self, path: &str) -> Located {
        // In prose a path is the end of what stands before the line number.
        let ends = std::iter::successors(Some(path), |path| {
            path.split_once(' ').map(|(_, rest)| rest.trim_start_matches(['`', '[', '(', '*', '_', '<']))
        });
        let mut located = ends.map(|path| self.locate_exactly(path));
        let first = located.next().unwrap_or(Located::Outside);
        let exists = |located: &Located| matches!(located, Located::Inside(path) if path.is_file());
        if exists(&first) {
            return first;
        }
        located.find(exists).unwrap_or(first)
    }

    fn locate_exactly(&self, path: &str) -> Located {
        let path = Path::new(path);
        let here = self.options.here.iter().map(|here| here.join(path));
        let below = self.roots.iter().map(|root| root.path.join(path));
        let mut inside: Vec<PathBuf> =
            here.chain(below).map(|path| sync::normal(&path)).filter(|path| self.is_inside(path)).collect();
        match inside.iter().position(|path| path.is_file()) {
            Some(exists) => Located::Inside(inside.swap_remove(exists)),
            None => inside.into_iter().next_back().map_or(Located::Outside, Located::Inside),
        }
    }

    fn is_inside(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| path.starts_with(&root.path) && walk::stays_inside(path, &root.path))
    }
}

enum Located {
    Inside(PathBuf),
    Outside,
}
