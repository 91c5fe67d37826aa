//! Which passages say the same, by fingerprints of two columns. The one has few bits, which tell nearly all apart;
//! of the other, which is large, only what is needed is read.

use tantivy::{DocId, Searcher};

use super::columns::Columns;
use super::run::Found;
use super::{EngineError, schema};

/// Passages by the bits they came with, as [`Found::twin`], get equal numbers where they say the same.
pub(super) fn number(searcher: &Searcher, found: &mut [Found]) -> Result<(), EngineError> {
    let mut order: Vec<(u32, u32)> = found.iter().zip(0..).map(|(here, at)| (here.twin, at)).collect();
    order.sort_unstable();
    let mut next = 0;
    let mut shared: Vec<(u32, u32)> = Vec::new();
    for alike in order.chunk_by(|a, b| a.0 == b.0) {
        if let [(_, at)] = alike {
            found[*at as usize].twin = next;
            next += 1;
        } else {
            shared.extend(alike.iter().map(|(few, at)| (*at, *few)));
        }
    }
    shared.sort_unstable();
    let mut whole = Vec::with_capacity(shared.len());
    for here in shared.chunk_by(|a, b| segment(found, a.0) == segment(found, b.0)) {
        let docs: Vec<DocId> = here.iter().map(|(at, _)| found[*at as usize].address.doc_id).collect();
        let Some((first, _)) = here.first() else { continue };
        let reader = searcher.segment_reader(segment(found, *first));
        let rest = Columns::of(reader).numbers(schema::TWIN_HIGH, &docs)?;
        whole.extend(here.iter().zip(rest).map(|((at, few), rest)| ((*few, rest), *at)));
    }
    whole.sort_unstable();
    for same in whole.chunk_by(|a, b| a.0 == b.0) {
        for (_, at) in same {
            found[*at as usize].twin = next;
        }
        next += 1;
    }
    Ok(())
}

fn segment(found: &[Found], at: u32) -> u32 {
    found[at as usize].address.segment_ord
}
