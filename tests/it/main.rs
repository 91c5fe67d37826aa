//! All tests through the public surface, in one program.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod charsets;
mod cli;
mod corpus;
mod layout;
mod mutants;
mod odd_files;
mod rebuild;
mod support;
