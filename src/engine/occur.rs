//! Where words and phrases of a plan stand among the positions of a passage. Used to count them in an index
//! and to mark them in a text, so that what is marked is what was found. Knows no index.

use crate::analyze;
use crate::lang::Lang;
use crate::query::{Alternatives, Loose, Step, View};

/// Where terms stand in a passage.
pub trait Occurrences {
    /// The positions of a term, ascending.
    fn positions(&self, view: View, term: &str) -> &[u32];
    /// The language of the passage.
    fn lang(&self) -> Option<Lang>;
}

/// Which forms of a word count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// The folded form alone.
    Exact,
    /// Inflected forms, too.
    Loose,
}

/// From the first position of a match to the one after its last.
pub(super) type Stretch = (u32, u32);

/// The positions at which a word stands, ascending.
pub fn find_word(terms: &Alternatives, strictness: Strictness, at: &dyn Occurrences) -> Vec<Stretch> {
    let mut found: Vec<u32> =
        terms.exact.iter().flat_map(|term| at.positions(View::Folded, term)).copied().collect();
    if strictness == Strictness::Loose {
        for loose in terms.loose.iter().filter(|loose| counts(loose, at.lang())) {
            found.extend_from_slice(at.positions(loose.view, &loose.term));
        }
    }
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|start| (start, start + 1)).collect()
}

/// Whether a loose form counts in a passage of this language.
pub(super) fn counts(loose: &Loose, lang: Option<Lang>) -> bool {
    loose.only.is_none() || loose.only == lang
}

/// The places where the steps of a phrase follow each other with at most `slop` other words between them in all,
/// ascending, one for each first position.
pub fn find_phrase(phrase: Phrase<'_>, strictness: Strictness, at: &dyn Occurrences) -> Vec<Stretch> {
    let Phrase { steps, slop } = phrase;
    let Some(first) = steps.first() else { return Vec::new() };
    let mut starts: Vec<u32> = match first {
        Step::Word(terms) => find_word(terms, strictness, at).into_iter().map(|(start, _)| start).collect(),
        Step::Joined { parts, whole } => {
            let part = parts.first().map(|part| find_word(part, strictness, at)).unwrap_or_default();
            let whole = at.positions(View::Folded, whole).iter().copied();
            part.into_iter().map(|(start, _)| start).chain(whole).collect()
        }
    };
    starts.sort_unstable();
    starts.dedup();
    let walk = Walk { strictness, slop, at };
    starts.into_iter().filter_map(|start| walk.steps(steps, start).map(|end| (start, end))).collect()
}

/// The steps of a phrase, and how many other words may stand between them.
#[derive(Clone, Copy, Debug)]
pub struct Phrase<'a> {
    /// One a word.
    pub steps: &'a [Step],
    /// Other words, in all.
    pub slop: u32,
}

struct Walk<'a> {
    strictness: Strictness,
    slop: u32,
    at: &'a dyn Occurrences,
}

