//! Dates among the pieces of a line: numeric (`19.12.2025`), with the month as a word or in Roman digits, with
//! East Asian counters. Every reading that some language has is kept; which holds is settled by `when`.

use std::ops::Range;

use super::Day;
use super::langs::Langs;
use super::tables::{Kind, Numbered};
use super::tokens::{Token, What};
use crate::lang::Lang;

/// A day or, without one, a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ymd {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: Option<u8>,
}

/// What some languages read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) ymd: Ymd,
    pub(super) langs: Langs,
}

/// Which of day and month a page writes first in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// A date and the pieces that it takes.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) readings: Vec<Reading>,
    pub(super) at: Range<usize>,
    /// The order of a numeric date that has only one.
    pub(super) order: Option<Order>,
}

/// The dates of a line in order; `None` if one of them is part of a range, or is no day of the calendar.
pub(super) fn dates(tokens: &[Token<'_>]) -> Option<Vec<Written>> {
    let mut found = Vec::new();
    let mut next = 0;
    while next < tokens.len() {
        match at(tokens, next) {
            Some(date) if date.readings.is_empty() || is_end_of_range(tokens, date.at.start) => return None,
            Some(date) => {
                next = date.at.end;
                found.push(date);
            }
            None => next += 1,
        }
    }
    Some(found)
}

fn at(tokens: &[Token<'_>], start: usize) -> Option<Written> {
    let c = Cursor { tokens, at: start };
    let forms = [numeric, counted, vietnamese, day_first, year_first, month_first, month_alone];
    forms.into_iter().find_map(|form| form(c.clone()))
}

/// Whether a number and a dash or an `and` stand before: `18-19 December 2025`.
fn is_end_of_range(tokens: &[Token<'_>], start: usize) -> bool {
    let before = |back: usize| start.checked_sub(back).and_then(|at| tokens.get(at));
    let is_part_of_time = before(3).is_some_and(|token| token.is_sign(&[':']));
    match before(1) {
        Some(token) if token.short().is_some() => !before(2).is_some_and(|token| token.is_sign(&[':'])),
        Some(token) if token.is_sign(&['-', '–', '—', '/', '&']) || token.is(Kind::And) => {
            before(2).is_some_and(|number| number.short().is_some() && !is_part_of_time)
        }
        _ => false,
    }
}

#[derive(Clone)]
struct Cursor<'a, 'b> {
    tokens: &'a [Token<'b>],
    at: usize,
}

impl<'a, 'b> Cursor<'a, 'b> {
    fn here(&self) -> Option<&'a Token<'b>> {
        self.tokens.get(self.at)
    }

    fn before(&self) -> Option<&'a Token<'b>> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at))
    }

    /// Goes on if the piece here is one that is asked for.
    fn skip(&mut self, is: impl Fn(&Token<'b>) -> bool) -> bool {
        let skips = self.here().is_some_and(is);
        self.at += usize::from(skips);
        skips
    }

    fn take<T>(&mut self, read: impl Fn(&Token<'b>) -> Option<T>) -> Option<T> {
        let value = read(self.here()?)?;
        self.at += 1;
        Some(value)
    }

    fn sign(&mut self, signs: &[char]) -> bool {
        self.skip(|token| token.is_sign(signs))
    }

    fn glued_sign(&mut self, signs: &[char]) -> bool {
        self.skip(|token| token.is_glued && token.is_sign(signs))
    }

    /// A day with what may stand behind it: `19.`, `19th`, `1er`, `1º`.
    fn day(&mut self) -> Option<u8> {
        let day = self.take(Token::short)?;
        if !self.skip(|token| token.is_glued && token.is(Kind::Day)) {
            self.glued_sign(&['.', 'º', '°', 'ª']);
        }
        Some(day)
    }

    /// A year with what may stand behind it: `2025 года`, `2025-ci il`, `2025 m.`.
    fn year(&mut self) -> Option<u16> {
        let year = self.take(Token::year)?;
        let mut ahead = self.clone();
        ahead.glued_sign(&['-']);
        if ahead.skip(|token| token.is(Kind::Year) && !token.is_key(&["de", "del", "des"])) {
            self.at = ahead.at;
            self.skip(|token| token.is(Kind::Year) && !token.is_key(&["de", "del", "des"]));
            self.glued_sign(&['.']);
        }
        Some(year)
    }

    fn month(&mut self) -> Option<Vec<Numbered>> {
        let months = self.single_month()?;
        self.glued_sign(&['.']);
        // Arab sites write the months of the Levant and of Egypt side by side.
        let mut ahead = self.clone();
        if ahead.sign(&['/', '(']) && ahead.single_month().is_some_and(|second| second == months) {
            ahead.sign(&[')']);
            self.at = ahead.at;
        }
        Some(months)
    }

    fn single_month(&mut self) -> Option<Vec<Numbered>> {
        if let Some(number) = self.levantine() {
            self.at += 2;
            return Some(vec![(number, Langs::of(&[Lang::Ar]))]);
        }
        self.take(|token| token.known().map(|word| word.months.clone()).filter(|months| !months.is_empty()))
    }

    /// The four months of the Levant that have names of two words.
    fn levantine(&self) -> Option<u8> {
        let second = self.tokens.get(self.at + 1)?.key();
        match (self.here()?.key(), second) {
            ("تشرین", "الاول") => Some(10),
            ("تشرین", "الثانی") => Some(11),
            ("کانون", "الاول") => Some(12),
            ("کانون", "الثانی") => Some(1),
            _ => None,
        }
    }

    /// `I` to `XII` in capitals.
    fn roman(&mut self) -> Option<Vec<Numbered>> {
        const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
        let number =
            self.take(|token| (1..=12).zip(ROMAN).find_map(|(n, r)| (r == token.text).then_some(n)))?;
        self.glued_sign(&['.']);
        Some(vec![(number, Langs::ALL)])
    }

    fn month_or_roman(&mut self) -> Option<Vec<Numbered>> {
        self.month().or_else(|| self.roman())
    }

    /// `de`, `of` and the like between day, month and year.
    fn small_words(&mut self) {
        while self.skip(|token| token.is_key(&["of", "de", "del", "di", "do"])) {}
    }

    fn done(self, start: usize, readings: Vec<Reading>) -> Written {
        Written { readings, at: start..self.at, order: None }
    }
}

/// The readings of a year, months that languages differ in, and a day. None of them if there is no such day.
fn readings(year: u16, months: &[Numbered], day: Option<u8>) -> Vec<Reading> {
    let is_one = months.len() == 1;
    let reading = |(month, langs): &Numbered| Reading {
        ymd: Ymd { year, month: *month, day },
        langs: if is_one { Langs::ALL } else { *langs },
    };
    months.iter().map(reading).filter(|reading| is_possible(reading.ymd)).collect()
}

fn is_possible(ymd: Ymd) -> bool {
    Day::of(ymd.year, ymd.month, ymd.day.unwrap_or(1)).is_some()
}

/// `19 December 2025`, `19. prosince 2025`, `19 de diciembre de 2025`, `19-Dec-2025`, `19 XII 2025`.
fn day_first(mut c: Cursor<'_, '_>) -> Option<Written> {
    let start = c.at;
    let day = c.day()?;
    c.sign(&['-', '/']);
    c.small_words();
    let months = c.month_or_roman()?;
    c.sign(&[',', '-', '/', '.']);
    c.small_words();
    let year = c.year()?;
    Some(c.done(start, readings(year, &months, Some(day))))
}

/// `December 19, 2025`, `դեկտեմբերի 19, 2025`.
fn month_first(mut c: Cursor<'_, '_>) -> Option<Written> {
    let start = c.at;
    let months = c.month()?;
    c.sign(&['-', '/']);
    let day = c.day()?;
    c.sign(&[',', '-', '/']);
    c.small_words();
    let year = c.year()?;
    Some(c.done(start, readings(year, &months, Some(day))))
}

/// `2025 m. gruodžio 19 d.`, `2025. gada 19. decembris`, `2025 December 19`.
fn year_first(mut c: Cursor<'_, '_>) -> Option<Written> {
    let start = c.at;
    let year = c.year()?;
    c.sign(&[',', '-', '.', '/']);
    // `2025. gada`: the point stands before the word.
    while c.skip(|token| token.is(Kind::Year)) {}
    c.sign(&['.', ',']);
    let is_word = c.clone().month().is_some();
    let (months, day) = if let Some(months) = c.month_or_roman() {
        c.sign(&['-', '/', ',']);
        (months, c.day())
    } else {
        let day = c.day()?;
        c.sign(&['-', '/']);
        (c.month()?, Some(day))
    };
    // `2025 December 19 2026` says too much.
    if c.here().is_some_and(|token| token.year().is_some()) {
        return None;
    }
    c.skip(|token| token.is(Kind::Day) && day.is_some());
    c.sign(&['.']);
    if day.is_none() && !(is_word && stands_alone(&c, start)) {
        return None;
    }
    Some(c.done(start, readings(year, &months, day)))
}

/// `December 2025`, `грудень 2025 року`.
fn month_alone(mut c: Cursor<'_, '_>) -> Option<Written> {
    let start = c.at;
    let months = c.month()?;
    c.sign(&[',']);
    c.small_words();
    let year = c.year()?;
    stands_alone(&c, start).then(|| c.done(start, readings(year, &months, None)))
}

/// Whether no number, month, dash or `and` stands beside a month: `1 of`, `November-December 2025`.
fn stands_alone(c: &Cursor<'_, '_>, start: usize) -> bool {
    let first = Cursor { tokens: c.tokens, at: start };
    let belongs = |token: &Token<'_>| {
        let is_month = token.known().is_some_and(|word| !word.months.is_empty());
        token.is_number() || is_month || token.is(Kind::And) || token.is_sign(&['-', '–', '/', '&', '.'])
    };
    !first.before().is_some_and(belongs) && !c.here().is_some_and(Token::is_number)
}

