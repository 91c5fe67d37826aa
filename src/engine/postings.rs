//! The passages of one segment that hold a word or a phrase, and how often.

use std::collections::HashMap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyError};

use super::occur::{self, Occurrences, Phrase, Strictness};
use super::schema::{Fields, lang_number};
use super::{EngineError, Side};
use crate::analyze;
use crate::lang::Lang;
use crate::query::{Alternatives, Leaf, Step, View};

/// A passage that holds a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) doc: DocId,
    /// How often, in halves: an exact form counts two, an inflected one counts one.
    pub(super) halves: u32,
    /// Whether an exact form is among them.
    pub(super) is_exact: bool,
}

/// The terms of one side of a segment.
pub(super) struct SegmentTerms<'a> {
    pub(super) reader: &'a SegmentReader,
    pub(super) fields: &'a Fields,
    pub(super) side: Side,
    /// The language number of each passage.
    pub(super) langs: &'a dyn Fn(DocId) -> u64,
    pub(super) is_headline: &'a dyn Fn(DocId) -> bool,
}

impl SegmentTerms<'_> {
    /// The live passages that hold a leaf, ascending.
    pub(super) fn leaf(&self, leaf: &Leaf) -> Result<Vec<Posting>, EngineError> {
        match leaf {
            Leaf::Word { terms, .. } => self.word(terms),
            Leaf::Phrase { steps, slop, .. } => self.phrase(Phrase { steps, slop: *slop }),
            Leaf::Title(leaf) => {
                let mut found = self.leaf(leaf)?;
                found.retain(|posting| (self.is_headline)(posting.doc));
                Ok(found)
            }
            Leaf::Filter(_) => Ok(Vec::new()),
        }
    }

    fn postings(
        &self,
        view: View,
        term: &str,
        option: IndexRecordOption,
    ) -> Result<Option<SegmentPostings>, EngineError> {
        let field = self.fields.of(self.side, view);
        let inverted = self.reader.inverted_index(field)?;
        let postings = inverted.read_postings(&Term::from_field_text(field, term), option);
        Ok(postings.map_err(TantivyError::from)?)
    }

    fn each(&self, view: View, term: &str, mut visit: impl FnMut(DocId, u32)) -> Result<(), EngineError> {
        let Some(mut postings) = self.postings(view, term, IndexRecordOption::WithFreqs)? else {
            return Ok(());
        };
        while postings.doc() != TERMINATED {
            if !self.reader.is_deleted(postings.doc()) {
                visit(postings.doc(), postings.term_freq());
            }
            postings.advance();
        }
        Ok(())
    }

    fn word(&self, terms: &Alternatives) -> Result<Vec<Posting>, EngineError> {
        let mut entries: Vec<(DocId, Kind, u32)> = Vec::new();
        for term in &terms.exact {
            self.each(View::Folded, term, |doc, count| entries.push((doc, Kind::Exact, count)))?;
        }
        for loose in &terms.loose {
            let only = loose.only.map(|lang| lang_number(Some(lang)));
            let kind = if loose.holds_exact { Kind::WithExact } else { Kind::Other };
            self.each(loose.view, &loose.term, |doc, count| {
                if only.is_none_or(|only| only == (self.langs)(doc)) {
                    entries.push((doc, kind, count));
                }
            })?;
        }
        // Stable: the terms are sorted runs, which it merges.
        entries.sort_by_key(|(doc, _, _)| *doc);
        let passages = entries.chunk_by(|a, b| a.0 == b.0);
        Ok(passages.filter_map(|entries| Some(Counts::of(entries).posting(entries.first()?.0))).collect())
    }

    fn phrase(&self, phrase: Phrase<'_>) -> Result<Vec<Posting>, EngineError> {
        let steps = phrase.steps;
        let mut candidates: Option<Vec<DocId>> = None;
        for step in steps {
            let docs = self.docs_of_step(step)?;
            candidates = Some(match candidates {
                None => docs,
                Some(before) => before.into_iter().filter(|doc| docs.binary_search(doc).is_ok()).collect(),
            });
            if candidates.as_ref().is_some_and(Vec::is_empty) {
                return Ok(Vec::new());
            }
        }
        let mut open = self.open_terms(steps)?;
        let mut found = Vec::new();
        for doc in candidates.unwrap_or_default() {
            let here = Here::load(&mut open, doc, (self.langs)(doc));
            let all = occur::find_phrase(phrase, Strictness::Loose, &here);
            if all.is_empty() {
                continue;
            }
            let exact = occur::find_phrase(phrase, Strictness::Exact, &here);
            let halves = u32::try_from(all.len() + exact.len()).unwrap_or(u32::MAX);
            found.push(Posting { doc, halves, is_exact: !exact.is_empty() });
        }
        Ok(found)
    }

    /// The live passages that hold some form of a step, ascending.
    fn docs_of_step(&self, step: &Step) -> Result<Vec<DocId>, EngineError> {
        let mut docs = Vec::new();
        for (view, term) in first_terms(step) {
            self.each(view, term, |doc, _| docs.push(doc))?;
        }
        docs.sort_unstable();
        docs.dedup();
        Ok(docs)
    }

    fn open_terms(&self, steps: &[Step]) -> Result<HashMap<(View, String), SegmentPostings>, EngineError> {
        let mut open = HashMap::new();
        for (view, term) in steps.iter().flat_map(all_terms) {
            if !open.contains_key(&(view, term.clone()))
                && let Some(postings) =
                    self.postings(view, &term, IndexRecordOption::WithFreqsAndPositions)?
            {
                open.insert((view, term), postings);
            }
        }
        Ok(open)
    }
}

