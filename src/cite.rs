//! A passage of the index in, its words out, proved against the file as it is now: its bytes are read again,
//! compared with their fingerprint, and decoded along the derivation. What does not hold is not quoted.

use std::path::Path;

use sha2::{Digest, Sha256};

use crate::decode::{self, Charset};
use crate::engine::{PassageMeta, Replay};
use crate::walk;

/// What a citation says when it is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quotation {
    /// The words that stand there.
    Holds(String),
    /// The file no longer says what was indexed, or cannot be read.
    Stale,
}

/// Looks up a passage in its file.
pub fn quote(file: &Path, meta: &PassageMeta, derivation: &[String]) -> Quotation {
    read_back(file, meta, derivation).map_or(Quotation::Stale, Quotation::Holds)
}

fn read_back(file: &Path, meta: &PassageMeta, derivation: &[String]) -> Option<String> {
    let cited = walk::read_range(file, meta.span).ok()?;
    let fingerprint: [u8; 32] = Sha256::digest(&cited).into();
    if fingerprint != meta.sha256 {
        return None;
    }
    match meta.replay {
        Replay::Range => {
            let [charset] = derivation else { return None };
            Some(Charset::from_name(charset)?.decode(&cited))
        }
        Replay::Whole(span) => {
            let decoded = decode::decode(&walk::read(file).ok()?).ok()?;
            let holds = decoded.derivation() == derivation && decoded.to_source(span) == meta.span;
            holds.then(|| span.of(&decoded.text).to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passage::Kind;
    use crate::span::{LineNo, LineRange, SourceByte, SourceSpan};

    #[test]
    fn a_changed_file_is_not_quoted() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.txt");
        std::fs::write(&file, "Яго словы былі такія.").unwrap();
        let meta = PassageMeta {
            kind: Kind::Body,
            span: SourceSpan::new(SourceByte(7), SourceByte(17)),
            lines: LineRange { first: LineNo::FIRST, last: LineNo::FIRST },
            lang: None,
            sha256: Sha256::digest("словы").into(),
            heading: None,
            replay: Replay::Range,
        };
        let utf8 = ["utf-8".to_owned()];
        assert_eq!(quote(&file, &meta, &utf8), Quotation::Holds("словы".into()));
        std::fs::write(&file, "Яго слова было такое.").unwrap();
        assert_eq!(quote(&file, &meta, &utf8), Quotation::Stale);
        std::fs::remove_file(&file).unwrap();
        assert_eq!(quote(&file, &meta, &utf8), Quotation::Stale);
    }
}
