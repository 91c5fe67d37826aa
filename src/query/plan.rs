//! What an engine is asked for: concrete terms with what each is worth, as plain data.
//!
//! A leaf is a word or a phrase. A word is found in its exact form (folded) or loosely: without a possessive
//! ending, or by its stem in one of the languages. What a match of several leaves requires is a condition
//! over their numbers. All of it is plain data.

use serde::{Deserialize, Serialize};

use super::filter::Filter;
use crate::lang::Lang;

/// Which terms of a passage are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// Words as they stand, folded.
    Folded,
    /// Stems, prefixed with their language.
    Stem,
}

/// How a form of a word relates to what was typed; the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Closeness {
    /// The same but for case, diacritics, apostrophes, hyphens.
    Exact,
    /// Another form of the word.
    Inflected,
    /// Meant by a pattern.
    Pattern,
    /// Differs in a few letters.
    Fuzzy,
}

/// A term that finds an inflected form of a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loose {
    /// The terms meant.
    pub view: View,
    /// The term.
    pub term: String,
    /// The one language in whose passages it counts.
    pub only: Option<Lang>,
    /// Whether the exact form is found by this term, too, so that it is not counted twice.
    pub holds_exact: bool,
    /// How the form relates to what was typed.
    pub closeness: Closeness,
}

/// The terms that a word is found by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternatives {
    /// The folded form, and that with ё as е.
    pub exact: Vec<String>,
    /// Inflected forms.
    pub loose: Vec<Loose>,
}

/// A step of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// One word.
    Word(Alternatives),
    /// A hyphenated word: its parts one after the other, or written as one.
    Joined {
        /// The parts.
        parts: Vec<Alternatives>,
        /// All of it as one word.
        whole: String,
    },
}

/// What is counted and scored as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leaf {
    /// A word.
    Word {
        /// As typed.
        typed: String,
        /// What finds it.
        terms: Alternatives,
    },
    /// Words that follow each other.
    Phrase {
        /// As typed.
        typed: String,
        /// One a word.
        steps: Vec<Step>,
        /// How many other words may stand between them in all.
        slop: u32,
    },
    /// A leaf that counts only in headlines.
    Title(Box<Self>),
    /// What a passage must be; never scored.
    Filter(Filter),
}

impl Leaf {
    /// The word or phrase as typed.
    pub fn typed(&self) -> &str {
        match self {
            Self::Word { typed, .. } | Self::Phrase { typed, .. } => typed,
            Self::Title(leaf) => leaf.typed(),
            Self::Filter(_) => "",
        }
    }
}

/// What must hold of a passage, as a tree over leaf numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// The leaf of this number matches.
    Leaf(usize),
    /// All of `only` and `must`, one of `any` (if there are any and nothing must be), none of `not`.
    Group {
        /// Filters, each of which must hold.
        only: Vec<Self>,
        /// Each must hold.
        must: Vec<Self>,
        /// One must hold.
        any: Vec<Self>,
        /// None may hold.
        not: Vec<Self>,
    },
}

impl Condition {
    /// Whether it holds where the leaves with a bit in `mask` match.
    pub fn holds(&self, mask: u64) -> bool {
        self.holds_with(mask, mask)
    }

    /// Whether it can hold where the leaves in `sure` match and those in `open` may or may not.
    fn may_hold(&self, sure: u64, open: u64) -> bool {
        self.holds_with(sure | open, sure & !open)
    }

    /// Whether it holds where the leaves in `asked` match; of what is excluded, those in `excluded`.
    fn holds_with(&self, asked: u64, excluded: u64) -> bool {
        let holds = |part: &Self| part.holds_with(asked, excluded);
        match self {
            Self::Leaf(number) => asked >> number & 1 == 1,
            Self::Group { only, must, any, not } => {
                only.iter().chain(must).all(holds)
                    && (any.is_empty() || !must.is_empty() || any.iter().any(holds))
                    && !not.iter().any(|part| part.holds_with(excluded, asked))
            }
        }
    }

    /// Adds the numbers of all leaves that are not excluded.
    pub(super) fn positive(&self, into: &mut Vec<usize>) {
        match self {
            Self::Leaf(number) => into.push(*number),
            Self::Group { must, any, .. } => must.iter().chain(any).for_each(|part| part.positive(into)),
        }
    }
}

/// What to look for, and what counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The words and phrases, at most 64, in the order typed.
    pub leaves: Vec<Leaf>,
    /// The leaves whose scores are summed: those that are not excluded.
    pub scored: Vec<usize>,
    /// What a passage must meet to be found.
    pub condition: Condition,
    /// The parts that make the tiers: all in one passage, all in one article, some. Stop words are not among
    /// them unless there is nothing else.
    pub units: Vec<Condition>,
}

