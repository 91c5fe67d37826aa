//! Where in a passage the words of a query stand. The text is analysed as it was for the index and searched
//! by the same matcher, so that what is marked is what was found.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::analyze::{Form, Token, analyze, tail_of};
use crate::engine::{Occurrences, PassageMeta, Phrase, Strictness, find_phrase, find_word};
use crate::lang::Lang;
use crate::passage::Kind;
use crate::query::{Alternatives, Closeness, Leaf, Plan, Step, View};
use crate::span::TextSpan;

/// A match in the text of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where it stands.
    pub span: TextSpan,
    /// How it relates to what was typed.
    pub kind: Closeness,
}

/// A word or phrase of the query, and how the passage holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// As typed.
    pub typed: String,
    /// The closest form that the passage holds.
    pub kind: Closeness,
    /// The forms that it holds, each once, as written there.
    pub forms: Vec<String>,
    /// How often it holds the exact form.
    pub exact: u32,
    /// How often it holds another.
    pub other: u32,
}

/// The matches of a plan in the text of a passage, without overlaps, and which leaves they are of.
pub(super) fn mark(plan: &Plan, text: &str, meta: &PassageMeta) -> (Vec<Mark>, Vec<Matched>) {
    let leaves = || plan.scored.iter().filter_map(|leaf| plan.leaves.get(*leaf));
    let asked: HashSet<(View, String)> = leaves().flat_map(terms_of).collect();
    let tokens = Tokens::of(text, meta.lang, &asked);
    let mut marks = Vec::new();
    let mut matched = Vec::new();
    for leaf in leaves() {
        let own = match leaf {
            Leaf::Title(inner) if meta.kind == Kind::Headline => of_leaf(inner, &tokens),
            _ => of_leaf(leaf, &tokens),
        };
        let Some(kind) = own.iter().map(|mark| mark.kind).min() else { continue };
        let exact = own.iter().filter(|mark| mark.kind == Closeness::Exact).count();
        let mut forms: Vec<String> = Vec::new();
        for mark in &own {
            let form = mark.span.of(text);
            if !forms.iter().any(|known| known == form) {
                forms.push(form.to_owned());
            }
        }
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let (exact, other) = (count(exact), count(own.len() - exact));
        matched.push(Matched { typed: leaf.typed().to_owned(), kind, forms, exact, other });
        marks.extend(own);
    }
    (without_overlaps(marks), matched)
}

fn of_leaf(leaf: &Leaf, tokens: &Tokens) -> Vec<Mark> {
    let find = |strictness| match leaf {
        Leaf::Word { terms, .. } => find_word(terms, strictness, tokens),
        Leaf::Phrase { steps, slop, .. } => find_phrase(Phrase { steps, slop: *slop }, strictness, tokens),
        Leaf::Title(_) | Leaf::Filter(_) => Vec::new(),
    };
    let exact = find(Strictness::Exact);
    let terms = terms_of(leaf);
    let mark = |stretch: (u32, u32)| {
        let kind = if exact.iter().any(|exact| exact.0 == stretch.0) {
            Closeness::Exact
        } else {
            tokens.closeness(leaf, stretch.0)
        };
        tokens.span(stretch.0..stretch.1, &terms).map(|span| Mark { span, kind })
    };
    find(Strictness::Loose).into_iter().filter_map(mark).collect()
}

/// Overlapping marks become one.
fn without_overlaps(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|mark| (mark.span.start(), mark.span.end()));
    let mut out: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        match out.last_mut() {
            Some(last) if mark.span.start() < last.span.end() => {
                last.span = last.span.cover(mark.span);
                last.kind = last.kind.min(mark.kind);
            }
            _ => out.push(mark),
        }
    }
    out
}

fn terms_of(leaf: &Leaf) -> Vec<(View, String)> {
    let mut terms = Vec::new();
    let mut word = |word: &Alternatives| {
        terms.extend(word.exact.iter().map(|term| (View::Folded, term.clone())));
        terms.extend(word.loose.iter().map(|loose| (loose.view, loose.term.clone())));
    };
    let mut wholes = Vec::new();
    match leaf {
        Leaf::Word { terms, .. } => word(terms),
        Leaf::Filter(_) => {}
        Leaf::Title(inner) => return terms_of(inner),
        Leaf::Phrase { steps, .. } => {
            for step in steps {
                match step {
                    Step::Word(terms) => word(terms),
                    Step::Joined { parts, whole } => {
                        parts.iter().for_each(&mut word);
                        wholes.push((View::Folded, whole.clone()));
                    }
                }
            }
        }
    }
    terms.append(&mut wholes);
    let tails: Vec<_> = terms
        .iter()
        .filter(|term| term.0 == View::Folded)
        .map(|term| (View::Folded, tail_of(&term.1)))
        .collect();
    terms.extend(tails);
    terms
}

/// The tokens of a text that are asked for, by term and by position.
struct Tokens {
    by_term: HashMap<(View, String), Vec<u32>>,
    by_position: HashMap<u32, Vec<Token>>,
    lang: Option<Lang>,
}

