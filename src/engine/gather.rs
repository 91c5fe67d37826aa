//! The passages that hold any of several leaves, each with which ones.

use tantivy::DocId;

use super::postings::Posting;

/// A passage and the leaves it holds, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gathered {
    pub(super) doc: DocId,
    pub(super) mask: u64,
    /// Those of which it holds the exact form.
    pub(super) exact: u64,
}

/// With more postings than one for so many documents of the segment, a table of all documents is faster than
/// sorting.
const DENSE: usize = 16;

/// The postings of so few leaves are sorted all the same: they are sorted runs, which are soon merged.
const FEW: usize = 4;

/// Gathers the postings of all leaves, ascending.
pub(super) fn gather(leaves: &[Vec<Posting>], documents: u32) -> Vec<Gathered> {
    let postings: usize = leaves.iter().map(Vec::len).sum();
    let held = leaves.iter().filter(|postings| !postings.is_empty()).count();
    let is_dense = held > FEW && postings > documents as usize / DENSE;
    if is_dense { dense(leaves, documents) } else { sparse(leaves) }
}

/// Adds to passages what they hold of one more leaf. Both ascend.
pub(super) fn add(gathered: &mut [Gathered], number: usize, postings: &[Posting]) {
    let mut postings = postings.iter().peekable();
    for here in gathered {
        while postings.next_if(|posting| posting.doc < here.doc).is_some() {}
        if let Some(posting) = postings.next_if(|posting| posting.doc == here.doc) {
            here.mask |= 1 << number;
            here.exact |= u64::from(posting.is_exact) << number;
        }
    }
}

fn dense(leaves: &[Vec<Posting>], documents: u32) -> Vec<Gathered> {
    let mut table = vec![(0_u64, 0_u64); documents as usize];
    for (number, postings) in leaves.iter().enumerate() {
        for posting in postings {
            if let Some((mask, exact)) = table.get_mut(posting.doc as usize) {
                *mask |= 1 << number;
                *exact |= u64::from(posting.is_exact) << number;
            }
        }
    }
    let held = (0..).zip(table).filter(|(_, (mask, _))| *mask != 0);
    held.map(|(doc, (mask, exact))| Gathered { doc, mask, exact }).collect()
}

fn sparse(leaves: &[Vec<Posting>]) -> Vec<Gathered> {
    let mut all: Vec<Gathered> = Vec::with_capacity(leaves.iter().map(Vec::len).sum());
    for (number, postings) in leaves.iter().enumerate() {
        all.extend(postings.iter().map(|posting| Gathered {
            doc: posting.doc,
            mask: 1 << number,
            exact: u64::from(posting.is_exact) << number,
        }));
    }
    // Stable: the leaves are sorted runs, which it merges.
    all.sort_by_key(|here| here.doc);
    all.dedup_by(|next, kept| {
        let same = next.doc == kept.doc;
        if same {
            kept.mask |= next.mask;
            kept.exact |= next.exact;
        }
        same
    });
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn both_ways_of_gathering_agree(
            leaves in prop::collection::vec(prop::collection::btree_map(0_u32..40, any::<bool>(), 0..20), 0..6)
        ) {
            let posting = |(doc, is_exact)| Posting { doc, halves: 2, is_exact };
            let leaves: Vec<Vec<Posting>> =
                leaves.into_iter().map(|leaf| leaf.into_iter().map(posting).collect()).collect();
            prop_assert_eq!(dense(&leaves, 40), sparse(&leaves));
        }
    }
}