/// What the tiers of an answer mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TierRule {
    /// 1: all words in one passage; 2: in one article; 3: some.
    #[default]
    Words,
    /// 1: the phrase as typed; 2: with inflected words.
    Phrase,
    /// None: all hits are in tier 3.
    None,
}

impl Plan {
    /// What the tiers mean. There are none for more than six words that are no stop words.
    pub fn tier_rule(&self) -> TierRule {
        match self.scored.as_slice() {
            [leaf] if matches!(self.leaves.get(*leaf), Some(Leaf::Phrase { .. })) => TierRule::Phrase,
            _ if self.units.len() <= MOST_TIERED => TierRule::Words,
            _ => TierRule::None,
        }
    }

    /// The leaves of which a hit holds at least one, a bit each; 0 if a passage with none of them may be a hit,
    /// as with filters and exclusions alone.
    pub fn telling(&self) -> u64 {
        if self.condition.holds(self.mask(|_, leaf| matches!(leaf, Leaf::Filter(_)))) {
            return 0;
        }
        let mut leaves = Vec::new();
        self.units.iter().for_each(|unit| unit.positive(&mut leaves));
        self.mask(|number, leaf| leaves.contains(&number) && !matches!(leaf, Leaf::Filter(_)))
    }

    /// Whether it matters what stands in headlines and subheadings above a passage.
    pub fn asks_above(&self) -> bool {
        self.titles() != 0 || self.tier_rule() == TierRule::Words && !self.needs_all_units()
    }

    /// Whether every hit holds all units.
    fn needs_all_units(&self) -> bool {
        match &self.condition {
            Condition::Group { must, any, .. } => {
                let needed = if must.is_empty() && any.len() == 1 { any } else { must };
                self.units.iter().all(|unit| needed.contains(unit))
            }
            leaf @ Condition::Leaf(_) => self.units.iter().all(|unit| unit == leaf),
        }
    }

    /// Whether a passage can be a hit or tell anything of one, by the words and phrases it holds. Where every
    /// hit holds all units, in its headline or itself, no tier depends on a passage that is no hit.
    pub fn may_count(&self) -> impl Fn(u64) -> bool {
        let titles = self.titles();
        let open = titles | self.mask(|_, leaf| matches!(leaf, Leaf::Filter(_)));
        let needs_all = self.needs_all_units();
        move |mask| !needs_all || mask & titles != 0 || self.condition.may_hold(mask, open)
    }

    /// Whether anything is excluded.
    pub fn excludes(&self) -> bool {
        matches!(&self.condition, Condition::Group { not, .. } if !not.is_empty())
    }

    /// The leaves that stand for headlines, a bit each.
    pub fn titles(&self) -> u64 {
        self.mask(|_, leaf| matches!(leaf, Leaf::Title(_)))
    }

    /// The leaves that ask for a date, a bit each.
    pub fn dates(&self) -> u64 {
        self.mask(|_, leaf| matches!(leaf, Leaf::Filter(Filter::Date { .. })))
    }

    fn mask(&self, counts: impl Fn(usize, &Leaf) -> bool) -> u64 {
        let bits = self.leaves.iter().enumerate().filter(|(number, leaf)| counts(*number, leaf));
        bits.fold(0, |mask, (number, _)| mask | 1 << number)
    }
}

/// How many words and phrases a query may have; leaf numbers are bits of a `u64`.
pub(super) const MOST_LEAVES: usize = 64;

/// How many words that are no stop words a query with tiers may have.
const MOST_TIERED: usize = 6;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn conditions() -> impl Strategy<Value = Condition> {
        let leaf = (0_usize..5).prop_map(Condition::Leaf);
        leaf.prop_recursive(3, 16, 3, |inner| {
            let some = || prop::collection::vec(inner.clone(), 0..3);
            (some(), some(), some(), some()).prop_map(|(only, must, any, not)| Condition::Group {
                only,
                must,
                any,
                not,
            })
        })
    }

    proptest! {
        #[test]
        fn what_holds_with_any_of_the_open_leaves_may_hold(
            condition in conditions(), sure in 0_u64..32, open in 0_u64..32
        ) {
            let holds = (0_u64..32).any(|some| condition.holds(sure & !open | some & open));
            prop_assert!(!holds || condition.may_hold(sure, open));
        }

        #[test]
        fn without_open_leaves_it_may_hold_only_if_it_holds(condition in conditions(), mask in 0_u64..32) {
            prop_assert_eq!(condition.may_hold(mask, 0), condition.holds(mask));
        }
    }
}
