//! The time of day among the pieces of a line: `21:20`, `9:20 p.m.`, `21h20`, `21.20` beside a date.

use std::ops::Range;

use super::date::Precision;
use super::tables::Kind;
use super::tokens::{Token, What};

/// A time of day and the pieces that it takes, with its zone.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    pub(super) text: String,
    pub(super) precision: Precision,
    pub(super) at: Range<usize>,
}

/// Which signs divide hours and minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A colon, a letter or a mark of the half of the day.
    Sure,
    /// Also a point, since a date or a label stands beside it.
    BesideDate,
}

/// Whether a mark of the half of the day was found, and which.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

/// The time that begins at a piece. `Err` where there is one that cannot be read for sure.
pub(super) fn at(tokens: &[Token<'_>], start: usize, form: Form) -> Option<Result<Clock, Range<usize>>> {
    let mut next = start;
    let mut half = half_word(tokens.get(next)?);
    next += usize::from(half.is_some());
    let hour = tokens.get(next)?.short()?;
    next += 1;
    let (minute, second);
    (minute, second, next) = minutes(tokens, next, form);
    let has_minutes = minute.is_some();
    if half.is_none() {
        (half, next) = half_behind(tokens, next);
    }
    if !has_minutes && half.is_none() {
        return None;
    }
    let after = tokens.get(next);
    let is_joined = after.is_some_and(|token| token.is_glued && token.is_sign(&[':', '.']))
        && tokens.get(next + 1).is_some_and(|token| token.is_glued && token.is_number());
    if is_joined && second.is_none() {
        return None;
    }
    next = after_zone(tokens, after_fraction(tokens, next, second.is_some()));
    let taken = start..next;
    let in_day = |hour: u8| hour < 24 && minute.unwrap_or(0) < 60 && second.unwrap_or(0) < 60;
    let hour = match half {
        Some(half) => in_half(hour, half)?,
        None if hour <= 12 && is_unknown(tokens.get(next)) => return Some(Err(taken)),
        None => hour,
    };
    if !in_day(hour) {
        return None;
    }
    let (text, precision) = match second {
        Some(second) => (format!("{hour:02}:{:02}:{second:02}", minute.unwrap_or(0)), Precision::Second),
        None => (format!("{hour:02}:{:02}", minute.unwrap_or(0)), Precision::Minute),
    };
    Some(Ok(Clock { text, precision, at: taken }))
}

/// Minutes and seconds behind the hour, and the piece after them.
fn minutes(tokens: &[Token<'_>], next: usize, form: Form) -> (Option<u8>, Option<u8>, usize) {
    let two_digits = |at: usize| {
        tokens
            .get(at)
            .filter(|t| t.is_glued && matches!(t.what, What::Number { digits: 2, .. }))
            .and_then(Token::short)
    };
    let glued = |at: usize, signs: &[char]| tokens.get(at).is_some_and(|t| t.is_glued && t.is_sign(signs));
    let signs: &[char] = if form == Form::BesideDate { &[':', '.', '：'] } else { &[':', '：'] };
    if glued(next, signs) {
        let Some(minute) = two_digits(next + 1) else { return (None, None, next) };
        let is_colon = glued(next, &[':', '：']);
        let second = if is_colon && glued(next + 2, &[':', '：']) { two_digits(next + 3) } else { None };
        return (Some(minute), second, next + if second.is_some() { 4 } else { 2 });
    }
    if tokens.get(next).is_some_and(|t| matches!(t.text, "h" | "H" | "時" | "时" | "点" | "시")) {
        let minute = tokens.get(next + 1).filter(|t| matches!(t.what, What::Number { digits: 1 | 2, .. }));
        let Some(minute) = minute.and_then(Token::short).filter(|minute| *minute < 60) else {
            return (Some(0), None, next + 1);
        };
        let has_sign =
            tokens.get(next + 2).is_some_and(|t| matches!(t.text, "分" | "분" | "min" | "mn" | "m"));
        return (Some(minute), None, next + 2 + usize::from(has_sign));
    }
    (None, None, next)
}

fn half_word(token: &Token<'_>) -> Option<Half> {
    match token.key() {
        "am" | "ص" | "صباحا" | "上午" | "午前" | "오전" | "πμ" | "pd" => Some(Half::Morning),
        "pm" | "م" | "مساء" | "下午" | "午後" | "오후" | "μμ" | "md" | "晚上" => {
            Some(Half::Afternoon)
        }
        _ => None,
    }
}

/// `pm`, `p.m.`, `p. m.` behind a time, and the piece after it.
fn half_behind(tokens: &[Token<'_>], next: usize) -> (Option<Half>, usize) {
    let key = |at: usize| tokens.get(at).map_or("", Token::key);
    let point = |at: usize| usize::from(tokens.get(at).is_some_and(|t| t.is_sign(&['.'])));
    if let Some(half) = tokens.get(next).and_then(half_word) {
        return (Some(half), next + 1 + point(next + 1));
    }
    let half = match key(next) {
        "a" | "π" => Half::Morning,
        "p" | "μ" => Half::Afternoon,
        _ => return (None, next),
    };
    let second = next + 1 + point(next + 1);
    if point(next + 1) == 1 && matches!(key(second), "m" | "μ") {
        return (Some(half), second + 1 + point(second + 1));
    }
    (None, next)
}

fn in_half(hour: u8, half: Half) -> Option<u8> {
    match (hour, half) {
        // `00:15 AM` is written, too.
        (0 | 12, Half::Morning) => Some(0),
        (1..=11, Half::Afternoon) => Some(hour + 12),
        (1..=11, Half::Morning) | (12.., Half::Afternoon) => Some(hour),
        _ => None,
    }
}

/// `.000` behind seconds.
fn after_fraction(tokens: &[Token<'_>], next: usize, has_seconds: bool) -> usize {
    let is_sign = tokens.get(next).is_some_and(|t| t.is_glued && t.is_sign(&['.', ',']));
    let is_number = tokens.get(next + 1).is_some_and(|t| t.is_glued && t.is_number());
    if has_seconds && is_sign && is_number { next + 2 } else { next }
}

/// What stands behind a time and belongs to it: `Uhr`, `GMT+3`, `(МСК)`, `+0300`.
fn after_zone(tokens: &[Token<'_>], mut next: usize) -> usize {
    loop {
        let here = tokens.get(next);
        let is_open = here.is_some_and(|t| t.is_sign(&['(', '[']));
        let word = tokens.get(next + usize::from(is_open));
        let is_zone = |t: &Token<'_>| t.is(Kind::Zone) || (t.text == "Z" && t.is_glued);
        if word.is_some_and(is_zone) {
            next += 1 + usize::from(is_open);
        } else if let Some(after) = offset(tokens, next) {
            next = after;
        } else {
            return next;
        }
        next = offset(tokens, next).unwrap_or(next);
        next += usize::from(tokens.get(next).is_some_and(|t| t.is_sign(&[')', ']'])));
    }
}

/// `+3`, `+03:00`, `-0500`.
fn offset(tokens: &[Token<'_>], next: usize) -> Option<usize> {
    let sign = tokens.get(next).filter(|t| t.is_sign(&['+', '-', '−']))?;
    let number = tokens.get(next + 1).filter(|t| t.is_number() && t.is_glued)?;
    let is_offset = number.text.len() <= 2 || (number.text.len() == 4 && number.year().is_none());
    if !is_offset || (!sign.is_sign(&['+']) && !sign.is_glued && number.text.len() < 4) {
        return None;
    }
    let has_minutes = tokens.get(next + 2).is_some_and(|t| t.is_glued && t.is_sign(&[':']));
    Some(next + if has_minutes { 4 } else { 2 })
}

/// A word that may say which half of the day is meant.
fn is_unknown(token: Option<&Token<'_>>) -> bool {
    token.is_some_and(|t| {
        t.is_word() && !t.text.chars().next().is_some_and(char::is_uppercase) && t.known().is_none()
    })
}

/// The offset from UTC behind the time of an ISO date, as ISO has it.
pub(super) fn iso_offset(tokens: &[Token<'_>], taken: &Range<usize>) -> Option<String> {
    let tail = tokens.get(taken.clone())?;
    if tail.last().is_some_and(|t| t.text == "Z") {
        return Some("Z".to_owned());
    }
    let at = tail.iter().rposition(|t| t.is_sign(&['+', '-', '−']))?;
    let sign = if tail.get(at)?.is_sign(&['+']) { '+' } else { '-' };
    let digits: String = tail.get(at + 1..)?.iter().filter(|t| t.is_number()).map(|t| t.text).collect();
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "00"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let is_one = hours.parse::<u8>().ok()? <= 14 && minutes.parse::<u8>().ok()? < 60;
    is_one.then(|| format!("{sign}{hours}:{minutes}"))
}