impl Walk<'_> {
    /// The position after the steps, if they follow each other from `start`: the nearest one.
    fn steps(&self, steps: &[Step], start: u32) -> Option<u32> {
        // Where the next step may begin, and how many other words were passed over.
        let mut from: Vec<(u32, u32)> = vec![(start, 0)];
        for (number, step) in steps.iter().enumerate() {
            let mut next: Vec<(u32, u32)> = Vec::new();
            for (at, passed) in from {
                let most = if number == 0 { 0 } else { self.slop - passed };
                for gap in 0..=most {
                    next.extend(self.after(step, at + gap).into_iter().map(|end| (end, passed + gap)));
                }
            }
            next.sort_unstable();
            next.dedup_by_key(|(end, _)| *end);
            from = next;
        }
        from.first().map(|(end, _)| *end)
    }

    /// The positions at which a step that starts here can end.
    fn after(&self, step: &Step, here: u32) -> Vec<u32> {
        match step {
            Step::Word(terms) => self.word(terms, here).into_iter().collect(),
            Step::Joined { parts, whole } => {
                let by_parts = parts.iter().try_fold(here, |here, part| self.word(part, here));
                by_parts.into_iter().chain(self.term(View::Folded, whole, here)).collect()
            }
        }
    }

    fn word(&self, terms: &Alternatives, here: u32) -> Option<u32> {
        let exact = terms.exact.iter().find_map(|term| self.term(View::Folded, term, here));
        let loose = || {
            let mut loose = terms.loose.iter().filter(|loose| counts(loose, self.at.lang()));
            loose.find_map(|loose| self.term(loose.view, &loose.term, here))
        };
        exact.or_else(|| if self.strictness == Strictness::Loose { loose() } else { None })
    }

    /// The position after a term; a hyphenated word written as one covers those of all its parts.
    fn term(&self, view: View, term: &str, here: u32) -> Option<u32> {
        let stands = |term: &str, at: u32| self.at.positions(view, term).binary_search(&at).is_ok();
        if !stands(term, here) {
            return None;
        }
        let mut next = here + 1;
        if view == View::Folded {
            let tail = analyze::tail_of(term);
            while stands(&tail, next) {
                next += 1;
            }
        }
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::analyze::{Form, analyze};
    use crate::lexicon::tests::Words;
    use crate::query::{Context, Forms, Leaf, parse, plan};

    struct Text(HashMap<(View, String), Vec<u32>>, Option<Lang>);

    impl Occurrences for Text {
        fn positions(&self, view: View, term: &str) -> &[u32] {
            self.0.get(&(view, term.to_owned())).map_or(&[], Vec::as_slice)
        }

        fn lang(&self) -> Option<Lang> {
            self.1
        }
    }

    fn found(query: &str, text: &str, strictness: Strictness) -> Vec<Stretch> {
        let lang = Some(Lang::En);
        let mut terms: HashMap<(View, String), Vec<u32>> = HashMap::new();
        for token in analyze(text, lang) {
            let view = if token.form == Form::Stem { View::Stem } else { View::Folded };
            terms.entry((view, token.term)).or_default().push(token.position);
        }
        let text = Text(terms, lang);
        let words = Words::new(&[]);
        let context = Context { langs: &[Lang::En], vocabulary: &words, forms: Forms::All, filters: &[] };
        match &plan(&parse(query), &context, &mut Vec::new()).unwrap().unwrap().leaves[0] {
            Leaf::Word { terms, .. } => find_word(terms, strictness, &text),
            Leaf::Phrase { steps, slop, .. } => find_phrase(Phrase { steps, slop: *slop }, strictness, &text),
            Leaf::Title(_) | Leaf::Filter(_) => Vec::new(),
        }
    }

    #[test]
    fn phrases_are_found_whatever_their_hyphens() {
        use Strictness::Exact;
        assert_eq!(found("\"well known man\"", "a well-known man", Exact), [(1, 4)]);
        assert_eq!(found("\"well-known man\"", "a wellknown man", Exact), [(1, 3)]);
        assert_eq!(found("\"wellknown man\"", "a well-known man", Exact), [(1, 4)]);
        assert_eq!(found("\"well-known man\"", "a well known man", Exact), [(1, 4)]);
        assert_eq!(found("wellknown", "a well-\nknown man", Exact), [(1, 2)]);
        assert_eq!(found("\"wellknown known\"", "a well-known man", Exact), []);
        assert_eq!(found("\"a b a\"", "a b a b a", Exact), [(0, 3), (2, 5)]);
    }

    #[test]
    fn slop_counts_the_other_words_in_between() {
        use Strictness::Exact;
        assert_eq!(found("\"good cop\"~1", "good old cop", Exact), [(0, 3)]);
        assert_eq!(found("\"good cop\"~1", "good old fat cop", Exact), []);
        assert_eq!(found("\"a b c\"~2", "a x b y c", Exact), [(0, 5)]);
        assert_eq!(found("\"a b c\"~1", "a x b y c", Exact), []);
        assert_eq!(found("\"cop good\"~5", "good cop", Exact), []);
    }

    #[test]
    fn inflected_forms_are_loose() {
        assert_eq!(found("\"new sanction\"", "new sanctions", Strictness::Exact), []);
        assert_eq!(found("\"new sanction\"", "new sanctions", Strictness::Loose), [(0, 2)]);
        assert_eq!(found("sanctions", "sanction", Strictness::Loose), [(0, 1)]);
    }
}
