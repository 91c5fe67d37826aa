//! Answers as bytes: a file a format, each writing to whatever it is given. Formats only; what is shown was
//! decided before, and whether a terminal is there is known to the front end alone.

pub mod budget;
pub mod cite;
pub mod json;
pub mod lines;
pub mod text;
pub mod trec;

mod safe;

pub use safe::{safe_line, safe_text};
