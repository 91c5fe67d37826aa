//! Characters and neighbours of characters that texts do not hold: the sign that bytes were read in a charset
//! that is not theirs. Takes a word; gives what its odd places cost. What else it costs is left to `likely`.

use crate::lang::Script;

/// What a place costs that texts do not hold, and one that they hold now and then.
const ODD: f32 = 24.0;
const RARE: f32 = 8.0;

/// What a word costs, in bits: for signs that stand in no word, letters of two scripts or a capital after a
/// small letter side by side, marks of punctuation between two letters.
pub(super) fn bits(word: &str) -> f32 {
    let edge = std::iter::once(' ');
    let before = edge.clone().chain(word.chars());
    let after = word.chars().skip(1).chain(edge);
    before.zip(word.chars()).zip(after).map(|((before, it), after)| place(before, it, after)).sum()
}

fn place(before: char, it: char, after: char) -> f32 {
    // Of letters of ASCII only capitals after small ones are odd.
    if it.is_ascii() && after.is_ascii() {
        return if it.is_ascii_lowercase() && after.is_ascii_uppercase() { ODD } else { 0.0 };
    }
    let is_inner = || before.is_alphabetic() && after.is_alphabetic();
    match it {
        '·' if is_inner() && !before.eq_ignore_ascii_case(&'l') => ODD,
        _ if is_rare(before, it, after) => RARE,
        'Â' | 'Ã' if is_first_of_two(before, after) => ODD,
        _ if is_sign(it) || clash(it, after) || is_never_inner(it) && is_inner() => ODD,
        _ => 0.0,
    }
}

/// A dash or currency or trade mark at a letter, an ordinal sign without a number, a fixed space between letters or beside another.
fn is_rare(before: char, it: char, after: char) -> bool {
    let letters = || (before.is_alphabetic(), after.is_alphabetic());
    match it {
        '–' | '—' => letters() != (false, false),
        '€' | '®' => after.is_alphabetic(),
        'ª' | 'º' => !matches!(before, '0'..='9' | '.' | 'n' | 'N'),
        '\u{a0}' => letters() == (true, true) || before == ' ' || after == ' ',
        _ => false,
    }
}

/// Whether such a letter is the first of two bytes: before a sign that stands after no letter, or alone before one.
fn is_first_of_two(before: char, after: char) -> bool {
    match after {
        '°' | '»' | '·' | 'ª' | 'º' => before == ' ' || before.is_ascii_digit(),
        '\u{a0}' | '\u{ad}' => false,
        _ => matches!(after, '¡'..='¿'),
    }
}

/// Control characters, line drawing, mathematics, and signs that are letters in other charsets.
#[expect(clippy::match_same_arms, reason = "what looks alike stands together")]
fn is_sign(character: char) -> bool {
    match character {
        '©' | '«' | '»' | '°' | '·' | '§' | '£' | '®' | '\u{a0}' | '\u{ad}' | '¡' | '¿' | '½' | '¼' | '¾'
        | '²' | '³' | 'ª' | 'º' => false,
        '˜' | 'ˆ' | 'ƒ' | '\u{2c7}' | '\u{2d8}'..='\u{2dd}' | '‰' | '†' | '‡' | '⁄' | 'ﬁ' | 'ﬂ' => {
            true
        }
        '\u{80}'..='\u{bf}' | '\u{200e}' | '\u{200f}' | '\u{fffd}' => true,
        '\u{2200}'..='\u{22ff}' | '⌐' | '⌠' | '⌡' | '\u{2500}'..='\u{25a0}' | '◊' => true,
        _ => false,
    }
}

/// A capital after a small letter, or letters of two scripts side by side.
fn clash(a: char, b: char) -> bool {
    let kana = |script| matches!(script, Script::Kana | Script::Han);
    let mixed = |(a, b): (Script, Script)| a != b && !(kana(a) && kana(b));
    let scripts = Script::of(a).zip(Script::of(b));
    scripts.is_some_and(mixed) || a.is_lowercase() && b.is_uppercase()
}

/// Signs beyond ASCII that stand at the edges of words only.
fn is_never_inner(character: char) -> bool {
    let joins = matches!(character, '’' | '‘' | 'ʼ' | '‐' | '‑' | '–' | '—' | '·' | '\u{ad}' | '\u{a0}');
    let marks = matches!(character, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{652}'
        | '\u{e31}'..='\u{e4e}' | '\u{200c}' | '\u{200d}');
    !character.is_ascii() && Script::of(character).is_none() && !joins && !marks && !character.is_alphabetic()
}
