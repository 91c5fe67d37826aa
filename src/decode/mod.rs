//! Bytes of a source in, its text out, with the exact way back to the bytes.
//!
//! The order of decisions goes from what is sure to what is likely: byte order mark, valid
//! UTF-8 (also with a sequence cut at the very end), UTF-16 and UTF-32 without a mark, nearly UTF-8 line by
//! line, and only then a detector for legacy charsets. Decoding cannot fail: what is broken becomes U+FFFD and is
//! counted. Double-encoded text is repaired, and kept as it stands beside that. What the text says is left to `extract`.

mod by_line;
mod charset;
mod legacy;
mod letters;
mod likely;
mod map;
mod odd;
mod pages;
mod repair;
mod rivals;
mod sniff;

use by_line::Kind;
pub use charset::{Charset, Legacy};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use map::OffsetMap;
use memchr::memmem;
pub use pages::Page;
use serde::{Deserialize, Serialize};

use crate::span::{SourceByte, SourceSpan, TextByte, TextSpan};

/// How the charset of a source was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Detection {
    /// A byte order mark says so.
    Mark,
    /// The bytes are valid in it.
    Valid,
    /// The positions of NUL bytes and spaces show it.
    Shape,
    /// Most of the bytes are valid in it; the rest is damaged.
    Nearly,
    /// Most lines are valid in UTF-8; the others are in a charset that was guessed.
    Lines,
    /// Guessed from the frequencies of letters.
    Guessed,
}

/// A source as text.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The text, without a byte order mark; what was double-encoded is repaired in it.
    pub text: String,
    /// The charset it was read in.
    pub charset: Charset,
    /// How that was found.
    pub detection: Detection,
    /// A charset that reads other words and is nearly as likely.
    pub rival: Option<Charset>,
    /// How many characters of the text are U+FFFD that stand for bytes which could not be decoded.
    pub damaged: u32,
    /// How many lines were double-encoded.
    pub repaired: u32,
    /// Where the text passes to lines in another charset, in order.
    pub changes: Vec<TextByte>,
    map: OffsetMap,
    /// The text as it stands, where it is another.
    stands: Option<Stands>,
    /// How many bytes the source has: a cut last character is shorter than its width.
    len: SourceByte,
}

/// A text that is its own source, from this byte on.
#[derive(Clone, Debug)]
struct Stands {
    text: String,
    base: u64,
}

/// Why bytes are not read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotText {
    /// Nothing in it, or nothing but white space.
    Empty,
    /// Control characters as in pictures, archives and programs.
    Binary,
}

impl NotText {
    /// The reason in words, for a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Binary => "not text",
        }
    }
}

/// Decodes a source.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    let Found { charset, detection, rival, mark } = detect(bytes)?;
    let body = bytes.get(mark..).unwrap_or_default();
    let decoded = decode_body(body, charset, mark as u64);
    let decoded = Decoded { detection, rival, ..decoded };
    if decoded.text.trim().is_empty() { Err(NotText::Empty) } else { Ok(decoded) }
}

/// What a source is in.
struct Found {
    charset: Charset,
    detection: Detection,
    rival: Option<Charset>,
    /// The length of its byte order mark.
    mark: usize,
}

fn found(charset: Charset, detection: Detection) -> Found {
    Found { charset, detection, rival: None, mark: 0 }
}

fn detect(bytes: &[u8]) -> Result<Found, NotText> {
    if bytes.is_empty() {
        return Err(NotText::Empty);
    }
    if let Some((charset, mark)) = by_mark(bytes) {
        return Ok(Found { mark, ..found(charset, Detection::Mark) });
    }
    let has_nul_or_escape = memchr::memchr2(0, 0x1b, bytes).is_some();
    if is_utf8_to_the_end(bytes) && !has_nul_or_escape {
        return Ok(found(Charset::UTF_8, Detection::Valid));
    }
    if let Some(charset) = sniff::wide(bytes) {
        return Ok(found(charset, Detection::Shape));
    }
    if sniff::is_binary(bytes) {
        return Err(NotText::Binary);
    }
    if let Some(charset) = legacy::escaped(bytes) {
        return Ok(found(charset, Detection::Shape));
    }
    if is_utf8_to_the_end(bytes) {
        return Ok(found(Charset::UTF_8, Detection::Valid));
    }
    Ok(match by_line::kind(bytes) {
        Kind::Damaged => found(Charset::UTF_8, Detection::Nearly),
        Kind::Lines(guess) => Found {
            charset: guess.charset.for_lines().unwrap_or(Charset::UTF_8),
            rival: guess.rival,
            ..found(Charset::UTF_8, Detection::Lines)
        },
        Kind::Legacy(guess) => Found { rival: guess.rival, ..found(guess.charset, Detection::Guessed) },
    })
}

/// The charset that a byte order mark names, and the mark's length. UTF-32 before UTF-16: the mark of
/// UTF-32LE begins with that of UTF-16LE.
fn by_mark(bytes: &[u8]) -> Option<(Charset, usize)> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] => Some((Charset::Utf32Le, 4)),
        [0, 0, 0xfe, 0xff, ..] => Some((Charset::Utf32Be, 4)),
        [0xef, 0xbb, 0xbf, ..] => Some((Charset::UTF_8, 3)),
        [0xff, 0xfe, ..] => Some((Charset::Standard(UTF_16LE), 2)),
        [0xfe, 0xff, ..] => Some((Charset::Standard(UTF_16BE), 2)),
        _ => None,
    }
}

