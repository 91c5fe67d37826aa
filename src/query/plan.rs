//! A tree to a plan: concrete terms with what each is worth, for the languages that the corpus holds.
//!
//! A leaf is a word or a phrase. A word is found in its exact form (folded) or loosely: without a possessive
//! ending, or by its stem in one of the languages. What a match of several leaves requires is a condition
//! over their numbers. All of it is plain data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::parse::{Node, Parsed};
use super::{Note, stop};
use crate::analyze::{self, Form, Token};
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
    },
}

impl Leaf {
    /// The word or phrase as typed.
    pub fn typed(&self) -> &str {
        match self {
            Self::Word { typed, .. } | Self::Phrase { typed, .. } => typed,
        }
    }
}

/// What must hold of a passage, as a tree over leaf numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// The leaf of this number matches.
    Leaf(usize),
    /// All of `must`, one of `any` (if there are any and nothing must be), none of `not`.
    Group {
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
        match self {
            Self::Leaf(number) => mask >> number & 1 == 1,
            Self::Group { must, any, not } => {
                must.iter().all(|part| part.holds(mask))
                    && (any.is_empty() || !must.is_empty() || any.iter().any(|part| part.holds(mask)))
                    && !not.iter().any(|part| part.holds(mask))
            }
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
        match self.leaves.as_slice() {
            [Leaf::Phrase { .. }] if !self.scored.is_empty() => TierRule::Phrase,
            _ if self.units.len() <= MOST_TIERED => TierRule::Words,
            _ => TierRule::None,
        }
    }

    /// The leaves of which a hit holds at least one, a bit each; 0 if there are only exclusions.
    pub fn telling(&self) -> u64 {
        let mut leaves = Vec::new();
        self.units.iter().for_each(|unit| positive(unit, &mut leaves));
        leaves.into_iter().fold(0, |mask, leaf| mask | 1 << leaf)
    }
}

/// How many words and phrases a query may have; leaf numbers are bits of a `u64`.
pub(super) const MOST_LEAVES: usize = 64;

/// How many words a phrase may have.
const LONGEST_PHRASE: usize = 512;

/// How many words that are no stop words a query with tiers may have.
const MOST_TIERED: usize = 6;

/// Makes a plan for a corpus that holds these languages. `None` if nothing is left to search for.
pub fn plan(parsed: &Parsed, langs: &[Lang], notes: &mut Vec<Note>) -> Option<Plan> {
    let mut planner = Planner { langs, leaves: Vec::new(), unread: Vec::new(), is_full: false };
    let condition = planner.condition(&parsed.root);
    if let Some(text) = planner.unread.first() {
        notes.push(Note::NoLetters { text: text.clone() });
    }
    if planner.is_full {
        notes.push(Note::TooManyWords { searched: MOST_LEAVES });
    }
    let condition = condition?;
    let mut scored = Vec::new();
    positive(&condition, &mut scored);
    scored.sort_unstable();
    scored.dedup();
    let units = units(&condition, &planner.leaves, langs);
    Some(Plan { leaves: planner.leaves, scored, condition, units })
}

fn positive(condition: &Condition, into: &mut Vec<usize>) {
    match condition {
        Condition::Leaf(number) => into.push(*number),
        Condition::Group { must, any, .. } => must.iter().chain(any).for_each(|part| positive(part, into)),
    }
}

/// The parts of the outermost group, without stop words unless there is nothing else.
fn units(root: &Condition, leaves: &[Leaf], langs: &[Lang]) -> Vec<Condition> {
    let Condition::Group { must, any, .. } = root else { return vec![root.clone()] };
    let all: Vec<&Condition> = must.iter().chain(any).collect();
    let is_stop = |part: &Condition| match part {
        Condition::Leaf(number) => {
            matches!(leaves.get(*number), Some(Leaf::Word { typed, .. }) if stop::is_stopword(typed, langs))
        }
        Condition::Group { .. } => false,
    };
    let content: Vec<&Condition> = all.iter().copied().filter(|part| !is_stop(part)).collect();
    let mut units: Vec<Condition> = Vec::new();
    for part in if content.is_empty() { all } else { content } {
        if !units.contains(part) {
            units.push(part.clone());
        }
    }
    units
}

struct Planner<'a> {
    langs: &'a [Lang],
    leaves: Vec<Leaf>,
    unread: Vec<String>,
    is_full: bool,
}

