//! Positions: bytes of a source, bytes of its decoded text, lines, and ranges of them.
//!
//! Two coordinate systems are two types, so that an offset into decoded text can never be printed as an
//! offset into a file: the only way from one to the other is `decode::Decoded::to_source`.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

macro_rules! offset_and_span {
    ($offset:ident($int:ty), $offset_doc:literal, $span:ident, $span_doc:literal) => {
        #[doc = $offset_doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $offset(pub $int);

        #[doc = $span_doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $span {
            start: $offset,
            end: $offset,
        }

        impl $span {
            /// The range from `start` to `end`; swapped ends give the empty range at `start`.
            pub fn new(start: $offset, end: $offset) -> Self {
                Self { start, end: end.max(start) }
            }

            /// The first offset inside.
            pub fn start(self) -> $offset {
                self.start
            }

            /// The first offset after.
            pub fn end(self) -> $offset {
                self.end
            }

            /// How many bytes it covers.
            pub fn len(self) -> $int {
                self.end.0 - self.start.0
            }

            /// Whether it covers nothing.
            pub fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// The smallest range that covers both.
            #[must_use]
            pub fn cover(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }
        }
    };
}

offset_and_span!(
    SourceByte(u64),
    "A byte offset in the last byte layer of a source: for a plain file, a byte on disk.",
    SourceSpan,
    "A half-open range of source bytes."
);
offset_and_span!(
    TextByte(u32),
    "A byte offset in the UTF-8 text that a source decodes to.",
    TextSpan,
    "A half-open range of decoded text."
);

impl TextByte {
    /// The offset as an index into a string.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// An index into a text as an offset. Texts are limited to 4 GiB by `decode`, so nothing is lost.
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

impl TextSpan {
    /// The range between two indexes into a text.
    pub fn between(start: usize, end: usize) -> Self {
        Self::new(TextByte::at(start), TextByte::at(end))
    }

    /// The text in this range; empty where the range does not lie on character boundaries of `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start.index()..self.end.index()).unwrap_or_default()
    }

    #[must_use]
    /// This range without the white space at its ends.
    pub fn trimmed(self, text: &str) -> Self {
        let all = self.of(text);
        let start = self.start.index() + (all.len() - all.trim_start().len());
        Self::between(start, start + all.trim().len())
    }
}

/// A line number as printed: the first line is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineNo(NonZeroU32);

impl LineNo {
    /// The first line.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// The line after `index` others.
    pub fn from_index(index: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// How many lines come before.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }

    /// The number as printed.
    pub fn get(self) -> u32 {
        self.0.get()
    }
}

/// The first and the last line that a range touches, both inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRange {
    /// The line that the range starts on.
    pub first: LineNo,
    /// The line that its last byte stands on.
    pub last: LineNo,
}

/// Where the lines of a text start and end.
///
/// A line ends at LF or CRLF; at CR only in a text without any LF.
#[derive(Clone, Debug)]
pub struct LineTable {
    starts: Vec<TextByte>,
    len: TextByte,
}

impl LineTable {
    /// Finds the lines of `text`. There is always at least one, perhaps empty.
    pub fn new(text: &str) -> Self {
        let end = if text.contains('\n') { b'\n' } else { b'\r' };
        let after_ends = memchr::memchr_iter(end, text.as_bytes()).map(|at| at + 1);
        let starts = std::iter::once(0).chain(after_ends).map(TextByte::at).collect();
        Self { starts, len: TextByte::at(text.len()) }
    }

    /// How many lines there are. A line end at the very end of a text opens no further line.
    pub fn count(&self) -> usize {
        match self.starts.last() {
            Some(last) if *last == self.len && self.starts.len() > 1 => self.starts.len() - 1,
            _ => self.starts.len(),
        }
    }

    /// The range of a line without its line end; empty past the last line.
    pub fn span(&self, line: LineNo, text: &str) -> TextSpan {
        let start = self.starts.get(line.index()).copied().unwrap_or(self.len);
        let next = self.starts.get(line.index() + 1).copied().unwrap_or(self.len);
        let with_end = TextSpan::new(start, next);
        let body = with_end.of(text);
        let body = body.strip_suffix('\n').unwrap_or(body);
        let body = body.strip_suffix('\r').unwrap_or(body);
        TextSpan::between(start.index(), start.index() + body.len())
    }

    /// The line that a byte stands on.
    pub fn line_of(&self, at: TextByte) -> LineNo {
        LineNo::from_index(self.starts.partition_point(|start| *start <= at).saturating_sub(1))
    }

    /// The lines that a range touches.
    pub fn lines_of(&self, span: TextSpan) -> LineRange {
        let last_byte = TextByte(span.end().0.saturating_sub(1).max(span.start().0));
        LineRange { first: self.line_of(span.start()), last: self.line_of(last_byte) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<&str> {
        let table = LineTable::new(text);
        (0..table.count()).map(|i| table.span(LineNo::from_index(i), text).of(text)).collect()
    }

    #[test]
    fn lines_end_at_lf_or_crlf_and_at_cr_only_without_lf() {
        assert_eq!(lines("a\nb\r\nc"), ["a", "b", "c"]);
        assert_eq!(lines("a\rb\rc\r"), ["a", "b", "c"]);
        assert_eq!(lines("a\rb\nc"), ["a\rb", "c"]);
        assert_eq!(lines(""), [""]);
        assert_eq!(lines("\n\n"), ["", ""]);
    }

    #[test]
    fn a_range_names_the_lines_it_touches() {
        let text = "one\ntwo\nthree\n";
        let table = LineTable::new(text);
        let range = table.lines_of(TextSpan::between(4, 8));
        assert_eq!((range.first.get(), range.last.get()), (2, 2));
        let range = table.lines_of(TextSpan::between(4, 9));
        assert_eq!((range.first.get(), range.last.get()), (2, 3));
    }
}
