//! The line of a page that says when, by whom and from where: `Bota 2025-12-19 21:20:00 Nga VNA`.
//!
//! A line goes in; what it says comes out, or nothing if it may be a headline or prose. Dates that languages
//! read differently stay open until the language of the article is known (`metadata`).

use std::ops::Range;

use super::date::Read;
use super::langs::Langs;
use super::names::{self, Named, Setting, Sureness};
use super::rest;
use super::tables::{self, Kind};
use super::tokens::{self, Token};
use super::when::{self, Found, When};
use crate::lang::Lang;
use crate::span::TextSpan;

/// What a line says of date, author and outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    pub(super) date: Option<Read<When>>,
    pub(super) byline: Option<Read<String>>,
    pub(super) outlet: Option<Read<String>>,
    /// The languages whose preposition is all that tells the author.
    hint: Option<Langs>,
}

/// A line with more characters is prose that mentions a date.
const LONGEST: usize = 160;

/// No character has more bytes.
const CHAR_BYTES: usize = 4;

impl Dateline {
    /// Reads a line; `None` if it is prose, or says neither when nor by whom nor from where.
    pub fn read(line: &str, span: TextSpan) -> Option<Self> {
        let is_long = |line: &str| line.len() > LONGEST && line.chars().nth(LONGEST).is_some();
        if line.len() > LONGEST * CHAR_BYTES || is_long(line) {
            return None;
        }
        let may = May::of(line);
        if may == May::Nothing {
            return None;
        }
        let tokens = tokens::tokens(line)?;
        let line = Line { text: line, tokens: &tokens, start: span.start().index() };
        match when::find(&tokens).filter(|_| may == May::Date) {
            Some(found) => line.dated(found),
            None => line.undated(),
        }
    }

    /// Whether it says when.
    pub fn has_date(&self) -> bool {
        self.date.is_some()
    }

    /// Whether it says what it says by itself. A preposition and a name (`Von Anna Schmidt`) may be a
    /// headline; they are a byline only beside a date, in an article of a language with that preposition.
    pub fn is_sure(&self) -> bool {
        self.hint.is_none()
    }

    /// The line as sure, beside a date in an article of a language; `None` if it is not.
    #[must_use]
    pub fn beside_date(self, lang: Option<Lang>) -> Option<Self> {
        let is_meant = |hint: Langs| lang.is_some_and(|lang| !hint.and(Langs::near(lang)).is_empty());
        self.hint.is_none_or(is_meant).then_some(Self { hint: None, ..self })
    }
}

/// What a look at the bytes of a line leaves possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum May {
    Nothing,
    /// No date: an author or an outlet.
    Name,
    Date,
}

impl May {
    /// Most lines end here: they hold no year, and no label begins them.
    fn of(line: &str) -> Self {
        if may_hold_date(line.as_bytes()) {
            return Self::Date;
        }
        let first = line.trim_start_matches(|c: char| !c.is_alphabetic());
        let end = first.find(|c: char| !c.is_alphabetic()).unwrap_or(first.len());
        // No label is longer.
        let Some(word) = first.get(..end).filter(|word| !word.is_empty() && word.len() <= 40) else {
            return Self::Nothing;
        };
        if tables::may_open(word) { Self::Name } else { Self::Nothing }
    }
}

/// Whether four digits stand together, or numbers are divided by two points or strokes, or there are digits of
/// another script.
fn may_hold_date(line: &[u8]) -> bool {
    let (mut run, mut divided) = (0, 0);
    for (at, byte) in line.iter().enumerate() {
        match byte {
            b'0'..=b'9' => run += 1,
            b'.' | b'/' if run > 0 => (run, divided) = (0, divided + 1),
            // The first bytes of Arabic, Devanagari and full-width digits.
            0xd9 | 0xdb | 0xe0 | 0xef if is_foreign_digit(line.get(at..at + 3).unwrap_or_default()) => {
                return true;
            }
            _ => run = 0,
        }
        if run == 4 || (divided > 1 && run == 2) {
            return true;
        }
    }
    false
}

fn is_foreign_digit(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xd9, 0xa0..=0xa9, ..]
            | [0xdb, 0xb0..=0xb9, ..]
            | [0xe0, 0xa5, 0xa6..=0xaf]
            | [0xef, 0xbc, 0x90..=0x99]
    )
}

