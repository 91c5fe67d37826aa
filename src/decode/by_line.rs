//! UTF-8 with lines that are not: damaged ones, and ones in a legacy charset.
//!
//! Takes bytes that are not valid UTF-8; tells whether they are damaged UTF-8, UTF-8 with legacy lines, or legacy
//! as a whole; decodes line by line, so that a good line is never changed. Which legacy charset is left to `legacy`.

use super::charset::{Charset, Stepped};
use super::legacy::{self, Guess};
use super::likely::Around;
use super::rivals;
use crate::lang::Lang;
use crate::langid;
use crate::span::TextByte;

/// So many characters of several bytes for each broken place in a line are no chance.
const SURE: usize = 6;

/// Below this share of broken places, well-formed sequences are no evidence of UTF-8.
const BROKEN_FOR_A_GOOD: usize = 8;

/// What it costs in bits that only some lines are in a legacy charset.
const MIXED_BITS: f32 = 4.0;

/// What more it costs where lines in UTF-8 are damaged, too.
const DAMAGED_BITS: f32 = 24.0;

/// How many broken places show that lines are in an East Asian charset, and where the others are in such a language.
const BROKEN_EAST_ASIAN: usize = 6;
const BROKEN_THERE: usize = 3;

/// How much of the lines in UTF-8 is read for their language.
const AROUND: usize = 4096;

/// What bytes are that are not valid UTF-8.
pub(super) enum Kind {
    /// UTF-8 with damage.
    Damaged,
    /// UTF-8 with lines in a legacy charset.
    Lines(Guess),
    /// All in a legacy charset.
    Legacy(Guess),
}

/// What the lines of a source hold.
struct Lines {
    /// Well-formed sequences, those of more bytes weighing more.
    evidence: usize,
    /// Whether a line is UTF-8 beyond doubt.
    sure: bool,
    /// Whether lines in UTF-8 have broken places.
    is_damaged: bool,
    /// Broken places in lines that are not UTF-8.
    broken: usize,
    /// These lines.
    strays: Vec<u8>,
    /// The first of the other lines.
    others: Vec<u8>,
    /// Which bytes their characters are written with.
    seen: [bool; 256],
}

/// Tells what the bytes are.
pub(super) fn kind(bytes: &[u8]) -> Kind {
    let lines = Lines::of(bytes);
    if lines.strays.is_empty() {
        return Kind::Damaged;
    }
    if !lines.sure && lines.evidence * BROKEN_FOR_A_GOOD < lines.broken || lines.evidence == 0 {
        return Kind::Legacy(legacy::guess(bytes, None));
    }
    let whole = (!lines.sure).then(|| legacy::guess(bytes, None));
    match whole {
        Some(whole) if whole.bits.is_none_or(|bits| bits < legacy::bits_as_utf8(bytes, None)) => {
            Kind::Legacy(whole)
        }
        _ => lines.kind_of_strays(),
    }
}

impl Lines {
    fn of(bytes: &[u8]) -> Self {
        let (strays, others) = (Vec::new(), Vec::new());
        let mut lines = Self {
            evidence: 0,
            sure: false,
            is_damaged: false,
            broken: 0,
            strays,
            others,
            seen: [false; 256],
        };
        lines_of(bytes).for_each(|line| lines.add(line));
        lines
    }

    fn add(&mut self, line: &[u8]) {
        let shape = Shape::of(line);
        self.evidence += shape.weight;
        if !shape.is_utf8() {
            self.broken += shape.broken;
            self.strays.extend_from_slice(line);
            return;
        }
        self.is_damaged |= shape.broken > 0;
        self.sure |= shape.good >= SURE.max(SURE * shape.broken);
        if self.others.len() < AROUND {
            self.others.extend_from_slice(line);
        }
        for byte in line.utf8_chunks().flat_map(|chunk| chunk.valid().bytes()).filter(|byte| !byte.is_ascii())
        {
            self.seen.get_mut(usize::from(byte)).into_iter().for_each(|seen| *seen = true);
        }
    }

