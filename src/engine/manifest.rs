//! What the index knows of a passage, of a source, and of itself. Stored with the passages in one commit,
//! so that the manifest can never disagree with the index.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clean::{Reason, WrittenRules};
use crate::decode::{Detection, NotText};
use crate::extract::Date;
use crate::lang::Lang;
use crate::passage::Kind;
use crate::span::{LineRange, SourceSpan, TextSpan};
use crate::walk::{DocPath, Stamp};

/// The two halves of an index: what the articles say, and what was dropped as noise. Each has statistics of
/// its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The articles.
    Article,
    /// What is not the article.
    Noise,
}

impl Side {
    /// The side that a passage is on.
    pub fn of(kind: Kind) -> Self {
        if matches!(kind, Kind::Noise(_)) { Self::Noise } else { Self::Article }
    }
}

/// What is stored of a passage: where it stands and what proves it, not its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageMeta {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub span: SourceSpan,
    /// Its lines.
    pub lines: LineRange,
    /// Its language.
    pub lang: Option<Lang>,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// The subheading it stands under.
    pub heading: Option<String>,
    /// How its text comes back from the bytes.
    pub replay: Replay,
}

impl PassageMeta {
    /// Where it stands.
    pub fn place(&self) -> Place {
        Place { span: self.span, lines: self.lines, sha256: self.sha256 }
    }
}

/// How the text of a passage comes back from its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Replay {
    /// By decoding its bytes.
    Range,
    /// By decoding all bytes of the source and cutting this range of the text.
    Whole(TextSpan),
}

/// Where in a source something was read, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its bytes.
    pub span: SourceSpan,
    /// Its lines.
    pub lines: LineRange,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
}

/// What a source says of itself, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated<T> {
    /// What it says.
    pub value: T,
    /// Where it was read.
    pub place: Place,
}

/// What became of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "nearly every source is indexed")]
pub enum SourceState {
    /// Its passages are in the index.
    Indexed {
        /// The headline.
        title: Option<String>,
        /// When it was published.
        date: Option<Stated<Date>>,
        /// Who wrote it.
        byline: Option<Stated<String>>,
        /// Who published it, or where it was taken from.
        outlet: Option<Stated<String>>,
        /// The language of the article.
        lang: Option<Lang>,
        /// The steps from file to text.
        derivation: Vec<String>,
        /// How its charset was found.
        detection: Detection,
        /// The charset that is nearly as likely.
        rival: Option<String>,
        /// How many characters could not be decoded.
        damaged: u32,
        /// How many lines were double-encoded.
        repaired: u32,
    },
    /// It is no text.
    NotText(NotText),
}

/// A source as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// The root it lies under, as the index names it.
    pub root: String,
    /// Its path below the root.
    pub path: DocPath,
    /// What the file system said of it.
    pub stamp: Stamp,
    /// SHA-256 of all its bytes.
    pub sha256: [u8; 32],
    /// The run that first read it with these bytes.
    pub run: u64,
    /// What became of it.
    pub state: SourceState,
    /// What it adds to the statistics.
    pub totals: SourceTotals,
}

impl SourceRecord {
    /// The key of the source in the index.
    pub fn key(&self) -> Vec<u8> {
        source_key(&self.path, &self.root)
    }

    /// Whether its file need not be read to know that it is what it was: the stamp is the same, and was old
    /// when the sources were last listed, so that no later change could have left it the same (git's rule for
    /// racy entries).
    pub fn is_surely_unchanged(&self, stamp: Stamp, listed_ns: i64) -> bool {
        const CLOCK_GRAIN_NS: i64 = 2_000_000_000;
        stamp == self.stamp && stamp.ctime_ns < listed_ns.saturating_sub(CLOCK_GRAIN_NS)
    }
}

/// The key of a source: its path, then its root. No path holds a NUL, so keys sort as paths do.
pub fn source_key(path: &DocPath, root: &str) -> Vec<u8> {
    [path.as_bytes(), &[0], root.as_bytes()].concat()
}

