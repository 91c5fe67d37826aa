//! What a user typed: one argument or several, and what a shell took away from it.

use crate::query::{self, Node};

/// The arguments of a query, as the shell handed them over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed(pub Vec<String>);

impl Typed {
    /// A query that is one argument.
    pub fn new(query: impl Into<String>) -> Self {
        Self(vec![query.into()])
    }

    /// The arguments side by side.
    pub fn joined(&self) -> String {
        self.0.join(" ")
    }

    /// The query with each argument of several plain words as a phrase, since the shell takes quotation marks
    /// away; `None` if there is no such argument.
    pub fn as_phrases(&self) -> Option<String> {
        let parts: Vec<String> = self.0.iter().map(|argument| quoted(argument)).collect();
        (parts != self.0).then(|| parts.join(" "))
    }
}

fn quoted(argument: &str) -> String {
    let parsed = query::parse(argument);
    let Node::Group { must, should, not } = parsed.root else { return argument.to_owned() };
    let plain = must.is_empty() && not.is_empty() && parsed.notes.is_empty();
    let words = should.len() > 1 && should.iter().all(is_word);
    if plain && words { format!("\"{argument}\"") } else { argument.to_owned() }
}

/// A word that finds something: `-` and `😀` are not searched.
fn is_word(node: &Node) -> bool {
    matches!(node, Node::Word(text) if text.chars().any(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_with_spaces_and_no_syntax_are_phrases_first() {
        let read =
            |arguments: &[&str]| Typed(arguments.iter().map(|a| (*a).to_owned()).collect()).as_phrases();
        assert_eq!(read(&["Yury Ambrazevich"]).as_deref(), Some("\"Yury Ambrazevich\""));
        assert_eq!(read(&["Yury", "Ambrazevich"]), None);
        assert_eq!(read(&["Lukashenko", "good cop"]).as_deref(), Some("Lukashenko \"good cop\""));
        for syntax in [
            "\"Yury Ambrazevich\"",
            "+a b",
            "a OR b",
            "a AND",
            "Trump: \"good cop\"",
            "Ambrazevich",
            "talks -",
            "talks 😀",
        ] {
            assert_eq!(read(&[syntax]), None, "{syntax}");
        }
    }
}
