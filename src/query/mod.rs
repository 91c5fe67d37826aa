//! A typed query in, a plan out: parsed (`lex`, `parse`), then made concrete (`plan`) with the languages of
//! the corpus. Parsing never fails: what is no syntax is text, and a note says so. A plan is plain data
//! that any engine can carry out; what it finds is left to `engine`.

mod filter;
mod lex;
mod note;
mod parse;
mod plan;
mod planner;
mod stop;

pub use filter::Filter;
pub use note::Note;
pub use parse::{Forms, Node, Parsed, Phrase, parse};
pub use plan::{Alternatives, Closeness, Condition, Leaf, Loose, Plan, Step, TierRule, View};
pub use planner::{Context, plan};
pub use stop::stopword_languages;

#[cfg(test)]
mod tests;
