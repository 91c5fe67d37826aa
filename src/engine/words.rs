//! The words of one side of an index, for planning.

use std::collections::BTreeSet;

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocSet, SegmentReader, TERMINATED, TantivyError};
use tantivy_fst::Automaton;

use super::{EngineError, Reader, Side};
use crate::lexicon::{Recognizer, Vocabulary};
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

    fn live_terms(&self, meant: &impl Recognizer) -> Result<Vec<String>, EngineError> {
        let field = self.reader.fields.of(self.side, View::Folded);
        let mut found: BTreeSet<String> = BTreeSet::new();
        for segment in self.reader.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let stream = inverted.terms().search(Letters(meant)).into_stream();
            let mut stream = stream.map_err(TantivyError::from)?;
            while let Some((key, _)) = stream.next() {
                let Ok(term) = std::str::from_utf8(key) else { continue };
                if !found.contains(term) && is_live(segment, &Term::from_field_text(field, term))? {
                    found.insert(term.to_owned());
                }
            }
        }
        Ok(found.into_iter().collect())
    }
}

/// A recognizer of letters as one of bytes, which is what a dictionary is walked by.
struct Letters<'a, R>(&'a R);

/// What is known after some bytes: `None` once nothing can be meant any more.
#[derive(Clone)]
struct Bytes<S> {
    known: Option<S>,
    /// The bytes of a letter that is not complete.
    begun: [u8; 4],
    len: usize,
}

impl<R: Recognizer> Automaton for Letters<'_, R> {
    type State = Bytes<R::State>;

    fn start(&self) -> Self::State {
        Bytes { known: Some(self.0.start()), begun: [0; 4], len: 0 }
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        let mut next = state.clone();
        // Bytes that are not UTF-8, and terms that mark the parts of hyphenated words, mean nothing here.
        let Some(place) = next.begun.get_mut(state.len).filter(|_| byte != PART_MARK) else {
            return Bytes { known: None, ..next };
        };
        *place = byte;
        next.len += 1;
        let letter = std::str::from_utf8(next.begun.get(..next.len).unwrap_or_default());
        if let Some(letter) = letter.ok().and_then(|text| text.chars().next()) {
            let known = next.known.as_ref().map(|known| self.0.after(known, letter));
            return Bytes { known, begun: [0; 4], len: 0 };
        }
        next
    }

    fn is_match(&self, state: &Self::State) -> bool {
        state.len == 0 && state.known.as_ref().is_some_and(|known| self.0.is_meant(known))
    }

    fn can_match(&self, state: &Self::State) -> bool {
        state.known.as_ref().is_some_and(|known| self.0.may_be_meant(known))
    }
}

/// The control character that terms begin with which mark the parts of a hyphenated word.
const PART_MARK: u8 = 1;

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
