//! The words of one side of an index, for planning.

use std::collections::BTreeSet;

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocSet, SegmentReader, TERMINATED, TantivyError};

use super::{EngineError, Reader, Side};
use crate::lexicon::Vocabulary;
use crate::query::View;

/// The words that live passages of one side hold.
#[derive(Debug)]
pub struct SideWords<'a> {
    reader: &'a Reader,
    side: Side,
}

impl Reader {
    /// The words of one side.
    pub fn words(&self, side: Side) -> SideWords<'_> {
        SideWords { reader: self, side }
    }
}

impl Vocabulary for SideWords<'_> {
    type Error = EngineError;

    fn live_terms(&self, prefix: &str, accept: &dyn Fn(&str) -> bool) -> Result<Vec<String>, EngineError> {
        let field = self.reader.fields.of(self.side, View::Folded);
        let mut found: BTreeSet<String> = BTreeSet::new();
        for segment in self.reader.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let stream = inverted.terms().range().ge(prefix.as_bytes()).into_stream();
            let mut stream = stream.map_err(TantivyError::from)?;
            while let Some((key, _)) = stream.next() {
                if !key.starts_with(prefix.as_bytes()) {
                    break;
                }
                // Terms that mark the parts of a hyphenated word begin with a control character.
                let Some(term) = std::str::from_utf8(key).ok().filter(|term| !term.starts_with('\u{1}'))
                else {
                    continue;
                };
                if accept(term)
                    && !found.contains(term)
                    && is_live(segment, &Term::from_field_text(field, term))?
                {
                    found.insert(term.to_owned());
                }
            }
        }
        Ok(found.into_iter().collect())
    }
}

/// Whether a live passage of the segment holds the term.
fn is_live(segment: &SegmentReader, term: &Term) -> Result<bool, EngineError> {
    if !segment.has_deletes() {
        return Ok(true);
    }
    let inverted = segment.inverted_index(term.field())?;
    let postings = inverted.read_postings(term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
    let Some(mut postings) = postings else { return Ok(false) };
    while postings.doc() != TERMINATED {
        if !segment.is_deleted(postings.doc()) {
            return Ok(true);
        }
        postings.advance();
    }
    Ok(false)
}
