//! All tests through the public surface, in one program.
#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test may panic")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

mod charsets;
mod cli;
mod corpus;
mod damage;
mod docs;
mod forms;
mod layout;
mod metadata;
mod mutants;
mod odd_files;
mod rebuild;
mod rules;
mod support;
mod verifying;
