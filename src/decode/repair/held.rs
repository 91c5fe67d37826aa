//! Characters that texts hold, by which a repair is told from chance.

use super::{Step, Steps, is_repaired};
use crate::decode::sniff;
use crate::lang::Script;

/// Whether texts hold all the characters that were repaired.
pub(super) fn are_plausible(steps: &Steps) -> bool {
    let before = std::iter::once(' ').chain(steps.iter().map(|(c, _)| *c));
    before.zip(steps).all(|(before, step)| !is_repaired(*step) || is_plausible(before, *step))
}

/// Whether texts hold the character. Marks that combine come about by chance, but for those on letters.
pub(super) fn is_plausible(before: char, (character, _): Step) -> bool {
    match character {
        '\u{300}'..='\u{36f}' => before.is_alphabetic() || is_mark(before),
        _ => is_sign(character) || sniff::is_plausible(character) || is_mark(character),
    }
}

/// Arrows, signs of keys and shapes, pictures, East Asian punctuation of two widths, and the sign of damage.
fn is_sign(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{23ff}' | '\u{2460}'..='\u{24ff}' | '\u{25a0}'..='\u{27bf}'
        | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{fffd}')
}

/// Marks and punctuation of scripts that are no letters.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{55a}'..='\u{58a}' | '\u{591}'..='\u{5f4}'
        | '\u{600}'..='\u{6ff}' | '\u{900}'..='\u{dff}' | '\u{e2f}'..='\u{e5b}' | '\u{10fb}')
}

/// A character of a font of pictures, of which only a page can tell that it was meant.
pub(super) fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}')
}

/// Quotation marks, dashes or currencies: letters of no charset come to be them by chance.
pub(super) fn is_typographic(steps: &Steps) -> bool {
    let is_one = |c: char| {
        matches!(c, '\u{2010}'..='\u{2044}' | '\u{20a0}'..='\u{20bf}' | '\u{2116}' | '\u{2122}'
            | '、' | '。' | '〈'..='】' | '！' | '（' | '）' | '，' | '：' | '；' | '？')
    };
    steps.iter().any(|step| is_one(step.0) && is_repaired(*step))
}

/// A letter of Latin script that languages are written with, not that of a few or of phonetics.
pub(super) fn is_common_latin(letter: char) -> bool {
    matches!(letter, '\u{c0}'..='\u{17f}' | '\u{1a0}' | '\u{1a1}' | '\u{1af}' | '\u{1b0}'
        | '\u{218}'..='\u{21b}' | '\u{18f}' | '\u{259}' | '\u{1e00}'..='\u{1eff}')
}

/// The script of a letter that was repaired.
pub(super) fn script_of(step: Step) -> Option<Script> {
    Script::of(step.0).filter(|_| is_repaired(step))
}
