//! Signs to a tree, in the manner of Lucene's classic query parser: words side by side, `AND` before `OR`,
//! `+` for what must and `-` for what must not be there.

use super::Note;
use super::filter::Filter;
use super::lex::{Sign, lex};
use crate::lexicon::Pattern;

/// Which forms of its words a phrase takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Forms {
    /// Inflected ones, too.
    #[default]
    All,
    /// Literal words alone.
    Literal,
}

/// Words in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The words as typed.
    pub text: String,
    /// How many other words may stand between them in all.
    pub slop: u32,
    /// Which forms count.
    pub forms: Forms,
}

/// A query as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A word as typed, perhaps with punctuation.
    Word(String),
    /// Words in this order.
    Phrase(Phrase),
    /// A word with `*` or `?` in it, as typed.
    Pattern(String),
    /// A word that may differ in so many letters.
    Fuzzy(String, usize),
    /// In a headline.
    Title(Box<Self>),
    /// A condition on what is known of a passage.
    Filter(Filter),
    /// Several parts.
    Group {
        /// Parts that must be there.
        must: Vec<Self>,
        /// Parts of which any may be there.
        should: Vec<Self>,
        /// Parts that must not be there.
        not: Vec<Self>,
    },
}

impl Node {
    /// The same with the words of phrases, and the parts of hyphenated words, anywhere in a passage.
    #[must_use]
    pub fn apart(&self) -> Self {
        match self {
            Self::Word(text) if text.chars().all(char::is_alphanumeric) => self.clone(),
            Self::Word(text) | Self::Phrase(Phrase { text, .. }) => {
                let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
                Self::Group {
                    must: words.map(|word| Self::Word(word.to_owned())).collect(),
                    should: Vec::new(),
                    not: Vec::new(),
                }
            }
            Self::Group { must, should, not } => {
                let apart = |nodes: &[Self]| nodes.iter().map(Self::apart).collect();
                Self::Group { must: apart(must), should: apart(should), not: not.clone() }
            }
            Self::Pattern(_) | Self::Fuzzy(..) | Self::Title(_) | Self::Filter(_) => self.clone(),
        }
    }
}

impl Node {
    /// The same without conditions on what is known of a passage.
    #[must_use]
    pub fn without_filters(&self) -> Self {
        let Self::Group { must, should, not } = self else { return self.clone() };
        let bare = |nodes: &[Self]| {
            let kept = nodes.iter().filter(|node| !matches!(node, Self::Filter(_)));
            kept.map(Self::without_filters).collect()
        };
        Self::Group { must: bare(must), should: bare(should), not: bare(not) }
    }
}

/// A tree and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The tree; its root is a group.
    pub root: Node,
    /// What was read otherwise than it may have been meant.
    pub notes: Vec<Note>,
}

/// How deep parentheses are followed.
const DEEPEST: usize = 32;

/// Parses a query. Cannot fail.
pub fn parse(query: &str) -> Parsed {
    let mut notes = Vec::new();
    let mut signs = lex(shortened(query, &mut notes), &mut notes);
    let known = notes.len();
    balance(&mut signs, &mut notes);
    settle_operators(&mut signs, &mut notes);
    if notes.len() > known {
        // Leaving something out may leave another operator without its partner.
        settle_operators(&mut signs, &mut notes);
    }
    let mut parser = Parser { signs: signs.into_iter().peekable() };
    Parsed { root: parser.group(), notes }
}

/// More bytes of a query are not read: no one types them, and reading them takes time.
const LONGEST_QUERY: usize = 1 << 16;

fn shortened<'a>(query: &'a str, notes: &mut Vec<Note>) -> &'a str {
    if query.len() <= LONGEST_QUERY {
        return query;
    }
    notes.push(Note::TooLong { bytes: LONGEST_QUERY });
    let end = (0..=LONGEST_QUERY).rev().find(|at| query.is_char_boundary(*at)).unwrap_or(0);
    query.get(..end).unwrap_or_default()
}

/// Leaves out parentheses without a partner, empty ones, and those nested too deep.
fn balance(signs: &mut Vec<Sign>, notes: &mut Vec<Note>) {
    let mut open: Vec<usize> = Vec::new();
    let mut drop = vec![false; signs.len()];
    for (index, sign) in signs.iter().enumerate() {
        match sign {
            Sign::Open => open.push(index),
            Sign::Close => match open.pop() {
                Some(start) if open.len() >= DEEPEST => {
                    drop[start] = true;
                    drop[index] = true;
                    push_once(notes, Note::NestedTooDeep);
                }
                Some(start) if !signs[start..index].iter().any(is_operand) => drop[start..=index].fill(true),
                Some(_) => {}
                None => {
                    drop[index] = true;
                    push_once(notes, Note::UnbalancedParenthesis);
                }
            },
            _ => {}
        }
    }
    for index in open {
        drop[index] = true;
        push_once(notes, Note::UnbalancedParenthesis);
    }
    let mut kept = drop.iter();
    signs.retain(|_| kept.next().is_some_and(|drop| !*drop));
}

fn is_operand(sign: &Sign) -> bool {
    matches!(sign, Sign::Word(_) | Sign::Phrase(_) | Sign::Filter(_))
}

fn push_once(notes: &mut Vec<Note>, note: Note) {
    if !notes.contains(&note) {
        notes.push(note);
    }
}

