//! A plan carried out: every passage that meets it, with its score and which leaves it holds. Exact and
//! whatever the segments: statistics count live passages, scores are summed in the order of the plan.

use tantivy::{DocAddress, DocId, SegmentReader};

use super::columns::{Columns, numbers};
use super::filters::Filters;
use super::gather::{self, Gathered, gather};
use super::names::{SourceNames, SourceNo};
use super::postings::{Posting, SegmentTerms, Wanted};
use super::schema::{self, kind};
use super::score::{Scorer, rounded};
use super::{EngineError, Reader, Side, twins};
use crate::query::Plan;

/// A passage that meets a plan, or the title or heading above one.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its first byte; 0, as [`Self::is_headline`] and [`Self::under`], where the plan does not ask for it.
    pub start: u64,
    /// The leaves it holds and the filters it meets, a bit each.
    pub mask: u64,
    /// The leaves it holds in their exact form.
    pub exact: u64,
    /// BM25 in units of 1/10,000.
    pub score: i64,
    /// Equal for passages of one outcome that say the same, and for no others; less than how many were found.
    pub twin: u32,
    /// Its source.
    pub source: SourceNo,
    /// Its length as it is scored, in words.
    pub length: u32,
    /// Whether it is the headline of its source.
    pub is_headline: bool,
    // Of a common word there are very many of these: nothing here is larger than it must be.
    day: u32,
    under: u64,
    pub(super) address: DocAddress,
}

impl Found {
    /// The first day its date may mean.
    pub fn day(&self) -> Option<u32> {
        Some(self.day).filter(|day| *day > 0)
    }

    /// Where the subheading starts that it stands under.
    pub fn under(&self) -> Option<u64> {
        self.under.checked_sub(1)
    }
}

/// What a plan found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Passages that hold any leaf; all of the side if the plan has none that must be held. Those of a source
    /// stand together, in its order.
    pub found: Vec<Found>,
    /// The keys of their sources.
    pub names: SourceNames,
    /// For each leaf, how many passages hold it.
    pub holding: Vec<u64>,
}

impl Reader {
    /// Carries out a plan on one side of the index.
    pub fn run(&self, plan: &Plan, side: Side) -> Result<Outcome, EngineError> {
        let mut holding = vec![0; plan.leaves.len()];
        let mut segments = Vec::new();
        for (ordinal, reader) in (0..).zip(self.searcher.segment_readers()) {
            let segment = Segment { ordinal, reader, first_source: 0, side, plan };
            let terms = SegmentTerms { reader, fields: &self.fields, side };
            let held = segment.held(&terms, &mut holding)?;
            segments.push((segment, held));
        }
        let scorer = Scorer::new(self.commit().totals.side(side));
        let idf: Vec<f64> = holding.iter().map(|count| scorer.idf(*count)).collect();
        let mut outcome = Outcome { holding, ..Outcome::default() };
        outcome.found.reserve_exact(segments.iter().map(|(_, held)| held.gathered.len()).sum());
        for (mut segment, held) in segments {
            if held.gathered.is_empty() {
                continue;
            }
            segment.first_source = outcome.names.add(segment.columns().sources()?);
            segment.find(&held, (&scorer, &idf), &mut outcome.found)?;
        }
        twins::number(&self.searcher, &mut outcome.found)?;
        Ok(outcome)
    }
}

/// What a segment holds of a plan.
struct SegmentHeld {
    /// The passages that may be hits or tell of one, ascending.
    gathered: Vec<Gathered>,
    /// The postings of each leaf; of one that no hit needs to hold those of these passages.
    leaves: Vec<Vec<Posting>>,
}

pub(super) struct Segment<'a> {
    ordinal: u32,
    reader: &'a SegmentReader,
    first_source: SourceNo,
    side: Side,
    pub(super) plan: &'a Plan,
}

