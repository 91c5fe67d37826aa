//! The bytes of one source in, what it says out: decode → extract → clean → passage in one call. Indexing,
//! `clean` and `show` all go through here, so they never disagree.

use crate::clean::{self, Cleaned, FileRules};
use crate::decode::{self, Decoded, NotText};
use crate::extract::{self, Extracted};
use crate::passage::{self, Passage};

/// A source, read.
#[derive(Debug)]
pub struct Article {
    /// Its text.
    pub decoded: Decoded,
    /// Its lines and blocks.
    pub extracted: Extracted,
    /// What of it is kept, and why the rest is not.
    pub cleaned: Cleaned,
    /// Its passages, noise among them, in order.
    pub passages: Vec<Passage>,
}

impl Article {
    /// Reads a source about which the user has no rules.
    pub fn read(bytes: &[u8]) -> Result<Self, NotText> {
        Self::read_by(&FileRules::default(), bytes)
    }

    /// Reads a source by the user's rules for it.
    pub fn read_by(rules: &FileRules<'_>, bytes: &[u8]) -> Result<Self, NotText> {
        let decoded = decode::decode(bytes)?;
        let extracted = extract::extract(&decoded);
        let cleaned = clean::clean(&extracted, &decoded.text, rules);
        let passages = passage::passages(&cleaned, &decoded.text, &decoded.changes);
        Ok(Self { decoded, extracted, cleaned, passages })
    }

    /// The headline in one line.
    pub fn title(&self) -> Option<String> {
        self.cleaned.headline().map(|block| one_line(block.span.of(&self.decoded.text)))
    }
}

/// A text with every run of white space as one space.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
