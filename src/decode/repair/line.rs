//! A line judged by itself: repaired where what is meant is less odd than what stands there. The whole line is tried
//! first, then words, then single characters of punctuation.

use super::held::{are_plausible, is_typographic};
use super::table::{TABLES, is_any, is_no_punctuation};
use super::{Step, Steps, is_repaired, oddness, text_of};
use unicode_normalization::UnicodeNormalization;

use crate::decode::letters;
use crate::lang::{Lang, Script};
use crate::langid;

/// How often a text may have been written anew.
pub(super) const MOST_ROUNDS: usize = 3;

/// A line that is as odd as this after its words were repaired was something else.
const STILL_ODD: f32 = 24.0;

/// What a letter costs that the language does not have, and a mark that stands alone.
const STRANGE_BITS: f32 = 8.0;

/// What a character of a reading without letters costs, less than nothing as scores are.
const NO_LETTER_BITS: f32 = -9.0;

/// So many sequences, and nothing else beyond ASCII, are no chance.
const MANY: usize = 4;

/// By how many bits a line must fit a language better.
const SURE_BITS: f32 = 24.0;

/// What is meant, if another thing is.
pub(super) fn meant(line: &Steps) -> Option<Vec<Step>> {
    let is_space = |(c, _): &Step| c.is_ascii_whitespace();
    let word = |word: &Steps| less_odd(word, rewritten(word, MOST_ROUNDS)).or_else(|| in_runs(word));
    let by_word = || in_parts(line, is_space, word).filter(|line| oddness(line) < STILL_ODD);
    let whole = || rewritten(line, MOST_ROUNDS).filter(|meant| is_likelier(line, meant));
    whole().or_else(|| many(line)).or_else(by_word).or_else(|| in_parts(line, is_space, signs))
}

/// A line of so many sequences that they are no chance, though some begin with what is punctuation.
fn many(line: &Steps) -> Option<Vec<Step>> {
    let meant = TABLES.iter().find_map(|table| table.written_back(line, is_any))?;
    let is_sure = meant.iter().filter(|step| is_repaired(**step)).count() >= MANY && are_plausible(&meant);
    less_odd(line, Some(meant).filter(|_| is_sure))
}

/// Repairs what stands between the letters of ASCII in a word.
fn in_runs(word: &Steps) -> Option<Vec<Step>> {
    let is_ascii = |(c, _): &Step| c.is_ascii();
    less_odd(word, in_parts(word, is_ascii, |run| rewritten(run, MOST_ROUNDS))).or_else(|| signs(word))
}

/// Repairs its quotation marks and dashes alone.
fn signs(word: &Steps) -> Option<Vec<Step>> {
    let sign = |run: &Steps| rewritten(run, MOST_ROUNDS).filter(|read| is_typographic(read));
    in_parts(word, |(c, _)| c.is_ascii(), sign)
}

/// Repairs parts; `None` if nothing was to repair.
fn in_parts(
    steps: &Steps,
    is_between: impl Fn(&Step) -> bool,
    repaired: impl Fn(&Steps) -> Option<Vec<Step>>,
) -> Option<Vec<Step>> {
    let mut out = Vec::with_capacity(steps.len());
    let mut any = false;
    for part in steps.chunk_by(|a, b| is_between(a) == is_between(b)) {
        let new = part.iter().any(|(c, _)| !c.is_ascii()).then(|| repaired(part)).flatten();
        any |= new.is_some();
        match new {
            Some(new) => out.extend(new),
            None => out.extend_from_slice(part),
        }
    }
    any.then_some(out)
}

/// What is meant, if that is less odd than what stands there.
fn less_odd(stands: &Steps, meant: Option<Vec<Step>>) -> Option<Vec<Step>> {
    meant.filter(|meant| is_typographic(meant) || oddness(meant) < oddness(stands))
}

/// Whether what all of a line means is less odd, or fits its language much better than what stands fits any.
fn is_likelier(line: &Steps, meant: &Steps) -> bool {
    is_typographic(meant) || oddness(meant) < oddness(line) || bits(meant) + SURE_BITS < bits(line)
}

/// What all characters beyond ASCII mean if they are double-encoded, or more often than twice.
fn rewritten(steps: &Steps, rounds: usize) -> Option<Vec<Step>> {
    let rounds = rounds.checked_sub(1)?;
    let candidates = TABLES.iter().filter_map(|table| {
        let once = table.written_back(steps, is_no_punctuation)?;
        let again = less_odd(&once, rewritten(&once, rounds));
        let meant = again.or_else(|| are_plausible(&once).then_some(once))?;
        Some((meant, table.rarity))
    });
    candidates.reduce(likelier).map(|(meant, _)| meant)
}

/// What is meant, and how many bits the charset is rarer than the commonest.
type Reading = (Vec<Step>, f32);

fn likelier(a: Reading, b: Reading) -> Reading {
    let cost = |reading: &Reading| bits(&reading.0) + reading.1;
    if a.0 != b.0 && cost(&b) < cost(&a) { b } else { a }
}

/// How many bits a reading costs: under its language, for letters that this has not, for what is odd.
#[expect(clippy::cast_precision_loss, reason = "the length of a line")]
fn bits(steps: &Steps) -> f32 {
    let text = text_of(steps);
    let lang = langid::guess(&text).map(|guess| guess.lang);
    let fit = lang.and_then(|lang| langid::score(&text, lang)).unwrap_or(NO_LETTER_BITS);
    let strange: f32 = text.nfc().filter(|c| is_strange(*c, lang)).map(|_| STRANGE_BITS).sum();
    -fit * text.chars().count() as f32 + strange + oddness(steps)
}

/// A letter that the language does not have, one of a rare script, a mark that makes no letter with the one before.
fn is_strange(character: char, lang: Option<Lang>) -> bool {
    match Script::of(character) {
        Some(Script::Latin) => {
            !character.is_ascii() && lang.is_some_and(|lang| !letters::belongs(character, lang))
        }
        Some(_) => false,
        None => character.is_alphabetic() || matches!(character, '\u{300}'..='\u{36f}'),
    }
}
