//! Our terms as tantivy takes them in: written into one string, read back by a tokenizer that does nothing else.
//! (Its own type for tokens made elsewhere goes through JSON, which costs more than the analysis.)

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analyze;

/// The name that the fields know the tokenizer by. Only writers need it.
pub(super) const NAME: &str = "terms";

/// Ends a term. No word holds a control character.
const END: char = '\u{1e}';

/// Stands between how far a term is from the one before and the term.
const GAP: char = '\u{1f}';

/// Terms as one string, by position; the same term twice at one position counts once.
pub(super) fn written(mut tokens: Vec<analyze::Token>) -> String {
    tokens.sort_by(|a, b| a.position.cmp(&b.position).then_with(|| a.term.cmp(&b.term)));
    tokens.dedup_by(|a, b| a.position == b.position && a.term == b.term);
    let mut out = String::with_capacity(tokens.iter().map(|token| token.term.len() + 3).sum());
    let mut before = 0;
    for token in tokens {
        let gap = token.position - before;
        if gap > 0 {
            out.push_str(&gap.to_string());
        }
        out.push(GAP);
        out.push_str(&token.term);
        out.push(END);
        before = token.position;
    }
    out
}

/// Reads terms back.
#[derive(Clone, Debug)]
pub(super) struct Terms;

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream { rest: text, position: 0, token: Token::default() }
    }
}

/// The terms of one passage.
#[derive(Debug)]
pub(super) struct Stream<'a> {
    rest: &'a str,
    position: usize,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some((entry, rest)) = self.rest.split_once(END) else { return false };
        let Some((gap, term)) = entry.split_once(GAP) else { return false };
        self.rest = rest;
        self.position += gap.parse::<usize>().unwrap_or(0);
        self.token.position = self.position;
        self.token.text.clear();
        self.token.text.push_str(term);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn terms_come_back_with_their_positions() {
        let tokens = analyze::analyze("Well-known Lukashenko’s sanctions, and 3.14 more", Some(Lang::En));
        let text = written(tokens.clone());
        let mut stream = Terms;
        let mut stream = stream.token_stream(&text);
        let mut back = Vec::new();
        while stream.advance() {
            back.push((stream.token().position, stream.token().text.clone()));
        }
        let mut expected: Vec<(usize, String)> =
            tokens.into_iter().map(|t| (t.position as usize, t.term)).collect();
        expected.sort();
        assert_eq!(back, expected);
    }
}
