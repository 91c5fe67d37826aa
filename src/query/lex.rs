//! A query as a row of signs: words, quoted text, operators, parentheses.

use super::Note;

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Word(String),
    Phrase(String),
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

/// Cuts a query into signs. Cannot fail.
pub(super) fn lex(query: &str, notes: &mut Vec<Note>) -> Vec<Sign> {
    let mut lexer = Lexer { rest: query, signs: Vec::new(), at_start: true };
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
            '+' if self.at_start && before_text => self.operator(Sign::Plus, after),
            '-' if self.at_start && before_text => self.operator(Sign::Minus, after),
            _ => match QUOTES.iter().find(|(open, _)| *open == c) {
                Some((_, close)) => self.quoted(after, close, notes),
                None => self.word(),
            },
        }
    }

    fn operator(&mut self, sign: Sign, after_len: &str) {
        self.signs.push(sign);
        self.rest = self.rest.get(self.rest.len() - after_len.len()..).unwrap_or_default();
        self.at_start = true;
    }

    fn quoted(&mut self, after: &str, close: &[char], notes: &mut Vec<Note>) {
        let start = self.rest.len() - after.len();
        let end = after.find(close);
        let Some(end) = end else {
            if !notes.contains(&Note::UnclosedQuote) {
                notes.push(Note::UnclosedQuote);
            }
            self.rest = self.rest.get(start..).unwrap_or_default();
            return;
        };
        self.signs.push(Sign::Phrase(after.get(..end).unwrap_or_default().to_owned()));
        let sign = after.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.rest = self.rest.get(start + end + sign..).unwrap_or_default();
        self.at_start = true;
    }

    fn word(&mut self) {
        let ends = |c: char| {
            c.is_whitespace() || matches!(c, '(' | ')') || QUOTES.iter().any(|(open, _)| *open == c)
        };
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
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
