//! A typed query in, a plan out: parsed (`lex`, `parse`), then made concrete (`plan`) with the languages of
//! the corpus. Parsing never fails: what is no syntax is text, and a note says so. A plan is plain data
//! that any engine can carry out; what it finds is left to `engine`.

mod lex;
mod note;
mod parse;
mod plan;
mod stop;

pub use note::Note;
pub use parse::{Node, Parsed, parse};
pub use plan::{Alternatives, Condition, Leaf, Loose, Plan, Step, TierRule, View, plan};
pub use stop::stopword_languages;

#[cfg(test)]
mod tests;
