//! Decoded text in, blocks out: lines, hard-wrapped lines joined into the paragraphs they were, and what a
//! line of its own says of date, author and outlet. Which blocks are the article is left to `clean`.

mod clock;
mod date;
mod dateline;
mod day;
mod langs;
mod metadata;
mod names;
mod rest;
mod tables;
mod tokens;
mod when;
mod wrap;
mod written;

pub use date::{Date, Precision, Read};
pub use dateline::Dateline;
pub use day::Day;
pub use metadata::Metadata;
pub(crate) use wrap::starts_list_item;

use crate::decode::Decoded;
use crate::span::{LineNo, LineTable, TextSpan};

/// A paragraph, heading, list item or stray line: one line, or several that were wrapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its first line.
    pub first: LineNo,
    /// Its last line.
    pub last: LineNo,
    /// Its text without the white space around it.
    pub span: TextSpan,
}

/// A text cut into blocks.
#[derive(Debug)]
pub struct Extracted {
    /// The lines of the text.
    pub lines: LineTable,
    /// The blocks in order; blank lines belong to none.
    pub blocks: Vec<Block>,
}

/// Cuts a text into blocks.
pub fn extract(decoded: &Decoded) -> Extracted {
    let text = &decoded.text;
    let lines = LineTable::new(text);
    let spans: Vec<TextSpan> =
        (0..lines.count()).map(|index| lines.span(LineNo::from_index(index), text).trimmed(text)).collect();
    let joined = wrap::joins_next(&spans, text);
    let mut blocks: Vec<Block> = Vec::new();
    let mut goes_on = false;
    for (index, span) in spans.iter().enumerate().filter(|(_, span)| !span.is_empty()) {
        let line = LineNo::from_index(index);
        match blocks.last_mut() {
            Some(block) if goes_on => {
                block.last = line;
                block.span = block.span.cover(*span);
            }
            _ => blocks.push(Block { first: line, last: line, span: *span }),
        }
        goes_on = joined.get(index).copied().unwrap_or(false);
    }
    Extracted { lines, blocks }
}

#[cfg(test)]
mod tests;
