//! The exact way back from decoded text to source bytes.

use super::charset::Charset;
use crate::span::{SourceByte, TextByte};

/// How often a position is noted, in characters: looking one up walks at most that far.
const EVERY: usize = 1024;

/// Where each character of a text came from.
#[derive(Clone, Debug)]
pub(super) enum OffsetMap {
    /// Runs of bytes that are their own text; each starts at (text byte, source byte).
    Runs(Vec<(TextByte, SourceByte)>),
    /// Characters of a width that follows from the character.
    Widths { charset: Charset, noted: Vec<(TextByte, SourceByte)> },
    /// Characters whose widths had to be noted while decoding: one number a character.
    Steps { steps: Vec<u8>, noted: Vec<(TextByte, SourceByte)> },
}

impl OffsetMap {
    /// The map of valid UTF-8 that starts `base` bytes into the source.
    pub(super) fn identity(base: u64) -> Self {
        Self::Runs(vec![(TextByte(0), SourceByte(base))])
    }

    pub(super) fn widths(charset: Charset, text: &str, base: u64) -> Self {
        let noted = note(text, base, |_, character| charset.width(character).unwrap_or(1));
        Self::Widths { charset, noted }
    }

    pub(super) fn steps(steps: Vec<u8>, text: &str, base: u64) -> Self {
        let noted = note(text, base, |index, _| u64::from(steps.get(index).copied().unwrap_or(0)));
        Self::Steps { steps, noted }
    }

    /// The source byte of a character boundary of the text.
    pub(super) fn to_source(&self, at: TextByte, text: &str) -> SourceByte {
        match self {
            Self::Runs(runs) => {
                let (_, (text_start, source_start)) = before(runs, at);
                SourceByte(source_start.0 + u64::from(at.0 - text_start.0))
            }
            Self::Widths { charset, noted } => {
                let (_, start) = before(noted, at);
                let walked = text.get(start.0.index()..at.index()).unwrap_or_default();
                let bytes: u64 = walked.chars().map(|c| charset.width(c).unwrap_or(1)).sum();
                SourceByte(start.1.0 + bytes)
            }
            Self::Steps { steps, noted } => {
                let (nth, start) = before(noted, at);
                let count = text.get(start.0.index()..at.index()).unwrap_or_default().chars().count();
                let walked = steps.iter().skip(nth * EVERY).take(count);
                SourceByte(start.1.0 + walked.map(|step| u64::from(*step)).sum::<u64>())
            }
        }
    }
}

type Noted = (TextByte, SourceByte);

fn before(noted: &[Noted], at: TextByte) -> (usize, Noted) {
    let nth = noted.partition_point(|(text, _)| *text <= at).saturating_sub(1);
    (nth, noted.get(nth).copied().unwrap_or((TextByte(0), SourceByte(0))))
}

fn note(text: &str, base: u64, width: impl Fn(usize, char) -> u64) -> Vec<Noted> {
    let mut noted = Vec::new();
    let mut source = base;
    for (index, (at, character)) in text.char_indices().enumerate() {
        if index % EVERY == 0 {
            noted.push((TextByte::at(at), SourceByte(source)));
        }
        source += width(index, character);
    }
    if noted.is_empty() {
        noted.push((TextByte(0), SourceByte(base)));
    }
    noted
}