    fn kind_of_strays(self) -> Kind {
        let lang = langid::identify(&Charset::UTF_8.decode(&self.others));
        let around = Around { lang, seen: self.seen };
        let guess = legacy::guess(&self.strays, Some(&around));
        let mixed = MIXED_BITS + if self.is_damaged { DAMAGED_BITS } else { 0.0 };
        let is_likelier = |bits: f32| bits + mixed < legacy::bits_as_utf8(&self.strays, Some(&around));
        let is_legacy = guess.bits.map_or_else(|| self.are_east_asian(guess.charset, lang), is_likelier);
        if is_legacy { Kind::Lines(guess) } else { Kind::Damaged }
    }

    fn are_east_asian(&self, charset: Charset, around: Option<Lang>) -> bool {
        let least = if around.is_some_and(rivals::is_east_asian) { BROKEN_THERE } else { BROKEN_EAST_ASIAN };
        self.broken >= least && !charset.decode(&self.strays).contains(char::REPLACEMENT_CHARACTER)
    }
}

/// What a line holds if it is read as UTF-8.
#[derive(Default)]
pub(super) struct Shape {
    good: usize,
    /// The bytes of the good ones after their first, less one.
    pub(super) weight: usize,
    broken: usize,
}

impl Shape {
    pub(super) fn of(line: &[u8]) -> Self {
        let mut shape = Self::default();
        for chunk in line.utf8_chunks() {
            for character in chunk.valid().chars().filter(|c| !c.is_ascii()) {
                shape.good += 1;
                shape.weight += 2 * character.len_utf8() - 3;
            }
            shape.broken += usize::from(!chunk.invalid().is_empty());
        }
        shape
    }

    /// Valid, or more good sequences than broken places.
    fn is_utf8(&self) -> bool {
        self.broken == 0 || self.good > self.broken
    }
}

/// The lines, each with what ends it: LF or CR.
fn lines_of(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r'))
}

fn charset_of(line: &[u8], legacy: Charset) -> Charset {
    if Shape::of(line).is_utf8() { Charset::UTF_8 } else { legacy }
}

/// Decodes each line as UTF-8; a line that is not valid and has no more good sequences than broken places, in the
/// legacy charset.
pub(super) fn decode(bytes: &[u8], legacy: Charset) -> String {
    lines_of(bytes).map(|line| charset_of(line, legacy).decode(line)).collect()
}

/// The same, noting how many bytes went into each character.
pub(super) fn decode_stepped(bytes: &[u8], legacy: Charset) -> Stepped {
    let mut out =
        Stepped { text: String::with_capacity(bytes.len()), steps: Vec::with_capacity(bytes.len()) };
    for line in lines_of(bytes) {
        let charset = charset_of(line, legacy);
        if charset == Charset::UTF_8 {
            push_utf8(&mut out, line);
        } else if charset.width('a').is_some() {
            charset.decode(line).chars().for_each(|c| out.push_all(c.encode_utf8(&mut [0; 4]), 1));
        } else {
            let line = charset.decode_stepped(line);
            out.text.push_str(&line.text);
            out.steps.extend(line.steps);
        }
    }
    out
}

/// Where in the text lines begin that are in another charset than those before them; lines of ASCII go along.
pub(super) fn changes(bytes: &[u8], legacy: Charset) -> Vec<TextByte> {
    let mut changes = Vec::new();
    let (mut at, mut before) = (0, None);
    for line in lines_of(bytes) {
        let charset = charset_of(line, legacy);
        if !line.is_ascii() {
            if before.is_some_and(|before| before != charset) {
                changes.push(TextByte::at(at));
            }
            before = Some(charset);
        }
        at += charset.decode(line).len();
    }
    changes
}

fn push_utf8(out: &mut Stepped, line: &[u8]) {
    for chunk in line.utf8_chunks() {
        chunk.valid().chars().for_each(|c| out.push_all(c.encode_utf8(&mut [0; 4]), c.len_utf8()));
        if !chunk.invalid().is_empty() {
            out.push_all("\u{fffd}", chunk.invalid().len());
        }
    }
}
