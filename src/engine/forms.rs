//! The forms of a word in one segment, in one run over the passages that hold any of them. They are read side by
//! side, so that a common word needs no memory for what of it is not wanted.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use super::EngineError;
use super::columns::{Columns, numbers};
use super::postings::Posting;
use super::schema::{self, lang_number};
use crate::lang::Lang;

/// What a form is to its word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
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
    fn add(&mut self, kind: Kind, count: u32) {
        match kind {
            Kind::Exact => self.exact = self.exact.max(count),
            Kind::WithExact => self.with_exact = self.with_exact.max(count),
            Kind::Other => self.other += count,
        }
    }

    fn posting(&self, doc: DocId) -> Posting {
        let loose = self.with_exact.saturating_sub(self.exact) + self.other;
        Posting { doc, halves: self.exact * 2 + loose, is_exact: self.exact > 0 }
    }
}

/// The passages of one form, ascending.
#[expect(clippy::large_enum_variant, reason = "nearly all runs are postings")]
enum Run {
    Postings(SegmentPostings),
    /// Those that were chosen, each with how often it holds the form; the first is the current one.
    Chosen(std::iter::Peekable<std::vec::IntoIter<(DocId, u32)>>),
}

impl Run {
    fn doc(&mut self) -> DocId {
        match self {
            Self::Postings(postings) => postings.doc(),
            Self::Chosen(chosen) => chosen.peek().map_or(TERMINATED, |(doc, _)| *doc),
        }
    }

    /// How often the current passage holds the form; moves on to the next.
    fn take(&mut self) -> u32 {
        match self {
            Self::Postings(postings) => {
                let count = postings.term_freq();
                postings.advance();
                count
            }
            Self::Chosen(chosen) => chosen.next().map_or(0, |(_, count)| count),
        }
    }
}

/// More forms than these are kept in a heap by the passages they are at.
const FEW: usize = 8;

/// The language of so many passages is looked up at once.
const AT_ONCE: usize = 128;

/// The forms of a word that a segment holds.
pub(super) struct Forms<'a> {
    reader: &'a SegmentReader,
    runs: Vec<(Run, Kind)>,
}

impl<'a> Forms<'a> {
    pub(super) fn of(reader: &'a SegmentReader) -> Self {
        Self { reader, runs: Vec::new() }
    }

    /// Adds a form, if `only` says so in passages of that language alone.
    pub(super) fn add(
        &mut self,
        postings: SegmentPostings,
        kind: Kind,
        only: Option<Lang>,
    ) -> Result<(), EngineError> {
        let run = match only {
            None => Run::Postings(postings),
            Some(lang) => Run::Chosen(self.in_language(postings, lang)?.into_iter().peekable()),
        };
        self.runs.push((run, kind));
        Ok(())
    }

    fn in_language(
        &self,
        mut postings: SegmentPostings,
        lang: Lang,
    ) -> Result<Vec<(DocId, u32)>, EngineError> {
        let column = Columns::of(self.reader).open(schema::LANG)?;
        let wanted = lang_number(Some(lang));
        let mut chosen = Vec::new();
        let (mut docs, mut counts) = (Vec::with_capacity(AT_ONCE), Vec::with_capacity(AT_ONCE));
        while postings.doc() != TERMINATED {
            docs.clear();
            counts.clear();
            while postings.doc() != TERMINATED && docs.len() < AT_ONCE {
                docs.push(postings.doc());
                counts.push(postings.term_freq());
                postings.advance();
            }
            let here = docs.iter().zip(&counts).zip(numbers(&column, &docs));
            chosen.extend(here.filter(|(_, lang)| *lang == wanted).map(|((doc, count), _)| (*doc, *count)));
        }
        Ok(chosen)
    }

    /// How many passages hold any form, at most.
    pub(super) fn most(&self) -> usize {
        let most = |run: &Run| match run {
            Run::Postings(postings) => postings.doc_freq() as usize,
            Run::Chosen(chosen) => chosen.len(),
        };
        self.runs.iter().map(|(run, _)| most(run)).sum()
    }

    /// Gives each live passage that holds any form, ascending.
    pub(super) fn merge(mut self, mut visit: impl FnMut(Posting)) {
        let reader = self.reader;
        let visit = |doc: DocId, counts: &Counts| {
            if !reader.is_deleted(doc) {
                visit(counts.posting(doc));
            }
        };
        if self.runs.len() > FEW {
            merge_many(&mut self.runs, visit);
        } else {
            merge_few(&mut self.runs, visit);
        }
    }
}

fn merge_few(runs: &mut [(Run, Kind)], mut visit: impl FnMut(DocId, &Counts)) {
    loop {
        let doc = runs.iter_mut().map(|(run, _)| run.doc()).min().unwrap_or(TERMINATED);
        if doc == TERMINATED {
            return;
        }
        let mut counts = Counts::default();
        for (run, kind) in &mut *runs {
            if run.doc() == doc {
                counts.add(*kind, run.take());
            }
        }
        visit(doc, &counts);
    }
}

fn merge_many(runs: &mut [(Run, Kind)], mut visit: impl FnMut(DocId, &Counts)) {
    let at = runs.iter_mut().enumerate().map(|(number, (run, _))| Reverse((run.doc(), number)));
    let mut heap: BinaryHeap<Reverse<(DocId, usize)>> = at.collect();
    while let Some(Reverse((doc, _))) = heap.peek().copied().filter(|Reverse((doc, _))| *doc != TERMINATED) {
        let mut counts = Counts::default();
        while let Some(mut first) = heap.peek_mut().filter(|first| first.0.0 == doc) {
            let Some((run, kind)) = runs.get_mut(first.0.1) else { break };
            counts.add(*kind, run.take());
            first.0.0 = run.doc();
        }
        visit(doc, &counts);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn both_ways_of_merging_agree(
            forms in prop::collection::vec((0_usize..3, prop::collection::btree_map(0_u32..40, 1_u32..5, 0..20)), 0..12)
        ) {
            let runs = || -> Vec<(Run, Kind)> {
                let run = |(kind, chosen): &(usize, BTreeMap<DocId, u32>)| {
                    let chosen: Vec<(DocId, u32)> = chosen.clone().into_iter().collect();
                    (Run::Chosen(chosen.into_iter().peekable()), [Kind::Exact, Kind::WithExact, Kind::Other][*kind])
                };
                forms.iter().map(run).collect()
            };
            let (mut few, mut many) = (Vec::new(), Vec::new());
            merge_few(&mut runs(), |doc, counts| few.push(counts.posting(doc)));
            merge_many(&mut runs(), |doc, counts| many.push(counts.posting(doc)));
            prop_assert_eq!(&few, &many);
            let mut docs: Vec<DocId> = forms.iter().flat_map(|(_, chosen)| chosen.keys().copied()).collect();
            docs.sort_unstable();
            docs.dedup();
            prop_assert_eq!(few.iter().map(|posting| posting.doc).collect::<Vec<_>>(), docs);
        }
    }
}