/// Turns operators without operands into words: `a AND`, `OR b`.
fn settle_operators(signs: &mut Vec<Sign>, notes: &mut Vec<Note>) {
    let starts = |sign: Option<&Sign>| {
        matches!(
            sign,
            Some(
                Sign::Word(_)
                    | Sign::Phrase(_)
                    | Sign::Filter(_)
                    | Sign::Title
                    | Sign::Open
                    | Sign::Plus
                    | Sign::Minus
                    | Sign::Not
            )
        )
    };
    // From the end, since what an operator needs on its right is settled first.
    for index in (0..signs.len()).rev() {
        let after = starts(signs.get(index + 1));
        let before = index.checked_sub(1).and_then(|before| signs.get(before));
        let before = matches!(before, Some(Sign::Word(_) | Sign::Phrase(_) | Sign::Filter(_) | Sign::Close));
        let word = match signs[index] {
            Sign::And if !(before && after) => "AND",
            Sign::Or if !(before && after) => "OR",
            Sign::Not if !after => "NOT",
            _ => continue,
        };
        signs[index] = Sign::Word(word.to_owned());
        notes.push(Note::OperatorAsWord { word: word.to_owned() });
    }
    drop_lone_signs(signs);
}

/// Leaves out `+`, `-` and `title:` with nothing behind them.
fn drop_lone_signs(signs: &mut Vec<Sign>) {
    let starts = |sign: Option<&Sign>| {
        matches!(
            sign,
            Some(Sign::Word(_) | Sign::Phrase(_) | Sign::Filter(_) | Sign::Title | Sign::Open | Sign::Not)
        )
    };
    for index in (0..signs.len()).rev() {
        let needs = matches!(signs[index], Sign::Plus | Sign::Minus | Sign::Title);
        if needs && !starts(signs.get(index + 1)) {
            signs.remove(index);
        }
    }
}

struct Parser {
    signs: std::iter::Peekable<std::vec::IntoIter<Sign>>,
}

/// Whether a part must, may or must not be there.
enum Occur {
    Must,
    Should,
    Not,
}

impl Parser {
    /// Parts side by side, up to a closing parenthesis or the end.
    fn group(&mut self) -> Node {
        let (mut must, mut should, mut not) = (Vec::new(), Vec::new(), Vec::new());
        while self.signs.peek().is_some_and(|sign| *sign != Sign::Close) {
            let mut chains = vec![self.chain()];
            while self.signs.next_if(|sign| *sign == Sign::Or).is_some() {
                chains.push(self.chain());
            }
            if chains.len() > 1 {
                let any = chains.into_iter().map(as_node).collect();
                should.push(Node::Group { must: Vec::new(), should: any, not: Vec::new() });
                continue;
            }
            for (occur, node) in chains.into_iter().flatten() {
                match occur {
                    Occur::Must => must.push(node),
                    Occur::Should => should.push(node),
                    Occur::Not => not.push(node),
                }
            }
        }
        Node::Group { must, should, not }
    }

    /// Parts joined by `AND`; of more than one each must be there.
    fn chain(&mut self) -> Vec<(Occur, Node)> {
        let mut parts = vec![self.part()];
        while self.signs.next_if(|sign| *sign == Sign::And).is_some() {
            parts.push(self.part());
        }
        let joined = parts.len() > 1;
        let must = |(occur, node)| match occur {
            Occur::Should if joined => (Occur::Must, node),
            _ => (occur, node),
        };
        parts.into_iter().map(must).collect()
    }

    fn part(&mut self) -> (Occur, Node) {
        let mut occur = Occur::Should;
        loop {
            return match self.signs.next() {
                Some(Sign::Plus) => {
                    occur = Occur::Must;
                    continue;
                }
                Some(Sign::Minus) => {
                    occur = Occur::Not;
                    continue;
                }
                Some(Sign::Not) => {
                    occur = if matches!(occur, Occur::Not) { Occur::Must } else { Occur::Not };
                    continue;
                }
                Some(Sign::Open) => {
                    let inner = self.group();
                    self.signs.next_if(|sign| *sign == Sign::Close);
                    (occur, inner)
                }
                Some(Sign::Word(word)) => (occur, word_node(word)),
                Some(Sign::Phrase(phrase)) => (occur, Node::Phrase(phrase)),
                Some(Sign::Filter(filter)) => {
                    // A filter is a condition, not one of several things to look for.
                    (if matches!(occur, Occur::Should) { Occur::Must } else { occur }, Node::Filter(filter))
                }
                Some(Sign::Title) => {
                    let (_, inner) = self.part();
                    (occur, Node::Title(Box::new(inner)))
                }
                Some(Sign::And | Sign::Or | Sign::Close) | None => (occur, Node::Word(String::new())),
            };
        }
    }
}

/// A typed word: with a sign for any letters, with an allowance for misspelling, or plain.
fn word_node(word: String) -> Node {
    if Pattern::read(&word).is_some() {
        return Node::Pattern(word);
    }
    if let Some((text, number)) = word.rsplit_once('~')
        && text.ends_with(char::is_alphanumeric)
        && (number.is_empty() || number.bytes().all(|byte| byte.is_ascii_digit()))
    {
        let distance = number.parse().unwrap_or(MOST_DISTANCE).clamp(1, MOST_DISTANCE);
        return Node::Fuzzy(text.to_owned(), distance);
    }
    Node::Word(word)
}

/// In how many letters a misspelt word may differ.
const MOST_DISTANCE: usize = 2;

fn as_node(chain: Vec<(Occur, Node)>) -> Node {
    let (mut must, mut should, mut not) = (Vec::new(), Vec::new(), Vec::new());
    for (occur, node) in chain {
        match occur {
            Occur::Must => must.push(node),
            Occur::Should => should.push(node),
            Occur::Not => not.push(node),
        }
    }
    match (must.as_slice(), should.len(), not.as_slice()) {
        ([], 1, []) => should.remove(0),
        _ => Node::Group { must, should, not },
    }
}