/// `2025年12月19日`, `2025년 12월 19일`.
fn counted(mut c: Cursor<'_, '_>) -> Option<Written> {
    let start = c.at;
    let year = c.take(Token::year)?;
    c.skip(|token| token.is_key(&["年", "년"])).then_some(())?;
    let month = c.take(Token::short)?;
    c.skip(|token| matches!(token.text, "月" | "월")).then_some(())?;
    let day = c.take(Token::short);
    if day.is_some() {
        c.skip(|token| matches!(token.text, "日" | "号" | "號" | "일")).then_some(())?;
    }
    Some(c.done(start, readings(year, &[(month, Langs::ALL)], day)))
}

/// `19 tháng 12 năm 2025`, `tháng 12/2025`.
fn vietnamese(mut c: Cursor<'_, '_>) -> Option<Written> {
    let start = c.at;
    let day = c.take(Token::short);
    c.skip(|token| token.is_key(&["thang"])).then_some(())?;
    let month = c.take(Token::short)?;
    c.sign(&[',', '/', '-']);
    c.skip(|token| token.is_key(&["nam"]));
    let year = c.take(Token::year)?;
    Some(c.done(start, readings(year, &[(month, Langs::ALL)], day)))
}

/// `2025-12-19`, `19.12.2025`, `19. 12. 2025`, `12/19/2025`.
fn numeric(mut c: Cursor<'_, '_>) -> Option<Written> {
    let start = c.at;
    if is_inside_something(&c) {
        return None;
    }
    let first = c.here()?;
    c.at += 1;
    let sign = c.here()?.sign().filter(|sign| matches!(sign, '-' | '.' | '/' | '·' | '‐' | '‑' | '−'))?;
    let is_tight = !matches!(sign, '.' | '/');
    let sign_here = |c: &mut Cursor<'_, '_>| {
        c.skip(|token| token.is_sign(&[sign]) && (token.is_glued || sign == '/')).then_some(())
    };
    let is_number = |token: &Token<'_>| token.is_number() && (token.is_glued || !is_tight);
    sign_here(&mut c)?;
    let second = c.here().filter(|token| is_number(token))?;
    c.at += 1;
    sign_here(&mut c)?;
    let third = c.here().filter(|token| is_number(token))?;
    c.at += 1;
    if goes_on(&c) {
        return None;
    }
    let (readings, order) = orders([first, second, third], sign)?;
    // `2025. 12. 19.` and `19.12.2025 г.`
    c.glued_sign(&['.']);
    if third.year().is_some() && c.skip(|token| token.is(Kind::Year)) {
        c.glued_sign(&['.']);
    }
    Some(Written { order, ..c.done(start, readings) })
}

