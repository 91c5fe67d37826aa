//! A query as a row of signs: words, quoted text, operators, parentheses.

use super::Note;
use super::filter::{self, Filter};
use super::parse::{Forms, Phrase};

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Word(String),
    Phrase(Phrase),
    Filter(Filter),
    /// What follows is looked for in headlines.
    Title,
    And,
    Or,
    Not,
    Plus,
    Minus,
    Open,
    Close,
}

/// Quotation marks that open, each with those that close it.
static QUOTES: &[(char, &[char])] =
    &[('"', &['"']), ('“', &['”', '“', '"']), ('„', &['“', '”', '"']), ('«', &['»']), ('＂', &['＂'])];

/// A phrase allows at most so many other words between its own.
const MOST_SLOP: u32 = 100;

/// Cuts a query into signs. Cannot fail.
pub(super) fn lex(query: &str, notes: &mut Vec<Note>) -> Vec<Sign> {
    let mut lexer = Lexer { rest: query, signs: Vec::new(), at_start: true, unclosed: Vec::new() };
    while let Some(c) = lexer.rest.chars().next() {
        lexer.step(c, notes);
    }
    lexer.signs
}

struct Lexer<'a> {
    rest: &'a str,
    signs: Vec<Sign>,
    /// Whether `+` and `-` are operators here.
    at_start: bool,
    /// Closing marks that do not come any more.
    unclosed: Vec<&'static [char]>,
}

impl Lexer<'_> {
    fn step(&mut self, c: char, notes: &mut Vec<Note>) {
        let after = self.rest.get(c.len_utf8()..).unwrap_or_default();
        let before_text = after.starts_with(|c: char| !c.is_whitespace());
        match c {
            _ if c.is_whitespace() => {
                self.rest = after;
                self.at_start = true;
            }
            '(' => self.operator(Sign::Open, after),
            ')' => self.operator(Sign::Close, after),
            '=' if self.at_start && after.starts_with('"') => {
                self.quoted(after.get(1..).unwrap_or_default(), &['"'], Forms::Literal, notes);
            }
            '+' if self.at_start && before_text => self.operator(Sign::Plus, after),
            '-' if self.at_start && before_text => self.operator(Sign::Minus, after),
            _ => match QUOTES.iter().find(|(open, _)| *open == c) {
                Some((_, close)) => self.quoted(after, close, Forms::All, notes),
                None => self.word(notes),
            },
        }
    }

    fn operator(&mut self, sign: Sign, after_len: &str) {
        self.at_start = sign != Sign::Close;
        self.signs.push(sign);
        self.rest = self.rest.get(self.rest.len() - after_len.len()..).unwrap_or_default();
    }

    fn quoted(&mut self, after: &str, close: &'static [char], forms: Forms, notes: &mut Vec<Note>) {
        let start = self.rest.len() - after.len();
        // A mark that was not closed before is not closed later either.
        let end = if self.unclosed.contains(&close) { None } else { after.find(close) };
        let Some(end) = end else {
            self.unclosed.push(close);
            self.unclosed.dedup();
            if !notes.contains(&Note::UnclosedQuote) {
                notes.push(Note::UnclosedQuote);
            }
            self.rest = self.rest.get(start..).unwrap_or_default();
            return;
        };
        let text = after.get(..end).unwrap_or_default().to_owned();
        let sign = after.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.rest = self.rest.get(start + end + sign..).unwrap_or_default();
        let slop = self.slop(notes);
        self.signs.push(Sign::Phrase(Phrase { text, slop, forms }));
        self.at_start = false;
    }

    /// The number after `~`, directly behind a phrase.
    fn slop(&mut self, notes: &mut Vec<Note>) -> u32 {
        let Some(after) = self.rest.strip_prefix('~') else { return 0 };
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (number, rest) = after.split_at(digits);
        if number.is_empty() {
            return 0;
        }
        self.rest = rest;
        let slop = number.parse().unwrap_or(u32::MAX);
        if slop > MOST_SLOP {
            notes.push(Note::SlopLimited { slop: MOST_SLOP });
        }
        slop.min(MOST_SLOP)
    }

    /// `title:` or `name:` with something behind it.
    fn place(&mut self) -> bool {
        let found =
            ["title:", "name:"].into_iter().find_map(|name| Some((name, self.rest.strip_prefix(name)?)));
        let Some((name, behind)) = found.filter(|(_, behind)| is_behind(behind)) else { return false };
        // `title:title:` says it twice.
        if name == "title:" && self.signs.last() != Some(&Sign::Title) {
            self.signs.push(Sign::Title);
        }
        self.rest = behind;
        self.at_start = false;
        true
    }

    /// `lang:` and the like with something behind them; `false` for a word with a colon.
    fn field(&mut self, word: &str, notes: &mut Vec<Note>) -> bool {
        let Some((name, value)) = word.split_once(':') else { return false };
        let behind = self.rest.get(name.len() + 1..).unwrap_or_default();
        if !is_behind(behind) {
            return false;
        }
        if !filter::is_field(name) {
            return false;
        }
        let quoted = behind.strip_prefix('"').and_then(|rest| rest.split_once('"'));
        let (value, rest) = quoted.unwrap_or((value, self.rest.get(word.len()..).unwrap_or_default()));
        let Some(filter) = Filter::read(name, value) else {
            notes.push(Note::FieldAsWords { text: word.to_owned() });
            return false;
        };
        self.signs.push(Sign::Filter(filter));
        self.rest = rest;
        self.at_start = true;
        true
    }

    fn word(&mut self, notes: &mut Vec<Note>) {
        if self.place() {
            return;
        }
        let ends = |c: char| {
            c.is_whitespace() || matches!(c, '(' | ')') || QUOTES.iter().any(|(open, _)| *open == c)
        };
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if self.field(word, notes) {
            return;
        }
        self.signs.push(match word {
            "AND" => Sign::And,
            "OR" => Sign::Or,
            "NOT" => Sign::Not,
            _ => Sign::Word(word.to_owned()),
        });
        self.rest = rest;
        self.at_start = false;
    }
}

/// Whether what follows a field's name can be its value.
fn is_behind(text: &str) -> bool {
    text.starts_with(|c: char| !c.is_whitespace() && c != ')')
}
