//! A plan carried out: every passage that meets it, with its score and which leaves it holds. Exact and
//! whatever the segments: statistics count live passages, scores are summed in the order of the plan.

use std::collections::HashMap;

use tantivy::columnar::{BytesColumn, Column};
use tantivy::{DocAddress, DocId, SegmentReader};

use super::filters::Filters;
use super::postings::{Posting, SegmentTerms};
use super::schema::{self, kind};
use super::score::{Scorer, rounded};
use super::{EngineError, Reader, Side};
use crate::query::Plan;

/// A passage that meets a plan, or the title or heading above one.
#[derive(Clone, Debug)]
pub struct Found {
    /// Number of its source among those of the outcome.
    pub source: usize,
    /// Its first byte.
    pub start: u64,
    /// The leaves it holds and the filters it meets, a bit each.
    pub mask: u64,
    /// The leaves it holds in their exact form.
    pub exact: u64,
    /// BM25 in units of 1/10,000.
    pub score: i64,
    /// Equal for passages that say the same.
    pub twin: u128,
    /// The first day its date may mean.
    pub day: Option<u64>,
    /// Its length as it is scored, in words.
    pub length: u32,
    /// Whether it is the headline of its source.
    pub is_headline: bool,
    /// Where the subheading starts that it stands under.
    pub under: Option<u64>,
    pub(super) address: DocAddress,
}

/// What a plan found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Passages that hold any leaf; all of the side if the plan has none that must be held. In no order.
    pub found: Vec<Found>,
    /// The keys of their sources.
    pub sources: Vec<Vec<u8>>,
    /// For each leaf, how many passages hold it.
    pub holding: Vec<u64>,
}

impl Reader {
    /// Carries out a plan on one side of the index.
    pub fn run(&self, plan: &Plan, side: Side) -> Result<Outcome, EngineError> {
        let mut segments = Vec::new();
        let mut holding = vec![0; plan.leaves.len()];
        for reader in self.searcher.segment_readers() {
            let columns = Columns::open(reader)?;
            let langs = |doc| columns.number(&columns.lang, doc);
            let is_headline = |doc| columns.number(&columns.kind, doc) == kind::HEADLINE;
            let terms =
                SegmentTerms { reader, fields: &self.fields, side, langs: &langs, is_headline: &is_headline };
            let mut leaves = Vec::with_capacity(plan.leaves.len());
            for (leaf, count) in plan.leaves.iter().zip(&mut holding) {
                let postings = terms.leaf(leaf)?;
                *count += postings.len() as u64;
                leaves.push(postings);
            }
            segments.push((columns, leaves));
        }
        let scorer = Scorer::new(self.commit().totals.side(side));
        let idf: Vec<f64> = holding.iter().map(|count| scorer.idf(*count)).collect();
        let mut outcome = Outcome { holding, ..Outcome::default() };
        let mut known = HashMap::new();
        for ((ordinal, reader), (columns, leaves)) in (0..).zip(self.searcher.segment_readers()).zip(segments)
        {
            let segment = Segment { ordinal, reader, columns, side, plan };
            let mut found = segment.found(&leaves, &scorer, &idf)?;
            segment.name_sources(&mut found, &mut outcome.sources, &mut known)?;
            outcome.found.append(&mut found);
        }
        Ok(outcome)
    }
}

/// The fast fields of a segment.
pub(super) struct Columns {
    pub(super) source: Option<BytesColumn>,
    pub(super) kind: Column<u64>,
    pub(super) lang: Column<u64>,
    pub(super) length: Column<u64>,
    pub(super) start: Column<u64>,
    pub(super) under: Column<u64>,
    pub(super) first_day: Column<u64>,
    pub(super) last_day: Column<u64>,
    pub(super) run: Column<u64>,
    twin: [Column<u64>; 2],
}

impl Columns {
    fn open(reader: &SegmentReader) -> Result<Self, EngineError> {
        let fast = reader.fast_fields();
        Ok(Self {
            source: fast.bytes(schema::SOURCE)?,
            kind: fast.u64(schema::KIND)?,
            lang: fast.u64(schema::LANG)?,
            length: fast.u64(schema::LENGTH)?,
            start: fast.u64(schema::START)?,
            under: fast.u64(schema::UNDER)?,
            first_day: fast.u64(schema::FIRST_DAY)?,
            last_day: fast.u64(schema::LAST_DAY)?,
            run: fast.u64(schema::RUN)?,
            twin: [fast.u64(schema::TWIN_HIGH)?, fast.u64(schema::TWIN_LOW)?],
        })
    }

    #[expect(clippy::unused_self, reason = "reads as a question to the columns")]
    pub(super) fn number(&self, column: &Column<u64>, doc: DocId) -> u64 {
        column.first(doc).unwrap_or(0)
    }

    fn twin(&self, doc: DocId) -> u128 {
        self.twin.iter().fold(0, |number, half| number << 64 | u128::from(half.first(doc).unwrap_or(0)))
    }
}

