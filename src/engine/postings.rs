//! The passages of one segment that hold a word or a phrase, and how often.

use std::collections::{BTreeMap, HashMap};

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyError};

use super::columns::Columns;
use super::forms::{Forms, Kind};
use super::occur::{self, Occurrences, Phrase, Strictness};
use super::schema::{self, Fields, kind, lang_number};
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

/// The postings of a leaf.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// The live passages that hold it and are wanted, ascending.
    pub(super) postings: Vec<Posting>,
    /// How many live passages hold it, wanted or not.
    pub(super) count: u64,
}

impl Held {
    fn all(postings: Vec<Posting>) -> Self {
        Self { count: postings.len() as u64, postings }
    }
}

/// The passages whose postings are wanted.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    All,
    /// These, which ascend.
    Only(&'a [DocId]),
}

impl<'a> Wanted<'a> {
    /// Whether a passage is wanted; they are asked for ascending.
    fn keep(self) -> impl FnMut(DocId) -> bool + use<'a> {
        let mut at = 0;
        move |doc| match self {
            Self::All => true,
            Self::Only(wanted) => {
                while wanted.get(at).is_some_and(|wanted| *wanted < doc) {
                    at += 1;
                }
                wanted.get(at) == Some(&doc)
            }
        }
    }
}

/// The terms of one side of a segment.
pub(super) struct SegmentTerms<'a> {
    pub(super) reader: &'a SegmentReader,
    pub(super) fields: &'a Fields,
    pub(super) side: Side,
}

impl SegmentTerms<'_> {
    /// The postings of a leaf.
    pub(super) fn leaf(&self, leaf: &Leaf, wanted: Wanted<'_>) -> Result<Held, EngineError> {
        match leaf {
            Leaf::Word { terms, .. } => self.word(terms, wanted),
            Leaf::Phrase { steps, slop, .. } => Ok(Held::all(self.phrase(Phrase { steps, slop: *slop })?)),
            Leaf::Title(leaf) => {
                let found = self.leaf(leaf, Wanted::All)?.postings;
                let docs: Vec<DocId> = found.iter().map(|posting| posting.doc).collect();
                let kinds = self.numbers(schema::KIND, &docs)?;
                let titles = found.into_iter().zip(kinds).filter(|(_, kind)| *kind == kind::HEADLINE);
                Ok(Held::all(titles.map(|(posting, _)| posting).collect()))
            }
            Leaf::Filter(_) => Ok(Held::default()),
        }
    }

    fn numbers(&self, column: &str, docs: &[DocId]) -> Result<Vec<u64>, EngineError> {
        if docs.is_empty() { Ok(Vec::new()) } else { Columns::of(self.reader).numbers(column, docs) }
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

    fn word(&self, terms: &Alternatives, wanted: Wanted<'_>) -> Result<Held, EngineError> {
        let exact = terms.exact.iter().map(|term| (View::Folded, term, Kind::Exact, None));
        let loose = terms.loose.iter().map(|loose| {
            let kind = if loose.holds_exact { Kind::WithExact } else { Kind::Other };
            // A stem names its language itself.
            (loose.view, &loose.term, kind, loose.only.filter(|_| loose.view == View::Folded))
        });
        let mut forms = Forms::of(self.reader);
        for (view, term, kind, only) in exact.chain(loose) {
            if let Some(postings) = self.postings(view, term, IndexRecordOption::WithFreqs)? {
                forms.add(postings, kind, only)?;
            }
        }
        let mut held = Held::default();
        if let Wanted::All = wanted {
            held.postings.reserve(forms.most());
        }
        let mut keep = wanted.keep();
        forms.merge(|posting| {
            held.count += 1;
            if keep(posting.doc) {
                held.postings.push(posting);
            }
        });
        Ok(held)
    }

    fn phrase(&self, phrase: Phrase<'_>) -> Result<Vec<Posting>, EngineError> {
        let candidates = self.docs_of_all(phrase.steps)?;
        if candidates.is_empty() {
            return Ok(Vec::new());
        }
        let mut here = self.open_terms(phrase.steps)?;
        let mut found = Vec::new();
        for (doc, lang) in candidates.iter().zip(self.numbers(schema::LANG, &candidates)?) {
            here.load(*doc, lang);
            let all = occur::find_phrase(phrase, Strictness::Loose, &here);
            if all.is_empty() {
                continue;
            }
            let exact = occur::find_phrase(phrase, Strictness::Exact, &here);
            let halves = u32::try_from(all.len() + exact.len()).unwrap_or(u32::MAX);
            found.push(Posting { doc: *doc, halves, is_exact: !exact.is_empty() });
        }
        Ok(found)
    }

    /// The live passages that hold some form of each step, ascending: those of the rarest step, looked for in the
    /// others.
    fn docs_of_all(&self, steps: &[Step]) -> Result<Vec<DocId>, EngineError> {
        let mut open = Vec::with_capacity(steps.len());
        for step in steps {
            let mut forms = Vec::new();
            for (view, term) in first_terms(step) {
                forms.extend(self.postings(view, term, IndexRecordOption::Basic)?);
            }
            open.push(forms);
        }
        open.sort_by_key(|forms| forms.iter().map(|form| u64::from(form.doc_freq())).sum::<u64>());
        let mut open = open.into_iter();
        let mut docs = open.next().map(|forms| self.live_docs(forms)).unwrap_or_default();
        for mut forms in open {
            docs.retain(|doc| forms.iter_mut().any(|form| is_at(form, *doc)));
        }
        Ok(docs)
    }

    fn live_docs(&self, forms: Vec<SegmentPostings>) -> Vec<DocId> {
        let mut docs = Vec::new();
        for mut form in forms {
            while form.doc() != TERMINATED {
                if !self.reader.is_deleted(form.doc()) {
                    docs.push(form.doc());
                }
                form.advance();
            }
        }
        docs.sort_unstable();
        docs.dedup();
        docs
    }

    fn open_terms(&self, steps: &[Step]) -> Result<Here, EngineError> {
        let mut here = Here::default();
        for (view, term) in steps.iter().flat_map(all_terms) {
            let known = here.numbers.entry(view).or_default();
            if known.contains_key(&term) {
                continue;
            }
            if let Some(postings) = self.postings(view, &term, IndexRecordOption::WithFreqsAndPositions)? {
                known.insert(term, here.open.len());
                here.open.push((postings, Vec::new()));
            }
        }
        Ok(here)
    }
}

/// Moves on to a passage, if need be, and says whether it is among the postings. Passages are asked for ascending.
fn is_at(postings: &mut SegmentPostings, doc: DocId) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    postings.doc() == doc
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
#[derive(Default)]
struct Here {
    /// The number of each term that there is.
    numbers: BTreeMap<View, HashMap<String, usize>>,
    /// Its postings, and its positions in the passage.
    open: Vec<(SegmentPostings, Vec<u32>)>,
    lang: Option<Lang>,
}

impl Here {
    /// Moves on to a passage; they come ascending.
    fn load(&mut self, doc: DocId, lang: u64) {
        self.lang = Lang::ALL.iter().copied().find(|known| lang_number(Some(*known)) == lang);
        for (postings, positions) in &mut self.open {
            positions.clear();
            if is_at(postings, doc) {
                postings.positions(positions);
            }
        }
    }
}

impl Occurrences for Here {
    fn positions(&self, view: View, term: &str) -> &[u32] {
        let number = self.numbers.get(&view).and_then(|terms| terms.get(term));
        number.and_then(|number| self.open.get(*number)).map_or(&[], |(_, positions)| positions)
    }

    fn lang(&self) -> Option<Lang> {
        self.lang
    }
}
