//! A passage of the index in, its words out, proved against the file as it is now: its bytes are read again,
//! compared with their fingerprint, and decoded along the derivation. What does not hold is not quoted. Where
//! the rest of the file changed, the lines of the passage are counted anew.

use std::path::Path;

use sha2::{Digest, Sha256};

use crate::decode::{self, Charset, Decoded};
use crate::engine::{Place, Replay, SourceRecord, SourceState};
use crate::span::{LineRange, LineTable, TextByte, TextSpan};
use crate::walk;

/// A place in a source with what the index knows of that source.
#[derive(Clone, Debug)]
pub struct Cited<'a> {
    /// Where it is.
    pub place: Place,
    /// How its text comes back.
    pub replay: Replay,
    /// Its source, as it was indexed.
    pub source: &'a SourceRecord,
    /// When the sources were last listed, by the clock of the index's file system, in nanoseconds.
    pub listed_ns: i64,
}

/// What a citation says when it is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quotation {
    /// It holds.
    Holds(Quoted),
    /// The file no longer says what was indexed, or cannot be read.
    Stale,
}

/// What stands in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The words that stand there.
    pub text: String,
    /// The lines where they stand now.
    pub lines: LineRange,
    /// What is meant, if some of it is double-encoded.
    pub repaired: Option<Repaired>,
}

/// The repaired reading of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// What is meant.
    pub text: String,
    /// For each character of it, and its end, where it stands here and in the quotation.
    places: Vec<(TextByte, TextByte)>,
}

impl Repaired {
    fn of(decoded: &Decoded, span: TextSpan) -> Option<Self> {
        let text = span.of(&decoded.text);
        if text == decoded.stands(span) {
            return None;
        }
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let place = |at: usize| {
            let before = TextSpan::between(span.start().index(), span.start().index() + at);
            (TextByte::at(at), TextByte::at(decoded.stands(before).len()))
        };
        Some(Self { text: text.to_owned(), places: ends.map(place).collect() })
    }

    /// Where in the quotation a range of the repaired reading stands.
    pub fn to_quoted(&self, span: TextSpan) -> TextSpan {
        let at = |wanted: TextByte| {
            let nth = self.places.partition_point(|(here, _)| *here < wanted);
            self.places.get(nth).map_or(0, |(_, there)| there.index())
        };
        TextSpan::between(at(span.start()), at(span.end()))
    }
}

/// Looks up a place in its file.
pub fn quote(file: &Path, cited: &Cited<'_>) -> Quotation {
    let held = if cited.file_is_untouched(file) { cited.replay(file) } else { cited.replay_whole(file) };
    held.map_or(Quotation::Stale, Quotation::Holds)
}

impl Cited<'_> {
    fn file_is_untouched(&self, file: &Path) -> bool {
        walk::stamp(file).is_ok_and(|stamp| self.source.is_surely_unchanged(stamp, self.listed_ns))
    }

    fn derivation(&self) -> &[String] {
        match &self.source.state {
            SourceState::Indexed { derivation, .. } => derivation,
            SourceState::NotText(_) => &[],
        }
    }

    fn is_repaired(&self) -> bool {
        matches!(&self.source.state, SourceState::Indexed { repaired: 1.., .. })
    }

    /// The passage out of a file that is what it was, or seems to be: only its bytes are read.
    fn replay(&self, file: &Path) -> Option<Quoted> {
        if matches!(self.replay, Replay::Whole(_)) || self.is_repaired() {
            return self.replay_whole(file);
        }
        let cited = walk::read_range(file, self.place.span).ok()?;
        let [charset] = self.derivation() else { return None };
        let text = self.is_fingerprint_of(&cited).then(|| Charset::from_name(charset))??.decode(&cited);
        Some(Quoted { text, lines: self.place.lines, repaired: None })
    }

    /// The passage out of a file that may have changed elsewhere: what stood before it decides its lines.
    fn replay_whole(&self, file: &Path) -> Option<Quoted> {
        let bytes = walk::read(file).ok()?;
        let span = self.place.span;
        let cited = bytes.get(usize::try_from(span.start().0).ok()?..usize::try_from(span.end().0).ok()?)?;
        let decoded = self.is_fingerprint_of(cited).then(|| decode::decode(&bytes).ok())??;
        self.cut_out_of(&decoded)
    }

    fn cut_out_of(&self, decoded: &Decoded) -> Option<Quoted> {
        let span = match self.replay {
            Replay::Whole(span) if decoded.to_source(span) == self.place.span => span,
            _ => decoded.to_text(self.place.span)?,
        };
        let holds = decoded.derivation() == self.derivation();
        let text = holds.then(|| decoded.stands(span).to_owned())?;
        let lines = LineTable::new(&decoded.text).lines_of(span);
        Some(Quoted { text, lines, repaired: Repaired::of(decoded, span) })
    }

    fn is_fingerprint_of(&self, bytes: &[u8]) -> bool {
        let fingerprint: [u8; 32] = Sha256::digest(bytes).into();
        fingerprint == self.place.sha256
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::span::{LineNo, SourceByte, SourceSpan};

    /// Quotes the last word of `before` out of a file that says `now`.
    fn quoted(before: &str, now: &str) -> Quotation {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.txt");
        std::fs::write(&file, now).unwrap();
        let start = before.rfind(' ').unwrap() + 1;
        let lines = Article::read(before.as_bytes()).unwrap().extracted.lines;
        let line = lines.line_of(TextByte::at(start));
        let place = Place {
            span: SourceSpan::new(SourceByte(start as u64), SourceByte(before.len() as u64)),
            lines: LineRange { first: line, last: line },
            sha256: Sha256::digest(before.rsplit(' ').next().unwrap()).into(),
        };
        let source = SourceRecord {
            root: String::new(),
            path: walk::DocPath::new(Path::new("a.txt")),
            stamp: walk::Stamp::default(),
            sha256: Sha256::digest(before).into(),
            run: 1,
            state: SourceState::Indexed {
                title: None,
                date: None,
                byline: None,
                outlet: None,
                lang: None,
                derivation: vec!["utf-8".to_owned()],
                detection: decode::Detection::Valid,
                rival: None,
                damaged: 0,
                repaired: 0,
            },
            totals: crate::engine::SourceTotals::default(),
        };
        quote(&file, &Cited { place, replay: Replay::Range, source: &source, listed_ns: i64::MAX })
    }

    fn holds(text: &str, line: usize) -> Quotation {
        let line = LineNo::from_index(line - 1);
        let lines = LineRange { first: line, last: line };
        Quotation::Holds(Quoted { text: text.into(), lines, repaired: None })
    }

    #[test]
    fn a_changed_file_is_not_quoted() {
        assert_eq!(quoted("Яго словы", "Яго словы"), holds("словы", 1));
        assert_eq!(quoted("Яго словы", "Яго слова"), Quotation::Stale);
        assert_eq!(quoted("Яго словы", "Яго"), Quotation::Stale);
    }

    #[test]
    fn a_line_break_before_the_passage_does_not_leave_old_line_numbers() {
        assert_eq!(quoted("Яго тыя словы", "Яго\nтыя словы"), holds("словы", 2));
    }
}