/// One passage while its leaves are gathered.
#[derive(Default)]
struct Gathered {
    doc: DocId,
    mask: u64,
    exact: u64,
    sum: f64,
}

pub(super) struct Segment<'a> {
    ordinal: u32,
    reader: &'a SegmentReader,
    pub(super) columns: Columns,
    side: Side,
    pub(super) plan: &'a Plan,
}

impl Segment<'_> {
    fn found(
        &self,
        leaves: &[Vec<Posting>],
        scorer: &Scorer,
        idf: &[f64],
    ) -> Result<Vec<Found>, EngineError> {
        let gathered = self.gathered(leaves, scorer, idf);
        let filters = Filters::of(self)?;
        let one = |mut here: Gathered| {
            here.mask |= filters.met(here.doc);
            self.one(&here)
        };
        Ok(gathered.into_iter().map(one).collect())
    }

    /// Every passage that holds a leaf, ascending, with its leaves and the sum of their parts in the order of
    /// the plan; without leaves that must be held, every passage of the side.
    fn gathered(&self, leaves: &[Vec<Posting>], scorer: &Scorer, idf: &[f64]) -> Vec<Gathered> {
        let numbered = leaves.iter().enumerate();
        let mut entries: Vec<(DocId, usize, Posting)> = numbered
            .flat_map(|(number, postings)| postings.iter().map(move |p| (p.doc, number, *p)))
            .collect();
        entries.sort_unstable_by_key(|(doc, number, _)| (*doc, *number));
        let mut gathered: Vec<Gathered> = Vec::new();
        for (doc, number, posting) in entries {
            if gathered.last().is_none_or(|last| last.doc != doc) {
                gathered.push(Gathered { doc, ..Gathered::default() });
            }
            let Some(here) = gathered.last_mut() else { continue };
            here.mask |= 1 << number;
            here.exact |= u64::from(posting.is_exact) << number;
            if self.plan.scored.contains(&number) {
                let idf = idf.get(number).copied().unwrap_or(0.0);
                here.sum += scorer.part(idf, posting.halves, self.length(doc));
            }
        }
        if self.plan.telling() == 0 {
            let known = gathered.len();
            let is_new = |doc: &DocId| gathered[..known].binary_search_by_key(doc, |here| here.doc).is_err();
            let more = self.reader.doc_ids_alive().filter(|doc| self.is_on_side(*doc)).filter(is_new);
            let more: Vec<Gathered> = more.map(|doc| Gathered { doc, ..Gathered::default() }).collect();
            gathered.extend(more);
            gathered.sort_unstable_by_key(|here| here.doc);
        }
        gathered
    }

    fn length(&self, doc: DocId) -> u32 {
        u32::try_from(self.columns.number(&self.columns.length, doc)).unwrap_or(u32::MAX)
    }

    fn is_on_side(&self, doc: DocId) -> bool {
        match self.columns.number(&self.columns.kind, doc) {
            kind::RECORD => false,
            kind::NOISE => self.side == Side::Noise,
            _ => self.side == Side::Article,
        }
    }

    fn one(&self, here: &Gathered) -> Found {
        let (columns, doc) = (&self.columns, here.doc);
        Found {
            source: usize::MAX,
            start: columns.number(&columns.start, doc),
            mask: here.mask,
            exact: here.exact,
            score: rounded(here.sum),
            twin: columns.twin(doc),
            day: Some(columns.number(&columns.first_day, doc)).filter(|day| *day > 0),
            length: self.length(doc),
            is_headline: columns.number(&columns.kind, doc) == kind::HEADLINE,
            under: columns.number(&columns.under, doc).checked_sub(1),
            address: DocAddress::new(self.ordinal, doc),
        }
    }

    /// Numbers the sources by their keys, which are the same in every segment.
    fn name_sources(
        &self,
        found: &mut [Found],
        sources: &mut Vec<Vec<u8>>,
        known: &mut HashMap<Vec<u8>, usize>,
    ) -> Result<(), EngineError> {
        let Some(column) = &self.columns.source else { return Ok(()) };
        let ordinal = |found: &Found| column.term_ords(found.address.doc_id).next().unwrap_or(0);
        let mut ordinals: Vec<u64> = found.iter().map(ordinal).collect();
        ordinals.sort_unstable();
        ordinals.dedup();
        let mut numbers: Vec<usize> = Vec::with_capacity(ordinals.len());
        // In one pass over the dictionary: looking each up by itself reads a block for each.
        let named = column.dictionary().sorted_ords_to_term_cb(&ordinals, |key| {
            numbers.push(*known.entry(key.to_vec()).or_insert_with_key(|key| {
                sources.push(key.clone());
                sources.len() - 1
            }));
        });
        named.map_err(tantivy::TantivyError::from)?;
        for found in found {
            let place = ordinals.binary_search(&ordinal(found)).unwrap_or(0);
            found.source = numbers.get(place).copied().unwrap_or(0);
        }
        Ok(())
    }
}
