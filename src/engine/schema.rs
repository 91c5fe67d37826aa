//! The fields of the index. Nothing else names one.

use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

use super::{Side, terms};
use crate::query::View;

/// The fields, looked up once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    folded: Field,
    stem: Field,
    noise: Field,
    noise_stem: Field,
    /// The key of the source; deletes go by it.
    pub(super) source: Field,
    /// The key of the source, on its record alone.
    pub(super) record: Field,
    /// `b"1"` on every record: how all of them are listed.
    pub(super) is_record: Field,
    /// What is stored of a passage or a source.
    pub(super) stored: Field,
    pub(super) kind: Field,
    pub(super) lang: Field,
    pub(super) length: Field,
    pub(super) start: Field,
    /// Where the subheading above a passage starts, plus 1; 0 without one.
    pub(super) under: Field,
    /// The days its date may mean; 0 without one.
    pub(super) first_day: Field,
    pub(super) last_day: Field,
    /// The words of the outlet of its article; none where that is not known.
    pub(super) outlet: Field,
    /// The run that indexed it.
    pub(super) run: Field,
    pub(super) twin_high: Field,
    pub(super) twin_low: Field,
}

/// Names of fast fields, which tantivy looks up by name.
pub(super) const SOURCE: &str = "source";
pub(super) const KIND: &str = "kind";
pub(super) const LANG: &str = "lang";
pub(super) const LENGTH: &str = "length";
pub(super) const START: &str = "start";
pub(super) const UNDER: &str = "under";
pub(super) const FIRST_DAY: &str = "first_day";
pub(super) const LAST_DAY: &str = "last_day";
pub(super) const OUTLET: &str = "outlet";
pub(super) const RUN: &str = "run";
pub(super) const TWIN_HIGH: &str = "twin_high";
pub(super) const TWIN_LOW: &str = "twin_low";

/// So many bits of a passage's fingerprint are in the one column, 64 in the other.
pub(super) const TWIN_LOW_BITS: u32 = 32;

impl Fields {
    /// The schema and its fields.
    pub(super) fn build() -> (Schema, Self) {
        let mut builder = Schema::builder();
        let mut terms = |name: &str| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(terms::NAME)
                .set_fieldnorms(false)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions);
            builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
        };
        let (folded, stem) = (terms("folded"), terms("stem"));
        let (noise, noise_stem) = (terms("noise"), terms("noise_stem"));
        let key = BytesOptions::default().set_indexed();
        let number = NumericOptions::default().set_fast();
        let fields = Self {
            folded,
            stem,
            noise,
            noise_stem,
            source: builder.add_bytes_field(SOURCE, key.clone().set_fast()),
            record: builder.add_bytes_field("record", key.clone()),
            is_record: builder.add_bytes_field("is_record", key),
            stored: builder.add_bytes_field("stored", BytesOptions::default().set_stored()),
            kind: builder.add_u64_field(KIND, number.clone()),
            lang: builder.add_u64_field(LANG, number.clone()),
            length: builder.add_u64_field(LENGTH, number.clone()),
            start: builder.add_u64_field(START, number.clone()),
            under: builder.add_u64_field(UNDER, number.clone()),
            first_day: builder.add_u64_field(FIRST_DAY, number.clone()),
            last_day: builder.add_u64_field(LAST_DAY, number.clone()),
            outlet: builder.add_bytes_field(OUTLET, BytesOptions::default().set_fast()),
            run: builder.add_u64_field(RUN, number.clone()),
            twin_high: builder.add_u64_field(TWIN_HIGH, number.clone()),
            twin_low: builder.add_u64_field(TWIN_LOW, number),
        };
        (builder.build(), fields)
    }

    /// The field that holds the terms of a view.
    pub(super) fn of(&self, side: Side, view: View) -> Field {
        match (side, view) {
            (Side::Article, View::Folded) => self.folded,
            (Side::Article, View::Stem) => self.stem,
            (Side::Noise, View::Folded) => self.noise,
            (Side::Noise, View::Stem) => self.noise_stem,
        }
    }
}

/// Numbers of kinds in the index.
pub(super) mod kind {
    use crate::passage::Kind;

    pub(in crate::engine) const HEADLINE: u64 = 1;
    pub(in crate::engine) const HEADING: u64 = 2;
    pub(in crate::engine) const NOISE: u64 = 3;
    pub(in crate::engine) const RECORD: u64 = 9;

    pub(in crate::engine) fn number(kind: Kind) -> u64 {
        match kind {
            Kind::Body => 0,
            Kind::Headline => HEADLINE,
            Kind::Heading => HEADING,
            Kind::Noise(_) => NOISE,
        }
    }
}

/// A language as a number that stays the same whatever languages are added: the bytes of its code.
pub(super) fn lang_number(lang: Option<crate::lang::Lang>) -> u64 {
    lang.map_or(0, |lang| lang.code().bytes().fold(0, |number, byte| number << 8 | u64::from(byte)))
}
