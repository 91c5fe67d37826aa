//! Names of writers and of outlets behind their labels. What cannot be told from a headline is left alone.

use std::ops::Range;

use super::tables::{self, Kind};
use super::tokens::Token;
use crate::lang::Script;

/// How many words an author has at most, and how many of them there are.
const NAME_WORDS: usize = 5;
const MOST_AUTHORS: usize = 4;

/// How many words an outlet has at most.
const OUTLET_WORDS: usize = 5;

/// How sure a label and a name are that stand alone on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sureness {
    /// The label says it.
    Sure,
    /// A preposition and a name: a headline may begin so.
    Weak,
}

/// A label and what it names.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// The pieces of the label.
    pub(super) label: Range<usize>,
    /// The pieces of the name.
    pub(super) name: Range<usize>,
    pub(super) sureness: Sureness,
}

/// The writers named from a piece on. `has_date`: whether a date stands on the line, too.
pub(super) fn author(tokens: &[Token<'_>], start: usize, setting: Setting) -> Option<Named> {
    let label = label(tokens, start)?;
    let names = names(tokens, label.end)?;
    let named = Named { label: start..label.end, name: names.clone(), sureness: Sureness::Sure };
    if label.has_colon {
        return Some(named);
    }
    let is_like_a_name = words(tokens, &names).all(|token| is_sure_name(token));
    let is_acronym = names.len() == 1 && tokens.get(names.start).is_some_and(is_acronym);
    match setting {
        // Also an agency: `Nga VNA`.
        Setting::Dated => (is_like_a_name || is_acronym).then_some(named),
        Setting::Alone => {
            // Scripts without capitals do not tell a name from a headline.
            let has_capitals = words(tokens, &names)
                .all(|token| token.has_capital() || token.is(Kind::Particle) || token.is(Kind::And));
            let fits = is_like_a_name && has_capitals && each_has_two_to_four_words(tokens, &names);
            let sureness = match label.strength {
                Strength::Clear => Sureness::Sure,
                Strength::Hint => Sureness::Weak,
                Strength::Noun => return None,
            };
            fits.then_some(Named { sureness, ..named })
        }
    }
}

/// What else a line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// A date.
    Dated,
    /// Nothing else.
    Alone,
}

struct Label {
    end: usize,
    has_colon: bool,
    strength: Strength,
}

/// What a label without a colon says of the words behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strength {
    /// They are a name: `By`, `Written by`.
    Clear,
    /// They may be one: `Von`.
    Hint,
    /// They may be anything: `Author Jane Smith wins prize`.
    Noun,
}

/// `By`, `Written by`, `Автор:`, `Автор статьи:`, `Nga`.
fn label(tokens: &[Token<'_>], start: usize) -> Option<Label> {
    let first = tokens.get(start)?;
    let is = |at: usize, kind: Kind| tokens.get(at).is_some_and(|token| token.is(kind));
    let is_active = first.is(Kind::Active);
    let (is_noun, is_verb) = (first.is(Kind::Author), is_active || first.is(Kind::Wrote));
    if !is_noun && !is_verb && !first.is(Kind::By) {
        return None;
    }
    let mut end = start + 1;
    let has_preposition = is_verb && is(end, Kind::By);
    end += usize::from(has_preposition);
    end += usize::from(is_noun && tokens.get(end).is_some_and(Token::is_lower) && is_colon(tokens, end + 1));
    // `oprac.` is cut short.
    let is_short = tokens.get(end).is_some_and(|t| t.is_glued && t.is_sign(&['.']));
    end += usize::from(is_verb && is_short);
    let has_colon = is_colon(tokens, end);
    let strength = match is_noun {
        true => Strength::Noun,
        false if first.is_key(&["by"]) || has_preposition || is_active => Strength::Clear,
        false => Strength::Hint,
    };
    Some(Label { end: end + usize::from(has_colon), has_colon, strength })
}

fn is_colon(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.is_sign(&[':', '：', '՝', '／']))
}

