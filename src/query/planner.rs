//! A tree to a plan, for a corpus: its languages give stems, its words what patterns and misspellings mean.

use std::collections::BTreeMap;

use super::filter::Filter;
use super::parse::{Forms, Node, Parsed, Phrase};
use super::plan::{Alternatives, Closeness, Condition, Leaf, Loose, MOST_LEAVES, Plan, Step, View};
use super::{Note, stop};
use crate::analyze::{self, Form, Token};
use crate::lang::Lang;
use crate::lexicon::{self, Expansion, Pattern, Vocabulary};

/// More words and phrases of a query are not looked at.
const MOST_READ: usize = 1024;

/// How many words a phrase may have.
const LONGEST_PHRASE: usize = 512;

/// What a plan is made for.
#[derive(Debug)]
pub struct Context<'a, V> {
    /// The languages that the corpus holds.
    pub langs: &'a [Lang],
    /// The words that it holds.
    pub vocabulary: &'a V,
    /// Which forms of words count.
    pub forms: Forms,
    /// What every passage must be.
    pub filters: &'a [Filter],
}

/// Makes a plan. `None` if nothing is left to search for.
pub fn plan<V: Vocabulary>(
    parsed: &Parsed,
    context: &Context<'_, V>,
    notes: &mut Vec<Note>,
) -> Result<Option<Plan>, V::Error> {
    let mut planner = Planner {
        context,
        leaves: Vec::new(),
        notes: Vec::new(),
        unread: Vec::new(),
        is_full: false,
        in_title: false,
        read: 0,
    };
    let condition = planner.condition(&parsed.root)?;
    let condition = planner.with_filters(condition);
    let Planner { leaves, notes: more, unread, is_full, .. } = planner;
    notes.extend(unread.into_iter().take(1).map(|text| Note::NoLetters { text }));
    notes.extend(more);
    if is_full {
        notes.push(Note::TooManyWords { searched: MOST_LEAVES });
    }
    let Some(condition) = condition else { return Ok(None) };
    let mut scored = Vec::new();
    condition.positive(&mut scored);
    scored.sort_unstable();
    scored.dedup();
    scored.retain(|leaf| !matches!(leaves.get(*leaf), Some(Leaf::Filter(_))));
    let units = units(&condition, &leaves, context.langs);
    Ok(Some(Plan { leaves, scored, condition, units }))
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

struct Planner<'a, V> {
    context: &'a Context<'a, V>,
    leaves: Vec<Leaf>,
    notes: Vec<Note>,
    unread: Vec<String>,
    is_full: bool,
    /// Whether leaves count only in headlines.
    in_title: bool,
    /// How many words and phrases were looked at, repeated ones counted each.
    read: usize,
}