impl Segment<'_> {
    pub(super) fn columns(&self) -> Columns<'_> {
        Columns::of(self.reader)
    }

    /// What is held of each leaf, and how many passages hold it. A word that no hit needs to hold finds none.
    fn held(&self, terms: &SegmentTerms<'_>, holding: &mut [u64]) -> Result<SegmentHeld, EngineError> {
        let telling = self.plan.telling();
        let finds = |number: usize| telling == 0 || (telling | self.plan.titles()) >> number & 1 == 1;
        let numbered = || self.plan.leaves.iter().enumerate();
        let mut leaves: Vec<Vec<Posting>> = vec![Vec::new(); self.plan.leaves.len()];
        for (number, leaf) in numbered().filter(|(number, _)| finds(*number)) {
            let held = terms.leaf(leaf, Wanted::All)?;
            holding[number] += held.count;
            leaves[number] = held.postings;
        }
        let mut gathered = gather(&leaves, self.reader.max_doc());
        if telling == 0 {
            return Ok(SegmentHeld { gathered: self.with_all(gathered)?, leaves });
        }
        let docs: Vec<DocId> = gathered.iter().map(|here| here.doc).collect();
        for (number, leaf) in numbered().filter(|(number, _)| !finds(*number)) {
            let held = terms.leaf(leaf, Wanted::Only(&docs))?;
            gather::add(&mut gathered, number, &held.postings);
            holding[number] += held.count;
            leaves[number] = held.postings;
        }
        let may_count = self.plan.may_count();
        gathered.retain(|here| may_count(here.mask));
        Ok(SegmentHeld { gathered, leaves })
    }

    fn find(
        &self,
        held: &SegmentHeld,
        (scorer, idf): (&Scorer, &[f64]),
        into: &mut Vec<Found>,
    ) -> Result<(), EngineError> {
        let docs: Vec<DocId> = held.gathered.iter().map(|here| here.doc).collect();
        let lengths = self.columns().numbers(schema::LENGTH, &docs)?;
        let sums = self.sums(&held.leaves, &docs, &lengths, |leaf, posting, length| {
            scorer.part(idf.get(leaf).copied().unwrap_or(0.0), posting.halves, length)
        });
        let filters = Filters::of(self)?;
        let first = into.len();
        self.describe(&docs, &lengths, into)?;
        for ((found, here), sum) in into.iter_mut().skip(first).zip(&held.gathered).zip(sums) {
            found.mask = here.mask | filters.met(here.doc);
            (found.exact, found.score) = (here.exact, rounded(sum));
        }
        Ok(())
    }

    /// For each passage the sum of the parts of its leaves, added in the order of the plan.
    fn sums(
        &self,
        leaves: &[Vec<Posting>],
        docs: &[DocId],
        lengths: &[u64],
        part: impl Fn(usize, &Posting, u32) -> f64,
    ) -> Vec<f64> {
        let mut sums = vec![0.0; docs.len()];
        for leaf in &self.plan.scored {
            let mut at = 0;
            for posting in leaves.get(*leaf).into_iter().flatten() {
                // Both ascend.
                while docs.get(at).is_some_and(|doc| *doc < posting.doc) {
                    at += 1;
                }
                if docs.get(at) != Some(&posting.doc) {
                    continue;
                }
                if let (Some(sum), Some(length)) = (sums.get_mut(at), lengths.get(at)) {
                    *sum += part(*leaf, posting, u32::try_from(*length).unwrap_or(u32::MAX));
                }
            }
        }
        sums
    }

    /// With every other passage of the side.
    fn with_all(&self, gathered: Vec<Gathered>) -> Result<Vec<Gathered>, EngineError> {
        let mut known = gathered.into_iter().peekable();
        let docs: Vec<DocId> = self.reader.doc_ids_alive().collect();
        let kinds = self.columns().numbers(schema::KIND, &docs)?;
        let docs = docs.into_iter().zip(kinds).filter(|(_, kind)| self.is_on_side(*kind));
        let all = docs.map(|(doc, _)| {
            known.next_if(|here| here.doc == doc).unwrap_or(Gathered { doc, ..Gathered::default() })
        });
        Ok(all.collect())
    }

    fn is_on_side(&self, kind: u64) -> bool {
        match kind {
            kind::RECORD => false,
            kind::NOISE => self.side == Side::Noise,
            _ => self.side == Side::Article,
        }
    }

    /// Adds passages with what the columns say of them.
    fn describe(&self, docs: &[DocId], lengths: &[u64], into: &mut Vec<Found>) -> Result<(), EngineError> {
        let of = |column| self.columns().numbers(column, docs);
        // Where no tier depends on headlines and subheadings, nobody asks which passages are some.
        let above = |column| if self.plan.asks_above() { of(column) } else { Ok(vec![0; docs.len()]) };
        let sources =
            self.columns().sources()?.map(|column| numbers(column.ords(), docs)).unwrap_or_default();
        let (kinds, starts) = (above(schema::KIND)?, above(schema::START)?);
        let (unders, days) = (above(schema::UNDER)?, of(schema::FIRST_DAY)?);
        let twins = of(schema::TWIN_LOW)?;
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let one = |at: usize, doc: DocId| Found {
            start: starts[at],
            mask: 0,
            exact: 0,
            score: 0,
            twin: small(twins[at]),
            source: self.first_source + sources.get(at).map_or(0, |number| small(*number)),
            length: small(lengths[at]),
            is_headline: kinds[at] == kind::HEADLINE,
            day: small(days[at]),
            under: unders[at],
            address: DocAddress::new(self.ordinal, doc),
        };
        into.extend(docs.iter().enumerate().map(|(at, doc)| one(at, *doc)));
        Ok(())
    }
}