struct Line<'a, 'b> {
    text: &'a str,
    tokens: &'a [Token<'b>],
    start: usize,
}

impl Line<'_, '_> {
    fn dated(&self, found: Found) -> Option<Dateline> {
        let mut used = vec![false; self.tokens.len()];
        for range in &found.taken {
            mark(&mut used, range);
        }
        let outlet = self.first(&used, names::outlet);
        let byline = self.first(&used, |tokens, at| names::author(tokens, at, Setting::Dated));
        for named in [&outlet, &byline].into_iter().flatten() {
            mark(&mut used, &named.label);
            mark(&mut used, &named.name);
        }
        let fits = if found.is_month { rest::is_nothing } else { rest::is_little };
        fits(self.tokens, &mut used).then(|| Dateline {
            date: Some(Read { value: found.when, span: self.span(&found.at) }),
            byline: byline.map(|named| self.name(&named)),
            outlet: outlet.map(|named| self.name(&named)),
            hint: None,
        })
    }

    /// The first label with a name among the free pieces.
    fn first(&self, used: &[bool], read: impl Fn(&[Token<'_>], usize) -> Option<Named>) -> Option<Named> {
        (0..self.tokens.len()).find_map(|at| {
            let free = used.get(at..)?.iter().take_while(|used| !**used).count();
            // `Marcos De Guzman`: a small word inside a name.
            let before = at.checked_sub(1).and_then(|before| self.tokens.get(before).zip(used.get(before)));
            if before.is_some_and(|(token, used)| token.is_word() && !used && !token.is_label()) {
                return None;
            }
            read(self.tokens.get(..at + free)?, at)
        })
    }

    /// A line without a date must hold nothing but labels and what they name.
    fn undated(&self) -> Option<Dateline> {
        let mut said = Dateline { date: None, byline: None, outlet: None, hint: None };
        let mut at = 0;
        while at < self.tokens.len() {
            let outlet = names::outlet(self.tokens, at).filter(|_| said.outlet.is_none());
            let named = if let Some(outlet) = outlet {
                said.outlet = Some(self.name(&outlet));
                outlet
            } else {
                let author = names::author(self.tokens, at, Setting::Alone);
                let author = author.filter(|_| said.byline.is_none())?;
                let first = self.tokens.get(at)?.known()?;
                said.hint = (author.sureness == Sureness::Weak).then_some(first.by);
                said.byline = Some(self.name(&author));
                author
            };
            at = self.after_separator(named.name.end)?;
        }
        (said.byline.is_some() || said.outlet.is_some()).then_some(said)
    }

    /// The piece after separators, or what a writer is (`, political editor`); `None` if the line goes on.
    fn after_separator(&self, end: usize) -> Option<usize> {
        let rest = self.tokens.get(end..).unwrap_or_default();
        let signs = rest
            .iter()
            .take_while(|token| token.is_sign(&['|', '•', '·', ',', ';', '—', '–', '.', '/']))
            .count();
        let is_label = rest.get(signs).is_some_and(|token| token.is(Kind::Outlet) || token.is(Kind::Author));
        if is_label || signs == rest.len() {
            return Some(end + signs);
        }
        let tail = rest.get(signs..).unwrap_or_default();
        (signs > 0 && tail.len() <= 4 && tail.iter().all(Token::is_word)).then_some(self.tokens.len())
    }

    fn span(&self, range: &Range<usize>) -> TextSpan {
        let start = self.tokens.get(range.start).map_or(0, |token| token.start);
        let end = range.end.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, Token::end);
        TextSpan::between(self.start + start, self.start + end)
    }

    fn name(&self, named: &Named) -> Read<String> {
        let span = self.span(&named.name);
        let text = self.text.get(span.start().index() - self.start..span.end().index() - self.start);
        let words: Vec<&str> = text.unwrap_or_default().split_whitespace().collect();
        Read { value: words.join(" "), span }
    }
}

fn mark(used: &mut [bool], range: &Range<usize>) {
    if let Some(pieces) = used.get_mut(range.clone()) {
        pieces.fill(true);
    }
}