impl<V: Vocabulary> Planner<'_, V> {
    fn condition(&mut self, node: &Node) -> Result<Option<Condition>, V::Error> {
        match node {
            Node::Word(text) => Ok(self.words(text, 0, Forms::All)),
            Node::Phrase(Phrase { text, slop, forms }) => Ok(self.words(text, *slop, *forms)),
            Node::Pattern(typed) => self.pattern(typed),
            Node::Fuzzy(text, distance) => self.fuzzy(text, *distance),
            Node::Title(inner) => self.title(inner),
            Node::Filter(filter) => Ok(self.filter(filter)),
            Node::Group { must, should, not } => self.group(must, should, not),
        }
    }

    fn group(&mut self, must: &[Node], should: &[Node], not: &[Node]) -> Result<Option<Condition>, V::Error> {
        let must = self.all(must)?;
        let (only, must): (Vec<_>, Vec<_>) = must.into_iter().partition(|part| self.is_filter(part));
        let (any, not) = (self.all(should)?, self.all(not)?);
        Ok(match (only.as_slice(), must.as_slice(), any.as_slice(), not.as_slice()) {
            ([], [], [], []) => None,
            ([], [], [Condition::Group { .. }], []) | ([], [Condition::Group { .. }], [], []) => {
                any.into_iter().chain(must).next()
            }
            _ => Some(Condition::Group { only, must, any, not }),
        })
    }

    fn all(&mut self, nodes: &[Node]) -> Result<Vec<Condition>, V::Error> {
        let mut all = Vec::new();
        for node in nodes {
            all.extend(self.condition(node)?);
        }
        Ok(all)
    }

    fn is_filter(&self, part: &Condition) -> bool {
        matches!(part, Condition::Leaf(number) if matches!(self.leaves.get(*number), Some(Leaf::Filter(_))))
    }

    /// The condition with what every passage must be.
    fn with_filters(&mut self, condition: Option<Condition>) -> Option<Condition> {
        let filters = self.context.filters.iter();
        let more: Vec<Condition> = filters.filter_map(|filter| self.filter(filter)).collect();
        if more.is_empty() {
            return condition;
        }
        Some(match condition {
            Some(Condition::Group { mut only, must, any, not }) => {
                only.extend(more);
                Condition::Group { only, must, any, not }
            }
            other => Condition::Group {
                only: more,
                must: Vec::new(),
                any: other.into_iter().collect(),
                not: Vec::new(),
            },
        })
    }

    fn filter(&mut self, filter: &Filter) -> Option<Condition> {
        if matches!(filter, Filter::Outlet(_)) {
            self.notes.push(Note::FewOutlets);
        }
        self.leaf(Leaf::Filter(filter.clone()))
    }

    /// What stands behind `title:` counts only in headlines.
    fn title(&mut self, inner: &Node) -> Result<Option<Condition>, V::Error> {
        self.in_title = true;
        let condition = self.condition(inner);
        self.in_title = false;
        condition
    }

    fn leaf(&mut self, leaf: Leaf) -> Option<Condition> {
        let leaf = match leaf {
            Leaf::Word { .. } | Leaf::Phrase { .. } if self.in_title => Leaf::Title(Box::new(leaf)),
            _ => leaf,
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

    /// A word that is cut into several positions (`EU-Belarus`, a Chinese name) is a phrase.
    fn words(&mut self, text: &str, slop: u32, forms: Forms) -> Option<Condition> {
        self.read += 1;
        if self.read > MOST_READ {
            self.is_full = true;
            return None;
        }
        let steps = self.steps(text, forms);
        if steps.is_empty() {
            if !text.trim().is_empty() {
                self.unread.push(text.to_owned());
            }
            return None;
        }
        let typed = text.to_owned();
        let leaf = match <[Step; 1]>::try_from(steps) {
            Ok([Step::Word(terms)]) => Leaf::Word { typed, terms },
            Ok(steps) => Leaf::Phrase { typed, steps: steps.into(), slop },
            Err(steps) => Leaf::Phrase { typed, steps, slop },
        };
        self.leaf(leaf)
    }

    fn pattern(&mut self, typed: &str) -> Result<Option<Condition>, V::Error> {
        let Some(pattern) = Pattern::read(typed) else { return Ok(self.words(typed, 0, Forms::All)) };
        let found = lexicon::by_pattern(&pattern, self.context.vocabulary)?;
        let terms =
            Alternatives { exact: Vec::new(), loose: self.expanded(typed, found, Closeness::Pattern) };
        Ok(self.leaf(Leaf::Word { typed: typed.to_owned(), terms }))
    }

    fn fuzzy(&mut self, text: &str, distance: usize) -> Result<Option<Condition>, V::Error> {
        let Some(word) = lexicon::folded(text) else { return Ok(self.words(text, 0, Forms::All)) };
        let found = lexicon::by_distance(&word, distance, self.context.vocabulary)?;
        let loose = self.expanded(&format!("{text}~{distance}"), found, Closeness::Fuzzy);
        let terms = Alternatives { exact: vec![word], loose };
        Ok(self.leaf(Leaf::Word { typed: format!("{text}~{distance}"), terms }))
    }

    fn expanded(&mut self, typed: &str, found: Expansion, closeness: Closeness) -> Vec<Loose> {
        let searched = found.terms.len();
        if found.of > searched {
            self.notes.push(Note::Capped { typed: typed.to_owned(), searched, of: found.of });
        }
        let loose = |term| Loose { view: View::Folded, term, only: None, holds_exact: false, closeness };
        found.terms.into_iter().map(loose).collect()
    }

    fn steps(&mut self, text: &str, forms: Forms) -> Vec<Step> {
        let mut words: BTreeMap<u32, Alternatives> = BTreeMap::new();
        let mut wholes: Vec<(u32, String)> = Vec::new();
        let mut tails: Vec<u32> = Vec::new();
        let is_literal = forms == Forms::Literal || self.context.forms == Forms::Literal;
        for token in analyze::analyze(text, None) {
            let word = words.entry(token.position).or_default();
            match token.form {
                Form::Word => word.exact.push(token.term),
                Form::Variant if !is_literal => word.exact.push(token.term),
                Form::Bare if !is_literal => word.loose.push(inflected(View::Folded, token.term, None, true)),
                Form::Whole => wholes.push((token.position, token.term)),
                Form::Tail => tails.push(token.position),
                Form::Variant | Form::Bare | Form::Stem => {}
            }
        }
        let langs =
            self.context.langs.iter().copied().filter(|lang| analyze::has_stemmer(*lang) && !is_literal);
        for lang in langs {
            add_stems(&mut words, &analyze::analyze(text, Some(lang)), lang);
        }
        let mut words = words.into_iter().peekable();
        let mut steps = Vec::new();
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

fn inflected(view: View, term: String, only: Option<Lang>, holds_exact: bool) -> Loose {
    Loose { view, term, only, holds_exact, closeness: Closeness::Inflected }
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
        word.loose.push(inflected(View::Stem, prefixed, Some(lang), differs));
        if differs && !word.exact.contains(&stem) {
            word.loose.push(inflected(View::Folded, stem, Some(lang), false));
        }
    }
}
