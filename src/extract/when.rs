//! Which of the dates of a line is that of publication, and which of its readings holds in a language.

use std::ops::Range;

use super::clock::{self, Clock, Form};
use super::date::{Date, Precision};
use super::langs::Langs;
use super::tables::Kind;
use super::tokens::Token;
use super::written::{Order, Reading, Written, Ymd};
use super::{Day, written};
use crate::lang::Lang;

/// What a label says of a date, most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    Published,
    None,
    Updated,
}

/// A date whose readings are still to be settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct When {
    readings: Vec<Reading>,
    clock: Option<(String, Precision)>,
    offset: String,
    /// The languages of the labels beside it; none if there are no labels.
    langs: Langs,
    pub(super) label: Label,
    pub(super) order: Option<Order>,
}

/// The pieces that a date takes on its line, and the date.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) when: When,
    /// From the first to the last piece of date and time.
    pub(super) at: Range<usize>,
    /// All pieces that belong to dates and times of the line.
    pub(super) taken: Vec<Range<usize>>,
    pub(super) is_month: bool,
}

/// The date of a line. `None` if there is none, or if it cannot be told which.
pub(super) fn find(tokens: &[Token<'_>]) -> Option<Found> {
    let dates = written::dates(tokens)?;
    let labels = (0..dates.len()).map(|number| label(tokens, &dates, number)).collect::<Vec<_>>();
    let best = *labels.iter().min()?;
    let mut chosen = dates.iter().zip(&labels).filter(|(_, label)| **label == best).map(|(date, _)| date);
    let date = chosen.next()?;
    if chosen.any(|other| other.readings != date.readings) {
        return None;
    }
    let number = dates.iter().position(|other| other.at == date.at)?;
    let after = dates.get(number + 1).map_or(tokens.len(), |next| next.at.start);
    let before = number.checked_sub(1).and_then(|last| dates.get(last)).map_or(0, |last| last.at.end);
    let time = time(tokens, &date.at, before..after);
    let mut taken: Vec<Range<usize>> = dates.iter().map(|date| date.at.clone()).collect();
    taken.extend(other_times(tokens));
    taken.extend(time.taken.clone());
    let readings = on_weekday(tokens, date, &mut taken)?;
    let is_iso = time.taken.as_ref().is_some_and(|at| {
        tokens.get(date.at.end).is_some_and(|t| t.text == "T") && at.start == date.at.end + 1
    });
    let offset = time.taken.as_ref().filter(|_| is_iso).and_then(|at| clock::iso_offset(tokens, at));
    if is_iso {
        taken.push(date.at.end..date.at.end + 1);
    }
    let at =
        time.taken.map_or(date.at.clone(), |time| date.at.start.min(time.start)..date.at.end.max(time.end));
    let is_month = date.readings.iter().any(|reading| reading.ymd.day.is_none());
    let when = When {
        readings,
        clock: time.clock.map(|clock| (clock.text, clock.precision)),
        offset: offset.unwrap_or_default(),
        langs: line_langs(tokens),
        label: best,
        order: date.order,
    };
    Some(Found { when, at, taken, is_month })
}

/// What the words between the date before and this one say.
fn label(tokens: &[Token<'_>], dates: &[Written], number: usize) -> Label {
    let Some(date) = dates.get(number) else { return Label::None };
    let from = number.checked_sub(1).and_then(|last| dates.get(last)).map_or(0, |last| last.at.end);
    let before = tokens.get(from..date.at.start).unwrap_or_default();
    let has = |kind: Kind| before.iter().any(|token| token.is(kind));
    match (has(Kind::Updated), has(Kind::Published)) {
        (true, _) => Label::Updated,
        (false, true) => Label::Published,
        (false, false) => Label::None,
    }
}

/// The languages that the labels of a line have in common; all that any has where they have none.
fn line_langs(tokens: &[Token<'_>]) -> Langs {
    let labels =
        tokens.iter().filter_map(Token::known).map(|word| word.langs).filter(|langs| !langs.is_empty());
    labels.fold(
        Langs::default(),
        |all, langs| if all.and(langs).is_empty() { all.or(langs) } else { all.and(langs) },
    )
}

struct Time {
    clock: Option<Clock>,
    taken: Option<Range<usize>>,
}

/// The time beside a date, with nothing but small words between: first the one behind it, then the one before.
fn time(tokens: &[Token<'_>], date: &Range<usize>, within: Range<usize>) -> Time {
    let none = Time { clock: None, taken: None };
    let mut next = date.end;
    while next < within.end {
        match clock::at(tokens, next, Form::BesideDate) {
            Some(Ok(clock)) => return Time { taken: Some(clock.at.clone()), clock: Some(clock) },
            Some(Err(taken)) => return Time { taken: Some(taken), clock: None },
            None if tokens.get(next).is_some_and(|t| is_soft(t) || t.text == "T") => next += 1,
            None => break,
        }
    }
    let mut start = date.start;
    while start > within.start {
        start -= 1;
        if let Some(found) = clock::at(tokens, start, Form::Sure) {
            // `20:21:20 19 December` is looked at from its last colon first.
            let is_tail = start > 0
                && tokens.get(start).is_some_and(|t| t.is_glued)
                && tokens.get(start - 1).is_some_and(|t| t.is_sign(&[':']));
            let Ok(clock) = found else { return none };
            let reaches = tokens.get(clock.at.end..date.start).is_some_and(|gap| gap.iter().all(is_soft));
            if !reaches {
                return none;
            }
            if !is_tail {
                let has_half = start.checked_sub(1).and_then(|at| clock::at(tokens, at, Form::Sure));
                let clock = has_half
                    .and_then(Result::ok)
                    .filter(|longer| longer.at.end == clock.at.end)
                    .unwrap_or(clock);
                return Time { taken: Some(clock.at.clone()), clock: Some(clock) };
            }
        }
    }
    none
}

/// What may stand between a date and its time.
fn is_soft(token: &Token<'_>) -> bool {
    let is_weekday = token.known().is_some_and(|word| !word.weekdays.is_empty());
    let is_small = [Kind::Filler, Kind::Year, Kind::Day].into_iter().any(|kind| token.is(kind));
    (!token.is(Kind::Other) && (is_weekday || is_small)) || token.sign().is_some_and(|sign| sign != '+')
}

/// Every time of the line that has a colon, whatever it belongs to.
fn other_times<'a>(tokens: &'a [Token<'_>]) -> impl Iterator<Item = Range<usize>> + 'a {
    (0..tokens.len()).filter_map(|at| match clock::at(tokens, at, Form::Sure) {
        Some(Ok(Clock { at, .. }) | Err(at)) => Some(at),
        None => None,
    })
}

/// The readings that fall on the day of the week beside the date. `None` if none does.
fn on_weekday(tokens: &[Token<'_>], date: &Written, taken: &mut Vec<Range<usize>>) -> Option<Vec<Reading>> {
    let is_day = |at: &usize| {
        let is_free = !date.at.contains(at);
        let word = tokens.get(*at).and_then(Token::known);
        is_free && word.is_some_and(|word| !word.weekdays.is_empty() && !word.is(Kind::Other))
    };
    let is_gap = |token: &Token<'_>| is_soft(token) || token.is_number();
    let before = (0..date.at.start).rev().take_while(|at| tokens.get(*at).is_some_and(is_gap)).filter(is_day);
    let after =
        (date.at.end..tokens.len()).take_while(|at| tokens.get(*at).is_some_and(is_gap)).filter(is_day);
    let mut readings = date.readings.clone();
    for at in before.chain(after) {
        taken.push(at..at + 1);
        let Some(token) = tokens.get(at) else { continue };
        // `la`, `to`, `min` name days, too, but seldom mean them.
        let Some(word) = token.known().filter(|word| word.has_no_kind() && token.text.chars().count() > 2)
        else {
            continue;
        };
        readings.retain(|reading| {
            weekday(reading.ymd).is_none_or(|day| word.weekdays.iter().any(|(known, _)| *known == day))
        });
    }
    (!readings.is_empty()).then_some(readings)
}

/// The day of the week of a date, from 1 for Monday. 0001-01-01 was one.
fn weekday(ymd: Ymd) -> Option<u8> {
    let day = Day::of(ymd.year, ymd.month, ymd.day?)?;
    u8::try_from((day.number() - 1) % 7 + 1).ok()
}

impl When {
    /// The date as it is read in an article of a language, on a page that writes numbers in an order. `None`
    /// where languages differ and nothing tells.
    pub(super) fn settled(&self, lang: Option<Lang>, order: Option<Order>) -> Option<Date> {
        let article = lang.map(Langs::near).unwrap_or_default();
        let langs = match self.langs.and(article) {
            both if !both.is_empty() => both,
            _ if !self.langs.is_empty() => self.langs,
            _ => article,
        };
        let is_sure = |reading: &&Reading| reading.langs == Langs::ALL;
        let fits = |reading: &&Reading| !reading.langs.and(langs).is_empty();
        if let [only] = self.readings.as_slice() {
            return Some(only).filter(|only| is_sure(only) || fits(only)).map(|only| self.date(only.ymd));
        }
        let ordered = self.in_order(order);
        let fitting: Vec<&Reading> = self.readings.iter().filter(fits).collect();
        match (ordered, fitting.as_slice()) {
            (Some(reading), _) => Some(self.date(reading.ymd)),
            (None, [one]) => Some(self.date(one.ymd)),
            _ => None,
        }
    }

    /// Of a numeric date with two readings the one that the order of the page gives.
    fn in_order(&self, order: Option<Order>) -> Option<&Reading> {
        let [day_first, month_first] = self.readings.as_slice() else { return None };
        let is_swapped = day_first.ymd.day == Some(month_first.ymd.month);
        match order.filter(|_| is_swapped)? {
            Order::DayFirst => Some(day_first),
            Order::MonthFirst => Some(month_first),
        }
    }

    fn date(&self, ymd: Ymd) -> Date {
        let Ymd { year, month, day } = ymd;
        let Some(day) = day else {
            return Date { value: format!("{year:04}-{month:02}"), precision: Precision::Month };
        };
        let value = format!("{year:04}-{month:02}-{day:02}");
        match &self.clock {
            Some((clock, precision)) => {
                Date { value: format!("{value}T{clock}{}", self.offset), precision: *precision }
            }
            None => Date { value, precision: Precision::Day },
        }
    }
}