impl Planner<'_> {
    fn condition(&mut self, node: &Node) -> Option<Condition> {
        match node {
            Node::Word(text) | Node::Phrase(text) => self.leaf(text),
            Node::Group { must, should, not } => {
                let must: Vec<Condition> = must.iter().filter_map(|part| self.condition(part)).collect();
                let any: Vec<Condition> = should.iter().filter_map(|part| self.condition(part)).collect();
                let not: Vec<Condition> = not.iter().filter_map(|part| self.condition(part)).collect();
                match (must.as_slice(), any.as_slice(), not.as_slice()) {
                    ([], [], []) => None,
                    ([], [Condition::Group { .. }], []) | ([Condition::Group { .. }], [], []) => {
                        any.into_iter().chain(must).next()
                    }
                    _ => Some(Condition::Group { must, any, not }),
                }
            }
        }
    }

    /// A word that is cut into several positions (`EU-Belarus`, a Chinese name) is a phrase.
    fn leaf(&mut self, text: &str) -> Option<Condition> {
        let steps = self.steps(text);
        if steps.is_empty() {
            if !text.trim().is_empty() {
                self.unread.push(text.to_owned());
            }
            return None;
        }
        let typed = text.to_owned();
        let leaf = match <[Step; 1]>::try_from(steps) {
            Ok([Step::Word(terms)]) => Leaf::Word { typed, terms },
            Ok(steps) => Leaf::Phrase { typed, steps: steps.into() },
            Err(steps) => Leaf::Phrase { typed, steps },
        };
        let known = self.leaves.iter().position(|known| *known == leaf);
        if known.is_none() && self.leaves.len() == MOST_LEAVES {
            self.is_full = true;
            return None;
        }
        Some(Condition::Leaf(known.unwrap_or_else(|| {
            self.leaves.push(leaf);
            self.leaves.len() - 1
        })))
    }

    fn steps(&mut self, text: &str) -> Vec<Step> {
        let mut words: BTreeMap<u32, Alternatives> = BTreeMap::new();
        let mut wholes: Vec<(u32, String)> = Vec::new();
        let mut tails: Vec<u32> = Vec::new();
        for token in analyze::analyze(text, None) {
            let word = words.entry(token.position).or_default();
            match token.form {
                Form::Word | Form::Variant => word.exact.push(token.term),
                Form::Bare => word.loose.push(loose(View::Folded, token.term, None, true)),
                Form::Whole => wholes.push((token.position, token.term)),
                Form::Tail => tails.push(token.position),
                Form::Stem => {}
            }
        }
        for lang in self.langs.iter().copied().filter(|lang| analyze::has_stemmer(*lang)) {
            add_stems(&mut words, &analyze::analyze(text, Some(lang)), lang);
        }
        let count = words.len();
        let mut words = words.into_iter().peekable();
        let mut steps = Vec::with_capacity(count);
        while let Some((position, word)) = words.next() {
            let whole = wholes.iter().find(|(at, _)| *at == position);
            let Some((_, whole)) = whole else {
                steps.push(Step::Word(word));
                continue;
            };
            let mut parts = vec![word];
            while let Some((_, part)) = words.next_if(|(at, _)| tails.contains(at)) {
                parts.push(part);
            }
            steps.push(Step::Joined { parts, whole: whole.clone() });
        }
        if steps.len() > LONGEST_PHRASE {
            steps.truncate(LONGEST_PHRASE);
            self.is_full = true;
        }
        steps
    }
}

fn loose(view: View, term: String, only: Option<Lang>, holds_exact: bool) -> Loose {
    Loose { view, term, only, holds_exact }
}

/// A stem finds the passages of its language: those that hold it as a stem, and those that hold it as a word.
fn add_stems(words: &mut BTreeMap<u32, Alternatives>, tokens: &[Token], lang: Lang) {
    for (position, word) in words {
        let here = || tokens.iter().filter(|token| token.position == *position);
        let form = |form: Form| here().find(|token| token.form == form).map(|token| token.term.as_str());
        let Some(folded) = form(Form::Bare).or_else(|| form(Form::Word)) else { continue };
        if !folded.chars().any(char::is_alphabetic) {
            continue;
        }
        let prefixed = form(Form::Stem).map_or_else(|| format!("{}:{folded}", lang.code()), str::to_owned);
        let stem = prefixed.split_once(':').map_or("", |(_, stem)| stem).to_owned();
        let differs = form(Form::Stem).is_some();
        word.loose.push(loose(View::Stem, prefixed, Some(lang), differs));
        if differs && !word.exact.contains(&stem) {
            word.loose.push(loose(View::Folded, stem, Some(lang), false));
        }
    }
}