/// Counts of passages, of one source or of all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideTotals {
    /// How many passages.
    pub passages: u64,
    /// How many words.
    pub length: u64,
    /// How many passages in each language.
    pub langs: BTreeMap<Lang, u64>,
}

impl SideTotals {
    fn add(&mut self, other: &Self) {
        self.passages += other.passages;
        self.length += other.length;
        for (lang, count) in &other.langs {
            *self.langs.entry(*lang).or_default() += count;
        }
    }
}

/// Statistics of one source, or of all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceTotals {
    /// Of the article.
    pub article: SideTotals,
    /// Of the noise.
    pub noise: SideTotals,
    /// How many passages were dropped as noise, by reason.
    pub reasons: BTreeMap<Reason, u64>,
    /// Sum of the passages' fingerprints modulo 2^256: equal for equal corpora, whatever their history.
    pub digest: [u8; 32],
}

impl SourceTotals {
    /// The statistics of one side.
    pub fn side(&self, side: Side) -> &SideTotals {
        match side {
            Side::Article => &self.article,
            Side::Noise => &self.noise,
        }
    }

    /// Counts a passage.
    pub fn count(&mut self, meta: &PassageMeta, length: u32, fingerprint: [u8; 32]) {
        let side = match Side::of(meta.kind) {
            Side::Article => &mut self.article,
            Side::Noise => &mut self.noise,
        };
        side.passages += 1;
        side.length += u64::from(length);
        if let Some(lang) = meta.lang {
            *side.langs.entry(lang).or_default() += 1;
        }
        if let Kind::Noise(reason) = meta.kind {
            *self.reasons.entry(reason).or_default() += 1;
        }
        self.digest = sum(self.digest, fingerprint);
    }

    /// Adds those of a source.
    pub fn add(&mut self, other: &Self) {
        self.article.add(&other.article);
        self.noise.add(&other.noise);
        for (reason, count) in &other.reasons {
            *self.reasons.entry(*reason).or_default() += count;
        }
        self.digest = sum(self.digest, other.digest);
    }
}

/// Sum of two big-endian numbers modulo 2^256.
fn sum(a: [u8; 32], b: [u8; 32]) -> [u8; 32] {
    let mut out = [0; 32];
    let mut carry = 0;
    for ((out, a), b) in out.iter_mut().zip(a).zip(b).rev() {
        let digit = u16::from(a) + u16::from(b) + carry;
        *out = digit.to_be_bytes()[1];
        carry = digit >> 8;
    }
    out
}

/// What a run did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunEntry {
    /// Its number.
    pub run: u64,
    /// Sources that were not in the index.
    pub added: u64,
    /// Sources whose content changed.
    pub changed: u64,
    /// Sources that were gone.
    pub removed: u64,
}

/// What an index says of itself; the payload of each commit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// [`super::FORMAT`].
    pub format: u32,
    /// Digest of what cleaning and analysis depend on beside the code.
    pub config: String,
    /// The user's rules that the sources were cleaned by.
    #[serde(default)]
    pub rules: WrittenRules,
    /// The number of the run that made it, from 1.
    pub run: u64,
    /// When the last listing of the roots began, by the clock of the index's file system, in nanoseconds.
    pub scan_start_ns: i64,
    /// The last runs, the newest last.
    pub runs: Vec<RunEntry>,
    /// The roots, relative to the index where possible, sorted.
    pub roots: Vec<String>,
    /// How many sources were read and indexed.
    pub sources: u64,
    /// Statistics of all passages.
    pub totals: SourceTotals,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_add_modulo_2_256() {
        let mut one = [0; 32];
        one[31] = 1;
        assert_eq!(sum([0xff; 32], one), [0; 32]);
        let mut carried = [0; 32];
        (carried[30], carried[31]) = (1, 0x7f);
        let mut a = [0; 32];
        a[31] = 0x80;
        let mut b = [0; 32];
        b[31] = 0xff;
        assert_eq!(sum(a, b), carried);
    }
}