/// Names divided by commas and words for `and`.
fn names(tokens: &[Token<'_>], start: usize) -> Option<Range<usize>> {
    let mut end = name(tokens, start)?;
    for _ in 1..MOST_AUTHORS {
        let Some(joint) = tokens.get(end).filter(|t| t.is(Kind::And) || t.is_sign(&[',', '&', '、'])) else {
            break;
        };
        let mut next = end + 1;
        next += usize::from(joint.is_sign(&[',']) && tokens.get(next).is_some_and(|t| t.is(Kind::And)));
        let Some(after) = name(tokens, next) else { break };
        // Behind a comma stands a second writer, or what the first is: `Jane Smith, BBC News`.
        let second = next..after;
        let is_other = words(tokens, &second).count() < 2
            || words(tokens, &second).any(|token| is_acronym(token) || token.is(Kind::Role));
        if joint.is_sign(&[',']) && is_other {
            break;
        }
        end = after;
    }
    Some(start..end)
}

/// The end of one name: words in capitals, initials, small words inside.
fn name(tokens: &[Token<'_>], start: usize) -> Option<usize> {
    let (mut at, mut words, mut end) = (start, 0, start);
    while let Some(token) = tokens.get(at) {
        let is_joint = at > start && token.is_glued && token.is_sign(&['-', '.', '‐', '‑', '·']);
        let is_small = at > start && token.is_lower() && token.is(Kind::Particle);
        if is_joint {
            // A point ends a name unless it stands behind an initial or a short form.
            let is_short = tokens.get(at - 1).is_some_and(|before| before.text.chars().count() <= 2);
            if token.is_sign(&['.']) && !is_short {
                break;
            }
            end = if token.is_sign(&['.']) { at + 1 } else { end };
        } else if words > 1 && token.is(Kind::Role) {
            break;
        } else if is_name_word(token) {
            words += 1;
            end = at + 1;
            // Where names hold no spaces, the next word is not the name any more.
            if token.text.chars().any(is_unspaced) {
                break;
            }
        } else if !is_small {
            break;
        }
        at += 1;
    }
    ((1..=NAME_WORDS).contains(&words)).then_some(end)
}

fn is_unspaced(c: char) -> bool {
    matches!(Script::of(c), Some(Script::Han | Script::Kana | Script::Hangul | Script::Thai))
}

fn is_name_word(token: &Token<'_>) -> bool {
    let ends =
        [Kind::Published, Kind::Updated, Kind::Outlet, Kind::Author, Kind::Wrote, Kind::Active, Kind::By];
    let is_label = ends.into_iter().any(|kind| token.is(kind));
    token.is_word() && !token.is_lower() && !is_label
}

fn words<'a, 'b>(tokens: &'a [Token<'b>], range: &Range<usize>) -> impl Iterator<Item = &'a Token<'b>> {
    tokens.get(range.clone()).unwrap_or_default().iter().filter(|token| token.is_word())
}

/// Whether a word in capitals can be part of a name, and no word of a headline.
fn is_sure_name(token: &Token<'_>) -> bool {
    let unlike = [Kind::Nameless, Kind::Other, Kind::Picture, Kind::Count];
    token.is(Kind::Particle)
        || token.is(Kind::And)
        || !(tables::is_frequent_english(token.key()) || unlike.into_iter().any(|kind| token.is(kind)))
}

fn is_acronym(token: &Token<'_>) -> bool {
    let letters = token.text.chars().count();
    (2..=6).contains(&letters) && token.text.chars().all(char::is_uppercase)
}

fn each_has_two_to_four_words(tokens: &[Token<'_>], names: &Range<usize>) -> bool {
    let names = tokens.get(names.clone()).unwrap_or_default();
    let first_is_small = names.first().is_some_and(|token| token.is(Kind::Particle));
    let mut parts =
        names.split(|token| token.is(Kind::And) && token.is_lower() || token.is_sign(&[',', '&']));
    let sized = parts.all(|name| (2..=4).contains(&name.iter().filter(|token| token.is_word()).count()));
    sized && !first_is_small
}

/// The outlet named from a piece on: `Source: Reuters`, `来源：新华网`.
pub(super) fn outlet(tokens: &[Token<'_>], start: usize) -> Option<Named> {
    tokens.get(start).filter(|token| token.is(Kind::Outlet))?;
    let end = (start + 1..start + 3).find(|at| is_colon(tokens, *at))?;
    let name = end + 1..outlet_end(tokens, end + 1);
    let words = tokens.get(name.clone())?;
    let count = words.iter().filter(|token| token.is_word()).count();
    let first = words.first()?;
    let is_lower_acronym = words.len() == 1 && first.text.len() <= 6;
    let is_address = words.iter().any(|token| token.is_glued && token.is_sign(&['.']));
    let is_name = (!first.is_lower() && first.is_word()) || is_lower_acronym || is_address;
    let fits = (1..=OUTLET_WORDS).contains(&count) && is_name;
    let is_picture =
        words.iter().any(|token| token.is(Kind::Picture) || token.is_sign(&['/', '@', '?', '!']));
    (fits && !is_picture).then_some(Named { label: start..end + 1, name, sureness: Sureness::Sure })
}

fn outlet_end(tokens: &[Token<'_>], start: usize) -> usize {
    let ends = |token: &Token<'_>| {
        let kinds = [Kind::Author, Kind::Published, Kind::Updated];
        token.is_sign(&['|', '•', ';', '—', '–', '(', ','])
            || (token.is_sign(&['·']) && !token.is_glued)
            || (token.is_number() && !token.is_glued)
            || kinds.into_iter().any(|kind| token.is(kind))
    };
    let rest = tokens.get(start..).unwrap_or_default();
    // Another label begins: `来源：新华网 编辑：…`.
    let is_label = |at: usize| at > start && is_colon(tokens, at + 1);
    let ends = |(at, token): (usize, &Token<'_>)| ends(token) || is_label(start + at);
    let end = rest.iter().enumerate().position(ends).map_or(tokens.len(), |length| start + length);
    // A full stop behind the name is none of it.
    if end > start && tokens.get(end - 1).is_some_and(|t| t.is_sign(&['.'])) { end - 1 } else { end }
}