/// Valid UTF-8, but for a sequence that the end of the bytes cuts short.
fn is_utf8_to_the_end(bytes: &[u8]) -> bool {
    let valid = Encoding::utf8_valid_up_to(bytes);
    let rest = bytes.get(valid..).unwrap_or_default();
    match std::str::from_utf8(rest) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && valid > 0,
    }
}

fn decode_body(body: &[u8], charset: Charset, base: u64) -> Decoded {
    let as_it_stands = decode_as_it_stands(body, charset, base);
    // A source can hold U+FFFD that it was written with.
    let is_valid = as_it_stands.damaged == 0 || std::str::from_utf8(body).is_ok();
    if charset != Charset::UTF_8 || !is_valid {
        return as_it_stands;
    }
    match repair::repair(&as_it_stands.text) {
        Some((meant, repaired)) => {
            let map = OffsetMap::steps(meant.steps, &meant.text, base);
            let stands = Some(Stands { text: as_it_stands.text, base });
            Decoded { text: meant.text, map, repaired, stands, ..as_it_stands }
        }
        None => as_it_stands,
    }
}

/// The bytes of U+FFFD.
const DAMAGE: &str = "\u{fffd}";

fn decode_as_it_stands(body: &[u8], charset: Charset, base: u64) -> Decoded {
    let (text, map) = if charset == Charset::Standard(UTF_8) {
        decode_utf8(body, base)
    } else if charset.width('a').is_some() {
        let text = charset.decode(body);
        let map = OffsetMap::widths(charset, &text, base);
        (text, map)
    } else {
        let stepped = charset.decode_stepped(body);
        let map = OffsetMap::steps(stepped.steps, &stepped.text, base);
        (stepped.text, map)
    };
    let damaged = memmem::find_iter(text.as_bytes(), DAMAGE).count();
    let damaged = u32::try_from(damaged).unwrap_or(u32::MAX);
    let len = SourceByte(base + body.len() as u64);
    let changes = match charset {
        Charset::Lines(legacy) => by_line::changes(body, legacy.into()),
        _ => Vec::new(),
    };
    Decoded {
        text,
        changes,
        charset,
        detection: Detection::Valid,
        rival: None,
        damaged,
        repaired: 0,
        map,
        stands: None,
        len,
    }
}

fn decode_utf8(body: &[u8], base: u64) -> (String, OffsetMap) {
    // It checks many bytes at a time.
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(body) {
        return (text.into_owned(), OffsetMap::identity(base));
    }
    let mut text = String::with_capacity(body.len());
    let mut runs = vec![(TextByte(0), SourceByte(base))];
    let mut source = base;
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        source += (chunk.valid().len() + chunk.invalid().len()) as u64;
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            runs.push((TextByte::at(text.len()), SourceByte(source)));
        }
    }
    (text, OffsetMap::Runs(runs))
}

impl Decoded {
    /// Where a range of the text stands in the source.
    pub fn to_source(&self, span: TextSpan) -> SourceSpan {
        let at = |byte: TextByte| self.map.to_source(byte, &self.text).min(self.len);
        SourceSpan::new(at(span.start()), at(span.end()))
    }

    /// Which part of the text stands in a range of the source; `None` if the range cuts through a character.
    pub fn to_text(&self, span: SourceSpan) -> Option<TextSpan> {
        let found = TextSpan::between(self.first_at(span.start()), self.first_at(span.end()));
        (self.to_source(found) == span).then_some(found)
    }

    /// All of the text as it stands.
    pub fn as_it_stands(&self) -> &str {
        self.stands.as_ref().map_or(&self.text, |stands| &stands.text)
    }

    /// A range of the text as it stands in the source.
    pub fn stands(&self, span: TextSpan) -> &str {
        let Some(stands) = &self.stands else { return span.of(&self.text) };
        let source = self.to_source(span);
        let at = |byte: SourceByte| usize::try_from(byte.0.saturating_sub(stands.base)).unwrap_or(usize::MAX);
        stands.text.get(at(source.start())..at(source.end())).unwrap_or_default()
    }

    /// A range of [`Self::as_it_stands`] as one of the text; `None` if it cuts through a character.
    pub fn meant(&self, span: TextSpan) -> Option<TextSpan> {
        let Some(stands) = &self.stands else { return Some(span) };
        let at = |byte: TextByte| SourceByte(u64::from(byte.0) + stands.base);
        self.to_text(SourceSpan::new(at(span.start()), at(span.end())))
    }

    /// The first byte of the text that stands at a byte of the source or after it.
    fn first_at(&self, wanted: SourceByte) -> usize {
        let (mut low, mut high) = (0, self.text.len());
        while low < high {
            let middle = self.text.floor_char_boundary(low.midpoint(high));
            if self.map.to_source(TextByte::at(middle), &self.text) < wanted {
                low = self.text.ceil_char_boundary(middle + 1);
            } else {
                high = middle;
            }
        }
        low
    }

    /// The steps from file to text, as citations name them.
    pub fn derivation(&self) -> Vec<String> {
        vec![self.charset.name()]
    }
}

#[cfg(test)]
mod tests;