/// What a term is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An exact form.
    Exact,
    /// A form that the exact one has, too.
    WithExact,
    /// Another form.
    Other,
}

/// How often the forms of a word stand in a passage.
#[derive(Default)]
struct Counts {
    exact: u32,
    /// By a term that the exact form has, too.
    with_exact: u32,
    /// By other terms.
    other: u32,
}

impl Counts {
    fn of(entries: &[(DocId, Kind, u32)]) -> Self {
        let mut counts = Self::default();
        for (_, kind, count) in entries {
            match kind {
                Kind::Exact => counts.exact = counts.exact.max(*count),
                Kind::WithExact => counts.with_exact = counts.with_exact.max(*count),
                Kind::Other => counts.other += count,
            }
        }
        counts
    }

    fn posting(&self, doc: DocId) -> Posting {
        let loose = self.with_exact.saturating_sub(self.exact) + self.other;
        Posting { doc, halves: self.exact * 2 + loose, is_exact: self.exact > 0 }
    }
}

fn forms(word: &Alternatives) -> impl Iterator<Item = (View, &str)> {
    let exact = word.exact.iter().map(|term| (View::Folded, term.as_str()));
    exact.chain(word.loose.iter().map(|loose| (loose.view, loose.term.as_str())))
}

/// Terms of which a passage must hold one for the step to match. The parts of a joined step: the first.
fn first_terms(step: &Step) -> Vec<(View, &str)> {
    match step {
        Step::Word(word) => forms(word).collect(),
        Step::Joined { parts, whole } => {
            parts.first().into_iter().flat_map(forms).chain([(View::Folded, whole.as_str())]).collect()
        }
    }
}

/// Every term that the matcher may ask for.
fn all_terms(step: &Step) -> Vec<(View, String)> {
    let (words, whole): (&[Alternatives], Option<&String>) = match step {
        Step::Word(word) => (std::slice::from_ref(word), None),
        Step::Joined { parts, whole } => (parts, Some(whole)),
    };
    let mut terms: Vec<(View, String)> =
        words.iter().flat_map(forms).map(|(v, t)| (v, t.to_owned())).collect();
    terms.extend(whole.map(|whole| (View::Folded, whole.clone())));
    let folded = terms.iter().filter(|(view, _)| *view == View::Folded);
    let tails: Vec<_> = folded.map(|(_, term)| (View::Folded, analyze::tail_of(term))).collect();
    terms.extend(tails);
    terms
}

/// The positions of the terms of a phrase in one passage.
struct Here {
    positions: HashMap<(View, String), Vec<u32>>,
    lang: Option<Lang>,
}

impl Here {
    fn load(open: &mut HashMap<(View, String), SegmentPostings>, doc: DocId, lang: u64) -> Self {
        let lang = Lang::ALL.iter().copied().find(|known| lang_number(Some(*known)) == lang);
        let mut positions = HashMap::new();
        #[expect(clippy::iter_over_hash_type, reason = "each entry is moved on by itself")]
        for (term, postings) in open.iter_mut() {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            if postings.doc() == doc {
                let mut here = Vec::new();
                postings.positions(&mut here);
                positions.insert(term.clone(), here);
            }
        }
        Self { positions, lang }
    }
}

impl Occurrences for Here {
    fn positions(&self, view: View, term: &str) -> &[u32] {
        self.positions.get(&(view, term.to_owned())).map_or(&[], Vec::as_slice)
    }

    fn lang(&self) -> Option<Lang> {
        self.lang
    }
}
