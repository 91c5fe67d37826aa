//! Why nothing was found, and what would find something.

use super::{Noise, Rankings, Search};
use crate::engine::{EngineError, Side};
use crate::lexicon;
use crate::query::{Leaf, Note, Parsed};

impl Search {
    /// Names the words and phrases that no passage holds, and words near them that some do.
    pub(super) fn name_missing(&self, missing: &[Leaf], notes: &mut Vec<Note>) -> Result<(), EngineError> {
        for leaf in missing {
            let word = leaf.typed().to_owned();
            if let Leaf::Title(_) = leaf {
                notes.push(Note::NotInTitle { word });
                continue;
            }
            let suggestions = match leaf {
                Leaf::Word { terms, .. } => match terms.exact.first() {
                    Some(term) => lexicon::suggestions(term, &self.reader.words(Side::Article))?,
                    None => Vec::new(),
                },
                _ => Vec::new(),
            };
            notes.push(if suggestions.is_empty() {
                Note::WordNotFound { word }
            } else {
                Note::DidYouMean { word, suggestions }
            });
        }
        Ok(())
    }

    /// Says why nothing was found where each word is, and whether the noise holds it.
    pub(super) fn explain_nothing(
        &self,
        read: &Parsed,
        rankings: &Rankings,
        notes: &mut Vec<Note>,
    ) -> Result<(), EngineError> {
        if self.filters_exclude(read, notes)? {
            return Ok(());
        }
        let apart = Parsed { root: read.root.apart(), notes: Vec::new() };
        let passages = if apart.root == read.root { 0 } else { self.count(&apart, Side::Article)? };
        if passages > 0 {
            notes.push(Note::WordsApart { passages });
        } else if rankings.missing.is_empty()
            && rankings.article.plan.is_some()
            && rankings.article.undated == 0
        {
            notes.push(Note::NotTogether);
        }
        if self.options.noise == Noise::Left {
            let passages = self.count(read, Side::Noise)?;
            if passages > 0 {
                notes.push(Note::NoiseHolds { passages });
            }
        }
        Ok(())
    }

    /// Whether it is the filters alone that leave nothing.
    fn filters_exclude(&self, read: &Parsed, notes: &mut Vec<Note>) -> Result<bool, EngineError> {
        let bare = Parsed { root: read.root.without_filters(), notes: Vec::new() };
        if bare.root == read.root && self.options.filters.is_empty() {
            return Ok(false);
        }
        let plan = self.plan_within(&bare, Side::Article, &[], &mut Vec::new())?;
        let passages = match plan {
            Some(plan) => self.ranking(&plan, Side::Article)?.count.passages,
            None => self.reader.commit().totals.article.passages,
        };
        if passages > 0 {
            notes.push(Note::FiltersExclude { passages });
        }
        Ok(passages > 0)
    }

    fn count(&self, parsed: &Parsed, side: Side) -> Result<u64, EngineError> {
        let Some(plan) = self.plan(parsed, side, &mut Vec::new())? else { return Ok(0) };
        Ok(self.ranking(&plan, side)?.count.passages)
    }
}
