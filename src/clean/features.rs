//! What a block looks like by itself: its length, whether it reads as a sentence, its language.

use std::collections::HashMap;

use super::{Reason, Verdict, markers};
use crate::extract::{Block, Dateline, starts_list_item};
use crate::lang::{Lang, Script};
use crate::langid;

/// What is known of a block before its neighbours are looked at.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "three answers to three questions about one line")]
pub(super) struct Features {
    pub(super) chars: usize,
    pub(super) words: usize,
    pub(super) letters: usize,
    pub(super) shape: Shape,
    /// The language, where the block alone is enough to tell.
    pub(super) lang: Option<Lang>,
    pub(super) marker: Option<Reason>,
    pub(super) dateline: Option<Dateline>,
    /// Its words, lower-cased and without punctuation, for comparing blocks.
    pub(super) bag: Vec<String>,
    pub(super) ends_with_colon: bool,
    pub(super) asks_or_exclaims: bool,
    pub(super) starts_with_quote: bool,
    /// Whether the same words stand in an earlier block.
    pub(super) repeats: Option<usize>,
}

/// The three shapes a block can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Ends as sentences do, or is too long to be anything else.
    Sentence,
    /// Starts as the items of a list do.
    ListItem,
    /// Anything else: a headline, a button, a name.
    Fragment,
}

/// A fragment of this many characters is prose whose end was lost.
const SURELY_PROSE: usize = 260;

/// A sentence has at least this many words.
const SENTENCE_WORDS: usize = 4;

pub(super) fn of_blocks(blocks: &[Block], text: &str) -> Vec<Features> {
    let mut seen: HashMap<Vec<String>, usize> = HashMap::new();
    let mut features = Vec::with_capacity(blocks.len());
    for (index, block) in blocks.iter().enumerate() {
        let mut feature = of_block(block, text);
        if (1..BAG_WORDS).contains(&feature.bag.len()) {
            feature.repeats = seen.get(&feature.bag).copied();
            seen.entry(feature.bag.clone()).or_insert(index);
        }
        features.push(feature);
    }
    features
}

fn of_block(block: &Block, text: &str) -> Features {
    let line = block.span.of(text);
    let bag = bag_of_words(line);
    let chars = line.chars().count();
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let words = count_words(line, bag.len());
    let quotes = ['"', '“', '„', '«', '‘', '\'', '—', '–', '-', '”', '»'];
    Features {
        chars,
        words,
        letters,
        shape: shape_of(line, words, chars),
        lang: langid::identify(line),
        marker: markers::class_of(line),
        dateline: Dateline::read(line, block.span),
        bag,
        ends_with_colon: line.ends_with([':', '：']),
        asks_or_exclaims: line.ends_with(['?', '!', '？', '！', ';']) && !line.contains(". "),
        starts_with_quote: line.starts_with(quotes),
        repeats: None,
    }
}

/// Scripts without spaces hold about two characters a word.
fn count_words(line: &str, spaced: usize) -> usize {
    let unspaced =
        line.chars().filter(|c| matches!(Script::of(*c), Some(Script::Han | Script::Kana | Script::Thai)));
    spaced.max(unspaced.count() / 2)
}

/// How much of a long block is compared with others.
const BAG_WORDS: usize = 60;

fn bag_of_words(line: &str) -> Vec<String> {
    let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(BAG_WORDS).map(str::to_lowercase).collect()
}

fn shape_of(line: &str, words: usize, chars: usize) -> Shape {
    if starts_list_item(line) && words > 1 {
        Shape::ListItem
    } else if (ends_a_sentence(line) && words >= SENTENCE_WORDS) || chars >= SURELY_PROSE {
        Shape::Sentence
    } else {
        Shape::Fragment
    }
}

/// Whether a line ends as a sentence does; what closes a quotation, and the mark of an agency after the
/// last sentence (`… in Kyiv./REL`), may follow.
pub(super) fn ends_a_sentence(line: &str) -> bool {
    let closing =
        |c: char| matches!(c, '"' | '”' | '“' | '»' | '’' | '\'' | ')' | ']' | '›' | '」' | '』' | '*');
    let ends = |text: &str| {
        let end = text.trim_end_matches(|c: char| closing(c) || c.is_whitespace()).chars().next_back();
        end.is_some_and(|c| {
            matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '։' | '।' | ';' | ':' | '：')
        })
    };
    if ends(line) {
        return true;
    }
    let Some((before, mark)) = line.rsplit_once('/') else { return false };
    let is_mark = |mark: &str| {
        (2..=20).contains(&mark.chars().count()) && mark.chars().all(|c| c.is_alphanumeric() || c == ' ')
    };
    is_mark(mark) && before.ends_with(['.', '!', '?', '"', '”', '»'])
}

/// How many letters must tell the language of a fragment that stands alone.
const TELLING_LETTERS: usize = 20;

/// How many letters tell a language wherever they stand.
pub(super) const SURE_LETTERS: usize = 60;

/// Whether a block is surely in another language than `main`.
pub(super) fn is_foreign(feature: &Features, main: Option<Lang>) -> bool {
    match (feature.lang, main) {
        (Some(lang), Some(main)) => {
            lang != main && !langid::same_group(lang, main) && feature.letters >= TELLING_LETTERS
        }
        _ => false,
    }
}

/// The language of each block once the verdicts stand: kept blocks without one of their own have that of
/// the article, dropped ones that of the nearest dropped block before or after.
pub(super) fn settled_langs(
    features: &[Features],
    verdicts: &[Verdict],
    main: Option<Lang>,
) -> Vec<Option<Lang>> {
    let own = |index: usize| {
        let lang = features[index].lang;
        match (lang, main) {
            (Some(lang), Some(main)) if langid::same_group(lang, main) => Some(main),
            _ if !is_foreign(&features[index], main) && lang.is_some() => main.or(lang),
            _ => lang,
        }
    };
    (0..features.len())
        .map(|index| match verdicts[index] {
            // What a few letters say is weaker than where they stand.
            Verdict::Kept(_) if features[index].letters < SURE_LETTERS => main.or_else(|| own(index)),
            Verdict::Kept(_) => own(index).or(main),
            Verdict::Dropped(_) => own(index).or_else(|| neighbour(index, verdicts, &own)),
        })
        .collect()
}

fn neighbour(index: usize, verdicts: &[Verdict], own: &dyn Fn(usize) -> Option<Lang>) -> Option<Lang> {
    let dropped = |at: &usize| verdicts[*at].reason().is_some();
    let before = (0..index).rev().take_while(dropped).find_map(own);
    before.or_else(|| (index + 1..verdicts.len()).take_while(dropped).find_map(own))
}