/// A number behind a sign or letters is part of an address, a version, a telephone number.
fn is_inside_something(c: &Cursor<'_, '_>) -> bool {
    let Some((here, before)) = c.here().zip(c.before()) else { return false };
    let number_before = c.at.checked_sub(2).and_then(|at| c.tokens.get(at)).is_some_and(Token::is_number);
    let joins = before.is_sign(&['.', '-', '/', '+', '#', '_', '=']) && (before.is_glued || number_before);
    here.is_glued && (joins || (before.is_word() && before.known().is_none() && before.text.is_ascii()))
}

fn goes_on(c: &Cursor<'_, '_>) -> bool {
    let next = c.tokens.get(c.at + 1);
    let is_joined = next.is_some_and(|next| next.is_glued && !next.is_sign(&[',', '|', ')', '.']));
    let is_sign = c.here().is_some_and(|token| token.is_glued && token.is_sign(&['.', '-', '/', '_']));
    let is_year = next.is_some_and(|next| next.is(Kind::Year));
    (is_sign && is_joined && !is_year)
        || c.here().is_some_and(|token| token.is_glued && token.is_sign(&['%']))
}

type Orders = (Vec<Reading>, Option<Order>);

/// The readings of three numbers.
fn orders(numbers: [&Token<'_>; 3], sign: char) -> Option<Orders> {
    let [first, second, third] = numbers;
    let reading = |(year, month, day): (u16, u8, u8), langs| {
        let ymd = Ymd { year, month, day: Some(day) };
        is_possible(ymd).then_some(Reading { ymd, langs })
    };
    if let Some(year) = first.year() {
        let ymd = (year, second.short()?, third.short()?);
        return Some((reading(ymd, Langs::ALL).into_iter().collect(), None));
    }
    let (a, b) = (first.short()?, second.short()?);
    let Some(year) = third.year() else {
        let year = short_year(third).filter(|_| matches!(sign, '.' | '/'))?;
        return Some((reading((year, b, a), Langs::only_day_first()).into_iter().collect(), None));
    };
    if matches!(sign, '.' | '·') {
        return Some((reading((year, b, a), Langs::ALL).into_iter().collect(), None));
    }
    let day_first = reading((year, b, a), Langs::day_first());
    let month_first = reading((year, a, b), Langs::of(&[Lang::En]));
    let sure = |reading: Reading| vec![Reading { langs: Langs::ALL, ..reading }];
    Some(match (day_first, month_first) {
        (Some(one), Some(other)) if one.ymd == other.ymd => (sure(one), None),
        (Some(one), Some(other)) => (vec![one, other], None),
        (Some(one), None) => (sure(one), Some(Order::DayFirst)),
        (None, Some(other)) => (sure(other), Some(Order::MonthFirst)),
        (None, None) => (Vec::new(), None),
    })
}

/// The year of two digits: those of news pages on the web, and nothing that a clock would have to decide.
fn short_year(token: &Token<'_>) -> Option<u16> {
    match token.what {
        What::Number { value, digits: 2 } if value < 40 => u16::try_from(2000 + value).ok(),
        What::Number { value, digits: 2 } if value >= 90 => u16::try_from(1900 + value).ok(),
        _ => None,
    }
}
