//! Full-text search over folders of scraped multilingual news, with citations that can be checked.
//!
//! The modules in reading order are the pipeline; each imports only those before it:
//!
//! ```text
//! index:   walk → decode → extract → clean → passage → analyze → engine      (sync)
//! search:  query (parse → plan) → engine → cite                    → render  (search)
//! ```

pub mod span;

pub mod lang;

pub mod langid;

pub mod walk;

pub mod decode;

pub mod extract;

pub mod clean;

pub mod passage;

pub mod article;

pub mod analyze;

pub mod lexicon;

pub mod query;

pub mod engine;

pub mod sync;

pub mod cite;

pub mod search;

pub mod verify;

pub mod eval;

pub mod render;