fn view_of(token: &Token) -> View {
    if token.form == Form::Stem { View::Stem } else { View::Folded }
}

impl Tokens {
    fn of(text: &str, lang: Option<Lang>, asked: &HashSet<(View, String)>) -> Self {
        let mut tokens = Self { by_term: HashMap::new(), by_position: HashMap::new(), lang };
        let mut all = analyze(text, lang);
        all.retain_mut(|token| {
            // The term is lent to the key: a copy of each costs more than all else here.
            let key = (view_of(token), std::mem::take(&mut token.term));
            let is_asked = asked.contains(&key);
            token.term = key.1;
            is_asked
        });
        all.sort_by_key(|token| token.position);
        for token in all {
            let positions = tokens.by_term.entry((view_of(&token), token.term.clone())).or_default();
            if positions.last() != Some(&token.position) {
                positions.push(token.position);
            }
            tokens.by_position.entry(token.position).or_default().push(token);
        }
        tokens
    }

    /// How the word at a position relates to a leaf that it is no exact form of.
    fn closeness(&self, leaf: &Leaf, position: u32) -> Closeness {
        let Leaf::Word { terms, .. } = leaf else { return Closeness::Inflected };
        let stands = |view: View, term: &str| self.positions(view, term).binary_search(&position).is_ok();
        let meant = terms.loose.iter().filter(|loose| stands(loose.view, &loose.term));
        meant.map(|loose| loose.closeness).min().unwrap_or(Closeness::Inflected)
    }

    /// What the words at these positions cover: of each the narrowest token that is one of `terms`, so that
    /// the mark on a name leaves its possessive ending out.
    fn span(&self, positions: Range<u32>, terms: &[(View, String)]) -> Option<TextSpan> {
        let narrowest = |position: u32| {
            let tokens = self.by_position.get(&position)?.iter();
            let meant = |token: &&Token| {
                terms.iter().any(|(view, term)| *view == view_of(token) && *term == token.term)
            };
            tokens.filter(meant).map(|token| token.span).min_by_key(|span| span.len())
        };
        positions.filter_map(narrowest).reduce(TextSpan::cover)
    }
}

impl Occurrences for Tokens {
    fn positions(&self, view: View, term: &str) -> &[u32] {
        self.by_term.get(&(view, term.to_owned())).map_or(&[], Vec::as_slice)
    }

    fn lang(&self) -> Option<Lang> {
        self.lang
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Replay;
    use crate::lexicon::tests::Words;
    use crate::query::{Context, Forms, parse, plan};
    use crate::span::{LineNo, LineRange, SourceByte, SourceSpan};

    #[expect(clippy::string_slice, reason = "a test may panic")]
    fn marked(query: &str, text: &str) -> String {
        let words = Words::new(&["lukashenka", "lukashenko", "lukash"]);
        let context = Context { langs: &[Lang::En], vocabulary: &words, forms: Forms::All, filters: &[] };
        let plan = plan(&parse(query), &context, &mut Vec::new()).unwrap().unwrap();
        let meta = PassageMeta {
            kind: Kind::Body,
            span: SourceSpan::new(SourceByte(0), SourceByte(0)),
            lines: LineRange { first: LineNo::FIRST, last: LineNo::FIRST },
            lang: Some(Lang::En),
            sha256: [0; 32],
            heading: None,
            replay: Replay::Range,
        };
        let (marks, _) = mark(&plan, text, &meta);
        let mut out = String::new();
        let mut at = 0;
        for mark in marks {
            let (start, end) = (mark.span.start().index(), mark.span.end().index());
            out += &format!("{}[{}]", &text[at..start], &text[start..end]);
            at = end;
        }
        out + &text[at..]
    }

    #[test]
    fn marks_cover_the_name_alone() {
        assert_eq!(
            marked("Lukashenko", "Lukashenko’s regime, Lukashenko!"),
            "[Lukashenko]’s regime, [Lukashenko]!"
        );
        assert_eq!(marked("Lukashenko's", "Lukashenko’s and Lukashenko"), "[Lukashenko]’s and [Lukashenko]");
        assert_eq!(marked("\"Yury Ambrazevich\"", "Mr Yury\nAmbrazevich's"), "Mr [Yury\nAmbrazevich]'s");
        assert_eq!(
            marked("\"EU-Belarus\"", "on EU-Belarus and EU–Belarus ties"),
            "on [EU-Belarus] and [EU–Belarus] ties"
        );
        assert_eq!(marked("sanction", "the sanctions"), "the [sanctions]");
        assert_eq!(marked("Lukash*", "Lukashenka and Lukashenko's"), "[Lukashenka] and [Lukashenko]'s");
        assert_eq!(marked("lukashenkA~1", "Lukashenko"), "[Lukashenko]");
        assert_eq!(marked("\"good cop\" cop", "the good cop, a cop"), "the [good cop], a [cop]");
    }
}
